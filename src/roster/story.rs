//! Small towns for tests: a few people, said in a few words, turned into the documents the real stages write.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::given::Given;
use super::model::Readiness;
use super::random::Random;
use super::story_shifts::{TownShift, all_slots};
use crate::diag::{Lang, Place};
use crate::domain::{ClientId, Department, HostPort, LineId, SecretRef, SecretState, Transport};
use crate::inventory::model::{HomeSuitability, Inventory, Person, Queue, QueueMember, Room, Sourced};
use crate::inventory::own_days::{OwnDay, OwnDayKind};
use crate::plan::model::{Line, PbxFacts, Plan};
use crate::policy::site::{
    CallRules, Cap, CapUsers, Carry, Cohort, Goals, GroupMinimum, Members, Numbers, Pair, PairKind, Pbx, PbxKind, Quota,
    RosterRules, SecretRules, SecretsFrom, Site, Sources, Srtp, TeamDay, TeamDays, ValidateRules,
};

/// A person of a town.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub room: usize,
    pub department: usize,
    pub off: Vec<u8>,
    pub home: Option<HomeSuitability>,
    pub ready: bool,
    pub extension: bool,
    pub own_notebook: bool,
    /// The office number rings at a private one.
    pub sent_on: bool,
    pub wish_home: Vec<u8>,
    pub wish_office: Vec<u8>,
}

impl Default for Somebody {
    fn default() -> Self {
        Self {
            room: 0,
            department: 0,
            off: Vec::new(),
            home: Some(HomeSuitability::Yes),
            ready: true,
            extension: true,
            own_notebook: false,
            sent_on: false,
            wish_home: Vec::new(),
            wish_office: Vec::new(),
        }
    }
}

/// So many at home at most.
#[derive(Debug, Clone, Copy)]
pub struct TownCap {
    pub before: u32,
    /// From this day on, so many.
    pub then: Option<(Date, u32)>,
    pub users: CapUsers,
}

impl TownCap {
    pub fn always(before: u32, users: CapUsers) -> Self {
        Self { before, then: None, users }
    }

    pub fn on(&self, day: Date) -> u32 {
        match self.then {
            Some((from, number)) if day >= from => number,
            _ => self.before,
        }
    }
}

/// A town: people and rules. Rooms are called `R0`, `R1`, …, departments `D0`, …, queues hold every extension of a department.
#[derive(Debug, Clone)]
pub struct Town {
    pub people: Vec<Somebody>,
    pub from: Date,
    pub weeks: u32,
    pub caps: Vec<TownCap>,
    pub room_max: Option<u32>,
    /// Department and number.
    pub on_site: Vec<(usize, u32)>,
    pub reachable: Vec<(usize, u32)>,
    pub share: f64,
    pub office_min: u32,
    pub goals: Goals,
    /// Person, first and last day.
    pub own_days: Vec<(usize, Date, Date, OwnDayKind)>,
    /// People who share a car, or stand in for each other.
    pub pairs: Vec<(PairKind, Vec<usize>)>,
    /// Department, fewest and most home days of each of its people.
    pub quotas: Vec<(usize, Option<u32>, Option<u32>)>,
    /// Departments in turns: each a team, days in and away, and whether they shall not meet.
    pub cohorts: Vec<(Vec<usize>, u32, u32, bool)>,
    /// Home days people are owed, where debts are carried.
    pub owed: Vec<(usize, i64)>,
    /// Weekdays on which departments come together.
    pub team_days: Vec<(usize, u8)>,
    pub shifts: Vec<TownShift>,
    /// Every cap holds in each slot of all shifts.
    pub slotted_caps: bool,
    /// Whoever is sent on takes two of every cap.
    pub channels: bool,
}

impl Default for Town {
    fn default() -> Self {
        Self {
            people: Vec::new(),
            from: date(2020, 11, 2),
            weeks: 1,
            caps: Vec::new(),
            room_max: None,
            on_site: Vec::new(),
            reachable: Vec::new(),
            share: 1.0,
            office_min: 0,
            goals: Goals::default(),
            own_days: Vec::new(),
            pairs: Vec::new(),
            quotas: Vec::new(),
            cohorts: Vec::new(),
            owed: Vec::new(),
            team_days: Vec::new(),
            shifts: Vec::new(),
            slotted_caps: false,
            channels: false,
        }
    }
}

/// The documents of a town.
#[derive(Debug, Clone)]
pub struct Documents {
    pub inventory: Inventory,
    pub plan: Plan,
    pub readiness: Readiness,
    pub site: Site,
    pub own_days: Vec<OwnDay>,
    pub owed: std::collections::BTreeMap<crate::domain::PersonId, i64>,
}

impl Documents {
    pub fn given(&self) -> Given<'_> {
        Given {
            inventory: &self.inventory,
            plan: &self.plan,
            readiness: &self.readiness,
            site: &self.site,
            own_days: &self.own_days,
            owed: &self.owed,
            from: None,
            slots: None,
            seed: 1,
        }
    }
}

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Place::file("town"))
}

fn own_day(p: usize, from: Date, to: Date, what: OwnDayKind) -> OwnDay {
    OwnDay { person: id(p).parse().unwrap(), from, to, weekdays: Vec::new(), what, at: Place::file("own-days.csv") }
}

pub fn id(p: usize) -> String {
    format!("p{p:02}")
}

impl Town {
    pub fn documents(&self) -> Documents {
        let mut inventory = Inventory::default();
        let mut plan = Plan {
            site: "Town".to_owned(),
            lines: Vec::new(),
            kept: Vec::new(),
            revoked: Vec::new(),
            pbx_changes: Vec::new(),
            one_ring: Vec::new(),
            findings: Vec::new(),
        };
        let mut ready = BTreeSet::new();
        for (p, somebody) in self.people.iter().enumerate() {
            let number = format!("{}", 2000 + p);
            inventory.persons.push(Box::new(Person {
                extension: somebody.extension.then(|| sourced(number.parse().unwrap())),
                department: Some(sourced(department(somebody.department))),
                room: Some(sourced(format!("R{}", somebody.room).parse().unwrap())),
                off_days: somebody.off.clone().into(),
                home: somebody.home.map(sourced),
                wish_home: somebody.wish_home.clone().into(),
                wish_office: somebody.wish_office.clone().into(),
                own_notebook: Some(sourced(somebody.own_notebook)),
                ..Person::new(id(p).parse().unwrap(), sourced(format!("Person{p:02}")), Place::at("town", p as u32 + 1, 1))
            }));
            if somebody.extension {
                let line: LineId = number.parse().unwrap();
                if somebody.ready {
                    ready.insert(line.clone());
                }
                plan.lines.push(line_of(line, p, somebody.sent_on));
            }
        }
        let departments: BTreeSet<usize> = self.people.iter().map(|s| s.department).collect();
        for d in departments {
            let members = (self.people.iter().enumerate())
                .filter(|(_, s)| s.department == d)
                .map(|(p, _)| QueueMember {
                    interface: format!("PJSIP/{}", 2000 + p),
                    extension: Some(format!("{}", 2000 + p).parse().unwrap()),
                    name: None,
                    state_interface: None,
                    dynamic: false,
                    row: false,
                    penalty: 0,
                    at: Place::file("queues.conf"),
                })
                .collect();
            inventory.queues.push(Queue { name: format!("q{d}"), strategy: None, members, at: Place::file("queues.conf") });
        }
        let rooms: BTreeSet<usize> = self.people.iter().map(|s| s.room).collect();
        for room in rooms {
            let persons =
                (0..self.people.len()).filter(|&p| self.people[p].room == room).map(|p| id(p).parse().unwrap()).collect();
            inventory.rooms.push(Room { persons, ..Room::new(format!("R{room}").parse().unwrap(), Place::file("town")) });
        }
        let own_days = self.own_days.iter().map(|(p, from, to, what)| own_day(*p, *from, *to, *what)).collect();
        let owed = self.owed.iter().map(|&(p, days)| (id(p).parse().unwrap(), days)).collect();
        Documents { inventory, plan, readiness: Readiness::Observed(ready), site: self.site(), own_days, owed }
    }

    fn site(&self) -> Site {
        let group = |kind: &str, members: fn(usize) -> Members| {
            let kind = kind.to_owned();
            move |(i, &(d, minimum)): (usize, &(usize, u32))| GroupMinimum {
                name: format!("{kind}{i}"),
                members: members(d),
                minimum,
            }
        };
        Site {
            name: "Town".to_owned(),
            lang: Lang::En,
            numbers: Numbers::new("49", "89", "99998").lengths([4]),
            sources: Sources {
                asterisk: None,
                exports: Vec::new(),
                staff: Vec::new(),
                accounts: Vec::new(),
                same_person: Vec::new(),
                different_persons: Vec::new(),
                further_numbers: false,
                secrets_from: SecretsFrom::Pbx,
            },
            limits: crate::policy::site::Limits::default(),
            pbx: Pbx {
                kind: PbxKind::Unknown,
                domain: "pbx.example".to_owned(),
                registrars: std::collections::BTreeMap::new(),
                ws_path: "/ws".to_owned(),
                ca: None,
                ca_on_clients: None,
                tls_name: None,
                certificate: Vec::new(),
                contacts_per_line: 2,
                keep_contact_limit: Vec::new(),
                webrtc_twins: false,
            },
            secrets: SecretRules::default(),
            clients: Vec::new(),
            overrides: Vec::new(),
            security: crate::policy::site::SecurityRules::default(),
            fleet: crate::policy::site::FleetRules::default(),
            waves: Vec::new(),
            server: None,
            roster: RosterRules {
                from: self.from,
                weeks: self.weeks,
                land: "BY".to_owned(),
                assumption_day: true,
                extra_holidays: Vec::new(),
                caps: (self.caps.iter().enumerate())
                    .map(|(i, cap)| Cap {
                        name: format!("cap{i}"),
                        per_day: cap.before,
                        steps: cap.then.into_iter().collect(),
                        deliveries: None,
                        users: cap.users,
                        twice: if self.channels { vec![ClientId("fritzbox".into())] } else { Vec::new() },
                        slots: if self.slotted_caps { all_slots(&self.shifts) } else { Vec::new() },
                    })
                    .collect(),
                room_max_present: self.room_max,
                room_overrides: std::collections::BTreeMap::new(),
                on_site: (self.on_site.iter().enumerate())
                    .map(group("counter", |d| Members::Department(department(d))))
                    .collect(),
                reachable: (self.reachable.iter().enumerate()).map(group("line", |d| Members::Queue(format!("q{d}")))).collect(),
                pairs: (self.pairs.iter().enumerate())
                    .map(|(i, (kind, people))| Pair {
                        name: format!("pair{i}"),
                        kind: *kind,
                        people: people.iter().map(|&p| id(p)).collect(),
                    })
                    .collect(),
                quotas: (self.quotas.iter().enumerate())
                    .map(|(i, &(d, home_min, home_max))| Quota {
                        name: format!("quota{i}"),
                        members: Members::Department(department(d)),
                        home_min,
                        home_max,
                    })
                    .collect(),
                cohorts: (self.cohorts.iter().enumerate())
                    .map(|(i, (departments, days_in, days_away, apart))| Cohort {
                        name: format!("cohort{i}"),
                        teams: departments.iter().map(|&d| Members::Department(department(d))).collect(),
                        days_in: *days_in,
                        days_away: *days_away,
                        from: None,
                        apart: *apart,
                    })
                    .collect(),
                shifts: self.shifts.iter().map(TownShift::rule).collect(),
                team_days: match self.team_days.as_slice() {
                    [] => TeamDays::None,
                    days => TeamDays::Of(
                        days.iter().map(|&(d, weekday)| TeamDay { department: department(d), weekday: Some(weekday) }).collect(),
                    ),
                },
                carry: (!self.owed.is_empty()).then_some(Carry { from: None }),
                own_days: Vec::new(),
                school_holidays: Vec::new(),
                weekly_share: self.share,
                office_min_per_week: self.office_min,
                min_group: 5,
                fairness: crate::policy::site::FairnessRule::default(),
                seed: 1,
                goals: self.goals.clone(),
            },
            validate: ValidateRules {
                canary: None,
                rate_per_s: Some(1.0),
                ban_budget: Some(1),
                timeout_s: 32.0,
                t1_ms: 500,
                dns_server: None,
                lab: false,
                calls: CallRules::default(),
            },
            letters: crate::policy::site::LetterRules::new(crate::diag::Lang::En),
        }
    }

    /// A town of two to six people over one or two weeks with at most `open` open cells, now and then impossible.
    pub fn random(random: &mut Random, open: usize) -> Self {
        let people = 2 + random.below(5);
        let weeks = 1 + random.below(2) as u32;
        let rooms = 1 + random.below(people);
        let departments = 1 + random.below(2);
        let mut town = Self {
            // Some start in a week with public holidays.
            from: [date(2020, 11, 2), date(2020, 12, 21), date(2021, 5, 10)][random.below(3)],
            weeks,
            share: [1.0, 0.6, 0.4, 0.8, 0.5][random.below(5)],
            office_min: [0, 0, 1, 2][random.below(4)] as u32,
            room_max: [None, Some(1), Some(1), Some(2)][random.below(4)],
            goals: Goals {
                wish: 4,
                fairness: [2, 1, 0][random.below(3)],
                stability: random.below(3) as i64,
                shape: random.below(2) as i64,
                team_day: 3,
            },
            ..Self::default()
        };
        for _ in 0..people {
            let suitability = [None, Some(HomeSuitability::No), Some(HomeSuitability::Always)];
            let somebody = Somebody {
                room: random.below(rooms),
                department: random.below(departments),
                off: Vec::new(),
                home: if random.per_mille(250) { suitability[random.below(3)] } else { Some(HomeSuitability::Yes) },
                ready: !random.per_mille(120),
                extension: !random.per_mille(60),
                own_notebook: random.per_mille(400),
                sent_on: false,
                wish_home: (0..random.below(3)).map(|_| 1 + random.below(5) as u8).collect(),
                wish_office: (0..random.below(2)).map(|_| 1 + random.below(5) as u8).collect(),
            };
            town.people.push(somebody);
        }
        // Part-time until few enough cells are open.
        while town.open_cells() > open {
            let p = random.below(people);
            let day = 1 + random.below(5) as u8;
            let off = &mut town.people[p].off;
            if !off.contains(&day) {
                off.push(day);
                off.sort_unstable();
            }
        }
        for _ in 0..random.below(3) {
            let users = [CapUsers::AllHome, CapUsers::WithoutOwnNotebook][random.below(2)];
            let before = random.below(people + 1) as u32;
            // Every other one changes in the middle of a week.
            let then =
                random.per_mille(500).then(|| (town.from + (1 + random.below(5) as i64).days(), random.below(people + 1) as u32));
            town.caps.push(TownCap { before, then, users });
        }
        let existing: Vec<usize> = town.people.iter().map(|s| s.department).collect();
        if random.per_mille(500) {
            town.on_site.push((existing[random.below(people)], random.below(3) as u32));
        }
        if random.per_mille(400) {
            let department = existing[random.below(people)];
            if town.people.iter().any(|s| s.department == department && s.extension) {
                town.reachable.push((department, random.below(3) as u32));
            }
        }
        if random.per_mille(400) {
            for _ in 0..1 + random.below(2) {
                let from = town.from + (random.below(7 * weeks as usize) as i64).days();
                let to = from + (random.below(4) as i64).days();
                let what = [OwnDayKind::Absent, OwnDayKind::Home, OwnDayKind::Office][random.below(3)];
                town.own_days.push((random.below(people), from, to, what));
            }
        }
        town.ties(&mut Random::new(random.next_u64()));
        town.draw_channels(&mut Random::new(random.next_u64()));
        town
    }

    /// In every fifth town with caps, people whose calls take two channels.
    fn draw_channels(&mut self, random: &mut Random) {
        self.channels = random.per_mille(200) && !self.caps.is_empty();
        if self.channels {
            self.people.iter_mut().for_each(|somebody| somebody.sent_on = random.per_mille(400));
        }
    }

    /// In every third town, rules that tie people or weeks to each other.
    fn ties(&mut self, random: &mut Random) {
        if random.per_mille(150) {
            let department = self.people[random.below(self.people.len())].department;
            let least = random.below(6) as u32;
            let most = least + random.below(4) as u32;
            let [least, most] = [random.per_mille(600).then_some(least), random.per_mille(600).then_some(most)];
            self.quotas.push((department, least, most));
        }
        if random.per_mille(200) {
            let department = self.people[random.below(self.people.len())].department;
            self.team_days.push((department, 1 + random.below(5) as u8));
        }
        if random.per_mille(250) {
            self.owed.push((random.below(self.people.len()), random.below(11) as i64 - 5));
        }
        if random.per_mille(60) {
            let mut departments: Vec<usize> = self.people.iter().map(|s| s.department).collect();
            departments.sort_unstable();
            departments.dedup();
            let days_in = 1 + random.below(5) as u32;
            let days_away = days_in * (departments.len() as u32 - 1) + 1 + random.below(3) as u32;
            let stays = |s: &Somebody| s.ready && s.extension && s.home != Some(HomeSuitability::No);
            let office = self.own_days.iter().any(|own| own.3 == OwnDayKind::Office);
            let apart = self.people.iter().all(stays) && !office;
            self.cohorts.push((departments, days_in, days_away, apart));
        }
        if !random.per_mille(220) {
            return;
        }
        for _ in 0..1 + random.below(2) {
            let mut people: Vec<usize> = (0..self.people.len()).collect();
            random.shuffle(&mut people);
            people.truncate(2 + usize::from(random.per_mille(250)));
            self.pairs.push(([PairKind::Together, PairKind::Apart][random.below(2)], people));
        }
    }

    fn open_cells(&self) -> usize {
        let choice =
            |s: &&Somebody| s.ready && s.extension && !matches!(s.home, Some(HomeSuitability::No | HomeSuitability::Always));
        self.people.iter().filter(choice).map(|s| (5 - s.off.len()) * self.weeks as usize).sum()
    }
}

fn department(d: usize) -> Department {
    format!("D{d}").parse().unwrap()
}

fn line_of(id: LineId, p: usize, sent_on: bool) -> Line {
    Line {
        extension: id.as_str().parse().unwrap(),
        id,
        person: Some(self::id(p).parse().unwrap()),
        display_name: format!("Person{p:02}").into(),
        department: None,
        client: ClientId(if sent_on { "fritzbox" } else { "baresip" }.into()),
        aor_user: "x".into(),
        domain: "pbx.example".into(),
        auth_user: "x".into(),
        secret: SecretRef { state: SecretState::Unavailable, key: "".into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: HostPort { host: "127.0.0.1".into(), port: 5060 },
        transport: Transport::Udp,
        srtp: Srtp::Off,
        expiry_s: 600,
        mailbox: None,
        media: crate::policy::media::OwnMedia::default(),
        overridden: std::collections::BTreeMap::new(),
        facts: PbxFacts::default(),
        at: Place::file("town"),
    }
}
