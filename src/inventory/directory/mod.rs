//! Dumps of a directory (Active Directory, OpenLDAP): LDIF, csvde and PowerShell's CSV. They know people, mail, rooms and logins.
//!
//! In: bytes of one file. Out: a reading with people; computers, contacts and groups are told. All three formats become records of
//! attributes, and one place says what an attribute means. Numbers and names take the same way as those of staff lists.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables and staff. Start with `record`, then `ldif`, `tables`, `people`.

mod base64;
pub mod codes;
mod dn;
mod ldif;
mod people;
mod record;
mod tables;
#[cfg(test)]
mod tests;

pub use ldif::FORMAT as LDIF;
pub use tables::{CSVDE, POWERSHELL};
