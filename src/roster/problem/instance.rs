//! The normal form: masks for what one person may do, linear rules for what people may do together.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Quota, switches};
use crate::diag::Finding;
use crate::domain::PersonId;
use crate::roster::model::{RuleName, Slots};

/// A limit that never binds.
pub const NO_LIMIT: i32 = i32::MAX / 2;

/// In [`Problem::room_rule`]: nobody's room is too small, or the person has none.
pub const NO_ROOM: u32 = u32::MAX;

/// People × working days, decided at home or in the office.
///
/// Days are numbered `5 * week + weekday`; weekly masks have bit 0 for Monday. Per-person tables are flat:
/// `person * weeks + week` or `person * days + day`.
///
/// Invariants: `fixed_home` and `fixed_office` are disjoint parts of `worked`; a plan is a table of home masks like `worked`;
/// it is *allowed* when each mask contains `fixed_home`, avoids `fixed_office`, lies in `worked` and has at most
/// `max(weekly_max, |fixed_home|)` bits, and *feasible* when no rule's load is above its limit on any day and everybody's home days
/// are within their quota.
#[derive(Debug, Clone)]
pub struct Problem {
    pub weeks: usize,
    /// One date for each day.
    pub dates: Vec<Date>,
    pub people: Vec<Who>,
    /// Departments; every person is in exactly one.
    pub units: Vec<Unit>,
    pub worked: Vec<u8>,
    pub fixed_home: Vec<u8>,
    pub fixed_office: Vec<u8>,
    /// Home days allowed in the week.
    pub weekly_max: Vec<u8>,
    /// Where they come from: the weekly share in ten-thousandths and the office days of a week; none in test instances.
    pub weekly_rules: Option<(i64, u32)>,
    /// Cost of home over office, by person and day; 0 on days not worked.
    pub home_cost: Vec<i32>,
    /// Fair number of home days, by person.
    pub target: Vec<i32>,
    pub shape: Vec<Shape>,
    pub weights: Weights,
    /// At the same cost, the least-served come first.
    pub lexicographic: bool,
    /// Part of the cost that no decision changes.
    pub constant: i64,
    pub rules: Vec<Rule>,
    /// Largest load allowed, `rule * days + day`; [`NO_LIMIT`] where the rule is silent.
    pub limit: Vec<i32>,
    /// The rules a person takes part in: `terms[term_start[p]..term_start[p + 1]]`.
    term_start: Vec<u32>,
    terms: Vec<Term>,
    /// Rule of the person's room, or [`NO_ROOM`].
    pub room_rule: Vec<u32>,
    /// Rules about home days over the whole period, and what they come to for each person (fewest, most); empty where there is none.
    pub quotas: Vec<Quota>,
    pub(super) quota_of: Vec<(i32, i32)>,
    /// The cohort of each person, for messages; empty where there is none.
    pub cohorts: Vec<Option<String>>,
    /// The slots of the day that were chosen, and whether any of them could have been another.
    pub slots: Slots,
    pub slots_chosen: bool,
    /// Why no choice of slots holds what they need.
    pub shift_clashes: Vec<Finding>,
    /// People who are always in the same place.
    pub pools: Vec<Vec<u32>>,
    /// Everybody's mates in these pools; empty where there is no pool at all.
    mates: Vec<Vec<u32>>,
}

/// A person, for messages.
#[derive(Debug, Clone)]
pub struct Who {
    pub id: PersonId,
    /// `Muster, Erika`.
    pub name: String,
    pub unit: u32,
    /// Why some cells leave no choice.
    pub why: Why,
}

/// Why a person's place is fixed on worked days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nothing is fixed by the person.
    Free,
    /// The list says never at home.
    Unsuitable,
    /// No softphone that registers.
    NotReady,
    /// Always at home (at risk).
    Always,
    /// Days of their own that are fixed.
    Individual,
}

#[derive(Debug, Clone)]
pub struct Unit {
    pub name: String,
    pub members: Vec<u32>,
}

/// Σ sign · home ≤ limit on each day.
///
/// A cap has sign +1, or +2 for whoever takes two of it, and its number as limit. A room with at most k present has sign −1 and the limit k − worked. A minimum of m
/// on site has sign +1 and the limit worked − m. So "too many at home" is always a load above its limit.
#[derive(Debug, Clone)]
pub struct Rule {
    pub name: RuleName,
    /// Persons with a sign other than 0, ascending.
    pub members: Vec<u32>,
    /// The unit all members share; none: the rule couples units.
    pub unit: Option<u32>,
    /// The number in the site's words: people at home, people present, people needed.
    pub stated: u32,
    /// Days on which the number is less: a cap that grows, a minimum of which fewer members work.
    pub less: BTreeMap<usize, u32>,
}

impl Rule {
    /// The number that holds on a day.
    #[must_use]
    pub fn stated_on(&self, day: usize) -> u32 {
        self.less.get(&day).copied().unwrap_or(self.stated)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub rule: u32,
    pub sign: i8,
}

/// What a person wants a week to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Any,
    /// Few switches between home and office inside a week.
    Blocks,
    /// Many.
    Alternate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// Per weekday that differs between two consecutive weeks, both worked.
    pub stability: i32,
    /// Times (home days − target)².
    pub fairness: i32,
    /// Per switch, or per missing switch.
    pub shape: i32,
}

impl Problem {
    #[must_use]
    pub fn days(&self) -> usize {
        self.weeks * 5
    }

    #[must_use]
    pub fn persons(&self) -> usize {
        self.people.len()
    }

    #[must_use]
    pub fn terms(&self, person: usize) -> &[Term] {
        &self.terms[self.term_start[person] as usize..self.term_start[person + 1] as usize]
    }

    /// Those who are in the same place as this person.
    #[must_use]
    pub fn mates(&self, person: usize) -> &[u32] {
        self.mates.get(person).map_or(&[], Vec::as_slice)
    }

    /// The first rule of the same name: a rule of a slot is one for each week.
    #[must_use]
    pub fn first_named(&self, rule: usize) -> usize {
        if self.rules[rule].name.slot.is_none() {
            return rule;
        }
        self.rules.iter().position(|other| other.name == self.rules[rule].name).unwrap_or(rule)
    }

    /// Sign of a person in a rule, 0 if not in it.
    #[must_use]
    pub fn sign(&self, person: usize, rule: usize) -> i8 {
        self.terms(person).iter().find(|term| term.rule as usize == rule).map_or(0, |term| term.sign)
    }

    #[must_use]
    pub fn is_worked(&self, person: usize, day: usize) -> bool {
        bit(&self.worked, person * self.weeks, day)
    }

    #[must_use]
    pub fn is_fixed_home(&self, person: usize, day: usize) -> bool {
        bit(&self.fixed_home, person * self.weeks, day)
    }

    #[must_use]
    pub fn is_fixed_office(&self, person: usize, day: usize) -> bool {
        bit(&self.fixed_office, person * self.weeks, day)
    }

    /// Worked cells without a decision made.
    #[must_use]
    pub fn free_mask(&self, person: usize, week: usize) -> u8 {
        let k = person * self.weeks + week;
        self.worked[k] & !self.fixed_home[k] & !self.fixed_office[k]
    }

    /// Home days possible in the week, fixed ones included.
    #[must_use]
    pub fn home_max(&self, person: usize, week: usize) -> u32 {
        let k = person * self.weeks + week;
        u32::from(self.weekly_max[k]).max(self.fixed_home[k].count_ones())
    }

    /// Whether any cell of the person is open.
    #[must_use]
    pub fn has_choice(&self, person: usize) -> bool {
        (0..self.weeks).any(|w| {
            let fixed = self.fixed_home[person * self.weeks + w].count_ones();
            self.free_mask(person, w) != 0 && self.home_max(person, w) > fixed
        })
    }

    /// Everybody in the office who may be.
    #[must_use]
    pub fn all_office(&self) -> Vec<u8> {
        self.fixed_home.clone()
    }

    /// Cost of one person's horizon: the plain definition, without any shortcut.
    #[must_use]
    pub fn person_cost(&self, person: usize, home: &[u8]) -> i64 {
        let base = person * self.weeks;
        let mut cost = 0;
        let mut home_days = 0;
        for (week, &mask) in home.iter().enumerate() {
            let worked = self.worked[base + week];
            for weekday in 0..5 {
                if mask >> weekday & 1 == 1 {
                    cost += i64::from(self.home_cost[person * self.days() + week * 5 + weekday]);
                    home_days += 1;
                }
            }
            cost += i64::from(self.weights.shape) * i64::from(self.shape_points(person, worked, mask));
            if week > 0 {
                let both = worked & self.worked[base + week - 1];
                cost += i64::from(self.weights.stability) * i64::from(((mask ^ home[week - 1]) & both).count_ones());
            }
        }
        let off = home_days - i64::from(self.target[person]);
        cost + i64::from(self.weights.fairness) * off * off
    }

    /// Switches, or missing switches, of one week.
    #[must_use]
    pub fn shape_points(&self, person: usize, worked: u8, home: u8) -> i32 {
        let switches = i32::from(switches(worked, home));
        match self.shape[person] {
            Shape::Any => 0,
            Shape::Blocks => switches,
            Shape::Alternate => (worked.count_ones() as i32 - 1).max(0) - switches,
        }
    }

    /// The size of an ordinary change of cost: 1 for the default weights. Temperatures and penalties are multiples of it.
    #[must_use]
    pub fn grain(&self) -> i32 {
        let Weights { stability, fairness, shape } = self.weights;
        let wish = self.home_cost.iter().map(|c| c.abs()).max().unwrap_or(0);
        (stability.max(fairness).max(shape).max(wish / 2) / 2).max(1)
    }

    /// Cost of a whole plan.
    #[must_use]
    pub fn cost(&self, home: &[u8]) -> i64 {
        let rows = home.chunks_exact(self.weeks).enumerate();
        self.constant + rows.map(|(person, row)| self.person_cost(person, row)).sum::<i64>()
    }
}

fn bit(masks: &[u8], base: usize, day: usize) -> bool {
    masks[base + day / 5] >> (day % 5) & 1 == 1
}

/// Puts a [`Problem`] together and keeps its invariants: sorted terms, units of rules, rules that can never bind left out.
pub(crate) struct ProblemBuilder {
    problem: Problem,
    by_person: Vec<Vec<Term>>,
}

impl ProblemBuilder {
    /// `problem` comes with everything but its rules.
    pub(crate) fn new(mut problem: Problem) -> Self {
        let persons = problem.people.len();
        problem.rules.clear();
        problem.limit.clear();
        problem.room_rule = vec![NO_ROOM; persons];
        Self { problem, by_person: vec![Vec::new(); persons] }
    }

    pub(crate) fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Adds a rule unless it holds whatever the members do.
    pub(crate) fn rule(&mut self, name: RuleName, stated: u32, members: &[(u32, i8)], limit: &[i32], is_room: bool) {
        let problem = &mut self.problem;
        let days = problem.days();
        let can_bind = (0..days).any(|day| {
            let most: i32 = members
                .iter()
                .filter(|&&(p, sign)| {
                    let p = p as usize;
                    problem.is_worked(p, day)
                        && if sign > 0 { !problem.is_fixed_office(p, day) } else { problem.is_fixed_home(p, day) }
                })
                .map(|&(_, sign)| i32::from(sign))
                .sum();
            most > limit[day]
        });
        if !can_bind {
            return;
        }
        let index = problem.rules.len() as u32;
        for &(person, sign) in members {
            if sign != 0 {
                self.by_person[person as usize].push(Term { rule: index, sign });
            }
            if is_room {
                problem.room_rule[person as usize] = index;
            }
        }
        let first = members.first().map(|&(p, _)| problem.people[p as usize].unit);
        let unit = first.filter(|&unit| members.iter().all(|&(p, _)| problem.people[p as usize].unit == unit));
        let mut signed: Vec<u32> = members.iter().filter(|m| m.1 != 0).map(|m| m.0).collect();
        signed.sort_unstable();
        problem.rules.push(Rule { name, members: signed, unit, stated, less: BTreeMap::new() });
        problem.limit.extend_from_slice(limit);
    }

    /// People whose places are the same.
    pub(crate) fn pool(&mut self, members: &[u32]) {
        let problem = &mut self.problem;
        problem.mates.resize(problem.people.len(), Vec::new());
        for &p in members {
            problem.mates[p as usize].extend(members.iter().copied().filter(|&q| q != p));
        }
        problem.pools.push(members.to_vec());
    }

    /// Adds a minimum that asks for less on some days.
    pub(crate) fn rule_with_less(
        &mut self,
        name: RuleName,
        stated: u32,
        members: &[(u32, i8)],
        limit: &[i32],
        less: BTreeMap<usize, u32>,
    ) {
        let before = self.problem.rules.len();
        self.rule(name, stated, members, limit, false);
        if let Some(rule) = self.problem.rules.get_mut(before) {
            rule.less = less;
        }
    }

    pub(crate) fn finish(mut self) -> Problem {
        let problem = &mut self.problem;
        problem.term_start = vec![0];
        problem.terms.clear();
        for terms in &self.by_person {
            problem.terms.extend_from_slice(terms);
            problem.term_start.push(problem.terms.len() as u32);
        }
        self.problem
    }
}

impl Problem {
    /// A problem without rules, for the builder.
    pub(crate) fn blank(dates: Vec<Date>, weights: Weights) -> Self {
        Self {
            weeks: dates.len() / 5,
            dates,
            people: Vec::new(),
            units: Vec::new(),
            worked: Vec::new(),
            fixed_home: Vec::new(),
            fixed_office: Vec::new(),
            weekly_max: Vec::new(),
            weekly_rules: None,
            home_cost: Vec::new(),
            target: Vec::new(),
            shape: Vec::new(),
            weights,
            lexicographic: false,
            constant: 0,
            rules: Vec::new(),
            limit: Vec::new(),
            term_start: Vec::new(),
            terms: Vec::new(),
            room_rule: Vec::new(),
            quotas: Vec::new(),
            quota_of: Vec::new(),
            cohorts: Vec::new(),
            slots: Slots::new(),
            slots_chosen: false,
            shift_clashes: Vec::new(),
            pools: Vec::new(),
            mates: Vec::new(),
        }
    }
}
