//! Many towns and many spoilt rosters; the full numbers in release builds, a sample in others.

use super::check;
use super::explain::{self, Answer};
use super::model::Roster;
use super::oracle::Oracle;
use super::problem::build;
use super::random::Random;
use super::story::Town;
use super::tests::{solve_town, table};
use crate::diag::Words;
use crate::domain::Place;

const TOWNS: u64 = if cfg!(debug_assertions) { 150 } else { 10_000 };

fn town(seed: u64) -> Town {
    Town::random(&mut Random::new(seed.wrapping_mul(0xA24B_AED4_963E_E407) ^ 3), 12)
}

/// The optimum is that of trying every roster, the bound is never above it, the check accepts it; and there is an explanation exactly where
/// there is no roster.
#[test]
fn every_town_gets_its_best_roster_or_the_reason_why_there_is_none() {
    let mut impossible = 0;
    for seed in 0..TOWNS {
        let town = town(seed);
        let documents = town.documents();
        let best = Oracle::new(&town).best();
        let roster = solve_town(&documents, 1);
        assert_eq!(roster.as_ref().map(|roster| roster.cost), best, "{seed}");
        let (problem, ..) = build(&documents.given()).unwrap();
        match roster {
            Some(roster) => {
                assert!(roster.bound <= roster.cost && roster.is_optimal(), "{seed}");
                assert_eq!(check::check_roster(&documents.given(), &roster), [], "{seed}");
                let reasons = explain::quick(&problem);
                assert!(
                    reasons.is_empty(),
                    "{seed}: a reason where there is a roster: {:?}\n{town:?}",
                    reasons.iter().map(|r| &r.finding.what.en).collect::<Vec<_>>()
                );
            }
            None => {
                impossible += 1;
                assert!(matches!(explain::explain(&problem), Answer::Impossible(reasons) if !reasons.is_empty()), "{seed}");
            }
        }
    }
    assert!(impossible * 50 > TOWNS && impossible * 2 < TOWNS, "{impossible} of {TOWNS} towns have no roster");
}

/// A thousand rosters, each spoilt in one way: none of them passes.
#[test]
fn no_spoilt_roster_passes() {
    let mut random = Random::new(11);
    let (mut spoilt, mut seed) = (0, 0);
    let mut by_way = [0; 10];
    while spoilt < 1_000 {
        seed += 1;
        let town = town(seed);
        let documents = town.documents();
        let Some(roster) = solve_town(&documents, 1) else { continue };
        assert_eq!(check::check_roster(&documents.given(), &roster), []);
        for way in 0..by_way.len() {
            let Some(bad) = spoil(&roster, way, &mut random) else { continue };
            // What is another roster that holds and says so is not spoilt.
            let honest = way < 3
                && Oracle::new(&town).holds(&table(&bad))
                && Oracle::new(&town).cost(&table(&bad)) == bad.cost
                && home_days(&bad) == home_days(&roster);
            if honest {
                continue;
            }
            let findings = check::check_roster(&documents.given(), &bad);
            assert!(!findings.is_empty(), "town {seed}, way {way}: {bad:?}");
            spoilt += 1;
            by_way[way] += 1;
        }
    }
    assert!(by_way.iter().all(|count| *count > 10), "{by_way:?}");
}

fn home_days(roster: &Roster) -> Vec<usize> {
    roster.rows.iter().map(|row| row.places.iter().filter(|place| **place == Place::Home).count()).collect()
}

/// One mistake of the kind of this number; none where the roster has nothing of the kind.
fn spoil(roster: &Roster, way: usize, random: &mut Random) -> Option<Roster> {
    let mut bad = roster.clone();
    let (p, d) = (random.below(bad.rows.len()), random.below(bad.days.len()));
    match way {
        0 => {
            let other = [Place::Home, Place::Office, Place::Off];
            let place = &mut bad.rows[p].places[d];
            *place = *other.iter().filter(|other| **other != *place).nth(random.below(2))?;
        }
        1 => bad.rows[p].places.rotate_right(1),
        2 => {
            let q = (p + 1) % bad.rows.len();
            let (one, other) = (bad.rows[p].places.clone(), bad.rows[q].places.clone());
            bad.rows[p].places = other;
            bad.rows[q].places = one;
        }
        3 => {
            // A person who never works is not missed.
            bad.rows[p].places.iter().any(|place| *place != Place::Off).then_some(())?;
            bad.rows.remove(p);
        }
        4 => bad.rows.push(bad.rows[p].clone()),
        5 => bad.cost += [1, -1][random.below(2)],
        6 => bad.bound += 1 + random.below(3) as i64,
        7 => bad.days[d] = bad.days[d].tomorrow().ok()?,
        8 => bad.holidays.push((bad.days[d], Words::new("Founders' Day", "Gründungstag"))),
        _ => {
            let price = bad.certificate.prices.first_mut()?.per_day.values_mut().next()?;
            *price = -*price - 1;
        }
    }
    (bad != *roster).then_some(bad)
}
