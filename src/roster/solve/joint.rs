//! Whole car pools: put back together, and moved together by the annealing.
//!
//! One person of a pool cannot move alone: every flip breaks the pool at a price, and a best row of one is the row of the others. So who
//! is put back first speaks for the mates that come after, with their wishes and their rules on the days that all of them work; and the
//! annealing flips a day for all of a pool at once, judged by what it changed and taken back if refused.

use super::super::random::Random;
use super::chance::{Chance, Temperature};
use super::draft::{Draft, Room};
use super::person_dp::PersonDp;

/// Puts these people back, who have been taken out, in this order; all but the last pay `prices`.
pub fn put_back(draft: &mut Draft, out: &[usize], prices: Option<&[i32]>, dp: &mut PersonDp, room: &mut Room) {
    for (i, &person) in out.iter().enumerate() {
        let after = &out[i + 1..];
        let mates: Vec<usize> = draft.problem.mates(person).iter().map(|&m| m as usize).filter(|m| after.contains(m)).collect();
        draft.best_with(person, &mates, prices.filter(|_| !after.is_empty()), dp, room);
        draft.insert(person, &room.pattern);
    }
}

/// Adds the mates of everybody here.
pub fn with_mates(draft: &Draft, out: &mut Vec<usize>) {
    for i in 0..out.len() {
        for &mate in draft.problem.mates(out[i]) {
            let mate = mate as usize;
            if !out.contains(&mate) && draft.problem.has_choice(mate) {
                out.push(mate);
            }
        }
    }
}

/// One move of the annealing in so many is one of a pool.
const ONE_IN: usize = 6;

/// Pools that can move.
pub struct Pools(Vec<Vec<u32>>);

impl Pools {
    /// Those in which some of these people are, who have a choice and come in ascending order.
    #[must_use]
    pub fn of(draft: &Draft, people: &[u32]) -> Self {
        let can_move = |pool: &&Vec<u32>| pool.iter().any(|person| people.binary_search(person).is_ok());
        Self(draft.problem.pools.iter().filter(can_move).cloned().collect())
    }

    /// Perhaps makes a move of a pool; whether the turn is used up. Nothing is drawn where there is no pool.
    pub fn step(&self, draft: &mut Draft, random: &mut Random, chance: &Chance, heat: Temperature, price: i64) -> bool {
        if self.0.is_empty() || random.below(ONE_IN) > 0 {
            return false;
        }
        let problem = draft.problem;
        let pool = &self.0[random.below(self.0.len())];
        let lead = pool[random.below(pool.len())] as usize;
        let week = random.below(problem.weeks);
        let last = if random.below(2) == 0 { week } else { week + random.below(problem.weeks - week) };
        let (one, other) = (random.below(5), random.below(5));
        let home = draft.is_home(lead, week * 5 + one);
        let mut flipped = Vec::new();
        let (mut cost, mut excess) = (0, 0);
        // The other day takes the place of the first, so that the home days stay as many; first what makes room.
        let moves = [(one, !home), (other, home)];
        let moves = if other == one { &moves[..1] } else { &moves[..] };
        for pass in [false, true] {
            for week in week..=last {
                for &(weekday, to_home) in moves.iter().filter(|(_, to_home)| *to_home == pass) {
                    let day = week * 5 + weekday;
                    for &p in pool {
                        let p = p as usize;
                        if problem.is_worked(p, day) && draft.is_home(p, day) != to_home && draft.can_flip(p, day) {
                            let (more, over) = draft.flip(p, day);
                            (cost, excess) = (cost + more, excess + over);
                            flipped.push((p, day));
                        }
                    }
                }
            }
        }
        if cost + price * excess > chance.most(heat, random) {
            for &(p, day) in flipped.iter().rev() {
                draft.flip(p, day);
            }
        }
        true
    }
}
