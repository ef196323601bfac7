//! Names of certificates and the hosts that lines reach.

use super::*;
use crate::diag::Severity;
use crate::domain::CertificateFacts;
use crate::policy::overrides::{Level, Override, Server, Setting};

/// Until 2027-05-31.
pub(super) fn certificate(dns: &[&str]) -> ServerCertificate {
    let facts = CertificateFacts {
        not_before: 0,
        not_after: 1_811_721_600,
        common_name: Some("not looked at".into()),
        issuer: None,
        dns_names: dns.iter().map(ToString::to_string).collect(),
        sip_hosts: Vec::new(),
        addresses: Vec::new(),
        self_issued: false,
        authority: None,
    };
    ServerCertificate { file: "pbx/server.pem".into(), facts }
}

fn said(world: &World) -> Vec<String> {
    let findings = world.plan().findings;
    let about = findings.iter().filter(|finding| finding.code.as_str() == "plan/certificate-name");
    about
        .map(|finding| {
            assert_eq!(finding.severity, Severity::Error);
            finding.what.en.to_string()
        })
        .collect()
}

#[test]
fn a_host_that_the_certificate_does_not_name_is_an_error_told_once_with_its_names() {
    let mut world = World::new();
    world.add("2002", "Bert", "Muster");
    assert_eq!(said(&world), [""; 0], "nothing is known");
    world.known.certificates = vec![certificate(&["PBX.example", "b.example"])];
    assert_eq!(said(&world), [""; 0]);
    world.known.certificates = vec![certificate(&["a.example", "b.example"])];
    assert_eq!(
        said(&world),
        [
            "the certificate is for `a.example`, `b.example`, but the clients connect to `pbx.example`, and those that check it will \
          refuse it: 2 lines (`2001`, `2002`)"
        ]
    );
    // Over UDP nobody looks at it.
    world.site.clients[0] = rule("linphone-xml", Transport::Udp);
    assert_eq!(said(&world), [""; 0]);
}

#[test]
fn wildcards_addresses_and_sip_addresses_count_where_clients_take_them() {
    let fits = |host: &str, transport: Transport, change: fn(&mut CertificateFacts)| {
        let mut world = World::new();
        world.site.clients[0] =
            if transport == Transport::Wss { rule("webphone", transport) } else { rule("linphone-xml", transport) };
        world.site.clients[0].srtp = None;
        world.site.pbx.registrars.insert(transport, HostPort { host: host.into(), port: 5061 });
        let mut one = certificate(&[]);
        change(&mut one.facts);
        world.known.certificates = vec![one];
        said(&world).is_empty()
    };
    let wildcard: fn(&mut CertificateFacts) = |facts| facts.dns_names.push("*.amt.example".into());
    assert!(fits("pbx.amt.example", Transport::Tls, wildcard));
    assert!(!fits("amt.example", Transport::Tls, wildcard) && !fits("a.b.amt.example", Transport::Tls, wildcard));
    let address: fn(&mut CertificateFacts) = |facts| facts.addresses.push("192.0.2.7".parse().unwrap());
    assert!(fits("192.0.2.7", Transport::Tls, address) && !fits("192.0.2.8", Transport::Tls, address));
    // A name that looks like an address is no address.
    assert!(!fits("192.0.2.7", Transport::Tls, |facts| facts.dns_names.push("192.0.2.7".into())));
    let sip: fn(&mut CertificateFacts) = |facts| {
        facts.dns_names.push("other.example".into());
        facts.sip_hosts.push("amt.example".into());
    };
    assert!(fits("amt.example", Transport::Tls, sip) && !fits("amt.example", Transport::Wss, sip));
    // Without any alternative name the common name counts.
    assert!(fits("pbx.example", Transport::Tls, |facts| facts.common_name = Some("pbx.example".into())));
}

#[test]
fn the_proxy_and_the_backup_registrar_are_asked_too_each_with_its_own_certificate() {
    let mut world = World::new();
    let server = |host: &str| Server { host: host.into(), port: None };
    let at = Place::at("deskshift.yaml", 40, 5);
    let settings = vec![
        (Setting::OutboundProxy(server("edge.example")), at.clone()),
        (Setting::BackupRegistrar(server("second.example")), at.clone()),
    ];
    world.site.overrides = vec![Override { level: Level::Organisation, at: at.clone(), settings }];
    world.known.certificates = vec![certificate(&["pbx.example"])];
    let told = said(&world);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("`edge.example`") && told[1].contains("`second.example`"), "{told:?}");
    let findings = world.plan().findings;
    let finding = findings.iter().find(|finding| finding.code.as_str() == "plan/certificate-name").unwrap();
    assert_eq!(finding.place.as_ref(), Some(&at), "where the address is written");
    world.known.certificates.extend([certificate(&["edge.example"]), certificate(&["second.example"])]);
    assert_eq!(said(&world), [""; 0]);
}

#[test]
fn tls_name_stands_for_a_certificate_that_is_not_there_and_is_held_against_one_that_is() {
    let mut world = World::new();
    world.site.pbx.tls_name = Some("other.example".into());
    assert!(said(&world)[0].starts_with("the certificate is for `other.example`, but the clients connect to `pbx.example`"));
    world.known.certificates = vec![certificate(&["pbx.example"])];
    let told = said(&world);
    assert_eq!(told, ["`pbx.tls_name` is `other.example`, but the certificate is for `pbx.example`: line `2001`"]);
    world.known.certificates = vec![certificate(&["pbx.example", "other.example"])];
    assert_eq!(said(&world), [""; 0]);
}

#[test]
fn a_certificate_that_is_over_is_told_for_those_who_meet_it() {
    let mut world = World::new();
    world.known.certificates = vec![certificate(&["pbx.example"])];
    let over = |world: &World| world.codes().contains("plan/certificate-expired");
    assert!(!over(&world), "nobody asked the clock");
    world.known.today = Some(jiff::civil::date(2027, 5, 31));
    assert!(!over(&world), "on its last day");
    world.known.today = Some(jiff::civil::date(2027, 6, 1));
    assert!(over(&world));
    // The new one lies beside the old one.
    let mut renewed = certificate(&["pbx.example"]);
    renewed.facts.not_after += 365 * 86_400;
    world.known.certificates.push(renewed);
    assert!(!over(&world));
    world.known.certificates = vec![certificate(&["elsewhere.example"])];
    assert!(!over(&world), "nobody meets it; the name is wrong");
}

/// What a certificate says goes into a sentence for people.
#[test]
fn names_of_a_certificate_are_few_and_harmless() {
    let mut world = World::new();
    let many: Vec<String> = (0..40).map(|n| format!("a`{n}\u{1b}[31m.example")).collect();
    world.known.certificates = vec![certificate(&many.iter().map(String::as_str).collect::<Vec<_>>())];
    let told = said(&world).remove(0);
    assert!(told.starts_with("the certificate is for `a0[31m.example`") && told.contains("`a5[31m.example`, …, but"), "{told}");
    assert!(!told.contains('\u{1b}') && !told.contains("a6"), "{told}");
}
