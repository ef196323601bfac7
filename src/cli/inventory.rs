//! `deskshift inventory import|check|show`.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde::Serialize;

use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Place, Severity, Words};
use crate::domain::Secrets;
use crate::inventory::asterisk::{AsteriskImport, ImportConfig, import as import_asterisk};
use crate::inventory::check::check;
use crate::inventory::merge::merge;
use crate::inventory::model::Inventory;
use crate::inventory::staff::{self, ListFile};
use crate::output::findings;
use crate::output::inventory::{Checked, Summary, show};
use crate::store::document::{self, INVENTORY};
use crate::store::files;
use crate::store::pbx_folder::PbxFolder;
use crate::store::secrets;
use crate::store::site_folder::{Policy, SiteFolder};

/// Read PBX files and staff lists into one inventory
#[derive(clap::Subcommand)]
pub enum Command {
    /// Read all sources and write `out/inventory.json` and `out/secrets.json`
    Import,
    /// Read all sources and list every finding; writes nothing
    Check,
    /// All that is known of a person or an extension, with the place of each value; writes nothing
    Show {
        /// Extension, staff number or name
        what: String,
    },
}

pub fn run(command: &Command, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let gathered = gather(&folder, &policy)?;
    match command {
        Command::Import => {
            store(&folder, &gathered)?;
            Ok(tell_import(&folder, &gathered, context.format, lang))
        }
        Command::Check => Ok(tell_check(&gathered.findings, context, lang)),
        Command::Show { what } => Ok(tell_show(&gathered, what, context.format, lang)),
    }
}

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

    let pbx = site.sources.asterisk.as_deref().map(|path| read_pbx(folder, path, &mut unusable));
    let mut lists = Vec::new();
    for source in &site.sources.staff {
        let Some(bytes) = read_file(folder, &source.file, &mut unusable) else { continue };
        let file =
            ListFile { file: &source.file, bytes: &bytes, encoding: source.encoding.as_deref(), sheet: source.sheet.as_deref() };
        let list = staff::read(&file, &site.numbers);
        if list.people.is_empty() && list.functions.is_empty() {
            unusable.extend(errors(&list.findings));
        }
        lists.push(list);
    }
    let mut accounts = Vec::new();
    for file in &site.sources.accounts {
        let Some(bytes) = read_file(folder, file, &mut unusable) else { continue };
        let list = staff::read_accounts(&ListFile { file, bytes: &bytes, encoding: None, sheet: None }, &site.numbers);
        if list.logins.is_empty() {
            unusable.extend(errors(&list.findings));
        }
        accounts.push(list);
    }
    if !unusable.is_empty() {
        return Err(Failure { findings: shortened(unusable), status: ExitStatus::Usage });
    }

    let merged = merge(pbx, lists, accounts);
    let mut findings = policy.findings.clone();
    findings.extend(merged.findings);
    findings.extend(check(&merged.inventory, &merged.secrets, site));
    findings::sort(&mut findings);
    findings.dedup();
    let mut inputs: BTreeMap<String, String> =
        merged.inventory.sources.iter().map(|source| (source.file.clone(), source.sha256.clone())).collect();
    inputs.insert("deskshift.yaml".to_owned(), policy.sha256.clone());
    Ok(Gathered { inventory: merged.inventory, secrets: merged.secrets, findings, inputs })
}

fn read_pbx(folder: &SiteFolder, path: &str, unusable: &mut Vec<Finding>) -> AsteriskImport {
    let import = import_asterisk(&PbxFolder::new(folder.root().join(path), path), &ImportConfig::default());
    if import.extensions.is_empty() {
        // The disk's own words come first: missing, not allowed, too large.
        let main = format!("{path}/{}", ImportConfig::default().pjsip);
        let told = match folder.read_source(&main) {
            Err(finding) => vec![*finding],
            Ok(_) => errors(&import.findings),
        };
        if told.is_empty() {
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

fn read_file(folder: &SiteFolder, name: &str, unusable: &mut Vec<Finding>) -> Option<Vec<u8>> {
    folder.read_source(name).map_err(|finding| unusable.push(*finding)).ok()
}

fn errors(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect()
}

/// What made the sources unusable, in a dozen findings at most.
fn shortened(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings::sort(&mut findings);
    findings.dedup();
    findings.truncate(12);
    findings
}

/// Writes the secrets first: an inventory without its secrets would point nowhere.
pub fn store(folder: &SiteFolder, gathered: &Gathered) -> Result<(), Failure> {
    let failed = |finding: Box<Finding>| Failure { findings: vec![*finding], status: ExitStatus::Incomplete };
    files::make_folder(folder.out()).map_err(failed)?;
    secrets::write(&folder.secrets(), &gathered.secrets).map_err(failed)?;
    document::write(&folder.inventory(), INVENTORY, gathered.inputs.clone(), &gathered.inventory).map_err(failed)?;
    Ok(())
}

fn status(findings: &[Finding]) -> ExitStatus {
    if findings.iter().any(|f| f.severity == Severity::Error) { ExitStatus::Findings } else { ExitStatus::Done }
}

/// A broken pipe is no failure: the reader has seen enough.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("our results have text keys and finite numbers only");
    text.push('\n');
    text
}

fn tell_import(folder: &SiteFolder, gathered: &Gathered, format: Format, lang: Lang) -> ExitStatus {
    let summary = Summary::new(&gathered.inventory, &gathered.findings);
    match format {
        Format::Json => {
            #[derive(Serialize)]
            struct Result<'a> {
                #[serde(flatten)]
                summary: &'a Summary,
                inventory: String,
                findings: &'a [Finding],
            }
            let inventory = folder.inventory().display().to_string();
            say(&json(&Result { summary: &summary, inventory, findings: &gathered.findings }));
        }
        Format::Human => {
            say(&summary.human(lang));
            let (inventory, secrets) = (folder.inventory(), folder.secrets());
            let (inventory, secrets) = (inventory.display(), secrets.display());
            match lang {
                Lang::En => eprintln!("wrote {inventory} and {secrets}; `deskshift inventory check` lists all findings"),
                Lang::De => eprintln!("{inventory} und {secrets} geschrieben; `deskshift inventory check` zeigt alle Befunde"),
            }
        }
    }
    status(&gathered.findings)
}

fn tell_check(all: &[Finding], context: &Context, lang: Lang) -> ExitStatus {
    let checked = Checked::new(all);
    match context.format {
        Format::Json => say(&json(&checked)),
        Format::Human => {
            say(&findings::human(all, lang, context.color && std::io::IsTerminal::is_terminal(&std::io::stdout())));
            eprint!("{}", checked.last_line(lang));
        }
    }
    status(all)
}

fn tell_show(gathered: &Gathered, what: &str, format: Format, lang: Lang) -> ExitStatus {
    let Some(shown) = show(&gathered.inventory, &gathered.findings, what) else {
        match lang {
            Lang::En => eprintln!("no person and no extension `{what}` in the sources"),
            Lang::De => eprintln!("keine Person und keine Nebenstelle `{what}` in den Quellen"),
        }
        return ExitStatus::NothingSelected;
    };
    match format {
        Format::Json => say(&json(&shown)),
        Format::Human => say(&shown.human(lang)),
    }
    ExitStatus::Done
}
