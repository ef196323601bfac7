//! Telephones that Asterisk provisions itself (`type=phoneprov`, `phoneprov/…` of the wizard): the address of each, and its profile.

use std::collections::BTreeMap;

use super::objects::{Object, ObjectKind, Objects};
use crate::inventory::asterisk::config::Variable;
use crate::inventory::model::{ExtensionEntry, Sourced};

/// The option of the profile among what no field holds.
pub(super) const PROFILE: &str = "phoneprov/PROFILE";

/// One telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory::asterisk) struct Phone {
    /// The endpoint that it is of; empty where the section names none.
    pub endpoint: String,
    /// As written.
    pub mac: Sourced<String>,
}

/// By section; of one name the last counts.
fn all<'a>(objects: &Objects<'a>) -> BTreeMap<&'a str, Object<'a>> {
    let of_type = |object: &Object<'a>| object.type_word() == "phoneprov";
    objects.of(ObjectKind::Other).filter(of_type).map(|object| (object.id(), object)).collect()
}

fn filled<'a>(object: Object<'a>, key: &'a str) -> Option<Variable<'a>> {
    object.value(key).filter(|variable| !variable.value().is_empty())
}

/// Those with an address, by section.
pub(in crate::inventory::asterisk) fn phones(objects: &Objects<'_>) -> Vec<Phone> {
    let one = |object: Object<'_>| {
        let mac = filled(object, "MAC")?;
        Some(Phone {
            endpoint: filled(object, "endpoint").map_or_else(String::new, |variable| variable.value().to_owned()),
            mac: Sourced::new(mac.value().to_owned(), mac.value_place()),
        })
    };
    all(objects).into_values().filter_map(one).collect()
}

/// Gives each profile with the entry of its endpoint to `take`.
pub(super) fn profiles<'a>(
    objects: &Objects<'a>,
    extensions: &mut [ExtensionEntry],
    mut take: impl FnMut(Variable<'a>, &mut ExtensionEntry),
) {
    let profiles: BTreeMap<&str, Variable<'a>> = all(objects)
        .into_values()
        .filter_map(|object| Some((filled(object, "endpoint")?.value(), filled(object, "PROFILE")?)))
        .collect();
    if profiles.is_empty() {
        return;
    }
    for entry in extensions {
        let endpoint = entry.account.as_ref().map(|account| account.endpoint.value.as_str());
        if let Some(profile) = endpoint.and_then(|endpoint| profiles.get(endpoint)) {
            take(*profile, entry);
        }
    }
}
