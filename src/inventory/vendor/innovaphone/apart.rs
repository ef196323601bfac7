//! Objects of one number: at two PBXs or nodes they are two extensions, at one the second is named with what it says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::super::codes;
use super::super::gather::Gather;
use super::object::{Object, Titles};
use crate::diag::{Listed, Words};
use crate::domain::Extension;
use crate::inventory::kind::fold;
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

/// Names that a sentence has room for.
const SHOWN: usize = 5;

/// Takes all objects of a file.
pub(super) fn take_all(mut objects: Vec<Object>, titles: &Titles, gather: &mut Gather<'_>) {
    names_elsewhere(&mut objects, titles, gather);
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

/// Marks and tells names that two PBXs have: they may be two people, who are not made one by it.
fn names_elsewhere(objects: &mut [Object], titles: &Titles, gather: &mut Gather<'_>) {
    let mut sites: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for object in &*objects {
        if let (Some(name), Some(site)) = (&object.h323, &object.site) {
            sites.entry(fold(&name.value)).or_default().insert(site.value.clone());
        }
    }
    sites.retain(|_, sites| sites.len() > 1);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut first = None;
    for object in objects {
        let Some(name) = &object.h323 else { continue };
        let Some(at) = sites.get(&fold(&name.value)) else { continue };
        object.name_elsewhere = true;
        first.get_or_insert_with(|| name.at.clone());
        let at: Vec<&str> = at.iter().map(String::as_str).collect();
        names.entry(fold(&name.value)).or_insert_with(|| format!("`{}` (`{}`)", name.value, at.join("`, `")));
    }
    if names.is_empty() {
        return;
    }
    let title = titles.user;
    let names = Listed::of(names.into_values(), SHOWN);
    let some = names.counted();
    let words = Words::new(
        format!("names in `{title}` that several PBXs have: {some}; nobody was joined by them"),
        format!("Namen in `{title}`, die mehrere PBX haben: {some}; niemand wurde daran verbunden"),
    );
    gather.findings.push(codes::LOGIN_TWO_SITES.finding(first, words).listing(names).todo(Words::new(
        "look whether it is one person with two telephones, and say so with a staff number or mail address in a list",
        "nachsehen, ob es eine Person mit zwei Telefonen ist, und es mit Personalnummer oder Mailadresse in einer Liste sagen",
    )));
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
