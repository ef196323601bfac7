//! Harmless lines that profiles are tried with, one for each way to set a client up.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::definition::Profile;
use super::field::{Field, Values};
use crate::diag::Place;
use crate::domain::{Extension, HostPort, LineId, Secret, SecretRef, SecretState, Transport};
use crate::plan::model::Line;
use crate::policy::dialling::{DialPattern, Dialling};
use crate::policy::directory::{Contact, Key, KeyKind, Ldap};
use crate::policy::media::{Codec, Media, Mwi, OwnMedia};
use crate::policy::overrides::Variable;
use crate::policy::site::{Pbx, Srtp};

pub(super) const PASSWORD: &str = "Trial2Password";

/// Each transport with each encryption, with and without a CA on the clients; and with everything asked for that `overrides` has.
pub(super) fn lines(profile: &Profile) -> Vec<(Line, Pbx)> {
    let facts = &profile.facts;
    let mut lines = Vec::new();
    for transport in &facts.transports {
        for srtp in &facts.srtp {
            for ca in [None, Some("/etc/ssl/ca.pem")] {
                lines.push(harmless(profile, *transport, *srtp, ca));
            }
        }
        // Nothing asked of media above; here everything at once, so that no key escapes the look at it.
        let (mut line, pbx) = harmless(profile, *transport, facts.srtp.last().copied().unwrap_or_default(), None);
        line.media = everything(profile).into();
        line.mailbox = Some("97".into());
        line.further = (1..facts.most_accounts.min(3)).map(|at| another(&line, at)).collect();
        lines.push((line, pbx));
    }
    lines
}

/// Another line of the same person, with the same settings.
fn another(line: &Line, at: usize) -> Line {
    let number = format!("300{at}");
    Line {
        id: number.parse().expect("four digits are a line id"),
        extension: number.parse().expect("four digits are an extension"),
        aor_user: number.as_str().into(),
        auth_user: if line.auth_user == line.aor_user { number.into() } else { format!("trial{at}").into() },
        display_name: format!("Trial Person {at}").into(),
        ..line.clone()
    }
}

/// A value for everything a client may be asked for, as far as it has words for it.
fn everything(profile: &Profile) -> Media {
    let facts = &profile.facts;
    let server = |host: &str| Some(HostPort { host: host.into(), port: 3478 });
    Media {
        codecs: facts.codecs.clone(),
        dtmf: facts.dtmf.first().copied(),
        keepalive_s: Some(44),
        ice: Some(true),
        stun: server("stun.example"),
        turn: server("turn.example"),
        ptime_ms: Some(40),
        session_timer: Some(true),
        mwi: Some(Mwi::Subscribe),
        auto_answer: facts.auto_answer.last().copied(),
        outbound_proxy: server("sbc.example"),
        backup_registrar: server("backup.example"),
        caller_id: Some("+4989999".into()),
        min_tls: facts.min_tls.last().copied(),
        keys: facts.keys.iter().map(|kind| key(*kind)).collect(),
        contacts: vec![contact()],
        contacts_url: Some("https://pbx.example/d.xml".into()),
        contacts_carddav: Some("https://dav.example/book/".into()),
        contacts_ldap: Some(ldap("ldap.example")),
        dns_srv: Some(true),
        proxy_transport: Some(Transport::Tcp),
        allow_self_signed: Some(true),
        lock_settings: Some(true),
        label: Some("Gate House".into()),
        register: Some(true),
        rport: Some(true),
        sip_outbound: Some(true),
        public_address: Some(IpAddr::from([203, 0, 113, 5])),
        call_waiting: Some(true),
        publish: Some(true),
        push: Some(true),
        language: facts.languages.last().copied(),
        timezone: facts.timezones.last().copied(),
        dialling: Dialling {
            emergency: vec!["7112".into()],
            plan: patterns(&["0x.", "[1-9]xxx"]),
            strip_chars: Some(" -/".into()),
            ..dialling("0")
        },
    }
}

/// The same line twice, with two values of a variable, to see whether the files differ; none for what is no value of a line.
pub(super) fn with_two_values(profile: &Profile, transport: Transport, variable: Variable) -> Option<[(Line, Pbx); 2]> {
    let srtp = profile.facts.srtp.first().copied()?;
    let (mut one, pbx) = harmless(profile, transport, srtp, Some("/etc/ssl/ca.pem"));
    let (mut other, mut other_pbx) = (one.clone(), pbx.clone());
    let stun = HostPort { host: "stun.example".into(), port: 3478 };
    match variable {
        Variable::Transport | Variable::Srtp | Variable::RingStrategy => return None,
        Variable::DisplayName => other.display_name = "Another Person".into(),
        Variable::Label => other.media.label = Some("Gate House".into()),
        Variable::Register => other.media.register = Some(false),
        Variable::Rport => (one.media.rport, other.media.rport) = (Some(true), Some(false)),
        Variable::SipOutbound => (one.media.sip_outbound, other.media.sip_outbound) = (Some(true), Some(false)),
        Variable::PublicAddress => other.media.public_address = Some(IpAddr::from([203, 0, 113, 5])),
        Variable::CallWaiting => (one.media.call_waiting, other.media.call_waiting) = (Some(true), Some(false)),
        Variable::Publish => (one.media.publish, other.media.publish) = (Some(true), Some(false)),
        Variable::Push => (one.media.push, other.media.push) = (Some(true), Some(false)),
        Variable::EmergencyNumbers => {
            // Where there is no plan, none holds them up.
            (one.media.dialling.plan, other.media.dialling.plan) = (patterns(&["0x."]), patterns(&["0x."]));
            other.media.dialling.emergency = vec!["7112".into()];
        }
        Variable::Language => (one.media.language, other.media.language) = first_and_last(&profile.facts.languages),
        // Most zones are alike to a telephone, so that one alone must do.
        Variable::Timezone => other.media.timezone = profile.facts.timezones.first().copied(),
        Variable::Domain => other.domain = "another.example".into(),
        Variable::Registrar => other.registrar.host = "another.example".into(),
        Variable::OutboundProxy => other.media.outbound_proxy = Some(stun),
        Variable::BackupRegistrar => other.media.backup_registrar = Some(stun),
        Variable::CallerId => other.media.caller_id = Some("+4989999".into()),
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
            (one.media.dtmf, other.media.dtmf) = first_and_last(&profile.facts.dtmf);
        }
        Variable::KeepaliveS => other.media.keepalive_s = Some(44),
        Variable::Ice => other.media.ice = Some(true),
        Variable::Stun => other.media.stun = Some(stun),
        Variable::Turn => other.media.turn = Some(stun),
        Variable::PtimeMs => other.media.ptime_ms = Some(40),
        Variable::SessionTimer => (one.media.session_timer, other.media.session_timer) = (Some(true), Some(false)),
        // To ask and not to ask: for most, not to be asked is not to ask.
        Variable::Mwi => (one.media.mwi, other.media.mwi) = (Some(Mwi::Off), Some(Mwi::Subscribe)),
        Variable::AutoAnswer => {
            (one.media.auto_answer, other.media.auto_answer) = first_and_last(&profile.facts.auto_answer);
        }
        Variable::DnsSrv => other.media.dns_srv = Some(true),
        Variable::OutboundProxyTransport => {
            (one.media.outbound_proxy, other.media.outbound_proxy) = (Some(stun.clone()), Some(stun));
            let another = if transport == Transport::Tcp { Transport::Udp } else { Transport::Tcp };
            other.media.proxy_transport = Some(another);
        }
        Variable::AllowSelfSigned => other.media.allow_self_signed = Some(true),
        Variable::LockSettings => (one.media.lock_settings, other.media.lock_settings) = (Some(false), Some(true)),
        Variable::ExternalPrefix => {
            (one.media.dialling, other.media.dialling) = (dialling("0"), dialling("9"));
        }
        Variable::DialPlan => other.media.dialling.plan = patterns(&["0x.", "[1-9]xxx"]),
        Variable::StripChars => other.media.dialling.strip_chars = Some("-/".into()),
        Variable::InternationalRewrite => {
            one.media.dialling = Dialling { international_rewrite: Some(false), ..dialling("0") };
            other.media.dialling = dialling("0");
        }
        Variable::Keys => other.media.keys.extend(profile.facts.keys.last().map(|kind| key(*kind))),
        Variable::Contacts => other.media.contacts.push(contact()),
        Variable::ContactsCarddav => other.media.contacts_carddav = Some("https://dav.example/book/".into()),
        Variable::ContactsUrl => other.media.contacts_url = Some("https://pbx.example/d.xml".into()),
        Variable::ContactsLdap => other.media.contacts_ldap = Some(ldap("ldap.example")),
    }
    Some([(one, pbx), (other, other_pbx)])
}

/// With `+` rewritten.
fn dialling(prefix: &str) -> Dialling {
    Dialling { external_prefix: Some(prefix.to_owned()), international_rewrite: Some(true), ..Dialling::default() }
}

fn patterns(texts: &[&str]) -> Vec<DialPattern> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

pub(super) fn key(kind: KeyKind) -> Key {
    // A key of the line itself dials nothing.
    let number = if kind == KeyKind::Line { "" } else { "2009" };
    Key { kind, number: number.into(), label: "Gate".into() }
}

pub(super) fn contact() -> Contact {
    Contact { name: "Gate House".into(), number: "2008".into() }
}

pub(super) fn ldap(host: &str) -> Ldap {
    Ldap { server: HostPort { host: host.into(), port: 389 }, base: "ou=people,dc=example".into() }
}

/// Two words of a client; none where it has but one.
fn first_and_last<T: Copy>(known: &[T]) -> (Option<T>, Option<T>) {
    let mut known = known.iter().copied();
    (known.next(), known.next_back())
}

pub(super) fn values(profile: &Profile, line: &Line, pbx: &Pbx) -> Values {
    let ca = if pbx.ca_on_clients.is_some() { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" } else { "" };
    let secret = Secret::new(PASSWORD);
    let values = Values::of(line, &secret, pbx, profile, ca);
    values.beside(line.further.iter().map(|own| (own, &secret)), pbx, profile)
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
        aor_user: number().into(),
        domain: domain.into(),
        auth_user: if facts.auth_user_differs { "trial".into() } else { number().into() },
        secret: SecretRef { state: SecretState::Present, key: "".into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: registrar.clone(),
        transport,
        srtp,
        expiry_s: 600,
        mailbox: None,
        media: OwnMedia::default(),
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
        certificate: Vec::new(),
        contacts_per_line: 2,
        keep_contact_limit: Vec::new(),
        webrtc_twins: false,
    };
    (line, pbx)
}
