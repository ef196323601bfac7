//! Keys of a telephone and where it finds the numbers of others.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::HostPort;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyKind {
    /// Shows whether a colleague speaks, and calls.
    Blf,
    /// Dials.
    Speed,
    /// Parks a call at a number and takes it from there.
    Park,
    /// The line itself.
    Line,
}

impl KeyKind {
    pub const ALL: [Self; 4] = [Self::Blf, Self::Speed, Self::Park, Self::Line];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blf => "blf",
            Self::Speed => "speed",
            Self::Park => "park",
            Self::Line => "line",
        }
    }
}

/// A key beside the display, or an entry of the list that a program has in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    pub kind: KeyKind,
    /// Empty for a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        for part in [&self.number, &self.label].into_iter().filter(|part| !part.is_empty()) {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub number: String,
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.number)
    }
}

/// A directory that answers without a login: none would be secret in a hundred telephones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ldap {
    pub server: HostPort,
    pub base: String,
}

impl fmt::Display for Ldap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.server, self.base)
    }
}
