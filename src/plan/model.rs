//! What a plan says. Sorted, without secrets, the same bytes for the same input.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::{Finding, Place, Words};
use crate::domain::{ClientId, Extension, HostPort, LineId, PersonId, SecretRef, Transport};
use crate::policy::overrides::{Level, Variable};
use crate::policy::site::{Pbx, Srtp};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub site: String,
    /// By line id. Every line that `validate` probes.
    pub lines: Vec<Line>,
    /// Extensions that stay as they are, each with the reason.
    pub kept: Vec<Kept>,
    /// Changes on the PBX, by extension.
    pub pbx_changes: Vec<PbxChange>,
    /// Dialplan and queue lines that would ring only one of two devices.
    pub one_ring: Vec<OneRing>,
    pub findings: Vec<Finding>,
}

/// One softphone line and all that is decided about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub id: LineId,
    pub extension: Extension,
    pub person: Option<PersonId>,
    pub display_name: String,
    pub department: Option<String>,
    pub client: ClientId,
    /// User part of the AOR: From and To user of a REGISTER.
    pub aor_user: String,
    pub domain: String,
    /// User name of the digest; often not the extension.
    pub auth_user: String,
    pub secret: SecretRef,
    pub registrar: HostPort,
    pub transport: Transport,
    pub srtp: Srtp,
    pub expiry_s: u32,
    pub mailbox: Option<String>,
    /// Values that `overrides` of the site file decided, each with the level that won; all others are the rule's, the PBX's, the list's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overridden: BTreeMap<Variable, Overridden>,
    /// What the PBX configuration says about this line, so that a verdict can name the cause.
    pub facts: PbxFacts,
    /// Where the person, or else the extension, was first mentioned.
    pub at: Place,
}

impl Line {
    /// Where the CA certificate lies on this line's device.
    #[must_use]
    pub fn ca_on_clients<'a>(&'a self, pbx: &'a Pbx) -> Option<&'a str> {
        self.overridden.get(&Variable::CaOnClients).map(|own| own.value.as_str()).or(pbx.ca_on_clients.as_deref())
    }

    /// The path of the WebSocket this line uses.
    #[must_use]
    pub fn ws_path<'a>(&'a self, pbx: &'a Pbx) -> &'a str {
        self.overridden.get(&Variable::WsPath).map_or(pbx.ws_path.as_str(), |own| own.value.as_str())
    }
}

/// A value of the site file's `overrides`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overridden {
    pub value: String,
    pub level: Level,
    pub at: Place,
}

/// What is known from the PBX's files, before a single packet is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PbxFacts {
    /// False: only a list knows this extension.
    pub endpoint: bool,
    /// The endpoint object is dropped at load.
    pub endpoint_dropped: bool,
    /// The endpoint has no `auth=`.
    pub open: bool,
    /// `auth=` leads nowhere.
    pub auth_missing: bool,
    /// User name the PBX wants, where known.
    pub auth_user: Option<String>,
    /// Some(false): the planned password is not the PBX's.
    pub secret_matches: Option<bool>,
    /// The PBX's password is cut by an unescaped `;` at this place.
    pub secret_cut_at: Option<Place>,
    /// AOR name the endpoint points to; none with `endpoint` true means that the endpoint has no `aors=`.
    pub aor: Option<String>,
    pub aor_missing: bool,
    /// Contacts allowed now (before the change).
    pub max_contacts: Option<u32>,
    pub remove_existing: bool,
    /// Contacts allowed after the planned change.
    pub max_contacts_after: Option<u32>,
    pub remove_existing_after: bool,
    /// `pbx.keep_contact_limit` names the extension: the plan leaves the limit of its AOR as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limit_kept: bool,
    /// Digest algorithms the PBX challenges with, upper case; empty means MD5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub algorithms: Vec<String>,
}

/// An extension that is not migrated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub extension: Extension,
    pub name: String,
    pub reason: Words,
}

/// A change to the PBX's objects of one extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PbxChange {
    pub extension: Extension,
    /// Section name of the AOR and the endpoint in `pjsip.conf`.
    pub aor: String,
    pub endpoint: String,
    pub max_contacts_from: Option<u32>,
    pub max_contacts_to: u32,
    /// Options to set on the endpoint, in order: `rewrite_contact=yes`, ….
    pub endpoint_options: Vec<(String, String)>,
    /// Options to set on the AOR; empty: the AOR stays as it is.
    pub aor_options: Vec<(String, String)>,
}

/// A line of the PBX that would leave one of two devices silent, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneRing {
    pub at: Place,
    pub text: String,
    pub extensions: Vec<Extension>,
    /// The replacement, where it is certain.
    pub instead: Option<String>,
    pub why: Words,
}
