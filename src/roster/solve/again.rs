//! The complete search of a finished roster, done again: what a document claims of it is not proof.

use std::collections::BTreeMap;

use super::super::model::{Certificate, Roster, RuleName};
use super::super::problem::{NO_LIMIT, Problem};
use super::crew::Crew;
use super::draft::Draft;
use super::dual::{self, Bound, PARTS};
use super::exact;
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
    let Some(prices) = prices_of(problem, &roster.certificate) else { return Again::NotDecided };
    let value = dual::value_of(problem, &prices, &mut Crew::new(weeks, 1));
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

/// The prices of a certificate, `rule * days + day`; 0 for rules and days that it does not name. None where they are larger than a solver
/// ever sets: sums of them would leave their range.
#[must_use]
fn prices_of(problem: &Problem, certificate: &Certificate) -> Option<Vec<i32>> {
    let days = problem.days();
    let mut prices = vec![0i32; problem.limit.len()];
    if certificate.parts != i64::from(PARTS) {
        return Some(prices);
    }
    // A rule of a slot is one for each week.
    let mut rules: BTreeMap<&RuleName, Vec<usize>> = BTreeMap::new();
    problem.rules.iter().enumerate().for_each(|(rule, own)| rules.entry(&own.name).or_default().push(rule));
    for entry in &certificate.prices {
        let Some(rules) = rules.get(&entry.rule) else { continue };
        for (day, date) in problem.dates.iter().enumerate() {
            let price = entry.per_day.get(date).copied().unwrap_or_default();
            let price = i32::try_from(price).ok().filter(|price| *price <= 1 << 20)?;
            for at in rules.iter().map(|rule| rule * days + day) {
                prices[at] = if rules.len() > 1 && problem.limit[at] >= NO_LIMIT { 0 } else { price };
            }
        }
    }
    Some(prices)
}

/// What the prices of a certificate prove of a problem, or no prices at all where that is more. Prices hold for any problem; how much they prove
/// depends on how much it is the one they were made for.
#[must_use]
pub fn bound_by(problem: &Problem, certificate: &Certificate, crew: &mut Crew) -> Bound {
    let none = vec![0; problem.limit.len()];
    let mut prices = prices_of(problem, certificate).unwrap_or_else(|| none.clone());
    // A rule that asks nothing of a day has no price there.
    for (price, limit) in prices.iter_mut().zip(&problem.limit) {
        *price = if *limit >= NO_LIMIT { 0 } else { *price };
    }
    let bounds = [prices, none].map(|prices| Bound { value: dual::value_of(problem, &prices, crew), prices });
    let [by_prices, free] = bounds;
    if by_prices.value >= free.value { by_prices } else { free }
}
