//! Tabs and line breaks within cells. A name, a number or a room goes into files of lines, so a blank stands in their place.

use super::Collector;
use super::codes;
use crate::diag::{Place, Words};

/// Tells a cell that is not one line without tabs. The cell is not quoted, as it may hold a secret.
pub(in crate::inventory) fn tell(text: &str, at: impl FnOnce() -> Place, findings: &mut Collector) {
    if text.trim().contains(['\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        findings.push(codes::CELL_BROKEN.finding(
            Some(at()),
            Words::new(
                "a tab or line break stands in this cell; it was read as a blank",
                "in dieser Zelle steht ein Tabulator oder Zeilenumbruch; er wurde als Leerzeichen gelesen",
            ),
        ));
    }
}
