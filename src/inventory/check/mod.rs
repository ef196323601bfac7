//! Rules over the joined inventory, all in one run.
//!
//! In: the inventory, its secrets and the site's policy. Out: findings. What is wrong inside one file is told by its importer, what two
//! sources disagree about by `merge`; here is what only the whole shows.
//! May import: `domain`, `diag`, `policy`, the inventory's model. Start with [`check`].

mod hints;
mod numbers;
mod people;
mod policy;
mod rooms;
mod secrets;

#[cfg(test)]
mod tests;

use super::model::{ExtensionEntry, ExtensionKind, Inventory};
use crate::diag::Finding;
use crate::domain::Secrets;
use crate::policy::site::Site;

/// Runs all rules.
#[must_use]
pub fn check(inventory: &Inventory, secrets: &Secrets, site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    people::check(inventory, &mut findings);
    rooms::check(inventory, site, &mut findings);
    numbers::check(inventory, site, &mut findings);
    hints::check(inventory, &mut findings);
    secrets::check(inventory, secrets, &mut findings);
    policy::check(inventory, site, &mut findings);
    findings
}

/// Extensions that are moved: one person, a phone of a person.
fn moved(inventory: &Inventory) -> impl Iterator<Item = &ExtensionEntry> {
    inventory.extensions.iter().filter(|e| e.kind == ExtensionKind::Person && !e.persons.is_empty())
}

/// How many, and the first few: `12 (`2001`, `2002`, …)`.
fn some_of<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    let shown: Vec<String> = items.iter().take(5).map(|item| format!("`{item}`")).collect();
    let more = if items.len() > 5 { ", …" } else { "" };
    format!("{} ({}{more})", items.len(), shown.join(", "))
}
