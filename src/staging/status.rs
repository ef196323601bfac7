//! Delivered, staged, open, and what does not fit.

use serde::Serialize;

use super::bounded::bounded;
use super::check::{Known, Scan, check};
use super::pace::Pace;
use crate::diag::Finding;

/// The figures of the desk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// In the delivery list, not in the future.
    pub delivered: usize,
    /// In the list with a day in the future.
    pub expected: usize,
    pub staged: usize,
    /// Delivered and not staged.
    pub open: usize,
    /// Devices of the journal whose assignment today's sources contradict; each may have several findings.
    pub contradictions: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
}

/// Counts, and checks each assignment of the journal against the sources as they are now.
#[must_use]
pub fn status(known: Known<'_>) -> (Status, Vec<Finding>) {
    let stock = known.stock;
    let (mut delivered, mut expected, mut done) = (0, 0, 0);
    for (at, notebook) in stock.notebooks.iter().enumerate() {
        if stock.is_future(at, known.today) {
            expected += 1;
            continue;
        }
        delivered += 1;
        let staged = notebook.label.as_ref().and_then(|label| known.state.of_label(label));
        // Two devices of one label: the serial number tells which is staged.
        let same = |serial: &String| staged.is_some_and(|staged| staged.serial.eq_ignore_ascii_case(serial));
        done += usize::from(staged.is_some() && notebook.serial.as_ref().is_none_or(same));
    }
    let mut findings = Vec::new();
    let mut contradictions = 0;
    for (_, assignment) in known.state.all() {
        let complaints = check(&Scan::from(assignment), known).complaints;
        contradictions += usize::from(!complaints.is_empty());
        findings.extend(complaints.into_iter().map(|(_, finding)| finding));
    }
    let status = Status { delivered, expected, staged: known.state.len(), open: delivered - done, contradictions, pace: None };
    (status, bounded(findings))
}
