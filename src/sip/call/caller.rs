//! The side that calls: INVITE client transaction (RFC 3261 section 17.1.1), then a dialog.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::super::digest::Credentials;
use super::super::message::{Method, Request, Response};
use super::super::name_addr::NameAddr;
use super::super::timers::Timers;
use super::super::tokens::Tokens;
use super::super::transaction::NonInviteClient;
use super::super::uri::SipUri;
use super::dialog::{Dialog, Ends, answers, branch, contact, routes, via};
use super::{ALLOW, Event, Us};

/// Credentials are sent so often in one call: a stale nonce may cost one more.
const TRIES: u32 = 2;

/// What is fixed before the first message.
#[derive(Debug, Clone)]
pub struct CallerSettings {
    pub us: Us,
    /// Who calls: From.
    pub aor: SipUri,
    /// Who is called: Request-URI and To.
    pub callee: SipUri,
    pub credentials: Credentials,
    pub call_id: String,
    pub routes: Vec<String>,
    pub timers: Timers,
    /// Timer B: no answer at all.
    pub timeout: Duration,
    /// Our offer.
    pub description: Vec<u8>,
    /// The other side is asked to look after so many seconds whether we are still there.
    pub session_expires_s: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Calling,
    Proceeding,
    /// A final response other than 2xx was acknowledged; it may come again.
    Completed,
    Confirmed,
    Terminated,
}

/// One call from our side.
#[derive(Debug)]
pub struct Caller {
    settings: CallerSettings,
    tokens: Tokens,
    state: State,
    cseq: u32,
    from: String,
    branch: String,
    invite: Request,
    bytes: Vec<u8>,
    tries: u32,
    gap: Duration,
    timer_a: Option<Instant>,
    /// B while nothing came, D when it is over.
    timer_end: Option<Instant>,
    ack: Option<Vec<u8>>,
    /// Those of the INVITE in flight.
    credentials: Vec<(&'static str, String)>,
    cancel: Option<NonInviteClient>,
    wants_to_end: bool,
    may_expire: bool,
    dialog: Option<Dialog>,
    /// To tag of the 2xx that made the dialog.
    remote_tag: Option<String>,
    out: VecDeque<Vec<u8>>,
    events: VecDeque<Event>,
    sent: u32,
    repeated: u32,
}

impl Caller {
    /// Sends the INVITE.
    #[must_use]
    pub fn start(now: Instant, settings: CallerSettings, mut tokens: Tokens) -> Self {
        let from = NameAddr::new(settings.aor.clone()).to_string() + ";tag=" + &tokens.hex();
        let mut caller = Self {
            state: State::Calling,
            cseq: 0,
            from,
            branch: String::new(),
            invite: Request::new(Method::INVITE, settings.callee.to_string()),
            bytes: Vec::new(),
            tries: 0,
            gap: settings.timers.t1,
            timer_a: None,
            timer_end: None,
            ack: None,
            credentials: Vec::new(),
            cancel: None,
            wants_to_end: false,
            may_expire: true,
            dialog: None,
            remote_tag: None,
            out: VecDeque::new(),
            events: VecDeque::new(),
            sent: 0,
            repeated: 0,
            tokens,
            settings,
        };
        caller.send(now, Vec::new());
        caller
    }

    #[must_use]
    pub fn call_id(&self) -> &str {
        &self.settings.call_id
    }

    /// Tag of our From.
    #[must_use]
    pub fn local_tag(&self) -> &str {
        self.from.rsplit_once(";tag=").map_or("", |(_, tag)| tag)
    }

    /// Nothing more is to be sent or awaited.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match &self.dialog {
            Some(dialog) => dialog.is_over(),
            None => matches!(self.state, State::Completed | State::Terminated) && self.cancel.is_none(),
        }
    }

    /// Requests with credentials that were refused count in the PBX's ban log.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// Requests sent, and how many of them again.
    #[must_use]
    pub fn sent(&self) -> (u32, u32) {
        (self.sent, self.repeated)
    }

    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.out.pop_front().or_else(|| self.cancel.as_mut()?.poll_transmit()).or_else(|| self.dialog.as_mut()?.poll_transmit())
    }

    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let cancel = self.cancel.as_ref().and_then(NonInviteClient::poll_timeout);
        let dialog = self.dialog.as_ref().and_then(Dialog::poll_timeout);
        [self.timer_a, self.timer_end, cancel, dialog].into_iter().flatten().min()
    }

    fn send(&mut self, now: Instant, credentials: Vec<(&'static str, String)>) {
        let s = &self.settings;
        self.cseq += 1;
        self.branch = branch(&mut self.tokens);
        let mut invite =
            Request::new(Method::INVITE, s.callee.to_string()).with("Via", via(&s.us, &self.branch)).with("Max-Forwards", "70");
        for route in &s.routes {
            invite = invite.with("Route", route.clone());
        }
        invite = invite
            .with("From", self.from.clone())
            .with("To", NameAddr::new(s.callee.clone()).to_string())
            .with("Call-ID", s.call_id.clone())
            .with("CSeq", format!("{} INVITE", self.cseq))
            .with("Contact", s.us.contact_value())
            .with("Allow", ALLOW)
            .with("User-Agent", s.us.user_agent.clone());
        if let Some(seconds) = s.session_expires_s.filter(|_| self.may_expire) {
            // RFC 4028: where this process dies, the other side finds out when it refreshes, and ends the call.
            invite = invite.with("Supported", "timer").with("Session-Expires", format!("{seconds};refresher=uas"));
        }
        for (name, value) in &credentials {
            invite = invite.with(name, value.clone());
        }
        self.credentials = credentials;
        self.invite = invite.with_body("application/sdp", s.description.clone());
        self.bytes = self.invite.to_bytes();
        self.state = State::Calling;
        self.gap = s.timers.t1;
        self.timer_a = (!s.us.is_reliable()).then(|| now + self.gap);
        self.timer_end = Some(now + s.timeout);
        self.ack = None;
        self.sent += 1;
        self.out.push_back(self.bytes.clone());
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(cancel) = &mut self.cancel {
            cancel.handle_timeout(now);
            if cancel.poll_timeout().is_none() {
                self.cancel = None;
            }
        }
        if let Some(dialog) = &mut self.dialog {
            dialog.handle_timeout(now);
        }
        if self.timer_a.is_some_and(|at| now >= at) {
            self.gap *= 2;
            self.timer_a = Some(now + self.gap);
            self.sent += 1;
            self.repeated += 1;
            self.out.push_back(self.bytes.clone());
        }
        if self.timer_end.is_some_and(|at| now >= at) {
            self.timer_end = None;
            self.timer_a = None;
            if matches!(self.state, State::Calling | State::Proceeding) {
                self.state = State::Terminated;
                self.events.push_back(Event::Silent);
            }
        }
    }

    /// Takes a response with the Call-ID of this call; one that answers no request of ours changes nothing.
    pub fn handle_response(&mut self, now: Instant, response: &Response) {
        if let Some(dialog) = &mut self.dialog
            && dialog.handle_response(now, response, &mut self.tokens)
        {
            return;
        }
        let Ok(cseq) = response.headers.cseq() else { return };
        let ours = response.headers.top_via().is_ok_and(|via| via.branch() == Some(self.branch.as_str()));
        if !ours || cseq.number != self.cseq {
            return;
        }
        if cseq.method == Method::CANCEL {
            if let Some(cancel) = &mut self.cancel {
                cancel.handle_response(now, response.status);
                if response.status >= 200 {
                    self.cancel = None;
                }
            }
            return;
        }
        if cseq.method == Method::INVITE {
            self.invited(now, response);
        }
    }

    fn invited(&mut self, now: Instant, response: &Response) {
        match (self.state, response.status) {
            (State::Calling | State::Proceeding, 100..200) => {
                self.state = State::Proceeding;
                self.timer_a = None;
                // How long it may ring is the owner's business.
                self.timer_end = None;
                self.events.push_back(Event::Progress { status: response.status });
                if self.wants_to_end {
                    self.cancel(now);
                }
            }
            (State::Calling | State::Proceeding, 200..300) => self.answered(now, response),
            (State::Confirmed, 200..300) => self.again(now, response),
            (State::Calling | State::Proceeding, status) => {
                let ack = self.acknowledgement(response);
                self.out.push_back(ack.clone());
                self.ack = Some(ack);
                self.timer_a = None;
                // Session Interval Too Small: such a call needs none.
                if status == 422 && std::mem::take(&mut self.may_expire) && !self.wants_to_end {
                    let credentials = std::mem::take(&mut self.credentials);
                    return self.send(now, credentials);
                }
                let stale = self.tries > 0 && !super::super::challenge::Challenges::of(response).list.iter().any(|c| c.stale);
                let may = matches!(status, 401 | 407) && self.tries < TRIES && !stale && !self.wants_to_end;
                let credentials = if may {
                    let s = &self.settings;
                    answers(response, &s.credentials, "INVITE", &self.invite.uri, &s.description, &mut self.tokens)
                } else {
                    Vec::new()
                };
                if credentials.is_empty() {
                    self.state = State::Completed;
                    self.timer_end = Some(now + self.settings.timers.t4);
                    let said = |name: &str| response.headers.get(name).map(|value| format!("{name}: {value}"));
                    self.events.push_back(Event::Refused {
                        status,
                        reason: response.reason.clone().into_owned(),
                        said: ["Reason", "Warning"].into_iter().filter_map(said).collect(),
                    });
                } else {
                    self.tries += 1;
                    self.send(now, credentials);
                }
            }
            (State::Completed, 300..) => {
                let again = self.ack.clone();
                self.out.extend(again);
            }
            _ => {}
        }
    }

    /// ACK of a final response that is no 2xx: the same transaction (section 17.1.1.3).
    fn acknowledgement(&self, response: &Response) -> Vec<u8> {
        let mut ack = self.copy_of_invite(Method::ACK);
        if let Some(to) = response.headers.get("To") {
            ack.headers.set("To", to);
        }
        ack.to_bytes()
    }

    /// ACK and CANCEL repeat what routes the INVITE.
    fn copy_of_invite(&self, method: Method) -> Request {
        let mut request = Request::new(method.clone(), self.invite.uri.clone());
        for name in ["Via", "Max-Forwards", "Route", "From", "To", "Call-ID"] {
            for value in self.invite.headers.all(name) {
                request.headers.push(name, value);
            }
        }
        request.with("CSeq", format!("{} {method}", self.cseq)).with("User-Agent", self.settings.us.user_agent.clone())
    }

    fn answered(&mut self, now: Instant, response: &Response) {
        self.state = State::Confirmed;
        (self.timer_a, self.timer_end) = (None, None);
        let mut dialog = self.dialog_with(response);
        let ack = dialog.acknowledge(self.cseq, &mut self.tokens);
        self.ack = Some(ack.clone());
        dialog.send(ack);
        self.remote_tag = response.headers.to().ok().and_then(|to| to.tag().map(str::to_owned));
        if self.wants_to_end {
            dialog.hang_up(now, &mut self.tokens);
        }
        self.dialog = Some(dialog);
        self.events.push_back(Event::Answered { body: response.body.clone() });
    }

    fn dialog_with(&self, response: &Response) -> Dialog {
        let s = &self.settings;
        let ends = Ends {
            call_id: s.call_id.clone(),
            local: self.from.clone(),
            remote: response.headers.get("To").unwrap_or_default().to_owned(),
            target: contact(&response.headers).unwrap_or_else(|| self.invite.uri.clone()),
            routes: routes(&response.headers, true),
            cseq: self.cseq,
        };
        Dialog::new(s.us.clone(), s.timers, ends, s.credentials.clone())
    }

    /// A 2xx again, or that of a second device, which a fork has made ring too: that one is ended at once.
    fn again(&mut self, now: Instant, response: &Response) {
        let tag = response.headers.to().ok().and_then(|to| to.tag().map(str::to_owned));
        if tag == self.remote_tag {
            let ack = self.ack.clone();
            self.out.extend(ack);
            return;
        }
        let mut other = self.dialog_with(response);
        let ack = other.acknowledge(self.cseq, &mut self.tokens);
        self.out.push_back(ack);
        other.hang_up(now, &mut self.tokens);
        self.out.extend(std::iter::from_fn(|| other.poll_transmit()));
    }

    /// Takes a request inside this call.
    pub fn handle_request(&mut self, request: &Request) {
        if let Some(dialog) = &mut self.dialog {
            let event = dialog.handle_request(request);
            self.events.extend(event);
        }
    }

    pub fn answer_offer(&mut self, now: Instant, request: &Request, description: Option<Vec<u8>>) {
        if let Some(dialog) = &mut self.dialog {
            dialog.answer(now, request, description);
        }
    }

    fn cancel(&mut self, now: Instant) {
        if self.cancel.is_none() {
            let bytes = self.copy_of_invite(Method::CANCEL).to_bytes();
            let s = &self.settings;
            self.cancel = Some(NonInviteClient::start(now, bytes, s.us.is_reliable(), s.timers, s.timers.t1 * 8));
            // RFC 3261 section 9.1: without a final response it counts as cancelled after 64 T1; we are a little less patient.
            self.timer_end = Some(now + s.timers.t1 * 16);
        }
    }

    /// Ends the call wherever it is: CANCEL before the answer, BYE after it. Before any response nothing may be sent (section 9.1);
    /// then it follows at the first one.
    pub fn hang_up(&mut self, now: Instant) {
        self.wants_to_end = true;
        match self.state {
            State::Proceeding => self.cancel(now),
            State::Confirmed => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.hang_up(now, &mut self.tokens);
                }
            }
            State::Calling | State::Completed | State::Terminated => {}
        }
    }

    /// The call was answered.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.state == State::Confirmed && self.dialog.as_ref().is_some_and(|dialog| !dialog.is_ending())
    }
}
