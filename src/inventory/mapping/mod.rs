//! Everything that has no importer of its own, read by a `mapping.yaml` that says what the columns are.
//!
//! In: the tree of a mapping file, then the bytes of a list (CSV, XLSX, ODS, or a print with fixed columns). Out: a reading.
//! [`guess`] proposes a mapping for a file nobody has described yet. A mapping becomes a table with known columns; people, devices
//! and extensions are then read as from any other list.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables, numbers, kinds, staff and devices.
//! Start with `model`, then `parse`, `lay_out`, `apply`.

mod aligned;
mod apply;
pub mod codes;
mod field;
pub mod guess;
mod lay_out;
mod model;
mod overrun;
mod parse;
#[cfg(test)]
mod places_tests;
mod print;
mod render;
mod shapes;
pub mod shipped;
#[cfg(test)]
mod tests;

pub use apply::read;
pub use field::MappedField;
pub use model::Mapping;
pub use parse::{Parsed, parse};
