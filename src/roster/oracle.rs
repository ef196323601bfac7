//! The oracle of the property tests: tries every roster of a small town against the rules as they read in `docs/roster.md`.
//!
//! Works on the town itself, not on the documents: neither the solver's nor the checker's reading can lead it astray.

use jiff::civil::{Date, date};

use super::model::Slots;
use super::story::{Somebody, Town, id};
use super::story_shifts::TownShift;
use crate::domain::Place;
use crate::inventory::model::HomeSuitability;
use crate::inventory::own_days::OwnDayKind;
use crate::policy::site::{CapUsers, PairKind};

/// One place for each person and day.
pub type Table = Vec<Vec<Place>>;

/// Public holidays in Bavaria that the random towns can meet.
const HOLIDAYS: [Date; 6] =
    [date(2020, 12, 25), date(2020, 12, 26), date(2021, 1, 1), date(2021, 1, 6), date(2021, 5, 13), date(2021, 5, 24)];

pub struct Oracle<'a> {
    town: &'a Town,
    pub days: Vec<Date>,
    targets: Vec<i64>,
    /// The slot of each person in each week.
    slots: Vec<Vec<Option<usize>>>,
}

impl<'a> Oracle<'a> {
    pub fn new(town: &'a Town) -> Self {
        let days = (0..i64::from(town.weeks))
            .flat_map(|w| (0..5).map(move |b| w * 7 + b))
            .map(|i| town.from.checked_add(jiff::Span::new().days(i)).unwrap())
            .collect();
        let slots = vec![vec![None; town.weeks as usize]; town.people.len()];
        let mut oracle = Self { town, days, targets: Vec::new(), slots };
        oracle.targets = (0..town.people.len()).map(|p| oracle.target(p)).collect();
        oracle
    }

    /// The same with slots as a roster has chosen them.
    pub fn with_slots(town: &'a Town, chosen: &Slots) -> Self {
        let mut oracle = Self::new(town);
        for (p, of_person) in oracle.slots.iter_mut().enumerate() {
            for (week, slot) in of_person.iter_mut().enumerate() {
                let monday = oracle.days[week * 5];
                let name = chosen.get(&id(p).parse().unwrap()).and_then(|weeks| weeks.get(&monday));
                *slot = name.map(|name| name.strip_prefix("slot").unwrap().parse().unwrap());
            }
        }
        oracle
    }

    /// The shift of a person.
    fn shift(&self, p: usize) -> Option<&TownShift> {
        self.town.shifts.iter().find(|shift| shift.department == self.town.people[p].department)
    }

    /// What a home day takes of a cap in one slot: a call that is sent on comes in and goes out again. Who has no extension has no line.
    fn each(&self, p: usize) -> i64 {
        let somebody = &self.town.people[p];
        if self.town.channels && somebody.sent_on && somebody.extension { 2 } else { 1 }
    }

    /// In how many slots of a cap a person who draws on it takes a place; 1 where caps have no slots.
    fn takes(&self, p: usize) -> i64 {
        self.each(p) * if self.shift(p).is_some() { 1 } else { self.cap_slots() }
    }

    fn cap_slots(&self) -> i64 {
        if self.town.slotted_caps { self.town.shifts.iter().map(|shift| shift.needs.len()).max().unwrap_or(1) as i64 } else { 1 }
    }

    pub fn works(&self, p: usize, d: usize) -> bool {
        !HOLIDAYS.contains(&self.days[d])
            && !self.town.people[p].off.contains(&(d as u8 % 5 + 1))
            && !self.listed(p, d).contains(&OwnDayKind::Absent)
    }

    /// What the lists say of this day.
    fn listed(&self, p: usize, d: usize) -> Vec<OwnDayKind> {
        let of = self.town.own_days.iter().filter(|(who, from, to, _)| *who == p && *from <= self.days[d] && self.days[d] <= *to);
        of.map(|(.., what)| *what).collect()
    }

    /// Where an appointment wants somebody who has a choice.
    fn wanted(&self, p: usize, d: usize) -> Option<Place> {
        let listed = self.listed(p, d);
        let place = if listed.contains(&OwnDayKind::Home) {
            Place::Home
        } else if listed.contains(&OwnDayKind::Office) {
            Place::Office
        } else {
            self.turn(p, d)?
        };
        (Self::may_choose(&self.town.people[p]) && self.works(p, d)).then_some(place)
    }

    /// Where the person's team is on that day.
    fn turn(&self, p: usize, d: usize) -> Option<Place> {
        let mine = self.town.people[p].department;
        let (departments, days_in, days_away, _) = self.town.cohorts.iter().find(|cohort| cohort.0.contains(&mine))?;
        let team = departments.iter().position(|department| *department == mine)?;
        let cycle = (days_in + days_away) as usize;
        // The day is one of the team's when one of the first days of some cycle falls on it.
        let begins = cycle / departments.len() * team;
        let is_in = (0..*days_in as usize).any(|i| (begins + i) % cycle == d % cycle);
        Some(if is_in { Place::Office } else { Place::Home })
    }

    fn wanted_in(&self, p: usize, mut days: std::ops::Range<usize>, place: Place) -> i64 {
        days.by_ref().filter(|&d| self.wanted(p, d) == Some(place)).count() as i64
    }

    fn always(somebody: &Somebody) -> bool {
        somebody.home == Some(HomeSuitability::Always)
    }

    pub fn may_choose(somebody: &Somebody) -> bool {
        let unfit = matches!(somebody.home, Some(HomeSuitability::No | HomeSuitability::Always));
        !unfit && somebody.ready && somebody.extension
    }

    fn uses(somebody: &Somebody, users: CapUsers) -> bool {
        users == CapUsers::AllHome || !somebody.own_notebook
    }

    fn worked_in(&self, p: usize, week: usize) -> i64 {
        (week * 5..week * 5 + 5).filter(|&d| self.works(p, d)).count() as i64
    }

    fn most_home(&self, p: usize, week: usize) -> i64 {
        let worked = self.worked_in(p, week);
        let by_share = (self.town.share * worked as f64 + 0.5 + 1e-9).floor() as i64;
        let most = by_share.min((worked - i64::from(self.town.office_min)).max(0));
        most.max(self.wanted_in(p, week * 5..week * 5 + 5, Place::Home))
    }

    /// The same where the week has begun: days that passed at home, and later ones that an appointment needs, are allowed.
    fn most_home_from(&self, p: usize, week: usize, row: &[Place], from: usize) -> i64 {
        let worked = self.worked_in(p, week);
        let by_share = (self.town.share * worked as f64 + 0.5 + 1e-9).floor() as i64;
        let most = by_share.min((worked - i64::from(self.town.office_min)).max(0));
        let settled = |d: &usize| if *d < from { row[*d] == Place::Home } else { self.wanted(p, *d) == Some(Place::Home) };
        most.max((week * 5..week * 5 + 5).filter(settled).count() as i64)
    }

    fn target(&self, p: usize) -> i64 {
        let town = self.town;
        let somebody = &town.people[p];
        let all = 0..self.days.len();
        let worked = |p: usize| all.clone().filter(|&d| self.works(p, d)).count() as i64;
        if Self::always(somebody) {
            return worked(p);
        }
        if !Self::may_choose(somebody) {
            return 0;
        }
        let mut share = (town.share * 1000.0).round() as i64;
        for &cap in town.caps.iter().filter(|cap| Self::uses(somebody, cap.users)) {
            let (mut seats, mut open) = (0, 0);
            for d in all.clone() {
                if (0..town.people.len()).any(|q| self.works(q, d)) {
                    seats += self.cap_slots() * i64::from(cap.on(self.days[d]));
                }
            }
            for (q, other) in town.people.iter().enumerate().filter(|(_, s)| Self::uses(s, cap.users)) {
                if Self::always(other) {
                    seats -= self.takes(q) * worked(q);
                } else if Self::may_choose(other) {
                    let (home, office) =
                        (self.wanted_in(q, all.clone(), Place::Home), self.wanted_in(q, all.clone(), Place::Office));
                    seats -= self.takes(q) * home;
                    open += self.takes(q) * (worked(q) - home - office);
                }
            }
            share = share.min(seats.max(0) * 1000 / open.max(1) * 95 / 100);
        }
        let allowed: i64 = (0..town.weeks as usize).map(|w| self.most_home(p, w)).sum();
        let (home, office) = (self.wanted_in(p, all.clone(), Place::Home), self.wanted_in(p, all.clone(), Place::Office));
        let share = (home + (share * (worked(p) - home - office) + 500) / 1000).min(allowed);
        let owed: i64 = town.owed.iter().filter(|owed| owed.0 == p).map(|owed| owed.1).sum();
        let share = (share + owed).clamp(home, allowed);
        let possible = (0..town.weeks as usize).map(|w| self.most_in_week(p, w)).sum();
        let (least, most) = self.quota(p, home, possible);
        share.clamp(least, most)
    }

    /// The most home days of a week with its appointments.
    fn most_in_week(&self, p: usize, week: usize) -> i64 {
        let office = self.wanted_in(p, week * 5..week * 5 + 5, Place::Office);
        self.most_home(p, week).min(self.worked_in(p, week) - office)
    }

    /// Fewest and most home days over the period, where so many are settled and so many can be.
    fn quota(&self, p: usize, settled: i64, possible: i64) -> (i64, i64) {
        let somebody = &self.town.people[p];
        let (mut least, mut most) = (0, i64::MAX);
        for &(_, home_min, home_max) in self.town.quotas.iter().filter(|quota| quota.0 == somebody.department) {
            if Self::may_choose(somebody) {
                least = least.max(i64::from(home_min.unwrap_or(0)));
                most = most.min(home_max.map_or(i64::MAX, i64::from));
            }
        }
        let most = most.max(settled);
        (least.min(possible).min(most), most)
    }

    /// Whether the home days over the period are within the quota; past days are settled.
    fn quota_holds(&self, p: usize, row: &[Place], from: usize) -> bool {
        let home = |d: usize| row[d] == Place::Home;
        let (mut settled, mut possible) = (0, 0);
        for week in 0..self.town.weeks as usize {
            let (mut fixed, mut able) = (0, 0);
            for d in week * 5..week * 5 + 5 {
                let wanted = if d < from { Some(row[d]) } else { self.wanted(p, d) };
                let fixed_home = self.works(p, d) && wanted == Some(Place::Home);
                fixed += i64::from(fixed_home);
                able += i64::from(fixed_home || (self.works(p, d) && wanted.is_none()));
            }
            settled += fixed;
            possible += able.min(self.most_home_from(p, week, row, from).max(fixed));
        }
        let (least, most) = self.quota(p, settled, possible);
        (least..=most).contains(&((0..row.len()).filter(|&d| home(d)).count() as i64))
    }

    /// Whether every rule holds.
    pub fn holds(&self, table: &Table) -> bool {
        self.holds_from(table, 0)
    }

    /// The same from the day of this number on; what happened before is as it was.
    pub fn holds_from(&self, table: &Table, from: usize) -> bool {
        let town = self.town;
        for (p, somebody) in town.people.iter().enumerate() {
            for (d, &place) in table[p].iter().enumerate().skip(from) {
                let right = match place {
                    Place::Off => !self.works(p, d),
                    Place::Home => self.works(p, d) && (Self::may_choose(somebody) || Self::always(somebody)),
                    Place::Office => self.works(p, d) && !Self::always(somebody),
                };
                if !right || self.wanted(p, d).is_some_and(|wanted| wanted != place) {
                    return false;
                }
            }
            for week in 0..town.weeks as usize {
                let at_home = |days: std::ops::Range<usize>| table[p][days].iter().filter(|x| **x == Place::Home).count() as i64;
                let (begin, end) = (week * 5, week * 5 + 5);
                let most = self.most_home_from(p, week, &table[p], from);
                if end > from && !Self::always(somebody) && at_home(begin..end) > most {
                    return false;
                }
            }
        }
        let quotas = (0..town.people.len()).all(|p| self.quota_holds(p, &table[p], from));
        quotas && (from..self.days.len()).all(|d| self.day_holds(table, d))
    }

    fn day_holds(&self, table: &Table, d: usize) -> bool {
        let town = self.town;
        let at = |p: usize, place: Place| table[p][d] == place;
        let count = |test: &dyn Fn(usize, &Somebody) -> bool| -> u32 {
            town.people.iter().enumerate().filter(|(p, s)| test(*p, s)).count() as u32
        };
        for cap in &town.caps {
            for slot in 0..self.cap_slots() as usize {
                let counts = |p: usize| !town.slotted_caps || self.shift(p).is_none() || self.slots[p][d / 5] == Some(slot);
                let draws = |p: &usize| at(*p, Place::Home) && Self::uses(&town.people[*p], cap.users) && counts(*p);
                let taken: i64 = (0..town.people.len()).filter(draws).map(|p| self.each(p)).sum();
                if taken > i64::from(cap.on(self.days[d])) {
                    return false;
                }
            }
        }
        if let Some(most) = town.room_max {
            for room in 0..town.people.len() {
                if count(&|p, s| s.room == room && at(p, Place::Office)) > most {
                    return false;
                }
            }
        }
        if HOLIDAYS.contains(&self.days[d]) {
            return true;
        }
        let on_site = |dep: usize| count(&|p, s| s.department == dep && at(p, Place::Office));
        let reachable = |dep: usize| {
            count(&|p, s| s.department == dep && s.extension && (at(p, Place::Office) || (at(p, Place::Home) && s.ready)))
        };
        for shift in &town.shifts {
            for (slot, &(on_site, reachable)) in shift.needs.iter().enumerate() {
                let in_it = |p: usize, s: &Somebody| s.department == shift.department && self.slots[p][d / 5] == Some(slot);
                let reached = |p: usize, s: &Somebody| s.extension && (at(p, Place::Office) || (at(p, Place::Home) && s.ready));
                if count(&|p, s| in_it(p, s) && at(p, Place::Office)) < on_site
                    || count(&|p, s| in_it(p, s) && reached(p, s)) < reachable
                {
                    return false;
                }
            }
        }
        // Never more than work on that day.
        let asked = |dep: usize, minimum: u32| minimum.min(count(&|p, s| s.department == dep && self.works(p, d)));
        let queue = |dep: usize, minimum: u32| minimum.min(count(&|p, s| s.department == dep && s.extension && self.works(p, d)));
        for (departments, .., apart) in &town.cohorts {
            let there = |dep: usize| count(&|p, s| s.department == dep && at(p, Place::Office)) > 0;
            if *apart && departments.iter().filter(|dep| there(**dep)).count() > 1 {
                return false;
            }
        }
        for (kind, people) in &town.pairs {
            let home = people.iter().filter(|&&p| at(p, Place::Home)).count();
            let office = people.iter().filter(|&&p| at(p, Place::Office)).count();
            match kind {
                PairKind::Together if home > 0 && office > 0 => return false,
                PairKind::Apart if home > 1 => return false,
                _ => {}
            }
        }
        town.on_site.iter().all(|&(dep, minimum)| on_site(dep) >= asked(dep, minimum))
            && town.reachable.iter().all(|&(dep, minimum)| reachable(dep) >= queue(dep, minimum))
    }

    pub fn cost(&self, table: &Table) -> i64 {
        let goals = &self.town.goals;
        let mut cost = 0;
        for (p, somebody) in self.town.people.iter().enumerate() {
            let row = &table[p];
            let home = row.iter().filter(|x| **x == Place::Home).count() as i64;
            cost += goals.fairness * (home - self.targets[p]).pow(2);
            for d in 0..row.len() {
                let weekday = d as u8 % 5 + 1;
                if Self::may_choose(somebody) {
                    cost += goals.wish * i64::from(row[d] == Place::Office && somebody.wish_home.contains(&weekday));
                    cost += goals.wish * i64::from(row[d] == Place::Home && somebody.wish_office.contains(&weekday));
                }
                let together = self.town.team_days.contains(&(somebody.department, weekday));
                if together && Self::may_choose(somebody) && row[d] == Place::Home {
                    cost += goals.team_day;
                }
                if d >= 5 && row[d] != Place::Off && row[d - 5] != Place::Off && row[d] != row[d - 5] {
                    cost += goals.stability;
                }
            }
            for week in row.chunks(5) {
                let places: Vec<Place> = week.iter().copied().filter(|x| *x != Place::Off).collect();
                cost += goals.shape * places.windows(2).filter(|pair| pair[0] != pair[1]).count() as i64;
            }
        }
        cost
    }

    /// The fewest places that differ from `before` in a table that holds from this day on and is as before until then.
    pub fn fewest_changes(&self, before: &Table, from: usize) -> Option<usize> {
        let mut table = before.clone();
        let mut open = Vec::new();
        for (p, somebody) in self.town.people.iter().enumerate() {
            for d in 0..self.days.len() {
                table[p][d] = match (self.works(p, d), before[p][d], Self::always(somebody)) {
                    (false, ..) => Place::Off,
                    (true, was, _) if d < from && was != Place::Off => was,
                    (true, _, true) => Place::Home,
                    (true, ..) => Place::Office,
                };
                if d >= from && self.works(p, d) && Self::may_choose(somebody) {
                    open.push((p, d));
                }
            }
        }
        let mut fewest = None;
        for choice in 0..1u32 << open.len() {
            let mut changed = 0;
            for (i, &(p, d)) in open.iter().enumerate() {
                table[p][d] = if choice >> i & 1 == 1 { Place::Home } else { Place::Office };
                changed += usize::from(before[p][d] != Place::Off && before[p][d] != table[p][d]);
            }
            if fewest.is_none_or(|fewest| changed < fewest) && self.holds_from(&table, from) {
                fewest = Some(changed);
            }
        }
        fewest
    }

    /// The least cost of a table that holds and is this one before the day of this number.
    pub fn best_with(&self, table: &Table, from: usize) -> i64 {
        let mut table = table.clone();
        let open: Vec<(usize, usize)> = (0..self.town.people.len())
            .filter(|&p| Self::may_choose(&self.town.people[p]))
            .flat_map(|p| (from..self.days.len()).map(move |d| (p, d)))
            .filter(|&(p, d)| self.works(p, d))
            .collect();
        let mut best = i64::MAX;
        for choice in 0..1u32 << open.len() {
            for (i, &(p, d)) in open.iter().enumerate() {
                table[p][d] = if choice >> i & 1 == 1 { Place::Home } else { Place::Office };
            }
            if self.holds(&table) {
                best = best.min(self.cost(&table));
            }
        }
        best
    }

    /// The least cost of a roster that holds every rule, by trying all.
    pub fn best(&self) -> Option<i64> {
        let mut table: Table = (0..self.town.people.len())
            .map(|p| {
                (0..self.days.len())
                    .map(|d| match (self.works(p, d), Self::always(&self.town.people[p])) {
                        (false, _) => Place::Off,
                        (true, true) => Place::Home,
                        (true, false) => Place::Office,
                    })
                    .collect()
            })
            .collect();
        let open: Vec<(usize, usize)> = (0..self.town.people.len())
            .filter(|&p| Self::may_choose(&self.town.people[p]))
            .flat_map(|p| (0..self.days.len()).map(move |d| (p, d)))
            .filter(|&(p, d)| self.works(p, d))
            .collect();
        assert!(open.len() <= 16, "too many cells to try all");
        let mut best = None;
        for choice in 0..1u32 << open.len() {
            for (i, &(p, d)) in open.iter().enumerate() {
                table[p][d] = if choice >> i & 1 == 1 { Place::Home } else { Place::Office };
            }
            if self.holds(&table) {
                let cost = self.cost(&table);
                best = Some(best.map_or(cost, |least: i64| least.min(cost)));
            }
        }
        best
    }
}
