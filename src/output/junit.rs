//! The result of `validate` as JUnit XML, one test case for each line, for build servers and monitoring.

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use crate::diag::Lang;
use crate::probe::report::{Level, Outcome, Report, Verdict};

/// Ready is a success, failed a failure, undecided an error (nobody knows), kept is skipped.
#[must_use]
pub fn xml(report: &Report, lang: Lang) -> String {
    let mut suite = TestSuite::new(match report.level {
        Level::Fetch => "validate fetch",
        Level::Noop => "validate noop",
        Level::Bind => "validate bind",
        Level::Call => "validate call",
    });
    for (way, server) in &report.servers {
        suite.add_property((format!("server {way}"), one_line(server)));
    }
    // One property for each: a name may stand twice.
    for note in &report.notes {
        suite.add_property((note.code.to_string(), one_line(note.words.get(lang))));
    }
    suite.add_test_cases(report.verdicts.iter().map(|verdict| case(verdict, lang)));
    let mut junit = Junit::new("deskshift");
    junit.add_test_suite(suite);
    // Writing into memory cannot fail, and control characters are left out by `plain`.
    junit.to_string().unwrap_or_default()
}

fn case(verdict: &Verdict, lang: Lang) -> TestCase {
    let status = match verdict.outcome {
        Outcome::Ready => TestCaseStatus::success(),
        Outcome::Kept => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(one_line(verdict.cause.get(lang)));
            status
        }
        Outcome::Failed | Outcome::Undecided => {
            let kind = if verdict.outcome == Outcome::Failed { NonSuccessKind::Failure } else { NonSuccessKind::Error };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_type(verdict.class.as_str()).set_message(one_line(verdict.cause.get(lang)));
            let remedy = verdict.remedy.as_ref().map(|remedy| remedy.get(lang).to_owned());
            let evidence = verdict.evidence.iter().map(|evidence| evidence.get(lang));
            let lines: Vec<String> = remedy.as_deref().into_iter().chain(evidence).map(plain).collect();
            status.set_description(lines.join("\n"));
            status
        }
    };
    let mut case = TestCase::new(verdict.extension.as_str(), status);
    case.set_classname(verdict.class.as_str());
    if !verdict.notes.is_empty() {
        let notes: Vec<String> =
            verdict.notes.iter().map(|note| format!("{}: {}", note.code, plain(note.words.get(lang)))).collect();
        case.set_system_out(notes.join("\n"));
    }
    if let Some(ms) = verdict.took_ms {
        case.set_time(std::time::Duration::from_millis(ms));
    }
    case
}

/// XML 1.0 has no control characters and no noncharacters; a tab would be left out.
fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' => ' ',
        '\n' => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// An attribute: readers of XML take a line break there for a blank.
fn one_line(text: &str) -> String {
    plain(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::report;
    use super::*;
    use crate::diag::{Code, Words};
    use crate::probe::report::{Evidence, Note};

    /// Tag names and their attributes, as an XML reader sees them.
    fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut found = Vec::new();
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Eof => return found,
                Event::Start(tag) | Event::Empty(tag) => {
                    let attributes = tag
                        .attributes()
                        .map(|attribute| {
                            let attribute = attribute.expect("a well-formed attribute");
                            (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                        })
                        .collect();
                    found.push((tag.name().as_ref().to_owned(), attributes));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn counts_equal_those_of_the_report() {
        let report = report();
        let xml = xml(&report, Lang::En);
        let elements = elements(&xml);
        let count = |name: &str| elements.iter().filter(|(tag, _)| tag == name).count();
        let counts = report.counts();
        assert_eq!(count("testcase"), counts.total);
        assert_eq!(count("failure"), counts.failed);
        assert_eq!(count("error"), counts.undecided);
        assert_eq!(count("skipped"), counts.kept);
        let suite = &elements.iter().find(|(tag, _)| tag == "testsuite").unwrap().1;
        let attribute = |name: &str| suite.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        assert_eq!((attribute("tests"), attribute("failures"), attribute("errors")), (Some("7"), Some("3"), Some("1")));
        assert!(!xml.contains('\u{1b}'), "{xml}");
        assert!(!xml.contains("timestamp") && !xml.contains("uuid"), "{xml}");
    }

    #[test]
    fn german_evidence_and_notes_are_german() {
        let mut report = report();
        report.verdicts[3].evidence.push(Evidence::Said(Words::new("no answer", "keine Antwort")));
        let note = |code| Note { code: Code::new(code), way: None, words: Words::new("in English", "auf Deutsch") };
        report.verdicts[1].notes.push(note("sip/expiry-shortened"));
        report.notes.push(note("sip/clock-differs"));
        report.servers.insert("192.0.2.1:5060/udp".to_owned(), "Asterisk PBX".to_owned());
        let xml = xml(&report, Lang::De);
        assert!(xml.contains("keine Antwort") && !xml.contains("no answer"), "{xml}");
        assert!(xml.contains(r#"<property name="sip/clock-differs" value="auf Deutsch"/>"#), "{xml}");
        assert!(xml.contains(r#"value="Asterisk PBX""#), "{xml}");
        assert!(xml.contains("<system-out>sip/expiry-shortened: auf Deutsch</system-out>"), "{xml}");
    }
}
