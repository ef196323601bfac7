//! How fast a run asks, and how long it will take.

use std::time::Duration;

use super::job::Job;
use super::select::Selection;
use super::{codes, in_site_file};
use crate::cli::{ExitStatus, Failure};
use crate::diag::Words;
use crate::output::validate::Forecast;
use crate::probe::campaign::Candidate;
use crate::probe::diagnose::Circumstances;
use crate::probe::forecast::forecast;
use crate::probe::guards;
use crate::probe::pace::{self, Pace};
use crate::probe::report::Level;
use crate::probe::schedule::Rules;

/// Requests of a line at the level `noop`: login, and once more with a contact, each with its challenge.
const NOOP_REQUESTS: f64 = 4.0;
/// Requests of a line at the level `bind`: login, register and remove, each with its challenge.
const BIND_REQUESTS: f64 = 6.0;

/// How fast lines are asked: as the site file and the kind of PBX allow, beginning slowly. On loopback what is ordered holds from the first line on,
/// and `--rate` may be anything.
pub fn pace(job: &Job<'_>, selection: &Selection) -> Result<Pace, Failure> {
    let (guard, of_site) = (guards::of(job.site.pbx.kind), job.site.validate.rate_per_s);
    let lab = selection.lines.iter().all(|line| line.registrar.is_loopback());
    let allowed = of_site.unwrap_or(guard.limit);
    let wanted = match job.options.rate {
        None if lab && of_site.is_some() => return Ok(Pace::steady(allowed)),
        None => return Ok(guard.pace(of_site)),
        Some(wanted) => wanted,
    };
    if lab && wanted.is_finite() && wanted >= 0.0 {
        return Ok(Pace::steady(wanted));
    }
    if wanted > 0.0 && wanted <= allowed {
        return Ok(guard.pace(Some(wanted)));
    }
    let what = Words::new(
        format!("`--rate {wanted}` is not allowed here; {allowed} lines a second are"),
        format!("`--rate {wanted}` ist hier nicht erlaubt; erlaubt sind {allowed} Anschlüsse je Sekunde"),
    );
    let todo = Words::new("lower it, or set `validate.rate_per_s`", "senken oder `validate.rate_per_s` setzen");
    Err(Failure {
        findings: vec![codes::RATE.finding(Some(in_site_file(job.folder)), what).todo(todo)],
        status: ExitStatus::Usage,
    })
}

/// Requests that a line costs.
pub fn requests(level: Level) -> f64 {
    match level {
        // Calls come after the logins, and take their own time.
        Level::Fetch | Level::Call => pace::PER_LINE,
        Level::Noop => NOOP_REQUESTS,
        Level::Bind => BIND_REQUESTS,
    }
}

/// `hits`: what is left of the ban budget.
pub fn foresee(candidates: &[Candidate], rules: &Rules, around: Circumstances, hits: u32) -> Forecast {
    let forecasts: Vec<_> = candidates.iter().map(|candidate| forecast(&candidate.line, around.has_facts)).collect();
    let requests = requests(around.level);
    let lines = candidates.len();
    let outlook = pace::outlook(rules.pace, lines, requests);
    Forecast {
        lines,
        lines_per_s: outlook.map(|(_, reached)| (rules.pace.start, reached)),
        takes: outlook.map_or(Duration::ZERO, |(takes, _)| takes),
        // No line costs more than it stakes.
        hits: hits.min(forecasts.iter().map(|forecast| forecast.stake).sum()),
        predicted: forecasts.iter().filter(|forecast| forecast.fails().is_some()).count(),
    }
}
