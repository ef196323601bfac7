//! deskshift moves the people of an authority from desk phones to softphones at home.
//!
//! The house has four floors; imports point down only (`tests/architecture.rs` holds the table):
//!
//! ```text
//! cli        composition only, no rule of the domain
//! edges      net  store  serve  output  lab   sockets, disk, https, screen, embedded PBX
//! engines    inventory > plan > profile, pbx  policy  sip  rtp  probe  links  roster  fleet   pure and deterministic
//! words      domain  diag                     types only
//! ```
//!
//! Start reading in [`domain`], then follow a datum: [`inventory`] → [`plan`] → [`profile`]/[`pbx`] → [`probe`] → [`roster`].
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods))] // tests of pure code may start from the real clock

pub mod capacity;
pub mod cli;
pub mod diag;
pub mod domain;
pub mod fleet;
pub mod inventory;
pub mod lab;
pub mod letters;
pub mod links;
pub mod net;
pub mod output;
pub mod pbx;
pub mod plan;
pub mod policy;
pub mod probe;
pub mod profile;
pub mod roster;
pub mod rtp;
pub mod serve;
pub mod sip;
pub mod staging;
pub mod store;
pub mod watch;

/// Names that want to break out, which the tests of writers share with those of importers.
#[cfg(test)]
#[path = "../tests/support/hostile.rs"]
mod hostile;

/// The generator of the tests that damage bytes, which those outside of the library share.
#[cfg(test)]
#[path = "../tests/support/random.rs"]
mod random;
