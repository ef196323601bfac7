//! Rows of a list to own days.

use jiff::civil::Date;

use super::codes;
use super::columns::OwnDayField;
use super::people::{Called, People, Unknown};
use super::span::{self, Days};
use super::{OwnDay, OwnDayKind};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::inventory::devices;
use crate::inventory::model::Sourced;
use crate::inventory::staff;
use crate::inventory::table::{Collector, Row, Table, normal};

pub(super) struct Rows<'a> {
    people: &'a People<'a>,
    pub days: Vec<OwnDay>,
}

impl<'a> Rows<'a> {
    pub fn new(people: &'a People<'a>) -> Self {
        Self { people, days: Vec::new() }
    }

    /// Reads one row; of several columns with one field the first that is filled counts. All that is wrong with it is told at once.
    pub fn add(&mut self, table: &Table, row: &Row, fields: &[(OwnDayField, usize)], findings: &mut Collector) {
        if staff::is_footer_row(row) {
            return findings.push(staff::footer_row(row, table));
        }
        let columns = |wanted: OwnDayField| fields.iter().filter(move |(field, _)| *field == wanted).map(|(_, column)| *column);
        let mut cell = |wanted| columns(wanted).find_map(|column| devices::value(table, row, column, findings));
        let (key, login, extension) = (cell(OwnDayField::StaffNo), cell(OwnDayField::Login), cell(OwnDayField::Extension));
        let (last, first, both) = (cell(OwnDayField::Last), cell(OwnDayField::First), cell(OwnDayField::Name));
        let (from, to) = (cell(OwnDayField::From), cell(OwnDayField::To));
        let (weekdays, place) = (cell(OwnDayField::Weekdays), cell(OwnDayField::Where));
        let at = table.place_of_row(row);
        let text = |cell: Option<Sourced<String>>| cell.map(|cell| cell.value);
        let called = Called {
            key: text(key).or(text(login)),
            extension: text(extension),
            last: text(last).or(text(both)),
            first: text(first),
        };
        let person = self.people.find(&called).map_err(|unknown| findings.push(nobody(unknown, at.clone()))).ok();
        let (from, span_to) = match from {
            // Both days in one cell are clear where nothing else says the last one.
            Some(from) if to.is_none() => match span::days(&from.value) {
                Some(Days::Span(first, last)) => (Some(first), Some((last, from.at))),
                _ => (date(&from, findings), None),
            },
            Some(from) => (date(&from, findings), None),
            None => {
                findings.push(no_day(at.clone()));
                (None, None)
            }
        };
        let to = match to {
            Some(to) => date(&to, findings).map(|day| (day, to.at)),
            None => span_to.or_else(|| from.map(|from| (from, at.clone()))),
        };
        let weekdays = weekdays.map_or(Some(Vec::new()), |cell| days_of_week(&cell, findings));
        let what = place.map_or(Some(OwnDayKind::Absent), |cell| kind(&cell, findings));
        let (Some(person), Some(from), Some((to, to_at)), Some(weekdays), Some(what)) = (person, from, to, weekdays, what) else {
            return;
        };
        if to < from {
            return findings.push(backwards(from, to, to_at));
        }
        self.days.push(OwnDay { person: person.clone(), from, to, weekdays, what, at });
    }
}

fn date(cell: &Sourced<String>, findings: &mut Collector) -> Option<Date> {
    let found = span::days(&cell.value);
    if let Some(Days::One(day)) = found {
        return Some(day);
    }
    // What stands behind a date may be what matters: half a day, another date, a question.
    let begins = |text: &str| text.split(' ').next().is_some_and(|first| devices::date(first).is_some());
    let (en, de, todo) = if found.is_some() || begins(&cell.value) {
        let todo = Words::new(
            "write one date and nothing else; the last day under `to`, a note in a column of its own",
            "ein Datum und nichts sonst schreiben; den letzten Tag unter `Bis`, eine Bemerkung in eine eigene Spalte",
        );
        ("is more than one day", "ist mehr als ein Tag", todo)
    } else {
        let todo = Words::new("write it as `2027-03-15` or `15.03.2027`", "als `15.03.2027` oder `2027-03-15` schreiben");
        ("is not a day", "ist kein Tag", todo)
    };
    findings.push(not_used(&codes::DATE, cell, en, de, todo));
    None
}

/// A cell that says nothing usable, so that its row says nothing.
fn not_used(page: &CodePage, cell: &Sourced<String>, en: &str, de: &str, todo: Words) -> Finding {
    let value = &cell.value;
    let what =
        Words::new(format!("`{value}` {en}; the row was not used"), format!("`{value}` {de}; die Zeile wurde nicht verwendet"));
    page.finding(Some(cell.at.clone()), what).todo(todo)
}

fn no_day(at: Place) -> Finding {
    codes::DATE
        .finding(
            Some(at),
            Words::new("the row names no day; it was not used", "die Zeile nennt keinen Tag; sie wurde nicht verwendet"),
        )
        .todo(Words::new("fill in the first day", "den ersten Tag ergänzen"))
}

fn backwards(from: Date, to: Date, at: Place) -> Finding {
    codes::DATE
        .finding(
            Some(at),
            Words::new(
                format!("the last day {to} is before the first, {from}; the row was not used"),
                format!("der letzte Tag {to} liegt vor dem ersten, {from}; die Zeile wurde nicht verwendet"),
            ),
        )
        .todo(Words::new("swap them, or correct the year", "vertauschen oder das Jahr berichtigen"))
}

fn days_of_week(cell: &Sourced<String>, findings: &mut Collector) -> Option<Vec<u8>> {
    let found = staff::weekdays(&cell.value);
    if found.is_none() {
        let todo = Words::new("write them as `Tue, Thu`", "als `Di, Do` schreiben");
        findings.push(not_used(&codes::UNCLEAR, cell, "names no weekdays", "nennt keine Wochentage", todo));
    }
    found
}

/// Absences may be named by any usual word; what stands for a place must be clear.
fn kind(cell: &Sourced<String>, findings: &mut Collector) -> Option<OwnDayKind> {
    const HOME: [&str; 10] =
        ["zuhause", "home", "homeoffice", "heim", "heimarbeit", "mobil", "mobilearbeit", "telearbeit", "athome", "ho"];
    const OFFICE: [&str; 9] =
        ["buero", "office", "dienststelle", "vorort", "amt", "praesenz", "imbuero", "intheoffice", "onsite"];
    const ABSENT: [&str; 12] =
        ["abwesend", "abwesenheit", "frei", "weg", "nichtda", "absent", "absence", "off", "away", "leave", "out", "free"];
    let word = normal(&cell.value);
    let word = word.as_str();
    if HOME.contains(&word) {
        return Some(OwnDayKind::Home);
    }
    if OFFICE.contains(&word) {
        return Some(OwnDayKind::Office);
    }
    if ABSENT.contains(&word) {
        return Some(OwnDayKind::Absent);
    }
    let (en, de) = ("is neither the office nor the home nor an absence", "ist weder Büro noch Zuhause noch Abwesenheit");
    let todo = Words::new("write `office`, `home` or `absent`", "`Büro`, `zu Hause` oder `abwesend` schreiben");
    findings.push(not_used(&codes::UNCLEAR, cell, en, de, todo));
    None
}

fn nobody(unknown: Unknown, at: Place) -> Finding {
    let finding = |en: String, de: String| codes::NOBODY.finding(Some(at), Words::new(en, de));
    match unknown {
        Unknown::Nameless => finding(
            "the row names nobody; it was not used".to_owned(),
            "die Zeile nennt niemanden; sie wurde nicht verwendet".to_owned(),
        )
        .todo(Words::new("fill in the staff number", "die Personalnummer ergänzen")),
        Unknown::Nobody(shown, nearest) => {
            let todo = match nearest {
                Some(near) => Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?")),
                None => Words::new(
                    "write the id as `deskshift inventory show` has it, or remove the row",
                    "die Kennung wie in `deskshift inventory show` schreiben oder die Zeile entfernen",
                ),
            };
            finding(
                format!("nobody in the inventory is `{shown}`; the row was not used"),
                format!("niemand im Inventar ist `{shown}`; die Zeile wurde nicht verwendet"),
            )
            .todo(todo)
        }
        Unknown::Several(shown, ids) => {
            let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            let ids = ids.join(", ");
            finding(
                format!("`{shown}` may be one of {ids}; the row was not used"),
                format!("`{shown}` kann eine dieser Personen sein: {ids}; die Zeile wurde nicht verwendet"),
            )
            .todo(Words::new("add a column with the staff number", "eine Spalte mit der Personalnummer ergänzen"))
        }
    }
}
