//! The one shape that both kinds of list take before the mapper sees them: rows of cells, each with its place.

use smol_str::SmolStr;

use crate::diag::Place;

/// Counts the column titles in a row that a reader knows.
pub(in crate::inventory) type Titles<'a> = &'a dyn Fn(&[&str]) -> usize;

/// A cell as the eye sees it in the spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::inventory) struct Cell {
    /// Mostly short, and then held in place: a long list has millions.
    pub text: SmolStr,
    /// Line of the file, or row of the sheet, from 1.
    pub line: u32,
    /// Column of the line in characters, or column of the sheet, from 1.
    pub column: u32,
    /// Which column of the list, from 0.
    pub index: usize,
    pub nature: Nature,
}

/// A row: only cells that hold something, by index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::inventory) struct Row {
    pub line: u32,
    /// Number of fields as written, empty ones too; 0 in sheets, where rows have no end.
    pub width: usize,
    pub cells: Vec<Cell>,
}

impl Row {
    #[must_use]
    pub(in crate::inventory) fn get(&self, index: usize) -> Option<&Cell> {
        self.cells.binary_search_by_key(&index, |c| c.index).ok().map(|at| &self.cells[at])
    }

    /// The text without outer blanks; empty where there is no cell.
    #[must_use]
    pub(in crate::inventory) fn text(&self, index: usize) -> &str {
        self.get(index).map_or("", |c| c.text.trim())
    }

    #[must_use]
    pub(in crate::inventory) fn texts(&self) -> Vec<&str> {
        self.cells.iter().map(|c| c.text.as_str()).collect()
    }

    #[must_use]
    pub(in crate::inventory) fn is_blank(&self) -> bool {
        self.cells.iter().all(|c| c.text.trim().is_empty() && c.nature != Nature::Error)
    }
}

/// What a spreadsheet knows about a cell beyond its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::inventory) enum Nature {
    #[default]
    Text,
    /// A number whose leading zeros come from the format (`0000`).
    Padded { format: String },
    /// A number shown with the general format.
    Number,
    /// A date; `likely` is what was typed, if a room number such as `3.01` became one.
    Date { likely: Option<String> },
    /// Yes or no as a spreadsheet keeps it, not as somebody typed it.
    Truth,
    /// `#NV`, `#BEZUG!`, or a formula without a stored result.
    Error,
}

/// Rows of one list, title rows and blank rows included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::inventory) struct Table {
    pub file: String,
    pub sheet: Option<String>,
    pub rows: Vec<Row>,
    /// Merged ranges: first row, last row, first column, last column, from 1.
    pub merges: Vec<(u32, u32, u32, u32)>,
}

/// Rows above a header at most.
const HEADER_SEARCH: usize = 60;

impl Table {
    #[must_use]
    pub(in crate::inventory) fn place(&self, line: u32, column: u32) -> Place {
        match &self.sheet {
            Some(sheet) => Place::cell(&self.file, sheet, line, column),
            None => Place::at(&self.file, line, column),
        }
    }

    #[must_use]
    pub(in crate::inventory) fn place_of(&self, cell: &Cell) -> Place {
        self.place(cell.line, cell.column)
    }

    /// The place of a cell, or of the row where the cell is empty.
    #[must_use]
    pub(in crate::inventory) fn place_in(&self, row: &Row, index: usize) -> Place {
        match row.get(index) {
            Some(cell) => self.place_of(cell),
            None if self.sheet.is_some() => self.place(row.line, index as u32 + 1),
            None => self.place(row.line, 0),
        }
    }

    /// The row as a whole.
    #[must_use]
    pub(in crate::inventory) fn place_of_row(&self, row: &Row) -> Place {
        // A cell may have been taken over from a row above.
        let own = row.cells.iter().find(|cell| cell.line == row.line).or(row.cells.first());
        own.map_or_else(|| self.place(row.line, 1), |cell| self.place_of(cell))
    }

    /// The header row: the first with at least two titles that `known` counts. Gives its index.
    #[must_use]
    pub(in crate::inventory) fn header(&self, known: impl Fn(&[&str]) -> usize) -> Option<usize> {
        self.rows.iter().take(HEADER_SEARCH).position(|row| known(&row.texts()) >= 2)
    }
}
