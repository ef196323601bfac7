//! New passwords from the plan to the files: drawn once, the same in profile and PBX file, sealed, shown to nobody.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{command, finish, run, tree};

fn starter(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    site
}

fn issued(site: &Path) -> BTreeMap<String, String> {
    serde_json::from_slice(&fs::read(site.join("out/issued.json")).unwrap()).unwrap()
}

fn text(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

/// All files of the set in force as one text, without those of the PBX.
fn profiles(site: &Path) -> String {
    let files = tree(&site.join("out/current"));
    files
        .iter()
        .filter(|(name, _)| name.starts_with("lines/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect()
}

#[test]
fn profile_and_pbx_get_the_same_password_and_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    run(&site, &["convert"]).expect(0);
    let first = issued(&site);
    assert_eq!(first.len(), 4);
    let fragment = text(&site.join("out/current/pbx/pjsip.deskshift.conf"));
    for (key, password) in &first {
        assert!(profiles(&site).contains(password), "{key}");
        assert!(fragment.contains(&format!("password={password}\n")), "{key}");
    }
    assert!(!profiles(&site).contains("starter-kQ7vTn2RbX"), "the old password is in a profile");
    let before = tree(&site.join("out/current"));
    for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
        run(&site, command);
    }
    assert_eq!(issued(&site), first);
    assert_eq!(tree(&site.join("out/current")), before, "another run, other bytes");

    // Whoever removes them gets new ones, by way of a new plan.
    fs::remove_file(site.join("out/issued.json")).unwrap();
    assert!(run(&site, &["convert"]).expect(5).all().contains("deskshift"));
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    assert_ne!(issued(&site), first);
}

#[test]
fn some_or_all_may_keep_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let policy = text(&site.join("deskshift.yaml"));
    let plan = |secrets: &str| {
        let line = policy.lines().find(|line| line.starts_with("  mode: rotate")).unwrap();
        fs::write(site.join("deskshift.yaml"), policy.replace(line, secrets)).unwrap();
        run(&site, &["inventory", "import"]).expect(1);
        run(&site, &["plan"]).expect(0);
        run(&site, &["convert"]).expect(0);
    };
    plan("  keep: [\"2001\"]");
    assert!(profiles(&site).contains("starter-kQ7vTn2RbX"));
    assert!(!profiles(&site).contains("starter-Wm4hZc8LpD"));
    plan("  mode: keep");
    assert!(profiles(&site).contains("starter-Wm4hZc8LpD"));
    let fragment = text(&site.join("out/current/pbx/pjsip.deskshift.conf"));
    assert!(!fragment.contains("password="));
    // A leaver: no profile, and a password that stands in the PBX's file alone.
    plan("  mode: keep\n  revoke: [\"2001\"]");
    let revoked = issued(&site)["revoked/2001"].clone();
    assert!(!profiles(&site).contains(&revoked) && !site.join("out/current/lines/2001").exists());
    assert!(text(&site.join("out/current/pbx/pjsip.deskshift.conf")).contains(&format!("password={revoked}\n")));
    assert!(!site.join("out/current/pbx/new-passwords.csv").exists());
}

#[test]
fn a_review_holds_markers_only() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    run(&site, &["convert", "--no-secrets"]).expect(0);
    assert!(!site.join("out/current").exists(), "a review must not take the place of the set in force");
    let files = tree(&site.join("out/review/current"));
    let all: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(all.contains("@@SECRET:new/2001@@") && all.contains("password=@@SECRET:new/2001@@\n"));
    let old: BTreeMap<String, String> = serde_json::from_str(&text(&site.join("out/secrets.json"))).unwrap();
    for password in issued(&site).values().chain(old.values()).filter(|password| password.len() > 6) {
        assert!(!all.contains(password), "a password is in the review");
    }
}

#[test]
fn what_the_pbx_would_change_is_shown_without_passwords() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let human = run(&site, &["pbx", "diff"]).expect(0).all();
    for line in ["2001: aor 2001: max_contacts: `1` -> `2`", "2001: auth 2001: password: changed"] {
        assert!(human.contains(line), "{human}");
    }
    let json = run(&site, &["--json", "pbx", "diff"]).expect(0).json();
    let of_password = json["changes"].as_array().unwrap().iter().find(|change| change["option"] == "password").unwrap();
    assert_eq!((&of_password["to"], &of_password["secret"]), (&"***".into(), &true.into()));
    assert!(issued(&site).values().all(|password| !human.contains(password)));
}

#[test]
fn the_store_may_be_sealed() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let policy = text(&site.join("deskshift.yaml"));
    fs::write(
        site.join("deskshift.yaml"),
        policy.replace("secrets:\n", "secrets:\n  age: {passphrase_env: DESKSHIFT_TEST_PHRASE}\n"),
    )
    .unwrap();
    let with = |arguments: &[&str], phrase: &str| {
        let mut command = command(&site, arguments);
        command.env("DESKSHIFT_TEST_PHRASE", phrase);
        finish(command, std::time::Duration::from_secs(120))
    };
    for (arguments, code) in [(&["inventory", "import"][..], 1), (&["plan"], 0), (&["convert"], 0)] {
        with(arguments, "kiefer nordwind").expect(code);
    }
    for name in ["secrets.json", "issued.json"] {
        let sealed = text(&site.join("out").join(name));
        assert!(sealed.starts_with("age-encryption.org/v1") && !sealed.contains("2001"), "{name}");
    }
    for phrase in ["", "kiefer"] {
        let told = with(&["convert"], phrase).expect(2).all();
        assert!(told.contains("store/sealed") && !told.contains("nordwind"), "{told}");
    }
}
