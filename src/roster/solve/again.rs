//! The complete search of a finished roster, done again: what a document claims of it is not proof.

use super::super::model::Roster;
use super::super::problem::Problem;
use super::draft::Draft;
use super::dual::{self, Bound, PARTS};
use super::exact;
use super::person_dp::PersonDp;
use crate::domain::Place;

/// What became of the claim that nothing is cheaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    Confirmed,
    /// A roster of this cost exists.
    Cheaper(i64),
    /// The search did not come to its end.
    NotDecided,
}

/// Searches for a roster cheaper than this one, which the check has found whole. Bounded like the first search.
#[must_use]
pub fn again(problem: &Problem, roster: &Roster) -> Again {
    let (days, weeks) = (problem.days(), problem.weeks);
    let mut home = vec![0u8; problem.persons() * weeks];
    for (p, who) in problem.people.iter().enumerate() {
        let Some(row) = roster.rows.iter().find(|row| row.person == who.id) else { return Again::NotDecided };
        for day in (0..days).filter(|&day| row.places.get(day) == Some(&Place::Home)) {
            home[p * weeks + day / 5] |= 1 << (day % 5);
        }
    }
    let mut prices = vec![0i32; problem.limit.len()];
    if roster.certificate.parts == i64::from(PARTS) {
        for entry in &roster.certificate.prices {
            let Some(rule) = problem.rules.iter().position(|rule| rule.name == entry.rule) else { continue };
            for (day, date) in problem.dates.iter().enumerate() {
                let price = entry.per_day.get(date).copied().unwrap_or_default();
                // More than a solver ever sets would leave the range of its sums.
                let Some(price) = i32::try_from(price).ok().filter(|price| *price <= 1 << 20) else { return Again::NotDecided };
                prices[rule * days + day] = price;
            }
        }
    }
    let value = dual::value_of(problem, &prices, &mut PersonDp::new(weeks));
    let mut draft = Draft::with(problem, home);
    if !draft.is_feasible() {
        return Again::NotDecided;
    }
    let before = draft.cost;
    let complete = exact::search(&mut draft, &Bound { value, prices });
    match (draft.cost < before, complete) {
        (true, _) => Again::Cheaper(draft.cost),
        (false, true) => Again::Confirmed,
        (false, false) => Again::NotDecided,
    }
}
