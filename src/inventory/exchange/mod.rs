//! Tables for people in spreadsheets: the inventory out, what they edited back in, and what changed between two inventories.
//!
//! In: an [`Inventory`](super::model::Inventory), or bytes of an edited table. Out: [`Sheet`]s of cells, a [`Review`] of
//! edits, corrections, and [`Changes`] of a new import.
//! How cells become CSV or XLSX is the business of `output`.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables and numbers. Start with `columns`, then `sheets`, `review`.

mod agree;
mod changes;
pub mod codes;
mod columns;
mod corrections;
mod forms;
mod house;
mod reach;
mod returned;
mod review;
mod sheets;
mod stamp;
mod tabled;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod whole_tests;

pub use changes::{Change, ChangeKind, Changes, Counts, compare};
pub use columns::{Column, STAMP, Subject};
pub use corrections::{Correction, FORMAT, read_corrections, render_corrections};
pub use forms::shown;
pub(in crate::inventory) use forms::{days, device_kind, employment, extension_kind, home, numbers, room_kind};
pub use returned::{Returned, guarded, read_returned};
pub use review::{Edit, EditState, Review, RowNote, review};
pub(in crate::inventory) use sheets::person_record;
pub use sheets::{Record, Sheet, Value, replaced, sheets};
pub(in crate::inventory) use tabled::Tabled;
