//! OpenDocument spreadsheets (ODF 1.3, ISO/IEC 26300) without trust, streamed through the same bounded archive as XLSX.
//!
//! In: bytes. Out: one [`Table`] for each visible sheet, or a refusal. Repetition is the danger here: one cell of twenty bytes may
//! say that it stands for a million columns and a million rows. Only cells that hold something take room, and copies are counted.
//! Start with [`read_within`], then `styles`, `sheet`.

mod sheet;
mod styles;
#[cfg(test)]
mod tests;

use super::archive::{Archive, Refusal};
use super::grid::Table;
use super::xlsx::{Book, MAX_SHEETS, row};
use crate::policy::site::Limits;

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Within the usual limits.
#[cfg(test)]
fn read(file: &str, bytes: &[u8], only: Option<&str>) -> Result<Book, Refusal> {
    read_within(file, bytes, only, Limits::default())
}

/// # Errors
/// Where the file is no OpenDocument spreadsheet, encrypted, damaged, or larger than any list.
pub(super) fn read_within(file: &str, bytes: &[u8], only: Option<&str>, limits: Limits) -> Result<Book, Refusal> {
    let mut archive = Archive::open(bytes, limits)?;
    let kind = archive.text("mimetype")?.unwrap_or_default();
    if !kind.trim().starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        let looks_like = kind.trim().starts_with("application/vnd.oasis.opendocument.text").then_some("odt");
        return Err(Refusal::NotAWorkbook { looks_like: looks_like.or(Some("OpenDocument")) });
    }
    // The parts of an encrypted document are noise; only the manifest tells.
    if archive.text(MANIFEST)?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Refusal::Encrypted { part: CONTENT.to_owned() });
    }
    let mut formats = styles::Styles::default();
    if let Some(text) = archive.text(STYLES)? {
        formats.read(STYLES, &text)?;
    }
    let Some(text) = archive.text(CONTENT)? else {
        return Err(Refusal::Broken { part: CONTENT.to_owned(), detail: "the part is missing".to_owned() });
    };
    formats.read(CONTENT, &text)?;
    let sheets = sheet::read(CONTENT, &text, &formats, only, limits)?;
    if let Some(only) = only
        && !sheets.iter().any(|sheet| sheet.name == only)
    {
        return Err(Refusal::NoSuchSheet { available: sheets.into_iter().map(|sheet| sheet.name).collect() });
    }
    if sheets.len() > MAX_SHEETS {
        return Err(Refusal::TooManyEntries { count: sheets.len() as u64 });
    }
    let mut out = Book::default();
    let mut rows = 0;
    for sheet in sheets {
        if !sheet.wanted {
            if only.is_none() {
                out.hidden_sheets.push(sheet.name);
            }
            continue;
        }
        rows += sheet.rows.len();
        if rows > limits.rows {
            return Err(Refusal::TooManyRows);
        }
        if let Some((row, column, count)) = sheet.far {
            out.far_cells.push((sheet.name.clone(), row, column, count));
        }
        if let Some((first, count)) = sheet.hidden_rows {
            out.hidden_rows.push((sheet.name.clone(), first, count));
        }
        out.tables.push(Table {
            file: file.to_owned(),
            sheet: Some(sheet.name),
            rows: sheet.rows.into_iter().map(|(line, cells)| row(line, cells)).collect(),
            merges: sheet.merges,
        });
    }
    Ok(out)
}
