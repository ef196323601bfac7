//! How many devices an extension may have, from where, and whether calls reach both.

use std::collections::BTreeSet;

use super::{Told, codes, moved, some_of, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::inventory::asterisk::codes::objects;
use crate::inventory::asterisk::rings::{self, Effect};
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
            1 if told.by_another_system(at) || is_chan_sip(told, &name.at, at) => few.push((entry.number.as_str(), at)),
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

/// A row of FreePBX or Issabel for chan_sip, which takes one registration whatever the columns of the row say: the limit stands where the
/// name does, in no column of its own.
fn is_chan_sip(told: &Told<'_>, name: &Place, limit: &Place) -> bool {
    name == limit && ["freepbx/", "issabel/"].iter().any(|family| told.importer(limit, family))
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

/// Lines that reach one of two devices, or may: those that the plan lists, by the same code.
fn one_device_rung(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let lines = rings::of_site(inventory, site);
    for (effect, en, de) in [
        (
            Effect::Rings,
            "lines of the dialplan and queue members that ring one of two devices",
            "Wählplanzeilen und Warteschlangen-Mitglieder, die eines von zwei Geräten rufen",
        ),
        (
            Effect::Unknown,
            "lines of the dialplan that show only when a call comes whether they ring both of two devices",
            "Wählplanzeilen, die erst beim Anruf zeigen, ob sie beide von zwei Geräten rufen",
        ),
        (
            Effect::Watches,
            "hints and queue members that do not see the web phone",
            "Hints und Warteschlangen-Mitglieder, die das Webtelefon nicht sehen",
        ),
    ] {
        let of_effect = || lines.iter().filter(|line| line.effect == effect);
        let Some(at) = of_effect().next().map(|line| &line.at) else { continue };
        let listed = some_of(of_effect().map(|line| line.subject.as_str()));
        let some = listed.counted();
        findings.push(
            codes::DIAL_ONE
                .finding(Some(at.clone()), Words::new(format!("{en}: {some}"), format!("{de}: {some}")))
                .listing(listed)
                .todo(Words::new(
                    "`deskshift convert` writes each of them with its place, and what to write instead or what to do",
                    "`deskshift convert` schreibt jede mit ihrer Stelle und dem Ersatz oder dem, was zu tun ist",
                )),
        );
    }
}
