//! What only all files of a folder together show: names that lead nowhere.

use std::collections::BTreeSet;

use super::AsteriskImport;
use crate::diag::{Finding, Words};
use crate::domain::Extension;
use crate::inventory::asterisk::bounded::Bounded;
use crate::inventory::asterisk::codes::{lists, objects as codes};
use crate::inventory::model::{DialLine, Queue, QueueMember};

impl AsteriskImport {
    /// Mailboxes that extensions name and the file or table with the mailboxes does not have; `list` is how it is called.
    pub(in crate::inventory::asterisk) fn check_mailboxes(&mut self, list: &Words) {
        let known: BTreeSet<String> =
            self.mailboxes.iter().map(|mailbox| format!("{}@{}", mailbox.number, mailbox.context)).collect();
        // One that stands in another context is told by the check, with where it stands.
        let elsewhere: BTreeSet<&str> = self.mailboxes.iter().map(|mailbox| mailbox.number.as_str()).collect();
        let mut findings = Bounded::default();
        for extension in &self.extensions {
            let named = extension.mailbox.as_ref().filter(|mailbox| !known.contains(&mailbox.value));
            let there = |name: &str| elsewhere.contains(name.split('@').next().unwrap_or(name));
            let Some(mailbox) = named.filter(|mailbox| !there(&mailbox.value)) else { continue };
            let (number, name) = (&extension.number, &mailbox.value);
            let words = Words::new(
                format!("extension {number} names mailbox `{name}`, which {} does not have", list.en),
                format!("Nebenstelle {number} nennt die Sprachbox `{name}`, die es in {} nicht gibt", list.de),
            );
            let finding = codes::MAILBOX_MISSING.finding(Some(mailbox.at.clone()), words).about(number.as_str());
            findings.push(
                finding
                    .todo(Words::new("correct the name, or add the mailbox", "den Namen berichtigen oder die Sprachbox anlegen")),
            );
        }
        self.findings.extend(findings.into_vec());
    }

    pub(super) fn known(&self, number: &Extension) -> bool {
        self.extensions.binary_search_by(|entry| entry.number.cmp(number)).is_ok()
    }

    /// Queue members without an endpoint.
    pub(in crate::inventory::asterisk) fn check_members(&mut self) {
        let mut findings = Bounded::default();
        for queue in &self.queues {
            for member in &queue.members {
                let Some(number) = member.extension.as_ref().filter(|number| !self.known(number)) else { continue };
                findings.push(member_unknown(queue, member, number));
            }
        }
        self.findings.extend(findings.into_vec());
    }

    /// Dialplan lines that ring numbers without an endpoint.
    pub(super) fn check_dials(&mut self) {
        let mut findings = Bounded::default();
        for dial in &self.dials {
            for number in dial.rings.iter().filter(|number| !self.known(number)) {
                findings.push(rings_nobody(dial, number));
            }
        }
        self.findings.extend(findings.into_vec());
    }
}

/// A line that rings a number without an endpoint. Told of a folder here and of single files when all sources are joined, in the same words.
#[must_use]
pub fn rings_nobody(dial: &DialLine, number: &Extension) -> Finding {
    let words = Words::new(
        format!("`PJSIP/{number}` in context `[{}]` has no endpoint", dial.context),
        format!("`PJSIP/{number}` im Kontext `[{}]` hat keinen Endpunkt", dial.context),
    );
    lists::DIAL_UNKNOWN.finding(Some(dial.at.clone()), words).about(number.as_str())
}

/// The same of a member of a queue.
#[must_use]
pub fn member_unknown(queue: &Queue, member: &QueueMember, number: &Extension) -> Finding {
    let (interface, name) = (&member.interface, &queue.name);
    let words = Words::new(
        format!("member `{interface}` of queue `[{name}]` has no endpoint"),
        format!("Mitglied `{interface}` der Warteschlange `[{name}]` hat keinen Endpunkt"),
    );
    lists::QUEUE_MEMBER_UNKNOWN.finding(Some(member.at.clone()), words).about(number.as_str())
}
