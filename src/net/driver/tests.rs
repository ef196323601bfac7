use super::*;
use crate::sip::framing::FrameError;

/// Every error of a flow has a class that says what to do.
#[test]
fn errors_of_flows_have_their_classes() {
    let tls = |fault| FlowError::Tls(fault);
    let certificate = |fault| tls(TlsFault::Certificate(vec![fault]));
    let table = [
        (FlowError::NameNotFound { host: "pbx.example".to_owned() }, Class::NameNotFound),
        (FlowError::LookupFailed { host: "pbx.example".to_owned() }, Class::NameNotFound),
        (FlowError::Refused, Class::PortClosed),
        (FlowError::Unreachable, Class::Unreachable),
        (FlowError::Prohibited, Class::Unreachable),
        (FlowError::TooLarge, Class::Unreachable),
        (FlowError::Local(std::io::ErrorKind::OutOfMemory), Class::Unreachable),
        (FlowError::ConnectTimeout, Class::Silent),
        (FlowError::ClosedAtOnce, Class::ConnectionLost),
        (FlowError::Closed, Class::ConnectionLost),
        (FlowError::Stalled, Class::Stalled),
        (FlowError::SpeaksTls, Class::TlsPort),
        (FlowError::Framing(FrameError::NotSip), Class::NotSip),
        (FlowError::WebSocket(crate::net::WebSocketFault::Refused(404)), Class::WebSocketRefused),
        (tls(TlsFault::NotTls), Class::TlsPlainPort),
        (tls(TlsFault::ClosedInHandshake), Class::TlsPlainPort),
        (tls(TlsFault::TooOld), Class::TlsTooOld),
        (tls(TlsFault::ClientCertificateWanted), Class::TlsClientCertificate),
        (tls(TlsFault::Authorities), Class::TlsUntrusted),
        (tls(TlsFault::Other("x".to_owned())), Class::TlsFailed),
        (certificate(CertificateFault::Expired { not_after: 1, now: 2 }), Class::TlsExpired),
        (certificate(CertificateFault::NotYetValid { not_before: 2, now: 1 }), Class::TlsNotYetValid),
        (certificate(CertificateFault::WrongName { expected: "a".to_owned(), presented: Vec::new() }), Class::TlsWrongName),
        (certificate(CertificateFault::SelfSigned), Class::TlsUntrusted),
        (certificate(CertificateFault::UnknownIssuer), Class::TlsUntrusted),
        (certificate(CertificateFault::Unusable("x".to_owned())), Class::TlsFailed),
    ];
    for (error, class) in table {
        let fault = fault(&error);
        assert_eq!(fault.class, class, "{error:?}");
        assert!(!fault.what.en.is_empty() && !fault.what.de.is_empty());
    }
}

fn reach() -> Reach {
    Reach {
        tls: TlsSettings::default(),
        ws_path: "/ws".to_owned(),
        local_port: 0,
        dns: Dns { server: None, seed: [0; 32] },
        connect_within: Duration::from_secs(5),
    }
}

/// A port that drops whoever does not begin with a TLS greeting, and answers the greeting with these bytes.
async fn wordless(answer: &'static [u8]) -> u16 {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).await.unwrap_or(0);
            if read > 0 && buffer[0] == 0x16 {
                let _ = stream.write_all(answer).await;
            }
        }
    });
    port
}

#[test]
fn a_wordless_end_is_a_tls_port_where_a_handshake_says_so() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let reach = reach();
        // An alert: a TLS server, however little it likes our greeting.
        for (answer, told) in [(&b"\x15\x03\x03\x00\x02\x02\x28"[..], FlowError::SpeaksTls), (b"", FlowError::ClosedAtOnce)] {
            let port = wordless(answer).await;
            let way = |transport| Way {
                registrar: HostPort { host: "127.0.0.1".into(), port },
                transport,
                ws_path: None,
                by_dns: false,
            };
            for transport in [Transport::Tcp, Transport::Ws] {
                assert_eq!(by_handshake(FlowError::ClosedAtOnce, &way(transport), &reach).await, told, "{transport}");
            }
            // Over TLS the handshake has been; a connection that ends later, or is refused, has another cause.
            assert_eq!(by_handshake(FlowError::ClosedAtOnce, &way(Transport::Tls), &reach).await, FlowError::ClosedAtOnce);
            for error in [FlowError::Closed, FlowError::Refused] {
                assert_eq!(by_handshake(error.clone(), &way(Transport::Tcp), &reach).await, error);
            }
        }
    });
}

/// A registrar over TCP that waits until nothing more comes, and then answers all it was asked in one write, behind as many questions of
/// its own as are taken in one turn.
async fn answers_behind_a_batch() -> u16 {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut buffer, mut asked) = (vec![0; 64 * 1024], String::new());
        loop {
            match tokio::time::timeout(Duration::from_millis(30), stream.read(&mut buffer)).await {
                Ok(Ok(0) | Err(_)) => return,
                Ok(Ok(n)) => asked.push_str(std::str::from_utf8(&buffer[..n]).unwrap()),
                Err(_) => {
                    let asked = std::mem::take(&mut asked);
                    let requests = asked.split("\r\n\r\n").filter(|text| text.starts_with("REGISTER"));
                    let answers: String = requests.map(answer).collect();
                    if !answers.is_empty() {
                        let text: String = (0..BATCH).map(question).chain([answers]).collect();
                        let _ = stream.write_all(text.as_bytes()).await;
                    }
                }
            }
        }
    });
    port
}

fn question(n: usize) -> String {
    format!(
        "OPTIONS sip:x@h SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKo{n}\r\nFrom: <sip:h>;tag=a\r\nTo: <sip:x@h>\r\nCall-ID: o{n}\r\n\
         CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )
}

fn answer(request: &str) -> String {
    let copied = ["Via", "From", "To", "Call-ID", "CSeq"].map(|name| {
        let line = request.lines().find(|line| line.starts_with(&format!("{name}: "))).unwrap();
        format!("{line}\r\n")
    });
    let status = if request.contains("\r\nAuthorization: ") {
        "SIP/2.0 200 OK\r\n"
    } else {
        "SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"pbx.example\", nonce=\"n\"\r\n"
    };
    format!("{status}{}Content-Length: 0\r\n\r\n", copied.concat())
}

struct Ignoring;

impl Watch for Ignoring {
    fn decided(&mut self, _: &Progress, _: Vec<Decided>) -> bool {
        true
    }

    fn binding(&mut self, _: &Binding) -> bool {
        true
    }
}

/// More comes in one go than is taken in one turn: over a connection nobody sends it a second time.
#[test]
fn nothing_that_came_over_a_connection_is_lost() {
    use std::sync::Arc;

    use crate::domain::Secret;
    use crate::probe::budget::Budget;
    use crate::probe::campaign::{Candidate, Settings};
    use crate::probe::report::{Level, Outcome};
    use crate::probe::schedule::{Canary, Rules};
    use crate::probe::testing::{line, settings};

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let port = answers_behind_a_batch().await;
        let candidates: Vec<Candidate> = (2000..2012)
            .map(|extension| {
                let mut line = line(&extension.to_string());
                line.transport = Transport::Tcp;
                line.registrar.port = port;
                let password = Some(Secret::new("geheim"));
                Candidate { line: Arc::new(line), password, canary: Canary::No, wanted: true, left: None }
            })
            .collect();
        let settings = settings(Level::Fetch);
        let settings = Settings { rules: Rules { timeout: Duration::from_secs(4), ..settings.rules }, ..settings };
        let mut campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
        let reach = reach();
        drive(&mut campaign, &reach, std::future::pending(), &mut Ignoring).await;
        let report = campaign.into_report();
        let not_ready: Vec<_> = report.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Ready).collect();
        assert!(report.verdicts.len() == 12 && not_ready.is_empty(), "{}: {:?}", not_ready.len(), not_ready.first());
    });
}
