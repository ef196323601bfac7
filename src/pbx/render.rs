//! All files for the PBX, whatever its kind.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::Difference;
use super::{DIALPLAN, FRAGMENT, NEW_PASSWORDS, advice, fragment, read_back};
use crate::diag::{Finding, Lang};
use crate::domain::{Extension, Secrets};
use crate::inventory::asterisk::config;
use crate::inventory::asterisk::files::Files;
use crate::inventory::model::Inventory;
use crate::plan::model::{PbxChange, Plan};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbxFile {
    /// Relative: `pbx/pjsip.deskshift.conf`.
    pub path: String,
    pub text: String,
    /// Holds passwords.
    pub secret: bool,
    /// Read back with the PBX's grammar and found right.
    pub read_back: bool,
}

/// What `render` made.
#[derive(Debug, Clone, Default)]
pub struct PbxOutput {
    pub files: Vec<PbxFile>,
    /// Extensions whose change is in the files.
    pub changed: usize,
    /// Extensions whose new password is in the files: their profiles may carry it.
    pub renewed: BTreeSet<Extension>,
    /// What would change, option by option.
    pub differences: Vec<Difference>,
    /// Changes that are left out, each with the reason.
    pub findings: Vec<Finding>,
}

impl PbxOutput {
    pub(super) fn add(&mut self, name: &str, text: String, secret: bool, read_back: bool) {
        self.files.push(PbxFile { path: format!("pbx/{name}"), text, secret, read_back });
    }
}

/// What the files are made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub plan: &'a Plan,
    pub inventory: &'a Inventory,
    pub secrets: &'a Secrets,
    pub lang: Lang,
}

/// Files for an Asterisk whose configuration folder is `export`. A change that would not take effect is left out and named.
#[must_use]
pub fn asterisk(input: Input, export: &dyn Files, pjsip: &str) -> PbxOutput {
    let Input { plan, inventory, secrets, lang } = input;
    let mut output = PbxOutput::default();
    let before = config::read(export, pjsip);
    let (text, changes, findings) = fragment::fragment(plan, inventory, secrets, &before, lang);
    output.findings = findings;
    let faults = read_back::read_back(&changes, secrets, &text, export, pjsip);
    output.changed = changes.len() - faults.len();
    output.differences = read_back::differences(&changes, secrets, &before);
    let whole = faults.is_empty();
    output.findings.extend(faults);
    output.add("README.de.md", advice::readme(plan, changes.len(), Lang::De), false, false);
    output.add("README.en.md", advice::readme(plan, changes.len(), Lang::En), false, false);
    if let Some(list) = advice::dialplan_list(plan, lang) {
        output.add("dialplan.txt", list, false, false);
    }
    if let Some(context) = advice::ring_context(plan, lang) {
        output.add(DIALPLAN, context, false, false);
    }
    if whole {
        renew(&mut output, &changes, input);
        output.add(FRAGMENT, text, !output.renewed.is_empty(), true);
    }
    output
}

/// Notes which changes with a new password are in force with these files, and lists the passwords for the desk phones that stay.
pub(super) fn renew(output: &mut PbxOutput, written: &[PbxChange], input: Input) {
    let revoked: BTreeSet<&Extension> = input.plan.revoked.iter().map(|line| &line.extension).collect();
    let mut rows: BTreeMap<&Extension, String> = BTreeMap::new();
    for change in written {
        if change.twin.is_some() {
            output.renewed.insert(change.extension.clone());
        }
        let Some(auth) = &change.auth else { continue };
        output.renewed.insert(change.extension.clone());
        let password = input.secrets.get(&auth.secret).map(|secret| secret.expose().to_owned()).unwrap_or_default();
        // Nobody gets the password that replaces a leaver's.
        if !revoked.contains(&change.extension) {
            rows.insert(
                &change.extension,
                format!("{},{},{password}\r\n", cell(change.extension.as_str()), cell(&auth.username)),
            );
        }
    }
    if !rows.is_empty() {
        let text = rows.into_values().fold("extension,login,password\r\n".to_owned(), |text, row| text + &row);
        output.add(NEW_PASSWORDS, text, true, false);
    }
}

fn cell(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.contains([',', '"', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
