//! What is written is what the client reads, or nothing is written.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;
use crate::diag::Place;
use crate::domain::{ClientId, HostPort, Secret, SecretRef, SecretState, Secrets, Transport};
use crate::plan::model::{Line, PbxFacts};
use crate::policy::site::{Pbx, PbxKind, Srtp};
use crate::store::profiles;

pub(super) fn line(client: &str, transport: Transport, srtp: Srtp) -> Line {
    Line {
        id: "2001".parse().unwrap(),
        extension: "2001".parse().unwrap(),
        person: None,
        display_name: "Anna Muster".into(),
        department: None,
        client: ClientId(client.into()),
        aor_user: "2001".into(),
        domain: "sip.amt.example".into(),
        auth_user: "2001".into(),
        secret: SecretRef { state: SecretState::Present, key: "k".into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: HostPort { host: "pbx.amt.example".into(), port: 5061 },
        transport,
        srtp,
        expiry_s: 600,
        mailbox: None,
        media: crate::policy::media::OwnMedia::default(),
        overridden: std::collections::BTreeMap::new(),
        facts: PbxFacts::default(),
        at: Place::at("personal.csv", 4, 1),
    }
}

pub(super) fn pbx() -> Pbx {
    Pbx {
        kind: PbxKind::Asterisk,
        domain: "sip.amt.example".into(),
        registrars: std::collections::BTreeMap::new(),
        ws_path: "/ws".into(),
        ca: None,
        ca_on_clients: Some("/etc/deskshift/ca.pem".into()),
        tls_name: None,
        certificate: Vec::new(),
        contacts_per_line: 2,
        keep_contact_limit: vec![],
        webrtc_twins: false,
    }
}

pub(super) fn secrets(password: &str) -> Secrets {
    let mut secrets = Secrets::default();
    secrets.insert("k", Secret::new(password));
    secrets
}

/// Each client with the last transport and encryption it knows: the safest where it has several.
fn every_client() -> Vec<Line> {
    let clients = catalogue().clients();
    clients
        .into_values()
        .map(|facts| {
            let transport = *facts.transports.iter().rfind(|t| **t != Transport::Ws).unwrap();
            let mut line = line(&facts.id.0, transport, *facts.srtp.last().unwrap());
            if catalogue().get(&facts.id).unwrap().not_held.contains(&Field::Domain) {
                line.domain.clone_from(&line.registrar.host);
            }
            line
        })
        .collect()
}

fn client(id: &str) -> Line {
    every_client().into_iter().find(|line| line.client.0 == id).unwrap()
}

/// What each file says of a field, as the profile's own places and the family's reader find it.
fn said(line: &Line, files: &[Artefact], field: Field) -> Vec<String> {
    let profile = catalogue().get(&line.client).unwrap();
    let found = profile.outputs.iter().zip(files).filter_map(|(output, file)| {
        let text = output.encoding.decode(&file.bytes).unwrap();
        let read = read_back::read(output, &text).unwrap();
        read_back::value(&read, output.read_back.get(&field)?)
    });
    found.collect()
}

fn codes_of(result: Result<Vec<Artefact>, Vec<crate::diag::Finding>>) -> Vec<String> {
    result.unwrap_err().into_iter().map(|f| f.code.as_str().to_owned()).collect()
}

/// What the family's own reader finds in the main file, independent of `read_back`.
fn holds(files: &[Artefact], syntax: syntax::Syntax, key: &str) -> String {
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    syntax.read(&text).unwrap()[key].clone()
}

#[test]
fn each_client_gets_its_files() {
    let catalogue = catalogue();
    for line in every_client() {
        let files = catalogue.render(&line, &secrets("s3cret"), &pbx()).unwrap();
        assert!(files.iter().any(|file| file.secret), "{}", line.client);
        assert!(files[0].path.starts_with(&format!("lines/2001/{}/", line.client)));
        assert!(files.iter().filter(|f| !f.secret).all(|f| !String::from_utf8_lossy(&f.bytes).contains("s3cret")));
        assert!(!format!("{files:?}").contains("s3cret"));
    }
}

#[test]
fn nasty_values_arrive_or_are_refused_with_the_measured_reason() {
    let catalogue = catalogue();
    let render = |client: &str, password: &str| catalogue.render(&self::client(client), &secrets(password), &pbx());
    let all: Vec<String> = every_client().iter().map(|line| line.client.0.to_string()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    // These drop blanks at the edges, or nobody knows whether they do.
    let edges = [
        "acrobits",
        "cisco-spa",
        "fritzbox",
        "gnome-calls",
        "grandstream",
        "phonerlite",
        "polycom",
        "sipnetic",
        "snom",
        "telephone",
        "twinkle",
        "wave",
        "yealink",
        "zoiper",
    ];
    // (password, clients that cannot hold it)
    let table: &[(&str, &[&str])] = &[
        ("a;b&c<d>e f", &[]),
        ("a;b\"c&d<e>f", &["baresip", "baresip-4", "bria"]),
        ("q\"q", &["baresip", "baresip-4", "bria"]),
        ("x;regint=0", &["baresip", "baresip-4"]),
        ("abc\\", &["baresip", "baresip-4", "bria"]),
        ("abc\\\\", &["bria"]),
        (" lead", &edges),
        ("trail ", &[&edges[..], &["linphone-android", "linphone-ios", "linphone-rc", "linphone-xml"]].concat()),
        ("ümläut ß € 😀", &[]),
        ("</script>{{ 7 }}{% x %}", &[]),
        ("#x=[y]", &["pjsua"]),
        ("a \"b' c", &["baresip", "baresip-4", "bria", "pjsua"]),
        ("'; rm -rf ~ #", &[]),
        ("’; x ‘", &[]),
        ("%NULL%", &["yealink"]),
        ("${null}", &["jitsi"]),
        ("a\u{200b}b", &["fritzbox", "gnome-calls", "phonerlite", "telephone"]),
        ("a\nb", &all),
        ("", &all),
    ];
    for (password, refusing) in table {
        let refused: Vec<String> = every_client()
            .iter()
            .filter(|line| render(&line.client.0, password).is_err())
            .map(|line| line.client.to_string())
            .collect();
        let mut expected: Vec<String> = refusing.iter().map(ToString::to_string).collect();
        expected.sort();
        assert_eq!(refused, expected, "{password:?}");
    }
    let finding = render("baresip", "q\"q").unwrap_err().remove(0);
    assert_eq!(finding.code.as_str(), "profile/unrepresentable");
    assert_eq!(finding.what.en, "baresip 1 cannot hold the password: it contains a `\"`, which the client has no way to escape");
    assert_eq!((finding.subject.as_deref(), finding.place.unwrap().line()), (Some("2001"), 4));
    let files = render("linphone-xml", "a;b\"c&d<e>f").unwrap();
    assert_eq!(holds(&files, syntax::Syntax::LpconfigXml, "auth_info_0/passwd"), "a;b\"c&d<e>f");
}

#[test]
fn every_fault_of_a_line_is_named_at_once() {
    let catalogue = catalogue();
    let mut line = line("twinkle", Transport::Tls, Srtp::Required);
    line.display_name = "Fritz \"Fritzi\" Meier".into();
    line.auth_user = "a\"b".into();
    let codes = codes_of(catalogue.render(&line, &secrets(" x"), &pbx()));
    assert_eq!(codes.iter().filter(|c| *c == "profile/unrepresentable").count(), 3, "{codes:?}");
    assert!(codes.contains(&"plan/client-transport".to_owned()) && codes.contains(&"plan/client-srtp".to_owned()));
    line.client = ClientId("nofone".into());
    assert_eq!(codes_of(catalogue.render(&line, &secrets("x"), &pbx())), ["profile/no-profile"]);
    line.client = ClientId("twinkle".into());
    assert!(codes_of(catalogue.render(&line, &Secrets::default(), &pbx())).contains(&"profile/no-password".to_owned()));
}

#[test]
fn ipv6_and_missing_ca() {
    let catalogue = catalogue();
    for mut line in every_client() {
        line.registrar.host = "2001:db8::5".into();
        line.domain = if line.domain == "sip.amt.example" { "2001:db8::6".into() } else { line.registrar.host.clone() };
        let files = catalogue.render(&line, &secrets("s3cret"), &Pbx { ca_on_clients: None, ..pbx() }).unwrap();
        let all = files.iter().map(|f| String::from_utf8_lossy(&f.bytes).replace('\0', "")).collect::<String>();
        assert!(!all.contains("root_ca") && !all.contains("sip_cafile") && !all.contains("tls-ca-file"), "{}", line.client);
        assert_eq!(said(&line, &files, Field::RegistrarHost)[0], "2001:db8::5", "{}", line.client);
    }
    let line = line("linphone-rc", Transport::Tls, Srtp::Off);
    let files = catalogue.render(&line, &secrets("s3cret"), &pbx()).unwrap();
    assert_eq!(holds(&files, syntax::Syntax::LpconfigIni, "sip/root_ca"), "/etc/deskshift/ca.pem");
}

#[test]
fn linphone_overwrites_closes_the_codec_list_and_blanks_old_accounts() {
    let catalogue = catalogue();
    let files = catalogue.render(&line("linphone-xml", Transport::Tls, Srtp::Off), &secrets("x"), &pbx()).unwrap();
    let read = syntax::Syntax::LpconfigXml.read(std::str::from_utf8(&files[0].bytes).unwrap()).unwrap();
    let enabled: Vec<&str> = (0..40)
        .filter(|n| read.get(&format!("audio_codec_{n}/enabled")).is_some_and(|v| v == "1"))
        .map(|n| read[&format!("audio_codec_{n}/mime")].as_str())
        .collect();
    assert_eq!(enabled, ["G722", "PCMA", "PCMU", "opus"]);
    assert_eq!(read["audio_codec_8/enabled"], "0");
    for (key, value) in [
        ("sip/sip_port", "-1"),
        ("sip/sip_tls_port", "-1"),
        ("misc/transient_provisioning", "1"),
        ("proxy_1/reg_identity", ""),
        ("auth_info_1/passwd", ""),
    ] {
        assert_eq!(read[key], value, "{key}");
    }
    assert!(read.get("proxy_0/dial_prefix").is_none_or(String::is_empty));
}

/// 5,000 hostile names through every client: the name arrives unchanged, or the line is refused; never a third thing. The file is read
/// by the syntax family that wrote it, and by the importer for what such clients hold, which shares nothing with it.
#[test]
fn hostile_names_arrive_unchanged_or_are_refused() {
    let (names, clients) = (crate::hostile::names(), every_client());
    let work: Vec<(&Line, &[String])> = clients.iter().flat_map(|line| names.chunks(500).map(move |some| (line, some))).collect();
    let (next, accepted) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((line, some)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let arrived = some.iter().filter(|name| name_arrives(line, name)).count();
                    accepted.fetch_add(arrived, Ordering::Relaxed);
                }
            });
        }
    });
    let (accepted, tried) = (accepted.into_inner(), names.len() * clients.len());
    assert_eq!(tried, 5_000 * 26);
    assert!(accepted * 2 > tried, "{accepted} of {tried} accepted");
}

/// False: the line is refused.
fn name_arrives(line: &Line, name: &str) -> bool {
    let line = Line { display_name: name.into(), ..line.clone() };
    let Some(files) = catalogue().accepted(&line, &secrets("s3cret"), &pbx()) else {
        // To find out what stands against a line takes several times as long as to refuse it.
        if name.len() % 16 == 0 {
            let codes = codes_of(catalogue().render(&line, &secrets("s3cret"), &pbx()));
            assert_eq!(codes, ["profile/unrepresentable"], "{}: {name:?}", line.client);
        }
        return false;
    };
    let profile = catalogue().get(&line.client).unwrap();
    let (mut seen, mut passwords) = (0, 0);
    for (output, file) in profile.outputs.iter().zip(&files).filter(|(output, _)| !output.read_back.is_empty()) {
        let read = read_back::read(output, &output.encoding.decode(&file.bytes).unwrap()).unwrap();
        let value = |field: Field| output.read_back.get(&field).and_then(|place| read_back::value(&read, place));
        if let Some(value) = value(Field::DisplayName) {
            assert_eq!(value, name, "{}", line.client);
            seen += 1;
        }
        if let Some(value) = value(Field::Password) {
            assert_eq!(value, "s3cret", "{} with {name:?}", line.client);
            passwords += 1;
        }
    }
    assert!(seen > 0 && passwords > 0, "{}: {seen} names and {passwords} passwords read", line.client);
    let importer = match line.client.0.as_str() {
        "linphone-rc" => "phone/linphonerc",
        "twinkle" => "phone/twinkle",
        "baresip" | "baresip-4" => "phone/baresip",
        "microsip" => "phone/microsip",
        "snom" => "phone/snom",
        "yealink" => "phone/yealink",
        "grandstream" => "phone/grandstream",
        _ => return true,
    };
    // Importers take blanks at the edges for none of the name's.
    let read = imported(importer, &files[0].bytes).unwrap_or_default();
    assert_eq!(read.trim(), name.trim(), "{} by `{importer}`", line.client);
    true
}

/// The name of the first account that an importer finds.
fn imported(format: &str, bytes: &[u8]) -> Option<String> {
    use crate::inventory::{asterisk::files::MemoryFiles, formats, staff::ListFile};
    let plan = crate::policy::site::Numbers::new("49", "89", "99998").lengths([4]);
    let list = ListFile::new("profile", bytes);
    let read = formats::by_name(format).expect("a format").read;
    let reading = read(&formats::Given { list, plan: &plan, files: &MemoryFiles::new() });
    reading.extensions.into_iter().next()?.name.map(|name| name.value)
}

pub(super) fn catalogue() -> &'static Catalogue {
    static ONCE: std::sync::OnceLock<Catalogue> = std::sync::OnceLock::new();
    ONCE.get_or_init(|| profiles::load(None).0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any Unicode password either comes back from the file or is refused with a code.
    #[test]
    fn passwords_come_back_or_are_refused(
        password in "\\PC{0,40}|.{0,40}|[\"\\\\;= a]{0,12}|['‘’`$\"#&<>%! ]{0,12}",
        which in 0usize..26,
    ) {
        let catalogue = catalogue();
        let clients = every_client();
        prop_assert_eq!(clients.len(), 26);
        let line = &clients[which];
        match catalogue.render(line, &secrets(&password), &pbx()) {
            Ok(files) => {
                let seen = said(line, &files, Field::Password);
                prop_assert!(!seen.is_empty() && seen.iter().all(|seen| *seen == password), "{}", line.client);
            }
            Err(findings) => {
                let codes: BTreeSet<&str> = findings.iter().map(|f| f.code.as_str()).collect();
                prop_assert_eq!(codes, BTreeSet::from(["profile/unrepresentable"]));
                let said = serde_json::to_string(&findings).unwrap();
                prop_assert!(password.chars().count() < 8 || !said.contains(&password));
            }
        }
    }

    /// No reader of a syntax family falls over foreign text.
    #[test]
    fn readers_stand_any_text(text in "\\PC{0,200}|[\\[\\]<>=;\"\\\\&#a\n ]{0,120}|<config>.{0,80}") {
        for family in syntax::Syntax::ALL {
            let _ = family.read(&text);
        }
        let _ = syntax::NameAddr::read(&text);
        let _ = template_check::check("t", &text);
    }
}

/// A digest holds for one realm: it is written where a probe has seen that one, and nowhere else.
#[test]
fn a_digest_is_written_for_the_realm_that_a_probe_saw() {
    let hex = "0123456789abcdef0123456789abcdef";
    let mut secrets = Secrets::default();
    let secret = secrets.insert_hash("h", "MD5", &hex.to_uppercase());
    let catalogue = || profiles::load(None).0;
    let seen = |algorithm: &str| [("2001".parse().unwrap(), ("Amt & Söhne".to_owned(), algorithm.to_owned()))].into();
    let outcome = |client: &str, catalogue: &Catalogue| {
        let line = Line { secret: secret.clone(), ..line(client, Transport::Udp, Srtp::Off) };
        let outcome = catalogue.render(&line, &secrets, &pbx());
        outcome.map_err(|findings| findings.iter().map(|finding| finding.what.en.to_string()).collect::<Vec<_>>().join("; "))
    };
    let known = catalogue().with_asked(seen("MD5"));
    for (client, wanted) in [
        ("linphone-xml", r#"<entry name="realm" overwrite="true">Amt &amp; Söhne</entry>"#),
        ("linphone-rc", "passwd=\nha1=0123456789abcdef0123456789abcdef\nrealm=Amt & Söhne\nalgorithm=MD5\n"),
        ("linphone-android", r"Amt \u0026amp; Söhne"),
        ("linphone-ios", "Söhne"),
    ] {
        let files = outcome(client, &known).unwrap_or_else(|why| panic!("{client}: {why}"));
        let text: String = files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
        assert!(text.contains(hex) && text.contains(wanted), "{client}: {text}");
    }
    for (client, catalogue, why) in [
        ("linphone-xml", catalogue(), "no probe has seen for which realm"),
        ("linphone-xml", catalogue().with_asked(seen("SHA-256")), "is of MD5, and the registrar asks for SHA-256"),
        ("twinkle", known, "Twinkle takes the password only"),
    ] {
        let said = outcome(client, &catalogue).unwrap_err();
        assert!(said.contains(why), "{client}: {said}");
    }
}
