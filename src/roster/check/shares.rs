//! How even home days are, for reports: never about fewer people than `roster.min_group`.
//!
//! Idea: departments with fewer people who have a fair share are one group, "others". Where these are too few still, the smallest of the
//! other departments joins them, so that nobody finds out about a small group by taking the shown ones from the whole. Bands of shares are
//! joined with their neighbours in the same way. Where everybody together is too few, nothing is shown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::cost::targets;
use super::facts::{Choice, Facts, PersonFacts};
use super::places::Places;
use crate::domain::{PersonId, Place};
use crate::roster::given::Given;
use crate::roster::model::{Fairness, Roster};

/// Lower ends of the bands, in per cent of the fair share.
const BANDS: [u32; 6] = [0, 50, 80, 95, 106, 121];

/// What may be shown of how even home days are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    pub min_group: usize,
    /// Everybody with a fair share; none where these are fewer than `min_group`.
    pub house: Option<Fairness>,
    /// Departments by name, then people without one, then the others.
    pub groups: Vec<Group>,
    /// By share; every band has `min_group` people at least.
    pub bands: Vec<Band>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// None: people without a department, or several departments that are too small each.
    pub department: Option<String>,
    /// How many departments it holds; people without one count as one.
    pub departments: usize,
    /// Everybody in it, whether they have a choice or not.
    pub people: usize,
    /// Of those with a fair share.
    pub fairness: Fairness,
    /// On each day of the roster; none on days that nobody works.
    pub home: Vec<Option<usize>>,
    pub office: Vec<Option<usize>>,
}

/// People whose home days are in this part of their fair share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Per cent, included.
    pub from: u32,
    /// Per cent, not included; none: no upper end.
    pub below: Option<u32>,
    pub people: usize,
}

impl Shares {
    #[must_use]
    pub fn of(given: &Given<'_>, roster: &Roster) -> Self {
        let (facts, places) = (Facts::of_roster(*given, roster), Places::of(roster));
        let min_group = given.site.roster.min_group.max(1) as usize;
        let ratios: BTreeMap<&PersonId, f64> = ratios(&facts, &places).into_iter().collect();
        if ratios.len() < min_group {
            return Self { min_group, house: None, groups: Vec::new(), bands: Vec::new() };
        }
        let group = |departments: &BTreeSet<Option<&str>>| {
            let members: Vec<&PersonFacts> =
                facts.people.values().filter(|person| departments.contains(&department(person))).collect();
            let count = |place: Place| -> Vec<Option<usize>> {
                let at = |date: Date| members.iter().filter(|f| places.at(&f.person.id, date) == Some(place)).count();
                facts.days.iter().map(|date| (!facts.days_off.contains(date)).then(|| at(*date))).collect()
            };
            let parts = members.iter().filter_map(|f| ratios.get(&f.person.id).copied()).collect();
            let name = departments.iter().next().copied().flatten().filter(|_| departments.len() == 1);
            Group {
                department: name.map(ToOwned::to_owned),
                departments: departments.len(),
                people: members.len(),
                fairness: rounded(spread(parts)),
                home: count(Place::Home),
                office: count(Place::Office),
            }
        };
        let groups = grouped(&facts, &ratios, min_group).iter().map(group).collect();
        let house = rounded(spread(ratios.values().copied().collect()));
        Self { min_group, house: Some(house), groups, bands: bands(ratios.values().copied(), min_group) }
    }
}

fn department<'f>(person: &'f PersonFacts) -> Option<&'f str> {
    person.person.department.as_ref().map(|department| department.value.as_str())
}

/// Which departments are shown together: each alone where it is large enough, at last the others.
fn grouped<'f>(facts: &'f Facts, ratios: &BTreeMap<&PersonId, f64>, min_group: usize) -> Vec<BTreeSet<Option<&'f str>>> {
    let mut sizes: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (id, person) in &facts.people {
        *sizes.entry(department(person)).or_default() += usize::from(ratios.contains_key(id));
    }
    // A department where nobody has a fair share is one of the others: its counts could be found by subtraction. Where every person may be shown,
    // it has nothing to tell.
    if min_group == 1 {
        sizes.retain(|_, size| *size > 0);
    }
    let mut others: BTreeSet<Option<&str>> = sizes.iter().filter(|(_, size)| **size < min_group).map(|(name, _)| *name).collect();
    let mut together: usize = others.iter().map(|name| sizes[name]).sum();
    while !others.is_empty() && together < min_group {
        let next = sizes.iter().filter(|(name, _)| !others.contains(*name)).min_by_key(|(name, size)| (**size, **name));
        let Some((name, size)) = next else { break };
        together += size;
        others.insert(*name);
    }
    let mut shown: Vec<BTreeSet<Option<&str>>> =
        sizes.keys().copied().filter(|name| !others.contains(name)).map(|name| BTreeSet::from([name])).collect();
    // People without a department come after those with one.
    shown.sort_by_key(|names| names.contains(&None));
    if !others.is_empty() {
        shown.push(others);
    }
    shown
}

/// Neighbouring bands become one until each has enough people.
fn bands(ratios: impl Iterator<Item = f64>, min_group: usize) -> Vec<Band> {
    let mut counts = [0usize; BANDS.len()];
    for ratio in ratios {
        // The edges are those of the figures shown: 80 % is not below 80 %.
        let at = BANDS.iter().rposition(|from| ratio * 100.0 + 1e-9 >= f64::from(*from)).unwrap_or(0);
        counts[at] += 1;
    }
    let mut bands: Vec<Band> = Vec::new();
    let mut open: Option<Band> = None;
    for (i, &people) in counts.iter().enumerate() {
        let below = BANDS.get(i + 1).copied();
        let band = open.take().unwrap_or(Band { from: BANDS[i], below, people: 0 });
        let band = Band { below, people: band.people + people, ..band };
        if band.people >= min_group { bands.push(band) } else { open = Some(band) }
    }
    if let Some(rest) = open {
        match bands.last_mut() {
            Some(last) => *last = Band { below: rest.below, people: last.people + rest.people, ..*last },
            None => bands.push(rest),
        }
    }
    bands
}

/// Home days ÷ fair share of everybody who has a choice and a share.
pub(super) fn ratios<'a>(facts: &Facts<'a>, places: &Places) -> Vec<(&'a PersonId, f64)> {
    let targets = targets(facts);
    (facts.people.iter())
        .filter(|(id, person)| person.choice == Choice::Open && targets[*id] > 0)
        .map(|(&id, _)| {
            let at_home = facts.days.iter().filter(|day| places.at(id, **day) == Some(Place::Home)).count();
            (id, at_home as f64 / targets[id] as f64)
        })
        .collect()
}

/// The figures of some people's shares.
pub(super) fn spread(mut parts: Vec<f64>) -> Fairness {
    let people = parts.len();
    if people == 0 {
        return Fairness { people, min: 1.0, median: 1.0, max: 1.0, jain: 1.0, below_80: 0 };
    }
    parts.sort_by(f64::total_cmp);
    let (sum, squares) = parts.iter().fold((0.0, 0.0), |(sum, squares), part| (sum + part, squares + part * part));
    Fairness {
        people,
        min: parts[0],
        median: f64::midpoint(parts[(people - 1) / 2], parts[people / 2]),
        max: parts[people - 1],
        jain: if squares > 0.0 { sum * sum / (people as f64 * squares) } else { 1.0 },
        below_80: parts.iter().filter(|part| **part < 0.8).count(),
    }
}

/// Three decimals, as in documents.
fn rounded(f: Fairness) -> Fairness {
    let round = |x: f64| (x * 1000.0).round() / 1000.0;
    Fairness { min: round(f.min), median: round(f.median), max: round(f.max), jain: round(f.jain), ..f }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::story::{Somebody, Town};

    /// Departments of these sizes, everybody with a fair share.
    fn shares(sizes: &[usize], min_group: u32) -> Shares {
        let people: Vec<Somebody> = (sizes.iter().enumerate())
            .flat_map(|(department, size)| vec![Somebody { department, ..Somebody::default() }; *size])
            .collect();
        let mut documents = Town { people, ..Town::default() }.documents();
        documents.site.roster.min_group = min_group;
        let roster = crate::roster::tests::solve_town(&documents, 1).unwrap();
        Shares::of(&documents.given(), &roster)
    }

    fn sizes(shares: &Shares) -> Vec<(Option<&str>, usize)> {
        shares.groups.iter().map(|group| (group.department.as_deref(), group.people)).collect()
    }

    #[test]
    fn no_group_is_smaller_than_asked() {
        let two = shares(&[3, 1, 1], 2);
        assert_eq!(sizes(&two), [(Some("D0"), 3), (None, 2)], "two small ones are the others");
        let alone = shares(&[3, 2, 1], 2);
        assert_eq!(sizes(&alone), [(Some("D0"), 3), (None, 3)], "a single small one would be found by subtraction");
        assert_eq!((alone.groups[1].departments, alone.groups[1].fairness.people), (2, 3));
        assert_eq!(sizes(&shares(&[2, 2], 2)), [(Some("D0"), 2), (Some("D1"), 2)]);
        assert_eq!(sizes(&shares(&[2, 1], 1)), [(Some("D0"), 2), (Some("D1"), 1)], "1 shows all");
        assert_eq!(sizes(&shares(&[2, 1], 3)), [(None, 3)]);
        let few = shares(&[2, 1], 4);
        assert_eq!((few.house, few.groups, few.bands), (None, vec![], vec![]), "too few for anything");
    }

    #[test]
    fn a_department_without_a_choice_is_no_remainder() {
        let never = Somebody { department: 1, home: Some(crate::inventory::model::HomeSuitability::No), ..Somebody::default() };
        let people = [vec![Somebody::default(); 3], vec![never; 2]].concat();
        let mut documents = Town { people, ..Town::default() }.documents();
        documents.site.roster.min_group = 3;
        let roster = crate::roster::tests::solve_town(&documents, 1).unwrap();
        let shares = Shares::of(&documents.given(), &roster);
        assert_eq!(sizes(&shares), [(None, 5)], "the house less D0 would be D1");
    }

    #[test]
    fn bands_are_joined_until_they_are_large_enough() {
        let people = |shares: &[f64], min| -> Vec<(u32, Option<u32>, usize)> {
            bands(shares.iter().copied(), min).iter().map(|band| (band.from, band.below, band.people)).collect()
        };
        assert_eq!(people(&[0.1, 0.5, 0.8, 1.0, 1.1, 1.5], 1).len(), BANDS.len());
        assert_eq!(people(&[0.1, 0.79, 0.8, 1.0, 1.0, 1.5], 2), [(0, Some(80), 2), (80, None, 4)]);
        assert_eq!(people(&[1.0, 1.0], 2), [(0, None, 2)]);
        for min in 1..6 {
            let all = people(&[0.0, 0.3, 0.6, 0.7, 0.9, 1.0, 1.0, 1.1, 1.3], min);
            assert!(all.iter().all(|(.., people)| *people >= min), "{all:?}");
            assert_eq!(all.iter().map(|(.., people)| people).sum::<usize>(), 9);
            assert_eq!((all[0].0, all.last().unwrap().1), (0, None));
        }
    }
}
