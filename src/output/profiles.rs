//! The table of what each client can do, and where each value of a line's files comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Lang, Place, Words};
use crate::plan::ClientFacts;
use crate::plan::model::Line;
use crate::policy::overrides::{Level, Variable};
use crate::profile::Origin;

/// What is known of one client.
#[derive(Debug, Serialize)]
pub struct Listed<'a> {
    #[serde(flatten)]
    pub facts: &'a ClientFacts,
    /// What it is in the hands of a person: `program`, `router`.
    pub kind: &'static str,
    /// Who fetches its files by a link: `client`, `script`, `nobody`.
    pub link: &'static str,
    /// How many keys its files have.
    pub keys: usize,
    /// Those whose meaning nobody has confirmed.
    pub unconfirmed: BTreeSet<String>,
    /// What it lacks, and why it is let pass.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub exceptions: BTreeMap<&'static str, &'a Words>,
}

/// One row for each client, and below the table why some are without what every client should have.
#[must_use]
pub fn table(clients: &[Listed], lang: Lang) -> String {
    let head = match lang {
        Lang::En => [
            "profile",
            "prio",
            "transports",
            "srtp",
            "digest",
            "TLS checked",
            "HA1",
            "login name",
            "password at rest",
            "keys",
            "unconfirmed",
        ],
        Lang::De => [
            "Profil",
            "Prio",
            "Transporte",
            "SRTP",
            "Digest",
            "TLS geprüft",
            "HA1",
            "Anmeldename",
            "Kennwort liegt",
            "Schlüssel",
            "unbestätigt",
        ],
    };
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(clients.iter().map(|listed| row(listed, lang)));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    if clients.iter().any(|listed| !listed.exceptions.is_empty()) {
        let title = match lang {
            Lang::En => "Exceptions",
            Lang::De => "Ausnahmen",
        };
        let _ = writeln!(text, "\n{title}:");
    }
    for listed in clients {
        for (lack, why) in &listed.exceptions {
            let _ = writeln!(text, "  {} {lack}: {}", listed.facts.id, why.get(lang));
        }
    }
    text
}

fn row(listed: &Listed, lang: Lang) -> [String; 11] {
    let facts = listed.facts;
    let word = |is: bool| match (is, lang) {
        (true, Lang::En) => "yes".to_owned(),
        (true, Lang::De) => "ja".to_owned(),
        (false, _) => "-".to_owned(),
    };
    [
        facts.id.to_string(),
        facts.priority.to_string(),
        facts.transports.iter().map(|t| t.as_str()).collect::<Vec<_>>().join(" "),
        facts.srtp.iter().map(|srtp| srtp.as_str()).collect::<Vec<_>>().join(" "),
        facts.digest.join(" "),
        facts.tls_verify.as_str().to_owned(),
        word(facts.ha1),
        word(facts.auth_user_differs),
        facts.secrets_at_rest.as_str().to_owned(),
        listed.keys.to_string(),
        if listed.unconfirmed.is_empty() { "-".to_owned() } else { listed.unconfirmed.len().to_string() },
    ]
}

#[must_use]
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("text, numbers and lists are always JSON");
    text.push('\n');
    text
}

/// What `profiles check` has looked at.
#[must_use]
pub fn checked(profiles: usize, findings: usize, lang: Lang) -> String {
    match lang {
        Lang::En => {
            format!("{} checked, {}\n", counted(profiles, "profile", "profiles"), counted(findings, "finding", "findings"))
        }
        Lang::De => {
            format!("{} geprüft, {}\n", counted(profiles, "Profil", "Profile"), counted(findings, "Befund", "Befunde"))
        }
    }
}

/// Where the login of a line stands that is in force, and whether it goes on; and where the other values stand.
#[derive(Debug, Clone, Default)]
pub struct Login {
    pub user_at: Option<Place>,
    pub password_at: Option<Place>,
    /// The PBX takes a new password beside the one in force.
    pub beside: bool,
    /// By field.
    pub at: BTreeMap<&'static str, Place>,
}

/// Each key of each file with its value and where that came from.
#[must_use]
pub fn origins(line: &Line, login: &Login, origins: &[Origin], lang: Lang) -> String {
    let mut text = String::new();
    let mut file = "";
    for origin in origins {
        if origin.file != file {
            file = &origin.file;
            let _ = writeln!(text, "{}{} ({})", if text.is_empty() { "" } else { "\n" }, file, line.client);
        }
        let _ = match (origin.left_out, lang) {
            (false, _) => writeln!(text, "  {} = {}", origin.key, origin.value),
            (true, Lang::En) => writeln!(text, "  {} is left out", origin.key),
            (true, Lang::De) => writeln!(text, "  {} entfällt", origin.key),
        };
        let from: Vec<String> =
            origin.fields.iter().map(|field| format!("{field}: {}", place(line, login, field, lang))).collect();
        let from = match (from.is_empty(), lang) {
            (false, _) => from.join("; "),
            (true, Lang::En) => "the profile".to_owned(),
            (true, Lang::De) => "das Profil".to_owned(),
        };
        let mark = match (origin.unconfirmed, lang) {
            (false, _) => "",
            (true, Lang::En) => "UNCONFIRMED: ",
            (true, Lang::De) => "UNBESTÄTIGT: ",
        };
        let source = origin.source.as_ref().map(|note| format!(" [{mark}{}]", note.get(lang))).unwrap_or_default();
        let _ = writeln!(text, "      {from}{source}");
    }
    text
}

/// Whether the password is a new one, and where the one in force stands.
fn password(line: &Line, login: &Login, lang: Lang) -> String {
    let at = login.password_at.as_ref().map(ToString::to_string);
    let Some(now) = &line.login_now else {
        return match (lang, at) {
            (Lang::En, Some(at)) => format!("kept as it is, {at}"),
            (Lang::De, Some(at)) => format!("bleibt, wie es ist, {at}"),
            (Lang::En, None) => "kept as it is".to_owned(),
            (Lang::De, None) => "bleibt, wie es ist".to_owned(),
        };
    };
    let (en, de) = match (now.aor_user.is_some() || login.beside, at) {
        (true, Some(at)) => (format!("the one of {at} goes on as well"), format!("das aus {at} gilt daneben weiter")),
        (true, None) => ("the one in force goes on as well".to_owned(), "das geltende gilt daneben weiter".to_owned()),
        (false, Some(at)) => (
            format!("it takes the place of the one of {at} when the PBX loads its change"),
            format!("es tritt an die Stelle dessen aus {at}, wenn die Anlage ihre Änderung lädt"),
        ),
        (false, None) => (
            "it takes the place of the one in force when the PBX loads its change".to_owned(),
            "es tritt an die Stelle des geltenden, wenn die Anlage ihre Änderung lädt".to_owned(),
        ),
    };
    match lang {
        Lang::En => format!("new, drawn by `deskshift plan` (out/issued.json); {en}"),
        Lang::De => format!("neu, von `deskshift plan` gezogen (out/issued.json); {de}"),
    }
}

/// The variable of `overrides` that decides a field.
fn variable(field: &str) -> Option<Variable> {
    match field {
        "registrar_host" | "registrar_port" => Some(Variable::Registrar),
        "expiry" => Some(Variable::ExpiryS),
        name => Variable::ALL.into_iter().find(|variable| variable.as_str() == name),
    }
}

#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    origin: &'a Origin,
    /// Each of its fields with where that was decided.
    from: BTreeMap<&'a str, String>,
    /// Each of its fields that `overrides` decided, with the level.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    levels: BTreeMap<&'a str, &'a Level>,
}

/// The same as JSON.
#[must_use]
pub fn origins_json(line: &Line, login: &Login, origins: &[Origin]) -> String {
    let explained = origins.iter().map(|origin| {
        let own = |field: &&'static str| Some((*field, &line.overridden.get(&variable(field)?)?.level));
        let from = origin.fields.iter().map(|field| (*field, place(line, login, field, Lang::En))).collect();
        Explained { origin, from, levels: origin.fields.iter().filter_map(own).collect() }
    });
    json(&explained.collect::<Vec<_>>())
}

/// Where a field of a line was decided.
fn place(line: &Line, login: &Login, field: &str, lang: Lang) -> String {
    if let Some(own) = variable(field).and_then(|variable| line.overridden.get(&variable)) {
        let level = own.level.words();
        return match lang {
            Lang::En => format!("{}, `overrides` of {}", own.at, level.en),
            Lang::De => format!("{}, `overrides` für {}", own.at, level.de),
        };
    }
    let from = |en: &str, de: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::De => de.to_owned(),
    };
    let of_site = |key: &str| match login.at.get(field) {
        Some(at) => format!("{at}, `{key}`"),
        None => format!("deskshift.yaml, `{key}`"),
    };
    let or_words = |en: &str, de: &str| login.at.get(field).map_or_else(|| from(en, de), ToString::to_string);
    match field {
        "display_name" => or_words("the list of people", "die Personalliste"),
        "user" => or_words("the endpoint on the PBX, or else the extension", "der Endpunkt der Anlage, sonst die Nebenstelle"),
        "auth_user" => match &login.user_at {
            Some(at) => at.to_string(),
            None => from("the PBX", "die Anlage"),
        },
        "password" => password(line, login, lang),
        "domain" => of_site("pbx.domain"),
        "voicemail_number" => or_words("the mailbox on the PBX: none", "das Postfach der Anlage: keines"),
        "further" => {
            let others = line.further.iter().map(|own| format!("`{}`", own.extension)).collect::<Vec<_>>().join(", ");
            from(&format!("the person's other lines: {others}"), &format!("die anderen Anschlüsse der Person: {others}"))
        }
        "external_prefix" => of_site("numbers.outside_prefix"),
        "min_tls" if line.media.min_tls.is_some() => of_site("security.min_tls"),
        "min_tls" => from("the profile's own choice", "die Wahl des Profils"),
        "allow_self_signed" | "lock_settings" => of_site(&format!("security.{field}")),
        // Only `overrides` can set this; here none did.
        "outbound_proxy" => {
            let registrar = of_site(&format!("pbx.registrars.{}", line.transport));
            from(
                &format!("no proxy is set, so the registrar: {registrar}"),
                &format!("kein Proxy gesetzt, also der Registrar: {registrar}"),
            )
        }
        "ca_on_clients" | "ws_path" => of_site(&format!("pbx.{field}")),
        "registrar_host" | "registrar_port" => of_site(&format!("pbx.registrars.{}", line.transport)),
        "transport" | "srtp" => of_site(&format!("clients[].{field}")),
        "expiry" => of_site("clients[].expiry_s"),
        // Every other variable is one that only `overrides` sets.
        _ => from("the profile's own choice", "die Wahl des Profils"),
    }
}
