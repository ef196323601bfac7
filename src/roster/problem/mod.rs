//! The roster problem in the solver's normal form, and how it is read from inventory, plan, readiness and site policy.
//!
//! In: [`Given`]. Out: [`Problem`] and findings about the input. Every hard rule of the site becomes either a mask (what one
//! person may do in one week) or a [`Rule`] (how many people at home on one day); the solver knows nothing else.
//! The checker does not use this module: it reads the same inputs again in its own way.
//! Start with [`Problem`], then [`build`].

mod build;
mod caps;
mod cohort;
mod groups;
mod instance;
mod own;
mod pairs;
mod past;
mod people;
mod quota;
mod slot_choice;
#[cfg(test)]
mod slot_choice_tests;
mod slots;
mod switches;
mod target;
mod team_days;

pub use build::build;
pub(crate) use instance::ProblemBuilder;
pub use instance::{NO_LIMIT, NO_ROOM, Problem, Rule, Shape, Term, Unit, Weights, Who, Why};
pub use past::Before;
pub use people::People;
pub use quota::Quota;
pub use switches::switches;
pub use team_days::team_days;
