//! People, their extensions, departments, mail addresses, mailboxes.

use std::collections::{BTreeMap, BTreeSet};

use super::{codes as own, devices, some_of, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::inventory::codes;
use crate::inventory::model::{ExtensionEntry, ExtensionKind, Inventory, Person, full_names};

pub(super) fn check(inventory: &Inventory, findings: &mut Vec<Finding>) {
    for person in inventory.persons.iter().filter(|p| p.extension.is_none()) {
        let name = person.full_name();
        findings.push(
            codes::WITHOUT_EXTENSION
                .finding(
                    Some(person.at.clone()),
                    Words::new(format!("`{name}` has no extension"), format!("`{name}` hat keine Nebenstelle")),
                )
                .about(person.id.as_str())
                .todo(Words::new("complete the staff list", "die Personalliste ergänzen")),
        );
    }
    let without: Vec<&Person> = inventory.people().filter(|p| p.department.is_none()).collect();
    if let Some(first) = without.first() {
        let names = full_names(without.iter().copied());
        let listed = some_of(names.iter().map(String::as_str));
        let some = listed.counted();
        let words = Words::new(format!("people without a department: {some}"), format!("Personen ohne Dienststelle: {some}"));
        findings.push(codes::DEPARTMENT_MISSING.finding(Some(first.at.clone()), words).listing(listed));
    }
    twice_mail(inventory, findings);
    twice_mac(inventory, findings);
    several_extensions(inventory, findings);
    disabled(inventory, findings);
}

fn twice_mail(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, (&Person, &Place)> = BTreeMap::new();
    for person in inventory.people() {
        let Some(mail) = &person.mail else { continue };
        let address = &mail.value;
        match seen.get(&mail.value.to_lowercase()) {
            Some((first, at)) => {
                let names = full_names([first, person]);
                let (other, name) = (&names[0], &names[1]);
                findings.push(
                    codes::MAIL_TWICE
                        .finding(
                            Some(mail.at.clone()),
                            Words::new(
                                format!("`{address}` belongs to `{other}` and `{name}`"),
                                format!("`{address}` gehört `{other}` und `{name}`"),
                            ),
                        )
                        .about(person.id.as_str())
                        .related((*at).clone(), Words::new("first here", "zuerst hier")),
                );
            }
            None => {
                seen.insert(mail.value.to_lowercase(), (person, &mail.at));
            }
        }
    }
}

/// Extensions that are lines of one device may share its address.
fn twice_mac(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let lines: BTreeSet<(&str, &str)> = inventory
        .devices
        .iter()
        .filter_map(|device| Some((device, device.mac.as_ref()?.value.as_str())))
        .flat_map(|(device, mac)| device.lines.iter().filter_map(move |line| Some((mac, line.extension.as_ref()?.as_str()))))
        .collect();
    let is_line = |mac: &str, number: &str| lines.contains(&(mac, number));
    let mut seen: BTreeMap<&str, (&str, &Place)> = BTreeMap::new();
    for entry in &inventory.extensions {
        let Some(mac) = entry.mac.as_ref().filter(|mac| !devices::is_placeholder(&mac.value)) else { continue };
        let number = entry.number.as_str();
        match seen.get(mac.value.as_str()) {
            Some((first, _)) if is_line(mac.value.as_str(), first) && is_line(mac.value.as_str(), number) => {}
            Some((first, at)) => {
                let address = &mac.value;
                findings.push(
                    codes::MAC_TWICE
                        .finding(
                            Some(mac.at.clone()),
                            Words::new(
                                format!("desk phone `{address}` belongs to `{first}` and `{number}`"),
                                format!("Tischtelefon `{address}` gehört zu `{first}` und `{number}`"),
                            ),
                        )
                        .about(number)
                        .related((*at).clone(), Words::new("first here", "zuerst hier")),
                );
            }
            None => {
                seen.insert(mac.value.as_str(), (number, &mac.at));
            }
        }
    }
}

/// Extensions of people's telephones; a fax beside the telephone is usual.
fn several_extensions(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let mut lines: BTreeMap<&str, Vec<&ExtensionEntry>> = BTreeMap::new();
    for entry in inventory.extensions.iter().filter(|e| e.kind == ExtensionKind::Person) {
        for person in &entry.persons {
            lines.entry(person.as_str()).or_default().push(entry);
        }
    }
    for person in &inventory.persons {
        let Some(of) = lines.get(person.id.as_str()).filter(|of| of.len() > 1) else { continue };
        let listed = some_of(of.iter().map(|e| e.number.as_str()));
        let (name, some) = (person.full_name(), listed.counted());
        findings.push(
            own::SEVERAL_EXTENSIONS
                .finding(
                    Some(person.at.clone()),
                    Words::new(
                        format!("`{name}` has several extensions: {some}"),
                        format!("`{name}` hat mehrere Nebenstellen: {some}"),
                    ),
                )
                .about(person.id.as_str())
                .listing(listed)
                .related(of[1].at.clone(), Words::new("the second one", "die zweite")),
        );
    }
}

fn disabled(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let gone: Vec<&Person> = inventory.people().filter(|p| p.is_disabled() && p.extension.is_some()).collect();
    let names = full_names(gone.iter().copied());
    let places = gone.iter().map(|p| p.employment.as_ref().map_or(&p.at, |told| &told.at));
    let gone: Vec<(&str, &Place)> = names.iter().map(String::as_str).zip(places).collect();
    tell_all(
        &own::DISABLED,
        &gone,
        "people with an extension whose account is disabled",
        "Personen mit Nebenstelle, deren Konto gesperrt ist",
        findings,
    );
}
