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
mod people;
mod policy;
mod rooms;
mod secrets;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::model::{ExtensionEntry, ExtensionKind, Inventory};
use super::table::Collector;
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::Secrets;
use crate::policy::site::Site;

/// Runs all rules.
#[must_use]
pub fn check(inventory: &Inventory, secrets: &Secrets, site: &Site) -> Vec<Finding> {
    let told = Told::new(inventory);
    let mut findings = Vec::new();
    people::check(inventory, &mut findings);
    mailboxes::check(inventory, secrets, &told, &mut findings);
    rooms::check(inventory, site, &mut findings);
    extensions::check(inventory, site, &mut findings);
    dids::check(inventory, site, &mut findings);
    devices::check(inventory, &told, &mut findings);
    limits::check(inventory, site, &told, &mut findings);
    groups::check(inventory, &told, &mut findings);
    hints::check(inventory, &mut findings);
    accounts::check(inventory, secrets, site, &told, &mut findings);
    secrets::check(inventory, secrets, &mut findings);
    values::check(inventory, &mut findings);
    policy::check(inventory, site, &mut findings);
    // A broken export must not fill the screen with one complaint.
    let mut bounded = Collector::default();
    for finding in findings {
        bounded.push(finding);
    }
    bounded.finish()
}

/// Which importer read a file: some judge by themselves what others leave to the check.
struct Told<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Told<'a> {
    fn new(inventory: &'a Inventory) -> Self {
        Self(inventory.sources.iter().map(|source| (source.file.as_str(), source.importer.as_str())).collect())
    }

    fn importer(&self, at: &Place, family: &str) -> bool {
        self.0.get(at.file_name()).is_some_and(|importer| importer.starts_with(family))
    }

    /// Asterisk's own files: accounts and limits are judged where they are read.
    fn by_asterisk(&self, at: &Place) -> bool {
        self.importer(at, "asterisk/")
    }
}

/// One finding for all items, at the first one's place; none where there are none.
fn tell_all(page: &CodePage, items: &[(&str, &Place)], en: &str, de: &str, findings: &mut Vec<Finding>) {
    let Some((_, at)) = items.first() else { return };
    let some = some_of(items.iter().map(|(name, _)| *name));
    findings.push(page.finding(Some((*at).clone()), Words::new(format!("{en}: {some}"), format!("{de}: {some}"))));
}

/// Extensions that are moved: one person, a phone of a person. While no list of people is there, all that may be one's.
fn moved(inventory: &Inventory) -> impl Iterator<Item = &ExtensionEntry> {
    let nobody = inventory.persons.is_empty();
    inventory.extensions.iter().filter(move |e| match e.kind {
        ExtensionKind::Person => nobody || !e.persons.is_empty(),
        ExtensionKind::Unknown => nobody && e.account.is_some(),
        _ => false,
    })
}

/// How many, and the first few: `12 (`2001`, `2002`, …)`.
fn some_of<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    let shown: Vec<String> = items.iter().take(5).map(|item| format!("`{item}`")).collect();
    let more = if items.len() > 5 { ", …" } else { "" };
    format!("{} ({}{more})", items.len(), shown.join(", "))
}
