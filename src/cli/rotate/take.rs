//! `deskshift rotate take`: a roster that somebody edited in a spreadsheet, reviewed and put in force.

use std::path::Path;

use super::job::Job;
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang};
use crate::output::roster_changes::{self, Changes};
use crate::output::{self, roster_summary};
use crate::roster::check::{Places, check_places, settle_past};
use crate::roster::given::Given;
use crate::roster::model::Roster;
use crate::store::document::{self, ROSTER};
use crate::store::lock::Lock;

/// Tells what the file changes of the roster in force and which rules it breaks; writes it where it breaks none and `lock`, that of `out/`,
/// is held.
pub fn run(job: &Job<'_>, file: &Path, lock: Option<&Lock>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let usage = |finding: Finding| Failure { findings: vec![finding], status: ExitStatus::Usage };
    let old = document::read::<Roster>(&job.folder.roster(), ROSTER).map_err(|finding| usage(*finding))?.0.body;
    let mut places = job.read_places(file)?;
    let job = &Job { from: old.from, slots: Some(&old.slots), ..*job };
    let mut broken = judged(job, &mut places, Some(&old));
    if !broken.is_empty() {
        output::findings::sort(&mut broken);
        talk(lang);
        return Err(Failure { findings: broken, status: ExitStatus::Findings });
    }
    let roster = job.of_places(&places, &old)?;
    let changes = Changes::between(&old, &roster, &job.stored.inventory);
    let written = match lock {
        Some(lock) if !changes.is_empty() => job.write_with(&roster, Some(&changes), lang, lock)?,
        _ => Vec::new(),
    };
    say(&match context.format {
        Format::Human => {
            let more = roster.cost.saturating_sub(old.cost);
            let cost = match lang {
                Lang::En => format!("  cost {} instead of {} ({more:+})\n", roster.cost, old.cost),
                Lang::De => format!("  Kosten {} statt {} ({more:+})\n", roster.cost, old.cost),
            };
            let mut text = roster_changes::human(&changes, None, lang) + &cost;
            text.push_str(&roster_summary::written_line(&written, lang));
            text + &roster_summary::closing_line(&roster, 0, lang) + "\n"
        }
        Format::Json => roster_changes::json(&roster, &changes, None, &[], &written),
    });
    Ok(ExitStatus::Done)
}

/// Every rule that these places break, counted as on the roster in force: on days that it keeps as they were no rule counts, and no place may
/// change. What the file does not say of these days is filled in.
pub fn judged(job: &Job<'_>, places: &mut Places, old: Option<&Roster>) -> Vec<Finding> {
    let given = Given { from: old.and_then(|old| old.from), slots: old.map(|old| &old.slots), ..job.given() };
    let mut findings = old.map_or_else(Vec::new, |old| settle_past(&given, places, old));
    findings.extend(check_places(&given, places));
    findings
}

fn talk(lang: Lang) {
    super::talk(
        lang,
        "the roster of this file breaks rules; the one in force stays:",
        "der Dienstplan dieser Datei verletzt Regeln; der geltende bleibt:",
    );
}
