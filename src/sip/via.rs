//! Via values (RFC 3261 section 20.42) with `rport` (RFC 3581).

use std::fmt;

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
    if value.bytes().any(|b| matches!(b, b',' | b'"' | b'\t')) || memchr::memchr_iter(b' ', value.as_bytes()).count() != 1 {
        return None;
    }
    let start = value.find(";branch=")? + 8;
    let end = value[start..].find(';').map_or(value.len(), |n| start + n);
    Some(&value[start..end])
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
        Ok(Self { transport: transport.to_owned(), host, port, params })
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
        let value = self.params.get("received")?;
        Some(value.trim_start_matches('[').trim_end_matches(']').to_owned())
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
