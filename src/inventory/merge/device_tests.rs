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
