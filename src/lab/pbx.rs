//! Registrar and faults together: what the sockets talk to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::faults::{Fate, Faults, Trouble};
use super::objects::Objects;
use super::registrar::{Cause, Event, Quirks, Registrar, Source};
use crate::domain::Transport;
use crate::sip::message::{Message, Method};
use crate::sip::uri::SipUri;

/// The embedded PBX without its sockets, with all that goes wrong on purpose.
pub struct Pbx {
    registrar: Registrar,
    trouble: Trouble,
}

/// An answer on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub bytes: Vec<u8>,
    pub to: Source,
    pub after: Duration,
}

impl Pbx {
    #[must_use]
    pub fn new(objects: Objects, faults: Faults, seed: [u8; 32]) -> Self {
        let quirks = Quirks { stale: faults.stale, algorithms: faults.algorithms.clone(), min_expires: faults.min_expires };
        let mut dice = seed;
        dice.reverse();
        dice[0] ^= 0x5a;
        let mut registrar = Registrar::new(objects, quirks, seed);
        registrar.carry_calls(faults.calls.clone(), BTreeMap::new());
        Self { registrar, trouble: Trouble::new(faults, dice) }
    }

    /// Where it listens.
    pub fn listens(&mut self, addresses: BTreeMap<Transport, SocketAddr>) {
        let calls = self.registrar.calls.clone();
        self.registrar.carry_calls(calls, addresses);
    }

    /// Where the echo gives sound back.
    pub fn echoes_at(&mut self, at: SocketAddr) {
        self.registrar.echo = Some(at);
    }

    pub fn registrar(&mut self) -> &mut Registrar {
        &mut self.registrar
    }

    /// One datagram or message. The event is none where the message was lost or refused before anybody read it.
    pub fn receive(&mut self, now: Duration, source: Source, bytes: &[u8]) -> (Vec<Sending>, Option<Event>) {
        let udp = source.transport == Transport::Udp;
        let from = source.address.ip();
        if (udp && self.trouble.loses()) || self.trouble.arrives(now, from) == Fate::Vanish {
            return (Vec::new(), None);
        }
        let message = Message::parse(bytes).ok().filter(|message| message.defects().is_empty());
        if let Some(Message::Request(request)) = &message {
            let uri = request.headers.from().ok().map(|from| from.uri);
            let user = uri.as_ref().and_then(|uri| uri.as_sip()).and_then(SipUri::user_text).unwrap_or_default();
            match self.trouble.asks(now, &user, request.method == Method::REGISTER) {
                Fate::Pass => {}
                Fate::Vanish => return (Vec::new(), None),
                Fate::Status(fault) => {
                    let mut response = request.response(fault.status, "fault");
                    if let Some(seconds) = fault.retry {
                        response = response.with("Retry-After", seconds.to_string());
                    }
                    let event = Event {
                        method: request.method.as_str().to_owned(),
                        from_user: user.into_owned(),
                        status: fault.status,
                        cause: Cause::Answered,
                        open: false,
                        ban_hits: 0,
                    };
                    return (self.send(response.to_bytes(), source).into_iter().collect(), Some(event));
                }
            }
        }
        let outcome = self.registrar.receive(now, source, message.as_ref());
        self.trouble.counts(now, from, outcome.event.ban_hits);
        let sending = outcome.answers.into_iter().filter_map(|answer| self.send(answer.bytes, answer.to)).collect();
        (sending, Some(outcome.event))
    }

    fn send(&mut self, bytes: Vec<u8>, to: Source) -> Option<Sending> {
        if to.transport == Transport::Udp && self.trouble.loses() {
            return None;
        }
        Some(Sending { bytes, to, after: self.trouble.delay() })
    }
}
