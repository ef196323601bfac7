//! Hints (busy lamps) and lines that ring, against the endpoints there are.

use std::collections::BTreeSet;

use crate::diag::{Finding, Words};
use crate::inventory::model::Inventory;
use crate::inventory::{asterisk, codes};

pub(super) fn check(inventory: &Inventory, findings: &mut Vec<Finding>) {
    dials(inventory, findings);
    hints(inventory, findings);
}

/// A dialplan may be an export of its own, so only the whole shows whom it rings in vain.
fn dials(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let known = super::known_numbers(inventory);
    if known.is_empty() {
        return;
    }
    for dial in &inventory.dials {
        let unknown = dial.rings.iter().filter(|number| !known.contains(number.as_str()));
        findings.extend(unknown.map(|number| asterisk::rings_nobody(dial, number)));
    }
}

fn hints(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let endpoints: BTreeSet<&str> =
        inventory.extensions.iter().filter_map(|e| e.account.as_ref()).map(|a| a.endpoint.value.as_str()).collect();
    // A hint of another technology, with a variable, or of an endpoint that is no extension cannot be judged here.
    let device = |text: &str| -> Option<String> {
        let (technology, rest) = text.trim().split_once('/')?;
        let name = rest.split(['/', '@', ',']).next().unwrap_or_default();
        let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
        (technology.eq_ignore_ascii_case("pjsip") && number).then(|| name.to_owned())
    };
    for hint in &inventory.hints {
        // Behind the first comma stands the presence of the hint, which names no device.
        let devices = hint.devices.split(',').next().unwrap_or_default();
        for name in devices.split('&').filter_map(device).filter(|name| !endpoints.contains(name.as_str())) {
            let (pattern, context) = (&hint.pattern, &hint.context);
            findings.push(
                codes::HINT_UNKNOWN
                    .finding(
                        Some(hint.at.clone()),
                        Words::new(
                            format!("hint `{pattern}` of context `[{context}]` names `PJSIP/{name}`, which has no endpoint"),
                            format!("der Hint `{pattern}` im Kontext `[{context}]` nennt `PJSIP/{name}`; diesen Endpunkt gibt es nicht"),
                        ),
                    )
                    .about(pattern.as_str())
                    .todo(Words::new("remove or correct the hint", "den Hint entfernen oder berichtigen")),
            );
        }
    }
}
