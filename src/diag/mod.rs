//! Findings: what is wrong, where exactly, why it matters and what to do, in English and German.
//!
//! In: facts from any room. Out: [`Finding`] values; how they look on screen is decided in `output`.
//! Each room lists its codes in a `codes.rs` as [`CodePage`]s. Imports nothing of ours.
//! Start with [`finding`].

mod count;
mod finding;
mod line_of;
mod listed;
mod place;
mod visible;
mod words;

pub use count::counted;
pub(crate) use finding::pages;
pub use finding::{Code, CodePage, Finding, Severity};
pub use line_of::Lines;
pub use listed::Listed;
pub use place::{Hop, Place, column_name};
pub use visible::{is_hidden, screen, styled, visible};
pub use words::{Lang, Words};
