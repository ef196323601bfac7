//! What the network brought for one line.

use crate::sip::register::RegisterOutcome;

/// Why the way to the PBX is closed, as the sockets report it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// ICMP port unreachable or a TCP reset.
    PortClosed,
    /// No route, or a firewall's refusal; the system's words.
    Unreachable(String),
    /// The name has no address.
    NameNotFound(String),
    /// The TCP connection or the TLS handshake did not come about in time.
    ConnectTimeout,
    /// Closed by the other side; false where it never said a word.
    Closed {
        answered: bool,
    },
    Tls(TlsFault),
    /// Any other error of the system.
    Other(String),
}

/// What is wrong with TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsFault {
    /// With the certificate's last day, where known.
    Expired(Option<String>),
    NotYetValid(Option<String>),
    /// The name that was wanted and those in the certificate.
    WrongName {
        wanted: String,
        presented: Vec<String>,
    },
    /// Signed by nobody we know, or by itself.
    Untrusted(String),
    ClientCertificate,
    TooOld,
    PlainPort,
    Other(String),
}

/// How the question for user name and password ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    Answered(Box<RegisterOutcome>),
    Fault(Fault),
}

/// What the level `bind` did after the login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bind {
    /// Only the harmless question was asked.
    NotAsked,
    Tried {
        register: Box<RegisterOutcome>,
        /// Our contact URI.
        ours: String,
        removal: Removal,
    },
}

/// Whether our contact is gone again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It never was there.
    NotNeeded,
    Confirmed,
    /// It expires by itself after so many seconds.
    Unconfirmed {
        expires_s: u32,
    },
}

/// All that one ask brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub login: Login,
    pub bind: Bind,
}
