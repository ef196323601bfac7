//! The notebooks that were delivered, by label, serial number and MAC address.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Place;
use crate::domain::{Mac, PersonId};
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, DeviceKind, Inventory};

/// One notebook of the delivery.
#[derive(Debug, Clone)]
pub struct Notebook {
    pub label: Option<String>,
    pub serial: Option<String>,
    pub mac: Option<Mac>,
    /// ISO 8601, or as written where it is no date.
    pub delivered: Option<String>,
    /// Whom a source gives it to.
    pub person: Option<PersonId>,
    pub at: Place,
}

impl Notebook {
    /// What people call it.
    #[must_use]
    pub fn name(&self) -> String {
        let mac = || self.mac.as_ref().map(Mac::to_string);
        self.label.clone().or_else(|| self.serial.clone()).or_else(mac).unwrap_or_default()
    }
}

/// All of them, and their index.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    pub notebooks: Vec<Notebook>,
    labels: BTreeMap<String, Vec<usize>>,
    serials: BTreeMap<String, Vec<usize>>,
    macs: BTreeMap<Mac, Vec<usize>>,
    owners: BTreeMap<PersonId, Vec<usize>>,
    /// Forms of labels and serial numbers: `AA-99999`.
    label_forms: BTreeSet<String>,
    serial_forms: BTreeSet<String>,
}

/// Letters as `A`, digits as `9`: what labels of one print have in common.
#[must_use]
pub fn form(text: &str) -> String {
    let sign = |c: char| {
        if c.is_ascii_digit() {
            '9'
        } else if c.is_alphabetic() {
            'A'
        } else {
            c
        }
    };
    text.chars().map(sign).collect()
}

impl Stock {
    /// The notebooks of an inventory: what is one by kind, and whatever else stands in a delivery list, which has days for some.
    #[must_use]
    pub fn of(inventory: &Inventory) -> Self {
        let dated = inventory.devices.iter().filter(|device| device.delivered.is_some());
        let lists: BTreeSet<&str> = dated.map(|device| device.at.file_name()).collect();
        let delivered = |device: &&Device| match device.kind {
            DeviceKind::Notebook | DeviceKind::ThinClient => true,
            DeviceKind::Unknown => device.delivered.is_some() || lists.contains(device.at.file_name()),
            _ => false,
        };
        let mut stock = Self::default();
        for device in inventory.devices.iter().filter(delivered) {
            stock.add(Notebook {
                label: device.label.as_ref().map(|v| v.value.clone()),
                serial: device.serial.as_ref().map(|v| v.value.clone()),
                mac: device.mac.as_ref().map(|v| v.value.clone()),
                delivered: device.delivered.as_ref().map(|v| v.value.clone()),
                person: device.person.clone(),
                at: device.at.clone(),
            });
        }
        stock
    }

    fn add(&mut self, notebook: Notebook) {
        let at = self.notebooks.len();
        if let Some(label) = &notebook.label {
            self.labels.entry(fold(label)).or_default().push(at);
            self.label_forms.insert(form(label));
        }
        if let Some(serial) = &notebook.serial {
            self.serials.entry(fold(serial)).or_default().push(at);
            self.serial_forms.insert(form(serial));
        }
        if let Some(mac) = &notebook.mac {
            self.macs.entry(mac.clone()).or_default().push(at);
        }
        if let Some(person) = &notebook.person {
            self.owners.entry(person.clone()).or_default().push(at);
        }
        self.notebooks.push(notebook);
    }

    #[must_use]
    pub fn by_label(&self, label: &str) -> &[usize] {
        self.labels.get(&fold(label)).map_or(&[], Vec::as_slice)
    }

    #[must_use]
    pub fn by_serial(&self, serial: &str) -> &[usize] {
        self.serials.get(&fold(serial)).map_or(&[], Vec::as_slice)
    }

    #[must_use]
    pub fn by_mac(&self, mac: &Mac) -> &[usize] {
        self.macs.get(mac).map_or(&[], Vec::as_slice)
    }

    /// Notebooks that a source gives to a person.
    #[must_use]
    pub fn of_person(&self, person: &PersonId) -> &[usize] {
        self.owners.get(person).map_or(&[], Vec::as_slice)
    }

    #[must_use]
    pub fn looks_like_label(&self, text: &str) -> bool {
        self.label_forms.contains(&form(text))
    }

    #[must_use]
    pub fn looks_like_serial(&self, text: &str) -> bool {
        self.serial_forms.contains(&form(text))
    }

    /// Whether the list gives a day after `today` for the notebook.
    #[must_use]
    pub fn is_future(&self, at: usize, today: jiff::civil::Date) -> bool {
        self.day(at).is_some_and(|day| day > today)
    }

    /// Days after `today` on which notebooks come, and how many.
    #[must_use]
    pub fn expected(&self, today: jiff::civil::Date) -> BTreeMap<jiff::civil::Date, usize> {
        let mut days = BTreeMap::new();
        for day in (0..self.notebooks.len()).filter_map(|at| self.day(at)).filter(|day| *day > today) {
            *days.entry(day).or_default() += 1;
        }
        days
    }

    fn day(&self, at: usize) -> Option<jiff::civil::Date> {
        self.notebooks[at].delivered.as_deref().and_then(|day| day.parse().ok())
    }
}
