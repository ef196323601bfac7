//! Call and pickup groups, which Asterisk writes at the member: `call_group=1,3-5`, `named_pickup_group=amt,zentrale`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::bounded::Bounded;
use super::codes::{grammar, lists};
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{Group, GroupKind, GroupMember};

/// Members of all groups together; `0-63` in a template of 60,000 endpoints would make millions.
const MOST_MEMBERS: usize = 400_000;

/// Options of an endpoint, in pjsip and in chan_sip, and what they mean.
pub(super) const OPTIONS: [(&str, &str, GroupKind); 4] = [
    ("call_group", "callgroup", GroupKind::Call),
    ("pickup_group", "pickupgroup", GroupKind::Pickup),
    ("named_call_group", "namedcallgroup", GroupKind::NamedCall),
    ("named_pickup_group", "namedpickupgroup", GroupKind::NamedPickup),
];

/// Collects groups from their members.
#[derive(Debug, Default)]
pub(super) struct Groups {
    known: BTreeMap<(GroupKind, String), Group>,
    members: usize,
    full: bool,
    findings: Bounded,
}

impl Groups {
    /// Takes the value of one option of one endpoint.
    pub fn add(&mut self, kind: GroupKind, value: &str, member: &str, at: &Place) {
        let numbered = matches!(kind, GroupKind::Call | GroupKind::Pickup);
        for part in value.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            if !numbered {
                self.member(kind, part.to_owned(), member, at);
                continue;
            }
            match range(part) {
                Some((first, last)) => (first..=last).for_each(|number| self.member(kind, number.to_string(), member, at)),
                None => {
                    let words = Words::new(
                        format!("`{part}` is no group: numbers from 0 to 63 and ranges such as `1-4` are"),
                        format!("`{part}` ist keine Gruppe: das sind Zahlen von 0 bis 63 und Bereiche wie `1-4`"),
                    );
                    self.findings.push(lists::GROUP_INVALID.finding(Some(at.clone()), words).about(member));
                }
            }
        }
    }

    fn member(&mut self, kind: GroupKind, name: String, member: &str, at: &Place) {
        if self.members >= MOST_MEMBERS {
            if !self.full {
                self.full = true;
                let words = Words::new(
                    format!("more than {MOST_MEMBERS} members of call and pickup groups; the rest is left out"),
                    format!("mehr als {MOST_MEMBERS} Mitglieder von Ruf- und Heranholgruppen; der Rest fehlt"),
                );
                self.findings.push(grammar::CONFIG_TOO_LARGE.finding(Some(at.clone()), words));
            }
            return;
        }
        self.members += 1;
        let group = match self.known.entry((kind, name)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let name = free.key().1.clone();
                free.insert(Group { kind, number: None, name, strategy: None, members: Vec::new(), at: at.clone() })
            }
        };
        let extension = member.parse::<Extension>().ok();
        group.members.push(GroupMember { text: member.to_owned(), extension, external: false, at: at.clone() });
    }

    /// By kind and name, and what was no group.
    pub fn finish(self) -> (Vec<Group>, Vec<Finding>) {
        (self.known.into_values().collect(), self.findings.into_vec())
    }
}

fn range(part: &str) -> Option<(u8, u8)> {
    let number = |text: &str| text.trim().parse::<u8>().ok().filter(|number| *number <= 63);
    let (first, last) = match part.split_once('-') {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(part)?, number(part)?),
    };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lists_and_names() {
        let mut groups = Groups::default();
        let at = Place::at("pjsip.conf", 3, 1);
        groups.add(GroupKind::Pickup, "1, 3-4", "201", &at);
        groups.add(GroupKind::Pickup, "3,64,x", "tor", &at);
        groups.add(GroupKind::NamedCall, "Bau Amt,b", "201", &at);
        let (groups, findings) = groups.finish();
        let short: Vec<(GroupKind, &str, Vec<&str>)> =
            groups.iter().map(|g| (g.kind, g.name.as_str(), g.members.iter().map(|m| m.text.as_str()).collect())).collect();
        assert_eq!(
            short,
            [
                (GroupKind::Pickup, "1", vec!["201"]),
                (GroupKind::Pickup, "3", vec!["201", "tor"]),
                (GroupKind::Pickup, "4", vec!["201"]),
                (GroupKind::NamedCall, "Bau Amt", vec!["201"]),
                (GroupKind::NamedCall, "b", vec!["201"]),
            ]
        );
        assert_eq!(groups[1].members[1].extension, None);
        let told: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(told, ["inventory/group-number-invalid", "inventory/group-number-invalid"]);
    }

    #[test]
    fn groups_cannot_grow_without_end() {
        let mut groups = Groups::default();
        let at = Place::file("pjsip.conf");
        for member in 0..10_000 {
            groups.add(GroupKind::Pickup, "0-63", &member.to_string(), &at);
        }
        let (groups, findings) = groups.finish();
        assert_eq!(groups.iter().map(|g| g.members.len()).sum::<usize>(), MOST_MEMBERS);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code.as_str(), "inventory/config-too-large");
    }
}
