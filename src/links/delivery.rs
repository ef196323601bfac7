//! How far each delivery is: issued, fetched, registered.

use std::collections::BTreeMap;

use serde::Serialize;

use super::state::{Known, Links, Standing};
use super::token::LinkId;
use crate::domain::{ClientId, LineId, Transport};
use crate::probe::report::{Report, Verdict};

/// The state of one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Waits to be fetched.
    Issued,
    UnderWay,
    Fetched,
    /// The PBX listed a device with the planned transport after the profile was fetched.
    Registered,
    Expired,
    Revoked,
    Locked,
    BrokenOff,
}

/// One link in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub line: LineId,
    pub profile: ClientId,
    pub link: LinkId,
    pub stage: Stage,
    pub pin: bool,
    /// It takes the account away instead of setting it up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tombstone: bool,
    /// Seconds since 1970, as all times.
    pub issued: u64,
    pub expires: u64,
    pub fetched: Option<u64>,
    pub fetched_by: Option<std::net::IpAddr>,
    pub fetches: u32,
    pub registered: Option<u64>,
    pub unfinished: u32,
    pub wrong_pins: u32,
}

/// The newest link of each line, by line; with `all`, those before it too.
#[must_use]
pub fn rows(links: &Links, report: Option<&Report>, planned: &BTreeMap<LineId, Transport>, now: u64, all: bool) -> Vec<Row> {
    let verdicts: BTreeMap<&LineId, (&Verdict, u64)> = report
        .iter()
        .flat_map(|report| report.verdicts.iter().filter_map(|v| Some((&v.line, (v, report.lines.get(&v.line)?.at)))))
        .collect();
    let registered = |known: &Known| {
        let (fetched, _) = known.fetched?;
        let transport = *planned.get(&known.link.line)?;
        let (verdict, at) = *verdicts.get(&known.link.line)?;
        // A desk phone beside it mostly comes by another transport.
        let came = verdict.contacts.iter().any(|contact| came_by(contact, transport));
        (came && at >= fetched).then_some(at)
    };
    let mut rows: Vec<Row> = links.all().map(|known| row(known, registered(known), now)).collect();
    rows.sort_by(|a, b| (&a.line, b.issued, a.stage, &a.link).cmp(&(&b.line, a.issued, b.stage, &b.link)));
    if !all {
        rows.dedup_by(|later, earlier| later.line == earlier.line);
    }
    rows
}

fn row(known: &Known, registered: Option<u64>, now: u64) -> Row {
    let link = &known.link;
    let stage = match known.standing(now) {
        Standing::Fetched if registered.is_some() => Stage::Registered,
        Standing::Open => Stage::Issued,
        Standing::UnderWay => Stage::UnderWay,
        Standing::Fetched => Stage::Fetched,
        Standing::Expired => Stage::Expired,
        Standing::Revoked => Stage::Revoked,
        Standing::Locked => Stage::Locked,
        Standing::BrokenOff => Stage::BrokenOff,
    };
    Row {
        line: link.line.clone(),
        profile: link.profile.clone(),
        link: link.id(),
        stage,
        pin: link.pin.is_some(),
        tombstone: link.tombstone,
        issued: known.issued,
        expires: link.expires,
        fetched: known.fetched.map(|(at, _)| at),
        fetched_by: known.fetched.map(|(_, by)| by),
        fetches: known.fetches,
        registered,
        unfinished: known.unfinished,
        wrong_pins: known.wrong_pins,
    }
}

/// Whether `validate` saw a contact that this transport leads to.
fn came_by(contact: &str, transport: Transport) -> bool {
    let lower = contact.to_ascii_lowercase();
    let named = lower
        .split(';')
        .find_map(|part| part.strip_prefix("transport="))
        .map(|name| name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned());
    match (named.as_deref(), transport) {
        // A browser's contact says `ws`, encrypted or not (RFC 7118 section 5.2).
        (Some("ws" | "wss"), Transport::Ws | Transport::Wss) => true,
        (Some(name), _) => name == transport.as_str(),
        (None, Transport::Tls) => lower.contains("sips:"),
        (None, _) => transport == Transport::Udp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_tell_how_a_device_came() {
        for (contact, transport, same) in [
            ("sip:2001@192.0.2.7:5061;transport=TLS", Transport::Tls, true),
            ("<sip:2001@192.0.2.7;transport=tls>;expires=60", Transport::Tls, true),
            ("sips:2001@192.0.2.7", Transport::Tls, true),
            ("sip:2001@192.0.2.7:5060", Transport::Udp, true),
            ("sip:2001@192.0.2.7:5060", Transport::Tls, false),
            ("sip:abc@d.invalid;transport=ws", Transport::Wss, true),
            ("sip:2001@192.0.2.7;transport=tcp", Transport::Udp, false),
        ] {
            assert_eq!(came_by(contact, transport), same, "{contact} {transport}");
        }
    }
}
