//! The same cost on more even days.
//!
//! Idea: where nobody minds which days they get and no cap binds, every tie falls on the same weekdays, and a house that could have four
//! in ten at home each day has everybody at home from Monday to Wednesday and nobody on Friday. So, last of all, home days go from full
//! days to emptier ones: two weekdays of one person change places, in one week or in all of them, where that costs nothing and breaks
//! nothing. What is made small is Σ (people at home on the day)² over the days of the house and of each department: a house whose days are
//! even while one department is away on Mondays and another on Fridays would help nobody.
//!
//! Invariants: a plan that holds every rule still does; the cost never rises, and everybody's number of home days stays.

use super::super::problem::Problem;
use super::change::Flips;
use super::draft::Draft;

/// Times that everybody is looked at; nearly all of the way is made in the first.
const ROUNDS: u32 = 4;

/// Levels a plan that holds every rule.
pub fn run(draft: &mut Draft) {
    let problem = draft.problem;
    let mut loads = Loads::of(draft);
    let mut flips = Flips::default();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for person in (0..problem.persons()).filter(|&p| problem.has_choice(p)) {
            for (one, other) in pairs() {
                // All weeks first: days that change from week to week cost, where people like them to be the same.
                moved |= exchange(draft, &mut flips, &mut loads, person, (one, other), (0, problem.weeks - 1));
                for week in 0..problem.weeks {
                    moved |= exchange(draft, &mut flips, &mut loads, person, (one, other), (week, week));
                }
            }
        }
        if !moved {
            return;
        }
    }
}

fn pairs() -> impl Iterator<Item = (u8, u8)> {
    (0..5).flat_map(|one| (one + 1..5).map(move |other| (one, other)))
}

/// People at home on each day, in the house and in each department (`unit * days + day`).
struct Loads {
    house: Vec<i64>,
    units: Vec<i64>,
}

impl Loads {
    fn of(draft: &Draft) -> Self {
        let problem: &Problem = draft.problem;
        let mut loads = Self { house: vec![0; problem.days()], units: vec![0; problem.units.len() * problem.days()] };
        for (k, home) in draft.home.iter().enumerate() {
            let (person, week) = (k / problem.weeks, k % problem.weeks);
            for weekday in (0..5).filter(|weekday| home >> weekday & 1 == 1) {
                let day = week * 5 + weekday;
                loads.house[day] += 1;
                loads.units[problem.people[person].unit as usize * problem.days() + day] += 1;
            }
        }
        loads
    }
}

/// Two weekdays change places in the weeks of this run where one of them is a home day and the other is not.
fn exchange(
    draft: &mut Draft,
    flips: &mut Flips,
    loads: &mut Loads,
    person: usize,
    (one, other): (u8, u8),
    (first, last): (usize, usize),
) -> bool {
    let problem = draft.problem;
    let unit = problem.people[person].unit as usize * problem.days();
    let both = 1 << one | 1 << other;
    flips.start(person, first, last);
    // Change of Σ n²: one more is 2n + 1, one less 1 − 2n.
    let mut squares = 0;
    for week in first..=last {
        let home = draft.home[person * problem.weeks + week];
        let differ = (home >> one ^ home >> other) & 1 == 1;
        if differ && draft.allows(person, week, both) {
            let (from, to) = if home >> one & 1 == 1 { (one, other) } else { (other, one) };
            let (from, to) = (week * 5 + usize::from(from), week * 5 + usize::from(to));
            squares += 2 * (loads.house[to] - loads.house[from]) + 2;
            squares += 2 * (loads.units[unit + to] - loads.units[unit + from]) + 2;
            flips.masks[week - first] = both;
        }
    }
    if squares >= 0 || draft.excess_of(flips, None, 0) > 0 {
        return false;
    }
    let cost = draft.cost_of(flips);
    if cost > 0 {
        return false;
    }
    for week in (first..=last).filter(|week| flips.masks[week - first] != 0) {
        let home = draft.home[person * problem.weeks + week];
        for weekday in [one, other] {
            let step = if home >> weekday & 1 == 1 { -1 } else { 1 };
            let day = week * 5 + usize::from(weekday);
            loads.house[day] += step;
            loads.units[unit + day] += step;
        }
    }
    draft.make(flips, cost);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::specimen::OFFENBACH;

    fn squares(draft: &Draft) -> i64 {
        let Loads { house, units } = Loads::of(draft);
        house.iter().chain(&units).map(|n| n * n).sum()
    }

    #[test]
    fn days_become_even_and_nothing_else_changes() {
        let mut problem = OFFENBACH.problem(4, 2);
        // Nobody minds, and nothing binds.
        problem.home_cost.iter_mut().for_each(|cost| *cost = 0);
        problem.limit.iter_mut().for_each(|limit| *limit = crate::roster::problem::NO_LIMIT);
        let mut draft = Draft::new(&problem);
        for person in (0..problem.persons()).filter(|&p| problem.has_choice(p)) {
            for day in (0..problem.days()).filter(|day| day % 5 < 2) {
                if draft.can_flip(person, day) {
                    draft.flip(person, day);
                }
            }
        }
        assert!(draft.is_feasible());
        let (cost, before, days) = (draft.cost, squares(&draft), draft.home_days.clone());
        run(&mut draft);
        assert!(draft.cost <= cost && draft.is_feasible());
        assert_eq!(draft.home_days, days);
        assert_eq!(draft.cost, problem.cost(&draft.home));
        assert!(squares(&draft) * 10 < before * 7, "{:?}", Loads::of(&draft).house);
    }

    #[test]
    fn rules_and_wishes_come_before_even_days() {
        let problem = OFFENBACH.problem(4, 2);
        let mut draft = Draft::new(&problem);
        let mut dp = super::super::person_dp::PersonDp::new(4);
        super::super::construct::sweep(&mut draft, &mut dp, &mut crate::roster::random::Random::new(1), 2);
        super::super::construct::eject(&mut draft);
        let (cost, excess, before) = (draft.cost, draft.excess, squares(&draft));
        run(&mut draft);
        assert!(draft.cost <= cost && draft.excess <= excess && squares(&draft) <= before);
        assert_eq!(draft.cost, problem.cost(&draft.home));
    }
}
