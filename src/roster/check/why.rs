//! Why somebody is where the roster has them: what would come of the other place.
//!
//! Nothing of how the roster was found is asked. The one place is changed, and every rule and the cost are counted again: where a rule breaks
//! then, it is the reason; where none does, the reason is what the other place would cost. So the answer is true of any roster, also of
//! one that was edited by hand. It is about this one change; a roster with many changes may be as good.

use std::collections::BTreeMap;
use std::ops::Add as _;

use jiff::civil::Date;

use super::cost::{Parts, person_cost, targets};
use super::facts::{Choice, Facts, PersonFacts};
use super::places::Places;
use super::rules;
use crate::diag::Finding;
use crate::domain::{PersonId, Place};
use crate::policy::site::Slot;
use crate::roster::given::Given;

/// People asked whether they could trade: more than that nobody reads.
const TRADES: usize = 40;

/// A person, a day, where the roster has them, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub person: PersonId,
    pub name: String,
    pub day: Date,
    pub place: Place,
    /// The slot of the day and its hours, for whoever has one.
    pub slot: Option<(String, String)>,
    pub reason: Reason,
    /// Who could be there instead, the cheapest first; where a rule keeps the person there, or where it costs less.
    pub trades: Vec<Trade>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The day has passed, or an earlier run kept it: no rule is counted there.
    Past,
    /// The person does not work that day, or nobody does.
    Off,
    /// The staff list says always at home.
    AlwaysHome,
    /// The staff list says never at home.
    NeverHome,
    /// No softphone that is ready.
    NoSoftphone,
    /// A list under `roster.own_days` wants the person here.
    OwnDay,
    /// The turn of the person's team in this cohort.
    Turn(String),
    /// The other place would break these rules.
    Rules(Vec<Finding>),
    /// The other place breaks none and would cost so much more, or less.
    Cost(Parts),
}

/// Somebody of the same department who is in the other place that day: both change, and no rule breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trade {
    pub person: PersonId,
    pub name: String,
    /// What the roster would cost more.
    pub more: i64,
}

/// For these days of a person of the inventory, as far as they are in the roster.
#[must_use]
pub fn why(given: &Given<'_>, places: &Places, person: &PersonId, days: &[Date]) -> Vec<Cell> {
    let facts = Facts::read(*given);
    let Some(who) = facts.people.get(person) else { return Vec::new() };
    let question = Question { facts: &facts, places, before: broken(&facts, places), targets: targets(&facts), who };
    days.iter().filter(|day| facts.days.contains(day)).map(|day| question.cell(*day)).collect()
}

fn broken(facts: &Facts, places: &Places) -> Vec<Finding> {
    let mut findings = Vec::new();
    rules::check(facts, places, &mut findings);
    findings
}

fn other(place: Place) -> Place {
    match place {
        Place::Home => Place::Office,
        Place::Office => Place::Home,
        Place::Off => Place::Off,
    }
}

struct Question<'a> {
    facts: &'a Facts<'a>,
    places: &'a Places,
    /// What is broken as it is: no reason for anything.
    before: Vec<Finding>,
    /// The fair number of home days of everybody.
    targets: BTreeMap<&'a PersonId, i64>,
    who: &'a PersonFacts<'a>,
}

impl Question<'_> {
    fn cell(&self, day: Date) -> Cell {
        let id = &self.who.person.id;
        let place = self.places.at(id, day).unwrap_or(Place::Off);
        let slot = self.facts.slot(self.who, day).filter(|_| place != Place::Off).map(|name| {
            let hours = self.facts.shift(self.who).and_then(|shift| shift.slot(name)).map(Slot::hours);
            (name.to_owned(), hours.unwrap_or_default())
        });
        let cell = |reason| Cell {
            person: id.clone(),
            name: self.who.name.clone(),
            day,
            place,
            slot: slot.clone(),
            reason,
            trades: Vec::new(),
        };
        if self.facts.is_past(day) {
            return cell(Reason::Past);
        }
        if place == Place::Off || !self.facts.works(self.who, day) {
            return cell(Reason::Off);
        }
        match self.who.choice {
            Choice::AlwaysHome => return cell(Reason::AlwaysHome),
            Choice::NeverHome => return cell(Reason::NeverHome),
            Choice::NoSoftphone => return cell(Reason::NoSoftphone),
            Choice::Open if self.facts.appointed(self.who, day) == Some(place) => return cell(self.appointed(day)),
            Choice::Open => {}
        }
        let mut changed = self.places.clone();
        turn(&mut changed, id, day);
        let broken = self.newly_broken(&changed);
        let reason = if broken.is_empty() { Reason::Cost(self.more(&changed, &[id])) } else { Reason::Rules(broken) };
        // Where the other place is as good or better, nobody needs to trade.
        let wants = !matches!(reason, Reason::Cost(more) if more.total() <= 0);
        Cell { trades: if wants { self.trades(&changed, day, place) } else { Vec::new() }, ..cell(reason) }
    }

    /// An appointment, or else the turn.
    fn appointed(&self, day: Date) -> Reason {
        let turn = self.facts.team_of.get(&self.who.person.id).filter(|_| self.who.own_day(day).is_none());
        turn.map_or(Reason::OwnDay, |(c, _)| Reason::Turn(self.facts.given.site.roster.cohorts[*c].name.clone()))
    }

    fn newly_broken(&self, changed: &Places) -> Vec<Finding> {
        broken(self.facts, changed).into_iter().filter(|finding| !self.before.contains(finding)).collect()
    }

    /// What the places of these people cost more than now.
    fn more(&self, changed: &Places, people: &[&PersonId]) -> Parts {
        let of = |places: &Places| {
            let parts = people.iter().filter_map(|id| {
                let person = self.facts.people.get(id)?;
                Some(person_cost(self.facts, person, *self.targets.get(id)?, |date| places.at(id, date)))
            });
            parts.fold(Parts::default(), Parts::add)
        };
        of(changed) - of(self.places)
    }

    fn trades(&self, changed: &Places, day: Date, place: Place) -> Vec<Trade> {
        let mine = self.who.person.department.as_ref().map(|department| &department.value);
        let could = |id: &PersonId, other_one: &PersonFacts| {
            *id != self.who.person.id
                && other_one.choice == Choice::Open
                && self.facts.appointed(other_one, day).is_none()
                && other_one.person.department.as_ref().map(|department| &department.value) == mine
                && self.places.at(id, day) == Some(other(place))
        };
        let candidates = self.facts.people.iter().filter(|(id, person)| could(id, person)).take(TRADES);
        let mut trades: Vec<Trade> = candidates
            .filter_map(|(id, person)| {
                let mut both = changed.clone();
                turn(&mut both, id, day);
                let more = self.more(&both, &[&self.who.person.id, id]).total();
                let holds = self.newly_broken(&both).is_empty();
                holds.then(|| Trade { person: (*id).clone(), name: person.name.clone(), more })
            })
            .collect();
        trades.sort_by(|a, b| (a.more, &a.person).cmp(&(b.more, &b.person)));
        trades
    }
}

fn turn(places: &mut Places, person: &PersonId, day: Date) {
    if let Some(place) = places.days.get_mut(person).and_then(|days| days.get_mut(&day)) {
        *place = other(*place);
    }
}
