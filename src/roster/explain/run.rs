//! The order of attack.

use std::collections::BTreeSet;

use super::super::problem::{NO_LIMIT, Problem};
use super::super::solve::draft::Draft;
use super::system::Item;
use super::{chain, count, fixed, period, search, words};
use crate::diag::Finding;

/// A set of rules that cannot be held together.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub finding: Finding,
    /// The rules, in groups that are named as one ("the rooms on Tuesday"). All groups together are impossible; without any one of
    /// them the rest is possible.
    pub core: Vec<Vec<Item>>,
}

/// What could be said.
#[derive(Debug, Clone)]
pub enum Answer {
    /// There is no roster, and this is why.
    Impossible(Vec<Explanation>),
    /// No rule contradicts another: the complete search of every week found places.
    Possible,
    /// Neither a contradiction nor a proof that there is none.
    Unknown,
}

/// The steps that take milliseconds whatever the size: fixed people, chains, counting.
#[must_use]
pub fn quick(problem: &Problem) -> Vec<Explanation> {
    if !problem.shift_clashes.is_empty() {
        return problem.shift_clashes.iter().map(|finding| Explanation { finding: finding.clone(), core: Vec::new() }).collect();
    }
    let found = fixed::clashes(problem);
    if !found.is_empty() {
        return found;
    }
    let (mut strict, mut loose) = (Vec::new(), Vec::new());
    for chain in (0..problem.weeks).filter_map(|week| chain::clash(problem, week)) {
        match chain {
            chain::Chain::Strict(explanation) => strict.push(explanation),
            chain::Chain::Loose(explanation) => loose.push(explanation),
        }
    }
    let is_short = |chain: &Explanation| chain.core.len() <= SHORT;
    if !strict.is_empty() && strict.iter().all(is_short) {
        return once(problem, strict);
    }
    let mut found = count::days(problem);
    found.extend(count::room_weeks(problem));
    found.extend(period::counts(problem));
    if strict.is_empty() {
        return if found.is_empty() { loose } else { found };
    }
    // What counting says in a line, no chain of twenty steps has to say.
    let counted: BTreeSet<u32> = found.iter().flat_map(|counted| rules_of(problem, counted)).collect();
    strict.retain(|chain| is_short(chain) || rules_of(problem, chain).all(|rule| !counted.contains(&rule)));
    let mut told = once(problem, strict);
    told.extend(found);
    told
}

/// Items of a chain that a reader follows.
const SHORT: usize = 6;

/// The rules that an explanation names, whatever the week.
fn rules_of<'a>(problem: &'a Problem, explanation: &'a Explanation) -> impl Iterator<Item = u32> + 'a {
    explanation.core.iter().flatten().filter_map(|item| match item {
        Item::Limit { rule, .. } => Some(problem.first_named(*rule as usize) as u32),
        _ => None,
    })
}

/// The same rules in several weeks are told once, with the first of them.
fn once(problem: &Problem, explanations: Vec<Explanation>) -> Vec<Explanation> {
    let any_week = |item: &Item| match *item {
        Item::Limit { rule, day } => Item::Limit { rule: problem.first_named(rule as usize) as u32, day: day % 5 },
        Item::WeeklyMax { person, .. } => Item::WeeklyMax { person, week: 0 },
        Item::Fixed { person, day } => Item::Fixed { person, day: day % 5 },
        Item::Quota { quota } => Item::Quota { quota },
    };
    let mut told: Vec<(Vec<Vec<Item>>, Explanation, usize)> = Vec::new();
    for explanation in explanations {
        let key: Vec<Vec<Item>> = explanation.core.iter().map(|group| group.iter().map(any_week).collect()).collect();
        match told.iter_mut().find(|(other, ..)| *other == key) {
            Some((.., more)) => *more += 1,
            None => told.push((key, explanation, 0)),
        }
    }
    let with_weeks = |(_, mut explanation, more): (_, Explanation, usize)| {
        let (what, weeks) = (&mut explanation.finding.what, words::more_weeks(more));
        what.en.to_mut().push_str(&weeks.en);
        what.de.to_mut().push_str(&weeks.de);
        explanation
    };
    told.into_iter().map(with_weeks).collect()
}

/// [`quick`], then complete search with a budget.
#[must_use]
pub fn explain(problem: &Problem) -> Answer {
    let found = quick(problem);
    if !found.is_empty() {
        return Answer::Impossible(found);
    }
    match search::clash(problem) {
        (Some(explanation), _) => Answer::Impossible(vec![explanation]),
        (None, _) if !problem.quotas.is_empty() => period::search(problem),
        (None, true) => Answer::Possible,
        (None, false) => Answer::Unknown,
    }
}

/// Whether all of these are about slots that were chosen and could have been others: then there may be a roster all the same.
#[must_use]
pub fn rest_on_slots(problem: &Problem, found: &[Explanation]) -> bool {
    let in_slot = |item: &Item| matches!(item, Item::Limit { rule, .. } if problem.rules[*rule as usize].name.slot.is_some());
    problem.slots_chosen && found.iter().all(|one| one.core.iter().flatten().any(in_slot))
}

/// For a run that ended without a plan and without a reason: the rules its least broken plan still breaks.
#[must_use]
pub fn hardest(problem: &Problem, home: &[u8]) -> Finding {
    let draft = Draft::with(problem, home.to_vec());
    let days = problem.days();
    let mut broken: Vec<(i32, usize, usize)> = (0..problem.rules.len())
        .flat_map(|rule| (0..days).map(move |day| (rule, day)))
        .filter(|(rule, day)| problem.limit[rule * days + day] < NO_LIMIT)
        .map(|(rule, day)| (draft.load(rule, day) - problem.limit[rule * days + day], rule, day))
        .filter(|(over, ..)| *over > 0)
        .collect();
    broken.sort_by_key(|&(over, rule, day)| (std::cmp::Reverse(over), rule, day));
    let off_quota: Vec<u32> = (0..problem.persons()).filter(|&p| draft.off_quota(p) > 0).map(|p| p as u32).collect();
    words::not_decided(problem, &broken, &off_quota)
}
