//! Lists of rooms: plans of buildings, lists of desks. The key of a row is the room.
//!
//! In: bytes of one file. Out: a reading with rooms. What a list of people says of its rooms goes through the same words (`words`).
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables, devices and staff. Start with [`FORMAT`], then `columns`, `rows`.

pub mod codes;
mod columns;
mod rows;
#[cfg(test)]
mod tests;
mod words;

pub(in crate::inventory) use columns::{RoomField, known, meaning};
pub(in crate::inventory) use rows::Rows;
pub(in crate::inventory) use words::{bare, capacity, composed, kind, without_word};

use crate::diag::{Place, Severity, Words};
use crate::inventory::devices;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::staff;
use crate::inventory::table::{self, Collector, Columns, Row, Secrecy, Table};

pub const FORMAT: Format = Format { name: "rooms/list", class: Class::Rooms, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let rows = table::head_rows(sample.text, known);
    rows.iter().filter_map(|row| likeness(row)).max_by_key(|found| found.score)
}

fn likeness(titles: &[String]) -> Option<Likeness> {
    let fields: Vec<RoomField> = titles.iter().filter_map(|title| meaning(title)).collect();
    let count = |wanted: &[RoomField]| wanted.iter().filter(|field| fields.contains(field)).count();
    if count(&[RoomField::Room]) == 0 {
        return None;
    }
    let about = count(&[RoomField::Capacity, RoomField::Kind, RoomField::Phones]);
    let place = count(&[RoomField::Building, RoomField::Floor, RoomField::Site]);
    let others =
        titles.iter().any(|title| is_of_people(title) || devices::meaning(title).is_some_and(devices::DeviceField::is_key));
    let score = match (about, place) {
        (0, 0) => return None,
        _ if others => 30,
        // A list of people may have rooms, kinds and desks too, but not without a column for names.
        (1.., _) => 80,
        (0, 2..) => 60,
        (0, _) => 40,
    };
    Some(Likeness::new(
        score,
        format!("a column of rooms, none of people; {about} of desks, kind, telephones; {place} of site, building, floor"),
        format!(
            "eine Spalte mit Zimmern, keine mit Personen; {about} von Plätzen, Art, Telefon; {place} von Standort, Gebäude, Etage"
        ),
    ))
}

/// `Bezeichnung` and `Name` may be the room's own.
fn is_of_people(title: &str) -> bool {
    use staff::{Field, Meaning};
    const PEOPLE: [Field; 9] = [
        Field::StaffNo,
        Field::Last,
        Field::First,
        Field::Extension,
        Field::Phone,
        Field::Mail,
        Field::Login,
        Field::Home,
        Field::WorkDays,
    ];
    matches!(staff::meaning(title), Some(Meaning::Field(field, _)) if PEOPLE.contains(&field))
}

fn read(given: &Given<'_>) -> Reading {
    let mut findings = Collector::default();
    let Some(opened) = table::open(&given.list, known, Secrecy::Open, &mut findings) else {
        return Reading { findings: findings.finish(), ..Reading::default() };
    };
    let mut rows = Rows::default();
    let find = |rows: &mut Rows, table: &Table, header: usize, columns: &Columns<'_>| {
        let fields = columns::find(table, header, columns);
        let has_key = fields.iter().any(|(field, _)| *field == RoomField::Room);
        has_key.then(|| {
            rows.begin(table, &fields);
            fields
        })
    };
    let add = |rows: &mut Rows, table: &Table, row: &Row, fields: &Vec<_>, extra, findings: &mut Collector| {
        rows.add(table, row, fields, extra, findings);
    };
    let found = table::read_lists(&opened, known, &mut rows, find, add, table::Beside::Kept, &mut findings);
    let rooms = rows.finish();
    let source = opened.source("rooms", rooms.len());
    let mut findings = findings.finish();
    if !found {
        findings.push(
            table::codes::COLUMN_MISSING
                .finding(
                    Some(Place::file(given.list.file)),
                    Words::new(
                        "no column for rooms; the list was not used",
                        "keine Spalte für Zimmer; die Liste wurde nicht verwendet",
                    ),
                )
                .todo(Words::new("title it `Raum`", "die Spalte `Raum` nennen")),
        );
    } else if rooms.is_empty() && !findings.iter().any(|finding| finding.severity == Severity::Error) {
        let words = Words::new("the list has column titles but no rooms", "die Liste hat Spaltentitel, aber keine Zimmer");
        findings.push(staff::codes::LIST_EMPTY.finding(Some(Place::file(given.list.file)), words));
    }
    Reading { sources: vec![source], rooms, findings, ..Reading::default() }
}
