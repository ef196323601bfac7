//! A problem of which the first days have passed: nothing is decided there any more, and nothing is asked of them.
//!
//! Two forms of it. [`Problem::with_past`] holds the past fast: a bound of it holds for every roster with this past. [`Problem::keeping`]
//! charges in addition for each later place that differs from the roster in force, so that a search changes as little as it can.

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

/// Days of a week before the day of this number, as a mask.
fn passed(week: usize, from: usize) -> u8 {
    let days = from.saturating_sub(week * 5).min(5);
    (1u8 << days) - 1
}

impl Problem {
    /// The number of the first day that is not before this date.
    #[must_use]
    pub fn day_from(&self, from: Date) -> usize {
        self.dates.iter().position(|date| *date >= from).unwrap_or(self.days())
    }

    /// The same problem with no limits before the day of this number, and everybody there where `home` has them.
    #[must_use]
    pub fn with_past(&self, home: &[u8], from: usize) -> Self {
        let mut past = self.clone();
        let days = self.days();
        for limits in past.limit.chunks_exact_mut(days.max(1)) {
            limits[..from.min(days)].fill(NO_LIMIT);
        }
        for k in 0..past.worked.len() {
            let passed = passed(k % self.weeks, from);
            let spent = self.worked[k] & passed;
            past.fixed_home[k] = past.fixed_home[k] & !passed | home[k] & spent;
            past.fixed_office[k] = past.fixed_office[k] & !passed | spent & !home[k];
        }
        // Home days that have passed cannot be taken back, nor made up for.
        past.settle_quotas();
        past
    }

    /// The same with every place that the roster before knows as `home` has it: what is left to decide are new people and new days.
    #[must_use]
    pub fn with_known(&self, home: &[u8], before: &Before, from: usize) -> Self {
        let mut rest = self.with_past(home, from);
        for k in 0..rest.worked.len() {
            let known = before.known[k] & rest.worked[k];
            rest.fixed_home[k] |= home[k] & known;
            rest.fixed_office[k] |= known & !home[k];
        }
        rest
    }

    /// The same with everything before day `from` as it was, and a price on each later place that differs; a higher one before day `near`.
    #[must_use]
    pub fn keeping(&self, before: &Before, from: usize, near: usize) -> Self {
        // A past day that the old roster does not know was spent where nobody had to decide it.
        let home: Vec<u8> = (0..self.worked.len()).map(|k| before.home[k] | self.fixed_home[k] & !before.known[k]).collect();
        let mut kept = self.with_past(&home, from);
        let days = self.days();
        let grain = self.grain();
        for p in 0..self.persons() {
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
