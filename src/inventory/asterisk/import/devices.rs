//! Devices beside SIP accounts: telephones that Asterisk provisions, and ports and telephones without SIP that only the dialplan knows.

use std::collections::{BTreeMap, BTreeSet};

use super::AsteriskImport;
use crate::diag::{Place, Words};
use crate::domain::{Extension, Mac, Secrets};
use crate::inventory::asterisk::application;
use crate::inventory::asterisk::bounded::Bounded;
use crate::inventory::asterisk::dialplan::{Dialplan, Step, outside};
use crate::inventory::asterisk::pjsip::phoneprov::Phone;
use crate::inventory::model::{Device, DeviceKind, DeviceLine, DeviceProtocol, ExtensionEntry, Ring, Sourced};
use crate::inventory::staff::{codes, mac};
use crate::inventory::subscriber;
use crate::policy::site::Numbers;

/// Digits of a number that is rung, where the site does not say how long its extensions are.
const LONGEST: usize = 4;

impl AsteriskImport {
    /// MAC addresses of telephones that Asterisk provisions: of the extension, or of a device of their own where it has one already.
    pub(super) fn addresses(&mut self, phones: Vec<Phone>) {
        if phones.is_empty() {
            return;
        }
        let endpoint = |entry: &ExtensionEntry| entry.account.as_ref().map(|account| account.endpoint.value.clone());
        let entries: BTreeMap<String, usize> =
            self.extensions.iter().enumerate().filter_map(|(at, entry)| Some((endpoint(entry)?, at))).collect();
        let mut findings = Bounded::default();
        for Phone { endpoint, mac: text } in phones {
            let Some(address) = mac(&text.value) else {
                let shown = &text.value;
                let words = Words::new(format!("`{shown}` is no MAC address"), format!("`{shown}` ist keine MAC-Adresse"));
                findings.push(codes::MAC_MALFORMED.finding(Some(text.at), words).about(endpoint.as_str()));
                continue;
            };
            let address = Sourced::new(address, text.at);
            let entry = entries.get(&endpoint).map(|at| &mut self.extensions[*at]);
            match entry {
                Some(entry) if entry.mac.is_none() => entry.mac = Some(address),
                entry => self.devices.push(device(entry.map(|entry| &entry.number), &endpoint, address)),
            }
        }
        self.findings.extend(findings.into_vec());
    }

    /// Numbers that lead to a device without SIP by their hint, or by the one device that they ring: a fax on an analog port has no other
    /// mention than this.
    pub(super) fn without_sip(&mut self, plan: &Dialplan, numbers: &Numbers) {
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        let mut told = subscriber::NotSip::default();
        for port in ports(plan, numbers) {
            let Port { number, device, at, reason } = port;
            let Some(kind) = application::without_sip(&device).filter(|_| !self.known(&number)) else { continue };
            self.ports.entry(device.to_ascii_lowercase()).or_insert_with(|| number.clone());
            if seen.insert(number.clone()) {
                told.add(&number, &device, &at);
                found.push(ExtensionEntry::new(number, kind, reason, at));
            }
        }
        self.add(found, Secrets::default());
        self.findings.extend(told.tell());
    }
}

fn device(number: Option<&Extension>, endpoint: &str, address: Sourced<Mac>) -> Device {
    let at = address.at.clone();
    let lines = number.map(|number| DeviceLine {
        index: 1,
        number: Sourced::new(number.to_string(), at.clone()),
        partition: None,
        extension: Some(number.clone()),
        label: None,
        ring: Ring::Normal,
        shared: false,
    });
    let name = Some(endpoint).filter(|name| !name.is_empty()).map(|name| Sourced::new(name.to_owned(), at.clone()));
    Device {
        mac: Some(address.clone()),
        protocol: Some(DeviceProtocol::Sip),
        name,
        lines: lines.into_iter().collect(),
        ..Device::new(address.value.to_string(), DeviceKind::DeskPhone, at)
    }
}

struct Port {
    number: Extension,
    device: String,
    at: Place,
    reason: Words,
}

fn ports(plan: &Dialplan, numbers: &Numbers) -> Vec<Port> {
    let mut ports = Vec::new();
    for hint in &plan.hints {
        // Behind the first comma stands the presence of the hint.
        let list = hint.devices.split(',').next().unwrap_or_default();
        let devices: Vec<&str> = application::devices(list).filter(|device| device.contains('/')).collect();
        let ([device], Ok(number)) = (devices.as_slice(), hint.pattern.parse::<Extension>()) else { continue };
        let reason = Words::new(format!("its hint is `{device}`"), format!("ihr Hint ist `{device}`"));
        ports.push(Port { number, device: (*device).to_owned(), at: hint.at.clone(), reason });
    }
    let is_short = |number: &Extension| match numbers.extension_lengths.as_slice() {
        [] => number.as_str().len() <= LONGEST,
        lengths => lengths.contains(&number.as_str().len()),
    };
    let mut first: BTreeSet<(&str, &str)> = BTreeSet::new();
    for route in &plan.routes {
        let Step::Dial(list) = &route.step else { continue };
        if !first.insert((&route.context, &route.pattern)) || outside(&route.pattern) {
            continue;
        }
        let devices: Vec<&str> = application::devices(list).collect();
        let ([device], Ok(number)) = (devices.as_slice(), route.pattern.parse::<Extension>()) else { continue };
        if application::leaves(device) || !is_short(&number) {
            continue;
        }
        let reason = Words::new(format!("it rings `{device}` alone"), format!("sie ruft nur `{device}`"));
        ports.push(Port { number, device: (*device).to_owned(), at: route.at.clone(), reason });
    }
    ports
}
