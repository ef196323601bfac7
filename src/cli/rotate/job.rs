//! One roster: gather the documents, solve, check independently, write every form of it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

pub use super::forms::{Form, wall_chart};
use super::issue::Issue;
use super::own_days::Own;
use crate::cli::plan::{Stored, incomplete_or_refused};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Lang, Words};
use crate::domain::Place;
use crate::domain::calendar::Horizon;
use crate::output::roster_changes::{self, Changes};
use crate::output::roster_csv;
pub use crate::output::roster_summary::closing_line;
use crate::output::workbook::roster as roster_xlsx;
use crate::plan::model::Plan as Lines;
use crate::roster::check::{Enumerated, Places, check_roster, enumerate};
use crate::roster::codes;
use crate::roster::compose::compose;
use crate::roster::explain::{self, Answer, Explanation};
use crate::roster::given::Given;
use crate::roster::model::{Effort, Readiness, Roster, Slots};
use crate::roster::problem::{self, Before, Problem};
use crate::roster::solve::again::{Again, again, bound_by};
use crate::roster::solve::crew::Crew;
use crate::roster::solve::halt::Halt;
use crate::roster::solve::replan::{self, Fewest, Order};
use crate::roster::solve::{self, Outcome, Plan, Progress};
use crate::store::document::{self, ROSTER};
use crate::store::files;
use crate::store::generation::{self, Item};
use crate::store::lock::Lock;
use crate::store::site_folder::{Policy, SiteFolder};

/// Folder of the printable and importable forms, below `out/`; a link to the generation in force.
pub const FOLDER: &str = "roster";

/// Choices of slots of the day that are tried where caps and minimums show at once that one will not do.
const CHOICES: u64 = 8;

/// What a new roster may change of the one in force.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The first day that may change, and the first that may change without need.
    pub from: Date,
    pub near: Date,
    pub fewest: Fewest,
}

/// What a roster is made from.
pub struct Job<'a> {
    pub folder: &'a SiteFolder,
    pub policy: &'a Policy,
    pub stored: &'a Stored,
    pub plan: &'a Lines,
    pub plan_sha256: &'a str,
    pub readiness: &'a Readiness,
    pub own_days: &'a Own,
    /// See [`Given::from`].
    pub from: Option<Date>,
    /// See [`Given::slots`].
    pub slots: Option<&'a Slots>,
    pub effort: Effort,
    pub seed: u64,
    /// Of the search; the roster is the same for each number.
    pub threads: usize,
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
    /// A limit ended the search before any was found.
    Limited,
    Interrupted,
}

/// What became of a roster's claim of a complete search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// Every roster that could be cheaper was tried by the independent check.
    Counted,
    /// Too many to try: the solver's own search came to the same.
    Searched,
    /// A roster of this cost exists.
    Cheaper(i64),
    NotDecided,
}

impl Job<'_> {
    #[must_use]
    pub fn given(&self) -> Given<'_> {
        Given {
            inventory: &self.stored.inventory,
            plan: self.plan,
            readiness: self.readiness,
            site: &self.policy.site,
            own_days: &self.own_days.days,
            owed: &self.own_days.owed,
            from: self.from,
            slots: self.slots,
            seed: self.seed,
        }
    }

    /// The same for this roster, made or kept from its first open day on.
    pub fn given_of<'r>(&'r self, roster: &'r Roster) -> Given<'r> {
        Given { from: roster.from, slots: Some(&roster.slots), ..self.given() }
    }

    /// [`Self::search`], with the places of findings as the user finds them.
    pub fn make(&self, halt: &Halt<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Made, Failure> {
        self.located(self.search(None, halt, progress))
    }

    /// Findings with their places as the user finds them.
    fn located(&self, made: Result<Made, Failure>) -> Result<Made, Failure> {
        let located = |findings| self.policy.located(findings);
        match made {
            Ok(Made::Roster { roster, findings, interrupted }) => {
                Ok(Made::Roster { roster, findings: located(findings), interrupted })
            }
            Ok(Made::None { findings, reason }) => Ok(Made::None { findings: located(findings), reason }),
            Err(Failure { findings, status }) => Err(Failure { findings: located(findings), status }),
        }
    }

    /// [`Self::make`], with as few changes of the roster in force as can be, and how many places have to change at the least. `self.from`
    /// is set.
    pub fn make_again(
        &self,
        old: &Roster,
        change: Change,
        halt: &Halt<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Made, usize), Failure> {
        let mut at_least = 0;
        let made = self.search_again(old, change, &mut at_least, halt, progress);
        Ok((self.located(made)?, at_least))
    }

    fn search_again(
        &self,
        old: &Roster,
        change: Change,
        at_least: &mut usize,
        halt: &Halt<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Made, Failure> {
        let (problem, horizon, findings) = self.problem()?;
        let before = Before::of(&problem, old);
        let (from, near) = (problem.day_from(change.from), problem.day_from(change.near));
        let order = Order { before: &before, certificate: &old.certificate, from, near, fewest: change.fewest };
        let kept = problem.keeping(&before, from, near);
        let clashes = explain::quick(&kept);
        if !clashes.is_empty() {
            return Ok(none_by(&kept, clashes, findings, 1));
        }
        *at_least = replan::at_least(&kept, &before);
        let outcome = replan::run_within(&problem, &order, self.settings(), halt, progress);
        self.judged_outcome(outcome, (&problem, &kept, &horizon), findings)
    }

    fn settings(&self) -> solve::Settings {
        solve::Settings { seed: self.seed, effort: self.effort, threads: self.threads }
    }

    /// The roster that these places are, which the check has found whole. Its bound is what the prices of the roster in force prove.
    pub fn of_places(&self, places: &Places, old: &Roster) -> Result<Roster, Failure> {
        let (problem, horizon, _) = self.problem()?;
        let mut home = vec![0u8; problem.persons() * problem.weeks];
        for (p, who) in problem.people.iter().enumerate() {
            let Some(days) = places.days.get(&who.id) else { continue };
            for (day, date) in problem.dates.iter().enumerate() {
                if days.get(date) == Some(&Place::Home) {
                    home[p * problem.weeks + day / 5] |= 1 << (day % 5);
                }
            }
        }
        let open = old.from.map(|from| problem.with_past(&home, problem.day_from(from)));
        let bound = bound_by(open.as_ref().unwrap_or(&problem), &old.certificate, &mut Crew::new(problem.weeks, self.threads));
        let plan = Plan { cost: problem.cost(&home), home, bound, searched: false, interrupted: false, limited: None };
        let roster = compose(&self.given(), &problem, &horizon, &plan, old.seed, old.effort);
        let broken = check_roster(&self.given(), &roster);
        if broken.is_empty() { Ok(roster) } else { Err(Failure { findings: broken, status: ExitStatus::Incomplete }) }
    }

    /// A roster of these inputs beside the one in force: made from nothing, with the same past where that one has any.
    pub fn make_beside(&self, old: &Roster, halt: &Halt<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Made, Failure> {
        self.located(self.search(Some(old), halt, progress))
    }

    /// Looks for contradictions, solves, and lets the independent check count every rule; the past is that of `old`, where days have passed.
    fn search(&self, old: Option<&Roster>, halt: &Halt<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Made, Failure> {
        let mut tried = 0;
        loop {
            let (problem, horizon, findings) = self.problem_by(self.seed.wrapping_add(tried))?;
            let past = old.zip(self.from);
            let past = past.map(|(old, from)| problem.with_past(&Before::of(&problem, old).home, problem.day_from(from)));
            let searched = past.as_ref().unwrap_or(&problem);
            let clashes = explain::quick(searched);
            tried += 1;
            // Another choice of slots may do.
            if tried < CHOICES && !clashes.is_empty() && explain::rest_on_slots(searched, &clashes) {
                continue;
            }
            if !clashes.is_empty() {
                return Ok(none_by(searched, clashes, findings, tried));
            }
            let outcome = solve::run_within(searched, self.settings(), halt, progress);
            return self.judged_outcome(outcome, (&problem, searched, &horizon), findings);
        }
    }

    /// A roster that the independent check accepts, or the reason why there is none, looked for in the problem that was searched.
    fn judged_outcome(
        &self,
        outcome: Outcome,
        (problem, searched, horizon): (&Problem, &Problem, &Horizon),
        mut findings: Vec<Finding>,
    ) -> Result<Made, Failure> {
        let given = self.given();
        match outcome {
            Outcome::Plan(plan) => {
                let roster = compose(&given, problem, horizon, &plan, self.seed, self.effort);
                let broken = check_roster(&given, &roster);
                if !broken.is_empty() {
                    // Never seen; a roster that the check does not accept is not written.
                    return Err(Failure { findings: broken, status: ExitStatus::Incomplete });
                }
                Ok(Made::Roster { roster: Box::new(roster), findings, interrupted: plan.interrupted })
            }
            Outcome::NoPlan(no_plan) if no_plan.interrupted => Ok(Made::None { findings, reason: NoRoster::Interrupted }),
            Outcome::NoPlan(no_plan) if no_plan.limited.is_some() => {
                findings.push(explain::hardest(searched, &no_plan.home));
                Ok(Made::None { findings, reason: NoRoster::Limited })
            }
            Outcome::NoPlan(no_plan) => match explain::explain(searched) {
                Answer::Impossible(clashes) => Ok(none_by(searched, clashes, findings, 1)),
                Answer::Possible | Answer::Unknown => {
                    findings.push(explain::hardest(searched, &no_plan.home));
                    Ok(Made::None { findings, reason: NoRoster::NotDecided })
                }
            },
        }
    }

    /// The last day of the period that the site asks for.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let rules = &self.policy.site.roster;
        let days = i64::from(rules.weeks) * 7 - 1;
        rules.from.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    }

    /// Places of a workbook or a CSV that somebody edited.
    pub fn read_places(&self, path: &Path) -> Result<Places, Failure> {
        let (file, bytes) = (path.display().to_string(), read(path)?);
        let places = if bytes.starts_with(b"PK") { roster_xlsx::read(&file, &bytes) } else { roster_csv::read(&file, &bytes) };
        let places = places.map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
        Ok(places.with_ids_of(&self.stored.inventory))
    }

    /// The problem, and remarks on the input; unusable input is a failure.
    fn problem(&self) -> Result<(Problem, Horizon, Vec<Finding>), Failure> {
        self.problem_by(self.seed)
    }

    /// The same with slots of the day as another seed chooses them.
    fn problem_by(&self, seed: u64) -> Result<(Problem, Horizon, Vec<Finding>), Failure> {
        problem::build(&Given { seed, ..self.given() }).map_err(|findings| Failure { findings, status: ExitStatus::Usage })
    }

    /// Writes `out/roster.json` and, as one generation, the forms people use; gives what was written, as seen from where the user is.
    /// The lock is that of `out/`.
    pub fn write(&self, roster: &Roster, lang: Lang, lock: &Lock) -> Result<Vec<String>, Failure> {
        self.write_with(roster, None, lang, lock)
    }

    /// The same, with the list of what changed. The forms go first: what they tell people stands in their own record, so a run that breaks
    /// off in between loses no cancelled event.
    pub fn write_with(
        &self,
        roster: &Roster,
        changes: Option<&Changes>,
        lang: Lang,
        _lock: &Lock,
    ) -> Result<Vec<String>, Failure> {
        let forms_folder = self.folder.out().join(FOLDER);
        let issue = Issue::next(&forms_folder, self.published().as_ref(), roster)
            .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })?;
        let mut forms = self.forms(roster, &Form::ALL, lang, &issue)?;
        forms.push(issue.item());
        if let Some(changes) = changes {
            let bytes = roster_changes::csv(changes, lang).into_bytes();
            forms.push(Item { path: "changes.csv".to_owned(), bytes, mode: 0o600 });
        }
        generation::write(&forms_folder, &forms).map_err(incomplete_or_refused)?;
        document::write(&self.folder.roster(), ROSTER, self.inputs(), roster).map_err(incomplete_or_refused)?;
        let chart = wall_chart(self.folder);
        let files = chart.parent().map(|forms| SiteFolder::shown(forms) + "/").unwrap_or_default();
        Ok(vec![SiteFolder::shown(&self.folder.roster()), files])
    }

    /// The roster whose forms were written last, whatever it was made from.
    #[must_use]
    pub fn published(&self) -> Option<Roster> {
        document::read::<Roster>(&self.folder.roster(), ROSTER).ok().map(|(document, _)| document.body)
    }

    /// What a roster is made from. The site file is an input of the plan.
    fn inputs(&self) -> BTreeMap<String, String> {
        let made_of = BTreeMap::from([
            ("inventory".to_owned(), self.stored.sha256.clone()),
            ("plan".to_owned(), self.plan_sha256.to_owned()),
            ("readiness".to_owned(), self.readiness_sha256()),
        ]);
        made_of.into_iter().chain(self.own_days.files.clone()).collect()
    }

    fn readiness_sha256(&self) -> String {
        let text = match self.readiness {
            Readiness::Assumed => "assumed".to_owned(),
            Readiness::Observed(ready) => ready.iter().map(|line| format!("{line}\n")).collect(),
        };
        document::sha256(text.as_bytes())
    }

    /// The roster in force, where it was made from the same input as this job and holds every rule.
    #[must_use]
    pub fn in_force(&self) -> Option<Roster> {
        let (document, _) = document::read::<Roster>(&self.folder.roster(), ROSTER).ok()?;
        let same = document.header.inputs == self.inputs();
        if !same || !check_roster(&self.given(), &document.body).is_empty() {
            return None;
        }
        let searched = self.searched_again(&document.body);
        let searched = document.body.searched && matches!(searched, None | Some(Again::Confirmed));
        Some(Roster { searched, ..document.body })
    }

    /// Repeats the complete search that a roster claims; none where it claims nothing or its bound proves the same.
    #[must_use]
    pub fn searched_again(&self, roster: &Roster) -> Option<Again> {
        if !roster.searched || roster.bound >= roster.cost {
            return None;
        }
        let given = Given { slots: Some(&roster.slots), ..self.given() };
        let Ok((problem, _, _)) = problem::build(&given) else { return Some(Again::NotDecided) };
        Some(again(&problem, roster))
    }

    /// [`Self::searched_again`] for a check, which shares no code with the solver where the rosters are few enough to try.
    #[must_use]
    pub fn repeated(&self, roster: &Roster) -> Option<Repeated> {
        if !roster.searched || roster.bound >= roster.cost {
            return None;
        }
        Some(match enumerate(&self.given(), roster) {
            Enumerated::NothingCheaper => Repeated::Counted,
            Enumerated::Cheaper(cost) => Repeated::Cheaper(cost),
            Enumerated::TooMany => match self.searched_again(roster)? {
                Again::Confirmed => Repeated::Searched,
                Again::Cheaper(cost) => Repeated::Cheaper(cost),
                Again::NotDecided => Repeated::NotDecided,
            },
        })
    }
}

/// No roster, because of these contradictions; where all of them rest on the choice of slots, another choice may do.
fn none_by(problem: &Problem, clashes: Vec<Explanation>, mut findings: Vec<Finding>, tried: u64) -> Made {
    let rest_on_slots = explain::rest_on_slots(problem, &clashes);
    findings.extend(clashes.into_iter().map(|clash| clash.finding));
    if !rest_on_slots {
        return Made::None { findings, reason: NoRoster::Impossible };
    }
    let what = if tried > 1 {
        Words::new(
            format!("{tried} choices of slots were tried before home and office; with another one there may be a roster"),
            format!(
                "{tried} Verteilungen auf die Schichten wurden versucht, vor Zuhause und Büro; mit einer anderen gibt es vielleicht einen Dienstplan"
            ),
        )
    } else {
        Words::new(
            "the slots were chosen before home and office; with other slots there may be a roster",
            "die Schichten wurden vor Zuhause und Büro verteilt; mit anderen gibt es vielleicht einen Dienstplan",
        )
    };
    let todo = Words::new(
        "try another `--seed`, or decide slots with `fixed`",
        "einen anderen `--seed` versuchen oder Schichten mit `fixed` festlegen",
    );
    findings.push(codes::SLOTS_CHOSEN.finding(None, what).todo(todo));
    Made::None { findings, reason: NoRoster::NotDecided }
}

/// A table that somebody edited, and not our document.
pub fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("xlsx"))
}

/// Bytes of a file named on the command line.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path, files::MAX_FILE).map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })
}
