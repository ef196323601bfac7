//! What each cell of a row held when the table was written, in a few digits each.
//!
//! With it three values can be compared: as written, as it came back, and as the sources say now.

use super::columns::Subject;
use super::sheets::Record;

/// Of the way a stamp is written. Another one is not compared.
const VERSION: char = '2';

/// Digits of one cell.
const DIGITS: usize = 8;

/// FNV-1a with 64 bits, folded to 32: tells an edit from none; nobody gains from a collision but the one who made it.
#[must_use]
pub(super) fn hash(text: &str) -> u32 {
    let wide = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (wide ^ (wide >> 32)) as u32
}

/// The stamp of a row, from its cells as they are inside.
#[must_use]
pub(super) fn stamp(record: &Record) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(1 + DIGITS * record.values.len());
    text.push(VERSION);
    for value in &record.values {
        let _ = write!(text, "{:08x}", hash(&value.text));
    }
    text
}

/// The stamp that came back with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp(Vec<u32>);

impl Stamp {
    /// None where it is no stamp, or one of another table or version.
    #[must_use]
    pub(super) fn read(text: &str, subject: Subject) -> Option<Self> {
        let digits = text.trim().strip_prefix(VERSION)?;
        if digits.len() != DIGITS * subject.columns().len() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let cells = (0..subject.columns().len()).map(|at| u32::from_str_radix(&digits[at * DIGITS..(at + 1) * DIGITS], 16));
        cells.collect::<Result<Vec<u32>, _>>().ok().map(Self)
    }

    /// What the stamp says of the key of its row.
    #[must_use]
    pub(super) fn key(&self) -> u32 {
        self.0.first().copied().unwrap_or_default()
    }

    /// Whether the column held this text when the table was written.
    #[must_use]
    pub(super) fn held(&self, column: usize, text: &str) -> bool {
        self.0.get(column).is_some_and(|then| *then == hash(text))
    }
}
