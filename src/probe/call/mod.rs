//! Test calls between lines of the house: as one state machine, both sides ours, through the PBX.
//!
//! In: lines whose login works, rules, the time, what the network brought. Out: what to send, and [`facts::Facts`] of each call, from
//! which [`verdict`] makes a verdict for each line. Only a [`crate::plan::test_target::TestTarget`] is dialled.
//! RFC 3261, 3264, 3550, 4028, 4568, 4733. Start with [`engine::Calls`].

mod agree;
mod bound;
pub mod engine;
pub mod facts;
pub mod fault;
mod leg;
mod mail;
pub mod ring;
mod talk;
#[cfg(test)]
mod tests;
pub mod verdict;
mod words;

pub(super) use words::remedy;

use std::time::Duration;

use crate::domain::Secret;
use crate::plan::model::Line;
use crate::plan::test_target::TestTarget;
use crate::probe::campaign::{SentOn, Way};

/// What is fixed for a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Makes Call-ID and instance of a registration the same in each run.
    pub identity: [u8; 32],
    /// Fresh for each run.
    pub seed: [u8; 32],
    /// First CSeq of registrations.
    pub cseq: u32,
    pub t1: Duration,
    /// Without any answer.
    pub timeout: Duration,
    pub bind_expires_s: u32,
    /// Calls at once.
    pub at_once: usize,
    /// From the beginning of a call to that of the next.
    pub gap: Duration,
    /// How long both sides talk.
    pub talk: Duration,
    /// The PBX's echo, where there is one.
    pub echo: Option<TestTarget>,
}

/// A line that takes part.
#[derive(Debug, Clone)]
pub struct Participant {
    /// With the registrar that has it: where the line was sent on, that of [`SentOn::line`].
    pub line: Line,
    pub password: Secret,
    pub target: TestTarget,
    /// Nobody else's device rings when it is called.
    pub callable: bool,
    /// The server that its login was sent on to: it is registered there, and its calls go through it.
    pub sent_on: Option<SentOn>,
}

impl Participant {
    /// How its server is reached.
    #[must_use]
    pub fn way(&self) -> Way {
        self.sent_on.as_ref().map_or_else(|| Way::of(&self.line), |there| there.way.clone())
    }
}
