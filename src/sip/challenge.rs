//! `WWW-Authenticate` and `Proxy-Authenticate` (RFC 7616, 7617, 8760; RFC 2617 servers without qop).

use std::fmt;

use smol_str::{SmolStr, SmolStrBuilder};

use super::message::{Answer, AnyHeaders};
use super::params::{SyntaxError, end_of_quoted, is_token_byte, quote, skip_blanks, unquote};

/// The hash of a digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hash {
    Md5,
    Sha256,
    Sha512_256,
}

/// A digest algorithm. Order: the stronger hash is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Algorithm {
    pub hash: Hash,
    /// The `-sess` form: the key depends on nonce and cnonce.
    pub session: bool,
}

impl Algorithm {
    pub const MD5: Self = Self { hash: Hash::Md5, session: false };
    pub const SHA_256: Self = Self { hash: Hash::Sha256, session: false };
    pub const SHA_512_256: Self = Self { hash: Hash::Sha512_256, session: false };

    /// Names compare without case; `None` for algorithms we do not compute.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        const SESSION: &[u8] = b"-sess";
        let name = name.as_bytes();
        let (base, session) = match name.split_last_chunk::<{ SESSION.len() }>() {
            Some((base, end)) if end.eq_ignore_ascii_case(SESSION) => (base, true),
            _ => (name, false),
        };
        let known = [(b"md5".as_slice(), Hash::Md5), (b"sha-256", Hash::Sha256), (b"sha-512-256", Hash::Sha512_256)];
        let (_, hash) = known.into_iter().find(|(known, _)| base.eq_ignore_ascii_case(known))?;
        Some(Self { hash, session })
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.hash, self.session) {
            (Hash::Md5, false) => "MD5",
            (Hash::Md5, true) => "MD5-sess",
            (Hash::Sha256, false) => "SHA-256",
            (Hash::Sha256, true) => "SHA-256-sess",
            (Hash::Sha512_256, false) => "SHA-512-256",
            (Hash::Sha512_256, true) => "SHA-512-256-sess",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Quality of protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qop {
    Auth,
    AuthInt,
}

impl Qop {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::AuthInt => "auth-int",
        }
    }
}

/// A challenge that offers no quality of protection we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownQop;

/// Who asks: the registrar itself (401) or a proxy before it (407).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    Server,
    Proxy,
}

impl Asker {
    #[must_use]
    pub fn challenge_header(self) -> &'static str {
        match self {
            Self::Server => "WWW-Authenticate",
            Self::Proxy => "Proxy-Authenticate",
        }
    }

    #[must_use]
    pub fn answer_header(self) -> &'static str {
        match self {
            Self::Server => "Authorization",
            Self::Proxy => "Proxy-Authorization",
        }
    }
}

/// One challenge as it was sent; values without quotes and escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    pub asker: Asker,
    /// `Digest`, `Basic`, … as written.
    pub scheme: SmolStr,
    pub realm: SmolStr,
    pub nonce: SmolStr,
    pub opaque: Option<SmolStr>,
    /// As written; `None` means MD5 and is not echoed.
    pub algorithm: Option<SmolStr>,
    /// The offered list; empty when the server knows no qop (RFC 2069).
    pub qop: Vec<SmolStr>,
    pub stale: bool,
    pub userhash: bool,
    pub domain: Option<SmolStr>,
}

impl Challenge {
    /// A digest challenge as a server sends it, with qop `auth`.
    #[must_use]
    pub fn digest(asker: Asker, algorithm: Algorithm, realm: &str, nonce: &str) -> Self {
        Self {
            asker,
            scheme: SmolStr::new_static("Digest"),
            realm: realm.into(),
            nonce: nonce.into(),
            opaque: None,
            algorithm: Some(SmolStr::new_static(algorithm.name())),
            qop: vec![SmolStr::new_static("auth")],
            stale: false,
            userhash: false,
            domain: None,
        }
    }

    #[must_use]
    pub fn is_digest(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("Digest")
    }

    /// The algorithm, if we can compute it.
    #[must_use]
    pub fn known_algorithm(&self) -> Option<Algorithm> {
        match &self.algorithm {
            None => Some(Algorithm::MD5),
            Some(name) => Algorithm::from_name(name),
        }
    }

    /// The qop to answer with; `Ok(None)` for servers without qop.
    ///
    /// # Errors
    /// When the server insists on one that we do not know.
    pub fn known_qop(&self) -> Result<Option<Qop>, UnknownQop> {
        let offers = |qop: Qop| self.qop.iter().any(|q| q.eq_ignore_ascii_case(qop.name()));
        if self.qop.is_empty() {
            Ok(None)
        } else if offers(Qop::Auth) {
            Ok(Some(Qop::Auth))
        } else if offers(Qop::AuthInt) {
            Ok(Some(Qop::AuthInt))
        } else {
            Err(UnknownQop)
        }
    }

    /// Whether we can answer it at all.
    #[must_use]
    pub fn is_answerable(&self) -> bool {
        self.is_digest() && self.known_algorithm().is_some() && self.known_qop().is_ok() && !self.nonce.is_empty()
    }

    /// What it asks for, in a form for people: `Digest SHA-256 auth,auth-int`.
    #[must_use]
    pub fn summary(&self) -> SmolStr {
        let mut out = SmolStrBuilder::new();
        out.push_str(&self.scheme);
        if self.is_digest() {
            out.push(' ');
            out.push_str(self.algorithm.as_deref().unwrap_or("MD5"));
        }
        if !self.qop.is_empty() {
            for (n, qop) in self.qop.iter().enumerate() {
                out.push(if n == 0 { ' ' } else { ',' });
                out.push_str(qop);
            }
        }
        out.finish()
    }

    /// The header value.
    #[must_use]
    pub fn to_value(&self) -> String {
        let mut out = format!("{} realm={}, nonce={}", self.scheme, quote(&self.realm), quote(&self.nonce));
        if let Some(opaque) = &self.opaque {
            out.push_str(&format!(", opaque={}", quote(opaque)));
        }
        if self.stale {
            out.push_str(", stale=true");
        }
        if let Some(algorithm) = &self.algorithm {
            out.push_str(&format!(", algorithm={algorithm}"));
        }
        if !self.qop.is_empty() {
            out.push_str(&format!(", qop={}", quote(&self.qop.join(","))));
        }
        out
    }
}

/// All challenges of one response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Challenges {
    /// In the order they stood.
    pub list: Vec<Challenge>,
    /// Header values that could not be read.
    pub broken: Vec<SyntaxError>,
}

impl Challenges {
    /// Collects from every header line; several challenges may share one line.
    #[must_use]
    pub fn of(response: &Answer<'_>) -> Self {
        Self::from_headers(&response.headers)
    }

    #[must_use]
    pub fn from_headers(headers: &AnyHeaders<'_>) -> Self {
        let mut all = Self::default();
        for asker in [Asker::Server, Asker::Proxy] {
            for value in headers.all(asker.challenge_header()) {
                match parse(value, asker) {
                    Ok(list) => all.list.extend(list),
                    Err(error) => all.broken.push(error),
                }
            }
        }
        all
    }

    /// The strongest challenge we can answer; with equal strength the one named first. `usable` may rule algorithms out,
    /// for a key that is known only as an HA1.
    #[must_use]
    pub fn strongest(&self, usable: impl Fn(&Challenge) -> bool) -> Option<&Challenge> {
        let mut best: Option<&Challenge> = None;
        for challenge in self.list.iter().filter(|c| c.is_answerable() && usable(c)) {
            let hash = |c: &Challenge| c.known_algorithm().map(|a| a.hash);
            if best.is_none_or(|b| hash(challenge) > hash(b)) {
                best = Some(challenge);
            }
        }
        best
    }

    /// Every offer in a form for people.
    #[must_use]
    pub fn summaries(&self) -> Vec<SmolStr> {
        self.list.iter().map(Challenge::summary).collect()
    }
}

/// Reads one header value, which may hold several challenges.
///
/// # Errors
/// When it does not follow RFC 7235 section 2.1, or a digest challenge lacks its nonce or realm.
pub fn parse(value: &str, asker: Asker) -> Result<Vec<Challenge>, SyntaxError> {
    let schemes = parse_schemes(value)?;
    schemes.into_iter().map(|(scheme, params)| build(scheme, &params, asker)).collect()
}

fn build(scheme: &str, params: &AuthParams<'_>, asker: Asker) -> Result<Challenge, SyntaxError> {
    const NAMES: [&str; 8] = ["realm", "nonce", "opaque", "algorithm", "qop", "stale", "userhash", "domain"];
    let mut found = [None; NAMES.len()];
    for (name, raw) in params.iter() {
        let at = NAMES.iter().position(|known| known.len() == name.len() && known.eq_ignore_ascii_case(name));
        // The first of its name counts.
        if let Some(at) = at.filter(|at| found[*at].is_none()) {
            found[at] = Some(raw);
        }
    }
    let [realm, nonce, opaque, algorithm, qop, stale, userhash, domain] = found;
    let text = |raw: &str| SmolStr::from(unquote(raw));
    let flag = |raw: Option<&str>| raw.is_some_and(|raw| unquote(raw).eq_ignore_ascii_case("true"));
    let challenge = Challenge {
        asker,
        scheme: scheme.into(),
        realm: realm.map(text).unwrap_or_default(),
        nonce: nonce.map(text).unwrap_or_default(),
        opaque: opaque.map(text),
        algorithm: algorithm.map(text).filter(|a| !a.is_empty()),
        qop: qop
            .map(|raw| unquote(raw).split([',', ' ', '\t']).filter(|t| !t.is_empty()).map(SmolStr::new).collect())
            .unwrap_or_default(),
        stale: flag(stale),
        userhash: flag(userhash),
        domain: domain.map(text),
    };
    if challenge.is_digest() && nonce.is_none() {
        return Err(SyntaxError::new("a nonce in the digest challenge", 0));
    }
    if challenge.is_digest() && realm.is_none() {
        return Err(SyntaxError::new("a realm in the digest challenge", 0));
    }
    Ok(challenge)
}

/// `name=value` items of one scheme; values raw.
#[derive(Debug, Clone, Default)]
pub(super) struct AuthParams<'a>(Vec<(&'a str, &'a str)>);

impl<'a> AuthParams<'a> {
    /// Names and raw values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }

    /// The value without quotes and escapes.
    pub(super) fn get(&self, name: &str) -> Option<std::borrow::Cow<'_, str>> {
        let (_, raw) = self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        Some(unquote(raw))
    }
}

/// Takes `Scheme a=b, c="d", Other e=f` apart. Blanks around `=`, empty items and a comma at the end are tolerated.
pub(super) fn parse_schemes(value: &str) -> Result<Vec<(&str, AuthParams<'_>)>, SyntaxError> {
    let bytes = value.as_bytes();
    let mut list: Vec<(&str, AuthParams<'_>)> = Vec::new();
    let mut at = 0;
    loop {
        while at < bytes.len() && matches!(bytes[at], b' ' | b'\t' | b',') {
            at += 1;
        }
        if at == bytes.len() {
            break;
        }
        let start = at;
        while at < bytes.len() && is_token_byte(bytes[at]) {
            at += 1;
        }
        let name = &value[start..at];
        if name.is_empty() {
            return Err(SyntaxError::new("a scheme or parameter name", start));
        }
        let next = skip_blanks(bytes, at);
        if bytes.get(next) != Some(&b'=') {
            // A name without `=` opens the next scheme, with a blank, a comma or the end after it.
            if next == at && next < bytes.len() && bytes[next] != b',' {
                return Err(SyntaxError::new("a blank after the scheme", at));
            }
            list.push((name, AuthParams(Vec::with_capacity(8))));
            at = next;
            continue;
        }
        let Some((_, params)) = list.last_mut() else { return Err(SyntaxError::new("a scheme", start)) };
        at = skip_blanks(bytes, next + 1);
        let start = at;
        if bytes.get(at) == Some(&b'"') {
            at = end_of_quoted(bytes, at).ok_or(SyntaxError::new("a closing quote", start))?;
        } else {
            while at < bytes.len() && !matches!(bytes[at], b',' | b' ' | b'\t' | b'"') {
                at += 1;
            }
        }
        params.0.push((name, &value[start..at]));
        at = skip_blanks(bytes, at);
        if at < bytes.len() && bytes[at] != b',' {
            return Err(SyntaxError::new("`,`", at));
        }
    }
    if list.is_empty() { Err(SyntaxError::new("a scheme", 0)) } else { Ok(list) }
}

#[cfg(test)]
mod tests {
    use super::super::message::Headers;
    use super::*;

    fn one(value: &str) -> Challenge {
        let mut list = parse(value, Asker::Server).unwrap();
        assert_eq!(list.len(), 1);
        list.remove(0)
    }

    #[test]
    fn reads_what_rsip_rejects() {
        let c = one(
            "Digest  realm = \"a \\\"b\\\" c\" ,nonce=\"1700000000/abc==\",opaque=\"\", algorithm=SHA-512-256,qop=\"auth,auth-int\",stale=TRUE,",
        );
        assert_eq!((c.realm.as_str(), c.nonce.as_str(), c.opaque.as_deref()), ("a \"b\" c", "1700000000/abc==", Some("")));
        assert_eq!((c.known_algorithm(), c.known_qop(), c.stale), (Some(Algorithm::SHA_512_256), Ok(Some(Qop::Auth)), true));
        let c = one("digest realm=fritz.box, nonce=\"0123456789ABCDEF\"");
        assert_eq!((c.known_algorithm(), c.known_qop(), c.is_answerable()), (Some(Algorithm::MD5), Ok(None), true));
        let c = one("Digest realm=\"\", nonce=\"n\", algorithm=\"md5-SESS\", qop=auth");
        assert_eq!(c.known_algorithm().unwrap().name(), "MD5-sess");
        assert!(!one("Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5").is_answerable());
        assert!(!one("Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\"").is_answerable());
        assert!(!one("Basic realm=\"r\"").is_answerable());
        assert!(!one("NTLM").is_digest());
    }

    #[test]
    fn finds_several_challenges_in_one_value_and_over_headers() {
        let mut headers = Headers::default();
        headers.push(
            "WWW-Authenticate",
            "Digest realm=\"a\", nonce=\"1\", Basic realm=\"b\", Digest realm=\"c\", nonce=\"2\", algorithm=SHA-256",
        );
        headers.push("Proxy-Authenticate", "Digest realm=\"p\", nonce=\"3\", algorithm=SHA-256");
        headers.push("WWW-Authenticate", "Digest realm=\"x\"");
        headers.push("WWW-Authenticate", "Digest realm=\"z\", nonce=\"4\", algorithm=SHA3-1024");
        let all = Challenges::from_headers(&headers);
        assert_eq!(all.list.len(), 5);
        assert_eq!(all.broken.len(), 1);
        let best = all.strongest(|_| true).unwrap();
        assert_eq!((best.nonce.as_str(), best.asker), ("2", Asker::Server), "first of the strongest");
        assert_eq!(all.strongest(|c| c.known_algorithm() == Some(Algorithm::MD5)).unwrap().nonce, "1");
        assert_eq!(all.summaries()[0], "Digest MD5");
    }

    #[test]
    fn what_a_server_writes_reads_back() {
        for algorithm in [Algorithm::MD5, Algorithm::SHA_256, Algorithm::SHA_512_256] {
            let mut c = Challenge::digest(Asker::Proxy, algorithm, "Amt \"7\"", "n\\1");
            c.opaque = Some("o".into());
            c.stale = true;
            assert_eq!(parse(&c.to_value(), Asker::Proxy).unwrap(), [c]);
        }
    }

    #[test]
    fn refuses_lies() {
        for bad in [
            "",
            ",",
            "realm=\"x\"",
            "Digest realm=\"x",
            "Digest nonce=\"1\"",
            "Digest realm=\"x\" nonce=\"1\"",
            "\"Digest\"",
            "Digest{}",
        ] {
            assert!(parse(bad, Asker::Server).is_err(), "{bad}");
        }
    }
}
