//! The embedded PBX: reads an Asterisk export and answers REGISTER as Asterisk 22 does, on loopback only.
//!
//! In: objects of `pjsip.conf`, faults, requests. Out: answers as measured (`docs/lab.md` lists what is alike and what not).
//! RFC 3261 section 10, RFC 3581, RFC 8760. May import: `domain`, `diag`, `inventory`, `sip`, `store`.
//! Start with [`registrar`] (pure), then [`faults`] (pure), then [`server`] (sockets).

pub mod bindings;
pub mod faults;
pub mod load;
pub mod nonce;
pub mod objects;
pub mod pbx;
pub mod registrar;

#[cfg(test)]
mod registrar_tests;
