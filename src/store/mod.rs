//! The only disk: reading with limits, versioned documents, replacement by rename, 0600 for secrets, a lock with its owner.
//!
//! In: paths and values. Out: bytes, documents, findings with the path in them. May import everything below the edges.
//! Start with [`site_folder`], then [`document`] and [`files`].
#![allow(clippy::disallowed_methods)] // this room is where the disk is read and written

pub mod by_record;
pub mod codes;
pub mod document;
pub mod files;
pub mod generation;
pub mod golden;
pub mod letters;
pub mod lock;
pub mod memory;
mod open;
mod os_name;
pub mod pbx_folder;
pub mod profiles;
pub mod random;
mod record_lines;
pub mod secrets;
mod share;
pub mod site_folder;
mod stamps;
mod temporary;
pub mod written;
pub mod yaml;
