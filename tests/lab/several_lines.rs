//! A person with two lines in one program: what `deskshift convert` writes makes the real clients register both, each with its own login
//! and its own password, at Asterisk and at Kamailio.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::clients::{self, Seen};
use super::kamailio::{self, Kamailio, Subscriber};
use super::process::free_port;
use super::profiles::convert;
use super::programs::{Program, present, put};

/// Profile and transport, with the two numbers of the person who has it.
type Person = (&'static str, &'static str, [&'static str; 2]);

const AT_ASTERISK: [Person; 16] = [
    ("linphone-xml", "udp", ["2001", "2002"]),
    ("linphone-rc", "tcp", ["2003", "2004"]),
    ("linphone-android", "udp", ["2005", "2006"]),
    ("linphone-ios", "tcp", ["2007", "2008"]),
    ("baresip", "udp", ["2009", "2010"]),
    ("baresip", "tcp", ["2011", "2012"]),
    ("twinkle", "udp", ["2013", "2014"]),
    ("twinkle", "tcp", ["2015", "2016"]),
    ("linphone-xml", "tls", ["2017", "2018"]),
    ("linphone-rc", "tls", ["2019", "2020"]),
    ("linphone-android", "tls", ["2021", "2022"]),
    ("linphone-ios", "tls", ["2023", "2024"]),
    ("baresip", "tls", ["2025", "2026"]),
    ("baresip-4", "udp", ["2027", "2028"]),
    ("baresip-4", "tcp", ["2029", "2030"]),
    ("baresip-4", "tls", ["2031", "2032"]),
];

const AT_KAMAILIO: [Person; 7] = [
    ("linphone-xml", "udp", ["2001", "2002"]),
    ("linphone-rc", "tls", ["2003", "2004"]),
    ("baresip", "tcp", ["2005", "2006"]),
    ("baresip", "tls", ["2007", "2008"]),
    ("baresip-4", "tls", ["2009", "2010"]),
    ("twinkle", "udp", ["2011", "2012"]),
    ("twinkle", "tcp", ["2013", "2014"]),
];

/// Where the clients find the registrar, and whose passwords they get.
struct Registrar<'a> {
    domain: &'a str,
    sip: u16,
    tls: u16,
    secrets: &'a str,
}

fn site(site: &Path, people: &[Person], registrar: &Registrar, ca: &str) -> String {
    let mut pjsip = String::new();
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Durchwahl\n");
    let (mut rules, mut by_address) = (String::new(), String::new());
    let Registrar { domain, sip, tls, secrets } = registrar;
    for (index, (client, transport, numbers)) in people.iter().enumerate() {
        for number in numbers {
            pjsip += &format!(
                "[{number}]\ntype=endpoint\ncontext=intern\nallow=!all,alaw\nauth={number}\naors={number}\n[{number}]\ntype=auth\n\
                 auth_type=userpass\nusername=login-{number}\npassword=alt-{number}-geheim\n[{number}]\ntype=aor\nmax_contacts=1\n"
            );
        }
        let [first, second] = numbers;
        staff += &format!("{index};Müller & Söhne;Özgür {index};A{index};{first} + {second}\n");
        rules += &format!("  - {{client: {client}, transport: {transport}, srtp: \"off\", when: {{departments: [A{index}]}}}}\n");
        // Linphone takes no address in a certificate for a name, and baresip asks a name server even for `localhost` (both measured).
        if client.starts_with("baresip") && *transport == "tls" {
            by_address += &format!("    A{index}: {{registrar: \"127.0.0.1:{tls}\"}}\n");
        }
    }
    put(site, "pbx/pjsip.conf", &pjsip);
    put(site, "pbx/extensions.conf", "[intern]\n");
    put(site, "staff.csv", &staff);
    put(site, "ca.pem", ca);
    let policy = format!(
        "version: 1\nname: Several\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
         sources:\n  staff: [staff.csv]\n  asterisk: pbx\n  further_numbers: true\n{secrets}pbx:\n  kind: asterisk\n  \
         domain: {domain}\n  registrars: {{udp: \"127.0.0.1:{sip}\", tcp: \"127.0.0.1:{sip}\", tls: \"localhost:{tls}\"}}\n  \
         ca: ca.pem\n  ca_on_clients: {ca_file}\nclients:\n{rules}overrides:\n  departments:\n{by_address}\
         roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
        ca_file = site.join("ca.pem").display()
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
        "twinkle" => {
            let profiles = ["twinkle.cfg", "twinkle-2.cfg"].map(|name| files.join(name));
            let profiles: Vec<&Path> = profiles.iter().map(PathBuf::as_path).collect();
            return clients::twinkle_all(home, &profiles, free_port(), free_port());
        }
        "baresip-4" => return clients::baresip_4(home, files),
        _ => {
            std::fs::copy(files.join("accounts"), home.join("accounts")).expect("accounts");
            let config = std::fs::read_to_string(files.join("config")).expect("config");
            put(home, "config", &(config + "net_interface 127.0.0.1\nsip_listen 127.0.0.1:0\n"));
            return clients::baresip_all(home, 2);
        }
    }
    clients::linphone_all(home, &rc, 2)
}

/// What does not register of these people's sets.
fn not_registered(here: &Path, people: &[Person]) -> Vec<String> {
    let one = |(client, transport, [first, _]): &Person| {
        let home = tempfile::tempdir().expect("a folder");
        let seen = run(client, &here.join("out/current/lines").join(first).join(client), home.path());
        (!seen.registered).then(|| format!("{client} over {transport}: {}", seen.output))
    };
    people.iter().filter_map(one).collect()
}

#[test]
fn both_lines_of_a_set_register() {
    let programs = [Program::Asterisk, Program::Linphone, Program::Baresip, Program::Twinkle, Program::PythonWithPackages];
    if !present("both_lines_of_a_set_register", &programs) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let certificates = Certificates::new();
    let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, ports| {
        let Ports { sip, tls, .. } = ports;
        let pjsip = site(here, &AT_ASTERISK, &Registrar { domain: "127.0.0.1", sip, tls, secrets: "" }, &certificates.ca);
        let refused = convert(here);
        assert!(refused.is_empty(), "{refused:?}");
        let changes = std::fs::read_to_string(here.join("out/current/pbx/pjsip.deskshift.conf")).expect("the fragment");
        put(etc, "pjsip.conf", &format!("{transports}{pjsip}#include pjsip.deskshift.conf\n"));
        put(etc, "pjsip.deskshift.conf", &changes);
    });
    // One set for each person, so one link, one letter and one program.
    for (client, _, [first, second]) in AT_ASTERISK {
        let lines = here.join("out/current/lines");
        assert!(lines.join(first).join(client).is_dir() && !lines.join(second).exists(), "{client} {first} {second}");
    }
    let wrong = not_registered(here, &AT_ASTERISK);
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n----\n"), asterisk.log().join("\n"));
    // The telephone system has checked the password of each line by itself, over the transport that was planned.
    let over = asterisk.authenticated();
    for (client, transport, numbers) in AT_ASTERISK {
        for number in numbers {
            assert_eq!(over.get(number), Some(&BTreeSet::from([transport.to_uppercase()])), "{client} {number}: {over:?}");
        }
    }
}

#[test]
fn both_lines_of_a_set_register_at_kamailio() {
    let programs = [Program::Kamailio, Program::Linphone, Program::Baresip, Program::Twinkle, Program::PythonWithPackages];
    if !present("both_lines_of_a_set_register_at_kamailio", &programs) {
        return;
    }
    let numbers = || AT_KAMAILIO.iter().flat_map(|(_, _, numbers)| numbers);
    let subscriber = |number: &&str| Subscriber {
        number: (*number).to_owned(),
        user: format!("login-{number}"),
        secret: format!("alt-{number}-geheim"),
    };
    let certificates = Certificates::new();
    // It says whom it has taken, since the clients take themselves out again when they end.
    let changes = [
        ("loadmodule \"jsonrpcs.so\"\n", "loadmodule \"jsonrpcs.so\"\nloadmodule \"xlog.so\"\n"),
        ("if (!save(\"location\")) {", "xlog(\"L_NOTICE\",\"taken: $tU by $au over $proto\\n\");\n\tif (!save(\"location\")) {"),
    ];
    let kamailio = Kamailio::start_changed(&certificates, &numbers().map(subscriber).collect::<Vec<_>>(), &changes);
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let Kamailio { sip, tls, .. } = kamailio;
    let keep = "secrets: {mode: keep}\n";
    let registrar = Registrar { domain: kamailio::REALM, sip, tls, secrets: keep };
    site(here, &AT_KAMAILIO, &registrar, &certificates.ca);
    let refused = convert(here);
    assert!(refused.is_empty(), "{refused:?}");
    let wrong = not_registered(here, &AT_KAMAILIO);
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
    let log = kamailio.log();
    for (client, transport, numbers) in AT_KAMAILIO {
        for number in numbers {
            let taken = format!("taken: {number} by login-{number} over {transport}\n");
            assert!(log.contains(&taken), "{client}: no `{taken}` in {log}");
        }
    }
}
