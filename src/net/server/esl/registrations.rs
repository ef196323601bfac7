//! What FreeSWITCH writes of its registrations: `sofia xmlstatus` with user agents, `show registrations as json` without.
//!
//! The XML is no XML that may be parsed: Call-ID and user stand in it as the phone sent them. But each element stands on a line of its own,
//! and no SIP header holds a line break.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::net::server::{ServerError, host_port, shown};
use crate::probe::server::Registration;

/// What stands behind the `@`, and the registration.
type Found = (Option<String>, Registration);

/// Names of the profiles; aliases and gateways are listed beside them. A profile is listed once for each of its transports.
pub(super) fn profiles(text: &str) -> Result<BTreeSet<String>, ServerError> {
    whole(text, "</profiles>")?;
    let (mut names, mut inside) = (BTreeSet::new(), false);
    for line in text.lines().map(str::trim) {
        match line {
            "<profile>" => inside = true,
            "</profile>" => inside = false,
            _ if inside => names.extend(element(line).filter(|(tag, _)| *tag == "name").map(|(_, name)| name)),
            _ => {}
        }
    }
    Ok(names)
}

pub(super) fn of_xml(text: &str) -> Result<Vec<Found>, ServerError> {
    whole(text, "</profile>")?;
    let (mut found, mut inside) = (Vec::new(), None);
    for line in text.lines().map(str::trim) {
        match (line, &mut inside) {
            ("<registration>", _) => inside = Some(BTreeMap::new()),
            ("</registration>", _) => found.extend(inside.take().as_ref().and_then(registration)),
            (_, Some(fields)) => {
                if let Some((tag, value)) = element(line) {
                    fields.entry(tag).or_insert(value);
                }
            }
            (_, None) => {}
        }
    }
    Ok(found)
}

/// Neither an error text nor cut off.
fn whole(text: &str, end: &str) -> Result<(), ServerError> {
    if text.starts_with("<?xml") && text.trim_end().ends_with(end) {
        return Ok(());
    }
    let first = text.lines().next().unwrap_or_default();
    Err(ServerError::Unreadable(format!("`{}` instead of a list", shown(first))))
}

/// `<tag>value</tag>`
fn element(line: &str) -> Option<(&str, String)> {
    let (tag, rest) = line.strip_prefix('<')?.split_once('>')?;
    let value = rest.strip_suffix('>')?.strip_suffix(tag)?.strip_suffix("</")?;
    Some((tag, decoded(value)))
}

fn decoded(value: &str) -> String {
    // Last, so that nothing is decoded twice.
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

fn registration(fields: &BTreeMap<&str, String>) -> Option<Found> {
    let text = |tag: &str| fields.get(tag).map(|value| value.trim()).filter(|value| !value.is_empty());
    let (aor, domain) = text("user")?.rsplit_once('@')?;
    let status = text("status").unwrap_or_default();
    let left = status.rsplit_once("expsecs(").and_then(|(_, rest)| rest.strip_suffix(')')?.parse::<i64>().ok());
    // `Reachable` is what stands there before anybody has looked.
    let looked = text("ping-time").is_some_and(|time| time != "0.00");
    let reached = text("ping-status").filter(|status| looked || *status != "Reachable");
    let registration = Registration {
        aor: aor.to_owned(),
        contact: text("contact").map(|contact| uri(contact).to_owned()).unwrap_or_default(),
        user_agent: text("agent").filter(|agent| *agent != "unknown").map(str::to_owned),
        from: text("network-ip").map(|host| host_port(host, text("network-port"))),
        expires_s: left.map(|left| left.max(0)),
        status: reached.map(str::to_owned),
    };
    (!aor.is_empty()).then(|| (Some(domain.to_owned()).filter(|domain| !domain.is_empty()), registration))
}

/// What stands between `<` and `>`, where there are any.
fn uri(contact: &str) -> &str {
    contact.split_once('<').map_or(contact, |(_, rest)| rest.split_once('>').map_or(rest, |(uri, _)| uri))
}

#[derive(Deserialize)]
struct List {
    /// Missing where there are none.
    #[serde(default)]
    rows: Vec<Row>,
    row_count: u64,
}

#[derive(Deserialize)]
struct Row {
    reg_user: String,
    #[serde(default)]
    realm: String,
    /// `sofia/internal/udp:2001@192.0.2.7:5062`
    #[serde(default)]
    url: String,
    #[serde(default)]
    network_ip: String,
    #[serde(default)]
    network_port: String,
}

pub(super) fn of_json(text: &str) -> Result<Vec<Found>, ServerError> {
    let list: List = serde_json::from_str(text).map_err(|error| ServerError::Unreadable(shown(&error.to_string())))?;
    if list.row_count != list.rows.len() as u64 {
        return Err(ServerError::Unreadable("a list that is not as long as it says".to_owned()));
    }
    let found = list.rows.into_iter().map(|row| {
        let registration = Registration {
            aor: row.reg_user,
            contact: row.url.rsplit_once('/').map_or(row.url.as_str(), |(_, contact)| contact).to_owned(),
            user_agent: None,
            from: Some(row.network_ip).filter(|host| !host.is_empty()).map(|host| host_port(&host, Some(&row.network_port))),
            // Its `expires` holds a margin that the profile adds.
            expires_s: None,
            status: None,
        };
        (Some(row.realm).filter(|realm| !realm.is_empty()), registration)
    });
    Ok(found.filter(|(_, registration)| !registration.aor.is_empty()).collect())
}
