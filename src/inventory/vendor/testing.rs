//! What the tests of all formats need: a number plan, one call, and bytes that are damaged on purpose.

use std::fmt::Write as _;

use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{Format, Given, Sample};
use crate::inventory::model::{AorState, AuthState, DidTarget};
use crate::inventory::reading::Reading;
use crate::inventory::table::{ListFile, head_text};
use crate::policy::site::Numbers;
use crate::random::Random;

pub(super) fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3, 4])
}

pub(super) fn read(format: &Format, bytes: &[u8]) -> Reading {
    let files = MemoryFiles::new();
    let list = ListFile::new("export", bytes);
    (format.read)(&Given { list, plan: &plan(), files: &files })
}

/// The score, 0 for none.
pub(super) fn likeness(format: &Format, bytes: &[u8]) -> u8 {
    let text = head_text(bytes);
    (format.recognise)(&Sample { file: "export", bytes, text: &text }).map_or(0, |likeness| likeness.score)
}

/// Everything read, one line for each thing; secrets as their state and length.
pub(super) fn shown(reading: &Reading) -> String {
    let mut out = String::new();
    for e in &reading.extensions {
        let name = e.name.as_ref().map_or("-", |name| name.value.as_str());
        let _ = write!(out, "ext {} {:?} {name}", e.number, e.kind);
        if let Some(account) = &e.account {
            if let AuthState::Present { username, secret, .. } = &account.auth {
                let length = reading.secrets.get(secret).map_or(0, crate::domain::Secret::char_count);
                let _ = write!(out, " auth={} {:?}/{length}", username.value, secret.state);
            }
            if let AorState::Present { max_contacts, .. } = &account.aor {
                let _ = write!(out, " max={max_contacts}");
            }
        }
        for (what, value) in
            [("mac", e.mac.as_ref().map(|m| m.value.to_string())), ("box", e.mailbox.as_ref().map(|m| m.value.clone()))]
        {
            if let Some(value) = value {
                let _ = write!(out, " {what}={value}");
            }
        }
        let ids = [("inside", &e.caller_id.internal), ("outside", &e.caller_id.outgoing), ("emergency", &e.caller_id.emergency)];
        for (word, id) in ids.into_iter().filter_map(|(word, id)| Some((word, id.as_ref()?))) {
            let _ = write!(out, " {word}={} at {}", id.value, id.at);
        }
        if let Some(calls) = &e.busy_at {
            let _ = write!(out, " busy={}", calls.value);
        }
        beside(&mut out, &e.extra);
        out.push('\n');
    }
    for entry in &reading.people {
        let p = &entry.person;
        let text =
            |cell: &Option<crate::inventory::model::Sourced<String>>| cell.as_ref().map_or("-", |c| c.value.as_str()).to_owned();
        let _ = write!(
            out,
            "person {} | {} | {} | ext={} mail={} login={} dep={} at {}",
            p.id,
            p.last.value,
            text(&p.first),
            p.extension.as_ref().map_or("-", |e| e.value.as_str()),
            text(&p.mail),
            text(&p.login),
            p.department.as_ref().map_or("-", |d| d.value.as_str()),
            p.at
        );
        beside(&mut out, &p.extra);
        out.push('\n');
    }
    for d in &reading.devices {
        let owner = d.owner.as_ref().map_or("-", |owner| owner.value.as_str());
        let protocol = d.protocol.map_or_else(|| "-".to_owned(), |p| format!("{p:?}"));
        let _ = write!(out, "device {} {:?} {protocol} owner={owner}", d.id, d.kind);
        if let Some(model) = &d.model {
            let _ = write!(out, " model={}", model.value);
        }
        beside(&mut out, &d.extra);
        for l in &d.lines {
            let _ = write!(out, " [{}:{} {:?}{}]", l.index, l.number.value, l.ring, if l.shared { " shared" } else { "" });
        }
        out.push('\n');
    }
    for g in &reading.groups {
        let members: Vec<String> =
            g.members.iter().map(|m| format!("{}{}", m.text, if m.external { " (external)" } else { "" })).collect();
        let (number, strategy) = (g.number.as_deref().unwrap_or("-"), g.strategy.as_deref().unwrap_or("-"));
        let _ = writeln!(out, "group {:?} {} number={number} {strategy}: {}", g.kind, g.name, members.join(","));
    }
    for d in &reading.dids {
        let target = match &d.target {
            DidTarget::Extension(extension) => extension.to_string(),
            other => format!("{other:?}"),
        };
        let _ = writeln!(out, "did {} -> {target}", d.number);
    }
    for f in &reading.forwards {
        let external = if f.external { " external" } else { "" };
        let _ = writeln!(out, "forward {} {:?} -> {}{external}", f.extension, f.when, f.destination);
    }
    for o in &reading.obstacles {
        let _ = writeln!(out, "obstacle {} {:?} `{}` at {}", o.extension, o.kind, o.text, o.at);
    }
    out
}

fn beside(out: &mut String, extra: &crate::inventory::model::Extra) {
    if !extra.is_empty() {
        let _ = write!(out, " beside=({})", extra.line());
    }
}

/// `place code: words` of each finding.
pub(super) fn told(reading: &Reading) -> String {
    reading.findings.iter().fold(String::new(), |mut out, f| {
        let place = f.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "{place} {}: {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en);
        out
    })
}

/// No damage to the bytes makes the reader panic, and nothing secret comes out in words.
pub(super) fn survives(format: &Format, original: &[u8], secrets: &[&str]) {
    let mut random = Random(0x9E37_79B9);
    let mut used = 0;
    for _ in 0..300 {
        let mut bytes = original.to_vec();
        for _ in 0..=random.below(5) {
            let at = random.below(bytes.len());
            match random.below(5) {
                _ if bytes.is_empty() => {}
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes.insert(at, b"\";,\t\n\r\0\xFF&<>:"[random.below(12)]),
                2 => {
                    bytes.remove(at);
                }
                3 => {
                    let to = (at + random.below(60)).min(bytes.len());
                    let piece = bytes[at..to].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        let reading = read(format, &bytes);
        assert!(!reading.findings.is_empty() || !reading.is_empty(), "neither a finding nor a thing");
        used += usize::from(!reading.is_empty());
        assert!(reading.extensions.len() < 2000 && reading.devices.len() < 2000);
    }
    assert!(used > 50, "{used} of 300");
    let reading = read(format, original);
    let words = format!("{reading:?}");
    for secret in secrets {
        assert!(!words.contains(secret), "a secret is shown");
    }
}
