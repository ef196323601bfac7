//! People, their extensions, departments, mail addresses, mailboxes.

use std::collections::{BTreeMap, BTreeSet};

use super::{moved, some_of};
use crate::diag::{Finding, Place, Words};
use crate::inventory::codes;
use crate::inventory::model::{Inventory, Person};

pub(super) fn check(inventory: &Inventory, findings: &mut Vec<Finding>) {
    for person in inventory.persons.iter().filter(|p| p.extension.is_none()) {
        let name = full_name(person);
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
    let without: Vec<&Person> = inventory.persons.iter().filter(|p| p.department.is_none()).collect();
    if let Some(first) = without.first() {
        let some = some_of(without.iter().map(|p| p.last.value.as_str()));
        findings.push(codes::DEPARTMENT_MISSING.finding(
            Some(first.at.clone()),
            Words::new(format!("people without a department: {some}"), format!("Personen ohne Dienststelle: {some}")),
        ));
    }
    twice_mail(inventory, findings);
    twice_mac(inventory, findings);
    mailboxes(inventory, findings);
}

fn full_name(person: &Person) -> String {
    match &person.first {
        Some(first) => format!("{} {}", first.value, person.last.value),
        None => person.last.value.clone(),
    }
}

fn twice_mail(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, (&Person, &Place)> = BTreeMap::new();
    for person in &inventory.persons {
        let Some(mail) = &person.mail else { continue };
        let (address, name) = (&mail.value, full_name(person));
        match seen.get(&mail.value.to_lowercase()) {
            Some((first, at)) => {
                let other = full_name(first);
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

fn twice_mac(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, (&str, &Place)> = BTreeMap::new();
    for entry in &inventory.extensions {
        let Some(mac) = &entry.mac else { continue };
        let number = entry.number.as_str();
        match seen.get(mac.value.as_str()) {
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

fn mailboxes(inventory: &Inventory, findings: &mut Vec<Finding>) {
    if inventory.mailboxes.is_empty() {
        return;
    }
    let without: Vec<_> = moved(inventory).filter(|e| e.account.is_some() && e.mailbox.is_none()).collect();
    if let Some(first) = without.first() {
        let some = some_of(without.iter().map(|e| e.number.as_str()));
        findings.push(codes::NO_MAILBOX.finding(
            Some(first.at.clone()),
            Words::new(
                format!("extensions of people without a mailbox: {some}"),
                format!("Nebenstellen von Personen ohne Sprachbox: {some}"),
            ),
        ));
    }
    // `2001@default` and the bare number mean the same box.
    let named: BTreeSet<String> = inventory
        .extensions
        .iter()
        .filter_map(|e| e.mailbox.as_ref())
        .flat_map(|m| m.value.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    let orphans: Vec<_> = inventory
        .mailboxes
        .iter()
        .filter(|m| {
            let bare = m.context == "default" && named.contains(&m.number);
            !bare && !named.contains(&format!("{}@{}", m.number, m.context))
        })
        .collect();
    if let Some(first) = orphans.first() {
        let some = some_of(orphans.iter().map(|m| m.number.as_str()));
        findings.push(codes::MAILBOX_ORPHAN.finding(
            Some(first.at.clone()),
            Words::new(
                format!("mailboxes that no endpoint names: {some}"),
                format!("Sprachboxen, die kein Endpunkt nennt: {some}"),
            ),
        ));
    }
}
