//! Explanations against exhaustive search, and the sentences people will read.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::search::{Found, week};
use super::{Answer, Item, explain, hardest, quick};
use crate::inventory::model::HomeSuitability;
use crate::policy::site::{CapUsers, PairKind};
use crate::roster::codes;
use crate::roster::model::Effort;
use crate::roster::oracle::Oracle;
use crate::roster::problem::{NO_LIMIT, Problem, build};
use crate::roster::random::Random;
use crate::roster::solve::{self, Outcome, Settings};
use crate::roster::specimen::{Specimen, TRAUNSTEIN};
use crate::roster::story::{Somebody, Town, TownCap};

fn problem_of(town: &Town) -> Problem {
    build(&town.documents().given()).expect("towns are well formed").0
}

/// Whether places exist that satisfy just these items, by trying all; none if there are too many cells.
fn possible(problem: &Problem, items: &BTreeSet<Item>) -> Option<bool> {
    let cells: BTreeSet<(usize, usize)> = (items.iter())
        .flat_map(|item| match *item {
            Item::Limit { rule, day } => {
                problem.rules[rule as usize].members.iter().map(|&p| (p as usize, day as usize)).collect::<Vec<_>>()
            }
            Item::WeeklyMax { person, week } => (0..5).map(|b| (person as usize, week as usize * 5 + b)).collect(),
            Item::Fixed { person, day } => vec![(person as usize, day as usize)],
            Item::Quota { .. } => Vec::new(),
        })
        .filter(|&(p, d)| problem.is_worked(p, d))
        .collect();
    let cells: Vec<(usize, usize)> = cells.into_iter().collect();
    if cells.len() > 16 {
        return None;
    }
    let holds = |choice: u32, item: &Item| {
        let home = |p: usize, d: usize| cells.iter().position(|c| *c == (p, d)).is_some_and(|i| choice >> i & 1 == 1);
        match *item {
            Item::Limit { rule, day } => {
                let limit = problem.limit[rule as usize * problem.days() + day as usize];
                let load: i32 = (problem.rules[rule as usize].members.iter())
                    .filter(|p| home(**p as usize, day as usize))
                    .map(|&p| i32::from(problem.sign(p as usize, rule as usize)))
                    .sum();
                limit >= NO_LIMIT || load <= limit
            }
            Item::WeeklyMax { person, week } => {
                let days = (0..5).filter(|b| home(person as usize, week as usize * 5 + b)).count();
                days <= problem.home_max(person as usize, week as usize) as usize
            }
            Item::Fixed { person, day } => {
                home(person as usize, day as usize) == problem.is_fixed_home(person as usize, day as usize)
            }
            Item::Quota { .. } => true,
        }
    };
    Some((0..1u32 << cells.len()).any(|choice| items.iter().all(|item| holds(choice, item))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// It speaks exactly when exhaustive search finds nothing, and what it names clashes and has no spare part.
    #[test]
    fn fires_if_and_only_if_there_is_no_roster(seed in 0u64..1_000_000) {
        let town = Town::random(&mut Random::new(seed.wrapping_mul(0x9E37_79B9)), 12);
        let problem = problem_of(&town);
        let best = Oracle::new(&town).best();
        match explain(&problem) {
            Answer::Possible => prop_assert!(best.is_some()),
            Answer::Unknown => prop_assert!(false, "small weeks are searched to the end"),
            Answer::Impossible(explanations) => {
                prop_assert!(best.is_none());
                for explanation in explanations {
                    // What quotas clash with includes the people's own weeks, which the core does not list.
                    if explanation.core.iter().flatten().any(|item| matches!(item, Item::Quota { .. })) {
                        continue;
                    }
                    let all: BTreeSet<Item> = explanation.core.iter().flatten().copied().collect();
                    let text = &explanation.finding.what.en;
                    prop_assert!(possible(&problem, &all) != Some(true), "not a clash: {} {:?}", text, explanation.core);
                    for left_out in 0..explanation.core.len() {
                        let rest = explanation.core.iter().enumerate().filter(|(i, _)| *i != left_out);
                        let rest: BTreeSet<Item> = rest.flat_map(|(_, group)| group.iter().copied()).collect();
                        prop_assert!(possible(&problem, &rest) != Some(false), "spare part {left_out}: {} {:?}", text, explanation.core);
                    }
                }
            }
        }
    }
}

/// The only explanation of a town, in English.
fn only(town: &Town) -> (String, String, String) {
    let Answer::Impossible(found) = explain(&problem_of(town)) else { panic!("possible") };
    assert_eq!(found.len(), 1, "{found:?}");
    let finding = &found[0].finding;
    (finding.code.to_string(), finding.what.en.to_string(), finding.todo.as_ref().unwrap().en.to_string())
}

fn person(room: usize, department: usize) -> Somebody {
    Somebody { room, department, ..Somebody::default() }
}

#[test]
fn two_who_must_come_into_a_room_for_one() {
    let mut people = vec![person(0, 0), person(0, 0)];
    people[0].home = Some(HomeSuitability::No);
    people[1].ready = false;
    let town = Town { people, room_max: Some(1), ..Town::default() };
    let (code, what, todo) = only(&town);
    assert_eq!(code, codes::FIXED_CLASH.slug);
    assert_eq!(
        what,
        "Monday 2 Nov: room `R0` admits 1, but 2 people must be in the office: Person00 (never at home), Person01 (softphone not ready); 4 more days are like that"
    );
    assert_eq!(todo, "1 more seat in the room, another room for one of them, or a softphone that works");
}

#[test]
fn a_counter_nobody_can_come_to() {
    let mut people = vec![person(0, 0), person(1, 0)];
    people[0].home = Some(HomeSuitability::Always);
    let town = Town { people, on_site: vec![(0, 2)], ..Town::default() };
    let (code, what, _) = only(&town);
    assert_eq!(code, codes::FIXED_CLASH.slug);
    assert_eq!(
        what,
        "Monday 2 Nov: on-site minimum `counter0` is 2, but only 1 member can come that day; always at home: Person00 (always at home); 4 more days are like that"
    );
}

/// The site file takes no minimum of 0.
#[test]
fn no_minimum_of_0_is_advised() {
    let mut people = vec![person(0, 0)];
    people[0].home = Some(HomeSuitability::Always);
    let town = Town { people, on_site: vec![(0, 1)], ..Town::default() };
    let (code, what, todo) = only(&town);
    assert_eq!(code, codes::FIXED_CLASH.slug);
    assert!(what.contains("only 0 members can come"), "{what}");
    assert_eq!(todo, "no minimum (remove `on_site_min`), or one more member who works that day");
}

/// A car pool is two rules, one for each direction, and one thing to whoever wrote it.
#[test]
fn a_car_pool_is_named_once() {
    let town = Town {
        people: vec![person(0, 0), person(0, 0)],
        room_max: Some(1),
        share: 0.6,
        pairs: vec![(PairKind::Together, vec![0, 1])],
        ..Town::default()
    };
    let Answer::Impossible(found) = explain(&problem_of(&town)) else { panic!("possible") };
    let words = found.iter().map(|one| format!("{:?} {:?}", one.finding.what, one.finding.todo)).collect::<String>();
    assert!(words.contains("p00, p01") && !words.contains("p01, p00"), "{words}");
    let todo = &found[0].finding.todo.as_ref().unwrap().en;
    assert_eq!(todo.matches("p00, p01").count(), 1, "{todo}");
}

/// A room that its people's weeks cannot empty is no matter of quotas, whoever has one.
#[test]
fn quotas_are_not_named_where_they_do_not_matter() {
    let people = vec![person(0, 0), person(0, 0), person(1, 1)];
    let town = Town { people, weeks: 2, room_max: Some(1), share: 0.4, quotas: vec![(1, None, Some(10))], ..Town::default() };
    let (code, what, _) = only(&town);
    assert_eq!(code, codes::ROOM_AGAINST_WEEK.slug, "{what}");
}

#[test]
fn a_chain_is_told_step_by_step() {
    // A counter of two: one shares a room with somebody who has to come in, the other is the only one left and is not enough.
    let mut people = vec![person(0, 1), person(0, 0), person(1, 0)];
    people[0].home = Some(HomeSuitability::No);
    let town = Town { people, room_max: Some(1), on_site: vec![(0, 2)], ..Town::default() };
    let (code, what, todo) = only(&town);
    assert_eq!(code, codes::CHAIN_CLASH.slug);
    assert_eq!(
        what,
        "Person00 must be in the office on Monday 2 Nov because of Person00 (never at home) on Monday 2 Nov; \
         Person01 must be at home on Monday 2 Nov because of room `R0` (1) on Monday 2 Nov; \
         then on-site minimum `counter0` (2) on Monday 2 Nov cannot be held"
    );
    assert!(todo.starts_with("relax one of: "));
}

/// A chain that every week repeats is told once; it names the keys that leave so few home days.
#[test]
fn a_chain_is_told_once_for_all_weeks_with_the_rules_by_name() {
    // Nobody may be at home with five office days a week, but a room for one has two.
    let people = vec![person(0, 0), person(0, 0)];
    let town = Town { people, room_max: Some(1), weeks: 2, office_min: 5, ..Town::default() };
    let Answer::Impossible(found) = explain(&problem_of(&town)) else { panic!("possible") };
    assert_eq!(found.len(), 1, "{found:?}");
    let finding = &found[0].finding;
    assert_eq!(finding.code.as_str(), codes::CHAIN_CLASH.slug, "{finding:?}");
    assert!(finding.what.en.contains("at most 0 home days for Person00 (`office_min_per_week`)"), "{finding:?}");
    assert!(finding.what.en.ends_with("; the same in one more week"), "{finding:?}");
    assert!(finding.todo.as_ref().unwrap().en.contains("(`office_min_per_week`)"), "{finding:?}");
}

#[test]
fn rooms_against_a_counter() {
    // Three of a counter in one room with one seat: two go home, whoever it is.
    let people = vec![person(0, 0), person(0, 0), person(0, 0)];
    let town = Town { people, room_max: Some(1), on_site: vec![(0, 2)], ..Town::default() };
    let (code, what, todo) = only(&town);
    assert_eq!(code, codes::ROOMS_AGAINST_MINIMUM.slug);
    assert_eq!(
        what,
        "Monday 2 Nov: `counter0` needs 2, but of its 3 members at work the rooms send 2 home; 4 more days are like that"
    );
    assert_eq!(todo, "a minimum of 1, or one more seat in this room");
}

#[test]
fn a_room_against_the_weekly_share() {
    let people = vec![person(0, 0), person(0, 0), person(0, 0)];
    let town = Town { people, room_max: Some(1), share: 0.6, ..Town::default() };
    let (code, what, _) = only(&town);
    assert_eq!(code, codes::ROOM_AGAINST_WEEK.slug);
    assert_eq!(what, "room `R0`, week of 2 Nov: 3 people, 1 at a time, need 10 home days, their shares allow 9");
}

/// Two always in the office and two who may be at home three days: forced day by day that is a chain of more than a dozen steps.
#[test]
fn what_counting_says_in_a_line_is_told_for_each_room_at_once_and_not_as_a_long_chain() {
    let mut people: Vec<Somebody> = (0..8).map(|p| person(p / 4, 0)).collect();
    for p in [0, 1, 4, 5] {
        people[p].home = Some(HomeSuitability::No);
    }
    let town = Town { people, room_max: Some(2), share: 0.6, weeks: 2, ..Town::default() };
    let Answer::Impossible(found) = explain(&problem_of(&town)) else { panic!("possible") };
    let told: Vec<&str> = found.iter().map(|one| &*one.finding.what.en).collect();
    let of = |room: &str| {
        format!(
            "room `{room}`, week of 2 Nov: 4 people, 2 at a time, need 10 home days, their shares allow 6; the same in one more week"
        )
    };
    assert_eq!(told, [of("R0"), of("R1")]);
}

#[test]
fn rules_that_clash_only_all_together() {
    // Three rooms for one, each with an own notebook and one to lend. Own notebooks cover three days a week of five, so the pool must
    // serve two days in each room, six in all; one notebook a day makes five. No room, day or person shows it alone.
    let mut people: Vec<Somebody> = (0..6).map(|p| person(p / 2, 0)).collect();
    for p in [0, 2, 4] {
        people[p].own_notebook = true;
    }
    let caps = vec![TownCap::always(1, CapUsers::WithoutOwnNotebook)];
    let town = Town { people, room_max: Some(1), share: 0.6, caps, ..Town::default() };
    let (code, what, todo) = only(&town);
    assert_eq!(code, codes::WEEK_CLASH.slug);
    assert_eq!(
        what,
        "week of 2 Nov: these 23 rules cannot be held together: cap `cap0` (1) on 5 days, room `R0` (1) on 5 days, \
         room `R1` (1) on 5 days, room `R2` (1) on 5 days, at most 3 home days for Person00 (`weekly_share`), \
         at most 3 home days for Person02 (`weekly_share`) and 1 more"
    );
    assert!(todo.starts_with("relax one of: cap `cap0` (1) on 5 days, "), "{todo}");
}

#[test]
fn a_week_is_searched_where_counting_is_blind() {
    // Four in two rooms share a counter; each may be home two days: every rule alone and every pair can be held.
    let people = vec![person(0, 0), person(0, 0), person(1, 0), person(1, 0)];
    let town = Town { people, room_max: Some(1), on_site: vec![(0, 2)], share: 0.4, ..Town::default() };
    let problem = problem_of(&town);
    match explain(&problem) {
        Answer::Impossible(found) => assert!(!found.is_empty()),
        answer => panic!("{answer:?}"),
    }
    assert!(matches!(week(&problem, 0, |_| true, 1), Found::Unknown | Found::Impossible(_)));
}

/// The three impossible variants of the reference instances, explained by counting alone.
#[test]
fn reference_instances_are_explained_at_once() {
    let first = |specimen: Specimen, weeks: usize| quick(&specimen.problem(weeks, 1));
    let found = first(Specimen { vpn: 150, ..TRAUNSTEIN }, 4);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].finding.code.as_str(), codes::ROOMS_AGAINST_CAP.slug);
    let what = &found[0].finding.what.en;
    assert!(what.contains("rooms alone force 192 people home") && what.contains("cap `vpn` is 150; 18 more days"), "{what}");
    let todo = &found[0].finding.todo.as_ref().unwrap().en;
    assert!(todo.starts_with("needs 192, or one more seat in 42 of these "), "{todo}");
    assert_eq!(found[0].core.len(), 2, "the cap and the rooms of one day");

    let found = first(TRAUNSTEIN, 1);
    let what = &found[0].finding.what.en;
    assert!(what.contains("rooms alone force 201 people home") && what.contains("cap `vpn` is 200"), "{what}");
    assert!(quick(&TRAUNSTEIN.problem(4, 1)).is_empty());
}

#[test]
fn what_is_hardest_is_named_when_nothing_is_shown() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let finding = hardest(&problem, &problem.all_office());
    assert_eq!(finding.code.as_str(), codes::NOT_DECIDED.slug);
    assert!(finding.what.en.contains("and "), "{}", finding.what.en);
    let cancel = AtomicBool::new(true);
    let outcome = solve::run(&problem, Settings { seed: 1, effort: Effort::Quick, threads: 1 }, &cancel, &mut |_| ());
    if let Outcome::NoPlan(none) = outcome {
        assert!(none.interrupted);
    }
}
