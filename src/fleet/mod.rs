//! Files for the authority's own devices: thin clients with IGEL OS, notebooks with Windows.
//!
//! In: inventory (who has which device), plan, policy, rendered profiles or one-time links. Out: one folder of secrets for each device or
//! user, scripts without any secret, and the list of who gets what ([`Fleet`]).
//! Rule: whatever holds a password or a link is in a folder of one owner; everything else may lie where everybody reads it.
//! May import: `domain`, `diag`, `policy`, `inventory`, `plan`, `profile`, `links`. Start with [`build`], then `places`.

mod assign;
pub mod codes;
mod places;
mod scripts;
#[cfg(test)]
mod tests;

pub use assign::{Assignment, Fleet, FleetFile, Given, Os, build};
