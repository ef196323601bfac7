//! Values that do harm where lists are opened again.

use std::collections::BTreeSet;

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::inventory::model::Inventory;

pub(super) fn check(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let people = inventory.persons.iter().flat_map(|p| {
        [
            Some((p.last.value.as_str(), &p.last.at)),
            p.first.as_ref().map(|v| (v.value.as_str(), &v.at)),
            p.department.as_ref().map(|v| (v.value.as_str(), &v.at)),
            p.room.as_ref().map(|v| (v.value.as_str(), &v.at)),
            p.title.as_ref().map(|v| (v.value.as_str(), &v.at)),
            p.mail.as_ref().map(|v| (v.value.as_str(), &v.at)),
            p.login.as_ref().map(|v| (v.value.as_str(), &v.at)),
        ]
    });
    let lines = inventory.extensions.iter().map(|e| e.name.as_ref().map(|v| (v.value.as_str(), &v.at)));
    let devices = inventory.devices.iter().flat_map(|d| {
        [&d.name, &d.vendor, &d.model, &d.label, &d.serial, &d.owner].map(|v| v.as_ref().map(|v| (v.value.as_str(), &v.at)))
    });
    let mut told: BTreeSet<(&str, &Place)> = BTreeSet::new();
    for (value, at) in people.chain(lines).chain(devices).flatten() {
        if !value.starts_with(['=', '+', '@']) || !told.insert((value, at)) {
            continue;
        }
        let shown: String = value.chars().take(40).map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c }).collect();
        findings.push(
            codes::FORMULA
                .finding(
                    Some(at.clone()),
                    Words::new(
                        format!("`{shown}` would be a formula in a spreadsheet"),
                        format!("`{shown}` wäre in einer Tabellenkalkulation eine Formel"),
                    ),
                )
                .todo(Words::new("correct the value in its source", "den Wert in seiner Quelle berichtigen")),
        );
    }
}
