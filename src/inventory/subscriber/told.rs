//! Sentences that several rooms say: one doubt has one wording, whatever the source.

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;

/// A login, cell or key that no telephone can dial.
#[must_use]
pub(in crate::inventory) fn not_dialable(text: &str, at: &Place) -> Finding {
    let words = if text.trim().is_empty() {
        Words::new(
            "an entry without a number; it was not taken as an extension",
            "ein Eintrag ohne Nummer; als Nebenstelle wurde er nicht übernommen",
        )
    } else {
        Words::new(
            format!("`{text}` is no number of 1 to 15 digits; it was not taken as an extension"),
            format!("`{text}` ist keine Nummer aus 1 bis 15 Ziffern; als Nebenstelle wurde es nicht übernommen"),
        )
    };
    codes::NOT_DIALABLE.finding(Some(at.clone()), words).about(text)
}

/// An extension that the source has already.
#[must_use]
pub(in crate::inventory) fn listed_twice(number: &Extension, at: &Place, first: &Place) -> Finding {
    let words = Words::new(
        format!("extension `{number}` stands in the export twice; the first one was used"),
        format!("Nebenstelle `{number}` steht zweimal im Export; verwendet wurde die erste"),
    );
    let finding = codes::LISTED_TWICE.finding(Some(at.clone()), words).about(number.as_str());
    finding.related(first.clone(), Words::new("first here", "zuerst hier"))
}
