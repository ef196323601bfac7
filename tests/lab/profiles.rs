//! What `deskshift convert` writes, in the hands of the real clients: every profile leads to a registration, also with names and
//! passwords full of what syntaxes choke on, or convert refuses it and says which client and why.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::clients::{self, Seen, WebLibrary};
use super::powershell;
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

/// Profile, and the transports it registers over. Media is encrypted where the signalling is.
const CLIENTS: [(&str, &[&str]); 11] = [
    ("linphone-xml", &["udp", "tcp", "tls"]),
    ("linphone-rc", &["udp", "tcp", "tls"]),
    ("linphone-android", &["udp", "tcp", "tls"]),
    ("linphone-ios", &["udp", "tcp", "tls"]),
    ("baresip", &["udp", "tcp", "tls"]),
    ("baresip-4", &["udp", "tcp", "tls"]),
    ("microsip", &["udp", "tcp", "tls"]),
    ("pjsua", &["udp", "tcp", "tls"]),
    ("twinkle", &["udp", "tcp"]),
    ("webphone", &["ws", "wss"]),
    ("browser-phone", &["wss"]),
];

/// Client and person whose profile cannot be written, over whichever transport, and what convert says of it.
const REFUSED: [(&str, usize, &str); 22] = [
    ("baresip", 1, "baresip 1 cannot hold the password: it contains a `\""),
    ("baresip", 7, r"baresip 1 cannot hold the password: it ends with `\`"),
    ("baresip", 11, "baresip 1 cannot hold the password: it contains a `\""),
    ("baresip-4", 1, "baresip 4 cannot hold the password: it contains a `\""),
    ("baresip-4", 7, r"baresip 4 cannot hold the password: it ends with `\`"),
    ("baresip-4", 11, "baresip 4 cannot hold the password: it contains a `\""),
    ("browser-phone", 1, "Browser-Phone cannot hold the display name: it contains a `\""),
    ("browser-phone", 7, r"Browser-Phone cannot hold the display name: it contains a `\`"),
    ("browser-phone", 11, "Browser-Phone cannot hold the display name: it contains a `\""),
    ("microsip", 1, "MicroSIP cannot hold the display name: it contains a `\""),
    ("microsip", 7, r"MicroSIP cannot hold the display name: it contains a `\`"),
    ("microsip", 11, "MicroSIP cannot hold the display name: it contains a `\""),
    ("pjsua", 6, "pjsua cannot hold the display name: it contains a `'`"),
    ("pjsua", 8, "pjsua cannot hold the password: it starts with `#`"),
    ("pjsua", 9, "pjsua cannot hold the display name: it contains a `'`"),
    ("pjsua", 11, "pjsua cannot hold the password: it contains both `\"` and `'`"),
    ("twinkle", 1, "Twinkle cannot hold the display name: it contains a `\""),
    ("twinkle", 7, r"Twinkle cannot hold the display name: it contains a `\`"),
    ("twinkle", 11, "Twinkle cannot hold the display name: it contains a `\""),
    ("webphone", 1, "Web phone cannot hold the display name: it contains a `\""),
    ("webphone", 7, r"Web phone cannot hold the display name: it contains a `\`"),
    ("webphone", 11, "Web phone cannot hold the display name: it contains a `\""),
];

/// One line: a client over a transport, in the hands of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Case {
    client: &'static str,
    transport: &'static str,
    person: usize,
    number: usize,
}

impl Case {
    fn number(self) -> String {
        self.number.to_string()
    }

    /// baresip asks a name server of its own even for `localhost`, and Linphone takes no address in a certificate for a name
    /// (both measured): so there are two sites, which name the registrar in different ways.
    fn by_address(self) -> bool {
        self.client.starts_with("baresip")
    }

    /// Browser-Phone has no login name of its own.
    fn login(self) -> String {
        if self.client == "browser-phone" { self.number() } else { format!("u{}", self.number) }
    }

    fn refusal(self) -> Option<&'static str> {
        REFUSED.iter().find(|(client, person, _)| (*client, *person) == (self.client, self.person)).map(|(_, _, why)| *why)
    }
}

/// By person, so that no client has all its lines at once.
fn cases() -> Vec<Case> {
    let ways = || CLIENTS.iter().flat_map(|(client, transports)| transports.iter().map(move |transport| (*client, *transport)));
    (0..PEOPLE.len())
        .flat_map(|person| {
            ways().enumerate().map(move |(way, (client, transport))| {
                let number = 3000 + 20 * way + person;
                Case { client, transport, person, number }
            })
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace(';', "\\;")
}

/// A site folder with these lines.
fn write_site(site: &Path, host: &str, cases: &[Case], transports: &str, ports: Ports, ca: &Path) {
    let mut pjsip = format!("{transports}[basis](!)\ntype=endpoint\ncontext=intern\nallow=alaw\n");
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl\r\n");
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for case in cases {
        let (first, last, password) = PEOPLE[case.person];
        let (n, login) = (case.number, case.login());
        pjsip += &format!(
            "[{n}](basis)\nauth={n}\naors={n}\n[{n}]\ntype=auth\nauth_type=userpass\nusername={login}\npassword={}\n[{n}]\ntype=aor\nmax_contacts=1\n",
            escape(password)
        );
        staff += &format!("{n};{};{};{}-{};{n};{n}\r\n", quoted(last), quoted(first), case.client, case.transport);
    }
    let mut policy = format!(
        "name: Lab\nnumbers:\n  country: \"49\"\n  area: \"89\"\n  head: \"99998\"\n  outside_prefix: \"0\"\n  extension_lengths: [4]\n\
         sources:\n  asterisk: pbx\n  staff:\n    - staff.csv\nsecrets:\n  mode: keep\n\
         pbx:\n  kind: asterisk\n  domain: pbx.lra-trauntal.example\n  registrars:\n    udp: 127.0.0.1:{sip}\n    tcp: 127.0.0.1:{sip}\n\
         \x20   tls: {host}:{tls}\n    ws: 127.0.0.1:{ws}\n    wss: {host}:{wss}\n  ws_path: /ws\n  ca: ca.pem\n  ca_on_clients: {ca}\n\
         \x20 contacts_per_line: 2\nclients:\n",
        sip = ports.sip,
        tls = ports.tls,
        ws = ports.ws,
        wss = ports.wss,
        ca = ca.display(),
    );
    let ways: BTreeSet<(&str, &str)> = cases.iter().map(|case| (case.client, case.transport)).collect();
    for (client, transport) in ways {
        let srtp = if matches!(transport, "udp" | "tcp") { "off" } else { "optional" };
        policy += &format!(
            "  - client: {client}\n    when: {{departments: [{client}-{transport}]}}\n    transport: {transport}\n    srtp: \"{srtp}\"\n    expiry_s: 300\n"
        );
    }
    policy += "roster:\n  horizon: {from: 2020-11-02, weeks: 4, holidays: {land: BY}}\n";
    std::fs::create_dir_all(site.join("pbx")).expect("folder");
    std::fs::copy(ca, site.join("ca.pem")).expect("CA");
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

/// The lines that a finding is about: what is said of several names them in its list, or at the end of its sentence.
fn about(finding: &serde_json::Value, what: &str) -> Vec<String> {
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    let listed = finding["items"].as_array().filter(|items| !items.is_empty());
    match (finding["subject"].as_str(), listed) {
        (Some(number), _) => vec![number.to_owned()],
        (None, Some(items)) => items.iter().filter_map(|item| quoted(item.as_str()?)).collect(),
        (None, None) => {
            what.rsplit(" lines (").next().unwrap_or_default().split('`').skip(1).step_by(2).map(str::to_owned).collect()
        }
    }
}

/// Number of a line to what convert says of it, a sentence on each line.
pub(super) fn convert(site: &Path) -> BTreeMap<String, String> {
    deskshift(site, &["inventory", "import"]);
    deskshift(site, &["plan"]);
    let output = deskshift(site, &["--json", "convert"]);
    let report: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
    let mut refused = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings") {
        if finding["severity"] == "error" {
            let what = finding["what"]["en"].as_str().expect("words");
            let numbers = about(finding, what);
            assert!(!numbers.is_empty(), "an error about lines: {finding}");
            for number in numbers {
                let lines: &mut String = refused.entry(number).or_default();
                *lines += what;
                lines.push('\n');
            }
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
        "linphone-android" => vec![clients::linphone_managed(home, "android", &files.join("managed.json"))],
        "linphone-ios" => vec![clients::linphone_managed(home, "ios", &files.join("managed.plist"))],
        "baresip" => {
            std::fs::copy(files.join("accounts"), home.join("accounts")).expect("accounts");
            // The machine of the test has only loopback, and its modules where Debian puts them.
            let config = std::fs::read_to_string(files.join("config")).expect("config");
            std::fs::write(home.join("config"), config + "net_interface 127.0.0.1\nsip_listen 127.0.0.1:0\n").expect("config");
            vec![clients::baresip(home)]
        }
        "baresip-4" => vec![clients::baresip_4(home, files)],
        "microsip" => {
            // As it comes into the user's own file, by the script.
            let own = home.join("MicroSIP.ini");
            let settings = "[Settings]\r\nvolumeOutput=80\r\n[Account1]\r\nserver=old.example\r\ndomain=old.example\r\n";
            std::fs::write(&own, settings).expect("written");
            let merged = powershell::merge(files, &own);
            assert!(merged.status.success(), "{merged:?}");
            vec![clients::pjsip(home, "microsip", &own)]
        }
        "pjsua" => vec![clients::pjsip(home, "pjsua", &files.join("pjsua.cfg"))],
        "twinkle" => vec![clients::twinkle(home, &files.join("twinkle.cfg"), free_port(), free_port())],
        "webphone" => [WebLibrary::JsSip, WebLibrary::SipJs]
            .map(|library| clients::web(library, &files.join("webphone.json"), Some(ca)))
            .into(),
        "browser-phone" => vec![clients::web(WebLibrary::BrowserPhone, &files.join("phone-options.json"), Some(ca))],
        other => panic!("no runner for {other}"),
    }
}

const PROGRAMS: [Program; 6] = [
    Program::Asterisk,
    Program::Linphone,
    Program::Baresip,
    Program::Twinkle,
    Program::NodeWithPackages,
    Program::PythonWithPackages,
];

/// Two sites, converted, and an Asterisk with the changes that were proposed for it.
struct Laboratory {
    asterisk: Asterisk,
    folder: tempfile::TempDir,
    ca: PathBuf,
    /// What convert says, by number.
    refused: BTreeMap<String, String>,
}

const SITES: [(&str, &str, bool); 2] = [("named", "localhost", false), ("numbered", "127.0.0.1", true)];

impl Laboratory {
    fn new(cases: &[Case]) -> Self {
        let certificates = Certificates::new();
        let folder = tempfile::tempdir().expect("a folder");
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, &certificates.ca).expect("CA");
        let mut refused = BTreeMap::new();
        let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, ports| {
            let mut main = transports.to_owned();
            let mut fragments = String::new();
            for (name, host, by_address) in SITES {
                let site = folder.path().join(name);
                let here: Vec<Case> = cases.iter().copied().filter(|case| case.by_address() == by_address).collect();
                write_site(&site, host, &here, transports, ports, &ca);
                refused.append(&mut convert(&site));
                let own = std::fs::read_to_string(site.join("pbx/pjsip.conf")).expect("just written");
                main += own
                    .strip_prefix(transports)
                    .expect("the transports come first")
                    .replace("[basis]", &format!("[{name}]"))
                    .replace("(basis)", &format!("({name})"))
                    .as_str();
                fragments += &std::fs::read_to_string(site.join("out/current/pbx/pjsip.deskshift.conf")).expect("the fragment");
            }
            std::fs::write(etc.join("pjsip.conf"), main + "\n#include \"pjsip.deskshift.conf\"\n").expect("written");
            std::fs::write(etc.join("pjsip.deskshift.conf"), fragments).expect("written");
            for file in ["extensions.conf", "voicemail.conf", "queues.conf"] {
                std::fs::copy(folder.path().join("named/pbx").join(file), etc.join(file)).expect("copied");
            }
        });
        Self { asterisk, folder, ca, refused }
    }

    fn files(&self, case: Case) -> PathBuf {
        let (name, ..) = SITES[usize::from(case.by_address())];
        self.folder.path().join(name).join("out/current/lines").join(case.number()).join(case.client)
    }

    /// Runs the clients, some at a time, each in a home of its own; `judge` says what is wrong with what was seen.
    fn run(
        &self,
        cases: &[Case],
        at_once: usize,
        ca: &Path,
        judge: impl Fn(Case, &Seen) -> Option<String> + Sync,
    ) -> Vec<(Case, String)> {
        let work = Mutex::new(cases.iter().copied().collect::<VecDeque<_>>());
        let wrong = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..at_once {
                scope.spawn(|| {
                    loop {
                        let Some(case) = work.lock().expect("no panic inside").pop_front() else { break };
                        let home = tempfile::tempdir().expect("a folder");
                        for seen in run_client(case.client, &self.files(case), home.path(), ca) {
                            if let Some(what) = judge(case, &seen) {
                                let what = format!("{case:?} {:?}: {what}: {}", PEOPLE[case.person], seen.output);
                                wrong.lock().expect("no panic inside").push((case, what));
                            }
                        }
                    }
                });
            }
        });
        wrong.into_inner().expect("no panic inside")
    }
}

#[test]
fn every_profile_registers_or_is_refused_with_the_reason() {
    if !present("every_profile_registers_or_is_refused_with_the_reason", &PROGRAMS) {
        return;
    }
    let cases = cases();
    let lab = Laboratory::new(&cases);
    let log = lab.asterisk.log();
    // A queue of 500 that fills while so many lines are read is about the speed of the machine.
    let trouble = |l: &&String| (l.starts_with("ERROR") || l.starts_with("WARNING")) && !l.contains("taskprocessor.c");
    let complaints: Vec<&String> = log.iter().filter(trouble).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");

    let expected: BTreeMap<String, &str> = cases.iter().filter_map(|case| Some((case.number(), case.refusal()?))).collect();
    assert_eq!(lab.refused.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{:#?}", lab.refused);
    for (number, reason) in expected {
        assert!(lab.refused[&number].lines().any(|line| line.starts_with(reason)), "{number}: {}", lab.refused[&number]);
    }

    let written: Vec<Case> = cases.into_iter().filter(|case| case.refusal().is_none()).collect();
    let fails = |_: Case, seen: &Seen| (!seen.registered).then(|| "does not register".to_owned());
    let late: Vec<Case> = lab.run(&written, 6, &lab.ca, fails).into_iter().map(|(case, _)| case).collect();
    // On a busy machine a client may take longer than we wait; one whose profile is wrong fails alone, too.
    assert!(late.len() * 20 < written.len(), "{late:#?}");
    let wrong: Vec<String> = lab.run(&late, 1, &lab.ca, fails).into_iter().map(|(_, what)| what).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} do not register:\n{}\n{}",
        wrong.len(),
        written.len(),
        wrong.join("\n----\n"),
        lab.asterisk.log().join("\n")
    );
    // The telephone system tells over which transport each of them came: none has quietly taken another one.
    let over = lab.asterisk.authenticated();
    for case in written {
        let transport = case.transport.to_uppercase();
        assert_eq!(over.get(&case.number()), Some(&BTreeSet::from([transport])), "{case:?}");
    }
}

/// What a profile claims of `tls_verify`, tried with a server whose CA the client does not know.
#[test]
fn a_wrong_authority_is_refused_by_the_clients_that_claim_it() {
    if !present("a_wrong_authority_is_refused_by_the_clients_that_claim_it", &PROGRAMS) {
        return;
    }
    let over_tls = |case: &Case| matches!(case.transport, "tls" | "wss") && case.person == 0;
    let cases: Vec<Case> = cases().into_iter().filter(over_tls).collect();
    let lab = Laboratory::new(&cases);
    // The profiles name the file, so another CA in it is a PBX that somebody else pretends to be. Linphone for iOS gets the CA itself.
    let (ours, another) = (std::fs::read_to_string(&lab.ca).expect("CA"), Certificates::new().ca);
    for case in cases.iter().filter(|case| case.client == "linphone-ios") {
        let file = lab.files(*case).join("managed.plist");
        let text = std::fs::read_to_string(&file).expect("converted");
        assert!(text.contains(ours.trim()), "the CA is in {text}");
        std::fs::write(&file, text.replace(ours.trim(), another.trim())).expect("written");
    }
    std::fs::write(&lab.ca, another).expect("another CA");
    let wrong = lab.run(&cases, 2, &lab.ca, |case, seen| {
        // MicroSIP never checks. baresip 1.1 does where it is given a CA, 1.0 as in Debian 12 not even then.
        let unchecked = matches!(case.client, "microsip" | "baresip");
        (seen.registered != unchecked).then(|| format!("registered: {}", seen.registered))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}
