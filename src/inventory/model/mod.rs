//! The normalised inventory: what the authority has, whatever file said so.
//!
//! Types only: nothing comes in but values that are right in form, each [`Sourced`] with its place, and nothing is decided here.
//! May import: `domain`, `diag`. Start with [`Inventory`], then [`ExtensionEntry`] and [`Person`].

mod device;
mod extra;
mod naming;
mod owners;
mod reach;
mod room;
mod site;
mod work;

use serde::{Deserialize, Serialize};

pub use device::{Device, DeviceKind, DeviceLine, DeviceProtocol, Ring};
pub use extra::Extra;
pub use naming::full_names;
pub use owners::Owners;
pub use reach::{Did, DidTarget, Forward, ForwardWhen, Group, GroupKind, GroupMember, Obstacle, ObstacleKind};
pub use room::{Room, RoomKind};
pub use site::SiteEntry;
pub use work::{Days, Employment, WorkTime};

use crate::diag::{Place, Words};
use crate::domain::{Department, Extension, Mac, PersonId, RoomId, SecretRef};

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced<T> {
    pub value: T,
    pub at: Place,
}

impl<T> Sourced<T> {
    pub fn new(value: T, at: Place) -> Self {
        Self { value, at }
    }
}

/// Everything the sources say, joined. Lists are sorted by their key, so the same input gives the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inventory {
    /// The site's head numbers, the main one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<SiteEntry>,
    pub sources: Vec<Source>,
    /// By number; boxed as people are.
    #[allow(clippy::vec_box)] // an entry is large
    pub extensions: Vec<Box<ExtensionEntry>>,
    /// By id; boxed, because joining and sorting many thousands moves them about.
    #[allow(clippy::vec_box)] // a person is large
    pub persons: Vec<Box<Person>>,
    /// By room name.
    pub rooms: Vec<Room>,
    pub mailboxes: Vec<Mailbox>,
    pub queues: Vec<Queue>,
    /// Dialplan lines that ring devices, in file order.
    pub dials: Vec<DialLine>,
    pub hints: Vec<Hint>,
    /// Endpoints of the telephone system's own that are called as a web phone of ours would be: `2001-web` beside `2001`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web_endpoints: Vec<String>,
    pub transports: Vec<PbxTransport>,
    /// By id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Device>,
    /// By kind and name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// By number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dids: Vec<Did>,
    /// By extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forwards: Vec<Forward>,
    /// By extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obstacles: Vec<Obstacle>,
    /// By name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<DepartmentEntry>,
    /// What corrections by hand have overruled, by what they correct.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

/// A field that a correction by hand has set, and what the sources say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// `person`, `extension`, … as in a list of corrections.
    pub subject: String,
    pub id: String,
    pub field: String,
    /// As it is inside; empty where the correction took the value away.
    pub value: Sourced<String>,
    /// Without the correction; empty where no source says anything.
    pub sources: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources_at: Option<Place>,
}

/// Another spelling of a person's name: `Mueller` of `Müller`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    pub last: Sourced<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Sourced<String>>,
}

impl Inventory {
    /// All persons, by id.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.persons.iter().map(|person| &**person)
    }

    /// All extensions, by number.
    pub fn entries(&self) -> impl Iterator<Item = &ExtensionEntry> {
        self.extensions.iter().map(|entry| &**entry)
    }
}

/// An organisational unit and who is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentEntry {
    pub name: Department,
    /// `61`, `III/2`, `BauA`, where a source has a short form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Sourced<String>>,
    /// The department whose smaller unit it is, where people's rows name both; another may have one of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Department>,
    /// The unit it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Sourced<Department>>,
    /// Other spellings in the sources, which were taken for this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Sourced<String>>,
    /// Number of people whose department or smaller unit it is.
    pub persons: usize,
    pub at: Place,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub file: String,
    /// `asterisk/pjsip`, `asterisk/voicemail`, `staff/xlsx`, `staff/csv`, `accounts/csv`, ….
    pub importer: String,
    /// As detected or told: `utf-8`, `windows-1252`, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    pub records: usize,
    pub sha256: String,
}

/// What an extension is for. Only people's phones are migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtensionKind {
    Person,
    /// Several people answer it, no single owner.
    Shared,
    Fax,
    Door,
    LiftAlarm,
    Alarm,
    MeetingRoom,
    Attendant,
    /// Post room, kitchen, caretaker: a function without a person.
    Function,
    /// A cordless base or handset pool, not one person's phone.
    Dect,
    /// An analog port: adapter, modem, franking machine.
    Analog,
    /// Exists in the telephone system without a device: voicemail only, call forwarding.
    Virtual,
    Trunk,
    Unknown,
}

/// One internal number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionEntry {
    pub number: Extension,
    pub kind: ExtensionKind,
    /// Why this kind, in a few words for the admin: `name contains "Fax"`.
    pub kind_reason: Words,
    /// Caller ID name of the PBX.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sourced<String>>,
    /// The SIP account, apart because most numbers of lists have none; none for a number that only a list knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Box<Account>>,
    /// Login that a list of accounts gives for this extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<ListedLogin>,
    pub persons: Vec<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<Sourced<String>>,
    /// The desk phone, where a list names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<Sourced<Mac>>,
    /// Inventory number of the desk phone (Inventarnummer), where a list names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_no: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "CallerIds::is_empty")]
    pub caller_id: CallerIds,
    /// Calls at which the telephone system says busy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busy_at: Option<Sourced<u32>>,
    /// Where the thing stands that has no person: a fax, a door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Sourced<RoomId>>,
    /// Whose the thing is that has no person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Sourced<Department>>,
    /// The export that has the account, by the name of its importer (`freepbx/bulk`), with the account's place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_pbx: Option<Sourced<String>>,
    /// Columns of the source that no field holds.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// First mention.
    pub at: Place,
}

/// Numbers that others see, as the source writes them: `089 99998101`, `"Bauamt" <+4989999980>`. The telephone system keeps that form;
/// beside it stands what the number plan reads without doubt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallerIds {
    /// Inside the house, where it is not the extension itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal: Option<Sourced<String>>,
    /// On calls that leave the telephone system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outgoing: Option<Sourced<String>>,
    /// On emergency calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Sourced<String>>,
    /// `outgoing` in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outgoing_e164: Option<String>,
    /// `emergency` in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency_e164: Option<String>,
}

impl CallerIds {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.internal.is_none() && self.outgoing.is_none() && self.emergency.is_none()
    }
}

impl ExtensionEntry {
    /// A number of which nothing else is known.
    #[must_use]
    pub fn new(number: Extension, kind: ExtensionKind, kind_reason: Words, at: Place) -> Self {
        Self {
            number,
            kind,
            kind_reason,
            name: None,
            account: None,
            listed: None,
            persons: Vec::new(),
            mailbox: None,
            mac: None,
            inventory_no: None,
            caller_id: CallerIds::default(),
            busy_at: None,
            room: None,
            department: None,
            source_pbx: None,
            extra: Extra::default(),
            at,
        }
    }
}

/// The SIP account as Asterisk will read it. Three names may differ: endpoint (From user), AOR (To user), auth user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub endpoint: Sourced<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Sourced<String>>,
    pub auth: AuthState,
    pub aor: AorState,
    /// False where Asterisk drops the endpoint object itself (unknown option, bad enum).
    pub loads: bool,
    /// Encryption, WebRTC and what is set against address translation, under the names of the telephone system: `media_encryption`,
    /// `webrtc`, `rewrite_contact`.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub media: Extra,
}

/// What the endpoint's `auth=` leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum AuthState {
    /// No `auth=` at all: anyone may register.
    Open,
    /// `auth=` names an object that does not exist or that Asterisk drops: it answers 500.
    Missing { name: Sourced<String> },
    Present {
        name: Sourced<String>,
        username: Sourced<String>,
        secret: SecretRef,
        secret_at: Place,
        /// Where an unescaped `;` cut the password short, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret_cut_at: Option<Place>,
        realm: Option<String>,
        /// Digest algorithms the PBX challenges with (`supported_algorithms_uas`), upper case as in RFC 8760: `MD5`, `SHA-256`.
        /// Empty: nothing is written, which means MD5.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        algorithms: Vec<String>,
    },
}

/// What the endpoint's `aors=` leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum AorState {
    /// No `aors=`: 403 after authentication.
    None,
    /// `aors=` names objects that do not exist: 404 after authentication.
    Missing { name: Sourced<String> },
    /// The export does not say how many may register.
    Untold,
    Present {
        name: Sourced<String>,
        /// Asterisk's default is 0: nobody may register.
        max_contacts: u32,
        max_contacts_at: Option<Place>,
        remove_existing: bool,
        support_path: bool,
    },
}

/// User name and password as a hand-kept list of accounts gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedLogin {
    pub auth_user: Sourced<String>,
    pub secret: SecretRef,
    pub secret_at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub last: Sourced<String>,
    pub first: Option<Sourced<String>>,
    /// The whole name as a source shows it: `Huber, Anna (Bauamt)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<Sourced<String>>,
    /// Spellings of the name in other sources, which mean the same letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_written: Vec<Spelling>,
    pub extension: Option<Sourced<Extension>>,
    /// Further internal numbers that a source gives the person: `101 + 113`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Sourced<Extension>>,
    pub department: Option<Sourced<Department>>,
    pub room: Option<Sourced<RoomId>>,
    /// Where the person works, where an authority has several places: `Außenstelle Trostberg`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Sourced<String>>,
    pub mail: Option<Sourced<String>>,
    /// Login in the directory or the telephone system: the second key for joining, after the staff number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sourced<String>>,
    /// With its place; the id is the same, but for people whom a source without numbers named first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_number: Option<Sourced<String>>,
    /// The smaller unit within the department, where a list has columns for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Sourced<Department>>,
    /// None: nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment: Option<Sourced<Employment>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Sourced<WorkTime>>,
    /// Weekdays not worked.
    #[serde(default, skip_serializing_if = "Days::is_untold")]
    pub off_days: Days,
    /// None: the list does not say.
    pub home: Option<Sourced<HomeSuitability>>,
    /// Weekdays the person would like to be at home.
    #[serde(default, skip_serializing_if = "Days::is_untold")]
    pub wish_home: Days,
    /// Weekdays the person would rather not be at home.
    #[serde(default, skip_serializing_if = "Days::is_untold")]
    pub wish_office: Days,
    pub own_notebook: Option<Sourced<bool>>,
    /// Remark of a list, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Sourced<String>>,
    /// Columns and attributes of the sources that no field holds.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// First mention (the row).
    pub at: Place,
    /// Other rows that were joined into this person.
    pub also: Vec<Place>,
}

impl Person {
    /// A person of whom nothing but the name is known.
    #[must_use]
    pub fn new(id: PersonId, last: Sourced<String>, at: Place) -> Self {
        Self {
            id,
            last,
            first: None,
            display: None,
            also_written: Vec::new(),
            extension: None,
            further: Vec::new(),
            department: None,
            room: None,
            site: None,
            mail: None,
            login: None,
            title: None,
            staff_number: None,
            unit: None,
            employment: None,
            hours: None,
            off_days: Days::default(),
            home: None,
            wish_home: Days::default(),
            wish_office: Days::default(),
            own_notebook: None,
            notes: None,
            extra: Extra::default(),
            at,
            also: Vec::new(),
        }
    }

    /// Whether a source says that the account is disabled or that the person leaves.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.employment.as_ref().is_some_and(|told| told.value != Employment::Active)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HomeSuitability {
    /// May work at home on the days the roster gives.
    Yes,
    /// Never (counter work, secrecy, no line at home).
    No,
    /// Always at home (at risk).
    Always,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    pub number: String,
    pub context: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sourced<String>>,
    /// None where the source does not speak of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<SecretRef>,
    /// Where messages are sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Sourced<String>>,
    /// Whose calls it takes, once the sources are joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// As the telephone system names them: `attach`, `delete`, `tz`.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub options: Extra,
    pub at: Place,
}

impl Mailbox {
    /// A mailbox of which nothing but its address is known.
    #[must_use]
    pub fn new(number: impl Into<String>, context: impl Into<String>, at: Place) -> Self {
        let (number, context) = (number.into(), context.into());
        Self { number, context, name: None, pin: None, email: None, extensions: Vec::new(), options: Extra::default(), at }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub name: String,
    pub strategy: Option<String>,
    pub members: Vec<QueueMember>,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueMember {
    /// As written: `PJSIP/2001`, `Local/2001@intern/n`.
    pub interface: String,
    /// The extension behind it, where it is one.
    pub extension: Option<Extension>,
    pub penalty: u32,
    /// Member name as written; queue statistics are kept under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The device whose state counts, where it is another than the one that rings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_interface: Option<String>,
    /// Logged in by itself: the configuration does not have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dynamic: bool,
    /// A row of the table `queue_members`, no line of a file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub row: bool,
    pub at: Place,
}

/// A dialplan line that rings one or more devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialLine {
    pub context: String,
    pub pattern: String,
    pub priority: String,
    /// The number of a priority that is written as `n` and the like, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    /// `Dial`, or another application that rings devices, keeps them for another line, or puts them into a queue.
    #[serde(default = "dial", skip_serializing_if = "is_dial")]
    pub app: String,
    /// The application data as written: `PJSIP/2001&PJSIP/2002,20,tT`.
    pub text: String,
    /// The same with the variables put in that have one value only, where that makes a difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<String>,
    /// Extensions rung by a plain `PJSIP/number`, which reaches one contact only, or by `${PJSIP_DIAL_CONTACTS(number)}`.
    pub rings: Vec<Extension>,
    /// True where `${EXTEN}` decides, so that any extension of the context may be meant.
    pub by_pattern: bool,
    /// True where `PJSIP_DIAL_CONTACTS` is used already.
    pub all_contacts: bool,
    /// A row of the table `extensions`, no line of a file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub row: bool,
    pub at: Place,
}

fn dial() -> String {
    "Dial".to_owned()
}

impl DialLine {
    /// The number of its priority: Asterisk looks for each one by itself.
    #[must_use]
    pub fn step(&self) -> Option<u32> {
        self.step.or_else(|| self.priority.parse().ok())
    }
}

fn is_dial(app: &str) -> bool {
    app == "Dial"
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    pub context: String,
    pub pattern: String,
    pub devices: String,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PbxTransport {
    pub name: String,
    /// `udp`, `tcp`, `tls`, `ws`, `wss`.
    pub protocol: String,
    pub bind: String,
    pub at: Place,
}
