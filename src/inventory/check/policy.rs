//! What the policy names must be somewhere in the inventory.

use std::collections::BTreeSet;

use crate::diag::{Finding, Words};
use crate::inventory::codes;
use crate::inventory::merge::one_letter_apart;
use crate::inventory::model::Inventory;
use crate::policy::site::{GroupMinimum, Members, Site};

pub(super) fn check(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let departments: BTreeSet<&str> =
        inventory.persons.iter().filter_map(|p| p.department.as_ref()).map(|d| d.value.as_str()).collect();
    let queues: BTreeSet<&str> = inventory.queues.iter().map(|q| q.name.as_str()).collect();
    let extensions = super::known_numbers(inventory);
    let rooms: BTreeSet<&str> = inventory.rooms.iter().map(|r| r.name.as_str()).collect();

    // Kind, name and where in the policy; each unknown name is told once.
    let mut named: BTreeSet<(Kind, &str)> = BTreeSet::new();
    for rule in &site.clients {
        named.extend(rule.departments.iter().map(|d| (Kind::Department, d.as_str())));
        named.extend(rule.extensions.iter().map(|e| (Kind::Extension, e.as_str())));
    }
    for GroupMinimum { members, .. } in site.roster.on_site.iter().chain(&site.roster.reachable) {
        match members {
            Members::Department(department) => {
                named.insert((Kind::Department, department.as_str()));
            }
            Members::Queue(queue) => {
                named.insert((Kind::Queue, queue.as_str()));
            }
            Members::Extensions(list) => named.extend(list.iter().map(|e| (Kind::Extension, e.as_str()))),
        }
    }
    named.extend(site.validate.canary.iter().map(|e| (Kind::Extension, e.as_str())));
    named.extend(site.pbx.keep_contact_limit.iter().map(|e| (Kind::Extension, e.as_str())));
    named.extend(site.roster.room_overrides.keys().map(|r| (Kind::Room, r.as_str())));

    for (kind, name) in named {
        let known = match kind {
            Kind::Department => &departments,
            Kind::Extension => &extensions,
            Kind::Queue => &queues,
            Kind::Room => &rooms,
        };
        if known.contains(name) {
            continue;
        }
        let (en, de) = kind.words();
        let mut finding = codes::NAMED_NOWHERE
            .finding(
                None,
                Words::new(
                    format!("`deskshift.yaml` names the {en} `{name}`, which no source has"),
                    format!("`deskshift.yaml` nennt {de} `{name}`; keine Quelle hat das"),
                ),
            )
            .about(name);
        if let Some(near) = nearest(name, known) {
            finding = finding.todo(Words::new(format!("`{near}` may be meant"), format!("vielleicht ist `{near}` gemeint")));
        }
        findings.push(finding);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Department,
    Extension,
    Queue,
    Room,
}

impl Kind {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Department => ("department", "die Dienststelle"),
            Self::Extension => ("extension", "die Nebenstelle"),
            Self::Queue => ("queue", "die Warteschlange"),
            Self::Room => ("room", "das Zimmer"),
        }
    }
}

fn nearest<'a>(name: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    known
        .iter()
        .find(|k| k.to_lowercase() == lower)
        .or_else(|| known.iter().find(|k| one_letter_apart(k, name)))
        .or_else(|| {
            known.iter().find(|k| k.len() > 3 && (k.to_lowercase().contains(&lower) || lower.contains(&k.to_lowercase())))
        })
        .copied()
}
