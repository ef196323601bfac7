//! Which days are worked: the weeks of a roster and the public holidays of the sixteen Länder.
//!
//! In: first Monday, number of weeks, Land. Out: dates and holidays with names. Pure rules, no table of years to maintain.
//! May import: `domain`, `diag`. The checker has a calendar of its own ([`crate::roster::check`]) and does not use this one.
//! Start with [`holidays`].

mod easter;
mod holidays;
mod horizon;
mod working;

pub use easter::easter_sunday;
pub use holidays::{Holiday, Land, in_year, of_year};
pub use horizon::{Horizon, HorizonError, MAX_WEEKS};
pub use working::working_days;
