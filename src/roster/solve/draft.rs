//! A plan under construction, with the load of every rule kept up to date.
//!
//! Idea: one home day more or less changes a handful of counters, so a change is judged from what it touches. Whole persons are taken
//! out and put back by the DP-based steps; the annealing judges its moves without making them ([`super::change`]).
//!
//! Invariants, checked in the tests after every kind of change: `slack` is limit − load, where load counts signed home days of
//! everybody present; `excess` is Σ max(0, −slack) and the days by which
//! quotas are missed; `cost` is [`Problem::cost`] restricted to the people present. A person taken out counts wherever it
//! hurts least (office for a cap, home for a room), so taking out never raises `excess` and putting back never lowers it.

use super::super::problem::Problem;
use super::dual::PARTS;
use super::person_dp::{PersonDp, REACH};

/// Price of one unit of excess, in grains ([`Problem::grain`]): above anything the goals can outweigh.
const EXCESS_GRAINS: i32 = 4_000;

/// A plan, feasible or not.
pub struct Draft<'a> {
    pub problem: &'a Problem,
    /// Home masks, `person * weeks + week`.
    pub home: Vec<u8>,
    /// Limit less load, `rule * days + day`.
    pub(super) slack: Vec<i32>,
    pub(super) person_cost: Vec<i64>,
    pub(super) home_days: Vec<i32>,
    pub cost: i64,
    pub excess: i64,
    /// Price of one unit of excess in [`Self::total`] and [`Self::best`].
    excess_price: i32,
}

impl<'a> Draft<'a> {
    /// Everybody in the office who may be.
    #[must_use]
    pub fn new(problem: &'a Problem) -> Self {
        Self::with(problem, problem.all_office())
    }

    #[must_use]
    pub fn with(problem: &'a Problem, home: Vec<u8>) -> Self {
        let mut draft = Self {
            problem,
            home,
            slack: problem.limit.clone(),
            person_cost: vec![0; problem.persons()],
            home_days: vec![0; problem.persons()],
            cost: problem.constant,
            excess: 0,
            excess_price: EXCESS_GRAINS * problem.grain(),
        };
        let days = problem.days();
        for person in 0..problem.persons() {
            let row = draft.row(person);
            draft.person_cost[person] = problem.person_cost(person, &draft.home[row.clone()]);
            draft.home_days[person] = draft.home[row].iter().map(|m| m.count_ones() as i32).sum();
            draft.cost += draft.person_cost[person];
            for day in 0..days {
                if draft.is_home(person, day) {
                    for term in problem.terms(person) {
                        draft.slack[term.rule as usize * days + day] -= i32::from(term.sign);
                    }
                }
            }
        }
        draft.excess = draft.slack.iter().map(|slack| i64::from((-slack).max(0))).sum();
        draft.excess += (0..problem.persons()).map(|p| draft.off_quota(p)).sum::<i64>();
        draft
    }

    fn row(&self, person: usize) -> std::ops::Range<usize> {
        person * self.problem.weeks..(person + 1) * self.problem.weeks
    }

    #[must_use]
    pub fn pattern(&self, person: usize) -> &[u8] {
        &self.home[self.row(person)]
    }

    #[must_use]
    pub fn is_home(&self, person: usize, day: usize) -> bool {
        self.home[person * self.problem.weeks + day / 5] >> (day % 5) & 1 == 1
    }

    #[must_use]
    pub fn load(&self, rule: usize, day: usize) -> i32 {
        let at = rule * self.problem.days() + day;
        self.problem.limit[at] - self.slack[at]
    }

    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.excess == 0
    }

    /// What is to be made small: cost plus excess at its price.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.cost + i64::from(self.excess_price) * self.excess
    }

    #[must_use]
    pub fn excess_price(&self) -> i64 {
        i64::from(self.excess_price)
    }

    /// Home days that the person has too few or too many for their quota.
    #[must_use]
    pub fn off_quota(&self, person: usize) -> i64 {
        i64::from(self.problem.off_quota(person, self.home_days[person]))
    }

    /// Takes a person out; [`Self::insert`] must follow.
    pub fn remove(&mut self, person: usize) {
        self.shift(person, -1);
        self.excess -= self.off_quota(person);
        self.cost -= self.person_cost[person];
    }

    /// Puts a person back with this pattern.
    pub fn insert(&mut self, person: usize, pattern: &[u8]) {
        let row = self.row(person);
        self.home[row].copy_from_slice(pattern);
        self.shift(person, 1);
        self.person_cost[person] = self.problem.person_cost(person, pattern);
        self.home_days[person] = pattern.iter().map(|m| m.count_ones() as i32).sum();
        self.cost += self.person_cost[person];
        self.excess += self.off_quota(person);
    }

    /// Takes these people out; gives their patterns, one after the other, for [`Self::give_back`].
    pub fn take_out(&mut self, people: &[usize], patterns: &mut Vec<u8>) {
        patterns.clear();
        people.iter().for_each(|&person| patterns.extend_from_slice(self.pattern(person)));
        people.iter().for_each(|&person| self.remove(person));
    }

    /// Takes these people out and puts them back as they were.
    pub fn give_back(&mut self, people: &[usize], patterns: &[u8]) {
        people.iter().for_each(|&person| self.remove(person));
        for (&person, pattern) in people.iter().zip(patterns.chunks_exact(self.problem.weeks)) {
            self.insert(person, pattern);
        }
    }

    /// Changes the loads from "counts least" to the person's places (`direction` 1) or back (−1).
    fn shift(&mut self, person: usize, direction: i32) {
        let days = self.problem.days();
        for term in self.problem.terms(person) {
            let base = term.rule as usize * days;
            let step = direction * i32::from(term.sign).abs();
            for week in 0..self.problem.weeks {
                let k = person * self.problem.weeks + week;
                // Cells that count: home for a sign above 0, office for sign −1 (against being counted as home).
                let mut cells = if term.sign > 0 { self.home[k] } else { self.problem.worked[k] & !self.home[k] };
                while cells != 0 {
                    let at = base + week * 5 + cells.trailing_zeros() as usize;
                    cells &= cells - 1;
                    let slack = self.slack[at];
                    self.slack[at] = slack - step;
                    self.excess += i64::from((step - slack).max(0) - (-slack).max(0));
                }
            }
        }
    }

    /// The best pattern of a person taken out, given everybody else: own cost plus excess at its price; and, where there are prices,
    /// what they say the rest of the house would give for each day (`rule * days + day`, in 1/[`PARTS`]).
    pub fn best(&self, person: usize, prices: Option<&[i32]>, dp: &mut PersonDp, room: &mut Room) {
        self.best_with(person, &[], prices, dp, room);
    }

    /// The same for somebody whom these others, taken out as well, will have to follow: on days that they work what they pay counts too.
    pub fn best_with(&self, person: usize, mates: &[usize], prices: Option<&[i32]>, dp: &mut PersonDp, room: &mut Room) {
        let days = self.problem.days();
        let scale = if prices.is_some() { PARTS } else { 1 };
        let price = &mut room.price;
        price.clear();
        price.extend(self.problem.home_cost[person * days..(person + 1) * days].iter().map(|cost| scale * cost));
        for &mate in mates {
            for (price, cost) in price.iter_mut().zip(&self.problem.home_cost[mate * days..(mate + 1) * days]) {
                *price += scale * cost;
            }
        }
        let terms = || mates.iter().chain([&person]).flat_map(|&p| self.problem.terms(p));
        // Within the reach of the DP, whatever all rules of a person add up to.
        let weight: i32 = terms().map(|term| i32::from(term.sign).abs()).sum();
        let most = REACH / 2 / (days as i32 * weight.max(1));
        let step = scale.saturating_mul(self.excess_price).min(most);
        for term in terms() {
            let base = term.rule as usize * days;
            let sign = i32::from(term.sign);
            if let Some(prices) = prices {
                for (price, of_rule) in price.iter_mut().zip(&prices[base..]) {
                    *price += sign * of_rule;
                }
            }
            let step = step * sign.signum();
            for (day, price) in price.iter_mut().enumerate() {
                *price += step * (sign.abs() - self.slack[base + day].max(0)).max(0);
            }
        }
        for (day, price) in price.iter_mut().enumerate() {
            if !self.problem.is_worked(person, day) {
                *price = 0;
            }
        }
        room.pattern.resize(self.problem.weeks, 0);
        dp.solve(self.problem, person, price, scale, &mut room.pattern);
    }

    /// Whether the cell is open and flipping it keeps the weekly maximum.
    #[inline]
    #[must_use]
    pub fn can_flip(&self, person: usize, day: usize) -> bool {
        let problem = self.problem;
        let (week, bit) = (day / 5, 1u8 << (day % 5));
        let k = person * problem.weeks + week;
        if problem.free_mask(person, week) & bit == 0 {
            return false;
        }
        let home = self.home[k];
        home & bit != 0 || home.count_ones() < u32::from(problem.weekly_max[k])
    }

    /// The rule of a person's that is broken on this day and that their place there counts against.
    #[must_use]
    pub fn filled_by(&self, person: usize, day: usize) -> Option<usize> {
        let days = self.problem.days();
        let home = self.is_home(person, day);
        let counts = |sign: i8| (sign > 0) == home;
        let mut terms = self.problem.terms(person).iter();
        terms.find(|term| counts(term.sign) && self.slack[term.rule as usize * days + day] < 0).map(|term| term.rule as usize)
    }

    /// Flips one cell; gives the change of cost and of excess. Flipping again undoes it.
    #[inline]
    pub fn flip(&mut self, person: usize, day: usize) -> (i64, i64) {
        let problem = self.problem;
        let (days, week) = (problem.days(), day / 5);
        let k = person * problem.weeks + week;
        let bit = 1u8 << (day % 5);
        let before = self.home[k];
        let after = before ^ bit;
        let goes_home = before & bit == 0;
        let step = if goes_home { 1 } else { -1 };

        let mut cost = step * problem.home_cost[person * days + day];
        let worked = problem.worked[k];
        let shape = problem.shape_points(person, worked, after) - problem.shape_points(person, worked, before);
        cost += problem.weights.shape * shape;
        let mut neighbour = |other: usize| {
            if problem.worked[other] & bit != 0 {
                let same = (self.home[other] & bit != 0) == goes_home;
                cost += if same { -problem.weights.stability } else { problem.weights.stability };
            }
        };
        if week > 0 {
            neighbour(k - 1);
        }
        if week + 1 < problem.weeks {
            neighbour(k + 1);
        }
        let off = self.home_days[person] - problem.target[person];
        // (off ± 1)² − off²
        cost += problem.weights.fairness * (2 * step * off + 1);

        let home_days = self.home_days[person];
        let mut excess = problem.off_quota(person, home_days + step) - problem.off_quota(person, home_days);
        for term in problem.terms(person) {
            let at = term.rule as usize * days + day;
            let slack = self.slack[at];
            let now = slack - step * i32::from(term.sign);
            self.slack[at] = now;
            excess += (-now).max(0) - (-slack).max(0);
        }
        self.home[k] = after;
        self.home_days[person] += step;
        self.person_cost[person] += i64::from(cost);
        self.cost += i64::from(cost);
        self.excess += i64::from(excess);
        (i64::from(cost), i64::from(excess))
    }
}

/// Scratch space of [`Draft::best`]: prices in, pattern out.
#[derive(Default)]
pub struct Room {
    price: Vec<i32>,
    pub pattern: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::random::Random;
    use crate::roster::specimen::OFFENBACH;

    /// Everything counted anew.
    fn assert_consistent(draft: &Draft) {
        let fresh = Draft::with(draft.problem, draft.home.clone());
        assert_eq!(draft.cost, draft.problem.cost(&draft.home));
        assert_eq!((draft.cost, draft.excess), (fresh.cost, fresh.excess));
        assert_eq!(draft.slack, fresh.slack);
        assert_eq!(draft.home_days, fresh.home_days);
    }

    #[test]
    fn flips_and_reinsertions_keep_the_counters() {
        let problem = OFFENBACH.problem(4, 2);
        let mut draft = Draft::new(&problem);
        let mut random = Random::new(3);
        let mut dp = PersonDp::new(4);
        let mut room = Room::default();
        for round in 0..400 {
            let person = random.below(problem.persons());
            if round % 3 == 0 {
                let before = draft.excess;
                draft.remove(person);
                let without = draft.excess;
                assert!(without <= before, "taking out never raises the excess");
                draft.best(person, None, &mut dp, &mut room);
                draft.insert(person, &room.pattern);
                assert!(draft.excess >= without, "putting back never lowers it");
            } else {
                let day = random.below(20);
                if draft.can_flip(person, day) {
                    let (cost, excess) = draft.flip(person, day);
                    if round % 2 == 0 {
                        assert_eq!(draft.flip(person, day), (-cost, -excess));
                    }
                }
            }
        }
        assert_consistent(&draft);
    }
}
