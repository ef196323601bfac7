//! Lists of things: the same walk over sheets, titles and rows for each kind of list.

use super::collect::Collector;
use super::columns::Columns;
use super::grid::{Row, Table};
use super::open::Opened;
use super::unused::sheet_without_titles;
use crate::inventory::model::Extra;

/// What becomes of columns that nothing reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory) enum Beside {
    Kept,
    /// They are not read: reasons of absence are nobody's business.
    Dropped,
}

/// Gives every row of every sheet that has the titles to `add`, with what it holds beside them, and tells columns that nothing reads once
/// the rows are read. What nothing reads is kept where it goes on in the inventory (`Beside::Kept`). `find` says which columns are read, and nothing where the sheet lacks its key. Whether a sheet was used.
pub(in crate::inventory) fn read_lists<State, Fields>(
    opened: &Opened,
    known: fn(&[&str]) -> usize,
    state: &mut State,
    find: impl Fn(&mut State, &Table, usize, &Columns<'_>) -> Option<Fields>,
    add: impl Fn(&mut State, &Table, &Row, &Fields, Extra, &mut Collector),
    beside: Beside,
    findings: &mut Collector,
) -> bool {
    let mut found = false;
    for table in &opened.tables {
        let header = table.header(known).map(|header| (header, Columns::new(table, header)));
        let fields = header.and_then(|(header, columns)| Some((find(state, table, header, &columns)?, columns)));
        let Some((fields, columns)) = fields else {
            sheet_without_titles(table, findings);
            continue;
        };
        found = true;
        if beside == Beside::Kept {
            columns.keep();
        }
        for row in columns.rows() {
            if columns.fits(row, findings) {
                let extra = if beside == Beside::Kept { columns.extra(row) } else { Extra::default() };
                add(state, table, row, &fields, extra, findings);
            }
        }
        columns.finish(findings);
    }
    found
}
