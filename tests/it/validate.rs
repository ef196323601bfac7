//! `deskshift validate` as a process, against the embedded PBX.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Background, LabPbx, Run, command, copy_tree, example, run, secrets};

/// A copy of the case whose registrars are those of a running lab.
pub struct Case {
    folder: tempfile::TempDir,
    pub lab: LabPbx,
}

impl Case {
    pub fn new(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_tree(&example("traunstein"), folder.path());
        Self::start(folder, more)
    }

    /// The PBX has loaded the fragment that `convert` wrote.
    pub fn changed(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_tree(&example("traunstein"), folder.path());
        for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
            let done = run(folder.path(), command);
            assert!(done.code <= 1, "{command:?}: {}", done.all());
        }
        let fragment = folder.path().join("out/current/pbx/pjsip.deskshift.conf");
        Self::start(folder, &[&["--fragment", fragment.to_str().unwrap()], more].concat())
    }

    fn start(folder: tempfile::TempDir, more: &[&str]) -> Self {
        let lab = LabPbx::start(folder.path(), more);
        let case = Self { folder, lab };
        let (udp, tcp, tls, wss) = (case.lab.udp, case.lab.tcp, case.lab.tls, case.lab.wss);
        case.edit("wss: 127.0.0.1:8089", &format!("wss: 127.0.0.1:{wss}"));
        case.edit("udp: 127.0.0.1:5060", &format!("udp: 127.0.0.1:{udp}"));
        case.edit("tcp: 127.0.0.1:5060", &format!("tcp: 127.0.0.1:{tcp}"));
        case.edit("tls: 127.0.0.1:5061", &format!("tls: 127.0.0.1:{tls}"));
        case
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn edit(&self, from: &str, to: &str) {
        let path = self.path().join("deskshift.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    pub fn validate(&self, more: &[&str]) -> Run {
        run(self.path(), &[&["--lang", "en", "--json", "validate", "--rate", "0"], more].concat())
    }

    pub fn truth(&self, column: usize) -> BTreeMap<String, String> {
        let text = std::fs::read_to_string(self.path().join("truth.tsv")).unwrap();
        text.lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split('\t').collect();
                (cells[0].to_owned(), cells[column].to_owned())
            })
            .collect()
    }
}

pub fn classes(document: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    document["verdicts"].as_array().unwrap().iter().map(|v| (text(&v["extension"]), text(&v["class"]))).collect()
}

pub fn differing(expected: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Vec<String> {
    let keys: std::collections::BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    keys.into_iter()
        .filter(|key| expected.get(*key) != found.get(*key))
        .map(|key| format!("{key}: expected {:?}, found {:?}", expected.get(key), found.get(key)))
        .collect()
}

#[test]
fn fetch_finds_the_planted_truth_on_all_640_lines() {
    let case = Case::new(&[]);
    let (jsonl, junit) = (case.path().join("v.jsonl"), case.path().join("v.xml"));
    let files = ["--jsonl", jsonl.to_str().unwrap(), "--junit", junit.to_str().unwrap()];
    let asked = case.validate(&files).expect(1);
    let document = asked.json();
    assert_eq!(differing(&case.truth(2), &classes(&document)), Vec::<String>::new(), "{}", asked.stderr);
    assert_eq!(document["counts"]["total"], 640);
    assert!(document["ban_hits"].as_u64().unwrap() <= 60, "{}", document["ban_hits"]);
    assert_eq!(document["stopped"], Value::Null);
    let kept = document["counts"]["kept"].as_u64().unwrap();
    assert!(asked.stderr.contains(&format!("fetch: {} lines, ", 640 - kept)), "{}", asked.stderr);

    // Seven views of one run agree.
    let lines: Vec<Value> =
        std::fs::read_to_string(&jsonl).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::Array(lines), document["verdicts"]);
    let xml = std::fs::read_to_string(&junit).unwrap();
    assert_eq!(xml.matches("<testcase").count(), 640);
    assert_eq!(xml.matches("<failure").count() as u64, document["counts"]["failed"].as_u64().unwrap());
    assert_eq!(xml.matches("<skipped").count() as u64, document["counts"]["kept"].as_u64().unwrap());
    let report: Value = serde_json::from_str(&std::fs::read_to_string(case.path().join("out/report.json")).unwrap()).unwrap();
    assert_eq!(report["body"]["verdicts"], document["verdicts"]);
    let journal = std::fs::read_to_string(case.path().join("out/observations.jsonl")).unwrap();
    let kept = document["counts"]["kept"].as_u64().unwrap() as usize;
    assert_eq!(journal.lines().count(), 640 - kept, "one line for each that is not kept");
    no_secret_in(&case, &[&asked.all(), &journal, &xml]);
}

fn no_secret_in(case: &Case, texts: &[&str]) {
    for secret in secrets(case.path()).values().filter(|secret| secret.chars().count() >= 8) {
        assert!(texts.iter().all(|text| !text.contains(secret.as_str())), "a secret of {} characters", secret.len());
    }
}

#[test]
fn bind_finds_the_planted_truth_throws_nobody_out_and_leaves_nothing() {
    let case = Case::new(&[]);
    let bound = case.validate(&["--level", "bind"]).expect(1).json();
    assert_eq!(differing(&case.truth(3), &classes(&bound)), Vec::<String>::new());
    let after = case.validate(&["--again"]).expect(1).json();
    let phones = std::fs::read_to_string(case.path().join("pbx/registered.tsv")).unwrap();
    for verdict in after["verdicts"].as_array().unwrap() {
        for contact in verdict["contacts"].as_array().unwrap() {
            assert!(phones.contains(contact.as_str().unwrap()), "left behind: {contact}");
        }
    }
    let listed: usize =
        after["verdicts"].as_array().unwrap().iter().map(|verdict| verdict["contacts"].as_array().unwrap().len()).sum();
    assert!(listed > 400, "the desk phones are still there: {listed}");
}

#[test]
fn the_planted_truth_after_the_change() {
    let case = Case::changed(&[]);
    let fetched = case.validate(&["--change-loaded"]).expect(1).json();
    assert_eq!(differing(&case.truth(4), &classes(&fetched)), Vec::<String>::new());
    let bound = case.validate(&["--level", "bind", "--change-loaded", "--again"]).expect(1).json();
    assert_eq!(differing(&case.truth(5), &classes(&bound)), Vec::<String>::new());
}

#[test]
fn loss_changes_no_verdict() {
    let case = Case::new(&["--fault", "loss=20%"]);
    case.edit("timeout_s: 32", "timeout_s: 3");
    case.edit("t1_ms: 500", "t1_ms: 50");
    // Over UDP; streams lose nothing.
    let udp = format!("127.0.0.1:{}", case.lab.udp);
    let document = case.validate(&["--registrar", &udp]).expect(1).json();
    assert_eq!(differing(&case.truth(2), &classes(&document)), Vec::<String>::new());
    assert!(document["retransmissions"].as_u64().unwrap() > 100, "{}", document["retransmissions"]);
}

#[test]
fn a_pbx_that_is_not_there_is_one_clear_error() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    for (transport, code) in [("udp", "sip/port-closed"), ("tcp", "sip/port-closed"), ("tls", "sip/port-closed")] {
        let closed = case.validate(&["--registrar", "127.0.0.1:9", "--transport", transport, "--only", "0202,0204"]).expect(3);
        assert!(closed.took < Duration::from_secs(2), "{transport}: {:?}", closed.took);
        assert_eq!(closed.json()["stops"][0]["code"], code, "{transport}");
        assert_eq!(closed.json()["stops"].as_array().unwrap().len(), 1);
    }
    let plain = format!("127.0.0.1:{}", case.lab.tcp);
    let tls = case.validate(&["--registrar", &plain, "--transport", "tls", "--only", "0202"]).expect(3);
    assert!(tls.took < Duration::from_secs(2), "{:?}", tls.took);
    assert_eq!(tls.json()["stops"][0]["code"], "sip/tls-plain-port");
    let secure = format!("127.0.0.1:{}", case.lab.tls);
    let tcp = case.validate(&["--registrar", &secure, "--transport", "tcp", "--only", "0202"]).expect(3);
    assert!(tcp.took < Duration::from_secs(2), "{:?}", tcp.took);
    assert_eq!(tcp.json()["stops"][0]["code"], "sip/tls-port");
    let remedy = tcp.json()["verdicts"][0]["remedy"]["en"].to_string();
    assert!(remedy.contains("pbx.registrars.tls") && !remedy.contains("--resume"), "{remedy}");
}

#[test]
fn certificates_are_judged() {
    for (fault, class) in
        [("tls=expired", "sip/tls-expired"), ("tls=wrong-name", "sip/tls-wrong-name"), ("tls=self-signed", "sip/tls-untrusted")]
    {
        let case = Case::new(&["--fault", fault]);
        let tls = format!("127.0.0.1:{}", case.lab.tls);
        let document = case.validate(&["--registrar", &tls, "--transport", "tls", "--only", "0202"]).expect(3).json();
        assert_eq!(document["verdicts"][0]["class"], class, "{document:#}");
    }
}

#[test]
fn only_named_targets_and_rates_are_accepted() {
    let case = Case::new(&[]);
    let foreign = case.validate(&["--registrar", "192.0.2.1:5060"]).expect(2);
    assert!(foreign.stderr.contains("validate/foreign-target"), "{}", foreign.stderr);
    let nonsense = case.validate(&["--registrar", "nowhere"]).expect(2);
    assert!(nonsense.stderr.contains("validate/bad-registrar"), "{}", nonsense.stderr);
    case.validate(&["--only", "9999"]).expect(4);
    let some = case.validate(&["--only", "9999,0202"]).expect(0);
    assert!(some.stderr.contains("validate/not-in-plan"), "{}", some.stderr);
    case.edit(&format!("udp: 127.0.0.1:{}", case.lab.udp), "udp: 192.0.2.1:5060");
    let fast = run(case.path(), &["--lang", "en", "validate", "--rate", "60"]).expect(2);
    assert!(fast.stderr.contains("validate/rate"), "{}", fast.stderr);
}

#[test]
fn a_refused_password_is_not_tried_again() {
    let case = Case::new(&[]);
    let refusals = |document: &Value| document["ban_hits"].as_u64().unwrap();
    let first = case.validate(&["--only", "0210,0202"]).expect(1).json();
    assert_eq!(classes(&first)["0210"], "sip/secret-differs");
    assert_eq!(refusals(&first), 1);
    let second = case.validate(&["--only", "0210,0202"]).expect(1).json();
    assert_eq!(classes(&second)["0210"], "sip/secret-differs");
    assert_eq!(refusals(&second), 0);
    let told = second["verdicts"][1]["evidence"].to_string();
    assert!(told.contains("not tried again"), "{told}");
    let third = case.validate(&["--only", "0210,0202", "--again"]).expect(1).json();
    assert_eq!(refusals(&third), 1);
    // The list is corrected: another password is another try.
    let logins = case.path().join("staff/pbx-logins.csv");
    let bytes = std::fs::read(&logins).unwrap();
    let text: String = bytes.iter().map(|byte| *byte as char).collect();
    assert!(text.contains("\n0210;0210;"), "{text}");
    let changed = text.replace("\n0210;0210;", "\n0210;0210;x");
    std::fs::write(&logins, changed.chars().map(|c| c as u8).collect::<Vec<u8>>()).unwrap();
    let fourth = case.validate(&["--only", "0210,0202"]);
    assert!(fourth.stderr.contains("made anew"), "{}", fourth.stderr);
    assert_eq!(refusals(&fourth.json()), 1);
}

#[test]
fn an_interrupted_run_cleans_up_and_is_resumed() {
    let case = Case::new(&["--fault", "delay=20ms"]);
    // The plan first, so that the signal meets the run and not the preparation.
    case.validate(&["--only", "0202"]).expect(0);
    let mut child = Background(
        command(case.path(), &["--lang", "en", "--json", "validate", "--level", "bind", "--rate", "40"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut stdout = child.0.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).unwrap();
        text
    });
    let journal = case.path().join("out/observations.jsonl");
    let start = Instant::now();
    let bound = || std::fs::read_to_string(&journal).unwrap_or_default().matches("\"level\":\"bind\"").count();
    while bound() < 40 {
        assert!(start.elapsed() < Duration::from_secs(30), "{}", bound());
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = child.0.id().to_string();
    let signalled = Instant::now();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let status = child.0.wait().unwrap();
    assert!(signalled.elapsed() < Duration::from_secs(2), "{:?}", signalled.elapsed());
    assert_eq!(status.code(), Some(130));
    let first: Value = serde_json::from_str(&reader.join().unwrap()).unwrap();
    assert_eq!(first["verdicts"].as_array().unwrap().len(), 640);
    assert!(first["counts"]["undecided"].as_u64().unwrap() > 0);
    let done = first["counts"]["ready"].as_u64().unwrap() + first["counts"]["failed"].as_u64().unwrap();

    let fetched = case.validate(&["--again"]).expect(1).json();
    let phones = std::fs::read_to_string(case.path().join("pbx/registered.tsv")).unwrap();
    for contact in fetched["verdicts"].as_array().unwrap().iter().flat_map(|v| v["contacts"].as_array().unwrap().clone()) {
        assert!(phones.contains(contact.as_str().unwrap()), "left behind: {contact}");
    }

    let resumed = case.validate(&["--level", "bind", "--resume"]).expect(1);
    let document = resumed.json();
    assert_eq!(differing(&case.truth(3), &classes(&document)), Vec::<String>::new());
    let asked: u64 = resumed.stderr.split("bind: ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(asked <= 640 - done + 1, "{asked} asked again, {done} were decided");
}

#[test]
fn a_ban_is_noticed_and_told() {
    let case = Case::new(&["--fault", "flood=after:120,for:60s"]);
    case.edit("timeout_s: 32", "timeout_s: 2");
    case.edit("t1_ms: 500", "t1_ms: 100");
    let udp = format!("127.0.0.1:{}", case.lab.udp);
    let banned = case.validate(&["--registrar", &udp]).expect(3);
    let document = banned.json();
    assert_eq!(document["stops"][0]["code"], "sip/banned", "{:#}", document["stops"]);
    assert!(document["requests_sent"].as_u64().unwrap() < 700, "{}", document["requests_sent"]);
    assert_eq!(document["counts"]["total"], 640);
}

#[test]
fn two_runs_do_not_meet() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    let holder =
        std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(case.path().join("out/.lock")).unwrap();
    holder.lock().unwrap();
    let refused = case.validate(&["--only", "0202"]).expect(5);
    assert!(refused.stderr.contains("store/locked"), "{}", refused.stderr);
}

#[test]
fn the_human_summary_fits_a_terminal() {
    let case = Case::new(&[]);
    let asked = run(case.path(), &["--lang", "de", "validate", "--rate", "0"]).expect(1);
    assert!(asked.stdout.starts_with("fetch: 640 Anschlüsse: "), "{}", asked.stdout);
    for line in asked.stdout.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    for class in ["sip/secret-cut", "sip/contact-limit", "sip/no-password-asked", "Abhilfe: "] {
        assert!(asked.stdout.contains(class), "{class}\n{}", asked.stdout);
    }
}

#[test]
fn no_colours_go_into_a_file() {
    let case = Case::new(&[]);
    // Under `script` stderr is a terminal, as for an admin who writes `deskshift validate > file`.
    let program = command(case.path(), &[]).get_program().to_owned();
    let line = format!(
        "{} -C {} validate --rate 0 --only 0202,0210 > {}",
        program.to_str().unwrap(),
        case.path().display(),
        case.path().join("out.txt").display()
    );
    let script = std::process::Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = std::fs::read_to_string(case.path().join("out.txt")).unwrap();
    assert!(told.contains("sip/secret-differs"), "{told}\n{}", String::from_utf8_lossy(&script.stdout));
    assert!(!told.contains('\u{1b}'), "{told:?}");
}

#[test]
fn a_run_that_the_ban_budget_stops_is_incomplete() {
    let case = Case::new(&["--fault", "status=403@after:60"]);
    case.edit("ban_budget: 60", "ban_budget: 3");
    let stopped = case.validate(&[]).expect(3);
    let document = stopped.json();
    // The known-good line is refused as well; which of the two reasons is met first does not matter.
    let stops = document["stops"].as_array().unwrap();
    assert!(stops.iter().any(|stop| stop["code"] == "sip/budget-used"), "{stops:#?}");
    assert!(document["counts"]["undecided"].as_u64().unwrap() > 0);
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next_one() {
    let case = Case::new(&["--fault", "delay=200ms"]);
    case.validate(&["--only", "0202"]).expect(0);
    let mut child = Background(
        command(case.path(), &["--json", "validate", "--level", "bind", "--rate", "40"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let path = case.path().join("out/observations.jsonl");
    let bound = || -> std::collections::BTreeSet<String> {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let records = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        records.filter_map(|record| Some(record["bound"]["line"].as_str()?.to_owned())).collect()
    };
    let start = Instant::now();
    while bound().len() < 30 {
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", bound());
        std::thread::sleep(Duration::from_millis(20));
    }
    // SIGKILL: nothing can be cleaned up.
    child.0.kill().unwrap();
    child.0.wait().unwrap();
    // A crash may tear the last line.
    let torn = std::fs::read_to_string(&path).unwrap() + "{\"at\":17";
    let number = torn.lines().count();
    std::fs::write(&path, torn).unwrap();

    let lines: Vec<String> = bound().into_iter().collect();
    let next = case.validate(&["--only", &lines.join(",")]);
    assert!(next.stderr.contains("validate/leftover-removed"), "{}", next.stderr);
    assert!(
        next.stderr.contains(&format!("observations.jsonl:{number}: warning[validate/journal-line-unreadable]")),
        "{}",
        next.stderr
    );
    let phones = std::fs::read_to_string(case.path().join("pbx/registered.tsv")).unwrap();
    let document = next.json();
    for contact in document["verdicts"].as_array().unwrap().iter().flat_map(|v| v["contacts"].as_array().unwrap()) {
        assert!(phones.contains(contact.as_str().unwrap()), "left behind: {contact}");
    }
    let quiet = case.validate(&["--only", "0202"]).expect(0);
    assert!(!quiet.stderr.contains("validate/leftover"), "{}", quiet.stderr);
}
