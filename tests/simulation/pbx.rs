//! The PBX of the simulation: Asterisk's answers from a table of accounts, with a reader of its own, so that a mistake of ours in reading
//! cannot hide itself.

use std::sync::LazyLock;
use std::time::Duration;

use md5::{Digest as _, Md5};
use memchr::memmem::Finder;

use crate::lines::{FIRST, Truth, password};

const REALM: &str = "asterisk";
/// Asterisk's `nonce_lifetime`.
const NONCE_LIVES: Duration = Duration::from_secs(32);
/// Timer J (RFC 3261 section 17.2.2).
const REMEMBERED: Duration = Duration::from_secs(32);

/// How often a line that is busy at first says so.
const BUSY: u8 = 2;

/// Made once: to prepare a search costs as much as to search a request.
struct Searches {
    branch: Finder<'static>,
    to: Finder<'static>,
    rport: Finder<'static>,
    authorization: Finder<'static>,
    nonce: Finder<'static>,
    response: Finder<'static>,
    cnonce: Finder<'static>,
    count: Finder<'static>,
}

static SEARCHES: LazyLock<Searches> = LazyLock::new(|| Searches {
    branch: Finder::new(b";branch=z9hG4bK"),
    to: Finder::new(b"\r\nTo: <sip:"),
    rport: Finder::new(b";rport"),
    authorization: Finder::new(b"\r\nAuthorization: Digest "),
    nonce: Finder::new(b"nonce=\""),
    response: Finder::new(b"response=\""),
    cnonce: Finder::new(b"cnonce=\""),
    count: Finder::new(b", nc="),
});

struct Account {
    truth: Truth,
    /// H(user:realm:password) as hex.
    ha1: [u8; 32],
    busy_left: u8,
    /// The last two requests by their branch, when they came first and what they got.
    memory: [Option<Remembered>; 2],
}

struct Remembered {
    branch: [u8; 16],
    at: Duration,
    answer: Vec<u8>,
}

pub struct Pbx {
    accounts: Vec<Account>,
    /// H(method:uri) of every request here.
    ha2: [u8; 32],
    /// Requests that were not repetitions.
    pub requests: u64,
    /// Passwords that were refused; what a ban log would hold at least.
    pub refused: u64,
}

impl Pbx {
    pub fn new(truths: &[Truth]) -> Self {
        let account = |(number, truth): (usize, &Truth)| {
            let user = FIRST + number;
            let user = if *truth == Truth::OtherAuthUser { format!("mac-{user}") } else { user.to_string() };
            let ha1 = md5_hex(&[user.as_bytes(), b":", REALM.as_bytes(), b":", password(number).as_bytes()]);
            Account { truth: *truth, ha1, busy_left: BUSY, memory: [None, None] }
        };
        Self {
            accounts: truths.iter().enumerate().map(account).collect(),
            ha2: md5_hex(&[b"REGISTER:sip:pbx.example"]),
            requests: 0,
            refused: 0,
        }
    }

    /// As it was before anybody asked.
    pub fn forget(&mut self) {
        (self.requests, self.refused) = (0, 0);
        for account in &mut self.accounts {
            account.busy_left = BUSY;
            account.memory = [None, None];
        }
    }

    /// The answer to a datagram.
    pub fn receive(&mut self, now: Duration, request: &[u8]) -> Option<&[u8]> {
        let number = number_of(request)?;
        let branch: [u8; 16] = after(request, &SEARCHES.branch).and_then(|rest| rest.get(..16))?.try_into().ok()?;
        let account = self.accounts.get_mut(number)?;
        let known =
            |kept: &Option<Remembered>| kept.as_ref().is_some_and(|kept| kept.branch == branch && now < kept.at + REMEMBERED);
        if let Some(at) = account.memory.iter().position(known) {
            return self.accounts[number].memory[at].as_ref().map(|kept| kept.answer.as_slice());
        }
        self.requests += 1;
        let answer = self.answer(now, number, request)?;
        let memory = &mut self.accounts[number].memory;
        memory.swap(0, 1);
        let kept = memory[0].insert(Remembered { branch, at: now, answer });
        Some(&kept.answer)
    }

    fn answer(&mut self, now: Duration, number: usize, request: &[u8]) -> Option<Vec<u8>> {
        let account = &mut self.accounts[number];
        let challenge = |stale: bool| {
            let stale = if stale { ",stale=true" } else { "" };
            let nonce = format!("{:010}/{:08x}", now.as_millis(), self.requests);
            let line = format!(
                "WWW-Authenticate: Digest realm=\"{REALM}\",nonce=\"{nonce}\",opaque=\"5f2a9c0d\",algorithm=MD5,qop=\"auth\"{stale}\r\n"
            );
            Some(response(request, "401 Unauthorized", &line))
        };
        match account.truth {
            Truth::Dead => return None,
            Truth::Busy => return Some(response(request, "503 Service Unavailable", "Retry-After: 3\r\n")),
            Truth::BusyAtFirst if account.busy_left > 0 => {
                account.busy_left -= 1;
                return Some(response(request, "503 Service Unavailable", ""));
            }
            Truth::ServerError => return Some(response(request, "500 Server Internal Error", "")),
            Truth::Redirects => return Some(response(request, "302 Moved Temporarily", "Contact: <sip:other.example>\r\n")),
            Truth::OtherAlgorithm => {
                let line = "WWW-Authenticate: Digest realm=\"asterisk\",nonce=\"1\",algorithm=AKAv1-MD5,qop=\"auth\"\r\n";
                return Some(response(request, "401 Unauthorized", line));
            }
            Truth::Open => return Some(response(request, "200 OK", "")),
            _ => {}
        }
        let Some(at) = SEARCHES.authorization.find(request) else { return challenge(false) };
        let credentials = &request[at + 2..];
        let credentials = &credentials[..memchr::memchr(b'\r', credentials)?];
        let nonce = quoted(credentials, &SEARCHES.nonce)?;
        if matches!(account.truth, Truth::UnknownExtension | Truth::UnknownExtensionUnknown)
            || !proves(credentials, nonce, account.ha1, self.ha2)
        {
            self.refused += 1;
            return challenge(false);
        }
        let issued = std::str::from_utf8(&nonce[..10]).ok()?.parse().ok()?;
        if account.truth == Truth::StaleAlways || now > Duration::from_millis(issued) + NONCE_LIVES {
            return challenge(true);
        }
        Some(match account.truth {
            Truth::ContactsZero => response(request, "403 Forbidden", ""),
            Truth::AorMissing => response(request, "404 Not Found", ""),
            Truth::SlotTaken => {
                let line = format!("Contact: <sip:{}@198.51.100.9:5060>;expires=3541\r\n", FIRST + number);
                response(request, "200 OK", &line)
            }
            _ => response(request, "200 OK", "Date: Sun, 13 Sep 2020 12:26:40 GMT\r\n"),
        })
    }
}

/// The line a request is about, by its To.
pub fn number_of(message: &[u8]) -> Option<usize> {
    let digits = after(message, &SEARCHES.to)?;
    let end = memchr::memchr(b'@', digits)?;
    std::str::from_utf8(&digits[..end]).ok()?.parse::<usize>().ok()?.checked_sub(FIRST)
}

fn after<'a>(text: &'a [u8], what: &Finder<'_>) -> Option<&'a [u8]> {
    what.find(text).map(|at| &text[at + what.needle().len()..])
}

fn quoted<'a>(text: &'a [u8], name: &Finder<'_>) -> Option<&'a [u8]> {
    let (mut from, letters) = (0, name.needle());
    // `nonce=` also ends `cnonce=`.
    while let Some(at) = name.find(&text[from..]) {
        let start = from + at;
        if text[start - 1] != b'c' || letters[0] == b'c' {
            let value = &text[start + letters.len()..];
            return value.get(..memchr::memchr(b'"', value)?);
        }
        from = start + letters.len();
    }
    None
}

/// RFC 7616 section 3.4.1, computed here.
fn proves(credentials: &[u8], nonce: &[u8], ha1: [u8; 32], ha2: [u8; 32]) -> bool {
    let parts =
        (quoted(credentials, &SEARCHES.response), quoted(credentials, &SEARCHES.cnonce), after(credentials, &SEARCHES.count));
    let (Some(given), Some(cnonce), Some(count)) = parts else { return false };
    let Some(count) = count.get(..8) else { return false };
    md5_hex(&[&ha1, b":", nonce, b":", count, b":", cnonce, b":auth:", &ha2]) == given
}

fn md5_hex(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    let digits = b"0123456789abcdef";
    let mut out = [0; 32];
    for (pair, byte) in out.chunks_exact_mut(2).zip(hash.finalize()) {
        pair[0] = digits[usize::from(byte >> 4)];
        pair[1] = digits[usize::from(byte & 15)];
    }
    out
}

/// Via, From, To, Call-ID and CSeq come back as they were (RFC 3261 section 8.2.6.2), with `rport` and a tag.
fn response(request: &[u8], status: &str, more: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(600);
    out.extend_from_slice(b"SIP/2.0 ");
    out.extend_from_slice(status.as_bytes());
    out.extend_from_slice(b"\r\n");
    let mut rest = request;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = &rest[..=end];
        rest = &rest[end + 1..];
        let line = &line[..line.len() - 2];
        if let Some(via) = line.strip_prefix(b"Via: ") {
            let (before, behind) = via.split_at(SEARCHES.rport.find(via).map_or(via.len(), |at| at + 6));
            for part in [&b"Via: "[..], before, b"=5062;received=192.0.2.7", behind, b"\r\n"] {
                out.extend_from_slice(part);
            }
        } else if line.starts_with(b"To: ") {
            out.extend_from_slice(line);
            out.extend_from_slice(b";tag=as5b7c\r\n");
        } else if line.starts_with(b"From: ") || line.starts_with(b"Call-ID: ") || line.starts_with(b"CSeq: ") {
            out.extend_from_slice(line);
            out.extend_from_slice(b"\r\n");
        }
    }
    out.extend_from_slice(more.as_bytes());
    out.extend_from_slice(b"Server: Asterisk PBX 22.10.1\r\nContent-Length: 0\r\n\r\n");
    out
}
