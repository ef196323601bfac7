//! Which of the columns that no field holds are kept beside the fields, so that nothing of a list is lost.
//!
//! Bounded, because an export may have hundreds of columns; and never a column that may hold a secret, or a fact about a person that no
//! telephone needs.

use std::sync::Arc;

use super::columns::normal;
use super::grid::{Nature, Row, Table};
use crate::diag::Place;
use crate::inventory::model::{Extra, Sourced};

/// Columns of one list, and keys of one entry.
pub(in crate::inventory) const MOST: usize = 20;
/// Characters of one value; the rest becomes `…`.
const LONGEST: usize = 500;
/// Characters of a title.
const LONGEST_KEY: usize = 60;

/// Parts of titles of secrets, in normal form.
const SECRETS: [&str; 32] = [
    "pass",
    "pwd",
    "kennwort",
    "secret",
    "geheim",
    "pin",
    "puk",
    "md5",
    "ha1",
    "sha1",
    "sha256",
    "hash",
    "digest",
    "token",
    "credential",
    "apikey",
    "privatekey",
    "privkey",
    "authkey",
    "psk",
    "sperrcode",
    "authcode",
    "vmcode",
    "logincode",
    "accesscode",
    "zugangscode",
    "voicemailcode",
    "unlock",
    "otp",
    "parole",
    "schluessel",
    "losung",
];
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
    let title = normal(title);
    // Alone; inside of a word they are in many a name.
    matches!(title.as_str(), "pw" | "key" | "code") || SECRETS.iter().chain(&PERSONAL).any(|part| title.contains(part))
}

/// A title as the key of what is kept.
#[must_use]
pub(in crate::inventory) fn key(title: &str) -> Arc<str> {
    let short: String = title.trim().chars().filter(|c| !c.is_control()).take(LONGEST_KEY).collect();
    Arc::from(short)
}

/// One word of small and capital letters and digits, as passwords are and names are not.
fn looks_secret(text: &str) -> bool {
    let has = |test: fn(char) -> bool| text.chars().any(test);
    let word = text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&*+-=?_~^".contains(c));
    word && (8..=64).contains(&text.len())
        && has(|c| c.is_ascii_lowercase())
        && has(|c| c.is_ascii_uppercase())
        && has(|c| c.is_ascii_digit())
}

/// `Kennwort: …`, `PIN 4711` in a remark.
fn names_secret(text: &str) -> bool {
    let text = text.to_lowercase();
    let label = |word: &str| ["passwor", "passwd", "kennwor", "pwd", "puk", "pin"].iter().any(|start| word.starts_with(start));
    text.split(|c: char| !c.is_alphanumeric()).any(label)
}

/// A value as it is kept; none where it is empty or may be a password below a title that does not say so.
#[must_use]
pub(in crate::inventory) fn value(text: &str, at: Place) -> Option<Sourced<String>> {
    let text = text.trim();
    if text.is_empty() || looks_secret(text) || names_secret(text) {
        return None;
    }
    let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
    let text = end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]));
    // Kept in one line with its key.
    let text = if text.contains(char::is_control) { text.replace(char::is_control, " ") } else { text };
    Some(Sourced::new(text, at))
}

/// Columns that are kept: index and title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::inventory) struct Kept(Vec<(usize, Arc<str>)>);

impl Kept {
    /// Of columns that nothing reads the first that may be kept.
    #[must_use]
    pub(in crate::inventory) fn of<'a>(unused: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let open = unused.into_iter().filter(|(_, title)| !is_private(title));
        Self(open.take(MOST).map(|(index, title)| (index, key(title))).collect())
    }

    #[must_use]
    pub(in crate::inventory) fn len(&self) -> usize {
        self.0.len()
    }

    /// Index and key of each.
    pub(in crate::inventory) fn columns(&self) -> impl Iterator<Item = (usize, &Arc<str>)> {
        self.0.iter().map(|(index, key)| (*index, key))
    }

    /// What the row holds in them.
    #[must_use]
    pub(in crate::inventory) fn take(&self, table: &Table, row: &Row) -> Extra {
        let mut out = Extra::default();
        for (index, key) in &self.0 {
            let Some(cell) = row.get(*index).filter(|cell| cell.nature != Nature::Error) else { continue };
            if let Some(value) = value(&cell.text, table.place_of(cell)) {
                out.add(key, value);
            }
        }
        out
    }
}

/// What the finding about unused columns says of those that are kept, in English and German.
#[must_use]
pub(in crate::inventory) fn told(unused: usize, kept: usize) -> (String, String) {
    match kept {
        0 => (String::new(), String::new()),
        all if all == unused => ("; kept as `extra`".to_owned(), "; als `extra` aufgehoben".to_owned()),
        some => (format!("; kept as `extra`: {some}"), format!("; davon als `extra` aufgehoben: {some}")),
    }
}

/// `attach=yes|tz=de`: options of a mailbox, but for passwords.
#[must_use]
pub(in crate::inventory) fn options(cell: &Sourced<String>) -> Extra {
    let mut out = Extra::default();
    let pairs = cell.value.split('|').filter_map(|pair| pair.split_once('='));
    for (name, text) in pairs.filter(|(name, _)| !name.trim().is_empty() && !is_private(name)).take(MOST) {
        if let Some(value) = value(text, cell.at.clone()) {
            out.add(&key(name), value);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn columns_and_values_are_bounded() {
        let titles: Vec<String> = (0..500).map(|n| format!("Spalte {n}")).collect();
        let kept = Kept::of(titles.iter().enumerate().map(|(at, title)| (at, title.as_str())));
        assert_eq!(kept.len(), MOST);
        let long = value(&"ä".repeat(501), Place::file("a")).expect("a value").value;
        assert_eq!((long.chars().count(), long.ends_with("ä…")), (501, true));
        assert!(value(" \u{a0}", Place::file("a")).is_none());
    }

    #[test]
    fn options_of_a_mailbox() {
        let cell = Sourced::new("attach=yes| tz = de |x|imappassword=hunter2|=y|delete=".to_owned(), Place::at("v", 1, 9));
        assert_eq!(options(&cell).line(), "attach: yes; tz: de");
    }
}
