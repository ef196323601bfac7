//! What FreePBX and its relative Issabel export as separated text: extensions and inbound routes.
//!
//! In: one file of the Bulk Handler, of the older Bulk Extensions or of Issabel's Extensions Batch. Out: a `Reading`.
//! Unquoted commas spill voicemail options into the cells behind them; `mend` puts such rows right before they are read.
//! May import: `domain`, `diag`, `policy`, the inventory's model, `kind`, `table`, `subscriber`. Start with `bulk`, then `dids`, `issabel`, `mend`.

mod bulk;
mod dids;
mod issabel;
mod mend;
mod phone;

#[cfg(test)]
mod tests;

pub use bulk::FORMAT as BULK;
pub use dids::FORMAT as DIDS;
pub use issabel::FORMAT as ISSABEL;
