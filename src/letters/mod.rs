//! A plan, its people and texts in, printable letters out: one PDF for each person and one of all, sorted for the in-house mail.
//!
//! In: plan lines, persons, what clients are called, links, the roster, the site's rules, texts of three languages (`letters/`, data).
//! Out: bytes of tagged PDFs that pass the validators of PDF/UA-1 and PDF/A-2a, the same bytes for the same input, and findings.
//! No clock, no disk: a date inside a letter comes in as an argument. May import: `domain`, `diag`, `policy`, `inventory`, `plan`,
//! `profile`, `roster`. Start with [`letter`], then `compose`, `page`.

mod builtin;
mod code;
pub mod codes;
mod compose;
mod days;
pub mod letter;
mod link;
mod page;
mod password;
mod placeholders;
mod texts;
mod typing;

pub use builtin::builtin;
pub use compose::{Post, compose};
pub use letter::Letter;
pub use link::{Link, Links};
pub use page::{Bundle, Printed, print};
pub use texts::{AllTexts, Texts};
