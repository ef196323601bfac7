//! What changed between two sets of profiles, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Finding, Lang};
use crate::profile::{Change, FileChange, KeyChange};

/// Everything that is different, by line and client.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Differences {
    pub lines: Vec<LineChange>,
    /// Files that belong to no line: those for the PBX.
    pub others: Vec<OtherChange>,
    pub unchanged: usize,
}

impl Differences {
    /// Nothing that a client or the PBX would see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.others.is_empty() && self.lines.iter().all(|line| line.change == Change::Rewritten)
    }

    fn count(&self, change: Change) -> usize {
        self.lines.iter().filter(|line| line.change == change).count()
    }
}

/// One line that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineChange {
    pub line: String,
    pub client: String,
    pub change: Change,
    /// None where a file could not be read, or there is nothing to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_changed: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileChange>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherChange {
    pub file: String,
    pub change: Change,
}

/// Lines with the same change are told together.
#[must_use]
pub fn human(differences: &Differences, lang: Lang) -> String {
    let mut same: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for line in &differences.lines {
        same.entry((line.client.clone(), block(line, lang))).or_default().push(&line.line);
    }
    let mut groups: Vec<_> = same.into_iter().collect();
    groups.sort_by(|(_, a), (_, b)| a.first().cmp(&b.first()));
    let mut text = String::new();
    for ((client, block), lines) in groups {
        let _ = write!(text, "{} {client}{block}", named(&lines, lang));
    }
    for other in &differences.others {
        let _ = writeln!(text, "{} {}", sign(other.change), other.file);
    }
    text.push_str(&totals(differences, lang));
    text
}

fn named(lines: &[&str], lang: Lang) -> String {
    const SHOWN: usize = 4;
    let names = lines.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match (lines.len().saturating_sub(SHOWN), lang) {
        (0, _) => names,
        (more, Lang::En) => format!("{names} and {more} more"),
        (more, Lang::De) => format!("{names} und {more} weitere"),
    }
}

fn sign(change: Change) -> char {
    match change {
        Change::Added => '+',
        Change::Removed => '-',
        Change::Changed => '~',
        Change::Rewritten => '=',
    }
}

fn block(line: &LineChange, lang: Lang) -> String {
    let (added, removed, rewritten) = match lang {
        Lang::En => ("added", "removed", "the same values in other bytes"),
        Lang::De => ("kommt hinzu", "entfällt", "dieselben Werte in anderen Bytes"),
    };
    match line.change {
        Change::Added => return format!(": {added}\n"),
        Change::Removed => return format!(": {removed}\n"),
        Change::Rewritten => return format!(": {rewritten}\n"),
        Change::Changed => {}
    }
    let mut text = match (line.password_changed, lang) {
        (Some(false), Lang::En) => " (secret, unchanged)\n".to_owned(),
        (Some(false), Lang::De) => " (Geheimnis unverändert)\n".to_owned(),
        (Some(true), Lang::En) => " (secret, changed)\n".to_owned(),
        (Some(true), Lang::De) => " (Geheimnis geändert)\n".to_owned(),
        (None, _) => "\n".to_owned(),
    };
    for file in &line.files {
        let _ = match (file.change, file.keys.is_empty()) {
            (Change::Rewritten, _) => writeln!(text, "  = {}: {rewritten}", file.file),
            (change, true) => writeln!(text, "  {} {}", sign(change), file.file),
            (_, false) => writeln!(text, "  {}", file.file),
        };
        for key in &file.keys {
            let _ = writeln!(text, "    {} {}: {}", sign(key.change), key.key, values(key, lang));
        }
    }
    text
}

fn values(key: &KeyChange, lang: Lang) -> String {
    if key.secret {
        return match (key.change, lang) {
            (Change::Changed, Lang::En) => "(secret, changed)".to_owned(),
            (Change::Changed, Lang::De) => "(Geheimnis geändert)".to_owned(),
            (_, Lang::En) => "(secret)".to_owned(),
            (_, Lang::De) => "(Geheimnis)".to_owned(),
        };
    }
    match (&key.from, &key.to) {
        (Some(from), Some(to)) => format!("`{from}` -> `{to}`"),
        (Some(one), None) | (None, Some(one)) => format!("`{one}`"),
        (None, None) => String::new(),
    }
}

fn totals(differences: &Differences, lang: Lang) -> String {
    let [added, removed, changed, rewritten] =
        [Change::Added, Change::Removed, Change::Changed, Change::Rewritten].map(|change| differences.count(change));
    let passwords = differences.lines.iter().filter(|line| line.password_changed == Some(true)).count();
    let mut text = match lang {
        Lang::En => format!(
            "{} changed, {added} added, {removed} removed, {} unchanged; {} changed",
            counted(changed, "line", "lines"),
            differences.unchanged + rewritten,
            counted(passwords, "password", "passwords"),
        ),
        Lang::De => format!(
            "{} geändert, {added} hinzugekommen, {removed} entfallen, {} unverändert; {} geändert",
            counted(changed, "Anschluss", "Anschlüsse"),
            differences.unchanged + rewritten,
            counted(passwords, "Kennwort", "Kennwörter"),
        ),
    };
    if !differences.others.is_empty() {
        text.push_str(&match lang {
            Lang::En => format!("; {} for the PBX", counted(differences.others.len(), "file", "files")),
            Lang::De => format!("; {} für die Telefonanlage", counted(differences.others.len(), "Datei", "Dateien")),
        });
    }
    text.push('\n');
    text
}

/// One JSON document with every difference.
#[must_use]
pub fn json(differences: &Differences, findings: &[Finding]) -> String {
    let value = serde_json::json!({
        "schema": 1,
        "counts": {
            "added": differences.count(Change::Added),
            "removed": differences.count(Change::Removed),
            "changed": differences.count(Change::Changed),
            "rewritten": differences.count(Change::Rewritten),
            "unchanged": differences.unchanged,
            "others": differences.others.len(),
        },
        "lines": differences.lines,
        "others": differences.others,
        "findings": findings,
    });
    format!("{value:#}\n")
}
