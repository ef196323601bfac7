//! Staff lists (XLSX, ODS, CSV) and hand-kept lists of SIP logins, read without trust.
//!
//! In: bytes of one file and the site's number plan. Out: [`StaffList`] or [`AccountsList`], each with its findings.
//! Encoding, separator and header row are detected by `inventory::table`; rows of any list feed one mapper.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables, numbers and kinds. Start with [`read`], then `header`, `titles`, `person`.

mod accounts;
mod aliases;
mod blocks;
mod carried;
pub mod codes;
mod days;
mod footer;
mod function;
mod header;
mod names;
mod naming;
mod person;
mod room;
mod several;
mod sheet_unit;
mod spoilt_room;
mod telephone;
#[cfg(test)]
#[allow(clippy::disallowed_methods)] // the tests hold limits of time
mod tests;
mod things;
mod titles;
mod vacant;
mod words;
mod work;

pub use accounts::{AccountsList, ListedRow, read_accounts};
pub(in crate::inventory) use days::weekdays;
pub(in crate::inventory) use footer::{footer_row, is_footer_row};
pub(in crate::inventory) use function::listed as function_listed;
pub(in crate::inventory) use header::{Field, HeaderMap, Meaning, meaning};
pub(in crate::inventory) use names::are_titles;
pub(in crate::inventory) use names::{by_hint, by_particle};
pub(in crate::inventory) use naming::{JOB_TITLE, check_letters, salutations_told, take_note, take_titles};
pub(in crate::inventory) use person::{map, person_id};
pub(in crate::inventory) use room::typed_room;
pub(in crate::inventory) use spoilt_room::RoomForms;
pub(in crate::inventory) use vacant::{is_vacant, vacant_post};
pub(in crate::inventory) use words::{mac, no_mac, split_display, whole_number, yes_no};

use crate::diag::{Finding, Listed, Place, Severity, Words};
use crate::domain::{Department, Extension, Mac, RoomId};
use crate::inventory::formats::{Class, Format, Likeness, Sample};
use crate::inventory::model::{Device, ExtensionKind, Extra, Person, Room, Source, Sourced};
use crate::inventory::reading::Reading;
pub use crate::inventory::table::ListFile;
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{self, Collector, Secrecy, Table};
use crate::policy::site::Numbers;

pub const FORMAT: Format =
    Format { name: "staff/list", class: Class::Staff, recognise, read: |given| read(&given.list, given.plan).into() };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let rows = table::head_rows(sample.text, titles::known);
    rows.iter().filter_map(|row| likeness(row)).max_by_key(|found| found.score)
}

/// Any export beats a list with a column of passwords.
const WITH_PASSWORD: u8 = 55;

fn likeness(titles: &[String]) -> Option<Likeness> {
    let fields: Vec<Field> = titles
        .iter()
        .filter_map(|title| match meaning(title)? {
            Meaning::Field(field, _) => Some(field),
            Meaning::Amt => None,
        })
        .collect();
    let has = |wanted: &[Field]| wanted.iter().any(|field| fields.contains(field));
    let known = header::known_titles(titles.iter().map(String::as_str));
    if known < 2 || !has(&[Field::Last, Field::Display]) {
        return None;
    }
    // One title alone, such as `Name`, is in many a list.
    let score =
        match (has(&[Field::First, Field::Display]), has(&[Field::Extension, Field::Phone, Field::Room, Field::Department])) {
            (true, true) => 70,
            (false, true) | (true, false) => 55,
            (false, false) => 40,
        };
    // What has passwords is mostly an export; a list of people says nothing of them.
    let score = if has(&[Field::Password]) { score.min(WITH_PASSWORD) } else { score };
    Some(Likeness::new(
        score,
        format!("{known} titles of lists of people, with names"),
        format!("{known} Titel von Personallisten, mit Namen"),
    ))
}

impl From<StaffList> for Reading {
    fn from(list: StaffList) -> Self {
        Self {
            sources: list.source.into_iter().collect(),
            people: list.people,
            functions: list.functions,
            rooms: list.rooms,
            devices: list.devices,
            findings: list.findings,
            ..Self::default()
        }
    }
}

/// What a staff list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffList {
    /// None where the file could not be used at all.
    pub source: Option<Source>,
    /// In the order of the rows.
    pub people: Vec<Entry>,
    pub functions: Vec<Function>,
    /// What rows say of rooms beyond their name.
    pub rooms: Vec<Room>,
    /// Devices that rows name with their serial numbers, or whose owner has no extension.
    pub devices: Vec<Device>,
    pub findings: Vec<Finding>,
}

/// A person and what the row says beyond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Apart, so that lists of many thousands grow without moving people about.
    pub person: Box<Person>,
    pub staff_no: Option<Sourced<String>>,
    /// Of the desk phone; apart, as are the others that few lists have.
    pub mac: Option<Box<Sourced<Mac>>>,
    pub inventory_no: Option<Box<Sourced<String>>>,
    /// The extension is one digit shorter than the plan; the row has a finding for it.
    pub zero_may_be_lost: bool,
    pub units: Option<Box<Units>>,
    /// Nothing told which word of the name is the last name.
    pub name_unsure: bool,
    /// The first full number of the row in E.164: a direct-dial number may lead to an extension with other digits.
    pub direct: Option<Sourced<String>>,
    /// The extension is the first of several numbers in one cell; the others are `further` of the person.
    pub among_several: bool,
}

impl Entry {
    /// An entry of which only the person is known.
    #[must_use]
    pub fn of(person: Person) -> Self {
        Self {
            person: Box::new(person),
            staff_no: None,
            mac: None,
            inventory_no: None,
            zero_may_be_lost: false,
            units: None,
            name_unsure: false,
            direct: None,
            among_several: false,
        }
    }
}

/// What a row says of the units around the person's department.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units {
    /// Short form of the department.
    pub short: Option<Sourced<String>>,
    /// The unit that the department belongs to.
    pub parent: Option<Sourced<Department>>,
}

/// A row that names a function: fax, door, lift, meeting room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: Sourced<String>,
    pub kind: ExtensionKind,
    pub extension: Option<Sourced<Extension>>,
    pub room: Option<Sourced<RoomId>>,
    pub mac: Option<Sourced<Mac>>,
    pub inventory_no: Option<Sourced<String>>,
    pub department: Option<Sourced<Department>>,
    pub extra: Extra,
    pub at: Place,
}

/// Reads one staff list. What cannot be used is a finding; nothing is dropped in silence.
#[must_use]
pub fn read(list: &ListFile<'_>, plan: &Numbers) -> StaffList {
    let mut findings = Collector::default();
    let mut out = StaffList {
        source: None,
        people: Vec::new(),
        functions: Vec::new(),
        rooms: Vec::new(),
        devices: Vec::new(),
        findings: Vec::new(),
    };
    if let Some(mut opened) = table::open(list, titles::known, Secrecy::Open, &mut findings) {
        titles::some_header(list.file, &opened.tables, &mut findings);
        let of_people =
            opened.tables.iter().filter(|table| table.sheet.is_some() && table.header(titles::known).is_some()).count();
        for table in &mut opened.tables {
            blocks::join_title_rows(table);
            let parts = table.header(titles::known).map(|at| blocks::cut(table, at, &mut findings)).unwrap_or_default();
            read_part(table, of_people > 1, plan, &mut out, &mut findings);
            for mut part in parts {
                read_part(&mut part, of_people > 1, plan, &mut out, &mut findings);
            }
        }
        out.source = Some(opened.source("staff", out.people.len() + out.functions.len()));
    }
    out.findings = findings.finish();
    let useless = out.people.is_empty() && out.functions.is_empty();
    if useless && !out.findings.iter().any(|f| f.severity == Severity::Error) {
        let words = Words::new("the list has column titles but no people", "die Liste hat Spaltentitel, aber keine Personen");
        out.findings.push(codes::LIST_EMPTY.finding(Some(Place::file(list.file)), words));
    }
    out
}

/// Rows with the titles above them. The sheet may speak for the department of its people.
fn read_part(table: &mut Table, by_sheet: bool, plan: &Numbers, out: &mut StaffList, findings: &mut Collector) {
    let Some((header_row, header)) = titles::header(table, findings) else { return };
    if header.get(Field::Last).is_none() && header.get(Field::Display).is_none() {
        findings.push(column_missing(table.place(table.rows[header_row].line, 1), "Name", "names", "Namen"));
        return;
    }
    let mut mapped = person::map(table, header_row, &header, plan, findings);
    if by_sheet {
        sheet_unit::take(table, header_row, &header, &mut mapped, findings);
    }
    unused_columns(table, header_row, &header, &mapped.kept, findings);
    out.people.extend(mapped.people);
    out.functions.extend(mapped.functions);
    out.rooms.extend(mapped.rooms);
    out.devices.extend(mapped.devices);
}

/// Whether a finding says why a person's number gave no extension.
#[must_use]
pub fn refuses_number(finding: &Finding) -> bool {
    let pages = [
        &codes::DIGITS_LOST,
        &codes::NUMBER_RANGE,
        &codes::NUMBER_SERVICE,
        &codes::NUMBER_UNCLEAR,
        &codes::NUMBER_FOREIGN,
        &codes::NUMBER_ATTENDANT,
        &codes::NUMBER_DATE,
        &codes::NUMBER_TOO_LONG,
    ];
    pages.iter().any(|page| finding.code == page.code())
}

fn column_missing(at: Place, title: &str, en: &str, de: &str) -> Finding {
    table::codes::COLUMN_MISSING
        .finding(
            Some(at),
            Words::new(
                format!("no column for {en} among the titles; the list was not used"),
                format!("keine Spalte für {de} unter den Titeln; die Liste wurde nicht verwendet"),
            ),
        )
        .todo(Words::new(format!("title it `{title}`"), format!("die Spalte `{title}` nennen")))
}

fn unused_columns(table: &Table, header_row: usize, header: &header::HeaderMap, kept: &Kept, findings: &mut Collector) {
    let unused = header.unused();
    let Some(first) = unused.first() else { return };
    let titles = Listed::new(unused.iter().map(|column| column.title.as_str()), 20);
    let count = titles.count();
    let (en, de) = kept.told(count);
    let words = Words::new(
        format!("columns not read ({count}): {titles}{en}"),
        format!("nicht gelesene Spalten ({count}): {titles}{de}"),
    );
    let at = table.place_in(&table.rows[header_row], first.index);
    findings.push(table::codes::COLUMN_UNUSED.finding(Some(at), words).listing(titles));
}
