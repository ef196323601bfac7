//! Our own SIP user agent, over real sockets, against the real registrars: what it reports is what the registrar really does.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use deskshift::domain::{Secret, Transport};
use deskshift::net::{CertificateFault, Flow, FlowError, Target, TlsFault, TlsSettings};
use deskshift::sip::digest::Credentials;
use deskshift::sip::register::{Ending, Handled, Operation, RegisterOutcome, RegisterSettings, Registration};
use deskshift::sip::tokens::Tokens;
use deskshift::sip::{Message, SipUri};

use super::asterisk::Asterisk;
use super::certificates::{Certificates, PBX_NAME};
use super::kamailio::{Kamailio, REALM, Subscriber};
use super::programs::{Program, present};

const TRANSPORTS: [Transport; 3] = [Transport::Udp, Transport::Tcp, Transport::Tls];

/// Passwords that have broken other programs.
const HARD: [&str; 5] = ["a b", "quo\"te", "back\\slash", "semi,colon:and=signs&<>'", "Grüße%20€"];

pub async fn open(port: u16, transport: Transport, certificates: &Certificates) -> Flow {
    let tls = TlsSettings { authorities_pem: certificates.ca.clone().into_bytes(), ..TlsSettings::default() };
    let target = Target { tls, ..Target::new("127.0.0.1", port, transport) };
    Flow::open(&target, Duration::from_secs(5)).await.expect("a flow")
}

pub fn settings(flow: &Flow, domain: &str, user: &str, login: (&str, &str), operation: Operation) -> RegisterSettings {
    let credentials = Credentials::password(login.0, Secret::new(login.1));
    RegisterSettings {
        call_id: format!("{user}-{}", flow.local_addr().port()).into(),
        from_tag: "t".into(),
        operation,
        instance: Some(format!("urn:uuid:00000000-0000-4000-8000-{:012}", flow.local_addr().port())),
        timeout: Duration::from_secs(4),
        ..RegisterSettings::fetch(user, domain, credentials, flow.transport(), flow.sent_by())
    }
}

pub fn contact(flow: &Flow, user: &str) -> SipUri {
    let local = flow.local_addr();
    let mut uri = SipUri::new(Some(user), &local.ip().to_string(), Some(local.port()));
    if flow.transport() != Transport::Udp {
        uri.params.set("transport", Some(flow.transport().as_str()));
    }
    uri
}

/// Runs exchanges side by side over one flow until all are over.
async fn run(flow: &mut Flow, all: Vec<RegisterSettings>) -> Vec<RegisterOutcome> {
    // A branch that comes again is a retransmission to Asterisk, and answered with 400.
    static SEED: AtomicU8 = AtomicU8::new(0);
    let mut tokens = Tokens::from_seed([SEED.fetch_add(1, Ordering::Relaxed); 32]);
    let mut lines: Vec<Registration> = all.into_iter().map(|s| Registration::new(s, tokens.fork())).collect();
    for line in &mut lines {
        line.start(Instant::now());
    }
    for _ in 0..100_000 {
        for line in &mut lines {
            while let Some(bytes) = line.poll_transmit() {
                flow.send(&bytes).await.expect("sent");
            }
        }
        let Some(next) = lines.iter().filter_map(Registration::poll_timeout).min() else {
            return lines.into_iter().map(|l| l.into_outcome().expect("over")).collect();
        };
        tokio::select! {
            bytes = flow.recv() => {
                let Ok(Message::Response(response)) = Message::parse(&bytes.expect("received")) else { continue };
                let taken = lines.iter_mut().map(|l| l.handle(Instant::now(), &response)).filter(|h| *h != Handled::Ignored).count();
                assert!(taken <= 1, "an answer belongs to one line");
            }
            () = tokio::time::sleep_until(next.into()) => lines.iter_mut().for_each(|l| l.handle_timeout(Instant::now())),
        }
    }
    panic!("endless")
}

pub async fn one(flow: &mut Flow, make: impl FnOnce(&Flow) -> RegisterSettings) -> RegisterOutcome {
    let settings = make(flow);
    run(flow, vec![settings]).await.remove(0)
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime").block_on(future)
}

/// Fetch, bind, see it listed, unbind exactly that contact, see it gone.
async fn round(flow: &mut Flow, domain: &str, user: &str, login: (&str, &str)) {
    let transport = flow.transport();
    let make = |flow: &Flow, operation| settings(flow, domain, user, login, operation);
    let fetch = one(flow, |f| make(f, Operation::Fetch)).await;
    assert!(matches!(&fetch.ending, Ending::Accepted { contacts, .. } if contacts.is_empty()), "{transport}: {fetch:?}");
    assert_eq!((fetch.requests, fetch.retransmissions), (2, 0));
    let ours = contact(flow, user);
    let bind =
        one(flow, |f| RegisterSettings { cseq: 10, ..make(f, Operation::Bind { contact: ours.clone(), expires: 90 }) }).await;
    let Ending::Accepted { contacts, granted: Some(granted) } = &bind.ending else { panic!("{transport}: {bind:?}") };
    assert!((80..=90).contains(granted) && contacts.iter().any(|c| c.ours) && !bind.contact_rewritten, "{transport}: {bind:?}");
    let unbind = one(flow, |f| RegisterSettings { cseq: 20, ..make(f, Operation::Unbind { contact: ours }) }).await;
    assert!(matches!(&unbind.ending, Ending::Accepted { contacts, .. } if contacts.is_empty()), "{transport}: {unbind:?}");
    let clock = bind.clock.seconds().expect("a server time");
    let now = jiff::Timestamp::now().as_second();
    assert!((clock - now).abs() <= 60, "{clock} {now}");
}

fn endpoint(name: &str, aor: &str, auth: &str) -> String {
    let auth_line = if auth.is_empty() { String::new() } else { format!("auth={name}\n") };
    format!(
        "[{name}]\ntype=endpoint\naors={name}\n{auth_line}context=none\ndisallow=all\nallow=alaw\n[{name}]\ntype=aor\n{aor}\n{auth}\n"
    )
}

fn auth(name: &str, password: &str, more: &str) -> String {
    // In Asterisk's grammar `;` opens a comment and a backslash before it escapes it.
    format!("[{name}]\ntype=auth\nauth_type=digest\nusername={name}\npassword={}\n{more}", password.replace(';', "\\;"))
}

fn rejected(outcome: &RegisterOutcome) -> (u16, Option<u16>) {
    match outcome.ending {
        Ending::Rejected { first, second, .. } => (first, second),
        _ => panic!("{outcome:?}"),
    }
}

#[test]
fn asterisk_and_our_user_agent_understand_each_other() {
    if !present("asterisk_and_our_user_agent_understand_each_other", &[Program::Asterisk]) {
        return;
    }
    let certificates = Certificates::new();
    let two = "max_contacts=2";
    let mut text = endpoint("500", two, &auth("500", "plain", ""))
        + &endpoint("501", two, &auth("501", "strong", "supported_algorithms_uas=SHA-256\n"))
        + &endpoint("502", two, &auth("502", "strongest", "supported_algorithms_uas=SHA-512-256,SHA-256,MD5\n"))
        + &endpoint("504", "max_contacts=0", &auth("504", "none", ""))
        + &endpoint("507", two, "");
    for (n, password) in HARD.iter().enumerate() {
        let name = format!("51{n}");
        text += &endpoint(&name, two, &auth(&name, password, ""));
    }
    for n in 0..100 {
        let name = format!("{}", 6000 + n);
        text += &endpoint(&name, two, &auth(&name, &format!("pw{n}"), ""));
    }
    let asterisk = Asterisk::start(&certificates, |etc, transports| {
        std::fs::write(etc.join("pjsip.conf"), format!("{transports}\n{text}")).expect("pjsip.conf");
        std::fs::write(etc.join("extensions.conf"), "[none]\n").expect("extensions.conf");
    });
    let port = |t| if t == Transport::Tls { asterisk.ports.tls } else { asterisk.ports.sip };
    block_on(async {
        for transport in TRANSPORTS {
            let mut flow = open(port(transport), transport, &certificates).await;
            round(&mut flow, "127.0.0.1", "500", ("500", "plain")).await;
        }
        let mut flow = open(asterisk.ports.sip, Transport::Udp, &certificates).await;
        let fetch = |flow: &Flow, user: &str, login: (&str, &str)| settings(flow, "127.0.0.1", user, login, Operation::Fetch);
        for (user, password, algorithm) in
            [("500", "plain", "MD5"), ("501", "strong", "SHA-256"), ("502", "strongest", "SHA-512-256")]
        {
            let outcome = one(&mut flow, |f| fetch(f, user, (user, password))).await;
            assert!(matches!(outcome.ending, Ending::Accepted { .. }), "{user}: {outcome:?}");
            assert_eq!(outcome.steps[0].answered_with, Some(algorithm), "{user}: {:?}", outcome.steps[0].offered);
        }
        for (n, password) in HARD.iter().enumerate() {
            let name = format!("51{n}");
            let outcome = one(&mut flow, |f| fetch(f, &name, (&name, password))).await;
            assert!(matches!(outcome.ending, Ending::Accepted { .. }), "{password}: {outcome:?}");
        }
        assert_eq!(rejected(&one(&mut flow, |f| fetch(f, "500", ("500", "wrong"))).await), (401, Some(401)));
        assert_eq!(rejected(&one(&mut flow, |f| fetch(f, "599", ("599", "any"))).await), (401, Some(401)));
        assert_eq!(rejected(&one(&mut flow, |f| fetch(f, "504", ("504", "none"))).await), (401, Some(403)));
        let open_one = one(&mut flow, |f| fetch(f, "507", ("507", "any"))).await;
        assert!(matches!(open_one.ending, Ending::AcceptedWithoutChallenge { .. }), "{open_one:?}");

        let many = (0..100).map(|n| {
            let (user, password) = (format!("{}", 6000 + n), format!("pw{n}"));
            settings(&flow, "127.0.0.1", &user, (&user, &password), Operation::Fetch)
        });
        let many = many.collect();
        for outcome in run(&mut flow, many).await {
            assert!(matches!(outcome.ending, Ending::Accepted { .. }), "one socket for all lines: {outcome:?}");
        }
    });
}

#[test]
fn kamailio_and_our_user_agent_understand_each_other() {
    if !present("kamailio_and_our_user_agent_understand_each_other", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let subscriber =
        |number: &str, secret: &str| Subscriber { number: number.into(), user: number.into(), secret: secret.into() };
    let subscribers: Vec<_> = [subscriber("500", "plain")]
        .into_iter()
        .chain(HARD.iter().enumerate().map(|(n, password)| subscriber(&format!("51{n}"), password)))
        .collect();
    let kamailio = Kamailio::start(&certificates, &subscribers);
    let port = |t| if t == Transport::Tls { kamailio.tls } else { kamailio.sip };
    block_on(async {
        for transport in TRANSPORTS {
            let mut flow = open(port(transport), transport, &certificates).await;
            round(&mut flow, REALM, "500", ("500", "plain")).await;
        }
        let mut flow = open(kamailio.sip, Transport::Udp, &certificates).await;
        for (n, password) in HARD.iter().enumerate() {
            let name = format!("51{n}");
            let outcome = one(&mut flow, |f| settings(f, REALM, &name, (&name, password), Operation::Fetch)).await;
            assert!(matches!(outcome.ending, Ending::Accepted { .. }), "{password}: {outcome:?}");
        }
        let outcome = one(&mut flow, |f| settings(f, REALM, "500", ("500", "wrong"), Operation::Fetch)).await;
        assert_eq!(rejected(&outcome), (401, Some(401)));
    });
}

#[test]
fn real_servers_on_wrong_ports_are_named() {
    if !present("real_servers_on_wrong_ports_are_named", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let kamailio = Kamailio::start(&certificates, &[]);
    block_on(async {
        let tls = TlsSettings { authorities_pem: certificates.ca.clone().into_bytes(), ..TlsSettings::default() };
        let try_open = async |port, transport, tls: TlsSettings| {
            let target = Target { tls, ..Target::new("127.0.0.1", port, transport) };
            Flow::open(&target, Duration::from_secs(1)).await.map(|_| ())
        };
        assert_eq!(try_open(kamailio.sip, Transport::Tls, tls.clone()).await, Err(FlowError::Tls(TlsFault::NotTls)));
        let unknown = vec![CertificateFault::UnknownIssuer];
        let untrusted = try_open(kamailio.tls, Transport::Tls, TlsSettings::default()).await;
        assert_eq!(untrusted, Err(FlowError::Tls(TlsFault::Certificate(unknown))));
        let named = TlsSettings { server_name: Some("other.example".into()), ..tls.clone() };
        let presented = vec![PBX_NAME.to_owned(), "localhost".to_owned(), "127.0.0.1".to_owned()];
        let wrong = CertificateFault::WrongName { expected: "other.example".into(), presented };
        assert_eq!(try_open(kamailio.tls, Transport::Tls, named).await, Err(FlowError::Tls(TlsFault::Certificate(vec![wrong]))));
        // Plain SIP to the TLS port: Kamailio ends the connection.
        let mut flow = open(kamailio.tls, Transport::Tcp, &certificates).await;
        let request = settings(&flow, REALM, "500", ("500", "x"), Operation::Fetch);
        let mut line = Registration::new(request, Tokens::from_seed([1; 32]));
        line.start(Instant::now());
        flow.send(&line.poll_transmit().expect("a request")).await.expect("sent");
        let error = flow.recv().await.expect_err("no SIP");
        assert!(matches!(error, FlowError::ClosedAtOnce | FlowError::Framing(_)), "{error:?}");
    });
}
