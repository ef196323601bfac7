//! What becomes of the values that no field holds, for the sentence about unused columns: which were kept, withheld, cut, left out.

use std::cell::Cell;
use std::fmt::Write as _;

use super::kept::{LONGEST, MOST, Weighed};
use crate::diag::Listed;
use crate::inventory::model::Sourced;

/// Values of one column or key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::inventory) struct Fate {
    pub(super) kept: Cell<usize>,
    pub(super) withheld: Cell<usize>,
    pub(super) cut: Cell<usize>,
    pub(super) broken: Cell<usize>,
}

impl Fate {
    /// Whether every value was kept, and as it is.
    #[must_use]
    pub(super) fn is_whole(&self) -> bool {
        self.withheld.get() == 0 && self.cut.get() == 0 && self.broken.get() == 0
    }

    /// Counts a value and gives it where it is kept.
    pub(in crate::inventory) fn count(&self, weighed: Weighed) -> Option<Sourced<String>> {
        let add = |count: &Cell<usize>| count.set(count.get() + 1);
        match weighed {
            Weighed::Empty => None,
            Weighed::Withheld => {
                add(&self.withheld);
                None
            }
            Weighed::Kept(value) => {
                add(&self.kept);
                Some(value)
            }
            Weighed::Cut(value) => {
                add(&self.kept);
                add(&self.cut);
                Some(value)
            }
        }
    }
}

/// What was kept, withheld and left out of a source, for the sentence about it.
#[derive(Default)]
pub(in crate::inventory) struct Account<'a> {
    pub columns: Vec<(&'a str, &'a Fate)>,
    pub private: Vec<&'a str>,
    pub empty: Vec<&'a str>,
    pub beyond: Vec<&'a str>,
    pub odd_rows: usize,
    /// Values beyond those of one entry.
    pub lost: usize,
}

/// Titles in the sentence for each reason.
const SHOWN: usize = 20;

impl Account<'_> {
    /// In English and German, behind a sentence about so many unused columns; every part stands there only where there is something to say.
    #[must_use]
    pub(in crate::inventory) fn told(&self, unused: usize) -> (String, String) {
        let (mut en, mut de) = (String::new(), String::new());
        let mut say = |words_en: String, words_de: String| {
            let _ = write!(en, "; {words_en}");
            let _ = write!(de, "; {words_de}");
        };
        let kept: Vec<&str> = self.columns.iter().filter(|(_, fate)| fate.kept.get() > 0).map(|(key, _)| *key).collect();
        // Its only values stand in rows that are not used.
        let blank = self.columns.iter().filter(|(_, fate)| **fate == Fate::default()).map(|(key, _)| *key);
        let empty: Vec<&str> = self.empty.iter().copied().chain(blank).collect();
        match kept.len() {
            0 => {}
            all if all == unused => say("kept as `extra`".to_owned(), "als `extra` aufgehoben".to_owned()),
            some => {
                let names = Listed::new(kept.iter().copied(), SHOWN);
                say(format!("kept as `extra`: {some} ({names})"), format!("als `extra` aufgehoben: {some} ({names})"));
            }
        }
        let counted = |of: fn(&Fate) -> usize| {
            let hit = self.columns.iter().map(|(key, fate)| (*key, of(fate))).filter(|(_, count)| *count > 0);
            let hit: Vec<(&str, usize)> = hit.collect();
            let sum: usize = hit.iter().map(|(_, count)| count).sum();
            (sum, Listed::new(hit.iter().map(|(key, _)| *key), SHOWN))
        };
        let (sum, names) = counted(|fate| fate.withheld.get());
        if sum > 0 {
            say(
                format!("values withheld because they may be passwords: {sum} (in {names})"),
                format!("zurückgehaltene Werte, die Kennwörter sein können: {sum} (in {names})"),
            );
        }
        let (sum, names) = counted(|fate| fate.cut.get());
        if sum > 0 {
            say(
                format!("values cut to {LONGEST} characters: {sum} (in {names})"),
                format!("auf {LONGEST} Zeichen gekürzte Werte: {sum} (in {names})"),
            );
        }
        let (sum, names) = counted(|fate| fate.broken.get());
        if sum > 0 {
            say(
                format!("cells with an error, not kept: {sum} (in {names})"),
                format!("nicht aufgehobene Zellen mit einem Fehler: {sum} (in {names})"),
            );
        }
        for (list, words_en, words_de) in [
            (&self.private, "withheld because of the title", "wegen des Titels zurückgehalten"),
            (&empty, "without a value", "ohne Wert"),
            (&self.beyond, "dropped, because no more than 20 are kept", "weggelassen, weil nicht mehr als 20 aufgehoben werden"),
        ] {
            if !list.is_empty() {
                if list.len() == unused {
                    // The finding has just named them.
                    say(words_en.to_owned(), words_de.to_owned());
                    continue;
                }
                let names = Listed::new(list.iter().copied(), SHOWN).counted();
                say(format!("{words_en}: {names}"), format!("{words_de}: {names}"));
            }
        }
        if self.odd_rows > 0 {
            let count = self.odd_rows;
            say(
                format!("not kept of rows with another number of cells than the header: {count}"),
                format!("nicht aufgehoben aus Zeilen mit anderer Zellenzahl als die Kopfzeile: {count}"),
            );
        }
        if self.lost > 0 {
            let count = self.lost;
            say(
                format!("values dropped, because an entry has more than {MOST} or the value is too long: {count}"),
                format!("weggelassene Werte, weil ein Eintrag mehr als {MOST} hat oder der Wert zu lang ist: {count}"),
            );
        }
        (en, de)
    }
}
