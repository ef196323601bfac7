//! What an import says of people and lines, and what the model says.

use std::collections::{BTreeMap, BTreeSet};

use deskshift::inventory::model::{AuthState, ExtensionKind, HomeSuitability, Inventory};
use serde_json::Value;

use crate::support::run;
use crate::systems::{at_the_desk_of, on_pbx};
use crate::traunstein::model::{Case, Fault, Home, Owner};
use crate::traunstein::names::OFFICES;
use crate::traunstein::site;

/// What not every source can know; each use is a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    WishHome,
    WishOffice,
    Notebook,
    Mailbox,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    last: String,
    first: Option<String>,
    extension: Option<String>,
    department: Option<String>,
    room: Option<String>,
    mail: Option<String>,
    off_days: Vec<u8>,
    home: Option<HomeSuitability>,
    wish_home: Vec<u8>,
    wish_office: Vec<u8>,
    own_notebook: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    persons: Vec<String>,
    /// What the model says of it: a person's, a shared one, none of both.
    kind: Kind,
    mailbox: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Shared,
    /// Left behind by somebody.
    Unknown,
    Fax,
    /// A door, a lift, a hall.
    Thing,
}

pub struct Outcome {
    pub people: BTreeMap<String, Person>,
    lines: BTreeMap<String, Line>,
    /// Rows that were joined into each person.
    rows: BTreeMap<String, usize>,
    kinds: BTreeMap<String, ExtensionKind>,
    logins: BTreeMap<String, String>,
    rooms: BTreeMap<String, BTreeSet<String>>,
    departments: BTreeMap<String, usize>,
    findings: Vec<Value>,
}

/// Runs `deskshift inventory import` on a site with these files and sources.
#[track_caller]
pub fn import(case: &Case, files: &[(String, Vec<u8>)], sources: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let yaml = site::yaml(case);
    let (before, rest) = yaml.split_once("sources:\n").unwrap();
    let (_, after) = rest.split_once("\npbx:\n").unwrap();
    // The groups of the roster name queues, which not every export has.
    let after = after.split("  groups:\n").next().unwrap();
    std::fs::write(folder.path().join("deskshift.yaml"), format!("{before}sources:\n{sources}\npbx:\n{after}")).unwrap();
    let done = run(folder.path(), &["--json", "--lang", "en", "inventory", "import"]);
    assert!(done.code <= 1, "exit code {}\n{}\n{}", done.code, done.stdout, done.stderr);
    let findings = done.json()["findings"].as_array().unwrap().clone();
    let document: Value = serde_json::from_slice(&std::fs::read(folder.path().join("out/inventory.json")).unwrap()).unwrap();
    Outcome::of(&serde_json::from_value(document["body"].clone()).unwrap(), findings)
}

impl Outcome {
    pub fn of(inventory: &Inventory, findings: Vec<Value>) -> Self {
        let people = inventory.persons.iter().map(|p| {
            let person = Person {
                last: p.last.value.clone(),
                first: p.first.as_ref().map(|v| v.value.clone()),
                extension: p.extension.as_ref().map(|v| v.value.to_string()),
                department: p.department.as_ref().map(|v| v.value.to_string()),
                room: p.room.as_ref().map(|v| v.value.to_string()),
                mail: p.mail.as_ref().map(|v| v.value.clone()),
                off_days: p.off_days.to_vec(),
                home: p.home.as_ref().map(|v| v.value),
                wish_home: p.wish_home.to_vec(),
                wish_office: p.wish_office.to_vec(),
                own_notebook: p.own_notebook.as_ref().map(|v| v.value),
            };
            (p.id.to_string(), person)
        });
        let lines = inventory.extensions.iter().map(|e| {
            let kind = match e.kind {
                ExtensionKind::Person => Kind::Person,
                ExtensionKind::Shared => Kind::Shared,
                ExtensionKind::Unknown => Kind::Unknown,
                ExtensionKind::Fax => Kind::Fax,
                _ => Kind::Thing,
            };
            let persons = e.persons.iter().map(ToString::to_string).collect();
            (e.number.to_string(), Line { persons, kind, mailbox: e.mailbox.as_ref().map(|m| m.value.clone()) })
        });
        let logins = inventory.extensions.iter().filter_map(|e| match &e.account.as_ref()?.auth {
            AuthState::Present { username, .. } => Some((e.number.to_string(), username.value.clone())),
            _ => None,
        });
        let ids = |ids: &[deskshift::domain::PersonId]| ids.iter().map(ToString::to_string).collect();
        Self {
            people: people.collect(),
            lines: lines.collect(),
            rows: inventory.persons.iter().map(|p| (p.id.to_string(), 1 + p.also.len())).collect(),
            kinds: inventory.extensions.iter().map(|e| (e.number.to_string(), e.kind)).collect(),
            logins: logins.collect(),
            rooms: inventory.rooms.iter().map(|room| (room.name.to_string(), ids(&room.persons))).collect(),
            departments: inventory.departments.iter().map(|d| (d.name.to_string(), d.persons)).collect(),
            findings,
        }
    }

    /// Findings of a code.
    pub fn told(&self, code: &str) -> Vec<&Value> {
        let code = format!("inventory/{code}");
        self.findings.iter().filter(|finding| finding["code"] == code.as_str()).collect()
    }

    pub fn count(&self, code: &str) -> usize {
        self.told(code).len()
    }

    /// The pairs of ids that a person is asked about.
    pub fn proposed(&self) -> Vec<(String, String)> {
        let pair = |finding: &&Value| {
            let todo = finding["todo"]["en"].as_str().unwrap();
            let mut ids = todo.split('"').skip(1).step_by(2).map(str::to_owned);
            (ids.next().unwrap(), ids.next().unwrap())
        };
        self.told("join-proposed").iter().map(pair).collect()
    }

    /// Everything that the model says came out, and nothing else; `lacks` are the fields that the sources do not have.
    #[track_caller]
    pub fn is_the_office(&self, case: &Case, lacks: &[Field]) {
        let people = expected_people(case, lacks);
        differ("people", &self.people, &people);
        let mut lines = self.lines.clone();
        if lacks.contains(&Field::Mailbox) {
            lines.values_mut().for_each(|line| line.mailbox = None);
        }
        differ("lines", &lines, &expected_lines(case, lacks));
        for (number, login) in expected_logins(case) {
            assert_eq!(self.logins.get(&number), Some(&login), "login of {number}");
        }
        let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut departments: BTreeMap<String, usize> = BTreeMap::new();
        for (id, person) in &people {
            rooms.entry(person.room.clone().unwrap()).or_default().insert(id.clone());
            *departments.entry(person.department.clone().unwrap()).or_default() += 1;
        }
        differ("rooms", &self.rooms, &rooms);
        differ("departments", &self.departments, &departments);
        for code in ["join-proposed", "staff-number-shared", "person-in-one-list", "extension-in-two-sources"] {
            assert_eq!(self.count(code), 0, "{code}: {:#?}", self.told(code));
        }
    }

    /// Every person was in so many rows at least: nobody came from one source alone.
    #[track_caller]
    pub fn has_rows(&self, case: &Case, least: usize) {
        for person in case.persons.iter().filter(|person| !person.left) {
            let id = person.staff_number.to_string();
            assert!(self.rows[&id] >= least, "{id} has {} rows", self.rows[&id]);
        }
    }
}

/// Both ways, with the first few that differ.
#[track_caller]
fn differ<V: PartialEq + std::fmt::Debug>(what: &str, got: &BTreeMap<String, V>, wanted: &BTreeMap<String, V>) {
    let keys: BTreeSet<&String> = got.keys().chain(wanted.keys()).collect();
    let wrong: Vec<_> = keys.into_iter().filter(|key| got.get(*key) != wanted.get(*key)).collect();
    let shown: Vec<_> =
        wrong.iter().take(8).map(|key| format!("{key}\n  got    {:?}\n  wanted {:?}", got.get(*key), wanted.get(*key))).collect();
    assert!(wrong.is_empty(), "{} {what} differ:\n{}", wrong.len(), shown.join("\n"));
}

fn expected_people(case: &Case, lacks: &[Field]) -> BTreeMap<String, Person> {
    let days = |list: &[usize]| -> Vec<u8> { list.iter().map(|day| *day as u8 + 1).collect() };
    let people = case.persons.iter().filter(|person| !person.left).map(|p| {
        // A remark in parentheses is no part of the name, and a title is not the last name; one person has each.
        let last = p.last.strip_suffix(" (Tz)").unwrap_or(&p.last);
        let last = last.strip_prefix("Dr. ").unwrap_or(last).to_owned();
        let off: Vec<usize> = (0..5).filter(|day| !p.works[*day]).collect();
        let home = match p.home {
            Home::Yes => HomeSuitability::Yes,
            Home::No => HomeSuitability::No,
            Home::Always => HomeSuitability::Always,
        };
        let person = Person {
            last,
            first: Some(p.first.clone()),
            extension: p.extension.clone(),
            department: Some(OFFICES[p.office].name.to_owned()),
            room: Some(p.room.clone()),
            mail: Some(p.mail.clone()),
            off_days: days(&off),
            home: Some(home),
            wish_home: if lacks.contains(&Field::WishHome) { Vec::new() } else { days(&p.wish_home) },
            wish_office: if lacks.contains(&Field::WishOffice) { Vec::new() } else { days(&p.wish_office) },
            own_notebook: (!lacks.contains(&Field::Notebook)).then_some(p.own_notebook),
        };
        (p.staff_number.to_string(), person)
    });
    people.collect()
}

fn expected_lines(case: &Case, lacks: &[Field]) -> BTreeMap<String, Line> {
    let line = |line: &crate::traunstein::model::Line| {
        let persons: Vec<String> = at_the_desk_of(case, &line.number).map(|person| person.staff_number.to_string()).collect();
        let kind = match (&line.owner, persons.len()) {
            (_, 1) => Kind::Person,
            (_, 2..) => Kind::Shared,
            (Owner::Person(_), 0) => Kind::Unknown,
            (Owner::Fax { .. }, 0) => Kind::Fax,
            // Nothing in this name says what it is.
            (Owner::Function { name: "Kassenautomat" }, 0) => Kind::Unknown,
            (Owner::Function { .. }, 0) => Kind::Thing,
        };
        let mailbox =
            (line.mailbox && on_pbx(line) && !lacks.contains(&Field::Mailbox)).then(|| format!("{}@default", line.number));
        (line.number.clone(), Line { persons, kind, mailbox })
    };
    case.lines.iter().map(line).collect()
}

/// Of lines that nothing is wrong with.
fn expected_logins(case: &Case) -> BTreeMap<String, String> {
    let good = case.lines.iter().filter(|line| matches!(line.fault, None | Some(Fault::NastySecret | Fault::SharedPhone)));
    good.map(|line| (line.number.clone(), line.auth_user.clone())).collect()
}
