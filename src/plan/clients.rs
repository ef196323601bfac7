//! What each client can do. Filled by `profile` from its data, asked here before a line is promised anything.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::codes;
use super::model::Line;
use super::rtp_ports::RtpPorts;
use crate::diag::{CodePage, Words};
use crate::domain::{ClientId, Transport};
use crate::policy::directory::KeyKind;
use crate::policy::media::{AutoAnswer, Codec, Dtmf, Language, Mwi, Timezone};
use crate::policy::overrides::Variable;
use crate::policy::security::MinTls;
use crate::policy::site::Srtp;

/// Whether a client checks the certificate of a TLS server, as measured with the real programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsVerify {
    /// Against the system's store or the given CA.
    Always,
    /// Only where a CA file is named.
    WithCa,
    Never,
    /// Nobody has measured it.
    Unknown,
}

impl TlsVerify {
    pub const ALL: [Self; 4] = [Self::Always, Self::WithCa, Self::Never, Self::Unknown];

    /// The word of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::WithCa => "with-ca",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

/// What becomes of the password on the user's machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretsAtRest {
    Plain,
    /// Under a key that every copy of the program knows.
    Obfuscated,
    /// The client replaces the password by its digest.
    Hashed,
    /// In the key store of the operating system.
    KeyStore,
    /// In a device that does not give it out again.
    Device,
    /// The user types it: no file can bring it.
    Typed,
}

impl SecretsAtRest {
    pub const ALL: [Self; 6] = [Self::Plain, Self::Obfuscated, Self::Hashed, Self::KeyStore, Self::Device, Self::Typed];

    /// The word of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Obfuscated => "obfuscated",
            Self::Hashed => "hashed",
            Self::KeyStore => "key-store",
            Self::Device => "device",
            Self::Typed => "typed",
        }
    }
}

/// The capabilities of one client profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFacts {
    pub id: ClientId,
    /// As users call it: `Linphone`.
    pub title: String,
    pub transports: Vec<Transport>,
    pub srtp: Vec<Srtp>,
    /// Digest algorithms by their RFC 8760 name, upper case.
    pub digest: Vec<String>,
    pub tls_verify: TlsVerify,
    /// Media works only with a WebRTC endpoint (DTLS-SRTP, ICE).
    pub webrtc: bool,
    /// Takes the digest of user, realm and password instead of the password.
    pub ha1: bool,
    /// Its files hold the certificates it should trust, and not a path to them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_ca: bool,
    /// Has a setting for a login name other than the user of the address.
    pub auth_user_differs: bool,
    pub secrets_at_rest: SecretsAtRest,
    /// 1 where the project looks after it first, and tries it with the real program; 3 where the file is all that is known.
    pub priority: u8,
    /// Codecs that its files can name; empty where they name none.
    #[serde(default)]
    pub codecs: Vec<Codec>,
    /// Ways to send keys that its files can name; empty where they name none.
    #[serde(default)]
    pub dtmf: Vec<Dtmf>,
    /// Ways to learn of messages that its files can name; empty where they name none.
    #[serde(default)]
    pub mwi: Vec<Mwi>,
    /// Ways to answer of itself that its files can name; empty where they name none.
    #[serde(default)]
    pub auto_answer: Vec<AutoAnswer>,
    /// Languages and zones of its clock that its files can name; empty where they name none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timezones: Vec<Timezone>,
    /// Oldest versions of TLS that its files can name; empty where the client or the system decides.
    #[serde(default)]
    pub min_tls: Vec<MinTls>,
    /// Kinds of keys that its files can name; empty where they name none.
    #[serde(default)]
    pub keys: Vec<KeyKind>,
    /// As many keys as its files can hold.
    #[serde(default)]
    pub most_keys: usize,
    /// They stand behind the accounts, and each further account takes the place of one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keys_after_accounts: bool,
    /// As many accounts of one person as its files can hold.
    #[serde(default = "one")]
    pub most_accounts: usize,
    /// Of several accounts only the one that its user chose is logged in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_account_at_a_time: bool,
    /// Its files belong to one device on the desk, and not to a program that each of a person's devices may have.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_a_device: bool,
    /// Where its calls take their ports; none where its files do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rtp_ports: Option<RtpPorts>,
    /// Kind of machine by the word of `profile.yaml`; empty where it may be any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub runs_on: String,
    /// Variables of `overrides` that change something in its files, each with the transports; none where nobody has tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<BTreeMap<Variable, Vec<Transport>>>,
}

fn one() -> usize {
    1
}

/// All clients that profiles exist for, by id.
pub type Clients = BTreeMap<ClientId, ClientFacts>;

/// Something a line asks for that its client cannot do.
#[derive(Debug, Clone)]
pub struct Incapable {
    pub code: &'static CodePage,
    /// The variable that asks for it, where one does.
    pub variable: Option<Variable>,
    /// Names the client and what it lacks, without naming the line.
    pub what: Words,
    pub todo: Words,
}

impl ClientFacts {
    /// Whether one machine may have them both.
    #[must_use]
    pub(super) fn runs_beside(&self, other: &Self) -> bool {
        self.runs_on.is_empty() || other.runs_on.is_empty() || self.runs_on == other.runs_on
    }

    /// Whether an override changes anything in the client's files. Transport and encryption are asked for in [`Self::lacks`].
    #[must_use]
    pub fn holds(&self, variable: Variable, transport: Transport) -> bool {
        // Neither is what the telephone system does a matter of the client's files.
        if matches!(variable, Variable::Transport | Variable::Srtp) {
            return true;
        }
        // A telephone on the desk cannot leave itself out.
        if variable == Variable::RingStrategy {
            return !self.of_a_device;
        }
        self.holds.as_ref().is_none_or(|holds| holds.get(&variable).is_some_and(|transports| transports.contains(&transport)))
    }

    /// Everything `line` asks for that this client cannot do.
    #[must_use]
    pub fn lacks(&self, line: &Line) -> Vec<Incapable> {
        let algorithms = &line.facts.algorithms;
        let mut lacks = Vec::new();
        if !self.transports.contains(&line.transport) {
            lacks.push(self.lacks_transport(line.transport));
        }
        if !self.srtp.contains(&line.srtp) {
            lacks.push(self.lacks_srtp(line.srtp));
        }
        lacks.extend(self.lacks_media(line));
        if !algorithms.is_empty() && !algorithms.iter().any(|a| self.digest.contains(a)) {
            let list = algorithms.join(", ");
            lacks.push(Incapable {
                code: &codes::CLIENT_DIGEST,
                variable: None,
                what: Words::new(
                    format!("{} computes digests with {} only, but the PBX asks for {list}", self.title, self.digest.join(", ")),
                    format!("{} rechnet Digests nur mit {}, die Telefonanlage verlangt aber {list}", self.title, self.digest.join(", ")),
                ),
                todo: Words::new(
                    "let the PBX offer MD5 as well (`supported_algorithms_uas`), or choose another client for these lines",
                    "die Telefonanlage auch MD5 anbieten lassen (`supported_algorithms_uas`) oder für diese Anschlüsse ein anderes Programm wählen",
                ),
            });
        }
        if !self.auth_user_differs && line.auth_user != line.aor_user {
            lacks.push(Incapable {
                code: &codes::CLIENT_AUTH_USER,
                variable: None,
                what: Words::new(
                    format!("{} logs in with the user of its address and has no other login name", self.title),
                    format!("{} meldet sich mit dem Benutzer seiner Adresse an und kennt keinen anderen Anmeldenamen", self.title),
                ),
                todo: Words::new(
                    "name the user on the PBX as the endpoint (`username=`), or choose another client for these lines",
                    "den Benutzer auf der Telefonanlage wie den Endpunkt nennen (`username=`) oder für diese Anschlüsse ein anderes Programm wählen",
                ),
            });
        }
        lacks
    }

    fn lacks_transport(&self, transport: Transport) -> Incapable {
        let can: Vec<&str> = self.transports.iter().map(|t| t.as_str()).collect();
        Incapable {
            code: &codes::CLIENT_TRANSPORT,
            variable: Some(Variable::Transport),
            what: Words::new(
                format!("{} cannot speak SIP over `{transport}`; it knows {}", self.title, can.join(", ")),
                format!("{} kann SIP nicht über `{transport}` sprechen, nur über {}", self.title, can.join(", ")),
            ),
            todo: Words::new(
                "change `transport` in this rule of `clients`, or choose another client",
                "`transport` in dieser Regel unter `clients` ändern oder ein anderes Programm wählen",
            ),
        }
    }

    fn lacks_srtp(&self, srtp: Srtp) -> Incapable {
        let can: Vec<&str> = self.srtp.iter().map(|srtp| srtp.as_str()).collect();
        Incapable {
            code: &codes::CLIENT_SRTP,
            variable: Some(Variable::Srtp),
            what: Words::new(
                format!("{} cannot do `srtp: {}`; it knows {}", self.title, srtp.as_str(), can.join(", ")),
                format!("{} kann `srtp: {}` nicht, nur {}", self.title, srtp.as_str(), can.join(", ")),
            ),
            todo: Words::new(
                "change `srtp` in this rule of `clients`, or choose another client",
                "`srtp` in dieser Regel unter `clients` ändern oder ein anderes Programm wählen",
            ),
        }
    }
}

impl ClientFacts {
    /// Codecs, ways to send keys, to learn of messages and to answer that its files cannot name, though they name others.
    fn lacks_media(&self, line: &Line) -> Vec<Incapable> {
        let mut lacks = Vec::new();
        let codecs: Vec<&str> =
            line.media.codecs.iter().filter(|codec| !self.codecs.contains(codec)).map(|codec| codec.as_str()).collect();
        if !self.codecs.is_empty() && !codecs.is_empty() {
            let known: Vec<&str> = self.codecs.iter().map(|codec| codec.as_str()).collect();
            lacks.push(self.lacks_of_media(Variable::Codecs, &codecs.join(", "), &known.join(", ")));
        }
        let words = [
            (Variable::Dtmf, line.media.dtmf.map(Dtmf::as_str), words_of(&self.dtmf, Dtmf::as_str)),
            (Variable::Mwi, line.media.mwi.map(Mwi::as_str), words_of(&self.mwi, Mwi::as_str)),
            (
                Variable::AutoAnswer,
                line.media.auto_answer.map(AutoAnswer::as_str),
                words_of(&self.auto_answer, AutoAnswer::as_str),
            ),
            (Variable::Language, line.media.language.map(Language::as_str), words_of(&self.languages, Language::as_str)),
            (Variable::Timezone, line.media.timezone.map(Timezone::as_str), words_of(&self.timezones, Timezone::as_str)),
        ];
        let kinds: BTreeSet<&str> =
            line.media.keys.iter().map(|key| key.kind).filter(|kind| !self.keys.contains(kind)).map(KeyKind::as_str).collect();
        if !self.keys.is_empty() && !kinds.is_empty() {
            let kinds: Vec<&str> = kinds.into_iter().collect();
            lacks.push(self.lacks_of_media(Variable::Keys, &kinds.join(", "), &words_of(&self.keys, KeyKind::as_str).join(", ")));
        }
        let taken = if self.keys_after_accounts { line.further.len() } else { 0 };
        let most_keys = self.most_keys.saturating_sub(taken);
        if !self.keys.is_empty() && line.media.keys.len() > most_keys {
            lacks.push(self.lacks_of_media(Variable::Keys, &line.media.keys.len().to_string(), &most_keys.to_string()));
        }
        for (variable, wanted, known) in words {
            if let Some(wanted) = wanted.filter(|wanted| !known.is_empty() && !known.contains(wanted)) {
                lacks.push(self.lacks_of_media(variable, wanted, &known.join(", ")));
            }
        }
        lacks
    }

    fn lacks_of_media(&self, variable: Variable, wanted: &str, known: &str) -> Incapable {
        let key = variable.as_str();
        Incapable {
            code: &codes::CLIENT_MEDIA,
            variable: Some(variable),
            what: Words::new(
                format!("{} cannot do `{key}: {wanted}`; it knows {known}", self.title),
                format!("{} kann `{key}: {wanted}` nicht, nur {known}", self.title),
            ),
            todo: Words::new(
                "take it out of this value, or set the value for fewer lines",
                "es aus diesem Wert nehmen oder den Wert für weniger Anschlüsse setzen",
            ),
        }
    }
}

fn words_of<T: Copy>(values: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    values.iter().map(|value| word(*value)).collect()
}
