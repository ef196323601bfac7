//! Findings as compiler-style text or JSON.

use std::fmt::Write as _;

use crate::diag::{Finding, Lang, Severity, visible};

/// `pjsip.conf:41:22: error[inventory/…]: …`, hints and related places on lines of their own. Values from files are made visible before
/// colour is added, so none of them can forge a line.
#[must_use]
pub fn human(findings: &[Finding], lang: Lang, color: bool) -> String {
    let mut text = String::new();
    for finding in findings {
        one(&mut text, finding, lang, color);
    }
    text
}

fn one(text: &mut String, finding: &Finding, lang: Lang, color: bool) {
    let (on, off) = match (color, finding.severity) {
        (false, _) => ("", ""),
        (true, Severity::Error) => ("\x1b[1;31m", "\x1b[0m"),
        (true, Severity::Warning) => ("\x1b[1;33m", "\x1b[0m"),
        (true, Severity::Note) => ("\x1b[1;36m", "\x1b[0m"),
    };
    if let Some(place) = &finding.place {
        let _ = write!(text, "{}: ", visible(&place.to_string()));
    }
    let _ =
        writeln!(text, "{on}{}[{}]{off}: {}", severity(finding.severity, lang), finding.code, visible(finding.what.get(lang)));
    let (note, hint, chain) = match lang {
        Lang::En => ("note", "help", "include chain"),
        Lang::De => ("Hinweis", "Abhilfe", "Include-Kette"),
    };
    if let Some(place) = &finding.place
        && !place.via().is_empty()
    {
        let hops: Vec<String> = place.via().iter().map(|hop| format!("{}:{}", hop.file, hop.line)).collect();
        let _ = writeln!(text, "  {note}: {chain}: {} -> {}", visible(&hops.join(" -> ")), visible(place.file_name()));
    }
    for (place, what) in &finding.related {
        let _ = writeln!(text, "  {note}: {}: {}", visible(&place.to_string()), visible(what.get(lang)));
    }
    if let Some(todo) = &finding.todo {
        let _ = writeln!(text, "  {hint}: {}", visible(todo.get(lang)));
    }
}

pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (lang, severity) {
        (Lang::En, _) => severity.as_str(),
        (Lang::De, Severity::Error) => "Fehler",
        (Lang::De, Severity::Warning) => "Warnung",
        (Lang::De, Severity::Note) => "Hinweis",
    }
}

/// Errors first, then by file, line and column; stable.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (a.severity, &a.place, &a.code, &a.subject).cmp(&(b.severity, &b.place, &b.code, &b.subject)));
}

/// Why a command gave no result, for those who read JSON: `{"failed": true, "findings": […]}`.
#[must_use]
pub fn failure_json(findings: &[Finding]) -> String {
    let value = serde_json::json!({"failed": true, "findings": findings});
    let mut text = serde_json::to_string_pretty(&value).expect("findings have text keys");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{CodePage, Place, Words};

    const PAGE: CodePage =
        CodePage { slug: "output/example", severity: Severity::Error, title_en: "", title_de: "", page_en: "", page_de: "" };

    #[test]
    fn no_value_forges_a_line_or_a_colour() {
        let name = "x\u{1b}[1;31m\nerror[forged]: y\u{202e}";
        let words = || Words::new(name, name);
        let finding =
            PAGE.finding(Some(Place::at(name, 1, 2)), words()).todo(words()).related(Place::file(name), words()).about(name);
        for color in [false, true] {
            let text = human(std::slice::from_ref(&finding), Lang::En, color);
            assert_eq!(text.lines().count(), 3, "{text}");
            assert!(!text.contains('\u{202e}') && text.matches('\x1b').count() == if color { 2 } else { 0 }, "{text:?}");
            assert_eq!(crate::diag::styled(&text), text, "our own colours pass");
        }
    }
}
