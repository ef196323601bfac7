//! What a new import changes, field by field.

use std::collections::BTreeMap;

use serde::Serialize;

use super::columns::Subject;
use super::sheets::{Record, Sheet, sheets};
use crate::inventory::model::Inventory;

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

/// Compares the last inventory with a new one.
#[must_use]
pub fn compare(old: &Inventory, new: &Inventory) -> Changes {
    let mut list = Vec::new();
    let mut counts = [Counts::default(); 3];
    for ((before, after), counts) in sheets(old).iter().zip(&sheets(new)).zip(&mut counts) {
        *counts = compare_sheets(before, after, &mut list);
    }
    let [persons, extensions, devices] = counts;
    let elsewhere = list.is_empty() && old != new;
    Changes { persons, extensions, devices, elsewhere, list }
}

/// Rows by key; of two with one key the second has its own.
fn by_id(sheet: &Sheet) -> BTreeMap<(&str, usize), &Record> {
    let mut rows = BTreeMap::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &sheet.records {
        let count = seen.entry(record.id()).or_default();
        rows.insert((record.id(), *count), record);
        *count += 1;
    }
    rows
}

fn compare_sheets(old: &Sheet, new: &Sheet, list: &mut Vec<Change>) -> Counts {
    let subject = new.subject;
    let (before, after) = (by_id(old), by_id(new));
    let mut counts = Counts::default();
    let whole = |change, id: &str| Change { subject, change, id: id.to_owned(), field: None, old: None, new: None };
    for (key, _) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        counts.removed += 1;
        list.push(whole(ChangeKind::Removed, key.0));
    }
    for (key, record) in &after {
        let Some(was) = before.get(key) else {
            counts.added += 1;
            list.push(whole(ChangeKind::Added, key.0));
            continue;
        };
        let told = list.len();
        let cells = was.values.iter().zip(&record.values).zip(subject.columns());
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
