//! Reads what earlier commands left, without what asking needs none of: of the plan of ten thousand lines, changes and findings are most.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::domain::{LineId, SecretRef};
use crate::plan::Planned;
use crate::plan::model::{Kept, Line};
use crate::probe::compare::{Before, Dated};
use crate::store::by_record::ByRecord;

/// The lines of a plan, and which passwords were drawn for it.
#[derive(Debug, Default, Deserialize)]
pub struct StoredPlan {
    #[serde(deserialize_with = "shared")]
    lines: Vec<Arc<Line>>,
    kept: Vec<Kept>,
    #[serde(default, deserialize_with = "shared")]
    revoked: Vec<Arc<Line>>,
    pbx_changes: Vec<Drawing>,
}

#[derive(Debug, Deserialize)]
struct Drawing {
    #[serde(default)]
    auth: Option<Drawn>,
    #[serde(default)]
    twin: Option<Drawn>,
}

#[derive(Debug, Deserialize)]
struct Drawn {
    secret: SecretRef,
}

fn shared<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Arc<Line>>, D::Error> {
    Ok(Vec::<Line>::deserialize(from)?.into_iter().map(Arc::new).collect())
}

impl StoredPlan {
    /// As [`crate::plan::model::Plan::issued_keys`].
    pub fn issued_keys(&self) -> impl Iterator<Item = &str> {
        self.pbx_changes.iter().flat_map(|change| [&change.auth, &change.twin]).flatten().map(|drawn| drawn.secret.key.as_str())
    }
}

impl From<StoredPlan> for Planned {
    fn from(stored: StoredPlan) -> Self {
        Self { lines: stored.lines, kept: stored.kept, revoked: stored.revoked }
    }
}

impl ByRecord for StoredPlan {
    fn take(&mut self, list: &str, record: &str) -> serde_json::Result<()> {
        match list {
            "lines" => self.lines.push(Arc::new(serde_json::from_str(record)?)),
            "kept" => self.kept.push(serde_json::from_str(record)?),
            "revoked" => self.revoked.push(Arc::new(serde_json::from_str(record)?)),
            "pbx_changes" => self.pbx_changes.push(serde_json::from_str(record)?),
            _ => {}
        }
        Ok(())
    }

    fn join(&mut self, taken: Self) {
        self.lines.extend(taken.lines);
        self.kept.extend(taken.kept);
        self.revoked.extend(taken.revoked);
        self.pbx_changes.extend(taken.pbx_changes);
    }
}

/// How the lines of a report ended, and when.
#[derive(Debug, Default, Deserialize)]
pub struct StoredReport {
    pub verdicts: Vec<Before>,
    #[serde(default)]
    pub lines: BTreeMap<LineId, Dated>,
}

impl ByRecord for StoredReport {
    fn take(&mut self, list: &str, record: &str) -> serde_json::Result<()> {
        if list == "verdicts" {
            self.verdicts.push(serde_json::from_str(record)?);
        }
        Ok(())
    }

    fn join(&mut self, taken: Self) {
        self.verdicts.extend(taken.verdicts);
    }
}
