//! Objects of one number: at two PBXs or nodes they are two extensions, at one the second is named with what it says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::super::gather::Gather;
use super::object::{Object, Titles};
use crate::domain::Extension;
use crate::inventory::subscriber::NO_DOMAIN;
use crate::inventory::table::Differing;

/// What tells objects of one number apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// The PBX where they register.
    Site,
    Node,
    /// Nothing: one of them is too many.
    No,
}

/// Takes all objects of a file.
pub(super) fn take_all(objects: Vec<Object>, titles: &Titles, gather: &mut Gather<'_>) {
    let several = several(&objects, gather);
    let mut first: BTreeMap<Extension, Vec<(&'static str, String)>> = BTreeMap::new();
    for object in objects {
        let number = object.e164.as_ref().and_then(|number| gather.internal(&number.value));
        let how = number.as_ref().and_then(|number| several.get(number).copied());
        let context = match how {
            Some(How::Site) => object.site.as_ref(),
            Some(How::Node) => object.node.as_ref(),
            Some(How::No) | None => None,
        };
        let context = context.map_or(NO_DOMAIN, |context| context.value.as_str());
        let apart = number.filter(|_| how.is_some()).map(|number| match how {
            Some(How::No) | None => number,
            Some(How::Site | How::Node) => number.within(context).unwrap_or(number),
        });
        let Some(apart) = apart else {
            object.take(None, titles, gather);
            continue;
        };
        let said = object.said(titles);
        match first.get(&apart) {
            Some(before) => object.twice(&apart, differing(before, &said, !object.odd), gather),
            None => {
                first.insert(apart.clone(), said);
                object.take(Some(apart), titles, gather);
            }
        }
    }
}

/// Numbers of several objects, and what tells these apart.
fn several(objects: &[Object], gather: &Gather<'_>) -> BTreeMap<Extension, How> {
    let mut of: BTreeMap<Extension, Vec<&Object>> = BTreeMap::new();
    for object in objects {
        if let Some(number) = object.e164.as_ref().and_then(|number| gather.internal(&number.value)) {
            of.entry(number).or_default().push(object);
        }
    }
    let count = |names: BTreeSet<&str>| names.len();
    of.into_iter()
        .filter(|(_, objects)| objects.len() > 1)
        .map(|(number, objects)| {
            // One that says nothing of its PBX may be at any.
            let sites = count(objects.iter().filter_map(|object| object.site.as_ref()).map(|site| site.value.as_str()).collect());
            let nodes = count(objects.iter().filter_map(|object| object.node.as_ref()).map(|node| node.value.as_str()).collect());
            (
                number,
                if sites > 1 {
                    How::Site
                } else if nodes > 1 {
                    How::Node
                } else {
                    How::No
                },
            )
        })
        .collect()
}

/// What the later one says otherwise.
fn differing(first: &[(&'static str, String)], said: &[(&'static str, String)], sure: bool) -> Differing {
    let mut out = Differing::default();
    for (title, text) in said.iter().filter(|told| !first.contains(told)) {
        out.value(title, text, sure);
    }
    out
}
