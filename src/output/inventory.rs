//! What `deskshift inventory` shows: the summary of an import, the findings of a check, all that is known of one person or extension.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{counted, findings};
use crate::diag::{Finding, Lang, Place, Severity};
use crate::inventory::model::{ExtensionKind, Inventory};

pub use super::inventory_found::{Shown, ShownCallerId, ShownQueue, show};

/// What came in, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub sources: Vec<SourceLine>,
    pub extensions: usize,
    pub by_kind: BTreeMap<&'static str, usize>,
    pub persons: usize,
    pub rooms: usize,
    pub departments: usize,
    pub queues: usize,
    pub mailboxes: usize,
    pub dial_lines: usize,
    pub listed_logins: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Findings by code, with the first place of each.
    pub codes: Vec<CodeLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    pub importer: String,
    pub files: usize,
    pub file: String,
    pub records: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeLine {
    pub code: String,
    pub severity: Severity,
    pub count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Place>,
}

impl Summary {
    #[must_use]
    pub fn new(inventory: &Inventory, all: &[Finding]) -> Self {
        let mut by_kind: BTreeMap<&'static str, usize> = BTreeMap::new();
        for entry in &inventory.extensions {
            *by_kind.entry(kind(entry.kind, Lang::En)).or_default() += 1;
        }
        let mut departments: Vec<&str> =
            inventory.persons.iter().filter_map(|p| p.department.as_ref()).map(|d| d.value.as_str()).collect();
        departments.sort_unstable();
        departments.dedup();
        let mut codes: BTreeMap<(Severity, &str), CodeLine> = BTreeMap::new();
        for finding in all {
            codes
                .entry((finding.severity, finding.code.as_str()))
                .or_insert_with(|| CodeLine {
                    code: finding.code.to_string(),
                    severity: finding.severity,
                    count: 0,
                    first: finding.place.clone(),
                })
                .count += 1;
        }
        let count = |severity| all.iter().filter(|f| f.severity == severity).count();
        Self {
            sources: sources(inventory),
            extensions: inventory.extensions.len(),
            by_kind,
            persons: inventory.persons.len(),
            rooms: inventory.rooms.len(),
            departments: departments.len(),
            queues: inventory.queues.len(),
            mailboxes: inventory.mailboxes.len(),
            dial_lines: inventory.dials.len(),
            listed_logins: inventory.extensions.iter().filter(|e| e.listed.is_some()).count(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            codes: codes.into_values().collect(),
        }
    }

    /// At most about 40 lines, whatever came in.
    #[must_use]
    pub fn human(&self, lang: Lang) -> String {
        let mut text = String::new();
        let de = lang == Lang::De;
        for source in &self.sources {
            let SourceLine { importer, files, file, records, encoding } = source;
            let encoding = encoding.as_ref().map(|e| format!(", {e}")).unwrap_or_default();
            let files = match (files, de) {
                (1, _) => String::new(),
                (n, true) => format!(" und {}", counted(n - 1, "weitere Datei", "weitere Dateien")),
                (n, false) => format!(" and {}", counted(n - 1, "more file", "more files")),
            };
            let records = if de { counted(*records, "Satz", "Sätze") } else { counted(*records, "record", "records") };
            let _ = writeln!(text, "{importer:<22} {file}{files}: {records}{encoding}");
        }
        let kinds: Vec<String> = self.by_kind.iter().map(|(name, count)| format!("{count} {}", kind_word(name, lang))).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
        let c = |count: usize, one: &str, many: &str| counted(count, one, many);
        let severities = severities(self.errors, self.warnings, self.notes, lang);
        if de {
            let _ = writeln!(text, "{}{kinds}", c(self.extensions, "Nebenstelle", "Nebenstellen"));
            let _ = writeln!(
                text,
                "{} in {} und {}; {}, {}, {} aus Listen",
                c(self.persons, "Person", "Personen"),
                c(self.departments, "Dienststelle", "Dienststellen"),
                c(self.rooms, "Zimmer", "Zimmern"),
                c(self.queues, "Warteschlange", "Warteschlangen"),
                c(self.mailboxes, "Sprachbox", "Sprachboxen"),
                c(self.listed_logins, "Zugang", "Zugänge"),
            );
            let _ = writeln!(text, "Befunde: {severities}");
        } else {
            let _ = writeln!(text, "{}{kinds}", c(self.extensions, "extension", "extensions"));
            let _ = writeln!(
                text,
                "{} in {} and {}; {}, {}, {} from lists",
                c(self.persons, "person", "people"),
                c(self.departments, "department", "departments"),
                c(self.rooms, "room", "rooms"),
                c(self.queues, "queue", "queues"),
                c(self.mailboxes, "mailbox", "mailboxes"),
                c(self.listed_logins, "login", "logins"),
            );
            let _ = writeln!(text, "findings: {severities}");
        }
        let told: Vec<&CodeLine> = self.codes.iter().filter(|c| c.severity != Severity::Note).collect();
        for line in told.iter().take(24) {
            let word = findings::severity(line.severity, lang);
            let first = line.first.as_ref().map(ToString::to_string).unwrap_or_default();
            let at = if first.is_empty() { String::new() } else { format!(", {}{first}", if de { "zuerst " } else { "first " }) };
            let _ = writeln!(text, "  {:>4} x {word}[{}]{at}", line.count, line.code);
        }
        if told.len() > 24 {
            let more = told.len() - 24;
            let _ = writeln!(
                text,
                "  {}",
                if de {
                    format!("und {}", counted(more, "weiterer Code", "weitere Codes"))
                } else {
                    format!("and {}", counted(more, "more code", "more codes"))
                }
            );
        }
        text
    }
}

/// One line for each importer of a telephone system, one for each list.
fn sources(inventory: &Inventory) -> Vec<SourceLine> {
    let mut lines: Vec<SourceLine> = Vec::new();
    for source in &inventory.sources {
        let joined = source.importer.starts_with("asterisk/");
        if let Some(line) = lines.iter_mut().find(|line| joined && line.importer == source.importer) {
            line.files += 1;
            line.records += source.records;
        } else {
            lines.push(SourceLine {
                importer: source.importer.clone(),
                files: 1,
                file: source.file.clone(),
                records: source.records,
                encoding: source.encoding.clone().filter(|e| e != "utf-8"),
            });
        }
    }
    lines
}

pub(super) fn kind(kind: ExtensionKind, lang: Lang) -> &'static str {
    let (en, de) = match kind {
        ExtensionKind::Person => ("person", "Personen"),
        ExtensionKind::Shared => ("shared", "gemeinsame"),
        ExtensionKind::Fax => ("fax", "Fax"),
        ExtensionKind::Door => ("door", "Tür"),
        ExtensionKind::LiftAlarm => ("lift-alarm", "Aufzugnotruf"),
        ExtensionKind::Alarm => ("alarm", "Alarm"),
        ExtensionKind::MeetingRoom => ("meeting-room", "Besprechung"),
        ExtensionKind::Attendant => ("attendant", "Zentrale"),
        ExtensionKind::Function => ("function", "Funktion"),
        ExtensionKind::Dect => ("dect", "DECT"),
        ExtensionKind::Analog => ("analog", "analog"),
        ExtensionKind::Virtual => ("virtual", "virtuell"),
        ExtensionKind::Trunk => ("trunk", "Leitung nach außen"),
        ExtensionKind::Unknown => ("unknown", "unbekannt"),
    };
    match lang {
        Lang::En => en,
        Lang::De => de,
    }
}

const KINDS: [ExtensionKind; 14] = [
    ExtensionKind::Person,
    ExtensionKind::Shared,
    ExtensionKind::Fax,
    ExtensionKind::Door,
    ExtensionKind::LiftAlarm,
    ExtensionKind::Alarm,
    ExtensionKind::MeetingRoom,
    ExtensionKind::Attendant,
    ExtensionKind::Function,
    ExtensionKind::Dect,
    ExtensionKind::Analog,
    ExtensionKind::Virtual,
    ExtensionKind::Trunk,
    ExtensionKind::Unknown,
];

fn kind_word(english: &str, lang: Lang) -> &'static str {
    KINDS.into_iter().find(|k| kind(*k, Lang::En) == english).map_or("", |k| kind(k, lang))
}

/// The findings of a check.
#[derive(Debug, Serialize)]
pub struct Checked<'a> {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub findings: &'a [Finding],
}

impl<'a> Checked<'a> {
    #[must_use]
    pub fn new(findings: &'a [Finding]) -> Self {
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note), findings }
    }

    /// One line after all findings.
    #[must_use]
    pub fn last_line(&self, lang: Lang) -> String {
        let severities = severities(self.errors, self.warnings, self.notes, lang);
        match lang {
            Lang::En => format!("{severities}; `deskshift explain CODE` explains a code\n"),
            Lang::De => format!("{severities}; `deskshift explain CODE` erklärt einen Code\n"),
        }
    }
}

/// `1 error, 2 warnings, 0 notes`
fn severities(errors: usize, warnings: usize, notes: usize, lang: Lang) -> String {
    let words = match lang {
        Lang::En => [("error", "errors"), ("warning", "warnings"), ("note", "notes")],
        Lang::De => [("Fehler", "Fehler"), ("Warnung", "Warnungen"), ("Hinweis", "Hinweise")],
    };
    let told = [errors, warnings, notes].into_iter().zip(words).map(|(count, (one, many))| counted(count, one, many));
    told.collect::<Vec<_>>().join(", ")
}
