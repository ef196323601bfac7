//! What a row of a staff list says beside the person's own telephone: a fax, a mobile telephone, a device with its serial number.

use super::function;
use super::header::Field;
use super::person::Mapper;
use super::telephone::Telephone;
use crate::diag::{Place, Words};
use crate::domain::{Extension, Mac, RoomId};
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, DeviceKind, ExtensionKind, Extra, Sourced};
use crate::inventory::numbers::{self, Number};
use crate::inventory::staff::Function;
use crate::inventory::table::kept::{self, Weighed};
use crate::inventory::table::{Collector, Row};

/// Under which a fax and a mobile number are kept, whatever their columns are called: the names of LDAP and of everybody.
pub(super) const FAX: &str = "fax";
pub(super) const MOBILE: &str = "mobile";

/// What a row knows of the device that it names.
pub(super) struct Named<'a> {
    /// Whoever has it: staff number, login or name.
    pub owner: Option<Sourced<String>>,
    pub mac: Option<&'a Sourced<Mac>>,
    pub label: Option<&'a Sourced<String>>,
    pub room: Option<&'a Sourced<RoomId>>,
    /// The telephone at the extension has MAC address and label already.
    pub at_extension: bool,
    pub kind: DeviceKind,
    pub at: &'a Place,
}

impl Mapper<'_> {
    /// Columns that no field holds, and the numbers of fax and mobile telephone, each as it is written.
    pub(super) fn extra(&mut self, row: &Row, findings: &mut Collector) -> Extra {
        let mut out = self.kept.take(self.table, row);
        for (field, key) in [(Field::Fax, FAX), (Field::Mobile, MOBILE)] {
            for column in self.header.all(field) {
                let cell = self.cell_at(row, column, findings).and_then(|cell| self.open_text(cell));
                let Some(cell) = cell.and_then(|cell| self.told_key(cell)) else { continue };
                if field == Field::Fax {
                    self.fax(&cell);
                }
                if let Weighed::Kept(value) | Weighed::Cut(value) = kept::weigh(&cell.value, cell.at) {
                    out.add(&kept::key(key), value);
                }
            }
        }
        out
    }

    /// What the row of a thing holds in columns of people.
    pub(super) fn of_people(&mut self, row: &Row, findings: &mut Collector) -> Extra {
        const OF_PEOPLE: [Field; 14] = [
            Field::Grade,
            Field::Mail,
            Field::Login,
            Field::Title,
            Field::Notes,
            Field::Hours,
            Field::Share,
            Field::WorkDays,
            Field::FreeDays,
            Field::Home,
            Field::Notebook,
            Field::Employment,
            Field::Unit,
            Field::WorkPlace,
        ];
        let mut out = Extra::default();
        for column in OF_PEOPLE.into_iter().filter_map(|field| self.header.get(field)) {
            let cell = self.cell_at(row, column, findings).and_then(|cell| self.open_text(cell));
            let Some(cell) = cell.and_then(|cell| self.told_key(cell)) else { continue };
            if let Weighed::Kept(value) | Weighed::Cut(value) = kept::weigh(&cell.value, cell.at) {
                out.add(&kept::key(self.header.title(column)), value);
            }
        }
        out
    }

    /// A row that names a function or nobody: what is at its extension.
    pub(super) fn thing(
        &mut self,
        row: &Row,
        (name, kind): (Sourced<String>, ExtensionKind),
        telephone: Telephone,
        findings: &mut Collector,
    ) {
        let at = self.table.place_of_row(row);
        let room = self.room(row, findings);
        let mac = self.mac(row, findings);
        let inventory_no = self.key(row, Field::InventoryNo, findings);
        let department = self.department(row);
        let mut extra = self.extra(row, findings);
        extra.join(self.of_people(row, findings));
        telephone.notes_into(&mut extra);
        let named = Named {
            owner: None,
            mac: mac.as_ref(),
            label: inventory_no.as_ref(),
            room: room.as_ref(),
            at_extension: telephone.extension.is_some(),
            kind: device_kind(kind),
            at: &at,
        };
        self.devices(row, &named, findings);
        let extension = telephone.extension;
        self.out.functions.push(Function { name, kind, extension, room, mac, inventory_no, department, extra, at });
    }

    /// An extension of this site below `Fax` is a fax; the same one stands in the rows of all who use it.
    pub(super) fn fax(&mut self, cell: &Sourced<String>) {
        let numbers = numbers::read(&cell.value, self.plan).map(|read| read.numbers).unwrap_or_default();
        if let Some(Number::Internal { extension, .. }) = numbers.first() {
            self.faxes.entry(extension.clone()).or_insert_with(|| cell.at.clone());
        }
    }

    /// Fax numbers that are no person's and no function's extension are functions.
    pub(super) fn list_faxes(&mut self, findings: &mut Collector) {
        let mut faxes: std::collections::BTreeMap<Extension, Place> = std::mem::take(&mut self.faxes);
        let people = self.out.people.iter().filter_map(|entry| entry.person.extension.as_ref());
        let functions = self.out.functions.iter().filter_map(|function| function.extension.as_ref());
        for extension in people.chain(functions) {
            faxes.remove(&extension.value);
        }
        for (extension, at) in faxes {
            let reason = Words::new("a column of fax numbers names it", "eine Spalte mit Faxnummern nennt sie");
            findings.push(function::listed("Fax", &reason, Some(&extension), &at));
            self.out.functions.push(Function {
                name: Sourced::new("Fax".to_owned(), at.clone()),
                kind: ExtensionKind::Fax,
                extension: Some(Sourced::new(extension, at.clone())),
                room: None,
                mac: None,
                inventory_no: None,
                department: None,
                extra: Extra::default(),
                at,
            });
        }
    }

    /// A device for each serial number of the row; without one, for the MAC address and the label of somebody who has no extension, at
    /// which they would stand.
    pub(super) fn devices(&mut self, row: &Row, named: &Named<'_>, findings: &mut Collector) {
        let columns: Vec<usize> = self.header.all(Field::Serial).collect();
        let mut first = true;
        for column in columns {
            let cell = self.cell_at(row, column, findings).and_then(|cell| self.open_text(cell));
            let Some(serial) = cell.and_then(|cell| self.told_key(cell)) else { continue };
            let kind = kind_in(self.header.title(column)).unwrap_or(named.kind);
            let (mac, label) = if std::mem::take(&mut first) { (named.mac, named.label) } else { (None, None) };
            self.out.devices.push(device(named, kind, Some(serial), mac, label));
        }
        if first && !named.at_extension && (named.mac.is_some() || named.label.is_some()) {
            self.out.devices.push(device(named, named.kind, None, named.mac, named.label));
        }
    }
}

fn device(
    named: &Named<'_>,
    kind: DeviceKind,
    serial: Option<Sourced<String>>,
    mac: Option<&Sourced<Mac>>,
    label: Option<&Sourced<String>>,
) -> Device {
    let id = mac.map(|mac| mac.value.to_string()).or_else(|| label.or(serial.as_ref()).map(|key| key.value.clone()));
    Device {
        mac: mac.cloned(),
        label: label.cloned(),
        serial,
        owner: named.owner.clone(),
        room: named.room.cloned(),
        ..Device::new(id.unwrap_or_default(), kind, named.at.clone())
    }
}

/// `Seriennummer Notebook`
fn kind_in(title: &str) -> Option<DeviceKind> {
    let title = fold(title);
    let words = [("notebook", DeviceKind::Notebook), ("laptop", DeviceKind::Notebook), ("telefon", DeviceKind::DeskPhone)];
    words.into_iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| kind)
}

/// What stands at an extension of this kind.
fn device_kind(kind: ExtensionKind) -> DeviceKind {
    match kind {
        ExtensionKind::Fax => DeviceKind::Fax,
        ExtensionKind::Door => DeviceKind::Door,
        ExtensionKind::Dect => DeviceKind::Dect,
        ExtensionKind::Analog => DeviceKind::Analog,
        _ => DeviceKind::Unknown,
    }
}
