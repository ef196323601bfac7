//! The PBX's own interfaces, asked and never told: Asterisk's manager and REST interface, Kamailio's JSON-RPC, FreeSWITCH's event socket.
//!
//! Plain blocking sockets with a time limit for each step and for all of them: there is one question at a time.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod ami;
mod ari;
pub mod esl;
mod http;
mod rpc;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use crate::diag::Words;
use crate::domain::{HostPort, Secret};
use crate::policy::site::{AskBy, ServerRules};
use crate::probe::server::Told;

/// For connecting, and for each piece of an answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// For all of a conversation: an answer that drips would hold `validate` for ever.
const WHOLE: Duration = Duration::from_mins(3);
/// An answer is never longer: 100,000 registrations are told in less.
const MOST_BYTES: usize = 256 << 20;
/// A line of one is never longer: a header of SIP stands in it, which came in one datagram.
const MOST_LINE: u64 = 128 << 10;

/// What is to be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// AOR and domain of each planned line.
    pub lines: Vec<(String, String)>,
    /// Whether the PBX has them is wanted too, not only who is registered.
    pub existence: bool,
}

/// Why the PBX could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerError {
    /// No connection, or it ended.
    Connection(io::ErrorKind),
    /// User or secret are not right, or the user may not ask.
    Refused(String),
    /// What came is no answer of such an interface.
    Unreadable(String),
}

impl From<io::Error> for ServerError {
    fn from(error: io::Error) -> Self {
        // What a read that took too long is called differs from system to system.
        let kind = error.kind();
        Self::Connection(if kind == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut } else { kind })
    }
}

impl ServerError {
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Connection(kind) => Words::new(format!("no connection: {kind}"), format!("keine Verbindung: {kind}")),
            Self::Refused(what) => Words::new(format!("it refuses: {what}"), format!("sie weist ab: {what}")),
            Self::Unreadable(what) => {
                Words::new(format!("its answer cannot be read: {what}"), format!("ihre Antwort ist nicht lesbar: {what}"))
            }
        }
    }
}

/// Asks who is registered, and which endpoints there are. `now` is the time in seconds since 1970.
///
/// # Errors
/// When the PBX does not answer, refuses, or says what cannot be read.
pub fn ask(rules: &ServerRules, secret: Option<&Secret>, question: &Question, now: i64) -> Result<Told, ServerError> {
    tracing::debug!(at = %rules.at, by = rules.ask.name(), "ask the PBX");
    match rules.ask {
        AskBy::Ami => ami::ask(rules, secret, now),
        AskBy::Ari => ari::ask(rules, secret),
        AskBy::Rpc => rpc::ask(rules, secret, now),
        AskBy::Esl => esl::ask(rules, secret, question),
    }
}

/// A connection that ends when the conversation takes too long, however steadily it drips.
struct Wire {
    stream: TcpStream,
    until: Instant,
}

impl Wire {
    /// The same connection, for writing beside reading.
    fn again(&self) -> io::Result<Self> {
        Ok(Self { stream: self.stream.try_clone()?, until: self.until })
    }
}

impl Read for Wire {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now()).min(PATIENCE);
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(bytes)
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn connect(at: &HostPort) -> Result<Wire, ServerError> {
    let mut last = io::ErrorKind::NotFound;
    for address in (at.host.as_str(), at.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => {
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(Wire { stream, until: Instant::now() + WHOLE });
            }
            Err(error) => last = error.kind(),
        }
    }
    Err(ServerError::Connection(last))
}

/// The next line, without its end.
fn line(from: &mut impl BufRead) -> Result<String, ServerError> {
    let mut line = Vec::new();
    from.by_ref().take(MOST_LINE).read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        // Cut off, or longer than any line is.
        let whole = line.len() as u64 == MOST_LINE;
        let broken = || ServerError::Unreadable("a line that is too long".to_owned());
        return Err(if whole { broken() } else { ServerError::Connection(io::ErrorKind::UnexpectedEof) });
    }
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

/// `192.0.2.7:5062`, `[2001:db8::7]:5062`; a port of 0 is none.
fn host_port(host: &str, port: Option<&str>) -> String {
    match port.filter(|port| !port.is_empty() && *port != "0") {
        Some(port) if host.contains(':') && !host.starts_with('[') => format!("[{host}]:{port}"),
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Text of the other side, for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}
