//! What passed of calls that are not good, and of the registrations of their lines.

use std::collections::{BTreeMap, BTreeSet};

use super::super::facts::{Facts, Target};
use super::super::fault::Fault;
use super::{Calls, Duration, Instant, Lane, Leg, Output};
use crate::probe::trace::{End, Exchange, Trace, Traces};

/// What a message belongs to. A call has all its attempts, and both its sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Registration(usize),
    Call(usize),
}

impl Lane {
    /// A message that passed over this way; before it is open there is none.
    pub(super) fn trace(&self, traces: &mut Traces<About>, about: About, after: Duration, way: (bool, usize), bytes: &[u8]) {
        if let Some(ours) = &self.sent_by {
            traces.passed(about, after, way, ours, bytes);
        }
    }
}

impl Calls {
    /// Keeps the messages of calls that are not good, masked. `before`: since the run began.
    ///
    /// A call of somebody else, which is refused as busy, is nobody's business and is not kept.
    pub fn keep_traces(&mut self, before: Duration) {
        self.before = before;
        self.traces.keep();
    }

    /// Since the run began.
    pub(super) fn after(&self, now: Instant) -> Duration {
        self.before + self.at(now)
    }

    /// Sends what one side of a call has to say.
    pub(super) fn send_for(&mut self, now: Instant, leg: &Leg, bytes: Vec<u8>) {
        let after = self.after(now);
        self.lanes[leg.lane].trace(&mut self.traces, About::Call(leg.call), after, (true, leg.end()), &bytes);
        self.outputs.push_back(Output::Send { lane: leg.lane, bytes });
    }

    /// The INVITE that makes a line of ours ring.
    pub(super) fn rang_with(&mut self, now: Instant, lane: usize, call: usize, bytes: &[u8]) {
        let after = self.after(now);
        self.lanes[lane].trace(&mut self.traces, About::Call(call), after, (false, 1), bytes);
    }

    /// A call is over; its facts come next in `done`.
    pub(super) fn keep_or_forget(&mut self, call: usize, fault: Option<Fault>) {
        // What we ended ourselves has not failed.
        if fault.is_none_or(|fault| fault == Fault::Interrupted) {
            self.traces.forget(&About::Call(call));
        } else {
            self.failed.insert(call, self.done.len());
        }
    }

    /// What was kept about the lines that `wanted` names: their failed calls, and their registrations for calls.
    pub fn take_traces(&mut self, wanted: &BTreeSet<usize>) -> Vec<Trace> {
        let kept: BTreeMap<_, _> = self.traces.take();
        let mut traces = Vec::new();
        for (about, (messages, left_out)) in kept {
            let (lines, exchange, ends) = match about {
                About::Registration(line) => (vec![line], Exchange::Registration, vec![line]),
                About::Call(call) => {
                    let Some(facts) = self.failed.get(&call).and_then(|at| self.done.get(*at)) else { continue };
                    self.call_of(facts)
                }
            };
            if lines.iter().any(|line| wanted.contains(line)) {
                let lines = lines.into_iter().map(|line| self.people[line].line.id.clone()).collect();
                let end = |line: usize| End {
                    extension: self.people[line].line.extension.clone(),
                    way: self.lanes[self.lane_of[line]].way.clone(),
                };
                traces.push(Trace { lines, exchange, ends: ends.into_iter().map(end).collect(), messages, left_out });
            }
        }
        traces
    }

    /// Whom a call was about, what it was, and at which lines of ours it was seen.
    fn call_of(&self, facts: &Facts) -> (Vec<usize>, Exchange, Vec<usize>) {
        let caller = facts.planned.caller;
        let (called, target) = match facts.planned.target {
            Target::Line(line) => (Some(line), self.people[line].target.as_str()),
            Target::Echo => (None, self.settings.echo.as_ref().map_or("", |echo| echo.as_str())),
        };
        let exchange = Exchange::Call { called: target.to_owned(), check: facts.planned.check };
        let rang = facts.rang.as_ref().map(|rang| rang.line);
        (std::iter::once(caller).chain(called).collect(), exchange, std::iter::once(caller).chain(rang).collect())
    }
}
