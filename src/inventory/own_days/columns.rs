//! Column titles of lists of days, German and English: people as in lists of people, days and places of their own.

use crate::inventory::staff::{self, Field, Meaning};
use crate::inventory::table::{Columns, Table, normal};

/// What a column of such a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OwnDayField {
    /// Staff number, or whatever the staff list has as key.
    StaffNo,
    Login,
    Extension,
    Last,
    First,
    /// Both names in one cell.
    Name,
    From,
    To,
    Weekdays,
    Where,
}

/// Titles in normal form.
const OWN: &[(OwnDayField, &[&str])] = &[
    (
        OwnDayField::From,
        &[
            "von",
            "vom",
            "ab",
            "beginn",
            "start",
            "startdatum",
            "anfang",
            "datum",
            "tag",
            "from",
            "since",
            "date",
            "day",
            "startdate",
            "begin",
            "datumvon",
            "abwesendvon",
            "abwesendab",
            "urlaubvon",
        ],
    ),
    (
        OwnDayField::To,
        &["bis", "biszum", "ende", "enddatum", "to", "until", "till", "end", "enddate", "datumbis", "abwesendbis", "urlaubbis"],
    ),
    (OwnDayField::Weekdays, &["wochentag", "wochentage", "weekday", "weekdays", "nuram"]),
    (OwnDayField::Where, &["ort", "wo", "arbeitsort", "platz", "where", "place", "workplace"]),
    (OwnDayField::StaffNo, &["kennung", "person", "personid", "id"]),
];

fn meaning(title: &str) -> Option<OwnDayField> {
    let own = normal(title.split('(').next().unwrap_or(title));
    if let Some((field, _)) = OWN.iter().find(|(_, names)| names.contains(&own.as_str())) {
        return Some(*field);
    }
    let Some(Meaning::Field(field, _)) = staff::meaning(title) else { return None };
    Some(match field {
        Field::StaffNo => OwnDayField::StaffNo,
        Field::Login => OwnDayField::Login,
        Field::Extension => OwnDayField::Extension,
        Field::Last => OwnDayField::Last,
        Field::First => OwnDayField::First,
        Field::Display => OwnDayField::Name,
        _ => return None,
    })
}

/// Days, and somebody they are of.
pub(super) fn is_list(fields: impl IntoIterator<Item = OwnDayField>) -> bool {
    let (mut day, mut person) = (false, false);
    for field in fields {
        day |= field == OwnDayField::From;
        person |= matches!(
            field,
            OwnDayField::StaffNo | OwnDayField::Login | OwnDayField::Extension | OwnDayField::Last | OwnDayField::Name
        );
    }
    day && person
}

/// How many fields a row of titles would name; 0 where it is no header of such a list.
pub(super) fn known(titles: &[&str]) -> usize {
    let mut fields: Vec<OwnDayField> = titles.iter().filter_map(|title| meaning(title)).collect();
    fields.sort_unstable();
    fields.dedup();
    if is_list(fields.iter().copied()) { fields.len() } else { 0 }
}

/// The columns that mean something, in the order of the list.
pub(super) fn find(table: &Table, header: usize, columns: &Columns<'_>) -> Vec<(OwnDayField, usize)> {
    let titles = table.rows.get(header).map(|row| row.cells.as_slice()).unwrap_or_default();
    titles.iter().filter_map(|cell| Some((meaning(&cell.text)?, columns.find(&cell.text)?))).collect()
}
