//! One person's weeks, as the tables of [`super::person_dp`] take them.

#![allow(clippy::inline_always)] // else it is not compiled for the vectors that are there

use super::super::problem::{Problem, Shape, switches};
use super::person_dp::{BITS, FORBIDDEN, Horizon, MASKS, Masks, Week, sums};

/// The home days of one person at given prices.
pub(super) struct PersonWeeks<'a> {
    pub problem: &'a Problem,
    pub person: usize,
    pub price: &'a [i32],
    pub scale: i32,
}

impl Horizon for PersonWeeks<'_> {
    #[inline(always)]
    fn week(&self, week: usize) -> Week {
        let (costs, fewest, most) = week_costs(self.problem, self.person, week, self.price, self.scale);
        Week { costs, fewest, most }
    }

    #[inline(always)]
    fn both(&self, week: usize) -> u8 {
        let k = self.person * self.problem.weeks + week;
        self.problem.worked[k] & self.problem.worked[k - 1]
    }

    #[inline(always)]
    fn stability(&self) -> i32 {
        self.problem.weights.stability * self.scale
    }

    #[inline(always)]
    fn days(&self, days: usize) -> Option<i32> {
        let (least, most) = self.problem.quota(self.person);
        let off = days as i32 - self.problem.target[self.person];
        (least..=most).contains(&(days as i32)).then(|| self.problem.weights.fairness * self.scale * off * off)
    }
}

/// Cost of each mask of one week, [`FORBIDDEN`] where not allowed, with the fewest and most home days among the allowed ones.
#[inline(always)]
fn week_costs(problem: &Problem, person: usize, week: usize, price: &[i32], scale: i32) -> (Masks, usize, usize) {
    let k = person * problem.weeks + week;
    let fixed = i32::from(problem.fixed_home[k]);
    let free = i32::from(problem.free_mask(person, week));
    let most = problem.home_max(person, week) as i32;
    let mut costs = sums(&price[week * 5..week * 5 + 5]);
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
        costs[mask] = if allowed { costs[mask] } else { FORBIDDEN };
    }
    let fewest = fixed.count_ones() as usize;
    (costs, fewest, (most as usize).min(fewest + free.count_ones() as usize))
}

#[cfg(test)]
mod tests {
    use super::super::person_dp::PersonDp;
    use crate::roster::problem::Problem;
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
}
