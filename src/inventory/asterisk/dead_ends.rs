//! Lines of the dialplan that lead to what does not exist, and numbers from outside that lead to nobody's telephone.

use std::collections::{BTreeMap, BTreeSet};

use super::AsteriskImport;
use super::bounded::Bounded;
use super::codes::{lists as codes, objects};
use super::dialplan::{Dialplan, Jump, Leads, Use, Used};
use super::foreign::Others;
use crate::diag::{Finding, Place, Words};
use crate::inventory::model::{Did, DidTarget, Hint};
use crate::inventory::numbers::pattern::covers;

/// What is known of the rest of the telephone system.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The list of queues was read.
    pub queues: bool,
    pub mailboxes: bool,
    /// Dialplans in other languages.
    pub others: Others,
}

/// Contexts that modules of Asterisk make.
const MADE: [&str; 2] = ["parkedcalls", "default"];
/// Included contexts that are looked through for a number.
const CONTEXTS: usize = 64;
/// Patterns that numbers are held against, all jumps together.
const MOST_TRIES: usize = 5_000_000;

/// Each of them, by line.
pub(super) fn told(plan: &Dialplan, beside: &Beside, import: &AsteriskImport) -> Vec<Finding> {
    let mut finder = Finder::new(&plan.leads, &import.hints, &beside.others);
    let mut findings = Bounded::default();
    for (context, name, at) in &plan.leads.includes {
        if !finder.has(name) {
            let words = Words::new(
                format!("`[{context}]` includes the context `[{name}]`, which does not exist"),
                format!("`[{context}]` schließt den Kontext `[{name}]` ein, den es nicht gibt"),
            );
            findings.push(context_missing(context, at, words));
        }
    }
    for jump in &plan.leads.jumps {
        findings_of_jump(jump, &mut finder, &mut findings);
    }
    let queues: BTreeSet<&str> = import.queues.iter().map(|queue| queue.name.as_str()).collect();
    let boxes: BTreeSet<String> =
        import.mailboxes.iter().map(|mailbox| format!("{}@{}", mailbox.number, mailbox.context)).collect();
    for used in &plan.leads.uses {
        let there = match used.what {
            Used::Queue => !beside.queues || queues.contains(used.name.as_str()),
            Used::Mailbox => !beside.mailboxes || boxes.contains(&used.name),
        };
        if !there {
            findings.push(not_there(used));
        }
    }
    findings.into_vec()
}

fn findings_of_jump<'a>(jump: &'a Jump, finder: &mut Finder<'a>, findings: &mut Bounded) {
    let Jump { from: (context, pattern), context: to, extension, at } = jump;
    if !finder.has(to) {
        let words = Words::new(
            format!("`{pattern}` in `[{context}]` leads to `{extension}` in the context `[{to}]`, which does not exist"),
            format!("`{pattern}` in `[{context}]` führt zu `{extension}` im Kontext `[{to}]`, den es nicht gibt"),
        );
        findings.push(context_missing(pattern, at, words));
    } else if !finder.leads(to, extension) {
        let words = Words::new(
            format!("`{pattern}` in `[{context}]` leads to `{extension}`, which the context `[{to}]` does not have"),
            format!("`{pattern}` in `[{context}]` führt zu `{extension}`, das es im Kontext `[{to}]` nicht gibt"),
        );
        let todo = Words::new("correct the number, or add the extension", "die Nummer berichtigen oder die Nebenstelle anlegen");
        findings.push(codes::EXTENSION_MISSING.finding(Some(at.clone()), words).about(pattern.as_str()).todo(todo));
    }
}

/// A context that is named and not there.
fn context_missing(about: &str, at: &Place, words: Words) -> Finding {
    let todo = Words::new("correct the name, or add the context", "den Namen berichtigen oder den Kontext anlegen");
    codes::CONTEXT_MISSING.finding(Some(at.clone()), words).about(about).todo(todo)
}

fn not_there(used: &Use) -> Finding {
    let Use { from: (context, pattern), what, name, at } = used;
    let (page, en, de, todo) = match what {
        Used::Queue => (
            &codes::QUEUE_MISSING,
            format!("`{pattern}` in `[{context}]` calls the queue `{name}`, which queues.conf does not have"),
            format!("`{pattern}` in `[{context}]` ruft die Warteschlange `{name}`, die es in queues.conf nicht gibt"),
            Words::new("correct the name, or add the queue", "den Namen berichtigen oder die Warteschlange anlegen"),
        ),
        Used::Mailbox => (
            &objects::MAILBOX_MISSING,
            format!("`{pattern}` in `[{context}]` records for mailbox `{name}`, which voicemail.conf does not have"),
            format!("`{pattern}` in `[{context}]` spricht auf die Sprachbox `{name}`, die es in voicemail.conf nicht gibt"),
            Words::new("correct the name, or add the mailbox", "den Namen berichtigen oder die Sprachbox anlegen"),
        ),
    };
    page.finding(Some(at.clone()), Words::new(en, de)).about(pattern.as_str()).todo(todo)
}

/// Numbers from outside that reach an announcement, a menu, a port: nobody whom a softphone could be for. What an expression makes of a
/// number is told by the check, and what leads nowhere too.
pub(super) fn elsewhere(dids: &[Did]) -> Vec<Finding> {
    let mut findings = Bounded::default();
    for did in dids {
        let DidTarget::Unknown(text) = &did.target else { continue };
        // Of an application it is told what it does; of a number in a context, and of an expression, others tell.
        if !text.ends_with(')') && (text.contains("${") || text.contains(',')) {
            continue;
        }
        let number = &did.number;
        let words = Words::new(
            format!("`{number}` leads to `{text}`, which is no extension, group, queue or mailbox"),
            format!("`{number}` führt zu `{text}`; das ist keine Nebenstelle, Gruppe, Warteschlange oder Sprachbox"),
        );
        let finding = codes::DID_ELSEWHERE.finding(Some(did.at.clone()), words).about(number.as_str());
        findings.push(finding.todo(Words::new(
            "nothing, if an announcement, a menu or a port is meant",
            "nichts, wenn eine Ansage, ein Menü oder ein Anschluss gemeint ist",
        )));
    }
    findings.into_vec()
}

/// Looks contexts and their numbers up.
struct Finder<'a> {
    leads: &'a Leads,
    includes: BTreeMap<&'a str, Vec<&'a str>>,
    /// Of the wizard's hints, which make their contexts.
    hints: BTreeMap<&'a str, BTreeSet<&'a str>>,
    others: &'a Others,
    tries: usize,
}

impl<'a> Finder<'a> {
    fn new(leads: &'a Leads, hints: &'a [Hint], others: &'a Others) -> Self {
        let (mut includes, mut of_hints): (BTreeMap<&str, Vec<&str>>, BTreeMap<&str, BTreeSet<&str>>) = Default::default();
        for (context, name, _) in &leads.includes {
            includes.entry(context).or_default().push(name);
        }
        for hint in hints {
            of_hints.entry(&hint.context).or_default().insert(&hint.pattern);
        }
        Self { leads, includes, hints: of_hints, others, tries: 0 }
    }

    fn has(&self, context: &str) -> bool {
        self.leads.defined.contains_key(context)
            || self.hints.contains_key(context)
            || MADE.contains(&context)
            || context.contains(['$', '{'])
            || self.others.may_have(context)
    }

    /// Whether a context or one that it includes takes a number; true where that cannot be seen.
    fn leads(&mut self, context: &'a str, number: &str) -> bool {
        let (mut waiting, mut seen) = (vec![context], BTreeSet::new());
        while let Some(name) = waiting.pop() {
            if !seen.insert(name) {
                continue;
            }
            let Some(own) = self.leads.defined.get(name) else {
                // What is included and missing is told of the include; what another module or language has cannot be seen.
                if name == context || self.hints.contains_key(name) || self.others.may_have(name) {
                    return true;
                }
                continue;
            };
            let unseen = self.leads.switched.contains(name) || self.others.may_have(name) || seen.len() > CONTEXTS;
            let of_hint = self.hints.get(name).is_some_and(|hints| hints.contains(number));
            // `i` takes what no other extension does.
            if unseen || of_hint || own.contains(number) || own.contains("i") || self.tries > MOST_TRIES {
                return true;
            }
            let patterns = own.iter().filter(|pattern| pattern.starts_with('_') || pattern.contains(['/', '$']));
            for pattern in patterns {
                self.tries += 1;
                if covers(pattern, number) || pattern.contains('$') {
                    return true;
                }
            }
            waiting.extend(self.includes.get(name).into_iter().flatten());
        }
        false
    }
}

#[cfg(test)]
mod tests;
