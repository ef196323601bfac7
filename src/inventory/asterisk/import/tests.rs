use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::model::ExtensionKind;
use crate::inventory::reading::Reading;

fn files() -> MemoryFiles {
    MemoryFiles::new()
        .with("pjsip.conf", "[t](!)\ntype=endpoint\ncontext=intern\nallow=alaw\n#include amt/*.conf\n")
        .with(
            "amt/1.conf",
            "[201](t)\nauth=201\naors=201\ncallerid=\"Müller, Hans\" <201>\nmailboxes=201@default\n[201]\ntype=auth\nusername=201\n\
             password=abc\n[201]\ntype=aor\nmax_contacts=2\n",
        )
        .with("amt/2.conf", "[299](t)\nauth=201\naors=201\ncallerid=Fax Amt 2 <299>\n")
        .with("voicemail.conf", "[default]\n202 => 1,Huber\n")
        .with("queues.conf", "[q]\nmember => PJSIP/201\nmember => PJSIP/777\n")
        .with("extensions.conf", "[intern]\nexten => 201,1,Dial(PJSIP/201&PJSIP/888)\n")
}

#[test]
fn joins_all_files() {
    let import = import(&files(), &ImportConfig::default());
    let numbers: Vec<(&str, ExtensionKind)> = import.extensions.iter().map(|e| (e.number.as_str(), e.kind)).collect();
    assert_eq!(numbers, [("201", ExtensionKind::Person), ("299", ExtensionKind::Fax)]);
    let sources: Vec<(&str, &str, usize)> =
        import.sources.iter().map(|s| (s.file.as_str(), s.importer.as_str(), s.records)).collect();
    assert_eq!(
        sources,
        [
            ("pjsip.conf", "asterisk/pjsip", 1),
            ("amt/1.conf", "asterisk/pjsip", 3),
            ("amt/2.conf", "asterisk/pjsip", 1),
            ("voicemail.conf", "asterisk/voicemail", 1),
            ("queues.conf", "asterisk/queues", 1),
            ("extensions.conf", "asterisk/extensions", 1),
        ]
    );
    // SHA-256 of "[default]\n202 => 1,Huber\n" as sha256sum prints it.
    assert_eq!(import.sources[3].sha256.len(), 64);
    let slugs: Vec<&str> = import.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(
        slugs,
        [
            "inventory/mailbox-missing",
            "inventory/aor-name-differs",
            "inventory/dial-unknown-extension",
            "inventory/queue-member-unknown",
            "inventory/option-not-read",
        ]
    );
    assert_eq!(import.extensions[0].at.via()[0].file, "pjsip.conf");
    assert_eq!(import.secrets.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["pbx/auth/201", "pbx/mailbox/default/202"]);
}

#[test]
fn missing_files() {
    let nothing = import(&MemoryFiles::new(), &ImportConfig::default());
    let slugs: Vec<&str> = nothing.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(slugs, ["inventory/file-missing"]);
    assert!(nothing.sources.is_empty());
    let only = import(
        &MemoryFiles::new().with("pjsip.conf", "[201]\ntype=endpoint\nmailboxes=1\nallow=alaw\naors=1\n"),
        &ImportConfig::default(),
    );
    assert!(!only.findings.iter().any(|f| f.code.as_str() == "inventory/mailbox-missing"), "nothing to compare with");
}

#[test]
fn numbers_from_outside_and_hints_of_ports() {
    let plan = Numbers::new("49", "89", "99998").lengths([3, 4]);
    let files = MemoryFiles::new().with("pjsip.conf", "[101]\ntype=endpoint\nallow=alaw\n").with(
        "extensions.conf",
        "[aussen]\nexten => 4989999980201,1,Goto(intern,0201,1)\nexten => 4986158100,1,Goto(intern,101,1)\n\
         exten => _498999997.,1,Goto(intern,${EXTEN:9},1)\nexten => 0861581,1,Goto(intern,101,1)\n[intern]\n\
         exten => 399,hint,DAHDI/4\nexten => 398,hint,IAX2/halle,CustomPresence:398\nexten => 101,hint,PJSIP/101\n\
         exten => 397,hint,DAHDI/5&PJSIP/101\nexten => _39X,hint,DAHDI/6\nexten => 399,1,Dial(DAHDI/4)\nexten => 395,hint,Custom:x\n",
    );
    let reading = Reading::from(import(&files, &ImportConfig { numbers: plan, ..ImportConfig::default() }));
    let shown = crate::inventory::asterisk::shown::lines(&reading);
    let of = |word: &str| shown.iter().filter(|line| line.starts_with(word)).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        of("did "),
        [
            "did +4989999980201 Extension(Extension(\"0201\"))",
            "did +4986158100 Extension(Extension(\"101\"))",
            "did +498999997* Unknown(\"${EXTEN:9}\")",
            "did +49861581 Extension(Extension(\"101\"))",
        ]
    );
    assert_eq!(of("39"), ["398 Unknown `-` no account @extensions.conf:8:10", "399 Analog `-` no account @extensions.conf:7:10"]);
    let told: Vec<&str> = reading
        .findings
        .iter()
        .filter(|f| f.code.as_str() == "inventory/extension-not-sip")
        .map(|f| f.what.en.as_ref())
        .collect();
    assert_eq!(told, ["extensions whose device speaks no SIP: 2; the first is `399` (`DAHDI/4`)"]);
}

/// The one mistake and what it costs are one finding; of two, neither alone is the reason.
#[test]
fn a_refused_file_is_one_doubt() {
    let told = |text: &str| -> Vec<(String, usize)> {
        let import = import(&MemoryFiles::new().with("sip.conf", text), &ImportConfig::default());
        import.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| (f.code.to_string(), f.related.len())).collect()
    };
    assert_eq!(told("[201](none)\ntype=friend\nhost=dynamic\nsecret=x\n"), [("inventory/parent-missing".to_owned(), 1)]);
    let two = told("[201](none)\ntype=friend\nhost=dynamic\nsecret=x\n[202](no)\n");
    assert!(two.contains(&("inventory/file-refused".to_owned(), 0)) && two.len() == 3, "{two:?}");
}

/// The telephones of users.conf have a file of their own in newer versions.
#[test]
fn phoneprov_users_gives_addresses() {
    let pjsip = "[201]\ntype=endpoint\nallow=alaw\n[202]\ntype=endpoint\nallow=alaw\n";
    let users = "[general]\nmac=1\n[201]\nfullname=Hans\nmac=00005E005321\nline=1\n[202]\nMAC=zz\n[nix]\nmac=00005E005322\n";
    let files = MemoryFiles::new().with("pjsip.conf", pjsip).with("phoneprov_users.conf", users);
    let import = import(&files, &ImportConfig::default());
    let macs: Vec<Option<&str>> =
        import.extensions.iter().map(|entry| entry.mac.as_ref().map(|mac| mac.value.as_str())).collect();
    assert_eq!(macs, [Some("00:00:5e:00:53:21"), None]);
    assert_eq!(import.devices.iter().map(|device| device.id.as_str()).collect::<Vec<_>>(), ["00:00:5e:00:53:22"]);
    let told: Vec<&str> = import.findings.iter().map(|finding| finding.what.en.as_ref()).collect();
    assert!(told.contains(&"`zz` is no MAC address"), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("options of phoneprov_users.conf") && told.contains("`line`")), "{told:?}");
}

/// Options of lines to elsewhere and of lists of addresses are judged as those of telephones are.
#[test]
fn options_of_registrations_and_address_lists_are_judged() {
    let pjsip = "[amt]\ntype=registration\nserver_uri=sip:carrier.example\nclient_uri=sip:4989@carrier.example\nendpoint=amt\n\
        Retry_Interval=60\nline=vielleicht\n[zwei]\ntype=registration\nserver_uri=sip:c.example\nserver_url=sip:c.example\nexpiration=bald\n\
        [amt]\ntype=endpoint\nallow=alaw\n[sperre]\ntype=acl\ndeny=0.0.0.0/0\npermitt=10.0.0.0/8\n[101]\ntype=endpoint\nallow=alaw\n";
    let files = MemoryFiles::new().with("pjsip.conf", pjsip);
    let read = import(&files, &ImportConfig::default());
    let told = |code: &str| {
        let of = read.findings.iter().filter(|f| f.code.as_str() == format!("inventory/{code}"));
        of.map(|f| format!("{} {}", f.what.en, f.todo.as_ref().map_or("", |todo| &todo.en))).collect::<Vec<_>>()
    };
    assert_eq!(
        told("unknown-option"),
        [
            "`server_url` is no option of `type=registration`; Asterisk drops `[zwei]` write `server_uri`",
            "`permitt` is no option of `type=acl`; Asterisk drops `[sperre]` write `permit`"
        ]
    );
    let bad = told("bad-value");
    assert!(bad.len() == 1 && bad[0].starts_with("`expiration=bald`: expected a number from 0"), "{bad:?}");
    assert_eq!(told("bool-means-no").len(), 1, "{:?}", read.findings);
    assert!(read.obstacles.is_empty(), "Asterisk drops the list: {:?}", read.obstacles);
    let good = import(&MemoryFiles::new().with("pjsip.conf", pjsip.replace("permitt", "permit")), &ImportConfig::default());
    assert_eq!(good.obstacles.len(), 1, "only the telephone's");
}

/// Every line of types that carry no extension is read or named.
#[test]
fn other_types_of_pjsip_are_read_or_named() {
    let pjsip = "[global]\nuser_agent=Amt\n[system]\ntype=system\ntimer_t1=500\n[sperre]\ntype=acl\npermit=10.0.0.0/8\n\
        [amt]\ntype=registration\nserver_uri=sip:carrier.example\nclient_uri=sip:4989@carrier.example\nendpoint=amt\nretry_interval=60\n\
        [amt]\ntype=endpoint\nallow=alaw\n[haus.example]\ntype=domain_alias\ndomain=pbx.example\n\
        [gruppe]\ntype=resource_list\nevent=presence\nlist_item=101\n[ausgabe]\ntype=outbound-publish\nevent=dialog\n\
        [101]\ntype=endpoint\nallow=alaw\n[101]\ntype=phoneprov\nendpoint=101\nMAC=00005e005301\nPROFILE=snom\nTIMEZONE=UTC\n\
        [zweites]\ntype=phoneprov\nendpoint=101\nMAC=00:00:5e:00:53:02\n[drittes]\ntype=phoneprov\nMAC=00005e005303\n\
        [viertes]\ntype=phoneprov\nendpoint=101\nMAC=niemand\n[irr]\ntype=wizard\nendpoint/allow=alaw\n";
    let wizard = "[102]\ntype=wizard\nhas_phoneprov=yes\nphoneprov/MAC=00005e005304\nphoneprov/PROFILE=snom\nendpoint/allow=alaw\n\
        [103]\ntype=wizard\nphoneprov/MAC=00005e005305\nserver_uri_pattern=sip:x\nendpoint/allow=alaw\n";
    let files = MemoryFiles::new().with("pjsip.conf", pjsip).with("pjsip_wizard.conf", wizard);
    let import = import(&files, &ImportConfig::default());
    let named = import.findings.iter().find(|finding| finding.code == lists::OPTION_UNHELD.code()).unwrap().what.en.to_string();
    for option in [
        "global/user_agent",
        "system/timer_t1",
        "acl/permit",
        "registration/server_uri",
        "registration/client_uri",
        "registration/retry_interval",
        "domain_alias/domain",
        "resource_list/event",
        "resource_list/list_item",
        "outbound-publish/event",
        "phoneprov/PROFILE",
        "phoneprov/TIMEZONE",
        "phoneprov/MAC",
        "server_uri_pattern",
    ] {
        assert!(
            import.findings.iter().any(|f| f.items.iter().any(|item| item == &format!("`{option}`")))
                || named.contains(&format!("`{option}`")),
            "{option}: {named}"
        );
    }
    let macs: Vec<(&str, Option<String>, String)> = import
        .extensions
        .iter()
        .map(|entry| (entry.number.as_str(), entry.mac.as_ref().map(|mac| mac.value.to_string()), entry.extra.line()))
        .collect();
    assert_eq!(
        macs,
        [
            ("101", Some("00:00:5e:00:53:01".to_owned()), "phoneprov/PROFILE: snom".to_owned()),
            ("102", Some("00:00:5e:00:53:04".to_owned()), "phoneprov/PROFILE: snom".to_owned()),
            ("103", None, String::new()),
        ]
    );
    let devices: Vec<(&str, usize)> = import.devices.iter().map(|device| (device.id.as_str(), device.lines.len())).collect();
    assert_eq!(devices, [("00:00:5e:00:53:03", 0), ("00:00:5e:00:53:02", 1)]);
    let slugs: Vec<&str> = import.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(slugs.contains(&"inventory/mac-malformed") && slugs.contains(&"inventory/type-unknown"), "{slugs:?}");
}

/// Each code of objects and lists, from two untidy folders.
#[test]
fn every_code_appears() {
    use crate::inventory::asterisk::codes::{lists, objects, sip, wizard};
    use crate::inventory::asterisk::format::DATABASE_SHOW;
    use crate::inventory::asterisk::shown::read;
    let pjsip = "[t](!)\ntype=endpoint\nallow=alaw\ndirect_media=maybe\n[1](t)\nauth=\"1\"\naors=gone,2\ntransport=none\nmailboxes=7\n\
        [2](t)\nauth=2,nope\naors=2\n[2]\ntype=auth\nusername=2\nmd5_cred=0123456789abcdef0123456789abcdef\n[2]\ntype=aor\nmax_contacts=1\n\
        [3]\ntype=endpoint\nauth=3\n[3]\ntype=auth\npassword=x\n[4](t)\naors=4\n[4]\ntype=aor\n[5]\ntype=endpoint\nfoo=1\n\
        [6]\ntype=endpoint\ndtmf_mode=x\n[7]\ntype=AOR\n[8]\ntype=thing\n[9]\nx=1\n[13](t)\ncall_group=99\n[10]\ntype=aor\ntype=auth\nusername=10\n\
        [11]\ntype=auth\nusername=11\n[amt](t)\nauth=2\n[x1](t)\ncallerid=<21>\n[x2](t)\ncallerid=<21>\n[x3](t)\n\
        [12]\ntype=aor\n[12]\ntype=aor\n";
    let files = MemoryFiles::new()
        .with("pjsip.conf", pjsip)
        .with("voicemail.conf", "[default]\n1 => 1,A\\, B\n1 => 2\n2 => *1,C\n")
        .with("queues.conf", "[t](!)\nstrategy=ringall\n[q](t)\nstrategy=linear\nmember => PJSIP/1,x\nmember => PJSIP/1\nmember => PJSIP/99\nmember =>\n[q]\n[r]\nstrategy=no\n")
        .with("extensions.conf", "[a]\nsame => n,Hangup\nexten => 1,1,Dial(PJSIP/98)\nexten => 2,1,NoOp(\nexten => 3,1,AGI(x)\nexten => 22,hint,PJSIP/x3\nexten => 23,hint,PJSIP/x3\ninclude => no\nexten => 24,1,Goto(a,no,1)\nexten => 25,1,Queue(no)\nexten => 4989999980,1,Playback(x)\nexten => 26,1,Dial(PJSIP/1|20)\n");
    let files = files
        .with(
            "pjsip_wizard.conf",
            "[w](!)\ntype=wizard\naccepts_auth=yes\n[20](w)\nAor/max_contacts=1\nx=1\nhas_hint=yes\nhint_exten=${EXTEN}\n[20](w)\n[1](w)\n",
        )
        .with(
            "sip.conf",
            "[general]\nregister => a:b@c\n[1]\ntype=friend\nhost=dynamic\naccountcode=x\n[30]\ntype=friend\nmd5secret=x\n[amt]\ntype=friend\n[31]\ntype=friend\nhost=dynamic\nsecret=x\ndtmfmode=rfc4733\n",
        )
        .with("extensions.ael", "context b { 1 => Dial(PJSIP/1); }\n")
        .with("iax.conf", "[1]\ntype=friend\n")
        .with("acl.conf", "[da]\npermit=10.0.0.0/8\n")
        .with("users.conf", "[40]\nhassip=yes\nsecret=x\ncid_number=41\nacl=fehlt\n");
    let without_duplicate = files.clone().with("pjsip.conf", pjsip.replace("[12]\ntype=aor\n[12]\ntype=aor\n", "")).with(
        "extensions.conf",
        "[a]\nexten => 1,1,NoOp()\nexten => 1,1,NoOp()\n".to_owned() + &"same => n,Dial(PJSIP/98)\n".repeat(201),
    );
    let seen: BTreeSet<String> = [files, without_duplicate]
        .iter()
        .flat_map(|files| import(files, &ImportConfig::default()).findings)
        .chain(read(&DATABASE_SHOW, "x", b"/CF/x : 1\n/pbx/x : 1\nx\n/Queue/PersistentMembers/q : PJSIP/1;0\n").findings)
        .map(|finding| finding.code.to_string())
        .collect();
    let missing: Vec<&str> = objects::ALL
        .iter()
        .chain(lists::ALL)
        .chain(wizard::ALL)
        .chain(sip::ALL)
        .map(|page| page.slug)
        .filter(|slug| !seen.contains(*slug))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
