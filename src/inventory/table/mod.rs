//! Separated text and workbooks as tables of cells, each with its place, read without trust and whatever they hold.
//!
//! In: bytes of one file. Out: [`Table`]s, and findings about encoding, quotes, hidden sheets and sizes. What the columns mean is
//! the reader's business; it says which titles it knows, so that separator and header row are found.
//! May import: `domain`, `diag`, `policy`, the inventory's model. Start with [`open()`], then `grid`, `encoding`, `csv`, `xlsx`, `ods`.

mod archive;
pub(in crate::inventory) mod beside;
pub(in crate::inventory) mod blanks;
mod cells;
pub mod codes;
mod collect;
mod columns;
mod csv;
mod differing;
mod encoding;
pub(in crate::inventory) mod fate;
mod foreign;
mod format;
mod grid;
mod heads;
pub(in crate::inventory) mod kept;
mod lists;
mod ods;
mod open;
mod part;
mod placeholder;
mod separator;
mod unused;
mod xlsx;

pub use cells::{PlainCell, SheetCells, cells};
pub(in crate::inventory) use collect::{Collector, Tally};
pub(in crate::inventory) use columns::{Columns, fits, normal, truth};
pub(in crate::inventory) use differing::Differing;
pub(in crate::inventory) use encoding::decode;
pub(in crate::inventory) use grid::{Cell, Nature, Row, Table};
pub(in crate::inventory) use heads::{heads, whole};
pub(in crate::inventory) use lists::{Beside, read_lists};
pub(in crate::inventory) use open::{
    Secrecy, no_encoding, open, open_long, open_markup, open_plain, open_separated, raise_rows, raise_size,
};
pub(in crate::inventory) use placeholder::{is_nothing, is_placeholder};
pub(in crate::inventory) use separator::head_rows;
pub(in crate::inventory) use unused::{sheet_unused, sheet_without_titles, untitled_columns};

use crate::diag::{Finding, Place, Words};
use crate::policy::site::Limits;

/// Bytes that recognising a format looks at.
const HEAD: usize = 64 * 1024;

/// The beginning of a file as text; the first rows of a workbook, with tabs; empty for other binary files.
#[must_use]
pub fn head_text(bytes: &[u8]) -> String {
    head_text_within(bytes, Limits::default())
}

/// The same with the site's own limits.
#[must_use]
pub fn head_text_within(bytes: &[u8], limits: Limits) -> String {
    if bytes.starts_with(b"PK") {
        return whole(&heads(bytes, limits));
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    // A cut inside a letter would make the rest look like another encoding.
    let end =
        head.iter().rposition(|b| *b == b'\n').map_or(head.len(), |at| if bytes.len() > HEAD { at + 1 } else { head.len() });
    encoding::decode(&head[..end], None).map(|decoded| decoded.text.into_owned()).unwrap_or_default()
}

/// Tells a file that holds nothing: no bytes, only a byte order mark, only blanks.
#[must_use]
pub fn nothing_in(file: &str, bytes: &[u8]) -> Option<Finding> {
    let marks: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
    let rest = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    // Zeros are half of a blank in UTF-16 only.
    let wide = rest.len() < bytes.len() && !bytes.starts_with(marks[0]);
    let (en, de) = if bytes.is_empty() {
        ("the file is empty: it has 0 bytes", "die Datei ist leer: sie hat 0 Byte")
    } else if rest.is_empty() {
        ("the file is empty but for a byte order mark", "die Datei ist leer bis auf eine Bytereihenfolge-Marke")
    } else if rest.iter().all(|byte| byte.is_ascii_whitespace() || (wide && *byte == 0)) {
        ("the file is empty but for blanks and line ends", "die Datei ist leer bis auf Leerzeichen und Zeilenenden")
    } else {
        return None;
    };
    let finding = codes::FILE_EMPTY.finding(Some(Place::file(file)), Words::new(en, de));
    Some(finding.todo(Words::new("export or copy it again", "noch einmal exportieren oder kopieren")))
}

/// Why a workbook is not even looked at, where it is larger than the limits: it would seem to be no known export.
#[must_use]
pub fn too_large_to_know(list: &ListFile<'_>) -> Option<Finding> {
    let refusal = if list.bytes.starts_with(b"PK") { open::refusal(list) } else { None };
    refusal.filter(|finding| finding.code == codes::LIST_TOO_LARGE.code())
}

/// What a file is that holds neither a table nor text, for whoever was to recognise it: a PDF, a picture, an archive; a text with zeros.
#[must_use]
pub fn no_table(list: &ListFile<'_>) -> Option<Finding> {
    open::no_table(list).or_else(|| open::no_text(list))
}

/// Whether a table has one row only, that of its titles.
#[must_use]
pub fn only_titles(bytes: &[u8], limits: Limits) -> bool {
    let whole = bytes.starts_with(b"PK") || bytes.len() <= HEAD;
    let head = if whole { head_text_within(bytes, limits) } else { String::new() };
    let blank = |line: &&str| line.chars().any(|c| !c.is_whitespace() && !matches!(c, ';' | ',' | '"' | '\u{feff}'));
    let mut rows =
        head.lines().filter(blank).filter(|line| !line.starts_with("#TYPE") && !line.to_ascii_lowercase().starts_with("sep="));
    // A line of one cell may be anything.
    rows.next().is_some_and(|line| line.contains([';', ',', '\t', '|'])) && rows.next().is_none()
}

/// Separated text as rows of cells, or none where it is no text or more than a list can be. For comparing with other readers.
#[must_use]
pub fn rows(bytes: &[u8], delimiter: char) -> Option<Vec<Vec<String>>> {
    let decoded = encoding::decode(bytes, None).ok()?;
    let parsed = csv::parse(&decoded.text, delimiter, 1).ok()?;
    Some(parsed.records.into_iter().map(|record| record.into_iter().map(|field| field.text.into()).collect()).collect())
}

/// One field of separated text: line and column of its beginning, and its text.
pub type PlacedField = (u32, u32, String);

/// Separated text as rows of fields with their places; the separator is the one of `;`, tab and `,` that the first line has most of.
/// None where it is no text or more than a list can be.
#[must_use]
pub fn placed_rows(bytes: &[u8]) -> Option<Vec<Vec<PlacedField>>> {
    let decoded = encoding::decode(bytes, None).ok()?;
    let first = decoded.text.lines().next().unwrap_or("");
    let delimiter = [',', '\t', ';'].into_iter().max_by_key(|sign| first.matches(*sign).count())?;
    let parsed = csv::parse(&decoded.text, delimiter, 1).ok()?;
    let row = |record: csv::Record| record.into_iter().map(|field| (field.line, field.column, field.text.into())).collect();
    Some(parsed.records.into_iter().map(row).collect())
}

/// Any usual notation of a MAC address.
#[must_use]
pub fn mac(text: &str) -> Option<crate::domain::Mac> {
    super::staff::mac(text)
}

/// One file, in memory.
#[derive(Debug, Clone, Copy)]
pub struct ListFile<'a> {
    /// As the site names it.
    pub file: &'a str,
    pub bytes: &'a [u8],
    /// Forced instead of detected.
    pub encoding: Option<&'a str>,
    /// Of a workbook; all visible sheets with a header where none is named.
    pub sheet: Option<&'a str>,
    /// Of a workbook whose other sheets are lists of another kind; none where all are read.
    pub sheets: Option<&'a [String]>,
    pub limits: Limits,
}

impl<'a> ListFile<'a> {
    /// A file of which nothing is told.
    #[must_use]
    pub fn new(file: &'a str, bytes: &'a [u8]) -> Self {
        Self { file, bytes, encoding: None, sheet: None, sheets: None, limits: Limits::default() }
    }
}
