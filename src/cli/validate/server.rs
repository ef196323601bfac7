//! The PBX's own word on what the wire leaves open.

use std::collections::BTreeMap;

use crate::cli::ask_server;
use crate::diag::Finding;
use crate::domain::LineId;
use crate::plan::model::{Line, Plan};
use crate::probe::devices::Device;
use crate::probe::report::Report;
use crate::probe::server::{devices, resolve};
use crate::store::site_folder::{Policy, SiteFolder};

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
