//! All files for the PBX.

use super::{DIALPLAN, FRAGMENT, advice, fragment, read_back};
use crate::diag::{Finding, Lang};
use crate::inventory::asterisk::config;
use crate::inventory::asterisk::files::Files;
use crate::inventory::model::Inventory;
use crate::plan::model::Plan;

/// One file without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbxFile {
    /// Relative: `pbx/pjsip.deskshift.conf`.
    pub path: String,
    pub text: String,
    /// Read back with the PBX's grammar and found right.
    pub read_back: bool,
}

/// What `render` made.
#[derive(Debug, Clone, Default)]
pub struct PbxOutput {
    pub files: Vec<PbxFile>,
    /// Extensions whose change is in the fragment.
    pub changed: usize,
    /// Changes that are left out, each with the reason.
    pub findings: Vec<Finding>,
}

/// Files for an Asterisk whose configuration folder is `export`. A change that would not take effect is left out and named.
#[must_use]
pub fn render(plan: &Plan, inventory: &Inventory, export: &dyn Files, pjsip: &str, lang: Lang) -> PbxOutput {
    let mut output = PbxOutput::default();
    let before = config::read(export, pjsip);
    let (text, changes, findings) = fragment::fragment(plan, inventory, &before, lang);
    output.findings = findings;
    let faults = read_back::read_back(&changes, &text, export, pjsip);
    output.changed = changes.len() - faults.len();
    let whole = faults.is_empty();
    output.findings.extend(faults);
    let mut add = |name: &str, text: String, read_back: bool| {
        output.files.push(PbxFile { path: format!("pbx/{name}"), text, read_back });
    };
    add("README.de.md", advice::readme(plan, changes.len(), Lang::De), false);
    add("README.en.md", advice::readme(plan, changes.len(), Lang::En), false);
    if let Some(list) = advice::dialplan_list(plan, lang) {
        add("dialplan.txt", list, false);
    }
    if let Some(context) = advice::ring_context(plan, lang) {
        add(DIALPLAN, context, false);
    }
    if whole {
        add(FRAGMENT, text, true);
    }
    output
}
