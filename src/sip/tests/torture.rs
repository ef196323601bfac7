//! A torture table after the ideas of RFC 4475, with messages of our own.

use crate::sip::message::Defect;
use crate::sip::{Message, Method, ParseError, Uri};

const REST: &str = "Via: SIP/2.0/UDP h.example;branch=z9hG4bKt\r\nFrom: <sip:a@h.example>;tag=1\r\nTo: <sip:b@h.example>\r\n\
                    Call-ID: t@h.example\r\nMax-Forwards: 70\r\n";

/// A request with everything it needs and these lines besides.
fn request(first: &str, cseq: &str, more: &str) -> Vec<u8> {
    format!("{first}\r\n{REST}CSeq: {cseq}\r\n{more}\r\n").into_bytes()
}

/// A REGISTER in which one line is replaced.
fn register_but(name: &str, line: &str) -> Vec<u8> {
    let text =
        String::from_utf8(request("REGISTER sip:h.example SIP/2.0", "1 REGISTER", "Contact: <sip:b@c.example>\r\n")).unwrap();
    let mut out = String::new();
    for old in text.split_inclusive("\r\n") {
        out.push_str(if old.starts_with(&format!("{name}:")) { line } else { old });
        if old.starts_with(&format!("{name}:")) && !line.is_empty() {
            out.push_str("\r\n");
        }
    }
    out.into_bytes()
}

fn parse(bytes: &[u8]) -> Message {
    Message::parse(bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(bytes)))
}

#[test]
fn odd_but_valid_messages_are_understood() {
    // Short and tortuous: mixed case, compact names, folding, blanks, empty values, unknown headers and parameters.
    let tortuous = "INVITE sip:vivekg@chair.example;unknownparam SIP/2.0\r\n\
        TO :\r\n sip:vivekg@chair.example ;   tag    = 1918181833n\r\n\
        from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example>\r\n  ;\r\n  tag = 98asjd8\r\n\
        MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\ncontent-Length   : 5\r\n\
        cseq: 0009\r\n  INVITE\r\n\
        Via  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\ns :\r\n\
        NewFangledHeader:   newfangled value\r\n continued newfangled value\r\nUnknownHeaderWithUnusualValue: ;;,,;;,;\r\n\
        v:  SIP  / 2.0  / TCP     spindle.example   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n\
        m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example> ; newparam =\r\n      newvalue ;\r\n  secondparam ; q = 0.33\r\n\r\nbody!";
    let message = parse(tortuous.as_bytes());
    assert_eq!(message.defects(), []);
    let headers = message.headers();
    assert_eq!(
        headers.vias().unwrap().iter().map(|v| v.branch().unwrap().to_owned()).collect::<Vec<_>>(),
        ["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"]
    );
    assert_eq!(headers.from().unwrap().display.as_deref(), Some("J Rosenberg \\\""));
    assert_eq!((headers.to().unwrap().tag(), headers.from().unwrap().tag()), (Some("1918181833n"), Some("98asjd8")));
    assert_eq!((headers.cseq().unwrap().number, headers.get("Subject")), (9, Some("")));
    assert_eq!((headers.number("Max-Forwards"), message.body()), (Some(68), &b"body!"[..]));

    // Every character a token may hold.
    let odd = request(
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@h.example SIP/2.0",
        "139122385 !interesting-Method0123456789_*+`.%indeed'~",
        "extensionHeader-!.%*+_`'~: \u{fffd}大停電\r\n",
    );
    let message = parse(&odd);
    assert_eq!(message.defects(), []);
    let Message::Request(odd) = message else { panic!() };
    assert!(!odd.method.is_known());
    let Ok(Uri::Sip(uri)) = odd.uri.parse() else { panic!() };
    assert_eq!((uri.host.as_str(), uri.password.as_deref()), ("h.example", Some("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)")));

    // Escapes resolve, also to a NUL; a percent sign in a method is no escape.
    let Message::Request(escaped) = parse(&request("RE%47IST%45R sip:%61%00b@h.example SIP/2.0", "1 RE%47IST%45R", "")) else {
        panic!()
    };
    assert_ne!(escaped.method, Method::REGISTER);
    assert_eq!(escaped.uri.parse::<Uri>().unwrap().as_sip().unwrap().user_text().as_deref(), Some("a\0b"));

    // A semicolon in the user part, a long header, a transport nobody knows, bytes beyond the end, no reason, Latin-1.
    for (bytes, check) in [
        (request("OPTIONS sip:user;par=u%40example.net@h.example SIP/2.0", "8 OPTIONS", ""), "h.example"),
        (request("INVITE sip:b@h.example SIP/2.0", "1 INVITE", &format!("m: <sip:{}@h.example>\r\n", "x".repeat(8000))), ""),
        (register_but("Via", "Via: SIP/2.0/UNKNOWN h;branch=z9hG4bKt, SIP/2.0/TLS-SCTP [2001:db8::9:1]:5061;branch=2"), ""),
        ([request("OPTIONS sip:h SIP/2.0", "1 OPTIONS", "l: 0\r\n"), b"INVITE trailing".to_vec()].concat(), ""),
        (format!("SIP/2.0 100 \r\n{REST}CSeq: 1 INVITE\r\n\r\n").into_bytes(), ""),
        (format!("SIP/2.0 200\r\n{REST}CSeq: 1 INVITE\r\n\r\n").into_bytes(), ""),
        (
            [
                format!("SIP/2.0 200 = 2**3 * 5**2 \u{43d}\u{43e}\r\n{REST}CSeq: 1 INVITE\r\nSubject: ").into_bytes(),
                b"\xfcber\r\n\r\n".to_vec(),
            ]
            .concat(),
            "",
        ),
        (
            request("OPTIONS sip:[2001:db8::10] SIP/2.0", "1 OPTIONS", "Contact: <sip:a@[2001:db8::1];q=0.2>, <sip:b@h>\r\n"),
            "2001:db8::10",
        ),
    ] {
        let message = parse(&bytes);
        assert_eq!(message.defects(), [], "{}", String::from_utf8_lossy(&bytes));
        if let (false, Message::Request(r)) = (check.is_empty(), &message) {
            assert_eq!(r.uri.parse::<Uri>().unwrap().as_sip().unwrap().host, check);
        }
    }
}

#[test]
fn what_a_higher_layer_must_judge_is_let_through() {
    for bytes in [
        request("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0", "1 OPTIONS", ""),
        request("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0", "1 OPTIONS", ""),
        request("INVITE tel:+49-89-99998 SIP/2.0", "1 INVITE", ""),
        request("OPTIONS sip:b@h SIP/2.0", "1 OPTIONS", "Require: nothingSupportsThis, nothingSupportsThisEither\r\n"),
        request("INVITE sip:b@h SIP/2.0", "1 INVITE", "Content-Type: application/unknownformat\r\nl: 3\r\n\r\nabc"),
        request("REGISTER sip:h SIP/2.0", "1 REGISTER", "Contact: *\r\nExpires: 0\r\n"),
        request("REGISTER sip:h SIP/2.0", "1 REGISTER", "Authorization: NoOneKnowsThisScheme opaque-data=here\r\n"),
        request("INVITE sip:b@h SIP/2.0", "1 INVITE", "Contact: sip:user@example.com;user=phone;x=\"a,b\"\r\n"),
        register_but("Via", "Via: SIP/2.0/UDP h"),
        register_but("From", "From: <sip:a@h.example>"),
    ] {
        assert_eq!(parse(&bytes).defects(), [], "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn lies_in_the_frame_are_refused() {
    for (bytes, error) in [
        (
            request("INVITE sip:b@h SIP/2.0", "1 INVITE", "Content-Length: 9999\r\n"),
            ParseError::BodyCutOff { said: 9999, got: 0 },
        ),
        (request("INVITE sip:b@h SIP/2.0", "1 INVITE", "Content-Length: -999\r\n"), ParseError::ContentLength),
        (request("INVITE <sip:b@h> SIP/2.0", "1 INVITE", ""), ParseError::RequestUri),
        (request("INVITE sip:b@h; lr SIP/2.0", "1 INVITE", ""), ParseError::StartLine),
        (request("INVITE  sip:b@h  SIP/2.0", "1 INVITE", ""), ParseError::StartLine),
        (request("INVITE sip:b@h SIP/2.0  ", "1 INVITE", ""), ParseError::StartLine),
        (request("OPTIONS sip:b@h SIP/7.0", "1 OPTIONS", ""), ParseError::Version),
        (request("OPTIONS b SIP/2.0", "1 OPTIONS", ""), ParseError::RequestUri),
        (
            format!("SIP/2.0 4294967301 better not break the receiver\r\n{REST}CSeq: 1 INVITE\r\n\r\n").into_bytes(),
            ParseError::Status,
        ),
        (format!("SIP/2.0 20 OK\r\n{REST}CSeq: 1 INVITE\r\n\r\n").into_bytes(), ParseError::Status),
        (request("OPTIONS sip:b@h SIP/2.0", "1 OPTIONS", "no colon here\r\n"), ParseError::HeaderLine(8)),
    ] {
        assert_eq!(Message::parse(&bytes), Err(error), "{}", String::from_utf8_lossy(&bytes));
    }
    let whole = request("INVITE sip:b@h SIP/2.0", "1 INVITE", "");
    assert_eq!(Message::parse(&whole[..whole.len() - 2]), Err(ParseError::NoHeadEnd), "a cut-off head is no message");
}

#[test]
fn lies_in_the_headers_are_found() {
    let named = |bytes: &[u8]| -> Vec<String> {
        parse(bytes)
            .defects()
            .into_iter()
            .map(|d| match d {
                Defect::Header(e) => e.header.to_owned(),
                Defect::Twice(name) => format!("2*{name}"),
                Defect::MethodMismatch => "method".to_owned(),
                Defect::Number(name) => format!("#{name}"),
                Defect::RequestUri => "uri".to_owned(),
            })
            .collect()
    };
    for (bytes, expected) in [
        (register_but("Via", "Via: SIP/2.0/UDP h;;,;,,"), "Via"),
        (register_but("Via", ""), "Via"),
        (register_but("Via", "Via: SIP/2.0/UDP h:70000"), "Via"),
        (register_but("CSeq", "CSeq: 36893488147419103232 REGISTER"), "CSeq"),
        (register_but("CSeq", "CSeq: 2147483648 REGISTER"), "CSeq"),
        (register_but("CSeq", "CSeq: -1 REGISTER"), "CSeq"),
        (register_but("CSeq", "CSeq: 1 INVITE"), "method"),
        (register_but("CSeq", "CSeq: 1 NEWMETHOD"), "method"),
        (register_but("CSeq", "CSeq: 1 REGISTER\r\nCSeq: 2 REGISTER"), "2*CSeq"),
        (register_but("Max-Forwards", "Max-Forwards: 300"), "#Max-Forwards"),
        (register_but("Max-Forwards", "Max-Forwards: 70\r\nExpires: 10000000000000"), "#Expires"),
        (register_but("Max-Forwards", "Retry-After: 949302838503028349304023988"), "#Retry-After"),
        (register_but("To", "To: \"Mr. J. User <sip:j@h>"), "To"),
        (register_but("To", "To: \"Watson, Thomas\" < sip:t.watson@h >"), "To"),
        (register_but("From", "From: Bell, Alexander <sip:a.g.bell@h>;tag=4"), "From"),
        (register_but("From", "From: sip:a@h;tag=1, <sip:b@h>"), "From"),
        (register_but("Contact", "Contact: sip:user@h?Route=%3Csip:r%3E"), "Contact"),
        (register_but("Contact", "Contact: <sip:user@h>\r\nContact: *"), "Contact"),
        (register_but("Contact", "Contact: <sip:>"), "Contact"),
        (register_but("Contact", "Contact: <sip:a@h"), "Contact"),
        (register_but("Call-ID", "Call-ID:"), "Call-ID"),
        (register_but("Call-ID", ""), "Call-ID"),
        (request("INVITE sip:b@h?Route=%3Csip:example.com%3E SIP/2.0", "1 INVITE", ""), "uri"),
        (request("INVITE sip:b@@h SIP/2.0", "1 INVITE", ""), "uri"),
    ] {
        assert_eq!(named(&bytes), [expected], "{}", String::from_utf8_lossy(&bytes));
    }
    // A list of what is wrong, not the first thing only.
    let bare = Message::parse(b"OPTIONS sip:h SIP/2.0\r\n\r\n").unwrap();
    assert_eq!(bare.defects().len(), 5);
}
