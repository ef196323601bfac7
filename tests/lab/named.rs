//! Extensions whose endpoint has a name: `[phone1]`, which is dialled as 9090. From the export to the verdict, at the real Asterisk.

use std::path::Path;
use std::process::Command;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::phone::Phone;
use super::programs::{Program, present};

/// Number, name of the endpoint and its AOR, user of its login.
const PHONES: [(&str, &str, &str); 4] =
    [("9090", "phone1", "phone1"), ("9091", "eva.huber", "00005E005391"), ("9092", "max_bauer", "max"), ("9093", "9093", "9093")];
const PASSWORD: &str = "eich7Aexoo5ohphie";

fn pjsip() -> String {
    let mut text =
        "[phone](!)\ntype=endpoint\ncontext=in\nallow=!all,alaw\n[one](!)\ntype=aor\nmax_contacts=1\nremove_existing=yes\n"
            .to_owned();
    for (number, name, login) in PHONES {
        // The first has no caller ID: only its hint says who it is.
        let caller = if name == "phone1" { String::new() } else { format!("callerid=\"Person {number}\" <{number}>\n") };
        text += &format!(
            "[{name}](phone)\naors={name}\nauth={name}\n{caller}[{name}](one)\n[{name}]\ntype=auth\nusername={login}\npassword={PASSWORD}\n"
        );
    }
    text
}

fn dialplan() -> String {
    let mut text = "[in]\n".to_owned();
    for (number, name, _) in PHONES {
        text += &format!("exten => {number},hint,PJSIP/{name}\nexten => {number},1,Dial(PJSIP/{name},20)\n");
    }
    text
}

fn site(folder: &Path, ports: Ports) {
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("below the site")).expect("folder");
        std::fs::write(path, text).expect("written");
    };
    put("pbx/pjsip.conf", &pjsip());
    put("pbx/extensions.conf", &dialplan());
    put("pbx/queues.conf", "[amt]\nmember => PJSIP/phone1,1\n");
    let people: String = PHONES.iter().map(|(number, _, _)| format!("P{number};Person {number};Erika;{number};Amt\n")).collect();
    put("staff.csv", &format!("Personalnummer;Name;Vorname;Durchwahl;Amt\n{people}"));
    put(
        "deskshift.yaml",
        &format!(
            "version: 1\nname: Named\nnumbers:\n  country: \"49\"\n  area: \"89\"\n  head: \"99998\"\n  outside_prefix: \"0\"\n  \
             extension_lengths: [4]\nsecrets: {{mode: keep}}\nsources:\n  asterisk: pbx\n  staff:\n    - file: staff.csv\npbx:\n  kind: asterisk\n  \
             domain: 127.0.0.1\n  registrars:\n    udp: 127.0.0.1:{}\n  contacts_per_line: 2\nclients:\n  - client: baresip\n    \
             transport: udp\n    srtp: off\n    expiry_s: 600\n\
             roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
            ports.sip
        ),
    );
}

fn deskshift(site: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_deskshift")).arg("-C").arg(site).args(arguments).output().expect("starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), text)
}

/// Verdicts by extension, in their order.
fn verdicts(site: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let (_, text) = deskshift(site, &[&["--json", "validate", "--again", "--rate", "0"], arguments].concat());
    let report: serde_json::Value = serde_json::from_str(&text).expect("a report");
    let text = |verdict: &serde_json::Value, key: &str| verdict[key].as_str().expect("text").to_owned();
    report["verdicts"].as_array().expect("verdicts").iter().map(|v| (text(v, "extension"), text(v, "class"))).collect()
}

#[test]
fn a_line_with_a_name_is_converted_and_validated() {
    if !present("a_line_with_a_name_is_converted_and_validated", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site_folder = folder.path();
    let asterisk = Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        site(site_folder, ports);
        for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
            deskshift(site_folder, command);
        }
        let pbx = site_folder.join("out/current/pbx");
        let read = |name: &str| std::fs::read_to_string(pbx.join(name)).expect("written by convert");
        let fragment = read("pjsip.deskshift.conf");
        std::fs::write(etc.join("pjsip.conf"), format!("{transports}{}{fragment}", pjsip())).expect("pjsip.conf");
        let dialplan = dialplan() + &read("extensions.deskshift.conf");
        std::fs::write(etc.join("extensions.conf"), dialplan).expect("extensions.conf");
        std::fs::write(etc.join("voicemail.conf"), "[general]\n").expect("voicemail.conf");
        std::fs::write(etc.join("queues.conf"), "[general]\n").expect("queues.conf");
    });
    // The desk phones are there, so the softphone is the second.
    let mut phone = Phone::new(asterisk.ports.sip);
    for (_, name, login) in PHONES {
        let contact = phone.own_contact(name);
        assert_eq!(phone.register(name, (login, PASSWORD), Some(&contact), 3600).codes, [401, 200], "desk phone {name}");
    }
    let wanted: Vec<(String, String)> =
        PHONES.iter().map(|(number, ..)| ((*number).to_owned(), "sip/ready".to_owned())).collect();
    for level in ["fetch", "bind"] {
        assert_eq!(verdicts(site_folder, &["--level", level, "--change-loaded"]), wanted, "{level}");
    }
    let shown = asterisk.manager().console("pjsip show aor max_bauer");
    assert!(
        shown.contains("max_contacts") && shown.lines().any(|line| line.contains("max_contacts") && line.ends_with(": 2")),
        "{shown}"
    );
    // The queue member rings both devices of the endpoint under its number.
    let context = asterisk.manager().console("dialplan show 9090@deskshift-ring");
    assert!(context.contains("PJSIP_DIAL_CONTACTS(phone1)"), "{context}");
}
