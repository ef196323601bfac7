//! Contacts bound to an address of record, with Asterisk's limits (measured on 22.10).

use std::collections::BTreeMap;
use std::time::Duration;

use super::objects::Aor;
use crate::sip::message::Headers;
use crate::sip::name_addr::{Contacts, NameAddr};
use crate::sip::uri::{SipUri, Uri};

/// One device registered at an address of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// As the device sent it: Asterisk answers with the same text even where it rewrites the contact for itself.
    pub contact: SipUri,
    /// Since the Unix epoch.
    pub until: Duration,
    pub user_agent: Option<String>,
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
    /// A contact that is no `sip:` address.
    Scheme,
    /// More contacts than the address of record may have.
    Full,
    /// The lab was told to insist on a longer expiry (RFC 3261 section 10.3: 423).
    TooBrief(u32),
}

/// What became of a REGISTER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Fetched,
    /// Expiry granted to the last contact, in seconds.
    Registered(u32),
    Unregistered,
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

    /// Adds, refreshes and removes what the request asks for, or nothing at all.
    pub fn apply(
        &mut self,
        name: &str,
        aor: &Aor,
        contacts: &Contacts,
        headers: &Headers,
        now: Duration,
        insist_on: Option<u32>,
    ) -> Result<Change, Refusal> {
        let list = self.0.entry(name.to_owned()).or_default();
        list.retain(|binding| binding.until > now);
        let wanted = match contacts {
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
        for contact in wanted {
            let Uri::Sip(uri) = &contact.uri else { return Err(Refusal::Scheme) };
            let seconds = expiry(aor, contact, headers);
            let known = next.iter().position(|binding| binding.contact.same_as(uri));
            if seconds == 0 {
                if let Some(at) = known {
                    next.remove(at);
                    deleted += 1;
                }
                continue;
            }
            if let Some(minimum) = insist_on.filter(|minimum| seconds < *minimum) {
                return Err(Refusal::TooBrief(minimum));
            }
            let binding = Binding {
                contact: uri.clone(),
                until: now + Duration::from_secs(seconds.into()),
                user_agent: headers.get("User-Agent").map(str::to_owned),
            };
            if let Some(at) = known {
                next[at] = binding;
                updated += 1;
            } else {
                next.push(binding);
                added += 1;
            }
            change = Change::Registered(seconds);
        }
        // With `remove_existing` only the contacts of this request count: older ones give way.
        let count = if aor.remove_existing { (added + updated).saturating_sub(deleted) } else { next.len() };
        if count > aor.max_contacts && added + updated > 0 {
            return Err(Refusal::Full);
        }
        if aor.remove_existing {
            let in_request = |binding: &Binding| {
                wanted.iter().any(|contact| matches!(&contact.uri, Uri::Sip(uri) if uri.same_as(&binding.contact)))
            };
            while next.len() > aor.max_contacts {
                let oldest = (0..next.len()).filter(|at| !in_request(&next[*at])).min_by_key(|at| next[*at].until).unwrap_or(0);
                next.remove(oldest);
            }
        }
        *list = next;
        Ok(change)
    }
}

/// The contact's own wish, then the header's, then the default; inside the limits of the address of record.
fn expiry(aor: &Aor, contact: &NameAddr, headers: &Headers) -> u32 {
    match contact.expires().or_else(|| headers.expires()).unwrap_or(aor.default_expiration) {
        0 => 0,
        wish => wish.max(aor.minimum_expiration).min(aor.maximum_expiration.max(aor.minimum_expiration)),
    }
}
