//! What `deskshift convert` writes, in the hands of the real clients: every profile leads to a registration, also with names and
//! passwords full of what syntaxes choke on, or convert refuses it and says which client and why.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::clients::{self, Seen, WebLibrary};
use super::process::free_port;
use super::programs::{Program, present};

/// First name, surname, password.
const PEOPLE: [(&str, &str, &str); 12] = [
    ("Anna", "Muster", "einfach2020Xy"),
    ("Hans \"Hansi\"", "Müller", "mit\"Anführung\""),
    ("Elisabeth", "Bauer; Amtsleitung", "semi;kolon;"),
    ("Renate", "Müller & Söhne-Huber", "kauf&mann"),
    ("Josef", "Meier <Springer>", "a<b>c</d>"),
    ("Özgür", "Öttl-Groß", "GrüßeÄÖÜß€"),
    ("Maria José", "d'Aragón y Peña", "drei Wörter mit Blanks"),
    ("Back\\Slash", "Huber", "back\\slash\\"),
    ("Ägidius", "Straßer, Tz", "#raute%20='x'"),
    ("Séan", "O'Neill", "[klammer](!)${x}`{{y}}"),
    ("Tab", "Ng", "k,o:m/m?a@t=x"),
    ("A\"l;l&e<s>", "Zu\\sam'men", "Straße;\"&<ä> x\\'%#"),
];

/// Profile, transport, SRTP.
const CLIENTS: [(&str, &str, &str); 5] = [
    ("linphone-xml", "tls", "optional"),
    ("linphone-rc", "tls", "optional"),
    ("baresip", "tcp", "off"),
    ("twinkle", "udp", "off"),
    ("webphone", "wss", "optional"),
];

/// Client and person whose profile cannot be written, and what convert says of it.
const REFUSED: [(&str, usize, &str); 9] = [
    ("baresip", 1, "baresip 1 cannot hold the password: it contains a `\"`"),
    ("baresip", 7, r"baresip 1 cannot hold the password: it ends with `\`"),
    ("baresip", 11, "baresip 1 cannot hold the password: it contains a `\"`"),
    ("twinkle", 1, "Twinkle cannot hold the display name: it contains a `\"`"),
    ("twinkle", 7, r"Twinkle cannot hold the display name: it contains a `\`"),
    ("twinkle", 11, "Twinkle cannot hold the display name: it contains a `\"`"),
    ("webphone", 1, "Web phone cannot hold the display name: it contains a `\"`"),
    ("webphone", 7, r"Web phone cannot hold the display name: it contains a `\`"),
    ("webphone", 11, "Web phone cannot hold the display name: it contains a `\"`"),
];

fn number(client: usize, person: usize) -> String {
    format!("{}", 3000 + 100 * client + person)
}

fn escape(text: &str) -> String {
    text.replace(';', "\\;")
}

fn each_line() -> impl Iterator<Item = (usize, usize)> {
    (0..CLIENTS.len()).flat_map(|client| (0..PEOPLE.len()).map(move |person| (client, person)))
}

/// A site folder with a line for each client and person.
fn write_site(site: &Path, transports: &str, ports: Ports) {
    let mut pjsip = format!("{transports}[basis](!)\ntype=endpoint\ncontext=intern\nallow=alaw\n");
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl\r\n");
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (client, person) in each_line() {
        let (first, last, password) = PEOPLE[person];
        let n = number(client, person);
        pjsip += &format!(
            "[{n}](basis)\nauth={n}\naors={n}\n[{n}]\ntype=auth\nauth_type=userpass\nusername=u{n}\npassword={}\n[{n}]\ntype=aor\nmax_contacts=1\n",
            escape(password)
        );
        staff += &format!("{n};{};{};{};{n};{n}\r\n", quoted(last), quoted(first), CLIENTS[client].0);
    }
    let mut policy = format!(
        "name: Lab\nnumbers:\n  country: \"49\"\n  area: \"89\"\n  head: \"99998\"\n  outside_prefix: \"0\"\n  extension_lengths: [4]\n\
         sources:\n  asterisk: pbx\n  staff:\n    - staff.csv\n\
         pbx:\n  kind: asterisk\n  domain: pbx.lra-trauntal.example\n  registrars:\n    udp: 127.0.0.1:{sip}\n    tcp: 127.0.0.1:{sip}\n\
         \x20   tls: localhost:{tls}\n    wss: localhost:{wss}\n  ws_path: /ws\n  ca: ca.pem\n  ca_on_clients: {ca}\n  contacts_per_line: 2\nclients:\n",
        sip = ports.sip,
        tls = ports.tls,
        wss = ports.wss,
        ca = site.join("ca.pem").display(),
    );
    for (client, transport, srtp) in CLIENTS {
        policy += &format!(
            "  - client: {client}\n    when: {{departments: [{client}]}}\n    transport: {transport}\n    srtp: \"{srtp}\"\n    expiry_s: 300\n"
        );
    }
    policy += "roster:\n  horizon: {from: 2020-11-02, weeks: 4, holidays: {land: BY}}\n";
    std::fs::create_dir_all(site.join("pbx")).expect("folder");
    for (file, text) in [("pbx/pjsip.conf", &pjsip), ("staff.csv", &staff), ("deskshift.yaml", &policy)] {
        std::fs::write(site.join(file), text).expect("written");
    }
    for file in ["voicemail.conf", "queues.conf"] {
        std::fs::write(site.join("pbx").join(file), "[general]\n").expect("written");
    }
    std::fs::write(site.join("pbx/extensions.conf"), "[intern]\nexten => _3XXX,1,Dial(PJSIP/${EXTEN})\n").expect("written");
}

/// Standard output of a command; what it says on standard error goes where the test's output goes.
pub(super) fn deskshift(site: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_deskshift")).arg("-C").arg(site).args(arguments).output().expect("starts");
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "{arguments:?}: {code:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Number of a line to what convert says of it.
pub(super) fn convert(site: &Path) -> BTreeMap<String, String> {
    deskshift(site, &["inventory", "import"]);
    deskshift(site, &["plan"]);
    let output = deskshift(site, &["--json", "convert"]);
    let report: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
    let mut refused = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings") {
        if finding["severity"] == "error" {
            let number = finding["subject"].as_str().expect("an error about a line").to_owned();
            refused.insert(number, finding["what"]["en"].as_str().expect("words").to_owned());
        }
    }
    refused
}

fn run_client(client: &str, files: &Path, home: &Path, ca: &Path) -> Vec<Seen> {
    match client {
        "linphone-xml" => {
            let rc = home.join("rc");
            std::fs::write(&rc, clients::linphone_bootstrap(&files.join("linphone.xml"))).expect("rc");
            vec![clients::linphone(home, &rc)]
        }
        "linphone-rc" => {
            let rc = home.join("linphonerc");
            std::fs::copy(files.join("linphonerc"), &rc).expect("rc");
            vec![clients::linphone(home, &rc)]
        }
        "baresip" => {
            std::fs::copy(files.join("accounts"), home.join("accounts")).expect("accounts");
            // The machine of the test has only loopback, and its modules where Debian puts them.
            let config = std::fs::read_to_string(files.join("config")).expect("config");
            std::fs::write(home.join("config"), config + "net_interface 127.0.0.1\nsip_listen 127.0.0.1:0\n").expect("config");
            vec![clients::baresip(home)]
        }
        "twinkle" => vec![clients::twinkle(home, &files.join("twinkle.cfg"), free_port(), free_port())],
        "webphone" => [WebLibrary::JsSip, WebLibrary::SipJs]
            .map(|library| clients::web(library, &files.join("webphone.json"), Some(ca)))
            .into(),
        other => panic!("no runner for {other}"),
    }
}

#[test]
fn every_profile_registers_or_is_refused_with_the_reason() {
    let needed = [Program::Asterisk, Program::Linphone, Program::Baresip, Program::Twinkle, Program::NodeWithPackages];
    if !present("every_profile_registers_or_is_refused_with_the_reason", &needed) {
        return;
    }
    let certificates = Certificates::new();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().to_owned();
    let ca = site.join("ca.pem");
    std::fs::write(&ca, &certificates.ca).expect("CA");
    let mut refused = BTreeMap::new();
    let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, ports| {
        write_site(&site, transports, ports);
        refused = convert(&site);
        for entry in std::fs::read_dir(site.join("pbx")).expect("pbx").flatten() {
            std::fs::copy(entry.path(), etc.join(entry.file_name())).expect("copied");
        }
        let fragment = std::fs::read_to_string(site.join("out/current/pbx/pjsip.deskshift.conf")).expect("the fragment");
        std::fs::write(etc.join("pjsip.deskshift.conf"), fragment).expect("written");
        let main = std::fs::read_to_string(etc.join("pjsip.conf")).expect("just copied");
        std::fs::write(etc.join("pjsip.conf"), main + "\n#include \"pjsip.deskshift.conf\"\n").expect("written");
    });
    let complaints: Vec<String> =
        asterisk.log().into_iter().filter(|l| l.starts_with("ERROR") || l.starts_with("WARNING")).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");

    let expected: BTreeMap<String, &str> = REFUSED
        .iter()
        .map(|(client, person, reason)| {
            (number(CLIENTS.iter().position(|c| c.0 == *client).expect("a client"), *person), *reason)
        })
        .collect();
    assert_eq!(refused.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{refused:#?}");
    for (number, reason) in expected {
        assert!(refused[&number].starts_with(reason), "{number}: {}", refused[&number]);
    }

    let work: Mutex<Vec<(usize, usize)>> =
        Mutex::new(each_line().filter(|(c, p)| !refused.contains_key(&number(*c, *p))).collect());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                loop {
                    let Some((client, person)) = work.lock().expect("no panic inside").pop() else { break };
                    let name = CLIENTS[client].0;
                    let number = number(client, person);
                    let files: PathBuf = site.join("out/current/lines").join(&number).join(name);
                    let home = tempfile::tempdir().expect("a folder");
                    for seen in run_client(name, &files, home.path(), &ca) {
                        if !seen.registered {
                            let what = format!("{name} {number} {:?}: {}", PEOPLE[person], seen.output);
                            wrong.lock().expect("no panic inside").push(what);
                        }
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no panic inside");
    assert!(
        wrong.is_empty(),
        "{} profiles do not register:\n{}\n{}",
        wrong.len(),
        wrong.join("\n----\n"),
        asterisk.log().join("\n")
    );
}
