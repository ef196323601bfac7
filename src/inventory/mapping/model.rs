//! A mapping, checked.

use super::field::MappedField;
use crate::diag::Place;
use crate::inventory::formats::Class;
use crate::inventory::model::ExtensionKind;

/// What the columns of one kind of list mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The mapping file, for findings.
    pub file: String,
    pub name: Option<String>,
    /// False for mappings made from descriptions and not from a real export.
    pub confirmed: bool,
    pub what: What,
    pub layout: Layout,
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    pub header: Header,
    /// Rows or lines that are left out.
    pub skip: Vec<Pattern>,
    pub columns: Vec<Column>,
    /// Fields that are the same in every row.
    pub constants: Vec<(MappedField, String)>,
    /// Fields whose empty cells take the value above.
    pub fill_down: Vec<MappedField>,
    /// The first that holds decides.
    pub kinds: Vec<KindRule>,
}

impl Mapping {
    /// The rank of a list read by it.
    #[must_use]
    pub fn class(&self) -> Class {
        match self.what {
            What::People => Class::Staff,
            What::Extensions => Class::Pbx,
            What::Devices => Class::Devices,
            What::Rooms => Class::Rooms,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    People,
    /// Numbers of a telephone system, with logins where the list has them.
    Extensions,
    Devices,
    Rooms,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Separated text or a workbook.
    Table { delimiter: Option<char> },
    /// A print: columns by characters, a record on so many lines.
    Fixed { lines: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// Found by the titles that the columns name.
    Found,
    /// Line of the file or row of the sheet, from 1.
    Row(u32),
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub field: MappedField,
    pub from: From,
    pub split: Option<Split>,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Title(String),
    /// From 1.
    Position(usize),
    /// Characters of a line, from 1, both ends included; the line of the record, from 1.
    Chars {
        first: usize,
        last: usize,
        line: u32,
    },
}

/// A part of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    pub at: String,
    /// From 1; 0 for the last.
    pub part: usize,
}

impl Split {
    /// The part; empty where the cell has fewer.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        let part = if self.part == 0 { text.rsplit(&self.at).next() } else { text.split(&self.at).nth(self.part - 1) };
        part.unwrap_or_default().trim()
    }
}

/// Text with `*` for anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(pub String);

impl Pattern {
    /// Compares without case. Steps back only to the last `*`, so the cost is at most the product of both lengths.
    pub(super) fn fits(&self, text: &str) -> bool {
        let pattern: Vec<char> = self.0.to_lowercase().chars().collect();
        let text: Vec<char> = text.trim().chars().flat_map(char::to_lowercase).take(Self::MOST).collect();
        let (mut p, mut t) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while t < text.len() {
            if p < pattern.len() && pattern[p] == '*' {
                star = Some((p, t));
                p += 1;
            } else if p < pattern.len() && pattern[p] == text[t] {
                p += 1;
                t += 1;
            } else if let Some((at, from)) = star {
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            } else {
                return false;
            }
        }
        pattern[p..].iter().all(|c| *c == '*')
    }

    /// Characters of a line that are compared.
    const MOST: usize = 1000;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindRule {
    pub field: MappedField,
    pub test: Pattern,
    pub kind: ExtensionKind,
}
