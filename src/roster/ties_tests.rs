//! Rules that tie people to each other, each by a town that shows it.

use super::check;
use super::codes;
use super::explain::{self, Answer};
use super::problem::build;
use super::story::{Documents, Somebody, Town};
use super::tests::{solve_town, table};
use crate::diag::Finding;
use crate::domain::Place::{Home, Office};
use crate::inventory::model::HomeSuitability;
use crate::policy::site::{PairKind, TeamDays};

pub(super) fn somebody(room: usize, wish_home: &[u8]) -> Somebody {
    Somebody { room, wish_home: wish_home.to_vec(), ..Somebody::default() }
}

/// What the check says of a roster in which one person's place on one day is turned.
pub(super) fn turned(documents: &Documents, p: usize, d: usize) -> Vec<Finding> {
    let mut roster = solve_town(documents, 1).expect("there is a roster");
    let place = &mut roster.rows[p].places[d];
    *place = if *place == Home { Office } else { Home };
    check::check_roster(&documents.given(), &roster)
}

pub(super) fn impossible(town: &Town) -> Vec<Finding> {
    let documents = town.documents();
    assert_eq!(solve_town(&documents, 1), None);
    let (problem, ..) = build(&documents.given()).unwrap();
    let Answer::Impossible(found) = explain::explain(&problem) else { panic!("possible") };
    found.into_iter().map(|explanation| explanation.finding).collect()
}

#[test]
fn a_car_pool_is_in_one_place() {
    let pairs = vec![(PairKind::Together, vec![0, 1])];
    let town = Town { people: vec![somebody(0, &[1, 2]), somebody(1, &[2, 3])], pairs, share: 0.6, ..Town::default() };
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let [one, other] = table(&roster).try_into().unwrap();
    assert_eq!(one, other);
    assert_eq!(one[1], Home);
    let found = turned(&documents, 0, 1);
    let told = found.iter().find(|f| f.code == codes::PAIR_IN_TWO_PLACES.code()).unwrap();
    assert_eq!(
        told.what.en,
        "Tuesday 3 Nov: `pair0`: at home Person01, in the office Person00; they are to be in the same place"
    );
}

#[test]
fn deputies_are_never_both_at_home() {
    let pairs = vec![(PairKind::Apart, vec![0, 1])];
    let town = Town { people: vec![somebody(0, &[1, 2, 3]), somebody(1, &[1, 2, 3])], pairs, share: 0.6, ..Town::default() };
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let rows = table(&roster);
    assert!((0..5).all(|d| (rows[0][d], rows[1][d]) != (Home, Home)));
    let at_home = (0..5).find(|&d| rows[0][d] == Home).unwrap();
    let found = turned(&documents, 1, at_home);
    assert!(found.iter().any(|f| f.code == codes::PAIR_BOTH_AT_HOME.code()), "{found:?}");
}

#[test]
fn a_pair_that_cannot_be_is_named() {
    let always = Somebody { home: Some(HomeSuitability::Always), ..Somebody::default() };
    let never = Somebody { home: Some(HomeSuitability::No), room: 1, ..Somebody::default() };
    let people = vec![always.clone(), never];
    let found = impossible(&Town { people, pairs: vec![(PairKind::Together, vec![0, 1])], ..Town::default() });
    assert_eq!(
        found[0].what.en,
        "Monday 2 Nov: same place `pair0: p00, p01`, but their places are fixed otherwise: \
         Person00 (always at home), Person01 (never at home); 4 more days are like that"
    );
    let people = vec![always.clone(), always];
    let found = impossible(&Town { people, pairs: vec![(PairKind::Apart, vec![0, 1])], ..Town::default() });
    assert!(found[0].what.de.contains("nie beide zu Hause `pair0`"), "{found:?}");
    // A room for one sends one of them home, and the car stays behind.
    let people = vec![somebody(0, &[]), somebody(0, &[])];
    let pairs = vec![(PairKind::Together, vec![0, 1]), (PairKind::Apart, vec![0, 1])];
    let found = impossible(&Town { people, pairs, room_max: Some(1), ..Town::default() });
    assert!(found[0].what.en.contains("same place `pair0: "), "{found:?}");
}

#[test]
fn whom_a_pair_names_must_be_one_person() {
    let pairs = vec![(PairKind::Apart, vec![0, 1])];
    let mut documents = Town { people: vec![Somebody::default(); 3], pairs, ..Town::default() }.documents();
    documents.inventory.persons[2].last.value = "Person01".to_owned();
    let name = |p: usize, documents: &Documents| documents.inventory.persons[p].full_name();
    documents.site.roster.pairs[0].people = vec!["2000".to_owned(), name(1, &documents), "p0x".to_owned()];
    let findings = build(&documents.given()).unwrap_err();
    let told: Vec<String> = (findings.iter().filter(|f| f.code == codes::UNKNOWN_MEMBER.code()))
        .map(|f| format!("{} {} {}", f.place.as_ref().unwrap(), f.what.en, f.todo.as_ref().unwrap().en))
        .collect();
    assert_eq!(
        told,
        [
            "deskshift.yaml#/roster/pairs/pair0/apart/1 `pair0`: `Person01` may be one of `p01`, `p02` write the staff number",
            "deskshift.yaml#/roster/pairs/pair0/apart/2 `pair0`: nobody has the staff number, extension or full name `p0x` did you mean `p00`?",
        ]
    );
}

#[test]
fn everybody_of_a_quota_is_within_it() {
    let people = vec![somebody(0, &[1, 2, 3, 4, 5]), somebody(1, &[])];
    let town = Town { people, quotas: vec![(0, Some(2), Some(3))], weeks: 2, share: 0.6, ..Town::default() };
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let home = |p: usize| roster.rows[p].places.iter().filter(|place| **place == Home).count();
    assert!((2..=3).contains(&home(0)) && (2..=3).contains(&home(1)), "{roster:?}");
    let d = (0..10).find(|&d| roster.rows[0].places[d] == Office).unwrap();
    if home(0) == 3 {
        let found = turned(&documents, 0, d);
        let told = found.iter().find(|f| f.code == codes::QUOTA_MISSED.code()).unwrap();
        assert_eq!(told.what.en, "Person00 has 4 home days in the period, at most 3 are allowed (quota `quota0`)");
    } else {
        panic!("three days are wished for, and fairness asks for more");
    }
}

/// A quota asks no more than the person's weeks allow, and says so; two that contradict each other are refused.
#[test]
fn a_quota_knows_the_weeks_of_its_people() {
    let half = Somebody { off: vec![1, 2, 3], ..Somebody::default() };
    let town = Town { people: vec![half, Somebody::default()], quotas: vec![(0, Some(3), None)], share: 0.6, ..Town::default() };
    let documents = town.documents();
    let (problem, _, findings) = build(&documents.given()).unwrap();
    assert_eq!((problem.quota(0).0, problem.quota(1).0), (1, 3));
    let told: Vec<_> = findings.iter().filter(|f| f.code == codes::QUOTA_ADJUSTED.code()).collect();
    assert!(
        told.len() == 1 && told[0].what.en.contains("by 1 people, whose own weeks leave other numbers (Person00: 1)"),
        "{told:?}"
    );
    let town = Town { quotas: vec![(0, Some(3), None), (0, None, Some(2))], ..town };
    let findings = build(&town.documents().given()).unwrap_err();
    assert!(findings.iter().any(|f| f.code == codes::QUOTAS_CLASH.code() && f.what.en.contains("`quota1`")), "{findings:?}");
    let mut documents = Town { quotas: vec![(0, Some(3), None)], ..town }.documents();
    documents.site.roster.quotas[0].members = crate::policy::site::Members::Department("D00".parse().unwrap());
    let findings = build(&documents.given()).unwrap_err();
    assert_eq!(findings[0].place.as_ref().unwrap().to_string(), "deskshift.yaml#/roster/quotas/quota0/members/department");
}

#[test]
fn quotas_that_a_cap_or_a_room_does_not_serve_are_named() {
    use crate::policy::site::CapUsers;
    use crate::roster::story::TownCap;
    let people = vec![somebody(0, &[]), somebody(0, &[]), somebody(1, &[])];
    let town = Town { people, weeks: 2, share: 0.6, ..Town::default() };
    let caps = vec![TownCap::always(1, CapUsers::AllHome)];
    let found = impossible(&Town { caps, quotas: vec![(0, Some(4), None)], ..town.clone() });
    assert_eq!(found[0].code, codes::PERIOD_CLASH.code());
    assert_eq!(
        found[0].what.en,
        "over the whole period cap `cap0` allows 10 home days, but its people need 12: quota `quota0` (at least 4 home days)"
    );
    let found = impossible(&Town { room_max: Some(1), quotas: vec![(0, None, Some(4))], ..town.clone() });
    assert_eq!(
        found[0].what.en,
        "over the whole period room `R0` sends its people home on 10 days, they may have 8: quota `quota0` (at most 4 home days)"
    );
    // What no count shows: the deputies of a counter share ten days, and each wants six.
    let pairs = vec![(PairKind::Apart, vec![0, 1]), (PairKind::Together, vec![1, 2])];
    let found = impossible(&Town { pairs, quotas: vec![(0, Some(6), None)], ..town });
    assert_eq!(found[0].code, codes::PERIOD_CLASH.code());
    assert!(found[0].what.en.contains("quota `quota0`"), "{found:?}");
}

#[test]
fn teams_come_in_turns_and_never_meet() {
    let other = Somebody { department: 1, ..somebody(1, &[1, 2]) };
    let people = vec![somebody(0, &[1, 2]), other.clone(), Somebody { home: Some(HomeSuitability::Always), ..other.clone() }];
    let town = Town { people, weeks: 2, share: 0.4, cohorts: vec![(vec![0, 1], 3, 4, true)], ..Town::default() };
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let letters =
        |p: usize| -> String { roster.rows[p].places.iter().map(|place| if *place == Home { 'H' } else { 'O' }).collect() };
    assert_eq!([letters(0), letters(1), letters(2)], ["OOOHHHHOOO", "HHHOOOHHHH", "HHHHHHHHHH"]);
    assert_eq!(check::check_roster(&documents.given(), &roster), []);
    let found = turned(&documents, 1, 0);
    assert!(found.iter().any(|f| f.code == codes::TURN_MISSED.code()), "{found:?}");
    let meet = found.iter().find(|f| f.code == codes::COHORTS_MEET.code()).unwrap();
    assert_eq!(meet.what.en, "Monday 2 Nov: cohort `cohort0`: Person00 and Person01 of two teams are in the office");
    let cells = check::why(&documents.given(), &check::Places::of(&roster), &roster.rows[0].person, &roster.days);
    assert!(cells.iter().all(|cell| cell.reason == check::Reason::Turn("cohort0".to_owned())));

    // The turns go on from where an earlier period began.
    let mut later = documents.clone();
    later.site.roster.cohorts[0].from = Some(jiff::civil::date(2020, 10, 30));
    let roster = solve_town(&later, 1).unwrap();
    assert_eq!(check::check_roster(&later.given(), &roster), []);
    assert_eq!(roster.rows[0].places[..4], [Office, Office, Home, Home]);
}

#[test]
fn who_cannot_stay_away_or_is_in_two_teams_is_named() {
    let never = Somebody { home: Some(HomeSuitability::No), department: 1, ..Somebody::default() };
    let people = vec![Somebody::default(), never];
    let town = Town { people, weeks: 2, cohorts: vec![(vec![0, 1], 5, 5, true)], ..Town::default() };
    let findings = build(&town.documents().given()).unwrap_err();
    let told = findings.iter().find(|f| f.code == codes::COHORT_MUST_COME.code()).unwrap();
    assert_eq!(
        told.what.en,
        "cohort `cohort0`: 1 people must be in the office on days of another team: Person01 (never at home, Monday 2 Nov)"
    );
    let may_meet = Town { cohorts: vec![(vec![0, 1], 5, 5, false)], ..town.clone() };
    assert!(solve_town(&may_meet.documents(), 1).is_some());
    let findings = build(&Town { cohorts: vec![(vec![0, 0], 5, 5, true)], ..town }.documents().given()).unwrap_err();
    let told = findings.iter().find(|f| f.code == codes::IN_TWO_TEAMS.code()).unwrap();
    assert_eq!(told.place.as_ref().unwrap().to_string(), "deskshift.yaml#/roster/cohorts/cohort0/teams/1");
}

/// Who had less goes first: one seat for two on every day.
#[test]
fn what_one_period_owes_counts_in_the_next() {
    use crate::policy::site::CapUsers;
    use crate::roster::carry;
    use crate::roster::story::TownCap;
    let people = vec![somebody(0, &[]), somebody(1, &[])];
    let caps = vec![TownCap::always(1, CapUsers::AllHome)];
    let town = Town { people, caps, weeks: 2, owed: vec![(0, 3)], ..Town::default() };
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let home = |p: usize| roster.rows[p].places.iter().filter(|place| **place == Home).count();
    assert!(home(0) >= home(1) + 2, "{roster:?}");
    let owed = roster.owed.clone().unwrap();
    assert!(owed.values().all(|days| (-5..=5).contains(days)), "{owed:?}");
    let mut wrong = roster.clone();
    wrong.owed.as_mut().unwrap().insert("p01".parse().unwrap(), 4);
    let found = check::check_roster(&documents.given(), &wrong);
    assert!(found.iter().any(|f| f.code == codes::STATEMENT_DIFFERS.code()), "{found:?}");

    let next = jiff::civil::date(2020, 11, 16);
    assert_eq!(carry::owed(&roster, "old.json", next).unwrap(), owed);
    let early = carry::owed(&roster, "old.json", jiff::civil::date(2020, 11, 9)).unwrap_err();
    assert_eq!(early.code, codes::CARRY_UNUSABLE.code());
    wrong.owed = None;
    assert_eq!(carry::owed(&wrong, "old.json", next).unwrap_err().code, codes::CARRY_UNUSABLE.code());
}

/// Three departments share out the week; on its team day each of them is in the office, as far as no wish is dearer.
#[test]
fn a_department_comes_together_on_its_team_day() {
    let of = |department, wish_home: &[u8]| Somebody { department, ..somebody(department, wish_home) };
    // In the second department one would rather be at home on Mondays, which is why the other day is chosen.
    let people = vec![of(0, &[]), of(0, &[]), of(0, &[]), of(1, &[1]), of(1, &[]), of(2, &[])];
    let town = Town { people, weeks: 2, share: 0.8, ..Town::default() };
    let mut documents = town.documents();
    documents.site.roster.team_days = TeamDays::Every;
    let roster = solve_town(&documents, 1).unwrap();
    let stated: Vec<(&str, u8)> = roster.team_days.iter().map(|(name, day)| (name.as_str(), *day)).collect();
    assert_eq!(stated, [("D0", 1), ("D1", 2)], "nobody is together with nobody in the third");
    let rows = table(&roster);
    for (people, day) in [(0..3, 0), (3..5, 1)] {
        assert!(people.clone().all(|p| rows[p][day] == Office && rows[p][day + 5] == Office), "{rows:?}");
    }
    assert_eq!(check::check_roster(&documents.given(), &roster), []);
    // A roster that states another day is refused, and one at home on the team day costs more than it says.
    let mut other = roster.clone();
    other.team_days.insert("D0".parse().unwrap(), 3);
    let found = check::check_roster(&documents.given(), &other);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, codes::STATEMENT_DIFFERS.code());
    assert!(found[0].what.en.contains("team day of department `D0` Wednesdays"), "{}", found[0].what.en);
    let found = turned(&documents, 0, 0);
    assert!(found.iter().any(|f| f.code == codes::COST_DIFFERS.code()), "{found:?}");
}
