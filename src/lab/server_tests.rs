//! The lab over real sockets on loopback, with a client of our own.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_rustls::rustls::{self, pki_types};

use super::faults::Faults;
use super::registered;
use super::registrar_tests::matrix;
use super::{Ended, Lab, Settings, codes};
use crate::domain::{Secret, Transport};
use crate::sip::challenge::Challenges;
use crate::sip::digest::{Asked, Credentials, answer};
use crate::sip::framing::{Frame, Framer};
use crate::sip::message::{Message, Method, Request, Response};

fn settings(faults: &[&str]) -> Settings {
    Settings { faults: Faults::parse(faults.iter().copied()).unwrap(), ..Settings::new(matrix()) }
}

/// Anything that carries messages.
enum Line {
    Udp(UdpSocket),
    Stream(Box<dyn ReadWrite>, Framer),
}

trait ReadWrite: Read + Write {}
impl<T: Read + Write> ReadWrite for T {}

impl Line {
    fn udp(lab: &Lab) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(lab.addresses[&Transport::Udp]).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        Self::Udp(socket)
    }

    fn tcp(address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream
    }

    fn tls(lab: &Lab, name: &str) -> Result<Self, rustls::Error> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(pem(&lab.ca_pem)).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = pki_types::ServerName::try_from(name.to_owned()).unwrap();
        let mut connection = rustls::ClientConnection::new(Arc::new(config), name)?;
        let mut stream = Self::tcp(lab.addresses[&Transport::Tls]);
        while connection.is_handshaking() {
            if let Err(error) = connection.complete_io(&mut stream) {
                return Err(error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()).unwrap().clone());
            }
        }
        Ok(Self::Stream(Box::new(rustls::StreamOwned::new(connection, stream)), Framer::default()))
    }

    fn ask(&mut self, request: &Request) -> Option<Response> {
        let bytes = match self {
            Self::Udp(socket) => {
                socket.send(&request.to_bytes()).unwrap();
                let mut buffer = vec![0; 65_536];
                let length = socket.recv(&mut buffer).ok()?;
                buffer[..length].to_vec()
            }
            Self::Stream(stream, framer) => {
                stream.write_all(&request.to_bytes()).unwrap();
                loop {
                    match framer.next_frame().unwrap() {
                        Some(Frame::Message(bytes)) => break bytes,
                        Some(_) => {}
                        None => {
                            let mut buffer = [0; 4096];
                            let length = stream.read(&mut buffer).unwrap();
                            assert!(length > 0, "the connection ended");
                            framer.push(&buffer[..length]);
                        }
                    }
                }
            }
        };
        match Message::parse(&bytes).unwrap() {
            Message::Response(response) => Some(response),
            Message::Request(_) => panic!("a request came back"),
        }
    }

    fn register(&mut self, user: &str, password: &str, call: u32) -> Vec<u16> {
        let request = |cseq: u32| {
            Request::new(Method::REGISTER, "sip:pbx.example")
                .with("Via", format!("SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK{call}x{cseq};rport"))
                .with("From", format!("<sip:{user}@pbx.example>;tag=1"))
                .with("To", format!("<sip:{user}@pbx.example>"))
                .with("Call-ID", format!("call-{call}"))
                .with("CSeq", format!("{cseq} REGISTER"))
                .with("Contact", format!("<sip:{user}@127.0.0.1:9>"))
        };
        let Some(first) = self.ask(&request(1)) else { return vec![] };
        let Some(challenge) = Challenges::of(&first).list.into_iter().next() else { return vec![first.status] };
        let asked = Asked { method: "REGISTER", uri: "sip:pbx.example", body: b"", cnonce: "c", count: 1 };
        let value = answer(&challenge, &Credentials::password(user, Secret::new(password)), &asked).unwrap();
        let second = self.ask(&request(2).with("Authorization", value));
        [Some(first.status), second.map(|response| response.status)].into_iter().flatten().collect()
    }
}

fn pem(text: &str) -> pki_types::CertificateDer<'static> {
    use pki_types::pem::PemObject as _;
    pki_types::CertificateDer::from_pem_slice(text.as_bytes()).unwrap()
}

#[test]
fn all_three_transports_register() {
    let mut settings = settings(&[]);
    settings.tls_names = vec!["pbx.example".to_owned()];
    let lab = Lab::start(settings).unwrap();
    assert_eq!(Line::udp(&lab).register("3113", "right", 1), [401, 200]);
    let stream = Line::tcp(lab.addresses[&Transport::Tcp]);
    let mut tcp = Line::Stream(Box::new(stream), Framer::default());
    assert_eq!(tcp.register("3113", "right", 2), [401, 200]);
    assert_eq!(tcp.register("3113", "wrong", 3), [401, 401]);
    for name in ["pbx.example", "localhost", "127.0.0.1"] {
        assert_eq!(Line::tls(&lab, name).unwrap().register("3113", "right", 4), [401, 200], "{name}");
    }
    assert_eq!(lab.contacts("3113"), ["sip:3113@127.0.0.1:9"; 5]);
    let counts = lab.counts();
    assert_eq!((counts.requests, counts.answers[&200]), (12, 5));
}

#[test]
fn keep_alives_are_answered_and_noise_ends_the_connection() {
    let lab = Lab::start(settings(&[])).unwrap();
    let mut stream = Line::tcp(lab.addresses[&Transport::Tcp]);
    stream.write_all(b"\r\n\r\n").unwrap();
    let mut pong = [0; 2];
    stream.read_exact(&mut pong).unwrap();
    assert_eq!(&pong, b"\r\n");
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    assert_eq!(stream.read(&mut [0; 16]).unwrap(), 0, "no SIP, no answer");
    // Plain SIP on the TLS port: the handshake fails, the lab goes on.
    let mut plain = Line::tcp(lab.addresses[&Transport::Tls]);
    plain.write_all(b"OPTIONS sip:x SIP/2.0\r\n\r\n").unwrap();
    let _ = plain.read(&mut [0; 16]);
    assert!(Line::tls(&lab, "localhost").is_ok());
}

#[test]
fn garbage_over_udp_gets_no_answer() {
    let lab = Lab::start(settings(&[])).unwrap();
    let Line::Udp(socket) = Line::udp(&lab) else { panic!("UDP") };
    for bytes in [&b"hello"[..], b"", b"REGISTER sip:x SIP/2.0\r\n\r\n", &[0xff; 2000]] {
        socket.send(bytes).unwrap();
    }
    assert!(socket.recv(&mut [0; 64]).is_err());
    assert_eq!(Line::Udp(socket).register("3107", "", 1), [200]);
}

#[test]
fn only_loopback_is_served() {
    for address in ["0.0.0.0:0", "192.0.2.1:5060", "[::]:0"] {
        let mut settings = settings(&[]);
        settings.listen = [(Transport::Udp, address.parse().unwrap())].into();
        assert_eq!(Lab::start(settings).err().unwrap().code, codes::NOT_LOOPBACK.code(), "{address}");
    }
}

#[test]
fn a_taken_port_is_a_finding() {
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut settings = settings(&[]);
    settings.listen = [(Transport::Udp, taken.local_addr().unwrap())].into();
    let finding = Lab::start(settings).err().unwrap();
    assert_eq!(finding.code, codes::NO_SOCKET.code());
    assert!(finding.what.en.contains("another program"), "{}", finding.what.en);
}

#[test]
fn a_name_no_certificate_can_hold_is_a_finding() {
    let mut settings = settings(&[]);
    settings.tls_names = vec!["müller.example".to_owned()];
    assert_eq!(Lab::start(settings).err().unwrap().code, codes::CERTIFICATE.code());
}

#[test]
fn certificates_can_be_wrong_in_three_ways() {
    use rustls::{CertificateError, Error};
    let error = |fault: &str| {
        let lab = Lab::start(settings(&[fault])).unwrap();
        Line::tls(&lab, "localhost").err().unwrap()
    };
    assert!(matches!(
        error("tls=expired"),
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. })
    ));
    assert!(matches!(
        error("tls=wrong-name"),
        Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })
    ));
    let Error::InvalidCertificate(CertificateError::Other(other)) = error("tls=self-signed") else { panic!("self-signed") };
    assert!(other.to_string().contains("CaUsedAsEndEntity"), "{other}");
}

#[test]
fn desk_phones_are_there_from_the_start() {
    let (phones, _) = registered::parse(
        "registered.tsv",
        "3100\tsip:3100@198.51.100.1:5060\tdesk\n3108-mac\tsip:3108@198.51.100.2\tdesk\n3104\tsip:x@198.51.100.3\tdesk\n3109\tsip:y@198.51.100.4\tdesk\n",
    );
    let mut settings = settings(&[]);
    settings.phones = phones;
    let lab = Lab::start(settings).unwrap();
    assert_eq!(lab.contacts("3100"), ["sip:3100@198.51.100.1:5060"]);
    assert_eq!(lab.contacts("3108"), ["sip:3108@198.51.100.2"], "by the address of record its endpoint names");
    assert_eq!(lab.homeless.iter().map(|phone| phone.extension.as_str()).collect::<Vec<_>>(), ["3109"]);
    assert_eq!(lab.homeless[0].finding().code, codes::BAD_REGISTERED.code());
    assert_eq!(Line::udp(&lab).register("3100", "right;horse", 1), [401, 403], "the only slot is taken");
}

#[test]
fn loss_delay_and_bans_over_the_wire() {
    let lab = Lab::start(settings(&["delay=60ms"])).unwrap();
    let start = Instant::now();
    assert_eq!(Line::udp(&lab).register("3102", "right", 1), [401, 200]);
    let stream = Line::tcp(lab.addresses[&Transport::Tcp]);
    assert_eq!(Line::Stream(Box::new(stream), Framer::default()).register("3102", "right", 2), [401, 200]);
    assert!(start.elapsed() >= Duration::from_millis(240));

    let mut lossy = settings(&["loss=50%"]);
    lossy.seed = [1; 32];
    let lab = Lab::start(lossy).unwrap();
    let Line::Udp(socket) = Line::udp(&lab) else { panic!("UDP") };
    socket.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let mut line = Line::Udp(socket);
    let answered = (0..40).filter(|call| !line.register("3107", "", *call).is_empty()).count();
    assert!((2..25).contains(&answered), "{answered} of 40 came through twice 50 %");

    let lab = Lab::start(settings(&["ban=after:3,for:1s"])).unwrap();
    assert_eq!(Line::udp(&lab).register("3199", "x", 1), [401, 401]);
    assert_eq!(Line::udp(&lab).register("3102", "right", 2), Vec::<u16>::new());
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(Line::udp(&lab).register("3102", "right", 3), [401, 200]);
}

#[test]
fn several_hundred_registrations_a_second() {
    let lab = Lab::start(settings(&[])).unwrap();
    let mut line = Line::udp(&lab);
    let start = Instant::now();
    for call in 0..600 {
        assert_eq!(line.register("3102", "right", call), [401, 200]);
    }
    // Debug build, busy machine, one request at a time.
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[test]
fn a_lab_ends_when_its_time_is_up_or_when_dropped() {
    let mut short = settings(&[]);
    short.lasts = Duration::from_millis(50);
    assert_eq!(Lab::start(short).unwrap().wait(), Ended::TimeUp);
    let lab = Lab::start(settings(&[])).unwrap();
    let address = lab.addresses[&Transport::Tcp];
    drop(lab);
    assert!(TcpStream::connect(address).is_err(), "the port is free again");
}
