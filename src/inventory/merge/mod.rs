//! Joins what the telephone system, the staff lists and the lists of logins say into one inventory.
//!
//! In: the telephone system's part of the inventory, lists in the order of their rank. Out: [`Merged`]. The telephone system counts for
//! lines and secrets, the first staff list for people; every disagreement is a finding that names both places.
//! May import: `domain`, `diag`, the inventory's model and lists. Start with [`merge`], then `people`, `extensions`, `logins`.

mod departments;
mod extensions;
mod logins;
mod people;

#[cfg(test)]
pub(super) mod tests;

pub(super) use departments::one_letter_apart;
pub(super) use people::day_names;

use std::collections::BTreeMap;

use super::asterisk::AsteriskImport;
use super::model::{Inventory, Room};
use super::staff::{AccountsList, StaffList};
use crate::diag::Finding;
use crate::domain::{RoomId, Secrets};

/// One inventory out of all sources.
#[derive(Debug, Clone)]
pub struct Merged {
    pub inventory: Inventory,
    pub secrets: Secrets,
    /// Of all importers and of joining what they gave.
    pub findings: Vec<Finding>,
}

/// Joins all sources. `pbx` is none where the site names no export of a telephone system: then nothing is said about unknown extensions.
#[must_use]
pub fn merge(pbx: Option<AsteriskImport>, staff: Vec<StaffList>, accounts: Vec<AccountsList>) -> Merged {
    let has_pbx = pbx.is_some();
    let AsteriskImport { extensions, mailboxes, queues, dials, hints, transports, sources, mut secrets, mut findings, .. } =
        pbx.unwrap_or_default();
    let mut inventory = Inventory { sources, extensions, mailboxes, queues, dials, hints, transports, ..Inventory::default() };
    for list in &staff {
        inventory.sources.extend(list.source.clone());
        findings.extend(list.findings.iter().cloned());
    }
    for list in &accounts {
        inventory.sources.extend(list.source.clone());
        findings.extend(list.findings.iter().cloned());
    }
    let has_staff = staff.iter().any(|list| list.source.is_some());
    let (mut joined, functions) = people::join(staff, &mut findings);
    departments::settle(&mut joined, &mut findings);
    extensions::assign(
        &mut inventory,
        &mut joined,
        functions,
        extensions::Known { pbx: has_pbx, staff: has_staff },
        &mut findings,
    );
    logins::assign(&mut inventory, &mut secrets, accounts, has_pbx, &mut findings);

    inventory.persons = joined.into_iter().map(|j| j.person).collect();
    inventory.persons.sort_by(|a, b| a.id.cmp(&b.id));
    inventory.extensions.sort_by(|a, b| a.number.cmp(&b.number));
    inventory.rooms = rooms(&inventory);
    Merged { inventory, secrets, findings }
}

/// Who sits where, by the name of the room.
fn rooms(inventory: &Inventory) -> Vec<Room> {
    let mut rooms: BTreeMap<&RoomId, Room> = BTreeMap::new();
    for person in &inventory.persons {
        let Some(room) = &person.room else { continue };
        rooms
            .entry(&room.value)
            .or_insert_with(|| Room { name: room.value.clone(), persons: Vec::new(), at: room.at.clone() })
            .persons
            .push(person.id.clone());
    }
    rooms.into_values().collect()
}
