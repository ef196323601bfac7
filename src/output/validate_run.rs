//! One run of `validate` as all its views see it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::domain::LineId;
use crate::plan::Planned;
use crate::plan::model::Line;
use crate::probe::compare::Comparison;
use crate::probe::devices::{Device, Stage, stage};
use crate::probe::report::{Outcome, Report, Verdict};
use crate::probe::trace::Trace;
use crate::probe::ways::WayFacts;

/// A report, and what passed and was found beside it.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub report: &'a Report,
    pub plan: &'a Planned,
    /// Name of the site.
    pub site: &'a str,
    /// Seconds since 1970.
    pub began: u64,
    pub took: Duration,
    /// What passed about lines that are not ready: their logins, by line id, then their calls in the order of their beginnings.
    pub traces: &'a [Trace],
    pub ways: &'a [WayFacts],
    /// With an earlier run, where there is one.
    pub compared: Option<&'a Comparison>,
    /// What is registered on each line, as far as the PBX tells.
    pub devices: &'a BTreeMap<LineId, Vec<Device>>,
}

impl<'a> Run<'a> {
    /// What passed about the line of a verdict.
    pub fn traces(&self, verdict: &Verdict) -> impl Iterator<Item = &'a Trace> {
        self.traces.iter().filter(move |trace| trace.lines.contains(&verdict.line))
    }

    #[must_use]
    pub fn line(&self, verdict: &Verdict) -> Option<&'a Line> {
        let at = self.plan.lines.binary_search_by(|line| line.id.cmp(&verdict.line)).ok()?;
        self.plan.lines.get(at).map(|line| &**line)
    }

    /// How many lines stand at each stage of the move, of those that the PBX lets us see.
    #[must_use]
    pub fn stages(&self) -> BTreeMap<Stage, usize> {
        let mut found = BTreeMap::new();
        for verdict in self.report.verdicts.iter().filter(|verdict| verdict.outcome.is_decided()) {
            let devices = self.devices.get(&verdict.line).map_or(&[][..], Vec::as_slice);
            // Of a line that was refused the PBX lists nothing.
            if !devices.is_empty() || verdict.outcome == Outcome::Ready {
                *found.entry(stage(devices.iter().map(|device| device.kind))).or_default() += 1;
            }
        }
        found
    }

    /// The address that was reached over a way.
    #[must_use]
    pub fn remote(&self, way: &str) -> Option<IpAddr> {
        self.ways.iter().find(|facts| facts.way == way)?.remote.map(|remote| remote.ip())
    }

    /// Seconds since 1970 at its end.
    #[must_use]
    pub fn ended(&self) -> u64 {
        self.began.saturating_add(self.took.as_secs())
    }
}

/// `2027-03-01 07:00:05 UTC`
#[must_use]
pub fn moment(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_default();
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    format!("{} {} UTC", at.date(), at.time())
}

/// `2027-03-01`
#[must_use]
pub fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| "?".to_owned(), |at| at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_utc() {
        assert_eq!(moment(1_800_000_005), "2027-01-15 08:00:05 UTC");
        assert_eq!(day(1_800_000_005), "2027-01-15");
    }
}
