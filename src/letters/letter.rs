//! What one letter says, every word of it, before anybody asks where it stands on the page.

use std::fmt;

use super::code::Code;
use super::password::Sheet;
use crate::domain::LineId;
use crate::policy::site::LetterText;

/// One person's letter. In texts `**` turns bold on and off.
#[derive(Debug, Clone)]
pub struct Letter {
    pub line: LineId,
    pub text: LetterText,
    /// BCP 47: `de-DE`.
    pub language: String,
    /// Of the document: heading and name.
    pub title: String,
    /// Where in the pile for the in-house mail.
    pub order: Order,
    pub sender: String,
    pub return_line: String,
    /// The address window: name, department, room.
    pub address: Vec<String>,
    /// Label and value beside the window.
    pub info: Vec<(String, String)>,
    pub heading: String,
    pub greeting: String,
    pub intro: String,
    pub setup: String,
    pub steps: Vec<String>,
    pub figure: Option<Figure>,
    pub values_heading: String,
    pub values: Vec<Value>,
    /// About the gaps between blocks, where there are some.
    pub values_note: Option<String>,
    pub emergency_heading: String,
    pub emergency: String,
    pub days: Option<Days>,
    pub help_heading: String,
    pub help: String,
    /// The second sheet, only where it was asked for.
    pub password: Option<Sheet>,
}

/// Department, room and name; those without a department come last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    pub no_department: bool,
    /// Umlauts as two letters, as in a telephone book (DIN 5007, variant 2).
    pub folded: String,
    pub department: String,
    pub no_room: bool,
    /// In pieces, so that `2.14` comes behind `2.9`.
    pub room: Vec<Piece>,
    pub name: String,
    pub line: LineId,
}

/// A part of a room's name: digits count by their value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    Number(u64),
    Word(String),
}

impl Piece {
    #[must_use]
    pub fn all(text: &str) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            pieces.push(match piece.parse() {
                Ok(number) if digits => Self::Number(number),
                _ => Self::Word(piece.to_lowercase()),
            });
            rest = after;
        }
        pieces
    }
}

/// The code, what it is for those who cannot see it, and what stands below.
#[derive(Clone)]
pub struct Figure {
    pub code: Code,
    /// A one-time address is as good as a password until it is used.
    pub alt: String,
    pub caption: Option<String>,
}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Figure({} modules)", self.code.size)
    }
}

/// A row of the table of values. More than one block: each in a box of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    pub label: String,
    /// What stands before the blocks, on a line of its own: the part of an address that says where. Empty for most.
    pub lead: String,
    pub blocks: Vec<String>,
}

impl fmt::Debug for Value {
    /// A one-time address is as good as a password until it is used.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blocks: &dyn fmt::Debug = if self.lead.is_empty() { &self.blocks } else { &"***" };
        f.debug_struct("Value").field("label", &self.label).field("lead", &self.lead).field("blocks", blocks).finish()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    pub heading: String,
    pub lines: Vec<String>,
}
