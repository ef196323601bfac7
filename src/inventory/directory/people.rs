//! Records of a directory to people: which entries are people, and which attribute fills which column of the common mapper.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use super::record::{Attribute, OTHER_PHONES, Record, SLOTS, kept_as};
use super::{codes, dn};
use crate::diag::{CodePage, Finding, Listed, Place, Severity, Words};
use crate::inventory::kind;
use crate::inventory::model::{Extra, Source};
use crate::inventory::reading::Reading;
use crate::inventory::staff::{self, Field, HeaderMap};
use crate::inventory::table::fate::{Account, Fate};
use crate::inventory::table::kept::Weighed;
use crate::inventory::table::{self, Cell, Collector, Nature, Row, Table, Tally, kept};
use crate::policy::site::Numbers;

/// Columns for further numbers.
const OTHERS: usize = 8;
const DISABLED: usize = SLOTS.len();
const FIRST_OTHER: usize = DISABLED + 1;
/// Values of `displayName` and `cn` that are asked for a first name.
const NAMES: usize = 20;
/// Names of attributes that are remembered for the finding about unused ones.
const MAX_NAMES: usize = 1000;
/// Bit 2 of `userAccountControl`: ACCOUNTDISABLE (MS-ADTS 2.2.16).
const ACCOUNT_DISABLED: i64 = 2;

/// An attribute that no field holds.
enum Beside {
    /// Never kept: private, or what the server needs for itself.
    Not,
    /// May be kept; no entry has had a value yet.
    Open(Arc<str>),
    Kept(Arc<str>, Fate),
    /// No room was left.
    Beyond,
}

/// Why an entry is no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    Computer,
    Contact,
    /// An account without a person's name and number: `krbtgt`, service accounts.
    Account,
    /// Groups, units, containers.
    Thing,
}

/// Entries that are no people.
#[derive(Default)]
struct Skipped {
    tally: Tally,
    /// The first of them.
    names: Vec<String>,
}

impl Skipped {
    fn add(&mut self, at: impl FnOnce() -> Place, name: impl Fn() -> String) {
        if self.names.len() < MAX_NAMES {
            self.names.push(name());
        }
        self.tally.add(at, name);
    }
}

/// A contact whose name says that it is a thing, and that can be called.
fn is_thing(record: &Record) -> bool {
    let name = ["displayname", "cn"].into_iter().find_map(|attribute| record.first(attribute));
    let reachable = OTHER_PHONES.iter().any(|name| record.first(name).is_some());
    let named = |attribute| record.first(attribute).is_some();
    reachable && !named("givenname") && name.is_some_and(|name| kind::by_name(&name.value).is_some())
}

pub(super) struct People {
    file: String,
    most: usize,
    rows: Vec<Row>,
    computers: Skipped,
    contacts: Skipped,
    accounts: Skipped,
    things: Skipped,
    more: Tally,
    too_many: bool,
    unused: BTreeMap<String, usize>,
    /// Where the first of them stands.
    unused_at: Option<Place>,
    /// What becomes of attributes that no field holds.
    beside: BTreeMap<String, Beside>,
    /// How many of them are kept.
    kept: usize,
    /// Values beyond those of one entry.
    lost: usize,
    /// By the line of the first cell, which is the person's place.
    extra: BTreeMap<u32, Extra>,
}

impl People {
    /// `most` people are read of one dump.
    pub(super) fn new(file: &str, most: usize) -> Self {
        // The header of the common mapper; its cells stand nowhere.
        let cells = (0..FIRST_OTHER + OTHERS).map(|index| Cell { index, ..Cell::default() }).collect();
        Self {
            file: file.to_owned(),
            most,
            rows: vec![Row { line: 0, width: 0, cells }],
            computers: Skipped::default(),
            contacts: Skipped::default(),
            accounts: Skipped::default(),
            things: Skipped::default(),
            more: Tally::default(),
            too_many: false,
            unused: BTreeMap::new(),
            unused_at: None,
            beside: BTreeMap::new(),
            kept: 0,
            lost: 0,
            extra: BTreeMap::new(),
        }
    }

    /// An attribute that nothing here reads.
    pub(super) fn unused(&mut self, name: &str, at: impl FnOnce() -> Place) {
        self.unused_at.get_or_insert_with(at);
        if let Some(count) = self.unused.get_mut(name) {
            *count += 1;
        } else if self.unused.len() < MAX_NAMES {
            self.unused.insert(name.to_owned(), 1);
        }
    }

    /// Whether an attribute that nothing here reads may be kept beside the fields.
    pub(super) fn may_keep(&mut self, name: &str) -> bool {
        if let Some(known) = self.beside.get(name) {
            return !matches!(known, Beside::Not);
        }
        let found = kept_as(name).filter(|_| self.beside.len() < MAX_NAMES).map_or(Beside::Not, Beside::Open);
        let may = !matches!(found, Beside::Not);
        if self.beside.len() < MAX_NAMES {
            self.beside.insert(name.to_owned(), found);
        }
        may
    }

    /// Keeps a value of such an attribute; the first attributes with a value have room.
    pub(super) fn keep(&mut self, record: &mut Record, name: &str, text: &str, at: Place) {
        let weighed = kept::weigh(text, at);
        if matches!(weighed, Weighed::Empty) || !self.may_keep(name) {
            return;
        }
        let Some(beside) = self.beside.get_mut(name) else { return };
        if let Beside::Open(key) = beside {
            let room = self.kept < kept::MOST;
            self.kept += usize::from(room);
            *beside = if room { Beside::Kept(Arc::clone(key), Fate::default()) } else { Beside::Beyond };
        }
        let Beside::Kept(key, fate) = beside else { return };
        if record.extra.len() >= kept::MOST {
            self.lost += 1;
        } else if let Some(value) = fate.count(weighed) {
            record.extra.add(key, value);
        }
    }

    /// A value of such an attribute is too long to be kept.
    pub(super) fn too_long(&mut self) {
        self.lost += 1;
    }

    /// A value beyond those that are read.
    pub(super) fn more(&mut self, file: &str, line: u32, name: &str) {
        self.more.add(|| Place::at(file, line, 1), || name.to_owned());
    }

    pub(super) fn add(&mut self, mut record: Record, findings: &mut Collector) {
        // A fax or a lift of the house is listed as a function, as in lists by hand.
        let of_house = |other: &Other| *other == Other::Contact && is_thing(&record);
        if let Some(other) = no_person(&record).filter(|other| !of_house(other)) {
            let tally = match other {
                Other::Computer => &mut self.computers,
                Other::Contact => &mut self.contacts,
                Other::Account => &mut self.accounts,
                Other::Thing => &mut self.things,
            };
            tally.add(|| Place::at(&self.file, record.line, 1), || short_name(&record));
            return;
        }
        if self.rows.len() > self.most {
            if !std::mem::replace(&mut self.too_many, true) {
                let most = self.most;
                let finding = table::codes::LIST_TOO_LARGE.finding(
                    Some(Place::at(&self.file, record.line, 1)),
                    Words::new(
                        format!("more than {most} people; the rest was left out"),
                        format!("mehr als {most} Personen; der Rest wurde ausgelassen"),
                    ),
                );
                findings.push(finding.todo(table::raise_rows()));
            }
            return;
        }
        let extra = std::mem::take(&mut record.extra);
        let row = self.row(record, findings);
        if let Some(first) = row.cells.first().filter(|_| !extra.is_empty()) {
            self.extra.insert(first.line, extra);
        }
        self.rows.push(row);
    }

    fn row(&mut self, mut record: Record, findings: &mut Collector) -> Row {
        let mut cells: Vec<Cell> = Vec::with_capacity(12);
        // Which value each column takes: they are taken out of the record when nobody asks it any more.
        let mut chosen: Vec<(usize, usize)> = Vec::with_capacity(12);
        for values in record.by_slot().chunk_by(|one, two| one.0 == two.0) {
            let (index, at) = (usize::from(values[0].0), values[0].3);
            let (slot, first) = (&SLOTS[index], &record.attributes[at]);
            chosen.push((index, at));
            if OTHER_PHONES.contains(&first.known.name) {
                continue;
            }
            for next in values[1..].iter().map(|value| &record.attributes[value.3]) {
                if next.value.trim() == first.value.trim() {
                    continue;
                }
                if slot.single {
                    findings.push(differ(&self.file, &record, first, next));
                } else if slot.field != Field::Display || next.known.name == first.known.name {
                    self.more.add(|| Place::at(&self.file, next.line, next.column), || next.known.name.to_owned());
                }
            }
        }
        if !chosen.iter().any(|(index, _)| matches!(SLOTS[*index].field, Field::Last | Field::Display))
            && let Some((kind, name)) = dn::first(&record.dn)
            && matches!(kind.as_str(), "cn" | "uid")
        {
            let at = SLOTS.iter().position(|slot| slot.field == Field::Display).unwrap_or(0);
            cells.push(Cell { text: name.into(), line: record.line, column: 1, index: at, nature: Nature::Text });
        }
        cells.extend(first_name(&record));
        if let Some(told) = self.disabled(&record, findings) {
            cells.push(cell(DISABLED, told, SmolStr::new_static("x")));
        }
        let mut next = FIRST_OTHER;
        for name in OTHER_PHONES {
            // The first `ipPhone` and the first `telephoneNumber` have columns of their own.
            let skip = usize::from(!name.starts_with("other"));
            for value in record.all(name).skip(skip) {
                if next < FIRST_OTHER + OTHERS {
                    cells.push(cell(next, value, value.value.clone()));
                    next += 1;
                } else {
                    self.more.add(|| Place::at(&self.file, value.line, value.column), || name.to_owned());
                }
            }
        }
        for (index, at) in chosen {
            let value = &mut record.attributes[at];
            let text = std::mem::take(&mut value.value);
            cells.push(cell(index, value, text));
        }
        cells.sort_by_key(|cell| cell.index);
        Row { line: record.line, width: 0, cells }
    }

    fn disabled<'r>(&self, record: &'r Record, findings: &mut Collector) -> Option<&'r Attribute> {
        match record.first("enabled").map(|told| (told, table::truth(&told.value))) {
            Some((told, Some(false))) => return Some(told),
            Some((told, None)) => findings.push(codes::VALUE_UNUSABLE.finding(
                Some(Place::at(&self.file, told.line, told.column)),
                Words::new(
                    "`Enabled` is not yes or no; the account counts as enabled",
                    "`Enabled` ist weder Ja noch Nein; das Konto gilt als aktiv",
                ),
            )),
            _ => {}
        }
        let told = record.first("useraccountcontrol")?;
        match told.value.trim().parse::<i64>() {
            Ok(bits) => (bits & ACCOUNT_DISABLED != 0).then_some(told),
            Err(_) => {
                findings.push(codes::VALUE_UNUSABLE.finding(
                    Some(Place::at(&self.file, told.line, told.column)),
                    Words::new(
                        "`userAccountControl` is no number; the account counts as enabled",
                        "`userAccountControl` ist keine Zahl; das Konto gilt als aktiv",
                    ),
                ));
                None
            }
        }
    }

    pub(super) fn finish(mut self, plan: &Numbers, mut source: Source, mut findings: Collector) -> Reading {
        let fields = SLOTS.iter().map(|slot| (slot.field, slot.attributes[0]));
        let fields = fields.chain([(Field::Disabled, "userAccountControl")]);
        let fields = fields.chain(std::iter::repeat_n((Field::OtherPhone, "otherTelephone"), OTHERS));
        let header = HeaderMap::explicit(fields.enumerate().map(|(index, (field, name))| (index, name.to_owned(), field)));
        let mut table = Table { file: self.file.clone(), sheet: None, rows: self.rows, merges: Vec::new() };
        let mut mapped = staff::map(&mut table, 0, &header, plan, &mut findings);
        let people = mapped.people.iter_mut().map(|entry| (entry.person.at.line(), &mut entry.person.extra));
        let functions = mapped.functions.iter_mut().map(|function| (function.at.line(), &mut function.extra));
        for (line, extra) in people.chain(functions) {
            extra.join(self.extra.remove(&line).unwrap_or_default());
        }
        let skipped = |skipped: Skipped, en: &'static str, de: &'static str| {
            let names = Listed::new(skipped.names.iter().map(String::as_str), 1);
            let told = skipped.tally.tell(&codes::ENTRY_SKIPPED, |count, first| {
                Words::new(format!("{en}: {count}, the first `{first}`"), format!("{de}: {count}, zuerst `{first}`"))
            });
            told.map(|finding| finding.listing(names))
        };
        let told = [
            skipped(self.computers, "computers, no people", "Computer, keine Personen"),
            skipped(self.contacts, "contacts, no people of this directory", "Kontakte, keine Personen dieses Verzeichnisses"),
            skipped(self.accounts, "accounts without a person's name and number", "Konten ohne Personennamen und ohne Nummer"),
            skipped(self.things, "groups, units and the like", "Gruppen, Einheiten und dergleichen"),
            self.more.tell(&codes::VALUES_MORE, |count, name| {
                Words::new(
                    format!("further values that are not read: {count}, the first of `{name}`"),
                    format!("weitere Werte, die nicht gelesen werden: {count}, zuerst von `{name}`"),
                )
            }),
            unused(self.unused_at, &self.unused, &self.beside, self.lost),
        ];
        told.into_iter().flatten().for_each(|finding| findings.push(finding));
        source.records = mapped.people.len() + mapped.functions.len();
        let mut findings = findings.finish();
        if source.records == 0 && !findings.iter().any(|finding| finding.severity == Severity::Error) {
            findings.push(staff::codes::LIST_EMPTY.finding(
                Some(Place::file(&self.file)),
                Words::new("no people in this directory", "keine Personen in diesem Verzeichnis"),
            ));
        }
        Reading { sources: vec![source], people: mapped.people, functions: mapped.functions, findings, ..Reading::default() }
    }
}

fn cell(index: usize, from: &Attribute, text: SmolStr) -> Cell {
    Cell { text, line: from.line, column: from.column, index, nature: Nature::Text }
}

/// The first name out of the shown one, where the entry has a last name and no `givenName`: `cn: Anna Huber` with `sn: Huber`.
fn first_name(record: &Record) -> Option<Cell> {
    if record.all("givenname").any(|name| !name.value.trim().is_empty()) {
        return None;
    }
    let index = SLOTS.iter().position(|slot| slot.field == Field::First)?;
    let last = record.first("sn")?.value.trim();
    record.all("displayname").chain(record.all("cn")).take(NAMES).find_map(|shown| {
        let text = SmolStr::new(beside(shown.value.trim(), last)?);
        Some(cell(index, shown, text))
    })
}

/// What stands before or, after a comma, behind the last name; nothing that looks like more than a name.
fn beside<'a>(shown: &'a str, last: &str) -> Option<&'a str> {
    let before = shown.strip_suffix(last).filter(|rest| rest.ends_with(char::is_whitespace));
    let behind = || shown.strip_prefix(last)?.trim_start().strip_prefix(',');
    let name = before.or_else(behind)?.split('(').next()?.trim();
    (!last.is_empty() && !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || " -.'’".contains(c))).then_some(name)
}

fn differ(file: &str, record: &Record, first: &Attribute, next: &Attribute) -> Finding {
    let (one, two) = (first.value.trim(), next.value.trim());
    let page: &CodePage = &codes::ATTRIBUTES_DIFFER;
    page.finding(
        Some(Place::at(file, next.line, next.column)),
        Words::new(
            format!("`{}` says `{two}`, `{}` says `{one}`; `{one}` was used", next.known.name, first.known.name),
            format!("`{}` sagt `{two}`, `{}` sagt `{one}`; verwendet wurde `{one}`", next.known.name, first.known.name),
        ),
    )
    .about(short_name(record))
    .related(Place::at(file, first.line, first.column), Words::new("the one that was used", "das verwendete"))
}

/// The name of an entry for messages.
fn short_name(record: &Record) -> String {
    let name = dn::first(&record.dn).map(|(_, name)| name);
    let told = ["cn", "samaccountname"].into_iter().find_map(|attribute| record.first(attribute));
    let name = name.or_else(|| told.map(|told| told.value.to_string())).unwrap_or_default();
    name.chars().filter(|c| !c.is_control() && *c != '`').take(60).collect()
}

/// Classes decide where there are any; exports of chosen attributes often have none.
fn no_person(record: &Record) -> Option<Other> {
    let has = |name: &str| record.first(name).is_some();
    let classes = || record.all("objectclass").map(|class| class.value.trim());
    let is = |class: &str| classes().any(|found| found.eq_ignore_ascii_case(class));
    let machine = record.first("samaccountname").is_some_and(|login| login.value.trim_end().ends_with('$'));
    if is("computer") || machine {
        return Some(Other::Computer);
    }
    if is("contact") {
        return Some(Other::Contact);
    }
    let by_class = is("user") || is("posixaccount") || classes().any(|class| class.to_ascii_lowercase().ends_with("person"));
    let named = has("sn") || has("givenname");
    let reachable = OTHER_PHONES.iter().any(|name| has(name));
    if classes().next().is_none() {
        let known = named || ((has("displayname") || has("cn")) && (reachable || has("mail") || has("samaccountname")));
        let other = if has("samaccountname") { Other::Account } else { Other::Thing };
        return (!known).then_some(other);
    }
    if !by_class {
        return Some(Other::Thing);
    }
    (!named && !reachable && !has("employeenumber") && !has("employeeid")).then_some(Other::Account)
}

/// Names quoted in the finding about unused attributes.
const SHOWN: usize = 20;

fn unused(at: Option<Place>, names: &BTreeMap<String, usize>, beside: &BTreeMap<String, Beside>, lost: usize) -> Option<Finding> {
    let short = |name: &String| name.chars().filter(|c| !c.is_control() && *c != '`').take(40).collect::<String>();
    let list = Listed::of(names.keys().map(|name| format!("`{}`", short(name))), SHOWN);
    let count = list.count();
    // What the server keeps for itself needs no word: nobody misses it.
    let mut account = Account { lost, ..Account::default() };
    for name in names.keys() {
        match beside.get(name) {
            Some(Beside::Kept(key, fate)) => account.columns.push((key, fate)),
            Some(Beside::Beyond) => account.beyond.push(name),
            Some(Beside::Open(_)) => account.empty.push(name),
            Some(Beside::Not) | None if kept::is_private(name) => account.private.push(name),
            Some(Beside::Not) | None => {}
        }
    }
    let (en, de) = account.told(count);
    (count > 0).then(|| {
        let words = Words::new(
            format!("attributes not read ({count}): {list}{en}"),
            format!("nicht gelesene Attribute ({count}): {list}{de}"),
        );
        table::codes::COLUMN_UNUSED.finding(at, words).listing(list)
    })
}
