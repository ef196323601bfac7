//! How many devices an extension may have, from where, and whether calls reach both.

use std::collections::BTreeSet;

use super::{Told, codes, moved, some_of, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::inventory::asterisk::codes::objects;
use crate::inventory::model::{AorState, Inventory, ObstacleKind};
use crate::policy::site::Site;

pub(super) fn check(inventory: &Inventory, site: &Site, told: &Told<'_>, findings: &mut Vec<Finding>) {
    contacts(inventory, told, findings);
    obstacles(inventory, findings);
    one_device_rung(inventory, site, findings);
}

/// Limits that Asterisk's importer has not told already.
fn contacts(inventory: &Inventory, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let (mut tight, mut few): (Vec<(&str, &Place)>, Vec<(&str, &Place)>) = (Vec::new(), Vec::new());
    for entry in moved(inventory) {
        let Some(account) = entry.account.as_ref().filter(|a| !told.by_asterisk(&a.endpoint.at)) else { continue };
        let AorState::Present { name, max_contacts, max_contacts_at, .. } = &account.aor else { continue };
        let at = max_contacts_at.as_ref().unwrap_or(&name.at);
        match max_contacts {
            0 => {
                let number = &entry.number;
                findings.push(
                    objects::NO_CONTACTS
                        .finding(
                            Some(at.clone()),
                            Words::new(
                                format!("extension `{number}` may not register any device"),
                                format!("Nebenstelle `{number}` darf kein Gerät registrieren"),
                            ),
                        )
                        .about(number.as_str()),
                );
            }
            // What `deskshift convert` writes raises the limit of Asterisk and of what is built on it.
            1 if told.by_another_system(at) => few.push((entry.number.as_str(), at)),
            1 => tight.push((entry.number.as_str(), at)),
            _ => {}
        }
    }
    tell_all(
        &objects::ONE_CONTACT,
        &tight,
        "extensions with room for one telephone only",
        "Nebenstellen mit Platz für nur ein Telefon",
        findings,
    );
    tell_all(
        &codes::FEW_REGISTRATIONS,
        &few,
        "extensions that the telephone system lets register one device at a time",
        "Nebenstellen, für die die Anlage nur ein Gerät zugleich anmelden lässt",
        findings,
    );
}

fn obstacles(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let people: BTreeSet<&str> = moved(inventory).map(|e| e.number.as_str()).collect();
    let of = |wanted: &dyn Fn(ObstacleKind) -> bool| -> Vec<(&str, &Place)> {
        inventory
            .obstacles
            .iter()
            .filter(|o| wanted(o.kind) && people.contains(o.extension.as_str()))
            .map(|o| (o.extension.as_str(), &o.at))
            .collect()
    };
    let text = |at: Option<&(&str, &Place)>| {
        let found = at.and_then(|(_, at)| inventory.obstacles.iter().find(|o| o.at == **at));
        found.map(|o| format!("`{}`", o.text)).unwrap_or_default()
    };
    let blocked = of(&|kind| kind != ObstacleKind::FewRegistrations);
    let setting = text(blocked.first());
    tell_all(
        &codes::REMOTE_BLOCKED,
        &blocked,
        &format!("extensions that may register from some addresses only ({setting})"),
        &format!("Nebenstellen, die sich nur von bestimmten Adressen registrieren dürfen ({setting})"),
        findings,
    );
    let few = of(&|kind| kind == ObstacleKind::FewRegistrations);
    let setting = text(few.first());
    tell_all(
        &codes::FEW_REGISTRATIONS,
        &few,
        &format!("extensions that may have fewer than two devices at once ({setting})"),
        &format!("Nebenstellen, die weniger als zwei Geräte zugleich haben dürfen ({setting})"),
        findings,
    );
}

/// `Dial(PJSIP/2001)` and queue members, where two devices are planned.
fn one_device_rung(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    if !site.pbx.kind.is_asterisk() || site.pbx.contacts_per_line < 2 {
        return;
    }
    let kept: BTreeSet<&str> = site.pbx.keep_contact_limit.iter().map(crate::domain::Extension::as_str).collect();
    let two: BTreeSet<&str> = moved(inventory)
        .filter(|e| e.account.is_some() && !kept.contains(e.number.as_str()))
        .map(|e| e.number.as_str())
        .collect();
    if two.is_empty() {
        return;
    }
    let lines: Vec<_> = inventory
        .dials
        .iter()
        .filter(|dial| !dial.all_contacts && (dial.by_pattern || dial.rings.iter().any(|e| two.contains(e.as_str()))))
        .collect();
    let plain = |interface: &str| interface.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("pjsip/"));
    let members: Vec<_> = inventory
        .queues
        .iter()
        .flat_map(|queue| &queue.members)
        .filter(|m| plain(&m.interface) && m.extension.as_ref().is_some_and(|e| two.contains(e.as_str())))
        .collect();
    let Some(at) = lines.first().map(|line| &line.at).or_else(|| members.first().map(|member| &member.at)) else { return };
    let listed = some_of(lines.iter().map(|line| line.pattern.as_str()).chain(members.iter().map(|m| m.interface.as_str())));
    let some = listed.counted();
    findings.push(
        codes::DIAL_ONE
            .finding(
                Some(at.clone()),
                Words::new(
                    format!("lines of the dialplan and queue members that ring one of two devices: {some}"),
                    format!("Wählplanzeilen und Warteschlangen-Mitglieder, die eines von zwei Geräten rufen: {some}"),
                ),
            )
            .listing(listed)
            .todo(Words::new(
                "`deskshift convert` writes the lines to change",
                "`deskshift convert` schreibt die zu ändernden Zeilen",
            )),
    );
}
