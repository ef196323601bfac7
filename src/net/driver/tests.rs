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
        let reach = Reach {
            tls: TlsSettings::default(),
            ws_path: "/ws".to_owned(),
            local_port: 0,
            dns: Dns { server: None, seed: [0; 32] },
            connect_within: Duration::from_secs(5),
        };
        // An alert: a TLS server, however little it likes our greeting.
        for (answer, told) in [(&b"\x15\x03\x03\x00\x02\x02\x28"[..], FlowError::SpeaksTls), (b"", FlowError::ClosedAtOnce)] {
            let port = wordless(answer).await;
            let way = |transport| Way {
                registrar: HostPort { host: "127.0.0.1".to_owned(), port },
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
