//! The town hall: what its generator writes, and the whole way from its lists to profiles, devices' files and letters, counted.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods, reason = "tests read files")]
#![allow(dead_code, reason = "the generators' models are shared with other programs")]

#[path = "../examples/generator/speyer/mod.rs"]
mod speyer;
mod support;
#[path = "../examples/generator/traunstein/mod.rs"]
mod traunstein;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use speyer::build::{At, NOTEBOOKS, OWN, PEOPLE, SPARE, THIN_CLIENTS, case};
use support::{Run, command, example, finish, tree};

#[test]
fn speyer_is_what_the_generator_writes() {
    let mut committed = tree(&example("speyer"));
    committed.retain(|path, _| path != "README.md" && !path.starts_with("out/"));
    let written: BTreeMap<String, Vec<u8>> = speyer::files(&case()).into_iter().collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>(), "the same files");
    for (path, bytes) in &written {
        assert!(committed[path] == *bytes, "{path} differs: run `cargo run --example generator -- examples/speyer`");
    }
    let case = case();
    assert_eq!((case.people.len(), OWN * 5 / PEOPLE), (744, 2), "two in five have machines of their own");
    assert_eq!(
        (case.with(At::OwnDevice).count(), case.with(At::ThinClient).count(), case.with(At::Notebook).count()),
        (298, 93, 10)
    );
}

fn site(folder: &Path) -> PathBuf {
    for (path, bytes) in speyer::files(&case()) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder.to_owned()
}

/// 744 people take a while in a debug build on a busy machine.
#[track_caller]
fn run(site: &Path, arguments: &[&str]) -> Run {
    finish(command(site, arguments), Duration::from_secs(600))
}

fn codes(value: &serde_json::Value) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for finding in value["findings"].as_array().unwrap() {
        *codes.entry(finding["code"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    codes
}

#[test]
fn from_the_lists_to_devices_and_letters() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    let imported = run(&site, &["--json", "inventory", "import"]).expect(0).json();
    assert!(codes(&imported).keys().all(|code| !code.contains("unassigned")), "{imported}");
    let inventory: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/inventory.json")).unwrap()).unwrap();
    let devices = inventory["body"]["devices"].as_array().unwrap();
    let of = |kind: &str| devices.iter().filter(|device| device["kind"] == kind).count();
    assert_eq!(inventory["body"]["persons"].as_array().unwrap().len(), PEOPLE);
    assert_eq!((of("thin-client"), of("notebook")), (THIN_CLIENTS + SPARE, NOTEBOOKS));
    assert_eq!(devices.iter().filter(|device| device["person"].is_string()).count(), THIN_CLIENTS + NOTEBOOKS);

    let planned = run(&site, &["--json", "plan"]).expect(0).json();
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/plan.json")).unwrap()).unwrap();
    let lines = plan["body"]["lines"].as_array().unwrap();
    let rest = PEOPLE - OWN - THIN_CLIENTS - NOTEBOOKS;
    let clients = |client: &str| lines.iter().filter(|line| line["client"] == client).count();
    assert_eq!(lines.len(), PEOPLE);
    assert_eq!((clients("fritzbox"), clients("linphone-rc"), clients("linphone-xml")), (OWN, THIN_CLIENTS + NOTEBOOKS, rest));
    // Whoever has a machine of their own is told about the certificate; nobody else is.
    assert_eq!(codes(&planned).get("plan/tls-unverified"), Some(&1), "{planned}");
    // The levels of the overrides, each for those it names.
    let with = |variable: &str, of: &str| lines.iter().filter(|line| line["overridden"][variable]["level"]["of"] == of).count();
    let people = case().people;
    let citizens = people.iter().filter(|person| person.department == "Bürgerdienste").count();
    assert_eq!((with("registrar", "department"), with("registrar", "organisation")), (citizens, PEOPLE - citizens));
    assert_eq!(with("expiry_s", "device-kind"), THIN_CLIENTS + NOTEBOOKS);
    // None of them is for a client, or a transport, that could not hold it.
    assert_eq!(codes(&planned).get("plan/override-without-effect"), None, "{planned}");
    assert_eq!((with("ca_on_clients", "device-kind"), with("display_name", "person")), (THIN_CLIENTS + NOTEBOOKS, 1));
    assert_eq!(lines.iter().filter(|line| line["transport"] == "udp").count(), 1);

    let converted = run(&site, &["--json", "convert"]).expect(0).json();
    assert_eq!((&converted["lines"], converted["refused"].as_array().unwrap().len()), (&PEOPLE.into(), 0));
    let expected = serde_json::json!({"fritzbox": OWN, "linphone-rc": THIN_CLIENTS + NOTEBOOKS, "linphone-xml": rest});
    assert_eq!(converted["clients"], expected);
    let current = tree(&site.join("out/current"));
    assert_eq!(current.keys().filter(|path| path.ends_with("fritzbox.ps1")).count(), OWN);
    let reception = case().with(At::Notebook).next().unwrap().extension.clone();
    let profile = String::from_utf8(current[&format!("lines/{reception}/linphone-rc/linphonerc")].clone()).unwrap();
    assert!(profile.contains("reg_identity=\"Rathaus Auskunft\""), "{profile}");
    assert!(profile.contains(r"root_ca=C:\ProgramData\Domstadt\domstadt-ca.pem"), "{profile}");
    run(&site, &["convert", "--diff", "out"]).expect(0);

    let fleet = run(&site, &["--json", "fleet"]).expect(0).json();
    assert_eq!(fleet["devices"], serde_json::json!({"igel linphone-rc": THIN_CLIENTS, "windows linphone-rc": NOTEBOOKS}));
    assert_eq!(fleet["unassigned"], SPARE);
    let files = tree(&site.join("out/fleet/current"));
    let count = |start: &str, end: &str| files.keys().filter(|path| path.starts_with(start) && path.ends_with(end)).count();
    assert_eq!((count("igel/devices/", "/linphonerc"), count("windows/users/", "/linphonerc")), (THIN_CLIENTS, NOTEBOOKS));
    let rows = |path: &str| String::from_utf8(files[path].clone()).unwrap().lines().count() - 1;
    assert_eq!((rows("igel/assignments.csv"), rows("windows/assignments.csv")), (THIN_CLIENTS, NOTEBOOKS));
    for person in case().people {
        let own = |path: &str| path.contains("/devices/") || path.contains("/users/");
        let open = files.iter().filter(|(path, _)| !own(path));
        assert!(open.into_iter().all(|(_, bytes)| !contains(bytes, person.secret.as_bytes())), "a password lies open");
    }

    let letters = run(&site, &["--json", "letters", "--date", "2020-10-26"]).expect(0).json();
    assert_eq!((&letters["letters"], &letters["texts"]), (&PEOPLE.into(), &serde_json::json!({"de": PEOPLE})));
    assert_eq!((&letters["nobody"], letters["refused"].as_array().unwrap().len()), (&0.into(), 0));
}

/// People at home together never take more trunk channels than there are, counted here from who has what.
#[test]
fn forwarding_to_private_numbers_takes_two_channels() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    run(&site, &["inventory", "import"]).expect(0);
    run(&site, &["plan"]).expect(0);
    let rotated = run(&site, &["--json", "rotate", "--effort", "quick"]).expect(0).json();
    assert_eq!((&rotated["status"], &rotated["figures"]["verified"]), (&"optimal".into(), &true.into()), "{rotated}");
    run(&site, &["rotate", "check"]).expect(0);
    let roster: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/roster.json")).unwrap()).unwrap();
    let case = case();
    let own: Vec<&str> = case.with(At::OwnDevice).map(|person| person.number.as_str()).collect();
    let rows = roster["body"]["rows"].as_array().unwrap();
    let at_home = |day: usize| -> (usize, usize) {
        let home = rows.iter().filter(|row| row["places"].as_str().unwrap().as_bytes()[day] == b'H');
        let people: Vec<&str> = home.map(|row| row["person"].as_str().unwrap()).collect();
        (people.len(), people.iter().filter(|person| own.contains(person)).count())
    };
    let days: Vec<(usize, usize)> = (0..20).map(at_home).collect();
    let taken = days.iter().map(|(people, twice)| people + twice).max().unwrap();
    // Three days in five for everybody would be 241 people and 420 channels' worth.
    assert!((340..=379).contains(&taken), "used, and no more: {days:?}");
    // What `capacity` says of the fullest day, and of one more such person.
    let (people, forwarded) = days.into_iter().max_by_key(|(people, twice)| people + twice).unwrap();
    let asked = |people: usize, forwarded: usize| {
        let (people, forwarded) = (people.to_string(), forwarded.to_string());
        run(&site, &["capacity", "trunks", "--people", &people, "--forwarded", &forwarded, "--channels", "50"])
    };
    asked(people, forwarded).expect(0);
    let more = (379 - taken) / 2 + 1;
    asked(people + more, forwarded + more).expect(1);
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn explain_shows_the_level_behind_a_value() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    run(&site, &["inventory", "import"]).expect(0);
    run(&site, &["plan"]).expect(0);
    let case = case();
    let of = |index: usize| case.with(At::ThinClient).nth(index).unwrap().extension.as_str();
    // Without TLS the path of the CA is not written.
    for (extension, shown) in [
        (of(0), "registrar_host: deskshift.yaml:50:29, `overrides` für Organisation"),
        (of(0), "`overrides` für Gerät `IG-0001`"),
        (of(1), "`overrides` für Geräteart `thin-client`"),
    ] {
        let ended = run(&site, &["--lang", "de", "explain", extension, "--profile", "linphone-rc"]).expect(0);
        assert!(ended.stdout.contains(shown), "no `{shown}` in\n{}", ended.stdout);
    }
}
