//! Whom a run asks: the selected lines less what the journal knows, and lines that are known to be good.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::earlier::{nothing_to_resume, refused_lately};
use super::job::{Job, Options, Run};
use super::select::{Selection, select};
use super::{codes, in_site_file};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Extension, LineId, Secret};
use crate::plan::model::Line;
use crate::policy::keys::nearest_name;
use crate::probe::campaign::{Candidate, Way};
use crate::probe::diagnose::Circumstances;
use crate::probe::forecast::forecast;
use crate::probe::known::Known;
use crate::probe::report::{Evidence, Level};
use crate::probe::schedule::Canary;

impl Run<'_> {
    /// The lines to ask; what the journal decides is set aside.
    pub fn candidates(&mut self, selection: &Selection, around: Circumstances) -> Vec<Candidate> {
        let options = &self.job.options;
        let canary = self.job.site.validate.canary.as_ref();
        let mut secrets = self.job.secrets.in_order();
        let mut candidates: Vec<Candidate> = selection
            .lines
            .iter()
            .map(|line| {
                let named = canary == Some(&line.extension);
                let password = secrets.get(line.secret.key.as_str());
                candidate(line.clone(), password, if named { Canary::Named } else { Canary::No }, true)
            })
            .collect();
        let known = self.known_of(&candidates);
        if options.resume {
            match self.memory.last_run(options.level) {
                Some(run) => {
                    self.id = run;
                    self.carried = self.memory.decided(run, options.level, &known);
                }
                None => self.findings.push(nothing_to_resume(options.level, self.memory.last_level())),
            }
        }
        let mut lately = Vec::new();
        let refusals = if options.again { BTreeMap::new() } else { self.memory.refusals(self.wall) };
        if !refusals.is_empty() {
            for (line, known) in &known {
                let Some((age, verdict)) = known.login.as_ref().and_then(|login| refusals.get(login.as_str())) else { continue };
                if verdict.line == *line && !self.carried.contains_key(line) {
                    let mut verdict = (*verdict).clone();
                    verdict.level = Level::Fetch;
                    verdict.evidence.push(Evidence::Said(Words::new(
                        format!("refused {age} s ago; the same password is not tried again (`--again` does)"),
                        format!("vor {age} s abgelehnt; dasselbe Kennwort wird nicht noch einmal versucht (`--again` tut es)"),
                    )));
                    lately.push(verdict.extension.clone());
                    self.carried.insert(line.clone(), verdict);
                }
            }
        }
        self.findings.extend(refused_lately(&lately));
        self.known = known;
        candidates.retain(|candidate| !self.carried.contains_key(&candidate.line.id));
        if let Some(canary) = canary.filter(|_| !candidates.is_empty()) {
            self.named_canary(canary, &mut candidates, around);
        }
        if !options.only.is_empty() && !options.revoked {
            self.known_canaries(&mut candidates, around);
        }
        candidates
    }

    /// What the verdicts will be about. Where a line is asked as it stands in the plan, which has the login in force by now, that has been
    /// computed for the report.
    fn known_of(&self, candidates: &[Candidate]) -> BTreeMap<LineId, Known> {
        // Both are in the order of the plan.
        let mut planned = self.job.plan.lines.iter().zip(self.job.fingerprints);
        let mut known = |candidate: &Candidate| {
            let (line, fingerprint) = planned.find(|(line, _)| line.id == candidate.line.id)?;
            Arc::ptr_eq(line, &candidate.line).then(|| *fingerprint.known(self.job.options.change_loaded))
        };
        let known = candidates.iter().map(|candidate| {
            let known = known(candidate).unwrap_or_else(|| self.about(candidate));
            (candidate.line.id.clone(), known)
        });
        known.collect()
    }

    fn candidate(&self, line: Arc<Line>, canary: Canary, wanted: bool) -> Candidate {
        let password = self.job.secrets.get(&line.secret);
        candidate(line, password, canary, wanted)
    }

    /// Known to be good, so it goes first even where it was not selected; its verdict is not reported again.
    fn named_canary(&mut self, canary: &Extension, candidates: &mut Vec<Candidate>, around: Circumstances) {
        if candidates.iter().any(|candidate| candidate.canary == Canary::Named) {
            return;
        }
        match self.lines_of(vec![canary.clone()]).into_iter().next() {
            Some(line) if forecast(&line, around.has_facts).fails().is_none() => {
                candidates.push(self.candidate(line, Canary::Named, false));
            }
            Some(_) => {}
            None => self.findings.push(self.not_in_plan(canary)),
        }
    }

    /// Of a few lines, silence and refusal say little: each way without a canary gets one that was good in an earlier run.
    fn known_canaries(&self, candidates: &mut Vec<Candidate>, around: Circumstances) {
        let good = &self.job.options.known_good;
        let ways: BTreeSet<Way> = candidates.iter().map(|candidate| Way::of(&candidate.line)).collect();
        let mut others = self.lines_of(good.iter().cloned().collect());
        others.retain(|line| !self.carried.contains_key(&line.id) && forecast(line, around.has_facts).fails().is_none());
        for way in ways {
            let here = |candidate: &&mut Candidate| Way::of(&candidate.line) == way;
            if candidates.iter_mut().filter(here).any(|candidate| candidate.canary == Canary::Named) {
                continue;
            }
            let chosen = candidates.iter_mut().filter(here).find(|candidate| good.contains(&candidate.line.extension));
            if let Some(chosen) = chosen {
                chosen.canary = Canary::Known;
            } else if let Some(line) = others.iter().find(|line| Way::of(line) == way) {
                candidates.push(self.candidate(line.clone(), Canary::Known, false));
            }
        }
    }

    /// The planned lines of these extensions, asked where the selection is asked.
    fn lines_of(&self, only: Vec<Extension>) -> Vec<Arc<Line>> {
        if only.is_empty() {
            return Vec::new();
        }
        let job = Job { options: Options { only, ..self.job.options.clone() }, ..self.job.clone() };
        select(&job).map(|selection| selection.lines).unwrap_or_default()
    }

    fn not_in_plan(&self, canary: &Extension) -> Finding {
        let known = self.job.plan.lines.iter().map(|line| line.extension.as_str());
        let finding = codes::CANARY_NOT_IN_PLAN.finding(
            Some(Place::within(in_site_file(self.job.folder).file_name(), "/validate/canary")),
            Words::new(
                format!("`validate.canary` is `{canary}`, which is not in the plan"),
                format!("`validate.canary` ist `{canary}` und steht nicht im Plan"),
            ),
        );
        let todo = match nearest_name(canary.as_str(), known) {
            Some(near) => Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?")),
            None => Words::new("name a line of `deskshift plan`", "einen Anschluss aus `deskshift plan` nennen"),
        };
        finding.todo(todo)
    }
}

fn candidate(line: Arc<Line>, password: Option<&Secret>, canary: Canary, wanted: bool) -> Candidate {
    Candidate { password: password.cloned(), canary, wanted, left: None, line }
}
