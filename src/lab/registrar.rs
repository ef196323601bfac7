//! The registrar: one request in, at most one answer out, as Asterisk 22 answers (measured).
//!
//! Never reads a clock: *now* is the time since the Unix epoch, passed in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use super::authentication::Gate;
use super::bindings::{Binding, Bindings, Change, Refusal, Wish, clamp};
use super::echo;
use super::faults::CallFaults;
use super::fork::Forks;
use super::nonce::Nonces;
use super::objects::{Endpoint, Objects};
use super::relay::Callee;
use crate::domain::Transport;
use crate::sip::challenge::Algorithm;
use crate::sip::message::{Message, Method, Request, Response};
use crate::sip::name_addr::Contacts;
use crate::sip::tokens::Tokens;
use crate::sip::uri::SipUri;

/// Answers kept for retransmissions over UDP: timer J of RFC 3261 section 17.2.2, and an upper bound for the memory.
const KEPT_FOR: Duration = Duration::from_secs(32);
const KEPT_AT_MOST: usize = 20_000;

/// Deviations from Asterisk that faults switch on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quirks {
    /// The first right answer of each call is told that its nonce is stale; `Some(true)`: every one.
    pub stale: Option<bool>,
    /// Offered to everybody, whatever the auth objects say.
    pub algorithms: Option<Vec<Algorithm>>,
    /// Shorter wishes get 423 instead of a raised expiry.
    pub min_expires: Option<u32>,
}

/// Where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    pub address: SocketAddr,
    pub transport: Transport,
}

/// What the PBX thinks happened, in the terms of its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Challenged,
    /// `No matching endpoint found`
    UnknownEndpoint,
    /// `Failed to authenticate`
    WrongAnswer,
    StaleNonce,
    /// `Couldn't find auth '…'. Cannot authenticate`
    AuthMissing,
    /// `Endpoint '…' has no configured AORs`
    NoAor,
    /// `AOR '' not found for endpoint '…'`
    AorNotFound,
    /// `AOR '…' has no configured max_contacts`
    NoMaxContacts,
    /// `Registration attempt … will exceed max contacts`
    LimitExceeded,
    PathRefused,
    BadContact,
    TooBrief,
    Fetched,
    Registered,
    Unregistered,
    Answered,
    /// Passed on to a telephone, or back from one.
    Relayed,
    /// A syntax error: dropped without an answer.
    Malformed,
    /// A response, an ACK, or a retransmission that was answered before.
    Ignored,
    Repeated,
}

/// One request and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub method: String,
    pub from_user: String,
    /// 0: no answer.
    pub status: u16,
    pub cause: Cause,
    /// The endpoint has no `auth=`.
    pub open: bool,
    /// Lines that fail2ban's filter for Asterisk counts in the messages log (measured with 1.0.2).
    pub ban_hits: u32,
}

/// Bytes and where they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub bytes: Vec<u8>,
    pub to: Source,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// To whoever asked, or to other sides of a call.
    pub answers: Vec<Answer>,
    pub event: Event,
}

/// One request, and what the PBX knows about where it came from.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub now: Duration,
    pub source: Source,
    pub request: &'a Request,
    pub objects: &'a Objects,
    /// None: a stranger.
    pub endpoint: Option<&'a Endpoint>,
}

/// The registrar of the embedded PBX: no sockets, no clock.
pub struct Registrar {
    pub(super) objects: Objects,
    pub(super) quirks: Quirks,
    pub(super) bindings: Bindings,
    pub(super) calls: CallFaults,
    pub(super) forks: Forks,
    /// Where the echo gives sound back, where it is there.
    pub(super) echo: Option<SocketAddr>,
    /// Where this PBX listens: telephones reach it there during a call.
    pub(super) addresses: BTreeMap<Transport, SocketAddr>,
    pub(super) nonces: Nonces,
    pub(super) tokens: Tokens,
    kept: BTreeMap<(SocketAddr, String), Answer>,
    kept_order: VecDeque<(Duration, (SocketAddr, String))>,
    /// Calls that were told `stale` once.
    pub(super) told_stale: BTreeSet<String>,
}

impl Registrar {
    #[must_use]
    pub fn new(objects: Objects, quirks: Quirks, seed: [u8; 32]) -> Self {
        let mut tokens = Tokens::from_seed(seed);
        let mut key = [0; 32];
        for part in key.chunks_exact_mut(8) {
            part.copy_from_slice(&tokens.next_u64().to_le_bytes());
        }
        Self {
            objects,
            quirks,
            bindings: Bindings::default(),
            calls: CallFaults::default(),
            forks: Forks::default(),
            echo: None,
            addresses: BTreeMap::new(),
            nonces: Nonces::new(key),
            tokens,
            kept: BTreeMap::new(),
            kept_order: VecDeque::new(),
            told_stale: BTreeSet::new(),
        }
    }

    /// What goes wrong with calls, and where this PBX listens.
    pub fn carry_calls(&mut self, calls: CallFaults, addresses: BTreeMap<Transport, SocketAddr>) {
        self.calls = calls;
        self.addresses = addresses;
    }

    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// A desk phone that was registered before anybody asked. False where the PBX has no such address of record.
    pub fn occupy(&mut self, aor: &str, contact: SipUri, user_agent: &str, until: Duration) -> bool {
        let known = self.objects.aors.contains_key(aor);
        if known {
            self.bindings.occupy(
                aor,
                Binding { known_as: contact.clone(), contact, until, user_agent: Some(user_agent.to_owned()), flow: None },
            );
        }
        known
    }

    /// The devices registered now.
    pub fn bindings(&mut self, aor: &str, now: Duration) -> &[Binding] {
        self.bindings.alive(aor, now)
    }

    /// One sound message; none where the bytes were no message or one that must not be acted on: Asterisk drops those silently.
    pub fn receive(&mut self, now: Duration, source: Source, message: Option<&Message>) -> Outcome {
        let request = match message {
            Some(Message::Request(request)) => request,
            Some(Message::Response(response)) => return self.pass_back(now, response),
            None => return Outcome::silent("", "", Cause::Malformed),
        };
        let from = request.headers.from().ok();
        let from_uri = from.as_ref().and_then(|from| from.uri.as_sip());
        let user = from_uri.and_then(SipUri::user_text).unwrap_or_default().into_owned();
        let domain = from_uri.map(|uri| uri.host.clone()).unwrap_or_default();
        if let Some(relayed) = self.pass_within_call(now, source, request) {
            return Outcome::several(request.method.as_str(), &user, relayed);
        }
        if request.method == Method::ACK {
            return Outcome::silent("ACK", &user, Cause::Ignored);
        }
        let key = (source.address, transaction(request));
        if source.transport == Transport::Udp
            && let Some(answer) = self.kept.get(&key)
        {
            let event = Event::new(request.method.as_str(), &user, Cause::Repeated);
            return Outcome { answers: vec![answer.clone()], event };
        }
        let objects = std::mem::take(&mut self.objects);
        let endpoint = objects.endpoint(&user, &domain);
        let mut event = Event::new(request.method.as_str(), &user, Cause::Answered);
        let asking = Asking { now, source, request, objects: &objects, endpoint };
        let response = match self.answer(asking, &mut event) {
            Ok(response) => response,
            Err(callees) => {
                self.objects = objects;
                let answers = match callees.as_slice() {
                    [] => Vec::new(),
                    [one] => self.pass_on(source, request, one).into_iter().collect(),
                    several => self.fork(now, source, request, several),
                };
                event.cause = Cause::Relayed;
                return Outcome { answers, event };
            }
        };
        event.status = response.status;
        let force_rport = endpoint.is_none_or(|endpoint| endpoint.force_rport);
        let answer = route(request, response, source, force_rport);
        self.objects = objects;
        if source.transport == Transport::Udp {
            self.keep(now, key, &answer);
        }
        Outcome { answers: vec![answer], event }
    }

    fn keep(&mut self, now: Duration, key: (SocketAddr, String), answer: &Answer) {
        while let Some((until, _)) = self.kept_order.front()
            && (*until <= now || self.kept_order.len() >= KEPT_AT_MOST)
        {
            if let Some((_, old)) = self.kept_order.pop_front() {
                self.kept.remove(&old);
            }
        }
        self.kept.insert(key.clone(), answer.clone());
        self.kept_order.push_back((now + KEPT_FOR, key));
    }

    /// The error is a call that is passed on, to nobody where it gets lost.
    fn answer(&mut self, asking: Asking<'_>, event: &mut Event) -> Result<Response, Vec<Callee>> {
        let Asking { request, objects, endpoint, .. } = asking;
        let tag = self.tokens.hex();
        let plain = |status: u16| request.response(status, &tag).with("Server", objects.global.user_agent.as_str());
        if let Some(status) = Self::within_echo(request) {
            return Ok(plain(status));
        }
        // Both are looked up before anybody asks for a password.
        if request.method == Method::CANCEL || request.method == Method::BYE {
            return Ok(plain(481));
        }
        let contacts = request.headers.contacts();
        if matches!(&contacts, Ok(Contacts::List(list)) if list.iter().any(|contact| contact.uri.as_sip().is_none())) {
            event.cause = Cause::BadContact;
            return Ok(plain(416));
        }
        let open_options =
            request.method == Method::OPTIONS && endpoint.is_some_and(|endpoint| endpoint.allow_unauthenticated_options);
        if !open_options {
            match self.gate(asking, event) {
                Gate::Pass => {}
                Gate::Refuse(Cause::AuthMissing) => return Ok(plain(500)),
                Gate::Refuse(cause) => {
                    let mut response = plain(401);
                    for challenge in self.challenges(asking, cause == Cause::StaleNonce) {
                        response = response.with(challenge.asker.challenge_header(), challenge.to_value());
                    }
                    return Ok(response);
                }
            }
        }
        Ok(match &request.method {
            method if *method == Method::REGISTER => self.register(asking, event, plain),
            method if *method == Method::OPTIONS => {
                plain(200).with("Accept", "application/sdp").with("Allow", ALLOW).with("Supported", "timer, replaces, norefersub")
            }
            method if *method == Method::INVITE && echo::is_for(request) => self.echo(request, asking.source.transport, plain),
            method if *method == Method::INVITE => match self.callees(asking) {
                Ok(callees) => return Err(callees),
                Err(status) => plain(status),
            },
            // Nothing is there to subscribe to.
            method if [Method::SUBSCRIBE, Method::PUBLISH].contains(method) => plain(489),
            _ => plain(501).with("Allow", ALLOW),
        })
    }

    fn register(&mut self, asking: Asking<'_>, event: &mut Event, plain: impl Fn(u16) -> Response) -> Response {
        let Asking { now, source, request, objects, endpoint } = asking;
        let Some(endpoint) = endpoint else { return plain(401) };
        let mut refuse = |cause: Cause, status: u16| {
            event.cause = cause;
            plain(status)
        };
        if endpoint.aors.is_empty() {
            return refuse(Cause::NoAor, 403);
        }
        let to = request.headers.to().ok();
        let to_uri = to.as_ref().and_then(|to| to.uri.as_sip());
        let user = to_uri.and_then(SipUri::user_text).unwrap_or_default();
        let whole = format!("{user}@{}", to_uri.map_or("", |uri| &uri.host));
        let found = [whole.as_str(), &user]
            .into_iter()
            .filter(|name| endpoint.aors.iter().any(|aor| aor == name))
            .find_map(|name| objects.aors.get_key_value(name));
        let Some((name, aor)) = found else { return refuse(Cause::AorNotFound, 404) };
        if aor.max_contacts == 0 {
            return refuse(Cause::NoMaxContacts, 403);
        }
        // RFC 3327 section 5.3, as Asterisk reads it: a Path asks for `Supported: path`.
        let path = request.headers.has("Path") && aor.support_path;
        if path && !request.headers.tokens("Supported").any(|token| token.eq_ignore_ascii_case("path")) {
            return refuse(Cause::PathRefused, 420);
        }
        let contacts = request.headers.contacts().unwrap_or(Contacts::List(Vec::new()));
        let wish = Wish {
            contacts: &contacts,
            headers: &request.headers,
            source,
            rewrite: endpoint.rewrite_contact,
            insist_on: self.quirks.min_expires,
        };
        let change = match self.bindings.apply(name, aor, &wish, now) {
            Ok(change) => change,
            Err(Refusal::BadStar) => return refuse(Cause::BadContact, 400),
            Err(Refusal::Full) => return refuse(Cause::LimitExceeded, 403),
            Err(Refusal::TooBrief(minimum)) => return refuse(Cause::TooBrief, 423).with("Min-Expires", minimum.to_string()),
        };
        let mut response = plain(200);
        for binding in self.bindings.alive(name, now) {
            response = response.with("Contact", format!("<{}>;expires={}", binding.contact, binding.seconds_left(now)));
        }
        event.cause = match change {
            Change::Fetched => Cause::Fetched,
            Change::Unregistered => Cause::Unregistered,
            Change::Registered => Cause::Registered,
        };
        if let Some(seconds) = request.headers.expires() {
            response = response.with("Expires", clamp(aor, seconds).to_string());
        }
        response.with("Date", http_date(now))
    }
}

const ALLOW: &str =
    "OPTIONS, REGISTER, SUBSCRIBE, NOTIFY, PUBLISH, INVITE, ACK, BYE, CANCEL, UPDATE, PRACK, INFO, MESSAGE, REFER";

impl Event {
    fn new(method: &str, user: &str, cause: Cause) -> Self {
        Self { method: method.to_owned(), from_user: user.to_owned(), status: 0, cause, open: false, ban_hits: 0 }
    }
}

impl Outcome {
    pub(super) fn silent(method: &str, user: &str, cause: Cause) -> Self {
        Self { answers: Vec::new(), event: Event::new(method, user, cause) }
    }

    pub(super) fn several(method: &str, user: &str, answers: Vec<Answer>) -> Self {
        Self { answers, event: Event::new(method, user, Cause::Relayed) }
    }
}

/// What a retransmission has in common with the first copy (RFC 3261 section 17.2.3).
fn transaction(request: &Request) -> String {
    let via = request.headers.get("Via").unwrap_or_default();
    let cseq = request.headers.get("CSeq").unwrap_or_default();
    format!("{via}\n{}\n{cseq}", request.headers.call_id().unwrap_or_default())
}

/// Fills in `received` and `rport` and chooses where the answer goes (RFC 3261 section 18.2.2, RFC 3581 section 4).
pub(super) fn route(request: &Request, mut response: Response, source: Source, force_rport: bool) -> Answer {
    let mut to = source;
    if let Ok(mut vias) = request.headers.vias() {
        let top = &mut vias[0];
        let asked = top.params.has("rport");
        let ip = source.address.ip().to_string();
        if asked || force_rport {
            top.params.set("rport", Some(&source.address.port().to_string()));
            top.params.set("received", Some(&ip));
        } else {
            if top.host != ip {
                top.params.set("received", Some(&ip));
            }
            if source.transport == Transport::Udp {
                to.address.set_port(top.port.unwrap_or(5060));
            }
        }
        response.headers.remove("Via");
        let mut headers = crate::sip::Headers::default();
        for via in vias {
            headers.push("Via", via.to_string());
        }
        for header in &response.headers {
            headers.push(&header.name, header.value.as_ref());
        }
        response.headers = headers;
    }
    Answer { bytes: response.to_bytes(), to }
}

/// `Thu, 01 Jan 1970 00:00:00 GMT` (RFC 3261 section 20.17).
fn http_date(now: Duration) -> String {
    let second = i64::try_from(now.as_secs()).unwrap_or_default();
    jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::UNIX_EPOCH).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
