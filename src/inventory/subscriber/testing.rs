//! A reading as a few lines of text, for the tests of importers.

use std::fmt::Write as _;

use crate::domain::SecretState;
use crate::inventory::asterisk::files::{Files, MemoryFiles};
use crate::inventory::formats::{self, Format, Given};
use crate::inventory::model::{AorState, AuthState};
use crate::inventory::reading::Reading;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

pub(in crate::inventory) fn plan() -> Numbers {
    Numbers::new("49", "861", "58").lengths([3, 4])
}

pub(in crate::inventory) fn read(format: &Format, file: &str, bytes: &[u8], files: &dyn Files) -> Reading {
    let list = ListFile::new(file, bytes);
    (format.read)(&Given { list, plan: &plan(), files })
}

pub(in crate::inventory) fn alone(format: &Format, text: &str) -> Reading {
    read(format, "x.csv", text.as_bytes(), &MemoryFiles::new())
}

/// The best format and its score.
pub(in crate::inventory) fn best(text: &str) -> Option<(&'static str, u8)> {
    formats::recognise("x", text.as_bytes()).first().map(|(format, likeness)| (format.name, likeness.score))
}

fn short(at: &crate::diag::Place) -> String {
    format!("{}:{}", at.line(), at.column())
}

/// Everything that was read, a line for each thing. Secrets are shown, as only tests see this.
pub(in crate::inventory) fn shown(reading: &Reading) -> String {
    let mut out = String::new();
    for e in &reading.extensions {
        let name = e.name.as_ref().map_or("-", |n| n.value.as_str());
        let _ = write!(out, "{} {:?} `{name}`", e.number, e.kind);
        if let Some(a) = &e.account {
            let _ = write!(out, " as {}", a.endpoint.value);
            match &a.auth {
                AuthState::Open => out.push_str(" OPEN"),
                AuthState::Missing { .. } => out.push_str(" MISSING"),
                AuthState::Present { username, secret, secret_at, realm, .. } => {
                    let text = reading.secrets.get(secret).map_or("", |s| s.expose());
                    let realm = realm.as_deref().map_or_else(String::new, |r| format!("@{r}"));
                    let state = match secret.state {
                        SecretState::Present | SecretState::Hash => format!("{text:?}"),
                        other => format!("{other:?}"),
                    };
                    let _ = write!(out, " {}{realm} {state} at {}:{}", username.value, secret_at.line(), secret_at.column());
                }
            }
            match &a.aor {
                AorState::Present { max_contacts, remove_existing, .. } => {
                    let _ = write!(out, " max {max_contacts}{}", if *remove_existing { " replacing" } else { "" });
                }
                AorState::Untold => {}
                other => {
                    let _ = write!(out, " {other:?}");
                }
            }
            if !a.loads {
                out.push_str(" OFF");
            }
            if let Some(context) = &a.context {
                let _ = write!(out, " in {}", context.value);
            }
        }
        if let Some(mailbox) = &e.mailbox {
            let _ = write!(out, " box {}", mailbox.value);
        }
        let ids = [("inside", &e.caller_id.internal), ("outside", &e.caller_id.outgoing), ("emergency", &e.caller_id.emergency)];
        for (word, id) in ids {
            if let Some(id) = id {
                let _ = write!(out, " {word} `{}` at {}", id.value, short(&id.at));
            }
        }
        if let Some(calls) = &e.busy_at {
            let _ = write!(out, " busy at {}", calls.value);
        }
        if !e.extra.is_empty() {
            let _ = write!(out, " beside ({})", e.extra.line());
        }
        out.push('\n');
    }
    for p in &reading.people {
        let p = &p.person;
        let first = p.first.as_ref().map_or("", |f| f.value.as_str());
        let number = p.extension.as_ref().map_or("-", |e| e.value.as_str());
        let _ =
            writeln!(out, "person {} {}, {first} {number}{}", p.id, p.last.value, if p.is_disabled() { " disabled" } else { "" });
    }
    for d in &reading.devices {
        let lines: Vec<String> = d.lines.iter().map(|l| format!("{}:{}", l.index, l.number.value)).collect();
        let _ = writeln!(out, "device {} {}", d.id, lines.join(","));
    }
    for g in &reading.groups {
        let members: Vec<&str> = g.members.iter().map(|m| m.text.as_str()).collect();
        let _ = writeln!(out, "group {:?} {}: {}", g.kind, g.name, members.join(" "));
    }
    for f in &reading.forwards {
        let outside = if f.external { " outside" } else { "" };
        let off = if f.active { "" } else { " off" };
        let _ = writeln!(out, "forward {} {:?} `{}`{outside}{off}", f.extension, f.when, f.destination);
    }
    for o in &reading.obstacles {
        let _ = writeln!(out, "obstacle {} {:?} {}", o.extension, o.kind, o.text);
    }
    for d in &reading.dids {
        let _ = writeln!(out, "did {}{} {:?}", d.number, if d.prefix { "…" } else { "" }, d.target);
    }
    for m in &reading.mailboxes {
        let pin = m.pin.as_ref().and_then(|pin| reading.secrets.get(pin)).map_or("-", |pin| pin.expose());
        let name = m.name.as_ref().map_or("-", |name| name.value.as_str());
        let mail = m.email.as_ref().map(|mail| format!(" mail {}", mail.value)).unwrap_or_default();
        let options = if m.options.is_empty() { String::new() } else { format!(" ({})", m.options.line()) };
        let _ = writeln!(out, "mailbox {}@{} {name} pin {pin}{mail}{options}", m.number, m.context);
    }
    out
}

/// Place and code of every finding.
pub(in crate::inventory) fn codes(reading: &Reading) -> Vec<String> {
    let place = |f: &crate::diag::Finding| f.place.as_ref().map_or_else(String::new, ToString::to_string);
    reading.findings.iter().map(|f| format!("{} {}", place(f), f.code.as_str().trim_start_matches("inventory/"))).collect()
}

/// Damages the text again and again: no importer may panic or hang, and none may quote the password `TOPSECRET`.
pub(in crate::inventory) fn mutate(text: &str, rounds: usize, mut each: impl FnMut(&[u8]) -> Reading) {
    let mut random = crate::random::Random(0x9E37_79B9_7F4A_7C15);
    let mut dice = |n: usize| random.below(n);
    const PIECES: [&str; 14] = [
        "\"",
        ",",
        ";",
        "\n",
        "\r\n",
        "|",
        "<",
        ">",
        "$${",
        "}",
        "<!--#",
        "<X-PRE-PROCESS cmd=\"set\" data=\"a=$${a}\"/>",
        "\0",
        "ü",
    ];
    for _ in 0..rounds {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=dice(5) {
            let at = dice(bytes.len() + 1);
            match dice(4) {
                0 if at < bytes.len() => bytes[at] = dice(256) as u8,
                1 => bytes.truncate(at.max(bytes.len() / 2)),
                2 => {
                    let piece = PIECES[dice(PIECES.len())].as_bytes();
                    bytes.splice(at..at, piece.iter().copied());
                }
                _ => {
                    let end = (at + dice(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
        let reading = each(&bytes);
        for finding in &reading.findings {
            assert!(!format!("{finding:?}").contains("TOPSECRET"), "{finding:?}");
        }
        assert!(reading.extensions.len() <= 1000);
    }
}
