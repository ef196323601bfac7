//! The checked site policy: what `deskshift.yaml` means.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

pub use super::clients::{ClientRule, Srtp};
use super::overrides::Override;
pub use super::roster_rules::{
    Cap, CapUsers, Carry, Cohort, Deliveries, FairnessRule, Goals, GroupMinimum, MAX_WEIGHT, MIN_GROUP, Members, Pair, PairKind,
    Quota, RosterRules, SchoolHolidays, TeamDay, TeamDays,
};
pub use super::security::SecurityRules;
pub use super::server::{AskBy, ServerRules};
pub use super::shifts::{Shift, Slot};
pub use super::waves::Wave;
use crate::diag::{Lang, Place};
use crate::domain::{Department, Extension, HostPort, PersonId, Transport};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    pub name: String,
    pub lang: Lang,
    pub numbers: Numbers,
    pub sources: Sources,
    pub limits: Limits,
    pub pbx: Pbx,
    pub secrets: SecretRules,
    /// What every line must hold to.
    #[serde(default)]
    pub security: SecurityRules,
    pub clients: Vec<ClientRule>,
    /// By level, the more specific ones later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Who moves together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waves: Vec<Wave>,
    #[serde(default)]
    pub fleet: FleetRules,
    pub roster: RosterRules,
    pub validate: ValidateRules,
    /// How the PBX itself is asked; none: by SIP only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerRules>,
    pub letters: LetterRules,
}

/// The number plan of the site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Numbers {
    /// `49`.
    pub country: String,
    /// Without the leading zero: `89`.
    pub area: String,
    /// Head number (Kopfnummer, Stammnummer): `99998`.
    pub head: String,
    /// Digits dialled before an outside number: `0`.
    pub outside_prefix: String,
    /// Lengths an extension may have.
    pub extension_lengths: Vec<usize>,
    /// Direct-dial suffixes behind the head number that belong to the authority; empty: not told, so nothing is outside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// The suffix dialled from outside is the extension.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub did_equals_extension: bool,
    /// Further head numbers: of another building, or a second one of the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<NumberSite>,
    /// Every number that `overrides` calls an emergency number of somebody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emergency: Vec<String>,
}

impl Numbers {
    /// The usual plan of one head number: `0` before an outside number, extensions of two to six digits, nothing told of blocks.
    #[must_use]
    pub fn new(country: &str, area: &str, head: &str) -> Self {
        Self {
            country: country.to_owned(),
            area: area.to_owned(),
            head: head.to_owned(),
            outside_prefix: "0".to_owned(),
            extension_lengths: vec![2, 3, 4, 5, 6],
            ..Self::default()
        }
    }

    #[must_use]
    pub fn lengths(self, lengths: impl Into<Vec<usize>>) -> Self {
        Self { extension_lengths: lengths.into(), ..self }
    }
}

/// A head number beside the main one. What the file leaves out is the main site's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NumberSite {
    pub name: String,
    /// Without the leading zero.
    pub area: String,
    pub head: String,
    pub blocks: Vec<Block>,
    pub extension_lengths: Vec<usize>,
    pub did_equals_extension: bool,
}

/// Suffixes from `from` to `to`, such as `100` to `9999`: as many digits as one of the two or between, and a value from the one to
/// the other. `0202` is in it, `99` and `0050` are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub from: String,
    pub to: String,
}

impl Block {
    #[must_use]
    pub fn covers(&self, suffix: &str) -> bool {
        let value = |text: &str| text.parse::<u64>().ok();
        let (Some(from), Some(to), Some(this)) = (value(&self.from), value(&self.to), value(suffix)) else { return false };
        (self.from.len()..=self.to.len()).contains(&suffix.len()) && (from..=to).contains(&this)
    }

    /// Whether some suffix is in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let value = |text: &str| text.parse::<u64>().unwrap_or(0);
        let lengths = self.from.len().max(other.from.len())..=self.to.len().min(other.to.len());
        let low = value(&self.from).max(value(&other.from));
        let high = value(&self.to).min(value(&other.to));
        // Some number of digits must have room for a value of both.
        lengths.into_iter().any(|digits| low <= high && low < 10_u64.saturating_pow(u32::try_from(digits).unwrap_or(u32::MAX)))
    }
}

impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// What one source may hold. More is refused before it takes the machine's memory, as what is broken or made to exhaust does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Rows of a list or entries of a directory.
    pub rows: usize,
    /// Size of a file, and of what is unpacked from a workbook; none: 64, of lists and workbooks 32.
    pub file_mb: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 200_000, file_mb: None }
    }
}

impl Limits {
    pub const MOST_ROWS: usize = 10_000_000;
    pub const MOST_MB: u64 = 8192;

    /// Bytes of any file.
    #[must_use]
    pub fn file_bytes(self) -> u64 {
        self.file_mb.unwrap_or(64) << 20
    }

    /// Bytes of a list that is read into rows of cells.
    #[must_use]
    pub fn list_bytes(self) -> usize {
        usize::try_from(self.file_mb.unwrap_or(32) << 20).unwrap_or(usize::MAX)
    }

    /// Rows, where a format has a limit of its own as long as the site says nothing: tables of databases, what a phone holds.
    #[must_use]
    pub fn rows_or(self, usual: usize) -> usize {
        if self.rows == Self::default().rows { usual } else { self.rows }
    }

    /// Bytes, where a format has a limit of its own as long as the site says nothing.
    #[must_use]
    pub fn bytes_or(self, usual: usize) -> usize {
        self.file_mb.map_or(usual, |mb| usize::try_from(mb << 20).unwrap_or(usize::MAX))
    }

    /// Cells of a workbook. A list of people has about ten columns; who asks for more rows may have wider ones.
    #[must_use]
    pub fn cells(self) -> usize {
        if self.rows > Self::default().rows { self.rows.saturating_mul(24) } else { 800_000 }
    }
}

/// Files, relative to the site folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// Folder with Asterisk's configuration: `pjsip.conf`, `voicemail.conf`, `queues.conf`, `extensions.conf`.
    pub asterisk: Option<String>,
    /// Exports of telephone systems, directories, lists of devices, phones' configuration; recognised by content.
    pub exports: Vec<ExportSource>,
    /// Staff lists, XLSX or CSV; earlier ones win.
    pub staff: Vec<StaffSource>,
    /// Lists of SIP logins kept by hand, CSV.
    pub accounts: Vec<String>,
    /// Pairs of person ids that are one person, by the admin's word.
    pub same_person: Vec<(String, String)>,
    /// Pairs of person ids that are two people, so that nobody proposes to join them.
    pub different_persons: Vec<(String, String)>,
    /// Further numbers of people that the telephone system has are lines of theirs, and move.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub further_numbers: bool,
    /// Whose password the softphone gets where list and PBX differ.
    pub secrets_from: SecretsFrom,
}

/// A file whose format is recognised by content where it is not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSource {
    pub file: String,
    /// `freepbx/bulk`, `directory/ldif`, ….
    pub format: Option<String>,
    /// Forced instead of detected.
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    /// A `mapping.yaml` that says what the columns mean.
    pub mapping: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSource {
    pub file: String,
    /// Forced instead of detected.
    pub encoding: Option<String>,
    pub sheet: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretsFrom {
    #[default]
    Pbx,
    /// The list of accounts first, the PBX where the list is silent.
    Accounts,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pbx {
    pub kind: PbxKind,
    /// SIP domain of the profiles: host part of the AOR.
    pub domain: String,
    /// Where softphones register, by transport.
    pub registrars: BTreeMap<Transport, HostPort>,
    /// Path of the WebSocket: `/ws`.
    pub ws_path: String,
    /// CA certificate file the clients should trust, relative to the site folder.
    pub ca: Option<String>,
    /// Where that certificate lies on the clients' machines, an absolute path; without it the profiles rely on the system's trust store.
    pub ca_on_clients: Option<String>,
    /// Name expected in the server's certificate, where it differs from the registrar's host.
    pub tls_name: Option<String>,
    /// Files with the certificates of the servers that clients log in to, relative to the site folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificate: Vec<String>,
    /// Registrations allowed per extension after the move (desk phone + softphone).
    pub contacts_per_line: u32,
    /// Extensions whose AOR is left as it is.
    pub keep_contact_limit: Vec<Extension>,
    /// A web phone gets an endpoint of its own beside the desk phone's.
    #[serde(default)]
    pub webrtc_twins: bool,
}

impl Pbx {
    /// Nothing is decided about the move yet.
    #[must_use]
    pub fn undecided(kind: PbxKind) -> Self {
        Self {
            kind,
            domain: String::new(),
            registrars: BTreeMap::new(),
            ws_path: "/ws".to_owned(),
            ca: None,
            ca_on_clients: None,
            tls_name: None,
            certificate: Vec::new(),
            contacts_per_line: 2,
            keep_contact_limit: Vec::new(),
            webrtc_twins: false,
        }
    }
}

/// What telephone system it is: files are written for it, and it is asked with care for its guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PbxKind {
    /// Asterisk with `pjsip.conf`.
    Asterisk,
    /// Asterisk whose objects are pushed over ARI.
    AsteriskAri,
    /// Asterisk whose objects lie in a database.
    AsteriskRealtime,
    Freepbx,
    Freeswitch,
    Kamailio,
    Opensips,
    Starface,
    #[serde(rename = "3cx")]
    ThreeCx,
    Fritzbox,
    Unknown,
}

impl PbxKind {
    pub const ALL: [Self; 11] = [
        Self::Asterisk,
        Self::AsteriskAri,
        Self::AsteriskRealtime,
        Self::Freepbx,
        Self::Freeswitch,
        Self::Kamailio,
        Self::Opensips,
        Self::Starface,
        Self::ThreeCx,
        Self::Fritzbox,
        Self::Unknown,
    ];

    /// As in the site file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asterisk => "asterisk",
            Self::AsteriskAri => "asterisk-ari",
            Self::AsteriskRealtime => "asterisk-realtime",
            Self::Freepbx => "freepbx",
            Self::Freeswitch => "freeswitch",
            Self::Kamailio => "kamailio",
            Self::Opensips => "opensips",
            Self::Starface => "starface",
            Self::ThreeCx => "3cx",
            Self::Fritzbox => "fritzbox",
            Self::Unknown => "unknown",
        }
    }

    /// Asked by `validate`, but its accounts are changed in its own pages only: there is no file that it would take.
    #[must_use]
    pub fn takes_no_files(self) -> bool {
        matches!(self, Self::Starface | Self::ThreeCx | Self::Fritzbox)
    }

    /// Answers a REGISTER as Asterisk does, whatever holds its objects.
    #[must_use]
    pub fn is_asterisk(self) -> bool {
        matches!(self, Self::Asterisk | Self::AsteriskAri | Self::AsteriskRealtime | Self::Freepbx)
    }
}

/// What becomes of the passwords.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SecretRules {
    pub mode: SecretMode,
    /// Extensions whose password stays although the others get a new one.
    pub keep: Vec<Extension>,
    /// Extensions whose new password is added and ends no other: their desk phone stays.
    pub beside: Vec<Extension>,
    /// Leavers: the password is replaced by one that nobody gets.
    pub revoke: Vec<Extension>,
    /// How the secret store is encrypted; none: it is a file that only its owner can read.
    pub age: Option<AgeRules>,
    /// Where each extension of the lists stands.
    #[serde(default)]
    pub places: Vec<SecretPlace>,
}

/// Where a list of the section `secrets` names an extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretPlace {
    /// The key of the list: `revoke`.
    pub list: String,
    pub extension: Extension,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretMode {
    /// A new password for each line that can be changed on the PBX.
    #[default]
    Rotate,
    /// A new password that the PBX takes as well as the one in force.
    Beside,
    Keep,
}

impl SecretRules {
    /// What becomes of the password of one extension: the lists count before the mode.
    #[must_use]
    pub fn mode_of(&self, extension: &Extension) -> SecretMode {
        match () {
            () if self.keep.contains(extension) => SecretMode::Keep,
            () if self.beside.contains(extension) => SecretMode::Beside,
            () => self.mode,
        }
    }

    /// Where the list of this key names the extension.
    #[must_use]
    pub fn place(&self, list: &str, extension: &Extension) -> Option<&Place> {
        self.places.iter().find(|place| place.list == list && place.extension == *extension).map(|place| &place.at)
    }
}

/// The secret store as an age file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgeRules {
    /// One passphrase for writing and reading.
    Passphrase(PassphraseFrom),
    /// Written to these public keys, read with the key in the identity file.
    Keys { recipients: Vec<String>, identity: String },
}

/// Where a passphrase comes from; never from the command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PassphraseFrom {
    /// First line of a file that only its owner can read.
    File(String),
    /// An environment variable.
    Env(String),
    /// First line that a command prints.
    Command(Vec<String>),
}

/// Where a registrar listens unless told: RFC 3261 section 18.1.1; 8088 and 8089 are the ports of Asterisk's HTTP server.
#[must_use]
pub fn usual_port(transport: Transport) -> u16 {
    match transport {
        Transport::Udp | Transport::Tcp => 5060,
        Transport::Tls => 5061,
        Transport::Ws => 8088,
        Transport::Wss => 8089,
    }
}

/// How the authority's own devices get their files; a kind that is not named gets none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FleetRules {
    /// Thin clients with IGEL OS, managed by UMS.
    pub igel: Option<FleetRule>,
    /// Notebooks with Windows, managed by group policies or Intune.
    pub windows: Option<FleetRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetRule {
    pub deliver: Deliver,
    /// Where the files of one owner lie that nobody else may read.
    pub files_on: Option<String>,
    /// The home of a session's user on a thin client.
    pub home: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deliver {
    /// The device fetches the profile with a one-time link.
    Link,
    /// The profile itself lies where its owner alone may read it.
    Files,
}

/// How `validate` may treat the PBX.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValidateRules {
    /// A line known to be good, asked first.
    pub canary: Option<Extension>,
    /// New lines a second at most; none: by the kind of PBX.
    pub rate_per_s: Option<f64>,
    /// Hits in the PBX's ban log that a run may cause in ten minutes; none: by the kind of PBX.
    pub ban_budget: Option<u32>,
    /// Seconds until a silent line is given up (RFC 3261 timer F is 32).
    pub timeout_s: f64,
    /// Retransmission start, T1 of RFC 3261, in milliseconds.
    pub t1_ms: u32,
    /// Who is asked for the servers of a name, where the network at home has other name servers than the office; none: the system's.
    #[serde(default)]
    pub dns_server: Option<SocketAddr>,
    /// The PBX is a laboratory's: load modes are allowed.
    #[serde(default)]
    pub lab: bool,
    #[serde(default)]
    pub calls: CallRules,
}

/// How test calls may be made (`validate --level call`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRules {
    /// What one dials for the PBX's echo: `*43`.
    pub echo: Option<String>,
    /// Calls at once at most.
    pub at_once: u32,
    /// Seconds that both sides talk.
    pub talk_s: u32,
    /// Channels that the PBX, or its licence, has; a call takes two.
    pub channels: Option<u32>,
    /// Channels of the trunk.
    pub trunk_channels: Option<u32>,
}

impl Default for CallRules {
    fn default() -> Self {
        Self { echo: None, at_once: 2, talk_s: 4, channels: None, trunk_channels: None }
    }
}

/// What `letters` writes beside what the plan says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterRules {
    /// Above the letter; without it the site's name.
    pub sender: Option<String>,
    /// A telephone number, as people write it.
    pub hotline: Option<String>,
    /// When somebody answers there: `Mo–Fr 7–17 Uhr`.
    pub hours: Option<String>,
    pub mail: Option<String>,
    /// For everybody whom no rule of `others` fits.
    pub text: LetterText,
    pub others: Vec<LetterRule>,
    /// How the PIN of a link reaches its person; never in the letter itself.
    pub pin: PinWay,
}

impl LetterRules {
    /// What holds where the file says nothing.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let text = match lang {
            Lang::De => LetterText::De,
            Lang::En => LetterText::En,
        };
        Self { sender: None, hotline: None, hours: None, mail: None, text, others: Vec::new(), pin: PinWay::Hotline }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LetterText {
    De,
    En,
    /// German in plain words.
    Plain,
}

/// Who gets another text: the first rule whose conditions all hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterRule {
    pub text: LetterText,
    /// Empty means any, as in all three.
    pub departments: Vec<Department>,
    pub extensions: Vec<Extension>,
    pub persons: Vec<PersonId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PinWay {
    Hotline,
    Mail,
    Supervisor,
}
