//! What one exchange found out.

use std::fmt;
use std::time::Duration;

use smol_str::SmolStr;

use super::super::challenge::Challenges;
use super::super::clock::ServerClock;
use super::super::digest;
use super::super::message::{Answer, AnyHeaders, RetryAfter, push_status};
use super::super::name_addr::NameAddr;
use super::super::params::split_list;
use super::outbound::OutboundFacts;

/// A device the registrar lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactBinding {
    /// As the registrar wrote it.
    pub uri: String,
    /// Seconds left.
    pub expires: Option<u32>,
    /// `+sip.instance` without brackets.
    pub instance: Option<String>,
    /// The one of this exchange.
    pub ours: bool,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    Accepted {
        contacts: Vec<ContactBinding>,
        /// Seconds granted for our contact.
        granted: Option<u32>,
    },
    /// A 2xx although nobody asked who we are.
    AcceptedWithoutChallenge { contacts: Vec<ContactBinding>, granted: Option<u32> },
    /// `first` answered the request without credentials; `second` the one with, where one was sent.
    Rejected { first: u16, second: Option<u16>, reason: SmolStr },
    /// A challenge we cannot answer, with what was offered, such as `Digest AKAv1-MD5`.
    NoUsableChallenge { status: u16, offered: Vec<SmolStr> },
    /// The server calls every nonce stale, also the one it just gave.
    StaleLoop,
    /// Credentials were asked for once more, and sending them again was not permitted.
    RepeatWithheld { status: u16 },
    /// Timer F; `provisional` when at least a 1xx came, `challenged` when a request with credentials stayed unanswered.
    Silent { retransmissions: u32, provisional: bool, challenged: bool },
    /// A 3xx, and where it points, best first; whether that is followed, the owner decides.
    Redirected { status: u16, targets: Vec<String> },
}

/// One final answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub status: u16,
    pub reason: SmolStr,
    /// Whether the request it answers carried credentials.
    pub authenticated: bool,
    /// What was asked for, in a form for people: `Digest SHA-256 auth`.
    pub offered: Vec<SmolStr>,
    pub realm: Option<SmolStr>,
    pub stale: bool,
    /// Algorithm we answered this challenge with.
    pub answered_with: Option<&'static str>,
    pub retry_after: Option<RetryAfter>,
    pub min_expires: Option<u32>,
    pub evidence: Decisive,
    /// From sending the request to this answer.
    pub after: Duration,
}

/// Status line and decisive headers of an answer. Most are never looked at: they are kept as they came, and masked when they are.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Decisive(String);

impl Decisive {
    fn of(response: &Answer<'_>) -> Self {
        let mut text = String::with_capacity(192);
        text.push_str("SIP/2.0 ");
        push_status(&mut text, response.status);
        text.push(' ');
        text.push_str(&response.reason);
        for header in response.headers.iter().filter(|h| DECISIVE.contains(&h.name.as_ref())).take(MOST_LINES) {
            for part in ["\n", header.name.as_ref(), ": ", &header.value] {
                text.push_str(part);
            }
        }
        Self(text)
    }

    /// One line each, at most 240 characters, without control characters; what would help to guess a password is masked.
    pub fn lines(&self) -> impl Iterator<Item = SmolStr> {
        self.0.split('\n').filter(|line| !line.is_empty()).map(|line| match line.split_once(": ") {
            Some((name, value)) if name.ends_with("Authenticate") => clean(&[name, ": ", &digest::mask(value)].concat()),
            _ => clean(line),
        })
    }

    /// Adds a line.
    pub fn push(&mut self, line: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(line);
    }
}

/// Masked too: nothing shows what came in.
impl fmt::Debug for Decisive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lines()).finish()
    }
}

/// All that one exchange found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterOutcome {
    pub ending: Ending,
    pub steps: Vec<Step>,
    /// Service-Route values (RFC 3608).
    pub service_route: Vec<String>,
    /// Path values (RFC 3327).
    pub path: Vec<String>,
    /// Of a registration.
    pub outbound: OutboundFacts,
    pub clock: ServerClock,
    /// Our address as the server saw it (Via `received` and `rport`).
    pub seen_as: (Option<String>, Option<u16>),
    /// Server or User-Agent of the answers.
    pub server: Option<String>,
    /// The Contact we sent and the one that came back for it differ in host or port: something rewrites SIP.
    pub contact_rewritten: bool,
    /// The Via of the last answer is not the one we sent: something rewrites SIP.
    pub via_rewritten: bool,
    /// What could not be read in the last answer.
    pub defects: Vec<String>,
    /// Contact values among it: nobody knows how many devices they hide.
    pub unread_contacts: usize,
    /// Requests sent, retransmissions not counted.
    pub requests: u32,
    pub retransmissions: u32,
    /// First request to last answer.
    pub took: Duration,
}

/// What the Contact headers of an answer say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactList {
    pub bindings: Vec<ContactBinding>,
    /// Values that could not be read: each may hide a device, or several.
    pub unread: usize,
    /// The first of them, in a form for people.
    pub defect: Option<String>,
}

/// The bindings of a 2xx. One bad value costs itself only: what stands beside it still counts.
#[must_use]
pub fn contact_bindings(headers: &AnyHeaders<'_>) -> ContactList {
    let mut list = ContactList::default();
    let expires = headers.expires();
    for value in headers.all("Contact") {
        let (items, open) = match split_list(value) {
            Ok(items) => (items, None),
            Err(error) => {
                // What stands before the value that is never closed is whole.
                let mut items = split_list(&value[..error.at]).unwrap_or_default();
                items.truncate(items.len() - usize::from(!value[..error.at].trim_end().ends_with(',') && !items.is_empty()));
                (items, Some(error.to_string()))
            }
        };
        for item in items {
            match NameAddr::parse(item) {
                Ok(contact) => list.bindings.push(ContactBinding {
                    expires: contact.expires().or(expires),
                    instance: contact.instance(),
                    uri: contact.uri.to_string(),
                    ours: false,
                }),
                Err(_) if item == "*" => list.not_read("`Contact: *` in an answer".to_owned()),
                Err(error) => list.not_read(format!("Contact: {error}")),
            }
        }
        if let Some(error) = open {
            list.not_read(format!("Contact: {error}"));
        }
    }
    list
}

impl ContactList {
    fn not_read(&mut self, defect: String) {
        self.unread += 1;
        self.defect.get_or_insert(defect);
    }
}

/// Headers that decide a diagnosis; the others are noise.
const DECISIVE: &[&str] = &[
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Contact",
    "Expires",
    "Min-Expires",
    "Retry-After",
    "Warning",
    "Reason",
    "P-Registrar-Error",
    "Unsupported",
    "Service-Route",
    "Path",
    "Require",
    "Flow-Timer",
    "Date",
    "Server",
];

/// More of them are noise too.
const MOST_LINES: usize = 24;

/// Characters of a line that is kept.
const MAX: usize = 240;

/// Without control characters, and no longer than [`MAX`]; short ones need no memory of their own.
pub(super) fn clean(text: &str) -> SmolStr {
    if text.len() <= MAX && text.bytes().all(|b| (b' '..0x7f).contains(&b)) {
        return text.into();
    }
    let mut out: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(MAX).collect();
    if text.chars().nth(MAX).is_some() {
        out.push('…');
    }
    out.into()
}

pub(super) fn step(response: &Answer<'_>, challenges: &Challenges, authenticated: bool, after: Duration) -> Step {
    Step {
        status: response.status,
        reason: clean(&response.reason),
        authenticated,
        offered: challenges.summaries(),
        realm: challenges.list.first().map(|c| c.realm.clone()),
        stale: challenges.list.iter().any(|c| c.stale),
        answered_with: None,
        retry_after: response.headers.retry_after(),
        min_expires: response.headers.min_expires(),
        evidence: Decisive::of(response),
        after,
    }
}
