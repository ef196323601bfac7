//! What the PBX needs so that desk phone and softphone live on one extension, with the passwords that the profiles carry: written, and
//! read back with our own readers of its formats.
//!
//! In: a plan, the inventory, the secrets, and what the PBX gave as its export. Out: [`PbxFile`]s, what they change
//! ([`Difference`]), advice, findings. A change whose effect is not certain is left out and named.
//! May import: `domain`, `diag`, `policy`, `inventory`, `plan`, of `sip` the digest. Start with [`asterisk`], then [`wanted`].

mod advice;
mod bulk;
pub mod codes;
mod columns;
mod difference;
mod directory;
mod escape;
mod fragment;
#[cfg(test)]
mod home_tests;
#[cfg(test)]
mod kinds_tests;
mod objects;
mod phones;
mod read_back;
mod render;
mod ring_context;
mod sections;
mod statement;
mod subscriber;
#[cfg(test)]
mod tests;
mod wanted;

pub use bulk::bulk;
pub use difference::Difference;
pub use directory::directory;
pub use fragment::{left_as_is, no_files, password_not_set};
pub use objects::{ari, realtime};
pub use phones::{DESK_PHONES, desk_phones};
pub use render::{Input, PbxFile, PbxOutput, asterisk};
pub use subscriber::{Seen, subscribers};

/// The file to include at the end of `pjsip.conf`.
pub use crate::inventory::asterisk::rings::FRAGMENT;
/// The file to include in `extensions.conf`.
pub const DIALPLAN: &str = "extensions.deskshift.conf";
/// The new passwords, for the desk phones that stay.
pub const NEW_PASSWORDS: &str = "new-passwords.csv";
/// What would change, in a review in place of files that are copies.
pub const CHANGES: &str = "changes.txt";
/// Statements for the table of subscribers.
pub const SUBSCRIBERS: &str = "subscriber.sql";
/// Statements for Asterisk's tables.
pub const REALTIME: &str = "realtime.sql";
/// Requests for Asterisk's ARI.
pub const ARI: &str = "ari.json";
/// Rows for FreePBX's Bulk Handler.
pub const BULK: &str = "bulk.csv";
