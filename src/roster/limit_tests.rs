//! A search that is ended early gives one of a fixed sequence of plans.

use std::cell::Cell;
use std::sync::atomic::AtomicBool;

use super::model::Effort;
use super::solve::draft::Draft;
use super::solve::halt::Halt;
use super::solve::{self, Outcome, Plan, Settings};
use super::specimen::{OFFENBACH, TRAUNSTEIN};

const SETTINGS: Settings = Settings { seed: 1, effort: Effort::Quick, threads: 1 };

fn limited(weeks: usize, enough: &dyn Fn(u64) -> bool) -> Plan {
    let problem = OFFENBACH.problem(weeks, 2);
    let cancel = AtomicBool::new(false);
    let outcome = solve::run_within(&problem, SETTINGS, &Halt::after(&cancel, enough), &mut |_| ());
    let Outcome::Plan(plan) = outcome else { panic!("no plan") };
    let draft = Draft::with(&problem, plan.home.clone());
    assert!(draft.is_feasible() && draft.cost == plan.cost && plan.bound.cost() <= plan.cost && !plan.interrupted);
    plan
}

#[test]
fn whatever_ends_a_search_the_number_of_rounds_decides() {
    for most in [3, 70] {
        let by_rounds = limited(1, &|round| round >= most);
        assert_eq!(by_rounds.limited, Some(most));
        // A clock that runs out some time within that round, and is not asked before the round is finished.
        let asked = Cell::new(0);
        let by_clock = limited(1, &|_| {
            asked.set(asked.get() + 1);
            asked.get() >= most
        });
        assert_eq!((by_clock.limited, by_clock.cost, by_clock.bound.value), (Some(most), by_rounds.cost, by_rounds.bound.value));
        assert!(by_clock.home == by_rounds.home, "the places after round {most}");
    }
}

#[test]
fn a_limit_that_is_not_reached_changes_nothing() {
    let problem = OFFENBACH.problem(1, 2);
    let Outcome::Plan(free) = solve::run(&problem, SETTINGS, &AtomicBool::new(false), &mut |_| ()) else { panic!("no plan") };
    let most = Cell::new(0);
    let counted = limited(1, &|round| {
        most.set(round);
        false
    });
    assert_eq!((counted.limited, free.limited), (None, None));
    assert!(counted.home == free.home && counted.bound.value == free.bound.value && counted.searched == free.searched);
    assert!(most.get() > 64, "rounds are small enough to end after some: {}", most.get());
    // More rounds are no worse in the end.
    let early = limited(1, &|round| round >= 10);
    assert!(free.cost <= early.cost, "{} > {}", free.cost, early.cost);
}

/// What broken rules a limit leaves is no sign of a contradiction.
#[test]
fn without_a_plan_in_time_nothing_is_claimed() {
    let problem = TRAUNSTEIN.problem(1, 1);
    let cancel = AtomicBool::new(false);
    let outcome = solve::run_within(&problem, SETTINGS, &Halt::after(&cancel, &|_| true), &mut |_| ());
    let Outcome::NoPlan(none) = outcome else { panic!("a plan after one round") };
    assert_eq!((none.limited, none.impossible, none.interrupted), (Some(1), false, false));
    assert!(none.excess > 0);
}
