//! `deskshift letters`: what is written where, what is refused and with which exit code.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::{run, tree};

/// The starter, planned, with somebody to ask.
fn starter(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    fs::write(
        &policy,
        text + "\nletters:\n  hotline: 0861 99998-199\n  others:\n    - {text: plain, when: {extensions: [\"2003\"]}}\n",
    )
    .unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    site
}

fn links(site: &Path, url: &str, mode: u32) {
    let path = site.join("out/links.json");
    let link = serde_json::json!({"2001": {"url": url, "expires": 1_805_104_800}});
    let header = serde_json::json!({"kind": "links", "schema": 1, "tool": "deskshift", "inputs": {}});
    fs::write(&path, serde_json::json!({"header": header, "body": link}).to_string()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn letters_are_private_repeatable_and_in_the_language_of_their_person() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let result = run(&site, &["letters", "--json", "--date", "2027-03-01"]).expect(0).json();
    assert_eq!(result["texts"], serde_json::json!({"en": 3, "plain": 1}));
    assert_eq!((&result["letters"], &result["new"]), (&4.into(), &true.into()));
    let current = site.join("out/letters/current");
    let files = tree(&current);
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>().len(), 5, "{:?}", files.keys());
    for (name, bytes) in &files {
        assert!(bytes.starts_with(b"%PDF-1.7"), "{name}");
        assert_eq!(fs::metadata(current.join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let again = run(&site, &["--lang", "de", "letters", "--date", "2027-03-01"]).expect(0);
    assert!(again.stdout.contains("unverändert: out/letters/current"), "{}", again.stdout);
    run(&site, &["letters", "--only", "2001"]).expect(0);
    assert_eq!(tree(&current), files, "a selection has a place of its own");
    assert_eq!(tree(&site.join("out/letters/selection/current")).len(), 2);
    run(&site, &["letters", "--only", "9999"]).expect(4);
}

#[test]
fn links_become_codes_and_unfit_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    links(&site, "https://pbx.amt.example/e/abc", 0o644);
    let open = run(&site, &["letters"]).expect(2);
    assert!(open.stderr.contains("others may read this file with one-time links"), "{}", open.stderr);
    links(&site, "https://pbx.amt.example/e/abc", 0o600);
    assert_eq!(run(&site, &["letters", "--json"]).expect(0).json()["codes"], 1);
    let late = run(&site, &["letters", "--date", "2027-04-01"]).expect(1);
    assert!(late.stderr.contains("letters/link-expired"), "{}", late.stderr);
    links(&site, "http://pbx.amt.example/e/abc", 0o600);
    let bad = run(&site, &["letters", "--json"]).expect(1).json();
    assert_eq!((&bad["refused"], &bad["letters"]), (&serde_json::json!(["2001"]), &3.into()));
    assert_eq!(bad["findings"][0]["code"], "letters/bad-link");
}

#[test]
fn a_link_that_was_issued_with_a_pin_has_a_letter_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    run(&site, &["convert"]).expect(0);
    let mut told = Vec::new();
    for pin in [&[][..], &["--pin"]] {
        let issue = ["links", "issue", "--all", "--url", "https://phones.example:8443"];
        run(&site, &[&issue, pin].concat()).expect(0);
        // A code would not hold the PIN that the program must send with the address.
        let codes = usize::from(pin.is_empty());
        assert_eq!(run(&site, &["letters", "--json", "--only", "2001"]).expect(0).json()["codes"], codes);
        let letter = fs::read(site.join("out/letters/selection/current/lines/2001.pdf")).unwrap();
        let text = lopdf::Document::load_mem(&letter).unwrap().extract_text(&[1]).unwrap();
        told.push(text.split_whitespace().collect::<String>().contains("GetthePIN."));
    }
    assert_eq!(told, [false, true]);
}

/// Text of one person's letter, without blanks.
fn letter(site: &Path, extension: &str) -> String {
    run(site, &["letters", "--only", extension]).expect(0);
    let bytes = fs::read(site.join(format!("out/letters/selection/current/lines/{extension}.pdf"))).unwrap();
    lopdf::Document::load_mem(&bytes).unwrap().extract_text(&[1]).unwrap().split_whitespace().collect()
}

/// What the admin must do is no matter for the person, and a router is no program.
#[test]
fn each_kind_of_client_has_words_for_its_person() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    let (head, tail) = text.split_once("clients:\n").unwrap();
    for (client, said, in_plain) in [
        ("fritzbox", "Addthetelephonenumber|Addanewtelephonenumber|There,addanewtelephonenumber", "TippenSiedieneueNummerein"),
        ("snom", "Thetelephonefetchesitssettingsitself", "DasTelefonstelltsichselbstein"),
        ("linphone-ios", "Theaccountisinplace", "Allesistschoneingestellt"),
        ("gnome-calls", "OpenGNOMECallsandtypethevalues", "ÖffnenSieGNOMECalls"),
        ("linphone-rc", "Theaccountisinplace", "Allesistschoneingestellt"),
    ] {
        let rule = format!("clients:\n  - client: {client}\n    transport: udp\n    srtp: \"off\"\n");
        let rest = tail.split_once("\nroster:").unwrap().1;
        fs::write(&policy, format!("{head}{rule}\nroster:{rest}")).unwrap();
        run(&site, &["inventory", "import"]).expect(1);
        run(&site, &["plan"]);
        let (english, plain) = (letter(&site, "2001"), letter(&site, "2003"));
        assert!(said.split('|').any(|said| english.contains(said)), "{client}: {english}");
        assert!(plain.contains(in_plain), "{client}: {plain}");
        for admin in
            ["copy", "serve", "defaults", "GNOMECalls/", ".cfg", ".xml", "linphonerc", "%APPDATA%", "TR-064", "management"]
        {
            assert!(!english.contains(admin) && !plain.contains(admin), "{client}: `{admin}` in {english}");
        }
        let router = client == "fritzbox";
        assert_eq!(english.contains("Installtheprogram"), client == "gnome-calls" || client == "linphone-rc", "{client}");
        assert_eq!(english.contains("yourprivatelineonly"), router, "{client}: {english}");
    }
}

/// A computer has no camera: its person downloads, unpacks and starts; a mobile telephone scans.
#[test]
fn what_people_do_with_a_link_is_said_for_their_device() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    let (head, tail) = text.split_once("clients:\n").unwrap();
    links(&site, "https://pbx.amt.example/p/7kq2wz9mxcvbn4tr8yhapabcde", 0o600);
    let (windows, linux): (&[&str], &[&str]) = (&["notonamobile", "choose“Extractall”"], &["notonamobile"]);
    for (client, srtp, by_device, wanted) in [
        ("microsip", "optional", windows, &["microsip.zip", "clickmicrosip-merge.ps1", "Encryption(SRTP)ifpossible"][..]),
        ("phonerlite", "off", windows, &["phonerlite.zip", "sipper.ini", "typethepasswordfrompassword.txt"]),
        ("baresip", "off", linux, &["Youneedbaresip.", "baresip.tar", "choose“Extract”", ".baresip"]),
        ("gnome-calls", "off", linux, &["gnome-calls.tar", "typethepasswordfrompassword.txt"]),
        ("telephone", "off", linux, &["telephone.zip", "double-clickthefile", "defaultsimport"]),
        ("twinkle", "off", linux, &["filetwinkle.cfg", "choosetheprofile“twinkle”"]),
        ("acrobits", "off", &["Therescanthecode"], &["onlyonce"]),
        ("fritzbox", "required", &["notonamobile"], &["transportprotocoltoUDP", "(SRTP)toalways"]),
    ] {
        let rule = format!("clients:\n  - client: {client}\n    transport: udp\n    srtp: \"{srtp}\"\n");
        let rest = tail.split_once("\nroster:").unwrap().1;
        fs::write(&policy, format!("{head}{rule}\nroster:{rest}")).unwrap();
        run(&site, &["inventory", "import"]).expect(1);
        run(&site, &["plan"]);
        let english = letter(&site, "2001");
        for said in by_device.iter().chain(wanted) {
            assert!(english.contains(said), "{client}: no `{said}` in {english}");
        }
        let mobile = client == "acrobits";
        assert_eq!(english.contains("scanthecode"), mobile, "{client}: {english}");
        assert_eq!(run(&site, &["letters", "--json", "--only", "2001"]).json()["codes"], u32::from(mobile), "{client}");
        if srtp == "off" {
            assert!(!english.contains("SRTP"), "{client}: {english}");
        }
    }
}

#[test]
fn a_letter_with_neither_link_nor_password_is_told_and_says_whom_to_ask() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    links(&site, "https://pbx.amt.example/p/7kq2wz9mxcvbn4tr8yhapabcde", 0o600);
    let told = run(&site, &["--lang", "en", "letters"]).expect(0);
    assert!(told.stderr.contains("warning[letters/no-link-no-password]: 3 lines (`2002`, `2003`, `2004`)"), "{}", told.stderr);
    assert!(letter(&site, "2002").contains("reachesyouanotherway;ifithasnot,telephone086199998-199"));
    assert!(!letter(&site, "2001").contains("reachesyou"), "the link brings it");
    let printed = run(&site, &["--lang", "en", "letters", "--with-passwords"]).expect(0);
    assert!(!printed.stderr.contains("no-link-no-password"), "{}", printed.stderr);
}

#[test]
fn texts_of_the_site_count_and_faulty_ones_stop_everything() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    run(&site, &["letters"]).expect(0);
    let before = tree(&site.join("out/letters/current"));
    fs::create_dir(site.join("letters")).unwrap();
    let texts = site.join("letters/en.yaml");
    for (text, said) in [
        ("steps: {instal: x}", "did you mean `steps.install`?"),
        ("greeting: \"Hello {nmae}\"", "nothing is filled in for `{nmae}` in `greeting`"),
        ("months: \"January February\"", "`months` needs 12 words"),
        ("steps: [a]", "`steps` is no text"),
    ] {
        fs::write(&texts, text).unwrap();
        let refused = run(&site, &["letters"]).expect(2);
        assert!(refused.stderr.contains(said), "{text}: {}", refused.stderr);
        assert!(refused.stderr.contains("letters/bad-texts") && refused.stderr.contains("en.yaml:1:"), "{}", refused.stderr);
    }
    fs::write(&texts, "greeting: Hello").unwrap();
    fs::write(site.join("letters/german.yaml"), "greeting: Hallo").unwrap();
    let stranger = run(&site, &["letters"]).expect(2);
    assert!(stranger.stderr.contains("german.yaml"), "{}", stranger.stderr);
    assert_eq!(tree(&site.join("out/letters/current")), before, "nothing was written");
    fs::remove_file(site.join("letters/german.yaml")).unwrap();
    assert_eq!(run(&site, &["letters", "--json"]).expect(0).json()["new"], true);

    fs::write(
        &texts,
        format!("intro: \"{}\"\nemergency: {{text: \"{}\"}}", "long words ".repeat(54), "more of them ".repeat(45)),
    )
    .unwrap();
    let steps =
        format!("steps: {{install: \"{0}\", values: \"{0}\", try: \"{0}\"}}\nclients: {{}}\n", "and more steps ".repeat(39));
    fs::write(&texts, fs::read_to_string(&texts).unwrap() + "\n" + &steps.replace("clients: {}\n", "")).unwrap();
    let long = run(&site, &["letters"]).expect(1);
    assert!(long.stderr.contains("letters/too-long"), "{}", long.stderr);
}

#[test]
fn rules_names_and_passwords_that_do_not_fit_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    let policy = site.join("deskshift.yaml");
    let text = fs::read_to_string(&policy).unwrap();
    let changed = text.replace("  hotline: 0861 99998-199\n", "").replace("[\"2003\"]", "[\"2999\"]");
    fs::write(&policy, changed).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let told = run(&site, &["letters"]).expect(0);
    for code in ["letters/no-hotline", "letters/rule-fits-nobody"] {
        assert!(told.stderr.contains(code), "{code}: {}", told.stderr);
    }
}

/// A letter for working at home to somebody whom the roster keeps in the office: told, with the number, and nobody else is named.
#[test]
fn letters_to_people_without_a_day_at_home_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    run(&site, &["rotate", "--effort", "quick", "--assume-ready"]).expect(0);
    let letters = || run(&site, &["--lang", "en", "letters", "--json"]);
    assert!(!letters().expect(0).stderr.contains("letters/no-home-day"), "everybody has a day");
    let path = site.join("out/roster.json");
    let mut roster: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let row = &mut roster["body"]["rows"][0];
    let person = row["person"].as_str().unwrap().to_owned();
    row["places"] = row["places"].as_str().unwrap().replace('H', "O").into();
    fs::write(&path, serde_json::to_vec(&roster).unwrap()).unwrap();
    let told = letters().expect(0).json();
    let findings = told["findings"].as_array().unwrap();
    let of: Vec<&serde_json::Value> = findings.iter().filter(|finding| finding["code"] == "letters/no-home-day").collect();
    assert_eq!(of.len(), 1, "{told}");
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/plan.json")).unwrap()).unwrap();
    let lines = plan["body"]["lines"].as_array().unwrap();
    let number = |line: &serde_json::Value| line["extension"].as_str().unwrap().to_owned();
    for line in lines {
        let named = of[0].to_string().contains(&number(line));
        assert_eq!(named, line["person"] == person.as_str(), "{}: {}", number(line), of[0]);
    }
}

#[test]
fn home_days_come_from_a_roster_of_this_inventory_only() {
    let folder = tempfile::tempdir().unwrap();
    let site = starter(folder.path());
    run(&site, &["rotate", "--effort", "quick", "--assume-ready"]).expect(0);
    assert_eq!(run(&site, &["letters", "--json"]).expect(0).json()["days"], 4);
    let policy = site.join("deskshift.yaml");
    fs::write(&policy, fs::read_to_string(&policy).unwrap() + "# changed\n").unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let old = run(&site, &["letters"]).expect(5);
    assert!(old.stderr.contains("store/stale") && old.stderr.contains("deskshift rotate"), "{}", old.stderr);
}
