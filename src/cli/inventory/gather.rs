//! All sources of a site, read and joined.

use std::collections::{BTreeMap, BTreeSet};

use super::exports;
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Place, Severity, Words};
use crate::domain::Secrets;
use crate::inventory::asterisk::{AsteriskImport, ImportConfig, import as import_asterisk};
use crate::inventory::check::check;
use crate::inventory::formats::Class;
use crate::inventory::merge::{Inputs, merge};
use crate::inventory::model::Inventory;
use crate::inventory::numbers;
use crate::inventory::staff::{self, ListFile};
use crate::output::findings;
use crate::policy::site::Site;
use crate::store::pbx_folder::PbxFolder;
use crate::store::site_folder::{Policy, SiteFolder};

/// Everything that the sources of a site give, joined and checked.
pub struct Gathered {
    pub inventory: Inventory,
    pub secrets: Secrets,
    /// Of policy, importers, joining and checking, errors first.
    pub findings: Vec<Finding>,
    /// Name of each source to its SHA-256, for the document's header.
    pub inputs: BTreeMap<String, String>,
}

/// Reads all sources of the site. Nothing is written.
///
/// # Errors
/// Where a source cannot be read or used at all; all such sources are named in one go.
pub fn gather(folder: &SiteFolder, policy: &Policy) -> Result<Gathered, Failure> {
    let site = &policy.site;
    let mut unusable: Vec<Finding> = Vec::new();

    let mut sources = Inputs { same_person: site.sources.same_person.clone(), ..Inputs::default() };
    if let Some(path) = &site.sources.asterisk {
        sources.readings.push((Class::Pbx, read_pbx(folder, path, site, &mut unusable).into()));
    }
    // Which reading an export without extensions is, and what it says.
    let mut lean = Vec::new();
    for outcome in exports::read_all(folder, &site.sources.exports, &site.numbers) {
        lean.extend(outcome.lean.map(|told| (sources.readings.len(), told)));
        sources.readings.extend(outcome.reading);
        unusable.extend(outcome.unusable);
    }
    for source in &site.sources.staff {
        let Some(bytes) = read_file(folder, &source.file, &mut unusable) else { continue };
        let file =
            ListFile { file: &source.file, bytes: &bytes, encoding: source.encoding.as_deref(), sheet: source.sheet.as_deref() };
        let list = staff::read(&file, &site.numbers);
        if list.people.is_empty() && list.functions.is_empty() {
            unusable.extend(errors(&list.findings));
        }
        sources.staff.push(list);
    }
    for file in &site.sources.accounts {
        let Some(bytes) = read_file(folder, file, &mut unusable) else { continue };
        let list = staff::read_accounts(&ListFile { file, bytes: &bytes, encoding: None, sheet: None }, &site.numbers);
        if list.logins.is_empty() {
            unusable.extend(errors(&list.findings));
        }
        sources.accounts.push(list);
    }
    let any = gives_extensions(&sources);
    for (index, told) in lean {
        if any {
            sources.readings[index].1.findings.push(told.note);
        } else {
            unusable.extend(told.unusable);
        }
    }
    if !unusable.is_empty() {
        return Err(Failure { findings: shortened(unusable), status: ExitStatus::Usage });
    }

    let mut merged = merge(sources);
    numbers::direct::derive(&mut merged.inventory, &site.numbers);
    tracing::info!(
        sources = merged.inventory.sources.len(),
        extensions = merged.inventory.extensions.len(),
        persons = merged.inventory.persons.len(),
        findings = merged.findings.len(),
        "joined"
    );
    let mut findings = policy.findings.clone();
    let judged = check(&merged.inventory, &merged.secrets, site);
    findings.extend(once(&merged.findings, judged));
    findings.extend(merged.findings);
    findings::sort(&mut findings);
    findings.dedup();
    let mut inputs: BTreeMap<String, String> =
        merged.inventory.sources.iter().map(|source| (source.file.clone(), source.sha256.clone())).collect();
    inputs.insert("deskshift.yaml".to_owned(), policy.sha256.clone());
    Ok(Gathered { inventory: merged.inventory, secrets: merged.secrets, findings, inputs })
}

/// Without the missing extensions whose reason has been told already, at the number in the same row.
fn once(told: &[Finding], judged: Vec<Finding>) -> Vec<Finding> {
    let refused: BTreeSet<Place> = told.iter().filter(|finding| staff::refuses_number(finding)).filter_map(row_of).collect();
    let known = |finding: &Finding| {
        finding.code == crate::inventory::codes::WITHOUT_EXTENSION.code()
            && row_of(finding).is_some_and(|row| refused.contains(&row))
    };
    judged.into_iter().filter(|finding| !known(finding)).collect()
}

fn row_of(finding: &Finding) -> Option<Place> {
    finding.place.as_ref().map(Place::row)
}

/// Whether some source says who is to be moved.
fn gives_extensions(sources: &Inputs) -> bool {
    sources.readings.iter().any(|(_, reading)| !reading.extensions.is_empty() || !reading.people.is_empty())
        || sources.staff.iter().any(|list| !list.people.is_empty())
}

fn read_pbx(folder: &SiteFolder, path: &str, site: &Site, unusable: &mut Vec<Finding>) -> AsteriskImport {
    let config = ImportConfig { numbers: site.numbers.clone(), ..ImportConfig::default() };
    let import = import_asterisk(&PbxFolder::new(folder.root().join(path), path), &config);
    if import.extensions.is_empty() {
        // The disk's own words come first: missing, not allowed, too large.
        let main = format!("{path}/{}", config.pjsip);
        let told = match folder.read_source(&main) {
            Err(finding) => vec![finding.todo(Words::new(
                "`sources.asterisk` in `deskshift.yaml` names the folder with `pjsip.conf`",
                "`sources.asterisk` in `deskshift.yaml` nennt den Ordner mit `pjsip.conf`",
            ))],
            // Notes too: they say why, such as endpoints that are no numbers.
            Ok(_) => import.findings.clone(),
        };
        if !told.iter().any(|finding| finding.severity == Severity::Error) {
            unusable.push(no_extension(path));
        }
        unusable.extend(told);
    }
    import
}

fn no_extension(path: &str) -> Finding {
    crate::inventory::codes::NO_EXTENSION
        .finding(
            Some(Place::file(format!("{path}/pjsip.conf"))),
            Words::new("no extension in the telephone system's files", "keine Nebenstelle in den Dateien der Telefonanlage"),
        )
        .todo(Words::new(
            "name the folder with the right `pjsip.conf` in `sources.asterisk`",
            "in `sources.asterisk` den Ordner mit der richtigen `pjsip.conf` nennen",
        ))
}

pub(super) fn read_file(folder: &SiteFolder, name: &str, unusable: &mut Vec<Finding>) -> Option<Vec<u8>> {
    folder.read_source(name).map_err(|finding| unusable.push(*finding)).ok()
}

fn errors(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect()
}

/// Findings about unusable sources that are shown.
const SHOWN: usize = 40;

/// What made the sources unusable, errors first.
fn shortened(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings::sort(&mut findings);
    findings.dedup();
    let more = findings.len().saturating_sub(SHOWN);
    if more > 0 {
        findings.truncate(SHOWN);
        let words = Words::new(
            format!("{more} further findings about these sources are not shown"),
            format!("{more} weitere Befunde zu diesen Quellen sind nicht gezeigt"),
        );
        findings.push(crate::inventory::codes::MORE_UNUSABLE.finding(None, words).todo(Words::new(
            "mend what is shown, then run the import again",
            "das Gezeigte beheben und den Import noch einmal starten",
        )));
    }
    findings
}
