//! Asterisk's configuration files in, extensions with accounts, mailboxes, queues and dialplan lines out.
//!
//! In: a folder behind [`files::Files`]. Out: [`config::Config`] (sections as Asterisk reads them) and, from it, the parts of
//! the inventory. May import: `domain`, `diag`, `inventory::model`. Start with [`config`].

pub mod codes;
pub mod config;
pub mod files;
mod glob;
