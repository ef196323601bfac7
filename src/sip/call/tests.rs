#![allow(clippy::disallowed_methods)] // a virtual clock starts somewhere

use std::time::{Duration, Instant};

use super::*;
use crate::domain::Secret;
use crate::sip::digest::Credentials;
use crate::sip::timers::Timers;
use crate::sip::tokens::Tokens;
use crate::sip::{Message, Method, Response};

fn us(user: &str, port: u16) -> Us {
    let sent_by = HostPort { host: "127.0.0.1".into(), port };
    Us {
        transport: Transport::Udp,
        contact: SipUri::new(Some(user), "127.0.0.1", Some(port)),
        sent_by,
        user_agent: "deskshift/test".to_owned(),
    }
}

fn credentials() -> Credentials {
    Credentials::password("2001", Secret::new("canary-of-the-call"))
}

fn settings() -> CallerSettings {
    CallerSettings {
        us: us("2001", 5070),
        aor: SipUri::new(Some("2001"), "pbx.example", None),
        callee: SipUri::new(Some("2002"), "pbx.example", None),
        credentials: credentials(),
        call_id: "call".to_owned(),
        routes: Vec::new(),
        timers: Timers::default(),
        timeout: Duration::from_secs(32),
        description: b"offer".to_vec(),
        session_expires_s: Some(90),
    }
}

fn caller(now: Instant) -> Caller {
    Caller::start(now, settings(), Tokens::from_seed([1; 32]))
}

fn sent(caller: &mut Caller) -> Vec<Message> {
    std::iter::from_fn(|| caller.poll_transmit()).map(|bytes| Message::parse(&bytes).unwrap()).collect()
}

fn request(messages: &[Message]) -> &Request {
    messages.iter().find_map(Message::as_request).unwrap()
}

fn events(caller: &mut Caller) -> Vec<Event> {
    std::iter::from_fn(|| caller.poll_event()).collect()
}

fn ok(invite: &Request, tag: &str) -> Response {
    invite
        .response(200, tag)
        .with("Record-Route", "<sip:p2.example;lr>")
        .with("Record-Route", "<sip:p1.example;lr>")
        .with("Contact", "<sip:2002@192.0.2.9:5062>")
        .with_body("application/sdp", "answer")
}

#[test]
fn a_call_is_challenged_rings_is_answered_and_ended() {
    let now = Instant::now();
    let mut caller = caller(now);
    let first = sent(&mut caller);
    let invite = request(&first).clone();
    assert!(!invite.headers.has("Authorization") && invite.body == b"offer");
    let challenge =
        invite.response(401, "t").with("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth\"");
    caller.handle_response(now, &challenge);
    let second = sent(&mut caller);
    assert_eq!(second.len(), 2, "ACK, and the INVITE again");
    let ack = request(&second[..1]);
    assert_eq!((ack.method.as_str(), ack.headers.get("CSeq")), ("ACK", Some("1 ACK")));
    assert_eq!(ack.headers.top_via().unwrap().branch(), invite.headers.top_via().unwrap().branch());
    let invite = request(&second[1..]).clone();
    assert_eq!(invite.headers.get("CSeq"), Some("2 INVITE"));
    assert!(invite.headers.get("Authorization").unwrap().contains("uri=\"sip:2002@pbx.example\""));
    caller.handle_response(now, &invite.response(180, "b"));
    caller.handle_response(now, &ok(&invite, "b"));
    assert_eq!(events(&mut caller), [Event::Progress { status: 180 }, Event::Answered { body: b"answer".to_vec() }]);
    let acks = sent(&mut caller);
    let ack = request(&acks);
    assert_eq!((ack.method.as_str(), ack.uri.as_str()), ("ACK", "sip:2002@192.0.2.9:5062"));
    assert_eq!(ack.headers.all("Route").collect::<Vec<_>>(), ["<sip:p1.example;lr>", "<sip:p2.example;lr>"]);
    assert_eq!(ack.headers.get("CSeq"), Some("2 ACK"));
    // The answer again gets the ACK again, byte for byte.
    caller.handle_response(now, &ok(&invite, "b"));
    assert_eq!(sent(&mut caller)[0].to_bytes(), acks[0].to_bytes());
    caller.hang_up(now);
    let byes = sent(&mut caller);
    let bye = request(&byes).clone();
    assert_eq!((bye.method.as_str(), bye.headers.get("CSeq")), ("BYE", Some("3 BYE")));
    assert!(!caller.is_over());
    caller.handle_response(now, &bye.response(200, "b"));
    assert!(caller.is_over());
}

#[test]
fn a_wrong_password_is_sent_once_and_a_stale_nonce_once_more() {
    let now = Instant::now();
    for (stale, invites) in [("", 2), (", stale=true", 3)] {
        let mut caller = caller(now);
        let mut count = 0;
        for _ in 0..5 {
            let messages = sent(&mut caller);
            let Some(invite) = messages.iter().filter_map(Message::as_request).find(|r| r.method == Method::INVITE) else {
                break;
            };
            count += 1;
            let challenge = format!("Digest realm=\"r\", nonce=\"n{count}\"{}", if count > 1 { stale } else { "" });
            caller.handle_response(now, &invite.response(401, "t").with("WWW-Authenticate", challenge));
        }
        assert_eq!(count, invites, "{stale}");
        assert!(matches!(events(&mut caller)[..], [Event::Refused { status: 401, .. }]));
        assert!(caller.is_over());
    }
}

#[test]
fn a_session_interval_that_is_too_small_is_left_out() {
    let now = Instant::now();
    let mut caller = caller(now);
    let first = request(&sent(&mut caller)).clone();
    assert_eq!(first.headers.get("Session-Expires"), Some("90;refresher=uas"));
    for _ in 0..2 {
        caller.handle_response(now, &first.response(422, "t").with("Min-SE", "1800"));
    }
    let out = sent(&mut caller);
    let invites: Vec<&Request> = out.iter().filter_map(Message::as_request).filter(|r| r.method == Method::INVITE).collect();
    assert!(invites.len() == 1 && !invites[0].headers.has("Session-Expires"));
}

#[test]
fn a_refusal_is_acknowledged_each_time_and_tells_its_reason() {
    let now = Instant::now();
    let mut caller = caller(now);
    let messages = sent(&mut caller);
    let invite = request(&messages).clone();
    let busy = invite.response(486, "b").with("Reason", "Q.850;cause=17");
    for _ in 0..3 {
        caller.handle_response(now, &busy);
        let acks = sent(&mut caller);
        assert_eq!((acks.len(), request(&acks).method.as_str()), (1, "ACK"));
    }
    let said = vec!["Reason: Q.850;cause=17".to_owned()];
    assert_eq!(events(&mut caller), [Event::Refused { status: 486, reason: "Busy Here".to_owned(), said }]);
}

#[test]
fn who_gives_up_cancels_but_not_before_the_first_response() {
    let now = Instant::now();
    let mut caller = caller(now);
    let messages = sent(&mut caller);
    let invite = request(&messages).clone();
    caller.hang_up(now);
    assert!(sent(&mut caller).is_empty());
    caller.handle_response(now, &invite.response(100, ""));
    let cancels = sent(&mut caller);
    let cancel = request(&cancels).clone();
    assert_eq!(cancel.method, Method::CANCEL);
    assert_eq!(cancel.headers.top_via().unwrap().branch(), invite.headers.top_via().unwrap().branch());
    caller.handle_response(now, &cancel.response(200, "b"));
    caller.handle_response(now, &invite.response(487, "b"));
    assert_eq!(request(&sent(&mut caller)).method, Method::ACK);
    assert!(caller.is_over());
}

#[test]
fn an_answer_that_crosses_the_cancel_is_ended_by_bye_and_so_is_a_second_device() {
    let now = Instant::now();
    let mut one = caller(now);
    let invite = request(&sent(&mut one)).clone();
    one.handle_response(now, &invite.response(180, "b"));
    one.hang_up(now);
    sent(&mut one);
    one.handle_response(now, &ok(&invite, "b"));
    let methods: Vec<String> = sent(&mut one).iter().map(|m| m.as_request().unwrap().method.to_string()).collect();
    assert_eq!(methods, ["ACK", "BYE"]);
    let mut two = caller(now);
    let invite = request(&sent(&mut two)).clone();
    two.handle_response(now, &ok(&invite, "b"));
    sent(&mut two);
    two.handle_response(now, &ok(&invite, "desk-phone"));
    let out = sent(&mut two);
    let ended: Vec<(&str, Option<String>)> = out
        .iter()
        .filter_map(Message::as_request)
        .map(|r| (r.method.as_str(), r.headers.to().unwrap().tag().map(str::to_owned)))
        .collect();
    assert_eq!(ended, [("ACK", Some("desk-phone".to_owned())), ("BYE", Some("desk-phone".to_owned()))]);
    assert!(two.is_confirmed());
}

#[test]
fn silence_is_seven_sends_and_32_seconds() {
    let start = Instant::now();
    let mut caller = caller(start);
    let mut times = Vec::new();
    let mut now = start;
    loop {
        times.extend(sent(&mut caller).iter().map(|_| (now - start).as_millis()));
        let Some(at) = caller.poll_timeout() else { break };
        now = at;
        caller.handle_timeout(now);
    }
    assert_eq!(times, [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
    assert_eq!(events(&mut caller), [Event::Silent]);
    assert_eq!(caller.sent(), (7, 6));
}

fn invite() -> Request {
    Request::new(Method::INVITE, "sip:2002@127.0.0.1:5070")
        .with("Via", "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKi")
        .with("Record-Route", "<sip:p1.example;lr>")
        .with("Record-Route", "<sip:p2.example;lr>")
        .with("From", "<sip:2001@pbx.example>;tag=a")
        .with("To", "<sip:2002@127.0.0.1:5070>")
        .with("Call-ID", "theirs")
        .with("CSeq", "10 INVITE")
        .with("Contact", "<sip:pbx@127.0.0.1:5060>")
        .with_body("application/sdp", "offer")
}

fn inside(method: &str, number: u32, branch: &str, tag: &str) -> Request {
    Request::new(method.parse().unwrap(), "sip:2002@127.0.0.1:5070")
        .with("Via", format!("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK{branch}"))
        .with("From", "<sip:2001@pbx.example>;tag=a")
        .with("To", format!("<sip:2002@127.0.0.1:5070>;tag={tag}"))
        .with("Call-ID", "theirs")
        .with("CSeq", format!("{number} {method}"))
}

fn statuses(callee: &mut Callee) -> Vec<u16> {
    std::iter::from_fn(|| callee.poll_transmit())
        .map(|bytes| Message::parse(&bytes).unwrap().as_response().map_or(0, |response| response.status))
        .collect()
}

#[test]
fn who_is_called_rings_answers_until_acknowledged_and_takes_the_bye() {
    let now = Instant::now();
    let at = |ms| now + Duration::from_millis(ms);
    let mut callee = Callee::ring(us("2002", 5070), Timers::default(), invite(), credentials(), Tokens::from_seed([2; 32]));
    assert_eq!(statuses(&mut callee), [180]);
    callee.handle_request(now, &invite());
    assert_eq!(statuses(&mut callee), [180], "the INVITE came again");
    callee.accept(now, b"answer".to_vec());
    let first = Message::parse(&callee.poll_transmit().unwrap()).unwrap();
    let response = first.as_response().unwrap();
    assert_eq!((response.status, response.body.as_slice()), (200, b"answer".as_slice()));
    assert_eq!(response.headers.all("Record-Route").count(), 2);
    let tag = response.headers.to().unwrap().tag().unwrap().to_owned();
    for ms in [500, 1500, 3500] {
        assert_eq!(callee.poll_timeout(), Some(at(ms)));
        callee.handle_timeout(at(ms));
        assert_eq!(statuses(&mut callee), [200], "{ms}");
    }
    callee.handle_request(at(3600), &inside("ACK", 10, "k", &tag));
    assert_eq!(callee.poll_event(), Some(Event::Acknowledged { body: Vec::new() }));
    assert_eq!(callee.poll_timeout(), None);
    // A re-INVITE is the owner's to answer.
    let again = inside("INVITE", 11, "r", &tag).with_body("application/sdp", "direct");
    callee.handle_request(at(4000), &again);
    assert_eq!(callee.poll_event(), Some(Event::Offer { request: Box::new(again.clone()) }));
    callee.answer_offer(at(4000), &again, Some(b"mine".to_vec()));
    assert_eq!(statuses(&mut callee), [200]);
    callee.handle_request(at(4000), &inside("ACK", 11, "k2", &tag));
    callee.handle_request(at(5000), &inside("BYE", 12, "b", &tag).with("Reason", "Q.850;cause=16"));
    callee.handle_request(at(5100), &inside("BYE", 12, "b", &tag));
    assert_eq!(statuses(&mut callee), [200, 200], "the BYE and its repetition");
    let told: Vec<Event> = std::iter::from_fn(|| callee.poll_event()).collect();
    assert_eq!(told[1..], [Event::HungUp { reason: Some("Q.850;cause=16".to_owned()) }]);
    assert!(callee.is_over());
}

#[test]
fn who_is_called_can_be_cancelled_can_refuse_and_can_hang_up() {
    let now = Instant::now();
    let ring = || Callee::ring(us("2002", 5070), Timers::default(), invite(), credentials(), Tokens::from_seed([2; 32]));
    let mut one = ring();
    statuses(&mut one);
    let mut cancel = invite();
    cancel.method = Method::CANCEL;
    cancel.headers.set("CSeq", "10 CANCEL");
    one.handle_request(now, &cancel);
    assert_eq!(statuses(&mut one), [200, 487]);
    assert_eq!(one.poll_event(), Some(Event::Cancelled));
    let mut ack = invite();
    ack.method = Method::ACK;
    one.handle_request(now, &ack);
    assert!(one.is_over());
    let mut two = ring();
    statuses(&mut two);
    two.refuse(now, 486);
    assert_eq!(statuses(&mut two), [486]);
    let mut three = ring();
    three.accept(now, Vec::new());
    statuses(&mut three);
    three.hang_up(now);
    let bye = Message::parse(&three.poll_transmit().unwrap()).unwrap();
    let bye = bye.as_request().unwrap();
    assert_eq!((bye.method.as_str(), bye.uri.as_str()), ("BYE", "sip:pbx@127.0.0.1:5060"));
    assert_eq!(bye.headers.all("Route").collect::<Vec<_>>(), ["<sip:p1.example;lr>", "<sip:p2.example;lr>"]);
    assert_eq!(bye.headers.from().unwrap().tag().map(str::len), Some(16));
}

/// Responses and requests that belong to nobody, or are mangled, neither end nor change a call.
#[test]
fn foreign_messages_change_nothing() {
    let now = Instant::now();
    let mut caller = caller(now);
    let invite = request(&sent(&mut caller)).clone();
    let mut wrong = ok(&invite, "b");
    wrong.headers.set("Via", "SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKother");
    caller.handle_response(now, &wrong);
    let mut wrong = ok(&invite, "b");
    wrong.headers.set("CSeq", "9 INVITE");
    caller.handle_response(now, &wrong);
    caller.handle_request(&inside("BYE", 1, "x", "y"));
    assert!(sent(&mut caller).is_empty() && events(&mut caller).is_empty());
    assert!(!format!("{caller:?}").contains("canary"));
}
