//! Which lines count as working at home: those that the last `validate` found ready, as long as they are what they were then.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::Failure;
use crate::cli::plan::usage;
use crate::cli::validate::keep::texts_in;
use crate::diag::{Finding, Place, Words, counted};
use crate::domain::{LineId, Secrets};
use crate::plan::model::Plan;
use crate::probe::report::{Outcome, Report};
use crate::roster::codes;
use crate::roster::model::Readiness;
use crate::store::document::{self, REPORT};
use crate::store::files;
use crate::store::site_folder::SiteFolder;

/// The lines that the last `validate` found ready and that have not changed since; all where nobody ever looked. Also what to say
/// about it.
pub fn readiness(
    folder: &SiteFolder,
    plan: &Plan,
    plan_sha256: &str,
    secrets: &Secrets,
) -> Result<(Readiness, Vec<Finding>), Failure> {
    let path = folder.report();
    let at = || Some(Place::file(path.display().to_string()));
    let all = plan.lines.len();
    if !files::is_there(&path) {
        let what = if all == 1 {
            Words::new(
                "nobody has validated yet: the one planned line is taken to work",
                "noch niemand hat geprüft: der eine geplante Anschluss gilt als bereit",
            )
        } else {
            Words::new(
                format!("nobody has validated yet: all {all} planned lines are taken to work"),
                format!("noch niemand hat geprüft: alle {all} geplanten Anschlüsse gelten als bereit"),
            )
        };
        let todo = Words::new(
            "run `deskshift validate`, then `deskshift rotate` again; `--assume-ready` says that this is meant",
            "`deskshift validate` ausführen, dann `deskshift rotate` wiederholen; `--assume-ready` sagt, dass es so gemeint ist",
        );
        return Ok((Readiness::Assumed, vec![codes::NOT_VALIDATED.finding(at(), what).todo(todo)]));
    }
    let (report, _) = document::read::<Report>(&path, REPORT).map_err(usage)?;
    let same_plan = report.header.inputs.get("plan").is_some_and(|hash| hash == plan_sha256);
    let report = report.body;
    // The plan changes with every edit of the site file; a line is another one only where its own facts are.
    let now: BTreeMap<LineId, String> = texts_in(folder, plan, secrets).into_iter().collect();
    let decided: BTreeSet<_> = report.verdicts.iter().filter(|v| v.outcome.is_decided()).map(|v| &v.line).collect();
    let (mut fitting, mut changed) = (BTreeSet::new(), 0);
    for line in plan.lines.iter().filter(|line| decided.contains(&line.id)) {
        let about = report.lines.get(&line.id).map(|basis| &basis.about);
        if same_plan || (about.is_some() && about == now.get(&line.id)) {
            fitting.insert(line.id.clone());
        } else {
            changed += 1;
        }
    }
    let open = all - fitting.len() - changed;
    let mut findings = Vec::new();
    if fitting.is_empty() && changed > 0 {
        let what = Words::new(
            format!("this report is about other lines: none of the {all} planned ones is as it was, so none counts as ready"),
            format!(
                "dieser Bericht betrifft andere Anschlüsse: keiner der {all} geplanten ist wie damals, also gilt keiner als bereit"
            ),
        );
        let todo = Words::new(
            "run `deskshift validate` again, or give `--assume-ready`",
            "`deskshift validate` wiederholen oder `--assume-ready` angeben",
        );
        findings.push(codes::REPORT_NOT_USED.finding(at(), what).todo(todo));
    } else if open + changed > 0 {
        let n = open + changed;
        let since = match changed {
            0 => Words::new("", ""),
            _ => Words::new(
                format!(" ({changed} changed since `validate` asked)"),
                format!(" ({changed} geändert, seit `validate` fragte)"),
            ),
        };
        let what = Words::new(
            format!(
                "{n} of {} {} not decided{} and {} as not ready",
                counted(all, "line", "lines"),
                if n == 1 { "is" } else { "are" },
                since.en,
                if n == 1 { "counts" } else { "count" }
            ),
            format!(
                "{n} von {} {} nicht entschieden{} und {} als nicht bereit",
                counted(all, "Anschluss", "Anschlüssen"),
                if n == 1 { "ist" } else { "sind" },
                since.de,
                if n == 1 { "gilt" } else { "gelten" }
            ),
        );
        let command = if changed > 0 { "deskshift validate" } else { "deskshift validate --resume" };
        let todo = Words::new(
            format!("run `{command}`, or give `--assume-ready`"),
            format!("`{command}` ausführen oder `--assume-ready` angeben"),
        );
        findings.push(codes::REPORT_INCOMPLETE.finding(at(), what).todo(todo));
    }
    Ok((Readiness::Observed(ready(&report).filter(|line| fitting.contains(line)).collect()), findings))
}

/// The lines a report of this very plan calls ready.
#[must_use]
pub fn observed(report: &Report) -> Readiness {
    Readiness::Observed(ready(report).collect())
}

fn ready(report: &Report) -> impl Iterator<Item = LineId> {
    report.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Ready).map(|verdict| verdict.line.clone())
}
