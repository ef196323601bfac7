//! Golden files: a line with its password, and the files it must give, byte for byte.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::catalogue::Catalogue;
use crate::domain::{Secret, Secrets};
use crate::plan::model::Line;
use crate::policy::site::Pbx;

/// What stands in `in.json`.
#[derive(Debug, Deserialize)]
pub struct Case {
    pub line: Line,
    /// Of nobody: golden files are made for looking at.
    pub password: String,
    pub pbx: Pbx,
    /// Those of its further accounts, in their order.
    #[serde(default)]
    pub further_passwords: Vec<String>,
    /// Codes of the findings where nothing may be written.
    #[serde(default)]
    pub refused: Vec<String>,
}

/// File name to bytes, or the codes of what stands against it.
pub type Made = Result<BTreeMap<String, Vec<u8>>, Vec<String>>;

impl Case {
    pub fn make(&self, catalogue: &Catalogue) -> Made {
        let mut secrets = Secrets::default();
        secrets.insert(self.line.secret.key.clone(), Secret::new(self.password.as_str()));
        for (own, password) in self.line.further.iter().zip(&self.further_passwords) {
            secrets.insert(own.secret.key.clone(), Secret::new(password.as_str()));
        }
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        match catalogue.render(&self.line, &secrets, &self.pbx) {
            Ok(files) => Ok(files.into_iter().map(|file| (name(&file.path), file.bytes)).collect()),
            Err(findings) => Err(findings.iter().map(|finding| finding.code.as_str().to_owned()).collect()),
        }
    }
}
