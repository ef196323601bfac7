//! Decides everything: client, transport, credentials by reference, change on the PBX. A plan leaves no choice for later stages.
//!
//! In: inventory, secrets (compared, never shown), site policy and what the clients can do. Out: [`model::Plan`] with its findings.
//! May import: `domain`, `diag`, `policy`, `inventory`. Start with [`model`], then [`make`].

mod certificate;
mod change;
mod clients;
pub mod codes;
mod diff;
mod exceptions;
mod facts;
mod forecast;
mod make;
pub mod model;
mod one_ring;
mod overrides;
mod planned;
mod renew;
mod ring;
mod rtp_ports;
mod security;
mod sets;
pub mod test_target;
#[cfg(test)]
mod tests;
mod together;
mod twin;
mod wave;
mod words;

pub use crate::inventory::asterisk::rings::RING_CONTEXT;
pub use certificate::{Circumstances, ServerCertificate};
pub use clients::{ClientFacts, Clients, Incapable, SecretsAtRest, TlsVerify};
pub use diff::{Change, diff};
pub use make::{make, rule_of};
pub use one_ring::one_ring;
pub use overrides::kind_word;
pub use planned::Planned;
pub use rtp_ports::RtpPorts;
pub use sets::Sets;
pub use wave::wave_of;
pub use words::list as named;
