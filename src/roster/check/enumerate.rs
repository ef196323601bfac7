//! Tries every roster that could be cheaper, one after the other.
//!
//! At the prices of the certificate each way to spend a person's horizon costs something above the person's least. In a roster cheaper
//! than the one at hand these surpluses sum to less than what lies between its cost and the bound, for a rule that holds costs nothing
//! at prices of zero and more. So the ways with small surpluses are combined in all ways that this sum allows, and each combination is
//! counted rule by rule like a roster that somebody brings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::certify::{self, Ledger};
use super::cost::{person_cost, targets};
use super::facts::{Facts, PersonFacts};
use super::places::Places;
use super::quotas::Days;
use super::rules;
use crate::domain::{PersonId, Place};
use crate::roster::given::Given;
use crate::roster::model::Roster;

/// Ways to spend a horizon that are tried for one person, and of all.
const MOST_WAYS: usize = 1 << 13;
const MOST_WAYS_OF_ALL: usize = 1 << 18;
/// Combinations begun, and cells of whole ones.
const MOST_STEPS: usize = 1_000_000;
const MOST_CELLS: usize = 1_000_000;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enumerated {
    NothingCheaper,
    /// A roster of this cost holds every rule.
    Cheaper(i64),
    /// Too many to try them all.
    TooMany,
}

/// Whether any roster is cheaper than this one, whose rules, cost and bound the check has found right.
#[must_use]
pub fn enumerate(given: &Given<'_>, roster: &Roster) -> Enumerated {
    let facts = Facts::of_roster(*given, roster);
    let Ok(ledger) = certify::ledger(&facts, &roster.certificate) else { return Enumerated::TooMany };
    let Some((people, bound)) = people(&facts, &ledger, roster.certificate.parts) else { return Enumerated::TooMany };
    let between = (roster.cost - 1) * roster.certificate.parts - bound;
    let people: Vec<Vec<Way>> =
        people.into_iter().map(|ways| ways.into_iter().filter(|way| way.surplus <= between).collect()).collect();
    let mut search = Search { facts: &facts, people: &people, chosen: Vec::new(), best: roster.cost, steps: 0, cells: 0 };
    match (search.combine(between), search.best < roster.cost) {
        (_, true) => Enumerated::Cheaper(search.best),
        (true, false) => Enumerated::NothingCheaper,
        (false, false) => Enumerated::TooMany,
    }
}

/// One way to spend a horizon.
struct Way {
    /// Priced, above the person's least.
    surplus: i64,
    cost: i64,
    places: Vec<Place>,
}

/// Everybody's ways, the cheapest first, and the bound in parts; none where they are too many.
fn people(facts: &Facts, ledger: &Ledger<'_, '_>, parts: i64) -> Option<(Vec<Vec<Way>>, i64)> {
    let targets = targets(facts);
    let (mut people, mut bound, mut count) = (Vec::new(), ledger.total(), 0);
    for (&id, person) in &facts.people {
        let mut all: Vec<Vec<Place>> = vec![Vec::new()];
        for week in facts.weeks() {
            let weeks = certify::weeks_of(facts, person, week);
            if all.len() * weeks.len() > MOST_WAYS {
                return None;
            }
            all = all.iter().flat_map(|before| weeks.iter().map(|week| places(facts, person, before, week))).collect();
        }
        count += all.len();
        if count > MOST_WAYS_OF_ALL {
            return None;
        }
        if let Some((fewest, most, _)) = facts.quota(person, Days::Left) {
            all.retain(|way| (fewest..=most).contains(&way.iter().filter(|place| **place == Place::Home).count()));
        }
        let mut ways: Vec<Way> =
            all.into_iter().map(|places| way(facts, (id, person), targets[id], ledger, parts, places)).collect();
        ways.sort_by_key(|way| (way.surplus, way.cost));
        let least = ways.first()?.surplus;
        ways.iter_mut().for_each(|way| way.surplus -= least);
        bound += least;
        people.push(ways);
    }
    Some((people, bound))
}

/// The places before, and those of one more week.
fn places(facts: &Facts, person: &PersonFacts, before: &[Place], at_home: &[(Date, bool)]) -> Vec<Place> {
    let place = |&(date, home): &(Date, bool)| match (facts.works(person, date), home) {
        (false, _) => Place::Off,
        (true, true) => Place::Home,
        (true, false) => Place::Office,
    };
    before.iter().copied().chain(at_home.iter().map(place)).collect()
}

fn way(
    facts: &Facts,
    (id, person): (&PersonId, &PersonFacts),
    target: i64,
    ledger: &Ledger<'_, '_>,
    parts: i64,
    places: Vec<Place>,
) -> Way {
    let at: BTreeMap<Date, Place> = facts.days.iter().copied().zip(places.iter().copied()).collect();
    let cost = person_cost(facts, person, target, |date| at.get(&date).copied()).total();
    let priced: i64 = at.iter().map(|(date, place)| ledger.price(id, *date, *place)).sum();
    Way { surplus: cost * parts + priced, cost, places }
}

struct Search<'f, 'a> {
    facts: &'f Facts<'a>,
    people: &'f [Vec<Way>],
    /// One way for each person so far.
    chosen: Vec<usize>,
    best: i64,
    steps: usize,
    cells: usize,
}

impl Search<'_, '_> {
    /// Tries what the surplus allows; false where it did not come to its end.
    fn combine(&mut self, left: i64) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        let Some(ways) = self.people.get(self.chosen.len()) else { return self.count() };
        for (at, way) in ways.iter().enumerate() {
            if way.surplus > left {
                break;
            }
            self.chosen.push(at);
            let ended = self.combine(left - way.surplus);
            self.chosen.pop();
            if !ended {
                return false;
            }
        }
        true
    }

    /// Counts a whole roster.
    fn count(&mut self) -> bool {
        let ways = || self.people.iter().zip(&self.chosen).map(|(ways, at)| &ways[*at]);
        let cost: i64 = ways().map(|way| way.cost).sum();
        if cost >= self.best {
            return true;
        }
        self.cells += self.facts.people.len() * self.facts.days.len();
        if self.cells > MOST_CELLS {
            return false;
        }
        let row = |way: &Way| self.facts.days.iter().copied().zip(way.places.iter().copied()).collect();
        let days = self.facts.people.keys().map(|id| (*id).clone()).zip(ways().map(row)).collect();
        let mut broken = Vec::new();
        rules::check(self.facts, &Places { days, ..Places::default() }, &mut broken);
        if broken.is_empty() {
            self.best = cost;
        }
        true
    }
}
