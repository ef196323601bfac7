//! What passed about lines that do not become ready.

use super::super::trace::Trace;
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
        let (probes, lanes) = (&self.probes, &self.lanes);
        self.traces.take(|line| (probes[line].line.id.clone(), lanes[probes[line].lane].way.clone()))
    }
}
