//! Rows of a list to rooms.

use std::collections::BTreeMap;

use super::codes;
use super::columns::RoomField;
use super::words::{capacity, composed, kind};
use crate::diag::{Place, Words};
use crate::domain::RoomId;
use crate::inventory::devices;
use crate::inventory::model::{Extra, Room, Sourced};
use crate::inventory::staff;
use crate::inventory::table::{Collector, Row, Table};

/// What is remembered from row to row, over all sheets of a file.
#[derive(Default)]
pub(in crate::inventory) struct Rows {
    rooms: Vec<Room>,
    /// The first row of each room.
    first: BTreeMap<RoomId, usize>,
    /// What the rooms of the sheet look like.
    forms: staff::RoomForms,
}

impl Rows {
    /// Looks at the rooms of a sheet before its rows are read.
    pub(in crate::inventory) fn begin(&mut self, table: &Table, fields: &[(RoomField, usize)]) {
        let column = fields.iter().find(|(field, _)| *field == RoomField::Room).map(|(_, column)| *column);
        self.forms = column.map(|column| staff::RoomForms::of(table, column)).unwrap_or_default();
    }

    /// In the order of the rows.
    pub(in crate::inventory) fn finish(self) -> Vec<Room> {
        self.rooms
    }

    /// Reads one row; of several columns with one field the first that is filled counts, of the place all.
    pub(in crate::inventory) fn add(
        &mut self,
        table: &Table,
        row: &Row,
        fields: &[(RoomField, usize)],
        extra: Extra,
        findings: &mut Collector,
    ) {
        if staff::is_footer_row(row) {
            return findings.push(staff::footer_row(row, table));
        }
        let columns = |wanted: RoomField| fields.iter().filter(move |(field, _)| *field == wanted).map(|(_, column)| *column);
        let mut cell = |wanted| columns(wanted).find_map(|column| devices::value(table, row, column, findings));
        let (site, building, floor) = (cell(RoomField::Site), cell(RoomField::Building), cell(RoomField::Floor));
        let (title, notes, phones) = (cell(RoomField::Title), cell(RoomField::Notes), cell(RoomField::Phones));
        let (desks, what) = (cell(RoomField::Capacity), cell(RoomField::Kind));
        let number = cell(RoomField::Room);
        let at = table.place_of_row(row);
        let nature =
            columns(RoomField::Room).find_map(|column| row.get(column)).map(|cell| cell.nature.clone()).unwrap_or_default();
        let number = match number {
            Some(number) => match staff::typed_room(&nature, number, &self.forms, findings) {
                Some(number) => number,
                // Told as a date.
                None => return,
            },
            None => return findings.push(nameless(row, at)),
        };
        let before: Vec<&str> = [&building, &site, &floor].into_iter().flatten().map(|part| part.value.as_str()).collect();
        let Ok(name) = composed(&before, &number.value).parse::<RoomId>() else {
            return findings.push(nameless(row, at));
        };
        let room = Room {
            capacity: desks.and_then(|cell| capacity(&cell, findings)),
            kind: what.and_then(|cell| kind(&cell, findings)),
            phones_allowed: phones.and_then(|cell| yes_no(&cell, findings)),
            site,
            building,
            floor,
            number: Some(number),
            title,
            notes,
            extra,
            ..Room::new(name, at)
        };
        self.push(room, findings);
    }

    /// A room that stands there already is told; what it says otherwise is told when the sources are joined.
    fn push(&mut self, room: Room, findings: &mut Collector) {
        if let Some(first) = self.first.get(&room.name).map(|at| &self.rooms[*at]) {
            let name = &room.name;
            findings.push(
                codes::LISTED_TWICE
                    .finding(
                        Some(room.at.clone()),
                        Words::new(
                            format!("room `{name}` stands in the list twice; the first row counts"),
                            format!("Zimmer `{name}` steht zweimal in der Liste; die erste Zeile gilt"),
                        ),
                    )
                    .about(name.as_str())
                    .related(first.at.clone(), Words::new("first here", "zuerst hier")),
            );
        } else {
            self.first.insert(room.name.clone(), self.rooms.len());
        }
        self.rooms.push(room);
    }
}

fn yes_no(cell: &Sourced<String>, findings: &mut Collector) -> Option<Sourced<bool>> {
    let found = staff::yes_no(&cell.value);
    if found.is_none() {
        let value = &cell.value;
        findings.push(codes::VALUE_UNCLEAR.finding(
            Some(cell.at.clone()),
            Words::new(
                format!("`{value}`: expected is `yes` or `no`; taken as empty"),
                format!("`{value}`: erwartet ist `ja` oder `nein`; gilt als leer"),
            ),
        ));
    }
    found.map(|yes| Sourced::new(yes, cell.at.clone()))
}

fn nameless(row: &Row, at: Place) -> crate::diag::Finding {
    if row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() == 1 {
        let words = Words::new("a remark and no room; left out", "eine Anmerkung und kein Zimmer; ausgelassen");
        return staff::codes::REMARK_ROW.finding(Some(at), words);
    }
    codes::NAMELESS
        .finding(
            Some(at),
            Words::new("the row names no room; it was not used", "die Zeile nennt kein Zimmer; sie wurde nicht verwendet"),
        )
        .todo(Words::new("fill in the room or remove the row", "das Zimmer ergänzen oder die Zeile entfernen"))
}
