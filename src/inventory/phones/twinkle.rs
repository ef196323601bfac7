//! Twinkle's profile `<name>.cfg`: one account, `user_name=2001`, no sections.

use super::ini::{self, Ini};
use super::linphone::{odd, refused};
use super::phone::{Line, Make, Password, Phone, plain};
use super::text;
use crate::diag::Place;
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const TWINKLE: Format = Format { name: "phone/twinkle", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: TWINKLE.name, vendor: "Twinkle", kind: DeviceKind::Softphone };
const READ: [&str; 9] = [
    "user_name",
    "user_domain",
    "user_display",
    "auth_realm",
    "auth_name",
    "auth_pass",
    "registrar",
    "sip_transport",
    "register_at_startup",
];

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let has = |key: &str| {
        sample.text.lines().any(|line| {
            line.trim_start_matches('\u{feff}')
                .trim_start()
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        })
    };
    if has("user_name") && has("user_domain") {
        return Some(Likeness::new(95, "`user_name` and `user_domain`", "`user_name` und `user_domain`"));
    }
    (has("user_domain") && (has("auth_pass") || has("registrar")))
        .then(|| Likeness::new(70, "`user_domain` and `auth_pass`", "`user_domain` und `auth_pass`"))
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    phone.encoding = Some(text.encoding);
    if text.marked {
        phone.findings.push(text::encoding_wrong(
            given.list.file,
            "the file begins with a byte order mark, and Twinkle registers nothing",
            "die Datei beginnt mit einer Byte-Reihenfolge-Marke, und Twinkle meldet nichts an",
            "save it as UTF-8 without a mark",
            "als UTF-8 ohne Marke speichern",
        ));
    }
    let ini = Ini::read(given.list.file, &text.text, &ini::TWINKLE);
    odd(&ini, &mut phone);
    for section in &ini.sections {
        let take = |key: &str| section.get(key).map(|entry| entry.value.clone()).filter(|value| !value.value.is_empty());
        for entry in section.entries.iter().filter(|entry| !READ.contains(&entry.key.as_str())) {
            phone.unused(&entry.key, &entry.key_at);
        }
        let Some(user) = take("user_name") else {
            phone.user_missing(1, section.get("user_name").map_or_else(|| Place::file(phone.file()), |e| e.key_at.clone()));
            continue;
        };
        let at = user.at.clone();
        let mut line = Line::new(1, user, at);
        line.display = take("user_display");
        line.auth_user = take("auth_name");
        line.realm = take("auth_realm").map(|realm| realm.value);
        line.server = take("registrar").or_else(|| take("user_domain")).map(|server| server.value);
        line.transport = take("sip_transport").filter(|t| t.value != "auto").and_then(|transport| {
            phone.transport(Sourced::new(transport.value, transport.at), &[Transport::Udp, Transport::Tcp])
        });
        line.switched_off = take("register_at_startup").is_some_and(|on| on.value == "no");
        line.password = take("auth_pass").map_or(Password::None, |password| plain(&password));
        phone.lines.push(line);
    }
    phone.finish()
}
