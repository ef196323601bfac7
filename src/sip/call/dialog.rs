//! A dialog (RFC 3261 section 12) and what happens inside it: BYE, re-INVITE, UPDATE, INFO.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::super::challenge::Challenges;
use super::super::digest::{self, Asked, Credentials};
use super::super::message::{Headers, Method, Request, Response};
use super::super::name_addr::{Contacts, NameAddr};
use super::super::params::Params;
use super::super::timers::Timers;
use super::super::tokens::Tokens;
use super::super::transaction::{ClientEvent, NonInviteClient};
use super::super::via::{MAGIC_COOKIE, Via};
use super::{Event, Us};

/// What identifies a dialog, and how to reach the other side in it.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    pub call_id: String,
    /// From and To as we send them, tags included.
    pub local: String,
    pub remote: String,
    /// The other side's contact.
    pub target: String,
    pub routes: Vec<String>,
    pub cseq: u32,
}

/// Via of a new request.
pub(super) fn via(us: &Us, branch: &str) -> String {
    Via {
        transport: us.transport.via_token().to_owned(),
        host: us.sent_by.host.to_string(),
        port: Some(us.sent_by.port),
        params: Params::default().with_flag("rport").with("branch", branch),
    }
    .to_string()
}

pub(super) fn branch(tokens: &mut Tokens) -> String {
    format!("{MAGIC_COOKIE}{}", tokens.hex())
}

/// The other side's contact, where it names one.
pub(super) fn contact(headers: &Headers) -> Option<String> {
    match headers.contacts().ok()? {
        Contacts::List(list) => Some(list.first()?.uri.to_string()),
        Contacts::Star => None,
    }
}

/// Record-Route as the route set of the side that got the request (`reversed` false) or sent it.
pub(super) fn routes(headers: &Headers, reversed: bool) -> Vec<String> {
    let mut list: Vec<String> = headers.addresses("Record-Route").unwrap_or_default().iter().map(NameAddr::to_string).collect();
    if reversed {
        list.reverse();
    }
    list
}

/// Answers to the challenges of a response, as header name and value.
pub(super) fn answers(
    response: &Response,
    credentials: &Credentials,
    method: &str,
    uri: &str,
    body: &[u8],
    tokens: &mut Tokens,
) -> Vec<(&'static str, String)> {
    let challenges = Challenges::of(response);
    let Some(best) = challenges.strongest(|challenge| credentials.can_answer(challenge)) else { return Vec::new() };
    let cnonce = tokens.hex();
    let asked = Asked { method, uri, body, cnonce: &cnonce, count: 1 };
    digest::answer(best, credentials, &asked).map(|value| vec![(best.asker.answer_header(), value)]).unwrap_or_default()
}

/// A 2xx that is repeated until its ACK comes (section 13.3.1.4).
#[derive(Debug)]
struct Accepted {
    bytes: Vec<u8>,
    cseq: u32,
    next: Instant,
    gap: Duration,
    until: Instant,
}

#[derive(Debug)]
struct Bye {
    client: NonInviteClient,
    branch: String,
    cseq: u32,
    authorized: bool,
}

/// An established dialog.
#[derive(Debug)]
pub(super) struct Dialog {
    us: Us,
    timers: Timers,
    ends: Ends,
    credentials: Credentials,
    out: VecDeque<Vec<u8>>,
    accepted: Option<Accepted>,
    bye: Option<Bye>,
    /// Answers to requests that may come again, by branch and method.
    answered: BTreeMap<(String, String), Vec<u8>>,
    over: bool,
}

impl Dialog {
    pub fn new(us: Us, timers: Timers, ends: Ends, credentials: Credentials) -> Self {
        Self {
            us,
            timers,
            ends,
            credentials,
            out: VecDeque::new(),
            accepted: None,
            bye: None,
            answered: BTreeMap::new(),
            over: false,
        }
    }

    pub fn is_over(&self) -> bool {
        self.over && self.bye.is_none()
    }

    /// BYE is on its way, or was.
    pub fn is_ending(&self) -> bool {
        self.over
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.out.pop_front().or_else(|| self.bye.as_mut()?.client.poll_transmit())
    }

    pub fn poll_timeout(&self) -> Option<Instant> {
        let accepted = self.accepted.as_ref().map(|accepted| accepted.next.min(accepted.until));
        let bye = self.bye.as_ref().and_then(|bye| bye.client.poll_timeout());
        accepted.into_iter().chain(bye).min()
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(accepted) = &mut self.accepted {
            if now >= accepted.until {
                self.accepted = None;
            } else if now >= accepted.next {
                self.out.push_back(accepted.bytes.clone());
                accepted.gap = self.timers.next_gap(accepted.gap);
                accepted.next = now + accepted.gap;
            }
        }
        if let Some(bye) = &mut self.bye
            && bye.client.handle_timeout(now) == Some(ClientEvent::TimedOut)
        {
            self.bye = None;
        }
    }

    fn request(&mut self, method: Method, branch: &str) -> Request {
        self.ends.cseq += 1;
        let mut request =
            Request::new(method.clone(), self.ends.target.clone()).with("Via", via(&self.us, branch)).with("Max-Forwards", "70");
        for route in &self.ends.routes {
            request = request.with("Route", route.clone());
        }
        request
            .with("From", self.ends.local.clone())
            .with("To", self.ends.remote.clone())
            .with("Call-ID", self.ends.call_id.clone())
            .with("CSeq", format!("{} {method}", self.ends.cseq))
            .with("User-Agent", self.us.user_agent.clone())
    }

    /// The ACK for a 2xx to the INVITE with this number.
    pub fn acknowledge(&mut self, cseq: u32, tokens: &mut Tokens) -> Vec<u8> {
        let kept = self.ends.cseq;
        let mut ack = self.request(Method::ACK, &branch(tokens));
        self.ends.cseq = kept;
        ack.headers.set("CSeq", format!("{cseq} ACK"));
        ack.to_bytes()
    }

    /// Sends BYE, once.
    pub fn hang_up(&mut self, now: Instant, tokens: &mut Tokens) {
        if !std::mem::replace(&mut self.over, true) {
            self.accepted = None;
            self.send_bye(now, None, tokens);
        }
    }

    fn send_bye(&mut self, now: Instant, challenge: Option<&Response>, tokens: &mut Tokens) {
        let branch = branch(tokens);
        let mut request = self.request(Method::BYE, &branch);
        let answered =
            challenge.map(|response| answers(response, &self.credentials, "BYE", &request.uri, b"", tokens)).unwrap_or_default();
        for (name, value) in answered {
            request.headers.push(name, value);
        }
        let reliable = self.us.is_reliable();
        // A PBX that does not answer a BYE is not waited for long.
        let client = NonInviteClient::start(now, request.to_bytes(), reliable, self.timers, self.timers.t1 * 8);
        self.bye = Some(Bye { client, branch, cseq: self.ends.cseq, authorized: challenge.is_some() });
    }

    /// True where the response was for a request of this dialog.
    pub fn handle_response(&mut self, now: Instant, response: &Response, tokens: &mut Tokens) -> bool {
        let Some(bye) = &mut self.bye else { return false };
        let ours = response.headers.top_via().is_ok_and(|via| via.branch() == Some(bye.branch.as_str()))
            && response.headers.cseq().is_ok_and(|c| c.number == bye.cseq && c.method == Method::BYE);
        if !ours {
            return false;
        }
        if bye.client.handle_response(now, response.status) == Some(ClientEvent::Final) {
            let again = matches!(response.status, 401 | 407) && !bye.authorized;
            self.bye = None;
            if again {
                self.send_bye(now, Some(response), tokens);
            }
        }
        true
    }

    /// Takes a request of this dialog, and tells what its owner has to know.
    pub fn handle_request(&mut self, request: &Request) -> Option<Event> {
        let key = (
            request.headers.top_via().ok().and_then(|via| via.branch().map(str::to_owned)).unwrap_or_default(),
            request.method.to_string(),
        );
        if let Some(bytes) = self.answered.get(&key) {
            self.out.push_back(bytes.clone());
            return None;
        }
        if request.method == Method::ACK {
            let number = request.headers.cseq().map(|c| c.number).unwrap_or_default();
            if self.accepted.as_ref().is_some_and(|accepted| accepted.cseq == number) {
                self.accepted = None;
                return Some(Event::Acknowledged { body: request.body.clone() });
            }
            return None;
        }
        if let Some(target) = contact(&request.headers)
            && (request.method == Method::INVITE || request.method.as_str() == "UPDATE")
        {
            self.ends.target = target;
        }
        let (response, event) = match request.method.as_str() {
            "BYE" => {
                self.over = true;
                self.accepted = None;
                let reason = request.headers.get("Reason").map(str::to_owned);
                (request.response(200, ""), Some(Event::HungUp { reason }))
            }
            "INVITE" | "UPDATE" if self.over => (request.response(481, ""), None),
            // The owner answers these: only it knows its ports.
            "INVITE" => return Some(Event::Offer { request: Box::new(request.clone()) }),
            "UPDATE" if !request.body.is_empty() => return Some(Event::Offer { request: Box::new(request.clone()) }),
            "INFO" => (request.response(200, ""), Some(Event::Info { body: request.body.clone() })),
            "UPDATE" | "OPTIONS" | "NOTIFY" => (request.response(200, "").with("Contact", self.us.contact_value()), None),
            "CANCEL" => (request.response(481, ""), None),
            _ => (request.response(405, "").with("Allow", super::ALLOW), None),
        };
        self.keep(key, response.to_bytes());
        event
    }

    fn keep(&mut self, key: (String, String), bytes: Vec<u8>) {
        self.out.push_back(bytes.clone());
        // A call of seconds has few; who sends more is not remembered.
        if self.answered.len() < 64 {
            self.answered.insert(key, bytes);
        }
    }

    /// Answers an offer of the other side, with a description or with a refusal.
    pub fn answer(&mut self, now: Instant, request: &Request, description: Option<Vec<u8>>) {
        let response = match description {
            Some(body) => request
                .response(200, "")
                .with("Contact", self.us.contact_value())
                .with("Allow", super::ALLOW)
                .with_body("application/sdp", body),
            None => request.response(488, ""),
        };
        let bytes = response.to_bytes();
        let branch = request.headers.top_via().ok().and_then(|via| via.branch().map(str::to_owned)).unwrap_or_default();
        self.keep((branch, request.method.to_string()), bytes.clone());
        if request.method == Method::INVITE && response.is_success() {
            self.repeat_until_ack(now, bytes, request.headers.cseq().map(|c| c.number).unwrap_or_default());
        }
    }

    /// A 2xx that has been sent.
    pub fn repeat_until_ack(&mut self, now: Instant, bytes: Vec<u8>, cseq: u32) {
        let gap = self.timers.t1;
        self.accepted = Some(Accepted { bytes, cseq, next: now + gap, gap, until: now + self.timers.give_up() });
    }

    pub fn send(&mut self, bytes: Vec<u8>) {
        self.out.push_back(bytes);
    }
}
