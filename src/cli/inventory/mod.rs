//! `deskshift inventory import|check|show|guess`.

mod exports;
mod gather;
mod guess;

pub use gather::{Gathered, gather};

use serde::Serialize;

use crate::cli::plan::incomplete_or_refused;
use crate::cli::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Severity};
use crate::output::inventory::{Checked, Summary, show};
use crate::output::{findings, sarif};
use crate::policy::site::Numbers;
use crate::store::document::{self, INVENTORY};
use crate::store::secrets;
use crate::store::site_folder::SiteFolder;
use crate::store::{files, lock};

/// Read PBX files and staff lists into one inventory
#[derive(clap::Subcommand)]
pub enum Command {
    /// Read all sources and write `out/inventory.json` and `out/secrets.json`
    Import,
    /// Read all sources and list every finding; writes nothing
    Check,
    /// All that is known of a person or an extension, with the place of each value; writes nothing
    Show {
        /// Extension or telephone number in any notation, staff number, login or name
        what: String,
    },
    /// What format a file seems to be, or else a mapping of its columns to be reviewed; needs no site
    Guess {
        /// The file to look at
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
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let gathered = gather(&folder, &policy)?;
    match command {
        Command::Import => {
            store(&folder, &gathered)?;
            Ok(tell_import(&folder, &gathered, context.format, lang))
        }
        Command::Check => Ok(tell_check(&gathered.findings, context, lang)),
        Command::Show { what } => Ok(tell_show(&gathered, &policy.site.numbers, what, context.format, lang)),
        Command::Guess { .. } => Ok(ExitStatus::Done),
    }
}

/// Writes inventory and secrets together: one without the other would point nowhere.
pub fn store(folder: &SiteFolder, gathered: &Gathered) -> Result<(), Failure> {
    files::make_folder(folder.out()).map_err(incomplete_or_refused)?;
    let _lock = lock::take(folder.out(), "inventory import").map_err(incomplete_or_refused)?;
    let secrets = secrets::bytes(&gathered.secrets);
    let inventory = document::bytes(INVENTORY, gathered.inputs.clone(), &gathered.inventory);
    let (secrets_path, inventory_path) = (folder.secrets(), folder.inventory());
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
    crate::cli::say(&text);
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
                Lang::En => talkln!("wrote {inventory} and {secrets}; `deskshift inventory check` lists all findings"),
                Lang::De => talkln!("{inventory} und {secrets} geschrieben; `deskshift inventory check` zeigt alle Befunde"),
            }
        }
    }
    status(&gathered.findings)
}

fn tell_check(all: &[Finding], context: &Context, lang: Lang) -> ExitStatus {
    if context.sarif {
        say(&sarif::text(all, &crate::cli::explain::pages(), lang, env!("CARGO_PKG_VERSION")));
        return status(all);
    }
    let checked = Checked::new(all);
    match context.format {
        Format::Json => say(&json(&checked)),
        Format::Human => {
            crate::cli::say_styled(&findings::human(all, lang, context.color_out));
            talk!("{}", checked.last_line(lang));
        }
    }
    status(all)
}

fn tell_show(gathered: &Gathered, plan: &Numbers, what: &str, format: Format, lang: Lang) -> ExitStatus {
    let Some(shown) = show(&gathered.inventory, &gathered.findings, plan, what) else {
        match lang {
            Lang::En => talkln!("no person and no extension `{what}` in the sources"),
            Lang::De => talkln!("keine Person und keine Nebenstelle `{what}` in den Quellen"),
        }
        return ExitStatus::NothingSelected;
    };
    match format {
        Format::Json => say(&json(&shown)),
        Format::Human => say(&shown.human(lang)),
    }
    ExitStatus::Done
}
