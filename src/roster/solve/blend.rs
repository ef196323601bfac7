//! A plan from what the prices were seen to choose.
//!
//! Idea: at good prices many people have several rows that cost them the same, and each of these is chosen about as often as an optimal
//! *mixture* of rows has it (the primal half of the subgradient method: Shor 1985, Barahona and Anbil 2000), where everybody's prices differ
//! a little ([`super::dual::spread`]). So everybody is given one of the rows that the last rounds chose for them, drawn at random: the
//! caps are then met up to the noise of the draw, and a sweep at the prices, given everybody else, mends that.

use super::super::problem::Problem;
use super::super::random::Random;
use super::draft::Draft;
use super::dual::Bound;
use super::halt::Halt;
use super::person_dp::PersonDp;
use super::{construct, mend};

/// Sweeps at the prices after the draw.
const SWEEPS: usize = 2;

/// Draws a plan from the rows that were `seen`, one whole plan for each round of the bound, and mends it. It may still break rules.
#[must_use]
pub fn draw<'a>(
    problem: &'a Problem,
    seen: &[Vec<u8>],
    bound: &Bound,
    dp: &mut PersonDp,
    random: &mut Random,
    halt: &Halt<'_>,
) -> Option<Draft<'a>> {
    if seen.is_empty() {
        return None;
    }
    let weeks = problem.weeks;
    let mut home = Vec::with_capacity(problem.persons() * weeks);
    for person in 0..problem.persons() {
        let of_round = &seen[random.below(seen.len())];
        home.extend_from_slice(&of_round[person * weeks..(person + 1) * weeks]);
    }
    let mut draft = Draft::with(problem, home);
    construct::sweep_at(&mut draft, Some(&bound.prices), dp, random, SWEEPS);
    construct::sweep(&mut draft, dp, random, 1);
    construct::eject(&mut draft);
    mend::run(&mut draft, dp, random, halt);
    Some(draft)
}
