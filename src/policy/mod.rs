//! The admin's one YAML file, `deskshift.yaml`: raw tree in, checked [`site::Site`] out, all complaints at once with line and column.
//!
//! In: a tree of located nodes ([`raw`]), made from YAML by `store/yaml`. Out: [`site::Site`] and findings.
//! Every key is in [`keys`] and in `docs/deskshift-yaml.md`. Imports `domain`, `diag` and `capacity` only.
//! Start with [`site`], then [`read`].

mod caps;
mod check;
pub mod clients;
pub mod codes;
pub mod dialling;
pub mod directory;
pub mod exceptions;
mod fields;
mod fleet;
pub mod graft;
pub mod keys;
mod letters;
pub mod media;
mod numbers;
pub mod overrides;
pub mod raw;
pub mod read;
mod roster_read;
mod roster_rules;
mod school_holidays;
mod secrets;
pub mod security;
mod server;
mod shifts;
pub mod site;
mod variable;
pub mod waves;

pub use check::unknown_clients;

#[cfg(test)]
mod roster_tests;
#[cfg(test)]
mod tests;
