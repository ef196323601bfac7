//! Kamailio's JSON-RPC over HTTP: `ul.dump` lists the location table. Which subscribers there are, no RPC tells.

use serde_json::Value;

use super::http::{self, Ask};
use super::{ServerError, shown};
use crate::domain::Secret;
use crate::policy::site::ServerRules;
use crate::probe::server::{Endpoints, Registration, Told};

/// Contacts and AORs lie within so many objects of each other at most.
const DEPTH: usize = 24;

pub(super) fn ask(rules: &ServerRules, secret: Option<&Secret>, now: i64) -> Result<Told, ServerError> {
    const QUESTION: &str = r#"{"jsonrpc":"2.0","method":"ul.dump","id":1}"#;
    let ask = Ask { at: &rules.at, user: &rules.user, secret, path: &rules.path, body: Some(QUESTION) };
    parse(&http::ask(&ask)?, now)
}

pub(super) fn parse(body: &[u8], _now: i64) -> Result<Told, ServerError> {
    let value: Value = serde_json::from_slice(body).map_err(|error| ServerError::Unreadable(shown(&error.to_string())))?;
    if let Some(error) = value.get("error") {
        let why = error.get("message").and_then(Value::as_str).unwrap_or("no reason given");
        return Err(ServerError::Refused(shown(why)));
    }
    let Some(result) = value.get("result") else { return Err(ServerError::Unreadable("no result".to_owned())) };
    let mut registrations = Vec::new();
    walk(result, None, &mut registrations, DEPTH);
    Ok(Told { endpoints: Endpoints::NotTold, registrations })
}

/// Versions nest the table differently: an object with `AoR` begins one, one with `Address` is a contact of it.
fn walk(value: &Value, aor: Option<&str>, found: &mut Vec<Registration>, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, aor, found, depth - 1)),
        Value::Object(fields) => {
            let own = fields.get("AoR").and_then(Value::as_str);
            let aor = own.or(aor);
            if let (Some(aor), Some(contact)) = (aor, fields.get("Address").and_then(Value::as_str)) {
                found.push(registration(aor, contact, value));
                return;
            }
            fields.values().for_each(|inner| walk(inner, aor, found, depth - 1));
        }
        _ => {}
    }
}

fn registration(aor: &str, contact: &str, value: &Value) -> Registration {
    let text = |key: &str| {
        let text = value.get(key).and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty() && !text.starts_with('[') && *text != "n/a").map(str::to_owned)
    };
    // `sip:203.0.113.9:40000` where a router stands between; else the contact tells.
    let source = text("Received").unwrap_or_else(|| contact.to_owned());
    Registration {
        // With `use_domain` the domain stands behind.
        aor: aor.split('@').next().unwrap_or(aor).to_owned(),
        contact: contact.to_owned(),
        user_agent: text("User-Agent"),
        from: host_port(&source),
        expires_s: value.get("Expires").and_then(Value::as_i64),
        status: None,
    }
}

/// What stands between `@` and the parameters of a SIP URI.
fn host_port(uri: &str) -> Option<String> {
    let rest = uri.trim_start_matches(['<', '"']).split_once(':')?.1;
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let end = rest.find([';', '>', '?']).unwrap_or(rest.len());
    (!rest[..end].is_empty()).then(|| rest[..end].to_owned())
}
