//! Extensions with the same digits: told apart by partition, domain or context, and never mistaken for each other.
//!
//! An importer that knows the context says it where its own source has a number twice; here the sources are held against each other. A
//! mention of the number alone is left open and told, because nobody can say which one is meant.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeBounds;

use super::by_number::ByNumber;
use super::extensions::shows;
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::Extension;
use crate::inventory::codes;
use crate::inventory::formats::Class;
use crate::inventory::model::{Account, AuthState, ExtensionEntry, Person};
use crate::inventory::reading::{Naming, Reading};
use crate::inventory::table::Collector;
use crate::inventory::{freeswitch, fusionpbx, kamailio};

/// Importers whose accounts live in domains of one telephone system, each with an export of its own; and where an account has its domain.
const BY_DOMAIN: [(&[&str], DomainOf); 3] = [
    (&[fusionpbx::EXTENSIONS.name], |account| account.context.as_ref().map(|context| context.value.as_str())),
    (&[freeswitch::DIRECTORY.name], realm),
    (&[kamailio::SQL.name, kamailio::SQLITE.name, kamailio::DBTEXT.name], realm),
];

type DomainOf = fn(&Account) -> Option<&str>;

/// Candidates that a sentence names.
const SHOWN: usize = 5;

/// Tells extensions of the same number apart, in all readings, and leads every mention to the right one.
pub(super) fn settle(readings: &mut [(Class, Reading)], findings: &mut Collector) {
    for (importers, domain) in BY_DOMAIN {
        between_exports(readings, importers, domain);
    }
    between_phones(readings);
    let mut several: BTreeSet<Extension> = BTreeSet::new();
    for (_, reading) in readings.iter() {
        let apart = reading.extensions.iter().filter(|entry| entry.number.context().is_some());
        several.extend(apart.map(|entry| entry.number.clone()));
    }
    let mut open: BTreeMap<Extension, (usize, Place)> = BTreeMap::new();
    for (_, reading) in readings.iter_mut() {
        reading.each_extension(|naming, extension, at| {
            if extension.context().is_some() {
                // The source knows the context, and nothing else has the number.
                if several.range(extension.in_contexts()).next().is_none() {
                    *extension = extension.bare();
                }
            } else if naming == Naming::Reference && several.range(extension.in_contexts()).next().is_some() {
                open.entry(extension.clone()).or_insert_with(|| (0, at.clone())).0 += 1;
            }
        });
    }
    for (number, (count, at)) in open {
        let some = listed(&candidates(&number, &several));
        let words = Words::new(
            format!(
                "groups, numbers from outside and forwards that say only `{number}`: {count}; it may be {some}; nothing was linked"
            ),
            format!(
                "Gruppen, Rufnummern von außen und Umleitungen, die nur `{number}` nennen: {count}; gemeint sein kann {some}; nichts wurde \
                 verknüpft"
            ),
        );
        findings.push(ambiguous(&number, at, words).listing(some).todo(renumber()));
    }
}

/// Two exports of one kind of system, each of one domain: the same digits in both are two telephones.
fn between_exports(readings: &mut [(Class, Reading)], importers: &[&str], domain: DomainOf) {
    let by_domain = |reading: &Reading| reading.sources.iter().any(|source| importers.contains(&source.importer.as_str()));
    if readings.iter().filter(|(_, reading)| by_domain(reading)).count() < 2 {
        return;
    }
    let mut contexts: BTreeMap<Extension, BTreeSet<String>> = BTreeMap::new();
    for entry in readings.iter().filter(|(_, reading)| by_domain(reading)).flat_map(|(_, reading)| &reading.extensions) {
        if let Some(context) = context(entry, domain) {
            contexts.entry(entry.number.bare()).or_default().insert(context.to_owned());
        }
    }
    contexts.retain(|_, contexts| contexts.len() > 1);
    for (_, reading) in readings.iter_mut().filter(|(_, reading)| by_domain(reading)) {
        let apart: BTreeMap<Extension, Extension> = reading
            .extensions
            .iter()
            .filter(|entry| contexts.contains_key(&entry.number))
            .filter_map(|entry| Some((entry.number.clone(), entry.number.within(context(entry, domain)?)?)))
            .collect();
        if apart.is_empty() {
            continue;
        }
        reading.each_extension(|_, extension, _| {
            if let Some(own) = apart.get(extension) {
                extension.clone_from(own);
            }
        });
    }
}

/// Phones of one number that register at different registrars with different logins, where no export of a telephone system has the number:
/// two telephones. With one login it is one registrar with two names.
fn between_phones(readings: &mut [(Class, Reading)]) {
    // Only they say where a phone registers.
    if readings.iter().all(|(_, reading)| reading.registrars.is_empty()) {
        return;
    }
    let of = |wanted: Class| readings.iter().filter(move |(class, _)| *class == wanted).map(|(_, reading)| reading);
    let of_systems: BTreeSet<&str> = of(Class::Pbx).flat_map(|reading| &reading.extensions).map(|e| e.number.digits()).collect();
    let mut accounts: BTreeMap<&str, Vec<(&str, &ExtensionEntry, &Reading)>> = BTreeMap::new();
    for reading in of(Class::Phone) {
        for entry in reading.extensions.iter().filter(|entry| !of_systems.contains(entry.number.digits())) {
            if let Some(host) = reading.registrars.get(&entry.number) {
                accounts.entry(entry.number.digits()).or_default().push((host.as_str(), entry, reading));
            }
        }
    }
    let mut several: BTreeSet<String> = BTreeSet::new();
    for (digits, accounts) in accounts {
        // Many phones of one number are few registrars; each is held against the first of every other.
        let mut hosts: BTreeMap<&str, (&ExtensionEntry, &Reading)> = BTreeMap::new();
        for (host, entry, reading) in accounts {
            hosts.entry(host).or_insert((entry, reading));
        }
        let mut apart =
            hosts.values().enumerate().flat_map(|(at, one)| hosts.values().skip(at + 1).map(move |other| (one, other)));
        if apart.any(|(one, other)| other_login(*one, *other)) {
            several.insert(digits.to_owned());
        }
    }
    for (_, reading) in readings.iter_mut().filter(|(class, _)| *class == Class::Phone) {
        let numbers = std::mem::take(&mut reading.registrars);
        reading.each_extension(|_, extension, _| {
            if extension.context().is_none()
                && several.contains(extension.digits())
                && let Some(own) = numbers.get(extension).and_then(|host| extension.within(host))
            {
                *extension = own;
            }
        });
        // Keys of two telephone systems share nothing.
        for line in reading.devices.iter_mut().flat_map(|device| &mut device.lines) {
            line.partition = line.extension.as_ref().and_then(|extension| extension.context()).map(str::to_owned);
        }
    }
}

/// Whether two accounts have two users, or two passwords that are known.
fn other_login(one: (&ExtensionEntry, &Reading), other: (&ExtensionEntry, &Reading)) -> bool {
    let login = |entry: &ExtensionEntry, reading: &Reading| match &entry.account.as_ref()?.auth {
        AuthState::Present { username, secret, .. } => {
            Some((username.value.clone(), secret.state, reading.secrets.get(secret).cloned()))
        }
        AuthState::Open | AuthState::Missing { .. } => None,
    };
    match (login(one.0, one.1), login(other.0, other.1)) {
        (Some((user, state, password)), Some((other, its_state, its))) => {
            user != other || state == its_state && password.is_some() && its.is_some() && password != its
        }
        _ => false,
    }
}

/// What the telephone system tells an extension apart by.
fn context(entry: &ExtensionEntry, domain: DomainOf) -> Option<&str> {
    entry.number.context().or_else(|| domain(entry.account.as_ref()?))
}

/// The domain of a subscriber.
pub(super) fn domain_of(entry: &ExtensionEntry) -> Option<&str> {
    context(entry, realm)
}

/// The domain of an account whose password is made for one.
fn realm(account: &Account) -> Option<&str> {
    match &account.auth {
        AuthState::Present { realm, .. } => realm.as_deref(),
        AuthState::Open | AuthState::Missing { .. } => None,
    }
}

/// A sorted collection of extensions.
pub(super) trait Sorted {
    fn has(&self, number: &Extension) -> bool;
    fn between(&self, range: impl RangeBounds<Extension>) -> impl Iterator<Item = &Extension>;
}

impl<T> Sorted for BTreeMap<Extension, T> {
    fn has(&self, number: &Extension) -> bool {
        self.contains_key(number)
    }

    fn between(&self, range: impl RangeBounds<Extension>) -> impl Iterator<Item = &Extension> {
        self.range(range).map(|(number, _)| number)
    }
}

impl Sorted for BTreeSet<Extension> {
    fn has(&self, number: &Extension) -> bool {
        self.contains(number)
    }

    fn between(&self, range: impl RangeBounds<Extension>) -> impl Iterator<Item = &Extension> {
        self.range(range)
    }
}

/// Whether a number stands for several extensions, and for none of its own.
pub(super) fn is_ambiguous(number: &Extension, known: &impl Sorted) -> bool {
    number.context().is_none() && !known.has(number) && known.between(number.in_contexts()).next().is_some()
}

/// Of several with the digits the one whose account has the same context or realm.
pub(super) fn by_account(entry: &ExtensionEntry, known: &impl Sorted) -> Option<Extension> {
    let account = entry.account.as_ref()?;
    let told = [account.context.as_ref().map(|context| context.value.as_str()), realm(account)];
    told.into_iter().flatten().filter_map(|context| entry.number.within(context)).find(|own| known.has(own))
}

/// A person whose list gives only the number: proposed by the names that the telephone system shows, and not placed.
pub(super) fn person(person: &Person, number: &Extension, known: &ByNumber) -> Finding {
    let name = person.full_name();
    let at = person.extension.as_ref().map_or(&person.at, |extension| &extension.at).clone();
    let all = candidates(number, known);
    let some = listed(&all);
    let named = |entry: &&ExtensionEntry| entry.name.as_ref().is_some_and(|shown| shows(&shown.value, person));
    let likely: Vec<&ExtensionEntry> = known.range(number.in_contexts()).map(|(_, entry)| &**entry).filter(named).collect();
    let (mut en, mut de) = (
        format!("extension `{number}` of `{name}` may be {some}; nobody was given it"),
        format!("Nebenstelle `{number}` von `{name}` kann {some} sein; sie wurde niemandem zugeordnet"),
    );
    let mut example = all.first().map(ToString::to_string).unwrap_or_default();
    if let [one] = likely.as_slice() {
        let shown = one.name.as_ref().map_or("", |shown| shown.value.as_str());
        example = one.number.to_string();
        en = format!("{en}; the telephone system shows `{shown}` for `{example}`");
        de = format!("{de}; die Anlage zeigt `{shown}` für `{example}`");
    }
    ambiguous(number, at, Words::new(en, de)).listing(some).todo(Words::new(
        format!("write the right one, such as `{example}`, into column `Extension` of an exported table and bring the table back"),
        format!("die richtige, etwa `{example}`, in die Spalte `Nebenstelle` einer exportierten Tabelle schreiben und diese zurückbringen"),
    ))
}

/// A row of a list, a telephone or an export that gives only the number.
pub(super) fn thing(what: &Words, number: &Extension, at: &Place, known: &impl Sorted) -> Finding {
    let some = listed(&candidates(number, known));
    let words = Words::new(
        format!("{} says only `{number}`, which may be {some}; it was not used", what.en),
        format!("{} nennt nur `{number}`; gemeint sein kann {some}; nicht verwendet", what.de),
    );
    ambiguous(number, at.clone(), words).listing(some).todo(renumber())
}

fn ambiguous(number: &Extension, at: Place, words: Words) -> Finding {
    codes::NUMBER_AMBIGUOUS.finding(Some(at), words).about(number.as_str())
}

fn renumber() -> Words {
    Words::new(
        "give one of the telephones another number, or take the source of one of them out of `sources`",
        "einem der Telefone eine andere Nummer geben oder die Quelle eines der beiden aus `sources` nehmen",
    )
}

fn candidates<'k>(number: &Extension, known: &'k impl Sorted) -> Vec<&'k Extension> {
    known.between(number.in_contexts()).collect()
}

fn listed(candidates: &[&Extension]) -> Listed {
    Listed::new(candidates.iter().map(|candidate| candidate.as_str()), SHOWN)
}
