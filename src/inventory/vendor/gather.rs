//! What all exports of telephone systems have in common: numbers, kinds, secrets, devices, groups, and what is told once.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{codes, names};
use crate::diag::{Listed, Place, Severity, Words};
use crate::domain::{Department, Extension, Mac, Secret, SecretRef, SecretState};
use crate::inventory::formats::Given;
use crate::inventory::kind::{self, Recognised};
use crate::inventory::model::{
    Account, AorState, AuthState, Device, DeviceKind, DeviceLine, Did, DidTarget, Employment, ExtensionEntry, Extra, Forward,
    ForwardWhen, Group, GroupKind, GroupMember, Mailbox, Obstacle, ObstacleKind, Person, Ring, Source, Sourced,
};
use crate::inventory::numbers::{self, Number};
use crate::inventory::reading::Reading;
use crate::inventory::staff::{self, Entry, Units};
use crate::inventory::subscriber::{again, listed_twice, not_dialable, of_another_site};
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{self, Collector, Columns, Differing, Row, Secrecy, Tally, normal};
use crate::policy::site::Numbers;

/// A reading in the making.
#[derive(Debug)]
pub(super) struct Gather<'a> {
    plan: &'a Numbers,
    /// Part of the keys of secrets: `3cx`.
    format: &'static str,
    pub reading: Reading,
    pub findings: Collector,
    numbers: BTreeMap<Extension, usize>,
    groups: BTreeMap<(GroupKind, String), usize>,
    /// What was not read, each kind with its count and first place.
    unread: BTreeMap<String, (usize, Place)>,
    salutations: Tally,
    /// Values of known fields that nothing of the model holds, and where the first of them stands.
    known: (Kept, Option<Place>),
}

/// What an export says of a person beside the name.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub extension: Option<Sourced<Extension>>,
    pub mail: Option<Sourced<String>>,
    pub login: Option<Sourced<String>>,
    pub department: Option<Sourced<Department>>,
    /// The unit that the department belongs to.
    pub parent: Option<Sourced<Department>>,
    pub staff_no: Option<Sourced<String>>,
    pub title: Option<Sourced<String>>,
    pub mac: Option<Sourced<Mac>>,
    pub extra: Extra,
    pub employment: Option<Sourced<Employment>>,
    /// The whole name as the system shows it.
    pub display: Option<Sourced<String>>,
}

impl<'a> Gather<'a> {
    pub(super) fn new(format: &'static str, plan: &'a Numbers) -> Self {
        Self {
            plan,
            format,
            reading: Reading::default(),
            findings: Collector::default(),
            numbers: BTreeMap::new(),
            groups: BTreeMap::new(),
            unread: BTreeMap::new(),
            salutations: Tally::default(),
            known: (Kept::default(), None),
        }
    }

    /// The extension that a number means; in E.164 where the plan of the site knows it.
    pub(super) fn internal(&self, text: &str) -> Option<Extension> {
        let text = text.trim().trim_start_matches('\\');
        if let Ok(extension) = text.parse() {
            return Some(extension);
        }
        if !text.starts_with('+') {
            return None;
        }
        match numbers::read(text, self.plan).ok()?.numbers.as_slice() {
            [Number::Internal { extension, .. }] => Some(extension.clone()),
            _ => None,
        }
    }

    /// The same, with a finding where it is none.
    pub(super) fn dialable(&mut self, cell: &Sourced<String>) -> Option<Extension> {
        let found = self.internal(&cell.value);
        if found.is_none() {
            let full = cell.value.trim().trim_start_matches('\\').strip_prefix('+');
            let elsewhere =
                full.is_some_and(|digits| (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
            let tell = if elsewhere { of_another_site } else { not_dialable };
            self.findings.push(tell(&cell.value, &cell.at));
        }
        found
    }

    /// Whether calls to this number leave the telephone system.
    pub(super) fn leaves(&self, text: &str) -> bool {
        let text = text.trim().trim_start_matches('\\');
        if let Some(rest) = text.strip_prefix('+') {
            return !rest.is_empty() && self.internal(text).is_none();
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let longest = self.plan.extension_lengths.iter().max().copied().unwrap_or(6);
        digits > longest
    }

    /// Adds an extension. A number that is there already is told; then the index is that of the first.
    pub(super) fn add(&mut self, entry: ExtensionEntry) -> Result<usize, usize> {
        self.add_or(entry, |_| Differing::default())
    }

    /// The same for the row of a table, whose other values are told where its number is there already.
    pub(super) fn add_row(&mut self, entry: ExtensionEntry, columns: &Columns<'_>, row: &Row) -> Result<usize, usize> {
        self.add_or(entry, |first| columns.differing(row, first))
    }

    /// The same; `differing` says what is otherwise than at the place of the first.
    pub(super) fn add_or(&mut self, entry: ExtensionEntry, differing: impl FnOnce(&Place) -> Differing) -> Result<usize, usize> {
        if let Some(first) = self.numbers.get(&entry.number).copied() {
            let at = &self.reading.extensions[first].at;
            self.findings.push(listed_twice(&entry.number, &entry.at, at, &differing(at)));
            return Err(first);
        }
        let index = self.reading.extensions.len();
        self.numbers.insert(entry.number.clone(), index);
        self.reading.extensions.push(entry);
        Ok(index)
    }

    /// The extension with this number, if the file has it already.
    pub(super) fn known(&self, number: &Extension) -> Option<usize> {
        self.numbers.get(number).copied()
    }

    /// A new entry whose kind follows from the name, else from what the format says, else from the form of the name.
    pub(super) fn entry(number: Extension, name: Option<Sourced<String>>, told: Option<Recognised>, at: Place) -> ExtensionEntry {
        let text = name.as_ref().map(|name| name.value.as_str());
        let Recognised { kind, reason } =
            text.and_then(kind::by_name).or(told).unwrap_or_else(|| kind::recognise(text, None, None));
        ExtensionEntry { name, ..ExtensionEntry::new(number, kind, reason, at) }
    }

    /// A SIP account. `password` is none where the export has no such field.
    pub(super) fn account(
        &mut self,
        endpoint: &Sourced<String>,
        username: &Sourced<String>,
        password: Option<&Sourced<String>>,
        aor: AorState,
    ) -> Box<Account> {
        let secret = self.secret(&username.value, password);
        Box::new(Account {
            endpoint: endpoint.clone(),
            context: None,
            transport: None,
            auth: AuthState::Present {
                name: username.clone(),
                username: username.clone(),
                secret,
                secret_at: password.map_or_else(|| username.at.clone(), |cell| cell.at.clone()),
                secret_cut_at: None,
                realm: None,
                algorithms: Vec::new(),
            },
            aor,
            loads: true,
            media: Extra::default(),
        })
    }

    /// Takes a password away; stars and nothing mean that the export does not have it.
    fn secret(&mut self, user: &str, password: Option<&Sourced<String>>) -> SecretRef {
        let format = self.format;
        let key = format!("pbx/{format}/{user}");
        match password.filter(|cell| !cell.value.chars().all(|c| c == '*' || c == '•')) {
            Some(cell) => {
                let secret = Secret::new(cell.value.as_str());
                // Two systems may have a login of one name.
                let free = |key: &String| self.reading.secrets.with_key(key).is_none_or(|other| *other == secret);
                let numbered = (2..1_000_000).map(|n| format!("{key}#{n}"));
                let own = std::iter::once(key.clone()).chain(numbered).find(free);
                self.reading.secrets.insert(own.unwrap_or(key), secret)
            }
            None => SecretRef { state: SecretState::Unavailable, key: key.into() },
        }
    }

    /// The extension may register from inside only, by this setting.
    pub(super) fn lan_only(&mut self, extension: Extension, setting: &str, cell: &Sourced<String>) {
        let text = format!("{setting}={}", cell.value);
        self.reading.obstacles.push(Obstacle { extension, kind: ObstacleKind::LanOnly, text, at: cell.at.clone() });
    }

    /// Any usual notation; anything else is told.
    pub(super) fn mac(&mut self, cell: &Sourced<String>) -> Option<Sourced<Mac>> {
        let found = staff::mac(&cell.value);
        if found.is_none() {
            let value = &cell.value;
            self.findings.push(staff::no_mac(value, cell.at.clone()));
        }
        found.map(|mac| Sourced::new(mac, cell.at.clone()))
    }

    /// A person with last and first name in fields of their own.
    pub(super) fn person(&mut self, mut last: Sourced<String>, first: Option<Sourced<String>>, facts: Facts) {
        // `Müller (Tz)` is the `Müller` of the staff list.
        staff::take_note(&mut last, &mut self.findings);
        // `Groß Otto` below the last name, and nothing below the first: a login or an address may tell.
        let mut first = first;
        if first.is_none() && last.value.contains(' ') {
            let hints: Vec<&str> = [&facts.login, &facts.mail].into_iter().flatten().map(|hint| hint.value.as_str()).collect();
            if let Some((own, given)) = names::split(&last.value, &hints) {
                first = given.map(|given| Sourced::new(given, last.at.clone()));
                last.value = own;
            }
        }
        if staff::is_vacant(&last.value, first.as_ref().map(|first| first.value.as_str())) {
            let number = facts.extension.as_ref().map(|number| &number.value);
            self.findings.push(staff::vacant_post(&last.value, number, &last.at));
            return;
        }
        // As in the staff list only where the first name has a field of its own.
        let title = first.as_mut().and_then(|first| staff::take_titles(&mut last, first, &mut self.salutations));
        let key = facts.staff_no.as_ref().or(facts.login.as_ref()).map(|key| key.value.as_str());
        let id = staff::person_id(key, &last.value, first.as_ref().map(|first| first.value.as_str()));
        let at = last.at.clone();
        let mut person = Person::new(id, last, at);
        person.first = first;
        person.display = facts.display;
        person.extension = facts.extension;
        person.mail = facts.mail;
        person.login = facts.login;
        person.department = facts.department;
        person.title = facts.title.or(title);
        person.employment = facts.employment;
        person.extra = facts.extra;
        let mut entry = Entry::of(person);
        entry.staff_no = facts.staff_no;
        entry.mac = facts.mac.map(Box::new);
        entry.units = facts.parent.map(|parent| Box::new(Units { short: None, parent: Some(parent) }));
        self.reading.people.push(entry);
    }

    /// A person with one field for both names. Gives false where the name is no person's or its order is not known.
    pub(super) fn person_named(&mut self, name: &Sourced<String>, facts: Facts) -> bool {
        let hints: Vec<&str> = [&facts.login, &facts.mail].into_iter().flatten().map(|hint| hint.value.as_str()).collect();
        match names::split(&name.value, &hints) {
            Some((last, first)) if !last.is_empty() => {
                let at = || name.at.clone();
                let facts = Facts { display: facts.display.or_else(|| Some(name.clone())), ..facts };
                self.person(Sourced::new(last, at()), first.map(|first| Sourced::new(first, at())), facts);
                true
            }
            _ => {
                self.open_name(name, facts.extension.map(|extension| extension.value));
                false
            }
        }
    }

    /// Remembers a name whose order nothing tells, if it is a person's.
    pub(super) fn open_name(&mut self, name: &Sourced<String>, extension: Option<Extension>) {
        if names::is_unordered(&name.value) {
            self.reading.unordered.push((extension, name.clone()));
        }
    }

    /// A department, if the text is one.
    pub(super) fn department(text: &str, at: &Place) -> Option<Sourced<Department>> {
        Department::from_str(text.trim()).ok().map(|department| Sourced::new(department, at.clone()))
    }

    /// Adds a member to a group, which is made at its first member. `key` tells groups of one kind apart.
    pub(super) fn member(&mut self, kind: GroupKind, key: &str, group: impl FnOnce() -> Group, member: Option<GroupMember>) {
        let index = match self.groups.get(&(kind, key.to_owned())) {
            Some(index) => *index,
            None => {
                let index = self.reading.groups.len();
                self.groups.insert((kind, key.to_owned()), index);
                self.reading.groups.push(group());
                index
            }
        };
        self.reading.groups[index].members.extend(member);
    }

    /// A member as written.
    pub(super) fn member_of(&self, text: &str, at: Place) -> GroupMember {
        let extension = self.internal(text).filter(|_| !self.leaves(text));
        GroupMember { external: extension.is_none() && self.leaves(text), text: text.to_owned(), extension, at }
    }

    /// Whether what stands behind the head number is as long as extensions are.
    pub(super) fn is_of_plan(&self, text: &str) -> bool {
        let cell = numbers::read(text, self.plan);
        !cell.is_ok_and(|cell| cell.remarks.contains(&numbers::Remark::LengthNotInPlan))
    }

    /// A number from outside, in E.164 where the plan tells.
    pub(super) fn did(&mut self, text: &str, target: DidTarget, at: Place) {
        let text = text.trim().trim_start_matches('\\');
        let number = match numbers::read(text, self.plan) {
            Ok(cell) => match cell.numbers.into_iter().next() {
                Some(Number::Internal { e164: Some(e164), .. } | Number::Outside { e164 } | Number::Mobile { e164 }) => e164,
                Some(Number::Attendant { e164: Some(e164) }) => e164,
                _ => text.to_owned(),
            },
            Err(_) => text.to_owned(),
        };
        self.reading.dids.push(Did { number, prefix: false, target, at });
    }

    pub(super) fn forward(&mut self, extension: &Extension, when: ForwardWhen, destination: &Sourced<String>) {
        self.reading.forwards.push(Forward {
            extension: extension.clone(),
            when,
            destination: destination.value.clone(),
            external: self.leaves(&destination.value),
            active: true,
            at: destination.at.clone(),
        });
    }

    /// A mailbox of the extension at `index`.
    pub(super) fn mailbox(&mut self, index: usize, context: &str, at: Place) {
        let entry = &mut self.reading.extensions[index];
        let number = entry.number.digits().to_owned();
        if entry.mailbox.is_none() {
            entry.mailbox = Some(Sourced::new(format!("{number}@{context}"), at.clone()));
            let name = entry.name.clone();
            let there = |other: &Mailbox| other.number == number && other.context == context;
            // Two lines of one number share a mailbox.
            if entry.number.context().is_some() && self.reading.mailboxes.iter().any(there) {
                return;
            }
            self.reading.mailboxes.push(Mailbox { name, ..Mailbox::new(number, context, at) });
        }
    }

    /// Where the mailbox that was added last sends messages, and its options, where it is the extension's.
    pub(super) fn mailbox_settings(&mut self, index: usize, email: Option<Sourced<String>>, options: Extra) {
        let number = self.reading.extensions[index].number.digits();
        if let Some(mailbox) = self.reading.mailboxes.last_mut().filter(|found| found.number == number) {
            mailbox.email = email;
            mailbox.options.join(options);
        }
    }

    /// The PIN of the mailbox that was added last, where it is the extension's.
    pub(super) fn pin(&mut self, index: usize, cell: &Sourced<String>) {
        let (number, format) = (self.reading.extensions[index].number.digits(), self.format);
        if let Some(mailbox) = self.reading.mailboxes.last_mut().filter(|found| found.number == number && found.pin.is_none()) {
            let key = format!("pbx/{format}/mailbox/{}/{number}", mailbox.context);
            mailbox.pin = Some(self.reading.secrets.insert(key, Secret::new(cell.value.as_str())));
        }
    }

    /// Keeps a value that no field holds, under the name of its column or attribute. `whole`: nothing can have moved into its place.
    pub(super) fn beside(&mut self, extra: &mut Extra, title: &str, cell: Option<&Sourced<String>>, whole: bool) {
        let Some(cell) = cell else { return };
        let (kept, first) = &mut self.known;
        first.get_or_insert_with(|| cell.at.clone());
        if whole {
            kept.known(title, cell, extra);
        } else {
            kept.known_odd();
        }
    }

    /// A number was to stand here; the row is listed and not used.
    pub(super) fn numberless(&mut self, at: Place) {
        self.findings.push(not_dialable("", &at));
    }

    /// Something that was passed over.
    pub(super) fn unread(&mut self, what: &str, at: impl FnOnce() -> Place) {
        self.unread_times(what, 1, at);
    }

    /// The same for something that was counted already.
    pub(super) fn unread_times(&mut self, what: &str, times: usize, at: impl FnOnce() -> Place) {
        /// Kinds remembered; a hostile file could have a million.
        const MOST: usize = 200;
        let shown: String = what.chars().take(40).collect();
        let room = self.unread.len() < MOST;
        match self.unread.get_mut(&shown) {
            Some((count, _)) => *count += times,
            None if room => {
                self.unread.insert(shown, (times, at()));
            }
            None => self.unread.entry("…".to_owned()).or_insert_with(|| (0, at())).0 += times,
        }
    }

    /// Everything together. `source` is none where the file could not be opened.
    pub(super) fn finish(mut self, source: Option<Source>) -> Reading {
        let mut unread: Vec<(&String, &(usize, Place))> = self.unread.iter().collect();
        unread.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        if let Some(first) = unread.iter().map(|(_, (_, at))| at).min() {
            let all: usize = unread.iter().map(|(_, (count, _))| count).sum();
            let kinds = Listed::of(unread.iter().map(|(what, (count, _))| format!("`{what}` ({count})")), 20);
            let words = Words::new(format!("not read ({all}): {kinds}"), format!("nicht gelesen ({all}): {kinds}"));
            self.findings.push(codes::PART_UNREAD.finding(Some(first.clone()), words).listing(kinds));
        }
        self.findings.extend(names::unordered(&self.reading.unordered));
        self.findings.extend(staff::salutations_told(std::mem::take(&mut self.salutations)));
        if let (kept, Some(first)) = std::mem::take(&mut self.known)
            && let Some(words) = kept.known_told()
        {
            self.findings.push(table::codes::COLUMN_UNUSED.finding(Some(first), words));
        }
        let records = self.reading.records();
        if let Some(source) = source {
            self.reading.sources.push(Source { records, ..source });
        }
        self.reading.findings = self.findings.finish();
        let file = self.reading.sources.first().map(|source| source.file.clone());
        if let Some(file) = file
            && self.reading.is_empty()
            && !self.reading.findings.iter().any(|finding| finding.severity == Severity::Error)
        {
            let words = Words::new("the file holds nothing for the inventory", "die Datei enthält nichts für das Inventar");
            self.reading.findings.push(staff::codes::LIST_EMPTY.finding(Some(Place::file(file)), words));
        }
        self.reading
    }
}

/// A kind that the format tells.
pub(super) fn told(
    kind: crate::inventory::model::ExtensionKind,
    en: impl Into<std::borrow::Cow<'static, str>>,
    de: impl Into<std::borrow::Cow<'static, str>>,
) -> Recognised {
    Recognised { kind, reason: Words::new(en, de) }
}

/// A device of which its name and kind are known.
pub(super) fn device(kind: DeviceKind, mac: Option<Sourced<Mac>>, name: Option<Sourced<String>>, at: Place) -> Device {
    let id = match (&mac, &name) {
        (Some(mac), _) => mac.value.to_string(),
        (None, Some(name)) => name.value.clone(),
        (None, None) => at.to_string(),
    };
    Device { name, mac, ..Device::new(id, kind, at) }
}

/// A plain line of a device.
pub(super) fn line(index: u32, number: Sourced<String>, extension: Option<Extension>) -> DeviceLine {
    DeviceLine { index, number, partition: None, extension, label: None, ring: Ring::Normal, shared: false }
}

/// How many of the titles (in normal form) a header row has; digits at the end do not count.
pub(super) fn count(titles: &[&str], wanted: &[&str]) -> usize {
    let found: std::collections::BTreeSet<String> = titles
        .iter()
        .map(|title| normal(title))
        .map(|title| title.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
        .filter(|title| wanted.contains(&title.as_str()))
        .collect();
    found.len()
}

/// Lines that may hold the header, when a format is recognised.
const HEADER_LINES: usize = 20;

/// The most titles of `wanted` that one of the first lines has.
pub(super) fn titles_in(text: &str, wanted: &[&str]) -> usize {
    text.lines()
        .take(HEADER_LINES)
        .map(|line| {
            count(&line.split([';', ',', '\t', '|']).map(|cell| cell.trim().trim_matches('"')).collect::<Vec<_>>(), wanted)
        })
        .max()
        .unwrap_or(0)
}

/// Opens a table and hands each sheet with a header to `read`.
pub(super) fn each_table(
    given: &Given<'_>,
    known: fn(&[&str]) -> usize,
    importer: &str,
    gather: &mut Gather<'_>,
    mut read: impl FnMut(&Columns<'_>, &mut Gather<'_>),
) -> Option<Source> {
    let mut opened = table::open(&given.list, known, Secrecy::Secret, &mut gather.findings)?;
    let mut any = false;
    for table in &mut opened.tables {
        let Some(header) = table.header(known) else {
            table::sheet_without_titles(table, &mut gather.findings);
            continue;
        };
        any = true;
        again::settle(table, header, known, &mut gather.findings);
        let columns = Columns::new(table, header);
        read(&columns, gather);
        columns.finish(&mut gather.findings);
    }
    if !any {
        gather.findings.push(table::codes::HEADER_MISSING.finding(
            Some(Place::file(given.list.file)),
            Words::new("no row with column titles was found", "keine Zeile mit Spaltentiteln gefunden"),
        ));
    }
    Some(Source { importer: importer.to_owned(), ..opened.source(importer, 0) })
}

/// `1`, `true`, `t`, `yes`, `ja`, `on`, `enabled`.
pub(super) fn is_yes(text: &str) -> bool {
    table::truth(text) == Some(true)
}

/// First name and last name, or one of them, as one text with a place.
pub(super) fn joined(first: Option<&Sourced<String>>, last: Option<&Sourced<String>>) -> Option<Sourced<String>> {
    match (first, last) {
        (Some(first), Some(last)) => Some(Sourced::new(format!("{} {}", first.value, last.value), first.at.clone())),
        (one, two) => one.or(two).cloned(),
    }
}

/// What a table of registrations says of how many may register.
pub(super) fn registrations(count: Option<u32>, at: &Sourced<String>, limit_at: Option<Place>) -> AorState {
    count.map_or(AorState::Untold, |max_contacts| AorState::Present {
        name: at.clone(),
        max_contacts,
        max_contacts_at: limit_at,
        remove_existing: false,
        support_path: false,
    })
}

/// Columns of a table by their titles, looked up once for all rows.
macro_rules! layout {
    ($name:ident { $($field:ident: [$($title:literal),+]),+ $(,)? }) => {
        struct $name {
            $($field: Option<usize>),+
        }

        impl $name {
            fn of(columns: &$crate::inventory::table::Columns<'_>) -> Self {
                Self { $($field: columns.any(&[$($title),+])),+ }
            }
        }
    };
}
pub(super) use layout;
