//! The cost of a roster, counted from its definition (`docs/roster.md`).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates;
use super::facts::{Choice, Facts, PersonFacts};
use super::places::Places;
use super::quotas::Days;
use crate::domain::{PersonId, Place};

/// Wishes, fairness, stability, shape and team days of all people.
#[must_use]
pub fn cost(facts: &Facts, places: &Places) -> i64 {
    parts(facts, places).total()
}

/// The cost by goals.
#[must_use]
pub fn parts(facts: &Facts, places: &Places) -> Parts {
    let targets = targets(facts);
    (facts.people.iter())
        .map(|(id, person)| {
            let row = places.days.get(*id);
            person_cost(facts, person, targets[*id], |date| row?.get(&date).copied())
        })
        .fold(Parts::default(), |sum, part| sum + part)
}

/// What each goal adds to a cost, weights included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Parts {
    pub wish: i64,
    pub fairness: i64,
    pub stability: i64,
    pub shape: i64,
    pub team_day: i64,
}

impl Parts {
    #[must_use]
    pub fn total(self) -> i64 {
        self.wish + self.fairness + self.stability + self.shape + self.team_day
    }
}

impl std::ops::Add for Parts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            wish: self.wish + other.wish,
            fairness: self.fairness + other.fairness,
            stability: self.stability + other.stability,
            shape: self.shape + other.shape,
            team_day: self.team_day + other.team_day,
        }
    }
}

impl std::ops::Sub for Parts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            wish: self.wish - other.wish,
            fairness: self.fairness - other.fairness,
            stability: self.stability - other.stability,
            shape: self.shape - other.shape,
            team_day: self.team_day - other.team_day,
        }
    }
}

/// One person's part. `place` says where the person is.
pub(super) fn person_cost(facts: &Facts, person: &PersonFacts, target: i64, place: impl Fn(Date) -> Option<Place>) -> Parts {
    let goals = &facts.given.site.roster.goals;
    let mut cost = facts.weeks().fold(Parts::default(), |sum, week| sum + week_cost(facts, person, week, &place));
    for (before, date) in facts.days.iter().zip(facts.days.iter().skip(5)) {
        let differ = |one, other| one != other && one != Place::Off && other != Place::Off;
        if place(*before).zip(place(*date)).is_some_and(|(one, other)| differ(one, other)) {
            cost.stability += goals.stability;
        }
    }
    let home_days = facts.days.iter().filter(|date| place(**date) == Some(Place::Home)).count() as i64;
    cost.fairness = goals.fairness * (home_days - target) * (home_days - target);
    cost
}

/// What one week costs by itself.
pub(super) fn week_cost(facts: &Facts, person: &PersonFacts, week: &[Date], place: impl Fn(Date) -> Option<Place>) -> Parts {
    let goals = &facts.given.site.roster.goals;
    let mut cost = Parts::default();
    let mut last = None;
    for &date in week {
        let Some(here @ (Place::Home | Place::Office)) = place(date) else { continue };
        let at_home = here == Place::Home;
        if person.choice == Choice::Open {
            let weekday = dates::weekday(date);
            let missed = !at_home && person.person.wish_home.contains(&weekday);
            let unwanted = at_home && person.person.wish_office.contains(&weekday);
            cost.wish += goals.wish * (i64::from(missed) + i64::from(unwanted));
            let apart = at_home && facts.team_day(person) == Some(weekday);
            cost.team_day += goals.team_day * i64::from(apart);
        }
        if last.is_some_and(|other| other != here) {
            cost.shape += goals.shape;
        }
        last = Some(here);
    }
    cost
}

/// The fair number of home days of everybody.
pub(super) fn targets<'a>(facts: &Facts<'a>) -> BTreeMap<&'a PersonId, i64> {
    let rules = &facts.given.site.roster;
    let site_share = ((rules.weekly_share * 10_000.0).round() as i64) / 10;
    let busy: Vec<Date> = facts.days.iter().copied().filter(|d| facts.people.values().any(|f| facts.works(f, *d))).collect();
    let mut cap_shares = Vec::new();
    for cap in &rules.caps {
        // Seats of all slots; who has a slot of their own takes a seat, everybody else one in each, and twice that whose calls are sent on.
        let slots = cap.slots.len().max(1) as i64;
        let mut seats: i64 = slots * busy.iter().map(|day| i64::from(facts.most(cap, *day))).sum::<i64>();
        let mut open = 0;
        for person in facts.people.values().filter(|f| Facts::draws(f, cap.users)) {
            let count = |place| busy.iter().filter(|d| facts.appointed(person, **d) == Some(place)).count() as i64;
            let worked = busy.iter().filter(|d| facts.works(person, **d)).count() as i64;
            let takes = i64::from(Facts::takes(person, cap)) * if facts.has_own_slot(person, cap) { 1 } else { slots };
            match person.choice {
                Choice::AlwaysHome => seats -= takes * worked,
                Choice::Open => {
                    seats -= takes * count(Place::Home);
                    open += takes * (worked - count(Place::Home) - count(Place::Office));
                }
                Choice::NeverHome | Choice::NoSoftphone => {}
            }
        }
        cap_shares.push(seats.max(0) * 1000 / open.max(1) * 95 / 100);
    }
    let mut targets = BTreeMap::new();
    for (&id, person) in &facts.people {
        let worked = busy.iter().filter(|d| facts.works(person, **d)).count() as i64;
        let target = match person.choice {
            Choice::AlwaysHome => worked,
            Choice::NeverHome | Choice::NoSoftphone => 0,
            Choice::Open => {
                let mut share = site_share;
                for (cap, &of_cap) in rules.caps.iter().zip(&cap_shares) {
                    if Facts::draws(person, cap.users) {
                        share = share.min(of_cap);
                    }
                }
                let allowed: usize = facts
                    .weeks()
                    .map(|week| {
                        let (by_share, by_office) = facts.most_home_days(person, week);
                        by_share.min(by_office)
                    })
                    .sum();
                let count = |place| busy.iter().filter(|d| facts.appointed(person, **d) == Some(place)).count() as i64;
                let (at_home, in_office) = (count(Place::Home), count(Place::Office));
                let fair = (at_home + (share * (worked - at_home - in_office) + 500) / 1000).min(allowed as i64);
                // What the period before left over, as far as these weeks allow.
                let owed = facts.given.owed.get(id).copied().unwrap_or(0);
                (fair + owed).max(at_home).min(allowed as i64)
            }
        };
        let target = match facts.quota(person, Days::All) {
            Some((least, most, _)) => target.clamp(least as i64, i64::try_from(most).unwrap_or(i64::MAX)),
            None => target,
        };
        targets.insert(id, target);
    }
    targets
}
