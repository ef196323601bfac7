//! The section `overrides`: values of lines that hold for the whole organisation or a part of it, the most specific one before the others.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::codes;
use super::dialling::{self, DialPattern};
use super::directory::{self, Contact, Key, Ldap};
use super::fields::{Field, Fields, Parsed, Table, short};
use super::keys;
use super::media::{AutoAnswer, Codec, Dtmf, Language, Mwi, RingStrategy, Timezone};
use super::read;
use super::site::{Numbers, Srtp, usual_port};
pub use super::variable::Variable;
use crate::diag::{Place, Words};
use crate::domain::{Department, HostPort, PersonId, Transport};

/// How the stages name the site file; the place of an override goes into the plan, whose bytes do not depend on the folder.
pub(super) const SITE_FILE: &str = "deskshift.yaml";

/// RFC 8489 section 18.6.
const STUN_PORT: u16 = 3478;

/// Kinds of devices, as the inventory names them.
pub const DEVICE_KINDS: [&str; 9] =
    ["desk-phone", "softphone", "notebook", "thin-client", "dect", "analog", "fax", "gateway", "door"];

/// A server, without a port where the usual one of the transport that is chosen in the end is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    pub host: String,
    pub port: Option<u16>,
}

impl Server {
    /// With the port of a transport.
    #[must_use]
    pub fn at(&self, transport: Transport) -> HostPort {
        HostPort { host: self.host.as_str().into(), port: self.port.unwrap_or_else(|| usual_port(transport)) }
    }

    /// Whether this is the server, with whatever port where none is said.
    #[must_use]
    pub fn is(&self, at: &HostPort) -> bool {
        self.host == at.host && self.port.is_none_or(|port| port == at.port)
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            None => f.write_str(&self.host),
            Some(port) if self.host.contains(':') => write!(f, "[{}]:{port}", self.host),
            Some(port) => write!(f, "{}:{port}", self.host),
        }
    }
}

/// A variable and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    DisplayName(String),
    /// What the client calls the account; [`LABEL_PARTS`] stand for the line's own values.
    Label(String),
    Domain(String),
    Registrar(Server),
    Register(bool),
    OutboundProxy(Server),
    BackupRegistrar(Server),
    CallerId(String),
    Transport(Transport),
    Srtp(Srtp),
    ExpiryS(u32),
    VoicemailNumber(String),
    CaOnClients(String),
    WsPath(String),
    Codecs(Vec<Codec>),
    Dtmf(Dtmf),
    KeepaliveS(u32),
    Ice(bool),
    Stun(HostPort),
    Turn(HostPort),
    Rport(bool),
    SipOutbound(bool),
    PublicAddress(IpAddr),
    PtimeMs(u32),
    SessionTimer(bool),
    Mwi(Mwi),
    AutoAnswer(AutoAnswer),
    CallWaiting(bool),
    Publish(bool),
    Push(bool),
    DnsSrv(bool),
    OutboundProxyTransport(Transport),
    AllowSelfSigned(bool),
    LockSettings(bool),
    ExternalPrefix(String),
    DialPlan(Vec<DialPattern>),
    EmergencyNumbers(Vec<String>),
    StripChars(String),
    InternationalRewrite(bool),
    Keys(Vec<Key>),
    Contacts(Vec<Contact>),
    ContactsUrl(String),
    ContactsCarddav(String),
    ContactsLdap(Ldap),
    Language(Language),
    Timezone(Timezone),
    RingStrategy(RingStrategy),
}

impl Setting {
    #[must_use]
    pub fn variable(&self) -> Variable {
        match self {
            Self::DisplayName(_) => Variable::DisplayName,
            Self::Label(_) => Variable::Label,
            Self::Domain(_) => Variable::Domain,
            Self::Registrar(_) => Variable::Registrar,
            Self::Register(_) => Variable::Register,
            Self::OutboundProxy(_) => Variable::OutboundProxy,
            Self::BackupRegistrar(_) => Variable::BackupRegistrar,
            Self::CallerId(_) => Variable::CallerId,
            Self::Transport(_) => Variable::Transport,
            Self::Srtp(_) => Variable::Srtp,
            Self::ExpiryS(_) => Variable::ExpiryS,
            Self::VoicemailNumber(_) => Variable::VoicemailNumber,
            Self::CaOnClients(_) => Variable::CaOnClients,
            Self::WsPath(_) => Variable::WsPath,
            Self::Codecs(_) => Variable::Codecs,
            Self::Dtmf(_) => Variable::Dtmf,
            Self::KeepaliveS(_) => Variable::KeepaliveS,
            Self::Ice(_) => Variable::Ice,
            Self::Stun(_) => Variable::Stun,
            Self::Turn(_) => Variable::Turn,
            Self::Rport(_) => Variable::Rport,
            Self::SipOutbound(_) => Variable::SipOutbound,
            Self::PublicAddress(_) => Variable::PublicAddress,
            Self::PtimeMs(_) => Variable::PtimeMs,
            Self::SessionTimer(_) => Variable::SessionTimer,
            Self::Mwi(_) => Variable::Mwi,
            Self::AutoAnswer(_) => Variable::AutoAnswer,
            Self::CallWaiting(_) => Variable::CallWaiting,
            Self::Publish(_) => Variable::Publish,
            Self::Push(_) => Variable::Push,
            Self::DnsSrv(_) => Variable::DnsSrv,
            Self::OutboundProxyTransport(_) => Variable::OutboundProxyTransport,
            Self::AllowSelfSigned(_) => Variable::AllowSelfSigned,
            Self::LockSettings(_) => Variable::LockSettings,
            Self::ExternalPrefix(_) => Variable::ExternalPrefix,
            Self::DialPlan(_) => Variable::DialPlan,
            Self::EmergencyNumbers(_) => Variable::EmergencyNumbers,
            Self::StripChars(_) => Variable::StripChars,
            Self::InternationalRewrite(_) => Variable::InternationalRewrite,
            Self::Keys(_) => Variable::Keys,
            Self::Contacts(_) => Variable::Contacts,
            Self::ContactsUrl(_) => Variable::ContactsUrl,
            Self::ContactsCarddav(_) => Variable::ContactsCarddav,
            Self::ContactsLdap(_) => Variable::ContactsLdap,
            Self::Language(_) => Variable::Language,
            Self::Timezone(_) => Variable::Timezone,
            Self::RingStrategy(_) => Variable::RingStrategy,
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DisplayName(text)
            | Self::Label(text)
            | Self::Domain(text)
            | Self::VoicemailNumber(text)
            | Self::CaOnClients(text)
            | Self::CallerId(text)
            | Self::WsPath(text) => f.write_str(text),
            Self::Registrar(server) | Self::OutboundProxy(server) | Self::BackupRegistrar(server) => write!(f, "{server}"),
            Self::Transport(transport) => write!(f, "{transport}"),
            Self::Srtp(srtp) => f.write_str(srtp.as_str()),
            Self::ExpiryS(number) | Self::KeepaliveS(number) | Self::PtimeMs(number) => write!(f, "{number}"),
            Self::Codecs(codecs) => f.write_str(&codecs.iter().map(|codec| codec.as_str()).collect::<Vec<_>>().join(", ")),
            Self::Dtmf(dtmf) => f.write_str(dtmf.as_str()),
            Self::Ice(on)
            | Self::SessionTimer(on)
            | Self::Register(on)
            | Self::Rport(on)
            | Self::SipOutbound(on)
            | Self::CallWaiting(on)
            | Self::Publish(on)
            | Self::Push(on)
            | Self::DnsSrv(on)
            | Self::AllowSelfSigned(on)
            | Self::LockSettings(on)
            | Self::InternationalRewrite(on) => write!(f, "{on}"),
            Self::PublicAddress(address) => write!(f, "{address}"),
            Self::Language(language) => f.write_str(language.as_str()),
            Self::Timezone(zone) => f.write_str(zone.as_str()),
            Self::Stun(server) | Self::Turn(server) => write!(f, "{server}"),
            Self::Mwi(mwi) => f.write_str(mwi.as_str()),
            Self::AutoAnswer(answer) => f.write_str(answer.as_str()),
            Self::OutboundProxyTransport(transport) => write!(f, "{transport}"),
            Self::ExternalPrefix(digits) => f.write_str(digits),
            Self::DialPlan(plan) => f.write_str(&listed(plan)),
            Self::EmergencyNumbers(numbers) => f.write_str(&numbers.join(", ")),
            Self::StripChars(chars) => f.write_str(chars),
            Self::Keys(keys) => f.write_str(&listed(keys)),
            Self::Contacts(contacts) => f.write_str(&listed(contacts)),
            Self::ContactsUrl(url) | Self::ContactsCarddav(url) => f.write_str(url),
            Self::ContactsLdap(ldap) => write!(f, "{ldap}"),
            Self::RingStrategy(strategy) => f.write_str(strategy.as_str()),
        }
    }
}

fn listed<T: fmt::Display>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Whom a value is for, from the general to the particular: the greater one wins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "of", content = "name")]
pub enum Level {
    Organisation,
    /// A site of `numbers.sites`: the extensions that its blocks hold.
    Site(String),
    Department(Department),
    /// Everybody with a device of this kind.
    DeviceKind(String),
    Person(PersonId),
    /// By label, serial number, MAC address or name.
    Device(String),
}

impl Level {
    /// "department `Bauamt`".
    #[must_use]
    pub fn words(&self) -> Words {
        let named = |en: &str, de: &str, name: &str| Words::new(format!("{en} `{name}`"), format!("{de} `{name}`"));
        match self {
            Self::Organisation => Words::new("organisation", "Organisation"),
            Self::Site(name) => named("site", "Standort", name),
            Self::Department(name) => named("department", "Amt", name.as_str()),
            Self::DeviceKind(name) => named("device kind", "Geräteart", name),
            Self::Person(name) => named("person", "Person", name.as_str()),
            Self::Device(name) => named("device", "Gerät", name),
        }
    }
}

/// The values of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub level: Level,
    /// Where its name stands.
    pub at: Place,
    pub settings: Vec<(Setting, Place)>,
}

/// The section as a list, in the order of [`Level`].
pub(super) fn overrides(fields: &mut Fields<'_>, table: &Table<'_>, numbers: Option<&Numbers>) -> Vec<Override> {
    let mut all = Vec::new();
    if let Some(field) = table.get(fields, "organisation") {
        let at = Place::at(SITE_FILE, field.node.line, field.node.column);
        all.extend(settings(fields, &field).map(|settings| Override { level: Level::Organisation, at, settings }));
    }
    named(fields, table, "sites", &mut all, |f, key, at| {
        site_is_known(f, key, at, numbers);
        Some(Level::Site(key.to_owned()))
    });
    named(fields, table, "departments", &mut all, |_, key, _| key.trim().parse().ok().map(Level::Department));
    named(fields, table, "device_kinds", &mut all, |f, key, at| {
        if !DEVICE_KINDS.contains(&key) {
            unknown_kind(f, key, at);
        }
        Some(Level::DeviceKind(key.to_owned()))
    });
    named(fields, table, "persons", &mut all, |_, key, _| key.trim().parse().ok().map(Level::Person));
    named(fields, table, "devices", &mut all, |_, key, _| Some(Level::Device(key.trim().to_owned())));
    all.sort_by(|a, b| a.level.cmp(&b.level));
    all
}

/// Adds what other sections say of all lines, where the organisation itself does not.
pub(super) fn with_defaults(mut all: Vec<Override>, more: Vec<(Setting, Place)>) -> Vec<Override> {
    let Some((_, first)) = more.first() else { return all };
    if all.first().is_none_or(|level| level.level != Level::Organisation) {
        all.insert(0, Override { level: Level::Organisation, at: first.clone(), settings: Vec::new() });
    }
    let own = &mut all[0].settings;
    for (setting, at) in more {
        if !own.iter().any(|(known, _)| known.variable() == setting.variable()) {
            own.push((setting, at));
        }
    }
    all
}

/// Every emergency number of any level, in order.
pub(super) fn emergency_numbers(all: &[Override]) -> Vec<String> {
    let told = all.iter().flat_map(|level| &level.settings).filter_map(|(setting, _)| match setting {
        Setting::EmergencyNumbers(numbers) => Some(numbers),
        _ => None,
    });
    told.flatten().cloned().collect::<BTreeSet<String>>().into_iter().collect()
}

/// Kinds of devices in a condition.
pub(super) fn device_kinds(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<String>> {
    fields.set(field, |f, item| f.choice(item, &DEVICE_KINDS.map(|kind| (kind, kind.to_owned()))))
}

fn named(
    fields: &mut Fields<'_>,
    table: &Table<'_>,
    key: &str,
    all: &mut Vec<Override>,
    mut level: impl FnMut(&mut Fields<'_>, &str, &Place) -> Option<Level>,
) {
    let Some(field) = table.get(fields, key) else { return };
    let Some(names) = fields.names(&field) else { return };
    for (entry, value) in names.named(fields) {
        let at = Place::at(SITE_FILE, entry.line, entry.column);
        let level = level(fields, &entry.key, &at);
        let settings = settings(fields, &value);
        if level.is_none() {
            let place = fields.place_at(entry.line, entry.column);
            let what = Words::new("a name is empty", "ein Name ist leer");
            let todo = Words::new("write the name, or remove the entry", "den Namen schreiben oder den Eintrag entfernen");
            fields.complain(&codes::BAD_VALUE, place, "", what, todo);
        }
        if let (Some(level), Some(settings)) = (level, settings) {
            all.push(Override { level, at, settings });
        }
    }
}

/// The same variables on every level.
fn settings(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<(Setting, Place)>> {
    let table = fields.map(&field.like("overrides.*"))?;
    let mut settings = Vec::new();
    for variable in Variable::ALL {
        let Some(value) = table.get(fields, variable.as_str()) else { continue };
        let at = Place::at(SITE_FILE, value.node.line, value.node.column);
        settings.extend(setting(fields, variable, &value).map(|setting| (setting, at)));
    }
    Some(settings)
}

fn setting(fields: &mut Fields<'_>, variable: Variable, field: &Field<'_>) -> Parsed<Setting> {
    Some(match variable {
        Variable::DisplayName => Setting::DisplayName(fields.owned(field)?),
        Variable::Label => Setting::Label(label(fields, field)?),
        Variable::Domain => Setting::Domain(fields.host(field)?),
        Variable::Registrar => Setting::Registrar(server(fields, field)?),
        Variable::Register => Setting::Register(fields.boolean(field)?),
        Variable::OutboundProxy => Setting::OutboundProxy(server(fields, field)?),
        Variable::BackupRegistrar => Setting::BackupRegistrar(server(fields, field)?),
        Variable::CallerId => Setting::CallerId(dialled(fields, field)?),
        Variable::Transport => Setting::Transport(fields.word(field)?),
        Variable::Srtp => Setting::Srtp(read::srtp(fields, field)?),
        Variable::ExpiryS => Setting::ExpiryS(fields.number(field, 60, 86_400)?),
        Variable::VoicemailNumber => Setting::VoicemailNumber(dialled(fields, field)?),
        Variable::CaOnClients => Setting::CaOnClients(read::absolute(fields, field)?),
        Variable::WsPath => Setting::WsPath(read::ws_path(fields, field)?),
        Variable::Codecs => Setting::Codecs(codecs(fields, field)?),
        Variable::Dtmf => Setting::Dtmf(fields.choice(field, &Dtmf::ALL.map(|dtmf| (dtmf.as_str(), dtmf)))?),
        Variable::KeepaliveS => Setting::KeepaliveS(fields.number(field, 5, 600)?),
        Variable::Ice => Setting::Ice(fields.boolean(field)?),
        Variable::Stun => Setting::Stun(fields.host_port(field, STUN_PORT)?),
        Variable::Turn => Setting::Turn(fields.host_port(field, STUN_PORT)?),
        Variable::Rport => Setting::Rport(fields.boolean(field)?),
        Variable::SipOutbound => Setting::SipOutbound(fields.boolean(field)?),
        Variable::PublicAddress => Setting::PublicAddress(fields.word(field)?),
        Variable::PtimeMs => Setting::PtimeMs(ptime(fields, field)?),
        Variable::SessionTimer => Setting::SessionTimer(fields.boolean(field)?),
        Variable::Mwi => Setting::Mwi(fields.choice(field, &Mwi::ALL.map(|mwi| (mwi.as_str(), mwi)))?),
        Variable::AutoAnswer => {
            Setting::AutoAnswer(fields.choice(field, &AutoAnswer::ALL.map(|answer| (answer.as_str(), answer)))?)
        }
        Variable::CallWaiting => Setting::CallWaiting(fields.boolean(field)?),
        Variable::Publish => Setting::Publish(fields.boolean(field)?),
        Variable::Push => Setting::Push(fields.boolean(field)?),
        Variable::DnsSrv => Setting::DnsSrv(fields.boolean(field)?),
        Variable::OutboundProxyTransport => Setting::OutboundProxyTransport(fields.word(field)?),
        Variable::AllowSelfSigned => Setting::AllowSelfSigned(fields.boolean(field)?),
        Variable::LockSettings => Setting::LockSettings(fields.boolean(field)?),
        Variable::ExternalPrefix => Setting::ExternalPrefix(fields.digits(field, 0, 3)?),
        Variable::DialPlan => Setting::DialPlan(fields.set(field, Fields::word)?),
        Variable::EmergencyNumbers => Setting::EmergencyNumbers(fields.set(field, emergency_number)?),
        Variable::StripChars => Setting::StripChars(strip_chars(fields, field)?),
        Variable::InternationalRewrite => Setting::InternationalRewrite(fields.boolean(field)?),
        Variable::Keys => Setting::Keys(directory::keys(fields, field)?),
        Variable::Contacts => Setting::Contacts(directory::contacts(fields, field)?),
        Variable::ContactsUrl => Setting::ContactsUrl(directory::url(fields, field)?),
        Variable::ContactsCarddav => Setting::ContactsCarddav(directory::url(fields, field)?),
        Variable::ContactsLdap => Setting::ContactsLdap(directory::ldap(fields, field)?),
        Variable::Language => {
            Setting::Language(fields.choice(field, &Language::ALL.map(|language| (language.as_str(), language)))?)
        }
        Variable::Timezone => Setting::Timezone(fields.choice(field, &Timezone::ALL.map(|zone| (zone.as_str(), zone)))?),
        Variable::RingStrategy => {
            Setting::RingStrategy(fields.choice(field, &RingStrategy::ALL.map(|strategy| (strategy.as_str(), strategy)))?)
        }
    })
}

fn server(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Server> {
    // The port is the file's where no other default changes it.
    let (one, two) = (fields.host_port(field, 5060)?, fields.host_port(field, 5061)?);
    Some(Server { host: one.host.to_string(), port: (one.port == two.port).then_some(one.port) })
}

/// What a label may name of its line.
pub const LABEL_PARTS: [&str; 2] = ["{extension}", "{name}"];

/// A short text whose braces are those of [`LABEL_PARTS`].
fn label(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let rest = LABEL_PARTS.iter().fold(text.to_owned(), |rest, part| rest.replace(part, ""));
    if text.chars().count() <= 64 && !rest.contains(['{', '}', ';']) {
        Some(text.to_owned())
    } else {
        fields.bad_value(field, text)
    }
}

/// As people dial it. Longer ones are no emergency numbers, and a list of them would hide what a plan means.
fn emergency_number(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    fields.digits(field, 2, 8)
}

/// What every codec of ours can be cut into.
fn ptime(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<u32> {
    let ms = fields.number(field, 10, 60)?;
    if ms % 10 == 0 { Some(ms) } else { fields.bad_value(field, &ms.to_string()) }
}

/// At least one, each once, the best first.
fn codecs(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Codec>> {
    let codecs = fields.set(field, |f, item| f.choice(item, &Codec::ALL.map(|codec| (codec.as_str(), codec))))?;
    if codecs.is_empty() { fields.bad_value(field, "[]") } else { Some(codecs) }
}

/// Blanks at the ends are meant, so the text is not trimmed.
fn strip_chars(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    match field.node.text() {
        Some(text) if dialling::is_strippable(text) => Some(text.to_owned()),
        Some(text) => fields.bad_value(field, text),
        None => fields.wrong_type(field),
    }
}

/// What a client dials as it stands: digits, with the stars and hashes of feature codes.
pub(super) fn dialled(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let ok = text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#' | b'+'));
    if ok { Some(text.to_owned()) } else { fields.bad_value(field, text) }
}

pub(super) fn site_is_known(fields: &mut Fields<'_>, key: &str, at: &Place, numbers: Option<&Numbers>) {
    // Sites that did not parse have findings of their own.
    let Some(numbers) = numbers else { return };
    let names: Vec<&str> = numbers.sites.iter().map(|site| site.name.as_str()).collect();
    if names.contains(&key) {
        return;
    }
    let todo = match keys::nearest_name(key, names.iter().copied()) {
        Some(meant) => Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?")),
        None if names.is_empty() => Words::new(
            "name the site in `numbers.sites`, with its blocks",
            "den Standort mit seinen Blöcken in `numbers.sites` nennen",
        ),
        None => {
            let names = names.join("`, `");
            Words::new(format!("write one of `{names}`"), format!("eines von `{names}` schreiben"))
        }
    };
    let name = short(key);
    let what =
        Words::new(format!("`numbers.sites` has no site `{name}`"), format!("`numbers.sites` hat keinen Standort `{name}`"));
    let place = fields.place_at(at.line(), at.column());
    fields.complain(&codes::UNKNOWN_SITE, place, key, what, todo);
}

fn unknown_kind(fields: &mut Fields<'_>, key: &str, at: &Place) {
    let todo = match keys::nearest_name(key, DEVICE_KINDS) {
        Some(meant) => Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?")),
        None => {
            let all = DEVICE_KINDS.join("`, `");
            Words::new(format!("write one of `{all}`"), format!("eines von `{all}` schreiben"))
        }
    };
    let name = short(key);
    let what = Words::new(format!("there is no kind of device `{name}`"), format!("es gibt keine Geräteart `{name}`"));
    let place = fields.place_at(at.line(), at.column());
    fields.complain(&codes::BAD_VALUE, place, "", what, todo);
}
