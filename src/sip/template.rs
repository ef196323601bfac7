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

/// The parts of one line's REGISTER that never change, in the order of the wire.
#[derive(Debug, Clone)]
pub struct RegisterTemplate {
    /// Request line and Via up to the branch.
    to_branch: String,
    /// From Max-Forwards to the CSeq number.
    to_cseq: String,
    /// Contact up to the expiry; empty for a fetch.
    to_expires: String,
    /// The rest.
    tail: String,
    expires_header: bool,
}

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
        let to_expires = match &s.operation {
            Operation::Fetch => " REGISTER\r\n".to_owned(),
            Operation::Bind { contact: uri, .. } | Operation::Unbind { contact: uri } => contact(uri),
        };
        Self {
            to_branch: to_branch(s),
            to_cseq: to_cseq(s),
            to_expires,
            tail: ["Supported: ", supported(s), "\r\nUser-Agent: ", &one_line(&s.user_agent), "\r\nContent-Length: 0\r\n\r\n"]
                .concat(),
            expires_header: matches!(s.operation, Operation::Bind { .. }),
        }
    }

    /// The bytes of one request.
    #[must_use]
    pub fn write(&self, fields: &Fields<'_>) -> Vec<u8> {
        let answers: usize = fields.answers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        let fixed = self.to_branch.len() + self.to_cseq.len() + self.to_expires.len() + self.tail.len();
        let mut out = Vec::with_capacity(fixed + answers + fields.branch.len() + 48);
        let mut digits = [0; 10];
        out.extend_from_slice(self.to_branch.as_bytes());
        out.extend_from_slice(fields.branch.as_bytes());
        out.extend_from_slice(self.to_cseq.as_bytes());
        out.extend_from_slice(decimal(fields.cseq, &mut digits));
        out.extend_from_slice(self.to_expires.as_bytes());
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
        out.extend_from_slice(self.tail.as_bytes());
        out
    }
}

/// RFC 5626 section 4.2.1, RFC 5627 section 4.1: also in a fetch, which a registrar that insists on outbound would refuse without.
fn supported(s: &RegisterSettings) -> &'static str {
    if s.reg_id.is_some() && s.instance.is_some() { "path, gruu, outbound" } else { "path, gruu" }
}

fn to_branch(s: &RegisterSettings) -> String {
    let mut text = String::with_capacity(96);
    let bracketed = s.sent_by.host.contains(':');
    let (open, close) = if bracketed { ("[", "]") } else { ("", "") };
    let _ = write!(text, "REGISTER {} SIP/2.0\r\nVia: SIP/2.0/", s.registrar);
    for part in [s.transport.via_token(), " ", open, &s.sent_by.host, close, ":"] {
        text.push_str(part);
    }
    let _ = write!(text, "{};rport;branch={MAGIC_COOKIE}", s.sent_by.port);
    text
}

fn to_cseq(s: &RegisterSettings) -> String {
    let aor = s.aor.to_string();
    let mut text = String::with_capacity(192);
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
    text
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
