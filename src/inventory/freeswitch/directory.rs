//! The elements of a directory, step by step: a domain is settled when it ends, because its settings may stand behind its users.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::lines::Weaver;
use super::source::{Spot, Woven};
use super::user::{READ, Setting, Settings, Tallies, User};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::Extension;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Extra, GroupKind, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{NO_DOMAIN, Subscribers};
use crate::inventory::xml::{Attribute, Step, Walker};
use crate::policy::site::Numbers;

pub const FORMAT: Format = Format { name: "freeswitch/directory", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let has = |word: &str| sample.text.contains(word);
    let told = |score, word: &str| Some(Likeness::new(score, format!("holds `{word}`"), format!("enthält `{word}`")));
    if has("<document type=\"freeswitch/xml\"") {
        return told(97, "<document type=\"freeswitch/xml\"");
    }
    let users = has("<user id=") || has("<users>") || has("<users/>");
    if has("<domain name=") && users {
        return told(93, "<domain name=");
    }
    if has("<section name=\"directory\"") && has("X-PRE-PROCESS") {
        return told(90, "<section name=\"directory\"");
    }
    ((has("<params>") || has("<variables>")) && has("<user id=")).then(|| told(80, "<user id=")).flatten()
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/freeswitch");
    let mut weaver = Weaver::new(given.files, given.list.encoding, &mut list.findings);
    weave(&mut weaver, given);
    let mut unknown = weaver.unknown();
    let (woven, sources) = (std::mem::take(&mut weaver.woven), std::mem::take(&mut weaver.sources));
    list.reading.refused = weaver.stopped || weaver.looped;
    list.reading.sources = sources;
    let mut directory = Directory::new(&woven, given.plan);
    directory.walk(&mut list);
    // The shared password is told as such, whether its value is known or not.
    if !directory.tallies.shipped.is_empty() {
        unknown.remove("default_password");
    }
    unknown.into_values().for_each(|finding| list.tell(finding));
    directory.finish(&mut list);
    if list.reading.extensions.is_empty() && !directory.seen_users {
        list.tell(codes::NO_USERS.finding(
            Some(Place::file(given.list.file)),
            Words::new("no `<user id=…>` in the directory", "kein `<user id=…>` im Verzeichnis"),
        ));
    }
    let records = list.reading.extensions.len();
    if let Some(main) = list.reading.sources.iter_mut().find(|source| source.file == given.list.file) {
        main.records = records;
    }
    list.finish()
}

/// Puts the files together. A `vars.xml` beside the file is read first, as `freeswitch.xml` does.
fn weave(weaver: &mut Weaver<'_>, given: &Given<'_>) {
    const VARIABLES: &str = "vars.xml";
    let name = given.list.file.rsplit('/').next().unwrap_or(given.list.file).to_owned();
    let includes_it = memchr::memmem::find(given.list.bytes, VARIABLES.as_bytes()).is_some();
    if name != VARIABLES
        && !includes_it
        && let Ok(bytes) = given.files.read(VARIABLES)
    {
        let origin = weaver.woven.open(given.list.file.to_owned(), Vec::new());
        weaver.file(VARIABLES, &bytes, Vec::new(), Spot { origin, line: 0 });
        // Only what it sets counts.
        weaver.woven = Woven::default();
    }
    weaver.text(&name, given.list.file.to_owned(), given.list.bytes, Vec::new());
}

/// Whose `<params>` and `<variables>` are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Domain,
    Group,
    User,
    /// Params or variables of the frame around.
    Settings,
    /// Read on, but says nothing itself.
    Around,
    /// Nothing inside is read.
    Skipped,
}

/// A domain with its users and groups, read to its end.
struct Domain {
    name: Option<String>,
    settings: Settings,
    users: Vec<User>,
    members: Vec<(String, Sourced<String>, bool)>,
}

struct Directory<'w> {
    woven: &'w Woven,
    plan: &'w Numbers,
    frames: Vec<Frame>,
    domain: Option<Sourced<String>>,
    domain_settings: Settings,
    group: Option<String>,
    group_settings: Settings,
    user: Option<User>,
    users: Vec<User>,
    /// Group, id and place of every membership, in order; `true` for pointers.
    members: Vec<(String, Sourced<String>, bool)>,
    /// Those that have ended. They wait for each other: a number may be in several.
    domains: Vec<Domain>,
    tallies: Tallies,
    seen_users: bool,
}

impl<'w> Directory<'w> {
    fn new(woven: &'w Woven, plan: &'w Numbers) -> Self {
        Self {
            woven,
            plan,
            frames: Vec::new(),
            domain: None,
            domain_settings: Settings::new(),
            group: None,
            group_settings: Settings::new(),
            user: None,
            users: Vec::new(),
            members: Vec::new(),
            domains: Vec::new(),
            tallies: Tallies::default(),
            seen_users: false,
        }
    }

    fn walk(&mut self, list: &mut Subscribers) {
        let woven = self.woven;
        let mut walker = Walker::new(&woven.text);
        loop {
            match walker.next() {
                Ok(Some(Step::Open { name, attributes, offset })) => {
                    let frame = self.open(name, &attributes, offset);
                    self.frames.push(frame);
                }
                Ok(Some(Step::Close)) => self.close(),
                Ok(Some(Step::Text(_))) => {}
                Ok(None) => break,
                Err(broken) => {
                    let page = if broken.refused { &codes::XML_REFUSED } else { &codes::XML_BROKEN };
                    list.reading.refused |= broken.refused;
                    let (en, de) = (broken.what.en, broken.what.de);
                    list.tell(page.finding(
                        Some(woven.place_of(broken.offset)),
                        Words::new(format!("not read on from here: {en}"), format!("ab hier nicht weiter gelesen: {de}")),
                    ));
                    break;
                }
            }
        }
        // What a break left open.
        while !self.frames.is_empty() {
            self.close();
        }
        self.settle();
        self.take(list);
    }

    fn sourced(&self, attribute: &Attribute) -> Sourced<String> {
        Sourced::new(attribute.value.clone(), self.woven.place_of(attribute.offset))
    }

    fn open(&mut self, name: &str, attributes: &[Attribute], offset: usize) -> Frame {
        let around = self.frames.last().copied();
        if around == Some(Frame::Skipped) {
            return Frame::Skipped;
        }
        let find = |name: &str| attributes.iter().find(|a| a.name == name);
        match name {
            "include" | "document" | "groups" | "users" => Frame::Around,
            "section" if find("name").is_none_or(|a| a.value == "directory") => Frame::Around,
            "section" => {
                let section = find("name").map_or("", |a| a.value.as_str()).to_owned();
                self.not_read(&format!("section `{section}`"), offset)
            }
            "domain" => {
                // An unknown variable leaves nothing that could be a realm.
                self.domain = find("name")
                    .filter(|a| !self.woven.holds_unknown(a.offset, a.value.len()) && !a.value.trim().is_empty())
                    .map(|a| self.sourced(a));
                Frame::Domain
            }
            "group" => {
                self.group = find("name").map(|a| a.value.clone());
                Frame::Group
            }
            "user" => self.open_user(attributes, offset),
            "params" | "variables" if matches!(around, Some(Frame::Domain | Frame::Group | Frame::User)) => Frame::Settings,
            "param" | "variable" if around == Some(Frame::Settings) => {
                self.setting(name, attributes, offset);
                Frame::Around
            }
            "gateways" => Frame::Around,
            "gateway" => {
                if let Some(user) = &mut self.user {
                    user.gateway = true;
                }
                self.not_read("`gateway`", offset)
            }
            other => {
                let shown: String = other.chars().take(64).collect();
                self.not_read(&format!("`{shown}`"), offset)
            }
        }
    }

    fn not_read(&mut self, what: &str, offset: usize) -> Frame {
        let woven = self.woven;
        self.tallies.beside.name(what, || woven.place_of(offset));
        Frame::Skipped
    }

    fn open_user(&mut self, attributes: &[Attribute], offset: usize) -> Frame {
        self.seen_users = true;
        let woven = self.woven;
        let sourced = |a: &Attribute| Sourced::new(a.value.clone(), woven.place_of(a.offset));
        let find = |name: &str| attributes.iter().find(|a| a.name == name).map(sourced);
        let id = find("id").unwrap_or_else(|| Sourced::new(String::new(), self.woven.place_of(offset)));
        let pointer = attributes.iter().any(|a| a.name == "type" && a.value == "pointer");
        if let Some(group) = &self.group {
            self.members.push((group.clone(), id.clone(), pointer));
        }
        if pointer {
            return Frame::Skipped;
        }
        for attribute in attributes.iter().filter(|a| !["id", "number-alias", "mailbox", "cidr"].contains(&a.name.as_str())) {
            let shown: String = attribute.name.chars().take(64).collect();
            self.not_read(&format!("attribute `{shown}`"), attribute.offset);
        }
        self.user = Some(User {
            alias: find("number-alias").filter(|cell| !cell.value.trim().is_empty()),
            mailbox: find("mailbox").filter(|cell| !cell.value.trim().is_empty()),
            cidr: find("cidr"),
            id,
            settings: Settings::new(),
            inherited: self.group_settings.clone(),
            extra: Extra::default(),
            gateway: false,
        });
        Frame::User
    }

    /// The last of one name counts.
    fn setting(&mut self, element: &str, attributes: &[Attribute], offset: usize) {
        let find = |name: &str| attributes.iter().find(|a| a.name == name);
        let (Some(name), Some(value)) = (find("name"), find("value")) else {
            self.not_read(&format!("{element} without `name` or `value`"), offset);
            return;
        };
        let Some(known) = READ.iter().find(|known| **known == name.value) else {
            let shown: String = name.value.chars().take(64).collect();
            self.not_read(&format!("{element} `{shown}`"), offset);
            self.keep(&name.value, value);
            return;
        };
        let setting = Setting {
            cell: self.sourced(value),
            shipped: self.woven.is_default_password(value.offset),
            unknown: self.woven.holds_unknown(value.offset, value.value.len()),
        };
        let owner = self.frames.iter().rev().find(|frame| matches!(frame, Frame::Domain | Frame::Group | Frame::User));
        match (owner, &mut self.user) {
            (Some(Frame::User), Some(user)) => user.settings.insert(known, setting),
            (Some(Frame::Group), _) => self.group_settings.insert(known, setting),
            _ => self.domain_settings.insert(known, setting),
        };
    }

    /// Keeps a setting of a user that no field holds. One with a variable that has no value here says nothing.
    fn keep(&mut self, name: &str, value: &Attribute) {
        let own = self.frames.iter().rev().find(|frame| matches!(frame, Frame::Domain | Frame::Group | Frame::User));
        let unknown = self.woven.holds_unknown(value.offset, value.value.len());
        if own != Some(&Frame::User) || unknown {
            return;
        }
        let Some(user) = &mut self.user else { return };
        self.tallies.beside.keep(name, &value.value, self.woven.place_of(value.offset), &mut user.extra);
    }

    fn close(&mut self) {
        match self.frames.pop() {
            Some(Frame::User) => self.users.extend(self.user.take()),
            Some(Frame::Group) => {
                self.group = None;
                self.group_settings.clear();
            }
            Some(Frame::Domain) => self.settle(),
            _ => {}
        }
    }

    /// Puts a domain aside.
    fn settle(&mut self) {
        let name = self.domain.take().map(|domain| domain.value);
        let settings = std::mem::take(&mut self.domain_settings);
        let (users, members) = (std::mem::take(&mut self.users), std::mem::take(&mut self.members));
        if !users.is_empty() || !members.is_empty() {
            self.domains.push(Domain { name, settings, users, members });
        }
    }

    /// Takes the users of all domains.
    fn take(&mut self, list: &mut Subscribers) {
        let domains = std::mem::take(&mut self.domains);
        let several = in_several(&domains);
        let mut first: BTreeMap<Extension, &User> = BTreeMap::new();
        for domain in &domains {
            self.take_domain(domain, &several, &mut first, list);
        }
    }

    /// Takes the users of a domain, then its groups.
    fn take_domain<'d>(
        &mut self,
        domain: &'d Domain,
        several: &BTreeSet<&str>,
        first: &mut BTreeMap<Extension, &'d User>,
        list: &mut Subscribers,
    ) {
        let mut numbers: BTreeMap<&str, Extension> = BTreeMap::new();
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        let name = domain.name.as_deref();
        for user in &domain.users {
            let (id, dialled) = (user.id.value.as_str(), user.dialled());
            ids.insert(id);
            let Some(Sourced { value: number, at }) = list.number(dialled, !dialled.value.is_empty()) else { continue };
            let apart = if several.contains(dialled.value.as_str()) { number.within(name.unwrap_or(NO_DOMAIN)) } else { None };
            let number = Sourced::new(apart.unwrap_or(number), at);
            numbers.insert(&dialled.value, number.value.clone());
            numbers.insert(id, number.value.clone());
            let before = first.get(&number.value).copied();
            if !list.is_first(&number, |_| before.map(|before| user.differing(before)).unwrap_or_default()) {
                continue;
            }
            first.insert(number.value.clone(), user);
            user.take(number, (name, &domain.settings), self.plan, &mut self.tallies, list);
        }
        for (group, id, pointer) in &domain.members {
            list.groups.declare(GroupKind::Ring, (name, group), &id.at);
            match numbers.get(id.value.as_str()) {
                Some(number) => list.groups.join(GroupKind::Ring, (name, [group.as_str()]), number, &id.at),
                None if *pointer && !ids.contains(id.value.as_str()) => {
                    let name = &id.value;
                    self.tallies.pointers.push(format!("`{name}` (`{group}`)"));
                    self.tallies.pointers_at.get_or_insert_with(|| id.at.clone());
                }
                None => {}
            }
        }
    }

    fn finish(&mut self, list: &mut Subscribers) {
        let Tallies { shipped, shipped_at, shipped_unknown, cidr, pointers, pointers_at, beside } =
            std::mem::take(&mut self.tallies);
        let told = [
            pointers_at.map(|at| missing(pointers, at)),
            default_password(&shipped, shipped_at, shipped_unknown),
            cidr.tell(&codes::USER_BY_ADDRESS, |count, example| {
                Words::new(
                    format!("users let in by `cidr`: {count}; the first is {example}"),
                    format!("über `cidr` eingelassene Benutzer: {count}; zuerst {example}"),
                )
            }),
        ];
        for finding in told.into_iter().flatten() {
            list.tell(finding);
        }
        let of = Words::new("not read", "nicht gelesen");
        beside.tell(&codes::XML_UNUSED, &of, true).into_iter().for_each(|finding| list.tell(finding));
    }
}

/// Members of groups that nobody is, with their groups.
fn missing(pointers: Vec<String>, at: Place) -> Finding {
    let all = Listed::of(pointers, SHOWN);
    let counted = all.counted();
    let words = Words::new(
        format!("users that groups name and the domain does not have: {counted}"),
        format!("Benutzer, die Gruppen nennen und die Domäne nicht hat: {counted}"),
    );
    codes::POINTER_MISSING.finding(Some(at), words).listing(all)
}

/// Names in one sentence.
const SHOWN: usize = 10;

/// Numbers that users of several domains have.
fn in_several(domains: &[Domain]) -> BTreeSet<&str> {
    let mut first: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let mut several = BTreeSet::new();
    for domain in domains {
        for user in &domain.users {
            let number = user.dialled().value.as_str();
            if *first.entry(number).or_insert(domain.name.as_deref()) != domain.name.as_deref() {
                several.insert(number);
            }
        }
    }
    several
}

/// One finding for all users whose password is everybody's. Its value is told by the telephone system's own documentation, so that it is
/// missing in the export makes it no better.
fn default_password(users: &[String], at: Option<Place>, unknown: bool) -> Option<Finding> {
    let first = users.first()?;
    let listed = Listed::new(users.iter().map(String::as_str), 1);
    let some = listed.counted();
    let words = if unknown {
        Words::new(
            format!("users with `$${{default_password}}`, which has no value in the export and is `1234` as shipped: {some}"),
            format!("Benutzer mit `$${{default_password}}`, das im Export keinen Wert hat und ausgeliefert `1234` ist: {some}"),
        )
    } else {
        Words::new(
            format!("users with `$${{default_password}}` as shipped: {some}"),
            format!("Benutzer mit `$${{default_password}}` wie ausgeliefert: {some}"),
        )
    };
    let finding = codes::DEFAULT_PASSWORD
        .finding(at, words)
        .listing(listed)
        .todo(Words::new("give each user a password of its own", "jedem Benutzer ein eigenes Kennwort geben"));
    Some(if users.len() == 1 { finding.about(first.as_str()) } else { finding })
}
