//! Lists of several parts: titles in two rows, one above the other, and other titles further down, below which other columns stand.

use super::codes;
use super::header::{Field, Meaning, known_titles, meaning};
use super::titles;
use crate::diag::Words;
use crate::inventory::table::{Cell, Collector, Row, Table, normal};

/// Where the first row of titles names no people and the row below does, both are one header: `Telefon` above `intern` and `extern`.
pub(super) fn join_title_rows(table: &mut Table) {
    let Some(upper) = table.header(titles::known) else { return };
    let Some(lower) = table.rows.get(upper + 1) else { return };
    let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.to_string()).collect::<Vec<_>>();
    let names = |row: &Row| texts(row).iter().any(|title| is_name(title));
    let below = texts(lower);
    let titled = below.iter().filter(|text| meaning(text).is_some()).count();
    let no_values = lower.cells.iter().all(|cell| !is_value(&cell.text));
    let names_below = titled >= 2 && !names(&table.rows[upper]) && names(lower);
    if !no_values || !(names_below || names(&table.rows[upper]) && parts_groups(&table.rows[upper], lower)) {
        return;
    }
    let joined = joined(&table.rows[upper], lower);
    table.rows[upper + 1].cells = joined;
    table.rows[upper].cells.clear();
}

/// Whether all cells of the lower row stand below titles that reach over several columns. A row of people has its name below one that does
/// not.
fn parts_groups(upper: &Row, lower: &Row) -> bool {
    let titled = |row: &Row, index: usize| !row.text(index).is_empty();
    let filled: Vec<usize> = lower.cells.iter().map(|cell| cell.index).filter(|index| titled(lower, *index)).collect();
    let last = upper.cells.last().map_or(0, |cell| cell.index);
    filled.len() >= 2 && filled.iter().all(|index| *index < last && (!titled(upper, *index) || !titled(upper, *index + 1)))
}

/// Titles have no digits and no signs of addresses.
fn is_value(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || c == '@')
}

fn is_name(title: &str) -> bool {
    matches!(meaning(title), Some(Meaning::Field(Field::Last | Field::Display, _)))
}

/// A title of the upper row stands above all columns up to the next one.
fn joined(upper: &Row, lower: &Row) -> Vec<Cell> {
    let last = upper.cells.iter().chain(&lower.cells).map(|cell| cell.index).max().unwrap_or(0);
    let mut above: Option<&Cell> = None;
    let mut cells = Vec::new();
    for index in 0..=last {
        let own_above = upper.get(index).filter(|cell| !cell.text.trim().is_empty());
        above = own_above.or(above);
        match lower.get(index).filter(|cell| !cell.text.trim().is_empty()) {
            Some(below) => {
                let both = above.map(|above| format!("{} {}", above.text.trim(), below.text.trim()));
                // `Name` says what it is; `intern` does so only below `Telefon`.
                let text = both.filter(|_| meaning(&below.text).is_none()).map_or_else(|| below.text.clone(), Into::into);
                cells.push(Cell { text, ..below.clone() });
            }
            None => cells.extend(own_above.cloned()),
        }
    }
    cells
}

/// The parts of a table with other titles each, in their order; the first one stays in it.
pub(super) fn cut(table: &mut Table, header_row: usize, findings: &mut Collector) -> Vec<Table> {
    let mut titles = &table.rows[header_row];
    let mut cuts = Vec::new();
    for (at, row) in table.rows.iter().enumerate().skip(header_row + 1) {
        if is_header(row) && !same_titles(titles, row) {
            cuts.push(at);
            titles = row;
        }
    }
    for at in &cuts {
        findings.push(codes::TITLES_CHANGE.finding(
            Some(table.place_of_row(&table.rows[*at])),
            Words::new(
                "other column titles begin here; the rows below are read by them",
                "hier beginnen andere Spaltentitel; die Zeilen darunter werden nach ihnen gelesen",
            ),
        ));
    }
    let part = |rows| Table { rows, merges: table.merges.clone(), file: table.file.clone(), sheet: table.sheet.clone() };
    // From the end, so that no row is moved more than once.
    let mut rows = std::mem::take(&mut table.rows);
    let mut parts: Vec<Table> = cuts.iter().rev().map(|at| part(rows.split_off(*at))).collect();
    parts.reverse();
    table.rows = rows;
    parts
}

/// Three known titles or more, and nothing in the row that is a value.
fn is_header(row: &Row) -> bool {
    let texts = || row.cells.iter().map(|cell| cell.text.as_str());
    // Nearly every row of people leaves here: it has a number or an address.
    if texts().any(is_value) {
        return false;
    }
    let known = known_titles(texts());
    known >= 3 && texts().filter(|text| meaning(text).is_none()).count() < known
}

/// Whether the row repeats the titles, each in its column.
fn same_titles(titles: &Row, row: &Row) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.text.trim().is_empty());
    filled.into_iter().all(|cell| normal(titles.text(cell.index)) == normal(&cell.text))
}

#[cfg(test)]
mod tests {
    use crate::inventory::staff::{ListFile, StaffList, read};
    use crate::policy::site::Numbers;

    fn list(text: &str) -> StaffList {
        read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]))
    }

    fn people(list: &StaffList) -> Vec<String> {
        let of = |entry: &crate::inventory::staff::Entry| {
            let person = &entry.person;
            let first = person.first.as_ref().map_or("-", |first| first.value.as_str());
            let number = person.extension.as_ref().map_or("-", |number| number.value.as_str());
            let room = person.room.as_ref().map_or("-", |room| room.value.as_str());
            format!("{} {first} {number} {room}", person.last.value)
        };
        list.people.iter().map(of).collect()
    }

    #[test]
    fn other_titles_in_mid_list_are_followed() {
        let found = list(
            "Amt;Name;Vorname;Durchwahl\nBauamt;Müller;Hans;101\nAmt;Name;Vorname;Durchwahl\nBauamt;Weiß;Änne;104\n\
             Amt;Mitarbeiter;Nebenstelle;Raum\nSozialamt;Meier, Eva;102;2.02\nAmt;Name;Durchwahl;Vorname\nJugendamt;Huber;103;Josef\n",
        );
        assert_eq!(people(&found), ["Müller Hans 101 -", "Weiß Änne 104 -", "Meier Eva 102 2.02", "Huber Josef 103 -"]);
        let told: Vec<String> = found.findings.iter().map(|f| format!("{} {}", f.place.as_ref().unwrap(), f.code)).collect();
        // The same titles once more are no news.
        assert_eq!(told, ["liste.csv:5:1 inventory/titles-change", "liste.csv:7:1 inventory/titles-change"]);
    }

    #[test]
    fn a_part_without_names_is_told_and_no_person() {
        let found =
            list("Amt;Name;Vorname;Durchwahl\nBauamt;Müller;Hans;101\nRaum;Telefon;Bemerkung;Etage\n2.02;102;Sitzung;2\n");
        assert_eq!(people(&found), ["Müller Hans 101 -"]);
        let told: Vec<&str> = found.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(told, ["inventory/titles-change", "inventory/column-missing"]);
    }

    #[test]
    fn titles_in_two_rows_are_one_header() {
        for text in [
            "Amt;Beschäftigte;;Telefon;;;Unterbringung\n;Name;Vorname;intern;extern;Fax;Zimmer\n",
            "Amt;Name;Vorname;Telefon;;;Zimmer\n;;;intern;extern;Fax;\n",
        ] {
            let found =
                list(&format!("{text}Bauamt;Müller;Hans;101;089 99998-101;190;1.01\nBauamt;Meier;Eva;102;0152 28817386;;1.02\n"));
            assert_eq!(people(&found), ["Müller Hans 101 1.01", "Meier Eva 102 1.02"], "{:?}", found.findings);
            let extra: Vec<String> = found.people.iter().map(|entry| entry.person.extra.line()).collect();
            assert_eq!(extra, ["fax: 190", "mobile: 0152 28817386"], "{:?}", found.findings);
            let fax: Vec<&str> = found.functions.iter().map(|f| f.extension.as_ref().unwrap().value.as_str()).collect();
            assert_eq!(fax, ["190"]);
        }
    }
}
