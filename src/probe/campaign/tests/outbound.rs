//! Outbound: what is asked for, what is told, and the flow that is kept alive.

use std::time::{Duration, Instant};

use super::super::*;
use super::servers::{Net, Server};
use super::stories::count;
use super::world::{good, settings};
use crate::diag::Lang;
use crate::domain::Transport;
use crate::probe::pace::Pace;
use crate::probe::report::Level;

/// `lines` at one in ten seconds, so that the flow has to be kept for some time.
fn slowly(level: Level, lines: u32, flow_timer: u32, first_hop: bool, stun: usize) -> Net {
    at_rate(0.1, level, lines, flow_timer, first_hop, stun)
}

fn at_rate(lines_per_s: f64, level: Level, lines: u32, flow_timer: u32, first_hop: bool, stun: usize) -> Net {
    let (candidates, pbx) = good(lines);
    let mut settings = settings(level);
    settings.rules.pace = Pace::steady(lines_per_s);
    let campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
    Net::of(campaign, vec![Server::Outbound { pbx: Box::new(pbx), flow_timer, first_hop, stun }])
}

#[test]
fn a_registrar_that_agrees_is_told_with_its_names_and_its_flow_is_kept() {
    let mut net = slowly(Level::Bind, 12, 20, true, usize::MAX);
    let report = net.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 12)]));
    for (_, request) in &net.sent {
        assert_eq!(request.headers.get("Supported"), Some("path, gruu, outbound"));
        if let Some(contact) = request.headers.get("Contact") {
            assert!(contact.contains(";+sip.instance=\"<urn:uuid:") && contact.contains(";reg-id=1"), "{contact}");
        }
    }
    let evidence: Vec<&str> = report.verdicts[0].evidence.iter().map(|line| line.get(Lang::En)).collect();
    for line in [
        "Path: <sip:edge.example;lr;ob>",
        "Service-Route: <sip:home.example;lr>",
        "pub-gruu: sip:2000@pbx.example;gr=urn:uuid:1",
        "temp-gruu: sip:tgruu.7@pbx.example;gr",
        "outbound: the PBX keeps this flow, with a sign of life every 20 s",
    ] {
        assert!(evidence.contains(&line), "{line}: {evidence:?}");
    }
    // As long as the run takes, which is five minutes and more.
    assert!((15..=22).contains(&net.stun.len()), "{:?}", net.stun);
    let pauses = net.stun.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
    assert!(
        pauses.into_iter().all(|pause| (Duration::from_secs(16)..=Duration::from_secs(20)).contains(&pause)),
        "{:?}",
        net.stun
    );
    assert_eq!(net.closed, 0);
}

#[test]
fn a_fetch_agrees_to_nothing_and_no_stun_is_sent() {
    let mut net = slowly(Level::Fetch, 12, 20, true, usize::MAX);
    assert_eq!(count(&net.run()), BTreeMap::from([("sip/ready", 12)]));
    assert!(net.stun.is_empty(), "{:?}", net.stun);
}

#[test]
fn a_dead_flow_is_given_up_and_opened_anew_and_costs_no_verdict() {
    let mut net = at_rate(0.01, Level::Bind, 4, 20, true, 1);
    let report = net.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 4)]), "{:?}", report.stopped);
    assert!(net.closed >= 1 && net.stun.len() >= 8, "{} {:?}", net.closed, net.stun);
}

#[test]
fn silence_about_stun_alone_gives_no_flow_up_and_is_told() {
    let mut net = slowly(Level::Bind, 16, 20, true, 0);
    let report = net.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 16)]), "{:?}", report.stopped);
    assert_eq!(net.closed, 0);
    // The lines that are asked meanwhile show that the flow lives; where none is, it is asked no more.
    let told = |verdict: &Verdict| verdict.evidence.iter().any(|line| line.get(Lang::En).contains("(STUN) were never answered"));
    assert!(!report.verdicts.iter().any(told));
    let mut net = at_rate(0.01, Level::Bind, 4, 20, true, 0);
    let report = net.run();
    assert_eq!((count(&report), net.closed, net.stun.len()), (BTreeMap::from([("sip/ready", 4)]), 0, 7));
    assert_eq!(report.verdicts.iter().map(told).collect::<Vec<_>>(), [false, true, true, true]);
}

#[test]
fn what_is_registered_when_a_connection_is_closed_is_removed_over_the_next_one() {
    let mut net = Net::new(Level::Bind, Transport::Tcp, 3, vec![Server::Registrar(Box::new(good(3).1))]);
    net.close_at_bind = true;
    let report = net.run();
    let Server::Registrar(pbx) = &net.servers[0] else { unreachable!() };
    assert!(pbx.accounts.values().all(|account| account.contacts.is_empty()), "{:?}", count(&report));
    assert!(net.bindings.len() > 1, "the others are asked");
    assert!(report.verdicts.iter().all(|verdict| verdict.class.as_str() != "sip/not-cleaned-up"), "{:?}", count(&report));
}

#[test]
fn a_first_hop_that_keeps_no_flows_is_a_class_of_its_own() {
    for level in [Level::Noop, Level::Bind] {
        let mut net = slowly(level, 3, 20, false, usize::MAX);
        let report = net.run();
        assert_eq!(count(&report), BTreeMap::from([("sip/first-hop-without-outbound", 3)]), "{level:?}");
        let verdict = &report.verdicts[0];
        assert_eq!(verdict.outcome, Outcome::Undecided);
        assert!(verdict.cause.en.contains("439") && verdict.remedy.is_some());
        let Server::Outbound { pbx, .. } = &net.servers[0] else { unreachable!() };
        assert!(
            pbx.accounts.values().all(|account| account.contacts.is_empty()),
            "what was registered without outbound is removed"
        );
        assert!(net.stun.is_empty(), "{:?}", net.stun);
    }
}
