//! The PBX's own word on what the wire leaves open.

use std::collections::BTreeMap;

use crate::cli::ask_server;
use crate::diag::Finding;
use crate::domain::LineId;
use crate::plan::Planned;
use crate::plan::model::Line;
use crate::probe::devices::Device;
use crate::probe::report::Report;
use crate::probe::server::{Told, devices, resolve};
use crate::store::site_folder::{Policy, SiteFolder};

/// What the PBX says, where the site file says how to ask it; that it does not answer is told.
pub fn told(policy: &Policy, folder: &SiteFolder, plan: &Planned, findings: &mut Vec<Finding>) -> Option<Told> {
    let rules = policy.site.server.as_ref()?;
    ask_server::ask(rules, &policy.vault(folder), &ask_server::of(plan, true)).map_err(|finding| findings.push(*finding)).ok()
}

/// Settles verdicts by what the PBX said after the run, and gives the devices of each line. Without its word the verdicts stay as they are.
pub fn settle(policy: &Policy, plan: &Planned, report: &mut Report, told: Option<&Told>) -> BTreeMap<LineId, Vec<Device>> {
    let lines: BTreeMap<&LineId, &Line> = plan.lines.iter().map(|line| (&line.id, &**line)).collect();
    if let (Some(told), Some(rules)) = (told, &policy.site.server) {
        resolve(report, &lines, told, rules.ask.name());
    }
    devices(report, &lines, told)
}
