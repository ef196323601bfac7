//! What a new import changes, field by field.

use std::collections::BTreeMap;

use serde::Serialize;

use super::columns::Subject;
use super::sheets::{Record, device_record, extension_record, person_record};
use crate::inventory::model::{Device, ExtensionEntry, Inventory, Person};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
}

/// One field, or a whole row that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub subject: Subject,
    #[allow(clippy::struct_field_names)] // the word that reports show
    pub change: ChangeKind,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// Rows, not fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
}

impl Counts {
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    pub persons: Counts,
    pub extensions: Counts,
    pub devices: Counts,
    /// Something else of the inventory is not the same: places of values, queues, the dialplan.
    pub elsewhere: bool,
    pub list: Vec<Change>,
}

impl Changes {
    /// Whether the two inventories are the same in everything.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.list.is_empty() && !self.elsewhere
    }

    #[must_use]
    pub fn counts(&self, subject: Subject) -> Counts {
        match subject {
            Subject::Person => self.persons,
            Subject::Extension => self.extensions,
            Subject::Device => self.devices,
        }
    }
}

/// Compares the last inventory with a new one. Cells are only made of rows that differ.
#[must_use]
pub fn compare(old: &Inventory, new: &Inventory) -> Changes {
    let mut list = Vec::new();
    let person = Rows { subject: Subject::Person, id: |p: &Person| p.id.as_str(), record: person_record };
    let persons = person.compare(&old.persons, &new.persons, &mut list);
    let extension = Rows { subject: Subject::Extension, id: |e: &ExtensionEntry| e.number.as_str(), record: extension_record };
    let extensions = extension.compare(&old.extensions, &new.extensions, &mut list);
    let device = Rows { subject: Subject::Device, id: |d: &Device| d.id.as_str(), record: device_record };
    let devices = device.compare(&old.devices, &new.devices, &mut list);
    let elsewhere = list.is_empty() && old != new;
    Changes { persons, extensions, devices, elsewhere, list }
}

/// How rows of one kind are told apart and become cells.
struct Rows<T> {
    subject: Subject,
    id: fn(&T) -> &str,
    record: fn(&T) -> Record,
}

impl<T: PartialEq> Rows<T> {
    /// Rows by key; of two with one key the second has its own.
    fn by_id<'a>(&self, rows: &'a [T]) -> BTreeMap<(&'a str, usize), &'a T> {
        let mut out = BTreeMap::new();
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            let id = (self.id)(row);
            let count = seen.entry(id).or_default();
            out.insert((id, *count), row);
            *count += 1;
        }
        out
    }

    fn compare(&self, old: &[T], new: &[T], list: &mut Vec<Change>) -> Counts {
        let subject = self.subject;
        let (before, after) = (self.by_id(old), self.by_id(new));
        let mut counts = Counts::default();
        let whole = |change, id: &str| Change { subject, change, id: id.to_owned(), field: None, old: None, new: None };
        for (key, _) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
            counts.removed += 1;
            list.push(whole(ChangeKind::Removed, key.0));
        }
        for (key, row) in &after {
            let Some(was) = before.get(key) else {
                counts.added += 1;
                list.push(whole(ChangeKind::Added, key.0));
                continue;
            };
            if was == row {
                continue;
            }
            let told = list.len();
            let (was, is) = ((self.record)(was), (self.record)(row));
            let cells = was.values.iter().zip(&is.values).zip(subject.columns());
            for ((was, is), column) in cells.filter(|((was, is), _)| was.text != is.text) {
                list.push(Change {
                    field: Some(column.key),
                    old: Some(was.text.clone()),
                    new: Some(is.text.clone()),
                    ..whole(ChangeKind::Changed, key.0)
                });
            }
            counts.changed += usize::from(list.len() > told);
        }
        counts
    }
}
