//! Removes what a run that died has left registered, before anything else is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::select::allowed;
use super::{Job, codes};
use crate::diag::{Finding, Words};
use crate::domain::LineId;
use crate::net::driver::{self, Reach, Watch};
use crate::output::counted;
use crate::plan::model::Line;
use crate::probe::budget::Budget;
use crate::probe::campaign::{Campaign, Candidate, Decided, Progress, Settings};
use crate::probe::codes::Class;
use crate::probe::journal::{Binding, Record, Sweeping};
use crate::probe::report::Verdict;
use crate::probe::schedule::Canary;
use crate::store::files;

/// A PBX that does not answer delays the run itself by no more.
const PATIENCE: Duration = Duration::from_secs(8);
/// Numbers named in one finding.
const NAMED: usize = 20;

/// What a sweep did.
#[derive(Default)]
pub struct Swept {
    pub findings: Vec<Finding>,
    pub hits: u32,
    pub interrupted: bool,
}

/// What is left, with the lines it belongs to; what cannot be removed is told.
pub struct Sweep {
    candidates: Vec<Candidate>,
    stays: Vec<(LineId, Words)>,
}

impl Sweep {
    pub fn new(job: &Job<'_>, left: Vec<Binding>) -> Self {
        let lines: BTreeMap<&LineId, &Line> = job.plan.lines.iter().map(|line| (&line.id, &**line)).collect();
        let mut sweep = Self { candidates: Vec::new(), stays: Vec::new() };
        let mut chosen = BTreeSet::new();
        for binding in left {
            let line = lines.get(&binding.line).copied();
            let why = match line {
                None => Words::new("the line is no longer in the plan", "der Anschluss steht nicht mehr im Plan"),
                Some(_) if !allowed(&binding.registrar, job.site) => Words::new(
                    format!("`{}` is no longer among `pbx.registrars`", binding.registrar),
                    format!("`{}` steht nicht mehr unter `pbx.registrars`", binding.registrar),
                ),
                Some(line) => {
                    let password = job.secrets.get(&line.secret).cloned();
                    let (registrar, transport) = (binding.registrar.clone(), binding.transport);
                    let line = Arc::new(Line { registrar, transport, ..line.clone() });
                    // Several contacts of one line are removed one run after the other.
                    if chosen.insert(line.id.clone()) {
                        sweep.candidates.push(Candidate {
                            line,
                            password,
                            canary: Canary::No,
                            wanted: true,
                            left: Some(binding),
                        });
                    }
                    continue;
                }
            };
            sweep.stays.push((binding.line, why));
        }
        sweep
    }

    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Asks the PBX to forget exactly these contacts.
    pub fn run(
        self,
        mut settings: Settings,
        budget: Budget,
        reach: &Reach,
        interrupt: impl Future<Output = ()>,
        journal: &mut SweepJournal<'_>,
    ) -> Result<Swept, Box<Finding>> {
        let mut swept = Swept::default();
        let contacts: BTreeMap<LineId, Binding> =
            self.candidates.iter().filter_map(|c| Some((c.line.id.clone(), c.left.clone()?))).collect();
        let mut stays = self.stays;
        let mut removed = Vec::new();
        if !contacts.is_empty() {
            settings.rules.timeout = settings.rules.timeout.min(PATIENCE);
            journal.contacts = contacts;
            let mut campaign = Campaign::new(Instant::now(), settings, self.candidates, budget);
            if let Err(error) = driver::run(&mut campaign, reach, interrupt, journal) {
                return Err(Box::new(crate::store::codes::UNREADABLE.finding(None, error.words())));
            }
            if let Some(failure) = journal.failure.take() {
                return Err(failure);
            }
            let report = campaign.into_report();
            swept.hits = report.ban_hits;
            swept.interrupted = report.stops.iter().any(|stop| stop.code == Class::Interrupted.code());
            for verdict in report.verdicts {
                let gone = journal.contacts.get(&verdict.line).is_some_and(|left| is_gone(&verdict, left));
                if gone {
                    removed.push(verdict.line);
                } else {
                    stays.push((verdict.line, verdict.cause));
                }
            }
        }
        swept.findings.extend(told_removed(&removed));
        swept.findings.extend(told_stays(&stays));
        Ok(swept)
    }
}

/// The PBX accepted the request and does not list the contact any more.
fn is_gone(verdict: &Verdict, left: &Binding) -> bool {
    let accepted = [Class::Ready, Class::ContactLimit, Class::DisplacesDeskPhone, Class::SlotsUnknown, Class::NoPasswordAsked];
    accepted.iter().any(|class| verdict.class == class.code()) && !verdict.contacts.contains(&left.contact)
}

/// Writes down what is gone, so that it is not removed again.
pub struct SweepJournal<'a> {
    path: &'a Path,
    wall: u64,
    contacts: BTreeMap<LineId, Binding>,
    failure: Option<Box<Finding>>,
}

impl<'a> SweepJournal<'a> {
    pub fn new(path: &'a Path, wall: u64) -> Self {
        Self { path, wall, contacts: BTreeMap::new(), failure: None }
    }
}

impl Watch for SweepJournal<'_> {
    fn decided(&mut self, _: &Progress, decided: Vec<Decided>) -> bool {
        let mut lines = Vec::new();
        for Decided { verdict, hits, hits_at, .. } in decided {
            let Some(left) = self.contacts.get(&verdict.line) else { continue };
            let removed = is_gone(&verdict, left);
            if removed || hits > 0 {
                let swept = Sweeping { line: verdict.line.clone(), contact: left.contact.clone(), removed };
                let host = hits_at.unwrap_or_else(|| left.registrar.host.to_string());
                lines.push(Record::Swept { at: self.wall, run: self.wall, host, hits, swept }.to_line());
            }
        }
        if !lines.is_empty() {
            self.failure = files::append_line(self.path, lines.join("\n")).err();
        }
        self.failure.is_none()
    }

    fn binding(&mut self, _: &Binding) -> bool {
        false // a sweep registers nothing
    }
}

fn some<'a>(lines: impl Iterator<Item = &'a LineId>) -> (usize, String) {
    let all: Vec<&str> = lines.map(LineId::as_str).collect();
    let more = if all.len() > NAMED { " …" } else { "" };
    (all.len(), all[..all.len().min(NAMED)].join(", ") + more)
}

fn told_removed(lines: &[LineId]) -> Option<Finding> {
    let (count, numbers) = some(lines.iter());
    (count > 0).then(|| {
        codes::LEFTOVER_REMOVED.finding(
            None,
            Words::new(
                format!(
                    "an earlier run ended without removing its test registration of {}; removed now: {numbers}",
                    counted(count, "line", "lines")
                ),
                format!(
                    "ein früherer Lauf endete, ohne seine Probeanmeldung an {} zu entfernen; nun entfernt: {numbers}",
                    counted(count, "Anschluss", "Anschlüssen")
                ),
            ),
        )
    })
}

fn told_stays(lines: &[(LineId, Words)]) -> Option<Finding> {
    let (_, why) = lines.first()?;
    let (count, numbers) = some(lines.iter().map(|(line, _)| line));
    let todo = Words::new(
        "it expires by itself within minutes; Asterisk lists it with `pjsip show contacts`, Kamailio with `kamcmd ul.dump`",
        "sie verfällt binnen Minuten von selbst; Asterisk zeigt sie mit `pjsip show contacts`, Kamailio mit `kamcmd ul.dump`",
    );
    let what = Words::new(
        format!(
            "test registrations that an earlier run left on {} stay: {numbers} ({})",
            counted(count, "line", "lines"),
            why.en
        ),
        format!(
            "Probeanmeldungen, die ein früherer Lauf an {} hinterließ, bleiben: {numbers} ({})",
            counted(count, "Anschluss", "Anschlüssen"),
            why.de
        ),
    );
    Some(codes::LEFTOVER_STAYS.finding(None, what).todo(todo))
}
