//! The header row of a list: found, understood, and what is odd about it.

use super::codes;
use super::header::{HeaderMap, known_titles};
use crate::diag::{Place, Words};
use crate::inventory::table::{self, Collector, Table};

/// How many fields of a staff list the titles of a row would name.
pub(super) fn known(titles: &[&str]) -> usize {
    known_titles(titles.iter().copied())
}

/// Finds and understands the header row.
pub(super) fn header(table: &Table, findings: &mut Collector) -> Option<(usize, HeaderMap)> {
    let Some(index) = table.header(known) else {
        table::sheet_without_titles(table, findings);
        return None;
    };
    let map = header_map(table, index);
    let row = &table.rows[index];
    for (used, other) in &map.doubles {
        let (one, two) = (map.title(*used), map.title(*other));
        findings.push(
            table::codes::COLUMN_DOUBLE
                .finding(
                    Some(table.place_in(row, *other)),
                    Words::new(
                        format!("column `{two}` means the same as `{one}` and is not read"),
                        format!("Spalte `{two}` bedeutet dasselbe wie `{one}` und wird nicht gelesen"),
                    ),
                )
                .related(table.place_in(row, *used), Words::new("the one that is read", "die gelesene")),
        );
    }
    if let Some(amt) = map.doubtful_amt {
        findings.push(
            codes::COLUMN_AMT
                .finding(
                    Some(table.place_in(row, amt)),
                    Words::new(
                        "`Amt` may be the outside line here and was not read",
                        "`Amt` kann hier die Amtsleitung sein und wurde nicht gelesen",
                    ),
                )
                .todo(Words::new(
                    "if it is the department, title it `Abteilung`",
                    "ist es die Dienststelle, die Spalte `Abteilung` nennen",
                )),
        );
    }
    Some((index, map))
}

/// Tells where no table of the file has a header row, so that nothing of it can be used.
pub(super) fn some_header(file: &str, tables: &[Table], findings: &mut Collector) {
    if tables.iter().any(|table| table.header(known).is_some()) {
        return;
    }
    let finding = table::codes::HEADER_MISSING
        .finding(
            Some(Place::file(file)),
            Words::new(
                "none of the first 60 rows has two known column titles",
                "keine der ersten 60 Zeilen hat zwei bekannte Spaltentitel",
            ),
        )
        .todo(Words::new(
            "title the columns, such as `Name`, `Vorname`, `Durchwahl`",
            "die Spalten benennen, etwa `Name`, `Vorname`, `Durchwahl`",
        ));
    findings.push(finding);
}

/// Understands the header row at `index`.
fn header_map(table: &Table, index: usize) -> HeaderMap {
    let titles = table.rows.get(index).map(|row| row.cells.as_slice()).unwrap_or_default();
    HeaderMap::new(titles.iter().map(|c| (c.index, c.text.as_str())), |column| holds_words(table, index, column))
}

/// Whether the cells below are names and not `ja`, `nein`, `x` or digits.
fn holds_words(table: &Table, header: usize, column: usize) -> bool {
    let (mut words, mut signs) = (0_usize, 0_usize);
    for row in table.rows.iter().skip(header + 1).take(500) {
        let text = row.text(column).to_lowercase();
        if text.is_empty() {
            continue;
        }
        let is_sign = matches!(
            text.as_str(),
            "ja" | "nein" | "j" | "n" | "x" | "-" | "frei" | "voll" | "halb" | "vollamt" | "halbamt" | "nichtamt" | "gesperrt"
        ) || text.chars().all(|c| c.is_ascii_digit());
        if is_sign { signs += 1 } else { words += 1 }
    }
    words >= signs
}
