//! Contacts bound to an address of record, with Asterisk's limits (measured on 22.10).

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::objects::Aor;
use super::registrar::Source;
use crate::sip::message::Headers;
use crate::sip::name_addr::{Contacts, NameAddr};
use crate::sip::uri::{SipUri, Uri};

/// One device registered at an address of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// As the device sent it: Asterisk answers with the same text even where it rewrites the contact for itself.
    pub contact: SipUri,
    /// By which it is found again: `contact`, or with `rewrite_contact` the address it came from.
    pub known_as: SipUri,
    /// Since the Unix epoch.
    pub until: Duration,
    pub user_agent: Option<String>,
    /// The flow it registered over, by which it is called; none of a device that was there before the lab started.
    pub flow: Option<Source>,
}

impl Binding {
    #[must_use]
    pub fn seconds_left(&self, now: Duration) -> u64 {
        self.until.saturating_sub(now).as_secs_f64().ceil() as u64
    }
}

/// All bindings of the PBX.
#[derive(Debug, Default)]
pub struct Bindings(BTreeMap<String, Vec<Binding>>);

/// Why a REGISTER that proved its password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `*` with an expiry other than zero.
    BadStar,
    /// More contacts than the address of record may have.
    Full,
    /// The lab was told to insist on a longer expiry (RFC 3261 section 10.3: 423).
    TooBrief(u32),
}

/// What became of a REGISTER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Fetched,
    Registered,
    Unregistered,
}

/// What a REGISTER asks for.
pub struct Wish<'a> {
    pub contacts: &'a Contacts,
    pub headers: &'a Headers,
    pub source: Source,
    /// With `rewrite_contact` the device is known by where the request came from.
    pub rewrite: bool,
    /// The lab was told to insist on this expiry.
    pub insist_on: Option<u32>,
}

impl Bindings {
    /// A device that was there before the lab started.
    pub fn occupy(&mut self, aor: &str, binding: Binding) {
        self.0.entry(aor.to_owned()).or_default().push(binding);
    }

    /// The bindings alive now, oldest first.
    pub fn alive(&mut self, aor: &str, now: Duration) -> &[Binding] {
        let Some(list) = self.0.get_mut(aor) else { return &[] };
        list.retain(|binding| binding.until > now);
        list
    }

    /// The flow of the device that is registered under exactly this contact.
    pub fn flow_of(&self, contact: &SipUri, now: Duration) -> Option<Source> {
        let mut alive = self.0.values().flatten().filter(|binding| binding.until > now);
        alive.find_map(|binding| binding.flow.filter(|_| binding.contact.same_as(contact)))
    }

    /// Adds, refreshes and removes what the request asks for, or nothing at all.
    pub fn apply(&mut self, name: &str, aor: &Aor, wish: &Wish<'_>, now: Duration) -> Result<Change, Refusal> {
        let headers = wish.headers;
        let list = self.0.entry(name.to_owned()).or_default();
        list.retain(|binding| binding.until > now);
        let wanted = match wish.contacts {
            Contacts::Star if headers.expires() == Some(0) => {
                list.clear();
                return Ok(Change::Unregistered);
            }
            Contacts::Star => return Err(Refusal::BadStar),
            Contacts::List(wanted) if wanted.is_empty() => return Ok(Change::Fetched),
            Contacts::List(wanted) => wanted,
        };
        let mut next = list.clone();
        let (mut added, mut updated, mut deleted) = (0_usize, 0_usize, 0_usize);
        let mut change = Change::Unregistered;
        let mut named = Vec::new();
        for (index, contact) in wanted.iter().enumerate() {
            let Uri::Sip(uri) = &contact.uri else { continue };
            // Asterisk rewrites the first contact of a message only.
            let known_as = if wish.rewrite && index == 0 { rewritten(uri, wish.source.address) } else { uri.clone() };
            let seconds = expiry(aor, contact, headers);
            let known = next.iter().position(|binding| binding.known_as.same_as(&known_as));
            if seconds == 0 {
                if let Some(at) = known {
                    next.remove(at);
                    deleted += 1;
                }
                continue;
            }
            if let Some(minimum) = wish.insist_on.filter(|minimum| seconds < *minimum) {
                return Err(Refusal::TooBrief(minimum));
            }
            let binding = Binding {
                contact: uri.clone(),
                known_as: known_as.clone(),
                until: now + Duration::from_secs(seconds.into()),
                user_agent: headers.get("User-Agent").map(str::to_owned),
                flow: Some(wish.source),
            };
            if let Some(at) = known {
                next[at] = binding;
                updated += 1;
            } else {
                next.push(binding);
                added += 1;
            }
            named.push(known_as);
            change = Change::Registered;
        }
        // With `remove_existing` only the contacts of this request count: older ones give way.
        let count = if aor.remove_existing { (added + updated).saturating_sub(deleted) } else { next.len() };
        if count > aor.max_contacts && added + updated > 0 {
            return Err(Refusal::Full);
        }
        if aor.remove_existing {
            let in_request = |binding: &Binding| named.iter().any(|uri| uri.same_as(&binding.known_as));
            while next.len() > aor.max_contacts {
                let oldest = (0..next.len()).filter(|at| !in_request(&next[*at])).min_by_key(|at| next[*at].until).unwrap_or(0);
                next.remove(oldest);
            }
        }
        *list = next;
        Ok(change)
    }
}

/// The contact as Asterisk stores it with `rewrite_contact=yes`: the source's address, the named one kept in a parameter.
fn rewritten(uri: &SipUri, source: SocketAddr) -> SipUri {
    let (host, port) = (source.ip().to_string(), source.port());
    if uri.host == host && uri.port == Some(port) {
        return uri.clone();
    }
    let named = uri.port.map_or_else(|| uri.host.clone(), |port| format!("{}:{port}", uri.host).into());
    let mut stored = SipUri { host: host.into(), port: Some(port), ..uri.clone() };
    stored.params.set("x-ast-orig-host", Some(&named));
    stored
}

/// The contact's own wish, then the header's, then the default.
fn expiry(aor: &Aor, contact: &NameAddr, headers: &Headers) -> u32 {
    clamp(aor, contact.expires().or_else(|| headers.expires()).unwrap_or(aor.default_expiration))
}

/// Inside the limits of the address of record; zero stays zero.
pub(super) fn clamp(aor: &Aor, seconds: u32) -> u32 {
    match seconds {
        0 => 0,
        wish => wish.max(aor.minimum_expiration).min(aor.maximum_expiration.max(aor.minimum_expiration)),
    }
}
