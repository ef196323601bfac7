//! Host names to addresses, by the system's resolver.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::domain::HostPort;

use super::error::FlowError;

/// Every address of a host, IPv4 first (office PBXs are rarely reachable by IPv6, and UDP shows a wrong choice by silence only).
///
/// # Errors
/// When the name does not exist or nobody answers within `within`.
pub async fn resolve(target: &HostPort, within: Duration) -> Result<Vec<SocketAddr>, FlowError> {
    if let Ok(address) = target.host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, target.port)]);
    }
    let host = target.host.clone();
    let failed = || FlowError::LookupFailed { host: host.to_string() };
    let lookup = tokio::net::lookup_host((target.host.as_str(), target.port));
    match tokio::time::timeout(within, lookup).await {
        Err(_) => Err(failed()),
        Ok(Err(error)) => Err(if is_temporary(&error) { failed() } else { FlowError::NameNotFound { host: host.to_string() } }),
        Ok(Ok(found)) => {
            let mut list: Vec<SocketAddr> = Vec::new();
            for address in found {
                if !list.contains(&address) {
                    list.push(address);
                }
            }
            list.sort_by_key(SocketAddr::is_ipv6);
            if list.is_empty() { Err(FlowError::NameNotFound { host: host.to_string() }) } else { Ok(list) }
        }
    }
}

/// The standard library hands getaddrinfo's error on as text only.
fn is_temporary(error: &io::Error) -> bool {
    let text = error.to_string();
    text.contains("emporary failure") || text.contains("System error") || text.contains("ry again")
}
