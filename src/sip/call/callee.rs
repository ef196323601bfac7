//! The side that is called: INVITE server transaction (RFC 3261 section 17.2.1), then a dialog.

use std::collections::VecDeque;
use std::time::Instant;

use super::super::digest::Credentials;
use super::super::message::{Method, Request};
use super::super::timers::Timers;
use super::super::tokens::Tokens;
use super::super::transaction::{AnsweredServer, ServerState};
use super::dialog::{Dialog, Ends, contact, routes};
use super::{ALLOW, Event, Us};

/// One call to our side.
#[derive(Debug)]
pub struct Callee {
    us: Us,
    timers: Timers,
    tokens: Tokens,
    invite: Request,
    tag: String,
    branch: String,
    /// The last provisional response, for an INVITE that comes again.
    ringing: Option<Vec<u8>>,
    refused: Option<AnsweredServer>,
    dialog: Option<Dialog>,
    credentials: Credentials,
    out: VecDeque<Vec<u8>>,
    events: VecDeque<Event>,
}

impl Callee {
    /// Takes the INVITE and says that it rings.
    #[must_use]
    pub fn ring(us: Us, timers: Timers, invite: Request, credentials: Credentials, mut tokens: Tokens) -> Self {
        let tag = tokens.hex();
        let branch = invite.headers.top_via().ok().and_then(|via| via.branch().map(str::to_owned)).unwrap_or_default();
        let ringing = invite.response(180, &tag).with("Contact", us.contact_value()).to_bytes();
        Self {
            us,
            timers,
            tokens,
            invite,
            tag,
            branch,
            out: VecDeque::from([ringing.clone()]),
            ringing: Some(ringing),
            refused: None,
            dialog: None,
            credentials,
            events: VecDeque::new(),
        }
    }

    #[must_use]
    pub fn call_id(&self) -> &str {
        self.invite.headers.get("Call-ID").unwrap_or_default()
    }

    /// Tag of our To.
    #[must_use]
    pub fn local_tag(&self) -> &str {
        &self.tag
    }

    #[must_use]
    pub fn invite(&self) -> &Request {
        &self.invite
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        match (&self.dialog, &self.refused) {
            (Some(dialog), _) => dialog.is_over(),
            (None, Some(refused)) => refused.state() != ServerState::Completed,
            (None, None) => false,
        }
    }

    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.out.pop_front().or_else(|| self.refused.as_mut()?.poll_transmit()).or_else(|| self.dialog.as_mut()?.poll_transmit())
    }

    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let refused = self.refused.as_ref().and_then(AnsweredServer::poll_timeout);
        let dialog = self.dialog.as_ref().and_then(Dialog::poll_timeout);
        refused.into_iter().chain(dialog).min()
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(refused) = &mut self.refused {
            refused.handle_timeout(now);
        }
        if let Some(dialog) = &mut self.dialog {
            dialog.handle_timeout(now);
        }
    }

    /// Answers with our description.
    pub fn accept(&mut self, now: Instant, description: Vec<u8>) {
        if self.dialog.is_some() || self.refused.is_some() {
            return;
        }
        let response = self
            .invite
            .response(200, &self.tag)
            .with("Contact", self.us.contact_value())
            .with("Allow", ALLOW)
            .with("User-Agent", self.us.user_agent.clone());
        let mut response = response;
        for route in self.invite.headers.all("Record-Route") {
            response.headers.push("Record-Route", route);
        }
        let local = response.headers.get("To").unwrap_or_default().to_owned();
        let bytes = response.with_body("application/sdp", description).to_bytes();
        let ends = Ends {
            call_id: self.call_id().to_owned(),
            local,
            remote: self.invite.headers.get("From").unwrap_or_default().to_owned(),
            target: contact(&self.invite.headers).unwrap_or_else(|| self.invite.uri.clone()),
            routes: routes(&self.invite.headers, false),
            cseq: 0,
        };
        let mut dialog = Dialog::new(self.us.clone(), self.timers, ends, self.credentials.clone());
        dialog.send(bytes.clone());
        dialog.repeat_until_ack(now, bytes, self.invite.headers.cseq().map(|c| c.number).unwrap_or_default());
        self.ringing = None;
        self.dialog = Some(dialog);
    }

    /// Refuses the call.
    pub fn refuse(&mut self, now: Instant, status: u16) {
        if self.dialog.is_none() && self.refused.is_none() {
            self.ringing = None;
            let bytes = self.invite.response(status, &self.tag).to_bytes();
            self.refused = Some(AnsweredServer::answer(now, bytes, true, self.us.is_reliable(), self.timers));
        }
    }

    /// Takes a request with the Call-ID of this call.
    pub fn handle_request(&mut self, now: Instant, request: &Request) {
        let branch = request.headers.top_via().ok().and_then(|via| via.branch().map(str::to_owned)).unwrap_or_default();
        if request.method == Method::INVITE && branch == self.branch {
            match (&mut self.dialog, &mut self.refused, &self.ringing) {
                (None, None, Some(ringing)) => self.out.push_back(ringing.clone()),
                (None, Some(refused), _) => refused.handle_request(),
                // The 2xx repeats itself until it is acknowledged.
                _ => {}
            }
            return;
        }
        if request.method == Method::ACK
            && let Some(refused) = &mut self.refused
        {
            refused.handle_ack(now);
            return;
        }
        if request.method == Method::CANCEL && branch == self.branch {
            self.out.push_back(request.response(200, &self.tag).to_bytes());
            if self.dialog.is_none() && self.refused.is_none() {
                self.refuse(now, 487);
                self.events.push_back(Event::Cancelled);
            }
            return;
        }
        if let Some(dialog) = &mut self.dialog {
            let event = dialog.handle_request(request);
            self.events.extend(event);
        } else {
            self.out.push_back(request.response(481, &self.tag).to_bytes());
        }
    }

    pub fn handle_response(&mut self, now: Instant, response: &super::super::message::Response) {
        if let Some(dialog) = &mut self.dialog {
            dialog.handle_response(now, response, &mut self.tokens);
        }
    }

    pub fn answer_offer(&mut self, now: Instant, request: &Request, description: Option<Vec<u8>>) {
        if let Some(dialog) = &mut self.dialog {
            dialog.answer(now, request, description);
        }
    }

    /// Ends the call wherever it is.
    pub fn hang_up(&mut self, now: Instant) {
        match &mut self.dialog {
            Some(dialog) => dialog.hang_up(now, &mut self.tokens),
            None => self.refuse(now, 480),
        }
    }

    /// The call was answered and is not over.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.dialog.as_ref().is_some_and(|dialog| !dialog.is_ending())
    }
}
