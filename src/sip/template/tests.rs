use proptest::prelude::*;

use super::*;
use crate::domain::{HostPort, Secret, Transport};
use crate::sip::digest::Credentials;
use crate::sip::message::{Message, Method, Request, Response};
use crate::sip::params::Params;
use crate::sip::via::Via;

/// The same request by the full path.
fn by_full_path(s: &RegisterSettings, f: &Fields<'_>) -> Vec<u8> {
    let via = Via {
        transport: s.transport.via_token().to_owned(),
        host: s.sent_by.host.to_string(),
        port: Some(s.sent_by.port),
        params: Params::default().with_flag("rport").with("branch", &format!("{MAGIC_COOKIE}{}", f.branch)),
    };
    let mut request =
        Request::new(Method::REGISTER, s.registrar.to_string()).with("Via", via.to_string()).with("Max-Forwards", "70");
    for route in &s.route {
        request = request.with("Route", route);
    }
    request = request
        .with("From", format!("<{}>;tag={}", s.aor, s.from_tag))
        .with("To", format!("<{}>", s.aor))
        .with("Call-ID", s.call_id.as_str())
        .with("CSeq", format!("{} REGISTER", f.cseq));
    if let Operation::Bind { contact, .. } | Operation::Unbind { contact } = &s.operation {
        let mut contact = NameAddr::new(contact.clone());
        if let Some(instance) = &s.instance {
            contact.params.set("+sip.instance", Some(&quote(&format!("<{instance}>"))));
            if s.reg_id.is_some() {
                contact.params.set("reg-id", Some("1"));
            }
        }
        let expires = f.expires.unwrap().to_string();
        contact.params.set("expires", Some(&expires));
        request = request.with("Contact", contact.to_string());
        if matches!(s.operation, Operation::Bind { .. }) {
            request = request.with("Expires", expires);
        }
    }
    for (name, value) in f.answers {
        request = request.with(name, value);
    }
    let outbound = s.instance.is_some() && s.reg_id.is_some();
    request = request.with("Supported", if outbound { "path, gruu, outbound" } else { "path, gruu" });
    request.with("User-Agent", s.user_agent.as_ref()).to_bytes()
}

proptest! {
    #[test]
    fn the_template_writes_what_the_full_path_writes(
        user in "[ -~äß€]{1,12}", domain in "[a-z]{1,8}(\\.[a-z]{2,5})?", call_id in "[ -~\r\n]{1,20}", tag in "[0-9a-f]{1,16}",
        branch in "[0-9a-f]{16}", cseq: u32, expires in prop::option::of(any::<u32>()), kind in 0..3, port: u16, v6: bool,
        instance: bool, outbound: bool, routes in prop::collection::vec("<sip:[a-z]{1,8};lr>", 0..3), agent in "[ -~\r\n]{0,20}",
        answers in prop::collection::vec("[ -~]{0,40}", 0..3),
    ) {
        let contact = SipUri::new(Some(&user), &domain, Some(port));
        let expires = if kind == 0 { None } else { Some(expires.unwrap_or(0)) };
        let host = if v6 { "2001:db8::1" } else { "192.0.2.1" };
        let credentials = Credentials::password("u", Secret::new("p"));
        let settings = RegisterSettings {
            call_id: call_id.as_str().into(),
            from_tag: tag.into(),
            cseq,
            instance: instance.then(|| "urn:uuid:0-1".to_owned()),
            reg_id: outbound.then_some(1),
            route: routes,
            user_agent: agent.into(),
            operation: match (kind, expires) {
                (1, Some(expires)) => Operation::Bind { contact, expires },
                (2, _) => Operation::Unbind { contact },
                _ => Operation::Fetch,
            },
            ..RegisterSettings::fetch(&user, &domain, credentials, Transport::Tls, HostPort { host: host.into(), port })
        };
        let answers: Vec<_> = answers.into_iter().map(|a| ("Authorization", a)).collect();
        let fields = Fields { branch: &branch, cseq, expires, answers: &answers };
        let ours = RegisterTemplate::prepare(&settings).write(&fields);
        prop_assert_eq!(String::from_utf8(ours), String::from_utf8(by_full_path(&settings, &fields)));
    }
}

fn answer() -> Response {
    Response::new(401)
        .with("Via", "SIP/2.0/UDP 127.0.0.1:5070;rport=5070;received=127.0.0.1;branch=z9hG4bKabc")
        .with("Call-ID", "c@1")
        .with("From", "<sip:a@h>;tag=1")
        .with("To", "<sip:a@h>;tag=2")
        .with("CSeq", "7 REGISTER")
        .with("WWW-Authenticate", "Digest realm=\"a\",nonce=\"b\"")
        .with("Contact", "<sip:a@h>")
}

/// Whatever the scanner says, the full path says too.
fn agrees(bytes: &[u8]) -> bool {
    let Some(scanned) = scan(bytes) else { return true };
    let Ok(Message::Response(full)) = Message::parse(bytes) else {
        // The scanner does not look at Content-Length and lines it does not need; the caller parses fully before it acts.
        return true;
    };
    let cseq = full.headers.cseq();
    full.status == scanned.status
        && full.headers.get("Call-ID") == Some(scanned.call_id)
        && full.headers.vias().map_or(true, |v| v.len() != 1 || v[0].branch().unwrap_or_default() == scanned.branch)
        && cseq.map_or(true, |c| c.number == scanned.cseq && c.method.as_str() == scanned.method)
}

#[test]
fn the_scanner_reads_ordinary_answers() {
    let bytes = answer().to_bytes();
    let expected = Scanned { status: 401, call_id: "c@1", cseq: 7, method: "REGISTER", branch: "z9hG4bKabc" };
    assert_eq!(scan(&bytes), Some(expected));
    assert!(agrees(&bytes));
    let compact = b"SIP/2.0 200\r\nv: SIP/2.0/UDP h;branch=z1;rport\r\ni:c\r\nCSEQ : 1 REGISTER\r\n\r\n";
    assert_eq!(scan(compact), Some(Scanned { status: 200, call_id: "c", cseq: 1, method: "REGISTER", branch: "z1" }));
}

#[test]
fn the_scanner_leaves_odd_answers_to_the_full_path() {
    for (name, value) in [
        ("Via", "SIP/2.0/UDP a;branch=z1, SIP/2.0/UDP b;branch=z2"),
        ("Via", "SIP / 2.0 / UDP a;branch=z1"),
        ("Via", "SIP/2.0/UDP a;x=\";branch=z9\";branch=z1"),
        ("CSeq", "7\tREGISTER"),
        ("CSeq", "x REGISTER"),
    ] {
        let mut odd = answer();
        odd.headers.set(name, value);
        assert_eq!(scan(&odd.to_bytes()), None, "{value}");
    }
    for twice in ["Via", "Call-ID", "CSeq"] {
        let odd = answer();
        let again = odd.headers.get(twice).unwrap().to_owned();
        assert_eq!(scan(&odd.with(twice, again).to_bytes()), None, "{twice}");
    }
    let text = String::from_utf8(answer().to_bytes()).unwrap();
    for odd in [
        text.replace("\r\n", "\n"),
        text.replace("CSeq: ", "CSeq:\r\n "),
        text.replace("SIP/2.0 401", "SIP/2.0 4010"),
        text[..100].to_owned(),
    ] {
        assert_eq!(scan(odd.as_bytes()), None);
    }
    assert_eq!(scan(b"OPTIONS sip:h SIP/2.0\r\n\r\n"), None);
}

#[test]
fn scanner_and_full_path_agree_on_damaged_answers() {
    let good = answer().to_bytes();
    let mut random = crate::random::Random(0x2545_f491);
    let mut next = |n: usize| random.below(n);
    for _ in 0..20_000 {
        let mut bytes = good.clone();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = b" \t\r\n:;,\"=<>/aZ0\xc3"[next(16)],
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, b" \t\r\n:;,\"=<>/aZ0\xc3"[next(16)]),
            }
        }
        assert!(agrees(&bytes), "{}", String::from_utf8_lossy(&bytes));
    }
}
