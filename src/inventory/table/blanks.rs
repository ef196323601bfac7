//! Tabs and line breaks within cells. A name, a number or a room goes into files of lines, so a blank stands in their place.

use super::{Cell, Collector, Table, codes};
use crate::diag::Words;

/// Tells a cell that is not one line without tabs; line breaks of text files are told where these are read. The cell is not quoted, as it
/// may hold a secret.
pub(in crate::inventory) fn tell(table: &Table, cell: &Cell, findings: &mut Collector) {
    let text = cell.text.trim();
    let in_sheet = table.sheet.is_some();
    if text.contains('\t') || in_sheet && text.contains(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        findings.push(codes::CELL_BROKEN.finding(
            Some(table.place_of(cell)),
            Words::new(
                "a tab or line break stands in this cell; it was read as a blank",
                "in dieser Zelle steht ein Tabulator oder Zeilenumbruch; er wurde als Leerzeichen gelesen",
            ),
        ));
    }
}
