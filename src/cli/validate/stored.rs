//! Reads what earlier commands left, without what asking needs none of: of the plan of ten thousand lines, changes and findings are most.

use std::iter;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::domain::Secrets;
use crate::plan::Planned;
use crate::plan::model::{Kept, Line};
use crate::probe::compare::{Before, Newest};
use crate::store::by_record::ByRecord;
use crate::store::secrets::is_drawn;

/// The lines of a plan.
#[derive(Debug, Default, Deserialize)]
pub struct StoredPlan {
    #[serde(deserialize_with = "shared")]
    lines: Vec<Arc<Line>>,
    kept: Vec<Kept>,
    #[serde(default, deserialize_with = "shared")]
    revoked: Vec<Arc<Line>>,
}

fn shared<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Arc<Line>>, D::Error> {
    Ok(Vec::<Line>::deserialize(from)?.into_iter().map(Arc::new).collect())
}

impl StoredPlan {
    /// Whether each password that was drawn for a line that can be asked is still there. Of those that [`Plan::issued_keys`] names,
    /// a run needs no other.
    ///
    /// [`Plan::issued_keys`]: crate::plan::model::Plan::issued_keys
    pub fn has_what_was_drawn(&self, secrets: &Secrets) -> bool {
        let lines = self.lines.iter().chain(&self.revoked);
        let mut keys = lines.flat_map(|line| iter::once(&**line).chain(&line.further)).map(|line| line.secret.key.as_str());
        let mut secrets = secrets.in_order();
        keys.all(|key| !is_drawn(key) || secrets.get(key).is_some())
    }
}

impl From<StoredPlan> for Planned {
    fn from(stored: StoredPlan) -> Self {
        Self { lines: stored.lines, kept: stored.kept, revoked: stored.revoked }
    }
}

impl ByRecord for StoredPlan {
    fn wants(list: &str) -> bool {
        ["lines", "kept", "revoked"].contains(&list)
    }

    /// They stand behind all lines, and take more room than these.
    fn ends_before(list: &str) -> bool {
        list == "pbx_changes"
    }

    fn take(&mut self, list: &str, record: &str) -> serde_json::Result<()> {
        match list {
            "lines" => self.lines.push(Arc::new(serde_json::from_str(record)?)),
            "kept" => self.kept.push(serde_json::from_str(record)?),
            "revoked" => self.revoked.push(Arc::new(serde_json::from_str(record)?)),
            _ => {}
        }
        Ok(())
    }

    fn join(&mut self, taken: Self) {
        self.lines.extend(taken.lines);
        self.kept.extend(taken.kept);
        self.revoked.extend(taken.revoked);
    }
}

/// How the lines of a report ended, and when.
#[derive(Debug, Default, Deserialize)]
pub struct StoredReport {
    pub verdicts: Vec<Before>,
    #[serde(default)]
    pub lines: Newest,
}

impl ByRecord for StoredReport {
    fn wants(list: &str) -> bool {
        list == "verdicts"
    }

    fn take(&mut self, _list: &str, record: &str) -> serde_json::Result<()> {
        self.verdicts.push(serde_json::from_str(record)?);
        Ok(())
    }

    fn join(&mut self, taken: Self) {
        self.verdicts.extend(taken.verdicts);
    }
}
