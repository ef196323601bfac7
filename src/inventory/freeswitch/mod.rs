//! FreeSWITCH's directory: users, domains and groups in XML, put together from many files before it is XML at all.
//!
//! In: `directory/default.xml` or the whole `freeswitch.xml`, and its folder. Out: a `Reading` with places in the included files.
//! May import: `domain`, `diag`, `policy`, the inventory's model, `subscriber`, `xml`, Asterisk's `Files` and `glob`.
//! Start with `directory`, then `lines` (the pre-processor), `source` (places), `user`.

pub mod codes;
mod directory;
mod include;
mod lines;
mod source;
mod user;

#[cfg(test)]
mod tests;

pub use directory::FORMAT as DIRECTORY;
