//! What asking the PBX needs of a plan: its lines, and nothing of what it changes or found.

use std::sync::Arc;

use super::model::{Kept, Line, Plan};

/// The lines of a plan, each by line id. Shared: a run keeps every line as long as it lasts, and there are thousands.
#[derive(Debug, Clone, Default)]
pub struct Planned {
    pub lines: Vec<Arc<Line>>,
    pub kept: Vec<Kept>,
    pub revoked: Vec<Arc<Line>>,
}

impl Planned {
    /// Lines as the PBX knows them: before it has loaded its change, or after ([`Line::as_of`]). Those that change their endpoint too
    /// keep both, for comparison with what the PBX lists.
    pub fn settle(&mut self, loaded: bool) {
        let same_endpoint = |line: &&mut Arc<Line>| line.login_now.as_ref().is_some_and(|now| now.aor_user.is_none());
        for line in self.lines.iter_mut().filter(same_endpoint) {
            // Nobody else has it yet, so that nothing is copied.
            Arc::make_mut(line).settle(loaded);
        }
    }
}

impl From<Plan> for Planned {
    fn from(plan: Plan) -> Self {
        let shared = |lines: Vec<Line>| lines.into_iter().map(Arc::new).collect();
        Self { lines: shared(plan.lines), kept: plan.kept, revoked: shared(plan.revoked) }
    }
}

impl From<&Plan> for Planned {
    fn from(plan: &Plan) -> Self {
        let shared = |lines: &[Line]| lines.iter().cloned().map(Arc::new).collect();
        Self { lines: shared(&plan.lines), kept: plan.kept.clone(), revoked: shared(&plan.revoked) }
    }
}
