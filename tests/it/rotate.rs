//! `deskshift rotate` as a process: make, check, explain, export, interrupt.

use std::path::Path;
use std::time::Duration;

use crate::support::{Run, command, copy_tree, example, finish, run};

/// A copy of the case, planned over one week so that unoptimised builds are quick.
struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_tree(&example("traunstein"), folder.path());
        let office = Self { folder };
        office.edit("weeks: 4", "weeks: 1");
        office
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn edit(&self, from: &str, to: &str) {
        let path = self.path().join("deskshift.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Import and plan, as often as the policy changed.
    fn planned(self) -> Self {
        for command in [&["inventory", "import"][..], &["plan"]] {
            let done = run(self.path(), command);
            assert!(done.code <= 1, "{command:?}: {}", done.all());
        }
        self
    }

    fn rotate(&self, more: &[&str]) -> Run {
        run(self.path(), &[&["--lang", "en", "rotate"], more].concat())
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }
}

#[test]
fn makes_checks_and_exports_a_roster() {
    let office = Office::new().planned();
    let made = office.rotate(&["--effort", "quick"]).expect(0);
    let last = made.stdout.lines().last().unwrap();
    assert!(last.starts_with("feasible, cost ") && last.ends_with(", seed 1, 0 violations (verified)"), "{last}");
    assert!(made.stdout.contains("nobody has validated the lines"), "{}", made.stdout);
    assert!(made.stdout.contains("vpn: 200 at home (≤ 200)"), "{}", made.stdout);

    let first = office.read("out/roster.json");
    office.rotate(&["--effort", "quick"]).expect(0);
    assert_eq!(first, office.read("out/roster.json"), "the same seed gives the same bytes");
    assert_ne!(office.rotate(&["--effort", "quick", "--seed", "2"]).expect(0).stdout, made.stdout);
    office.rotate(&["--effort", "quick"]).expect(0);

    let checked = office.rotate(&["check"]).expect(0);
    assert_eq!(checked.stdout.trim_end(), last);
    let calendars = std::fs::read_dir(office.path().join("out/roster/current/calendars")).unwrap().count();
    let at_home = office.read("out/roster.json");
    let at_home: serde_json::Value = serde_json::from_str(&at_home).unwrap();
    let rows = at_home["body"]["rows"].as_array().unwrap();
    let with_home = rows.iter().filter(|row| row["places"].as_array().unwrap().contains(&"home".into())).count();
    assert!(with_home > 0 && with_home < rows.len(), "some are never at home");
    assert_eq!(calendars, with_home, "a calendar for each person with a home day");
    for chart in ["wall-chart.html", "wall-chart-a4.html"] {
        assert!(office.read(&format!("out/roster/current/{chart}")).contains("Ausländeramt"), "{chart}");
    }

    let there = office.path().join("only-csv");
    let exported = office.rotate(&["export", "--only", "csv", "--out", there.to_str().unwrap()]).expect(0);
    let folder = exported.stdout.trim_end();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    edited_by_hand(&office, &std::fs::read_to_string(Path::new(folder).join("roster.csv")).unwrap());
}

/// The CSV comes back whole, is judged when places change, and refused when it is broken.
fn edited_by_hand(office: &Office, csv: &str) {
    let path = office.path().join("edited.csv");
    let check = |text: &str| {
        std::fs::write(&path, text).unwrap();
        office.rotate(&["check", "edited.csv"])
    };
    assert_eq!(check(csv).expect(0).stdout, "every rule holds, counted anew\n");
    let found = check(&csv.replacen(",home\r\n", ",off\r\n", 1)).expect(1);
    assert!(found.stdout.contains("error[roster/day-not-planned]"), "{}", found.stdout);
    assert!(found.stdout.ends_with("1 violations\n"), "{}", found.stdout);
    let found = check(&csv.replacen(",off\r\n", ",home\r\n", 1)).expect(1);
    assert!(found.stdout.contains("error[roster/planned-on-day-off]"), "{}", found.stdout);
    let refused = check(&csv.replacen(",home\r\n", ",beach\r\n", 1)).expect(2);
    assert!(refused.stderr.contains("error[roster/csv-value-unknown]"), "{}", refused.stderr);
    assert!(check("nothing").expect(2).stderr.contains("error[roster/csv-unreadable]"));
}

#[test]
fn impossible_rules_are_explained_and_nothing_is_overwritten() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let before = office.read("out/roster.json");
    office.edit("vpn: {cap: 200", "vpn: {cap: 150");
    let stale = office.rotate(&["--effort", "quick"]).expect(5);
    assert!(stale.stderr.contains("store/stale"), "{}", stale.stderr);
    let office = office.planned();
    for explaining in [&["--effort", "quick"][..], &["explain"]] {
        let made = office.rotate(explaining).expect(1);
        assert!(made.took < Duration::from_secs(20), "{:?}", made.took);
        assert!(made.stdout.contains("error[roster/rooms-against-cap]: "), "{}", made.stdout);
        assert!(made.stdout.contains("cap `vpn` is 150") && made.stdout.contains("help: needs "), "{}", made.stdout);
    }
    assert_eq!(before, office.read("out/roster.json"));
    let json = run(office.path(), &["--json", "rotate", "explain"]).expect(1).json();
    assert_eq!(json["status"], "impossible");
    assert!(json["findings"].as_array().unwrap().iter().any(|f| f["code"] == "roster/rooms-against-cap"));
    office.edit("vpn: {cap: 150", "vpn: {cap: 200");
    let possible = office.planned().rotate(&["explain"]).expect(0);
    assert!(possible.stdout.starts_with("no rule contradicts another"), "{}", possible.stdout);
    assert!(possible.stdout.contains("one more `vpn` on "), "{}", possible.stdout);
}

#[test]
fn wrong_documents_are_refused() {
    let office = Office::new();
    office.rotate(&[]).expect(2);
    let office = office.planned();
    office.rotate(&["check"]).expect(2);
    office.rotate(&["export"]).expect(2);
    for (name, text) in [("a.json", "{"), ("b.json", "[]"), ("c.csv", ""), ("d.csv", "\u{0}\u{1}")] {
        std::fs::write(office.path().join(name), text).unwrap();
        office.rotate(&["check", name]).expect(2);
    }
    office.rotate(&["--effort", "endless"]).expect(2);
    office.rotate(&["check", "missing.csv"]).expect(2);
    assert!(!office.path().join("out/roster.json").exists());
}

#[test]
fn an_interruption_keeps_the_best_roster() {
    // All four weeks: one week is done before the signal comes.
    let office = Office::new();
    office.edit("weeks: 1", "weeks: 4");
    let office = office.planned();
    let mut command = command(office.path(), &["--lang", "en", "rotate", "--effort", "long"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_secs(4));
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(130), "{stdout}{stderr}");
    assert!(stderr.contains("interrupted; the best roster so far was kept"), "{stderr}");
    assert!(stdout.trim_end().ends_with("0 violations (verified)"), "{stdout}");
    office.rotate(&["check"]).expect(0);
}

/// Nobody is sent home whose line `validate` did not find ready, and the roster says what it knew.
#[test]
fn readiness_gates_the_roster() {
    let office = Office::new().planned();
    // A report that finds nobody ready.
    let plan = serde_json::from_str::<serde_json::Value>(&office.read("out/plan.json")).unwrap();
    let hash = sha256(office.read("out/plan.json").as_bytes());
    let report = |plan_hash: &str, outcome: &str| {
        let verdicts: Vec<serde_json::Value> = (plan["body"]["lines"].as_array().unwrap().iter())
            .map(|line| {
                serde_json::json!({
                    "line": line["id"], "extension": line["extension"], "outcome": outcome, "class": "sip/ready", "level": "fetch",
                    "evidence": [], "cause": {"en": "", "de": ""}, "remedy": null, "contacts": [], "granted_s": null, "took_ms": null,
                })
            })
            .collect();
        serde_json::json!({
            "header": {"kind": "report", "schema": 1, "tool": "deskshift", "inputs": {"plan": plan_hash}},
            "body": {"level": "fetch", "verdicts": verdicts, "stopped": null, "requests_sent": 0, "retransmissions": 0, "ban_hits": 0},
        })
        .to_string()
    };
    let path = office.path().join("out/report.json");
    std::fs::write(&path, report(&hash, "failed")).unwrap();
    let none = office.rotate(&["--effort", "quick"]).expect(1);
    assert!(none.stdout.contains("softphone not ready"), "two who cannot leave share a room: {}", none.stdout);
    office.rotate(&["--effort", "quick", "--assume-ready"]).expect(0);
    // What has been found out since counts in the check.
    let found = office.rotate(&["check"]).expect(1);
    assert!(found.stdout.contains("error[roster/home-not-allowed]"), "{}", found.stdout);

    std::fs::write(&path, report(&hash, "undecided")).unwrap();
    let incomplete = office.rotate(&["check"]);
    assert!(incomplete.stderr.contains("warning[roster/report-incomplete]"), "{}", incomplete.stderr);
    std::fs::write(&path, report("another", "failed")).unwrap();
    let other = office.rotate(&["check"]).expect(0);
    assert!(other.stderr.contains("warning[roster/report-not-used]"), "{}", other.stderr);
    std::fs::write(&path, report(&hash, "ready")).unwrap();
    let ready =
        finish(command(office.path(), &["--lang", "en", "rotate", "--effort", "quick"]), Duration::from_secs(60)).expect(0);
    assert!(ready.stdout.contains("that `validate` found ready"), "{}", ready.stdout);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
