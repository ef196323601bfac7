//! From bytes to start line and headers.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;

use super::super::params::is_token;
use super::headers::{Header, canonical};
use super::{AnyHeaders, Headers, Message, Request, Response, reason_phrase};

/// What one message may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Start line and headers, in bytes.
    pub head: usize,
    pub headers: usize,
    /// In bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { head: 64 * 1024, headers: 512, body: 1024 * 1024 }
    }
}

/// Why bytes are no SIP message. Holds no bytes of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    Empty,
    /// No empty line after the headers: cut off, or not SIP.
    NoHeadEnd,
    HeadTooLarge,
    TooManyHeaders,
    /// Neither `METHOD URI SIP/2.0` nor `SIP/2.0 code reason`.
    StartLine,
    /// A SIP version other than 2.0.
    Version,
    /// Not three digits, or not 100 to 699.
    Status,
    RequestUri,
    /// A header line without colon or with an impossible name; counted from 1, start line included.
    HeaderLine(usize),
    /// Content-Length is no number, negative, too large, or given twice with different values.
    ContentLength,
    BodyTooLarge,
    /// Fewer bytes than Content-Length says.
    BodyCutOff {
        said: usize,
        got: usize,
    },
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no message, only line ends"),
            Self::NoHeadEnd => f.write_str("no empty line after the headers"),
            Self::HeadTooLarge => f.write_str("headers larger than the limit"),
            Self::TooManyHeaders => f.write_str("more headers than the limit"),
            Self::StartLine => f.write_str("first line is neither a request line nor a status line"),
            Self::Version => f.write_str("SIP version is not 2.0"),
            Self::Status => f.write_str("status code is not 100 to 699"),
            Self::RequestUri => f.write_str("the Request-URI is no URI"),
            Self::HeaderLine(n) => write!(f, "line {n} is no header"),
            Self::ContentLength => f.write_str("Content-Length is no usable number"),
            Self::BodyTooLarge => f.write_str("body larger than the limit"),
            Self::BodyCutOff { said, got } => write!(f, "body has {got} bytes, Content-Length says {said}"),
        }
    }
}

impl std::error::Error for ParseError {}

pub(super) fn parse(bytes: &[u8], limits: Limits) -> Result<Message, ParseError> {
    let mut lines = Lines { rest: bytes, head: limits.head };
    let first = loop {
        match lines.next()? {
            _ if lines.rest.is_empty() && bytes.iter().all(|b| matches!(b, b'\r' | b'\n')) => return Err(ParseError::Empty),
            [] => {}
            line => break line,
        }
    };
    let start = start_line(&text_of(first))?;
    let headers = header_lines(&mut lines, limits)?;
    let rest = lines.rest;
    let body = match content_length(&headers)? {
        Some(said) if said > limits.body => return Err(ParseError::BodyTooLarge),
        Some(said) if said > rest.len() => return Err(ParseError::BodyCutOff { said, got: rest.len() }),
        Some(said) => &rest[..said],
        None if rest.len() > limits.body => return Err(ParseError::BodyTooLarge),
        None => rest,
    }
    .to_vec();
    Ok(match start {
        Start::Request { method, uri } => Message::Request(Request { method, uri, headers, body }),
        Start::Response { status, reason } => Message::Response(Response { status, reason: reason.into(), headers, body }),
    })
}

/// The length of the body, where the head tells it. Several equal values count as one.
pub(in crate::sip) fn content_length(headers: &AnyHeaders<'_>) -> Result<Option<usize>, ParseError> {
    let mut found = None;
    for value in headers.all("Content-Length") {
        if value.is_empty() || value.len() > 10 || !value.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ParseError::ContentLength);
        }
        let number: usize = value.parse().map_err(|_| ParseError::ContentLength)?;
        if found.is_some_and(|f| f != number) {
            return Err(ParseError::ContentLength);
        }
        found = Some(number);
    }
    Ok(found)
}

struct Lines<'a> {
    rest: &'a [u8],
    /// Bytes the head may still use.
    head: usize,
}

impl<'a> Lines<'a> {
    /// The next line without its end.
    fn next(&mut self) -> Result<&'a [u8], ParseError> {
        let Some(end) = memchr(b'\n', self.rest) else {
            return Err(if self.rest.len() > self.head { ParseError::HeadTooLarge } else { ParseError::NoHeadEnd });
        };
        self.head = self.head.checked_sub(end + 1).ok_or(ParseError::HeadTooLarge)?;
        let line = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        Ok(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// UTF-8, or Latin-1 where it is not: old PBXs put umlauts into display names.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()),
    }
}

fn header_lines(lines: &mut Lines<'_>, limits: Limits) -> Result<Headers, ParseError> {
    let mut list: Vec<Header<'static>> = Vec::with_capacity(16);
    let mut number = 1;
    loop {
        let line = lines.next()?;
        number += 1;
        let Some(first) = line.first() else { break };
        if matches!(first, b' ' | b'\t') {
            // Folding: a line end and the blanks after it are one blank (section 7.3.1).
            let last = list.last_mut().ok_or(ParseError::HeaderLine(number))?;
            let more = text_of(line);
            let more = more.trim_matches([' ', '\t']);
            if !more.is_empty() {
                if !last.value.is_empty() {
                    last.value.to_mut().push(' ');
                }
                last.value.to_mut().push_str(more);
            }
            continue;
        }
        if list.len() == limits.headers {
            return Err(ParseError::TooManyHeaders);
        }
        let text = text_of(line);
        let (name, value) = text.split_once(':').ok_or(ParseError::HeaderLine(number))?;
        let name = name.trim_end_matches([' ', '\t']);
        if !is_token(name) {
            return Err(ParseError::HeaderLine(number));
        }
        let value = value.trim_matches([' ', '\t']);
        list.push(Header {
            name: canonical(name),
            value: if value.contains('\r') { value.replace('\r', " ") } else { value.to_owned() }.into(),
        });
    }
    Ok(Headers::from_lines(list))
}

enum Start {
    Request { method: super::Method, uri: String },
    Response { status: u16, reason: String },
}

fn start_line(line: &str) -> Result<Start, ParseError> {
    if line.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("SIP/")) {
        let (version, rest) = line.split_once(' ').ok_or(ParseError::StartLine)?;
        check_version(version)?;
        let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ParseError::Status);
        }
        let status = code.parse().map_err(|_| ParseError::Status)?;
        if !(100..700).contains(&status) {
            return Err(ParseError::Status);
        }
        let reason = if reason.is_empty() { reason_phrase(status) } else { reason.to_owned() };
        return Ok(Start::Response { status, reason });
    }
    let mut parts = line.split(' ');
    let (Some(method), Some(uri), Some(version), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(ParseError::StartLine);
    };
    let method = method.parse().map_err(|_| ParseError::StartLine)?;
    if !version.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("SIP/")) {
        return Err(ParseError::StartLine);
    }
    check_version(version)?;
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        || !is_token(scheme)
        || uri.contains(|c: char| c.is_control() || matches!(c, '<' | '>' | '"'))
    {
        return Err(ParseError::RequestUri);
    }
    Ok(Start::Request { method, uri: uri.to_owned() })
}

fn check_version(version: &str) -> Result<(), ParseError> {
    if version.eq_ignore_ascii_case("SIP/2.0") { Ok(()) } else { Err(ParseError::Version) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(text: &str) -> Response {
        match Message::parse(text.as_bytes()) {
            Ok(Message::Response(r)) => r,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_folding_blanks_compact_names_and_bare_line_feeds() {
        let r = response("\r\n\nsip/2.0 200\ni : a\n b\n\tc\nSubject:\n  \n later\nl: 2\n\nxyzz");
        assert_eq!((r.status, r.reason.as_ref()), (200, "OK"));
        assert_eq!(r.headers.get("Call-ID"), Some("a b c"));
        assert_eq!(r.headers.get("Subject"), Some("later"));
        assert_eq!(r.body, b"xy", "bytes beyond Content-Length are dropped");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_latin_1() {
        let Message::Response(r) =
            Message::parse(b"SIP/2.0 200 OK\r\nOrganization: Stra\xDFe\r\nServer: f\xC3\xBCr\r\n\r\n").unwrap()
        else {
            panic!()
        };
        assert_eq!(r.headers.get("organization"), Some("Straße"));
        assert_eq!(r.headers.get("Server"), Some("für"));
    }

    #[test]
    fn a_cut_off_head_or_body_is_refused() {
        let whole = "SIP/2.0 200 OK\r\nCall-ID: a\r\nContent-Length: 3\r\n\r\nxyz";
        for end in 0..whole.len() {
            let error = Message::parse(&whole.as_bytes()[..end]).unwrap_err();
            assert!(matches!(error, ParseError::NoHeadEnd | ParseError::BodyCutOff { .. }), "{end}: {error}");
        }
        assert!(Message::parse(whole.as_bytes()).is_ok());
        assert_eq!(Message::parse(b"\r\n\r\n"), Err(ParseError::Empty));
    }

    #[test]
    fn lies_are_named() {
        let head = |first: &str, line: &str| Message::parse(format!("{first}\r\n{line}\r\n\r\n").as_bytes()).unwrap_err();
        let ok = "SIP/2.0 200 OK";
        assert_eq!(head("SIP/7.0 200 OK", "A: b"), ParseError::Version);
        assert_eq!(head("INVITE sip:a@h SIP/7.0", "A: b"), ParseError::Version);
        assert_eq!(head("SIP/2.0 4294967301 better not", "A: b"), ParseError::Status);
        assert_eq!(head("SIP/2.0 099 x", "A: b"), ParseError::Status);
        assert_eq!(head("INVITE <sip:a@h> SIP/2.0", "A: b"), ParseError::RequestUri);
        assert_eq!(head("INVITE  sip:a@h SIP/2.0", "A: b"), ParseError::StartLine);
        assert_eq!(head("GET / HTTP/1.1", "A: b"), ParseError::StartLine);
        assert_eq!(head(ok, "no colon"), ParseError::HeaderLine(2));
        assert_eq!(head(ok, "two words: x"), ParseError::HeaderLine(2));
        assert_eq!(head(ok, " folded first"), ParseError::HeaderLine(2));
        assert_eq!(head(ok, "Content-Length: -999"), ParseError::ContentLength);
        assert_eq!(head(ok, "l: 99999999999"), ParseError::ContentLength);
        assert_eq!(head(ok, "l: 1\r\nContent-Length: 2"), ParseError::ContentLength);
        assert_eq!(head(ok, "l: 5000000"), ParseError::BodyTooLarge);
        assert_eq!(head(ok, &"A: b\r\n".repeat(600)), ParseError::TooManyHeaders);
        assert_eq!(head(ok, &format!("A: {}", "x".repeat(70_000))), ParseError::HeadTooLarge);
    }
}
