//! Many foreign lists in, one normalised inventory out, every field with its origin.
//!
//! In: bytes of PBX files, directories and lists. Out: [`model::Inventory`], [`crate::domain::Secrets`] and findings. Every importer
//! gives one [`reading::Reading`]; [`formats`] knows which importer reads what, `merge` joins the readings.
//! May import: `domain`, `diag`, `policy`. Reading files is the caller's work (a `Files` callback), so all of it runs in memory.
//! Start with [`model`], then `asterisk`, `staff`, `merge`, `check`.

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
pub mod password;
pub mod phones;
pub mod reading;
pub mod sql;
pub mod staff;
pub mod subscriber;
pub mod table;
pub mod vendor;
pub mod wazo;
pub mod xml;
