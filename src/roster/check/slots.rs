//! The slots that a roster states: whether everybody has the right ones, and what is counted in each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::dates;
use super::facts::{Facts, PersonFacts};
use super::places::Places;
use super::tally::is_there;
use crate::diag::{Finding, Words, counted};
use crate::domain::PersonId;
use crate::policy::site::{Cap, Shift, Slot};
use crate::roster::given::Given;
use crate::roster::model::RuleKind;
use crate::roster::{codes, wording};

impl<'a> Facts<'a> {
    /// Looks up who belongs to which shift.
    pub(super) fn fill_shifts(&mut self) {
        for (i, shift) in self.given.site.roster.shifts.iter().enumerate() {
            let members = self.people.iter().filter(|(_, person)| self.belongs(person, &shift.members)).map(|(id, _)| *id);
            let members: Vec<&PersonId> = members.filter(|id| !self.shift_of.contains_key(id)).collect();
            self.shift_of.extend(members.iter().map(|id| (*id, i)));
            self.shift_members.push(members);
        }
    }

    /// The shift that a person belongs to.
    pub(super) fn shift(&self, person: &PersonFacts) -> Option<&'a Shift> {
        self.shift_of.get(&person.person.id).map(|i| &self.given.site.roster.shifts[*i])
    }

    /// The members of a shift.
    pub(super) fn of_shift(&self, shift: &Shift) -> impl Iterator<Item = &PersonFacts<'a>> {
        let i = self.given.site.roster.shifts.iter().position(|own| own.name == shift.name);
        i.into_iter().flat_map(|i| &self.shift_members[i]).map(|id| &self.people[*id])
    }

    /// The name of the slot that the roster states for a person on a day.
    pub(super) fn slot(&self, person: &PersonFacts, date: Date) -> Option<&str> {
        let mut monday = date;
        while dates::weekday(monday) > 1 {
            monday = monday.yesterday().ok()?;
        }
        self.slots.get(&person.person.id)?.get(&monday).map(String::as_str)
    }

    /// Whether a person takes one place of a cap with slots, in their own; everybody else takes one in each.
    pub(super) fn has_own_slot(&self, person: &PersonFacts, cap: &Cap) -> bool {
        self.shift(person).is_some_and(|shift| shift.slots.iter().any(|slot| cap.slots.contains(&slot.name)))
    }

    /// Whether a person who draws on the cap counts in this slot of it on a day; a cap without slots has none.
    pub(super) fn counts_in(&self, person: &PersonFacts, cap: &Cap, slot: Option<&str>, date: Date) -> bool {
        match slot {
            Some(slot) if self.has_own_slot(person, cap) => self.slot(person, date) == Some(slot),
            _ => true,
        }
    }

    /// Members of a shift who are in a slot on a day.
    pub(super) fn in_slot(&self, shift: &Shift, slot: &str, date: Date) -> Vec<&PersonFacts<'a>> {
        self.of_shift(shift).filter(|person| self.slot(person, date) == Some(slot)).collect()
    }

    /// The person whom the site file calls so.
    pub(super) fn called(&self, whom: &str) -> Option<&PersonFacts<'a>> {
        let by_id = self.people.values().find(|f| f.person.id.as_str() == whom);
        let by_name = || self.people.values().find(|f| is_called(f, whom));
        by_id.or_else(by_name).or_else(|| self.people.values().find(|f| is_number(f, whom)))
    }
}

fn is_called(f: &PersonFacts, whom: &str) -> bool {
    let names = [f.person.full_name(), f.person.listed_name()];
    names.iter().any(|name| name == whom) || f.person.extension.as_ref().is_some_and(|e| e.value.as_str() == whom)
}

/// As a spreadsheet leaves a number, where nobody is called so otherwise.
fn is_number(f: &PersonFacts, whom: &str) -> bool {
    let is_number = whom.bytes().chain(f.person.id.as_str().bytes()).all(|b| b.is_ascii_digit());
    is_number && f.person.id.as_str().trim_start_matches('0') == whom.trim_start_matches('0')
}

/// What a slot needs: kind, number, and the words for it.
pub(super) fn needs(slot: &Slot) -> impl Iterator<Item = (RuleKind, u32)> {
    [(RuleKind::OnSite, slot.on_site_min), (RuleKind::Reachable, slot.reachable_min)]
        .into_iter()
        .filter_map(|(kind, number)| Some((kind, number?)))
}

/// Counts what each slot needs on each day.
pub(super) fn minimums(facts: &Facts, places: &Places, there: &BTreeSet<Date>, findings: &mut Vec<Finding>) {
    for date in facts.judged().filter(|date| there.contains(date) && !facts.days_off.contains(date)) {
        for shift in &facts.given.site.roster.shifts {
            for slot in &shift.slots {
                let members = facts.in_slot(shift, &slot.name, date);
                for (kind, needed) in needs(slot) {
                    let has = members.iter().filter(|f| is_there(kind, f, places.at(&f.person.id, date))).count();
                    if has >= needed as usize {
                        continue;
                    }
                    let (name, slot, day) = (&shift.name, &slot.name, wording::day(date));
                    let (page, en, de) = match kind {
                        RuleKind::OnSite => (&codes::ON_SITE_BELOW_MINIMUM, "on site", "vor Ort"),
                        _ => (&codes::REACHABLE_BELOW_MINIMUM, "reachable", "erreichbar"),
                    };
                    let what = Words::new(
                        format!("{}: {has} {en} in slot `{slot}` of shift `{name}`, {needed} needed", day.en),
                        format!("{}: {has} {de} in Schicht `{slot}` der Schichtgruppe `{name}`, {needed} nötig", day.de),
                    );
                    findings.push(page.finding(None, what).about(name.as_str()));
                }
            }
        }
    }
}

/// Whether the stated slots are those of the shifts: one in each week for each member, the fixed ones as they are fixed.
pub(super) fn stated(facts: &Facts, findings: &mut Vec<Finding>) {
    let shifts = &facts.given.site.roster.shifts;
    let mut say = |what: Words, subject: &str| findings.push(codes::SLOT_STATED.finding(None, what).about(subject));
    for shift in shifts {
        let fixed: BTreeMap<_, &String> =
            shift.fixed.iter().filter_map(|(whom, slot)| Some((&facts.called(whom)?.person.id, slot))).collect();
        for person in facts.of_shift(shift) {
            let (name, who) = (&shift.name, &person.name);
            let mut lacks = Vec::new();
            // A week that had begun when the roster was made again is as it was.
            for monday in facts.weeks().map(|week| week[0]).filter(|monday| !facts.is_past(*monday)) {
                let when = wording::week(monday);
                let slot = facts.slot(person, monday);
                match (slot, fixed.get(&person.person.id)) {
                    (None, _) => lacks.push(monday),
                    (Some(slot), _) if shift.slot(slot).is_none() => say(
                        Words::new(
                            format!("{}: {who} is in slot `{slot}`, which shift `{name}` does not have", when.en),
                            format!("{}: {who} ist in Schicht `{slot}`, die die Schichtgruppe `{name}` nicht hat", when.de),
                        ),
                        name,
                    ),
                    (Some(slot), Some(right)) if slot != *right => say(
                        Words::new(
                            format!("{}: {who} is in slot `{slot}`, but always in `{right}` by `fixed`", when.en),
                            format!("{}: {who} ist in Schicht `{slot}`, nach `fixed` aber immer in `{right}`", when.de),
                        ),
                        name,
                    ),
                    _ => {}
                }
            }
            if let Some(first) = lacks.first() {
                let (when, n) = (wording::week(*first), lacks.len());
                say(
                    Words::new(
                        format!("{}: {who} of shift `{name}` has no slot ({} in all)", when.en, counted(n, "week", "weeks")),
                        format!(
                            "{}: {who} aus der Schichtgruppe `{name}` hat keine Schicht ({} insgesamt)",
                            when.de,
                            counted(n, "Woche", "Wochen")
                        ),
                    ),
                    name,
                );
            }
        }
    }
    for person in facts.people.values().filter(|f| facts.shift(f).is_none()) {
        let later =
            facts.weeks().map(|week| week[0]).find(|monday| !facts.is_past(*monday) && facts.slot(person, *monday).is_some());
        if let Some(monday) = later {
            let (when, who) = (wording::week(monday), &person.name);
            let what = Words::new(
                format!("{}: {who} has a slot, but belongs to no shift", when.en),
                format!("{}: {who} hat eine Schicht, gehört aber zu keiner Schichtgruppe", when.de),
            );
            say(what, person.person.id.as_str());
        }
    }
}

/// The first slot of each person that a file says otherwise than the roster in force: a list of places is no way to change it.
pub(super) fn edited(facts: &Facts, places: &Places) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, days) in &places.slots {
        let Some(person) = facts.people.get(id) else { continue };
        let differs = days.iter().find(|(day, said)| facts.slot(person, **day) != Some(said.as_str()));
        let Some((day, said)) = differs else { continue };
        let (who, when) = (&person.name, wording::day(*day));
        let (right_en, right_de) = match facts.slot(person, *day) {
            Some(slot) => (format!("slot `{slot}`"), format!("Schicht `{slot}`")),
            None => ("none".to_owned(), "keine".to_owned()),
        };
        let what = Words::new(
            format!("{}: {who} has slot `{said}` in this file, and {right_en} in the roster in force", when.en),
            format!("{}: {who} hat in dieser Datei Schicht `{said}`, im geltenden Dienstplan {right_de}", when.de),
        );
        let todo = Words::new(
            "put it back; `fixed` of the shift decides a slot",
            "zurücksetzen; `fixed` der Schichtgruppe legt eine Schicht fest",
        );
        findings.push(codes::SLOT_EDITED.finding(places.row(id, *day), what).about(id.as_str()).todo(todo));
    }
    findings
}

/// The shift of everybody who belongs to one.
#[must_use]
pub fn shifts_of<'a>(given: &Given<'a>) -> BTreeMap<&'a PersonId, &'a Shift> {
    let facts = Facts::read(*given);
    facts.people.iter().filter_map(|(id, person)| Some((*id, facts.shift(person)?))).collect()
}
