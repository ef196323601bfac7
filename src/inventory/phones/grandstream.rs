//! Grandstream's P-values: XML `<P35>2001</P35>` in `cfg<mac>.xml`, or text `P35=2001`.

use super::linphone::{line_unclear, refused};
use super::phone::{Make, Phone};
use super::settings::{Accounts, Meaning};
use super::{mac, text, xml};
use crate::diag::Place;
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const GRANDSTREAM: Format = Format { name: "phone/grandstream", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: GRANDSTREAM.name, vendor: "Grandstream", kind: DeviceKind::DeskPhone };

/// The P-values of one account. Accounts were numbered as firmware grew; there is no rule.
struct Numbers {
    active: u32,
    label: u32,
    server: u32,
    user: u32,
    auth_user: u32,
    password: u32,
    display: u32,
    transport: u32,
}

const ACCOUNTS: [Numbers; 6] = [
    Numbers { active: 271, label: 270, server: 47, user: 35, auth_user: 36, password: 34, display: 3, transport: 130 },
    Numbers { active: 401, label: 417, server: 402, user: 404, auth_user: 405, password: 406, display: 407, transport: 448 },
    Numbers { active: 501, label: 517, server: 502, user: 504, auth_user: 505, password: 506, display: 507, transport: 548 },
    Numbers { active: 601, label: 617, server: 602, user: 604, auth_user: 605, password: 606, display: 607, transport: 648 },
    Numbers {
        active: 1701,
        label: 1717,
        server: 1702,
        user: 1704,
        auth_user: 1705,
        password: 1706,
        display: 1707,
        transport: 1748,
    },
    Numbers {
        active: 1801,
        label: 1817,
        server: 1802,
        user: 1804,
        auth_user: 1805,
        password: 1806,
        display: 1807,
        transport: 1848,
    },
];

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let text = sample.text;
    if text.contains("<gs_provision") {
        return Some(Likeness::new(97, "XML `<gs_provision>`", "XML `<gs_provision>`"));
    }
    let values = text.lines().filter_map(|line| number(line.split_once('=')?.0.trim())).take(5000);
    let (mut all, mut users) = (0, 0);
    for number in values {
        all += 1;
        users += usize::from(ACCOUNTS.iter().any(|a| [a.user, a.server, a.password].contains(&number)));
    }
    match (all, users) {
        (_, 2..) => Some(Likeness::new(92, "settings `P35=`, `P47=`", "Einstellungen `P35=`, `P47=`")),
        (5.., _) => Some(Likeness::new(60, "settings `P…=`", "Einstellungen `P…=`")),
        _ => None,
    }
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    phone.encoding = Some(text.encoding);
    let mut accounts = Accounts::default();
    let start = text.text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        let (leaves, damage) = xml::leaves(given.list.file, &text.text, given.list.limits);
        damage.into_iter().for_each(|finding| phone.findings.push(finding));
        for leaf in leaves {
            put(&leaf.name, leaf.text, &mut accounts, &mut phone);
        }
    } else {
        for (line_number, line) in text::lines(&text.text) {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let at = |byte: usize| Place::at(given.list.file, line_number, text::column(line, byte));
            let start = line.len() - line.trim_start().len();
            let Some((name, value)) = line.split_once('=') else {
                phone.findings.push(line_unclear(at(start), "no `P…=value` in this line", "kein `P…=wert` in dieser Zeile"));
                continue;
            };
            let blanks = value.len() - value.trim_start().len();
            let value = Sourced::new(value.trim().to_owned(), at(name.len() + 1 + blanks));
            put(name.trim(), value, &mut accounts, &mut phone);
        }
    }
    accounts.into_lines(&[Transport::Udp, Transport::Tcp, Transport::Tls], &mut phone);
    phone.finish()
}

fn put(name: &str, value: Sourced<String>, accounts: &mut Accounts, phone: &mut Phone<'_>) {
    let at = value.at.clone();
    if name == "mac" {
        match mac::read(&value.value) {
            Some(mac) => phone.mac = Some(Sourced::new(mac, at)),
            None => phone.unused(name, &at),
        }
        return;
    }
    let known = number(name).and_then(meaning).is_some_and(|(account, meaning)| {
        let value = match meaning {
            Meaning::Transport => Sourced::new(transport(&value.value).to_owned(), value.at),
            _ => value,
        };
        accounts.put(account, meaning, value, phone)
    });
    if !known {
        phone.unused(name, &at);
    }
}

/// The number of a P-value.
fn number(name: &str) -> Option<u32> {
    name.strip_prefix('P').filter(|rest| rest.len() <= 6 && rest.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

fn meaning(number: u32) -> Option<(u32, Meaning)> {
    ACCOUNTS.iter().zip(1..).find_map(|(account, index)| {
        let meaning = match number {
            n if n == account.active => Meaning::Active,
            n if n == account.label => Meaning::Label,
            n if n == account.server => Meaning::Server,
            n if n == account.user => Meaning::User,
            n if n == account.auth_user => Meaning::AuthUser,
            n if n == account.password => Meaning::Password,
            n if n == account.display => Meaning::Display,
            n if n == account.transport => Meaning::Transport,
            _ => return None,
        };
        Some((index, meaning))
    })
}

fn transport(value: &str) -> &str {
    match value.trim() {
        "0" => "udp",
        "1" => "tcp",
        "2" => "tls",
        other => other,
    }
}
