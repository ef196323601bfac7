//! Exports of proprietary telephone systems, each read without trust into one [`super::reading::Reading`].
//!
//! In: bytes of one export and the site's number plan. Out: extensions with accounts, people, devices with lines, groups, direct
//! dialling, forwards, and findings. What each format is and how to export it stands in `docs/formats/`.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables and kinds. Start with `gather`, then one of the formats.

pub mod cisco;
pub mod codes;
mod gather;
pub mod hipath;
pub mod innovaphone;
pub mod ipdect;
mod names;
pub mod starface;
#[cfg(test)]
mod testing;
pub mod threecx;
pub mod vodia;
mod xml;
pub mod yeastar;
