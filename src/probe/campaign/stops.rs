//! What ends a run early, and why, in words.

use std::time::{Duration, Instant};

use super::super::codes::Class;
use super::super::diagnose;
use super::super::report::StopNote;
use super::super::schedule::{Ask, Stop};
use super::Campaign;
use crate::diag::Words;

/// How long an interrupted campaign may take to remove its test registrations.
const CLEAN_UP: Duration = Duration::from_millis(1500);

impl Campaign {
    /// SIGINT or SIGTERM: asks nobody else, removes what was registered, and is over within two seconds.
    pub fn interrupt(&mut self, now: Instant) {
        if self.interrupted {
            return;
        }
        self.interrupted = true;
        self.schedule.stop(Stop { lane: None, class: Class::Interrupted, line: None, retry_in: None });
        let mut bound = Vec::new();
        for (line, session) in &mut self.sessions {
            session.unbind_now(now);
            if session.is_bound() {
                bound.push(*line);
            }
        }
        for line in self.sessions.keys().copied().filter(|line| !bound.contains(line)).collect::<Vec<_>>() {
            self.abort(now, line, Class::Interrupted);
        }
        for lane in 0..self.lanes.len() {
            for ask in std::mem::take(&mut self.lanes[lane].waiting) {
                self.drop_ask(now, ask, Class::Interrupted);
            }
        }
        self.deadline = (!bound.is_empty()).then_some(now + CLEAN_UP);
        for line in bound {
            self.advance(now, line);
        }
        self.go_on(now);
    }

    pub(super) fn stopped(&mut self, now: Instant, stop: Stop) {
        let cause = stop.line.and_then(|line| {
            let probe = &self.probes[line];
            probe.so_far.as_deref().or(probe.verdict.as_deref()).map(|verdict| verdict.cause.clone())
        });
        if let (Some(lane), Class::Silent | Class::PortClosed) = (stop.lane, stop.class) {
            self.notes.dead(&self.lanes[lane].way);
        }
        self.stops.push(stop_note(stop, stop.lane.map(|lane| self.lanes[lane].way.to_string()), cause));
        // Over a dead way nothing more comes; where the PBX still answers, what is in flight may end by itself.
        if matches!(stop.class, Class::Banned | Class::Silent) {
            self.abort_all(now, stop.lane, stop.class);
        }
    }

    /// Ends a session without an answer.
    pub(super) fn abort(&mut self, now: Instant, line: usize, because: Class) {
        let Some(session) = self.remove_session(line) else { return };
        let ask = session.ask();
        self.schedule.abandon(now, ask);
        let probe = &self.probes[line];
        if let Some(observation) = session.into_left_behind() {
            let (verdict, _) = diagnose::diagnose(&probe.line, probe.forecast, self.settings.around, &observation);
            self.decide(line, verdict, false);
        } else if !ask.recheck {
            let verdict = diagnose::not_asked(&probe.line, because, self.settings.around);
            self.decide(line, verdict, false);
        }
    }

    /// Ends all turns of a lane, or of all lanes, also those that wait for a flow.
    pub(super) fn abort_all(&mut self, now: Instant, lane: Option<usize>, because: Class) {
        let here = |at: usize| lane.is_none_or(|lane| lane == at);
        let lines: Vec<usize> = self.sessions.keys().copied().filter(|line| here(self.probes[*line].lane)).collect();
        for line in lines {
            self.abort(now, line, because);
        }
        let waiting: Vec<Ask> =
            (0..self.lanes.len()).filter(|at| here(*at)).flat_map(|at| std::mem::take(&mut self.lanes[at].waiting)).collect();
        for ask in waiting {
            self.drop_ask(now, ask, because);
        }
    }

    pub(super) fn drop_ask(&mut self, now: Instant, ask: Ask, because: Class) {
        self.schedule.abandon(now, ask);
        if !ask.recheck {
            let verdict = diagnose::not_asked(&self.probes[ask.line].line, because, self.settings.around);
            self.decide(ask.line, verdict, false);
        }
    }
}

/// `stop` in words, with the way it concerns and the cause that a line's verdict named.
fn stop_note(stop: Stop, way: Option<String>, cause: Option<Words>) -> StopNote {
    let page = stop.class.page();
    let mut words = Words::new(page.title_en, page.title_de);
    if let Some(cause) = cause {
        words = Words::new(format!("{} ({})", words.en, cause.en), format!("{} ({})", words.de, cause.de));
    } else if let Some(way) = &way {
        words = Words::new(format!("{} (`{way}`)", words.en), format!("{} (`{way}`)", words.de));
    }
    if let Some(wait) = stop.retry_in {
        let minutes = wait.as_secs().div_ceil(60).max(1);
        words = Words::new(
            format!("{}; go on in {minutes} min with `--resume`", words.en),
            format!("{}; in {minutes} min mit `--resume` fortsetzen", words.de),
        );
    }
    StopNote { code: stop.class.code(), way, words }
}
