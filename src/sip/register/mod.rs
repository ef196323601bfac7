//! One REGISTER exchange of one account (RFC 3261 section 10, 22): fetch, bind or unbind.
//!
//! In: [`RegisterSettings`], the time, responses. Out: requests, when to call again, a [`RegisterOutcome`].
//! Rules of a safe validator: one authenticated try per account; one more only when the server says the nonce was stale, when it
//! may have become old on the way, or when a second asker (proxy, registrar) wants its own, and only while the owner permits it; nothing is done about a response that does not match.
//! Start with [`Registration`].

mod borrowed;
mod exchange;
mod outbound;
mod outcome;

pub use borrowed::{Challenged, Missed};
pub use exchange::{Handled, OLD_NONCE, Registration};
pub use outbound::{OutboundFacts, REG_ID};
pub use outcome::{ContactBinding, ContactList, Decisive, Ending, RegisterOutcome, Step, contact_bindings};

use std::borrow::Cow;
use std::time::Duration;

use smol_str::SmolStr;

use crate::domain::{HostPort, Transport};

use super::digest::Credentials;
use super::timers::Timers;
use super::uri::SipUri;

/// What a REGISTER asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// No Contact, no Expires: who is registered now? Changes nothing (section 10.2.3).
    Fetch,
    /// Register this contact for so many seconds.
    Bind { contact: SipUri, expires: u32 },
    /// Remove this contact, and no other.
    Unbind { contact: SipUri },
}

/// Everything that is fixed before the first message.
#[derive(Debug, Clone)]
pub struct RegisterSettings {
    /// The Request-URI: `sip:` and the domain, never with a user part, which FRITZ!Box ignores.
    pub registrar: SipUri,
    /// To and From.
    pub aor: SipUri,
    pub credentials: Credentials,
    pub transport: Transport,
    /// For Via: our address as the server should see it.
    pub sent_by: HostPort,
    pub operation: Operation,
    pub call_id: SmolStr,
    pub from_tag: SmolStr,
    /// Number of the first request; a later exchange with the same Call-ID goes on after [`Registration::next_cseq`].
    pub cseq: u32,
    /// `urn:uuid:…` for `+sip.instance` (RFC 5626 section 4.1).
    pub instance: Option<String>,
    /// `reg-id`: asks for outbound; left out where a proxy on the way refuses it (439). Of no use without an instance.
    pub reg_id: Option<u32>,
    /// A challenge that another line got: answered in the first request, in the hope that the registrar binds no nonce to a user.
    pub borrowed: Option<Challenged>,
    /// Route header values, for an outbound proxy.
    pub route: Vec<String>,
    pub user_agent: Cow<'static, str>,
    pub timers: Timers,
    /// Timer F.
    pub timeout: Duration,
}

impl RegisterSettings {
    /// A fetch for `user` at `domain` with the RFC's timers; the caller changes what it wants different.
    #[must_use]
    pub fn fetch(user: &str, domain: &str, credentials: Credentials, transport: Transport, sent_by: HostPort) -> Self {
        Self {
            registrar: SipUri::new(None, domain, None),
            aor: SipUri::new(Some(user), domain, None),
            credentials,
            transport,
            sent_by,
            operation: Operation::Fetch,
            call_id: SmolStr::default(),
            from_tag: SmolStr::default(),
            cseq: 1,
            instance: None,
            reg_id: None,
            borrowed: None,
            route: Vec::new(),
            user_agent: Cow::Borrowed(concat!("deskshift/", env!("CARGO_PKG_VERSION"))),
            timers: Timers::default(),
            timeout: Timers::default().give_up(),
        }
    }
}

#[cfg(test)]
mod tests;
