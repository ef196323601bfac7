//! People who take two of a resource: trunk channels of calls that come in and go out again.

use super::check::{self, Places};
use super::codes;
use super::explain;
use super::oracle::Oracle;
use super::problem::build;
use super::random::Random;
use super::story::{Somebody, Town, TownCap};
use super::tests::{every_cell_is_judged, solve_town};
use crate::domain::Place;
use crate::policy::site::CapUsers;

fn town_of(seed: u64) -> Town {
    Town::random(&mut Random::new(seed.wrapping_mul(0x9E37_79B9)), 12)
}

/// Towns in which every other person takes two channels, against trying every roster: the best cost, the reason where there is none, and the
/// check on every single cell.
#[test]
fn towns_with_channels_get_their_best_roster_or_the_reason_why_there_is_none() {
    let (mut none, mut bound) = (0, 0);
    for seed in 0..80 {
        let mut town = town_of(seed);
        if seed % 2 == 0 || town.caps.is_empty() {
            town.caps = vec![TownCap::always(town.people.len() as u32 / 2 + 1, CapUsers::AllHome)];
        }
        town.channels = true;
        town.people.iter_mut().enumerate().for_each(|(p, somebody)| somebody.sent_on = p % 2 == 0);
        let documents = town.documents();
        let oracle = Oracle::new(&town);
        let best = oracle.best();
        let roster = solve_town(&documents, 1);
        assert_eq!(roster.as_ref().map(|roster| roster.cost), best, "{seed}");
        let once = Town { channels: false, ..town.clone() };
        bound += usize::from(Oracle::new(&once).best() != best);
        let Some(roster) = roster else {
            let (problem, ..) = build(&documents.given()).unwrap();
            assert!(matches!(explain::explain(&problem), explain::Answer::Impossible(why) if !why.is_empty()), "{seed}");
            none += 1;
            continue;
        };
        assert!(roster.is_optimal(), "{seed}");
        assert_eq!(check::check_roster(&documents.given(), &roster), [], "{seed}");
        every_cell_is_judged(&documents.given(), &oracle, &roster, &[Place::Home, Place::Office]).unwrap();
    }
    assert!(none > 8 && bound > 7, "{none} without a roster, {bound} where counting twice matters");
}

/// Three people of whom one takes two channels; three channels.
#[test]
fn whose_calls_are_sent_on_takes_two_channels() {
    let caps = vec![TownCap::always(3, CapUsers::AllHome)];
    let mut town = Town { people: vec![Somebody::default(); 3], caps, channels: true, ..Town::default() };
    town.people[0].sent_on = true;
    let documents = town.documents();
    let roster = solve_town(&documents, 1).unwrap();
    let taken = |day: usize| {
        let home = roster.rows.iter().enumerate().filter(|(_, row)| row.places[day] == Place::Home);
        home.map(|(p, _)| if p == 0 { 2 } else { 1 }).sum::<u32>()
    };
    assert!((0..5).all(|day| taken(day) <= 3), "{:?}", roster.rows);
    assert!((0..5).any(|day| roster.rows[0].places[day] == Place::Home && taken(day) == 3), "with one other: {:?}", roster.rows);
    // One more beside the two is too many, and both languages say how it is counted.
    let mut spoilt = roster.clone();
    spoilt.rows.iter_mut().for_each(|row| row.places[2] = Place::Home);
    let broken = check::check_places(&documents.given(), &Places::of(&spoilt));
    let told = broken.iter().find(|finding| finding.code == codes::HOME_CAP_EXCEEDED.code()).unwrap();
    assert!(
        told.what.en.contains("3 people at home take 4 of cap `cap0` (1 of them twice), there are 3, 1 too many"),
        "{told:?}"
    );
    assert!(
        told.what.de.contains("3 Personen zu Hause brauchen 4 von `cap0` (1 davon doppelt), da sind 3, 1 zu viel"),
        "{told:?}"
    );
    // Two who are always at home and take two each: no roster, and the three of them are the reason.
    let always = Somebody { sent_on: true, home: Some(crate::inventory::model::HomeSuitability::Always), ..Somebody::default() };
    let town = Town { people: vec![always.clone(), always, Somebody::default()], ..town };
    let documents = town.documents();
    assert!(solve_town(&documents, 1).is_none());
    let (problem, ..) = build(&documents.given()).unwrap();
    let found = explain::quick(&problem);
    let (what, todo) = (&found[0].finding.what, found[0].finding.todo.as_ref().unwrap());
    assert!(what.en.contains("is 3, but 2 people are always at home (2 of them take two): "), "{what:?}");
    assert!(what.de.contains("ist 3, aber 2 Personen sind immer zu Hause (2 davon brauchen zwei): "), "{what:?}");
    assert_eq!((todo.en.as_ref(), todo.de.as_ref()), ("a cap of 4", "eine Obergrenze von 4"));
}
