//! Harmless lines that profiles are tried with, one for each way to set a client up.

use std::collections::BTreeMap;

use super::definition::Profile;
use super::field::{Field, Values};
use crate::diag::Place;
use crate::domain::{Extension, HostPort, LineId, Secret, SecretRef, SecretState, Transport};
use crate::plan::model::Line;
use crate::policy::site::{Pbx, Srtp};

pub(super) const PASSWORD: &str = "Trial2Password";

/// Each transport with each encryption, with and without a CA on the clients.
pub(super) fn lines(profile: &Profile) -> Vec<(Line, Pbx)> {
    let facts = &profile.facts;
    let mut lines = Vec::new();
    for transport in &facts.transports {
        for srtp in &facts.srtp {
            for ca in [None, Some("/etc/ssl/ca.pem")] {
                lines.push(harmless(profile, *transport, *srtp, ca));
            }
        }
    }
    lines
}

pub(super) fn values(profile: &Profile, line: &Line, pbx: &Pbx) -> Values {
    let ca = if pbx.ca_on_clients.is_some() { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" } else { "" };
    Values::of(line, &Secret::new(PASSWORD), pbx, profile.ca, ca)
}

/// A line and a PBX nothing can be wrong with.
fn harmless(profile: &Profile, transport: Transport, srtp: Srtp, ca: Option<&str>) -> (Line, Pbx) {
    let facts = &profile.facts;
    // A client without a setting for the domain takes the host for it.
    let domain = if profile.not_held.contains(&Field::Domain) { "pbx.example" } else { "sip.example" };
    let number = || "2001".to_owned();
    let extension: Extension = number().parse().expect("four digits are an extension");
    let id: LineId = number().parse().expect("four digits are a line id");
    let registrar = HostPort { host: "pbx.example".into(), port: 5061 };
    let line = Line {
        id,
        extension,
        person: None,
        display_name: "Trial Person".into(),
        department: None,
        client: facts.id.clone(),
        aor_user: number(),
        domain: domain.into(),
        auth_user: if facts.auth_user_differs { "trial".into() } else { number() },
        secret: SecretRef { state: SecretState::Present, key: String::new() },
        login_now: None,
        registrar: registrar.clone(),
        transport,
        srtp,
        expiry_s: 600,
        mailbox: None,
        overridden: BTreeMap::new(),
        facts: crate::plan::model::PbxFacts::default(),
        at: Place::default(),
    };
    let pbx = Pbx {
        kind: crate::policy::site::PbxKind::Asterisk,
        domain: "sip.example".into(),
        registrars: BTreeMap::new(),
        ws_path: "/ws".into(),
        ca: None,
        ca_on_clients: ca.map(str::to_owned),
        tls_name: None,
        contacts_per_line: 2,
        keep_contact_limit: Vec::new(),
        webrtc_twins: false,
    };
    (line, pbx)
}
