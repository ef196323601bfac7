//! Where a rule is still broken after the first sweeps: takes those out whom it is about, and puts them back in other orders.
//!
//! Ejection chains ([`super::construct::eject`]) flip single days; they are stuck where everybody of a room has as many home days in that
//! week as may be, and only somebody's other day could make way. The person DP sees the whole week, and a few people of the same
//! department taken out with them let the others choose. What is no worse is kept, so that the search wanders over what is equally
//! broken; a handful of broken rooms among tens of thousands costs next to nothing, where annealing would move everybody again.
//! One after the other cannot know what the last one will be unable to do, so the broken week of a small room is also gone through for
//! all of its people together, exactly but for what they do to each other in other rules.

use std::collections::BTreeSet;

use super::super::random::Random;
use super::draft::{Draft, Room};
use super::halt::Halt;
use super::person_dp::PersonDp;
use super::{construct, joint};

/// Turns over all broken rules.
const TURNS: usize = 40;
/// People taken out at once, of a rule and beside it.
const OF_RULE: usize = 8;
const BESIDE: usize = 4;
/// Broken rules beyond which this is not what is needed: so many, or one in `PART` of a large house (a million people begin with three
/// thousand rooms to mend, which is as few as ten among three thousand people; annealing them all would take longer than the rest).
const MANY: usize = 2_000;
const PART: usize = 50;

/// Ends where all rules hold, or after [`TURNS`] turns; never raises the excess.
pub fn run(draft: &mut Draft, dp: &mut PersonDp, random: &mut Random, halt: &Halt) {
    let mut room = Room::default();
    let (mut out, mut saved) = (Vec::new(), Vec::new());
    let most = MANY.max(draft.problem.rules.len() / PART);
    for _ in 0..TURNS {
        let broken = broken(draft);
        if broken.is_empty() || broken.len() > most || halt.interrupted() {
            return;
        }
        for rule in broken {
            if together(draft, rule) {
                continue;
            }
            choose(draft, random, rule, &mut out);
            joint::with_mates(draft, &mut out);
            let before = draft.excess;
            draft.take_out(&out, &mut saved);
            joint::put_back(draft, &out, None, dp, &mut room);
            if draft.excess > before {
                draft.give_back(&out, &saved);
            }
        }
        // A room may have been mended at the cost of a cap, where many can make way.
        construct::eject(draft);
    }
}

/// People of a rule whose weeks are tried together, and combinations looked at.
const TOGETHER: usize = 5;
const COMBINATIONS: u32 = 200_000;

/// Goes through the broken weeks of a small rule for all of its people who have a choice; whether it holds now.
fn together(draft: &mut Draft, rule: usize) -> bool {
    let problem = draft.problem;
    let people: Vec<usize> = problem.rules[rule].members.iter().map(|&p| p as usize).filter(|&p| problem.has_choice(p)).collect();
    if people.len() > TOGETHER {
        return false;
    }
    let days = problem.days();
    let broken = |draft: &Draft, week: usize| (0..5).any(|day| draft.slack[rule * days + week * 5 + day] < 0);
    for week in 0..problem.weeks {
        if broken(draft, week) {
            let mut joint = Together::of(draft, rule, week, &people);
            joint.search(0, 0, joint.without);
            if let Some((_, masks)) = joint.best {
                replace(draft, &people, week, &masks);
            }
        }
    }
    (0..problem.weeks).all(|week| !broken(draft, week))
}

/// Gives these people these masks in one week, unless that raises the excess.
fn replace(draft: &mut Draft, people: &[usize], week: usize, masks: &[u8]) {
    let (before, weeks) = (draft.excess, draft.problem.weeks);
    let mut saved = Vec::new();
    draft.take_out(people, &mut saved);
    for ((&person, pattern), &mask) in people.iter().zip(saved.chunks_exact(weeks)).zip(masks) {
        let mut pattern = pattern.to_vec();
        pattern[week] = mask;
        draft.insert(person, &pattern);
    }
    if draft.excess > before {
        draft.give_back(people, &saved);
    }
}

/// One week of a rule's people: all combinations of their home masks under which the rule holds, the cheapest kept.
struct Together {
    /// For each person the masks and what each costs, cheapest first.
    choices: Vec<Vec<(i64, u8)>>,
    /// Least that the people from this one on cost.
    least: Vec<i64>,
    /// What each person adds to the rule's load on a day at home.
    signs: Vec<i32>,
    /// Slack of the rule on the five days with all of them in the office.
    without: [i32; 5],
    left: u32,
    chosen: Vec<u8>,
    best: Option<(i64, Vec<u8>)>,
}

impl Together {
    fn of(draft: &mut Draft, rule: usize, week: usize, people: &[usize]) -> Self {
        let problem = draft.problem;
        let base = rule * problem.days() + week * 5;
        let mut without: [i32; 5] = std::array::from_fn(|day| draft.slack[base + day]);
        let mut choices = Vec::new();
        let mut signs = Vec::new();
        for &person in people {
            let of_rule = problem.terms(person).iter().filter(|term| term.rule as usize == rule);
            let sign: i32 = of_rule.map(|term| i32::from(term.sign)).sum();
            for (day, slack) in without.iter_mut().enumerate() {
                *slack += if draft.is_home(person, week * 5 + day) { sign } else { 0 };
            }
            signs.push(sign);
            choices.push(Self::masks(draft, rule, week, person));
        }
        let mut least = vec![0; people.len() + 1];
        for at in (0..people.len()).rev() {
            least[at] = least[at + 1] + choices[at].first().map_or(0, |(cost, _)| *cost);
        }
        Self { choices, least, signs, without, left: COMBINATIONS, chosen: vec![0; people.len()], best: None }
    }

    /// What somebody may do in this week, and what that costs beside the rule, given everybody else.
    fn masks(draft: &mut Draft, rule: usize, week: usize, person: usize) -> Vec<(i64, u8)> {
        let problem = draft.problem;
        let days = problem.days();
        let k = person * problem.weeks + week;
        let (free, fixed) = (problem.free_mask(person, week), problem.fixed_home[k]);
        let own = draft.pattern(person).to_vec();
        draft.remove(person);
        let mut masks = Vec::new();
        let mut part = free;
        loop {
            let mask = fixed | part;
            if mask.count_ones() <= problem.home_max(person, week) {
                let mut pattern = own.clone();
                pattern[week] = mask;
                let mut cost = problem.person_cost(person, &pattern);
                for term in problem.terms(person).iter().filter(|term| term.rule as usize != rule) {
                    for day in (0..5).filter(|day| problem.worked[k] >> day & 1 == 1) {
                        let counts = (mask >> day & 1 == 1) == (term.sign > 0);
                        let slack = draft.slack[term.rule as usize * days + week * 5 + day];
                        let over = (i32::from(term.sign).abs() - slack.max(0)).max(0);
                        cost += if counts { i64::from(over) * draft.excess_price() } else { 0 };
                    }
                }
                masks.push((cost, mask));
            }
            if part == 0 {
                break;
            }
            part = (part - 1) & free;
        }
        draft.insert(person, &own);
        masks.sort_unstable();
        masks
    }

    fn search(&mut self, at: usize, cost: i64, slack: [i32; 5]) {
        if self.left == 0 || self.best.as_ref().is_some_and(|(least, _)| cost + self.least[at] >= *least) {
            return;
        }
        self.left -= 1;
        if at == self.choices.len() {
            if slack.iter().all(|slack| *slack >= 0) {
                self.best = Some((cost, self.chosen.clone()));
            }
            return;
        }
        for choice in 0..self.choices[at].len() {
            let (more, mask) = self.choices[at][choice];
            self.chosen[at] = mask;
            let sign = self.signs[at];
            let after = std::array::from_fn(|day| slack[day] - if mask >> day & 1 == 1 { sign } else { 0 });
            self.search(at + 1, cost + more, after);
        }
    }
}

/// Rules that are broken on some day, ascending.
fn broken(draft: &Draft) -> Vec<usize> {
    let days = draft.problem.days();
    let is_broken = |rule: &usize| draft.slack[rule * days..(rule + 1) * days].iter().any(|slack| *slack < 0);
    (0..draft.problem.rules.len()).filter(is_broken).collect()
}

/// Members up to which a rule is about departments and not about the house.
const SMALL: usize = 500;
/// Other departments that make room in what all share.
const OTHERS: usize = 40;

/// Everybody with a choice in the departments that broken rules are about, and in some others; ascending.
pub fn around(draft: &Draft, random: &mut Random) -> Vec<u32> {
    let problem = draft.problem;
    let mut units: BTreeSet<usize> = broken(draft)
        .into_iter()
        .map(|rule| &problem.rules[rule].members)
        .filter(|members| members.len() <= SMALL)
        .flatten()
        .map(|&p| problem.people[p as usize].unit as usize)
        .collect();
    units.extend((0..OTHERS).map(|_| random.below(problem.units.len())));
    let members = units.into_iter().flat_map(|unit| problem.units[unit].members.iter().copied());
    let mut people: Vec<u32> = members.filter(|&p| problem.has_choice(p as usize)).collect();
    people.sort_unstable();
    people
}

/// Some of the rule's people, and some of the department of one of them.
fn choose(draft: &Draft, random: &mut Random, rule: usize, out: &mut Vec<usize>) {
    let problem = draft.problem;
    let members = &problem.rules[rule].members;
    out.clear();
    if members.len() <= OF_RULE {
        out.extend(members.iter().map(|&p| p as usize));
    } else {
        out.extend((0..OF_RULE).map(|_| members[random.below(members.len())] as usize));
    }
    if let Some(&one) = out.first() {
        let unit = &problem.units[problem.people[one].unit as usize].members;
        out.extend((0..random.below(BESIDE + 1)).map(|_| unit[random.below(unit.len())] as usize));
    }
    out.sort_unstable();
    out.dedup();
    out.retain(|&p| problem.has_choice(p));
    random.shuffle(out);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use jiff::civil::date;

    use super::*;
    use crate::domain::PersonId;
    use crate::roster::model::{RuleKind, RuleName};
    use crate::roster::problem::{Problem, ProblemBuilder, Shape, Unit, Weights, Who, Why};
    use crate::roster::specimen::TRAUNSTEIN;

    /// One office with one desk for two people, who may be at home on two days each of the four that they work: one on any of them, the
    /// other not on Thursday.
    fn one_desk() -> Problem {
        let mut problem =
            Problem::blank((1..=5).map(|day| date(2027, 3, day)).collect(), Weights { stability: 1, fairness: 1, shape: 1 });
        for (person, free) in [0b01111u8, 0b00111].into_iter().enumerate() {
            let id: PersonId = person.to_string().parse().unwrap();
            problem.people.push(Who { name: id.to_string(), id, unit: 0, why: Why::Free });
            problem.worked.push(0b01111);
            problem.fixed_home.push(0);
            problem.fixed_office.push(0b01111 & !free);
            problem.weekly_max.push(2);
            problem.home_cost.extend([0; 5]);
            problem.target.push(2);
            problem.shape.push(Shape::Any);
        }
        problem.units.push(Unit { name: "Bau".to_owned(), members: vec![0, 1] });
        let mut builder = ProblemBuilder::new(problem);
        builder.rule(RuleName::new(RuleKind::Room, "1.01"), 1, &[(0, -1), (1, -1)], &[-1, -1, -1, -1, 0], true);
        builder.finish()
    }

    #[test]
    fn finds_the_one_way_in_which_a_room_holds() {
        let problem = one_desk();
        let mut draft = Draft::with(&problem, vec![0b00101, 0b00010]);
        assert_eq!(draft.excess, 1, "nobody may be at home on Thursday too");
        construct::eject(&mut draft);
        assert_eq!(draft.excess, 1, "no single day mends it");
        run(&mut draft, &mut PersonDp::new(1), &mut Random::new(1), &Halt::never());
        assert_eq!(draft.excess, 0);
        let thursday = draft.home[0];
        assert!(thursday & 0b01000 != 0 && draft.home[1] == 0b01111 & !thursday, "{:?}", draft.home);
    }

    #[test]
    fn never_raises_the_excess_and_keeps_the_counters() {
        let mut mended = 0;
        for seed in 1..=6 {
            let problem = TRAUNSTEIN.problem(4, seed);
            let (mut dp, mut random) = (PersonDp::new(4), Random::new(seed));
            let mut draft = Draft::new(&problem);
            construct::sweep(&mut draft, &mut dp, &mut random, 1);
            construct::eject(&mut draft);
            let before = draft.excess;
            run(&mut draft, &mut dp, &mut random, &Halt::never());
            let fresh = Draft::with(&problem, draft.home.clone());
            assert!(draft.excess <= before, "{} > {before}", draft.excess);
            assert_eq!((draft.cost, draft.excess, &draft.slack), (fresh.cost, fresh.excess, &fresh.slack));
            mended += usize::from(draft.excess < before);
        }
        assert!(mended > 0, "no case had anything to mend");
    }

    #[test]
    fn stops_when_told_to() {
        let problem = one_desk();
        let mut draft = Draft::with(&problem, vec![0b00101, 0b00010]);
        run(&mut draft, &mut PersonDp::new(1), &mut Random::new(1), &Halt::by(&AtomicBool::new(true)));
        assert_eq!(draft.home, [0b00101, 0b00010]);
    }

    /// One day of seventeen hundred people's is still broken: those around it mend it, and nobody else moves.
    #[test]
    fn who_is_around_mends_what_is_broken() {
        use super::super::{anneal, chance::Chance};
        use crate::roster::specimen::MUENCHEN;
        let problem = MUENCHEN.problem(4, 1);
        let (mut dp, mut random) = (PersonDp::new(4), Random::new(3));
        let mut draft = Draft::new(&problem);
        construct::sweep(&mut draft, &mut dp, &mut random, 2);
        construct::eject(&mut draft);
        run(&mut draft, &mut dp, &mut random, &Halt::never());
        assert_eq!(draft.excess, 1, "what this file alone does not mend");
        let before = draft.home.clone();
        let around = around(&draft, &mut random);
        let schedule = anneal::Schedule { moves: 400_000, hot: 2.0, ..anneal::WANDER };
        anneal::run_among(&mut draft, &around, &mut random, &Chance::new(), schedule, &Halt::never(), &mut |_| ());
        assert!(draft.is_feasible());
        let moved = (0..problem.persons()).filter(|&p| draft.pattern(p) != &before[p * 4..(p + 1) * 4]);
        let outside: Vec<usize> = moved.filter(|&p| !around.contains(&(p as u32))).collect();
        assert_eq!(outside, Vec::<usize>::new());
        assert!(around.len() < problem.persons());
    }
}
