//! Car pools and deputies: counted, and entered into the ledger of prices.

use jiff::civil::Date;

use super::facts::{Facts, PersonFacts};
use super::places::Places;
use crate::diag::{Finding, Words};
use crate::domain::Place;
use crate::policy::site::{Pair, PairKind};
use crate::roster::model::{RuleKind, RuleName};
use crate::roster::{codes, wording};

/// What a price of such a rule on a day comes to.
pub(super) struct Entry<'f, 'a> {
    /// Who pays it for a home day, or gets it.
    pub home: Vec<(&'f PersonFacts<'a>, i64)>,
    /// What the rule allows, times the price.
    pub allowed: i64,
}

impl<'a> Facts<'a> {
    /// The people of a pair. Whom nobody knows is no part of it: the roster is not made then.
    fn paired(&self, pair: &Pair) -> Vec<&PersonFacts<'a>> {
        let mut people: Vec<&PersonFacts> = Vec::new();
        for whom in &pair.people {
            let found = self.called(whom);
            people.extend(found.filter(|f| people.iter().all(|other| other.person.id != f.person.id)));
        }
        people
    }
}

/// The entry of a price; none where the site has no such rule on that day.
pub(super) fn entry<'f, 'a>(facts: &'f Facts<'a>, rule: &RuleName, date: Date, price: i64) -> Option<Entry<'f, 'a>> {
    let of_kind = |kind| facts.given.site.roster.pairs.iter().filter(move |pair| pair.kind == kind);
    if rule.kind == RuleKind::Apart {
        let pair = of_kind(PairKind::Apart).find(|pair| pair.name == rule.name)?;
        let people = facts.paired(pair);
        let working = people.iter().filter(|f| facts.works(f, date)).count();
        let home = people.into_iter().map(|f| (f, price)).collect();
        return (working > 1).then_some(Entry { home, allowed: price });
    }
    for pair in of_kind(PairKind::Together) {
        let people = facts.paired(pair);
        for one in &people {
            for other in people.iter().filter(|other| other.person.id != one.person.id) {
                let is_it = rule.name == format!("{}: {}, {}", pair.name, one.person.id, other.person.id);
                if is_it && facts.works(one, date) && facts.works(other, date) {
                    return Some(Entry { home: vec![(one, price), (other, -price)], allowed: 0 });
                }
            }
        }
    }
    None
}

/// Counts every pair on every day.
pub(super) fn check(facts: &Facts, places: &Places, findings: &mut Vec<Finding>) {
    for pair in &facts.given.site.roster.pairs {
        let people = facts.paired(pair);
        for date in facts.judged() {
            let at = |place| -> Vec<&str> {
                let there = people.iter().filter(|f| facts.works(f, date) && places.at(&f.person.id, date) == Some(place));
                there.map(|f| f.name.as_str()).collect()
            };
            let (home, office) = (at(Place::Home), at(Place::Office));
            let (page, en, de) = match pair.kind {
                PairKind::Together if !home.is_empty() && !office.is_empty() => {
                    let (home, office) = (home.join(", "), office.join(", "));
                    (
                        &codes::PAIR_IN_TWO_PLACES,
                        format!("at home {home}, in the office {office}; they are to be in the same place"),
                        format!("zu Hause {home}, im Büro {office}; sie sollen am selben Ort sein"),
                    )
                }
                PairKind::Apart if home.len() > 1 => {
                    let home = home.join(", ");
                    (
                        &codes::PAIR_BOTH_AT_HOME,
                        format!("at home on the same day: {home}; one of them may be"),
                        format!("am selben Tag zu Hause: {home}; eine der Personen darf es sein"),
                    )
                }
                _ => continue,
            };
            let (day, name) = (wording::day(date), &pair.name);
            let what = Words::new(format!("{}: `{name}`: {en}", day.en), format!("{}: `{name}`: {de}", day.de));
            let at = people.iter().find_map(|f| places.row(&f.person.id, date));
            findings.push(page.finding(at, what).about(name.as_str()));
        }
    }
}
