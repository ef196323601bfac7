//! Asterisk's own database: the output of `database show`, or its table `astdb`. Forwards, do not disturb, dynamic queue members,
//! names of FreePBX users, and which telephones are registered at the moment.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::lists as codes;
use super::queues::extension_of;
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::kind;
use crate::inventory::model::{
    CallerIds, Device, DeviceKind, DeviceLine, DeviceProtocol, ExtensionEntry, ExtensionKind, Forward, ForwardWhen, Queue,
    QueueMember, Ring, Sourced,
};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Collector, Tally};

/// Lengths of extensions; a longer destination is outside.
pub(super) type Lengths<'a> = &'a [usize];

/// One entry: `/family/key : value`.
pub(super) struct Item<'a> {
    /// `/CF/101`.
    pub key: &'a str,
    pub value: &'a str,
    pub at: Place,
}

/// Families of FreePBX that hold settings only.
const SETTINGS: [&str; 3] = ["CW", "DEVICE", "AMPUSER"];

/// Collects entries into a reading.
#[derive(Debug, Default)]
pub(super) struct Entries {
    forwards: BTreeMap<(Extension, ForwardWhen), Forward>,
    queues: BTreeMap<String, Queue>,
    names: BTreeMap<Extension, (Option<Sourced<String>>, Place)>,
    devices: BTreeMap<String, Device>,
    caller_ids: BTreeMap<Extension, CallerIds>,
    unread: BTreeSet<String>,
    unread_tally: Tally,
    dynamic: Tally,
}

impl Entries {
    pub fn add(&mut self, item: &Item<'_>, lengths: Lengths<'_>, findings: &mut Collector) {
        let parts: Vec<&str> = item.key.trim_matches('/').splitn(4, '/').collect();
        match parts[..] {
            ["CF", number] => self.forward(number, ForwardWhen::All, item, lengths, findings),
            ["CFB", number] => self.forward(number, ForwardWhen::Busy, item, lengths, findings),
            ["CFU", number] => self.forward(number, ForwardWhen::NoAnswer, item, lengths, findings),
            ["DND", number] => self.forward(number, ForwardWhen::DoNotDisturb, item, lengths, findings),
            ["Queue", "PersistentMembers", queue] => self.queue(queue, item, findings),
            ["AMPUSER", number, "cidname"] => {
                if let Ok(number) = number.parse::<Extension>() {
                    let name = Sourced::new(item.value.to_owned(), item.at.clone());
                    self.names.entry(number).or_insert((None, item.at.clone())).0 = Some(name);
                }
            }
            ["AMPUSER", number, "outboundcid"] => self.caller_id(number, item, |ids| &mut ids.outgoing),
            ["DEVICE", number, "emergency_cid"] => self.caller_id(number, item, |ids| &mut ids.emergency),
            ["registrar", "contact", ..] => self.contact(item, findings),
            // Where calls go on to is no setting.
            ["AMPUSER", _, "followme", ..] => self.unread("AMPUSER/followme", item),
            [family, ..] if SETTINGS.contains(&family) => {}
            [family, ..] => self.unread(family, item),
            [] => {}
        }
    }

    fn unread(&mut self, family: &str, item: &Item<'_>) {
        if self.unread.len() < 40 {
            self.unread.insert(family.to_owned());
        }
        self.unread_tally.add(|| item.at.clone(), String::new);
    }

    fn forward(&mut self, number: &str, when: ForwardWhen, item: &Item<'_>, lengths: Lengths<'_>, findings: &mut Collector) {
        let disturb = when == ForwardWhen::DoNotDisturb;
        let destination = if disturb { String::new() } else { item.value.to_owned() };
        let Ok(extension) = number.parse::<Extension>() else {
            not_understood(item, "the key names no extension", "der Schlüssel nennt keine Nebenstelle", findings);
            return;
        };
        if !disturb && !item.value.bytes().any(|b| b.is_ascii_digit()) {
            not_understood(item, "the destination is no number", "das Ziel ist keine Nummer", findings);
            return;
        }
        let digits = destination.bytes().filter(u8::is_ascii_digit).count();
        let external = !disturb && (destination.starts_with('+') || !lengths.contains(&digits));
        let active = !disturb || item.value.eq_ignore_ascii_case("yes");
        let forward = Forward { extension: extension.clone(), when, destination, external, active, at: item.at.clone() };
        self.forwards.insert((extension, when), forward);
    }

    /// What FreePBX shows outside for a user. An extension is not made of it alone: devices without a user have such keys too.
    fn caller_id(&mut self, number: &str, item: &Item<'_>, which: fn(&mut CallerIds) -> &mut Option<Sourced<String>>) {
        if let (Ok(number), false) = (number.parse::<Extension>(), item.value.trim().is_empty()) {
            let ids = self.caller_ids.entry(number).or_default();
            *which(ids) = Some(Sourced::new(item.value.trim().to_owned(), item.at.clone()));
        }
    }

    /// `interface;penalty;paused;name;state interface;…` with `|` between the members.
    fn queue(&mut self, name: &str, item: &Item<'_>, findings: &mut Collector) {
        let queue = self.queues.entry(name.to_owned()).or_insert_with(|| Queue {
            name: name.to_owned(),
            strategy: None,
            members: Vec::new(),
            at: item.at.clone(),
        });
        for part in item.value.split('|').filter(|part| !part.trim().is_empty()) {
            let fields: Vec<&str> = part.split(';').map(str::trim).collect();
            let [interface, penalty, ..] = fields[..] else {
                not_understood(item, "a member is not complete", "ein Mitglied ist unvollständig", findings);
                continue;
            };
            let field = |index: usize| fields.get(index).copied().unwrap_or("");
            queue.members.push(QueueMember {
                interface: interface.to_owned(),
                extension: extension_of(interface).or_else(|| extension_of(field(4))),
                penalty: penalty.parse().unwrap_or(0),
                name: Some(field(3)).filter(|name| !name.is_empty()).map(str::to_owned),
                state_interface: Some(field(4)).filter(|other| !other.is_empty() && *other != interface).map(str::to_owned),
                dynamic: true,
                row: false,
                at: item.at.clone(),
            });
            self.dynamic.add(|| item.at.clone(), || name.to_owned());
        }
    }

    /// `/registrar/contact/201;@hash : {"endpoint":"201","user_agent":"…",…}`.
    fn contact(&mut self, item: &Item<'_>, findings: &mut Collector) {
        let Ok(contact) = serde_json::from_str::<serde_json::Value>(item.value) else {
            not_understood(item, "the contact is cut or no JSON", "der Kontakt ist abgeschnitten oder kein JSON", findings);
            return;
        };
        let text = |key: &str| contact.get(key).and_then(serde_json::Value::as_str).filter(|text| !text.is_empty());
        let Some(endpoint) = text("endpoint") else {
            not_understood(item, "the contact names no endpoint", "der Kontakt nennt keinen Endpunkt", findings);
            return;
        };
        self.registered(endpoint, text("user_agent"), &item.at);
    }

    /// A telephone that is registered at the moment, by what it says of itself.
    pub fn registered(&mut self, endpoint: &str, agent: Option<&str>, at: &Place) {
        let sourced = |text: &str| Sourced::new(text.to_owned(), at.clone());
        let id = format!("{endpoint} {}", agent.unwrap_or("registered"));
        self.devices.entry(id.clone()).or_insert_with(|| Device {
            model: agent.map(sourced),
            protocol: Some(DeviceProtocol::Sip),
            lines: vec![DeviceLine {
                index: 1,
                number: sourced(endpoint),
                partition: None,
                extension: endpoint.parse().ok(),
                label: None,
                ring: Ring::Normal,
                shared: false,
            }],
            ..Device::new(id, agent.map_or(DeviceKind::Unknown, agent_kind), at.clone())
        });
    }

    /// Puts what was found into a reading.
    pub fn into_reading(mut self, reading: &mut Reading, findings: &mut Collector) {
        reading.forwards.extend(self.forwards.into_values());
        reading.queues.extend(self.queues.into_values());
        reading.devices.extend(self.devices.into_values());
        for (number, (name, at)) in self.names {
            let called = name.as_ref().map(|name| name.value.as_str());
            let kind::Recognised { kind, reason } = kind::recognise(called, None, None);
            let mut entry = ExtensionEntry::new(number, kind, reason, at);
            if kind == ExtensionKind::Unknown {
                entry.kind_reason = Words::new("a user of FreePBX", "ein Benutzer von FreePBX");
            }
            entry.name = name;
            entry.caller_id = self.caller_ids.remove(&entry.number).unwrap_or_default();
            reading.extensions.push(entry);
        }
        for entry in &mut reading.extensions {
            let Some(ids) = self.caller_ids.remove(&entry.number) else { continue };
            entry.caller_id.outgoing = entry.caller_id.outgoing.take().or(ids.outgoing);
            entry.caller_id.emergency = entry.caller_id.emergency.take().or(ids.emergency);
        }
        if let Some(finding) = self.dynamic.tell(&codes::QUEUE_DYNAMIC, |count, queue| {
            Words::new(
                format!("members that logged in themselves: {count}, the first in queue `{queue}`"),
                format!("selbst angemeldete Mitglieder: {count}, zuerst in Warteschlange `{queue}`"),
            )
        }) {
            findings.push(finding);
        }
        let families: Vec<String> = self.unread.iter().map(|family| format!("`{family}`")).collect();
        let families = families.join(", ");
        if let Some(finding) = self.unread_tally.tell(&codes::DATABASE_UNREAD, |count, _| {
            Words::new(
                format!("entries of other families, not read: {count} ({families})"),
                format!("Einträge anderer Familien, nicht gelesen: {count} ({families})"),
            )
        }) {
            findings.push(finding);
        }
    }
}

fn not_understood(item: &Item<'_>, en: &str, de: &str, findings: &mut Collector) {
    let key: String = item.key.chars().take(80).collect();
    findings.push(codes::DATABASE_VALUE.finding(
        Some(item.at.clone()),
        Words::new(format!("`{key}` was not used: {en}"), format!("`{key}` wurde nicht verwendet: {de}")),
    ));
}

/// Desk phone or program, by what it says of itself in REGISTER.
fn agent_kind(agent: &str) -> DeviceKind {
    const DESK: [&str; 14] = [
        "yealink",
        "snom",
        "grandstream",
        "polycom",
        "polyspectra",
        "cisco",
        "mitel",
        "aastra",
        "gigaset",
        "fanvil",
        "unify",
        "openstage",
        "innovaphone",
        "avaya",
    ];
    const PROGRAM: [&str; 13] = [
        "linphone", "baresip", "microsip", "zoiper", "jitsi", "bria", "x-lite", "phoner", "twinkle", "blink", "jssip", "sip.js",
        "portsip",
    ];
    let lower = agent.to_lowercase();
    if PROGRAM.iter().any(|word| lower.contains(word)) {
        DeviceKind::Softphone
    } else if lower.contains("dect") || lower.contains("n510") || lower.contains("w52p") || lower.contains("w60b") {
        DeviceKind::Dect
    } else if DESK.iter().any(|word| lower.contains(word)) {
        DeviceKind::DeskPhone
    } else {
        DeviceKind::Unknown
    }
}

/// Splits a line of `database show`; none where it is no entry. Keys hold no `: `, values may.
pub(super) fn line(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    if !text.starts_with('/') {
        return None;
    }
    let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
    Some((text[..colon].trim_end(), text[colon + 1..].trim()))
}

/// The last line: `5 results found.`
pub(super) fn is_summary(text: &str) -> bool {
    let text = text.trim();
    text.strip_suffix(" results found.")
        .or_else(|| text.strip_suffix(" result found."))
        .is_some_and(|count| count.parse::<u64>().is_ok())
}
