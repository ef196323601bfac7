//! The demo is the first thing a user sees.

use std::fs;
use std::time::Duration;

use crate::support::{command, finish, run, tree};

/// A guard against hanging; a debug build solves the roster slowly. CI runs the release build under `timeout 20`.
const PATIENCE: Duration = Duration::from_mins(10);

#[test]
fn demo_tells_the_whole_job_in_forty_lines() {
    let folder = tempfile::tempdir().unwrap();
    let first = finish(command(folder.path(), &["--lang", "en", "demo"]), PATIENCE).expect(0);
    let lines = first.stdout.lines().count();
    assert!(lines <= 40, "{lines} lines:\n{}", first.stdout);
    let widest = first.stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 180, "{widest} columns:\n{}", first.stdout);
    for said in [
        "640 extensions",
        "600 people",
        "sip/secret-cut",
        "-> ",
        "at home",
        "of their fair share of home days",
        "0 violations (verified)",
        "report.html",
    ] {
        assert!(first.stdout.contains(said), "`{said}` is missing in:\n{}", first.stdout);
    }
    let steps = first.stderr.lines().filter(|line| line.starts_with('[')).count();
    assert_eq!(steps, 8, "a line for each step:\n{}", first.stderr);

    // Every planted fault of the case is found: what truth.tsv expects of a PBX with the fragment loaded.
    let site = folder.path().join("deskshift-demo");
    let report: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/report.json")).unwrap()).unwrap();
    let truth = fs::read_to_string(site.join("truth.tsv")).unwrap();
    let expected: Vec<(String, String)> = truth
        .lines()
        .skip_while(|line| !line.starts_with("extension"))
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0].to_owned(), fields[5].to_owned())
        })
        .collect();
    assert_eq!(expected.len(), 640);
    let verdicts = report["body"]["verdicts"].as_array().unwrap();
    let found: std::collections::BTreeMap<&str, &str> =
        verdicts.iter().map(|verdict| (verdict["extension"].as_str().unwrap(), verdict["class"].as_str().unwrap())).collect();
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(extension, class)| found.get(extension.as_str()) != Some(&class.as_str()))
        .map(|(extension, class)| format!("{extension}: {class}, found {:?}", found.get(extension.as_str())))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    // The same again, over the old one: same documents, same profiles.
    let before = tree(&site.join("out"));
    let again = finish(command(folder.path(), &["--json", "demo"]), PATIENCE).expect(0);
    assert_eq!(again.json()["counts"]["extensions"], 640);
    assert_eq!(again.json()["counts"]["verdicts"]["failed"], verdicts.iter().filter(|v| v["outcome"] == "failed").count());
    let after = tree(&site.join("out"));
    for (name, bytes) in &before {
        let kept = ["inventory.json", "plan.json", "roster.json"].contains(&name.as_str()) || name.starts_with("gen-");
        assert!(!kept || after.get(name) == Some(bytes), "{name} differs between two runs");
    }
}

#[test]
fn demo_refuses_a_folder_that_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "do not touch").unwrap();
    let refused = run(folder.path(), &["demo", "--out", "."]).expect(2);
    assert!(refused.stderr.contains("store/unwritable"), "{}", refused.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    run(folder.path(), &["demo", "atlantis"]).expect(2);
}

/// A case without files of a PBX: nothing is converted or asked, the notebooks are prepared, and the roster keeps to their number.
#[test]
fn demo_of_a_case_without_a_pbx_prepares_notebooks() {
    let folder = tempfile::tempdir().unwrap();
    // An earlier demo's desk makes way.
    for _ in 0..2 {
        let told = finish(command(folder.path(), &["--lang", "en", "--json", "demo", "mitte"]), PATIENCE).expect(0);
        let counts = &told.json()["counts"];
        assert_eq!((&counts["people"], &counts["notebooks"]["staged"]), (&3222.into(), &60.into()), "{counts:#}");
        assert!(counts["notebooks"]["expected"].as_u64() > Some(0), "{counts:#}");
        assert_eq!(counts["verdicts"]["ready"], 0);
        let home: Vec<u64> = told.json()["at_home"].as_array().unwrap().iter().map(|day| day["home"].as_u64().unwrap()).collect();
        // 30 November: a hundred are ready; 25 more on each working day, until those of the last lorry are.
        let ready = |day: usize| (100 + 25 * day as u64).min(494);
        assert!(home.len() == 20 && home.iter().enumerate().all(|(day, number)| *number <= ready(day)), "{home:?}");
        assert_eq!((home[0], home[18], home[19]), (100, 0, 0), "no more than are ready; closed from Christmas Eve on: {home:?}");
        assert!(home[15..18].iter().all(|number| *number > 220), "those of the second lorry are used: {home:?}");
    }
    let site = folder.path().join("deskshift-demo");
    let report = fs::read_to_string(site.join("report.html")).unwrap();
    // The least and the most of the cap stand on the chart.
    let chart = fs::read_to_string(site.join("out/roster/current/wall-chart.html")).unwrap();
    assert!(chart.contains("≤ 100–494"), "the cap grows");
    assert!(report.contains("wait for their password") && !report.contains("Lines that do not register"));
    for sheet in ["out/staging-list.html", "out/staging-labels.html", "out/roster/current/wall-chart.html"] {
        assert!(site.join(sheet).exists(), "{sheet}");
    }
    assert!(!site.join("out/current").exists(), "nothing could be converted");
}
