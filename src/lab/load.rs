//! From `pjsip.conf` to the PBX's objects: those that Asterisk has after loading, by the importer's own judgement.

use crate::domain::Secret;
use crate::inventory::asterisk::config::Config;
use crate::inventory::asterisk::pjsip::{Object, ObjectKind, digests, objects};
use crate::sip::challenge::{Algorithm, Hash};

use super::objects::{Aor, Auth, Endpoint, Keys, Objects};

/// Takes over every object that decides about a REGISTER. Dropped objects are not there, as in Asterisk.
#[must_use]
pub fn objects(config: &Config) -> Objects {
    let mut found = Objects::default();
    if !config.ok() {
        return found;
    }
    let (resolved, _) = objects::resolve(config);
    for object in
        resolved.of(ObjectKind::Other).filter(|object| object.value("type").is_some_and(|kind| kind.value() == "global"))
    {
        global(&mut found, object);
    }
    let loaded = |kind| resolved.of(kind).filter(|object| resolved.loads(*object));
    for object in loaded(ObjectKind::Endpoint) {
        found.endpoints.insert(object.id().to_owned(), endpoint(object));
    }
    for object in loaded(ObjectKind::Auth) {
        found.auths.extend(auth(object).map(|auth| (object.id().to_owned(), auth)));
    }
    for object in loaded(ObjectKind::Aor) {
        found.aors.insert(object.id().to_owned(), aor(object));
    }
    found
}

fn global(found: &mut Objects, object: Object<'_>) {
    if let Some(agent) = text(object, "user_agent") {
        found.global.user_agent = agent;
    }
    if let Some(realm) = text(object, "default_realm") {
        found.global.default_realm = realm;
    }
    if let Some(list) = algorithms(object, "default_auth_algorithms_uas") {
        found.global.default_algorithms = list;
    }
}

fn endpoint(object: Object<'_>) -> Endpoint {
    let names = |key: &'static str| object.names(key).map(str::to_owned).collect();
    Endpoint {
        auths: names("auth"),
        aors: names("aors"),
        force_rport: object.value("force_rport").is_none() || object.is_set("force_rport"),
        allow_unauthenticated_options: object.is_set("allow_unauthenticated_options"),
        rewrite_contact: object.is_set("rewrite_contact"),
    }
}

/// None for kinds that no digest can prove (`google_oauth`).
fn auth(object: Object<'_>) -> Option<Auth> {
    let username = text(object, "username")?;
    let keys = match text(object, "password") {
        Some(password) => Keys::Password(Secret::new(password)),
        None => Keys::Ha1(stored(object)),
    };
    let usual = Auth::password(username, Secret::new(""));
    Some(Auth {
        keys,
        realm: text(object, "realm"),
        algorithms: algorithms(object, "supported_algorithms_uas"),
        nonce_lifetime: object.number("nonce_lifetime").map_or(usual.nonce_lifetime, u64::from),
        ..usual
    })
}

fn stored(object: Object<'_>) -> Vec<(Hash, Secret)> {
    let keys = ["md5_cred", "password_digest"];
    let variables = object.section.variables().filter(|variable| keys.iter().any(|key| variable.key().eq_ignore_ascii_case(key)));
    variables
        .flat_map(|variable| digests(variable.value()))
        .filter_map(|(name, hex)| Some((Algorithm::from_name(name)?.hash, Secret::new(hex.to_ascii_lowercase()))))
        .collect()
}

fn aor(object: Object<'_>) -> Aor {
    let usual = Aor::default();
    Aor {
        max_contacts: object.number("max_contacts").map_or(usual.max_contacts, |n| n as usize),
        remove_existing: object.is_set("remove_existing"),
        support_path: object.is_set("support_path"),
        minimum_expiration: object.number("minimum_expiration").unwrap_or(usual.minimum_expiration),
        maximum_expiration: object.number("maximum_expiration").unwrap_or(usual.maximum_expiration),
        default_expiration: object.number("default_expiration").unwrap_or(usual.default_expiration),
    }
}

fn text(object: Object<'_>, key: &'static str) -> Option<String> {
    object.value(key).map(|variable| variable.value().to_owned()).filter(|value| !value.is_empty())
}

/// None where the list is absent or names nothing we compute.
fn algorithms(object: Object<'_>, key: &'static str) -> Option<Vec<Algorithm>> {
    let list: Vec<Algorithm> = object.names(key).filter_map(Algorithm::from_name).collect();
    (!list.is_empty()).then_some(list)
}
