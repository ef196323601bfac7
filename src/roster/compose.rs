//! From the solver's masks to the roster document.

use std::collections::BTreeMap;

use super::carry::MOST_OWED;
use super::given::Given;
use super::model::{Certificate, Effort, Fairness, Roster, Row, RuleName, RulePrices};
use super::problem::{Problem, Why, team_days};
use super::solve::{Plan, dual};
use crate::domain::calendar::Horizon;
use crate::domain::{PersonId, Place};

/// The roster of a plan.
#[must_use]
pub fn compose(given: &Given<'_>, problem: &Problem, horizon: &Horizon, plan: &Plan, seed: u64, effort: Effort) -> Roster {
    let place = |person: usize, day: usize| {
        if !problem.is_worked(person, day) {
            Place::Off
        } else if plan.home[person * problem.weeks + day / 5] >> (day % 5) & 1 == 1 {
            Place::Home
        } else {
            Place::Office
        }
    };
    Roster {
        site: given.site.name.clone(),
        days: horizon.days.clone(),
        holidays: horizon.holidays.iter().map(|(date, name)| (*date, name.clone())).collect(),
        rows: (problem.people.iter().enumerate())
            .map(|(p, who)| Row { person: who.id.clone(), places: (0..problem.days()).map(|day| place(p, day)).collect() })
            .collect(),
        cost: plan.cost,
        bound: plan.bound.cost(),
        from: given.from,
        seed,
        effort,
        readiness: given.readiness.basis(),
        searched: plan.searched,
        rounds: plan.limited,
        fairness: fairness(problem, &plan.home),
        owed: given.site.roster.carry.as_ref().map(|_| owed(problem, &plan.home)),
        team_days: team_days(given).into_iter().map(|(department, day)| (department.clone(), day)).collect(),
        slots: problem.slots.clone(),
        certificate: certificate(problem, &plan.bound.prices),
    }
}

/// Fair share less home days of everybody who has a choice.
fn owed(problem: &Problem, home: &[u8]) -> BTreeMap<PersonId, i64> {
    let short = |p: usize| {
        let days: u32 = home[p * problem.weeks..(p + 1) * problem.weeks].iter().map(|m| m.count_ones()).sum();
        (i64::from(problem.target[p]) - i64::from(days)).clamp(-MOST_OWED, MOST_OWED)
    };
    (problem.people.iter().enumerate())
        .filter(|(_, who)| matches!(who.why, Why::Free | Why::Individual))
        .map(|(p, who)| (who.id.clone(), short(p)))
        .filter(|(_, days)| *days != 0)
        .collect()
}

/// The prices that prove the bound, by rule and date.
#[must_use]
pub fn certificate(problem: &Problem, prices: &[i32]) -> Certificate {
    let by_rule = (problem.rules.iter().zip(prices.chunks_exact(problem.days())))
        .filter(|(_, row)| row.iter().any(|&price| price > 0))
        .map(|(rule, row)| RulePrices {
            rule: rule.name.clone(),
            per_day: (problem.dates.iter().zip(row)).filter(|(_, price)| **price > 0).map(|(d, p)| (*d, i64::from(*p))).collect(),
        });
    // A rule of a slot is one for each week, each with days of its own.
    let mut prices: BTreeMap<RuleName, BTreeMap<jiff::civil::Date, i64>> = BTreeMap::new();
    by_rule.for_each(|entry| prices.entry(entry.rule).or_default().extend(entry.per_day));
    let by_rule = prices.into_iter().map(|(rule, per_day)| RulePrices { rule, per_day }).collect();
    Certificate { parts: i64::from(dual::PARTS), prices: by_rule }
}

/// Home days against fair shares, for everybody who has a choice.
#[must_use]
pub fn fairness(problem: &Problem, home: &[u8]) -> Fairness {
    let mut ratios: Vec<f64> = (0..problem.persons())
        .filter(|&p| matches!(problem.people[p].why, Why::Free | Why::Individual) && problem.target[p] > 0)
        .map(|p| {
            let days: u32 = home[p * problem.weeks..(p + 1) * problem.weeks].iter().map(|m| m.count_ones()).sum();
            f64::from(days) / f64::from(problem.target[p])
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let people = ratios.len();
    if people == 0 {
        return Fairness { people, min: 1.0, median: 1.0, max: 1.0, jain: 1.0, below_80: 0 };
    }
    let sum: f64 = ratios.iter().sum();
    let squares: f64 = ratios.iter().map(|r| r * r).sum();
    let round = |x: f64| (x * 1000.0).round() / 1000.0;
    Fairness {
        people,
        min: round(ratios[0]),
        median: round(f64::midpoint(ratios[(people - 1) / 2], ratios[people / 2])),
        max: round(ratios[people - 1]),
        jain: if squares > 0.0 { round(sum * sum / (people as f64 * squares)) } else { 1.0 },
        below_80: ratios.iter().filter(|&&r| r < 0.8).count(),
    }
}
