//! Whole runs with a virtual clock, against a proxy that passes messages on as Kamailio does.
#![allow(clippy::disallowed_methods)] // a virtual clock starts somewhere

mod sent_on;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::engine::{Calls, Output};
use super::facts::Ending;
use super::verdict::{Seen, verdict};
use super::{Participant, Settings};
use crate::diag::Words;
use crate::domain::{HostPort, Secret};
use crate::plan::test_target::TestTarget;
use crate::policy::site::{Numbers, Srtp};
use crate::probe::codes::Class;
use crate::probe::report::{Level, Outcome, Verdict};
use crate::probe::testing::line;
use crate::probe::trace::{Exchange, Trace};
use crate::rtp::packet::Datagram;
use crate::sip::{Message, Method, Request, Response, Via};

const PROXY: &str = "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKproxy";

/// What the PBX does with a number.
#[derive(Debug, Clone, Copy)]
enum Entry {
    To(&'static str),
    Status(u16),
    /// In progress for ever.
    Trying,
}

/// The PBX, and a world in which all lines are one program.
struct World {
    calls: Calls,
    now: Instant,
    dialplan: BTreeMap<&'static str, Entry>,
    /// Lines whose sound gets lost on its way to the others.
    mute: BTreeSet<u16>,
    ports: BTreeMap<usize, u16>,
    next_port: u16,
    registered: BTreeSet<String>,
    bindings: usize,
    dialled: Vec<String>,
    /// INVITEs passed on, by branch, as their own Via had it.
    muted_users: BTreeSet<&'static str>,
    /// What the registrar wants requests to pass.
    service_route: Option<&'static str>,
    /// Where each line was registered, as it was written down.
    places: BTreeSet<(String, u16)>,
    /// Of each server, by lane, the Request-URIs of what it was asked.
    asked: BTreeSet<(usize, String)>,
    /// Lines that are registered, by the lane it was asked for on; the PBX's servers pass calls on to each other.
    lanes: BTreeMap<String, usize>,
    /// Route headers of the INVITEs that began a call.
    routes: BTreeSet<String>,
    /// Every timer fires so much too late, while more calls are on their way than this.
    lag: Option<(Duration, usize)>,
    /// Of each leg that sends, when its first packet came and with which timestamp: sound is held for 60 ms, and what comes later is thrown away.
    first: BTreeMap<usize, (Instant, u32)>,
}

impl World {
    fn new(numbers: &[&str], at_once: usize, edit: impl Fn(&mut Participant)) -> Self {
        let plan = Numbers::new("49", "89", "99998").lengths([4]);
        let person = |number: &&str| {
            let mut person = Participant {
                line: line(number),
                password: Secret::new("geheim"),
                target: TestTarget::extension(&number.parse().unwrap(), &plan).unwrap(),
                callable: true,
                sent_on: None,
            };
            edit(&mut person);
            person
        };
        let settings = Settings {
            identity: [1; 32],
            seed: [2; 32],
            cseq: 10,
            t1: Duration::from_millis(500),
            timeout: Duration::from_secs(32),
            bind_expires_s: 60,
            at_once,
            gap: Duration::from_millis(20),
            talk: Duration::from_secs(4),
            echo: None,
        };
        let now = Instant::now();
        Self {
            calls: Calls::new(now, settings, numbers.iter().map(person).collect()),
            now,
            dialplan: BTreeMap::new(),
            mute: BTreeSet::new(),
            ports: BTreeMap::new(),
            next_port: 20_000,
            registered: BTreeSet::new(),
            bindings: 0,
            dialled: Vec::new(),
            muted_users: BTreeSet::new(),
            service_route: None,
            places: BTreeSet::new(),
            asked: BTreeSet::new(),
            lanes: BTreeMap::new(),
            routes: BTreeSet::new(),
            lag: None,
            first: BTreeMap::new(),
        }
    }

    fn outputs(&mut self) {
        while let Some(output) = self.calls.poll_output() {
            match output {
                Output::Open { lane } => {
                    let sent_by = HostPort { host: "127.0.0.1".into(), port: 5070 };
                    self.calls.lane_open(self.now, lane, sent_by);
                }
                Output::Bind { lane, bytes, binding } => {
                    self.bindings += 1;
                    self.places.insert((binding.line.to_string(), binding.registrar.port));
                    self.message(lane, &bytes);
                }
                Output::Send { lane, bytes } => self.message(lane, &bytes),
                Output::OpenMedia { leg, .. } => {
                    self.ports.insert(leg, self.next_port);
                    self.next_port += 2;
                    self.calls.media_open(self.now, leg, self.ports.get(&leg).copied());
                }
                Output::Media { leg, to, bytes } => self.sound(leg, to, &bytes, false),
                Output::Control { leg, to, bytes } => self.sound(leg, to, &bytes, true),
                Output::CloseMedia { leg } => {
                    self.ports.remove(&leg);
                }
            }
        }
    }

    fn sound(&mut self, leg: usize, to: SocketAddr, bytes: &[u8], control: bool) {
        let from = self.ports.get(&leg).copied().unwrap_or_default();
        let port = to.port() - u16::from(control);
        let receiver = self.ports.iter().find(|(_, own)| **own == port).map(|(leg, _)| *leg);
        if self.lag.is_some()
            && !control
            && let Ok(Datagram::Rtp(packet)) = crate::rtp::packet::read(bytes)
        {
            let (came, stamp) = *self.first.entry(leg).or_insert((self.now, packet.timestamp));
            let due = came + Duration::from_micros(u64::from(packet.timestamp.wrapping_sub(stamp)) * 125);
            if self.now > due + crate::rtp::media::LATE {
                return;
            }
        }
        if let Some(receiver) = receiver.filter(|_| !self.mute.contains(&from)) {
            let from = SocketAddr::new(to.ip(), from);
            self.calls.handle_media(self.now, receiver, control, from, bytes);
        }
    }

    fn deliver(&mut self, bytes: &[u8]) {
        let lane = self.lane_to(bytes);
        self.calls.handle_input(self.now, lane, bytes);
    }

    /// The servers of the PBX pass calls on to each other: each message comes from the one that its reader is registered at, and that is the
    /// side an answer's From names, and a request's To.
    fn lane_to(&self, bytes: &[u8]) -> usize {
        let reader = match Message::parse(bytes) {
            Ok(Message::Response(response)) => response.headers.from(),
            Ok(Message::Request(request)) => request.headers.to(),
            Err(_) => return 0,
        };
        let user = reader.ok().and_then(|reader| reader.uri.as_sip()?.user.clone());
        user.and_then(|user| self.lanes.get(user.as_str())).copied().unwrap_or(0)
    }

    fn message(&mut self, lane: usize, bytes: &[u8]) {
        match Message::parse(bytes).unwrap() {
            Message::Response(response) => self.pass_back(response),
            Message::Request(request) if request.method.as_str() == "REGISTER" => {
                self.asked.insert((lane, request.uri.clone()));
                let user = request.headers.to().unwrap().uri.as_sip().unwrap().user.clone().unwrap();
                self.lanes.insert(user.to_string(), lane);
                self.register(&request);
            }
            Message::Request(request) => {
                let from = request.headers.from().unwrap().uri.as_sip().unwrap().user.clone().unwrap();
                assert_eq!(lane, self.lanes[from.as_str()], "{} {}", request.method, request.uri);
                self.pass_on(request);
            }
        }
    }

    fn register(&mut self, request: &Request) {
        let contact = request.headers.get("Contact").unwrap().to_owned();
        let user = request.headers.to().unwrap().uri.as_sip().unwrap().user.clone().unwrap();
        let response = request.response(200, "r");
        let removes = contact.contains("expires=0");
        if removes {
            self.registered.remove(user.as_str());
        } else {
            self.registered.insert(user.to_string());
        }
        let response = if removes { response } else { response.with("Contact", contact) };
        let response = self.service_route.iter().fold(response, |response, route| response.with("Service-Route", *route));
        self.deliver(&response.to_bytes());
    }

    fn pass_on(&mut self, mut request: Request) {
        let in_dialog = request.headers.to().unwrap().tag().is_some();
        if !in_dialog && request.method != Method::ACK {
            let user = request.uri.trim_start_matches("sip:").split('@').next().unwrap().to_owned();
            if request.method == Method::INVITE {
                self.dialled.push(user.clone());
                self.routes.insert(request.headers.all("Route").collect::<Vec<_>>().join(", "));
                let port: Option<u16> = request
                    .body
                    .split(|b| *b == b'\n')
                    .find_map(|l| std::str::from_utf8(l).ok()?.strip_prefix("m=audio ")?.split(' ').next()?.parse().ok());
                let caller = request.headers.from().unwrap().uri.as_sip().unwrap().user.clone().unwrap();
                if self.muted_users.contains(caller.as_str()) {
                    self.mute.extend(port);
                }
            }
            let entry = self.dialplan.get(user.as_str()).copied();
            let to = match entry {
                Some(Entry::Status(status)) => return self.deliver(&request.response(status, "p").to_bytes()),
                Some(Entry::Trying) if request.method == Method::CANCEL => {
                    self.deliver(&request.response(200, "p").to_bytes());
                    let mut invite = request.clone();
                    invite.headers.set("CSeq", request.headers.get("CSeq").unwrap().replace("CANCEL", "INVITE"));
                    return self.deliver(&invite.response(487, "p").to_bytes());
                }
                Some(Entry::Trying) => return self.deliver(&request.response(100, "").to_bytes()),
                Some(Entry::To(other)) => other.to_owned(),
                None if self.registered.contains(&user) => user,
                None => return self.deliver(&request.response(404, "p").to_bytes()),
            };
            request.uri = format!("sip:{to}@127.0.0.1:5070");
        }
        if request.method == Method::ACK && request.headers.to().unwrap().tag() == Some("p") {
            return;
        }
        let mut passed =
            Request::new(request.method.clone(), request.uri.clone()).with("Via", format!("{PROXY}{}", branch(&request)));
        for header in &request.headers {
            passed.headers.push(&header.name, header.value.clone());
        }
        passed.body.clone_from(&request.body);
        self.deliver(&passed.to_bytes());
    }

    fn pass_back(&mut self, mut response: Response) {
        let vias: Vec<String> = response.headers.all("Via").map(str::to_owned).collect();
        // An answer to the proxy's own request would have one Via only.
        let [_, rest @ ..] = vias.as_slice() else { return };
        response.headers.remove("Via");
        let mut back = Response::new(response.status);
        for via in rest {
            back.headers.push("Via", via.clone());
        }
        for header in &response.headers {
            back.headers.push(&header.name, header.value.clone());
        }
        // A line's sound is lost also where it is the called one.
        let port: Option<u16> =
            std::str::from_utf8(&response.body).ok().and_then(|b| b.split("m=audio ").nth(1)?.split(' ').next()?.parse().ok());
        if let Some(port) = port {
            let contact = response.headers.get("Contact").unwrap_or_default();
            if self.muted_users.iter().any(|user| contact.contains(&format!("sip:{user}@"))) {
                self.mute.insert(port);
            }
        }
        back.body = response.body;
        self.deliver(&back.to_bytes());
    }

    /// Runs to the end; gives how long it took.
    fn run(&mut self, interrupt_after: Option<Duration>) -> Duration {
        let start = self.now;
        for _ in 0..200_000 {
            self.outputs();
            if self.calls.is_over() {
                return self.now - start;
            }
            if interrupt_after.is_some_and(|after| self.now - start >= after) {
                self.calls.interrupt(self.now);
                self.outputs();
                if self.calls.is_over() {
                    return self.now - start;
                }
            }
            self.now = self.calls.poll_timeout().expect("something is awaited").max(self.now);
            self.now +=
                self.lag.filter(|(_, calls)| self.calls.progress().on_the_way > *calls).map_or(Duration::ZERO, |(lag, _)| lag);
            self.calls.handle_timeout(self.now);
        }
        panic!("endless: {:?}", self.calls.progress());
    }

    fn verdicts(&self) -> Vec<(String, Verdict)> {
        let left = self.calls.left_behind();
        let stopped = if self.calls.was_interrupted() { Some(Class::Interrupted) } else { None };
        let seen = Seen {
            people: self.calls.people(),
            facts: self.calls.facts(),
            tones: self.calls.tones(),
            mailboxes: self.calls.mailboxes(),
            left: &left,
            stopped,
        };
        let login = |n: usize| Verdict {
            line: self.calls.people()[n].line.id.clone(),
            extension: self.calls.people()[n].line.extension.clone(),
            outcome: Outcome::Ready,
            class: Class::Ready.code(),
            level: Level::Fetch,
            evidence: Vec::new(),
            cause: Words::new("login works", "Anmeldung möglich"),
            remedy: None,
            contacts: Vec::new(),
            granted_s: None,
            took_ms: Some(1),
            silence: None,
            asked_for: None,
            notes: Vec::new(),
        };
        (0..self.calls.people().len())
            .map(|n| (self.calls.people()[n].line.extension.to_string(), verdict(&seen, n, &login(n))))
            .collect()
    }

    fn classes(&self) -> Vec<String> {
        self.verdicts().into_iter().map(|(number, verdict)| format!("{number} {}", verdict.class)).collect()
    }
}

fn branch(request: &Request) -> String {
    Via::parse_list(request.headers.get("Via").unwrap()).unwrap()[0].branch().unwrap().to_owned()
}

const FIVE: [&str; 5] = ["2001", "2002", "2003", "2004", "2005"];

#[test]
fn a_ring_of_good_lines_is_good_and_leaves_nothing() {
    let mut world = World::new(&FIVE, 2, |_| {});
    let took = world.run(None);
    assert_eq!(world.classes(), FIVE.map(|number| format!("{number} call/good")), "{:#?}", world.verdicts());
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert!(world.registered.is_empty(), "{:?}", world.registered);
    assert!(world.bindings >= 5 && world.ports.is_empty());
    let evidence: String =
        world.verdicts()[0].1.evidence.iter().map(|line| line.get(crate::diag::Lang::En).to_owned() + "\n").collect();
    for part in ["hears 2002: 200 of 201 packets, 0.0 %", "delay 0 ms, R 93.2, MOS 4.41, PCMA, RTCP", "digit"] {
        assert!(evidence.contains(part), "{part}: {evidence}");
    }
    let mut dialled = world.dialled.clone();
    dialled.sort();
    assert_eq!(dialled, FIVE);
}

#[test]
fn calls_pass_the_route_that_the_registrar_gave() {
    for (given, routes) in
        [(None, ""), (Some("<sip:a.example;lr>, <sip:b.example;lr>"), "<sip:a.example;lr>, <sip:b.example;lr>")]
    {
        let mut world = World::new(&FIVE[..3], 1, |_| {});
        world.service_route = given;
        world.run(None);
        assert!(world.classes().iter().all(|line| line.ends_with("call/good")), "{:#?}", world.verdicts());
        assert_eq!(world.routes, BTreeSet::from([routes.to_owned()]));
    }
}

#[test]
fn encrypted_lines_hear_each_other_and_unencrypted_ones_do_not_hear_them() {
    let mut world = World::new(&FIVE[..3], 1, |person| person.line.srtp = Srtp::Required);
    world.run(None);
    assert!(world.classes().iter().all(|line| line.ends_with("call/good")), "{:#?}", world.verdicts());
    assert!(world.verdicts()[0].1.evidence.iter().any(|line| line.get(crate::diag::Lang::En).contains("SRTP")));
    let mut world = World::new(&FIVE[..4], 1, |person| {
        person.line.srtp = if person.line.aor_user == "2002" { Srtp::Required } else { Srtp::Off };
    });
    world.run(None);
    assert_eq!(world.classes(), ["2001 call/good", "2002 call/encryption-differs", "2003 call/good", "2004 call/good"]);
}

#[test]
fn each_fault_is_that_of_the_line_that_has_it() {
    let mut world = World::new(&["2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008"], 3, |_| {});
    world.dialplan = BTreeMap::from([
        ("2002", Entry::Status(486)),
        ("2004", Entry::To("2008")),
        ("2005", Entry::Trying),
        ("2007", Entry::Status(404)),
    ]);
    world.muted_users = BTreeSet::from(["2006"]);
    world.run(None);
    let expected = [
        "2001 call/good",
        "2002 call/busy",
        "2003 call/good",
        "2004 call/crossed",
        "2005 call/no-ring",
        "2006 call/not-heard",
        "2007 call/no-route",
        "2008 call/good",
    ];
    assert_eq!(world.classes(), expected, "{:#?}", world.verdicts());
    for (number, verdict) in world.verdicts() {
        let bad = verdict.outcome == Outcome::Failed;
        assert_eq!(verdict.remedy.is_some(), bad, "{number}");
        assert!(!verdict.evidence.is_empty() && verdict.cause.en != verdict.cause.de, "{number}");
    }
    assert!(world.registered.is_empty());
}

/// Of failed calls every message of both sides is kept, masked; of good calls none, and of lines that nobody asks about none.
#[test]
fn failed_calls_are_kept_with_both_sides_and_good_ones_are_not() {
    let mut world = World::new(&FIVE, 1, |person| person.line.srtp = Srtp::Required);
    world.calls.keep_traces(Duration::from_secs(7));
    world.dialplan = BTreeMap::from([("2002", Entry::Status(486))]);
    world.muted_users = BTreeSet::from(["2004"]);
    world.run(None);
    assert_eq!(world.classes()[1], "2002 call/busy", "{:?}", world.classes());
    assert_eq!(world.classes()[3], "2004 call/not-heard", "{:?}", world.classes());
    let traces = world.calls.take_traces(&BTreeSet::from([1, 3]));
    let told = |trace: &Trace| {
        let ends: Vec<&str> = trace.ends.iter().map(|end| end.extension.as_str()).collect();
        match &trace.exchange {
            Exchange::Call { called, check } => {
                format!("{} dials {called}{}", ends.join("+"), if *check { ", check" } else { "" })
            }
            _ => format!("{} registers", ends.join("+")),
        }
    };
    let list: Vec<String> = traces.iter().map(told).collect();
    let expected = [
        "2002 registers",
        "2004 registers",
        "2001 dials 2002",
        "2003+2004 dials 2004",
        "2004+2005 dials 2005",
        "2002+2001 dials 2001, check",
    ];
    // The check of 2002 as a caller is good, so it is not there.
    assert_eq!(list[..5], expected[..5], "{list:?}");
    assert!(!list.contains(&expected[5].to_owned()), "{list:?}");
    let muted = &traces[3];
    let first = |end: usize, sent: bool| {
        let of = muted.messages.iter().filter(|message| (message.end, message.sent) == (end, sent));
        of.map(|message| String::from_utf8_lossy(&message.bytes).lines().next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let is = |list: Vec<String>, words: &[&str]| {
        assert_eq!(list.len(), words.len(), "{list:?} {words:?}");
        list.iter().zip(words).for_each(|(line, word)| assert!(line.contains(word), "{line} {word}"));
    };
    is(first(0, true), &["INVITE", "ACK", "BYE"]);
    is(first(0, false), &["180", "200", "200"]);
    is(first(1, false), &["INVITE", "ACK", "BYE"]);
    is(first(1, true), &["180", "200", "200"]);
    let whole: String = traces.iter().flat_map(|t| &t.messages).map(|m| String::from_utf8_lossy(&m.bytes).into_owned()).collect();
    assert!(whole.contains("a=crypto:***") && !whole.contains("inline:"), "{whole}");
    assert!(traces.iter().flat_map(|trace| &trace.messages).all(|message| message.after >= Duration::from_secs(7)));
}

#[test]
fn two_lines_that_fail_together_are_both_under_suspicion() {
    let mut world = World::new(&FIVE[..2], 1, |_| {});
    world.dialplan = BTreeMap::from([("2002", Entry::Status(486))]);
    world.run(None);
    assert_eq!(world.classes(), ["2001 call/cannot-dial", "2002 call/busy"]);
    assert!(world.verdicts()[1].1.cause.en.contains("no third line"), "{:?}", world.verdicts()[1].1.cause);
}

#[test]
fn three_calls_that_fail_alike_are_one_fault_of_the_setting() {
    let nobody_rings = |n: usize| FIVE[..n].iter().map(|number| (*number, Entry::Trying)).collect::<BTreeMap<_, _>>();
    for (lines, at_once) in [(3, 1), (4, 1), (3, 2), (5, 1)] {
        let mut world = World::new(&FIVE[..lines], at_once, |_| {});
        world.dialplan = nobody_rings(lines);
        world.run(None);
        assert!(world.calls.gave_up(), "{lines} lines, {at_once} at once");
        assert!(world.calls.facts().len() <= 2 + at_once, "no further call is made: {}", world.calls.facts().len());
        assert!(world.registered.is_empty(), "{lines} lines");
        let words = world.calls.why_given_up();
        assert!(words.en.contains("in the same way: did not ring") && words.de.contains("läutete nicht"), "{words:?}");
    }
    // Two are too few to tell, and those that fail in their own ways have each a fault of their own.
    let mut world = World::new(&FIVE[..2], 1, |_| {});
    world.dialplan = nobody_rings(2);
    world.run(None);
    assert!(!world.calls.gave_up());
    let mut world = World::new(&FIVE[..4], 1, |_| {});
    let each = [Entry::Trying, Entry::Status(486), Entry::Status(404), Entry::Status(500)];
    world.dialplan = FIVE.into_iter().zip(each).collect();
    world.run(None);
    assert!(!world.calls.gave_up(), "{:?}", world.classes());
}

/// A machine that comes too late throws its own sound away. That is no fault of any line, and what the PBX says stays decided.
#[test]
fn a_late_machine_judges_no_sound() {
    let mut world = World::new(&FIVE, 2, |_| {});
    world.lag = Some((Duration::from_millis(900), 0));
    world.dialplan = BTreeMap::from([("2003", Entry::Status(486))]);
    world.run(None);
    for (number, verdict) in world.verdicts() {
        let (class, outcome) =
            if number == "2003" { (Class::CallBusy, Outcome::Failed) } else { (Class::CallMachineBusy, Outcome::Undecided) };
        assert_eq!((verdict.class.clone(), verdict.outcome), (class.code(), outcome), "{number}: {verdict:#?}");
        assert!(verdict.remedy.is_some() && verdict.cause.en != verdict.cause.de, "{number}");
        let late = verdict.cause.en.contains("too busy") && verdict.cause.en.contains(" ms late");
        assert!(late || number == "2003", "{:?}", verdict.cause);
    }
    assert!(!world.calls.gave_up(), "one fault of the machine is none of the setting");
    // Four could not be judged, and each was made once more; the refusal was a fact.
    assert_eq!(world.calls.facts().len(), 9, "{:#?}", world.calls.facts());
    assert!(world.registered.is_empty() && world.ports.is_empty());
}

/// Where it is late because of too many calls, fewer are made, and the second try is judged.
#[test]
fn calls_that_were_late_are_made_again_with_fewer_at_once() {
    let mut world = World::new(&["2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008"], 4, |_| {});
    world.lag = Some((Duration::from_millis(900), 1));
    world.muted_users = BTreeSet::from(["2006"]);
    world.run(None);
    let classes = world.classes();
    let expected = ["good", "good", "good", "good", "good", "not-heard", "good", "good"];
    let numbers = (2001..).zip(expected).map(|(number, class)| format!("{number} call/{class}"));
    assert_eq!(classes, numbers.collect::<Vec<_>>(), "{:#?}", world.verdicts());
    let again = world.calls.facts().len() - world.calls.facts().iter().filter(|facts| facts.planned.check).count() - 8;
    assert!((4..=8).contains(&again), "{again}");
}

#[test]
fn an_interruption_ends_calls_and_registrations_at_once() {
    for after in [0, 10, 100, 300, 450, 1000, 3000, 4500, 6000] {
        let mut world = World::new(&FIVE, 2, |_| {});
        let after = Duration::from_millis(after);
        let took = world.run(Some(after));
        assert!(took <= after + Duration::from_secs(2), "{after:?} {took:?}");
        assert!(world.registered.is_empty(), "{after:?} {:?}", world.registered);
        assert!(world.ports.is_empty(), "{after:?}");
        let cut = world.calls.facts().iter().any(|facts| facts.ending == Ending::Interrupted);
        assert!(cut || after < Duration::from_secs(1), "{after:?}");
        assert!(
            world.verdicts().iter().all(|(_, verdict)| verdict.outcome != Outcome::Failed),
            "{after:?} {:?}",
            world.classes()
        );
    }
}

#[test]
fn foreign_messages_and_noise_change_nothing() {
    let mut world = World::new(&FIVE[..3], 1, |_| {});
    world.outputs();
    let stranger = Request::new(Method::INVITE, "sip:2002@127.0.0.1:5070")
        .with("Via", "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKstranger")
        .with("From", "<sip:08912345@pbx>;tag=x")
        .with("To", "<sip:2002@127.0.0.1>")
        .with("Call-ID", "stranger")
        .with("CSeq", "1 INVITE");
    world.deliver(&stranger.to_bytes());
    let Some(Output::Send { bytes, .. }) = std::iter::from_fn(|| world.calls.poll_output())
        .find(|o| matches!(o, Output::Send { bytes, .. } if bytes.starts_with(b"SIP/2.0")))
    else {
        panic!("an answer")
    };
    assert!(bytes.starts_with(b"SIP/2.0 486"), "somebody else's call is never answered");
    for noise in [&b""[..], b"\r\n\r\n", b"SIP/2.0 200 OK\r\n\r\n", &[0xff; 300]] {
        world.deliver(noise);
    }
}
