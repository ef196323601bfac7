//! Asterisk's configuration grammar: sections, templates, includes, comments, escapes, as Asterisk 22 reads them.
//!
//! In: a folder behind [`Files`](super::Files) and the name of a file in it. Out: a [`Config`]: sections in Asterisk's order,
//! each variable with file, line, column and the section it was inherited from, whether Asterisk accepts the file, and findings.
//! Source: `main/config.c`, measured case by case (`tests/quirks`). May import: `diag`. Start with [`read`], then `line`, `text`.

mod derived;
mod directive;
mod filter;
mod limits;
mod line;
mod model;
mod reader;
mod regex;
mod row_sections;
mod text;

pub(super) use derived::Derived;
pub use limits::Limits;
pub(super) use line::is_secret_key;
pub use model::{Config, ReadFile, Section, Variable};
pub use reader::{read, read_with};
pub(super) use row_sections::RowSections;

#[cfg(test)]
mod tests;
