//! Workbooks (XLSX, ECMA-376) without trust: own streaming reader on `zip` and `quick-xml`.
//!
//! In: bytes. Out: one [`Table`] for each visible sheet, or a refusal. A general reader builds a rectangle of all cells, so two
//! cells in opposite corners ask for 512 GiB; here only cells that hold something take room.
//! Start with [`read_rows`], then `workbook`, `sheet`.

mod sheet;
mod workbook;

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // the tests hold limits of time
mod tests;

pub(super) use sheet::{LAST_COLUMN, MAX_MERGES, last_row};

use super::archive::{Archive, Refusal};
use super::grid::{Cell, Row, Table};
use crate::policy::site::Limits;

/// The visible sheets and what was left out.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Book {
    pub tables: Vec<Table>,
    pub hidden_sheets: Vec<String>,
    /// Sheet, first row and number of rows that are hidden but read.
    pub hidden_rows: Vec<(String, u32, usize)>,
    /// Sheet, row, column and number of cells with text far outside.
    pub far_cells: Vec<(String, u32, u32, usize)>,
}

/// Sheets in one workbook.
pub(super) const MAX_SHEETS: usize = 200;

/// Every row, within the usual limits.
#[cfg(test)]
fn read(file: &str, bytes: &[u8], only: Option<&str>) -> Result<Book, Refusal> {
    read_rows(file, bytes, only, usize::MAX, Limits::default())
}

/// At most so many rows of each sheet, for who only wants to recognise it; damage behind them is not seen.
///
/// # Errors
/// Where the file is no workbook, damaged, or larger than the limits.
pub(in crate::inventory) fn read_rows(
    file: &str,
    bytes: &[u8],
    only: Option<&str>,
    most_rows: usize,
    limits: Limits,
) -> Result<Book, Refusal> {
    let mut archive = Archive::open(bytes, limits)?;
    let book = workbook::Workbook::read(&mut archive)?;
    if book.sheets.len() > MAX_SHEETS {
        return Err(Refusal::TooManyEntries { count: book.sheets.len() as u64 });
    }
    if let Some(only) = only
        && !book.sheets.iter().any(|s| s.name == only)
    {
        return Err(Refusal::NoSuchSheet { available: book.sheets.iter().map(|s| s.name.clone()).collect() });
    }
    let mut out = Book::default();
    let mut rows = 0;
    for sheet in &book.sheets {
        match only {
            Some(only) if sheet.name != only => continue,
            None if sheet.hidden => {
                out.hidden_sheets.push(sheet.name.clone());
                continue;
            }
            _ => {}
        }
        let Some(text) = archive.text(&sheet.part)? else {
            return Err(Refusal::Broken { part: sheet.part.clone(), detail: "the sheet's part is missing".to_owned() });
        };
        let cells = sheet::read(&sheet.part, &text, &book, most_rows, limits)?;
        rows += cells.rows.len();
        if rows > limits.rows {
            return Err(Refusal::TooManyRows);
        }
        if let Some((row, column, count)) = cells.far {
            out.far_cells.push((sheet.name.clone(), row, column, count));
        }
        if let Some(first) = cells.hidden_rows.first() {
            out.hidden_rows.push((sheet.name.clone(), *first, cells.hidden_rows.len()));
        }
        out.tables.push(Table {
            file: file.to_owned(),
            sheet: Some(sheet.name.clone()),
            rows: cells.rows.into_iter().map(|(line, cells)| row(line, cells)).collect(),
            merges: cells.merges,
        });
    }
    Ok(out)
}

/// Cells in the order of their columns; of two for the same column the later one counts, as in the spreadsheet program.
pub(super) fn row(line: u32, mut cells: Vec<Cell>) -> Row {
    cells.reverse();
    cells.sort_by_key(|c| c.index);
    cells.dedup_by_key(|c| c.index);
    Row { line, width: 0, cells }
}
