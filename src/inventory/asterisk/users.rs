//! users.conf: people with their number, name, mail, telephone and mailbox in one section.

use std::collections::BTreeMap;

use super::acl::Acls;
use super::bounded::Bounded;
use super::codes::{lists, sip as sip_codes};
use super::config::{Config, Section, Variable};
use super::groups::Groups;
use super::named::Names;
use super::peer::{self, Field, Peers};
use super::peer_options::{self, OF_PEER, OF_USER};
use super::pjsip::is_true;
use super::pjsip::phoneprov::Phone;
use super::sip::{field, last, tell_unread};
use super::voicemail;
use crate::diag::{Finding, Words};
use crate::domain::{Extension, Mac, Secrets};
use crate::inventory::kind;
use crate::inventory::model::{
    Device, DeviceKind, DeviceLine, DeviceProtocol, ExtensionEntry, ExtensionKind, Mailbox, Obstacle, Person, Ring, Sourced,
};
use crate::inventory::staff::codes;
use crate::inventory::staff::{Entry, mac, person_id, split_display};
use crate::inventory::subscriber;
use crate::inventory::table::Tally;
use crate::inventory::table::beside::Beside;

/// What users.conf gives to the inventory.
#[derive(Debug, Default)]
pub struct Users {
    /// In file order.
    pub extensions: Vec<ExtensionEntry>,
    pub people: Vec<Entry>,
    pub devices: Vec<Device>,
    pub mailboxes: Vec<Mailbox>,
    /// Address lists.
    pub obstacles: Vec<Obstacle>,
    /// Further numbers that ring a user, and the name of its section.
    pub alternates: Vec<(Sourced<String>, String)>,
    /// Keys `pbx/users/<section>` and `pbx/mailbox/<context>/<section>`.
    pub secrets: Secrets,
    pub findings: Vec<Finding>,
}

/// Reads the users.
pub(super) fn users(config: &Config, groups: &mut Groups, names: &Names, acls: &Acls) -> Users {
    let general: Vec<Section<'_>> =
        config.sections().filter(|section| !section.is_template() && section.name().eq_ignore_ascii_case("general")).collect();
    let default = |key: &str| general.iter().rev().find_map(|section| last(*section, key));
    let mut out = Users::default();
    let mut unread = Tally::default();
    let mut not_sip = subscriber::NotSip::default();
    let mut beside: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut pins = Secrets::default();
    let mut others: BTreeMap<String, ExtensionEntry> = BTreeMap::new();
    let mut findings = Bounded::default();
    let mut options = Beside::default();
    let mut peers = Peers::new("pbx/users", Some("asterisk".to_owned()), groups, names);
    for section in config.sections().filter(|section| !section.is_template()) {
        let name = section.name();
        if name.eq_ignore_ascii_case("general") {
            continue;
        }
        let own = |key: &str| last(section, key).filter(|variable| !variable.value().is_empty());
        let value = |key: &str| own(key).or_else(|| default(key));
        let is_set = |key: &str| value(key).is_some_and(|variable| is_true(variable.value()));
        // The name, the number and the password of `[general]` are no user's.
        let fields = |key: &str| -> Option<Field> {
            match key {
                "type" => None,
                "host" => own("host").map(field).or_else(|| Some(dynamic(section))),
                "mailbox" => own("mailbox").map(field).or_else(|| is_set("hasvoicemail").then(|| here(section, name))),
                "callerid" => own("callerid").or_else(|| own("cid_number")).map(field),
                "fullname" | "secret" | "md5secret" => own(key).map(field),
                key => value(key).map(field),
            }
        };
        let channel = own("dahdichan").or_else(|| own("zapchan"));
        let other = channel.or_else(|| value("hasiax").filter(|iax| is_true(iax.value())));
        let lines = || general.iter().flat_map(|section| section.variables()).chain(section.variables());
        let held: [&[&str]; 2] = [OF_PEER, OF_USER];
        if is_set("hassip") {
            let mut entry = peers.add(name, &section.place(), &fields, None);
            peer_options::take(name, lines(), &held, entry.as_deref_mut(), &mut options);
            let list = |option: &'static str| peer_options::values(lines(), option);
            out.obstacles.extend(entry.and_then(|entry| peer_options::obstacle(entry, &list, acls)));
            let shown = own("cid_number").filter(|shown| name.parse::<Extension>().is_ok() && shown.value() != name);
            let second = channel.or_else(|| own("hasiax").filter(|iax| is_true(iax.value())));
            for variable in [shown, second].into_iter().flatten() {
                let key = if variable.key().eq_ignore_ascii_case("cid_number") { "cid_number" } else { "dahdichan, hasiax" };
                beside.entry(key).or_default().add(|| variable.value_place(), || format!("[{name}]"));
            }
        } else if let Some(mut entry) = without_sip(section, name, own("fullname"), other) {
            peer_options::take(name, lines(), &held, Some(&mut entry), &mut options);
            if let Some(other) = other {
                not_sip.add(&entry.number, other.key(), &entry.at);
            }
            others.entry(name.to_owned()).or_insert(entry);
        } else {
            unread.add(|| section.place(), || format!("[{name}]"));
        }
        if is_set("hasvoicemail") {
            let context = value("vmcontext").map_or("default", Variable::value).to_owned();
            let full = own("fullname").map(|variable| Sourced::new(variable.value().to_owned(), variable.value_place()));
            let email = own("email").map(|variable| Sourced::new(variable.value().to_owned(), variable.value_place()));
            let pin = own("vmsecret").map(|pin| pins.insert(voicemail::key(&context, name), voicemail::pin(pin.value())));
            out.mailboxes.push(Mailbox { name: full, pin, email, ..Mailbox::new(name, context, section.place()) });
        }
        if let Some(list) = own("alternateexts") {
            let at = list.value_place();
            let numbers = list.value().split(',').map(str::trim).filter(|number| !number.is_empty());
            out.alternates.extend(numbers.map(|number| (Sourced::new(number.to_owned(), at.clone()), name.to_owned())));
        }
        let address = own("macaddress").or_else(|| own("mac")).and_then(|variable| hardware(variable, name, &mut findings));
        if let Some(address) = &address {
            out.devices.push(device(name, address, own("fullname")));
        }
        // A fax machine is in the list of extensions and no person.
        if let Some(full) = own("fullname").filter(|full| kind::by_name(full.value()).is_none()) {
            out.people.push(person(name, full, own("email"), address));
        }
    }
    let (extensions, secrets, told) = peers.finish();
    told.into_vec().into_iter().for_each(|finding| findings.push(finding));
    if let Some(first) = extensions.first() {
        findings.push(peer::chan_sip(first.at.clone(), extensions.len()));
    }
    let of = Words::new("options of users.conf that no field holds", "Optionen der users.conf, die kein Feld aufnimmt");
    options.tell(&lists::OPTION_UNHELD, &of, false).into_iter().for_each(|finding| findings.push(finding));
    tell_unread(unread, &mut findings);
    not_sip.tell().into_iter().for_each(|finding| findings.push(finding));
    for (key, tally) in beside {
        let told = tally.tell(&sip_codes::OPTION_BESIDE, |count, example| {
            Words::new(
                format!("users with `{key}` beside their SIP account, which is not taken: {count}, the first is `{example}`"),
                format!("Benutzer mit `{key}` neben ihrem SIP-Zugang, das nicht übernommen wird: {count}, zuerst `{example}`"),
            )
        });
        told.into_iter().for_each(|finding| findings.push(finding));
    }
    out.extensions = extensions;
    out.extensions.extend(others.into_values());
    out.secrets = secrets;
    out.secrets.extend(pins);
    out.findings = findings.into_vec();
    out
}

/// Telephones of phoneprov_users.conf, whose sections are named like the endpoints; what else it says is named.
pub(super) fn phones(config: &Config) -> (Vec<Phone>, Option<Finding>) {
    let (mut phones, mut beside) = (Vec::new(), Beside::default());
    for section in config.sections().filter(|section| !section.is_template()) {
        let general = section.name().eq_ignore_ascii_case("general");
        for line in section.variables() {
            let key = line.key().to_ascii_lowercase();
            if general || !matches!(key.as_str(), "mac" | "macaddress") {
                beside.name(&key, || line.key_place());
            }
        }
        let address = ["mac", "macaddress"].into_iter().filter_map(|key| last(section, key));
        let address = address.filter(|_| !general).find(|line| !line.value().is_empty());
        phones.extend(address.map(|line| Phone {
            endpoint: section.name().to_owned(),
            mac: Sourced::new(line.value().to_owned(), line.value_place()),
        }));
    }
    let of = Words::new(
        "options of phoneprov_users.conf that no field holds",
        "Optionen der phoneprov_users.conf, die kein Feld aufnimmt",
    );
    (phones, beside.tell(&lists::OPTION_UNHELD, &of, false))
}

fn here(section: Section<'_>, text: &str) -> Field {
    Field { text: Sourced::new(text.to_owned(), section.place()), cut: None }
}

/// A user without `host=` registers.
fn dynamic(section: Section<'_>) -> Field {
    here(section, "dynamic")
}

/// A user on an analog port or with an IAX telephone, or with a mailbox and a name only.
fn without_sip(
    section: Section<'_>,
    name: &str,
    full: Option<Variable<'_>>,
    channel: Option<Variable<'_>>,
) -> Option<ExtensionEntry> {
    let number: Extension = name.parse().ok()?;
    let called = full.map(|full| Sourced::new(full.value().to_owned(), full.value_place()));
    let named = called.as_ref().and_then(|called| kind::by_name(&called.value));
    let (kind, reason) = match channel {
        Some(channel) if channel.key().eq_ignore_ascii_case("hasiax") => named.map_or_else(
            || (ExtensionKind::Unknown, Words::new("speaks IAX2, not SIP", "spricht IAX2, kein SIP")),
            |found| (found.kind, found.reason),
        ),
        Some(channel) => {
            let port = channel.value();
            // A fax machine on an analog port is a fax first.
            match named {
                Some(found) => (found.kind, found.reason),
                None => (
                    ExtensionKind::Analog,
                    Words::new(format!("analog port `dahdichan={port}`"), format!("analoger Anschluss `dahdichan={port}`")),
                ),
            }
        }
        None => {
            called.as_ref()?;
            (
                ExtensionKind::Virtual,
                Words::new("no `hassip`: a name without a telephone", "kein `hassip`: ein Name ohne Telefon"),
            )
        }
    };
    let mut entry = ExtensionEntry::new(number, kind, reason, section.place());
    entry.name = called;
    Some(entry)
}

fn hardware(variable: Variable<'_>, name: &str, findings: &mut Bounded) -> Option<Sourced<Mac>> {
    let at = variable.value_place();
    let Some(address) = mac(variable.value()) else {
        let text = variable.value();
        let words = Words::new(format!("`{text}` is no MAC address"), format!("`{text}` ist keine MAC-Adresse"));
        findings.push(codes::MAC_MALFORMED.finding(Some(at), words).about(name));
        return None;
    };
    Some(Sourced::new(address, at))
}

fn device(name: &str, address: &Sourced<Mac>, full: Option<Variable<'_>>) -> Device {
    Device {
        mac: Some(address.clone()),
        protocol: Some(DeviceProtocol::Sip),
        owner: full.map(|full| Sourced::new(full.value().to_owned(), full.value_place())),
        lines: vec![DeviceLine {
            index: 1,
            number: Sourced::new(name.to_owned(), address.at.clone()),
            partition: None,
            extension: name.parse().ok(),
            label: None,
            ring: Ring::Normal,
            shared: false,
        }],
        ..Device::new(address.value.to_string(), DeviceKind::DeskPhone, address.at.clone())
    }
}

fn person(name: &str, full: Variable<'_>, mail: Option<Variable<'_>>, mac: Option<Sourced<Mac>>) -> Entry {
    let at = full.value_place();
    let (last, first) = split_display(full.value());
    let mut person = Person::new(person_id(None, &last, first.as_deref()), Sourced::new(last, at.clone()), at.clone());
    person.first = first.map(|first| Sourced::new(first, at.clone()));
    person.extension = name.parse().ok().map(|number| Sourced::new(number, at));
    person.mail = mail.map(|mail| Sourced::new(mail.value().to_owned(), mail.value_place()));
    Entry { mac: mac.map(Box::new), ..Entry::of(person) }
}

#[cfg(test)]
mod tests;
