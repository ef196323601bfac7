//! Step 1: people whose place leaves no choice break a rule by themselves.

use std::collections::BTreeMap;

use super::super::problem::{NO_LIMIT, Problem};
use super::run::Explanation;
use super::system::Item;
use super::words;

/// What fixed cells do to one rule on one day.
pub(super) struct FixedClash {
    pub rule: usize,
    pub day: usize,
    /// The fixed people who push the rule.
    pub pushing: Vec<u32>,
    pub over: usize,
}

/// One explanation for each rule that fixed cells alone put over its limit; the worst day is told.
pub(super) fn clashes(problem: &Problem) -> Vec<Explanation> {
    let days = problem.days();
    // By the first rule of the name: one of a slot is one for each week.
    let mut by_name: BTreeMap<usize, Vec<FixedClash>> = BTreeMap::new();
    for (r, rule) in problem.rules.iter().enumerate() {
        let clashes = by_name.entry(problem.first_named(r)).or_default();
        for day in 0..days {
            let limit = problem.limit[r * days + day];
            if limit >= NO_LIMIT {
                continue;
            }
            // The least load: every open cell at its harmless value.
            let mut load = 0;
            let mut pushing = Vec::new();
            for &p in &rule.members {
                let person = p as usize;
                if !problem.is_worked(person, day) {
                    continue;
                }
                let sign = i32::from(problem.sign(person, r));
                let (home, office) = (problem.is_fixed_home(person, day), problem.is_fixed_office(person, day));
                if sign < 0 {
                    load += if office { 0 } else { sign };
                    if office {
                        pushing.push(p);
                    }
                } else if home {
                    load += sign;
                    pushing.push(p);
                }
            }
            if load > limit {
                clashes.push(FixedClash { rule: r, day, pushing, over: (load - limit) as usize });
            }
        }
    }
    let mut found = Vec::new();
    for mut clashes in by_name.into_values() {
        clashes.sort_by_key(|clash| (std::cmp::Reverse(clash.over), clash.day));
        if let Some(worst) = clashes.first() {
            // Only as many people as are needed to break it.
            let (mut needed, mut spare) = (worst.pushing.clone(), worst.over - 1);
            for i in (0..needed.len()).rev() {
                let weight = usize::from(problem.sign(needed[i] as usize, worst.rule).unsigned_abs());
                if weight <= spare {
                    spare -= weight;
                    needed.remove(i);
                }
            }
            let day = worst.day as u32;
            let mut core = vec![vec![Item::Limit { rule: worst.rule as u32, day }]];
            core.extend(needed.into_iter().map(|person| vec![Item::Fixed { person, day }]));
            found.push(words::fixed_clash(problem, worst, clashes.len() - 1, core));
        }
    }
    found
}
