//! Yealink's `<mac>.cfg`: `account.1.user_name = 2001`, raw text after the first `=`.

use super::linphone::{line_unclear, refused};
use super::phone::{Make, Phone};
use super::settings::{Accounts, Meaning};
use super::text;
use crate::diag::Place;
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const YEALINK: Format = Format { name: "phone/yealink", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: YEALINK.name, vendor: "Yealink", kind: DeviceKind::DeskPhone };
/// What every file begins with.
const MARK: &str = "#!version:1.0.0";

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let mark = sample.text.trim_start_matches('\u{feff}').starts_with(MARK);
    let account = sample.text.lines().any(|line| setting(line).is_some_and(|(_, key, _)| meaning(key).is_some()));
    match (mark, account) {
        (true, true) => Some(Likeness::new(97, "`#!version` and `account.1.…`", "`#!version` und `account.1.…`")),
        (false, true) => Some(Likeness::new(92, "settings `account.1.…`", "Einstellungen `account.1.…`")),
        (true, false) => Some(Likeness::new(75, "`#!version:1.0.0`", "`#!version:1.0.0`")),
        (false, false) => None,
    }
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    phone.encoding = Some(text.encoding);
    let mut accounts = Accounts::default();
    for (number, line) in text::lines(&text.text) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || (trimmed.starts_with('[') && trimmed.ends_with(']')) {
            continue;
        }
        let at = |byte: usize| Place::at(given.list.file, number, text::column(line, byte));
        let start = line.len() - line.trim_start().len();
        let Some((value_at, key, value)) = setting(line) else {
            phone.findings.push(line_unclear(at(start), "no `name = value` in this line", "kein `name = wert` in dieser Zeile"));
            continue;
        };
        // `%NULL%` puts the setting back to what the phone came with, `%EMPTY%` leaves it empty.
        let value = if matches!(value, "%NULL%" | "%EMPTY%") { "" } else { value };
        let value = Sourced::new(value.to_owned(), at(value_at));
        let known = meaning(key).is_some_and(|(account, meaning)| {
            let value = match meaning {
                Meaning::Transport => Sourced::new(transport(&value.value).to_owned(), value.at.clone()),
                _ => value.clone(),
            };
            accounts.put(account, meaning, value, &mut phone)
        });
        if !known {
            phone.unused(key, &at(start));
        }
    }
    accounts.into_lines(&[Transport::Udp, Transport::Tcp, Transport::Tls], &mut phone);
    phone.finish()
}

/// Byte of the value, name and value; one pair of quotes around the value is taken off.
fn setting(line: &str) -> Option<(usize, &str, &str)> {
    let (key, rest) = line.split_once('=')?;
    let name = key.trim();
    let usable = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    let value = rest.trim();
    let start = key.len() + 1 + (rest.len() - rest.trim_start().len());
    let bare = value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    usable.then(|| (start + usize::from(bare.is_some()), name, bare.unwrap_or(value)))
}

fn meaning(key: &str) -> Option<(u32, Meaning)> {
    let (number, name) = key.strip_prefix("account.")?.split_once('.')?;
    let meaning = match name {
        "enable" => Meaning::Active,
        "user_name" => Meaning::User,
        "auth_name" => Meaning::AuthUser,
        "password" => Meaning::Password,
        "display_name" => Meaning::Display,
        "label" => Meaning::Label,
        // Up to firmware 72 there was one server without a number.
        "sip_server.1.address" | "sip_server_host" => Meaning::Server,
        "sip_server.1.port" | "sip_server_port" => Meaning::Port,
        "sip_server.1.transport_type" | "transport" => Meaning::Transport,
        _ => return None,
    };
    Some((number.parse().ok()?, meaning))
}

/// 3 is DNS: the phone asks for the service records. Nothing is fixed then.
fn transport(value: &str) -> &str {
    match value {
        "0" => "udp",
        "1" => "tcp",
        "2" => "tls",
        "3" => "",
        other => other,
    }
}
