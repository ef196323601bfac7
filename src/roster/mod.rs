//! Who is where on which day: problem, bound, solve, check (shares no code with solve), explain, export.
//!
//! In: [`given::Given`]: people, rooms, rules, calendar, readiness. Out: [`model::Roster`] with a proven bound, or the reason why
//! there is none. May import: `domain`, `diag`, `policy`, `inventory`, `plan`. Pure; no clock, no files.
//! Start with [`model`], then [`problem`] and [`solve`].

pub mod carry;
pub mod check;
pub mod codes;
pub mod compose;
pub mod explain;
pub mod given;
pub mod model;
pub mod problem;
pub mod random;
pub mod solve;
pub mod specimen;
pub mod what_if;
pub mod wording;

#[cfg(test)]
mod channels_tests;
#[cfg(test)]
mod least_tests;
#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod many_tests;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod replan_tests;
#[cfg(test)]
mod slots_tests;
#[cfg(test)]
pub(crate) mod story;
#[cfg(test)]
pub(crate) mod story_shifts;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod ties_tests;
