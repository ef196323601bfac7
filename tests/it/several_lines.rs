//! A person with two lines in one program: one set of files, one link and one letter, and two lines to validate and to change.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{run, tree};

/// The starter, where Anna has 2001 and 2004 in Linphone.
fn office(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    let list = site.join("staff/staff.csv");
    let text = fs::read_to_string(&list).unwrap();
    let lines = text.lines().filter(|line| !line.contains("Probe"));
    let lines: Vec<String> = lines.map(|line| line.replace(";2001;", ";2001 + 2004;")).collect();
    fs::write(&list, lines.join("\n") + "\n").unwrap();
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    fs::write(&policy, text.replacen("\nsources:\n", "\nsources:\n  further_numbers: true\n", 1)).unwrap();
    for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"]] {
        let ended = run(&site, arguments);
        assert!(ended.code <= 1, "{}", ended.all());
    }
    site
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn issued(site: &Path, key: &str) -> String {
    json(&site.join("out/issued.json"))["secrets"][key].as_str().unwrap_or_else(|| panic!("no {key}")).to_owned()
}

#[test]
fn two_lines_of_one_person_come_in_one_set() {
    let folder = tempfile::tempdir().unwrap();
    let site = office(folder.path());
    let files = tree(&site.join("out/current"));
    let profiles: Vec<&str> = files.keys().filter(|name| name.starts_with("lines/200")).map(String::as_str).collect();
    assert!(profiles.contains(&"lines/2001/linphone-xml/linphone.xml"), "{profiles:?}");
    assert!(!profiles.iter().any(|name| name.starts_with("lines/2004/")), "{profiles:?}");
    let text = String::from_utf8_lossy(&files["lines/2001/linphone-xml/linphone.xml"]).into_owned();
    let (first, second) = (issued(&site, "new/2001"), issued(&site, "new/2004"));
    assert!(text.contains(&first) && text.contains(&second) && text.contains("sip:2004@"));
    // Both passwords are on the PBX too.
    let pbx = String::from_utf8_lossy(&files["pbx/pjsip.deskshift.conf"]).into_owned();
    assert!(pbx.contains(&first) && pbx.contains(&second));

    // Whichever of the two is named, the set is meant.
    let only = run(&site, &["convert", "--only", "2004", "--json"]).json();
    assert_eq!(only["clients"]["linphone-xml"], 2, "{only}");
    let selection = tree(&site.join("out/selection/current"));
    assert!(selection.contains_key("lines/2001/linphone-xml/linphone.xml"));

    // `explain` shows the accounts and neither password.
    let explained = run(&site, &["--lang", "en", "explain", "2004", "--profile", "linphone"]).expect(0).all();
    assert!(explained.contains("proxy_1/reg_identity = \"Anna Muster\" <sip:2004@127.0.0.1>"), "{explained}");
    assert!(explained.contains("the person's other lines: `2004`"), "{explained}");
    assert!(!explained.contains(&first) && !explained.contains(&second));

    // One link and one letter, which names both numbers.
    let issue = |which: &[&str]| run(&site, &[&["links", "issue", "--url", "https://localhost:8443"], which].concat());
    issue(&["--line", "2004"]).expect(0);
    issue(&["--all"]);
    let links = json(&site.join("out/links.json"));
    let of: Vec<&String> = links["body"].as_object().unwrap().keys().collect();
    assert!(of.iter().any(|line| *line == "2001") && !of.iter().any(|line| *line == "2004"), "{of:?}");
    run(&site, &["letters"]);
    let letters = tree(&site.join("out/letters/current"));
    assert!(letters.contains_key("lines/2001.pdf") && !letters.contains_key("lines/2004.pdf"), "{:?}", letters.keys());
    let letter = lopdf::Document::load_mem(&letters["lines/2001.pdf"]).unwrap().extract_text(&[1]).unwrap();
    let bare: String = letter.split_whitespace().collect();
    assert!(bare.contains("2001,2004"), "{letter}");

    // With passwords on second sheets each is typed by itself.
    run(&site, &["letters", "--with-passwords"]);
    let letters = tree(&site.join("out/letters/current"));
    assert!(letters.contains_key("lines/2001.pdf") && letters.contains_key("lines/2004.pdf"), "{:?}", letters.keys());
    // And for none that was not asked for.
    run(&site, &["letters", "--with-passwords", "--only", "2004"]);
    let letters = tree(&site.join("out/letters/selection/current"));
    assert!(!letters.contains_key("lines/2001.pdf") && letters.contains_key("lines/2004.pdf"), "{:?}", letters.keys());
}

/// Twinkle has a file for each account: manifest, explanation, comparison, link and letter know of both.
#[test]
fn a_program_with_a_file_for_each_account_gets_them_all() {
    let folder = tempfile::tempdir().unwrap();
    let site = office(folder.path());
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    let (head, rest) = text.split_once("\nclients:\n").unwrap();
    let tail = rest.split_once("\nvalidate:").unwrap().1;
    fs::write(&policy, format!("{head}\nclients:\n  - {{client: twinkle, transport: udp, srtp: \"off\"}}\nvalidate:{tail}"))
        .unwrap();
    let again = || {
        for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"]] {
            let ended = run(&site, arguments);
            assert!(ended.code <= 1, "{}", ended.all());
        }
    };
    again();
    let files = tree(&site.join("out/current"));
    let own: Vec<&str> = files.keys().filter(|name| name.starts_with("lines/")).map(String::as_str).collect();
    assert!(own.contains(&"lines/2001/twinkle/twinkle.cfg") && own.contains(&"lines/2001/twinkle/twinkle-2.cfg"), "{own:?}");
    assert!(!own.iter().any(|name| name.starts_with("lines/2004/") || name.contains("twinkle-3")), "{own:?}");
    assert!(own.iter().filter(|name| name.contains("twinkle-2")).count() == 1, "only who has two lines: {own:?}");
    let (first, second) = (issued(&site, "new/2001"), issued(&site, "new/2004"));
    let of_first = String::from_utf8_lossy(&files["lines/2001/twinkle/twinkle.cfg"]).into_owned();
    let of_second = String::from_utf8_lossy(&files["lines/2001/twinkle/twinkle-2.cfg"]).into_owned();
    assert!(
        of_first.contains(&first) && !of_first.contains(&second) && of_second.contains(&second) && !of_second.contains(&first)
    );
    let listed = json(&site.join("out/current/manifest.json"));
    let of_set = listed["files"].as_array().unwrap().iter().filter(|file| file["line"] == "2001").count();
    assert_eq!(of_set, 2, "{listed}");

    let explained = run(&site, &["--lang", "en", "explain", "2001", "--profile", "twinkle"]).expect(0).all();
    assert!(explained.contains("twinkle-2.cfg") && explained.contains("user_name = 2004"), "{explained}");
    assert!(!explained.contains(&first) && !explained.contains(&second));

    run(&site, &["links", "issue", "--url", "https://localhost:8443", "--line", "2001"]).expect(0);
    run(&site, &["letters", "--lang", "en"]);
    let letters = tree(&site.join("out/letters/current"));
    let letter = |number: &str| -> String {
        let pdf = lopdf::Document::load_mem(&letters[&format!("lines/{number}.pdf")]).unwrap();
        pdf.extract_text(&[1]).unwrap().split_whitespace().collect()
    };
    let said = letter("2001");
    assert!(said.contains("twinkle.tar") && said.contains("2001,2004"), "{said}");
    assert!(!said.contains("Profil„twinkle“") && (said.contains("allediese") || said.contains("allthe")), "{said}");

    // Without the second line its file is gone, and a comparison says so.
    let before = site.join("before");
    fs::create_dir(&before).unwrap();
    for (name, bytes) in &files {
        let path = before.join("gen-before").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let list = site.join("staff/staff.csv");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replace(";2001 + 2004;", ";2001;")).unwrap();
    again();
    assert!(!site.join("out/current/lines/2001/twinkle/twinkle-2.cfg").exists());
    let compared = run(&site, &["convert", "--json", "--diff", &before.join("gen-before").display().to_string()]).json();
    let text = compared.to_string();
    assert!(text.contains("twinkle-2.cfg") && text.contains("\"removed\""), "{compared}");
}

/// Where the lists give a person another number first, the set and its link are that one's: the link from before is in no letter, and
/// is found to be revoked.
#[test]
fn the_link_of_a_set_goes_with_its_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let site = office(folder.path());
    let first = |numbers: &str| {
        let list = site.join("staff/staff.csv");
        let text = fs::read_to_string(&list).unwrap();
        fs::write(&list, text.replace(";2001 + 2004;", numbers).replace(";2004 + 2001;", numbers)).unwrap();
        for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"]] {
            let ended = run(&site, arguments);
            assert!(ended.code <= 1, "{}", ended.all());
        }
    };
    let issue = |line: &str| run(&site, &["links", "issue", "--url", "https://localhost:8443", "--line", line]).expect(0);
    let clear = || -> Vec<String> { json(&site.join("out/links.json"))["body"].as_object().unwrap().keys().cloned().collect() };
    let revoked = |which: &[&str]| run(&site, &[&["links", "revoke", "--json"], which].concat()).json()["revoked"].clone();
    issue("2001");
    assert_eq!(run(&site, &["letters", "--json"]).json()["codes"], 1);
    first(";2004 + 2001;");
    let letters = run(&site, &["letters", "--json"]).json();
    assert_eq!(letters["codes"], 0, "{letters}");
    // It is gone, as the line has no files.
    assert_eq!(revoked(&["--gone"]), 1);
    assert_eq!(revoked(&["--gone"]), 0);
    first(";2001 + 2004;");
    issue("2001");
    first(";2004 + 2001;");
    // The new link makes it void.
    issue("2001");
    assert_eq!(clear(), ["2004"]);
    assert_eq!(revoked(&["--gone"]), 0);
    // Whichever of the two is named, the link of the set is meant.
    assert_eq!(revoked(&["--line", "2001"]), 1);
    assert!(!site.join("out/links.json").exists());
}

/// Where the first line changes, the new link asks for a PIN as the one before did, until somebody wants none.
#[test]
fn the_pin_of_a_set_goes_with_its_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let site = office(folder.path());
    let issue = |more: &[&str]| {
        let ended =
            run(&site, &[&["links", "issue", "--url", "https://localhost:8443", "--line", "2001", "--json"], more].concat());
        ended.expect(0).json()["with_pin"].clone()
    };
    let first = |from: &str, to: &str| {
        let list = site.join("staff/staff.csv");
        let text = fs::read_to_string(&list).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(&list, text.replace(from, to)).unwrap();
        for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"]] {
            let ended = run(&site, arguments);
            assert!(ended.code <= 1, "{}", ended.all());
        }
    };
    let pins = || -> Vec<String> {
        let text = fs::read(site.join("out/link-pins.json")).unwrap_or_else(|_| b"{\"body\":{}}".to_vec());
        let pins: Value = serde_json::from_slice(&text).unwrap();
        pins["body"].as_object().unwrap().keys().cloned().collect()
    };
    let (one, two) = (";2001 + 2004;", ";2004 + 2001;");
    assert_eq!(issue(&["--pin"]), 1);
    assert_eq!(pins(), ["2001"]);
    first(one, two);
    assert_eq!(issue(&[]), 1);
    assert_eq!(pins(), ["2004"]);
    // Of two links of one second that are both void, the one that asks for more counts.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(issue(&["--no-pin"]), 0);
    // The last word counts, whichever line was first then.
    first(two, one);
    assert_eq!(issue(&[]), 0);
    assert_eq!(pins(), [""; 0]);
}

/// Of a set with an account whose new password cannot be written to the PBX, the PBX changes no other either: convert, `pbx diff` and
/// letters agree.
#[test]
fn a_password_that_the_pbx_does_not_get_holds_back_those_of_its_set() {
    let folder = tempfile::tempdir().unwrap();
    let site = office(folder.path());
    let pjsip = site.join("pbx/pjsip.conf");
    let text = fs::read_to_string(&pjsip).unwrap();
    let other = text.replace("[2004](login)\n", "[2004]\nType=auth\nauth_type=userpass\n");
    assert_ne!(other, text);
    fs::write(&pjsip, other).unwrap();
    run(&site, &["inventory", "import"]);
    run(&site, &["plan"]);
    let ended = run(&site, &["--lang", "en", "convert", "--json"]);
    let all = ended.json();
    let named = |all: &Value, code: &str| -> Vec<String> {
        let of = all["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
        of.map(|finding| finding["what"]["en"].as_str().unwrap().rsplit(": ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(named(&all, "pbx/not-added").len(), 1, "{}", ended.all());
    assert_eq!(named(&all, "pbx/password-not-set"), ["`2004`"], "{}", ended.all());
    assert_eq!(named(&all, "pbx/left-as-is"), ["`2001`"], "{}", ended.all());
    let files = tree(&site.join("out/current"));
    assert!(!files.keys().any(|name| name.starts_with("lines/2001/")), "{:?}", files.keys());
    for name in ["pbx/pjsip.deskshift.conf", "pbx/new-passwords.csv"] {
        let text = files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        assert!(!text.contains("2001") && !text.contains(&issued(&site, "new/2001")), "{name}: {text}");
    }
    let diff = run(&site, &["pbx", "diff", "--json"]).json();
    assert!(!diff["changes"].as_array().unwrap().iter().any(|change| change["extension"] == "2001"), "{diff}");
    let letters = run(&site, &["--lang", "en", "letters", "--with-passwords", "--json"]).json();
    assert_eq!(named(&letters, "pbx/password-not-set"), ["`2004`"], "{letters}");
    assert_eq!(named(&letters, "pbx/left-as-is"), ["`2001`"], "{letters}");
}

/// A line that cannot be written keeps the set back, and the PBX changes neither password.
#[test]
fn a_set_is_written_with_all_its_accounts_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let site = office(folder.path());
    let policy = site.join("deskshift.yaml");
    let long = "x".repeat(300);
    let text = fs::read_to_string(&policy).unwrap() + &format!("overrides:\n  organisation: {{display_name: {long}}}\n");
    fs::write(&policy, text).unwrap();
    run(&site, &["inventory", "import"]);
    run(&site, &["plan"]);
    let ended = run(&site, &["--lang", "en", "convert", "--only", "2001", "--json"]);
    let refused = ended.json();
    assert_eq!(ended.code, 2, "{}", ended.all());
    let codes: Vec<&str> = refused["findings"].as_array().unwrap().iter().filter_map(|f| f["code"].as_str()).collect();
    assert!(codes.contains(&"profile/nothing-converted"), "{}", ended.all());
    let named = |finding: &&Value| finding["what"]["en"].as_str().unwrap().ends_with("2 lines (`2001`, `2004`)");
    let both: Vec<&Value> = refused["findings"].as_array().unwrap().iter().filter(named).collect();
    assert_eq!((both.len(), both[0]["code"].as_str()), (1, Some("profile/unrepresentable")), "{}", ended.all());
}
