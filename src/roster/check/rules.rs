//! Every rule, tried by counting people.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::cohorts;
use super::facts::{Choice, Facts, PersonFacts};
use super::pairs;
use super::places::Places;
use super::quotas;
use super::slots;
use crate::diag::{CodePage, Finding, Words, counted};
use crate::domain::Place;
use crate::policy::site::Cap;
use crate::roster::{codes, wording};

pub(super) fn check(facts: &Facts, places: &Places, findings: &mut Vec<Finding>) {
    // Of a day that nobody has, a deleted column say, one finding tells.
    let has = |day: &Date| places.days.values().any(|days| days.contains_key(day));
    let there: BTreeSet<Date> = facts.judged().filter(has).collect();
    for person in facts.people.values() {
        cells(facts, places, &there, person, findings);
        weeks(facts, places, person, findings);
    }
    caps(facts, places, findings);
    rooms(facts, places, findings);
    minimums(facts, places, &there, findings);
    slots::stated(facts, findings);
    slots::minimums(facts, places, &there, findings);
    pairs::check(facts, places, findings);
    quotas::check(facts, places, findings);
    cohorts::check(facts, places, findings);
}

fn finding(page: &CodePage, subject: &str, date: Date, en: &str, de: &str) -> Finding {
    let day = wording::day(date);
    page.finding(None, Words::new(format!("{}: {en}", day.en), format!("{}: {de}", day.de))).about(subject)
}

/// Days off, missing days, people who may not be where they are.
fn cells(facts: &Facts, places: &Places, there: &BTreeSet<Date>, person: &PersonFacts, findings: &mut Vec<Finding>) {
    let (name, id) = (&person.name, &person.person.id);
    let mut missing = Vec::new();
    for date in facts.judged() {
        let place = places.at(id, date).unwrap_or(Place::Off);
        let mut say = |page: &CodePage, en: &str, de: &str| {
            let (en, de) = (format!("{name} {en}"), format!("{name} {de}"));
            findings.push(located(finding(page, id.as_str(), date, &en, &de), places.row(id, date)));
        };
        let missed = if person.own_day(date).is_some() { &codes::OWN_DAY_MISSED } else { &codes::TURN_MISSED };
        match (facts.works(person, date), place) {
            (false, Place::Off) => {}
            (false, _) => say(&codes::PLANNED_ON_DAY_OFF, "is planned but has the day off", "ist eingeplant, hat aber frei"),
            (true, Place::Off) if !there.contains(&date) => {}
            (true, Place::Off) => missing.push(date),
            (true, Place::Home) if facts.appointed(person, date) == Some(Place::Office) => {
                say(missed, "is at home, but has to be in the office", "ist zu Hause, muss aber im Büro sein");
            }
            (true, Place::Office) if facts.appointed(person, date) == Some(Place::Home) => {
                say(missed, "is in the office, but has to be at home", "ist im Büro, muss aber zu Hause sein");
            }
            (true, Place::Home) => match person.choice {
                Choice::NeverHome => say(
                    &codes::HOME_NOT_ALLOWED,
                    "is at home, but may not work there",
                    "ist zu Hause, darf dort aber nicht arbeiten",
                ),
                Choice::NoSoftphone => say(
                    &codes::HOME_NOT_ALLOWED,
                    "is at home, but has no softphone that is ready",
                    "ist zu Hause, hat aber kein bereites Softphone",
                ),
                Choice::Open | Choice::AlwaysHome => {}
            },
            (true, Place::Office) => {
                if person.choice == Choice::AlwaysHome {
                    say(
                        &codes::OFFICE_NOT_ALLOWED,
                        "is in the office, but is always at home",
                        "ist im Büro, ist aber immer zu Hause",
                    );
                }
            }
        }
    }
    // One finding for each person, however many days are missing.
    if let Some(&first) = missing.first() {
        let more = match missing.len() - 1 {
            0 => Words::new("", ""),
            1 => Words::new(", nor on one more day", ", ebenso an einem weiteren Tag"),
            n => Words::new(format!(", nor on {n} more days"), format!(", ebenso an {n} weiteren Tagen")),
        };
        let (en, de) =
            (format!("{name} works but has no place{}", more.en), format!("{name} arbeitet, hat aber keinen Ort{}", more.de));
        findings.push(located(finding(&codes::DAY_NOT_PLANNED, id.as_str(), first, &en, &de), places.row(id, first)));
    }
}

fn located(finding: Finding, place: Option<crate::diag::Place>) -> Finding {
    Finding { place, ..finding }
}

/// Weekly share and office days.
fn weeks(facts: &Facts, places: &Places, person: &PersonFacts, findings: &mut Vec<Finding>) {
    if person.choice == Choice::AlwaysHome {
        return;
    }
    for week in facts.weeks() {
        let worked = week.iter().filter(|d| facts.works(person, **d)).count();
        // Whoever is planned on a day off is told of that day, not of a week with too few days in the office.
        let at_home = |d: &&Date| places.at(&person.person.id, **d) == Some(Place::Home);
        let home = week.iter().filter(|d| facts.works(person, **d)).filter(at_home).count();
        if week.iter().all(|day| facts.is_past(*day)) {
            continue;
        }
        // Home days that have passed cannot be taken back, nor those that an appointment needs.
        let is_settled = |d: &&Date| {
            let is_past = facts.is_past(**d);
            let place = if is_past { places.at(&person.person.id, **d) } else { facts.appointed(person, **d) };
            place == Some(Place::Home) && facts.works(person, **d)
        };
        let settled = week.iter().filter(is_settled).count();
        let (by_share, by_office) = facts.most_by_rules(person, week);
        let (by_share, by_office) = (by_share.max(settled), by_office.max(settled));
        let name = &person.name;
        let when = wording::week(week[0]);
        let mut say = |page: &CodePage, en: String, de: String| {
            // The first home day of the week is where to start looking.
            let home = week.iter().find(|d| places.at(&person.person.id, **d) == Some(Place::Home));
            let place = home.and_then(|day| places.row(&person.person.id, *day));
            findings.push(
                page.finding(place, Words::new(format!("{}: {name} {en}", when.en), format!("{}: {name} {de}", when.de)))
                    .about(person.person.id.as_str()),
            );
        };
        if home > by_share {
            let (verb_en, verb_de) = if by_share == 1 { ("is", "ist") } else { ("are", "sind") };
            let days = if worked == 1 { "Arbeitstag" } else { "Arbeitstagen" };
            say(
                &codes::WEEKLY_SHARE_EXCEEDED,
                format!("has {}, {by_share} {verb_en} allowed for {worked} worked", counted(home, "home day", "home days")),
                format!("hat {}, bei {worked} {days} {verb_de} {by_share} erlaubt", counted(home, "Heimtag", "Heimtage")),
            );
        }
        if home > by_office {
            let (office, needed) = (worked.saturating_sub(home), worked - by_office);
            let (verb_en, verb_de) = if needed == 1 { ("is", "ist") } else { ("are", "sind") };
            say(
                &codes::OFFICE_DAYS_TOO_FEW,
                format!("has {}, needed {verb_en} {needed}", counted(office, "office day", "office days")),
                format!("hat {}, nötig {verb_de} {needed}", counted(office, "Bürotag", "Bürotage")),
            );
        }
    }
}

fn caps(facts: &Facts, places: &Places, findings: &mut Vec<Finding>) {
    for cap in &facts.given.site.roster.caps {
        for (date, slot) in facts.judged().flat_map(|date| slots_of(cap).into_iter().map(move |slot| (date, slot))) {
            let at_home: Vec<_> = (facts.people.values())
                .filter(|f| Facts::draws(f, cap.users) && places.at(&f.person.id, date) == Some(Place::Home))
                .filter(|f| facts.counts_in(f, cap, slot, date))
                .collect();
            let used: usize = at_home.iter().map(|f| Facts::takes(f, cap) as usize).sum();
            let most = facts.most(cap, date);
            if used > most as usize {
                let (name, over) = (&cap.name, used - most as usize);
                let (in_en, in_de) =
                    slot.map_or_else(Default::default, |slot| (format!(" in slot `{slot}`"), format!(" in Schicht `{slot}`")));
                let people = at_home.len();
                let (en, de) = if used == people {
                    (
                        format!("{used} people at home draw on cap `{name}`{in_en}, {most} are served, {over} too many"),
                        format!("{used} Personen zu Hause beanspruchen `{name}`{in_de}, {most} werden bedient, {over} zu viel"),
                    )
                } else {
                    let twice = used - people;
                    (
                        format!(
                            "{people} people at home take {used} of cap `{name}`{in_en} ({twice} of them twice), there are {most}, {over} too many"
                        ),
                        format!(
                            "{people} Personen zu Hause brauchen {used} von `{name}`{in_de} ({twice} davon doppelt), da sind {most}, {over} zu viel"
                        ),
                    )
                };
                // The first cell of the day: who has to come in is somebody's choice.
                let place = at_home.first().and_then(|f| places.row(&f.person.id, date));
                findings.push(located(finding(&codes::HOME_CAP_EXCEEDED, name, date, &en, &de), place));
            }
        }
    }
}

/// Each slot in which a cap holds, or the whole day.
pub(super) fn slots_of(cap: &Cap) -> Vec<Option<&str>> {
    if cap.slots.is_empty() { vec![None] } else { cap.slots.iter().map(|slot| Some(slot.as_str())).collect() }
}

fn rooms(facts: &Facts, places: &Places, findings: &mut Vec<Finding>) {
    for (room, (most, people)) in facts.rooms() {
        for date in facts.judged() {
            let there: Vec<_> = people.iter().filter(|f| places.at(&f.person.id, date) == Some(Place::Office)).collect();
            let present: Vec<&str> = there.iter().map(|f| f.name.as_str()).collect();
            if present.len() > most as usize {
                let (n, list) = (present.len(), present.join(", "));
                let (en, de) = (
                    format!("{n} people in room `{room}`, {most} allowed: {list}"),
                    format!("{n} Personen in Raum `{room}`, erlaubt {most}: {list}"),
                );
                let place = there.first().and_then(|f| places.row(&f.person.id, date));
                findings.push(located(finding(&codes::ROOM_TOO_FULL, room, date, &en, &de), place));
            }
        }
    }
}

fn minimums(facts: &Facts, places: &Places, there: &BTreeSet<Date>, findings: &mut Vec<Finding>) {
    let rules = &facts.given.site.roster;
    for date in facts.judged().filter(|d| there.contains(d) && !facts.days_off.contains(d)) {
        for group in &rules.on_site {
            let present = facts.members(group).iter().filter(|f| places.at(&f.person.id, date) == Some(Place::Office)).count();
            let needed = facts.needed(group, date);
            if present < needed {
                let name = &group.name;
                let elsewhere = |f: &&&PersonFacts| places.at(&f.person.id, date) == Some(Place::Home);
                let members = facts.members(group);
                let place = members.iter().find(elsewhere).and_then(|f| places.row(&f.person.id, date));
                let (en, de) = (
                    format!("{present} on site at `{name}`, {needed} needed"),
                    format!("{present} vor Ort bei `{name}`, {needed} nötig"),
                );
                findings.push(located(finding(&codes::ON_SITE_BELOW_MINIMUM, name, date, &en, &de), place));
            }
        }
        for group in &rules.reachable {
            let reachable = (facts.members(group).iter())
                .filter(|f| match places.at(&f.person.id, date) {
                    Some(Place::Office) => f.desk_phone,
                    Some(Place::Home) => f.softphone,
                    Some(Place::Off) | None => false,
                })
                .count();
            let needed = facts.needed(group, date);
            if reachable < needed {
                let name = &group.name;
                let (en, de) = (
                    format!("{reachable} reachable for `{name}`, {needed} needed"),
                    format!("{reachable} erreichbar für `{name}`, {needed} nötig"),
                );
                findings.push(finding(&codes::REACHABLE_BELOW_MINIMUM, name, date, &en, &de));
            }
        }
    }
}
