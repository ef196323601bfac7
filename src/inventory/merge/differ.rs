//! The finding of two sources that fill one thing differently: the same words for people, rooms, units, lines and telephones.

use std::fmt::Display;

use crate::diag::{Finding, Place, Words};
use crate::inventory::codes;

/// `what` is `room of `Müller`` and `Zimmer von `Müller``; the value that is used and its place, then the one that is not.
pub(super) fn finding<T: Display + ?Sized>(
    about: &str,
    (en, de): (&str, &str),
    (used, used_at): (&T, &Place),
    (other, at): (&T, &Place),
) -> Finding {
    codes::SOURCES_DIFFER
        .finding(
            Some(at.clone()),
            Words::new(format!("{en} is `{other}` here; used `{used}`"), format!("{de} ist hier `{other}`; verwendet `{used}`")),
        )
        .about(about)
        .related(used_at.clone(), Words::new("the value that was used", "der verwendete Wert"))
}
