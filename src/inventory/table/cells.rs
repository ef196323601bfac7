//! The plain cells of a workbook, for readers outside this room whose tables are no lists.

use super::collect::Collector;
use super::open::{Secrecy, open};
use super::{ListFile, Nature};
use crate::diag::{Finding, Place};

/// A sheet: its name, and of each row the cells that hold something.
#[derive(Debug, Clone, Default)]
pub struct SheetCells {
    pub name: String,
    pub rows: Vec<Vec<PlainCell>>,
}

#[derive(Debug, Clone)]
pub struct PlainCell {
    /// Column, from 0.
    pub column: usize,
    /// As shown, without outer blanks.
    pub text: String,
    pub at: Place,
}

/// All visible sheets; or what is wrong with the file.
pub fn cells(list: &ListFile<'_>) -> Result<Vec<SheetCells>, Vec<Finding>> {
    let mut findings = Collector::default();
    let Some(opened) = open(list, |titles| titles.len(), Secrecy::Open, &mut findings) else { return Err(findings.finish()) };
    let sheet = |table: &super::Table| SheetCells {
        name: table.sheet.clone().unwrap_or_default(),
        rows: (table.rows.iter())
            .map(|row| {
                let cells = row.cells.iter().filter(|cell| !cell.text.trim().is_empty() && cell.nature != Nature::Error);
                cells
                    .map(|cell| PlainCell { column: cell.index, text: cell.text.trim().to_owned(), at: table.place_of(cell) })
                    .collect()
            })
            .collect(),
    };
    Ok(opened.tables.iter().map(sheet).collect())
}
