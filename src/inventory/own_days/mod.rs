//! Lists of days of single people: leave and sickness, and appointments that need the office or the home.
//!
//! In: bytes of one file, and the people of the inventory. Out: [`OwnDay`]s. Reasons of absence are not read, not even where the list
//! has a column for them.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables, devices and staff. Start with [`read`], then `columns`, `rows`.

pub mod codes;
mod columns;
mod people;
mod rows;
mod span;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::diag::{Finding, Place, Severity, Words};
use crate::domain::PersonId;
use crate::inventory::model::Inventory;
use crate::inventory::staff;
use crate::inventory::table::{self, Collector, Columns, ListFile, Row, Secrecy, Table};
use columns::OwnDayField;
use people::People;
use rows::Rows;

/// What holds for a person on some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDay {
    pub person: PersonId,
    pub from: Date,
    /// The last day, not before the first.
    pub to: Date,
    /// Only these weekdays of the span, 1 = Monday; empty: all.
    pub weekdays: Vec<u8>,
    pub what: OwnDayKind,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnDayKind {
    /// Leave, sickness, training: no work, for whatever reason.
    Absent,
    /// Works at home, whatever is better for the roster.
    Home,
    /// Works in the office.
    Office,
}

impl OwnDay {
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        let weekday = day.weekday().to_monday_one_offset().unsigned_abs();
        (self.from..=self.to).contains(&day) && (self.weekdays.is_empty() || self.weekdays.contains(&weekday))
    }
}

/// Own days of all lists, and what is wrong with the lists. An error means that a row was not used: no roster should be made then.
#[derive(Debug, Clone, Default)]
pub struct OwnDays {
    pub days: Vec<OwnDay>,
    pub findings: Vec<Finding>,
}

/// Reads lists one after the other; a day that two rows want different places for is an error.
#[must_use]
pub fn read(lists: &[ListFile<'_>], inventory: &Inventory) -> OwnDays {
    let people = People::of(inventory);
    let mut read = OwnDays::default();
    for list in lists {
        let mut findings = Collector::default();
        let mut rows = Rows::new(&people);
        let mut used = false;
        if let Some(opened) = table::open(list, columns::known, Secrecy::Open, &mut findings) {
            let find = |_: &mut Rows, table: &Table, header: usize, columns: &Columns<'_>| {
                let fields = columns::find(table, header, columns);
                columns::is_list(fields.iter().map(|(field, _)| *field)).then_some(fields)
            };
            let add =
                |rows: &mut Rows, table: &Table, row: &Row, fields: &Vec<(OwnDayField, usize)>, _, findings: &mut Collector| {
                    rows.add(table, row, fields, findings);
                };
            used = table::read_lists(&opened, columns::known, &mut rows, find, add, table::Beside::Dropped, &mut findings);
            if !used {
                findings.push(no_columns(list.file));
            }
        }
        let mut findings = findings.finish();
        if used && rows.days.is_empty() && findings.iter().all(|finding| finding.severity != Severity::Error) {
            let words = Words::new("the list has column titles but no days", "die Liste hat Spaltentitel, aber keine Tage");
            findings.push(staff::codes::LIST_EMPTY.finding(Some(Place::file(list.file)), words));
        }
        read.days.extend(rows.days);
        read.findings.extend(findings);
    }
    // By person and date, whatever the order of files and rows.
    read.days.sort_by(|a, b| (&a.person, a.from, a.to, a.what).cmp(&(&b.person, b.from, b.to, b.what)));
    let mut clashes = Collector::default();
    contradictions(&read.days, &mut clashes);
    read.findings.extend(clashes.finish());
    read
}

/// Rows that want two places for one day. The days are sorted by person and beginning, so of the rows before only the one that lasts longest
/// matters, for each place and weekday.
fn contradictions(days: &[OwnDay], found: &mut Collector) {
    for same in days.chunk_by(|a, b| a.person == b.person) {
        let mut lasting: BTreeMap<(OwnDayKind, u8), &OwnDay> = BTreeMap::new();
        for own in same.iter().filter(|own| own.what != OwnDayKind::Absent) {
            let other = if own.what == OwnDayKind::Home { OwnDayKind::Office } else { OwnDayKind::Home };
            let clash = (1..=7).find_map(|weekday| {
                let before = lasting.get(&(other, weekday))?;
                let mut week = own.from.series(1.day()).take(7).take_while(|day| *day <= own.to.min(before.to));
                week.find(|day| own.covers(*day) && before.covers(*day)).map(|day| (day, *before))
            });
            if let Some((day, before)) = clash {
                found.push(contradiction(day, before, own));
            }
            for weekday in (1..=7).filter(|weekday| own.weekdays.is_empty() || own.weekdays.contains(weekday)) {
                let slot = lasting.entry((own.what, weekday)).or_insert(own);
                if slot.to < own.to {
                    *slot = own;
                }
            }
        }
    }
}

fn contradiction(day: Date, before: &OwnDay, own: &OwnDay) -> Finding {
    codes::CONTRADICT
        .finding(
            Some(own.at.clone()),
            Words::new(
                format!("on {day} this row wants one place, another row the other"),
                format!("am {day} will diese Zeile den einen Ort, eine andere den anderen"),
            ),
        )
        .about(own.person.as_str())
        .related(before.at.clone(), Words::new("the other row", "die andere Zeile"))
        .todo(Words::new("remove one of the two", "eine der beiden entfernen"))
}

fn no_columns(file: &str) -> Finding {
    table::codes::COLUMN_MISSING
        .finding(
            Some(Place::file(file)),
            Words::new(
                "no columns for people and days; the list was not used",
                "keine Spalten für Personen und Tage; die Liste wurde nicht verwendet",
            ),
        )
        .todo(Words::new(
            "title them `Personalnr`, `Von`, `Bis`, and `Ort` where some days are not absences",
            "die Spalten `Personalnr`, `Von`, `Bis` nennen, dazu `Ort`, wo manche Tage keine Abwesenheiten sind",
        ))
}
