//! `MicroSIP.ini`: `[Settings]` and `[Account1]`, `[Account2]`, …, UTF-16LE with a byte order mark.

use std::collections::BTreeSet;

use super::ini::{self, Ini, Section};
use super::linphone::{odd, refused};
use super::phone::{Line, Make, Password, Phone, plain};
use super::settings::numbered;
use super::text;
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const MICROSIP: Format = Format { name: "phone/microsip", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: MICROSIP.name, vendor: "MicroSIP", kind: DeviceKind::Softphone };
const TRANSPORTS: [Transport; 3] = [Transport::Udp, Transport::Tcp, Transport::Tls];

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let lower = sample.text.to_ascii_lowercase();
    let has = |start: &str| lower.lines().any(|line| line.trim().starts_with(start));
    let account = has("[account1]") || has("[account2]");
    if account && (has("authid=") || has("displayname=")) && (has("username=") || has("domain=")) {
        return Some(Likeness::new(
            95,
            "`[Account1]` with `authID` or `displayName`",
            "`[Account1]` mit `authID` oder `displayName`",
        ));
    }
    if has("[settings]") && has("accountid=") {
        return Some(Likeness::new(85, "`[Settings]` with `accountId`", "`[Settings]` mit `accountId`"));
    }
    (account && has("username=")).then(|| Likeness::new(60, "`[Account1]` with `username`", "`[Account1]` mit `username`"))
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    if text.encoding != "utf-16le" && !text.text.is_ascii() {
        let encoding = &text.encoding;
        phone.findings.push(text::encoding_wrong(
            given.list.file,
            format!("the file is {encoding}; MicroSIP garbles its umlauts"),
            format!("die Datei ist {encoding}; MicroSIP zerstört ihre Umlaute"),
            "save it as UTF-16LE with a byte order mark",
            "als UTF-16LE mit Byte-Reihenfolge-Marke speichern",
        ));
    }
    phone.encoding = Some(text.encoding);
    let ini = Ini::read(given.list.file, &text.text, &ini::WINDOWS);
    odd(&ini, &mut phone);
    for section in &ini.sections {
        match numbered(&section.name) {
            Some((stem, index)) if stem.eq_ignore_ascii_case("account") && index > 0 => {
                if !phone.full(&section.at) {
                    account(section, index, &mut phone);
                }
            }
            _ => {
                for entry in &section.entries {
                    phone.unused(&format!("{}/{}", section.name, entry.key), &entry.key_at);
                }
            }
        }
    }
    phone.finish()
}

fn account(section: &Section, index: u32, phone: &mut Phone<'_>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut take = |key: &'static str| {
        used.insert(key);
        section.get(key).map(|entry| entry.value.clone()).filter(|value| !value.value.is_empty())
    };
    let user = take("username");
    let (server, domain) = (take("server"), take("domain"));
    let (auth_user, display, label) = (take("authID"), take("displayName"), take("label"));
    let (password, transport) = (take("password"), take("transport"));
    for entry in section.entries.iter().filter(|entry| !used.iter().any(|key| key.eq_ignore_ascii_case(&entry.key))) {
        phone.unused(&format!("{}/{}", section.name, entry.key), &entry.key_at);
    }
    let Some(user) = user else {
        phone.user_missing(index, section.at.clone());
        return;
    };
    let mut line = Line::new(index, user, section.at.clone());
    // Without a domain the program ignores the account, without a server it does not register.
    line.switched_off = domain.is_none() || server.is_none();
    line.server = server.or(domain).map(|server| server.value);
    line.auth_user = auth_user;
    line.display = display;
    line.label = label;
    line.transport = transport.and_then(|transport| phone.transport(transport, &TRANSPORTS));
    line.password = match &password {
        None => Password::None,
        Some(value) if is_cipher(value) => Password::Hidden(value.at.clone()),
        Some(value) => plain(value),
    };
    phone.lines.push(line);
}

/// After its first start the program keeps the password as whole blocks of 8 bytes in hex, all letters of one case.
fn is_cipher(value: &Sourced<String>) -> bool {
    let text = value.value.as_bytes();
    text.len() >= 16
        && text.len() % 16 == 0
        && text.iter().all(u8::is_ascii_hexdigit)
        && !(text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase))
}
