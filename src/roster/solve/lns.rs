//! Large-neighbourhood search: take a few people out, put them back one by one, each exactly (Shaw 1998; ruin and recreate of
//! Schrimpf et al. 2000).
//!
//! The person DP sees all weeks at once, so it finds rearrangements that single flips do not; it mends what the annealing leaves at
//! full caps.
//!
//! Who is put back first must not take what others need more. So all but the last pay the prices of the bound ([`super::dual`]) for
//! what they use of a cap or a room, as in Lagrangian heuristics (Beasley 1990); the last one takes what is left for nothing. Without
//! prices the same number of rounds ends at 8,634 on tight caps, with prices at 8,535, where the optimum is above 8,474.

use super::super::problem::NO_ROOM;
use super::super::random::Random;
use super::chance::{Chance, Temperature};
use super::draft::{Draft, Room};
use super::halt::Halt;
use super::joint;
use super::person_dp::PersonDp;

/// Temperature at the start, in cost units; falls linearly.
const HOT: f64 = 1.2;
const COLD: f64 = 0.02;
/// Ruins of one round of a limited search.
const ROUND: u64 = 256;

/// Runs `rounds` ruins at the prices of a bound, if there is one; `seen` is told whenever the total falls to a new best, and the draft ends there.
#[allow(clippy::too_many_arguments)]
pub fn run(
    draft: &mut Draft,
    dp: &mut PersonDp,
    random: &mut Random,
    chance: &Chance,
    rounds: u64,
    prices: Option<&[i32]>,
    halt: &Halt<'_>,
    seen: &mut dyn FnMut(&Draft),
) {
    let problem = draft.problem;
    let people: Vec<u32> = (0..problem.persons() as u32).filter(|&p| problem.has_choice(p as usize)).collect();
    if people.is_empty() {
        return;
    }
    let mut room = Room::default();
    let mut out: Vec<usize> = Vec::new();
    let mut saved: Vec<u8> = Vec::new();
    let mut best = draft.total();
    let mut best_home = draft.home.clone();
    for round in 0..rounds {
        if round > 0 && round.is_multiple_of(ROUND) {
            halt.round();
        }
        if round.is_multiple_of(32) && halt.now() {
            break;
        }
        let heat = HOT * (1.0 - round as f64 / rounds as f64) + COLD;
        choose(draft, random, &people, &mut out);
        joint::with_mates(draft, &mut out);
        let before = draft.total();
        draft.take_out(&out, &mut saved);
        joint::put_back(draft, &out, prices, dp, &mut room);
        let after = draft.total();
        if chance.accepts(after - before, Temperature::new(heat), random) {
            if after < best {
                best = after;
                best_home.copy_from_slice(&draft.home);
                seen(draft);
            }
        } else {
            draft.give_back(&out, &saved);
        }
    }
    if draft.home != best_home {
        *draft = Draft::with(problem, best_home);
    }
}

/// Two to six people: of a room (and some of its department), of a department, or from anywhere.
fn choose(draft: &Draft, random: &mut Random, people: &[u32], out: &mut Vec<usize>) {
    let problem = draft.problem;
    let person = people[random.below(people.len())] as usize;
    let unit = &problem.units[problem.people[person].unit as usize].members;
    let size = 2 + random.below(4);
    out.clear();
    out.push(person);
    match random.below(10) {
        0..=3 => {
            if problem.room_rule[person] != NO_ROOM {
                let mates = &problem.rules[problem.room_rule[person] as usize].members;
                if mates.len() <= 6 {
                    out.extend(mates.iter().map(|&p| p as usize));
                } else {
                    out.extend((0..5).map(|_| mates[random.below(mates.len())] as usize));
                }
            }
            if out.len() < 3 || random.below(2) == 0 {
                out.extend((0..2).map(|_| unit[random.below(unit.len())] as usize));
            }
        }
        4..=7 => out.extend((0..size).map(|_| unit[random.below(unit.len())] as usize)),
        _ => out.extend((0..size).map(|_| people[random.below(people.len())] as usize)),
    }
    out.sort_unstable();
    out.dedup();
    out.retain(|&p| problem.has_choice(p));
    random.shuffle(out);
}
