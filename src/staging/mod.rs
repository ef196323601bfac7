//! The desk where notebooks are prepared: who gets which, checked while the scanner is still in the hand.
//!
//! In: delivered notebooks and persons of the inventory, scans, the journal's text, the day. Out: events for the journal, what to show,
//! findings, the pace. The state is a fold over the journal's events; nothing here reads a clock or a disk.
//! May import: `domain`, `diag`, `policy`, `inventory`. Start with [`desk`], then [`check`](mod@check), [`journal`], [`pace`].

mod bounded;
pub mod check;
pub mod codes;
pub mod desk;
pub mod file;
pub mod journal;
mod keyboard;
pub mod pace;
pub mod people;
pub mod scan;
pub mod status;
pub mod stock;
#[cfg(test)]
mod tests;
pub mod whom;
