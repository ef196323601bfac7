//! The link server: HTTPS in front of the gate of `links`, with the only listening socket that the outside may reach.
//!
//! In: the journals of links, the generation in force, a certificate. Out: profiles to who holds a link, journal lines, an audit log.
//! HTTP/1.1 (RFC 9112) by `hyper`; each answer about a profile ends its connection, so that the end says whether it was sent whole.
//! May import: `links`, `net`, `store`. Start with [`server`], then `connection`.
#![allow(clippy::disallowed_methods)] // the edge reads the clock

mod answer;
mod audit;
pub mod clear;
mod connection;
pub mod library;
mod packed;
pub mod record;
pub mod server;
pub mod shelf;
mod tar;
pub mod tls;
pub mod tombstone;
mod watched;
