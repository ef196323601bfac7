//! The gate: judges each request. Pure: the caller brings the time, writes down what is to be kept, and sends the answer.

use std::net::IpAddr;
use std::time::Duration;

use serde::Serialize;

use super::journal::{Entry, Event, Link};
use super::rates::{Cost, Rates};
use super::state::{Links, Standing};
use super::token::{LinkId, Token, is_pin, meant};
use crate::domain::{ClientId, LineId};

/// Why a request was refused. For the audit log only: the caller hears the same in each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Not the form of a link, or another method than GET.
    Malformed,
    Unknown,
    UnderWay,
    Used,
    Expired,
    Revoked,
    Locked,
    BrokenOff,
    NoPin,
    WrongPin,
    /// The generation in force has no profile of the line.
    NoProfile,
    /// It cannot be written down that the link is used, so it is not handed out.
    NotRecorded,
}

impl Refusal {
    fn of(standing: Standing) -> Option<Self> {
        match standing {
            Standing::Open => None,
            Standing::UnderWay => Some(Self::UnderWay),
            Standing::Fetched => Some(Self::Used),
            Standing::Expired => Some(Self::Expired),
            Standing::Revoked => Some(Self::Revoked),
            Standing::Locked => Some(Self::Locked),
            Standing::BrokenOff => Some(Self::BrokenOff),
        }
    }
}

/// A delivery that the gate has opened for one caller. It must be begun, or given back.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    pub link: LinkId,
    pub line: LineId,
    pub profile: ClientId,
    pub tombstone: bool,
    from: IpAddr,
}

impl Ticket {
    #[must_use]
    pub fn from(&self) -> IpAddr {
        self.from
    }
}

#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Deliver(Ticket),
    /// With the link where it is known, and what is to be written down.
    Refused {
        why: Refusal,
        link: Option<LinkId>,
        entry: Option<Entry>,
    },
    /// The caller, or all together, ask too often. Said before anything is looked up.
    Busy,
}

/// The links and the rates of one server.
#[derive(Debug)]
pub struct Gate {
    links: Links,
    rates: Rates,
}

impl Gate {
    #[must_use]
    pub fn new(links: Links, now: Duration) -> Self {
        Self { links, rates: Rates::new(now) }
    }

    #[must_use]
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// Events that another process wrote: new links, revocations.
    pub fn learn(&mut self, entries: &[Entry]) {
        entries.iter().for_each(|entry| self.links.apply(entry));
    }

    /// The journals are not what they were: they count from now on, whatever was known before.
    pub fn start_again(&mut self, links: Links) {
        self.links = links;
    }

    /// Whether a connection or a piece of the page may be had.
    pub fn allow(&mut self, now: Duration, from: IpAddr, cost: Cost) -> bool {
        self.rates.allow(now, from, cost)
    }

    /// `asked` is what comes after `/p/`: a token, or a token, `/` and a PIN.
    pub fn ask(&mut self, now: Duration, from: IpAddr, asked: &str) -> Verdict {
        if !self.rates.allow(now, from, Cost::Profile) {
            return Verdict::Busy;
        }
        let verdict = self.judge(now.as_secs(), from, asked);
        if matches!(verdict, Verdict::Refused { .. }) {
            self.rates.refused(now, from);
        }
        verdict
    }

    /// Anything else that was asked for and is not there costs as much as a wrong link.
    pub fn stray(&mut self, now: Duration, from: IpAddr) -> Verdict {
        if !self.rates.allow(now, from, Cost::Profile) {
            return Verdict::Busy;
        }
        self.rates.refused(now, from);
        Verdict::Refused { why: Refusal::Malformed, link: None, entry: None }
    }

    fn judge(&mut self, now: u64, from: IpAddr, asked: &str) -> Verdict {
        let refused = |why, link| Verdict::Refused { why, link, entry: None };
        let (token, pin) = match asked.split_once('/') {
            Some((token, pin)) => (token, Some(meant(pin))),
            None => (asked, None),
        };
        let pin = pin.as_ref().map(|pin| pin.as_str());
        let Some(token) = Token::parse(token).filter(|_| pin.is_none_or(is_pin)) else {
            return refused(Refusal::Malformed, None);
        };
        // Both hashes are made in every case, so that a link with a PIN takes no longer than one without.
        let (hash, with_pin) = (token.hash(), token.hash_with(pin.unwrap_or_default()));
        let Some(known) = self.links.of_token(&hash) else { return refused(Refusal::Unknown, None) };
        let id = known.link.id();
        if let Some(why) = Refusal::of(known.standing_for(now, from)) {
            return refused(why, Some(id));
        }
        match (&known.link.pin, pin) {
            (Some(right), Some(_)) if !right.is(&with_pin) => {
                let entry = Entry { at: now, event: Event::WrongPin { link: id.clone(), from } };
                self.links.apply(&entry);
                return Verdict::Refused { why: Refusal::WrongPin, link: Some(id), entry: Some(entry) };
            }
            // Not a guess, so it does not count as one.
            (Some(_), None) => return refused(Refusal::NoPin, Some(id)),
            // A PIN that nobody asked for is a typing error of the address.
            (None, Some(_)) => return refused(Refusal::Malformed, Some(id)),
            _ => {}
        }
        let Link { line, profile, tombstone, .. } = known.link.clone();
        let ticket = Ticket { link: id, line, profile, tombstone, from };
        // From here on nobody else gets the link, also while the file is being read.
        if let Some(known) = self.links.get_mut(&ticket.link) {
            known.under_way = Some((now, from));
        }
        Verdict::Deliver(ticket)
    }

    /// What must be on disk before the first byte is sent.
    #[must_use]
    pub fn begun(ticket: &Ticket, now: Duration) -> Entry {
        Entry { at: now.as_secs(), event: Event::Begun { link: ticket.link.clone(), from: ticket.from } }
    }

    /// Nothing was sent: the link is as it was.
    pub fn give_back(&mut self, ticket: Ticket) {
        if let Some(known) = self.links.get_mut(&ticket.link) {
            known.under_way = None;
        }
    }

    /// The answer ended: sent whole, or broken off. Gives what is to be written down.
    pub fn ended(&mut self, ticket: Ticket, now: Duration, whole: bool) -> Entry {
        let Ticket { link, from, .. } = ticket;
        let event = if whole { Event::Fetched { link, from, presumed: false } } else { Event::Unfinished { link, from } };
        let entry = Entry { at: now.as_secs(), event };
        self.links.apply(&entry);
        entry
    }
}
