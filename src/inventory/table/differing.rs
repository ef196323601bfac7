//! What a second entry of one thing says otherwise than the first, which counts: in the sentence about it, without passwords.

use std::fmt::Write as _;

use super::kept::{Weighed, is_private, weigh};
use crate::diag::Place;

/// Values in the sentence; the others are counted.
const MOST: usize = 12;
/// Characters of a value in the sentence.
const SHOWN: usize = 40;

/// Titles of what differs, with the values of the second entry where everybody may read them.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Differing {
    shown: Vec<String>,
    count: usize,
}

impl Differing {
    /// `sure`: nothing can have moved below this title.
    pub(in crate::inventory) fn value(&mut self, title: &str, text: &str, sure: bool) {
        let open = sure && !is_private(title);
        match weigh(text, Place::file("")) {
            Weighed::Empty => {}
            Weighed::Kept(value) | Weighed::Cut(value) if open => {
                let text = value.value;
                let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(end, _)| end);
                let cut = if end < text.len() { "…" } else { "" };
                self.push(format!("`{title}`: `{}{cut}`", &text[..end]));
            }
            Weighed::Kept(_) | Weighed::Cut(_) | Weighed::Withheld => self.secret(title),
        }
    }

    /// A value that nobody may read.
    pub(in crate::inventory) fn secret(&mut self, title: &str) {
        self.push(format!("`{title}`"));
    }

    fn push(&mut self, shown: String) {
        self.count += 1;
        if self.shown.len() < MOST {
            self.shown.push(shown);
        }
    }

    #[must_use]
    pub(in crate::inventory) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What is said behind the sentence, English and German; nothing where nothing differs.
    #[must_use]
    pub(in crate::inventory) fn told(&self) -> (String, String) {
        if self.is_empty() {
            return Default::default();
        }
        let (mut en, mut de) =
            (format!("; otherwise here: {}", self.shown.join(", ")), format!("; hier anders: {}", self.shown.join(", ")));
        let more = self.count - self.shown.len();
        if more > 0 {
            let _ = write!(en, " and {more} more");
            let _ = write!(de, " und {more} weitere");
        }
        (en, de)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_and_passwords_only_named() {
        let mut differing = Differing::default();
        assert_eq!(differing.told(), (String::new(), String::new()));
        differing.value("name", "Bert Muster", true);
        differing.value("secret", "hunter2", true);
        differing.value("description", "Kennwort: x", true);
        differing.value("room", "", true);
        differing.value("room", "2.14", false);
        assert_eq!(differing.told().0, "; otherwise here: `name`: `Bert Muster`, `secret`, `description`, `room`");
        (0..20).for_each(|n| differing.value(&format!("column{n}"), &"ä".repeat(60), true));
        let (en, de) = differing.told();
        assert!(en.ends_with(" and 12 more") && de.contains("; hier anders: ") && de.ends_with(" und 12 weitere"), "{en} {de}");
        assert!(en.contains(&format!("`column0`: `{}…`", "ä".repeat(40))), "{en}");
    }
}
