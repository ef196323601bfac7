//! A problem of which the first days have passed: nothing is decided there any more, and nothing is asked of them.
//!
//! Two forms of it. [`Problem::from_day`] only takes rules away, so that a bound of it holds for whatever happened on those days;
//! [`Problem::keeping`] holds the past fast and charges for each later place that differs from the roster in force, so that a search
//! changes as little as it can.

use jiff::civil::Date;

use super::{NO_LIMIT, Problem};
use crate::domain::Place;
use crate::roster::model::Roster;

/// The places of a roster in force, as far as the problem has the same people and days.
#[derive(Debug, Clone)]
pub struct Before {
    /// Masks, `person * weeks + week`: at home; and planned at all.
    pub home: Vec<u8>,
    pub known: Vec<u8>,
}

impl Before {
    #[must_use]
    pub fn of(problem: &Problem, roster: &Roster) -> Self {
        let cells = problem.persons() * problem.weeks;
        let mut before = Self { home: vec![0; cells], known: vec![0; cells] };
        let rows: std::collections::BTreeMap<_, _> = roster.rows.iter().map(|row| (&row.person, row)).collect();
        let at: Vec<Option<usize>> = problem.dates.iter().map(|date| roster.days.iter().position(|day| day == date)).collect();
        for (p, who) in problem.people.iter().enumerate() {
            let Some(row) = rows.get(&who.id) else { continue };
            for (day, at) in at.iter().enumerate() {
                let (k, bit) = (p * problem.weeks + day / 5, 1 << (day % 5));
                match at.and_then(|at| row.places.get(at)) {
                    Some(Place::Home) => {
                        before.home[k] |= bit;
                        before.known[k] |= bit;
                    }
                    Some(Place::Office) => before.known[k] |= bit,
                    Some(Place::Off) | None => {}
                }
            }
        }
        before
    }
}

/// What a changed place costs, in grains of the goals: more than any wish or fairness can outweigh, and more still on days so near
/// that people count on them.
const CHANGE_GRAINS: i32 = 60;
const NEAR_GRAINS: i32 = 240;

impl Problem {
    /// Days before this number in the week, as a mask.
    fn passed(&self, week: usize, from: usize) -> u8 {
        let days = from.saturating_sub(week * 5).min(5);
        (1u8 << days) - 1
    }

    /// The number of the first day that is not before this date.
    #[must_use]
    pub fn day_from(&self, from: Date) -> usize {
        self.dates.iter().position(|date| *date >= from).unwrap_or(self.days())
    }

    /// The same problem with no limits and no fixed places before the day of this number; a week that has begun may have as many home days
    /// as have passed.
    #[must_use]
    pub fn from_day(&self, from: usize) -> Self {
        let mut open = self.clone();
        let days = self.days();
        for limits in open.limit.chunks_exact_mut(days.max(1)) {
            limits[..from.min(days)].fill(NO_LIMIT);
        }
        for k in 0..open.worked.len() {
            let passed = self.passed(k % self.weeks, from);
            open.fixed_home[k] &= !passed;
            open.fixed_office[k] &= !passed;
            let most = (self.worked[k] & passed).count_ones() as u8;
            if passed != 0 {
                open.weekly_max[k] = open.weekly_max[k].max(most);
            }
        }
        open
    }

    /// The same with everything before day `from` as it was, and a price on each later place that differs; a higher one before day `near`.
    #[must_use]
    pub fn keeping(&self, before: &Before, from: usize, near: usize) -> Self {
        let mut kept = self.from_day(from);
        kept.weekly_max.copy_from_slice(&self.weekly_max);
        let days = self.days();
        let grain = self.grain();
        for p in 0..self.persons() {
            for week in 0..self.weeks {
                let k = p * self.weeks + week;
                let passed = self.passed(week, from) & self.worked[k];
                // A past day that the old roster does not know was spent where nobody had to decide it.
                let home = (before.home[k] | self.fixed_home[k] & !before.known[k]) & passed;
                kept.fixed_home[k] |= home;
                kept.fixed_office[k] |= passed & !home;
            }
            for day in from..days {
                let (k, bit) = (p * self.weeks + day / 5, 1u8 << (day % 5));
                if before.known[k] & self.worked[k] & bit == 0 {
                    continue;
                }
                let price = grain * if day < near { NEAR_GRAINS } else { CHANGE_GRAINS };
                let cost = &mut kept.home_cost[p * days + day];
                if before.home[k] & bit == 0 {
                    *cost += price;
                } else {
                    *cost -= price;
                    kept.constant += i64::from(price);
                }
            }
        }
        kept
    }
}
