//! `deskshift rotate` as a process: make, check, explain, export, interrupt.

use std::path::Path;
use std::time::Duration;

use crate::support::{LabPbx, Run, command, copy_tree, example, finish, run};

/// A copy of the case, planned over one week so that unoptimised builds are quick.
pub(super) struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_tree(&example("traunstein"), folder.path());
        let office = Self { folder };
        office.edit("weeks: 4", "weeks: 1");
        office
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn edit(&self, from: &str, to: &str) {
        let path = self.path().join("deskshift.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Import and plan, as often as the policy changed.
    pub(super) fn planned(self) -> Self {
        for command in [&["inventory", "import"][..], &["plan"]] {
            let done = run(self.path(), command);
            assert!(done.code <= 1, "{command:?}: {}", done.all());
        }
        self
    }

    pub(super) fn rotate(&self, more: &[&str]) -> Run {
        run(self.path(), &[&["--lang", "en", "rotate"], more].concat())
    }

    pub(super) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }
}

#[test]
fn makes_checks_and_exports_a_roster() {
    let office = Office::new().planned();
    let made = office.rotate(&["--effort", "quick"]).expect(0);
    assert!(made.stderr.contains("warning[roster/not-validated]"), "{}", made.stderr);
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
    assert_eq!(checked.stdout.trim_end(), last.replace(", seed 1", ""), "nobody can count a seed");
    let calendars = std::fs::read_dir(office.path().join("out/roster/current/calendars")).unwrap();
    let confirmed = |path: &Path| std::fs::read_to_string(path).unwrap().contains("STATUS:CONFIRMED");
    // The others take out what the roster of the other seed had brought.
    let calendars = calendars.filter(|entry| confirmed(&entry.as_ref().unwrap().path())).count();
    let roster: serde_json::Value = serde_json::from_str(&first).unwrap();
    let rows = roster["body"]["rows"].as_array().unwrap();
    let at_home = rows.iter().filter(|row| row["places"].as_str().unwrap().contains('H')).count();
    assert!(at_home > 400 && calendars == at_home, "a calendar for each of {at_home} who are at home some day: {calendars}");
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
    assert!(found.stdout.ends_with("1 violation\n"), "{}", found.stdout);
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
    let commands = "run `deskshift inventory import`, then `deskshift plan`";
    assert!(stale.stderr.contains(commands), "every command at once: {}", stale.stderr);
    assert_eq!(stale.stderr.matches("error[").count(), 1, "{}", stale.stderr);
    let doctor = run(office.path(), &["--lang", "en", "doctor"]).expect(0).stdout;
    for old in [
        "inventory is older than deskshift.yaml",
        "plan is older",
        "roster is older",
        "`deskshift plan`, then `deskshift convert`",
    ] {
        assert!(doctor.contains(old), "`{old}` is missing in:\n{doctor}");
    }
    let office = office.planned();
    for explaining in [&["--effort", "quick"][..], &["explain"]] {
        let made = office.rotate(explaining).expect(1);
        assert!(made.took < Duration::from_secs(20), "{:?}", made.took);
        assert!(made.stdout.contains("error[roster/rooms-against-cap]: "), "{}", made.stdout);
        let untouched = made.stderr.contains("what was there before is untouched");
        assert_eq!(untouched, explaining != ["explain"], "{}", made.stderr);
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

/// Forms are not written of a roster that the check refuses, unless that is meant; no document makes a panic.
#[test]
fn a_broken_roster_is_not_exported() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let genuine = office.read("out/roster.json");
    let chart = office.read("out/roster/current/wall-chart.html");
    let forge = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut document: serde_json::Value = serde_json::from_str(&genuine).unwrap();
        change(&mut document["body"]);
        std::fs::write(office.path().join("out/roster.json"), document.to_string()).unwrap();
    };
    forge(&|body| {
        let days = body["days"].as_array().unwrap().clone();
        body["days"].as_array_mut().unwrap().extend(days);
        for row in body["rows"].as_array_mut().unwrap() {
            row["places"] = format!("HHHHH {}", row["places"].as_str().unwrap()).into();
        }
    });
    let found = office.rotate(&["check"]).expect(1);
    assert!(found.stdout.contains("error[roster/other-days]: the roster lists 10 days, the period has 5"), "{}", found.stdout);
    let refused = office.rotate(&["export"]).expect(1);
    assert!(
        refused.stderr.contains("--even-if-broken") && refused.stderr.contains("error[roster/other-days]"),
        "{}",
        refused.stderr
    );
    assert_eq!(chart, office.read("out/roster/current/wall-chart.html"));
    let forced = office.rotate(&["export", "--even-if-broken"]).expect(0);
    assert!(forced.stderr.contains("error[roster/other-days]"), "{}", forced.stderr);
    assert_ne!(chart, office.read("out/roster/current/wall-chart.html"));

    forge(&|body| body["searched"] = true.into());
    let claimed = office.rotate(&["check"]).expect(0);
    assert!(claimed.stdout.starts_with("feasible, cost "), "{}", claimed.stdout);
    assert!(claimed.stderr.contains("not verified"), "{}", claimed.stderr);
    forge(&|body| body["site"] = "elsewhere".into());
    assert!(office.rotate(&["check"]).expect(1).stdout.contains("roster/statement-differs"));
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

/// Waits until a process listens for Ctrl-C and has computed for so long, however busy the machine is.
fn at_work(pid: u32, computed: Duration) {
    let listens = || {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim().to_owned();
        u64::from_str_radix(&caught, 16).unwrap() & 2 != 0
    };
    // Hundredths of a second.
    let ticks = || -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(')').next().unwrap().split_whitespace().nth(11).unwrap().parse().unwrap()
    };
    let mut start = None;
    loop {
        if listens() {
            let now = ticks();
            if now - *start.get_or_insert(now) >= computed.as_millis() as u64 / 10 {
                return;
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_interruption_keeps_the_best_roster() {
    // All four weeks: one week is done before the signal comes.
    let office = Office::new();
    office.edit("weeks: 1", "weeks: 4");
    let office = office.planned();
    let mut command = command(office.path(), &["--lang", "en", "rotate", "--effort", "long"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let interrupted = |command: &mut std::process::Command| {
        let child = command.spawn().unwrap();
        at_work(child.id(), Duration::from_secs(4));
        // A second one is refused while the first is at work.
        let second = office.rotate(&["--effort", "quick"]).expect(5);
        assert!(second.stderr.contains("store/locked"), "{}", second.stderr);
        let pid = child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let done = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(done.status.code(), Some(130), "{}{}", text(&done.stdout), text(&done.stderr));
        assert!(text(&done.stdout).trim_end().ends_with("0 violations (verified)"), "{}", text(&done.stdout));
        text(&done.stderr)
    };
    let stderr = interrupted(&mut command);
    assert!(stderr.contains("interrupted; the best roster so far was kept"), "{stderr}");
    office.rotate(&["check"]).expect(0);

    // A better one of the same input, made by a whole run, is not given up for half a run.
    office.rotate(&["--effort", "quick"]).expect(0);
    let cost =
        || serde_json::from_str::<serde_json::Value>(&office.read("out/roster.json")).unwrap()["body"]["cost"].as_i64().unwrap();
    let (before, text) = (cost(), office.read("out/roster.json"));
    let stderr = interrupted(&mut command);
    assert!(cost() <= before, "cost {before} became {}: {stderr}", cost());
    assert_eq!(cost() == before, office.read("out/roster.json") == text);
    let told = format!("cost {before}) is no worse than");
    assert!(stderr.contains(&told) || stderr.contains(&format!("replaces one of the same input (cost {before})")), "{stderr}");
    office.rotate(&["check"]).expect(0);
}

/// The starter site with a PBX that answers.
#[test]
fn a_verdict_holds_until_the_line_itself_changes() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("town");
    let town = |more: &[&str]| run(folder.path(), &[&["--lang", "en", "-C", "town"], more].concat());
    run(folder.path(), &["init", "town"]).expect(0);
    let planned = || {
        for command in [&["inventory", "import"][..], &["plan"]] {
            let done = town(command);
            assert!(done.code <= 1, "{command:?}: {}", done.all());
        }
    };
    let edit = |file: &str, from: &str, to: &str| {
        let path = site.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    };
    let document = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(site.join("out").join(name)).unwrap()).unwrap()
    };
    planned();
    {
        let lab = LabPbx::start(&site, &[]);
        town(&["validate", "--registrar", &format!("127.0.0.1:{}", lab.udp)]).expect(1);
    }
    let outcomes = || -> Vec<String> {
        document("report.json")["body"]["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| format!("{} {}", v["line"], v["outcome"]))
            .collect()
    };
    let found = outcomes();
    assert_eq!(found.iter().filter(|line| line.contains("failed")).count(), 2, "{found:?}");

    // A rule of the roster changes: nothing about the lines does.
    edit("deskshift.yaml", "vpn: {cap: 2}", "vpn: {cap: 1}");
    planned();
    let never_failed_at_home = || {
        let made = town(&["rotate"]).expect(0);
        assert!(!made.stderr.contains("roster/report"), "{}", made.stderr);
        assert!(made.stdout.contains("that `validate` found ready"), "{}", made.stdout);
        assert!(made.stdout.contains("written: town/out/roster.json, town/out/roster/current/"), "{}", made.stdout);
        let (plan, roster) = (document("plan.json"), document("roster.json"));
        for line in plan["body"]["lines"].as_array().unwrap() {
            let failed = found.contains(&format!("{} \"failed\"", line["id"]));
            let row = roster["body"]["rows"].as_array().unwrap().iter().find(|row| row["person"] == line["person"]).unwrap();
            assert!(!failed || !row["places"].as_str().unwrap().contains('H'), "{row}");
        }
    };
    never_failed_at_home();

    // A run that decides nothing does not take away what is known.
    let wrong = town(&["validate", "--registrar", "127.0.0.1:1"]).expect(3);
    let told = "2 lines that this run did not decide: earlier verdict kept in town/out/report.json";
    assert!(wrong.stderr.contains(told), "{}", wrong.stderr);
    assert_eq!(outcomes(), found);
    let lines = document("report.json")["body"]["lines"].clone();
    let earlier = lines.as_object().unwrap().values().filter(|line| line["earlier"] == true).count();
    assert_eq!((lines.as_object().unwrap().len(), earlier), (4, 2), "refusals are remembered, the others kept: {lines}");
    never_failed_at_home();

    // The lines move to another registrar: what was found out is about the old one.
    edit("deskshift.yaml", "udp: 127.0.0.1:5060", "udp: 127.0.0.1:5070");
    edit("deskshift.yaml", "tcp: 127.0.0.1:5060", "tcp: 127.0.0.1:5070");
    planned();
    let moved = town(&["rotate"]);
    assert!(moved.stderr.contains("roster/report-not-used"), "{}", moved.stderr);
    assert!(!moved.stdout.contains("taken to work"), "{}", moved.stdout);
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
    // What it found says nothing about the lines as they are now: nobody counts as ready.
    std::fs::write(&path, report("another", "ready")).unwrap();
    let other = office.rotate(&["check"]).expect(1);
    assert!(other.stderr.contains("warning[roster/report-not-used]"), "{}", other.stderr);
    assert!(other.stdout.contains("error[roster/home-not-allowed]"), "{}", other.stdout);
    std::fs::write(&path, report(&hash, "ready")).unwrap();
    let ready =
        finish(command(office.path(), &["--lang", "en", "rotate", "--effort", "quick"]), Duration::from_secs(60)).expect(0);
    assert!(ready.stdout.contains("that `validate` found ready"), "{}", ready.stdout);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The reason for a place, for one day and for all, by id, by extension, by name, and for somebody who is not there.
#[test]
fn why_tells_what_would_come_of_the_other_place() {
    let office = Office::new().planned();
    let made = run(office.path(), &["rotate", "--assume-ready", "--effort", "quick"]);
    assert_eq!(made.code, 0, "{}", made.all());
    let roster: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(office.path().join("out/roster.json")).unwrap()).unwrap();
    let rows = roster["body"]["rows"].as_array().unwrap();
    let day = roster["body"]["days"][1].as_str().unwrap();
    let somebody = rows.iter().find(|row| row["places"].as_str().unwrap().as_bytes()[1] == b'H').unwrap();
    let id = somebody["person"].as_str().unwrap();
    let one = run(office.path(), &["--lang", "en", "rotate", "why", id, day, "--assume-ready"]);
    assert_eq!(one.code, 0, "{}", one.all());
    assert!(one.stdout.contains(": at home\n  in the office instead would "), "{}", one.all());
    let all = run(office.path(), &["--lang", "de", "rotate", "why", id, "--assume-ready"]);
    assert!(all.stdout.matches(" 2020-").count() == 0 && all.stdout.matches(": zu Hause\n").count() >= 1, "{}", all.all());
    let json = run(office.path(), &["--json", "rotate", "why", id, "--assume-ready"]);
    let cells: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(cells.as_array().unwrap().len(), 5);
    assert_eq!((&cells[1]["day"], &cells[1]["place"]), (&day.into(), &"home".into()));
    let by_name = run(office.path(), &["--json", "rotate", "why", cells[0]["name"].as_str().unwrap(), "--assume-ready"]);
    assert_eq!(by_name.stdout, json.stdout, "{}", by_name.all());
    for (words, told) in
        [(["why", "nobody"].as_slice(), "roster/unknown-person"), (&["why", id, "2027-01-01"], "roster/other-days")]
    {
        let refused = run(office.path(), &[&["rotate"], words, &["--assume-ready"]].concat());
        assert!(refused.code == 2 && refused.stderr.contains(told), "{}", refused.all());
    }
}

/// Leave takes people out, appointments fix a place, a row that cannot be used stops everything, and a roster from before is no longer valid.
#[test]
fn own_days_of_people_hold() {
    let office = Office::new();
    office.edit("  weekly_share: 0.8\n", "  own_days: urlaub.csv\n  weekly_share: 0.8\n");
    let list = office.path().join("urlaub.csv");
    std::fs::write(&list, "Personalnr;Von;Bis;Ort;Grund\n").unwrap();
    let office = office.planned();
    let rotate = |more: &[&str]| office.rotate(&[&["--assume-ready", "--effort", "quick"], more].concat());
    let check = || office.rotate(&["check", "--assume-ready"]);
    rotate(&[]).expect(0);
    let roster: serde_json::Value = serde_json::from_str(&office.read("out/roster.json")).unwrap();
    let all_with = |letters: &str| -> Vec<String> {
        let rows = roster["body"]["rows"].as_array().unwrap().iter().filter(|row| row["places"] == letters);
        rows.map(|row| row["person"].as_str().unwrap().to_owned()).collect()
    };
    // One is ill who works all week, one has to be in the office on a day at home, one at home on days in the office.
    let (home, office_days) = (all_with("HHHHO"), all_with("HHOOO"));
    let (ill, in_office, at_home) = (&home[0], &home[1], &office_days[0]);
    std::fs::write(
        &list,
        format!(
            "Personalnr;Von;Bis;Ort;Grund\n{ill};02.11.2020;06.11.2020;;Krankheit\n{in_office};03.11.2020;;Büro;\n\
             {at_home};05.11.2020;06.11.2020;zu Hause;\n{ill};01.01.2021;;;\n"
        ),
    )
    .unwrap();
    let broken = check().expect(1);
    for told in ["roster/planned-on-day-off", "roster/own-day-missed"] {
        assert!(broken.stdout.contains(told), "{}", broken.all());
    }
    let made = rotate(&[]).expect(0);
    assert!(made.stderr.contains("roster/own-days-elsewhere") && !made.all().contains("Krankheit"), "{}", made.all());
    check().expect(0);
    let csv = office.read("out/roster/current/roster.csv");
    let place = |id: &str, day: &str| {
        let line = csv.lines().find(|line| line.contains(id) && line.contains(day)).unwrap_or_else(|| panic!("{id} {day}"));
        line.to_owned()
    };
    assert!(place(in_office, "2020-11-03").contains("office"), "{}", place(in_office, "2020-11-03"));
    assert!(place(at_home, "2020-11-05").contains("home") && place(at_home, "2020-11-06").contains("home"));
    let why = office.rotate(&["why", in_office, "2020-11-03", "--assume-ready"]).expect(0);
    assert!(why.stdout.contains("is wanted here on that day"), "{}", why.all());
    assert!(!office.read("out/roster.json").contains("Krankheit"));

    std::fs::write(&list, format!("Personalnr;Von;Bis;Ort\n{ill};30.02.2020;;\nnobody;02.11.2020;;\n")).unwrap();
    let before = office.read("out/roster.json");
    let refused = rotate(&[]).expect(2);
    for told in ["urlaub.csv:2:", "inventory/own-day-date", "urlaub.csv:3:", "inventory/own-day-of-nobody"] {
        assert!(refused.stderr.contains(told), "{told}: {}", refused.all());
    }
    assert_eq!(office.read("out/roster.json"), before, "what was there before is untouched");
}

/// Somebody falls ill: only what has to change is changed and told, and calendars take back what is no home day any more.
#[test]
fn replan_changes_only_what_it_must() {
    let office = Office::new();
    office.edit("  weekly_share: 0.8\n", "  own_days: urlaub.csv\n  weekly_share: 0.8\n");
    office.edit("weeks: 1", "weeks: 2");
    let list = office.path().join("urlaub.csv");
    std::fs::write(&list, "Personalnr;Von;Bis\n").unwrap();
    let office = office.planned();
    let none = office.rotate(&["replan", "--assume-ready", "--from", "2020-11-09"]).expect(2);
    assert!(none.stderr.contains("out/roster.json"), "{}", none.all());
    office.rotate(&["--assume-ready", "--effort", "quick"]).expect(0);
    let replan = |more: &[&str]| office.rotate(&[&["replan", "--assume-ready", "--from", "2020-11-09"], more].concat());
    let still = replan(&["--dry-run"]).expect(0);
    assert!(still.stdout.starts_with("nothing changes\n"), "{}", still.all());

    // All but two of the counter's clerks who sit there on Monday fall ill in the second week; five have to be there.
    let before: serde_json::Value = serde_json::from_str(&office.read("out/roster.json")).unwrap();
    let bytes = std::fs::read(office.path().join("staff/personal.csv")).unwrap();
    let csv: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let first = csv.lines().position(|line| line.contains(";Führerscheinstelle;")).expect("the department");
    // The department stands in the first row of its people.
    let named = |line: &&str| line.split(';').nth(3).is_some_and(str::is_empty);
    let counter: Vec<&str> = csv.lines().skip(first).take(1).chain(csv.lines().skip(first + 1).take_while(named)).collect();
    let rows = before["body"]["rows"].as_array().unwrap();
    let sits = |id: &str| rows.iter().any(|row| row["person"] == id && row["places"].as_str().unwrap().as_bytes()[6] == b'O');
    let ill: Vec<&str> = counter.iter().map(|line| line.split(';').next().unwrap()).filter(|id| sits(id)).skip(2).collect();
    let rows: String = ill.iter().map(|id| format!("{id};09.11.2020;13.11.2020\n")).collect();
    std::fs::write(&list, "Personalnr;Von;Bis\n".to_owned() + &rows).unwrap();
    office.rotate(&["check", "--assume-ready"]).expect(1);
    let dry = replan(&["--dry-run", "--fewest", "places"]).expect(0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&office.read("out/roster.json")).unwrap(), before);
    let json: serde_json::Value = serde_json::from_str(
        &run(office.path(), &["--json", "rotate", "replan", "--assume-ready", "--from", "2020-11-09"]).expect(0).stdout,
    )
    .unwrap();
    let (places, at_least) = (json["places"].as_u64().unwrap(), json["at_least"].as_u64().unwrap());
    assert!(at_least >= 1 && places >= at_least && places <= at_least + 6, "{json:#}\n{}", dry.all());
    assert_eq!(json["from"], "2020-11-09");
    office.rotate(&["check", "--assume-ready"]).expect(0);
    let changes = office.read("out/roster/current/changes.csv");
    let changed: usize = json["changes"].as_array().unwrap().iter().map(|one| one["days"].as_array().unwrap().len()).sum();
    assert_eq!(changes.lines().count(), 1 + changed);
    let after: serde_json::Value = serde_json::from_str(&office.read("out/roster.json")).unwrap();
    for (was, is) in before["body"]["rows"].as_array().unwrap().iter().zip(after["body"]["rows"].as_array().unwrap()) {
        assert_eq!(was["places"].as_str().unwrap()[..5], is["places"].as_str().unwrap()[..5], "the first week has passed");
    }
    // The home days of those who are ill are cancelled in their calendars.
    let days = |one: &&serde_json::Value| one["days"].as_array().unwrap().iter().any(|day| day["before"] == "home");
    let taken = json["changes"].as_array().unwrap().iter().find(days).expect("somebody is called in");
    let calendar = office.read(&format!("out/roster/current/calendars/{}.ics", taken["person"].as_str().unwrap()));
    assert!(calendar.contains("STATUS:CANCELLED") && calendar.contains("SEQUENCE:1"), "{calendar}");
    let over = office.rotate(&["replan", "--assume-ready", "--from", "2021-01-04"]).expect(2);
    assert!(over.stderr.contains("roster/other-days"), "{}", over.all());
}

/// The month grid comes back from a spreadsheet as a list of changes; one that breaks a rule is refused, cell by cell.
#[test]
fn an_edited_workbook_is_reviewed_and_taken() {
    let office = Office::new().planned();
    office.rotate(&["--assume-ready", "--effort", "quick"]).expect(0);
    let mine = office.path().join("mine.xlsx");
    std::fs::copy(office.path().join("out/roster/current/roster.xlsx"), &mine).unwrap();
    let take = |file: &str, more: &[&str]| office.rotate(&[&["take", file, "--assume-ready"], more].concat());
    office.rotate(&["check", "mine.xlsx", "--assume-ready"]).expect(0);
    let same = take("mine.xlsx", &[]).expect(0);
    assert!(same.stdout.starts_with("nothing changes\n") && !same.stdout.contains("written"), "{}", same.all());

    // Somebody who may be anywhere and sits alone goes home; where that is allowed, only `why` can tell.
    let roster: serde_json::Value = serde_json::from_str(&office.read("out/roster.json")).unwrap();
    let day = roster["body"]["days"][0].as_str().unwrap().to_owned();
    let allowed = roster["body"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .filter(|(_, row)| row["places"].as_str().unwrap().starts_with('H'));
    let free = allowed.map(|(line, row)| (line, row["person"].as_str().unwrap().to_owned())).find(|(_, id)| {
        let why = run(office.path(), &["--json", "rotate", "why", id, &day, "--assume-ready"]);
        serde_json::from_str::<serde_json::Value>(&why.stdout).unwrap()[0]["reason"] == "cost"
    });
    let (line, id) = free.expect("somebody may come in");
    turn(&mine, line, ["H", "O"]);
    let dry = take("mine.xlsx", &["--dry-run"]).expect(0);
    assert!(dry.stdout.starts_with("1 place of 1 person changes\n") && dry.stdout.contains("home → office"), "{}", dry.all());
    assert_eq!(serde_json::from_str::<serde_json::Value>(&office.read("out/roster.json")).unwrap(), roster);
    let taken = take("mine.xlsx", &[]).expect(0);
    assert!(taken.stdout.contains("written: "), "{}", taken.all());
    office.rotate(&["check", "--assume-ready"]).expect(0);
    assert!(office.read(&format!("out/roster/current/calendars/{id}.ics")).contains("SEQUENCE:1"));
    assert_eq!(office.read("out/roster/current/changes.csv").lines().count(), 2);

    // The day's list is what the roster has.
    let list: serde_json::Value =
        serde_json::from_str(&run(office.path(), &["--json", "rotate", "day", &day]).expect(0).stdout).unwrap();
    let at_home =
        roster["body"]["rows"].as_array().unwrap().iter().filter(|row| row["places"].as_str().unwrap().starts_with('H'));
    assert_eq!(list["people"].as_array().unwrap().len(), at_home.count() - 1, "one came in");
    let numbers = office.rotate(&["day", &day, "--only", "extension"]).expect(0);
    let has_number = |person: &&serde_json::Value| person["extension"].is_string();
    assert_eq!(numbers.stdout.lines().count(), list["people"].as_array().unwrap().iter().filter(has_number).count());
    assert!(office.rotate(&["day", "2020-01-01"]).expect(2).stderr.contains("roster/other-days"));

    // Everybody at home breaks the cap.
    let everybody = office.read("out/roster/current/roster.csv").replace(",office", ",home");
    std::fs::write(office.path().join("all.csv"), everybody).unwrap();
    let before = office.read("out/roster.json");
    let refused = take("all.csv", &[]).expect(1);
    assert!(refused.stderr.contains("roster/home-cap-exceeded") && refused.stderr.contains("all.csv:"), "{}", refused.all());
    assert_eq!(office.read("out/roster.json"), before);
}

/// Changes the first day of a person in a workbook, as a spreadsheet would.
fn turn(file: &Path, line: usize, [from, to]: [&str; 2]) {
    use std::io::{Read as _, Write as _};
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut parts: Vec<(String, String)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        parts.push((name, text));
    }
    let strings = parts.iter().find(|(name, _)| name.ends_with("sharedStrings.xml")).unwrap().1.clone();
    let index = |word: &str| strings.split("<si>").position(|item| item.contains(&format!("<t>{word}</t>"))).unwrap() - 1;
    let sheet = parts.iter_mut().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap();
    let cell = format!("<c r=\"E{}\"", line + 4);
    let at = sheet.1.find(&cell).unwrap();
    let (head, rest) = sheet.1.split_at(at);
    let rest = rest.replacen(&format!("<v>{}</v>", index(from)), &format!("<v>{}</v>", index(to)), 1);
    sheet.1 = head.to_owned() + &rest;
    let mut written = zip::ZipWriter::new(std::fs::File::create(file).unwrap());
    for (name, text) in parts {
        written.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        written.write_all(text.as_bytes()).unwrap();
    }
    written.finish().unwrap();
}
