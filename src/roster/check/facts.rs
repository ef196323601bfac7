//! The checker's own reading of the inputs: who works when, who may be where, who sits where.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{cohorts, dates, deliveries, team_days};
use crate::domain::{ClientId, Department, PersonId, Place};
use crate::inventory::model::{HomeSuitability, Person};
use crate::inventory::own_days::{OwnDay, OwnDayKind};
use crate::policy::site::{Cap, CapUsers, GroupMinimum, Members};
use crate::roster::given::Given;
use crate::roster::model::{Roster, Slots};

/// What may be decided about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Open,
    /// The staff list says never at home.
    NeverHome,
    /// No softphone that registers.
    NoSoftphone,
    /// The staff list says always at home.
    AlwaysHome,
}

/// One person, as the inputs say.
#[derive(Debug)]
pub(super) struct PersonFacts<'a> {
    pub person: &'a Person,
    /// First and last name; with the extension, or else the id, where somebody else has the same.
    pub name: String,
    pub choice: Choice,
    pub softphone: bool,
    pub desk_phone: bool,
    /// The clients of all lines of the person.
    clients: Vec<&'a ClientId>,
    /// Absences (`Off`) and appointments, day by day.
    own: BTreeMap<Date, Place>,
    /// Where the person was on days that had passed.
    past: BTreeMap<Date, Place>,
}

impl PersonFacts<'_> {
    pub(super) fn own_day(&self, date: Date) -> Option<Place> {
        self.own.get(&date).copied()
    }
}

/// Everything the rules are about.
#[derive(Debug)]
pub struct Facts<'a> {
    pub(super) given: Given<'a>,
    pub(super) days: Vec<Date>,
    pub(super) days_off: BTreeSet<Date>,
    pub(super) people: BTreeMap<&'a PersonId, PersonFacts<'a>>,
    /// As the roster states them.
    pub(super) slots: Slots,
    /// By number of the shift; and the shift of each member.
    pub(super) shift_members: Vec<Vec<&'a PersonId>>,
    pub(super) shift_of: BTreeMap<&'a PersonId, usize>,
    /// Cohort and team of people who come in turns, and the days of each team.
    pub(super) team_of: BTreeMap<&'a PersonId, (usize, usize)>,
    /// See [`super::team_days`].
    team_days: BTreeMap<&'a Department, u8>,
    pub(super) turns: cohorts::Turns,
    /// Of caps that follow from deliveries: by name, the number of each day.
    ready: BTreeMap<&'a str, BTreeMap<Date, u32>>,
}

/// What a person's own rules say of one week.
#[derive(Debug)]
pub(super) struct WeekRules {
    /// Of each day: none where the person does not work, else the places that are allowed: home, office.
    pub allowed: Vec<Option<(bool, bool)>>,
    /// Home days at most.
    pub most: usize,
}

impl WeekRules {
    pub fn works(&self, i: usize) -> bool {
        self.allowed.get(i).copied().flatten().is_some()
    }

    /// Whether a week with home on exactly these days is allowed.
    pub fn allow(&self, is_home: impl Fn(usize) -> bool) -> bool {
        let mut count = 0;
        for (i, places) in self.allowed.iter().enumerate() {
            count += usize::from(is_home(i));
            let right = match (places, is_home(i)) {
                (None, home) => !home,
                (Some((home, _)), true) => *home,
                (Some((_, office)), false) => *office,
            };
            if !right {
                return false;
            }
        }
        count <= self.most
    }
}

impl<'a> Facts<'a> {
    /// The team day of each department that has one, 1 for Monday.
    pub(super) fn team_days(&self) -> &BTreeMap<&'a Department, u8> {
        &self.team_days
    }

    /// The weekday on which the person's department comes together.
    pub(super) fn team_day(&self, person: &PersonFacts) -> Option<u8> {
        self.team_days.get(&person.person.department.as_ref()?.value).copied()
    }

    #[must_use]
    pub fn read(given: Given<'a>) -> Self {
        let rules = &given.site.roster;
        let days = dates::working_days(rules.from, rules.weeks);
        let days_off = dates::days_off(&days, &rules.land, rules.assumption_day, &rules.extra_holidays);
        let pbx_known = given.inventory.extensions.iter().any(|e| e.account.is_some());
        let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
        for person in &given.inventory.persons {
            *bearers.entry(person.full_name()).or_default() += 1;
        }
        let mut clients: BTreeMap<&PersonId, Vec<&ClientId>> = BTreeMap::new();
        let mut ready: BTreeSet<&PersonId> = BTreeSet::new();
        for line in &given.plan.lines {
            if let Some(person) = &line.person {
                clients.entry(person).or_default().push(&line.client);
                if given.readiness.is_ready(&line.id) {
                    ready.insert(person);
                }
            }
        }
        let loads = given.inventory.extensions.iter().filter(|e| e.account.as_ref().is_some_and(|a| a.loads));
        let at_desks: BTreeSet<&str> = loads.map(|e| e.number.as_str()).collect();
        let mut own = own_days(given.own_days, &days);
        let mut people = BTreeMap::new();
        for person in &given.inventory.persons {
            let softphone = ready.contains(&person.id);
            let desk_phone =
                (person.extension.as_ref()).is_some_and(|number| !pbx_known || at_desks.contains(number.value.as_str()));
            let choice = match person.home.as_ref().map(|h| h.value) {
                Some(HomeSuitability::No) => Choice::NeverHome,
                Some(HomeSuitability::Always) => Choice::AlwaysHome,
                Some(HomeSuitability::Yes) | None if softphone => Choice::Open,
                Some(HomeSuitability::Yes) | None => Choice::NoSoftphone,
            };
            let called = person.full_name();
            let alone = bearers[&called] < 2;
            let name = match &person.extension {
                _ if alone => called,
                Some(number) => format!("{called} ({})", number.value),
                None => format!("{called} (`{}`)", person.id),
            };
            let clients = clients.remove(&person.id).unwrap_or_default();
            let (own, past) = (own.remove(&person.id).unwrap_or_default(), BTreeMap::new());
            people.insert(&person.id, PersonFacts { person, name, choice, softphone, desk_phone, clients, own, past });
        }
        let turns = cohorts::turns(&rules.cohorts, rules.from, &days);
        let ready = |cap: &'a Cap| Some((cap.name.as_str(), deliveries::ready(rules, cap, &days)?));
        let ready = rules.caps.iter().filter_map(ready).collect();
        let mut facts = Self {
            given,
            slots: given.slots.cloned().unwrap_or_default(),
            shift_members: Vec::new(),
            shift_of: BTreeMap::new(),
            days,
            days_off,
            people,
            team_of: BTreeMap::new(),
            team_days: BTreeMap::new(),
            turns,
            ready,
        };
        facts.team_of = facts.teams();
        facts.fill_shifts();
        facts.team_days = team_days::of_departments(&facts);
        facts
    }

    /// The inputs as a roster was made from them: what had passed by then is as the roster has it.
    #[must_use]
    pub fn of_roster(given: Given<'a>, roster: &Roster) -> Self {
        let mut facts = Self::read(Given { from: roster.from, ..given });
        facts.slots = roster.slots.clone();
        if let Some(from) = roster.from {
            for row in &roster.rows {
                let past = roster.days.iter().copied().zip(row.places.iter().copied()).filter(|(day, _)| *day < from);
                if let Some(person) = facts.people.get_mut(&row.person) {
                    person.past.extend(past);
                }
            }
        }
        facts
    }

    /// Whether the day had passed when the roster was made: nothing was decided, and nothing is judged.
    pub(super) fn is_past(&self, date: Date) -> bool {
        self.given.from.is_some_and(|from| date < from)
    }

    /// Days on which rules are counted.
    pub(super) fn judged(&self) -> impl Iterator<Item = Date> {
        self.days.iter().copied().filter(|date| !self.is_past(*date))
    }

    /// Whether the person works on that date.
    pub(super) fn works(&self, facts: &PersonFacts, date: Date) -> bool {
        self.days.binary_search(&date).is_ok()
            && !self.days_off.contains(&date)
            && !facts.person.off_days.contains(&dates::weekday(date))
            && facts.own_day(date) != Some(Place::Off)
    }

    /// The place that an appointment or the person's turn needs; nobody is sent by one where they may not be.
    pub(super) fn appointed(&self, facts: &PersonFacts, date: Date) -> Option<Place> {
        let place = facts.own_day(date).or_else(|| self.turn(facts, date))?;
        (facts.choice == Choice::Open && self.works(facts, date)).then_some(place)
    }

    /// What may be decided about a person's week.
    pub(super) fn week_rules(&self, facts: &PersonFacts, week: &[Date]) -> WeekRules {
        let places = |date: &Date| {
            self.works(facts, *date).then(|| match (facts.choice, self.appointed(facts, *date)) {
                _ if self.is_past(*date) => match facts.past.get(date) {
                    Some(Place::Home) => (true, false),
                    Some(Place::Office) => (false, true),
                    Some(Place::Off) | None => (true, true),
                },
                (Choice::AlwaysHome, _) | (Choice::Open, Some(Place::Home)) => (true, false),
                (Choice::NeverHome | Choice::NoSoftphone, _) | (Choice::Open, Some(_)) => (false, true),
                (Choice::Open, None) => (true, true),
            })
        };
        let allowed: Vec<_> = week.iter().map(places).collect();
        let (by_share, by_office) = self.most_by_rules(facts, week);
        // Home days that have passed cannot be taken back, nor those that an appointment needs.
        let settled = allowed.iter().filter(|places| **places == Some((true, false))).count();
        let most = if facts.choice == Choice::AlwaysHome { week.len() } else { by_share.min(by_office).max(settled) };
        WeekRules { allowed, most }
    }

    /// The days of the horizon week by week.
    pub(super) fn weeks(&self) -> impl Iterator<Item = &[Date]> {
        self.days.chunks(5)
    }

    /// Home days the person may have in a week, whatever has passed of it. As many as are appointed at home are allowed in any case.
    pub(super) fn most_home_days(&self, facts: &PersonFacts, week: &[Date]) -> (usize, usize) {
        let appointed = week.iter().filter(|date| self.appointed(facts, **date) == Some(Place::Home)).count();
        let (by_share, by_office) = self.most_by_rules(facts, week);
        (by_share.max(appointed), by_office.max(appointed))
    }

    /// The share of the worked days of a week rounded half up, and what the office days required leave.
    pub(super) fn most_by_rules(&self, facts: &PersonFacts, week: &[Date]) -> (usize, usize) {
        let rules = &self.given.site.roster;
        let worked = week.iter().filter(|date| self.works(facts, **date)).count();
        let exact = rules.weekly_share * worked as f64;
        let by_share = (0..=worked).rev().find(|&n| n as f64 <= exact + 0.5 + 1e-6).unwrap_or(0);
        let by_office = worked.saturating_sub(rules.office_min_per_week as usize);
        (by_share, by_office)
    }

    /// So many may draw on a cap on this day.
    pub(super) fn most(&self, cap: &Cap, date: Date) -> u32 {
        let counted = self.ready.get(cap.name.as_str()).and_then(|days| days.get(&date));
        counted.copied().unwrap_or_else(|| cap.on(date))
    }

    /// Whether a home day of this person draws on a cap.
    pub(super) fn draws(facts: &PersonFacts, users: CapUsers) -> bool {
        match users {
            CapUsers::AllHome => true,
            CapUsers::WithoutOwnNotebook => facts.person.own_notebook.as_ref().is_none_or(|own| !own.value),
        }
    }

    /// What somebody who draws on a cap takes of it on a day at home.
    pub(super) fn takes(facts: &PersonFacts, cap: &Cap) -> u32 {
        1 + u32::from(facts.clients.iter().any(|client| cap.twice.contains(client)))
    }

    /// How many a group needs on a date: its minimum, or all who work where those are fewer.
    pub(super) fn needed(&self, group: &GroupMinimum, date: Date) -> usize {
        let working = self.members(group).iter().filter(|f| self.works(f, date)).count();
        working.min(group.minimum as usize)
    }

    /// Members of a group.
    pub(super) fn members(&self, group: &GroupMinimum) -> Vec<&PersonFacts<'a>> {
        self.people.values().filter(|f| self.belongs(f, &group.members)).collect()
    }

    /// Whether a person is one of these.
    pub(super) fn belongs(&self, f: &PersonFacts, members: &Members) -> bool {
        match members {
            Members::Department(name) => f.person.department.as_ref().is_some_and(|d| d.value == *name),
            Members::Extensions(numbers) => f.person.extension.as_ref().is_some_and(|e| numbers.contains(&e.value)),
            Members::Queue(queue) => f.person.extension.as_ref().is_some_and(|e| {
                (self.given.inventory.queues.iter().filter(|q| q.name == *queue))
                    .any(|q| q.members.iter().any(|m| m.extension.as_ref() == Some(&e.value)))
            }),
        }
    }

    /// Rooms with people and the number allowed, where there is a rule.
    pub(super) fn rooms(&self) -> BTreeMap<&'a str, (u32, Vec<&PersonFacts<'a>>)> {
        let rules = &self.given.site.roster;
        let desks = self.desks();
        let mut rooms: BTreeMap<&str, (u32, Vec<&PersonFacts>)> = BTreeMap::new();
        for facts in self.people.values() {
            let Some(room) = &facts.person.room else { continue };
            let name = room.value.as_str();
            let stated = rules.room_overrides.get(name).or(rules.room_max_present.as_ref()).copied();
            if let Some(most) = stated.or_else(|| desks.get(name).copied()) {
                rooms.entry(name).or_insert_with(|| (most, Vec::new())).1.push(facts);
            }
        }
        rooms
    }

    /// Desks of rooms of which a source says that there are some.
    fn desks(&self) -> BTreeMap<&'a str, u32> {
        let mut desks = BTreeMap::new();
        for room in &self.given.inventory.rooms {
            if let Some(told) = room.capacity.as_ref().filter(|told| told.value > 0) {
                desks.insert(room.name.as_str(), told.value);
            }
        }
        desks
    }
}

/// Rows of own days, day by day; an absence goes before a place, home before office.
fn own_days<'a>(rows: &'a [OwnDay], days: &[Date]) -> BTreeMap<&'a PersonId, BTreeMap<Date, Place>> {
    let mut own: BTreeMap<&PersonId, BTreeMap<Date, Place>> = BTreeMap::new();
    for kind in [OwnDayKind::Office, OwnDayKind::Home, OwnDayKind::Absent] {
        let place = match kind {
            OwnDayKind::Office => Place::Office,
            OwnDayKind::Home => Place::Home,
            OwnDayKind::Absent => Place::Off,
        };
        for row in rows.iter().filter(|row| row.what == kind) {
            for day in days.iter().filter(|day| row.from <= **day && **day <= row.to) {
                if row.weekdays.is_empty() || row.weekdays.contains(&dates::weekday(*day)) {
                    own.entry(&row.person).or_default().insert(*day, place);
                }
            }
        }
    }
    own
}
