//! Two programs on one machine that take the ports of their calls from one range.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::clients::{ClientFacts, Clients};
use super::model::Line;
use super::together::OnDevices;
use crate::diag::Words;
use crate::domain::{Extension, PersonId};

/// Ports that a client's files give it for RTP, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RtpPorts {
    pub first: u16,
    /// None: the files say where to begin, and the client goes up from there.
    pub last: Option<u16>,
}

/// As far as a client goes up that is told a beginning: PJSIP tries 50 pairs of ports.
const TRIED: u16 = 99;

impl RtpPorts {
    fn end(self) -> u16 {
        self.last.unwrap_or(self.first.saturating_add(TRIED))
    }

    fn overlap(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.end().min(other.end()));
        (first <= last).then_some(Self { first, last: Some(last) })
    }
}

impl std::str::FromStr for RtpPorts {
    type Err = &'static str;

    /// `30000-30999`, or `30000` alone.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected two ports such as 30000-30999, or one";
        let port = |text: &str| text.trim().parse().ok().filter(|port| *port > 0).ok_or(WRONG);
        match text.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (port(first)?, port(last)?);
                if first < last { Ok(Self { first, last: Some(last) }) } else { Err(WRONG) }
            }
            None => Ok(Self { first: port(text)?, last: None }),
        }
    }
}

impl fmt::Display for RtpPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last {
            Some(last) => write!(f, "{}-{last}", self.first),
            None => write!(f, "{}", self.first),
        }
    }
}

impl From<RtpPorts> for String {
    fn from(ports: RtpPorts) -> Self {
        ports.to_string()
    }
}

impl TryFrom<String> for RtpPorts {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Lines of one person whose programs would share ports: what to say about it, and who.
pub(super) fn clashes(lines: &[Line], clients: &Clients, devices: &OnDevices<'_>) -> Vec<(Words, BTreeSet<Extension>)> {
    let mut of: BTreeMap<&PersonId, Vec<(&Line, &ClientFacts, RtpPorts)>> = BTreeMap::new();
    // Accounts in one set of files are of one program.
    for line in lines.iter().filter(|line| line.within.is_none()) {
        let Some((person, facts)) = line.person.as_ref().zip(clients.get(&line.client)) else { continue };
        if let Some(ports) = facts.rtp_ports.filter(|_| !facts.of_a_device) {
            of.entry(person).or_default().push((line, facts, ports));
        }
    }
    let mut found: BTreeMap<(&str, &str, u16, u16), BTreeSet<Extension>> = BTreeMap::new();
    for own in of.values() {
        for (at, (one, facts, ports)) in own.iter().enumerate() {
            for (other, others_facts, others_ports) in &own[at + 1..] {
                let Some(both) = ports.overlap(*others_ports) else { continue };
                if !facts.runs_beside(others_facts) || !devices.may_share(&one.extension, &other.extension) {
                    continue;
                }
                let mut titles = [facts.title.as_str(), others_facts.title.as_str()];
                titles.sort_unstable();
                let numbers = found.entry((titles[0], titles[1], both.first, both.end())).or_default();
                numbers.extend([one.extension.clone(), other.extension.clone()]);
            }
        }
    }
    found.into_iter().map(|((one, other, first, last), numbers)| (words(one, other, first, last), numbers)).collect()
}

fn words(one: &str, other: &str, first: u16, last: u16) -> Words {
    if one == other {
        return Words::new(
            format!("{one} would run twice on a machine of one person, with the same ports for calls ({first}-{last})"),
            format!("{one} liefe auf einem Rechner einer Person zweimal, mit denselben Ports für Gespräche ({first}-{last})"),
        );
    }
    Words::new(
        format!("{one} and {other} may run on one machine of a person, and both have the ports {first}-{last} for calls"),
        format!(
            "{one} und {other} laufen womöglich auf einem Rechner einer Person, und beide haben für Gespräche die Ports {first}-{last}"
        ),
    )
}

pub(super) fn todo() -> Words {
    Words::new(
        "choose one client for both lines where its files hold several accounts, give one of the two a range of its own by a profile of the site, or write down in `security.exceptions` that they run on two machines",
        "für beide Anschlüsse ein Programm wählen, dessen Dateien mehrere Konten halten, einem der beiden durch ein Profil des Standorts einen eigenen Bereich geben oder in `security.exceptions` festhalten, dass sie auf zwei Rechnern laufen",
    )
}
