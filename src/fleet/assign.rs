//! Who gets what on which device, and the folder of secrets for each.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::places::{self, Way};
use super::{codes, scripts};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::hex::hex;
use crate::domain::{Extension, LineId, PersonId};
use crate::inventory::model::{Device, DeviceKind, Inventory, Person, Ring};
use crate::links::issue::ClearLinks;
use crate::plan::model::{Line, Plan};
use crate::plan::{Sets, named};
use crate::policy::site::{Deliver, FleetRule, FleetRules};
use crate::profile::Artefact;

/// What is known before.
pub struct Given<'a> {
    pub inventory: &'a Inventory,
    pub plan: &'a Plan,
    pub rules: &'a FleetRules,
    /// One-time links in clear, by line.
    pub links: &'a ClearLinks,
    /// The files of a line, or why it has none.
    pub files: &'a dyn Fn(&Line) -> Result<Vec<Artefact>, Vec<Finding>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Os {
    Igel,
    Windows,
}

impl Os {
    /// The folder in the output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Igel => "igel",
            Self::Windows => "windows",
        }
    }
}

/// One device and the line it is set up for. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Assignment {
    pub os: Os,
    /// Label, name or MAC address.
    pub device: String,
    pub mac: Option<String>,
    pub room: Option<String>,
    pub person: Option<PersonId>,
    pub login: Option<String>,
    pub extension: Extension,
    pub client: String,
    /// Below the output: what belongs to this owner alone.
    pub folder: String,
    /// Files in it.
    pub files: Vec<String>,
    /// Where they go on the device.
    pub targets: Vec<String>,
}

/// One file to write.
#[derive(Clone, PartialEq, Eq)]
pub struct FleetFile {
    pub path: String,
    pub bytes: Vec<u8>,
    pub secret: bool,
}

impl std::fmt::Debug for FleetFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FleetFile({}, {} bytes)", self.path, self.bytes.len())
    }
}

/// Everything for all devices.
#[derive(Debug, Default)]
pub struct Fleet {
    /// By device.
    pub assignments: Vec<Assignment>,
    pub files: Vec<FleetFile>,
    /// Devices of these kinds without a planned line.
    pub unassigned: Vec<String>,
    pub findings: Vec<Finding>,
}

/// Assigns lines to devices and makes the files. The result depends on nothing but the arguments.
#[must_use]
pub fn build(given: &Given<'_>) -> Fleet {
    let sets = Sets::of(&given.plan.lines);
    let mut maker = Maker {
        given,
        persons: given.inventory.people().map(|person| (&person.id, person)).collect(),
        of_person: BTreeMap::new(),
        of_extension: given.plan.lines.iter().map(|line| (&line.extension, sets.first_of(line))).collect(),
        troubles: BTreeMap::new(),
        owners: BTreeMap::new(),
        fleet: Fleet::default(),
    };
    for line in &given.plan.lines {
        if let Some(person) = &line.person {
            maker.of_person.entry(person).or_insert(sets.first_of(line));
        }
    }
    let mut devices: Vec<&Device> = given.inventory.devices.iter().collect();
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    for device in devices {
        match (device.kind, &given.rules.igel, &given.rules.windows) {
            (DeviceKind::ThinClient, Some(rule), _) => maker.device(device, Os::Igel, rule),
            (DeviceKind::Notebook, _, Some(rule)) => maker.device(device, Os::Windows, rule),
            _ => {}
        }
    }
    maker.finish()
}

/// One finding for all lines with the same trouble.
type Troubles = BTreeMap<(&'static str, String), (&'static CodePage, Words, Vec<Extension>)>;

struct Maker<'a> {
    given: &'a Given<'a>,
    persons: BTreeMap<&'a PersonId, &'a Person>,
    of_person: BTreeMap<&'a PersonId, &'a Line>,
    of_extension: BTreeMap<&'a Extension, &'a Line>,
    troubles: Troubles,
    /// Folder to its line: one owner each.
    owners: BTreeMap<String, LineId>,
    fleet: Fleet,
}

impl<'a> Maker<'a> {
    fn device(&mut self, device: &'a Device, os: Os, rule: &FleetRule) {
        // A lamp that watches somebody's line is no line of the device.
        let own = device.lines.iter().filter(|line| line.ring != Ring::Monitor).filter_map(|line| line.extension.as_ref());
        let mut listed = own.filter_map(|extension| self.of_extension.get(extension).copied());
        let line = match &device.person {
            Some(person) => {
                let of_person = self.of_person.get(person).copied();
                listed.find(|line| line.person.as_ref() == Some(person)).or(of_person)
            }
            None => listed.next(),
        };
        let shown = name_of(device);
        let Some(line) = line else {
            self.fleet.unassigned.push(shown);
            return;
        };
        let person = line.person.as_ref().and_then(|id| self.persons.get(id).copied());
        let login = person.and_then(|person| person.login.as_ref()).map(|login| login.value.clone());
        let owner = match os {
            Os::Igel => shown.clone(),
            Os::Windows => match &login {
                Some(login) => login.clone(),
                None => return self.trouble(&codes::NO_LOGIN, &codes_words(&codes::NO_LOGIN), line),
            },
        };
        let parts = match os {
            Os::Igel => "devices",
            Os::Windows => "users",
        };
        let folder = format!("{}/{parts}/{}", os.as_str(), folder_name(&owner));
        let written = self.owners.contains_key(&folder);
        if self.owners.get(&folder).is_some_and(|of| *of != line.id) {
            self.trouble(&codes::NOT_ALONE, &Words::new(format!("folder `{folder}`"), format!("Ordner `{folder}`")), line);
            // The first one goes as well: which of the two is right, nobody knows.
            self.fleet.files.retain(|file| !file.path.starts_with(&format!("{folder}/")));
            self.fleet.assignments.retain(|assignment| assignment.folder != folder);
            return;
        }
        let Some(way) = places::way(os, &line.client.0, rule.deliver) else {
            let (os, how, client) = (os.as_str(), word(rule.deliver), &line.client);
            let what = Words::new(format!("`{client}` on {os} by `{how}`"), format!("`{client}` auf {os} mit `{how}`"));
            return self.trouble(&codes::NO_PLACE, &what, line);
        };
        let Some(files) = self.secrets(way, line) else { return };
        let assignment = Assignment {
            os,
            device: shown,
            mac: device.mac.as_ref().map(|mac| mac.value.to_string()),
            room: device.room.as_ref().map(|room| room.value.to_string()),
            person: line.person.clone(),
            login,
            extension: line.extension.clone(),
            client: line.client.to_string(),
            folder: folder.clone(),
            files: files.iter().map(|(name, _)| name.clone()).collect(),
            targets: way.targets(line.accounts().count()).into_iter().map(|target| full(os, &rule.home, target)).collect(),
        };
        self.fleet.assignments.push(assignment);
        if !written {
            let files =
                files.into_iter().map(|(name, bytes)| FleetFile { path: format!("{folder}/{name}"), bytes, secret: true });
            self.fleet.files.extend(files);
            self.owners.insert(folder, line.id.clone());
        }
    }

    /// What the owner's folder holds; none after its trouble was told.
    fn secrets(&mut self, way: Way, line: &Line) -> Option<Vec<(String, Vec<u8>)>> {
        let mut files = match way {
            Way::Files(wanted) => match (self.given.files)(line) {
                Ok(artefacts) => {
                    let name = |artefact: &Artefact| artefact.path.rsplit('/').next().unwrap_or_default().to_owned();
                    let files = artefacts.into_iter().map(|artefact| (name(&artefact), artefact.bytes));
                    files.filter(|(name, _)| wanted.iter().any(|(file, _)| file == name)).collect::<Vec<_>>()
                }
                Err(findings) => {
                    self.fleet.findings.extend(findings);
                    return None;
                }
            },
            Way::Itself(_) | Way::Fetch(_) | Way::Page => {
                // A device types no PIN.
                let link = self.given.links.get(&line.id).filter(|link| !link.pin).map(|link| link.url.as_str());
                let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'`\\".contains(&byte);
                let Some(link) = link.filter(|url| url.starts_with("https://") && url.bytes().all(plain)) else {
                    self.trouble(&codes::NO_LINK, &codes_words(&codes::NO_LINK), line);
                    return None;
                };
                vec![("link.txt".to_owned(), format!("{link}\n").into_bytes())]
            }
        };
        // The scripts act once for each content. It lies beside the secret itself, so a hash gives nothing away.
        let mut hash = Sha256::new();
        for (name, bytes) in &files {
            hash.update(name.as_bytes());
            hash.update(bytes);
        }
        let hash = hex(&hash.finalize()[..8]);
        files.push(("stamp.txt".to_owned(), format!("{} {hash}\n", line.client).into_bytes()));
        Some(files)
    }

    fn trouble(&mut self, page: &'static CodePage, what: &Words, line: &Line) {
        let entry = self.troubles.entry((page.slug, what.en.to_string())).or_insert_with(|| (page, what.clone(), Vec::new()));
        if !entry.2.contains(&line.extension) {
            entry.2.push(line.extension.clone());
        }
    }

    fn finish(mut self) -> Fleet {
        for (page, what, lines) in self.troubles.into_values() {
            let (en, de) = named(&lines);
            let what = Words::new(format!("{}: {en}", what.en), format!("{}: {de}", what.de));
            self.fleet.findings.push(page.finding(Some(Place::file("deskshift.yaml")), what));
        }
        let n = self.fleet.unassigned.len();
        if n > 0 {
            let some: Vec<String> = self.fleet.unassigned.iter().take(4).map(|name| format!("`{name}`")).collect();
            let (some, dots) = (some.join(", "), if n > 4 { ", …" } else { "" });
            let what = Words::new(
                format!("devices of nobody with a planned line: {n} ({some}{dots})"),
                format!("Geräte von niemandem mit einem geplanten Anschluss: {n} ({some}{dots})"),
            );
            self.fleet.findings.push(codes::UNASSIGNED.finding(None, what));
        }
        let kinds: BTreeSet<Os> = self.fleet.assignments.iter().map(|assignment| assignment.os).collect();
        let rules = self.given.rules;
        for os in kinds {
            let rule = match os {
                Os::Igel => &rules.igel,
                Os::Windows => &rules.windows,
            };
            self.fleet.files.extend(rule.iter().flat_map(|rule| scripts::files(os, rule)));
        }
        self.fleet.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.fleet
    }
}

/// The title of a code as the sentence of its finding.
fn codes_words(page: &'static CodePage) -> Words {
    Words::new(page.title_en, page.title_de)
}

fn word(deliver: Deliver) -> &'static str {
    match deliver {
        Deliver::Link => "link",
        Deliver::Files => "files",
    }
}

/// What people call a device: its label, else its name, else its address.
fn name_of(device: &Device) -> String {
    let text = |field: &Option<crate::inventory::model::Sourced<String>>| field.as_ref().map(|field| field.value.clone());
    text(&device.label).or_else(|| text(&device.name)).unwrap_or_else(|| device.id.clone())
}

fn full(os: Os, home: &str, target: &str) -> String {
    match os {
        Os::Igel => format!("{}/{target}", home.trim_end_matches('/')),
        Os::Windows => target.to_owned(),
    }
}

/// A folder of a-z, 0-9, `.`, `-`, `_`. Windows and UMS take upper and lower case for the same; so the name is lower case, and other
/// characters become their code, so that no two owners share a folder unless they differ in case only.
fn folder_name(owner: &str) -> String {
    let mut name = String::new();
    for (at, byte) in owner.to_lowercase().bytes().enumerate() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || (at > 0 && matches!(byte, b'.' | b'-')) {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("_{byte:02x}"));
        }
    }
    name
}
