//! Reads what a judgement needs from a certificate (RFC 5280): dates, names, who signed it. Signatures are rustls' business.

use std::net::IpAddr;

use crate::diag::Words;

/// What the server's own certificate says.
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
    pub addresses: Vec<IpAddr>,
    /// Issuer and subject are the same.
    pub self_issued: bool,
}

/// Why a certificate is not accepted. Order: what is judged first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateFault {
    /// Days since 1970 of the end and of our clock, in seconds.
    Expired {
        not_after: i64,
        now: i64,
    },
    NotYetValid {
        not_before: i64,
        now: i64,
    },
    /// `expected` is what the profile uses; `presented` what the certificate carries.
    WrongName {
        expected: String,
        presented: Vec<String>,
    },
    /// Signed by itself and not among the trusted ones.
    SelfSigned,
    UnknownIssuer,
    /// Anything else, in rustls' words.
    Unusable(String),
}

impl CertificateFault {
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Expired { not_after, now } => Words::new(
                format!("the certificate expired on {} (our clock says {})", day(*not_after), day(*now)),
                format!("das Zertifikat lief am {} ab (unsere Uhr sagt {})", day(*not_after), day(*now)),
            ),
            Self::NotYetValid { not_before, now } => Words::new(
                format!("the certificate is valid from {} only (our clock says {})", day(*not_before), day(*now)),
                format!("das Zertifikat gilt erst ab {} (unsere Uhr sagt {})", day(*not_before), day(*now)),
            ),
            Self::WrongName { expected, presented } => {
                let list = if presented.is_empty() { "-".to_owned() } else { presented.join(", ") };
                Words::new(
                    format!("the certificate is made out to `{list}`, we use `{expected}`"),
                    format!("das Zertifikat lautet auf `{list}`, benutzt wird `{expected}`"),
                )
            }
            Self::SelfSigned => Words::new(
                "the certificate is signed by itself and not among the trusted ones",
                "das Zertifikat ist selbst unterschrieben und nicht unter den vertrauten",
            ),
            Self::UnknownIssuer => Words::new(
                "the certificate was signed by an authority we do not know",
                "das Zertifikat stammt von einer Stelle, die hier nicht bekannt ist",
            ),
            Self::Unusable(text) => {
                Words::new(format!("the certificate cannot be used: {text}"), format!("das Zertifikat ist unbrauchbar: {text}"))
            }
        }
    }
}

fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| "?".to_owned(), |t| t.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
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
            addresses: Vec::new(),
            self_issued: issuer == subject,
        };
        while let Some((tag, content)) = tbs.next() {
            if tag == 0xa3 {
                facts.read_extensions(content);
            }
        }
        Some(facts)
    }

    fn read_extensions(&mut self, content: &[u8]) {
        const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
        let mut list = Der(Der(content).expect(0x30).unwrap_or_default());
        while let Some(extension) = list.expect(0x30) {
            let mut extension = Der(extension);
            if extension.expect(0x06) != Some(SUBJECT_ALT_NAME) {
                continue;
            }
            if extension.peek() == Some(0x01) {
                extension.next();
            }
            let value = extension.expect(0x04).unwrap_or_default();
            let mut names = Der(Der(value).expect(0x30).unwrap_or_default());
            while let Some((tag, name)) = names.next() {
                match tag {
                    0x82 => self.dns_names.push(String::from_utf8_lossy(name).into_owned()),
                    0x87 => self.addresses.extend(address(name)),
                    _ => {}
                }
            }
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
        if all.is_empty() {
            all.extend(self.common_name.clone());
        }
        all
    }
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
