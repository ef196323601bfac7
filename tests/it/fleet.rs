//! `deskshift fleet`: a folder of secrets for each device, the script for thin clients run as it is, and what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{run, secrets, tree};

const DEVICES: &str = "Inventarnummer;Seriennummer;MAC-Adresse;Geräteart;Modell;Personalnummer\n\
    IG-0001;SN000001;00-00-5E-00-53-01;Thin Client;IGEL UD3;1\n\
    IG-0002;SN000002;00-00-5E-00-53-02;Thin Client;IGEL UD3;3\n\
    NB-0001;SN000003;00-00-5E-00-53-03;Notebook;ThinkPad L14;4\n\
    IG-0009;SN000004;00-00-5E-00-53-04;Thin Client;IGEL UD3;\n";

/// Logins of the four, as `ldifde` writes them.
fn directory() -> String {
    let people = [("sn: Muster", "Anna"), ("sn: Beispiel", "Bela"), ("sn:: TcO8bGxlcg==", "Clara"), ("sn: Probe", "Dora")];
    let entry = |(at, (last, first)): (usize, (&str, &str))| {
        let n = at + 1;
        format!(
            "dn: CN=user{n},OU=Benutzer,DC=amt,DC=example\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: user\n{last}\n\
             givenName: {first}\nsAMAccountName: user{n}\nemployeeNumber: {n}\nuserAccountControl: 512\n\n"
        )
    };
    people.into_iter().enumerate().map(entry).collect()
}

/// The starter with three devices, planned.
fn equipped(folder: &Path, fleet: &str, clients: &str) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    fs::write(site.join("staff/devices.csv"), DEVICES).unwrap();
    fs::write(site.join("staff/ad.ldif"), directory()).unwrap();
    let path = site.join("deskshift.yaml");
    let yaml = fs::read_to_string(&path).unwrap();
    let yaml = yaml.replace("  accounts: [", "  exports: [staff/ad.ldif, staff/devices.csv]\n  accounts: [");
    let (head, rest) = yaml.split_once("clients:\n").unwrap();
    let (_, tail) = rest.split_once("\nvalidate:").unwrap();
    fs::write(&path, format!("{head}clients:\n{clients}\n{fleet}\nvalidate:{tail}")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]);
    site
}

const CLIENTS: &str = "  - client: baresip\n    when: {extensions: [\"2003\"]}\n    transport: tcp\n    srtp: \"off\"\n  \
    - client: linphone-rc\n    transport: tcp\n    srtp: \"off\"\n";
const FILES: &str =
    "fleet:\n  igel: {deliver: files}\n  windows: {deliver: files, files_on: '\\\\fs01\\home$\\%USERNAME%\\deskshift'}\n";

/// Runs the script for thin clients in a home of its own.
fn start_session(site: &Path, home: &Path, path: Option<&Path>) -> std::process::Output {
    let mut shell = Command::new("sh");
    shell.arg(site.join("out/fleet/current/igel/deskshift-phone.sh")).env("DESKSHIFT_HOME", home);
    if let Some(path) = path {
        shell.env("PATH", format!("{}:{}", path.display(), std::env::var("PATH").unwrap()));
    }
    shell.output().unwrap()
}

fn transfer(site: &Path, device: &str, home: &Path) {
    let from = site.join("out/fleet/current/igel/devices").join(device);
    let to = home.join(".deskshift");
    fs::create_dir_all(&to).unwrap();
    for (name, bytes) in tree(&from) {
        fs::write(to.join(name), bytes).unwrap();
    }
}

#[test]
fn files_of_each_owner_are_private_and_the_script_puts_them_into_place() {
    let folder = tempfile::tempdir().unwrap();
    let site = equipped(folder.path(), FILES, CLIENTS);
    let ended = run(&site, &["--json", "fleet"]).expect(0).json();
    assert_eq!(ended["devices"], serde_json::json!({"igel linphone-rc": 1, "igel baresip": 1, "windows linphone-rc": 1}));
    assert_eq!(ended["unassigned"], 1);
    let current = site.join("out/fleet/current");
    let files = tree(&current);
    let passwords = secrets(&site);
    for (name, bytes) in &files {
        let mode = fs::metadata(current.join(name)).unwrap().permissions().mode() & 0o777;
        let own = name.contains("/devices/") || name.contains("/users/");
        assert_eq!(mode == 0o600, own || name == "manifest.json", "{name}");
        let text = String::from_utf8_lossy(bytes);
        assert!(own || passwords.values().all(|password| !text.contains(password.as_str())), "{name}");
    }
    let list = String::from_utf8(files["igel/assignments.csv"].clone()).unwrap();
    assert!(
        list.contains("IG-0002;00:00:5e:00:53:02;;3;user3;2003;baresip;igel/devices/ig-0002;accounts config stamp.txt;;"),
        "{list}"
    );
    let list = String::from_utf8(files["windows/assignments.csv"].clone()).unwrap();
    assert!(
        list.contains(
            r"windows/users/user4;linphonerc stamp.txt;\\fs01\home$\user4\deskshift;%LOCALAPPDATA%\linphone\linphonerc"
        ),
        "{list}"
    );
    assert!(!run(&site, &["fleet"]).expect(0).all().contains("starter-"));
    assert_eq!(run(&site, &["--json", "fleet"]).expect(0).json()["new"], false, "the same files twice");

    let home = folder.path().join("home");
    transfer(&site, "ig-0001", &home);
    let profile = files["igel/devices/ig-0001/linphonerc"].clone();
    let output = start_session(&site, &home, None);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let target = home.join(".config/linphone/linphonerc");
    assert_eq!(fs::read(&target).unwrap(), profile);
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(tree(&home.join(".deskshift")).into_keys().collect::<Vec<_>>(), ["stamp.txt"], "the secret lies in one place");
    // A second start changes nothing, not even what the program has written since.
    fs::write(&target, "changed").unwrap();
    // The file transfer may have brought the files again, as at each start.
    transfer(&site, "ig-0001", &home);
    assert!(start_session(&site, &home, None).status.success());
    assert_eq!(fs::read(&target).unwrap(), b"changed");
    assert_eq!(
        tree(&home.join(".deskshift")).into_keys().collect::<Vec<_>>(),
        ["stamp.txt"],
        "no second copy of the secret stays"
    );

    let home = folder.path().join("other");
    transfer(&site, "ig-0002", &home);
    assert!(start_session(&site, &home, None).status.success());
    assert_eq!(fs::read(home.join(".baresip/accounts")).unwrap(), files["igel/devices/ig-0002/accounts"]);
    let nothing = folder.path().join("nothing");
    assert!(!start_session(&site, &nothing, None).status.success());
}

#[test]
fn a_link_is_fetched_once_and_never_stands_on_a_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let fleet = "fleet:\n  igel: {deliver: link}\n";
    let site = equipped(folder.path(), fleet, CLIENTS);
    let none = run(&site, &["--lang", "en", "fleet"]).expect(1);
    assert!(none.stderr.contains("fleet/no-link") && none.stdout.contains("nothing written"), "{}", none.all());
    run(&site, &["convert"]).expect(0);
    run(&site, &["links", "issue", "--all", "--url", "https://phones.example:8443"]).expect(0);
    run(&site, &["fleet"]).expect(0);
    let current = site.join("out/fleet/current");
    let link = fs::read_to_string(current.join("igel/devices/ig-0001/link.txt")).unwrap();
    assert!(link.starts_with("https://phones.example:8443/"), "{link}");
    for (name, bytes) in tree(&current) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(name.ends_with("link.txt") || !text.contains(link.trim()), "{name}");
        assert!(secrets(&site).values().all(|password| !text.contains(password.as_str())), "{name}");
    }
    // A stand-in for curl that writes its arguments down and serves the file.
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let served = folder.path().join("served");
    fs::write(&served, "[proxy_0]\n").unwrap();
    let log = folder.path().join("arguments");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{log}'\nsed -n 's/^url = /asked /p; s/^output = \"\\(.*\\)\"$/\\1/p' >'{log}.in'\n\
         cp '{served}' \"$(tail -n 1 '{log}.in')\"\n",
        log = log.display(),
        served = served.display()
    );
    fs::write(bin.join("curl"), script).unwrap();
    fs::set_permissions(bin.join("curl"), fs::Permissions::from_mode(0o755)).unwrap();
    let home = folder.path().join("home");
    transfer(&site, "ig-0001", &home);
    let output = start_session(&site, &home, Some(&bin));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read(home.join(".config/linphone/linphonerc")).unwrap(), b"[proxy_0]\n");
    let arguments = fs::read_to_string(&log).unwrap();
    assert!(arguments.contains("--proto =https") && !arguments.contains("phones.example"), "{arguments}");
    let asked = fs::read_to_string(format!("{}.in", log.display())).unwrap();
    assert!(asked.contains(&format!("asked \"{}\"", link.trim())), "{asked}");
    assert!(start_session(&site, &home, Some(&bin)).status.success());
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 1, "once only");
    assert!(!home.join(".deskshift/link.txt").exists());

    // A link in clear is no link.
    let home = folder.path().join("clear");
    transfer(&site, "ig-0001", &home);
    fs::write(home.join(".deskshift/link.txt"), "http://phones.example/x\n").unwrap();
    assert!(!start_session(&site, &home, Some(&bin)).status.success());
    assert!(!home.join(".config/linphone/linphonerc").exists());
}

/// Twinkle has a file for each account: all go into place, and what an earlier set had beyond this one goes away.
#[test]
fn each_account_of_twinkle_is_put_into_place() {
    let folder = tempfile::tempdir().unwrap();
    let site = equipped(folder.path(), FILES, CLIENTS);
    run(&site, &["fleet"]).expect(0);
    let home = folder.path().join("home");
    let transferred = |stamp: &str, files: &[(&str, &str)]| {
        let to = home.join(".deskshift");
        fs::create_dir_all(&to).unwrap();
        for (name, text) in files {
            fs::write(to.join(name), text).unwrap();
        }
        fs::write(to.join("stamp.txt"), format!("twinkle {stamp}\n")).unwrap();
    };
    let placed = || {
        let files = tree(&home.join(".twinkle")).into_iter();
        files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect::<Vec<_>>()
    };
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    transferred("1", &[("twinkle.cfg", "one"), ("twinkle-2.cfg", "two"), ("twinkle-3.cfg", "three")]);
    fs::create_dir_all(home.join(".twinkle")).unwrap();
    fs::write(home.join(".twinkle/privat.cfg"), "own").unwrap();
    let own = || pair("privat.cfg", "own");
    let output = start_session(&site, &home, None);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all = [pair("deskshift-2.cfg", "two"), pair("deskshift-3.cfg", "three"), pair("deskshift.cfg", "one"), own()];
    assert_eq!(placed(), all);
    assert_eq!(tree(&home.join(".deskshift")).into_keys().collect::<Vec<_>>(), ["stamp.txt"], "the secret lies in one place");
    transferred("2", &[("twinkle.cfg", "new"), ("twinkle-2.cfg", "two")]);
    assert!(start_session(&site, &home, None).status.success());
    assert_eq!(placed(), [pair("deskshift-2.cfg", "two"), pair("deskshift.cfg", "new"), own()]);

    // By a link: an archive for several accounts, the file itself for one.
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let served = folder.path().join("served");
    let script = format!("#!/bin/sh\ncp '{}' \"$(sed -n 's/^output = \"\\(.*\\)\"$/\\1/p')\"\n", served.display());
    fs::write(bin.join("curl"), script).unwrap();
    fs::set_permissions(bin.join("curl"), fs::Permissions::from_mode(0o755)).unwrap();
    let packed = folder.path().join("packed");
    fs::create_dir(&packed).unwrap();
    fs::write(packed.join("twinkle.cfg"), "first").unwrap();
    fs::write(packed.join("twinkle-2.cfg"), "second").unwrap();
    let tar = Command::new("tar").arg("-cf").arg(&served).arg("-C").arg(&packed).args(["twinkle.cfg", "twinkle-2.cfg"]).status();
    assert!(tar.unwrap().success());
    transferred("3", &[("link.txt", "https://phones.example/e/x\n")]);
    let output = start_session(&site, &home, Some(&bin));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(placed(), [pair("deskshift-2.cfg", "second"), pair("deskshift.cfg", "first"), own()]);
    fs::write(&served, "user_name=2001\n").unwrap();
    transferred("4", &[("link.txt", "https://phones.example/e/y\n")]);
    assert!(start_session(&site, &home, Some(&bin)).status.success());
    assert_eq!(placed(), [pair("deskshift.cfg", "user_name=2001\n"), own()]);
    assert_eq!(tree(&home.join(".config/deskshift")).into_keys().collect::<Vec<_>>(), ["stamp"], "no copy stays");
}

#[test]
fn a_web_phone_gets_its_start_page_and_linphone_its_address() {
    let folder = tempfile::tempdir().unwrap();
    let clients = "  - client: linphone-xml\n    transport: tcp\n    srtp: \"off\"\n";
    let site = equipped(folder.path(), "fleet:\n  igel: {}\n", clients);
    run(&site, &["convert"]).expect(0);
    run(&site, &["links", "issue", "--all", "--url", "https://phones.example:8443"]).expect(0);
    run(&site, &["fleet"]).expect(0);
    let home = folder.path().join("home");
    transfer(&site, "ig-0001", &home);
    let link = fs::read_to_string(home.join(".deskshift/link.txt")).unwrap();
    assert!(start_session(&site, &home, None).status.success());
    let text = fs::read_to_string(home.join(".config/linphone/linphonerc")).unwrap();
    assert_eq!(text, format!("[misc]\nconfig-uri={link}"));
    // The same device with another client.
    let home = folder.path().join("web");
    transfer(&site, "ig-0001", &home);
    fs::write(home.join(".deskshift/stamp.txt"), "webphone 0011223344556677\n").unwrap();
    assert!(start_session(&site, &home, None).status.success());
    assert_eq!(fs::read_to_string(home.join(".config/deskshift/start-url")).unwrap(), link);
    // And one that nobody knows.
    fs::write(home.join(".deskshift/stamp.txt"), "gone 8899aabbccddeeff\n").unwrap();
    let output = start_session(&site, &home, None);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("no way is known"), "{output:?}");
}

#[test]
fn a_share_for_all_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let site = equipped(folder.path(), FILES, CLIENTS);
    let path = site.join("deskshift.yaml");
    let yaml = fs::read_to_string(&path).unwrap();
    fs::write(&path, yaml.replace(r"\\fs01\home$\%USERNAME%", r"\\amt.example\SYSVOL\amt.example\scripts")).unwrap();
    for command in ["fleet", "plan", "convert"] {
        let ended = run(&site, &["--lang", "en", command]).expect(2);
        assert!(ended.stderr.contains("error[policy/leak-share]") && ended.stderr.contains("`sysvol`"), "{}", ended.stderr);
    }
    assert!(!site.join("out/fleet").exists());
    let page = run(&site, &["explain", "policy/leak-share"]).expect(0);
    assert!(page.stdout.contains("SYSVOL"), "{}", page.stdout);
    fs::write(&path, yaml.replace(FILES, "")).unwrap();
    assert!(run(&site, &["fleet"]).expect(4).stderr.contains("fleet/no-rules"));
}
