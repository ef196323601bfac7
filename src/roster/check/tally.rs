//! How a roster uses what there is, day by day, for charts and summaries.

use jiff::civil::Date;

use super::facts::{Choice, Facts, PersonFacts};
use super::places::Places;
use super::rules::slots_of;
use super::slots::needs;
use crate::diag::Words;
use crate::domain::Place;
use crate::roster::given::Given;
use crate::roster::model::{RuleKind, RuleName};

/// One line of numbers, by day of the roster; none on days that nobody works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub rule: RuleName,
    /// Most or fewest allowed.
    pub stated: u32,
    /// What it counts, in words: `people at home`, `on site`, `reachable`.
    pub unit: Words,
    pub per_day: Vec<Option<u32>>,
    /// What is allowed or needed on each day: `stated`, or less: a cap that grows, a minimum of which fewer members work.
    pub asked: Vec<u32>,
    /// People whom it counts: those who may draw on a cap, the members of a group; in a slot the fewest of any week.
    pub members: usize,
    /// The department all members belong to, where there is one.
    pub department: Option<String>,
}

/// Caps and groups with what the roster makes of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub days: Vec<Date>,
    pub caps: Vec<Line>,
    pub groups: Vec<Line>,
}

impl Tally {
    #[must_use]
    pub fn of(given: &Given<'_>, places: &Places) -> Self {
        let facts = Facts::read(*given);
        let rules = &given.site.roster;
        let per_day = |count: &dyn Fn(Date) -> usize| -> Vec<Option<u32>> {
            facts.days.iter().map(|d| (!facts.days_off.contains(d)).then(|| count(*d) as u32)).collect()
        };
        let of_slots = rules.caps.iter().flat_map(|cap| slots_of(cap).into_iter().map(move |slot| (cap, slot)));
        let caps = of_slots
            .map(|(cap, slot)| Line {
                rule: RuleName { slot: slot.map(ToOwned::to_owned), ..RuleName::new(RuleKind::Cap, &cap.name) },
                stated: facts.days.iter().map(|day| facts.most(cap, *day)).max().unwrap_or(cap.per_day),
                unit: match cap.twice.as_slice() {
                    [] => Words::new("at home", "zu Hause"),
                    _ => Words::new("at home, some twice", "zu Hause, manche doppelt"),
                },
                per_day: per_day(&|date| {
                    (facts.people.values())
                        .filter(|f| Facts::draws(f, cap.users) && places.at(&f.person.id, date) == Some(Place::Home))
                        .filter(|f| facts.counts_in(f, cap, slot, date))
                        .map(|f| Facts::takes(f, cap) as usize)
                        .sum()
                }),
                asked: facts.days.iter().map(|day| facts.most(cap, *day)).collect(),
                members: fewest(&facts, &|date| {
                    (facts.people.values())
                        .filter(|f| Facts::draws(f, cap.users) && matches!(f.choice, Choice::Open | Choice::AlwaysHome))
                        .filter(|f| facts.counts_in(f, cap, slot, date))
                        .count()
                }),
                department: None,
            })
            .collect();
        let department = |members: &[&super::facts::PersonFacts]| {
            let names: Vec<_> = members.iter().map(|f| f.person.department.as_ref().map(|d| d.value.as_str())).collect();
            let first = names.first().copied().flatten()?;
            names.iter().all(|name| *name == Some(first)).then(|| first.to_owned())
        };
        let mut groups = Vec::new();
        for (kind, list) in [(RuleKind::OnSite, &rules.on_site), (RuleKind::Reachable, &rules.reachable)] {
            for group in list {
                let members = facts.members(group);
                let counts = |date: Date| (members.iter()).filter(|f| is_there(kind, f, places.at(&f.person.id, date))).count();
                groups.push(Line {
                    rule: RuleName::new(kind, &group.name),
                    stated: group.minimum,
                    unit: unit(kind),
                    per_day: per_day(&counts),
                    asked: facts.days.iter().map(|day| facts.needed(group, *day) as u32).collect(),
                    members: members.len(),
                    department: department(&members),
                });
            }
        }
        for shift in &rules.shifts {
            let members: Vec<_> = facts.of_shift(shift).collect();
            for slot in &shift.slots {
                for (kind, needed) in needs(slot) {
                    let counts = |date: Date| {
                        (facts.in_slot(shift, &slot.name, date).iter())
                            .filter(|f| is_there(kind, f, places.at(&f.person.id, date)))
                            .count()
                    };
                    groups.push(Line {
                        rule: RuleName::in_slot(kind, &shift.name, &slot.name),
                        stated: needed,
                        unit: unit(kind),
                        per_day: per_day(&counts),
                        asked: vec![needed; facts.days.len()],
                        members: fewest(&facts, &|date| facts.in_slot(shift, &slot.name, date).len()),
                        department: department(&members),
                    });
                }
            }
        }
        Self { days: facts.days, caps, groups }
    }
}

/// Whether somebody in this place counts for a minimum.
pub(super) fn is_there(kind: RuleKind, person: &PersonFacts, place: Option<Place>) -> bool {
    match (kind, place) {
        (RuleKind::OnSite, place) => place == Some(Place::Office),
        (_, Some(Place::Office)) => person.desk_phone,
        (_, Some(Place::Home)) => person.softphone,
        _ => false,
    }
}

fn unit(kind: RuleKind) -> Words {
    match kind {
        RuleKind::OnSite => Words::new("on site", "vor Ort"),
        _ => Words::new("reachable", "erreichbar"),
    }
}

/// The least of these counts over the weeks.
fn fewest(facts: &Facts, count: &dyn Fn(Date) -> usize) -> usize {
    facts.weeks().map(|week| count(week[0])).min().unwrap_or(0)
}
