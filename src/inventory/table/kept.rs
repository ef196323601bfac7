//! Which of the columns that no field holds are kept beside the fields, so that nothing of a list is lost.
//!
//! Bounded, because an export may have hundreds of columns; and never a column that may hold a secret, or a fact about a person that no
//! telephone needs.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::columns::normal;
use super::fate::{Account, Fate};
use super::grid::{Nature, Row, Table};
use crate::diag::{Place, Words};
use crate::inventory::model::{Extra, Sourced};
use crate::inventory::secrecy;

/// Columns of one list, and keys of one entry.
pub(in crate::inventory) const MOST: usize = 20;
/// Characters of one value; the rest becomes `…`.
pub(super) const LONGEST: usize = 500;
/// Characters of a title.
const LONGEST_KEY: usize = 60;

/// Parts of titles of what an inventory of telephones must not know of people (data minimisation, Art. 5 GDPR).
const PERSONAL: [&str; 25] = [
    "geburt",
    "birth",
    "gehalt",
    "entgelt",
    "besoldung",
    "salary",
    "lohn",
    "iban",
    "bankverbindung",
    "konfession",
    "religion",
    "behinder",
    "disabilit",
    "familienstand",
    "marital",
    "sozialvers",
    "steuer",
    "krank",
    "gesundheit",
    "health",
    "staatsang",
    "nationality",
    "privat",
    "homephone",
    "geschlecht",
];

/// Whether a column with this title is not kept.
#[must_use]
pub(in crate::inventory) fn is_private(title: &str) -> bool {
    let normal = normal(title);
    secrecy::in_title(title) || PERSONAL.iter().any(|part| normal.contains(part))
}

/// Whether a value under this title may be kept; titles that forbid it are remembered.
pub(in crate::inventory) fn may_keep(title: &str, private: &mut BTreeSet<String>) -> bool {
    let private_title = is_private(title);
    if private_title && private.len() < MOST_NAMES {
        private.insert(title.to_owned());
    }
    !private_title
}

/// Counts a value, and adds it where it is kept.
pub(in crate::inventory) fn put(title: &str, weighed: Weighed, fate: &Fate, out: &mut Extra) {
    if let Some(value) = fate.count(weighed) {
        out.add(&key(title), value);
    }
}

/// Titles that are remembered.
pub(in crate::inventory) const MOST_NAMES: usize = 1000;

/// A title as the key of what is kept.
#[must_use]
pub(in crate::inventory) fn key(title: &str) -> Arc<str> {
    let short: String = title.trim().chars().filter(|c| !c.is_control()).take(LONGEST_KEY).collect();
    Arc::from(short)
}

/// What becomes of one value.
pub(in crate::inventory) enum Weighed {
    Empty,
    Kept(Sourced<String>),
    /// Kept up to its first characters.
    Cut(Sourced<String>),
    /// May be a password.
    Withheld,
}

/// Columns of a telephone system's own settings, in normal form without digits at the end: names that the administrator gave.
const SETTINGS: [&str; 12] = [
    "aargroup",
    "callingsearchspace",
    "commondeviceconfiguration",
    "commonphoneprofile",
    "css",
    "devicepool",
    "location",
    "mediaresourcegrouplist",
    "phonebuttontemplate",
    "region",
    "routepartition",
    "softkeytemplate",
];

fn is_setting(title: &str) -> bool {
    SETTINGS.contains(&normal(title).trim_end_matches(|c: char| c.is_ascii_digit()))
}

#[must_use]
pub(in crate::inventory) fn weigh(text: &str, at: Place) -> Weighed {
    weigh_by(secrecy::in_text, text, at)
}

fn weigh_by(is_secret: fn(&str) -> bool, text: &str, at: Place) -> Weighed {
    let text = text.trim();
    if text.is_empty() {
        return Weighed::Empty;
    }
    if is_secret(text) {
        return Weighed::Withheld;
    }
    let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
    let whole = end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]));
    // Kept in one line with its key.
    let line = if whole.contains(char::is_control) { whole.replace(char::is_control, " ") } else { whole };
    let value = Sourced::new(line, at);
    if end.is_some() { Weighed::Cut(value) } else { Weighed::Kept(value) }
}

/// A column that is kept, and what became of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    index: usize,
    key: Arc<str>,
    /// Of [`SETTINGS`].
    setting: bool,
    fate: Fate,
}

/// Columns that are kept, and those that are not, with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::inventory) struct Kept {
    columns: Vec<Column>,
    /// By their titles: passwords, private facts.
    private: Vec<String>,
    /// The same of known columns.
    withheld: BTreeSet<String>,
    /// Without a value in any row.
    empty: Vec<String>,
    /// Beyond [`MOST`].
    beyond: Vec<String>,
    /// Rows with values that were not kept because the row has another number of cells than the header.
    odd_rows: Cell<usize>,
}

impl Kept {
    /// Of columns that nothing reads, with their titles, the first that may be kept and hold something in one of the rows.
    #[must_use]
    pub(in crate::inventory) fn of<'a, 'r>(
        unused: impl IntoIterator<Item = (usize, &'a str)>,
        rows: impl Iterator<Item = &'r Row>,
    ) -> Self {
        let (mut out, open) = Self::open(unused);
        let mut blank: BTreeSet<usize> = open.iter().map(|(index, _)| *index).collect();
        for row in rows {
            // Most columns are filled in the first rows.
            if blank.is_empty() {
                break;
            }
            for cell in row.cells.iter().filter(|cell| !cell.text.trim().is_empty()) {
                blank.remove(&cell.index);
            }
        }
        out.choose(open, &blank);
        out
    }

    /// The same of columns that all hold something.
    #[must_use]
    pub(in crate::inventory) fn of_filled<'a>(unused: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let (mut out, open) = Self::open(unused);
        out.choose(open, &BTreeSet::new());
        out
    }

    /// Columns whose titles do not forbid to keep them.
    fn open<'a>(unused: impl IntoIterator<Item = (usize, &'a str)>) -> (Self, Vec<(usize, &'a str)>) {
        let mut out = Self::default();
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (index, title) in unused {
            if is_private(title) {
                out.private.push(title.trim().to_owned());
            } else {
                open.push((index, title));
            }
        }
        (out, open)
    }

    fn choose(&mut self, open: Vec<(usize, &str)>, blank: &BTreeSet<usize>) {
        for (index, title) in open {
            if blank.contains(&index) {
                self.empty.push(title.trim().to_owned());
            } else if self.columns.len() < MOST {
                self.columns.push(Column { index, key: key(title), setting: is_setting(title), fate: Fate::default() });
            } else {
                self.beyond.push(title.trim().to_owned());
            }
        }
    }

    #[must_use]
    pub(in crate::inventory) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What the row holds in them.
    #[must_use]
    pub(in crate::inventory) fn take(&self, table: &Table, row: &Row) -> Extra {
        let mut out = Extra::default();
        for Column { index, key, setting, fate } in &self.columns {
            let Some(cell) = row.get(*index) else { continue };
            if cell.nature == Nature::Error {
                fate.broken.set(fate.broken.get() + 1);
                continue;
            }
            let is_secret = if *setting { secrecy::is_named } else { secrecy::in_text };
            if let Some(value) = fate.count(weigh_by(is_secret, &cell.text, table.place_of(cell))) {
                out.add(key, value);
            }
        }
        out
    }

    /// What a row of another kind of table holds in them: `value` gives the text of a column and its place.
    #[must_use]
    pub(in crate::inventory) fn take_with<'v>(&self, value: impl Fn(usize) -> Option<(&'v str, Place)>) -> Extra {
        let mut out = Extra::default();
        for Column { index, key, fate, .. } in &self.columns {
            let value = value(*index).and_then(|(text, at)| fate.count(weigh(text, at)));
            if let Some(value) = value {
                out.add(key, value);
            }
        }
        out
    }

    /// The row is used and has another number of cells than the header: a password may have moved below another title.
    pub(in crate::inventory) fn pass_over(&self, row: &Row) {
        if self.columns.iter().any(|column| !row.text(column.index).trim().is_empty()) {
            self.odd_rows.set(self.odd_rows.get() + 1);
        }
    }

    /// Keeps a value of a known column or attribute that no field holds this time. Of these there is no most: the reader knows them all.
    pub(in crate::inventory) fn known(&mut self, title: &str, cell: &Sourced<String>, out: &mut Extra) {
        let title = title.trim();
        if !may_keep(title, &mut self.withheld) {
            return;
        }
        let key = key(title);
        let at = self.columns.iter().position(|column| column.key == key).unwrap_or_else(|| {
            self.columns.push(Column { index: 0, key: Arc::clone(&key), setting: false, fate: Fate::default() });
            self.columns.len() - 1
        });
        put(title, weigh(&cell.value, cell.at.clone()), &self.columns[at].fate, out);
    }

    /// The same for a row with another number of cells than the header.
    pub(in crate::inventory) fn known_odd(&self) {
        self.odd_rows.set(self.odd_rows.get() + 1);
    }

    /// What is said of values that [`Self::known`] was to keep; nothing where all of them were kept whole.
    #[must_use]
    pub(in crate::inventory) fn known_told(&self) -> Option<Words> {
        let left_out = !self.private.is_empty() || !self.withheld.is_empty() || !self.beyond.is_empty();
        let lost = left_out || self.odd_rows.get() > 0 || self.columns.iter().any(|column| !column.fate.is_whole());
        lost.then(|| {
            let (en, de) = self.told(usize::MAX);
            Words::new(format!("values that no field holds{en}"), format!("Werte, für die es kein Feld gibt{de}"))
        })
    }

    /// What the finding about unused columns says of them once all rows are read.
    #[must_use]
    pub(in crate::inventory) fn told(&self, unused: usize) -> (String, String) {
        let account = Account {
            columns: self.columns.iter().map(|column| (&*column.key, &column.fate)).collect(),
            private: self.private.iter().chain(&self.withheld).map(String::as_str).collect(),
            empty: self.empty.iter().map(String::as_str).collect(),
            beyond: self.beyond.iter().map(String::as_str).collect(),
            odd_rows: self.odd_rows.get(),
            lost: 0,
        };
        account.told(unused)
    }
}

/// A part of the options of a mailbox that is not kept as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory) struct Rest<'a> {
    /// None where it is no pair.
    pub name: Option<&'a str>,
    pub value: &'a str,
    /// Without a value nothing is lost.
    pub is_lost: bool,
}

/// `attach=yes|tz=de`: options of a mailbox, but for passwords; and what of them was not kept, or not whole.
#[must_use]
pub(in crate::inventory) fn options(cell: &Sourced<String>) -> (Extra, Vec<Rest<'_>>) {
    let mut out = Extra::default();
    let mut rest = Vec::new();
    for part in cell.value.split('|').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, value)) =
            part.split_once('=').map(|(name, value)| (name.trim(), value)).filter(|(name, _)| !name.is_empty())
        else {
            rest.push(Rest { name: None, value: part, is_lost: true });
            continue;
        };
        let mut left = |is_lost| rest.push(Rest { name: Some(name), value, is_lost });
        if is_private(name) || out.len() >= MOST {
            left(true);
            continue;
        }
        match weigh(value, cell.at.clone()) {
            Weighed::Kept(value) => out.add(&key(name), value),
            // `delete=`
            Weighed::Empty => left(false),
            Weighed::Cut(value) => {
                left(true);
                out.add(&key(name), value);
            }
            Weighed::Withheld => left(true),
        }
    }
    (out, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, at: Place) -> Option<Sourced<String>> {
        match weigh(text, at) {
            Weighed::Kept(value) | Weighed::Cut(value) => Some(value),
            Weighed::Empty | Weighed::Withheld => None,
        }
    }

    #[test]
    fn titles_of_secrets_and_of_private_facts() {
        for title in [
            "VMNoPin",
            "AuthPassword",
            "Kenn-Wort",
            "md5_cred",
            "voicemail_vmpwd",
            "PUK",
            "PW",
            "Geburtsdatum",
            "Besoldungsgruppe",
            "IBAN",
        ] {
            assert!(is_private(title), "{title}");
        }
        for title in ["accountcode", "Farbe", "ringtimer", "Postleitzahl", "Dienstgrad", "recording_in_external", "Typencode"] {
            assert!(!is_private(title), "{title}");
        }
        for text in ["aB3xyz77", "Zz9-kkkk1", "c0Ffee+Geheim", "Passwort: Sommer2024!", "neu, Kennwort=LEAK", "info: PIN 47"] {
            assert!(value(text, Place::file("a")).is_none(), "{text}");
        }
        for text in ["T46S", "Haus 2a Nord", "anna.Muster1@amt.example", "2020-03-16", "LEDIG", "Kostenstelle"] {
            assert!(value(text, Place::file("a")).is_some(), "{text}");
        }
    }

    /// `DP-Haus1` is built as a password may be; below `Device Pool` it is a name that the administrator gave.
    #[test]
    fn names_of_settings_are_no_passwords() {
        for title in ["Device Pool", "Location", "Route Partition 2"] {
            assert!(is_setting(title), "{title}");
        }
        assert!(!is_setting("Farbe"));
        let cell = |index: usize, text: &str| super::super::grid::Cell { index, text: text.into(), ..Default::default() };
        let row = Row { line: 2, width: 3, cells: vec![cell(0, "DP-Haus1"), cell(1, "DP-Haus1"), cell(2, "PIN 4711")] };
        let table = Table { file: "a.csv".to_owned(), sheet: None, rows: vec![row.clone()], merges: Vec::new() };
        let kept = Kept::of([(0, "Device Pool"), (1, "Farbe"), (2, "Region")], [&row].into_iter());
        assert_eq!(kept.take(&table, &row).line(), "Device Pool: DP-Haus1");
    }

    #[test]
    fn columns_and_values_are_bounded() {
        let titles: Vec<String> = (0..500).map(|n| format!("Spalte {n}")).collect();
        let cells = |range: std::ops::Range<usize>| -> Vec<super::super::grid::Cell> {
            range
                .map(|index| super::super::grid::Cell { index, text: format!("v{index}").into(), ..Default::default() })
                .collect()
        };
        let unused = || titles.iter().enumerate().map(|(at, title)| (at, title.as_str()));
        let row = Row { line: 2, width: 500, cells: cells(100..125) };
        let kept = Kept::of(unused(), [&row].into_iter());
        assert_eq!(kept.columns.len(), MOST);
        let table = Table { file: "a.csv".to_owned(), sheet: None, rows: vec![row.clone()], merges: Vec::new() };
        assert_eq!(kept.take(&table, &row).len(), MOST, "empty columns take nobody's place");
        let (en, _) = kept.told(500);
        assert!(en.contains("kept as `extra`: 20 (`Spalte 100`, ") && en.contains("; without a value: 475 ("), "{en}");
        assert!(en.ends_with("; dropped, because no more than 20 are kept: 5 (`Spalte 120`, `Spalte 121`, `Spalte 122`, `Spalte 123`, `Spalte 124`)"), "{en}");
        let long = value(&"ä".repeat(501), Place::file("a")).expect("a value").value;
        assert_eq!((long.chars().count(), long.ends_with("ä…")), (501, true));
        assert!(value(" \u{a0}", Place::file("a")).is_none());
    }

    #[test]
    fn options_of_a_mailbox() {
        let cell = Sourced::new("attach=yes| tz = de |x|imappassword=hunter2|=y|delete=".to_owned(), Place::at("v", 1, 9));
        let (kept, lost) = options(&cell);
        assert_eq!(kept.line(), "attach: yes; tz: de");
        let lost: Vec<(Option<&str>, bool)> = lost.iter().map(|rest| (rest.name, rest.is_lost)).collect();
        assert_eq!(lost, [(None, true), (Some("imappassword"), true), (None, true), (Some("delete"), false)]);
    }

    #[test]
    fn values_of_known_columns_are_kept_or_told() {
        let cell = |text: &str| Sourced::new(text.to_owned(), Place::at("a.csv", 2, 9));
        let (mut kept, mut out) = (Kept::default(), Extra::default());
        kept.known("Description", &cell("R 2.14"), &mut out);
        kept.known("Description", &cell("Kasse"), &mut out);
        assert_eq!((out.line().as_str(), kept.known_told()), ("Description: R 2.14; Description#2: Kasse", None));
        kept.known("Auth Code", &cell("4711"), &mut out);
        kept.known("Description", &cell("PIN 4711"), &mut out);
        assert_eq!(out.len(), 2);
        assert_eq!(
            kept.known_told().map(|words| words.en.into_owned()).as_deref(),
            Some(
                "values that no field holds; kept as `extra`: 1 (`Description`); values withheld because they may be \
                 passwords: 1 (in `Description`); withheld because of the title: 1 (`Auth Code`)"
            )
        );
    }
}
