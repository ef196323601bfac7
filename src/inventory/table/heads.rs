//! The beginning of each sheet of a workbook, for whoever is to recognise what it holds.

use super::archive::Refusal;
use super::grid::Table;
use super::open::HEAD_ROWS;
use super::{HEAD, ods, xlsx};
use crate::policy::site::Limits;

/// The first rows of every visible sheet, by its name, with tabs between cells; empty where there is no workbook.
#[must_use]
pub(in crate::inventory) fn heads(bytes: &[u8], limits: Limits) -> Vec<(String, String)> {
    if !bytes.starts_with(b"PK") || bytes.len() > limits.list_bytes() {
        return Vec::new();
    }
    let book = match xlsx::read_rows("", bytes, None, HEAD_ROWS, limits) {
        Err(Refusal::NotAWorkbook { looks_like: Some("ods") }) => ods::read_within("", bytes, None, limits),
        book => book,
    };
    let tables = book.map(|book| book.tables).unwrap_or_default();
    tables.into_iter().map(|table| (head(&table), table.sheet.unwrap_or_default())).map(|(head, name)| (name, head)).collect()
}

/// The heads of all sheets as one.
#[must_use]
pub(in crate::inventory) fn whole(heads: &[(String, String)]) -> String {
    let mut out = String::new();
    for (_, head) in heads {
        out.push_str(head);
        if out.len() > HEAD {
            break;
        }
    }
    out
}

fn head(table: &Table) -> String {
    let mut out = String::new();
    for row in table.rows.iter().take(HEAD_ROWS) {
        let mut next = 0;
        for cell in &row.cells {
            out.extend(std::iter::repeat_n('\t', cell.index - next));
            next = cell.index;
            out.extend(cell.text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }));
        }
        out.push('\n');
        if out.len() > HEAD {
            break;
        }
    }
    out
}
