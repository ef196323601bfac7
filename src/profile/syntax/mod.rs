//! Syntax families: how a value is written so that the client reads the same value, or why it cannot be.
//!
//! Each family has an `escape` that refuses what it cannot carry and a `read` that follows the client's own rules as measured with
//! the real program (not the writer's idea of them). Start with [`Syntax`].

mod baresip;
mod counterpath;
mod form;
mod gkeyfile;
mod java_properties;
mod json;
mod lpconfig_ini;
pub(super) mod lpconfig_xml;
mod name_addr;
mod page_script;
mod pjsua;
mod plist;
mod reason;
mod sieve;
mod sipnetic;
mod soap_script;
mod twinkle;
mod windows_ini;
pub(super) mod xml;
mod yealink;

use std::collections::{BTreeMap, BTreeSet};

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
    /// One address a line.
    BaresipContacts,
    /// Profiles of Twinkle: `key=value`.
    Twinkle,
    Json,
    /// Most softphones and desk phones.
    Xml,
    /// Apple's property lists.
    Plist,
    /// Read by Windows itself: MicroSIP, PhonerLite.
    WindowsIni,
    /// Words as on a command line.
    Pjsua,
    /// Jitsi.
    JavaProperties,
    /// One line for a QR code.
    Sipnetic,
    Yealink,
    /// Bria.
    Counterpath,
    /// GNOME Calls.
    GKeyFile,
    /// A sheet that people type from.
    Form,
    /// A script that sends one SOAP request.
    SoapScript,
    /// An element of a page that gives a variable an object.
    PageScript,
    /// The same for all lines: no value may be written.
    Static,
}

impl Syntax {
    pub const ALL: [Self; 20] = [
        Self::LpconfigXml,
        Self::LpconfigIni,
        Self::BaresipAccounts,
        Self::BaresipConfig,
        Self::BaresipContacts,
        Self::Twinkle,
        Self::Json,
        Self::Xml,
        Self::Plist,
        Self::WindowsIni,
        Self::Pjsua,
        Self::JavaProperties,
        Self::Sipnetic,
        Self::Yealink,
        Self::Counterpath,
        Self::GKeyFile,
        Self::Form,
        Self::SoapScript,
        Self::PageScript,
        Self::Static,
    ];

    /// The name in `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LpconfigXml => "lpconfig-xml",
            Self::LpconfigIni => "lpconfig-ini",
            Self::BaresipAccounts => "baresip-accounts",
            Self::BaresipConfig => "baresip-config",
            Self::BaresipContacts => "baresip-contacts",
            Self::Twinkle => "twinkle",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Plist => "plist",
            Self::WindowsIni => "windows-ini",
            Self::Pjsua => "pjsua",
            Self::JavaProperties => "java-properties",
            Self::Sipnetic => "sipnetic",
            Self::Yealink => "yealink",
            Self::Counterpath => "counterpath",
            Self::GKeyFile => "gkeyfile",
            Self::Form => "form",
            Self::SoapScript => "soap-script",
            Self::PageScript => "page-script",
            Self::Static => "static",
        }
    }

    /// Writes `value` where the family puts a plain value, appended to `out`.
    pub fn escape(self, value: &str, out: &mut String) -> Result<(), Reason> {
        match self {
            Self::LpconfigXml => lpconfig_xml::escape(value, out),
            Self::LpconfigIni => lpconfig_ini::escape(value, out),
            Self::BaresipAccounts => baresip::escape_token(value, out),
            Self::BaresipConfig => baresip::escape_config(value, out),
            Self::BaresipContacts => baresip::escape_contact(value, out),
            Self::Twinkle => twinkle::escape(value, out),
            Self::Json | Self::PageScript => json::escape(value, out),
            Self::Xml => xml::escape(value, out),
            Self::Plist => plist::escape(value, out),
            Self::WindowsIni => windows_ini::escape(value, out),
            Self::Pjsua => pjsua::escape(value, out),
            Self::JavaProperties => java_properties::escape(value, out),
            Self::Sipnetic => sipnetic::escape(value, out),
            Self::Yealink => yealink::escape(value, out),
            Self::Counterpath => counterpath::escape(value, out),
            Self::GKeyFile => gkeyfile::escape(value, out),
            Self::Form => form::escape(value, out),
            Self::SoapScript => soap_script::escape(value, out),
            Self::Static => Err(Reason::NoValues),
        }
    }

    /// Writes `value` as a parameter with the quotes it needs: account lines of baresip, words of pjsua.
    pub fn parameter(self, value: &str) -> Result<String, Reason> {
        match self {
            Self::BaresipAccounts => baresip::parameter(value),
            Self::Pjsua => pjsua::parameter(value),
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
            Self::BaresipContacts => baresip::read_contacts(text),
            Self::Twinkle => twinkle::read(text),
            Self::Json => json::read(text),
            Self::Xml => xml::read(text),
            Self::Plist => plist::read(text),
            Self::WindowsIni => windows_ini::read(text),
            Self::Pjsua => pjsua::read(text),
            Self::JavaProperties => java_properties::read(text),
            Self::Sipnetic => sipnetic::read(text),
            Self::Yealink => yealink::read(text),
            Self::Counterpath => counterpath::read(text),
            Self::GKeyFile => gkeyfile::read(text),
            Self::Form => form::read(text),
            Self::SoapScript => soap_script::read(text),
            Self::PageScript => page_script::read(text),
            Self::Static => Ok(Read::new()),
        }
    }

    /// As [`Self::read`], with the same complaints; of the keys, those that are `wanted` come out for certain.
    pub fn read_some(self, text: &str, wanted: &BTreeSet<String>) -> Result<Read, ReadError> {
        let some = match self {
            Self::LpconfigXml => lpconfig_xml::read_some(text, wanted),
            Self::LpconfigIni => lpconfig_ini::read_some(text, wanted),
            _ => None,
        };
        some.map_or_else(|| self.read(text), Ok)
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

/// No syntax here has a way to write them that every client reads.
fn no_control(value: &str) -> Result<(), Reason> {
    if value.chars().any(char::is_control) { Err(Reason::Control) } else { Ok(()) }
}

/// Where nothing at all would be another meaning.
fn some_text(value: &str) -> Result<(), Reason> {
    if value.is_empty() { Err(Reason::Empty) } else { no_control(value) }
}

/// Inserts, refusing a key that stands twice: clients disagree on which one wins.
fn insert(read: &mut Read, key: String, value: String, line: usize) -> Result<(), ReadError> {
    if read.insert(key, value).is_some() { Err(ReadError::new(line, "the same key stands twice")) } else { Ok(()) }
}
