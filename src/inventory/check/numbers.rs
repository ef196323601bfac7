//! Extensions against the number plan.

use std::collections::BTreeSet;

use super::some_of;
use crate::diag::{Finding, Words};
use crate::inventory::codes;
use crate::inventory::model::{ExtensionKind, Inventory};
use crate::policy::site::Site;

pub(super) fn check(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let plan = &site.numbers;
    let entries: Vec<_> = inventory.extensions.iter().filter(|e| e.account.is_some() && e.kind != ExtensionKind::Trunk).collect();
    let prefix = plan.outside_prefix.as_str();
    let clashing: Vec<_> = entries.iter().filter(|e| !prefix.is_empty() && e.number.as_str().starts_with(prefix)).collect();
    if let Some(first) = clashing.first() {
        let some = some_of(clashing.iter().map(|e| e.number.as_str()));
        findings.push(codes::OUTSIDE_PREFIX.finding(
            Some(first.at.clone()),
            Words::new(
                format!("extensions that begin with `{prefix}`, the digit for an outside line: {some}"),
                format!("Nebenstellen, die mit `{prefix}` beginnen, der Ziffer für die Amtsleitung: {some}"),
            ),
        ));
    }
    let lengths = &plan.extension_lengths;
    let outside: Vec<_> = entries.iter().filter(|e| !lengths.is_empty() && !lengths.contains(&e.number.as_str().len())).collect();
    if let Some(first) = outside.first() {
        let some = some_of(outside.iter().map(|e| e.number.as_str()));
        findings.push(codes::OUTSIDE_PLAN.finding(
            Some(first.at.clone()),
            Words::new(
                format!("extensions of a length that the number plan does not have: {some}"),
                format!("Nebenstellen mit einer Länge, die der Nummernplan nicht kennt: {some}"),
            ),
        ));
    }
    let numbers: BTreeSet<&str> = entries.iter().map(|e| e.number.as_str()).collect();
    for entry in &entries {
        let number = entry.number.as_str();
        // The next number in order begins with this one, if any does.
        let Some(longer) = numbers.range(number..).nth(1).filter(|n| n.starts_with(number)) else { continue };
        findings.push(
            codes::LENGTH_CLASH
                .finding(
                    Some(entry.at.clone()),
                    Words::new(
                        format!("extension `{number}` is the beginning of `{longer}`"),
                        format!("Nebenstelle `{number}` ist der Anfang von `{longer}`"),
                    ),
                )
                .about(number),
        );
    }
}
