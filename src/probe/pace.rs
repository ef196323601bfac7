//! Pacing: a token bucket counted in requests, slower when the PBX or the way to it suffers.
//!
//! A run begins slowly and doubles its rate as long as answers come clean ([`Ramp`]). Measured reasons (stock guards of PBXs): Kamailio's
//! antiflood bans an address after 16 requests in 2 s, Asterisk drops requests silently when a task queue passes its high-water mark.
//! Retransmissions count as requests.

use std::time::{Duration, Instant};

/// Requests that one line costs: the first one and the one with credentials.
pub const PER_LINE: f64 = 2.0;
/// Clean answers after which the rate may double again.
const CLEAN_FOR_RAISE: u32 = 50;
/// Requests over which the share of retransmissions is judged.
const JUDGED: u32 = 100;
/// Never slower than one line in two seconds: slower does not help the PBX, it only never ends.
const SLOWEST: f64 = 1.0;
/// The same for a lab on loopback, where the policy sets no limit.
const SLOWEST_LAB: f64 = 100.0;

/// Answers at the first try whose time is judged together.
const TIMED: u32 = 25;
/// An answer may take so much longer than usual before it counts as slower.
const SLOWER: Duration = Duration::from_millis(50);

/// How fast lines may start, in lines a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    pub start: f64,
    /// Zero or less: as fast as answers come, only for labs on loopback, which the caller has checked.
    pub limit: f64,
}

impl Pace {
    /// Told by the user for a lab: this rate from the first line on.
    #[must_use]
    pub fn steady(lines_per_s: f64) -> Self {
        Self { start: lines_per_s, limit: lines_per_s }
    }

    /// From `start`, where that is below `limit`, upwards.
    #[must_use]
    pub fn rising(start: f64, limit: f64) -> Self {
        Self { start: start.min(limit), limit }
    }
}

/// The rate, and how it grows: it doubles after every [`CLEAN_FOR_RAISE`] clean answers, up to its limit. The forecast of a run and the run
/// itself go by this.
#[derive(Debug, Clone, Copy)]
struct Ramp {
    /// Requests a second; infinite where there is no limit.
    limit: f64,
    current: f64,
    clean: u32,
}

impl Ramp {
    fn new(pace: Pace) -> Self {
        let requests = |lines: f64| if lines > 0.0 { lines * PER_LINE } else { f64::INFINITY };
        let limit = requests(pace.limit);
        Self { limit, current: requests(pace.start).min(limit), clean: 0 }
    }

    /// A final answer without complaint came at the first try.
    fn clean_answer(&mut self) {
        self.clean += 1;
        if self.clean >= CLEAN_FOR_RAISE && self.current < self.limit {
            self.clean = 0;
            // An unlimited policy that had to slow down stays finite: it grows, and is soon beyond what matters.
            self.current = (self.current * 2.0).min(self.limit);
        }
    }
}

/// How long `lines` take at this pace where every answer is clean, and the rate in lines a second that is reached; none where there is no
/// limit. Each line costs so many requests, each fiftieth a re-check of the canary.
#[must_use]
pub fn outlook(pace: Pace, lines: usize, requests_per_line: f64) -> Option<(Duration, f64)> {
    let mut ramp = Ramp::new(pace);
    if ramp.current.is_infinite() {
        return None;
    }
    let (mut seconds, mut owed) = (0.0, 0.0);
    for line in 1..=lines {
        let requests = requests_per_line + if line % super::schedule::RECHECK_LINES == 0 { PER_LINE } else { 0.0 };
        seconds += requests / ramp.current;
        owed += requests;
        while owed >= 1.0 {
            owed -= 1.0;
            ramp.clean_answer();
        }
    }
    Some((Duration::from_secs_f64(seconds.min(1e9)), ramp.current / PER_LINE))
}

/// Something that slowing down mends where it is our doing: above its bound the rate is halved; where three halvings bring nothing, it is not
/// ours and is accepted.
#[derive(Debug, Clone, Copy, Default)]
struct Complaint {
    /// What slowing down does not mend.
    accepted: f64,
    /// The value at the last halving for it, and how many in a row brought nothing.
    halved: Option<(f64, u32)>,
}

impl Complaint {
    /// Whether the rate is to be halved for this value.
    fn halves(&mut self, value: f64, bound: f64) -> bool {
        if value <= bound {
            self.halved = None;
            return false;
        }
        let in_vain = match self.halved {
            Some((before, in_vain)) if value > 0.7 * before => in_vain + 1,
            _ => 0,
        };
        let accept = in_vain >= 3;
        if accept {
            self.accepted = value;
        }
        self.halved = (!accept).then_some((value, in_vain));
        !accept
    }
}

/// Hands out the right to start a line.
#[derive(Debug, Clone)]
pub struct Pacer {
    ramp: Ramp,
    tokens: f64,
    at: Instant,
    judged: Judged,
    loss: Complaint,
    /// Times are judged only where the rate is ours to choose: what the user orders for a lab stays.
    slowness: Option<Complaint>,
    /// Answers timed since the last judgement, and their seconds.
    timed: (u32, f64),
    hold_until: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Judged {
    since: Instant,
    sent: u32,
    again: u32,
}

impl Pacer {
    #[must_use]
    pub fn new(now: Instant, pace: Pace) -> Self {
        Self {
            ramp: Ramp::new(pace),
            tokens: PER_LINE,
            at: now,
            judged: Judged { since: now, sent: 0, again: 0 },
            loss: Complaint::default(),
            slowness: (pace.start > 0.0 && pace.start < pace.limit).then(Complaint::default),
            timed: (0, 0.0),
            hold_until: None,
        }
    }

    /// Requests a second allowed at present.
    #[must_use]
    pub fn requests_per_s(&self) -> f64 {
        self.ramp.current
    }

    /// Tokens that may be saved up: a line, and a twentieth of a second, so that a late timer does not slow the run.
    fn depth(&self) -> f64 {
        PER_LINE + self.ramp.current * 0.05
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        if self.ramp.current.is_finite() {
            self.tokens = (self.tokens + passed * self.ramp.current).min(self.depth());
        }
    }

    /// When the next line may start; `now` or earlier means at once.
    #[must_use]
    pub fn ready_at(&mut self, now: Instant) -> Instant {
        self.refill(now);
        let mut at = now;
        if self.ramp.current.is_finite() && self.tokens < PER_LINE {
            // Rounded up, so that a timer set to this instant never fires a moment too early.
            at += Duration::from_secs_f64((PER_LINE - self.tokens) / self.ramp.current) + Duration::from_nanos(1);
        }
        self.hold_until.map_or(at, |hold| at.max(hold))
    }

    /// A line starts: its two requests are paid now, so that lines keep their distance whatever the answers take.
    pub fn start_line(&mut self, now: Instant) {
        self.refill(now);
        if self.ramp.current.is_finite() {
            self.tokens -= PER_LINE;
        }
    }

    /// A request went out. `planned` are the two that [`start_line`](Self::start_line) paid for.
    pub fn sent(&mut self, now: Instant, planned: bool, retransmission: bool) {
        self.refill(now);
        if !planned && self.ramp.current.is_finite() {
            self.tokens -= 1.0;
        }
        self.judged.sent += 1;
        self.judged.again += u32::from(retransmission);
        if self.judged.sent >= JUDGED {
            self.judge(now, f64::from(self.judged.again) / f64::from(self.judged.sent));
            self.judged = Judged { since: now, sent: 0, again: 0 };
        }
    }

    /// Above 1 % the rate is halved, once that is more than usual.
    fn judge(&mut self, now: Instant, share: f64) {
        if self.loss.halves(share, (1.5 * self.loss.accepted).max(0.01)) {
            self.halve(now);
        }
    }

    /// A final answer without complaint came at the first try, after this time.
    pub fn clean_answer(&mut self, now: Instant, took: Duration) {
        self.ramp.clean_answer();
        let Some(slowness) = &mut self.slowness else { return };
        self.timed = (self.timed.0 + 1, self.timed.1 + took.as_secs_f64());
        if self.timed.0 < TIMED {
            return;
        }
        let mean = self.timed.1 / f64::from(TIMED);
        self.timed = (0, 0.0);
        // The first answers say what is usual, and faster ones correct it.
        if slowness.accepted == 0.0 || mean < slowness.accepted {
            slowness.accepted = mean;
        }
        if slowness.halves(mean, (2.0 * slowness.accepted).max(slowness.accepted + SLOWER.as_secs_f64())) {
            self.halve(now);
        }
    }

    /// The PBX or the network suffers.
    pub fn halve(&mut self, now: Instant) {
        self.refill(now);
        self.ramp.clean = 0;
        if self.ramp.current.is_infinite() {
            let seconds = now.saturating_duration_since(self.judged.since).as_secs_f64().max(0.1);
            self.ramp.current = f64::from(self.judged.sent.max(1)) / seconds;
            self.tokens = 0.0;
        }
        let slowest = if self.ramp.limit.is_infinite() { SLOWEST_LAB } else { SLOWEST.min(self.ramp.limit) };
        self.ramp.current = (self.ramp.current / 2.0).max(slowest);
        self.tokens = self.tokens.min(self.depth());
    }

    /// The PBX asked for a pause (`Retry-After`, RFC 3261 section 20.33).
    pub fn hold(&mut self, until: Instant) {
        self.hold_until = Some(self.hold_until.map_or(until, |hold| hold.max(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts lines as early as allowed, with a timer that is late by `late`, and gives how many started in `seconds`.
    fn started(rate: f64, seconds: u64, late: Duration) -> u32 {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(rate));
        let (mut now, mut count) = (t0, 0);
        loop {
            let at = pacer.ready_at(now);
            if at > now {
                now = at + late;
            }
            if now > t0 + Duration::from_secs(seconds) {
                return count;
            }
            if pacer.ready_at(now) <= now {
                pacer.start_line(now);
                pacer.sent(now, true, false);
                pacer.sent(now, true, false);
                count += 1;
            }
        }
    }

    #[test]
    fn keeps_the_rate_within_two_percent_even_with_late_timers() {
        for rate in [2.0, 20.0, 333.0, 5000.0] {
            for late in [Duration::ZERO, Duration::from_millis(1), Duration::from_millis(12)] {
                let n = f64::from(started(rate, 60, late));
                let error = (n - rate * 60.0).abs() / (rate * 60.0);
                assert!(error <= 0.02, "{n} lines in 60 s at {rate}/s, timers {late:?} late");
            }
        }
    }

    #[test]
    fn a_pause_saves_up_no_burst() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(20.0));
        let later = t0 + Duration::from_secs(3600);
        let mut burst = 0;
        while pacer.ready_at(later) <= later {
            pacer.start_line(later);
            burst += 1;
        }
        assert_eq!(burst, 2);
    }

    #[test]
    fn retransmissions_are_paid_for() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(1.0));
        pacer.start_line(t0);
        for _ in 0..4 {
            pacer.sent(t0, false, true);
        }
        // Two tokens for the line were there; four retransmissions are four requests of debt: six requests at 2/s.
        let at = pacer.ready_at(t0);
        assert!(at > t0 + Duration::from_millis(2990) && at < t0 + Duration::from_millis(3010), "{:?}", at - t0);
    }

    #[test]
    fn halves_above_one_percent_of_retransmissions_and_comes_back() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(20.0));
        for n in 0..100 {
            pacer.sent(t0, true, n < 1);
        }
        assert!((pacer.requests_per_s() - 40.0).abs() < 1e-9, "one in a hundred is not more than 1 %");
        for n in 0..100 {
            pacer.sent(t0, true, n < 2);
        }
        assert!((pacer.requests_per_s() - 20.0).abs() < 1e-9);
        for _ in 0..49 {
            pacer.clean_answer(t0, Duration::from_millis(5));
        }
        assert!((pacer.requests_per_s() - 20.0).abs() < 1e-9);
        for _ in 0..51 {
            pacer.clean_answer(t0, Duration::from_millis(5));
        }
        assert!((pacer.requests_per_s() - 40.0).abs() < 1e-9, "never above the configured rate");
    }

    #[test]
    fn loss_that_slowing_down_does_not_mend_is_accepted() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(80.0));
        for n in 0..100_000 {
            pacer.sent(t0, true, n % 3 == 0);
        }
        assert!((pacer.requests_per_s() - 20.0).abs() < 1e-9, "{}", pacer.requests_per_s());
        for _ in 0..200 {
            pacer.clean_answer(t0, Duration::from_millis(5));
        }
        assert!((pacer.requests_per_s() - 160.0).abs() < 1e-9, "and the rate comes back");
        for _ in 0..100 {
            pacer.sent(t0, true, true);
        }
        assert!((pacer.requests_per_s() - 80.0).abs() < 1e-9, "but worse than that is new");
    }

    #[test]
    fn unlimited_becomes_finite_when_it_hurts() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(0.0));
        assert!(pacer.ready_at(t0) <= t0);
        for _ in 0..99 {
            pacer.sent(t0, true, false);
        }
        pacer.halve(t0 + Duration::from_millis(100));
        assert!((pacer.requests_per_s() - 495.0).abs() < 1e-6, "{}", pacer.requests_per_s());
        for _ in 0..9 {
            pacer.halve(t0 + Duration::from_secs(1));
        }
        assert!((pacer.requests_per_s() - 100.0).abs() < 1e-6, "{}", pacer.requests_per_s());
    }

    #[test]
    fn obeys_a_pause() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::steady(0.0));
        pacer.hold(t0 + Duration::from_secs(7));
        pacer.hold(t0 + Duration::from_secs(3));
        assert_eq!(pacer.ready_at(t0), t0 + Duration::from_secs(7));
    }

    #[test]
    fn begins_slowly_and_doubles_after_fifty_clean_answers_up_to_the_limit() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, Pace::rising(2.0, 12.0));
        let mut rates = vec![pacer.requests_per_s()];
        for n in 1..=250 {
            pacer.clean_answer(t0, Duration::from_millis(5));
            if n % 50 == 49 {
                assert!((pacer.requests_per_s() - rates.last().unwrap()).abs() < 1e-9, "not before the fiftieth");
            } else if n % 50 == 0 {
                rates.push(pacer.requests_per_s());
            }
        }
        assert_eq!(rates, [4.0, 8.0, 16.0, 24.0, 24.0, 24.0]);
        pacer.halve(t0);
        assert!((pacer.requests_per_s() - 12.0).abs() < 1e-9);
        assert_eq!(Pace::rising(2.0, 0.5), Pace::steady(0.5), "a limit below the start counts");
    }

    #[test]
    fn answers_that_become_slower_halve_the_rate_and_a_way_that_is_slow_does_not() {
        let t0 = Instant::now();
        let answers = |pacer: &mut Pacer, n: u32, ms: u64| {
            for _ in 0..n {
                pacer.clean_answer(t0, Duration::from_millis(ms));
            }
        };
        let mut pacer = Pacer::new(t0, Pace::rising(2.0, 4.0));
        answers(&mut pacer, 100, 300);
        assert!((pacer.requests_per_s() - 8.0).abs() < 1e-9, "slow from the start is only far away");
        answers(&mut pacer, 25, 500);
        assert!((pacer.requests_per_s() - 8.0).abs() < 1e-9, "less than twice as long");
        answers(&mut pacer, 25, 700);
        assert!((pacer.requests_per_s() - 4.0).abs() < 1e-9);
        answers(&mut pacer, 50, 300);
        assert!((pacer.requests_per_s() - 8.0).abs() < 1e-9, "and comes back");
        let mut fast = Pacer::new(t0, Pace::rising(2.0, 4.0));
        answers(&mut fast, 75, 1);
        answers(&mut fast, 75, 20);
        assert!((fast.requests_per_s() - 8.0).abs() < 1e-9, "a few milliseconds more are nothing");
        let mut ordered = Pacer::new(t0, Pace::steady(4.0));
        answers(&mut ordered, 50, 1);
        answers(&mut ordered, 100, 900);
        assert!((ordered.requests_per_s() - 8.0).abs() < 1e-9, "what is ordered for a lab stays");
    }

    #[test]
    fn the_outlook_is_what_the_pacer_does() {
        for (pace, lines) in [
            (Pace::rising(2.0, 3.0), 640),
            (Pace::rising(2.0, 20.0), 640),
            (Pace::steady(20.0), 100),
            (Pace::rising(1.0, 1.0), 10),
        ] {
            let (takes, reached) = outlook(pace, lines, PER_LINE).unwrap();
            let t0 = Instant::now();
            let (mut pacer, mut now) = (Pacer::new(t0, pace), t0);
            for line in 1..=lines {
                for _ in 0..=usize::from(line % 50 == 0) {
                    now = now.max(pacer.ready_at(now));
                    pacer.start_line(now);
                    pacer.clean_answer(now, Duration::from_millis(5));
                    pacer.clean_answer(now, Duration::from_millis(5));
                }
            }
            let off = (now - t0).as_secs_f64() - takes.as_secs_f64();
            assert!(off.abs() < 1.5, "{pace:?}: {takes:?}, off by {off} s");
            assert!((pacer.requests_per_s() - reached * PER_LINE).abs() < 1e-9, "{pace:?}: {reached}");
        }
        assert_eq!(outlook(Pace::steady(0.0), 640, PER_LINE), None);
    }
}
