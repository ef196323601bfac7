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

use super::super::problem::Problem;
use super::person_weeks::PersonWeeks;

/// Largest magnitude of a real cost, in the parts the caller scales to.
pub const REACH: i32 = 400_000_000;
const INFINITE: i32 = 1_000_000_000;
const UNREACHABLE: i32 = 500_000_000;

/// Of a mask that is not allowed.
const NO_BITS: i32 = -1;
/// The masks, and how many home days each has, as wide as costs are.
pub(super) const MASKS: Masks = masks(false);
pub(super) const BITS: Masks = masks(true);

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
pub(super) type Masks = [i32; 32];

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
        self.solve_weeks(&PersonWeeks { problem, person, price, scale }, home)
    }

    /// The least cost of a horizon, and its masks in `home`: anything that is one mask a week. Some number of days in all must be allowed.
    pub(super) fn solve_weeks(&mut self, of: &impl Horizon, home: &mut [u8]) -> i32 {
        let arch = self.arch;
        arch.dispatch(Solve { dp: self, of, home })
    }

    #[inline(always)]
    fn forward(&mut self, of: &impl Horizon) {
        let rows = self.weeks * 5 + 1;
        let stability = of.stability();
        for week in 0..self.weeks {
            let Week { costs, fewest, most } = of.week(week);
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
            let both = of.both(week);
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
    fn backward(&self, of: &impl Horizon, mut days: usize, mut mask: usize, home: &mut [u8]) {
        let rows = self.weeks * 5 + 1;
        let stability = of.stability();
        for week in (0..self.weeks).rev() {
            home[week] = mask as u8;
            if week == 0 {
                break;
            }
            days -= mask.count_ones() as usize;
            let mut costs = self.table[(week - 1) * rows + days];
            for (cost, apart) in costs.iter_mut().zip(distances(mask, of.both(week) as usize, stability)) {
                *cost = cost.wrapping_add(apart);
            }
            mask = least_of(&costs).1;
        }
    }
}

/// What a horizon of one mask a week costs.
pub(super) trait Horizon {
    fn week(&self, week: usize) -> Week;
    /// The weekdays on which a difference from the week before costs [`Self::stability`]; asked of every week but the first.
    fn both(&self, week: usize) -> u8;
    fn stability(&self) -> i32;
    /// What so many days in all cost; none where they may not be.
    fn days(&self, days: usize) -> Option<i32>;
}

/// One week by itself.
pub(super) struct Week {
    /// Of each mask; at least [`FORBIDDEN`] where it is not allowed.
    pub costs: Masks,
    /// The fewest and the most days of a mask that is allowed, or less and more.
    pub fewest: usize,
    pub most: usize,
}

/// The cost of a mask that is not allowed.
pub(super) const FORBIDDEN: i32 = INFINITE;

/// One call, as an object: what is to be compiled for each width of vectors has to be inlined into the call that chooses it.
struct Solve<'a, H: Horizon> {
    dp: &'a mut PersonDp,
    of: &'a H,
    home: &'a mut [u8],
}

impl<H: Horizon> NullaryFnOnce for Solve<'_, H> {
    type Output = i32;

    #[inline(always)]
    fn call(self) -> i32 {
        let Self { dp, of, home } = self;
        dp.forward(of);
        let rows = dp.weeks * 5 + 1;
        let last = &dp.table[(dp.weeks - 1) * rows..];
        let (low, high) = dp.reach[dp.weeks - 1];
        let (mut best, mut days, mut mask) = (i32::MAX, 0, 0);
        for (t, row) in last.iter().enumerate().take(high + 1).skip(low) {
            let Some(at_end) = of.days(t) else { continue };
            let (least, m) = least_of(row);
            if least < UNREACHABLE && least + at_end < best {
                (best, days, mask) = (least + at_end, t, m);
            }
        }
        debug_assert!(best < i32::MAX, "fixed home days alone are always allowed");
        dp.backward(of, days, mask, home);
        best
    }
}

/// What each mask costs where only its days do.
#[inline(always)]
pub(super) fn sums(prices: &[i32]) -> Masks {
    let mut costs = [0i32; 32];
    for (weekday, price) in prices.iter().enumerate() {
        let (known, next) = costs.split_at_mut(1 << weekday);
        for (next, known) in next.iter_mut().zip(known) {
            *next = known.wrapping_add(*price);
        }
    }
    costs
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
