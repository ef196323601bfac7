//! One message of the event socket: header lines, an empty line, and as many bytes of body as `Content-Length` says.

use std::io::{BufRead, Read as _};

use crate::net::server::{MOST_BYTES, ServerError, line, shown};

/// FreeSWITCH sends three or four.
const MOST_HEADERS: usize = 64;

#[derive(Debug)]
pub(super) struct Frame {
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Frame {
    pub fn read(from: &mut impl BufRead) -> Result<Self, ServerError> {
        let mut headers = Vec::new();
        loop {
            let line = line(from)?;
            if line.is_empty() {
                // Empty lines between messages are none.
                if headers.is_empty() {
                    continue;
                }
                break;
            }
            let Some((key, value)) = line.split_once(':') else {
                return Err(ServerError::Unreadable(format!("`{}` is no header", shown(&line))));
            };
            if headers.len() == MOST_HEADERS {
                return Err(ServerError::Unreadable("too many headers".to_owned()));
            }
            headers.push((key.trim().to_owned(), value.trim().to_owned()));
        }
        let mut frame = Self { headers, body: String::new() };
        let Some(length) = frame.get("Content-Length") else { return Ok(frame) };
        let length = length.parse::<usize>().ok().filter(|length| *length <= MOST_BYTES);
        let length = length.ok_or_else(|| ServerError::Unreadable("a length that cannot be".to_owned()))?;
        let mut body = Vec::new();
        // Grows with what comes, not with what is promised.
        from.take(length as u64).read_to_end(&mut body)?;
        if body.len() < length {
            return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
        }
        frame.body = String::from_utf8_lossy(&body).into_owned();
        Ok(frame)
    }

    /// Empty where it has none.
    pub fn kind(&self) -> &str {
        self.get("Content-Type").unwrap_or_default()
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
