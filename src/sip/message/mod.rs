//! SIP messages: read tolerantly, written strictly (RFC 3261 section 7).
//!
//! In: the bytes of one message. Out: [`Message`] with raw header values; [`views`] take them apart.
//! This folder is the only door to `rsip`: methods, status phrases and the second opinion of the tests.
//! Start with [`Message::parse`], then [`Headers`].

mod borrowed;
mod head;
mod headers;
mod method;
mod status;
mod views;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use head::{Limits, ParseError};
pub use headers::{AnyHeaders, Header, Headers};
pub use method::Method;
pub use status::{push_status, reason_phrase};
pub use views::{CSeq, Defect, RetryAfter, ViewError};

/// One SIP message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    Request(Request),
    Response(Response),
}

/// The Request-URI stays text: it may be of any scheme, and a server must be able to answer 416.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    pub uri: String,
    pub headers: Headers,
    pub body: Vec<u8>,
}

/// A response whose text may lie in the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'v> {
    /// 100 to 699.
    pub status: u16,
    pub reason: Cow<'v, str>,
    pub headers: AnyHeaders<'v>,
    pub body: Vec<u8>,
}

/// A response that owns its text.
pub type Response = Answer<'static>;

impl Message {
    /// Reads one message from a datagram or from what the framer cut out.
    ///
    /// Tolerated: folded lines, blanks before the colon, compact names, bare line feeds, empty lines in front, a missing
    /// reason phrase, bytes that are no UTF-8 (read as Latin-1). Bytes beyond Content-Length are dropped (section 18.3).
    ///
    /// # Errors
    /// When the head has no end, the start line or a header line is none, or the body is shorter than Content-Length says.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        head::parse(bytes, Limits::default())
    }

    #[must_use]
    pub fn headers(&self) -> &Headers {
        match self {
            Self::Request(r) => &r.headers,
            Self::Response(r) => &r.headers,
        }
    }

    #[must_use]
    pub fn body(&self) -> &[u8] {
        match self {
            Self::Request(r) => &r.body,
            Self::Response(r) => &r.body,
        }
    }

    #[must_use]
    pub fn as_response(&self) -> Option<&Response> {
        match self {
            Self::Response(r) => Some(r),
            Self::Request(_) => None,
        }
    }

    #[must_use]
    pub fn as_request(&self) -> Option<&Request> {
        match self {
            Self::Request(r) => Some(r),
            Self::Response(_) => None,
        }
    }

    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Request(r) => r.to_bytes(),
            Self::Response(r) => r.to_bytes(),
        }
    }
}

impl Request {
    #[must_use]
    pub fn new(method: Method, uri: impl Into<String>) -> Self {
        Self { method, uri: uri.into(), headers: Headers::default(), body: Vec::new() }
    }

    /// Appends a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push(name, value);
        self
    }

    #[must_use]
    pub fn with_body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.set("Content-Type", content_type);
        self.body = body.into();
        self
    }

    /// The bytes on the wire; Content-Length is computed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512 + self.body.len());
        for part in [self.method.as_str(), " ", &self.uri, " SIP/2.0\r\n"] {
            out.extend_from_slice(part.as_bytes());
        }
        self.headers.write(&mut out, &self.body);
        out
    }

    /// A response to this request with the headers of section 8.2.6.2 copied: Via, From, To, Call-ID, CSeq.
    /// `to_tag` is added to To where it has none and the status is above 100.
    #[must_use]
    pub fn response(&self, status: u16, to_tag: &str) -> Response {
        let mut headers = Headers::default();
        for name in ["Via", "From", "To", "Call-ID", "CSeq"] {
            for value in self.headers.all(name) {
                headers.push(name, value);
            }
        }
        if status > 100
            && let Some(to) = self.headers.get("To")
            && !views::has_tag(to)
        {
            let to = format!("{to};tag={to_tag}");
            headers.set("To", to);
        }
        Response { status, reason: reason_phrase(status).into(), headers, body: Vec::new() }
    }
}

impl Answer<'_> {
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, reason: reason_phrase(status).into(), headers: Headers::default(), body: Vec::new() }
    }

    /// Appends a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push(name, value);
        self
    }

    #[must_use]
    pub fn with_reason(mut self, reason: &str) -> Self {
        self.reason = reason.to_owned().into();
        self
    }

    #[must_use]
    pub fn with_body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.set("Content-Type", content_type);
        self.body = body.into();
        self
    }

    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.status < 200
    }

    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The bytes on the wire; Content-Length is computed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512 + self.body.len());
        out.extend_from_slice(format!("SIP/2.0 {} {}\r\n", self.status, headers::one_line(&self.reason)).as_bytes());
        self.headers.write(&mut out, &self.body);
        out
    }
}
