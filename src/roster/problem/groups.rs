//! Who belongs to a counter, a queue or a department.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Words;
use crate::inventory::model::Inventory;
use crate::policy::keys::nearest_name;
use crate::policy::site::Members;

/// A reference that leads to nobody.
pub(super) struct Unknown {
    pub what: Words,
    /// Key of the site file below `members`.
    pub key: &'static str,
    /// The known name that was probably meant.
    pub nearest: Option<String>,
}

/// Indices of the members into `inventory.persons`, ascending; or what is wrong with the reference.
pub(super) fn members(name: &str, members: &Members, inventory: &Inventory) -> Result<Vec<u32>, Unknown> {
    let unknown = |key: &'static str, nearest: Option<&str>, en: String, de: String| Unknown {
        what: Words::new(en, de),
        key,
        nearest: nearest.map(ToOwned::to_owned),
    };
    let found = match members {
        Members::Department(department) => {
            let found: Vec<u32> =
                positions(inventory, |person| person.department.as_ref().is_some_and(|d| d.value == *department));
            if found.is_empty() {
                let known = inventory.persons.iter().filter_map(|person| person.department.as_ref()).map(|d| d.value.as_str());
                return Err(unknown(
                    "department",
                    nearest_name(department.as_str(), known),
                    format!("group `{name}`: nobody belongs to department `{department}`"),
                    format!("Gruppe `{name}`: niemand gehört zur Abteilung `{department}`"),
                ));
            }
            found
        }
        Members::Queue(queue) => {
            let Some(entry) = inventory.queues.iter().find(|q| q.name == *queue) else {
                return Err(unknown(
                    "queue",
                    nearest_name(queue, inventory.queues.iter().map(|q| q.name.as_str())),
                    format!("group `{name}`: the PBX has no queue `{queue}`"),
                    format!("Gruppe `{name}`: die Telefonanlage kennt keine Warteschlange `{queue}`"),
                ));
            };
            let numbers: BTreeSet<_> = entry.members.iter().filter_map(|m| m.extension.as_ref()).collect();
            positions(inventory, |person| person.extension.as_ref().is_some_and(|e| numbers.contains(&e.value)))
        }
        Members::Extensions(extensions) => {
            let mut by_number: BTreeMap<_, Vec<u32>> = BTreeMap::new();
            for (i, person) in inventory.persons.iter().enumerate() {
                if let Some(extension) = &person.extension {
                    by_number.entry(&extension.value).or_default().push(i as u32);
                }
            }
            let foreign: Vec<String> =
                extensions.iter().filter(|e| !by_number.contains_key(e)).map(|e| format!("`{e}`")).collect();
            if !foreign.is_empty() {
                let list = foreign.join(", ");
                return Err(unknown(
                    "extensions",
                    None,
                    format!("group `{name}`: nobody has the extension {list}"),
                    format!("Gruppe `{name}`: niemand hat die Nebenstelle {list}"),
                ));
            }
            let mut found: Vec<u32> = extensions.iter().flat_map(|e| by_number[e].iter().copied()).collect();
            found.sort_unstable();
            found.dedup();
            found
        }
    };
    if found.is_empty() {
        return Err(unknown(
            "queue",
            None,
            format!("group `{name}` has no members among the staff"),
            format!("Gruppe `{name}` hat keine Mitglieder im Personal"),
        ));
    }
    Ok(found)
}

fn positions(inventory: &Inventory, belongs: impl Fn(&crate::inventory::model::Person) -> bool) -> Vec<u32> {
    (0u32..).zip(&inventory.persons).filter(|(_, person)| belongs(person)).map(|(i, _)| i).collect()
}
