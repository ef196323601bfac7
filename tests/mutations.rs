//! Mutated answers, session descriptions, sound, and what a PBX's event socket says: no panic, no input that takes long, and no other line's exchange changed.
//!
//! `DESKSHIFT_MUTATIONS=10000000 cargo test --release --test mutations -- --nocapture` makes ten million; without it there are few. Each
//! kind gets a third. A seed of its own (`DESKSHIFT_MUTATION_SEED`) makes others.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

#[path = "support/event_socket.rs"]
mod event_socket;
#[path = "support/random.rs"]
mod random;

use std::time::{Duration, Instant};

use deskshift::domain::{HostPort, Secret, Transport};
use deskshift::rtp::codec::Codec;
use deskshift::rtp::media::{Agreed, Identity, Media};
use deskshift::rtp::srtp::{Context, KEY, SALT, Suite};
use deskshift::rtp::tone::Tone;
use deskshift::rtp::{dtmf, packet, rtcp};
use deskshift::sip::digest::Credentials;
use deskshift::sip::register::{Handled, Operation, REG_ID, RegisterSettings, Registration, contact_bindings};
use deskshift::sip::sdp::{Description, refusals};
use deskshift::sip::tokens::Tokens;
use deskshift::sip::{Answer, Message, Request, SipUri, redirect, stun};

use random::Random;

/// What a test run can afford without optimisation.
const USUAL: usize = 30_000;
/// No input may take longer.
const LONGEST: Duration = Duration::from_millis(10);
/// Inputs between two states of the readers that remember something.
const FRESH: usize = 500;

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// Makes one in `part` of the mutations, and reads it, by `try_one`.
fn share(kind: &str, part: usize, mut try_one: impl FnMut(usize, &mut Random)) {
    let count = number("DESKSHIFT_MUTATIONS", USUAL).div_ceil(part);
    let mut dice = Random(number("DESKSHIFT_MUTATION_SEED", 0x5eed_0010) as u64);
    let begin = Instant::now();
    let mut slowest = Duration::ZERO;
    for round in 0..count {
        let before = dice.0;
        let start = Instant::now();
        try_one(round, &mut dice);
        let mut took = start.elapsed();
        // Another program may have had the processor meanwhile: what is slow is slow each time.
        for _ in 0..5 {
            if took <= LONGEST / 10 {
                break;
            }
            let start = Instant::now();
            try_one(round, &mut Random(before));
            took = took.min(start.elapsed());
        }
        assert!(took <= LONGEST, "{kind} {round}: {took:?}");
        slowest = slowest.max(took);
    }
    println!("{count} mutated {kind} in {:.1} s, the slowest in {slowest:?}", begin.elapsed().as_secs_f64());
}

const PIECES: &[&[u8]] = &[
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b" ",
    b"\t",
    b":",
    b";",
    b",",
    b"<",
    b">",
    b"\"",
    b"\\",
    b"=",
    b"@",
    b"%00",
    b"[",
    b"]",
    b"sip:",
    b"SIP/2.0",
    b"Digest ",
    b"\xe9",
    b"\0",
    b"\xff\xff\xff\xff",
    b"99999999999999999999",
    b"-1",
    b"*",
    b"(",
    b"m=audio 1 RTP/AVP 8\r\n",
    b"a=crypto:1 ",
    b"\x80\x08",
    b"\x81\xc8\x00\x06",
    b"</profile>\n",
    b"<registration>\n",
    b"\n<name>a b</name>\n",
    b"\n<user>2002@pbx.example</user>\n",
    b"&lt;&amp;lt;",
    b"-ERR ",
    b"true",
    b"${x}",
];

/// One to six random edits.
fn mutate(bytes: &mut Vec<u8>, dice: &mut Random) {
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(60)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            1 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            2 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].iter().copied())),
            3 => {
                let slice = bytes[at..end].to_vec();
                bytes.splice(at..at, slice);
            }
            4 => drop(bytes.drain(at..end)),
            _ => bytes.truncate(bytes.len() - dice.below(bytes.len().min(40) + 1)),
        }
    }
}

fn registration(user: &str, seed: u8) -> Registration {
    let sent_by = HostPort { host: "192.0.2.7".into(), port: 5062 };
    let contact = SipUri::new(Some(user), "192.0.2.7", Some(5062));
    let credentials = Credentials::password(user, Secret::new("geheim"));
    let settings = RegisterSettings {
        call_id: format!("call-{user}").into(),
        from_tag: "ft".into(),
        operation: Operation::Bind { contact, expires: 300 },
        instance: Some(format!("urn:uuid:{user}")),
        reg_id: Some(REG_ID),
        ..RegisterSettings::fetch(user, "pbx.example", credentials, Transport::Udp, sent_by)
    };
    Registration::new(settings, Tokens::from_seed([seed; 32]))
}

/// Answers of every kind to a request.
fn answers(request: &Request) -> Vec<Vec<u8>> {
    let answer = |status: u16| request.response(status, "st");
    let contact = request.headers.get("Contact").unwrap();
    let challenge =
        "Digest realm=\"asterisk\",nonce=\"1767225600/0d2b\",opaque=\"7\",algorithm=SHA-256,qop=\"auth,auth-int\",stale=true";
    [
        answer(401)
            .with("WWW-Authenticate", challenge)
            .with("WWW-Authenticate", "Digest realm = \"a \\\" b\", nonce=\"x\", Basic realm=\"y\""),
        answer(407).with("Proxy-Authenticate", "Digest realm=\"p\", nonce=\"n\"").with("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        answer(200)
            .with(
                "Contact",
                format!("{contact};pub-gruu=\"sip:2001@p;gr=urn:uuid:1\";temp-gruu=\"sip:t;gr@p\", <sip:b@[2001:db8::7]>;q=0.5"),
            )
            .with("Require", "outbound")
            .with("Flow-Timer", "25")
            .with("Service-Route", "<sip:p;lr>, <sip:q>")
            .with("Path", "<sip:r;ob>"),
        answer(302).with("Contact", "<sip:a@one;transport=tls>;q=0.2, <sips:[::1]:5061>;q=0.7"),
        answer(423).with("Min-Expires", "600"),
        answer(439),
        answer(503).with("Retry-After", "5 (busy);duration=3").with("P-Registrar-Error", "Too many registered contacts"),
        answer(100),
    ]
    .map(|response| response.to_bytes())
    .to_vec()
}

#[test]
fn answers_of_a_registrar() {
    let request = |line: &mut Registration| {
        line.start(Instant::now());
        Message::parse(&line.poll_transmit().unwrap()).unwrap().as_request().unwrap().clone()
    };
    // The other line of the same flow; nothing that is meant for the first may move it.
    let mut other = registration("2002", 2);
    let _ = request(&mut other);
    let untouched = format!("{other:?}");
    let seeds = answers(&request(&mut registration("2001", 1)));
    let (mut taken, mut ended, mut read) = (0, 0, 0);
    share("answers", 3, |round, dice| {
        let mut bytes = seeds[round % seeds.len()].clone();
        mutate(&mut bytes, dice);
        let now = Instant::now();
        let _ = (stun::is_stun(&bytes), stun::answer(&bytes), deskshift::sip::template::scan(&bytes));
        let plain = Answer::plain(&bytes);
        let Ok(message) = Message::parse(&bytes) else {
            assert_eq!(plain, None, "{}", String::from_utf8_lossy(&bytes));
            return;
        };
        let _ = message.defects();
        assert!(plain.is_none() || plain.as_ref() == message.as_response(), "{}", String::from_utf8_lossy(&bytes));
        let Message::Response(response) = &message else { return };
        let _ = (contact_bindings(&response.headers), redirect::targets(&response.headers));
        for target in redirect::targets(&response.headers) {
            let _ = redirect::server(&target, Transport::Tls);
        }
        let mut line = registration("2001", 1);
        line.start(now);
        let _ = line.poll_transmit();
        let handled = line.handle(now, response);
        if let Some(plain) = &plain {
            let mut same = registration("2001", 1);
            same.start(now);
            let _ = same.poll_transmit();
            assert_eq!(same.handle(now, plain), handled);
            assert_eq!(format!("{same:?}"), format!("{line:?}"), "{}", String::from_utf8_lossy(&bytes));
            read += 1;
        }
        taken += usize::from(handled != Handled::Ignored);
        ended += usize::from(line.outcome().is_some());
        while line.poll_transmit().is_some() {}
        assert_eq!(other.handle(now, response), Handled::Ignored, "{}", String::from_utf8_lossy(&bytes));
        if round % FRESH == 0 {
            assert_eq!(format!("{other:?}"), untouched);
        }
    });
    assert_eq!(format!("{other:?}"), untouched);
    assert!(read > 500, "{read}");
    assert!(taken > 500 && ended > 100 && ended < taken, "the mutations reach the exchange: {taken} {ended}");
}

const DESCRIPTIONS: &[&str] = &[
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 17004 RTP/AVP 8 9 101\r\na=rtpmap:8 PCMA/8000\r\n\
     a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\na=rtcp:17005\r\n",
    "v=0\r\no=- 1 1 IN IP6 2001:db8::20\r\ns=-\r\nt=0 0\r\nm=audio 6000/2 RTP/SAVP 0\r\nc=IN IP6 2001:db8::20/3\r\n\
     a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32\r\na=rtcp-mux\r\na=recvonly\r\n\
     m=video 0 RTP/AVP 31\r\na=inactive\r\n",
];

#[test]
fn session_descriptions() {
    let mut read = 0;
    share("descriptions", 3, |round, dice| {
        let mut bytes = DESCRIPTIONS[round % DESCRIPTIONS.len()].as_bytes().to_vec();
        mutate(&mut bytes, dice);
        let Some(description) = Description::parse(&bytes) else { return };
        read += 1;
        for stream in &description.streams {
            let _ = (
                description.target(stream),
                stream.codecs().count(),
                stream.number_of("PCMA"),
                stream.names(),
                stream.is_secure(),
            );
        }
        let _ = (description.audio(), refusals(&description));
    });
    assert!(read > 1000, "the mutations reach the reader: {read}");
}

fn side(seed: u8, secure: bool) -> Media {
    let context = |n: u8| secure.then(|| Context::new(Suite::AesCm128HmacSha1_80, &[n; KEY], &[n; SALT]));
    let agreed =
        Agreed { codec: Codec::Pcma, events_out: Some(101), events_in: Some(101), secure_out: context(1), secure_in: context(1) };
    let identity = Identity {
        tone: Tone::nth(usize::from(seed)),
        digit: '5',
        ssrc: 77 + u32::from(seed),
        sequence: 65_500,
        timestamp: u32::MAX - 9000,
        cname: "c".into(),
    };
    Media::start(Duration::ZERO, agreed, identity)
}

#[test]
fn packets_of_sound() {
    let at = |ms: u64| Duration::from_millis(ms);
    for secure in [false, true] {
        let mut sender = side(1, secure);
        let mut seeds: Vec<Vec<u8>> = (0..4000).filter_map(|ms| sender.poll_packet(at(ms))).collect();
        seeds.extend((0..30).filter_map(|n| sender.poll_control(at(5000 + n * 1000))));
        seeds.push(sender.goodbye(at(60_000)));
        assert!(seeds.len() > 150, "{}", seeds.len());
        let (mut ours, other) = (side(2, secure), side(3, secure));
        let untouched = format!("{other:?}");
        let mut heard = 0;
        share(if secure { "encrypted packets" } else { "packets" }, 6, |round, dice| {
            if round % FRESH == 0 {
                ours = side(2, secure);
            }
            let mut bytes = seeds[dice.below(seeds.len())].clone();
            mutate(&mut bytes, dice);
            let now = at(round as u64 % 100_000);
            let _ = (packet::read(&bytes).is_ok(), rtcp::read(&bytes).len(), dtmf::Event::parse(&bytes));
            let before = ours.account().received;
            ours.handle(now, &bytes);
            ours.handle_control(now, &bytes);
            heard += usize::from(ours.account().received > before);
        });
        assert_eq!(format!("{other:?}"), untouched);
        assert!(heard > 100 || secure, "the mutations reach the ear: {heard}");
    }
}

/// A message of the event socket: its kind and body, or as it is.
#[derive(Clone)]
struct Said {
    kind: Option<&'static str>,
    body: Vec<u8>,
}

impl Said {
    fn to_bytes(&self) -> Vec<u8> {
        let head = self.kind.map(|kind| format!("Content-Type: {kind}\nContent-Length: {}\n\n", self.body.len()));
        [head.unwrap_or_default().as_bytes(), &self.body].concat()
    }
}

fn frame(kind: &'static str, body: &str) -> Said {
    Said { kind: Some(kind), body: body.as_bytes().to_vec() }
}

fn api(body: &str) -> Said {
    frame("api/response", body)
}

fn bare(text: &str) -> Said {
    Said { kind: None, body: text.as_bytes().to_vec() }
}

const REGISTERED: &str = "<registration>\n<call-id>a</call-id>\n<user>2001@pbx.example</user>\n\
    <contact>&quot;Meier &amp;amp; Co&quot; &lt;sip:2001@192.168.1.2:5062;fs_nat=yes&gt;</contact>\n<agent>Snom D345</agent>\n\
    <status>Registered(UDP-NAT) exp(2026-11-27 10:00:00) expsecs(-3)</status>\n<ping-status>Reachable</ping-status>\n\
    <ping-time>0.30</ping-time>\n<network-ip>2001:db8::7</network-ip>\n<network-port>40000</network-port>\n</registration>\n";
const ROWS: &str = r#"{"row_count":1,"rows":[{"reg_user":"2001","realm":"pbx.example","token":"t","url":"sofia/internal/udp:2001@192.0.2.7:5062",
    "expires":"1764237600","network_ip":"192.0.2.7","network_port":"5062","network_proto":"udp","hostname":"fs1","metadata":""}]}"#;

/// Whole conversations: by XML, by JSON where `sofia` may not be used, and their refusals. The first six end well.
fn conversations() -> Vec<Vec<Said>> {
    let profile =
        |name: &str| format!("<profile>\n<name>{name}</name>\n<type>profile</type>\n<state>RUNNING (0)</state>\n</profile>\n");
    let profiles = |names: &str| {
        api(&format!("<?xml version=\"1.0\"?>\n<profiles>\n{names}<alias>\n<name>pbx.example</name>\n</alias>\n</profiles>\n"))
    };
    let list =
        || api(&format!("<?xml version=\"1.0\"?>\n<profile>\n<registrations>\n{REGISTERED}</registrations>\n</profile>\n"));
    let denied = || bare("Content-Type: command/reply\nReply-Text: -ERR permission denied\n\n");
    let event = frame("text/event-plain", "Event-Name: RE_SCHEDULE\n\n");
    let many: String = (0..12).map(|n| profile(&format!("p{n}"))).collect();
    let exist = || [api("true"), api("true"), api("false")];
    let welcome = "Content-Type: auth/request\n\nContent-Type: command/reply\nReply-Text: +OK accepted\n\n";
    let after_login = |said: Vec<Said>| std::iter::once(bare(welcome)).chain(said).collect::<Vec<_>>();
    let and_exist = |said: Vec<Said>| after_login(said.into_iter().chain(exist()).collect());
    vec![
        and_exist(vec![profiles(&profile("internal")), event, list()]),
        and_exist(std::iter::once(profiles(&many)).chain((0..12).map(|_| list())).collect()),
        and_exist(vec![profiles(&profile("${system rm}")), api(ROWS)]),
        and_exist(vec![denied(), api(ROWS)]),
        and_exist(vec![api("-ERR sofia Command not found!\n"), api("{\"row_count\": 0}\n")]),
        after_login(vec![profiles(&profile("internal")), api("Invalid Profile!"), api("true"), denied(), api("true")]),
        after_login(vec![frame("text/disconnect-notice", "Disconnected, goodbye.\n")]),
        vec![frame("text/rude-rejection", "Access Denied, go away.\n")],
        vec![bare("Content-Type: auth/request\n\nContent-Type: command/reply\nReply-Text: -ERR invalid\n\n")],
    ]
}

#[test]
fn what_an_event_socket_says() {
    let whole = |said: &[Said]| said.iter().flat_map(Said::to_bytes).collect::<Vec<u8>>();
    let seeds = conversations();
    let ends_well: Vec<bool> = seeds.iter().map(|said| event_socket::hold(&whole(said)).is_some()).collect();
    assert_eq!(ends_well, [true, true, true, true, true, true, false, false, false]);
    let (mut well, mut registered) = (0, 0);
    share("event sockets", 3, |round, dice| {
        let mut said = seeds[round % seeds.len()].clone();
        // A body that is damaged and still as long as it says is read to its end; damage elsewhere puts messages out of step.
        let framed = dice.below(3) > 0;
        if framed {
            let at = dice.below(said.len());
            mutate(&mut said[at].body, dice);
        }
        let mut bytes = whole(&said);
        if !framed {
            mutate(&mut bytes, dice);
        }
        if let Some(told) = event_socket::hold(&bytes) {
            well += 1;
            registered += usize::from(!told.registrations.is_empty());
        }
    });
    assert!(well > 1000 && registered > 500, "the mutations reach the lists: {well} {registered}");
}
