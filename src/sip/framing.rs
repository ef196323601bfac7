//! Whole SIP messages out of a byte stream (RFC 3261 section 18.3), and keep-alives between them (RFC 5626 section 3.5.1).

use std::fmt;

use memchr::memchr;

use super::message::{Limits, ParseError};
use super::params::is_token_byte;

/// What stood next in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// The bytes of one message, for [`super::Message::parse`].
    Message(Vec<u8>),
    /// Two line ends: the peer asks whether we are there; answer with one.
    Ping,
    /// One line end: the answer to our ping.
    Pong,
}

/// Why the stream cannot be followed any longer; the connection is of no more use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// The first bytes are no SIP: a TLS record, HTTP, or worse.
    NotSip,
    /// Head or body larger than the limit.
    TooLarge,
    /// No Content-Length, so nobody knows where the message ends.
    NoContentLength,
    ContentLength,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSip => "what came is no SIP",
            Self::TooLarge => "a message larger than the limit",
            Self::NoContentLength => "a message without Content-Length in a stream",
            Self::ContentLength => "a message with an unusable Content-Length",
        })
    }
}

impl std::error::Error for FrameError {}

/// Collects bytes and cuts messages out. After an error every call gives that error again.
#[derive(Debug, Default)]
pub struct Framer {
    buffer: Vec<u8>,
    /// Start of what is not yet cut out.
    start: usize,
    /// Where the search for the end of the head goes on, from `start`.
    searched: usize,
    limits: Limits,
    failed: Option<FrameError>,
}

impl Framer {
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Takes what was read from the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 && self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        } else if self.start > 64 * 1024 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether part of a message is waiting for the rest.
    #[must_use]
    pub fn is_inside_message(&self) -> bool {
        self.start < self.buffer.len()
    }

    /// The next frame; `None` when more bytes are needed.
    ///
    /// # Errors
    /// When the stream cannot be followed.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let result = self.cut();
        if let Err(error) = result {
            self.failed = Some(error);
            self.buffer = Vec::new();
            self.start = 0;
        }
        result
    }

    fn cut(&mut self) -> Result<Option<Frame>, FrameError> {
        let rest = &self.buffer[self.start..];
        match rest {
            [] | [b'\r'] | [b'\r', b'\n', b'\r'] => return Ok(None),
            [b'\r', b'\n', b'\r', b'\n', ..] => {
                self.start += 4;
                return Ok(Some(Frame::Ping));
            }
            [b'\r', b'\n', ..] => {
                self.start += 2;
                return Ok(Some(Frame::Pong));
            }
            [b'\n', ..] => {
                self.start += 1;
                return Ok(Some(Frame::Pong));
            }
            [first, ..] if !is_token_byte(*first) => return Err(FrameError::NotSip),
            _ => {}
        }
        if self.searched == 0 {
            match memchr(b'\n', rest) {
                Some(end) if !looks_like_start_line(&rest[..end]) => return Err(FrameError::NotSip),
                None if rest.len() > 8 * 1024 => return Err(FrameError::NotSip),
                None => return Ok(None),
                Some(_) => {}
            }
        }
        let Some(head) = self.head_end()? else { return Ok(None) };
        let body = content_length(&self.buffer[self.start..self.start + head])?;
        if body > self.limits.body {
            return Err(FrameError::TooLarge);
        }
        let end = self.start + head + body;
        if self.buffer.len() < end {
            // The head is found again when the body is there; its search starts at its end.
            return Ok(None);
        }
        let message = self.buffer[self.start..end].to_vec();
        self.start = end;
        self.searched = 0;
        Ok(Some(Frame::Message(message)))
    }

    /// The length of the head with its empty line.
    fn head_end(&mut self) -> Result<Option<usize>, FrameError> {
        let rest = &self.buffer[self.start..];
        let mut at = self.searched;
        while let Some(n) = memchr(b'\n', &rest[at..]) {
            let line_end = at + n + 1;
            let next = match rest.get(line_end..) {
                Some([b'\n', ..]) => Some(line_end + 1),
                Some([b'\r', b'\n', ..]) => Some(line_end + 2),
                _ => None,
            };
            if let Some(head) = next {
                self.searched = at;
                return if head > self.limits.head { Err(FrameError::TooLarge) } else { Ok(Some(head)) };
            }
            if matches!(rest.get(line_end..), Some([] | [b'\r'])) {
                break;
            }
            at = line_end;
        }
        self.searched = at;
        if rest.len() > self.limits.head { Err(FrameError::TooLarge) } else { Ok(None) }
    }
}

fn looks_like_start_line(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let is_version = |part: &[u8]| part.len() >= 4 && part[..4].eq_ignore_ascii_case(b"SIP/");
    is_version(line) || line.rsplit(|b| *b == b' ').next().is_some_and(is_version)
}

/// Content-Length of a head, compact or long, folded or not.
fn content_length(head: &[u8]) -> Result<usize, FrameError> {
    let mut found: Option<usize> = None;
    let mut lines = head.split(|b| *b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let Some(colon) = memchr(b':', line) else { continue };
        let name = line[..colon].trim_ascii_end();
        if !name.eq_ignore_ascii_case(b"l") && !name.eq_ignore_ascii_case(b"Content-Length") {
            continue;
        }
        let mut value = line[colon + 1..].trim_ascii().to_vec();
        while let Some(more) = lines.next_if(|l| matches!(l.first(), Some(b' ' | b'\t'))) {
            value.extend_from_slice(more.trim_ascii());
        }
        if value.is_empty() || value.len() > 10 || !value.iter().all(u8::is_ascii_digit) {
            return Err(FrameError::ContentLength);
        }
        let number = value.iter().fold(0_usize, |n, d| n * 10 + usize::from(d - b'0'));
        if found.is_some_and(|f| f != number) {
            return Err(FrameError::ContentLength);
        }
        found = Some(number);
    }
    found.ok_or(FrameError::NoContentLength)
}

impl From<FrameError> for ParseError {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::NotSip => Self::StartLine,
            FrameError::TooLarge => Self::BodyTooLarge,
            FrameError::NoContentLength | FrameError::ContentLength => Self::ContentLength,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::{Message, Method, Request};
    use proptest::prelude::*;

    fn message(n: usize) -> Vec<u8> {
        Request::new(Method::OPTIONS, "sip:h")
            .with("Call-ID", format!("c{n}"))
            .with_body("text/plain", vec![b'\n'; n * 7])
            .to_bytes()
    }

    fn drain(framer: &mut Framer) -> Vec<Frame> {
        std::iter::from_fn(|| framer.next_frame().unwrap()).collect()
    }

    #[test]
    fn pipelined_messages_and_keep_alives_come_out_in_order() {
        let mut framer = Framer::default();
        let stream = [&b"\r\n"[..], &message(0), b"\r\n\r\n", &message(3), &message(1), b"\r\n"].concat();
        framer.push(&stream);
        let expected = [
            Frame::Pong,
            Frame::Message(message(0)),
            Frame::Ping,
            Frame::Message(message(3)),
            Frame::Message(message(1)),
            Frame::Pong,
        ];
        assert_eq!(drain(&mut framer), expected);
        assert!(!framer.is_inside_message());
    }

    #[test]
    fn byte_by_byte_gives_the_same_messages() {
        let mut framer = Framer::default();
        let mut got = Vec::new();
        for byte in [message(2), message(0), message(5)].concat() {
            framer.push(&[byte]);
            got.extend(drain(&mut framer));
        }
        assert_eq!(got, [message(2), message(0), message(5)].map(Frame::Message));
    }

    #[test]
    fn folded_and_compact_lengths_count_and_bare_line_feeds_end_the_head() {
        for head in
            ["SIP/2.0 200 OK\r\nl :\r\n 3\r\n\r\n", "SIP/2.0 200 OK\nContent-length: 3\n\n", "sip/2.0 200\nL: 3\nl: 3\r\n\n"]
        {
            let mut framer = Framer::default();
            framer.push(head.as_bytes());
            assert_eq!(framer.next_frame(), Ok(None));
            framer.push(b"xyzSIP/2.0");
            let Ok(Some(Frame::Message(bytes))) = framer.next_frame() else { panic!("{head:?}") };
            assert_eq!(Message::parse(&bytes).unwrap().body(), b"xyz");
            assert_eq!(framer.next_frame(), Ok(None));
        }
    }

    #[test]
    fn streams_that_cannot_be_followed_are_given_up_for_good() {
        for (bytes, error) in [
            (&b"\x15\x03\x01\x00\x02\x02\x46"[..], FrameError::NotSip),
            (b"HTTP/1.1 400 Bad Request\r\n\r\n", FrameError::NotSip),
            (b"SIP/2.0 200 OK\r\nCall-ID: x\r\n\r\n", FrameError::NoContentLength),
            (b"SIP/2.0 200 OK\r\nl: -1\r\n\r\n", FrameError::ContentLength),
            (b"SIP/2.0 200 OK\r\nl: 1\r\nl: 2\r\n\r\n", FrameError::ContentLength),
            (b"SIP/2.0 200 OK\r\nl: 999999999\r\n\r\n", FrameError::TooLarge),
        ] {
            let mut framer = Framer::default();
            framer.push(bytes);
            assert_eq!(framer.next_frame(), Err(error));
            framer.push(&message(0));
            assert_eq!(framer.next_frame(), Err(error));
        }
        let mut framer = Framer::default();
        framer.push(&[b'A'; 9000]);
        assert_eq!(framer.next_frame(), Err(FrameError::NotSip));
        let mut framer = Framer::default();
        framer.push(b"SIP/2.0 200 OK\r\n");
        for _ in 0..10_000 {
            framer.push(b"X: yyyyyyyy\r\n");
            if let Err(error) = framer.next_frame() {
                assert_eq!(error, FrameError::TooLarge);
                return;
            }
        }
        panic!("no limit");
    }

    proptest! {
        #[test]
        fn cuts_never_change_what_comes_out(sizes in prop::collection::vec(0_usize..40, 1..5), cuts in prop::collection::vec(1_usize..200, 1..40)) {
            let stream: Vec<u8> = sizes.iter().flat_map(|n| message(*n)).collect();
            let mut framer = Framer::default();
            let (mut got, mut at) = (Vec::new(), 0);
            for cut in cuts.iter().cycle() {
                let end = (at + cut).min(stream.len());
                framer.push(&stream[at..end]);
                got.extend(drain(&mut framer));
                at = end;
                if at == stream.len() { break; }
            }
            prop_assert_eq!(got, sizes.iter().map(|n| Frame::Message(message(*n))).collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_end_in_frames_or_one_error(chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..10)) {
            let mut framer = Framer::default();
            for chunk in chunks {
                framer.push(&chunk);
                while let Ok(Some(_)) = framer.next_frame() {}
            }
        }
    }
}
