//! The registration of one line while its calls are made: made when it is needed, removed exactly when it is not.

use std::time::Instant;

use crate::domain::HostPort;
use crate::plan::model::Line;
use crate::probe::campaign::token::{USER_AGENT, contact, instance, stable_token};
use crate::probe::campaign::{credentials, last_status};
use crate::probe::journal::Binding;
use crate::sip::register::{Ending, Operation, OutboundFacts, REG_ID, RegisterSettings, Registration};
use crate::sip::timers::Timers;
use crate::sip::tokens::Tokens;
use crate::sip::{Response, SipUri};

use super::{Participant, Settings};

/// Removing our own contact is tried so often before it is left to expire.
const REMOVALS: u32 = 3;

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing of ours is registered.
    Free,
    Binding,
    Bound,
    Removing,
    /// The PBX did not take it, and what it said.
    Refused(String),
    /// It may still be there.
    Left,
}

/// One line's registration.
#[derive(Debug)]
pub(super) struct Bound {
    template: RegisterSettings,
    pub contact: SipUri,
    pub state: State,
    exchange: Option<Registration>,
    tokens: Tokens,
    cseq: u32,
    removals: u32,
    pub expires_s: u32,
    /// What the last answer to its removal said; none where none came.
    pub said: Option<u16>,
    /// The first request of an exchange that registers.
    announce: bool,
    pub requests: u64,
    pub repeated: u64,
    counted: u32,
    /// What the registrar wants requests to pass (RFC 3608).
    pub service_route: Vec<String>,
    /// What it said about the flow, until somebody has taken note.
    pub told: Option<OutboundFacts>,
}

impl Bound {
    pub fn new(person: &Participant, sent_by: &HostPort, settings: &Settings, mut tokens: Tokens) -> Self {
        let line = &person.line;
        let credentials = credentials(line, Some(&person.password));
        let contact = contact(line, line.transport, sent_by);
        let fetch = RegisterSettings::fetch(&line.aor_user, &line.domain, credentials, line.transport, sent_by.clone());
        // A server that lines are sent on to is asked as it was named (RFC 3261 section 8.1.3.4).
        let registrar = person.sent_on.as_ref().map_or_else(|| fetch.registrar.clone(), |there| there.uri.clone());
        let template = RegisterSettings {
            registrar,
            call_id: stable_token(&settings.identity, "call", line.id.as_str()),
            from_tag: tokens.hex().into(),
            instance: Some(instance(&settings.identity, line)),
            reg_id: Some(REG_ID),
            user_agent: USER_AGENT.into(),
            timers: Timers { t1: settings.t1, ..Timers::default() },
            timeout: settings.timeout,
            ..fetch
        };
        Self {
            template,
            contact,
            state: State::Free,
            exchange: None,
            tokens,
            cseq: settings.cseq,
            removals: 0,
            expires_s: settings.bind_expires_s,
            said: None,
            announce: false,
            requests: 0,
            repeated: 0,
            counted: 0,
            service_route: Vec::new(),
            told: None,
        }
    }

    pub fn call_id(&self) -> &str {
        &self.template.call_id
    }

    /// Nothing of ours is there any more, or nothing more can be done about it.
    pub fn is_settled(&self) -> bool {
        matches!(self.state, State::Free | State::Refused(_) | State::Left)
    }

    pub fn bind(&mut self, now: Instant) {
        if self.state == State::Free {
            self.state = State::Binding;
            let contact = self.contact.clone();
            self.announce = true;
            self.start(now, Operation::Bind { contact, expires: self.expires_s });
        }
    }

    /// Also where the answer to our REGISTER has not come: it may have arrived.
    pub fn remove(&mut self, now: Instant) {
        if matches!(self.state, State::Bound | State::Binding) {
            self.state = State::Removing;
            self.removals = 1;
            let contact = self.contact.clone();
            self.start(now, Operation::Unbind { contact });
        }
    }

    /// What is to be said when there is no time left.
    pub fn give_up(&mut self) {
        if !self.is_settled() {
            self.state = State::Left;
            self.exchange = None;
        }
    }

    fn start(&mut self, now: Instant, operation: Operation) {
        if let Some(before) = &self.exchange {
            self.cseq = before.next_cseq();
        }
        let settings = RegisterSettings { operation, cseq: self.cseq, ..self.template.clone() };
        let mut exchange = Registration::new(settings, self.tokens.fork());
        exchange.start(now);
        self.exchange = Some(exchange);
        self.counted = 0;
    }

    /// The next message; with the binding to write down before it leaves, where it may register our contact.
    pub fn poll_transmit(&mut self, line: &Line) -> Option<(Vec<u8>, Option<Binding>)> {
        let exchange = self.exchange.as_mut()?;
        let bytes = exchange.poll_transmit()?;
        self.requests += 1;
        if exchange.requests() == self.counted {
            self.repeated += 1;
        }
        self.counted = exchange.requests();
        let binding = std::mem::take(&mut self.announce).then(|| Binding {
            line: line.id.clone(),
            registrar: line.registrar.clone(),
            transport: line.transport,
            call_id: self.template.call_id.to_string(),
            cseq: self.cseq,
            contact: self.contact.to_string(),
            expires_s: self.expires_s,
        });
        Some((bytes, binding))
    }

    pub fn poll_timeout(&self) -> Option<Instant> {
        self.exchange.as_ref()?.poll_timeout()
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(exchange) = &mut self.exchange {
            exchange.handle_timeout(now);
        }
        self.advance(now);
    }

    pub fn handle_response(&mut self, now: Instant, response: &Response) {
        if let Some(exchange) = &mut self.exchange {
            exchange.handle(now, response);
        }
        self.advance(now);
    }

    fn advance(&mut self, now: Instant) {
        let Some(outcome) = self.exchange.as_ref().and_then(Registration::outcome) else { return };
        let listed = match &outcome.ending {
            Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. } => {
                let ours = |uri: &str| self.contact.is_written(uri);
                Some(outcome.unread_contacts > 0 || contacts.iter().any(|contact| contact.ours || ours(&contact.uri)))
            }
            _ => None,
        };
        let said = outcome.steps.last().map(|step| format!("{} {}", step.status, step.reason)).unwrap_or_default();
        match (&self.state, listed) {
            (State::Binding, Some(true)) => {
                self.service_route.clone_from(&outcome.service_route);
                self.told = Some(outcome.outbound.clone());
                self.state = State::Bound;
            }
            (State::Binding, _) => match outcome.ending {
                // No answer: it may have arrived.
                Ending::Silent { .. } | Ending::Accepted { .. } | Ending::AcceptedWithoutChallenge { .. } => self.remove(now),
                _ => self.refused(said),
            },
            (State::Removing, Some(false)) => self.free(),
            (State::Removing, _) if self.removals < REMOVALS => {
                self.removals += 1;
                let contact = self.contact.clone();
                self.start(now, Operation::Unbind { contact });
            }
            (State::Removing, _) => {
                self.said = last_status(outcome);
                self.state = State::Left;
            }
            _ => {}
        }
    }

    fn refused(&mut self, said: String) {
        self.state = State::Refused(said);
        self.next_exchange();
    }

    fn free(&mut self) {
        self.state = State::Free;
        self.next_exchange();
    }

    fn next_exchange(&mut self) {
        if let Some(before) = self.exchange.take() {
            self.cseq = before.next_cseq();
        }
    }
}
