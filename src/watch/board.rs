//! One look at all lines.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::{Extension, LineId, Network, PersonId, Place};
use crate::plan::Planned;
use crate::plan::model::{Line, people_with};
use crate::policy::site::{Cap, CapUsers};
use crate::probe::devices::{Kind, Stage, stage};
use crate::probe::server::Registration;
use crate::roster::model::{Roster, slot_on};

/// What registrations are held against.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub plan: &'a Planned,
    pub roster: Option<&'a Roster>,
    pub caps: &'a [Cap],
    /// Persons with a notebook of their own.
    pub own_notebook: &'a BTreeSet<PersonId>,
    /// Networks of the offices; empty: not told.
    pub office: &'a [Network],
    pub today: Date,
}

/// A device that is registered now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub kind: Kind,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Not from a network of the offices; none: nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_s: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// What is to be said of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// At home today, and no softphone is registered.
    Missing,
    /// In the office today, and a softphone is registered from outside.
    Elsewhere,
    /// Nothing is registered at all.
    Nothing,
    AsPlanned,
}

/// One line now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineNow {
    pub line: LineId,
    pub extension: Extension,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Where the roster has the person today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    pub stage: Stage,
    pub remark: Remark,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Seen>,
}

/// How much of a cap is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CapUse {
    pub name: String,
    pub per_day: u32,
    /// People whom the roster sends home today and who draw on it; who takes two of it counts twice.
    pub planned: usize,
    /// People who draw on it now, counted in the same way.
    pub used: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub lines: usize,
    pub registered: usize,
    pub desk_only: usize,
    pub both: usize,
    pub soft_only: usize,
    pub unknown: usize,
    pub nothing: usize,
    /// People at home today, and those of them whose softphone is registered.
    pub home_planned: usize,
    pub home_registered: usize,
    pub missing: usize,
    pub elsewhere: usize,
    /// AORs with a registration that the plan does not know.
    pub not_in_plan: usize,
}

/// One look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    pub day: Date,
    /// The roster has this day.
    pub rostered: bool,
    pub counts: Counts,
    pub caps: Vec<CapUse>,
    /// By line id.
    pub lines: Vec<LineNow>,
}

/// Holds what is registered against what is planned.
#[must_use]
pub fn board(given: &Given<'_>, registrations: &[Registration]) -> Board {
    let mut by_aor: BTreeMap<&str, Vec<&Registration>> = BTreeMap::new();
    for registration in registrations {
        by_aor.entry(registration.aor.as_str()).or_default().push(registration);
    }
    let places = places(given);
    let mut known: BTreeSet<&str> = given.plan.kept.iter().map(|kept| kept.extension.as_str()).collect();
    let mut lines = Vec::new();
    for line in &given.plan.lines {
        let (own, twin) = line.endpoints();
        known.insert(own);
        known.extend(twin);
        let all = [Some(own), twin].into_iter().flatten().filter_map(|aor| by_aor.get(aor)).flatten();
        let place = line.person.as_ref().and_then(|person| places.as_ref()?.get(person).copied());
        lines.push(line_now(given, line, place, all.copied()));
    }
    let not_in_plan = by_aor.keys().filter(|aor| !known.contains(*aor)).count();
    let people = people(given.plan, &lines);
    let caps = given.caps.iter().flat_map(|cap| cap_uses(given, cap, &people)).collect();
    let counts = counts(&lines, &people, not_in_plan);
    Board { day: given.today, rostered: places.is_some(), counts, caps, lines }
}

/// Where the roster has each person today; none where it does not have this day.
fn places<'a>(given: &Given<'a>) -> Option<BTreeMap<&'a PersonId, Place>> {
    let roster = given.roster?;
    let day = roster.days.iter().position(|day| *day == given.today)?;
    Some(roster.rows.iter().filter_map(|row| Some((&row.person, *row.places.get(day)?))).collect())
}

fn line_now<'r>(given: &Given<'_>, line: &Line, place: Option<Place>, all: impl Iterator<Item = &'r Registration>) -> LineNow {
    let devices: Vec<Seen> = all.map(|registration| seen(given, registration)).filter(|seen| seen.kind != Kind::Ours).collect();
    let stage = stage(devices.iter().map(|device| device.kind));
    let outside = devices.iter().any(|device| device.kind != Kind::Desk && device.outside == Some(true));
    // One that only calls out is not missed at home.
    let registers = line.media.register != Some(false);
    let remark = match place {
        Some(Place::Home) if registers && matches!(stage, Stage::Nothing | Stage::DeskOnly) => Remark::Missing,
        Some(Place::Office) if outside => Remark::Elsewhere,
        _ if stage == Stage::Nothing => Remark::Nothing,
        _ => Remark::AsPlanned,
    };
    LineNow {
        line: line.id.clone(),
        extension: line.extension.clone(),
        name: line.display_name.to_string(),
        department: line.department.as_ref().map(ToString::to_string),
        place,
        stage,
        remark,
        devices,
    }
}

fn seen(given: &Given<'_>, registration: &Registration) -> Seen {
    let device = registration.device();
    let address = registration.from.as_deref().and_then(address);
    let outside = address.filter(|_| !given.office.is_empty()).map(|ip| !given.office.iter().any(|net| net.contains(ip)));
    Seen {
        kind: device.kind,
        name: device.name,
        from: registration.from.clone(),
        outside,
        expires_s: registration.expires_s,
        status: registration.status.clone(),
    }
}

/// `192.0.2.7:5062`, `[2001:db8::7]:5062`, or either without a port.
fn address(text: &str) -> Option<IpAddr> {
    let whole = text.trim_matches(['[', ']']).parse().ok();
    whole.or_else(|| text.rsplit_once(':').and_then(|(host, _)| host.trim_matches(['[', ']']).parse().ok()))
}

/// A person over all lines: where today, whether a softphone may be registered, whether one is from outside.
#[derive(Default)]
struct PersonNow {
    place: Option<Place>,
    soft: bool,
    outside: bool,
}

fn people<'a>(plan: &'a Planned, lines: &[LineNow]) -> BTreeMap<&'a PersonId, PersonNow> {
    let mut people: BTreeMap<&PersonId, PersonNow> = BTreeMap::new();
    for (line, now) in plan.lines.iter().zip(lines) {
        let Some(person) = &line.person else { continue };
        let person = people.entry(person).or_default();
        person.place = now.place;
        person.soft |= !matches!(now.stage, Stage::Nothing | Stage::DeskOnly);
        person.outside |= now.devices.iter().any(|device| device.kind != Kind::Desk && device.outside == Some(true));
    }
    people
}

/// Of a cap that holds in slots of the day, one for each.
fn cap_uses(given: &Given<'_>, cap: &Cap, people: &BTreeMap<&PersonId, PersonNow>) -> Vec<CapUse> {
    if cap.slots.is_empty() {
        return vec![cap_use(given, cap, None, people)];
    }
    cap.slots.iter().map(|slot| cap_use(given, cap, Some(slot), people)).collect()
}

fn cap_use(given: &Given<'_>, cap: &Cap, slot: Option<&String>, people: &BTreeMap<&PersonId, PersonNow>) -> CapUse {
    // Whoever has no slot of the cap is there in all of them.
    let own = |person: &PersonId| {
        let own = slot_on(&given.roster?.slots, person, given.today)?;
        cap.slots.iter().find(|slot| *slot == own)
    };
    let is_there = |person: &PersonId| slot.is_none() || own(person).is_none_or(|own| Some(own) == slot);
    let draws = |person: &PersonId| is_there(person) && (cap.users == CapUsers::AllHome || !given.own_notebook.contains(person));
    // Calls that are sent on take two.
    let sent_on = people_with(given.plan.lines.iter().map(|line| &**line), &cap.twice);
    let takes = |person: &PersonId| if sent_on.contains(person) { 2 } else { 1 };
    let drawing = || people.iter().filter(|(person, _)| draws(person));
    CapUse {
        name: slot.map_or_else(|| cap.name.clone(), |slot| format!("{} ({slot})", cap.name)),
        per_day: cap.on(given.today),
        planned: drawing().filter(|(_, now)| now.place == Some(Place::Home)).map(|(person, _)| takes(person)).sum(),
        used: (drawing().filter(|(_, now)| now.outside || (now.soft && now.place == Some(Place::Home))))
            .map(|(person, _)| takes(person))
            .sum(),
    }
}

fn counts(lines: &[LineNow], people: &BTreeMap<&PersonId, PersonNow>, not_in_plan: usize) -> Counts {
    let of = |wanted: Stage| lines.iter().filter(|line| line.stage == wanted).count();
    let nothing = of(Stage::Nothing);
    let home = || people.values().filter(|now| now.place == Some(Place::Home));
    Counts {
        lines: lines.len(),
        registered: lines.len() - nothing,
        desk_only: of(Stage::DeskOnly),
        both: of(Stage::Both),
        soft_only: of(Stage::SoftOnly),
        unknown: of(Stage::Unknown),
        nothing,
        home_planned: home().count(),
        home_registered: home().filter(|now| now.soft).count(),
        missing: lines.iter().filter(|line| line.remark == Remark::Missing).count(),
        elsewhere: lines.iter().filter(|line| line.remark == Remark::Elsewhere).count(),
        not_in_plan,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::story::{Somebody, Town};

    fn registration(aor: &str, agent: &str, from: &str) -> Registration {
        Registration {
            aor: aor.to_owned(),
            contact: format!("sip:{aor}@{from}"),
            user_agent: Some(agent.to_owned()),
            from: Some(from.to_owned()),
            expires_s: Some(60),
            status: None,
        }
    }

    /// Four people with a line each; on the first day two are at home.
    #[test]
    fn registrations_are_held_against_plan_and_roster() {
        let people = (0..4).map(|_| Somebody::default()).collect();
        let town = Town { people, from: jiff::civil::date(2020, 11, 2), weeks: 1, ..Town::default() };
        let documents = town.documents();
        let mut plan = documents.plan.clone();
        for line in &mut plan.lines {
            line.aor_user = line.extension.to_string().into();
        }
        let plan = &Planned::from(plan);
        assert!(plan.lines.len() == 4 && plan.lines.iter().all(|line| line.person.is_some()), "{:?}", plan.lines.len());
        let places = [Place::Home, Place::Home, Place::Office, Place::Office];
        let rows = plan
            .lines
            .iter()
            .zip(places)
            .map(|(line, place)| crate::roster::model::Row { person: line.person.clone().unwrap(), places: vec![place; 5] });
        let days: Vec<Date> = (0..5).map(|n| town.from.checked_add(jiff::Span::new().days(n)).unwrap()).collect();
        let roster = Roster { days, rows: rows.collect(), ..crate::output::sample::documents().roster };
        let aor = |n: usize| plan.lines[n].aor_user.as_str();
        let office = ["10.0.0.0/8".parse().unwrap()];
        let caps = [
            Cap {
                name: "vpn".to_owned(),
                per_day: 1,
                steps: BTreeMap::new(),
                deliveries: None,
                users: CapUsers::AllHome,
                twice: Vec::new(),
                slots: Vec::new(),
            },
            Cap {
                name: "terminal".to_owned(),
                per_day: 2,
                deliveries: None,
                steps: BTreeMap::new(),
                users: CapUsers::WithoutOwnNotebook,
                twice: Vec::new(),
                slots: Vec::new(),
            },
        ];
        let own = BTreeSet::from([plan.lines[0].person.clone().unwrap()]);
        let given = Given { plan, roster: Some(&roster), caps: &caps, own_notebook: &own, office: &office, today: town.from };
        let registrations = [
            registration(aor(0), "Linphone/5.2", "203.0.113.9:40000"),
            registration(aor(0), "deskshift/0.1.0", "203.0.113.8:40000"),
            registration(aor(1), "Snom D345", "10.1.2.3:5060"),
            registration(aor(2), "Snom D345", "10.1.2.4:5060"),
            registration(aor(2), "baresip v4", "[2001:db8::7]:5062"),
            registration("9999", "Snom D345", "10.1.2.5:5060"),
        ];
        let found = board(&given, &registrations);
        let told: Vec<(Stage, Remark)> = found.lines.iter().map(|line| (line.stage, line.remark)).collect();
        assert_eq!(
            told,
            [
                (Stage::SoftOnly, Remark::AsPlanned),
                (Stage::DeskOnly, Remark::Missing),
                (Stage::Both, Remark::Elsewhere),
                (Stage::Nothing, Remark::Nothing)
            ]
        );
        assert_eq!((found.counts.registered, found.counts.home_planned, found.counts.home_registered), (3, 2, 1));
        assert_eq!((found.counts.missing, found.counts.elsewhere, found.counts.not_in_plan), (1, 1, 1));
        let caps: Vec<_> = found.caps.iter().map(|cap| (cap.planned, cap.used)).collect();
        assert_eq!(caps, [(2, 2), (1, 1)]);

        // Whose calls are sent on takes two, planned and now.
        let caps = [Cap { twice: vec![plan.lines[1].client.clone()], ..given.caps[1].clone() }];
        let found = board(&Given { caps: &caps, ..given }, &registrations);
        assert_eq!((found.caps[0].planned, found.caps[0].used), (2, 2));

        // In slots of the day: the first works early, who has no slot is there in both.
        let mut in_slots = roster.clone();
        let weeks = [(town.from, "early".to_owned())].into();
        in_slots.slots = [(plan.lines[0].person.clone().unwrap(), weeks)].into();
        let caps = [Cap { slots: vec!["early".to_owned(), "late".to_owned()], ..given.caps[0].clone() }];
        let found = board(&Given { roster: Some(&in_slots), caps: &caps, ..given }, &registrations);
        let caps: Vec<_> = found.caps.iter().map(|cap| (cap.name.as_str(), cap.planned, cap.used)).collect();
        assert_eq!(caps, [("vpn (early)", 2, 2), ("vpn (late)", 1, 1)]);

        // One that only calls out is not missed at home.
        let mut silent = documents.plan.clone();
        for line in &mut silent.lines {
            line.aor_user = line.extension.to_string().into();
            line.media.register = Some(false);
        }
        let silent = &Planned::from(silent);
        assert_eq!(board(&Given { plan: silent, ..given }, &registrations).counts.missing, 0);

        let sunday = board(&Given { today: town.from.yesterday().unwrap(), ..given }, &registrations);
        assert!(!sunday.rostered && sunday.counts.home_planned == 0 && sunday.counts.missing == 0);
    }

    #[test]
    fn addresses_are_read_with_and_without_ports() {
        for (text, expected) in [
            ("192.0.2.7:5062", "192.0.2.7"),
            ("192.0.2.7", "192.0.2.7"),
            ("[2001:db8::7]:5062", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
        ] {
            assert_eq!(address(text), expected.parse().ok(), "{text}");
        }
        assert_eq!(address("pbx.example:5060"), None);
    }
}
