//! FusionPBX devices: one row for a telephone with one of its lines.

use std::collections::BTreeMap;

use crate::diag::Words;
use crate::domain::{Extension, Mac};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Device, DeviceKind, DeviceLine, DeviceProtocol, Ring, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{Subscribers, codes, count, open_table, said, titles};
use crate::inventory::table::{Columns, Row, Table, normal};

pub const FORMAT: Format = Format { name: "fusionpbx/devices", class: Class::Devices, recognise, read };

const MARKS: [&str; 9] = [
    "devicemacaddress",
    "deviceaddress",
    "devicelabel",
    "devicevendor",
    "devicetemplate",
    "deviceuuid",
    "deviceprofileuuid",
    "deviceprovisioneddate",
    "deviceenabled",
];

fn known(titles: &[&str]) -> usize {
    let more = ["linenumber", "displayname", "userid", "authid", "serveraddress", "devicedescription"];
    titles.iter().map(|title| normal(title)).filter(|t| MARKS.contains(&t.as_str()) || more.contains(&t.as_str())).count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    if count(&titles, &["devicemacaddress"]) + count(&titles, &["deviceaddress"]) == 0 {
        return None;
    }
    let score = if count(&titles, &MARKS) >= 3 { 95 } else { 80 };
    let (en, de) = (
        "header has a device address and other `device_` columns",
        "Kopfzeile hat eine Geräteadresse und andere `device_`-Spalten",
    );
    Some(Likeness::new(score, en, de))
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/fusionpbx-devices");
    if let Some((table, header, mut source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        let columns = Columns::new(&table, header).guarded();
        let mut devices: Vec<Device> = Vec::new();
        let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
        for row in columns.rows() {
            if !columns.fits(row, &mut list.findings) {
                continue;
            }
            let Some(mut device) = one(&columns, &table, row, &mut list) else { continue };
            let next = devices.len();
            let index = *by_id.entry(device.id.clone()).or_insert(next);
            if index == next {
                devices.push(device);
            } else {
                devices[index].lines.append(&mut device.lines);
            }
        }
        columns.finish(&mut list.findings);
        source.records = devices.len();
        list.reading.devices = devices;
        list.reading.sources.push(source);
    }
    list.finish()
}

fn one(columns: &Columns<'_>, table: &Table, row: &Row, list: &mut Subscribers) -> Option<Device> {
    let cell = |titles: &[&str]| columns.cell(row, columns.any(titles));
    let at = table.place_of_row(row);
    let address = cell(&["device_address", "device_mac_address"]);
    let label = cell(&["device_label"]);
    let mac = address.as_ref().and_then(|a| Some(Sourced::new(mac(&a.value)?, a.at.clone())));
    if let Some(bad) = address.as_ref().filter(|_| mac.is_none()) {
        let text = if columns.is_whole(row) { bad.value.as_str() } else { "?" };
        list.tell(crate::inventory::staff::no_mac(text, bad.at.clone()));
    }
    let id = mac
        .as_ref()
        .map(|m| m.value.as_str().to_owned())
        .or_else(|| address.as_ref().or(label.as_ref()).map(|a| a.value.clone()));
    let Some(id) = id else {
        list.tell(codes::DEVICE_NAMELESS.finding(
            Some(at),
            Words::new(
                "a device without address and label; the row was not used",
                "ein Gerät ohne Adresse und Bezeichnung; die Zeile wurde nicht verwendet",
            ),
        ));
        return None;
    };
    let server = cell(&["server_address"]);
    // Where several extensions have the digits, the domain says which.
    let own = |number: Extension| server.as_ref().and_then(|server| number.within(&server.value)).unwrap_or(number);
    let line = cell(&["user_id", "auth_id"]).map(|number| DeviceLine {
        index: cell(&["line_number"]).and_then(|n| n.value.parse().ok()).unwrap_or(1),
        extension: number.value.parse().ok().map(own),
        number,
        partition: server.as_ref().map(|s| s.value.clone()),
        label: cell(&["display_name"]),
        ring: Ring::Normal,
        shared: said(cell(&["shared_line"]).as_ref()) == Some(true),
    });
    Some(Device {
        name: cell(&["device_description"]),
        vendor: cell(&["device_vendor"]),
        model: cell(&["device_model", "device_template"]),
        mac,
        label,
        serial: cell(&["device_serial_number"]),
        protocol: Some(DeviceProtocol::Sip),
        lines: line.into_iter().collect(),
        ..Device::new(id, DeviceKind::DeskPhone, at)
    })
}

/// Twelve hexadecimal digits with or without signs between.
fn mac(text: &str) -> Option<Mac> {
    if text.chars().any(|c| !c.is_ascii_hexdigit() && !":-. ".contains(c)) {
        return None;
    }
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).collect();
    if digits.len() != 12 {
        return None;
    }
    digits.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(":").parse().ok()
}
