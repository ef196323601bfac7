//! Lines for this room's tests.

use std::collections::BTreeMap;
use std::time::Duration;

use super::campaign::Settings;
use super::codes::Class;
use super::diagnose::{Circumstances, not_asked};
use super::pace::Pace;
use super::report::{Level, Outcome, Report, Verdict};
use super::schedule::Rules;
use crate::diag::Place;
use crate::domain::{ClientId, HostPort, SecretRef, SecretState, Transport};
use crate::plan::model::{Line, PbxFacts};
use crate::policy::site::{PbxKind, Srtp};

/// A line whose files say that all is well: desk phone and softphone fit after the change.
pub fn line(extension: &str) -> Line {
    Line {
        id: extension.parse().unwrap(),
        extension: extension.parse().unwrap(),
        person: None,
        display_name: format!("Person {extension}").into(),
        department: None,
        client: ClientId("baresip".into()),
        aor_user: extension.into(),
        domain: "pbx.example".into(),
        auth_user: extension.into(),
        secret: SecretRef { state: SecretState::Present, key: format!("pbx/auth/{extension}").into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: HostPort { host: "127.0.0.1".into(), port: 5060 },
        transport: Transport::Udp,
        srtp: Srtp::Off,
        expiry_s: 300,
        mailbox: None,
        media: crate::policy::media::OwnMedia::default(),
        overridden: std::collections::BTreeMap::new(),
        facts: PbxFacts {
            endpoint: true,
            auth_user: Some(extension.into()),
            secret_matches: Some(true),
            aor: Some(extension.into()),
            max_contacts: Some(1),
            max_contacts_after: Some(2),
            ..PbxFacts::default()
        },
        at: Place::at("staff.csv", 2, 1),
    }
}

/// Settings of a run without a pace, at an Asterisk whose files are known.
pub fn settings(level: Level) -> Settings {
    Settings {
        rules: Rules {
            pace: Pace::steady(0.0),
            ban_budget: 3,
            window: 64,
            t1: Duration::from_millis(500),
            timeout: Duration::from_secs(32),
        },
        around: Circumstances { kind: PbxKind::Asterisk, has_facts: true, level, change_loaded: false },
        force_bind: false,
        bind_expires_s: 60,
        identity: [1; 32],
        seed: [2; 32],
        wall: 1_600_000_000,
        cseq: 100,
        servers: Vec::new(),
        shared_challenge: false,
    }
}

/// A report with these outcomes, all of the class `sip/not-asked`.
pub fn report(verdicts: &[(&str, Outcome)]) -> Report {
    let around = Circumstances { kind: PbxKind::Asterisk, has_facts: true, level: Level::Fetch, change_loaded: false };
    let verdict =
        |(number, outcome): &(&str, Outcome)| Verdict { outcome: *outcome, ..not_asked(&line(number), Class::NotAsked, around) };
    Report {
        level: Level::Fetch,
        verdicts: verdicts.iter().map(verdict).collect(),
        stopped: None,
        stops: Vec::new(),
        requests_sent: 0,
        retransmissions: 0,
        ban_hits: 0,
        servers: BTreeMap::new(),
        notes: Vec::new(),
        lines: BTreeMap::new(),
    }
}
