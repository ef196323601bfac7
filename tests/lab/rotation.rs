//! New passwords and two devices on one number, on the real Asterisk and Kamailio: what `convert` wrote for the PBX is loaded without a
//! word in the log, old passwords end, new ones begin, both devices ring, and a leaver is out.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::ari::{self, Answer};
use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::kamailio::{Kamailio, REALM, Subscriber};
use super::phone::Phone;
use super::process::wait_for;
use super::programs::{Program, present, put};

const STAFF: &str =
    "Personalnr;Name;Vorname;Amt;Durchwahl\n1;Muster;Anna;Hauptamt;2001\n2;Beispiel;Bela;Hauptamt;2002\n3;Fort;Clara;Amt;2003\n";

/// 2004 gets a web phone and with it a twin.
fn with_web_phone(site: &str, ws: u16) -> String {
    site.replace("  registrars: {", &format!("  webrtc_twins: true\n  registrars: {{ws: \"127.0.0.1:{ws}\", ")).replace(
        "clients:\n",
        "clients:\n  - {client: webphone, transport: ws, srtp: required, when: {extensions: [\"2004\"]}}\n",
    )
}

/// 2001 with a password, 2002 likewise, 2003 of someone who left, 2004 for a web phone.
const PJSIP: &str = "[2001]\ntype=endpoint\ncontext=internal\nallow=!all,alaw\nauth=2001-auth\naors=2001\n\
    [2001-auth]\ntype=auth\nauth_type=userpass\nusername=2001\npassword=alt-2001\n[2001]\ntype=aor\nmax_contacts=1\n\
    [2002]\ntype=endpoint\ncontext=internal\nallow=!all,alaw\nauth=2002\naors=2002\n\
    [2002]\ntype=auth\nauth_type=userpass\nusername=2002\npassword=alt-2002\n[2002]\ntype=aor\nmax_contacts=1\n\
    [2003]\ntype=endpoint\ncontext=internal\nallow=!all,alaw\nauth=2003\naors=2003\n\
    [2003]\ntype=auth\nauth_type=userpass\nusername=2003\npassword=alt-2003\n[2003]\ntype=aor\nmax_contacts=1\n\
    [2004]\ntype=endpoint\ncontext=internal\nallow=!all,alaw\nauth=2004\naors=2004\n\
    [2004]\ntype=auth\nauth_type=userpass\nusername=2004\npassword=alt-2004\n[2004]\ntype=aor\nmax_contacts=1\n";

const DIALPLAN: &str = "[internal]\nexten => 2001,1,Dial(PJSIP/2001,20)\n same => n,Hangup()\n";

fn site_file(kind: &str, sources: &str, domain: &str, port: u16) -> String {
    format!(
        "version: 1\nname: Lab\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
         sources:\n  staff: [staff.csv]\n{sources}\
         pbx:\n  kind: {kind}\n  domain: {domain}\n  registrars: {{udp: \"127.0.0.1:{port}\"}}\n\
         secrets: {{revoke: [\"2003\"]}}\n\
         clients:\n  - {{client: baresip, transport: udp, srtp: \"off\"}}\n\
         validate: {{rate_per_s: 50, ban_budget: 100}}\n\
         roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n"
    )
}

fn deskshift(site: &Path, arguments: &[&str], code: i32) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_deskshift")).arg("-C").arg(site).args(arguments).output().expect("starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{text}");
    text
}

fn issued(site: &Path) -> BTreeMap<String, String> {
    let bytes = std::fs::read(site.join("out/issued.json")).expect("issued passwords");
    let mut store: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    serde_json::from_value(store["secrets"].take()).expect("a map of text to text")
}

fn complaints(asterisk: &Asterisk) -> Vec<String> {
    asterisk.log().into_iter().filter(|line| line.starts_with("ERROR") || line.starts_with("WARNING")).collect()
}

/// Asterisk with these sections, and a site that has them as its export. `edit` gives the site file for the port of WebSockets.
fn asterisk_of(site: &Path, pjsip: &str, edit: impl Fn(&str, u16) -> String) -> Asterisk {
    Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        let pjsip = format!("{transports}{pjsip}");
        for (name, text) in [("pjsip.conf", pjsip.as_str()), ("extensions.conf", DIALPLAN)] {
            put(etc, name, text);
            put(site, &format!("pbx/{name}"), text);
        }
        for name in ["voicemail.conf", "queues.conf"] {
            put(etc, name, "[general]\n");
        }
        put(site, "staff.csv", &format!("{STAFF}4;Netz;Dora;Amt;2004\n"));
        let text = site_file("asterisk", "  asterisk: pbx\n", "127.0.0.1", ports.sip);
        put(site, "deskshift.yaml", &edit(&text, ports.ws));
    })
}

/// Gives the site file another section `secrets`.
fn site_secrets(site: &Path, secrets: &str) {
    let text = std::fs::read_to_string(site.join("deskshift.yaml")).expect("a site file");
    let line = text.lines().find(|line| line.starts_with("secrets:")).expect("a line");
    put(site, "deskshift.yaml", &text.replace(line, &format!("secrets: {secrets}")));
}

/// Loads what `convert` wrote as its README says, and waits until the console shows it.
fn load(asterisk: &Asterisk, site: &Path, command: &str, done: impl Fn(&str) -> bool) {
    let etc = asterisk.etc();
    std::fs::copy(site.join("out/current/pbx/pjsip.deskshift.conf"), etc.join("pjsip.deskshift.conf")).expect("copied");
    let pjsip = std::fs::read_to_string(etc.join("pjsip.conf")).expect("pjsip.conf");
    if !pjsip.contains("pjsip.deskshift.conf") {
        put(&etc, "pjsip.conf", &(pjsip + "\n#include pjsip.deskshift.conf\n"));
    }
    asterisk.manager().console("module reload res_pjsip.so");
    wait_for("the change", Duration::from_secs(20), || done(&asterisk.manager().console(command)).then_some(()));
}

/// Replaces the line of the dialplan by the one that is proposed.
fn mend_dialplan(asterisk: &Asterisk, site: &Path) {
    let list = std::fs::read_to_string(site.join("out/current/pbx/dialplan.txt")).expect("the list");
    let new = list.lines().find_map(|line| line.trim().strip_prefix("new: ")).expect("a replacement");
    put(&asterisk.etc(), "extensions.conf", &DIALPLAN.replace("Dial(PJSIP/2001,20)", new));
    asterisk.manager().console("dialplan reload");
}

fn register(phone: &mut Phone, number: &str, password: &str, expires: u32) -> Vec<u16> {
    let contact = phone.own_contact(number);
    phone.register(number, (number, password), Some(&contact), expires).codes
}

/// Calls 2001 through the dialplan; which of the two phones rang?
fn call(asterisk: &Asterisk, phones: [&Phone; 2]) -> [bool; 2] {
    let fields = [("Channel", "Local/2001@internal"), ("Application", "Verbose"), ("Timeout", "3000"), ("Async", "true")];
    assert!(asterisk.manager().ask("Originate", &fields).ok());
    let rang = phones.map(|phone| phone.rings(Duration::from_secs(2)));
    asterisk.manager().console("channel request hangup all");
    rang
}

#[test]
fn asterisk_takes_new_passwords_and_rings_both_devices() {
    if !present("asterisk_takes_new_passwords_and_rings_both_devices", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = asterisk_of(site, PJSIP, with_web_phone);
    assert_eq!(complaints(&asterisk), [""; 0]);
    let [mut desk, mut soft] = [Phone::new(asterisk.ports.sip), Phone::new(asterisk.ports.sip)];
    // As it is: one device, the old passwords.
    for number in ["2001", "2002", "2003", "2004"] {
        assert_eq!(register(&mut desk, number, &format!("alt-{number}"), 600), [401, 200], "{number}");
    }
    assert_eq!(register(&mut soft, "2001", "alt-2001", 600), [401, 403]);
    // Asterisk writes its log a little later than its answer.
    let told = || (complaints(&asterisk).len() == 1).then_some(1);
    let before = wait_for("a word on the contact that is one too many", Duration::from_secs(20), told);
    for (command, code) in [(&["inventory", "import"][..], 0), (&["plan"], 0), (&["convert"], 0)] {
        deskshift(site, command, code);
    }
    assert!(deskshift(site, &["validate", "--revoked", "--rate", "0"], 1).contains("validate/still-accepted"));
    let told = deskshift(site, &["--json", "pbx", "diff"], 0);
    let issued = issued(site);
    assert_eq!(issued.keys().collect::<Vec<_>>(), ["new/2001", "new/2002", "new/2004-web", "revoked/2003"]);
    assert!(issued.values().all(|password| !told.contains(password)), "a password is shown");

    // What was written is loaded without a word.
    load(&asterisk, site, "pjsip show aor 2001", |shown| {
        shown.lines().any(|line| line.contains("max_contacts") && line.trim().ends_with('2'))
    });
    assert_eq!(complaints(&asterisk)[before..], [""; 0]);
    deskshift(site, &["validate", "--change-loaded", "--rate", "0", "--again"], 0);

    for number in ["2001", "2002"] {
        assert_eq!(register(&mut soft, number, &format!("alt-{number}"), 600), [401, 401], "the old password of {number}");
        assert_eq!(register(&mut soft, number, &issued[&format!("new/{number}")], 600), [401, 200], "the new one of {number}");
    }
    assert_eq!(register(&mut desk, "2001", &issued["new/2001"], 600), [401, 200], "desk phone and softphone");
    assert_eq!(register(&mut soft, "2003", "alt-2003", 600), [401, 401], "a leaver");
    // The web phone has its own account; that of the desk phone is as it was.
    assert_eq!(register(&mut soft, "2004-web", &issued["new/2004-web"], 600), [401, 200]);
    assert_eq!(register(&mut desk, "2004", "alt-2004", 600), [401, 200]);
    let twin = asterisk.manager().console("pjsip show endpoint 2004-web");
    let webrtc = twin.lines().any(|line| line.trim_start().starts_with("webrtc") && line.trim_end().ends_with("yes"));
    assert!(webrtc && twin.contains("dtls"), "{twin}");
    assert!(deskshift(site, &["validate", "--revoked", "--rate", "0", "--again"], 0).contains("1 refused"));

    // The dialplan as it was rings one of the two, the line that is proposed rings both.
    assert_eq!(call(&asterisk, [&desk, &soft]).iter().filter(|rang| **rang).count(), 1);
    mend_dialplan(&asterisk, site);
    assert_eq!(call(&asterisk, [&desk, &soft]), [true, true]);
}

#[test]
fn asterisk_takes_either_password_until_the_old_one_ends() {
    if !present("asterisk_takes_either_password_until_the_old_one_ends", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    // 2002 has the digest of its password only, for Asterisk's own realm.
    let digest = "auth_type=digest\nrealm=asterisk\nusername=2002\npassword_digest=MD5:08e6082eee216bc96cd3278943b254e1\n";
    let pjsip = PJSIP.replace("auth_type=userpass\nusername=2002\npassword=alt-2002\n", digest);
    let secrets = |text: &str| site_secrets(site, text);
    let asterisk = asterisk_of(site, &pjsip, |text, _| text.to_owned());
    secrets("{mode: beside, revoke: [\"2003\"]}");
    let before = complaints(&asterisk).len();
    for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
        deskshift(site, command, 0);
    }
    let has = |what: &'static str| move |shown: &str| shown.contains(what);
    load(&asterisk, site, "pjsip show endpoint 2001", has("2001-auth,2001-soft"));
    assert_eq!(complaints(&asterisk)[before..], [""; 0]);
    deskshift(site, &["validate", "--change-loaded", "--rate", "0"], 0);
    deskshift(site, &["validate", "--revoked", "--rate", "0", "--again"], 0);
    let first = issued(site);
    let [mut desk, mut soft] = [Phone::new(asterisk.ports.sip), Phone::new(asterisk.ports.sip)];
    for number in ["2002", "2001"] {
        assert_eq!(register(&mut soft, number, "falsch", 600), [401, 401], "{number}");
        assert_eq!(register(&mut desk, number, &format!("alt-{number}"), 600), [401, 200], "the desk phone of {number}");
        assert_eq!(register(&mut soft, number, &first[&format!("new/{number}")], 600), [401, 200], "the softphone of {number}");
    }
    mend_dialplan(&asterisk, site);
    assert_eq!(call(&asterisk, [&desk, &soft]), [true, true]);
    // For a call Asterisk looks up the machine's own name, which not every machine knows.
    let before = complaints(&asterisk).len();

    // Once the desk phone has learned it, the old one ends, and the softphone notices nothing.
    let profile = |site: &Path| std::fs::read(site.join("out/current/lines/2001/baresip/accounts")).expect("a profile");
    let then = profile(site);
    secrets("{beside: [\"2002\"], revoke: [\"2003\"]}");
    for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
        deskshift(site, command, 0);
    }
    assert_eq!((profile(site), issued(site)), (then, first.clone()));
    load(&asterisk, site, "pjsip show endpoint 2001", |shown| !shown.contains("2001-soft"));
    assert_eq!(complaints(&asterisk)[before..], [""; 0]);
    assert_eq!(register(&mut desk, "2001", "alt-2001", 600), [401, 401], "the old password of 2001");
    for phone in [&mut desk, &mut soft] {
        assert_eq!(register(phone, "2001", &first["new/2001"], 600), [401, 200], "the new one of 2001");
    }
    assert_eq!(register(&mut desk, "2002", "alt-2002", 600), [401, 200], "2002 still has both");
}

#[test]
fn kamailio_takes_digests_for_the_realm_that_validate_saw() {
    if !present("kamailio_takes_digests_for_the_realm_that_validate_saw", &[Program::Kamailio]) {
        return;
    }
    let people = ["2001", "2002", "2003"];
    let subscribers =
        people.map(|number| Subscriber { number: number.into(), user: number.into(), secret: format!("alt-{number}") });
    let kamailio = Kamailio::start(&Certificates::new(), &subscribers);
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let rows: String = people
        .iter()
        .map(|number| {
            format!(
                "INSERT INTO subscriber (username, domain, password, ha1) VALUES ('{number}', '{REALM}', 'alt-{number}', '');\n"
            )
        })
        .collect();
    put(site, "subscriber.sql", &rows);
    put(site, "staff.csv", STAFF);
    put(site, "deskshift.yaml", &site_file("kamailio", "  exports: [subscriber.sql]\n", REALM, kamailio.sip));
    deskshift(site, &["inventory", "import"], 0);
    deskshift(site, &["plan"], 0);
    // Nothing is known of the realm: no digest, and no profile with a password that nobody set.
    assert!(deskshift(site, &["convert"], 2).contains("pbx/realm-unknown"));
    assert!(!site.join("out/current").exists(), "an empty set is not put in force");
    deskshift(site, &["validate", "--rate", "0"], 0);
    deskshift(site, &["convert"], 0);
    let script = std::fs::File::open(site.join("out/current/pbx/subscriber.sql")).expect("statements");
    let status = Command::new("sqlite3").arg("-bail").arg(kamailio.database()).stdin(script).stdout(Stdio::null()).status();
    assert!(status.expect("sqlite3").success());
    let issued = issued(site);
    let mut phone = Phone::new(kamailio.sip);
    let mut register = |number: &str, password: &str| phone.register(number, (number, password), None, 0).codes;
    for number in ["2001", "2002"] {
        assert_eq!(register(number, &format!("alt-{number}")), [401, 401], "the old password of {number}");
        assert_eq!(register(number, &issued[&format!("new/{number}")]), [401, 200], "the new one of {number}");
    }
    assert_eq!(register("2003", "alt-2003"), [401, 401], "a leaver");
    deskshift(site, &["validate", "--change-loaded", "--rate", "0", "--again"], 0);
    deskshift(site, &["validate", "--revoked", "--rate", "0", "--again"], 0);
}

/// `PUT` as the README beside the file says; gives the status.
fn send(port: u16, path: &str, body: &str) -> u16 {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).expect("Asterisk's HTTP server");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let length = body.len();
    let request = format!(
        "PUT {path}?api_key=lab:lab-only HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer.get(9..12).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
}

#[test]
fn asterisk_takes_the_requests_for_ari() {
    if !present("asterisk_takes_the_requests_for_ari", &[Program::Asterisk]) {
        return;
    }
    let asterisk = ari::start(|etc, transports| {
        put(etc, "pjsip.conf", transports);
        put(etc, "sorcery.conf", "[res_pjsip]\nendpoint=memory\nauth=memory\naor=memory\n");
        put(etc, "ari.conf", "[general]\nenabled=yes\n[lab]\ntype=user\nread_only=no\npassword=lab-only\n");
    });
    let before = complaints(&asterisk).len();
    let port = asterisk.ports.ws;
    let base = "/ari/asterisk/config/dynamic/res_pjsip";
    let field = |pairs: &[(&str, &str)]| {
        let fields: Vec<_> =
            pairs.iter().map(|(attribute, value)| serde_json::json!({"attribute": attribute, "value": value})).collect();
        serde_json::json!({ "fields": fields }).to_string()
    };
    for (path, body) in [
        ("aor/2001", field(&[("max_contacts", "1")])),
        ("auth/2001", field(&[("auth_type", "userpass"), ("username", "2001"), ("password", "alt-2001")])),
        ("endpoint/2001", field(&[("aors", "2001"), ("auth", "2001"), ("context", "internal"), ("allow", "alaw")])),
    ] {
        assert_eq!(send(port, &format!("{base}/{path}"), &body), 200, "{path}");
    }
    // The site knows the same objects from a dump.
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let dump = "CREATE TABLE ps_endpoints (id VARCHAR(40), aors VARCHAR(200), auth VARCHAR(100));\n\
        CREATE TABLE ps_auths (id VARCHAR(40), auth_type VARCHAR(10), username VARCHAR(40), password VARCHAR(80));\n\
        CREATE TABLE ps_aors (id VARCHAR(40), max_contacts INTEGER);\n\
        INSERT INTO ps_endpoints (id, aors, auth) VALUES ('2001', '2001', '2001');\n\
        INSERT INTO ps_auths (id, auth_type, username, password) VALUES ('2001', 'userpass', '2001', 'alt-2001');\n\
        INSERT INTO ps_aors (id, max_contacts) VALUES ('2001', 1);\n";
    put(site, "realtime.sql", dump);
    put(site, "staff.csv", STAFF.split_inclusive('\n').take(2).collect::<String>().as_str());
    let text = site_file("asterisk-ari", "  exports: [realtime.sql]\n", "127.0.0.1", asterisk.ports.sip);
    put(site, "deskshift.yaml", &text.replace("secrets: {revoke: [\"2003\"]}\n", ""));
    for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
        deskshift(site, command, 0);
    }
    let text = std::fs::read_to_string(site.join("out/current/pbx/ari.json")).expect("requests");
    for request in serde_json::from_str::<Vec<serde_json::Value>>(&text).expect("JSON") {
        let path = request["path"].as_str().expect("a path");
        assert_eq!(send(port, path, &request["body"].to_string()), 200, "{request}");
    }
    let Answer::There(aor) = ari::object(port, "aor", "2001") else { panic!("no AOR") };
    assert!(aor.contains(&("max_contacts".to_owned(), "2".to_owned())), "{aor:?}");
    let Answer::There(endpoint) = ari::object(port, "endpoint", "2001") else { panic!("no endpoint") };
    for pair in [("rewrite_contact", "true"), ("context", "internal")] {
        assert!(endpoint.contains(&(pair.0.to_owned(), pair.1.to_owned())), "{pair:?} {endpoint:?}");
    }
    let mut phone = Phone::new(asterisk.ports.sip);
    assert_eq!(phone.register("2001", ("2001", "alt-2001"), None, 0).codes, [401, 401]);
    assert_eq!(phone.register("2001", ("2001", &issued(site)["new/2001"]), None, 0).codes, [401, 200]);
    // Asterisk warns of its own default for this option whenever an endpoint is changed over ARI.
    let ours: Vec<String> =
        complaints(&asterisk).split_off(before).into_iter().filter(|line| !line.contains("'stir_shaken'")).collect();
    assert_eq!(ours, [""; 0]);
}
