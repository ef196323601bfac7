//! Rules about devices, groups and people: an input that produces each, and the same one mended, which does not.

use super::case::{at, case, ext, rule, text};
use crate::inventory::model::*;

#[test]
fn forwards_of_numbers_that_nothing_else_knows() {
    let forward = |number: &str| Forward {
        extension: number.parse().expect("a number"),
        when: ForwardWhen::All,
        destination: "2001".to_owned(),
        external: false,
        active: true,
        at: at(9),
    };
    rule(
        |c| {
            c.person("2001");
            c.inventory.forwards = vec![forward("2001"), forward("2102"), forward("2102")];
        },
        &["forward-unknown-extension: extensions of which only a forward or do-not-disturb is known: 1 (`2102`)"],
        |c| {
            c.person("2001");
            c.inventory.forwards = vec![forward("2001")];
        },
    );
}

/// A number of the house that nothing has; groups, mailboxes and numbers outside are something.
#[test]
fn forwards_to_numbers_that_nothing_has() {
    let forward = |destination: &str, external: bool| Forward {
        extension: "2001".parse().expect("a number"),
        when: ForwardWhen::All,
        destination: destination.to_owned(),
        external,
        active: true,
        at: at(9),
    };
    rule(
        |c| {
            c.person("2001");
            c.inventory.forwards = vec![forward("2888", false)];
        },
        &["forward-target-unknown: forwards to numbers that no source has: 1 (`2001 > 2888`)"],
        |c| {
            c.person("2001").person("2002");
            c.inventory.forwards = vec![forward("2002", false), forward("0861990", true), forward("*97", false)];
        },
    );
}

#[test]
fn devices() {
    let mac = |text: &str| Some(Sourced::new(text.parse().expect("a MAC"), at(9)));
    rule(
        |c| {
            c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.mac = mac("00:00:5e:00:53:01"));
            c.device("B", DeviceKind::DeskPhone, "2002").last_device(|d| d.mac = mac("00:00:5e:00:53:01"));
        },
        &["mac-twice: devices `A` and `B` have the same address `00:00:5e:00:53:01`"],
        |c| {
            c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.mac = mac("00:00:5e:00:53:01"));
            c.device("B", DeviceKind::DeskPhone, "2002").last_device(|d| d.mac = mac("00:00:5e:00:53:02"));
        },
    );
    // In one list, and one of the two by a correction.
    let corrected = |text: &str| Some(Sourced::new(text.to_owned(), crate::diag::Place::at("fix.csv", 2, 4)));
    rule(
        |c| {
            c.source("export.csv", "devices/csv").source("fix.csv", "corrections");
            c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| {
                (d.label, d.serial) = (corrected("N-2"), Some(text("PF2", 1)));
                d.mac = mac("00:00:5e:00:53:01").map(|mac| Sourced::new(mac.value, crate::diag::Place::at("fix.csv", 3, 4)));
            });
            c.device("B", DeviceKind::DeskPhone, "2002").last_device(|d| {
                (d.label, d.serial, d.mac) = (Some(text("n-2", 2)), corrected("PF2"), mac("00:00:5e:00:53:01"));
            });
        },
        &[
            "mac-twice: devices `A` and `B` have the same address `00:00:5e:00:53:01`",
            "device-label-twice: devices `A` and `B` have the same label `n-2` by a correction",
            "device-serial-twice: devices `A` and `B` have the same serial number `PF2` by a correction",
        ],
        |c| {
            c.source("export.csv", "devices/csv").source("fix.csv", "corrections");
            c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.label = corrected("N-1"));
            c.device("B", DeviceKind::DeskPhone, "2002").last_device(|d| d.label = Some(text("N-2", 2)));
        },
    );
    rule(
        |c| {
            c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.mac = mac("02:00:5e:00:53:01"));
        },
        &["mac-placeholder: `02:00:5e:00:53:01` was given by hand, not by a maker"],
        |c| {
            c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.mac = mac("00:00:5e:00:53:01"));
        },
    );
    rule(
        |c| {
            c.person("2001").device("AN01", DeviceKind::Analog, "2001");
        },
        &["device-not-sip: telephones of people that do not speak SIP: 1 (`AN01`)"],
        |c| {
            c.person("2001").device("A", DeviceKind::DeskPhone, "2001").device("AN01", DeviceKind::Analog, "2900");
        },
    );
    rule(
        |c| {
            c.device("A", DeviceKind::DeskPhone, "2001").device("B", DeviceKind::DeskPhone, "2001");
        },
        &["shared-line: number `2001` rings on several devices: 2 (`A`, `B`)"],
        |c| {
            c.device("A", DeviceKind::DeskPhone, "2001");
            c.device("B", DeviceKind::DeskPhone, "2001").last_device(|d| d.lines[0].ring = Ring::Monitor);
        },
    );
    rule(
        |c| {
            c.device("A", DeviceKind::Softphone, "2001").device("B", DeviceKind::Softphone, "2001");
        },
        &["shared-line: number `2001` rings on several devices: 2 (`A`, `B`)"],
        |c| {
            c.device("A", DeviceKind::Softphone, "2001").device("B", DeviceKind::Softphone, "2002");
        },
    );
    rule(
        |c| {
            c.device("SEP", DeviceKind::DeskPhone, "2001").device("CSFX", DeviceKind::Softphone, "2001");
        },
        &["softphone-twin: numbers that have a softphone already: 1 (`2001`)"],
        |c| {
            c.device("SEP", DeviceKind::DeskPhone, "2001").device("CSFX", DeviceKind::Softphone, "2002");
        },
    );
    rule(
        |c| {
            for (number, kind) in [("2901", ExtensionKind::Fax), ("2902", ExtensionKind::Fax), ("2903", ExtensionKind::LiftAlarm)]
            {
                c.line(number, "i").inventory.extensions.last_mut().expect("an extension").kind = kind;
            }
        },
        &["not-migrated: fax machines stay: 2 (`2901`, `2902`)", "not-migrated: emergency calls of lifts stay: 1 (`2903`)"],
        |c| {
            c.line("2001", "i");
        },
    );
}

#[test]
fn groups_and_queues() {
    rule(
        |c| {
            c.person("2001").group(GroupKind::Ring, &["2001", "2099"]);
        },
        &["group-member-unknown: member `2099` of `Kasse` is no known extension"],
        |c| {
            c.person("2001").person("2002").group(GroupKind::Ring, &["2001", "2002"]);
        },
    );
    rule(
        |c| {
            c.person("2001").queue(&["2099"]);
        },
        &["group-member-unknown: member `2099` of `hotline` is no known extension"],
        |c| {
            c.of_asterisk().person("2001").queue(&["2001"]);
        },
    );
    // What no number is known of and speaks no SIP is no mistake of the list.
    let told = case(|c| {
        c.person("2001").queue(&["2001"]).group(GroupKind::Ring, &["2001", "2002"]).person("2002");
        let members = &mut c.inventory.queues[0].members;
        let mut port = members[0].clone();
        (port.interface, port.extension) = ("Agent/1001".into(), None);
        members.push(port);
        let members = &mut c.inventory.groups[0].members;
        (members[1].text, members[1].extension) = ("DAHDI/4".into(), None);
    });
    for told_of in [
        "member-not-sip: member `DAHDI/4` of `Kasse` is no SIP telephone",
        "member-not-sip: member `Agent/1001` of `hotline` is no SIP telephone",
    ] {
        assert!(told.contains(&told_of.to_owned()), "{told:?}");
    }
    assert!(!told.iter().any(|told| told.starts_with("group-member-unknown")), "{told:?}");
    let asterisk = case(|c| {
        c.of_asterisk().person("2001").queue(&["2099"]);
    });
    assert_eq!(asterisk, ["queue-member-unknown: member `Local/2099@intern/n` of queue `[hotline]` has no endpoint"]);
    // A line of the dialplan is a group too, and is told once.
    let told = case(|c| {
        c.person("2001").group(GroupKind::Ring, &["2001", "2099"]).ringing_line(&["2001", "2099"]);
    });
    assert!(told.contains(&"dial-unknown-extension: `PJSIP/2099` in context `[intern]` has no endpoint".to_owned()), "{told:?}");
    assert!(!told.iter().any(|told| told.starts_with("group-member-unknown")), "{told:?}");
    rule(
        |c| {
            c.person("2001").group(GroupKind::Ring, &["2001", "004915228817386"]);
        },
        &["group-member-external: group `Kasse` has members outside of the telephone system: 1 (`004915228817386`)"],
        |c| {
            c.person("2001").group(GroupKind::Ring, &["2001"]);
        },
    );
    let long: Vec<String> = (0..51).map(|n| format!("2{n:03}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let cut = case(|c| {
        for number in &long {
            c.line(number, "i");
        }
        // 49 numbers with their signs are 245 characters; 9 more with the torn one make 254.
        let torn: Vec<&str> = long[..50].iter().copied().chain(["205"]).collect();
        c.group(GroupKind::Ring, &torn);
    });
    assert!(
        cut.contains(
            &"group-list-cut: the list of group `Kasse` has 253 characters and ends with `205`; it may be cut off".to_owned()
        ),
        "{cut:?}"
    );
    let whole = case(|c| {
        for number in &long {
            c.line(number, "i");
        }
        c.group(GroupKind::Ring, &long[..50]);
    });
    assert_eq!(whole, [] as [&str; 0]);
    rule(
        |c| {
            c.person("2001").queue(&[]);
        },
        &["queue-without-members: queues without members in the files: 1 (`hotline`)"],
        |c| {
            c.person("2001").queue(&["2001"]);
        },
    );
    rule(
        |c| {
            c.person("2001").person("2002").group(GroupKind::Pickup, &["2001", "2002"]);
        },
        &["pickup-group-empty: all members of pickup group `Kasse` move: 2 (`2001`, `2002`)"],
        |c| {
            c.person("2001").line("2002", "i").group(GroupKind::Pickup, &["2001", "2002"]);
        },
    );
}

#[test]
fn placeholders_ports_and_members_outside() {
    let zeros = || Some(Sourced::new("00:00:00:00:00:00".parse().expect("a MAC"), at(9)));
    let told = case(|c| {
        c.person("2001").person("2002");
        c.device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.mac = zeros());
        c.device("B", DeviceKind::DeskPhone, "2002").last_device(|d| d.mac = zeros());
        c.inventory.extensions.iter_mut().for_each(|entry| entry.mac = zeros());
    });
    assert_eq!(told, ["mac-placeholder: `00:00:00:00:00:00` is a placeholder"]);
    let told = case(|c| {
        c.person("2001").inventory.extensions[0].kind = ExtensionKind::Analog;
        c.inventory.extensions[0].account = None;
    });
    let port = "device-not-sip: telephones of people that do not speak SIP: 1 (`2001`)";
    assert!(told.contains(&port.to_owned()), "{told:?}");
    let told = case(|c| {
        c.person("2001").queue(&["2001"]);
        let members = &mut c.inventory.queues[0].members;
        let mut mobile = members[0].clone();
        (mobile.interface, mobile.extension) = ("PJSIP/0171234567@trunk".into(), None);
        members.push(mobile);
    });
    assert_eq!(
        told,
        ["group-member-external: group `hotline` has members outside of the telephone system: 1 (`PJSIP/0171234567@trunk`)"]
    );
    // An endpoint with a name is told as such where Asterisk's files are read.
    let named = |importer: &str| {
        case(|c| {
            c.read_by(importer).person("2001").group(GroupKind::Pickup, &["2001", "amt"]);
        })
    };
    assert_eq!(named("asterisk/pjsip"), [] as [&str; 0]);
    assert_eq!(named("cisco/cme"), ["group-member-unknown: member `amt` of `Kasse` is no known extension"]);
}

#[test]
fn numbers_from_outside_of_other_sites() {
    rule(
        |c| {
            c.person("2001").did("+498999998201", false, ext("2001")).did("+4930234567", false, ext("2001"));
        },
        &[
            "number-of-another-site: numbers from outside that belong to none of the head numbers in `deskshift.yaml`: 1 (`+49 30234567`)",
        ],
        |c| {
            c.person("2001").did("+4915228817386", false, ext("2001")).did("+498999998201", false, ext("2001"));
        },
    );
}

#[test]
fn people_and_their_values() {
    rule(
        |c| {
            let id = c.person("2001").inventory.persons[0].id.clone();
            c.line("2002", "i").inventory.extensions[1].persons.push(id);
        },
        &["person-with-several-extensions: `Name2001` has several extensions: 2 (`2001`, `2002`)"],
        |c| {
            c.person("2001").person("2002");
        },
    );
    rule(
        |c| c.person("2001").inventory.persons[0].employment = Some(Sourced::new(Employment::Disabled, at(1))),
        &["account-disabled: people with an extension whose account is disabled: 1 (`Name2001`)"],
        |c| {
            c.person("2001");
        },
    );
    rule(
        |c| c.person("2001").inventory.persons[0].last = text("=HYPERLINK(\"http://x\")", 4),
        &["value-is-formula: `=HYPERLINK(\"http://x\")` would be a formula in a spreadsheet"],
        |c| c.person("2001").inventory.persons[0].last = text("Müller=Maier", 4),
    );
}

#[test]
fn what_an_importer_judges_itself_is_not_told_again() {
    let silent = case(|c| {
        c.read_by("cisco/bat-phones").device("A", DeviceKind::DeskPhone, "2001").device("B", DeviceKind::DeskPhone, "2001");
        c.device("CSFX", DeviceKind::Softphone, "2001");
    });
    assert_eq!(silent, [] as [&str; 0]);
    let silent = case(|c| {
        let mac = Some(Sourced::new("02:00:5e:00:53:01".parse().expect("a MAC"), at(9)));
        c.read_by("devices/list").device("A", DeviceKind::DeskPhone, "2001").last_device(|d| d.mac = mac);
    });
    assert_eq!(silent, [] as [&str; 0]);
}
