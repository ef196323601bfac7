//! `out/report.json`: what is known of each line. A run that decides nothing about a line does not take away what an earlier one found out.
#![allow(clippy::disallowed_methods)] // verdicts are dated

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use super::site_key;
use crate::diag::Finding;
use crate::domain::{LineId, Secrets};
use crate::plan::model::{Line, Plan};
use crate::probe::journal::{Known, about};
use crate::probe::refused::fingerprint;
use crate::probe::report::Report;
use crate::store::document::{self, REPORT};
use crate::store::site_folder::SiteFolder;

/// What a verdict about each planned line is about now; empty where nobody has validated here yet.
#[must_use]
pub fn fingerprints(folder: &SiteFolder, plan: &Plan, secrets: &Secrets) -> BTreeMap<LineId, String> {
    let Some(key) = site_key::read(&site_key::path(folder)) else { return BTreeMap::new() };
    let known = |line: &Line| {
        let login = secrets.get(&line.secret).map(|password| fingerprint(&key, line, password));
        Known { about: about(line), login }.fingerprint()
    };
    // A line that gets a new password may have been asked with either one; both must still be what they were.
    let both = |line: &Line| match line.login_now {
        Some(_) => format!("{}-{}", known(&line.as_of(false)), known(&line.as_of(true))),
        None => known(line),
    };
    plan.lines.iter().map(|line| (line.id.clone(), both(line))).collect()
}

/// Writes the report; lines it leaves open keep their earlier verdict, with its date, while they are still what they were. Gives these
/// lines and the time of the oldest of their verdicts, in seconds since 1970.
pub fn store(
    folder: &SiteFolder,
    (plan, plan_sha256): (&Plan, &str),
    secrets: &Secrets,
    report: &Report,
) -> Result<Option<(Vec<LineId>, u64)>, Box<Finding>> {
    let now = fingerprints(folder, plan, secrets);
    let mut report = report.clone();
    report.date(&now, SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs());
    let path = folder.report();
    // A report that cannot be read has nothing to keep.
    let kept = match document::read::<Report>(&path, REPORT) {
        Ok((earlier, _)) => report.keep_earlier(&earlier.body, &now),
        _ => Vec::new(),
    };
    document::write(&path, REPORT, BTreeMap::from([("plan".to_owned(), plan_sha256.to_owned())]), &report)?;
    let oldest = kept.iter().filter_map(|line| report.lines.get(line)).map(|basis| basis.at).min();
    Ok(oldest.map(|at| (kept, at)))
}
