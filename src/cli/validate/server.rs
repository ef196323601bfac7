//! The PBX's own word on what the wire leaves open.

use std::collections::BTreeMap;

use crate::cli::ask_server;
use crate::diag::Finding;
use crate::domain::LineId;
use crate::plan::model::{Line, Plan};
use crate::probe::devices::Device;
use crate::probe::report::Report;
use crate::probe::server::{Told, devices, resolve};
use crate::store::site_folder::{Policy, SiteFolder};

/// What the PBX says before a run, where the site file says how to ask it.
pub fn told(policy: &Policy, folder: &SiteFolder, findings: &mut Vec<Finding>) -> Option<Told> {
    let rules = policy.site.server.as_ref()?;
    ask_server::ask(rules, &policy.vault(folder)).map_err(|finding| findings.push(*finding)).ok()
}

/// The devices of each line where the PBX does not tell them.
pub fn unasked(plan: &Plan, report: &Report) -> BTreeMap<LineId, Vec<Device>> {
    devices(report, &plan.lines.iter().map(|line| (&line.id, line)).collect(), None)
}

/// Asks the PBX where the site file says how, settles verdicts, and gives the devices of each line. Where the PBX does not answer, that is
/// told and the verdicts stay as they are.
pub fn ask(
    policy: &Policy,
    folder: &SiteFolder,
    plan: &Plan,
    report: &mut Report,
    findings: &mut Vec<Finding>,
) -> BTreeMap<LineId, Vec<Device>> {
    let lines: BTreeMap<&LineId, &Line> = plan.lines.iter().map(|line| (&line.id, line)).collect();
    let Some(rules) = &policy.site.server else { return devices(report, &lines, None) };
    match ask_server::ask(rules, &policy.vault(folder)) {
        Ok(told) => {
            resolve(report, &lines, &told, rules.ask.name());
            devices(report, &lines, Some(&told))
        }
        Err(finding) => {
            findings.push(*finding);
            devices(report, &lines, None)
        }
    }
}
