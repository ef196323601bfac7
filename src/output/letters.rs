//! What `letters` made, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Finding, Lang};

/// The result of one run.
#[derive(Debug, Clone, Serialize)]
pub struct Posted {
    pub generation: String,
    pub folder: String,
    /// False: these very files were there already.
    pub new: bool,
    pub letters: usize,
    /// `de`, `en`, `plain` to letters.
    pub texts: BTreeMap<&'static str, usize>,
    /// Letters with a code.
    pub codes: usize,
    /// Letters with a second sheet.
    pub passwords: usize,
    /// Letters with home days.
    pub days: usize,
    /// Lines without a person to write to.
    pub nobody: usize,
    /// Lines that got no letter although they have a person.
    pub refused: Vec<String>,
    pub findings: Vec<Finding>,
}

#[must_use]
pub fn human(posted: &Posted, lang: Lang) -> String {
    let p = posted;
    let mut text = String::new();
    let languages: Vec<String> = p.texts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    let languages = if languages.is_empty() { String::new() } else { format!(" ({})", languages.join(", ")) };
    let _ = match lang {
        Lang::En => writeln!(text, "{}{languages}", counted(p.letters, "letter", "letters")),
        Lang::De => writeln!(text, "{}{languages}", counted(p.letters, "Brief", "Briefe")),
    };
    let rows = [
        (p.codes, "with a QR code", "mit QR-Code"),
        (p.passwords, "with the password on a second sheet", "mit dem Kennwort auf einem zweiten Blatt"),
        (p.days, "with home days", "mit Tagen zu Hause"),
        (p.nobody, "planned lines without a person, so without a letter", "geplante Anschlüsse ohne Person, also ohne Brief"),
    ];
    for (count, en, de) in rows.into_iter().filter(|(count, ..)| *count > 0) {
        let label = match lang {
            Lang::En => en,
            Lang::De => de,
        };
        let _ = writeln!(text, "  {count:>5}  {label}");
    }
    if !p.refused.is_empty() {
        let label = match lang {
            Lang::En => "not written",
            Lang::De => "nicht geschrieben",
        };
        let _ = writeln!(text, "  {label}: {}", p.refused.join(", "));
    }
    if p.letters == 0 {
        return text;
    }
    let _ = match (lang, p.new) {
        (Lang::En, true) => writeln!(text, "written: {} (all.pdf is sorted for the in-house mail)", p.folder),
        (Lang::En, false) => writeln!(text, "unchanged: {}", p.folder),
        (Lang::De, true) => writeln!(text, "geschrieben: {} (all.pdf ist für die Hauspost sortiert)", p.folder),
        (Lang::De, false) => writeln!(text, "unverändert: {}", p.folder),
    };
    text
}

#[must_use]
pub fn json(posted: &Posted) -> String {
    let mut text = serde_json::to_string_pretty(posted).expect("text, numbers and lists are always JSON");
    text.push('\n');
    text
}
