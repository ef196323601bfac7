//! Syntax families: how a value is written so that the client reads the same value, or why it cannot be.
//!
//! Each family has an `escape` that refuses what it cannot carry and a `read` that follows the client's own rules as measured with
//! the real program (not the writer's idea of them). Start with [`Syntax`].

mod baresip;
mod json;
mod lpconfig_ini;
mod lpconfig_xml;
mod name_addr;
mod reason;
mod twinkle;

use std::collections::BTreeMap;

pub use name_addr::{NameAddr, quoted};
pub use reason::Reason;

/// Key paths to values, as a client would understand a file.
pub type Read = BTreeMap<String, String>;

/// A family of files with the same escaping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// Linphone's remote provisioning.
    LpconfigXml,
    /// `linphonerc`.
    LpconfigIni,
    /// One SIP account a line.
    BaresipAccounts,
    BaresipConfig,
    /// Profiles of Twinkle: `key=value`.
    Twinkle,
    Json,
}

impl Syntax {
    pub const ALL: [Self; 6] =
        [Self::LpconfigXml, Self::LpconfigIni, Self::BaresipAccounts, Self::BaresipConfig, Self::Twinkle, Self::Json];

    /// The name in `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LpconfigXml => "lpconfig-xml",
            Self::LpconfigIni => "lpconfig-ini",
            Self::BaresipAccounts => "baresip-accounts",
            Self::BaresipConfig => "baresip-config",
            Self::Twinkle => "twinkle",
            Self::Json => "json",
        }
    }

    /// Writes `value` where the family puts a plain value, appended to `out`.
    pub fn escape(self, value: &str, out: &mut String) -> Result<(), Reason> {
        match self {
            Self::LpconfigXml => lpconfig_xml::escape(value, out),
            Self::LpconfigIni => lpconfig_ini::escape(value, out),
            Self::BaresipAccounts => baresip::escape_token(value, out),
            Self::BaresipConfig => baresip::escape_config(value, out),
            Self::Twinkle => twinkle::escape(value, out),
            Self::Json => json::escape(value, out),
        }
    }

    /// Writes `value` as the value of a parameter, quoted; only account lines of baresip have those.
    pub fn parameter(self, value: &str) -> Result<String, Reason> {
        match self {
            Self::BaresipAccounts => baresip::parameter(value),
            _ => Err(Reason::NoParameters),
        }
    }

    /// Reads a file as the client would. The error says the line and what is wrong, without values.
    pub fn read(self, text: &str) -> Result<Read, ReadError> {
        match self {
            Self::LpconfigXml => lpconfig_xml::read(text),
            Self::LpconfigIni => lpconfig_ini::read(text),
            Self::BaresipAccounts => baresip::read_accounts(text),
            Self::BaresipConfig => baresip::read_config(text),
            Self::Twinkle => twinkle::read(text),
            Self::Json => json::read(text),
        }
    }
}

/// Why a file would not be understood by its client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// From 1; 0 where the family has no lines.
    pub line: usize,
    pub what: &'static str,
}

impl ReadError {
    fn new(line: usize, what: &'static str) -> Self {
        Self { line, what }
    }
}

/// Inserts, refusing a key that stands twice: clients disagree on which one wins.
fn insert(read: &mut Read, key: String, value: String, line: usize) -> Result<(), ReadError> {
    if read.insert(key, value).is_some() { Err(ReadError::new(line, "the same key stands twice")) } else { Ok(()) }
}
