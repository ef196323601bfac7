//! Snom's settings: XML `<user_name idx="1">2001</user_name>`, or the older text `user_name1$: 2001`.

use super::linphone::{line_unclear, refused};
use super::phone::{Make, Phone};
use super::settings::{Accounts, Meaning, numbered};
use super::{mac, text, xml};
use crate::diag::Place;
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const SNOM: Format = Format { name: "phone/snom", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: SNOM.name, vendor: "Snom", kind: DeviceKind::DeskPhone };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let text = sample.text;
    if is_xml(text) {
        if text.contains("<settings") && (text.contains("<phone-settings") || text.contains("<user_name ")) {
            return Some(Likeness::new(96, "XML `<settings>` of a Snom", "XML `<settings>` eines Snom"));
        }
        return text.contains("<phone-settings").then(|| Likeness::new(90, "XML `<phone-settings>`", "XML `<phone-settings>`"));
    }
    let lines = text.lines().filter_map(setting);
    let (mut users, mut flags) = (0, 0);
    for (name, _, flagged) in lines.take(5000) {
        users += usize::from(numbered(name).is_some_and(|(stem, _)| meaning(stem).is_some()));
        flags += usize::from(flagged);
    }
    match (users, flags) {
        (1.., 1..) => Some(Likeness::new(95, "settings `user_name1$:`", "Einstellungen `user_name1$:`")),
        (2.., 0) => Some(Likeness::new(80, "settings `user_name1:`", "Einstellungen `user_name1:`")),
        (0, 5..) => Some(Likeness::new(55, "settings `name$: value`", "Einstellungen `name$: wert`")),
        _ => None,
    }
}

fn is_xml(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<?xml") || start.starts_with("<settings") || start.starts_with("<phone-settings")
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    phone.encoding = Some(text.encoding);
    phone.model = model(given.list.file);
    let mut accounts = Accounts::default();
    if is_xml(&text.text) {
        let (leaves, damage) = xml::leaves(given.list.file, &text.text, given.list.limits);
        damage.into_iter().for_each(|finding| phone.findings.push(finding));
        for leaf in leaves {
            let index = leaf.attribute("idx").and_then(|index| index.parse().ok()).unwrap_or(1);
            put(&leaf.name, index, leaf.text, &mut accounts, &mut phone);
        }
    } else {
        for (number, line) in text::lines(&text.text) {
            let trimmed = line.trim();
            // Provisioning servers wrap the text so that a browser can show it.
            if trimmed.is_empty() || trimmed.starts_with(['#', '<']) {
                continue;
            }
            let at = |byte: usize| Place::at(given.list.file, number, text::column(line, byte));
            let start = line.len() - line.trim_start().len();
            let Some((name, value_at, _)) = setting(line) else {
                phone.findings.push(line_unclear(
                    at(start),
                    "no `name$: value` in this line",
                    "kein `name$: wert` in dieser Zeile",
                ));
                continue;
            };
            let value = Sourced::new(line[value_at..].trim_end().to_owned(), at(value_at));
            let (stem, index) = match numbered(name) {
                Some((stem, index)) if meaning(stem).is_some() => (stem, index),
                _ => (name, 0),
            };
            put(stem, index, value, &mut accounts, &mut phone);
        }
    }
    accounts.into_lines(&[Transport::Udp, Transport::Tcp, Transport::Tls], &mut phone);
    phone.finish()
}

fn put(name: &str, index: u32, value: Sourced<String>, accounts: &mut Accounts, phone: &mut Phone<'_>) {
    let at = value.at.clone();
    if name == "mac"
        && let Some(mac) = mac::read(&value.value)
    {
        phone.mac = Some(Sourced::new(mac, at));
        return;
    }
    let known = meaning(name).is_some_and(|meaning| {
        // `pbx.example:5061;transport=tls` holds two things.
        if meaning == Meaning::Proxy
            && let Some((server, parameters)) = value.value.split_once(';')
        {
            let transport = parameters.split(';').find_map(|one| one.trim().strip_prefix("transport="));
            if let Some(transport) = transport {
                accounts.put(index, Meaning::Transport, Sourced::new(transport.to_owned(), at.clone()), phone);
            }
            return accounts.put(index, meaning, Sourced::new(server.to_owned(), at.clone()), phone);
        }
        accounts.put(index, meaning, value, phone)
    });
    if !known {
        phone.unused(name, &at);
    }
}

fn meaning(stem: &str) -> Option<Meaning> {
    Some(match stem {
        "user_active" => Meaning::Active,
        "user_name" => Meaning::User,
        "user_pname" => Meaning::AuthUser,
        "user_pass" => Meaning::Password,
        "user_hash" => Meaning::Hash,
        "user_realm" => Meaning::Realm,
        "user_realname" => Meaning::Display,
        "user_idle_text" => Meaning::Label,
        "user_host" => Meaning::Server,
        "user_outbound" => Meaning::Proxy,
        _ => return None,
    })
}

/// Name, byte of the value, and whether one of the flags `$ & ! ?` stands behind the name.
fn setting(line: &str) -> Option<(&str, usize, bool)> {
    let (head, rest) = line.split_once(':')?;
    let name = head.trim().trim_end_matches(['$', '&', '!', '?']);
    let flagged = name.len() < head.trim().len();
    let usable = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let value = head.len() + 1 + (rest.len() - rest.trim_start().len());
    usable.then_some((name, value, flagged))
}

/// `snom370-000413….htm`, `snomD785.xml`.
fn model(file: &str) -> Option<Sourced<String>> {
    let name = file.rsplit(['/', '\\']).next()?;
    let rest = name.get(..4).filter(|head| head.eq_ignore_ascii_case("snom")).map(|_| &name[4..])?;
    let model: String = rest.chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
    (!model.is_empty()).then(|| Sourced::new(model, Place::file(file)))
}
