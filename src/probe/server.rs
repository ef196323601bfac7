//! What the PBX's own interface says, and what that decides which the wire hides.
//!
//! Asterisk and Kamailio answer alike to a wrong password and to an extension that they do not know. Where the PBX is asked itself, the
//! verdict says which of the two it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::codes::Class;
use super::devices::{Device, by_contact, by_user_agent};
use super::diagnose::outcome_of;
use super::report::{Evidence, Report, Verdict};
use crate::diag::Words;
use crate::domain::{InOrder, LineId};
use crate::plan::model::Line;

/// One registration, as the PBX tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Registration {
    /// Name of the AOR.
    pub aor: String,
    /// Contact URI; empty where the interface tells only that somebody is registered.
    pub contact: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Address it comes from, `192.0.2.7:5062`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Seconds left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_s: Option<i64>,
    /// Whether the PBX reaches it, where it looks: `Reachable`, `Unavailable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl Registration {
    /// What is registered there.
    #[must_use]
    pub fn device(&self) -> Device {
        match &self.user_agent {
            Some(agent) if !agent.trim().is_empty() => by_user_agent(agent),
            _ => by_contact(&self.contact),
        }
    }
}

/// Which endpoints the PBX has, as far as its interface tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Endpoints {
    #[default]
    NotTold,
    /// The interface lists them all.
    All(BTreeSet<String>),
    /// The interface was asked for each by its name.
    Asked { known: BTreeSet<String>, missing: BTreeSet<String> },
}

impl Endpoints {
    /// Of names that were asked for one by one. Where the PBX has none of them, it was asked about the wrong thing.
    #[must_use]
    pub fn asked(known: BTreeSet<String>, missing: BTreeSet<String>) -> Self {
        if known.is_empty() { Self::NotTold } else { Self::Asked { known, missing } }
    }

    /// Whether the PBX has it, where that is known.
    #[must_use]
    pub fn has(&self, name: &str) -> Option<bool> {
        match self {
            Self::NotTold => None,
            Self::All(all) => Some(all.contains(name)),
            Self::Asked { known, .. } if known.contains(name) => Some(true),
            Self::Asked { missing, .. } => missing.contains(name).then_some(false),
        }
    }

    /// Whether they may be believed before a run: a PBX with none at all has another channel driver for its lines.
    #[must_use]
    pub fn tell(&self) -> bool {
        match self {
            Self::NotTold => false,
            Self::All(all) => !all.is_empty(),
            Self::Asked { .. } => true,
        }
    }
}

/// All that one question brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub endpoints: Endpoints,
    pub registrations: Vec<Registration>,
}

impl Told {
    /// Registrations by AOR.
    #[must_use]
    pub fn by_aor(&self) -> BTreeMap<&str, Vec<&Registration>> {
        let mut found: BTreeMap<&str, Vec<&Registration>> = BTreeMap::new();
        for registration in &self.registrations {
            found.entry(registration.aor.as_str()).or_default().push(registration);
        }
        found
    }
}

/// The devices of each line of a report: as the PBX tells them, else by the contacts that it listed to the line itself.
#[must_use]
pub fn devices(report: &Report, lines: &BTreeMap<&LineId, &Line>, told: Option<&Told>) -> BTreeMap<LineId, Vec<Device>> {
    let by_aor = told.map(Told::by_aor).unwrap_or_default();
    let (mut found, mut lines) = (BTreeMap::new(), InOrder::new(lines));
    for verdict in &report.verdicts {
        let line = if by_aor.is_empty() { None } else { lines.get(&verdict.line) };
        let registered = line.and_then(|line| by_aor.get(line.aor_user.as_str()));
        let devices: Vec<Device> = match registered {
            Some(registered) => registered.iter().map(|one| one.device()).collect(),
            None => verdict.contacts.iter().map(|contact| by_contact(contact)).collect(),
        };
        if !devices.is_empty() {
            found.insert(verdict.line.clone(), devices);
        }
    }
    found
}

/// What the PBX says before a run outweighs its files, which may be older: whether it has the endpoint. `files` tells whether the plan
/// knows the files at all; without them nothing else is known of the line.
pub fn foretell(line: &mut Line, endpoints: &Endpoints, files: bool) {
    let Some(known) = endpoints.has(&line.aor_user) else { return };
    let facts = &mut line.facts;
    if known && (!files || !facts.endpoint || facts.endpoint_dropped) {
        facts.aor.get_or_insert_with(|| line.aor_user.clone());
        facts.endpoint_dropped = false;
    }
    facts.endpoint = known;
}

/// Settles the verdicts that the wire leaves open. `by` is the interface, such as `AMI`. Gives the number of lines it settled.
pub fn resolve(report: &mut Report, lines: &BTreeMap<&LineId, &Line>, told: &Told, by: &str) -> usize {
    let mut settled = 0;
    for verdict in &mut report.verdicts {
        let Some(line) = lines.get(&verdict.line) else { continue };
        let (missing, refused) = (Class::UnknownExtension.code(), Class::AuthRejected.code());
        let Some(known) = told.endpoints.has(&line.aor_user) else { continue };
        // What the files foretold is held against the PBX as it runs.
        if (verdict.class == refused && !known) || verdict.class == missing {
            settle(verdict, line, known, by);
            settled += 1;
        } else if verdict.class == refused {
            verdict.evidence.push(said(line, known, by));
            settled += 1;
        }
    }
    settled
}

fn said(line: &Line, known: bool, by: &str) -> Evidence {
    let name = &line.aor_user;
    Evidence::Said(if known {
        Words::new(format!("{by}: the PBX has the endpoint `{name}`"), format!("{by}: die Anlage hat den Endpunkt `{name}`"))
    } else {
        Words::new(format!("{by}: the PBX has no endpoint `{name}`"), format!("{by}: die Anlage hat keinen Endpunkt `{name}`"))
    })
}

fn settle(verdict: &mut Verdict, line: &Line, known: bool, by: &str) {
    let class = if known { Class::AuthRejected } else { Class::UnknownExtension };
    let name = &line.aor_user;
    verdict.class = class.code();
    verdict.outcome = outcome_of(class);
    verdict.evidence.push(said(line, known, by));
    (verdict.cause, verdict.remedy) = if known {
        (
            Words::new(
                format!(
                    "the PBX knows `{name}` and refused the login: password or login name are not the PBX's, or this address may not use it"
                ),
                format!(
                    "die Anlage kennt `{name}` und wies die Anmeldung ab: Kennwort oder Anmeldename stimmen nicht, oder diese Adresse darf nicht"
                ),
            ),
            Some(Words::new(
                "compare login name and password with the PBX, then `permit` and `deny` of the endpoint",
                "Anmeldename und Kennwort mit der Anlage vergleichen, dann `permit` und `deny` des Endpunkts",
            )),
        )
    } else {
        (
            Words::new(
                format!("the PBX has no endpoint `{name}`, as it says itself"),
                format!("die Anlage hat keinen Endpunkt `{name}`, wie sie selbst sagt"),
            ),
            Some(Words::new(
                format!("create `{name}` on the PBX, reload what has not been loaded yet, or strike the number from the lists"),
                format!("`{name}` auf der Anlage anlegen, noch nicht Geladenes laden, oder die Nummer aus den Listen streichen"),
            )),
        )
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::devices::Kind;
    use crate::probe::report::Outcome;
    use crate::probe::testing::{line, report};

    fn registration(aor: &str, contact: &str, agent: Option<&str>) -> Registration {
        Registration {
            aor: aor.to_owned(),
            contact: contact.to_owned(),
            user_agent: agent.map(str::to_owned),
            from: None,
            expires_s: None,
            status: None,
        }
    }

    #[test]
    fn what_looks_alike_on_the_wire_is_told_apart() {
        let numbers = ["2001", "2002", "2003", "2004"];
        let all = numbers.map(line);
        let lines: BTreeMap<&LineId, &Line> = all.iter().map(|line| (&line.id, line)).collect();
        let mut report = report(&numbers.map(|number| (number, Outcome::Failed)));
        for (verdict, class) in report.verdicts.iter_mut().zip([
            Class::AuthRejected,
            Class::AuthRejected,
            Class::UnknownExtension,
            Class::ContactLimit,
        ]) {
            verdict.class = class.code();
        }
        let before = report.verdicts[3].clone();
        assert_eq!(
            resolve(&mut report, &lines, &Told::default(), "ARI"),
            0,
            "an interface that lists no endpoints settles nothing"
        );
        let told =
            Told { endpoints: Endpoints::All(["2001", "2003", "2004"].map(str::to_owned).into()), registrations: Vec::new() };
        assert_eq!(resolve(&mut report, &lines, &told, "AMI"), 3);
        let classes: Vec<&str> = report.verdicts.iter().map(|verdict| verdict.class.as_str()).collect();
        assert_eq!(classes, ["sip/auth-rejected", "sip/unknown-extension", "sip/auth-rejected", "sip/contact-limit"]);
        assert!(report.verdicts[1].cause.en.contains("no endpoint `2002`"));
        assert!(report.verdicts[0].evidence.last().unwrap().get(crate::diag::Lang::De).contains("hat den Endpunkt `2001`"));
        assert_eq!(report.verdicts[3], before);
    }

    #[test]
    fn of_names_that_were_not_asked_for_nothing_is_said() {
        let set = |names: &[&str]| -> BTreeSet<String> { names.iter().map(|name| (*name).to_owned()).collect() };
        let asked = Endpoints::asked(set(&["2001"]), set(&["2002"]));
        assert_eq!(["2001", "2002", "2003"].map(|name| asked.has(name)), [Some(true), Some(false), None]);
        assert_eq!(Endpoints::asked(set(&[]), set(&["2001", "2002"])), Endpoints::NotTold, "asked in the wrong domain");
        assert!(asked.tell() && !Endpoints::NotTold.tell() && !Endpoints::All(set(&[])).tell());

        let all = ["2001", "2002", "2003"].map(line);
        let lines: BTreeMap<&LineId, &Line> = all.iter().map(|line| (&line.id, line)).collect();
        let mut report = report(&["2001", "2002", "2003"].map(|number| (number, Outcome::Failed)));
        report.verdicts.iter_mut().for_each(|verdict| verdict.class = Class::AuthRejected.code());
        let before = report.verdicts[2].clone();
        let told = Told { endpoints: asked, registrations: Vec::new() };
        assert_eq!(resolve(&mut report, &lines, &told, "ESL"), 2);
        assert_eq!(report.verdicts[1].class, Class::UnknownExtension.code());
        assert_eq!(report.verdicts[2], before);
    }

    #[test]
    fn the_pbx_itself_outweighs_its_files() {
        use crate::plan::model::PbxFacts;
        use crate::probe::forecast::{Promise, forecast};
        let endpoints = Endpoints::All(["2001".to_owned()].into());
        let promise = |number: &str, files: bool, change: fn(&mut PbxFacts)| {
            let mut line = line(number);
            change(&mut line.facts);
            foretell(&mut line, &endpoints, files);
            let found = forecast(&line, true);
            (found.promise, found.stake)
        };
        assert_eq!(promise("2001", true, |_| ()), (Promise::Good, 1));
        assert_eq!(promise("2001", true, |facts| facts.endpoint_dropped = true), (Promise::Good, 1), "mended since");
        // An export that still has what the PBX has no more, and no export at all.
        assert_eq!(promise("2002", true, |_| ()), (Promise::Fails(Class::UnknownExtension), 3));
        assert_eq!(promise("2001", false, |facts| *facts = PbxFacts::default()), (Promise::Unknown, 1));
        assert_eq!(promise("2002", false, |facts| *facts = PbxFacts::default()), (Promise::Fails(Class::UnknownExtension), 3));
    }

    #[test]
    fn devices_come_from_the_pbx_or_from_the_contacts() {
        let all = [line("2001"), line("2002")];
        let lines: BTreeMap<&LineId, &Line> = all.iter().map(|line| (&line.id, line)).collect();
        let mut report = report(&[("2001", Outcome::Ready), ("2002", Outcome::Ready)]);
        for verdict in &mut report.verdicts {
            verdict.contacts = vec!["sip:x-0x1@192.0.2.7".to_owned()];
        }
        let told = Told {
            endpoints: Endpoints::NotTold,
            registrations: vec![registration("2001", "sip:2001@192.0.2.9", Some("Snom D345"))],
        };
        let found = devices(&report, &lines, Some(&told));
        let kinds: Vec<Kind> = found.values().flatten().map(|device| device.kind).collect();
        assert_eq!(kinds, [Kind::Desk, Kind::Soft]);
        assert_eq!(devices(&report, &lines, None).len(), 2);
    }
}
