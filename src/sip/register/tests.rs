#![allow(clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use crate::domain::{HostPort, Secret, Transport};

use super::super::challenge::{Algorithm, Asker, Challenge};
use super::super::digest::{Authorization, Credentials};
use super::super::message::{Message, Request, Response};
use super::super::tokens::Tokens;
use super::super::uri::SipUri;
use super::*;

/// A registration and the virtual clock it runs on.
struct Story {
    registration: Registration,
    zero: Instant,
    now: Instant,
}

const PASSWORD: &str = "geheim";

fn settings() -> RegisterSettings {
    let credentials = Credentials::password("2001", Secret::new(PASSWORD));
    let sent_by = HostPort { host: "127.0.0.1".into(), port: 5070 };
    RegisterSettings {
        call_id: "call-1".into(),
        from_tag: "ft".into(),
        ..RegisterSettings::fetch("2001", "pbx.example", credentials, Transport::Udp, sent_by)
    }
}

fn bind(expires: u32) -> RegisterSettings {
    let contact = SipUri::new(Some("2001"), "127.0.0.1", Some(5070));
    RegisterSettings {
        operation: Operation::Bind { contact, expires },
        instance: Some("urn:uuid:00000000-0000-4000-8000-000000002001".into()),
        ..settings()
    }
}

impl Story {
    fn new(settings: RegisterSettings) -> Self {
        let zero = Instant::now();
        let mut registration = Registration::new(settings, Tokens::from_seed([1; 32]));
        registration.start(zero);
        Self { registration, zero, now: zero }
    }

    /// The one request that waits to be sent.
    fn request(&mut self) -> Request {
        let bytes = self.registration.poll_transmit().expect("a request");
        assert!(self.registration.poll_transmit().is_none(), "one at a time");
        match Message::parse(&bytes).unwrap() {
            message @ Message::Request(_) => {
                assert_eq!(message.defects(), []);
                message.as_request().unwrap().clone()
            }
            Message::Response(_) => panic!("a response"),
        }
    }

    fn after(&mut self, ms: u64) -> &mut Self {
        self.now += Duration::from_millis(ms);
        self
    }

    fn answer(&mut self, response: &Response) -> Handled {
        let parsed = Message::parse(&response.to_bytes()).unwrap();
        self.registration.handle(self.now, parsed.as_response().unwrap())
    }

    fn outcome(&self) -> &RegisterOutcome {
        self.registration.outcome().expect("over")
    }

    /// Fires timers until the end; gives the milliseconds at which something was sent.
    fn run_out(&mut self) -> Vec<u128> {
        let mut sent = Vec::new();
        for _ in 0..100 {
            while self.registration.poll_transmit().is_some() {
                sent.push((self.now - self.zero).as_millis());
            }
            let Some(at) = self.registration.poll_timeout() else { return sent };
            self.now = at;
            self.registration.handle_timeout(at);
        }
        panic!("endless")
    }
}

fn challenge(algorithm: Algorithm, nonce: &str) -> Challenge {
    Challenge::digest(Asker::Server, algorithm, "pbx", nonce)
}

fn unauthorized(request: &Request, challenges: &[Challenge]) -> Response {
    let mut response = request.response(if challenges.iter().any(|c| c.asker == Asker::Proxy) { 407 } else { 401 }, "st");
    for c in challenges {
        response.headers.push(c.asker.challenge_header(), c.to_value());
    }
    response
}

fn authorization(request: &Request, asker: Asker) -> Authorization {
    let read = Authorization::parse(request.headers.get(asker.answer_header()).expect("credentials")).unwrap();
    let credentials = Credentials::password("2001", Secret::new(PASSWORD));
    assert!(read.verify(&credentials, "REGISTER", b""), "the answer is right");
    assert_eq!(read.uri, request.uri);
    read
}

#[test]
fn a_fetch_asks_without_contact_and_lists_who_is_there() {
    let mut story = Story::new(settings());
    let bytes = story.registration.poll_transmit().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let branch = text.split("branch=").nth(1).unwrap().split("\r\n").next().unwrap().to_owned();
    assert_eq!(
        text,
        format!(
            "REGISTER sip:pbx.example SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;rport;branch={branch}\r\nMax-Forwards: 70\r\n\
             From: <sip:2001@pbx.example>;tag=ft\r\nTo: <sip:2001@pbx.example>\r\nCall-ID: call-1\r\nCSeq: 1 REGISTER\r\n\
             Supported: path, gruu\r\nUser-Agent: deskshift/{}\r\nContent-Length: 0\r\n\r\n",
            env!("CARGO_PKG_VERSION")
        )
    );
    let request = Message::parse(text.as_bytes()).unwrap().as_request().unwrap().clone();
    let answer = unauthorized(&request, &[challenge(Algorithm::MD5, "1767225600/abc")]).with("Server", "Asterisk PBX 22");
    assert_eq!(story.after(10).answer(&answer), Handled::Progress);
    let second = story.request();
    assert_eq!(second.headers.get("CSeq"), Some("2 REGISTER"));
    assert_ne!(second.headers.top_via().unwrap().branch(), Some(branch.as_str()));
    assert_eq!(authorization(&second, Asker::Server).count, Some(1));
    assert!(!second.headers.has("Contact") && !second.headers.has("Expires"));
    let ok = second
        .response(200, "st")
        .with("Contact", "<sip:2001@10.0.0.8:5060>;expires=55;+sip.instance=\"<urn:uuid:0-8>\", <sip:2001@10.0.0.9>")
        .with("Expires", "3600")
        .with("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
        .with("Service-Route", "<sip:proxy.example;lr>");
    assert_eq!(story.after(10).answer(&ok), Handled::Done);
    let outcome = story.outcome();
    let expected = [("sip:2001@10.0.0.8:5060", Some(55), Some("urn:uuid:0-8")), ("sip:2001@10.0.0.9", Some(3600), None)].map(
        |(uri, expires, instance)| ContactBinding { uri: uri.into(), expires, instance: instance.map(Into::into), ours: false },
    );
    assert_eq!(outcome.ending, Ending::Accepted { contacts: expected.to_vec(), granted: None });
    assert_eq!((outcome.requests, outcome.retransmissions, outcome.took), (2, 0, Duration::from_millis(20)));
    assert_eq!((outcome.clock.date, outcome.clock.nonce), (Some(1_767_225_600), Some(1_767_225_600)));
    assert_eq!(outcome.service_route, ["<sip:proxy.example;lr>"]);
    assert_eq!(outcome.server.as_deref(), Some("Asterisk PBX 22"));
    let steps: Vec<_> = outcome.steps.iter().map(|s| (s.status, s.authenticated, s.answered_with)).collect();
    assert_eq!(steps, [(401, false, Some("MD5")), (200, true, None)]);
    assert_eq!(
        outcome.steps[0].evidence.lines().nth(1).unwrap(),
        "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"***\", algorithm=MD5, qop=\"auth\""
    );
    assert_eq!((story.registration.poll_timeout(), story.registration.poll_transmit()), (None, None));
    assert_eq!(story.registration.next_cseq(), 3);
}

#[test]
fn a_refused_password_is_never_tried_twice() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    assert_eq!(story.answer(&unauthorized(&second, &[challenge(Algorithm::MD5, "n2")])), Handled::Done);
    let ending = Ending::Rejected { first: 401, second: Some(401), reason: "Unauthorized".into() };
    assert_eq!((&story.outcome().ending, story.outcome().requests), (&ending, 2));
    assert!(story.registration.poll_transmit().is_none());
}

#[test]
fn refusals_name_first_and_second_status() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&first.response(403, "st"));
    assert_eq!(story.outcome().ending, Ending::Rejected { first: 403, second: None, reason: "Forbidden".into() });
    for status in [403, 404, 500, 503, 606] {
        let mut story = Story::new(settings());
        let first = story.request();
        story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
        let second = story.request();
        let answer = second.response(status, "st").with("Retry-After", "18 (busy)").with("P-Registrar-Error", "Too many");
        story.answer(&answer);
        let Ending::Rejected { first, second, .. } = &story.outcome().ending else { panic!() };
        assert_eq!((*first, *second), (401, Some(status)));
        assert_eq!(story.outcome().steps[1].retry_after.as_ref().unwrap().seconds, 18);
        assert!(story.outcome().steps[1].evidence.lines().any(|line| line == "P-Registrar-Error: Too many"));
    }
}

fn stale(nonce: &str) -> Challenge {
    Challenge { stale: true, ..challenge(Algorithm::SHA_256, nonce) }
}

#[test]
fn a_stale_nonce_is_retried_once() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::SHA_256, "n1")]));
    let request = story.request();
    assert_eq!(story.answer(&unauthorized(&request, &[stale("n2")])), Handled::Progress);
    let last = story.request();
    assert_eq!(authorization(&last, Asker::Server).nonce, "n2");
    assert_eq!(story.answer(&unauthorized(&last, &[stale("n3")])), Handled::Done);
    assert_eq!((&story.outcome().ending, story.outcome().requests), (&Ending::StaleLoop, 3));
}

#[test]
fn a_second_asker_gets_credentials_once_and_only_where_permitted() {
    let proxy = |nonce: &str| Challenge::digest(Asker::Proxy, Algorithm::MD5, "proxy", nonce);
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&unauthorized(&first, &[proxy("p1")]));
    let second = story.request();
    story.answer(&unauthorized(&second, &[challenge(Algorithm::MD5, "s1")]));
    let third = story.request();
    assert_eq!(story.answer(&unauthorized(&third, &[challenge(Algorithm::MD5, "s2")])), Handled::Done);
    assert!(matches!(story.outcome().ending, Ending::Rejected { second: Some(401), .. }), "{:?}", story.outcome().ending);

    let mut story = Story::new(settings());
    story.registration.permit_repeat(false);
    let first = story.request();
    story.answer(&unauthorized(&first, &[proxy("p1")]));
    let second = story.request();
    assert_eq!(story.answer(&unauthorized(&second, &[challenge(Algorithm::MD5, "s1")])), Handled::Done);
    assert_eq!((&story.outcome().ending, story.outcome().requests), (&Ending::RepeatWithheld { status: 401 }, 2));
}

#[test]
fn one_bad_contact_costs_itself_only() {
    let read = |values: &[&str]| {
        let mut story = Story::new(settings());
        let first = story.request();
        story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
        let second = story.request();
        let ok = values.iter().fold(second.response(200, "st"), |answer, value| answer.with("Contact", *value));
        story.answer(&ok);
        let Ending::Accepted { contacts, .. } = &story.outcome().ending else { panic!() };
        let uris: Vec<String> = contacts.iter().map(|contact| contact.uri.clone()).collect();
        (uris.join(" "), story.outcome().unread_contacts, story.outcome().defects.len())
    };
    let desk = "<sip:desk@10.0.0.5>;expires=600";
    assert_eq!(read(&[desk, "\"x <sip:y@10.0.0.6>"]), ("sip:desk@10.0.0.5".to_owned(), 1, 1));
    assert_eq!(read(&["\"x <sip:y@10.0.0.6>", desk]), ("sip:desk@10.0.0.5".to_owned(), 1, 1));
    assert_eq!(read(&["<sip:a@h>, <sip:b@h>, \"x <sip:c@h>, <sip:d@h>"]), ("sip:a@h sip:b@h".to_owned(), 1, 1));
    assert_eq!(read(&["<sip:a@h>, <sip:b@h>, <sip:c@h"]), ("sip:a@h sip:b@h".to_owned(), 1, 1));
    assert_eq!(read(&["<sip:a@h>, < sip:b@h >, <sip:c@h>"]), ("sip:a@h sip:c@h".to_owned(), 1, 1));
    assert_eq!(read(&["<sip:a\u{1b}[31m1@1.2.3.4>;expires=60", desk]), ("sip:desk@10.0.0.5".to_owned(), 1, 1));
    assert_eq!(read(&["*"]), (String::new(), 1, 1));
    assert_eq!(read(&[]), (String::new(), 0, 0));
}

#[test]
fn an_old_nonce_is_renewed_once() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    story.after(25_001).answer(&unauthorized(&second, &[challenge(Algorithm::MD5, "n2")]));
    let third = story.request();
    assert_eq!(authorization(&third, Asker::Server).nonce, "n2");
    assert_eq!(story.after(26_000).answer(&unauthorized(&third, &[challenge(Algorithm::MD5, "n3")])), Handled::Done);
    assert_eq!(story.outcome().ending, Ending::Rejected { first: 401, second: Some(401), reason: "Unauthorized".into() });
}

#[test]
fn the_strongest_offer_is_answered_and_proxy_and_registrar_each_get_theirs() {
    let mut story = Story::new(settings());
    let first = story.request();
    let offers = [Algorithm::MD5, Algorithm::SHA_512_256, Algorithm::SHA_256].map(|a| challenge(a, a.name()));
    story.answer(&unauthorized(&first, &offers));
    let second = story.request();
    let read = authorization(&second, Asker::Server);
    assert_eq!((read.algorithm.as_deref(), read.nonce.as_str()), (Some("SHA-512-256"), "SHA-512-256"));
    assert_eq!(second.headers.all("Authorization").count(), 1);

    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&unauthorized(&first, &[Challenge::digest(Asker::Proxy, Algorithm::MD5, "proxy", "p1")]));
    let second = story.request();
    assert_eq!(authorization(&second, Asker::Proxy).realm, "proxy");
    assert_eq!(story.answer(&unauthorized(&second, &[challenge(Algorithm::MD5, "s1")])), Handled::Progress);
    let third = story.request();
    assert_eq!(authorization(&third, Asker::Proxy).count, Some(2), "the nonce of the proxy is used again");
    assert_eq!(authorization(&third, Asker::Server).count, Some(1));
    story.answer(&third.response(200, "st"));
    assert!(matches!(story.outcome().ending, Ending::Accepted { .. }));
}

#[test]
fn what_cannot_be_answered_is_named() {
    let mut story = Story::new(settings());
    let first = story.request();
    let odd = Challenge { algorithm: Some("AKAv1-MD5".into()), ..challenge(Algorithm::MD5, "n") };
    story
        .answer(&unauthorized(&first, &[odd]).with("WWW-Authenticate", "Basic realm=\"x\"").with("WWW-Authenticate", "Digest ="));
    let offered = ["Digest AKAv1-MD5 auth", "Basic", "(unreadable)"].map(Into::into).to_vec();
    assert_eq!(story.outcome().ending, Ending::NoUsableChallenge { status: 401, offered });
    assert_eq!(story.outcome().requests, 1);
}

#[test]
fn an_open_extension_is_no_success() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&first.response(200, "st"));
    assert_eq!(story.outcome().ending, Ending::AcceptedWithoutChallenge { contacts: vec![], granted: None });
}

#[test]
fn a_bind_asks_with_contact_and_learns_what_was_granted() {
    let mut story = Story::new(bind(120));
    let first = story.request();
    let contact = "<sip:2001@127.0.0.1:5070>;+sip.instance=\"<urn:uuid:00000000-0000-4000-8000-000000002001>\";expires=120";
    assert_eq!((first.headers.get("Contact"), first.headers.expires()), (Some(contact), Some(120)));
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    let ok = second
        .response(200, "st")
        .with("Contact", "<sip:2001@10.0.0.1>;expires=9")
        .with("Contact", "<SIP:2001@127.0.0.1:5070>;expires=60");
    story.answer(&ok);
    let Ending::Accepted { contacts, granted } = &story.outcome().ending else { panic!() };
    assert_eq!((contacts.iter().map(|c| c.ours).collect::<Vec<_>>(), *granted), (vec![false, true], Some(60)));
    assert!(!story.outcome().contact_rewritten);
}

#[test]
fn a_rewritten_contact_is_seen_by_its_instance() {
    let mut story = Story::new(bind(120));
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    let foreign = "<sip:2001@203.0.113.7:61000>;expires=120;+sip.instance=\"<urn:uuid:00000000-0000-4000-8000-000000002001>\"";
    story.answer(&second.response(200, "st").with("Contact", foreign));
    assert!(story.outcome().contact_rewritten);
}

#[test]
fn a_via_that_comes_back_altered_is_seen() {
    let altered = |from: &str, to: &str| {
        let mut story = Story::new(settings());
        let first = story.request();
        let mut answer = first.response(403, "st");
        let via = first.headers.get("Via").unwrap();
        assert!(via.contains(from), "{via}");
        answer.headers.set("Via", via.replace(from, to));
        story.answer(&answer);
        story.outcome().via_rewritten
    };
    assert!(!altered("127.0.0.1", "127.0.0.1"));
    assert!(altered("127.0.0.1", "203.0.113.9"));
    assert!(altered(":5070", ":61000"));
    assert!(!altered(";rport;branch", ";received=203.0.113.9;rport=61000;branch"), "what the server adds is no rewriting");
}

#[test]
fn interval_too_brief_is_obeyed_once() {
    let mut story = Story::new(bind(30));
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    story.answer(&second.response(423, "st").with("Min-Expires", "60"));
    let third = story.request();
    assert!(!third.headers.has("Authorization"), "from the start");
    assert_eq!((third.headers.expires(), third.headers.get("CSeq")), (Some(60), Some("3 REGISTER")));
    story.answer(&unauthorized(&third, &[challenge(Algorithm::MD5, "n2")]));
    let fourth = story.request();
    assert_eq!(story.answer(&fourth.response(423, "st").with("Min-Expires", "90")), Handled::Done);
    let Ending::Rejected { second, .. } = &story.outcome().ending else { panic!() };
    assert_eq!((*second, story.outcome().steps[1].min_expires), (Some(423), Some(60)));
}

#[test]
fn an_unbind_removes_its_own_contact_only() {
    let contact = SipUri::new(Some("2001"), "127.0.0.1", Some(5070));
    let mut story = Story::new(RegisterSettings { operation: Operation::Unbind { contact }, ..settings() });
    let first = story.request();
    assert_eq!(first.headers.get("Contact"), Some("<sip:2001@127.0.0.1:5070>;expires=0"));
    assert!(!first.headers.has("Expires"));
}

#[test]
fn outbound_is_asked_for_and_what_the_registrar_says_of_it_is_kept() {
    let mut story = Story::new(RegisterSettings { reg_id: Some(REG_ID), ..bind(300) });
    let first = story.request();
    assert_eq!(first.headers.get("Supported"), Some("path, gruu, outbound"));
    let contact = first.headers.get("Contact").unwrap().to_owned();
    assert!(contact.contains(";reg-id=1;expires=300"), "{contact}");
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    let other = "<sip:2001@10.0.0.8>;+sip.instance=\"<urn:uuid:other>\";pub-gruu=\"sip:wrong@h\"";
    let ours = format!("{contact};pub-gruu=\"sip:2001@h;gr=urn:uuid:1\";temp-gruu=\"sip:t@h;gr\"");
    let ok = second
        .response(200, "st")
        .with("Contact", format!("{other}, {ours}"))
        .with("Require", "path, Outbound")
        .with("Flow-Timer", "25");
    story.answer(&ok);
    let facts = story.outcome().outbound.clone();
    assert_eq!((facts.agreed, facts.flow_timer_s, facts.wants_keep_alive()), (true, Some(25), true));
    assert_eq!(facts.pub_gruu.as_deref(), Some("sip:2001@h;gr=urn:uuid:1"));
    assert_eq!(facts.temp_gruu.as_deref(), Some("sip:t@h;gr"));
    // Nothing of it is made up.
    let mut story = Story::new(bind(300));
    let first = story.request();
    assert_eq!(first.headers.get("Supported"), Some("path, gruu"));
    story.answer(&first.response(200, "st").with("Flow-Timer", "soon"));
    assert_eq!(story.outcome().outbound, OutboundFacts::default());
}

#[test]
fn a_439_is_followed_by_one_request_without_outbound() {
    let mut story = Story::new(RegisterSettings { reg_id: Some(REG_ID), ..bind(300) });
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    story.answer(&second.response(439, "st"));
    let third = story.request();
    assert!(!third.headers.get("Contact").unwrap().contains("reg-id") && !third.headers.has("Authorization"));
    assert_eq!(third.headers.get("Supported"), Some("path, gruu"));
    assert!(third.headers.cseq().unwrap().number > second.headers.cseq().unwrap().number);
    story.answer(&unauthorized(&third, &[challenge(Algorithm::MD5, "n2")]));
    let fourth = story.request();
    story.answer(&fourth.response(439, "st"));
    assert!(matches!(story.outcome().ending, Ending::Rejected { second: Some(439), .. }), "{:?}", story.outcome().ending);
    assert!(story.outcome().outbound.first_hop_lacks);
}

/// On a network that loses a third, the answer to a challenge may arrive after the nonce has died, twice in a row.
#[test]
fn a_nonce_that_died_on_the_way_is_no_stale_loop() {
    let mut story = Story::new(settings());
    let request = story.request();
    story.answer(&unauthorized(&request, &[challenge(Algorithm::SHA_256, "n1")]));
    let request = story.request();
    story.after(26_000).answer(&unauthorized(&request, &[stale("n2")]));
    let request = story.request();
    assert_eq!(story.after(26_000).answer(&unauthorized(&request, &[stale("n3")])), Handled::Done);
    assert!(matches!(story.outcome().ending, Ending::Silent { challenged: true, .. }), "{:?}", story.outcome().ending);
}

#[test]
fn a_500_in_the_words_of_kamailios_registrar_is_as_good_as_the_439_before_it() {
    let mut story = Story::new(RegisterSettings { reg_id: Some(REG_ID), ..bind(300) });
    let first = story.request();
    let told = "No support for Outbound on edge proxy";
    story.answer(&first.response(500, "st").with("P-Registrar-Error", told));
    let second = story.request();
    assert!(!second.headers.get("Contact").unwrap().contains("reg-id"));
    story.answer(&second.response(500, "st").with("P-Registrar-Error", told));
    assert!(matches!(story.outcome().ending, Ending::Rejected { first: 500, .. }), "{:?}", story.outcome().ending);
    assert!(story.outcome().outbound.first_hop_lacks);

    let mut story = Story::new(RegisterSettings { reg_id: Some(REG_ID), ..bind(300) });
    let first = story.request();
    story.answer(&first.response(500, "st").with("P-Registrar-Error", "Too many registered contacts"));
    assert!(!story.outcome().outbound.first_hop_lacks);
}

#[test]
fn a_redirect_is_reported_with_its_targets_best_first() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&first.response(302, "st").with("Contact", "<sip:other.example>;q=0.1, <sip:better.example>;q=0.9"));
    let targets = vec!["sip:better.example".into(), "sip:other.example".into()];
    assert_eq!(story.outcome().ending, Ending::Redirected { status: 302, targets });
    assert!(story.registration.poll_transmit().is_none());
}

#[test]
fn silence_is_told_apart() {
    let mut story = Story::new(settings());
    assert_eq!(story.run_out(), [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
    assert_eq!(story.outcome().ending, Ending::Silent { retransmissions: 10, provisional: false, challenged: false });
    assert_eq!((story.outcome().requests, story.outcome().retransmissions), (1, 10));

    let mut story = Story::new(RegisterSettings { transport: Transport::Tls, ..settings() });
    assert_eq!(story.request().headers.top_via().unwrap().transport, "TLS");
    assert_eq!(story.run_out(), [] as [u128; 0]);
    assert_eq!(story.outcome().ending, Ending::Silent { retransmissions: 0, provisional: false, challenged: false });

    let mut story = Story::new(RegisterSettings { timeout: Duration::from_secs(2), ..settings() });
    let first = story.request();
    assert_eq!(story.after(100).answer(&first.response(100, "")), Handled::Progress);
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    assert_eq!(story.run_out(), [100, 600, 1600]);
    assert_eq!(story.outcome().ending, Ending::Silent { retransmissions: 2, provisional: false, challenged: true });
}

#[test]
fn forged_and_late_answers_change_nothing() {
    let mut story = Story::new(settings());
    let first = story.request();
    let good = unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]);
    let forge = |name: &str, value: &str| {
        let mut response = good.clone();
        response.headers.set(name, value);
        response
    };
    let via = first.headers.get("Via").unwrap();
    let mut two_vias = good.clone();
    two_vias.headers.push("Via", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx");
    let mut no_via = good.clone();
    no_via.headers.remove("Via");
    for bad in [
        forge("Via", &via.replace("branch=z9hG4bK", "branch=z9hG4bKx")),
        forge("Call-ID", "call-2"),
        forge("Call-ID", "CALL-1"),
        forge("CSeq", "2 REGISTER"),
        forge("CSeq", "1 OPTIONS"),
        forge("CSeq", "nonsense"),
        two_vias,
        no_via,
    ] {
        let before = format!("{:?}", story.registration);
        assert_eq!(story.answer(&bad), Handled::Ignored, "{bad:?}");
        assert_eq!(format!("{:?}", story.registration), before);
    }
    assert_eq!(story.answer(&good), Handled::Progress);
    let second = story.request();
    assert_eq!(story.answer(&good), Handled::Ignored, "the first answer repeated");
    assert!(story.registration.poll_transmit().is_none());
    assert_eq!(story.answer(&second.response(200, "st")), Handled::Done);
    assert_eq!(story.answer(&second.response(403, "st")), Handled::Ignored);
    assert!(matches!(story.outcome().ending, Ending::Accepted { .. }));
}

#[test]
fn nothing_shows_the_password_and_evidence_cannot_paint_the_terminal() {
    let mut story = Story::new(settings());
    let first = story.request();
    story.answer(&unauthorized(&first, &[challenge(Algorithm::MD5, "n1")]));
    let second = story.request();
    let answer = second.response(403, "st").with_reason("no\u{1b}[31m").with("Warning", "399 x \"\u{7}\u{1b}]0;owned\"");
    story.answer(&answer);
    let shown = format!("{:?} {:?}", story.registration, story.outcome());
    assert!(!shown.contains(PASSWORD));
    assert!(!story.outcome().steps.iter().flat_map(|s| s.evidence.lines()).any(|l| l.contains(char::is_control)));
}
