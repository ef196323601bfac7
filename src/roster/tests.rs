//! Solver, checker and bound against exhaustive search on small towns.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::check::{self, Facts, Places};
use super::compose::compose;
use super::model::{Effort, Roster};
use super::oracle::{Oracle, Table};
use super::problem::build;
use super::random::Random;
use super::solve::{self, Outcome, Settings};
use super::specimen::TRAUNSTEIN;
use super::story::{Documents, Town};
use crate::domain::Place;

/// The roster of a town, or none.
fn solve_town(documents: &Documents, seed: u64) -> Option<Roster> {
    let given = documents.given();
    let (problem, horizon, _) = build(&given).expect("towns are well formed");
    match solve::run(&problem, Settings { seed, effort: Effort::Normal }, &AtomicBool::new(false), &mut |_| ()) {
        Outcome::Plan(plan) => Some(compose(&given, &problem, &horizon, &plan, seed, Effort::Normal)),
        Outcome::NoPlan(none) => {
            assert!(none.impossible, "small problems are searched to the end");
            None
        }
    }
}

fn table(roster: &Roster) -> Table {
    roster.rows.iter().map(|row| row.places.clone()).collect()
}

fn town(seed: u64) -> Town {
    Town::random(&mut Random::new(seed.wrapping_mul(0x9E37_79B9)), 12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_the_optimum_and_never_claims_more(seed in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let oracle = Oracle::new(&town);
        let best = oracle.best();
        let roster = solve_town(&documents, 1);
        prop_assert_eq!(roster.as_ref().map(|r| r.cost), best);
        if let Some(roster) = roster {
            prop_assert!(oracle.holds(&table(&roster)));
            prop_assert_eq!(oracle.cost(&table(&roster)), roster.cost);
            prop_assert!(roster.bound <= roster.cost);
            prop_assert!(roster.is_optimal());
            let findings = check::check_roster(&documents.given(), &roster);
            prop_assert!(findings.is_empty(), "{:?}", findings);
        }
    }

    /// The checker finds exactly the corruptions that break a rule.
    #[test]
    fn checker_and_oracle_agree_on_every_single_cell(seed in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let oracle = Oracle::new(&town);
        let given = documents.given();
        let Some(roster) = solve_town(&documents, 1) else { return Ok(()) };
        let facts = Facts::read(given);
        for p in 0..roster.rows.len() {
            for d in 0..roster.days.len() {
                for place in [Place::Home, Place::Office, Place::Off] {
                    let mut changed = roster.clone();
                    changed.rows[p].places[d] = place;
                    let places = Places::of(&changed);
                    let broken = !check::check_places(&given, &places).is_empty();
                    prop_assert_eq!(broken, !oracle.holds(&table(&changed)), "person {} day {} {:?}", p, d, place);
                    prop_assert_eq!(check::cost(&facts, &places), oracle.cost(&table(&changed)));
                }
            }
        }
    }

    /// Any prices whatever prove a bound that no roster undercuts.
    #[test]
    fn certificates_never_prove_too_much(seed in 0u64..1_000_000, noise in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let given = documents.given();
        let Some(mut roster) = solve_town(&documents, 1) else { return Ok(()) };
        let mut random = Random::new(noise);
        for entry in &mut roster.certificate.prices {
            for price in entry.per_day.values_mut() {
                *price = (*price + random.below(400) as i64 - 200).max(0);
            }
        }
        let bound = check::certified_bound(&Facts::read(given), &roster.certificate).unwrap();
        prop_assert!(bound <= roster.cost);
    }
}

#[test]
fn same_seed_same_bytes_and_people_in_any_order() {
    let town = (0..1000).map(town).find(|t| t.people.len() > 4 && Oracle::new(t).best().is_some()).unwrap();
    let documents = town.documents();
    let one = serde_json::to_string(&solve_town(&documents, 7)).unwrap();
    assert_eq!(one, serde_json::to_string(&solve_town(&documents, 7)).unwrap());
    let back: Roster = serde_json::from_str(&one).unwrap();
    assert_eq!(Some(back), solve_town(&documents, 7));

    let mut reversed = town.clone();
    reversed.people.reverse();
    let cost = solve_town(&reversed.documents(), 7).unwrap().cost;
    assert_eq!(cost, solve_town(&documents, 7).unwrap().cost);
}

#[test]
fn traunstein_is_feasible_and_close_for_every_effort() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let run = |effort, seed| solve::run(&problem, Settings { seed, effort }, &AtomicBool::new(false), &mut |_| ());
    let Outcome::Plan(plan) = run(Effort::Quick, 1) else { panic!("no plan") };
    let draft = solve::draft::Draft::with(&problem, plan.home.clone());
    assert_eq!((draft.excess, draft.cost), (0, plan.cost));
    assert!(plan.bound.cost() > 16_500, "bound {}", plan.bound.cost());
    assert!(plan.cost < 18_200, "cost {}", plan.cost);
    let mut dp = solve::person_dp::PersonDp::new(4);
    assert_eq!(solve::dual::value_of(&problem, &plan.bound.prices, &mut dp), plan.bound.value);
    let Outcome::Plan(again) = run(Effort::Quick, 1) else { panic!("no plan") };
    assert_eq!(plan.home, again.home);
}

#[test]
fn cancelled_runs_keep_what_they_have() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let cancel = AtomicBool::new(true);
    match solve::run(&problem, Settings { seed: 1, effort: Effort::Normal }, &cancel, &mut |_| ()) {
        Outcome::Plan(plan) => assert!(plan.interrupted),
        Outcome::NoPlan(none) => assert!(none.interrupted && none.excess > 0),
    }
}
