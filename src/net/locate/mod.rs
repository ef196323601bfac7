//! The servers of a name, as a phone finds them that is told to ask DNS: NAPTR, SRV, addresses (RFC 3263 section 4).
//!
//! In: the registrar's name, the transport and whom to ask. Out: addresses in the order of trial, and which of several answers over UDP.
//! May import: `domain`, `sip`, its own room.

mod alive;
mod dns;
mod order;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use self::dns::{Asked, Unanswered};
use super::error::FlowError;
use crate::domain::{HostPort, Transport};
use crate::sip::tokens::Tokens;

pub(super) use alive::first_that_answers;

/// Addresses that are tried at most: a name that has more lies, or is no PBX of an office.
const MOST: usize = 16;

/// How DNS is asked for servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dns {
    /// Who is asked; none: the system's name servers.
    pub server: Option<SocketAddr>,
    /// Decides among servers of one priority: the same in each run of a site.
    pub seed: [u8; 32],
}

/// Addresses in the order in which a phone tries them.
///
/// # Errors
/// [`FlowError::NameNotFound`] where the name does not exist or its records say that there is no such service,
/// [`FlowError::LookupFailed`] where nobody answers within `within`.
pub(super) async fn servers(
    at: &HostPort,
    transport: Transport,
    dns: Dns,
    within: Duration,
) -> Result<Vec<SocketAddr>, FlowError> {
    let lookup = tokio::time::timeout(within, found(at, transport, dns, within)).await;
    match lookup.unwrap_or(Err(Unanswered::Failed)) {
        Ok(found) => Ok(found),
        Err(Unanswered::Nothing) => Err(FlowError::NameNotFound { host: at.host.to_string() }),
        Err(Unanswered::Failed) => Err(FlowError::LookupFailed { host: at.host.to_string() }),
    }
}

async fn found(at: &HostPort, transport: Transport, dns: Dns, within: Duration) -> Result<Vec<SocketAddr>, Unanswered> {
    let asked = Asked::new(dns.server, within)?;
    let records = match asked.naptr(&at.host).await {
        Ok(records) => records,
        Err(Unanswered::Nothing) => Vec::new(),
        Err(Unanswered::Failed) => return Err(Unanswered::Failed),
    };
    let mut tokens = Tokens::from_seed(dns.seed);
    let mut servers = Vec::new();
    for name in order::srv_names(records, &at.host, transport) {
        match asked.srv(&name).await {
            Ok(records) => servers.extend(order::in_turn(records, |sum| (tokens.next_u64() % (u64::from(sum) + 1)) as u32)),
            Err(Unanswered::Nothing) => {}
            Err(Unanswered::Failed) => return Err(Unanswered::Failed),
        }
    }
    if servers.is_empty() {
        return some(asked.addresses(&at.host, at.port).await?);
    }
    let mut addresses: Vec<SocketAddr> = Vec::new();
    let mut failed = false;
    // `.` as target: the domain says that it has no such service (RFC 2782).
    for server in servers.into_iter().filter(|server| !server.target.is_empty()) {
        match asked.addresses(&server.target, server.port).await {
            Ok(found) => addresses.extend(found),
            // One server that has no address does not stand for the others.
            Err(Unanswered::Nothing) => {}
            Err(Unanswered::Failed) => failed = true,
        }
    }
    let mut known = Vec::new();
    addresses.retain(|address| {
        !known.contains(address) && {
            known.push(*address);
            true
        }
    });
    addresses.truncate(MOST);
    if addresses.is_empty() && failed { Err(Unanswered::Failed) } else { some(addresses) }
}

fn some(addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Unanswered> {
    if addresses.is_empty() { Err(Unanswered::Nothing) } else { Ok(addresses) }
}

/// The share of a time for each of `left` addresses that are still to be tried.
pub(super) fn share(end: Instant, left: usize) -> Duration {
    end.saturating_duration_since(Instant::now()) / u32::try_from(left.max(1)).unwrap_or(1)
}
