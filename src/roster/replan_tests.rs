//! Rosters made again against exhaustive search: they hold, keep the past, and change as little as can be.

use std::sync::atomic::AtomicBool;

use super::check;
use super::compose::compose;
use super::given::Given;
use super::model::{Effort, Roster};
use super::oracle::{Oracle, Table};
use super::problem::{self, Before};
use super::random::Random;
use super::solve::replan::{self, Fewest, Order};
use super::solve::{self, Outcome, Settings};
use super::specimen::TRAUNSTEIN;
use super::story::Town;
use crate::domain::Place;
use crate::inventory::own_days::OwnDayKind;

const SETTINGS: Settings = Settings { seed: 1, effort: Effort::Quick, threads: 1 };

fn table(roster: &Roster) -> Table {
    roster.rows.iter().map(|row| row.places.clone()).collect()
}

/// The roster of a town, made again from the day of this number; and the places that had to change, counted.
fn again(town: &Town, old: &Roster, from: usize, fewest: Fewest) -> (Option<Roster>, usize) {
    let documents = town.documents();
    let given = Given { from: old.days.get(from).copied(), ..documents.given() };
    let (problem, horizon, _) = problem::build(&given).unwrap();
    let before = Before::of(&problem, old);
    let order = Order { before: &before, certificate: &old.certificate, from, near: from, fewest };
    let at_least = replan::at_least(&problem.keeping(&before, from, from), &before);
    let made = match replan::run(&problem, &order, SETTINGS, &AtomicBool::new(false), &mut |_| ()) {
        Outcome::Plan(plan) => {
            let roster = compose(&given, &problem, &horizon, &plan, 1, Effort::Quick);
            let findings = check::check_roster(&documents.given(), &roster);
            assert!(findings.is_empty(), "{findings:?}");
            Some(roster)
        }
        Outcome::NoPlan(none) => {
            assert!(none.impossible, "small problems are searched to the end");
            None
        }
    };
    (made, at_least)
}

fn changed(before: &Table, now: &Table) -> usize {
    let cells = before.iter().flatten().zip(now.iter().flatten());
    cells.filter(|(was, is)| **was != Place::Off && **is != Place::Off && was != is).count()
}

/// Somebody falls ill, a cap is less from some day on: 700 towns, each against every roster that there could be.
#[test]
fn rosters_made_again_change_as_little_as_can_be() {
    let (mut same, mut more, mut impossible, mut had_to) = (0, 0, 0, 0);
    for seed in 0..700u64 {
        let mut random = Random::new(seed.wrapping_mul(0x9E37_79B9) ^ 0x51);
        let mut town = Town::random(&mut random, 10);
        let documents = town.documents();
        let (problem, horizon, _) = problem::build(&documents.given()).unwrap();
        let Outcome::Plan(plan) = solve::run(&problem, SETTINGS, &AtomicBool::new(false), &mut |_| ()) else { continue };
        let old = compose(&documents.given(), &problem, &horizon, &plan, 1, Effort::Quick);
        let from = random.below(old.days.len());
        let day = old.days[random.below(old.days.len())];
        town.own_days.push((random.below(town.people.len()), day, day, OwnDayKind::Absent));
        for cap in &mut town.caps {
            cap.then = Some((old.days[from], cap.on(old.days[from]).saturating_sub(1)));
        }
        let oracle = Oracle::new(&town);
        let (before, best) = (table(&old), oracle.fewest_changes(&table(&old), from));
        let (made, at_least) = again(&town, &old, from, Fewest::Places);
        assert_eq!(made.is_some(), best.is_some(), "{seed}");
        let (Some(made), Some(best)) = (made, best) else {
            impossible += 1;
            continue;
        };
        let now = table(&made);
        assert!(oracle.holds_from(&now, from), "{seed}");
        for p in 0..now.len() {
            for d in 0..from {
                assert!(now[p][d] == before[p][d] || now[p][d] == Place::Off || before[p][d] == Place::Off, "{seed} {p} {d}");
            }
        }
        let places = changed(&before, &now);
        assert!(at_least <= best && best <= places, "{seed}: {at_least} {best} {places}");
        same += usize::from(places == best);
        more += usize::from(places > best);
        had_to += usize::from(best > 0);
    }
    assert!(impossible > 5 && had_to > 30, "{impossible} impossible, {had_to} had to change");
    assert!(more * 50 <= same, "more changes than needed in {more} of {}", same + more);
}

/// The horizon moves on by two weeks: what was planned stays, the new weeks are as good as can be with it, and nothing had to change.
#[test]
fn the_next_weeks_join_those_in_force() {
    let mut tried = 0;
    for seed in 0..300u64 {
        let mut random = Random::new(seed ^ 0xBEEF);
        let mut town = Town::random(&mut random, 10);
        if town.weeks != 1 {
            continue;
        }
        town.own_days.clear();
        // A longer period asks quotas of the first week that it did not have before.
        town.quotas.clear();
        town.from = jiff::civil::date(2020, 11, 2);
        let documents = town.documents();
        let (problem, horizon, _) = problem::build(&documents.given()).unwrap();
        let Outcome::Plan(plan) = solve::run(&problem, SETTINGS, &AtomicBool::new(false), &mut |_| ()) else { continue };
        let old = compose(&documents.given(), &problem, &horizon, &plan, 1, Effort::Quick);
        let longer = Town { weeks: 2, ..town.clone() };
        let oracle = Oracle::new(&longer);
        let (Some(made), at_least) = again(&longer, &old, 0, Fewest::People) else { continue };
        let (before, now) = (table(&old), table(&made));
        assert_eq!(at_least, 0, "{seed}");
        assert!((0..now.len()).all(|p| now[p][..5] == before[p][..]), "{seed}");
        assert_eq!(made.cost, oracle.best_with(&now, 5), "{seed}");
        tried += 1;
    }
    assert!(tried > 45, "{tried}");
}

/// A county's week: a twentieth ill, the VPN a tenth less. Few people, then few places; none of the past.
#[test]
fn a_county_changes_few_people_or_few_places() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let Outcome::Plan(plan) = solve::run(&problem, SETTINGS, &AtomicBool::new(false), &mut |_| ()) else { panic!("no plan") };
    let before = Before { home: plan.home.clone(), known: problem.worked.clone() };
    let mut now = problem.clone();
    let mut random = Random::new(7);
    for p in 0..now.persons() {
        if random.per_mille(40) {
            now.worked[p * 4 + 1] = 0;
            now.fixed_home[p * 4 + 1] = 0;
            now.fixed_office[p * 4 + 1] = 0;
        }
    }
    let days = now.days();
    for (rule, limits) in now.rules.iter().zip(now.limit.chunks_exact_mut(days)) {
        if rule.name.kind == super::model::RuleKind::Cap {
            limits.iter_mut().for_each(|limit| *limit -= *limit / 10);
        }
        // Who is ill takes no seat of a room, and a minimum asks for those who work.
        if rule.name.kind != super::model::RuleKind::Cap {
            for (day, limit) in limits.iter_mut().enumerate().skip(5).take(5) {
                let lost = |&&p: &&u32| problem.is_worked(p as usize, day) && now.worked[p as usize * 4 + 1] == 0;
                let ill = rule.members.iter().filter(lost).count() as i32;
                *limit += if rule.name.kind == super::model::RuleKind::Room { ill } else { 0 };
            }
        }
    }
    let kept = now.keeping(&before, 5, 5);
    let at_least = replan::at_least(&kept, &before);
    let cells = |home: &[u8]| -> (usize, usize) {
        let diff = |k: usize| ((home[k] ^ before.home[k]) & now.worked[k]).count_ones() as usize;
        let rows = (0..now.persons()).map(|p| (p * 4..p * 4 + 4).map(diff).sum::<usize>());
        rows.fold((0, 0), |(cells, people), row| (cells + row, people + usize::from(row > 0)))
    };
    let run = |fewest| {
        let draft = replan::mend(&kept, &before, fewest, 1, &solve::halt::Halt::never());
        assert!(draft.is_feasible(), "{}", draft.excess);
        assert!((0..now.persons()).all(|p| (draft.home[p * 4] ^ before.home[p * 4]) & now.worked[p * 4] == 0), "the past");
        cells(&draft.home)
    };
    let (by_people, by_places) = (run(Fewest::People), run(Fewest::Places));
    println!("at least {at_least} places; {by_people:?} and {by_places:?} (places, people)");
    assert!(by_people.1 <= by_places.1 && by_places.0 <= by_people.0, "{by_people:?} {by_places:?}");
    assert!(by_places.0 as f64 <= 1.05 * at_least as f64, "{by_places:?}, {at_least} counted");
}
