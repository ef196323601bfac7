//! The borough: what its generator writes, what an import has to find in it, and the staging desk on its notebooks.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods, reason = "tests read files")]
#![allow(dead_code, reason = "the generators' models are shared with other programs")]

#[path = "../examples/generator/mitte/mod.rs"]
mod mitte;
#[path = "../examples/generator/traunstein/mod.rs"]
mod traunstein;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// Bytes by path; written once for all tests.
static FILES: LazyLock<Vec<mitte::File>> =
    LazyLock::new(|| mitte::files(&mitte::build::case()).expect("the case can be written"));
/// After the last lorry but one.
const NOW: &str = "2020-12-01T10:10";

fn read_all(folder: &Path, below: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder.join(below)).expect("the case is committed") {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            read_all(folder, &path, into);
        } else {
            into.insert(path.clone(), std::fs::read(folder.join(path)).unwrap());
        }
    }
}

#[test]
fn mitte_is_what_the_generator_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/mitte");
    let mut committed = BTreeMap::new();
    read_all(&folder, Path::new(""), &mut committed);
    committed.remove(Path::new("README.md"));
    committed.retain(|path, _| !path.starts_with("out"));
    let written: BTreeMap<PathBuf, &Vec<u8>> = FILES.iter().map(|(path, bytes)| (path.into(), bytes)).collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>(), "the same files");
    for (path, bytes) in written {
        assert!(committed[&path] == *bytes, "{} differs: run `cargo run --example generator -- examples/mitte`", path.display());
    }
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in FILES.iter() {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// Bytes of `out/` after an import, made once.
static IMPORTED: LazyLock<BTreeMap<PathBuf, Vec<u8>>> = LazyLock::new(|| {
    let folder = site();
    run(folder.path(), &["inventory", "import"], "");
    let mut out = BTreeMap::new();
    read_all(folder.path(), Path::new("out"), &mut out);
    out
});

/// A site that was imported.
fn imported() -> tempfile::TempDir {
    let folder = site();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    for (path, bytes) in IMPORTED.iter() {
        std::fs::write(folder.path().join(path), bytes).unwrap();
    }
    folder
}

fn run(site: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskshift"))
        .current_dir(site)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("deskshift starts");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Findings that no row of the truth explains, and rows that no finding answers.
fn compare(findings: &serde_json::Value, staging: bool) -> (Vec<String>, Vec<String>) {
    let truth = FILES.iter().find(|(path, _)| path == "truth.tsv").map(|(_, bytes)| String::from_utf8_lossy(bytes)).unwrap();
    let mut open: Vec<&serde_json::Value> = findings.as_array().unwrap().iter().collect();
    let mut missed = Vec::new();
    for row in truth.lines().skip(1) {
        let [_, code, file, at, shows] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        if code.starts_with("staging/") != staging {
            continue;
        }
        let fits = |finding: &&serde_json::Value| {
            let place = &finding["place"];
            let there = place["cell"].as_str().map_or_else(|| place["line"].to_string(), str::to_owned);
            finding["code"] == code
                && place["file"] == file
                && there == at
                && (finding["subject"] == shows || finding["what"]["en"].as_str().is_some_and(|text| text.contains(shows)))
        };
        match open.iter().position(fits) {
            Some(at) => {
                open.remove(at);
            }
            None => missed.push(row.to_owned()),
        }
    }
    let left = open.iter().map(|finding| format!("{} {}", finding["code"].as_str().unwrap(), finding["what"]["en"])).collect();
    (left, missed)
}

#[test]
fn one_import_finds_every_planted_contradiction() {
    let folder = site();
    let imported = run(folder.path(), &["--json", "inventory", "import"], "");
    assert_eq!(imported.status.code(), Some(1), "{}", String::from_utf8_lossy(&imported.stderr));
    let (left, missed) = compare(&json(&imported)["findings"], false);
    assert!(missed.is_empty(), "not found:\n{}\nleft:\n{}", missed.join("\n"), left.join("\n"));
    // Nothing else is called an error; what is left are summaries and consequences.
    let codes: BTreeSet<&str> = left.iter().filter_map(|text| text.split(' ').next()).collect();
    let expected = BTreeSet::from([
        "inventory/column-unused",
        "inventory/extension-begins-with-outside-prefix",
        "inventory/not-migrated",
        "inventory/person-in-one-list",
        "inventory/person-without-extension",
        "inventory/secret-not-exported",
        "inventory/sources-differ",
    ]);
    assert_eq!(codes, expected, "{}", left.join("\n"));
    let faults: BTreeSet<&str> = mitte::build::case().planted.iter().map(|planted| planted.fault).collect();
    assert!(faults.len() >= 40, "{}", faults.len());

    let inventory: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("out/inventory.json")).unwrap()).unwrap();
    let persons = inventory["body"]["persons"].as_array().unwrap();
    assert_eq!(persons.len(), mitte::build::PERSONS);
    let may_work_at_home = persons.iter().filter(|person| person["home"]["value"] == "yes").count();
    assert_eq!(may_work_at_home, mitte::build::POOL);
    assert_eq!(
        std::fs::read(folder.path().join("out/inventory.json")).unwrap(),
        IMPORTED[Path::new("out/inventory.json")],
        "the same twice"
    );
}

#[test]
fn scans_of_a_file_are_staged_once_and_give_the_planted_contradictions() {
    let folder = imported();
    let site = folder.path();
    let stage = ["--json", "stage", "--now", NOW, "--file", "staging/scans.csv"];
    let first = run(site, &stage, "");
    assert_eq!(first.status.code(), Some(1), "{}", String::from_utf8_lossy(&first.stderr));
    let told = json(&first);
    assert_eq!((&told["staged"], &told["already"], &told["refused"]), (&60.into(), &0.into(), &14.into()));
    let (left, missed) = compare(&told["findings"], true);
    assert!(missed.is_empty() && left.is_empty(), "not found: {missed:#?}\nleft: {left:#?}");
    let journal = std::fs::read(site.join("out/staging.jsonl")).unwrap();
    let second = json(&run(site, &stage, ""));
    assert_eq!((&second["staged"], &second["already"], &second["refused"]), (&0.into(), &60.into(), &14.into()));
    assert_eq!(std::fs::read(site.join("out/staging.jsonl")).unwrap(), journal, "twice changes nothing");

    let status = json(&run(site, &["--json", "stage", "status", "--now", "2020-12-01T11:00"], ""));
    // 440 have come, one of them with a day that is no date.
    assert_eq!((&status["delivered"], &status["expected"], &status["staged"]), (&440.into(), &60.into(), &60.into()));
    assert_eq!((&status["open"], &status["contradictions"]), (&380.into(), &0.into()));
    // 60 in half an hour: seven half hours more, from eleven thirty on.
    assert_eq!((&status["pace"]["per_half_hour"], &status["pace"]["done"]), (&60.0.into(), &"2020-12-01T15:00:00".into()));
}

#[test]
fn the_desk_works_behind_a_pipe_and_survives_a_torn_journal() {
    assert_eq!(run(site().path(), &["stage"], "").status.code(), Some(2), "import first");
    let folder = imported();
    let site = folder.path();
    let case = mitte::build::case();
    let (one, two) = (&case.scans[0], &case.scans[1]);
    let lines = format!("{}\n{}\n{}\n{}\n{}\n", one[2], one[3], one[1], one[0], two[0]);
    let stage = |input: &str| run(site, &["--lang", "en", "stage", "--now", NOW], input);
    let out = stage(&lines);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(text.contains(&format!("OK {} → ", one[0])) && text.ends_with("the half-scanned device is not staged\n"), "{text}");
    assert!(!text.contains('\x1b'));
    assert_eq!(out.status.code(), Some(1), "a device is left half");
    let path = site.join("out/staging.jsonl");
    let sound = std::fs::read(&path).unwrap();
    assert_eq!(sound.iter().filter(|byte| **byte == b'\n').count(), 1);

    // The power fails in the middle of the second.
    std::fs::write(&path, [sound.as_slice(), br#"{"at":1586851800,"event":"sta"#].concat()).unwrap();
    let out = stage(&format!("{}\n", two.join(";")));
    assert!(String::from_utf8_lossy(&out.stderr).contains("staging/journal-torn"));
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stdout));
    let healed = std::fs::read_to_string(&path).unwrap();
    assert!(
        healed.starts_with(std::str::from_utf8(&sound).unwrap()) && healed.lines().count() == 2 && healed.ends_with("}\n"),
        "{healed}"
    );

    let out = stage(&format!("undo {}\nundo\nundo\nquit\n", one[0]));
    assert!(String::from_utf8_lossy(&out.stdout).contains("nothing to take back"), "{}", String::from_utf8_lossy(&out.stdout));
    assert_eq!(run(site, &["stage", "list"], "").status.code(), Some(4));
    assert_eq!(run(site, &["stage", "label", "BM-31101"], "").status.code(), Some(4));
}

#[test]
fn lists_and_labels_are_printed() {
    let folder = imported();
    let site = folder.path();
    run(site, &["stage", "--now", NOW, "--file", "staging/scans.csv"], "");
    let list = run(site, &["stage", "list", "--now", NOW], "");
    assert_eq!(list.status.code(), Some(0), "{}", String::from_utf8_lossy(&list.stderr));
    let csv = std::fs::read_to_string(site.join("out/staging-list.csv")).unwrap();
    assert_eq!(csv.lines().count(), 61);
    assert!(csv.starts_with(
        "\u{feff}Etikett;Seriennummer;MAC-Adresse;Person;Nebenstelle;Zimmer;Dienststelle;Unterschrift\r\nBM-31101;"
    ));
    let html = std::fs::read_to_string(site.join("out/staging-list.html")).unwrap();
    assert_eq!(html.matches("<td class=\"sign\">").count(), 60);
    run(site, &["stage", "label", "--all", "--used", "5"], "");
    let html = std::fs::read_to_string(site.join("out/staging-labels.html")).unwrap();
    assert_eq!((html.matches("<section>").count(), html.matches("class=\"label\"").count()), (3, 60));
    run(site, &["stage", "label", "BM-31101"], "");
    let html = std::fs::read_to_string(site.join("out/staging-labels.html")).unwrap();
    assert_eq!(html.matches("class=\"label\"").count(), 1);
}

#[test]
fn a_file_that_is_no_list_of_scans_is_refused() {
    let folder = imported();
    let site = folder.path();
    std::fs::write(site.join("bad.csv"), "a;b\n1;2\n").unwrap();
    let out = run(site, &["stage", "--file", "bad.csv"], "");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("staging/file-unusable"));
    assert_eq!(run(site, &["stage", "--file", "none.csv"], "").status.code(), Some(2));
    assert!(!site.join("out/staging.jsonl").exists());
    // Without notebooks there is nothing to check against.
    let yaml = std::fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    let yaml: Vec<&str> = yaml.lines().filter(|line| !line.contains("notebooks/")).collect();
    std::fs::write(site.join("deskshift.yaml"), yaml.join("\n")).unwrap();
    run(site, &["inventory", "import"], "");
    let out = run(site, &["stage"], "");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("staging/no-delivery"));
}
