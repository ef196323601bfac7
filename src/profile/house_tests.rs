//! Servers by DNS, dialling, keys and contacts: in each client's own words, and nothing in silence.

use std::collections::BTreeMap;

use super::tests::{catalogue, line, pbx};
use crate::domain::{ClientId, HostPort, Secret, Secrets, Transport};
use crate::plan::model::Line;
use crate::policy::directory::{Contact, Key, KeyKind, Ldap};
use crate::policy::overrides::Variable;
use crate::policy::site::Srtp;

fn keys(client: &str, change: fn(&mut Line)) -> BTreeMap<String, String> {
    let transport = if client == "twinkle" { Transport::Udp } else { Transport::Tls };
    let mut line = line(client, transport, Srtp::Off);
    change(&mut line);
    let origins = catalogue().origins(&line, &super::tests::secrets("geheim-2001"), &pbx()).unwrap_or_else(|| panic!("{client}"));
    origins.into_iter().filter(|origin| !origin.left_out).map(|origin| (origin.key, origin.value)).collect()
}

fn key(kind: KeyKind, number: &str, label: &str) -> Key {
    Key { kind, number: number.into(), label: label.into() }
}

#[test]
fn a_server_that_dns_knows_has_no_port_and_an_address_keeps_its_own() {
    let by_dns: fn(&mut Line) = |line| line.media.dns_srv = Some(true);
    for (client, key, value) in [
        ("linphone-xml", "proxy_0/reg_proxy", "<sip:pbx.amt.example;transport=tls>"),
        ("linphone-rc", "net/dns_srv_enabled", "1"),
        ("baresip", "outbound", "sip:pbx.amt.example;transport=tls"),
        ("polycom", "reg:reg.1.server.1.port", "0"),
        ("cisco-spa", "Use_DNS_SRV_1_", "Yes"),
        ("wave", "config/P103", "1"),
        ("grandstream", "config/P48", "pbx.amt.example"),
        ("telephone", "/UseDNSSRV", "true"),
        ("jitsi", "net.java.sip.communicator.impl.protocol.sip.acc1.PROXY_AUTO_CONFIG", "true"),
    ] {
        let keys = keys(client, by_dns);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client}: {keys:?}");
    }
    let address: fn(&mut Line) = |line| {
        line.media.dns_srv = Some(true);
        line.registrar = HostPort { host: "192.0.2.7".into(), port: 5061 };
    };
    assert_eq!(keys("linphone-xml", address)["proxy_0/reg_proxy"], "<sip:192.0.2.7:5061;transport=tls>");
    // Where it has no setting, nothing changes.
    assert_eq!(keys("zoiper", by_dns), keys("zoiper", |_| {}));
}

#[test]
fn proxy_certificates_and_locks_are_set_where_the_client_has_them() {
    let proxy: fn(&mut Line) = |line| {
        line.media.outbound_proxy = Some(HostPort { host: "edge.example".into(), port: 5060 });
        line.media.proxy_transport = Some(Transport::Tcp);
    };
    let any: fn(&mut Line) = |line| line.media.allow_self_signed = Some(true);
    let lock: fn(&mut Line) = |line| line.media.lock_settings = Some(true);
    for (client, change, key, value) in [
        ("linphone-xml", proxy, "proxy_0/reg_route", "<sip:edge.example:5060;transport=tcp;lr>"),
        ("linphone-rc", proxy, "proxy_0/reg_proxy", "<sip:pbx.amt.example:5061;transport=tls>"),
        ("pjsua", proxy, "proxy", "sip:edge.example:5060;transport=tcp;lr"),
        ("polycom", proxy, "reg:reg.1.outboundProxy.transport", "TCPOnly"),
        ("linphone-xml", any, "sip/verify_server_certs", "0"),
        ("linphone-rc", any, "sip/verify_server_cn", "0"),
        ("baresip-4", any, "sip_verify_server", "no"),
        ("wave", any, "config/P2311", "0"),
        ("yealink", any, "static.security.trust_certificates", "0"),
        ("linphone-xml", lock, "ui/hide_settings", "1"),
        ("linphone-rc", lock, "ui/hide_account_settings", "1"),
        ("snom", lock, "phone-settings/user_pass:perm", "R"),
        ("cisco-spa", lock, "Phone-UI-readonly", "Yes"),
    ] {
        let keys = keys(client, change);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    assert!(!keys("pjsua", any).contains_key("tls-verify-server") && keys("pjsua", |_| {}).contains_key("tls-verify-server"));
}

/// Whatever is asked, 110 and 112 stand in front of a plan as they are, and what is rewritten begins with a `+`.
#[test]
fn rules_for_dialling_leave_emergency_numbers_alone() {
    let rules: fn(&mut Line) = |line| {
        let dialling = &mut line.media.dialling;
        dialling.plan = ["0x.", "[1-9]xxx"].iter().map(|pattern| pattern.parse().unwrap()).collect();
        dialling.external_prefix = Some("0".into());
        dialling.international_rewrite = Some(true);
        dialling.strip_chars = Some(" -/".into());
    };
    for (client, key, value) in [
        ("cisco-spa", "Dial_Plan_1_", "(110|112|0xx.|[1-9]xxx)"),
        ("polycom", "dialplan:dialplan.digitmap", "110|112|0xx.T|[1-9]xxx"),
        ("grandstream", "config/P290", "{110|112|0x+|[1-9]xxx}"),
        ("telephone", "/Accounts/0/PlusCharacterSubstitutionString", "000"),
        ("twinkle", "number_conversion", "^[+]([0-9]+)$,000$1"),
        ("twinkle", "special_phone_symbols", "- /"),
        ("zoiper", "accounts/account/strip_dial_chars", "- /"),
        ("zoiper", "accounts/account/use_number_rewriting", "false"),
    ] {
        let keys = keys(client, rules);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    // Nothing is rewritten unless it is asked for.
    assert!(!keys("telephone", |_| {}).contains_key("/Accounts/0/SubstitutePlusCharacter"));
    assert!(!keys("twinkle", |_| {}).contains_key("number_conversion"));
}

#[test]
fn keys_and_contacts_come_in_their_order_with_any_label() {
    let some: fn(&mut Line) = |line| {
        line.media.keys = vec![key(KeyKind::Blf, "2002", "Gate & <Co>"), key(KeyKind::Speed, "2003", "\"Duty\" 2")];
        line.media.contacts = vec![Contact { name: "Gate \"East\" & Co".into(), number: "*97".into() }];
        line.media.contacts_url = Some("https://pbx.example/d.xml?a=1&b=2".into());
        line.media.contacts_carddav = Some("https://dav.example/book/?a=1&b=2".into());
        line.media.contacts_ldap =
            Some(Ldap { server: HostPort { host: "ldap.example".into(), port: 636 }, base: "ou=p,dc=example".into() });
    };
    for (client, key, value) in [
        ("snom", "functionKeys/fkey", "blf sip:2002@sip.amt.example"),
        ("snom", "functionKeys/fkey:label", "Gate & <Co>"),
        ("snom", "functionKeys/fkey[2]", "speed 2003"),
        ("snom", "tbook/item/name", "Gate \"East\" & Co"),
        ("snom", "phone-settings/dkey_directory", "url https://pbx.example/d.xml?a=1&b=2"),
        ("yealink", "linekey.1.type", "16"),
        ("yealink", "linekey.2.value", "2003"),
        ("yealink", "ldap.base", "ou=p,dc=example"),
        ("snom", "phone-settings/ldap_server", "ldap.example"),
        ("snom", "phone-settings/ldap_port", "636"),
        ("snom", "phone-settings/ldap_base", "ou=p,dc=example"),
        ("yealink", "remote_phonebook.data.1.url", "https://pbx.example/d.xml?a=1&b=2"),
        ("cisco-spa", "Extended_Function_2_", "fnc=blf+sd+cp;sub=2002@$PROXY;ext=2002@$PROXY;nme=Gate & <Co>"),
        ("cisco-spa", "LDAP_Server", "ldap.example:636"),
        ("zoiper", "contact_services/contact_service/uri", "https://pbx.example/d.xml?a=1&b=2"),
        ("zoiper", "contact_services/contact_service[2]/root", "ou=p,dc=example"),
        ("acrobits", "wsContactsUrl", "https://pbx.example/d.xml?a=1&b=2"),
        ("linphone-xml", "friend_0/url", "\"Gate \\\"East\\\" & Co\" <sip:*97@sip.amt.example>"),
        ("linphone-rc", "friend_0/url", "\"Gate \\\"East\\\" & Co\" <sip:*97@sip.amt.example>"),
        ("linphone-xml", "ldap_0/server", "ldap://ldap.example:636"),
        ("linphone-rc", "ldap_0/base_object", "ou=p,dc=example"),
        ("linphone-rc", "ldap_0/auth_method", "ANONYMOUS"),
        ("linphone-xml", "carddav_0/server_url", "https://dav.example/book/?a=1&b=2"),
        ("linphone-rc", "carddav_0/server_url", "https://dav.example/book/?a=1&b=2"),
        ("baresip", "contact", "\"Gate \\\"East\\\" & Co\" <sip:*97@sip.amt.example>"),
        ("baresip-4", "contact", "\"Gate \\\"East\\\" & Co\" <sip:*97@sip.amt.example>"),
    ] {
        let keys = keys(client, some);
        assert_eq!(keys.get(key).map(String::as_str), Some(value), "{client} {key}: {keys:?}");
    }
    let shortcuts: fn(&mut Line) = |line| {
        line.media.keys = vec![key(KeyKind::Speed, "2003", "Duty")];
        line.media.contacts = vec![Contact { name: "Gate & Co".into(), number: "*97".into() }];
    };
    let keys = keys("microsip", shortcuts);
    assert_eq!((keys["Shortcuts/0"].as_str(), keys["Settings/enableShortcuts"].as_str()), ("Duty;2003;call", "1"));
    assert_eq!((keys["contact:name"].as_str(), keys["contact:number"].as_str()), ("Gate & Co", "*97"));
}

/// A value that a file cannot hold is an error before anything is written, and so is a kind of key without a word.
#[test]
fn what_a_file_cannot_hold_is_refused() {
    let mut secrets = Secrets::default();
    secrets.insert("k", Secret::new("geheim-2001"));
    let codes = |client: &str, keys: Vec<Key>| -> Vec<String> {
        let mut line = line(client, Transport::Tls, Srtp::Off);
        line.media.keys = keys;
        match catalogue().render(&line, &secrets, &pbx()) {
            Ok(_) => Vec::new(),
            Err(findings) => findings.iter().map(|finding| finding.code.as_str().to_owned()).collect(),
        }
    };
    assert_eq!(codes("polycom", vec![key(KeyKind::Park, "70", "70")]), ["plan/client-media"]);
    assert_eq!(codes("cisco-spa", vec![key(KeyKind::Speed, "70", "70"); 12]), ["plan/client-media"]);
    assert_eq!(codes("cisco-spa", vec![key(KeyKind::Speed, "70", "70"); 11]), [""; 0]);
    // Windows takes the quotes off a whole value, and this one begins and ends with them only in its label.
    assert_eq!(codes("microsip", vec![key(KeyKind::Speed, "70", "\"Duty\"")]), ["profile/read-back"]);
}

#[test]
fn what_a_client_holds_of_the_house_is_found_by_trying() {
    let clients = catalogue().clients_with_holds();
    let holds = |client: &str, variable| clients[&ClientId(client.into())].holds(variable, Transport::Tls);
    for (client, variable, expected) in [
        ("linphone-xml", Variable::DnsSrv, true),
        ("zoiper", Variable::DnsSrv, false),
        ("linphone-xml", Variable::OutboundProxyTransport, true),
        ("yealink", Variable::OutboundProxyTransport, false),
        ("baresip", Variable::AllowSelfSigned, false),
        ("baresip-4", Variable::AllowSelfSigned, true),
        ("browser-phone", Variable::LockSettings, false),
        ("snom", Variable::LockSettings, true),
        ("telephone", Variable::InternationalRewrite, true),
        ("telephone", Variable::ExternalPrefix, true),
        ("zoiper", Variable::InternationalRewrite, false),
        ("cisco-spa", Variable::DialPlan, true),
        ("zoiper", Variable::StripChars, true),
        ("snom", Variable::Keys, true),
        ("linphone-xml", Variable::Keys, false),
        ("linphone-android", Variable::Contacts, true),
        ("microsip", Variable::Contacts, true),
        ("fritzbox", Variable::Contacts, false),
        ("yealink", Variable::ContactsLdap, true),
        ("acrobits", Variable::ContactsUrl, true),
        ("linphone-ios", Variable::ContactsLdap, true),
        ("linphone-android", Variable::ContactsCarddav, true),
        ("acrobits", Variable::ContactsCarddav, false),
        ("baresip-4", Variable::Contacts, true),
    ] {
        assert_eq!(holds(client, variable), expected, "{client} {variable:?}");
    }
    assert!(clients[&ClientId("browser-phone".into())].holds(Variable::LockSettings, Transport::Wss));
}
