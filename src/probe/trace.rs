//! The messages of exchanges that ended badly, as they passed, for pictures and captures.
//!
//! Each is masked before it is kept ([`crate::sip::mask`]): no digest, no nonce and no media key is in it. Of logins and calls that are
//! good nothing stays. Sound is never kept.

use std::collections::BTreeMap;
use std::time::Duration;

use super::campaign::Way;
use crate::domain::{Extension, HostPort, LineId};
use crate::sip::mask;

/// Messages of one exchange that are kept; one that goes on is told as longer.
const MESSAGES: usize = 64;
/// Bytes of all logins of a run together, and of all calls.
const BYTES: usize = 48 << 20;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Since the run began.
    pub after: Duration,
    /// By us; else by the PBX.
    pub sent: bool,
    /// Which of [`Trace::ends`] it left or reached.
    pub end: usize,
    /// Our address on the flow.
    pub ours: HostPort,
    pub bytes: Vec<u8>,
}

/// What an exchange was about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exchange {
    Login,
    /// The registration that test calls need.
    Registration,
    Call {
        /// What was dialled.
        called: String,
        /// Made to find out which side of another call has the fault.
        check: bool,
    },
}

/// A side of an exchange that is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub extension: Extension,
    pub way: Way,
}

/// One exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Whom it is about: one line, or the caller and the line that was called.
    pub lines: Vec<LineId>,
    pub exchange: Exchange,
    /// The line itself; of a call the caller and, where the call came back to us, the line that rang.
    pub ends: Vec<End>,
    pub messages: Vec<Passed>,
    /// Messages beyond what is kept.
    pub left_out: usize,
}

/// What passed of one exchange, and how many messages beyond.
pub(super) type Kept = (Vec<Passed>, usize);

/// Keeps traces while lines are asked; `K` tells exchanges apart.
#[derive(Debug)]
pub(super) struct Traces<K> {
    wanted: bool,
    bytes: usize,
    kept: BTreeMap<K, Kept>,
}

impl<K> Default for Traces<K> {
    fn default() -> Self {
        Self { wanted: false, bytes: 0, kept: BTreeMap::new() }
    }
}

impl<K: Ord> Traces<K> {
    pub fn keep(&mut self) {
        self.wanted = true;
    }

    /// `passed`: whether we sent it, and at which end.
    pub fn passed(&mut self, key: K, after: Duration, (sent, end): (bool, usize), ours: &HostPort, bytes: &[u8]) {
        if !self.wanted {
            return;
        }
        let (messages, left_out) = self.kept.entry(key).or_default();
        if messages.len() >= MESSAGES || self.bytes + bytes.len() > BYTES {
            *left_out += 1;
            return;
        }
        let bytes = mask::message(bytes);
        self.bytes += bytes.len();
        messages.push(Passed { after, sent, end, ours: ours.clone(), bytes });
    }

    /// It ended well: there is nothing to be shown.
    pub fn forget(&mut self, key: &K) {
        if let Some((messages, _)) = self.kept.remove(key) {
            self.bytes -= messages.iter().map(|message| message.bytes.len()).sum::<usize>();
        }
    }

    pub fn take(&mut self) -> BTreeMap<K, Kept> {
        self.bytes = 0;
        std::mem::take(&mut self.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_masked_bounded_and_forgotten_with_a_good_end() {
        let ours = HostPort { host: "192.0.2.7".into(), port: 5062 };
        let mut traces = Traces::default();
        traces.passed(1, Duration::ZERO, (true, 0), &ours, b"unasked");
        traces.keep();
        let request = b"REGISTER x SIP/2.0\r\nAuthorization: Digest response=\"0123\"\r\n\r\n";
        for n in 0..70 {
            traces.passed(1, Duration::from_millis(n), (true, 0), &ours, request);
        }
        traces.passed(2, Duration::ZERO, (false, 0), &ours, b"SIP/2.0 200 OK\r\n\r\n");
        traces.forget(&2);
        assert_eq!(traces.bytes, traces.kept[&1].0.iter().map(|message| message.bytes.len()).sum::<usize>());
        let kept = traces.take();
        assert_eq!(kept.len(), 1);
        let (messages, left_out) = &kept[&1];
        assert_eq!((messages.len(), *left_out), (64, 6));
        assert!(!String::from_utf8_lossy(&messages[0].bytes).contains("0123"));
    }
}
