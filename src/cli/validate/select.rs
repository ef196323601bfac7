//! Which lines are asked, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::{Job, codes, in_site_file};
use crate::diag::{Finding, Words};
use crate::domain::{Extension, HostPort, Transport};
use crate::plan::model::{Kept, Line};
use crate::policy::site::Site;

/// Transports a REGISTER can be probed over, best first.
const PROBED: [Transport; 3] = [Transport::Tls, Transport::Tcp, Transport::Udp];

/// What the options leave of the plan.
pub struct Selection {
    /// With registrar and transport as they will be asked.
    pub lines: Vec<Line>,
    pub kept: Vec<Kept>,
    /// Lines that only WebSocket leads to.
    pub unreachable: Vec<Line>,
    pub findings: Vec<Finding>,
}

/// True where nobody but this machine answers.
pub fn is_loopback(at: &HostPort) -> bool {
    at.host.eq_ignore_ascii_case("localhost") || at.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Applies `--only` and the registrars, and refuses targets that the site file does not name.
pub fn select(job: &Job<'_>) -> Result<Selection, Vec<Finding>> {
    let only: BTreeSet<&Extension> = job.options.only.iter().collect();
    let chosen = |extension: &Extension| only.is_empty() || only.contains(extension);
    let mut selection = Selection { lines: Vec::new(), kept: Vec::new(), unreachable: Vec::new(), findings: Vec::new() };
    let lines = if job.options.revoked { &job.plan.revoked } else { &job.plan.lines };
    for line in lines.iter().filter(|line| chosen(&line.extension)) {
        match way(line, job.site, &job.options.registrars) {
            Some((registrar, transport)) => {
                let mut line = line.as_of(job.options.change_loaded);
                if job.options.revoked {
                    forget_forecast(&mut line);
                }
                selection.lines.push(Line { registrar, transport, ..line });
            }
            None => selection.unreachable.push(line.clone()),
        }
    }
    if !job.options.revoked {
        selection.kept.extend(job.plan.kept.iter().filter(|kept| chosen(&kept.extension)).cloned());
    }
    let known: BTreeSet<&Extension> =
        job.plan.lines.iter().map(|line| &line.extension).chain(job.plan.kept.iter().map(|kept| &kept.extension)).collect();
    for extension in only.into_iter().filter(|extension| !known.contains(*extension)) {
        selection.findings.push(codes::NOT_IN_PLAN.finding(
            None,
            Words::new(
                format!("extension `{extension}` is not in the plan"),
                format!("die Nebenstelle `{extension}` steht nicht im Plan"),
            ),
        ));
    }
    let foreign: BTreeSet<&HostPort> =
        selection.lines.iter().map(|line| &line.registrar).filter(|at| !allowed(at, job.site)).collect();
    if foreign.is_empty() {
        return Ok(selection);
    }
    let finding = |at: &HostPort| {
        codes::FOREIGN_TARGET
            .finding(
                Some(in_site_file(job.folder)),
                Words::new(format!("`{at}` is not among `pbx.registrars`"), format!("`{at}` steht nicht unter `pbx.registrars`")),
            )
            .todo(Words::new(
                "enter it there and run `deskshift plan`, or use a registrar of the site",
                "dort eintragen und `deskshift plan` ausführen, oder einen Registrar des Standorts benutzen",
            ))
    };
    Err(foreign.into_iter().map(finding).collect())
}

/// A revocation is proven by asking: what the files say about the login must not decide it.
fn forget_forecast(line: &mut Line) {
    line.facts.secret_matches = None;
    line.facts.secret_cut_at = None;
    line.facts.auth_user = None;
}

pub fn allowed(at: &HostPort, site: &Site) -> bool {
    is_loopback(at) || site.pbx.registrars.values().any(|registrar| registrar == at)
}

/// The line's own way, or the best other one where it is a WebSocket, or where registrars were named.
fn way(line: &Line, site: &Site, named: &BTreeMap<Transport, HostPort>) -> Option<(HostPort, Transport)> {
    let best = |from: &BTreeMap<Transport, HostPort>| {
        PROBED.iter().find_map(|transport| from.get(transport).map(|at| (at.clone(), *transport)))
    };
    let probed = PROBED.contains(&line.transport);
    if let Some(at) = named.get(&line.transport).filter(|_| probed) {
        return Some((at.clone(), line.transport));
    }
    if !named.is_empty() {
        return best(named);
    }
    if probed {
        return Some((line.registrar.clone(), line.transport));
    }
    best(&site.pbx.registrars)
}
