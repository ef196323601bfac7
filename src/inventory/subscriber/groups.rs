//! Groups that every member names in its own row: who may pick up whose calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Place;
use crate::domain::Extension;
use crate::inventory::model::{Group, GroupKind, GroupMember, Sourced};

/// Collects members by group, in the order of the source.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Groups {
    list: Vec<Group>,
    by_name: BTreeMap<(GroupKind, String), usize>,
    /// Members of each group, so that none is named twice.
    members: BTreeSet<(usize, Extension)>,
}

impl Groups {
    /// Adds one member under each name.
    pub(in crate::inventory) fn join<'n>(
        &mut self,
        kind: GroupKind,
        names: impl IntoIterator<Item = &'n str>,
        member: &Extension,
        at: &Place,
    ) {
        for name in names {
            let name = name.trim();
            if name.is_empty() {
                continue;
            }
            let next = self.list.len();
            let index = *self.by_name.entry((kind, name.to_owned())).or_insert(next);
            if index == next {
                let (number, name) = (None, name.to_owned());
                self.list.push(Group { kind, number, name, strategy: None, members: Vec::new(), at: at.clone() });
            }
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
    pub(in crate::inventory) fn declare(&mut self, kind: GroupKind, name: &str, at: &Place) {
        let next = self.list.len();
        if *self.by_name.entry((kind, name.to_owned())).or_insert(next) == next {
            let (number, name) = (None, name.to_owned());
            self.list.push(Group { kind, number, name, strategy: None, members: Vec::new(), at: at.clone() });
        }
    }

    /// Adds a second number of a telephone, which rings like a group of one.
    pub(in crate::inventory) fn numbered(&mut self, number: &str, member: &Extension, at: &Place) {
        self.join(GroupKind::Ring, [number], member, at);
        if let Some(index) = self.by_name.get(&(GroupKind::Ring, number.to_owned())) {
            self.list[*index].number = Some(number.to_owned());
        }
    }

    pub(in crate::inventory) fn into_list(self) -> Vec<Group> {
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
    fn ranges_are_opened() {
        let cell = Sourced::new("1,3-5, 63-64,x".to_owned(), Place::file("a"));
        assert_eq!(numbers_of_groups(&cell), ["1", "3", "4", "5", "63-64", "x"]);
    }
}
