//! Which priorities of a number are taken: as Asterisk 22 does, the first line counts and it refuses a later one.

use std::collections::BTreeMap;

use super::MOST_LINES;
use crate::diag::Place;

/// What the priority of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Priority {
    Hint,
    Step(i64),
}

/// A place of the dialplan: context and number.
type Number = (String, String);

/// Priorities by context, number and priority.
#[derive(Debug, Default)]
pub(super) struct Taken {
    first: BTreeMap<(Number, Priority), (String, Place)>,
    /// That of the line before, in the same section: what `n` goes on from.
    last: Option<i64>,
}

impl Taken {
    /// `n` and `s` know nothing of lines of another section.
    pub(super) fn begin_section(&mut self) {
        self.last = None;
    }

    /// The line that has the priority already, with its number as it is written; else this one takes it.
    pub(super) fn take(&mut self, (context, pattern): (&str, &str), priority: &str, at: &Place) -> Option<(String, Place)> {
        let priority = self.read(priority)?;
        // Variables that are not known make another number of it.
        if pattern.contains("${") {
            return None;
        }
        let key = ((context.to_owned(), bare(pattern)), priority);
        if let Some(first) = self.first.get(&key) {
            return Some(first.clone());
        }
        if self.first.len() < 4 * MOST_LINES {
            self.first.insert(key, (pattern.to_owned(), at.clone()));
        }
        None
    }

    /// The priority of the line that was taken last, as a number.
    pub(super) fn step(&self) -> Option<u32> {
        self.last.and_then(|last| u32::try_from(last).ok())
    }

    /// `1`, `n`, `next`, `s`, `same`, `hint`, `n+2`, each with a label in parentheses; none where it is another label, or `n` stands first.
    fn read(&mut self, text: &str) -> Option<Priority> {
        let (word, more) = text.split_once('+').map_or((text, 0), |(word, more)| (word, number(more)));
        let word = word.split('(').next().unwrap_or_default().trim();
        let found = match word.to_ascii_lowercase().as_str() {
            "hint" => {
                self.last = None;
                return Some(Priority::Hint);
            }
            "n" | "next" => self.last.map(|last| last + 1),
            "s" | "same" => self.last,
            _ => word.bytes().next().filter(u8::is_ascii_digit).map(|_| number(word)),
        };
        self.last = found.map(|found| found.saturating_add(more));
        self.last.map(Priority::Step)
    }
}

/// Digits at the beginning.
fn number(text: &str) -> i64 {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(9);
    text[..digits].parse().unwrap_or(0)
}

/// Signs that Asterisk does not count: a `-` outside of brackets, and the case of `X`, `Z` and `N` in a pattern.
fn bare(pattern: &str) -> String {
    let is_pattern = pattern.starts_with('_');
    let mut inside = false;
    pattern
        .chars()
        .filter_map(|c| {
            inside = is_pattern && (inside && c != ']' || c == '[');
            match c {
                '-' if !inside => None,
                'x' | 'z' | 'n' if is_pattern && !inside => Some(c.to_ascii_uppercase()),
                c => Some(c),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Asterisk 22.10 said of these lines: `Unable to register extension …, already in use`.
    #[test]
    fn as_asterisk_counts_priorities() {
        let lines = [
            ("101", "1", false),
            ("101", "1", true),
            ("101", "n", false),
            ("102", "1", false),
            ("102", "n", false),
            ("102", "2", true),
            ("102", "n", false),
            ("103", "1(x)", false),
            ("103", "n(x)", false),
            ("104", "hint", false),
            ("104", "hint", true),
            ("1-05", "1", false),
            ("105", "1", true),
            ("_1XX", "1", false),
            ("_1xx", "1", true),
            ("107", "1", false),
            ("107", "3", false),
            ("107", "2", false),
            ("107", "n", true),
            ("108/101", "1", false),
            ("108", "1", false),
            ("110", "1", false),
            ("110", "s", true),
            ("110", "n+5", false),
            ("110", "7", true),
        ];
        let mut taken = Taken::default();
        for (line, (number, priority, refused)) in (1..).zip(lines) {
            let at = Place::at("extensions.conf", line, 1);
            assert_eq!(taken.take(("in", number), priority, &at).is_some(), refused, "line {line}");
        }
        taken.begin_section();
        assert_eq!(taken.take(("in", "101"), "n", &Place::file("x")), None, "`n` stands first");
        assert!(
            taken.take(("out", "101"), "1", &Place::file("x")).is_none()
                && taken.take(("in", "101"), "1", &Place::file("x")).is_some()
        );
    }
}
