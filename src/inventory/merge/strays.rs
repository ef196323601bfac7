//! Aliases of a registrar whose domain no subscriber has.

use std::collections::{BTreeMap, BTreeSet};

use super::apart;
use crate::diag::Words;
use crate::domain::Extension;
use crate::inventory::formats::Class;
use crate::inventory::kamailio::{self, codes};
use crate::inventory::model::DidTarget;
use crate::inventory::reading::Reading;
use crate::inventory::table::Collector;

/// The table of aliases may stand in a file of its own, so only here both are known. A number that leads to `101@other.example` leads to
/// nobody, also where there is but one `101`.
pub(super) fn tell(readings: &mut [(Class, Reading)], findings: &mut Collector) {
    let importers = [kamailio::SQL.name, kamailio::SQLITE.name, kamailio::DBTEXT.name];
    let registrar = |reading: &Reading| reading.sources.iter().any(|source| importers.contains(&source.importer.as_str()));
    let mut domains: BTreeMap<Extension, BTreeSet<String>> = BTreeMap::new();
    for entry in readings.iter().filter(|(_, reading)| registrar(reading)).flat_map(|(_, reading)| &reading.extensions) {
        // Without a domain a subscriber is one of any.
        domains.entry(entry.number.bare()).or_default().insert(apart::domain_of(entry).unwrap_or_default().to_owned());
    }
    for (_, reading) in readings.iter_mut().filter(|(_, reading)| registrar(reading)) {
        for did in &mut reading.dids {
            let DidTarget::Extension(extension) = &did.target else { continue };
            let Some(domain) = extension.context() else { continue };
            let known = domains.get(&extension.bare()).is_some_and(|domains| domains.contains(domain) || domains.contains(""));
            if known {
                continue;
            }
            let (text, target) = (did.number.clone(), extension.to_string());
            let words = Words::new(
                format!("alias `{text}` leads to `{target}`, which is no subscriber"),
                format!("Alias `{text}` führt zu `{target}`, das kein Teilnehmer ist"),
            );
            findings.push(codes::ALIAS_UNKNOWN.finding(Some(did.at.clone()), words).about(&*text));
            did.target = DidTarget::Unknown(target);
        }
    }
}
