//! Joins what telephone systems, directories, lists and phones say into one inventory.
//!
//! In: readings with the class of their source, staff lists and lists of logins in the order of the site file. Out: [`Merged`].
//! Corrections count first, then telephone systems for lines, secrets and groups, then directories, then lists of people (which know
//! the department best); every disagreement is a finding that names both places.
//! May import: `domain`, `diag`, the inventory's model and importers. Start with [`merge`], then `people`, `join_keys`, `proposals`,
//! `extensions`.

mod apart;
mod by_number;
mod confirmed;
mod corrections;
mod departments;
mod device_facts;
#[cfg(test)]
mod device_tests;
mod devices;
mod differ;
mod direct_dial;
mod extensions;
mod further;
#[cfg(test)]
mod house_tests;
mod join_keys;
mod lines;
mod logins;
mod lookup;
mod lost_zeros;
mod mailboxes;
#[cfg(test)]
mod name_order_tests;
mod often;
#[cfg(test)]
mod owner_tests;
mod people;
mod proposals;
mod rooms;
mod same_name;
mod shared;
mod strays;
mod twice;
#[cfg(test)]
mod weak_tests;

#[cfg(test)]
pub(super) mod tests;

pub(super) use departments::one_letter_apart;
pub(super) use people::day_names;

use std::collections::{BTreeMap, BTreeSet};

use self::corrections::Corrections;
use self::people::PeopleList;
use super::formats::Class;
use super::kamailio;
use super::kind::fold;
use super::model::{Inventory, Sourced};
use super::reading::Reading;
use super::staff::{AccountsList, StaffList};
use super::table::Collector;
use super::vendor;
use crate::diag::Finding;
use crate::domain::{Extension, Secrets};

/// What a site's sources gave.
#[derive(Debug, Default)]
pub struct Inputs {
    /// In the order of the site file; of one class the earlier wins.
    pub readings: Vec<(Class, Reading)>,
    pub staff: Vec<StaffList>,
    pub accounts: Vec<AccountsList>,
    /// Pairs of person ids that the admin says are one person (`sources.same_person`).
    pub same_person: Vec<(String, String)>,
    /// Pairs of person ids that the admin says are two people (`sources.different_persons`).
    pub different_persons: Vec<(String, String)>,
    /// Whether further numbers of people move with them (`sources.further_numbers`).
    pub further_are_lines: bool,
}

impl Inputs {
    /// One telephone system and lists of people and logins.
    #[must_use]
    pub fn of(pbx: Option<impl Into<Reading>>, staff: Vec<StaffList>, accounts: Vec<AccountsList>) -> Self {
        let readings = pbx.map(|pbx| (Class::Pbx, pbx.into())).into_iter().collect();
        Self { readings, staff, accounts, ..Self::default() }
    }

    /// Joins tables of one registrar that are sources of their own, so that it is known which source gives extensions.
    pub fn join_tables(&mut self) {
        kamailio::join(&mut self.readings);
    }
}

/// One inventory out of all sources.
#[derive(Debug, Clone)]
pub struct Merged {
    pub inventory: Inventory,
    pub secrets: Secrets,
    /// Of all importers and of joining what they gave.
    pub findings: Vec<Finding>,
}

/// Joins all sources. Without a telephone system among them nothing is said about unknown extensions.
#[must_use]
pub fn merge(mut sources: Inputs) -> Merged {
    sources.join_tables();
    let Inputs { mut readings, staff, accounts, same_person, different_persons, further_are_lines } = sources;
    readings.sort_by_key(|(class, _)| *class);
    let has_pbx = readings.iter().any(|(class, _)| *class == Class::Pbx);

    let mut inventory = Inventory::default();
    let mut secrets = Secrets::default();
    let mut findings = Collector::default();
    let mut lists: Vec<PeopleList> = Vec::new();
    let mut functions = Vec::new();
    let mut devices = Vec::new();
    let mut told_rooms = Vec::new();
    let mut by_hand = Vec::new();
    let mut unordered = Vec::new();
    strays::tell(&mut readings, &mut findings);
    apart::settle(&mut readings, &mut findings);
    for (class, mut reading) in readings {
        lines::take(&mut inventory, &mut secrets, class, &mut reading, &mut findings);
        let file = reading.sources.first().map(|source| source.file.clone());
        inventory.sources.append(&mut reading.sources);
        findings.extend(std::mem::take(&mut reading.findings));
        functions.append(&mut reading.functions);
        devices.append(&mut reading.devices);
        told_rooms.push((class, std::mem::take(&mut reading.rooms)));
        by_hand.append(&mut reading.corrections);
        unordered.push(std::mem::take(&mut reading.unordered));
        if !reading.people.is_empty() {
            lists.push(PeopleList { class, file, people: reading.people });
        }
    }
    for mut list in staff {
        inventory.sources.extend(list.source.clone());
        findings.extend(std::mem::take(&mut list.findings));
        functions.append(&mut list.functions);
        devices.append(&mut list.devices);
        told_rooms.push((Class::Staff, std::mem::take(&mut list.rooms)));
        lists.push(PeopleList { class: Class::Staff, file: list.source.map(|source| source.file), people: list.people });
    }
    for list in &accounts {
        inventory.sources.extend(list.source.clone());
        findings.extend(list.findings.iter().cloned());
    }
    // What a telephone system knows of people is no list of the people there are.
    let is_list = |list: &PeopleList| list.file.is_some() && matches!(list.class, Class::Staff | Class::Directory);
    let has_staff = lists.iter().any(is_list);

    let said = people::Said { same: &same_person, different: &different_persons };
    own_numbers(&mut lists, &devices::own_numbers(&devices, &inventory));
    let mut joined = people::join(lists, said, &mut findings);
    let units = departments::settle(&mut joined, &mut findings);
    inventory.devices = devices::join(devices, &joined, &mut findings);
    // After joining, so that keys are those that the export showed; before numbers are given to people.
    let mut corrections = Corrections::new(by_hand, &mut findings);
    corrections.people(&mut joined, &mut findings);
    corrections.devices(&mut inventory.devices, &mut findings);
    direct_dial::assign(&inventory, &mut joined, &mut findings);
    devices::settle(&mut inventory, &mut joined, &mut findings);
    extensions::assign(
        &mut inventory,
        &mut joined,
        functions,
        extensions::Known { pbx: has_pbx, staff: has_staff, further_are_lines },
        &mut findings,
    );
    names_that_came(unordered, &inventory, &mut findings);
    logins::assign(&mut inventory, &mut secrets, accounts, has_pbx, &mut findings);
    corrections.extensions(&mut inventory.extensions, &mut findings);
    inventory.persons = joined.into_iter().map(people::numbered).collect();
    sort(&mut inventory);
    inventory.rooms = rooms::join(told_rooms, &inventory, &mut findings);
    inventory.departments = units.list(&inventory.persons);
    mailboxes::settle(&mut inventory);
    corrections.rooms(&mut inventory.rooms, &mut findings);
    corrections.departments(&mut inventory.departments, &mut findings);
    departments::circles(&inventory.departments, &mut findings);
    corrections.mailboxes(&mut inventory.mailboxes, &mut findings);
    inventory.corrected = corrections.finish(&mut findings);
    Merged { inventory, secrets, findings: often::joined(findings.finish()) }
}

/// Names of whose order an export says nothing are no doubt any more where another source, or an owner, has brought the person.
fn names_that_came(unordered: Vec<Vec<(Option<Extension>, Sourced<String>)>>, inventory: &Inventory, findings: &mut Collector) {
    if unordered.iter().all(Vec::is_empty) {
        return;
    }
    let placed: BTreeSet<&str> =
        inventory.entries().filter(|entry| !entry.persons.is_empty()).map(|entry| entry.number.digits()).collect();
    for names in unordered {
        let came = |number: &Option<Extension>| number.as_ref().is_some_and(|number| placed.contains(number.digits()));
        let open: Vec<_> = names.iter().filter(|(number, _)| !came(number)).cloned().collect();
        let (Some(told), true) = (vendor::unordered(&names), open.len() < names.len()) else { continue };
        findings.retain(|finding| !(finding.code == told.code && finding.place == told.place));
        findings.extend(vendor::unordered(&open));
    }
}

/// A directory or a list of users that knows no number, and a telephone system that says whose telephone it is: the number joins the
/// person to other lists.
fn own_numbers(lists: &mut [PeopleList], own: &BTreeMap<String, Sourced<Extension>>) {
    if own.is_empty() {
        return;
    }
    let known =
        lists.iter_mut().filter(|list| matches!(list.class, Class::Pbx | Class::Directory)).flat_map(|list| &mut list.people);
    for person in known.map(|entry| &mut entry.person).filter(|person| person.extension.is_none()) {
        person.extension = person.login.as_ref().and_then(|login| own.get(&fold(&login.value))).cloned();
    }
}

/// One order for each list, so that the same input gives the same bytes.
fn sort(inventory: &mut Inventory) {
    inventory.persons.sort_by(|a, b| a.id.cmp(&b.id));
    inventory.extensions.sort_by(|a, b| a.number.cmp(&b.number));
    inventory.groups.sort_by(|a, b| (a.kind, &a.name, &a.at).cmp(&(b.kind, &b.name, &b.at)));
    inventory.dids.sort_by(|a, b| (&a.number, &a.at).cmp(&(&b.number, &b.at)));
    inventory.obstacles.sort_by(|a, b| (&a.extension, &a.at).cmp(&(&b.extension, &b.at)));
    inventory.forwards.sort_by(|a, b| (&a.extension, a.when, &a.at).cmp(&(&b.extension, b.when, &b.at)));
}
