//! Prices where many people are alike.
//!
//! Idea: at the same prices people who are alike choose the same days, all of them: whatever is cheapest by 1/64 is overdrawn by hundreds,
//! and the next round by hundreds elsewhere. The prices chase each other and the bound never rises (a thousand people whose notebooks come
//! by the day: after 110 rounds still what no prices prove, 2,002, where 2,500 can be proven). So everybody is given prices of their own, a
//! little beside the real ones and always the same: now a small change of a price moves a few people instead of all, and the subgradient
//! of this smoothed bound shows where to go (randomised smoothing: Duchi, Bartlett and Wainwright 2012). The differences are halved
//! in stages. What is proven is the bound at the real prices alone, looked at every few rounds.

use std::collections::VecDeque;

use super::super::super::problem::Problem;
use super::super::crew::Crew;
use super::super::halt::Halt;
use super::{Bound, Climb, PARTS};

/// How far a person's price may be from the real one, by stage.
const STAGES: [i32; 4] = [PARTS, PARTS / 2, PARTS / 4, PARTS / 8];
/// Step length, as [`super::THETA`].
const THETA: f64 = 0.5;
/// Rounds from one look at the real bound to the next: each costs as much as a round.
const LOOK: u32 = 8;
/// Rounds whose choices are kept.
const SEEN: usize = 16;

/// Where the incumbent costs more than 1/`FAR` above the bound, one of them is far from what can be had.
const FAR: i64 = 50;

/// Where incumbent and bound are far apart, climbs on from prices found before, `rounds` in all. Also gives what everybody chose in the last
/// rounds ([`super::super::blend`]); nothing where there was no need.
pub fn climb(
    problem: &Problem,
    incumbent: &[u8],
    before: Bound,
    rounds: u32,
    crew: &mut Crew,
    halt: &Halt<'_>,
) -> (Bound, Vec<Vec<u8>>) {
    let mut climb = Climb::new(problem, incumbent);
    let mut best = before;
    if (climb.upper - best.cost()) * FAR <= climb.upper || halt.now() {
        return (best, Vec::new());
    }
    climb.prices.copy_from_slice(&best.prices);
    climb.back_to(&best.prices);
    let mut seen = VecDeque::new();
    for round in 0..rounds {
        if round % LOOK == LOOK - 1 || round + 1 == rounds {
            climb.spread = 0;
            let value = climb.evaluate(crew);
            if value > best.value {
                best = Bound { value, prices: climb.prices.clone() };
            }
        }
        let stage = STAGES.len() * round as usize / rounds as usize;
        climb.spread = STAGES[stage];
        let value = climb.evaluate(crew);
        if seen.len() == SEEN {
            seen.pop_front();
        }
        seen.push_back(std::mem::take(&mut climb.chosen));
        halt.round();
        if halt.now() || best.cost() >= climb.upper {
            break;
        }
        climb.step(THETA, value, round == 0);
    }
    (best, seen.into())
}

/// What a day costs this person beside its price: at most half of `spread` more or less, the same in every round and on every machine.
pub(super) fn beside(person: usize, day: usize, spread: i32) -> i32 {
    // Finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    let mut mixed =
        (person as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add((day as u64).wrapping_mul(0xD1B5_4A32_D192_ED03));
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    (mixed % (spread as u64 + 1)) as i32 - spread / 2
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::roster::model::{Effort, RuleKind, RuleName};
    use crate::roster::problem::{ProblemBuilder, Shape, Weights};
    use crate::roster::random::Random;
    use crate::roster::solve::{Outcome, Settings, blend, run};
    use crate::roster::specimen::SPEYER;

    /// Two hundred people with the same four weeks, and a cap that grows by the day in the first of them.
    fn alike() -> Problem {
        let (people, weeks) = (200, 4);
        let mut problem = Problem::blank(SPEYER.problem(weeks, 1).dates, Weights { stability: 2, fairness: 2, shape: 1 });
        problem.worked = vec![31; people * weeks];
        problem.fixed_home = vec![0; people * weeks];
        problem.fixed_office = vec![0; people * weeks];
        problem.weekly_max = vec![3; people * weeks];
        problem.target = vec![4; people];
        problem.shape = vec![Shape::Any; people];
        problem.home_cost = vec![0; people * weeks * 5];
        let like = SPEYER.problem(1, 1);
        problem.people = vec![like.people[0].clone(); people];
        problem.units = like.units[..1].to_vec();
        problem.people.iter_mut().for_each(|who| who.unit = 0);
        problem.units[0].members = (0..people as u32).collect();
        let limit: Vec<i32> = (0..weeks as i32 * 5).map(|day| if day < 5 { 20 + 5 * day } else { 60 }).collect();
        let everybody: Vec<(u32, i8)> = (0..people as u32).map(|person| (person, 1)).collect();
        let mut builder = ProblemBuilder::new(problem);
        builder.rule(RuleName::new(RuleKind::Cap, "notebooks"), 60, &everybody, &limit, false);
        builder.finish()
    }

    /// Whose days begin late pays for it: 50 of the 200 have no place in the first week. Without prices nobody does.
    #[test]
    fn a_bound_that_others_do_not_find_is_found_where_all_are_alike() {
        let problem = alike();
        let settings = Settings { seed: 1, effort: Effort::Quick, threads: 1 };
        let Outcome::Plan(plan) = run(&problem, settings, &AtomicBool::new(false), &mut |_| ()) else { panic!("no plan") };
        let (mut crew, halt) = (Crew::new(4, 1), Halt::never());
        let plain = super::super::climb(&problem, &plan.home, None, 100, &mut crew, &halt);
        let (found, seen) = climb(&problem, &plan.home, plain.clone(), 100, &mut crew, &halt);
        assert_eq!(super::super::value_of(&problem, &found.prices, &mut crew), found.value, "proven at the real prices");
        let drawn = blend::draw(&problem, &seen, &found, crew.table(), &mut Random::new(1), &halt).unwrap();
        assert!(plain.cost() < 100 && found.cost() >= 190, "{} without, {} with prices of their own", plain.cost(), found.cost());
        assert!(drawn.is_feasible() && drawn.cost <= plan.cost, "drawn {}, searched {}", drawn.cost, plan.cost);
        assert!(plan.bound.cost() >= 190 && plan.cost - plan.bound.cost() <= 10, "{} of {}", plan.bound.cost(), plan.cost);
    }

    #[test]
    fn people_are_told_apart_and_nobody_is_favoured() {
        let all: Vec<i32> = (0..1000).flat_map(|person| (0..20).map(move |day| beside(person, day, 64))).collect();
        assert_eq!((all.iter().min(), all.iter().max()), (Some(&-32), Some(&32)));
        assert!(all.iter().sum::<i32>().abs() < 20_000, "{}", all.iter().sum::<i32>());
        let row = |person| -> Vec<i32> { (0..20).map(|day| beside(person, day, 64)).collect() };
        assert_ne!(row(1), row(2));
        assert!((0..100).all(|person| beside(person, 3, 0) == 0));
    }
}
