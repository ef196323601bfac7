//! acl.conf: lists of addresses by name, which endpoints and peers name with `acl=`.

use std::collections::BTreeMap;

use super::codes::lists as codes;
use super::config::Config;
use super::pjsip::obstacles::permits_all;
use crate::diag::{Finding, Listed, Place, Words};
use crate::inventory::model::Obstacle;
use crate::inventory::table::beside::Beside;

/// The lists, by name in small letters, each with whether it keeps anybody out. None where acl.conf is not at hand.
#[derive(Debug, Default)]
pub(super) struct Acls(Option<BTreeMap<String, bool>>);

/// Names of a list of lists: `haus,vpn`, also behind `acl=`.
pub(super) fn names(value: &str) -> impl Iterator<Item = &str> {
    let list = value.split_once('=').map_or(value, |(_, list)| list);
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

impl Acls {
    pub fn of(config: &Config) -> Self {
        let mut lists: BTreeMap<String, bool> = BTreeMap::new();
        for section in config.sections().filter(|section| !section.is_template()) {
            let denies = section.all("deny").any(|variable| !variable.value().is_empty());
            let open = section.all("permit").any(|variable| permits_all(variable.value()));
            *lists.entry(section.name().to_ascii_lowercase()).or_default() |= denies && !open;
        }
        Self(Some(lists))
    }

    /// False where the list is there and lets everybody in. One that does not exist lets nobody in.
    pub fn may_forbid(&self, name: &str) -> bool {
        self.0.as_ref().and_then(|lists| lists.get(&name.to_ascii_lowercase()).copied()).unwrap_or(true)
    }

    /// Lists that extensions name and acl.conf does not have.
    pub fn missing(&self, obstacles: &[Obstacle]) -> Vec<Finding> {
        let Some(lists) = &self.0 else { return Vec::new() };
        let mut missing: BTreeMap<&str, (&Place, Vec<&str>)> = BTreeMap::new();
        for obstacle in obstacles {
            let (option, _) = obstacle.text.split_once('=').unwrap_or_default();
            if !option.ends_with("acl") {
                continue;
            }
            for name in names(&obstacle.text).filter(|name| !lists.contains_key(&name.to_ascii_lowercase())) {
                missing.entry(name).or_insert((&obstacle.at, Vec::new())).1.push(obstacle.extension.as_str());
            }
        }
        let one = |(name, (at, extensions)): (&str, (&Place, Vec<&str>))| {
            let listed = Listed::new(extensions, 5);
            let some = listed.counted();
            let words = Words::new(
                format!("acl.conf has no list `{name}`, which extensions name: {some}"),
                format!("acl.conf hat keine Liste `{name}`, die Nebenstellen nennen: {some}"),
            );
            let finding = codes::ACL_MISSING.finding(Some(at.clone()), words).listing(listed);
            finding.todo(Words::new("correct the name, or add the list", "den Namen berichtigen oder die Liste anlegen"))
        };
        missing.into_iter().map(one).collect()
    }
}

/// Names what stands in the file; whether a list keeps anybody out is all that is taken of it.
pub(super) fn unheld(config: &Config) -> Option<Finding> {
    let mut beside = Beside::default();
    for section in config.sections().filter(|section| !section.is_template()) {
        section.variables().for_each(|line| beside.name(&line.key().to_ascii_lowercase(), || line.key_place()));
    }
    let of = Words::new(
        "lines of acl.conf, of which only whether they keep anybody out is read",
        "Zeilen der acl.conf, von denen nur gelesen wird, ob sie jemanden aussperren",
    );
    beside.tell(&codes::OPTION_UNHELD, &of, false)
}
