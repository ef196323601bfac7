//! Devices: addresses, protocols, lines they share; and the extensions that stay where they are.

use std::collections::{BTreeMap, BTreeSet};

use super::{Told, codes, moved, some_of, tell_all};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::Mac;
use crate::inventory::codes as shared;
use crate::inventory::devices::codes as listed;
use crate::inventory::fusionpbx;
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, DeviceKind, ExtensionEntry, ExtensionKind, Inventory, Ring, Sourced};
use crate::inventory::numbers::service;
use crate::inventory::vendor::codes as vendor;
use crate::policy::site::Site;

pub(super) fn check(inventory: &Inventory, site: &Site, told: &Told<'_>, findings: &mut Vec<Finding>) {
    twice(inventory, told, findings);
    corrected_twice(inventory, told, findings);
    placeholders(inventory, told, findings);
    not_sip(inventory, told, findings);
    lines(inventory, told, findings);
    staying(inventory, site, findings);
}

/// Two devices with one address. What two extensions share is told with the people.
fn twice(inventory: &Inventory, by: &Told<'_>, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, &Device> = BTreeMap::new();
    for device in &inventory.devices {
        let Some(mac) = device.mac.as_ref().filter(|mac| !is_placeholder(&mac.value)) else { continue };
        let Some(other) = first.get(mac.value.as_str()) else {
            first.insert(mac.value.as_str(), device);
            continue;
        };
        // What stands twice in one list of devices was told when it was read; what was corrected by hand since was not.
        let from_list = |device: &Device| {
            let told = |mac: &Sourced<Mac>| by.importer(&mac.at, "devices/") || by.importer(&mac.at, fusionpbx::DEVICES.name);
            device.mac.as_ref().is_some_and(told)
        };
        if other.at.file_name() == device.at.file_name() && from_list(device) && from_list(other) {
            continue;
        }
        let (address, one, two) = (&mac.value, label(other), label(device));
        findings.push(
            shared::MAC_TWICE
                .finding(
                    Some(mac.at.clone()),
                    Words::new(
                        format!("devices `{one}` and `{two}` have the same address `{address}`"),
                        format!("die Geräte `{one}` und `{two}` haben dieselbe Adresse `{address}`"),
                    ),
                )
                .about(device.id.as_str())
                .related(other.at.clone(), Words::new("first here", "zuerst hier")),
        );
    }
}

/// A label or serial number that a correction by hand gave to a second device. What lists say was told when they were read.
fn corrected_twice(inventory: &Inventory, by: &Told<'_>, findings: &mut Vec<Finding>) {
    type Field = fn(&Device) -> Option<&Sourced<String>>;
    let fields: [(&CodePage, &str, &str, Field); 2] = [
        (&listed::LABEL_TWICE, "label", "Etikett", |device| device.label.as_ref()),
        (&listed::SERIAL_TWICE, "serial number", "Seriennummer", |device| device.serial.as_ref()),
    ];
    for (page, en, de, field) in fields {
        let mut first: BTreeMap<String, &Device> = BTreeMap::new();
        for device in &inventory.devices {
            let Some(value) = field(device) else { continue };
            let Some(other) = first.get(&fold(&value.value)) else {
                first.insert(fold(&value.value), device);
                continue;
            };
            let by_hand = [field(other), Some(value)].into_iter().flatten().find(|v| by.importer(&v.at, "corrections"));
            let Some(by_hand) = by_hand else { continue };
            let (value, one, two) = (&value.value, &other.id, &device.id);
            findings.push(
                page.finding(
                    Some(by_hand.at.clone()),
                    Words::new(
                        format!("devices `{one}` and `{two}` have the same {en} `{value}` by a correction"),
                        format!("die Geräte `{one}` und `{two}` haben durch eine Berichtigung dasselbe Merkmal ({de} `{value}`)"),
                    ),
                )
                .about(two)
                .related(other.at.clone(), Words::new("first here", "zuerst hier")),
            );
        }
    }
}

fn label(device: &Device) -> &str {
    device.name.as_ref().or(device.label.as_ref()).map_or(device.id.as_str(), |name| name.value.as_str())
}

fn placeholders(inventory: &Inventory, by: &Told<'_>, findings: &mut Vec<Finding>) {
    let of_extensions = inventory.extensions.iter().filter_map(|e| Some((e.number.as_str(), e.mac.as_ref()?)));
    let of_devices = inventory.devices.iter().filter_map(|d| Some((d.id.as_str(), d.mac.as_ref()?)));
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (subject, mac) in of_extensions.chain(of_devices) {
        // Lists of devices are judged by their importer, as they are read.
        let Some((en, de)) = made_up(&mac.value).filter(|_| !by.importer(&mac.at, "devices/")) else { continue };
        if told.insert(mac.value.as_str()) {
            let address = &mac.value;
            findings.push(
                codes::MAC_PLACEHOLDER
                    .finding(Some(mac.at.clone()), Words::new(format!("`{address}` {en}"), format!("`{address}` {de}")))
                    .about(subject)
                    .todo(Words::new("read the label on the device", "das Etikett am Gerät ablesen")),
            );
        }
    }
}

/// What programs write for "none"; two devices of it are told once each, as such.
pub(super) fn is_placeholder(mac: &Mac) -> bool {
    made_up(mac).is_some_and(|(en, _)| en == PLACEHOLDER.0)
}

const PLACEHOLDER: (&str, &str) = ("is a placeholder", "ist ein Platzhalter");

/// Why no maker can have given this address.
fn made_up(mac: &Mac) -> Option<(&'static str, &'static str)> {
    let bytes: Vec<u8> = mac.as_str().split(':').filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect();
    let first = *bytes.first()?;
    if bytes.iter().all(|byte| *byte == first)
        || matches!(mac.as_str(), "01:23:45:67:89:ab" | "12:34:56:78:9a:bc" | "00:11:22:33:44:55")
    {
        Some(PLACEHOLDER)
    } else if first & 1 == 1 {
        Some(("is the address of a group of devices", "ist die Adresse einer Gruppe von Geräten"))
    } else if first & 2 == 2 {
        Some(("was given by hand, not by a maker", "ist von Hand vergeben, nicht vom Hersteller"))
    } else {
        None
    }
}

fn is_sip(device: &Device) -> bool {
    match device.protocol {
        Some(protocol) => protocol.is_sip(),
        None => !matches!(device.kind, DeviceKind::Analog | DeviceKind::Fax | DeviceKind::Dect),
    }
}

/// Devices of people's lines that have no SIP account, and people's extensions on ports that no device stands for.
fn not_sip(inventory: &Inventory, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let people: BTreeSet<&str> = moved(inventory).map(|e| e.number.as_str()).collect();
    let lines = |d: &'_ Device| d.lines.iter().filter_map(|l| l.extension.clone()).collect::<Vec<_>>();
    let others = inventory.devices.iter().filter(|d| !is_sip(d));
    let mut others: Vec<(&str, &Place)> =
        others.filter(|d| lines(d).iter().any(|number| people.contains(number.as_str()))).map(|d| (label(d), &d.at)).collect();
    let on_device: BTreeSet<String> = inventory.devices.iter().flat_map(lines).map(|number| number.to_string()).collect();
    let ports = inventory.entries().filter(|e| !e.persons.is_empty() && !on_device.contains(e.number.as_str()));
    let ports =
        ports.filter(|e| matches!(e.kind, ExtensionKind::Analog | ExtensionKind::Dect) || told.speaks_no_sip(e.number.as_str()));
    others.extend(ports.map(|e| (e.number.as_str(), &e.at)));
    tell_all(
        &codes::DEVICE_NOT_SIP,
        &others,
        "telephones of people that do not speak SIP",
        "Telefone von Personen, die kein SIP sprechen",
        findings,
    );
}

/// Numbers on several devices; a program beside a telephone is told as such.
fn lines(inventory: &Inventory, by: &Told<'_>, findings: &mut Vec<Finding>) {
    let mut on: BTreeMap<(&str, Option<&str>), Vec<&Device>> = BTreeMap::new();
    // Cisco's importer tells this itself: it must decide by it.
    for device in inventory.devices.iter().filter(|device| !by.importer(&device.at, "cisco/")) {
        for line in device.lines.iter().filter(|line| line.ring != Ring::Monitor) {
            let devices = on.entry((line.number.value.as_str(), line.partition.as_deref())).or_default();
            if devices.last().is_none_or(|last| !std::ptr::eq(*last, device)) {
                devices.push(device);
            }
        }
    }
    let mut twins: Vec<(&str, &Place)> = Vec::new();
    for ((number, _), devices) in on.iter().filter(|(_, devices)| devices.len() > 1) {
        let program = devices.iter().find(|d| d.kind == DeviceKind::Softphone);
        let telephones: Vec<&&Device> = devices.iter().filter(|d| d.kind != DeviceKind::Softphone).collect();
        if let (Some(program), false) = (program, telephones.is_empty()) {
            twins.push((number, &program.at));
        }
        // Two programs share a number as two telephones do.
        let programs = devices.len() - telephones.len();
        let telephones = match telephones.len() {
            0 | 1 if programs < 2 => continue,
            0 | 1 => devices.iter().collect(),
            _ => telephones,
        };
        let listed = some_of(telephones.iter().map(|d| label(d)));
        let some = listed.counted();
        findings.push(
            vendor::SHARED_LINE
                .finding(
                    Some(telephones[1].at.clone()),
                    Words::new(
                        format!("number `{number}` rings on several devices: {some}"),
                        format!("Nummer `{number}` läutet an mehreren Geräten: {some}"),
                    ),
                )
                .about(*number)
                .listing(listed)
                .related(telephones[0].at.clone(), Words::new("the first device", "das erste Gerät"))
                .todo(Words::new("decide who gets the softphone", "entscheiden, wer das Softphone bekommt")),
        );
    }
    tell_all(
        &vendor::SOFTPHONE_TWIN,
        &twins,
        "numbers that have a softphone already",
        "Nummern, die schon ein Softphone haben",
        findings,
    );
}

/// What is nobody's telephone by its kind.
pub(super) fn is_nobodys(entry: &ExtensionEntry) -> bool {
    use ExtensionKind as K;
    !matches!(entry.kind, K::Person | K::Shared | K::Unknown)
}

/// Whether somebody has the number.
pub(super) fn has_person(inventory: &Inventory, number: &str) -> bool {
    let at = inventory.extensions.binary_search_by(|entry| entry.number.as_str().cmp(number));
    at.is_ok_and(|at| !inventory.extensions[at].persons.is_empty())
}

/// Whether the number is among the extensions that stay; a list may have lost its leading zero.
pub(super) fn stays(inventory: &Inventory, number: &str) -> bool {
    let one = |number: &str| {
        let at = inventory.extensions.binary_search_by(|entry| entry.number.as_str().cmp(number));
        at.is_ok_and(|at| is_nobodys(&inventory.extensions[at]))
    };
    one(number) || one(&format!("0{number}"))
}

/// Reasons in one finding.
const MOST_REASONS: usize = 10_000;

/// What is nobody's telephone, one finding for each kind, with the reason for each extension. What reaches a service number has a finding of its own.
fn staying(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    use ExtensionKind as K;
    let mut kinds: BTreeMap<K, Vec<&ExtensionEntry>> = BTreeMap::new();
    let told = |entry: &ExtensionEntry| service::reached(entry.number.digits(), &site.numbers).is_some();
    for entry in inventory.extensions.iter().filter(|entry| is_nobodys(entry) && !told(entry)) {
        kinds.entry(entry.kind).or_default().push(entry);
    }
    for (kind, entries) in kinds {
        let (en, de) = match kind {
            K::Fax => ("fax machines", "Faxgeräte"),
            K::Door => ("doors", "Türen"),
            K::LiftAlarm => ("emergency calls of lifts", "Aufzugnotrufe"),
            K::Alarm => ("alarms", "Alarme"),
            K::MeetingRoom => ("meeting rooms", "Besprechungsräume"),
            K::Attendant => ("attendants", "Vermittlungsplätze"),
            K::Function => ("functions without a person", "Funktionen ohne Person"),
            K::Dect => ("DECT bases and handsets", "DECT-Basen und -Mobilteile"),
            K::Analog => ("analog ports", "analoge Anschlüsse"),
            K::Virtual => ("numbers without a device", "Nummern ohne Gerät"),
            K::Trunk => ("lines to other systems", "Anschlüsse zu anderen Anlagen"),
            K::Person | K::Shared | K::Unknown => continue,
        };
        let listed = some_of(entries.iter().map(|e| e.number.as_str()));
        let some = listed.counted();
        let words = Words::new(format!("{en} stay: {some}"), format!("{de} bleiben: {some}"));
        let mut finding = codes::NOT_MIGRATED.finding(Some(entries[0].at.clone()), words).listing(listed);
        for entry in entries.iter().take(MOST_REASONS) {
            let (number, reason) = (&entry.number, &entry.kind_reason);
            let name = entry.name.as_ref().map(|name| format!(" {}", name.value)).unwrap_or_default();
            let why = Words::new(format!("`{number}`{name}: {}", reason.en), format!("`{number}`{name}: {}", reason.de));
            finding = finding.related(entry.at.clone(), why);
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_no_maker_gives() {
        let why = |mac: &str| made_up(&mac.parse().expect("a MAC")).map(|(en, _)| en);
        for placeholder in ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "00:11:22:33:44:55"] {
            assert_eq!(why(placeholder), Some("is a placeholder"));
        }
        assert_eq!(why("02:00:5e:00:53:01"), Some("was given by hand, not by a maker"));
        assert_eq!(why("01:00:5e:00:00:fb"), Some("is the address of a group of devices"));
        assert_eq!(why("00:00:5e:00:53:01"), None);
    }
}
