//! What was seen of one call.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use crate::rtp::codec::Codec;
use crate::rtp::media::Account;

/// Who is called. Numbers are those of the lines of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Line(usize),
    /// The PBX's echo.
    Echo,
}

/// A registration of ours that could not be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub expires_s: u32,
    /// Status of the last answer to its removal; none where none came.
    pub said: Option<u16>,
}

/// A call to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planned {
    pub caller: usize,
    pub target: Target,
    /// Finds out which side of another call has the fault.
    pub check: bool,
}

/// How an INVITE of ours ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// After so long.
    Answered {
        after: Duration,
    },
    Refused {
        status: u16,
        reason: String,
        said: Vec<String>,
    },
    /// No response at all.
    Silent,
    /// It rang, or at least was in progress, and nobody answered.
    NoAnswer,
    /// The registration that the call needs did not come about.
    NotRegistered {
        line: usize,
        said: String,
    },
    Interrupted,
}

/// Why we refused what the PBX offered to a line of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declined {
    /// No codec that a softphone of ours has; the names offered.
    Codec(String),
    /// Encrypted where the line must not be, or the other way round.
    Encryption { offered: bool },
    /// No description, no address, or no port here.
    Unusable,
}

/// One side of a call that is ours.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    pub codec: Option<Codec>,
    pub secure: bool,
    /// Both sides know events for digits.
    pub events: bool,
    /// Where the PBX wants the sound.
    pub sends_to: Option<SocketAddr>,
    /// Where its sound came from.
    pub heard_from: BTreeSet<SocketAddr>,
    pub account: Account,
    /// Later descriptions (re-INVITE), such as for direct media.
    pub reoffers: u32,
    pub declined: Option<Declined>,
}

/// Which line of ours the PBX rang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rang {
    pub line: usize,
    pub after: Duration,
    /// User part of the caller's address, as the callee sees it.
    pub caller_id: String,
}

/// One call, as far as it went.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub planned: Planned,
    /// Provisional responses with their time.
    pub progress: Vec<(u16, Duration)>,
    pub ending: Ending,
    pub rang: Option<Rang>,
    /// A call of somebody else came to the line called while it was expected, and was refused as busy.
    pub foreign: Option<String>,
    /// The PBX ended the call before its time, with what it said.
    pub cut: Option<(Duration, Option<String>)>,
    pub caller: Option<Side>,
    pub callee: Option<Side>,
    /// The time of talking that was planned.
    pub talk: Duration,
    /// How long this program was not there to read and to send, at the worst, while the call was made.
    pub away: Duration,
}

impl Facts {
    /// Caller and called, as far as there was one.
    pub(super) fn sides(&self) -> impl Iterator<Item = &Side> {
        [&self.caller, &self.callee].into_iter().flatten()
    }

    #[must_use]
    pub fn new(planned: Planned, talk: Duration) -> Self {
        Self {
            planned,
            progress: Vec::new(),
            ending: Ending::Interrupted,
            rang: None,
            foreign: None,
            cut: None,
            caller: None,
            callee: None,
            talk,
            away: Duration::ZERO,
        }
    }
}
