//! What `convert` made, for people and as JSON, and the README and manifest that lie beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Finding, Lang, Words};
use crate::domain::ClientId;
use crate::pbx::PbxFile;
use crate::profile::Artefact;
use crate::store::document::sha256;

/// The result of one conversion.
#[derive(Debug, Clone, Serialize)]
pub struct Converted {
    pub generation: String,
    pub folder: String,
    /// False: these very files were in force already.
    pub new: bool,
    pub lines: usize,
    /// Lines no file was written for, by number.
    pub refused: Vec<String>,
    /// Client to lines.
    pub clients: BTreeMap<String, usize>,
    pub files: usize,
    /// Extensions changed by the file for the PBX; none where no PBX files were made.
    pub pbx_changes: Option<usize>,
    pub findings: Vec<Finding>,
}

/// `in_force`: links, letters and devices are led to this set; a review or a selection is only written.
#[must_use]
pub fn human(converted: &Converted, in_force: bool, lang: Lang) -> String {
    let c = converted;
    let mut text = String::new();
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "{}, {} not; {}",
            counted(c.lines, "line converted", "lines converted"),
            c.refused.len(),
            counted(c.files, "file", "files")
        ),
        Lang::De => writeln!(
            text,
            "{}, {} nicht; {}",
            counted(c.lines, "Anschluss umgesetzt", "Anschlüsse umgesetzt"),
            c.refused.len(),
            counted(c.files, "Datei", "Dateien")
        ),
    };
    let width = c.clients.keys().map(String::len).max().unwrap_or(0);
    for (client, count) in &c.clients {
        let _ = writeln!(text, "  {client:<width$}  {count:>5}");
    }
    if let Some(changes) = c.pbx_changes {
        let _ = match lang {
            Lang::En => {
                writeln!(text, "  PBX: {} changed by the files in pbx/", counted(changes, "extension", "extensions"))
            }
            Lang::De => writeln!(
                text,
                "  Telefonanlage: {} geändert durch die Dateien in pbx/",
                counted(changes, "Nebenstelle", "Nebenstellen")
            ),
        };
    }
    if !c.refused.is_empty() {
        let label = match lang {
            Lang::En => "not converted",
            Lang::De => "nicht umgesetzt",
        };
        let _ = writeln!(text, "  {label}: {}", c.refused.join(", "));
    }
    let _ = match (lang, c.new) {
        (Lang::En, true) if !in_force => writeln!(text, "written: {} ({})", c.folder, c.generation),
        (Lang::De, true) if !in_force => writeln!(text, "geschrieben: {} ({})", c.folder, c.generation),
        (Lang::En, true) => writeln!(text, "in force now: {} ({})", c.folder, c.generation),
        (Lang::En, false) => writeln!(text, "unchanged: {} ({})", c.folder, c.generation),
        (Lang::De, true) => writeln!(text, "jetzt in Kraft: {} ({})", c.folder, c.generation),
        (Lang::De, false) => writeln!(text, "unverändert: {} ({})", c.folder, c.generation),
    };
    text
}

#[must_use]
pub fn json(converted: &Converted) -> String {
    let mut text = serde_json::to_string_pretty(converted).expect("text, numbers and lists are always JSON");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Listed<'a> {
    path: &'a str,
    sha256: String,
    bytes: usize,
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<&'a str>,
    /// `equal`: read back by a reader of its own and found right; `none`: text for people.
    read_back: &'static str,
}

/// `manifest.json`: every file with its hash and what it belongs to. It is a secret itself: the hash of a file with a password lets
/// others try passwords against it.
#[must_use]
pub fn manifest(plan_sha256: &str, artefacts: &[Artefact], pbx: &[PbxFile]) -> Vec<u8> {
    let profiles = artefacts.iter().map(|a| Listed {
        path: &a.path,
        sha256: sha256(&a.bytes),
        bytes: a.bytes.len(),
        secret: a.secret,
        profile: Some(&a.client.0),
        line: Some(a.line.as_str()),
        read_back: "equal",
    });
    let pbx = pbx.iter().map(|file| Listed {
        path: &file.path,
        sha256: sha256(file.text.as_bytes()),
        bytes: file.text.len(),
        secret: file.secret,
        profile: None,
        line: None,
        read_back: if file.read_back { "equal" } else { "none" },
    });
    let mut files: Vec<Listed> = profiles.chain(pbx).collect();
    files.sort_by(|a, b| a.path.cmp(b.path));
    let tool = concat!("deskshift ", env!("CARGO_PKG_VERSION"));
    let value = serde_json::json!({ "schema": 1, "tool": tool, "plan": plan_sha256, "files": files });
    format!("{value:#}\n").into_bytes()
}

/// What lies here and what to do with it.
#[must_use]
pub fn readme(clients: &BTreeMap<ClientId, (usize, Words)>, pbx: bool, lang: Lang) -> String {
    let mut text = match lang {
        Lang::En => "# Softphone profiles\n\n\
            One folder for each line below `lines/`, named after the extension, with one folder for its program. The files hold passwords:\n\
            give each one to its owner only, and delete this folder when all are set up. `manifest.json` lists every file.\n\n"
            .to_owned(),
        Lang::De => "# Softphone-Profile\n\n\
            Unter `lines/` liegt für jeden Anschluss ein Ordner mit der Nebenstelle als Namen, darin einer für sein Programm. Die Dateien\n\
            enthalten Kennwörter: jede nur ihrem Besitzer geben und diesen Ordner löschen, wenn alles eingerichtet ist. `manifest.json`\n\
            nennt alle Dateien.\n\n"
            .to_owned(),
    };
    for (client, (count, hint)) in clients {
        let _ = match lang {
            Lang::En => writeln!(text, "- `{client}` ({}): {}", counted(*count, "line", "lines"), hint.en),
            Lang::De => writeln!(text, "- `{client}` ({}): {}", counted(*count, "Anschluss", "Anschlüsse"), hint.de),
        };
    }
    if pbx {
        text.push_str(match lang {
            Lang::En => "\nWhat the PBX needs is in `pbx/`; start with its README.\n",
            Lang::De => "\nWas die Telefonanlage braucht, liegt in `pbx/`; dort mit der README beginnen.\n",
        });
    }
    text
}
