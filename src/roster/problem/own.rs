//! Days of single people: absences take days of work away, appointments fix a place.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Problem, Why};
use crate::diag::{Finding, Words};
use crate::domain::PersonId;
use crate::inventory::own_days::{OwnDay, OwnDayKind};
use crate::roster::codes;
use crate::roster::given::Given;

/// One week of a person: bit 0 for Monday. The three have no bit in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OwnWeek {
    pub absent: u8,
    pub home: u8,
    pub office: u8,
}

/// Own days by person.
pub(super) struct Own<'a> {
    by_person: BTreeMap<&'a PersonId, Vec<&'a OwnDay>>,
}

impl<'a> Own<'a> {
    pub fn of(days: &'a [OwnDay]) -> Self {
        let mut by_person: BTreeMap<&PersonId, Vec<&OwnDay>> = BTreeMap::new();
        for day in days {
            by_person.entry(&day.person).or_default().push(day);
        }
        Self { by_person }
    }

    /// The week that these days are of; an absence goes before a place.
    pub fn week(&self, person: &PersonId, week: &[Date]) -> OwnWeek {
        let mut found = OwnWeek::default();
        for own in self.by_person.get(person).into_iter().flatten() {
            for (bit, _) in week.iter().enumerate().filter(|(_, day)| own.covers(**day)) {
                match own.what {
                    OwnDayKind::Absent => found.absent |= 1 << bit,
                    OwnDayKind::Home => found.home |= 1 << bit,
                    OwnDayKind::Office => found.office |= 1 << bit,
                }
            }
        }
        found.home &= !found.absent;
        found.office &= !(found.absent | found.home);
        found
    }
}

/// What of the lists has no effect: rows outside the horizon, counted, and places that the person cannot be in.
pub(super) fn remarks(given: &Given<'_>, problem: &Problem) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (Some(first), Some(last)) = (problem.dates.first(), problem.dates.last()) else { return findings };
    let elsewhere = given.own_days.iter().filter(|own| own.to < *first || own.from > *last).count();
    if elsewhere > 0 {
        let what = Words::new(
            format!("rows of own days outside the roster ({first} to {last}): {elsewhere}"),
            format!("Zeilen eigener Tage außerhalb des Dienstplans ({first} bis {last}): {elsewhere}"),
        );
        findings.push(codes::OWN_DAYS_ELSEWHERE.finding(None, what));
    }
    let who: BTreeMap<&PersonId, usize> = problem.people.iter().enumerate().map(|(p, who)| (&who.id, p)).collect();
    for own in given.own_days {
        let Some(&p) = who.get(&own.person) else { continue };
        let idle = match (own.what, problem.people[p].why) {
            (OwnDayKind::Home, Why::Unsuitable) => Words::new("may not work at home", "darf nicht zu Hause arbeiten"),
            (OwnDayKind::Home, Why::NotReady) => Words::new("has no softphone that is ready", "hat kein bereites Softphone"),
            (OwnDayKind::Office, Why::Always) => Words::new("is always at home", "ist immer zu Hause"),
            _ => continue,
        };
        let Some(day) = (0..problem.days()).find(|&day| own.covers(problem.dates[day]) && problem.is_worked(p, day)) else {
            continue;
        };
        let (name, date) = (&problem.people[p].name, problem.dates[day]);
        let (en, de) = match own.what {
            OwnDayKind::Home => ("at home", "zu Hause"),
            _ => ("in the office", "im Büro"),
        };
        findings.push(
            codes::OWN_DAY_IDLE
                .finding(
                    Some(own.at.clone()),
                    Words::new(
                        format!("{name} is wanted {en} from {date}, but {}", idle.en),
                        format!("{name} soll ab {date} {de} sein, aber {}", idle.de),
                    ),
                )
                .about(own.person.as_str())
                .todo(Words::new(
                    "remove the row, or mend the line or the staff list",
                    "die Zeile entfernen oder Anschluss oder Personalliste in Ordnung bringen",
                )),
        );
    }
    findings
}
