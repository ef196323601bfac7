#![allow(clippy::disallowed_methods)]

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;

use super::*;
use crate::domain::{HostPort, Transport};
use crate::sip::framing::FrameError;
use crate::sip::{Method, Request};

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), future).await.expect("in time") })
}

const SECOND: Duration = Duration::from_secs(1);

fn options() -> Vec<u8> {
    Request::new(Method::OPTIONS, "sip:h").with("Call-ID", "c").to_bytes()
}

fn target(port: u16, transport: Transport) -> Target {
    Target::new("127.0.0.1", port, transport)
}

#[test]
fn udp_brings_whole_datagrams_and_leaves_keep_alives_out() {
    run(async {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let port = server.local_addr().unwrap().port();
        let mut flow = Flow::open(&target(port, Transport::Udp), SECOND).await.unwrap();
        flow.send(&options()).await.unwrap();
        let mut buffer = [0; 2000];
        let (n, from) = server.recv_from(&mut buffer).await.unwrap();
        assert_eq!((&buffer[..n], from), (&options()[..], flow.local_addr()));
        for bytes in [&b"\r\n\r\n"[..], b"\0", b"SIP/2.0 200 OK\r\n\r\n", b"second datagram"] {
            server.send_to(bytes, from).await.unwrap();
        }
        assert_eq!(flow.recv().await.unwrap(), b"SIP/2.0 200 OK\r\n\r\n");
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(flow.try_recv(), Some(Ok(Incoming::Message(b"second datagram".to_vec()))));
        assert_eq!(flow.try_recv(), None);
    });
}

#[test]
fn a_closed_port_is_told_at_once_over_udp_and_tcp() {
    run(async {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let begin = Instant::now();
        let mut udp = Flow::open(&target(free, Transport::Udp), SECOND).await.unwrap();
        udp.send(&options()).await.unwrap();
        let error = udp.recv().await.unwrap_err();
        assert_eq!((error.is_passing(), error), (true, FlowError::Refused));
        for transport in [Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss] {
            assert_eq!(Flow::open(&target(free, transport), SECOND).await.unwrap_err(), FlowError::Refused);
        }
        assert!(begin.elapsed() < SECOND);
    });
}

#[test]
fn names_are_resolved_and_missing_ones_are_named() {
    run(async {
        let local = resolve(&HostPort { host: "localhost".into(), port: 5060 }, SECOND * 5).await.unwrap();
        assert!(local.iter().all(|a| a.ip().is_loopback() && a.port() == 5060));
        assert!(local.is_sorted_by_key(std::net::SocketAddr::is_ipv6));
        let v6 = resolve(&HostPort { host: "2001:db8::1".into(), port: 1 }, SECOND).await.unwrap();
        assert_eq!(v6[0].to_string(), "[2001:db8::1]:1");
        let missing = HostPort { host: "pbx.invalid".into(), port: 5060 };
        let error = resolve(&missing, SECOND * 5).await.unwrap_err();
        // Which of the two depends on whether this machine has a resolver at all.
        let host = "pbx.invalid".to_owned();
        assert!(error == FlowError::NameNotFound { host: host.clone() } || error == FlowError::LookupFailed { host });
        assert!(error.words().de.contains("`pbx.invalid`"));
    });
}

/// Accepts one connection and hands it to `serve`.
async fn with_peer<F: Future<Output = ()> + Send + 'static>(serve: impl FnOnce(TcpStream) -> F + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        if let Ok((stream, _)) = listener.accept().await {
            serve(stream).await;
        }
    });
    port
}

#[test]
fn tcp_answers_pings_and_cuts_messages_out() {
    run(async {
        let (done, pong) = tokio::sync::oneshot::channel();
        let port = with_peer(|mut stream| async move {
            let mut buffer = vec![0; options().len()];
            stream.read_exact(&mut buffer).await.unwrap();
            assert_eq!(buffer, options());
            stream.write_all(b"\r\n\r\n").await.unwrap();
            let twice = [options(), options()].concat();
            stream.write_all(&twice[..60]).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.write_all(&twice[60..]).await.unwrap();
            let mut pong = [0; 2];
            stream.read_exact(&mut pong).await.unwrap();
            done.send(pong).unwrap();
        })
        .await;
        let mut flow = Flow::open(&target(port, Transport::Tcp), SECOND).await.unwrap();
        flow.send(&options()).await.unwrap();
        assert_eq!(flow.recv().await.unwrap(), options());
        assert_eq!(flow.recv().await.unwrap(), options());
        assert_eq!(pong.await.unwrap(), *b"\r\n");
        assert_eq!(flow.recv().await.unwrap_err(), FlowError::Closed, "it has said something before");
    });
}

/// What is queued leaves together, in its order; what came together is taken without waiting, and an end is told and not swallowed.
#[test]
fn messages_over_a_connection_leave_and_come_in_one_go() {
    run(async {
        let port = with_peer(|mut stream| async move {
            let mut buffer = vec![0; 3 * options().len()];
            stream.read_exact(&mut buffer[..1]).await.unwrap();
            // All of them in the first segment: nothing waited for an answer.
            let more = stream.try_read(&mut buffer[1..]).unwrap();
            assert_eq!(more + 1, buffer.len());
            stream.write_all(&[&buffer[..], b"\r\n"].concat()).await.unwrap();
        })
        .await;
        let mut flow = Flow::open(&target(port, Transport::Tcp), SECOND).await.unwrap();
        assert_eq!(flow.try_recv(), None);
        for _ in 0..3 {
            flow.queue(options()).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(flow.try_recv(), None, "nothing has left yet");
        flow.flush().await.unwrap();
        flow.flush().await.unwrap();
        assert_eq!(flow.recv().await.unwrap(), options());
        tokio::time::sleep(Duration::from_millis(20)).await;
        for _ in 0..2 {
            assert_eq!(flow.try_recv(), Some(Ok(Incoming::Message(options()))));
        }
        assert_eq!(flow.try_recv(), Some(Ok(Incoming::Pong)));
        assert_eq!(flow.try_recv(), Some(Err(FlowError::Closed)));
        // What fills a record leaves by itself.
        let (told, heard) = tokio::sync::oneshot::channel();
        let port = with_peer(|mut stream| async move {
            told.send(stream.read(&mut vec![0; 100_000]).await.unwrap()).unwrap();
        })
        .await;
        let mut flow = Flow::open(&target(port, Transport::Tcp), SECOND).await.unwrap();
        flow.queue(vec![b'x'; 16 * 1024]).await.unwrap();
        assert!(heard.await.unwrap() > 0);
    });
}

#[test]
fn a_wordless_end_and_garbage_are_told_apart() {
    run(async {
        let port = with_peer(|mut stream| async move {
            let _ = stream.read(&mut [0; 10_000]).await;
        })
        .await;
        let mut flow = Flow::open(&target(port, Transport::Tcp), SECOND).await.unwrap();
        flow.send(&options()).await.unwrap();
        assert_eq!(flow.recv().await.unwrap_err(), FlowError::ClosedAtOnce);

        let port = with_peer(|mut stream| async move {
            // What a TLS server answers to plain text.
            stream.write_all(b"\x15\x03\x01\x00\x02\x02\x46").await.unwrap();
            let _ = stream.read(&mut [0; 10_000]).await;
        })
        .await;
        let mut flow = Flow::open(&target(port, Transport::Tcp), SECOND).await.unwrap();
        flow.send(&options()).await.unwrap();
        assert_eq!(flow.recv().await.unwrap_err(), FlowError::SpeaksTls);

        let port = with_peer(|mut stream| async move {
            stream.write_all(b"\x7fELF\x02\x01\x01 nothing that speaks SIP\r\n\r\n").await.unwrap();
            let _ = stream.read(&mut [0; 10_000]).await;
        })
        .await;
        let mut flow = Flow::open(&target(port, Transport::Tcp), SECOND).await.unwrap();
        flow.send(&options()).await.unwrap();
        assert_eq!(flow.recv().await.unwrap_err(), FlowError::Framing(FrameError::NotSip));
    });
}

struct Identity {
    certificate: Certificate,
    params: CertificateParams,
    key: KeyPair,
}

/// A certificate of its own for these names; `change` may bend it.
fn self_made(names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> Identity {
    let mut params = CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, names.first().copied().unwrap_or("pbx.example"));
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    Identity { certificate: params.self_signed(&key).unwrap(), params, key }
}

fn authority() -> Identity {
    self_made(&[], |p| {
        p.distinguished_name.push(DnType::CommonName, "Office CA");
        p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    })
}

fn signed(by: &Identity, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> Identity {
    let own = self_made(names, change);
    let issuer = Issuer::from_params(&by.params, &by.key);
    Identity { certificate: own.params.signed_by(&own.key, &issuer).unwrap(), ..own }
}

fn acceptor(identity: &Identity, client_authority: Option<&Identity>) -> TlsAcceptor {
    let builder =
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().unwrap();
    let builder = match client_authority {
        None => builder.with_no_client_auth(),
        Some(ca) => {
            let mut roots = RootCertStore::empty();
            roots.add(ca.certificate.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(ring::default_provider()));
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let chain: Vec<CertificateDer<'static>> = vec![identity.certificate.der().clone()];
    let key = PrivateKeyDer::try_from(identity.key.serialize_der()).unwrap();
    TlsAcceptor::from(Arc::new(builder.with_single_cert(chain, key).unwrap()))
}

/// Opens a TLS flow to a server with this certificate; the server echoes one message.
fn try_tls(identity: &Identity, settings: TlsSettings, host: &str) -> Result<(Flow, Vec<u8>), FlowError> {
    let acceptor = acceptor(identity, None);
    run(async {
        let port = with_peer(|stream| async move {
            if let Ok(tls) = acceptor.accept(stream).await {
                let mut stream = SipStream::new(tls);
                if let Ok(Incoming::Message(bytes)) = stream.recv().await {
                    stream.send(&bytes).await.unwrap();
                }
            }
        })
        .await;
        let mut flow = Flow::open(&Target { tls: settings, ..Target::new(host, port, Transport::Tls) }, SECOND * 5).await?;
        flow.send(&options()).await?;
        let back = flow.recv().await?;
        Ok((flow, back))
    })
}

fn trusting(identity: &Identity) -> TlsSettings {
    TlsSettings { authorities_pem: identity.certificate.pem().into_bytes(), ..TlsSettings::default() }
}

fn faults(result: Result<(Flow, Vec<u8>), FlowError>) -> Vec<CertificateFault> {
    match result {
        Err(FlowError::Tls(TlsFault::Certificate(faults))) => faults,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tls_works_with_the_authority_by_name_and_by_address() {
    let ca = authority();
    let server = signed(&ca, &["localhost", "127.0.0.1"], |_| {});
    for host in ["localhost", "127.0.0.1"] {
        let (flow, back) = try_tls(&server, trusting(&ca), host).unwrap();
        assert_eq!((back, flow.transport()), (options(), Transport::Tls));
        let facts = flow.certificate().unwrap();
        assert_eq!(facts.dns_names, ["localhost"]);
        assert!(!facts.self_issued && flow.certificate_faults().is_empty() && !flow.certified_by_common_name());
    }
    let wildcard = signed(&ca, &["*.example"], |_| {});
    let settings = TlsSettings { server_name: Some("pbx.example".into()), ..trusting(&ca) };
    assert!(try_tls(&wildcard, settings, "127.0.0.1").is_ok());
}

#[test]
fn a_certificate_that_is_its_own_authority_is_accepted_once_it_is_pinned() {
    // As `openssl req -x509` makes it: stock rustls calls this CaUsedAsEndEntity, trusted or not.
    let server = self_made(&["127.0.0.1"], |p| p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    assert_eq!(faults(try_tls(&server, TlsSettings::default(), "127.0.0.1")), [CertificateFault::SelfSigned]);
    assert_eq!(faults(try_tls(&server, trusting(&authority()), "127.0.0.1")), [CertificateFault::SelfSigned]);
    assert!(try_tls(&server, trusting(&server), "127.0.0.1").is_ok());
    let (flow, _) = try_tls(&server, TlsSettings { accept_any: true, ..TlsSettings::default() }, "127.0.0.1").unwrap();
    assert_eq!(flow.certificate_faults(), [CertificateFault::SelfSigned]);
    // Another certificate with the same name is not the pinned one.
    let other = self_made(&["127.0.0.1"], |p| p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    assert_eq!(faults(try_tls(&other, trusting(&server), "127.0.0.1")), [CertificateFault::SelfSigned]);
}

#[test]
fn a_common_name_alone_counts_and_is_noted() {
    let ca = authority();
    let server = signed(&ca, &[], |p| p.distinguished_name.push(DnType::CommonName, "localhost"));
    let (flow, _) = try_tls(&server, trusting(&ca), "localhost").unwrap();
    assert!(flow.certified_by_common_name());
}

#[test]
fn every_fault_has_its_class_and_all_are_named() {
    let ca = authority();
    let expired = signed(&ca, &["127.0.0.1"], |p| {
        p.not_before = date_time_ymd(2019, 1, 1);
        p.not_after = date_time_ymd(2020, 2, 3);
    });
    let found = faults(try_tls(&expired, trusting(&ca), "127.0.0.1"));
    assert!(matches!(found[..], [CertificateFault::Expired { not_after: 1_580_688_000, .. }]), "{found:?}");
    assert!(found[0].words().en.contains("expired on 2020-02-03"), "{}", found[0].words().en);
    let found = faults(try_tls(&expired, TlsSettings::default(), "localhost"));
    assert!(matches!(
        found[..],
        [CertificateFault::Expired { .. }, CertificateFault::WrongName { .. }, CertificateFault::UnknownIssuer]
    ));

    let early = signed(&ca, &["127.0.0.1"], |p| {
        p.not_before = date_time_ymd(2090, 1, 1);
        p.not_after = date_time_ymd(2091, 1, 1);
    });
    let found = faults(try_tls(&early, trusting(&ca), "127.0.0.1"));
    assert!(matches!(found[..], [CertificateFault::NotYetValid { .. }]), "{found:?}");

    let elsewhere = signed(&ca, &["pbx.example", "192.0.2.1"], |_| {});
    let found = faults(try_tls(&elsewhere, trusting(&ca), "127.0.0.1"));
    let presented = vec!["pbx.example".to_owned(), "192.0.2.1".to_owned()];
    assert_eq!(found, [CertificateFault::WrongName { expected: "127.0.0.1".into(), presented }]);

    let stranger = signed(&authority(), &["127.0.0.1"], |_| {});
    assert_eq!(faults(try_tls(&stranger, TlsSettings::default(), "127.0.0.1")), [CertificateFault::UnknownIssuer]);
    // Signed by another authority of the same name: the signature does not fit.
    assert_eq!(faults(try_tls(&stranger, trusting(&ca), "127.0.0.1")).len(), 1);
}

#[test]
fn a_ca_file_without_certificates_is_refused() {
    let server = self_made(&["127.0.0.1"], |_| {});
    for bad in [&b"garbage"[..], b"-----BEGIN CERTIFICATE-----\nAA\n"] {
        let settings = TlsSettings { authorities_pem: bad.to_vec(), ..TlsSettings::default() };
        let error = try_tls(&server, settings, "127.0.0.1").unwrap_err();
        assert_eq!(error, FlowError::Tls(TlsFault::Authorities));
    }
}

fn tls_error(answer: &'static [u8], stay: bool) -> (FlowError, Duration) {
    run(async {
        let port = with_peer(move |mut stream| async move {
            let _ = stream.read(&mut [0; 10_000]).await;
            stream.write_all(answer).await.unwrap();
            if stay {
                tokio::time::sleep(Duration::from_secs(10)).await;
            }
        })
        .await;
        let begin = Instant::now();
        let error = Flow::open(&target(port, Transport::Tls), Duration::from_millis(300)).await.unwrap_err();
        (error, begin.elapsed())
    })
}

#[test]
fn tls_against_other_things_is_named() {
    let (error, took) = tls_error(b"", true);
    assert_eq!(error, FlowError::Tls(TlsFault::NotTls));
    assert!(took < SECOND, "bounded by the deadline");
    let (error, took) = tls_error(b"SIP/2.0 400 Bad Request\r\n\r\n", true);
    assert_eq!(error, FlowError::Tls(TlsFault::NotTls));
    assert!(took < Duration::from_millis(250), "an answer that is no TLS needs no timer");
    assert_eq!(tls_error(b"", false).0, FlowError::Tls(TlsFault::ClosedInHandshake));
    assert_eq!(tls_error(b"\x15\x03\x01\x00\x02\x02\x46", true).0, FlowError::Tls(TlsFault::TooOld), "alert protocol_version");
}

#[test]
fn a_wanted_client_certificate_is_named_although_the_handshake_succeeds() {
    let ca = authority();
    let server = signed(&ca, &["127.0.0.1"], |_| {});
    let acceptor = acceptor(&server, Some(&ca));
    let error = run(async {
        let port = with_peer(|stream| async move {
            let _ = acceptor.accept(stream).await;
        })
        .await;
        let mut flow = Flow::open(&Target { tls: trusting(&ca), ..target(port, Transport::Tls) }, SECOND * 5).await?;
        flow.send(&options()).await?;
        flow.recv().await
    })
    .unwrap_err();
    assert_eq!(error, FlowError::Tls(TlsFault::ClientCertificateWanted));
}

#[test]
fn every_error_has_words_in_both_languages() {
    let io = |kind| FlowError::from_io(&std::io::Error::from(kind));
    use std::io::ErrorKind as K;
    for (kind, error) in [
        (K::ConnectionRefused, FlowError::Refused),
        (K::HostUnreachable, FlowError::Unreachable),
        (K::PermissionDenied, FlowError::Prohibited),
        (K::TimedOut, FlowError::ConnectTimeout),
        (K::ConnectionReset, FlowError::Closed),
        (K::AddrInUse, FlowError::Local(K::AddrInUse)),
    ] {
        assert_eq!(io(kind), error);
        let words = error.words();
        assert!(!words.en.is_empty() && words.en != words.de && !words.en.ends_with('.'));
    }
    assert_eq!(FlowError::from_io(&std::io::Error::from_raw_os_error(90)), FlowError::TooLarge);
}

#[test]
fn broken_certificates_are_no_panic() {
    let good = self_made(&["pbx.example", "192.0.2.1", "*.b.example"], |_| {});
    let der = good.certificate.der().to_vec();
    let facts = CertificateFacts::read(&der).unwrap();
    assert_eq!(
        (facts.names("PBX.example."), facts.names("x.b.example"), facts.names("b.example")),
        ((true, false), (true, false), (false, false))
    );
    assert_eq!((facts.names("192.0.2.1").0, facts.names("192.0.2.2").0, facts.self_issued), (true, false, true));
    for end in 0..der.len() {
        assert_eq!(CertificateFacts::read(&der[..end]), None, "cut at {end}");
        let mut changed = der.clone();
        changed[end] ^= 0xff;
        let _ = CertificateFacts::read(&changed);
    }
}
