//! A person with two lines in one program: what `deskshift convert` writes makes the real clients register both, each with its own login
//! and its own new password.

use std::collections::BTreeSet;
use std::path::Path;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::clients::{self, Seen};
use super::profiles::convert;
use super::programs::{Program, present, put};

/// Profile and transport, with the two numbers of the person who has it.
const PEOPLE: [(&str, &str, [&str; 2]); 6] = [
    ("linphone-xml", "udp", ["2001", "2002"]),
    ("linphone-rc", "tcp", ["2003", "2004"]),
    ("linphone-android", "udp", ["2005", "2006"]),
    ("linphone-ios", "tcp", ["2007", "2008"]),
    ("baresip", "udp", ["2009", "2010"]),
    ("baresip", "tcp", ["2011", "2012"]),
];

fn site(site: &Path, ports: Ports) -> String {
    let mut pjsip = String::new();
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Durchwahl\n");
    let mut rules = String::new();
    for (index, (client, transport, numbers)) in PEOPLE.iter().enumerate() {
        for number in numbers {
            pjsip += &format!(
                "[{number}]\ntype=endpoint\ncontext=intern\nallow=!all,alaw\nauth={number}\naors={number}\n[{number}]\ntype=auth\n\
                 auth_type=userpass\nusername=login-{number}\npassword=alt-{number}-geheim\n[{number}]\ntype=aor\nmax_contacts=1\n"
            );
        }
        let [first, second] = numbers;
        staff += &format!("{index};Müller & Söhne;Özgür {index};A{index};{first} + {second}\n");
        rules += &format!("  - {{client: {client}, transport: {transport}, srtp: \"off\", when: {{departments: [A{index}]}}}}\n");
    }
    put(site, "pbx/pjsip.conf", &pjsip);
    put(site, "pbx/extensions.conf", "[intern]\n");
    put(site, "staff.csv", &staff);
    let policy = format!(
        "version: 1\nname: Several\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
         sources:\n  staff: [staff.csv]\n  asterisk: pbx\n  further_numbers: true\npbx:\n  kind: asterisk\n  domain: 127.0.0.1\n  \
         registrars: {{udp: \"127.0.0.1:{sip}\", tcp: \"127.0.0.1:{sip}\"}}\nclients:\n{rules}\
         roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
        sip = ports.sip
    );
    put(site, "deskshift.yaml", &policy);
    pjsip
}

fn run(client: &str, files: &Path, home: &Path) -> Seen {
    let rc = home.join("rc");
    match client {
        "linphone-xml" => put(home, "rc", &clients::linphone_bootstrap(&files.join("linphone.xml"))),
        "linphone-rc" => drop(std::fs::copy(files.join("linphonerc"), &rc).expect("linphonerc")),
        "linphone-android" | "linphone-ios" => {
            let app = client.trim_start_matches("linphone-");
            let file = files.join(if app == "ios" { "managed.plist" } else { "managed.json" });
            if let Err(refused) = clients::linphone_as_managed(home, app, &file) {
                return refused;
            }
        }
        _ => {
            std::fs::copy(files.join("accounts"), home.join("accounts")).expect("accounts");
            let config = std::fs::read_to_string(files.join("config")).expect("config");
            put(home, "config", &(config + "net_interface 127.0.0.1\nsip_listen 127.0.0.1:0\n"));
            return clients::baresip_all(home, 2);
        }
    }
    clients::linphone_all(home, &rc, 2)
}

#[test]
fn both_lines_of_a_set_register() {
    if !present("both_lines_of_a_set_register", &[Program::Asterisk, Program::Linphone, Program::Baresip]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let asterisk = Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        let pjsip = site(here, ports);
        let refused = convert(here);
        assert!(refused.is_empty(), "{refused:?}");
        let changes = std::fs::read_to_string(here.join("out/current/pbx/pjsip.deskshift.conf")).expect("the fragment");
        put(etc, "pjsip.conf", &format!("{transports}{pjsip}#include pjsip.deskshift.conf\n"));
        put(etc, "pjsip.deskshift.conf", &changes);
    });
    // One set for each person, so one link, one letter and one program.
    for (client, _, [first, second]) in PEOPLE {
        let lines = here.join("out/current/lines");
        assert!(lines.join(first).join(client).is_dir() && !lines.join(second).exists(), "{client} {first} {second}");
    }
    let wrong: Vec<String> = PEOPLE
        .iter()
        .filter_map(|(client, transport, [first, _])| {
            let home = tempfile::tempdir().expect("a folder");
            let seen = run(client, &here.join("out/current/lines").join(first).join(client), home.path());
            (!seen.registered).then(|| format!("{client} over {transport}: {}", seen.output))
        })
        .collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n----\n"), asterisk.log().join("\n"));
    // The telephone system has checked the password of each line by itself, over the transport that was planned.
    let over = asterisk.authenticated();
    for (client, transport, numbers) in PEOPLE {
        for number in numbers {
            assert_eq!(over.get(number), Some(&BTreeSet::from([transport.to_uppercase()])), "{client} {number}: {over:?}");
        }
    }
}
