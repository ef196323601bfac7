//! A sans-IO SIP user agent: messages, digest, framing, timers, transactions, REGISTER.
//!
//! In: bytes, the time, tokens from a seeded source. Out: bytes to send, when to call again, what was learnt.
//! RFC 3261, 3581 (rport), 7616 and 8760 (digest), 5626 (outbound, keep-alive by line ends and STUN), 5627 (GRUU), 3327 and 3608 (Path,
//! Service-Route).
//! Message values and the only door to `rsip` are in [`message`]; lists, URIs and Via are read by our own code, because
//! rsip rejects or cuts what real servers send (asserted in `message/second_opinion.rs`).
//! May import: `domain`. Never touches a socket or a clock. Start with [`message`].

pub mod answering;
pub mod call;
pub mod challenge;
pub mod clock;
pub mod digest;
pub mod framing;
pub mod keep_alive;
pub mod mask;
pub mod message;
pub mod name_addr;
pub mod params;
pub mod redirect;
pub mod register;
pub mod sdp;
pub mod stun;
pub mod template;
pub mod timers;
pub mod tokens;
pub mod transaction;
pub mod uri;
pub mod via;

#[cfg(test)]
mod tests;

pub use message::{Answer, Headers, Message, Method, ParseError, Request, Response};
pub use name_addr::NameAddr;
pub use uri::{SipUri, Uri};
pub use via::Via;
