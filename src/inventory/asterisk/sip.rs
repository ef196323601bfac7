//! sip.conf of chan_sip: peers with the defaults of `[general]`.

use std::collections::{BTreeMap, BTreeSet};

use super::acl::Acls;
use super::bounded::Bounded;
use super::codes::{lists, sip as codes};
use super::config::{Config, Section, Variable};
use super::groups::Groups;
use super::named::{Names, Unnumbered};
use super::peer::{self, Field, Peers};
use super::peer_options::{self, OF_PEER};
use crate::diag::{Finding, Place, Words};
use crate::domain::Secrets;
use crate::inventory::model::{ExtensionEntry, Obstacle};
use crate::inventory::table::Tally;
use crate::inventory::table::beside::Beside;

/// What sip.conf gives to the inventory.
#[derive(Debug, Default)]
pub struct SipPeers {
    /// In file order.
    pub extensions: Vec<ExtensionEntry>,
    /// Keys `pbx/sip/<peer>`.
    pub secrets: Secrets,
    pub findings: Vec<Finding>,
    /// Address lists.
    pub obstacles: Vec<Obstacle>,
    pub unnumbered: Unnumbered,
}

/// Options that a peer takes from `[general]` where it has none of its own, as far as the inventory needs them.
const DEFAULTS: [&str; 19] = [
    "amaflags",
    "avpf",
    "canreinvite",
    "contactacl",
    "contactdeny",
    "contactpermit",
    "context",
    "directmedia",
    "dtmfmode",
    "encryption",
    "fromdomain",
    "icesupport",
    "language",
    "mohinterpret",
    "mohsuggest",
    "nat",
    "subscribecontext",
    "transport",
    "vmexten",
];

/// Two names of one option: whoever has one of them takes neither from `[general]`.
const DIRECT_MEDIA: [&str; 2] = ["directmedia", "canreinvite"];

/// Options that the conversion script does not carry over, and how they are written in a sentence.
const LOST: [(&str, &str); 7] = [
    ("accountcode", "`accountcode`"),
    ("transport", "`transport`"),
    ("call-limit", "`call-limit`"),
    ("vmexten", "`vmexten`"),
    ("remotesecret", "`remotesecret`"),
    ("defaultuser", "`defaultuser`"),
    ("username", "`username`"),
];

/// Reads the peers.
pub(super) fn peers(config: &Config, groups: &mut Groups, names: &Names, acls: &Acls) -> SipPeers {
    let general: Vec<Section<'_>> =
        config.sections().filter(|section| !section.is_template() && section.name().eq_ignore_ascii_case("general")).collect();
    let default = |key: &str| general.iter().rev().find_map(|section| last(*section, key));
    let realm = default("realm").map_or("asterisk", Variable::value).to_owned();
    let mut unread = Tally::default();
    let hosts = registrations(&general, &mut unread);
    let mut lost: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut obstacles = Vec::new();
    let mut beside = Beside::default();
    let is_default = |key: &str| DEFAULTS.iter().any(|option| option.eq_ignore_ascii_case(key));
    let inherited = |section: Section<'_>, key: &str| {
        let has = |option: &str| last(section, option).is_some();
        !DIRECT_MEDIA.iter().any(|option| option.eq_ignore_ascii_case(key)) || !DIRECT_MEDIA.into_iter().any(has)
    };
    for variable in general.iter().flat_map(|section| section.variables()) {
        let key = variable.key().to_ascii_lowercase();
        if !is_default(&key) && !matches!(key.as_str(), "realm" | "register") {
            beside.name(&format!("[general] {key}"), || variable.key_place());
        }
    }
    let mut peers = Peers::new("pbx/sip", Some(realm), groups, names);
    for section in config.sections().filter(|section| !section.is_template()) {
        let name = section.name();
        if name.eq_ignore_ascii_case("general") {
            continue;
        }
        let kind = last(section, "type").map(Variable::value);
        let is_peer = kind.is_some_and(|kind| ["peer", "user", "friend"].iter().any(|word| kind.eq_ignore_ascii_case(word)));
        if !is_peer {
            unread.add(|| section.place(), || format!("[{name}]"));
            continue;
        }
        losses(section, &mut lost);
        let host = last(section, "host").map(Variable::value);
        let trunk = (hosts.contains(name) || host.is_some_and(|host| hosts.contains(host)))
            .then(|| Words::new("`register =>` logs in there", "`register =>` meldet sich dort an"));
        let fields = |key: &str| {
            let own = last(section, key).filter(|variable| !variable.value().is_empty());
            own.or_else(|| default(key).filter(|_| is_default(key) && inherited(section, key))).map(field)
        };
        let mut entry = peers.add(name, &section.place(), &fields, trunk.as_ref());
        let lines = || {
            let above = general.iter().flat_map(|section| section.variables()).filter(|variable| is_default(variable.key()));
            above.chain(section.variables())
        };
        peer_options::take(name, lines(), &[OF_PEER], entry.as_deref_mut(), &mut beside);
        let list = |option: &'static str| peer_options::values(lines(), option);
        obstacles.extend(entry.and_then(|entry| peer_options::obstacle(entry, &list, acls)));
    }
    let unnumbered = peers.unnumbered;
    let (extensions, secrets, mut findings) = peers.finish();
    for (key, tally) in lost {
        let told = tally.tell(&codes::CONVERSION_LOSES, |count, example| {
            Words::new(
                format!(
                    "Asterisk's script `sip_to_pjsip.py`, if it is used for the move to PJSIP, loses {key}; peers concerned: {count}, the \
                     first is `[{example}]`"
                ),
                format!(
                    "Asterisks Skript `sip_to_pjsip.py` verliert beim Umstieg auf PJSIP, falls es benutzt wird, {}; betroffene Peers: \
                     {count}, zuerst `[{example}]`",
                    german(key)
                ),
            )
        });
        let todo = || {
            Words::new(
                "set it by hand in the pjsip.conf that the script wrote; nothing to do where the script is not used",
                "in der vom Skript geschriebenen pjsip.conf von Hand setzen; ohne das Skript ist nichts zu tun",
            )
        };
        told.into_iter().for_each(|finding| findings.push(finding.todo(todo())));
    }
    let of = Words::new("options of sip.conf that no field holds", "Optionen der sip.conf, die kein Feld aufnimmt");
    beside.tell(&lists::OPTION_UNHELD, &of, false).into_iter().for_each(|finding| findings.push(finding));
    tell_unread(unread, &mut findings);
    if let Some(first) = extensions.first() {
        findings.push(peer::chan_sip(first.at.clone(), extensions.len()));
    }
    SipPeers { extensions, secrets, findings: findings.into_vec(), obstacles, unnumbered }
}

pub(super) fn tell_unread(unread: Tally, findings: &mut Bounded) {
    let told = unread.tell(&codes::SECTION_UNREAD, |count, example| {
        Words::new(
            format!("sections and `register` lines that are no telephones: {count}, the first is `{example}`"),
            format!("Abschnitte und `register`-Zeilen, die keine Telefone sind: {count}, zuerst `{example}`"),
        )
    });
    told.into_iter().for_each(|finding| findings.push(finding));
}

/// The last variable of a key counts.
pub(super) fn last<'a>(section: Section<'a>, key: &str) -> Option<Variable<'a>> {
    section.variables().rev().find(|variable| variable.key().eq_ignore_ascii_case(key))
}

pub(super) fn field(variable: Variable<'_>) -> Field {
    Field {
        text: crate::inventory::model::Sourced::new(variable.value().to_owned(), variable.value_place()),
        cut: variable.cut_place(),
    }
}

/// Hosts and peers that `register => user:secret@host/…` names. The lines hold passwords and are never quoted.
fn registrations(general: &[Section<'_>], unread: &mut Tally) -> BTreeSet<String> {
    let mut hosts = BTreeSet::new();
    for variable in general.iter().flat_map(|section| section.all("register")) {
        unread.add(|| variable.key_place(), || "register =>".to_owned());
        let Some((_, host)) = variable.value().rsplit_once('@') else { continue };
        let host = host.split(['/', ':', '~']).next().unwrap_or("").trim();
        if !host.is_empty() {
            hosts.insert(host.to_owned());
        }
    }
    hosts
}

/// What `sip_to_pjsip.py` makes wrong of this peer.
fn losses(section: Section<'_>, lost: &mut BTreeMap<&'static str, Tally>) {
    let name = section.name();
    let mut tell = |what: &'static str, at: Place| lost.entry(what).or_default().add(|| at, || name.to_owned());
    let mut seen: BTreeSet<&'static str> = BTreeSet::new();
    for variable in section.variables() {
        let (key, value) = (variable.key().to_ascii_lowercase(), variable.value());
        if let Some((known, shown)) = LOST.iter().find(|(known, _)| *known == key) {
            // A login under another name than the section's is what matters.
            let same = matches!(*known, "defaultuser" | "username") && value == name;
            if !same && seen.insert(known) {
                tell(shown, variable.value_place());
            }
        }
        if key == "qualify" && super::pjsip::is_true(value) && seen.insert("qualify") {
            tell("`qualify=yes`", variable.value_place());
        }
        if key == "secret" && value.is_empty() && seen.insert("empty") {
            tell("an empty `secret` (it makes an auth that Asterisk drops)", variable.value_place());
        }
        if value.contains('\\') && seen.insert("backslash") {
            tell("the backslashes in values", variable.value_place());
        }
    }
}

fn german(what: &str) -> &str {
    match what {
        "an empty `secret` (it makes an auth that Asterisk drops)" => {
            "ein leeres `secret` (daraus wird ein auth, den Asterisk verwirft)"
        }
        "the backslashes in values" => "die Backslashes in Werten",
        other => other,
    }
}

#[cfg(test)]
mod tests;
