//! Options of chan_sip's peers that no field of the model holds: those that belong to a person's line are kept, the others are named.

use super::acl::Acls;
use super::config::Variable;
use super::pjsip::obstacles::{self, SIP_LISTS};
use crate::inventory::model::{ExtensionEntry, Extra, Obstacle, ObstacleKind, Sourced};
use crate::inventory::table::beside::Beside;

/// Options of a peer in sip.conf that fields hold.
pub(super) const OF_PEER: &[&str] = &[
    "avpf",
    "busylevel",
    "callerid",
    "callgroup",
    "canreinvite",
    "context",
    "directmedia",
    "encryption",
    "host",
    "icesupport",
    "mailbox",
    "md5secret",
    "namedcallgroup",
    "namedpickupgroup",
    "nat",
    "pickupgroup",
    "secret",
    "transport",
    "type",
];

/// Options of a user in users.conf that fields hold, or findings of their own tell, beside those of a peer.
pub(super) const OF_USER: &[&str] = &[
    "alternateexts",
    "cid_number",
    "dahdichan",
    "email",
    "fullname",
    "hasiax",
    "hassip",
    "hasvoicemail",
    "mac",
    "macaddress",
    "vmcontext",
    "vmsecret",
    "zapchan",
];

/// Options whose values are kept.
const KEPT: &[&str] = &[
    "accountcode",
    "acl",
    "amaflags",
    "autoprov",
    "call-limit",
    "callcounter",
    "callingpres",
    "callwaiting",
    "cid_number",
    "contactacl",
    "contactdeny",
    "contactpermit",
    "defaultuser",
    "deny",
    "description",
    "fromdomain",
    "fromuser",
    "fullname",
    "hasagent",
    "hasdirectory",
    "hasmanager",
    "language",
    "linekeys",
    "linenumber",
    "mohinterpret",
    "mohsuggest",
    "musicclass",
    "outboundproxy",
    "parkinglot",
    "permit",
    "profile",
    "regexten",
    "setvar",
    "subscribecontext",
    "threewaycalling",
    "tonezone",
    "trunkname",
    "unsolicited_mailbox",
    "username",
    "vmexten",
];

/// Those of which every line counts; of the others it is the last.
const EVERY: [&str; 5] = ["contactdeny", "contactpermit", "deny", "permit", "setvar"];

/// Whether the value of an option, in small letters, is kept.
pub(super) fn is_kept(option: &str) -> bool {
    KEPT.contains(&option)
}

/// Takes what a peer says, inherited lines first. `entry` is the extension that it became.
pub(super) fn take<'a>(
    name: &str,
    lines: impl Iterator<Item = Variable<'a>>,
    held: &[&[&str]],
    entry: Option<&mut ExtensionEntry>,
    beside: &mut Beside,
) {
    let mut kept: Vec<(String, Variable<'a>)> = Vec::new();
    for variable in lines.filter(|variable| !variable.value().is_empty()) {
        let key = variable.key().to_ascii_lowercase();
        // Of a list the fields hold the first.
        let more = matches!(key.as_str(), "mailbox" | "transport") && variable.value().contains(',');
        let own_name = matches!(key.as_str(), "defaultuser" | "username") && variable.value() == name;
        let is_held = held.iter().any(|held| held.contains(&key.as_str())) && !more;
        if is_held || own_name {
            kept.retain(|(known, _)| *known != key);
            continue;
        }
        beside.name(&key, || variable.key_place());
        if more || is_kept(&key) {
            if !EVERY.contains(&key.as_str()) {
                kept.retain(|(known, _)| *known != key);
            }
            kept.push((key, variable));
        }
    }
    let Some(entry) = entry else { return };
    let mut extra = Extra::default();
    for (key, variable) in kept {
        beside.keep(&key, variable.value(), variable.value_place(), &mut extra);
    }
    entry.extra.join(extra);
}

/// The address list of a peer that may keep a softphone at home out.
pub(super) fn obstacle(
    entry: &ExtensionEntry,
    lines: &dyn Fn(&'static str) -> Vec<Sourced<String>>,
    acls: &Acls,
) -> Option<Obstacle> {
    let told = obstacles::forbidding(&SIP_LISTS, lines, acls)?;
    Some(Obstacle { extension: entry.number.clone(), kind: ObstacleKind::AddressList, text: told.value, at: told.at })
}

/// All values of an option in these lines.
pub(super) fn values<'a>(lines: impl Iterator<Item = Variable<'a>>, option: &str) -> Vec<Sourced<String>> {
    let of = lines.filter(|variable| variable.key().eq_ignore_ascii_case(option));
    of.map(|variable| Sourced::new(variable.value().to_owned(), variable.value_place())).collect()
}
