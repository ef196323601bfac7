//! The PowerShell scripts, as a grammar of PowerShell that is not ours reads them. PowerShell itself is not to be had where these tests
//! run: MicroSIP's merge script is run by a small interpreter of that grammar instead (`python/powershell.py`).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use deskshift::profile::syntax::Syntax;

use super::programs::{Program, checkout, present, python_folder};

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
