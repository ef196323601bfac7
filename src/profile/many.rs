//! Many lines on all cores.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::thread;

use super::catalogue::Catalogue;
use super::render::Artefact;
use crate::diag::Finding;
use crate::domain::{LineId, Secrets};
use crate::plan::model::Line;
use crate::policy::site::Pbx;

/// What became of one line: its files, or all that stands against it.
pub type Outcome = Result<Vec<Artefact>, Vec<Finding>>;

/// Fewer lines are not worth a thread.
const LEAST: usize = 64;

impl Catalogue {
    /// [`Self::render`] for each line, in their order whatever the number of cores.
    #[must_use]
    pub fn render_all(&self, lines: &[&Line], secrets: &Secrets, pbx: &Pbx) -> Vec<Outcome> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let part = lines.len().div_ceil(cores).max(LEAST);
        let render = |lines: &[&Line]| -> Vec<Outcome> { lines.iter().map(|line| self.render(line, secrets, pbx)).collect() };
        let (own, others) = lines.split_at(part.min(lines.len()));
        let outcomes = thread::scope(|scope| {
            let others: Vec<_> = others.chunks(part).map(|lines| (lines, scope.spawn(move || render(lines)))).collect();
            let mut outcomes = render(own);
            for (lines, other) in others {
                // A thread that could not be joined has panicked; once more on this one says it to whoever can tell the user.
                outcomes.extend(other.join().unwrap_or_else(|_| render(lines)));
            }
            outcomes
        });
        Self::settle(lines, outcomes)
    }

    /// What becomes of lines within another one's files, where that one is among them too: its trouble is theirs.
    fn settle(lines: &[&Line], mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
        let failed: BTreeSet<&LineId> =
            lines.iter().zip(&outcomes).filter(|(_, outcome)| outcome.is_err()).map(|(line, _)| &line.id).collect();
        for (line, outcome) in lines.iter().zip(&mut outcomes) {
            if line.within.as_ref().is_some_and(|set| failed.contains(set)) {
                *outcome = Err(Vec::new());
            }
        }
        outcomes
    }
}
