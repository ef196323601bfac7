//! The registrar against what was measured on Asterisk 22.10, and against damaged messages.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::faults::Faults;
use super::objects::Objects;
use super::pbx::{Pbx, Sending};
use super::registrar::{Cause, Event, Source};
use crate::domain::{Secret, Transport};
use crate::inventory::asterisk::{config, files::MemoryFiles};
use crate::sip::challenge::{Algorithm, Challenge, Challenges};
use crate::sip::digest::{Asked, Credentials, answer};
use crate::sip::message::{Message, Method, Request, Response};

pub(super) fn matrix() -> Objects {
    let files = MemoryFiles::new().with("pjsip.conf", include_str!("fixtures/matrix.conf"));
    let config = config::read(&files, "pjsip.conf");
    assert!(config.ok());
    super::load::objects(&config)
}

fn pbx(faults: &[&str]) -> Pbx {
    Pbx::new(matrix(), Faults::parse(faults.iter().copied()).unwrap(), [7; 32])
}

pub(super) const START: Duration = Duration::from_secs(1_600_000_000);

fn source(device: &str) -> Source {
    let port = 20_000 + device.bytes().map(u16::from).sum::<u16>();
    Source { address: ([127, 0, 0, 1], port).into(), transport: Transport::Udp }
}

fn asked(count: u32) -> Asked<'static> {
    Asked { method: "REGISTER", uri: "sip:pbx.example", body: b"", cnonce: "abc", count }
}

/// Of what is sent because of one message, the only part.
pub(super) fn only((sent, event): (Vec<Sending>, Option<Event>)) -> (Option<Sending>, Option<Event>) {
    assert!(sent.len() < 2, "{sent:?}");
    (sent.into_iter().next(), event)
}

/// A phone of the tests: asks, answers one challenge, tells what came.
pub(super) struct Phone<'a> {
    pub user: &'a str,
    pub to: &'a str,
    pub login: &'a str,
    pub password: &'a str,
    /// `-`: no Contact.
    pub device: &'a str,
    pub extra: Vec<(&'a str, &'a str)>,
    /// Seconds between challenge and answer.
    pub waits: u64,
    pub prefers: Option<Algorithm>,
}

impl<'a> Phone<'a> {
    pub(super) fn new(user: &'a str, device: &'a str) -> Self {
        Self { user, to: user, login: user, password: "right", device, extra: Vec::new(), waits: 0, prefers: None }
    }

    fn with(mut self, name: &'a str, value: &'a str) -> Self {
        self.extra.push((name, value));
        self
    }

    fn request(&self, cseq: u32) -> Request {
        let source = source(self.device).address;
        let mut request = Request::new(Method::REGISTER, "sip:pbx.example")
            .with("Via", format!("SIP/2.0/UDP {source};branch=z9hG4bK{}{cseq};rport", self.device))
            .with("Max-Forwards", "70")
            .with("From", format!("<sip:{}@pbx.example>;tag=1", self.user))
            .with("To", format!("<sip:{}@pbx.example>", self.to))
            .with("Call-ID", format!("{}-{}", self.user, self.device))
            .with("CSeq", format!("{cseq} REGISTER"));
        let own_contact = self.extra.iter().any(|(name, _)| *name == "Contact");
        if self.device != "-" && !own_contact {
            request = request.with("Contact", format!("<sip:{}@{source}>", self.user));
        }
        for (name, value) in &self.extra {
            request = request.with(name, *value);
        }
        request
    }

    /// The statuses in order, the last answer, and what the PBX thought of the last request.
    pub(super) fn registers(&self, pbx: &mut Pbx, now: Duration) -> (Vec<u16>, Option<Response>, Option<Event>) {
        // Every step is a transaction of its own.
        let cseq = 1 + (now.as_millis() % 1_000_000_000) as u32 * 2;
        let (first, event) = ask(pbx, now, self.device, &self.request(cseq));
        let Some(first) = first else { return (vec![], None, event) };
        let mut statuses = vec![first.status];
        let wanted = |c: &&Challenge| self.prefers.is_none_or(|algorithm| c.known_algorithm() == Some(algorithm));
        let challenges = Challenges::of(&first);
        let Some(challenge) = challenges.list.iter().find(wanted).filter(|_| first.status == 401) else {
            return (statuses, Some(first), event);
        };
        let credentials = Credentials::password(self.login, Secret::new(self.password));
        let value = answer(challenge, &credentials, &asked(1)).unwrap();
        let now = now + Duration::from_secs(self.waits);
        let (second, event) = ask(pbx, now, self.device, &self.request(cseq + 1).with("Authorization", value));
        statuses.extend(second.as_ref().map(|second| second.status));
        (statuses, second, event)
    }
}

fn ask(pbx: &mut Pbx, now: Duration, device: &str, request: &Request) -> (Option<Response>, Option<Event>) {
    let (sending, event) = only(pbx.receive(now, source(device), &request.to_bytes()));
    let response = sending.map(|sending| match Message::parse(&sending.bytes).unwrap() {
        Message::Response(response) => response,
        Message::Request(_) => panic!("a request came back"),
    });
    (response, event)
}

/// Another moment for each step, so that no request looks like a retransmission.
fn moment(step: usize) -> Duration {
    START + Duration::from_millis(step as u64)
}

#[test]
fn answers_are_those_measured_on_asterisk_22() {
    let mut pbx = pbx(&[]);
    for (step, line) in include_str!("fixtures/matrix.tsv").lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [from, login, password, to, device, first, second, cause, what] = cells.as_slice() else { panic!("{line}") };
        let phone = Phone { to, login, password, ..Phone::new(from, device) };
        let (statuses, _, event) = phone.registers(&mut pbx, moment(step + 1));
        let expected: Vec<u16> = [first, second].iter().filter_map(|status| status.parse().ok()).collect();
        assert_eq!(statuses, expected, "{what}");
        assert_eq!(format!("{:?}", event.unwrap().cause), *cause, "{what}");
    }
    let contacts = |pbx: &mut Pbx, aor: &str| -> Vec<String> {
        pbx.registrar().bindings(aor, START + Duration::from_secs(1)).iter().map(|b| b.contact.to_string()).collect()
    };
    assert_eq!(contacts(&mut pbx, "3100"), ["sip:3100@127.0.0.1:20097"]);
    assert_eq!(contacts(&mut pbx, "3101"), ["sip:3101@127.0.0.1:20098"], "the desk phone was thrown out");
    assert_eq!(contacts(&mut pbx, "3103"), ["sip:3103@127.0.0.1:20098", "sip:3103@127.0.0.1:20099"], "the oldest went");
}

#[test]
fn a_fetch_lists_the_devices_with_what_is_left() {
    let mut pbx = pbx(&[]);
    Phone::new("3102", "a").with("Expires", "600").registers(&mut pbx, moment(1));
    Phone::new("3102", "b").with("Expires", "300").registers(&mut pbx, moment(2));
    let (_, response, event) = Phone::new("3102", "-").registers(&mut pbx, START + Duration::from_secs(100));
    let response = response.unwrap();
    let contacts: Vec<&str> = response.headers.all("Contact").collect();
    assert_eq!(contacts, ["<sip:3102@127.0.0.1:20097>;expires=501", "<sip:3102@127.0.0.1:20098>;expires=201"]);
    assert_eq!(event.unwrap().cause, Cause::Fetched);
    assert_eq!(response.headers.get("Date"), Some("Sun, 13 Sep 2020 12:28:20 GMT"));
    assert_eq!(response.headers.get("Server"), Some("Matrix PBX"));
    assert!(!response.headers.has("Expires"));
    let (_, response, _) = Phone::new("3102", "-").registers(&mut pbx, START + Duration::from_secs(400));
    assert_eq!(response.unwrap().headers.all("Contact").count(), 1, "expired bindings are gone");
}

#[test]
fn expiries_are_clamped() {
    let mut pbx = pbx(&[]);
    let mut step = 0;
    for (user, wish, granted) in [
        ("3102", Some("10"), "60"),
        ("3102", Some("600"), "600"),
        ("3102", Some("99999"), "7200"),
        ("3102", None, "3600"),
        ("3113", Some("60"), "120"),
        ("3113", Some("3600"), "900"),
        ("3113", None, "300"),
    ] {
        step += 1;
        let mut phone = Phone::new(user, "a");
        if let Some(wish) = wish {
            phone = phone.with("Expires", wish);
        }
        let (_, response, _) = phone.registers(&mut pbx, moment(step));
        let response = response.unwrap();
        assert_eq!(response.headers.get("Expires"), wish.and(Some(granted)), "{user} {wish:?}: only where it was asked with one");
        assert!(response.headers.get("Contact").unwrap().ends_with(&format!(";expires={granted}")), "{user} {wish:?}");
    }
    // The parameter of the contact wins over the header.
    let contact = "<sip:3102@127.0.0.1:9>;expires=77";
    let (_, response, _) = Phone::new("3102", "a").with("Contact", contact).with("Expires", "600").registers(&mut pbx, moment(9));
    assert_eq!(response.unwrap().headers.get("Contact"), Some("<sip:3102@127.0.0.1:9>;expires=77"));
}

#[test]
fn unregistering_takes_what_it_names() {
    let mut pbx = pbx(&[]);
    Phone::new("3102", "a").registers(&mut pbx, moment(1));
    Phone::new("3102", "b").registers(&mut pbx, moment(2));
    let (statuses, response, event) = Phone::new("3102", "a").with("Expires", "0").registers(&mut pbx, moment(3));
    assert_eq!(statuses, [401, 200]);
    assert_eq!(event.unwrap().cause, Cause::Unregistered);
    assert_eq!(response.unwrap().headers.all("Contact").count(), 1);
    // Of a device that is not there: nothing happens, also with all slots taken.
    Phone::new("3102", "c").registers(&mut pbx, moment(4));
    let (statuses, response, _) = Phone::new("3102", "d").with("Expires", "0").registers(&mut pbx, moment(5));
    assert_eq!((statuses, response.unwrap().headers.all("Contact").count()), (vec![401, 200], 2));
    let star = |expires| Phone::new("3102", "-").with("Contact", "*").with("Expires", expires);
    let (statuses, _, event) = star("60").registers(&mut pbx, moment(6));
    assert_eq!((statuses, event.unwrap().cause), (vec![401, 400], Cause::BadContact));
    assert_eq!(pbx.registrar().bindings("3102", moment(7)).len(), 2);
    assert_eq!(star("0").registers(&mut pbx, moment(7)).0, [401, 200]);
    assert_eq!(pbx.registrar().bindings("3102", moment(8)).len(), 0);
}

#[test]
fn rewritten_contacts_are_known_by_where_they_came_from() {
    let mut pbx = pbx(&[]);
    // The same address named from two sources is two devices; another one named from the same source with the same address too.
    let named = |device| Phone::new("3102", device).with("Contact", "<sip:3102@192.168.1.7:5060>");
    assert_eq!(named("a").registers(&mut pbx, moment(1)).0, [401, 200]);
    assert_eq!(named("a").registers(&mut pbx, moment(2)).0, [401, 200]);
    let (_, response, _) = named("b").registers(&mut pbx, moment(3));
    let contacts = response.unwrap().headers.all("Contact").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(contacts, ["<sip:3102@192.168.1.7:5060>;expires=3600"; 2]);
    assert_eq!(named("c").registers(&mut pbx, moment(4)).0, [401, 403]);
    // Without `rewrite_contact` the named address counts.
    let plain = |device| Phone::new("3119", device).with("Contact", "<sip:3119@192.168.1.7:5060>");
    assert_eq!(plain("a").registers(&mut pbx, moment(5)).0, [401, 200]);
    assert_eq!(plain("b").registers(&mut pbx, moment(6)).0, [401, 200]);
    assert_eq!(pbx.registrar().bindings("3119", moment(7)).len(), 1);
}

#[test]
fn odd_contacts_and_path() {
    let mut pbx = pbx(&[]);
    let tel = Phone::new("3102", "-").with("Contact", "<tel:+49861>");
    assert_eq!(tel.registers(&mut pbx, moment(1)).0, [416]);
    let path = |user| Phone::new(user, "a").with("Path", "<sip:edge.example;lr>");
    assert_eq!(path("3102").registers(&mut pbx, moment(2)).0, [401, 200], "without support_path it is passed over");
    let (statuses, _, event) = path("3113").registers(&mut pbx, moment(3));
    assert_eq!((statuses, event.unwrap().cause), (vec![401, 420], Cause::PathRefused));
    assert_eq!(path("3113").with("Supported", "path").registers(&mut pbx, moment(4)).0, [401, 200]);
    // A syntax error gets no answer at all.
    let (statuses, _, event) = Phone::new("3102", "-").with("Contact", "<sip:>").registers(&mut pbx, moment(5));
    assert_eq!((statuses, event.unwrap().cause), (vec![], Cause::Malformed));
}

#[test]
fn a_nonce_grows_stale_for_right_passwords_only() {
    let mut pbx = pbx(&[]);
    let mut step = 0;
    let mut late = |seconds, password| {
        step += 1;
        let phone = Phone { waits: seconds, password, ..Phone::new("3102", "a") };
        let (statuses, response, event) = phone.registers(&mut pbx, moment(step));
        let stale = Challenges::of(&response.unwrap()).list.first().is_some_and(|challenge| challenge.stale);
        (statuses[1], stale, event.unwrap().ban_hits)
    };
    assert_eq!(late(32, "right"), (200, false, 0));
    assert_eq!(late(34, "right"), (401, true, 0));
    assert_eq!(late(34, "wrong"), (401, false, 1));
    let short = Phone { waits: 4, ..Phone::new("3113", "a") };
    assert_eq!(short.registers(&mut pbx, moment(9)).2.unwrap().cause, Cause::StaleNonce);
}

#[test]
fn one_challenge_serves_all_accounts_from_one_address() {
    let mut pbx = pbx(&[]);
    let (first, _) = ask(&mut pbx, moment(1), "a", &Phone::new("3102", "a").request(1));
    let challenge = Challenges::of(&first.unwrap()).list.remove(0);
    let value = answer(&challenge, &Credentials::password("3103", Secret::new("right")), &asked(2)).unwrap();
    let request = Phone::new("3103", "b").request(1).with("Authorization", value);
    assert_eq!(ask(&mut pbx, moment(2), "b", &request).0.unwrap().status, 200);
    let other = Source { address: "127.0.0.9:5060".parse().unwrap(), transport: Transport::Udp };
    let (sending, _) = only(pbx.receive(moment(3), other, &request.to_bytes()));
    assert!(String::from_utf8_lossy(&sending.unwrap().bytes).contains("stale=true"), "a nonce belongs to its address");
}

#[test]
fn algorithms_are_offered_one_by_one_and_each_works() {
    let mut pbx = pbx(&[]);
    let (first, _) = ask(&mut pbx, START, "a", &Phone::new("3110", "a").request(1));
    let summaries = Challenges::of(&first.unwrap()).summaries();
    assert_eq!(summaries, ["Digest SHA-512-256 auth", "Digest SHA-256 auth", "Digest MD5 auth"]);
    for (step, algorithm) in [Algorithm::SHA_512_256, Algorithm::SHA_256, Algorithm::MD5].into_iter().enumerate() {
        let phone = Phone { prefers: Some(algorithm), ..Phone::new("3110", "a") };
        assert_eq!(phone.registers(&mut pbx, moment(step + 1)).0, [401, 200], "{algorithm}");
    }
    // 3102 offers MD5 only; an answer with another algorithm is no answer.
    let (first, _) = ask(&mut pbx, moment(8), "a", &Phone::new("3102", "a").request(1));
    let mut challenge = Challenges::of(&first.unwrap()).list.remove(0);
    challenge.algorithm = Some("SHA-256".into());
    let value = answer(&challenge, &Credentials::password("3102", Secret::new("right")), &asked(1)).unwrap();
    let request = Phone::new("3102", "a").request(2).with("Authorization", value);
    assert_eq!(ask(&mut pbx, moment(9), "a", &request).0.unwrap().status, 401);
}

#[test]
fn other_methods_get_an_answer_too() {
    let mut pbx = pbx(&[]);
    let mut status = |method: &str, user: &str| {
        let mut request = Phone::new(user, "-").request(5);
        request.method = method.parse().unwrap();
        request.headers.set("CSeq", format!("5 {method}"));
        ask(&mut pbx, START, "a", &request).0.map(|response| response.status)
    };
    assert_eq!(status("OPTIONS", "3102"), Some(401), "Asterisk wants a password for OPTIONS as well");
    assert_eq!(status("OPTIONS", "3199"), Some(401));
    assert_eq!(status("OPTIONS", "3107"), Some(200));
    assert_eq!(status("INVITE", "3107"), Some(404));
    assert_eq!(status("BYE", "3107"), Some(481));
    assert_eq!(status("CANCEL", "3102"), Some(481));
    assert_eq!(status("SUBSCRIBE", "3107"), Some(489));
    assert_eq!(status("REFER", "3107"), Some(501));
    assert_eq!(status("FLY", "3107"), Some(501));
    assert_eq!(status("ACK", "3102"), None);
}

#[test]
fn a_retransmission_gets_the_same_bytes() {
    let mut pbx = pbx(&[]);
    let request = Phone::new("3102", "a").request(1).to_bytes();
    let (first, _) = only(pbx.receive(START, source("a"), &request));
    let (again, event) = only(pbx.receive(START + Duration::from_secs(3), source("a"), &request));
    assert_eq!(first, again);
    assert_eq!(event.unwrap().cause, Cause::Repeated);
    let (later, event) = only(pbx.receive(START + Duration::from_secs(3), source("b"), &request));
    assert_ne!(first, later, "another address is another client");
    assert_eq!(event.unwrap().cause, Cause::Challenged);
}

#[test]
fn answers_go_to_the_source_or_where_the_via_says() {
    let mut pbx = pbx(&[]);
    let far = Source { address: "127.0.0.1:40404".parse().unwrap(), transport: Transport::Udp };
    let mut send = |user: &str, branch: &str| {
        let mut request = Phone::new(user, "a").request(1);
        request.headers.set("Via", format!("SIP/2.0/UDP 192.168.1.7:5062;branch={branch}"));
        let (sending, _) = only(pbx.receive(START, far, &request.to_bytes()));
        let sending = sending.unwrap();
        (sending.to.address.to_string(), String::from_utf8(sending.bytes).unwrap())
    };
    let (to, text) = send("3115", "z9hG4bK1");
    assert_eq!(to, "127.0.0.1:5062", "force_rport=no");
    assert!(text.contains("received=127.0.0.1") && !text.contains("rport"));
    let (to, text) = send("3102", "z9hG4bK2");
    assert_eq!(to, "127.0.0.1:40404");
    assert!(text.contains("rport=40404"));
}

#[test]
fn faults_do_what_they_say() {
    let statuses = |faults: &[&str], user: &str| Phone::new(user, "a").registers(&mut pbx(faults), START).0;
    assert_eq!(statuses(&["silent=3102"], "3102"), Vec::<u16>::new());
    assert_eq!(statuses(&["silent=3102"], "3103"), [401, 200]);
    assert_eq!(statuses(&["no-answer"], "3102"), Vec::<u16>::new());
    assert_eq!(statuses(&["status=503@after:1"], "3102"), [401, 503]);
    assert_eq!(statuses(&["min-expires=7200"], "3102"), [401, 423]);
    assert_eq!(statuses(&["stale=always"], "3102"), [401, 401]);
    assert_eq!(statuses(&["algorithm=SHA-256"], "3102"), [401, 200]);
    let (_, response, _) = Phone::new("3102", "a").registers(&mut pbx(&["min-expires=7200"]), START);
    assert_eq!(response.unwrap().headers.min_expires(), Some(7200));
    let (_, response, _) = Phone::new("3102", "a").registers(&mut pbx(&["status=503@retry:9"]), START);
    assert_eq!(response.unwrap().headers.retry_after().unwrap().seconds, 9);

    let mut once = pbx(&["stale"]);
    let (statuses, response, _) = Phone::new("3102", "a").registers(&mut once, moment(1));
    assert_eq!(statuses, [401, 401]);
    assert!(Challenges::of(&response.unwrap()).list[0].stale);
    assert_eq!(Phone::new("3102", "a").registers(&mut once, moment(2)).0, [401, 200], "once for each call");

    // One unknown extension is three hits, and the next message meets silence.
    let mut guarded = pbx(&["ban=after:3,for:5s"]);
    assert_eq!(Phone::new("3199", "a").registers(&mut guarded, moment(1)).0, [401, 401]);
    assert_eq!(Phone::new("3102", "b").registers(&mut guarded, moment(2)).0, Vec::<u16>::new());
    assert_eq!(Phone::new("3102", "b").registers(&mut guarded, START + Duration::from_secs(6)).0, [401, 200]);

    let mut slow = pbx(&["delay=50ms"]);
    let (sending, _) = only(slow.receive(START, source("a"), &Phone::new("3102", "a").request(1).to_bytes()));
    assert_eq!(sending.unwrap().after, Duration::from_millis(50));
}

#[test]
fn damaged_messages_never_panic() {
    let mut pbx = pbx(&[]);
    let (first, _) = ask(&mut pbx, START, "a", &Phone::new("3110", "a").request(1));
    let challenge = Challenges::of(&first.unwrap()).list.remove(0);
    let value = answer(&challenge, &Credentials::password("3110", Secret::new("right")), &asked(1)).unwrap();
    let sound = Phone::new("3110", "a").with("Expires", "60").request(2).with("Authorization", value).to_bytes();
    let mut dice = crate::sip::tokens::Tokens::from_seed([3; 32]);
    let (mut answered, mut dropped) = (0, 0);
    for step in 0..5000 {
        let mut bytes = sound.clone();
        for _ in 0..=dice.next_u64() % 3 {
            let at = (dice.next_u64() % bytes.len() as u64) as usize;
            match dice.next_u64() % 4 {
                0 => bytes[at] = dice.next_u64() as u8,
                1 => drop(bytes.splice(at..(at + (dice.next_u64() % 30) as usize).min(bytes.len()), [])),
                2 => drop(bytes.splice(at..at, *b"\r\n")),
                _ => drop(bytes.splice(at..at, b";=\"<>,@:*"[(dice.next_u64() % 9) as usize..][..1].to_vec())),
            }
        }
        let (sending, event) = only(pbx.receive(moment(step), source("a"), &bytes));
        match sending {
            Some(sending) => {
                assert!(matches!(Message::parse(&sending.bytes), Ok(Message::Response(_))));
                answered += 1;
            }
            None => {
                assert!(matches!(event.unwrap().cause, Cause::Malformed | Cause::Ignored));
                dropped += 1;
            }
        }
    }
    assert!(answered > 500 && dropped > 500, "{answered} {dropped}");
    assert!(pbx.registrar().bindings("3110", START + Duration::from_secs(1)).len() <= 2);
}
