//! Where in the admin's files something stands.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One step of an include chain: the file and the line of its `#include`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hop {
    pub file: String,
    pub line: u32,
}

/// A position in a source file. Lines and columns count from 1; columns count characters; 0 means the whole file or line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// As the user named it, relative to the site folder where possible.
    pub file: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub column: u32,
    /// `Sheet!F7` for spreadsheets; line and column are then 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// From the outermost file to the include that opened this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Hop>,
}

// serde hands a reference to `skip_serializing_if`.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl Place {
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    #[must_use]
    pub fn at(file: impl Into<String>, line: u32, column: u32) -> Self {
        Self { file: file.into(), line, column, ..Self::default() }
    }

    #[must_use]
    pub fn cell(file: impl Into<String>, cell: impl Into<String>) -> Self {
        Self { file: file.into(), cell: Some(cell.into()), ..Self::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (&self.cell, self.line, self.column) {
            (Some(cell), _, _) => write!(f, "#{cell}"),
            (None, 0, _) => Ok(()),
            (None, line, 0) => write!(f, ":{line}"),
            (None, line, column) => write!(f, ":{line}:{column}"),
        }
    }
}
