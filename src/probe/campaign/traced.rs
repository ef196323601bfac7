//! What passed about lines that do not become ready.

use super::super::trace::{End, Exchange, Trace};
use super::{Campaign, Way};
use crate::domain::HostPort;

impl Campaign {
    /// Keeps the messages of lines that do not become ready, masked; to be said before the first flow is open.
    pub fn keep_traces(&mut self) {
        self.traces.keep();
    }

    /// The PBX's clock less ours over this way, in seconds, and how it sees us where that is another address.
    #[must_use]
    pub fn told(&self, way: &Way) -> (Option<i64>, Option<HostPort>) {
        self.notes.told(way)
    }

    /// What was kept, by line id.
    pub fn take_traces(&mut self) -> Vec<Trace> {
        let kept = self.traces.take().into_iter();
        let mut traces: Vec<Trace> = kept
            .map(|(line, (messages, left_out))| {
                let probe = &self.probes[line];
                let way = self.lanes[probe.lane].way.clone();
                Trace {
                    lines: vec![probe.line.id.clone()],
                    exchange: Exchange::Login,
                    ends: vec![End { extension: probe.line.extension.clone(), way }],
                    messages,
                    left_out,
                }
            })
            .collect();
        traces.sort_by(|a, b| a.lines.cmp(&b.lines));
        traces
    }
}
