//! Each rule of the lint, by a profile that breaks it and one that does not.

use crate::domain::ClientId;
use crate::profile::{Catalogue, Raw, Source, builtin, define, inherit};
use crate::store::yaml;

/// A built-in profile with one text replaced, in its definition or a template; its codes when it is loaded and looked at.
fn codes(id: &str, from: &str, to: &str) -> Vec<String> {
    let raw = |source: Source, text: &str| Raw { root: yaml::read("t", text.as_bytes()).unwrap(), source };
    let all: Vec<(Source, &str)> = builtin();
    let parents: Vec<Raw> = all.iter().map(|(source, text)| raw(source.clone(), text)).collect();
    let (mut source, text) = all.into_iter().find(|(source, _)| source.id == id).unwrap();
    source.built_in = false;
    let held = text.contains(from) || source.templates.values().any(|template| template.contains(from));
    assert!(held, "{id} has no `{from}`");
    source.templates.values_mut().for_each(|template| *template = template.replace(from, to));
    let raw = raw(source, &text.replace(from, to));
    let whole = inherit(&raw, |name, _| parents.iter().find(|raw| raw.source.id == name)).unwrap();
    let (catalogue, mut findings) = Catalogue::new(vec![define(&whole.source, &whole.root).unwrap()]);
    findings.extend(catalogue.lint(&ClientId(id.into())));
    let mut codes: Vec<String> = findings.iter().map(|f| f.code.as_str().replace("profile/", "")).collect();
    codes.sort();
    codes.dedup();
    codes
}

#[test]
fn no_built_in_profile_breaks_a_rule() {
    for (source, _) in builtin() {
        let none: [String; 0] = [];
        assert_eq!(codes(&source.id, "schema: 1", "schema: 1"), none, "{}", source.id);
    }
}

#[test]
fn each_rule_is_broken_by_one_change() {
    for (id, from, to, expected) in [
        ("linphone-xml", "\"root_ca\" overwrite=\"true\"", "\"root_ca\"", "linphone-overwrite"),
        ("linphone-xml", "<entry name=\"reg_identity\" overwrite=\"true\"></entry>", "", "linphone-stale-accounts"),
        ("linphone-xml", "\"dial_prefix\" overwrite=\"true\">", "\"dial_prefix\" overwrite=\"true\">49", "linphone-dial-prefix"),
        ("linphone-rc", "mime=G729", "mime=G723", "linphone-codecs-open"),
        ("linphone-xml", "<section name=\"audio_codec_26\">", "<section name=\"audio_codec_40\">", "linphone-codecs-open"),
        (
            "linphone-rc",
            "verify_server_certs={% if account.allow_self_signed == \"on\" %}0{% else %}1",
            "verify_server_certs={% if account.allow_self_signed == \"on\" %}0{% else %}0",
            "tls-check-off",
        ),
        ("baresip-4", "no{% else %}yes{% endif +%}", "no{% else %}no{% endif +%}", "tls-check-off"),
        ("zoiper", "<use_random_port>", "<protocol_suite>tlsv1</protocol_suite><use_random_port>", "tls-old"),
        ("snom", "on</user_active>", "o<!-- -->n</user_active>", "xml-mixed"),
        ("microsip", "usersDirectory=", "usersDirectory=https://books.example/%s/%s", "password-leaves"),
        ("linphone-rc", "avpf=0", "avpf=https://books.example/?p={{ account.password }}", "password-leaves"),
        ("linphone-rc", "audio_rtp_port=30000-30999", "audio_rtp_port=40000-40999", "rtp-ports-differ"),
        ("linphone-xml", "  rtp_ports: 30000-30999\n", "", "rtp-ports-differ"),
        ("microsip", "rtpPortMax=30999", "rtpPortMax=30998", "rtp-ports-differ"),
        ("pjsua", "  rtp_ports: 30000\n", "  rtp_ports: 30000-30009\n", "rtp-ports-differ"),
        ("twinkle", "  wideband: false\n", "  wideband: false\n  rtp_ports: 30000-30999\n", "rtp-ports-differ"),
        ("linphone-rc", "sip_port=-1", "sip_port=5060", "port-fixed"),
        ("yealink", "order: [g722, pcma, pcmu]", "order: [pcma, pcmu]", "narrowband"),
        ("acrobits", "order: [g722, pcma, pcmu]", "order: [pcma, pcmu]", "narrowband"),
        ("twinkle", "emergency: pbx\n", "", "no-emergency-rule"),
        ("acrobits", "gsmCall", "voipCall", "no-emergency-rule"),
        ("pjsua", "  \"{use-tls,tls-ca-file", "  \"{tls-ca-file", "no-source"),
        ("telephone", "  \"/{UseICE,UseDNSSRV}\":", "  \"/{UseDNSSRV}\":", "no-source"),
        ("acrobits", "<dtmfOrder>", "<dtmfOrder>http://amt.example/", "link-http"),
        ("zoiper", "<protocol>sip", "<protocol>https://a:b@amt.example/", "link-http"),
        ("acrobits", "<dtmfOrder>", "<dtmfOrder>csc:{{ account.user }}:{{ account.password }}@AMT", "password-leaves"),
        (
            "telephone",
            "exceptions:\n  srtp:\n    en: \"the program has no SRTP\"\n    de: \"das Programm kennt kein SRTP\"\n",
            "",
            "no-encryption",
        ),
        ("snom", "emergency: pbx", "emergency: pbx\nexceptions: {tls: {en: why, de: warum}}", "no-encryption"),
    ] {
        assert_eq!(codes(id, from, to), [expected], "{id}: {from}");
    }
}

#[test]
fn encryption_that_is_claimed_must_be_written() {
    let from = "<sdesOutgoing>{% if account.srtp == \"off\" %}disabled{% else %}enabled{% endif %}</sdesOutgoing>";
    let broken = codes("acrobits", from, "<sdesOutgoing>disabled</sdesOutgoing>");
    // The definition reads it back, so that such a profile is not even loaded.
    assert_eq!(broken, ["bad-template"]);
    let claims = "optional: [sdesIncoming=enabled, sdesOutgoing=enabled]";
    let whole = |text: &str| text.replace(claims, "optional: [sdesIncoming=enabled]");
    let all = builtin();
    let (mut source, text) = all.into_iter().find(|(source, _)| source.id == "acrobits").unwrap();
    source.built_in = false;
    source
        .templates
        .values_mut()
        .for_each(|template| *template = template.replace(from, "<sdesOutgoing>disabled</sdesOutgoing>"));
    let root = yaml::read("t", whole(text).as_bytes()).unwrap();
    let (catalogue, findings) = Catalogue::new(vec![define(&source, &root).unwrap()]);
    assert_eq!(findings, []);
    let codes: Vec<_> = catalogue.lint(&ClientId("acrobits".into())).into_iter().map(|f| f.code.as_str().to_owned()).collect();
    assert_eq!(codes, ["profile/srtp-plain"]);
}

/// What is not written anywhere in a definition cannot be read back either: the patterns are for keys, and a faulty one is told.
#[test]
fn sources_and_exceptions_are_checked_when_a_definition_is_read() {
    for (id, from, to) in [
        ("sipnetic", "\"{d,u,p,n,au,R,dt,op,exp,vm}\"", "\"{d,u,p,n,au,R,dt,op,exp,vm\""),
        ("sipnetic", ", de: \"FusionPBX sipnetic/default/template.csv und app/devices/device_edit.php, Stand 21.08.2026\"", ""),
        ("yealink", "order: [g722, pcma, pcmu]", "order: [opus]"),
        ("yealink", "rfc4733: \"1\"", "rfc2833: \"1\""),
        ("baresip", "rtp_ports: 30000-30999", "rtp_ports: 30999-30000"),
        ("twinkle", "en: \"the program has neither G.722 nor Opus\"", "en: \"\""),
    ] {
        let (mut source, text) = builtin().into_iter().find(|(source, _)| source.id == id).unwrap();
        source.built_in = false;
        assert!(text.contains(from), "{id}");
        let Ok(root) = yaml::read("t", text.replace(from, to).as_bytes()) else { continue };
        let faults = define(&source, &root).unwrap_err();
        assert_eq!(faults[0].code.as_str(), "profile/bad-definition", "{id}: {to}");
    }
}

#[test]
fn expiries_that_routers_or_systems_do_not_like() {
    for (seconds, told) in [(59, true), (60, false), (3600, false), (3601, true)] {
        let finding = super::lint_expiry(2, seconds);
        assert_eq!(finding.is_some(), told, "{seconds}");
        assert!(finding.is_none_or(|f| f.code.as_str() == "profile/expiry" && f.what.en.contains("rule 2")));
    }
}

#[test]
fn origins_name_fields_and_hide_the_password() {
    use crate::domain::Transport;
    use crate::policy::site::Srtp;
    let (catalogue, _) = crate::store::profiles::load(None);
    let line = super::tests::line("linphone-xml", Transport::Tls, Srtp::Required);
    let origins = catalogue.origins(&line, &super::tests::secrets("kQ7vTn2RbXhJ4mZc8LpD"), &super::tests::pbx()).unwrap();
    let of = |key: &str| origins.iter().find(|origin| origin.key == key).unwrap();
    assert_eq!(of("proxy_0/reg_identity").fields, ["display_name", "user", "domain"]);
    assert_eq!(of("proxy_0/reg_proxy").fields, ["registrar_host", "registrar_port", "transport", "dns_srv"]);
    assert_eq!((of("auth_info_0/passwd").value.as_str(), &of("auth_info_0/passwd").fields[..]), ("***", &["password"][..]));
    assert!(of("proxy_0/avpf").fields.is_empty() && of("proxy_0/avpf").source.as_ref().unwrap().en.contains("account-params"));
    assert!(!format!("{origins:?}").contains("kQ7v"));
}

/// pjsua has a key for the check of certificates as long as nobody waives it, and one for TLS where either leg has it.
#[test]
fn origins_name_what_is_left_out_and_what_stands_for_two() {
    use crate::domain::{HostPort, Transport};
    use crate::policy::site::Srtp;
    let (catalogue, _) = crate::store::profiles::load(None);
    let secrets = super::tests::secrets("kQ7vTn2RbXhJ4mZc8LpD");
    let mut pbx = super::tests::pbx();
    pbx.ca_on_clients = Some("/etc/ssl/ca.pem".into());
    let mut line = super::tests::line("pjsua", Transport::Tls, Srtp::Off);
    let of = |line: &crate::plan::model::Line, key: &str| {
        let origins = catalogue.origins(line, &secrets, &pbx).unwrap();
        let origin = origins.into_iter().find(|origin| origin.key == key).unwrap_or_else(|| panic!("nothing of {key}"));
        (origin.left_out, origin.fields)
    };
    assert_eq!(of(&line, "tls-verify-server"), (false, vec!["transport", "allow_self_signed", "ca_on_clients"]));
    line.media.allow_self_signed = Some(true);
    assert_eq!(of(&line, "tls-verify-server"), (true, vec!["allow_self_signed"]));
    line.media.allow_self_signed = None;
    assert_eq!(of(&line, "use-tls").1, ["transport"]);
    line.media.outbound_proxy = Some(HostPort { host: "edge.example".into(), port: 5061 });
    assert_eq!(of(&line, "use-tls").1, ["transport"], "the proxy is spoken to in the same way");
    line.media.proxy_transport = Some(Transport::Tls);
    assert_eq!(of(&line, "use-tls").1, ["transport", "outbound_proxy_transport"], "either would do");
    line.transport = Transport::Udp;
    assert!(of(&line, "use-tls").1.contains(&"outbound_proxy_transport"));
}
