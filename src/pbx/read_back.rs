//! The export with our file included, read as Asterisk reads it: does every change take effect?

use super::difference::Difference;
use super::fragment::{auth_options, twin_options};
use super::{FRAGMENT, codes};
use crate::diag::{Finding, Words};
use crate::domain::Secrets;
use crate::inventory::asterisk::config::{self, Config};
use crate::inventory::asterisk::files::{Files, FilesError, Listed};
use crate::plan::model::PbxChange;

/// The export folder with our file in it and its include at the end of `pjsip.conf`.
struct Included<'a> {
    export: &'a dyn Files,
    pjsip: &'a str,
    fragment: &'a str,
}

impl Files for Included<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        if path == FRAGMENT {
            return Ok(self.fragment.as_bytes().to_vec());
        }
        let mut bytes = self.export.read(path)?;
        if path == self.pjsip {
            bytes.extend_from_slice(format!("\n#include {FRAGMENT}\n").as_bytes());
        }
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError> {
        self.export.list(folder)
    }
}

/// One finding for each change that would not be in force, none where all is well.
pub(super) fn read_back(
    changes: &[PbxChange],
    secrets: &Secrets,
    fragment: &str,
    export: &dyn Files,
    pjsip: &str,
) -> Vec<Finding> {
    let config = config::read(&Included { export, pjsip, fragment }, pjsip);
    let index = Index::of(&config);
    changes
        .iter()
        .filter(|change| {
            let endpoint = index.holds(&change.endpoint, "endpoint", &change.endpoint_options);
            let aor = index.holds(&change.aor, "aor", &change.aor_options);
            let auth = change.auth.as_ref().is_none_or(|auth| index.holds(&auth.name, "auth", &auth_options(auth, secrets)));
            let twin = change.twin.as_ref().is_none_or(|twin| {
                let parts = twin_options(&change.extension, twin, secrets);
                parts.iter().all(|(kind, options)| index.holds(&twin.name, kind, options))
            });
            !(config.ok() && endpoint && aor && auth && twin)
        })
        .map(|change| {
            let what = Words::new(
                "read back with the PBX's own grammar, the change is not in force",
                "mit der Grammatik der Anlage zurückgelesen ist die Änderung nicht in Kraft",
            );
            let todo = Words::new(
                "look for errors the import named in `pjsip.conf`, such as a block comment that is never closed",
                "nach Fehlern sehen, die der Import in `pjsip.conf` nennt, etwa einen nie geschlossenen Blockkommentar",
            );
            codes::NOT_IN_FORCE.finding(None, what).about(change.extension.as_str()).todo(todo)
        })
        .collect()
}

/// What the changes do to the options as they are loaded now.
pub(super) fn differences(changes: &[PbxChange], secrets: &Secrets, before: &Config) -> Vec<Difference> {
    let index = Index::of(before);
    let mut found = Vec::new();
    for change in changes {
        let auth = change.auth.as_ref().map(|auth| (&auth.name, auth_options(auth, secrets)));
        let parts = [(&change.endpoint, "endpoint", &change.endpoint_options), (&change.aor, "aor", &change.aor_options)];
        for (name, kind, options) in parts.into_iter().chain(auth.as_ref().map(|(name, options)| (*name, "auth", options))) {
            let section = index.first(name, kind);
            found.extend(options.iter().filter_map(|(key, to)| {
                let from = section.and_then(|section| section.last(key)).map(config::Variable::value);
                Difference::of(&change.extension, format!("{kind} {name}"), key, (from, to), key == "password")
            }));
        }
        let twin =
            change.twin.iter().flat_map(|twin| twin_options(&change.extension, twin, secrets).map(|part| (&twin.name, part)));
        for (name, (kind, options)) in twin {
            found.extend(options.iter().filter_map(|(key, to)| {
                Difference::of(&change.extension, format!("{kind} {name}"), key, (None, to), key == "password")
            }));
        }
    }
    found
}

/// Loaded sections by name.
struct Index<'a>(std::collections::BTreeMap<&'a str, Vec<config::Section<'a>>>);

impl<'a> Index<'a> {
    fn of(config: &'a Config) -> Self {
        let mut by_name: std::collections::BTreeMap<&str, Vec<config::Section>> = std::collections::BTreeMap::new();
        for section in config.loaded() {
            by_name.entry(section.name()).or_default().push(section);
        }
        Self(by_name)
    }

    fn first(&self, name: &str, kind: &str) -> Option<&config::Section<'a>> {
        self.0.get(name)?.iter().find(|section| section.all("type").any(|variable| variable.value() == kind))
    }

    /// Whether the first section of this name and type has each option as its last value.
    fn holds(&self, name: &str, kind: &str, options: &[(String, String)]) -> bool {
        if options.is_empty() {
            return true;
        }
        self.first(name, kind)
            .is_some_and(|section| options.iter().all(|(key, value)| section.last(key).is_some_and(|v| v.value() == value)))
    }
}
