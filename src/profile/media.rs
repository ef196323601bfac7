//! `media` of a definition: what a client calls codecs and ways to send keys, and what its templates may write of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;

use super::definition::Reader;
use super::field::uri_host;
use super::repeats::{self, Items};
use crate::policy::dialling::Dialling;
use crate::policy::directory::KeyKind;
use crate::policy::media::{AutoAnswer, Codec, Dtmf, Language, Media, Mwi, Timezone};
use crate::policy::raw::{Kind, Node};

/// A client's names, as its profile has them.
#[derive(Debug, Clone, Default)]
pub(super) struct MediaNames {
    pub codecs: BTreeMap<Codec, String>,
    /// What stands between two names of a list.
    pub separator: String,
    /// The profile's own list, where a line asks for none.
    pub order: Vec<Codec>,
    pub dtmf: BTreeMap<Dtmf, String>,
    pub mwi: BTreeMap<Mwi, String>,
    pub auto_answer: BTreeMap<AutoAnswer, String>,
    pub languages: BTreeMap<Language, String>,
    /// Offset and summer time are one word here; a template that needs several writes them by it.
    pub timezones: BTreeMap<Timezone, String>,
    /// What stands between two emergency numbers.
    pub emergency_separator: String,
    /// How it writes a list of patterns of numbers.
    pub dial_plan: Option<DialPlanWords>,
    /// What it calls kinds of keys, and how many it has room for.
    pub keys: BTreeMap<KeyKind, String>,
    pub most_keys: usize,
    /// For lines that ask for nothing of their own.
    usual: Option<MediaValues>,
}

/// What stands before, between and behind the patterns of a dial plan, and in place of the dot behind an `x`.
#[derive(Debug, Clone, Default)]
pub(super) struct DialPlanWords {
    open: String,
    close: String,
    separator: String,
    more: String,
}

impl DialPlanWords {
    /// Empty where there is no plan.
    fn write(&self, dialling: &Dialling) -> String {
        let one = |pattern: &str| match pattern.strip_suffix('.') {
            Some(body) => format!("{body}{}", self.more),
            None => pattern.to_owned(),
        };
        let all: Vec<String> = dialling.whole_plan().map(one).collect();
        if all.is_empty() { String::new() } else { format!("{}{}{}", self.open, all.join(&self.separator), self.close) }
    }
}

impl MediaNames {
    fn with_usual(mut self) -> Self {
        self.usual = Some(MediaValues::of(&Media::default(), &self));
        self
    }
}

/// Variables that templates may name, apart from those of each codec.
const VARIABLES: [&str; 48] = [
    "account.label",
    "account.register",
    "account.rport",
    "account.sip_outbound",
    "account.public_address",
    "account.call_waiting",
    "account.publish",
    "account.push",
    "account.emergency_numbers",
    "account.language",
    "account.timezone",
    "account.dtmf",
    "account.keepalive_s",
    "account.ice",
    "account.stun",
    "account.stun_host",
    "account.stun_port",
    "account.stun_url",
    "account.turn",
    "account.turn_url",
    "account.ice_servers",
    "account.backup_host",
    "account.backup_port",
    "account.backup_uri_host",
    "account.caller_id",
    "account.min_tls",
    "account.ptime_ms",
    "account.session_timer",
    "account.mwi",
    "account.auto_answer",
    "account.dns_srv",
    "account.allow_self_signed",
    "account.lock_settings",
    "account.dial_plan",
    "account.strip_chars",
    "account.plus_becomes",
    "account.contacts_url",
    "account.contacts_carddav",
    "account.ldap_host",
    "account.ldap_port",
    "account.ldap_base",
    "codec.list",
    "codec.first",
    "codec.second",
    "codec.third",
    "codec.fourth",
    "codec.fifth",
    "codec.sixth",
];
const PLACES: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

/// `codec.g722_on` (`1` or `0`), `codec.g722_rank` (from 1, `0` where it is off), `codec.g722_place` (from 0, those that are off last).
pub(super) fn is_variable(name: &str) -> bool {
    let of_codec = || {
        let (codec, what) = name.strip_prefix("codec.")?.rsplit_once('_')?;
        Some(Codec::ALL.iter().any(|known| known.as_str() == codec) && matches!(what, "on" | "rank" | "place"))
    };
    VARIABLES.contains(&name) || of_codec().unwrap_or(false)
}

/// For findings that say what there is.
pub(super) fn variables() -> Vec<String> {
    let of_codecs = Codec::ALL.iter().flat_map(|codec| ["on", "rank", "place"].map(|what| format!("codec.{codec}_{what}")));
    VARIABLES.iter().map(ToString::to_string).chain(of_codecs).collect()
}

/// What templates get to write of one line's media; shared by all lines that ask for nothing of their own.
#[derive(Debug, Clone)]
pub(super) struct MediaValues(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    account: [(&'static str, Value); ACCOUNT],
    codec: Value,
    items: Items,
}

impl MediaValues {
    pub(super) fn of(media: &Media, names: &MediaNames) -> Self {
        match &names.usual {
            Some(usual) if media.is_unset() => usual.clone(),
            _ => Self(Arc::new(Shared {
                account: account(media, names),
                codec: codec(media, names),
                items: repeats::items(media, names),
            })),
        }
    }

    /// The members of `account` in a template.
    pub(super) fn account(&self) -> impl Iterator<Item = (&'static str, Value)> {
        self.0.account.iter().cloned()
    }

    /// Empty where the line has none of its own.
    pub(super) fn label(&self) -> &str {
        self.0.account.iter().find(|(name, _)| *name == "label").and_then(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Keys, contacts, emergency numbers.
    pub(super) fn items(&self) -> &Items {
        &self.0.items
    }

    /// The object `codec` in a template.
    pub(super) fn codec(&self) -> Value {
        self.0.codec.clone()
    }
}

/// The variables of `account` among [`VARIABLES`].
const ACCOUNT: usize = VARIABLES.len() - 1 - PLACES.len();

/// Empty texts where the profile decides.
fn account(media: &Media, names: &MediaNames) -> [(&'static str, Value); ACCOUNT] {
    let text = |text: String| Value::from(text);
    let (stun, backup, ldap) = (media.stun.as_ref(), media.backup_registrar.as_ref(), media.contacts_ldap.as_ref());
    let switch = |on: Option<bool>| Value::from(on.map_or("", |on| if on { "on" } else { "off" }));
    let has_own = media.dialling.own_emergency().next().is_some();
    let emergency: Vec<&str> = media.dialling.emergency_numbers().filter(|_| has_own).collect();
    [
        ("label", text(media.label.clone().unwrap_or_default())),
        ("register", switch(media.register)),
        ("rport", switch(media.rport)),
        ("sip_outbound", switch(media.sip_outbound)),
        ("public_address", text(media.public_address.map(|address| address.to_string()).unwrap_or_default())),
        ("call_waiting", switch(media.call_waiting)),
        ("publish", switch(media.publish)),
        ("push", switch(media.push)),
        ("emergency_numbers", text(emergency.join(&names.emergency_separator))),
        ("language", text(media.language.and_then(|language| names.languages.get(&language).cloned()).unwrap_or_default())),
        ("timezone", text(media.timezone.and_then(|zone| names.timezones.get(&zone).cloned()).unwrap_or_default())),
        ("dtmf", text(media.dtmf.and_then(|dtmf| names.dtmf.get(&dtmf).cloned()).unwrap_or_default())),
        ("keepalive_s", text(media.keepalive_s.map(|seconds| seconds.to_string()).unwrap_or_default())),
        ("ice", switch(media.ice)),
        ("stun", text(stun.map(ToString::to_string).unwrap_or_default())),
        ("stun_host", text(stun.map(|server| server.host.clone()).unwrap_or_default().to_string())),
        ("stun_port", text(stun.map(|server| server.port.to_string()).unwrap_or_default())),
        ("stun_url", text(stun.map(|server| format!("stun:{server}")).unwrap_or_default())),
        ("turn_url", text(media.turn.as_ref().map(|server| format!("turn:{server}")).unwrap_or_default())),
        // As browsers take them, without the relay: its login would stand in it.
        ("ice_servers", text(stun.map(|server| format!("[{{\"urls\":\"stun:{server}\"}}]")).unwrap_or_default())),
        ("backup_host", text(backup.map(|server| server.host.clone()).unwrap_or_default().to_string())),
        ("backup_port", text(backup.map(|server| server.port.to_string()).unwrap_or_default())),
        ("backup_uri_host", text(backup.map(|server| uri_host(&server.host)).unwrap_or_default())),
        ("caller_id", text(media.caller_id.clone().unwrap_or_default())),
        ("min_tls", text(media.min_tls.map(|version| version.as_str().replace('.', "")).unwrap_or_default())),
        ("turn", text(media.turn.as_ref().map(ToString::to_string).unwrap_or_default())),
        ("ptime_ms", text(media.ptime_ms.map(|ms| ms.to_string()).unwrap_or_default())),
        ("session_timer", switch(media.session_timer)),
        ("mwi", text(media.mwi.and_then(|mwi| names.mwi.get(&mwi).cloned()).unwrap_or_default())),
        ("auto_answer", text(media.auto_answer.and_then(|answer| names.auto_answer.get(&answer).cloned()).unwrap_or_default())),
        ("dns_srv", switch(media.dns_srv)),
        ("allow_self_signed", switch(media.allow_self_signed)),
        ("lock_settings", switch(media.lock_settings)),
        ("dial_plan", text(names.dial_plan.as_ref().map(|words| words.write(&media.dialling)).unwrap_or_default())),
        ("strip_chars", text(media.dialling.stripped())),
        ("plus_becomes", text(media.dialling.plus_becomes().unwrap_or_default())),
        ("contacts_url", text(media.contacts_url.clone().unwrap_or_default())),
        ("contacts_carddav", text(media.contacts_carddav.clone().unwrap_or_default())),
        ("ldap_host", text(ldap.map(|ldap| ldap.server.host.clone()).unwrap_or_default().to_string())),
        ("ldap_port", text(ldap.map(|ldap| ldap.server.port.to_string()).unwrap_or_default())),
        ("ldap_base", text(ldap.map(|ldap| ldap.base.clone()).unwrap_or_default())),
    ]
}

fn codec(media: &Media, names: &MediaNames) -> Value {
    let asked = if media.codecs.is_empty() { &names.order } else { &media.codecs };
    let on: Vec<(Codec, &str)> = asked.iter().filter_map(|codec| Some((*codec, names.codecs.get(codec)?.as_str()))).collect();
    let list = on.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(&names.separator);
    let mut members = vec![("list".to_owned(), Value::from(list))];
    for (at, place) in PLACES.iter().enumerate() {
        members.push(((*place).to_owned(), Value::from(on.get(at).map_or("", |(_, name)| *name))));
    }
    let mut off = on.len();
    for codec in Codec::ALL {
        let rank = on.iter().position(|(known, _)| *known == codec);
        let place = rank.unwrap_or_else(|| {
            off += 1;
            off - 1
        });
        members.push((format!("{codec}_on"), Value::from(if rank.is_some() { "1" } else { "0" })));
        members.push((format!("{codec}_rank"), Value::from(rank.map_or(0, |rank| rank + 1).to_string())));
        members.push((format!("{codec}_place"), Value::from(place.to_string())));
    }
    Value::from_pairs(members)
}

impl Reader {
    pub(super) fn media(&mut self, root: &Node) -> MediaNames {
        let mut names = MediaNames { separator: ",".into(), emergency_separator: " ".into(), ..MediaNames::default() };
        let Some(node) = root.get("media") else { return names.with_usual() };
        self.known(
            node,
            &[
                "codecs",
                "separator",
                "order",
                "dtmf",
                "mwi",
                "auto_answer",
                "languages",
                "timezones",
                "emergency_separator",
                "dial_plan",
                "keys",
            ],
        );
        if let Some(languages) = node.get("languages") {
            names.languages = self.names(languages, &Language::ALL.map(|language| (language.as_str(), language)));
        }
        if let Some(zones) = node.get("timezones") {
            names.timezones = self.names(zones, &Timezone::ALL.map(|zone| (zone.as_str(), zone)));
        }
        if let Some(separator) = node.get("emergency_separator").and_then(Node::text) {
            separator.clone_into(&mut names.emergency_separator);
        }
        if let Some(codecs) = node.get("codecs") {
            names.codecs = self.names(codecs, &Codec::ALL.map(|codec| (codec.as_str(), codec)));
        }
        if let Some(dtmf) = node.get("dtmf") {
            names.dtmf = self.names(dtmf, &Dtmf::ALL.map(|dtmf| (dtmf.as_str(), dtmf)));
        }
        if let Some(mwi) = node.get("mwi") {
            names.mwi = self.names(mwi, &Mwi::ALL.map(|mwi| (mwi.as_str(), mwi)));
        }
        if let Some(answer) = node.get("auto_answer") {
            names.auto_answer = self.names(answer, &AutoAnswer::ALL.map(|answer| (answer.as_str(), answer)));
        }
        if let Some(plan) = node.get("dial_plan") {
            self.known(plan, &["open", "close", "separator", "more"]);
            let word = |key: &str| plan.get(key).and_then(Node::text).unwrap_or_default().to_owned();
            names.dial_plan = Some(DialPlanWords {
                open: word("open"),
                close: word("close"),
                separator: word("separator"),
                more: word("more"),
            });
        }
        if let Some(keys) = node.get("keys") {
            self.known(keys, &["kinds", "most"]);
            if let Some(kinds) = self.required(keys, "kinds") {
                names.keys = self.names(kinds, &KeyKind::ALL.map(|kind| (kind.as_str(), kind)));
            }
            names.most_keys = self.text(keys, "most").and_then(|(text, _)| text.parse().ok()).unwrap_or_default();
        }
        if let Some(separator) = node.get("separator").and_then(Node::text) {
            separator.clone_into(&mut names.separator);
        }
        if !names.codecs.is_empty() {
            let known = names.codecs.clone();
            names.order = self
                .words(node, "order", "a codec of `codecs`", |text| known.keys().copied().find(|codec| codec.as_str() == text));
        }
        names.with_usual()
    }

    /// A map from canonical words to the client's own.
    fn names<T: Ord + Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> BTreeMap<T, String> {
        let keys: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.known(node, &keys);
        let Kind::Map(entries) = &node.kind else { return BTreeMap::new() };
        let mut names = BTreeMap::new();
        for entry in entries {
            let Some((_, canonical)) = words.iter().find(|(word, _)| *word == entry.key) else { continue };
            match entry.value.text() {
                Some(text) if !text.chars().any(char::is_control) => drop(names.insert(*canonical, text.to_owned())),
                _ => self.bad(&entry.value, "expected the client's name", "erwartet ist der Name beim Programm"),
            }
        }
        names
    }
}
