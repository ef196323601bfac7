//! Step 5: complete search over one week, for what counting does not see.
//!
//! Depth-first with the propagation of [`System`]; every contradiction leaves behind the constraints it used, and their union over
//! the whole search is a set of rules that clash. A deletion filter then tries to leave out each of them. Exponential in the worst
//! case, hence a budget of nodes, and first the parts of the house that no cap connects.

use std::collections::BTreeSet;

use super::super::problem::Problem;
use super::run::Explanation;
use super::system::{Item, System};
use super::words;

/// Nodes of one search.
pub(super) const NODES: u64 = 60_000;

/// What a search found out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Possible,
    /// The rules that were used to show it.
    Impossible(BTreeSet<Item>),
    /// The nodes ran out.
    Unknown,
}

/// Searches a week with the constraints that pass `keep`.
pub(super) fn week(problem: &Problem, week: usize, keep: impl Fn(Item) -> bool, nodes: u64) -> Found {
    let mut system = System::new(problem, week, keep);
    let mut used = BTreeSet::new();
    let mut conflict = system.propagate_all();
    // Decisions: length of the trail before, cell, value tried, and whether it was the second try.
    let mut decisions: Vec<(usize, u32, u8, bool)> = Vec::new();
    for _ in 0..nodes {
        if let Some(c) = conflict {
            used.extend(system.behind(c).0.into_iter().map(|c| system.item(c)));
            loop {
                let Some((length, cell, value, second)) = decisions.pop() else { return Found::Impossible(used) };
                system.back_to(length);
                if !second {
                    decisions.push((length, cell, 1 - value, true));
                    conflict = system.decide(cell, 1 - value);
                    break;
                }
            }
            continue;
        }
        let Some((cell, value)) = system.branch() else { return Found::Possible };
        decisions.push((system.trail.len(), cell, value, false));
        conflict = system.decide(cell, value);
    }
    Found::Unknown
}

/// The first week, or part of one, that a complete search shows to be impossible; false in the second place if some search ended early.
pub(super) fn clash(problem: &Problem) -> (Option<Explanation>, bool) {
    let mut complete = true;
    for w in 0..problem.weeks {
        // Every unit by itself first: its people's rooms, minimums and weeks, without what couples units.
        let own = |item: Item, unit: u32| match item {
            Item::Limit { rule, .. } => problem.rules[rule as usize].unit == Some(unit),
            Item::WeeklyMax { person, .. } | Item::Fixed { person, .. } => problem.people[person as usize].unit == unit,
            Item::Quota { .. } => false,
        };
        for unit in 0..problem.units.len() as u32 {
            if let Found::Impossible(used) = week(problem, w, |item| own(item, unit), NODES / 4) {
                return (Some(reduce(problem, w, used)), true);
            }
        }
        match week(problem, w, |_| true, NODES) {
            Found::Possible => {}
            Found::Impossible(used) => return (Some(reduce(problem, w, used)), true),
            Found::Unknown => complete = false,
        }
    }
    (None, complete)
}

fn reduce(problem: &Problem, w: usize, used: BTreeSet<Item>) -> Explanation {
    words::week_clash(problem, w, reduced(problem, w, used).into_iter().collect())
}

/// Leaves out every rule that is not needed.
pub(super) fn reduced(problem: &Problem, w: usize, used: BTreeSet<Item>) -> BTreeSet<Item> {
    let mut core = used;
    let mut order: Vec<Item> = core.iter().copied().collect();
    order.sort_by_key(|item| match item {
        Item::Limit { rule, .. } => (0, std::cmp::Reverse(problem.rules[*rule as usize].members.len()), *item),
        _ => (1, std::cmp::Reverse(0), *item),
    });
    for item in order {
        if !core.contains(&item) {
            continue;
        }
        let fewer: BTreeSet<Item> = core.iter().copied().filter(|other| *other != item).collect();
        if let Found::Impossible(still) = week(problem, w, |i| fewer.contains(&i), NODES / 4) {
            core = still;
        }
    }
    core
}
