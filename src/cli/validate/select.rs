//! Which lines are asked, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Job, Options, codes, in_site_file};
use crate::diag::{Finding, Words};
use crate::domain::{Extension, HostPort, Transport};
use crate::plan::model::{Kept, Line};
use crate::policy::overrides::{Server, Setting};
use crate::policy::site::Site;

/// Where a registrar of another transport is named, best first.
const BEST: [Transport; 5] = [Transport::Tls, Transport::Tcp, Transport::Udp, Transport::Wss, Transport::Ws];

/// What the options leave of the plan.
pub struct Selection {
    /// With registrar and transport as they will be asked.
    pub lines: Vec<Arc<Line>>,
    pub kept: Vec<Kept>,
    pub findings: Vec<Finding>,
}

/// Applies `--only` and the registrars, and refuses targets that the site file does not name.
pub fn select(job: &Job<'_>) -> Result<Selection, Vec<Finding>> {
    let only: BTreeSet<&Extension> = job.options.only.iter().collect();
    let chosen = |extension: &Extension| only.is_empty() || only.contains(extension);
    let mut selection = Selection { lines: Vec::new(), kept: Vec::new(), findings: Vec::new() };
    let lines = if job.options.revoked { &job.plan.revoked } else { &job.plan.lines };
    for line in lines.iter().filter(|line| chosen(&line.extension)) {
        selection.lines.push(as_asked(line, &job.options));
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
        return match no_laboratory(job, &selection.lines) {
            Some(finding) => Err(vec![finding]),
            None => Ok(selection),
        };
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

/// The line with the login in force, and with the way that packets take, whether the site file or the command line says it.
fn as_asked(line: &Arc<Line>, options: &Options) -> Arc<Line> {
    let (registrar, transport) = way(line, &options.registrars);
    let goes_there = registrar == line.registrar && transport == line.transport && line.media.outbound_proxy.is_none();
    if goes_there && line.login_now.is_none() && !options.revoked {
        return Arc::clone(line);
    }
    let mut line = line.as_of(options.change_loaded);
    if options.revoked {
        forget_forecast(&mut line);
    }
    // Written only where there is one: a line that asks for nothing has no room for it.
    if line.media.outbound_proxy.is_some() {
        line.media.outbound_proxy = None;
    }
    Arc::new(Line { registrar, transport, ..line })
}

/// `--shared-challenge` is for PBXs on which nobody depends.
fn no_laboratory(job: &Job<'_>, lines: &[Arc<Line>]) -> Option<Finding> {
    let target = lines.iter().map(|line| &line.registrar).find(|at| !at.is_loopback())?;
    (job.options.shared_challenge && !job.site.validate.lab).then(|| {
        codes::NO_LABORATORY
            .finding(
                Some(in_site_file(job.folder)),
                Words::new(
                    format!("`--shared-challenge` is for laboratories, and `{target}` is not on loopback"),
                    format!("`--shared-challenge` ist für Labore, und `{target}` liegt nicht auf loopback"),
                ),
            )
            .todo(Words::new(
                "leave the option out, or set `validate.lab: true` where nobody telephones over this PBX",
                "die Option weglassen oder `validate.lab: true` setzen, wenn niemand über diese Anlage telefoniert",
            ))
    })
}

/// A revocation is proven by asking: what the files say about the login must not decide it.
fn forget_forecast(line: &mut Line) {
    line.facts.secret_matches = None;
    line.facts.secret_cut_at = None;
    line.facts.auth_user = None;
}

pub fn allowed(at: &HostPort, site: &Site) -> bool {
    let named = || site.pbx.registrars.values().any(|registrar| registrar == at);
    at.is_loopback() || named() || of_overrides(site).any(|server| server.is(at))
}

/// The servers that `overrides` names.
fn of_overrides(site: &Site) -> impl Iterator<Item = &Server> {
    site.overrides.iter().flat_map(|level| &level.settings).filter_map(|(setting, _)| match setting {
        Setting::Registrar(server) | Setting::OutboundProxy(server) | Setting::BackupRegistrar(server) => Some(server),
        _ => None,
    })
}

/// All servers of the site with the transports they are named for, for lines that the PBX sends on to one of them.
pub fn servers(job: &Job<'_>) -> Vec<(HostPort, Transport)> {
    let mut servers: Vec<(HostPort, Transport)> =
        job.site.pbx.registrars.iter().chain(&job.options.registrars).map(|(transport, at)| (at.clone(), *transport)).collect();
    for server in of_overrides(job.site) {
        servers.extend([Transport::Udp, Transport::Tcp, Transport::Tls].map(|transport| (server.at(transport), transport)));
    }
    servers
}

/// The line's own way, or where registrars were named, that of its transport or else the best of them.
fn way(line: &Line, named: &BTreeMap<Transport, HostPort>) -> (HostPort, Transport) {
    let own = std::iter::once(line.transport).chain(BEST);
    let named = own.into_iter().find_map(|transport| named.get(&transport).map(|at| (at.clone(), transport)));
    named.unwrap_or_else(|| (line.hop().clone(), line.hop_transport()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::yaml::read_site;

    /// What a test registration leaves at a backup registrar is removed there, as it is at every server that lines may be sent on to.
    #[test]
    fn all_servers_that_the_site_file_names_may_be_asked() {
        let text = "version: 1\nname: Office\nnumbers: {country: \"49\", area: \"89\", head: \"99998\", outside_prefix: \"0\", extension_lengths: [4]}\n\
            sources: {asterisk: pbx, staff: [{file: staff.csv}]}\n\
            pbx: {kind: kamailio, domain: pbx.example, registrars: {udp: \"192.0.2.1:5060\"}}\n\
            clients: [{client: baresip, transport: udp, srtp: off}]\n\
            overrides: {organisation: {registrar: \"192.0.2.2:5060\", backup_registrar: \"192.0.2.3:5060\", outbound_proxy: \"192.0.2.4:5060\"}}\n\
            roster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n";
        let reading = read_site("deskshift.yaml", text.as_bytes(), &["baresip"]);
        let site = reading.site.unwrap_or_else(|| panic!("{:?}", reading.findings));
        for (n, expected) in [(1, true), (2, true), (3, true), (4, true), (5, false)] {
            let at = HostPort { host: format!("192.0.2.{n}").into(), port: 5060 };
            assert_eq!(allowed(&at, &site), expected, "{at}");
        }
    }
}
