//! Calls (RFC 3261 sections 9, 12 to 15): the side that calls and the side that is called, each as a state machine.
//!
//! In: the time, requests and responses of this call, the wish to answer, refuse or end. Out: messages to send, when to call again,
//! [`Event`]s. Nothing here knows what a session description says. Start with [`Caller`] and [`Callee`].

mod callee;
mod caller;
mod dialog;
#[cfg(test)]
mod tests;

pub use callee::Callee;
pub use caller::{Caller, CallerSettings};

use super::message::Request;
use super::name_addr::NameAddr;
use super::uri::SipUri;
use crate::domain::{HostPort, Transport};

/// What we take inside a call.
pub const ALLOW: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, UPDATE, INFO";

/// Our end of the wire.
#[derive(Debug, Clone)]
pub struct Us {
    pub transport: Transport,
    /// For Via.
    pub sent_by: HostPort,
    /// Where the other side reaches us.
    pub contact: SipUri,
    pub user_agent: String,
}

impl Us {
    fn is_reliable(&self) -> bool {
        self.transport != Transport::Udp
    }

    fn contact_value(&self) -> String {
        NameAddr::new(self.contact.clone()).to_string()
    }
}

/// What happened to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// 100 to 199; a description where the response carries one.
    Progress { status: u16 },
    /// 2xx to our INVITE, which has been acknowledged.
    Answered { body: Vec<u8> },
    /// A final response that is none, and what the PBX says to it.
    Refused { status: u16, reason: String, said: Vec<String> },
    /// No final response.
    Silent,
    /// The caller gave up before we answered.
    Cancelled,
    /// Our 2xx was acknowledged.
    Acknowledged { body: Vec<u8> },
    /// The other side ended the call.
    HungUp { reason: Option<String> },
    /// The other side wants another description (re-INVITE, UPDATE); to be answered with `answer_offer`.
    Offer { request: Box<Request> },
    /// A message inside the call, such as a digit.
    Info { body: Vec<u8> },
}
