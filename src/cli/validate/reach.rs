//! How the PBX is reached: whom to trust, from which port, how long to wait.

use std::path::Path;
use std::time::Duration;

use super::Job;
use super::select::is_loopback;
use crate::diag::Finding;
use crate::domain::Transport;
use crate::plan::model::Line;
use crate::store::files;

/// Where Debian, Ubuntu, Fedora and openSUSE keep the authorities that everybody trusts.
const SYSTEM_AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"];

/// Named on the command line, by the site, by a lab of this site, or by the system.
pub fn authorities(job: &Job<'_>, lines: &[&Line]) -> Result<Vec<u8>, Box<Finding>> {
    if let Some(pem) = &job.options.authorities {
        return Ok(pem.clone());
    }
    let encrypted = |line: &&Line| matches!(line.transport, Transport::Tls | Transport::Wss);
    let over_tls: Vec<&Line> = lines.iter().copied().filter(encrypted).collect();
    if over_tls.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(name) = &job.site.pbx.ca {
        return job.folder.read_source(name);
    }
    let lab = job.folder.out().join("lab-ca.pem");
    if over_tls.iter().all(|line| is_loopback(&line.registrar)) && lab.exists() {
        return files::read(&lab, files::MAX_FILE);
    }
    let system = SYSTEM_AUTHORITIES.iter().map(Path::new).find(|path| path.exists());
    system.map_or(Ok(Vec::new()), |path| files::read(path, files::MAX_FILE))
}

/// The same port in every run of a site, so that a repeated bind refreshes its own binding.
pub fn source_port(key: &[u8; 32]) -> u16 {
    20_000 + u16::from_be_bytes([key[0], key[1]]) % 10_000
}

/// A PBX on this machine answers at once or not at all.
pub fn connect_within(lines: &[&Line], timeout: Duration) -> Duration {
    let lab = lines.iter().all(|line| is_loopback(&line.registrar));
    timeout.min(if lab { Duration::from_millis(1500) } else { Duration::from_secs(8) })
}
