//! The embedded PBX and the real Asterisk, asked the same questions: the answers must be the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use deskshift::domain::{Secret, Transport};
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::lab::{Lab, Settings, read_export};
use deskshift::sip::challenge::{Challenge, Challenges};
use deskshift::sip::digest::{Asked, Credentials, answer};
use deskshift::sip::message::{Message, Request, Response};

use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::programs::{Program, present};

const MATRIX: &str = include_str!("../../src/lab/fixtures/matrix.conf");
const STEPS: &str = include_str!("../../src/lab/fixtures/matrix.tsv");

/// One question with its answer to the challenge.
#[derive(Clone)]
struct Step {
    what: String,
    method: String,
    from: String,
    to: String,
    login: String,
    password: String,
    /// Socket and contact; `-`: no contact.
    device: String,
    headers: Vec<(String, String)>,
    /// Between challenge and answer.
    wait: Duration,
    /// Which of several challenges is answered.
    algorithm: Option<&'static str>,
    /// Sent although it was not offered.
    pretends: Option<&'static str>,
}

impl Step {
    fn new(what: &str, user: &str, device: &str) -> Self {
        let own = |text: &str| text.to_owned();
        Self {
            what: own(what),
            method: own("REGISTER"),
            from: own(user),
            to: own(user),
            login: own(user),
            password: own("right"),
            device: own(device),
            headers: Vec::new(),
            wait: Duration::ZERO,
            algorithm: None,
            pretends: None,
        }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.method);
        self
    }
}

/// One socket for each device, as each phone has its own address.
struct Client {
    pbx: SocketAddr,
    sockets: BTreeMap<String, UdpSocket>,
    call: u32,
}

impl Client {
    fn new(pbx: SocketAddr) -> Self {
        Self { pbx, sockets: BTreeMap::new(), call: 0 }
    }

    fn socket(&mut self, device: &str) -> &UdpSocket {
        self.sockets.entry(device.to_owned()).or_insert_with(|| {
            let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
            socket.set_read_timeout(Some(Duration::from_millis(1500))).unwrap();
            socket
        })
    }

    /// What came, as text that does not depend on ports, tags and the second it was asked in.
    fn play(&mut self, step: &Step) -> String {
        self.call += 1;
        let mut seen = String::new();
        let Some(first) = self.ask(step, 1, None) else { return "silence".to_owned() };
        self.note(&mut seen, &first);
        let challenges = Challenges::of(&first).list;
        let wanted = |c: &&Challenge| step.algorithm.is_none_or(|name| c.algorithm.as_deref() == Some(name));
        let Some(challenge) = challenges.iter().find(wanted).filter(|_| first.status == 401) else { return seen };
        let mut challenge = challenge.clone();
        if let Some(name) = step.pretends {
            challenge.algorithm = Some(name.into());
        }
        std::thread::sleep(step.wait);
        let asked = Asked { method: &step.method, uri: "sip:pbx.example", body: b"", cnonce: "abc", count: 1 };
        let credentials = Credentials::password(step.login.as_str(), Secret::new(step.password.as_str()));
        let value = answer(&challenge, &credentials, &asked).unwrap();
        seen += " -> ";
        match self.ask(step, 2, Some(value)) {
            Some(second) => self.note(&mut seen, &second),
            None => seen += "silence",
        }
        seen
    }

    fn ask(&mut self, step: &Step, cseq: u32, authorization: Option<String>) -> Option<Response> {
        let (pbx, call) = (self.pbx, self.call);
        let socket = self.socket(&step.device);
        let own = socket.local_addr().unwrap();
        let id = format!("{call}-{}", own.port());
        let mut request = Request::new(step.method.parse().unwrap(), "sip:pbx.example")
            .with("Via", format!("SIP/2.0/UDP {own};branch=z9hG4bK{id}-{cseq};rport"))
            .with("Max-Forwards", "70")
            .with("From", format!("<sip:{}@pbx.example>;tag=1", step.from))
            .with("To", format!("<sip:{}@pbx.example>", step.to))
            .with("Call-ID", id.as_str())
            .with("CSeq", format!("{cseq} {}", step.method));
        if step.device != "-" && !step.headers.iter().any(|(name, _)| name == "Contact") {
            request = request.with("Contact", format!("<sip:{}@{own}>", step.from));
        }
        for (name, value) in &step.headers {
            request = request.with(name, value.replace("OWN", &own.to_string()));
        }
        if let Some(value) = authorization {
            request = request.with("Authorization", value);
        }
        socket.send_to(&request.to_bytes(), pbx).unwrap();
        let mut buffer = vec![0; 65_536];
        while let Ok(length) = socket.recv(&mut buffer) {
            let Ok(Message::Response(response)) = Message::parse(&buffer[..length]) else { continue };
            let ours = response.headers.call_id() == Ok(&id) && response.headers.cseq().is_ok_and(|c| c.number == cseq);
            if ours && response.status >= 200 {
                return Some(response);
            }
        }
        None
    }

    fn note(&self, seen: &mut String, response: &Response) {
        let _ = write!(seen, "{}", response.status);
        for challenge in Challenges::of(response).list {
            let opaque = if challenge.opaque.is_some() { " opaque" } else { "" };
            let stale = if challenge.stale { " stale" } else { "" };
            let _ = write!(seen, " [{} {}{opaque}{stale}]", challenge.realm, challenge.summary());
        }
        let mut contacts: Vec<String> = response.headers.all("Contact").map(|value| self.device_of(value)).collect();
        contacts.sort();
        for contact in contacts {
            let _ = write!(seen, " <{contact}>");
        }
        // Whether Path comes back depends on the order Asterisk happens to hold its contacts in; nobody may build on it.
        for name in ["Expires", "Min-Expires"] {
            if let Some(value) = response.headers.get(name) {
                let _ = write!(seen, " {name}={value}");
            }
        }
    }

    /// `a;600`: ports become devices, seconds that have passed are given back.
    fn device_of(&self, contact: &str) -> String {
        let mut text = contact.to_owned();
        for (device, socket) in &self.sockets {
            text = text.replace(&format!("127.0.0.1:{}", socket.local_addr().unwrap().port()), device);
        }
        match text.rsplit_once(";expires=") {
            Some((uri, seconds)) => {
                let seconds: u32 = seconds.parse().unwrap();
                format!("{uri};{}", seconds.div_ceil(10) * 10)
            }
            None => text,
        }
    }
}

fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = STEPS
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let mut step = Step::new(cells[8], cells[0], cells[4]);
            (step.login, step.password, step.to) = (cells[1].to_owned(), cells[2].to_owned(), cells[3].to_owned());
            step
        })
        .collect();
    let later = Duration::from_secs(4);
    steps.extend([
        Step::new("expiry raised", "3113", "a").with("Expires", "10"),
        Step::new("expiry lowered", "3113", "a").with("Expires", "5000"),
        Step::new("expiry by default", "3113", "a"),
        Step::new("expiry of the contact", "3113", "a").with("Contact", "<sip:3113@OWN>;expires=400").with("Expires", "700"),
        Step::new("fetch", "3113", "-"),
        Step::new("path", "3113", "b").with("Path", "<sip:edge.example;lr>"),
        Step::new("path supported", "3113", "b").with("Path", "<sip:edge.example;lr>").with("Supported", "path"),
        Step::new("path not wanted", "3110", "a").with("Path", "<sip:edge.example;lr>"),
        Step::new("path not wanted but supported", "3110", "a").with("Path", "<sip:edge.example;lr>").with("Supported", "path"),
        Step::new("fetch with an expiry", "3113", "-").with("Expires", "10"),
        Step::new("stale", "3113", "c"),
        Step { wait: later, ..Step::new("stale, right", "3113", "c") },
        Step { wait: later, password: "wrong".into(), ..Step::new("stale, wrong", "3113", "c") },
        Step::new("star with an expiry", "3113", "-").with("Contact", "*").with("Expires", "60"),
        Step::new("star without an expiry", "3113", "-").with("Contact", "*"),
        Step::new("unregister one", "3113", "a").with("Expires", "0"),
        Step::new("unregister an unknown one", "3113", "d").with("Expires", "0"),
        Step::new("star", "3113", "-").with("Contact", "*").with("Expires", "0"),
        Step::new("fetch after star", "3113", "-"),
        Step::new("tel contact", "3110", "-").with("Contact", "<tel:+49861>"),
        Step::new("empty contact", "3110", "-").with("Contact", "<sip:>"),
        Step::new("two contacts", "3113", "a").with("Contact", "<sip:3113@OWN>, <sip:3113@192.0.2.7:5062>;expires=200"),
        Step::new("one of two away", "3113", "a").with("Contact", "<sip:3113@192.0.2.7:5062>;expires=0"),
        Step::new("a named address, rewritten", "3102", "e").with("Contact", "<sip:3102@192.168.1.7:5060>"),
        Step::new("star", "3102", "-").with("Contact", "*").with("Expires", "0"),
        Step::new("a named address, rewritten", "3102", "e").with("Contact", "<sip:3102@192.168.1.7:5060>"),
        Step::new("the same from elsewhere", "3102", "f").with("Contact", "<sip:3102@192.168.1.7:5060>"),
        Step::new("the same again", "3102", "e").with("Contact", "<sip:3102@192.168.1.7:5060>"),
        Step::new("a third", "3102", "g").with("Contact", "<sip:3102@192.168.1.7:5060>"),
        Step::new("a named address", "3119", "e").with("Contact", "<sip:3119@192.168.1.7:5060>"),
        Step::new("the same from elsewhere", "3119", "f").with("Contact", "<sip:3119@192.168.1.7:5060>"),
        Step::new("another one", "3119", "f").with("Contact", "<sip:3119@192.168.1.8:5060>"),
        Step { algorithm: Some("SHA-512-256"), ..Step::new("SHA-512-256", "3110", "a") },
        Step { algorithm: Some("SHA-256"), ..Step::new("SHA-256", "3110", "a") },
        Step { algorithm: Some("MD5"), ..Step::new("MD5", "3110", "a") },
        Step { pretends: Some("SHA-256"), ..Step::new("an algorithm that was not offered", "3102", "a") },
        Step::new("unknown Require", "3110", "a").with("Require", "nothing-we-know"),
        Step::new("OPTIONS", "3110", "a").method("OPTIONS"),
        Step::new("OPTIONS of a stranger", "3199", "a").method("OPTIONS"),
        Step::new("OPTIONS without a password", "3107", "a").method("OPTIONS"),
        Step::new("CANCEL", "3110", "a").method("CANCEL"),
        Step::new("BYE", "3110", "a").method("BYE"),
        Step::new("BYE without a password", "3107", "a").method("BYE"),
        Step::new("INVITE without a password", "3107", "a").method("INVITE"),
        Step::new("MESSAGE without a password", "3107", "a").method("MESSAGE"),
        Step::new("SUBSCRIBE without a password", "3107", "a").method("SUBSCRIBE"),
        Step::new("PUBLISH without a password", "3107", "a").method("PUBLISH"),
        Step::new("NOTIFY without a password", "3107", "a").method("NOTIFY"),
        Step::new("INFO without a password", "3107", "a").method("INFO"),
        Step::new("UPDATE without a password", "3107", "a").method("UPDATE"),
        Step::new("PRACK without a password", "3107", "a").method("PRACK"),
        Step::new("REFER without a password", "3107", "a").method("REFER"),
        Step::new("INVITE of a stranger", "3199", "a").method("INVITE"),
        Step::new("unknown method", "3110", "a").method("FLY"),
        Step::new("unknown method without a password", "3107", "a").method("FLY"),
    ]);
    steps
}

#[test]
fn the_lab_answers_as_asterisk_does() {
    if !present("the_lab_answers_as_asterisk_does", &[Program::Asterisk]) {
        return;
    }
    let asterisk = Asterisk::start(&Certificates::new(), |etc, transports| {
        std::fs::write(etc.join("pjsip.conf"), format!("{MATRIX}\n{transports}")).unwrap();
        std::fs::write(etc.join("extensions.conf"), "[intern]\n").unwrap();
        std::fs::write(etc.join("voicemail.conf"), "[general]\n").unwrap();
        std::fs::write(etc.join("queues.conf"), "[general]\n").unwrap();
    });
    let (objects, _) = read_export(&MemoryFiles::new().with("pjsip.conf", MATRIX), &[]).unwrap();
    let lab = Lab::start(Settings::new(objects)).unwrap();
    let mut real = Client::new(([127, 0, 0, 1], asterisk.ports.sip).into());
    let mut ours = Client::new(lab.addresses[&Transport::Udp]);
    let mut differ = Vec::new();
    for step in steps() {
        if step.from == "3103" {
            // Which of two contacts goes first is only certain where they do not expire in the same second.
            std::thread::sleep(Duration::from_millis(1100));
        }
        let (theirs, mine) = (real.play(&step), ours.play(&step));
        if theirs != mine {
            differ.push(format!("{} ({}):\n  Asterisk {theirs}\n  lab      {mine}", step.what, step.from));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
