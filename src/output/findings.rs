//! Findings as compiler-style text or JSON.

use std::fmt::Write as _;

use crate::diag::{Finding, Lang, Severity, visible};

/// `pjsip.conf:41:22: error[inventory/…]: …`, hints and related places on lines of their own. Values from files are made visible before
/// colour is added, so none of them can forge a line. Long lists are cut, and the last line says so.
#[must_use]
pub fn human(findings: &[Finding], lang: Lang, color: bool) -> String {
    cut(findings, "`--format json`", lang, color)
}

/// The same for a command with `--all`, which tells every name.
#[must_use]
pub fn told(findings: &[Finding], all: bool, lang: Lang, color: bool) -> String {
    let option = match lang {
        Lang::En => "`--all` or `--format json`",
        Lang::De => "`--all` oder `--format json`",
    };
    if all { whole(findings, lang, color) } else { cut(findings, option, lang, color) }
}

/// The same; `whole` says what shows the lists whole.
#[must_use]
pub fn cut(findings: &[Finding], whole: &str, lang: Lang, color: bool) -> String {
    let mut text = String::new();
    for finding in findings {
        one(&mut text, finding, MOST_RELATED, lang, color);
    }
    let is_cut = |finding: &&Finding| !finding.items.is_empty() || finding.related.len() > MOST_RELATED;
    let count = findings.iter().filter(is_cut).count();
    if count > 0 {
        let _ = match lang {
            Lang::En => writeln!(text, "lists that are cut short above: {count}; {whole} tells every name"),
            Lang::De => writeln!(text, "oben gekürzte Listen: {count}; {whole} nennt jeden Namen"),
        };
    }
    text
}

/// The same with every name of every list.
#[must_use]
pub fn whole(findings: &[Finding], lang: Lang, color: bool) -> String {
    let mut text = String::new();
    for finding in findings {
        one(&mut text, finding, usize::MAX, lang, color);
        every(&mut text, &finding.items, lang);
    }
    text
}

/// All names below a finding, several on a line.
fn every(text: &mut String, items: &[String], lang: Lang) {
    const WIDTH: usize = 110;
    let Some((first, rest)) = items.split_first() else { return };
    let _ = write!(text, "  {}: {}", if lang == Lang::De { "alle" } else { "all" }, visible(first));
    let mut width = first.chars().count();
    for item in rest {
        let item = visible(item);
        width += item.chars().count() + 2;
        if width > WIDTH {
            width = item.chars().count();
            let _ = write!(text, ",\n       {item}");
        } else {
            let _ = write!(text, ", {item}");
        }
    }
    text.push('\n');
}

/// Other places of one finding that are shown.
const MOST_RELATED: usize = 5;

fn one(text: &mut String, finding: &Finding, places: usize, lang: Lang, color: bool) {
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
    for (place, what) in finding.related.iter().take(places) {
        let _ = writeln!(text, "  {note}: {}: {}", visible(&place.to_string()), visible(what.get(lang)));
    }
    let more = finding.related.len().saturating_sub(places);
    if more > 0 {
        let _ = writeln!(
            text,
            "  {note}: {}",
            if lang == Lang::De { format!("… und {more} weitere") } else { format!("… and {more} more") }
        );
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

/// Errors first, because a run of thousands of notes ends with what stops a telephone out of sight; within a severity by file, line and
/// column (of a workbook by sheet and row), what has no place first; stable.
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
    fn long_lists_are_cut_with_a_word_how_to_see_them_or_told_whole() {
        let names: Vec<String> = (0..40).map(|n| format!("spalte {n}")).collect();
        let listed = crate::diag::Listed::new(names.iter().map(String::as_str), 2);
        let words = Words::new(format!("not read ({}): {listed}", listed.count()), "");
        let finding = PAGE.finding(Some(Place::at("a.csv", 1, 2)), words).listing(listed);
        let short = PAGE.finding(None, Words::new("whole", ""));
        let all = [finding, short.clone()];
        assert_eq!(
            cut(&all, "`--all`", Lang::En, false),
            "a.csv:1:2: error[output/example]: not read (40): `spalte 0`, `spalte 1`, …\nerror[output/example]: whole\n\
             lists that are cut short above: 1; `--all` tells every name\n"
        );
        let told = whole(&all, Lang::En, false);
        assert!(names.iter().all(|name| told.contains(&format!("`{name}`"))) && !told.contains("cut short"), "{told}");
        assert!(told.lines().all(|line| line.chars().count() < 130), "{told}");
        assert_eq!(human(&[short], Lang::En, false), "error[output/example]: whole\n");
        let json = serde_json::to_value(&all[0]).unwrap();
        assert_eq!(json["items"].as_array().map(Vec::len), Some(40));
    }

    #[test]
    fn within_a_severity_findings_stand_by_file_and_line() {
        const NOTE: CodePage = CodePage { severity: Severity::Note, ..PAGE };
        let at = |page: &CodePage, place: Option<Place>| page.finding(place, Words::new("x", "x"));
        let mut all = vec![
            at(&NOTE, Some(Place::at("a.csv", 1, 1))),
            at(&PAGE, Some(Place::at("b.csv", 10, 1))),
            at(&PAGE, Some(Place::at("b.csv", 9, 7))),
            at(&PAGE, Some(Place::at("b.csv", 9, 2))),
            at(&NOTE, None),
            at(&PAGE, Some(Place::at("a.csv", 12, 1))),
        ];
        sort(&mut all);
        let text = human(&all, Lang::En, false);
        let places: Vec<&str> = text.lines().map(|line| line.split("[output").next().unwrap_or_default()).collect();
        assert_eq!(
            places,
            ["a.csv:12:1: error", "b.csv:9:2: error", "b.csv:9:7: error", "b.csv:10:1: error", "note", "a.csv:1:1: note"]
        );
    }

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
