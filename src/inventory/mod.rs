//! Many foreign lists in, one normalised inventory out, every field with its origin.
//!
//! In: bytes of exports, directories, lists and phones' files. Out: [`model::Inventory`], [`crate::domain::Secrets`] and findings.
//! Every importer gives one [`reading::Reading`]; [`formats`] recognises a file by its content and knows its importer; `merge` joins
//! the readings, `check` judges the whole.
//! Below the importers: `table`, `sql` and `xml` make cells out of bytes, `numbers`, `kind` and `password` understand single values.
//! Importers: `asterisk`; `freepbx`, `fusionpbx`, `freeswitch`, `wazo` (by way of `subscriber`); `kamailio`; `vendor`; `directory`; `staff`;
//! `devices`; `rooms`; `phones`; and `mapping` for everything else. `own_days` reads what the roster needs beside the inventory.
//! May import: `domain`, `diag`, `policy`. Reading files is the caller's work (a `Files` callback), so all of it runs in memory.
//! Start with [`model`], [`reading`] and [`formats`], then one importer, `merge`, `check`.

pub mod asterisk;
pub mod check;
pub mod codes;
pub mod devices;
pub mod directory;
pub mod exchange;
pub mod formats;
pub mod freepbx;
pub mod freeswitch;
pub mod fusionpbx;
pub mod kamailio;
pub mod kind;
pub mod mapping;
pub mod merge;
pub mod model;
pub mod numbers;
pub mod own_days;
pub mod password;
pub mod phones;
pub mod reading;
pub mod rooms;
mod secrecy;
pub mod sql;
pub mod staff;
pub mod subscriber;
pub mod table;
pub mod vendor;
pub mod wazo;
pub mod xml;
mod zeros;
