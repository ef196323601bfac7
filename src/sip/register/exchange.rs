//! The state machine of one exchange.

use std::time::{Duration, Instant};

use smol_str::SmolStr;

use crate::domain::Transport;

use super::super::challenge::{Algorithm, Challenge, Challenges};
use super::super::clock::{ServerClock, date_seconds, nonce_seconds};
use super::super::digest::{self, Asked};
use super::super::message::{Answer, AnyHeaders, Method};
use super::super::name_addr::NameAddr;
use super::super::redirect;
use super::super::template::{Fields, RegisterTemplate};
use super::super::tokens::Tokens;
use super::super::transaction::{ClientEvent, NonInviteClient};
use super::super::via::{MAGIC_COOKIE, plain_branch, plain_via};
use super::borrowed::{Challenged, Missed, fitting};
use super::outbound::{OutboundFacts, refuses_outbound};
use super::outcome::{contact_bindings, step};
use super::{ContactBinding, ContactList, Ending, Operation, RegisterOutcome, RegisterSettings, Step};

/// A nonce older than this may have become old on the way: Asterisk's live 32 s.
pub const OLD_NONCE: Duration = Duration::from_secs(25);

/// What a response did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// It does not belong to the request in flight; nothing changed.
    Ignored,
    /// Absorbed, or a new request is ready to be sent.
    Progress,
    /// The exchange is over.
    Done,
}

/// One exchange. Calls: [`Registration::start`], then [`Registration::poll_transmit`] until it is empty, then whatever comes
/// first of a response and [`Registration::poll_timeout`], until [`Registration::outcome`] is there.
#[derive(Debug)]
pub struct Registration {
    /// Boxed, as the outcome is: an exchange is moved about more than it is looked into.
    settings: Box<RegisterSettings>,
    template: RegisterTemplate,
    tokens: Tokens,
    cseq: u32,
    branch: String,
    flight: Option<Flight>,
    /// Credentials sent in the request in flight.
    answered: Vec<Answered>,
    /// Whether credentials may be sent again after an authenticated request was asked for more.
    may_repeat: bool,
    /// The challenge in `answered` is another line's, and nobody has judged it yet.
    borrowed: bool,
    missed: Option<Missed>,
    expires: Option<u32>,
    outbound: OutboundFacts,
    first_status: Option<u16>,
    started: Option<Instant>,
    last_answer: Option<Instant>,
    requests: u32,
    retransmissions: u32,
    steps: Vec<Step>,
    clock: ServerClock,
    server: Option<String>,
    outcome: Option<Box<RegisterOutcome>>,
}

#[derive(Debug)]
struct Flight {
    transaction: NonInviteClient,
    sent: Instant,
    provisional: bool,
}

#[derive(Debug)]
struct Answered {
    challenge: Challenge,
    since: Instant,
    /// How often its nonce was used (`nc`).
    count: u32,
}

impl Registration {
    #[must_use]
    pub fn new(settings: RegisterSettings, tokens: Tokens) -> Self {
        let mut settings = Box::new(settings);
        let borrowed = fitting(settings.borrowed.take(), &settings.credentials);
        let expires = match settings.operation {
            Operation::Bind { expires, .. } => Some(expires),
            Operation::Unbind { .. } => Some(0),
            Operation::Fetch => None,
        };
        Self {
            cseq: settings.cseq,
            template: RegisterTemplate::prepare(&settings),
            settings,
            tokens,
            branch: String::new(),
            flight: None,
            borrowed: borrowed.is_some(),
            missed: None,
            // The use that this exchange makes of it is counted when it is sent.
            answered: borrowed
                .map(|b| Answered { challenge: b.challenge, since: b.since, count: b.count - 1 })
                .into_iter()
                .collect(),
            may_repeat: true,
            expires,
            outbound: OutboundFacts::default(),
            first_status: None,
            started: None,
            last_answer: None,
            requests: 0,
            retransmissions: 0,
            steps: Vec::new(),
            clock: ServerClock::default(),
            server: None,
            outcome: None,
        }
    }

    /// For the next exchange, which goes on with them where this one has come to.
    #[must_use]
    pub fn tokens(&self) -> Tokens {
        self.tokens.clone()
    }

    #[must_use]
    pub fn settings(&self) -> &RegisterSettings {
        &self.settings
    }

    #[must_use]
    pub fn call_id(&self) -> &str {
        &self.settings.call_id
    }

    /// For the next exchange with the same Call-ID.
    #[must_use]
    pub fn next_cseq(&self) -> u32 {
        self.cseq + u32::from(self.requests > 0)
    }

    /// Makes the first request. Calling it again does nothing.
    pub fn start(&mut self, now: Instant) {
        if self.started.is_none() {
            self.started = Some(now);
            self.send(now);
        }
    }

    /// Bytes to send now.
    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.flight.as_mut()?.transaction.poll_transmit()
    }

    /// When to call [`Registration::handle_timeout`]; `None` when nothing is waited for.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.flight.as_ref()?.transaction.poll_timeout()
    }

    #[must_use]
    pub fn outcome(&self) -> Option<&RegisterOutcome> {
        self.outcome.as_deref()
    }

    /// The outcome, once; nothing more comes of this exchange.
    pub fn take_outcome(&mut self) -> Option<Box<RegisterOutcome>> {
        self.outcome.take()
    }

    #[must_use]
    pub fn into_outcome(self) -> Option<RegisterOutcome> {
        self.outcome.map(|outcome| *outcome)
    }

    /// Whether a second request with credentials may follow where the first was not accepted (a stale nonce, a second asker). The
    /// owner of the ban budget says so before each response.
    pub fn permit_repeat(&mut self, may: bool) {
        self.may_repeat = may;
    }

    /// Requests with credentials that were answered with another challenge; the second of them ends the exchange. A borrowed challenge
    /// that was stale is none of them.
    #[must_use]
    pub fn refusals(&self) -> usize {
        let all = self.steps.iter().filter(|step| step.authenticated && matches!(step.status, 401 | 407)).count();
        all - usize::from(self.missed == Some(Missed::Stale))
    }

    /// Whether the first request carries credentials for a challenge that another line got.
    #[must_use]
    pub fn is_borrowing(&self) -> bool {
        self.borrowed
    }

    /// What became of the borrowed challenge, where it was not accepted.
    #[must_use]
    pub fn missed(&self) -> Option<Missed> {
        self.missed
    }

    /// The challenge that an accepted request answered, for other lines.
    #[must_use]
    pub fn lendable(&self) -> Option<Challenged> {
        let accepted = matches!(self.outcome.as_ref()?.ending, Ending::Accepted { .. });
        let [Answered { challenge, since, count }] = self.answered.as_slice() else { return None };
        accepted.then(|| Challenged { challenge: challenge.clone(), count: *count, since: *since })
    }

    /// Proxy and registrar both want credentials.
    #[must_use]
    pub fn has_two_askers(&self) -> bool {
        self.answered.len() > 1
    }

    /// Requests sent so far, retransmissions not counted.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.requests
    }

    #[must_use]
    pub fn retransmissions(&self) -> u32 {
        self.retransmissions + self.flight.as_ref().map_or(0, |f| f.transaction.retransmissions())
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        let Some(flight) = &mut self.flight else { return };
        if flight.transaction.handle_timeout(now) == Some(ClientEvent::TimedOut) {
            let ending = Ending::Silent {
                retransmissions: flight.transaction.retransmissions(),
                provisional: flight.provisional,
                challenged: !self.answered.is_empty(),
            };
            self.finish(now, ending, None);
        }
    }

    /// Takes a response that came in. One that is not the answer to the request in flight changes nothing: branch, Call-ID,
    /// CSeq and method must agree (section 17.1.3), and there must be one Via (section 8.1.3.3).
    pub fn handle(&mut self, now: Instant, response: &Answer<'_>) -> Handled {
        if !self.matches(response) {
            return Handled::Ignored;
        }
        let Some(flight) = &mut self.flight else { return Handled::Ignored };
        match flight.transaction.handle_response(now, response.status) {
            None | Some(ClientEvent::TimedOut) => return Handled::Ignored,
            Some(ClientEvent::Provisional) => {
                flight.provisional = true;
                return Handled::Progress;
            }
            Some(ClientEvent::Final) => {}
        }
        self.final_response(now, response);
        if self.outcome.is_some() { Handled::Done } else { Handled::Progress }
    }

    fn matches(&self, response: &Answer<'_>) -> bool {
        let headers = &response.headers;
        self.outcome.is_none()
            && headers.get("Call-ID") == Some(self.settings.call_id.as_str())
            && headers.cseq().is_ok_and(|c| c.number == self.cseq && c.method == Method::REGISTER)
            && self.is_our_via(headers)
    }

    /// One Via, with the branch of the request in flight.
    fn is_our_via(&self, headers: &AnyHeaders<'_>) -> bool {
        let mut values = headers.all("Via");
        let (Some(first), None) = (values.next(), values.next()) else { return false };
        match plain_branch(first) {
            Some(branch) => branch == self.branch,
            None => headers.vias().is_ok_and(|v| v.len() == 1 && v[0].branch() == Some(self.branch.as_str())),
        }
    }

    fn final_response(&mut self, now: Instant, response: &Answer<'_>) {
        let status = response.status;
        let challenges = if matches!(status, 401 | 407) { Challenges::of(response) } else { Challenges::default() };
        let after = self.flight.as_ref().map_or(Duration::ZERO, |f| now.saturating_duration_since(f.sent));
        self.steps.push(step(response, &challenges, !self.answered.is_empty(), after));
        self.first_status.get_or_insert(status);
        self.last_answer = Some(now);
        self.learn(response, &challenges);
        match status {
            200..=299 => self.accepted(now, response),
            300..=399 => {
                let targets = redirect::targets(&response.headers);
                self.finish(now, Ending::Redirected { status, targets }, Some(response));
            }
            401 | 407 => self.challenged(now, response, challenges),
            423 => self.too_brief(now, response),
            _ if self.settings.reg_id.is_some() && refuses_outbound(response) => self.without_outbound(now),
            _ => self.rejected(now, response),
        }
    }

    fn learn(&mut self, response: &Answer<'_>, challenges: &Challenges) {
        let headers = &response.headers;
        self.clock.date = headers.get("Date").and_then(date_seconds).or(self.clock.date);
        self.clock.nonce = challenges.list.iter().find_map(|c| nonce_seconds(&c.nonce)).or(self.clock.nonce);
        let server = headers.get("Server").or(headers.get("User-Agent"));
        if server.is_some() && self.server.as_deref() != server {
            self.server = server.map(str::to_owned);
        }
    }

    fn accepted(&mut self, now: Instant, response: &Answer<'_>) {
        let ContactList { bindings: mut contacts, unread, defect } = contact_bindings(&response.headers);
        let granted = self.mark_ours(&mut contacts, response);
        if matches!(self.settings.operation, Operation::Bind { .. }) {
            self.outbound.learn(response, self.settings.instance.as_deref());
        }
        if let (true, [answered], Some(step)) = (self.borrowed, self.answered.as_slice(), self.steps.last_mut()) {
            step.realm = Some(answered.challenge.realm.clone());
            step.answered_with = answered.challenge.known_algorithm().map(Algorithm::name);
        }
        // To a borrowed challenge nobody can tell: it was sent before anybody asked.
        let asked_for_credentials = self.borrowed || self.steps.iter().any(|s| matches!(s.status, 401 | 407));
        let ending = if asked_for_credentials {
            Ending::Accepted { contacts, granted }
        } else {
            Ending::AcceptedWithoutChallenge { contacts, granted }
        };
        self.finish(now, ending, Some(response));
        if let Some(outcome) = &mut self.outcome {
            outcome.defects.extend(defect);
            outcome.unread_contacts = unread;
        }
    }

    /// Finds our contact in the list: by URI, else by instance.
    fn mark_ours(&self, contacts: &mut [ContactBinding], response: &Answer<'_>) -> Option<u32> {
        let Operation::Bind { contact, .. } = &self.settings.operation else { return None };
        let ours = contacts
            .iter()
            .position(|c| contact.is_written(&c.uri))
            .or_else(|| contacts.iter().position(|c| c.instance.is_some() && c.instance == self.settings.instance))?;
        contacts[ours].ours = true;
        contacts[ours].expires.or_else(|| response.headers.expires())
    }

    fn challenged(&mut self, now: Instant, response: &Answer<'_>, mut challenges: Challenges) {
        let usable = |c: &Challenge| self.settings.credentials.can_answer(c);
        let Some(challenge) = challenges.strongest(usable) else {
            let mut offered = challenges.summaries();
            if !challenges.broken.is_empty() {
                offered.push(SmolStr::new_static("(unreadable)"));
            }
            // A server that refuses credentials without a new challenge has still refused them.
            if self.answered.is_empty() {
                self.finish(now, Ending::NoUsableChallenge { status: response.status, offered }, Some(response));
            } else {
                self.rejected(now, response);
            }
            return;
        };
        if std::mem::take(&mut self.borrowed) {
            let missed = if challenges.list.iter().any(|c| c.stale) { Missed::Stale } else { Missed::Refused };
            self.missed = Some(missed);
            if missed == Missed::Refused && !self.may_repeat {
                self.finish(now, Ending::RepeatWithheld { status: response.status }, Some(response));
                return;
            }
            // From here on it is the exchange that it would have been.
            self.answered.clear();
        }
        let refusals = self.refusals() - usize::from(self.missed == Some(Missed::Refused));
        let known =
            self.answered.iter().position(|a| a.challenge.asker == challenge.asker && a.challenge.realm == challenge.realm);
        if let Some(at) = known {
            let age = now.saturating_duration_since(self.answered[at].since);
            // Several challenges differ in algorithm only; any of them may carry the flag.
            let stale = challenges.list.iter().any(|c| c.asker == challenge.asker && c.realm == challenge.realm && c.stale);
            if stale && refusals > 1 {
                // Where so much is lost that a nonce grows old before its answer arrives, the network says nothing of the PBX.
                let ending = if age > OLD_NONCE {
                    let retransmissions = self.flight.as_ref().map_or(0, |flight| flight.transaction.retransmissions());
                    Ending::Silent { retransmissions, provisional: false, challenged: true }
                } else {
                    Ending::StaleLoop
                };
                self.finish(now, ending, Some(response));
                return;
            }
            if refusals > 1 || !(stale || age > OLD_NONCE) {
                self.rejected(now, response);
                return;
            }
        } else if refusals > 1 || self.answered.iter().any(|a| a.challenge.asker == challenge.asker) {
            // A second realm of the same asker would be a second try with the same password.
            self.rejected(now, response);
            return;
        }
        // Whoever asks again may have counted the answer before as a refusal.
        if refusals > 0 && !self.may_repeat {
            self.finish(now, Ending::RepeatWithheld { status: response.status }, Some(response));
            return;
        }
        if let Some(at) = known {
            self.answered.remove(at);
        }
        if let (Some(step), Some(algorithm)) = (self.steps.last_mut(), challenge.known_algorithm()) {
            step.answered_with = Some(algorithm.name());
        }
        if let Some(at) = challenges.list.iter().position(|c| std::ptr::eq(c, challenge)) {
            self.answered.push(Answered { challenge: challenges.list.swap_remove(at), since: now, count: 0 });
        }
        self.send(now);
    }

    /// 423: once more with what the registrar wants at least, from the start, so that no nonce is used twice.
    fn too_brief(&mut self, now: Instant, response: &Answer<'_>) {
        match (self.expires, response.headers.min_expires()) {
            (Some(asked), Some(min))
                if asked > 0 && min > asked && self.steps.iter().filter(|s| s.status == 423).count() == 1 =>
            {
                self.expires = Some(min);
                self.answered.clear();
                self.send(now);
            }
            _ => self.rejected(now, response),
        }
    }

    /// 439 (RFC 5626 section 11.6): once more without outbound, which any proxy bears; from the start, as above.
    fn without_outbound(&mut self, now: Instant) {
        self.outbound.first_hop_lacks = true;
        self.settings.reg_id = None;
        self.template = RegisterTemplate::prepare(&self.settings);
        self.answered.clear();
        self.send(now);
    }

    fn rejected(&mut self, now: Instant, response: &Answer<'_>) {
        let authenticated = !self.answered.is_empty();
        let ending = Ending::Rejected {
            first: self.first_status.unwrap_or(response.status),
            second: authenticated.then_some(response.status),
            reason: self.steps.last().map(|s| s.reason.clone()).unwrap_or_default(),
        };
        self.finish(now, ending, Some(response));
    }

    fn finish(&mut self, now: Instant, ending: Ending, response: Option<&Answer<'_>>) {
        self.retransmissions = self.retransmissions();
        self.flight = None;
        let (via_rewritten, seen_as) = response.and_then(|r| self.seen(r)).unwrap_or_default();
        let list = |name: &'static str| -> Vec<String> {
            let values = response.map(|r| r.headers.addresses(name));
            values.and_then(Result::ok).unwrap_or_default().iter().map(NameAddr::to_string).collect()
        };
        let end = self.last_answer.unwrap_or(now);
        self.outcome = Some(Box::new(RegisterOutcome {
            contact_rewritten: self.contact_rewritten(&ending),
            via_rewritten,
            ending,
            steps: std::mem::take(&mut self.steps),
            service_route: list("Service-Route"),
            path: list("Path"),
            outbound: std::mem::take(&mut self.outbound),
            clock: self.clock,
            seen_as,
            server: self.server.take(),
            defects: Vec::new(),
            unread_contacts: 0,
            requests: self.requests,
            retransmissions: self.retransmissions,
            took: self.started.map_or(Duration::ZERO, |s| end.saturating_duration_since(s)),
        }));
    }

    /// What the topmost Via tells: whether it is not the one we sent, and our address as the server saw it.
    fn seen(&self, response: &Answer<'_>) -> Option<(bool, (Option<String>, Option<u16>))> {
        let ours = &self.settings.sent_by;
        let differs = |host: &str, port: Option<u16>| !host.eq_ignore_ascii_case(&ours.host) || port.unwrap_or(5060) != ours.port;
        if let Some(via) = response.headers.get("Via").and_then(plain_via) {
            return Some((differs(via.host, via.port), (via.received.map(str::to_owned), via.rport)));
        }
        let via = response.headers.top_via().ok()?;
        Some((differs(&via.host, via.port), (via.received(), via.rport())))
    }

    /// Our contact came back by its instance only: another URI stands there.
    fn contact_rewritten(&self, ending: &Ending) -> bool {
        let (Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. }) = ending else {
            return false;
        };
        let Operation::Bind { contact, .. } = &self.settings.operation else { return false };
        contacts.iter().filter(|c| c.ours).any(|c| match c.uri.parse() {
            Ok(super::super::Uri::Sip(uri)) => !uri.host.eq_ignore_ascii_case(&contact.host) || uri.port != contact.port,
            _ => true,
        })
    }

    fn send(&mut self, now: Instant) {
        if let Some(flight) = self.flight.take() {
            self.retransmissions += flight.transaction.retransmissions();
        }
        if self.requests > 0 {
            self.cseq += 1;
        }
        self.requests += 1;
        self.branch.clear();
        self.branch.push_str(MAGIC_COOKIE);
        self.branch.push_str(self.tokens.digits().as_str());
        let bytes = self.request();
        let reliable = self.settings.transport != Transport::Udp;
        let transaction = NonInviteClient::start(now, bytes, reliable, self.settings.timers, self.settings.timeout);
        self.flight = Some(Flight { transaction, sent: now, provisional: false });
    }

    fn request(&mut self) -> Vec<u8> {
        let uri = self.template.uri();
        let mut answers = Vec::with_capacity(self.answered.len());
        for answered in &mut self.answered {
            let cnonce = self.tokens.digits();
            answered.count += 1;
            let asked = Asked { method: "REGISTER", uri, body: b"", cnonce: cnonce.as_str(), count: answered.count };
            if let Some(value) = digest::answer(&answered.challenge, &self.settings.credentials, &asked) {
                answers.push((answered.challenge.asker.answer_header(), value));
            }
        }
        let fields =
            Fields { branch: &self.branch[MAGIC_COOKIE.len()..], cseq: self.cseq, expires: self.expires, answers: &answers };
        self.template.write(&fields)
    }
}
