//! Databases as tables of rows: SQL dumps, SQLite files and the text tables of SIP proxies, read without a server.
//!
//! In: bytes of one file and the names of the tables that are wanted. Out: [`Database`]: rows with the place of each value, and
//! findings about statements, values and tables that were not read. What the columns mean is the reader's business.
//! May import: `domain`, `diag`, the inventory's model and `table`. Start with [`open()`], then `rows`, `dump`, `sqlite`, `dbtext`.

pub mod codes;
mod copy;
mod cursor;
mod dbtext;
mod dump;
mod open;
mod rows;
mod sqlite;
mod values;

pub(in crate::inventory) use dbtext::columns_of as dbtext_columns;
pub(in crate::inventory) use open::{Database, has_table, is_sqlite, open, text_of};
pub(in crate::inventory) use rows::{Record, Rows};

#[cfg(test)]
mod tests;
