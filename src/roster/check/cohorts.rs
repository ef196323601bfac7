//! Whose turn it is, by counting days one after the other, and whether teams meet.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates;
use super::facts::{Facts, PersonFacts};
use super::places::Places;
use crate::diag::{Finding, Words};
use crate::domain::{PersonId, Place};
use crate::policy::site::Cohort;
use crate::roster::{codes, wording};

/// For each cohort and team, the days on which it comes.
pub(super) type Turns = Vec<Vec<Vec<Date>>>;

/// The turns within these days, counted out from the first day of the cycle.
pub(super) fn turns(cohorts: &[Cohort], start: Date, days: &[Date]) -> Turns {
    let of_cohort = |cohort: &Cohort| {
        let cycle = (cohort.days_in + cohort.days_away) as usize;
        let teams = cohort.teams.len();
        let first = cohort.from.unwrap_or(start);
        let mut of_teams = vec![Vec::new(); teams];
        for &day in days {
            let gone = position(first, day, cycle);
            for (team, of_team) in of_teams.iter_mut().enumerate() {
                let begins = cycle / teams * team;
                // Days since this team's turn began.
                let since = (gone + cycle - begins) % cycle;
                if since < cohort.days_in as usize {
                    of_team.push(day);
                }
            }
        }
        of_teams
    };
    cohorts.iter().map(of_cohort).collect()
}

/// The place of a day in a cycle that begins on `first`, counted day by day.
fn position(first: Date, day: Date, cycle: usize) -> usize {
    let is_weekday = |date: Date| dates::weekday(date) <= 5;
    let (mut at, mut place) = (first.min(day), 0usize);
    let end = first.max(day);
    while at < end {
        place += usize::from(is_weekday(at));
        let Ok(next) = at.tomorrow() else { break };
        at = next;
    }
    if day >= first { place % cycle } else { (cycle - place % cycle) % cycle }
}

impl<'a> Facts<'a> {
    /// The cohort that a person belongs to, and the team.
    pub(super) fn teams(&self) -> BTreeMap<&'a PersonId, (usize, usize)> {
        let mut of = BTreeMap::new();
        for (c, cohort) in self.given.site.roster.cohorts.iter().enumerate() {
            for (t, members) in cohort.teams.iter().enumerate() {
                of.extend(self.people.iter().filter(|(_, f)| self.belongs(f, members)).map(|(id, _)| (*id, (c, t))));
            }
        }
        of
    }

    /// Where the turns want a person.
    pub(super) fn turn(&self, person: &PersonFacts, date: Date) -> Option<Place> {
        let (c, t) = self.team_of.get(&person.person.id)?;
        Some(if self.turns[*c][*t].contains(&date) { Place::Office } else { Place::Home })
    }
}

/// Days on which people of two teams are in the office that shall not meet.
pub(super) fn check(facts: &Facts, places: &Places, findings: &mut Vec<Finding>) {
    for (c, cohort) in facts.given.site.roster.cohorts.iter().enumerate().filter(|(_, cohort)| cohort.apart) {
        for date in facts.judged() {
            let there = facts.team_of.iter().filter(|(id, (other, _))| *other == c && places.at(id, date) == Some(Place::Office));
            let there: Vec<(usize, &PersonFacts)> =
                there.filter_map(|(id, (_, team))| Some((*team, facts.people.get(id)?))).collect();
            let Some((first, one)) = there.first() else { continue };
            let Some((_, other)) = there.iter().find(|(team, _)| team != first) else { continue };
            let (name, day) = (&cohort.name, wording::day(date));
            let (one, other) = (&one.name, &other.name);
            let what = Words::new(
                format!("{}: cohort `{name}`: {one} and {other} of two teams are in the office", day.en),
                format!("{}: Kohorte `{name}`: {one} und {other} aus zwei Teams sind im Büro", day.de),
            );
            findings.push(codes::COHORTS_MEET.finding(None, what).about(name.as_str()));
        }
    }
}
