//! What changed between two sets of files of one line, as the client reads them: keys and values, never a password.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::catalogue::Catalogue;
use super::definition::{Profile, ReadBack};
use super::field::Field;
use super::read_back;
use super::syntax::Read;
use crate::domain::ClientId;

/// The files of one line and client, by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Added,
    Removed,
    Changed,
    /// Other bytes that the client reads as the same values.
    Rewritten,
}

/// One file that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FileChange {
    pub file: String,
    pub change: Change,
    /// None where the file has no keys that we read: a script, a file of a profile that is not there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyChange>,
}

/// One key that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct KeyChange {
    pub key: String,
    pub change: Change,
    /// The values are left out: one of them holds a password.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What is different about one line and client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    pub files: Vec<FileChange>,
    /// None where one of the two sets has no password that we could read.
    pub password_changed: Option<bool>,
}

impl Catalogue {
    /// The differences between two sets of files of a client. Files of a client without profile are compared as a whole.
    #[must_use]
    pub fn compare(&self, client: &ClientId, old: &Files, new: &Files) -> Compared {
        let profile = self.get(client);
        let (before, after) = (Side::of(profile, old), Side::of(profile, new));
        let passwords: BTreeSet<&str> = before.passwords.iter().chain(&after.passwords).map(String::as_str).collect();
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let files = names.into_iter().filter_map(|name| {
            let change = match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) if old == new => return None,
                (Some(_), Some(_)) => Change::Changed,
                (None, _) => Change::Added,
                (_, None) => Change::Removed,
            };
            let keys = match (change, before.reads.get(name), after.reads.get(name)) {
                (Change::Changed, Some(old), Some(new)) => keys(old, new, &places(profile, name), &passwords),
                _ => Vec::new(),
            };
            let read = |side: &Side| side.reads.get(name).is_some_and(|read| !read.is_empty());
            let same = change == Change::Changed && keys.is_empty() && read(&before) && read(&after);
            Some(FileChange { file: name.clone(), change: if same { Change::Rewritten } else { change }, keys })
        });
        let known = |side: &Side| !side.passwords.is_empty();
        Compared {
            files: files.collect(),
            // An account that joins the set or leaves it changes no password of the others.
            password_changed: (known(&before) && known(&after))
                .then(|| !before.passwords.is_subset(&after.passwords) && !after.passwords.is_subset(&before.passwords)),
        }
    }
}

/// The files of one side as the client reads them, and the passwords in them.
#[derive(Default)]
struct Side {
    reads: BTreeMap<String, Read>,
    passwords: BTreeSet<String>,
}

impl Side {
    fn of(profile: Option<&Profile>, files: &Files) -> Self {
        let mut side = Self::default();
        for output in profile.into_iter().flat_map(|profile| &profile.outputs) {
            let text = files.get(&output.path).and_then(|bytes| output.encoding.decode(bytes));
            let Some(read) = text.and_then(|text| read_back::read(output, &text).ok()) else { continue };
            let further = output.further_passwords();
            let places = output.read_back.get(&Field::Password).into_iter().chain(&further);
            let passwords = places.filter_map(|place| read_back::value(&read, place));
            side.passwords.extend(passwords.filter(|password| !password.is_empty()));
            side.reads.insert(output.path.clone(), read);
        }
        side
    }
}

/// Keys of a file that hold the password whatever its value is.
fn places(profile: Option<&Profile>, name: &str) -> BTreeSet<String> {
    let outputs = profile.into_iter().flat_map(|profile| &profile.outputs).filter(|output| output.path == name);
    let mut places = BTreeSet::new();
    for output in outputs {
        let further = output.further_passwords();
        for place in output.read_back.get(&Field::Password).into_iter().chain(&further) {
            if let ReadBack::At { key, .. } = place {
                places.insert(key.clone());
            }
        }
        // The whole inner file stands as one value in the outer one.
        places.extend(output.embeds.as_ref().map(|inner| inner.key.clone()));
    }
    places
}

fn keys(old: &Read, new: &Read, places: &BTreeSet<String>, passwords: &BTreeSet<&str>) -> Vec<KeyChange> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let holds = |value: Option<&String>| value.is_some_and(|value| passwords.iter().any(|password| value.contains(*password)));
    let changes = names.into_iter().filter_map(|key| {
        let (from, to) = (old.get(key), new.get(key));
        let change = match (from, to) {
            (from, to) if from == to => return None,
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            _ => Change::Changed,
        };
        let secret = places.contains(key) || holds(from) || holds(to);
        let shown = |value: Option<&String>| value.filter(|_| !secret).cloned();
        Some(KeyChange { key: key.clone(), change, secret, from: shown(from), to: shown(to) })
    });
    changes.collect()
}
