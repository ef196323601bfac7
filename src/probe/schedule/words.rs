//! What the schedule is told, and what it answers.

use std::time::Duration;

use crate::probe::codes::Class;
use crate::probe::forecast::Forecast;
use crate::probe::pace::Pace;

/// How a run may treat the PBX.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// How fast new lines may start.
    pub pace: Pace,
    /// Hits in the ban log that may be caused in ten minutes.
    pub ban_budget: u32,
    /// Lines in flight at most.
    pub window: usize,
    /// T1 of RFC 3261.
    pub t1: Duration,
    /// Timer F: a silent line is given up.
    pub timeout: Duration,
}

/// A line as the schedule sees it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Lines of one lane share registrar and transport.
    pub lane: usize,
    pub forecast: Forecast,
    pub canary: Canary,
}

/// Whether a line is known to be good, and by whose word; such lines go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Canary {
    /// By the policy's: where it fails, nothing else is asked.
    Named,
    /// By an earlier run's: where it fails, it was no canary after all.
    Known,
    #[default]
    No,
}

/// What to ask now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    pub line: usize,
    /// A re-check of the known-good line, not a line's own turn.
    pub recheck: bool,
}

/// What a busy PBX asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    No,
    /// 503 or 480 without a time.
    Yes,
    /// `Retry-After` (RFC 3261 section 20.33).
    For(Duration),
}

/// How an ask ended.
#[derive(Debug, Clone, Copy)]
pub struct Finish {
    pub class: Class,
    /// User name and password were accepted (or none was asked for).
    pub login_ok: bool,
    /// No final answer came before timer F.
    pub silent: bool,
    /// Credentials were sent, so that asking again would try them again.
    pub tried_password: bool,
    /// Hits in the ban log that this ask will have caused.
    pub hits: u32,
    pub busy: Busy,
    /// The way to the PBX is closed for all lines of the lane.
    pub lane_down: bool,
    /// Any 5xx that nothing predicted.
    pub server_error: bool,
}

/// What becomes of a line after [`Schedule::finish`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Decided,
    /// Asked again later; no verdict yet.
    Later,
}

/// What the schedule decides by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// Silent in all rounds that make sense, or with `whole` false in the one round that may be had; `doubt` is the probability that it lives.
    GiveUp {
        line: usize,
        doubt: f64,
        whole: bool,
    },
    /// Not asked: the files say what is wrong, and asking would cost too much.
    FromFacts {
        line: usize,
    },
    /// Not asked and not known.
    NotAsked {
        line: usize,
        because: Class,
    },
    Stopped(Stop),
}

/// Why a lane, or the whole run, ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// None: all lanes.
    pub lane: Option<usize>,
    pub class: Class,
    /// The line whose answer decided it.
    pub line: Option<usize>,
    /// When to go on, where that is known.
    pub retry_in: Option<Duration>,
}
