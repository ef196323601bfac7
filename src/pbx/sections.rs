//! What one change does to `pjsip.conf`, section by section, and a view of its sections by name.

use std::collections::BTreeMap;

use crate::domain::{Extension, Secret, SecretRef, Secrets};
use crate::inventory::asterisk::config::{Config, Section, Variable};
use crate::plan::model::{AuthChange, Beside, PbxChange, Twin};

/// Options for one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub name: String,
    pub kind: &'static str,
    pub options: Vec<(String, String)>,
    /// The section is ours; otherwise the options are added to one that is there.
    pub new: bool,
}

/// All that a change writes. `now` is the export without our own file.
pub(super) fn parts(change: &PbxChange, secrets: &Secrets, now: &Index) -> Vec<Part> {
    let added = |name: &str, kind, options| Part { name: name.to_owned(), kind, options, new: false };
    let beside = change.auth.as_ref().and_then(|auth| auth.beside.as_ref().map(|beside| (auth, beside)));
    let mut of_endpoint = change.endpoint_options.clone();
    of_endpoint.extend(beside.map(|(auth, beside)| ("auth".to_owned(), both(change, auth, beside, now))));
    let mut parts = vec![added(&change.endpoint, "endpoint", of_endpoint), added(&change.aor, "aor", change.aor_options.clone())];
    match (&change.auth, beside) {
        (_, Some((auth, beside))) => {
            let options = own_auth(auth, beside, secrets);
            parts.push(Part { name: beside.name.clone(), kind: "auth", options, new: true });
        }
        (Some(auth), None) => parts.push(added(&auth.name, "auth", auth_options(auth, secrets))),
        (None, None) => {}
    }
    if let Some(twin) = &change.twin {
        let of_twin = twin_options(&change.extension, twin, secrets);
        parts.extend(of_twin.into_iter().map(|(kind, options)| Part { name: twin.name.clone(), kind, options, new: true }));
    }
    parts.retain(|part| !part.options.is_empty());
    parts
}

/// The auth objects that the endpoint names now, and ours behind them.
fn both(change: &PbxChange, auth: &AuthChange, beside: &Beside, now: &Index) -> String {
    let there = now.first(&change.endpoint, "endpoint").and_then(|section| section.last("auth")).map(Variable::value);
    format!("{},{}", there.unwrap_or(&auth.name).trim_end_matches([',', ' ']), beside.name)
}

/// The options a new password needs on its auth object.
pub(super) fn auth_options(auth: &AuthChange, secrets: &Secrets) -> Vec<(String, String)> {
    own(&[("password", &password(&auth.secret, secrets))])
}

fn own_auth(auth: &AuthChange, beside: &Beside, secrets: &Secrets) -> Vec<(String, String)> {
    let mut options =
        own(&[("auth_type", "userpass"), ("username", &auth.username), ("password", &password(&auth.secret, secrets))]);
    options.extend(beside.realm.iter().map(|realm| ("realm".to_owned(), realm.clone())));
    if !beside.algorithms.is_empty() {
        options.push(("supported_algorithms_uas".to_owned(), beside.algorithms.join(",")));
    }
    options
}

/// The sections of a twin, each with its options after `type`.
fn twin_options(extension: &Extension, twin: &Twin, secrets: &Secrets) -> [(&'static str, Vec<(String, String)>); 3] {
    let caller: String = twin.caller_name.chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '>') && !c.is_control()).collect();
    let mut endpoint = own(&[("webrtc", "yes"), ("allow", "!all,opus,g722,alaw"), ("device_state_busy_at", "1")]);
    endpoint.extend(twin.context.iter().map(|context| ("context".to_owned(), context.clone())));
    endpoint.push(("callerid".to_owned(), format!("\"{}\" <{extension}>", caller.trim())));
    endpoint.extend(own(&[("aors", &twin.name), ("auth", &twin.name)]));
    let password = password(&twin.secret, secrets);
    [
        ("endpoint", endpoint),
        ("auth", own(&[("auth_type", "userpass"), ("username", &twin.name), ("password", &password)])),
        // A page that was closed leaves its contact behind; the next one takes its place.
        ("aor", own(&[("max_contacts", "1"), ("remove_existing", "yes")])),
    ]
}

fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn password(secret: &SecretRef, secrets: &Secrets) -> String {
    secrets.get(secret).map(Secret::expose).unwrap_or_default().to_owned()
}

/// Loaded sections by name.
pub(super) struct Index<'a>(BTreeMap<&'a str, Vec<Section<'a>>>);

impl<'a> Index<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        let mut by_name: BTreeMap<&str, Vec<Section>> = BTreeMap::new();
        for section in config.loaded() {
            by_name.entry(section.name()).or_default().push(section);
        }
        Self(by_name)
    }

    pub(super) fn first(&self, name: &str, kind: &str) -> Option<&Section<'a>> {
        self.0.get(name)?.iter().find(|section| section.all("type").any(|variable| variable.value() == kind))
    }

    /// The first option that the first section of this name and type does not have as its last value.
    pub(super) fn lacks<'p>(&self, part: &'p Part) -> Option<&'p str> {
        let section = self.first(&part.name, part.kind);
        let holds = |(key, value): &(String, String)| section.and_then(|s| s.last(key)).is_some_and(|v| v.value() == value);
        part.options.iter().find(|option| !holds(option)).map(|(key, _)| key.as_str())
    }
}
