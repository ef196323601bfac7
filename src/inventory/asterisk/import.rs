//! All of Asterisk's files together.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::bounded::Bounded;
use super::codes::{grammar, lists, objects as codes};
use super::config::{self, Config};
use super::dialplan::{self, DialContext, Did};
use super::files::Files;
use super::pjsip::accounts::{self, Accounts};
use super::pjsip::{objects, obstacles};
use super::{queues, voicemail};
use crate::diag::{Finding, Words};
use crate::domain::{Extension, Secrets};
use crate::inventory::model::{DialLine, ExtensionEntry, Hint, Mailbox, Obstacle, PbxTransport, Queue, Source};

/// Names of the files to begin with, in the configuration folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportConfig {
    pub pjsip: String,
    /// These may be missing.
    pub voicemail: String,
    pub queues: String,
    pub extensions: String,
}

impl Default for ImportConfig {
    fn default() -> Self {
        Self {
            pjsip: "pjsip.conf".to_owned(),
            voicemail: "voicemail.conf".to_owned(),
            queues: "queues.conf".to_owned(),
            extensions: "extensions.conf".to_owned(),
        }
    }
}

/// What Asterisk's files give to the inventory; persons, rooms and desk phones come from other lists.
#[derive(Debug, Default)]
pub struct AsteriskImport {
    /// By number.
    pub extensions: Vec<ExtensionEntry>,
    pub mailboxes: Vec<Mailbox>,
    /// By extension: address lists that may keep a softphone at home out.
    pub obstacles: Vec<Obstacle>,
    pub queues: Vec<Queue>,
    /// In file order.
    pub dials: Vec<DialLine>,
    pub hints: Vec<Hint>,
    pub dids: Vec<Did>,
    pub contexts: Vec<DialContext>,
    /// By name.
    pub transports: Vec<PbxTransport>,
    /// Every file read, each once.
    pub sources: Vec<Source>,
    /// Keys `pbx/auth/<auth object>` and `pbx/mailbox/<context>/<number>`.
    pub secrets: Secrets,
    /// Errors first, then by place.
    pub findings: Vec<Finding>,
}

/// Reads pjsip.conf and, where they exist, voicemail.conf, queues.conf and extensions.conf, each with its includes.
#[must_use]
pub fn import(files: &dyn Files, config: &ImportConfig) -> AsteriskImport {
    let mut import = AsteriskImport::default();

    let mut pjsip = config::read(files, &config.pjsip);
    import.take(files, &mut pjsip, "asterisk/pjsip");
    let (objects, findings) = objects::resolve(&pjsip);
    import.findings.extend(findings);
    let Accounts { extensions, transports, secrets, findings } = accounts::build(&objects);
    import.extensions = extensions;
    import.transports = transports;
    import.secrets = secrets;
    import.obstacles = obstacles::read(&objects);
    import.findings.extend(findings);

    if let Some(mut config) = optional(files, &config.voicemail) {
        import.take(files, &mut config, "asterisk/voicemail");
        let (mailboxes, pins, findings) = voicemail::mailboxes(&config);
        import.mailboxes = mailboxes;
        import.secrets.extend(pins);
        import.findings.extend(findings);
        import.check_mailboxes();
    }
    if let Some(mut config) = optional(files, &config.queues) {
        import.take(files, &mut config, "asterisk/queues");
        let (queues, findings) = queues::queues(&config);
        import.queues = queues;
        import.findings.extend(findings);
        import.check_members();
    }
    if let Some(mut config) = optional(files, &config.extensions) {
        import.take(files, &mut config, "asterisk/extensions");
        let plan = dialplan::read(&config);
        import.dials = plan.dials;
        import.hints = plan.hints;
        import.dids = plan.dids;
        import.contexts = plan.contexts;
        import.findings.extend(plan.findings);
        import.check_dials();
    }
    import.findings.sort_by(|a, b| (a.severity, &a.place, &a.code, &a.subject).cmp(&(b.severity, &b.place, &b.code, &b.subject)));
    import
}

/// Reads a file that need not exist.
fn optional(files: &dyn Files, path: &str) -> Option<Config> {
    let config = config::read(files, path);
    let missing = config.findings().iter().all(|finding| finding.code == grammar::FILE_MISSING.code());
    (!config.files().is_empty() || !missing).then_some(config)
}

impl AsteriskImport {
    /// Takes what the grammar says of a file and the files it includes.
    fn take(&mut self, files: &dyn Files, config: &mut Config, importer: &str) {
        self.findings.extend(config.take_findings());
        for (index, file) in config.files().iter().enumerate() {
            self.sources.push(Source {
                file: files.shown(&file.path),
                importer: importer.to_owned(),
                encoding: Some(file.encoding.to_owned()),
                records: file.sections,
                sha256: hex(&Sha256::digest(config.bytes(index))),
            });
        }
    }

    /// Mailboxes that extensions name and voicemail.conf does not have.
    fn check_mailboxes(&mut self) {
        let known: BTreeSet<String> =
            self.mailboxes.iter().map(|mailbox| format!("{}@{}", mailbox.number, mailbox.context)).collect();
        let mut findings = Bounded::default();
        for extension in &self.extensions {
            let Some(mailbox) = extension.mailbox.as_ref().filter(|mailbox| !known.contains(&mailbox.value)) else { continue };
            let (number, name) = (&extension.number, &mailbox.value);
            let words = Words::new(
                format!("extension {number} names mailbox `{name}`, which voicemail.conf does not have"),
                format!("Nebenstelle {number} nennt das Postfach `{name}`, das es in voicemail.conf nicht gibt"),
            );
            let finding = codes::MAILBOX_MISSING.finding(Some(mailbox.at.clone()), words).about(number.as_str());
            findings.push(
                finding
                    .todo(Words::new("correct the name, or add the mailbox", "den Namen berichtigen oder das Postfach anlegen")),
            );
        }
        self.findings.extend(findings.into_vec());
    }

    fn known(&self, number: &Extension) -> bool {
        self.extensions.binary_search_by(|entry| entry.number.cmp(number)).is_ok()
    }

    /// Queue members without an endpoint.
    fn check_members(&mut self) {
        let mut findings = Bounded::default();
        for queue in &self.queues {
            for member in &queue.members {
                let Some(number) = member.extension.as_ref().filter(|number| !self.known(number)) else { continue };
                let (interface, name) = (&member.interface, &queue.name);
                let words = Words::new(
                    format!("member `{interface}` of queue `[{name}]` has no endpoint"),
                    format!("Mitglied `{interface}` der Warteschlange `[{name}]` hat keinen Endpunkt"),
                );
                findings.push(lists::QUEUE_MEMBER_UNKNOWN.finding(Some(member.at.clone()), words).about(number.as_str()));
            }
        }
        self.findings.extend(findings.into_vec());
    }

    /// Dialplan lines that ring numbers without an endpoint.
    fn check_dials(&mut self) {
        let mut findings = Bounded::default();
        for dial in &self.dials {
            for number in dial.rings.iter().filter(|number| !self.known(number)) {
                let words = Words::new(
                    format!("`PJSIP/{number}` in context `[{}]` has no endpoint", dial.context),
                    format!("`PJSIP/{number}` im Kontext `[{}]` hat keinen Endpunkt", dial.context),
                );
                findings.push(lists::DIAL_UNKNOWN.finding(Some(dial.at.clone()), words).about(number.as_str()));
            }
        }
        self.findings.extend(findings.into_vec());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
