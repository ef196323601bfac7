//! The least-served first, at no cost.
//!
//! Idea: the goal of fairness makes Σ (home days − fair share)² small, so two people of small shares may pay for many of large ones, and ties are
//! settled by chance. Here, where the site asks for it, everybody is ordered by home days ÷ fair share, and whoever has least is given one
//! more day, in one week or on the same weekday of all weeks: a free one, or one that somebody hands over who still has a larger part
//! afterwards. That raises the least part, or the next one where that is the same (leximin order, Dubins and Spanier 1961). It is done until nobody is
//! left who could gain, or so many rounds have passed.
//!
//! Invariants: a plan that holds every rule still does; the cost never rises; in leximin order no step makes the shares worse.

use super::super::problem::Problem;
use super::draft::Draft;

/// Times that everybody is asked.
const ROUNDS: u32 = 12;
/// People asked to hand over one day, the best-served first.
const ASKED: usize = 24;

/// Days that change place together: one, or the same weekday of all weeks.
type Days = Vec<usize>;

/// Shares out a plan that holds every rule.
pub fn run(draft: &mut Draft) {
    let problem = draft.problem;
    let people: Vec<usize> = (0..problem.persons()).filter(|&p| problem.has_choice(p) && problem.target[p] > 0).collect();
    for _ in 0..ROUNDS {
        let mut order = people.clone();
        order.sort_by(|&a, &b| compare(draft, (a, 0), (b, 0)).then(a.cmp(&b)));
        let mut moved = false;
        for &person in &order {
            moved |= serve(draft, person, &order);
        }
        if !moved {
            return;
        }
    }
}

/// Home days ÷ fair share of two people, each with so many days more.
fn compare(draft: &Draft, (a, more_a): (usize, i32), (b, more_b): (usize, i32)) -> std::cmp::Ordering {
    let part = |p: usize, more: i32| i64::from(draft.home_days[p] + more);
    let target = |p: usize| i64::from(draft.problem.target[p]);
    (part(a, more_a) * target(b)).cmp(&(part(b, more_b) * target(a)))
}

/// Gives the person more home days, if there is a way at no cost.
fn serve(draft: &mut Draft, person: usize, order: &[usize]) -> bool {
    let problem = draft.problem;
    let weekdays = (0..5).map(|weekday| (0..problem.weeks).map(|week| week * 5 + weekday).collect::<Days>());
    let single = (0..problem.days()).map(|day| vec![day]);
    // One day first: the next person may be less served by then.
    for days in single.chain(weekdays.filter(|days| days.len() > 1)) {
        let (cost, excess, gained) = flip_all(draft, person, &days, true);
        if gained.is_empty() {
            continue;
        }
        if (excess == 0 && cost <= 0) || hand_over(draft, person, (cost, excess), &gained, order) {
            return true;
        }
        undo(draft, person, &gained);
    }
    false
}

/// Somebody better served gives as many of these days as make it hold again.
fn hand_over(draft: &mut Draft, person: usize, (cost, excess): (i64, i64), days: &[usize], order: &[usize]) -> bool {
    let many = days.len() as i32;
    let mut asked = 0;
    for &other in order.iter().rev() {
        // Afterwards the giver must still have more than the other had.
        if other == person || compare(draft, (other, -many), (person, -many)).is_le() {
            continue;
        }
        if !days.iter().any(|day| draft.is_home(other, *day)) {
            continue;
        }
        asked += 1;
        if asked > ASKED {
            return false;
        }
        let (more, over, given) = flip_all(draft, other, days, false);
        if excess + over == 0 && cost + more <= 0 && !given.is_empty() {
            return true;
        }
        undo(draft, other, &given);
    }
    false
}

/// Sends a person home, or to the office, on those of the days where they may and are not yet; the changes and the days.
fn flip_all(draft: &mut Draft, person: usize, days: &[usize], home: bool) -> (i64, i64, Days) {
    let (mut cost, mut excess, mut flipped) = (0, 0, Vec::new());
    for &day in days {
        if draft.is_home(person, day) != home && Problem::is_worked(draft.problem, person, day) && draft.can_flip(person, day) {
            let (more, over) = draft.flip(person, day);
            (cost, excess) = (cost + more, excess + over);
            flipped.push(day);
        }
    }
    (cost, excess, flipped)
}

fn undo(draft: &mut Draft, person: usize, days: &[usize]) {
    for &day in days.iter().rev() {
        draft.flip(person, day);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::random::Random;
    use super::super::super::specimen::OFFENBACH;
    use super::super::{construct, person_dp::PersonDp};
    use super::*;

    /// Parts of everybody, least first, in thousandths.
    fn parts(draft: &Draft) -> Vec<i64> {
        let problem = draft.problem;
        let mut parts: Vec<i64> = (0..problem.persons())
            .filter(|&p| problem.has_choice(p) && problem.target[p] > 0)
            .map(|p| i64::from(draft.home_days[p]) * 1_000_000 / i64::from(problem.target[p]))
            .collect();
        parts.sort_unstable();
        parts
    }

    #[test]
    fn the_least_served_gain_and_nothing_else_is_lost() {
        let mut problem = OFFENBACH.problem(2, 2);
        // Nobody minds which days, nor how many: all that is left is who gets them.
        problem.home_cost.iter_mut().for_each(|cost| *cost = 0);
        (problem.weights.fairness, problem.weights.stability, problem.weights.shape) = (0, 0, 0);
        let mut draft = Draft::new(&problem);
        construct::sweep(&mut draft, &mut PersonDp::new(2), &mut Random::new(1), 2);
        construct::eject(&mut draft);
        assert!(draft.is_feasible());
        let (cost, before) = (draft.cost, parts(&draft));
        run(&mut draft);
        let after = parts(&draft);
        assert!(draft.is_feasible() && draft.cost <= cost && draft.cost == problem.cost(&draft.home));
        assert!(after > before, "{:?} {:?}", &before[..5], &after[..5]);
        let unserved = |parts: &[i64]| parts.iter().filter(|part| **part == 0).count();
        assert!(unserved(&after) * 4 <= unserved(&before), "{} of {}", unserved(&after), unserved(&before));
    }

    #[test]
    fn goals_come_first() {
        let problem = OFFENBACH.problem(2, 2);
        let mut draft = Draft::new(&problem);
        construct::sweep(&mut draft, &mut PersonDp::new(2), &mut Random::new(1), 2);
        construct::eject(&mut draft);
        let (cost, before) = (draft.cost, parts(&draft));
        assert!(draft.is_feasible());
        run(&mut draft);
        assert!(draft.is_feasible() && draft.cost <= cost && draft.cost == problem.cost(&draft.home));
        assert!(parts(&draft) >= before);
    }
}
