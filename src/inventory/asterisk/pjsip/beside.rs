//! Options of pjsip objects that no field of the model holds: those that belong to a person's line are kept, the others are named.

use super::objects::{Object, ObjectKind, Objects};
use super::options;
use crate::inventory::asterisk::config::Variable;
use crate::inventory::model::Extra;
use crate::inventory::table::beside::Beside;

/// Options that fields hold, sorted.
const fn held(kind: ObjectKind) -> &'static [&'static str] {
    match kind {
        ObjectKind::Endpoint => &[
            "aors",
            "auth",
            "call_group",
            "callerid",
            "context",
            "device_state_busy_at",
            "direct_media",
            "force_rport",
            "ice_support",
            "mailboxes",
            "media_encryption",
            "media_encryption_optimistic",
            "named_call_group",
            "named_pickup_group",
            "pickup_group",
            "rewrite_contact",
            "rtp_symmetric",
            "transport",
            "type",
            "webrtc",
        ],
        ObjectKind::Auth => {
            &["auth_type", "md5_cred", "password", "password_digest", "realm", "supported_algorithms_uas", "type", "username"]
        }
        ObjectKind::Aor => &["mailboxes", "max_contacts", "remove_existing", "support_path", "type"],
        ObjectKind::Transport => &["bind", "protocol", "type"],
        ObjectKind::Identify | ObjectKind::Registration => &["endpoint", "type"],
        // What forbids something is told as an obstacle, and the lists are named.
        ObjectKind::Acl => &["type"],
        ObjectKind::Other => &[],
    }
}

/// Options of an endpoint whose values are kept, sorted. Codecs, timers and the like stay the telephone system's own business.
const KEPT: &[&str] = &[
    "accountcode",
    "acl",
    "callerid_privacy",
    "callerid_tag",
    "contact_acl",
    "contact_deny",
    "contact_permit",
    "contact_user",
    "deny",
    "from_domain",
    "from_user",
    "geoloc_incoming_call_profile",
    "geoloc_outgoing_call_profile",
    "identify_by",
    "incoming_mwi_mailbox",
    "language",
    "message_context",
    "moh_suggest",
    "mwi_from_user",
    "outbound_auth",
    "outbound_proxy",
    "overlap_context",
    "permit",
    "record_off_feature",
    "record_on_feature",
    "set_var",
    "stir_shaken_profile",
    "subscribe_context",
    "tenantid",
    "tone_zone",
    "voicemail_extension",
];

/// Those of which every line counts, sorted; of the others it is the last.
const EVERY: [&str; 5] = ["contact_deny", "contact_permit", "deny", "permit", "set_var"];

/// Options of an AOR whose values are kept, and how.
const OF_AOR: [(&str, &str); 2] = [("outbound_proxy", "aor/outbound_proxy"), ("voicemail_extension", "aor/voicemail_extension")];

/// How an option is named where no field holds it; none where one does. `index` is that of [`options::look_up`].
pub(super) fn unheld(kind: ObjectKind, index: usize) -> Option<String> {
    let name = options::name(kind, index)?;
    if held(kind).binary_search(&name).is_ok() {
        return None;
    }
    Some(if kind == ObjectKind::Endpoint { name.to_owned() } else { format!("{}/{name}", kind.as_str()) })
}

/// Whether an option of a type whose options are not checked is named: all but those that are read.
pub(super) fn is_named(word: &str, key: &str) -> bool {
    let read: &[&str] = match word {
        "phoneprov" => &["endpoint", "mac"],
        _ => &[],
    };
    !key.eq_ignore_ascii_case("type") && !read.iter().any(|option| option.eq_ignore_ascii_case(key))
}

fn kept(key: &str) -> Option<&'static str> {
    let find = |key: &str| KEPT.binary_search(&key).ok().map(|index| KEPT[index]);
    // Small letters are the rule, and an endpoint has many options.
    find(key).or_else(|| key.bytes().any(|byte| byte.is_ascii_uppercase()).then(|| find(&key.to_ascii_lowercase())).flatten())
}

/// What is kept of the endpoints.
#[derive(Default)]
pub(super) struct Keeper<'a> {
    beside: Beside,
    /// Of the endpoint before: mostly the lines of one template, whose values are then there once.
    lines: Vec<(&'static str, Variable<'a>)>,
    extra: Extra,
}

impl<'a> Keeper<'a> {
    /// Values of an endpoint and of its AORs that no field holds.
    pub fn of(&mut self, endpoint: Object<'a>, objects: &Objects<'a>) -> Extra {
        let mut lines: Vec<(&'static str, Variable<'a>)> = Vec::new();
        for variable in endpoint.section.variables().filter(|variable| !variable.value().is_empty()) {
            let Some(key) = kept(variable.key()) else { continue };
            let before = lines.iter_mut().find(|(known, _)| *known == key && !EVERY.contains(&key));
            match before {
                Some(line) => line.1 = variable,
                None => lines.push((key, variable)),
            }
        }
        let several = |variable: &Variable<'a>| variable.value().contains(',');
        let own = endpoint.value("mailboxes").filter(|variable| !variable.value().is_empty());
        lines.extend(own.filter(several).map(|variable| ("mailboxes", variable)));
        for aor in endpoint.names("aors").filter_map(|name| objects.loaded(ObjectKind::Aor, name)) {
            let boxes = aor.value("mailboxes").filter(|boxes| own.is_some() || several(boxes));
            lines.extend(boxes.map(|variable| ("aor/mailboxes", variable)));
            lines.extend(OF_AOR.iter().filter_map(|(option, key)| Some((*key, aor.value(option)?))));
        }
        let same = |(one, two): (&(&str, Variable<'a>), &(&str, Variable<'a>))| {
            one.0 == two.0 && std::ptr::eq(one.1.value(), two.1.value())
        };
        if lines.len() != self.lines.len() || !lines.iter().zip(&self.lines).all(same) {
            let mut extra = Extra::default();
            for (key, variable) in &lines {
                self.beside.keep(key, variable.value(), variable.value_place(), &mut extra);
            }
            if extra != self.extra {
                self.extra = extra;
            }
            self.lines = lines;
        }
        self.extra.clone()
    }

    /// Keeps a value that another object says of an extension.
    pub fn more(&mut self, key: &str, variable: Variable<'a>, extra: &mut Extra) {
        self.beside.keep(key, variable.value(), variable.value_place(), extra);
    }

    /// With the names of all that the objects set.
    pub fn finish(mut self, objects: &Objects<'_>) -> Beside {
        for (name, at) in objects.unheld() {
            self.beside.name(name, || at.clone());
        }
        self.beside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_of_options() {
        for kind in [
            ObjectKind::Endpoint,
            ObjectKind::Auth,
            ObjectKind::Aor,
            ObjectKind::Transport,
            ObjectKind::Identify,
            ObjectKind::Registration,
            ObjectKind::Acl,
        ] {
            let known: Vec<&str> = options::known_options(kind).collect();
            assert!(held(kind).is_sorted() && held(kind).iter().all(|name| known.contains(name)), "{kind:?}");
        }
        let known: Vec<&str> = options::known_options(ObjectKind::Endpoint).collect();
        assert!(KEPT.is_sorted() && KEPT.iter().all(|name| known.contains(name)));
        assert_eq!((kept("Set_Var"), kept("allow")), (Some("set_var"), None));
    }
}
