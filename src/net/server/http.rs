//! Just enough HTTP/1.1 (RFC 9112) to ask one question and read the answer.

use std::io::{Read as _, Write as _};

use super::{MOST_BYTES, ServerError, connect, shown};
use crate::domain::{HostPort, Secret};

/// Where and as whom.
pub(super) struct Ask<'a> {
    pub at: &'a HostPort,
    pub user: &'a str,
    pub secret: Option<&'a Secret>,
    pub path: &'a str,
    /// JSON to post; none: a plain GET.
    pub body: Option<&'a str>,
}

/// The body of a 200; every other status is an error.
pub(super) fn ask(ask: &Ask<'_>) -> Result<Vec<u8>, ServerError> {
    let mut stream = connect(ask.at)?;
    let mut head = format!(
        "{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: application/json\r\n",
        if ask.body.is_some() { "POST" } else { "GET" },
        ask.path,
        ask.at
    );
    if let Some(secret) = ask.secret {
        head += &format!("Authorization: Basic {}\r\n", base64(format!("{}:{}", ask.user, secret.expose()).as_bytes()));
    }
    if let Some(body) = ask.body {
        head += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    }
    stream.write_all((head + "\r\n" + ask.body.unwrap_or_default()).as_bytes())?;
    let (mut answer, mut piece) = (Vec::new(), [0; 16 * 1024]);
    while answer.len() < MOST_BYTES {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => answer.extend_from_slice(&piece[..n]),
            // Some servers neither close nor say how long it is; what came until then may be whole.
            Err(error) if answer.is_empty() => return Err(error.into()),
            Err(_) => break,
        }
        if is_whole(&answer) {
            break;
        }
    }
    parse(&answer)
}

/// As long as the head says, so that nobody waits for a server that keeps the connection.
fn is_whole(answer: &[u8]) -> bool {
    // A body of many pieces is not searched for its head again and again.
    let Some(end) = answer[..answer.len().min(16 * 1024)].windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]);
    let length = header(&head, "Content-Length").and_then(|length| length.parse::<usize>().ok());
    let chunked = header(&head, "Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    length.is_some_and(|length| answer.len() - end - 4 >= length) || (chunked && answer.ends_with(b"\r\n0\r\n\r\n"))
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

pub(super) fn parse(answer: &[u8]) -> Result<Vec<u8>, ServerError> {
    let no_http = || ServerError::Unreadable("no HTTP".to_owned());
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(no_http)?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().filter(|line| line.starts_with("HTTP/1.")).and_then(|line| line.get(9..12)).ok_or_else(no_http)?;
    if status != "200" {
        let first = head.lines().next().unwrap_or_default();
        return Err(ServerError::Refused(shown(first)));
    }
    let body = &answer[end + 4..];
    if header(&head, "Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        return dechunked(body);
    }
    match header(&head, "Content-Length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) if length <= body.len() => Ok(body[..length].to_vec()),
        Some(_) => Err(ServerError::Unreadable("it ends too early".to_owned())),
        None => Ok(body.to_vec()),
    }
}

fn dechunked(mut body: &[u8]) -> Result<Vec<u8>, ServerError> {
    let broken = || ServerError::Unreadable("a broken chunk".to_owned());
    let mut out = Vec::new();
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n").ok_or_else(broken)?;
        let size = std::str::from_utf8(&body[..end]).ok().and_then(|text| text.split(';').next()).unwrap_or_default();
        let size = usize::from_str_radix(size.trim(), 16).map_err(|_| broken())?;
        body = &body[end + 2..];
        if size == 0 {
            return Ok(out);
        }
        out.extend_from_slice(body.get(..size).ok_or_else(broken)?);
        body = body.get(size + 2..).ok_or_else(broken)?;
    }
}

/// RFC 4648 section 4.
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}
