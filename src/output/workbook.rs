//! Tables of the inventory as one XLSX that people edit: every cell is text, so that leading zeros and `+49` stay and nothing calculates.
//!
//! The same tables give the same bytes: no date of today, no name of a machine.

pub mod roster;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, ProtectionOptions, Workbook, Worksheet, XlsxError};

use crate::diag::Lang;
use crate::inventory::exchange::{STAMP, Sheet, shown};

/// Rows below the titles that a sheet can hold.
pub const MAX_ROWS: usize = 1_048_575;

/// Width of a column in characters, at most.
const WIDEST: usize = 40;
/// Rows that are looked at for the width.
const MEASURED: usize = 200;

/// # Errors
/// Where a table does not fit into a sheet.
pub fn xlsx(sheets: &[Sheet], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_author("deskshift"));
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet, lang)?;
    }
    workbook.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet, lang: Lang) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_num_format("@").set_background_color(Color::RGB(0x00D9_E2F3));
    let open = Format::new().set_num_format("@").set_unlocked();
    let locked = Format::new().set_num_format("@").set_font_color(Color::RGB(0x0059_5959));
    page.set_name(sheet.subject.title(lang))?;
    page.set_freeze_panes(1, 1)?;
    let columns = sheet.subject.columns();
    for (at, column) in (0..).zip(columns) {
        let head = column.title(lang);
        let widest = sheet.records.iter().take(MEASURED).filter_map(|r| r.values.get(usize::from(at)));
        let widest = widest.map(|value| value.text.chars().count()).chain([head.chars().count()]).max().unwrap_or(8);
        page.set_column_width(at, widest.min(WIDEST) as f64 + 2.0)?;
        page.set_column_format(at, if column.locked { &locked } else { &open })?;
        page.write_string_with_format(0, at, head, &title)?;
    }
    let last = columns.len() as u16;
    page.write_string_with_format(0, last, STAMP.title(lang), &title)?;
    page.set_column_hidden(last)?;
    for (row, record) in (1..).zip(&sheet.records) {
        for ((at, column), value) in (0..).zip(columns).zip(&record.values) {
            if !value.text.is_empty() {
                let format = if column.locked { &locked } else { &open };
                page.write_string_with_format(row, at, shown(column, &value.text, lang), format)?;
            }
        }
        page.write_string_with_format(row, last, record.stamp(), &locked)?;
    }
    if !sheet.records.is_empty() {
        page.autofilter(0, 0, sheet.records.len() as u32, last - 1)?;
    }
    // Without a password: against slips, not against people.
    let mut options = ProtectionOptions::new();
    options.sort = true;
    options.use_autofilter = true;
    options.format_columns = true;
    options.format_rows = true;
    page.protect_with_options(&options);
    Ok(())
}

#[cfg(test)]
mod tests;
