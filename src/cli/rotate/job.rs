//! One roster: gather the documents, solve, check independently, write every form of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::cli::plan::{Stored, incomplete_or_refused};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Lang};
use crate::output::wall_chart::{self, Options, Paper};
use crate::output::{ics, roster_csv};
use crate::plan::model::Plan;
use crate::policy::site::Site;
use crate::probe::report::{Outcome as LineOutcome, Report};
use crate::roster::check::check_roster;
use crate::roster::compose::compose;
use crate::roster::given::Given;
use crate::roster::model::{Effort, Readiness, Roster};
use crate::roster::problem;
use crate::roster::solve::{self, NoPlan, Outcome, Progress};
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
        roster: Box<Roster>,
        /// Remarks on the input, and broken rules: none, unless the solver is wrong.
        findings: Vec<Finding>,
        interrupted: bool,
    },
    /// The least broken plan is not good enough to be shown.
    None { no_plan: NoPlan, findings: Vec<Finding> },
}

impl Job<'_> {
    #[must_use]
    pub fn given(&self) -> Given<'_> {
        Given { inventory: &self.stored.inventory, plan: self.plan, readiness: self.readiness, site: self.site }
    }

    /// Solves, and lets the independent check count every rule.
    pub fn make(&self, cancel: &AtomicBool, progress: &mut dyn FnMut(Progress)) -> Result<Made, Failure> {
        let given = self.given();
        let (problem, horizon, mut findings) =
            problem::build(&given).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
        let settings = solve::Settings { seed: self.seed, effort: self.effort };
        match solve::run(&problem, settings, cancel, progress) {
            Outcome::Plan(plan) => {
                let roster = compose(&given, &problem, &horizon, &plan, self.seed, self.effort);
                findings.extend(check_roster(&given, &roster));
                Ok(Made::Roster { roster: Box::new(roster), findings, interrupted: plan.interrupted })
            }
            Outcome::NoPlan(no_plan) => Ok(Made::None { no_plan, findings }),
        }
    }

    /// Writes `out/roster.json` and, as one generation, the forms people use.
    pub fn write(&self, roster: &Roster, lang: Lang) -> Result<(), Failure> {
        let _lock = lock::take(self.folder.out(), "rotate").map_err(incomplete_or_refused)?;
        let inputs = BTreeMap::from([
            ("inventory".to_owned(), self.stored.sha256.clone()),
            ("plan".to_owned(), self.plan_sha256.to_owned()),
        ]);
        document::write(&self.folder.roster(), ROSTER, inputs, roster).map_err(incomplete_or_refused)?;
        generation::write(&self.folder.out().join(FOLDER), &self.forms(roster, lang)).map_err(incomplete_or_refused)?;
        Ok(())
    }

    /// CSV, wall charts for both papers, one calendar for each person. Names of people: readable by the owner only.
    #[must_use]
    pub fn forms(&self, roster: &Roster, lang: Lang) -> Vec<Item> {
        let given = self.given();
        let item = |path: String, text: String| Item { path, bytes: text.into_bytes(), mode: 0o600 };
        let mut items = vec![item("roster.csv".into(), roster_csv::write(roster, given.inventory, lang))];
        for (name, paper) in [("wall-chart.html", Paper::A3), ("wall-chart-a4.html", Paper::A4)] {
            items.push(item(name.into(), wall_chart::render(&given, roster, Options { lang, paper })));
        }
        items.extend(
            roster
                .rows
                .iter()
                .map(|row| item(format!("calendars/{}.ics", file_name(&row.person)), ics::calendar(roster, row, lang, 0))),
        );
        items
    }
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

/// The lines that the last `validate` of this plan found ready; none where nobody looked, or at another plan.
pub fn readiness(folder: &SiteFolder, plan_sha256: &str) -> Result<Readiness, Failure> {
    if !folder.report().exists() {
        return Ok(Readiness::Assumed);
    }
    let (report, _) = document::read::<Report>(&folder.report(), document::REPORT)
        .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })?;
    if report.header.inputs.get("plan").is_none_or(|hash| hash != plan_sha256) {
        return Ok(Readiness::Assumed);
    }
    Ok(observed(&report.body))
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

/// `feasible, cost 17006, bound 16877, gap 0.76 %, seed 1, 0 violations (verified)`
#[must_use]
pub fn closing_line(roster: &Roster, broken: usize, lang: Lang) -> String {
    let (cost, bound, seed, gap) = (roster.cost, roster.bound, roster.seed, roster.gap_percent());
    match lang {
        Lang::En => {
            let word = if roster.is_optimal() { "optimal" } else { "feasible" };
            format!("{word}, cost {cost}, bound {bound}, gap {gap:.2} %, seed {seed}, {broken} violations (verified)")
        }
        Lang::De => {
            let word = if roster.is_optimal() { "optimal" } else { "zulässig" };
            let gap = format!("{gap:.2}").replace('.', ",");
            format!("{word}, Kosten {cost}, Schranke {bound}, Lücke {gap} %, Startwert {seed}, {broken} Verstöße (nachgezählt)")
        }
    }
}

/// Reads a roster to check: our document, or a CSV that somebody edited.
pub fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"))
}

/// Bytes of a file named on the command line.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path, files::MAX_FILE).map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })
}
