//! Devices of several lists to one: by MAC address, label or serial number; whose they are; which lines they share.

use std::collections::{BTreeMap, BTreeSet};

use super::people::{Joined, letters};
use super::{apart, device_facts};
use crate::diag::{Finding, Listed, Words};
use crate::domain::{Extension, Mac, PersonId};
use crate::inventory::codes;
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, DeviceKind, DeviceLine, DeviceProtocol, Inventory, Sourced};
use crate::inventory::table::{Collector, is_placeholder};

/// Joins the devices of all readings, in their order.
pub(super) fn join(devices: Vec<Device>, people: &[Joined], findings: &mut Collector) -> Vec<Device> {
    if devices.is_empty() {
        return devices;
    }
    let owners = Owners::new(people);
    let mut joined: Vec<Device> = Vec::new();
    let mut index: BTreeMap<Key, usize> = BTreeMap::new();
    for device in devices {
        let keys = keys(&device);
        // Rows of one list that share a key and differ in another are two devices; the list's importer has told it.
        let at = keys
            .iter()
            .filter_map(|key| index.get(key).copied())
            .find(|at| joined[*at].at.file_name() != device.at.file_name() || !contradicts(&joined[*at], &device));
        let at = match at {
            Some(at) => {
                if joined[at].at.file_name() == device.at.file_name() {
                    one_address(&mut joined[at], &device, findings);
                }
                device_facts::compare(&joined[at], &device, &owners, findings);
                take(&mut joined[at], device, findings);
                at
            }
            None => {
                joined.push(device);
                joined.len() - 1
            }
        };
        for key in keys {
            index.entry(key).or_insert(at);
        }
    }
    joined.sort_by(|a, b| a.id.cmp(&b.id));
    joined
}

/// Two telephones of one telephone system that have one address: they are taken as one, with the lines of both. So the check, which lets the
/// lines of one device share its address, does not say it again.
fn one_address(known: &mut Device, other: &Device, findings: &mut Collector) {
    let Some(mac) = &other.mac else { return };
    let key = |line: &DeviceLine| (line.number.value.clone(), line.partition.clone());
    let there: BTreeSet<_> = known.lines.iter().map(key).collect();
    let more: Vec<DeviceLine> = other.lines.iter().filter(|line| !there.contains(&key(line))).cloned().collect();
    let address = &mac.value;
    let words = match (&known.name, &other.name) {
        // One telephone of several users has a row for each of them.
        (Some(one), Some(two)) if fold(&one.value) == fold(&two.value) => {
            let Some((en, de)) = other_telephone(known, other) else {
                known.lines.extend(more);
                return;
            };
            let name = &one.value;
            Words::new(
                format!("device `{name}` stands in the export twice; otherwise here: {en}; taken as one, with the lines of both"),
                format!(
                    "das Gerät `{name}` steht zweimal im Export; hier anders: {de}; es gilt als eines, mit den Anschlüssen beider"
                ),
            )
        }
        (Some(one), Some(two)) => {
            let (one, two) = (&one.value, &two.value);
            Words::new(
                format!(
                    "devices `{one}` and `{two}` have the same address `{address}`; they were taken as one, with the lines of both"
                ),
                format!(
                    "die Geräte `{one}` und `{two}` haben dieselbe Adresse `{address}`; sie gelten als eines, mit den Anschlüssen beider"
                ),
            )
        }
        // Without a name and without another line it is the same row once more.
        _ if more.is_empty() => return,
        _ => {
            let (one, two) = (called(known), called(other));
            Words::new(
                format!(
                    "the telephones of `{one}` and `{two}` have the same address `{address}`; they were taken as one, with the lines of both"
                ),
                format!(
                    "die Telefone von `{one}` und `{two}` haben dieselbe Adresse `{address}`; sie gelten als eines, mit den Anschlüssen beider"
                ),
            )
        }
    };
    findings.push(
        codes::MAC_TWICE
            .finding(Some(mac.at.clone()), words)
            .about(known.id.as_str())
            .related(known.at.clone(), Words::new("first here", "zuerst hier")),
    );
    known.lines.extend(more);
}

/// What makes a second row of one name that of another telephone. A model alone is told where the sources are compared.
fn other_telephone(known: &Device, other: &Device) -> Option<(String, String)> {
    let protocol = known.protocol.zip(other.protocol).filter(|(one, two)| one != two).map(|(_, two)| spelt(two));
    let model = known.model.as_ref().zip(other.model.as_ref()).filter(|(one, two)| fold(&one.value) != fold(&two.value));
    let model = model.map(|(_, two)| two.value.as_str());
    let (mut en, mut de) = (Vec::new(), Vec::new());
    for (field_en, field_de, value) in [("model", "Modell", model), ("protocol", "Protokoll", protocol)] {
        let Some(value) = value else { continue };
        en.push(format!("{field_en}: `{value}`"));
        de.push(format!("{field_de}: `{value}`"));
    }
    (!en.is_empty()).then(|| (en.join(", "), de.join(", ")))
}

fn spelt(protocol: DeviceProtocol) -> &'static str {
    match protocol {
        DeviceProtocol::Sip => "SIP",
        DeviceProtocol::Sccp => "SCCP",
        DeviceProtocol::H323 => "H.323",
        DeviceProtocol::Analog => "analog",
        DeviceProtocol::Isdn => "ISDN",
        DeviceProtocol::Dect => "DECT",
        DeviceProtocol::Vendor => "vendor",
    }
}

/// The numbers of a device, as it has no name; else its name or key.
fn called(device: &Device) -> String {
    let numbers: Vec<&str> = device.lines.iter().map(|line| line.number.value.as_str()).collect();
    let own = device.name.as_ref().map_or(device.id.as_str(), |name| name.value.as_str());
    if numbers.is_empty() { own.to_owned() } else { numbers.join(", ") }
}

/// Whether label, serial number or MAC address differ where both have one.
fn contradicts(one: &Device, two: &Device) -> bool {
    let text = |one: &Option<Sourced<String>>, two: &Option<Sourced<String>>| {
        one.as_ref().zip(two.as_ref()).is_some_and(|(one, two)| fold(&one.value) != fold(&two.value))
    };
    let macs = one.mac.as_ref().zip(two.mac.as_ref()).is_some_and(|(one, two)| one.value != two.value);
    macs || text(&one.label, &two.label) || text(&one.serial, &two.serial)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Mac(String),
    Label(String),
    Serial(String),
    Name(String),
}

fn keys(device: &Device) -> Vec<Key> {
    let own = |value: &&Sourced<String>| !is_placeholder(&value.value);
    let text = |value: &Option<Sourced<String>>| value.as_ref().filter(own).map(|v| fold(&v.value));
    // All pairs equal: zeros, or what a program writes for "none".
    let filled = |mac: &&Sourced<Mac>| mac.value.as_str().split(':').any(|pair| pair != &mac.value.as_str()[..2]);
    [
        device.mac.as_ref().filter(filled).map(|mac| Key::Mac(mac.value.to_string())),
        text(&device.label).map(Key::Label),
        text(&device.serial).map(Key::Serial),
        text(&device.name).map(Key::Name),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn take(known: &mut Device, other: Device, findings: &mut Collector) {
    let id = known.id.clone();
    contradiction(&id, ("MAC address", "MAC-Adresse"), known.mac.as_ref(), other.mac.as_ref(), findings);
    contradiction(&id, ("label", "Inventarnummer"), known.label.as_ref(), other.label.as_ref(), findings);
    contradiction(&id, ("serial number", "Seriennummer"), known.serial.as_ref(), other.serial.as_ref(), findings);
    if known.kind == DeviceKind::Unknown {
        known.kind = other.kind;
    }
    known.name = known.name.take().or(other.name);
    known.vendor = known.vendor.take().or(other.vendor);
    known.model = known.model.take().or(other.model);
    known.mac = known.mac.take().or(other.mac);
    known.label = known.label.take().or(other.label);
    known.serial = known.serial.take().or(other.serial);
    known.protocol = known.protocol.or(other.protocol);
    known.owner = known.owner.take().or(other.owner);
    known.room = known.room.take().or(other.room);
    known.delivered = known.delivered.take().or(other.delivered);
    known.last_seen = known.last_seen.take().or(other.last_seen);
    known.extra.join(other.extra);
    if known.lines.is_empty() {
        known.lines = other.lines;
    }
}

fn contradiction<T: ToString>(
    id: &str,
    (en, de): (&str, &str),
    ours: Option<&Sourced<T>>,
    theirs: Option<&Sourced<T>>,
    findings: &mut Collector,
) {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return };
    let (one, two) = (ours.value.to_string(), theirs.value.to_string());
    if fold(&one) == fold(&two) {
        return;
    }
    findings.push(
        codes::DEVICE_CONTRADICTS
            .finding(
                Some(theirs.at.clone()),
                Words::new(
                    format!("{en} of device `{id}` is `{two}` here and `{one}` in the first source"),
                    format!("{de} des Geräts `{id}` ist hier `{two}` und in der ersten Quelle `{one}`"),
                ),
            )
            .about(id)
            .related(ours.at.clone(), Words::new("the value that is used", "der verwendete Wert"))
            .todo(Words::new(
                "look at the device and correct the wrong list",
                "am Gerät nachsehen und die falsche Liste berichtigen",
            )),
    );
}

/// Whom a name in the owner column means.
pub(super) struct Owners {
    by_key: BTreeMap<String, Option<PersonId>>,
}

impl Owners {
    pub(super) fn new(people: &[Joined]) -> Self {
        let mut by_key: BTreeMap<String, Option<PersonId>> = BTreeMap::new();
        let mut add = |key: String, id: &PersonId| {
            if key.is_empty() {
                return;
            }
            by_key
                .entry(key)
                .and_modify(|known| {
                    if known.as_ref() != Some(id) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(id.clone()));
        };
        for joined in people {
            let person = &joined.person;
            let id = &person.id;
            add(fold(id.as_str()), id);
            for key in [&person.login, &person.mail, &joined.staff_no].into_iter().flatten() {
                if !is_placeholder(&key.value) {
                    add(fold(&key.value), id);
                }
            }
            let (last, first) = (&person.last.value, person.first.as_ref().map_or("", |f| f.value.as_str()));
            add(letters(&format!("{last} {first}")), id);
            if !first.is_empty() {
                add(letters(&format!("{first} {last}")), id);
            }
        }
        Self { by_key }
    }

    /// Whether two cells mean one person, as far as anybody knows them.
    pub(super) fn same(&self, one: &str, two: &str) -> bool {
        let person = self.find(one);
        logins(one)[1] == logins(two)[1] || letters(one) == letters(two) || person.is_some() && person == self.find(two)
    }

    fn find(&self, owner: &str) -> Option<&PersonId> {
        let keys = logins(owner);
        keys.iter().chain([&letters(owner)]).find_map(|key| self.by_key.get(key)).and_then(Option::as_ref)
    }
}

/// What a name in an owner column may be called elsewhere: `DOMAIN\huber`, `huber@lra.example` and `huber` are one login.
fn logins(owner: &str) -> [String; 3] {
    let login = owner.rsplit('\\').next().unwrap_or(owner);
    let before = login.split('@').next().unwrap_or(login);
    [fold(owner), fold(login), fold(before)]
}

/// The own number of each login that owns one telephone, or several with the same first key: known before people are joined, so that it
/// can join them.
#[must_use]
pub(super) fn own_numbers(devices: &[Device], inventory: &Inventory) -> BTreeMap<String, Sourced<Extension>> {
    if devices.is_empty() {
        return BTreeMap::new();
    }
    let known: BTreeSet<&Extension> = inventory.extensions.iter().map(|entry| &entry.number).collect();
    let mut found: BTreeMap<String, Option<Sourced<Extension>>> = BTreeMap::new();
    for device in devices.iter().filter(|device| is_own(device)) {
        let Some(owner) = device.owner.as_ref().filter(|owner| !is_placeholder(&owner.value)) else { continue };
        let Some(line) = device.lines.first() else { continue };
        let named = || line.number.value.parse().ok().filter(|number| known.contains(number));
        let Some(number) = line.extension.clone().or_else(named) else { continue };
        let number = Sourced::new(number, line.number.at.clone());
        let keys: BTreeSet<String> = logins(&owner.value).into_iter().collect();
        for key in keys {
            let known = found.entry(key).or_insert_with(|| Some(number.clone()));
            if known.as_ref().is_some_and(|known| known.value != number.value) {
                *known = None;
            }
        }
    }
    found.into_iter().filter_map(|(login, number)| Some((login, number?))).collect()
}

/// Telephones whose first key is their owner's own number.
pub(super) fn is_own(device: &Device) -> bool {
    matches!(device.kind, DeviceKind::DeskPhone | DeviceKind::Softphone)
}

/// Gives devices their persons, people the extension of their device where no list names one, and marks shared lines.
pub(super) fn settle(inventory: &mut Inventory, people: &mut [Joined], findings: &mut Collector) {
    if inventory.devices.is_empty() {
        return;
    }
    let owners = Owners::new(people);
    let at_of: BTreeMap<PersonId, usize> = people.iter().enumerate().map(|(at, j)| (j.person.id.clone(), at)).collect();
    let known: BTreeSet<Extension> = inventory.extensions.iter().map(|e| e.number.clone()).collect();
    // An account may have a name instead of a number, and a telephone says with which it registers.
    let named: BTreeMap<&str, &Extension> = inventory
        .extensions
        .iter()
        .filter_map(|entry| Some((entry.account.as_ref()?.endpoint.value.as_str(), &entry.number)))
        .filter(|(name, number)| *name != number.digits())
        .collect();
    let mut on: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    let mut without_owner: BTreeMap<String, Vec<(String, Sourced<String>)>> = BTreeMap::new();
    for device in &mut inventory.devices {
        let id = &device.id;
        for line in &mut device.lines {
            let told_by_source = line.extension.is_some();
            let name = &line.number.value;
            let number = line.extension.take().or_else(|| name.parse().ok());
            // With the partition the number alone may be told apart.
            let own = |number: &Extension| line.partition.as_deref().and_then(|partition| number.within(partition));
            if let Some(number) = number.as_ref().filter(|number| apart::is_ambiguous(number, &known)) {
                line.extension = own(number).filter(|own| known.contains(own));
                if line.extension.is_none() {
                    let what = Words::new(format!("a key of device `{id}`"), format!("eine Taste des Geräts `{id}`"));
                    findings.push(apart::thing(&what, number, &line.number.at, &known));
                }
            } else {
                let told = number.filter(|number| told_by_source || known.contains(number));
                line.extension = told.or_else(|| named.get(name.as_str()).copied().cloned());
            }
            *on.entry((line.number.value.clone(), line.partition.clone())).or_default() += 1;
        }
        let Some(owner) = device.owner.as_ref().filter(|owner| !is_placeholder(&owner.value)) else { continue };
        match owners.find(&owner.value) {
            Some(id) => device.person = Some(id.clone()),
            None => {
                let of_file = without_owner.entry(owner.at.file_name().to_owned()).or_default();
                of_file.push((device.id.clone(), owner.clone()));
            }
        }
        // The first key of one's own telephone is one's own number.
        if let (Some(id), Some(line)) = (&device.person, device.lines.first())
            && is_own(device)
            && let (Some(at), Some(extension)) = (at_of.get(id), &line.extension)
            && people[*at].person.extension.is_none()
        {
            people[*at].person.extension = Some(Sourced::new(extension.clone(), line.number.at.clone()));
        }
    }
    for of_file in without_owner.values() {
        findings.push(match of_file.as_slice() {
            [(id, owner)] => owner_unknown(id, owner),
            several => owners_unknown(several),
        });
    }
    for device in &mut inventory.devices {
        for line in &mut device.lines {
            line.shared = on.get(&(line.number.value.clone(), line.partition.clone())).is_some_and(|count| *count > 1);
        }
    }
}

/// Devices that a sentence has room for.
const SOME: usize = 5;

/// An export without its list of people names nobody that is known.
fn owners_unknown(devices: &[(String, Sourced<String>)]) -> Finding {
    let listed = Listed::of(devices.iter().map(|(id, owner)| format!("`{id}` (`{}`)", owner.value)), SOME);
    let some = listed.counted();
    let first = devices.iter().map(|(_, owner)| &owner.at).min();
    codes::OWNER_UNKNOWN
        .finding(
            first.cloned(),
            Words::new(
                format!("devices whose owner is not known, or not only one: {some}"),
                format!("Geräte, deren Besitzer nicht bekannt oder nicht eindeutig ist: {some}"),
            ),
        )
        .listing(listed)
        .todo(Words::new(
            "add the list of people, or correct the owners",
            "die Liste der Personen ergänzen oder die Besitzer berichtigen",
        ))
}

fn owner_unknown(id: &str, owner: &Sourced<String>) -> Finding {
    let name = &owner.value;
    codes::OWNER_UNKNOWN
        .finding(
            Some(owner.at.clone()),
            Words::new(
                format!("device `{id}` belongs to `{name}`, who is not known, or not only one"),
                format!("Gerät `{id}` gehört `{name}`: nicht bekannt oder nicht eindeutig"),
            ),
        )
        .about(id)
        .todo(Words::new(
            "correct the owner, or add the person to a list",
            "den Besitzer berichtigen oder die Person in eine Liste aufnehmen",
        ))
}
