//! One run of `deskshift validate` in all its forms, each read by a reader of another language.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::python::python;
use crate::support::{run, secrets};
use crate::validate::Case;

const KINDS: [&str; 9] = ["human", "json", "jsonl", "junit", "tap", "openmetrics", "nagios", "html", "pcap"];

/// `--out KIND=FOLDER/KIND` for every kind.
fn all_kinds(folder: &Path) -> Vec<String> {
    KINDS.iter().flat_map(|kind| ["--out".to_owned(), format!("{kind}={}", folder.join(kind).display())]).collect()
}

fn read_back(test: &str, folder: &Path) -> Option<Value> {
    let text = python(test, include_str!("read.py"), folder.display().to_string().as_bytes())?;
    Some(serde_json::from_str(&text).unwrap())
}

fn outcomes(document: &Value, wanted: &[&str]) -> Vec<String> {
    let verdicts = document["verdicts"].as_array().unwrap();
    let of = |verdict: &&Value| wanted.contains(&verdict["outcome"].as_str().unwrap());
    verdicts.iter().filter(of).map(|verdict| verdict["extension"].as_str().unwrap().to_owned()).collect()
}

/// Asked in this run, not judged from files.
fn asked(document: &Value) -> Vec<String> {
    let verdicts = document["verdicts"].as_array().unwrap();
    let asked = |verdict: &&Value| {
        matches!(verdict["outcome"].as_str(), Some("failed" | "undecided")) && verdict["took_ms"].as_u64().is_some()
    };
    verdicts.iter().filter(asked).map(|verdict| verdict["extension"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_form_of_one_run_has_the_same_counts_and_no_secret() {
    let case = Case::new(&[]);
    let folder = tempfile::tempdir().unwrap();
    let files = all_kinds(folder.path());
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let told = case.validate(&files).expect(1);
    let document = told.json();
    let Some(found) = read_back("every_form_of_one_run_has_the_same_counts_and_no_secret", folder.path()) else { return };
    for kind in &KINDS[..8] {
        assert_eq!(found[kind], document["counts"], "{kind}");
    }
    assert!(document["counts"]["failed"].as_u64().unwrap() > 20, "{}", document["counts"]);
    // Exactly the failed exchanges: those of lines that were asked and are not ready.
    let failed = asked(&document);
    assert!(failed.len() > 20, "{failed:?}");
    assert_eq!(found["captured"], Value::from(failed.clone()));
    assert_eq!(found["ladders"], failed.len());
    assert!(found["packets"].as_u64().unwrap() >= 2 * failed.len() as u64);
    let every_secret = secrets(case.path());
    for kind in KINDS {
        let bytes = std::fs::read(folder.path().join(kind)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in every_secret.values().filter(|secret| secret.chars().count() >= 8) {
            assert!(!text.contains(secret.as_str()), "{kind}: a secret of {} characters", secret.len());
        }
        let mode = std::fs::metadata(folder.path().join(kind)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if matches!(kind, "html" | "pcap") { 0o600 } else { 0o644 }, "{kind}");
    }
    let left: Vec<String> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left.len(), KINDS.len(), "written by rename, nothing is left beside: {left:?}");
}

#[test]
fn an_undecided_line_counts_alike_in_every_form() {
    let case = Case::new(&["--fault", "status=403@after:60"]);
    case.edit("ban_budget: 60", "ban_budget: 3");
    let folder = tempfile::tempdir().unwrap();
    let files = all_kinds(folder.path());
    let document = case.validate(&files.iter().map(String::as_str).collect::<Vec<_>>()).expect(3).json();
    assert!(document["counts"]["undecided"].as_u64().unwrap() > 0);
    let Some(found) = read_back("an_undecided_line_counts_alike_in_every_form", folder.path()) else { return };
    for kind in &KINDS[..8] {
        assert_eq!(found[kind], document["counts"], "{kind}");
    }
}

#[test]
fn stdout_takes_each_form_and_nagios_has_exit_codes_of_its_own() {
    let case = Case::new(&[]);
    let ask = |form: &str, more: &[&str]| {
        run(case.path(), &[&["--lang", "en", "--format", form, "validate", "--rate", "0", "--again"], more].concat())
    };
    let good = ["--only", "0202"];
    assert!(ask("tap", &good).expect(0).stdout.starts_with("TAP version 14\n1..1\nok 1 - 0202 sip/ready\n"));
    assert!(ask("junit", &good).expect(0).stdout.contains("<testcase name=\"0202\""));
    assert!(ask("openmetrics", &good).expect(0).stdout.ends_with("# EOF\n"));
    assert_eq!(ask("jsonl", &good).expect(0).stdout.lines().count(), 1);
    let ok = ask("nagios", &good).expect(0).stdout;
    assert!(
        ok.starts_with("DESKSHIFT OK - 1 of 1 line ready") && ok.contains(" | lines=1;;;0 ready=1;;;0;1 failed=0;;0;0;1 "),
        "{ok}"
    );
    let critical = ask("nagios", &["--only", "0202,0210"]).expect(2).stdout;
    assert!(critical.starts_with("DESKSHIFT CRITICAL - ") && critical.contains("0210: sip/secret-differs"), "{critical}");
    let down = ask("nagios", &["--only", "0202", "--registrar", "127.0.0.1:1"]).expect(2).stdout;
    assert!(down.starts_with("DESKSHIFT CRITICAL - "), "{down}");
    let unknown = ask("nagios", &["--only", "9999"]).expect(3).stdout;
    assert!(unknown.starts_with("DESKSHIFT UNKNOWN - ") && unknown.contains("validate/nothing-selected"), "{unknown}");
    ask("nagios", &["--no-such-option"]).expect(3);
    assert!(ask("tap", &["--json"]).expect(2).stderr.contains("contradict"));
    let refused = run(case.path(), &["--lang", "en", "--format", "tap", "plan"]).expect(2);
    assert!(refused.stderr.contains("is for `deskshift validate` only"), "{}", refused.stderr);
    assert!(ask("human", &["--out", "xml=x"]).expect(2).stderr.contains("openmetrics, nagios, html, pcap"));
}

#[test]
fn a_run_is_compared_with_the_one_before_and_only_what_failed_is_asked_again() {
    let case = Case::new(&[]);
    let first =
        case.validate(&["--only", "0202,0203,0210", "--out", "json=before.json", "--out", "jsonl=before.jsonl"]).expect(1).json();
    assert!(first["run"]["compared"].is_null(), "{:#}", first["run"]);
    let failed = outcomes(&first, &["failed", "undecided"]);
    assert!(failed.contains(&"0210".to_owned()) && !failed.contains(&"0202".to_owned()), "{failed:?}");

    let again = case.validate(&["--only-failed", "--again"]).expect(1).json();
    assert_eq!(outcomes(&again, &["ready", "failed", "undecided", "kept"]), failed);
    let compared = &again["run"]["compared"];
    assert_eq!((&compared["unchanged"], &compared["still_failed"]), (&Value::from(failed.len()), &Value::from(failed.len())));
    assert!(compared["with"].as_str().unwrap().ends_with("out/report.json") && compared["at"].as_u64().is_some(), "{compared}");
    assert_eq!(compared["not_asked_now"], outcomes(&first, &["ready"]).len());

    // What was said before is turned round, so that one is repaired and one newly broken.
    let turned = |name: &str| {
        let text = std::fs::read_to_string(case.path().join(name)).unwrap();
        let (ready, failed) = ("\"outcome\":\"ready\"", "\"outcome\":\"failed\"");
        let (text, blank) = (text.replace("\"outcome\": ", "\"outcome\":"), "\"outcome\":\"\"");
        let text = text.replace(ready, blank).replace(failed, ready).replace(blank, failed);
        std::fs::write(case.path().join(format!("turned-{name}")), text).unwrap();
    };
    for name in ["before.json", "before.jsonl"] {
        turned(name);
        let file = format!("turned-{name}");
        let now = case.validate(&["--only", "0202,0210", "--again", "--compare", &file]).expect(1).json();
        let compared = &now["run"]["compared"];
        assert_eq!(compared["repaired"][0]["extension"], "0202", "{name}: {compared:#}");
        assert_eq!(compared["newly_broken"][0]["extension"], "0210", "{name}");
        assert_eq!(compared["newly_broken"][0]["now"], "sip/secret-differs");
        // Failed there: 0202.
        let only = case.validate(&[&format!("--only-failed={file}"), "--again"]).expect(0).json();
        assert!(outcomes(&only, &["ready"]).contains(&"0202".to_owned()));
    }
    let human = run(
        case.path(),
        &["--lang", "en", "validate", "--rate", "0", "--again", "--only", "0202,0210", "--compare", "turned-before.json"],
    );
    assert!(
        human.stdout.contains("\nsince `turned-before.json`") && human.stdout.contains("\n  repaired: 0202\n"),
        "{}",
        human.stdout
    );

    let none = case.validate(&["--only", "0202", "--only-failed", "--again"]).expect(4);
    assert!(none.all().contains("validate/nothing-selected"), "{}", none.all());
    let wrong = case.validate(&["--compare", "deskshift.yaml"]).expect(2);
    assert!(wrong.all().contains("validate/no-earlier-result"), "{}", wrong.all());
}

#[test]
fn a_notice_is_written_and_nothing_is_sent() {
    let case = Case::new(&["--log"]);
    // One refused password: its hit is taken off what is left.
    case.validate(&["--only", "0202,0210"]).expect(1);
    let heard = case.lab.said();
    let notice = |more: &[&str]| {
        run(case.path(), &[&["--lang", "en", "validate", "--notice", "-", "--start", "2027-03-01T22:00"], more].concat())
            .expect(0)
            .stdout
    };
    let text = notice(&["--level", "bind"]);
    for part in [
        "Landratsamt Trauntal",
        "level bind: registers each line for a moment",
        "from 2027-03-01 22:00",
        "127.0.0.1",
        &format!("127.0.0.1:{}/", case.lab.udp),
        "deskshift/",
        "at most 59 hits",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(notice(&["--only", "0202"]).contains(": 1 line\n"), "the other options count");
    let file = run(case.path(), &["--lang", "de", "validate", "--notice", "notice.txt"]).expect(0);
    assert!(file.stdout.is_empty() && file.stderr.contains("es wurde nichts gesendet"), "{}", file.all());
    assert!(std::fs::read_to_string(case.path().join("notice.txt")).unwrap().contains("Fehlanmeldungen"));
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(case.lab.said(), heard, "the PBX heard nothing");
}
