//! Which values of the site file's `overrides` hold for a line, and which of them reach nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::clients::ClientFacts;
use super::codes;
use super::model::{Line, Overridden};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Department, HostPort, PersonId, Transport};
use crate::inventory::model::{Device, DeviceKind, ExtensionEntry, Inventory, Owners, Person};
use crate::inventory::numbers;
use crate::policy::keys;
use crate::policy::overrides::{LABEL_PARTS, Level, Override, Setting, Variable};
use crate::policy::site::Site;

/// The levels of the site file, and whose devices there are.
pub(super) struct Overrides<'a> {
    site: &'a Site,
    levels: BTreeMap<&'a Level, &'a Override>,
    owners: Owners<'a>,
    /// Marks of devices that the site file names, in lower case, to its level.
    marks: BTreeMap<String, &'a Override>,
}

/// What won for one line.
#[derive(Default)]
pub(super) struct Won<'a> {
    /// Every level that has a say here, also where a more specific one outvotes it.
    levels: Vec<&'a Level>,
    settings: BTreeMap<Variable, (&'a Setting, &'a Level, &'a Place)>,
    /// Two kinds or devices of one person that disagree.
    pub contradictions: Vec<(Variable, &'a Level, &'a Level, &'a Place)>,
}

impl<'a> Overrides<'a> {
    pub(super) fn new(inventory: &'a Inventory, site: &'a Site) -> Self {
        let mut all = Self {
            site,
            levels: site.overrides.iter().map(|level| (&level.level, level)).collect(),
            owners: Owners::new(inventory),
            marks: BTreeMap::new(),
        };
        for level in &site.overrides {
            if let Level::Device(name) = &level.level {
                all.marks.insert(mark(name), level);
            }
        }
        all
    }

    /// The devices of a person, or else of the extension.
    pub(super) fn devices(&self, entry: &ExtensionEntry, person: Option<&Person>) -> Vec<&'a Device> {
        self.owners.devices(entry, person)
    }

    /// What holds for one extension.
    pub(super) fn of(&self, entry: &ExtensionEntry, person: Option<&Person>) -> Won<'a> {
        let mut won = Won::default();
        if self.levels.is_empty() {
            return won;
        }
        won.take(self.levels.get(&Level::Organisation).copied());
        let site = numbers::heads(&self.site.numbers).find(|head| head.covers(entry.number.as_str()) == Some(true));
        if let Some(name) = site.and_then(|head| head.name) {
            won.take(self.levels.get(&Level::Site(name.to_owned())).copied());
        }
        if let Some(department) = person.and_then(|person| person.department.as_ref()) {
            won.take(self.levels.get(&Level::Department(department.value.clone())).copied());
        }
        let devices = self.devices(entry, person);
        let kinds: BTreeSet<&str> = devices.iter().map(|device| kind_word(device.kind)).collect();
        won.take_equals(kinds.into_iter().filter_map(|kind| self.levels.get(&Level::DeviceKind(kind.to_owned())).copied()));
        if let Some(person) = person {
            won.take(self.levels.get(&Level::Person(person.id.clone())).copied());
        }
        won.take_equals(devices.iter().filter_map(|device| marks(device).find_map(|mark| self.marks.get(&mark).copied())));
        won
    }

    /// Levels of names that the inventory has.
    pub(super) fn known(&self, inventory: &'a Inventory) -> Vec<&'a Override> {
        let unknown: BTreeSet<&Level> = self.not_in(inventory).into_iter().map(|(level, ..)| &level.level).collect();
        self.levels.values().copied().filter(|level| !unknown.contains(&level.level)).collect()
    }

    /// Names that the inventory does not have, told with the nearest one.
    pub(super) fn unknown(&self, inventory: &'a Inventory) -> Vec<Finding> {
        self.not_in(inventory).into_iter().map(|(level, name, near)| unknown(level, name, near)).collect()
    }

    fn not_in(&self, inventory: &'a Inventory) -> Vec<(&'a Override, &'a str, Option<&'a str>)> {
        let mut not_in = Vec::new();
        let departments: BTreeSet<&Department> = inventory
            .persons
            .iter()
            .filter_map(|person| person.department.as_ref())
            .map(|department| &department.value)
            .collect();
        let persons: BTreeSet<&PersonId> = inventory.persons.iter().map(|person| &person.id).collect();
        let known: BTreeSet<String> = inventory.devices.iter().flat_map(marks).collect();
        let kinds: BTreeSet<&str> = inventory.devices.iter().map(|device| kind_word(device.kind)).collect();
        for level in self.levels.values() {
            let (is, name) = match &level.level {
                Level::Organisation | Level::Site(_) => continue,
                Level::Department(name) => (departments.contains(name), name.as_str()),
                Level::Person(id) => (persons.contains(id), id.as_str()),
                Level::DeviceKind(name) => (kinds.contains(name.as_str()), name.as_str()),
                Level::Device(name) => (known.contains(&mark(name)), name.as_str()),
            };
            if is {
                continue;
            }
            let near = match &level.level {
                Level::Department(_) => keys::nearest_name(name, departments.iter().map(|name| name.as_str())),
                Level::Person(_) => keys::nearest_name(name, persons.iter().map(|id| id.as_str())),
                // As it is written in the list, not as it was compared.
                Level::Device(_) => keys::nearest_name(name, inventory.devices.iter().flat_map(written_marks)),
                Level::Organisation | Level::Site(_) | Level::DeviceKind(_) => None,
            };
            not_in.push((*level, name, near));
        }
        not_in
    }
}

impl<'a> Won<'a> {
    fn take(&mut self, level: Option<&'a Override>) {
        self.levels.extend(level.map(|level| &level.level));
        for (setting, at) in level.into_iter().flat_map(|level| &level.settings) {
            if let Some(level) = level {
                self.settings.insert(setting.variable(), (setting, &level.level, at));
            }
        }
    }

    /// Levels of one rank: the first one counts, and a second one that says something else is told.
    fn take_equals(&mut self, levels: impl Iterator<Item = &'a Override>) {
        let mut first = Won::default();
        for level in levels {
            self.levels.push(&level.level);
            for (setting, at) in &level.settings {
                match first.settings.get(&setting.variable()) {
                    Some((before, of, _)) if *before != setting => {
                        self.contradictions.push((setting.variable(), *of, &level.level, at));
                    }
                    Some(_) => {}
                    None => {
                        first.settings.insert(setting.variable(), (setting, &level.level, at));
                    }
                }
            }
        }
        self.settings.extend(first.settings);
    }

    /// The transport, where a level says it.
    pub(super) fn transport(&self) -> Option<Transport> {
        match self.settings.get(&Variable::Transport) {
            Some((Setting::Transport(transport), ..)) => Some(*transport),
            _ => None,
        }
    }

    /// The registrar for a transport, where a level says it.
    pub(super) fn registrar(&self, transport: Transport) -> Option<HostPort> {
        match self.settings.get(&Variable::Registrar) {
            Some((Setting::Registrar(server), ..)) => Some(server.at(transport)),
            _ => None,
        }
    }

    pub(super) fn levels(&self) -> impl Iterator<Item = &'a Level> {
        self.levels.iter().copied()
    }

    /// Everything that was decided here.
    pub(super) fn all(&self) -> impl Iterator<Item = (Variable, &'a Level, &'a Place)> {
        self.settings.iter().map(|(variable, (_, level, at))| (*variable, *level, *at))
    }

    /// Level and place of what was decided here.
    pub(super) fn of(&self, variable: Variable) -> Option<(&'a Level, &'a Place)> {
        self.settings.get(&variable).map(|(_, level, at)| (*level, *at))
    }

    /// Puts all values into the line and notes where each came from. Transport and registrar are there already.
    pub(super) fn apply(&self, line: &mut Line, client: &ClientFacts) {
        let to_proxy = match self.settings.get(&Variable::OutboundProxyTransport) {
            Some((Setting::OutboundProxyTransport(own), ..)) => Some(*own),
            _ => None,
        };
        // What a client has no setting for is told elsewhere, and must not be taken for what it does.
        let to_proxy = to_proxy.filter(|_| client.holds(Variable::OutboundProxyTransport, line.transport));
        for (variable, (setting, level, at)) in &self.settings {
            match setting {
                Setting::DisplayName(name) => line.display_name = name.into(),
                // Behind the name in the order of variables, which may be another than the list's.
                Setting::Label(label) => {
                    let [extension, name] = LABEL_PARTS;
                    let label = label.replace(extension, line.extension.as_str()).replace(name, &line.display_name);
                    line.media.label = Some(label);
                }
                Setting::Domain(domain) => line.domain = domain.into(),
                Setting::Register(on) => line.media.register = Some(*on),
                Setting::Rport(on) => line.media.rport = Some(*on),
                Setting::SipOutbound(on) => line.media.sip_outbound = Some(*on),
                Setting::PublicAddress(address) => line.media.public_address = Some(*address),
                Setting::CallWaiting(on) => line.media.call_waiting = Some(*on),
                Setting::Publish(on) => line.media.publish = Some(*on),
                Setting::Push(on) => line.media.push = Some(*on),
                Setting::EmergencyNumbers(numbers) => line.media.dialling.emergency.clone_from(numbers),
                Setting::Language(language) => line.media.language = Some(*language),
                Setting::Timezone(zone) => line.media.timezone = Some(*zone),
                Setting::Srtp(srtp) => line.srtp = *srtp,
                Setting::ExpiryS(seconds) => line.expiry_s = *seconds,
                Setting::VoicemailNumber(number) => line.mailbox = Some(number.as_str().into()),
                Setting::Codecs(codecs) => line.media.codecs.clone_from(codecs),
                Setting::Dtmf(dtmf) => line.media.dtmf = Some(*dtmf),
                Setting::KeepaliveS(seconds) => line.media.keepalive_s = Some(*seconds),
                Setting::Ice(on) => line.media.ice = Some(*on),
                Setting::Stun(server) => line.media.stun = Some(server.clone()),
                Setting::Turn(server) => line.media.turn = Some(server.clone()),
                Setting::PtimeMs(ms) => line.media.ptime_ms = Some(*ms),
                Setting::SessionTimer(on) => line.media.session_timer = Some(*on),
                Setting::Mwi(mwi) => line.media.mwi = Some(*mwi),
                Setting::AutoAnswer(answer) => line.media.auto_answer = Some(*answer),
                Setting::OutboundProxy(server) => {
                    line.media.outbound_proxy = Some(server.at(to_proxy.unwrap_or(line.transport)));
                }
                Setting::BackupRegistrar(server) => line.media.backup_registrar = Some(server.at(line.transport)),
                Setting::CallerId(number) => line.media.caller_id = Some(number.clone()),
                Setting::DnsSrv(on) => line.media.dns_srv = Some(*on),
                Setting::OutboundProxyTransport(_) => line.media.proxy_transport = to_proxy,
                Setting::AllowSelfSigned(on) => {
                    line.media.allow_self_signed = Some(*on).filter(|_| client.holds(Variable::AllowSelfSigned, line.transport));
                }
                Setting::LockSettings(on) => line.media.lock_settings = Some(*on),
                Setting::ExternalPrefix(digits) => line.media.dialling.external_prefix = Some(digits.clone()),
                Setting::DialPlan(plan) => line.media.dialling.plan.clone_from(plan),
                Setting::StripChars(chars) => line.media.dialling.strip_chars = Some(chars.clone()),
                Setting::InternationalRewrite(on) => line.media.dialling.international_rewrite = Some(*on),
                Setting::Keys(keys) => line.media.keys.clone_from(keys),
                Setting::Contacts(contacts) => line.media.contacts.clone_from(contacts),
                Setting::ContactsCarddav(url) => line.media.contacts_carddav = Some(url.clone()),
                Setting::ContactsUrl(url) => line.media.contacts_url = Some(url.clone()),
                Setting::ContactsLdap(ldap) => line.media.contacts_ldap = Some(ldap.clone()),
                // Asked for where they are needed; the plan decides the first two before it makes the line.
                Setting::Transport(_)
                | Setting::Registrar(_)
                | Setting::CaOnClients(_)
                | Setting::WsPath(_)
                | Setting::RingStrategy(_) => {}
            }
            let own = Overridden { value: setting.to_string(), level: (*level).clone(), at: (*at).clone() };
            line.overridden.insert(*variable, own);
        }
    }
}

/// The word of the site file for a kind; none of them for what no list tells.
#[must_use]
pub fn kind_word(kind: DeviceKind) -> &'static str {
    kind.word()
}

/// Everything a device is called by, in lower case; a MAC address in any notation.
fn marks(device: &Device) -> impl Iterator<Item = String> {
    written_marks(device).map(mark).collect::<Vec<_>>().into_iter()
}

fn written_marks(device: &Device) -> impl Iterator<Item = &str> {
    let fields = [&device.label, &device.serial, &device.name].into_iter().filter_map(|field| field.as_ref());
    let mac = device.mac.as_ref().map(|mac| mac.value.as_str());
    std::iter::once(device.id.as_str()).chain(fields.map(|field| field.value.as_str())).chain(mac)
}

fn mark(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let bare: String = lower.chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
    if bare.len() == 12 && bare.bytes().all(|byte| byte.is_ascii_hexdigit()) { bare } else { lower }
}

fn unknown(level: &Override, name: &str, near: Option<&str>) -> Finding {
    let words = level.level.words();
    let what = Words::new(
        format!("`overrides` names the {}, which is not in the inventory", words.en),
        format!("`overrides` nennt, was nicht im Inventar steht: {}", words.de),
    );
    let todo = match near {
        Some(meant) => Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?")),
        None => Words::new(
            "write the name as `deskshift inventory show` has it, or remove the entry",
            "den Namen schreiben, wie ihn `deskshift inventory show` nennt, oder den Eintrag entfernen",
        ),
    };
    codes::OVERRIDE_UNKNOWN.finding(Some(level.at.clone()), what).about(name).todo(todo)
}
