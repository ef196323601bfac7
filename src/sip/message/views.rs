//! Typed readings of header values, and what a message lacks.

use std::fmt;

use super::super::name_addr::{Contacts, NameAddr};
use super::super::params::{Params, SyntaxError};
use super::super::via::Via;
use super::{AnyHeaders, Message, Method, Request};

/// `CSeq: 2 REGISTER`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CSeq {
    /// Below 2^31 (RFC 3261 section 8.1.1.5).
    pub number: u32,
    pub method: Method,
}

/// `Retry-After: 120 (maintenance);duration=3600`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryAfter {
    /// Seconds.
    pub seconds: u32,
    pub comment: Option<String>,
    /// Seconds.
    pub duration: Option<u32>,
}

/// A header that is missing or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewError {
    pub header: &'static str,
    /// `None` when the header is missing.
    pub syntax: Option<SyntaxError>,
}

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.syntax {
            None => write!(f, "header `{}` is missing", self.header),
            Some(syntax) => write!(f, "header `{}`: {syntax}", self.header),
        }
    }
}

impl std::error::Error for ViewError {}

/// Why a message that could be read must not be acted on (RFC 3261 section 8.1.1, 8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defect {
    Header(ViewError),
    /// A header that may stand once stands twice.
    Twice(&'static str),
    /// The method of CSeq is not that of the request line.
    MethodMismatch,
    /// A number out of its range.
    Number(&'static str),
    /// The Request-URI cannot be read, or holds headers, which section 19.1.1 forbids there.
    RequestUri,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::Twice(name) => write!(f, "header `{name}` stands twice"),
            Self::MethodMismatch => f.write_str("`CSeq` names another method than the request line"),
            Self::Number(name) => write!(f, "number in `{name}` is out of range"),
            Self::RequestUri => f.write_str("the Request-URI cannot be used"),
        }
    }
}

fn view<T>(header: &'static str, value: Option<&str>, read: impl Fn(&str) -> Result<T, SyntaxError>) -> Result<T, ViewError> {
    let value = value.ok_or(ViewError { header, syntax: None })?;
    read(value).map_err(|e| ViewError { header, syntax: Some(e) })
}

impl AnyHeaders<'_> {
    /// # Errors
    /// When it is missing or wrong.
    pub fn cseq(&self) -> Result<CSeq, ViewError> {
        view("CSeq", self.get("CSeq"), |value| {
            let (number, method) = value.split_once([' ', '\t']).ok_or(SyntaxError::new("a number and a method", 0))?;
            let number = digits(number).filter(|n| *n < 1 << 31).ok_or(SyntaxError::new("a number below 2^31", 0))?;
            Ok(CSeq { number, method: method.trim_start_matches([' ', '\t']).parse()? })
        })
    }

    /// Every Via, topmost first.
    ///
    /// # Errors
    /// When there is none or one is wrong.
    pub fn vias(&self) -> Result<Vec<Via>, ViewError> {
        let mut list = Vec::new();
        for value in self.all("Via") {
            list.extend(Via::parse_list(value).map_err(|e| ViewError { header: "Via", syntax: Some(e) })?);
        }
        if list.is_empty() { Err(ViewError { header: "Via", syntax: None }) } else { Ok(list) }
    }

    /// The topmost Via.
    ///
    /// # Errors
    /// When there is none or it is wrong.
    pub fn top_via(&self) -> Result<Via, ViewError> {
        view("Via", self.get("Via"), |value| Via::parse_list(value)?.into_iter().next().ok_or(SyntaxError::new("a Via value", 0)))
    }

    /// # Errors
    /// When it is missing or wrong.
    pub fn from(&self) -> Result<NameAddr, ViewError> {
        view("From", self.get("From"), NameAddr::parse)
    }

    /// # Errors
    /// When it is missing or wrong.
    pub fn to(&self) -> Result<NameAddr, ViewError> {
        view("To", self.get("To"), NameAddr::parse)
    }

    /// # Errors
    /// When it is missing.
    pub fn call_id(&self) -> Result<&str, ViewError> {
        self.get("Call-ID").filter(|c| !c.is_empty()).ok_or(ViewError { header: "Call-ID", syntax: None })
    }

    /// Every Contact; an empty list when there is none.
    ///
    /// # Errors
    /// When one is wrong.
    pub fn contacts(&self) -> Result<Contacts, ViewError> {
        Contacts::parse(self.all("Contact")).map_err(|e| ViewError { header: "Contact", syntax: Some(e) })
    }

    /// Name-addr lists such as Route, Path or Service-Route.
    ///
    /// # Errors
    /// When one value is wrong.
    pub fn addresses(&self, header: &'static str) -> Result<Vec<NameAddr>, ViewError> {
        let mut list = Vec::new();
        for value in self.all(header) {
            list.extend(NameAddr::parse_list(value).map_err(|e| ViewError { header, syntax: Some(e) })?);
        }
        Ok(list)
    }

    /// The first value of that name as a number; `None` when missing or none.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u32> {
        digits(self.get(name)?)
    }

    /// `Expires` in seconds.
    #[must_use]
    pub fn expires(&self) -> Option<u32> {
        self.number("Expires")
    }

    /// `Min-Expires` in seconds.
    #[must_use]
    pub fn min_expires(&self) -> Option<u32> {
        self.number("Min-Expires")
    }

    #[must_use]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        let value = self.get("Retry-After")?;
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        let seconds = digits(&value[..end])?;
        let rest = value[end..].trim_start_matches([' ', '\t']);
        let (comment, rest) = match rest.strip_prefix('(').and_then(|r| r.rfind(')').map(|close| (&r[..close], &r[close + 1..])))
        {
            Some((comment, rest)) => (Some(comment.to_owned()), rest),
            None => (None, rest),
        };
        let params = Params::parse(rest).ok()?;
        Some(RetryAfter { seconds, comment, duration: params.get("duration").and_then(|d| digits(&d)) })
    }
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Whether a From or To value carries a tag.
pub(super) fn has_tag(value: &str) -> bool {
    match NameAddr::parse(value) {
        Ok(addr) => addr.tag().is_some(),
        Err(_) => value.to_ascii_lowercase().contains(";tag="),
    }
}

impl Message {
    /// Everything that keeps us from acting on this message; empty when it is sound.
    #[must_use]
    pub fn defects(&self) -> Vec<Defect> {
        let headers = self.headers();
        let mut list: Vec<Defect> = [
            headers.vias().err(),
            headers.from().err(),
            headers.to().err(),
            headers.call_id().err(),
            headers.cseq().err(),
            headers.contacts().err(),
        ]
        .into_iter()
        .flatten()
        .map(Defect::Header)
        .collect();
        for name in ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Expires", "Content-Type"] {
            if headers.all(name).count() > 1 {
                list.push(Defect::Twice(name));
            }
        }
        for (name, max) in [("Max-Forwards", 255), ("Expires", u32::MAX), ("Min-Expires", u32::MAX)] {
            if headers.has(name) && headers.number(name).is_none_or(|n| n > max) {
                list.push(Defect::Number(name));
            }
        }
        if headers.has("Retry-After") && headers.retry_after().is_none() {
            list.push(Defect::Number("Retry-After"));
        }
        if let Self::Request(request) = self {
            request_defects(request, &mut list);
        }
        list
    }
}

fn request_defects(request: &Request, list: &mut Vec<Defect>) {
    if request.headers.cseq().is_ok_and(|c| c.method != request.method) {
        list.push(Defect::MethodMismatch);
    }
    match request.uri.parse::<super::super::Uri>() {
        Ok(super::super::Uri::Sip(uri)) if uri.headers.is_none() => {}
        Ok(super::super::Uri::Other { .. }) => {}
        _ => list.push(Defect::RequestUri),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Headers;
    use super::*;

    fn headers(lines: &str) -> Headers {
        Message::parse(format!("SIP/2.0 200 OK\r\n{lines}\r\n\r\n").as_bytes()).unwrap().headers().clone()
    }

    #[test]
    fn reads_numbers_and_comments() {
        let h = headers(
            "CSeq: 0009\t REGISTER\r\nRetry-After: 120 (I'm (really) busy);duration=3600\r\nMin-Expires: 60\r\nExpires: -1",
        );
        assert_eq!(h.cseq().unwrap(), CSeq { number: 9, method: Method::REGISTER });
        let retry = h.retry_after().unwrap();
        assert_eq!((retry.seconds, retry.comment.as_deref(), retry.duration), (120, Some("I'm (really) busy"), Some(3600)));
        assert_eq!((h.min_expires(), h.expires()), (Some(60), None));
        assert!(headers("CSeq: 36893488147419103232 REGISTER").cseq().is_err());
        assert!(headers("CSeq: 1").cseq().is_err());
    }

    #[test]
    fn reads_via_lists_over_lines() {
        let h = headers("Via: SIP/2.0/UDP a;branch=z1, SIP/2.0/TCP b;branch=z2\r\nv: SIP/2.0/TLS c;branch=z3");
        let branches: Vec<_> = h.vias().unwrap().iter().map(|v| v.branch().unwrap().to_owned()).collect();
        assert_eq!(branches, ["z1", "z2", "z3"]);
        assert_eq!(h.top_via().unwrap().host, "a");
    }

    #[test]
    fn a_response_copies_what_rfc_3261_8_2_6_2_asks_for() {
        let request = Request::new(Method::OPTIONS, "sip:2001@h")
            .with("Via", "SIP/2.0/UDP a;branch=z1")
            .with("Via", "SIP/2.0/UDP b;branch=z2")
            .with("From", "<sip:pbx@h>;tag=1")
            .with("To", "<sip:2001@h>")
            .with("Call-ID", "c")
            .with("CSeq", "7 OPTIONS");
        let text = String::from_utf8(request.response(200, "t9").to_bytes()).unwrap();
        assert_eq!(
            text,
            "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z1\r\nVia: SIP/2.0/UDP b;branch=z2\r\nFrom: <sip:pbx@h>;tag=1\r\n\
             To: <sip:2001@h>;tag=t9\r\nCall-ID: c\r\nCSeq: 7 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        );
        assert_eq!(request.response(100, "t9").headers.get("To"), Some("<sip:2001@h>"));
        let Ok(Message::Response(back)) = Message::parse(text.as_bytes()) else { panic!() };
        assert_eq!(back.reason, "OK");
    }
}
