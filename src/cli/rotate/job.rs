//! One roster: gather the documents, solve, check independently, write every form of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::cli::plan::{Stored, incomplete_or_refused};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Lang, Place, Words};
pub use crate::output::roster_summary::closing_line;
use crate::output::wall_chart::{self, Options, Paper};
use crate::output::{ics, roster_csv};
use crate::plan::model::Plan;
use crate::policy::site::Site;
use crate::probe::report::{Outcome as LineOutcome, Report};
use crate::roster::calendar::Horizon;
use crate::roster::check::check_roster;
use crate::roster::codes as roster_codes;
use crate::roster::compose::compose;
use crate::roster::explain::{self, Answer};
use crate::roster::given::Given;
use crate::roster::model::{Effort, Readiness, Roster};
use crate::roster::problem::{self, Problem};
use crate::roster::solve::{self, Outcome, Progress};
use crate::store::document::{self, ROSTER};
use crate::store::generation::{self, Item};
use crate::store::site_folder::SiteFolder;
use crate::store::{files, lock};

/// Folder of the printable and importable forms, below `out/`; a link to the generation in force.
pub const FOLDER: &str = "roster";

/// What a roster is made from.
pub struct Job<'a> {
    pub folder: &'a SiteFolder,
    pub site: &'a Site,
    pub stored: &'a Stored,
    pub plan: &'a Plan,
    pub plan_sha256: &'a str,
    pub readiness: &'a Readiness,
    pub effort: Effort,
    pub seed: u64,
}

/// What came of it.
pub enum Made {
    Roster {
        /// Checked independently: every rule holds, cost and bound are what it says.
        roster: Box<Roster>,
        /// Remarks on the input.
        findings: Vec<Finding>,
        interrupted: bool,
    },
    /// The least broken plan is not good enough to be shown; the findings say why there is none.
    None { findings: Vec<Finding>, reason: NoRoster },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoster {
    /// Rules contradict each other.
    Impossible,
    /// The budget ended.
    NotDecided,
    Interrupted,
}

impl Job<'_> {
    #[must_use]
    pub fn given(&self) -> Given<'_> {
        Given { inventory: &self.stored.inventory, plan: self.plan, readiness: self.readiness, site: self.site }
    }

    /// Looks for contradictions, solves, and lets the independent check count every rule.
    pub fn make(&self, cancel: &AtomicBool, progress: &mut dyn FnMut(Progress)) -> Result<Made, Failure> {
        let given = self.given();
        let (problem, horizon, mut findings) = self.problem()?;
        let clashes = explain::quick(&problem);
        if !clashes.is_empty() {
            findings.extend(clashes.into_iter().map(|clash| clash.finding));
            return Ok(Made::None { findings, reason: NoRoster::Impossible });
        }
        let settings = solve::Settings { seed: self.seed, effort: self.effort };
        match solve::run(&problem, settings, cancel, progress) {
            Outcome::Plan(plan) => {
                let roster = compose(&given, &problem, &horizon, &plan, self.seed, self.effort);
                let broken = check_roster(&given, &roster);
                if !broken.is_empty() {
                    // Never seen; a roster that the check does not accept is not written.
                    return Err(Failure { findings: broken, status: ExitStatus::Incomplete });
                }
                Ok(Made::Roster { roster: Box::new(roster), findings, interrupted: plan.interrupted })
            }
            Outcome::NoPlan(no_plan) if no_plan.interrupted => Ok(Made::None { findings, reason: NoRoster::Interrupted }),
            Outcome::NoPlan(no_plan) => match explain::explain(&problem) {
                Answer::Impossible(clashes) => {
                    findings.extend(clashes.into_iter().map(|clash| clash.finding));
                    Ok(Made::None { findings, reason: NoRoster::Impossible })
                }
                Answer::Possible | Answer::Unknown => {
                    findings.push(explain::hardest(&problem, &no_plan.home));
                    Ok(Made::None { findings, reason: NoRoster::NotDecided })
                }
            },
        }
    }

    /// The problem, and remarks on the input; unusable input is a failure.
    pub fn problem(&self) -> Result<(Problem, Horizon, Vec<Finding>), Failure> {
        problem::build(&self.given()).map_err(|findings| Failure { findings, status: ExitStatus::Usage })
    }

    /// Writes `out/roster.json` and, as one generation, the forms people use; gives what was written, below the site folder.
    pub fn write(&self, roster: &Roster, lang: Lang) -> Result<Vec<String>, Failure> {
        let _lock = lock::take(self.folder.out(), "rotate").map_err(incomplete_or_refused)?;
        let inputs = BTreeMap::from([
            ("inventory".to_owned(), self.stored.sha256.clone()),
            ("plan".to_owned(), self.plan_sha256.to_owned()),
        ]);
        document::write(&self.folder.roster(), ROSTER, inputs, roster).map_err(incomplete_or_refused)?;
        let forms = self.forms(roster, &Form::ALL, lang, 0);
        generation::write(&self.folder.out().join(FOLDER), &forms).map_err(incomplete_or_refused)?;
        let chart = wall_chart(self.folder);
        let below = |path: &Path| path.strip_prefix(self.folder.root()).unwrap_or(path).display().to_string();
        let files = chart.parent().map(|folder| below(folder) + "/").unwrap_or_default();
        Ok(vec![below(&self.folder.roster()), files])
    }

    /// The files of these forms. Names of people: readable by the owner only.
    #[must_use]
    pub fn forms(&self, roster: &Roster, forms: &[Form], lang: Lang, sequence: u32) -> Vec<Item> {
        let given = self.given();
        let item = |path: String, text: String| Item { path, bytes: text.into_bytes(), mode: 0o600 };
        let mut items = Vec::new();
        for form in forms {
            match form {
                Form::Csv => items.push(item("roster.csv".into(), roster_csv::write(roster, given.inventory, lang))),
                Form::Html => {
                    for (name, paper) in [("wall-chart.html", Paper::A3), ("wall-chart-a4.html", Paper::A4)] {
                        items.push(item(name.into(), wall_chart::render(&given, roster, Options { lang, paper })));
                    }
                }
                // Who is never at home gets no calendar: one without an event is not valid.
                Form::Ics => items.extend(roster.rows.iter().filter(|row| ics::has_events(row)).map(|row| {
                    item(format!("calendars/{}.ics", file_name(&row.person)), ics::calendar(roster, row, lang, sequence))
                })),
            }
        }
        items
    }
}

/// What a roster can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// One row for each person and day, for spreadsheets
    Csv,
    /// A calendar for each person
    Ics,
    /// Wall charts for A3 and A4
    Html,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Ics, Self::Html];
}

/// Where the wall chart of the roster in force lies, below the site folder.
#[must_use]
pub fn wall_chart(folder: &SiteFolder) -> PathBuf {
    folder.out().join(FOLDER).join(generation::POINTER).join("wall-chart.html")
}

/// Staff numbers may hold anything a list holds; file names may not.
fn file_name(person: &crate::domain::PersonId) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    let plain: String = person.as_str().chars().map(safe).collect();
    if plain == person.as_str() && plain.len() <= 60 {
        plain
    } else {
        let short: String = plain.chars().take(40).collect();
        format!("{short}-{}", &document::sha256(person.as_str().as_bytes())[..8])
    }
}

/// The lines that the last `validate` of this plan found ready; all where nobody looked, or at another plan. Also what to say about it.
pub fn readiness(folder: &SiteFolder, plan: &Plan, plan_sha256: &str) -> Result<(Readiness, Vec<Finding>), Failure> {
    let path = folder.report();
    if !path.exists() {
        return Ok((Readiness::Assumed, Vec::new()));
    }
    let (report, _) = document::read::<Report>(&path, document::REPORT)
        .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })?;
    let at = || Some(Place::file(path.display().to_string()));
    if report.header.inputs.get("plan").is_none_or(|hash| hash != plan_sha256) {
        let what = Words::new(
            "this report is about another plan; every planned line is taken to work",
            "dieser Bericht betrifft einen anderen Plan; jeder geplante Anschluss gilt als bereit",
        );
        let todo = Words::new("run `deskshift validate` again", "`deskshift validate` wiederholen");
        return Ok((Readiness::Assumed, vec![roster_codes::REPORT_NOT_USED.finding(at(), what).todo(todo)]));
    }
    let decided: BTreeSet<_> = (report.body.verdicts.iter())
        .filter(|verdict| matches!(verdict.outcome, LineOutcome::Ready | LineOutcome::Failed))
        .map(|verdict| &verdict.line)
        .collect();
    let open = plan.lines.iter().filter(|line| !decided.contains(&line.id)).count();
    let mut findings = Vec::new();
    if open > 0 {
        let all = plan.lines.len();
        let what = Words::new(
            format!("{open} of {all} lines are not decided and count as not ready"),
            format!("{open} von {all} Anschlüssen sind nicht entschieden und gelten als nicht bereit"),
        );
        let todo = Words::new(
            "run `deskshift validate --resume`, or give `--assume-ready`",
            "`deskshift validate --resume` ausführen oder `--assume-ready` angeben",
        );
        findings.push(roster_codes::REPORT_INCOMPLETE.finding(at(), what).todo(todo));
    }
    Ok((observed(&report.body), findings))
}

/// The lines a report calls ready.
#[must_use]
pub fn observed(report: &Report) -> Readiness {
    let ready: BTreeSet<_> = report
        .verdicts
        .iter()
        .filter(|verdict| verdict.outcome == LineOutcome::Ready)
        .map(|verdict| verdict.line.clone())
        .collect();
    Readiness::Observed(ready)
}

/// Reads a roster to check: our document, or a CSV that somebody edited.
pub fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"))
}

/// Bytes of a file named on the command line.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path, files::MAX_FILE).map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })
}
