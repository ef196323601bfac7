//! 3xx answers: followed to servers of the site, told in all other cases.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::*;
use super::servers::{Net, Server, at};
use super::stories::count;
use super::world::{good, settings};
use crate::diag::Lang;
use crate::domain::{HostPort, Transport};
use crate::probe::pace::Pace;
use crate::probe::report::Level;

fn registrar(lines: u32) -> Server {
    Server::Registrar(Box::new(good(lines).1))
}

#[test]
fn a_line_is_asked_at_the_server_of_the_site_that_a_302_names() {
    let target = "<sip:203.0.113.9>, <sip:127.0.0.1:5061>;q=0.5, <sip:2000@127.0.0.1:5061?Subject=x>;q=0.7";
    let mut net = Net::new(Level::Bind, Transport::Udp, 30, vec![Server::Points(302, target), registrar(30)]);
    let report = net.run();
    assert_eq!((report.verdicts.len(), report.stopped), (30, None));
    for verdict in &report.verdicts {
        assert_eq!((verdict.class.as_str(), verdict.level), ("sip/ready", Level::Bind), "{verdict:?}");
        assert!(
            verdict.notes.iter().any(|n| n.code.as_str() == "sip/redirect-followed" && n.words.en.contains("127.0.0.1:5061/udp"))
        );
        let evidence: Vec<&str> = verdict.evidence.iter().map(|line| line.get(Lang::En)).collect();
        assert!(evidence[0].starts_with("127.0.0.1:5060/udp: 302"), "{evidence:?}");
        assert!(evidence.contains(&"fetch with password: 200 OK"), "{evidence:?}");
    }
    // The best target of the site, without what has no place in a request line; one dialogue, counted on.
    let of_one = |call: &str| net.sent.iter().filter(|(_, r)| r.headers.get("Call-ID") == Some(call)).collect::<Vec<_>>();
    let call = net.sent[0].1.headers.get("Call-ID").unwrap().to_owned();
    let mut numbers = of_one(&call).iter().map(|(_, r)| r.headers.cseq().unwrap().number).collect::<Vec<_>>();
    assert!(numbers.is_sorted() && numbers.len() >= 7, "{numbers:?}");
    numbers.dedup();
    assert_eq!(numbers.len(), of_one(&call).len(), "no number twice");
    for (lane, request) in &net.sent {
        assert_eq!(request.uri, if *lane == 0 { "sip:pbx.example" } else { "sip:2000@127.0.0.1:5061" });
        assert!(*lane == 1 || !request.headers.has("Authorization"), "the first server never asked for a password");
    }
    // What a crash would leave is removed where it is.
    assert!(net.bindings.len() == 30 && net.bindings.iter().all(|b| b.registrar == at(5061) && b.transport == Transport::Udp));
    let Server::Registrar(pbx) = &net.servers[1] else { unreachable!() };
    assert!(pbx.accounts.values().all(|account| account.contacts.is_empty()));
}

#[test]
fn nothing_is_followed_out_of_the_site_or_out_of_encryption_or_in_circles() {
    for (transport, status, target, requests, said) in [
        (Transport::Udp, 302, "<sip:203.0.113.9>", 1, "`sip:203.0.113.9`; credentials are sent only"),
        (Transport::Udp, 301, "<sip:127.0.0.1:5061;transport=tcp>", 1, "only to hosts of the site file"),
        (Transport::Udp, 302, "", 1, "does not say where"),
        (Transport::Udp, 380, "<sip:127.0.0.1:5061>", 1, "another service"),
        (Transport::Tls, 302, "<sip:127.0.0.1:5061;transport=udp>", 1, "without encryption"),
        (Transport::Udp, 302, "<sip:pbx.example>, <sip:127.0.0.1:5060>", 2, "that was asked before"),
        (Transport::Udp, 302, "<sip:127.0.0.1:5060>, <sip:h2@127.0.0.1:5060>, <sip:h3@127.0.0.1:5060;x=y>", 2, "asked before"),
    ] {
        let mut net = Net::new(Level::Fetch, transport, 1, vec![Server::Points(status, target), registrar(1)]);
        let report = net.run();
        let verdict = &report.verdicts[0];
        assert_eq!((verdict.class.as_str(), verdict.outcome), ("sip/redirect", Outcome::Undecided), "{target}: {verdict:?}");
        assert!(verdict.cause.en.contains(said), "{target}: {}", verdict.cause.en);
        assert_ne!(verdict.cause.en, verdict.cause.de);
        assert!(verdict.remedy.is_some());
        assert_eq!(net.sent.len(), requests, "{target}");
        let lanes: BTreeSet<usize> = net.sent.iter().map(|(lane, _)| *lane).collect();
        assert_eq!(lanes, BTreeSet::from([0]), "{target}: nobody else was asked");
    }
}

#[test]
fn servers_that_point_at_each_other_end_it_after_a_few_requests() {
    let servers = vec![
        Server::Points(302, "<sip:127.0.0.1:5061>"),
        Server::Points(302, "<sip:127.0.0.1:5062>"),
        Server::Points(301, "<sip:127.0.0.1:5060>"),
    ];
    let mut net = Net::new(Level::Fetch, Transport::Udp, 1, servers);
    let report = net.run();
    let asked: Vec<usize> = net.sent.iter().map(|(lane, _)| *lane).collect();
    assert_eq!(asked, [0, 1, 2, 0], "each once, and home once by its address");
    assert_eq!(report.verdicts[0].class.as_str(), "sip/redirect");
    assert!(report.verdicts[0].cause.en.contains("send the line to each other"), "{}", report.verdicts[0].cause.en);
}

#[test]
fn a_proxy_that_305_names_gets_the_same_request() {
    let mut net = Net::new(Level::Fetch, Transport::Udp, 1, vec![Server::Points(305, "<sip:127.0.0.1:5061>"), registrar(1)]);
    assert_eq!(net.run().verdicts[0].class.as_str(), "sip/ready");
    assert!(net.sent.iter().all(|(_, request)| request.uri == "sip:pbx.example"));
    assert_eq!(net.sent.iter().map(|(lane, _)| *lane).collect::<Vec<_>>(), [0, 1, 1]);
}

/// Requests to a server that lines are sent on to are paid for, as those to their own are.
#[test]
fn the_rate_holds_for_all_hops_together() {
    let (candidates, pbx) = good(60);
    let mut settings = settings(Level::Fetch);
    settings.servers = (5061..5063).map(|port| (at(port), Transport::Udp)).collect();
    settings.rules.pace = Pace::steady(2.0);
    let campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
    let on = |to| Server::Points(302, to);
    let servers = vec![on("<sip:127.0.0.1:5061>"), on("<sip:127.0.0.1:5062>"), Server::Registrar(Box::new(pbx))];
    let mut net = Net::of(campaign, servers);
    let report = net.run();
    assert!(report.verdicts.iter().all(|verdict| verdict.outcome == Outcome::Ready));
    let seconds = net.now.saturating_duration_since(net.start).as_secs_f64();
    // Two lines a second are four requests a second.
    let rate = (report.requests_sent - 16) as f64 / seconds;
    assert!(report.requests_sent >= 240 && rate < 4.4, "{} in {seconds} s: {rate}", report.requests_sent);
}

/// The budget is that of the server whose log has the refusals.
#[test]
fn a_refusal_is_booked_to_the_server_that_refused() {
    let (candidates, mut pbx) = good(1);
    pbx.accounts.values_mut().for_each(|account| account.password = "other".to_owned());
    let away = HostPort { host: "127.0.0.2".into(), port: 5060 };
    let settings = Settings { servers: vec![(away, Transport::Udp)], ..settings(Level::Fetch) };
    let campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
    let mut net = Net::of(campaign, vec![Server::Points(302, "<sip:127.0.0.2>"), Server::Registrar(Box::new(pbx))]);
    assert_eq!(net.run().verdicts[0].class.as_str(), "sip/auth-rejected");
    let [decided] = &net.decided[..] else { panic!("{:?}", net.decided) };
    assert!(decided.refused && decided.hits > 0, "{decided:?}");
    assert_eq!(decided.hits_at.as_deref(), Some("127.0.0.2"));
}

/// On loopback a run has no limits, and nothing that it does there may reach another machine.
#[test]
fn nothing_is_followed_from_loopback_to_another_machine() {
    for (home, followed) in [("127.0.0.1", false), ("192.0.2.9", true)] {
        let (mut candidates, pbx) = good(2);
        candidates.iter_mut().for_each(|candidate| Arc::make_mut(&mut candidate.line).registrar.host = home.into());
        let away = HostPort { host: "203.0.113.9".into(), port: 5060 };
        let settings = Settings { servers: vec![(away, Transport::Udp)], ..settings(Level::Fetch) };
        let campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
        let mut net = Net::of(campaign, vec![Server::Points(302, "<sip:203.0.113.9>"), Server::Registrar(Box::new(pbx))]);
        let report = net.run();
        assert_eq!(net.sent.iter().any(|(lane, _)| *lane == 1), followed, "{home}");
        let verdict = &report.verdicts[0];
        assert_eq!(verdict.class.as_str(), if followed { "sip/ready" } else { "sip/redirect" });
        assert_eq!(verdict.cause.en.contains("asks on loopback"), !followed, "{}", verdict.cause.en);
    }
}

/// Nothing but the login is followed, and the words say that it went well.
#[test]
fn what_is_sent_on_after_the_login_is_told_and_not_followed() {
    for level in [Level::Noop, Level::Bind] {
        let home = Server::PointsBound(good(1).1.into(), "<sip:127.0.0.1:5061>");
        let mut net = Net::new(level, Transport::Udp, 1, vec![home, registrar(1)]);
        let report = net.run();
        let verdict = &report.verdicts[0];
        assert_eq!(verdict.class.as_str(), "sip/redirect", "{level:?}: {verdict:?}");
        assert!(verdict.cause.en.contains("127.0.0.1:5061`; the login went well"), "{}", verdict.cause.en);
        assert!(!verdict.cause.en.contains("hosts of the site file") && verdict.cause.de.contains("nach ihr"));
        assert!(net.sent.iter().all(|(lane, _)| *lane == 0));
    }
}

/// The way that sends lines on is well, and its answers must not hide that the target gives none: the first line shows it, the others are
/// spared it, and after three of them the run stops.
#[test]
fn a_target_without_an_answer_is_left_alone_and_named() {
    for (server, class) in [(Server::Closed, "sip/port-closed"), (Server::Mute(0), "sip/not-asked")] {
        let mute = matches!(server, Server::Mute(_));
        let mut net = Net::new(Level::Fetch, Transport::Udp, 12, vec![Server::Points(302, "<sip:127.0.0.1:5061>"), server]);
        let report = net.run();
        assert_eq!(report.verdicts[0].class.as_str(), class, "{:?}", report.verdicts[0]);
        if !mute {
            assert!(report.verdicts[0].remedy.as_ref().unwrap().en.contains("127.0.0.1:5061"));
            assert!(report.verdicts[0].evidence[0].get(Lang::En).starts_with("127.0.0.1:5060/udp: 302"));
        }
        let second = &report.verdicts[1];
        assert_eq!(second.class.as_str(), "sip/redirect");
        assert!(second.cause.en.contains("the server it points to does not answer"), "{}", second.cause.en);
        let stopped = report.stopped.expect("a stop");
        assert!(
            stopped.en.contains("points to does not answer") && stopped.de.contains("verweist, antwortet nicht"),
            "{stopped:?}"
        );
        let calls = net.sent.iter().filter(|(lane, _)| *lane == 1).map(|(_, r)| r.headers.get("Call-ID").unwrap());
        assert_eq!(calls.collect::<BTreeSet<_>>().len(), usize::from(mute), "one line alone was sent there");
    }
}

#[test]
fn a_target_that_falls_silent_is_left_alone_after_three_lines() {
    let (candidates, pbx) = good(60);
    let mut settings = settings(Level::Fetch);
    settings.servers = vec![(at(5061), Transport::Udp)];
    settings.rules.pace = Pace::steady(0.02);
    let campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
    let mut net = Net::of(campaign, vec![Server::Points(302, "<sip:127.0.0.1:5061>"), Server::Mute(16)]);
    let Server::Mute(_) = &net.servers[1] else { unreachable!() };
    net.mute = Some(Box::new(pbx));
    let report = net.run();
    let calls = net.sent.iter().filter(|(lane, _)| *lane == 1).map(|(_, r)| r.headers.get("Call-ID").unwrap());
    assert!(calls.collect::<BTreeSet<_>>().len() <= 8 + 3 + 1, "{:?}", count(&report));
    assert!(report.stopped.is_some(), "{:?}", count(&report));
}
