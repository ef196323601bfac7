//! Who is meant: by key, extension or name.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::domain::{PersonId, without_zeros as bare};
use crate::inventory::model::Inventory;
use crate::inventory::staff::split_display;
use crate::policy::keys::nearest_name;

/// The people of an inventory by everything a list may call them.
pub(super) struct People<'a> {
    keys: BTreeMap<&'a str, &'a PersonId>,
    /// Keys that are numbers, without the zeros before them.
    bare: BTreeMap<&'a str, Vec<&'a PersonId>>,
    extensions: BTreeMap<&'a str, Vec<&'a PersonId>>,
    /// `last` and `first` in small letters.
    names: BTreeMap<(String, String), Vec<&'a PersonId>>,
    /// How often a nearest name may still be looked for: that goes through all of them, and a list of another house has many strangers.
    hints: Cell<u32>,
}

const HINTS: u32 = 100;

/// What a row calls somebody.
#[derive(Debug, Default)]
pub(super) struct Called {
    pub key: Option<String>,
    pub extension: Option<String>,
    pub last: Option<String>,
    pub first: Option<String>,
}

/// Why nobody was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// The row names nobody.
    Nameless,
    /// What it says, and what is nearest to it.
    Nobody(String, Option<String>),
    /// Several people are called so.
    Several(String, Vec<PersonId>),
}

impl<'a> People<'a> {
    pub fn of(inventory: &'a Inventory) -> Self {
        let mut people = Self {
            keys: BTreeMap::new(),
            bare: BTreeMap::new(),
            extensions: BTreeMap::new(),
            names: BTreeMap::new(),
            hints: Cell::new(HINTS),
        };
        for person in &inventory.persons {
            people.keys.insert(person.id.as_str(), &person.id);
            if let Some(bare) = bare(person.id.as_str()) {
                people.bare.entry(bare).or_default().push(&person.id);
            }
            if let Some(extension) = &person.extension {
                people.extensions.entry(extension.value.as_str()).or_default().push(&person.id);
            }
            let first = person.first.as_ref().map_or("", |first| first.value.as_str());
            people.names.entry(name(&person.last.value, first)).or_default().push(&person.id);
        }
        people
    }

    /// The key counts before the extension, and both before the name.
    pub fn find(&self, called: &Called) -> Result<&'a PersonId, Unknown> {
        if let Some(key) = &called.key {
            return self
                .by_key(key)
                .ok_or_else(|| Unknown::Nobody(key.clone(), nearest_name(key, self.keys.keys().copied()).map(str::to_owned)));
        }
        if let Some(extension) = &called.extension {
            let found = self.extensions.get(extension.as_str());
            return one(found, extension, || {
                self.hint(|| nearest_name(extension, self.extensions.keys().copied()).map(str::to_owned))
            });
        }
        let Some(last) = &called.last else { return Err(Unknown::Nameless) };
        let (last, first) = match &called.first {
            Some(first) => (last.clone(), first.clone()),
            None => {
                let (last, first) = split_display(last);
                (last, first.unwrap_or_default())
            }
        };
        let shown = if first.is_empty() { last.clone() } else { format!("{last}, {first}") };
        one(self.names.get(&name(&last, &first)), &shown, || {
            self.hint(|| {
                let all: Vec<String> = self.names.keys().map(|(last, first)| format!("{last}, {first}")).collect();
                nearest_name(&shown, all.iter().map(String::as_str)).map(str::to_owned)
            })
        })
    }

    fn hint(&self, nearest: impl FnOnce() -> Option<String>) -> Option<String> {
        let left = self.hints.get();
        self.hints.set(left.saturating_sub(1));
        if left == 0 { None } else { nearest() }
    }

    /// A spreadsheet takes leading zeros away; they do not matter where only one person is left.
    fn by_key(&self, key: &str) -> Option<&'a PersonId> {
        if let Some(id) = self.keys.get(key) {
            return Some(id);
        }
        match self.bare.get(bare(key)?).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => None,
        }
    }
}

fn name(last: &str, first: &str) -> (String, String) {
    let small = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    (small(last), small(first))
}

fn one<'a>(
    found: Option<&Vec<&'a PersonId>>,
    shown: &str,
    nearest: impl FnOnce() -> Option<String>,
) -> Result<&'a PersonId, Unknown> {
    match found.map(Vec::as_slice) {
        Some([only]) => Ok(only),
        Some(several) if !several.is_empty() => {
            Err(Unknown::Several(shown.to_owned(), several.iter().map(|id| (*id).clone()).collect()))
        }
        _ => Err(Unknown::Nobody(shown.to_owned(), nearest())),
    }
}
