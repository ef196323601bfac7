//! Subscribers and aliases of Kamailio and OpenSIPS in, extensions with accounts and direct numbers out.
//!
//! In: the tables `subscriber` and `dbaliases`, from a text table (`db_text`), an SQL dump or an SQLite file. Out: a `Reading`.
//! These registrars know neither names nor mailboxes nor rooms: join them with a directory or a staff list.
//! May import: `domain`, `diag`, `policy`, `inventory::{model, numbers, reading, formats, kind, sql, table}`, codes of `subscriber`. Start with `format`, then `subscribers`;
//! `apart` joins the two tables where each is a source of its own.

mod aliases;
mod apart;
pub mod codes;
mod format;
mod subscribers;

pub use apart::Open;
pub(in crate::inventory) use apart::join;
pub use format::{DBTEXT, SQL, SQLITE};

#[cfg(test)]
mod tests;
