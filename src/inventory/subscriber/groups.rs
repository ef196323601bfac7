//! Groups that every member names in its own row: who may pick up whose calls.

use std::collections::{BTreeMap, BTreeSet};

use super::NO_DOMAIN;
use crate::diag::Place;
use crate::domain::Extension;
use crate::inventory::model::{Group, GroupKind, GroupMember, Sourced};

/// Collects members by group, in the order of the source.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Groups {
    list: Vec<Group>,
    /// By kind, name and domain: the same name in two domains is two groups.
    by_name: BTreeMap<(GroupKind, String, Option<String>), usize>,
    /// Members of each group, so that none is named twice.
    members: BTreeSet<(usize, Extension)>,
}

impl Groups {
    /// The group of this name, which is made where it is not there yet. `domain` is that of its members where the system has several.
    fn index(&mut self, kind: GroupKind, name: &str, domain: Option<&str>, at: &Place) -> usize {
        let next = self.list.len();
        let index = *self.by_name.entry((kind, name.to_owned(), domain.map(str::to_owned))).or_insert(next);
        if index == next {
            let (number, name) = (None, name.to_owned());
            self.list.push(Group { kind, number, name, strategy: None, members: Vec::new(), at: at.clone() });
        }
        index
    }

    /// Adds one member under each name.
    pub(in crate::inventory) fn join<'n>(
        &mut self,
        kind: GroupKind,
        (domain, names): (Option<&str>, impl IntoIterator<Item = &'n str>),
        member: &Extension,
        at: &Place,
    ) {
        for name in names {
            let name = name.trim();
            if name.is_empty() {
                continue;
            }
            let index = self.index(kind, name, domain, at);
            if !self.members.insert((index, member.clone())) {
                continue;
            }
            self.list[index].members.push(GroupMember {
                text: member.as_str().to_owned(),
                extension: Some(member.clone()),
                external: false,
                at: at.clone(),
            });
        }
    }

    /// Adds a group that exists although it may have no member.
    pub(in crate::inventory) fn declare(&mut self, kind: GroupKind, (domain, name): (Option<&str>, &str), at: &Place) {
        self.index(kind, name, domain, at);
    }

    /// Adds a second number of a telephone, which rings like a group of one.
    pub(in crate::inventory) fn numbered(&mut self, (domain, number): (Option<&str>, &str), member: &Extension, at: &Place) {
        self.join(GroupKind::Ring, (domain, [number]), member, at);
        let index = self.index(GroupKind::Ring, number, domain, at);
        self.list[index].number = Some(number.to_owned());
    }

    /// Groups of one name in several domains are called by name and domain, as extensions are: `bauamt@amt.example`.
    pub(in crate::inventory) fn into_list(mut self) -> Vec<Group> {
        let mut domains: BTreeMap<(GroupKind, &str), usize> = BTreeMap::new();
        for (kind, name, _) in self.by_name.keys() {
            *domains.entry((*kind, name)).or_default() += 1;
        }
        for ((kind, name, domain), index) in &self.by_name {
            if domains.get(&(*kind, name.as_str())).is_some_and(|count| *count > 1) {
                self.list[*index].name = format!("{name}@{}", domain.as_deref().unwrap_or(NO_DOMAIN));
            }
        }
        self.list
    }
}

/// The numbers in `1,3-5` (Asterisk knows the groups 0 to 63); words that are no such number are given back as they are.
#[must_use]
pub(in crate::inventory) fn numbers_of_groups(cell: &Sourced<String>) -> Vec<String> {
    let mut out = Vec::new();
    for part in cell.value.split(',').map(str::trim).filter(|part| !part.is_empty()).take(64) {
        let range = part.split_once('-').and_then(|(from, to)| Some((from.trim().parse::<u8>().ok()?, to.trim().parse().ok()?)));
        match range {
            Some((from, to)) if from <= to && to <= 63 => out.extend((from..=to).map(|n: u8| n.to_string())),
            _ => out.push(part.to_owned()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_name_in_two_domains_are_two() {
        let (at, number) = (Place::file("a"), |text: &str| text.parse::<Extension>().expect("a number"));
        let mut groups = Groups::default();
        groups.declare(GroupKind::Ring, (Some("a"), "amt"), &at);
        groups.join(GroupKind::Ring, (Some("b"), ["amt", "nur"]), &number("101"), &at);
        groups.join(GroupKind::Ring, (Some("a"), ["amt"]), &number("102"), &at);
        groups.join(GroupKind::Call, (None, ["amt"]), &number("103"), &at);
        groups.numbered((Some("a"), "7101"), &number("101"), &at);
        groups.numbered((None, "7101"), &number("102"), &at);
        let shown = groups.into_list().into_iter().map(|group| {
            let members: Vec<&str> = group.members.iter().map(|member| member.text.as_str()).collect();
            format!("{:?} {} {} {}", group.kind, group.name, group.number.as_deref().unwrap_or("-"), members.join("+"))
        });
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "Ring amt@a - 102",
                "Ring amt@b - 101",
                "Ring nur - 101",
                "Call amt - 103",
                "Ring 7101@a 7101 101",
                "Ring 7101@<None> 7101 102"
            ]
        );
    }

    #[test]
    fn ranges_are_opened() {
        let cell = Sourced::new("1,3-5, 63-64,x".to_owned(), Place::file("a"));
        assert_eq!(numbers_of_groups(&cell), ["1", "3", "4", "5", "63-64", "x"]);
    }
}
