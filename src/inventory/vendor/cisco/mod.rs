//! Cisco: exports of Unified CM (Bulk Administration), survey sheets made for it, and the configuration of CME routers.
//!
//! In: bytes of one file. Out: one reading. A line is directory number and partition together, never the number alone.
//! May import: what `vendor` may. Start with `phones`, then `lines`, `users`, `cme`.

pub mod cme;
mod config;
mod insert;
mod lines;
mod names;
pub mod phones;
mod survey;
pub mod users;

pub use insert::FORMAT as INSERT;
pub use survey::FORMAT as SURVEY;
