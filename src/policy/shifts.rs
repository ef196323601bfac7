//! The section `roster.shifts`: parts of the day that people take turns in, and the caps that hold in each of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::fields::{Field, Fields, Parsed, short};
use super::roster_read::{Names, members, own_name};
use super::roster_rules::{Cap, Members};
use super::{check, codes, keys};
use crate::diag::{Place, Words};

/// People who work in one of several slots each week, and take turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub name: String,
    pub members: Members,
    /// In the order of the file.
    pub slots: Vec<Slot>,
    /// Who is always in the same slot: a staff number, extension or full name to the slot's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
}

/// A part of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub name: String,
    pub from: Time,
    pub to: Time,
    /// People of this slot on site on each day that anybody works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_site_min: Option<u32>,
    /// People of this slot who can be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reachable_min: Option<u32>,
}

impl Slot {
    /// `06:00–14:00`.
    #[must_use]
    pub fn hours(&self) -> String {
        format!("{}–{}", self.from.strftime("%H:%M"), self.to.strftime("%H:%M"))
    }
}

impl Shift {
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }
}

/// More slots than these a day are a timetable.
const MOST_SLOTS: usize = 6;

pub(super) fn shifts(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Shift>> {
    let mut seen = Names::new();
    fields.list(field, |f, item| {
        let table = f.map(item)?;
        let name = f.required(&table, "name", |f, v| own_name(f, v, &mut seen, "roster.shifts"));
        let members = f.required(&table, "members", members);
        let slots = f.required(&table, "slots", slots);
        let known: Vec<&str> = slots.iter().flatten().map(|slot| slot.name.as_str()).collect();
        let fixed = f.or(&table, "fixed", BTreeMap::new(), |f, v| {
            let people = f.names(v)?;
            let mut fixed = BTreeMap::new();
            for (entry, value) in people.named(f) {
                let Some(slot) = f.owned(&value) else { continue };
                // Where the slots themselves could not be read, that is told already.
                if slots.is_some() && !known.contains(&slot.as_str()) {
                    let place = f.place(value.node);
                    unknown_slot(f, place, value.shown(), &slot, &known);
                    continue;
                }
                fixed.insert(entry.key.clone(), slot);
            }
            Some(fixed)
        });
        Some(Shift { name: name?, members: members?, slots: slots?, fixed })
    })
}

fn slots(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Slot>> {
    let before = fields.findings.len();
    let names = fields.names(field)?;
    let mut slots = Vec::new();
    for (entry, value) in names.named(fields) {
        let Some(table) = fields.map(&value) else { continue };
        let from = fields.required(&table, "from", time);
        let to = fields.required(&table, "to", |f, v| {
            let to = time(f, v)?;
            // A slot over midnight would belong to two days.
            if from.is_some_and(|from| to <= from) { f.bad_value(v, &to.strftime("%H:%M").to_string()) } else { Some(to) }
        });
        let on_site_min = fields.optional(&table, "on_site_min", |f, v| f.number(v, 1, 10_000));
        let reachable_min = fields.optional(&table, "reachable_min", |f, v| match v.node.kind {
            super::raw::Kind::Map(_) => check::reachable(f, &v.like("roster.groups[].reachable_min")),
            _ => f.number(v, 1, 10_000),
        });
        if let (Some(from), Some(to)) = (from, to) {
            slots.push(Slot { name: entry.key.clone(), from, to, on_site_min, reachable_min });
        }
    }
    match slots.len() {
        _ if fields.findings.len() > before => None,
        1..=MOST_SLOTS => Some(slots),
        n => fields.bad_value(field, &n.to_string()),
    }
}

/// `06:00`, `6:00`, `14:30`.
fn time(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Time> {
    let text = fields.text(field)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = text.split_once(':').filter(|(hour, minute)| digits(hour) && digits(minute) && minute.len() == 2);
    let parsed = parsed.and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok());
    match parsed {
        Some(time) => Some(time),
        None => fields.bad_value(field, text),
    }
}

fn unknown_slot(fields: &mut Fields<'_>, place: Place, shown: &str, written: &str, known: &[&str]) {
    let written = short(written);
    let what = Words::new(
        format!("`{shown}`: no slot is called `{written}`"),
        format!("`{shown}`: eine Schicht `{written}` gibt es nicht"),
    );
    let todo = match (keys::nearest_of(known, &written), known) {
        (Some(meant), _) => Words::new(format!("did you mean `{meant}`?"), format!("ist `{meant}` gemeint?")),
        (None, []) => Words::new(
            "define slots under `roster.shifts`, or remove the name",
            "Schichten unter `roster.shifts` festlegen oder den Namen streichen",
        ),
        (None, known) => {
            let all = known.join("`, `");
            Words::new(format!("write one of `{all}`"), format!("eines von `{all}` schreiben"))
        }
    };
    fields.complain(&codes::UNKNOWN_SLOT, place, "", what, todo);
}

/// A slot that a resource names, and where.
pub(super) type Named = (String, Place);

/// What the caps' slots and the shifts' have to do with each other. `named` has the slots of each cap.
pub(super) fn across(fields: &mut Fields<'_>, caps: &[(Cap, Vec<Named>)], shifts: &[Shift]) {
    let mut known: Vec<&str> = Vec::new();
    for slot in shifts.iter().flat_map(|shift| &shift.slots) {
        if !known.contains(&slot.name.as_str()) {
            known.push(&slot.name);
        }
    }
    for (cap, named) in caps.iter().filter(|(_, named)| !named.is_empty()) {
        let shown = format!("roster.resources.{}.slots", short(&cap.name));
        let strange: Vec<&Named> = named.iter().filter(|(name, _)| !known.contains(&name.as_str())).collect();
        for (name, place) in &strange {
            unknown_slot(fields, place.clone(), &shown, name, &known);
        }
        let place = named[0].1.clone();
        if strange.is_empty() {
            incomplete(fields, cap, &place, shifts);
            overlap(fields, cap, &place, shifts);
        }
    }
}

/// Whose slot is not named would be counted nowhere, or everywhere: neither is what anybody means.
fn incomplete(fields: &mut Fields<'_>, cap: &Cap, place: &Place, shifts: &[Shift]) {
    for shift in shifts {
        let (there, missing): (Vec<&str>, Vec<&str>) =
            shift.slots.iter().map(|slot| slot.name.as_str()).partition(|name| cap.slots.iter().any(|own| own == name));
        if there.is_empty() || missing.is_empty() {
            continue;
        }
        let (resource, name) = (short(&cap.name), short(&shift.name));
        let (there, missing) = (there.join("`, `"), missing.join("`, `"));
        let what = Words::new(
            format!("resource `{resource}` names `{there}` of shift `{name}`, but not `{missing}`"),
            format!("Ressource `{resource}` nennt `{there}` der Schichtgruppe `{name}`, aber nicht `{missing}`"),
        );
        let todo = Words::new(format!("add `{missing}` to its `slots`"), format!("`{missing}` bei `slots` ergänzen"));
        fields.complain(&codes::SLOTS_INCOMPLETE, place.clone(), "", what, todo);
    }
}

/// People of two slots use the resource together for as long as these overlap.
fn overlap(fields: &mut Fields<'_>, cap: &Cap, place: &Place, shifts: &[Shift]) {
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let of = |name: &str| -> Vec<&Slot> { shifts.iter().filter_map(|shift| shift.slot(name)).collect() };
    for (i, one) in cap.slots.iter().enumerate() {
        for other in &cap.slots[i + 1..] {
            let pairs = of(one).into_iter().flat_map(|a| of(other).into_iter().map(move |b| (a, b)));
            let both = pairs.map(|(a, b)| (a.from.max(b.from), a.to.min(b.to))).find(|(from, to)| from < to);
            let Some((from, to)) = both.filter(|_| told.insert((one, other))) else { continue };
            let (from, to, resource) = (from.strftime("%H:%M"), to.strftime("%H:%M"), short(&cap.name));
            let what = Words::new(
                format!(
                    "slots `{one}` and `{other}` of resource `{resource}` overlap from {from} to {to}: people of both use it then"
                ),
                format!(
                    "die Schichten `{one}` und `{other}` der Ressource `{resource}` überschneiden sich von {from} bis {to}: dann nutzen sie die Leute beider"
                ),
            );
            let todo = Words::new(
                "nothing, if there is enough for both; else let one begin when the other ends, or remove `slots`",
                "nichts, wenn es für beide reicht; sonst die eine beginnen lassen, wenn die andere endet, oder `slots` streichen",
            );
            fields.complain(&codes::SLOTS_OVERLAP, place.clone(), "", what, todo);
        }
    }
}
