//! The order of the steps and their budgets.

use std::sync::atomic::AtomicBool;

use super::super::model::Effort;
use super::super::problem::Problem;
use super::super::random::Random;
use super::chance::Chance;
use super::crew::Crew;
use super::draft::Draft;
use super::dual::{self, Bound};
use super::halt::Halt;
use super::{anneal, blend, construct, exact, exchange, least, level, lns, mend};

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub seed: u64,
    pub effort: Effort,
    /// For what can be shared ([`crew`](super::crew)); the result is the same for each number.
    pub threads: usize,
}

/// What a run gives.
#[derive(Debug)]
pub enum Outcome {
    Plan(Plan),
    NoPlan(NoPlan),
}

/// A plan that holds every rule.
#[derive(Debug)]
pub struct Plan {
    /// Home masks, `person * weeks + week`.
    pub home: Vec<u8>,
    pub cost: i64,
    pub bound: Bound,
    /// A complete search found nothing cheaper.
    pub searched: bool,
    pub interrupted: bool,
    /// A limit ended the search after so many rounds.
    pub limited: Option<u64>,
}

/// The budget ended, or the run was interrupted, with rules still broken.
#[derive(Debug)]
pub struct NoPlan {
    /// The least broken plan.
    pub home: Vec<u8>,
    /// Σ over rules and days of what is too much.
    pub excess: i64,
    /// A complete search found no plan at all.
    pub impossible: bool,
    pub interrupted: bool,
    /// A limit ended the search after so many rounds.
    pub limited: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Construct,
    Anneal,
    Reinsert,
    Repair,
    Bound,
}

/// For a progress line.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub stage: Stage,
    pub cost: i64,
    pub excess: i64,
}

/// Iterations of each step.
#[derive(Debug, Clone, Copy)]
struct Budget {
    /// Cells to decide.
    open: u64,
    moves: u64,
    ruins: u64,
    /// Passes of exchanges.
    passes: u32,
    climbs: u32,
    repairs: u32,
}

/// Cells to decide beyond which annealing is not worth its time.
const LARGE: u64 = 100_000;
/// Turns of prices and sweeps there, and the part of the rounds of prices that one of them gets: many short turns come down sooner than a
/// few long ones (100,000 people, 12 weeks: 1.7 % above the bound after 22 s of 5 turns of 6 rounds, 2.4 % after 24 s of 3 of 20, and the
/// same end).
const SWEEPS: u32 = 5;
const PART: u32 = 10;

fn budget(effort: Effort, problem: &Problem) -> Budget {
    let open: u64 = (0..problem.persons()).map(|p| open_cells(problem, p)).sum();
    let people = (0..problem.persons()).filter(|&p| problem.has_choice(p)).count() as u64;
    // Moves grow with the root of the cells beyond the first few thousand: large problems are more even, and re-insertion does the rest.
    let spread = (open * 8_000).isqrt().min(open);
    match effort {
        Effort::Quick if open > LARGE => {
            Budget { open, moves: spread * 250, ruins: people * 4, passes: 0, climbs: 60, repairs: 4 }
        }
        Effort::Quick => Budget { open, moves: spread * 250, ruins: people * 12, passes: 40, climbs: 60, repairs: 4 },
        Effort::Normal => Budget { open, moves: spread * 1_750, ruins: people * 90, passes: 40, climbs: 165, repairs: 8 },
        Effort::Long => Budget { open, moves: spread * 25_000, ruins: people * 900, passes: 400, climbs: 300, repairs: 16 },
    }
}

/// Cells of a person to decide.
fn open_cells(problem: &Problem, person: usize) -> u64 {
    (0..problem.weeks).map(|week| u64::from(problem.free_mask(person, week).count_ones())).sum()
}

/// Solves: construct, make it hold, anneal and exchange (or, in large houses, sweep at prices), find prices, re-insert at these prices,
/// exchange, prove; small problems are searched to the end.
pub fn run(problem: &Problem, settings: Settings, cancel: &AtomicBool, progress: &mut dyn FnMut(Progress)) -> Outcome {
    run_within(problem, settings, &Halt::by(cancel), progress)
}

/// The same, with a search that may be limited: it then ends with the best plan of the rounds that are finished, cooled down, and a bound of
/// a few steps.
pub fn run_within(problem: &Problem, settings: Settings, halt: &Halt<'_>, progress: &mut dyn FnMut(Progress)) -> Outcome {
    let mut work = Work {
        problem,
        budget: budget(settings.effort, problem),
        random: Random::new(settings.seed ^ 0x5DEE_CE66_D1CE_4E5B),
        chance: Chance::new(),
        crew: Crew::new(problem.weeks, settings.threads),
        halt,
        progress,
        best: None,
        bound: None,
    };
    let mut draft = Draft::new(problem);
    work.first(&mut draft);
    if work.budget.open > LARGE && draft.is_feasible() {
        work.sweep_at_prices(&mut draft);
    } else {
        work.anneal(&mut draft);
    }
    if work.ended() {
        work.settle(&mut draft);
    } else {
        work.repair(&mut draft);
        work.reinsert();
    }
    let Some((_, home)) = work.best.take() else {
        let excess = draft.excess;
        let (interrupted, limited) = (halt.interrupted(), halt.limited());
        let mut no_plan = NoPlan { home: draft.home.clone(), excess, impossible: false, interrupted, limited };
        if !work.ended() {
            no_plan.impossible = exact::search(&mut draft, &Bound::none(problem)) && !draft.is_feasible();
            if draft.is_feasible() {
                return work.prove(draft);
            }
        }
        return Outcome::NoPlan(no_plan);
    };
    work.prove(Draft::with(problem, home))
}

struct Work<'a> {
    problem: &'a Problem,
    budget: Budget,
    random: Random,
    chance: Chance,
    crew: Crew,
    halt: &'a Halt<'a>,
    progress: &'a mut dyn FnMut(Progress),
    /// Cheapest feasible plan so far.
    best: Option<(i64, Vec<u8>)>,
    /// Best bound so far.
    bound: Option<Bound>,
}

impl Work<'_> {
    /// Interrupted, or the limit is reached.
    fn ended(&self) -> bool {
        self.halt.now()
    }

    /// A first plan, as soon as can be: everybody put where it is cheapest, then moved about until the rules hold.
    fn first(&mut self, draft: &mut Draft) {
        let Self { problem, budget, random, chance, crew, halt, progress, best, .. } = self;
        let mut note = |stage: Stage, draft: &Draft| {
            keep(best, draft);
            progress(Progress { stage, cost: draft.cost, excess: draft.excess });
        };
        construct::sweep(draft, crew.table(), random, 2);
        note(Stage::Construct, draft);
        let few = |draft: &Draft| draft.excess * 100 < problem.persons() as i64;
        if few(draft) {
            construct::eject(draft);
            note(Stage::Construct, draft);
        }
        mend::run(draft, crew.table(), random, halt);
        note(Stage::Construct, draft);
        for attempt in 0..4 {
            if draft.is_feasible() {
                return;
            }
            let mut schedule = anneal::WANDER.scaled(problem.grain(), (budget.open << attempt) * 40);
            if few(draft) {
                schedule.hot /= 10.0;
            }
            if few(draft) && budget.open > LARGE {
                // Two broken days among sixty million: only who is around them moves.
                let people = mend::around(draft, random);
                let open: u64 = people.iter().map(|&p| open_cells(problem, p as usize)).sum();
                schedule.moves = (open << attempt) * 40;
                anneal::run_among(draft, &people, random, chance, schedule, halt, &mut |d| note(Stage::Construct, d));
            } else {
                anneal::run(draft, random, chance, schedule, halt, &mut |d| note(Stage::Construct, d));
            }
        }
    }

    /// Annealing, and exchanges of two where it ends: one-person rooms over twelve weeks come down by half of what lies between them and the
    /// bound, in a twentieth of the time.
    fn anneal(&mut self, draft: &mut Draft) {
        let Self { problem, budget, random, chance, crew, halt, progress, best, .. } = self;
        anneal::run(draft, random, chance, anneal::FULL.scaled(problem.grain(), budget.moves), halt, &mut |draft| {
            keep(best, draft);
            progress(Progress { stage: Stage::Anneal, cost: draft.cost, excess: draft.excess });
        });
        exchange::run(draft, crew.table(), random, budget.passes, halt);
        keep(best, draft);
        progress(Progress { stage: Stage::Anneal, cost: draft.cost, excess: draft.excess });
    }

    /// Large houses: prices and plan in turns. A few rounds of prices, everybody put back at these prices, then once more for nothing to
    /// fill up what was left free; a cheaper plan makes the next prices better. A sweep costs as much as two rounds of prices, and far
    /// less than annealing that many cells.
    fn sweep_at_prices(&mut self, draft: &mut Draft) {
        let problem = self.problem;
        for _ in 0..SWEEPS {
            let Some((_, home)) = self.best.as_ref().filter(|_| !self.ended()) else { return };
            let rounds = self.budget.climbs / PART;
            let found = dual::climb_briefly(problem, home, self.bound.take(), rounds, &mut self.crew, self.halt);
            let Self { random, crew, progress, best, halt, .. } = self;
            construct::sweep_at(draft, Some(&found.prices), crew.table(), random, 1);
            construct::sweep(draft, crew.table(), random, 1);
            construct::eject(draft);
            mend::run(draft, crew.table(), random, halt);
            keep(best, draft);
            progress(Progress { stage: Stage::Reinsert, cost: draft.cost, excess: draft.excess });
            self.bound = Some(found);
        }
    }

    /// From the best plan: prices, re-insertion at these prices, and exchanges of two. Where a first part of it closes next to nothing of the gap, rooms
    /// block each other rather than caps; there the rest of the time goes to more annealing.
    fn reinsert(&mut self) {
        let Some((before, home)) = self.best.clone() else { return };
        let Self { problem, budget, random, chance, crew, halt, progress, best, bound } = self;
        progress(Progress { stage: Stage::Bound, cost: before, excess: 0 });
        let mut found = match bound.take() {
            None => dual::climb(problem, &home, None, budget.climbs, crew, halt),
            Some(found) => found,
        };
        let mut draft = Draft::with(problem, home);
        if budget.open <= LARGE {
            let seen;
            (found, seen) = dual::spread::climb(problem, &draft.home, found, budget.climbs, crew, halt);
            if let Some(drawn) = blend::draw(problem, &seen, &found, crew.table(), random, halt)
                && drawn.is_feasible()
                && drawn.cost < draft.cost
            {
                draft = drawn;
            }
        }
        let mut note = |stage: Stage, draft: &Draft| {
            keep(best, draft);
            progress(Progress { stage, cost: draft.cost, excess: draft.excess });
        };
        note(Stage::Reinsert, &draft);
        let prices = Some(found.prices.as_slice());
        let scout = budget.ruins / 6;
        lns::run(&mut draft, crew.table(), random, chance, scout, prices, halt, &mut |d| note(Stage::Reinsert, d));
        if (before - draft.cost) * 10 >= before - found.cost() {
            lns::run(&mut draft, crew.table(), random, chance, budget.ruins - scout, prices, halt, &mut |d| {
                note(Stage::Reinsert, d)
            });
        } else {
            let mild = anneal::MILD.scaled(problem.grain(), budget.moves / 2);
            anneal::run(&mut draft, random, chance, mild, halt, &mut |d| note(Stage::Anneal, d));
        }
        exchange::run(&mut draft, crew.table(), random, budget.passes, halt);
        note(Stage::Reinsert, &draft);
        *bound = Some(found);
    }

    /// Where the annealing ended with a rule broken: rounds of ejection chains, mild annealing at a rising price of excess and
    /// re-insertion, until the rules hold. What was found before stays the best as long as it is.
    fn repair(&mut self, draft: &mut Draft) {
        let mut mild = anneal::MILD.scaled(self.problem.grain(), self.budget.moves / 4);
        for _ in 0..self.budget.repairs {
            if draft.is_feasible() || self.ended() {
                return;
            }
            let Self { budget, random, chance, crew, halt, progress, best, .. } = self;
            let mut note = |draft: &Draft| {
                keep(best, draft);
                progress(Progress { stage: Stage::Repair, cost: draft.cost, excess: draft.excess });
            };
            construct::eject(draft);
            note(draft);
            if draft.is_feasible() {
                return;
            }
            anneal::run(draft, random, chance, mild, halt, &mut note);
            lns::run(draft, crew.table(), random, chance, budget.ruins / 8, None, halt, &mut note);
            mild.excess_price = (mild.excess_price * 4).min(1_000_000);
        }
    }

    /// After an interruption or at the limit, a fraction of the quick budget: a search stopped while hot holds nothing worth keeping. A large
    /// house was never hot.
    fn settle(&mut self, draft: &mut Draft) {
        let Self { budget, random, chance, crew, best, problem, .. } = self;
        if budget.open <= LARGE || best.is_none() {
            let schedule = anneal::MILD.scaled(problem.grain(), (budget.open * 150).min(budget.moves));
            anneal::run(draft, random, chance, schedule, &Halt::never(), &mut |d| keep(best, d));
        }
        construct::sweep(draft, crew.table(), random, 1);
        construct::eject(draft);
        keep(best, draft);
    }

    /// The bound for a feasible draft, and the complete search where it is small enough.
    fn prove(&mut self, mut draft: Draft) -> Outcome {
        (self.progress)(Progress { stage: Stage::Bound, cost: draft.cost, excess: 0 });
        let (ended, never) = (self.ended(), Halt::never());
        let (rounds, halt) = if ended { (self.budget.climbs.min(60), &never) } else { (self.budget.climbs, self.halt) };
        let (problem, crew) = (self.problem, &mut self.crew);
        let bound = if self.budget.open > LARGE {
            dual::climb_briefly(problem, &draft.home, self.bound.take(), rounds / 3, crew, halt)
        } else {
            dual::climb(problem, &draft.home, self.bound.take(), rounds, crew, halt)
        };
        let searched = !self.ended() && bound.cost() < draft.cost && exact::search(&mut draft, &bound);
        if problem.lexicographic {
            least::run(&mut draft);
        }
        level::run(&mut draft);
        if problem.lexicographic {
            // Days that have moved may be free for somebody now.
            least::run(&mut draft);
        }
        Outcome::Plan(Plan {
            cost: draft.cost,
            home: draft.home,
            bound,
            searched,
            interrupted: self.halt.interrupted(),
            limited: self.halt.limited(),
        })
    }
}

fn keep(best: &mut Option<(i64, Vec<u8>)>, draft: &Draft) {
    if draft.is_feasible() && best.as_ref().is_none_or(|(cost, _)| draft.cost < *cost) {
        *best = Some((draft.cost, draft.home.clone()));
    }
}
