//! Devices whose owners nobody knows, and devices with one address.

use super::tests::{devices, staff, told};
use super::{Inputs, merge};
use crate::diag::Place;
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

/// Owner, model, maker, room and day of delivery are compared as the keys are; two names of one person are no contradiction.
#[test]
fn what_two_lists_say_of_a_device_is_compared() {
    let people = staff("p.csv", "Personalnr;Name;Vorname;Durchwahl\n4711;Müller;Hans;2001\n4712;Weiß;Änne;2002\n");
    let key = ("N-1", "S1", "00:00:5e:00:53:01");
    let list = |file: &str, owner: &str, facts: [&str; 4]| {
        let mut reading = devices(file, &[(key.0, key.1, key.2, owner)]);
        let at = Place::at(file, 2, 5);
        let some = |text: &str| Some(Sourced::new(text.to_owned(), at.clone()));
        let device = &mut reading.devices[0];
        (device.vendor, device.model, device.delivered) = (some(facts[0]), some(facts[1]), some(facts[3]));
        device.room = Some(Sourced::new(facts[2].parse().expect("a room"), at));
        (Class::Devices, reading)
    };
    let merged = |other| {
        let first = list("a.csv", "4711", ["Lenovo", "ThinkPad T14", "2.14", "2020-03-16"]);
        let merged = merge(Inputs { readings: vec![first, other], staff: vec![people.clone()], ..Inputs::default() });
        told(&merged).into_iter().filter(|line| line.contains("sources-differ")).collect::<Vec<_>>()
    };
    let same = list("b.csv", "Hans Müller", ["LENOVO GmbH", "T14", "2.14", "2020-03-16"]);
    assert_eq!(merged(same), Vec::<String>::new());
    let other = list("b.csv", "4712", ["HP", "X1", "3.14", "2020-03-17"]);
    assert_eq!(
        merged(other),
        [
            "b.csv:2:1 sources-differ: owner of device `N-1` is `4712` here; used `4711` <- a.csv:2:1",
            "b.csv:2:5 sources-differ: maker of device `N-1` is `HP` here; used `Lenovo` <- a.csv:2:5",
            "b.csv:2:5 sources-differ: model of device `N-1` is `X1` here; used `ThinkPad T14` <- a.csv:2:5",
            "b.csv:2:5 sources-differ: room of device `N-1` is `3.14` here; used `2.14` <- a.csv:2:5",
            "b.csv:2:5 sources-differ: day of delivery of device `N-1` is `2020-03-17` here; used `2020-03-16` <- a.csv:2:5",
        ]
    );
}

/// `101` of a list stands in two partitions: the one that rings on the person's own telephone is meant.
#[test]
fn an_own_telephone_says_which_of_several_extensions_is_meant() {
    use crate::inventory::asterisk::shown::read;
    use crate::inventory::vendor::cisco::phones::FORMAT;
    let phones = "Device Name,Description,Device Type,Device Protocol,Owner User ID,Directory Number 1,Route Partition 1,Display 1\n\
        SEP00005E005301,,Cisco 8845,SIP,hmueller,101,PT-Intern,Hans M\nSEP00005E005304,,Cisco 8845,SIP,kmeier,101,PT-Aussen,Karl M\n\
        SEP00005E005305,,Cisco 8845,SIP,,101,PT-Dritte,Otto M\n";
    let people = "Anmeldename;Name;Vorname;Durchwahl\nkmeier;Meier;Karl;101\neschulz;Schulz;Eva;101\n";
    let readings = vec![(Class::Pbx, read(&FORMAT, "phones.csv", phones.as_bytes()))];
    let merged = merge(Inputs { readings, staff: vec![staff("p.csv", people)], ..Inputs::default() });
    let of = |login: &str| {
        let person = merged.inventory.persons.iter().find(|p| p.login.as_ref().is_some_and(|l| l.value == login)).expect("there");
        person.extension.as_ref().map(|extension| extension.value.as_str().to_owned())
    };
    assert_eq!((of("kmeier").as_deref(), of("eschulz").as_deref()), (Some("101@PT-Aussen"), Some("101")));
    let told: Vec<String> = told(&merged).into_iter().filter(|line| line.contains("number-ambiguous")).collect();
    assert!(told.len() == 1 && told[0].contains("of `Eva Schulz` may be"), "{told:?}");
}

/// Where only phones were read, none of them is the telephone system.
#[test]
fn two_phones_of_one_extension_are_compared_as_phones() {
    use crate::inventory::asterisk::shown::read;
    use crate::inventory::phones::LINPHONERC;
    let phone = |file: &str, user: &str, password: &str| {
        let text = format!(
            "[proxy_0]\nreg_identity=sip:201@pbx.lra.example\nreg_sendregister=1\n[auth_info_0]\nusername=201\nuserid={user}\n\
             passwd={password}\ndomain=pbx.lra.example\nrealm=pbx.lra.example\n"
        );
        (Class::Phone, read(&LINPHONERC, file, text.as_bytes()))
    };
    let of = |readings| {
        let merged = merge(Inputs { readings, ..Inputs::default() });
        told(&merged).into_iter().filter(|line| line.contains("phone-differs")).collect::<Vec<_>>()
    };
    let passwords = of(vec![phone("a", "maier.h", "Geheim-Lang-1"), phone("b", "maier.h", "Geheim-Lang-2")]);
    assert!(
        passwords.len() == 1 && passwords[0].contains("the phone of `201` has another password than another phone"),
        "{passwords:?}"
    );
    let users = of(vec![phone("a", "maier.h", "Geheim-Lang-1"), phone("b", "huber.a", "Geheim-Lang-1")]);
    assert!(users.len() == 1 && users[0].contains("logs in as `huber.a`, another phone as `maier.h`"), "{users:?}");
}
