//! rsip as second opinion on ordinary messages, and its known wrong outputs: when an upgrade mends one of them, a test here fails,
//! and a detour of ours may be taken out.

use proptest::prelude::*;
use rsip::headers::{ToTypedHeader, UntypedHeader};
use rsip::message::HeadersExt;

use super::{Message, reason_phrase};
use crate::sip::challenge::{Algorithm, Asker, Challenge};
use crate::sip::digest::{Asked, Authorization, Credentials, answer};
use crate::sip::message::{Method, Request, Response};

fn theirs(text: &str) -> Result<rsip::SipMessage, rsip::Error> {
    rsip::SipMessage::try_from(text.as_bytes())
}

const OK: &str = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h.example:5070;branch=z9hG4bK1;received=192.0.2.1\r\n\
    From: <sip:2001@pbx.example>;tag=a\r\nTo: <sip:2001@pbx.example>;tag=b\r\nCall-ID: c@h\r\nCSeq: 2 REGISTER\r\n\
    Contact: <sip:2001@192.0.2.1:5070>;expires=60\r\nContent-Length: 0\r\n\r\n";

/// A 200 with one header line of our choice.
fn with(line: &str) -> String {
    format!("SIP/2.0 200 OK\r\n{line}\r\n\r\n")
}

fn their_response(text: &str) -> rsip::Response {
    match theirs(text) {
        Ok(rsip::SipMessage::Response(r)) => r,
        other => panic!("{other:?}"),
    }
}

#[test]
fn both_read_an_ordinary_answer_alike() {
    let ours = Message::parse(OK.as_bytes()).unwrap();
    let (h, r) = (ours.headers(), their_response(OK));
    assert_eq!(ours.as_response().unwrap().status, r.status_code.code());
    let via = r.via_header().unwrap().typed().unwrap();
    assert_eq!(h.top_via().unwrap().branch(), via.branch().map(rsip::param::Branch::value));
    assert_eq!(h.call_id().unwrap(), r.call_id_header().unwrap().value());
    let cseq = r.cseq_header().unwrap().typed().unwrap();
    assert_eq!((h.cseq().unwrap().number, h.cseq().unwrap().method.to_string()), (cseq.seq, cseq.method.to_string()));
    let to = r.to_header().unwrap().typed().unwrap();
    assert_eq!(h.to().unwrap().tag(), to.tag().map(rsip::param::Tag::value));
    assert_eq!(h.to().unwrap().uri.to_string(), to.uri.to_string());
}

proptest! {
    /// Plain messages: names and values of letters and digits, which both must read alike.
    #[test]
    fn both_read_plain_messages_alike(
        status in 100_u16..700,
        lines in prop::collection::vec(("X-[A-Za-z][A-Za-z0-9-]{0,10}", "[A-Za-z0-9][A-Za-z0-9 .:;=/]{0,20}[A-Za-z0-9]"), 0..8),
    ) {
        let mut response = Response::new(status);
        for (name, value) in &lines {
            response.headers.push(name, value);
        }
        let bytes = response.to_bytes();
        let ours = Message::parse(&bytes).unwrap();
        let theirs = their_response(std::str::from_utf8(&bytes).unwrap());
        prop_assert_eq!(theirs.status_code.code(), status);
        let read: Vec<(String, String)> = theirs.headers.iter().filter_map(|h| match h {
            rsip::Header::Other(name, value) => Some((name.clone(), value.clone())),
            _ => None,
        }).collect();
        let own: Vec<(String, String)> =
            ours.headers().iter().filter(|h| h.name != "Content-Length").map(|h| (h.name.to_string(), h.value.to_string())).collect();
        prop_assert_eq!(read, own);
    }

    /// Digest with MD5 and a nonce count of one digit, which rsip still writes right.
    #[test]
    fn both_compute_the_same_md5_digest(user in "[a-z0-9]{1,8}", password in "[!-~]{1,16}", realm in "[a-z.]{1,10}", nonce in "[0-9a-f]{8,32}", count in 1_u8..10) {
        let challenge = Challenge::digest(Asker::Server, Algorithm::MD5, &realm, &nonce);
        let credentials = Credentials::password(&user, crate::domain::Secret::new(password.as_str()));
        let asked = Asked { method: "REGISTER", uri: "sip:pbx.example", body: b"", cnonce: "0a4f113b", count: u32::from(count) };
        let ours = Authorization::parse(&answer(&challenge, &credentials, &asked).unwrap()).unwrap();
        let uri: rsip::Uri = "sip:pbx.example".try_into().unwrap();
        let qop = rsip::headers::auth::AuthQop::Auth { cnonce: "0a4f113b".into(), nc: count };
        let theirs = rsip::services::DigestGenerator {
            username: &user, password: &password, nonce: &nonce, uri: &uri, realm: &realm, method: &rsip::Method::Register,
            qop: Some(&qop), algorithm: rsip::headers::auth::Algorithm::Md5,
        };
        prop_assert_eq!(theirs.compute(), ours.response);
    }
}

#[test]
fn every_status_of_rsip_has_a_phrase() {
    for status in 100..700 {
        let known = !matches!(rsip::StatusCode::from(status), rsip::StatusCode::Other(..));
        let phrase = reason_phrase(status);
        assert!(!phrase.is_empty() && !phrase.chars().any(|c| c.is_ascii_digit()), "{status} {phrase}");
        if known {
            assert!(phrase.split(' ').all(|w| w.starts_with(|c: char| c.is_ascii_uppercase())), "{status} {phrase}");
        }
    }
}

/// What rsip 0.4.0 rejects although it is valid, and we read.
#[test]
fn known_wrong_rejections_of_rsip() {
    for text in [
        with("Subject: a\r\n b"),
        with("Subject : a"),
        "sip/2.0 200 OK\r\n\r\n".to_owned(),
        "SIP/2.0 200\r\n\r\n".to_owned(),
        "SIP/2.0 200 OK\nSubject: a\n\n".to_owned(),
        "\r\nSIP/2.0 200 OK\r\n\r\n".to_owned(),
        "NEWMETHOD sip:h SIP/2.0\r\n\r\n".to_owned(),
        "OPTIONS sip:[2001:db8::1] SIP/2.0\r\n\r\n".to_owned(),
        "OPTIONS tel:+498999998 SIP/2.0\r\n\r\n".to_owned(),
    ] {
        assert!(theirs(&text).is_err(), "mended: {text:?}");
        assert!(Message::parse(text.as_bytes()).is_ok(), "{text:?}");
    }
    let latin = b"SIP/2.0 200 OK\r\nOrganization: Stra\xdfe\r\n\r\n";
    assert!(rsip::SipMessage::try_from(&latin[..]).is_err() && Message::parse(latin).is_ok());
    for value in [
        "<sip:a@h>, <sip:b@h>",
        "<sip:a@h>;+sip.instance=\"<urn:uuid:0-1>\"",
        "<sip:a@h>;expires=\"600\"",
        "<sip:a@h> ; q = 0.5",
        "<sip:a@[2001:db8::1]>",
        "<sip:a@h;transport=odd>",
        "\"a \\\"q\\\" <x>\" <sip:a@h>",
    ] {
        assert!(rsip::headers::Contact::new(value).typed().is_err(), "mended: {value}");
        assert!(crate::sip::NameAddr::parse_list(value).is_ok(), "{value}");
    }
    for value in
        ["SIP/2.0/UDP [2001:db8::9]:5060;branch=z9hG4bK1", "SIP/2.0/ODD h;branch=z9hG4bK1", "SIP / 2.0 / UDP h;branch=z9hG4bK1"]
    {
        assert!(rsip::headers::Via::new(value).typed().is_err(), "mended: {value}");
        assert!(crate::sip::Via::parse(value).is_ok(), "{value}");
    }
    assert!(rsip::headers::CSeq::new("2\tREGISTER").typed().is_err());
    for value in [
        "Digest realm=\"a\", nonce=\"b\", algorithm=SHA-256",
        "Digest realm=\"a\", nonce=\"b\", algorithm=SHA-512-256",
        "Digest realm=\"a\", nonce=\"b\", qop=\"auth,auth-int\"",
        "Digest realm = \"a\", nonce=\"b\"",
        "Digest realm=\"a \\\"x\\\"\", nonce=\"b\"",
        "Basic realm=\"a\"",
    ] {
        assert!(rsip::headers::WwwAuthenticate::new(value).typed().is_err(), "mended: {value}");
        assert!(crate::sip::challenge::parse(value, Asker::Server).is_ok(), "{value}");
    }
}

/// What rsip 0.4.0 accepts and reads wrong.
#[test]
fn known_wrong_readings_of_rsip() {
    let cut = "SIP/2.0 200 OK\r\nCall-ID: a\r\nSubject: b\r\nCo";
    assert!(theirs(cut).is_ok(), "a cut-off head is taken; we refuse it");
    assert!(Message::parse(cut.as_bytes()).is_err());

    let two = format!("{OK}{OK}");
    assert_eq!(their_response(&two).body.len(), OK.len(), "Content-Length is not used");
    assert!(Message::parse(two.as_bytes()).unwrap().body().is_empty());

    let compact = with("i: c1");
    assert!(their_response(&compact).call_id_header().is_err(), "compact names are unknown");
    assert_eq!(Message::parse(compact.as_bytes()).unwrap().headers().call_id().unwrap(), "c1");

    let long = "sip:2001@h;pn-prid=abc:def;pn-param=X";
    let uri = rsip::Uri::try_from(long).unwrap();
    assert_eq!(uri.to_string(), "sip:2001@h;pn-prid=abc", "parameters are cut without a word");
    assert_eq!(long.parse::<crate::sip::Uri>().unwrap().to_string(), long);

    let vias = "SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b;branch=z9hG4bK2";
    assert!(!rsip::headers::Via::new(vias).typed().is_ok_and(|v| v.to_string().contains("z9hG4bK2")), "the second Via is lost");
    assert_eq!(crate::sip::Via::parse_list(vias).unwrap().len(), 2);

    let qop = rsip::headers::auth::AuthQop::Auth { cnonce: "c".into(), nc: 10 };
    assert!(qop.to_string().contains("nc=00000010"), "decimal: {qop}");
    assert_eq!(rsip::headers::auth::Algorithm::Sha256.to_string(), "SHA256", "without the hyphen");

    let host = rsip::Host::IpAddr("2001:db8::1".parse().unwrap());
    assert_eq!(host.to_string(), "2001:db8::1", "no brackets");

    let request = Request::new(Method::MESSAGE, "sip:h").with_body("x/y", vec![0xff, 0xfe]);
    let parsed = rsip::SipMessage::try_from(request.to_bytes()).unwrap();
    let back: Vec<u8> = parsed.into();
    assert!(!back.ends_with(&[0xff, 0xfe]), "binary bodies are changed");
    assert_eq!(Message::parse(&request.to_bytes()).unwrap().body(), [0xff, 0xfe]);
}
