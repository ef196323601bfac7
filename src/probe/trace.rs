//! The messages of exchanges that ended badly, as they passed, for pictures and captures.
//!
//! Each is masked before it is kept ([`crate::sip::mask`]): no digest, no nonce and no media key is in it. Of lines that are ready nothing
//! stays.

use std::collections::BTreeMap;
use std::time::Duration;

use super::campaign::Way;
use crate::domain::{HostPort, LineId};
use crate::sip::mask;

/// Messages of one line that are kept; a line that goes on is told as longer.
const MESSAGES: usize = 64;
/// Bytes of all lines together.
const BYTES: usize = 48 << 20;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Since the run began.
    pub after: Duration,
    /// By us; else by the PBX.
    pub sent: bool,
    /// Our address on the flow.
    pub ours: HostPort,
    pub bytes: Vec<u8>,
}

/// What passed about one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    pub line: LineId,
    pub way: Way,
    pub messages: Vec<Passed>,
    /// Messages beyond what is kept.
    pub left_out: usize,
}

/// Keeps traces while lines are asked.
#[derive(Debug, Default)]
pub(super) struct Traces {
    wanted: bool,
    bytes: usize,
    lines: BTreeMap<usize, (Vec<Passed>, usize)>,
}

impl Traces {
    pub fn keep(&mut self) {
        self.wanted = true;
    }

    pub fn passed(&mut self, line: usize, after: Duration, sent: bool, ours: &HostPort, bytes: &[u8]) {
        if !self.wanted {
            return;
        }
        let (messages, left_out) = self.lines.entry(line).or_default();
        if messages.len() >= MESSAGES || self.bytes + bytes.len() > BYTES {
            *left_out += 1;
            return;
        }
        let bytes = mask::message(bytes);
        self.bytes += bytes.len();
        messages.push(Passed { after, sent, ours: ours.clone(), bytes });
    }

    /// The line is ready: there is nothing to be shown.
    pub fn forget(&mut self, line: usize) {
        if let Some((messages, _)) = self.lines.remove(&line) {
            self.bytes -= messages.iter().map(|message| message.bytes.len()).sum::<usize>();
        }
    }

    /// In the order of lines.
    pub fn take(&mut self, about: impl Fn(usize) -> (LineId, Way)) -> Vec<Trace> {
        let lines = std::mem::take(&mut self.lines);
        self.bytes = 0;
        let mut traces: Vec<Trace> = lines
            .into_iter()
            .map(|(line, (messages, left_out))| {
                let (line, way) = about(line);
                Trace { line, way, messages, left_out }
            })
            .collect();
        traces.sort_by(|a, b| a.line.cmp(&b.line));
        traces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Transport;

    #[test]
    fn what_is_kept_is_masked_bounded_and_forgotten_with_a_good_end() {
        let ours = HostPort { host: "192.0.2.7".to_owned(), port: 5062 };
        let mut traces = Traces::default();
        traces.passed(1, Duration::ZERO, true, &ours, b"unasked");
        traces.keep();
        let request = b"REGISTER x SIP/2.0\r\nAuthorization: Digest response=\"0123\"\r\n\r\n";
        for n in 0..70 {
            traces.passed(1, Duration::from_millis(n), true, &ours, request);
        }
        traces.passed(2, Duration::ZERO, false, &ours, b"SIP/2.0 200 OK\r\n\r\n");
        traces.forget(2);
        assert_eq!(traces.bytes, traces.lines[&1].0.iter().map(|message| message.bytes.len()).sum::<usize>());
        let way = Way { registrar: ours.clone(), transport: Transport::Udp, ws_path: None, by_dns: false };
        let list = traces.take(|line| (format!("200{line}").parse().unwrap(), way.clone()));
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].line.as_str(), list[0].messages.len(), list[0].left_out), ("2001", 64, 6));
        assert!(!String::from_utf8_lossy(&list[0].messages[0].bytes).contains("0123"));
    }
}
