//! The solver: from a [`Problem`] to a plan and a bound.
//!
//! In: problem, seed, effort, when to end early ([`halt`]). Out: [`Outcome`]. Deterministic: budgets count iterations, never seconds, and all
//! random numbers come from the seed. May import: `problem`, `random`, `model`.
//! Start with [`run`]; each step is a file with its idea: [`person_dp`], [`construct`], [`anneal`], [`lns`], [`exchange`], [`dual`], [`blend`], [`exact`]; [`replan`] changes a
//! roster in force as little as it can.

pub mod again;
pub mod anneal;
pub mod blend;
pub mod chance;
pub mod change;
pub mod construct;
pub mod crew;
pub mod draft;
pub mod dual;
pub mod exact;
pub mod exchange;
pub mod halt;
pub mod joint;
pub mod least;
pub mod level;
pub mod lns;
pub mod mend;
mod moves;
pub mod person_dp;
mod person_weeks;
pub mod replan;
mod run;

pub use run::{NoPlan, Outcome, Plan, Progress, Settings, Stage, run, run_within};
