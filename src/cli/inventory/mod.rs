//! `deskshift inventory import|check|show`.

mod exports;
mod gather;

pub use gather::{Gathered, gather};

use std::io::Write as _;

use serde::Serialize;

use crate::cli::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Severity};
use crate::output::inventory::{Checked, Summary, show};
use crate::output::{findings, sarif};
use crate::policy::site::Numbers;
use crate::store::document::{self, INVENTORY};
use crate::store::files;
use crate::store::secrets;
use crate::store::site_folder::SiteFolder;

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
        Command::Show { what } => Ok(tell_show(&gathered, &policy.site.numbers, what, context.format, lang)),
    }
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
    if context.sarif {
        say(&sarif::text(all, &crate::cli::explain::pages(), lang, env!("CARGO_PKG_VERSION")));
        return status(all);
    }
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

fn tell_show(gathered: &Gathered, plan: &Numbers, what: &str, format: Format, lang: Lang) -> ExitStatus {
    let Some(shown) = show(&gathered.inventory, &gathered.findings, plan, what) else {
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
