//! One side of a call that is ours: its signalling and its sound.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::agree::{self, Sheet};
use super::facts::{Declined, Side};
use crate::rtp::media::{Identity, Media};
use crate::rtp::tone::Tone;
use crate::sip::call::{Callee, Caller, Event};
use crate::sip::sdp::Description;
use crate::sip::tokens::Tokens;
use crate::sip::{Request, Response};

/// Which side it is.
#[derive(Debug)]
pub(super) enum Role {
    Caller(Box<Caller>),
    Callee(Box<Callee>),
}

#[derive(Debug)]
pub(super) struct Leg {
    pub lane: usize,
    pub call: usize,
    pub role: Role,
    pub sheet: Sheet,
    pub media: Option<Media>,
    pub remote: Option<SocketAddr>,
    pub remote_control: Option<SocketAddr>,
    pub heard_from: BTreeSet<SocketAddr>,
    pub reoffers: u32,
    pub declined: Option<Declined>,
    /// When the callee answers.
    pub answer_at: Option<Instant>,
    tone: Tone,
    digit: char,
    tokens: Tokens,
}

impl Leg {
    pub fn new((call, lane): (usize, usize), role: Role, sheet: Sheet, (tone, digit): (Tone, char), tokens: Tokens) -> Self {
        Self {
            lane,
            call,
            role,
            sheet,
            media: None,
            remote: None,
            remote_control: None,
            heard_from: BTreeSet::new(),
            reoffers: 0,
            declined: None,
            answer_at: None,
            tone,
            digit,
            tokens,
        }
    }

    pub fn call_id(&self) -> &str {
        match &self.role {
            Role::Caller(caller) => caller.call_id(),
            Role::Callee(callee) => callee.call_id(),
        }
    }

    pub fn local_tag(&self) -> &str {
        match &self.role {
            Role::Caller(caller) => caller.local_tag(),
            Role::Callee(callee) => callee.local_tag(),
        }
    }

    pub fn is_callee(&self) -> bool {
        matches!(self.role, Role::Callee(_))
    }

    /// See [`crate::probe::trace::Passed::end`].
    pub fn end(&self) -> usize {
        usize::from(self.is_callee())
    }

    pub fn is_over(&self) -> bool {
        match &self.role {
            Role::Caller(caller) => caller.is_over(),
            Role::Callee(callee) => callee.is_over(),
        }
    }

    pub fn is_confirmed(&self) -> bool {
        match &self.role {
            Role::Caller(caller) => caller.is_confirmed(),
            Role::Callee(callee) => callee.is_confirmed(),
        }
    }

    pub fn poll_event(&mut self) -> Option<Event> {
        match &mut self.role {
            Role::Caller(caller) => caller.poll_event(),
            Role::Callee(callee) => callee.poll_event(),
        }
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        match &mut self.role {
            Role::Caller(caller) => caller.poll_transmit(),
            Role::Callee(callee) => callee.poll_transmit(),
        }
    }

    /// When signalling wants to be called again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let own = match &self.role {
            Role::Caller(caller) => caller.poll_timeout(),
            Role::Callee(callee) => callee.poll_timeout(),
        };
        own.into_iter().chain(self.answer_at).min()
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        match &mut self.role {
            Role::Caller(caller) => caller.handle_timeout(now),
            Role::Callee(callee) => callee.handle_timeout(now),
        }
    }

    pub fn handle_response(&mut self, now: Instant, response: &Response) {
        match &mut self.role {
            Role::Caller(caller) => caller.handle_response(now, response),
            Role::Callee(callee) => callee.handle_response(now, response),
        }
    }

    pub fn handle_request(&mut self, now: Instant, request: &Request) {
        match &mut self.role {
            Role::Caller(caller) => caller.handle_request(request),
            Role::Callee(callee) => callee.handle_request(now, request),
        }
    }

    pub fn hang_up(&mut self, now: Instant) {
        match &mut self.role {
            Role::Caller(caller) => caller.hang_up(now),
            Role::Callee(callee) => callee.hang_up(now),
        }
    }

    /// The PBX answered our offer with this.
    pub fn answered(&mut self, at: Duration, body: &[u8]) {
        match agree::with_answer(&mut self.sheet, body) {
            Ok(agreement) => self.agree(at, agreement),
            Err(declined) => self.declined = Some(declined),
        }
    }

    /// The PBX offers this to the called side; gives our answer.
    pub fn offered(&mut self, at: Duration, body: &[u8]) -> Option<Vec<u8>> {
        match agree::with_offer(&mut self.sheet, body, &mut self.tokens) {
            Ok((agreement, text)) => {
                self.agree(at, agreement);
                Some(text.into_bytes())
            }
            Err(declined) => {
                self.declined.get_or_insert(declined);
                None
            }
        }
    }

    /// A later offer inside the call.
    pub fn offered_again(&mut self, now: Instant, at: Duration, request: &Request) {
        self.reoffers += 1;
        let answer = if request.body.is_empty() {
            // An INVITE without a description asks for ours.
            Some(self.sheet.again())
        } else {
            self.offered(at, &request.body)
        };
        match &mut self.role {
            Role::Caller(caller) => caller.answer_offer(now, request, answer),
            Role::Callee(callee) => callee.answer_offer(now, request, answer),
        }
    }

    /// The answer to our description came with the ACK.
    pub fn acknowledged(&mut self, at: Duration, body: &[u8]) {
        if Description::parse(body).is_some() {
            self.answered(at, body);
        }
    }

    fn agree(&mut self, at: Duration, agreement: agree::Agreement) {
        self.remote = agreement.remote;
        self.remote_control = agreement.remote_control;
        match &mut self.media {
            Some(media) => media.agree_again(agreement.agreed),
            None => {
                let random = self.tokens.next_u64();
                let identity = Identity {
                    tone: self.tone,
                    digit: self.digit,
                    ssrc: random as u32,
                    // Half the range, so that a short call never wraps.
                    sequence: (random >> 32) as u16 & 0x7fff,
                    timestamp: self.tokens.next_u64() as u32,
                    cname: format!("{}@deskshift", self.tokens.hex()),
                };
                let mut media = Media::start(at, agreement.agreed, identity);
                if matches!(self.role, Role::Callee(_)) {
                    media.hold_digit();
                }
                self.media = Some(media);
            }
        }
    }

    /// A digit by INFO: `Signal=5` (application/dtmf-relay), or the digit alone.
    pub fn info(&mut self, body: &[u8]) {
        let text = String::from_utf8_lossy(body);
        let signal = text.lines().find_map(|line| line.trim().strip_prefix("Signal=")).unwrap_or(text.trim());
        if let (Some(media), Some(digit)) = (&mut self.media, signal.trim().chars().next()) {
            media.digit_by_message(digit);
        }
    }

    pub fn side(&self) -> Side {
        Side {
            codec: self.media.as_ref().map(Media::codec),
            secure: self.media.as_ref().is_some_and(Media::is_secure),
            events: self.sheet.events_agreed,
            sends_to: self.remote,
            heard_from: self.heard_from.clone(),
            account: self.media.as_ref().map(Media::account).unwrap_or_default(),
            reoffers: self.reoffers,
            declined: self.declined.clone(),
        }
    }
}
