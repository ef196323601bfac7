//! A rule of `clients`: who gets which program, and how it speaks.

use serde::{Deserialize, Serialize};

use crate::domain::{ClientId, Department, Extension, Transport};

/// Which client a person gets: the first rule whose conditions all hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientRule {
    pub client: ClientId,
    pub transport: Transport,
    /// Department names; empty means any.
    pub departments: Vec<Department>,
    pub extensions: Vec<Extension>,
    /// Some(true): own notebook; Some(false): the authority's.
    pub own_notebook: Option<bool>,
    /// The person has a device of one of these kinds; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<String>,
    /// What the rule asks for; none: what is usual over the transport of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub srtp: Option<Srtp>,
    /// Registration expiry in seconds.
    pub expiry_s: u32,
}

impl ClientRule {
    /// Whether all conditions hold: of the department, of the number, of who owns the notebook, of the kinds of devices.
    #[must_use]
    pub fn takes(&self, department: Option<&Department>, number: &Extension, own_notebook: bool, kinds: &[&str]) -> bool {
        (self.departments.is_empty() || department.is_some_and(|d| self.departments.contains(d)))
            && (self.extensions.is_empty() || self.extensions.contains(number))
            && self.own_notebook.is_none_or(|wanted| wanted == own_notebook)
            && (self.devices.is_empty() || self.devices.iter().any(|kind| kinds.contains(&kind.as_str())))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Srtp {
    Off,
    #[default]
    Optional,
    Required,
}

impl Srtp {
    pub const ALL: [Self; 3] = [Self::Off, Self::Optional, Self::Required];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// Where nobody asks: encrypted as far as the other side can, and not at all where the keys (SDES, RFC 4568) would travel in clear.
    #[must_use]
    pub fn usual(transport: Transport) -> Self {
        if transport.is_encrypted() { Self::Optional } else { Self::Off }
    }
}
