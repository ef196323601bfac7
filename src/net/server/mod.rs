//! The PBX's own interfaces, asked and never told: Asterisk's manager and REST interface, Kamailio's JSON-RPC.
//!
//! Plain blocking sockets with a time limit for each step: there is one question at a time.
#![allow(clippy::disallowed_types)]

mod ami;
mod ari;
mod http;
mod rpc;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::diag::Words;
use crate::domain::{HostPort, Secret};
use crate::policy::site::{AskBy, ServerRules};
use crate::probe::server::Told;

/// For connecting, and for each piece of an answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// An answer is never longer: 100,000 registrations are told in less.
const MOST_BYTES: usize = 256 << 20;

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
        Self::Connection(error.kind())
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
pub fn ask(rules: &ServerRules, secret: Option<&Secret>, now: i64) -> Result<Told, ServerError> {
    tracing::debug!(at = %rules.at, by = rules.ask.name(), "ask the PBX");
    match rules.ask {
        AskBy::Ami => ami::ask(rules, secret, now),
        AskBy::Ari => ari::ask(rules, secret),
        AskBy::Rpc => rpc::ask(rules, secret, now),
    }
}

fn connect(at: &HostPort) -> Result<TcpStream, ServerError> {
    let mut last = io::ErrorKind::NotFound;
    for address in (at.host.as_str(), at.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => {
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(error) => last = error.kind(),
        }
    }
    Err(ServerError::Connection(last))
}

/// Text of the other side, for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}
