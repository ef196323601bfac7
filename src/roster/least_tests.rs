//! The least-served first, judged by the independent check.

use super::check::{self, Facts, Places};
use super::random::Random;
use super::story::Town;
use super::tests::solve_town;
use crate::domain::Place;
use crate::policy::site::FairnessRule;

/// Nobody could be given one more day, by any single change that the check allows at no cost; and no rule, cost or bound is the worse for it.
#[test]
fn nobody_could_have_one_more_day_for_nothing() {
    let (mut rosters, mut cells) = (0, 0);
    for seed in 0..120u64 {
        let town = Town::random(&mut Random::new(seed.wrapping_mul(0x9E37_79B9)), 12);
        let plain = solve_town(&town.documents(), 1);
        let mut documents = town.documents();
        documents.site.roster.fairness = FairnessRule::Lexicographic;
        let served = solve_town(&documents, 1);
        assert_eq!(plain.as_ref().map(|r| (r.cost, r.bound)), served.as_ref().map(|r| (r.cost, r.bound)), "town {seed}");
        let Some(roster) = served else { continue };
        let given = documents.given();
        assert!(check::check_roster(&given, &roster).is_empty(), "town {seed}");
        assert!(roster.fairness.min >= plain.unwrap().fairness.min, "town {seed}");
        rosters += 1;
        let facts = Facts::read(given);
        for p in 0..roster.rows.len() {
            for day in 0..roster.days.len() {
                if roster.rows[p].places[day] != Place::Office {
                    continue;
                }
                cells += 1;
                let mut changed = roster.clone();
                changed.rows[p].places[day] = Place::Home;
                let places = Places::of(&changed);
                let free = check::check_places(&given, &places).is_empty() && check::cost(&facts, &places) <= roster.cost;
                assert!(!free, "town {seed}: {} could be at home on {}", roster.rows[p].person, roster.days[day]);
            }
        }
    }
    assert!(rosters > 30 && cells > 300, "{rosters} {cells}");
}
