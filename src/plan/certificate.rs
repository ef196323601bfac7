//! Whether the servers that lines log in to are named in the certificate they show (RFC 6125, RFC 9525, RFC 5922).

use jiff::civil::Date;

use super::model::Line;
use super::words;
use crate::diag::Words;
use crate::domain::{CertificateFacts, Transport};
use crate::policy::overrides::Variable;

/// What a plan depends on beside the inventory and the site file.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// The day on which it is made; none: nobody asked the clock, and nothing is over.
    pub today: Option<Date>,
    /// Of the servers, as the site folder has them; empty: nothing is compared.
    pub certificates: Vec<ServerCertificate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerCertificate {
    /// Relative to the site folder.
    pub file: String,
    pub facts: CertificateFacts,
}

impl ServerCertificate {
    /// Whether a client that connects to this host takes it. A `sip:` address counts for SIP, not for a browser.
    fn names(&self, host: &str, over: Transport) -> bool {
        let by_address =
            over == Transport::Tls && self.facts.sip_hosts.iter().any(|named| bare(named).eq_ignore_ascii_case(host));
        by_address || self.facts.names(host).0
    }

    /// The day after which it is no longer valid, where that is before this one.
    fn expired(&self, today: Option<Date>) -> Option<Date> {
        let end = jiff::Timestamp::from_second(self.facts.not_after).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
        today.filter(|today| end < *today).map(|_| end)
    }
}

fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// What is wrong with a server's certificate for one line.
pub(super) enum Trouble<'a> {
    /// No certificate has the host, which this variable names where it is not the site's registrar.
    Host(&'a str, Option<Variable>),
    /// `pbx.tls_name`, which `validate` expects, stands in none.
    TlsName(&'a str),
    /// The certificate that names the host is over since this day.
    Expired(&'a ServerCertificate, Date),
}

/// The hosts that a line connects to over TLS, each with what names it.
fn hosts(line: &Line) -> impl Iterator<Item = (&str, Transport, Option<Variable>)> {
    let of_hop = match line.media.outbound_proxy {
        Some(_) => Variable::OutboundProxy,
        None => Variable::Registrar,
    };
    let own = |variable| Some(variable).filter(|variable| line.overridden.contains_key(variable));
    let backup = line.media.backup_registrar.as_ref();
    let all = [
        Some((line.hop().host.as_str(), line.hop_transport(), own(of_hop))),
        backup.map(|server| (server.host.as_str(), line.transport, own(Variable::BackupRegistrar))),
    ];
    all.into_iter().flatten().filter(|(_, transport, _)| transport.is_encrypted())
}

/// Where no certificate is known, `tls_name` says what stands in it.
pub(super) fn troubles<'a>(line: &'a Line, tls_name: Option<&'a str>, known: &'a Circumstances) -> Vec<Trouble<'a>> {
    let mut troubles = Vec::new();
    let certificates = &known.certificates;
    let mut reached = false;
    for (host, transport, variable) in hosts(line) {
        reached = true;
        if certificates.is_empty() {
            // One name tells nothing about a second server.
            let first = variable != Some(Variable::BackupRegistrar);
            if first && tls_name.is_some_and(|name| !name.eq_ignore_ascii_case(host)) {
                troubles.push(Trouble::Host(host, variable));
            }
            continue;
        }
        let mut naming = certificates.iter().filter(|certificate| certificate.names(host, transport)).peekable();
        if naming.peek().is_none() {
            troubles.push(Trouble::Host(host, variable));
        }
        // One that is still good may stand beside the old one.
        let over: Vec<_> = naming.map(|certificate| (certificate, certificate.expired(known.today))).collect();
        if over.iter().all(|(_, end)| end.is_some()) {
            troubles.extend(over.into_iter().filter_map(|(certificate, end)| Some(Trouble::Expired(certificate, end?))));
        }
    }
    if reached && !certificates.is_empty() {
        let unnamed = tls_name.filter(|name| !certificates.iter().any(|certificate| certificate.names(name, Transport::Tls)));
        troubles.extend(unnamed.map(Trouble::TlsName));
    }
    troubles
}

/// The sentence of a trouble, and what to do.
pub(super) fn told(trouble: &Trouble, tls_name: Option<&str>, certificates: &[ServerCertificate]) -> (Words, Words) {
    let names = match tls_name.filter(|_| certificates.is_empty()) {
        Some(name) => format!("`{name}`"),
        None => all_names(certificates),
    };
    match trouble {
        Trouble::Host(host, _) => words::certificate_name(&names, host),
        Trouble::TlsName(name) => words::tls_name_not_in_certificate(&names, name),
        Trouble::Expired(certificate, end) => words::certificate_expired(&certificate.file, *end),
    }
}

/// Names that a sentence has room for.
const SHOWN: usize = 6;

/// A certificate says what its maker likes: in a sentence it may say a few names, without signs that would break it.
fn all_names(certificates: &[ServerCertificate]) -> String {
    let all: Vec<String> = certificates.iter().flat_map(|certificate| certificate.facts.presented()).collect();
    let shown = all.iter().take(SHOWN).map(|name| {
        let name: String = name.chars().filter(|c| !c.is_control() && *c != '`').take(80).collect();
        format!("`{name}`")
    });
    let mut shown: Vec<String> = shown.collect();
    match all.len() {
        0 => shown.push("-".to_owned()),
        n if n > SHOWN => shown.push("…".to_owned()),
        _ => {}
    }
    shown.join(", ")
}
