//! The texts that come with the program, embedded from `letters/`.

use crate::policy::site::LetterText;

/// Each language of the letter with its file.
#[must_use]
pub fn builtin() -> [(LetterText, &'static str); 3] {
    [
        (LetterText::De, include_str!("../../letters/de.yaml")),
        (LetterText::En, include_str!("../../letters/en.yaml")),
        (LetterText::Plain, include_str!("../../letters/plain.yaml")),
    ]
}
