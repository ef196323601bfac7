//! `deskshift rotate` and `rotate check`.

pub(super) mod job;

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::convert::read_plan;
use super::plan::read_inventory;
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Severity};
use crate::net::driver::interruption;
use crate::output::{self, roster_csv};
use crate::roster::check::{check_places, check_roster};
use crate::roster::model::{Effort, ReadinessBasis, Roster};
use crate::store::document::{self, ROSTER};
use crate::store::site_folder::SiteFolder;
use job::{Job, Made};

/// Make, check and export the roster
#[derive(clap::Args)]
pub struct Args {
    /// How long to look for a better roster; counted in steps, so the result is the same on every machine
    #[arg(long, value_enum, default_value_t = CliEffort::Normal)]
    effort: CliEffort,
    /// Start of the random numbers; the site's `roster.seed` where not given
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum CliEffort {
    Quick,
    Normal,
    Long,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Count every rule anew, also in a CSV that was edited by hand
    Check {
        /// `roster.json` or a CSV; the site's roster where not given
        file: Option<PathBuf>,
    },
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let stored = read_inventory(&folder, &policy)?;
    let (plan, plan_sha256) = read_plan(&folder, &policy, &stored)?;
    let readiness = job::readiness(&folder, &plan_sha256)?;
    let effort = match args.effort {
        CliEffort::Quick => Effort::Quick,
        CliEffort::Normal => Effort::Normal,
        CliEffort::Long => Effort::Long,
    };
    let seed = args.seed.unwrap_or(policy.site.roster.seed);
    let job = Job {
        folder: &folder,
        site: &policy.site,
        stored: &stored,
        plan: &plan,
        plan_sha256: &plan_sha256,
        readiness: &readiness,
        effort,
        seed,
    };
    match &args.command {
        None => make(&job, context, lang),
        Some(Command::Check { file }) => check(&job, file.as_deref(), context, lang),
    }
}

fn make(job: &Job<'_>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    if job.readiness.basis() == ReadinessBasis::Assumed {
        match lang {
            Lang::En => eprintln!("nobody has validated this plan yet: every planned line is taken to work"),
            Lang::De => eprintln!("diesen Plan hat noch niemand geprüft: jeder geplante Anschluss gilt als bereit"),
        }
    }
    let cancel = AtomicBool::new(false);
    let made = std::thread::scope(|scope| {
        // Ctrl-C ends the search and keeps the best; the listener ends with the search.
        let (done, listener) = tokio::sync::oneshot::channel::<()>();
        scope.spawn(|| listen(listener, &cancel));
        let made = job.make(&cancel, &mut |progress| {
            if context.progress {
                eprint!("\r{:?}: {} ({})  ", progress.stage, progress.cost, progress.excess);
            }
        });
        let _ = done.send(());
        made
    })?;
    if context.progress {
        eprint!("\r\x1b[K");
    }
    match made {
        Made::Roster { roster, findings, interrupted } => {
            eprint!("{}", output::findings::human(&findings, lang, context.color));
            job.write(&roster, lang)?;
            let broken = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let text = match context.format {
                Format::Human => summary(&roster, broken, lang),
                Format::Json => serde_json::to_string(&*roster).expect("a roster is plain data") + "\n",
            };
            let _ = std::io::stdout().write_all(text.as_bytes());
            Ok(if interrupted { ExitStatus::Interrupted } else { status(&findings) })
        }
        Made::None { no_plan, findings } => {
            eprint!("{}", output::findings::human(&findings, lang, context.color));
            match (lang, no_plan.impossible) {
                (Lang::En, true) => eprintln!("no roster can hold every rule; `deskshift rotate explain` says why"),
                (Lang::De, true) => eprintln!("kein Dienstplan hält alle Regeln; `deskshift rotate explain` sagt, warum"),
                (Lang::En, false) => eprintln!("no roster found; `deskshift rotate explain` says which rules clash"),
                (Lang::De, false) => {
                    eprintln!("kein Dienstplan gefunden; `deskshift rotate explain` nennt die Regeln, die sich stoßen")
                }
            }
            Ok(if no_plan.interrupted {
                ExitStatus::Interrupted
            } else if no_plan.impossible {
                ExitStatus::Findings
            } else {
                ExitStatus::Incomplete
            })
        }
    }
}

fn listen(done: tokio::sync::oneshot::Receiver<()>, cancel: &AtomicBool) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        tokio::select! {
            () = interruption() => cancel.store(true, Ordering::Relaxed),
            _ = done => {}
        }
    });
}

/// Fairness in plain numbers, then the closing line.
fn summary(roster: &Roster, broken: usize, lang: Lang) -> String {
    let f = &roster.fairness;
    let line = job::closing_line(roster, broken, lang);
    match lang {
        Lang::En => format!(
            "home days against the fair share of {} people: least {:.0} %, median {:.0} %, most {:.0} %; {} below 80 %; Jain index {:.3}\n{line}\n",
            f.people,
            f.min * 100.0,
            f.median * 100.0,
            f.max * 100.0,
            f.below_80,
            f.jain
        ),
        Lang::De => format!(
            "Homeofficetage gemessen am gerechten Anteil von {} Personen: mindestens {:.0} %, Median {:.0} %, höchstens {:.0} %; {} unter 80 %; Jain-Index {:.3}\n{line}\n",
            f.people,
            f.min * 100.0,
            f.median * 100.0,
            f.max * 100.0,
            f.below_80,
            f.jain
        ),
    }
}

fn check(job: &Job<'_>, file: Option<&std::path::Path>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let given = job.given();
    let usage = |findings| Failure { findings, status: ExitStatus::Usage };
    let mut findings = match file {
        Some(path) if job::is_csv(path) => {
            let places = roster_csv::read(&path.display().to_string(), &job::read(path)?).map_err(usage)?;
            check_places(&given, &places)
        }
        _ => {
            let path = file.map_or_else(|| job.folder.roster(), PathBuf::from);
            let (document, _) = document::read::<Roster>(&path, ROSTER).map_err(|finding| usage(vec![*finding]))?;
            check_roster(&given, &document.body)
        }
    };
    output::findings::sort(&mut findings);
    let text = match context.format {
        Format::Human if findings.is_empty() => match lang {
            Lang::En => "every rule holds, counted anew\n".to_owned(),
            Lang::De => "alle Regeln sind eingehalten, nachgezählt\n".to_owned(),
        },
        Format::Human => output::findings::human(&findings, lang, false),
        Format::Json => serde_json::to_string(&findings).expect("findings are plain data") + "\n",
    };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(status(&findings))
}

fn status(findings: &[Finding]) -> ExitStatus {
    if findings.iter().any(|finding| finding.severity == Severity::Error) { ExitStatus::Findings } else { ExitStatus::Done }
}
