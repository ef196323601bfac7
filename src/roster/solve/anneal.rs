//! Simulated annealing over small moves (Kirkpatrick, Gelatt, Vecchi 1983).
//!
//! Strong where two people of a room block each other and single re-insertions stall; weak where a cap is exactly full. The
//! large-neighbourhood search after it is the other way round, so both are needed (measured on tight caps: 8,643 by annealing alone,
//! 8,510 with the search after it; on one-person rooms the search gains nothing).
//!
//! A move flips cells of one person or two, over a run of weeks, because a change of habit costs less than an exception
//! ([`super::moves`]). It is judged before it is made ([`super::change`]). Rules may be broken on the way, at a price per unit of
//! excess; towards the end the price rises as long as any is broken.

use super::super::random::Random;
use super::chance::{Chance, Temperature};
use super::draft::Draft;
use super::halt::Halt;
use super::joint::Pools;
use super::moves::Mover;

/// Temperature steps of one run.
const STAGES: u64 = 64;
/// From this stage on the price of excess rises by a quarter for each stage that ends with a broken rule.
const STERN: u64 = 32;
const HIGHEST_PRICE: i64 = 1_000_000;

#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    pub moves: u64,
    /// First temperature in cost units.
    pub hot: f64,
    /// Factor from one of the [`STAGES`] to the next.
    pub cooling: f64,
    /// Price of one unit of excess, in cost units.
    pub excess_price: i64,
    /// Ends with the first stage after which no rule is broken.
    pub until_feasible: bool,
}

impl Schedule {
    /// The same for weights of another size ([`Problem::grain`](super::super::problem::Problem::grain)), with a number of moves.
    #[must_use]
    pub fn scaled(self, grain: i32, moves: u64) -> Self {
        Self { moves, hot: self.hot * f64::from(grain), excess_price: self.excess_price * i64::from(grain), ..self }
    }
}

/// 2 down to 0.3 cost units. From 5 it ends 0.2 % higher over twelve weeks and no lower over four.
pub const FULL: Schedule = Schedule { moves: 0, hot: 2.0, cooling: 0.970_336, excess_price: 100, until_feasible: false };
/// 1 down to 0.3 cost units: keeps most of a good plan.
pub const MILD: Schedule = Schedule { moves: 0, hot: 1.0, cooling: 0.981_198, excess_price: 400, until_feasible: false };

/// Stays at 20 cost units with rules dear: wanders about until they hold. One-person rooms over twelve weeks take half the time they
/// take at 5: who is hardly held by wishes gives way sooner.
pub const WANDER: Schedule = Schedule { moves: 0, hot: 20.0, cooling: 1.0, excess_price: 400, until_feasible: true };

/// Anneals `draft`; `seen` is told of the draft after each stage, which is a round.
pub fn run(
    draft: &mut Draft,
    random: &mut Random,
    chance: &Chance,
    schedule: Schedule,
    halt: &Halt<'_>,
    seen: &mut dyn FnMut(&Draft),
) {
    let people: Vec<u32> = (0..draft.problem.persons() as u32).filter(|&p| draft.problem.has_choice(p as usize)).collect();
    run_among(draft, &people, random, chance, schedule, halt, seen);
}

/// The same with moves of these people alone (ascending, all of them with a choice), and of the car pools that they are in.
pub fn run_among(
    draft: &mut Draft,
    people: &[u32],
    random: &mut Random,
    chance: &Chance,
    schedule: Schedule,
    halt: &Halt<'_>,
    seen: &mut dyn FnMut(&Draft),
) {
    if people.is_empty() {
        return;
    }
    let mut mover = Mover::new(draft.problem, people);
    let pools = Pools::of(draft, people);
    let mut heat = schedule.hot;
    let mut price = schedule.excess_price;
    for stage in 0..STAGES {
        let temperature = Temperature::new(heat);
        let moves = schedule.moves * (stage + 1) / STAGES - schedule.moves * stage / STAGES;
        for i in 0..moves {
            if i.is_multiple_of(1024) && halt.now() {
                return;
            }
            if pools.step(draft, random, chance, temperature, price) || !mover.propose(draft, random) {
                continue;
            }
            let most = chance.most(temperature, random);
            if mover.judge(draft, price, most) {
                mover.make(draft);
            }
        }
        seen(draft);
        halt.round();
        if schedule.until_feasible && draft.is_feasible() {
            return;
        }
        heat *= schedule.cooling;
        if stage >= STERN && draft.excess > 0 {
            price = (price + price / 4).min(HIGHEST_PRICE);
        }
    }
}
