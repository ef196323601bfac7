//! Which columns each table has, what they are called in both languages, and which may be edited.

use serde::Serialize;

use super::house::{DEPARTMENTS, MAILBOXES, ROOMS};
use super::reach::{DIDS, FORWARDS, GROUPS};
use crate::diag::Lang;

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    Person,
    Extension,
    Device,
    Room,
    Department,
    Mailbox,
    /// Groups and queues.
    Group,
    Did,
    Forward,
}

/// What the cells of a column hold. Text that stands for one of a few values is the same in both languages inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory) enum Form {
    /// Words; never a formula.
    Text,
    /// A name of things, which may begin with a minus sign: room `-1.05`.
    Code,
    Mail,
    Number,
    /// Several of them, separated by commas.
    Numbers,
    Department,
    Room,
    Mac,
    Days,
    Home,
    YesNo,
    ExtensionKind,
    DeviceKind,
    RoomKind,
    GroupKind,
    /// Whether a password or PIN is known; never what it is.
    SecretState,
    /// What a direct number leads to.
    Target,
    /// When calls are forwarded.
    When,
    /// A whole number.
    Count,
    Employment,
    /// `19.5 h`, `50 %`.
    WorkTime,
    /// A number that others see, with or without a name: `"Bauamt" <+4989999980>`.
    CallerId,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name of the field in the inventory, in corrections and in JSON.
    pub key: &'static str,
    pub en: &'static str,
    pub de: &'static str,
    pub(in crate::inventory) form: Form,
    /// Follows from the telephone system or is a key; an edit of it cannot be carried out.
    pub locked: bool,
    /// Follows from other tables, which tell when it changes.
    pub derived: bool,
}

impl Column {
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::De => self.de,
        }
    }
}

pub(super) const fn open(key: &'static str, en: &'static str, de: &'static str, form: Form) -> Column {
    Column { key, en, de, form, locked: false, derived: false }
}

pub(super) const fn locked(key: &'static str, en: &'static str, de: &'static str, form: Form) -> Column {
    Column { key, en, de, form, locked: true, derived: false }
}

pub(super) const fn derived(key: &'static str, en: &'static str, de: &'static str) -> Column {
    Column { derived: true, ..locked(key, en, de, Form::Text) }
}

const PERSONS: &[Column] = &[
    locked("id", "Person ID", "Personen-Kennung", Form::Text),
    open("last", "Last name", "Nachname", Form::Text),
    open("first", "First name", "Vorname", Form::Text),
    open("extension", "Extension", "Nebenstelle", Form::Number),
    open("department", "Department", "Dienststelle", Form::Department),
    open("room", "Room", "Zimmer", Form::Room),
    open("mail", "Mail", "E-Mail", Form::Mail),
    locked("login", "Login", "Anmeldename", Form::Text),
    open("title", "Title", "Titel", Form::Text),
    open("unit", "Unit", "Einheit", Form::Department),
    open("employment", "Employment", "Beschäftigung", Form::Employment),
    open("hours", "Time of work", "Arbeitszeit", Form::WorkTime),
    open("off_days", "Days off", "Freie Tage", Form::Days),
    open("home", "Home office", "Homeoffice", Form::Home),
    open("wish_home", "Wishes home", "Wunsch Homeoffice", Form::Days),
    open("wish_office", "Wishes office", "Wunsch Büro", Form::Days),
    open("own_notebook", "Own notebook", "Eigenes Notebook", Form::YesNo),
    open("notes", "Notes", "Bemerkung", Form::Text),
    open("display", "Shown name", "Angezeigter Name", Form::Text),
    locked("staff_number", "Staff number", "Personalnummer", Form::Text),
    open("site", "Site", "Standort", Form::Text),
    open("further", "Further numbers", "Weitere Nummern", Form::Numbers),
    locked("also_written", "Also written", "Auch geschrieben", Form::Text),
    locked("extra", "Other columns", "Weitere Spalten", Form::Text),
];

const EXTENSIONS: &[Column] = &[
    locked("number", "Number", "Nummer", Form::Text),
    open("name", "Displayed name", "Anzeigename", Form::Text),
    open("kind", "Kind", "Art", Form::ExtensionKind),
    locked("persons", "Persons", "Personen", Form::Text),
    locked("mailbox", "Mailbox", "Sprachbox", Form::Text),
    open("mac", "MAC", "MAC-Adresse", Form::Mac),
    open("inventory_no", "Inventory number", "Inventarnummer", Form::Code),
    locked("endpoint", "Account", "Konto", Form::Text),
    locked("auth_user", "Login of the account", "Anmeldename des Kontos", Form::Text),
    locked("context", "Context", "Kontext", Form::Text),
    locked("transport", "Transport", "Transportweg", Form::Text),
    locked("contacts", "Contacts allowed", "Erlaubte Geräte", Form::Text),
    locked("media", "Media", "Medien", Form::Text),
    locked("internal_caller_id", "Internal caller ID", "Interne Rufnummer", Form::Text),
    open("outgoing_caller_id", "Outgoing caller ID", "Abgehende Rufnummer", Form::CallerId),
    open("emergency_caller_id", "Emergency caller ID", "Rufnummer bei Notrufen", Form::CallerId),
    locked("busy_at", "Busy at", "Besetzt ab", Form::Text),
    open("department", "Department", "Dienststelle", Form::Department),
    open("room", "Room", "Zimmer", Form::Room),
    locked("source_pbx", "Source of the account", "Quelle des Kontos", Form::Text),
    derived("outgoing_e164", "Outgoing number", "Abgehende Nummer"),
    derived("emergency_e164", "Number in emergencies", "Nummer bei Notrufen"),
    locked("aor", "AOR", "AOR", Form::Text),
    locked("realm", "Realm", "Realm", Form::Text),
    locked("algorithms", "Digest algorithms", "Digest-Verfahren", Form::Text),
    locked("password", "Password", "Kennwort", Form::SecretState),
    locked("listed_login", "Login of a list", "Anmeldename einer Liste", Form::Text),
    locked("listed_password", "Password of a list", "Kennwort einer Liste", Form::SecretState),
    locked("extra", "Other columns", "Weitere Spalten", Form::Text),
];

const DEVICES: &[Column] = &[
    locked("id", "Device ID", "Geräte-Kennung", Form::Text),
    open("kind", "Kind of device", "Geräteart", Form::DeviceKind),
    locked("name", "Name in the system", "Name in der Anlage", Form::Text),
    open("vendor", "Vendor", "Hersteller", Form::Text),
    open("model", "Model", "Modell", Form::Code),
    open("mac", "MAC", "MAC-Adresse", Form::Mac),
    open("label", "Label", "Etikett", Form::Code),
    open("serial", "Serial number", "Seriennummer", Form::Code),
    open("owner", "Owner", "Besitzer", Form::Text),
    locked("person", "Person ID of the owner", "Personen-Kennung des Besitzers", Form::Text),
    open("room", "Room", "Zimmer", Form::Room),
    open("delivered", "Delivered", "Geliefert", Form::Code),
    locked("lines", "Numbers", "Nummern", Form::Text),
    locked("last_seen", "Last seen", "Zuletzt gesehen", Form::Text),
    locked("protocol", "Protocol", "Protokoll", Form::Text),
    locked("extra", "Other columns", "Weitere Spalten", Form::Text),
];

/// The last column of every table: what each cell of the row held when it was written.
pub const STAMP: Column = locked("stamp", "deskshift stamp", "deskshift-Stempel", Form::Text);

impl Subject {
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Extension,
        Self::Device,
        Self::Room,
        Self::Department,
        Self::Mailbox,
        Self::Group,
        Self::Did,
        Self::Forward,
    ];

    /// The key first, the rest in the order of the table; without the stamp.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Person => PERSONS,
            Self::Extension => EXTENSIONS,
            Self::Device => DEVICES,
            Self::Room => ROOMS,
            Self::Department => DEPARTMENTS,
            Self::Mailbox => MAILBOXES,
            Self::Group => GROUPS,
            Self::Did => DIDS,
            Self::Forward => FORWARDS,
        }
    }

    /// Name of the sheet.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Person, Lang::En) => "Persons",
            (Self::Person, Lang::De) => "Personen",
            (Self::Extension, Lang::En) => "Extensions",
            (Self::Extension, Lang::De) => "Nebenstellen",
            (Self::Device, Lang::En) => "Devices",
            (Self::Device, Lang::De) => "Geräte",
            (Self::Room, Lang::En) => "Rooms",
            (Self::Room, Lang::De) => "Zimmer",
            (Self::Department, Lang::En) => "Departments",
            (Self::Department, Lang::De) => "Dienststellen",
            (Self::Mailbox, Lang::En) => "Mailboxes",
            (Self::Mailbox, Lang::De) => "Sprachboxen",
            (Self::Group, Lang::En) => "Groups",
            (Self::Group, Lang::De) => "Gruppen",
            (Self::Did, Lang::En) => "Direct numbers",
            (Self::Did, Lang::De) => "Durchwahlen",
            (Self::Forward, Lang::En) => "Forwards",
            (Self::Forward, Lang::De) => "Umleitungen",
        }
    }

    /// In corrections.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Extension => "extension",
            Self::Device => "device",
            Self::Room => "room",
            Self::Department => "department",
            Self::Mailbox => "mailbox",
            Self::Group => "group",
            Self::Did => "did",
            Self::Forward => "forward",
        }
    }

    /// Name of the CSV file.
    #[must_use]
    pub fn file(self) -> String {
        let ending = if self == Self::Mailbox { "es" } else { "s" };
        format!("{}{ending}.csv", self.word())
    }

    #[must_use]
    pub fn by_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.word() == word)
    }

    /// The column with this key.
    #[must_use]
    pub fn column(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }
}
