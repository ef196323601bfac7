//! On which weekday each department comes together (`roster.team_days`), and what being at home then costs.
//!
//! A day that the site file leaves open is chosen before the roster is made, so that the bound holds for it: the departments one after the
//! other, the largest first, each on the weekday that suits its people and is not yet the team day of many.

use std::collections::BTreeMap;

use super::build::unknown_group;
use super::groups::Unknown;
use crate::diag::{Finding, Words};
use crate::domain::Department;
use crate::inventory::model::{Inventory, Person};
use crate::policy::keys::nearest_name;
use crate::policy::site::TeamDays;
use crate::roster::given::Given;

/// A weekday that does not suit one of the department counts as much as so many people whose team day it is already.
const UNSUITED: usize = 2;

/// A name that nobody's department has.
pub(super) fn check(given: &Given<'_>, findings: &mut Vec<Finding>) {
    let TeamDays::Of(days) = &given.site.roster.team_days else { return };
    let known = by_department(given.inventory);
    if known.is_empty() {
        return;
    }
    for (i, day) in days.iter().enumerate().filter(|(_, day)| !known.contains_key(&day.department)) {
        let name = &day.department;
        let unknown = Unknown {
            what: Words::new(
                format!("team day: nobody belongs to department `{name}`"),
                format!("Teamtag: niemand gehört zur Abteilung `{name}`"),
            ),
            key: "department",
            nearest: nearest_name(name.as_str(), known.keys().map(|department| department.as_str())).map(ToOwned::to_owned),
        };
        findings.push(unknown_group(&format!("team_days/{i}"), name.as_str(), unknown));
    }
}

/// The team days by department, 1 for Monday to 5 for Friday.
#[must_use]
pub fn team_days<'a>(given: &Given<'a>) -> BTreeMap<&'a Department, u8> {
    let departments = by_department(given.inventory);
    let mut chosen = BTreeMap::new();
    let mut open = Vec::new();
    match &given.site.roster.team_days {
        TeamDays::None => {}
        TeamDays::Every => open.extend(departments.iter().filter(|(_, people)| people.len() > 1).map(|(name, _)| *name)),
        TeamDays::Of(days) => {
            for day in days.iter().filter(|day| departments.contains_key(&day.department)) {
                match day.weekday {
                    Some(weekday) => {
                        chosen.insert(&day.department, weekday);
                    }
                    None => open.push(&day.department),
                }
            }
        }
    }
    open.sort_by_key(|name| (std::cmp::Reverse(departments[name].len()), *name));
    for name in open {
        let people = &departments[name];
        let taken = |weekday: u8| -> usize {
            chosen.iter().filter(|(_, day)| **day == weekday).map(|(other, _)| departments[*other].len()).sum()
        };
        let unsuited = |weekday: u8| people.iter().filter(|person| !suits(person, weekday)).count();
        let best = (1..=5u8).min_by_key(|&weekday| (taken(weekday) + UNSUITED * unsuited(weekday), weekday));
        chosen.insert(name, best.unwrap_or(1));
    }
    chosen
}

/// Whether somebody works on that weekday and does not wish to be at home.
fn suits(person: &Person, weekday: u8) -> bool {
    !person.off_days.contains(&weekday) && !person.wish_home.contains(&weekday)
}

fn by_department(inventory: &Inventory) -> BTreeMap<&Department, Vec<&Person>> {
    let mut departments: BTreeMap<&Department, Vec<&Person>> = BTreeMap::new();
    for person in &inventory.persons {
        if let Some(department) = &person.department {
            departments.entry(&department.value).or_default().push(person);
        }
    }
    departments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::site::TeamDay;
    use crate::roster::codes;
    use crate::roster::story::{Somebody, Town};

    fn town(sizes: &[usize]) -> Town {
        let people = sizes
            .iter()
            .enumerate()
            .flat_map(|(department, &size)| (0..size).map(move |_| Somebody { department, ..Somebody::default() }));
        Town { people: people.collect(), ..Town::default() }
    }

    fn days(town: &Town, rules: TeamDays) -> Vec<(String, u8)> {
        let mut documents = town.documents();
        documents.site.roster.team_days = rules;
        team_days(&documents.given()).into_iter().map(|(name, day)| (name.to_string(), day)).collect()
    }

    #[test]
    fn departments_share_out_the_week_and_a_department_of_one_has_no_team_day() {
        let town = town(&[4, 3, 3, 2, 2, 2, 1]);
        let found = days(&town, TeamDays::Every);
        // The largest takes Monday; when all five are taken, the day with the fewest people.
        let expected = [("D0", 1), ("D1", 2), ("D2", 3), ("D3", 4), ("D4", 5), ("D5", 4)];
        assert_eq!(found, expected.map(|(name, day)| (name.to_owned(), day)));
    }

    #[test]
    fn a_day_that_is_given_stands_and_counts() {
        let town = town(&[2, 2, 2]);
        let of = |department: &str, weekday| TeamDay { department: department.parse().unwrap(), weekday };
        let found = days(&town, TeamDays::Of(vec![of("D2", Some(1)), of("D0", None)]));
        assert_eq!(found, [("D0".to_owned(), 2), ("D2".to_owned(), 1)]);
        assert_eq!(days(&town, TeamDays::None), []);
    }

    #[test]
    fn days_off_and_wishes_are_avoided() {
        let mut town = town(&[3]);
        town.people[0].wish_home = vec![1];
        town.people[1].off = vec![2, 3];
        assert_eq!(days(&town, TeamDays::Every), [("D0".to_owned(), 4)]);
    }

    #[test]
    fn a_department_that_nobody_has_is_told_with_the_one_that_was_meant() {
        let mut documents = town(&[2]).documents();
        documents.site.roster.team_days = TeamDays::Of(vec![TeamDay { department: "D00".parse().unwrap(), weekday: None }]);
        let mut findings = Vec::new();
        check(&documents.given(), &mut findings);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, codes::UNKNOWN_GROUP.code());
        assert!(findings[0].todo.as_ref().unwrap().en.contains("`D0`"));
    }
}
