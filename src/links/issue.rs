//! Making links: who gets one, what is stored, and what is said in clear once.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::codes;
use super::journal::{Entry, Event, Link};
use super::state::{Links, Standing};
use super::token::{Token, pin_from_random};
use crate::diag::{Finding, Words};
use crate::domain::{ClientId, LineId, Secret};

/// Longest life of a link.
const LONGEST: Duration = Duration::from_hours(90 * 24);

/// A link that holds longer lies about in letters that still work.
const LONG: Duration = Duration::from_hours(14 * 24);

/// What there is to say of a link's life.
#[must_use]
pub fn long_life(life: Duration) -> Option<Finding> {
    let days = life.as_secs() / 86_400;
    let words = Words::new(format!("the links hold for {days} days"), format!("die Links gelten {days} Tage"));
    let todo = Words::new("`--ttl 7d` is enough for in-house mail", "`--ttl 7d` genügt für die Hauspost");
    (life > LONG).then(|| codes::LONG_LIFE.finding(None, words).todo(todo))
}

/// Who is to get a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub line: LineId,
    /// Lines whose accounts the same files bring: what a link of theirs asked for goes on.
    pub further: Vec<LineId>,
    pub profile: ClientId,
    /// The link leads to the page of the web phone, which then fetches the profile.
    pub page: bool,
    /// The link takes the account away again.
    pub tombstone: bool,
}

/// On what terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// `https://phones.example:8443`
    pub base: String,
    /// Seconds since 1970.
    pub now: u64,
    pub life: Duration,
    pub pin: Pin,
}

/// Who is asked for a PIN too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pin {
    Asked,
    Never,
    /// Whose last link asked for one: a link that is made anew must not be weaker than the one it replaces.
    AsBefore,
}

/// What is said in clear, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clear {
    pub url: Secret,
    pub expires: u64,
    pub pin: Option<Secret>,
}

impl Clear {
    /// As `out/links.json` has it.
    #[must_use]
    pub fn written(&self) -> ClearLink {
        ClearLink { url: self.url.expose().to_owned(), expires: self.expires, pin: self.pin.is_some() }
    }

    /// As `out/link-pins.json` has it.
    #[must_use]
    pub fn pin_text(&self) -> Option<String> {
        self.pin.as_ref().map(|pin| pin.expose().to_owned())
    }
}

/// Events for the journal, and the clear links by line. A line has one link: an earlier one that could still be fetched is revoked.
///
/// `random` gives bytes nobody can guess.
pub fn issue(
    links: &Links,
    wanted: &[Wanted],
    terms: &Terms,
    mut random: impl FnMut() -> [u8; 34],
) -> (Vec<Entry>, BTreeMap<LineId, Clear>) {
    let lines: BTreeSet<&LineId> = wanted.iter().map(|wanted| &wanted.line).collect();
    let mut entries = revoke(links, &|line| lines.contains(line), terms.now);
    let before = last_of_each(links);
    let mut clear = BTreeMap::new();
    let expires = terms.now + terms.life.as_secs();
    for Wanted { line, further, profile, page, tombstone } in wanted {
        let bytes = random();
        let token = Token::from_random(std::array::from_fn(|at| bytes[at]));
        let asks = match terms.pin {
            Pin::Asked => true,
            Pin::Never => false,
            Pin::AsBefore => {
                let last = std::iter::once(line).chain(further).filter_map(|line| before.get(line)).max();
                last.is_some_and(|(.., pin)| *pin)
            }
        };
        let pin = asks.then(|| pin_from_random(std::array::from_fn(|at| bytes[26 + at])));
        let link = Link {
            token: token.hash(),
            pin: pin.as_ref().map(|pin| token.hash_with_secret(pin)),
            line: line.clone(),
            profile: profile.clone(),
            tombstone: *tombstone,
            expires,
        };
        entries.push(Entry { at: terms.now, event: Event::Issued(link) });
        clear.insert(line.clone(), Clear { url: token.url(&terms.base, *page), expires, pin });
    }
    (entries, clear)
}

/// The last link of each line, whatever became of it: when it was issued, whether it holds, and whether it asked for a PIN.
fn last_of_each(links: &Links) -> BTreeMap<&LineId, (u64, bool, bool)> {
    // A new link revokes those before it. Of two revoked ones of the same second, the one that asks for more.
    let mut last: BTreeMap<&LineId, (u64, bool, bool)> = BTreeMap::new();
    for known in links.all().filter(|known| !known.link.tombstone) {
        let this = (known.issued, known.revoked.is_none(), known.link.pin.is_some());
        let last = last.entry(&known.link.line).or_default();
        *last = this.max(*last);
    }
    last
}

/// Revocations of all links of these lines that are not revoked yet. Those that were fetched too: their grace ends.
#[must_use]
pub fn revoke(links: &Links, lines: &dyn Fn(&LineId) -> bool, now: u64) -> Vec<Entry> {
    let open = links.all().filter(|known| known.standing(now) != Standing::Revoked && lines(&known.link.line));
    open.map(|known| Entry { at: now, event: Event::Revoked { link: known.link.id() } }).collect()
}

/// The newest profile of each of these lines that somebody has fetched: the device to take the account from.
#[must_use]
pub fn fetched(links: &Links, lines: &dyn Fn(&LineId) -> bool) -> BTreeMap<LineId, ClientId> {
    let mut all: Vec<_> = links.all().filter(|known| known.fetched.is_some() && lines(&known.link.line)).collect();
    all.sort_by_key(|known| known.fetched.map(|(at, _)| at));
    all.into_iter().map(|known| (known.link.line.clone(), known.link.profile.clone())).collect()
}

/// `72h`, `7d`, `30m`: a minute to 90 days.
pub fn life(text: &str) -> Result<Duration, String> {
    let expected = || "expected minutes, hours or days, such as `30m`, `72h` or `7d`; 90 days at most".to_owned();
    let (number, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let seconds: u64 = match unit {
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(expected()),
    };
    let number: u64 = number.parse().map_err(|_| expected())?;
    let life = number.checked_mul(seconds).map(Duration::from_secs).filter(|life| !life.is_zero() && *life <= LONGEST);
    life.ok_or_else(expected)
}

/// The address of the server as people reach it: `https://host` with or without a port. `http` only on this machine, to try `serve --plain`.
pub fn base(text: &str) -> Result<String, String> {
    let expected = || "expected an address such as `https://phones.example:8443`, without a path".to_owned();
    let text = text.strip_suffix('/').unwrap_or(text);
    let (scheme, authority) = text.split_once("://").ok_or_else(expected)?;
    let (host, port) = host_and_port(authority).ok_or_else(expected)?;
    if port.is_some_and(|port| port.is_empty() || !matches!(port.parse::<u16>(), Ok(1..)) || port.starts_with('+')) {
        return Err(format!("`{}` is no port; ports are 1 to 65535", port.unwrap_or_default()));
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if is_this_machine(host) => Ok(text.to_owned()),
        "http" => Err("`http` would send passwords in clear; expected `https://…` (links/no-base)".to_owned()),
        _ => Err(expected()),
    }
}

/// `name`, `name:port`, `[2001:db8::1]:port`; none where the host is neither a name nor an address.
fn host_and_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<Ipv6Addr>().ok()?;
        return if rest.is_empty() { Some((host, None)) } else { Some((host, Some(rest.strip_prefix(':')?))) };
    }
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // A name whose last label is a number is an address to every browser, so it must be one.
    let numeric = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    let right = if numeric { host.parse::<Ipv4Addr>().is_ok() } else { host.len() <= 253 && host.split('.').all(label) };
    right.then_some((host, port))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// `out/links.json`: a clear link for each line, until it is fetched or has expired.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearLink {
    pub url: String,
    /// Seconds since 1970.
    pub expires: u64,
    /// The server asks for a PIN as well, which must not travel with the link.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pin: bool,
}

impl std::fmt::Debug for ClearLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClearLink(***, until {})", self.expires)
    }
}

pub type ClearLinks = BTreeMap<LineId, ClearLink>;

/// Lines whose link can still be fetched: what `out/links.json` is kept for.
#[must_use]
pub fn waiting(links: &Links, now: u64) -> BTreeSet<LineId> {
    let waits = |standing| matches!(standing, Standing::Open | Standing::UnderWay);
    links.all().filter(|known| waits(known.standing(now))).map(|known| known.link.line.clone()).collect()
}
