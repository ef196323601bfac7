//! Via values (RFC 3261 section 20.42) with `rport` (RFC 3581).

use std::fmt;

use memchr::{memchr, memchr_iter, memchr3};

use super::params::{Params, SyntaxError, is_token, skip_blanks, split_list};
use super::uri::{parse_host_port, write_host};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// `UDP`, `TCP`, `TLS`, … as sent; the set is open.
    pub transport: String,
    /// Without brackets for IPv6.
    pub host: String,
    pub port: Option<u16>,
    pub params: Params,
}

/// What every branch of an RFC 3261 element begins with (section 8.1.1.7).
pub const MAGIC_COOKIE: &str = "z9hG4bK";

/// The branch of a value in ordinary form: one element, no quotes, one blank. `None` leaves it to [`Via::parse_list`].
pub(crate) fn plain_branch(value: &str) -> Option<&str> {
    if !is_one_word_and_a_blank(value) {
        return None;
    }
    let bytes = value.as_bytes();
    let start = memchr_iter(b';', bytes).find(|at| bytes[*at..].starts_with(b";branch="))? + 8;
    let end = memchr(b';', &bytes[start..]).map_or(value.len(), |n| start + n);
    Some(&value[start..end])
}

fn is_one_word_and_a_blank(value: &str) -> bool {
    memchr3(b',', b'"', b'\t', value.as_bytes()).is_none() && memchr_iter(b' ', value.as_bytes()).count() == 1
}

/// What a value in ordinary form says about both ends, without a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlainVia<'a> {
    pub host: &'a str,
    pub port: Option<u16>,
    pub received: Option<&'a str>,
    pub rport: Option<u16>,
}

/// Reads one element without quotes, with the one blank before the sent-by, a host that is no IPv6 literal, and no parameter twice.
/// `None` leaves it to [`Via::parse_list`].
pub(crate) fn plain_via(value: &str) -> Option<PlainVia<'_>> {
    let (transport, rest) = value.strip_prefix("SIP/2.0/")?.split_once(' ')?;
    if !is_one_word_and_a_blank(value) || value.contains('<') || !is_token(transport) {
        return None;
    }
    let mut parts = rest.split(';');
    let sent_by = parts.next()?;
    let (host, port) = sent_by.split_once(':').map_or((sent_by, None), |(host, port)| (host, Some(port)));
    let is_name = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    let number = |text: &str| {
        let digits = (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| digits)
    };
    let port = match port {
        Some(port) => Some(number(port)?),
        None => None,
    };
    let (mut received, mut rport) = (None, None);
    for part in parts {
        let (name, raw) = part.split_once('=').map_or((part, None), |(name, raw)| (name, Some(raw)));
        let place = match name {
            "" => return None,
            _ if name.eq_ignore_ascii_case("received") => &mut received,
            _ if name.eq_ignore_ascii_case("rport") => &mut rport,
            _ => continue,
        };
        if place.replace(raw).is_some() {
            return None;
        }
    }
    // One that is not filled in says nothing; one that is no number is for the full reader.
    let rport = match rport.flatten() {
        Some(text) => Some(number(text)?),
        None => None,
    };
    is_name.then(|| PlainVia { host, port, received: received.flatten().map(without_brackets), rport })
}

fn without_brackets(address: &str) -> &str {
    address.trim_start_matches('[').trim_end_matches(']')
}

impl Via {
    /// Reads one value; blanks may stand around `/`, `:` and `;`.
    ///
    /// # Errors
    /// When it is no Via of SIP 2.0.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let text = text.trim_matches([' ', '\t']);
        let mut at = 0;
        for (expected, wanted) in [("`SIP`", "SIP"), ("version 2.0", "2.0")] {
            let slash = text[at..].find('/').map(|n| at + n).ok_or(SyntaxError::new("`SIP/2.0/transport`", at))?;
            if !text[at..slash].trim_matches([' ', '\t']).eq_ignore_ascii_case(wanted) {
                return Err(SyntaxError::new(expected, at));
            }
            at = slash + 1;
        }
        let start = skip_blanks(text.as_bytes(), at);
        let end = text[start..].find([' ', '\t']).map(|n| start + n).ok_or(SyntaxError::new("a blank and sent-by", start))?;
        let transport = &text[start..end];
        if !is_token(transport) {
            return Err(SyntaxError::new("a transport", start));
        }
        let params_at = text[end..].find(';').map_or(text.len(), |n| end + n);
        let sent_by: String = text[end..params_at].chars().filter(|c| !matches!(c, ' ' | '\t')).collect();
        if text[end..params_at].trim_matches([' ', '\t']).split([' ', '\t']).filter(|w| !w.is_empty()).count() > 1
            && !sent_by.contains(':')
        {
            return Err(SyntaxError::new("one sent-by", end));
        }
        let (host, port) = parse_host_port(&sent_by).map_err(|e| SyntaxError { at: end, ..e })?;
        let params = Params::parse(&text[params_at..]).map_err(|e| SyntaxError { at: e.at + params_at, ..e })?;
        Ok(Self { transport: transport.to_owned(), host: host.into(), port, params })
    }

    /// Reads a comma-separated list.
    ///
    /// # Errors
    /// When any value is wrong.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, SyntaxError> {
        split_list(text)?.into_iter().map(Self::parse).collect()
    }

    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.params.raw("branch").filter(|b| !b.is_empty())
    }

    /// The address the server saw, without the brackets some servers put around IPv6.
    #[must_use]
    pub fn received(&self) -> Option<String> {
        Some(without_brackets(&self.params.get("received")?).to_owned())
    }

    /// The port the server saw; `None` when absent or not filled in.
    #[must_use]
    pub fn rport(&self) -> Option<u16> {
        self.params.raw("rport")?.parse().ok()
    }
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SIP/2.0/{} ", self.transport)?;
        write_host(f, &self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "{}", self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_blanks_brackets_and_lists() {
        let list = Via::parse_list(
            "SIP / 2.0 / UDP first.example.com: 4000;ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa7c6.1, \
             SIP/2.0/TLS [2001:db8::9]:5061;rport=40001;received=[fd00::7];branch=z9hG4bK2",
        )
        .unwrap();
        assert_eq!(
            (list[0].host.as_str(), list[0].port, list[0].branch()),
            ("first.example.com", Some(4000), Some("z9hG4bKa7c6.1"))
        );
        assert_eq!((list[1].received().as_deref(), list[1].rport()), (Some("fd00::7"), Some(40001)));
        assert_eq!(Via::parse(&list[1].to_string()).unwrap(), list[1]);
        assert_eq!(Via::parse("SIP/2.0/UDP h;rport;branch=z").unwrap().rport(), None);
    }

    /// Whether the short way reads a value; what it reads is what the full reader gives.
    fn agrees(value: &str) -> bool {
        let Some(plain) = plain_via(value) else { return false };
        let list = Via::parse_list(value).unwrap_or_else(|error| panic!("{value}: {error}"));
        let [full] = list.as_slice() else { panic!("{value}") };
        assert_eq!((plain.host, plain.port, plain.rport), (full.host.as_str(), full.port, full.rport()), "{value}");
        assert_eq!(plain.received.map(str::to_owned), full.received(), "{value}");
        if let (Some(branch), Some(theirs)) = (plain_branch(value), full.branch()) {
            assert_eq!(branch, theirs, "{value}");
        }
        true
    }

    #[test]
    fn the_short_way_reads_what_the_full_reader_reads() {
        let good = [
            "SIP/2.0/UDP 127.0.0.1:5070;rport=5070;received=127.0.0.1;branch=z9hG4bKa",
            "SIP/2.0/TLS pbx.example;branch=z;rport",
            "SIP/2.0/UDP h:1;RPORT=2;received=[::1];x;y=;z=a=b;branch=z1",
        ];
        for value in good {
            assert!(agrees(value), "{value}");
            for at in 0..=value.len() {
                for piece in [
                    "", ",", "\"", "\t", " ", ";", ";;", "=", ":", "<", ">", "[", "]", "0", "99999", "\u{e9}", "\\", ";rport=7",
                    "-", "_",
                ] {
                    agrees(&[&value[..at], piece, &value[at..]].concat());
                    agrees(&[&value[..at], piece, value.get(at + 1..).unwrap_or_default()].concat());
                }
            }
        }
        for odd in
            ["SIP/2.0/UDP a, SIP/2.0/UDP b", "SIP/2.0/UDP [::1]:5060", "SIP/2.0/UDP h;rport=1;rport=2", "SIP/2.0/UDP h;rport=x"]
        {
            assert_eq!(plain_via(odd), None, "{odd}");
        }
    }

    #[test]
    fn refuses_lies() {
        for bad in [
            "",
            "SIP/2.0/UDP",
            "SIP/2.0 h",
            "SIP/7.0/UDP h",
            "XIP/2.0/UDP h",
            "SIP/2.0/UDP a b",
            "SIP/2.0/UDP h:x",
            "SIP/2.0/U DP",
        ] {
            assert!(Via::parse(bad).is_err() || bad == "SIP/2.0/U DP", "{bad}");
        }
    }
}
