//! How often one caller, and all together, may ask. Buckets that refill; the number of callers remembered is bounded.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use super::state::caller;

/// What a request costs, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    Connection,
    /// A piece of the web phone's page.
    Piece,
    Profile,
    /// On top, for one that was refused: twelve at once, then one in five seconds.
    Refusal,
}

impl Cost {
    const fn units(self) -> u64 {
        match self {
            Self::Connection => 200,
            Self::Piece => 10,
            Self::Profile => 800,
            Self::Refusal => 4000,
        }
    }
}

/// Units and units per second of one caller; and of all.
const EACH: (u64, u64) = (60_000, 1000);
const ALL: (u64, u64) = (400_000, 100_000);
/// Callers remembered; all others share one bucket.
const CALLERS: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    units: u64,
    at: Duration,
}

impl Bucket {
    fn full(size: (u64, u64), now: Duration) -> Self {
        Self { units: size.0, at: now }
    }

    fn refill(&mut self, size: (u64, u64), now: Duration) {
        let passed = now.saturating_sub(self.at).as_millis();
        let more = u64::try_from(passed.saturating_mul(u128::from(size.1)) / 1000).unwrap_or(u64::MAX);
        // A clock that was set back must not stop the refill for ever.
        if more > 0 || now < self.at {
            self.units = self.units.saturating_add(more).min(size.0);
            self.at = now;
        }
    }

    fn has(&self, cost: Cost) -> bool {
        self.units >= cost.units()
    }

    fn take(&mut self, cost: Cost) {
        self.units = self.units.saturating_sub(cost.units());
    }
}

/// The buckets of one server.
#[derive(Debug)]
pub struct Rates {
    all: Bucket,
    each: BTreeMap<IpAddr, Bucket>,
    others: Bucket,
    /// When callers with full buckets were last forgotten.
    swept: Duration,
}

impl Rates {
    #[must_use]
    pub fn new(now: Duration) -> Self {
        Self { all: Bucket::full(ALL, now), each: BTreeMap::new(), others: Bucket::full(EACH, now), swept: now }
    }

    /// Takes the cost, or says that the caller, or all together, have asked too often.
    pub fn allow(&mut self, now: Duration, from: IpAddr, cost: Cost) -> bool {
        self.all.refill(ALL, now);
        let all = self.all;
        let bucket = self.of(now, from);
        if !bucket.has(cost) || !all.has(cost) {
            return false;
        }
        bucket.take(cost);
        self.all.take(cost);
        true
    }

    /// Takes the cost of a refusal, whatever is left. Only the caller pays: refusals must not shut out everybody else.
    pub fn refused(&mut self, now: Duration, from: IpAddr) {
        self.of(now, from).take(Cost::Refusal);
    }

    fn of(&mut self, now: Duration, from: IpAddr) -> &mut Bucket {
        let key = caller(from);
        // Looking through all of them takes time, so a flood of callers gets it once a second.
        let due = now.as_secs() != self.swept.as_secs();
        if due && self.each.len() >= CALLERS && !self.each.contains_key(&key) {
            self.swept = now;
            self.each.retain(|_, bucket| {
                bucket.refill(EACH, now);
                bucket.units < EACH.0
            });
        }
        let bucket = if self.each.len() < CALLERS || self.each.contains_key(&key) {
            self.each.entry(key).or_insert_with(|| Bucket::full(EACH, now))
        } else {
            &mut self.others
        };
        bucket.refill(EACH, now);
        bucket
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.each.len()
    }
}
