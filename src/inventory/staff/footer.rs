//! Rows that sum a list up or say when it was printed, and name nobody and nothing.

use super::codes;
use crate::diag::{Finding, Words};
use crate::inventory::kind::fold;
use crate::inventory::secrecy;
use crate::inventory::table::{Cell, Row, Table};

/// Filled cells of such a row at most: the word, and sums below some columns.
const MOST: usize = 4;

fn filled(row: &Row) -> impl Iterator<Item = &Cell> {
    row.cells.iter().filter(|cell| !cell.text.trim().is_empty())
}

/// Whether the row begins with such words and has little beside them.
#[must_use]
pub(in crate::inventory) fn is_footer_row(row: &Row) -> bool {
    filled(row).next().is_some_and(|first| is_footer(&first.text)) && filled(row).count() <= MOST
}

/// Says that the row was left out.
#[must_use]
pub(in crate::inventory) fn footer_row(row: &Row, table: &Table) -> Finding {
    let text = filled(row).map(|cell| cell.text.trim()).collect::<Vec<_>>().join(" | ");
    let shown: String = if secrecy::in_text(&text) { "…".to_owned() } else { text.chars().take(60).collect() };
    codes::REMARK_ROW.finding(
        Some(table.place_of_row(row)),
        Words::new(
            format!("`{shown}` sums the list up or ends it; left out"),
            format!("`{shown}` ist eine Summe oder das Ende der Liste; ausgelassen"),
        ),
    )
}

/// What a list ends or a page begins with, and nobody's name: `Summe: 2`, `Stand: 01.02.2026`, `Seite 1 von 3`.
fn is_footer(text: &str) -> bool {
    const SUMS: [&str; 4] = ["summe", "zwischensumme", "gesamtsumme", "sum"];
    const TOTALS: [&str; 7] = ["gesamt", "insgesamt", "anzahl", "total", "gesamtzahl", "gesamtanzahl", "count"];
    const NUMBERED: [&str; 11] = [
        "stand",
        "seite",
        "page",
        "blatt",
        "gedruckt",
        "ausgedruckt",
        "erstellt",
        "druckdatum",
        "ausdruck",
        "exportiert",
        "listenende",
    ];
    let folded = fold(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let word = folded.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    // Nearly all cells are names.
    if !SUMS.contains(&word) && !TOTALS.contains(&word) && !NUMBERED.contains(&word) {
        return folded.starts_with("ende der liste");
    }
    let rest = folded[word.len()..].trim();
    let counted = rest.chars().any(|c| c.is_ascii_digit());
    SUMS.contains(&word) || counted || TOTALS.contains(&word) && (rest.is_empty() || rest.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_footers_are_no_names() {
        for text in [
            "Summe: 2",
            "Summe",
            "SUMME Mitarbeiter",
            "Gesamt 12",
            "Gesamt:",
            "Gesamt",
            "Insgesamt 8 Geräte",
            "Anzahl: 3 Mitarbeiter",
            "Anzahl Mitarbeiter: 3",
            "Stand: 01.02.2026",
            "(Stand 2/2026)",
            "Seite 1 von 3",
            "- Seite 2 -",
            "Gedruckt am 01.02.2026",
            "*** Ende der Liste ***",
        ] {
            assert!(is_footer(text), "{text}");
        }
        for text in [
            "Stand",
            "Seite",
            "Seiter 2",
            "Gesamtpersonalrat",
            "Gesamt Personalrat",
            "Standesamt 1",
            "Summer",
            "Blatt",
            "Müller",
            "",
        ] {
            assert!(!is_footer(text), "{text}");
        }
    }
}
