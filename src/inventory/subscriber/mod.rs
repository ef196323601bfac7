//! What exports of SIP telephone systems have in common: numbers, accounts, passwords, groups, doubles, and their findings.
//!
//! In: cells or attributes that an importer has found. Out: [`Subscribers`], which becomes a `Reading`.
//! One way for all, so that a double number or a password that is only a digest means the same in each export.
//! May import: `domain`, `diag`, `policy`, the inventory's model, `numbers`, `kind`, `table`, terms of `asterisk`.
//! Start with [`Subscribers`], then `groups` and `header`.

pub(in crate::inventory) mod again;
pub mod codes;
mod groups;
mod header;
mod list;
mod rows;
#[cfg(test)]
pub(in crate::inventory) mod testing;
mod told;

pub(in crate::inventory) use crate::inventory::table::{Differing, truth};
pub(in crate::inventory) use groups::numbers_of_groups;
pub(in crate::inventory) use header::{below, count, titles};
pub(in crate::inventory) use list::{
    More, NO_DOMAIN, Password, Subscriber, Subscribers, caller_id, calls, dial_target, open_table,
};
pub(in crate::inventory) use told::{NotSip, listed_twice, not_dialable, of_another_site};
