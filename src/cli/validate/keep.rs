//! `out/report.json`: what is known of each line. A run that decides nothing about a line does not take away what an earlier one found out.
#![allow(clippy::disallowed_methods)] // verdicts are dated

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::site_key;
use crate::diag::Finding;
use crate::domain::{LineId, Secrets};
use crate::plan::model::{Line, Plan};
use crate::probe::compare::Earlier;
use crate::probe::journal::{Known, about};
use crate::probe::refused::fingerprint;
use crate::probe::report::Report;
use crate::store::document::{self, REPORT};
use crate::store::site_folder::SiteFolder;

/// What a verdict about each planned line is about now, by the site's own key.
#[must_use]
pub fn fingerprints<'a>(
    key: &[u8; 32],
    lines: impl IntoIterator<Item = &'a Line>,
    secrets: &Secrets,
) -> BTreeMap<LineId, String> {
    let known = |line: &Line| {
        let login = secrets.get(&line.secret).map(|password| fingerprint(key, line, password));
        Known { about: about(line), login }.fingerprint()
    };
    // A line that gets a new password may have been asked with either one; both must still be what they were.
    let both = |line: &Line| match line.login_now {
        Some(_) => format!("{}-{}", known(&line.as_of(false)), known(&line.as_of(true))),
        None => known(line),
    };
    lines.into_iter().map(|line| (line.id.clone(), both(line))).collect()
}

/// The same in a site folder; empty where nobody has validated there yet.
#[must_use]
pub fn fingerprints_in(folder: &SiteFolder, plan: &Plan, secrets: &Secrets) -> BTreeMap<LineId, String> {
    site_key::read(&site_key::path(folder)).map(|key| fingerprints(&key, &plan.lines, secrets)).unwrap_or_default()
}

/// Writes the report; lines it leaves open keep their earlier verdict, with its date, while they are still what they were. Gives these
/// lines and the time of the oldest of their verdicts, in seconds since 1970.
///
/// `now` has the fingerprint of each planned line; `last` is what the report said before.
pub fn store(
    folder: &SiteFolder,
    plan_sha256: &str,
    now: &BTreeMap<LineId, String>,
    last: Option<&Earlier>,
    report: &mut Report,
) -> Result<Option<(Vec<LineId>, u64)>, Box<Finding>> {
    report.date(now, SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs());
    let stored = put(&folder.report(), plan_sha256, now, last, report);
    // The views of this run show what it found out itself.
    report.lines.clear();
    stored
}

fn put(
    path: &Path,
    plan_sha256: &str,
    now: &BTreeMap<LineId, String>,
    last: Option<&Earlier>,
    report: &Report,
) -> Result<Option<(Vec<LineId>, u64)>, Box<Finding>> {
    let inputs = BTreeMap::from([("plan".to_owned(), plan_sha256.to_owned())]);
    if last.is_some_and(|last| last.outlasts(report))
        // A report that cannot be read has nothing to keep.
        && let Ok((earlier, _)) = document::read::<Report>(path, REPORT)
    {
        let mut report = report.clone();
        let kept = report.keep_earlier(&earlier.body, now);
        document::write(path, REPORT, inputs, &report)?;
        let oldest = kept.iter().filter_map(|line| report.lines.get(line)).map(|basis| basis.at).min();
        return Ok(oldest.map(|at| (kept, at)));
    }
    document::write(path, REPORT, inputs, report)?;
    Ok(None)
}
