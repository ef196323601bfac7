//! The best horizon of one person, exactly, at given prices.
//!
//! Idea: a week is one of 32 masks of home days. The state after week w is (home days so far, mask of week w); its least cost
//! follows from the week before. The only coupling between two weeks is the stability cost, a sum over weekdays, so the minimum
//! over the 32 earlier masks is a *distance transform on the hypercube*: five passes, one for each weekday, each keeping or
//! flipping that bit, instead of 32 × 32 comparisons (the same trick as Felzenszwalb and Huttenlocher, *Distance Transforms of
//! Sampled Functions*, 2012, on another metric). Fairness depends only on the home days in total and is added at the end, so it may
//! be any function of them. That patterns of one person are a shortest path, and the rest of the problem prices, is the split of
//! Caprara, Monaci and Toth 2003.
//!
//! All inner loops go over the 32 masks of a row side by side, so that a processor with wide vectors does eight of them at once. Which
//! vectors there are is asked when the program runs ([`Arch`]): the baseline of x86-64 has not even a minimum of whole numbers, and takes
//! three times as long. The numbers are the same on all.
//!
//! Invariants: prices and weights are small enough that every sum stays within ±[`REACH`]; unreachable states hold at least
//! `INFINITE − REACH` and are told apart by [`UNREACHABLE`]. `problem::build` and the clamp of the multipliers keep to that.

#![allow(clippy::inline_always)] // else it is not compiled for the vectors that are there

use pulp::{Arch, NullaryFnOnce};

use super::super::problem::{Problem, Shape, switches};

/// Largest magnitude of a real cost, in the parts the caller scales to.
pub const REACH: i32 = 400_000_000;
const INFINITE: i32 = 1_000_000_000;
const UNREACHABLE: i32 = 500_000_000;

/// Of a mask that is not allowed.
const NO_BITS: i32 = -1;
/// The masks, and how many home days each has, as wide as costs are.
const MASKS: Masks = masks(false);
const BITS: Masks = masks(true);

const fn masks(counted: bool) -> Masks {
    let mut masks = [0; 32];
    let mut mask = 0;
    while mask < 32u8 {
        masks[mask as usize] = if counted { mask.count_ones() as i32 } else { mask as i32 };
        mask += 1;
    }
    masks
}

/// Costs of the 32 masks of a week.
type Masks = [i32; 32];

/// Tables for one horizon length, used again for each person.
pub struct PersonDp {
    arch: Arch,
    weeks: usize,
    /// `table[week * (days + 1) + home days so far][mask]`.
    table: Vec<Masks>,
    /// Row of the week before after the distance transform.
    moved: Vec<Masks>,
    /// Reachable home days after each week: fewest and most.
    reach: Vec<(usize, usize)>,
}

impl PersonDp {
    #[must_use]
    pub fn new(weeks: usize) -> Self {
        let rows = weeks * 5 + 1;
        Self {
            arch: Arch::new(),
            weeks,
            table: vec![[INFINITE; 32]; weeks * rows],
            moved: vec![[INFINITE; 32]; rows],
            reach: vec![(0, 0); weeks],
        }
    }

    #[must_use]
    pub fn weeks(&self) -> usize {
        self.weeks
    }

    /// The least cost of a person's horizon, and its home masks in `home`.
    ///
    /// `price` is what a home day costs on each day (0 on days not worked), already multiplied by `scale`; stability, shape and
    /// fairness are multiplied here.
    pub fn solve(&mut self, problem: &Problem, person: usize, price: &[i32], scale: i32, home: &mut [u8]) -> i32 {
        let arch = self.arch;
        arch.dispatch(Solve { dp: self, problem, person, price, scale, home })
    }

    #[inline(always)]
    fn forward(&mut self, problem: &Problem, person: usize, price: &[i32], scale: i32) {
        let rows = self.weeks * 5 + 1;
        for week in 0..self.weeks {
            let (costs, fewest, most) = week_costs(problem, person, week, price, scale);
            if week == 0 {
                let first = &mut self.table[fewest..=most];
                first.fill([INFINITE; 32]);
                for (mask, &cost) in costs.iter().enumerate() {
                    if cost < UNREACHABLE {
                        first[mask.count_ones() as usize - fewest][mask] = cost;
                    }
                }
                self.reach[0] = (fewest, most);
                continue;
            }
            let (low, high) = self.reach[week - 1];
            let k = person * self.weeks + week;
            let both = problem.worked[k] & problem.worked[k - 1];
            let stability = problem.weights.stability * scale;
            for t in low..=high {
                self.moved[t] = transform(self.table[(week - 1) * rows + t], both, stability);
            }
            self.reach[week] = (low + fewest, high + most);
            // A mask decides its bits, so each state follows from one of the week before: the row it stands in is chosen lane by lane.
            let (mut bits, mut finite) = ([NO_BITS; 32], [0i32; 32]);
            for mask in 0..32 {
                let allowed = costs[mask] < UNREACHABLE;
                bits[mask] = if allowed { BITS[mask] } else { NO_BITS };
                finite[mask] = if allowed { costs[mask] } else { 0 };
            }
            for t in low + fewest..=high + most {
                let mut row = [INFINITE; 32];
                for count in fewest.max(t.saturating_sub(high))..=most.min(t - low) {
                    let before = &self.moved[t - count];
                    for mask in 0..32 {
                        let cost = before[mask].wrapping_add(finite[mask]);
                        row[mask] = if bits[mask] == count as i32 { cost } else { row[mask] };
                    }
                }
                self.table[week * rows + t] = row;
            }
        }
    }

    /// Walks back from the best last state.
    #[inline(always)]
    fn backward(&self, problem: &Problem, person: usize, scale: i32, mut days: usize, mut mask: usize, home: &mut [u8]) {
        let rows = self.weeks * 5 + 1;
        for week in (0..self.weeks).rev() {
            home[week] = mask as u8;
            if week == 0 {
                break;
            }
            let k = person * self.weeks + week;
            let both = (problem.worked[k] & problem.worked[k - 1]) as usize;
            days -= mask.count_ones() as usize;
            let stability = problem.weights.stability * scale;
            let mut costs = self.table[(week - 1) * rows + days];
            for (cost, apart) in costs.iter_mut().zip(distances(mask, both, stability)) {
                *cost = cost.wrapping_add(apart);
            }
            mask = least_of(&costs).1;
        }
    }
}

/// One call, as an object: what is to be compiled for each width of vectors has to be inlined into the call that chooses it.
struct Solve<'a> {
    dp: &'a mut PersonDp,
    problem: &'a Problem,
    person: usize,
    price: &'a [i32],
    scale: i32,
    home: &'a mut [u8],
}

impl NullaryFnOnce for Solve<'_> {
    type Output = i32;

    #[inline(always)]
    fn call(self) -> i32 {
        let Self { dp, problem, person, price, scale, home } = self;
        dp.forward(problem, person, price, scale);
        let rows = dp.weeks * 5 + 1;
        let last = &dp.table[(dp.weeks - 1) * rows..];
        let (low, high) = dp.reach[dp.weeks - 1];
        let (least, most) = problem.quota(person);
        let (low, high) = (low.max(least.max(0) as usize), high.min(most.max(0) as usize));
        let (mut best, mut days, mut mask) = (i32::MAX, 0, 0);
        for (t, row) in last.iter().enumerate().take(high + 1).skip(low) {
            let off = t as i32 - problem.target[person];
            let fairness = problem.weights.fairness * scale * off * off;
            let (least, m) = least_of(row);
            if least < UNREACHABLE && least + fairness < best {
                (best, days, mask) = (least + fairness, t, m);
            }
        }
        debug_assert!(best < i32::MAX, "fixed home days alone are always allowed");
        dp.backward(problem, person, scale, days, mask, home);
        best
    }
}

/// Cost of each mask of one week, `INFINITE` where not allowed, with the fewest and most home days among the allowed ones.
#[inline(always)]
fn week_costs(problem: &Problem, person: usize, week: usize, price: &[i32], scale: i32) -> (Masks, usize, usize) {
    let k = person * problem.weeks + week;
    let fixed = i32::from(problem.fixed_home[k]);
    let free = i32::from(problem.free_mask(person, week));
    let most = problem.home_max(person, week) as i32;
    let mut costs = [0i32; 32];
    for (weekday, price) in price[week * 5..week * 5 + 5].iter().enumerate() {
        let (known, next) = costs.split_at_mut(1 << weekday);
        for (next, known) in next.iter_mut().zip(known) {
            *next = known.wrapping_add(*price);
        }
    }
    let shape = problem.weights.shape * scale;
    let worked = problem.worked[k];
    match problem.shape[person] {
        Shape::Any => {}
        Shape::Blocks => {
            for (mask, cost) in (0u8..).zip(&mut costs) {
                *cost = cost.wrapping_add(shape * i32::from(switches(worked, mask)));
            }
        }
        Shape::Alternate => {
            let best = (worked.count_ones() as i32 - 1).max(0);
            for (mask, cost) in (0u8..).zip(&mut costs) {
                *cost = cost.wrapping_add(shape * (best - i32::from(switches(worked, mask))));
            }
        }
    }
    for mask in 0..32 {
        let allowed = MASKS[mask] & !free == fixed && BITS[mask] <= most;
        costs[mask] = if allowed { costs[mask] } else { INFINITE };
    }
    let fewest = fixed.count_ones() as usize;
    (costs, fewest, (most as usize).min(fewest + free.count_ones() as usize))
}

/// The least of these, and the first mask that has it.
#[inline(always)]
fn least_of(costs: &Masks) -> (i32, usize) {
    let least = costs.iter().fold(i32::MAX, |least, &cost| least.min(cost));
    (least, costs.iter().position(|&cost| cost == least).unwrap_or_default())
}

/// What it costs to come to `mask` from each mask of the week before: `stability` for each weekday of `both` that differs.
#[inline(always)]
fn distances(mask: usize, both: usize, stability: i32) -> Masks {
    let mut costs = [0i32; 32];
    costs[0] = stability.wrapping_mul((mask & both).count_ones() as i32);
    for weekday in 0..5 {
        let step = match (both >> weekday & 1, mask >> weekday & 1) {
            (0, _) => 0,
            (_, 0) => stability,
            _ => stability.wrapping_neg(),
        };
        let (known, next) = costs.split_at_mut(1 << weekday);
        for (next, known) in next.iter_mut().zip(known) {
            *next = known.wrapping_add(step);
        }
    }
    costs
}

/// Least cost of each mask when every differing weekday of `both` costs `stability` and all others are free to differ.
#[inline(always)]
fn transform(mut costs: Masks, both: u8, stability: i32) -> Masks {
    for weekday in 0..5 {
        let step = if both >> weekday & 1 == 1 { stability } else { 0 };
        let bit = 1usize << weekday;
        // Blocks of 2·bit masks: the lower half has the bit clear, the upper half has it set. Written so that it vectorises;
        // `wrapping_add` because checked additions would not, and the invariant above rules overflow out.
        for block in costs.chunks_exact_mut(2 * bit) {
            let (clear, set) = block.split_at_mut(bit);
            for (a, b) in clear.iter_mut().zip(set) {
                let (x, y) = (*a, *b);
                *a = x.min(y.wrapping_add(step));
                *b = y.min(x.wrapping_add(step));
            }
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::random::Random;
    use crate::roster::specimen::SPEYER;

    /// Tries all patterns, week by week, without tables.
    fn exhaustive(problem: &Problem, person: usize, price: &[i32], scale: i32) -> i64 {
        fn allowed(problem: &Problem, person: usize, week: usize) -> Vec<u8> {
            let k = person * problem.weeks + week;
            (0..32u8)
                .filter(|m| m & problem.fixed_home[k] == problem.fixed_home[k])
                .filter(|m| m & !problem.worked[k] == 0 && m & problem.fixed_office[k] == 0)
                .filter(|m| m.count_ones() <= problem.home_max(person, week))
                .collect()
        }
        let mut best = i64::MAX;
        let mut stack: Vec<Vec<u8>> = vec![Vec::new()];
        while let Some(row) = stack.pop() {
            if row.len() == problem.weeks {
                let base = person * problem.days();
                let wished: i64 = (0..problem.days())
                    .filter(|d| row[d / 5] >> (d % 5) & 1 == 1)
                    .map(|d| i64::from(problem.home_cost[base + d]))
                    .sum();
                let priced: i64 =
                    (0..problem.days()).filter(|d| row[d / 5] >> (d % 5) & 1 == 1).map(|d| i64::from(price[d])).sum();
                best = best.min((problem.person_cost(person, &row) - wished) * i64::from(scale) + priced);
                continue;
            }
            for mask in allowed(problem, person, row.len()) {
                let mut longer = row.clone();
                longer.push(mask);
                stack.push(longer);
            }
        }
        best
    }

    #[test]
    fn equals_exhaustive_search_over_two_weeks() {
        let problem = SPEYER.problem(2, 3);
        let mut dp = PersonDp::new(2);
        let mut random = Random::new(11);
        let mut home = vec![0; 2];
        for person in 0..120 {
            let price: Vec<i32> =
                (0..10).map(|d| if problem.is_worked(person, d) { random.below(900) as i32 - 450 } else { 0 }).collect();
            let value = dp.solve(&problem, person, &price, 64, &mut home);
            assert_eq!(i64::from(value), exhaustive(&problem, person, &price, 64), "person {person}");
            let base = person * problem.days();
            let linear: i64 = (0..10)
                .filter(|d| home[d / 5] >> (d % 5) & 1 == 1)
                .map(|d| i64::from(price[d]) - 64 * i64::from(problem.home_cost[base + d]))
                .sum();
            assert_eq!(i64::from(value), 64 * problem.person_cost(person, &home) + linear, "the pattern has the cost");
        }
    }

    #[test]
    fn the_transform_equals_all_pairs() {
        let mut random = Random::new(5);
        for both in 0..32u8 {
            let costs: Masks = std::array::from_fn(|_| random.below(1000) as i32);
            let moved = transform(costs, both, 37);
            for (mask, &least) in moved.iter().enumerate() {
                let apart = |m: usize| 37 * ((m ^ mask) as u8 & both).count_ones() as i32;
                let all = (0..32).map(|m| costs[m] + apart(m)).min().unwrap();
                assert_eq!(least, all);
                assert_eq!(distances(mask, both.into(), 37), std::array::from_fn(apart));
            }
        }
    }
}
