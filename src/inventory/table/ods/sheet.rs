//! The cells of all sheets, streamed: repetition is counted, text is what the eye sees.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::super::archive::Refusal;
use super::super::format::Format;
use super::super::grid::{Cell, Nature};
use super::super::part::{Part, attribute, number, resolve};
use super::super::xlsx::{LAST_COLUMN, MAX_MERGES, last_row};
use super::styles::Styles;
use crate::policy::site::Limits;

/// Rows that a merged cell may cover.
const TALLEST: u32 = 1_048_576;

/// What a sheet holds.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    /// Visible, or asked for by name.
    pub wanted: bool,
    pub rows: BTreeMap<u32, Vec<Cell>>,
    pub merges: Vec<(u32, u32, u32, u32)>,
    /// First cell with text beyond the limits, and how many.
    pub far: Option<(u32, u32, usize)>,
    /// First row that a filter or the user hides, and how many; they are read.
    pub hidden_rows: Option<(u32, usize)>,
}

/// One cell as written, before repetition.
struct Written {
    column: u32,
    repeated: u32,
    text: String,
    nature: Nature,
}

/// Cells and bytes of text so far; of the whole file, as sheets may repeat each other.
struct Spent {
    cells: usize,
    bytes: usize,
    limits: Limits,
    last_row: u32,
}

/// # Errors
/// Where the part is damaged or holds more than any list.
pub(super) fn read(part: &str, text: &str, styles: &Styles, only: Option<&str>, limits: Limits) -> Result<Vec<Sheet>, Refusal> {
    let mut xml = Part::new(part, text);
    let mut sheets = Vec::new();
    let mut spent = Spent { cells: 0, bytes: 0, limits, last_row: last_row(limits) };
    let mut seen_body = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "spreadsheet" => seen_body = true,
                "table" if seen_body => {
                    let name = attribute(&element, "name").unwrap_or_default();
                    let hidden = attribute(&element, "style-name").is_some_and(|style| styles.hides(&style));
                    let wanted = only.map_or(!hidden, |only| only == name);
                    let mut sheet = Sheet { name, wanted, ..Sheet::default() };
                    if wanted {
                        rows(&mut xml, &mut sheet, styles, &mut spent)?
                    } else {
                        skip(&mut xml)?
                    }
                    sheets.push(sheet);
                }
                // Deleted rows of a document with tracked changes, and pictures, hold cells that are no cells.
                "tracked-changes" | "shapes" => skip(&mut xml)?,
                _ => {}
            },
            Event::Eof if seen_body => return Ok(sheets),
            Event::Eof => return Err(xml.broken("no sheets")),
            _ => {}
        }
    }
}

/// Up to the end of an element whose start was read.
fn skip(xml: &mut Part<'_>) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(xml.broken("the file ends inside an element")),
            _ => {}
        }
    }
}

/// Up to the end of the sheet. Groups and header rows around rows are passed through.
fn rows(xml: &mut Part<'_>, sheet: &mut Sheet, styles: &Styles, spent: &mut Spent) -> Result<(), Refusal> {
    let mut next = 1_u32;
    let mut column_styles: Vec<(u32, String)> = Vec::new();
    let mut column = 0_u32;
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table-row" => {
                    let repeated = repeats(&element, "number-rows-repeated");
                    let visibility = attribute(&element, "visibility").unwrap_or_default();
                    let default = attribute(&element, "default-cell-style-name");
                    let defaults = Defaults { row: default, columns: &column_styles };
                    let cells = cells(xml, sheet, next, repeated, styles, &defaults)?;
                    if matches!(visibility.as_str(), "collapse" | "filter") && !cells.is_empty() && next <= spent.last_row {
                        sheet.hidden_rows.get_or_insert((next, 0)).1 += repeated.min(spent.last_row) as usize;
                    }
                    place(sheet, next, repeated, &cells, spent)?;
                    next = next.saturating_add(repeated);
                }
                "table-column" => {
                    column = column.saturating_add(repeats(&element, "number-columns-repeated"));
                    if let Some(style) = attribute(&element, "default-cell-style-name")
                        && column_styles.len() < LAST_COLUMN as usize
                    {
                        column_styles.push((column, style));
                    }
                    depth += 1;
                }
                "shapes" | "tracked-changes" | "forms" | "named-expressions" | "annotation" => skip(xml)?,
                _ => depth += 1,
            },
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(xml.broken("the file ends inside a sheet")),
            _ => {}
        }
    }
}

/// Styles of cells that name none: of the row, else of the column.
struct Defaults<'a> {
    row: Option<String>,
    /// Last column of each style, in order.
    columns: &'a [(u32, String)],
}

impl Defaults<'_> {
    fn of(&self, column: u32) -> Option<&str> {
        if let Some(row) = &self.row {
            return Some(row);
        }
        let at = self.columns.partition_point(|(last, _)| *last < column);
        self.columns.get(at).map(|(_, style)| style.as_str())
    }
}

/// At least one; what is no number counts as one.
fn repeats(element: &BytesStart<'_>, name: &str) -> u32 {
    number(element, name).unwrap_or(1).max(1)
}

fn cells(
    xml: &mut Part<'_>,
    sheet: &mut Sheet,
    row: u32,
    rows: u32,
    styles: &Styles,
    defaults: &Defaults<'_>,
) -> Result<Vec<Written>, Refusal> {
    let mut out = Vec::new();
    let mut column = 1_u32;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table-cell" => {
                    let repeated = repeats(&element, "number-columns-repeated");
                    let own = attribute(&element, "style-name");
                    let format = own.as_deref().or_else(|| defaults.of(column)).and_then(|style| styles.format(style));
                    let (text, nature) = cell(xml, &element, format)?;
                    let span = |name| repeats(&element, name).min(TALLEST);
                    let (tall, wide) = (span("number-rows-spanned"), span("number-columns-spanned"));
                    if (tall > 1 || wide > 1) && rows == 1 && sheet.merges.len() < MAX_MERGES {
                        let (last_row, last_column) = (row.saturating_add(tall - 1), column.saturating_add(wide - 1));
                        sheet.merges.push((row, last_row, column, last_column));
                    }
                    if column > LAST_COLUMN {
                        if !text.trim().is_empty() {
                            sheet.far.get_or_insert((row, column, 0)).2 += repeated as usize;
                        }
                    } else if !(text.is_empty() && nature == Nature::Text) {
                        // At most one for each column that is read.
                        out.push(Written { column, repeated, text, nature });
                    }
                    column = column.saturating_add(repeated);
                }
                // Below or beside a merged cell: what it may still hold is not shown.
                "covered-table-cell" => {
                    let repeated = repeats(&element, "number-columns-repeated");
                    skip(xml)?;
                    column = column.saturating_add(repeated);
                }
                _ => skip(xml)?,
            },
            Event::End(_) => return Ok(out),
            Event::Eof => return Err(xml.broken("the file ends inside a row")),
            _ => {}
        }
    }
}

/// Copies the cells of a row to where they stand. Every copy is counted, so that repetition costs no more than written cells.
fn place(sheet: &mut Sheet, first: u32, repeated: u32, cells: &[Written], spent: &mut Spent) -> Result<(), Refusal> {
    let filled = |cell: &&Written| !cell.text.trim().is_empty();
    if cells.is_empty() {
        return Ok(());
    }
    let last = first.saturating_add(repeated - 1);
    let end_of_list = spent.last_row;
    if last > end_of_list
        && let Some(cell) = cells.iter().find(filled)
    {
        let from = first.max(end_of_list + 1);
        // The list goes on: nobody may be left out in passing.
        if from == end_of_list + 1 && first > 1 && sheet.rows.contains_key(&(first - 1)) {
            return Err(Refusal::TooManyRows);
        }
        sheet.far.get_or_insert((from, cell.column, 0)).2 += (last - from + 1) as usize;
    }
    for row in first..=last.min(end_of_list) {
        let mut placed = Vec::with_capacity(cells.len().min(LAST_COLUMN as usize));
        for cell in cells {
            let end = cell.column.saturating_add(cell.repeated - 1);
            if end > LAST_COLUMN && filled(&cell) {
                let from = cell.column.max(LAST_COLUMN + 1);
                sheet.far.get_or_insert((row, from, 0)).2 += (end - from + 1) as usize;
            }
            for column in cell.column..=end.min(LAST_COLUMN) {
                spent.cells += 1;
                spent.bytes += cell.text.len();
                if spent.cells > spent.limits.cells() {
                    return Err(Refusal::TooManyCells);
                }
                if spent.bytes > spent.limits.list_bytes() {
                    return Err(Refusal::TooMuchText);
                }
                let (text, nature) = (cell.text.as_str().into(), cell.nature.clone());
                placed.push(Cell { text, line: row, column, index: column as usize - 1, nature });
            }
        }
        if !placed.is_empty() {
            sheet.rows.insert(row, placed);
        }
    }
    Ok(())
}

/// Text and nature of one cell; its body is read to the end.
fn cell(xml: &mut Part<'_>, element: &BytesStart<'_>, format: Option<&Format>) -> Result<(String, Nature), Refusal> {
    let shown = paragraphs(xml)?;
    let kind = element
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .filter(|a| a.key.local_name().as_ref() == "value-type")
        .filter_map(|a| std::str::from_utf8(a.value.as_ref().as_ref()).ok().map(str::to_owned))
        .fold(String::new(), |kept, kind| if kept == "error" { kept } else { kind });
    let value = |name: &str| attribute(element, name).filter(|value| !value.is_empty());
    Ok(match kind.as_str() {
        "error" => (shown, Nature::Error),
        "float" | "percentage" | "currency" => match value("value") {
            Some(raw) => format.unwrap_or(&Format::General).show(&raw, false),
            None => (shown, Nature::Text),
        },
        "boolean" => {
            let yes = value("boolean-value").map_or(shown.as_str() == "WAHR", |value| value == "true");
            (if yes { "ja" } else { "nein" }.to_owned(), Nature::Truth)
        }
        "date" => match value("date-value").as_deref().and_then(civil) {
            Some(date) => match format {
                Some(format @ Format::Date { .. }) => format.show_date(date),
                _ => Format::Date { day: true, month: true, year: true }.show_date(date),
            },
            None => (shown, Nature::Date { likely: None }),
        },
        "string" => (value("string-value").filter(|_| shown.is_empty()).unwrap_or(shown), Nature::Text),
        // A formula whose result was never stored.
        "" if shown.is_empty() && value("formula").is_some() => (shown, Nature::Error),
        _ => (shown, Nature::Text),
    })
}

fn civil(text: &str) -> Option<(i16, i8, i8)> {
    let date = text.get(..10)?.parse::<jiff::civil::Date>().ok()?;
    Some((date.year(), date.month(), date.day()))
}

/// Blanks that one `text:s` may stand for.
const MAX_BLANKS: u32 = 100;

/// The paragraphs of a cell, parted by line breaks; remarks and drawings are no text of the cell.
fn paragraphs(xml: &mut Part<'_>) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut paragraph = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(inner) => {
                match inner.local_name().as_ref() {
                    "annotation" | "frame" | "custom-shape" | "g" | "ruby-text" | "table" => {
                        skip(xml)?;
                        continue;
                    }
                    "p" | "h" if paragraph == 0 => {
                        if !text.is_empty() {
                            text.push('\n');
                        }
                        paragraph = depth + 1;
                    }
                    "s" if paragraph > 0 => {
                        let count = number(&inner, "c").unwrap_or(1).min(MAX_BLANKS);
                        text.extend(std::iter::repeat_n(' ', count as usize));
                    }
                    "tab" if paragraph > 0 => text.push('\t'),
                    "line-break" if paragraph > 0 => text.push('\n'),
                    _ => {}
                }
                depth += 1;
            }
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => {
                if paragraph == depth {
                    paragraph = 0;
                }
                depth -= 1;
            }
            Event::Text(piece) if paragraph > 0 => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if paragraph > 0 => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(entity) if paragraph > 0 => text.push_str(&resolve(&entity)),
            Event::Eof => return Err(xml.broken("the file ends inside a cell")),
            _ => {}
        }
    }
}
