//! The only sockets of the client side: UDP, TCP, TLS and WebSocket flows to a registrar, name resolution, certificate judgement.
//!
//! In: a [`Target`] and bytes of whole SIP messages. Out: whole SIP messages, or a [`FlowError`] that says in words what is wrong.
//! RFC 3261 section 18, RFC 3263 (servers of a name), RFC 5626 (keep-alive), RFC 7118 (WebSocket). Payloads are never logged.
//! May import: `sip`, `rtp`, `probe`, `plan`, `policy`. Start with [`Flow::open`].
// The edge reads the clock; engines get it as an argument.
#![allow(clippy::disallowed_methods)]

pub mod calls;
mod certificate;
pub mod driver;
mod error;
mod flow;
mod locate;
mod met;
mod resolve;
pub mod server;
mod stream;
mod trust;
mod udp;
mod web_socket;

pub use certificate::{CertificateFacts, CertificateFault, in_pem as certificates_in_pem};
pub use error::{FlowError, TlsFault, WebSocketFault};
pub use flow::{Flow, Target};
pub use locate::Dns;
pub use met::{Met, MetTls};
pub use resolve::resolve;
pub use stream::{Incoming, SipStream};
pub use trust::TlsSettings;
pub use udp::UdpFlow;

#[cfg(test)]
mod tests;
