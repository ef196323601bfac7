//! An inventory under construction, and the two questions about a rule: does it speak, and is it silent once the fault is mended.

use super::site;
use crate::diag::{Place, Words};
use crate::domain::{ClientId, Secret, SecretRef, SecretState, Secrets, Transport};
use crate::inventory::check::check;
use crate::inventory::model::*;
use crate::policy::site::{Block, ClientRule, Site, Srtp};

pub(super) fn at(line: u32) -> Place {
    Place::at("export.csv", line, 3)
}

pub(super) fn text(value: &str, line: u32) -> Sourced<String> {
    Sourced::new(value.to_owned(), at(line))
}

/// An inventory under construction.
pub(super) struct Case {
    pub(super) inventory: Inventory,
    pub(super) secrets: Secrets,
    pub(super) site: Site,
    line: u32,
}

impl Case {
    pub(super) fn new() -> Self {
        Self { inventory: Inventory::default(), secrets: Secrets::default(), site: site(), line: 1 }
    }

    pub(super) fn next(&mut self) -> u32 {
        self.line += 1;
        self.line
    }

    /// A person with a telephone and a good password.
    pub(super) fn person(&mut self, number: &str) -> &mut Self {
        let line = self.next();
        let id: crate::domain::PersonId = format!("p{number}").parse().expect("an id");
        let mut person = Person::new(id.clone(), text(&format!("Name{number}"), line), at(line));
        person.department = Some(Sourced::new("Bauamt".parse().expect("a name"), at(line)));
        person.extension = Some(Sourced::new(number.parse().expect("digits"), at(line)));
        self.inventory.persons.push(Box::new(person));
        self.line(number, "intern");
        self.inventory.extensions.last_mut().expect("just pushed").persons.push(id);
        self
    }

    pub(super) fn line(&mut self, number: &str, context: &str) -> &mut Self {
        let line = self.next();
        let secret = self.secrets.insert(format!("pbx/x/{number}/{line}"), Secret::new(format!("kV3x-99Lq-77zP{number}-{line}")));
        let mut entry = ExtensionEntry::new(
            number.parse().expect("digits"),
            ExtensionKind::Person,
            Words::new("a name", "ein Name"),
            at(line),
        );
        entry.account = Some(Box::new(Account {
            endpoint: text(number, line),
            context: Some(text(context, line)),
            transport: None,
            auth: AuthState::Present {
                name: text(number, line),
                username: text(number, line),
                secret,
                secret_at: at(line),
                secret_cut_at: None,
                realm: None,
                algorithms: vec![],
            },
            aor: AorState::Present {
                name: text(number, line),
                max_contacts: 2,
                max_contacts_at: None,
                remove_existing: false,
                support_path: false,
            },
            loads: true,
            media: Extra::default(),
        }));
        self.inventory.extensions.push(Box::new(entry));
        self
    }

    pub(super) fn password(&mut self, state: SecretState, secret: &str) -> &mut Self {
        let reference = SecretRef { state, ..self.secrets.insert("pbx/x/last", Secret::new(secret)) };
        let account = self.inventory.extensions.last_mut().and_then(|e| e.account.as_mut()).expect("an account");
        if let AuthState::Present { secret, .. } = &mut account.auth {
            *secret = reference;
        }
        self
    }

    pub(super) fn contacts(&mut self, most: u32) -> &mut Self {
        let account = self.inventory.extensions.last_mut().and_then(|e| e.account.as_mut()).expect("an account");
        if let AorState::Present { max_contacts, .. } = &mut account.aor {
            *max_contacts = most;
        }
        self
    }

    pub(super) fn mailbox(&mut self, number: &str, context: &str, pin: &str) -> &mut Self {
        let line = self.next();
        let pin = self.secrets.insert(format!("pbx/mailbox/{context}/{number}"), Secret::new(pin));
        self.inventory.mailboxes.push(Mailbox { pin: Some(pin), ..Mailbox::new(number, context, at(line)) });
        self
    }

    pub(super) fn names_mailbox(&mut self, name: &str) -> &mut Self {
        let line = self.line;
        self.inventory.extensions.last_mut().expect("an extension").mailbox = Some(text(name, line));
        self
    }

    pub(super) fn device(&mut self, name: &str, kind: DeviceKind, number: &str) -> &mut Self {
        let line = self.next();
        self.inventory.devices.push(Device {
            name: Some(text(name, line)),
            lines: vec![DeviceLine {
                index: 1,
                number: text(number, line),
                partition: None,
                extension: number.parse().ok(),
                label: None,
                ring: Ring::Normal,
                shared: false,
            }],
            ..Device::new(name, kind, at(line))
        });
        self
    }

    pub(super) fn last_device(&mut self, change: impl FnOnce(&mut Device)) -> &mut Self {
        change(self.inventory.devices.last_mut().expect("a device"));
        self
    }

    pub(super) fn group(&mut self, kind: GroupKind, members: &[&str]) -> &mut Self {
        let line = self.next();
        let members = members
            .iter()
            .map(|text| GroupMember {
                text: (*text).into(),
                extension: text.parse().ok(),
                external: text.starts_with("00"),
                at: at(line),
            })
            .collect();
        self.inventory.groups.push(Group {
            kind,
            number: Some("600".into()),
            name: "Kasse".into(),
            strategy: None,
            members,
            at: at(line),
        });
        self
    }

    pub(super) fn did(&mut self, number: &str, prefix: bool, target: DidTarget) -> &mut Self {
        let line = self.next();
        self.inventory.dids.push(Did { number: number.into(), prefix, target, at: at(line) });
        self
    }

    pub(super) fn blocks(&mut self, from: &str, to: &str) -> &mut Self {
        self.site.numbers.blocks.push(Block { from: from.into(), to: to.into() });
        self
    }

    pub(super) fn obstacle(&mut self, number: &str, kind: ObstacleKind, setting: &str) -> &mut Self {
        let line = self.next();
        self.inventory.obstacles.push(Obstacle {
            extension: number.parse().expect("digits"),
            kind,
            text: setting.into(),
            at: at(line),
        });
        self
    }

    pub(super) fn rule(&mut self, transport: Transport, srtp: Srtp) -> &mut Self {
        self.site.clients.push(ClientRule {
            client: ClientId("baresip".into()),
            transport,
            departments: vec![],
            extensions: vec![],
            own_notebook: None,
            devices: vec![],
            srtp: Some(srtp),
            expiry_s: 600,
        });
        self
    }

    pub(super) fn dial(&mut self, text: &str, number: &str, all_contacts: bool) -> &mut Self {
        let line = self.next();
        self.inventory.dials.push(DialLine {
            app: "Dial".into(),
            resolved: None,
            row: false,
            context: "intern".into(),
            pattern: number.into(),
            priority: "1".into(),
            step: None,
            text: text.into(),
            rings: vec![number.parse().expect("digits")],
            by_pattern: false,
            all_contacts,
            at: at(line),
        });
        self
    }

    pub(super) fn queue(&mut self, members: &[&str]) -> &mut Self {
        let line = self.next();
        let members = members
            .iter()
            .map(|number| QueueMember {
                interface: format!("Local/{number}@intern/n"),
                extension: number.parse().ok(),
                penalty: 0,
                name: None,
                state_interface: None,
                dynamic: false,
                row: false,
                at: at(line),
            })
            .collect();
        self.inventory.queues.push(Queue { name: "hotline".into(), strategy: None, members, at: at(line) });
        self
    }

    /// The line that makes the group added before.
    pub(super) fn ringing_line(&mut self, numbers: &[&str]) -> &mut Self {
        let at = self.inventory.groups.last().map_or_else(|| at(1), |group| group.at.clone());
        for member in self.inventory.groups.iter_mut().flat_map(|group| &mut group.members) {
            member.at = at.clone();
        }
        self.inventory.dials.push(DialLine {
            app: "Dial".into(),
            resolved: None,
            row: false,
            context: "intern".into(),
            pattern: "500".into(),
            priority: "1".into(),
            step: None,
            text: numbers.join("&"),
            rings: numbers.iter().filter_map(|number| number.parse().ok()).collect(),
            by_pattern: false,
            all_contacts: false,
            at,
        });
        self
    }

    pub(super) fn of_asterisk(&mut self) -> &mut Self {
        self.read_by("asterisk/pjsip")
    }

    pub(super) fn read_by(&mut self, importer: &str) -> &mut Self {
        self.source("export.csv", importer)
    }

    pub(super) fn source(&mut self, file: &str, importer: &str) -> &mut Self {
        self.inventory.sources.push(Source {
            file: file.into(),
            importer: importer.into(),
            encoding: None,
            records: 1,
            sha256: String::new(),
        });
        self
    }

    /// `slug: words`, without the notes that no test is about.
    pub(super) fn told(&self) -> Vec<String> {
        check(&self.inventory, &self.secrets, &self.site)
            .iter()
            .map(|f| {
                assert!(!f.what.en.is_empty() && f.what.en != f.what.de, "{f:?}");
                format!("{}: {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en)
            })
            .collect()
    }
}

pub(super) fn case(build: impl FnOnce(&mut Case)) -> Vec<String> {
    let mut case = Case::new();
    build(&mut case);
    case.told()
}

/// The first input gives exactly these findings, the second none.
pub(super) fn rule(wrong: impl FnOnce(&mut Case), expected: &[&str], right: impl FnOnce(&mut Case)) {
    assert_eq!(case(wrong), expected);
    assert_eq!(case(right), [] as [&str; 0], "silent where {expected:?} is mended");
}

pub(super) fn ext(number: &str) -> DidTarget {
    DidTarget::Extension(number.parse().expect("digits"))
}
