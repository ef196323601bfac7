//! Verdicts of lines, and the report of them all.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::codes::Class;
use super::super::diagnose;
use super::super::report::{Outcome, Report, Verdict};
use super::{Campaign, Decided};
use crate::diag::Words;

impl Campaign {
    pub(super) fn decide_from_facts(&mut self, line: usize) {
        let probe = &self.probes[line];
        let around = self.settings.around;
        let verdict = diagnose::from_facts(&probe.line, probe.forecast, around)
            .unwrap_or_else(|| diagnose::not_asked(&probe.line, Class::NotAsked, around));
        self.decide(line, verdict, false);
    }

    pub(super) fn decide(&mut self, line: usize, verdict: impl Into<Arc<Verdict>>, refused: bool) {
        let probe = &mut self.probes[line];
        if std::mem::replace(&mut probe.decided, true) {
            return;
        }
        probe.so_far = None;
        let verdict: Arc<Verdict> = verdict.into();
        if probe.wanted {
            self.counts.0 += 1;
            self.counts.1 += usize::from(verdict.outcome == Outcome::Ready);
            self.counts.2 += usize::from(verdict.outcome == Outcome::Failed);
            probe.verdict = Some(Arc::clone(&verdict));
        }
        let hits_at = probe.hits_at.clone();
        self.decided.push_back(Decided { verdict, refused, hits: probe.hits, hits_at, wanted: probe.wanted });
    }

    /// All verdicts of this run, by line id; nothing about lines that were not given.
    #[must_use]
    pub fn into_report(mut self) -> Report {
        let open: Vec<usize> = (0..self.probes.len()).filter(|line| !self.probes[*line].decided).collect();
        for line in open {
            let verdict = diagnose::not_asked(&self.probes[line].line, Class::NotAsked, self.settings.around);
            self.decide(line, verdict, false);
        }
        let stopped = (!self.stops.is_empty()).then(|| {
            let join = |pick: fn(&Words) -> &str| self.stops.iter().map(|stop| pick(&stop.words)).collect::<Vec<_>>().join("; ");
            Words::new(join(|words| &words.en), join(|words| &words.de))
        });
        let notes = self.notes.notes().into_iter().chain(self.shared_notes()).collect();
        let ban_hits = self.schedule.hits();
        // The list of verdicts takes the place of what led to them; those that were never asked for are let go with it.
        self.decided.clear();
        self.by_call_id.clear();
        let probes = std::mem::take(&mut self.probes);
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(self.wanted);
        verdicts.extend(probes.into_iter().filter_map(|probe| probe.verdict).map(Arc::unwrap_or_clone));
        verdicts.sort_by(|a, b| a.line.cmp(&b.line));
        Report {
            level: self.settings.around.level,
            verdicts,
            stopped,
            stops: self.stops,
            requests_sent: self.requests,
            retransmissions: self.retransmissions,
            ban_hits,
            servers: self.notes.servers(),
            notes,
            lines: BTreeMap::new(),
        }
    }
}
