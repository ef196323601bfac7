//! Asterisk's files in, extensions with accounts, mailboxes, queues and dialplan lines out.
//!
//! In: a folder behind [`files::Files`] (`store::pbx_folder` on disk, [`files::MemoryFiles`] in memory), or one file as a [`format`]:
//! a configuration file, a print of `database show`, realtime tables. Out: [`AsteriskImport`], which becomes a `Reading`;
//! below it, for those who want sections or objects, [`config::read`] and [`pjsip::objects::resolve`].
//! May import: `domain`, `diag`, `policy`, `inventory::{model, numbers, reading, formats, kind, staff, sql, table}`.
//! Start with [`import()`], then [`config`], `pjsip`, `dialplan`; for the rest with [`format`], `database`, `realtime`.

mod acl;
mod application;
mod bounded;
pub mod codes;
pub mod config;
mod database;
mod dead_ends;
pub mod dialplan;
pub mod files;
mod foreign;
pub mod format;
pub(crate) mod glob;
mod groups;
mod import;
#[cfg(test)]
mod marker_tests;
mod named;
mod peer;
mod peer_options;
pub mod pjsip;
pub mod queues;
mod realtime;
pub mod rings;
mod routes;
#[cfg(test)]
pub(in crate::inventory) mod shown;
pub mod sip;
pub mod users;
pub mod voicemail;

pub use application::{leaves, speaks_no_sip};
pub use import::{AsteriskImport, ImportConfig, import, member_unknown, rings_nobody};
pub use named::Unnumbered;
pub use realtime::columns as realtime_columns;
