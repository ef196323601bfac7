//! From the tree of a file to the checked [`Site`].

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use super::check;
use super::fields::{Field, Fields, Parsed, Table};
use super::letters;
use super::numbers;
use super::overrides;
use super::raw::{Kind, Node};
use super::site::{
    CallRules, ClientRule, ExportSource, Limits, Pbx, PbxKind, RosterRules, SecretsFrom, Site, Sources, Srtp, StaffSource,
    ValidateRules, usual_port,
};
use crate::diag::{Finding, Lang};
use crate::domain::{ClientId, Department, Extension, Transport};

/// What a file meant, and everything there is to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// None where at least one finding is an error.
    pub site: Option<Site>,
    /// In the order of the file.
    pub findings: Vec<Finding>,
}

/// What a command is about to use; what it does not need may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Number plan and sources: who has which extension, before anything is decided about the move.
    Inventory,
    /// What makes lines of them; who is at home when is not decided yet.
    Lines,
    /// Every section.
    Everything,
}

/// Reads and checks a site file. `file` is the name findings show.
#[must_use]
pub fn site(file: &str, root: &Node) -> Reading {
    site_for(file, root, Need::Everything)
}

/// Reads and checks a site file for a command. What the command does not need and the file leaves out is read as if nothing was decided;
/// what stands there is checked all the same.
#[must_use]
pub fn site_for(file: &str, root: &Node, need: Need) -> Reading {
    let mut fields = Fields::new(file);
    let site = whole(&mut fields, root, need);
    finish(fields, site)
}

fn finish(fields: Fields<'_>, site: Parsed<Site>) -> Reading {
    let site = site.filter(|_| !fields.has_errors());
    let mut findings = fields.findings;
    findings.sort_by(|a, b| (&a.place, &a.code).cmp(&(&b.place, &b.code)));
    Reading { site, findings }
}

pub(super) fn whole(fields: &mut Fields<'_>, root: &Node, need: Need) -> Parsed<Site> {
    let top = fields.root(root)?;
    fields.or(&top, "version", 1, |f, v| f.number(v, 1, 1));
    let name = needed(fields, &top, "name", need >= Need::Lines, String::new, |f, v| f.owned(v));
    let lang = fields.or(&top, "lang", Lang::En, |f, v| f.choice(v, &[("en", Lang::En), ("de", Lang::De)]));
    let mut numbers = fields.required(&top, "numbers", numbers::numbers);
    let sources = fields.required(&top, "sources", sources);
    let limits = section(fields, &top, "limits", limits);
    let asterisk = sources.as_ref().is_some_and(|sources| sources.asterisk.is_some());
    let kind = if asterisk { PbxKind::Asterisk } else { PbxKind::Unknown };
    let pbx = needed(fields, &top, "pbx", need >= Need::Lines, || Pbx::undecided(kind), pbx);
    let secrets = section(fields, &top, "secrets", super::secrets::secrets);
    let mut for_all = Vec::new();
    let security = section(fields, &top, "security", |f, table| {
        for_all = super::security::for_all(f, table);
        super::security::security(f, table)
    });
    let clients = needed(fields, &top, "clients", need >= Need::Lines, Vec::new, |f, v| f.list(v, client));
    let overrides = section(fields, &top, "overrides", |f, table| Some(overrides::overrides(f, table, numbers.as_ref())));
    let overrides = overrides.map(|all| overrides::with_defaults(all, for_all));
    if let (Some(numbers), Some(overrides)) = (&mut numbers, &overrides) {
        numbers.emergency = overrides::emergency_numbers(overrides);
    }
    let waves = fields.or(&top, "waves", Vec::new(), |f, v| super::waves::waves(f, v, numbers.as_ref()));
    let validate = section(fields, &top, "validate", validate);
    let server = fields.optional(&top, "server", super::server::server);
    let roster = needed(fields, &top, "roster", need >= Need::Everything, RosterRules::undecided, |f, v| {
        super::roster_read::roster(f, v, clients.as_deref())
    });
    let fleet = section(fields, &top, "fleet", super::fleet::fleet);
    let letters = section(fields, &top, "letters", |f, table| letters::letters(f, table, lang));
    check::across(fields, root, numbers.as_ref(), sources.as_ref(), pbx.as_ref(), clients.as_deref(), validate.as_ref());
    Some(Site {
        name: name?,
        lang,
        numbers: numbers?,
        sources: sources?,
        limits: limits?,
        pbx: pbx?,
        secrets: secrets?,
        security: security?,
        clients: clients?,
        overrides: overrides?,
        waves,
        fleet: fleet?,
        roster: roster?,
        validate: validate?,
        server,
        letters: letters?,
    })
}

/// A key that only some commands need: `undecided` stands in where it is missing and the command does without.
fn needed<'n, T>(
    fields: &mut Fields<'_>,
    table: &Table<'n>,
    key: &str,
    is_needed: bool,
    undecided: impl FnOnce() -> T,
    parse: impl FnOnce(&mut Fields<'_>, &Field<'n>) -> Parsed<T>,
) -> Parsed<T> {
    match table.get(fields, key) {
        Some(field) => parse(fields, &field),
        None if is_needed => fields.required(table, key, parse),
        None => Some(undecided()),
    }
}

/// A map that may be missing: then it is read as an empty one, so that all its defaults hold.
pub(super) fn section<'n, T>(
    fields: &mut Fields<'_>,
    table: &Table<'n>,
    key: &str,
    parse: impl FnOnce(&mut Fields<'_>, &Table<'_>) -> Parsed<T>,
) -> Parsed<T> {
    match table.get(fields, key) {
        Some(field) => {
            let inner: Table<'n> = fields.map(&field)?;
            parse(fields, &inner)
        }
        None => parse(fields, &table.empty(key)),
    }
}

fn sources(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Sources> {
    let table = fields.map(field)?;
    let asterisk = fields.optional(&table, "asterisk", Fields::owned);
    let mut first_seen = BTreeMap::new();
    let staff = fields.or(&table, "staff", Vec::new(), |f, v| {
        f.list(v, |f, item| {
            let source = staff_source(f, item)?;
            let place = f.place(item.node);
            if let Some(first) = first_seen.insert(source.file.clone(), place.clone()) {
                f.twice("sources.staff", &source.file, place, first);
            }
            Some(source)
        })
    });
    let mut exports_seen = BTreeMap::new();
    let exports = fields.or(&table, "exports", Vec::new(), |f, v| {
        f.list(v, |f, item| {
            let source = export_source(f, item)?;
            let place = f.place(item.node);
            if let Some(first) = exports_seen.insert(source.file.clone(), place.clone()) {
                f.twice("sources.exports", &source.file, place, first);
            }
            Some(source)
        })
    });
    let accounts = fields.or(&table, "accounts", Vec::new(), |f, v| f.set(v, file));
    let secrets_from = fields.or(&table, "secrets_from", SecretsFrom::Pbx, |f, v| {
        f.choice(v, &[("pbx", SecretsFrom::Pbx), ("accounts", SecretsFrom::Accounts)])
    });
    let same_person = fields.or(&table, "same_person", Vec::new(), |f, v| f.list(v, pair_of_ids));
    let different_persons = fields.or(&table, "different_persons", Vec::new(), |f, v| f.list(v, pair_of_ids));
    let further_numbers = fields.or(&table, "further_numbers", false, Fields::boolean);
    Some(Sources { asterisk, exports, staff, accounts, same_person, different_persons, further_numbers, secrets_from })
}

/// A path within the site folder in one spelling: `./staff//list.csv` is `staff/list.csv`, so that what is named twice is seen.
pub(super) fn file(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.owned(field)?;
    let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let root = if text.starts_with('/') { "/" } else { "" };
    Some(if parts.is_empty() { text } else { format!("{root}{}", parts.join("/")) })
}

/// A file, or a list of them.
pub(super) fn one_or_more_files(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<String>> {
    if let Kind::Text(_) = field.node.kind { Some(vec![file(fields, field)?]) } else { fields.set(field, file) }
}

/// A file name alone, or a map with what the detection should not guess.
fn staff_source(fields: &mut Fields<'_>, item: &Field<'_>) -> Parsed<StaffSource> {
    if let Kind::Text(_) = item.node.kind {
        return Some(StaffSource { file: file(fields, item)?, encoding: None, sheet: None });
    }
    let table = fields.map(item)?;
    let file = fields.required(&table, "file", file);
    let encoding = fields.optional(&table, "encoding", encoding);
    let sheet = fields.optional(&table, "sheet", Fields::owned);
    Some(StaffSource { file: file?, encoding, sheet })
}

/// A file name alone, or a map with what the detection should not guess. Which formats exist is the inventory's knowledge.
fn export_source(fields: &mut Fields<'_>, item: &Field<'_>) -> Parsed<ExportSource> {
    if let Kind::Text(_) = item.node.kind {
        return Some(ExportSource { file: file(fields, item)?, format: None, encoding: None, sheet: None, mapping: None });
    }
    let table = fields.map(item)?;
    let file = fields.required(&table, "file", file);
    let format = fields.optional(&table, "format", Fields::owned);
    let encoding = fields.optional(&table, "encoding", encoding);
    let sheet = fields.optional(&table, "sheet", Fields::owned);
    let mapping = fields.optional(&table, "mapping", Fields::owned);
    Some(ExportSource { file: file?, format, encoding, sheet, mapping })
}

/// Ids of two persons.
fn pair_of_ids(fields: &mut Fields<'_>, item: &Field<'_>) -> Parsed<(String, String)> {
    let ids = fields.list(item, Fields::owned)?;
    match ids.as_slice() {
        [one, two] if one != two => Some((one.clone(), two.clone())),
        _ => fields.bad_value(item, &ids.join(", ")),
    }
}

/// A label of the WHATWG Encoding standard, or code page 850, which that standard lacks.
fn encoding(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    if matches!(text.to_ascii_lowercase().as_str(), "cp850" | "ibm850") {
        return Some("cp850".to_owned());
    }
    match encoding_rs::Encoding::for_label(text.as_bytes()) {
        Some(encoding) => Some(encoding.name().to_lowercase()),
        None => fields.bad_value(field, text),
    }
}

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
fn limits(fields: &mut Fields<'_>, table: &Table<'_>) -> Parsed<Limits> {
    let usual = Limits::default();
    let rows = fields.or(table, "rows", usual.rows, |f, v| f.number(v, 1000, Limits::MOST_ROWS));
    let file_mb = fields.optional(table, "file_mb", |f, v| f.number(v, 1, Limits::MOST_MB));
    Some(Limits { rows, file_mb })
}

fn pbx(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Pbx> {
    let table = fields.map(field)?;
    let kind = fields.or(&table, "kind", PbxKind::Asterisk, |f, v| f.choice(v, &PbxKind::ALL.map(|kind| (kind.as_str(), kind))));
    let domain = fields.required(&table, "domain", Fields::host);
    let registrars = fields.required(&table, "registrars", |f, v| {
        let table = f.map(v)?;
        let mut registrars = BTreeMap::new();
        for transport in Transport::ALL {
            if let Some(address) = f.optional(&table, transport.as_str(), |f, v| f.host_port(v, usual_port(transport))) {
                registrars.insert(transport, address);
            }
        }
        Some(registrars)
    });
    let ws_path = fields.or(&table, "ws_path", "/ws".to_owned(), ws_path);
    let ca = fields.optional(&table, "ca", Fields::owned);
    let ca_on_clients = fields.optional(&table, "ca_on_clients", absolute);
    let tls_name = fields.optional(&table, "tls_name", Fields::host);
    let certificate = fields.or(&table, "certificate", Vec::new(), one_or_more_files);
    let contacts_per_line = fields.or(&table, "contacts_per_line", 2, |f, v| f.number(v, 1, 10));
    let keep_contact_limit = fields.or(&table, "keep_contact_limit", Vec::new(), extensions);
    let webrtc_twins = fields.or(&table, "webrtc_twins", false, Fields::boolean);
    Some(Pbx {
        kind,
        domain: domain?,
        registrars: registrars?,
        ws_path,
        ca,
        ca_on_clients,
        tls_name,
        certificate,
        contacts_per_line,
        keep_contact_limit,
        webrtc_twins,
    })
}

/// A path on the clients' machines: `/etc/…` on Linux, `C:\…` on Windows; the clients decide, not this machine.
pub(super) fn absolute(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let absolute = text.starts_with('/') || text.get(1..3).is_some_and(|sep| sep == ":\\" || sep == ":/");
    if absolute { Some(text.to_owned()) } else { fields.bad_value(field, text) }
}

pub(super) fn ws_path(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let ok = text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\"<>".contains(&byte));
    if ok { Some(text.to_owned()) } else { fields.bad_value(field, text) }
}

pub(super) fn srtp(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Srtp> {
    fields.choice(field, &Srtp::ALL.map(|srtp| (srtp.as_str(), srtp)))
}

pub(super) fn extensions(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Extension>> {
    fields.set(field, Fields::word::<Extension>)
}

fn client(fields: &mut Fields<'_>, item: &Field<'_>) -> Parsed<ClientRule> {
    let table = fields.map(item)?;
    let client = fields.required(&table, "client", |f, v| {
        let text = f.text(v)?;
        let ok = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if ok { Some(ClientId(text.into())) } else { f.bad_value(v, text) }
    });
    let (departments, extensions, own_notebook, devices) = section(fields, &table, "when", |f, when| {
        let departments = f.or(when, "departments", Vec::new(), |f, v| f.set(v, Fields::word::<Department>));
        let extensions = f.or(when, "extensions", Vec::new(), extensions);
        let own_notebook = f.optional(when, "own_notebook", Fields::boolean);
        let devices = f.or(when, "devices", Vec::new(), overrides::device_kinds);
        Some((departments, extensions, own_notebook, devices))
    })
    .unwrap_or_default();
    let transport = fields.or(&table, "transport", Transport::Tls, Fields::word);
    let srtp = fields.optional(&table, "srtp", srtp);
    let expiry_s = fields.or(&table, "expiry_s", 600, |f, v| f.number(v, 60, 86_400));
    Some(ClientRule { client: client?, transport, departments, extensions, own_notebook, devices, srtp, expiry_s })
}

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
fn validate(fields: &mut Fields<'_>, table: &Table<'_>) -> Parsed<ValidateRules> {
    Some(ValidateRules {
        canary: fields.optional(table, "canary", Fields::word::<Extension>),
        rate_per_s: fields.optional(table, "rate_per_s", |f, v| f.number(v, 0.1, 1000.0)),
        ban_budget: fields.optional(table, "ban_budget", |f, v| f.number(v, 0, 1000)),
        timeout_s: fields.or(table, "timeout_s", 32.0, |f, v| f.number(v, 0.5, 120.0)),
        t1_ms: fields.or(table, "t1_ms", 500, |f, v| f.number(v, 50, 5000)),
        dns_server: fields.optional(table, "dns_server", name_server),
        lab: fields.or(table, "lab", false, Fields::boolean),
        calls: calls(fields, table),
    })
}

/// An address, with port 53 where none is said.
fn name_server(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<SocketAddr> {
    let text = fields.text(field)?;
    let bare = text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53));
    match text.parse().or(bare) {
        Ok(at) => Some(at),
        Err(_) => fields.bad_value(field, text),
    }
}

/// Keys about test calls; they stand beside the others of `validate`.
fn calls(fields: &mut Fields<'_>, table: &Table<'_>) -> CallRules {
    let usual = CallRules::default();
    CallRules {
        echo: fields.optional(table, "echo", Fields::owned),
        at_once: fields.or(table, "calls_at_once", usual.at_once, |f, v| f.number(v, 1, 100)),
        talk_s: fields.or(table, "talk_s", usual.talk_s, |f, v| f.number(v, 3, 60)),
        channels: fields.optional(table, "channels", |f, v| f.number(v, 1, 100_000)),
        trunk_channels: fields.optional(table, "trunk_channels", |f, v| f.number(v, 1, 100_000)),
    }
}

/// `2027-03-01`; German `01.03.2027` is understood as well.
pub(super) fn date(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<jiff::civil::Date> {
    let text = fields.text(field)?;
    match day(text) {
        Some(day) => Some(day),
        None => fields.bad_value(field, text),
    }
}

/// `2027-03-01` or `1.3.2027`, within the years that anybody plans.
pub(super) fn day(text: &str) -> Option<jiff::civil::Date> {
    let parts: Vec<&str> = text.split('.').collect();
    let parsed = match parts.as_slice() {
        [day, month, year] => match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => jiff::civil::Date::new(year, month, day).ok(),
            _ => None,
        },
        _ if text.len() == 10 => text.parse().ok(),
        _ => None,
    };
    parsed.filter(|day: &jiff::civil::Date| (2000..=2199).contains(&day.year()))
}
