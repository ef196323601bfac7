//! Decisions of the plan on small inventories.

mod causes;
mod certificates;
mod changes;
mod exceptions;
mod logins;
mod rings;
mod security;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::diag::{Lang, Place, Words};
use crate::domain::{ClientId, Extension, HostPort, Secret, SecretRef, SecretState, Secrets, Transport};
use crate::inventory::model::*;
use crate::policy::media::{AutoAnswer, Codec, Dtmf};
use crate::policy::site::*;

#[path = "overrides_tests.rs"]
mod overrides_tests;
fn src<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Place::at("pjsip.conf", 7, 1))
}

fn ext(number: &str) -> Extension {
    number.parse().unwrap()
}

fn site() -> Site {
    let registrar = |port| HostPort { host: "pbx.example".into(), port };
    Site {
        name: "Test".into(),
        lang: Lang::En,
        numbers: Numbers::new("49", "89", "99998").lengths([4]),
        sources: Sources {
            asterisk: Some("pbx".into()),
            exports: vec![],
            staff: vec![],
            accounts: vec![],
            same_person: Vec::new(),
            different_persons: Vec::new(),
            further_numbers: false,
            secrets_from: SecretsFrom::Accounts,
        },
        limits: crate::policy::site::Limits::default(),
        pbx: Pbx {
            kind: PbxKind::Asterisk,
            domain: "pbx.example".into(),
            registrars: BTreeMap::from([
                (Transport::Udp, registrar(5060)),
                (Transport::Tls, registrar(5061)),
                (Transport::Wss, registrar(8089)),
            ]),
            ws_path: "/ws".into(),
            ca: None,
            ca_on_clients: None,
            tls_name: None,
            certificate: Vec::new(),
            contacts_per_line: 2,
            keep_contact_limit: vec![],
            webrtc_twins: false,
        },
        secrets: SecretRules { mode: SecretMode::Keep, ..SecretRules::default() },
        clients: vec![rule("linphone-xml", Transport::Tls)],
        overrides: vec![],
        security: crate::policy::site::SecurityRules::default(),
        fleet: crate::policy::site::FleetRules::default(),
        waves: Vec::new(),
        server: None,
        roster: RosterRules {
            from: jiff::civil::date(2026, 1, 5),
            weeks: 4,
            land: "BY".into(),
            assumption_day: true,
            extra_holidays: vec![],
            caps: vec![],
            room_max_present: None,
            room_overrides: BTreeMap::new(),
            on_site: vec![],
            reachable: vec![],
            own_days: Vec::new(),
            school_holidays: Vec::new(),
            weekly_share: 0.5,
            office_min_per_week: 1,
            min_group: 5,
            fairness: crate::policy::site::FairnessRule::default(),
            seed: 1,
            goals: Goals::default(),
            ..RosterRules::undecided()
        },
        validate: ValidateRules {
            canary: None,
            rate_per_s: Some(10.0),
            ban_budget: Some(5),
            timeout_s: 32.0,
            t1_ms: 500,
            dns_server: None,
            lab: false,
            calls: CallRules::default(),
        },
        letters: crate::policy::site::LetterRules::new(crate::diag::Lang::En),
    }
}

fn rule(client: &str, transport: Transport) -> ClientRule {
    ClientRule {
        client: ClientId(client.into()),
        transport,
        departments: vec![],
        extensions: vec![],
        own_notebook: None,
        devices: vec![],
        srtp: Some(Srtp::Off),
        expiry_s: 600,
    }
}

fn clients() -> Clients {
    let facts = |id: &str, transports: &[Transport], srtp: &[Srtp], digest: &[&str], tls_verify, webrtc| ClientFacts {
        id: ClientId(id.into()),
        title: id.into(),
        transports: transports.to_vec(),
        srtp: srtp.to_vec(),
        digest: digest.iter().map(ToString::to_string).collect(),
        tls_verify,
        webrtc,
        ha1: false,
        takes_ca: false,
        auth_user_differs: id != "baresip",
        secrets_at_rest: crate::plan::SecretsAtRest::Plain,
        priority: 1,
        codecs: if id == "twinkle" { vec![Codec::Pcma, Codec::Gsm] } else { Vec::new() },
        dtmf: if id == "twinkle" { vec![Dtmf::Info] } else { Vec::new() },
        mwi: Vec::new(),
        languages: Vec::new(),
        timezones: Vec::new(),
        auto_answer: if id == "twinkle" { vec![AutoAnswer::Off] } else { Vec::new() },
        min_tls: Vec::new(),
        rtp_ports: None,
        runs_on: String::new(),
        keys: Vec::new(),
        most_keys: 0,
        keys_after_accounts: false,
        most_accounts: 1,
        one_account_at_a_time: false,
        of_a_device: false,
        holds: None,
    };
    use Srtp::{Off, Optional, Required};
    [
        facts(
            "linphone-xml",
            &[Transport::Udp, Transport::Tls],
            &[Off, Optional, Required],
            &["MD5", "SHA-256"],
            TlsVerify::Always,
            false,
        ),
        facts("baresip", &[Transport::Udp, Transport::Tls], &[Off, Optional, Required], &["MD5"], TlsVerify::WithCa, false),
        facts("twinkle", &[Transport::Udp], &[Off], &["MD5"], TlsVerify::Never, false),
        facts("webphone", &[Transport::Wss], &[Optional, Required], &["MD5"], TlsVerify::Always, true),
    ]
    .into_iter()
    .map(|facts| (facts.id.clone(), facts))
    .collect()
}

struct World {
    inventory: Inventory,
    secrets: Secrets,
    site: Site,
    clients: Clients,
    known: Circumstances,
}

impl World {
    /// One person `p2001` "Anna Muster" on a sound extension 2001 with one contact.
    fn new() -> Self {
        let mut world = Self {
            inventory: Inventory::default(),
            secrets: Secrets::default(),
            site: site(),
            clients: clients(),
            known: Circumstances::default(),
        };
        world.add("2001", "Anna", "Muster");
        world
    }

    fn add(&mut self, number: &str, first: &str, last: &str) {
        let secret = self.secrets.insert(format!("pbx/auth/{number}"), Secret::new(format!("geheim-{number}")));
        let id: crate::domain::PersonId = format!("p{number}").parse().unwrap();
        self.inventory.extensions.push(Box::new(ExtensionEntry {
            name: Some(src(format!("{last}, {first}"))),
            account: Some(Box::new(Account {
                endpoint: src(number.into()),
                context: Some(src("intern".into())),
                transport: None,
                auth: AuthState::Present {
                    name: src(number.into()),
                    username: src(number.into()),
                    secret,
                    secret_at: Place::default(),
                    secret_cut_at: None,
                    realm: None,
                    algorithms: vec![],
                },
                aor: AorState::Present {
                    name: src(number.into()),
                    max_contacts: 1,
                    max_contacts_at: None,
                    remove_existing: true,
                    support_path: false,
                },
                loads: true,
                media: Extra::default(),
            })),
            persons: vec![id.clone()],
            ..ExtensionEntry::new(ext(number), ExtensionKind::Person, Words::new("", ""), Place::at("pjsip.conf", 1, 1))
        }));
        self.inventory.persons.push(Box::new(Person {
            first: Some(src(first.into())),
            extension: Some(src(ext(number))),
            department: Some(src("Bauamt".parse().unwrap())),
            ..Person::new(id, src(last.into()), Place::at("personal.csv", 4, 1))
        }));
    }

    fn entry(&mut self) -> &mut ExtensionEntry {
        &mut self.inventory.extensions[0]
    }

    fn account(&mut self) -> &mut Account {
        self.entry().account.as_mut().unwrap()
    }

    fn list(&mut self, user: &str, password: &str) {
        let secret = self.secrets.insert("list/2001", Secret::new(password));
        self.entry().listed = Some(ListedLogin { auth_user: src(user.into()), secret, secret_at: Place::at("konten.csv", 9, 3) });
    }

    fn plan(&self) -> model::Plan {
        make(&self.inventory, &self.secrets, &self.site, &self.clients, &self.known)
    }

    fn codes(&self) -> BTreeSet<String> {
        self.plan().findings.iter().map(|f| f.code.as_str().to_owned()).collect()
    }
}

fn options(list: &[(String, String)]) -> Vec<String> {
    list.iter().map(|(k, v)| format!("{k}={v}")).collect()
}

#[test]
fn a_sound_line_is_planned_without_a_word() {
    let plan = World::new().plan();
    assert_eq!(plan.findings, []);
    let line = &plan.lines[0];
    assert_eq!((line.id.as_str(), line.display_name.as_str(), line.aor_user.as_str()), ("2001", "Anna Muster", "2001"));
    assert_eq!((line.registrar.to_string().as_str(), line.transport, line.expiry_s), ("pbx.example:5061", Transport::Tls, 600));
    assert_eq!(line.at, Place::at("personal.csv", 4, 1));
    assert_eq!(line.facts.secret_matches, Some(true));
    assert_eq!((line.facts.max_contacts, line.facts.max_contacts_after), (Some(1), Some(2)));
    assert!(line.facts.remove_existing && !line.facts.remove_existing_after);
    let change = &plan.pbx_changes[0];
    assert_eq!(options(&change.aor_options), ["max_contacts=2", "remove_existing=no"]);
    assert_eq!(
        options(&change.endpoint_options),
        [
            "direct_media=no",
            "rtp_symmetric=yes",
            "force_rport=yes",
            "rewrite_contact=yes",
            "rtp_keepalive=15",
            "timers=yes",
            "device_state_busy_at=1"
        ]
    );
}

#[test]
fn srtp_and_a_pinned_transport_change_the_endpoint() {
    let mut world = World::new();
    world.site.clients[0].srtp = Some(Srtp::Optional);
    world.account().transport = Some(src("t-udp".into()));
    let transport = |protocol: &str, name: &str| PbxTransport {
        name: name.into(),
        protocol: protocol.into(),
        bind: "0.0.0.0".into(),
        at: Place::default(),
    };
    world.inventory.transports = vec![transport("udp", "t-udp"), transport("tls", "t-tls")];
    let change = world.plan().pbx_changes.remove(0);
    let set = options(&change.endpoint_options);
    assert_eq!(set[6..], ["media_encryption=sdes", "media_encryption_optimistic=yes", "device_state_busy_at=1", "transport="]);
    world.account().transport = Some(src("t-tls".into()));
    assert!(!options(&world.plan().pbx_changes[0].endpoint_options).contains(&"transport=".to_owned()));
    world.site.clients[0].srtp = Some(Srtp::Required);
    assert!(options(&world.plan().pbx_changes[0].endpoint_options).contains(&"media_encryption_optimistic=no".to_owned()));
}

#[test]
fn the_contact_limit_is_raised_and_never_lowered() {
    let mut world = World::new();
    let set = |world: &mut World, contacts: u32, remove: bool| {
        let AorState::Present { max_contacts, remove_existing, .. } = &mut world.account().aor else { panic!() };
        (*max_contacts, *remove_existing) = (contacts, remove);
    };
    set(&mut world, 5, false);
    let plan = world.plan();
    assert_eq!(options(&plan.pbx_changes[0].aor_options), ["max_contacts=5", "remove_existing=no"]);
    set(&mut world, 0, false);
    let plan = world.plan();
    assert_eq!(options(&plan.pbx_changes[0].aor_options), ["max_contacts=2", "remove_existing=no"]);
    assert_eq!(plan.findings[0].code.as_str(), "plan/contact-limit-mended");
    set(&mut world, 1, false);
    world.site.pbx.keep_contact_limit = vec![ext("2001")];
    let plan = world.plan();
    assert_eq!(plan.lines[0].facts.max_contacts_after, Some(1));
    assert!(plan.pbx_changes[0].aor_options.is_empty() && plan.findings[0].code.as_str() == "plan/contact-limit-kept");
}

#[test]
fn the_list_decides_the_login_where_the_site_says_so() {
    let mut world = World::new();
    world.list("MAC0001", "anders");
    let line = world.plan().lines.remove(0);
    assert_eq!((line.auth_user.as_str(), line.secret.key.as_str()), ("MAC0001", "list/2001"));
    assert_eq!((line.facts.secret_matches, line.facts.auth_user.as_deref()), (Some(false), Some("2001")));
    world.site.sources.secrets_from = SecretsFrom::Pbx;
    let line = world.plan().lines.remove(0);
    assert_eq!((line.auth_user.as_str(), line.secret.key.as_str()), ("2001", "pbx/auth/2001"));
    assert_eq!(line.facts.secret_matches, Some(true));
    // A source that holds only a hash gives way to the one with a password.
    let AuthState::Present { secret, .. } = &mut world.account().auth else { panic!() };
    *secret = SecretRef { state: SecretState::Hash, key: "pbx/hash".into() };
    assert_eq!(world.plan().lines[0].secret.key, "list/2001");
}

#[test]
fn kinds_other_than_person_are_kept_with_a_reason() {
    use ExtensionKind::{Alarm, Attendant, Door, Fax, Function, LiftAlarm, MeetingRoom, Shared, Trunk, Unknown};
    for kind in [Alarm, Attendant, Door, Fax, Function, LiftAlarm, MeetingRoom, Shared, Trunk, Unknown] {
        let mut world = World::new();
        world.entry().kind = kind;
        world.entry().persons = vec![];
        world.entry().kind_reason = Words::new("name contains `Fax`", "Name enthält `Fax`");
        let plan = world.plan();
        assert!(plan.lines.is_empty() && plan.pbx_changes.is_empty(), "{kind:?}");
        assert!(plan.kept[0].reason.en.ends_with("(name contains `Fax`)") && !plan.kept[0].reason.de.is_empty());
    }
    let mut world = World::new();
    world.entry().kind = Unknown;
    assert_eq!(world.plan().lines.len(), 1, "an unknown kind with a person is a person's phone");
}

#[test]
fn the_first_rule_whose_conditions_all_hold_decides() {
    let mut world = World::new();
    world.add("2002", "Bernd", "Beispiel");
    world.add("2003", "Carla", "Probe");
    world.inventory.persons[1].own_notebook = Some(src(true));
    let mut first = rule("baresip", Transport::Tls);
    first.extensions = vec![ext("2003")];
    let mut second = rule("webphone", Transport::Wss);
    second.own_notebook = Some(true);
    second.departments = vec!["Bauamt".parse().unwrap()];
    second.srtp = Some(Srtp::Required);
    world.site.clients = vec![first, second, rule("twinkle", Transport::Udp)];
    let chosen: Vec<String> = world.plan().lines.iter().map(|line| line.client.to_string()).collect();
    assert_eq!(chosen, ["twinkle", "webphone", "baresip"]);
}

#[test]
fn lines_that_ring_one_device_are_named_with_their_replacement() {
    let mut world = World::new();
    world.add("2002", "Bernd", "Beispiel");
    let dial = |pattern: &str, text: &str| DialLine {
        app: "Dial".into(),
        resolved: None,
        row: false,
        context: "intern".into(),
        pattern: pattern.into(),
        priority: "1".into(),
        step: None,
        text: text.into(),
        rings: vec![],
        by_pattern: text.contains("${EXTEN"),
        all_contacts: text.contains("PJSIP_DIAL_CONTACTS"),
        at: Place::at("extensions.conf", 3, 1),
    };
    world.inventory.dials = vec![
        dial("2000", "PJSIP/2001&PJSIP/2999&PJSIP/2002,20,tT"),
        dial("_2XXX", "PJSIP/${EXTEN},30"),
        dial("_3XXX", "PJSIP/${EXTEN},30"),
        dial("_0.", "PJSIP/${EXTEN:1}@amt"),
        dial("2001", "${PJSIP_DIAL_CONTACTS(2001)},20"),
        dial("9", "PJSIP/${DB(ziel/${EXTEN})}"),
    ];
    world.inventory.queues = vec![Queue {
        name: "buergerbuero".into(),
        strategy: None,
        members: vec![
            QueueMember {
                interface: "PJSIP/2002".into(),
                extension: Some(ext("2002")),
                penalty: 3,
                name: Some("Beispiel, Bernd".into()),
                state_interface: None,
                dynamic: false,
                row: false,
                at: Place::at("queues.conf", 5, 1),
            },
            QueueMember {
                interface: "Local/2001@intern/n".into(),
                extension: Some(ext("2001")),
                penalty: 0,
                name: None,
                state_interface: None,
                dynamic: false,
                row: false,
                at: Place::at("queues.conf", 6, 1),
            },
        ],
        at: Place::default(),
    }];
    let plan = world.plan();
    let found: Vec<(Option<&str>, usize)> = plan.one_ring.iter().map(|r| (r.instead.as_deref(), r.extensions.len())).collect();
    assert_eq!(
        found,
        [
            (Some("Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2999&${PJSIP_DIAL_CONTACTS(2002)},20,tT)"), 2),
            // 2001 has a line of its own there.
            (Some("Dial(${PJSIP_DIAL_CONTACTS(${EXTEN})},30)"), 1),
            (None, 0),
            (Some("member => Local/2002@deskshift-ring/n,3,\"Beispiel, Bernd\",PJSIP/2002"), 1),
        ]
    );
    // What stands there now is given as it is to be found, like its replacement.
    assert_eq!(plan.one_ring[0].text, "Dial(PJSIP/2001&PJSIP/2999&PJSIP/2002,20,tT)");
    assert_eq!(plan.one_ring[3].text, "member => PJSIP/2002,3,\"Beispiel, Bernd\"");
    assert!(world.codes().contains("plan/rings-one-device"));
}

/// A line that rings 2001.
fn ringing(app: &str, text: &str) -> DialLine {
    DialLine {
        app: app.into(),
        resolved: None,
        row: false,
        context: "intern".into(),
        pattern: "2001".into(),
        priority: "1".into(),
        step: None,
        text: text.into(),
        rings: vec![ext("2001")],
        by_pattern: false,
        all_contacts: false,
        at: Place::default(),
    }
}
