//! New passwords from the plan to the files: drawn once, the same in profile and PBX file, sealed, shown to nobody.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::support::{LabPbx, command, finish, run, tree};

fn starter(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    site
}

fn issued(site: &Path) -> BTreeMap<String, String> {
    stored(&site.join("out/issued.json"))
}

/// The passwords in a store.
fn stored(path: &Path) -> BTreeMap<String, String> {
    let mut store: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    serde_json::from_value(store["secrets"].take()).unwrap()
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
fn what_the_pbx_would_not_get_is_in_no_profile_and_no_letter() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let letters = ["letters", "--with-passwords", "--json", "--date", "2027-03-01"];
    assert_eq!(run(&site, &letters).expect(0).json()["passwords"], 4);
    // FreePBX without an export of its own: no file can be written that sets them.
    let policy = text(&site.join("deskshift.yaml"));
    fs::write(site.join("deskshift.yaml"), policy.replacen("kind: asterisk", "kind: freepbx", 1)).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let codes = |told: &serde_json::Value| -> Vec<String> {
        told["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    let told = run(&site, &letters).expect(1).json();
    assert_eq!(told["refused"].as_array().unwrap().len(), 4, "{told}");
    assert!(codes(&told).contains(&"pbx/password-not-set".to_owned()), "{told}");
    let told = run(&site, &["convert", "--json"]).expect(2);
    for code in ["pbx/password-not-set", "pbx/no-source", "profile/nothing-converted"] {
        assert!(told.stdout.contains(code) && told.stderr.contains(code), "{code}: {}", told.all());
    }
    assert!(!site.join("out/current").exists());
    // Without passwords there is nothing to hold back.
    assert_eq!(run(&site, &["letters", "--json", "--date", "2027-03-01"]).expect(0).json()["letters"], 4);
}

#[test]
fn desk_phones_may_go_on_beside_the_new_password() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let policy = text(&site.join("deskshift.yaml"));
    let line = policy.lines().find(|line| line.starts_with("  mode: rotate")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace(line, "  beside: [\"2001\"]")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    let told = run(&site, &["plan"]).expect(0).all();
    assert!(told.contains("plan/secret-added") && told.contains("plan/secret-renewed"), "{told}");
    run(&site, &["convert"]).expect(0);
    let new = issued(&site);
    let fragment = text(&site.join("out/current/pbx/pjsip.deskshift.conf"));
    let ours = format!("[2001-soft]\ntype=auth\nauth_type=userpass\nusername=2001\npassword={}\n", new["new/2001"]);
    assert!(fragment.contains("auth=2001,2001-soft\n") && fragment.contains(&ours), "{fragment}");
    assert!(!fragment.contains("[2001](+type=auth)") && fragment.contains("[2002](+type=auth)"), "{fragment}");
    let list = text(&site.join("out/current/pbx/new-passwords.csv"));
    assert_eq!(list.lines().count(), 5, "all that a desk phone may learn");
}

#[test]
fn a_desk_phones_own_file_comes_back_with_the_new_password() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let policy = text(&site.join("deskshift.yaml"));
    let sources = policy.replacen("  asterisk: pbx ", "  exports: [phones/00005e005321.cfg]\n  asterisk: pbx ", 1);
    fs::write(site.join("deskshift.yaml"), &sources).unwrap();
    fs::create_dir(site.join("phones")).unwrap();
    let phone = "#!version:1.0.0.1\naccount.1.user_name = 2001\naccount.1.password = starter-kQ7vTn2RbX\nstatic.security.user_password = admin:geheim-4711\n";
    fs::write(site.join("phones/00005e005321.cfg"), phone).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    let new = issued(&site)["new/2001"].clone();
    let given = site.join("out/current/pbx/desk-phones/phones/00005e005321.cfg");
    assert_eq!(text(&given), phone.replace("starter-kQ7vTn2RbX", &new));
    assert_eq!(fs::metadata(&given).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(text(&site.join("out/current/pbx/README.en.md")).contains("`desk-phones/` holds 1 phone's file that you gave"));
    // A review leaves such a copy out: it holds more than we know.
    run(&site, &["convert", "--no-secrets"]).expect(0);
    let review = tree(&site.join("out/review/current"));
    assert!(!review.keys().any(|name| name.contains("desk-phones")), "{:?}", review.keys());
    assert!(!review.values().any(|bytes| String::from_utf8_lossy(bytes).contains("geheim-4711")));
}

#[test]
fn a_review_holds_markers_only() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let told = run(&site, &["--lang", "en", "convert", "--no-secrets"]).expect(0).stdout;
    assert!(told.contains("out/review/current (gen-") && told.contains("written: ") && !told.contains("in force"), "{told}");
    assert!(!site.join("out/current").exists(), "a review must not take the place of the set in force");
    let files = tree(&site.join("out/review/current"));
    let all: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(all.contains("@@SECRET:new/2001@@") && all.contains("password=@@SECRET:new/2001@@\n"));
    let old = stored(&site.join("out/secrets.json"));
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
    let letters = ["letters", "--with-passwords", "--json"];
    for (arguments, code) in [(&["inventory", "import"][..], 1), (&["plan"], 0), (&["convert"], 0), (&letters, 0)] {
        with(arguments, "kiefer nordwind").expect(code);
    }
    for name in ["secrets.json", "issued.json"] {
        let sealed = text(&site.join("out").join(name));
        assert!(sealed.starts_with("age-encryption.org/v1") && !sealed.contains("2001"), "{name}");
    }
    for phrase in ["", "kiefer"] {
        let told = with(&["convert"], phrase).expect(2).all();
        assert!(told.contains("store/sealed") && !told.contains("nordwind"), "{told}");
        assert!(told.contains("secrets.age") && !told.contains("inventory import"), "another import mends nothing: {told}");
    }
    // An import with another passphrase would leave two stores that one passphrase does not open.
    let before = text(&site.join("out/secrets.json"));
    let told = with(&["inventory", "import"], "kiefer").expect(3).all();
    assert!(told.contains("store/sealed") && told.contains("issued.json"), "{told}");
    assert_eq!(text(&site.join("out/secrets.json")), before);
    with(&["convert"], "kiefer nordwind").expect(0);
}

#[test]
fn a_leaver_counts_as_revoked_only_where_every_login_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    // A new password was given out, and the telephone system has never loaded it: the desk phone's is still the one in force.
    run(&site, &["convert"]).expect(0);
    let policy = text(&site.join("deskshift.yaml"));
    let line = policy.lines().find(|line| line.starts_with("  mode: rotate")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace(line, &format!("{line}\n  revoke: [\"2001\"]"))).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    let proof = |lab: &LabPbx, code| {
        let at = format!("127.0.0.1:{}", lab.udp);
        let told = run(&site, &["--json", "validate", "--revoked", "--again", "--rate", "0", "--registrar", &at]).expect(code);
        assert_eq!(told.stderr.contains("line `2001`"), code == 1, "{}", told.stderr);
        told.json()
    };
    let told = proof(&LabPbx::start(&site, &[]), 1);
    assert_eq!((&told["still_accepted"], &told["refused"]), (&json!(["2001"]), &json!([])), "{told}");
    let fragment = site.join("out/current/pbx/pjsip.deskshift.conf");
    let told = proof(&LabPbx::start(&site, &["--fragment", fragment.to_str().unwrap()]), 0);
    assert_eq!((&told["still_accepted"], &told["refused"]), (&json!([]), &json!(["2001"])), "{told}");
}
