//! `deskshift validate`: pace, files of results, earlier results, waves, as an admin meets them.

use std::process::Stdio;

use crate::support::command;
use crate::validate::Case;

fn entries(case: &Case) -> usize {
    std::fs::read_to_string(case.path().join("out/observations.jsonl")).unwrap_or_default().lines().count()
}

#[test]
fn without_a_word_of_the_admin_a_run_begins_slowly() {
    let case = Case::new(&[]);
    case.edit("  rate_per_s: 50\n", "");
    let calm = crate::support::run(case.path(), &["--lang", "en", "validate", "--only", "0202,0204,0205,0206"]);
    assert!(calm.stderr.contains("lines, 2/s, 2 s") || calm.stderr.contains("lines, 2/s, 3 s"), "{}", calm.stderr);
    assert!(calm.took.as_secs_f64() > 1.2, "{:?}", calm.took);
    let notice = crate::support::run(case.path(), &["--lang", "en", "validate", "--notice", "-"]).expect(0);
    assert!(notice.stdout.contains("at most 20 lines a second"), "{}", notice.stdout);
    case.edit("kind: asterisk", "kind: fritzbox");
    let notice = crate::support::run(case.path(), &["--lang", "en", "validate", "--notice", "-"]).expect(0);
    assert!(notice.stdout.contains("at most 1 lines a second"), "{}", notice.stdout);
    let fast = crate::support::run(case.path(), &["--lang", "en", "validate", "--rate", "200", "--only", "0202"]).expect(0);
    assert!(fast.stderr.contains("200/s"), "what is ordered on loopback holds: {}", fast.stderr);
}

#[test]
fn kinds_that_take_no_files_are_told_by_convert() {
    let folder = tempfile::tempdir().unwrap();
    crate::support::run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let policy = site.join("deskshift.yaml");
    let text = std::fs::read_to_string(&policy).unwrap();
    assert!(text.contains("kind: asterisk"), "{text}");
    std::fs::write(&policy, text.replacen("kind: asterisk", "kind: 3cx", 1)).unwrap();
    for arguments in [&["inventory", "import"] as &[&str], &["plan"]] {
        let ended = crate::support::run(&site, arguments);
        assert!(ended.code <= 1, "{}", ended.all());
    }
    let converted = crate::support::run(&site, &["--lang", "en", "convert"]);
    assert!(converted.stderr.contains("pbx/no-files") && converted.stderr.contains("`3cx`"), "{}", converted.all());
}

/// `deskshift validate -vvv 2>&1 | head -1`
#[test]
fn a_reader_that_goes_away_ends_nothing() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    let mut child =
        command(case.path(), &["-vvv", "validate", "--rate", "0"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(1), "the planted faults are found, and nothing else happened");
}

#[test]
fn files_that_cannot_be_written_are_told_before_the_first_packet() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    let before = entries(&case);
    let folder = case.path().join("results");
    std::fs::create_dir(&folder).unwrap();
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let refused = |arguments: &[&str], part: &str| {
        let run = case.validate(&[&["--only", "0202"], arguments].concat()).expect(2);
        assert!(run.stderr.contains(part), "{arguments:?}: {}", run.stderr);
        assert_eq!(entries(&case), before, "{arguments:?}: nothing was asked");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "{arguments:?}: nothing is left");
    };
    refused(&["--out", &format!("json={}", at("missing/x.json"))], "store/unwritable");
    let (json, junit) = (format!("json={}", at("a")), format!("junit={}", at("../results/a")));
    refused(&["--out", &json, "--out", &junit], "validate/out-twice");
    refused(&["--out", &json, "--jsonl", &at("a")], "validate/out-twice");
    let report = case.path().join("out/report.json");
    refused(&["--out", &format!("json={}", report.display())], "validate/out-twice");
    refused(&["--out", "human=-"], "--format");
    refused(&["--jsonl", "-"], "--format");
    case.validate(&["--only", "0202", "--out", &json, "--out", "human=/dev/stderr", "--out", "tap=/dev/stderr"]).expect(0);
    assert!(std::path::Path::new(&at("a")).exists());
}

#[test]
fn a_damaged_result_of_earlier_runs_is_told() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202,0210"]).expect(1);
    let path = case.path().join("out/report.json");
    std::fs::write(&path, "{\"kind\": \"report\", ").unwrap();
    let refused = case.validate(&["--only-failed"]).expect(2);
    assert!(refused.stderr.contains("validate/no-earlier-result"), "{}", refused.stderr);
    let told = case.validate(&["--only", "0202"]).expect(0);
    assert!(told.stderr.contains("warning[validate/earlier-unreadable]"), "{}", told.stderr);
    let quiet = case.validate(&["--only", "0202"]).expect(0);
    assert!(!quiet.stderr.contains("earlier-unreadable"), "it was written anew: {}", quiet.stderr);
}

/// One dead line, asked again alone: what it means is decided by a line that was good before.
#[test]
fn a_single_dead_line_is_decided_by_one_that_was_good_before() {
    let case = Case::new(&["--fault", "silent=0204"]);
    case.edit("  canary: \"0202\"\n", "");
    case.edit("timeout_s: 32", "timeout_s: 3");
    case.edit("t1_ms: 500", "t1_ms: 50");
    let udp = format!("127.0.0.1:{}", case.lab.udp);
    let over_udp = ["--registrar", &udp];
    let first = case.validate(&[&["--only", "0202,0204,0206"], &over_udp[..]].concat()).expect(1).json();
    let dead = |document: &serde_json::Value| {
        let verdicts = document["verdicts"].as_array().unwrap();
        verdicts.iter().find(|verdict| verdict["extension"] == "0204").unwrap().clone()
    };
    assert_eq!(dead(&first)["class"], "sip/silent");
    let again = case.validate(&[&["--only-failed"], &over_udp[..]].concat()).expect(1).json();
    assert_eq!(again["verdicts"].as_array().unwrap().len(), 1, "the line that goes along is not reported");
    let verdict = dead(&again);
    assert_eq!((verdict["class"].as_str(), verdict["outcome"].as_str()), (Some("sip/silent"), Some("failed")), "{verdict:#}");
    let tries = verdict["silence"]["tries"].as_u64().unwrap();
    assert!(tries >= 5 && verdict["silence"]["p"].as_f64().unwrap() < 1e-9, "{verdict:#}");
    assert!(verdict["cause"]["en"].as_str().unwrap().contains(&format!("{tries} tries")), "{verdict:#}");
    // With nobody who was good, nothing is known.
    std::fs::remove_file(case.path().join("out/report.json")).unwrap();
    let alone = case.validate(&[&["--only", "0204"], &over_udp[..]].concat()).expect(3).json();
    assert_eq!(dead(&alone)["outcome"], "undecided");
}

#[test]
fn a_wave_is_asked_alone() {
    let case = Case::new(&[]);
    case.edit(
        "\nvalidate:\n",
        "\nwaves:\n  - {name: Pilot, extensions: [\"0202\", \"0210\", \"9999\"]}\n  - {name: Rest}\n\nvalidate:\n",
    );
    let pilot = case.validate(&["--wave", "Pilot"]).expect(1);
    let numbers = |run: &crate::support::Run| {
        let document = run.json();
        document["verdicts"].as_array().unwrap().iter().map(|v| v["extension"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&pilot), ["0202", "0210"]);
    assert!(pilot.stderr.contains("validate/not-in-plan") && pilot.stderr.contains("9999"), "{}", pilot.stderr);
    assert_eq!(numbers(&case.validate(&["--wave", "Pilot", "--only", "0202,0204"]).expect(0)), ["0202"]);
    let rest = numbers(&case.validate(&["--wave", "Rest"]).expect(1));
    assert!(rest.len() > 500 && !rest.iter().any(|number| number == "0202" || number == "0210"), "{}", rest.len());
    let unknown = case.validate(&["--wave", "Pilott"]).expect(2);
    assert!(unknown.stderr.contains("validate/no-such-wave") && unknown.stderr.contains("`Pilot`"), "{}", unknown.stderr);
    case.validate(&["--wave", "Pilot", "--only", "0204"]).expect(4);
}
