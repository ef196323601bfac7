//! Rules over the joined inventory, all in one run.
//!
//! In: the inventory, its secrets and the site's policy. Out: findings. What is wrong inside one file is told by its importer, what two
//! sources disagree about by `merge`; here is what only the whole shows.
//! May import: `domain`, `diag`, `policy`, the inventory's model. Start with [`check`].

mod accounts;
pub mod codes;
mod devices;
mod dids;
mod extensions;
mod groups;
mod hints;
mod limits;
mod mailboxes;
mod no_number;
mod people;
mod policy;
mod rooms;
mod secrets;
mod told;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::model::{ExtensionEntry, ExtensionKind, Inventory};
use super::table::Collector;
use crate::diag::{CodePage, Finding, Listed, Place, Words};
use crate::domain::Secrets;
use crate::policy::site::Site;
pub use no_number::drop_unreadable;
use told::Told;

/// Runs all rules.
#[must_use]
pub fn check(inventory: &Inventory, secrets: &Secrets, site: &Site) -> Vec<Finding> {
    check_beside(inventory, secrets, site, &mut Vec::new())
}

/// Runs all rules beside what importers and joining have told: of one doubt the better finding stays, here or in `before`.
#[must_use]
pub fn check_beside(inventory: &Inventory, secrets: &Secrets, site: &Site, before: &mut Vec<Finding>) -> Vec<Finding> {
    let told = Told::new(inventory, before);
    let mut findings = Vec::new();
    people::check(inventory, &mut findings);
    mailboxes::check(inventory, secrets, &told, &mut findings);
    rooms::check(inventory, site, &mut findings);
    extensions::check(inventory, site, &mut findings);
    dids::check(inventory, site, &mut findings);
    devices::check(inventory, site, &told, &mut findings);
    limits::check(inventory, site, &told, &mut findings);
    groups::check(inventory, &told, &mut findings);
    hints::check(inventory, &mut findings);
    accounts::check(inventory, secrets, site, &told, &mut findings);
    secrets::check(inventory, secrets, &told, &mut findings);
    values::check(inventory, &mut findings);
    policy::check(inventory, site, &mut findings);
    // A broken export must not fill the screen with one complaint.
    let mut bounded = Collector::default();
    for finding in findings {
        if !told.said(&finding) {
            bounded.push(finding);
        }
    }
    before.retain(|finding| !told::told_here(finding, inventory));
    bounded.finish()
}

/// One finding for all items, at the first one's place; none where there are none.
fn tell_all(page: &CodePage, items: &[(&str, &Place)], en: &str, de: &str, findings: &mut Vec<Finding>) {
    let Some((_, at)) = items.first() else { return };
    let listed = some_of(items.iter().map(|(name, _)| *name));
    let some = listed.counted();
    findings
        .push(page.finding(Some((*at).clone()), Words::new(format!("{en}: {some}"), format!("{de}: {some}"))).listing(listed));
}

/// All extensions, and the numbers that several of them share: who names such a number names something that is there, and merging has told
/// that it is open which.
fn known_numbers(inventory: &Inventory) -> BTreeSet<&str> {
    inventory.extensions.iter().flat_map(|entry| [entry.number.as_str(), entry.number.digits()]).collect()
}

/// Extensions that are moved: one person, a phone of a person. While no list of people is there, all that may be one's.
fn moved(inventory: &Inventory) -> impl Iterator<Item = &ExtensionEntry> {
    let nobody = inventory.persons.is_empty();
    inventory.entries().filter(move |e| match e.kind {
        ExtensionKind::Person => nobody || !e.persons.is_empty(),
        ExtensionKind::Unknown => nobody && e.account.is_some(),
        _ => false,
    })
}

/// The first few of some extensions or names.
fn some_of<'a>(items: impl IntoIterator<Item = &'a str>) -> Listed {
    Listed::new(items, 5)
}
