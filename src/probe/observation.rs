//! What the network brought for one line.

use super::codes::Class;
use crate::diag::Words;
use crate::sip::register::RegisterOutcome;

/// Why the way to the PBX is closed, as the sockets report it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub class: Class,
    pub what: Words,
}

/// How the question for user name and password ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    Answered(Box<RegisterOutcome>),
    Fault(Fault),
}

/// What the levels `noop` and `bind` did after the login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bind {
    /// Only the harmless question was asked.
    NotAsked,
    /// Our contact was named with no time to live, and nothing was registered.
    Noop { answer: Box<RegisterOutcome> },
    /// Cut short by the admin; what came of the registering is not known.
    Interrupted { removal: Removal },
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
        /// Status of the last answer; none where none came.
        said: Option<u16>,
    },
}

impl Bind {
    /// The answer to a REGISTER with our contact.
    #[must_use]
    pub fn answer(&self) -> Option<&RegisterOutcome> {
        match self {
            Self::Noop { answer } => Some(answer),
            Self::Tried { register, .. } => Some(register),
            Self::NotAsked | Self::Interrupted { .. } => None,
        }
    }
}

/// All that one ask brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub login: Login,
    pub bind: Bind,
}
