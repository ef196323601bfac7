use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::shown::{damaged, lines};
use crate::inventory::asterisk::{ImportConfig, import};
use crate::inventory::reading::Reading;

const SIP: &str = "[general]\ncontext=public\nrealm=amt.example\nregister => user:geheim@sip.provider.example/123\ntransport=udp\n\
    [authentication]\nauth=x\n[phone](!)\ntype=friend\nhost=dynamic\ncontext=intern\nqualify=yes\ncallgroup=1\npickupgroup=1-2\n\
    [201](phone)\nsecret=abc;def\ncallerid=\"Müller, Hans\" <201>\nmailbox=201@amt,202\naccountcode=Bau\n\
    [202](phone)\nmd5secret=0123456789ABCDEF0123456789abcdef\nsecret=x\ndefaultuser=202\ncallerid=Fax Bauamt <202>\n\
    [203](phone)\nsecret=\nnamedcallgroup=amt\n[204](phone)\nmd5secret=kaputt\n[205]\ntype=user\nsecret=a\\b\n\
    [206]\ntype=peer\nhost=192.0.2.7\n[provider]\ntype=peer\nhost=sip.provider.example\nsecret=x\ntransport=tcp\n\
    [anna]\ntype=friend\nhost=dynamic\nsecret=x\ncallerid=Anna <240>\n";

fn folder(file: &str, text: &[u8]) -> Reading {
    import(&MemoryFiles::new().with(file, text), &ImportConfig::default()).into()
}

#[test]
fn peers_with_defaults_templates_and_digests() {
    let reading = folder("sip.conf", SIP.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "201 Person `Müller, Hans` 201@amt.example Present pbx/sip/201, aor 1, context intern, box 201@amt @sip.conf:15:1",
            "202 Fax `Fax Bauamt` 202@amt.example Hash pbx/sip/202, aor 1, context intern @sip.conf:20:1",
            "203 Unknown `-` open, aor 1, context intern @sip.conf:25:1",
            "204 Unknown `-` auth 204 missing, aor 1, context intern @sip.conf:28:1",
            "205 Unknown `-` 205@amt.example Present pbx/sip/205, no aor, context public @sip.conf:30:1",
            "206 Trunk `-` open, no aor, context public @sip.conf:33:1",
            "240 Unknown `Anna` anna@amt.example Present pbx/sip/anna, aor 1, context public @sip.conf:41:1",
            "Pickup 1: 201 202 203 204",
            "Pickup 2: 201 202 203 204",
            "Call 1: 201 202 203 204",
            "NamedCall amt: 203",
            "secret-cut-by-comment @sip.conf:16:11",
            "sip-peer-open @sip.conf:25:1",
            "chan-sip-gone @sip.conf:15:1",
            "sip-peer-hash @sip.conf:21:11",
            "sip-peer-hash @sip.conf:29:11",
            "sip-section-not-read @sip.conf:4:1",
            "option-not-read @sip.conf:12:1",
            "sip-conversion-loses @sip.conf:12:9",
            "sip-conversion-loses @sip.conf:19:13",
            "sip-conversion-loses @sip.conf:26:8",
            "sip-conversion-loses @sip.conf:32:8",
            "sip-peer-not-a-number @sip.conf:36:1",
            "sip-conversion-loses @sip.conf:40:11",
            "endpoint-numbered @sip.conf:41:1",
        ]
    );
    let of = |code: &str| {
        reading.findings.iter().filter(|f| f.code.as_str().ends_with(code)).map(|f| f.what.en.as_ref()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("sip-conversion-loses")[0],
        "Asterisk's script `sip_to_pjsip.py`, if it is used for the move to PJSIP, loses `qualify=yes`; peers concerned: 4, the first is `[201]`"
    );
    assert!(of("sip-peer-not-a-number")[0].contains("trunk"), "the provider is one");
    assert!(!format!("{:?}", reading.findings).contains("geheim"));
}

#[test]
fn pjsip_wins_over_sip() {
    let files = MemoryFiles::new()
        .with("pjsip.conf", "[201]\ntype=endpoint\nallow=alaw\nauth=201\naors=201\n[201]\ntype=auth\nusername=201\npassword=a\n[201]\ntype=aor\nmax_contacts=2\n")
        .with("sip.conf", SIP);
    let reading = Reading::from(import(&files, &ImportConfig::default()));
    let lines = lines(&reading);
    assert_eq!(lines[0], "201 Unknown `-` 201 Present pbx/auth/201, aor 2, context - @pjsip.conf:1:1");
    assert!(lines.contains(&"sip-peer-twice @sip.conf:15:1".to_owned()), "{lines:?}");
}

#[test]
fn damaged_files_are_survived() {
    for bytes in damaged(SIP.as_bytes(), 300) {
        let reading = folder("sip.conf", &bytes);
        assert!(reading.extensions.len() < 100);
    }
}
