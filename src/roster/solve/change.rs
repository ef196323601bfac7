//! What a move would change, judged before it is made.
//!
//! Idea: nine of ten moves of an annealing are refused, so a move is not made and undone but counted from the masks it would flip: the
//! person's cost changes only in these weeks and their neighbours and in the number of home days; rules change only on days flipped.
//! Where two people change places, what they share (the cap, the room, the department) stays as it is and is not even looked at.
//!
//! Invariants: flips lie in open cells and keep the weekly maximum; on a day that both people of a move flip, one comes and the
//! other goes. The tests hold every judgement against the draft made anew.

use super::super::problem::{Shape, switches};
use super::draft::Draft;

/// Flips of one person in a run of weeks.
#[derive(Debug, Clone, Default)]
pub struct Flips {
    pub person: usize,
    pub first: usize,
    /// One mask for each week from `first` on.
    pub masks: Vec<u8>,
}

impl Flips {
    /// Starts anew for a person and a run of weeks.
    pub fn start(&mut self, person: usize, first: usize, last: usize) {
        self.person = person;
        self.first = first;
        self.masks.clear();
        self.masks.resize(last + 1 - first, 0);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.masks.iter().all(|mask| *mask == 0)
    }

    fn weeks(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        (self.first..).zip(self.masks.iter().copied()).filter(|(_, mask)| *mask != 0)
    }

    fn in_week(&self, week: usize) -> u8 {
        week.checked_sub(self.first).and_then(|at| self.masks.get(at)).copied().unwrap_or(0)
    }
}

impl Draft<'_> {
    /// Whether flipping these cells of one week keeps the person's own rules.
    #[inline]
    #[must_use]
    pub fn allows(&self, person: usize, week: usize, mask: u8) -> bool {
        self.problem.free_mask(person, week) & mask == mask && self.fits(person, week, mask)
    }

    /// The same for cells known to be open.
    #[inline]
    #[must_use]
    pub fn fits(&self, person: usize, week: usize, mask: u8) -> bool {
        let k = person * self.problem.weeks + week;
        let home = self.home[k];
        let after = bits(home ^ mask);
        after <= bits(home) || after <= i32::from(self.problem.weekly_max[k])
    }

    /// Change of the person's cost.
    #[inline]
    #[must_use]
    pub fn cost_of(&self, flips: &Flips) -> i64 {
        let problem = self.problem;
        let weights = problem.weights;
        let person = flips.person;
        let base = person * problem.weeks + flips.first;
        let count = flips.masks.len();
        let worked = &problem.worked[person * problem.weeks..(person + 1) * problem.weeks];
        let homes = &self.home[person * problem.weeks..(person + 1) * problem.weeks];
        let shape = problem.shape[person];
        let (mut cost, mut more) = (0, 0);
        // Weekdays by which two weeks differ more than before, where one of them flips `mask`.
        let step = |week: usize, mask: u8| {
            let both = worked[week] & worked[week - 1] & mask;
            bits(both) - 2 * bits(both & (homes[week] ^ homes[week - 1]))
        };
        let mut last = 0;
        for (at, &mask) in flips.masks.iter().enumerate() {
            let week = flips.first + at;
            // A weekday flipped in both weeks differs as before.
            if week > 0 && mask != last {
                cost += weights.stability * step(week, mask ^ last);
            }
            last = mask;
            if mask == 0 {
                continue;
            }
            let before = homes[week];
            let after = before ^ mask;
            let mut rest = mask;
            while rest != 0 {
                let weekday = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let own = problem.home_cost[(base + at) * 5 + weekday];
                cost += if after >> weekday & 1 == 1 { own } else { -own };
            }
            more += bits(after) - bits(before);
            if shape != Shape::Any {
                let points = i32::from(switches(worked[week], after)) - i32::from(switches(worked[week], before));
                cost += if shape == Shape::Blocks { weights.shape * points } else { -weights.shape * points };
            }
        }
        if last != 0 && flips.first + count < problem.weeks {
            cost += weights.stability * step(flips.first + count, last);
        }
        let off = self.home_days[person] - problem.target[person];
        // (off + more)² − off²
        i64::from(cost + weights.fairness * more * (2 * off + more))
    }

    /// Change of the excess by one person's flips; with a partner, rules that both are in with one sign are left out on days both flip.
    /// Ends as soon as the count is above `stop`.
    #[inline]
    #[must_use]
    pub fn excess_of(&self, flips: &Flips, partner: Option<&Flips>, stop: i64) -> i64 {
        let problem = self.problem;
        let days = problem.days();
        let mut excess = self.off_quota_by(flips);
        for term in problem.terms(flips.person) {
            let shared = partner.is_some_and(|other| problem.sign(other.person, term.rule as usize) == term.sign);
            let base = term.rule as usize * days;
            for (week, mask) in flips.weeks() {
                let home = self.home[flips.person * problem.weeks + week];
                let mut rest = match partner {
                    Some(other) if shared => mask & !other.in_week(week),
                    _ => mask,
                };
                while rest != 0 {
                    let weekday = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let goes_home = home >> weekday & 1 == 0;
                    let slack = self.slack[base + week * 5 + weekday];
                    // More load for who goes home where home counts, or comes where being here counts.
                    let step = if goes_home { i32::from(term.sign) } else { -i32::from(term.sign) };
                    excess += i64::from((step - slack).max(0) - (-slack).max(0));
                }
                if excess > stop {
                    return excess;
                }
            }
        }
        excess
    }

    /// By how many days more the person's quota is missed.
    #[inline]
    fn off_quota_by(&self, flips: &Flips) -> i64 {
        let problem = self.problem;
        if problem.quotas.is_empty() {
            return 0;
        }
        let home = |week: usize| self.home[flips.person * problem.weeks + week];
        let more: i32 = flips.weeks().map(|(week, mask)| bits(home(week) ^ mask) - bits(home(week))).sum();
        let now = self.home_days[flips.person];
        i64::from(problem.off_quota(flips.person, now + more) - problem.off_quota(flips.person, now))
    }

    /// Makes the flips; `cost` is what [`Self::cost_of`] said.
    pub fn make(&mut self, flips: &Flips, cost: i64) {
        let problem = self.problem;
        let days = problem.days();
        let person = flips.person;
        self.excess += self.off_quota_by(flips);
        for (week, mask) in flips.weeks() {
            let k = person * problem.weeks + week;
            let before = self.home[k];
            let after = before ^ mask;
            self.home[k] = after;
            self.home_days[person] += bits(after) - bits(before);
            for term in problem.terms(person) {
                let mut rest = mask;
                while rest != 0 {
                    let weekday = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let at = term.rule as usize * days + week * 5 + weekday;
                    let step = if after >> weekday & 1 == 1 { i32::from(term.sign) } else { -i32::from(term.sign) };
                    let slack = self.slack[at];
                    self.slack[at] = slack - step;
                    self.excess += i64::from((step - slack).max(0) - (-slack).max(0));
                }
            }
        }
        self.person_cost[person] += cost;
        self.cost += cost;
    }
}

/// Number of weekdays in a mask: from a table, because plain x86-64 has no instruction for it.
#[inline]
fn bits(mask: u8) -> i32 {
    i32::from(BITS[mask as usize & 31])
}

static BITS: [u8; 32] = {
    let mut table = [0; 32];
    let mut mask = 0;
    while mask < 32 {
        table[mask] = (mask as u8).count_ones() as u8;
        mask += 1;
    }
    table
};
