//! Calls through the embedded PBX, message by message, over transports that differ on its two sides.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::faults::Faults;
use super::objects::Objects;
use super::pbx::Pbx;
use super::registrar::{Cause, Source};
use super::registrar_tests::{START, only};
use crate::domain::{Secret, Transport};
use crate::inventory::asterisk::{config, files::MemoryFiles};
use crate::sip::challenge::Challenges;
use crate::sip::digest::{Asked, Credentials, answer};
use crate::sip::message::{Message, Method, Request, Response};

fn three() -> Objects {
    let text = ["2001", "2002", "2003"].map(|number| {
        format!(
            "[{number}]\ntype=endpoint\nauth={number}\naors={number}\n[{number}]\ntype=auth\nusername={number}\npassword=geheim\n\
             [{number}]\ntype=aor\nmax_contacts=2\n"
        )
    });
    let config = config::read(&MemoryFiles::new().with("pjsip.conf", text.concat()), "pjsip.conf");
    super::load::objects(&config)
}

fn pbx(faults: &[&str]) -> Pbx {
    let mut pbx = Pbx::new(three(), Faults::parse(faults.iter().copied()).unwrap(), [7; 32]);
    let address = |port| SocketAddr::from(([127, 0, 0, 1], port));
    pbx.listens(BTreeMap::from([
        (Transport::Udp, address(5060)),
        (Transport::Tcp, address(5060)),
        (Transport::Wss, address(8089)),
    ]));
    pbx
}

/// A telephone at one end of a flow.
#[derive(Clone, Copy)]
pub(super) struct Telephone<'a> {
    pub number: &'a str,
    pub login: &'a str,
    pub password: &'a str,
    pub flow: Source,
}

impl<'a> Telephone<'a> {
    pub fn new(number: &'a str, transport: Transport) -> Self {
        let port = 20_000 + number.parse::<u16>().unwrap();
        Self { number, login: number, password: "geheim", flow: Source { address: ([127, 0, 0, 1], port).into(), transport } }
    }

    fn contact(&self) -> String {
        let transport = self.flow.transport.uri_parameter();
        format!("<sip:{}@{};transport={transport}>", self.number, self.flow.address)
    }

    pub fn request(&self, method: Method, to: &str, number: u32) -> Request {
        let cseq = format!("{number} {}", method.as_str());
        // The ACK of a refusal and a CANCEL have the branch of their INVITE.
        let via = format!(
            "SIP/2.0/{} {};branch=z9hG4bK{}{number};rport",
            self.flow.transport.via_token(),
            self.flow.address,
            self.number
        );
        Request::new(method, format!("sip:{to}@pbx.example"))
            .with("Via", via)
            .with("Max-Forwards", "70")
            .with("From", format!("<sip:{}@pbx.example>;tag=from-{}", self.number, self.number))
            .with("To", format!("<sip:{to}@pbx.example>"))
            .with("Call-ID", format!("call-{}-{to}", self.number))
            .with("CSeq", cseq)
            .with("Contact", self.contact())
    }

    /// Sends a request, once more with credentials where they are asked for. Gives the last answer and whom it goes to.
    pub fn asks(&self, pbx: &mut Pbx, request: &Request) -> Option<(Source, Message)> {
        let (source, first) = self.sends(pbx, request)?;
        let Message::Response(challenged) = &first else { return Some((source, first)) };
        if challenged.status != 401 {
            return Some((source, first));
        }
        let challenge = Challenges::of(challenged).list.into_iter().next().unwrap();
        let asked = Asked { method: request.method.as_str(), uri: &request.uri, body: &request.body, cnonce: "c", count: 1 };
        let value = answer(&challenge, &Credentials::password(self.login, Secret::new(self.password)), &asked).unwrap();
        let mut again = request.clone().with("Authorization", value);
        let number = request.headers.cseq().unwrap().number + 1;
        again.headers.set("CSeq", format!("{number} {}", request.method.as_str()));
        again.headers.set("Via", self.request(request.method.clone(), "x", number).headers.get("Via").unwrap());
        self.sends(pbx, &again)
    }

    fn sends(&self, pbx: &mut Pbx, request: &Request) -> Option<(Source, Message)> {
        self.passes(pbx, &request.to_bytes())
    }

    pub fn passes(&self, pbx: &mut Pbx, bytes: &[u8]) -> Option<(Source, Message)> {
        let (sending, _) = only(pbx.receive(START, self.flow, bytes));
        sending.map(|sending| (sending.to, Message::parse(&sending.bytes).unwrap()))
    }

    pub fn registers(&self, pbx: &mut Pbx) -> u16 {
        let mut request = self.request(Method::REGISTER, self.number, 1);
        request.uri = "sip:pbx.example".to_owned();
        request.headers.set("Call-ID", format!("register-{}", self.number));
        status(self.asks(pbx, &request))
    }

    pub fn calls(&self, pbx: &mut Pbx, to: &str) -> Option<(Source, Message)> {
        let request = self.request(Method::INVITE, to, 10).with_body("application/sdp", SOUND);
        self.asks(pbx, &request)
    }
}

const SOUND: &str = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";

pub(super) fn status(sent: Option<(Source, Message)>) -> u16 {
    match sent {
        Some((_, Message::Response(response))) => response.status,
        Some((_, Message::Request(request))) => panic!("{}", request.method.as_str()),
        None => 0,
    }
}

pub(super) fn invite(sent: Option<(Source, Message)>) -> (Source, Request) {
    match sent {
        Some((to, Message::Request(request))) => (to, request),
        other => panic!("{other:?}"),
    }
}

fn response(sent: Option<(Source, Message)>) -> (Source, Response) {
    match sent {
        Some((to, Message::Response(response))) => (to, response),
        other => panic!("{other:?}"),
    }
}

/// Who has answered asks inside the call by the routes and the contact that it learned.
fn within(from: &Request, method: Method, number: u32, (to, contact, routes): (&str, &str, Vec<String>)) -> Request {
    let mut request = Request { method: method.clone(), uri: contact.trim_matches(['<', '>']).to_owned(), ..from.clone() };
    request.headers.set("To", to);
    request.headers.set("CSeq", format!("{number} {}", method.as_str()));
    request.headers.remove("Authorization");
    request.body.clear();
    routes.iter().fold(request, |request, route| request.with("Route", route.as_str()))
}

fn bound(pbx: &mut Pbx) -> [Telephone<'static>; 2] {
    let phones = [Telephone::new("2001", Transport::Tcp), Telephone::new("2002", Transport::Udp)];
    assert_eq!(phones.map(|phone| phone.registers(pbx)), [200, 200]);
    phones
}

#[test]
fn a_call_rings_is_answered_and_ends_on_both_sides() {
    let mut pbx = pbx(&[]);
    let [caller, callee] = bound(&mut pbx);
    let (to, invite) = invite(caller.calls(&mut pbx, "2002"));
    assert_eq!((to, invite.method.as_str()), (callee.flow, "INVITE"));
    assert_eq!(invite.uri, callee.contact().trim_matches(['<', '>']));
    assert!(!invite.headers.has("Authorization"), "credentials stay here");
    assert_eq!(invite.headers.get("Max-Forwards"), Some("69"));
    assert_eq!(String::from_utf8_lossy(&invite.body), SOUND);
    for code in [180, 200] {
        let answer = invite.response(code, "callee").with("Contact", callee.contact()).to_bytes();
        let (to, response) = response(callee.passes(&mut pbx, &answer));
        assert_eq!((to, response.status), (caller.flow, code));
        assert_eq!(response.headers.vias().unwrap().len(), 1, "our Via is gone");
    }
    let tagged = invite.response(200, "callee");
    let routes: Vec<String> = invite.headers.addresses("Record-Route").unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(routes.len(), 2, "each side has a route of its own transport: {routes:?}");
    let asked = caller.request(Method::INVITE, "2002", 11);
    let backwards: Vec<String> = routes.iter().rev().cloned().collect();
    let to_header = tagged.headers.get("To").unwrap();
    let ack = within(&asked, Method::ACK, 11, (to_header, &callee.contact(), backwards.clone()));
    let (to, ack) = self::invite(caller.passes(&mut pbx, &ack.to_bytes()));
    assert_eq!((to, ack.method.as_str()), (callee.flow, "ACK"));
    assert!(!ack.headers.has("Route"), "{:?}", ack.headers);
    // The called side hangs up, also when its registration is gone.
    let mut bye = within(
        &callee.request(Method::BYE, "2001", 5),
        Method::BYE,
        5,
        ("<sip:2001@x>;tag=from-2001", &caller.contact(), routes),
    );
    bye.headers.set("Call-ID", "call-2001-2002");
    let (to, bye) = self::invite(callee.passes(&mut pbx, &bye.to_bytes()));
    assert_eq!((to, bye.method.as_str()), (caller.flow, "BYE"));
    let (to, done) = response(caller.passes(&mut pbx, &bye.response(200, "x").to_bytes()));
    assert_eq!((to, done.status), (callee.flow, 200));
}

#[test]
fn a_call_that_is_given_up_is_cancelled_on_the_other_side_by_the_same_branch() {
    let mut pbx = pbx(&[]);
    let [caller, callee] = bound(&mut pbx);
    let (_, invite) = invite(caller.calls(&mut pbx, "2002"));
    let (to, cancel) = self::invite(caller.passes(&mut pbx, &caller.request(Method::CANCEL, "2002", 11).to_bytes()));
    assert_eq!((to, cancel.method.as_str()), (callee.flow, "CANCEL"));
    let branch = |request: &Request| request.headers.top_via().unwrap().branch().map(str::to_owned);
    assert_eq!(branch(&cancel), branch(&invite));
    let (to, ended) = response(callee.passes(&mut pbx, &invite.response(487, "callee").to_bytes()));
    assert_eq!((to, ended.status), (caller.flow, 487));
    let mut ack = caller.request(Method::ACK, "2002", 11);
    ack.headers.set("To", "<sip:2002@pbx.example>;tag=callee");
    let (to, ack) = self::invite(caller.passes(&mut pbx, &ack.to_bytes()));
    assert_eq!((to, branch(&ack)), (callee.flow, branch(&invite)));
}

#[test]
fn who_cannot_be_reached_is_refused_and_strangers_are_challenged() {
    let mut pbx = pbx(&[]);
    let [caller, callee] = bound(&mut pbx);
    assert_eq!(status(caller.calls(&mut pbx, "2003")), 480, "nobody is registered there");
    assert_eq!(status(caller.calls(&mut pbx, "2999")), 404);
    assert_eq!(status(Telephone { password: "falsch", ..caller }.calls(&mut pbx, "2002")), 401);
    // A desk phone of the list cannot be rung.
    let contact = "sip:2003@198.51.100.1".parse::<crate::sip::Uri>().unwrap();
    pbx.registrar().occupy("2003", contact.as_sip().unwrap().clone(), "desk", START + Duration::from_secs(600));
    assert_eq!(status(caller.calls(&mut pbx, "2003")), 480);
    // A response that belongs to no call of ours, and one that wants to leave this machine.
    let stray = callee.request(Method::INVITE, "2001", 1).response(200, "x");
    let (sending, event) = only(pbx.receive(START, callee.flow, &stray.to_bytes()));
    assert_eq!((sending, event.unwrap().cause), (None, Cause::Ignored));
    let (_, invite) = invite(caller.calls(&mut pbx, "2002"));
    let mut away = invite.response(200, "x").to_bytes();
    away = String::from_utf8(away).unwrap().replace("received=127.0.0.1", "received=192.0.2.1").into_bytes();
    assert!(callee.passes(&mut pbx, &away).is_none());
}

#[test]
fn planted_faults_of_calls() {
    let mut pbx = pbx(&["busy=2002", "crossed=2003:2001", "deaf=2001"]);
    let [_, callee] = bound(&mut pbx);
    let caller = Telephone::new("2003", Transport::Wss);
    assert_eq!(caller.registers(&mut pbx), 200);
    assert_eq!(status(caller.calls(&mut pbx, "2002")), 486);
    let (to, crossed) = invite(callee.calls(&mut pbx, "2003"));
    assert_eq!(to.transport, Transport::Tcp, "2001 rings");
    assert_eq!(crossed.body, SOUND.as_bytes());
    let answer = answer_of(&crossed);
    let deaf = Telephone::new("2001", Transport::Tcp);
    let (_, answered) = response(deaf.passes(&mut pbx, &answer));
    assert_eq!(answered.body, SOUND.as_bytes(), "only what is for the deaf one goes astray");
    let (_, direct) = invite(callee.calls(&mut pbx, "2001"));
    let (_, answered) = response(deaf.passes(&mut pbx, &answer_of(&direct)));
    assert!(String::from_utf8(answered.body).unwrap().contains("m=audio 9 RTP/AVP 8"));
    for (fault, expected) in [("unavailable=2002", 480), ("no-ring=2002", 0)] {
        let mut pbx = self::pbx(&[fault]);
        let [caller, _] = bound(&mut pbx);
        assert_eq!(status(caller.calls(&mut pbx, "2002")), expected, "{fault}");
    }
}

fn answer_of(invite: &Request) -> Vec<u8> {
    invite.response(200, "t").with_body("application/sdp", SOUND).to_bytes()
}

/// Everything that is sent because of a message, with whom it goes to.
fn all(pbx: &mut Pbx, from: Source, bytes: &[u8]) -> Vec<(Source, Message)> {
    let (sending, _) = pbx.receive(START, from, bytes);
    sending.into_iter().map(|sending| (sending.to, Message::parse(&sending.bytes).unwrap())).collect()
}

/// `INVITE 2001`, `486 2003`: what, and the number of the telephone it goes to.
fn told(sent: &[(Source, Message)]) -> Vec<String> {
    let what = |message: &Message| match message {
        Message::Request(request) => request.method.as_str().to_owned(),
        Message::Response(response) => response.status.to_string(),
    };
    sent.iter().map(|(to, message)| format!("{} {}", what(message), to.address.port() - 20_000)).collect()
}

/// 2002 has two telephones; the second has a port of its own.
fn with_two(pbx: &mut Pbx) -> [Telephone<'static>; 3] {
    let [caller, one] = bound(pbx);
    let flow = Source { address: ([127, 0, 0, 1], 22_222).into(), transport: Transport::Tcp };
    let two = Telephone { flow, ..one };
    assert_eq!(two.registers(pbx), 200);
    [caller, one, two]
}

/// The caller's INVITE with credentials, as it rings at both.
fn rings(pbx: &mut Pbx, caller: Telephone<'_>) -> (Request, [Request; 2]) {
    let request = caller.request(Method::INVITE, "2002", 10).with_body("application/sdp", SOUND);
    let (_, challenged) = response(caller.passes(pbx, &request.to_bytes()));
    let challenge = Challenges::of(&challenged).list.into_iter().next().unwrap();
    let asked = Asked { method: "INVITE", uri: &request.uri, body: &request.body, cnonce: "c", count: 1 };
    let value = answer(&challenge, &Credentials::password(caller.login, Secret::new(caller.password)), &asked).unwrap();
    let mut again = caller.request(Method::INVITE, "2002", 11).with_body("application/sdp", SOUND).with("Authorization", value);
    again.headers.set("CSeq", "11 INVITE");
    let sent = all(pbx, caller.flow, &again.to_bytes());
    assert_eq!(told(&sent), ["INVITE 2222", "INVITE 2002"], "the latest first");
    let mut invites = sent.into_iter().map(|sent| invite(Some(sent)).1);
    let (two, one) = (invites.next().unwrap(), invites.next().unwrap());
    // Over again: those who have said nothing hear it again.
    assert_eq!(told(&all(pbx, caller.flow, &again.to_bytes())), ["INVITE 2222", "INVITE 2002"]);
    (again, [one, two])
}

#[test]
fn all_telephones_of_a_line_ring_and_the_first_that_answers_has_the_call() {
    let mut pbx = pbx(&[]);
    let [caller, one, two] = with_two(&mut pbx);
    let (_, [first, second]) = rings(&mut pbx, caller);
    let branch = |request: &Request| request.headers.top_via().unwrap().branch().map(str::to_owned);
    assert_ne!(branch(&first), branch(&second));
    assert_eq!(told(&all(&mut pbx, one.flow, &first.response(180, "one").to_bytes())), ["180 2001"]);
    assert_eq!(told(&all(&mut pbx, two.flow, &second.response(180, "two").to_bytes())), ["180 2001"]);
    let sent = all(&mut pbx, one.flow, &answer_of(&first));
    assert_eq!(told(&sent), ["200 2001", "CANCEL 2222"]);
    let (_, cancel) = invite(Some(sent[1].clone()));
    assert_eq!((branch(&cancel), cancel.headers.get("CSeq")), (branch(&second), Some("11 CANCEL")));
    // What the loser says stays here.
    assert!(all(&mut pbx, two.flow, &cancel.response(200, "two").to_bytes()).is_empty());
    assert_eq!(told(&all(&mut pbx, two.flow, &second.response(487, "two").to_bytes())), ["ACK 2222"]);
}

#[test]
fn a_call_that_no_telephone_takes_has_one_refusal_and_a_cancelled_one_ends_everywhere() {
    let mut pbx = pbx(&[]);
    let [caller, one, two] = with_two(&mut pbx);
    let (invite, [first, second]) = rings(&mut pbx, caller);
    assert_eq!(told(&all(&mut pbx, one.flow, &first.response(486, "one").to_bytes())), ["ACK 2002"], "the other still rings");
    assert_eq!(told(&all(&mut pbx, two.flow, &second.response(480, "two").to_bytes())), ["ACK 2222", "480 2001"], "the lowest");
    let ack = caller.request(Method::ACK, "2002", 11);
    assert!(all(&mut pbx, caller.flow, &ack.to_bytes()).is_empty(), "ends here");
    assert_eq!(told(&all(&mut pbx, caller.flow, &invite.to_bytes())), ["480 2001"], "it had not arrived");

    let mut pbx = self::pbx(&[]);
    let [caller, one, two] = with_two(&mut pbx);
    let (_, [first, second]) = rings(&mut pbx, caller);
    let cancel = caller.request(Method::CANCEL, "2002", 11);
    assert_eq!(told(&all(&mut pbx, caller.flow, &cancel.to_bytes())), ["200 2001", "CANCEL 2222", "CANCEL 2002"]);
    assert_eq!(told(&all(&mut pbx, one.flow, &first.response(487, "one").to_bytes())), ["ACK 2002"]);
    assert_eq!(told(&all(&mut pbx, two.flow, &second.response(487, "two").to_bytes())), ["ACK 2222", "487 2001"]);
}

#[test]
fn the_echo_answers_by_itself() {
    let mut pbx = pbx(&[]);
    let [caller, _] = bound(&mut pbx);
    assert_eq!(status(caller.calls(&mut pbx, "*43")), 404, "no port for it");
    pbx.echoes_at(([127, 0, 0, 1], 5555).into());
    let stranger = Telephone { password: "falsch", ..caller };
    assert_eq!(status(stranger.calls(&mut pbx, "*43")), 401);
    let (to, answered) = response(caller.calls(&mut pbx, "*43"));
    assert_eq!((to, answered.status), (caller.flow, 200));
    assert!(String::from_utf8_lossy(&answered.body).contains("m=audio 5555 RTP/AVP 8"));
    let contact = answered.headers.get("Contact").unwrap();
    let bye =
        within(&caller.request(Method::BYE, "*43", 12), Method::BYE, 12, (answered.headers.get("To").unwrap(), contact, vec![]));
    assert_eq!(status(caller.passes(&mut pbx, &bye.to_bytes())), 200);
    let silent = caller.request(Method::INVITE, "*43", 20);
    assert_eq!(status(caller.asks(&mut pbx, &silent)), 488, "no offer");
}
