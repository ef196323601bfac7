//! What a new import changes, field by field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::columns::Subject;
use super::tabled::Tabled;
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

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    pub persons: Counts,
    pub extensions: Counts,
    pub devices: Counts,
    pub rooms: Counts,
    pub departments: Counts,
    pub mailboxes: Counts,
    /// With queues.
    pub groups: Counts,
    pub dids: Counts,
    pub forwards: Counts,
    /// Something else of the inventory is not the same: the dialplan, what the system has against further registrations, head numbers; or
    /// nothing but the places of values.
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
            Subject::Room => self.rooms,
            Subject::Department => self.departments,
            Subject::Mailbox => self.mailboxes,
            Subject::Group => self.groups,
            Subject::Did => self.dids,
            Subject::Forward => self.forwards,
        }
    }
}

/// Compares the last inventory with a new one. Cells are only made of rows that differ.
#[must_use]
pub fn compare(old: &Inventory, new: &Inventory) -> Changes {
    let mut list = Vec::new();
    let mut changes = Changes {
        persons: rows(&old.persons, &new.persons, &mut list),
        extensions: rows(&old.extensions, &new.extensions, &mut list),
        devices: rows(&old.devices, &new.devices, &mut list),
        rooms: rows(&old.rooms, &new.rooms, &mut list),
        departments: rows(&old.departments, &new.departments, &mut list),
        mailboxes: rows(&old.mailboxes, &new.mailboxes, &mut list),
        groups: rows(&old.groups, &new.groups, &mut list),
        dids: rows(&old.dids, &new.dids, &mut list),
        forwards: rows(&old.forwards, &new.forwards, &mut list),
        ..Changes::default()
    };
    let queues = rows(&old.queues, &new.queues, &mut list);
    changes.groups.added += queues.added;
    changes.groups.removed += queues.removed;
    changes.groups.changed += queues.changed;
    changes.elsewhere = if list.is_empty() { old != new } else { rest(old) != rest(new) };
    changes.list = list;
    changes
}

/// What no table shows, in words without places: a line that only moved in its file is the same.
fn rest(inventory: &Inventory) -> Vec<Vec<String>> {
    let dials = inventory.dials.iter().map(|d| format!("{}\n{}\n{}\n{}", d.context, d.pattern, d.priority, d.text));
    let hints = inventory.hints.iter().map(|h| format!("{}\n{}\n{}", h.context, h.pattern, h.devices));
    let transports = inventory.transports.iter().map(|t| format!("{}\n{}\n{}", t.name, t.protocol, t.bind));
    let obstacles = inventory.obstacles.iter().map(|o| format!("{}\n{:?}\n{}", o.extension, o.kind, o.text));
    let sites = inventory.sites.iter().map(|s| format!("{s:?}"));
    vec![dials.collect(), hints.collect(), transports.collect(), obstacles.collect(), sites.collect()]
}

/// Rows by key; of two with one key the second has its own.
fn by_key<T: Tabled>(rows: &[T]) -> BTreeMap<(Cow<'_, str>, usize), &T> {
    let mut out = BTreeMap::new();
    let mut seen: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for row in rows {
        let count = seen.entry(row.key()).or_default();
        out.insert((row.key(), *count), row);
        *count += 1;
    }
    out
}

fn rows<T: Tabled>(old: &[T], new: &[T], list: &mut Vec<Change>) -> Counts {
    let subject = T::SUBJECT;
    let (before, after) = (by_key(old), by_key(new));
    let mut counts = Counts::default();
    let whole = |change, id: &str| Change { subject, change, id: id.to_owned(), field: None, old: None, new: None };
    for (key, _) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        counts.removed += 1;
        list.push(whole(ChangeKind::Removed, &key.0));
    }
    for (key, row) in &after {
        let Some(was) = before.get(key) else {
            counts.added += 1;
            list.push(whole(ChangeKind::Added, &key.0));
            continue;
        };
        if was == row {
            continue;
        }
        let told = list.len();
        let (was, is) = (was.record(), row.record());
        let cells = was.values.iter().zip(&is.values).zip(subject.columns());
        for ((was, is), column) in cells.filter(|((was, is), column)| was.text != is.text && !column.derived) {
            list.push(Change {
                field: Some(column.key),
                old: Some(was.text.clone()),
                new: Some(is.text.clone()),
                ..whole(ChangeKind::Changed, &key.0)
            });
        }
        counts.changed += usize::from(list.len() > told);
    }
    counts
}
