//! Exports of proprietary telephone systems, each read without trust into one [`super::reading::Reading`].
//!
//! In: bytes of one export and the site's number plan. Out: extensions with accounts, people, devices with lines, groups, direct
//! dialling, forwards, and findings. What each format is and how to export it stands in `docs/formats/`.
//! Each importer finds the words of its product; `gather` makes extensions, people and devices of them, in one way for all.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables, numbers, kinds, staff and terms of `asterisk`.
//! Start with `gather`, then one of the formats: `ipdect` and `starface` are short, `cisco` is long.

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

pub(in crate::inventory) use names::unordered;
