//! `deskshift plan` and `deskshift convert`: what is written, what is refused, and what a killed run leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use deskshift::store::document::sha256;
use deskshift::store::lock;

#[path = "../support/random.rs"]
mod random;

use random::Random;

use crate::support::{BINARY, command, copy_tree, example, finish, run, secrets, tree};

/// The case with inventory and plan, ready to be converted.
fn traunstein(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    copy_tree(&example("traunstein"), &site);
    let _ = fs::remove_dir_all(site.join("out"));
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    site
}

/// The starter with inventory and plan; its one planted fault makes the import end with 1.
fn starter(folder: &Path, edit: impl Fn(String) -> String) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    edit_policy(&site, edit);
    run(&site, &["inventory", "import"]).expect(1);
    site
}

fn edit_policy(site: &Path, edit: impl Fn(String) -> String) {
    let path = site.join("deskshift.yaml");
    let before = fs::read_to_string(&path).unwrap();
    let after = edit(before.clone());
    fs::write(&path, after).unwrap();
}

fn modes(folder: &Path) -> BTreeMap<String, u32> {
    tree(folder)
        .keys()
        .map(|name| (name.clone(), fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777))
        .collect()
}

fn passwords(site: &Path) -> Vec<String> {
    secrets(site).into_values().filter(|password| password.len() >= 8).collect()
}

#[test]
fn the_case_is_converted_whole() {
    let folder = tempfile::tempdir().unwrap();
    let site = traunstein(folder.path());
    let ended = run(&site, &["convert", "--json"]).expect(0);
    let result = ended.json();
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/plan.json")).unwrap()).unwrap();
    let lines = plan["body"]["lines"].as_array().unwrap();
    assert!(lines.len() > 550, "{}", lines.len());
    assert_eq!(result["lines"], lines.len());
    assert_eq!(result["refused"].as_array().unwrap().len(), 0);

    let current = site.join("out/current");
    let files = tree(&current);
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(manifest["plan"], sha256(&fs::read(site.join("out/plan.json")).unwrap()));
    // All but the manifest and the two READMEs.
    assert_eq!(listed.len() + 3, files.len());
    let mut converted = std::collections::BTreeSet::new();
    for file in listed {
        let path = file["path"].as_str().unwrap();
        assert_eq!(file["sha256"], sha256(&files[path]), "{path}");
        let mode = fs::metadata(current.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode == 0o600, file["secret"].as_bool().unwrap(), "{path}");
        if let Some(line) = file["line"].as_str() {
            assert_eq!(file["read_back"], "equal", "{path}");
            converted.insert(line.to_owned());
        }
    }
    assert_eq!(converted.len(), lines.len());
    for name in
        ["pbx/pjsip.deskshift.conf", "pbx/extensions.deskshift.conf", "pbx/dialplan.txt", "pbx/README.de.md", "README.en.md"]
    {
        assert!(files.contains_key(name), "{name}");
    }
}

#[test]
fn secrets_are_in_their_files_only() {
    let folder = tempfile::tempdir().unwrap();
    let site = traunstein(folder.path());
    let planned = run(&site, &["--json", "plan"]).all();
    let converted = run(&site, &["convert"]).all() + &run(&site, &["convert", "--json"]).all();
    let passwords = passwords(&site);
    assert!(passwords.len() > 500);
    let plan = fs::read_to_string(site.join("out/plan.json")).unwrap();
    let files = tree(&site.join("out/current"));
    let open: String = files
        .iter()
        .filter(|(name, _)| fs::metadata(site.join("out/current").join(name)).unwrap().permissions().mode() & 0o077 != 0)
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(open.len() > 10_000);
    let manifest = String::from_utf8_lossy(&files["manifest.json"]).into_owned();
    for password in passwords {
        for (name, text) in
            [("plan.json", &plan), ("screen", &planned), ("screen", &converted), ("open files", &open), ("manifest", &manifest)]
        {
            assert!(!text.contains(&password), "a password is in {name}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, b) = (traunstein(one.path()), traunstein(two.path()));
    run(&a, &["convert"]).expect(0);
    let mut elsewhere = command(Path::new("/"), &["-C", b.to_str().unwrap(), "convert"]);
    elsewhere.env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8").env("HOSTNAME", "other");
    finish(elsewhere, Duration::from_secs(60)).expect(0);
    assert_eq!(fs::read_link(a.join("out/current")).unwrap(), fs::read_link(b.join("out/current")).unwrap());
    assert!(tree(&a.join("out/current")) == tree(&b.join("out/current")));
    assert!(fs::read(a.join("out/plan.json")).unwrap() == fs::read(b.join("out/plan.json")).unwrap());
    let again = run(&a, &["convert", "--json"]).expect(0).json();
    assert_eq!(again["new"], false);
}

#[test]
fn a_line_a_client_cannot_hold_is_named_and_the_others_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml.replace("mode: rotate", "mode: keep"));
    // 2002 has an own notebook and gets baresip, which cannot hold a quote.
    let logins = fs::read_to_string(site.join("staff/logins.csv")).unwrap();
    fs::write(site.join("staff/logins.csv"), logins.replace("starter-Wm4hZc8LpD", "\"a\"\"b\"")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let ended = run(&site, &["--lang", "en", "convert"]).expect(1);
    assert!(
        ended.stderr.contains("error[profile/unrepresentable]: baresip 1 cannot hold the password: it contains a `\"`"),
        "{}",
        ended.stderr
    );
    assert!(ended.stdout.contains("not converted: 2002"), "{}", ended.stdout);
    let files = tree(&site.join("out/current"));
    assert!(
        files.keys().any(|name| name.starts_with("lines/2001/")) && !files.keys().any(|name| name.starts_with("lines/2002/"))
    );
    let german = run(&site, &["--lang", "de", "convert"]).expect(1);
    assert!(german.stderr.contains("Fehler[profile/unrepresentable]: baresip 1 kann den"), "{}", german.stderr);
}

#[test]
fn a_client_without_the_transport_is_an_error_of_the_plan_and_of_convert() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| {
        yaml.replace("client: linphone-xml\n    transport: udp", "client: twinkle\n    transport: tls")
    });
    let ended = run(&site, &["plan"]).expect(1);
    assert!(ended.stderr.contains("Twinkle cannot speak SIP over `tls`; it knows udp, tcp"), "{}", ended.stderr);
    let ended = run(&site, &["convert"]).expect(1);
    assert!(ended.stderr.contains("error[plan/client-transport]: Twinkle cannot speak SIP over `tls`"), "{}", ended.stderr);
}

#[test]
fn a_set_without_a_line_does_not_take_the_place_of_a_good_one() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    let before = (fs::read_link(site.join("out/current")).unwrap(), tree(&site.join("out/current")));
    // No file can be written that sets the passwords of a FreePBX without its export: no line may be converted.
    edit_policy(&site, |yaml| yaml.replacen("kind: asterisk", "kind: freepbx", 1));
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let ended = run(&site, &["--lang", "en", "convert"]).expect(2);
    assert!(
        ended.stderr.contains("none of 4 lines could be converted; nothing was written, and the set that was in force stays so"),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains("pbx/no-source"), "the reason is told too: {}", ended.stderr);
    assert!((fs::read_link(site.join("out/current")).unwrap(), tree(&site.join("out/current"))) == before);
    run(&site, &["links", "issue", "--all", "--url", "https://phones.example"]).expect(0);
    let links: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/links.json")).unwrap()).unwrap();
    assert_eq!(links["body"].as_object().unwrap().len(), 4, "links still lead to the good set");
    let german = run(&site, &["--lang", "de", "convert"]).expect(2);
    assert!(german.stderr.contains("von 4 Anschlüssen ließ sich keiner umsetzen"), "{}", german.stderr);
}

#[test]
fn a_list_of_people_that_came_in_empty_does_not_empty_the_set_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    let before = (fs::read_link(site.join("out/current")).unwrap(), tree(&site.join("out/current")));
    let staff = fs::read_to_string(site.join("staff/staff.csv")).unwrap();
    fs::write(site.join("staff/staff.csv"), staff.lines().next().unwrap().to_owned() + "\n").unwrap();
    run(&site, &["inventory", "import"]);
    run(&site, &["plan"]);
    let ended = run(&site, &["--lang", "en", "convert"]).expect(2);
    let said = "the plan has no line to convert; nothing was written, and the set that was in force stays so";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    assert!((fs::read_link(site.join("out/current")).unwrap(), tree(&site.join("out/current"))) == before);
}

#[test]
fn lines_without_a_password_are_told_in_one_finding() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| {
        yaml.replace("mode: rotate", "mode: keep")
            .replace("  accounts: [staff/logins.csv]", "")
            .replace("  secrets_from: accounts", "")
    });
    let pjsip = fs::read_to_string(site.join("pbx/pjsip.conf")).unwrap();
    let without: String = pjsip.lines().filter(|line| !line.starts_with("password=")).map(|line| format!("{line}\n")).collect();
    fs::write(site.join("pbx/pjsip.conf"), without).unwrap();
    run(&site, &["inventory", "import"]);
    for (command, code) in [("plan", "error[plan/no-password]"), ("convert", "error[profile/no-password]")] {
        let told = run(&site, &["--lang", "en", command]).stderr;
        assert!((1..=2).contains(&told.matches(code).count()), "one for each client at most: {told}");
        assert!(told.contains("`2001`") && told.contains("`2003`"), "{told}");
    }
}

#[test]
fn a_line_without_a_profile_keeps_its_password_on_the_pbx() {
    let folder = tempfile::tempdir().unwrap();
    // Twinkle has no TLS, so its line is refused.
    let site = starter(folder.path(), |yaml| {
        yaml.replace("client: baresip", "client: twinkle").replacen("transport: tcp", "transport: tls", 1)
    });
    run(&site, &["plan"]).expect(1);
    let ended = run(&site, &["--lang", "en", "convert"]).expect(1);
    assert!(ended.stdout.contains("not converted: 2002"), "{}", ended.all());
    assert!(!ended.stderr.contains("profile/read-back"), "what the client lacks is said once: {}", ended.stderr);
    assert!(ended.stderr.contains("warning[pbx/left-as-is]") && ended.stderr.contains("`2002`"), "{}", ended.stderr);
    let files = tree(&site.join("out/current/pbx"));
    let text = |name: &str| String::from_utf8_lossy(&files[name]).into_owned();
    let (fragment, passwords) = (text("pjsip.deskshift.conf"), text("new-passwords.csv"));
    assert!(fragment.contains("[2001](+type=auth)") && passwords.contains("\r\n2001,"), "{fragment}");
    assert!(!fragment.contains("[2002]") && !passwords.contains("\r\n2002,"), "{fragment}\n{passwords}");
    // What is said of the PBX alone, and what a letter gives out, fit that.
    let diff = run(&site, &["--lang", "en", "pbx", "diff"]);
    assert!(diff.stdout.contains("2001") && !diff.stdout.contains("2002"), "{}", diff.all());
    let letters = run(&site, &["--lang", "en", "letters", "--with-passwords", "--only", "2002"]).expect(1);
    assert!(letters.stderr.contains("pbx/password-not-set"), "{}", letters.stderr);
}

#[test]
fn overrides_that_change_nothing_are_told_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| {
        format!("{yaml}\noverrides:\n  organisation: {{voicemail_number: \"*97\", ca_on_clients: /ca.pem, keepalive_s: 20}}\n")
    });
    let line = fs::read_to_string(site.join("deskshift.yaml")).unwrap().lines().count();
    let told = run(&site, &["--lang", "en", "plan"]).expect(0);
    // The starter's clients are baresip over TCP and Linphone over UDP.
    for (column, what) in [
        (36, "`voicemail_number` of `overrides` for the organisation changes nothing with Linphone, baresip 1: 4 lines"),
        (
            58,
            "`ca_on_clients` of `overrides` for the organisation changes nothing with Linphone over udp, baresip 1 over tcp: 4 lines",
        ),
        (80, "`keepalive_s` of `overrides` for the organisation changes nothing with baresip 1: line `2002`"),
    ] {
        let expected = format!("deskshift.yaml:{line}:{column}: warning[plan/override-without-effect]: {what}");
        assert!(told.stderr.contains(&expected), "no `{expected}` in\n{}", told.stderr);
    }
    assert!(!site.join("out/current").exists());
}

#[test]
fn a_selection_does_not_take_the_place_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let site = traunstein(folder.path());
    run(&site, &["convert"]).expect(0);
    let before = fs::read_link(site.join("out/current")).unwrap();
    run(&site, &["convert", "--only", "02*,twinkle"]).expect(0);
    assert_eq!(fs::read_link(site.join("out/current")).unwrap(), before);
    let files = tree(&site.join("out/selection/current"));
    assert!(
        files
            .keys()
            .filter(|name| name.starts_with("lines/"))
            .all(|name| name.starts_with("lines/02") || name.contains("/twinkle/"))
    );
    assert!(files.keys().any(|name| name.contains("/twinkle/")) && !files.contains_key("pbx/pjsip.deskshift.conf"));
    let none = run(&site, &["convert", "--only", "nobody"]).expect(4);
    assert!(none.stderr.contains("plan/nothing-selected"));
}

#[test]
fn a_stale_plan_and_a_held_lock_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    let before = tree(&site.join("out"));
    {
        let _held = lock::take(&site.join("out"), "validate").unwrap();
        let ended = run(&site, &["convert"]).expect(5);
        assert!(ended.stderr.contains("locked by `deskshift validate"), "{}", ended.stderr);
    }
    edit_policy(&site, |yaml| yaml.replace("Starter office", "Other office"));
    assert!(run(&site, &["convert"]).expect(5).stderr.contains("store/stale"));
    assert!(run(&site, &["plan"]).expect(5).stderr.contains("store/stale"));
    run(&site, &["inventory", "import"]).expect(1);
    assert!(run(&site, &["convert"]).expect(5).stderr.contains("deskshift plan"));
    let after = tree(&site.join("out/current"));
    assert!(
        before
            .iter()
            .filter_map(|(name, bytes)| name.strip_prefix("current/").map(|n| (n, bytes)))
            .all(|(n, bytes)| after[n] == *bytes)
    );
}

#[test]
fn plan_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml);
    run(&site, &["plan"]).expect(0);
    fs::copy(site.join("out/plan.json"), site.join("old.json")).unwrap();
    edit_policy(&site, |yaml| yaml.replace("client: linphone-xml", "client: linphone-rc"));
    run(&site, &["inventory", "import"]).expect(1);
    let ended = run(&site, &["plan", "--diff", "old.json"]).expect(0);
    assert!(ended.stdout.contains("2001: line client: `linphone-xml` -> `linphone-rc`"), "{}", ended.stdout);
    let again = run(&site, &["plan"]).expect(0);
    assert!(again.stdout.contains("Nothing changed since the earlier plan"), "{}", again.stdout);
}

#[test]
fn modes_do_not_depend_on_the_umask() {
    let mut seen = Vec::new();
    for umask in ["000", "077"] {
        let folder = tempfile::tempdir().unwrap();
        let site = starter(folder.path(), |yaml| yaml);
        run(&site, &["plan"]).expect(0);
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("umask {umask}; exec \"$0\" convert"), BINARY]).current_dir(&site).stdin(Stdio::null());
        finish(shell, Duration::from_secs(60)).expect(0);
        let modes = modes(&site.join("out/current"));
        assert!(
            modes
                .iter()
                .filter(|(name, _)| name.starts_with("lines/") && !name.ends_with("config"))
                .all(|(_, mode)| *mode == 0o600)
        );
        assert_eq!(fs::metadata(site.join("out/current/lines")).unwrap().permissions().mode() & 0o777, 0o700);
        seen.push(modes);
    }
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn a_profile_of_the_site_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml);
    let own = site.join("profiles/amt-twinkle");
    fs::create_dir_all(&own).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles/twinkle");
    let yaml = fs::read_to_string(built_in.join("profile.yaml")).unwrap();
    fs::write(own.join("profile.yaml"), yaml.replace("id: twinkle", "id: amt-twinkle")).unwrap();
    let template = fs::read_to_string(built_in.join("twinkle.cfg.j2")).unwrap();
    fs::write(own.join("twinkle.cfg.j2"), format!("{template}ring_tone_file=amt.wav\n")).unwrap();
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace("client: linphone-xml", "client: amt-twinkle")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    let text = fs::read_to_string(site.join("out/current/lines/2001/amt-twinkle/twinkle.cfg")).unwrap();
    assert!(text.contains("ring_tone_file=amt.wav") && text.contains("user_name=2001"));
}

/// Two sites whose results differ in every profile.
fn two_sets(folder: &Path) -> [PathBuf; 2] {
    ["a", "b"].map(|name| {
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        let site =
            starter(&folder, |yaml| if name == "a" { yaml } else { yaml.replace("domain: 127.0.0.1", "domain: other.example") });
        run(&site, &["plan"]).expect(0);
        run(&site, &["convert"]).expect(0);
        site
    })
}

fn litter(out: &Path) -> Vec<String> {
    let names = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".gen-")).collect()
}

/// A debug build takes ten times as long.
const KILLS: u32 = if cfg!(debug_assertions) { 60 } else { 1_000 };

#[test]
fn killed_at_any_moment_the_set_in_force_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let sites = two_sets(folder.path());
    let whole: Vec<_> = sites.iter().map(|site| tree(&site.join("out/current"))).collect();
    assert!(whole[0] != whole[1]);
    let out = folder.path().join("shared");
    let args = |site: usize| {
        ["-C".to_owned(), sites[site].display().to_string(), "convert".into(), "--out".into(), out.display().to_string()]
    };
    let start = |site: usize| Command::new(BINARY).args(args(site)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let took = std::time::Instant::now();
    assert_eq!(start(0).wait().unwrap().code(), Some(0));
    let took = took.elapsed();
    let (mut swapped, mut early) = (0, 0);
    let mut random = Random(1);
    for round in 0..KILLS {
        let mut child = start((round % 2) as usize);
        // Anywhere from the start to somewhat behind the end.
        std::thread::sleep(took * u32::try_from(random.below(1_125)).unwrap() / 1_000);
        let _ = child.kill();
        child.wait().unwrap();
        let now = tree(&out.join("current"));
        match whole.iter().position(|set| *set == now) {
            Some(set) if set == (round % 2) as usize => swapped += 1,
            Some(_) => early += 1,
            None => panic!("round {round}: neither the old set nor the new one"),
        }
    }
    eprintln!("{KILLS} kills: {swapped} after the swap, {early} before");
    assert_eq!(start(1).wait().unwrap().code(), Some(0));
    assert!(tree(&out.join("current")) == whole[1]);
    assert!(litter(&out).is_empty(), "{:?}", litter(&out));
}

#[test]
fn a_full_disk_leaves_the_old_set_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let sites = two_sets(folder.path());
    let out = folder.path().join("shared");
    let site = |index: usize| sites[index].display().to_string();
    run(folder.path(), &["-C", &site(0), "convert", "--out", out.to_str().unwrap()]).expect(0);
    let before = tree(&out.join("current"));
    let limited = |blocks: u32, before: &str| {
        let mut shell = Command::new("sh");
        let script = format!("{before} ulimit -f {blocks}; exec \"$0\" -C \"$1\" convert --out \"$2\"");
        shell.args(["-c", &script, BINARY, &site(1), out.to_str().unwrap()]).stdin(Stdio::null());
        finish(shell, Duration::from_secs(60))
    };
    for blocks in [1, 2, 4, 8, 16] {
        // The limit as an error …
        let ended = limited(blocks, "trap '' XFSZ;");
        assert_eq!(ended.code, 3, "{}", ended.stderr);
        assert!(ended.stderr.contains("store/unwritable"), "{}", ended.stderr);
        assert!(litter(&out).is_empty());
        assert!(tree(&out.join("current")) == before);
        // … and as a signal that ends the process.
        assert_eq!(limited(blocks, "").code, -1);
        assert!(tree(&out.join("current")) == before);
    }
    run(folder.path(), &["-C", &site(1), "convert", "--out", out.to_str().unwrap()]).expect(0);
    assert!(tree(&out.join("current")) != before);
    assert!(litter(&out).is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_is_one_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path(), |yaml| yaml);
    run(&site, &["plan"]).expect(0);
    fs::write(folder.path().join("file"), "x").unwrap();
    for out in ["/proc/nowhere", folder.path().join("file/out").to_str().unwrap()] {
        let ended = run(&site, &["convert", "--out", out]).expect(3);
        assert!(ended.stderr.contains("store/unwritable") && ended.took < Duration::from_secs(10), "{}", ended.stderr);
    }
}
