//! All sources of a site, read and joined.

use std::collections::BTreeMap;

use super::exports::{self, Lean, without_extension};
use super::named;
use crate::cli::{ExitStatus, Failure, Format};
use crate::diag::{Finding, Place, Severity, Words};
use crate::domain::Secrets;
use crate::inventory::asterisk::codes::grammar::{CONFIG_TOO_LARGE, INCLUDE_CYCLE, INCLUDE_TOO_DEEP};
use crate::inventory::asterisk::{ImportConfig, import as import_asterisk};
use crate::inventory::check::{check_beside, drop_unreadable};
use crate::inventory::codes;
use crate::inventory::formats::{Class, sheets};
use crate::inventory::merge::{Inputs, merge};
use crate::inventory::model::Inventory;
use crate::inventory::numbers;
use crate::inventory::reading::Reading;
use crate::inventory::staff::{self, ListFile};
use crate::output::findings;
use crate::policy::site::{Limits, Site};
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

    let mut sources = Inputs {
        same_person: site.sources.same_person.clone(),
        different_persons: site.sources.different_persons.clone(),
        further_are_lines: site.sources.further_numbers,
        ..Inputs::default()
    };
    // Which reading is one without extensions, and what it says.
    let mut lean = Vec::new();
    if let Some(path) = &site.sources.asterisk {
        let reading = read_pbx(folder, path, site, &mut unusable);
        if reading.only_trunks {
            lean.push((0, Lean { note: without_extension(&format!("{path}/pjsip.conf")), unusable: Vec::new() }));
        }
        sources.readings.push((Class::Pbx, reading));
    }
    let mut about_files = Vec::new();
    let named = named::files(folder, site, &mut about_files);
    unusable.extend(errors(&about_files));
    for outcome in exports::read_all(folder, site, &named) {
        lean.extend(outcome.lean.map(|told| (sources.readings.len(), told)));
        sources.readings.extend(outcome.readings);
        unusable.extend(outcome.unusable);
    }
    for source in &site.sources.staff {
        let Some(bytes) = read_file(folder, &source.file, site.limits, &mut unusable) else { continue };
        let (encoding, sheet) = (source.encoding.as_deref(), source.sheet.as_deref());
        let file = ListFile { encoding, sheet, limits: site.limits, ..ListFile::new(&source.file, &bytes) };
        // A sheet of rooms or devices beside the people is read as what it is, unless the site names the sheet.
        let parted = sheet.is_none().then(|| sheets::beside_people(&source.file, &bytes, site.limits)).flatten();
        let (own, others) = parted.map_or((None, Vec::new()), |(own, others)| (Some(own), others));
        sources.readings.extend(exports::read_beside(folder, file, &others, site));
        let list = staff::read(&ListFile { sheets: own.as_deref(), ..file }, &site.numbers);
        if list.people.is_empty() && list.functions.is_empty() {
            unusable.extend(errors(&list.findings));
        }
        sources.staff.push(list);
    }
    for file in &site.sources.accounts {
        let Some(bytes) = read_file(folder, file, site.limits, &mut unusable) else { continue };
        let list = ListFile { limits: site.limits, ..ListFile::new(file, &bytes) };
        let list = staff::read_accounts(&list, &site.numbers);
        if list.logins.is_empty() {
            unusable.extend(errors(&list.findings));
        }
        sources.accounts.push(list);
    }
    sources.join_tables();
    let any = gives_extensions(&sources);
    for (index, told) in lean {
        let reading = &mut sources.readings[index].1;
        if !reading.extensions.is_empty() {
            // Another source had the numbers.
            continue;
        }
        if any || reading.only_trunks {
            reading.findings.push(told.note);
        } else {
            unusable.extend(told.unusable);
        }
    }
    if !unusable.is_empty() {
        findings::sort(&mut unusable);
        unusable.dedup();
        return Err(Failure { findings: unusable, status: ExitStatus::Usage });
    }

    let mut merged = merge(sources);
    numbers::service::withhold(&mut merged.inventory, &site.numbers);
    let no_numbers = drop_unreadable(&mut merged.inventory, &site.numbers);
    numbers::direct::derive(&mut merged.inventory, &site.numbers);
    numbers::caller::normalise(&mut merged.inventory, &site.numbers);
    numbers::sites::describe(&mut merged.inventory, site);
    tracing::info!(
        sources = merged.inventory.sources.len(),
        extensions = merged.inventory.extensions.len(),
        persons = merged.inventory.persons.len(),
        findings = merged.findings.len(),
        "joined"
    );
    let mut findings = policy.findings.clone();
    findings.extend(about_files);
    if !any {
        findings.push(nobody(folder));
    }
    let judged = check_beside(&merged.inventory, &merged.secrets, site, &mut merged.findings);
    findings.extend(judged);
    findings.extend(no_numbers);
    findings.extend(merged.findings);
    findings::sort(&mut findings);
    findings.dedup();
    let mut inputs: BTreeMap<String, String> =
        merged.inventory.sources.iter().map(|source| (source.file.clone(), source.sha256.clone())).collect();
    inputs.insert("deskshift.yaml".to_owned(), policy.sha256.clone());
    Ok(Gathered { inventory: merged.inventory, secrets: merged.secrets, findings, inputs })
}

/// Whether some source says who is to be moved.
fn gives_extensions(sources: &Inputs) -> bool {
    sources.readings.iter().any(|(_, reading)| !reading.extensions.is_empty() || !reading.people.is_empty())
        || sources.staff.iter().any(|list| !list.people.is_empty())
}

/// The sources were read, and nobody is in them.
fn nobody(folder: &SiteFolder) -> Finding {
    let policy = SiteFolder::shown(&folder.policy());
    codes::NOBODY_TO_MOVE
        .finding(
            Some(Place::file(policy)),
            Words::new(
                "no source has an extension or a person, so nobody can be moved",
                "keine Quelle hat eine Nebenstelle oder eine Person; niemand kann umgestellt werden",
            ),
        )
        .todo(Words::new("add the sources that have the people's telephones", "die Quellen mit den Telefonen der Leute ergänzen"))
}

fn read_pbx(folder: &SiteFolder, path: &str, site: &Site, unusable: &mut Vec<Finding>) -> Reading {
    let config = ImportConfig { numbers: site.numbers.clone(), ..ImportConfig::default() };
    let mut import: Reading =
        import_asterisk(&PbxFolder::new(folder.root().join(path), path).within(site.limits), &config).into();
    // What was not read is not told apart from what is not there: half an inventory is none.
    let endless = [CONFIG_TOO_LARGE.code(), INCLUDE_TOO_DEEP.code()];
    if import.findings.iter().any(|finding| endless.contains(&finding.code)) {
        // What else is told follows from it.
        let why = |finding: &Finding| endless.contains(&finding.code) || finding.code == INCLUDE_CYCLE.code();
        unusable.extend(import.findings.into_iter().filter(why));
        return Reading::default();
    }
    // What is missing may be where the telephones are.
    import.only_trunks &= import.findings.iter().all(|finding| finding.severity != Severity::Error);
    if import.extensions.is_empty() && !import.only_trunks {
        // The disk's own words come first: missing, not allowed, too large.
        let main = format!("{path}/{}", config.pjsip);
        let told = match folder.read_source_within(&main, site.limits) {
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
    codes::NO_EXTENSION
        .finding(
            Some(Place::file(format!("{path}/pjsip.conf"))),
            Words::new("no extension in the telephone system's files", "keine Nebenstelle in den Dateien der Telefonanlage"),
        )
        .todo(Words::new(
            "name the folder with the right `pjsip.conf` in `sources.asterisk`",
            "in `sources.asterisk` den Ordner mit der richtigen `pjsip.conf` nennen",
        ))
}

pub(super) fn read_file(folder: &SiteFolder, name: &str, limits: Limits, unusable: &mut Vec<Finding>) -> Option<Vec<u8>> {
    folder.read_source_within(name, limits).map_err(|finding| unusable.push(*finding)).ok()
}

fn errors(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect()
}

/// Findings about unusable sources that are shown to people.
const SHOWN: usize = 40;

impl Failure {
    /// What made the sources unusable, errors first: for people the first few, for programs all.
    #[must_use]
    pub fn shortened(mut self, format: Format) -> Self {
        let more = self.findings.len().saturating_sub(SHOWN);
        if format == Format::Human && more > 0 {
            self.findings.truncate(SHOWN);
            let words = Words::new(
                format!("{more} further findings about these sources are not shown"),
                format!("{more} weitere Befunde zu diesen Quellen sind nicht gezeigt"),
            );
            self.findings.push(codes::MORE_UNUSABLE.finding(None, words).todo(Words::new(
                "mend what is shown, then run the import again; `--format json` has all of them",
                "das Gezeigte beheben und den Import noch einmal starten; `--format json` nennt alle",
            )));
        }
        self
    }
}
