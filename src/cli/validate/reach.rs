//! How the PBX is reached: whom to trust, from which port, how long to wait.

use std::path::Path;
use std::time::Duration;

use super::Job;
use super::select::servers;
use crate::diag::Finding;
use crate::domain::{HostPort, Transport};
use crate::plan::model::Line;
use crate::store::files;

/// Where Debian, Ubuntu, Fedora and openSUSE keep the authorities that everybody trusts.
const SYSTEM_AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"];

/// Named on the command line, by the site, by a lab of this site, or by the system. Needed also where only a server is encrypted that the
/// PBX may send a line on to.
pub fn authorities(job: &Job<'_>, lines: &[&Line]) -> Result<Vec<u8>, Box<Finding>> {
    if let Some(pem) = &job.options.authorities {
        return Ok(pem.clone());
    }
    let own = lines.iter().map(|line| (line.registrar.clone(), line.transport)).collect();
    let over_tls = over_tls(own, servers(job));
    if over_tls.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(name) = &job.site.pbx.ca {
        return job.folder.read_source(name);
    }
    let lab = job.folder.out().join("lab-ca.pem");
    if over_tls.iter().all(HostPort::is_loopback) && lab.exists() {
        return files::read(&lab, files::MAX_FILE);
    }
    let system = SYSTEM_AUTHORITIES.iter().map(Path::new).find(|path| path.exists());
    system.map_or(Ok(Vec::new()), |path| files::read(path, files::MAX_FILE))
}

/// Who may be asked over TLS: the lines' own registrars and those of the site that they may be sent on to.
fn over_tls(own: Vec<(HostPort, Transport)>, mut others: Vec<(HostPort, Transport)>) -> Vec<HostPort> {
    // Nobody is sent on from this machine to another.
    if own.iter().all(|(at, _)| at.is_loopback()) {
        others.retain(|(at, _)| at.is_loopback());
    }
    own.into_iter().chain(others).filter(|(_, transport)| transport.is_encrypted()).map(|(at, _)| at).collect()
}

/// The same port in every run of a site, so that a repeated bind refreshes its own binding.
pub fn source_port(key: &[u8; 32]) -> u16 {
    20_000 + u16::from_be_bytes([key[0], key[1]]) % 10_000
}

/// A PBX on this machine answers at once or not at all.
pub fn connect_within(lines: &[&Line], timeout: Duration) -> Duration {
    let lab = lines.iter().all(|line| line.registrar.is_loopback());
    timeout.min(if lab { Duration::from_millis(1500) } else { Duration::from_secs(8) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_needed_also_for_servers_that_a_line_may_be_sent_on_to() {
        let at = |host: &str, transport| (HostPort { host: host.into(), port: 5061 }, transport);
        let (home, local) = (at("192.0.2.5", Transport::Udp), at("127.0.0.1", Transport::Udp));
        let (away, here) = (at("192.0.2.6", Transport::Tls), at("127.0.0.1", Transport::Tls));
        let asked = |own: &[_], others: &[_]| {
            over_tls(own.to_vec(), others.to_vec()).iter().map(|at| at.host.clone()).collect::<Vec<_>>()
        };
        assert_eq!(asked(std::slice::from_ref(&home), &[away.clone(), here.clone()]), ["192.0.2.6", "127.0.0.1"]);
        assert_eq!(
            asked(std::slice::from_ref(&local), &[away.clone(), here.clone()]),
            ["127.0.0.1"],
            "not away from this machine"
        );
        assert_eq!(asked(std::slice::from_ref(&home), &[home.clone(), local]), [""; 0]);
    }
}
