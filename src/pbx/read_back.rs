//! The export with our file included, read as Asterisk reads it: does every change take effect?

use std::collections::BTreeMap;

use super::difference::Difference;
use super::sections::{Index, Part, parts};
use super::{FRAGMENT, codes};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Extension, Secrets};
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
        if path == self.pjsip && !includes_ours(&bytes) {
            bytes.extend_from_slice(format!("\n#include {FRAGMENT}\n").as_bytes());
        }
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError> {
        self.export.list(folder)
    }
}

fn includes_ours(pjsip: &[u8]) -> bool {
    String::from_utf8_lossy(pjsip).lines().any(|line| line.trim_start().starts_with("#include") && line.contains(FRAGMENT))
}

/// The export as it was before a file of ours was loaded; none where it has none.
pub(super) fn without_ours(export: &dyn Files, pjsip: &str) -> Option<Config> {
    let included = export.read(pjsip).is_ok_and(|bytes| includes_ours(&bytes));
    included.then(|| config::read(&Included { export, pjsip, fragment: "" }, pjsip))
}

/// A finding for each change that would not be in force, none where all is well. `now` is the export without our file.
pub(super) fn read_back(
    changes: &[PbxChange],
    secrets: &Secrets,
    fragment: &str,
    (export, pjsip, now): (&dyn Files, &str, &Config),
) -> BTreeMap<Extension, Finding> {
    let config = config::read(&Included { export, pjsip, fragment }, pjsip);
    let (index, now) = (Index::of(&config), Index::of(now));
    let mut faults = BTreeMap::new();
    for change in changes {
        let parts = parts(change, secrets, &now);
        let lost = parts.iter().find_map(|part| Some((part, index.lacks(part)?)));
        // Where the file cannot be read at all, nothing in it is in force.
        let lost = lost.or_else(|| parts.first().filter(|_| !config.ok()).map(|part| (part, part.options[0].0.as_str())));
        if let Some((part, option)) = lost {
            let at = now.first(&part.name, part.kind).map_or_else(|| Place::file(pjsip), |section| section.place());
            faults.insert(change.extension.clone(), not_in_force(&change.extension, part, option, at));
        }
    }
    faults
}

fn not_in_force(extension: &Extension, part: &Part, option: &str, at: Place) -> Finding {
    let Part { name, kind, .. } = part;
    let what = Words::new(
        format!(
            "the change of `{extension}` is left out: read back with the PBX's own grammar, `{option}` of {kind} `{name}` is not in force"
        ),
        format!(
            "die Änderung für `{extension}` fehlt: mit der Grammatik der Anlage zurückgelesen ist `{option}` von {kind} `{name}` nicht in Kraft"
        ),
    );
    let todo = Words::new(
        "look for errors the import named in `pjsip.conf`, such as a block comment that is never closed",
        "nach Fehlern sehen, die der Import in `pjsip.conf` nennt, etwa einen nie geschlossenen Blockkommentar",
    );
    codes::NOT_IN_FORCE.finding(Some(at), what).about(extension.as_str()).todo(todo)
}

/// What the changes do to the options as they are loaded: `before` is the export as it is, `now` without our file.
pub(super) fn differences(changes: &[PbxChange], secrets: &Secrets, before: &Config, now: &Config) -> Vec<Difference> {
    let (index, now) = (Index::of(before), Index::of(now));
    let mut found = Vec::new();
    for change in changes {
        for part in parts(change, secrets, &now) {
            let section = index.first(&part.name, part.kind);
            found.extend(part.options.iter().filter_map(|(key, to)| {
                let from = section.and_then(|section| section.last(key)).map(config::Variable::value);
                let object = format!("{} {}", part.kind, part.name);
                Difference::of(&change.extension, object, key, (from, to), key == "password")
            }));
        }
    }
    found
}
