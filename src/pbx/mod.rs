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

pub use fragment::password_not_set;
pub use render::{Input, PbxFile, PbxOutput, asterisk};

/// The file to include at the end of `pjsip.conf`.
pub const FRAGMENT: &str = "pjsip.deskshift.conf";
/// The file to include in `extensions.conf`.
pub const DIALPLAN: &str = "extensions.deskshift.conf";
/// The new passwords, for the desk phones that stay.
pub const NEW_PASSWORDS: &str = "new-passwords.csv";
