//! The journals: one line of JSON for each event. Two files, each with one writer: what was issued and revoked, and what was fetched.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::token::{Hash, LinkId};
use crate::domain::{ClientId, LineId};

/// A link as it is stored: without the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub token: Hash,
    /// Over token and PIN, where one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Hash>,
    pub line: LineId,
    pub profile: ClientId,
    /// What is fetched takes the account away again, for leavers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tombstone: bool,
    /// Seconds since 1970.
    pub expires: u64,
}

impl Link {
    #[must_use]
    pub fn id(&self) -> LinkId {
        self.token.id()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    Issued(Link),
    /// For good: nothing opens a revoked link again.
    Revoked {
        link: LinkId,
    },
    /// The answer is about to be sent. Durable before its first byte.
    Begun {
        link: LinkId,
        from: IpAddr,
    },
    /// The answer was sent whole; or nobody knows whether it was, because the server died over it.
    Fetched {
        link: LinkId,
        from: IpAddr,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        presumed: bool,
    },
    /// The caller went away in the middle.
    Unfinished {
        link: LinkId,
        from: IpAddr,
    },
    WrongPin {
        link: LinkId,
        from: IpAddr,
    },
}

/// An event and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Seconds since 1970.
    pub at: u64,
    #[serde(flatten)]
    pub event: Event,
}

impl Entry {
    /// The line of the journal, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("an entry has text keys and whole numbers only")
    }
}

/// What bytes of a journal hold.
#[derive(Debug, Default)]
pub struct Reading {
    pub entries: Vec<Entry>,
    /// Bytes of whole lines: a torn end, or one that is being written, comes after them.
    pub whole: usize,
    /// Lines that cannot be read, counted from 1 in these bytes.
    pub unreadable: Vec<u32>,
}

/// Reads whole lines; what stands behind the last line end is left for later.
#[must_use]
pub fn read(bytes: &[u8]) -> Reading {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut reading = Reading { whole, ..Reading::default() };
    for (number, line) in (1..).zip(bytes[..whole].split_inclusive(|byte| *byte == b'\n')) {
        match serde_json::from_slice(line) {
            Ok(entry) => reading.entries.push(entry),
            Err(_) if line.trim_ascii().is_empty() => {}
            Err(_) => reading.unreadable.push(number),
        }
    }
    reading
}
