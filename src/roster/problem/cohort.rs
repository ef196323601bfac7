//! Teams that come in turns: so many days in the office, so many away.
//!
//! The turns follow from the dates alone, so a cohort leaves nothing to decide: it fixes the places of its people like appointments of their
//! own, which go before it. What is left to say is who cannot stay away.

use jiff::civil::Date;

use super::build::{SITE_FILE, escaped, unknown_group};
use super::own::OwnWeek;
use super::{Problem, Why, groups};
use crate::diag::{Finding, Place, Words};
use crate::policy::site::Cohort;
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::wording;

/// Which team of which cohort each person belongs to.
pub(super) struct Teams(Vec<Option<(usize, usize)>>);

impl Teams {
    /// Names that lead to nobody and people of two teams are findings.
    pub fn read(given: &Given<'_>, findings: &mut Vec<Finding>) -> Self {
        let persons = &given.inventory.persons;
        let mut of: Vec<Option<(usize, usize)>> = vec![None; persons.len()];
        let cohorts = &given.site.roster.cohorts;
        for (c, cohort) in cohorts.iter().enumerate().filter(|_| !persons.is_empty()) {
            for (t, members) in cohort.teams.iter().enumerate() {
                let members = groups::members(&cohort.name, members, given.inventory).unwrap_or_else(|unknown| {
                    let at = format!("cohorts/{}/teams/{t}", escaped(&cohort.name));
                    findings.push(unknown_group(&at, &cohort.name, unknown));
                    Vec::new()
                });
                for p in members {
                    let slot = &mut of[p as usize];
                    if let Some((other, team)) = slot.filter(|other| *other != (c, t)) {
                        findings.push(twice(persons[p as usize].listed_name(), (cohorts, c, t), (other, team)));
                    }
                    *slot = Some((c, t));
                }
            }
        }
        Self(of)
    }

    /// What the turns say of a person's week, as far as the person has no day of their own.
    pub fn add(&self, given: &Given<'_>, p: usize, week: &[Date], own: &mut OwnWeek) {
        let Some((c, t)) = self.0[p] else { return };
        let cohort = &given.site.roster.cohorts[c];
        let taken = own.absent | own.home | own.office;
        for (bit, day) in week.iter().enumerate().filter(|(bit, _)| taken >> bit & 1 == 0) {
            let place = if is_in(cohort, given.site.roster.from, t, *day) { &mut own.office } else { &mut own.home };
            *place |= 1 << bit;
        }
    }

    /// The cohort of each person, for messages.
    pub fn names(&self, given: &Given<'_>) -> Vec<Option<String>> {
        self.0.iter().map(|of| of.map(|(c, _)| given.site.roster.cohorts[c].name.clone())).collect()
    }

    /// Who has to come on a day of another team, where the teams shall not meet.
    pub fn cannot_stay_away(&self, given: &Given<'_>, problem: &Problem) -> Vec<Finding> {
        let rules = &given.site.roster;
        let mut findings = Vec::new();
        for (c, cohort) in rules.cohorts.iter().enumerate().filter(|(_, cohort)| cohort.apart) {
            let mut list: Vec<Words> = Vec::new();
            for (p, of) in self.0.iter().enumerate() {
                let Some((_, mine)) = of.filter(|(other, _)| *other == c) else { continue };
                let of_others = |day: Date| (0..cohort.teams.len()).any(|t| t != mine && is_in(cohort, rules.from, t, day));
                let meets = (0..problem.days()).find(|&d| {
                    let day = problem.dates[d];
                    let is_ahead = given.from.is_none_or(|from| day >= from);
                    is_ahead && problem.is_worked(p, d) && problem.is_fixed_office(p, d) && of_others(day)
                });
                let Some(day) = meets else { continue };
                let (name, when) = (&problem.people[p].name, wording::day(problem.dates[day]));
                let (en, de) = match problem.people[p].why {
                    Why::Unsuitable => ("never at home", "nie zu Hause"),
                    Why::NotReady => ("softphone not ready", "Softphone nicht bereit"),
                    _ => ("own day in the office", "eigener Bürotag"),
                };
                list.push(Words::new(format!("{name} ({en}, {})", when.en), format!("{name} ({de}, {})", when.de)));
            }
            if list.is_empty() {
                continue;
            }
            const NAMED: usize = 6;
            let (n, name) = (list.len(), &cohort.name);
            let join = |pick: fn(&Words) -> &str| -> String {
                let named: Vec<&str> = list.iter().take(NAMED).map(pick).collect();
                named.join("; ") + if n > NAMED { "; …" } else { "" }
            };
            let (en, de) = (join(|words| &words.en), join(|words| &words.de));
            let at = Place::within(SITE_FILE, &format!("/roster/cohorts/{}", escaped(name)));
            let what = Words::new(
                format!("cohort `{name}`: {n} people must be in the office on days of another team: {en}"),
                format!("Kohorte `{name}`: {n} Personen müssen an Tagen eines anderen Teams ins Büro: {de}"),
            );
            let todo = Words::new(
                "mend their softphones, move them to another team, or write `apart: false`",
                "ihre Softphones in Ordnung bringen, sie in ein anderes Team nehmen oder `apart: false` schreiben",
            );
            findings.push(codes::COHORT_MUST_COME.finding(Some(at), what).about(name.as_str()).todo(todo));
        }
        findings
    }
}

fn twice(who: String, (cohorts, c, t): (&[Cohort], usize, usize), (other, team): (usize, usize)) -> Finding {
    let (name, first) = (&cohorts[c].name, &cohorts[other].name);
    let at = Place::within(SITE_FILE, &format!("/roster/cohorts/{}/teams/{t}", escaped(name)));
    let (t, team) = (t + 1, team + 1);
    let what = Words::new(
        format!("{who} is in team {t} of cohort `{name}` and in team {team} of `{first}`"),
        format!("{who} gehört zu Team {t} der Kohorte `{name}` und zu Team {team} von `{first}`"),
    );
    let todo = Words::new("take the person out of one of them", "die Person aus einem der beiden nehmen");
    codes::IN_TWO_TEAMS.finding(Some(at), what).about(name.as_str()).todo(todo)
}

/// Whether a team of a cohort is in the office on this day: turns count working days, Monday to Friday, from the cohort's first day or the
/// roster's, and the teams begin evenly spread over the cycle.
fn is_in(cohort: &Cohort, start: Date, team: usize, day: Date) -> bool {
    let weekdays = |date: Date| {
        let monday_zero = i64::from(date.weekday().to_monday_zero_offset());
        let days = date.duration_since(jiff::civil::date(2000, 1, 3)).as_hours() / 24;
        (days - monday_zero) / 7 * 5 + monday_zero.min(4)
    };
    let cycle = i64::from(cohort.days_in + cohort.days_away);
    let shift = cycle / cohort.teams.len().max(1) as i64 * team as i64;
    let at = weekdays(day) - weekdays(cohort.from.unwrap_or(start)) - shift;
    at.rem_euclid(cycle) < i64::from(cohort.days_in)
}
