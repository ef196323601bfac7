//! The journal: one line of JSON for each event. The state of the desk is what the events leave behind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bounded::bounded;
use super::codes;
use super::whom::Whom;
use crate::diag::{Finding, Place, Words};
use crate::domain::{Mac, PersonId};
use crate::inventory::kind::fold;

/// A device and whom it was prepared for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub label: String,
    pub serial: String,
    pub mac: Mac,
    pub person: PersonId,
    /// Who that was; none in lines of an older version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<Whom>,
}

impl Assignment {
    /// The same device for the same key, whoever that is by now.
    #[must_use]
    pub fn is_that(&self, other: &Self) -> bool {
        let keys = |a: &Self| (a.label.clone(), a.serial.clone(), a.mac.clone(), a.person.clone());
        keys(self) == keys(other)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    Staged(Assignment),
    /// The assignment of the label is taken back.
    Undone {
        label: String,
    },
}

/// An event and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Seconds since 1970.
    pub at: u64,
    #[serde(flatten)]
    pub event: Event,
}

impl Entry {
    /// The line of the journal, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("an entry has text keys and whole numbers only")
    }
}

/// What the journal leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// By label as the journal has it, folded.
    staged: BTreeMap<String, (u64, Assignment)>,
    serials: BTreeMap<String, String>,
    macs: BTreeMap<Mac, String>,
    persons: BTreeMap<PersonId, String>,
    /// Labels in the order in which they were staged, for `undo`.
    order: Vec<String>,
}

impl State {
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Staged(assignment) => {
                let key = fold(&assignment.label);
                self.remove(&key);
                self.serials.insert(fold(&assignment.serial), key.clone());
                self.macs.insert(assignment.mac.clone(), key.clone());
                self.persons.insert(assignment.person.clone(), key.clone());
                self.order.push(key.clone());
                self.staged.insert(key, (entry.at, assignment.clone()));
            }
            Event::Undone { label } => self.remove(&fold(label)),
        }
    }

    fn remove(&mut self, key: &str) {
        let Some((_, old)) = self.staged.remove(key) else { return };
        // Another device may have taken a part over since; its entry stays.
        let keep = |label: &mut String| label != key;
        let serial = fold(&old.serial);
        if self.serials.get_mut(&serial).is_some_and(|label| !keep(label)) {
            self.serials.remove(&serial);
        }
        if self.macs.get_mut(&old.mac).is_some_and(|label| !keep(label)) {
            self.macs.remove(&old.mac);
        }
        if self.persons.get_mut(&old.person).is_some_and(|label| !keep(label)) {
            self.persons.remove(&old.person);
        }
        if let Some(at) = self.order.iter().rposition(|label| label == key) {
            self.order.remove(at);
        }
    }

    /// The assignment of a label.
    #[must_use]
    pub fn of_label(&self, label: &str) -> Option<&Assignment> {
        self.staged.get(&fold(label)).map(|(_, assignment)| assignment)
    }

    #[must_use]
    pub fn of_serial(&self, serial: &str) -> Option<&Assignment> {
        self.serials.get(&fold(serial)).and_then(|label| self.of_label(label))
    }

    #[must_use]
    pub fn of_mac(&self, mac: &Mac) -> Option<&Assignment> {
        self.macs.get(mac).and_then(|label| self.of_label(label))
    }

    #[must_use]
    pub fn of_person(&self, person: &PersonId) -> Option<&Assignment> {
        self.persons.get(person).and_then(|label| self.of_label(label))
    }

    /// Staged last.
    #[must_use]
    pub fn last(&self) -> Option<&Assignment> {
        self.order.last().and_then(|label| self.of_label(label))
    }

    /// Labels in the order in which they were staged.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.order.iter().filter_map(|key| self.of_label(key)).map(|assignment| assignment.label.clone()).collect()
    }

    /// By label, with the time.
    pub fn all(&self) -> impl Iterator<Item = (u64, &Assignment)> {
        self.staged.values().map(|(at, assignment)| (*at, assignment))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.staged.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.staged.is_empty()
    }
}

/// A journal as read.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    pub state: State,
    pub findings: Vec<Finding>,
    /// Bytes to keep before the next line is written; fewer than there are where the last line is torn.
    pub sound: usize,
    /// The last line is whole and only its end is missing.
    pub unended: bool,
}

/// Reads the journal's bytes. `file` is its name for findings.
#[must_use]
pub fn read(file: &str, bytes: &[u8]) -> Journal {
    let mut journal = Journal { sound: bytes.len(), ..Journal::default() };
    let mut start = 0;
    let mut line = 0_u32;
    while start < bytes.len() {
        line += 1;
        let end = bytes[start..].iter().position(|b| *b == b'\n').map(|at| start + at);
        let text = &bytes[start..end.unwrap_or(bytes.len())];
        match serde_json::from_slice::<Entry>(text) {
            Ok(entry) => {
                journal.state.apply(&entry);
                journal.unended = end.is_none();
            }
            Err(_) if text.iter().all(u8::is_ascii_whitespace) => {}
            Err(_) if end.is_none() => {
                journal.sound = start;
                journal.findings.push(torn(file, line));
            }
            Err(_) => journal.findings.push(unreadable(file, line)),
        }
        start = end.map_or(bytes.len(), |end| end + 1);
    }
    // A journal that something else has written over must not fill the screen.
    journal.findings = bounded(journal.findings);
    journal
}

fn torn(file: &str, line: u32) -> Finding {
    codes::JOURNAL_TORN
        .finding(
            Some(Place::at(file, line, 0)),
            Words::new(
                "the last line is torn; its assignment was not confirmed and does not count",
                "die letzte Zeile ist abgerissen; ihre Zuordnung war nicht bestätigt und zählt nicht",
            ),
        )
        .todo(Words::new("scan the last device again", "das letzte Gerät noch einmal scannen"))
}

fn unreadable(file: &str, line: u32) -> Finding {
    codes::JOURNAL_UNREADABLE
        .finding(
            Some(Place::at(file, line, 0)),
            Words::new("the line cannot be read and was left out", "die Zeile ist nicht lesbar und wurde ausgelassen"),
        )
        .todo(Words::new("look at the line and scan its device again", "die Zeile ansehen und ihr Gerät neu scannen"))
}
