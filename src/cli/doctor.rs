//! `deskshift doctor`: is the machine fit, is the site folder whole, what is missing. Sends nothing to the PBX.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // a check of the machine looks at the machine

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{ToSocketAddrs as _, UdpSocket};
use std::path::Path;

use serde::Serialize;

use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Lang, Words};
use crate::domain::Transport;
use crate::inventory::model::Inventory;
use crate::plan::model::Plan;
use crate::policy::site::Site;
use crate::store::document::{self, INVENTORY, PLAN};
use crate::store::secrets;
use crate::store::site_folder::SiteFolder;

/// Check the machine and the site folder, say what is missing
#[derive(clap::Args)]
pub struct Args {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    /// Not done yet; nothing is wrong.
    Open,
    Warning,
    Error,
}

#[derive(Debug, Serialize)]
struct Check {
    state: State,
    what: Words,
    todo: Option<Words>,
}

impl Check {
    fn new(state: State, en: impl Into<String>, de: impl Into<String>) -> Self {
        Self { state, what: Words::new(en, de), todo: None }
    }

    fn todo(mut self, en: impl Into<String>, de: impl Into<String>) -> Self {
        self.todo = Some(Words::new(en, de));
        self
    }
}

pub fn run(_args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let mut checks = machine();
    let mut lang = context.lang;
    let folder = SiteFolder::new(&context.site);
    site(&folder, &mut checks, &mut lang);
    let lang = lang.unwrap_or_default();
    let text = match context.format {
        Format::Human => human(&checks, lang),
        Format::Json => serde_json::to_string(&checks).expect("checks are plain data") + "\n",
    };
    crate::cli::say(&text);
    let bad = checks.iter().any(|check| check.state == State::Error);
    Ok(if bad { ExitStatus::Findings } else { ExitStatus::Done })
}

fn human(checks: &[Check], lang: Lang) -> String {
    let mut text = String::new();
    for check in checks {
        let mark = match (check.state, lang) {
            (State::Ok, _) => "ok     ",
            (State::Open, Lang::En) => "to do  ",
            (State::Open, Lang::De) => "offen  ",
            (State::Warning, Lang::En) => "warning",
            (State::Warning, Lang::De) => "Warnung",
            (State::Error, Lang::En) => "ERROR  ",
            (State::Error, Lang::De) => "FEHLER ",
        };
        let _ = writeln!(text, "{mark} {}", check.what.get(lang));
        if let Some(todo) = &check.todo {
            let _ = writeln!(text, "        -> {}", todo.get(lang));
        }
    }
    text
}

fn machine() -> Vec<Check> {
    let mut checks = vec![Check::new(
        State::Ok,
        format!("deskshift {} on {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH),
        format!("deskshift {} auf {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH),
    )];
    checks.push(match UdpSocket::bind("127.0.0.1:0") {
        Ok(_) => Check::new(State::Ok, "UDP on loopback works (demo, lab)", "UDP auf Loopback geht (demo, lab)"),
        Err(error) => Check::new(
            State::Error,
            format!("no UDP socket on loopback: {error}"),
            format!("kein UDP-Socket auf Loopback: {error}"),
        ),
    });
    if let Some(limit) = open_files() {
        checks.push(if limit >= 256 {
            Check::new(State::Ok, format!("{limit} open files allowed"), format!("{limit} offene Dateien erlaubt"))
        } else {
            Check::new(State::Warning, format!("only {limit} open files allowed"), format!("nur {limit} offene Dateien erlaubt"))
                .todo("raise it: `ulimit -n 1024`", "erhöhen: `ulimit -n 1024`")
        });
    }
    checks
}

/// The soft limit of open files, where the system tells.
fn open_files() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/limits").ok()?;
    text.lines().find(|line| line.starts_with("Max open files"))?.split_whitespace().nth(3)?.parse().ok()
}

fn site(folder: &SiteFolder, checks: &mut Vec<Check>, lang: &mut Option<Lang>) {
    let policy = match folder.load_policy() {
        Ok(policy) => policy,
        Err(findings) => {
            for finding in findings {
                let place = finding.place.as_ref().map_or(String::new(), |place| format!("{place}: "));
                let mut check =
                    Check::new(State::Error, format!("{place}{}", finding.what.en), format!("{place}{}", finding.what.de));
                check.todo = finding.todo;
                checks.push(check);
            }
            return;
        }
    };
    let site = &policy.site;
    lang.get_or_insert(site.lang);
    checks.push(Check::new(
        State::Ok,
        format!("deskshift.yaml: {} ({} remarks)", site.name, policy.findings.len()),
        format!("deskshift.yaml: {} ({} Hinweise)", site.name, policy.findings.len()),
    ));
    sources(folder, site, checks);
    registrars(folder, site, checks);
    results(folder, &policy.sha256, checks);
}

fn sources(folder: &SiteFolder, site: &Site, checks: &mut Vec<Check>) {
    let mut names: Vec<String> = Vec::new();
    if let Some(asterisk) = &site.sources.asterisk {
        // Telephones may stand in any of these; pjsip.conf is asked for where there is none.
        let elsewhere = ["pjsip_wizard.conf", "sip.conf", "users.conf"].map(|file| format!("{asterisk}/{file}"));
        names.extend(elsewhere.into_iter().filter(|name| folder.root().join(name).exists()));
        let needed = names.is_empty();
        for (file, needed) in
            [("pjsip.conf", needed), ("extensions.conf", false), ("queues.conf", false), ("voicemail.conf", false)]
        {
            let name = format!("{asterisk}/{file}");
            if needed || folder.root().join(&name).exists() {
                names.push(name);
            } else {
                checks.push(Check::new(
                    State::Warning,
                    format!("{name} is not there: what it says will be missing"),
                    format!("{name} gibt es nicht: was darin steht, wird fehlen"),
                ));
            }
        }
    }
    names.extend(site.sources.staff.iter().map(|source| source.file.clone()));
    names.extend(site.sources.accounts.iter().cloned());
    for name in names {
        checks.push(match folder.read_source(&name) {
            Ok(bytes) => Check::new(State::Ok, format!("{name}: {} bytes", bytes.len()), format!("{name}: {} Byte", bytes.len())),
            Err(finding) => {
                Check::new(State::Error, format!("{name}: {}", finding.what.en), format!("{name}: {}", finding.what.de))
                    .todo("copy the export there or correct `sources`", "den Export dorthin kopieren oder `sources` berichtigen")
            }
        });
    }
}

fn registrars(folder: &SiteFolder, site: &Site, checks: &mut Vec<Check>) {
    for (transport, address) in &site.pbx.registrars {
        let found = (address.host.as_str(), address.port).to_socket_addrs().map(|mut all| all.next());
        checks.push(match found {
            Ok(Some(first)) => Check::new(
                State::Ok,
                format!("registrar {transport} {address} is {first} (not contacted)"),
                format!("Registrar {transport} {address} ist {first} (nicht angesprochen)"),
            ),
            _ => Check::new(
                State::Error,
                format!("registrar {transport} {address}: this machine finds no address for the name"),
                format!("Registrar {transport} {address}: dieser Rechner findet zum Namen keine Adresse"),
            )
            .todo("is the VPN's name server in use here?", "wird hier der Nameserver des VPN benutzt?"),
        });
    }
    match &site.pbx.ca {
        Some(ca) => checks.push(match folder.read_source(ca) {
            Ok(_) => Check::new(State::Ok, format!("CA certificate {ca}"), format!("CA-Zertifikat {ca}")),
            Err(finding) => Check::new(
                State::Error,
                format!("CA certificate {ca}: {}", finding.what.en),
                format!("CA-Zertifikat {ca}: {}", finding.what.de),
            ),
        }),
        None if site.pbx.registrars.contains_key(&Transport::Tls) => checks.push(Check::new(
            State::Ok,
            "TLS is checked against the CAs of the system (no `pbx.ca`)",
            "TLS wird gegen die CAs des Systems geprüft (kein `pbx.ca`)",
        )),
        None => {}
    }
}

fn results(folder: &SiteFolder, policy_hash: &str, checks: &mut Vec<Check>) {
    let out = folder.out();
    checks.push(match writable(out) {
        Ok(()) => {
            Check::new(State::Ok, format!("{} can be written", out.display()), format!("{} ist beschreibbar", out.display()))
        }
        Err(error) => Check::new(
            State::Error,
            format!("{} cannot be written: {error}", out.display()),
            format!("{} ist nicht beschreibbar: {error}", out.display()),
        ),
    });
    let open =
        |en: &str, de: &str, command: &str| Check::new(State::Open, en, de).todo(format!("`{command}`"), format!("`{command}`"));
    if !folder.inventory().exists() {
        checks.push(open("no inventory yet", "noch kein Inventar", INVENTORY.made_by));
        return;
    }
    if folder.secrets().exists()
        && let Err(finding) = secrets::read(&folder.secrets())
    {
        let mut check = Check::new(State::Error, finding.what.en, finding.what.de);
        check.todo = finding.todo;
        checks.push(check);
    }
    let inventory = document::read::<Inventory>(&folder.inventory(), INVENTORY);
    let inventory_hash = match inventory {
        Ok((document, hash)) => {
            checks.push(inventory_state(folder, &document.header.inputs, &document.body, policy_hash));
            hash
        }
        Err(finding) => {
            checks.push(Check::new(State::Error, finding.what.en, finding.what.de).todo(INVENTORY.made_by, INVENTORY.made_by));
            return;
        }
    };
    if !folder.plan().exists() {
        checks.push(open("no plan yet", "noch kein Plan", PLAN.made_by));
        return;
    }
    match document::read::<Plan>(&folder.plan(), PLAN) {
        Ok((document, _)) if document.header.inputs.values().any(|hash| *hash == inventory_hash) => checks.push(Check::new(
            State::Ok,
            format!("plan: {} lines", document.body.lines.len()),
            format!("Plan: {} Anschlüsse", document.body.lines.len()),
        )),
        Ok(_) => checks.push(open("the plan is older than the inventory", "der Plan ist älter als das Inventar", PLAN.made_by)),
        Err(finding) => checks.push(Check::new(State::Error, finding.what.en, finding.what.de).todo(PLAN.made_by, PLAN.made_by)),
    }
    for (path, en, de, command) in [
        (folder.out().join("current"), "no profiles yet", "noch keine Profile", "deskshift convert"),
        (folder.report(), "not validated yet", "noch nicht geprüft", "deskshift validate"),
        (folder.roster(), "no roster yet", "noch kein Dienstplan", "deskshift rotate"),
    ] {
        if !path.exists() {
            checks.push(open(en, de, command));
        }
    }
}

/// Is the inventory made from what the files say now?
fn inventory_state(folder: &SiteFolder, inputs: &BTreeMap<String, String>, inventory: &Inventory, policy_hash: &str) -> Check {
    let changed: Vec<&str> = inventory
        .sources
        .iter()
        .filter(|source| {
            folder.read_source(&source.file).map(|bytes| document::sha256(&bytes)).ok().is_none_or(|hash| hash != source.sha256)
        })
        .map(|source| source.file.as_str())
        .collect();
    let policy_changed = inputs.get("deskshift.yaml").is_some_and(|hash| hash != policy_hash);
    if changed.is_empty() && !policy_changed {
        let (people, extensions) = (inventory.persons.len(), inventory.extensions.len());
        return Check::new(
            State::Ok,
            format!("inventory: {people} people, {extensions} extensions"),
            format!("Inventar: {people} Personen, {extensions} Nebenstellen"),
        );
    }
    let names = if changed.is_empty() { "deskshift.yaml".to_owned() } else { changed.join(", ") };
    Check::new(State::Open, format!("the inventory is older than {names}"), format!("das Inventar ist älter als {names}"))
        .todo(INVENTORY.made_by, INVENTORY.made_by)
}

/// Tries a file in the folder, or in the nearest parent that exists.
fn writable(folder: &Path) -> Result<(), String> {
    let place = folder.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."));
    if !place.is_dir() {
        return Err(format!("{} is no folder", place.display()));
    }
    tempfile::Builder::new().prefix(".deskshift-").tempfile_in(place).map(|_| ()).map_err(|error| error.to_string())?;
    Ok(())
}
