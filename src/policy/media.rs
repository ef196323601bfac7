//! How a client speaks: codecs in their order, tones, and the way to the telephone system. What is not set here is the profile's own choice.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::dialling::Dialling;
use super::directory::{Contact, Key, Ldap};
use super::security::MinTls;
use crate::domain::{HostPort, Transport};

/// A codec by its canonical name; each client has a name of its own for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    Opus,
    G722,
    Pcma,
    Pcmu,
    G729,
    Gsm,
}

impl Codec {
    pub const ALL: [Self; 6] = [Self::Opus, Self::G722, Self::Pcma, Self::Pcmu, Self::G729, Self::Gsm];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opus => "opus",
            Self::G722 => "g722",
            Self::Pcma => "pcma",
            Self::Pcmu => "pcmu",
            Self::G729 => "g729",
            Self::Gsm => "gsm",
        }
    }

    /// Better than the telephone network's quality.
    #[must_use]
    pub fn is_wideband(self) -> bool {
        matches!(self, Self::Opus | Self::G722)
    }
}

impl std::fmt::Display for Codec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which of a person's two devices a call rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RingStrategy {
    /// Desk phone and softphone.
    Both,
    /// The softphone: the desk phone is left out.
    HomeOnly,
}

impl RingStrategy {
    pub const ALL: [Self; 2] = [Self::Both, Self::HomeOnly];

    /// The word of the site file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::HomeOnly => "home-only",
        }
    }
}

/// How the keys that are pressed during a call are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dtmf {
    /// As events beside the voice (RFC 4733, formerly 2833).
    Rfc4733,
    /// As SIP INFO.
    Info,
    /// As tones in the voice.
    Inband,
}

impl Dtmf {
    pub const ALL: [Self; 3] = [Self::Rfc4733, Self::Info, Self::Inband];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rfc4733 => "rfc4733",
            Self::Info => "info",
            Self::Inband => "inband",
        }
    }
}

/// How a client learns that there is a message in its mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mwi {
    /// It does not ask. A telephone system that tells unasked is still heard.
    Off,
    /// It subscribes (RFC 3842).
    Subscribe,
    /// It does not ask, because the telephone system tells each device that registers.
    Unsolicited,
}

impl Mwi {
    pub const ALL: [Self; 3] = [Self::Off, Self::Subscribe, Self::Unsolicited];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Subscribe => "subscribe",
            Self::Unsolicited => "unsolicited",
        }
    }
}

/// Whether a client answers a call that nobody takes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AutoAnswer {
    Off,
    /// Where the call asks for it (RFC 5373, `Call-Info`), as announcements and intercoms do.
    Header,
    /// Every call: for a room, never for a person at home.
    Always,
}

impl AutoAnswer {
    pub const ALL: [Self; 3] = [Self::Off, Self::Header, Self::Always];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Header => "header",
            Self::Always => "always",
        }
    }
}

/// What a device speaks with its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    De,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// What a device's clock shows, by the name in the IANA database. Files of telephones say offset and summer time, which all of Central Europe shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Timezone {
    #[serde(rename = "Europe/Berlin")]
    Berlin,
    #[serde(rename = "Europe/Vienna")]
    Vienna,
    #[serde(rename = "Europe/Zurich")]
    Zurich,
    #[serde(rename = "Europe/Brussels")]
    Brussels,
    #[serde(rename = "Europe/Luxembourg")]
    Luxembourg,
    #[serde(rename = "Europe/London")]
    London,
    #[serde(rename = "UTC")]
    Utc,
}

impl Timezone {
    pub const ALL: [Self; 7] =
        [Self::Berlin, Self::Vienna, Self::Zurich, Self::Brussels, Self::Luxembourg, Self::London, Self::Utc];

    /// The word of the site file and of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Berlin => "Europe/Berlin",
            Self::Vienna => "Europe/Vienna",
            Self::Zurich => "Europe/Zurich",
            Self::Brussels => "Europe/Brussels",
            Self::Luxembourg => "Europe/Luxembourg",
            Self::London => "Europe/London",
            Self::Utc => "UTC",
        }
    }
}

/// What a line asks of its client beside login and registrar; nothing where the profile decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Media {
    /// In order of preference; empty: the profile's own list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codecs: Vec<Codec>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtmf: Option<Dtmf>,
    /// Seconds between two packets that keep the way through the router open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keepalive_s: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ice: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stun: Option<HostPort>,
    /// A relay for what finds no other way; the client logs in there with the line's login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<HostPort>,
    /// Milliseconds of speech in a packet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ptime_ms: Option<u32>,
    /// Calls are refreshed, so that one whose other side is gone ends (RFC 4028).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_timer: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mwi: Option<Mwi>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_answer: Option<AutoAnswer>,
    /// Everything goes there first, and from there to the registrar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbound_proxy: Option<HostPort>,
    /// Where the client registers when the registrar does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_registrar: Option<HostPort>,
    /// The number that the client shows to whom it calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_id: Option<String>,
    /// Of `security`, where signalling is encrypted and the client can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_tls: Option<MinTls>,
    /// Host names are asked for at DNS as services (RFC 3263), and the ports of the site file do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dns_srv: Option<bool>,
    /// How the outbound proxy is spoken to, where not as the registrar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_transport: Option<Transport>,
    /// The client takes any certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_self_signed: Option<bool>,
    /// The user cannot change what was set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_settings: Option<bool>,
    /// What the client calls the account, where not by its user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `false`: the client only calls out, and no call reaches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<bool>,
    /// Answers come back to where the request came from (RFC 3581).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rport: Option<bool>,
    /// Registers as one flow among several (RFC 5626).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sip_outbound: Option<bool>,
    /// Given out as the client's own address, behind a router that nothing else gets past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_address: Option<IpAddr>,
    /// `false`: who speaks is busy for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_waiting: Option<bool>,
    /// Tells the telephone system whether its user is there (RFC 3903).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish: Option<bool>,
    /// A telephone that sleeps is woken by its maker's service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Timezone>,
    #[serde(default, skip_serializing_if = "Dialling::is_unset")]
    pub dialling: Dialling,
    /// In their order; the first one of a telephone is its line's own where it has no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Key>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// A directory in the client's own format that it fetches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts_url: Option<String>,
    /// An address book that is asked by CardDAV (RFC 6352).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts_carddav: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts_ldap: Option<Ldap>,
}

impl Media {
    #[must_use]
    pub fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}

/// The [`Media`] of a line. Most lines ask for nothing, and there are thousands: then it is one pointer instead of half a kilobyte.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Media", into = "Media")]
pub struct OwnMedia(Option<Box<Media>>);

impl OwnMedia {
    #[must_use]
    pub fn is_unset(&self) -> bool {
        self.0.as_ref().is_none_or(|media| media.is_unset())
    }
}

impl std::ops::Deref for OwnMedia {
    type Target = Media;

    fn deref(&self) -> &Media {
        static UNSET: std::sync::LazyLock<Media> = std::sync::LazyLock::new(Media::default);
        self.0.as_deref().unwrap_or(&UNSET)
    }
}

impl std::ops::DerefMut for OwnMedia {
    fn deref_mut(&mut self) -> &mut Media {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for OwnMedia {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<Media> for OwnMedia {
    fn from(media: Media) -> Self {
        Self((!media.is_unset()).then(|| Box::new(media)))
    }
}

impl From<OwnMedia> for Media {
    fn from(own: OwnMedia) -> Self {
        own.0.map(|media| *media).unwrap_or_default()
    }
}
