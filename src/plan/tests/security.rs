//! What the site asks of all lines.

use super::*;

/// The site says what it asks for, and the plan says in one finding who falls short, with whom: before anybody has a profile.
#[test]
fn who_falls_short_of_what_the_site_asks_is_told_together() {
    let mut world = World::new();
    for number in 2002..=2037_u32 {
        world.add(&number.to_string(), "X", "Y");
    }
    let said = |world: &World| -> Vec<String> {
        let findings = world.plan().findings;
        let security = findings.iter().filter(|finding| finding.code.as_str().starts_with("plan/security"));
        security.map(|finding| format!("{:?} {}", finding.severity, finding.what.en)).collect()
    };
    world.site.security.verify = true;
    assert_eq!(said(&world), Vec::<String>::new(), "Linphone checks");
    world.site.clients[0].client = ClientId("baresip".into());
    let told = said(&world);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("Error baresip accepts any certificate, and `security.verify` asks for a check: 37 lines"),
        "{told:?}"
    );
    assert!(!world.codes().contains("plan/tls-unverified"), "told once");
    // A CA file mends one that checks only with it, and nothing mends one that never does.
    world.site.pbx.ca_on_clients = Some("/etc/ssl/ca.pem".into());
    assert_eq!(said(&world), Vec::<String>::new());
    world.clients.get_mut(&ClientId("baresip".into())).unwrap().tls_verify = crate::plan::TlsVerify::Never;
    assert_eq!(said(&world).len(), 1);
    world.site.security = crate::policy::site::SecurityRules { require_tls: true, require_srtp: true, ..Default::default() };
    world.site.clients[0] = rule("linphone-xml", Transport::Tls);
    world.site.clients[0].srtp = Some(Srtp::Required);
    assert_eq!(said(&world), Vec::<String>::new());
    world.site.clients[0].srtp = Some(Srtp::Optional);
    world.site.clients[0].transport = Transport::Udp;
    assert_eq!(said(&world).len(), 2, "{:?}", said(&world));
}

#[test]
fn the_plan_never_holds_a_secret() {
    let mut world = World::new();
    world.list("2001", "ganz anderes;Xq7-heimlich");
    let json = serde_json::to_string(&world.plan()).unwrap();
    assert!(!json.contains("geheim-2001") && !json.contains("heimlich"));
    assert!(!format!("{:?}", world.plan()).contains("heimlich"));
}

/// "These 37 people have a client that checks no certificate, and the site asks for a check": one finding for each client and cause.
#[test]
fn a_cause_that_many_share_is_told_once_with_everybodys_name_for_who_asks() {
    let mut world = World::new();
    for number in 2..=37 {
        world.add(&format!("20{number:02}"), "Anna", &format!("Muster {number}"));
    }
    world.site.clients = vec![rule("baresip", Transport::Tls)];
    for (verify, code) in [(false, "plan/tls-unverified"), (true, "plan/security-verify")] {
        world.site.security.verify = verify;
        let plan = world.plan();
        let told: Vec<&crate::diag::Finding> = plan.findings.iter().filter(|f| f.code.as_str() == code).collect();
        assert_eq!((told.len(), told[0].items.len()), (1, 37), "{code}");
        assert!(told[0].what.en.ends_with(": 37 lines (`2001`, `2002`, `2003`, `2004` and 33 more)"), "{}", told[0].what.en);
        assert_eq!((told[0].items[0].as_str(), told[0].items[36].as_str()), ("`2001` Anna Muster", "`2037` Anna Muster 37"));
    }
}
