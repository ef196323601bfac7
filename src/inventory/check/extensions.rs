//! Extensions against the number plan and against each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{codes, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::inventory::codes as shared;
use crate::inventory::model::{ExtensionEntry, ExtensionKind, Inventory};
use crate::inventory::numbers::{direct, is_service, service};
use crate::policy::site::{Numbers, Site};

pub(super) fn check(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let entries: Vec<&ExtensionEntry> =
        inventory.entries().filter(|e| e.account.is_some() && e.kind != ExtensionKind::Trunk).collect();
    against_plan(inventory, &entries, site, findings);
    clashes(&entries, findings);
    twice(inventory, findings);
    lines_in_two_partitions(inventory, findings);
    not_dialable(inventory, findings);
}

fn against_plan(inventory: &Inventory, entries: &[&ExtensionEntry], site: &Site, findings: &mut Vec<Finding>) {
    let plan = &site.numbers;
    let that = |test: &dyn Fn(&str) -> bool| -> Vec<(&str, &Place)> {
        entries.iter().filter(|e| test(e.number.digits())).map(|e| (e.number.as_str(), &e.at)).collect()
    };
    let prefix = plan.outside_prefix.as_str();
    tell_all(
        &shared::OUTSIDE_PREFIX,
        &that(&|number| !prefix.is_empty() && number.starts_with(prefix)),
        &format!("extensions that begin with `{prefix}`, the digit for an outside line"),
        &format!("Nebenstellen, die mit `{prefix}` beginnen, der Ziffer für die Amtsleitung"),
        findings,
    );
    let lengths: BTreeSet<usize> =
        plan.extension_lengths.iter().chain(plan.sites.iter().flat_map(|s| &s.extension_lengths)).copied().collect();
    tell_all(
        &shared::OUTSIDE_PLAN,
        &that(&|number| !lengths.is_empty() && !lengths.contains(&number.len())),
        "extensions of a length that the number plan does not have",
        "Nebenstellen mit einer Länge, die der Nummernplan nicht kennt",
        findings,
    );
    let outside = |entry: &&&ExtensionEntry| {
        // `0` is the attendant's, which every head number has.
        let head = direct::head(&entry.number, plan);
        entry.number.digits() != "0" && head.is_some_and(|head| head.covers(entry.number.digits()) == Some(false))
    };
    let outside: Vec<(&str, &Place)> = entries.iter().filter(outside).map(|e| (e.number.as_str(), &e.at)).collect();
    tell_all(
        &codes::OUTSIDE_BLOCK,
        &outside,
        "extensions outside of the direct-dial blocks",
        "Nebenstellen außerhalb der Durchwahlblöcke",
        findings,
    );
    findings.extend(inventory.extensions.iter().filter_map(|entry| service_number(entry, plan)));
}

/// Dialled, it reaches a service number, or would if the plan did not have it.
fn service_number(entry: &ExtensionEntry, plan: &Numbers) -> Option<Finding> {
    let number = &entry.number;
    let digits = number.digits();
    let before = |service: &str| &digits[..digits.len() - service.len()];
    let (page, words, todo) = if is_service(digits) {
        let words = Words::new(
            format!("extension `{number}` is an emergency or service number; it is not migrated"),
            format!("Nebenstelle `{number}` ist eine Notruf- oder Servicenummer; sie wird nicht umgestellt"),
        );
        (&codes::SERVICE_EXTENSION, words, Words::new("renumber it", "umnummerieren"))
    } else if let Some(service) = service::reached(digits, plan) {
        let codes = before(service);
        let words = Words::new(
            format!(
                "extension `{number}` is `{codes}`, dialled for an outside line, and the service number `{service}`; it is not migrated"
            ),
            format!(
                "Nebenstelle `{number}` ist `{codes}`, gewählt für die Amtsleitung, und die Servicenummer `{service}`; sie wird nicht \
                 umgestellt"
            ),
        );
        let todo = Words::new(
            format!(
                "renumber it; if the number plan really has it, name its block in `numbers.blocks`, such as `{digits}-{digits}`"
            ),
            format!(
                "umnummerieren; hat der Nummernplan sie wirklich, ihren Block in `numbers.blocks` nennen, etwa `{digits}-{digits}`"
            ),
        );
        (&codes::SERVICE_EXTENSION, words, todo)
    } else {
        let (service, block) = service::contested(digits, plan)?;
        let codes = before(service);
        let words = Words::new(
            format!(
                "extension `{number}` of block `{block}` is also `{codes}`, dialled for an outside line, and the service number `{service}`"
            ),
            format!(
                "Nebenstelle `{number}` aus dem Block `{block}` ist auch `{codes}`, gewählt für die Amtsleitung, und die Servicenummer \
                 `{service}`"
            ),
        );
        let todo = Words::new(
            format!("make sure that `{service}` is reached from every telephone, or renumber it"),
            format!("sicherstellen, dass `{service}` von jedem Telefon erreicht wird, oder umnummerieren"),
        );
        (&codes::SERVICE_CONTESTED, words, todo)
    };
    Some(page.finding(Some(entry.at.clone()), words).about(number.as_str()).todo(todo))
}

/// `101` and `1010` in one context.
fn clashes(entries: &[&ExtensionEntry], findings: &mut Vec<Finding>) {
    let mut contexts: BTreeMap<&str, BTreeMap<&str, &Place>> = BTreeMap::new();
    for entry in entries {
        contexts.entry(context(entry).unwrap_or_default()).or_default().insert(entry.number.digits(), &entry.at);
    }
    for numbers in contexts.values() {
        for (number, at) in numbers {
            // The next number in order begins with this one, if any does.
            let Some((longer, other)) = numbers.range(*number..).nth(1).filter(|(n, _)| n.starts_with(*number)) else { continue };
            findings.push(
                shared::LENGTH_CLASH
                    .finding(
                        Some((*at).clone()),
                        Words::new(
                            format!("extension `{number}` is the beginning of `{longer}`"),
                            format!("Nebenstelle `{number}` ist der Anfang von `{longer}`"),
                        ),
                    )
                    .about(*number)
                    .related((*other).clone(), Words::new("the longer one", "die längere"))
                    .todo(Words::new("renumber one of them", "eine der beiden umnummerieren")),
            );
        }
    }
}

/// What the number is told apart by, else the dialplan context of the account.
fn context(entry: &ExtensionEntry) -> Option<&str> {
    if let Some(own) = entry.number.context() {
        return Some(own);
    }
    entry.account.as_ref()?.context.as_ref().map(|context| context.value.as_str())
}

fn twice(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, &ExtensionEntry> = BTreeMap::new();
    let mut seen: BTreeSet<(&str, Option<&str>)> = BTreeSet::new();
    // Of one number in the order of the file.
    let mut entries: Vec<&ExtensionEntry> = inventory.entries().collect();
    entries.sort_by(|one, two| (one.number.digits(), &one.at).cmp(&(two.number.digits(), &two.at)));
    for entry in entries {
        let (number, here) = (entry.number.digits(), context(entry));
        let again = !seen.insert((number, here));
        let Some(other) = first.get(number) else {
            first.insert(number, entry);
            continue;
        };
        let finding = match (context(other), here) {
            (Some(one), Some(two)) if !again => codes::TWO_CONTEXTS
                .finding(
                    Some(entry.at.clone()),
                    Words::new(
                        format!("number `{number}` is in `{one}` and in `{two}`: two extensions, which are not one telephone"),
                        format!("Nummer `{number}` gibt es in `{one}` und in `{two}`: zwei Nebenstellen, nicht dasselbe Telefon"),
                    ),
                )
                .todo(Words::new(
                    "look at both with `inventory show`; the plan moves neither while both are there",
                    "beide mit `inventory show` ansehen; der Plan stellt keine um, solange es beide gibt",
                )),
            _ => codes::EXTENSION_TWICE
                .finding(
                    Some(entry.at.clone()),
                    Words::new(
                        format!("extension `{number}` stands here a second time"),
                        format!("Nebenstelle `{number}` steht hier ein zweites Mal"),
                    ),
                )
                .todo(Words::new("remove one of them", "eine davon entfernen")),
        };
        findings.push(finding.about(number).related(other.at.clone(), Words::new("the first one", "die erste")));
    }
}

fn lines_in_two_partitions(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, (&str, &Place, bool)> = BTreeMap::new();
    for line in inventory.devices.iter().flat_map(|device| &device.lines) {
        // Extensions that the partition tells apart are told as such.
        if line.extension.as_ref().is_some_and(|extension| extension.context().is_some()) {
            continue;
        }
        let Some(partition) = line.partition.as_deref() else { continue };
        let number = line.number.value.as_str();
        let (one, at, told) = first.entry(number).or_insert((partition, &line.number.at, false));
        if *one == partition || *told {
            continue;
        }
        *told = true;
        findings.push(
            codes::TWO_CONTEXTS
                .finding(
                    Some(line.number.at.clone()),
                    Words::new(
                        format!("number `{number}` is in partition `{one}` and in `{partition}`"),
                        format!("Nummer `{number}` gibt es in der Partition `{one}` und in `{partition}`"),
                    ),
                )
                .about(number)
                .related((*at).clone(), Words::new("the first one", "die erste")),
        );
    }
}

/// Lines and groups whose number a keypad cannot dial, or that the telephone system takes for a function.
fn not_dialable(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let lines = inventory
        .devices
        .iter()
        .flat_map(|device| &device.lines)
        .filter(|line| line.extension.is_none())
        .map(|line| (line.number.value.as_str(), &line.number.at, true));
    let groups = inventory.groups.iter().filter_map(|group| group.number.as_deref().map(|number| (number, &group.at, false)));
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (number, at, line) in lines.chain(groups) {
        let dialled = number.trim().trim_start_matches('\\').trim_start_matches('+');
        let (page, en, de) = if dialled.starts_with(['*', '#']) {
            (&codes::FEATURE_CODE, "begins like a feature code", "beginnt wie eine Kennzahl")
        } else if line && !dialled.is_empty() && !dialled.bytes().all(|b| b.is_ascii_digit()) {
            (&codes::NOT_DIALABLE, "cannot be dialled and has no alias", "ist nicht wählbar und hat keinen Alias")
        } else {
            continue;
        };
        if told.insert(number) {
            findings.push(
                page.finding(Some(at.clone()), Words::new(format!("number `{number}` {en}"), format!("Nummer `{number}` {de}")))
                    .about(number)
                    .todo(Words::new("give it a number of digits", "eine Nummer aus Ziffern geben")),
            );
        }
    }
}
