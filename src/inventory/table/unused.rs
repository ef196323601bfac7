//! Rows and columns that nothing reads, with their places: what is not used is told, never dropped in silence.

use std::collections::BTreeMap;

use super::codes;
use super::collect::Collector;
use super::grid::{Cell, Row, Table};
use crate::diag::{Listed, Words, column_name};

/// Columns named in the sentence.
const SHOWN: usize = 20;

fn filled(cell: &&Cell) -> bool {
    !cell.text.trim().is_empty()
}

/// A sheet without titles that a reader knows; text without them is an error of the whole file.
pub(in crate::inventory) fn sheet_without_titles(table: &Table, findings: &mut Collector) {
    if table.sheet.is_some() {
        sheet_unused(table, &no_titles(), findings);
    }
}

/// A sheet that nobody reads, row by row. No text of a cell is quoted: the sheet may hold anything, also passwords. Says nothing of a blank
/// one.
pub(in crate::inventory) fn sheet_unused(table: &Table, why: &Words, findings: &mut Collector) {
    let rows: Vec<(&Row, Vec<&Cell>)> = table
        .rows
        .iter()
        .map(|row| (row, row.cells.iter().filter(filled).collect::<Vec<_>>()))
        .filter(|(_, cells)| !cells.is_empty())
        .collect();
    let (Some((_, first)), Some((last, _))) = (rows.first(), rows.last()) else { return };
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in rows.iter().flat_map(|(_, cells)| cells) {
        *columns.entry(cell.index).or_default() += 1;
    }
    let names = Listed::of(columns.iter().map(|(index, count)| format!("{} ({count})", name(table, *index))), SHOWN);
    let each = rows.iter().map(|(_, cells)| {
        let (from, to) = (cells[0], cells[cells.len() - 1]);
        format!("{} ({})", range(table, from, to), cells.len())
    });
    let (count, wide, start, end) = (rows.len(), columns.len(), first[0].line, last.line);
    let words = Words::new(
        format!("{}: rows not used: {count} (row {start} to {end}), columns not used: {wide} ({names})", why.en),
        format!(
            "{}: nicht verwendete Zeilen: {count} (Zeile {start} bis {end}), nicht verwendete Spalten: {wide} ({names})",
            why.de
        ),
    );
    // One row needs no list of rows.
    let listed = if count > 1 || wide > SHOWN { names.with(each) } else { names };
    findings.push(codes::SHEET_SKIPPED.finding(Some(table.place_of(first[0])), words).listing(listed));
}

/// Columns without titles that nothing reads: how many cells of each hold something, and where the first stands.
pub(in crate::inventory) fn untitled_columns<'r>(
    table: &Table,
    rows: impl Iterator<Item = &'r Row>,
    used: impl Fn(usize) -> bool,
    findings: &mut Collector,
) {
    let mut columns: BTreeMap<usize, (usize, &Cell)> = BTreeMap::new();
    for cell in rows.flat_map(|row| &row.cells).filter(|cell| !used(cell.index)).filter(filled) {
        columns.entry(cell.index).or_insert((0, cell)).0 += 1;
    }
    let Some(first) = columns.values().map(|(_, cell)| *cell).min_by_key(|cell| (cell.line, cell.index)) else { return };
    let names = columns.iter().map(|(index, (count, _))| format!("{} ({count})", name(table, *index)));
    let names = Listed::of(names, SHOWN);
    let count = names.count();
    let words = Words::new(
        format!("columns not read ({count}), with the number of their cells: {names}"),
        format!("nicht gelesene Spalten ({count}), mit der Zahl ihrer Zellen: {names}"),
    );
    findings.push(codes::COLUMN_UNUSED.finding(Some(table.place_of(first)), words).listing(names));
}

/// `C` in a sheet, `3` in a text.
fn name(table: &Table, index: usize) -> String {
    let number = index as u32 + 1;
    if table.sheet.is_some() { column_name(number) } else { number.to_string() }
}

/// `A3:F3`, or the line of a text.
fn range(table: &Table, from: &Cell, to: &Cell) -> String {
    if table.sheet.is_none() {
        return from.line.to_string();
    }
    let (start, end) = (format!("{}{}", name(table, from.index), from.line), format!("{}{}", name(table, to.index), to.line));
    if start == end { start } else { format!("{start}:{end}") }
}

fn no_titles() -> Words {
    Words::new("no row of the sheet has known column titles", "keine Zeile des Blatts hat bekannte Spaltentitel")
}
