//! The section `fleet`: how files reach thin clients and Windows notebooks, and why a share that many may read is refused.

use super::codes;
use super::fields::{Field, Fields, Parsed, short};
use super::read::absolute;
use super::site::{Deliver, FleetRule, FleetRules};
use crate::diag::Words;

/// Where IGEL OS keeps what belongs to the user of a session.
const IGEL_HOME: &str = "/userhome";
/// The user's own folder on the file server, as Windows knows it.
const WINDOWS_FILES: &str = r"%HOMESHARE%\deskshift";

/// Shares and folders that everybody of a domain, a network or a machine may read, by one of their names.
const OPEN_TO_ALL: [&str; 14] = [
    "sysvol",
    "netlogon",
    "public",
    "pub",
    "everyone",
    "jeder",
    "öffentlich",
    "oeffentlich",
    "wwwroot",
    "htdocs",
    "www",
    "tftpboot",
    "tftp",
    "transfer",
];
/// Variables of Windows that lead to a folder for all users of a machine.
const FOR_ALL_USERS: [&str; 4] = ["%public%", "%allusersprofile%", "%programdata%", "%systemroot%"];
/// Parts of a path that are another one for each user.
const OF_ONE_USER: [&str; 9] = [
    "%username%",
    "%userprofile%",
    "%homeshare%",
    "%homepath%",
    "%appdata%",
    "%localappdata%",
    "%onedrive%",
    "%onedrivecommercial%",
    "{user}",
];
/// The same for a device.
const OF_ONE_DEVICE: [&str; 2] = ["{device}", "{mac}"];

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn fleet(fields: &mut Fields<'_>, table: &super::fields::Table<'_>) -> Parsed<FleetRules> {
    let igel = fields.optional(table, "igel", |f, v| {
        let table = f.map(v)?;
        let deliver = f.or(&table, "deliver", Deliver::Link, deliver);
        let files_on = f.optional(&table, "files_on", |f, v| place(f, v, &OF_ONE_DEVICE));
        readable_by(f, &table, "device");
        let home = f.or(&table, "home", IGEL_HOME.to_owned(), absolute);
        Some(FleetRule { deliver, files_on, home })
    });
    let windows = fields.optional(table, "windows", |f, v| {
        let table = f.map(v)?;
        let deliver = f.or(&table, "deliver", Deliver::Link, deliver);
        let files_on = f.or(&table, "files_on", WINDOWS_FILES.to_owned(), |f, v| place(f, v, &OF_ONE_USER));
        readable_by(f, &table, "user");
        Some(FleetRule { deliver, files_on: Some(files_on), home: String::new() })
    });
    Some(FleetRules { igel, windows })
}

fn deliver(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Deliver> {
    fields.choice(field, &[("link", Deliver::Link), ("files", Deliver::Files)])
}

/// The place of the files that hold a password or a link; nobody but their owner may read them there.
fn place(fields: &mut Fields<'_>, field: &Field<'_>, own: &[&str]) -> Parsed<String> {
    let text = fields.text(field)?;
    if !text.chars().all(|c| c.is_alphanumeric() || r"\/:.$%{}_- @()".contains(c)) {
        return fields.bad_value(field, text);
    }
    match leak(text, own) {
        None => Some(text.to_owned()),
        Some(why) => complain(fields, field, text, &why),
    }
}

/// Why what lies there would be read by others.
fn leak(text: &str, own: &[&str]) -> Option<Words> {
    let lower = text.to_lowercase().replace('/', "\\");
    if ["http:", "ftp:", "tftp:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Some(Words::new(
            "what is fetched there travels in the clear",
            "was dort abgerufen wird, geht unverschlüsselt über das Netz",
        ));
    }
    if text.contains('@') {
        return Some(Words::new("a login would stand in the address", "in der Adresse stünde eine Anmeldung"));
    }
    let all = |text: &str| OPEN_TO_ALL.contains(&text.trim_end_matches('$'));
    if let Some(part) = lower.split('\\').find(|part| all(part) || FOR_ALL_USERS.contains(part)) {
        return Some(Words::new(format!("everybody may read `{part}`"), format!("`{part}` dürfen alle lesen")));
    }
    if !own.iter().any(|own| lower.contains(own)) {
        let own = own.join("`, `");
        return Some(Words::new(
            format!("it is one folder for all, without a part of its own such as `{own}`"),
            format!("es ist ein Ordner für alle, ohne eigenen Teil wie `{own}`"),
        ));
    }
    None
}

/// The admin's word on who may read the place.
fn readable_by(fields: &mut Fields<'_>, table: &super::fields::Table<'_>, owner: &'static str) {
    fields.optional(table, "readable_by", |f, v| {
        let who = f.choice(v, &[(owner, owner), ("department", "department"), ("everyone", "everyone")])?;
        if who == owner {
            return Some(());
        }
        let why = match who {
            "department" => Words::new("the colleagues may read it", "die Kolleginnen und Kollegen dürfen es lesen"),
            _ => Words::new("everybody may read it", "alle dürfen es lesen"),
        };
        complain(f, v, who, &why)
    });
}

fn complain<T>(fields: &mut Fields<'_>, field: &Field<'_>, written: &str, why: &Words) -> Parsed<T> {
    let place = fields.place(field.node);
    let (shown, written) = (field.shown(), short(written));
    let what = Words::new(
        format!("`{shown}` is `{written}`, but passwords or links would lie there: {}", why.en),
        format!("`{shown}` ist `{written}`, dort lägen aber Kennwörter oder Links: {}", why.de),
    );
    let todo = Words::new(
        r"name a folder that each owner alone may read, such as `\\fs01\home$\%USERNAME%\deskshift`",
        r"einen Ordner nennen, den nur sein Besitzer lesen darf, etwa `\\fs01\home$\%USERNAME%\deskshift`",
    );
    fields.complain(&codes::LEAK_SHARE, place, "", what, todo);
    None
}
