//! Why there is no roster, in the words of the rules.
//!
//! In: a [`Problem`](super::problem::Problem). Out: [`Explanation`]s, each a set of rules that cannot be held together and what would be
//! enough; or that none was found. Order of attack, each step cheaper to read than the next: fixed people alone ([`fixed`]),
//! forced chains ([`chain`]), counting rooms against caps and minimums ([`count`]), complete search over one week ([`search`]).
//! Weeks are independent but for rules over the whole period ([`period`]). May import: `problem`, `model`, `codes`, `wording`.
//! Start with [`Explanation`] and [`explain`].

mod chain;
mod count;
mod fixed;
mod period;
mod run;
mod search;
mod system;
#[cfg(test)]
mod tests;
mod words;

pub use run::{Answer, Explanation, explain, hardest, quick, rest_on_slots};
pub use system::Item;
