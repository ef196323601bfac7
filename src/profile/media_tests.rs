//! Codecs, keys and the way through the router: in each client's own words, and nothing in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::tests::{catalogue, line, pbx};
use crate::domain::{ClientId, HostPort, Secret, SecretState, Secrets, Transport};
use crate::plan::model::Line;
use crate::policy::media::{AutoAnswer, Codec, Dtmf, Language, Mwi, Timezone};
use crate::policy::overrides::Variable;
use crate::policy::site::Srtp;

fn keys(line: &Line) -> BTreeMap<String, String> {
    let origins =
        catalogue().origins(line, &super::tests::secrets("geheim-2001"), &pbx()).unwrap_or_else(|| panic!("{}", line.client));
    origins.into_iter().map(|origin| (origin.key, origin.value)).collect()
}

fn on(client: &str, change: fn(&mut Line)) -> BTreeMap<String, String> {
    let transport = if client == "twinkle" { Transport::Udp } else { Transport::Tls };
    let mut line = line(client, transport, Srtp::Off);
    change(&mut line);
    keys(&line)
}

#[test]
fn codecs_come_in_their_order_under_the_names_of_each_client() {
    let asked: fn(&mut Line) = |line| line.media.codecs = vec![Codec::Pcmu, Codec::G722];
    for (client, key, value) in [
        ("microsip", "Settings/audioCodecs", "PCMU/8000/1 G722/16000/1"),
        ("acrobits", "codecOrder", "0,9"),
        ("snom", "phone-settings/codec_priority_list", "pcmu,g722,telephone-event"),
        ("yealink", "account.1.codec.pcmu.priority", "1"),
        ("yealink", "account.1.codec.g722.priority", "2"),
        ("yealink", "account.1.codec.pcma.enable", "0"),
        ("polycom", "voice:voice.codecPref.G711_Mu", "1"),
        ("polycom", "voice:voice.codecPref.G711_A", "0"),
        ("wave", "config/P57", "0"),
        ("wave", "config/P60", "9"),
        ("linphone-xml", "audio_codec_0/mime", "PCMU"),
        ("linphone-xml", "audio_codec_1/mime", "G722"),
        ("linphone-rc", "audio_codec_1/mime", "G722"),
    ] {
        assert_eq!(on(client, asked).get(key).map(String::as_str), Some(value), "{client} {key}");
    }
    let twinkle = on("twinkle", |line| line.media.codecs = vec![Codec::Gsm, Codec::Pcma]);
    assert_eq!(twinkle["codecs"], "gsm,g711a");
    // Linphone adds what it is not told of, so all others are there and off.
    for client in ["linphone-xml", "linphone-rc"] {
        let keys = on(client, asked);
        let enabled: Vec<usize> = (0..27).filter(|n| keys[&format!("audio_codec_{n}/enabled")] == "1").collect();
        let names: BTreeSet<(&String, &String)> =
            (0..27).map(|n| (&keys[&format!("audio_codec_{n}/mime")], &keys[&format!("audio_codec_{n}/rate")])).collect();
        assert_eq!(enabled, [0, 1], "{client}");
        let channels = (0..27).filter(|n| keys[&format!("audio_codec_{n}/channels")] == "2").count();
        // L16 stands twice, with one channel and with two.
        assert_eq!((names.len(), channels), (26, 2), "{client}");
    }
}

#[test]
fn keys_keepalive_ice_and_stun_are_set_where_the_client_has_them() {
    let info: fn(&mut Line) = |line| line.media.dtmf = Some(Dtmf::Info);
    let keepalive: fn(&mut Line) = |line| line.media.keepalive_s = Some(44);
    let ice: fn(&mut Line) = |line| line.media.ice = Some(true);
    let stun: fn(&mut Line) = |line| line.media.stun = Some(HostPort { host: "2001:db8::7".into(), port: 3479 });
    for (client, change, key, value) in [
        ("linphone-xml", info, "sip/use_info", "1"),
        ("linphone-xml", info, "sip/use_rfc2833", "0"),
        ("linphone-rc", keepalive, "sip/keepalive_period", "44000"),
        ("linphone-rc", ice, "nat_policy_0/protocols", "ice"),
        ("linphone-xml", ice, "net/nat_policy_ref", "deskshift"),
        ("linphone-xml", stun, "nat_policy_0/stun_server", "[2001:db8::7]:3479"),
        ("linphone-xml", stun, "nat_policy_0/protocols", "stun"),
        ("microsip", info, "Settings/DTMFMethod", "3"),
        ("microsip", keepalive, "Account1/keepAlive", "44"),
        ("microsip", ice, "Account1/ICE", "1"),
        ("microsip", stun, "Settings/STUN", "[2001:db8::7]:3479"),
        ("baresip", ice, "medianat", "ice"),
        ("baresip-4", info, "dtmfmode", "info"),
        ("baresip-4", stun, "stunserver", "stun:[2001:db8::7]:3479"),
        ("twinkle", info, "dtmf_transport", "info"),
        ("twinkle", keepalive, "timer_nat_keepalive", "44"),
        ("pjsua", stun, "stun-srv", "[2001:db8::7]:3479"),
        ("acrobits", keepalive, "keepAlivePeriod", "44"),
        ("zoiper", keepalive, "accounts/account/SIP_keep_alive_timeout", "44"),
        ("zoiper", stun, "accounts/account/stun/stun_host", "2001:db8::7"),
        ("jitsi", keepalive, "net.java.sip.communicator.impl.protocol.sip.acc1.KEEP_ALIVE_INTERVAL", "44"),
        ("yealink", info, "account.1.dtmf.type", "2"),
    ] {
        let keys = on(client, change);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    // What an earlier profile set must not outlive it: Linphone merges.
    assert_eq!(on("linphone-xml", |_| {})["net/nat_policy_ref"], "");
}

#[test]
fn relay_packets_timers_messages_and_answering_are_set_where_the_client_has_them() {
    let turn: fn(&mut Line) = |line| line.media.turn = Some(HostPort { host: "turn.example".into(), port: 3479 });
    let ptime: fn(&mut Line) = |line| line.media.ptime_ms = Some(40);
    let timer: fn(&mut Line) = |line| line.media.session_timer = Some(true);
    let no_timer: fn(&mut Line) = |line| line.media.session_timer = Some(false);
    let mwi: fn(&mut Line) = |line| line.media.mwi = Some(Mwi::Subscribe);
    let header: fn(&mut Line) = |line| line.media.auto_answer = Some(AutoAnswer::Header);
    let always: fn(&mut Line) = |line| line.media.auto_answer = Some(AutoAnswer::Always);
    for (client, change, key, value) in [
        ("linphone-xml", turn, "nat_policy_0/stun_server", "turn.example:3479"),
        ("linphone-xml", turn, "nat_policy_0/protocols", "stun,turn,ice"),
        ("linphone-rc", turn, "nat_policy_0/turn_enable_udp", "1"),
        ("linphone-rc", turn, "net/nat_policy_ref", "deskshift"),
        ("baresip", turn, "stunserver", "turn:turn.example:3479"),
        ("baresip", turn, "medianat", "turn"),
        ("baresip-4", turn, "stunpass", "***"),
        ("pjsua", turn, "turn-srv", "turn.example:3479"),
        ("pjsua", turn, "use-ice", "yes"),
        ("pjsua", turn, "turn-passwd", "***"),
        ("linphone-xml", ptime, "rtp/upload_ptime", "40"),
        ("linphone-rc", ptime, "rtp/download_ptime", "40"),
        ("baresip", ptime, "ptime", "40"),
        ("twinkle", ptime, "ptime", "40"),
        ("pjsua", ptime, "ptime", "40"),
        ("acrobits", ptime, "ptime", "40"),
        ("yealink", ptime, "account.1.ptime", "40"),
        ("linphone-xml", timer, "sip/session_expires_value", "1800"),
        ("linphone-rc", no_timer, "sip/session_expires_enabled", "0"),
        ("microsip", no_timer, "Account1/disableSessionTimer", "1"),
        ("pjsua", no_timer, "use-timer", "0"),
        ("yealink", timer, "account.1.session_timer.enable", "1"),
        ("linphone-xml", mwi, "proxy_0/mwi_server_uri", "sip:2001@sip.amt.example"),
        ("baresip", mwi, "mwi", "yes"),
        ("twinkle", mwi, "mwi_sollicited", "yes"),
        ("zoiper", mwi, "accounts/account/mwi_subscribe_usage", "after"),
        ("wave", mwi, "config/P99", "1"),
        ("yealink", mwi, "account.1.subscribe_mwi", "1"),
        ("bria", mwi, "SETTINGS/proxies:proxy0:subscribe_to_message_waiting", "true"),
        ("microsip", header, "Settings/autoAnswer", "header"),
        ("baresip-4", header, "sip_autoanswer", "yes"),
        ("baresip", always, "answermode", "auto"),
        ("pjsua", always, "auto-answer", "200"),
        ("grandstream", always, "config/P90", "1"),
    ] {
        let keys = on(client, change);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    // What an earlier profile set must not outlive it: Linphone merges.
    let plain = on("linphone-xml", |_| {});
    for (key, value) in
        [("proxy_0/mwi_server_uri", ""), ("nat_policy_0/turn_enable_udp", "0"), ("sip/session_expires_value", "0")]
    {
        assert_eq!(plain[key], value, "{key}");
    }
}

/// A password stands in more than one place where a relay is asked for; none of them is shown.
#[test]
fn the_password_for_the_relay_is_no_more_shown_than_the_other() {
    for client in ["baresip", "baresip-4", "pjsua"] {
        let keys = on(client, |line| line.media.turn = Some(HostPort { host: "turn.example".into(), port: 3479 }));
        assert!(
            keys.values().filter(|value| *value == "***").count() == 2 && !format!("{keys:?}").contains("geheim"),
            "{client}"
        );
    }
}

#[test]
fn what_a_client_holds_is_found_by_trying() {
    let clients = catalogue().clients_with_holds();
    let holds = |client: &str, variable, transport| clients[&ClientId(client.into())].holds(variable, transport);
    for (client, variable, udp, tls) in [
        ("linphone-xml", Variable::CaOnClients, false, true),
        ("linphone-xml", Variable::ExpiryS, true, true),
        ("linphone-xml", Variable::VoicemailNumber, false, false),
        ("linphone-ios", Variable::CaOnClients, false, false),
        ("fritzbox", Variable::VoicemailNumber, false, false),
        ("fritzbox", Variable::ExpiryS, false, false),
        ("fritzbox", Variable::DisplayName, true, true),
        ("fritzbox", Variable::Codecs, false, false),
        ("gnome-calls", Variable::Domain, false, false),
        ("snom", Variable::VoicemailNumber, true, true),
        ("snom", Variable::Codecs, true, true),
        ("microsip", Variable::WsPath, false, false),
        ("microsip", Variable::Stun, true, true),
        ("bria", Variable::Ice, true, true),
        ("cisco-spa", Variable::Dtmf, true, true),
        ("cisco-spa", Variable::KeepaliveS, false, false),
        ("baresip", Variable::Turn, true, true),
        ("microsip", Variable::Turn, false, false),
        ("microsip", Variable::SessionTimer, true, true),
        ("linphone-xml", Variable::AutoAnswer, false, false),
        ("linphone-xml", Variable::Mwi, true, true),
        ("fritzbox", Variable::PtimeMs, false, false),
    ] {
        let found = (holds(client, variable, Transport::Udp), holds(client, variable, Transport::Tls));
        assert_eq!(found, (udp, tls), "{client} {variable:?}");
    }
    assert!(holds("webphone", Variable::WsPath, Transport::Wss) && !holds("webphone", Variable::CaOnClients, Transport::Wss));
    // Registrar and display name are what no client can do without.
    for facts in clients.values() {
        for transport in &facts.transports {
            assert!(
                facts.holds(Variable::Registrar, *transport) && facts.holds(Variable::DisplayName, *transport),
                "{}",
                facts.id
            );
        }
    }
}

#[test]
fn the_way_to_the_telephone_system_is_written_where_each_client_has_a_place_for_it() {
    let server = |host: &str, port| Some(HostPort { host: host.into(), port });
    let all: fn(&mut Line) = |line| {
        line.media.outbound_proxy = Some(HostPort { host: "sbc.example".into(), port: 5071 });
        line.media.backup_registrar = Some(HostPort { host: "2001:db8::9".into(), port: 5081 });
        line.media.caller_id = Some("+4989999".into());
        line.media.min_tls = Some(crate::policy::security::MinTls::V1_2);
    };
    for (client, key, value) in [
        ("linphone-xml", "proxy_0/reg_route", "<sip:sbc.example:5071;transport=tls;lr>"),
        ("linphone-rc", "proxy_0/reg_route", "<sip:sbc.example:5071;transport=tls;lr>"),
        ("linphone-rc", "proxy_0/reg_proxy", "<sip:pbx.amt.example:5061;transport=tls>"),
        ("microsip", "Account1/proxy", "sbc.example:5071"),
        ("microsip", "Account1/server", "pbx.amt.example:5061"),
        ("pjsua", "proxy", "sip:sbc.example:5071;transport=tls;lr"),
        ("twinkle", "outbound_proxy", "sbc.example:5071"),
        ("twinkle", "all_requests_to_proxy", "yes"),
        ("polycom", "reg:reg.1.outboundProxy.address", "sbc.example"),
        ("polycom", "reg:reg.1.server.1.address", "pbx.amt.example"),
        ("polycom", "reg:reg.1.server.2.address", "2001:db8::9"),
        ("yealink", "account.1.outbound_proxy.1.address", "sbc.example"),
        ("yealink", "account.1.sip_server.2.address", "2001:db8::9"),
        ("yealink", "account.1.sip_server.2.port", "5081"),
        ("wave", "config/P48", "sbc.example:5071"),
        ("wave", "config/P2333", "[2001:db8::9]:5081"),
        ("baresip", "outbound", "sip:sbc.example:5071;transport=tls"),
        ("acrobits", "proxy", "sbc.example:5071"),
        ("acrobits", "userCallerId", "+4989999"),
        ("zoiper", "accounts/account/SIP_outbound_proxy", "sbc.example:5071"),
        ("zoiper", "sip_options/protocol_suite", "tlsv1_2"),
        ("snom", "phone-settings/user_outbound", "sbc.example:5071;transport=tls"),
    ] {
        let keys = on(client, all);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    let web = |client: &str| {
        let mut line = line(client, Transport::Wss, Srtp::Required);
        line.media.stun = server("stun.example", 3478);
        line.media.turn = server("turn.example", 3479);
        line.mailbox = Some("*97".into());
        line.media.codecs = vec![Codec::Pcma, Codec::Opus];
        line.auth_user.clone_from(&line.aor_user);
        if client == "browser-phone" {
            line.media.codecs.clear();
        }
        keys(&line)
    };
    let page = web("webphone");
    let of = |key: &str| page.get(key).map(String::as_str);
    assert_eq!((of("/stunServer"), of("/turnServer")), (Some("stun:stun.example:3478"), Some("turn:turn.example:3479")));
    assert_eq!((of("/codecs"), of("/voicemailNumber")), (Some("PCMA,opus"), Some("*97")));
    let page = web("browser-phone");
    assert_eq!(page["/IceStunServerJson"], r#"[{"urls":"stun:stun.example:3478"}]"#);
    assert_eq!(page["/VoicemailDid"], "*97");
}

/// With a word for each codec that its profile names, in any order, every client's files are written, read back, and held to the same.
#[test]
fn every_order_of_every_clients_codecs_is_written() {
    let catalogue = catalogue();
    let mut secrets = Secrets::default();
    secrets.insert("k", Secret::new("geheim-2001"));
    for (client, facts) in catalogue.clients() {
        let mut line = line(&client.0, *facts.transports.last().unwrap(), *facts.srtp.last().unwrap());
        line.domain.clone_from(&line.registrar.host);
        assert_eq!(line.secret.state, SecretState::Present);
        for turn in 0..facts.codecs.len() {
            line.media.codecs.clone_from(&facts.codecs);
            line.media.codecs.rotate_left(turn);
            line.media.codecs.truncate(4);
            assert!(catalogue.render(&line, &secrets, &pbx()).is_ok(), "{client} {:?}", line.media.codecs);
        }
        for dtmf in Dtmf::ALL {
            line.media.dtmf = Some(dtmf);
            let known = facts.dtmf.is_empty() || facts.dtmf.contains(&dtmf);
            let made = catalogue.render(&line, &secrets, &pbx());
            assert_eq!(made.is_ok(), known, "{client} {dtmf:?}");
            let codes: Vec<String> = made.err().unwrap_or_default().into_iter().map(|f| f.code.as_str().to_owned()).collect();
            assert!(codes.iter().all(|code| code == "plan/client-media"), "{client} {codes:?}");
        }
    }
}

/// The key does not change with another server or mailbox, and still it is there for no other reason.
#[test]
fn what_stands_in_a_file_because_something_is_set_names_that_as_its_origin() {
    let server: fn(&str) -> Option<HostPort> = |host| Some(HostPort { host: host.into(), port: 3478 });
    let mut all = line("microsip", Transport::Tls, Srtp::Off);
    (all.media.stun, all.media.turn, all.media.ice) = (server("stun.example"), server("turn.example"), Some(true));
    (all.media.contacts_ldap, all.mailbox) = (Some(super::trial::ldap("ldap.example")), Some("*97".into()));
    for (client, key, fields) in [
        ("microsip", "Settings/enableSTUN", &["stun"][..]),
        ("linphone-rc", "net/nat_policy_ref", &["ice", "stun", "turn"]),
        ("linphone-xml", "nat_policy_0/turn_enable_udp", &["turn"]),
        ("pjsua", "use-turn", &["turn"]),
        ("yealink", "ldap.enable", &["contacts_ldap"]),
        ("jitsi", "net.java.sip.communicator.impl.protocol.sip.acc1.VOICEMAIL_ENABLED", &["voicemail_number"]),
        // Nobody set these.
        ("linphone-rc", "sip/sip_port", &[]),
        ("microsip", "Settings/updatesInterval", &[]),
    ] {
        let all = Line { client: ClientId(client.into()), ..all.clone() };
        let origins = catalogue().origins(&all, &super::tests::secrets("geheim-2001"), &pbx()).unwrap();
        let origin = origins.iter().find(|origin| origin.key == key).unwrap_or_else(|| panic!("{client} {key}"));
        let found: BTreeSet<&str> = origin.fields.iter().copied().collect();
        assert_eq!(found, fields.iter().copied().collect::<BTreeSet<_>>(), "{client} {key}");
        assert_eq!(found.len(), origin.fields.len(), "{client} {key}: named twice");
    }
}

#[test]
fn label_registration_router_and_presence_are_set_where_the_client_has_them() {
    let label: fn(&mut Line) = |line| line.media.label = Some("Pforte & Söhne <1>".into());
    let silent: fn(&mut Line) = |line| line.media.register = Some(false);
    let no_rport: fn(&mut Line) = |line| line.media.rport = Some(false);
    let flow: fn(&mut Line) = |line| line.media.sip_outbound = Some(true);
    let address: fn(&mut Line) = |line| line.media.public_address = Some("203.0.113.5".parse().unwrap());
    let one_call: fn(&mut Line) = |line| line.media.call_waiting = Some(false);
    let publish: fn(&mut Line) = |line| line.media.publish = Some(true);
    let push: fn(&mut Line) = |line| line.media.push = Some(true);
    let told: fn(&mut Line) = |line| line.media.mwi = Some(Mwi::Unsolicited);
    for (client, change, key, value) in [
        ("microsip", label, "Account1/label", "Pforte & Söhne <1>"),
        ("zoiper", label, "accounts/account/name", "Pforte & Söhne <1>"),
        ("acrobits", label, "title", "Pforte & Söhne <1>"),
        ("grandstream", label, "config/P270", "Pforte & Söhne <1>"),
        ("snom", label, "phone-settings/user_idle_text", "Pforte & Söhne <1>"),
        ("yealink", label, "account.1.label", "Pforte & Söhne <1>"),
        ("polycom", label, "reg:reg.1.label", "Pforte & Söhne <1>"),
        ("cisco-spa", label, "Short_Name_1_", "Pforte & Söhne <1>"),
        ("telephone", label, "/Accounts/0/Description", "Pforte & Söhne <1>"),
        ("linphone-xml", silent, "proxy_0/reg_sendregister", "0"),
        ("linphone-rc", silent, "proxy_0/reg_sendregister", "0"),
        ("twinkle", silent, "register_at_startup", "no"),
        ("zoiper", silent, "accounts/account/register_on_startup", "false"),
        ("grandstream", silent, "config/P31", "0"),
        ("cisco-spa", silent, "Register_1_", "No"),
        ("polycom", silent, "reg:reg.1.server.1.register", "0"),
        ("sipnetic", silent, "R", "0"),
        ("bria", silent, "SETTINGS/proxies:proxy0:register", "false"),
        ("gnome-calls", silent, "sip-office/AutoConnect", "false"),
        ("linphone-rc", no_rport, "sip/use_rport", "0"),
        ("microsip", no_rport, "Settings/rport", "0"),
        ("zoiper", no_rport, "accounts/account/SIP_use_rport", "false"),
        ("yealink", no_rport, "account.1.nat.rport", "0"),
        ("baresip", flow, "sipnat", "outbound"),
        ("baresip-4", flow, "sipnat", "outbound"),
        ("microsip", address, "Account1/publicAddr", "203.0.113.5"),
        ("twinkle", address, "nat_public_ip", "203.0.113.5"),
        ("pjsua", address, "ip-addr", "203.0.113.5"),
        ("polycom", address, "nat:nat.ip", "203.0.113.5"),
        ("microsip", one_call, "Settings/callWaiting", "0"),
        ("acrobits", one_call, "callWaiting", "0"),
        ("snom", one_call, "phone-settings/call_waiting", "off"),
        ("yealink", one_call, "call_waiting.enable", "0"),
        ("cisco-spa", one_call, "CW_Setting", "No"),
        ("polycom", one_call, "call:call.callWaiting.enable", "0"),
        ("grandstream", one_call, "config/P91", "1"),
        ("linphone-xml", publish, "proxy_0/publish", "1"),
        ("microsip", publish, "Account1/publish", "1"),
        ("twinkle", publish, "pres_publish_startup", "yes"),
        ("pjsua", publish, "publish", "yes"),
        ("jitsi", publish, "net.java.sip.communicator.impl.protocol.sip.acc1.IS_PRESENCE_ENABLED", "true"),
        ("linphone-rc", push, "proxy_0/push_notification_allowed", "1"),
        ("linphone-xml", push, "proxy_0/remote_push_notification_allowed", "1"),
        ("acrobits", push, "icm", "push"),
        ("twinkle", told, "mwi_sollicited", "no"),
        ("yealink", told, "account.1.subscribe_mwi", "0"),
        ("linphone-xml", told, "proxy_0/mwi_server_uri", ""),
    ] {
        let keys = on(client, change);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    // Where nobody says otherwise a client registers, under its number, and tells nobody that it is there.
    let usual = on("linphone-xml", |_| {});
    assert_eq!((usual["proxy_0/reg_sendregister"].as_str(), usual["proxy_0/publish"].as_str()), ("1", "0"));
    assert_eq!(on("microsip", |_| {})["Account1/label"], "2001");
}

#[test]
fn language_clock_and_emergency_numbers_are_set_in_the_words_of_each_device() {
    let german: fn(&mut Line) = |line| line.media.language = Some(Language::De);
    let berlin: fn(&mut Line) = |line| line.media.timezone = Some(Timezone::Berlin);
    let works: fn(&mut Line) = |line| line.media.dialling.emergency = vec!["112".into(), "7112".into()];
    let planned: fn(&mut Line) = |line| {
        line.media.dialling.emergency = vec!["7112".into()];
        line.media.dialling.plan = vec!["0x.".parse().unwrap()];
    };
    for (client, change, key, value) in [
        ("yealink", german, "lang.gui", "German"),
        ("snom", german, "phone-settings/language", "Deutsch"),
        ("polycom", german, "lcl:lcl.ml.lang", "German_Germany"),
        ("grandstream", german, "config/P1362", "de"),
        ("yealink", berlin, "local_time.time_zone", "+1"),
        ("yealink", berlin, "local_time.summer_time", "2"),
        ("snom", berlin, "phone-settings/timezone", "GER+1"),
        ("polycom", berlin, "tcpIpApp:tcpIpApp.sntp.gmtOffset", "3600"),
        ("cisco-spa", berlin, "Time_Zone", "GMT+01:00"),
        ("grandstream", berlin, "config/P64", "CET-1CEST-2,M3.5.0/02:00:00,M10.5.0/03:00:00"),
        ("yealink", works, "phone_setting.emergency.number", "110,112,7112"),
        ("snom", works, "phone-settings/keyboard_lock_emergency", "110 112 7112"),
        ("cisco-spa", works, "Emergency_Number_1_", "110,112,7112"),
        ("acrobits", works, "rewriting/rule[3]/conditions/condition:param", "7112"),
        ("cisco-spa", planned, "Dial_Plan_1_", "(110|112|7112|0xx.)"),
        ("polycom", planned, "dialplan:dialplan.digitmap", "110|112|7112|0xx.T"),
    ] {
        let keys = on(client, change);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    let web = |client: &str, change: fn(&mut Line)| {
        let mut line = line(client, Transport::Wss, Srtp::Optional);
        change(&mut line);
        keys(&line)
    };
    assert_eq!(web("webphone", german)["/language"], "de");
    assert_eq!(web("webphone", |line| line.media.register = Some(false))["/register"], "false");
    assert_eq!(web("browser-phone", german)["/Language"], "de");
    assert!(!on("acrobits", |_| {}).keys().any(|key| key.contains("rule[3]")), "the two that everybody has");
}

#[test]
fn a_label_is_carried_as_it_is_or_refused() {
    let catalogue = catalogue();
    let secrets = super::tests::secrets("geheim-2001");
    let mut refused = BTreeSet::new();
    for client in
        ["microsip", "zoiper", "acrobits", "wave", "grandstream", "snom", "yealink", "polycom", "cisco-spa", "telephone"]
    {
        for label in
            ["Ämter & \"Söhne\"", "</label>", "{{ x }}", " Rand ", "\"ganz\"", "%NULL%", "a=b,c", "100 %", "日本語", "'q'", "\\"]
        {
            let mut line = line(client, Transport::Tls, Srtp::Off);
            line.media.label = Some(label.into());
            if catalogue.render(&line, &secrets, &pbx()).is_err() {
                refused.insert((client, label));
                continue;
            }
            assert!(keys(&line).values().any(|value| value == label), "{client} {label}");
        }
    }
    // Blanks at the ends are lost in most; Yealink takes quotes at both ends away, and one word for nothing at all.
    let blanks = ["acrobits", "cisco-spa", "grandstream", "polycom", "snom", "wave", "yealink", "zoiper"];
    let expected = blanks.map(|client| (client, " Rand ")).into_iter();
    assert_eq!(refused, expected.chain([("yealink", "\"ganz\""), ("yealink", "%NULL%")]).collect());
}
