//! All files for the PBX, whatever its kind.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::difference::Difference;
use super::ring_context::ring_context;
use super::{CHANGES, DIALPLAN, FRAGMENT, NEW_PASSWORDS, advice, fragment, read_back};
use crate::diag::{Finding, Lang};
use crate::domain::{Extension, Secrets};
use crate::inventory::asterisk::config;
use crate::inventory::asterisk::files::Files;
use crate::inventory::model::Inventory;
use crate::plan::model::{Line, PbxChange, Plan};
use crate::plan::one_ring;
use crate::policy::site::Site;

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
    /// One of the site's own files with other values in it; what else it holds was never read.
    pub copy: bool,
}

/// What `render` made.
#[derive(Debug, Clone, Default)]
pub struct PbxOutput {
    pub files: Vec<PbxFile>,
    /// Extensions whose change is in the files.
    pub changed: usize,
    /// Extensions whose new password is in the files: their profiles may carry it.
    pub renewed: BTreeSet<Extension>,
    /// Extensions whose change is left out because another account in the same set of files is not changed.
    pub held_back: BTreeSet<Extension>,
    /// What would change, option by option.
    pub differences: Vec<Difference>,
    /// Changes that are left out, each with the reason.
    pub findings: Vec<Finding>,
}

impl PbxOutput {
    /// Whether the PBX will know the password that a profile, letter or fleet file of the line gives out.
    #[must_use]
    pub fn knows_password_of(&self, line: &Line) -> bool {
        line.login_now.is_none() || self.renewed.contains(&line.extension)
    }

    /// Whether it will not, and not only because another account of the set holds this one back.
    #[must_use]
    pub fn is_unset(&self, line: &Line) -> bool {
        !self.knows_password_of(line) && !self.held_back.contains(&line.extension)
    }

    pub(super) fn add(&mut self, name: &str, text: String, secret: bool, read_back: bool) {
        self.files.push(PbxFile { path: format!("pbx/{name}"), text, secret, read_back, copy: false });
    }

    /// One of the site's own files with new passwords in it, read back; false where one of this name is there.
    pub(super) fn add_copy(&mut self, name: &str, text: String) -> bool {
        let path = format!("pbx/{name}");
        let is_new = self.files.iter().all(|file| file.path != path);
        if is_new {
            self.files.push(PbxFile { path, text, secret: true, read_back: true, copy: true });
        }
        is_new
    }

    pub(super) fn append(&mut self, name: &str, text: &str) {
        let path = format!("pbx/{name}");
        self.files.iter_mut().filter(|file| file.path == path).for_each(|file| file.text += text);
    }

    /// Leaves what may be shown: a copy can hold passwords and PINs that no marker stands for, so a list of the changes takes its place.
    pub fn for_review(&mut self, lang: Lang) {
        let all = self.files.len();
        self.files.retain(|file| !file.copy);
        if self.files.len() < all {
            let text = self.differences.iter().fold(String::new(), |text, difference| text + &difference.line(lang) + "\n");
            self.add(CHANGES, text, false, false);
        }
    }
}

/// What the files are made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub plan: &'a Plan,
    pub inventory: &'a Inventory,
    pub secrets: &'a Secrets,
    /// Decides which extensions have several devices; without it the plan's list of lines stays as it is.
    pub site: Option<&'a Site>,
    pub lang: Lang,
}

/// Files for an Asterisk whose configuration folder is `export`. A change that would not take effect is left out and named.
#[must_use]
pub fn asterisk(input: Input, export: &dyn Files, pjsip: &str) -> PbxOutput {
    let Input { plan, inventory, secrets, lang, .. } = input;
    let mut output = PbxOutput::default();
    let before = config::read(export, pjsip);
    let bare = read_back::without_ours(export, pjsip);
    let now = bare.as_ref().unwrap_or(&before);
    // A change that would not be in force is left out and named; the others go on without it.
    let mut left_out: BTreeMap<Extension, Finding> = BTreeMap::new();
    let (text, changes) = loop {
        let (text, changes, findings) = fragment::fragment(plan, inventory, secrets, now, (lang, &left_out));
        let faults = read_back::read_back(&changes, secrets, &text, (export, pjsip, now));
        if faults.is_empty() {
            output.findings = findings;
            break (text, changes);
        }
        left_out.extend(faults);
    };
    let is_written = left_out.is_empty() || !changes.is_empty();
    output.findings.extend(left_out.into_values());
    output.changed = changes.len();
    output.differences = read_back::differences(&changes, secrets, &before, now);
    let rings = rings(input, &changes);
    let plan = rings.as_ref();
    let context = ring_context(plan, inventory, &changes, lang);
    let is_there = (is_written, context.is_some());
    output.add("README.de.md", advice::readme(plan, changes.len(), is_there, Lang::De), false, false);
    output.add("README.en.md", advice::readme(plan, changes.len(), is_there, Lang::En), false, false);
    if let Some(list) = advice::dialplan_list(plan, lang) {
        output.add("dialplan.txt", list, false, false);
    }
    if let Some(context) = context {
        output.add(DIALPLAN, context, false, false);
    }
    if is_written {
        renew(&mut output, &changes, input);
        output.add(FRAGMENT, text, !output.renewed.is_empty(), true);
    }
    output
}

/// The plan with the lines of the PBX judged by the endpoints that are written: what names one that is not would ring nobody.
pub(super) fn rings<'a>(input: Input<'a>, written: &[PbxChange]) -> Cow<'a, Plan> {
    let twins: BTreeSet<&Extension> =
        written.iter().filter(|change| change.twin.is_some()).map(|change| &change.extension).collect();
    let lacks = |line: &&Line| line.endpoints().1.is_some() && !twins.contains(&line.extension);
    let lacking: BTreeSet<Extension> = input.plan.lines.iter().filter(lacks).map(|line| line.extension.clone()).collect();
    let Some(site) = input.site.filter(|_| !lacking.is_empty()) else { return Cow::Borrowed(input.plan) };
    let mut plan = input.plan.clone();
    plan.one_ring = one_ring(input.inventory, &plan.lines, site, &lacking);
    Cow::Owned(plan)
}

/// Notes which changes with a new password are in force with these files, and lists the passwords for the desk phones that stay.
pub(super) fn renew(output: &mut PbxOutput, written: &[PbxChange], input: Input) {
    let none = input.plan.without_desk_phone();
    let mut rows: BTreeMap<&Extension, String> = BTreeMap::new();
    let mut added = 0;
    for change in written {
        if change.twin.is_some() {
            output.renewed.insert(change.extension.clone());
        }
        let Some(auth) = &change.auth else { continue };
        output.renewed.insert(change.extension.clone());
        let password = input.secrets.get(&auth.secret).map(|secret| secret.expose().to_owned()).unwrap_or_default();
        // Nobody gets the password that replaces a leaver's, and no desk phone that of a line that rings at home only.
        if !none.contains(&change.extension) {
            added += usize::from(auth.beside.is_some());
            rows.insert(
                &change.extension,
                format!("{},{},{password}\r\n", cell(change.extension.as_str()), cell(&auth.username)),
            );
        }
    }
    if !rows.is_empty() {
        for lang in [Lang::De, Lang::En] {
            output.append(advice::name(lang), &advice::desk_phones(rows.len() - added, added, lang));
        }
        let text = rows.into_values().fold("extension,login,password\r\n".to_owned(), |text, row| text + &row);
        output.add(NEW_PASSWORDS, text, true, false);
    }
}

fn cell(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.contains([',', '"', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
