//! What a roster document says beside places, cost and bound: its days, the site, the holidays, how fair it is.
//!
//! Dates are compared with the checker's own calendar. Only the names of holidays come from [`calendar`](crate::domain::calendar): no
//! rule depends on them, but they are printed.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cost::targets;
use super::facts::{Choice, Facts};
use super::places::Places;
use super::shares;
use crate::diag::{Finding, Words};
use crate::domain::Place;
use crate::domain::calendar::{Land, in_year};
use crate::roster::codes;
use crate::roster::model::{Fairness, Roster};
use crate::roster::wording;

/// Half a unit of the third decimal, and a little for the order of sums.
const ROUNDING: f64 = 0.000_51;

pub(super) fn check(facts: &Facts, places: &Places, roster: &Roster, findings: &mut Vec<Finding>) {
    findings.extend(days(facts, roster));
    findings.extend(past(facts, roster));
    let name = &facts.given.site.name;
    if roster.site != *name {
        findings.push(differs(Words::new(
            format!("the roster is of site `{}`, this site is `{name}`", roster.site),
            format!("der Dienstplan gehört zum Standort `{}`, dieser heißt `{name}`", roster.site),
        )));
    }
    findings.extend(holidays(facts, roster));
    findings.extend(owed(facts, places, roster));
    findings.extend(team_days(facts, roster));
    let counted = fairness(facts, places);
    let stated = &roster.fairness;
    let apart = |a: f64, b: f64| (a - b).abs() > ROUNDING || a.is_nan();
    if (stated.people, stated.below_80) != (counted.people, counted.below_80)
        || apart(stated.min, counted.min)
        || apart(stated.median, counted.median)
        || apart(stated.max, counted.max)
        || apart(stated.jain, counted.jain)
    {
        let line = |f: &Fairness| format!("{}/{:.3}/{:.3}/{:.3}/{:.3}/{}", f.people, f.min, f.median, f.max, f.jain, f.below_80);
        let (stated, counted) = (line(stated), line(&counted));
        findings.push(differs(Words::new(
            format!("the roster states a fairness of {stated} (people, least, median, most, Jain index, below 80 %), counted is {counted}"),
            format!(
                "der Dienstplan nennt die Fairness {stated} (Personen, mindestens, Median, höchstens, Jain-Index, unter 80 %), gezählt ist {counted}"
            ),
        )));
    }
}

/// What is carried to the next period, counted for everybody who has a choice.
fn owed(facts: &Facts, places: &Places, roster: &Roster) -> Option<Finding> {
    let targets = targets(facts);
    let counted = facts.given.site.roster.carry.as_ref().map(|_| {
        let mut owed = BTreeMap::new();
        for (&id, _) in facts.people.iter().filter(|(_, person)| person.choice == Choice::Open) {
            let had = facts.days.iter().filter(|day| places.at(id, **day) == Some(Place::Home)).count() as i64;
            let short = (targets[id] - had).clamp(-5, 5);
            if short != 0 {
                owed.insert(id.clone(), short);
            }
        }
        owed
    });
    (counted != roster.owed).then(|| {
        differs(Words::new(
            "the roster carries other debts to the next period than counting gives",
            "der Dienstplan überträgt andere Tage in den nächsten Zeitraum, als die Zählung ergibt",
        ))
    })
}

/// The first department whose team day is another one than the site file and the staff give.
fn team_days(facts: &Facts, roster: &Roster) -> Option<Finding> {
    let counted = facts.team_days();
    let names = counted.keys().copied().chain(roster.team_days.keys());
    let (name, stated, counted) = names
        .map(|name| (name, roster.team_days.get(name).copied(), counted.get(name).copied()))
        .filter(|(_, stated, counted)| stated != counted)
        .min()?;
    let day = |day: Option<u8>| day.map_or_else(|| Words::new("none", "keinen"), wording::weekdays);
    let (stated, counted) = (day(stated), day(counted));
    Some(differs(Words::new(
        format!(
            "the roster states as team day of department `{name}` {}, the site file and the staff give {}",
            stated.en, counted.en
        ),
        format!(
            "der Dienstplan nennt als Teamtag der Abteilung `{name}` {}, Standortdatei und Personal ergeben {}",
            stated.de, counted.de
        ),
    )))
}

fn differs(what: Words) -> Finding {
    codes::STATEMENT_DIFFERS.finding(None, what)
}

/// A roster of which every day had passed says nothing; one of which none had needs no such day.
fn past(facts: &Facts, roster: &Roster) -> Option<Finding> {
    let from = roster.from?;
    (!facts.days.iter().any(|day| *day >= from)).then(|| {
        differs(Words::new(
            format!("the roster states that all its days had passed before {from}, so that no rule counts"),
            format!("der Dienstplan gibt an, alle seine Tage seien vor dem {from} vergangen, sodass keine Regel zählt"),
        ))
    })
}

/// The working days of the period, each once and in order: every reader of the document counts on it.
fn days(facts: &Facts, roster: &Roster) -> Option<Finding> {
    if roster.days == facts.days {
        return None;
    }
    let (is, should) = (roster.days.len(), facts.days.len());
    let first = (0..is.max(should)).find(|&i| roster.days.get(i) != facts.days.get(i)).unwrap_or_default();
    let at = |days: &[Date]| {
        days.get(first).map_or_else(|| Words::new("none", "keiner"), |d| Words::new(d.to_string(), d.to_string()))
    };
    let (there, expected, n) = (at(&roster.days), at(&facts.days), first + 1);
    Some(codes::OTHER_DAYS.finding(
        None,
        Words::new(
            format!("the roster lists {is} days, the period has {should}; day {n} is {}, expected {}", there.en, expected.en),
            format!(
                "der Dienstplan nennt {is} Tage, der Zeitraum hat {should}; Tag {n} ist {}, erwartet {}",
                there.de, expected.de
            ),
        ),
    ))
}

fn holidays(facts: &Facts, roster: &Roster) -> Option<Finding> {
    let off: Vec<Date> = facts.days.iter().copied().filter(|d| facts.days_off.contains(d)).collect();
    let stated: Vec<Date> = roster.holidays.iter().map(|(date, _)| *date).collect();
    if stated != off {
        let (is, should) = (list(&stated), list(&off));
        return Some(differs(Words::new(
            format!("the roster states the holidays {is}, the calendar has {should}"),
            format!("der Dienstplan nennt die Feiertage {is}, der Kalender hat {should}"),
        )));
    }
    let rules = &facts.given.site.roster;
    let land: Land = rules.land.parse().ok()?;
    let mut names: BTreeMap<Date, Words> = BTreeMap::new();
    let mut years: Vec<i16> = off.iter().map(|date| date.year()).collect();
    years.dedup();
    for year in years {
        names.extend(in_year(land, rules.assumption_day, year).into_iter().map(|holiday| (holiday.date, holiday.name)));
    }
    let day_off = Words::new("day off", "dienstfrei");
    let (date, name) = roster.holidays.iter().find(|(date, name)| name != names.get(date).unwrap_or(&day_off))?;
    let right = names.get(date).unwrap_or(&day_off);
    Some(differs(Words::new(
        format!("the roster calls {date} `{}`, it is `{}`", name.en, right.en),
        format!("der Dienstplan nennt den {date} `{}`, er heißt `{}`", name.de, right.de),
    )))
}

fn list(dates: &[Date]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = dates.iter().take(SHOWN).map(ToString::to_string).collect();
    if dates.len() > SHOWN {
        words.push("…".to_owned());
    }
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

/// Home days ÷ fair share of everybody who has a choice and a share.
fn fairness(facts: &Facts, places: &Places) -> Fairness {
    shares::spread(shares::ratios(facts, places).into_iter().map(|(_, ratio)| ratio).collect())
}
