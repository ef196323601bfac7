//! Simulated annealing over small moves (Kirkpatrick, Gelatt, Vecchi 1983).
//!
//! Strong where two people of a room block each other and single re-insertions stall; weak where a cap is exactly full. The
//! large-neighbourhood search after it is the other way round, so both are needed (measured: 17,145 against 19,594 on one-person
//! rooms, 8,683 against 8,533 on tight caps).
//!
//! Every move is a list of single-cell flips, each judged in constant time; a rejected move is flipped back. Rules may be broken on
//! the way, at a price per unit of excess.

use std::sync::atomic::{AtomicBool, Ordering};

use super::super::problem::NO_ROOM;
use super::super::random::Random;
use super::chance::{Chance, Temperature};
use super::draft::Draft;

/// Temperature steps of one run.
const STAGES: u64 = 64;

#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    pub moves: u64,
    /// First temperature in cost units.
    pub hot: f64,
    /// Factor from one of the [`STAGES`] to the next.
    pub cooling: f64,
    /// Price of one unit of excess, in cost units.
    pub excess_price: i64,
}

/// 8 down to 0.3 cost units.
pub const FULL: Schedule = Schedule { moves: 0, hot: 8.0, cooling: 0.949_217, excess_price: 100 };
/// Factor for 20 down to 0.3 cost units, for long horizons.
pub const LONG_COOLING: f64 = 0.935_511;
/// 2 down to 0.3 cost units: keeps most of a good plan.
pub const MILD: Schedule = Schedule { moves: 0, hot: 2.0, cooling: 0.970_336, excess_price: 400 };

/// Anneals `draft`; `seen` is told of the draft after each stage.
pub fn run(
    draft: &mut Draft,
    random: &mut Random,
    chance: &Chance,
    schedule: Schedule,
    cancel: &AtomicBool,
    seen: &mut dyn FnMut(&Draft),
) {
    let people: Vec<u32> = (0..draft.problem.persons() as u32).filter(|&p| draft.problem.has_choice(p as usize)).collect();
    if people.is_empty() {
        return;
    }
    let mut mover = Mover { people: &people, flipped: Vec::with_capacity(64), cost: 0, excess: 0 };
    let mut heat = schedule.hot;
    for stage in 0..STAGES {
        let temperature = Temperature::new(heat);
        let moves = schedule.moves * (stage + 1) / STAGES - schedule.moves * stage / STAGES;
        for i in 0..moves {
            if i.is_multiple_of(1024) && cancel.load(Ordering::Relaxed) {
                return;
            }
            mover.start();
            let valid = mover.propose(draft, random);
            let delta = mover.cost + schedule.excess_price * mover.excess;
            if !valid || !chance.accepts(delta, temperature, random) {
                mover.undo(draft);
            }
        }
        seen(draft);
        heat *= schedule.cooling;
    }
}

/// One move in the making.
struct Mover<'a> {
    people: &'a [u32],
    flipped: Vec<(u32, u32)>,
    cost: i64,
    excess: i64,
}

impl Mover<'_> {
    fn start(&mut self) {
        self.flipped.clear();
        (self.cost, self.excess) = (0, 0);
    }

    fn flip(&mut self, draft: &mut Draft, person: usize, day: usize) {
        let (cost, excess) = draft.flip(person, day);
        self.cost += cost;
        self.excess += excess;
        self.flipped.push((person as u32, day as u32));
    }

    /// Flips if allowed.
    fn try_flip(&mut self, draft: &mut Draft, person: usize, day: usize) -> bool {
        let can = draft.can_flip(person, day);
        if can {
            self.flip(draft, person, day);
        }
        can
    }

    fn undo(&mut self, draft: &mut Draft) {
        while let Some((person, day)) = self.flipped.pop() {
            draft.flip(person as usize, day as usize);
        }
    }

    /// Draws a move and carries it out; false if it leads nowhere.
    fn propose(&mut self, draft: &mut Draft, random: &mut Random) -> bool {
        let person = self.people[random.below(self.people.len())] as usize;
        match random.below(16) {
            0..=3 => {
                let day = random.below(draft.problem.days());
                self.try_flip(draft, person, day)
            }
            4..=5 => self.move_in_week(draft, random, person),
            kind @ 6..=11 => self.exchange(draft, random, person, kind),
            12..=13 => self.set_weekday(draft, random, person),
            _ => self.move_weekday(draft, random, person),
        }
    }

    /// A home day of one week goes to another weekday.
    fn move_in_week(&mut self, draft: &mut Draft, random: &mut Random, person: usize) -> bool {
        let week = random.below(draft.problem.weeks);
        let (a, b) = (week * 5 + random.below(5), week * 5 + random.below(5));
        let (home, office) = match (draft.is_home(person, a), draft.is_home(person, b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => return false,
        };
        self.try_flip(draft, person, home) && self.try_flip(draft, person, office)
    }

    /// Two people change places on one weekday, over one week or a run of weeks.
    fn exchange(&mut self, draft: &mut Draft, random: &mut Random, person: usize, kind: usize) -> bool {
        let problem = draft.problem;
        let room = problem.room_rule[person];
        let unit = &problem.units[problem.people[person].unit as usize].members;
        let partner = match kind {
            6..=8 if room != NO_ROOM => {
                let mates = &problem.rules[room as usize].members;
                mates[random.below(mates.len())] as usize
            }
            6..=10 => unit[random.below(unit.len())] as usize,
            _ => self.people[random.below(self.people.len())] as usize,
        };
        if partner == person {
            return false;
        }
        let weekday = random.below(5);
        let first = random.below(problem.weeks);
        let last = if random.below(2) == 0 { first } else { first + random.below(problem.weeks - first) };
        for week in first..=last {
            let day = week * 5 + weekday;
            let (home, office) = match (draft.is_home(person, day), draft.is_home(partner, day)) {
                (true, false) => (person, partner),
                (false, true) => (partner, person),
                _ => continue,
            };
            // The one who comes back first, so that nobody is over the weekly maximum in between.
            if draft.can_flip(home, day) && draft.can_flip(office, day) {
                self.flip(draft, home, day);
                self.flip(draft, office, day);
            }
        }
        !self.flipped.is_empty()
    }

    /// One weekday gets the same place over a run of weeks.
    fn set_weekday(&mut self, draft: &mut Draft, random: &mut Random, person: usize) -> bool {
        let weeks = draft.problem.weeks;
        let weekday = random.below(5);
        let first = random.below(weeks);
        let last = first + random.below(weeks - first);
        let home = random.below(2) == 1;
        for week in first..=last {
            let day = week * 5 + weekday;
            if draft.is_home(person, day) != home {
                self.try_flip(draft, person, day);
            }
        }
        !self.flipped.is_empty()
    }

    /// The home days of one weekday go to another one over a run of weeks.
    fn move_weekday(&mut self, draft: &mut Draft, random: &mut Random, person: usize) -> bool {
        let weeks = draft.problem.weeks;
        let (from, to) = (random.below(5), random.below(5));
        let first = random.below(weeks);
        let last = first + random.below(weeks - first);
        if from == to {
            return false;
        }
        for week in first..=last {
            let (a, b) = (week * 5 + from, week * 5 + to);
            if draft.is_home(person, a) && !draft.is_home(person, b) && self.try_flip(draft, person, a) {
                self.try_flip(draft, person, b);
            }
        }
        !self.flipped.is_empty()
    }
}
