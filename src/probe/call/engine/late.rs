//! What is done when this machine is late: it is noticed, the calls are made once more, and fewer at once.

use super::super::fault::{missed_too_much, worst};
use super::{AWAY, Call, Calls, Fault, Instant, PULSE, Stage};

impl Calls {
    /// How long ago the pulse was due is how long nobody read or sent.
    pub(super) fn note_absence(&mut self, now: Instant) {
        if self.calls.is_empty() {
            self.pulse = None;
            return;
        }
        if self.pulse.is_some_and(|due| due > now) {
            return;
        }
        let away = self.pulse.map_or_else(Default::default, |due| now.saturating_duration_since(due));
        self.pulse = Some(now + PULSE);
        for call in self.calls.values_mut().filter(|call| call.stage != Stage::Preparing) {
            call.facts.away = call.facts.away.max(away);
        }
    }

    /// A call is over. Where we were late in it, fewer are made at once from now on, and one that could not be judged is made again once, after all others.
    pub(super) fn late_call(&mut self, now: Instant, call: &Call, fault: Option<Fault>) {
        if self.interrupted {
            return;
        }
        let was_late = missed_too_much(&call.facts) || worst(&call.facts) >= AWAY;
        // Calls that began before there were fewer had the same trouble, and say nothing new.
        if was_late && self.fewer_since.is_none_or(|since| call.started > since) {
            self.at_once = (self.at_once / 2).max(1);
            self.fewer_since = Some(now);
        }
        if fault == Some(Fault::Late) && self.again.insert(call.planned) {
            self.queue.push_back(call.planned);
            self.planned += 1;
        }
    }
}
