//! The lists of own days that the site names, read when a roster is made or checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::job::Job;
use crate::cli::{ExitStatus, Failure};
use crate::diag::{CodePage, Finding, Place, Severity, Words};
use crate::domain::PersonId;
use crate::inventory::model::Inventory;
use crate::inventory::own_days::{self, OwnDay};
use crate::inventory::table::ListFile;
use crate::roster::model::Roster;
use crate::roster::{carry, codes};
use crate::store::document::{self, Document, ROSTER};
use crate::store::site_folder::{Policy, SiteFolder};

/// What all lists say, and the SHA-256 of each.
#[derive(Debug, Clone, Default)]
pub struct Own {
    pub days: Vec<OwnDay>,
    /// Home days owed from the period before.
    pub owed: BTreeMap<PersonId, i64>,
    pub files: BTreeMap<String, String>,
}

/// Reads the lists; gives remarks on them. A row that cannot be used is a failure: without it somebody would be planned who is not there.
pub fn read(folder: &SiteFolder, policy: &Policy, inventory: &Inventory) -> Result<(Own, Vec<Finding>), Failure> {
    let (site, mut unreadable) = (&policy.site, Vec::new());
    let mut read: Vec<(&str, Vec<u8>)> = Vec::new();
    for file in &site.roster.own_days {
        match folder.read_source_within(file, site.limits) {
            Ok(bytes) => read.push((file, bytes)),
            Err(finding) => unreadable.push(*finding),
        }
    }
    let lists: Vec<ListFile<'_>> =
        read.iter().map(|(file, bytes)| ListFile { limits: site.limits, ..ListFile::new(file, bytes) }).collect();
    let own_days::OwnDays { days, mut findings } = own_days::read(&lists, inventory);
    findings.extend(unreadable);
    let mut files = BTreeMap::new();
    let owed = carried(folder, policy, &mut files).unwrap_or_else(|finding| {
        findings.push(*finding);
        BTreeMap::new()
    });
    crate::output::findings::sort(&mut findings);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Failure { findings, status: ExitStatus::Usage });
    }
    files.extend(read.iter().map(|(file, bytes)| ((*file).to_owned(), document::sha256(bytes))));
    Ok((Own { days, owed, files }, findings))
}

/// Where lists changed since the roster was made, that is what is wrong with it: cost, bound and fairness were counted from the old ones and
/// prove nothing, but rules that it breaks now stay told. Without any effect it is told only where days that lie ahead are not judged.
pub fn changed_since(job: &Job<'_>, document: &Document<Roster>, findings: &mut Vec<Finding>) {
    let of_lists = |name: &str| !["inventory", "plan", "readiness"].contains(&name);
    let (then, now) = (&document.header.inputs, &job.own_days.files);
    let names: BTreeSet<&String> = then.keys().filter(|name| of_lists(name)).chain(now.keys()).collect();
    let changed: Vec<&String> = names.into_iter().filter(|name| then.get(*name) != now.get(*name)).collect();
    let today = jiff::Zoned::now().date();
    let unseen = document.body.from.is_some_and(|from| from > today);
    if changed.is_empty() || findings.is_empty() && !unseen {
        return;
    }
    let figures = [&codes::COST_DIFFERS, &codes::BOUND_NOT_PROVEN, &codes::STATEMENT_DIFFERS].map(CodePage::code);
    findings.retain(|finding| !figures.contains(&finding.code));
    let todo = Words::new("run `deskshift rotate replan`", "`deskshift rotate replan` ausführen");
    findings.extend(changed.into_iter().map(|name| {
        let (en, de) = match (then.get(name), now.get(name)) {
            (None, _) => ("was added after the roster was made", "kam nach dem Dienstplan hinzu"),
            (_, None) => (
                "is not named in the site file any more since the roster was made",
                "wird seit dem Dienstplan in der Standortdatei nicht mehr genannt",
            ),
            _ => ("changed after the roster was made", "wurde nach dem Dienstplan geändert"),
        };
        let what = Words::new(format!("this list {en}"), format!("diese Liste {de}"));
        codes::OWN_DAYS_CHANGED.finding(Some(Place::file(name)), what).todo(todo.clone())
    }));
}

/// What the roster of the period before owes, where the site names one.
fn carried(
    folder: &SiteFolder,
    policy: &Policy,
    files: &mut BTreeMap<String, String>,
) -> Result<BTreeMap<PersonId, i64>, Box<Finding>> {
    let site = &policy.site;
    let Some(file) = site.roster.carry.as_ref().and_then(|carry| carry.from.as_ref()) else { return Ok(BTreeMap::new()) };
    let bytes = folder.read_source_within(file, site.limits)?;
    let text = String::from_utf8_lossy(&bytes);
    // It is a copy: making this site's roster again would not mend it.
    let todo = Words::new(
        "copy the `out/roster.json` of the period before anew, or write `carry_over: {}` to begin without",
        "die `out/roster.json` des vorigen Zeitraums neu kopieren, oder mit `carry_over: {}` ohne Übertrag beginnen",
    );
    let old: Roster = document::parse(Path::new(file), &text, ROSTER).map_err(|finding| Box::new(finding.todo(todo)))?.body;
    files.insert(file.clone(), document::sha256(&bytes));
    carry::owed(&old, file, site.roster.from)
}
