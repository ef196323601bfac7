//! A reading in compact lines, for tests; and bytes damaged in many ways.

use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{Format, Given};
use crate::inventory::model::{AorState, AuthState};
use crate::inventory::reading::Reading;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

pub(in crate::inventory) fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3, 4])
}

pub(in crate::inventory) fn read(format: &Format, file: &str, bytes: &[u8]) -> Reading {
    let files = MemoryFiles::new();
    let list = ListFile::new(file, bytes);
    (format.read)(&Given { list, plan: &plan(), files: &files })
}

fn account(entry: &crate::inventory::model::ExtensionEntry) -> String {
    let Some(account) = &entry.account else { return "no account".to_owned() };
    let auth = match &account.auth {
        AuthState::Open => "open".to_owned(),
        AuthState::Missing { name } => format!("auth {} missing", name.value),
        AuthState::Present { username, secret, realm, .. } => {
            let realm = realm.as_ref().map_or(String::new(), |realm| format!("@{realm}"));
            format!("{}{realm} {:?} {}", username.value, secret.state, secret.key)
        }
    };
    let aor = match &account.aor {
        AorState::None => "no aor".to_owned(),
        AorState::Missing { name } => format!("aor {} missing", name.value),
        AorState::Untold => "aor untold".to_owned(),
        AorState::Present { max_contacts, .. } => format!("aor {max_contacts}"),
    };
    let context = account.context.as_ref().map_or("-", |context| context.value.as_str());
    format!("{auth}, {aor}, context {context}{}", if account.loads { "" } else { ", dropped" })
}

pub(in crate::inventory) fn lines(reading: &Reading) -> Vec<String> {
    let mut out = Vec::new();
    for e in &reading.extensions {
        let name = e.name.as_ref().map_or("-", |name| name.value.as_str());
        let mailbox = e.mailbox.as_ref().map_or(String::new(), |mailbox| format!(", box {}", mailbox.value));
        let mac = e.mac.as_ref().map_or(String::new(), |mac| format!(", mac {}", mac.value));
        out.push(format!("{} {:?} `{name}` {}{mailbox}{mac} @{}", e.number, e.kind, account(e), e.at));
    }
    for entry in &reading.people {
        let p = &entry.person;
        let first = p.first.as_ref().map_or("-", |first| first.value.as_str());
        let mail = p.mail.as_ref().map_or("-", |mail| mail.value.as_str());
        out.push(format!("person {} {first} {mail} {:?}", p.last.value, p.extension.as_ref().map(|e| e.value.as_str())));
    }
    for d in &reading.devices {
        out.push(format!("device {} {:?} on {}", d.id, d.kind, d.lines.first().map_or("-", |line| line.number.value.as_str())));
    }
    for m in &reading.mailboxes {
        out.push(format!("box {}@{} {:?} @{}", m.number, m.context, m.name.as_ref().map(|name| name.value.as_str()), m.at));
    }
    for q in &reading.queues {
        let members: Vec<String> = q
            .members
            .iter()
            .map(|m| format!("{}={}", m.interface, m.extension.as_ref().map_or("-", crate::domain::Extension::as_str)))
            .collect();
        out.push(format!("queue {} {:?} {}", q.name, q.strategy.as_deref(), members.join(" ")));
    }
    for g in &reading.groups {
        let members: Vec<&str> = g.members.iter().map(|m| m.text.as_str()).collect();
        out.push(format!("{:?} {}: {}", g.kind, g.name, members.join(" ")));
    }
    for d in &reading.dids {
        out.push(format!("did {}{} {:?}", d.number, if d.prefix { "*" } else { "" }, d.target));
    }
    for f in &reading.forwards {
        let (external, active) = (if f.external { " external" } else { "" }, if f.active { "" } else { " off" });
        out.push(format!("forward {} {:?} `{}`{external}{active} @{}", f.extension, f.when, f.destination, f.at));
    }
    for h in &reading.hints {
        out.push(format!("hint {}@{} {}", h.pattern, h.context, h.devices));
    }
    for f in &reading.findings {
        let place = f.place.as_ref().map_or(String::new(), ToString::to_string);
        out.push(format!("{} @{place}", f.code.as_str().trim_start_matches("inventory/")));
    }
    out
}

/// Each result of flipping, cutting, inserting and doubling bytes; always the same ones.
pub(in crate::inventory) fn damaged(bytes: &[u8], rounds: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut random = crate::random::Random(0x9E37_79B9_7F4A_7C15);
    let mut next = move |below: usize| random.below(below);
    let bytes = bytes.to_vec();
    (0..rounds).map(move |_| {
        let mut changed = bytes.clone();
        for _ in 0..1 + next(4) {
            let at = next(changed.len());
            let sign = b"'\"\\;:(),=[]<>\n\0\xFF`$/*-"[next(21)];
            match next(5) {
                0 => changed.truncate(at),
                1 => changed.insert(at.min(changed.len()), sign),
                2 if at < changed.len() => changed[at] = sign,
                3 if at < changed.len() => changed[at] ^= 1 << next(8),
                _ => {
                    let end = (at + next(40)).min(changed.len());
                    let piece = changed.get(at..end).unwrap_or_default().to_vec();
                    let to = next(changed.len());
                    changed.splice(to.min(changed.len())..to.min(changed.len()), piece);
                }
            }
            if changed.is_empty() {
                changed.push(b'\n');
            }
        }
        changed
    })
}
