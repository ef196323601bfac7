//! IPv6 in every place where a message may have it, after the sections of RFC 5118, with messages of our own and the class each must get.

use crate::sip::message::Defect;
use crate::sip::sdp::Description;
use crate::sip::{Message, SipUri, Uri, Via};

/// What must become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Read, and nothing is wrong with it.
    Good,
    /// Read, but the Request-URI is none: a server answers 400, and so do we.
    BadRequestUri,
}

/// A request with a Via, headers and a body of its own.
fn request(first: &str, via: &str, more: &str, body: &str) -> Vec<u8> {
    let method = first.split(' ').next().unwrap();
    format!(
        "{first}\r\nTo: sip:user@example.com\r\nFrom: sip:user@example.com;tag=81x2\r\n{via}\r\nCall-ID: SSG9559905523997077@hlau_4100\r\n\
         Max-Forwards: 70\r\nCSeq: 98176 {method}\r\n{more}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

const VIA: &str = "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111";

fn read(bytes: &[u8]) -> (Class, Message) {
    let message = Message::parse(bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)));
    let class = match message.defects().as_slice() {
        [] => Class::Good,
        [Defect::RequestUri] => Class::BadRequestUri,
        other => panic!("{other:?}: {}", String::from_utf8_lossy(bytes)),
    };
    // What we pass on or quote is what came.
    assert_eq!(Message::parse(&message.to_bytes()).unwrap().headers(), message.headers());
    (class, message)
}

fn uri_of(message: &Message) -> SipUri {
    let Ok(Uri::Sip(uri)) = message.as_request().unwrap().uri.parse() else { panic!("{message:?}") };
    uri
}

/// Sections 4.1 to 4.4 and 4.10: the Request-URI.
#[test]
fn a_request_uri_needs_brackets_and_a_port_stands_behind_them() {
    for (section, uri, expected) in [
        ("4.1", "sip:[2001:db8::10]", Ok(("2001:db8::10", None))),
        ("4.2", "sip:2001:db8::10", Err(Class::BadRequestUri)),
        // Meant as a port, and nobody can know: within the brackets it is the last part of the address.
        ("4.3", "sip:[2001:db8::10:5070]", Ok(("2001:db8::10:5070", None))),
        ("4.4", "sip:[2001:db8::10]:5070", Ok(("2001:db8::10", Some(5070)))),
        ("4.10", "sip:user@[2001:db8::192.0.2.1]", Ok(("2001:db8::192.0.2.1", None))),
        // What the grammar of RFC 3261 makes of it: three colons. Never sent, and read as what was meant.
        ("4.10", "sip:user@[2001:db8:::192.0.2.1]", Ok(("2001:db8::192.0.2.1", None))),
        ("beside", "sip:[2001:db8:::1::2]", Err(Class::BadRequestUri)),
        ("beside", "sip:[2001:db8::::1]", Err(Class::BadRequestUri)),
        ("beside", "sip:[2001:db8::10", Err(Class::BadRequestUri)),
        ("beside", "sip:[2001:db8::10]5070", Err(Class::BadRequestUri)),
        ("beside", "sip:[2001:db8::10]:", Err(Class::BadRequestUri)),
        ("beside", "sip:[192.0.2.1]", Err(Class::BadRequestUri)),
        ("beside", "sip:[]", Err(Class::BadRequestUri)),
    ] {
        let (class, message) = read(&request(&format!("REGISTER {uri} SIP/2.0"), VIA, "", ""));
        match expected {
            Ok((host, port)) => {
                assert_eq!(class, Class::Good, "{section} {uri}");
                let read = uri_of(&message);
                assert_eq!((read.host.as_str(), read.port), (host, port), "{section} {uri}");
                assert!(read.host.parse::<std::net::Ipv6Addr>().is_ok(), "{section}: {} is an address", read.host);
                assert_eq!(read.to_string().parse::<Uri>().unwrap(), Uri::Sip(read), "{section} {uri}");
            }
            Err(wanted) => assert_eq!(class, wanted, "{section} {uri}"),
        }
    }
}

/// Section 4.5: some servers put brackets around `received`, the grammar wants none; both are one address.
#[test]
fn the_address_that_a_server_saw_is_read_with_brackets_and_without() {
    for received in ["[2001:db8::9:255]", "2001:db8::9:255"] {
        let via = format!("Via: SIP/2.0/UDP [2001:db8::9:1];received={received};branch=z9hG4bKas3-111");
        let (class, message) = read(&request("BYE sip:[2001:db8::10] SIP/2.0", &via, "", ""));
        assert_eq!(class, Class::Good, "{received}");
        let top = message.headers().top_via().unwrap();
        assert_eq!((top.host.as_str(), top.received().as_deref()), ("2001:db8::9:1", Some("2001:db8::9:255")), "{received}");
        assert_eq!(Via::parse(&top.to_string()).unwrap(), top);
    }
}

const CALL: &str = "INVITE sip:user@[2001:db8::10] SIP/2.0";
const SDP: &str = "Contact: \"Caller\" <sip:caller@[2001:db8::20]>\r\nContent-Type: application/sdp\r\n";

/// Sections 4.6 and 4.8: a description has no brackets, and each stream may have an address of its own kind.
#[test]
fn descriptions_name_addresses_of_both_kinds() {
    let head = "v=0\r\no=assistant 971731711378798081 0 IN IP6 2001:db8::20\r\ns=Live video feed for today's meeting\r\n";
    let one = format!(
        "{head}c=IN IP6 2001:db8::20\r\nt=3338481189 3370017201\r\nm=audio 6000 RTP/AVP 2\r\na=rtpmap:2 G726-32/8000\r\n"
    );
    let two = format!(
        "{head}t=0 0\r\nm=audio 22334 RTP/AVP 0\r\nc=IN IP6 2001:db8::dead\r\nm=video 6024 RTP/AVP 107\r\nc=IN IP4 192.0.2.1\r\n"
    );
    for (body, targets) in [(one, vec!["[2001:db8::20]:6000"]), (two, vec!["[2001:db8::dead]:22334", "192.0.2.1:6024"])] {
        let (class, message) = read(&request(CALL, VIA, SDP, &body));
        assert_eq!(class, Class::Good);
        let description = Description::parse(message.body()).unwrap();
        let found: Vec<String> =
            description.streams.iter().map(|stream| description.target(stream).unwrap().to_string()).collect();
        assert_eq!(found, targets);
    }
    // Brackets there are a mistake, and no address.
    let wrong = Description::parse(b"v=0\r\nc=IN IP6 [2001:db8::20]\r\nm=audio 6000 RTP/AVP 8\r\n").unwrap();
    assert_eq!(wrong.target(wrong.audio().unwrap()), None);
}

/// Section 4.7: addresses of both kinds in one header.
#[test]
fn both_kinds_stand_in_one_list() {
    let vias = "Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111,SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144,\
                SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200";
    let (class, message) = read(&request("BYE sip:user@host.example.net SIP/2.0", vias, "", ""));
    assert_eq!(class, Class::Good);
    let list = message.headers().vias().unwrap();
    let hosts: Vec<(&str, Option<u16>)> = list.iter().map(|via| (via.host.as_str(), via.port)).collect();
    assert_eq!(hosts, [("2001:db8::9:1", Some(6050)), ("192.0.2.1", None), ("2001:db8::9:255", None)]);
    assert_eq!(list[2].received().as_deref(), Some("192.0.2.200"));
}

/// Section 4.9: IPv4-mapped addresses in Via, Contact and the description.
#[test]
fn mapped_addresses_are_addresses() {
    let via = "Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19\r\nVia: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111";
    let more = "Contact: \"T. desk phone\" <sip:ted@[::ffff:192.0.2.2]>\r\nContent-Type: application/sdp\r\n";
    let body = "v=0\r\no=assistant 971731711378798081 0 IN IP6 ::ffff:192.0.2.2\r\ns=-\r\nc=IN IP6 ::ffff:192.0.2.2\r\nt=0 0\r\n\
                m=audio 6000 RTP/AVP 2\r\n";
    let (class, message) = read(&request(CALL, via, more, body));
    assert_eq!(class, Class::Good);
    assert_eq!(message.headers().top_via().unwrap().host, "::ffff:192.0.2.10");
    let contacts = message.headers().addresses("Contact").unwrap();
    assert_eq!(contacts[0].uri.as_sip().unwrap().host, "::ffff:192.0.2.2");
    let description = Description::parse(message.body()).unwrap();
    let target = description.target(&description.streams[0]).unwrap();
    assert_eq!(target.ip().to_canonical().to_string(), "192.0.2.2");
}
