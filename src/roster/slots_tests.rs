//! Slots of the day: solver, checker and bound against exhaustive search, and what is said where something is wrong.

use proptest::prelude::*;

use super::check::{self, Line, Places, Tally};
use super::codes;
use super::compose::compose;
use super::explain;
use super::given::Given;
use super::model::{Effort, Roster, RulePrices};
use super::oracle::Oracle;
use super::problem::build;
use super::random::Random;
use super::solve::crew::Crew;
use super::solve::{self, Outcome, Settings};
use super::story::{Documents, Somebody, Town, TownCap};
use super::story_shifts::{TownShift, slot_name};
use super::tests::{every_cell_is_judged, table};
use crate::diag::{CodePage, Finding};
use crate::domain::Place;
use crate::inventory::own_days::OwnDayKind;
use crate::policy::site::CapUsers;

/// The roster of a town, or why there is none.
fn solve(given: &Given<'_>) -> Result<Roster, Vec<Finding>> {
    let (problem, horizon, _) = build(given).expect("towns are well formed");
    let clashes = explain::quick(&problem);
    if !clashes.is_empty() {
        return Err(clashes.into_iter().map(|clash| clash.finding).collect());
    }
    match solve::run(
        &problem,
        Settings { seed: 1, effort: Effort::Normal, threads: 1 },
        &std::sync::atomic::AtomicBool::new(false),
        &mut |_| (),
    ) {
        Outcome::Plan(plan) => Ok(compose(given, &problem, &horizon, &plan, 1, Effort::Normal)),
        Outcome::NoPlan(none) => {
            assert!(none.impossible, "small problems are searched to the end");
            Err(Vec::new())
        }
    }
}

fn town(seed: u64) -> Town {
    Town::random_with_shifts(&mut Random::new(seed.wrapping_mul(0x9E37_79B9) ^ 0x11), 12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// With the slots as they were chosen the roster is the best there is, and the check finds nothing.
    #[test]
    fn finds_the_optimum_of_the_chosen_slots(seed in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let given = documents.given();
        let (problem, _, _) = build(&given).unwrap();
        let oracle = Oracle::with_slots(&town, &problem.slots);
        let roster = solve(&given);
        prop_assert_eq!(roster.as_ref().ok().map(|r| r.cost), oracle.best());
        if let Ok(roster) = roster {
            prop_assert_eq!(&roster.slots, &problem.slots);
            prop_assert!(oracle.holds(&table(&roster)) && roster.is_optimal());
            let findings = check::check_roster(&given, &roster);
            prop_assert!(findings.is_empty(), "{:?}", findings);
            // As a document: nothing is lost, and the slots in force are kept.
            let back: Roster = serde_json::from_str(&serde_json::to_string(&roster).unwrap()).unwrap();
            prop_assert_eq!(&back, &roster);
            let again = Given { slots: Some(&back.slots), seed: 99, ..given };
            prop_assert_eq!(&build(&again).unwrap().0.slots, &roster.slots);
        }
    }

    /// The checker finds exactly the changed places that break a rule, slots included, and counts the same cost.
    #[test]
    fn checker_and_oracle_agree_on_every_single_cell(seed in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let Ok(roster) = solve(&documents.given()) else { return Ok(()) };
        let oracle = Oracle::with_slots(&town, &roster.slots);
        let given = Given { slots: Some(&roster.slots), ..documents.given() };
        every_cell_is_judged(&given, &oracle, &roster, &[Place::Home, Place::Office])?;
    }

    /// Other slots than the chosen ones are judged as the oracle judges them.
    #[test]
    fn checker_and_oracle_agree_on_other_slots(seed in 0u64..1_000_000, noise in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let Ok(mut roster) = solve(&documents.given()) else { return Ok(()) };
        let mut random = Random::new(noise);
        let mut right = true;
        for (person, weeks) in &mut roster.slots {
            let p = documents.inventory.persons.iter().position(|own| own.id == *person).unwrap();
            let shift = town.shifts.iter().find(|shift| shift.department == town.people[p].department).unwrap();
            for slot in weeks.values_mut() {
                if !random.per_mille(300) {
                    continue;
                }
                let other = random.below(shift.needs.len());
                *slot = slot_name(other);
                right &= shift.fixed.iter().all(|fixed| *fixed != (p, fixed.1) || fixed.1 == other);
            }
        }
        let oracle = Oracle::with_slots(&town, &roster.slots);
        let given = Given { slots: Some(&roster.slots), ..documents.given() };
        let broken = !check::check_places(&given, &Places::of(&roster)).is_empty();
        prop_assert_eq!(broken, !(right && oracle.holds(&table(&roster))));
    }

    /// Any prices whatever, of rules of slots too, prove a bound that no roster undercuts.
    #[test]
    fn certificates_never_prove_too_much(seed in 0u64..1_000_000, noise in 0u64..1_000_000) {
        let town = town(seed);
        let documents = town.documents();
        let Ok(mut roster) = solve(&documents.given()) else { return Ok(()) };
        roster.certificate.prices = wild_prices(&documents, &roster, noise);
        let bound = check::prove(&documents.given(), &roster).proof.unwrap().bound();
        prop_assert!(bound <= roster.cost);
    }
}

/// A price for each cap and minimum on some of the days that somebody works.
fn wild_prices(documents: &Documents, roster: &Roster, noise: u64) -> Vec<RulePrices> {
    let mut random = Random::new(noise);
    let given = Given { slots: Some(&roster.slots), ..documents.given() };
    let tally = Tally::of(&given, &Places::of(roster));
    let mut prices = |line: &Line| {
        let days = tally.days.iter().zip(&line.per_day).filter(|(_, count)| count.is_some());
        let per_day = days.filter(|_| random.per_mille(600)).map(|(day, _)| (*day, 1)).collect::<Vec<_>>();
        RulePrices {
            rule: line.rule.clone(),
            per_day: per_day.into_iter().map(|(day, _)| (day, random.below(400) as i64)).collect(),
        }
    };
    tally.caps.iter().chain(&tally.groups).map(&mut prices).collect()
}

/// The certificate has prices of rules of slots, the check recomputes the bound from them, and the solver proves the same by them.
#[test]
fn rules_of_slots_have_prices() {
    let mut town = hotline(6, vec![(0, 2), (2, 0)]);
    town.weeks = 2;
    town.caps = vec![TownCap::always(1, CapUsers::AllHome)];
    town.slotted_caps = true;
    town.people.iter_mut().for_each(|somebody| somebody.wish_home = vec![1, 2, 3, 4, 5]);
    let documents = town.documents();
    let given = documents.given();
    let mut roster = solve(&given).unwrap();
    let problem = build(&given).unwrap().0;
    let of = |roster: &Roster| {
        let proof = check::prove(&given, roster).proof.unwrap();
        (
            proof.people + proof.rules,
            solve::again::bound_by(&problem, &roster.certificate, &mut Crew::new(problem.weeks, 1)).value,
        )
    };
    let rules: std::collections::BTreeSet<_> = roster.certificate.prices.iter().map(|entry| &entry.rule).collect();
    assert_eq!(rules.len(), roster.certificate.prices.len(), "each rule once");
    let caps = rules.iter().filter(|rule| rule.slot.is_some()).count();
    assert!(caps > 1, "{rules:?}");
    assert_eq!(check::check_roster(&given, &roster), []);
    assert_eq!(of(&roster).0, of(&roster).1);
    // The same of any prices, of what slots need too.
    for noise in 0..50 {
        roster.certificate.prices = wild_prices(&documents, &roster, noise);
        // A rule that cannot bind is none of the solver's, and has no price of it.
        roster.certificate.prices.retain(|entry| problem.rules.iter().any(|rule| rule.name == entry.rule));
        let kinds: std::collections::BTreeSet<_> = roster.certificate.prices.iter().map(|entry| entry.rule.kind).collect();
        assert!(kinds.len() > 1, "{kinds:?}");
        let (checked, solved) = of(&roster);
        let free = {
            roster.certificate.prices.clear();
            of(&roster).0
        };
        assert_eq!(checked.max(free), solved);
    }
}

fn hotline(people: usize, needs: Vec<(u32, u32)>) -> Town {
    let people = (0..people).map(|room| Somebody { room, ..Somebody::default() }).collect();
    let shifts = vec![TownShift { department: 0, needs, fixed: Vec::new() }];
    Town { people, shifts, ..Town::default() }
}

/// As many seats serve twice as many people, half of them in each slot; whoever has no slot takes a seat in both.
#[test]
fn seats_serve_each_slot() {
    let mut town = hotline(4, vec![(0, 0), (0, 0)]);
    town.caps = vec![TownCap::always(2, CapUsers::AllHome)];
    let home = |town: &Town| {
        let documents = town.documents();
        let roster = solve(&documents.given()).unwrap();
        assert!(check::check_roster(&documents.given(), &roster).is_empty());
        (0..5).map(|day| roster.at_home(day)).max().unwrap()
    };
    assert_eq!(home(&town), 2, "the cap of the whole day");
    town.slotted_caps = true;
    assert_eq!(home(&town), 4);
    // A fifth person, of another department and in both slots, always at home.
    let always = Some(crate::inventory::model::HomeSuitability::Always);
    town.people.push(Somebody { department: 1, room: 9, home: always, ..Somebody::default() });
    assert_eq!(home(&town), 3);
}

/// Departments of odd numbers do not all have one more in the same slot.
#[test]
fn odd_departments_even_out() {
    let mut town = hotline(3, vec![(0, 0), (0, 0)]);
    town.people.iter_mut().for_each(|s| s.home = Some(crate::inventory::model::HomeSuitability::Always));
    let other = town.people.iter().map(|s| Somebody { department: 1, room: s.room + 3, ..s.clone() }).collect::<Vec<_>>();
    town.people.extend(other);
    town.shifts.push(TownShift { department: 1, ..town.shifts[0].clone() });
    (town.caps, town.slotted_caps, town.weeks) = (vec![TownCap::always(3, CapUsers::AllHome)], true, 2);
    assert!(solve(&town.documents().given()).is_ok());
}

fn told(findings: &[Finding], page: &CodePage) -> Vec<String> {
    findings.iter().filter(|finding| finding.code == page.code()).map(|finding| finding.what.en.to_string()).collect()
}

#[test]
fn what_no_choice_of_slots_can_hold_is_told_with_day_and_numbers() {
    let mut town = hotline(5, vec![(0, 3), (0, 2)]);
    assert!(solve(&town.documents().given()).is_ok());
    let tuesday = jiff::civil::date(2020, 11, 3);
    town.own_days.push((4, tuesday, tuesday, OwnDayKind::Absent));
    let told_of = |town: &Town| told(&solve(&town.documents().given()).unwrap_err(), &codes::SLOTS_CLASH);
    assert_eq!(
        told_of(&town),
        ["Tuesday 3 Nov: the slots of shift `shift0` need 5 reachable (`slot0` 3, `slot1` 2), 4 of its members can be"]
    );
    // Three of five are fixed late: two are left for early.
    town.own_days.clear();
    town.shifts[0].fixed = vec![(0, 1), (1, 1), (2, 1)];
    assert_eq!(
        told_of(&town),
        ["Monday 2 Nov: slot `slot0` of shift `shift0` needs 3 reachable, 2 can be; 4 more days are like that"]
    );
    // Enough on each day, but nobody can work in another slot each day.
    let mut split = hotline(2, vec![(0, 1), (0, 1)]);
    split.people.push(Somebody { room: 3, ..Somebody::default() });
    split.people[0].off = vec![1];
    split.people[1].off = vec![2];
    split.people[2].off = vec![3];
    let found = told_of(&split);
    assert!(
        found.len() == 1 && found[0].starts_with("no choice of slots holds on all days of the week; the nearest: "),
        "{found:?}"
    );
    assert!(found[0].contains("needs 1 reachable, 0 can be"), "{found:?}");
}

/// A public holiday asks nothing of a slot.
#[test]
fn slots_need_nobody_on_a_holiday() {
    let town = Town { from: jiff::civil::date(2020, 12, 21), ..hotline(2, vec![(0, 1), (1, 1)]) };
    let documents = town.documents();
    let roster = solve(&documents.given()).unwrap();
    assert_eq!(check::check_roster(&documents.given(), &roster), []);
}

#[test]
fn what_is_wrong_with_shifts_is_told_at_once() {
    let mut documents = hotline(3, vec![(0, 1), (0, 1)]).documents();
    let rules = &mut documents.site.roster;
    let mut other = rules.shifts[0].clone();
    other.name = "other".to_owned();
    other.members = crate::policy::site::Members::Extensions(vec!["2001".parse().unwrap()]);
    other.fixed = [("p00".to_owned(), "slot0".to_owned()), ("p99".to_owned(), "slot0".to_owned())].into();
    other.slots[0].reachable_min = Some(7);
    rules.shifts.push(other);
    let findings = build(&documents.given()).unwrap_err();
    let said: Vec<(&str, String, String)> =
        (findings.iter()).map(|f| (f.code.as_str(), f.place.as_ref().unwrap().to_string(), f.what.en.to_string())).collect();
    let line = |code, place: &str, what: &str| (code, format!("deskshift.yaml#/roster/shifts/other/{place}"), what.to_owned());
    assert_eq!(
        said,
        [
            line("roster/in-two-shifts", "members", "Person01 is in shift `shift0` and in shift `other`"),
            line("roster/not-in-shift", "fixed/p00", "Person00 has a fixed slot in shift `other`, but is no member of it"),
            line("roster/unknown-member", "fixed/p99", "`other`: nobody has the staff number, extension or full name `p99`"),
            line("roster/shift-too-small", "slots", "the slots of shift `other` ask for 8 people by `reachable_min`, it has 1"),
        ]
    );
}

/// Every way to state wrong slots is found.
#[test]
fn stated_slots_are_checked() {
    let mut town = hotline(4, vec![(0, 1), (0, 1)]);
    town.weeks = 2;
    town.people.push(Somebody { department: 1, room: 9, ..Somebody::default() });
    town.shifts[0].fixed = vec![(0, 1)];
    let documents = town.documents();
    let roster = solve(&documents.given()).unwrap();
    let monday = roster.days[5];
    type Forgery = (&'static str, fn(&mut Roster, jiff::civil::Date));
    let forgeries: [Forgery; 4] = [
        ("Person01 of shift `shift0` has no slot (1 week in all)", |r, monday| {
            r.slots.get_mut(&r.rows[1].person).unwrap().remove(&monday);
        }),
        ("Person01 is in slot `night`, which shift `shift0` does not have", |r, monday| {
            r.slots.get_mut(&r.rows[1].person).unwrap().insert(monday, "night".to_owned());
        }),
        ("Person00 is in slot `slot0`, but always in `slot1` by `fixed`", |r, monday| {
            r.slots.get_mut(&r.rows[0].person).unwrap().insert(monday, "slot0".to_owned());
        }),
        ("Person04 has a slot, but belongs to no shift", |r, monday| {
            r.slots.insert(r.rows[4].person.clone(), [(monday, "slot0".to_owned())].into());
        }),
    ];
    for (expected, forge) in forgeries {
        let mut forged = roster.clone();
        forge(&mut forged, monday);
        let found = told(&check::check_roster(&documents.given(), &forged), &codes::SLOT_STATED);
        assert_eq!(found, [format!("week of 9 Nov: {expected}")]);
        // Days that had passed are as they were.
        forged.from = roster.days.last().copied();
        assert_eq!(told(&check::check_roster(&documents.given(), &forged), &codes::SLOT_STATED), [""; 0]);
    }
}

/// Where home and office cannot be had with the chosen slots, that is no proof that there is no roster.
#[test]
fn a_clash_of_chosen_slots_claims_no_more() {
    // One of the two slots of each week needs its one person on site; whoever is always at home must not be in it.
    let mut town = hotline(2, vec![(0, 0), (0, 0)]);
    town.caps = vec![TownCap::always(0, CapUsers::AllHome)];
    town.slotted_caps = true;
    town.people[0].home = Some(crate::inventory::model::HomeSuitability::Always);
    let found = |town: &Town| {
        let documents: Documents = town.documents();
        let (problem, _, _) = build(&documents.given()).unwrap();
        let clashes = explain::quick(&problem);
        assert!(!clashes.is_empty());
        explain::rest_on_slots(&problem, &clashes)
    };
    assert!(found(&town));
    town.shifts[0].fixed = vec![(0, 0), (1, 1)];
    assert!(!found(&town), "nothing was chosen");
    town.shifts[0].fixed.clear();
    town.slotted_caps = false;
    assert!(!found(&town), "no slot has to do with it");
}
