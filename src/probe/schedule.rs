//! Order: which line is asked next, when, and when a run must stop.
//!
//! Canary, then 3, then 10, then the rest; lines that the files predict to fail come last, while the ban budget lasts. Knows no
//! messages: it hears how each line ended and answers with the next to ask. Rules 2 and 4 to 7 of a safe bulk validator.

mod lane;
#[cfg(test)]
mod tests;
mod words;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::budget::{self, Budget};
use super::codes::Class;
use super::forecast::{Forecast, Promise};
use super::loss::{Loss, tries_per_round};
use super::pace::Pacer;
use crate::sip::register::OLD_NONCE;
pub(super) use lane::RECHECK_LINES;
use lane::{Lane, Stage};
pub use words::{Ask, Busy, Canary, Entry, Event, Fate, Finish, Rules, Stop};

/// A line is asked again this often when the PBX says it is busy.
const BUSY_TRIES: u8 = 3;
/// Pause after a busy answer without `Retry-After`.
const BUSY_PAUSE: Duration = Duration::from_secs(2);
/// Hits of an exchange that sends its credentials as often as it ever may.
const REPEATED: u32 = 2 * budget::REFUSED;
/// A longer `Retry-After` than this is not waited for.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

#[derive(Debug, Clone, Copy)]
struct LineState {
    forecast: Forecast,
    lane: usize,
    started: Instant,
    rounds: u32,
    busy: u8,
    in_flight: bool,
    staked: u32,
}

/// The order of a run.
#[derive(Debug)]
pub struct Schedule {
    rules: Rules,
    pacer: Pacer,
    budget: Budget,
    loss: Loss,
    tries_per_round: u32,
    /// Transmissions of a request until the nonce in it has grown old.
    tries_of_a_nonce: u32,
    lines: Vec<LineState>,
    lanes: Vec<Lane>,
    /// First the main part of each lane, then the predicted failures of each.
    phases: VecDeque<(usize, Part)>,
    in_flight: usize,
    events: VecDeque<Event>,
    wake: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Main,
    Tail,
}

impl Schedule {
    #[must_use]
    pub fn new(now: Instant, rules: Rules, entries: &[Entry], budget: Budget) -> Self {
        let lane_count = entries.iter().map(|entry| entry.lane + 1).max().unwrap_or(0);
        let mut lanes: Vec<Lane> = (0..lane_count).map(|_| Lane::new(now)).collect();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|&line| {
            let entry = &entries[line];
            (entry.canary, entry.forecast.promise != Promise::Good, entry.forecast.cost(), line)
        });
        for line in order {
            let entry = &entries[line];
            let lane = &mut lanes[entry.lane];
            match entry.forecast.promise {
                Promise::Good | Promise::Unknown => lane.main.push_back(line),
                Promise::Fails(_) => lane.tail.push_back(line),
                Promise::Unaskable(_) => {}
            }
            if entry.canary == Canary::Named && entry.forecast.fails().is_none() {
                lane.policy_canary = Some(line);
            }
        }
        let phases = [Part::Main, Part::Tail].into_iter().flat_map(|part| (0..lane_count).map(move |lane| (lane, part)));
        let state = |entry: &Entry| LineState {
            forecast: entry.forecast,
            lane: entry.lane,
            started: now,
            rounds: 0,
            busy: 0,
            in_flight: false,
            staked: 0,
        };
        Self {
            rules,
            pacer: Pacer::new(now, rules.pace),
            budget,
            loss: Loss::default(),
            tries_per_round: tries_per_round(rules.t1, rules.timeout),
            tries_of_a_nonce: tries_per_round(rules.t1, rules.timeout.min(OLD_NONCE)),
            lines: entries.iter().map(state).collect(),
            lanes,
            phases: phases.collect(),
            in_flight: 0,
            events: VecDeque::new(),
            wake: None,
        }
    }

    /// The next line to ask, if one may be asked now.
    pub fn next(&mut self, now: Instant) -> Option<Ask> {
        self.wake = None;
        while let Some(&(lane, part)) = self.phases.front() {
            match self.next_in(now, lane, part) {
                Step::Ask(ask) => return Some(ask),
                Step::Wait(wake) => {
                    self.wake = wake;
                    return None;
                }
                Step::Complete => {
                    self.phases.pop_front();
                    if part == Part::Main {
                        self.lanes[lane].stage = Stage::Rest;
                    }
                }
            }
        }
        None
    }

    fn next_in(&mut self, now: Instant, lane_no: usize, part: Part) -> Step {
        let lane = &mut self.lanes[lane_no];
        if lane.stopped {
            return if lane.in_flight == 0 { Step::Complete } else { Step::Wait(None) };
        }
        let nothing_left = match part {
            Part::Main => lane.main.is_empty() && lane.again.is_empty(),
            Part::Tail => lane.tail.is_empty(),
        };
        if nothing_left && lane.in_flight == 0 && !lane.suspicious {
            return Step::Complete;
        }
        let ready_at = self.pacer.ready_at(now);
        if lane.recheck_due(now, nothing_left) {
            if ready_at > now {
                return Step::Wait(Some(ready_at));
            }
            let line = lane.canary.expect("a re-check is due only where there is a canary");
            // The good line may have become a bad one: its re-check stakes as much as its first turn did.
            let least = self.lines[line].forecast.stake.max(lane.login_stake);
            // Where its nonce may grow old on the way, it waits for a budget that bears a second try: one withheld tells nothing.
            let wanted = if self.loss.may_take(self.tries_of_a_nonce) { least.max(REPEATED) } else { least };
            let left = self.budget.left(now);
            if left < wanted && self.in_flight > 0 {
                return Step::Wait(None);
            }
            if left < least {
                self.no_recheck(now, lane_no, part, least);
                return self.next_in(now, lane_no, part);
            }
            let stake = wanted.min(left);
            lane.recheck = true;
            lane.since_recheck = 0;
            self.budget.stake(stake);
            self.lines[line].staked = stake;
            return Step::Ask(self.start(now, line, true));
        }
        if lane.suspicious {
            return Step::Wait(None);
        }
        if part == Part::Main && lane.main.is_empty() && lane.in_flight == 0 {
            self.another_round(lane_no);
            return self.next_in(now, lane_no, part);
        }
        let lane = &mut self.lanes[lane_no];
        lane.advance_stage();
        let first_contact = lane.answers == 0 && lane.in_flight > 0;
        let quiet = lane.in_flight >= 5 && lane.quiet_since.is_some_and(|since| now >= since + 4 * self.rules.t1);
        let full = lane.in_flight >= self.rules.window;
        if first_contact || quiet || full || (part == Part::Main && lane.stage_left == 0) {
            return Step::Wait(lane.recheck_at(nothing_left));
        }
        let queue = if part == Part::Main { &mut lane.main } else { &mut lane.tail };
        let Some(&line) = queue.front() else { return Step::Wait(None) };
        let stake = self.lines[line].forecast.stake.max(lane.login_stake);
        if self.budget.left(now) < stake {
            if self.in_flight > 0 {
                return Step::Wait(lane.recheck_at(nothing_left));
            }
            self.out_of_budget(now, lane_no, part, stake);
            return self.next_in(now, lane_no, part);
        }
        if ready_at > now {
            let recheck_at = lane.recheck_at(nothing_left);
            return Step::Wait(Some(recheck_at.map_or(ready_at, |at| at.min(ready_at))));
        }
        queue.pop_front();
        lane.stage_left = lane.stage_left.saturating_sub(usize::from(part == Part::Main));
        lane.since_recheck += 1;
        lane.asked += usize::from(self.lines[line].rounds == 0 && self.lines[line].busy == 0);
        self.budget.stake(stake);
        self.lines[line].staked = stake;
        Step::Ask(self.start(now, line, false))
    }

    fn start(&mut self, now: Instant, line: usize, recheck: bool) -> Ask {
        self.pacer.start_line(now);
        let state = &mut self.lines[line];
        state.started = now;
        state.in_flight = true;
        let lane = &mut self.lanes[state.lane];
        lane.in_flight += 1;
        lane.quiet_since.get_or_insert(now);
        self.in_flight += 1;
        Ask { line, recheck }
    }

    /// Silent lines get another round where loss makes that sensible; the others are given up.
    fn another_round(&mut self, lane_no: usize) {
        let rounds = self.loss.rounds(self.tries_per_round);
        let lane = &mut self.lanes[lane_no];
        for line in std::mem::take(&mut lane.again) {
            let used = self.lines[line].rounds;
            if used < rounds.min(super::loss::MOST_ROUNDS) {
                lane.main.push_back(line);
            } else {
                self.events.push_back(Event::GiveUp { line, doubt: self.loss.doubt(used, self.tries_per_round), whole: true });
            }
        }
        lane.stage = Stage::Rest;
        lane.stage_left = usize::MAX;
    }

    /// Without a re-check no further line is asked; with none left, there is nothing that it would protect.
    fn no_recheck(&mut self, now: Instant, lane_no: usize, part: Part, stake: u32) {
        let lane = &mut self.lanes[lane_no];
        (lane.suspicious, lane.recheck_wanted) = (false, false);
        if part == Part::Tail || !(lane.main.is_empty() && lane.again.is_empty()) {
            self.out_of_budget(now, lane_no, part, stake);
        }
    }

    fn out_of_budget(&mut self, now: Instant, lane_no: usize, part: Part, stake: u32) {
        match part {
            // The queue is sorted by cost: what follows costs as much or more.
            Part::Tail => {
                for line in std::mem::take(&mut self.lanes[lane_no].tail) {
                    self.events.push_back(Event::FromFacts { line });
                }
            }
            Part::Main => {
                let retry_in = self.budget.refilled_at(now, stake).map(|at| at.saturating_duration_since(now));
                self.stop(Stop { lane: None, class: Class::BudgetUsed, line: None, retry_in });
            }
        }
    }

    /// Something that belongs to one of our requests came in.
    pub fn heard(&mut self, now: Instant, line: usize) {
        let lane = &mut self.lanes[self.lines[line].lane];
        lane.answers += 1;
        lane.silent_run = 0;
        lane.last_heard = Some(now);
        lane.quiet_since = None;
        if !(lane.recheck && lane.canary == Some(line)) {
            lane.others_heard = Some(now);
        }
        if !lane.recheck {
            lane.suspicious = false;
            lane.recheck_wanted = false;
        }
    }

    /// Whether the ban budget bears that the line sends its credentials a second time in one exchange.
    pub fn may_repeat(&mut self, now: Instant, line: usize) -> bool {
        self.budget.left(now) >= REPEATED.saturating_sub(self.lines[line].staked)
    }

    /// It does. Where `two_askers` want credentials, every line of the lane will, and stakes for it.
    pub fn repeat(&mut self, line: usize, two_askers: bool) {
        let state = &mut self.lines[line];
        let least = if two_askers { REPEATED } else { budget::REFUSED };
        self.lanes[state.lane].login_stake = self.lanes[state.lane].login_stake.max(least);
        let more = REPEATED.saturating_sub(state.staked);
        self.budget.stake(more);
        state.staked += more;
    }

    /// Nothing was heard on the line's way yet.
    #[must_use]
    pub fn is_first_contact(&self, line: usize) -> bool {
        self.lanes[self.lines[line].lane].answers == 0
    }

    /// A request left; see [`Pacer::sent`].
    pub fn sent(&mut self, now: Instant, planned: bool, retransmission: bool) {
        self.pacer.sent(now, planned, retransmission);
    }

    /// A request was answered after so many transmissions, the last of them so long ago.
    pub fn answered_after(&mut self, now: Instant, tries: u32, took: Duration) {
        self.loss.answered(tries);
        if tries <= 1 {
            self.pacer.clean_answer(now, took);
        }
    }

    /// An ask ended.
    pub fn finish(&mut self, now: Instant, ask: Ask, finish: &Finish) -> Fate {
        let state = &mut self.lines[ask.line];
        if !state.in_flight {
            return Fate::Decided;
        }
        state.in_flight = false;
        self.budget.settle(now, std::mem::take(&mut state.staked), finish.hits);
        self.in_flight -= 1;
        let lane = &mut self.lanes[state.lane];
        lane.in_flight -= 1;
        if lane.in_flight == 0 {
            lane.quiet_since = None;
        }
        let lane_no = state.lane;
        if lane.stopped {
            return self.after_stop(ask, finish);
        }
        if finish.lane_down {
            self.stop(Stop { lane: Some(lane_no), class: finish.class, line: Some(ask.line), retry_in: None });
            return Fate::Decided;
        }
        match finish.busy {
            Busy::No => {}
            Busy::Yes => return self.busy(now, ask, BUSY_PAUSE),
            Busy::For(pause) => return self.busy(now, ask, pause),
        }
        if finish.silent {
            return self.silent(now, ask, finish);
        }
        if ask.recheck {
            self.rechecked(now, ask, finish);
            return Fate::Decided;
        }
        self.judge(now, ask, finish);
        Fate::Decided
    }

    /// There will be no further round: what the silence of this one is worth is told.
    fn after_stop(&mut self, ask: Ask, finish: &Finish) -> Fate {
        let state = &mut self.lines[ask.line];
        if !finish.silent || ask.recheck || state.forecast.fails().is_some() || self.lanes[state.lane].answers == 0 {
            return Fate::Decided;
        }
        state.rounds += 1;
        let doubt = self.loss.doubt(state.rounds, self.tries_per_round);
        self.events.push_back(Event::GiveUp { line: ask.line, doubt, whole: false });
        Fate::Later
    }

    fn busy(&mut self, now: Instant, ask: Ask, pause: Duration) -> Fate {
        let state = &mut self.lines[ask.line];
        let lane = &mut self.lanes[state.lane];
        let stop = Stop { lane: Some(state.lane), class: Class::Busy, line: Some(ask.line), retry_in: Some(pause) };
        if pause > LONGEST_PAUSE {
            self.stop(stop);
            return Fate::Decided;
        }
        self.pacer.halve(now);
        self.pacer.hold(now + pause);
        state.busy += 1;
        if ask.recheck {
            lane.recheck = false;
            lane.recheck_wanted = true;
        }
        if state.busy <= BUSY_TRIES {
            if !ask.recheck {
                lane.put_back(ask.line, state.forecast.fails().is_some());
            }
            return Fate::Later;
        }
        lane.server_errors += 1;
        if ask.recheck || lane.stage == Stage::Canary || lane.too_many_errors() {
            self.stop(stop);
        }
        Fate::Decided
    }

    fn silent(&mut self, now: Instant, ask: Ask, finish: &Finish) -> Fate {
        let state = &mut self.lines[ask.line];
        let lane_no = state.lane;
        let lane = &mut self.lanes[lane_no];
        // Only silence that nothing has broken since counts: then it is not this line that is silent, but the PBX.
        if lane.answers > 0 && !lane.heard_since(state.started) {
            lane.silent_run += 1;
        }
        if lane.answers == 0 {
            self.stop(Stop { lane: Some(lane_no), class: Class::Silent, line: Some(ask.line), retry_in: None });
            return Fate::Decided;
        }
        let banned = Stop { lane: None, class: Class::Banned, line: Some(ask.line), retry_in: None };
        if ask.recheck {
            lane.recheck = false;
            lane.recheck_silent += 1;
            lane.recheck_wanted = true;
            // Where others were answered meanwhile, nobody is banned.
            lane.suspicious = lane.others_heard.is_none_or(|heard| heard < state.started);
            if self.loss.silence_tells(lane.recheck_silent, self.tries_per_round) {
                // Its own first answer says nothing: the PBX may have banned us between that and the next request. What others got while it
                // waited does, and the later half of the wait is long enough for that.
                let heard = lane.last_heard.is_some_and(|at| now.saturating_duration_since(at) < self.rules.timeout / 2);
                let class = if heard { Class::CanaryFailed } else { Class::Banned };
                self.stop(Stop { class, ..banned });
            }
            return Fate::Decided;
        }
        state.rounds += 1;
        let predicted = state.forecast.fails().is_some();
        let again = !predicted && (!finish.tried_password || state.forecast.promise == Promise::Good);
        if again {
            lane.again.push(ask.line);
        }
        // Lines that end together may all be dead; the canary knows better, where there is one.
        if lane.silent_run >= 5 && lane.canary.is_none() {
            lane.again.retain(|line| *line != ask.line);
            self.stop(banned);
            return Fate::Decided;
        }
        if lane.silent_run >= 2 {
            lane.suspicious = lane.canary.is_some();
            lane.recheck_wanted = lane.suspicious;
        }
        if predicted {
            return Fate::Decided;
        }
        if !again {
            let doubt = self.loss.doubt(self.lines[ask.line].rounds, self.tries_per_round);
            self.events.push_back(Event::GiveUp { line: ask.line, doubt, whole: false });
        }
        Fate::Later
    }

    fn rechecked(&mut self, now: Instant, ask: Ask, finish: &Finish) {
        let lane = &mut self.lanes[self.lines[ask.line].lane];
        lane.recheck = false;
        if finish.login_ok {
            lane.canary_confirmed(now);
        } else if finish.class == Class::BudgetUsed {
            // The PBX wanted the password once more and did not get it: nobody is banned, and nothing is known of the login.
            (lane.recheck_wanted, lane.suspicious, lane.silent_run) = (true, false, 0);
        } else {
            self.stop(Stop { lane: None, class: Class::CanaryFailed, line: Some(ask.line), retry_in: None });
        }
    }

    fn judge(&mut self, now: Instant, ask: Ask, finish: &Finish) {
        let state = &self.lines[ask.line];
        let lane_no = state.lane;
        let predicted = state.forecast.fails().is_some();
        let lane = &mut self.lanes[lane_no];
        let is_policy_canary = lane.stage == Stage::Canary && lane.policy_canary == Some(ask.line);
        let stop = |class, lane| Stop { lane, class, line: Some(ask.line), retry_in: None };
        if finish.login_ok && !predicted {
            if lane.stage == Stage::Canary {
                lane.canary = Some(ask.line);
                lane.canary_confirmed(now);
                lane.stage = Stage::Three;
                lane.stage_left = 3;
            }
            // The policy's canary says nothing about the other lines.
            lane.settled |= !is_policy_canary;
            return;
        }
        if predicted {
            return;
        }
        lane.server_errors += usize::from(finish.server_error);
        if is_policy_canary {
            self.stop(stop(Class::CanaryFailed, Some(lane_no)));
            return;
        }
        if lane.main.is_empty() && lane.again.is_empty() {
            return; // nothing left that a stop would spare
        }
        if !lane.settled {
            lane.alike = match lane.alike {
                Some((class, count)) if class == finish.class => Some((class, count + 1)),
                _ => Some((finish.class, 1)),
            };
            lane.failed_at_start += 1;
            if lane.alike.is_some_and(|(_, count)| count >= 3) || lane.failed_at_start >= 10 {
                self.stop(stop(Class::SystematicFailure, Some(lane_no)));
                return;
            }
        }
        if self.lanes[lane_no].too_many_errors() {
            self.stop(stop(Class::ServerError, Some(lane_no)));
        }
    }

    /// Ends a lane or the run: nothing new is asked; what waits is decided from the files where they say enough.
    pub fn stop(&mut self, stop: Stop) {
        let lanes = stop.lane.map_or(0..self.lanes.len(), |lane| lane..lane + 1);
        if self.lanes[lanes.clone()].iter().all(|lane| lane.stopped) {
            return;
        }
        self.events.push_back(Event::Stopped(stop));
        for lane in &mut self.lanes[lanes] {
            lane.stopped = true;
            lane.suspicious = false;
            let waiting = lane.main.drain(..).chain(lane.again.drain(..));
            self.events.extend(waiting.map(|line| Event::NotAsked { line, because: stop.class }));
            self.events.extend(lane.tail.drain(..).map(|line| Event::FromFacts { line }));
        }
    }

    /// A line in flight is dropped without an end of its own (its lane went down, or the run was interrupted).
    pub fn abandon(&mut self, now: Instant, ask: Ask) {
        let state = &mut self.lines[ask.line];
        if std::mem::take(&mut state.in_flight) {
            self.in_flight -= 1;
            self.lanes[state.lane].in_flight -= 1;
            self.budget.settle(now, std::mem::take(&mut state.staked), 0);
        }
    }

    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// When [`next`](Self::next) may give a line without any input in between.
    #[must_use]
    pub fn wake(&self) -> Option<Instant> {
        self.wake
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phases.is_empty() && self.in_flight == 0 && self.events.is_empty()
    }

    /// Hits this run has caused.
    #[must_use]
    pub fn hits(&self) -> u32 {
        self.budget.total()
    }

    /// Requests a second allowed at present.
    #[must_use]
    pub fn requests_per_s(&self) -> f64 {
        self.pacer.requests_per_s()
    }
}

enum Step {
    Ask(Ask),
    Wait(Option<Instant>),
    Complete,
}
