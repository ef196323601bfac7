//! One way to the PBX: lines that share registrar and transport.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The canary is asked again after so many lines, or so much time.
pub(in crate::probe) const RECHECK_LINES: usize = 50;
const RECHECK_TIME: Duration = Duration::from_secs(30);

/// How far a lane has proved itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Canary,
    Three,
    Ten,
    Rest,
}

#[derive(Debug)]
pub(super) struct Lane {
    pub main: VecDeque<usize>,
    /// Predicted to fail, cheapest first.
    pub tail: VecDeque<usize>,
    /// Silent so far.
    pub again: Vec<usize>,
    pub stage: Stage,
    /// Lines that may still start in this stage.
    pub stage_left: usize,
    pub in_flight: usize,
    pub stopped: bool,

    pub policy_canary: Option<usize>,
    pub canary: Option<usize>,
    pub recheck: bool,
    pub recheck_wanted: bool,
    pub recheck_silent: u32,
    pub since_recheck: usize,
    pub confirmed_at: Instant,
    /// Silence looks like a ban: nothing but the canary is asked.
    pub suspicious: bool,

    /// Hits that a refused login may cause at least: more where a proxy wants its own credentials, too.
    pub login_stake: u32,
    /// A line other than the policy's canary logged in.
    pub settled: bool,
    pub alike: Option<(super::Class, u32)>,
    pub failed_at_start: u32,
    pub asked: usize,
    pub server_errors: usize,

    pub answers: u64,
    pub last_heard: Option<Instant>,
    /// As before, of lines other than the known-good one while it is asked again.
    pub others_heard: Option<Instant>,
    pub silent_run: u32,
    /// First start after the last answer.
    pub quiet_since: Option<Instant>,
}

impl Lane {
    pub fn new(now: Instant) -> Self {
        Self {
            main: VecDeque::new(),
            tail: VecDeque::new(),
            again: Vec::new(),
            stage: Stage::Canary,
            stage_left: 1,
            in_flight: 0,
            stopped: false,
            policy_canary: None,
            canary: None,
            recheck: false,
            recheck_wanted: false,
            recheck_silent: 0,
            since_recheck: 0,
            confirmed_at: now,
            suspicious: false,
            login_stake: super::budget::REFUSED,
            settled: false,
            alike: None,
            failed_at_start: 0,
            asked: 0,
            server_errors: 0,
            answers: 0,
            last_heard: None,
            others_heard: None,
            silent_run: 0,
            quiet_since: None,
        }
    }

    pub fn heard_since(&self, started: Instant) -> bool {
        self.last_heard.is_some_and(|heard| heard >= started)
    }

    /// The stage before must be complete, so that a fault of the setting costs few lines.
    pub fn advance_stage(&mut self) {
        if self.stage_left > 0 || self.in_flight > 0 {
            return;
        }
        (self.stage, self.stage_left) = match self.stage {
            // Stays until a line logs in; one candidate at a time.
            Stage::Canary => (Stage::Canary, 1),
            Stage::Three => (Stage::Ten, 10),
            Stage::Ten | Stage::Rest => (Stage::Rest, usize::MAX),
        };
    }

    /// `nothing_left`: a re-check would protect no line, unless there is a suspicion to clear.
    pub fn recheck_due(&self, now: Instant, nothing_left: bool) -> bool {
        self.canary.is_some()
            && !self.recheck
            && (self.recheck_wanted
                || (!nothing_left
                    && self.stage == Stage::Rest
                    && (self.since_recheck >= RECHECK_LINES || now >= self.confirmed_at + RECHECK_TIME)))
    }

    pub fn recheck_at(&self, nothing_left: bool) -> Option<Instant> {
        (self.canary.is_some() && !self.recheck && !nothing_left && self.stage == Stage::Rest)
            .then(|| self.confirmed_at + RECHECK_TIME)
    }

    pub fn canary_confirmed(&mut self, now: Instant) {
        self.confirmed_at = now;
        self.recheck_wanted = false;
        self.recheck_silent = 0;
        self.suspicious = false;
        self.silent_run = 0;
    }

    pub fn put_back(&mut self, line: usize, tail: bool) {
        if tail {
            self.tail.push_front(line);
        } else {
            self.main.push_front(line);
            self.stage_left = self.stage_left.saturating_add(1);
        }
    }

    /// More than one line in twenty, and more than chance.
    pub fn too_many_errors(&self) -> bool {
        self.server_errors >= 3 && self.server_errors * 20 > self.asked
    }
}
