//! The section `security`: what every line must hold to. The plan tells which clients fall short, as an error.

use serde::{Deserialize, Serialize};

use super::exceptions::{Exception, exceptions};
use super::fields::{Fields, Parsed, Table};
use super::overrides::{SITE_FILE, Setting};
use crate::diag::Place;

/// What the site asks of all lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SecurityRules {
    /// Signalling is encrypted: TLS or WSS.
    pub require_tls: bool,
    /// Speech is encrypted, or there is no call.
    pub require_srtp: bool,
    /// The client checks the certificate of the telephone system.
    pub verify: bool,
    /// No older version of TLS.
    pub min_tls: Option<MinTls>,
    /// Who need not hold to which rule, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

/// The oldest version of TLS that is let pass. Older ones are broken (RFC 8996).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MinTls {
    #[serde(rename = "1.2")]
    V1_2,
    #[serde(rename = "1.3")]
    V1_3,
}

impl MinTls {
    pub const ALL: [Self; 2] = [Self::V1_2, Self::V1_3];

    /// As the site file and `profile.yaml` write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1_2 => "1.2",
            Self::V1_3 => "1.3",
        }
    }
}

/// What the section says of all lines as a value of `overrides` would: more specific levels decide otherwise.
pub(super) fn for_all(fields: &mut Fields<'_>, table: &Table<'_>) -> Vec<(Setting, Place)> {
    let switches: [(&str, fn(bool) -> Setting); 2] =
        [("allow_self_signed", Setting::AllowSelfSigned), ("lock_settings", Setting::LockSettings)];
    let mut all = Vec::new();
    for (key, setting) in switches {
        let Some(field) = table.get(fields, key) else { continue };
        let at = Place::at(SITE_FILE, field.node.line, field.node.column);
        all.extend(fields.boolean(&field).map(|on| (setting(on), at)));
    }
    all
}

pub(super) fn security(fields: &mut Fields<'_>, table: &Table<'_>) -> Parsed<SecurityRules> {
    Some(SecurityRules {
        require_tls: fields.or(table, "require_tls", false, Fields::boolean),
        require_srtp: fields.or(table, "require_srtp", false, Fields::boolean),
        verify: fields.or(table, "verify", false, Fields::boolean),
        min_tls: fields.optional(table, "min_tls", |f, v| f.choice(v, &MinTls::ALL.map(|version| (version.as_str(), version)))),
        exceptions: fields.or(table, "exceptions", Vec::new(), exceptions),
    })
}
