//! Harmless lines that profiles are tried with, one for each way to set a client up.

use std::collections::BTreeMap;

use super::definition::Profile;
use super::field::{Field, Values};
use crate::diag::Place;
use crate::domain::{Extension, HostPort, LineId, Secret, SecretRef, SecretState, Transport};
use crate::plan::model::Line;
use crate::policy::media::{Codec, Dtmf, Media};
use crate::policy::overrides::Variable;
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

/// The same line twice, with two values of a variable, to see whether the files differ; none for what is no value of a line.
pub(super) fn with_two_values(profile: &Profile, transport: Transport, variable: Variable) -> Option<[(Line, Pbx); 2]> {
    let srtp = profile.facts.srtp.first().copied()?;
    let (one, pbx) = harmless(profile, transport, srtp, Some("/etc/ssl/ca.pem"));
    let (mut other, mut other_pbx) = (one.clone(), pbx.clone());
    let stun = HostPort { host: "stun.example".into(), port: 3478 };
    match variable {
        Variable::Transport | Variable::Srtp => return None,
        Variable::DisplayName => other.display_name = "Another Person".into(),
        Variable::Domain => other.domain = "another.example".into(),
        Variable::Registrar => other.registrar.host = "another.example".into(),
        Variable::ExpiryS => other.expiry_s = 1200,
        Variable::VoicemailNumber => other.mailbox = Some("97".into()),
        Variable::CaOnClients => other_pbx.ca_on_clients = Some("/etc/ssl/another.pem".into()),
        Variable::WsPath => other_pbx.ws_path = "/another".into(),
        Variable::Codecs => {
            // A list that no profile has of itself.
            let known = |codec: &Codec| profile.facts.codecs.contains(codec);
            other.media.codecs = [Codec::Pcmu, Codec::Pcma].into_iter().filter(known).collect();
        }
        Variable::Dtmf => {
            let mut known = profile.facts.dtmf.iter().copied();
            let (first, last): (Option<Dtmf>, Option<Dtmf>) = (known.next(), known.next_back());
            let mut one = one;
            (one.media.dtmf, other.media.dtmf) = (first, last);
            return Some([(one, pbx), (other, other_pbx)]);
        }
        Variable::KeepaliveS => other.media.keepalive_s = Some(44),
        Variable::Ice => other.media.ice = Some(true),
        Variable::Stun => other.media.stun = Some(stun),
    }
    Some([(one, pbx), (other, other_pbx)])
}

pub(super) fn values(profile: &Profile, line: &Line, pbx: &Pbx) -> Values {
    let ca = if pbx.ca_on_clients.is_some() { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" } else { "" };
    Values::of(line, &Secret::new(PASSWORD), pbx, profile, ca)
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
        media: Media::default(),
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
