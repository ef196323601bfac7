//! queues.conf: queues and their fixed members.

use std::collections::{BTreeMap, BTreeSet};

use super::bounded::Bounded;
use super::codes::grammar::CONFIG_TOO_LARGE;
use super::codes::lists as codes;
use super::config::{Config, Section, Variable};
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{Queue, QueueMember};
use crate::inventory::table::beside::Beside;

/// Members of all queues together; the greatest call centre seen has 4,000.
const MAX_MEMBERS: usize = 100_000;
/// Words Asterisk knows after `strategy`.
const STRATEGIES: [&str; 9] =
    ["ringall", "leastrecent", "fewestcalls", "random", "rrmemory", "roundrobin", "rrordered", "linear", "wrandom"];

/// Queues in file order; of one written twice the first counts, as for Asterisk.
#[must_use]
pub fn queues(config: &Config) -> (Vec<Queue>, Vec<Finding>) {
    let mut queues: Vec<Queue> = Vec::new();
    let mut known: BTreeMap<String, Place> = BTreeMap::new();
    let mut findings = Bounded::default();
    let mut room = MAX_MEMBERS;
    let mut beside = Beside::default();
    for section in config.sections().filter(|section| !section.is_template()) {
        let (name, at) = (section.name(), section.place());
        unheld(section, &mut beside);
        if name == "general" {
            continue;
        }
        if let Some(first) = known.get(name) {
            if !findings.has_room() {
                continue;
            }
            let words = Words::new(
                format!("a second queue `[{name}]`; Asterisk keeps the first"),
                format!("eine zweite Warteschlange `[{name}]`; Asterisk behält die erste"),
            );
            let finding = codes::QUEUE_TWICE.finding(Some(at), words).about(name);
            findings.push(finding.related(first.clone(), Words::new("the first one", "die erste")));
            continue;
        }
        known.insert(name.to_owned(), at.clone());
        queues.push(Queue {
            name: name.to_owned(),
            strategy: strategy(section, &mut findings),
            members: members(section, &mut room, &mut findings),
            at,
        });
    }
    let of = Words::new("options of queues.conf that no field holds", "Optionen der queues.conf, die kein Feld aufnimmt");
    beside.tell(&codes::OPTION_UNHELD, &of, false).into_iter().for_each(|finding| findings.push(finding));
    (queues, findings.into_vec())
}

/// What a member's line has behind the device whose state counts.
const OF_MEMBER: [&str; 3] = ["ringinuse", "wrapuptime", "paused"];

/// Names the options of a section that no field of a queue and its members holds.
fn unheld(section: Section<'_>, beside: &mut Beside) {
    for variable in section.variables() {
        let (key, at) = (variable.key().to_ascii_lowercase(), || variable.key_place());
        match (section.name(), key.as_str()) {
            ("general", key) => beside.name(&format!("[general] {key}"), at),
            (_, "strategy") => {}
            (_, "member") => {
                let fields = fields(variable.value());
                let set = OF_MEMBER.iter().zip(fields.iter().skip(4)).filter(|(_, field)| !field.is_empty());
                set.for_each(|(name, _)| beside.name(&format!("member/{name}"), at));
            }
            (_, key) => beside.name(key, at),
        }
    }
}

/// The first `strategy` counts up to Asterisk 22, the last in later versions.
fn strategy(section: Section<'_>, findings: &mut Bounded) -> Option<String> {
    let first = section.first("strategy")?;
    let name = section.name();
    if let Some(other) = section.all("strategy").find(|other| other.value() != first.value()) {
        let (one, two) = (first.value(), other.value());
        let words = Words::new(
            format!("queue `[{name}]`: Asterisk 22 takes `strategy={one}`, newer versions `strategy={two}`"),
            format!("Warteschlange `[{name}]`: Asterisk 22 nimmt `strategy={one}`, neuere Versionen `strategy={two}`"),
        );
        findings.push(
            codes::QUEUE_STRATEGY_TWICE
                .finding(Some(other.value_place()), words)
                .about(name)
                .todo(Words::new("keep one of the two", "nur eins von beiden behalten"))
                .related(first.value_place(), Words::new("the first one", "das erste")),
        );
    }
    let value = first.value();
    if STRATEGIES.iter().any(|word| word.eq_ignore_ascii_case(value)) {
        return Some(value.to_ascii_lowercase());
    }
    let words = Words::new(
        format!("queue `[{name}]`: Asterisk does not know `strategy={value}` and takes `ringall`"),
        format!("Warteschlange `[{name}]`: Asterisk kennt `strategy={value}` nicht und nimmt `ringall`"),
    );
    findings.push(codes::QUEUE_STRATEGY_UNKNOWN.finding(Some(first.value_place()), words).about(name));
    Some("ringall".to_owned())
}

fn members(section: Section<'_>, room: &mut usize, findings: &mut Bounded) -> Vec<QueueMember> {
    let mut members: Vec<QueueMember> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for line in section.all("member") {
        if *room == 0 {
            let name = section.name();
            let words = Words::new(
                format!("queue `[{name}]`: more than {MAX_MEMBERS} members in all queues; the rest is not read"),
                format!(
                    "Warteschlange `[{name}]`: mehr als {MAX_MEMBERS} Mitglieder in allen Warteschlangen; der Rest bleibt ungelesen"
                ),
            );
            findings.push(CONFIG_TOO_LARGE.finding(Some(line.key_place()), words).about(name));
            break;
        }
        *room -= 1;
        let Some(member) = member(section, line, findings) else { continue };
        if known.insert(member.interface.to_ascii_lowercase()) {
            members.push(member);
            continue;
        }
        let (name, interface) = (section.name(), &member.interface);
        let words = Words::new(
            format!("member `{interface}` is in queue `[{name}]` twice; once counts"),
            format!("Mitglied `{interface}` steht doppelt in Warteschlange `[{name}]`; einmal zählt"),
        );
        findings.push(codes::QUEUE_MEMBER_TWICE.finding(Some(line.value_place()), words).about(name));
    }
    members
}

/// `interface[,penalty[,name[,state interface[,…]]]]`, with quotes.
fn member(section: Section<'_>, line: Variable<'_>, findings: &mut Bounded) -> Option<QueueMember> {
    let queue = section.name();
    let fields = fields(line.value());
    let field = |index: usize| fields.get(index).map_or("", String::as_str);
    let interface = field(0);
    if interface.is_empty() {
        let words = Words::new(
            format!("a member of queue `[{queue}]` without an interface is skipped"),
            format!("ein Mitglied der Warteschlange `[{queue}]` ohne Schnittstelle wird übersprungen"),
        );
        findings.push(codes::QUEUE_MEMBER_EMPTY.finding(Some(line.key_place()), words).about(queue));
        return None;
    }
    let penalty_text = field(1);
    let digits: String = penalty_text.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() != penalty_text.len() {
        let words = Words::new(
            format!("penalty `{penalty_text}` of `{interface}` is no number; Asterisk takes what comes before, or 0"),
            format!("Rang `{penalty_text}` von `{interface}` ist keine Zahl; Asterisk nimmt, was davor steht, oder 0"),
        );
        findings.push(codes::QUEUE_PENALTY.finding(Some(line.value_place()), words).about(queue));
    }
    let extension = extension_of(interface).or_else(|| extension_of(field(3)));
    Some(QueueMember {
        interface: interface.to_owned(),
        extension,
        penalty: digits.parse().unwrap_or(0),
        name: Some(field(2)).filter(|name| !name.is_empty()).map(str::to_owned),
        state_interface: Some(field(3)).filter(|other| !other.is_empty() && *other != interface).map(str::to_owned),
        dynamic: false,
        row: false,
        at: line.value_place(),
    })
}

/// The number behind `PJSIP/100`, `SIP/100`, `Local/100@ctx/n`, `hint:100@ctx`; none for several or for anything else.
#[must_use]
pub fn extension_of(interface: &str) -> Option<Extension> {
    let lower = interface.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("pjsip/").or_else(|| lower.strip_prefix("sip/")) {
        return rest.parse().ok();
    }
    let rest = lower.strip_prefix("local/").or_else(|| lower.strip_prefix("hint:"))?;
    rest.split('@').next()?.parse().ok()
}

/// Split at commas outside quotes; quotes and outer blanks are taken off.
fn fields(text: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let (mut field, mut quoted) = (String::new(), false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    fields.push(field);
    fields.iter().map(|field| field.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::config;
    use crate::inventory::asterisk::files::MemoryFiles;

    #[test]
    fn as_measured_on_asterisk() {
        let text = "[general]\npersistentmembers=yes\n[q](!)\nstrategy=ringall\n[amt](q)\nmember => PJSIP/100,0,Hans,hint:100@i,yes\n\
            member => PJSIP/101\nmember => Local/102@i/n,1,\"Meier, Anna\",PJSIP/102\nmember = PJSIP/103,abc\nmember => PJSIP/101\n\
            member => PJSIP/104&PJSIP/105,0\n[linear](q)\nstrategy=linear\nmember => Agent/7,2,,hint:106@i\n[amt]\nmember => PJSIP/107\n\
            [bogus]\nstrategy=hunt\nmember =>\n";
        let files = MemoryFiles::new().with("queues.conf", text);
        let config = config::read(&files, "queues.conf");
        let (queues, findings) = queues(&config);
        let names: Vec<(&str, Option<&str>)> = queues.iter().map(|q| (q.name.as_str(), q.strategy.as_deref())).collect();
        assert_eq!(names, [("amt", Some("ringall")), ("linear", Some("ringall")), ("bogus", Some("ringall"))]);
        let members: Vec<(&str, Option<&str>, u32, Option<&str>)> = queues[0]
            .members
            .iter()
            .map(|m| (m.interface.as_str(), m.extension.as_ref().map(Extension::as_str), m.penalty, m.name.as_deref()))
            .collect();
        assert_eq!(
            members,
            [
                ("PJSIP/100", Some("100"), 0, Some("Hans")),
                ("PJSIP/101", Some("101"), 0, None),
                ("Local/102@i/n", Some("102"), 1, Some("Meier, Anna")),
                ("PJSIP/103", Some("103"), 0, None),
                ("PJSIP/104&PJSIP/105", None, 0, None),
            ]
        );
        assert_eq!(queues[1].members[0].extension.as_ref().map(Extension::as_str), Some("106"));
        let slugs: BTreeSet<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(
            slugs.into_iter().collect::<Vec<_>>(),
            [
                "inventory/option-not-read",
                "inventory/queue-member-empty",
                "inventory/queue-member-twice",
                "inventory/queue-penalty",
                "inventory/queue-strategy-twice",
                "inventory/queue-strategy-unknown",
                "inventory/queue-twice",
            ]
        );
    }
}
