//! The flows of a campaign: one for all lines that share registrar and transport.

use std::fmt;
use std::time::Instant;

use super::super::forecast::Promise;
use super::super::observation::{Bind, Fault, Login, Observation};
use super::super::schedule::{Ask, Stop};
use super::redirect::Target;
use super::shared::Pool;
use super::{Campaign, Output};
use crate::domain::{HostPort, Transport};
use crate::plan::model::Line;
use crate::sip::answering::Answering;
use crate::sip::keep_alive::{Carrier, KeepAlive};
use crate::sip::timers::Timers;
use crate::sip::tokens::Tokens;

/// Connections that the PBX may close while requests are in flight before that counts as a fault.
const REOPENINGS: u32 = 1;

/// A registrar and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    pub registrar: HostPort,
    pub transport: Transport,
    /// Path of the WebSocket, where the line has one of its own.
    pub ws_path: Option<String>,
    /// The client looks for the registrar's servers in DNS.
    pub by_dns: bool,
}

impl Way {
    #[must_use]
    pub fn of(line: &Line) -> Self {
        let web = matches!(line.transport, Transport::Ws | Transport::Wss);
        let ws_path = line.own_ws_path().filter(|_| web).map(str::to_owned);
        Self { registrar: line.registrar.clone(), transport: line.transport, ws_path, by_dns: line.media.dns_srv == Some(true) }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registrar, self.transport)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaneState {
    Closed,
    Opening,
    Open,
}

#[derive(Debug)]
pub(super) struct Lane {
    pub way: Way,
    pub state: LaneState,
    /// Our address on the flow.
    pub sent_by: HostPort,
    /// Asks that wait for the flow.
    pub waiting: Vec<Ask>,
    reopened: u32,
    /// What the PBX asks us over this flow.
    pub answering: Answering,
    pub keep: KeepAlive,
    pub pool: Pool,
    /// How it fares with lines that other servers send here.
    pub as_target: Target,
}

impl Lane {
    pub fn new(way: Way, tokens: Tokens) -> Self {
        let nowhere = HostPort { host: "0.0.0.0".into(), port: 0 };
        let answering = Answering::new(way.transport != Transport::Udp, Timers::default());
        let keep = KeepAlive::new(carrier(way.transport), tokens);
        Self {
            keep,
            pool: Pool::default(),
            as_target: Target::default(),
            way,
            state: LaneState::Closed,
            sent_by: nowhere,
            waiting: Vec::new(),
            reopened: 0,
            answering,
        }
    }

    /// Takes an ask unless the flow is open, and gives the state before.
    pub fn wants(&mut self, ask: Ask) -> LaneState {
        let before = self.state;
        if before != LaneState::Open {
            self.waiting.push(ask);
            self.state = LaneState::Opening;
        }
        before
    }

    pub fn opened(&mut self, sent_by: HostPort) -> Vec<Ask> {
        self.state = LaneState::Open;
        self.sent_by = sent_by;
        std::mem::take(&mut self.waiting)
    }

    pub fn failed(&mut self) -> Vec<Ask> {
        self.state = LaneState::Closed;
        std::mem::take(&mut self.waiting)
    }

    /// Closed while nothing was in flight: opened again when the next line wants it.
    pub fn closed_idle(&mut self) {
        self.state = LaneState::Closed;
    }

    pub fn may_reopen(&mut self) -> bool {
        let may = self.reopened < REOPENINGS;
        self.reopened += 1;
        if may {
            self.state = LaneState::Opening;
        }
        may
    }
}

/// How signs of life go over a transport.
pub(in crate::probe) fn carrier(transport: Transport) -> Carrier {
    match transport {
        Transport::Udp => Carrier::Datagrams,
        Transport::Tcp | Transport::Tls => Carrier::Stream,
        Transport::Ws | Transport::Wss => Carrier::WebSocket,
    }
}

impl Campaign {
    /// The flow of a lane is open; `sent_by` is our address on it.
    pub fn lane_open(&mut self, now: Instant, lane: usize, sent_by: HostPort) {
        self.lanes[lane].keep.opened(now);
        let bound: Vec<usize> = self.bound_over(lane).collect();
        for line in bound {
            if let Some(session) = self.sessions.get_mut(&line) {
                session.unbind_over(now, sent_by.clone());
            }
            self.advance(now, line);
        }
        for ask in self.lanes[lane].opened(sent_by) {
            self.begin(now, ask);
        }
        self.go_on(now);
    }

    /// The way of a lane cannot be opened, or is gone for good.
    pub fn lane_failed(&mut self, now: Instant, lane: usize, fault: &Fault) {
        let mut asks = self.lanes[lane].failed();
        asks.extend(self.sessions.values().map(|session| session.ask()).filter(|ask| self.probes[ask.line].lane == lane));
        // Those that were sent here are no sign that their own way is closed: each has its own verdict.
        let (guests, asks): (Vec<Ask>, Vec<Ask>) = asks.into_iter().partition(|ask| self.probes[ask.line].followed.is_some());
        for ask in guests {
            if self.sessions.get(&ask.line).is_some_and(|session| session.is_bound()) {
                self.abort(now, ask.line, fault.class);
            } else {
                self.conclude_by(now, ask, fault);
            }
        }
        // One line carries the diagnosis; the others were only unlucky.
        let carrier = asks.iter().copied().find(|ask| !self.sessions.get(&ask.line).is_some_and(|session| session.is_bound()));
        for ask in asks.into_iter().filter(|ask| Some(*ask) != carrier) {
            if self.sessions.contains_key(&ask.line) {
                self.abort(now, ask.line, fault.class);
            } else {
                self.drop_ask(now, ask, fault.class);
            }
        }
        match carrier {
            Some(ask) => self.conclude_by(now, ask, fault),
            None if lane >= self.own_lanes => {}
            None => self.schedule.stop(Stop { lane: Some(lane), class: fault.class, line: None, retry_in: None }),
        }
        self.go_on(now);
    }

    /// A line ends by what befell its way.
    fn conclude_by(&mut self, now: Instant, ask: Ask, fault: &Fault) {
        let login = Login::Fault(fault.clone());
        self.conclude(now, ask, &Observation { login, bind: Bind::NotAsked });
    }

    /// Lines in flight over a lane that may have a contact of ours registered.
    fn bound_over(&self, lane: usize) -> impl Iterator<Item = usize> {
        self.sessions
            .iter()
            .filter(move |(line, session)| self.probes[**line].lane == lane && session.is_bound())
            .map(|(n, _)| *n)
    }

    /// Nothing is repeated while a flow is opened anew.
    pub(super) fn forget_timer(&mut self, line: usize) {
        if let Some(at) = self.sessions.get_mut(&line).and_then(|session| session.timer.take()) {
            self.timers.remove(&(at, line));
        }
    }

    /// The PBX closed the connection of a lane. It is opened once more; requests in flight are asked anew where that risks
    /// nothing, and what is registered is removed over the new connection.
    pub fn lane_closed(&mut self, now: Instant, lane: usize, fault: &Fault) {
        let lines: Vec<usize> = self.sessions.keys().copied().filter(|line| self.probes[*line].lane == lane).collect();
        if lines.is_empty() {
            self.lanes[lane].closed_idle();
            return;
        }
        if !self.lanes[lane].may_reopen() {
            self.lane_failed(now, lane, fault);
            return;
        }
        for line in lines {
            let session = &self.sessions[&line];
            let promising = self.probes[line].forecast.promise == Promise::Good;
            if session.is_bound() {
                self.forget_timer(line);
            } else if session.tried_password() && !promising {
                self.abort(now, line, fault.class);
            } else if let Some(session) = self.remove_session(line) {
                self.lanes[lane].waiting.push(session.ask());
            }
        }
        self.outputs.push_back(Output::Open { lane });
        self.go_on(now);
    }
}
