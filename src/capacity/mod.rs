//! How much of everything people at home need: trunk channels, agents, bandwidth, terminal servers, notebooks over time.
//!
//! In: numbers of people and calls. Out: numbers of channels, agents, servers, days. Pure arithmetic; imports nothing of ours but words.
//! Start with [`erlang`].

pub mod agents;
pub mod bandwidth;
pub mod codes;
pub mod engset;
pub mod erlang;
pub mod rollout;
pub mod servers;
pub mod trunks;
