//! `out/report.json`: what is known of each line. A run that decides nothing about a line does not take away what an earlier one found out.
#![allow(clippy::disallowed_methods)] // verdicts are dated

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use smol_str::SmolStr;

use super::site_key;
use crate::diag::Finding;
use crate::domain::{InOrder, LineId, Secret, Secrets};
use crate::plan::model::{Line, Plan};
use crate::probe::compare::Earlier;
use crate::probe::known::Known;
use crate::probe::refused::Keyed;
use crate::probe::report::Report;
use crate::store::document::{self, REPORT};
use crate::store::site_folder::SiteFolder;

/// What a verdict about a planned line is about now, by the site's own key.
pub enum Fingerprint {
    /// The same whether the PBX has loaded its change or not.
    One(Known),
    /// A line that gets a new password may have been asked with either one, before the PBX has loaded it or after; both must still be what
    /// they were.
    Both([Known; 2]),
}

impl Fingerprint {
    /// The keys of the passwords before and after are each in the order of the lines.
    fn of(key: &Keyed, line: &Line, secrets: &mut [InOrder<'_, SmolStr, Secret>; 2]) -> Self {
        let mut known = |loaded| {
            let secrets = &mut secrets[usize::from(loaded)];
            Known::as_of(line, loaded, key, |secret| secrets.get(secret.key.as_str()))
        };
        if line.login_now.is_some() { Self::Both([known(false), known(true)]) } else { Self::One(known(false)) }
    }

    /// Of the line as the PBX knows it, before it has loaded its change or after.
    #[must_use]
    pub fn known(&self, loaded: bool) -> &Known {
        match self {
            Self::One(known) => known,
            Self::Both(both) => &both[usize::from(loaded)],
        }
    }

    fn text(&self) -> String {
        let mut text = String::with_capacity(104);
        match self {
            Self::One(known) => known.push_fingerprint(&mut text),
            Self::Both([before, after]) => {
                before.push_fingerprint(&mut text);
                text.push('-');
                after.push_fingerprint(&mut text);
            }
        }
        text
    }
}

/// One for each of these lines, in their order.
#[must_use]
pub fn fingerprints<'a>(key: &[u8; 32], lines: impl IntoIterator<Item = &'a Line>, secrets: &Secrets) -> Vec<Fingerprint> {
    let key = Keyed::new(key);
    let mut secrets = [secrets.in_order(), secrets.in_order()];
    lines.into_iter().map(|line| Fingerprint::of(&key, line, &mut secrets)).collect()
}

/// The same as texts, each with its line.
#[must_use]
pub fn texts<'a>(lines: impl IntoIterator<Item = &'a Line>, fingerprints: &[Fingerprint]) -> Vec<(LineId, String)> {
    lines.into_iter().zip(fingerprints).map(|(line, fingerprint)| (line.id.clone(), fingerprint.text())).collect()
}

/// The same in a site folder; empty where nobody has validated there yet.
#[must_use]
pub fn texts_in(folder: &SiteFolder, plan: &Plan, secrets: &Secrets) -> Vec<(LineId, String)> {
    let all = |key| texts(&plan.lines, &fingerprints(&key, &plan.lines, secrets));
    site_key::read(&site_key::path(folder)).map(all).unwrap_or_default()
}

/// Writes the report; lines it leaves open keep their earlier verdict, with its date, while they are still what they were. Gives these
/// lines and the time of the oldest of their verdicts, in seconds since 1970.
///
/// `now` gives the fingerprint of each planned line; `last` is what the report said before.
pub fn store(
    folder: &SiteFolder,
    plan_sha256: &str,
    now: &dyn Fn() -> Vec<(LineId, String)>,
    last: Option<&Earlier>,
    report: &mut Report,
) -> Result<Option<(Vec<LineId>, u64)>, Box<Finding>> {
    report.date(now(), SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs());
    let stored = put(&folder.report(), plan_sha256, now, last, report);
    // The views of this run show what it found out itself.
    report.lines.clear();
    stored
}

fn put(
    path: &Path,
    plan_sha256: &str,
    now: &dyn Fn() -> Vec<(LineId, String)>,
    last: Option<&Earlier>,
    report: &Report,
) -> Result<Option<(Vec<LineId>, u64)>, Box<Finding>> {
    let inputs = BTreeMap::from([("plan".to_owned(), plan_sha256.to_owned())]);
    if last.is_some_and(|last| last.outlasts(report))
        // A report that cannot be read has nothing to keep.
        && let Ok((earlier, _)) = document::read::<Report>(path, REPORT)
    {
        let mut report = report.clone();
        let kept = report.keep_earlier(&earlier.body, &now().into_iter().collect());
        document::write_unhashed(path, REPORT, inputs, &report)?;
        let oldest = kept.iter().filter_map(|line| report.lines.get(line)).map(|basis| basis.at).min();
        return Ok(oldest.map(|at| (kept, at)));
    }
    document::write_unhashed(path, REPORT, inputs, report)?;
    Ok(None)
}
