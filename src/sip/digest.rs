//! Digest answers and their verification (RFC 7616, 8760; RFC 2617 and 2069 for servers that ask in their way).

use std::borrow::Cow;

use md5::Md5;
use sha2::{Sha256, Sha512_256};
use smol_str::SmolStr;

use crate::domain::Secret;

use super::challenge::{Algorithm, Challenge, Hash, Qop, parse_schemes};
use super::params::{SyntaxError, push_quoted};

/// What proves who we are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    Password(Secret),
    /// H(user ":" realm ":" password) in lower-case hex, for one hash and one realm only.
    Ha1 {
        hash: Hash,
        realm: String,
        hex: Secret,
    },
    /// The same as a registrar keeps it, whose realm is the one it asks for.
    Stored {
        hash: Hash,
        hex: Secret,
    },
}

/// A user name and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub user: SmolStr,
    pub key: Key,
}

impl Credentials {
    #[must_use]
    pub fn password(user: impl Into<SmolStr>, password: Secret) -> Self {
        Self { user: user.into(), key: Key::Password(password) }
    }

    /// A digest as exports of registrars have it, `MD5:0123…`.
    #[must_use]
    pub fn stored(user: impl Into<SmolStr>, text: &Secret) -> Option<Self> {
        let (algorithm, hex) = text.expose().split_once(':')?;
        let hash = Algorithm::from_name(algorithm).filter(|algorithm| !algorithm.session)?.hash;
        Some(Self { user: user.into(), key: Key::Stored { hash, hex: Secret::new(hex.to_ascii_lowercase()) } })
    }

    /// Whether this key can answer that challenge.
    #[must_use]
    pub fn can_answer(&self, challenge: &Challenge) -> bool {
        match &self.key {
            Key::Password(_) => true,
            Key::Stored { hash, .. } => challenge.known_algorithm().is_some_and(|a| a.hash == *hash),
            Key::Ha1 { hash, realm, .. } => {
                challenge.known_algorithm().is_some_and(|a| a.hash == *hash) && challenge.realm == *realm
            }
        }
    }

    fn ha1(&self, hash: Hash, realm: &str) -> Hex {
        match &self.key {
            Key::Password(password) => {
                digest(hash, &[self.user.as_bytes(), b":", realm.as_bytes(), b":", password.expose().as_bytes()])
            }
            Key::Ha1 { hex, .. } | Key::Stored { hex, .. } => Hex::from_text(hex.expose()),
        }
    }
}

/// The HA1 of a user, as registrars store it; lower-case hex.
#[must_use]
pub fn ha1(hash: Hash, user: &str, realm: &str, password: &Secret) -> Secret {
    let hex = digest(hash, &[user.as_bytes(), b":", realm.as_bytes(), b":", password.expose().as_bytes()]);
    Secret::new(hex.as_str())
}

/// What a digest is computed over besides challenge and credentials.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub method: &'a str,
    /// The Request-URI as it stands in the request line.
    pub uri: &'a str,
    pub body: &'a [u8],
    pub cnonce: &'a str,
    /// How often this nonce was used, this time included.
    pub count: u32,
}

/// The value of an `Authorization` or `Proxy-Authorization` header; `None` when the challenge cannot be answered with this key.
#[must_use]
pub fn answer(challenge: &Challenge, credentials: &Credentials, asked: &Asked<'_>) -> Option<String> {
    let algorithm = challenge.known_algorithm()?;
    let qop = challenge.known_qop().ok()?;
    if !challenge.is_digest() || !credentials.can_answer(challenge) {
        return None;
    }
    let ha1 = credentials.ha1(algorithm.hash, &challenge.realm);
    let input = Input { algorithm, nonce: &challenge.nonce, cnonce: asked.cnonce, count: asked.count, qop };
    let response = response(&input, &ha1, asked.method, asked.uri, asked.body);
    let mut out = String::with_capacity(320);
    for (name, value) in [
        ("Digest username=", credentials.user.as_str()),
        (", realm=", &challenge.realm),
        (", nonce=", &challenge.nonce),
        (", uri=", asked.uri),
        (", response=", response.as_str()),
    ] {
        out.push_str(name);
        push_quoted(&mut out, value);
    }
    if let Some(name) = &challenge.algorithm {
        out.push_str(", algorithm=");
        out.push_str(name);
    }
    if qop.is_some() || algorithm.session {
        out.push_str(", cnonce=");
        push_quoted(&mut out, asked.cnonce);
    }
    if let Some(opaque) = &challenge.opaque {
        out.push_str(", opaque=");
        push_quoted(&mut out, opaque);
    }
    if let Some(qop) = qop {
        for part in [", qop=", qop.name(), ", nc="] {
            out.push_str(part);
        }
        out.push_str(Hex::from_bytes(&asked.count.to_be_bytes()).as_str());
    }
    Some(out)
}

/// The answer of a client as a server reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    pub user: String,
    pub realm: String,
    pub nonce: String,
    pub uri: String,
    /// Lower-case hex.
    pub response: String,
    /// As written; `None` means MD5.
    pub algorithm: Option<String>,
    pub cnonce: Option<String>,
    pub opaque: Option<String>,
    pub qop: Option<String>,
    /// The nonce count.
    pub count: Option<u32>,
}

impl Authorization {
    /// Reads the value of one `Authorization` or `Proxy-Authorization` header.
    ///
    /// # Errors
    /// When it is no digest answer or lacks user, realm, nonce, uri or response.
    pub fn parse(value: &str) -> Result<Self, SyntaxError> {
        let schemes = parse_schemes(value)?;
        let [(scheme, params)] = schemes.as_slice() else { return Err(SyntaxError::new("one scheme", 0)) };
        if !scheme.eq_ignore_ascii_case("Digest") {
            return Err(SyntaxError::new("the scheme `Digest`", 0));
        }
        let text = |name: &str| params.get(name).map(Cow::into_owned);
        let must = |name: &str, expected: &'static str| text(name).ok_or(SyntaxError::new(expected, 0));
        let count = match params.get("nc") {
            None => None,
            Some(hex) if hex.len() <= 8 => {
                Some(u32::from_str_radix(&hex, 16).map_err(|_| SyntaxError::new("a nonce count in hex", 0))?)
            }
            Some(_) => return Err(SyntaxError::new("a nonce count of 8 hex digits", 0)),
        };
        Ok(Self {
            user: must("username", "a username")?,
            realm: must("realm", "a realm")?,
            nonce: must("nonce", "a nonce")?,
            uri: must("uri", "a uri")?,
            response: must("response", "a response")?.to_ascii_lowercase(),
            algorithm: text("algorithm").filter(|a| !a.is_empty()),
            cnonce: text("cnonce"),
            opaque: text("opaque"),
            qop: text("qop").filter(|q| !q.is_empty()),
            count,
        })
    }

    #[must_use]
    pub fn known_algorithm(&self) -> Option<Algorithm> {
        match &self.algorithm {
            None => Some(Algorithm::MD5),
            Some(name) => Algorithm::from_name(name),
        }
    }

    /// Whether the answer was made with this key, over this method and body. The caller checks nonce, realm and user.
    #[must_use]
    pub fn verify(&self, credentials: &Credentials, method: &str, body: &[u8]) -> bool {
        let Some(algorithm) = self.known_algorithm() else { return false };
        if let Key::Ha1 { hash, realm, .. } = &credentials.key
            && (*hash != algorithm.hash || *realm != self.realm)
        {
            return false;
        }
        let qop = match self.qop.as_deref() {
            None => None,
            Some(q) if q.eq_ignore_ascii_case("auth") => Some(Qop::Auth),
            Some(q) if q.eq_ignore_ascii_case("auth-int") => Some(Qop::AuthInt),
            Some(_) => return false,
        };
        if qop.is_some() && (self.count.is_none() || self.cnonce.is_none()) {
            return false;
        }
        let input = Input {
            algorithm,
            nonce: &self.nonce,
            cnonce: self.cnonce.as_deref().unwrap_or(""),
            count: self.count.unwrap_or(0),
            qop,
        };
        let expected = response(&input, &credentials.ha1(algorithm.hash, &self.realm), method, &self.uri, body);
        same_in_constant_time(expected.as_str().as_bytes(), self.response.as_bytes())
    }
}

fn same_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}

/// Hides every value but harmless ones: with nonce, cnonce and response anyone could guess the password off line.
#[must_use]
pub fn mask(value: &str) -> String {
    const SHOWN: &[&str] = &["username", "realm", "algorithm", "qop", "stale", "uri", "nc", "charset", "userhash"];
    let Ok(schemes) = parse_schemes(value) else { return "(unreadable)".to_owned() };
    let mut out = String::with_capacity(value.len());
    for (scheme, params) in &schemes {
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(scheme);
        for (n, (name, raw)) in params.iter().enumerate() {
            out.push_str(if n == 0 { " " } else { ", " });
            out.push_str(name);
            out.push('=');
            out.push_str(if SHOWN.iter().any(|s| s.eq_ignore_ascii_case(name)) { raw } else { "\"***\"" });
        }
    }
    out
}

struct Input<'a> {
    algorithm: Algorithm,
    nonce: &'a str,
    cnonce: &'a str,
    count: u32,
    qop: Option<Qop>,
}

fn response(input: &Input<'_>, ha1: &Hex, method: &str, uri: &str, body: &[u8]) -> Hex {
    let hash = input.algorithm.hash;
    let (nonce, cnonce) = (input.nonce.as_bytes(), input.cnonce.as_bytes());
    let session;
    let ha1 = if input.algorithm.session {
        session = digest(hash, &[ha1.bytes(), b":", nonce, b":", cnonce]);
        &session
    } else {
        ha1
    };
    let ha2 = if input.qop == Some(Qop::AuthInt) {
        let body = digest(hash, &[body]);
        digest(hash, &[method.as_bytes(), b":", uri.as_bytes(), b":", body.bytes()])
    } else {
        digest(hash, &[method.as_bytes(), b":", uri.as_bytes()])
    };
    match input.qop {
        None => digest(hash, &[ha1.bytes(), b":", nonce, b":", ha2.bytes()]),
        Some(qop) => {
            let mut count = [0; 8];
            write_hex(&input.count.to_be_bytes(), &mut count);
            digest(hash, &[ha1.bytes(), b":", nonce, b":", &count, b":", cnonce, b":", qop.name().as_bytes(), b":", ha2.bytes()])
        }
    }
}

/// Up to 32 bytes as lower-case hex, without allocation.
struct Hex {
    digits: [u8; 64],
    len: usize,
}

impl Hex {
    fn from_bytes(bytes: &[u8]) -> Self {
        let mut hex = Self { digits: [0; 64], len: bytes.len() * 2 };
        write_hex(bytes, &mut hex.digits);
        hex
    }

    fn from_text(text: &str) -> Self {
        let mut hex = Self { digits: [0; 64], len: text.len().min(64) };
        for (to, from) in hex.digits.iter_mut().zip(text.bytes()) {
            *to = if from.is_ascii() { from.to_ascii_lowercase() } else { b'?' };
        }
        hex
    }

    fn bytes(&self) -> &[u8] {
        &self.digits[..self.len]
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

impl Drop for Hex {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.digits);
    }
}

pub(super) fn write_hex(bytes: &[u8], out: &mut [u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
}

fn digest(hash: Hash, parts: &[&[u8]]) -> Hex {
    fn run<D: sha2::Digest>(parts: &[&[u8]]) -> Hex {
        let mut state = D::new();
        for part in parts {
            state.update(part);
        }
        Hex::from_bytes(&state.finalize())
    }
    match hash {
        Hash::Md5 => run::<Md5>(parts),
        Hash::Sha256 => run::<Sha256>(parts),
        Hash::Sha512_256 => run::<Sha512_256>(parts),
    }
}

#[cfg(test)]
mod tests;
