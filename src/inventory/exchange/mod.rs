//! Tables for people in spreadsheets: the inventory out, what they edited back in, and what changed between two inventories.
//!
//! In: an [`Inventory`](super::model::Inventory), or bytes of an edited table. Out: [`Sheet`]s of cells, and [`Changes`] of a new import.
//! How cells become CSV or XLSX is the business of `output`.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables and numbers. Start with `columns`, then `sheets`.

mod changes;
pub mod codes;
mod columns;
mod forms;
mod sheets;
mod stamp;
#[cfg(test)]
mod tests;

pub use changes::{Change, ChangeKind, Changes, Counts, compare};
pub use columns::{Column, STAMP, Subject};
pub use forms::shown;
pub use sheets::{Record, Sheet, Value, replaced, sheets};
