//! Pacing: a token bucket counted in requests, slower when the PBX or the way to it suffers.
//!
//! Measured reasons (stock guards of PBXs): Kamailio's antiflood bans an address after 16 requests in 2 s, Asterisk drops
//! requests silently when a task queue passes its high-water mark. Retransmissions count as requests.

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

/// Hands out the right to start a line.
#[derive(Debug, Clone)]
pub struct Pacer {
    /// Requests a second; infinite where the policy sets no limit.
    configured: f64,
    current: f64,
    tokens: f64,
    at: Instant,
    clean: u32,
    judged: Judged,
    /// Share of retransmissions that slowing down does not mend: loss on the way, not pressure of ours.
    accepted: f64,
    /// Share at the last halving for loss, and how many in a row brought nothing.
    halved: Option<(f64, u32)>,
    hold_until: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Judged {
    since: Instant,
    sent: u32,
    again: u32,
}

impl Pacer {
    /// `lines_per_s` of zero or less means: no limit (only for labs on loopback, which the caller has checked).
    #[must_use]
    pub fn new(now: Instant, lines_per_s: f64) -> Self {
        let configured = if lines_per_s > 0.0 { lines_per_s * PER_LINE } else { f64::INFINITY };
        Self {
            configured,
            current: configured,
            tokens: PER_LINE,
            at: now,
            clean: 0,
            judged: Judged { since: now, sent: 0, again: 0 },
            accepted: 0.0,
            halved: None,
            hold_until: None,
        }
    }

    /// Requests a second allowed at present.
    #[must_use]
    pub fn requests_per_s(&self) -> f64 {
        self.current
    }

    /// Tokens that may be saved up: two lines, or a twentieth of a second, so that a late timer does not slow the run.
    fn depth(&self) -> f64 {
        (self.current * 0.05).max(2.0 * PER_LINE)
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        if self.current.is_finite() {
            self.tokens = (self.tokens + passed * self.current).min(self.depth());
        }
    }

    /// When the next line may start; `now` or earlier means at once.
    #[must_use]
    pub fn ready_at(&mut self, now: Instant) -> Instant {
        self.refill(now);
        let mut at = now;
        if self.current.is_finite() && self.tokens < PER_LINE {
            // Rounded up, so that a timer set to this instant never fires a moment too early.
            at += Duration::from_secs_f64((PER_LINE - self.tokens) / self.current) + Duration::from_nanos(1);
        }
        self.hold_until.map_or(at, |hold| at.max(hold))
    }

    /// A line starts: its two requests are paid now, so that lines keep their distance whatever the answers take.
    pub fn start_line(&mut self, now: Instant) {
        self.refill(now);
        if self.current.is_finite() {
            self.tokens -= PER_LINE;
        }
    }

    /// A request went out. `planned` are the two that [`start_line`](Self::start_line) paid for.
    pub fn sent(&mut self, now: Instant, planned: bool, retransmission: bool) {
        self.refill(now);
        if !planned && self.current.is_finite() {
            self.tokens -= 1.0;
        }
        self.judged.sent += 1;
        self.judged.again += u32::from(retransmission);
        if self.judged.sent >= JUDGED {
            self.judge(now, f64::from(self.judged.again) / f64::from(self.judged.sent));
            self.judged = Judged { since: now, sent: 0, again: 0 };
        }
    }

    /// Above 1 % the rate is halved; where three halvings bring nothing, the loss is not ours and is accepted.
    fn judge(&mut self, now: Instant, share: f64) {
        if share <= (1.5 * self.accepted).max(0.01) {
            self.halved = None;
            return;
        }
        let in_vain = match self.halved {
            Some((before, in_vain)) if share > 0.7 * before => in_vain + 1,
            _ => 0,
        };
        if in_vain >= 3 {
            self.accepted = share;
            self.halved = None;
        } else {
            self.halve(now);
            self.halved = Some((share, in_vain));
        }
    }

    /// A final answer without complaint came at the first try.
    pub fn clean_answer(&mut self) {
        self.clean += 1;
        if self.clean >= CLEAN_FOR_RAISE && self.current < self.configured {
            self.clean = 0;
            // An unlimited policy that had to slow down stays finite: it grows, and is soon beyond what matters.
            self.current = (self.current * 2.0).min(self.configured);
        }
    }

    /// The PBX or the network suffers.
    pub fn halve(&mut self, now: Instant) {
        self.refill(now);
        self.clean = 0;
        if self.current.is_infinite() {
            let seconds = now.saturating_duration_since(self.judged.since).as_secs_f64().max(0.1);
            self.current = f64::from(self.judged.sent.max(1)) / seconds;
            self.tokens = 0.0;
        }
        let slowest = if self.configured.is_infinite() { SLOWEST_LAB } else { SLOWEST.min(self.configured) };
        self.current = (self.current / 2.0).max(slowest);
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
        let mut pacer = Pacer::new(t0, rate);
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
        let mut pacer = Pacer::new(t0, 20.0);
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
        let mut pacer = Pacer::new(t0, 1.0);
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
        let mut pacer = Pacer::new(t0, 20.0);
        for n in 0..100 {
            pacer.sent(t0, true, n < 1);
        }
        assert!((pacer.requests_per_s() - 40.0).abs() < 1e-9, "one in a hundred is not more than 1 %");
        for n in 0..100 {
            pacer.sent(t0, true, n < 2);
        }
        assert!((pacer.requests_per_s() - 20.0).abs() < 1e-9);
        for _ in 0..49 {
            pacer.clean_answer();
        }
        assert!((pacer.requests_per_s() - 20.0).abs() < 1e-9);
        for _ in 0..51 {
            pacer.clean_answer();
        }
        assert!((pacer.requests_per_s() - 40.0).abs() < 1e-9, "never above the configured rate");
    }

    #[test]
    fn loss_that_slowing_down_does_not_mend_is_accepted() {
        let t0 = Instant::now();
        let mut pacer = Pacer::new(t0, 80.0);
        for n in 0..100_000 {
            pacer.sent(t0, true, n % 3 == 0);
        }
        assert!((pacer.requests_per_s() - 20.0).abs() < 1e-9, "{}", pacer.requests_per_s());
        for _ in 0..200 {
            pacer.clean_answer();
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
        let mut pacer = Pacer::new(t0, 0.0);
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
        let mut pacer = Pacer::new(t0, 0.0);
        pacer.hold(t0 + Duration::from_secs(7));
        pacer.hold(t0 + Duration::from_secs(3));
        assert_eq!(pacer.ready_at(t0), t0 + Duration::from_secs(7));
    }
}
