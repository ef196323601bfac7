use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::shown::{damaged, lines, plan, read};
use crate::inventory::formats::recognise;
use crate::inventory::table::ListFile;

const SHOW: &str = "/AMPUSER/101/cidname                              : Müller, Hans             \n\
    /AMPUSER/101/device                               : 101                      \n\
    /CF/101                                           : 0015228817386            \n\
    /CFU/101                                          : 102\n/CFB/tor : 102\n/CF/103 : voicemail\n\
    /CW/101                                           : ENABLED                  \n\
    /DND/102                                          : YES                      \n\
    /Queue/PersistentMembers/amt                      : PJSIP/101;0;0;Müller;hint:101@ext-local;;0;0|Local/102@x/n;3;1;;;;0;0|kaputt\n\
    /registrar/contact/101;@5fa5b : {\"via_addr\":\"192.0.2.4\",\"endpoint\":\"101\",\"user_agent\":\"Linphone/4.5\",\"uri\":\"sip:101@192.0.2.4:5060\"}\n\
    /registrar/contact/102;@5fa5c : {\"via_addr\":\"192.0.2\n\
    /pbx/UUID : 1\nkein Eintrag\n12 results found.\n";

#[test]
fn the_output_of_database_show() {
    let best = recognise("db.txt", SHOW.as_bytes());
    assert_eq!(best[0].0.name, "asterisk/database-show");
    let reading = read(&DATABASE_SHOW, "db.txt", SHOW.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "101 Person `Müller, Hans` no account @db.txt:1:1",
            "device 101 Linphone/4.5 Softphone on 101",
            "queue amt None PJSIP/101=101 Local/102@x/n=102",
            "forward 101 All `0015228817386` external @db.txt:3:1",
            "forward 101 NoAnswer `102` @db.txt:4:1",
            "forward 102 DoNotDisturb `` @db.txt:8:1",
            "astdb-value-not-understood @db.txt:5:1",
            "astdb-value-not-understood @db.txt:6:1",
            "astdb-value-not-understood @db.txt:9:1",
            "astdb-value-not-understood @db.txt:11:1",
            "astdb-line-not-understood @db.txt:13:1",
            "queue-members-dynamic @db.txt:9:1",
            "astdb-family-not-read @db.txt:12:1",
        ]
    );
    for bytes in damaged(SHOW.as_bytes(), 300) {
        assert!(read(&DATABASE_SHOW, "db.txt", &bytes).forwards.len() < 50);
    }
}

#[test]
fn each_file_is_recognised_by_its_lines() {
    for (kind, text) in [
        (Kind::Pjsip, "[t](!)\n[201](t)\ntype = endpoint\n"),
        (Kind::Wizard, "[x](!)\nendpoint/context=a\n[201](x)\ntype=wizard\n"),
        (Kind::Sip, "[general]\nbindport=5060\n[201]\ntype=friend\nhost=dynamic\nsecret=x\n"),
        (Kind::Acl, "[haus]\ndeny=0.0.0.0/0.0.0.0\npermit=10.1.0.0/255.255.0.0\n"),
        (Kind::Users, "[general]\nhasvoicemail=yes\n[6000]\nfullname=A B\n"),
        (Kind::Voicemail, "[default]\n100 => 1234,Hans\n101 => 99,Anna\n"),
        (Kind::Voicemail, "[default]\n1101 = 0717,Maria Berny\n"),
        (
            Kind::Voicemail,
            "; boxes\n[general]\nformat = wav\n[zonemessages]\nde=Europe/Berlin|'vm-received' Q\n[amt]\n1101 = -0717,Maria Berny,m@amt.example\n",
        ),
        (Kind::Voicemail, "[default]\n1101 => 0717,Maria Berny,m@amt.example,,tz=Europe/Berlin|attach=yes\n"),
        (Kind::Queues, "[amt]\nstrategy=ringall\nmember => PJSIP/100\n"),
        (Kind::Pjsip, "[0]\n#include pjsip.endpoint.conf\n#include \"/etc/asterisk/pjsip.aor.conf\"\n[global]\ntype=global\n"),
        (Kind::Sip, "[general]\ncontext=public\nudpbindaddr=0.0.0.0\nsrvlookup=yes\n"),
        (Kind::Voicemail, "[general]\nformat=wav49|wav\nmaxsilence=10\n"),
        (Kind::Queues, "[general]\npersistentmembers = yes\n"),
        (Kind::Extensions, "[globals]\nLAND = 49\n[incoming]\n"),
        (Kind::Extensions, "[a]\nexten => 100,1,Dial(PJSIP/100)\n same => n,Hangup()\n"),
    ] {
        assert_eq!(kind_of(text).map(|(kind, _)| kind), Some(kind), "{text}");
        assert_eq!(recognise("x.conf", text.as_bytes())[0].0.name, "asterisk/config", "{text}");
    }
    for text in [
        "",
        "Name;Durchwahl\nHuber;201\n",
        "[sip]\nregister=1\n[auth_info_0]\nusername=201\npasswd=x\n",
        "type=endpoint\n",
        "[a\ntype=auth\n",
    ] {
        assert_eq!(kind_of(text), None, "{text}");
    }
}

#[test]
fn a_file_of_comments_is_recognised_and_has_nothing() {
    let text = "; Telefone\n;[201]\n; type = endpoint\n\n;;aors=201\n;;; Ende\n";
    let best = recognise("pjsip.conf.muster", text.as_bytes());
    assert_eq!((best[0].0.name, best[0].1.score), ("asterisk/config", 60));
    assert!(best[0].1.why.en.contains("pjsip.conf"), "{}", best[0].1.why.en);
    assert!(read(&CONFIG, "pjsip.conf.muster", text.as_bytes()).is_empty());
    for text in ["; Notizen\n; nichts = alles\n", "; type=endpoint\n201;Huber\n", ";\n"] {
        assert!(recognise("x", text.as_bytes()).iter().all(|(format, _)| format.name != "asterisk/config"), "{text}");
    }
}

#[test]
fn a_single_file_finds_its_includes() {
    let files = MemoryFiles::new().with("more.conf", "[201]\ntype=aor\nmax_contacts=2\n");
    let bytes =
        b"[201]\ntype=endpoint\nauth=201\naors=201\nallow=alaw\n[201]\ntype=auth\nusername=201\npassword=x\n#include more.conf\n";
    let list = ListFile::new("pbx/alt.conf", bytes);
    let reading = read_config(&Given { list, plan: &plan(), files: &files });
    assert_eq!(
        lines(&reading),
        ["201 Unknown `-` 201 Present pbx/auth/201, aor 2, context - @pbx/alt.conf:1:1", "option-not-read @pbx/alt.conf:5:1"]
    );
    let sources: Vec<&str> = reading.sources.iter().map(|source| source.file.as_str()).collect();
    assert_eq!(sources, ["pbx/alt.conf", "more.conf"]);
    let queues = read(&CONFIG, "queues.conf", b"[amt]\nmember => PJSIP/100\nmember => PJSIP/101\nmember => PJSIP/102\n");
    assert_eq!(lines(&queues), ["queue amt None PJSIP/100=100 PJSIP/101=101 PJSIP/102=102"]);
}

#[test]
fn caller_ids_of_database_show() {
    let text = "/AMPUSER/101/cidname : Müller, Hans\n/AMPUSER/101/outboundcid : 086158101\n/DEVICE/101/emergency_cid : 086158112\n\
        /DEVICE/555/emergency_cid : 086158113\n/CF/101 : 102\n";
    let reading = read(&DATABASE_SHOW, "db.txt", text.as_bytes());
    assert_eq!(reading.extensions.len(), 1, "no extension is made of a number alone");
    let ids = &reading.extensions[0].caller_id;
    let shown = [&ids.outgoing, &ids.emergency].map(|id| id.as_ref().map(|id| format!("{} @{}", id.value, id.at)));
    assert_eq!(shown, [Some("086158101 @db.txt:2:1".to_owned()), Some("086158112 @db.txt:3:1".to_owned())]);
}

#[test]
fn numbers_limits_and_media_of_an_endpoint() {
    let text = "[201]\ntype=endpoint\naors=201\ncallerid=\"Amt\" <200>\ndevice_state_busy_at=2\nwebrtc=yes\nrewrite_contact=yes\n\
        [202]\ntype=endpoint\ncallerid=Anna <202>\ndevice_state_busy_at=0\n[201]\ntype=aor\nmax_contacts=1\n";
    let reading = read(&CONFIG, "pjsip.conf", text.as_bytes());
    let one = &reading.extensions[0];
    let internal = one.caller_id.internal.as_ref().map(|id| (id.value.as_str(), id.at.line()));
    assert_eq!((internal, one.busy_at.as_ref().map(|calls| calls.value)), (Some(("200", 4)), Some(2)));
    assert_eq!(one.account.as_ref().map(|account| account.media.line()).unwrap_or_default(), "webrtc: yes; rewrite_contact: yes");
    assert!(reading.extensions[1].caller_id.is_empty() && reading.extensions[1].busy_at.is_none());
}

#[test]
fn what_is_no_setting_is_counted() {
    let text = "/AMPUSER/101/cidname : Müller\n/AMPUSER/101/followme/grplist : 101-0152#\n/AMPUSER/101/device : 101\n\
        /SIP/Registry/104 : 10.0.0.4:5060:3600:104:sip:104@10.0.0.4\n/CW/101 : ENABLED\n/CALLTRACE/101 : x\n/fremd/x : y\n";
    let reading = read(&DATABASE_SHOW, "db.txt", text.as_bytes());
    let told: Vec<&str> = reading.findings.iter().map(|f| f.what.en.as_ref()).collect();
    assert_eq!(told, ["entries of other families, not read: 4 (`AMPUSER/followme`, `CALLTRACE`, `SIP`, `fremd`)"]);
}
