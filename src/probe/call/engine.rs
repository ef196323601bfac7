//! All calls of a run as one state machine. Takes the time and what the network brought; gives messages, packets and facts.

mod incoming;
mod late;
mod progress;
mod traced;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use self::traced::About;
use super::agree::{Encryption, Sheet};
use super::bound::{Bound, State};
use super::facts::{Ending, Facts, Left, Planned, Target};
use super::fault::{AWAY, Fault, fault};
use super::leg::{Leg, Role};
use super::mail::Mailbox;
use super::talk::{Call, RING_LIMIT, RINGS, Stage};
use super::{Participant, Settings, ring, words};
use crate::diag::Words;
use crate::domain::{HostPort, Transport};
use crate::policy::site::Srtp;
use crate::probe::campaign::{USER_AGENT, Way, carrier, credentials};
use crate::probe::journal::Binding;
use crate::probe::trace::Traces;
use crate::rtp::tone::Tone;
use crate::sip::answering::Answering;
use crate::sip::call::{Caller, CallerSettings, Us};
use crate::sip::digest::Credentials;
use crate::sip::keep_alive::KeepAlive;
use crate::sip::timers::Timers;
use crate::sip::tokens::Tokens;
use crate::sip::{Message, SipUri};

/// After an interruption everything is ended within this time.
const CLEAN_UP: Duration = Duration::from_millis(1500);
/// Calls without a single good one before the run gives up: one fault of the setting, not one of each line.
const ALL_BAD: usize = 5;
/// So many are enough where all failed in the same way.
const ALIKE: usize = 3;
/// So many lines at most are all registered before the first call and stay so until the last: a call that reaches a wrong one is then seen to
/// do so. Of more, each is registered for its own calls only.
const ALL_REGISTERED: usize = 24;
/// While calls are made the engine wants to be asked so often, so that it knows when it was not.
const PULSE: Duration = Duration::from_millis(100);
/// Seconds after which the PBX looks whether we are still there (RFC 4028's least).
const SESSION_EXPIRES_S: u32 = 90;

/// What the driver has to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// Open the flow of this lane, and say [`Calls::lane_open`] or [`Calls::lane_failed`].
    Open {
        lane: usize,
    },
    Send {
        lane: usize,
        bytes: Vec<u8>,
    },
    /// Write the binding down, and only then send.
    Bind {
        lane: usize,
        bytes: Vec<u8>,
        binding: Binding,
    },
    /// Open two ports in a row on this address of ours, the first of them even, and say [`Calls::media_open`].
    OpenMedia {
        leg: usize,
        host: String,
    },
    Media {
        leg: usize,
        to: SocketAddr,
        bytes: Vec<u8>,
    },
    /// From the second port.
    Control {
        leg: usize,
        to: SocketAddr,
        bytes: Vec<u8>,
    },
    CloseMedia {
        leg: usize,
    },
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub done: usize,
    pub planned: usize,
    pub good: usize,
    pub on_the_way: usize,
}

#[derive(Debug)]
struct Lane {
    way: Way,
    sent_by: Option<HostPort>,
    opening: bool,
    failed: Option<String>,
    answering: Answering,
    keep: KeepAlive,
}

/// The state of a run.
#[derive(Debug)]
#[allow(clippy::struct_field_names)] // the calls of the calls
pub struct Calls {
    settings: Settings,
    people: Vec<Participant>,
    lanes: Vec<Lane>,
    lane_of: Vec<usize>,
    tone_of: Vec<Tone>,
    tones: BTreeMap<Tone, usize>,
    bound: BTreeMap<usize, Bound>,
    queue: VecDeque<Planned>,
    calls: BTreeMap<usize, Call>,
    legs: BTreeMap<usize, Leg>,
    tokens: Tokens,
    next: usize,
    next_start: Instant,
    epoch: Instant,
    outputs: VecDeque<Output>,
    done: Vec<Facts>,
    reported: usize,
    can_call: BTreeSet<usize>,
    can_be_called: BTreeSet<usize>,
    planned: usize,
    checked: bool,
    interrupted: bool,
    gave_up: bool,
    deadline: Option<Instant>,
    /// See [`PULSE`].
    pulse: Option<Instant>,
    /// Calls at once: fewer than wanted after some were late, and since when.
    at_once: usize,
    fewer_since: Option<Instant>,
    /// Calls that are made once more because this machine was late.
    again: BTreeSet<Planned>,
    mailboxes: BTreeMap<usize, Mailbox>,
    requests: u64,
    repeated: u64,
    traces: Traces<About>,
    /// The failed calls, by number: where their facts stand in `done`.
    failed: BTreeMap<usize, usize>,
    /// From the beginning of the run to that of its calls.
    before: Duration,
}

impl Calls {
    #[must_use]
    pub fn new(now: Instant, settings: Settings, people: Vec<Participant>) -> Self {
        let ways: BTreeSet<Way> = people.iter().map(Participant::way).collect();
        let ways: Vec<Way> = ways.into_iter().collect();
        let lane_of = people
            .iter()
            .map(|person| ways.binary_search(&person.way()).expect("every line's way was collected above"))
            .collect();
        let timers = Timers { t1: settings.t1, ..Timers::default() };
        let mut tokens = Tokens::from_seed(settings.seed);
        let mut lane = |way: Way| Lane {
            answering: Answering::new(way.transport != Transport::Udp, timers),
            keep: KeepAlive::new(carrier(way.transport), tokens.fork()),
            way,
            sent_by: None,
            opening: false,
            failed: None,
        };
        let callable: Vec<bool> = people.iter().map(|person| person.callable).collect();
        let queue: VecDeque<Planned> = ring::first_round(&callable, settings.echo.is_some()).into();
        let tone_of: Vec<Tone> = (0..people.len()).map(Tone::nth).collect();
        let mut calls = Self {
            tones: tone_of.iter().enumerate().rev().map(|(line, tone)| (*tone, line)).collect(),
            tone_of,
            lanes: ways.into_iter().map(&mut lane).collect(),
            lane_of,
            bound: BTreeMap::new(),
            planned: queue.len(),
            queue,
            calls: BTreeMap::new(),
            legs: BTreeMap::new(),
            tokens,
            next: 0,
            next_start: now,
            epoch: now,
            outputs: VecDeque::new(),
            done: Vec::new(),
            reported: 0,
            can_call: BTreeSet::new(),
            can_be_called: BTreeSet::new(),
            checked: false,
            interrupted: false,
            gave_up: false,
            deadline: None,
            pulse: None,
            at_once: settings.at_once,
            fewer_since: None,
            again: BTreeSet::new(),
            mailboxes: BTreeMap::new(),
            requests: 0,
            repeated: 0,
            traces: Traces::default(),
            failed: BTreeMap::new(),
            before: Duration::ZERO,
            people,
            settings,
        };
        calls.go_on(now);
        calls
    }

    /// The ways to the PBX, by lane number.
    pub fn ways(&self) -> impl Iterator<Item = &Way> {
        self.lanes.iter().map(|lane| &lane.way)
    }

    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// A call that is over since the last question.
    pub fn poll_done(&mut self) -> Option<&Facts> {
        let facts = self.done.get(self.reported)?;
        self.reported += 1;
        Some(facts)
    }

    #[must_use]
    pub fn progress(&self) -> Progress {
        let good = self.done.iter().filter(|facts| fault(facts, &self.tones).is_none()).count();
        Progress { done: self.done.len(), planned: self.planned, good, on_the_way: self.calls.len() }
    }

    /// Nothing more is to be done.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.queue.is_empty() && self.calls.is_empty() && self.bound.values().all(Bound::is_settled)
    }

    /// When to call [`handle_timeout`](Self::handle_timeout).
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let calls = self.calls.values().filter_map(|call| call.until);
        let legs = self.legs.values().filter_map(Leg::poll_timeout);
        let media = self.legs.values().filter_map(|leg| leg.media.as_ref().filter(|_| leg.is_confirmed()));
        let media = media.map(|media| self.epoch + media.poll_timeout());
        let bound = self.bound.values().filter_map(Bound::poll_timeout);
        let answering = self.lanes.iter().filter_map(|lane| lane.answering.poll_timeout());
        let start = (self.startable().is_some() || self.next_to_register().is_some()).then_some(self.next_start);
        let open = self.lanes.iter().filter(|lane| lane.sent_by.is_some() && lane.failed.is_none());
        let keep = open.filter_map(|lane| lane.keep.poll_timeout());
        calls
            .chain(legs)
            .chain(media)
            .chain(bound)
            .chain(answering)
            .chain(keep)
            .chain(start)
            .chain(self.deadline)
            .chain(self.pulse)
            .min()
    }

    fn at(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.epoch)
    }

    /// Whose tone is which.
    #[must_use]
    pub fn tones(&self) -> &BTreeMap<Tone, usize> {
        &self.tones
    }

    fn timers(&self) -> Timers {
        Timers { t1: self.settings.t1, ..Timers::default() }
    }

    fn us(&self, line: usize) -> Option<Us> {
        let lane = &self.lanes[self.lane_of[line]];
        let contact = self.bound.get(&line)?.contact.clone();
        Some(Us { transport: lane.way.transport, sent_by: lane.sent_by.clone()?, contact, user_agent: USER_AGENT.to_owned() })
    }

    fn credentials(&self, line: usize) -> Credentials {
        let person = &self.people[line];
        credentials(&person.line, Some(&person.password))
    }

    fn encryption(&self, line: usize) -> Encryption {
        match self.people[line].line.srtp {
            Srtp::Off => Encryption::Never,
            Srtp::Optional => Encryption::Either,
            Srtp::Required => Encryption::Always,
        }
    }

    pub fn lane_open(&mut self, now: Instant, lane: usize, sent_by: HostPort) {
        self.lanes[lane].sent_by = Some(sent_by);
        self.lanes[lane].keep.opened(now);
        self.lanes[lane].opening = false;
        self.go_on(now);
    }

    /// The answer to a keep-alive came over the stream of a lane.
    pub fn handle_pong(&mut self, lane: usize) {
        self.lanes[lane].keep.handle_pong();
    }

    /// Signs of life that are due, and a flow that turned out to be dead.
    fn keep_alive(&mut self, now: Instant, lane: usize) {
        let Lane { keep, sent_by: Some(_), failed: None, .. } = &mut self.lanes[lane] else { return };
        if let Some(bytes) = keep.poll(now) {
            self.outputs.push_back(Output::Send { lane, bytes });
        }
        if self.lanes[lane].keep.is_dead() {
            self.lane_failed(now, lane, "no answer to our keep-alive");
        }
    }

    /// The flow could not be opened, or is gone.
    pub fn lane_failed(&mut self, now: Instant, lane: usize, said: &str) {
        self.lanes[lane].failed = Some(said.to_owned());
        self.lanes[lane].opening = false;
        let lost: Vec<usize> = (0..self.people.len()).filter(|line| self.lane_of[*line] == lane).collect();
        for line in &lost {
            if let Some(bound) = self.bound.get_mut(line) {
                bound.give_up();
            }
        }
        for id in self.calls.keys().copied().collect::<Vec<_>>() {
            let call = &self.calls[&id];
            let touches = lost.contains(&call.planned.caller)
                || matches!(call.planned.target, Target::Line(callee) if lost.contains(&callee));
            if touches {
                self.finish(now, id, Ending::NotRegistered { line: call.planned.caller, said: said.to_owned() });
            }
        }
        self.go_on(now);
    }

    /// The ports of a leg: the even one, or none where this machine has no more.
    pub fn media_open(&mut self, now: Instant, leg: usize, port: Option<u16>) {
        self.with_port(now, leg, port);
        self.go_on(now);
    }

    /// SIGINT or SIGTERM: every call is ended, every registration removed, within two seconds.
    pub fn interrupt(&mut self, now: Instant) {
        if std::mem::replace(&mut self.interrupted, true) {
            return;
        }
        self.queue.clear();
        self.checked = true;
        self.deadline = Some(now + CLEAN_UP);
        for id in self.calls.keys().copied().collect::<Vec<_>>() {
            if let Some(call) = self.calls.get_mut(&id).filter(|call| call.stage != Stage::Ending) {
                // Cut off by us: what was heard so far is no evidence.
                call.answered = false;
                call.facts.ending = Ending::Interrupted;
            }
            self.end_call(now, id);
        }
        for leg in self.legs.values_mut() {
            leg.hang_up(now);
        }
        for bound in self.bound.values_mut() {
            bound.remove(now);
        }
        self.go_on(now);
    }

    /// Ended because of an interruption.
    #[must_use]
    pub fn was_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Ended because no call at all was good.
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// The way in which all calls so far failed; none where one was good, or they failed in different ways.
    #[must_use]
    pub fn failed_alike(&self) -> Option<Fault> {
        let mut faults = self.done.iter().map(|facts| fault(facts, &self.tones)).filter(|fault| *fault != Some(Fault::Late));
        let first = faults.next().flatten().filter(|first| *first != Fault::Interrupted)?;
        faults.all(|other| other.is_some_and(|other| other.is_like(first))).then_some(first)
    }

    /// What that stop says.
    #[must_use]
    pub fn why_given_up(&self) -> Words {
        words::gave_up(self.failed_alike(), self.done.len())
    }

    /// What was said of mailboxes while their lines were registered.
    #[must_use]
    pub fn mailboxes(&self) -> &BTreeMap<usize, Mailbox> {
        &self.mailboxes
    }

    /// Lines whose registration of ours may still be there.
    #[must_use]
    pub fn left_behind(&self) -> BTreeMap<usize, Left> {
        let left = self.bound.iter().filter(|(_, bound)| bound.state == State::Left);
        left.map(|(line, bound)| (*line, Left { expires_s: bound.expires_s, said: bound.said })).collect()
    }

    /// Requests sent, and how many of them again.
    #[must_use]
    pub fn requests(&self) -> (u64, u64) {
        let registrations = self.bound.values().fold((0, 0), |sum, bound| (sum.0 + bound.requests, sum.1 + bound.repeated));
        (self.requests + registrations.0, self.repeated + registrations.1)
    }

    #[must_use]
    pub fn people(&self) -> &[Participant] {
        &self.people
    }

    /// Every call, in the order of their ends.
    #[must_use]
    pub fn facts(&self) -> &[Facts] {
        &self.done
    }
}
