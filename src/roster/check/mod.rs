//! The independent check: reads roster and inputs anew and tries every rule by counting.
//!
//! In: [`Given`](super::given::Given) and a roster, or places from a file edited by hand. Out: findings, one for each broken rule
//! with person, day and room. It shares no code with `problem`, `solve` or `calendar`: an error there must not hide here (but names of holidays, in [`stated`]). It has
//! its own calendar ([`dates`]), its own reading of the inputs ([`facts`]), and recomputes the bound from the certificate
//! ([`certify`]); a claim that nothing is cheaper is tried out ([`enumerate`](mod@enumerate)). May import: `domain`, `diag`, `policy`, `inventory`, `plan`, `given`, `model`, `wording`.
//! Start with [`roster`].

mod certify;
mod cohorts;
mod cost;
mod dates;
mod deliveries;
mod enumerate;
mod facts;
mod pairs;
mod passed;
mod places;
mod proof;
mod quotas;
mod rules;
mod shares;
mod slots;
mod stated;
mod tally;
mod team_days;
mod why;

pub use certify::Proof;
pub use cost::{Parts, cost};
pub use enumerate::{Enumerated, enumerate};
pub use facts::Facts;
pub use passed::settle_past;
pub use places::{Places, Rows, check_places, check_roster};
pub use proof::{Proven, prove};
pub use shares::{Band, Group, Shares};
pub use slots::shifts_of;
pub use tally::{Line, Tally};
pub use why::{Cell, Reason, Trade, why};
