//! `deskshift inventory import|check|show|export|diff|guess`.

mod exchange;
mod exports;
mod gather;
mod guess;
pub(in crate::cli) mod named;

pub use gather::{Gathered, gather};

use serde::Serialize;

use crate::cli::plan::incomplete_or_refused;
use crate::cli::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Severity};
use crate::inventory::exchange::{Changes, compare};
use crate::inventory::model::Inventory;
use crate::output::inventory::{Checked, Shown, Summary, show};
use crate::output::{findings, inventory_changes, sarif};
use crate::policy::read::Need;
use crate::policy::site::Numbers;
use crate::store::document::{self, INVENTORY};
use crate::store::secrets;
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{files, lock};

/// Read exports, directories and lists into one inventory
///
/// The sources stand in `deskshift.yaml`: files of telephone systems, directories, lists of people and devices, phones' own files. All
/// problems are told in one run, each with its place.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Read all sources and write `out/inventory.json` and `out/secrets.json`
    Import,
    /// Read all sources and list every finding, also as SARIF (`--format sarif`); writes nothing
    Check {
        /// Tell long lists whole: every extension, person and column that a finding is about
        #[arg(long)]
        all: bool,
    },
    /// Show all that is known of a person, an extension, a room, a department or a device, with the place of each value; writes nothing
    Show {
        /// Extension or telephone number in any notation, staff number, login or name; room, department, site, group, queue, mailbox;
        /// label, serial number or MAC address of a device
        what: String,
    },
    /// Write persons, extensions, devices, rooms, departments, mailboxes, groups, direct numbers and forwards as tables for people to
    /// edit; overwrites nothing
    #[command(group = clap::ArgGroup::new("where").required(true).multiple(true).args(["xlsx", "csv"]))]
    Export {
        /// One workbook with a sheet for each, from the current folder
        #[arg(long, value_name = "FILE")]
        xlsx: Option<std::path::PathBuf>,
        /// A folder for `persons.csv`, `extensions.csv`, `devices.csv`, `rooms.csv`, …
        #[arg(long, value_name = "FOLDER")]
        csv: Option<std::path::PathBuf>,
    },
    /// Review what people edited in exported tables, cell by cell; status 1 where something differs
    Diff {
        /// The edited workbook or CSV files, from the current folder
        #[arg(required = true, value_name = "FILE")]
        edited: Vec<std::path::PathBuf>,
        /// Write the edits that can be accepted to this list of corrections, or add them to it; from the current folder, so name it within
        /// the site folder, where the site's sources are read
        #[arg(long, value_name = "FILE")]
        accept: Option<std::path::PathBuf>,
    },
    /// Say what format a file seems to be, or propose a mapping of its columns; needs no site
    ///
    /// The name of a recognised format goes to stdout: `format` of a source takes it. For lists, and for what no importer knows, a
    /// mapping goes to stdout, with a confidence and sample values for each column. Review it, then name it as `mapping` of the source.
    Guess {
        /// The file to look at, from the current folder
        file: std::path::PathBuf,
        /// Write the mapping to this file, which must not exist
        #[arg(long, value_name = "FILE")]
        write: Option<std::path::PathBuf>,
    },
}

pub fn run(command: &Command, context: &Context) -> Result<ExitStatus, Failure> {
    if let Command::Guess { file, write } = command {
        return guess::run(file, write.as_ref(), context);
    }
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Inventory).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let mut gathered = gather(&folder, &policy).map_err(|failure| failure.shortened(context.format))?;
    let status = act(command, &folder, &policy, &gathered, context, lang);
    // Not given back, secrets excepted: the process ends here, and freeing millions of texts one by one takes as long as reading them.
    std::mem::forget(std::mem::take(&mut gathered.inventory));
    status
}

fn act(
    command: &Command,
    folder: &SiteFolder,
    policy: &Policy,
    gathered: &Gathered,
    context: &Context,
    lang: Lang,
) -> Result<ExitStatus, Failure> {
    match command {
        Command::Import => {
            let before = Before::read(folder, policy, gathered);
            store(folder, policy, gathered)?;
            Ok(tell_import(folder, gathered, before.as_ref(), context.format, lang))
        }
        Command::Check { all } => Ok(tell_check(&gathered.findings, *all, context, lang)),
        Command::Show { what } => Ok(tell_show(gathered, &policy.site.numbers, what, context.format, lang)),
        Command::Export { xlsx, csv } => exchange::export(gathered, xlsx.as_deref(), csv.as_deref(), context, lang),
        Command::Diff { edited, accept } => {
            exchange::diff(gathered, edited, accept.as_deref(), &policy.site.numbers, context, lang)
        }
        Command::Guess { .. } => Ok(ExitStatus::Done),
    }
}

/// Writes inventory and secrets together: one without the other would point nowhere. The secrets name the inventory, so that a run that is
/// killed between the two leaves nothing that is used; the next import writes both anew.
pub fn store(folder: &SiteFolder, policy: &Policy, gathered: &Gathered) -> Result<(), Failure> {
    let _lock = lock::take(folder.out(), "inventory import").map_err(incomplete_or_refused)?;
    let inventory = document::bytes(INVENTORY, gathered.inputs.clone(), &gathered.inventory);
    let (secrets_path, inventory_path) = (folder.secrets(), folder.inventory());
    // With another passphrase than the drawn passwords have, the next command could open one store or the other.
    let vault = policy.vault(folder);
    secrets::issued(&folder.issued(), &vault).map_err(incomplete_or_refused)?;
    let secrets = secrets::bytes(&gathered.secrets, Some(&document::sha256(&inventory)), &secrets_path, &vault)
        .map_err(incomplete_or_refused)?;
    files::replace_together(&[
        (secrets_path.as_path(), secrets.as_slice(), 0o600),
        (inventory_path.as_path(), inventory.as_slice(), 0o644),
    ])
    .map_err(incomplete_or_refused)
}

fn status(findings: &[Finding]) -> ExitStatus {
    if findings.iter().any(|f| f.severity == Severity::Error) { ExitStatus::Findings } else { ExitStatus::Done }
}

/// A broken pipe is no failure: the reader has seen enough.
fn say(text: &str) {
    crate::cli::say(text);
}

fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("our results have text keys and finite numbers only");
    text.push('\n');
    text
}

/// What the import changes against the last one.
struct Before {
    changes: Changes,
    logins: bool,
}

impl Before {
    /// None where there was no import before, or one that this version cannot read.
    fn read(folder: &SiteFolder, policy: &Policy, gathered: &Gathered) -> Option<Self> {
        let (document, _) = document::read::<Inventory>(&folder.inventory(), INVENTORY).ok()?;
        let changes = compare(&document.body, &gathered.inventory);
        let logins = secrets::read(&folder.secrets(), &policy.vault(folder)).is_ok_and(|old| old.secrets != gathered.secrets);
        Some(Self { changes, logins })
    }
}

fn tell_import(folder: &SiteFolder, gathered: &Gathered, before: Option<&Before>, format: Format, lang: Lang) -> ExitStatus {
    let summary = Summary::new(&gathered.inventory, &gathered.findings);
    match format {
        Format::Json => {
            #[derive(Serialize)]
            struct Result<'a> {
                #[serde(flatten)]
                summary: &'a Summary,
                inventory: String,
                #[serde(skip_serializing_if = "Option::is_none")]
                changes: Option<&'a Changes>,
                #[serde(skip_serializing_if = "Option::is_none")]
                passwords_changed: Option<bool>,
                findings: &'a [Finding],
            }
            let inventory = folder.inventory().display().to_string();
            let (changes, passwords_changed) = (before.map(|before| &before.changes), before.map(|before| before.logins));
            say(&json(&Result { summary: &summary, inventory, changes, passwords_changed, findings: &gathered.findings }));
        }
        Format::Human => {
            say(&summary.human(lang));
            if let Some(Before { changes, logins }) = before {
                say(&inventory_changes::human(changes, *logins, lang));
            }
            let (inventory, secrets) = (folder.inventory(), folder.secrets());
            let (inventory, secrets) = (inventory.display(), secrets.display());
            match lang {
                Lang::En => talkln!("wrote {inventory} and {secrets}; `deskshift inventory check` lists all findings"),
                Lang::De => talkln!("{inventory} und {secrets} geschrieben; `deskshift inventory check` zeigt alle Befunde"),
            }
        }
    }
    status(&gathered.findings)
}

fn tell_check(all: &[Finding], whole: bool, context: &Context, lang: Lang) -> ExitStatus {
    if context.form == Some(crate::cli::Form::Sarif) {
        say(&sarif::text(all, &crate::cli::explain::pages(), lang, env!("CARGO_PKG_VERSION")));
        return status(all);
    }
    let checked = Checked::new(all);
    match context.format {
        Format::Json => say(&json(&checked)),
        Format::Human => {
            let color = context.color_out;
            let how = match lang {
                Lang::En => "`--all` or `--format json`",
                Lang::De => "`--all` oder `--format json`",
            };
            let cut = || findings::cut(all, how, lang, color);
            crate::cli::say_styled(&if whole { findings::whole(all, lang, color) } else { cut() });
            talk!("{}", checked.last_line(lang));
        }
    }
    status(all)
}

fn tell_show(gathered: &Gathered, plan: &Numbers, what: &str, format: Format, lang: Lang) -> ExitStatus {
    let Some(shown) = show(&gathered.inventory, &gathered.findings, plan, what) else {
        if format == Format::Json {
            say(&json(&Shown::default()));
        }
        match lang {
            Lang::En => talkln!("no person, extension, room, department or device `{what}` in the sources"),
            Lang::De => talkln!("keine Person, Nebenstelle, Dienststelle, kein Zimmer und kein Gerät `{what}` in den Quellen"),
        }
        return ExitStatus::NothingSelected;
    };
    match format {
        Format::Json => say(&json(&shown)),
        Format::Human => say(&shown.human(lang)),
    }
    ExitStatus::Done
}
