//! Where in the admin's files something stands.
//!
//! An inventory of 100,000 people holds a million places, so a place is two words: what is the same for a whole file (its name, the sheet,
//! the include chain) is shared.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// One step of an include chain: the file and the line of its `#include`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hop {
    pub file: String,
    pub line: u32,
}

/// A position in a source file. Lines and columns count from 1; columns count characters; 0 means the whole file or line.
#[derive(Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(from = "Written")]
pub struct Place {
    origin: Arc<Origin>,
    line: u32,
    column: u32,
}

/// What all places of one file have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
struct Origin {
    file: String,
    /// What a place inside the file is called where lines do not count: the sheet of a workbook, a table of a database, a pointer into YAML.
    within: Option<String>,
    via: Vec<Hop>,
}

impl Origin {
    fn is(&self, file: &str, within: Option<&str>, via: &[Hop]) -> bool {
        self.file == file && self.within.as_deref() == within && self.via == via
    }

    /// The same origin as that of a place made shortly before, where there is one: places of one file come one after the other.
    fn shared(file: &str, within: Option<&str>, via: &[Hop]) -> Arc<Self> {
        const KEPT: usize = 4;
        thread_local! {
            static LAST: RefCell<Vec<Arc<Origin>>> = const { RefCell::new(Vec::new()) };
        }
        LAST.with_borrow_mut(|last| {
            if let Some(at) = last.iter().position(|origin| origin.is(file, within, via)) {
                last[..=at].rotate_right(1);
            } else {
                last.truncate(KEPT - 1);
                last.insert(0, Arc::new(Self { file: file.to_owned(), within: within.map(str::to_owned), via: via.to_vec() }));
            }
            Arc::clone(&last[0])
        })
    }
}

impl Place {
    #[must_use]
    pub fn file(file: impl AsRef<str>) -> Self {
        Self::at(file, 0, 0)
    }

    #[must_use]
    pub fn at(file: impl AsRef<str>, line: u32, column: u32) -> Self {
        Self { origin: Origin::shared(file.as_ref(), None, &[]), line, column }
    }

    /// A place in a file that another includes; `via` runs from the outermost file to the include that opened this one.
    #[must_use]
    pub fn included(file: impl AsRef<str>, line: u32, column: u32, via: &[Hop]) -> Self {
        Self { origin: Origin::shared(file.as_ref(), None, via), line, column }
    }

    /// A cell of a sheet. Row 0 is the whole sheet, column 0 the whole row.
    #[must_use]
    pub fn cell(file: impl AsRef<str>, sheet: &str, row: u32, column: u32) -> Self {
        Self { origin: Origin::shared(file.as_ref(), Some(sheet), &[]), line: row, column }
    }

    /// Something in a file that has a name of its own instead of a line: a table, a pointer into YAML, or a cell as `Sheet!F7`.
    #[must_use]
    pub fn within(file: impl AsRef<str>, what: &str) -> Self {
        let (sheet, row, column) = split_cell(what).unwrap_or((what, 0, 0));
        Self::cell(file, sheet, row, column)
    }

    /// Another place of the same file or sheet.
    #[must_use]
    pub fn moved(&self, line: u32, column: u32) -> Self {
        Self { origin: Arc::clone(&self.origin), line, column }
    }

    /// The line or the row of a sheet as a whole.
    #[must_use]
    pub fn row(&self) -> Self {
        self.moved(self.line, 0)
    }

    /// As the user named it, relative to the site folder where possible.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.origin.file
    }

    /// Line of a text file; 0 in a sheet.
    #[must_use]
    pub fn line(&self) -> u32 {
        if self.origin.within.is_some() { 0 } else { self.line }
    }

    /// Column of a text file in characters; 0 in a sheet.
    #[must_use]
    pub fn column(&self) -> u32 {
        if self.origin.within.is_some() { 0 } else { self.column }
    }

    /// `Sheet!F7` in a workbook, the name in a database or in YAML; none in text files.
    #[must_use]
    pub fn cell_name(&self) -> Option<String> {
        let within = self.origin.within.as_deref()?;
        Some(match (self.line, self.column) {
            (0, _) => within.to_owned(),
            (row, column) => format!("{within}!{}{row}", column_name(column)),
        })
    }

    /// From the outermost file to the include that opened this one.
    #[must_use]
    pub fn via(&self) -> &[Hop] {
        &self.origin.via
    }

    /// Whether both stand on one line of one file or in one row of one sheet.
    #[must_use]
    pub fn same_row(&self, other: &Self) -> bool {
        self.line > 0
            && self.line == other.line
            && (&self.origin.file, &self.origin.within) == (&other.origin.file, &other.origin.within)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin.file)?;
        match (self.cell_name(), self.line, self.column) {
            (Some(cell), _, _) => write!(f, "#{cell}"),
            (None, 0, _) => Ok(()),
            (None, line, 0) => write!(f, ":{line}"),
            (None, line, column) => write!(f, ":{line}:{column}"),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        self.via().iter().rev().try_for_each(|hop| write!(f, " via {}:{}", hop.file, hop.line))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By file, then down the file.
impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.origin, &other.origin) {
            return (self.line, self.column).cmp(&(other.line, other.column));
        }
        let key = |place: &Self| (place.line, place.column);
        let (ours, theirs) = (&*self.origin, &*other.origin);
        (&ours.file, &ours.within)
            .cmp(&(&theirs.file, &theirs.within))
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| ours.via.cmp(&theirs.via))
    }
}

/// `A` for 1, `AA` for 27; nothing for 0.
#[must_use]
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A place as JSON has it.
#[derive(Serialize)]
struct Writing<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    line: u32,
    #[serde(skip_serializing_if = "is_zero")]
    column: u32,
    /// `Sheet!F7`; line and column are then 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "<[Hop]>::is_empty")]
    via: &'a [Hop],
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Origin { file, via, .. } = &*self.origin;
        Writing { file, line: self.line(), column: self.column(), cell: self.cell_name(), via }.serialize(serializer)
    }
}

/// [`Writing`] from the other side.
#[derive(Deserialize)]
struct Written {
    file: String,
    #[serde(default)]
    line: u32,
    #[serde(default)]
    column: u32,
    #[serde(default)]
    cell: Option<String>,
    #[serde(default)]
    via: Vec<Hop>,
}

// serde hands a reference to `skip_serializing_if`.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl From<Written> for Place {
    fn from(written: Written) -> Self {
        match written.cell {
            Some(cell) => Self::within(written.file, &cell),
            None => Self::included(written.file, written.line, written.column, &written.via),
        }
    }
}

/// `Sheet!F7` in parts; a row without a column is the whole row.
fn split_cell(name: &str) -> Option<(&str, u32, u32)> {
    let (sheet, cell) = name.rsplit_once('!')?;
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let row = row.parse().ok().filter(|row| *row > 0)?;
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let digit = u32::from(letter.checked_sub(b'A').filter(|digit| *digit < 26)?);
        column = column.checked_mul(26)?.checked_add(digit + 1)?;
    }
    // Only what reads back as it was written: `!F07` is a name.
    (format!("{sheet}!{}{row}", column_name(column)) == name).then_some((sheet, row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_of_spreadsheets() {
        for (number, name) in [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA"), (16_384, "XFD")] {
            assert_eq!(column_name(number), name);
        }
    }

    #[test]
    fn a_cell_is_read_as_it_was_written() {
        for (name, shown) in [("Übersicht!F7", (7, 6)), ("a!b!AA10", (10, 27)), ("users!12", (12, 0))] {
            let place = Place::within("f.xlsx", name);
            assert_eq!((place.line, place.column, place.cell_name().as_deref()), (shown.0, shown.1, Some(name)));
        }
        for name in ["users", "/roster/rooms/2.14", "a!", "a!F0", "a!F07", "a!f7", "a!ZZZZZZZZ9", "a!7F"] {
            let place = Place::within("f", name);
            assert_eq!((place.line, place.cell_name().as_deref()), (0, Some(name)));
        }
    }

    #[test]
    fn json_gives_back_the_same_place() {
        let via = [Hop { file: "pjsip.conf".to_owned(), line: 3 }];
        let written = [
            (Place::file("f"), r#"{"file":"f"}"#),
            (Place::at("f", 2, 3), r#"{"file":"f","line":2,"column":3}"#),
            (Place::cell("f", "Tabelle1", 7, 6), r#"{"file":"f","cell":"Tabelle1!F7"}"#),
            (Place::included("g", 2, 3, &via), r#"{"file":"g","line":2,"column":3,"via":[{"file":"pjsip.conf","line":3}]}"#),
        ];
        for (place, text) in written {
            assert_eq!(serde_json::to_string(&place).unwrap(), text);
            assert_eq!(serde_json::from_str::<Place>(text).unwrap(), place);
        }
    }

    #[test]
    fn places_of_one_file_share_its_name_and_are_ordered_down_the_file() {
        let (a, b) = (Place::at("f", 9, 1), Place::at("f", 10, 1));
        assert!(Arc::ptr_eq(&a.origin, &b.origin));
        assert!(a < b && Place::cell("f", "S", 9, 1) < Place::cell("f", "S", 10, 1) && b < Place::file("g"));
        // More files than are remembered: other memory, the same place.
        let many: Vec<Place> = (0..9).map(|n| Place::at(format!("f{n}"), 1, 1)).collect();
        let again: Vec<Place> = (0..9).map(|n| Place::at(format!("f{n}"), 1, 1)).collect();
        assert_eq!(many, again);
    }
}
