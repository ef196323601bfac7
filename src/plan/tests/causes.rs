//! Every code of the room, produced.

use super::*;

/// Every code of the room, each with the change to a sound world that produces it.
#[test]
fn every_code_has_its_cause() {
    type Break = fn(&mut World);
    let causes: &[(&str, Break)] = &[
        ("no-client-rule", |w| w.site.clients.clear()),
        ("unknown-client", |w| w.site.clients[0].client = ClientId("nofone".into())),
        ("no-registrar", |w| w.site.clients[0].transport = Transport::Tcp),
        ("beside-refused", |w| {
            (w.site.pbx.kind, w.site.secrets.mode) = (PbxKind::Freepbx, SecretMode::Beside);
        }),
        ("secret-extension-unknown", |w| w.site.secrets.revoke = vec!["7777".parse().unwrap()]),
        ("override-unknown", |w| w.site.overrides = overrides_tests::of_a_stranger()),
        ("override-contradicts", |w| {
            (w.inventory.devices, w.site.overrides) = overrides_tests::two_minds();
        }),
        ("override-without-effect", |w| {
            w.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().holds = Some(BTreeMap::new());
            w.site.overrides = overrides_tests::of_everybody();
        }),
        ("client-media", |w| {
            w.site.clients[0] = rule("twinkle", Transport::Udp);
            w.site.overrides = overrides_tests::of_opus();
        }),
        ("client-transport", |w| w.site.clients[0].client = ClientId("twinkle".into())),
        ("client-srtp", |w| {
            w.site.clients[0] = rule("twinkle", Transport::Udp);
            w.site.clients[0].srtp = Some(Srtp::Required);
        }),
        ("client-digest", |w| {
            w.site.clients[0].client = ClientId("baresip".into());
            let AuthState::Present { algorithms, .. } = &mut w.account().auth else { panic!() };
            *algorithms = vec!["SHA-256".into()];
        }),
        ("client-auth-user", |w| {
            w.site.clients[0].client = ClientId("baresip".into());
            let AuthState::Present { username, .. } = &mut w.account().auth else { panic!() };
            *username = src("anders".into());
        }),
        ("tls-unverified", |w| w.site.clients[0].client = ClientId("baresip".into())),
        ("security-tls", |w| {
            w.site.security.require_tls = true;
            w.site.clients[0] = rule("linphone-xml", Transport::Udp);
        }),
        ("security-srtp", |w| w.site.security.require_srtp = true),
        ("security-verify", |w| {
            w.site.security.verify = true;
            w.site.clients[0].client = ClientId("baresip".into());
        }),
        ("security-min-tls", |w| w.site.security.min_tls = Some(crate::policy::security::MinTls::V1_3)),
        ("not-registered", |w| w.site.overrides = overrides_tests::of_the_silent()),
        ("ca-not-on-clients", |w| w.site.pbx.ca = Some("ca.pem".into())),
        ("certificate-name", |w| w.site.pbx.tls_name = Some("other.example".into())),
        ("srtp-without-tls", |w| {
            w.site.clients[0].transport = Transport::Udp;
            w.site.clients[0].srtp = Some(Srtp::Optional);
        }),
        ("certificate-name", |w| w.known.certificates = vec![certificates::certificate(&["other.example"])]),
        ("certificate-expired", |w| {
            w.known.certificates = vec![certificates::certificate(&["pbx.example"])];
            w.known.today = Some(jiff::civil::date(2027, 6, 1));
        }),
        ("excepted", |w| {
            w.site.clients[0].client = ClientId("baresip".into());
            w.site.security.exceptions.push(exceptions::exception("plan/tls-unverified"));
        }),
        ("exception-unused", |w| w.site.security.exceptions.push(exceptions::exception("plan/tls-unverified"))),
        ("exception-over", |w| {
            w.site.clients[0].client = ClientId("baresip".into());
            w.site.security.exceptions.push(exceptions::exception("plan/tls-unverified"));
            w.site.security.exceptions[0].until = Some(jiff::civil::date(2027, 5, 31));
            w.known.today = Some(jiff::civil::date(2027, 6, 1));
        }),
        ("srtp-required", |w| w.site.clients[0].srtp = Some(Srtp::Required)),
        ("web-phone-endpoint", |w| {
            w.site.clients[0] = rule("webphone", Transport::Wss);
            w.site.clients[0].srtp = Some(Srtp::Required);
        }),
        ("no-pbx-transport", |w| {
            w.inventory.transports.push(PbxTransport {
                name: "u".into(),
                protocol: "udp".into(),
                bind: "0.0.0.0".into(),
                at: Place::default(),
            });
        }),
        ("rings-one-device-by-hand", |w| w.inventory.dials.push(ringing("Originate", "PJSIP/2001,exten,intern,601,1"))),
        ("rings-one-device", |w| w.inventory.dials.push(ringing("Dial", "PJSIP/2001"))),
        ("digest-only", logins::only_a_digest_for_linphone),
        ("ca-not-in-profile", logins::a_ca_on_clients_that_take_none),
        ("no-password", logins::only_a_digest),
        ("secret-differs", |w| w.list("2001", "anders")),
        ("secret-cut", |w| {
            let AuthState::Present { secret_cut_at, .. } = &mut w.account().auth else { panic!() };
            *secret_cut_at = Some(Place::at("pjsip.conf", 9, 15));
        }),
        ("auth-user-differs", |w| w.list("anders", "geheim-2001")),
        ("not-on-pbx", |w| {
            w.list("2001", "geheim-2001");
            w.entry().account = None;
        }),
        ("pbx-not-read", |w| {
            w.site.sources.asterisk = None;
            w.list("2001", "geheim-2001");
            w.entry().account = None;
        }),
        ("object-missing", |w| w.account().aor = AorState::Missing { name: src("weg".into()) }),
        ("object-missing", |w| w.account().aor = AorState::None),
        ("object-missing", |w| w.account().auth = AuthState::Missing { name: src("weg".into()) }),
        ("object-missing", |w| w.account().loads = false),
        ("open-endpoint", |w| w.account().auth = AuthState::Open),
        ("contact-limit-kept", |w| w.site.pbx.keep_contact_limit.push(ext("2001"))),
        ("contact-limit-mended", |w| {
            let AorState::Present { max_contacts, .. } = &mut w.account().aor else { panic!() };
            *max_contacts = 0;
        }),
        ("aor-name-differs", |w| {
            let AorState::Present { name, .. } = &mut w.account().aor else { panic!() };
            *name = src("2001-aor".into());
        }),
        ("secret-renewed", |w| w.site.secrets.mode = SecretMode::Rotate),
        ("secret-added", |w| w.site.secrets.mode = SecretMode::Beside),
        ("secret-shared", |w| {
            w.site.secrets.mode = SecretMode::Rotate;
            let mut twin = w.inventory.extensions[0].clone();
            twin.number = ext("2009");
            w.inventory.extensions.push(twin);
        }),
        ("secret-not-renewed", |w| {
            w.site.secrets.mode = SecretMode::Rotate;
            w.site.pbx.kind = PbxKind::Unknown;
        }),
        ("secret-not-renewed", |w| {
            w.site.secrets.mode = SecretMode::Rotate;
            let AuthState::Present { secret, .. } = &mut w.account().auth else { panic!() };
            secret.state = SecretState::Hash;
        }),
        ("not-revoked", |w| {
            w.site.secrets.revoke.push(ext("2001"));
            w.account().auth = AuthState::Open;
        }),
        ("home-only", |w| {
            w.site.overrides = rings::at_home();
            w.site.secrets.mode = SecretMode::Rotate;
        }),
        ("home-only-refused", |w| w.site.overrides = rings::at_home()),
        ("number-ambiguous", |w| {
            let mut twin = w.inventory.extensions[0].clone();
            twin.number = Extension::identity("2001@schule").unwrap();
            w.entry().number = Extension::identity("2001@amt").unwrap();
            w.inventory.extensions.push(twin);
        }),
        ("no-person", |w| w.entry().persons.clear()),
        ("person-without-line", |w| w.entry().kind = ExtensionKind::Fax),
        ("one-set", |w| {
            w.add("2002", "Anna", "Muster");
            w.inventory.extensions[1].persons = w.inventory.extensions[0].persons.clone();
            w.clients.values_mut().for_each(|facts| facts.most_accounts = 8);
        }),
        ("rtp-ports-overlap", together::two_programs_with_one_range),
        ("several-lines", |w| {
            w.add("2002", "Anna", "Muster");
            w.inventory.extensions[1].persons = w.inventory.extensions[0].persons.clone();
        }),
        ("never-at-home", |w| w.inventory.persons[0].home = Some(src(HomeSuitability::No))),
    ];
    let mut seen = BTreeSet::new();
    for (slug, cause) in causes {
        let mut world = World::new();
        cause(&mut world);
        let slug = format!("plan/{slug}");
        assert!(world.codes().contains(&slug), "{slug} not among {:?}", world.codes());
        seen.insert(slug);
    }
    // Produced by `cli`, tested there.
    seen.extend([&codes::NOTHING_SELECTED, &codes::CERTIFICATE_UNREADABLE].map(|page| page.slug.to_owned()));
    let all: BTreeSet<String> = codes::ALL.iter().map(|page| page.slug.to_owned()).collect();
    assert_eq!(seen, all);
}
