//! Whose devices there are.

use std::collections::BTreeMap;

use super::{Device, ExtensionEntry, Inventory, Person};
use crate::domain::{Extension, PersonId};

/// Devices by person, and by extension for those that a list gives to a number only.
#[derive(Debug, Default)]
pub struct Owners<'a> {
    of_person: BTreeMap<&'a PersonId, Vec<&'a Device>>,
    of_extension: BTreeMap<&'a Extension, Vec<&'a Device>>,
}

impl<'a> Owners<'a> {
    #[must_use]
    pub fn new(inventory: &'a Inventory) -> Self {
        let mut all = Self::default();
        for device in &inventory.devices {
            if let Some(person) = &device.person {
                all.of_person.entry(person).or_default().push(device);
            }
            for extension in device.lines.iter().filter_map(|line| line.extension.as_ref()) {
                all.of_extension.entry(extension).or_default().push(device);
            }
        }
        all
    }

    /// The devices of a person, or else of the extension.
    #[must_use]
    pub fn devices(&self, entry: &ExtensionEntry, person: Option<&Person>) -> Vec<&'a Device> {
        let mut devices = person.and_then(|person| self.of_person.get(&person.id)).cloned().unwrap_or_default();
        for device in self.of_extension.get(&entry.number).into_iter().flatten() {
            if !devices.iter().any(|known| known.id == device.id)
                && device.person.as_ref().is_none_or(|of| Some(of) == person.map(|p| &p.id))
            {
                devices.push(device);
            }
        }
        devices.sort_by(|a, b| a.id.cmp(&b.id));
        devices
    }
}
