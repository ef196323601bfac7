//! A real Kamailio that answers REGISTER with 302: followed to a server of the site, and told where it points outside of it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::certificates::Certificates;
use super::kamailio::{Kamailio, REALM, Subscriber};
use super::process::wait_for;
use super::programs::{Program, present, put};
use super::validate::{deskshift, edit};

const PASSWORD: &str = "eich7Aexoo5ohphie";
const OTHER: &str = "ahW5eeghei8iquo";

const CONFIGURED: &str = "[phone](!)\ntype=endpoint\ncontext=in\nallow=!all,alaw\n[slots](!)\ntype=aor\nmax_contacts=2\n\
    [2001](phone)\naors=2001\nauth=2001\ncallerid=\"Anna Huber\" <2001>\n[2001](slots)\n[2001]\ntype=auth\nusername=2001\npassword=eich7Aexoo5ohphie\n\
    [2002](phone)\naors=2002\nauth=2002\ncallerid=\"Max Bauer\" <2002>\n[2002](slots)\n[2002]\ntype=auth\nusername=2002\npassword=ahW5eeghei8iquo\n";

pub fn subscribers() -> Vec<Subscriber> {
    let subscriber =
        |number: &str, secret: &str| Subscriber { number: number.into(), user: number.into(), secret: secret.into() };
    vec![subscriber("2001", PASSWORD), subscriber("2002", OTHER)]
}

/// An office of two lines with a Kamailio at this port, imported and planned.
pub fn write_office(site: &Path, port: u16) {
    put(site, "pbx/pjsip.conf", CONFIGURED);
    put(site, "staff.csv", "Personalnummer;Name;Vorname;Durchwahl;Amt\n1;Huber;Anna;2001;Amt\n2;Bauer;Max;2002;Amt\n");
    put(
        site,
        "deskshift.yaml",
        &format!(
            "version: 1\nname: Office\nnumbers:\n  country: \"49\"\n  area: \"89\"\n  head: \"99998\"\n  outside_prefix: \"0\"\n  \
             extension_lengths: [4]\nsecrets: {{mode: keep}}\nsources:\n  asterisk: pbx\n  staff:\n    - file: staff.csv\npbx:\n  \
             kind: kamailio\n  domain: {REALM}\n  registrars:\n    udp: 127.0.0.1:{port}\n  contacts_per_line: 2\n\
             validate: {{ban_budget: 60}}\nclients:\n  - client: baresip\n    transport: udp\n    srtp: off\n    expiry_s: 600\n\
             roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n"
        ),
    );
    plan(site);
}

pub fn plan(site: &Path) {
    for command in [&["inventory", "import"][..], &["plan"]] {
        let output = deskshift(site, command);
        assert!(matches!(output.code, Some(0 | 1)), "{command:?}: {}", output.stderr);
    }
}

pub fn report(site: &Path, arguments: &[&str]) -> serde_json::Value {
    let mut all = vec!["--json", "validate", "--again", "--rate", "0"];
    all.extend(arguments);
    let output = deskshift(site, &all);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", output.stderr))
}

/// A server that registers nobody and names another one.
fn sends_on(certificates: &Certificates, contact: &str) -> Kamailio {
    let moved = format!(
        "request_route {{\n	if (is_method(\"REGISTER\")) {{ append_to_reply(\"Contact: {contact}\\r\\n\"); \
         sl_send_reply(\"302\",\"Moved Temporarily\"); exit; }}\n"
    );
    Kamailio::start_changed(certificates, &[], &[("request_route {\n", &moved)])
}

#[test]
fn kamailios_302_is_followed_within_the_site_and_told_without() {
    if !present("kamailios_302_is_followed_within_the_site_and_told_without", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let back = Kamailio::start(&certificates, &subscribers());
    let front = sends_on(&certificates, &format!("<sip:{REALM}>;q=0.1, <sip:127.0.0.1:{}>;q=0.9", back.sip));
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    write_office(site, front.sip);
    for level in ["fetch", "bind"] {
        let report = report(site, &["--level", level]);
        for verdict in report["verdicts"].as_array().expect("verdicts") {
            assert_eq!(verdict["class"], "sip/redirect", "{level}: {verdict}");
            let cause = verdict["cause"]["en"].as_str().expect("a cause");
            assert!(cause.contains(&format!("sip:127.0.0.1:{}", back.sip)), "{cause}");
        }
    }
    takes_in(site, &back);
    all_is_well_at_the_other_server(site);
}

/// The second server becomes one of the site.
fn takes_in(site: &Path, server: &Kamailio) {
    let both = format!("overrides: {{organisation: {{backup_registrar: \"127.0.0.1:{}\"}}}}\nroster:", server.sip);
    edit(site, &[("roster:", &both)]);
    plan(site);
}

/// At all four levels, and what was registered there is gone.
fn all_is_well_at_the_other_server(site: &Path) -> Vec<serde_json::Value> {
    for level in ["fetch", "noop", "bind"] {
        let report = report(site, &["--level", level]);
        let verdicts = report["verdicts"].as_array().expect("verdicts");
        assert_eq!(verdicts.len(), 2);
        for verdict in verdicts {
            assert_eq!((&verdict["class"], &verdict["level"]), (&"sip/ready".into(), &level.into()), "{verdict}");
            assert_eq!(verdict["notes"][0]["code"], "sip/redirect-followed", "{verdict}");
            assert!(verdict["evidence"][0].as_str().is_some_and(|line| line.contains("302 Moved Temporarily")), "{verdict}");
            assert_eq!(verdict["contacts"], serde_json::json!([]), "what was registered is gone: {verdict}");
        }
    }
    // They call through the server that has them: the first one knows neither of them, and would ask for a password that it cannot check.
    let called = report(site, &["--level", "call"]);
    for verdict in called["verdicts"].as_array().expect("verdicts") {
        assert_eq!((&verdict["class"], &verdict["level"]), (&"call/good".into(), &"call".into()), "{verdict}");
        assert_eq!(verdict["notes"][0]["code"], "sip/redirect-followed", "{verdict}");
    }
    let after = report(site, &["--level", "fetch"]);
    let verdicts = after["verdicts"].as_array().expect("verdicts");
    for verdict in verdicts {
        assert_eq!(verdict["contacts"], serde_json::json!([]), "what was registered for the calls is gone: {verdict}");
    }
    verdicts.clone()
}

/// A front that only sends on, over UDP, to a registrar that is asked over another transport: the flow to it is opened, the Request-URI names
/// it, and what a test registers there is reached and removed there.
#[test]
fn a_line_is_sent_on_to_another_transport() {
    if !present("a_line_is_sent_on_to_another_transport", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let back = Kamailio::start(&certificates, &subscribers());
    for (transport, port) in [("tls", back.tls), ("ws", back.sip), ("tcp", back.sip)] {
        let front = sends_on(&certificates, &format!("<sip:127.0.0.1:{port};transport={transport}>"));
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path();
        write_office(site, front.sip);
        put(site, "ca.pem", &certificates.ca);
        let udp = format!("    udp: 127.0.0.1:{}\n", front.sip);
        let both = format!("{udp}    {transport}: 127.0.0.1:{port}\n  ws_path: /ws\n  ca: ca.pem\n");
        edit(site, &[(&udp, &both)]);
        plan(site);
        let verdicts = all_is_well_at_the_other_server(site);
        for verdict in verdicts {
            let told = verdict["evidence"].to_string();
            assert!(told.contains(&format!("127.0.0.1:{port}/{transport}")), "{transport}: {told}");
        }
    }
}

/// A run is killed between registering at the server that it was sent on to and unregistering there: the next run removes it at that server
/// and says so.
#[test]
fn what_a_killed_run_left_at_the_other_server_is_removed_there() {
    if !present("what_a_killed_run_left_at_the_other_server_is_removed_there", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    // Deaf to removals for a while, so that the run cannot end by itself.
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let hears_from = now() + 15;
    let deaf = format!(
        "request_route {{\n\tif (is_method(\"REGISTER\") && $hdr(Contact) =~ \"expires=0\" && $Ts < {hears_from}) drop;\n"
    );
    let back = Kamailio::start_changed(&certificates, &subscribers(), &[("request_route {\n", &deaf)]);
    let front = sends_on(&certificates, &format!("<sip:127.0.0.1:{}>", back.sip));
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    write_office(site, front.sip);
    takes_in(site, &back);
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskshift"))
        .arg("-C")
        .arg(site)
        .args(["validate", "--level", "bind", "--rate", "0"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let journal = site.join("out/observations.jsonl");
    // The first line goes alone, and never comes to its end.
    wait_for("a test registration in the journal", Duration::from_secs(10), || {
        std::fs::read_to_string(&journal).ok().filter(|text| text.contains("\"bound\""))
    });
    // Written down before it is sent.
    std::thread::sleep(Duration::from_millis(500));
    child.kill().expect("kill");
    child.wait().expect("ends");
    // Somebody who knows nothing of that run, and would leave everything as it is.
    let other = tempfile::tempdir().expect("a folder");
    write_office(other.path(), back.sip);
    let registered = |site: &Path| -> Vec<usize> {
        let report = report(site, &["--level", "fetch"]);
        report["verdicts"].as_array().expect("verdicts").iter().map(|v| v["contacts"].as_array().map_or(0, Vec::len)).collect()
    };
    assert_eq!(registered(other.path()), [1, 0], "what the killed run left");
    assert!(now() < hears_from, "too slow a machine: removals were heard while the first run was under way");
    while now() <= hears_from {
        std::thread::sleep(Duration::from_millis(100));
    }
    let output = deskshift(site, &["validate", "--level", "fetch", "--rate", "0"]);
    assert!(output.stderr.contains("removed now: 2001"), "{}", output.stderr);
    assert_eq!(registered(other.path()), [0, 0]);
    let again = deskshift(site, &["validate", "--level", "fetch", "--rate", "0"]);
    assert!(!again.stderr.contains("removed now"), "once: {}", again.stderr);
}
