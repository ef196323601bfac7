//! What a plan says. Sorted, without secrets, the same bytes for the same input.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::diag::{Finding, Place, Words};
use crate::domain::{ClientId, Extension, HostPort, LineId, PersonId, SecretRef, Transport};
pub use crate::inventory::asterisk::rings::{Effect, OneRing};
use crate::policy::media::{OwnMedia, RingStrategy};
use crate::policy::overrides::{Level, Variable};
use crate::policy::site::{Pbx, Srtp};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub site: String,
    /// By line id. Every line that `validate` probes.
    pub lines: Vec<Line>,
    /// Extensions that stay as they are, each with the reason.
    pub kept: Vec<Kept>,
    /// Lines of people who left: no profile, a password that nobody gets, and the login they had as `login_now`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Line>,
    /// Changes on the PBX, by extension.
    pub pbx_changes: Vec<PbxChange>,
    /// Lines of the dialplan, queue members and hints that reach only one of two devices, or may.
    pub one_ring: Vec<OneRing>,
    pub findings: Vec<Finding>,
}

impl Plan {
    /// The plan with the PBX left as it is for these extensions, and which of them it would have changed.
    #[must_use]
    pub fn left_as_is(&self, extensions: &BTreeSet<Extension>) -> (Cow<'_, Self>, Vec<Extension>) {
        let planned = self.pbx_changes.iter().map(|change| &change.extension);
        let left: Vec<Extension> = planned.filter(|extension| extensions.contains(*extension)).cloned().collect();
        if left.is_empty() {
            return (Cow::Borrowed(self), left);
        }
        let mut plan = self.clone();
        plan.pbx_changes.retain(|change| !extensions.contains(&change.extension));
        (Cow::Owned(plan), left)
    }

    /// Extensions whose new password no desk phone gets: those of leavers, and those that ring at home only because their password
    /// changes. Where the one in force goes on, it leaves no desk phone out.
    #[must_use]
    pub fn without_desk_phone(&self) -> BTreeSet<&Extension> {
        let replaced = self.pbx_changes.iter().filter(|change| change.replaces_password());
        let replaced: BTreeSet<&Extension> = replaced.map(|change| &change.extension).collect();
        let home = self.lines.iter().filter(|line| line.rings_at_home_only() && replaced.contains(&line.extension));
        self.revoked.iter().chain(home).map(|line| &line.extension).collect()
    }

    /// Keys of the passwords that must be drawn for this plan.
    pub fn issued_keys(&self) -> impl Iterator<Item = &str> {
        let of_auth = self.pbx_changes.iter().filter_map(|change| change.auth.as_ref()).map(|auth| auth.secret.key.as_str());
        of_auth.chain(self.pbx_changes.iter().filter_map(|change| change.twin.as_ref()).map(|twin| twin.secret.key.as_str()))
    }
}

/// One softphone line and all that is decided about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub id: LineId,
    pub extension: Extension,
    pub person: Option<PersonId>,
    pub display_name: SmolStr,
    pub department: Option<SmolStr>,
    pub client: ClientId,
    /// User part of the AOR: From and To user of a REGISTER.
    pub aor_user: SmolStr,
    pub domain: SmolStr,
    /// User name of the digest; often not the extension.
    pub auth_user: SmolStr,
    pub secret: SecretRef,
    /// The login in force until the PBX has loaded its change, where that brings another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_now: Option<LoginNow>,
    pub registrar: HostPort,
    pub transport: Transport,
    pub srtp: Srtp,
    pub expiry_s: u32,
    pub mailbox: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "OwnMedia::is_unset")]
    pub media: OwnMedia,
    /// Values that `overrides` of the site file decided, each with the level that won; all others are the rule's, the PBX's, the list's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overridden: BTreeMap<Variable, Overridden>,
    /// Other lines of the person whose accounts stand in this line's files too, behind its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Line>,
    /// The line in whose files this one's account stands; it has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<LineId>,
    /// What the PBX configuration says about this line, so that a verdict can name the cause.
    pub facts: PbxFacts,
    /// Where the person, or else the extension, was first mentioned.
    pub at: Place,
}

/// Everybody who has a line with one of these clients.
pub fn people_with<'a>(lines: impl IntoIterator<Item = &'a Line>, clients: &[ClientId]) -> BTreeSet<&'a PersonId> {
    lines.into_iter().filter(|line| clients.contains(&line.client)).filter_map(|line| line.person.as_ref()).collect()
}

/// User name and password that the change on the PBX replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginNow {
    /// User part of the AOR, where that changes too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aor_user: Option<SmolStr>,
    pub auth_user: SmolStr,
    pub secret: SecretRef,
}

impl Line {
    /// The endpoint that the PBX has for this extension, and the twin that it gets for the web phone.
    #[must_use]
    pub fn endpoints(&self) -> (&str, Option<&str>) {
        match self.login_now.as_ref().and_then(|now| now.aor_user.as_deref()) {
            Some(theirs) => (theirs, Some(&self.aor_user)),
            None => (&self.aor_user, None),
        }
    }

    /// The line as the PBX knows it: before it has loaded its change, or after.
    #[must_use]
    pub fn as_of(&self, loaded: bool) -> Self {
        let mut line = self.clone();
        line.settle(loaded);
        line
    }

    /// What [`Line::as_of`] gives of the login, without a copy of the rest.
    #[must_use]
    pub fn login_as_of(&self, loaded: bool) -> Login<'_> {
        let Self { aor_user, auth_user, secret, facts, .. } = self;
        match &self.login_now {
            Some(now) if loaded => {
                let mut facts = facts.clone();
                facts.load(self, now);
                Login { aor_user, auth_user, secret, facts: Cow::Owned(facts) }
            }
            Some(now) => Login {
                aor_user: now.aor_user.as_ref().unwrap_or(aor_user),
                auth_user: &now.auth_user,
                secret: &now.secret,
                facts: Cow::Borrowed(facts),
            },
            None => Login { aor_user, auth_user, secret, facts: Cow::Borrowed(facts) },
        }
    }

    /// Makes it so.
    pub(super) fn settle(&mut self, loaded: bool) {
        let Some(now) = self.login_now.take() else { return };
        if loaded {
            let mut facts = std::mem::take(&mut self.facts);
            facts.load(self, &now);
            self.facts = facts;
        } else {
            if let Some(theirs) = now.aor_user {
                self.aor_user = theirs;
            }
            self.auth_user = now.auth_user;
            self.secret = now.secret;
        }
    }
}

impl Line {
    /// This line and those whose accounts stand in its files.
    pub fn accounts(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.further)
    }

    /// Where packets go: the outbound proxy, else the registrar.
    #[must_use]
    pub fn hop(&self) -> &HostPort {
        self.media.outbound_proxy.as_ref().unwrap_or(&self.registrar)
    }

    /// How that is spoken to.
    #[must_use]
    pub fn hop_transport(&self) -> Transport {
        self.media.proxy_transport.filter(|_| self.media.outbound_proxy.is_some()).unwrap_or(self.transport)
    }

    /// Where the CA certificate lies on this line's device.
    #[must_use]
    pub fn ca_on_clients<'a>(&'a self, pbx: &'a Pbx) -> Option<&'a str> {
        self.overridden.get(&Variable::CaOnClients).map(|own| own.value.as_str()).or(pbx.ca_on_clients.as_deref())
    }

    /// Whether a call is to leave the desk phone out.
    #[must_use]
    pub fn rings_at_home_only(&self) -> bool {
        self.overridden.get(&Variable::RingStrategy).is_some_and(|own| own.value == RingStrategy::HomeOnly.as_str())
    }

    /// The path of the WebSocket this line uses.
    #[must_use]
    pub fn ws_path<'a>(&'a self, pbx: &'a Pbx) -> &'a str {
        self.own_ws_path().unwrap_or(&pbx.ws_path)
    }

    /// That path, where an override gives it.
    #[must_use]
    pub fn own_ws_path(&self) -> Option<&str> {
        self.overridden.get(&Variable::WsPath).map(|own| own.value.as_str())
    }
}

/// Who a line is for the PBX, and what its files say of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login<'a> {
    pub aor_user: &'a str,
    pub auth_user: &'a str,
    pub secret: &'a SecretRef,
    pub facts: Cow<'a, PbxFacts>,
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
    pub auth_user: Option<SmolStr>,
    /// Some(false): the planned password is not the PBX's.
    pub secret_matches: Option<bool>,
    /// The PBX's password is cut by an unescaped `;` at this place.
    pub secret_cut_at: Option<Place>,
    /// AOR name the endpoint points to; none with `endpoint` true means that the endpoint has no `aors=`.
    pub aor: Option<SmolStr>,
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
    /// Only a digest of the password is known, and the client takes it in place of the password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub digest_will_do: bool,
    /// Digest algorithms the PBX challenges with, upper case; empty means MD5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub algorithms: Vec<String>,
}

impl PbxFacts {
    /// As they are once the PBX has loaded the change of this line.
    fn load(&mut self, line: &Line, before: &LoginNow) {
        self.auth_user = Some(line.auth_user.clone());
        self.secret_matches = Some(true);
        self.secret_cut_at = None;
        if before.aor_user.is_some() {
            // A twin is made to fit: one contact, the latest.
            self.aor = Some(line.aor_user.clone());
            self.limit_kept = false;
            (self.max_contacts, self.remove_existing) = (Some(1), true);
            (self.max_contacts_after, self.remove_existing_after) = (Some(1), true);
        }
    }
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
    /// A new password; none: it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<AuthChange>,
    /// A new endpoint beside this one, for a web phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<Twin>,
}

impl PbxChange {
    /// Whether the password in force ends.
    #[must_use]
    pub fn replaces_password(&self) -> bool {
        self.auth.as_ref().is_some_and(|auth| auth.beside.is_none())
    }
}

/// An endpoint with `webrtc=yes`, with auth object and AOR of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    pub name: String,
    /// Context of the endpoint beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    pub caller_name: String,
    pub secret: SecretRef,
}

/// A new password of one extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthChange {
    /// Name of the auth object, or of the account where the PBX has no such objects.
    pub name: String,
    pub username: String,
    pub secret: SecretRef,
    /// The one it replaces, or joins where there is a `beside`.
    pub replaces: SecretRef,
    /// An auth object of its own for the new password: the one in force goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// A second auth object of an endpoint of Asterisk, which takes the password of either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub name: String,
    /// As the first one has it, so that both answer one challenge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realm: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub algorithms: Vec<String>,
}
