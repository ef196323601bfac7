//! The hot path of a campaign: REGISTER requests from prepared pieces, and a scanner that reads of a response what routing needs.
//!
//! Both give what the full path gives (compared in tests), or nothing.

use std::borrow::Cow;
use std::fmt::Write as _;

use memchr::{memchr, memchr_iter};

use super::name_addr::NameAddr;
use super::params::{is_token, quote};
use super::register::{Operation, RegisterSettings};
use super::uri::SipUri;
use super::via::{MAGIC_COOKIE, plain_branch};

/// The parts of one line's REGISTER that never change, in the order of the wire, one behind the other.
#[derive(Debug, Clone)]
pub struct RegisterTemplate {
    text: String,
    /// Where the first three parts end: request line and Via up to the branch; from Max-Forwards to the CSeq number; Contact up to the
    /// expiry, of a fetch only the method. The rest follows.
    ends: [usize; 3],
    expires_header: bool,
}

const METHOD: &str = "REGISTER ";

/// What changes from request to request.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// Without the magic cookie.
    pub branch: &'a str,
    pub cseq: u32,
    pub expires: Option<u32>,
    /// Header name and value of each answer to a challenge.
    pub answers: &'a [(&'static str, String)],
}

impl RegisterTemplate {
    #[must_use]
    pub fn prepare(s: &RegisterSettings) -> Self {
        let contact = |uri: &SipUri| {
            let mut contact = NameAddr::new(uri.clone());
            if let Some(instance) = &s.instance {
                contact.params.set("+sip.instance", Some(&quote(&format!("<{instance}>"))));
                if let Some(reg_id) = s.reg_id {
                    contact.params.set("reg-id", Some(&reg_id.to_string()));
                }
            }
            format!(" REGISTER\r\nContact: {};expires=", one_line(&contact.to_string()))
        };
        let mut text = String::with_capacity(512);
        push_to_branch(&mut text, s);
        let branch = text.len();
        push_to_cseq(&mut text, s);
        let cseq = text.len();
        match &s.operation {
            Operation::Fetch => text.push_str(" REGISTER\r\n"),
            Operation::Bind { contact: uri, .. } | Operation::Unbind { contact: uri } => text.push_str(&contact(uri)),
        }
        let expires = text.len();
        for part in ["Supported: ", supported(s), "\r\nUser-Agent: ", &one_line(&s.user_agent), "\r\nContent-Length: 0\r\n\r\n"] {
            text.push_str(part);
        }
        Self { text, ends: [branch, cseq, expires], expires_header: matches!(s.operation, Operation::Bind { .. }) }
    }

    /// The Request-URI.
    #[must_use]
    pub fn uri(&self) -> &str {
        let rest = &self.text[METHOD.len()..];
        &rest[..rest.find(' ').unwrap_or(rest.len())]
    }

    /// The bytes of one request.
    #[must_use]
    pub fn write(&self, fields: &Fields<'_>) -> Vec<u8> {
        let answers: usize = fields.answers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        let mut out = Vec::with_capacity(self.text.len() + answers + fields.branch.len() + 48);
        let mut digits = [0; 10];
        let text = self.text.as_bytes();
        let [branch, cseq, expires] = self.ends;
        out.extend_from_slice(&text[..branch]);
        out.extend_from_slice(fields.branch.as_bytes());
        out.extend_from_slice(&text[branch..cseq]);
        out.extend_from_slice(decimal(fields.cseq, &mut digits));
        out.extend_from_slice(&text[cseq..expires]);
        if let Some(expires) = fields.expires {
            out.extend_from_slice(decimal(expires, &mut digits));
            out.extend_from_slice(b"\r\n");
            if self.expires_header {
                out.extend_from_slice(b"Expires: ");
                out.extend_from_slice(decimal(expires, &mut digits));
                out.extend_from_slice(b"\r\n");
            }
        }
        for (name, value) in fields.answers {
            for part in [name, ": ", value, "\r\n"] {
                out.extend_from_slice(part.as_bytes());
            }
        }
        out.extend_from_slice(&text[expires..]);
        out
    }
}

/// RFC 5626 section 4.2.1, RFC 5627 section 4.1: also in a fetch, which a registrar that insists on outbound would refuse without.
fn supported(s: &RegisterSettings) -> &'static str {
    if s.reg_id.is_some() && s.instance.is_some() { "path, gruu, outbound" } else { "path, gruu" }
}

fn push_to_branch(text: &mut String, s: &RegisterSettings) {
    let bracketed = s.sent_by.host.contains(':');
    let (open, close) = if bracketed { ("[", "]") } else { ("", "") };
    text.push_str(METHOD);
    let _ = s.registrar.write_to(text);
    text.push_str(" SIP/2.0\r\nVia: SIP/2.0/");
    for part in [s.transport.via_token(), " ", open, &s.sent_by.host, close, ":"] {
        text.push_str(part);
    }
    let _ = write!(text, "{};rport;branch={MAGIC_COOKIE}", s.sent_by.port);
}

fn push_to_cseq(text: &mut String, s: &RegisterSettings) {
    let mut aor = String::with_capacity(48);
    let _ = s.aor.write_to(&mut aor);
    text.push_str("\r\nMax-Forwards: 70\r\n");
    for route in &s.route {
        for part in ["Route: ", &one_line(route), "\r\n"] {
            text.push_str(part);
        }
    }
    let (from_tag, call_id) = (one_line(&s.from_tag), one_line(&s.call_id));
    for part in ["From: <", &aor, ">;tag=", &from_tag, "\r\nTo: <", &aor, ">\r\nCall-ID: ", &call_id, "\r\nCSeq: "] {
        text.push_str(part);
    }
}

fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\n']) { Cow::Owned(text.replace(['\r', '\n'], " ")) } else { Cow::Borrowed(text) }
}

fn decimal(mut number: u32, digits: &mut [u8; 10]) -> &[u8] {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return &digits[at..];
        }
    }
}

/// The Call-ID of a message where it stands in ordinary form, found without a look at the rest. Whose it is the full path says.
#[must_use]
pub fn call_id_of(bytes: &[u8]) -> Option<&str> {
    const NAME: &[u8] = b"\r\nCall-ID: ";
    let mut lines = memchr_iter(b'\n', bytes);
    let start = lines.find(|at| bytes[at.saturating_sub(1)..].starts_with(NAME))? - 1 + NAME.len();
    let end = start + memchr(b'\r', &bytes[start..])?;
    std::str::from_utf8(&bytes[start..end]).ok()
}

/// What routing needs of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scanned<'a> {
    pub status: u16,
    pub call_id: &'a str,
    pub cseq: u32,
    pub method: &'a str,
    /// Branch of the topmost Via.
    pub branch: &'a str,
}

/// Reads a response in ordinary form: CRLF, no folding in the headers wanted, one of each. `None` means: take the full path, which
/// decides; it never means that the message is wrong.
#[must_use]
pub fn scan(bytes: &[u8]) -> Option<Scanned<'_>> {
    let rest = bytes.strip_prefix(b"SIP/2.0 ")?;
    let code = rest.get(..3).filter(|c| c.iter().all(u8::is_ascii_digit))?;
    if !matches!(rest.get(3), Some(b' ' | b'\r')) {
        return None;
    }
    let status = code.iter().fold(0_u16, |n, d| n * 10 + u16::from(d - b'0'));
    let (mut call_id, mut cseq, mut branch) = (None, None, None);
    let mut at = 8 + memchr(b'\n', rest)? + 1;
    if bytes[at - 2] != b'\r' {
        return None;
    }
    loop {
        let line = &bytes[at..at + memchr(b'\n', &bytes[at..])?];
        let line = line.strip_suffix(b"\r")?;
        at += line.len() + 2;
        match line.first() {
            None => break,
            Some(b' ' | b'\t') => return None,
            Some(b'V' | b'v' | b'C' | b'c' | b'I' | b'i') => {}
            Some(_) => continue,
        }
        let colon = memchr(b':', line)?;
        let name = line[..colon].trim_ascii_end();
        let text = || std::str::from_utf8(&line[colon + 1..]).ok().filter(|v| !v.contains('\r'));
        let value = || text().map(|v| v.trim_matches([' ', '\t']));
        if name.eq_ignore_ascii_case(b"Call-ID") || name.eq_ignore_ascii_case(b"i") {
            if call_id.replace(value()?).is_some() {
                return None;
            }
        } else if name.eq_ignore_ascii_case(b"CSeq") {
            let (number, method) = value()?.split_once(' ')?;
            let number: u32 = number.parse().ok().filter(|_| number.starts_with(|c: char| c.is_ascii_digit()))?;
            if !is_token(method) || cseq.replace((number, method)).is_some() {
                return None;
            }
        } else if (name.eq_ignore_ascii_case(b"Via") || name.eq_ignore_ascii_case(b"v"))
            && branch.replace(plain_branch(value()?)?).is_some()
        {
            return None;
        }
    }
    let (cseq, method) = cseq?;
    Some(Scanned { status, call_id: call_id?, cseq, method, branch: branch? })
}

#[cfg(test)]
mod tests;
