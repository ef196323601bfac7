//! Repairs rows in which unquoted commas have spilt the voicemail options into the cells behind them.

use std::collections::BTreeSet;

use crate::diag::{Place, Words};
use crate::inventory::subscriber::codes;
use crate::inventory::table::{Cell, Collector, ListFile, Row, Table, Tally, normal};

/// `attach=no`: what spills.
fn is_option(text: &str) -> bool {
    let Some((key, value)) = text.trim().split_once('=') else { return false };
    let word = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    !key.is_empty() && key.len() <= 32 && word(key) && !value.contains('=')
}

/// Joins spilt options again, so that later columns stand below their titles.
pub(super) fn spilled_options(table: &mut Table, header: usize, findings: &mut Collector) {
    let Some(head) = table.rows.get(header) else { return };
    let Some(options) = head.cells.iter().find(|cell| normal(&cell.text) == "voicemailoptions").map(|cell| cell.index) else {
        return;
    };
    let titled: BTreeSet<usize> = head.cells.iter().filter(|c| !c.text.trim().is_empty()).map(|c| c.index).collect();
    let width = head.width;
    let mut tally = Tally::default();
    let mut spilt: Vec<(u32, u32)> = Vec::new();
    for row in table.rows.iter_mut().skip(header + 1) {
        let Some((line, column)) = mend(row, options, width, &titled) else { continue };
        spilt.push((line, column));
    }
    for (line, column) in spilt {
        tally.add(|| table.place(line, column), String::new);
    }
    let told = tally.tell(&codes::OPTIONS_SPILLED, |count, _| {
        Words::new(
            format!("rows whose `voicemail_options` hold unquoted commas: {count}; they were joined again, this is the first"),
            format!(
                "Zeilen, deren `voicemail_options` Kommas ohne Anführungszeichen enthalten: {count}; sie wurden wieder verbunden, dies \
                 ist die erste"
            ),
        )
    });
    if let Some(finding) = told {
        findings.push(finding.todo(Words::new(
            "write `attach=no|saycid=no`, or quote the cell",
            "`attach=no|saycid=no` schreiben oder die Zelle in Anführungszeichen setzen",
        )));
    }
}

/// Line and column of the first cell that spilt.
fn mend(row: &mut Row, options: usize, width: usize, titled: &BTreeSet<usize>) -> Option<(u32, u32)> {
    row.get(options).filter(|cell| is_option(&cell.text))?;
    // In the row's surplus all titles behind are shifted; below empty titles nothing is.
    let surplus = row.width.saturating_sub(width);
    let follows = |index: usize| row.get(index).filter(|cell| is_option(&cell.text));
    let shifted = (options + 1..).take(surplus).take_while(|index| follows(*index).is_some()).count();
    let shifted = if shifted == surplus { shifted } else { 0 };
    let first = options + 1 + shifted;
    let below =
        (first..width + shifted).take_while(|index| !titled.contains(&(index - shifted)) && follows(*index).is_some()).count();
    if shifted + below == 0 {
        return None;
    }
    let last = options + shifted + below;
    let at = row.get(options + 1).map(|cell| (cell.line, cell.column))?;
    let mut joined = String::new();
    let mut cells: Vec<Cell> = Vec::with_capacity(row.cells.len());
    for mut cell in std::mem::take(&mut row.cells) {
        if (options..=last).contains(&cell.index) {
            if !joined.is_empty() {
                joined.push('|');
            }
            joined.push_str(cell.text.trim());
            if cell.index != options {
                continue;
            }
        } else if cell.index > last {
            cell.index -= shifted;
        }
        cells.push(cell);
    }
    if let Some(cell) = cells.iter_mut().find(|cell| cell.index == options) {
        cell.text = joined.into();
    }
    row.cells = cells;
    row.width -= shifted;
    Some(at)
}

/// Tells where a backslash stands before a quote, which PHP reads in its own way. The bytes are looked at, as cells have lost it.
pub(super) fn backslash_quotes(list: &ListFile<'_>, findings: &mut Collector) {
    let mut count = 0_usize;
    let mut first: Option<usize> = None;
    for at in memchr::memmem::find_iter(list.bytes, b"\\\"") {
        first.get_or_insert(at);
        count += 1;
    }
    let Some(first) = first else { return };
    let line = 1 + memchr::memchr_iter(b'\n', &list.bytes[..first]).count() as u32;
    findings.push(codes::BACKSLASH_QUOTE.finding(
        Some(Place::at(list.file, line, 0)),
        Words::new(
            format!("backslashes before a double quote: {count}; the first is in this line"),
            format!("Backslashes vor einem Anführungszeichen: {count}; der erste steht in dieser Zeile"),
        ),
    ));
}
