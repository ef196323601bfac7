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

/// What the level `bind` did after the login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bind {
    /// Only the harmless question was asked.
    NotAsked,
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
    },
}

/// All that one ask brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    pub login: Login,
    pub bind: Bind,
}
