//! Step 6: rules over the whole period, which no single week shows.
//!
//! First by counting: what quotas ask for in all against what a cap serves, and what a room sends home in all against what quotas allow its
//! people. Then, where the whole problem is small enough for a complete search, by leaving out one rule after the other: what
//! remains cannot be held together.

use super::super::problem::{NO_LIMIT, Problem};
use super::super::solve::{draft::Draft, dual::Bound, exact};
use super::run::{Answer, Explanation};
use super::system::Item;
use super::words;

/// Σ over people of what their quotas ask against Σ over days of what a rule allows; and the other way round.
pub(super) fn counts(problem: &Problem) -> Vec<Explanation> {
    if problem.quotas.is_empty() {
        return Vec::new();
    }
    let days = problem.days();
    let mut found = Vec::new();
    for (r, rule) in problem.rules.iter().enumerate() {
        let signs = || rule.members.iter().map(|&p| problem.sign(p as usize, r));
        let (only_home, only_office) = (signs().all(|sign| sign == 1), signs().all(|sign| sign == -1));
        let at_work = |day: usize| rule.members.iter().filter(|&&p| problem.is_worked(p as usize, day)).count() as i32;
        let limits = || (0..days).map(|day| (day, problem.limit[r * days + day]));
        if only_home {
            let asked: i32 = rule.members.iter().map(|&p| least(problem, p as usize)).sum();
            let served: i32 = limits().map(|(day, limit)| limit.clamp(0, at_work(day))).sum();
            if asked > served {
                found.push(words::quota_clash(problem, r, asked, served, true, core(problem, r)));
            }
        } else if only_office {
            let sent: i32 = limits().filter(|(_, limit)| *limit < NO_LIMIT).map(|(_, limit)| (-limit).max(0)).sum();
            let allowed: i64 = rule.members.iter().map(|&p| i64::from(most(problem, p as usize))).sum();
            let by_weeks: i64 = rule.members.iter().map(|&p| i64::from(most_by_weeks(problem, p as usize))).sum();
            // Where the weeks alone allow too little, some week does, and is told; the quotas are not why.
            if i64::from(sent) > allowed && i64::from(sent) <= by_weeks {
                found.push(words::quota_clash(problem, r, sent, allowed as i32, false, core(problem, r)));
            }
        }
    }
    found
}

/// Home days that a person has whatever happens.
fn least(problem: &Problem, p: usize) -> i32 {
    let fixed: u32 = (0..problem.weeks).map(|w| problem.fixed_home[p * problem.weeks + w].count_ones()).sum();
    problem.quota(p).0.max(fixed as i32)
}

fn most(problem: &Problem, p: usize) -> i32 {
    problem.quota(p).1.min(most_by_weeks(problem, p))
}

fn most_by_weeks(problem: &Problem, p: usize) -> i32 {
    (0..problem.weeks).map(|w| problem.home_max(p, w)).sum::<u32>() as i32
}

/// The rule on every day, and the quotas of its members.
fn core(problem: &Problem, rule: usize) -> Vec<Vec<Item>> {
    let days = 0..problem.days() as u32;
    let quotas = (problem.quotas.iter().enumerate())
        .filter(|(_, quota)| quota.members.iter().any(|p| problem.rules[rule].members.binary_search(p).is_ok()))
        .map(|(quota, _)| Item::Quota { quota: quota as u32 });
    vec![days.map(|day| Item::Limit { rule: rule as u32, day }).collect(), quotas.collect()]
}

/// What a complete search of the whole period shows.
pub(super) fn search(problem: &Problem) -> Answer {
    match is_possible(problem) {
        Some(true) => return Answer::Possible,
        Some(false) => {}
        None => return Answer::Unknown,
    }
    let mut rest = problem.clone();
    // From the last quota on, so that the numbers of the others stay.
    let mut quotas: Vec<u32> = Vec::new();
    for quota in (0..problem.quotas.len()).rev() {
        let mut fewer = rest.clone();
        fewer.quotas[quota].members.clear();
        fewer.settle_quotas();
        if is_impossible(&fewer) {
            rest = fewer;
        } else {
            quotas.push(quota as u32);
        }
    }
    let mut rules: Vec<u32> = Vec::new();
    let days = problem.days();
    for rule in 0..problem.rules.len() {
        let mut fewer = rest.clone();
        fewer.limit[rule * days..(rule + 1) * days].fill(NO_LIMIT);
        if is_impossible(&fewer) {
            rest = fewer;
        } else {
            rules.push(rule as u32);
        }
    }
    quotas.reverse();
    Answer::Impossible(vec![words::period_clash(problem, &quotas, &rules)])
}

/// None where the search ends early.
fn is_possible(problem: &Problem) -> Option<bool> {
    let mut draft = Draft::new(problem);
    let complete = draft.is_feasible() || exact::search(&mut draft, &Bound::none(problem));
    (draft.is_feasible() || complete).then(|| draft.is_feasible())
}

fn is_impossible(problem: &Problem) -> bool {
    is_possible(problem) == Some(false)
}
