use crate::diag::{Finding, Lang, Place, Words};
use crate::inventory::codes;
use crate::inventory::model::*;
use crate::output::inventory::show;
use crate::policy::site::Numbers;

fn at(file: &str, line: u32) -> Place {
    Place::at(file, line, 2)
}

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3])
}

/// One person whose department two lists disagree about, a telephone, a group, a number from outside, a forward.
fn inventory() -> (Inventory, Vec<Finding>) {
    let id: crate::domain::PersonId = "17".parse().expect("an id");
    let number: crate::domain::Extension = "101".parse().expect("digits");
    let sourced = |value: &str, file: &str, line| Sourced::new(value.to_owned(), at(file, line));
    let mut person = Person::new(id.clone(), sourced("Müller", "staff.csv", 4), at("staff.csv", 4));
    person.login = Some(sourced("mueller", "ad.ldif", 9));
    person.department = Some(Sourced::new("Bauamt".parse().expect("a name"), Place::at("staff.csv", 4, 20)));
    person.extension = Some(Sourced::new(number.clone(), Place::at("staff.csv", 4, 30)));
    let mut entry =
        ExtensionEntry::new(number.clone(), ExtensionKind::Person, Words::new("a name", "ein Name"), at("phones.csv", 2));
    entry.persons = vec![id.clone()];
    entry.mailbox = Some(sourced("101@default", "phones.csv", 2));
    entry.caller_id.outgoing = Some(sourced("089 99998-0", "phones.csv", 2));
    entry.extra = [("Farbe", sourced("rot", "phones.csv", 2))].into_iter().collect();
    person.unit = Some(Sourced::new("Hochbau".parse().expect("a name"), Place::at("staff.csv", 4, 26)));
    person.employment = Some(Sourced::new(Employment::Active, Place::at("staff.csv", 4, 50)));
    person.hours = Some(Sourced::new("19.5 h".parse().expect("hours"), Place::at("staff.csv", 4, 40)));
    person.off_days = Days::new(vec![4, 5], Place::at("staff.csv", 4, 44));
    person.also.push(at("ad.ldif", 8));
    let bauamt = DepartmentEntry {
        name: "Bauamt".parse().expect("a name"),
        within: None,
        short: Some(sourced("61", "staff.csv", 4)),
        parent: Some(Sourced::new("Dezernat 3".parse().expect("a name"), at("staff.csv", 4))),
        aliases: vec![sourced("Bau-Amt", "staff.csv", 9)],
        persons: 1,
        at: at("staff.csv", 4),
    };
    let mut inventory = Inventory {
        extensions: vec![Box::new(entry)],
        persons: vec![Box::new(person)],
        departments: vec![bauamt],
        queues: vec![Queue {
            name: "hotline".into(),
            strategy: None,
            members: vec![QueueMember {
                interface: "PJSIP/101".into(),
                extension: Some(number.clone()),
                penalty: 2,
                name: None,
                state_interface: None,
                dynamic: true,
                row: false,
                at: at("queues.conf", 6),
            }],
            at: at("queues.conf", 5),
        }],
        mailboxes: vec![Mailbox {
            email: Some(sourced("mueller@amt.example", "vm.csv", 3)),
            options: [("attach", sourced("yes", "vm.csv", 3))].into_iter().collect(),
            ..Mailbox::new("101", "default", at("vm.csv", 3))
        }],
        devices: vec![Device {
            model: Some(sourced("7841", "phones.csv", 2)),
            mac: Some(Sourced::new("00:00:5e:00:53:01".parse().expect("a MAC"), at("phones.csv", 2))),
            protocol: Some(DeviceProtocol::Sip),
            person: Some(id),
            lines: vec![DeviceLine {
                index: 1,
                number: sourced("101", "phones.csv", 2),
                partition: Some("PT_Intern".into()),
                extension: Some(number.clone()),
                label: None,
                ring: Ring::Normal,
                shared: true,
            }],
            ..Device::new("SEP00005E005301", DeviceKind::DeskPhone, at("phones.csv", 2))
        }],
        groups: vec![Group {
            kind: GroupKind::Ring,
            number: Some("600".into()),
            name: "Kasse".into(),
            strategy: None,
            members: vec![GroupMember {
                text: "101".into(),
                extension: Some(number.clone()),
                external: false,
                at: at("groups.csv", 5),
            }],
            at: at("groups.csv", 4),
        }],
        dids: vec![Did {
            number: "+498999998101".into(),
            prefix: false,
            target: DidTarget::Extension(number.clone()),
            at: at("dids.csv", 7),
        }],
        forwards: vec![Forward {
            extension: number,
            when: ForwardWhen::NoAnswer,
            destination: "+4915228817386".into(),
            external: true,
            active: false,
            at: at("forwards.csv", 8),
        }],
        ..Inventory::default()
    };
    let findings = vec![
        codes::SOURCES_DIFFER
            .finding(
                Some(Place::at("ad.ldif", 12, 1)),
                Words::new("department `Bau`, used `Bauamt`", "Dienststelle `Bau`, verwendet `Bauamt`"),
            )
            .about("17")
            .related(Place::at("staff.csv", 4, 20), Words::new("the value used", "der verwendete Wert")),
    ];
    crate::inventory::numbers::caller::normalise(&mut inventory, &plan());
    (inventory, findings)
}

#[test]
fn everything_about_one_person_in_english() {
    let (inventory, findings) = inventory();
    let text = show(&inventory, &findings, &plan(), "101").expect("the extension").human(Lang::En);
    let expected = include_str!("../golden/show_en.txt");
    assert!(text == expected, "the view changed; now:\n{text}");
}

#[test]
fn everything_about_one_person_in_german() {
    let (inventory, findings) = inventory();
    let text = show(&inventory, &findings, &plan(), "mueller").expect("the person").human(Lang::De);
    let expected = include_str!("../golden/show_de.txt");
    assert!(text == expected, "the view changed; now:\n{text}");
}

#[test]
fn any_notation_finds_the_extension() {
    let (inventory, findings) = inventory();
    for what in ["101", "089 99998-101", "+49 89 99998-101", "DW 101", "17", "Müller"] {
        let shown = show(&inventory, &findings, &plan(), what).unwrap_or_else(|| panic!("{what}"));
        assert_eq!((shown.persons.len(), shown.extensions.len(), shown.devices.len()), (1, 1, 1), "{what}");
    }
    for what in ["102", "089 99998-102", "089 99998-0", "", "Nobody"] {
        assert!(show(&inventory, &findings, &plan(), what).is_none(), "{what}");
    }
}

#[test]
fn json_has_e164_and_the_form_for_people() {
    let (inventory, findings) = inventory();
    let json = serde_json::to_value(show(&inventory, &findings, &plan(), "101").expect("the extension")).expect("JSON");
    assert_eq!(json["direct"][0]["e164"], "+498999998101");
    assert_eq!(json["direct"][0]["international"], "+49 89 99998-101");
    assert_eq!(json["dids"][0]["shown"], "089 99998-101");
    assert_eq!(json["dids"][0]["number"], "+498999998101");
    assert_eq!(json["forwards"][0]["shown"], "01522 8817386");
    assert_eq!(json["groups"][0]["name"], "Kasse");
    assert_eq!(json["mailboxes"][0]["number"], "101");
}
