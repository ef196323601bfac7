//! The embedded PBX: reads an Asterisk export and answers REGISTER as Asterisk 22 does, on loopback only.
//!
//! In: objects of `pjsip.conf`, faults, requests. Out: answers as measured (`docs/lab.md` lists what is alike and what not).
//! RFC 3261 sections 10 and 16.11, RFC 3581, RFC 8760. May import: `domain`, `diag`, `inventory`, `sip`.
//! Start with [`registrar`] (pure), then [`faults`] (pure), [`pbx`] (both together), then [`server`] (sockets).
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // an edge: it has sockets and reads the clock

mod authentication;
pub mod bindings;
mod certificates;
pub mod codes;
mod echo;
mod export;
pub mod faults;
mod fork;
pub mod load;
pub mod nonce;
pub mod objects;
pub mod pbx;
pub mod registered;
pub mod registrar;
mod relay;
mod server;
mod web_socket;

pub use export::read_export;
pub use server::{Counts, Ended, Lab, Observer, Settings};

#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod registrar_tests;
#[cfg(test)]
mod relay_tests;
#[cfg(test)]
mod server_tests;
