//! The room of a row: what was typed where a spreadsheet made a date of it, with its building before it, and what the row says of it.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::codes;
use super::header::{Field, HeaderMap};
use super::person::Mapper;
use super::spoilt_room::{Became, RoomForms};
use super::words;
use crate::diag::{Finding, Words};
use crate::domain::RoomId;
use crate::inventory::model::{Extra, Room, Sourced};
use crate::inventory::rooms;
use crate::inventory::table::{Cell, Collector, Nature, Row, Table, is_nothing, kept};

/// Merged ranges over a column: first row to last row, and what the first says.
pub(super) type Merges = BTreeMap<u32, (u32, Option<Cell>)>;

/// Those over the columns of places that have any.
pub(super) fn place_merges(table: &Table, header: &HeaderMap) -> Vec<(usize, Merges)> {
    if table.merges.is_empty() {
        return Vec::new();
    }
    let columns = BEFORE.into_iter().chain([Field::WorkPlace]).flat_map(|field| header.all(field));
    columns.map(|column| (column, merges(table, column))).filter(|(_, merges)| !merges.is_empty()).collect()
}

/// Merged ranges over the column.
pub(super) fn merges(table: &Table, column: usize) -> Merges {
    let number = column as u32 + 1;
    let over = table.merges.iter().filter(|(_, _, left, right)| (*left..=*right).contains(&number));
    let said = |line: u32| table.rows.binary_search_by_key(&line, |row| row.line).ok().and_then(|at| table.rows[at].get(column));
    over.map(|(top, bottom, ..)| (*top, (*bottom, said(*top).cloned()))).collect()
}

/// Columns in the order in which they stand before the room.
const BEFORE: [Field; 3] = [Field::Building, Field::Site, Field::Floor];

/// Whether some column says more of rooms than their name.
pub(super) fn describes(header: &HeaderMap) -> bool {
    BEFORE.into_iter().chain([Field::Capacity, Field::RoomKind]).any(|field| header.get(field).is_some())
}

/// The room as it was typed; none where a date does not tell it. `forms` says what the other rooms look like.
pub(in crate::inventory) fn typed_room(
    nature: &Nature,
    mut room: Sourced<String>,
    forms: &RoomForms,
    findings: &mut Collector,
) -> Option<Sourced<String>> {
    if let Some(became) = forms.became(nature, &room.value) {
        findings.push(is_date(&room, &became));
        room.value = became.taken?;
    }
    let one_digit = room.value.split_once('.').is_some_and(|(_, after)| after.len() == 1);
    if *nature == Nature::Number && one_digit && forms.two_digits() {
        let value = &room.value;
        findings.push(codes::ROOM_DIGIT.finding(
            Some(room.at.clone()),
            Words::new(format!("room `{value}` may be `{value}0`"), format!("Zimmer `{value}` kann `{value}0` sein")),
        ));
    }
    Some(room)
}

fn is_date(room: &Sourced<String>, became: &Became) -> Finding {
    let shown = &room.value;
    let (day_en, day_de) = match &became.day {
        Some(day) => (format!(" (the day {day} as a spreadsheet counts it)"), format!(" (der {day}, wie Tabellen ihn zählen)")),
        None => (String::new(), String::new()),
    };
    let (en, de) = match (&became.taken, became.likely.is_empty()) {
        (Some(typed), _) => (format!("taken as `{typed}`"), format!("als `{typed}` gelesen")),
        (None, true) => ("the room was left out".to_owned(), "das Zimmer wurde ausgelassen".to_owned()),
        (None, false) => (
            format!("it was probably `{}`; the room was left out", became.likely.join("` or `")),
            format!("wohl war es `{}`; das Zimmer wurde ausgelassen", became.likely.join("` oder `")),
        ),
    };
    let words = Words::new(
        format!("the room is a date, `{shown}`{day_en}; {en}"),
        format!("das Zimmer ist ein Datum, `{shown}`{day_de}; {de}"),
    );
    codes::ROOM_DATE.finding(Some(room.at.clone()), words).todo(Words::new(
        "format the column as text and write the room again",
        "die Spalte als Text formatieren und das Zimmer neu schreiben",
    ))
}

impl Mapper<'_> {
    pub(super) fn room(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<RoomId>> {
        let column = self.header.get(Field::Room)?;
        let own = self.cell_at(row, column, findings).and_then(|cell| self.open_text(cell)).and_then(|cell| self.told_key(cell));
        let Some(room) = own else { return self.merged_room(row, column, findings) };
        let nature = row.get(column).map(|c| c.nature.clone()).unwrap_or_default();
        let room = typed_room(&nature, room, &self.room_forms, findings)?;
        self.located(row, room, findings)
    }

    /// A building or floor without a room says where somebody is, and is kept beside.
    pub(super) fn place_without_room(&mut self, row: &Row, extra: &mut Extra, findings: &mut Collector) {
        let header = self.header;
        for column in [Field::Building, Field::Floor].into_iter().flat_map(|field| header.all(field)) {
            if let Some(cell) = self.cell_at(row, column, findings).and_then(|cell| self.open_text(cell)) {
                extra.add(&kept::key(header.title(column)), cell);
            }
        }
    }

    /// A room is `Haus 2 / 1.07` where a column tells the building.
    fn located(&mut self, row: &Row, room: Sourced<String>, findings: &mut Collector) -> Option<Sourced<RoomId>> {
        let header = self.header;
        let texts = |field| header.all(field).map(|c| words::single_spaced(row.text(c))).filter(|t| !is_nothing(t));
        let before: Vec<_> = BEFORE.into_iter().flat_map(texts).collect();
        let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
        let name = rooms::composed(&before, &room.value);
        let Ok(name) = RoomId::from_str(&name) else {
            findings.push(codes::VALUE_UNCLEAR.finding(
                Some(room.at),
                Words::new(
                    format!("`{name}` is too long for a room, or holds signs that nobody sees; taken as empty"),
                    format!("`{name}` ist für ein Zimmer zu lang oder enthält unsichtbare Zeichen; gilt als leer"),
                ),
            ));
            return None;
        };
        let at = room.at.clone();
        if self.describes_rooms {
            self.describe(row, name.clone(), room, findings);
        }
        Some(Sourced::new(name, at))
    }

    /// What the row says of its room, where no row above has said it.
    fn describe(&mut self, row: &Row, name: RoomId, number: Sourced<String>, findings: &mut Collector) {
        let mut cell = |field| self.cell(row, field, findings);
        let (site, building, floor) = (cell(Field::Site), cell(Field::Building), cell(Field::Floor));
        let (desks, kind) = (cell(Field::Capacity), cell(Field::RoomKind));
        let room = Room {
            site,
            building,
            floor,
            capacity: desks.and_then(|cell| rooms::capacity(&cell, findings)),
            kind: kind.and_then(|cell| rooms::kind(&cell, findings)),
            ..Room::new(name, number.at.clone())
        };
        let says_nothing = room.is_told_by(&Room::new(room.name.clone(), number.at.clone()));
        let told = self.rooms.get(&room.name).is_some_and(|at| room.is_told_by(&self.out.rooms[*at]));
        if says_nothing || told {
            return;
        }
        self.rooms.entry(room.name.clone()).or_insert(self.out.rooms.len());
        self.out.rooms.push(Room { number: Some(number), ..room });
    }

    /// A place in a merged cell is that of all its rows.
    pub(super) fn fill_merged(&mut self, row: &mut Row) {
        for (column, merges) in &self.place_merges {
            let above = merges.range(..row.line).next_back().filter(|(_, (bottom, _))| row.line <= *bottom);
            let Some((_, (_, Some(above)))) = above else { continue };
            if is_nothing(row.text(*column)) {
                let (at, here) = (self.table.place_of(above), self.table.place_in(row, *column));
                self.inherited.add(|| here, || format!("{}` ({at})", above.text.trim()));
                row.cells.retain(|cell| cell.index != *column);
                row.cells.push(above.clone());
                row.cells.sort_by_key(|cell| cell.index);
            }
        }
    }

    /// Rooms are inherited only in merged cells: a blank one may well mean that the person has none.
    fn merged_room(&mut self, row: &Row, column: usize, findings: &mut Collector) -> Option<Sourced<RoomId>> {
        let (_, (bottom, above)) = self.room_merges.range(..row.line).next_back()?;
        if row.line > *bottom {
            return None;
        }
        let above = above.as_ref()?;
        let at = self.table.place_of(above);
        let text = above.text.trim().to_owned();
        let here = self.place(row, column);
        self.inherited.add(|| here, || format!("{text}` ({at})"));
        self.located(row, Sourced::new(text, at), findings)
    }
}

#[cfg(test)]
mod tests {
    use crate::inventory::staff::{ListFile, StaffList, read};
    use crate::policy::site::Numbers;

    fn list(text: &str) -> StaffList {
        read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]))
    }

    fn rooms(list: &StaffList) -> Vec<&str> {
        list.people.iter().map(|entry| entry.person.room.as_ref().map_or("-", |room| room.value.as_str())).collect()
    }

    #[test]
    fn a_building_of_two_lines_or_with_odd_blanks_is_one() {
        let found = list(
            "Name;Vorname;Durchwahl;Gebäude;Zimmer\nAu;Ina;101;\"Haus 1\nAnbau\";2.14\nBe;Bo;102;Haus 1  Anbau;2.14\nCe;Cy;103;Haus\u{a0}1 Anbau;2.14\n",
        );
        assert_eq!(rooms(&found), ["Haus 1 Anbau / 2.14"; 3], "{:?}", found.findings);
        let told: Vec<String> = found.findings.iter().map(|f| format!("{} {}", f.place.as_ref().unwrap(), f.code)).collect();
        assert_eq!(told, ["liste.csv:2:12 inventory/cell-line-break"]);
    }

    #[test]
    fn a_building_without_a_room_is_kept() {
        let found = list("Name;Vorname;Durchwahl;Gebäude;Etage;Zimmer\nAu;Ina;101;Haus 2;3;\n");
        assert_eq!(rooms(&found), ["-"]);
        assert_eq!(found.people[0].person.extra.line(), "Gebäude: Haus 2; Etage: 3");
    }

    #[test]
    fn a_merged_building_is_that_of_all_its_rows() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let page = book.add_worksheet();
        for (row, cells) in (0..).zip([
            ["Name", "Vorname", "Durchwahl", "Gebäude", "Zimmer"],
            ["Au", "Ina", "101", "", "2.14"],
            ["Be", "Bo", "102", "", "2.14"],
            ["Ce", "Cy", "103", "Haus 2", "2.14"],
        ]) {
            for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                page.write_string(row, column, text).unwrap();
            }
        }
        page.merge_range(1, 3, 2, 3, "Haus 1", &rust_xlsxwriter::Format::new()).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let found = read(&ListFile::new("liste.xlsx", &bytes), &Numbers::new("49", "89", "99998").lengths([3]));
        assert_eq!(rooms(&found), ["Haus 1 / 2.14", "Haus 1 / 2.14", "Haus 2 / 2.14"]);
        assert!(found.findings.iter().any(|f| f.code.as_str() == "inventory/value-inherited"), "{:?}", found.findings);
    }
}
