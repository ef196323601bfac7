//! A proven lower bound: prices instead of rules (Lagrangian relaxation, Held and Karp 1970).
//!
//! Give each rule and day a price λ ≥ 0 and let every person choose freely, paying λ for each signed home day. For a feasible plan
//! the payments come to at most Σ λ · limit, hence
//!
//! > constant + Σ over persons (least cost at these prices) − Σ λ · limit ≤ cost of every feasible plan.
//!
//! Each person's least cost is exact ([`PersonDp`]), so this bound is as good as that of a linear programme over all week patterns
//! (Caprara, Monaci, Toth 2003), without one. Prices are whole numbers of 1/64 cost unit, so bound and proof are integers and the
//! same on every machine.
//!
//! The prices climb along the subgradient: a rule that is overdrawn gets dearer. The step is Polyak's 1969, θ · (upper bound − value) /
//! ‖g‖², but *one per department*: its upper bound is what the incumbent pays at the current prices. With one step for all the bound on
//! one-person rooms was 11,591 after 1.6 s, with one per department 16,828 after 0.6 s. Rules that couple departments share a step of
//! a quarter of the length, and a direction keeps 0.7 of the one before: on one-person rooms over twelve weeks 150 rounds end at
//! 55,371 instead of 54,256 with a half and 0.5.

pub mod spread;

use std::ops::Range;

use super::super::problem::{NO_LIMIT, Problem};
use super::crew::Crew;
use super::halt::Halt;
use super::person_dp::{PersonDp, REACH};

/// Parts of a cost unit in which prices are counted.
pub const PARTS: i32 = 64;

/// Part of the subgradient in a new direction; the rest is the old direction.
const FRESH: f64 = 0.3;
/// Step length of the rules that couple departments, relative to the others.
const SHARED: f64 = 0.25;
/// Step length at the start; cut by [`SHRINK`] after [`PATIENCE`] rounds without progress, until it falls below [`STOP`].
const THETA: f64 = 0.5;
const SHRINK: f64 = 0.6;
const PATIENCE: u32 = 10;
const STOP: f64 = 0.01;
/// Progress worth mentioning, relative to the bound.
const PROGRESS: f64 = 2e-4;

/// The best prices found and what they prove.
#[derive(Debug, Clone)]
pub struct Bound {
    /// In 1/[`PARTS`] cost units; rounded up to whole units it bounds every cost.
    pub value: i64,
    /// `rule * days + day`, in 1/[`PARTS`].
    pub prices: Vec<i32>,
}

impl Bound {
    /// Below everything, at no price. Far enough from the ends of the numbers that any cost may be added.
    #[must_use]
    pub fn none(problem: &Problem) -> Self {
        Self { value: i64::MIN / 8, prices: vec![0; problem.limit.len()] }
    }

    /// The bound in cost units.
    #[must_use]
    pub fn cost(&self) -> i64 {
        self.value.div_euclid(i64::from(PARTS)) + i64::from(self.value.rem_euclid(i64::from(PARTS)) != 0)
    }
}

/// Step length for prices that have climbed to the end before.
const THETA_AGAIN: f64 = 0.15;

/// Climbs for at most `rounds` rounds, from prices found before or from nothing. `incumbent` must be a feasible plan: a guessed upper
/// bound below the optimum ruins the step lengths without a sign.
pub fn climb(problem: &Problem, incumbent: &[u8], before: Option<Bound>, rounds: u32, crew: &mut Crew, halt: &Halt<'_>) -> Bound {
    let theta = if before.is_some() { THETA_AGAIN } else { THETA };
    climb_by(problem, incumbent, before, theta, rounds, crew, halt)
}

/// Step length of a climb of a few rounds: a larger one leaves the first hills behind before it finds better ones (ten thousand
/// people, 20 rounds from nothing: 212,972 with this one, 209,291, the value at no price at all, with twice as much).
const THETA_BRIEF: f64 = 0.1;

/// The same where only a few rounds are to be had: small steps from the start.
pub fn climb_briefly(
    problem: &Problem,
    incumbent: &[u8],
    before: Option<Bound>,
    rounds: u32,
    crew: &mut Crew,
    halt: &Halt<'_>,
) -> Bound {
    climb_by(problem, incumbent, before, THETA_BRIEF, rounds, crew, halt)
}

fn climb_by(
    problem: &Problem,
    incumbent: &[u8],
    before: Option<Bound>,
    mut theta: f64,
    rounds: u32,
    crew: &mut Crew,
    halt: &Halt<'_>,
) -> Bound {
    let mut climb = Climb::new(problem, incumbent);
    let mut idle = 0;
    let mut best = before.unwrap_or_else(|| Bound { value: i64::MIN, prices: vec![0; problem.limit.len()] });
    climb.prices.copy_from_slice(&best.prices);
    climb.back_to(&best.prices);
    for round in 0..rounds.max(1) {
        let value = climb.evaluate(crew);
        idle += 1;
        if value > best.value {
            if best.value == i64::MIN || (value - best.value) as f64 > PROGRESS * (value as f64).abs() {
                idle = 0;
            }
            best.value = value;
            best.prices.copy_from_slice(&climb.prices);
        }
        halt.round();
        if halt.now() || best.cost() >= climb.upper {
            break;
        }
        if idle >= PATIENCE {
            theta *= SHRINK;
            idle = 0;
            if theta < STOP {
                break;
            }
            climb.back_to(&best.prices);
        }
        climb.step(theta, value, round == 0);
    }
    best
}

/// The bound that given prices prove.
#[must_use]
pub fn value_of(problem: &Problem, prices: &[i32], crew: &mut Crew) -> i64 {
    let mut climb = Climb::new(problem, &problem.fixed_home);
    climb.prices.copy_from_slice(prices);
    climb.evaluate(crew)
}

struct Climb<'a> {
    problem: &'a Problem,
    incumbent: &'a [u8],
    incumbent_cost: Vec<i64>,
    /// Cost of the incumbent.
    upper: i64,
    /// Unit of each rule, or none for the shared step.
    prices: Vec<i32>,
    /// Real-valued prices, of which `prices` are the rounded ones.
    centre: Vec<f64>,
    /// Smoothed direction.
    direction: Vec<f64>,
    /// Load at the last evaluation minus limit.
    gradient: Vec<i32>,
    /// Incumbent's priced cost minus the least one, by unit.
    unit_gap: Vec<i64>,
    /// Everybody's row at the last evaluation, where prices were spread.
    chosen: Vec<u8>,
    /// How far everybody's prices are from the real ones ([`spread`]); with 0 the evaluation gives a bound.
    spread: i32,
    rules_of_unit: Vec<Vec<u32>>,
    shared: Vec<u32>,
    highest: f64,
}

/// What some people come to at given prices.
struct Sums {
    /// Their least costs, in 1/[`PARTS`].
    least: i64,
    /// What they use of each rule and day.
    gradient: Vec<i32>,
    unit_gap: Vec<i64>,
    /// Their rows, one after the other, where prices are spread.
    home: Vec<u8>,
}

impl Sums {
    fn none(problem: &Problem) -> Self {
        Self { least: 0, gradient: vec![0; problem.limit.len()], unit_gap: vec![0; problem.units.len()], home: Vec::new() }
    }

    /// Of these people and others.
    fn with(mut self, others: Self) -> Self {
        self.least += others.least;
        self.gradient.iter_mut().zip(others.gradient).for_each(|(sum, other)| *sum += other);
        self.unit_gap.iter_mut().zip(others.unit_gap).for_each(|(sum, other)| *sum += other);
        self.home.extend(others.home);
        self
    }
}

impl<'a> Climb<'a> {
    fn new(problem: &'a Problem, incumbent: &'a [u8]) -> Self {
        let cells = problem.limit.len();
        let mut rules_of_unit = vec![Vec::new(); problem.units.len()];
        let mut shared = Vec::new();
        for (r, rule) in (0u32..).zip(&problem.rules) {
            match rule.unit {
                Some(unit) => rules_of_unit[unit as usize].push(r),
                None => shared.push(r),
            }
        }
        let incumbent_cost: Vec<i64> =
            incumbent.chunks_exact(problem.weeks).enumerate().map(|(p, row)| problem.person_cost(p, row)).collect();
        let weight = |p: usize| problem.terms(p).iter().map(|term| usize::from(term.sign.unsigned_abs())).sum::<usize>();
        let most_terms = (0..problem.persons()).map(weight).max().unwrap_or(0).max(1);
        Self {
            problem,
            incumbent,
            upper: problem.constant + incumbent_cost.iter().sum::<i64>(),
            incumbent_cost,
            prices: vec![0; cells],
            centre: vec![0.0; cells],
            direction: vec![0.0; cells],
            gradient: vec![0; cells],
            unit_gap: vec![0; problem.units.len()],
            chosen: Vec::new(),
            spread: 0,
            rules_of_unit,
            shared,
            // Half the reach of the DP's integers, whatever all rules of a person add up to.
            highest: f64::from(REACH) / 2.0 / (problem.days() * most_terms) as f64,
        }
    }

    /// The bound at the current prices, in 1/[`PARTS`]; fills gradient and gaps.
    fn evaluate(&mut self, crew: &mut Crew) -> i64 {
        let problem = self.problem;
        // Not kept meanwhile: in a large house they are large.
        (self.gradient, self.unit_gap, self.chosen) = (Vec::new(), Vec::new(), Vec::new());
        let view = &*self;
        let parts = crew.share(problem.persons(), |dp, people| view.count(dp, people));
        let sums = parts.into_iter().reduce(Sums::with).unwrap_or_else(|| Sums::none(problem));
        (self.gradient, self.unit_gap, self.chosen) = (sums.gradient, sums.unit_gap, sums.home);
        let mut value = i64::from(PARTS) * problem.constant + sums.least;
        for ((gradient, &limit), &price) in self.gradient.iter_mut().zip(&problem.limit).zip(&self.prices) {
            if limit >= NO_LIMIT {
                *gradient = 0;
            } else {
                *gradient -= limit;
                value -= i64::from(price) * i64::from(limit);
            }
        }
        value
    }

    /// What these people choose at the current prices.
    fn count(&self, dp: &mut PersonDp, people: Range<usize>) -> Sums {
        let problem = self.problem;
        let days = problem.days();
        let mut sums = Sums::none(problem);
        if self.spread > 0 {
            sums.home.reserve(people.len() * problem.weeks);
        }
        let mut beside = vec![0i32; days];
        let mut extra = vec![0i32; days];
        let mut price = vec![0i32; days];
        let mut home = vec![0u8; problem.weeks];
        for person in people {
            extra.fill(0);
            for term in problem.terms(person) {
                let of_rule = &self.prices[term.rule as usize * days..(term.rule as usize + 1) * days];
                for (sum, &price) in extra.iter_mut().zip(of_rule) {
                    *sum += i32::from(term.sign) * price;
                }
            }
            for (day, price) in price.iter_mut().enumerate() {
                *price =
                    if problem.is_worked(person, day) { PARTS * problem.home_cost[person * days + day] + extra[day] } else { 0 };
            }
            if self.spread > 0 {
                for (day, (price, beside)) in price.iter_mut().zip(&mut beside).enumerate() {
                    *beside = if problem.is_worked(person, day) { spread::beside(person, day, self.spread) } else { 0 };
                    *price += *beside;
                }
            }
            let mut least = dp.solve(problem, person, &price, PARTS, &mut home);
            if self.spread > 0 {
                for (week, &mask) in home.iter().enumerate() {
                    for_bits(mask, |weekday| least -= beside[week * 5 + weekday]);
                }
                sums.home.extend_from_slice(&home);
            }
            sums.least += i64::from(least);

            let base = person * problem.weeks;
            let mut paid = i64::from(PARTS) * self.incumbent_cost[person];
            for (week, &mask) in self.incumbent[base..base + problem.weeks].iter().enumerate() {
                for_bits(mask, |weekday| paid += i64::from(extra[week * 5 + weekday]));
            }
            sums.unit_gap[problem.people[person].unit as usize] += paid - i64::from(least);
            for term in problem.terms(person) {
                let of_rule = term.rule as usize * days;
                for (week, &mask) in home.iter().enumerate() {
                    for_bits(mask, |weekday| sums.gradient[of_rule + week * 5 + weekday] += i32::from(term.sign));
                }
            }
        }
        sums
    }

    fn back_to(&mut self, prices: &[i32]) {
        for (centre, &price) in self.centre.iter_mut().zip(prices) {
            *centre = f64::from(price);
        }
    }

    /// One step of every block.
    fn step(&mut self, theta: f64, value: i64, first: bool) {
        let parts = f64::from(PARTS);
        for unit in 0..self.rules_of_unit.len() {
            let rules = std::mem::take(&mut self.rules_of_unit[unit]);
            let gap = (self.unit_gap[unit] as f64).max(parts);
            let norm = self.smooth(&rules, first);
            self.advance(&rules, (theta * gap / norm).min(40.0 * parts));
            self.rules_of_unit[unit] = rules;
        }
        let shared = std::mem::take(&mut self.shared);
        let gap = (self.upper * i64::from(PARTS) - value).max(0) as f64 + parts;
        let norm = self.smooth(&shared, first);
        self.advance(&shared, theta * SHARED * gap / norm);
        self.shared = shared;
    }

    /// New direction: part the old, part the gradient, nothing that would push a price of 0 below 0. Gives its squared length.
    fn smooth(&mut self, rules: &[u32], first: bool) -> f64 {
        let days = self.problem.days();
        let fresh = if first { 1.0 } else { FRESH };
        let mut norm = 0.0;
        for &rule in rules {
            for at in rule as usize * days..(rule as usize + 1) * days {
                let at_floor = self.centre[at] <= 0.0;
                let gradient = f64::from(self.gradient[at]);
                let gradient = if at_floor { gradient.max(0.0) } else { gradient };
                let direction = fresh * gradient + (1.0 - fresh) * self.direction[at];
                self.direction[at] = direction;
                if !(at_floor && direction < 0.0) {
                    norm += direction * direction;
                }
            }
        }
        norm.max(1e-9)
    }

    fn advance(&mut self, rules: &[u32], step: f64) {
        let days = self.problem.days();
        for &rule in rules {
            for at in rule as usize * days..(rule as usize + 1) * days {
                self.centre[at] = (self.centre[at] + step * self.direction[at]).clamp(0.0, self.highest);
                self.prices[at] = self.centre[at].round() as i32;
            }
        }
    }
}

fn for_bits(mask: u8, mut act: impl FnMut(usize)) {
    let mut rest = mask;
    while rest != 0 {
        act(rest.trailing_zeros() as usize);
        rest &= rest - 1;
    }
}
