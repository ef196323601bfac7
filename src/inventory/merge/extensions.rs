//! Which extension belongs to whom, and what it is for.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::by_number::{self, ByNumber};
use super::devices::is_own;
use super::lost_zeros::{self, What, Zeros};
use super::people::{Joined, letters};
use super::{apart, differ, further};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::{Extension, PersonId};
use crate::inventory::codes;
use crate::inventory::kind::without_marks;
use crate::inventory::model::{Device, ExtensionEntry, ExtensionKind, Inventory, Person, Ring, Sourced, full_names};
use crate::inventory::staff::Function;
use crate::inventory::table::Collector;
use crate::inventory::zeros::{self, LostZeros};

/// Which sides have spoken at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub pbx: bool,
    pub staff: bool,
    pub further_are_lines: bool,
}

/// Gives every person's extension its person, every function its kind, and reports what does not fit.
pub(super) fn assign(
    inventory: &mut Inventory,
    people: &mut [Joined],
    functions: Vec<Function>,
    known: Known,
    findings: &mut Collector,
) {
    let mut by_number = by_number::taken(&mut inventory.extensions);
    // Who has which, in the order of the rows, before kinds are decided.
    let mut owners: BTreeMap<Extension, Vec<usize>> = BTreeMap::new();
    // Numbers of several extensions that a list gives somebody without saying which.
    let mut open: BTreeSet<Extension> = BTreeSet::new();
    let mut restored = Zeros::default();
    let own = on_own_telephones(&inventory.devices);
    for (index, joined) in people.iter_mut().enumerate() {
        let Some(mut written) = joined.person.extension.clone() else { continue };
        if apart::is_ambiguous(&written.value, &by_number)
            && let Some(meant) = own.get(&joined.person.id).and_then(|own| own.meant(&written, &by_number))
        {
            written = meant;
            joined.person.extension = Some(written.clone());
        }
        if apart::is_ambiguous(&written.value, &by_number) {
            findings.push(apart::person(&joined.person, &written.value, &by_number));
            open.insert(written.value);
            continue;
        }
        let mut extension = written.clone();
        if resolve(&mut extension, &by_number, known.pbx) {
            joined.person.extension = Some(extension.clone());
            // Its row may have been told already that the extension is too short for the number plan.
            if let Some(entry) = by_number.get(&extension.value).filter(|_| !joined.zero_may_be_lost) {
                let whole = Sourced::new(extension.value.clone(), entry.at.clone());
                restored.add(&joined.person, What::Extension, &written, &whole);
            }
        }
        owners.entry(extension.value.clone()).or_default().push(index);
    }
    restored.tell(findings);
    further::settle(people, &mut owners, findings);
    let short = if known.pbx { without_zeros(&by_number, &owners) } else { BTreeMap::new() };
    let mut of_system = LostZeros::default();
    for (number, indexes) in &owners {
        let first = &people[indexes[0]];
        let entry = by_number.entry(number.clone()).or_insert_with(|| {
            if let Some((short, at)) = short.get(number) {
                let with = first.person.extension.as_ref().map(|extension| &extension.at);
                of_system.add((short.as_str(), number.as_str()), at, with, Some(number.as_str()));
            } else if known.pbx {
                findings.push(unknown(&first.person, number));
            }
            Box::new(listed_only(
                number.clone(),
                first.person.extension.as_ref().map_or_else(|| first.person.at.clone(), |e| e.at.clone()),
            ))
        });
        for index in indexes {
            let joined = &people[*index];
            entry.persons.push(joined.person.id.clone());
            let (en, de) = ("MAC address", "MAC-Adresse");
            findings.extend(other_phone(number, (en, de), entry.mac.as_ref(), joined.mac.as_deref()));
            let (en, de) = ("inventory number", "Inventarnummer");
            findings.extend(other_phone(number, (en, de), entry.inventory_no.as_ref(), joined.inventory_no.as_deref()));
            entry.mac = entry.mac.take().or_else(|| joined.mac.as_deref().cloned());
            entry.inventory_no = entry.inventory_no.take().or_else(|| joined.inventory_no.as_deref().cloned());
        }
        entry.persons.sort();
        entry.persons.dedup();
        let persons: Vec<&Person> = indexes.iter().map(|i| &*people[*i].person).collect();
        decide_kind(entry, &persons, findings);
    }
    lost_zeros::tell_of_system(of_system, findings);
    further::list(&mut by_number, people, &owners, known.further_are_lines);
    let short: BTreeSet<&Extension> = short.values().map(|(short, _)| short).collect();
    for function in functions {
        take_function(&mut by_number, function, known.pbx, findings);
    }
    if known.staff && known.pbx {
        for entry in by_number.values_mut().filter(|e| e.persons.is_empty() && e.kind == ExtensionKind::Person) {
            let name = entry.name.as_ref().map_or("", |n| n.value.as_str());
            let number = &entry.number;
            if open.contains(&number.bare()) {
                entry.kind = ExtensionKind::Unknown;
                entry.kind_reason = Words::new(
                    "a list gives the number to somebody, and several extensions have it",
                    "eine Liste gibt die Nummer jemandem, und mehrere Nebenstellen haben sie",
                );
                continue;
            }
            if !short.contains(number) {
                findings.push(without_person(entry, number, name));
            }
            // Nobody's phone is not moved.
            entry.kind = ExtensionKind::Unknown;
            entry.kind_reason = Words::new(
                "name reads like a person's, but no staff list has it",
                "Name klingt nach einer Person, steht aber in keiner Personalliste",
            );
        }
    }
    inventory.extensions = by_number::list(by_number);
}

/// What rings on somebody's own devices; a key that only shows another's state is not counted.
#[derive(Default)]
struct Own<'d> {
    /// The first keys of telephones, which are their owner's number, in the order of the devices.
    first: Vec<(&'d Extension, &'d Place)>,
    all: BTreeSet<&'d Extension>,
}

impl Own<'_> {
    /// Which of several extensions a number without its context means: that of the first keys, else the only one that rings at all.
    fn meant(&self, written: &Sourced<Extension>, known: &ByNumber) -> Option<Sourced<Extension>> {
        let mut first = self.first.iter().filter(|(number, _)| written.value.may_be(number));
        if let Some((number, at)) = first.next()
            && first.all(|(other, _)| other == number)
        {
            return Some(Sourced::new((*number).clone(), (*at).clone()));
        }
        let mut all = self.all.range(written.value.in_contexts()).filter(|number| known.contains_key(**number));
        match (all.next(), all.next()) {
            (Some(only), None) => Some(Sourced::new((*only).clone(), written.at.clone())),
            _ => None,
        }
    }
}

fn on_own_telephones(devices: &[Device]) -> BTreeMap<PersonId, Own<'_>> {
    let mut out: BTreeMap<PersonId, Own<'_>> = BTreeMap::new();
    for device in devices {
        let Some(person) = &device.person else { continue };
        let own = out.entry(person.clone()).or_default();
        if let Some(line) = device.lines.first().filter(|_| is_own(device)) {
            own.first.extend(line.extension.as_ref().map(|number| (number, &line.number.at)));
        }
        own.all.extend(device.lines.iter().filter(|line| line.ring != Ring::Monitor).filter_map(|line| line.extension.as_ref()));
    }
    out
}

fn without_person(entry: &ExtensionEntry, number: &Extension, name: &str) -> Finding {
    codes::WITHOUT_PERSON
        .finding(
            Some(entry.name.as_ref().map_or_else(|| entry.at.clone(), |n| n.at.clone())),
            Words::new(
                format!("no staff list has extension `{number}` (`{name}`)"),
                format!("keine Personalliste hat die Nebenstelle `{number}` (`{name}`)"),
            ),
        )
        .about(number.as_str())
        .todo(Words::new(
            "remove the account if the person has left, or complete the staff list",
            "den Zugang entfernen, wenn die Person ausgeschieden ist, oder die Personalliste ergänzen",
        ))
}

/// Numbers of lists that the system does not know, and has nobody's of the same digits but for leading zeros.
fn without_zeros(known: &ByNumber, owners: &BTreeMap<Extension, Vec<usize>>) -> BTreeMap<Extension, (Extension, Place)> {
    let missing = || owners.keys().filter(|number| number.as_str().starts_with('0') && !known.contains_key(*number));
    if missing().next().is_none() {
        return BTreeMap::new();
    }
    let free = known.iter().filter(|(number, _)| !owners.contains_key(*number));
    let by_bare: BTreeMap<&str, &ExtensionEntry> = free.map(|(number, entry)| (zeros::bare(number.as_str()), &**entry)).collect();
    missing()
        .filter_map(|number| {
            let entry = by_bare.get(zeros::bare(number.as_str()))?;
            zeros::lost(entry.number.as_str(), number.as_str())
                .then(|| (number.clone(), (entry.number.clone(), entry.at.clone())))
        })
        .collect()
}

/// Zeros that a number may have lost.
const MOST_ZEROS: usize = 4;

/// A second desk phone on an extension, which has room for one.
fn other_phone<T: PartialEq + std::fmt::Display>(
    number: &Extension,
    (en, de): (&str, &str),
    used: Option<&Sourced<T>>,
    other: Option<&Sourced<T>>,
) -> Option<Finding> {
    let (used, other) = (used?, other?);
    (used.value != other.value).then(|| {
        differ::finding(
            number.as_str(),
            (&format!("{en} of the telephone on extension `{number}`"), &format!("{de} des Telefons an Nebenstelle `{number}`")),
            (&used.value, &used.at),
            (&other.value, &other.at),
        )
    })
}

/// Where the system knows only `0201` and the list says `201`, the zero was lost. Whether it is back.
pub(super) fn resolve(extension: &mut Sourced<Extension>, known: &ByNumber, pbx: bool) -> bool {
    if !pbx || known.contains_key(&extension.value) {
        return false;
    }
    let longer = (1..=MOST_ZEROS).find_map(|zeros| {
        let longer = Extension::from_str(&format!("{}{}", "0".repeat(zeros), extension.value)).ok()?;
        known.contains_key(&longer).then_some(longer)
    });
    let Some(longer) = longer else { return false };
    extension.value = longer;
    true
}

/// A number that only a list knows.
pub(super) fn listed_only(number: Extension, at: Place) -> ExtensionEntry {
    let reason = Words::new("only a list knows this number", "nur eine Liste kennt diese Nummer");
    ExtensionEntry::new(number, ExtensionKind::Unknown, reason, at)
}

fn unknown(person: &Person, number: &Extension) -> Finding {
    let name = person.full_name();
    let at = person.extension.as_ref().map_or_else(|| person.at.clone(), |e| e.at.clone());
    codes::EXTENSION_UNKNOWN
        .finding(
            Some(at),
            Words::new(
                format!("the telephone system has no extension `{number}` (of `{name}`)"),
                format!("die Anlage hat keine Nebenstelle `{number}` (von `{name}`)"),
            ),
        )
        .about(number.as_str())
        .todo(Words::new(
            "correct the number or export the system again",
            "die Nummer berichtigen oder die Anlage neu exportieren",
        ))
}

fn decide_kind(entry: &mut ExtensionEntry, persons: &[&Person], findings: &mut Collector) {
    let number = entry.number.clone();
    if let [one, two, ..] = persons {
        let at = |p: &Person| p.extension.as_ref().map_or_else(|| p.at.clone(), |e| e.at.clone());
        let names = full_names(persons.iter().copied());
        let names = Listed::new(names.iter().map(String::as_str), 5);
        findings.push(
            codes::TWO_PERSONS
                .finding(
                    Some(at(two)),
                    Words::new(
                        format!("extension `{number}` belongs to {names}; it is taken as shared and is not moved"),
                        format!("Nebenstelle `{number}` gehört {names}; sie gilt als gemeinsam und zieht nicht um"),
                    ),
                )
                .about(number.as_str())
                .related(at(one), Words::new("first here", "zuerst hier"))
                .listing(names)
                .todo(Words::new("give each person an extension", "jeder Person eine Nebenstelle geben")),
        );
        entry.kind = ExtensionKind::Shared;
        let count = persons.len();
        entry.kind_reason = Words::new(
            format!("{count} people of the staff list have it"),
            format!("{count} Personen der Personalliste haben sie"),
        );
        return;
    }
    let Some(person) = persons.first() else { return };
    let named_so = entry.name.as_ref().is_none_or(|name| shows(&name.value, person));
    let device = !matches!(entry.kind, ExtensionKind::Person | ExtensionKind::Unknown);
    if let Some(name) = &entry.name
        && !named_so
    {
        let (shown, last) = (&name.value, person.full_name());
        let place = person.extension.as_ref().map_or_else(|| person.at.clone(), |e| e.at.clone());
        let (page, en, de) = if device {
            (
                &codes::KIND_CONTRADICTS,
                format!(
                    "extension `{number}` of `{last}` is called `{shown}` by the telephone system ({})",
                    entry.kind_reason.en
                ),
                format!("Nebenstelle `{number}` von `{last}` heißt in der Anlage `{shown}` ({})", entry.kind_reason.de),
            )
        } else {
            (
                &codes::NAME_DIFFERS,
                format!("the telephone system shows `{shown}` for extension `{number}` of `{last}`"),
                format!("die Anlage zeigt `{shown}` für Nebenstelle `{number}` von `{last}`"),
            )
        };
        findings.push(
            page.finding(Some(place), Words::new(en, de))
                .about(number.as_str())
                .related(name.at.clone(), Words::new("named here", "hier benannt"))
                .todo(Words::new("check whose extension it is", "prüfen, wem die Nebenstelle gehört")),
        );
    }
    entry.kind = ExtensionKind::Person;
    entry.kind_reason = Words::new("a source gives it to a person", "eine Quelle gibt sie einer Person");
}

/// Whether a caller ID name shows the person: some word of the last name is in it, in any spelling of umlauts.
pub(super) fn shows(caller_id: &str, person: &Person) -> bool {
    let shown = letters(caller_id);
    let plain = without_marks(caller_id);
    if shown.is_empty() || shown.chars().all(|c| c.is_ascii_digit() || c == ' ') {
        return true;
    }
    let last = &person.last.value;
    let found = |hay: &str, needle: &str| {
        let words: Vec<&str> = hay.split(' ').collect();
        needle.split(' ').any(|n| n.chars().count() >= 2 && words.iter().any(|w| *w == n || (n.len() >= 5 && w.starts_with(n))))
    };
    found(&shown, &letters(last))
        || found(&plain, &without_marks(last))
        || found(&plain, &letters(last))
        || shown == letters(last)
}

/// A row such as `Fax Poststelle` says what its extension is for.
fn take_function(by_number: &mut ByNumber, function: Function, pbx: bool, findings: &mut Collector) {
    let Some(mut extension) = function.extension else { return };
    if apart::is_ambiguous(&extension.value, by_number) {
        let name = &function.name.value;
        let what = Words::new(format!("the row `{name}`"), format!("die Zeile `{name}`"));
        findings.push(apart::thing(&what, &extension.value, &extension.at, by_number));
        return;
    }
    resolve(&mut extension, by_number, pbx);
    let entry = by_number.entry(extension.value.clone()).or_insert_with(|| Box::new(listed_only(extension.value, extension.at)));
    // A vacant post says nothing of an account with somebody's name: that is told as nobody's.
    let says_more = entry.kind == ExtensionKind::Unknown || function.kind != ExtensionKind::Unknown;
    if entry.persons.is_empty() && says_more && matches!(entry.kind, ExtensionKind::Person | ExtensionKind::Unknown) {
        entry.kind = function.kind;
        let name = &function.name.value;
        entry.kind_reason = if name.is_empty() {
            Words::new("a list has it without a name", "eine Liste hat sie ohne Namen")
        } else {
            Words::new(format!("a list calls it `{name}`"), format!("eine Liste nennt sie `{name}`"))
        };
    }
    entry.name = entry.name.take().or(Some(function.name).filter(|name| !name.value.is_empty()));
    entry.mac = entry.mac.take().or(function.mac);
    entry.inventory_no = entry.inventory_no.take().or(function.inventory_no);
    entry.room = entry.room.take().or(function.room);
    entry.department = entry.department.take().or(function.department);
    entry.extra.join(function.extra);
}
