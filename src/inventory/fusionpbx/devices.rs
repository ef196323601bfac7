//! FusionPBX devices: one row for a telephone with one of its lines.

use std::collections::BTreeMap;

use crate::diag::{Finding, Words};
use crate::domain::{Extension, Mac};
use crate::inventory::devices;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, DeviceKind, DeviceLine, DeviceProtocol, Ring, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{Differing, Subscribers, codes, count, open_table, titles};
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
            } else if is_another(&devices[index], &device) {
                list.tell(address_of_two(&devices[index], &device));
                // Ids stay apart whatever stands in between.
                device.id = format!("{}#{}", device.id, next + 1);
                devices.push(device);
            } else {
                further(&mut devices[index], device, &columns, row, &mut list);
            }
        }
        columns.finish(&mut list.findings);
        source.records = devices.len();
        list.reading.devices = devices;
        list.reading.sources.push(source);
    }
    list.finish()
}

/// Label or serial number say that it is another device with the same address.
fn is_another(known: &Device, other: &Device) -> bool {
    let differ = |one: &Option<Sourced<String>>, two: &Option<Sourced<String>>| {
        one.as_ref().zip(two.as_ref()).is_some_and(|(one, two)| fold(&one.value) != fold(&two.value))
    };
    differ(&known.label, &other.label) || differ(&known.serial, &other.serial)
}

fn address_of_two(known: &Device, other: &Device) -> Finding {
    let address = &known.id;
    devices::codes::MAC_TWICE
        .finding(
            Some(other.mac.as_ref().map_or(&other.at, |mac| &mac.at).clone()),
            Words::new(
                format!("MAC address `{address}` stands at two devices; both were kept"),
                format!("MAC-Adresse `{address}` steht bei zwei Geräten; beide wurden übernommen"),
            ),
        )
        .about(address)
        .related(known.at.clone(), Words::new("first here", "zuerst hier"))
}

/// A further row of a device is its next key. A key that it has already, and what the first row says otherwise, is told.
fn further(known: &mut Device, mut other: Device, columns: &Columns<'_>, row: &Row, list: &mut Subscribers) {
    let taken = |line: &DeviceLine| known.lines.iter().any(|there| there.index == line.index);
    let again = other.lines.iter().find(|line| taken(line)).map(|line| line.index);
    let titles: [(&[&str], _, _); 3] = [
        (&["device_description"], &known.name, &other.name),
        (&["device_vendor"], &known.vendor, &other.vendor),
        (&MODEL, &known.model, &other.model),
    ];
    let mut differ = Differing::default();
    for (title, ours, theirs) in titles {
        let Some(theirs) = theirs.as_ref().filter(|theirs| ours.as_ref().is_some_and(|ours| ours.value != theirs.value)) else {
            continue;
        };
        let title = columns.any(title).map_or("", |column| columns.title(column));
        differ.value(title, &theirs.value, columns.is_whole(row));
    }
    if other.lines.is_empty() || again.is_some() || !differ.is_empty() {
        let id = &known.id;
        let (en, de) = differ.told();
        let (key_en, key_de) = match again {
            Some(key) => (format!(" with key {key}"), format!("mit Taste {key} ")),
            None => Default::default(),
        };
        list.tell(
            devices::codes::DEVICE_TWICE
                .finding(
                    Some(other.at.clone()),
                    Words::new(
                        format!("the device `{id}` stands here once more{key_en}; all keys were taken, the rest of the first row{en}"),
                        format!("das Gerät `{id}` steht hier {key_de}noch einmal; übernommen wurden alle Tasten, sonst die erste Zeile{de}"),
                    ),
                )
                .about(id)
                .related(known.at.clone(), Words::new("first here", "zuerst hier")),
        );
    }
    known.lines.append(&mut other.lines);
    known.label = known.label.take().or(other.label);
    known.serial = known.serial.take().or(other.serial);
    known.name = known.name.take().or(other.name);
    known.vendor = known.vendor.take().or(other.vendor);
    known.model = known.model.take().or(other.model);
    known.extra.join(other.extra);
}

const MODEL: [&str; 2] = ["device_model", "device_template"];

/// The first of several columns that is filled.
fn filled(columns: &Columns<'_>, row: &Row, titles: &[&str]) -> Option<Sourced<String>> {
    let found: Vec<Option<usize>> = titles.iter().map(|title| columns.find(title)).collect();
    found.into_iter().find_map(|column| columns.cell(row, column))
}

fn one(columns: &Columns<'_>, table: &Table, row: &Row, list: &mut Subscribers) -> Option<Device> {
    let cell = |titles: &[&str]| filled(columns, row, titles);
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
    // Where several extensions have the digits, the domain says which; the server may be a proxy of all domains.
    let domain = cell(&["domain_name"]).or_else(|| server.clone());
    let own = |number: Extension| domain.as_ref().and_then(|domain| number.within(&domain.value)).unwrap_or(number);
    let line = cell(&["user_id", "auth_id"]).map(|number| DeviceLine {
        index: columns.count(row, columns.any(&["line_number"]), &mut list.findings).map_or(1, |key| key.value),
        extension: number.value.parse().ok().map(own),
        number,
        partition: server.as_ref().map(|s| s.value.clone()),
        label: cell(&["display_name"]),
        ring: Ring::Normal,
        shared: columns.truth(row, columns.any(&["shared_line"]), &mut list.findings) == Some(true),
    });
    let of_key = [["user_id", "auth_id"], ["display_name"; 2], ["server_address"; 2], ["line_number"; 2], ["shared_line"; 2]];
    let idle = of_key.map(|titles| columns.any(&titles)).into_iter().filter(|_| line.is_none());
    let mut extra = columns.beside(row, idle, &["0", "false"]);
    let used = line.as_ref().map(|line| line.number.at.clone());
    let logins = ["user_id", "auth_id"].map(|title| columns.find(title)).into_iter();
    let other = logins.filter(|column| columns.cell(row, *column).is_some_and(|cell| Some(&cell.at) != used.as_ref()));
    let number = line.as_ref().map_or("", |line| line.number.value.as_str());
    extra.join(columns.beside(row, other.filter(|_| line.is_some()), &[number]));
    let model = cell(&MODEL);
    let models = MODEL.map(|title| columns.find(title)).into_iter();
    extra.join(columns.beside(row, models, &[model.as_ref().map_or("", |model| model.value.as_str())]));
    Some(Device {
        name: cell(&["device_description"]),
        vendor: cell(&["device_vendor"]),
        model,
        mac,
        label,
        serial: cell(&["device_serial_number"]),
        protocol: Some(DeviceProtocol::Sip),
        lines: line.into_iter().collect(),
        extra,
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
