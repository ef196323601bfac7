//! The bound of a certificate, recomputed the slow and obvious way.
//!
//! At the prices λ ≥ 0 of the certificate every feasible roster costs at least
//!
//! > Σ over persons of min (own cost + λ of what they use) + Σ λ · (what is needed) − Σ λ · (what there is).
//!
//! A home day pays for each cap it draws on and is paid for each group it keeps reachable; an office day pays for the room's seat
//! and is paid for each group it serves. The minimum is taken over all week patterns with plain tables: every mask against every
//! mask, 64-bit integers, no shortcut.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cost::{targets, week_cost};
use super::facts::{Facts, PersonFacts};
use super::pairs;
use super::quotas::Days;
use super::rules::slots_of;
use super::slots::needs;
use crate::diag::Words;
use crate::domain::{PersonId, Place};
use crate::policy::site::Shift;
use crate::roster::model::{Certificate, RuleKind, RuleName};

/// Price of an office day and of a home day.
#[derive(Debug, Clone, Copy, Default)]
struct Prices {
    office: i64,
    home: i64,
}

/// The sums that make a bound, in 1/`parts` of a cost unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    pub parts: i64,
    /// Σ over persons of their least priced cost.
    pub people: i64,
    /// Σ λ · (what is needed) − Σ λ · (what there is).
    pub rules: i64,
}

impl Proof {
    /// What every roster that holds the rules costs at least, rounded up because costs are whole numbers.
    #[must_use]
    pub fn bound(self) -> i64 {
        let total = self.people + self.rules;
        total.div_euclid(self.parts) + i64::from(total.rem_euclid(self.parts) != 0)
    }
}

/// The lower bound of the cost that the certificate proves, by its sums, or why it proves none.
pub fn proof(facts: &Facts, certificate: &Certificate) -> Result<Proof, Words> {
    let parts = certificate.parts;
    let Ledger { prices, total: rules, .. } = ledger(facts, certificate)?;
    let targets = targets(facts);
    let least = |(id, person): (&&PersonId, &PersonFacts)| {
        let at = |date: Date| prices.get(&(*id, date)).copied().unwrap_or_default();
        cheapest(facts, person, targets[*id], parts, at)
    };
    Ok(Proof { parts, people: facts.people.iter().map(least).sum(), rules })
}

/// The prices of a certificate, entered with every rule they belong to.
pub(super) fn ledger<'f, 'a>(facts: &'f Facts<'a>, certificate: &Certificate) -> Result<Ledger<'f, 'a>, Words> {
    let parts = certificate.parts;
    if !(1..=1_000_000).contains(&parts) {
        return Err(Words::new(format!("prices in parts of {parts}"), format!("Preise in Teilen von {parts}")));
    }
    let mut ledger = Ledger { facts, rooms: facts.rooms(), prices: BTreeMap::new(), total: 0 };
    for entry in &certificate.prices {
        for (&date, &price) in &entry.per_day {
            if !(0..=1_000_000_000).contains(&price) {
                let (en, de) = (&entry.rule.words().en, &entry.rule.words().de);
                return Err(Words::new(
                    format!("{en} has the price {price} on {date}"),
                    format!("{de} hat am {date} den Preis {price}"),
                ));
            }
            let used = facts.days.contains(&date) && ledger.enter(&entry.rule, date, price);
            if !used && price > 0 {
                let words = entry.rule.words();
                return Err(Words::new(
                    format!("the site has no {} on {date}", words.en),
                    format!("der Standort hat am {date} nicht: {}", words.de),
                ));
            }
        }
    }
    Ok(ledger)
}

/// What the prices of a certificate come to.
pub(super) struct Ledger<'f, 'a> {
    facts: &'f Facts<'a>,
    rooms: BTreeMap<&'a str, (u32, Vec<&'f PersonFacts<'a>>)>,
    prices: BTreeMap<(&'a PersonId, Date), Prices>,
    /// Σ λ · (what is needed) − Σ λ · (what there is).
    total: i64,
}

impl<'a> Ledger<'_, 'a> {
    /// Σ λ · (what is needed) − Σ λ · (what there is).
    pub(super) fn total(&self) -> i64 {
        self.total
    }

    /// What a person pays for a place on one day.
    pub(super) fn price(&self, id: &'a PersonId, date: Date, place: Place) -> i64 {
        let prices = self.prices.get(&(id, date)).copied().unwrap_or_default();
        match place {
            Place::Home => prices.home,
            Place::Office => prices.office,
            Place::Off => 0,
        }
    }

    /// Enters one price of one rule; false if the site has no such rule on that day.
    fn enter(&mut self, rule: &RuleName, date: Date, price: i64) -> bool {
        let facts = self.facts;
        if facts.is_past(date) {
            return false;
        }
        let rules = &facts.given.site.roster;
        match rule.kind {
            RuleKind::Cap => {
                let Some(cap) = rules.caps.iter().find(|c| c.name == rule.name) else { return false };
                let slot = rule.slot.as_deref();
                if !slots_of(cap).contains(&slot) {
                    return false;
                }
                self.total -= price * i64::from(facts.most(cap, date));
                let drawing = facts.people.values().filter(|f| Facts::draws(f, cap.users));
                for person in drawing.filter(|f| facts.counts_in(f, cap, slot, date)) {
                    self.add(person, date, 0, price * i64::from(Facts::takes(person, cap)));
                }
            }
            RuleKind::Room => {
                let Some((most, people)) = self.rooms.get(rule.name.as_str()).cloned() else { return false };
                self.total -= price * i64::from(most);
                for person in people {
                    self.add(person, date, price, 0);
                }
            }
            RuleKind::Together | RuleKind::Apart => {
                let Some(entry) = pairs::entry(facts, rule, date, price) else { return false };
                self.total -= entry.allowed;
                for (person, price) in entry.home {
                    self.add(person, date, 0, price);
                }
            }
            RuleKind::OnSite | RuleKind::Reachable if rule.slot.is_some() => {
                let of = |shift: &&Shift| shift.name == rule.name;
                let Some(shift) = rules.shifts.iter().find(of) else { return false };
                let Some(slot) = rule.slot.as_ref().and_then(|slot| shift.slot(slot)) else { return false };
                let Some((kind, needed)) = needs(slot).find(|(kind, _)| *kind == rule.kind) else { return false };
                if facts.days_off.contains(&date) {
                    return false;
                }
                self.total += price * i64::from(needed);
                for person in facts.in_slot(shift, &slot.name, date) {
                    self.minimum(kind, person, date, price);
                }
            }
            RuleKind::OnSite | RuleKind::Reachable => {
                let groups = if rule.kind == RuleKind::OnSite { &rules.on_site } else { &rules.reachable };
                let Some(group) = groups.iter().find(|g| g.name == rule.name) else { return false };
                if facts.days_off.contains(&date) {
                    return false;
                }
                self.total += price * facts.needed(group, date) as i64;
                for person in facts.members(group) {
                    self.minimum(rule.kind, person, date, price);
                }
            }
        }
        true
    }

    /// What somebody gets for being on site, or reachable.
    fn minimum(&mut self, kind: RuleKind, person: &PersonFacts<'a>, date: Date, price: i64) {
        let (office, home) = match kind {
            RuleKind::OnSite => (true, false),
            _ => (person.desk_phone, person.softphone),
        };
        self.add(person, date, -price * i64::from(office), -price * i64::from(home));
    }

    fn add(&mut self, person: &PersonFacts<'a>, date: Date, office: i64, home: i64) {
        let entry = self.prices.entry((&person.person.id, date)).or_default();
        entry.office += office;
        entry.home += home;
    }
}

/// Every way to spend one week that the person's own rules allow: each date, and whether it is spent at home.
pub(super) fn weeks_of(facts: &Facts, person: &PersonFacts, week: &[Date]) -> Vec<Vec<(Date, bool)>> {
    let days = |mask: usize| week.iter().enumerate().map(move |(i, date)| (*date, mask >> i & 1 == 1));
    let rules = facts.week_rules(person, week);
    let allowed = |mask: &usize| rules.allow(|i| mask >> i & 1 == 1);
    (0..1usize << week.len()).filter(allowed).map(|mask| days(mask).collect()).collect()
}

/// Least priced cost of one person, in 1/`parts`.
fn cheapest(facts: &Facts, person: &PersonFacts, target: i64, parts: i64, at: impl Fn(Date) -> Prices) -> i64 {
    let goals = &facts.given.site.roster.goals;
    let is_home = |mask: usize, i: usize| mask >> i & 1 == 1;
    // For each mask of the last week (`mask * width + home days so far`): the least cost of the weeks up to it.
    let width = facts.days.len() + 1;
    let (mut least, mut next) = (vec![UNREACHABLE; 32 * width], vec![UNREACHABLE; 32 * width]);
    let mut allowed: Vec<usize> = Vec::new();
    let mut worked_before = 0;
    for (w, week) in facts.weeks().enumerate() {
        let rules = facts.week_rules(person, week);
        let worked = (0..week.len()).filter(|i| rules.works(*i)).fold(0, |days, i| days | 1 << i);
        let both: usize = worked & worked_before;
        let prices: Vec<Prices> = week.iter().map(|date| at(*date)).collect();
        let before = std::mem::take(&mut allowed);
        allowed.extend((0..32).filter(|&mask| rules.allow(|i| is_home(mask, i))));
        next.fill(UNREACHABLE);
        for &mask in &allowed {
            let days = mask.count_ones() as usize;
            let place = |date: Date| {
                let i = week.iter().position(|d| *d == date)?;
                Some(if !is_home(worked, i) {
                    Place::Off
                } else if is_home(mask, i) {
                    Place::Home
                } else {
                    Place::Office
                })
            };
            let mut own = week_cost(facts, person, week, place).total() * parts;
            for (i, prices) in prices.iter().enumerate().filter(|(i, _)| is_home(worked, *i)) {
                own += if is_home(mask, i) { prices.home } else { prices.office };
            }
            let row = &mut next[mask * width + days..(mask + 1) * width];
            if w == 0 {
                row[0] = own;
            }
            for &earlier in &before {
                let changed = i64::from(((mask ^ earlier) & both).count_ones());
                let own = own + changed * goals.stability * parts;
                for (slot, cost) in row.iter_mut().zip(&least[earlier * width..]) {
                    *slot = (*slot).min(cost + own);
                }
            }
        }
        std::mem::swap(&mut least, &mut next);
        worked_before = worked;
    }
    let (fewest, most) = facts.quota(person, Days::Left).map_or((0, usize::MAX), |(fewest, most, _)| (fewest, most));
    let mut best = None;
    let ends = least.chunks(width).flat_map(|row| row.iter().enumerate());
    for (t, cost) in ends.filter(|(t, _)| (fewest..=most).contains(t)) {
        let off = t as i64 - target;
        if *cost < UNREACHABLE / 2 {
            let sum = cost + goals.fairness * off * off * parts;
            best = Some(best.map_or(sum, |old: i64| old.min(sum)));
        }
    }
    best.unwrap_or(0)
}

/// More than anything that can be reached costs, and as far from the end of the numbers.
const UNREACHABLE: i64 = i64::MAX / 4;
