//! `deskshift doctor`: is the machine fit, is the site folder whole, what is missing. Sends nothing to the PBX.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // a check of the machine looks at the machine

use std::fmt::Write as _;
use std::net::{ToSocketAddrs as _, UdpSocket};
use std::path::Path;

use serde::Serialize;

use super::rotate::readiness::readiness;
use super::{Context, ExitStatus, Failure, Format, chain};
use crate::diag::{Lang, Words, visible};
use crate::domain::Transport;
use crate::inventory::model::Inventory;
use crate::output::counted;
use crate::plan::model::Plan;
use crate::policy::read::Need;
use crate::policy::site::{PassphraseFrom, Site};
use crate::roster::model::Roster;
use crate::store::document::{self, INVENTORY, PLAN, REPORT, ROSTER};
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{codes, files, generation, secrets};

/// Check the machine and the site folder, say what is missing
///
/// Names each document that is missing or older than its input, and the commands to run in their order. Exit code 1 only where something
/// is broken; what is merely old or not done yet is no error.
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
    fn new(state: State, en: impl Into<std::borrow::Cow<'static, str>>, de: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self { state, what: Words::new(en, de), todo: None }
    }

    fn todo(mut self, en: impl Into<std::borrow::Cow<'static, str>>, de: impl Into<std::borrow::Cow<'static, str>>) -> Self {
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
        let _ = writeln!(text, "{mark} {}", visible(check.what.get(lang)));
        if let Some(todo) = &check.todo {
            let _ = writeln!(text, "        -> {}", visible(todo.get(lang)));
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
    let policy = match folder.load_policy_for(Need::Lines) {
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
        format!("deskshift.yaml: {} ({})", site.name, counted(policy.findings.len(), "remark", "remarks")),
        format!("deskshift.yaml: {} ({})", site.name, counted(policy.findings.len(), "Hinweis", "Hinweise")),
    ));
    if !policy.has("roster") {
        checks.push(
            Check::new(
                State::Warning,
                "deskshift.yaml has no section `roster`: who is at home when cannot be decided",
                "deskshift.yaml hat keinen Abschnitt `roster`: wer wann zu Hause ist, lässt sich nicht entscheiden",
            )
            .todo("add `roster` before `deskshift rotate`", "`roster` vor `deskshift rotate` ergänzen"),
        );
    }
    sources(folder, site, checks);
    registrars(folder, site, checks);
    server(&policy, folder, checks);
    results(folder, &policy, checks);
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

/// The interface by which the PBX itself is asked: a name and a secret, both to be had. A command for the secret is not run.
fn server(policy: &Policy, folder: &SiteFolder, checks: &mut Vec<Check>) {
    let Some(rules) = &policy.site.server else { return };
    let (by, at) = (rules.ask.name(), &rules.at);
    let found = (at.host.as_str(), at.port).to_socket_addrs().map(|mut all| all.next());
    checks.push(match found {
        Ok(Some(first)) => Check::new(
            State::Ok,
            format!("{by} {at} is {first} (not contacted)"),
            format!("{by} {at} ist {first} (nicht angesprochen)"),
        ),
        _ => Check::new(
            State::Error,
            format!("{by} {at}: this machine finds no address for the name"),
            format!("{by} {at}: dieser Rechner findet zum Namen keine Adresse"),
        )
        .todo("correct `server.at`", "`server.at` berichtigen"),
    });
    let Some(from) = rules.secret.as_ref().filter(|from| !matches!(from, PassphraseFrom::Command(_))) else { return };
    let none = |why: Words| Box::new(super::validate::codes::SERVER_NOT_ASKED.finding(None, why));
    if let Err(finding) = policy.vault(folder).secret(from, none) {
        let what = &finding.what;
        checks.push(
            Check::new(
                State::Error,
                format!("the secret for {by} is not to be had: {}", what.en),
                format!("das Geheimnis für {by} ist nicht zu haben: {}", what.de),
            )
            .todo("look at `server` in `deskshift.yaml`", "`server` in `deskshift.yaml` prüfen"),
        );
    }
}

fn results(folder: &SiteFolder, policy: &Policy, checks: &mut Vec<Check>) {
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
    let vault = policy.vault(folder);
    let unsafe_secrets = [folder.secrets(), folder.issued()]
        .into_iter()
        .filter(|path| path.exists())
        .map(|path| secrets::read(&path, &vault).map(drop));
    for finding in std::iter::once(files::stays(out)).chain(unsafe_secrets).filter_map(Result::err) {
        let mut check = Check::new(State::Error, finding.what.en, finding.what.de);
        check.todo = finding.todo;
        checks.push(check);
    }
    Chain { folder, policy, checks, run: Vec::new() }.look();
}

/// The documents in the order they are made, and the commands that bring them up to date.
struct Chain<'a> {
    folder: &'a SiteFolder,
    policy: &'a Policy,
    checks: &'a mut Vec<Check>,
    run: Vec<&'static str>,
}

impl Chain<'_> {
    fn look(mut self) {
        let inventory = self.inventory();
        let plan = self.plan(inventory.as_deref());
        self.profiles(plan.as_ref().map(|(_, hash)| hash.as_str()));
        self.report(plan.as_ref());
        self.roster(inventory.as_deref(), plan.as_ref().map(|(_, hash)| hash.as_str()));
        if !self.run.is_empty() {
            let commands: Vec<String> =
                self.run.iter().map(|made_by| format!("`{}`", chain::command(self.folder, made_by))).collect();
            let (en, de) = ("to bring everything up to date", "um alles auf Stand zu bringen");
            self.checks.push(Check::new(State::Open, en, de).todo(commands.join(", then "), commands.join(", dann ")));
        }
    }

    fn say(
        &mut self,
        state: State,
        en: impl Into<std::borrow::Cow<'static, str>>,
        de: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.checks.push(Check::new(state, en, de));
    }

    /// A document that is missing, or made from other input than there is now.
    fn redo(
        &mut self,
        state: State,
        en: impl Into<std::borrow::Cow<'static, str>>,
        de: impl Into<std::borrow::Cow<'static, str>>,
        made_by: &'static str,
    ) {
        self.say(state, en, de);
        self.run.push(made_by);
    }

    /// A document that cannot be read is an error, and is made again.
    fn damaged(&mut self, finding: &crate::diag::Finding, made_by: &'static str) {
        self.redo(State::Error, finding.what.en.clone(), finding.what.de.clone(), made_by);
    }

    /// Gives the hash, where it is made from what the files say now.
    fn inventory(&mut self) -> Option<String> {
        let path = self.folder.inventory();
        if !files::is_there(&path) {
            self.redo(State::Open, "no inventory yet", "noch kein Inventar", INVENTORY.made_by);
            return None;
        }
        let (document, hash) = match document::read::<Inventory>(&path, INVENTORY) {
            Ok(read) => read,
            Err(finding) => {
                self.damaged(&finding, INVENTORY.made_by);
                return None;
            }
        };
        let changed = chain::changed_sources(self.folder, &document.header, self.policy);
        if changed.is_empty() {
            // What else may be wrong with the secrets was told before.
            if let Err(finding) = secrets::read_of(&self.folder.secrets(), &hash, &self.policy.vault(self.folder))
                && (finding.code == codes::STALE.code() || !files::is_there(&self.folder.secrets()))
            {
                self.damaged(&finding, INVENTORY.made_by);
                return None;
            }
            let (people, extensions) = (document.body.persons.len(), document.body.extensions.len());
            self.say(
                State::Ok,
                format!("inventory: {}, {}", counted(people, "person", "people"), counted(extensions, "extension", "extensions")),
                format!(
                    "Inventar: {}, {}",
                    counted(people, "Person", "Personen"),
                    counted(extensions, "Nebenstelle", "Nebenstellen")
                ),
            );
            return Some(hash);
        }
        let names = changed.join(", ");
        let (en, de) = (format!("the inventory is older than {names}"), format!("das Inventar ist älter als {names}"));
        self.redo(State::Warning, en, de, INVENTORY.made_by);
        None
    }

    fn plan(&mut self, inventory: Option<&str>) -> Option<(Plan, String)> {
        let path = self.folder.plan();
        if !files::is_there(&path) {
            self.redo(State::Open, "no plan yet", "noch kein Plan", PLAN.made_by);
            return None;
        }
        let (document, hash) = match document::read::<Plan>(&path, PLAN) {
            Ok(read) => read,
            Err(finding) => {
                self.damaged(&finding, PLAN.made_by);
                return None;
            }
        };
        let inputs = &document.header.inputs;
        let is = |name: &str, now: &str| inputs.get(name).is_some_and(|then| then == now);
        let fits = inventory.is_some_and(|now| is("inventory", now)) && is("deskshift.yaml", &self.policy.sha256);
        if !fits {
            let (en, de) = (
                "the plan is older than the inventory or its sources",
                "der Plan ist älter als das Inventar oder dessen Quellen",
            );
            self.redo(State::Warning, en, de, PLAN.made_by);
            return None;
        }
        let lines = document.body.lines.len();
        self.say(
            State::Ok,
            format!("plan: {}", counted(lines, "line", "lines")),
            format!("Plan: {}", counted(lines, "Anschluss", "Anschlüsse")),
        );
        Some((document.body, hash))
    }

    fn profiles(&mut self, plan: Option<&str>) {
        const MADE_BY: &str = "deskshift convert";
        let Some(generation) = generation::current(self.folder.out()) else {
            self.redo(State::Open, "no profiles yet", "noch keine Profile", MADE_BY);
            return;
        };
        let manifest = files::read_text(&generation.join("manifest.json"), files::MAX_FILE).unwrap_or_default();
        if plan.is_some_and(|hash| manifest.contains(hash)) {
            self.say(State::Ok, "profiles fit the plan", "die Profile passen zum Plan");
        } else {
            let (en, de) = ("the profiles are older than the plan", "die Profile sind älter als der Plan");
            self.redo(State::Warning, en, de, MADE_BY);
        }
    }

    fn report(&mut self, plan: Option<&(Plan, String)>) {
        if !files::is_there(&self.folder.report()) {
            self.redo(State::Open, "not validated yet", "noch nicht geprüft", REPORT.made_by);
            return;
        }
        // Which lines changed can be told only from a plan that holds.
        let Some((plan, hash)) = plan else { return };
        let vault = self.policy.vault(self.folder);
        let mut secrets = secrets::read(&self.folder.secrets(), &vault).unwrap_or_default().secrets;
        secrets.extend(secrets::issued(&self.folder.issued(), &vault).unwrap_or_default());
        match readiness(self.folder, plan, hash, &secrets) {
            Ok((_, findings)) if findings.is_empty() => {
                self.say(State::Ok, "every line is validated as it is now", "jeder Anschluss ist geprüft, wie er jetzt ist");
            }
            Ok((_, findings)) => {
                for finding in findings {
                    self.redo(State::Warning, finding.what.en, finding.what.de, REPORT.made_by);
                }
            }
            Err(failure) => {
                for finding in failure.findings {
                    self.damaged(&finding, REPORT.made_by);
                }
            }
        }
    }

    fn roster(&mut self, inventory: Option<&str>, plan: Option<&str>) {
        let path = self.folder.roster();
        if !files::is_there(&path) {
            self.redo(State::Open, "no roster yet", "noch kein Dienstplan", ROSTER.made_by);
            return;
        }
        match document::read::<Roster>(&path, ROSTER) {
            Ok((document, _)) => {
                let is =
                    |name: &str, now: Option<&str>| now.is_some() && document.header.inputs.get(name).map(String::as_str) == now;
                if is("inventory", inventory) && is("plan", plan) {
                    self.say(State::Ok, "the roster fits the plan", "der Dienstplan passt zum Plan");
                } else {
                    let (en, de) = (
                        "the roster is older than the plan or its sources",
                        "der Dienstplan ist älter als der Plan oder dessen Quellen",
                    );
                    self.redo(State::Warning, en, de, ROSTER.made_by);
                }
            }
            Err(finding) => self.damaged(&finding, ROSTER.made_by),
        }
    }
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
