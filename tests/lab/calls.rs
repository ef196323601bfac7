//! `deskshift validate --level call` on real servers: lines call each other in a ring, each planted fault is found on the line that has it,
//! and nothing is left behind.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::kamailio::{Kamailio, REALM, Subscriber};
use super::phone::Phone;
use super::programs::{Program, present, put};

/// A line: number, options of its endpoint, its entry in the dialplan (none: the usual one), the class it deserves.
pub type Row = (&'static str, &'static str, Option<&'static str>, &'static str);

const LINES: [Row; 15] = [
    ("2001", "direct_media=yes", None, "call/good"),
    ("2002", "", None, "call/good"),
    ("2003", "direct_media=yes", None, "call/good"),
    ("2004", "", Some("Busy(5)"), "call/busy"),
    ("2005", "context=nowhere", None, "call/cannot-dial"),
    ("2006", "media_address=::1", None, "call/one-way-nat"),
    ("2007", "", Some("Dial(PJSIP/2008,20)"), "call/crossed"),
    ("2008", "", None, "call/good"),
    ("2009", "", Some("Answer()\n same => n,Wait(30)"), "call/answered-elsewhere"),
    ("2010", "allow=!all,gsm", None, "call/codec-refused"),
    ("2011", "media_encryption=sdes", None, "call/encryption-differs"),
    ("2012", "", Some("-"), "call/no-route"),
    ("2013", "", Some("Dial(PJSIP/2013,20,L(1500))"), "call/cut-off"),
    ("2014", "direct_media=yes", None, "call/good"),
    ("2015", "", Some("Ringing()\n same => n,Wait(60)"), "call/no-ring"),
];

pub fn pjsip(lines: &[Row]) -> String {
    lines.iter().fold(String::new(), |mut text, (number, options, ..)| {
        let context = if options.contains("context=") { "" } else { "context=internal\n" };
        let codecs = if options.contains("allow=") { "" } else { "allow=!all,alaw,ulaw,g722\n" };
        let media = if options.contains("direct_media") { "" } else { "direct_media=no\n" };
        let _ = write!(
            text,
            "[{number}]\ntype=endpoint\n{context}{codecs}{media}{options}\nauth={number}\naors={number}\n\
             [{number}]\ntype=auth\nauth_type=userpass\nusername={number}\npassword=geheim-{number}\n\
             [{number}]\ntype=aor\nmax_contacts=2\n"
        );
        text
    })
}

pub fn dialplan(lines: &[Row]) -> String {
    let mut text = String::from("[nowhere]\nexten => 9999,1,Hangup()\n[internal]\nexten => *43,1,Answer()\n same => n,Echo()\n");
    for (number, _, entry, _) in lines {
        match entry {
            Some("-") => {}
            Some(entry) => {
                let _ = write!(text, "exten => {number},1,{entry}\n same => n,Hangup()\n");
            }
            None => {
                let _ = write!(text, "exten => {number},1,Dial(PJSIP/{number},20)\n same => n,Hangup()\n");
            }
        }
    }
    text
}

/// A site of these lines, with `validate` as given.
fn write_site(site: &Path, lines: &[Row], kind: &str, domain: &str, port: u16, srtp: &str, validate: &str) {
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Durchwahl\n");
    let mut accounts = String::from("Nebenstelle;Anmeldename;Kennwort\n");
    for (n, (number, ..)) in lines.iter().enumerate() {
        let _ = writeln!(staff, "{};Muster{n};Anna;Hauptamt;{number}", n + 1);
        let _ = writeln!(accounts, "{number};{number};geheim-{number}");
    }
    put(site, "staff.csv", &staff);
    put(site, "accounts.csv", &accounts);
    let sources = if kind == "asterisk" { "  asterisk: pbx\n" } else { "  accounts: [accounts.csv]\n" };
    put(
        site,
        "deskshift.yaml",
        &format!(
            "version: 1\nname: Lab\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
             sources:\n  staff: [staff.csv]\n{sources}\
             pbx:\n  kind: {kind}\n  domain: {domain}\n  registrars: {{udp: \"127.0.0.1:{port}\"}}\n\
             secrets: {{mode: keep}}\n\
             clients:\n  - {{client: baresip, transport: udp, srtp: \"{srtp}\"}}\n\
             validate: {{rate_per_s: 50, ban_budget: 100{validate}}}\n\
             roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n"
        ),
    );
}

fn asterisk(site: &Path, lines: &[Row], srtp: &str, validate: &str) -> Asterisk {
    Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        for (name, text) in [("pjsip.conf", format!("{transports}{}", pjsip(lines))), ("extensions.conf", dialplan(lines))] {
            put(etc, name, &text);
            put(site, &format!("pbx/{name}"), &text);
        }
        put(etc, "voicemail.conf", "[general]\n[default]\n3001 => 1234,Anna\n");
        put(etc, "queues.conf", "[general]\n");
        put(etc, "rtp.conf", "[general]\nrtpstart=33000\nrtpend=39000\nrtcpinterval=1000\n");
        write_site(site, lines, "asterisk", "127.0.0.1", ports.sip, srtp, validate);
    })
}

struct Run {
    code: Option<i32>,
    report: serde_json::Value,
    said: String,
}

fn validate(site: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_deskshift"))
        .arg("-C")
        .arg(site)
        .args(["--json", "validate", "--level", "call", "--again"])
        .args(arguments)
        .output()
        .expect("starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    Run { code: output.status.code(), report, said }
}

impl Run {
    fn classes(&self) -> BTreeMap<String, String> {
        let text = |verdict: &serde_json::Value, key: &str| verdict[key].as_str().expect("text").to_owned();
        let verdicts = self.report["verdicts"].as_array().expect("verdicts");
        verdicts.iter().map(|verdict| (text(verdict, "extension"), text(verdict, "class"))).collect()
    }

    fn verdict(&self, extension: &str) -> &serde_json::Value {
        let verdicts = self.report["verdicts"].as_array().expect("verdicts");
        verdicts.iter().find(|verdict| verdict["extension"] == extension).expect("a verdict")
    }

    fn evidence(&self, extension: &str) -> String {
        let lines = self.verdict(extension)["evidence"].as_array().expect("evidence");
        lines.iter().map(|line| line.as_str().or(line["en"].as_str()).expect("words").to_owned() + "\n").collect()
    }

    fn everything(&self) -> String {
        self.classes().iter().fold(self.said.clone(), |text, (extension, class)| {
            text + &format!("{extension} {class}: {}\n{}", self.verdict(extension)["cause"]["en"], self.evidence(extension))
        })
    }
}

/// The PBX is as it was: nobody registered, no call.
fn assert_nothing_left(asterisk: &Asterisk) {
    let contacts = asterisk.manager().console("pjsip show contacts");
    assert!(!contacts.contains("@127.0.0.1"), "{contacts}");
    let channels = asterisk.manager().console("core show channels count");
    assert!(channels.contains("0 active channels"), "{channels}");
}

#[test]
fn calls_find_each_fault_on_the_line_that_has_it() {
    if !present("calls_find_each_fault_on_the_line_that_has_it", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = asterisk(site, &LINES, "off", ", calls_at_once: 4");
    let [page, capture] = ["report.html", "failed.pcapng"].map(|name| site.join(name));
    let out = [format!("html={}", page.display()), format!("pcap={}", capture.display())];
    let run = validate(site, &["--lang", "en", "--out", &out[0], "--out", &out[1]]);
    let expected: BTreeMap<String, String> = LINES.iter().map(|row| (row.0.to_owned(), row.3.to_owned())).collect();
    assert_eq!(run.classes(), expected, "{}", run.everything());
    assert_eq!(run.code, Some(1), "{}", run.said);
    let good = run.evidence("2001");
    for part in ["200 (", "hears 2002: ", "R 9", "PCMA", "RTCP", "digit", "rang after"] {
        assert!(good.contains(part), "{part}: {good}");
    }
    assert!(run.verdict("2007")["cause"]["en"].as_str().expect("cause").contains("2008"), "{}", run.everything());
    assert!(run.verdict("2006")["cause"]["en"].as_str().expect("cause").contains("::1"), "{}", run.everything());
    assert!(!run.report.to_string().contains("geheim"), "no password");
    assert_nothing_left(&asterisk);
    if let Some(keep) = std::env::var_os("DESKSHIFT_KEEP") {
        for path in [&page, &capture] {
            std::fs::copy(path, Path::new(&keep).join(path.file_name().expect("a name"))).expect("copied");
        }
    }
    shows_failed_calls(&std::fs::read_to_string(&page).expect("a page"));
    holds_failed_calls(&capture);
}

/// Each line that is not ready has a ladder with its failed call in the page.
fn shows_failed_calls(page: &str) {
    for (number, .., class) in LINES {
        let article = page.split(&format!("<article class=\"line\" id=\"line-{number}\"")).nth(1);
        assert_eq!(article.is_some(), class != "call/good", "{number}");
        let Some(article) = article.and_then(|rest| rest.split("</article>").next()) else { continue };
        for part in ["<svg class=\"ladder\"", "INVITE", "CSeq", "Registration for the calls", number] {
            assert!(article.contains(part), "{number} {part}: {article}");
        }
        let part = match number {
            "2004" => "486 Busy here",
            "2010" => "488 Not Acceptable Here",
            "2012" => "404 Not Found",
            "2007" => "and this line rings: 2008",
            _ => " calls ",
        };
        assert!(article.to_lowercase().contains(&part.to_lowercase()), "{number} {part}: {article}");
    }
    // Both sides of a call that was answered, and a call cut off by the PBX at both.
    let cut = page.split("id=\"line-2013\"").nth(1).and_then(|rest| rest.split("</article>").next()).expect("an article");
    assert!(cut.contains("2012 calls 2013") || cut.contains(" calls 2013"), "{cut}");
    assert!(cut.contains("2013 · 127.0.0.1:") && cut.contains("BYE"), "{cut}");
    assert!(!page.contains("2001 calls 2002"), "a good call");
    assert!(page.contains("a=crypto:***") && !page.contains("inline:") && !page.contains("geheim"), "secrets");
}

/// tcpdump reads the capture: the failed calls are in it, masked, and no good one.
fn holds_failed_calls(capture: &Path) {
    if !present("calls_find_each_fault_on_the_line_that_has_it: the capture", &[Program::Tcpdump]) {
        return;
    }
    let output = Command::new("tcpdump").args(["-nn", "-vvv", "-A", "-r"]).arg(capture).output().expect("starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let whole = String::from_utf8_lossy(&output.stdout);
    assert!(!whole.contains("bad cksum") && !whole.contains("bad udp cksum"), "checksums");
    // A packet begins with its time, what it holds with blanks or letters.
    let mut packets: Vec<String> = Vec::new();
    for line in whole.lines() {
        if line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(" IP ") {
            packets.push(String::new());
        }
        if let Some(packet) = packets.last_mut() {
            packet.push_str(line);
            packet.push('\n');
        }
    }
    assert!(packets.len() > 60, "{} packets", packets.len());
    let count = |parts: &[&str]| packets.iter().filter(|packet| parts.iter().all(|part| packet.contains(part))).count();
    for (parts, what) in [
        (&["INVITE sip:2004@", "From: <sip:2003@"][..], "the call to the busy line"),
        (&["SIP/2.0 486", "To: <sip:2004@"], "its refusal"),
        (&["ACK sip:2004@"], "and the end of that"),
        (&["INVITE sip:2006@127.0.0.1", "User-Agent: Asterisk"], "what rings at a line"),
        (&["BYE sip:"], "the end of a call"),
        // The PBX's own CANCELs race with our refusals; this one is ours.
        (&["CANCEL sip:2015@"], "a call given up"),
        (&["REGISTER sip:", "2004@"], "the registration of a failed line"),
        (&["Authorization: Digest", "response=\"***\""], "masked digests"),
        (&["a=crypto:***"], "masked keys"),
    ] {
        assert!(count(parts) > 0, "{what}: {parts:?}");
    }
    assert_eq!(count(&["From: <sip:2001@", "To: <sip:2002@"]), 0, "a good call");
    assert!(!whole.contains("inline:") && !whole.contains("geheim"), "secrets");
}

const SECURE: [Row; 4] = [
    ("3001", "media_encryption=sdes\nmailboxes=3001@default", None, "call/good"),
    ("3002", "media_encryption=sdes", Some("Dial(${PJSIP_DIAL_CONTACTS(3002)},20)"), "call/not-called"),
    ("3003", "media_encryption=sdes\nallow=!all,g722", None, "call/good"),
    ("3004", "media_encryption=sdes\ndtmf_mode=info", None, "call/good"),
];

/// SRTP with keys from the description, G.722, digits by INFO, the lamp of a mailbox, and a desk phone that must not ring: its line calls
/// the echo instead.
#[test]
fn encrypted_calls_and_the_echo_work_and_no_desk_phone_rings() {
    if !present("encrypted_calls_and_the_echo_work_and_no_desk_phone_rings", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = asterisk(site, &SECURE, "required", ", echo: \"*43\", channels: 20");
    let mut desk_phone = Phone::new(asterisk.ports.sip);
    let contact = "sip:3002@127.0.0.1:9";
    assert_eq!(desk_phone.register("3002", ("3002", "geheim-3002"), Some(contact), 3600).codes, [401, 200]);
    let run = validate(site, &[]);
    let expected: BTreeMap<String, String> = SECURE.iter().map(|row| (row.0.to_owned(), row.3.to_owned())).collect();
    assert_eq!(run.classes(), expected, "{}", run.everything());
    assert_eq!(run.code, Some(0), "the echo is enough: {}", run.everything());
    assert!(run.evidence("3001").contains("SRTP"), "{}", run.everything());
    assert!(run.evidence("3002").contains("hears echo: "), "{}", run.everything());
    assert!(run.evidence("3003").contains("G722, SRTP"), "{}", run.everything());
    let notes = run.verdict("3001")["notes"].to_string();
    assert!(notes.contains("call/mailbox"), "{notes} {}", run.everything());
    let contacts = asterisk.manager().console("pjsip show contacts");
    assert!(contacts.contains("3002@127.0.0.1:9") && !contacts.contains("3001@"), "{contacts}");
    // By order it may ring: the call goes to both devices, and ours answers.
    let forced = validate(site, &["--ring-devices"]);
    assert_eq!(forced.classes()["3002"], "call/good", "{}", forced.everything());
}

const PROXIED: [Row; 5] = [
    ("2001", "", None, "call/good"),
    ("2002", "", None, "call/good"),
    ("2003", "", None, "call/good"),
    ("2004", "", None, "call/busy"),
    ("2005", "", None, "call/good"),
];

/// Through a proxy both sides have one Call-ID, and the sound goes from one to the other without the PBX.
#[test]
fn calls_through_kamailio_meet_each_other() {
    if !present("calls_through_kamailio_meet_each_other", &[Program::Kamailio]) {
        return;
    }
    let subscriber =
        |row: &Row| Subscriber { number: row.0.to_owned(), user: row.0.to_owned(), secret: format!("geheim-{}", row.0) };
    let kamailio = Kamailio::start(&Certificates::new(), &PROXIED.iter().map(subscriber).collect::<Vec<_>>());
    for srtp in ["off", "required"] {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path();
        write_site(site, &PROXIED, "kamailio", REALM, kamailio.sip, srtp, ", calls_at_once: 3");
        let run = validate(site, &[]);
        let expected: BTreeMap<String, String> = PROXIED.iter().map(|row| (row.0.to_owned(), row.3.to_owned())).collect();
        assert_eq!(run.classes(), expected, "{srtp} {}", run.everything());
        assert_eq!(run.evidence("2001").contains("SRTP"), srtp == "required", "{}", run.everything());
    }
}

/// Ctrl-C in the middle of a call: it is ended, nobody stays registered, and the run says so.
#[test]
fn an_interrupted_run_ends_its_calls_and_registrations() {
    if !present("an_interrupted_run_ends_its_calls_and_registrations", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = asterisk(site, &LINES[..3], "off", ", talk_s: 20");
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskshift"))
        .arg("-C")
        .arg(site)
        .args(["validate", "--level", "call"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("starts");
    super::process::wait_for("a call", std::time::Duration::from_secs(30), || {
        asterisk.manager().console("core show channels count").contains("2 active channels").then_some(())
    });
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(status.success());
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    super::process::wait_for("no channel", std::time::Duration::from_secs(3), || {
        asterisk.manager().console("core show channels count").contains("0 active channels").then_some(())
    });
    assert_nothing_left(&asterisk);
}
