//! Numbers that a spreadsheet has taken the leading zeros from: told once for a whole list, not row by row.

use crate::diag::{CodePage, Finding, Listed, Place, Words};

/// A number without its leading zeros.
#[must_use]
pub(in crate::inventory) fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Whether `short` is `long` without some of its leading zeros: `201` and `0201`.
#[must_use]
pub(in crate::inventory) fn lost(short: &str, long: &str) -> bool {
    short.len() < long.len()
        && !short.is_empty()
        && long.starts_with('0')
        && long.bytes().all(|b| b.is_ascii_digit())
        && bare(short) == bare(long)
}

/// Examples in the sentence.
const SHOWN: usize = 3;

/// The numbers of one list, each as it stands and as it should.
#[derive(Debug, Default)]
pub(in crate::inventory) struct LostZeros {
    pairs: Vec<(String, String)>,
    at: Option<Place>,
    with: Option<Place>,
    subject: Option<String>,
}

/// What the sentence says around the numbers.
pub(in crate::inventory) struct Told<'w> {
    /// `staff numbers`
    pub what: Words,
    /// `another source has`, `in einer anderen Quelle`
    pub where_: Words,
    /// What was done.
    pub then: Words,
    pub todo: Words,
    pub page: &'w CodePage,
}

impl LostZeros {
    /// `at` is the place of the number that is too short, `with` that of the whole one; `subject` counts where it stays the only one.
    pub(in crate::inventory) fn add(
        &mut self,
        (short, long): (&str, &str),
        at: &Place,
        with: Option<&Place>,
        subject: Option<&str>,
    ) {
        if self.pairs.is_empty() {
            self.at = Some(at.clone());
            self.with = with.cloned();
        }
        self.subject = subject.filter(|_| self.pairs.is_empty()).map(str::to_owned);
        self.pairs.push((short.to_owned(), long.to_owned()));
    }

    /// One finding for all of them, if there are any.
    #[must_use]
    pub(in crate::inventory) fn tell(self, told: Told<'_>) -> Option<Finding> {
        let Self { pairs, at, with, subject } = self;
        let (first, Told { what, where_, then, todo, page }) = (at?, told);
        let lengths = |of: fn(&(String, String)) -> usize| (pairs.iter().map(of).min(), pairs.iter().map(of).max());
        let (short, long) = (lengths(|(short, _)| short.len()), lengths(|(_, long)| long.len()));
        let range = |(least, most): (Option<usize>, Option<usize>), to: &str| match (least, most) {
            (Some(least), Some(most)) if least < most => format!("{least} {to} {most}"),
            (least, _) => least.unwrap_or_default().to_string(),
        };
        let listed = |of: &str| Listed::of(pairs.iter().map(|(short, long)| format!("`{short}` {of} `{long}`")), SHOWN);
        let (en, de) = (listed("for"), listed("statt"));
        let words = Words::new(
            format!(
                "{} of {} digits, where {} {} with leading zeros: {}; a spreadsheet seems to have taken the zeros away; {}",
                what.en,
                range(short, "to"),
                where_.en,
                range(long, "to"),
                en.counted(),
                then.en
            ),
            format!(
                "{} mit {} Stellen, {} {} mit führenden Nullen: {}; wohl hat eine Tabellenkalkulation die Nullen weggenommen; {}",
                what.de,
                range(short, "bis"),
                where_.de,
                range(long, "bis"),
                de.counted(),
                then.de
            ),
        );
        let finding = page.finding(Some(first), words).todo(todo).listing(en);
        let finding = if let Some(subject) = subject { finding.about(subject) } else { finding };
        Some(match with {
            Some(with) => finding.related(with, Words::new("with the zeros here", "mit den Nullen hier")),
            None => finding,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::codes;

    fn told() -> Told<'static> {
        Told {
            what: Words::new("keys", "Schlüssel"),
            where_: Words::new("the list has", "in der Liste"),
            then: Words::new("used", "verwendet"),
            todo: Words::new("x", "x"),
            page: &codes::ZERO_LOST,
        }
    }

    #[test]
    fn one_sentence_for_a_list() {
        let at = |line| Place::at("a.csv", line, 1);
        let mut zeros = LostZeros::default();
        assert!(LostZeros::default().tell(told()).is_none());
        zeros.add(("47", "0047"), &at(2), Some(&at(9)), Some("0047"));
        let mut more = LostZeros::default();
        for (line, short) in [(2, "47"), (3, "148"), (4, "9"), (5, "8")] {
            more.add((short, &format!("{short:0>4}")), &at(line), None, Some(short));
        }
        let one = zeros.tell(told()).expect("a finding");
        assert_eq!(one.subject.as_deref(), Some("0047"));
        assert_eq!(one.related.len(), 1);
        assert!(
            one.what.en.starts_with("keys of 2 digits, where the list has 4 with leading zeros: 1 (`47` for `0047`); a spread")
        );
        let more = more.tell(told()).expect("a finding");
        assert_eq!(more.subject, None);
        assert!(
            more.what.de.starts_with("Schlüssel mit 1 bis 3 Stellen, in der Liste 4 mit führenden Nullen: 4 (`47` statt `0047`,")
        );
    }

    #[test]
    fn what_has_lost_zeros() {
        for (short, long, is) in [
            ("201", "0201", true),
            ("1", "0001", true),
            ("01", "0001", true),
            ("201", "201", false),
            ("201", "1201", false),
            ("a1", "0a1", false),
            ("", "0", false),
        ] {
            assert_eq!(lost(short, long), is, "{short} {long}");
        }
    }
}
