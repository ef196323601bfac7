//! Mailboxes: whose they are, where they stand, how easily their PIN is guessed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Told, codes, moved, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::domain::{SecretState, Secrets};
use crate::inventory::asterisk::codes::objects;
use crate::inventory::codes as shared;
use crate::inventory::model::{ExtensionEntry, Inventory, Mailbox};

pub(super) fn check(inventory: &Inventory, secrets: &Secrets, told: &Told<'_>, findings: &mut Vec<Finding>) {
    if inventory.mailboxes.is_empty() {
        return;
    }
    let without: Vec<(&str, &Place)> =
        moved(inventory).filter(|e| e.account.is_some() && e.mailbox.is_none()).map(|e| (e.number.as_str(), &e.at)).collect();
    tell_all(
        &shared::NO_MAILBOX,
        &without,
        "extensions of people without a mailbox",
        "Nebenstellen von Personen ohne Sprachbox",
        findings,
    );
    orphans(inventory, findings);
    elsewhere(inventory, told, findings);
    pins(inventory, secrets, findings);
}

fn orphans(inventory: &Inventory, findings: &mut Vec<Finding>) {
    // `2001@default` and the bare number mean the same box.
    // Of several the first is the extension's own; the list is kept beside it.
    let lists = |e| {
        let ExtensionEntry { mailbox, extra, .. }: &ExtensionEntry = e;
        let more = ["mailboxes", "aor/mailboxes", "mailbox"].into_iter().filter_map(|key| extra.get(key));
        mailbox.iter().chain(more).map(|list| list.value.as_str()).collect::<Vec<_>>()
    };
    let named: BTreeSet<&str> = inventory.entries().flat_map(lists).flat_map(|list| list.split(',').map(str::trim)).collect();
    let orphans = inventory.mailboxes.iter().filter(|m| {
        let bare = m.context == "default" && named.contains(m.number.as_str());
        !bare && !named.contains(format!("{}@{}", m.number, m.context).as_str())
    });
    let orphans: Vec<(String, &Place)> = orphans.map(|mailbox| (address(mailbox), &mailbox.at)).collect();
    tell_all(
        &shared::MAILBOX_ORPHAN,
        &texts(&orphans),
        "mailboxes that no endpoint names",
        "Sprachboxen, die kein Endpunkt nennt",
        findings,
    );
}

/// Mailboxes that an extension names and that stand nowhere, or in another context.
fn elsewhere(inventory: &Inventory, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let known: BTreeSet<(&str, &str)> = inventory.mailboxes.iter().map(|m| (m.number.as_str(), m.context.as_str())).collect();
    let by_number: BTreeMap<&str, (&str, &Place)> =
        inventory.mailboxes.iter().rev().map(|m| (m.number.as_str(), (m.context.as_str(), &m.at))).collect();
    for entry in &inventory.extensions {
        let Some(mailbox) = &entry.mailbox else { continue };
        let extension = &entry.number;
        for name in mailbox.value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let (number, context) = name.split_once('@').unwrap_or((name, "default"));
            if known.contains(&(number, context)) {
                continue;
            }
            if let Some((other, at)) = by_number.get(number) {
                findings.push(
                    codes::MAILBOX_CONTEXT
                        .finding(
                            Some(mailbox.at.clone()),
                            Words::new(
                                format!("extension `{extension}` names `{name}`, but the mailbox stands in context `{other}`"),
                                format!(
                                    "Nebenstelle `{extension}` nennt `{name}`, die Sprachbox steht aber im Kontext `{other}`"
                                ),
                            ),
                        )
                        .about(extension.as_str())
                        .related((*at).clone(), Words::new("the mailbox", "die Sprachbox"))
                        .todo(Words::new("correct the context", "den Kontext berichtigen")),
                );
            } else if !told.by_asterisk(&mailbox.at) {
                findings.push(
                    objects::MAILBOX_MISSING
                        .finding(
                            Some(mailbox.at.clone()),
                            Words::new(
                                format!("extension `{extension}` names mailbox `{name}`, which no source has"),
                                format!("Nebenstelle `{extension}` nennt die Sprachbox `{name}`; keine Quelle hat sie"),
                            ),
                        )
                        .about(extension.as_str()),
                );
            }
        }
    }
}

fn pins(inventory: &Inventory, secrets: &Secrets, findings: &mut Vec<Finding>) {
    let weak: Vec<(String, &Place)> = inventory
        .mailboxes
        .iter()
        .filter(|mailbox| {
            let pin = mailbox.pin.as_ref().filter(|pin| pin.state == SecretState::Present).and_then(|pin| secrets.get(pin));
            pin.is_some_and(|pin| guessed(pin.expose(), &mailbox.number))
        })
        .map(|mailbox| (address(mailbox), &mailbox.at))
        .collect();
    tell_all(
        &codes::PIN_WEAK,
        &texts(&weak),
        "mailboxes with a PIN that anyone can guess",
        "Sprachboxen mit einer PIN, die jeder errät",
        findings,
    );
}

/// `101`, or `101@other` for a mailbox of a context that has to be named.
fn address(mailbox: &Mailbox) -> String {
    let Mailbox { number, context, .. } = mailbox;
    if context == "default" { number.clone() } else { format!("{number}@{context}") }
}

fn texts<'t>(named: &'t [(String, &'t Place)]) -> Vec<(&'t str, &'t Place)> {
    named.iter().map(|(name, at)| (name.as_str(), *at)).collect()
}

fn guessed(pin: &str, number: &str) -> bool {
    let row = |text: &str| "01234567890".contains(text) || "9876543210".contains(text);
    pin.chars().count() < 4 || pin == number || pin.chars().all(|c| pin.starts_with(c)) || row(pin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_that_anyone_guesses() {
        for pin in ["", "12", "123", "2001", "0000", "1234", "4321", "7777777", "67890"] {
            assert!(guessed(pin, "2001"), "{pin}");
        }
        for pin in ["4711", "1243", "200103", "1098"] {
            assert!(!guessed(pin, "2001"), "{pin}");
        }
    }
}
