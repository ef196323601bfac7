//! Verdicts: what a run found out about each line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::{Code, Lang, Words};
use crate::domain::{Extension, LineId};

/// How far a probe goes. Each level includes the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Authenticated REGISTER without Contact: changes nothing, throws nobody out (RFC 3261 section 10.2.3).
    #[default]
    Fetch,
    /// Registers a contact, sees it listed, unregisters exactly that contact.
    Bind,
}

/// The outcome of one line in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Ready,
    Failed,
    /// Not probed or not decided: stopped early, budget used up, silent under loss.
    Undecided,
    /// Extension that is not migrated; never probed.
    Kept,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Evidence {
    /// A line of the protocol, the same in every language.
    Line(String),
    Said(Words),
}

impl Evidence {
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Line(line) => line,
            Self::Said(words) => words.get(lang),
        }
    }
}

/// A remark beside the verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub code: Code,
    /// `127.0.0.1:5060/udp`, where it concerns one way to the PBX.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    pub words: Words,
}

/// What is said about one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub line: LineId,
    pub extension: Extension,
    pub outcome: Outcome,
    /// Class, such as `sip/ready`, `sip/auth-rejected`, `sip/contact-limit`, `sip/kept`.
    pub class: Code,
    pub level: Level,
    /// What the PBX really said, decisive lines only, secrets and digests masked.
    pub evidence: Vec<Evidence>,
    /// One sentence: the cause.
    pub cause: Words,
    /// One sentence: what the admin should do.
    pub remedy: Option<Words>,
    /// Devices the PBX listed as registered, by contact URI.
    pub contacts: Vec<String>,
    /// Seconds granted, for `bind`.
    pub granted_s: Option<u32>,
    /// First request to last answer, in milliseconds; left out of comparisons.
    pub took_ms: Option<u64>,
    /// Remarks that change nothing about the outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Why a run, or one way to the PBX, ended early.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopNote {
    /// `sip/banned`, `sip/port-closed`, `sip/budget-used`, ….
    pub code: Code,
    /// `127.0.0.1:5060/udp`; none: the whole run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    pub words: Words,
}

/// The result of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub level: Level,
    /// By line id.
    pub verdicts: Vec<Verdict>,
    /// Why the run ended early, if it did.
    pub stopped: Option<Words>,
    /// The same, one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<StopNote>,
    pub requests_sent: u64,
    pub retransmissions: u64,
    /// Log hits the PBX will have counted for this address.
    pub ban_hits: u32,
    /// What the PBX calls itself, by way to it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub servers: BTreeMap<String, String>,
    /// Remarks on the run as a whole; those on a line stand in its verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// How many lines ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub total: usize,
    pub ready: usize,
    pub failed: usize,
    pub undecided: usize,
    pub kept: usize,
}

impl Report {
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { total: self.verdicts.len(), ..Counts::default() };
        for verdict in &self.verdicts {
            match verdict.outcome {
                Outcome::Ready => counts.ready += 1,
                Outcome::Failed => counts.failed += 1,
                Outcome::Undecided => counts.undecided += 1,
                Outcome::Kept => counts.kept += 1,
            }
        }
        counts
    }

    /// Ended early with lines undecided: what is said here is not all.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        !self.stops.is_empty() && self.counts().undecided > 0
    }
}
