//! The PowerShell scripts, as a grammar of PowerShell that is not ours reads them. PowerShell itself is not to be had where these tests
//! run: MicroSIP's merge script is run by a small interpreter of that grammar instead (`python/powershell.py`).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use deskshift::profile::syntax::Syntax;

use deskshift::profile::golden::Case;
use deskshift::store::profiles;

use super::profiles::deskshift;
use super::programs::{Program, checkout, present, put, python_folder};

fn powershell(arguments: &[&std::ffi::OsStr]) -> Output {
    let script = checkout().join("tests/lab/python/powershell.py");
    Command::new(python_folder().join("bin/python")).arg("-B").arg(script).args(arguments).output().expect("python starts")
}

fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for client in ["microsip", "fritzbox"] {
        for case in std::fs::read_dir(checkout().join("tests/golden").join(client)).expect("golden files").flatten() {
            let out = std::fs::read_dir(case.path().join("out")).into_iter().flatten().flatten();
            found.extend(out.map(|file| file.path()).filter(|path| path.extension().is_some_and(|ext| ext == "ps1")));
        }
    }
    found.sort();
    found
}

#[test]
fn every_powershell_script_is_well_formed() {
    if !present("every_powershell_script_is_well_formed", &[Program::PythonWithPackages]) {
        return;
    }
    let scripts = scripts();
    assert!(scripts.len() >= 6, "{scripts:?}");
    let arguments: Vec<&std::ffi::OsStr> =
        ["parse".as_ref()].into_iter().chain(scripts.iter().map(|path| path.as_os_str())).collect();
    let output = powershell(&arguments);
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    // The grammar does see faults: each of these is the script with one thing wrong.
    let folder = tempfile::tempdir().expect("a folder");
    let box_script = scripts.iter().find(|path| path.ends_with("fritzbox.ps1")).expect("a script");
    let text = std::fs::read_to_string(box_script).expect("a script");
    for (from, to) in [("try {", "try"), ("[string]$Box =", "[string]$Box"), ("foreach ($what in", "foreach $what in")] {
        let broken = folder.path().join("broken.ps1");
        assert!(text.contains(from), "{from}");
        std::fs::write(&broken, text.replacen(from, to, 1)).expect("written");
        let output = powershell(&["parse".as_ref(), broken.as_os_str()]);
        assert!(!output.stdout.is_empty(), "{from}: {output:?}");
    }
}

#[test]
fn the_script_for_the_box_holds_the_very_values_of_the_line() {
    if !present("the_script_for_the_box_holds_the_very_values_of_the_line", &[Program::PythonWithPackages]) {
        return;
    }
    let folder = checkout().join("tests/golden/fritzbox/nasty");
    let output = powershell(&["strings".as_ref(), folder.join("out/fritzbox.ps1").as_os_str()]);
    let texts: Vec<String> = serde_json::from_slice(&output.stdout).expect("JSON");
    let body = texts.iter().find(|text| text.contains("<u:X_AVM-DE_AddVoIPAccount")).expect("the request");
    let values = Syntax::Xml.read(body).expect("XML");
    let input: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("in.json")).expect("in.json")).expect("JSON");
    let value = |name: &str| values[&format!("s:Body/u:X_AVM-DE_AddVoIPAccount/{name}")].as_str();
    assert_eq!(Some(value("NewVoIPPassword")), input["password"].as_str());
    assert_eq!(Some(value("NewVoIPNumber")), input["line"]["aor_user"].as_str());
    assert!(texts.iter().any(|text| Some(text.as_str()) == input["line"]["aor_user"].as_str()), "the number to look for");
}

fn faults(files: &[PathBuf]) -> String {
    let arguments: Vec<&std::ffi::OsStr> =
        ["parse".as_ref()].into_iter().chain(files.iter().map(|path| path.as_os_str())).collect();
    let output = powershell(&arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Names and passwords of all kinds: each script that is written is one text to the grammar, and holds the very password.
#[test]
fn hostile_values_leave_the_scripts_well_formed() {
    if !present("hostile_values_leave_the_scripts_well_formed", &[Program::PythonWithPackages]) {
        return;
    }
    let (catalogue, _) = profiles::load(None);
    let folder = tempfile::tempdir().expect("a folder");
    let mut written = Vec::new();
    for client in ["fritzbox", "microsip"] {
        let input = std::fs::read(checkout().join("tests/golden").join(client).join("nasty/in.json")).expect("in.json");
        for (at, name) in super::hostile::names().into_iter().take(400).enumerate() {
            let mut case: Case = serde_json::from_slice(&input).expect("a case");
            case.line.display_name = name.as_str().into();
            case.password.clone_from(&name);
            case.line.auth_user = if client == "fritzbox" { case.line.aor_user.clone() } else { name.as_str().into() };
            let Ok(files) = case.make(&catalogue) else { continue };
            for (file, bytes) in files.into_iter().filter(|(file, _)| Path::new(file).extension().is_some_and(|end| end == "ps1"))
            {
                let path = folder.path().join(format!("{at}-{file}"));
                std::fs::write(&path, bytes).expect("written");
                written.push((path, name.clone()));
            }
        }
    }
    assert!(written.len() > 300, "{}", written.len());
    let files: Vec<PathBuf> = written.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(faults(&files), "");
    // A quote that is not doubled is seen.
    let with_quote = written.iter().find(|(path, name)| path.to_string_lossy().contains("fritzbox") && name.contains('\''));
    let text = std::fs::read_to_string(&with_quote.expect("one with a quote").0).expect("a script");
    let broken = folder.path().join("broken.ps1");
    std::fs::write(&broken, text.replacen("''", "'", 1)).expect("written");
    assert!(!faults(&[broken]).is_empty());
    let quoted =
        written.iter().filter(|(path, name)| path.to_string_lossy().contains("fritzbox") && name.contains(['\'', '$', '`']));
    let mut seen = 0;
    for (path, name) in quoted.take(40) {
        let output = powershell(&["strings".as_ref(), path.as_os_str()]);
        let texts: Vec<String> = serde_json::from_slice(&output.stdout).expect("JSON");
        let body = texts.iter().find(|text| text.contains("<u:X_AVM-DE_AddVoIPAccount")).expect("the request");
        let values = Syntax::Xml.read(body).expect("XML");
        assert_eq!(&values["s:Body/u:X_AVM-DE_AddVoIPAccount/NewVoIPPassword"], name, "{}", path.display());
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

/// The scripts of `deskshift fleet`, with a folder whose name has in it what the policy lets pass.
#[test]
fn the_scripts_for_windows_are_well_formed() {
    if !present("the_scripts_for_windows_are_well_formed", &[Program::PythonWithPackages]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    // The policy takes no quotes; these mean something to PowerShell outside of single ones.
    let evil = r"C:\Büro (x) $(calc) ${y} {z}\%USERNAME%\deskshift";
    put(site, "pbx/extensions.conf", "[intern]\n");
    put(
        site,
        "pbx/pjsip.conf",
        "[2001]\ntype=endpoint\ncontext=intern\nauth=2001\naors=2001\n[2001]\ntype=auth\nauth_type=userpass\nusername=2001\n\
         password=alt-2001-geheim\n[2001]\ntype=aor\nmax_contacts=1\n",
    );
    put(site, "staff.csv", "Personalnr;Name;Vorname;Amt;Durchwahl\n4;Probe;Dora;Bauamt;2001\n");
    put(site, "devices.csv", "Inventarnummer;Seriennummer;Geräteart;Modell;Personalnummer\nNB-1;SN1;Notebook;ThinkPad;4\n");
    put(
        site,
        "ad.ldif",
        "dn: CN=dora,DC=amt,DC=example\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: user\nsn: Probe\n\
         givenName: Dora\nsAMAccountName: dora\nemployeeNumber: 4\nuserAccountControl: 512\n\n",
    );
    let policy = format!(
        "version: 1\nname: Fleet\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
         sources: {{staff: [staff.csv], asterisk: pbx, exports: [ad.ldif, devices.csv]}}\npbx:\n  kind: asterisk\n  \
         domain: pbx.amt.example\n  registrars: {{tcp: \"pbx.amt.example:5060\"}}\nclients:\n  \
         - {{client: linphone-rc, transport: tcp, srtp: \"off\"}}\nfleet:\n  windows: {{deliver: files, files_on: '{evil}'}}\n\
         roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
    );
    put(site, "deskshift.yaml", &policy);
    for command in [&["inventory", "import"][..], &["plan"], &["fleet"]] {
        deskshift(site, command);
    }
    let out = site.join("out/fleet/current/windows");
    let scripts = ["deskshift-phone.ps1", "intune/detect.ps1", "intune/remediate.ps1"].map(|name| out.join(name));
    assert_eq!(faults(&scripts), "");
    for script in &scripts {
        let output = powershell(&["strings".as_ref(), script.as_os_str()]);
        let texts: Vec<String> = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(texts.iter().any(|text| text == evil), "{}: {texts:?}", script.display());
    }
}

/// Runs `microsip-merge.ps1` of a folder on the user's file; gives the access list it has set.
pub fn merge(profile: &Path, target: &Path) -> Output {
    // As Windows writes paths.
    let target = format!("Target={}", target.display().to_string().replace('/', "\\"));
    powershell(&["run".as_ref(), profile.join("microsip-merge.ps1").as_os_str(), target.as_ref()])
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("written");
    assert_eq!(bytes[..2], [0xFF, 0xFE], "MicroSIP takes a file without this mark for ANSI");
    let units: Vec<u16> = bytes[2..].chunks(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

#[test]
fn microsips_settings_are_merged_into_those_of_the_user() {
    if !present("microsips_settings_are_merged_into_those_of_the_user", &[Program::PythonWithPackages]) {
        return;
    }
    let profile = checkout().join("tests/golden/microsip/nasty/out");
    let wanted = Syntax::WindowsIni.read(&text(&profile.join("microsip.ini"))).expect("INI");
    let full = "[Settings]\r\nACCOUNTID=0\r\nvolumeOutput=80\r\nrecordingPath=D:\\Rec\r\n\r\n[Shortcuts]\r\n0=Zentrale;10;call\r\n\
                [Account1]\r\nlabel=alt\r\nserver=old.example\r\nhideCID=1\r\n[Account2]\r\nserver=privat.example\r\n";
    // A line of the person that went stands behind the one that stays, and before an account of the user's own.
    let domain = &wanted["Account1/domain"];
    let gone = format!(
        "[Account1]\r\nlabel=alt\r\n[Account2]\r\nusername=2004\r\nDomain = {domain}\r\npassword=alt\r\n[Account3]\r\nserver=privat.example\r\ndomain=privat.example\r\n"
    );
    let ansi: Vec<u8> = "[Settings]\r\nrecordingPath=C:\\M".bytes().chain([0xFC]).chain("ller\r\n".bytes()).collect();
    // What the user has, and what must be left of it.
    let cases: [(&str, Option<Vec<u8>>, &[(&str, &str)]); 5] = [
        ("nothing", None, &[]),
        ("an empty file", Some(utf16("")), &[]),
        (
            "settings and accounts",
            Some(utf16(full)),
            &[
                ("Settings/volumeOutput", "80"),
                ("Settings/recordingPath", "D:\\Rec"),
                ("Shortcuts/0", "Zentrale;10;call"),
                ("Account1/hideCID", "1"),
                ("Account2/server", "privat.example"),
            ],
        ),
        (
            "an account that went",
            Some(utf16(&gone)),
            &[("Account2/server", "privat.example"), ("Account2/domain", "privat.example")],
        ),
        ("a file of an old version", Some(ansi), &[("Settings/recordingPath", "C:\\Müller")]),
    ];
    for (name, before, kept) in cases {
        let home = tempfile::tempdir().expect("a folder");
        let target = home.path().join("MicroSIP/MicroSIP.ini");
        if let Some(before) = before {
            std::fs::create_dir(home.path().join("MicroSIP")).expect("folder");
            std::fs::write(&target, before).expect("written");
        }
        let output = merge(&profile, &target);
        assert!(output.status.success(), "{name}: {output:?}");
        let acl = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut rules = acl.lines();
        // Nothing is inherited; administrators and the system by their fixed ids, since their names depend on the language.
        assert_eq!(rules.next(), Some("protected"), "{name}");
        assert_eq!(
            rules.map(|rule| rule.rsplit('-').next().unwrap_or_default()).collect::<Vec<_>>(),
            ["1001 FullControl Allow", "544 FullControl Allow", "18 FullControl Allow"]
        );
        let merged = Syntax::WindowsIni.read(&text(&target)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let find = |key: &str| merged.iter().find(|(have, _)| have.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str());
        for (key, value) in &wanted {
            assert_eq!(find(key), Some(value.as_str()), "{name}: {key}");
        }
        for (key, value) in kept {
            assert_eq!(find(key), Some(*value), "{name}: {key}");
        }
        assert_eq!(merged.len(), wanted.len() + kept.len(), "{name}: nothing else");
        let first = std::fs::read(&target).expect("there");
        assert!(merge(&profile, &target).status.success());
        assert_eq!(std::fs::read(&target).expect("there"), first, "{name}: running it again changes nothing");
        let left: Vec<_> = std::fs::read_dir(home.path().join("MicroSIP")).expect("folder").flatten().collect();
        assert_eq!(left.len(), 1, "{name}: {left:?}");
    }
}
