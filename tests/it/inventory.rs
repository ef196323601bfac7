//! `deskshift inventory` on the case and on a starter site.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::{run, secrets, tree};

/// A copy of the case's site folder, so that results do not land in the checkout.
fn case(folder: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/traunstein");
    let to = folder.join("traunstein");
    copy(&from, &to);
    let _ = fs::remove_dir_all(to.join("out"));
    to
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { fs::copy(entry.path(), target).map(drop).unwrap() }
    }
}

#[test]
fn import_reads_the_case_and_keeps_secrets_apart() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let first = run(&site, &["--lang", "en", "inventory", "import"]).expect(1);
    assert!(first.stdout.contains("640 extensions: "), "{}", first.stdout);
    assert!(first.stdout.contains("600 people in 25 departments"), "{}", first.stdout);
    assert!(first.stdout.lines().count() <= 40, "{}", first.stdout);
    assert!(first.stderr.contains("inventory check"), "{}", first.stderr);

    let out = site.join("out");
    assert_eq!(fs::metadata(out.join("secrets.json")).unwrap().permissions().mode() & 0o777, 0o600);
    let secrets = secrets(&site);
    assert!(secrets.contains_key("list/0202") && secrets.contains_key("pbx/auth/0202"));
    let inventory = fs::read_to_string(out.join("inventory.json")).unwrap();
    for (key, secret) in secrets.iter().filter(|(_, secret)| secret.len() >= 10).step_by(25) {
        assert!(!inventory.contains(secret.as_str()), "{key} stands in the inventory");
        assert!(!first.all().contains(secret.as_str()), "{key} was printed");
    }

    let before = tree(&out);
    let again = run(&site, &["--lang", "en", "inventory", "import"]).expect(1);
    assert!(before == tree(&out), "the same input gives the same bytes");
    assert!(!first.stdout.contains("last import"), "{}", first.stdout);
    assert!(again.stdout.ends_with("nothing has changed since the last import\n"), "{}", again.stdout);
}

#[test]
fn every_planted_fault_of_the_lists_is_told_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let checked = run(&site, &["--json", "inventory", "check"]).expect(1);
    assert!(!site.join("out").exists(), "check writes nothing");
    let json = checked.json();
    let findings = json["findings"].as_array().unwrap();
    let count = |code: &str| findings.iter().filter(|f| f["code"] == format!("inventory/{code}").as_str()).count();
    for (code, least) in [
        ("person-listed-twice", 2),
        ("room-overfull", 1),
        ("person-without-extension", 2),
        ("number-zero-missing", 1),
        ("extension-without-person", 3),
        ("extension-of-two-persons", 1),
        ("extension-unknown", 1),
        ("login-secret-differs", 3),
        ("login-name-differs", 1),
        ("secret-cut-by-comment", 1),
        ("no-contacts-allowed", 1),
        ("open-endpoint", 1),
        ("auth-missing", 1),
        ("aor-missing", 1),
        ("mailbox-missing", 2),
        ("queue-member-unknown", 1),
    ] {
        assert!(count(code) >= least, "{code}: {} of at least {least}\n{}", count(code), checked.stdout);
    }
    // Two lists of the same people agree, but for what was planted; names full of signs and umlauts are no contradictions.
    for code in
        ["sources-differ", "person-in-one-list", "staff-number-shared", "name-differs", "kind-contradicts", "department-spelling"]
    {
        assert_eq!(count(code), 0, "{code}\n{}", checked.stdout);
    }
    assert!(
        findings.iter().all(|f| f["place"]["file"].as_str().is_some_and(|file| !file.starts_with('/'))),
        "places are relative"
    );
    let human = run(&site, &["inventory", "check"]).expect(1);
    assert!(human.stdout.contains("staff/personal.xlsx#Personal!"), "{}", human.stdout);
    assert!(human.stdout.contains("Fehler[inventory/login-secret-differs]"), "the site's language: {}", human.stdout);
}

#[test]
fn show_tells_every_field_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let by_number = run(&site, &["--lang", "en", "inventory", "show", "0201"]).expect(0);
    for word in [
        "last name",
        "staff/personal.xlsx#Personal!",
        "pbx/pjsip.d/",
        "login in the list",
        "staff/pbx-logins.csv:",
        "known (`pbx/auth/0201`)",
        "login-name-differs",
    ] {
        assert!(by_number.stdout.contains(word), "{word}\n{}", by_number.stdout);
    }
    let id = by_number.stdout.lines().next().unwrap().strip_prefix("person ").unwrap().to_owned();
    assert_eq!(run(&site, &["--lang", "en", "inventory", "show", &id]).expect(0).stdout, by_number.stdout, "by staff number");
    let json = run(&site, &["--json", "inventory", "show", "0201"]).expect(0).json();
    assert_eq!(json["extensions"][0]["number"], "0201");
    assert_eq!(json["persons"][0]["id"], id.as_str());
    run(&site, &["inventory", "show", "9999"]).expect(4);
    run(&site, &["inventory", "show", ""]).expect(4);
}

#[test]
fn a_folder_without_extensions_is_no_telephone_system() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    fs::write(site.join("pbx/pjsip.conf"), "[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[hans]\ntype=endpoint\n").unwrap();
    let ended = run(&site, &["inventory", "import"]).expect(2);
    assert!(ended.stderr.contains("inventory/no-extension") && ended.stderr.contains("pbx/pjsip.conf"), "{}", ended.stderr);
    assert!(ended.stderr.contains("inventory/endpoint-not-a-number") && ended.stderr.contains("`[hans]`"), "{}", ended.stderr);
    assert!(!site.join("out").exists());
}

#[test]
fn what_is_not_shown_of_unusable_sources_is_counted_and_hints_can_be_pasted() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let endpoints: String = (0..60).map(|n| format!("[name{n}]\ntype=endpoint\nallow=alaw\n")).collect();
    fs::write(site.join("pbx/pjsip.conf"), endpoints).unwrap();
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    let text = text.replace("\nsources:\n", "\nsources:\n  exports:\n    - file: staff/was ist das.txt\n");
    assert!(text.contains("exports:"), "{text}");
    fs::write(policy, text).unwrap();
    fs::write(site.join("staff/was ist das.txt"), "nothing that anybody knows\n").unwrap();
    fs::remove_file(site.join("pbx/extensions.conf")).unwrap();
    let ended = run(folder.path(), &["-C", "site", "--lang", "en", "inventory", "import"]).expect(2);
    // One error for each source, then 60 notes and one about `allow`, of which the first 40 findings are shown.
    assert_eq!(ended.stderr.matches("note[inventory/endpoint-not-a-number]").count(), 37, "{}", ended.stderr);
    assert!(ended.stderr.contains("inventory/more-unusable") && ended.stderr.contains("23 further findings"), "{}", ended.stderr);
    assert!(ended.stderr.contains("`deskshift inventory guess 'site/staff/was ist das.txt'`"), "{}", ended.stderr);
}

/// A file of trunks or hints beside a telephone system is no mistake; alone it gives nobody to move.
#[test]
fn an_export_without_extensions_needs_another_source() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    let with = |list: &str| text.replace("\nsources:\n", &format!("\nsources:\n  exports:\n{list}"));
    let exports = |files: &[&str]| {
        let list: String = files.iter().map(|file| format!("    - file: {file}\n")).collect();
        fs::write(&policy, with(&list)).unwrap();
    };
    let write = |name: &str, text: &str| fs::write(site.join(name), text).unwrap();
    write("trunk.conf", "[amt]\ntype=peer\nhost=sip.example.net\nsecret=abcdefgh12345678\n");
    write(
        "wizard.conf",
        "[netz]\ntype=wizard\nsends_auth=yes\nremote_hosts=sip.example.net\noutbound_auth/username=u\noutbound_auth/password=p\n",
    );
    write("hints.conf", "[intern]\nexten => 777,hint,Custom:tor\n");
    write("empty.conf", "; [x]\n; type=endpoint\n");
    exports(&["trunk.conf", "wizard.conf", "hints.conf"]);
    let ended = run(&site, &["--json", "--lang", "en", "inventory", "import"]);
    assert!(ended.code < 2, "{}", ended.all());
    assert!(site.join("out/inventory.json").exists(), "{}", ended.all());
    let checked = run(&site, &["--json", "inventory", "check"]);
    assert_eq!(checked.stdout.matches("inventory/source-without-extension").count(), 3, "{}", checked.stdout);
    exports(&["trunk.conf", "empty.conf"]);
    let ended = run(&site, &["--lang", "en", "inventory", "import"]).expect(2);
    assert!(ended.stderr.contains("inventory/nothing-found") && ended.stderr.contains("empty.conf"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("trunk.conf"), "{}", ended.stderr);
    // Alone: trunks are imported, and that nobody is there to be moved is said; hints alone are the reason why nothing is.
    let others = ["  asterisk:", "  staff:", "  accounts:", "  secrets_from:"];
    let alone: String = with("    - file: trunk.conf\n")
        .lines()
        .filter(|line| !others.iter().any(|other| line.starts_with(other)))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(&policy, &alone).unwrap();
    let ended = run(&site, &["--lang", "en", "inventory", "import"]).expect(0);
    assert!(
        ended.stdout.contains("warning[inventory/nobody-to-move]") && ended.stdout.contains("0 extensions"),
        "{}",
        ended.all()
    );
    fs::write(&policy, alone.replace("trunk.conf", "hints.conf")).unwrap();
    let ended = run(&site, &["--lang", "en", "inventory", "import"]).expect(2);
    assert!(ended.stderr.contains("inventory/nothing-found") && ended.stderr.contains("hints.conf"), "{}", ended.stderr);
}

#[test]
fn all_sources_that_cannot_be_used_are_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    fs::write(site.join("staff/personal.xlsx"), "PK\u{3}\u{4} torn").unwrap();
    fs::remove_file(site.join("staff/personal.csv")).unwrap();
    fs::write(site.join("staff/pbx-logins.csv"), "eins;zwei\ndrei;vier\n").unwrap();
    fs::write(site.join("pbx/pjsip.conf"), "").unwrap();
    let ended = run(&site, &["inventory", "import"]).expect(2);
    for word in ["personal.xlsx", "personal.csv", "pbx-logins.csv", "pjsip.conf"] {
        assert!(ended.stderr.contains(word), "{word}\n{}", ended.stderr);
    }
    assert!(!site.join("out").exists());
}

#[test]
fn sarif_is_for_the_check_only() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let checked = run(&site, &["--format", "sarif", "inventory", "check"]).expect(1);
    let json = checked.json();
    assert_eq!(json["version"], "2.1.0");
    let results = json["runs"][0]["results"].as_array().unwrap();
    let human = run(&site, &["--json", "inventory", "check"]).expect(1).json();
    assert_eq!(results.len(), human["findings"].as_array().unwrap().len());
    assert_eq!(json["runs"][0]["language"], "de", "the site's language");
    // A file that others include shows by which lines it came in.
    let cut = results.iter().find(|r| r["ruleId"] == "inventory/secret-cut-by-comment").unwrap();
    let physical = &cut["locations"][0]["physicalLocation"];
    assert!(physical["artifactLocation"]["uri"].as_str().unwrap().starts_with("pbx/pjsip.d/"), "{cut}");
    assert!(physical["region"]["startColumn"].as_u64().unwrap() > 1);
    assert_eq!(cut["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"], "pbx/pjsip.conf");
    assert!(!checked.stdout.contains(folder.path().to_str().unwrap()), "no absolute path");

    for arguments in [&["inventory", "import"][..], &["inventory", "show", "0201"], &["plan"], &["explain"], &["doctor"]] {
        let refused = run(&site, &[&["--format", "sarif"], arguments].concat()).expect(2);
        assert!(refused.stderr.contains("inventory check") && refused.stdout.is_empty(), "{arguments:?}: {}", refused.stderr);
    }
    assert!(!site.join("out").exists());
}

#[test]
fn direct_numbers_are_derived_and_shown_as_people_write_them() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    let changed = policy.replace(
        "  extension_lengths: [4]\n",
        "  extension_lengths: [4]\n  blocks: [\"0100-1999\"]\n  did_equals_extension: true\n",
    );
    assert_ne!(policy, changed);
    fs::write(site.join("deskshift.yaml"), changed).unwrap();
    let shown = run(&site, &["--lang", "en", "inventory", "show", "089 99998-0201"]).expect(0);
    for word in ["extension 0201", "089 99998-0201 (+49 89 99998-0201)", "called from outside by", "pbx/pjsip.d/"] {
        assert!(shown.stdout.contains(word), "{word}\n{}", shown.stdout);
    }
    let json = run(&site, &["--json", "inventory", "show", "0201"]).expect(0).json();
    assert_eq!(json["dids"][0]["number"], "+4989999980201", "E.164 in data");
    let checked = run(&site, &["--lang", "en", "inventory", "check"]).expect(1);
    assert!(!checked.stdout.replace("inventory/did-by-pattern", "").contains("inventory/did-"), "{}", checked.stdout);
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace("0100-1999", "0100-0999")).unwrap();
    let checked = run(&site, &["--lang", "en", "inventory", "check"]).expect(1);
    assert!(checked.stdout.contains("inventory/extension-outside-block"), "{}", checked.stdout);
}

/// A site whose department file has a name of an old system: `m\xfcller.conf`.
#[test]
fn an_included_file_with_a_name_that_is_no_utf8_is_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let pjsip = fs::read_to_string(site.join("pbx/pjsip.conf")).unwrap();
    fs::write(site.join("pbx/pjsip.conf"), format!("{pjsip}\n#include users/*.conf\n")).unwrap();
    fs::create_dir(site.join("pbx/users")).unwrap();
    let name = std::ffi::OsStr::from_bytes(b"m\xfcller.conf");
    let text = "[2077]\ntype=endpoint\nallow=alaw\nauth=2077\naors=2077\ncallerid=\"Odd\" <2077>\n[2077]\ntype=auth\nauth_type=userpass\n\
                username=2077\npassword=kV3x-99Lq-77zP5\n[2077]\ntype=aor\nmax_contacts=1\n";
    fs::write(site.join("pbx/users").join(name), text).unwrap();
    let shown = run(&site, &["inventory", "show", "2077"]).expect(0);
    assert!(shown.stdout.contains("pbx/users/m\u{fffd}ller.conf:"), "{}", shown.stdout);
}

#[test]
fn two_imports_at_once_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    run(&site, &["inventory", "import"]).expect(1);
    let lock = fs::OpenOptions::new().write(true).open(site.join("out/.lock")).unwrap();
    lock.lock().unwrap();
    let refused = run(&site, &["inventory", "import"]).expect(5);
    assert!(refused.stderr.contains("store/locked"), "{}", refused.stderr);
}

#[test]
fn a_failure_speaks_the_language_of_the_site_and_json_where_asked() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace("lang: en", "lang: de")).unwrap();
    fs::remove_file(site.join("staff/staff.csv")).unwrap();
    let ended = run(&site, &["--json", "inventory", "import"]).expect(2);
    assert!(ended.stderr.contains("nicht lesbar"), "{}", ended.stderr);
    let value: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(value["failed"], true);
    assert_eq!(value["findings"][0]["code"], "store/unreadable");
}

#[test]
fn a_table_goes_out_is_edited_and_comes_back_as_corrections() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let (book, tables, fix) = (folder.path().join("all.xlsx"), folder.path().join("tables"), site.join("corrections.csv"));
    let (book, tables, fix) = (book.to_str().unwrap(), tables.to_str().unwrap(), fix.to_str().unwrap());
    run(&site, &["inventory", "export", "--xlsx", book, "--csv", tables]).expect(0);
    assert!(!site.join("out").exists(), "only what was asked for is written");
    assert!(run(&site, &["inventory", "export", "--xlsx", book]).expect(2).stderr.contains("export-in-the-way"));
    let persons = format!("{tables}/persons.csv");
    // The folder stands for all its tables.
    for edited in [book, &persons, tables] {
        let same = run(&site, &["--lang", "en", "inventory", "diff", edited]).expect(0);
        assert!(same.stdout.starts_with("no difference in "), "{}", same.stdout);
    }
    // One room is edited.
    let text = fs::read_to_string(&persons).unwrap();
    let row = text.lines().nth(1).unwrap();
    let mut cells: Vec<&str> = row.split(';').collect();
    let id = cells[0].to_owned();
    cells[5] = "9.99";
    fs::write(&persons, text.replace(row, &cells.join(";"))).unwrap();
    let diff = run(&site, &["--json", "inventory", "diff", &persons, "--accept", fix]).expect(1).json();
    assert_eq!((diff["clean"].as_u64(), diff["edits"][0]["new"].as_str()), (Some(1), Some("9.99")), "{diff}");
    assert_eq!((diff["edits"][0]["id"].as_str(), diff["edits"][0]["field"].as_str()), (Some(id.as_str()), Some("room")));
    // Without an edit nothing is written; an edit of a locked column is none that can be accepted.
    let none = site.join("none.csv");
    run(&site, &["inventory", "diff", book, "--accept", none.to_str().unwrap()]).expect(0);
    assert!(!none.exists());
    // Named as a source, it counts.
    run(&site, &["inventory", "import"]).expect(1);
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace("  staff:\n", "  exports:\n    - file: corrections.csv\n  staff:\n"))
        .unwrap();
    let import = run(&site, &["--json", "inventory", "import"]).expect(1).json();
    let changed = import["changes"]["list"].as_array().unwrap();
    assert!(changed.iter().any(|c| c["field"] == "room" && c["new"] == "9.99" && c["id"] == id.as_str()), "{changed:?}");
    assert_eq!(import["changes"]["persons"]["changed"], 1);
    let shown = run(&site, &["inventory", "show", &id]).expect(0);
    assert!(shown.stdout.contains("9.99") && shown.stdout.contains("corrections.csv:2:"), "{}", shown.stdout);
}

/// A starter site with an inventory, below the folder.
fn starter(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    run(&site, &["inventory", "import"]).expect(1);
    site
}

#[test]
fn what_a_killed_import_leaves_is_refused_and_the_next_import_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let out = site.join("out");
    run(&site, &["plan"]);
    let old = fs::read(out.join("inventory.json")).unwrap();
    let pjsip = fs::read_to_string(site.join("pbx/pjsip.conf")).unwrap();
    let changed = pjsip.replacen("password=", "password=Zz9-", 1);
    assert_ne!(changed, pjsip);
    fs::write(site.join("pbx/pjsip.conf"), changed).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    // Killed between the two renames: the secrets are new, the inventory is not; its sources are back, so it looks current.
    fs::write(out.join("inventory.json"), old).unwrap();
    fs::write(site.join("pbx/pjsip.conf"), pjsip).unwrap();
    fs::write(out.join(".deskshift-aB3xYz"), "a password").unwrap();
    for command in ["plan", "convert"] {
        let refused = run(&site, &["--lang", "en", command]).expect(5);
        assert!(refused.stderr.contains("store/stale") && refused.stderr.contains("inventory import`"), "{}", refused.stderr);
    }
    assert!(run(&site, &["--lang", "en", "doctor"]).all().contains("not of one import"));
    run(&site, &["inventory", "import"]).expect(1);
    assert!(!out.join(".deskshift-aB3xYz").exists(), "what a killed run left is removed");
    assert!(run(&site, &["plan"]).code <= 1);
}

#[test]
fn results_are_not_written_through_a_link_that_leads_away() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let (site, shared) = (folder.path().join("site"), folder.path().join("shared"));
    fs::create_dir(&shared).unwrap();
    let _ = fs::remove_dir_all(site.join("out"));
    std::os::unix::fs::symlink(&shared, site.join("out")).unwrap();
    let refused = run(&site, &["--lang", "en", "inventory", "import"]).expect(3);
    assert!(refused.stderr.contains("store/planted") && refused.stderr.contains("leads elsewhere"), "{}", refused.stderr);
    assert_eq!(fs::read_dir(&shared).unwrap().count(), 0);
    assert!(run(&site, &["--lang", "en", "doctor"]).all().contains("leads elsewhere"));
    // Within the site it is the admin's own affair.
    fs::remove_file(site.join("out")).unwrap();
    fs::create_dir(site.join("results")).unwrap();
    std::os::unix::fs::symlink("results", site.join("out")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
}

#[test]
fn json_is_given_also_where_nothing_is_found_and_not_beside_sarif() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let nobody = run(&site, &["--json", "inventory", "show", "nobody"]).expect(4).json();
    assert_eq!((nobody["persons"].as_array().map(Vec::len), nobody["extensions"].as_array().map(Vec::len)), (Some(0), Some(0)));
    let both = run(&site, &["--json", "--format", "sarif", "inventory", "check"]).expect(2);
    assert!(both.stdout.is_empty() && both.stderr.contains("contradict"), "{}", both.all());
}

#[test]
fn a_review_is_shown_also_where_its_edits_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let site = case(folder.path());
    let tables = folder.path().join("tables");
    run(&site, &["inventory", "export", "--csv", tables.to_str().unwrap()]).expect(0);
    let persons = tables.join("persons.csv");
    let text = fs::read_to_string(&persons).unwrap();
    let row = text.lines().nth(1).unwrap();
    let mut cells: Vec<&str> = row.split(';').collect();
    cells[5] = "9.99";
    fs::write(&persons, text.replace(row, &cells.join(";"))).unwrap();
    let (persons, fix) = (persons.to_str().unwrap(), folder.path().join("none/fix.csv"));
    let diff = run(&site, &["--lang", "en", "inventory", "diff", persons, "--accept", fix.to_str().unwrap()]).expect(3);
    assert!(diff.stdout.contains("9.99") && diff.stdout.contains("1 edit to accept, 0 conflicts"), "{}", diff.stdout);
    assert!(diff.stderr.contains("store/unwritable") && !diff.stderr.contains("edits written"), "{}", diff.stderr);
    let json = run(&site, &["--json", "inventory", "diff", persons, "--accept", fix.to_str().unwrap()]).expect(3).json();
    assert_eq!(json["findings"][0]["code"], "store/unwritable");
}
