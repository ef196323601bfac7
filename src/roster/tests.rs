//! Solver, checker and bound against exhaustive search on small towns.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::check::{self, Enumerated, Facts, Places, Reason};
use super::codes;
use super::compose::compose;
use super::given::Given;
use super::model::{Effort, Roster};
use super::oracle::{Oracle, Table};
use super::problem::{Why, build};
use super::random::Random;
use super::solve::again::{Again, again};
use super::solve::{self, Outcome, Settings};
use super::specimen::TRAUNSTEIN;
use super::story::{Documents, Somebody, Town, TownCap};
use crate::domain::Place;
use crate::policy::site::{CapUsers, GroupMinimum, Members};

/// The roster of a town, or none.
pub(super) fn solve_town(documents: &Documents, seed: u64) -> Option<Roster> {
    let given = documents.given();
    let (problem, horizon, _) = build(&given).expect("towns are well formed");
    match solve::run(&problem, Settings { seed, effort: Effort::Normal, threads: 1 }, &AtomicBool::new(false), &mut |_| ()) {
        Outcome::Plan(plan) => Some(compose(&given, &problem, &horizon, &plan, seed, Effort::Normal)),
        Outcome::NoPlan(none) => {
            assert!(none.impossible, "small problems are searched to the end");
            None
        }
    }
}

pub(super) fn table(roster: &Roster) -> Table {
    roster.rows.iter().map(|row| row.places.clone()).collect()
}

fn town(seed: u64) -> Town {
    Town::random(&mut Random::new(seed.wrapping_mul(0x9E37_79B9)), 12)
}

/// Every place of a roster changed by itself: the checker finds exactly what breaks a rule, and counts the same cost.
pub(super) fn every_cell_is_judged(
    given: &Given<'_>,
    oracle: &Oracle<'_>,
    roster: &Roster,
    others: &[Place],
) -> Result<(), TestCaseError> {
    let facts = Facts::read(*given);
    for p in 0..roster.rows.len() {
        for d in 0..roster.days.len() {
            for place in others {
                let mut changed = roster.clone();
                changed.rows[p].places[d] = *place;
                let places = Places::of(&changed);
                let broken = !check::check_places(given, &places).is_empty();
                prop_assert_eq!(broken, !oracle.holds(&table(&changed)), "person {} day {} {:?}", p, d, place);
                prop_assert_eq!(check::cost(&facts, &places), oracle.cost(&table(&changed)));
            }
        }
    }
    Ok(())
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
        every_cell_is_judged(&given, &oracle, &roster, &[Place::Home, Place::Office, Place::Off])?;
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
        let bound = check::prove(&given, &roster).proof.unwrap().bound();
        prop_assert!(bound <= roster.cost);
    }
}

#[test]
fn who_has_no_line_that_works_is_told_and_stays_or_cannot_be_reached() {
    use crate::inventory::model::HomeSuitability::Always;
    let somebody = |ready, home| Somebody { home, ready, ..Somebody::default() };
    let yes = Somebody::default().home;
    let told = |people: Vec<Somebody>| {
        let documents = Town { people, ..Town::default() }.documents();
        let (problem, _, findings) = build(&documents.given()).unwrap();
        let of = |page: &crate::diag::CodePage| -> Vec<String> {
            findings.iter().filter(|finding| finding.code == page.code()).map(|finding| finding.what.en.to_string()).collect()
        };
        let whys: Vec<_> = problem.people.iter().map(|who| who.why).collect();
        (whys, of(&codes::SOFTPHONE_NOT_READY), of(&codes::ALWAYS_HOME_NOT_READY))
    };
    let (whys, not_ready, always) = told(vec![somebody(true, yes), somebody(false, yes), somebody(false, Some(Always))]);
    assert_eq!(whys, [Why::Free, Why::NotReady, Why::Always]);
    assert_eq!(not_ready, ["people who stay in the office because their softphone is not ready: 1 (Person01 `p01`)"]);
    assert!(always.len() == 1 && always[0].starts_with("Person02 "), "{always:?}");
    // Who has no telephone number has none that works.
    let nobody = Somebody { extension: false, ..somebody(true, yes) };
    let documents =
        Town { people: vec![nobody.clone(), Somebody { home: Some(Always), ..nobody }], ..Town::default() }.documents();
    let (_, _, findings) = build(&documents.given()).unwrap();
    let told_of = |page: &crate::diag::CodePage| -> Vec<String> {
        findings.iter().filter(|finding| finding.code == page.code()).map(|finding| finding.what.en.to_string()).collect()
    };
    assert_eq!(told_of(&codes::NO_LINE), ["people who stay in the office because they have no line: 1 (Person00 `p00`)"]);
    assert!(told_of(&codes::SOFTPHONE_NOT_READY).is_empty(), "no softphone is to blame");
    assert_eq!(told_of(&codes::ALWAYS_HOME_NOT_READY).len(), 1);
    let (_, not_ready, always) = told(vec![somebody(true, yes), somebody(true, Some(Always))]);
    assert!(not_ready.is_empty() && always.is_empty(), "nothing to tell where all work");
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
    for own in &mut reversed.own_days {
        own.0 = town.people.len() - 1 - own.0;
    }
    let cost = solve_town(&reversed.documents(), 7).unwrap().cost;
    assert_eq!(cost, solve_town(&documents, 7).unwrap().cost);
}

#[test]
fn traunstein_is_feasible_and_close_and_the_same_on_any_number_of_threads() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let run = |threads| {
        let settings = Settings { seed: 1, effort: Effort::Quick, threads };
        solve::run(&problem, settings, &AtomicBool::new(false), &mut |_| ())
    };
    let Outcome::Plan(plan) = run(1) else { panic!("no plan") };
    let draft = solve::draft::Draft::with(&problem, plan.home.clone());
    assert_eq!((draft.excess, draft.cost), (0, plan.cost));
    assert!(plan.bound.cost() > 16_500, "bound {}", plan.bound.cost());
    assert!(plan.cost < 18_200, "cost {}", plan.cost);
    let mut crew = solve::crew::Crew::new(4, 1);
    assert_eq!(solve::dual::value_of(&problem, &plan.bound.prices, &mut crew), plan.bound.value);
    // The same again, on any number of threads.
    for threads in [1, 2, 4] {
        let Outcome::Plan(again) = run(threads) else { panic!("no plan") };
        assert_eq!((again.home, again.bound.value), (plan.home.clone(), plan.bound.value), "{threads} threads");
        assert_eq!(again.bound.prices, plan.bound.prices, "{threads} threads");
    }
}

#[test]
fn cancelled_runs_keep_what_they_have() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let cancel = AtomicBool::new(true);
    match solve::run(&problem, Settings { seed: 1, effort: Effort::Normal, threads: 1 }, &cancel, &mut |_| ()) {
        Outcome::Plan(plan) => assert!(plan.interrupted),
        Outcome::NoPlan(none) => assert!(none.interrupted && none.excess > 0),
    }
}

type Forgery = (&'static str, &'static str, fn(&mut Roster));

/// Every statement of the document is counted anew; nothing in it is believed.
#[test]
fn what_a_document_states_is_checked() {
    let town = (0..1000).map(town).find(|t| t.people.len() > 4 && t.weeks > 1 && Oracle::new(t).best().is_some()).unwrap();
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let twice = |roster: &mut Roster| {
        roster.days.extend(roster.days.clone());
        for row in &mut roster.rows {
            let own = std::mem::take(&mut row.places);
            row.places = [vec![Place::Home; own.len()], own].concat();
        }
    };
    let forgeries: [Forgery; 8] = [
        ("days twice", codes::OTHER_DAYS.slug, twice),
        ("days in another order", codes::OTHER_DAYS.slug, |r| r.days.swap(0, 1)),
        ("no days", codes::OTHER_DAYS.slug, |r| r.days.clear()),
        ("a short row", codes::OTHER_DAYS.slug, |r| r.rows[0].places.truncate(1)),
        ("another site", codes::STATEMENT_DIFFERS.slug, |r| r.site.push('x')),
        ("a holiday", codes::STATEMENT_DIFFERS.slug, |r| r.holidays.push((r.days[0], crate::diag::Words::new("a", "b")))),
        ("more people", codes::STATEMENT_DIFFERS.slug, |r| r.fairness.people += 1),
        ("fairer", codes::STATEMENT_DIFFERS.slug, |r| r.fairness.min = r.fairness.min.mul_add(2.0, 1.0)),
    ];
    for (what, slug, forge) in forgeries {
        let mut forged = roster.clone();
        forge(&mut forged);
        let findings = check::check_roster(&documents.given(), &forged);
        assert!(findings.iter().any(|f| f.code.as_str() == slug), "{what}: {findings:?}");
    }
}

/// A claim of a complete search is searched again: confirmed where it is true, refuted where a cheaper roster exists.
#[test]
fn a_claimed_search_is_repeated() {
    let (mut confirmed, mut refuted) = (0, 0);
    for seed in 0..12 {
        let town = town(seed);
        let documents = town.documents();
        let given = documents.given();
        let Some(roster) = solve_town(&documents, 1) else { continue };
        let (problem, _, _) = build(&given).unwrap();
        // Without prices the bound proves little, and the search has to do it.
        let mut bare = roster.clone();
        bare.certificate.prices.clear();
        match again(&problem, &bare) {
            Again::Confirmed => confirmed += 1,
            other => assert_eq!(other, Again::NotDecided),
        }
        // Another roster that holds: one place changed.
        let facts = Facts::read(given);
        for (p, d) in (0..roster.rows.len()).flat_map(|p| (0..roster.days.len()).map(move |d| (p, d))) {
            let mut worse = roster.clone();
            let place = &mut worse.rows[p].places[d];
            *place = if *place == Place::Home { Place::Office } else { Place::Home };
            worse.searched = true;
            let places = Places::of(&worse);
            worse.cost = check::cost(&facts, &places);
            if worse.cost > roster.cost && check::check_places(&given, &places).is_empty() {
                assert_eq!(again(&problem, &worse), Again::Cheaper(roster.cost));
                assert_eq!(check::enumerate(&given, &worse), Enumerated::Cheaper(roster.cost));
                refuted += 1;
                break;
            }
        }
    }
    assert!(confirmed > 0 && refuted > 0, "{confirmed} {refuted}");
}

/// The count that shares nothing with the solver says the same as the oracle, with the solver's prices, with none, and with wild ones.
#[test]
fn a_claimed_search_is_counted_without_the_solver() {
    let (mut counted, mut too_many) = (0, 0);
    for seed in 0..40 {
        let town = town(seed);
        let documents = town.documents();
        let given = documents.given();
        let best = Oracle::new(&town).best();
        let Some(mut roster) = solve_town(&documents, 1) else { continue };
        let mut random = Random::new(seed);
        for prices in 0..3 {
            for price in roster.certificate.prices.iter_mut().flat_map(|entry| entry.per_day.values_mut()) {
                *price = if prices == 1 { (*price + random.below(400) as i64 - 200).max(0) } else { *price };
            }
            if prices == 2 {
                roster.certificate.prices.clear();
            }
            match check::enumerate(&given, &roster) {
                Enumerated::NothingCheaper => counted += 1,
                Enumerated::TooMany => too_many += 1,
                cheaper @ Enumerated::Cheaper(_) => panic!("{seed}: {cheaper:?}, the best costs {best:?}"),
            }
            // A roster that claims one more is refuted with the true best.
            let dearer = Roster { cost: roster.cost + 1, ..roster.clone() };
            let found = check::enumerate(&given, &dearer);
            let right = best.map(Enumerated::Cheaper) == Some(found) || found == Enumerated::TooMany;
            assert!(right, "{seed}: {found:?}, the best costs {best:?}");
        }
    }
    assert!(counted > 3 * too_many && counted > 30, "{counted} counted, {too_many} too many");
}

/// What `rotate why` says of each cell is what the oracle says of the roster with that cell, or those two cells, turned.
#[test]
fn why_says_of_every_cell_what_the_oracle_says_of_the_other_place() {
    let (mut by_rules, mut by_cost, mut by_own_day, mut trades) = (0, 0, 0, 0);
    let turned = |place: Place| if place == Place::Home { Place::Office } else { Place::Home };
    for seed in 0..80 {
        let town = town(seed);
        let documents = town.documents();
        let oracle = Oracle::new(&town);
        let Some(roster) = solve_town(&documents, 1) else { continue };
        let (given, places) = (documents.given(), Places::of(&roster));
        for (p, row) in roster.rows.iter().enumerate() {
            for (d, cell) in check::why(&given, &places, &row.person, &roster.days).into_iter().enumerate() {
                assert_eq!((cell.day, cell.place), (roster.days[d], row.places[d]));
                let mut changed = table(&roster);
                changed[p][d] = turned(changed[p][d]);
                match &cell.reason {
                    Reason::Past => panic!("nothing has passed"),
                    Reason::Off => assert!(!oracle.works(p, d)),
                    Reason::OwnDay => {
                        assert!(!oracle.holds(&changed) && town.own_days.iter().any(|own| own.0 == p));
                        by_own_day += 1;
                    }
                    Reason::Turn(_) => assert!(!oracle.holds(&changed) && !town.cohorts.is_empty()),
                    Reason::AlwaysHome | Reason::NeverHome | Reason::NoSoftphone => assert!(!Oracle::may_choose(&town.people[p])),
                    Reason::Rules(broken) => {
                        assert!(!broken.is_empty() && !oracle.holds(&changed), "{seed} {p} {d}: {broken:?}");
                        by_rules += 1;
                    }
                    Reason::Cost(more) => {
                        assert!(oracle.holds(&changed), "{seed} {p} {d}");
                        assert_eq!(more.total(), oracle.cost(&changed) - roster.cost, "{seed} {p} {d}");
                        assert!(more.total() >= 0, "the roster is the best there is");
                        by_cost += 1;
                    }
                }
                for trade in &cell.trades {
                    let q = roster.rows.iter().position(|row| row.person == trade.person).unwrap();
                    let mut both = changed.clone();
                    both[q][d] = turned(both[q][d]);
                    assert!(oracle.holds(&both) && both[q][d] == row.places[d], "{seed} {p} {q} {d}");
                    assert_eq!(trade.more, oracle.cost(&both) - roster.cost);
                    trades += 1;
                }
            }
        }
    }
    assert!(by_rules > 50 && by_cost > 50 && by_own_day > 5 && trades > 20, "{by_rules} {by_cost} {by_own_day} {trades}");
}

/// Notebooks arrive on Wednesday: nobody is at home before, both are from then on, and the check holds each day against its own number.
#[test]
fn a_cap_grows_on_the_day_it_says() {
    let wishes = |room| Somebody { room, wish_home: vec![1, 2, 3, 4, 5], ..Somebody::default() };
    let wednesday = jiff::civil::date(2020, 11, 4);
    let caps = vec![TownCap { before: 0, then: Some((wednesday, 2)), users: CapUsers::AllHome }];
    let town = Town { people: vec![wishes(0), wishes(1)], caps, ..Town::default() };
    let documents = town.documents();
    let given = documents.given();
    let roster = solve_town(&documents, 1).expect("there is a roster");
    assert!(check::check_roster(&given, &roster).is_empty());
    assert_eq!(Some(roster.cost), Oracle::new(&town).best());
    for row in &roster.rows {
        assert!(row.places[..2].iter().all(|place| *place == Place::Office), "{row:?}");
    }
    let home = |day: usize| roster.rows.iter().filter(|row| row.places[day] == Place::Home).count();
    assert!((2..5).all(|day| home(day) > 0), "{:?}", roster.rows);
    let mut early = roster;
    early.rows[0].places[1] = Place::Home;
    let findings = check::check_roster(&given, &early);
    let told = findings.iter().find(|finding| finding.code == codes::HOME_CAP_EXCEEDED.code()).expect("told");
    assert!(told.what.en.contains("1 people at home draw on cap `cap0`, 0 are served"), "{}", told.what.en);
}

/// A counter of two, of whom one does not work on Fridays.
fn part_time_counter() -> Town {
    let somebody = |room, off: &[u8]| Somebody { room, off: off.to_vec(), ..Somebody::default() };
    Town { people: vec![somebody(0, &[]), somebody(1, &[5])], on_site: vec![(0, 2)], ..Town::default() }
}

/// Solver, explanation and check each cap a minimum at those who work that day, and the note is said once, with the days.
#[test]
fn minimums_ask_for_no_more_than_work_that_day() {
    let town = part_time_counter();
    let documents = town.documents();
    let given = documents.given();
    let (problem, _, findings) = build(&given).unwrap();
    let notes: Vec<_> = findings.iter().filter(|f| f.code == codes::FEWER_AT_WORK.code()).collect();
    assert_eq!(notes.len(), 1, "{findings:?}");
    assert_eq!(
        notes[0].what.en,
        "on-site minimum `counter0` is 2; on one day fewer of its members work, and all of them are asked for (Friday 6 Nov: 1)"
    );
    assert!(matches!(super::explain::explain(&problem), super::explain::Answer::Possible));
    let roster = solve_town(&documents, 1).expect("there is a roster");
    assert!(check::check_roster(&given, &roster).is_empty());
    // The one who works on Friday must be there; on Monday both.
    for (day, place, expected) in [
        (4, Place::Home, "Friday 6 Nov: 0 on site at `counter0`, 1 needed"),
        (0, Place::Home, "Monday 2 Nov: 1 on site at `counter0`, 2 needed"),
    ] {
        let mut changed = roster.clone();
        changed.rows[0].places[day] = place;
        let found = check::check_places(&given, &Places::of(&changed));
        assert!(found.iter().any(|f| f.what.en == expected), "{found:?}");
    }
}

/// Where the ones who work on a day are fixed elsewhere, the clash speaks of the number that holds there.
#[test]
fn explanations_speak_of_what_is_asked_for_that_day() {
    let mut town = part_time_counter();
    town.people[0].home = Some(crate::inventory::model::HomeSuitability::Always);
    town.people[0].off = vec![1, 2, 3, 4];
    let documents = town.documents();
    let (problem, ..) = build(&documents.given()).unwrap();
    let super::explain::Answer::Impossible(found) = super::explain::explain(&problem) else { panic!("possible") };
    assert_eq!(
        found[0].finding.what.en,
        "Friday 6 Nov: on-site minimum `counter0` is 1, but only 0 members can come that day; always at home: Person00 (always at home)"
    );
}

#[test]
fn namesakes_are_told_apart() {
    let mut town = part_time_counter();
    town.room_max = Some(1);
    town.people.iter_mut().for_each(|somebody| somebody.room = 0);
    town.people.iter_mut().for_each(|somebody| somebody.home = Some(crate::inventory::model::HomeSuitability::No));
    let mut documents = town.documents();
    for person in &mut documents.inventory.persons {
        person.last.value = "Maier".to_owned();
    }
    documents.inventory.persons[1].extension = None;
    let given = documents.given();
    let (problem, ..) = build(&given).unwrap();
    let super::explain::Answer::Impossible(found) = super::explain::explain(&problem) else { panic!("possible") };
    assert!(found[0].finding.what.en.contains("Maier, 2000 (never at home), Maier, `p01` (never at home)"), "{found:?}");
    let mut places = Places::default();
    for person in &documents.inventory.persons {
        places.days.insert(person.id.clone(), [(jiff::civil::date(2020, 11, 2), Place::Office)].into());
    }
    let found = check::check_places(&given, &places);
    assert!(found.iter().any(|f| f.what.en.ends_with("1 allowed: Maier (2000), Maier (`p01`)")), "{found:?}");
}

/// One slip in the column of ids is one finding with its line; somebody who is missing altogether is one finding, not one a day.
#[test]
fn a_misspelt_id_is_one_finding() {
    let town = Town { people: vec![Somebody::default(), Somebody { room: 1, ..Somebody::default() }], ..Town::default() };
    let documents = town.documents();
    let given = documents.given();
    let mut places = Places::of(&solve_town(&documents, 1).unwrap());
    let days = places.days.remove(&"p01".parse().unwrap()).unwrap();
    let found = check::check_places(&given, &places);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].what.en, "Monday 2 Nov: Person01 works but has no place, nor on 4 more days");

    let wrong: crate::domain::PersonId = "p0l".parse().unwrap();
    let lines = days.keys().zip(7..).map(|(day, line)| (*day, crate::diag::Place::at("edited.csv", line, 0))).collect();
    places.days.insert(wrong.clone(), days);
    places.rows = Some(check::Rows { lines: [(wrong, lines)].into() });
    let found = check::check_places(&given, &places);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0].what.en,
        "`p0l` is not in the inventory; its 5 days are counted for `p01` (Person01), who has none of them"
    );
    assert_eq!(found[0].place.as_ref().unwrap().to_string(), "edited.csv:7");
    assert_eq!(found[0].todo.as_ref().unwrap().en, "write `p01`");

    // What is wrong with their places has the line of the file.
    let mut broken = documents.clone();
    broken.inventory.persons[1].home.as_mut().unwrap().value = crate::inventory::model::HomeSuitability::No;
    places.days.values_mut().for_each(|days| days.values_mut().for_each(|place| *place = Place::Home));
    let found = check::check_places(&broken.given(), &places);
    let at: Vec<String> = (found.iter().filter(|f| f.code == codes::HOME_NOT_ALLOWED.code()))
        .map(|f| f.place.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(at, ["edited.csv:7", "edited.csv:8", "edited.csv:9", "edited.csv:10", "edited.csv:11"]);
}

#[test]
fn unknown_names_of_the_policy_point_at_the_key_and_name_the_nearest() {
    let mut documents = part_time_counter().documents();
    let rules = &mut documents.site.roster;
    rules.on_site[0].members = Members::Department("D00".parse().unwrap());
    // The same group with a second minimum is unknown once.
    rules.reachable = rules.on_site.clone();
    rules.on_site.push(GroupMinimum { name: "line".to_owned(), members: Members::Queue("Q0x".to_owned()), minimum: 1 });
    rules.room_overrides.insert("R00".to_owned(), 1);
    let findings = build(&documents.given()).unwrap_err();
    let told: Vec<String> = (findings.iter())
        .map(|f| format!("{} {} {}", f.place.as_ref().unwrap(), f.what.en, f.todo.as_ref().unwrap().en))
        .collect();
    assert_eq!(
        told,
        [
            "deskshift.yaml#/roster/rooms/overrides/R00 nobody sits in room `R00` did you mean `R0`?",
            "deskshift.yaml#/roster/groups/counter0/members/department group `counter0`: nobody belongs to department `D00` did you mean `D0`?",
            "deskshift.yaml#/roster/groups/line/members/queue group `line`: the PBX has no queue `Q0x` did you mean `q0`?",
        ]
    );
}

/// Problem and check alike; the policy's own number wins.
#[test]
fn desks_limit_a_room_where_the_policy_says_nothing() {
    use super::model::RuleKind;
    let mut documents = Town { people: vec![Somebody::default(); 3], ..Town::default() }.documents();
    documents.site.roster.room_max_present = None;
    let limit = |documents: &Documents| {
        let (problem, _, _) = build(&documents.given()).unwrap();
        let rules = problem.rules.iter().filter(|rule| rule.name.kind == RuleKind::Room);
        rules.map(|rule| (rule.name.name.clone(), rule.stated)).collect::<Vec<_>>()
    };
    let told = |documents: &Documents, roster: &Roster| {
        let mut all_there = roster.clone();
        all_there.rows.iter_mut().for_each(|row| row.places.iter_mut().for_each(|place| *place = Place::Office));
        let found = check::check_roster(&documents.given(), &all_there);
        found.iter().filter(|f| f.code == codes::ROOM_TOO_FULL.code()).count()
    };
    let free = solve_town(&documents, 1).expect("there is a roster");
    assert_eq!((limit(&documents), told(&documents, &free)), (vec![], 0));
    let room = documents.inventory.rooms[0].name.to_string();
    documents.inventory.rooms[0].capacity = Some(crate::inventory::model::Sourced::new(1, crate::diag::Place::file("rooms")));
    assert_eq!(limit(&documents), [(room.clone(), 1)]);
    let roster = solve_town(&documents, 1).expect("there is a roster");
    assert!(check::check_roster(&documents.given(), &roster).is_empty());
    assert!(told(&documents, &roster) > 0);
    documents.site.roster.room_overrides.insert(room.clone(), 2);
    assert_eq!(limit(&documents), [(room, 2)]);
    // No desks at all say nothing of how many may come.
    documents.site.roster.room_overrides.clear();
    documents.inventory.rooms[0].capacity.as_mut().unwrap().value = 0;
    assert_eq!(limit(&documents), []);
}

/// An appointment that cannot be kept is told and has no effect; one that can be fixes the place.
#[test]
fn appointments_that_nobody_can_keep_are_told() {
    use crate::inventory::model::HomeSuitability;
    use crate::inventory::own_days::OwnDayKind::{Home, Office};
    let monday = jiff::civil::date(2020, 11, 2);
    let own = |what| vec![(0, monday, monday, what)];
    let told = |somebody: Somebody, own_days| {
        let documents = Town { people: vec![somebody], own_days, ..Town::default() }.documents();
        let (problem, _, findings) = build(&documents.given()).unwrap();
        let idle = findings.iter().filter(|finding| finding.code == codes::OWN_DAY_IDLE.code()).count();
        (problem.fixed_home[0], problem.fixed_office[0], idle)
    };
    let unready = Somebody { ready: false, ..Somebody::default() };
    let never = Somebody { home: Some(HomeSuitability::No), ..Somebody::default() };
    let always = Somebody { home: Some(HomeSuitability::Always), ..Somebody::default() };
    assert_eq!(told(Somebody::default(), own(Home)), (1, 0, 0));
    assert_eq!(told(Somebody::default(), own(Office)), (0, 1, 0));
    for (somebody, what, fixed) in [(unready, Home, (0, 31)), (never, Home, (0, 31)), (always, Office, (31, 0))] {
        assert_eq!(told(somebody, own(what)), (fixed.0, fixed.1, 1));
    }
}
