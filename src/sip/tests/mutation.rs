//! Foreign bytes never cause a panic and never cost more than their length is worth: a bounded, seeded loop over damaged messages.

use std::time::{Duration, Instant};

use crate::random::Random;
use crate::sip::challenge::{self, Asker, Challenges};
use crate::sip::clock;
use crate::sip::digest::{self, Authorization};
use crate::sip::framing::Framer;
use crate::sip::message::{Answer, Message};
use crate::sip::name_addr::NameAddr;
use crate::sip::params::{Params, split_list};
use crate::sip::register::contact_bindings;
use crate::sip::{Uri, Via};

const SEEDS: &[&str] = &[
    "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;rport=5070;received=127.0.0.1;branch=z9hG4bK1\r\nCall-ID: c\r\n\
     From: <sip:2001@h>;tag=a\r\nTo: <sip:2001@h>;tag=z9hG4bK1\r\nCSeq: 1 REGISTER\r\n\
     WWW-Authenticate: Digest realm=\"asterisk\",nonce=\"1767225600/0d2b\",opaque=\"7\",algorithm=SHA-256,qop=\"auth,auth-int\",stale=true\r\n\
     WWW-Authenticate: Digest realm = \"a \\\" b\", nonce=\"x\", Basic realm=\"y\",\r\nServer: Asterisk PBX 22\r\nContent-Length: 0\r\n\r\n",
    "SIP/2.0 200 OK\r\nv: SIP / 2.0 / TLS [2001:db8::9]:5061 ; branch = z9hG4bK2 , SIP/2.0/UDP h\r\ni: c\r\nf: \"A \\\"b\\\"\" <sip:a@h>;tag=1\r\n\
     t: sip:a@h;tag=2\r\nCSeq: 2\t REGISTER\r\nm: <sip:a@[::1];ob;gr=urn:uuid:1>;+sip.instance=\"<urn:uuid:1>\";expires=\"60\",\r\n <tel:+49>;q=0.1\r\n\
     Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nService-Route: <sip:p;lr>, <sip:q>\r\nPath: <sip:r>\r\nRetry-After: 5 (x);duration=3\r\nl: 3\r\n\r\nabc",
    "REGISTER sip:pbx.example SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK3\r\nFrom: a <sip:a@h>\r\nTo: <sip:%61;x=y:p@h:5060;transport=tcp?a=b>\r\n\
     Call-ID: c\r\nCSeq: 3 REGISTER\r\nAuthorization: Digest username=\"a\\\"b\", realm=\"r\", nonce=\"n\", uri=\"sip:h\", response=\"00\", qop=auth, nc=0000000a, cnonce=\"c\"\r\n\
     Contact: *\r\nExpires: 0\r\nRequire: path, gruu\r\nContent-Length: 0\r\n\r\n",
];

const PIECES: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "\n",
    " ",
    "\t",
    ":",
    ";",
    ",",
    "<",
    ">",
    "\"",
    "\\",
    "=",
    "@",
    "%",
    "%00",
    "[",
    "]",
    "sip:",
    "SIP/2.0",
    "Digest ",
    "\u{e9}",
    "\0",
    "99999999999999999999",
    "-1",
    "*",
    "(",
    ")",
];

fn damage(bytes: &mut Vec<u8>, dice: &mut Random) {
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            1 if at < bytes.len() => {
                bytes.remove(at);
            }
            2 => {
                let piece = PIECES[dice.below(PIECES.len())].as_bytes();
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let end = (at + dice.below(60)).min(bytes.len());
                let slice = bytes[at..end].to_vec();
                bytes.splice(at..at, slice);
            }
            _ => {
                let end = (at + dice.below(60)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
}

/// Every reader of this room over one input.
fn read_everything(bytes: &[u8]) {
    let mut framer = Framer::default();
    framer.push(bytes);
    while let Ok(Some(_)) = framer.next_frame() {}
    let text = String::from_utf8_lossy(bytes);
    read_value(&text);
    let plain = Answer::plain(bytes);
    let Ok(message) = Message::parse(bytes) else { return assert_eq!(plain, None) };
    if let Some(plain) = plain {
        assert_eq!(Some(&plain), message.as_response(), "the short reader gives what the full one gives");
    }
    let _ = message.defects();
    let headers = message.headers();
    let _ = (
        headers.vias(),
        headers.top_via(),
        headers.cseq(),
        headers.from(),
        headers.to(),
        headers.contacts(),
        headers.retry_after(),
    );
    let _ = (
        headers.addresses("Service-Route"),
        headers.addresses("Path"),
        contact_bindings(headers),
        Challenges::from_headers(headers),
    );
    for header in headers {
        read_value(&header.value);
    }
    let again = Message::parse(&message.to_bytes()).expect("what we write we can read");
    assert_eq!(again.body(), message.body());
    if let Message::Request(request) = &message {
        let _ = request.response(400, "t").to_bytes();
    }
}

fn read_value(value: &str) {
    let _ = (Via::parse_list(value), NameAddr::parse_list(value), value.parse::<Uri>(), Params::parse(value), split_list(value));
    let _ = (challenge::parse(value, Asker::Server), Authorization::parse(value), digest::mask(value));
    let _ = (clock::date_seconds(value), clock::nonce_seconds(value));
}

#[test]
#[allow(clippy::disallowed_methods)]
fn damaged_messages_are_read_or_refused() {
    let mut dice = Random(0x5eed_0005);
    let begin = Instant::now();
    for round in 0..6000 {
        let mut bytes = SEEDS[round % SEEDS.len()].as_bytes().to_vec();
        damage(&mut bytes, &mut dice);
        read_everything(&bytes);
    }
    assert!(begin.elapsed() < Duration::from_mins(1), "{:?}", begin.elapsed());
}

#[test]
#[allow(clippy::disallowed_methods)]
fn large_values_cost_their_length_and_no_more() {
    const N: usize = 60_000;
    for piece in [
        "\"",
        "\\",
        "<",
        ">",
        ";",
        ",",
        "a=",
        "\"\\",
        ";a",
        ",<",
        "%",
        "(",
        ")",
        " ",
        "\t",
        "x,",
        ";a=\"b\"",
        "Digest ",
        "Digest a=b,",
        "\r\n ",
    ] {
        for head in [
            "Via: SIP/2.0/UDP h",
            "Contact: ",
            "Contact: <sip:",
            "WWW-Authenticate: Digest ",
            "Retry-After: 1 (",
            "To: \"",
            "Content-Length: ",
        ] {
            let bytes = format!("SIP/2.0 200 OK\r\n{head}{}\r\n\r\n", piece.repeat(N / piece.len())).into_bytes();
            let begin = Instant::now();
            read_everything(&bytes);
            assert!(begin.elapsed() < Duration::from_secs(3), "{head}{piece}: {:?}", begin.elapsed());
        }
    }
    let many = format!("SIP/2.0 200 OK\r\n{}\r\n", "m: <sip:a@h>\r\n".repeat(500));
    let begin = Instant::now();
    read_everything(many.as_bytes());
    assert!(begin.elapsed() < Duration::from_secs(3));
}
