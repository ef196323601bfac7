//! `overrides`: who wins, what is told, and which clients a device chooses.

use super::*;
use crate::domain::Mac;
use crate::policy::media::{AutoAnswer, Codec, Dtmf, Language, Mwi, Timezone};
use crate::policy::overrides::{DEVICE_KINDS, Level, Override, Server, Setting, Variable};

fn level(level: Level, line: u32, settings: Vec<Setting>) -> Override {
    let place = |column| Place::at("deskshift.yaml", line, column);
    Override { level, at: place(5), settings: settings.into_iter().map(|setting| (setting, place(15))).collect() }
}

fn device(id: &str, kind: DeviceKind, owner: Option<&str>) -> Device {
    let mut device = Device::new(id, kind, Place::at("geraete.csv", 2, 1));
    device.label = Some(src(id.to_owned()));
    device.person = owner.map(|owner| owner.parse().unwrap());
    device
}

fn department(name: &str) -> Level {
    Level::Department(name.parse().unwrap())
}

fn person(id: &str) -> Level {
    Level::Person(id.parse().unwrap())
}

/// A department that nobody is in.
pub(super) fn of_a_stranger() -> Vec<Override> {
    vec![level(department("Baumat"), 1, vec![Setting::ExpiryS(300)])]
}

/// Two devices of one person that say different things.
pub(super) fn two_minds() -> (Vec<Device>, Vec<Override>) {
    let devices = [("A-1", DeviceKind::Notebook), ("B-2", DeviceKind::ThinClient)];
    let settings = [("A-1", 300), ("B-2", 400)];
    (
        devices.map(|(id, kind)| device(id, kind, Some("p2001"))).to_vec(),
        settings.map(|(id, seconds)| level(Level::Device(id.into()), 1, vec![Setting::ExpiryS(seconds)])).to_vec(),
    )
}

pub(super) fn of_the_silent() -> Vec<Override> {
    vec![level(Level::Organisation, 1, vec![Setting::Register(false)])]
}

pub(super) fn of_everybody() -> Vec<Override> {
    vec![level(Level::Organisation, 1, vec![Setting::VoicemailNumber("*97".into())])]
}

pub(super) fn of_opus() -> Vec<Override> {
    vec![level(Level::Organisation, 1, vec![Setting::Codecs(vec![Codec::Opus, Codec::Pcma])])]
}

#[test]
fn the_most_specific_level_wins_for_each_variable_on_its_own() {
    let mut world = World::new();
    world.site.numbers.sites = vec![NumberSite {
        name: "Trostberg".into(),
        blocks: vec![Block { from: "2000".into(), to: "2999".into() }],
        ..NumberSite::default()
    }];
    world.inventory.devices = vec![device("IG-7", DeviceKind::ThinClient, Some("p2001"))];
    let all = [
        level(
            Level::Organisation,
            1,
            vec![Setting::ExpiryS(100), Setting::Domain("amt.example".into()), Setting::Srtp(Srtp::Optional)],
        ),
        level(
            Level::Site("Trostberg".into()),
            2,
            vec![Setting::ExpiryS(200), Setting::Registrar(Server { host: "sbc.example".into(), port: None })],
        ),
        level(department("Bauamt"), 3, vec![Setting::ExpiryS(300), Setting::VoicemailNumber("*97".into())]),
        level(
            Level::DeviceKind("thin-client".into()),
            4,
            vec![Setting::ExpiryS(400), Setting::CaOnClients("/wfs/ca.pem".into())],
        ),
        level(person("p2001"), 5, vec![Setting::ExpiryS(500), Setting::DisplayName("Pforte".into())]),
        level(Level::Device("ig-7".into()), 6, vec![Setting::ExpiryS(600), Setting::Transport(Transport::Udp)]),
    ];
    for count in 1..=all.len() {
        world.site.overrides = all[..count].to_vec();
        let line = world.plan().lines.remove(0);
        assert_eq!(line.expiry_s, 100 * u32::try_from(count).unwrap());
        let won = &line.overridden[&Variable::ExpiryS];
        assert_eq!((&won.level, won.at.line(), won.at.column()), (&all[count - 1].level, count as u32, 15));
    }
    let plan = world.plan();
    let line = &plan.lines[0];
    assert_eq!((line.domain.as_str(), line.srtp, line.display_name.as_str()), ("amt.example", Srtp::Optional, "Pforte"));
    // Without a port it is that of the transport that the device chooses.
    assert_eq!((line.transport, line.registrar.to_string().as_str()), (Transport::Udp, "sbc.example:5060"));
    assert_eq!(line.mailbox.as_deref(), Some("*97"));
    assert_eq!(line.ca_on_clients(&world.site.pbx), Some("/wfs/ca.pem"));
    assert_eq!(line.ws_path(&world.site.pbx), "/ws");
    let known: Vec<&str> = line.overridden.keys().map(|variable| variable.as_str()).collect();
    assert_eq!(
        known,
        ["display_name", "domain", "registrar", "transport", "srtp", "expiry_s", "voicemail_number", "ca_on_clients"]
    );
    // What the plan says is what it reads again.
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<model::Plan>(&text).unwrap(), plan);
    // The same values reach nobody else.
    world.inventory.persons[0].department = Some(src("Hauptamt".parse().unwrap()));
    world.inventory.devices.clear();
    assert_eq!(world.plan().lines[0].mailbox, None);
}

#[test]
fn without_overrides_a_plan_says_nothing_of_them() {
    let world = World::new();
    assert!(!serde_json::to_string(&world.plan()).unwrap().contains("overridden"));
}

#[test]
fn names_that_nobody_has_are_told_with_place_and_nearest_name() {
    let mut world = World::new();
    world.inventory.devices = vec![device("IG-0007", DeviceKind::ThinClient, None)];
    world.inventory.devices[0].mac = Some(src("00:00:5e:00:53:01".parse::<Mac>().unwrap()));
    world.site.overrides = vec![
        level(department("Baumat"), 11, vec![Setting::ExpiryS(100)]),
        level(Level::DeviceKind("notebook".into()), 12, vec![Setting::ExpiryS(100)]),
        level(person("p2010"), 13, vec![Setting::ExpiryS(100)]),
        level(Level::Device("IG-0070".into()), 14, vec![Setting::ExpiryS(100)]),
        level(Level::Device("00-00-5E-00-53-01".into()), 15, vec![Setting::ExpiryS(100)]),
        level(Level::Device("ig-0007".into()), 16, vec![Setting::ExpiryS(100)]),
    ];
    let plan = world.plan();
    let told: Vec<(String, String, &str)> = plan
        .findings
        .iter()
        .filter(|finding| finding.code.as_str() == "plan/override-unknown")
        .map(|f| (f.place.as_ref().unwrap().to_string(), f.subject.clone().unwrap(), f.todo.as_ref().unwrap().en.as_ref()))
        .collect();
    let none = "write the name as `deskshift inventory show` has it, or remove the entry";
    assert_eq!(
        told,
        [
            ("deskshift.yaml:11:5".to_owned(), "Baumat".to_owned(), "did you mean `Bauamt`?"),
            ("deskshift.yaml:12:5".to_owned(), "notebook".to_owned(), none),
            ("deskshift.yaml:13:5".to_owned(), "p2010".to_owned(), "did you mean `p2001`?"),
            ("deskshift.yaml:14:5".to_owned(), "IG-0070".to_owned(), "did you mean `IG-0007`?"),
        ]
    );
    let mut unknown = plan.findings.iter().filter(|finding| finding.code.as_str() == "plan/override-unknown");
    assert!(unknown.all(|finding| finding.severity == crate::diag::Severity::Error));
}

#[test]
fn two_devices_of_one_rank_that_disagree_are_told_and_the_person_settles_it() {
    let mut world = World::new();
    world.inventory.devices =
        vec![device("A-1", DeviceKind::Notebook, Some("p2001")), device("B-2", DeviceKind::ThinClient, Some("p2001"))];
    world.site.overrides = vec![
        level(Level::DeviceKind("notebook".into()), 1, vec![Setting::ExpiryS(300), Setting::Srtp(Srtp::Off)]),
        level(Level::DeviceKind("thin-client".into()), 2, vec![Setting::ExpiryS(400), Setting::Srtp(Srtp::Off)]),
    ];
    let plan = world.plan();
    let told: Vec<&str> = plan.findings.iter().map(|f| f.what.en.as_ref()).collect();
    assert_eq!(
        told,
        [
            "`overrides` of device kind `notebook` and of device kind `thin-client` say different things about `expiry_s`: line `2001`"
        ]
    );
    assert_eq!((plan.findings[0].code.as_str(), plan.lines[0].expiry_s), ("plan/override-contradicts", 300));
    world.site.overrides = vec![
        level(Level::Device("A-1".into()), 1, vec![Setting::ExpiryS(300)]),
        level(Level::Device("B-2".into()), 2, vec![Setting::ExpiryS(400)]),
    ];
    assert_eq!(world.codes(), BTreeSet::from(["plan/override-contradicts".to_owned()]));
    world.site.overrides.pop();
    assert_eq!((world.codes().len(), world.plan().lines[0].expiry_s), (0, 300));
}

#[test]
fn what_an_override_asks_in_vain_names_the_override_and_not_the_rule() {
    let mut world = World::new();
    world.site.overrides = vec![level(department("Bauamt"), 7, vec![Setting::Transport(Transport::Wss)])];
    let plan = world.plan();
    let finding = plan.findings.iter().find(|f| f.code.as_str() == "plan/client-transport").unwrap();
    assert_eq!(finding.place.as_ref().unwrap().to_string(), "deskshift.yaml:7:15");
    assert!(
        finding.what.en.starts_with("`overrides` of department `Bauamt`: linphone-xml cannot speak SIP over `wss`"),
        "{}",
        finding.what.en
    );
    world.site.overrides = vec![level(department("Bauamt"), 7, vec![Setting::Transport(Transport::Tcp)])];
    let plan = world.plan();
    assert!(plan.lines.is_empty());
    assert_eq!(plan.findings[0].code.as_str(), "plan/no-registrar");
    assert!(plan.findings[0].what.en.contains("`overrides` of department `Bauamt` wants `tcp`"), "{}", plan.findings[0].what.en);
}

#[test]
fn a_rule_may_ask_for_a_kind_of_device() {
    let mut world = World::new();
    world.add("2002", "Bernd", "Beispiel");
    world.add("2003", "Cora", "Muster");
    let mut first = rule("baresip", Transport::Tls);
    first.devices = vec!["thin-client".into()];
    world.site.clients.insert(0, first);
    let mut by_number = device("IG-2", DeviceKind::ThinClient, None);
    by_number.lines = vec![DeviceLine {
        index: 1,
        number: src("2003".into()),
        partition: None,
        extension: Some(ext("2003")),
        label: None,
        ring: Ring::Normal,
        shared: false,
    }];
    world.inventory.devices = vec![
        device("IG-1", DeviceKind::ThinClient, Some("p2002")),
        by_number,
        device("NB-1", DeviceKind::Notebook, Some("p2001")),
    ];
    let clients: Vec<String> = world.plan().lines.into_iter().map(|line| line.client.0.into()).collect();
    assert_eq!(clients, ["linphone-xml", "baresip", "baresip"]);
}

#[test]
fn the_words_for_kinds_are_those_of_the_inventory() {
    for word in DEVICE_KINDS {
        let kind: DeviceKind = serde_json::from_value(word.into()).unwrap();
        assert_eq!(kind_word(kind), word);
    }
}

/// Findings of a code: place, sentence, names of all lines.
fn told(plan: &model::Plan, slug: &str) -> Vec<(String, String)> {
    let of = plan.findings.iter().filter(|finding| finding.code.as_str() == slug);
    let mut told: Vec<_> = of.map(|f| (f.place.as_ref().unwrap().to_string(), f.what.en.to_string())).collect();
    told.sort();
    told
}

#[test]
fn a_value_that_the_client_or_the_transport_cannot_hold_is_told_once_with_its_lines() {
    let mut world = World::new();
    for number in ["2002", "2003", "2004", "2005", "2006"] {
        world.add(number, "Bernd", "Beispiel");
    }
    world.site.clients.insert(0, rule("twinkle", Transport::Udp));
    world.site.clients[0].extensions = vec![ext("2006")];
    let holds = |variables: &[(Variable, &[Transport])]| Some(variables.iter().map(|(v, t)| (*v, t.to_vec())).collect());
    let tls: &[Transport] = &[Transport::Tls];
    let both: &[Transport] = &[Transport::Udp, Transport::Tls];
    world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().holds =
        holds(&[(Variable::CaOnClients, tls), (Variable::ExpiryS, both)]);
    world.clients.get_mut(&ClientId("twinkle".into())).unwrap().holds = holds(&[(Variable::VoicemailNumber, both)]);
    world.site.overrides = vec![level(
        Level::Organisation,
        4,
        vec![Setting::ExpiryS(300), Setting::VoicemailNumber("*97".into()), Setting::CaOnClients("/ca.pem".into())],
    )];
    world.site.clients[1].transport = Transport::Tls;
    let plan = world.plan();
    assert_eq!(
        told(&plan, "plan/override-without-effect"),
        [
            (
                "deskshift.yaml:4:15".to_owned(),
                "`ca_on_clients` of `overrides` for the organisation changes nothing with twinkle over udp: line `2006`"
                    .to_owned()
            ),
            (
                "deskshift.yaml:4:15".to_owned(),
                "`expiry_s` of `overrides` for the organisation changes nothing with twinkle: line `2006`".to_owned()
            ),
            (
                "deskshift.yaml:4:15".to_owned(),
                "`voicemail_number` of `overrides` for the organisation changes nothing with linphone-xml: 5 lines (`2001`, \
                 `2002`, `2003`, `2004` and 1 more)"
                    .to_owned()
            ),
        ]
    );
    // The lines are planned all the same.
    assert_eq!(plan.lines.len(), 6);
    // Who is given UDP by a more specific level needs no CA, and knows it.
    world.site.clients.remove(0);
    world.site.overrides[0].settings.truncate(1);
    world.site.overrides[0].settings.push((Setting::CaOnClients("/ca.pem".into()), Place::at("deskshift.yaml", 4, 40)));
    world.site.overrides.push(level(person("p2003"), 9, vec![Setting::Transport(Transport::Udp)]));
    assert_eq!(told(&world.plan(), "plan/override-without-effect"), []);
    // The other way round nothing was decided: the CA was meant for just this person.
    world.site.overrides = vec![
        level(Level::Organisation, 4, vec![Setting::Transport(Transport::Udp)]),
        level(person("p2003"), 9, vec![Setting::CaOnClients("/ca.pem".into())]),
    ];
    assert_eq!(told(&world.plan(), "plan/override-without-effect").len(), 1);
}

#[test]
fn a_level_that_no_planned_line_has_is_told() {
    let mut world = World::new();
    world.inventory.devices = vec![device("IG-1", DeviceKind::ThinClient, None)];
    world.site.overrides = vec![
        level(person("p2001"), 3, vec![Setting::ExpiryS(300)]),
        level(Level::Device("IG-1".into()), 7, vec![Setting::ExpiryS(300)]),
    ];
    assert_eq!(
        told(&world.plan(), "plan/override-without-effect"),
        [("deskshift.yaml:7:5".to_owned(), "`overrides` of the device `IG-1` reaches no planned line".to_owned())]
    );
    // A level that a more specific one outvotes has its line.
    world.inventory.devices = vec![device("IG-1", DeviceKind::ThinClient, Some("p2001"))];
    assert_eq!(told(&world.plan(), "plan/override-without-effect"), []);
}

#[test]
fn media_reach_the_line_and_what_the_client_has_no_word_for_is_refused() {
    let mut world = World::new();
    let stun = HostPort { host: "stun.example".into(), port: 3478 };
    world.site.overrides = vec![level(
        Level::Organisation,
        1,
        vec![
            Setting::Codecs(vec![Codec::Opus, Codec::Pcma]),
            Setting::Dtmf(Dtmf::Rfc4733),
            Setting::KeepaliveS(20),
            Setting::Ice(true),
            Setting::Stun(stun.clone()),
            Setting::Turn(stun.clone()),
            Setting::PtimeMs(30),
            Setting::SessionTimer(true),
            Setting::Mwi(Mwi::Subscribe),
            Setting::AutoAnswer(AutoAnswer::Always),
        ],
    )];
    let media = world.plan().lines.remove(0).media;
    assert_eq!((media.codecs.as_slice(), media.dtmf), (&[Codec::Opus, Codec::Pcma][..], Some(Dtmf::Rfc4733)));
    assert_eq!((media.keepalive_s, media.ice, media.stun.clone()), (Some(20), Some(true), Some(stun.clone())));
    assert_eq!((media.turn.clone(), media.ptime_ms, media.session_timer), (Some(stun), Some(30), Some(true)));
    assert_eq!((media.mwi, media.auto_answer), (Some(Mwi::Subscribe), Some(AutoAnswer::Always)));
    world.site.clients[0] = rule("twinkle", Transport::Udp);
    assert_eq!(
        told(&world.plan(), "plan/client-media"),
        ["auto_answer: always`; it knows off", "codecs: opus`; it knows pcma, gsm", "dtmf: rfc4733`; it knows info"].map(
            |what| (
                "deskshift.yaml:1:15".to_owned(),
                format!("`overrides` of organisation: twinkle cannot do `{what}: line `2001`")
            )
        )
    );
}

#[test]
fn the_way_to_the_telephone_system_gets_the_port_of_the_transport_in_force() {
    let mut world = World::new();
    let server = |host: &str, port| Server { host: host.into(), port };
    world.site.overrides = vec![level(
        Level::Organisation,
        1,
        vec![
            Setting::OutboundProxy(server("sbc.example", None)),
            Setting::BackupRegistrar(server("pbx2.example", Some(5099))),
            Setting::CallerId("+4989999".into()),
        ],
    )];
    for (transport, port) in [(Transport::Tls, 5061), (Transport::Udp, 5060)] {
        world.site.clients[0].transport = transport;
        let line = world.plan().lines.remove(0);
        assert_eq!(line.hop().to_string(), format!("sbc.example:{port}"));
        assert_ne!(line.registrar.host, "sbc.example", "whom it registers at stays");
        assert_eq!(line.media.backup_registrar.as_ref().map(ToString::to_string).as_deref(), Some("pbx2.example:5099"));
        assert_eq!(line.media.caller_id.as_deref(), Some("+4989999"));
    }
    // The certificate is that of the server that answers.
    world.site.clients[0].transport = Transport::Tls;
    world.site.pbx.tls_name = Some("sbc.example".into());
    assert!(!world.codes().contains("plan/certificate-name"), "{:?}", world.codes());
    world.site.overrides.clear();
    assert!(world.codes().contains("plan/certificate-name"));
}

#[test]
fn the_proxys_own_transport_counts_where_the_client_has_it_and_any_certificate_is_told() {
    let mut world = World::new();
    world.site.clients[0].transport = Transport::Tls;
    let server = Server { host: "edge.example".into(), port: None };
    world.site.overrides = vec![level(
        Level::Organisation,
        1,
        vec![
            Setting::OutboundProxy(server),
            Setting::OutboundProxyTransport(Transport::Tcp),
            Setting::AllowSelfSigned(true),
            Setting::InternationalRewrite(true),
        ],
    )];
    let line = world.plan().lines.remove(0);
    assert_eq!((line.hop().to_string().as_str(), line.hop_transport()), ("edge.example:5060", Transport::Tcp));
    assert_eq!(line.media.dialling.external_prefix.as_deref(), Some(world.site.numbers.outside_prefix.as_str()));
    // Who asks for TLS means the way to the proxy too.
    world.site.security.require_tls = true;
    assert!(world.codes().contains("plan/security-tls"), "{:?}", world.codes());
    world.site.overrides[0].settings.remove(1);
    assert!(!world.codes().contains("plan/security-tls"), "{:?}", world.codes());
    assert!(told(&world.plan(), "plan/tls-unverified")[0].1.contains("`allow_self_signed`"));
    world.site.security.verify = true;
    assert!(told(&world.plan(), "plan/security-verify")[0].1.contains("`allow_self_signed`"));
    // A client without these settings is told, and taken for what it does.
    world.site.overrides[0].settings.push((Setting::OutboundProxyTransport(Transport::Tcp), Place::at("deskshift.yaml", 1, 50)));
    let both: Vec<Transport> = vec![Transport::Udp, Transport::Tls];
    world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().holds = Some([(Variable::OutboundProxy, both)].into());
    let plan = world.plan();
    assert_eq!(plan.lines[0].hop_transport(), Transport::Tls);
    assert_eq!((plan.lines[0].hop().port, plan.lines[0].media.allow_self_signed), (5061, None));
    assert_eq!(told(&plan, "plan/override-without-effect").len(), 3);
}

#[test]
fn a_changed_override_is_a_change_of_the_plan() {
    let mut world = World::new();
    let old = world.plan();
    world.site.overrides =
        vec![level(Level::Organisation, 1, vec![Setting::Codecs(vec![Codec::G722]), Setting::CallerId("99".into())])];
    let said: Vec<String> = diff(&old, &world.plan()).iter().map(|change| change.words().en.to_string()).collect();
    assert!(said.iter().any(|text| text.contains("codecs") && text.contains("g722")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("caller_id") && text.contains("99")), "{said:?}");
}

#[test]
fn a_label_names_its_line_and_who_does_not_register_is_told() {
    let mut world = World::new();
    let settings = vec![
        Setting::Label("{extension} · {name}".into()),
        Setting::DisplayName("Pforte".into()),
        Setting::Register(false),
        Setting::EmergencyNumbers(vec!["7112".into()]),
        Setting::Language(Language::De),
        Setting::Timezone(Timezone::Berlin),
        Setting::PublicAddress("203.0.113.5".parse().unwrap()),
    ];
    world.site.overrides = vec![level(Level::Organisation, 1, settings)];
    let plan = world.plan();
    let media = &plan.lines[0].media;
    assert_eq!(media.label.as_deref(), Some("2001 · Pforte"));
    assert_eq!(media.dialling.emergency_numbers().collect::<Vec<_>>(), ["110", "112", "7112"]);
    assert_eq!((media.language, media.timezone), (Some(Language::De), Some(Timezone::Berlin)));
    assert!(world.codes().contains("plan/not-registered"), "{:?}", world.codes());
    // A client that has no setting for it registers all the same.
    world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().holds = Some(std::collections::BTreeMap::new());
    assert!(!world.codes().contains("plan/not-registered"), "{:?}", world.codes());
    // A device that knows other languages is told apart from one that knows none.
    let facts = world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap();
    facts.languages = vec![Language::En];
    assert!(told(&world.plan(), "plan/client-media")[0].1.contains("cannot do `language: de`; it knows en"));
}
