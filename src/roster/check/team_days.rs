//! The weekday on which each department comes together, worked out anew from the site file and the staff (`docs/roster.md`).

use std::collections::BTreeMap;

use super::facts::{Facts, PersonFacts};
use crate::domain::Department;
use crate::policy::site::TeamDays;

/// The team day of each department that has one: 1 for Monday to 5 for Friday.
pub(super) fn of_departments<'a>(facts: &Facts<'a>) -> BTreeMap<&'a Department, u8> {
    let people_of = |department: &Department| -> Vec<&PersonFacts<'a>> {
        facts.people.values().filter(|who| who.person.department.as_ref().is_some_and(|d| d.value == *department)).collect()
    };
    let mut sizes: BTreeMap<&Department, usize> = BTreeMap::new();
    for who in facts.people.values() {
        if let Some(department) = &who.person.department {
            *sizes.entry(&department.value).or_default() += 1;
        }
    }
    let asked: Vec<(&Department, Option<u8>)> = match &facts.given.site.roster.team_days {
        TeamDays::None => Vec::new(),
        TeamDays::Every => sizes.iter().filter(|(_, size)| **size >= 2).map(|(name, _)| (*name, None)).collect(),
        TeamDays::Of(days) => days.iter().map(|day| (&day.department, day.weekday)).collect(),
    };
    let mut days: BTreeMap<&Department, u8> = BTreeMap::new();
    // How many people come together on each weekday; Monday stands at 1.
    let mut together = [0usize; 6];
    for (department, weekday) in &asked {
        if let (Some(weekday), Some(size)) = (weekday, sizes.get(department)) {
            days.insert(department, *weekday);
            together[usize::from(*weekday)] += size;
        }
    }
    let mut left: Vec<&Department> =
        asked.iter().filter(|(name, weekday)| weekday.is_none() && sizes.contains_key(name)).map(|(name, _)| *name).collect();
    while !left.is_empty() {
        // The largest; of equal ones the first by name.
        let mut next = 0;
        for (i, name) in left.iter().enumerate() {
            let (size, least) = (sizes[name], sizes[left[next]]);
            if size > least || (size == least && *name < left[next]) {
                next = i;
            }
        }
        let name = left.swap_remove(next);
        let mut best = (usize::MAX, 0u8);
        for weekday in 1..=5u8 {
            let mut points = together[usize::from(weekday)];
            for who in people_of(name) {
                if who.person.off_days.contains(&weekday) || who.person.wish_home.contains(&weekday) {
                    points += 2;
                }
            }
            if points < best.0 {
                best = (points, weekday);
            }
        }
        days.insert(name, best.1);
        together[usize::from(best.1)] += sizes[name];
    }
    days
}
