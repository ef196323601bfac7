//! What `overrides` tells a client beside its account, as the real clients do it at the real Asterisk: who is told not to register does not,
//! and baresip registers a flow of RFC 5626.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::clients;
use super::profiles::convert;
use super::programs::{Program, present, put};

/// Number, client, what its department is told.
const LINES: [(&str, &str, &str); 5] = [
    ("2001", "linphone-rc", "{register: false}"),
    ("2002", "twinkle", "{register: false}"),
    ("2003", "linphone-rc", "{register: true, label: Pforte}"),
    ("2005", "twinkle", "{register: true}"),
    ("2004", "baresip", "{sip_outbound: true, mwi: unsolicited}"),
];

fn site(site: &Path, ports: Ports) -> String {
    let mut pjsip = String::new();
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Durchwahl\n");
    let (mut rules, mut told) = (String::new(), String::new());
    for (number, client, overrides) in LINES {
        pjsip += &format!(
            "[{number}]\ntype=endpoint\ncontext=intern\nallow=!all,alaw\nauth={number}\naors={number}\n[{number}]\ntype=auth\n\
             auth_type=userpass\nusername={number}\npassword=alt-{number}-geheim\n[{number}]\ntype=aor\nmax_contacts=2\n"
        );
        staff += &format!("{number};Muster;Anna;A{number};{number}\n");
        rules += &format!("  - {{client: {client}, transport: udp, srtp: \"off\", when: {{departments: [A{number}]}}}}\n");
        told += &format!("    A{number}: {overrides}\n");
    }
    put(site, "pbx/pjsip.conf", &pjsip);
    put(site, "pbx/extensions.conf", "[intern]\n");
    put(site, "staff.csv", &staff);
    let policy = format!(
        "version: 1\nname: Told\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\nsecrets: {{mode: keep}}\n\
         sources:\n  staff: [staff.csv]\n  asterisk: pbx\npbx:\n  kind: asterisk\n  domain: 127.0.0.1\n  \
         registrars: {{udp: \"127.0.0.1:{sip}\"}}\nclients:\n{rules}overrides:\n  departments:\n{told}\
         roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
        sip = ports.sip
    );
    put(site, "deskshift.yaml", &policy);
    pjsip
}

#[test]
fn clients_do_what_they_are_told_beside_their_account() {
    let name = "clients_do_what_they_are_told_beside_their_account";
    if !present(name, &[Program::Asterisk, Program::Linphone, Program::Twinkle, Program::Baresip]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let asterisk = Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        let pjsip = site(here, ports);
        let refused = convert(here);
        assert!(refused.is_empty(), "{refused:?}");
        put(etc, "pjsip.conf", &format!("{transports}{pjsip}"));
    });
    let files = |number: &str, client: &str| here.join("out/current/lines").join(number).join(client);
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for (number, client, _) in LINES {
        let home = tempfile::tempdir().expect("a folder");
        let (home, files) = (home.path(), files(number, client));
        let said = match client {
            "linphone-rc" => {
                let rc = home.join("rc");
                std::fs::copy(files.join("linphonerc"), &rc).expect("linphonerc");
                clients::linphone_for(home, &rc, Duration::from_secs(4))
            }
            "twinkle" => {
                let profile = home.join("told.cfg");
                std::fs::copy(files.join("twinkle.cfg"), &profile).expect("twinkle.cfg");
                clients::twinkle_for(home, &profile, Duration::from_secs(4))
            }
            _ => {
                std::fs::copy(files.join("accounts"), home.join("accounts")).expect("accounts");
                let config = std::fs::read_to_string(files.join("config")).expect("config");
                put(home, "config", &(config + "net_interface 127.0.0.1\nsip_listen 127.0.0.1:0\n"));
                clients::baresip(home).output
            }
        };
        seen.insert(number, said);
    }
    // The telephone system has heard from those that register, and from no other.
    let registered = asterisk.authenticated();
    let numbers: Vec<&str> = registered.keys().map(String::as_str).collect();
    assert_eq!(numbers, ["2003", "2004", "2005"], "{:?}\n{}", seen["2002"], asterisk.log().join("\n"));
    // Flow 1 and not the registration as such, which baresip counts 0.
    assert!(seen["2004"].contains("{1/UDP/v4}"), "{}", seen["2004"]);
}
