//! A campaign of probes as one state machine: order, pacing, ban budget, observations, diagnosis, readiness.
//!
//! In: plan lines, rules, and what the network brought. Out: what to send next, and [`report::Report`].
//! May import: `domain`, `diag`, `policy`, `plan`, `sip`, `rtp`. Never touches a socket or a clock. Start with [`report`].

pub mod budget;
pub mod call;
pub mod campaign;
pub mod codes;
pub mod compare;
pub mod devices;
pub mod diagnose;
pub mod forecast;
pub mod guards;
pub mod journal;
pub mod known;
pub mod loss;
pub mod notes;
pub mod observation;
pub mod pace;
pub mod refused;
pub mod report;
pub mod schedule;
pub mod server;
pub mod slots;
#[cfg(test)]
pub(crate) mod testing;
pub mod trace;
pub mod ways;
