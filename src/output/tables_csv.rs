//! Tables of the inventory, and corrections, as CSV that spreadsheet programs of a German office open: UTF-8 with BOM, `;`, CRLF.

use crate::diag::Lang;
use crate::inventory::exchange::{STAMP, Sheet, guarded, shown};

const BOM: &str = "\u{feff}";

/// One table with its titles.
#[must_use]
pub fn table(sheet: &Sheet, lang: Lang) -> Vec<u8> {
    let columns = sheet.subject.columns();
    let mut out = String::from(BOM);
    line(&mut out, columns.iter().chain([&STAMP]).map(|column| column.title(lang).to_owned()));
    for record in &sheet.records {
        let cells = columns.iter().zip(&record.values).map(|(column, value)| shown(column, &value.text, lang));
        line(&mut out, cells.chain([record.stamp()]));
    }
    out.into_bytes()
}

/// Rows of text.
#[must_use]
pub fn rows(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::from(BOM);
    for row in rows {
        line(&mut out, row.iter().cloned());
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(';');
        }
        let cell = guarded(&cell);
        // Blanks at the edges are kept by quotes only.
        let edges = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
        if edges || cell.contains([';', '"', ',', '\t', '|', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}
