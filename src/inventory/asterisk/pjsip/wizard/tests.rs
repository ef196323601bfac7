use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::shown::{damaged, lines};
use crate::inventory::asterisk::{ImportConfig, import};
use crate::inventory::reading::Reading;

const WIZARD: &str = "[phone](!)\ntype=wizard\ntransport=t-udp\naccepts_registrations=yes\naccepts_auth=yes\nhas_hint=yes\nhint_context=hints\n\
    endpoint/context=internal\nendpoint/allow=!all,alaw\naor/max_contacts=2\naor/remove_existing=yes\n\
    [400](phone)\ninbound_auth/username=400\ninbound_auth/password=sec\\;ret\nendpoint/callerid=\"Huber, Eva\" <400>\n\
    endpoint/mailboxes=400@default\nendpoint/pickup_group=3\nhint_exten=400\nhint_application=Dial(${HINT},20)\n\
    has_phoneprov=yes\nphoneprov/MAC=0050c2112233\n\
    [401](phone)\nendpoint/callerid=NoAuth <401>\n[402](phone)\ninbound_auth/username=402\ninbound_auth/password=x\nendpoint/bogus=1\n\
    [403](phone)\ninbound_auth/username=403\ninbound_auth/password=x\nbogus=1\nhint_exten=${EXTEN}\n\
    [406](phone)\ninbound_auth/username=406\ninbound_auth/password=first\n[406](phone)\ninbound_auth/username=406\ninbound_auth/password=second\n\
    [407](phone)\nInbound_Auth/Username=407\ninbound_auth/password=a\n\
    [200](phone)\ninbound_auth/username=200\ninbound_auth/password=loses\n\
    [amt](!)\nx=1\n[trunk]\ntype=wizard\nsends_auth=yes\nsends_registrations=yes\nremote_hosts=192.0.2.1:5060,sip.example\n\
    outbound_auth/username=u\noutbound_auth/password=p\nendpoint/allow=alaw\n[lost]\ntype=wizard\nsends_registrations=yes\n[no]\nx=1\n";

const PJSIP: &str = "[t-udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[200]\ntype=endpoint\nallow=alaw\naors=200\nauth=200\n\
    [200]\ntype=aor\nmax_contacts=1\n[200]\ntype=auth\nusername=200\npassword=wins\n";

fn folder(wizard: &[u8]) -> Reading {
    let files = MemoryFiles::new().with("pjsip.conf", PJSIP).with("pjsip_wizard.conf", wizard);
    import(&files, &ImportConfig::default()).into()
}

/// As ARI's dynamic configuration and the log of Asterisk 22.10.1 show them for a file like this one.
#[test]
fn as_measured_on_asterisk() {
    let reading = folder(WIZARD.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "200 Unknown `-` 200 Present pbx/auth/200, aor 1, context - @pjsip.conf:5:1",
            "400 Person `Huber, Eva` 400 Present pbx/auth/400-iauth, aor 2, context internal, box 400@default, mac 00:50:c2:11:22:33 @pjsip_wizard.conf:12:1",
            "401 Unknown `NoAuth` auth 401-iauth missing, aor 2, context internal @pjsip_wizard.conf:22:1",
            "402 Unknown `-` 402 Present pbx/auth/402-iauth, aor 2, context internal, dropped @pjsip_wizard.conf:24:1",
            "403 Unknown `-` 403 Present pbx/auth/403-iauth, aor 2, context internal @pjsip_wizard.conf:28:1",
            "406 Unknown `-` 406 Present pbx/auth/406-iauth, aor 2, context internal @pjsip_wizard.conf:36:1",
            "407 Unknown `-` auth 407-iauth missing, aor 2, context internal @pjsip_wizard.conf:39:1",
            "Pickup 3: 400",
            "hint 400@hints PJSIP/400",
            "hint ${EXTEN}@hints PJSIP/403",
            "auth-missing @pjsip_wizard.conf:5:14",
            "wizard-without-username @pjsip_wizard.conf:22:1",
            "unknown-option @pjsip_wizard.conf:27:1",
            "wizard-without-username @pjsip_wizard.conf:39:1",
            "wizard-key-case @pjsip_wizard.conf:40:1",
            "wizard-without-hosts @pjsip_wizard.conf:55:1",
            "one-contact @pjsip.conf:12:14",
            "wizard-key-unknown @pjsip_wizard.conf:31:1",
            "wizard-hint-literal @pjsip_wizard.conf:32:12",
            "wizard-twice @pjsip_wizard.conf:36:1",
            "wizard-overridden @pjsip_wizard.conf:42:1",
            "type-missing @pjsip_wizard.conf:58:1",
            "option-not-read @pjsip.conf:7:1",
            "endpoint-not-a-number @pjsip_wizard.conf:47:1",
            "endpoint-not-a-number @pjsip_wizard.conf:55:1",
        ]
    );
    let secret =
        |key: &str| reading.secrets.iter().find(|(known, _)| *known == key).map(|(_, secret)| secret.expose().to_owned());
    assert_eq!(secret("pbx/auth/400-iauth").as_deref(), Some("sec;ret"));
    assert_eq!(secret("pbx/auth/406-iauth").as_deref(), Some("second"), "the last one counts");
    assert_eq!(secret("pbx/auth/200").as_deref(), Some("wins"), "pjsip.conf comes first");
    let sources: Vec<&str> = reading.sources.iter().map(|source| source.importer.as_str()).collect();
    assert_eq!(sources, ["asterisk/pjsip", "asterisk/pjsip-wizard"]);
    let trunk = reading.findings.iter().find(|f| f.subject.as_deref() == Some("trunk")).unwrap();
    assert!(trunk.what.en.contains("a trunk: outbound registration `[trunk-reg-1]`"), "{}", trunk.what.en);
    assert_eq!(reading.dials.len(), 1);
    assert_eq!((reading.dials[0].pattern.as_str(), reading.dials[0].rings.len()), ("400", 1));
}

#[test]
fn a_wizard_takes_over_what_pjsip_conf_loses() {
    let pjsip = "[201]\ntype=endpoint\nfoo=1\n[9]\ntype=aor\n[9]\ntype=aor\n";
    let wizard = "[201]\ntype=wizard\naccepts_registrations=yes\naccepts_auth=yes\ninbound_auth/username=201\n\
        inbound_auth/password=x\nendpoint/allow=alaw\naor/max_contacts=2\n[9]\ntype=wizard\naccepts_registrations=yes\naor/max_contacts=3\n";
    let files = MemoryFiles::new().with("pjsip.conf", pjsip).with("pjsip_wizard.conf", wizard);
    let reading = Reading::from(import(&files, &ImportConfig::default()));
    let lines = lines(&reading);
    assert_eq!(lines[0], "201 Unknown `-` 201 Present pbx/auth/201-iauth, aor 2, context - @pjsip_wizard.conf:1:1");
    assert!(lines[1].starts_with("9 Unknown `-` open, aor 3"), "{}", lines[1]);
}

#[test]
fn damaged_files_are_survived() {
    for bytes in damaged(WIZARD.as_bytes(), 300) {
        assert!(folder(&bytes).extensions.len() < 100);
    }
}
