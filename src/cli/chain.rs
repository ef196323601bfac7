//! Import, plan, and what builds on them: which documents are missing or old, and all commands that mend it, said at once.

use super::plan::{Stored, read_inventory, usage};
use super::{ExitStatus, Failure};
use crate::diag::{Finding, Place, Words};
use crate::plan::model::Plan;
use crate::store::codes::{SEALED, STALE};
use crate::store::document::{self, Header, INVENTORY, Kind, PLAN};
use crate::store::site_folder::{Policy, SiteFolder};

/// The inventory and the plan made from it, both known to fit the sources as they are now.
pub struct Planned {
    pub stored: Stored,
    pub plan: Plan,
    pub plan_sha256: String,
}

/// Reads both, or says in one finding what is missing or old and every command to run.
pub fn planned(folder: &SiteFolder, policy: &Policy) -> Result<Planned, Failure> {
    let stored = read_inventory(folder, policy).map_err(|mut failure| {
        // Whatever is wrong with the inventory, a new one needs a new plan.
        let made = [folder.inventory(), folder.secrets()].map(|path| path.display().to_string());
        for finding in &mut failure.findings {
            // A store that does not open is not mended by sealing a new one with what is wrong.
            let closed = finding.code == SEALED.code();
            if !closed && finding.place.as_ref().is_some_and(|place| made.iter().any(|made| place.file_name() == made)) {
                finding.todo = Some(run(folder, &[INVENTORY, PLAN]));
            }
        }
        failure
    })?;
    let path = folder.plan();
    let (document, plan_sha256) = document::read::<Plan>(&path, PLAN).map_err(usage)?;
    let inputs = [("inventory", stored.sha256.as_str()), ("deskshift.yaml", policy.sha256.as_str())];
    let mut changed: Vec<String> =
        inputs.into_iter().filter(|(name, now)| !is_from(&document.header, name, now)).map(|(name, _)| name.to_owned()).collect();
    changed.extend(changed_beside(folder, &document.header));
    // Drawn when the plan is made; whoever removed the file gets new ones with the next plan.
    let undrawn = document.body.issued_keys().any(|key| stored.secrets.with_key(key).is_none());
    if changed.is_empty() && undrawn {
        let what = Words::new("new passwords of the plan are missing", "neue Kennwörter des Plans fehlen");
        let finding = STALE.finding(Some(Place::file(folder.issued().display().to_string())), what).todo(run(folder, &[PLAN]));
        return Err(Failure { findings: vec![finding], status: ExitStatus::Refused });
    }
    if changed.is_empty() {
        return Ok(Planned { stored, plan: document.body, plan_sha256 });
    }
    let finding = stale(&path.display().to_string(), &changed, PLAN).todo(run(folder, &[PLAN]));
    Err(Failure { findings: vec![finding], status: ExitStatus::Refused })
}

/// Sources of the inventory that are not what they were when it was made.
#[must_use]
pub fn changed_sources(folder: &SiteFolder, header: &Header, policy: &Policy) -> Vec<String> {
    let now = |name: &str| match name {
        "deskshift.yaml" => policy.sha256.clone(),
        _ => folder.read_source(name).map(|bytes| document::sha256(&bytes)).unwrap_or_default(),
    };
    header.inputs.keys().filter(|name| !is_from(header, name, &now(name))).cloned().collect()
}

/// Files that a plan was made of beside the inventory and the site file, and that are not what they were: certificates.
#[must_use]
pub fn changed_beside(folder: &SiteFolder, header: &Header) -> Vec<String> {
    let beside = header.inputs.iter().filter(|(name, _)| !["inventory", "deskshift.yaml"].contains(&name.as_str()));
    let now = |name: &str| folder.read_source(name).map(|bytes| document::sha256(&bytes)).unwrap_or_default();
    beside.filter(|(name, then)| now(name) != **then).map(|(name, _)| name.clone()).collect()
}

fn is_from(header: &Header, name: &str, now: &str) -> bool {
    header.inputs.get(name).is_some_and(|then| then == now)
}

/// One finding for all inputs that changed.
#[must_use]
pub fn stale(path: &str, changed: &[String], kind: Kind) -> Finding {
    const NAMED: usize = 6;
    let names: Vec<String> = changed.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let (mut en, mut de) = (names.join(", "), names.join(", "));
    if changed.len() > NAMED {
        let more = changed.len() - NAMED;
        en.push_str(&format!(" and {more} more"));
        de.push_str(&format!(" und {more} weitere"));
    }
    let have = if changed.len() == 1 { "hat" } else { "haben" };
    let what = Words::new(
        format!("{en} changed since this `{}` was made", kind.name),
        format!("{de} {have} sich geändert, seit dieses Dokument (`{}`) entstand", kind.name),
    );
    STALE.finding(Some(Place::file(path)), what)
}

/// `run `deskshift -C town-hall inventory import`, then `deskshift -C town-hall plan``
#[must_use]
pub fn run(folder: &SiteFolder, kinds: &[Kind]) -> Words {
    let commands: Vec<String> = kinds.iter().map(|kind| format!("`{}`", command(folder, kind.made_by))).collect();
    Words::new(format!("run {}", commands.join(", then ")), format!("{} ausführen", commands.join(", dann ")))
}

/// The command as it must be typed where the user is.
#[must_use]
pub fn command(folder: &SiteFolder, made_by: &str) -> String {
    let root = folder.root().display().to_string();
    match made_by.strip_prefix("deskshift ") {
        Some(rest) if root != "." => format!("deskshift -C {root} {rest}"),
        _ => made_by.to_owned(),
    }
}
