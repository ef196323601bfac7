//! Whose calls each mailbox takes.

use std::collections::BTreeMap;

use crate::domain::Extension;
use crate::inventory::model::Inventory;

/// Gives each mailbox the extensions that name it. Without a context `default` is meant.
pub(super) fn settle(inventory: &mut Inventory) {
    if inventory.mailboxes.is_empty() {
        return;
    }
    let mut named: BTreeMap<(&str, &str), Vec<Extension>> = BTreeMap::new();
    for entry in &inventory.extensions {
        let Some(mailbox) = &entry.mailbox else { continue };
        for address in mailbox.value.split(',').map(str::trim) {
            named.entry(address.split_once('@').unwrap_or((address, "default"))).or_default().push(entry.number.clone());
        }
    }
    for mailbox in &mut inventory.mailboxes {
        let of = named.get(&(mailbox.number.as_str(), mailbox.context.as_str()));
        mailbox.extensions = of.cloned().unwrap_or_default();
        mailbox.extensions.dedup();
    }
}
