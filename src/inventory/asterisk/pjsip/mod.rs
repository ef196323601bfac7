//! Objects of pjsip.conf: which sections become endpoints, auths, AORs and transports, and which of them Asterisk drops.
//!
//! In: a [`Config`](super::config::Config). Out: [`Objects`] as Asterisk has them after loading, findings, and the accounts of the
//! inventory. Source: runs of Asterisk 22.10.1, its option registrations. May import: `domain`, `diag`, `inventory::model`,
//! `inventory::kind`. Start with [`objects`], then `accounts`.

pub mod accounts;
mod beside;
pub mod callerid;
mod issues;
pub mod objects;
pub mod obstacles;
mod options;
pub(in crate::inventory::asterisk) mod phoneprov;
mod trunks;
mod web;
pub mod wizard;

pub use objects::{Object, ObjectKind, Objects};
pub use options::digests;
pub(super) use options::is_true;
pub use options::known_options;

#[cfg(test)]
mod tests;
