//! SIP URIs (RFC 3261 section 19.1); other schemes are kept as text.

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use smol_str::SmolStr;

use super::params::{Params, SyntaxError};

/// A URI as it may stand in a request line or a name-addr.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uri {
    Sip(SipUri),
    /// `tel:`, `urn:`, … : not ours to take apart, but ours to send back unchanged.
    Other {
        scheme: String,
        rest: String,
    },
}

/// A `sip:` or `sips:` URI. User, password, parameters and headers keep their escapes, so printing gives back what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SipUri {
    pub secure: bool,
    pub user: Option<SmolStr>,
    pub password: Option<String>,
    /// Without brackets for IPv6.
    pub host: SmolStr,
    pub port: Option<u16>,
    pub params: Params,
    /// After `?`.
    pub headers: Option<String>,
}

impl SipUri {
    /// `sip:user@host`; escapes what may not stand in the user part.
    #[must_use]
    pub fn new(user: Option<&str>, host: &str, port: Option<u16>) -> Self {
        Self {
            secure: false,
            user: user.map(escape_user),
            password: None,
            host: host.into(),
            port,
            params: Params::default(),
            headers: None,
        }
    }

    /// The user part without `%` escapes.
    #[must_use]
    pub fn user_text(&self) -> Option<Cow<'_, str>> {
        self.user.as_deref().map(unescape)
    }

    /// Whether a text is this URI, however it is written.
    #[must_use]
    pub fn is_written(&self, text: &str) -> bool {
        text.parse::<Uri>().is_ok_and(|uri| uri.as_sip().is_some_and(|uri| uri.same_as(self)))
    }

    /// Equality of RFC 3261 section 19.1.4: host and parameter names without case, escapes resolved, `user ttl method maddr
    /// transport` must agree in presence, other parameters only where both have them.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let param_ok = |name: &str, must: bool| match (self.params.get(name), other.params.get(name)) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(&b),
            (None, None) => !must || self.params.has(name) == other.params.has(name),
            _ => !must && (!self.params.has(name) || !other.params.has(name)),
        };
        self.secure == other.secure
            && self.user_text() == other.user_text()
            && self.password == other.password
            && self.host.eq_ignore_ascii_case(&other.host)
            && self.port == other.port
            && ["user", "ttl", "method", "maddr", "transport"].iter().all(|n| param_ok(n, true))
            && self.params.iter().all(|p| param_ok(&p.name, false))
            && self.headers == other.headers
    }
}

/// Percent-escapes what RFC 3261 does not allow in a user part.
#[must_use]
pub fn escape_user(text: &str) -> SmolStr {
    let may_stand = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/".contains(&b);
    if text.bytes().all(may_stand) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for b in text.bytes() {
        if may_stand(b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out.into()
}

/// Resolves `%` escapes; broken ones stay, bytes that are no UTF-8 become replacement characters.
#[must_use]
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |n: usize| bytes.get(i + n).and_then(|b| char::from(*b).to_digit(16));
        if bytes[i] == b'%'
            && let (Some(hi), Some(lo)) = (hex(1), hex(2))
        {
            out.push((hi * 16 + lo) as u8);
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

/// Reads `host`, `host:port`, `[v6]` or `[v6]:port`; the host comes back without brackets.
pub(crate) fn parse_host_port(text: &str) -> Result<(SmolStr, Option<u16>), SyntaxError> {
    let wrong = |at| SyntaxError::new("a host name or address", at);
    let (host, rest) = if let Some(inner) = text.strip_prefix('[') {
        let end = inner.find(']').ok_or(SyntaxError::new("`]`", text.len()))?;
        // The grammar of RFC 3261 allows a third colon (RFC 5118 section 4.10); it is read as what was meant, and never written.
        let host = inner[..end].replacen(":::", "::", 1);
        host.parse::<Ipv6Addr>().map_err(|_| SyntaxError::new("an IPv6 address", 1))?;
        (Cow::Owned(host), &inner[end + 1..])
    } else {
        let end = text.find(':').unwrap_or(text.len());
        let host = &text[..end];
        if host.is_empty() || !host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_') || b >= 0x80) {
            return Err(wrong(0));
        }
        (Cow::Borrowed(host), &text[end..])
    };
    let at = text.len() - rest.len();
    let port = match rest.strip_prefix(':') {
        None if rest.is_empty() => None,
        None => return Err(SyntaxError::new("`:` and a port", at)),
        Some(p) if !p.is_empty() && p.len() <= 6 && p.bytes().all(|b| b.is_ascii_digit()) => {
            Some(p.parse().map_err(|_| SyntaxError::new("a port up to 65535", at + 1))?)
        }
        Some(_) => return Err(SyntaxError::new("a port number", at + 1)),
    };
    Ok((host.into(), port))
}

/// Writes a host with brackets where it is an IPv6 literal.
pub(crate) fn write_host(f: &mut impl fmt::Write, host: &str) -> fmt::Result {
    if host.contains(':') { write!(f, "[{host}]") } else { f.write_str(host) }
}

impl FromStr for Uri {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        let colon = text.find(':').ok_or(SyntaxError::new("a scheme and `:`", 0))?;
        let scheme = &text[..colon];
        if !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        {
            return Err(SyntaxError::new("a URI scheme", 0));
        }
        if let Some(at) = text.find(|c: char| c.is_ascii_control() || matches!(c, ' ' | '<' | '>' | '"')) {
            return Err(SyntaxError::new("a URI without blanks, quotes and brackets", at));
        }
        let rest = &text[colon + 1..];
        let secure = scheme.eq_ignore_ascii_case("sips");
        if !secure && !scheme.eq_ignore_ascii_case("sip") {
            return Ok(Self::Other { scheme: scheme.to_ascii_lowercase(), rest: rest.to_owned() });
        }
        let (user_info, host_on) = match rest.find('@') {
            Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
            None => (None, rest),
        };
        let offset = text.len() - host_on.len();
        let (before, headers) = match host_on.find('?') {
            Some(at) => (&host_on[..at], Some(host_on[at + 1..].to_owned())),
            None => (host_on, None),
        };
        let end = before.find(';').unwrap_or(before.len());
        let shift = |by: usize| move |e: SyntaxError| SyntaxError { at: e.at + by, ..e };
        let (host, port) = parse_host_port(&before[..end]).map_err(shift(offset))?;
        let params = Params::parse(&before[end..]).map_err(shift(offset + end))?;
        let (user, password) = match user_info {
            None => (None, None),
            Some("") => return Err(SyntaxError::new("a user before `@`", colon + 1)),
            Some(info) => match info.split_once(':') {
                Some((user, password)) => (Some(user.into()), Some(password.to_owned())),
                None => (Some(info.into()), None),
            },
        };
        Ok(Self::Sip(SipUri { secure, user, password, host, port, params, headers }))
    }
}

impl Uri {
    #[must_use]
    pub fn as_sip(&self) -> Option<&SipUri> {
        match self {
            Self::Sip(uri) => Some(uri),
            Self::Other { .. } => None,
        }
    }

    /// [`SipUri::same_as`], or equal text for other schemes.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sip(a), Self::Sip(b)) => a.same_as(b),
            _ => self == other,
        }
    }
}

impl From<SipUri> for Uri {
    fn from(uri: SipUri) -> Self {
        Self::Sip(uri)
    }
}

impl SipUri {
    /// As [`Display`](fmt::Display); most have no more than user and host, and those are put together without formatting.
    pub(crate) fn write_to(&self, to: &mut impl fmt::Write) -> fmt::Result {
        to.write_str(if self.secure { "sips:" } else { "sip:" })?;
        if let Some(user) = &self.user {
            to.write_str(user)?;
            if let Some(password) = &self.password {
                write!(to, ":{password}")?;
            }
            to.write_str("@")?;
        }
        write_host(to, &self.host)?;
        if let Some(port) = self.port {
            write!(to, ":{port}")?;
        }
        if !self.params.is_empty() {
            write!(to, "{}", self.params)?;
        }
        if let Some(headers) = &self.headers {
            write!(to, "?{headers}")?;
        }
        Ok(())
    }
}

impl fmt::Display for SipUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sip(uri) => uri.fmt(f),
            Self::Other { scheme, rest } => write!(f, "{scheme}:{rest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sip(text: &str) -> SipUri {
        match text.parse::<Uri>() {
            Ok(Uri::Sip(uri)) => uri,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn prints_what_it_read() {
        for text in [
            "sip:2001@pbx.example",
            "sips:a:b@pbx.example:5061;transport=tls;lr?Subject=x",
            "sip:[2001:db8::1]:5060",
            "sip:user;par=u%40example.net@example.com",
            "sip:2001@[2001:db8::1];pn-prid=abc:def;pn-param=X;gr=urn:uuid:f81d-4fae",
            "sip:sip%3Auser@h",
            "tel:+49-89-99998",
            "urn:service:sos",
        ] {
            assert_eq!(text.parse::<Uri>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn takes_the_parts_apart() {
        let uri = sip("SIP:%61lice:pw@[2001:db8::1]:5080;gr=urn:uuid:f81d;ob");
        assert_eq!(uri.user_text().as_deref(), Some("alice"));
        assert_eq!((uri.host.as_str(), uri.port), ("2001:db8::1", Some(5080)));
        assert_eq!(uri.params.raw("gr"), Some("urn:uuid:f81d"));
        assert_eq!(SipUri::new(Some("a b@ü"), "h", None).to_string(), "sip:a%20b%40%C3%BC@h");
        assert_eq!(sip("sip:a%20b%40%C3%BC@h").user_text().as_deref(), Some("a b@ü"));
    }

    #[test]
    fn refuses_lies() {
        for bad in [
            "",
            "sip",
            ":x",
            "sip:",
            "sip:@h",
            "sip:a@",
            "sip:a@b@c",
            "sip:h:99999",
            "sip:h:",
            "sip:h:5x",
            "sip:[::1",
            "sip:[zz]",
            "sip:a b@h",
            "<sip:a@h>",
            "sip:a@h\u{1}",
            "sip:::1",
            "1x:y",
            "sip:a@h;=x",
        ] {
            assert!(bad.parse::<Uri>().is_err(), "{bad}");
        }
    }

    #[test]
    fn equality_follows_rfc_3261_19_1_4() {
        for (a, b) in [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"),
        ] {
            assert!(sip(a).same_as(&sip(b)) && sip(b).same_as(&sip(a)), "{a} {b}");
        }
        for (a, b) in [
            ("sip:ALICE@AtLanTa.CoM", "sip:alice@AtLanTa.CoM"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
            ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"),
        ] {
            assert!(!sip(a).same_as(&sip(b)) && !sip(b).same_as(&sip(a)), "{a} {b}");
        }
    }
}
