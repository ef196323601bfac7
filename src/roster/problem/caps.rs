//! Caps as rules, and what they supply for the fair shares. With slots a cap is one for each slot and week, over those who are there then.
//! Whose calls are sent on takes two of a cap that says so.

use super::slots::Shifts;
use super::target::Supply;
use super::{NO_LIMIT, ProblemBuilder};
use crate::domain::calendar::Horizon;
use crate::plan::model::people_with;
use crate::policy::site::{Cap, CapUsers};
use crate::roster::given::Given;
use crate::roster::model::{RuleKind, RuleName};

/// What each cap supplies: with slots its number in each, of which a person with such a slot uses one and everybody else all.
pub(super) fn supplies(given: &Given<'_>, horizon: &Horizon, shifts: &Shifts) -> Vec<Supply> {
    let persons = &given.inventory.persons;
    let of = |cap: &Cap| {
        let own = |p: usize| persons[p].own_notebook.as_ref().is_some_and(|own| own.value);
        let slots = cap.slots.len().max(1) as u32;
        let sent_on = people_with(&given.plan.lines, &cap.twice);
        let each = |p: usize| match cap.users {
            CapUsers::WithoutOwnNotebook if own(p) => 0,
            _ if sent_on.contains(&persons[p].id) => 2,
            _ => 1,
        };
        let uses = |p: usize| match i64::from(each(p)) {
            each if shifts.has_slots_of(given, p, &cap.slots) => each,
            each => each * i64::from(slots),
        };
        let per_day = horizon.days.iter().map(|day| cap.on(*day).saturating_mul(slots)).collect();
        Supply { uses: (0..persons.len()).map(uses).collect(), each: (0..persons.len()).map(each).collect(), per_day }
    };
    given.site.roster.caps.iter().map(of).collect()
}

/// Adds the rules of every cap.
pub(super) fn add(given: &Given<'_>, horizon: &Horizon, shifts: &Shifts, supplies: &[Supply], builder: &mut ProblemBuilder) {
    let weeks = builder.problem().weeks;
    for (cap, supply) in given.site.roster.caps.iter().zip(supplies) {
        let most = cap.most(&horizon.days);
        let limit = |day: usize| i32::try_from(cap.on(horizon.days[day])).unwrap_or(NO_LIMIT).min(NO_LIMIT);
        let mut rule = |name: RuleName, week: Option<usize>| {
            let is_there = |p: usize| match (&name.slot, week) {
                (Some(slot), Some(week)) if shifts.has_slots_of(given, p, &cap.slots) => {
                    shifts.name(given, p, week) == Some(slot.as_str())
                }
                _ => true,
            };
            let drawing = (0..supply.uses.len()).filter(|&p| supply.uses[p] > 0 && is_there(p));
            let members: Vec<(u32, i8)> = drawing.map(|p| (p as u32, supply.each[p])).collect();
            let days = 0..horizon.days.len();
            let limits: Vec<i32> =
                days.clone().map(|day| if week.is_none_or(|week| week == day / 5) { limit(day) } else { NO_LIMIT }).collect();
            let less = days.map(|day| (day, cap.on(horizon.days[day]))).filter(|(_, number)| *number < most).collect();
            builder.rule_with_less(name, most, &members, &limits, less);
        };
        if cap.slots.is_empty() {
            rule(RuleName::new(RuleKind::Cap, &cap.name), None);
        }
        for slot in &cap.slots {
            (0..weeks).for_each(|week| rule(RuleName::in_slot(RuleKind::Cap, &cap.name, slot), Some(week)));
        }
    }
}
