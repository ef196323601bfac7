//! Keys of a telephone and where it finds the numbers of others.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fields::{Field, Fields, Parsed};
use super::overrides;
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

/// More keys than any telephone has, and more contacts than a file of settings should hold.
const MOST_KEYS: usize = 60;
const MOST_CONTACTS: usize = 200;
/// The usual port of LDAP (RFC 4516).
const LDAP_PORT: u16 = 389;

pub(super) fn keys(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Key>> {
    let keys = fields.list(field, |f, item| {
        let table = f.map(item)?;
        let kind = f.required(&table, "kind", |f, v| f.choice(v, &KeyKind::ALL.map(|kind| (kind.as_str(), kind))))?;
        let number = match kind {
            KeyKind::Line => f.optional(&table, "number", overrides::dialled).unwrap_or_default(),
            _ => f.required(&table, "number", overrides::dialled)?,
        };
        let label = f.optional(&table, "label", |f, v| match f.text(v)? {
            // Where a program keeps its keys in a list, this parts them.
            text if text.contains(';') || text.len() > 60 => f.bad_value(v, text),
            text => Some(text.to_owned()),
        });
        Some(Key { kind, label: label.unwrap_or_else(|| number.clone()), number })
    })?;
    few(fields, field, keys, MOST_KEYS)
}

pub(super) fn contacts(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Contact>> {
    let contacts = fields.list(field, |f, item| {
        let table = f.map(item)?;
        let name = f.required(&table, "name", Fields::owned);
        let number = f.required(&table, "number", overrides::dialled);
        Some(Contact { name: name?, number: number? })
    })?;
    few(fields, field, contacts, MOST_CONTACTS)
}

fn few<T>(fields: &mut Fields<'_>, field: &Field<'_>, values: Vec<T>, most: usize) -> Parsed<Vec<T>> {
    if values.len() > most { fields.bad_value(field, &values.len().to_string()) } else { Some(values) }
}

/// A directory without a login in its address: a secret in every telephone is none.
pub(super) fn url(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'`'));
    match host {
        Some(host) if plain && !host.is_empty() && !host.contains('@') && text.len() <= 200 => Some(text.to_owned()),
        _ => fields.bad_value(field, text),
    }
}

pub(super) fn ldap(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Ldap> {
    let table = fields.map(field)?;
    let server = fields.required(&table, "server", |f, v| f.host_port(v, LDAP_PORT));
    let base = fields.required(&table, "base", Fields::owned);
    Some(Ldap { server: server?, base: base? })
}
