//! `deskshift rotate export --for` as a process: who sees what.

use std::fs;

use crate::rotate::Office;
use crate::support::{run, tree};

#[test]
fn each_reader_gets_their_own() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let before = fs::read_link(office.path().join("out/roster/current")).unwrap();

    let told = office.rotate(&["export", "--for", "works-council"]).expect(0).stdout;
    assert!(told.contains("out/roster-works-council/"), "{told}");
    let folder = office.path().join("out/roster-works-council/current");
    let names: Vec<String> = tree(&fs::canonicalize(&folder).unwrap()).into_keys().collect();
    assert_eq!(names, ["works-council.csv", "works-council.html", "works-council.json"]);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let report: serde_json::Value = serde_json::from_str(&read("works-council.json")).unwrap();
    assert_eq!((&report["min_group"], &report["violations"]), (&5.into(), &0.into()));
    assert_eq!(report["days"].as_array().unwrap().len(), 5);
    assert_eq!(report["days"][0]["home"], 200);
    for group in report["departments"].as_array().unwrap() {
        assert!(group["fairness"]["people"].as_u64() >= Some(5), "{group}");
    }
    let whole: u64 = report["departments"].as_array().unwrap().iter().map(|group| group["people"].as_u64().unwrap()).sum();
    assert_eq!(Some(whole), report["people"].as_u64(), "nobody is left to be found by subtraction");
    for band in report["bands"].as_array().unwrap() {
        assert!(band["people"].as_u64() >= Some(5), "{band}");
    }
    let all = read("works-council.html") + &read("works-council.csv") + &read("works-council.json");
    assert!(all.contains("vpn: at most 200 people at home a day") && all.contains("Kfz-Zulassung"));
    let csv = office.read("out/roster/current/roster.csv");
    let mut people: Vec<(&str, &str)> =
        (csv.lines().skip(1)).filter_map(|line| Some((line.split(',').next()?, line.split('"').nth(1)?))).collect();
    people.dedup();
    assert!(people.len() > 500, "{}", people.len());
    for (id, name) in people {
        let last = name.split(',').next().unwrap();
        assert!(!all.contains(name) && !all.contains(&format!("\"{id}\"")), "{name} {id}");
        assert!(last.len() < 5 || !all.contains(&format!(" {last} ")), "{name}");
    }
    // One form only, in the other language.
    let german = run(office.path(), &["--lang", "de", "rotate", "export", "--for", "works-council", "--only", "html"]).expect(0);
    assert!(read("works-council.html").contains("Dienstplan für den Personalrat"), "{}", german.stdout);
    assert!(!folder.join("works-council.csv").exists());

    office.rotate(&["export", "--for", "staff"]).expect(0);
    let staff = tree(&fs::canonicalize(office.path().join("out/roster-staff/current")).unwrap());
    assert!(staff.contains_key("wall-chart.html") && staff.keys().any(|name| name.starts_with("calendars/")));
    assert!(!staff.contains_key("roster.xlsx") && !staff.contains_key("roster.csv") && !staff.contains_key("issue.json"));
    assert_eq!(before, fs::read_link(office.path().join("out/roster/current")).unwrap(), "the forms in force are as they were");

    office.rotate(&["export", "--for", "personnel"]).expect(0);
    assert_eq!(before, fs::read_link(office.path().join("out/roster/current")).unwrap(), "as without `--for`");
}

#[test]
fn what_is_not_for_a_reader_is_refused() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    for (whom, form) in [("staff", "xlsx"), ("staff", "csv"), ("works-council", "ics"), ("works-council", "html,xlsx")] {
        let refused = office.rotate(&["export", "--for", whom, "--only", form]).expect(2);
        assert!(refused.stderr.contains("error[roster/form-not-for-readers]"), "{}", refused.stderr);
        assert!(!office.path().join(format!("out/roster-{whom}")).exists());
    }
    office.rotate(&["export", "--for", "neighbours"]).expect(2);
}
