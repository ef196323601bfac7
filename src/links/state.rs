//! What the events leave behind: each link, and how far its delivery is.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use super::journal::{Entry, Event, Link};
use super::token::{Hash, LinkId};

/// Wrong PINs that close a link.
pub const PIN_TRIES: u32 = 5;
/// Answers that broke off and close a link: who reads all but the last byte would otherwise read for ever.
pub const UNFINISHED: u32 = 3;
/// The same caller may fetch again so long: Linphone sometimes does so twice.
pub const GRACE_S: u64 = 120;
/// Times in all, with those of the grace.
pub const FETCHES: u32 = 3;

/// One link and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub link: Link,
    pub issued: u64,
    pub revoked: Option<u64>,
    /// First time it was fetched, and by whom.
    pub fetched: Option<(u64, IpAddr)>,
    pub fetches: u32,
    /// An answer that is being sent.
    pub under_way: Option<(u64, IpAddr)>,
    pub unfinished: u32,
    pub wrong_pins: u32,
}

/// Whether a link can be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Open,
    /// An answer is being sent.
    UnderWay,
    Fetched,
    Expired,
    Revoked,
    /// Five wrong PINs.
    Locked,
    /// Too many answers broke off.
    BrokenOff,
}

impl Known {
    #[must_use]
    pub fn standing(&self, now: u64) -> Standing {
        if self.revoked.is_some() {
            Standing::Revoked
        } else if self.fetched.is_some() {
            Standing::Fetched
        } else if self.wrong_pins >= PIN_TRIES {
            Standing::Locked
        } else if self.unfinished >= UNFINISHED {
            Standing::BrokenOff
        } else if now >= self.link.expires {
            Standing::Expired
        } else if self.under_way.is_some() {
            Standing::UnderWay
        } else {
            Standing::Open
        }
    }

    /// What a caller from this address would meet now: as [`Self::standing`], with the grace.
    #[must_use]
    pub fn standing_for(&self, now: u64, from: IpAddr) -> Standing {
        match (self.standing(now), self.fetched) {
            (Standing::Fetched, Some((at, by))) => {
                let again = same_caller(by, from) && now.saturating_sub(at) <= GRACE_S && self.fetches < FETCHES;
                match (again && self.unfinished < UNFINISHED && self.wrong_pins < PIN_TRIES, self.under_way) {
                    (false, _) => Standing::Fetched,
                    (true, Some(_)) => Standing::UnderWay,
                    (true, None) => Standing::Open,
                }
            }
            (standing, _) => standing,
        }
    }
}

/// All links. The order of events of different files does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    known: BTreeMap<LinkId, Known>,
    by_token: BTreeMap<Hash, LinkId>,
    /// Events that came before their link was read, or whose link is in no journal.
    waiting: BTreeMap<LinkId, Vec<Entry>>,
}

impl Links {
    pub fn apply(&mut self, entry: &Entry) {
        let (id, from) = match &entry.event {
            Event::Issued(link) => {
                self.issued(entry.at, link);
                return;
            }
            Event::Revoked { link } => (link, None),
            Event::Begun { link, from }
            | Event::Fetched { link, from, .. }
            | Event::Unfinished { link, from }
            | Event::WrongPin { link, from } => (link, Some(*from)),
        };
        let Some(known) = self.known.get_mut(id) else {
            self.waiting.entry(id.clone()).or_default().push(entry.clone());
            return;
        };
        let by = from.map(|from| (entry.at, from));
        match &entry.event {
            Event::Issued(_) => {}
            Event::Revoked { .. } => known.revoked = known.revoked.or(Some(entry.at)),
            Event::Begun { .. } => known.under_way = by,
            Event::Fetched { .. } => {
                known.under_way = None;
                known.fetched = known.fetched.or(by);
                known.fetches += 1;
            }
            Event::Unfinished { .. } => {
                known.under_way = None;
                known.unfinished += 1;
            }
            Event::WrongPin { .. } => known.wrong_pins += 1,
        }
    }

    fn issued(&mut self, at: u64, link: &Link) {
        let id = link.id();
        // A link is issued once; a second entry of the same name changes nothing.
        if self.known.contains_key(&id) {
            return;
        }
        self.by_token.insert(link.token, id.clone());
        let known = Known {
            link: link.clone(),
            issued: at,
            revoked: None,
            fetched: None,
            fetches: 0,
            under_way: None,
            unfinished: 0,
            wrong_pins: 0,
        };
        self.known.insert(id.clone(), known);
        for entry in self.waiting.remove(&id).unwrap_or_default() {
            self.apply(&entry);
        }
    }

    #[must_use]
    pub fn of_token(&self, token: &Hash) -> Option<&Known> {
        self.by_token.get(token).and_then(|id| self.known.get(id))
    }

    #[must_use]
    pub fn get(&self, id: &LinkId) -> Option<&Known> {
        self.known.get(id)
    }

    pub(super) fn get_mut(&mut self, id: &LinkId) -> Option<&mut Known> {
        self.known.get_mut(id)
    }

    /// By name of the link.
    pub fn all(&self) -> impl Iterator<Item = &Known> {
        self.known.values()
    }

    /// After a start: answers that no event ended. Their server died, and nobody knows how much the caller has.
    #[must_use]
    pub fn presumed(&self) -> Vec<Entry> {
        let under_way = self.known.iter().filter_map(|(id, known)| known.under_way.map(|by| (id, by)));
        under_way.map(|(id, (at, from))| Entry { at, event: Event::Fetched { link: id.clone(), from, presumed: true } }).collect()
    }
}

/// Whether two addresses are one caller: the network of an IPv6 address, because devices change the rest.
#[must_use]
pub fn same_caller(a: IpAddr, b: IpAddr) -> bool {
    caller(a) == caller(b)
}

/// An address, or the network of an IPv6 address.
#[must_use]
pub fn caller(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}
