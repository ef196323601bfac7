//! Checks never panic, whatever an inventory holds, and the same inventory gives the same findings.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::site;
use crate::diag::{Place, Words};
use crate::domain::{Secret, SecretRef, SecretState, Secrets};
use crate::inventory::check::{check, codes};
use crate::inventory::model::*;
use crate::policy::site::{Block, NumberSite, PbxKind};

fn number() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[0-9]{1,4}", 1 => "[0-9]{1,15}", 1 => Just("112".to_owned()), 1 => Just("0201".to_owned())]
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        number(),
        "[=+@*#_]?[a-zA-ZäöüXZN0-9;,/@\\[\\]. -]{0,12}",
        "\\PC{0,20}",
        Just("_99998XXXX".to_owned()),
        Just(String::new())
    ]
}

fn place() -> impl Strategy<Value = Place> {
    (prop_oneof![Just("a.conf"), Just("b.csv"), Just("c.xlsx")], 0_u32..9, 0_u32..9)
        .prop_map(|(file, line, column)| Place::at(file, line, column))
}

fn sourced() -> impl Strategy<Value = Sourced<String>> {
    (word(), place()).prop_map(|(value, at)| Sourced::new(value, at))
}

fn state() -> impl Strategy<Value = SecretState> {
    prop_oneof![Just(SecretState::Present), Just(SecretState::Hash), Just(SecretState::Unavailable), Just(SecretState::Generate)]
}

fn kind() -> impl Strategy<Value = ExtensionKind> {
    use ExtensionKind as K;
    prop_oneof![4 => Just(K::Person), 1 => Just(K::Fax), 1 => Just(K::Trunk), 1 => Just(K::Shared), 1 => Just(K::Virtual), 1 => Just(K::Unknown)]
}

prop_compose! {
    fn account()(endpoint in sourced(), context in proptest::option::of(sourced()), auth in 0..3, state in state(), key in 0..6,
                 aor in 0..4, contacts in 0_u32..4, at in place()) -> Account {
        let auth = match auth {
            0 => AuthState::Open,
            1 => AuthState::Missing { name: endpoint.clone() },
            _ => AuthState::Present {
                name: endpoint.clone(), username: endpoint.clone(), secret: SecretRef { state, key: format!("k{key}").into() }, secret_at: at.clone(),
                secret_cut_at: None, realm: None, algorithms: vec![],
            },
        };
        let aor = match aor {
            0 => AorState::None,
            1 => AorState::Untold,
            2 => AorState::Missing { name: endpoint.clone() },
            _ => AorState::Present {
                name: endpoint.clone(), max_contacts: contacts, max_contacts_at: Some(at), remove_existing: false, support_path: false,
            },
        };
        Account { endpoint, context, transport: None, auth, aor, loads: true, media: Extra::default() }
    }
}

prop_compose! {
    fn extension()(number in number(), kind in kind(), at in place(), name in proptest::option::of(sourced()),
                   account in proptest::option::of(account()), persons in proptest::collection::vec(0..4, 0..3),
                   mailbox in proptest::option::of(sourced()), mac in proptest::option::of(0_u8..4)) -> ExtensionEntry {
        let mut entry = ExtensionEntry::new(number.parse().expect("digits"), kind, Words::new("x", "y"), at.clone());
        entry.name = name;
        entry.account = account.map(Box::new);
        entry.persons = persons.into_iter().map(|id| format!("p{id}").parse().expect("an id")).collect();
        entry.mailbox = mailbox;
        entry.mac = mac.map(|byte| Sourced::new(format!("{byte:02x}:00:5e:00:53:00").parse().expect("a MAC"), at));
        entry
    }
}

prop_compose! {
    fn person()(id in 0..4, last in sourced(), first in proptest::option::of(sourced()), extension in proptest::option::of(number()),
                mail in proptest::option::of(sourced()), room in proptest::option::of("[0-9]\\.[0-9]{2}"), disabled in any::<bool>(), at in place()) -> Person {
        let mut person = Person::new(format!("p{id}").parse().expect("an id"), last, at.clone());
        person.first = first;
        person.extension = extension.map(|e| Sourced::new(e.parse().expect("digits"), at.clone()));
        person.mail = mail;
        person.room = room.map(|room| Sourced::new(room.parse().expect("a room"), at.clone()));
        person.employment = disabled.then(|| Sourced::new(Employment::Disabled, at));
        person
    }
}

prop_compose! {
    fn device()(id in word(), kind in 0_usize..4, lines in proptest::collection::vec((word(), proptest::option::of(word())), 0..3), at in place()) -> Device {
        let kind = [DeviceKind::DeskPhone, DeviceKind::Softphone, DeviceKind::Analog, DeviceKind::Notebook][kind];
        let lines = lines.into_iter().map(|(number, partition)| DeviceLine {
            index: 1, extension: number.parse().ok(), number: Sourced::new(number, at.clone()), partition, label: None, ring: Ring::Normal, shared: false,
        }).collect();
        Device { lines, ..Device::new(id, kind, at) }
    }
}

fn target() -> impl Strategy<Value = DidTarget> {
    prop_oneof![
        number().prop_map(|n| DidTarget::Extension(n.parse().expect("digits"))),
        word().prop_map(DidTarget::Group),
        word().prop_map(DidTarget::Unknown),
        Just(DidTarget::Unknown("${EXTEN:5}".into())),
        Just(DidTarget::Nothing),
    ]
}

prop_compose! {
    fn did()(number in prop_oneof![word(), "\\+4989[0-9]{0,8}"], prefix in any::<bool>(), target in target(), at in place()) -> Did {
        Did { number, prefix, target, at }
    }
}

prop_compose! {
    fn group()(kind in 0_usize..3, number in proptest::option::of(word()), name in word(), at in place(),
               members in proptest::collection::vec((word(), any::<bool>()), 0..5)) -> Group {
        let kind = [GroupKind::Ring, GroupKind::Pickup, GroupKind::NamedPickup][kind];
        let members = members.into_iter()
            .map(|(text, external)| GroupMember { extension: text.parse().ok(), text, external, at: at.clone() }).collect();
        Group { kind, number, name, strategy: None, members, at }
    }
}

prop_compose! {
    fn inventory()(
        extensions in proptest::collection::vec(extension(), 0..8),
        persons in proptest::collection::vec(person(), 0..5),
        devices in proptest::collection::vec(device(), 0..4),
        dids in proptest::collection::vec(did(), 0..6),
        groups in proptest::collection::vec(group(), 0..4),
        boxes in proptest::collection::vec((word(), word(), 0..6, place()), 0..4),
        queues in proptest::collection::vec((word(), word(), place()), 0..3),
        of_asterisk in any::<bool>(),
    ) -> Inventory {
        let mailboxes = boxes.into_iter().map(|(number, context, key, at)| Mailbox {
            pin: Some(SecretRef { state: SecretState::Present, key: format!("k{key}").into() }), ..Mailbox::new(number, context, at)
        }).collect();
        let queues = queues.into_iter().map(|(name, interface, at)| Queue {
            name, strategy: None, at: at.clone(),
            members: vec![QueueMember { extension: interface.parse().ok(), interface, penalty: 0, name: None, state_interface: None, dynamic: false, row: false, at }],
        }).collect();
        let sources = if of_asterisk {
            vec![Source { file: "a.conf".into(), importer: "asterisk/pjsip".into(), encoding: None, records: 1, sha256: String::new() }]
        } else {
            vec![]
        };
        let persons = persons.into_iter().map(Box::new).collect();
        let extensions = extensions.into_iter().map(Box::new).collect();
        Inventory { sources, extensions, persons, mailboxes, queues, devices, groups, dids, ..Inventory::default() }
    }
}

fn secrets() -> Secrets {
    let mut secrets = Secrets::default();
    for (key, secret) in ["", "1234", "päss;wort", "kV3x-99Lq-77zP", " \n", "MD5:0123"].into_iter().enumerate() {
        secrets.insert(format!("k{key}"), Secret::new(secret));
    }
    secrets
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn checks_never_panic_and_are_deterministic(inventory in inventory(), blocks in any::<bool>(), kamailio in any::<bool>()) {
        let mut site = site();
        if blocks {
            site.numbers.blocks = vec![Block { from: "100".into(), to: "9999".into() }];
            site.numbers.sites = vec![NumberSite { name: "B".into(), area: "89".into(), head: "9999".into(), ..NumberSite::default() }];
            site.numbers.did_equals_extension = true;
        }
        if kamailio {
            site.pbx.kind = PbxKind::Kamailio;
        }
        let secrets = secrets();
        let first = check(&inventory, &secrets, &site);
        prop_assert_eq!(&first, &check(&inventory.clone(), &secrets, &site));
        let known: BTreeSet<&str> = [crate::inventory::codes::ALL, codes::ALL, crate::inventory::asterisk::codes::ALL, crate::inventory::vendor::codes::ALL, crate::inventory::staff::codes::ALL]
            .iter().flat_map(|room| room.iter().map(|page| page.slug)).collect();
        for finding in &first {
            prop_assert!(known.contains(finding.code.as_str()), "{}", finding.code);
            prop_assert!(!finding.what.en.is_empty() && !finding.what.de.is_empty());
            prop_assert!(!format!("{finding:?}").contains("kV3x-99Lq"), "a password was told");
        }
        let mut derived = inventory;
        crate::inventory::numbers::direct::derive(&mut derived, &site.numbers);
        let once = derived.clone();
        crate::inventory::numbers::direct::derive(&mut derived, &site.numbers);
        prop_assert_eq!(once, derived);
    }
}
