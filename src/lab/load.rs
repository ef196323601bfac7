//! From sections of `pjsip.conf` to the PBX's objects.

use crate::domain::Secret;
use crate::inventory::asterisk::config::{Config, Section};
use crate::sip::challenge::{Algorithm, Hash};

use super::objects::{Aor, Auth, Endpoint, Keys, Objects};

/// Takes over every object that decides about a REGISTER; later sections win, as they do in Asterisk.
pub fn add(objects: &mut Objects, config: &Config) {
    for section in config.loaded() {
        let Some(kind) = section.first("type") else { continue };
        // The value counts with its case, the key does not (measured).
        match kind.value() {
            "global" => global(objects, section),
            "endpoint" => {
                objects.endpoints.insert(section.name().to_owned(), endpoint(section));
            }
            "auth" => match auth(section) {
                Some(auth) => drop(objects.auths.insert(section.name().to_owned(), auth)),
                // Asterisk drops such an object; an endpoint that names it answers 500.
                None => drop(objects.auths.remove(section.name())),
            },
            "aor" => {
                objects.aors.insert(section.name().to_owned(), aor(section));
            }
            _ => {}
        }
    }
}

fn global(objects: &mut Objects, section: Section<'_>) {
    if let Some(agent) = text(section, "user_agent") {
        objects.global.user_agent = agent;
    }
    if let Some(realm) = text(section, "default_realm") {
        objects.global.default_realm = realm;
    }
    if let Some(list) = section.last("default_auth_algorithms_uas").map(|v| algorithms(v.value())).filter(|l| !l.is_empty()) {
        objects.global.default_algorithms = list;
    }
}

fn endpoint(section: Section<'_>) -> Endpoint {
    Endpoint {
        auths: list(section, "auth"),
        aors: list(section, "aors"),
        force_rport: section.last("force_rport").is_none_or(|v| truth(v.value())),
        allow_unauthenticated_options: section.last("allow_unauthenticated_options").is_some_and(|v| truth(v.value())),
    }
}

/// None where Asterisk would drop the object: no user name, nothing to compare with, or a stored hash of the wrong form.
fn auth(section: Section<'_>) -> Option<Auth> {
    let username = text(section, "username")?;
    let kind = section.last("auth_type").map_or("userpass", |v| v.value());
    let password = text(section, "password").map(Secret::new);
    let mut stored = Vec::new();
    if let Some(hex) = text(section, "md5_cred") {
        stored.push((Hash::Md5, hash(Hash::Md5, &hex)?));
    }
    for value in section.all("password_digest") {
        let (name, hex) = value.value().split_once(':')?;
        let hash_of = Algorithm::from_name(name.trim())?.hash;
        stored.push((hash_of, hash(hash_of, hex.trim())?));
    }
    let keys = match (kind.to_ascii_lowercase().as_str(), password) {
        ("userpass", Some(password)) => Keys::Password(password),
        ("digest", Some(password)) if stored.is_empty() => Keys::Password(password),
        ("md5", _) if stored.iter().any(|(h, _)| *h == Hash::Md5) => Keys::Ha1(stored),
        ("digest", _) if !stored.is_empty() => Keys::Ha1(stored),
        _ => return None,
    };
    let mut auth = Auth { keys, ..Auth::password(username, Secret::new("")) };
    auth.realm = text(section, "realm");
    auth.algorithms = section.last("supported_algorithms_uas").map(|v| algorithms(v.value())).filter(|list| !list.is_empty());
    if let Some(seconds) = section.last("nonce_lifetime").and_then(|v| v.value().parse().ok()) {
        auth.nonce_lifetime = seconds;
    }
    Some(auth)
}

fn hash(hash: Hash, hex: &str) -> Option<Secret> {
    let digits = if hash == Hash::Md5 { 32 } else { 64 };
    (hex.len() == digits && hex.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Secret::new(hex.to_ascii_lowercase()))
}

fn aor(section: Section<'_>) -> Aor {
    let usual = Aor::default();
    let number = |key: &'static str, usual: u32| section.last(key).and_then(|v| v.value().parse().ok()).unwrap_or(usual);
    Aor {
        max_contacts: number("max_contacts", 0) as usize,
        remove_existing: section.last("remove_existing").is_some_and(|v| truth(v.value())),
        support_path: section.last("support_path").is_some_and(|v| truth(v.value())),
        minimum_expiration: number("minimum_expiration", usual.minimum_expiration),
        maximum_expiration: number("maximum_expiration", usual.maximum_expiration),
        default_expiration: number("default_expiration", usual.default_expiration),
    }
}

fn text(section: Section<'_>, key: &'static str) -> Option<String> {
    section.last(key).map(|v| v.value().to_owned()).filter(|v| !v.is_empty())
}

/// A list of names; the last assignment counts.
fn list(section: Section<'_>, key: &'static str) -> Vec<String> {
    let value = section.last(key).map_or("", |v| v.value());
    value.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn algorithms(value: &str) -> Vec<Algorithm> {
    value.split(',').filter_map(|name| Algorithm::from_name(name.trim())).collect()
}

/// Asterisk's own notion of yes.
fn truth(value: &str) -> bool {
    ["yes", "true", "y", "t", "1", "on"].iter().any(|yes| yes.eq_ignore_ascii_case(value))
}
