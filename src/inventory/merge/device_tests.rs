//! Devices whose owners nobody knows, and devices with one address.

use super::tests::{devices, told};
use super::{Inputs, merge};
use crate::inventory::formats::Class;
use crate::inventory::model::{DeviceLine, Ring, Sourced};

/// An export of a hundred telephones without its list of people has one doubt, not a hundred.
#[test]
fn many_unknown_owners_are_one_finding() {
    let rows: Vec<[String; 2]> = (0..7).map(|n| [format!("NB{n}"), format!("u{n}")]).collect();
    let rows: Vec<(&str, &str, &str, &str)> = rows.iter().map(|[name, owner]| (name.as_str(), "", "", owner.as_str())).collect();
    let merged = merge(Inputs { readings: vec![(Class::Devices, devices("a.csv", &rows))], ..Inputs::default() });
    let told: Vec<String> = told(&merged).into_iter().filter(|line| line.contains("device-owner-unknown")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("devices whose owner is not known, or not only one: 7 (`NB0` (`u0`), "), "{told:?}");
}

/// Two telephones of one export with one address are told, and no line of them is lost.
#[test]
fn telephones_with_one_address_keep_all_lines() {
    let mut reading = devices("cme.txt", &[("a", "", "00:00:5e:00:53:01", ""), ("b", "", "00:00:5e:00:53:01", "")]);
    for (device, (name, number)) in reading.devices.iter_mut().zip([("ephone 1", "201"), ("ephone 3", "202")]) {
        (device.label, device.name) = (None, Some(Sourced::new(name.to_owned(), device.at.clone())));
        device.lines.push(DeviceLine {
            index: 1,
            number: Sourced::new(number.to_owned(), device.at.clone()),
            partition: None,
            extension: None,
            label: None,
            ring: Ring::Normal,
            shared: false,
        });
    }
    let merged = merge(Inputs { readings: vec![(Class::Pbx, reading)], ..Inputs::default() });
    let lines: Vec<&str> = merged.inventory.devices[0].lines.iter().map(|line| line.number.value.as_str()).collect();
    assert_eq!((merged.inventory.devices.len(), lines), (1, vec!["201", "202"]));
    let told: Vec<String> = told(&merged).into_iter().filter(|line| line.contains("mac-twice")).collect();
    assert!(told.len() == 1 && told[0].contains("devices `ephone 1` and `ephone 3` have the same address"), "{told:?}");
}

/// Exports that have no names of devices: one telephone at two numbers is told, and has both.
#[test]
fn nameless_telephones_with_one_address_keep_all_lines() {
    use crate::inventory::asterisk::files::MemoryFiles;
    use crate::inventory::formats::Given;
    use crate::inventory::table::ListFile;
    use crate::policy::site::Numbers;
    let text = "Number,FirstName,LastName,AuthID,AuthPassword,EnableVoicemail,MAC_0,MAC_1\n\
        101,Hanna,Kröger,x1,Geheim-101x,0,00005E005321,00005E005323\n\
        102,Anna,Huber,x2,Geheim-102y,0,00005E005322,00-00-5E-00-53-23\n103,Eva,Maier,x3,Geheim-103z,0,00005E005322,\n";
    let plan = Numbers::new("49", "89", "99998").lengths([3]);
    let (list, files) = (ListFile::new("3cx.csv", text.as_bytes()), MemoryFiles::new());
    let reading = (crate::inventory::vendor::threecx::FORMAT.read)(&Given { list, plan: &plan, files: &files });
    let merged = merge(Inputs { readings: vec![(Class::Pbx, reading)], ..Inputs::default() });
    let lines: Vec<String> = merged
        .inventory
        .devices
        .iter()
        .map(|device| {
            let numbers: Vec<&str> = device.lines.iter().map(|line| line.number.value.as_str()).collect();
            format!("{} {}", device.id, numbers.join("+"))
        })
        .collect();
    assert_eq!(lines, ["00:00:5e:00:53:21 101", "00:00:5e:00:53:22 102+103", "00:00:5e:00:53:23 101+102"]);
    let told: Vec<String> = told(&merged).into_iter().filter(|line| line.contains("mac-twice")).collect();
    let of = |one: &str, two: &str, mac: &str| {
        let words = format!("the telephones of `{one}` and `{two}` have the same address `00:00:5e:00:53:{mac}`");
        told.iter().filter(|line| line.contains(&words)).count()
    };
    assert_eq!((told.len(), of("101", "102", "23"), of("102", "103", "22")), (2, 1, 1), "{told:?}");
}
