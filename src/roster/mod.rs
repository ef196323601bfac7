//! Who is where on which day: problem, bound, solve, check (shares no code with solve), explain, export.
//!
//! In: persons, rooms, rules, calendar, readiness. Out: [`model::Roster`] with a proven bound, or the reason why there is none.
//! May import: `domain`, `diag`, `policy`, `inventory`, `plan`. Pure; no clock, no files. Start with [`model`].

pub mod model;
