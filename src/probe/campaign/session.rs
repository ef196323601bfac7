//! One line's turn: ask for user name and password; at the level `noop` name our contact, at `bind` register, look, and unregister.

use std::time::{Duration, Instant};

use smol_str::SmolStr;

use super::super::journal::Binding;
use super::super::observation::{Bind, Login, Observation, Removal};
use super::super::report::Level;
use super::super::schedule::Ask;
use super::super::slots::{Slots, slots};
use super::Settings;
use super::token::{USER_AGENT, contact, instance};
use crate::domain::{HostPort, Secret, SecretState, Transport};
use crate::plan::model::Line;
use crate::sip::challenge::Hash;
use crate::sip::digest::{Credentials, Key};
use crate::sip::register::{
    Challenged, Ending, Handled, Missed, Operation, REG_ID, RegisterOutcome, RegisterSettings, Registration,
};
use crate::sip::timers::Timers;
use crate::sip::tokens::Tokens;
use crate::sip::{Answer, SipUri};

/// Removing our own contact is tried so often before it is left to expire.
const REMOVALS: u32 = 3;

/// What a session needs to start.
pub(super) struct Turn<'a> {
    pub ask: Ask,
    pub line: &'a Line,
    pub password: Option<&'a Secret>,
    pub call_id: SmolStr,
    /// A contact to remove instead of asking who is registered.
    pub left: Option<&'a SipUri>,
    pub cseq: u32,
    pub sent_by: HostPort,
    /// Request-URI and transport, where another server sent the line there.
    pub sent_on: Option<(&'a SipUri, Transport)>,
    /// Another line's challenge to answer in the first request.
    pub borrowed: Option<Challenged>,
    pub settings: &'a Settings,
    /// Only asked whether its login works, whatever the level: it is there for the sake of others.
    pub login_only: bool,
    /// Nothing was heard on this way yet, and silence ends it for all lines. So it is asked every second instead of every four: where 40 % are lost
    /// each way, 33 tries within timer F are all lost less than once in 10⁶ runs, and eleven once in 135.
    pub first_contact: bool,
}

/// A request that leaves.
pub(super) struct Sending {
    pub bytes: Vec<u8>,
    /// One of the two requests every line costs.
    pub planned: bool,
    pub retransmission: bool,
    /// The first that may register our contact.
    pub binds: bool,
}

/// What a response was to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// It does not belong to the request in flight.
    Foreign,
    Provisional,
    /// Answers a request that was sent so many times, so long after the last of them.
    Final {
        tries: u32,
        took: Duration,
    },
}

#[derive(Debug)]
enum Stage {
    Login,
    /// Nothing is registered meanwhile.
    Noop {
        login: Box<RegisterOutcome>,
    },
    Register {
        login: Box<RegisterOutcome>,
    },
    Remove {
        login: Box<RegisterOutcome>,
        register: Option<Box<RegisterOutcome>>,
        tries: u32,
    },
}

#[derive(Debug)]
pub(super) struct Session {
    ask: Ask,
    stage: Stage,
    registration: Registration,
    /// Our address on the flow.
    sent_by: HostPort,
    /// Our contact, at the levels that name it.
    ours: Option<SipUri>,
    noop: bool,
    bind: Option<BindRules>,
    observation: Option<Observation>,
    pub shared: Shared,
    /// Requests of this exchange that left, and how often the last of them.
    left: (u32, u32),
    left_at: Instant,
    pub timer: Option<Instant>,
}

/// What became of a challenge that another line got.
#[derive(Debug)]
pub(super) struct Shared {
    /// Others may have the challenge that is answered.
    lends: bool,
    pub borrowed: bool,
    pub missed: Option<Missed>,
    /// The challenge that was answered, for others.
    pub lent: Option<Challenged>,
}

#[derive(Debug, Clone, Copy)]
struct BindRules {
    force: bool,
    change_loaded: bool,
    expires_s: u32,
}

/// What a line proves itself with: its password, or the digest where only that is known.
pub fn credentials(line: &Line, secret: Option<&Secret>) -> Credentials {
    let user = &line.auth_user;
    let known = match secret {
        Some(digest) if line.secret.state == SecretState::Hash => Credentials::stored(user.clone(), digest),
        Some(password) => Some(Credentials::password(user.clone(), password.clone())),
        None => None,
    };
    // Fits no challenge, so that none is answered with an empty password.
    let none = || Key::Ha1 { hash: Hash::Md5, realm: "\0".to_owned(), hex: Secret::new(String::new()) };
    known.unwrap_or_else(|| Credentials { user: user.clone(), key: none() })
}

/// What the PBX said at last, unless it fell silent.
pub fn last_status(outcome: &RegisterOutcome) -> Option<u16> {
    let silent = matches!(outcome.ending, Ending::Silent { .. });
    outcome.steps.last().map(|step| step.status).filter(|_| !silent)
}

impl Session {
    pub fn start(now: Instant, turn: Turn, mut tokens: Tokens) -> Self {
        let Turn { ask, line, password, call_id, left, cseq, sent_by, sent_on, borrowed, settings, login_only, first_contact } =
            turn;
        let transport = sent_on.map_or(line.transport, |(_, transport)| transport);
        let credentials = credentials(line, password);
        let usual = Timers { t1: settings.rules.t1, ..Timers::default() };
        let timers = if first_contact { Timers { t2: usual.t2.min(2 * usual.t1), ..usual } } else { usual };
        let mut first = RegisterSettings {
            call_id,
            from_tag: tokens.digits().as_str().into(),
            cseq,
            instance: Some(instance(&settings.identity, line)),
            reg_id: Some(REG_ID),
            user_agent: USER_AGENT.into(),
            timers,
            timeout: settings.rules.timeout,
            operation: left.map_or(Operation::Fetch, |contact| Operation::Unbind { contact: contact.clone() }),
            // Only the login: what follows it is asked as a phone asks.
            borrowed,
            ..RegisterSettings::fetch(&line.aor_user, &line.domain, credentials, transport, sent_by.clone())
        };
        if let Some((uri, _)) = sent_on {
            first.registrar = uri.clone();
        }
        let bind = (settings.around.level == Level::Bind && !login_only).then_some(BindRules {
            force: settings.force_bind,
            change_loaded: settings.around.change_loaded,
            expires_s: settings.bind_expires_s,
        });
        let noop = settings.around.level == Level::Noop && !login_only;
        let ours = (noop || bind.is_some()).then(|| contact(line, transport, &sent_by));
        let mut registration = Registration::new(first, tokens);
        let shared = Shared { lends: settings.shared_challenge, borrowed: registration.is_borrowing(), missed: None, lent: None };
        registration.start(now);
        Self {
            ask,
            stage: Stage::Login,
            registration,
            sent_by,
            ours,
            noop,
            bind,
            observation: None,
            shared,
            left: (0, 0),
            left_at: now,
            timer: None,
        }
    }

    pub fn ask(&self) -> Ask {
        self.ask
    }

    /// Our address on the flow.
    pub fn sent_by(&self) -> &HostPort {
        &self.sent_by
    }

    pub fn call_id(&self) -> &str {
        self.registration.call_id()
    }

    pub fn next_cseq(&self) -> u32 {
        self.registration.next_cseq()
    }

    /// A contact of ours is registered, or may be.
    pub fn is_bound(&self) -> bool {
        !matches!(self.stage, Stage::Login | Stage::Noop { .. }) && self.observation.is_none()
    }

    /// Whether credentials are on their way.
    pub fn tried_password(&self) -> bool {
        self.registration.requests() > 1 || self.shared.borrowed
    }

    pub fn handle(&mut self, now: Instant, response: &Answer<'_>) -> Heard {
        let before = self.registration.requests();
        match self.registration.handle(now, response) {
            Handled::Ignored => Heard::Foreign,
            Handled::Progress if self.registration.requests() == before => Heard::Provisional,
            Handled::Progress | Handled::Done => {
                Heard::Final { tries: self.left.1, took: now.saturating_duration_since(self.left_at) }
            }
        }
    }

    /// Whether credentials may be sent a second time in this exchange.
    pub fn permit_repeat(&mut self, may: bool) {
        self.registration.permit_repeat(may);
    }

    /// Credentials are on their way a second time; true when a second asker wants them.
    pub fn repeats(&self) -> Option<bool> {
        let on_its_way = self.registration.outcome().is_none() && self.registration.refusals() > 0;
        on_its_way.then(|| self.registration.has_two_askers())
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        self.registration.handle_timeout(now);
    }

    pub fn poll_timeout(&self) -> Option<Instant> {
        self.registration.poll_timeout()
    }

    pub fn poll_transmit(&mut self, now: Instant) -> Option<Sending> {
        let bytes = self.registration.poll_transmit()?;
        let requests = self.registration.requests();
        let retransmission = requests == self.left.0;
        self.left = (requests, if retransmission { self.left.1 + 1 } else { 1 });
        self.left_at = now;
        let planned = matches!(self.stage, Stage::Login) && requests <= 2 && !retransmission;
        let binds = matches!(self.stage, Stage::Register { .. }) && requests == 1 && !retransmission;
        Some(Sending { bytes, planned, retransmission, binds })
    }

    /// What the request in flight registers.
    pub fn binding(&self, line: &Line, registrar: &HostPort) -> Binding {
        let settings = self.registration.settings();
        Binding {
            line: line.id.clone(),
            registrar: registrar.clone(),
            transport: settings.transport,
            call_id: settings.call_id.to_string(),
            cseq: settings.cseq,
            contact: self.contact().to_string(),
            expires_s: self.bind.map_or(0, |rules| rules.expires_s),
        }
    }

    /// The next exchange, when the one before is over.
    pub fn step(&mut self, now: Instant, line: &Line) {
        if self.observation.is_some() || self.registration.outcome().is_none() {
            return;
        }
        if matches!(self.stage, Stage::Login) {
            self.shared.missed = self.registration.missed();
            if self.shared.lends {
                self.shared.lent = self.registration.lendable();
            }
        }
        let Some(mut outcome) = self.registration.take_outcome() else { return };
        self.mark_ours(&mut outcome);
        match std::mem::replace(&mut self.stage, Stage::Login) {
            Stage::Login => self.logged_in(now, outcome, line),
            Stage::Noop { login } => {
                let login = Login::Answered(login);
                self.observation = Some(Observation { login, bind: Bind::Noop { answer: outcome } });
            }
            Stage::Register { login } => match outcome.ending {
                Ending::Rejected { .. } | Ending::Redirected { .. } | Ending::NoUsableChallenge { .. } => {
                    self.end(login, Some(outcome), Removal::NotNeeded);
                }
                // Also where no answer came: the request may have arrived.
                _ => self.remove(now, login, Some(outcome), 1),
            },
            Stage::Remove { login, register, tries } => {
                let gone = match &outcome.ending {
                    Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. } => {
                        // One that cannot be read may be ours.
                        outcome.unread_contacts == 0 && !contacts.iter().any(|contact| self.contact().is_written(&contact.uri))
                    }
                    _ => false,
                };
                if gone {
                    self.end(login, register, Removal::Confirmed);
                // A registrar that refuses the password now is not asked again with it.
                } else if tries < REMOVALS && !matches!(outcome.ending, Ending::Rejected { second: Some(401 | 403 | 407), .. }) {
                    self.remove(now, login, register, tries + 1);
                } else {
                    let removal = self.unconfirmed(last_status(&outcome));
                    self.end(login, register, removal);
                }
            }
        }
    }

    /// A fetch does not know which contact a run before may have left behind; the instance tells.
    fn mark_ours(&self, outcome: &mut RegisterOutcome) {
        if let Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. } = &mut outcome.ending {
            for contact in contacts {
                contact.ours |= contact.instance.is_some() && contact.instance == self.registration.settings().instance;
            }
        }
    }

    fn logged_in(&mut self, now: Instant, login: Box<RegisterOutcome>, line: &Line) {
        if self.noop && matches!(login.ending, Ending::Accepted { .. }) {
            self.stage = Stage::Noop { login };
            let contact = self.contact().clone();
            self.exchange(now, Operation::Unbind { contact });
            return;
        }
        let (Some(rules), Ending::Accepted { contacts, .. }) = (self.bind, &login.ending) else {
            self.observation = Some(Observation { login: Login::Answered(login), bind: Bind::NotAsked });
            return;
        };
        let others = contacts.iter().filter(|contact| !contact.ours).count();
        if !rules.force && slots(&line.facts, others, login.unread_contacts, rules.change_loaded) != Slots::Free {
            self.observation = Some(Observation { login: Login::Answered(login), bind: Bind::NotAsked });
            return;
        }
        let contact = self.contact().clone();
        self.stage = Stage::Register { login };
        self.exchange(now, Operation::Bind { contact, expires: rules.expires_s });
    }

    fn remove(&mut self, now: Instant, login: Box<RegisterOutcome>, register: Option<Box<RegisterOutcome>>, tries: u32) {
        self.stage = Stage::Remove { login, register, tries };
        let contact = self.contact().clone();
        self.exchange(now, Operation::Unbind { contact });
    }

    fn contact(&self) -> &SipUri {
        self.ours.as_ref().expect("a session that only logs in names no contact")
    }

    fn exchange(&mut self, now: Instant, operation: Operation) {
        // Outbound is asked for again, also where the exchange before had to do without.
        let settings = RegisterSettings {
            operation,
            cseq: self.registration.next_cseq(),
            sent_by: self.sent_by.clone(),
            reg_id: Some(REG_ID),
            ..self.registration.settings().clone()
        };
        self.registration = Registration::new(settings, self.registration.tokens());
        self.registration.start(now);
        self.left = (0, 0);
    }

    fn end(&mut self, login: Box<RegisterOutcome>, register: Option<Box<RegisterOutcome>>, removal: Removal) {
        let bind = match register {
            Some(register) => Bind::Tried { register, ours: self.contact().to_string(), removal },
            None => Bind::Interrupted { removal },
        };
        self.observation = Some(Observation { login: Login::Answered(login), bind });
    }

    fn unconfirmed(&self, said: Option<u16>) -> Removal {
        Removal::Unconfirmed { expires_s: self.bind.map_or(0, |rules| rules.expires_s), said }
    }

    /// Removes at once what a request in flight may be registering; false where nothing is to be done.
    pub fn unbind_now(&mut self, now: Instant) -> bool {
        match std::mem::replace(&mut self.stage, Stage::Login) {
            Stage::Register { login } => {
                self.remove(now, login, None, 1);
                true
            }
            other => {
                self.stage = other;
                false
            }
        }
    }

    /// Removes over another flow what may be registered; `sent_by` is our address there.
    pub fn unbind_over(&mut self, now: Instant, sent_by: HostPort) {
        self.sent_by = sent_by;
        match std::mem::replace(&mut self.stage, Stage::Login) {
            Stage::Register { login } => self.remove(now, login, None, 1),
            Stage::Remove { login, register, tries } => self.remove(now, login, register, tries),
            other => self.stage = other,
        }
    }

    /// The end of this turn, once.
    pub fn take_observation(&mut self) -> Option<Observation> {
        self.observation.take()
    }

    /// What is to be said when a session with a registered contact has to be given up.
    pub fn into_left_behind(mut self) -> Option<Observation> {
        let removal = self.unconfirmed(None);
        match std::mem::replace(&mut self.stage, Stage::Login) {
            Stage::Login | Stage::Noop { .. } => None,
            Stage::Register { login } => {
                self.end(login, None, removal);
                self.observation
            }
            Stage::Remove { login, register, .. } => {
                self.end(login, register, removal);
                self.observation
            }
        }
    }
}
