//! Where each value of a file comes from, found by trying: a key that changes with a field depends on it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::catalogue::Catalogue;
use super::definition::Profile;
use super::field::{Field, Values};
use super::syntax::Read;
use super::trial::{contact, key, ldap};
use crate::diag::Words;
use crate::domain::{HostPort, Secrets, Transport};
use crate::plan::model::Line;
use crate::policy::media::{Media, Mwi, OwnMedia};
use crate::policy::site::Pbx;

/// Values that a line has beside its fields, as `overrides` names them.
pub const MAILBOX: &str = "voicemail_number";
pub const WS_PATH: &str = "ws_path";
pub const CA: &str = "ca_on_clients";
/// The account of another line of the person, in the same file.
pub const FURTHER: &str = "further";
/// Those of [`Media`].
const MEDIA: &[(&str, fn(&mut Media, &Profile))] = &[
    ("codecs", |media, profile| media.codecs = profile.facts.codecs.iter().rev().copied().collect()),
    ("dtmf", |media, profile| {
        media.dtmf = another(&profile.facts.dtmf, media.dtmf);
    }),
    ("keepalive_s", |media, _| media.keepalive_s = Some(media.keepalive_s.unwrap_or(30) + 14)),
    ("ice", |media, _| media.ice = Some(media.ice != Some(true))),
    ("stun", |media, _| media.stun = Some(HostPort { host: "another.example".into(), port: 3478 })),
    ("turn", |media, _| media.turn = Some(HostPort { host: "another.example".into(), port: 3479 })),
    ("ptime_ms", |media, _| media.ptime_ms = Some(if media.ptime_ms == Some(30) { 40 } else { 30 })),
    ("session_timer", |media, _| media.session_timer = Some(media.session_timer != Some(true))),
    ("mwi", |media, _| media.mwi = Some(if media.mwi == Some(Mwi::Subscribe) { Mwi::Off } else { Mwi::Subscribe })),
    ("outbound_proxy", |media, _| media.outbound_proxy = Some(HostPort { host: "another.example".into(), port: 5071 })),
    ("backup_registrar", |media, _| media.backup_registrar = Some(HostPort { host: "another.example".into(), port: 5072 })),
    ("caller_id", |media, _| media.caller_id = Some(media.caller_id.clone().unwrap_or_default() + "9")),
    ("min_tls", |media, profile| media.min_tls = another(&profile.facts.min_tls, media.min_tls)),
    ("auto_answer", |media, profile| media.auto_answer = another(&profile.facts.auto_answer, media.auto_answer)),
    ("dns_srv", |media, _| media.dns_srv = Some(media.dns_srv != Some(true))),
    ("outbound_proxy_transport", |media, _| {
        media.proxy_transport = Some(if media.proxy_transport == Some(Transport::Tcp) { Transport::Udp } else { Transport::Tcp });
    }),
    ("allow_self_signed", |media, _| media.allow_self_signed = Some(media.allow_self_signed != Some(true))),
    ("lock_settings", |media, _| media.lock_settings = Some(media.lock_settings != Some(true))),
    ("external_prefix", |media, _| media.dialling.external_prefix = Some("7".into())),
    ("dial_plan", |media, _| media.dialling.plan.extend("[7-8]xxxxx".parse())),
    ("strip_chars", |media, _| {
        media.dialling.strip_chars = Some(if media.dialling.strip_chars.as_deref() == Some("-") { "/" } else { "-" }.into());
    }),
    ("international_rewrite", |media, _| {
        media.dialling.international_rewrite = Some(media.dialling.international_rewrite != Some(true));
    }),
    ("keys", |media, profile| match media.keys.pop() {
        Some(_) => {}
        None => media.keys.extend(profile.facts.keys.first().map(|kind| key(*kind))),
    }),
    ("contacts", |media, _| match media.contacts.pop() {
        Some(_) => {}
        None => media.contacts.push(contact()),
    }),
    ("contacts_carddav", |media, _| media.contacts_carddav = Some("https://another.example/book/".into())),
    ("contacts_url", |media, _| media.contacts_url = Some("https://another.example/d.xml".into())),
    ("contacts_ldap", |media, _| media.contacts_ldap = Some(ldap("another.example"))),
    ("label", |media, _| media.label = Some(media.label.clone().unwrap_or_default() + "9")),
    ("register", |media, _| media.register = Some(media.register == Some(false))),
    ("rport", |media, _| media.rport = Some(media.rport != Some(true))),
    ("sip_outbound", |media, _| media.sip_outbound = Some(media.sip_outbound != Some(true))),
    ("public_address", |media, _| media.public_address = Some(IpAddr::from([203, 0, 113, 77]))),
    ("call_waiting", |media, _| media.call_waiting = Some(media.call_waiting == Some(false))),
    ("publish", |media, _| media.publish = Some(media.publish != Some(true))),
    ("push", |media, _| media.push = Some(media.push != Some(true))),
    ("emergency_numbers", |media, _| media.dialling.emergency.push("7113".into())),
    ("language", |media, profile| media.language = another(&profile.facts.languages, media.language)),
    ("timezone", |media, profile| media.timezone = another(&profile.facts.timezones, media.timezone)),
];

/// Takes one variable from another [`Media`]: to see what it brings forth alone, and what is gone without it. A key such as `enableSTUN=1`
/// stands in a file because there is a server at all, and another server does not change it.
type Carry = fn(&mut Media, &Media);
const CARRY: &[(&str, Carry)] = &[
    ("codecs", |to, from| to.codecs.clone_from(&from.codecs)),
    ("dtmf", |to, from| to.dtmf = from.dtmf),
    ("keepalive_s", |to, from| to.keepalive_s = from.keepalive_s),
    ("ice", |to, from| to.ice = from.ice),
    ("stun", |to, from| to.stun.clone_from(&from.stun)),
    ("turn", |to, from| to.turn.clone_from(&from.turn)),
    ("ptime_ms", |to, from| to.ptime_ms = from.ptime_ms),
    ("session_timer", |to, from| to.session_timer = from.session_timer),
    ("mwi", |to, from| to.mwi = from.mwi),
    ("outbound_proxy", |to, from| to.outbound_proxy.clone_from(&from.outbound_proxy)),
    ("backup_registrar", |to, from| to.backup_registrar.clone_from(&from.backup_registrar)),
    ("caller_id", |to, from| to.caller_id.clone_from(&from.caller_id)),
    ("min_tls", |to, from| to.min_tls = from.min_tls),
    ("auto_answer", |to, from| to.auto_answer = from.auto_answer),
    ("dns_srv", |to, from| to.dns_srv = from.dns_srv),
    ("outbound_proxy_transport", |to, from| to.proxy_transport = from.proxy_transport),
    ("allow_self_signed", |to, from| to.allow_self_signed = from.allow_self_signed),
    ("lock_settings", |to, from| to.lock_settings = from.lock_settings),
    ("external_prefix", |to, from| to.dialling.external_prefix.clone_from(&from.dialling.external_prefix)),
    ("dial_plan", |to, from| to.dialling.plan.clone_from(&from.dialling.plan)),
    ("strip_chars", |to, from| to.dialling.strip_chars.clone_from(&from.dialling.strip_chars)),
    ("keys", |to, from| to.keys.clone_from(&from.keys)),
    ("contacts_carddav", |to, from| to.contacts_carddav.clone_from(&from.contacts_carddav)),
    ("contacts_url", |to, from| to.contacts_url.clone_from(&from.contacts_url)),
    ("contacts_ldap", |to, from| to.contacts_ldap.clone_from(&from.contacts_ldap)),
    ("label", |to, from| to.label.clone_from(&from.label)),
    ("register", |to, from| to.register = from.register),
    ("rport", |to, from| to.rport = from.rport),
    ("sip_outbound", |to, from| to.sip_outbound = from.sip_outbound),
    ("public_address", |to, from| to.public_address = from.public_address),
    ("call_waiting", |to, from| to.call_waiting = from.call_waiting),
    ("publish", |to, from| to.publish = from.publish),
    ("push", |to, from| to.push = from.push),
    ("emergency_numbers", |to, from| to.dialling.emergency.clone_from(&from.dialling.emergency)),
    ("language", |to, from| to.language = from.language),
    ("timezone", |to, from| to.timezone = from.timezone),
];

/// The last of a client's words that is not the one in force.
fn another<T: Copy + PartialEq>(known: &[T], now: Option<T>) -> Option<T> {
    known.iter().copied().rev().find(|word| Some(*word) != now)
}

/// One key of one file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Origin {
    pub file: String,
    pub key: String,
    /// `***` where it holds the password.
    pub value: String,
    /// What it was made of: fields by their names in `profile.yaml`, [`MAILBOX`], [`WS_PATH`], [`CA`]; none: the profile itself.
    pub fields: Vec<&'static str>,
    /// The key stands in no file because of these fields; it would be there without them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// Where the meaning of the key is written down.
    pub source: Option<Words>,
    /// Nobody has seen it with the client, in its source or its documentation.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unconfirmed: bool,
}

impl Catalogue {
    /// Every key of every file of a line; none where the line cannot be rendered.
    #[must_use]
    pub fn origins(&self, line: &Line, secrets: &Secrets, pbx: &Pbx) -> Option<Vec<Origin>> {
        let profile = self.get(&line.client)?;
        let password = secrets.get(&line.secret)?;
        let with = |line: &Line| {
            let further = line.further.iter().filter_map(|own| Some((own, secrets.get(&own.secret)?)));
            Values::of(line, password, pbx, profile, self.ca_pem()).beside(further, pbx, profile)
        };
        let values = with(line);
        let files = self.reads(line, profile, &values)?;
        let mut depends: Vec<(&'static str, Vec<Read>)> = Vec::new();
        // What stands there as long as one of the two is so.
        let mut both_legs = None;
        for field in Field::ALL {
            let Some(other) = other(profile, field, values.get(field)) else { continue };
            let mut changed = values.clone().with(field, &other);
            // The proxy is spoken to as the registrar is, where nobody says otherwise.
            if field == Field::Transport && line.media.proxy_transport.is_none() {
                changed.proxy_transport.clone_from(&other);
            }
            if field == Field::Transport {
                let mut both = changed.clone();
                both.proxy_transport = other;
                both_legs = self.reads(line, profile, &both);
            }
            // A value the client cannot hold tells nothing.
            if let Some(changed) = self.reads(line, profile, &changed) {
                depends.push((field.as_str(), changed));
            }
        }
        let with_media = |media: Media| {
            let (mut other, media) = (line.clone(), OwnMedia::from(media));
            other.further.iter_mut().for_each(|own| own.media.clone_from(&media));
            other.media = media;
            let values = with(&other);
            self.reads(&other, profile, &values)
        };
        for &(name, change) in MEDIA {
            let mut media = (*line.media).clone();
            change(&mut media, profile);
            depends.extend(with_media(media).map(|changed| (name, changed)));
        }
        let unset = Media::default();
        let bare = with_media(unset.clone()).unwrap_or_default();
        let mut alone: Vec<(&'static str, Vec<Read>)> = Vec::new();
        let mut absent: BTreeMap<(usize, String), Vec<&'static str>> = BTreeMap::new();
        for &(name, carry) in CARRY {
            let (mut without, mut only) = ((*line.media).clone(), unset.clone());
            carry(&mut without, &unset);
            carry(&mut only, &line.media);
            if only == unset {
                continue;
            }
            if let Some(changed) = with_media(without) {
                for (index, key) in left_out(&files, &changed) {
                    absent.entry((index, key)).or_default().push(name);
                }
                depends.push((name, changed));
            }
            alone.extend(with_media(only).map(|made| (name, made)));
        }
        // Not at all there without the others' accounts, or empty.
        depends.extend(self.reads(line, profile, &values.clone().alone_in_file()).map(|changed| (FURTHER, changed)));
        for (name, other) in others(&values) {
            depends.extend(self.reads(line, profile, &other).map(|changed| (name, changed)));
        }
        let mut origins = Vec::new();
        for (index, read) in files.iter().enumerate() {
            for (key, value) in read {
                let moved = |changed: &[Read]| changed.get(index).and_then(|read| read.get(key)) != Some(value);
                let made = |alone: &[Read]| moved(&bare) && !moved(alone);
                let mut fields: Vec<&'static str> = Vec::new();
                let moves = depends.iter().filter(|(_, changed)| moved(changed));
                for (name, _) in moves.chain(alone.iter().filter(|(_, alone)| made(alone))) {
                    if !fields.contains(name) {
                        fields.push(name);
                    }
                }
                if fields.is_empty() && both_legs.as_deref().is_some_and(&moved) {
                    fields.extend([Field::Transport.as_str(), "outbound_proxy_transport"]);
                }
                let known = || line.accounts().filter_map(|own| secrets.get(&own.secret));
                let secret = fields.contains(&Field::Password.as_str()) || known().any(|one| value.contains(one.expose()));
                let value = if secret { "***".to_owned() } else { value.clone() };
                origins.push(origin(profile, index, key, value, fields));
            }
            for ((_, key), fields) in absent.range((index, String::new())..(index + 1, String::new())) {
                origins.push(Origin { left_out: true, ..origin(profile, index, key, String::new(), fields.clone()) });
            }
        }
        Some(origins)
    }
}

/// Of a key that stands in the file.
fn origin(profile: &Profile, index: usize, key: &str, value: String, fields: Vec<&'static str>) -> Origin {
    let source = profile.source_of(key);
    Origin {
        file: profile.outputs[index].path.clone(),
        key: key.to_owned(),
        value,
        fields,
        left_out: false,
        source: source.map(|note| note.text.clone()),
        unconfirmed: source.is_some_and(|note| !note.confirmed),
    }
}

/// Keys that a file would have if one variable were not set, each with the place of the file.
fn left_out(files: &[Read], without: &[Read]) -> Vec<(usize, String)> {
    let both = files.iter().zip(without).enumerate();
    both.flat_map(|(index, (file, without))| {
        without.keys().filter(|key| !file.contains_key(*key)).map(move |key| (index, key.clone()))
    })
    .collect()
}

/// Values beside the fields, each with another in its place.
fn others(values: &Values) -> Vec<(&'static str, Values)> {
    let with = |change: fn(&mut Values)| {
        let mut other = values.clone();
        change(&mut other);
        other
    };
    let mut others = vec![(MAILBOX, with(|other| other.mailbox.push('9'))), (WS_PATH, with(|other| other.ws_path.push('x')))];
    // What stands there because there is a mailbox, whichever.
    others.push((MAILBOX, with(|other| other.mailbox.clear())));
    // Without a path the client looks into the system's store, and a template leaves the key out.
    if !values.ca.is_empty() {
        others.push((CA, with(|other| other.ca.push('x'))));
        others.push((CA, with(|other| other.ca.clear())));
    }
    others
}

/// Another value of a field that the client can hold too.
fn other(profile: &Profile, field: Field, value: &str) -> Option<String> {
    let facts = &profile.facts;
    Some(match field {
        Field::Transport => facts.transports.iter().map(|t| t.as_str()).find(|word| *word != value)?.to_owned(),
        Field::Srtp => facts.srtp.iter().map(|srtp| srtp.as_str()).find(|word| *word != value)?.to_owned(),
        Field::Expiry => (value.parse::<u32>().ok()?.checked_add(60)?).to_string(),
        Field::RegistrarPort => (value.parse::<u16>().ok()? ^ 1).to_string(),
        Field::RegistrarHost | Field::Domain => "another.example".to_owned(),
        Field::DisplayName | Field::User | Field::AuthUser | Field::Password => format!("{value}x"),
    })
}
