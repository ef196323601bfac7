//! What is checked: places by person and date, from a roster document or from a file edited by hand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::facts::Facts;
use super::{proof, rules, slots, stated};
use crate::diag::{Finding, Place as At, Words};
use crate::domain::{PersonId, Place};
use crate::inventory::model::Inventory;
use crate::policy::keys::nearest_name;
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::Roster;

/// Places as some file says; days without an entry are simply not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    pub days: BTreeMap<PersonId, BTreeMap<Date, Place>>,
    /// Slots of the day as the file says; they cannot be changed there.
    pub slots: BTreeMap<PersonId, BTreeMap<Date, String>>,
    /// Where each place stands, for files that people edit.
    pub rows: Option<Rows>,
}

/// The lines or cells of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    pub lines: BTreeMap<PersonId, BTreeMap<Date, At>>,
}

impl Places {
    /// Of a roster document. Rows named twice and rows of another length are found by [`check_roster`].
    #[must_use]
    pub fn of(roster: &Roster) -> Self {
        let mut places = Self::default();
        for row in &roster.rows {
            let days = places.days.entry(row.person.clone()).or_default();
            days.extend(roster.days.iter().copied().zip(row.places.iter().copied()));
        }
        places
    }

    /// The same with the ids that people have, where a spreadsheet took the zeros before them away and only one person can be meant.
    #[must_use]
    pub fn with_ids_of(mut self, inventory: &Inventory) -> Self {
        let mut by_number: BTreeMap<&str, Vec<&PersonId>> = BTreeMap::new();
        for person in &inventory.persons {
            if let Some(number) = person.id.without_zeros() {
                by_number.entry(number).or_default().push(&person.id);
            }
        }
        let known: BTreeSet<&PersonId> = inventory.persons.iter().map(|person| &person.id).collect();
        let strange: Vec<PersonId> =
            self.days.keys().filter(|id| id.without_zeros().is_some() && !known.contains(id)).cloned().collect();
        for id in strange {
            let number = id.without_zeros().unwrap_or_default();
            let Some([right]) = by_number.get(number).map(Vec::as_slice) else { continue };
            let days = self.days.get(&id).cloned().unwrap_or_default();
            // Two rows for one day stay what they are: something is wrong with one of them.
            if self.days.get(*right).is_some_and(|theirs| days.keys().any(|day| theirs.contains_key(day))) {
                continue;
            }
            self.days.remove(&id);
            self.days.entry((*right).clone()).or_default().extend(days);
            if let Some(slots) = self.slots.remove(&id) {
                self.slots.insert((*right).clone(), slots);
            }
            if let Some(rows) = &mut self.rows
                && let Some(lines) = rows.lines.remove(&id)
            {
                rows.lines.entry((*right).clone()).or_default().extend(lines);
            }
        }
        self
    }

    /// Where a place stands.
    pub(super) fn row(&self, person: &PersonId, date: Date) -> Option<At> {
        let rows = self.rows.as_ref()?;
        rows.lines.get(person)?.get(&date).cloned()
    }

    fn first_row(&self, person: &PersonId) -> Option<At> {
        let rows = self.rows.as_ref()?;
        rows.lines.get(person)?.values().min_by_key(|at| at.line()).cloned()
    }

    pub(super) fn at(&self, person: &PersonId, date: Date) -> Option<Place> {
        self.days.get(person)?.get(&date).copied()
    }
}

/// Every rule by counting; an empty list means that every rule holds.
#[must_use]
pub fn check_places(given: &Given<'_>, places: &Places) -> Vec<Finding> {
    let facts = Facts::read(*given);
    let (meant, mut findings) = misspelt(&facts, places);
    findings.extend(days_and_people(&facts, &meant));
    rules::check(&facts, &meant, &mut findings);
    findings.extend(slots::edited(&facts, &meant));
    findings
}

/// Rows under an id that nobody has, where exactly one person lacks these days: told once and counted as theirs, so that a slip of the
/// pen is not also nineteen days without a place.
fn misspelt(facts: &Facts, places: &Places) -> (Places, Vec<Finding>) {
    let mut meant = places.clone();
    let mut findings = Vec::new();
    let unknown: Vec<&PersonId> = places.days.keys().filter(|id| !facts.people.contains_key(id)).collect();
    for wrong in unknown {
        let days = &places.days[wrong];
        let lacks = |id: &PersonId| {
            let has = meant.days.get(id);
            let free = |day: &Date| has.is_none_or(|has| !has.contains_key(day));
            days.keys().all(free) && facts.people.get(id).is_some_and(|f| days.keys().any(|day| facts.works(f, *day)))
        };
        let candidates: Vec<&PersonId> = facts.people.keys().copied().filter(|id| lacks(id)).collect();
        let near = nearest_name(wrong.as_str(), candidates.iter().map(|id| id.as_str()));
        let right = match candidates.as_slice() {
            [only] => Some(*only),
            several => several.iter().copied().find(|id| Some(id.as_str()) == near),
        };
        let Some(right) = right else { continue };
        let (n, name) = (days.len(), &facts.people[right].name);
        let what = if n == 1 {
            Words::new(
                format!("`{wrong}` is not in the inventory; its day is counted for `{right}` ({name}), who has none"),
                format!("`{wrong}` steht nicht im Inventar; der Tag zählt für `{right}` ({name}), wo er fehlt"),
            )
        } else {
            Words::new(
                format!(
                    "`{wrong}` is not in the inventory; its {n} days are counted for `{right}` ({name}), who has none of them"
                ),
                format!("`{wrong}` steht nicht im Inventar; die {n} Tage zählen für `{right}` ({name}), wo sie fehlen"),
            )
        };
        let todo = Words::new(format!("write `{right}`"), format!("`{right}` schreiben"));
        findings.push(codes::UNKNOWN_PERSON.finding(places.first_row(wrong), what).about(wrong.as_str()).todo(todo));
        let (right, wrong) = (right.clone(), wrong.clone());
        if let Some(days) = meant.days.remove(&wrong) {
            meant.days.entry(right.clone()).or_default().extend(days);
        }
        if let Some(rows) = &mut meant.rows
            && let Some(lines) = rows.lines.remove(&wrong)
        {
            rows.lines.entry(right).or_default().extend(lines);
        }
    }
    (meant, findings)
}

/// [`check_places`], and that days, cost, bound and all else it states are what the document says.
#[must_use]
pub fn check_roster(given: &Given<'_>, roster: &Roster) -> Vec<Finding> {
    let places = Places::of(roster);
    let facts = Facts::of_roster(*given, roster);
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &roster.rows {
        if !seen.insert(&row.person) {
            findings.push(unknown_person(None, &row.person, "is named twice", "steht zweimal da"));
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
    stated::check(&facts, &places, roster, &mut findings);
    rules::check(&facts, &places, &mut findings);
    findings.extend(proof::prove_facts(&facts, &places, roster).findings);
    findings
}

fn unknown_person(place: Option<At>, person: &PersonId, en: &str, de: &str) -> Finding {
    codes::UNKNOWN_PERSON
        .finding(place, Words::new(format!("`{person}` {en}"), format!("`{person}` {de}")))
        .about(person.as_str())
}

/// Nobody too many, no day outside the horizon.
fn days_and_people(facts: &Facts, places: &Places) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut outside = BTreeSet::new();
    for (person, days) in &places.days {
        if !facts.people.contains_key(person) {
            let place = places.first_row(person);
            findings.push(unknown_person(place, person, "is not in the inventory", "steht nicht im Inventar"));
        }
        outside.extend(days.keys().filter(|d| !facts.days.contains(d)));
    }
    let planned: BTreeSet<&Date> = places.days.values().flat_map(BTreeMap::keys).collect();
    let missing: Vec<&Date> = facts.days.iter().filter(|d| !planned.contains(d)).collect();
    let mut say = |dates: Vec<&Date>, [en, de, one_en, one_de]: [&str; 4]| {
        let what = match dates.as_slice() {
            [] => return,
            [day] => Words::new(format!("{day} {one_en}"), format!("der {day} {one_de}")),
            [first, ..] => {
                let n = dates.len();
                Words::new(format!("{n} days {en}, the first is {first}"), format!("{n} Tage {de}, der erste ist {first}"))
            }
        };
        findings.push(codes::OTHER_DAYS.finding(None, what));
    };
    say(
        outside.into_iter().collect(),
        [
            "lie outside the planning period",
            "liegen außerhalb des Planungszeitraums",
            "lies outside the planning period",
            "liegt außerhalb des Planungszeitraums",
        ],
    );
    say(
        missing,
        [
            "of the planning period are missing",
            "des Planungszeitraums fehlen",
            "of the planning period is missing",
            "des Planungszeitraums fehlt",
        ],
    );
    findings
}
