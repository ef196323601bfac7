//! A campaign: thousands of lines asked as one state machine.
//!
//! Takes the time and what the network brought; gives bytes to send, flows to open, verdicts, and when it wants to be called
//! again. [`super::schedule`] decides who is next, a [`session`] per line in flight holds the REGISTER exchange, and
//! [`super::diagnose`] judges how it ended.

mod input;
mod keep;
mod lanes;
mod redirect;
mod session;
mod shared;
mod stops;
#[cfg(test)]
mod tests;
pub(super) mod token;
mod traced;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use smol_str::SmolStr;

use self::token::stable_token;
use super::budget::{self, Budget};
use super::codes::Class;
use super::diagnose::{self, Circumstances};
use super::forecast::{Forecast, Promise, forecast};
use super::journal::Binding;
use super::notes::{self, RunNotes};
use super::observation::Observation;
use super::report::{Outcome, StopNote, Verdict};
use super::schedule::{Ask, Canary, Entry, Event, Fate, Rules, Schedule};
use super::trace::Traces;
use crate::domain::{HostPort, Secret, Transport};
use crate::plan::model::Line;
use crate::sip::register::Missed;
use crate::sip::tokens::Tokens;
use crate::sip::{SipUri, Uri};
pub use lanes::Way;
pub(super) use lanes::carrier;
use lanes::{Lane, LaneState};
use redirect::Followed;
pub use redirect::SentOn;
use session::{Session, Turn};
pub(super) use session::{credentials, last_status};
pub use token::USER_AGENT;

/// What is fixed for a run.
#[derive(Debug, Clone)]
pub struct Settings {
    pub rules: Rules,
    pub around: Circumstances,
    /// Register even where a device may be thrown out.
    pub force_bind: bool,
    /// Seconds a test registration lives if it cannot be removed.
    pub bind_expires_s: u32,
    /// Makes Call-ID and instance of a line the same in each run, so that a repeated bind refreshes its own binding.
    pub identity: [u8; 32],
    /// Fresh for each run: branches, tags and cnonces must not be guessable.
    pub seed: [u8; 32],
    /// Seconds since 1970 at the start, for comparison with the PBX's clock.
    pub wall: i64,
    /// First CSeq; has to grow from run to run (RFC 3261 section 10.2.4).
    pub cseq: u32,
    /// All servers of the site: a line that the PBX sends on to one of them is asked there.
    pub servers: Vec<(HostPort, Transport)>,
    /// One challenge for all lines of a way, so that each costs one message; for laboratories.
    pub shared_challenge: bool,
}

/// A line to ask.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub line: Arc<Line>,
    pub password: Option<Secret>,
    pub canary: Canary,
    /// False for a canary that was not selected: asked, but not reported.
    pub wanted: bool,
    /// A test registration of a run that died: it is removed instead of asking, which answers the same question.
    pub left: Option<Binding>,
}

/// What the driver has to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// Open the flow of this lane, and say [`Campaign::lane_open`] or [`Campaign::lane_failed`].
    Open {
        lane: usize,
    },
    Send {
        lane: usize,
        bytes: Vec<u8>,
    },
    /// The flow is dead: give it up without asking it.
    Close {
        lane: usize,
    },
    /// Write the binding down, and only then send: it has to be known where this process dies before it is removed.
    Bind {
        lane: usize,
        bytes: Vec<u8>,
        binding: Binding,
    },
}

/// A line has got its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The report has the same one.
    pub verdict: Arc<Verdict>,
    /// User name and password were refused: they must not be tried again.
    pub refused: bool,
    /// Hits in the PBX's ban log this line has caused.
    pub hits: u32,
    /// The host that caused them where the line was sent on; none: its own registrar's.
    pub hits_at: Option<String>,
    /// False for a canary outside the selection.
    pub wanted: bool,
}

/// How far a campaign is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    pub decided: usize,
    pub total: usize,
    pub ready: usize,
    pub failed: usize,
    pub in_flight: usize,
    pub hits: u32,
    pub requests: u64,
}

/// A test registration of a run that died.
#[derive(Debug)]
struct Left {
    contact: Option<SipUri>,
    call_id: String,
}

#[derive(Debug)]
struct Probe {
    line: Arc<Line>,
    password: Option<Secret>,
    forecast: Forecast,
    /// Where it is asked now.
    lane: usize,
    followed: Option<Box<Followed>>,
    wanted: bool,
    left: Option<Box<Left>>,
    cseq: u32,
    /// The verdict of a turn that may be followed by another.
    so_far: Option<Arc<Verdict>>,
    /// Tries that nothing answered, all rounds together.
    silent_tries: u32,
    hits: u32,
    /// As in [`Decided`].
    hits_at: Option<String>,
    decided: bool,
    /// For the report.
    verdict: Option<Arc<Verdict>>,
    /// Where the last turn was sent on to.
    sent_on: Option<Box<SentOn>>,
}

/// The state of a run.
#[derive(Debug)]
pub struct Campaign {
    settings: Settings,
    schedule: Schedule,
    probes: Vec<Probe>,
    /// Of them, how many are reported.
    wanted: usize,
    lanes: Vec<Lane>,
    /// The first so many have lines of their own.
    own_lanes: usize,
    /// Boxed: a session is large, and the map moves what it holds.
    sessions: BTreeMap<usize, Box<Session>>,
    /// Of the sessions: few, so that what comes in is recognised fast.
    by_call_id: BTreeMap<SmolStr, usize>,
    timers: BTreeSet<(Instant, usize)>,
    tokens: Tokens,
    outputs: VecDeque<Output>,
    decided: VecDeque<Decided>,
    stops: Vec<StopNote>,
    /// Set by an interruption: when what is left is given up.
    deadline: Option<Instant>,
    interrupted: bool,
    requests: u64,
    retransmissions: u64,
    counts: (usize, usize, usize),
    started: Instant,
    notes: RunNotes,
    traces: Traces<usize>,
}

impl Campaign {
    /// `budget` already knows the hits of earlier runs.
    #[must_use]
    pub fn new(now: Instant, settings: Settings, candidates: Vec<Candidate>, budget: Budget) -> Self {
        let ways: BTreeSet<Way> = candidates.iter().map(|candidate| Way::of(&candidate.line)).collect();
        let ways: Vec<Way> = ways.into_iter().collect();
        let probe = |candidate: Candidate| {
            let way = Way::of(&candidate.line);
            Probe {
                forecast: forecast(&candidate.line, settings.around.has_facts),
                lane: ways.binary_search(&way).expect("every line's way was collected above"),
                followed: None,
                wanted: candidate.wanted,
                left: candidate.left.map(|left| {
                    let contact = left.contact.parse::<Uri>().ok().and_then(|uri| uri.as_sip().cloned());
                    Box::new(Left { contact, call_id: left.call_id })
                }),
                cseq: settings.cseq,
                password: candidate.password,
                line: candidate.line,
                so_far: None,
                silent_tries: 0,
                hits: 0,
                hits_at: None,
                decided: false,
                verdict: None,
                sent_on: None,
            }
        };
        let canaries: Vec<Canary> = candidates.iter().map(|candidate| candidate.canary).collect();
        let probes: Vec<Probe> = candidates.into_iter().map(probe).collect();
        let entries: Vec<Entry> = probes
            .iter()
            .zip(canaries)
            .map(|(probe, canary)| Entry { lane: probe.lane, forecast: probe.forecast, canary })
            .collect();
        // Behind those that lines have: the schedule knows nothing of them, and none is opened before somebody is sent there.
        let others = settings.servers.iter().map(|(registrar, transport)| Way {
            registrar: registrar.clone(),
            transport: *transport,
            ws_path: None,
            by_dns: false,
        });
        let others: BTreeSet<Way> = others.filter(|way| !ways.contains(way)).collect();
        let mut tokens = Tokens::from_seed(settings.seed);
        let mut campaign = Self {
            schedule: Schedule::new(now, settings.rules, &entries, budget),
            own_lanes: ways.len(),
            lanes: ways.into_iter().chain(others).map(|way| Lane::new(way, tokens.fork())).collect(),
            by_call_id: BTreeMap::new(),
            wanted: probes.iter().filter(|probe| probe.wanted).count(),
            probes,
            sessions: BTreeMap::new(),
            timers: BTreeSet::new(),
            tokens,
            outputs: VecDeque::new(),
            decided: VecDeque::new(),
            stops: Vec::new(),
            deadline: None,
            interrupted: false,
            requests: 0,
            retransmissions: 0,
            counts: (0, 0, 0),
            started: now,
            notes: RunNotes::default(),
            traces: Traces::default(),
            settings,
        };
        for line in 0..campaign.probes.len() {
            if matches!(campaign.probes[line].forecast.promise, Promise::Unaskable(_)) {
                campaign.decide_from_facts(line);
            }
        }
        campaign.go_on(now);
        campaign
    }

    /// The ways to the PBX, by lane number.
    pub fn ways(&self) -> impl Iterator<Item = &Way> {
        self.lanes.iter().map(|lane| &lane.way)
    }

    /// What to do next; `None` when there is nothing before the next input or timer.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Lines that have got their verdict since the last call.
    pub fn poll_decided(&mut self) -> Option<Decided> {
        self.decided.pop_front()
    }

    /// When to call [`handle_timeout`](Self::handle_timeout).
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let timer = self.timers.first().map(|(at, _)| *at);
        let answers = self.lanes.iter().filter_map(|lane| lane.answering.poll_timeout());
        [timer, self.schedule.wake(), self.deadline, self.keep_timeout()].into_iter().flatten().chain(answers).min()
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.sessions.is_empty() && self.schedule.is_over()
    }

    #[must_use]
    pub fn progress(&self) -> Progress {
        let (decided, ready, failed) = self.counts;
        Progress {
            decided,
            total: self.wanted,
            ready,
            failed,
            in_flight: self.sessions.len(),
            hits: self.schedule.hits(),
            requests: self.requests,
        }
    }

    /// Timers that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some(&(at, line)) = self.timers.first().filter(|(at, _)| *at <= now) {
            self.timers.remove(&(at, line));
            if let Some(session) = self.sessions.get_mut(&line) {
                session.timer = None;
                session.handle_timeout(now);
                self.advance(now, line);
            }
        }
        for lane in 0..self.lanes.len() {
            if self.lanes[lane].answering.poll_timeout().is_some_and(|at| at <= now) {
                self.lanes[lane].answering.handle_timeout(now);
                self.send_answers(lane);
            }
        }
        self.keep_alive(now);
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.deadline = None;
            self.abort_all(now, None, Class::Interrupted);
        }
        self.go_on(now);
    }

    /// Starts what may start now.
    fn go_on(&mut self, now: Instant) {
        loop {
            while let Some(event) = self.schedule.poll_event() {
                self.event(now, event);
            }
            let Some(ask) = self.schedule.next(now) else { break };
            let lane = self.probes[ask.line].lane;
            match self.lanes[lane].wants(ask) {
                LaneState::Open => self.begin(now, ask),
                LaneState::Closed => self.outputs.push_back(Output::Open { lane }),
                LaneState::Opening => {}
            }
        }
        while let Some(event) = self.schedule.poll_event() {
            self.event(now, event);
        }
    }

    fn event(&mut self, now: Instant, event: Event) {
        match event {
            Event::GiveUp { line, doubt, whole } => {
                let probe = &mut self.probes[line];
                if let Some(verdict) = probe.so_far.take() {
                    let moved = probe.sent_on.as_ref().map(|there| there.line(&probe.line));
                    let asked = moved.as_ref().unwrap_or(&probe.line);
                    let verdict = diagnose::given_up(Arc::unwrap_or_clone(verdict), asked, probe.silent_tries, doubt, whole);
                    self.decide(line, verdict, false);
                }
            }
            Event::FromFacts { line } => self.decide_from_facts(line),
            Event::NotAsked { line, because } => {
                let probe = &self.probes[line];
                let verdict = diagnose::not_asked(&probe.line, because, self.settings.around);
                self.decide(line, verdict, false);
            }
            Event::Stopped(stop) => self.stopped(now, stop),
        }
    }

    fn begin(&mut self, now: Instant, ask: Ask) {
        let borrowed = self.borrow_challenge(now, ask.line);
        let probe = &self.probes[ask.line];
        let lane = &self.lanes[probe.lane];
        let call_id = match &probe.left {
            Some(left) => left.call_id.as_str().into(),
            None => stable_token(&self.settings.identity, "call", probe.line.id.as_str()),
        };
        self.by_call_id.insert(call_id.clone(), ask.line);
        let turn = Turn {
            borrowed,
            ask,
            line: &probe.line,
            password: probe.password.as_ref(),
            call_id,
            left: probe.left.as_ref().and_then(|left| left.contact.as_ref()),
            cseq: probe.cseq,
            sent_by: lane.sent_by.clone(),
            sent_on: probe.followed.as_ref().map(|followed| (&followed.uri, lane.way.transport)),
            settings: &self.settings,
            login_only: ask.recheck || !probe.wanted,
            first_contact: self.schedule.is_first_contact(ask.line),
        };
        let session = Session::start(now, turn, self.tokens.fork());
        self.sessions.insert(ask.line, Box::new(session));
        self.advance(now, ask.line);
    }

    /// Sends what a session has to send, sets its timer, and ends it when it is done.
    fn advance(&mut self, now: Instant, line: usize) {
        let Some(session) = self.sessions.get_mut(&line) else { return };
        let probe = &mut self.probes[line];
        session.step(now, &probe.line);
        while let Some(sending) = session.poll_transmit(now) {
            self.requests += 1;
            self.retransmissions += u64::from(sending.retransmission);
            // A line pays in advance for the server it is asked at, not for those it is sent on to.
            let planned = sending.planned && probe.followed.is_none();
            self.schedule.sent(now, planned, sending.retransmission);
            let (lane, bytes) = (probe.lane, sending.bytes);
            self.traces.passed(line, now.saturating_duration_since(self.started), (true, 0), session.sent_by(), &bytes);
            self.outputs.push_back(if sending.binds {
                let way = &self.lanes[lane].way;
                Output::Bind { lane, bytes, binding: session.binding(&probe.line, &way.registrar) }
            } else {
                Output::Send { lane, bytes }
            });
        }
        let timer = session.poll_timeout();
        if timer != session.timer {
            if let Some(old) = session.timer {
                self.timers.remove(&(old, line));
            }
            self.timers.extend(timer.map(|at| (at, line)));
            session.timer = timer;
        }
        if let Some(observation) = session.take_observation() {
            let ask = session.ask();
            self.conclude(now, ask, &observation);
        }
    }

    fn remove_session(&mut self, line: usize) -> Option<Box<Session>> {
        self.forget_timer(line);
        let session = self.sessions.remove(&line)?;
        if self.by_call_id.get(session.call_id()) == Some(&line) {
            self.by_call_id.remove(session.call_id());
        }
        self.probes[line].cseq = session.next_cseq();
        Some(session)
    }

    fn learn(&mut self, now: Instant, line: usize, sent_by: &HostPort, seen: &Observation) {
        let passed = i64::try_from(now.saturating_duration_since(self.started).as_secs()).unwrap_or(i64::MAX);
        let wall = self.settings.wall.saturating_add(passed);
        self.notes.learn(&self.lanes[self.probes[line].lane].way, sent_by, wall, seen);
    }

    fn conclude(&mut self, now: Instant, ask: Ask, observation: &Observation) {
        if self.follow(now, ask, observation) {
            return;
        }
        let mut borrowed_in_vain = false;
        if let Some(session) = self.remove_session(ask.line) {
            borrowed_in_vain = session.shared.missed == Some(Missed::Refused);
            self.learn(now, ask.line, session.sent_by(), observation);
            self.agree(now, self.probes[ask.line].lane, observation);
            self.lend_challenge(ask.line, &session);
        }
        let sent_on = self.as_sent_on(ask.line);
        let probe = &self.probes[ask.line];
        let moved = sent_on.as_ref().map(|there| there.line(&probe.line));
        let line = moved.as_ref().unwrap_or(&probe.line);
        let (mut verdict, mut finish) = diagnose::diagnose(line, probe.forecast, self.settings.around, observation);
        verdict.notes = notes::of_line(line, self.settings.bind_expires_s, observation);
        verdict.evidence.extend(self.unheard(self.probes[ask.line].lane, observation));
        if borrowed_in_vain && finish.hits == 0 {
            // An answer to another line's challenge is a refused login in the PBX's log, whatever came of the second one.
            finish.hits = budget::REFUSED;
        }
        if borrowed_in_vain && finish.login_ok {
            self.borrowed_in_vain(self.probes[ask.line].lane);
        }
        self.note_target(ask.line, &finish);
        self.arrived(ask.line, observation, &mut verdict, &mut finish);
        let probe = &mut self.probes[ask.line];
        probe.hits += finish.hits;
        if finish.hits > 0 {
            probe.hits_at = sent_on.as_ref().map(|there| there.way.registrar.host.to_string());
        }
        probe.sent_on = sent_on.map(Box::new);
        let refused = finish.tried_password && (finish.class.refuses_password() || finish.class == Class::StaleLoop);
        // Of what went well nothing is kept, nor of a re-check that confirms it.
        if finish.login_ok && verdict.outcome == Outcome::Ready {
            self.traces.forget(&ask.line);
        }
        if ask.recheck {
            // Kept for the words of a stop and for the journal; the line's own verdict stands.
            let verdict = Arc::new(verdict);
            probe.so_far = Some(Arc::clone(&verdict));
            if finish.hits > 0 {
                self.decided.push_back(Decided {
                    verdict,
                    refused,
                    hits: finish.hits,
                    hits_at: probe.hits_at.clone(),
                    wanted: false,
                });
            }
            self.schedule.finish(now, ask, &finish);
            return;
        }
        probe.silent_tries += if finish.silent { diagnose::silent_tries(observation) } else { 0 };
        // Known before the schedule may stop because of it.
        probe.so_far = Some(Arc::new(verdict));
        if self.schedule.finish(now, ask, &finish) == Fate::Decided {
            let Some(verdict) = self.probes[ask.line].so_far.take() else { return };
            let probe = &self.probes[ask.line];
            let known = diagnose::from_facts(&probe.line, probe.forecast, self.settings.around).filter(|_| finish.silent);
            let verdict = match known {
                // Another try would cost hits, and the files say what it would bring.
                Some(known) => Arc::new(Verdict { evidence: [verdict.evidence.clone(), known.evidence].concat(), ..known }),
                None => verdict,
            };
            self.decide(ask.line, verdict, refused);
        }
    }
}
