//! What a certificate says of itself (RFC 5280): dates, names, who signed it. Signatures are no matter of reading.

use std::net::IpAddr;

const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];

/// What is read from one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Seconds since 1970.
    pub not_before: i64,
    /// Seconds since 1970.
    pub not_after: i64,
    /// Common name of the subject.
    pub common_name: Option<String>,
    /// Common name of the issuer.
    pub issuer: Option<String>,
    pub dns_names: Vec<String>,
    /// Hosts of `sip:` addresses without a user (RFC 5922 section 7.1).
    pub sip_hosts: Vec<String>,
    pub addresses: Vec<IpAddr>,
    /// Issuer and subject are the same.
    pub self_issued: bool,
    /// Whether it may sign others, where it says so.
    pub authority: Option<bool>,
}

impl CertificateFacts {
    /// Reads a DER certificate; `None` when it is none.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let mut outer = Der(der);
        let certificate = outer.expect(0x30)?;
        let mut tbs = Der(Der(certificate).expect(0x30)?);
        if tbs.peek() == Some(0xa0) {
            tbs.next()?;
        }
        tbs.expect(0x02)?;
        tbs.expect(0x30)?;
        let issuer = tbs.expect(0x30)?;
        let mut validity = Der(tbs.expect(0x30)?);
        let (not_before, not_after) = (time(&mut validity)?, time(&mut validity)?);
        let subject = tbs.expect(0x30)?;
        tbs.expect(0x30)?;
        let mut facts = Self {
            not_before,
            not_after,
            common_name: common_name(subject),
            issuer: common_name(issuer),
            dns_names: Vec::new(),
            sip_hosts: Vec::new(),
            addresses: Vec::new(),
            self_issued: issuer == subject,
            authority: None,
        };
        while let Some((tag, content)) = tbs.next() {
            if tag == 0xa3 {
                facts.read_extensions(content);
            }
        }
        Some(facts)
    }

    fn read_extensions(&mut self, content: &[u8]) {
        let mut list = Der(Der(content).expect(0x30).unwrap_or_default());
        while let Some(extension) = list.expect(0x30) {
            let mut extension = Der(extension);
            let id = extension.expect(0x06);
            if extension.peek() == Some(0x01) {
                extension.next();
            }
            let value = extension.expect(0x04).unwrap_or_default();
            match id {
                Some(SUBJECT_ALT_NAME) => self.read_names(value),
                // `cA BOOLEAN DEFAULT FALSE`
                Some(BASIC_CONSTRAINTS) => {
                    let mut inner = Der(Der(value).expect(0x30).unwrap_or_default());
                    self.authority = Some(inner.expect(0x01).is_some_and(|flag| flag.iter().any(|byte| *byte != 0)));
                }
                _ => {}
            }
        }
    }

    fn read_names(&mut self, value: &[u8]) {
        let mut names = Der(Der(value).expect(0x30).unwrap_or_default());
        while let Some((tag, name)) = names.next() {
            match tag {
                0x82 => self.dns_names.push(String::from_utf8_lossy(name).into_owned()),
                0x86 => self.sip_hosts.extend(sip_host(&String::from_utf8_lossy(name))),
                0x87 => self.addresses.extend(address(name)),
                _ => {}
            }
        }
    }

    /// Whether it is a server's own, as far as it tells: it signs no others, and names somebody.
    #[must_use]
    pub fn is_end_entity(&self) -> bool {
        let named = !(self.dns_names.is_empty() && self.sip_hosts.is_empty() && self.addresses.is_empty());
        match self.authority {
            Some(authority) => !authority,
            None => named,
        }
    }

    /// Whether it is made out to this name or address. Without any alternative name the common name counts, as OpenSSL and
    /// with it most softphones do; the flag says so.
    #[must_use]
    pub fn names(&self, name: &str) -> (bool, bool) {
        let none = self.dns_names.is_empty() && self.addresses.is_empty();
        if none {
            let same = self.common_name.as_deref().is_some_and(|cn| matches_name(cn, name));
            return (same, same);
        }
        let found = match name.parse::<IpAddr>() {
            Ok(address) => self.addresses.contains(&address),
            Err(_) => self.dns_names.iter().any(|pattern| matches_name(pattern, name)),
        };
        (found, false)
    }

    /// Every name it carries, for people.
    #[must_use]
    pub fn presented(&self) -> Vec<String> {
        let mut all: Vec<String> = self.dns_names.clone();
        all.extend(self.addresses.iter().map(ToString::to_string));
        all.extend(self.sip_hosts.iter().map(|host| format!("sip:{host}")));
        if all.is_empty() {
            all.extend(self.common_name.clone());
        }
        all
    }
}

/// The host of a `sip:` address; one with a user is a person's, and no server's.
fn sip_host(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    let host = rest.split([';', '?']).next().unwrap_or(rest);
    let bare = match host.rsplit_once(':') {
        Some((bare, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => host,
    };
    (scheme.eq_ignore_ascii_case("sip") && !rest.contains('@') && !bare.is_empty()).then(|| bare.to_owned())
}

/// RFC 6125: without case, a wildcard stands for the whole leftmost label.
fn matches_name(pattern: &str, name: &str) -> bool {
    let name = name.trim_end_matches('.');
    match pattern.strip_prefix("*.") {
        None => pattern.eq_ignore_ascii_case(name),
        Some(rest) => name.split_once('.').is_some_and(|(first, tail)| !first.is_empty() && tail.eq_ignore_ascii_case(rest)),
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(four));
    }
    <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
}

fn common_name(subject: &[u8]) -> Option<String> {
    const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
    let mut sets = Der(subject);
    while let Some(set) = sets.expect(0x31) {
        let mut pairs = Der(set);
        while let Some(pair) = pairs.expect(0x30) {
            let mut pair = Der(pair);
            if pair.expect(0x06) == Some(COMMON_NAME) {
                return pair.next().map(|(_, text)| String::from_utf8_lossy(text).into_owned());
            }
        }
    }
    None
}

/// UTCTime or GeneralizedTime in the forms of RFC 5280 section 4.1.2.5.
fn time(der: &mut Der<'_>) -> Option<i64> {
    let (tag, text) = der.next()?;
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let long = match (tag, text.len()) {
        (0x17, 12) => {
            let century = if text.get(..2)?.parse::<u8>().ok()? < 50 { "20" } else { "19" };
            format!("{century}{text}")
        }
        (0x18, 14) => text.to_owned(),
        _ => return None,
    };
    if !long.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| long[range].parse::<i8>().ok();
    let date = jiff::civil::DateTime::new(
        long[..4].parse().ok()?,
        part(4..6)?,
        part(6..8)?,
        part(8..10)?,
        part(10..12)?,
        part(12..14)?.min(59),
        0,
    )
    .ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}

/// What is left of a sequence of DER values.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 3 || rest.len() < count {
                return None;
            }
            let length = rest[..count].iter().fold(0_usize, |n, b| n << 8 | usize::from(*b));
            (length, &rest[count..])
        };
        if rest.len() < length {
            return None;
        }
        let (content, rest) = rest.split_at(length);
        self.0 = rest;
        Some((tag, content))
    }

    /// The content of the next value if it has this tag; otherwise nothing is consumed.
    fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        if self.peek() != Some(tag) {
            return None;
        }
        self.next().map(|(_, content)| content)
    }
}
