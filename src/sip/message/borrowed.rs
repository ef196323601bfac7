//! Responses in ordinary form, read without copying their text.
//!
//! A campaign reads two answers for each of thousands of lines, and nearly all of them look alike: CRLF at the end of each line, nothing
//! folded, UTF-8 (RFC 3261 section 7.3.1 allows more). Those are taken as they lie in the bytes. Whatever is not of that form gives nothing,
//! and [`Message::parse`](super::Message::parse) decides: what is read here is what it gives, held by tests over damaged answers.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::{memchr, memchr2, memmem};

use super::super::params::is_token;
use super::Answer;
use super::head::{Limits, content_length};
use super::headers::{AnyHeaders, Header, known};

/// An answer with more is left to the full reader and its limits.
const HEAD: usize = 8 * 1024;
const HEADERS: usize = 48;
/// Made once: to prepare the search costs as much as to search a short head.
static HEAD_END: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"\r\n\r\n"));

impl<'v> Answer<'v> {
    /// Reads a response in ordinary form. `None` says nothing about the message but that the full reader is to be asked.
    #[must_use]
    pub fn plain(bytes: &'v [u8]) -> Option<Self> {
        let end = HEAD_END.find(bytes.get(..bytes.len().min(HEAD))?)?;
        let (head, rest) = (std::str::from_utf8(&bytes[..end + 2]).ok()?, &bytes[end + 4..]);
        let (first, mut lines) = line(head)?;
        let (status, reason) = status_line(first)?;
        let mut list: Vec<Header<'v>> = Vec::with_capacity(16);
        while !lines.is_empty() {
            let (text, others) = line(lines)?;
            lines = others;
            let colon = memchr(b':', text.as_bytes())?;
            let (name, value) = (&text[..colon], &text[colon + 1..]);
            let name = name.trim_end_matches([' ', '\t']);
            // A folded line begins with a blank, which is no token either.
            if list.len() == HEADERS || !is_token(name) {
                return None;
            }
            let name = known(name).unwrap_or(name);
            list.push(Header { name: Cow::Borrowed(name), value: Cow::Borrowed(value.trim_matches([' ', '\t'])) });
        }
        let headers = AnyHeaders::from_lines(list);
        let body = match content_length(&headers).ok()? {
            Some(said) => rest.get(..said)?,
            None => rest,
        };
        (body.len() <= Limits::default().body).then(|| Self {
            status,
            reason: Cow::Borrowed(reason),
            headers,
            body: body.to_vec(),
        })
    }
}

/// The first line, which must end in CRLF and hold no other line end, and what follows it.
fn line(text: &str) -> Option<(&str, &str)> {
    let at = memchr2(b'\r', b'\n', text.as_bytes())?;
    let rest = text[at..].strip_prefix("\r\n")?;
    Some((&text[..at], rest))
}

/// `SIP/2.0 401 Unauthorized`, with a reason: where there is none, the full reader knows one.
fn status_line(line: &str) -> Option<(u16, &str)> {
    let (code, reason) = line.strip_prefix("SIP/2.0 ")?.split_once(' ')?;
    let digits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    let status = code.parse().ok().filter(|status| digits && (100..700).contains(status))?;
    (!reason.is_empty()).then_some((status, reason))
}

#[cfg(test)]
mod tests {
    use super::super::{Message, Response};
    use super::*;

    /// What is read here is what the full reader reads; gives whether it was.
    fn agrees(bytes: &[u8]) -> bool {
        let Some(plain) = Answer::plain(bytes) else { return false };
        let Ok(Message::Response(full)) = Message::parse(bytes) else { panic!("{:?}", String::from_utf8_lossy(bytes)) };
        assert_eq!(plain, full, "{:?}", String::from_utf8_lossy(bytes));
        true
    }

    const CHALLENGE: &str = "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;rport=5070;received=127.0.0.1;branch=z9hG4bKa\r\n\
        From: <sip:2001@pbx.example>;tag=ft\r\nTo: <sip:2001@pbx.example>;tag=st\r\nCall-ID: call-1\r\nCSeq: 1 REGISTER\r\n\
        WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", qop=\"auth\"\r\nServer: f\u{fc}r\r\nX-Odd : 1\t\r\nContent-Length: 0\r\n\r\n";

    #[test]
    fn ordinary_answers_are_read_without_a_copy() {
        assert!(agrees(CHALLENGE.as_bytes()));
        let read = Answer::plain(CHALLENGE.as_bytes()).unwrap();
        assert!(read.headers.iter().all(|h| matches!((&h.name, &h.value), (Cow::Borrowed(_), Cow::Borrowed(_)))));
        assert_eq!((read.status, read.headers.get("server"), read.headers.get("x-odd")), (401, Some("f\u{fc}r"), Some("1")));
        for more in ["v: SIP/2.0/UDP h;branch=z", "m: <sip:a@h>;expires=5", "l: 3", "Contact: *", "Content-Length:0", "L : 0"] {
            assert!(agrees(CHALLENGE.replace("Content-Length: 0", more).replace("\r\n\r\n", "\r\n\r\nxyz").as_bytes()), "{more}");
        }
    }

    #[test]
    fn what_is_not_ordinary_is_left_to_the_full_reader() {
        let changed = |from: &str, to: &str| CHALLENGE.replace(from, to).into_bytes();
        for (from, to) in [
            ("SIP/2.0 401", "sip/2.0 401"),
            ("SIP/2.0 401", "\r\nSIP/2.0 401"),
            ("SIP/2.0 401", "SIP/2.0 099"),
            (" Unauthorized", ""),
            ("401 Unauthorized", "401 "),
            ("\r\nCall-ID", "\nCall-ID"),
            ("call-1", "call\r1"),
            ("call-1\r\n", "call\r\n 1\r\n"),
            ("Call-ID:", "Call ID:"),
            ("Call-ID:", ""),
            ("Content-Length: 0", "Content-Length: 1"),
            ("Content-Length: 0", "Content-Length: -1"),
            ("X-Odd : 1", "Content-Length: 7"),
            ("\r\n\r\n", "\r\n"),
        ] {
            assert_eq!(Answer::plain(&changed(from, to)), None, "{from:?} {to:?}");
        }
        let latin = [&CHALLENGE.as_bytes()[..20], b"\xDF", &CHALLENGE.as_bytes()[20..]].concat();
        assert_eq!(Answer::plain(&latin), None);
        assert_eq!(Answer::plain(&changed("X-Odd", &"A: b\r\n".repeat(60))), None);
        assert_eq!(Answer::plain(b""), None);
    }

    /// Every single byte changed, left out or doubled, and pieces moved: where it reads, it reads the same.
    #[test]
    fn damage_never_gives_another_reading() {
        let whole = CHALLENGE.as_bytes();
        let mut read = 0;
        for at in 0..whole.len() {
            for byte in *b"\r\n \t:,;\"\0a9\xDF\\" {
                let mut bytes = whole.to_vec();
                bytes[at] = byte;
                read += usize::from(agrees(&bytes));
                bytes.insert(at, byte);
                read += usize::from(agrees(&bytes));
            }
            read += usize::from(agrees(&whole[..at]));
            read += usize::from(agrees(&[&whole[..at], &whole[at + 1..]].concat()));
            read += usize::from(agrees(&[&whole[at..], &whole[..at]].concat()));
        }
        assert!(read > 3000, "{read}");
    }

    #[test]
    fn a_response_that_owns_its_text_is_one_too() {
        let owned = Response::new(200).with("Contact", "<sip:a@h>");
        let borrowed: &Answer<'_> = &owned;
        assert!(agrees(&borrowed.to_bytes()));
    }
}
