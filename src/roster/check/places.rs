//! What is checked: places by person and date, from a roster document or from a file edited by hand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::facts::Facts;
use super::{certify, cost, rules};
use crate::diag::{Finding, Words};
use crate::domain::{PersonId, Place};
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::Roster;

/// Places as some file says; days without an entry are simply not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places(pub BTreeMap<PersonId, BTreeMap<Date, Place>>);

impl Places {
    /// Of a roster document. Rows named twice and rows of another length are found by [`check_roster`].
    #[must_use]
    pub fn of(roster: &Roster) -> Self {
        let mut places = Self::default();
        for row in &roster.rows {
            let days = places.0.entry(row.person.clone()).or_default();
            days.extend(roster.days.iter().copied().zip(row.places.iter().copied()));
        }
        places
    }

    pub(super) fn at(&self, person: &PersonId, date: Date) -> Option<Place> {
        self.0.get(person)?.get(&date).copied()
    }
}

/// Every rule by counting; an empty list means that every rule holds.
#[must_use]
pub fn check_places(given: &Given<'_>, places: &Places) -> Vec<Finding> {
    let facts = Facts::read(*given);
    let mut findings = days_and_people(&facts, places);
    rules::check(&facts, places, &mut findings);
    findings
}

/// [`check_places`], and that cost and bound are what the document says.
#[must_use]
pub fn check_roster(given: &Given<'_>, roster: &Roster) -> Vec<Finding> {
    let places = Places::of(roster);
    let facts = Facts::read(*given);
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &roster.rows {
        if !seen.insert(&row.person) {
            findings.push(unknown_person(&row.person, "is named twice", "steht zweimal da"));
        }
        if row.places.len() != roster.days.len() {
            let (is, should) = (row.places.len(), roster.days.len());
            findings.push(
                codes::OTHER_DAYS
                    .finding(
                        None,
                        Words::new(
                            format!("`{}` has {is} places for {should} days", row.person),
                            format!("`{}` hat {is} Orte für {should} Tage", row.person),
                        ),
                    )
                    .about(row.person.as_str()),
            );
        }
    }
    findings.extend(days_and_people(&facts, &places));
    rules::check(&facts, &places, &mut findings);
    let cost = cost::cost(&facts, &places);
    if cost != roster.cost {
        findings.push(codes::COST_DIFFERS.finding(
            None,
            Words::new(
                format!("the roster states a cost of {}, counted are {cost}", roster.cost),
                format!("der Dienstplan nennt Kosten von {}, gezählt sind {cost}", roster.cost),
            ),
        ));
    }
    match certify::certified_bound(&facts, &roster.certificate) {
        Ok(bound) if bound == roster.bound => {}
        Ok(bound) => findings.push(codes::BOUND_NOT_PROVEN.finding(
            None,
            Words::new(
                format!("the roster states a bound of {}, its prices prove {bound}", roster.bound),
                format!("der Dienstplan nennt eine Schranke von {}, seine Preise belegen {bound}", roster.bound),
            ),
        )),
        Err(what) => findings.push(codes::BOUND_NOT_PROVEN.finding(None, what)),
    }
    findings
}

fn unknown_person(person: &PersonId, en: &str, de: &str) -> Finding {
    codes::UNKNOWN_PERSON.finding(None, Words::new(format!("`{person}` {en}"), format!("`{person}` {de}"))).about(person.as_str())
}

/// Nobody too many, no day outside the horizon.
fn days_and_people(facts: &Facts, places: &Places) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut outside = BTreeSet::new();
    for (person, days) in &places.0 {
        if !facts.people.contains_key(person) {
            findings.push(unknown_person(person, "is not in the inventory", "steht nicht im Verzeichnis"));
        }
        outside.extend(days.keys().filter(|d| !facts.days.contains(d)));
    }
    let planned: BTreeSet<&Date> = places.0.values().flat_map(BTreeMap::keys).collect();
    let missing: Vec<&Date> = facts.days.iter().filter(|d| !planned.contains(d)).collect();
    let mut say = |dates: Vec<&Date>, en: &str, de: &str| {
        if let Some(first) = dates.first() {
            let n = dates.len();
            findings.push(codes::OTHER_DAYS.finding(
                None,
                Words::new(format!("{n} days {en}, the first is {first}"), format!("{n} Tage {de}, der erste ist {first}")),
            ));
        }
    };
    say(outside.into_iter().collect(), "lie outside the planning period", "liegen außerhalb des Planungszeitraums");
    say(missing, "of the planning period are missing", "des Planungszeitraums fehlen");
    findings
}
