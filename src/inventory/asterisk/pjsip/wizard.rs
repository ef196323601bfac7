//! pjsip_wizard.conf: one section unfolds to an endpoint, an AOR, auths, an identify and registrations.
//!
//! Unlike in pjsip.conf, names of options count with their case, and of two sections of one name the last counts.

use std::collections::BTreeSet;

use super::issues::{Effect, Issues};
use super::options::is_true;
use crate::diag::{Finding, Place, Words};
use crate::inventory::asterisk::codes::{objects as codes, wizard};
use crate::inventory::asterisk::config::{Config, Derived, Section, Variable};
use crate::inventory::model::{DialLine, Hint};

/// What comes of the file.
#[derive(Debug, Default)]
pub struct Wizard {
    /// Sections as pjsip.conf would have them.
    pub config: Config,
    pub hints: Vec<Hint>,
    /// Where a hint has an application that dials it; with the endpoint, where that is rung.
    pub dials: Vec<(Option<String>, DialLine)>,
    /// Settings that neither an object nor the inventory takes, and where each stands.
    pub unheld: Vec<(String, Place)>,
    pub findings: Vec<Finding>,
}

const PREFIXES: [&str; 7] = ["endpoint/", "aor/", "inbound_auth/", "outbound_auth/", "registration/", "identify/", "phoneprov/"];

const KEYS: [&str; 17] = [
    "type",
    "accepts_auth",
    "accepts_registrations",
    "client_uri_pattern",
    "contact_pattern",
    "has_hint",
    "has_phoneprov",
    "hint_application",
    "hint_context",
    "hint_exten",
    "outbound_proxy",
    "remote_hosts",
    "sends_auth",
    "sends_line_with_registrations",
    "sends_registrations",
    "server_uri_pattern",
    "transport",
];

/// Settings of the wizard that change nothing here.
const UNREAD: [&str; 4] = ["client_uri_pattern", "outbound_proxy", "sends_line_with_registrations", "server_uri_pattern"];

/// Unfolds all sections with `type=wizard`.
#[must_use]
pub fn unfold(config: &Config) -> Wizard {
    let mut unfolder = Unfolder { derived: Derived::of(config), out: Wizard::default(), issues: Issues::default() };
    for section in config.sections().filter(|section| !section.is_template()) {
        let is_wizard = section.variables().any(|v| v.key().contains("type") && v.value() == "wizard");
        if is_wizard {
            unfolder.section(section);
        } else if section.variables().len() > 0 {
            let name = section.name();
            unfolder.issues.add(&codes::TYPE_MISSING, section.place(), name, Effect::Concerned, || {
                let words = Words::new(
                    format!("`[{name}]` has no `type=wizard`, so Asterisk makes nothing of it"),
                    format!("`[{name}]` hat kein `type=wizard`, also macht Asterisk nichts daraus"),
                );
                (words, None)
            });
        }
    }
    let Unfolder { derived, out, issues } = unfolder;
    Wizard { config: derived.into_config(), findings: issues.into_findings(), ..out }
}

struct Unfolder {
    derived: Derived,
    out: Wizard,
    issues: Issues,
}

/// The last variable of exactly this key.
fn last<'a>(section: Section<'a>, key: &str) -> Option<Variable<'a>> {
    section.variables().rev().find(|variable| variable.key() == key)
}

fn truth(section: Section<'_>, key: &str) -> bool {
    last(section, key).is_some_and(|variable| is_true(variable.value()))
}

impl Unfolder {
    fn section(&mut self, section: Section<'_>) {
        self.keys(section);
        let name = section.name();
        let hosts: Vec<String> = last(section, "remote_hosts").map_or_else(Vec::new, |variable| {
            variable.value().split(',').map(|host| host.trim().to_owned()).filter(|host| !host.is_empty()).collect()
        });
        // A missing outbound user leaves the inbound auth out as well.
        if self.auth(section, "outbound", "sends_auth", "-oauth") {
            self.auth(section, "inbound", "accepts_auth", "-iauth");
        }
        self.begin(section, name, "aor", "aor/");
        if last(section, "aor/contact").is_none() {
            let pattern = last(section, "contact_pattern");
            let text = pattern.map_or("sip:${REMOTE_HOST}", Variable::value);
            for host in &hosts {
                self.derived.add("contact", &text.replace("${REMOTE_HOST}", host), last(section, "remote_hosts"));
            }
        }
        self.endpoint(section);
        self.identify(section, &hosts);
        self.registrations(section, &hosts);
        if truth(section, "has_phoneprov") {
            self.begin(section, name, "phoneprov", "phoneprov/");
            self.derived.add("endpoint", name, None);
        }
    }

    /// A section with the variables of one prefix.
    fn begin(&mut self, section: Section<'_>, name: &str, kind: &str, prefix: &str) {
        self.derived.section(name, section);
        self.derived.add("type", kind, None);
        for variable in section.variables() {
            let key = variable.key();
            if key.len() > prefix.len() && key.starts_with(prefix) {
                self.derived.copy(variable, prefix.len());
            }
        }
    }

    /// False where the user is missing.
    fn auth(&mut self, section: Section<'_>, direction: &str, wanted: &str, suffix: &str) -> bool {
        let Some(line) = last(section, wanted).filter(|variable| is_true(variable.value())) else { return true };
        let (name, prefix) = (section.name(), format!("{direction}_auth/"));
        if last(section, &format!("{prefix}username")).is_none() {
            self.issues.add(&wizard::WIZARD_WITHOUT_USERNAME, section.place(), name, Effect::Concerned, || {
                let words = Words::new(
                    format!("wizard `[{name}]` has `{wanted}=yes` and no `{prefix}username`: its auth does not exist"),
                    format!("Assistent `[{name}]` hat `{wanted}=yes` und keinen `{prefix}username`: seinen auth gibt es nicht"),
                );
                (words, Some(Words::new(format!("add `{prefix}username=`"), format!("`{prefix}username=` ergänzen"))))
            });
            return false;
        }
        self.begin(section, &format!("{name}{suffix}"), "auth", &prefix);
        if last(section, &format!("{prefix}auth_type")).is_none() {
            self.derived.add("auth_type", "userpass", Some(line));
        }
        true
    }

    /// What the wizard adds stands last, so it beats what `endpoint/…` says.
    fn endpoint(&mut self, section: Section<'_>) {
        let name = section.name();
        self.begin(section, name, "endpoint", "endpoint/");
        self.derived.add("aors", name, None);
        if let Some(transport) = last(section, "transport").filter(|variable| !variable.value().is_empty()) {
            self.derived.copy(transport, 0);
        }
        for (key, wanted, suffix) in [("outbound_auth", "sends_auth", "-oauth"), ("auth", "accepts_auth", "-iauth")] {
            if let Some(line) = last(section, wanted).filter(|variable| is_true(variable.value())) {
                self.derived.add(key, &format!("{name}{suffix}"), Some(line));
            }
        }
        let Some(number) = last(section, "hint_exten").filter(|v| !v.value().is_empty() && truth(section, "has_hint")) else {
            return;
        };
        let at = number.value_place();
        let filled = |key: &str| last(section, key).map(Variable::value).filter(|value| !value.is_empty());
        let context = filled("hint_context").or_else(|| filled("endpoint/context")).unwrap_or("default").to_owned();
        let pattern = number.value().to_owned();
        if pattern.contains("${") {
            self.issues.add(&wizard::WIZARD_HINT_LITERAL, at.clone(), name, Effect::Concerned, || {
                let words = Words::new(
                    format!("`hint_exten={pattern}` is taken as it stands"),
                    format!("`hint_exten={pattern}` wird genommen, wie es dasteht"),
                );
                (words, Some(Words::new("write the number in each section", "die Nummer in jeden Abschnitt schreiben")))
            });
        }
        let devices = format!("PJSIP/{name}");
        if let Some(text) = filled("hint_application").and_then(dialled) {
            let rung = text.contains("${HINT}").then(|| name.to_owned());
            let dial = DialLine {
                context: context.clone(),
                pattern: pattern.clone(),
                priority: "1".to_owned(),
                step: None,
                app: "Dial".to_owned(),
                resolved: text.contains("${HINT}").then(|| text.replace("${HINT}", &devices)),
                text: text.to_owned(),
                rings: Vec::new(),
                by_pattern: false,
                all_contacts: text.contains("PJSIP_DIAL_CONTACTS"),
                row: false,
                at: at.clone(),
            };
            self.out.dials.push((rung, dial));
        }
        self.out.hints.push(Hint { context, pattern, devices, at });
    }

    fn identify(&mut self, section: Section<'_>, hosts: &[String]) {
        if truth(section, "accepts_registrations") {
            return;
        }
        let name = section.name();
        if hosts.is_empty() {
            self.no_hosts(section, "accepts no registrations", "nimmt keine Registrierungen an");
            return;
        }
        let line = last(section, "remote_hosts");
        self.begin(section, &format!("{name}-identify"), "identify", "identify/");
        self.derived.add("endpoint", name, None);
        if last(section, "identify/match").is_none() {
            for host in hosts {
                self.derived.add("match", host.split(':').next().unwrap_or(""), line);
            }
        }
    }

    fn registrations(&mut self, section: Section<'_>, hosts: &[String]) {
        if !truth(section, "sends_registrations") {
            return;
        }
        if hosts.is_empty() {
            self.no_hosts(section, "sends registrations", "sendet Registrierungen");
            return;
        }
        let name = section.name();
        for (index, host) in hosts.iter().enumerate() {
            self.begin(section, &format!("{name}-reg-{index}"), "registration", "registration/");
            self.derived.add("server_uri", &format!("sip:{host}"), last(section, "remote_hosts"));
            if last(section, "registration/endpoint").is_none() {
                // Asterisk knows no endpoint for it; the inventory must know that this is a trunk.
                self.derived.add("endpoint", name, None);
            }
        }
    }

    fn no_hosts(&mut self, section: Section<'_>, en: &str, de: &str) {
        let name = section.name();
        self.issues.add(&wizard::WIZARD_WITHOUT_HOSTS, section.place(), name, Effect::Concerned, || {
            let words = Words::new(
                format!("wizard `[{name}]` {en} and has no `remote_hosts`"),
                format!("Assistent `[{name}]` {de} und hat keine `remote_hosts`"),
            );
            (words, Some(Words::new("add `remote_hosts=`", "`remote_hosts=` ergänzen")))
        });
    }

    /// What neither an object nor a field takes of what is known.
    fn is_unheld(section: Section<'_>, key: &str) -> bool {
        UNREAD.contains(&key) || (key.starts_with("phoneprov/") && !truth(section, "has_phoneprov"))
    }

    fn keys(&mut self, section: Section<'_>) {
        let name = section.name();
        let known = |key: &str| KEYS.contains(&key) || PREFIXES.iter().any(|prefix| key.starts_with(prefix));
        for variable in section.variables() {
            let key = variable.key();
            if known(key) && !wrong_case(key) {
                if Self::is_unheld(section, key) && !self.out.unheld.iter().any(|(name, _)| name == key) {
                    self.out.unheld.push((key.to_owned(), variable.key_place()));
                }
                continue;
            }
            let lower = key.to_ascii_lowercase();
            let page = if known(&lower) { &wizard::WIZARD_KEY_CASE } else { &wizard::WIZARD_KEY_UNKNOWN };
            self.issues.add(page, variable.key_place(), name, Effect::Concerned, || {
                let words = Words::new(
                    format!("`{key}` means nothing to the wizard and is ignored without a word"),
                    format!("`{key}` bedeutet dem Assistenten nichts und wird wortlos übergangen"),
                );
                let todo = known(&lower).then(|| Words::new(format!("write `{lower}`"), format!("`{lower}` schreiben")));
                (words, todo)
            });
        }
    }
}

/// The prefix is right and an option that the wizard itself looks for is not.
fn wrong_case(key: &str) -> bool {
    let looked_for = ["inbound_auth/username", "outbound_auth/username", "aor/contact", "identify/match"];
    !looked_for.contains(&key) && looked_for.iter().any(|known| key.eq_ignore_ascii_case(known))
}

/// The arguments of `Dial(…)`.
fn dialled(application: &str) -> Option<&str> {
    let (name, rest) = application.split_once('(')?;
    let inside = rest.strip_suffix(')').unwrap_or(rest);
    name.trim().eq_ignore_ascii_case("dial").then_some(inside)
}

/// Takes back that an auth is missing where the wizard's own finding says why: it has no user name.
pub(in crate::inventory::asterisk) fn once(findings: &mut Vec<Finding>, told: &[Finding]) {
    let names = |finding: &Finding| -> BTreeSet<String> {
        finding.items.iter().cloned().chain(finding.subject.as_ref().map(|name| format!("`[{name}]`"))).collect()
    };
    let told: BTreeSet<String> =
        told.iter().filter(|finding| finding.code == wizard::WIZARD_WITHOUT_USERNAME.code()).flat_map(names).collect();
    findings.retain(|finding| {
        let about = names(finding);
        finding.code != codes::AUTH_MISSING.code() || about.is_empty() || !about.is_subset(&told)
    });
}

#[cfg(test)]
mod tests;
