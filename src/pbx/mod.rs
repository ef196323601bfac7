//! What the PBX needs so that desk phone and softphone live on one extension: written, and read back with our own reader of its grammar.
//!
//! In: a plan, the inventory, and the PBX's files as exported. Out: [`PbxFile`]s to include, advice for the dialplan, findings.
//! Asterisk only; other kinds get nothing. Source: `main/config.c` and `res_pjsip` of Asterisk 22, measured.
//! May import: `domain`, `diag`, `policy`, `inventory`, `plan`. Start with [`render`].

mod advice;
pub mod codes;
mod escape;
mod fragment;
mod read_back;
mod render;
#[cfg(test)]
mod tests;

pub use render::{PbxFile, PbxOutput, render};

/// The file to include at the end of `pjsip.conf`.
pub const FRAGMENT: &str = "pjsip.deskshift.conf";
/// The file to include in `extensions.conf`.
pub const DIALPLAN: &str = "extensions.deskshift.conf";
