//! The inventory's extensions by number, while sources are joined.

use std::collections::BTreeMap;

use crate::domain::Extension;
use crate::inventory::model::ExtensionEntry;

/// Each apart, as in the inventory: an entry is large, and a tree keeps room for more than it has.
pub(super) type ByNumber = BTreeMap<Extension, Box<ExtensionEntry>>;

/// Takes the list's entries.
#[allow(clippy::vec_box)] // as in the inventory
pub(super) fn taken(list: &mut Vec<Box<ExtensionEntry>>) -> ByNumber {
    std::mem::take(list).into_iter().map(|entry| (entry.number.clone(), entry)).collect()
}

/// All entries again, by number.
#[allow(clippy::vec_box)] // as in the inventory
pub(super) fn list(by_number: ByNumber) -> Vec<Box<ExtensionEntry>> {
    by_number.into_values().collect()
}
