//! The committed cases are what their generator writes, byte for byte.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods, reason = "tests read files")]
#![allow(dead_code, reason = "the generator's model is shared with other tests")]

#[path = "../examples/generator/traunstein/mod.rs"]
mod traunstein;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn read_all(folder: &Path, below: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder.join(below)).expect("the case is committed") {
        let entry = entry.expect("readable entry");
        let path = below.join(entry.file_name());
        if entry.file_type().expect("file type").is_dir() {
            read_all(folder, &path, into);
        } else {
            into.insert(path.clone(), std::fs::read(folder.join(path)).expect("readable file"));
        }
    }
}

/// Written by hand, not by the generator.
const BY_HAND: [&str; 1] = ["README.md"];

#[test]
fn traunstein_is_what_the_generator_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/traunstein");
    let mut committed = BTreeMap::new();
    read_all(&folder, Path::new(""), &mut committed);
    committed.retain(|path, _| !BY_HAND.iter().any(|hand| path == Path::new(hand)));
    let case = traunstein::build::case();
    let written: BTreeMap<PathBuf, Vec<u8>> = traunstein::files(&case)
        .expect("the case can be written")
        .into_iter()
        .map(|(path, bytes)| (path.into(), bytes))
        .collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>(), "the same files");
    for (path, bytes) in &written {
        assert!(
            committed[path] == *bytes,
            "{} differs: run `cargo run --example generator -- examples/traunstein`",
            path.display()
        );
    }
}

#[test]
fn traunstein_has_the_faults_it_promises() {
    let case = traunstein::build::case();
    let faults: std::collections::BTreeSet<_> = case.lines.iter().filter_map(|l| l.fault).collect();
    assert!(faults.len() >= 12, "{faults:?}");
    assert_eq!(case.lines.len(), 640);
    let numbers: std::collections::BTreeSet<_> = case.lines.iter().map(|l| &l.number).collect();
    assert_eq!(numbers.len(), 640, "every number once");
    let macs: Vec<_> = case.lines.iter().filter_map(|l| l.mac.as_ref()).collect();
    assert_eq!(macs.iter().collect::<std::collections::BTreeSet<_>>().len(), macs.len(), "every address once");
}

use traunstein::model::{Case, Fault};

/// A copy of the case, so that nothing is written into the checkout.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in traunstein::files(&traunstein::build::case()).expect("the case") {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("folder");
        std::fs::write(path, bytes).expect("written");
    }
    folder
}

fn json(site: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_deskshift"))
        .arg("-C")
        .arg(site)
        .arg("--json")
        .args(arguments)
        .output()
        .expect("deskshift starts");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// What the check has to say about a line with this fault, about its number or in a file with its name.
fn findings_of(fault: Fault) -> &'static [&'static str] {
    match fault {
        Fault::SecretDiffers => &["login-secret-differs"],
        Fault::SecretCut => &["login-secret-differs", "secret-cut-by-comment"],
        Fault::UnknownExtension => &["extension-unknown", "login-of-unknown-extension"],
        Fault::AuthNameWrong => &["login-name-differs"],
        Fault::ContactsZero | Fault::ContactsZeroKept => &["no-contacts-allowed"],
        Fault::AorMissing | Fault::AorTypeCase => &["aor-missing"],
        Fault::AorBlank => &["aor-missing", "blank-before-parenthesis"],
        Fault::AorNone => &["no-aor"],
        Fault::AorNameDiffers => &["aor-name-differs"],
        Fault::AuthMissing => &["auth-missing"],
        Fault::AuthNoUser => &["auth-missing", "no-username"],
        Fault::Open => &["open-endpoint"],
        Fault::EndpointBlank => &["type-missing", "blank-before-parenthesis"],
        Fault::UnknownOption => &["unknown-option"],
        Fault::BadValue => &["bad-value"],
        Fault::HashOnly => &["hash-only"],
        Fault::NobodysPhone => &["extension-without-person"],
        Fault::SharedPhone => &["extension-of-two-persons"],
        // One note for all AORs of one slot.
        Fault::OnlySlotKept
        | Fault::DisplacesKept
        // Nothing is wrong, or only the PBX knows.
        | Fault::AuthNameListed
        | Fault::AuthNameFromPbx
        | Fault::NastySecret
        | Fault::ListSilent
        | Fault::TwoDeskPhones => &[],
    }
}

/// Findings about one line that no fault of ours explains.
const ABOUT_LINES: [&str; 19] = [
    "login-secret-differs",
    "extension-unknown",
    "login-of-unknown-extension",
    "login-name-differs",
    "no-contacts-allowed",
    "aor-missing",
    "no-aor",
    "aor-name-differs",
    "auth-missing",
    "no-username",
    "open-endpoint",
    "type-missing",
    "unknown-option",
    "bad-value",
    "hash-only",
    "extension-without-person",
    "extension-of-two-persons",
    "secret-cut-by-comment",
    "blank-before-parenthesis",
];

#[test]
fn the_check_finds_what_is_planted_and_nothing_else() {
    let case = traunstein::build::case();
    let folder = site();
    let report = json(folder.path(), &["inventory", "check"]);
    let findings: Vec<(String, String)> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| {
            let code = f["code"].as_str().expect("code").strip_prefix("inventory/").unwrap_or_default().to_owned();
            (code, f["subject"].as_str().unwrap_or_default().to_owned() + " " + f["what"]["en"].as_str().expect("words"))
        })
        .collect();
    let of = |code: &str| findings.iter().filter(|(c, _)| c == code).count();
    let mut expected = std::collections::BTreeMap::<&str, usize>::new();
    for line in &case.lines {
        for code in line.fault.map_or(&[][..], findings_of) {
            *expected.entry(code).or_default() += 1;
            // These name the place, not the line.
            let placed = matches!(*code, "secret-cut-by-comment" | "hash-only" | "blank-before-parenthesis");
            let named = findings.iter().any(|(c, text)| c == code && text.contains(&line.number));
            assert!(placed || named, "{code} for {} {:?}", line.number, line.fault);
        }
    }
    for code in ABOUT_LINES {
        assert_eq!(of(code), expected.get(code).copied().unwrap_or(0), "{code}: {findings:#?}");
    }
    for (code, count) in [
        ("person-without-extension", 2),
        ("room-overfull", 1),
        // Three numbers of one list are one finding.
        ("number-zero-missing", 1),
        ("mailbox-missing", 2),
        ("queue-member-unknown", 1),
        ("person-listed-twice", 2),
    ] {
        assert_eq!(of(code), count, "{code}: {findings:#?}");
    }
}

fn numbers(case: &Case, wanted: impl Fn(&traunstein::model::Line) -> bool) -> std::collections::BTreeSet<&str> {
    case.lines.iter().filter(|l| wanted(l)).map(|l| l.number.as_str()).collect()
}

#[test]
fn only_phones_of_one_person_are_for_migration() {
    let case = traunstein::build::case();
    let folder = site();
    let output = json(folder.path(), &["inventory", "import"]);
    assert!(output.is_object());
    let text = std::fs::read_to_string(folder.path().join("out/inventory.json")).expect("the inventory");
    let inventory: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let body = if inventory["extensions"].is_null() { &inventory["body"] } else { &inventory };
    let extensions = body["extensions"].as_array().expect("extensions");
    assert_eq!(extensions.len(), 640);
    let persons: std::collections::BTreeSet<&str> =
        extensions.iter().filter(|e| e["kind"] == "person").map(|e| e["number"].as_str().expect("number")).collect();
    assert_eq!(persons, numbers(&case, traunstein::model::Line::is_person));
    assert_eq!(body["persons"].as_array().expect("persons").len(), 600);
}
