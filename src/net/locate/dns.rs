//! Asks DNS.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{Resolver, TokioResolver};

use super::order::{Naptr, Srv};

/// Records of one name that are looked at: no house has more servers, and a name that lies cannot keep us busy.
const MOST: usize = 32;

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// The name has no such records, or does not exist.
    Nothing,
    /// Nobody answered, or not in a way that can be used.
    Failed,
}

pub(super) struct Asked(TokioResolver);

impl Asked {
    /// The system's name servers, or the one given.
    pub(super) fn new(server: Option<SocketAddr>, within: Duration) -> Result<Self, Unanswered> {
        let provider = TokioRuntimeProvider::default();
        let mut builder = match server {
            None => TokioResolver::builder_tokio().map_err(|_| Unanswered::Failed)?,
            Some(at) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                    connection.port = at.port();
                    connection
                });
                let server = NameServerConfig::new(at.ip(), true, connections.into());
                Resolver::builder_with_config(ResolverConfig::from_parts(None, Vec::new(), vec![server]), provider)
            }
        };
        let options = builder.options_mut();
        // Three questions at most, each tried twice.
        options.timeout = (within / 6).max(Duration::from_millis(200));
        options.attempts = 1;
        builder.build().map(Self).map_err(|_| Unanswered::Failed)
    }

    async fn ask(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, Unanswered> {
        // With the dot at its end the name is whole: no search domain is put behind it.
        let name = Name::from_ascii(format!("{}.", name.trim_end_matches('.'))).map_err(|_| Unanswered::Nothing)?;
        match self.0.lookup(name, kind).await {
            Ok(found) => Ok(found.answers().iter().take(MOST).map(|record| record.data.clone()).collect()),
            Err(error) => Err(unanswered(&error)),
        }
    }

    pub(super) async fn naptr(&self, host: &str) -> Result<Vec<Naptr>, Unanswered> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let found = self.ask(host, RecordType::NAPTR).await?;
        let records = found.into_iter().filter_map(|data| match data {
            RData::NAPTR(naptr) => Some(Naptr {
                order: naptr.order,
                preference: naptr.preference,
                flags: text(&naptr.flags),
                service: text(&naptr.services),
                replacement: naptr.replacement.to_ascii(),
            }),
            _ => None,
        });
        Ok(records.collect())
    }

    pub(super) async fn srv(&self, name: &str) -> Result<Vec<Srv>, Unanswered> {
        let found = self.ask(name, RecordType::SRV).await?;
        let records = found.into_iter().filter_map(|data| match data {
            RData::SRV(srv) => Some(Srv {
                priority: srv.priority,
                weight: srv.weight,
                port: srv.port,
                target: srv.target.to_ascii().trim_end_matches('.').to_owned(),
            }),
            _ => None,
        });
        Ok(records.collect())
    }

    /// IPv4 first, as [`super::resolve`] does.
    pub(super) async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Unanswered> {
        let found = self.0.lookup_ip(format!("{}.", host.trim_end_matches('.'))).await.map_err(|error| unanswered(&error))?;
        let mut list: Vec<SocketAddr> = Vec::new();
        for ip in found.iter().take(MOST) {
            let address = SocketAddr::new(ip, port);
            if !list.contains(&address) {
                list.push(address);
            }
        }
        list.sort_by_key(|address| (address.is_ipv6(), *address));
        Ok(list)
    }
}

fn unanswered(error: &NetError) -> Unanswered {
    if error.is_no_records_found() || error.is_nx_domain() { Unanswered::Nothing } else { Unanswered::Failed }
}
