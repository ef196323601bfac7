//! The ban budget: how many lines in the PBX's ban log a run may cause before the log's watcher locks us out.
//!
//! Measured with fail2ban's `asterisk` filter: a wrong password is one hit, an unknown extension three, an address that an ACL
//! refuses three. The stock jail bans at ten hits in ten minutes; the budget stays well below.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Hits are counted over this time, as the stock jails do.
pub const WINDOW: Duration = Duration::from_mins(10);

/// Hits of a refused password of an extension that exists.
pub const REFUSED: u32 = 1;
/// Hits of an extension that does not exist, and of an address that an ACL refuses.
pub const UNKNOWN: u32 = 3;

/// Counts hits and what lines in flight may still cause.
#[derive(Debug, Clone)]
pub struct Budget {
    limit: u32,
    hits: VecDeque<(Instant, u32)>,
    /// Their sum.
    used: u32,
    staked: u32,
    total: u32,
}

impl Budget {
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self { limit, hits: VecDeque::new(), used: 0, staked: 0, total: 0 }
    }

    /// A hit of an earlier run, `at` in the past; does not count as caused by this run.
    pub fn earlier(&mut self, at: Instant, hits: u32) {
        self.used += hits;
        self.hits.push_back((at, hits));
        self.hits.make_contiguous().sort_by_key(|(at, _)| *at);
    }

    /// Hits that may still happen now.
    pub fn left(&mut self, now: Instant) -> u32 {
        while let Some((at, hits)) = self.hits.front()
            && now.saturating_duration_since(*at) >= WINDOW
        {
            self.used -= hits;
            self.hits.pop_front();
        }
        self.limit.saturating_sub(self.used).saturating_sub(self.staked)
    }

    /// When `hits` will be left again, if never more is caused.
    #[must_use]
    pub fn refilled_at(&self, now: Instant, hits: u32) -> Option<Instant> {
        let mut used = self.used;
        for (at, hit) in &self.hits {
            if self.limit.saturating_sub(used) >= hits {
                break;
            }
            used -= hit;
            if self.limit.saturating_sub(used) >= hits {
                return Some(*at + WINDOW);
            }
        }
        (self.limit.saturating_sub(used) >= hits).then_some(now)
    }

    /// Sets aside what a line about to start may cost at worst.
    pub fn stake(&mut self, hits: u32) {
        self.staked += hits;
    }

    /// Gives a stake back and books what it really cost.
    pub fn settle(&mut self, now: Instant, stake: u32, hits: u32) {
        self.staked = self.staked.saturating_sub(stake);
        if hits > 0 {
            self.total += hits;
            self.used += hits;
            self.hits.push_back((now, hits));
        }
    }

    /// Hits caused by this run.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stakes_and_hits_use_it_up_and_time_gives_it_back() {
        let t0 = Instant::now();
        let mut budget = Budget::new(3);
        budget.stake(1);
        budget.stake(1);
        assert_eq!(budget.left(t0), 1);
        budget.settle(t0, 1, 0);
        budget.settle(t0, 1, 1);
        assert_eq!(budget.left(t0), 2);
        assert_eq!(budget.refilled_at(t0, 3), Some(t0 + WINDOW));
        assert_eq!(budget.left(t0 + WINDOW.saturating_sub(Duration::from_nanos(1))), 2);
        assert_eq!(budget.left(t0 + WINDOW), 3);
        assert_eq!(budget.total(), 1);
        assert_eq!(budget.refilled_at(t0, 4), None, "more than the limit never comes");
    }

    #[test]
    fn hits_of_earlier_runs_count_but_are_not_ours() {
        let t0 = Instant::now();
        let now = t0 + Duration::from_secs(500);
        let mut budget = Budget::new(3);
        budget.earlier(t0, 2);
        assert_eq!(budget.left(now), 1);
        assert_eq!(budget.left(t0 + WINDOW), 3);
        assert_eq!(budget.total(), 0);
    }
}
