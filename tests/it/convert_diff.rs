//! `deskshift convert --diff`: what changed, in words and as JSON, without a password, with the documented exit codes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{run, secrets, tree};

/// The starter, converted.
fn converted(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    // Passwords come from the lists, so that one of them can change.
    edit(&site, "deskshift.yaml", "mode: rotate", "mode: keep");
    again(&site);
    run(&site, &["convert"]).expect(0);
    site
}

fn again(site: &Path) {
    run(site, &["inventory", "import"]).expect(1);
    run(site, &["plan"]).expect(0);
}

fn edit(site: &Path, name: &str, from: &str, to: &str) {
    let path = site.join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{name} has no `{from}`");
    fs::write(&path, text.replace(from, to)).unwrap();
}

#[test]
fn nothing_changed_is_exit_0_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let site = converted(folder.path());
    let before = tree(&site.join("out"));
    for old in ["out", "out/current"] {
        let ended = run(&site, &["--lang", "en", "convert", "--diff", old]).expect(0);
        assert_eq!(ended.stdout, "0 lines changed, 0 added, 0 removed, 4 unchanged; 0 passwords changed\n");
    }
    let json = run(&site, &["--json", "convert", "--diff", "out"]).expect(0).json();
    assert_eq!((&json["counts"]["unchanged"], json["lines"].as_array().unwrap().len()), (&4.into(), 0));
    assert!(tree(&site.join("out")) == before, "nothing is written");
}

#[test]
fn each_change_is_told_by_line_client_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let site = converted(folder.path());
    let old_secrets = secrets(&site);
    let old = fs::read_link(site.join("out/current")).unwrap();
    // One gets a new name and a new password, one another program, all a new expiry of Linphone.
    edit(
        &site,
        "deskshift.yaml",
        "    transport: udp\n    srtp: \"off\"",
        "    transport: udp\n    srtp: \"off\"\n    expiry_s: 900",
    );
    edit(&site, "deskshift.yaml", "when: {own_notebook: true}", "when: {extensions: [\"2004\"]}");
    edit(&site, "staff/staff.csv", "Muster;Anna", "Neumann;Anna");
    edit(&site, "staff/logins.csv", "starter-kQ7vTn2RbX", "starter-Zz9kYb5MqH");
    again(&site);
    let before = tree(&site.join("out/current"));
    let ended = run(&site, &["--lang", "en", "convert", "--diff", "out"]).expect(1);
    let text = &ended.stdout;
    for shown in [
        "2001 linphone-xml (secret, changed)\n",
        "    ~ auth_info_0/passwd: (secret, changed)\n",
        "    ~ proxy_0/reg_expires: `600` -> `900`\n",
        "2002 baresip: removed\n",
        "2002 linphone-xml: added\n",
        "2004 baresip: added\n",
        "2003 linphone-xml (secret, unchanged)\n",
        "1 password changed",
    ] {
        assert!(text.contains(shown), "no `{shown}` in\n{text}");
    }
    assert!(text.contains("Anna Muster") && text.contains("Anna Neumann"), "{text}");
    let json = run(&site, &["--json", "convert", "--diff", "out"]).expect(1);
    let value = json.json();
    let of = |line: &str, client: &str| {
        let lines = value["lines"].as_array().unwrap();
        lines.iter().find(|change| change["line"] == line && change["client"] == client).unwrap().clone()
    };
    let anna = of("2001", "linphone-xml");
    assert_eq!((&anna["change"], &anna["password_changed"]), (&"changed".into(), &true.into()));
    let keys = anna["files"][0]["keys"].as_array().unwrap();
    let expiry = keys.iter().find(|key| key["key"] == "proxy_0/reg_expires").unwrap();
    assert_eq!((&expiry["from"], &expiry["to"]), (&"600".into(), &"900".into()));
    let password = keys.iter().find(|key| key["key"] == "auth_info_0/passwd").unwrap();
    assert_eq!(password, &serde_json::json!({"key": "auth_info_0/passwd", "change": "changed", "secret": true}));
    assert_eq!(of("2002", "baresip")["change"], "removed");
    assert_eq!(of("2003", "linphone-xml")["password_changed"], false);
    let shown = ended.all() + &json.all();
    for secret in old_secrets.into_values().chain(secrets(&site).into_values()) {
        assert!(!shown.contains(&secret), "a password is shown");
    }
    assert!(tree(&site.join("out/current")) == before, "nothing is written");

    // A selection compares its lines only.
    let only = run(&site, &["--json", "convert", "--diff", "out", "--only", "2003"]).expect(1).json();
    assert_eq!((only["lines"].as_array().unwrap().len(), only["others"].as_array().unwrap().len()), (1, 0));
    run(&site, &["convert", "--diff", "out", "--only", "9999"]).expect(4);

    // Two generations that were written.
    run(&site, &["convert"]).expect(0);
    let old = Path::new("out").join(old);
    let ended = run(&site, &["--lang", "de", "convert", "--diff", old.to_str().unwrap(), "--to", "out"]).expect(1);
    assert!(
        ended.stdout.contains("2002 baresip: entfällt\n") && ended.stdout.contains("(Geheimnis geändert)"),
        "{}",
        ended.stdout
    );
    run(&site, &["convert", "--diff", "out", "--to", "out/current"]).expect(0);
}

#[test]
fn what_is_no_earlier_set_is_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let site = converted(folder.path());
    let ended = run(&site, &["convert", "--diff", "staff"]).expect(2);
    assert!(ended.stderr.contains("store/unreadable") && ended.stderr.contains("out/gen-"), "{}", ended.stderr);
    let other = site.join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("manifest.json"), "{\"files\": [").unwrap();
    assert!(run(&site, &["convert", "--diff", "other"]).expect(2).stderr.contains("store/bad-document"));
    for path in ["../deskshift.yaml", "/etc/passwd", "a//b", ""] {
        let manifest = serde_json::json!({"files": [{"path": path, "line": "2001", "profile": "baresip"}]});
        fs::write(other.join("manifest.json"), manifest.to_string()).unwrap();
        let ended = run(&site, &["convert", "--diff", "other"]).expect(2);
        assert!(ended.stderr.contains("store/bad-document"), "{path}: {}", ended.stderr);
    }
    run(&site, &["convert", "--to", "out"]).expect(2);
    run(&site, &["convert", "--diff", "out", "--out", "x"]).expect(2);
}
