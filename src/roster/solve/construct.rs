//! A first plan: put one person after the other where it is cheapest.
//!
//! Each step is exact for that person, given everybody else, so a second sweep already mends most of what the first one did
//! without knowing who comes later. Where caps are not tight this alone gives a feasible plan.

use super::super::random::Random;
use super::draft::{Draft, Room};
use super::joint;
use super::person_dp::PersonDp;

/// Takes out and puts back everybody with a choice, in random order, `rounds` times.
pub fn sweep(draft: &mut Draft, dp: &mut PersonDp, random: &mut Random, rounds: usize) {
    sweep_at(draft, None, dp, random, rounds);
}

/// The same at the prices of a bound: everybody takes what the rest of the house can best spare.
pub fn sweep_at(draft: &mut Draft, prices: Option<&[i32]>, dp: &mut PersonDp, random: &mut Random, rounds: usize) {
    let mut order: Vec<usize> = (0..draft.problem.persons()).filter(|&p| draft.problem.has_choice(p)).collect();
    let mut room = Room::default();
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &person in &order {
            if !draft.problem.mates(person).is_empty() {
                let mut pool = vec![person];
                joint::with_mates(draft, &mut pool);
                pool.iter().for_each(|&mate| draft.remove(mate));
                joint::put_back(draft, &pool, prices, dp, &mut room);
                continue;
            }
            draft.remove(person);
            draft.best(person, prices, dp, &mut room);
            draft.insert(person, &room.pattern);
        }
    }
}

/// People looked at as partners in one call of [`eject`].
const LOOKS: usize = 20_000_000;
/// Partners that would do, of whom the cheapest is taken.
const WAYS: usize = 64;

/// Two-step ejection chains: where one person's move would mend a rule but fills a cap, the cheapest other person gives way.
///
/// One-at-a-time steps are stuck when a room and a cap are both exactly full; this cures just that.
pub fn eject(draft: &mut Draft) {
    let problem = draft.problem;
    let days = problem.days();
    // Looking at everybody for everybody would take hours among a hundred thousand people: counted is each one looked at.
    let mut looks = LOOKS;
    for rule in 0..problem.rules.len() {
        for day in 0..days {
            if draft.load(rule, day) <= problem.limit[rule * days + day] {
                continue;
            }
            for &member in &problem.rules[rule].members {
                if draft.load(rule, day) <= problem.limit[rule * days + day] {
                    break;
                }
                eject_by(draft, rule, member as usize, day, &mut looks);
            }
        }
    }
}

/// Flips `person` if that relieves `rule`; when the excess does not fall by it alone, looks for a partner on the same day.
fn eject_by(draft: &mut Draft, rule: usize, person: usize, day: usize, looks: &mut usize) {
    let problem = draft.problem;
    if !draft.can_flip(person, day) {
        return;
    }
    let before = draft.load(rule, day);
    let (_, alone) = draft.flip(person, day);
    if alone < 0 {
        return;
    }
    if draft.load(rule, day) >= before || *looks == 0 {
        draft.flip(person, day);
        return;
    }
    let sent_home = draft.is_home(person, day);
    let mut best: Option<(i64, usize)> = None;
    let mut ways = 0;
    // Only who is in what this move has filled can make room for it.
    let members = draft.filled_by(person, day).map_or(&[][..], |rule| &problem.rules[rule].members);
    let start = person % members.len().max(1);
    for &other in members[start..].iter().chain(&members[..start]) {
        let other = other as usize;
        *looks = looks.saturating_sub(1);
        if other == person || draft.is_home(other, day) != sent_home || !draft.can_flip(other, day) {
            continue;
        }
        let (cost, excess) = draft.flip(other, day);
        draft.flip(other, day);
        if alone + excess < 0 {
            ways += 1;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, other));
            }
            if ways == WAYS {
                break;
            }
        }
    }
    match best {
        Some((_, other)) => {
            draft.flip(other, day);
        }
        None => {
            draft.flip(person, day);
        }
    }
}
