//! `deskshift rotate`: make, check, explain and export rosters.
#![allow(clippy::disallowed_methods)] // the progress line reads the clock

mod certify;
mod check;
mod day;
mod export;
mod forms;
mod issue;
pub(super) mod job;
mod limit;
pub(super) mod own_days;
pub(super) mod readiness;
mod replan;
mod set;
mod take;
mod what_if;
mod why;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::chain::{Planned, planned};
use super::plan::incomplete_or_refused;
use super::{Context, ExitStatus, Failure, Format, interrupt};
use crate::diag::{Finding, Lang, Severity, Words};
use crate::output::roster_changes::Changes;
use crate::output::{self, roster_summary};
use crate::roster::check::{Places, Shares, Tally};
use crate::roster::codes;
use crate::roster::model::{Effort, Readiness, Roster};
use crate::roster::solve::halt::Halt;
use crate::roster::solve::{Progress, Stage};
use crate::store::lock::{self, Lock};
use crate::store::site_folder::SiteFolder;
use export::Audience;
use job::{Form, Job, Made, NoRoster};
use limit::LimitArgs;

/// Make, check and export the roster
///
/// Without a subcommand, makes the roster: out/roster.json, and below out/roster/current/ a workbook to edit, a CSV, wall charts, and a calendar
/// for each person and department.
/// Nobody is sent home whose line `validate` did not find ready; a verdict counts until something about the line itself changes. Where
/// nobody has ever validated, every planned line is taken to work, with a warning. Ctrl-C keeps the best roster: the best found so far,
/// or the one in force where it was made from the same input and costs no more.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(flatten)]
    make: MakeArgs,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Args)]
struct MakeArgs {
    /// How long to look for a better roster; counted in steps, so the result is the same on every machine
    #[arg(long, value_enum, default_value_t = CliEffort::Normal)]
    effort: CliEffort,
    /// Start of the random numbers; the site's `roster.seed` where not given
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Take every planned line to work, whatever `validate` found
    #[arg(long)]
    assume_ready: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum CliEffort {
    Quick,
    Normal,
    Long,
}

impl From<CliEffort> for Effort {
    fn from(effort: CliEffort) -> Self {
        match effort {
            CliEffort::Quick => Self::Quick,
            CliEffort::Normal => Self::Normal,
            CliEffort::Long => Self::Long,
        }
    }
}

#[derive(clap::Subcommand)]
enum Command {
    /// Count every rule anew, also in a workbook or CSV that was edited by hand
    Check {
        /// `roster.json`, a workbook or a CSV; the site's roster where not given
        file: Option<PathBuf>,
        /// Take every planned line to work, whatever `validate` found
        #[arg(long)]
        assume_ready: bool,
    },
    /// Recompute the bound that the roster's prices prove, without the solver
    ///
    /// Says cost, bound, gap and what the gap means. Exit code 1 where the certificate does not prove what the roster states.
    Certify {
        /// A `roster.json`; the site's roster where not given
        file: Option<PathBuf>,
        /// Take every planned line to work, whatever `validate` found
        #[arg(long)]
        assume_ready: bool,
    },
    /// Say which rules contradict each other, or which are the tightest
    Explain(MakeArgs),
    /// Make the roster again with as few changes as can be
    ///
    /// For sickness, new people, late devices, other caps: correct the lists or `deskshift.yaml` (and run `inventory import` and `plan` where
    /// people or devices changed), then run this. Days before `--from` stay as they are and are not judged; the days of notice after it change
    /// only where a rule needs it. Only what changes is told: on the screen, in out/roster/current/changes.csv, and in the calendars, where
    /// home days that are none any more are cancelled.
    Replan {
        #[command(flatten)]
        change: replan::ReplanArgs,
        #[command(flatten)]
        make: MakeArgs,
        #[command(flatten)]
        limit: LimitArgs,
    },
    /// Try out other rules beside the roster in force, and write nothing
    ///
    /// Several changes in one call are solved together: `--cap vpn=220 --without anna.berger@2027-03-03 --min-staff Kasse=2`. Says what changes in cost,
    /// gap, people at home on each day, caps and fairness, or why there is no roster and what would be enough.
    #[command(name = "what-if")]
    WhatIf(what_if::WhatIfArgs),
    /// Put a roster in force that was edited in a spreadsheet
    ///
    /// Takes out/roster/current/roster.xlsx or roster.csv as somebody changed it. Tells what it changes of the roster in force, and counts every rule; a
    /// roster that breaks one is refused with all it breaks, by line and cell.
    Take {
        /// The workbook or CSV that was edited
        file: PathBuf,
        /// Tell the changes and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Take every planned line to work, whatever `validate` found
        #[arg(long)]
        assume_ready: bool,
    },
    /// Say who is at home on a day, for VPN and PBX groups
    Day(day::DayArgs),
    /// Say for a person why they are where the roster has them, and who could trade
    Why {
        /// Id, extension or full name (`Erika Muster` or `Muster, Erika`)
        #[arg(value_name = "PERSON")]
        whom: String,
        /// That day only; every day of the roster where not given
        #[arg(value_name = "DAY", value_parser = super::dates::day)]
        day: Option<jiff::civil::Date>,
        /// Take every planned line to work, whatever `validate` found
        #[arg(long)]
        assume_ready: bool,
    },
    /// Write the roster as workbook, CSV, calendars and wall charts again
    Export {
        /// Who is to read it: decides what is in it
        #[arg(long = "for", value_name = "WHOM", value_enum, default_value_t = Audience::Personnel)]
        audience: Audience,
        /// These forms only; all that are for these readers where not given
        #[arg(long, value_enum, value_delimiter = ',')]
        only: Vec<Form>,
        /// Folder of the generation; the site's `out/roster` where not given, for other readers `out/roster-staff` or `out/roster-works-council`
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write the forms of a roster that breaks rules, too; what is wrong is told all the same
        #[arg(long)]
        even_if_broken: bool,
        /// Number of this issue for calendars, higher than the last one's to replace its events; counted by `rotate` where not given
        #[arg(long, value_name = "NUMBER")]
        sequence: Option<u32>,
    },
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    // Held for the whole run: what is read is what the roster is made from. Without `out/` there is nothing to read, which is told below.
    let changes = match &args.command {
        None => true,
        Some(Command::Replan { change, .. }) => !change.dry_run,
        Some(Command::Take { dry_run, .. }) => !dry_run,
        Some(_) => false,
    };
    let writes = changes && folder.out().is_dir();
    let lock = writes.then(|| lock::take(folder.out(), "rotate")).transpose().map_err(incomplete_or_refused)?;
    let Planned { stored, plan, plan_sha256 } = planned(&folder, &policy)?;
    let (assume, effort, seed) = match &args.command {
        None => (args.make.assume_ready, args.make.effort, args.make.seed),
        Some(Command::Explain(make) | Command::Replan { make, .. }) => (make.assume_ready, make.effort, make.seed),
        Some(
            Command::Check { assume_ready, .. }
            | Command::Certify { assume_ready, .. }
            | Command::Why { assume_ready, .. }
            | Command::Take { assume_ready, .. },
        ) => (*assume_ready, CliEffort::Normal, None),
        Some(Command::WhatIf(wanted)) => (wanted.assume_ready, CliEffort::Normal, None),
        Some(Command::Export { even_if_broken, .. }) => (*even_if_broken, CliEffort::Normal, None),
        Some(Command::Day(_)) => (true, CliEffort::Normal, None),
    };
    let limit = match &args.command {
        Some(Command::Replan { limit, .. }) => *limit,
        Some(Command::WhatIf(wanted)) => wanted.limit,
        _ => args.limit,
    };
    let (readiness, said) = if assume {
        (Readiness::Assumed, Vec::new())
    } else {
        readiness::readiness(&folder, &plan, &plan_sha256, &stored.secrets)?
    };
    if !matches!(args.command, Some(Command::Export { .. })) {
        talk_styled!("{}", output::findings::human(&said, lang, context.color));
    }
    let (own_days, remarks) = own_days::read(&folder, &policy, &stored.inventory)?;
    if !matches!(args.command, Some(Command::Export { .. })) {
        talk_styled!("{}", output::findings::human(&remarks, lang, context.color));
    }
    let job = Job {
        folder: &folder,
        policy: &policy,
        stored: &stored,
        plan: &plan,
        plan_sha256: &plan_sha256,
        readiness: &readiness,
        own_days: &own_days,
        from: None,
        slots: None,
        effort: effort.into(),
        seed: seed.unwrap_or(policy.site.roster.seed),
        threads: limit.threads(),
    };
    match &args.command {
        None => {
            let lock = match lock {
                Some(lock) => lock,
                None => lock::take(folder.out(), "rotate").map_err(incomplete_or_refused)?,
            };
            make(&job, args.limit, &lock, context, lang)
        }
        Some(Command::Replan { change, limit, .. }) => replan::run(&job, *change, *limit, lock.as_ref(), context, lang),
        Some(Command::Take { file, .. }) => take::run(&job, file, lock.as_ref(), context, lang),
        Some(Command::Check { file, .. }) => check::run(&job, file.as_deref(), context, lang),
        Some(Command::Certify { file, .. }) => certify::run(&job, file.as_deref(), context, lang),
        Some(Command::WhatIf(wanted)) => what_if::run(&job, wanted, context, lang),
        Some(Command::Explain(_)) => explain(&job, context, lang),
        Some(Command::Day(wanted)) => day::run(&job, *wanted, context, lang),
        Some(Command::Why { whom, day, .. }) => why::run(&job, whom, *day, context, lang),
        Some(Command::Export { audience, only, out, sequence, even_if_broken }) => {
            let (sequence, even_if_broken) = (*sequence, *even_if_broken);
            let wanted = export::Wanted { audience: *audience, only, out: out.as_deref(), sequence, even_if_broken };
            export::run(&job, &wanted, context, lang)
        }
    }
}

fn make(job: &Job<'_>, limit: LimitArgs, lock: &Lock, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    match interruptible(job, limit, context, lang)? {
        Made::Roster { roster, findings, interrupted } => {
            talk_styled!("{}", output::findings::human(&findings, lang, context.color));
            let before = job.in_force();
            let published = job.published();
            let (roster, written) = match before {
                // What took a whole run is not given up for half of one.
                Some(before) if (interrupted || roster.rounds.is_some()) && before.cost <= roster.cost => {
                    tell_kept(interrupted, before.cost, roster.cost, lang);
                    (Box::new(before), Vec::new())
                }
                before => {
                    let written = job.write(&roster, lang, lock)?;
                    if let Some(before) = before.filter(|before| before.cost != roster.cost) {
                        tell_replaced(before.cost, roster.cost, lang);
                    }
                    limit::tell(&roster, lang);
                    if interrupted {
                        talk(
                            lang,
                            "interrupted; the best roster so far was kept",
                            "unterbrochen; der beste Dienstplan bis dahin ist gesichert",
                        );
                    }
                    (roster, written)
                }
            };
            if let Some(published) = published.filter(|_| !written.is_empty()) {
                tell_changes(&Changes::between(&published, &roster, &job.stored.inventory), lang);
            }
            say(&match context.format {
                Format::Human => {
                    let tally = Tally::of(&job.given_of(&roster), &Places::of(&roster));
                    roster_summary::human(&roster, &tally, &shares(job, &roster), &written, lang)
                }
                Format::Json => roster_summary::json(Some((&roster, &shares(job, &roster))), word(&roster), &findings, &written),
            });
            Ok(if interrupted { ExitStatus::Interrupted } else { ExitStatus::Done })
        }
        Made::None { findings, reason } => Ok(none(&findings, reason, Before::Untouched, context, lang)),
    }
}

/// A day that was asked for and that the roster does not have.
fn no_such_day(roster: &Roster, day: jiff::civil::Date) -> Finding {
    let (first, last) = (roster.days.first(), roster.days.last());
    let span = first.zip(last).map(|(first, last)| format!("{first} – {last}")).unwrap_or_default();
    let what = Words::new(
        format!("{day} is no day of the roster ({span}, Monday to Friday)"),
        format!("{day} ist kein Tag des Dienstplans ({span}, Montag bis Freitag)"),
    );
    codes::OTHER_DAYS.finding(None, what)
}

fn tell_kept(interrupted: bool, before: i64, now: i64, lang: Lang) {
    match lang {
        Lang::En if !interrupted => {
            talkln!(
                "the limit ended the search; the roster in force (cost {before}) is no worse than the best so far (cost {now}) and was kept"
            )
        }
        Lang::De if !interrupted => talkln!(
            "die Grenze beendete die Suche; der geltende Dienstplan (Kosten {before}) ist nicht schlechter als der beste bis dahin (Kosten {now}) und bleibt"
        ),
        Lang::En => {
            talkln!("interrupted; the roster in force (cost {before}) is no worse than the best so far (cost {now}) and was kept")
        }
        Lang::De => talkln!(
            "unterbrochen; der geltende Dienstplan (Kosten {before}) ist nicht schlechter als der beste bis dahin (Kosten {now}) und bleibt"
        ),
    }
}

/// A roster that hangs on walls already is better changed than replaced.
fn tell_changes(changes: &Changes, lang: Lang) {
    let (places, people) = changes.moved();
    if places == 0 {
        return;
    }
    match lang {
        Lang::En => talkln!(
            "{} of {} differ from the roster before; `deskshift rotate replan` changes as few as can be",
            output::counted(places, "place", "places"),
            output::counted(people, "person", "people")
        ),
        Lang::De => talkln!(
            "{} von {} anders als im vorigen Dienstplan; `deskshift rotate replan` ändert so wenig wie möglich",
            output::counted(places, "Ort", "Orte"),
            output::counted(people, "Person", "Personen")
        ),
    }
}

fn tell_remarks(findings: &[Finding], context: &Context, lang: Lang) {
    talk_styled!("{}", output::findings::human(findings, lang, context.color));
}

fn tell_replaced(before: i64, now: i64, lang: Lang) {
    match lang {
        Lang::En => talkln!("this roster (cost {now}) replaces one of the same input (cost {before})"),
        Lang::De => talkln!("dieser Dienstplan (Kosten {now}) ersetzt einen aus derselben Eingabe (Kosten {before})"),
    }
}

/// Whether a word about earlier results has a meaning: `explain` writes nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Untouched,
    NotConcerned,
}

/// Says which rules clash; where none do, a quick roster shows which are tight.
fn explain(job: &Job<'_>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    match interruptible(&Job { effort: Effort::Quick, ..*job }, LimitArgs::default(), context, lang)? {
        Made::Roster { roster, findings, .. } => {
            // The same figures as `rotate` told, where its roster is of this input.
            let roster = job.in_force().map_or(roster, Box::new);
            say(&match context.format {
                Format::Human => {
                    let head = match lang {
                        Lang::En => "no rule contradicts another: there is a roster that holds them all\n",
                        Lang::De => "keine Regel widerspricht einer anderen: es gibt einen Dienstplan, der alle hält\n",
                    };
                    head.to_owned() + &roster_summary::tight_lines(&roster, lang)
                }
                Format::Json => roster_summary::json(Some((&roster, &shares(job, &roster))), "possible", &findings, &[]),
            });
            Ok(ExitStatus::Done)
        }
        Made::None { findings, reason } => Ok(none(&findings, reason, Before::NotConcerned, context, lang)),
    }
}

/// What came of a search without a roster, for JSON and as exit code.
fn status_of(reason: NoRoster) -> (&'static str, ExitStatus) {
    match reason {
        NoRoster::Impossible => ("impossible", ExitStatus::Findings),
        NoRoster::NotDecided => ("not-decided", ExitStatus::Incomplete),
        NoRoster::Limited => ("limited", ExitStatus::Incomplete),
        NoRoster::Interrupted => ("interrupted", ExitStatus::Interrupted),
    }
}

/// No roster: the reasons are the result, so in human form they go to stdout.
fn none(findings: &[Finding], reason: NoRoster, before: Before, context: &Context, lang: Lang) -> ExitStatus {
    let (word, status) = status_of(reason);
    match context.format {
        Format::Human => {
            let (errors, remarks): (Vec<Finding>, Vec<Finding>) =
                findings.iter().cloned().partition(|finding| finding.severity == Severity::Error);
            talk_styled!("{}", output::findings::human(&remarks, lang, context.color));
            say(&output::findings::human(&errors, lang, false));
            let (en, de) = match reason {
                NoRoster::Impossible => ("there is no roster that holds every rule", "kein Dienstplan hält alle Regeln"),
                NoRoster::NotDecided => ("no roster found", "kein Dienstplan gefunden"),
                NoRoster::Limited => (
                    "the limit ended the search before the first roster was found",
                    "die Grenze beendete die Suche, bevor der erste Dienstplan gefunden war",
                ),
                NoRoster::Interrupted => {
                    ("interrupted before the first roster was found", "unterbrochen, bevor der erste Dienstplan gefunden war")
                }
            };
            let (more_en, more_de) = match before {
                Before::Untouched => ("; what was there before is untouched", "; was vorher da war, ist unverändert"),
                Before::NotConcerned => ("", ""),
            };
            talk(lang, &format!("{en}{more_en}"), &format!("{de}{more_de}"));
        }
        Format::Json => say(&roster_summary::json(None, word, findings, &[])),
    }
    status
}

/// Runs the job; Ctrl-C ends the search and keeps the best. The listener ends with the search.
fn interruptible(job: &Job<'_>, limit: LimitArgs, context: &Context, lang: Lang) -> Result<Made, Failure> {
    interruptible_with(limit, context, lang, |halt, progress| job.make(halt, progress))
}

/// The same for any search.
fn interruptible_with<T>(
    limit: LimitArgs,
    context: &Context,
    lang: Lang,
    search: impl FnOnce(&Halt<'_>, &mut dyn FnMut(Progress)) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut line = ProgressLine { wanted: context.progress, lang, drawn: None };
    let enough = limit.enough();
    let made = interrupt::with_flag(|cancel| {
        let halt = if limit.is_set() { Halt::after(cancel, &enough) } else { Halt::by(cancel) };
        search(&halt, &mut |progress| line.show(progress))
    });
    line.clear();
    made
}

/// One line on a terminal, drawn at most ten times a second.
struct ProgressLine {
    wanted: bool,
    lang: Lang,
    drawn: Option<Instant>,
}

impl ProgressLine {
    fn show(&mut self, progress: Progress) {
        if !self.wanted || self.drawn.is_some_and(|at| at.elapsed() < Duration::from_millis(100)) {
            return;
        }
        self.drawn = Some(Instant::now());
        let (en, de) = match progress.stage {
            Stage::Construct => ("first plan", "erster Plan"),
            Stage::Anneal => ("annealing", "Abkühlen"),
            Stage::Reinsert => ("re-inserting", "Umsetzen"),
            Stage::Repair => ("repairing", "Reparieren"),
            Stage::Bound => ("proving a bound", "Schranke beweisen"),
        };
        let Progress { cost, excess, .. } = progress;
        match self.lang {
            Lang::En => draw!("\r\x1b[K{en}: cost {cost}, {excess} over limits"),
            Lang::De => draw!("\r\x1b[K{de}: Kosten {cost}, {excess} über Grenzen"),
        }
    }

    fn clear(&self) {
        if self.drawn.is_some() {
            draw!("\r\x1b[K");
        }
    }
}

/// What may be shown of how even home days are.
fn shares(job: &Job<'_>, roster: &Roster) -> Shares {
    Shares::of(&job.given_of(roster), roster)
}

fn word(roster: &Roster) -> &'static str {
    if roster.is_optimal() { "optimal" } else { "feasible" }
}

fn talk(lang: Lang, en: &str, de: &str) {
    talkln!("{}", if lang == Lang::De { de } else { en });
}

/// A reader that stops reading early (`| head`) is no failure.
fn say(text: &str) {
    crate::cli::say(text);
}
