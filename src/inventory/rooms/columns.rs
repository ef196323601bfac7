//! Column titles of lists of rooms, German and English: those of lists of people where both have them.

use crate::inventory::staff::{self, Field, Meaning};
use crate::inventory::table::{Columns, Table, normal};

/// What a column of a list of rooms holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inventory) enum RoomField {
    Room,
    Site,
    Building,
    Floor,
    Kind,
    Capacity,
    /// What people call the room.
    Title,
    /// Whether telephones may stand there.
    Phones,
    Notes,
}

/// Titles that only a list of rooms has, in normal form.
const OWN: &[(RoomField, &[&str])] = &[
    (
        RoomField::Title,
        &["raumbezeichnung", "raumname", "zimmername", "bezeichnung", "roomname", "roomtitle", "raumbeschreibung", "description"],
    ),
    (
        RoomField::Phones,
        &[
            "telefonerlaubt",
            "telefonzulaessig",
            "telefongestattet",
            "telefonmoeglich",
            "phonesallowed",
            "phoneallowed",
            "telephonesallowed",
        ],
    ),
];

/// What a title means; a remark in brackets is tried without.
#[must_use]
pub(in crate::inventory) fn meaning(title: &str) -> Option<RoomField> {
    let own = normal(title.split('(').next().unwrap_or(title));
    if let Some((field, _)) = OWN.iter().find(|(_, names)| names.contains(&own.as_str())) {
        return Some(*field);
    }
    let Some(Meaning::Field(field, _)) = staff::meaning(title) else { return None };
    Some(match field {
        Field::Room => RoomField::Room,
        Field::Site => RoomField::Site,
        Field::Building => RoomField::Building,
        Field::Floor => RoomField::Floor,
        Field::RoomKind => RoomField::Kind,
        Field::Capacity => RoomField::Capacity,
        Field::Notes => RoomField::Notes,
        _ => return None,
    })
}

/// How many fields a row of titles would name; without a room it is no header of such a list.
#[must_use]
pub(in crate::inventory) fn known(titles: &[&str]) -> usize {
    let mut fields: Vec<RoomField> = titles.iter().filter_map(|title| meaning(title)).collect();
    fields.sort_unstable();
    fields.dedup();
    if fields.contains(&RoomField::Room) { fields.len() } else { 0 }
}

/// The columns that mean something, in the order of the list.
pub(super) fn find(table: &Table, header: usize, columns: &Columns<'_>) -> Vec<(RoomField, usize)> {
    let titles = table.rows.get(header).map(|row| row.cells.as_slice()).unwrap_or_default();
    titles.iter().filter_map(|cell| Some((meaning(&cell.text)?, columns.find(&cell.text)?))).collect()
}
