//! Outbound, GRUU and keep-alives against a real Kamailio: what its registrar agrees to, says, answers and refuses.

use std::time::{Duration, Instant};

use deskshift::domain::Transport;
use deskshift::net::{Flow, Incoming};
use deskshift::sip::keep_alive::{Carrier, KeepAlive};
use deskshift::sip::register::{Ending, Operation, REG_ID, RegisterSettings};
use deskshift::sip::tokens::Tokens;

use super::certificates::Certificates;
use super::kamailio::{Kamailio, REALM};
use super::programs::{Program, present};
use super::redirect::{report, subscribers, write_office};
use super::user_agent::{block_on, contact, one, open, settings};

const FLOW_TIMER_S: u32 = 25;
const LACKS: &str = "sip/first-hop-without-outbound";

/// A registrar that does outbound where it is asked for, gives names to devices, and answers STUN on its SIP port.
fn outbound_registrar(certificates: &Certificates) -> Kamailio {
    Kamailio::start_changed(
        certificates,
        &subscribers(),
        &[
            ("loadmodule \"rr.so\"\n", "loadmodule \"rr.so\"\nloadmodule \"stun.so\"\nloadmodule \"outbound.so\"\n"),
            (
                "modparam(\"registrar\",\"max_contacts\",2)\n",
                "modparam(\"registrar\",\"max_contacts\",2)\nmodparam(\"registrar\",\"outbound_mode\",1)\n\
                 modparam(\"registrar\",\"use_path\",1)\nmodparam(\"registrar\",\"flow_timer\",25)\n",
            ),
        ],
    )
}

fn with_outbound(flow: &Flow, operation: Operation, cseq: u32) -> RegisterSettings {
    RegisterSettings {
        reg_id: Some(REG_ID),
        cseq,
        ..settings(flow, REALM, "2001", ("2001", &subscribers()[0].secret), operation)
    }
}

/// Sends the sign of life that is due and gives what comes back.
async fn sign_of_life(flow: &mut Flow, carrier: Carrier) -> (KeepAlive, Incoming) {
    let mut keep = KeepAlive::new(carrier, Tokens::from_seed([7; 32]));
    let now = Instant::now();
    keep.opened(now);
    keep.agree(now, Some(FLOW_TIMER_S));
    keep.handle_timeout(keep.poll_timeout().expect("agreed"));
    flow.send(&keep.poll_transmit().expect("a sign of life")).await.expect("sent");
    let heard = tokio::time::timeout(Duration::from_secs(5), flow.recv_any()).await.expect("an answer").expect("received");
    (keep, heard)
}

#[test]
fn kamailio_agrees_to_outbound_gives_names_and_answers_signs_of_life() {
    if !present("kamailio_agrees_to_outbound_gives_names_and_answers_signs_of_life", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let kamailio = outbound_registrar(&certificates);
    block_on(async {
        for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
            let port = if transport == Transport::Tls { kamailio.tls } else { kamailio.sip };
            let mut flow = open(port, transport, &certificates).await;
            let ours = contact(&flow, "2001");
            let bind = Operation::Bind { contact: ours.clone(), expires: 90 };
            let bound = one(&mut flow, |flow| with_outbound(flow, bind, 10)).await;
            let Ending::Accepted { contacts, .. } = &bound.ending else { panic!("{transport}: {bound:?}") };
            assert!(contacts.iter().any(|contact| contact.ours), "{transport}: {bound:?}");
            let facts = &bound.outbound;
            assert_eq!((facts.agreed, facts.flow_timer_s), (true, Some(FLOW_TIMER_S)), "{transport}: {bound:?}");
            assert!(facts.pub_gruu.as_ref().is_some_and(|gruu| gruu.contains(";gr=urn:uuid:")), "{transport}: {facts:?}");
            assert!(facts.temp_gruu.as_ref().is_some_and(|gruu| gruu.contains(";gr")), "{transport}: {facts:?}");
            if transport == Transport::Udp {
                let (mut keep, heard) = sign_of_life(&mut flow, Carrier::Datagrams).await;
                let Incoming::Message(answer) = heard else { panic!("{heard:?}") };
                let told = deskshift::sip::stun::answer(&answer).expect("a STUN answer");
                assert_eq!(told.mapped, Some(flow.local_addr()), "on loopback no router stands between");
                let waiting = keep.poll_timeout();
                keep.handle_stun(&answer);
                assert!(!keep.is_dead() && keep.poll_timeout() > waiting, "the answer is ours");
            } else {
                let (_, heard) = sign_of_life(&mut flow, Carrier::Stream).await;
                assert_eq!(heard, Incoming::Pong, "{transport}");
            }
            let gone = one(&mut flow, |flow| with_outbound(flow, Operation::Unbind { contact: ours }, 20)).await;
            assert!(matches!(&gone.ending, Ending::Accepted { contacts, .. } if contacts.is_empty()), "{transport}: {gone:?}");
        }
    });
}

#[test]
fn verdicts_tell_what_kamailios_registrar_agreed_to_or_who_on_the_way_did_not() {
    if !present("verdicts_tell_what_kamailios_registrar_agreed_to_or_who_on_the_way_did_not", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let registrar = outbound_registrar(&certificates);
    let folder = tempfile::tempdir().expect("a folder");
    let told = |port: u16, level: &str| {
        let site = folder.path().join(format!("{port}"));
        std::fs::create_dir_all(&site).expect("folder");
        write_office(&site, port);
        report(&site, &["--level", level])
    };
    let near = told(registrar.sip, "bind");
    for verdict in near["verdicts"].as_array().expect("verdicts") {
        assert_eq!(verdict["class"], "sip/ready", "{verdict}");
        let evidence = verdict["evidence"].to_string();
        for part in ["pub-gruu: sip:200", "temp-gruu: sip:", "outbound: the PBX keeps this flow, with a sign of life every 25 s"]
        {
            assert!(evidence.contains(part), "{part}: {evidence}");
        }
    }
    // A proxy before it that passes everything on and knows nothing of outbound.
    let relay = format!(
        "request_route {{\n	if (is_method(\"REGISTER\")) {{ $du = \"sip:127.0.0.1:{}\"; t_relay(); exit; }}\n",
        registrar.sip
    );
    let proxy = Kamailio::start_changed(&certificates, &[], &[("request_route {\n", &relay)]);
    for (level, class) in [("fetch", "sip/ready"), ("noop", LACKS), ("bind", LACKS)] {
        let far = told(proxy.sip, level);
        for verdict in far["verdicts"].as_array().expect("verdicts") {
            assert_eq!(verdict["class"], class, "{level}: {verdict}");
            assert_eq!(verdict["contacts"], serde_json::json!([]), "{level}: {verdict}");
        }
    }
}
