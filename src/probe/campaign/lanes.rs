//! The flows of a campaign: one for all lines that share registrar and transport.

use std::fmt;

use super::super::schedule::Ask;
use crate::domain::{HostPort, Transport};
use crate::plan::model::Line;
use crate::sip::answering::Answering;
use crate::sip::timers::Timers;

/// Connections that the PBX may close while requests are in flight before that counts as a fault.
const REOPENINGS: u32 = 1;

/// A registrar and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    pub registrar: HostPort,
    pub transport: Transport,
}

impl Way {
    #[must_use]
    pub fn of(line: &Line) -> Self {
        Self { registrar: line.registrar.clone(), transport: line.transport }
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
}

impl Lane {
    pub fn new(way: Way) -> Self {
        let nowhere = HostPort { host: "0.0.0.0".to_owned(), port: 0 };
        let answering = Answering::new(way.transport != Transport::Udp, Timers::default());
        Self { way, state: LaneState::Closed, sent_by: nowhere, waiting: Vec::new(), reopened: 0, answering }
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
