//! Against a name server of the tests: real datagrams, answers as told.
#![allow(clippy::disallowed_types)] // the other side of the wire

use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, NAPTR, SRV};
use hickory_resolver::proto::rr::{Name, RData, Record};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn name(text: &str) -> Name {
    Name::from_ascii(text).unwrap()
}

/// One record of a zone: name, and what it has.
type Zone = Vec<(&'static str, RData)>;

fn srv(priority: u16, port: u16, target: &str) -> RData {
    RData::SRV(SRV::new(priority, 10, port, name(target)))
}

fn a(address: [u8; 4]) -> RData {
    RData::A(A::new(address[0], address[1], address[2], address[3]))
}

/// Answers until the test is over. `silent`: hears and says nothing.
fn name_server(zone: Zone, silent: bool) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(SECOND * 20)).unwrap();
    let at = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok((n, from)) = socket.recv_from(&mut buffer) {
            if silent {
                continue;
            }
            let asked = Message::from_vec(&buffer[..n]).unwrap();
            let query = asked.queries[0].clone();
            let mut answer = Message::response(asked.metadata.id, asked.metadata.op_code);
            answer.metadata.message_type = MessageType::Response;
            answer.metadata.recursion_desired = true;
            answer.metadata.recursion_available = true;
            let known = zone.iter().filter(|(owner, _)| name(owner).to_lowercase() == query.name().to_lowercase());
            let mut exists = false;
            for (_, data) in known {
                exists = true;
                if data.record_type() == query.query_type() {
                    answer.answers.push(Record::from_rdata(query.name().clone(), 60, data.clone()));
                }
            }
            answer.metadata.response_code = if exists { ResponseCode::NoError } else { ResponseCode::NXDomain };
            answer.queries.push(query);
            socket.send_to(&answer.to_vec().unwrap(), from).unwrap();
        }
    });
    at
}

async fn ask(zone: Zone, transport: Transport) -> Result<Vec<String>, FlowError> {
    let dns = Dns { server: Some(name_server(zone, false)), seed: [1; 32] };
    let at = HostPort { host: "pbx.example".into(), port: 5062 };
    let found = servers(&at, transport, dns, SECOND * 5).await?;
    Ok(found.iter().map(SocketAddr::to_string).collect())
}

fn naptr(service: &str, replacement: &str) -> RData {
    let bytes = |text: &str| text.as_bytes().to_vec().into_boxed_slice();
    RData::NAPTR(NAPTR::new(10, 10, bytes("s"), bytes(service), bytes(""), name(replacement)))
}

fn two_servers() -> Zone {
    vec![
        ("_sip._udp.pbx.example.", srv(20, 5070, "spare.example.")),
        ("_sip._udp.pbx.example.", srv(10, 5060, "main.example.")),
        ("_sips._tcp.pbx.example.", srv(10, 5061, "main.example.")),
        ("main.example.", a([192, 0, 2, 1])),
        ("spare.example.", a([192, 0, 2, 2])),
        ("pbx.example.", a([192, 0, 2, 9])),
    ]
}

#[tokio::test]
async fn srv_records_give_servers_and_ports_by_priority() {
    assert_eq!(ask(two_servers(), Transport::Udp).await.unwrap(), ["192.0.2.1:5060", "192.0.2.2:5070"]);
    assert_eq!(ask(two_servers(), Transport::Tls).await.unwrap(), ["192.0.2.1:5061"]);
}

#[tokio::test]
async fn without_srv_the_name_itself_counts_with_the_port_of_the_profile() {
    assert_eq!(ask(two_servers(), Transport::Tcp).await.unwrap(), ["192.0.2.9:5062"]);
}

#[tokio::test]
async fn naptr_records_lead_to_other_names() {
    let mut zone = two_servers();
    zone.push(("pbx.example.", naptr("SIP+D2T", "_sip._tcp.voice.example.")));
    zone.push(("_sip._tcp.voice.example.", srv(1, 5080, "main.example.")));
    assert_eq!(ask(zone, Transport::Tcp).await.unwrap(), ["192.0.2.1:5080"]);
}

#[tokio::test]
async fn a_domain_without_the_service_and_one_that_is_not_there() {
    let zone = vec![("_sip._udp.pbx.example.", srv(0, 0, ".")), ("pbx.example.", a([192, 0, 2, 9]))];
    let not_found = FlowError::NameNotFound { host: "pbx.example".to_owned() };
    assert_eq!(ask(zone, Transport::Udp).await.unwrap_err(), not_found, "no fall-back to the address: the domain has said no");
    assert_eq!(ask(Vec::new(), Transport::Udp).await.unwrap_err(), not_found);
}

#[tokio::test]
async fn a_name_server_that_is_silent_is_told_in_time() {
    let dns = Dns { server: Some(name_server(Vec::new(), true)), seed: [1; 32] };
    let at = HostPort { host: "pbx.example".into(), port: 5060 };
    let start = Instant::now();
    let error = servers(&at, Transport::Udp, dns, SECOND).await.unwrap_err();
    assert_eq!(error, FlowError::LookupFailed { host: "pbx.example".to_owned() });
    assert!(start.elapsed() < SECOND * 4);
}

/// Everything that DNS could lie with ends in few addresses or an error.
#[tokio::test]
async fn names_that_lie_keep_nobody_busy() {
    let mut zone: Zone = (0..200).map(|n| ("_sip._udp.pbx.example.", srv(n, 5060, "main.example."))).collect();
    zone.extend((0..60).map(|n| ("main.example.", a([192, 0, 2, n]))));
    zone.push(("pbx.example.", naptr("SIP+D2U", "_sip._udp.pbx.example.")));
    match ask(zone, Transport::Udp).await {
        Ok(found) => assert!(found.len() <= 16, "{found:?}"),
        Err(error) => assert!(matches!(error, FlowError::LookupFailed { .. }), "{error:?}"),
    }
}

#[tokio::test]
async fn over_udp_the_first_that_answers_is_taken() {
    // Whatever it says: one that asks for a password, or sends us elsewhere, is up. Where it sends us, the REGISTER will tell.
    for status in [401, 302] {
        the_first_that_answers(status).await;
    }
}

async fn the_first_that_answers(status: u16) {
    let (dead, alive) = (UdpSocket::bind("127.0.0.1:0").unwrap(), UdpSocket::bind("127.0.0.1:0").unwrap());
    let (dead_at, alive_at) = (dead.local_addr().unwrap(), alive.local_addr().unwrap());
    alive.set_read_timeout(Some(SECOND * 20)).unwrap();
    let answering = std::thread::spawn(move || {
        let mut buffer = [0; 2048];
        let (n, from) = alive.recv_from(&mut buffer).unwrap();
        let crate::sip::Message::Request(request) = crate::sip::Message::parse(&buffer[..n]).unwrap() else {
            panic!("a request")
        };
        assert_eq!(crate::sip::Message::Request(request.clone()).defects(), Vec::new());
        let elsewhere = request.response(status, "t").with("Contact", "<sip:203.0.113.9>");
        alive.send_to(&elsewhere.to_bytes(), from).unwrap();
    });
    let (_, taken) = first_that_answers(&[dead_at, alive_at], 0, "pbx.example", [3; 32], SECOND * 3).await.unwrap();
    assert_eq!(taken, alive_at);
    answering.join().unwrap();
    // None answers: the first, whose silence is then told.
    let (_, taken) = first_that_answers(&[dead_at, alive_at], 0, "pbx.example", [3; 32], SECOND).await.unwrap();
    assert_eq!(taken, dead_at);
}
