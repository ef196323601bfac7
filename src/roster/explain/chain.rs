//! Step 2: rules that force each other, told as a chain.

use std::collections::BTreeSet;

use super::super::problem::Problem;
use super::run::Explanation;
use super::search;
use super::system::{Item, System};
use super::words;

/// The first contradiction that propagation finds in a week.
pub(super) enum Chain {
    /// A chain of which no rule can be left out.
    Strict(Explanation),
    /// The rules clash also without some link of the chain: another step explains it better.
    Loose(Explanation),
}

pub(super) fn clash(problem: &Problem, week: usize) -> Option<Chain> {
    let mut system = System::new(problem, week, |_| true);
    let conflict = system.propagate_all()?;
    let mut items: Vec<Item> = system.behind(conflict).0.into_iter().map(|c| system.item(c)).collect();
    // Leave out rules that affect many people first: what remains is then about few.
    let weight = |item: &Item| match item {
        Item::Limit { rule, .. } => problem.rules[*rule as usize].members.len(),
        Item::WeeklyMax { .. } => 1,
        Item::Fixed { .. } | Item::Quota { .. } => 0,
    };
    items.sort_by_key(|item| (std::cmp::Reverse(weight(item)), *item));
    let mut core = items.clone();
    for item in items {
        let fewer: Vec<Item> = core.iter().copied().filter(|other| *other != item).collect();
        if System::new(problem, week, |i| fewer.contains(&i)).propagate_all().is_some() {
            core = fewer;
        }
    }
    let all: BTreeSet<Item> = core.iter().copied().collect();
    let reduced = search::reduced(problem, week, all.clone());
    if reduced.len() < all.len() {
        return Some(Chain::Loose(words::week_clash(problem, week, reduced.into_iter().collect())));
    }
    let mut system = System::new(problem, week, |i| core.contains(&i));
    let conflict = system.propagate_all().expect("the core still clashes");
    let (_, cells) = system.behind(conflict);
    let steps = cells
        .into_iter()
        .map(|cell| words::Step {
            person: cell / 5,
            day: week as u32 * 5 + cell % 5,
            home: system.is_home(cell),
            because: system.reason(cell).expect("nothing was decided"),
        })
        .collect();
    Some(Chain::Strict(words::chain_clash(problem, steps, system.item(conflict), core)))
}
