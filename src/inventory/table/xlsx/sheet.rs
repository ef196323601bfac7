//! The cells of one sheet, streamed: only cells that hold something take room, wherever they stand.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::super::archive::Refusal;
use super::super::grid::{Cell, Nature};
use super::super::part::{Part, attribute, attributes, number};
use super::workbook::Workbook;
use crate::policy::site::Limits;

/// The last row that a list may have; what lies beyond is named and left out.
pub(in super::super) fn last_row(limits: Limits) -> u32 {
    u32::try_from(limits.rows).unwrap_or(u32::MAX)
}

/// The last column, likewise.
pub(in super::super) const LAST_COLUMN: u32 = 512;
/// Limits of the format (ECMA-376): a reference beyond is damage.
const FORMAT_ROWS: u32 = 1_048_576;
const FORMAT_COLUMNS: u32 = 16_384;
pub(in super::super) const MAX_MERGES: usize = 100_000;

/// What a sheet holds.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub rows: BTreeMap<u32, Vec<Cell>>,
    pub merges: Vec<(u32, u32, u32, u32)>,
    /// First cell with text beyond the limits, and how many.
    pub far: Option<(u32, u32, usize)>,
    /// Rows that a filter or the user hides; they are read.
    pub hidden_rows: Vec<u32>,
}

/// The first `most_rows` rows that hold something, in the order of the file.
///
/// # Errors
/// Where the part is damaged or holds more than any list.
pub(super) fn read(part: &str, text: &str, workbook: &Workbook, most_rows: usize, limits: Limits) -> Result<Cells, Refusal> {
    let last_row = last_row(limits);
    // Of all cells together; one shared string may be named by a million of them.
    let (most_cells, most_text) = (limits.cells(), limits.list_bytes());
    let mut xml = Part::new(part, text);
    let mut out = Cells::default();
    let mut row = 0_u32;
    let mut column = 0_u32;
    let (mut cells, mut bytes) = (0_usize, 0_usize);
    let mut seen_data = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheetData" => seen_data = true,
                "row" => {
                    if out.rows.len() >= most_rows {
                        return Ok(out);
                    }
                    row = match number(&element, "r") {
                        Some(r) if (1..=FORMAT_ROWS).contains(&r) => r,
                        Some(_) => return Err(xml.broken("a row number outside of the format")),
                        None => row + 1,
                    };
                    column = 0;
                    let hidden = attribute(&element, "hidden").is_some_and(|v| v == "1" || v == "true");
                    if hidden && row <= last_row {
                        out.hidden_rows.push(row);
                    }
                }
                "c" => {
                    let marks = Marks::of(&element);
                    let (r, c) = match &marks.reference {
                        Some(reference) => {
                            parse_reference(reference).ok_or_else(|| xml.broken("a cell reference that is none"))?
                        }
                        None => (row.max(1), column + 1),
                    };
                    column = c;
                    let (text, nature) = read_cell(&mut xml, &marks, workbook)?;
                    if text.is_empty() && nature == Nature::Text {
                        continue;
                    }
                    if r > last_row || c > LAST_COLUMN {
                        // The list goes on: nobody may be left out in passing.
                        if r == last_row.saturating_add(1) && c <= LAST_COLUMN && out.rows.contains_key(&last_row) {
                            return Err(Refusal::TooManyRows);
                        }
                        if !text.trim().is_empty() {
                            out.far.get_or_insert((r, c, 0)).2 += 1;
                        }
                        continue;
                    }
                    cells += 1;
                    bytes += text.len();
                    if cells > most_cells {
                        return Err(Refusal::TooManyCells);
                    }
                    if bytes > most_text {
                        return Err(Refusal::TooMuchText);
                    }
                    out.rows.entry(r).or_default().push(Cell {
                        text: text.into(),
                        line: r,
                        column: c,
                        index: c as usize - 1,
                        nature,
                    });
                }
                "mergeCell" if out.merges.len() < MAX_MERGES => {
                    let range = attribute(&element, "ref").unwrap_or_default();
                    if let Some((from, to)) = range.split_once(':')
                        && let (Some((r1, c1)), Some((r2, c2))) = (parse_reference(from), parse_reference(to))
                    {
                        out.merges.push((r1.min(r2), r1.max(r2), c1.min(c2), c1.max(c2)));
                    }
                }
                _ => {}
            },
            Event::Eof if seen_data => return Ok(out),
            Event::Eof => return Err(xml.broken("no sheet data")),
            _ => {}
        }
    }
}

/// The attributes of `<c>`, found in one pass: a large list has half a million cells.
#[derive(Default)]
struct Marks<'e> {
    reference: Option<Cow<'e, str>>,
    /// `s` for a shared string, `n` or nothing for a number.
    kind: Cow<'e, str>,
    style: u32,
}

impl<'e> Marks<'e> {
    fn of(element: &'e BytesStart<'_>) -> Self {
        let mut marks = Self::default();
        for (name, value) in attributes(element) {
            match name {
                "r" => marks.reference = Some(value),
                "t" => marks.kind = value,
                "s" => marks.style = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        marks
    }
}

/// The body of `<c>`: value, inline string and formula.
fn read_cell(xml: &mut Part<'_>, marks: &Marks<'_>, workbook: &Workbook) -> Result<(String, Nature), Refusal> {
    let Marks { kind, style, .. } = marks;
    let mut value: Option<String> = None;
    let mut inline: Option<String> = None;
    let mut formula = false;
    loop {
        match xml.next()? {
            Event::Start(inner) => match inner.local_name().as_ref() {
                "v" => value = Some(xml.text(&inner, b"")?),
                "is" => inline = Some(xml.text(&inner, b"rPh")?),
                "f" => {
                    formula = true;
                    xml.text(&inner, b"")?;
                }
                // Extensions of newer programs.
                _ => {
                    xml.text(&inner, b"")?;
                }
            },
            Event::End(_) => break,
            Event::Eof => return Err(xml.broken("the file ends inside a cell")),
            _ => {}
        }
    }
    if let Some(text) = inline {
        return Ok((text, Nature::Text));
    }
    let Some(raw) = value.filter(|v| !v.is_empty()) else {
        // A text formula may well give nothing; any other should have left a result.
        let nature = if formula && kind.as_ref() != "str" { Nature::Error } else { Nature::Text };
        return Ok((String::new(), nature));
    };
    Ok(match kind.as_ref() {
        "s" => {
            let index: usize = raw.trim().parse().map_err(|_| xml.broken("a shared string without number"))?;
            let text = workbook.strings.get(index).ok_or_else(|| xml.broken("a shared string that does not exist"))?;
            (text.clone(), Nature::Text)
        }
        "str" | "inlineStr" => (raw, Nature::Text),
        "b" => (if raw.trim() == "1" || raw.trim() == "true" { "ja" } else { "nein" }.to_owned(), Nature::Truth),
        "e" => (raw, Nature::Error),
        "d" => (iso_date(&raw), Nature::Date { likely: None }),
        _ => match usize::try_from(*style).ok().and_then(|s| workbook.formats.get(s)) {
            Some(format) => format.show(&raw, workbook.date1904),
            None => super::super::format::Format::General.show(&raw, workbook.date1904),
        },
    })
}

/// `2020-01-03T00:00:00` as it is shown in a German sheet.
fn iso_date(raw: &str) -> String {
    let date = raw.get(..10).and_then(|d| d.parse::<jiff::civil::Date>().ok());
    date.map_or_else(|| raw.to_owned(), |d| format!("{:02}.{:02}.{}", d.day(), d.month(), d.year()))
}

/// Row and column of `F7`, from 1, within the limits of the format.
fn parse_reference(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || number.len() > 7 {
        return None;
    }
    let mut column = 0_u32;
    for byte in letters.bytes() {
        let letter = byte.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row: u32 = number.parse().ok()?;
    ((1..=FORMAT_ROWS).contains(&row) && column <= FORMAT_COLUMNS).then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, expected) in [
            ("A1", Some((1, 1))),
            ("XFD1048576", Some((1_048_576, 16_384))),
            ("aa7", Some((7, 27))),
            ("XFE1", None),
            ("A0", None),
            ("A1048577", None),
            ("1", None),
            ("A", None),
            ("ZZZZZZZZZ99999999999", None),
            ("Ä1", None),
            ("A1B", None),
        ] {
            assert_eq!(parse_reference(text), expected, "{text}");
        }
    }
}
