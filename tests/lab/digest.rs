//! A PBX that keeps digests only: nobody knows the password, and Linphone logs in all the same.

use std::path::{Path, PathBuf};

use super::certificates::Certificates;
use super::clients;
use super::kamailio::{Kamailio, REALM, Subscriber, ha1};
use super::programs::{Program, present, put};
use super::validate::deskshift;

/// The only file of this name below the set in force.
fn found(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.into_iter().find_map(|path| if path.is_dir() { found(&path, name) } else { path.ends_with(name).then_some(path) })
}

#[test]
fn linphone_registers_with_the_digest_that_the_pbx_has() {
    if !present("linphone_registers_with_the_digest_that_the_pbx_has", &[Program::Kamailio, Program::Linphone]) {
        return;
    }
    let secret = "nobody-knows-it";
    let subscriber = Subscriber { number: "2001".into(), user: "2001".into(), secret: secret.into() };
    let kamailio = Kamailio::start(&Certificates::new(), &[subscriber]);
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let digest = ha1("2001", secret);
    put(
        site,
        "subscriber.sql",
        &format!("INSERT INTO subscriber (username, domain, password, ha1) VALUES ('2001', '{REALM}', '', '{digest}');\n"),
    );
    put(site, "staff.csv", "Personalnr;Name;Vorname;Amt;Durchwahl\n1;Muster;Anna;Hauptamt;2001\n");
    put(
        site,
        "deskshift.yaml",
        &format!(
            "version: 1\nname: Lab\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
             sources: {{staff: [staff.csv], exports: [subscriber.sql]}}\n\
             pbx: {{kind: kamailio, domain: {REALM}, registrars: {{udp: \"127.0.0.1:{}\"}}}}\nsecrets: {{mode: keep}}\n\
             clients: [{{client: linphone-rc, transport: udp, srtp: \"off\"}}]\nvalidate: {{rate_per_s: 50, ban_budget: 100}}\n",
            kamailio.sip
        ),
    );
    for command in [&["inventory", "import"][..], &["plan"], &["validate", "--rate", "0"], &["convert"]] {
        let output = deskshift(site, command);
        let told = String::from_utf8_lossy(&output.stdout).into_owned() + &output.stderr;
        assert_eq!(output.code, Some(0), "{command:?}\n{told}");
        assert!(!told.contains(&digest), "{command:?}\n{told}");
    }
    let written = found(&site.join("out/current/"), "linphonerc").expect("a profile");
    let profile = std::fs::read_to_string(&written).expect("the profile");
    assert!(profile.contains(&digest) && !profile.contains("passwd=nobody"), "{profile}");
    let tried = |profile: &str| {
        let home = tempfile::tempdir().expect("a home");
        let rc = home.path().join("linphonerc");
        std::fs::write(&rc, profile).expect("rc");
        clients::linphone(home.path(), &rc)
    };
    let seen = tried(&profile);
    assert!(seen.registered, "{}", seen.output);
    // It is this digest that does it.
    let seen = tried(&profile.replace(&digest, &ha1("2001", "another")));
    assert!(!seen.registered, "{}", seen.output);
}
