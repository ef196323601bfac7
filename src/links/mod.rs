//! One-time links: who may fetch which profile, until when, how often, and what is known of each delivery.
//!
//! In: the journals' events, the time, the address of a caller, a path, random bytes. Out: verdicts, events to write down, audit records.
//! Rule: a caller learns nothing from a refusal; what is secret about a link is stored as a hash only.
//! May import: `domain`, `diag`, `plan`, `probe`. Start with [`gate`], then [`journal`] and [`token`].

pub mod codes;
pub mod delivery;
pub mod gate;
pub mod issue;
pub mod journal;
pub mod rates;
pub mod state;
#[cfg(test)]
mod tests;
pub mod token;
