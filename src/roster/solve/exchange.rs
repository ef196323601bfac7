//! Two people's best exchange, exactly.
//!
//! Idea: on days on which just one of two people is at home it may be the one or the other. Whatever they agree on, rules that count both
//! alike see the same load, and their home days together stay as many; so where rooms and caps are full, such an exchange is what is left
//! to do, and the number of home days of one says that of the other. Which of all 2ⁿ ways to share n such days costs the least is then a
//! horizon of one mask a week ("days on which the first one is at home"), solved by the tables of the programme for one person
//! ([`super::person_dp`]), fairness of both included: as large a neighbourhood as there is for two (Ahuja, Ergun, Orlin, Punnen 2002), at
//! the price of putting one person back.
//!
//! Invariants: only open cells change, no week gets more home days than its maximum (or than it had), loads of shared rules stay.

#![allow(clippy::inline_always)] // else it is not compiled for the vectors that are there

use super::super::problem::{Problem, Term};
use super::super::random::Random;
use super::draft::Draft;
use super::halt::Halt;
use super::person_dp::{FORBIDDEN, Horizon, PersonDp, REACH, Week, sums};

/// Scratch space.
#[derive(Default)]
pub struct Exchange {
    /// Week by week the days on which just one is at home and both may choose.
    apart: Vec<u8>,
    /// What it costs, day by day, that the first one is at home and not the other.
    price: Vec<i32>,
    chosen: Vec<u8>,
    rows: [Vec<u8>; 2],
    saved: Vec<u8>,
}

impl Exchange {
    /// Makes the best exchange of these two; whether the total fell by it.
    pub fn make(&mut self, draft: &mut Draft, one: usize, other: usize, dp: &mut PersonDp) -> bool {
        let problem = draft.problem;
        let weeks = problem.weeks;
        self.apart.clear();
        self.apart.extend((0..weeks).map(|week| {
            let (k, l) = (one * weeks + week, other * weeks + week);
            (draft.home[k] ^ draft.home[l]) & problem.free_mask(one, week) & problem.free_mask(other, week)
        }));
        let days: u32 = self.apart.iter().map(|mask| mask.count_ones()).sum();
        if days == 0 {
            return false;
        }
        self.price(draft, one, other);
        let kept = |person: usize| {
            let shared = (0..weeks).map(|week| draft.home[person * weeks + week] & self.apart[week]);
            draft.home_days[person] - shared.map(|mask| mask.count_ones() as i32).sum::<i32>()
        };
        let kept = [kept(one), kept(other)];
        let pair = Pair { draft, one, other, apart: &self.apart, price: &self.price, days: days as i32, kept };
        self.chosen.resize(weeks, 0);
        dp.solve_weeks(&pair, &mut self.chosen);
        if (0..weeks).all(|week| draft.home[one * weeks + week] & self.apart[week] == self.chosen[week]) {
            return false;
        }
        for (row, (person, first)) in self.rows.iter_mut().zip([(one, true), (other, false)]) {
            row.clear();
            row.extend((0..weeks).map(|week| {
                let apart = self.apart[week];
                let taken = if first { self.chosen[week] } else { apart & !self.chosen[week] };
                draft.home[person * weeks + week] & !apart | taken
            }));
        }
        let before = draft.total();
        draft.take_out(&[one, other], &mut self.saved);
        draft.insert(one, &self.rows[0]);
        draft.insert(other, &self.rows[1]);
        if draft.total() < before {
            return true;
        }
        draft.give_back(&[one, other], &self.saved);
        false
    }

    fn price(&mut self, draft: &Draft, one: usize, other: usize) {
        let problem = draft.problem;
        let (weeks, days) = (problem.weeks, problem.days());
        let home = |person: usize, week: usize| draft.home[person * weeks + week];
        self.price.clear();
        self.price.resize(days, 0);
        // Within the reach of the tables, whatever all rules add up to.
        let weight: i32 = [one, other].iter().flat_map(|&p| problem.terms(p)).map(|term| i32::from(term.sign).abs()).sum();
        let excess = i32::try_from(draft.excess_price()).unwrap_or(i32::MAX).min(REACH / 4 / (days as i32 * weight.max(1)));
        let unlike: Vec<(usize, i32)> = unlike(problem.terms(one), problem.terms(other));
        for week in 0..weeks {
            let mut rest = self.apart[week];
            while rest != 0 {
                let weekday = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let (bit, day) = (1u8 << weekday, week * 5 + weekday);
                let mut price = problem.home_cost[one * days + day] - problem.home_cost[other * days + day];
                // Weeks beside this one in which the day is not exchanged.
                for beside in [week.wrapping_sub(1), week + 1] {
                    if beside >= weeks || self.apart[beside] & bit != 0 {
                        continue;
                    }
                    for (person, sign) in [(one, 1), (other, -1)] {
                        if problem.worked[person * weeks + beside] & bit != 0 {
                            let like = home(person, beside) & bit != 0;
                            price += if like { -sign } else { sign } * problem.weights.stability;
                        }
                    }
                }
                let is_home = home(one, week) & bit != 0;
                let mut change = 0;
                for &(rule, sign) in &unlike {
                    let slack = draft.slack[rule * days + day];
                    let load = if is_home { -sign } else { sign };
                    change += (load - slack).max(0) - (-slack).max(0);
                }
                price += if is_home { -change * excess } else { change * excess };
                self.price[day] = price;
            }
        }
    }
}

/// Rules that do not count both alike, and how much more they count the first one.
fn unlike(one: &[Term], other: &[Term]) -> Vec<(usize, i32)> {
    let sign = |terms: &[Term], rule: u32| terms.iter().find(|term| term.rule == rule).map_or(0, |term| i32::from(term.sign));
    let of_one = one.iter().map(|term| (term.rule as usize, i32::from(term.sign) - sign(other, term.rule)));
    let of_other = other.iter().filter(|term| sign(one, term.rule) == 0).map(|term| (term.rule as usize, -i32::from(term.sign)));
    of_one.chain(of_other).filter(|(_, more)| *more != 0).collect()
}

/// The days that two share.
struct Pair<'a, 'p> {
    draft: &'a Draft<'p>,
    one: usize,
    other: usize,
    apart: &'a [u8],
    price: &'a [i32],
    /// Days that are shared, in all.
    days: i32,
    /// Home days of each of the two beside them.
    kept: [i32; 2],
}

impl Pair<'_, '_> {
    fn problem(&self) -> &Problem {
        self.draft.problem
    }
}

impl Horizon for Pair<'_, '_> {
    #[inline(always)]
    fn week(&self, week: usize) -> Week {
        let problem = self.problem();
        let weeks = problem.weeks;
        let apart = self.apart[week];
        let mut costs = sums(&self.price[week * 5..week * 5 + 5]);
        let of = |person: usize| {
            let home = self.draft.home[person * weeks + week];
            (home & !apart, problem.home_max(person, week).max(home.count_ones()), problem.worked[person * weeks + week])
        };
        let (one, other) = (of(self.one), of(self.other));
        for (mask, cost) in (0u8..).zip(&mut costs) {
            let (mine, theirs) = (one.0 | mask, other.0 | apart & !mask);
            if mask & !apart != 0 || mine.count_ones() > one.1 || theirs.count_ones() > other.1 {
                *cost = FORBIDDEN;
                continue;
            }
            let shape = problem.shape_points(self.one, one.2, mine) + problem.shape_points(self.other, other.2, theirs);
            *cost += problem.weights.shape * shape;
        }
        Week { costs, fewest: 0, most: apart.count_ones() as usize }
    }

    #[inline(always)]
    fn both(&self, week: usize) -> u8 {
        self.apart[week] & self.apart[week - 1]
    }

    /// Of both: who is at home changes for the one as for the other.
    #[inline(always)]
    fn stability(&self) -> i32 {
        2 * self.problem().weights.stability
    }

    #[inline(always)]
    fn days(&self, days: usize) -> Option<i32> {
        let problem = self.problem();
        let of = |person: usize, home_days: i32| {
            let off = home_days - problem.target[person];
            problem.weights.fairness * off * off + self.draft.excess_price() as i32 * problem.off_quota(person, home_days)
        };
        let taken = days as i32;
        Some(of(self.one, self.kept[0] + taken) + of(self.other, self.kept[1] + self.days - taken))
    }
}

/// Partners from anywhere for each person and pass.
const ANYBODY: usize = 4;

/// Exchanges within departments, and of everybody with some from anywhere, until a pass gains nothing.
pub fn run(draft: &mut Draft, dp: &mut PersonDp, random: &mut Random, passes: u32, halt: &Halt<'_>) {
    let problem = draft.problem;
    let choosing = |members: &mut dyn Iterator<Item = u32>| -> Vec<usize> {
        members.map(|p| p as usize).filter(|&p| problem.has_choice(p)).collect()
    };
    let people = choosing(&mut (0..problem.persons() as u32));
    let units: Vec<Vec<usize>> = problem.units.iter().map(|unit| choosing(&mut unit.members.iter().copied())).collect();
    let mut pairs = Pairs { exchange: Exchange::default(), now: 0, changed: vec![0; problem.persons()], gained: false };
    // By department and person: when these were tried with the rest of the department.
    let mut tried: Vec<Vec<Option<u32>>> = units.iter().map(|unit| vec![None; unit.len()]).collect();
    for _ in 0..passes {
        pairs.gained = false;
        for (unit, tried) in units.iter().zip(&mut tried) {
            for (i, &one) in unit.iter().enumerate() {
                if halt.now() {
                    return;
                }
                let before = tried[i].replace(pairs.now);
                for &other in &unit[i + 1..] {
                    if before.is_none_or(|before| pairs.changed[one].max(pairs.changed[other]) > before) {
                        pairs.try_out(draft, one, other, dp);
                    }
                }
            }
        }
        for &one in &people {
            if halt.now() {
                return;
            }
            for _ in 0..ANYBODY {
                let other = people[random.below(people.len())];
                if problem.people[one].unit != problem.people[other].unit {
                    pairs.try_out(draft, one, other, dp);
                }
            }
        }
        halt.round();
        if !pairs.gained {
            return;
        }
    }
}

/// What was exchanged, and when: who has not changed since they were tried together need not be tried again.
struct Pairs {
    exchange: Exchange,
    /// Exchanges made.
    now: u32,
    /// The exchange by which each person last changed.
    changed: Vec<u32>,
    gained: bool,
}

impl Pairs {
    fn try_out(&mut self, draft: &mut Draft, one: usize, other: usize, dp: &mut PersonDp) {
        if self.exchange.make(draft, one, other, dp) {
            self.now += 1;
            self.gained = true;
            (self.changed[one], self.changed[other]) = (self.now, self.now);
        }
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
