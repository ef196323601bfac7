//! Decides everything: client, transport, credentials by reference, change on the PBX. A plan leaves no choice for later stages.
//!
//! In: inventory and site policy. Out: [`model::Plan`] and findings. May import: `domain`, `diag`, `policy`, `inventory`.
//! Start with [`model`].

pub mod model;
