//! Remarks beside the verdicts: clock, NAT, expiry, the transport that answers.
//!
//! A remark never changes a verdict or an exit code.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::campaign::Way;
use super::codes;
use super::observation::{Bind, Login, Observation};
use super::report::Note;
use crate::diag::{CodePage, Words};
use crate::domain::HostPort;
use crate::plan::model::Line;
use crate::sip::register::{Ending, RegisterOutcome};

/// Clocks that differ by no more are well.
const CLOCK_TOLERANCE_S: i64 = 60;

fn note(page: &CodePage, way: Option<String>, en: String, de: String) -> Note {
    Note { code: page.code(), way, words: Words::new(en, de) }
}

/// What is to be said about one line; the test registration asked for `asked_s` seconds.
#[must_use]
pub fn of_line(line: &Line, asked_s: u32, seen: &Observation) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Bind::Tried { register, .. } = &seen.bind {
        notes.extend(expiry(line.expiry_s, asked_s, register));
    }
    for outcome in outcomes(seen) {
        notes.extend(outcome.defects.iter().map(|defect| {
            let plain = defect.replace('`', "'");
            note(
                &codes::ANSWER_UNREADABLE,
                None,
                format!("part of the answer cannot be read: `{plain}`"),
                format!("ein Teil der Antwort ist nicht lesbar: `{plain}`"),
            )
        }));
    }
    notes.dedup();
    notes
}

fn outcomes(seen: &Observation) -> impl Iterator<Item = &RegisterOutcome> {
    let login = match &seen.login {
        Login::Answered(outcome) => Some(outcome.as_ref()),
        Login::Fault(_) => None,
    };
    login.into_iter().chain(seen.bind.answer())
}

/// Seconds that may pass between the registration and what the answer says is left of it.
const SPENT_S: u32 = 2;

fn expiry(planned: u32, asked: u32, register: &RegisterOutcome) -> Option<Note> {
    let granted = match &register.ending {
        Ending::Accepted { granted, .. } | Ending::AcceptedWithoutChallenge { granted, .. } => *granted,
        _ => None,
    };
    let minimum = register.steps.iter().filter(|step| step.status == 423).filter_map(|step| step.min_expires).max();
    // A registrar may also raise what is too short without a word.
    let raised = granted.filter(|granted| *granted > asked);
    if let Some(least) = minimum.or(raised).filter(|least| *least > planned) {
        return Some(note(
            &codes::EXPIRY_BELOW_MINIMUM,
            None,
            format!("the PBX registers for at least {least} s, the profile asks for {planned} s"),
            format!("die Anlage meldet für mindestens {least} s an, das Profil verlangt {planned} s"),
        ));
    }
    // Asterisk tells what is left when it answers: a second may have gone by.
    let granted = granted.filter(|granted| granted.saturating_add(SPENT_S) < asked.min(planned))?;
    Some(note(
        &codes::EXPIRY_SHORTENED,
        None,
        format!("the PBX granted {granted} s of {asked} s; the profile asks for {planned} s"),
        format!("die Anlage gewährte {granted} s von {asked} s; das Profil verlangt {planned} s"),
    ))
}

/// What the answers of a run tell about the ways to the PBX.
#[derive(Debug, Default)]
pub struct RunNotes {
    /// The PBX's clock less ours, in seconds; the smallest difference counts, because a delay only makes it larger.
    clocks: BTreeMap<Way, i64>,
    /// Our address, and how the PBX sees it.
    seen_as: BTreeMap<Way, (HostPort, HostPort)>,
    servers: BTreeMap<Way, String>,
    /// Where what we sent came back altered.
    rewritten: BTreeSet<Way>,
    answered: BTreeSet<Way>,
    dead: BTreeSet<Way>,
}

impl RunNotes {
    /// `sent_by` is our address on the flow, `wall` the time in seconds since 1970.
    pub fn learn(&mut self, way: &Way, sent_by: &HostPort, wall: i64, seen: &Observation) {
        for outcome in outcomes(seen).filter(|outcome| !outcome.steps.is_empty()) {
            if !self.answered.contains(way) {
                self.answered.insert(way.clone());
            }
            if let Some(server) = &outcome.server
                && !self.servers.contains_key(way)
            {
                self.servers.insert(way.clone(), server.chars().filter(|c| !c.is_control()).take(80).collect());
            }
            if outcome.via_rewritten || outcome.contact_rewritten {
                self.rewritten.insert(way.clone());
            }
            if let Some(theirs) = outcome.clock.seconds() {
                let difference = theirs.saturating_sub(wall);
                match self.clocks.get_mut(way) {
                    Some(known) if difference.saturating_abs() < known.saturating_abs() => *known = difference,
                    Some(_) => {}
                    None => drop(self.clocks.insert(way.clone(), difference)),
                }
            }
            if let Some(other) = translated(sent_by, &outcome.seen_as) {
                self.seen_as.entry(way.clone()).or_insert_with(|| (sent_by.clone(), other));
            }
        }
    }

    /// Over this way nothing comes.
    pub fn dead(&mut self, way: &Way) {
        self.dead.insert(way.clone());
    }

    /// The PBX's clock less ours, and how it sees us.
    #[must_use]
    pub fn told(&self, way: &Way) -> (Option<i64>, Option<HostPort>) {
        (self.clocks.get(way).copied(), self.seen_as.get(way).map(|(_, theirs)| theirs.clone()))
    }

    /// What the PBX calls itself, by way.
    #[must_use]
    pub fn servers(&self) -> BTreeMap<String, String> {
        self.servers.iter().map(|(way, server)| (way.to_string(), server.clone())).collect()
    }

    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for (way, difference) in self.clocks.iter().filter(|(_, difference)| difference.saturating_abs() > CLOCK_TOLERANCE_S) {
            let seconds = difference.saturating_abs();
            let (en, de) = if *difference > 0 { ("ahead of", "vor") } else { ("behind", "nach") };
            notes.push(note(
                &codes::CLOCK_DIFFERS,
                Some(way.to_string()),
                format!("the clock of `{way}` is {seconds} s {en} this computer's"),
                format!("die Uhr von `{way}` geht gegenüber diesem Rechner {seconds} s {de}"),
            ));
        }
        for (way, (ours, theirs)) in &self.seen_as {
            notes.push(note(
                &codes::BEHIND_NAT,
                Some(way.to_string()),
                format!("`{way}` sees us as `{theirs}`, we sent from `{ours}`"),
                format!("`{way}` sieht uns als `{theirs}`, gesendet wurde von `{ours}`"),
            ));
        }
        for way in &self.rewritten {
            notes.push(note(
                &codes::REWRITTEN,
                Some(way.to_string()),
                format!("what we send over `{way}` comes back altered: a router on the way rewrites SIP"),
                format!("was über `{way}` gesendet wird, kommt verändert zurück: ein Router unterwegs schreibt SIP um"),
            ));
        }
        for dead in self.dead.difference(&self.answered) {
            for other in self.answered.iter().filter(|other| other.registrar.host == dead.registrar.host) {
                notes.push(note(
                    &codes::OTHER_TRANSPORT,
                    Some(dead.to_string()),
                    format!("nothing comes from `{dead}`, but `{other}` answers: `transport: {}` would work", other.transport),
                    format!("von `{dead}` kommt nichts, doch `{other}` antwortet: `transport: {}` ginge", other.transport),
                ));
            }
        }
        notes
    }
}

/// Our address as the PBX sees it, where it is another one.
fn translated(sent_by: &HostPort, seen_as: &(Option<String>, Option<u16>)) -> Option<HostPort> {
    let address = |text: &str| text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let ours = address(&sent_by.host).filter(|ip| !ip.is_unspecified())?;
    let theirs = seen_as.0.as_deref().and_then(address).unwrap_or(ours);
    let port = seen_as.1.unwrap_or(sent_by.port);
    (theirs != ours || port != sent_by.port).then(|| HostPort { host: theirs.to_string().into(), port })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::Transport;
    use crate::probe::observation::Removal;
    use crate::probe::testing::line;
    use crate::sip::clock::ServerClock;
    use crate::sip::register::{ContactBinding, Decisive, OutboundFacts, Step};

    fn step(status: u16, min_expires: Option<u32>) -> Step {
        Step {
            status,
            reason: "".into(),
            authenticated: true,
            offered: Vec::new(),
            realm: None,
            stale: false,
            answered_with: None,
            retry_after: None,
            min_expires,
            evidence: Decisive::default(),
            after: Duration::ZERO,
        }
    }

    fn outcome(granted: Option<u32>, steps: Vec<Step>) -> RegisterOutcome {
        let ours = ContactBinding { uri: "sip:2001@192.0.2.7".to_owned(), expires: granted, instance: None, ours: true };
        RegisterOutcome {
            ending: Ending::Accepted { contacts: vec![ours], granted },
            steps,
            service_route: Vec::new(),
            path: Vec::new(),
            outbound: OutboundFacts::default(),
            clock: ServerClock::default(),
            seen_as: (None, None),
            server: None,
            contact_rewritten: false,
            via_rewritten: false,
            defects: Vec::new(),
            unread_contacts: 0,
            requests: 2,
            retransmissions: 0,
            took: Duration::ZERO,
        }
    }

    fn fetched(outcome: RegisterOutcome) -> Observation {
        Observation { login: Login::Answered(Box::new(outcome)), bind: Bind::NotAsked }
    }

    fn way(transport: Transport) -> Way {
        Way { registrar: HostPort { host: "192.0.2.1".into(), port: 5060 }, transport, ws_path: None, by_dns: false }
    }

    fn home() -> HostPort {
        HostPort { host: "192.168.1.5".into(), port: 5062 }
    }

    fn slugs(notes: &[Note]) -> Vec<&str> {
        notes.iter().map(|note| note.code.as_str()).collect()
    }

    #[test]
    fn granted_and_least_expiry_are_compared_with_the_plan() {
        let about = |planned: u32, granted: Option<u32>, min: Option<u32>| {
            let mut line = line("2001");
            line.expiry_s = planned;
            let steps = min.map(|min| step(423, Some(min))).into_iter().chain([step(200, None)]).collect();
            let bind =
                Bind::Tried { register: Box::new(outcome(granted, steps)), ours: String::new(), removal: Removal::Confirmed };
            let seen = Observation { bind, ..fetched(outcome(None, vec![step(200, None)])) };
            of_line(&line, 60, &seen)
                .iter()
                .map(|note| (note.code.as_str().to_owned(), note.words.en.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(about(300, Some(60), None), []);
        assert_eq!(about(300, Some(300), Some(300)), [], "the profile asks for the minimum");
        let short = about(300, Some(30), None);
        assert_eq!(short[0].0, "sip/expiry-shortened");
        assert!(short[0].1.contains("granted 30 s of 60 s"), "{short:?}");
        for (granted, min) in [(Some(600), Some(600)), (Some(600), None)] {
            let least = about(300, granted, min);
            assert_eq!(least[0].0, "sip/expiry-below-minimum");
            assert!(least[0].1.contains("at least 600 s, the profile asks for 300 s"), "{least:?}");
        }
    }

    #[test]
    fn a_broken_list_of_devices_is_told() {
        let mut broken = outcome(None, vec![step(200, None)]);
        broken.defects.push("`Contact: *` in an answer".to_owned());
        let notes = of_line(&line("2001"), 60, &fetched(broken));
        assert_eq!(slugs(&notes), ["sip/answer-unreadable"]);
        assert!(notes[0].words.de.contains("'Contact: *'"));
    }

    #[test]
    fn a_clock_is_judged_by_its_smallest_difference() {
        let mut run = RunNotes::default();
        let mut at = |transport, date: i64, wall: i64| {
            let mut seen = outcome(None, vec![step(200, None)]);
            seen.clock.date = Some(date);
            run.learn(&way(transport), &home(), wall, &fetched(seen));
        };
        at(Transport::Udp, 1_000_000, 1_000_060);
        at(Transport::Udp, 1_000_000, 1_000_090);
        at(Transport::Tcp, 1_000_000, 1_000_090);
        at(Transport::Tls, 1_000_500, 1_000_000);
        let notes = run.notes();
        assert_eq!(slugs(&notes), ["sip/clock-differs"; 2]);
        let mut told: Vec<&str> = notes.iter().map(|note| note.words.en.as_ref()).collect();
        told.sort_unstable();
        assert!(told[0].contains("90 s behind") && told[1].contains("500 s ahead of"), "{told:?}");
    }

    #[test]
    fn another_address_or_port_is_a_router_on_the_way() {
        let told = |received: Option<&str>, rport: Option<u16>| {
            let mut run = RunNotes::default();
            let mut seen = outcome(None, vec![step(200, None)]);
            seen.seen_as = (received.map(str::to_owned), rport);
            run.learn(&way(Transport::Udp), &home(), 0, &fetched(seen));
            run.notes()
        };
        assert_eq!(told(None, None), []);
        assert_eq!(told(Some("192.168.1.5"), Some(5062)), []);
        for notes in [told(Some("203.0.113.9"), Some(40000)), told(None, Some(40000)), told(Some("203.0.113.9"), None)] {
            assert_eq!(slugs(&notes), ["sip/behind-nat"]);
        }
        assert!(told(Some("203.0.113.9"), Some(40000))[0].words.en.contains("`203.0.113.9:40000`"));
    }

    #[test]
    fn a_via_that_comes_back_altered_is_a_router_that_rewrites() {
        let mut run = RunNotes::default();
        let mut seen = outcome(None, vec![step(200, None)]);
        seen.via_rewritten = true;
        run.learn(&way(Transport::Udp), &home(), 0, &fetched(seen));
        run.learn(&way(Transport::Tls), &home(), 0, &fetched(outcome(None, vec![step(200, None)])));
        let notes = run.notes();
        assert_eq!(slugs(&notes), ["sip/rewritten-on-the-way"]);
        assert_eq!(notes[0].way.as_deref(), Some("192.0.2.1:5060/udp"));
    }

    #[test]
    fn a_transport_that_answers_is_named_beside_one_that_does_not() {
        let mut run = RunNotes::default();
        run.dead(&way(Transport::Udp));
        assert_eq!(run.notes(), []);
        let mut seen = outcome(None, vec![step(200, None)]);
        seen.server = Some("Asterisk PBX\u{7}".to_owned());
        run.learn(&way(Transport::Tls), &home(), 0, &fetched(seen));
        let notes = run.notes();
        assert_eq!(slugs(&notes), ["sip/other-transport-answers"]);
        assert!(notes[0].words.en.contains("`transport: tls`"), "{}", notes[0].words.en);
        assert_eq!(run.servers().into_values().collect::<Vec<_>>(), ["Asterisk PBX"]);
    }
}
