use crate::diag::Finding;
use crate::domain::Extension;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::{AsteriskImport, ImportConfig, import};
use crate::inventory::model::{AorState, AuthState, DidTarget};
use crate::policy::site::Numbers;

/// An endpoint with its AOR and auth, all of one name.
fn phone(name: &str, more: &str) -> String {
    format!(
        "[{name}]\ntype=endpoint\nallow=alaw\naors={name}\nauth={name}\n{more}[{name}]\ntype=aor\nmax_contacts=2\n\
         [{name}]\ntype=auth\nusername={name}-login\npassword=Iez7ahxoo9phah\n"
    )
}

fn plan() -> Numbers {
    Numbers {
        country: "49".into(),
        area: "89".into(),
        head: "99998".into(),
        outside_prefix: "0".into(),
        extension_lengths: vec![4],
        ..Numbers::default()
    }
}

fn read(files: &[(&str, &str)], numbers: Numbers) -> AsteriskImport {
    let files = files.iter().fold(MemoryFiles::new(), |files, (name, text)| files.with(name, *text));
    import(&files, &ImportConfig { numbers, ..ImportConfig::default() })
}

/// `number endpoint` of all extensions.
fn shown(import: &AsteriskImport) -> Vec<String> {
    let line = |number: &str, endpoint: &str| format!("{number} {endpoint}");
    import
        .extensions
        .iter()
        .map(|entry| line(entry.number.as_str(), entry.account.as_ref().map_or("-", |account| account.endpoint.value.as_str())))
        .collect()
}

/// Codes about numbers, with their subject.
fn told(findings: &[Finding]) -> Vec<String> {
    let of_numbers = |finding: &&Finding| finding.code.as_str().starts_with("inventory/endpoint-n");
    findings
        .iter()
        .filter(of_numbers)
        .map(|finding| {
            format!("{} {}", finding.code.as_str().rsplit('/').next().unwrap_or(""), finding.subject.as_deref().unwrap_or(""))
        })
        .collect()
}

#[test]
fn who_gives_a_name_its_number() {
    // What stands in the endpoint, the dialplan, who it is, what is told.
    let cases: &[(&str, &str, &str, &[&str], &[&str])] = &[
        ("hint", "", "exten => 9090,hint,PJSIP/tel\n", &["9090 tel"], &["endpoint-numbered "]),
        (
            "hint with states",
            "",
            "exten => 9090,hint,PJSIP/tel&Custom:x,CustomPresence:y\n",
            &["9090 tel"],
            &["endpoint-numbered "],
        ),
        (
            "rung alone",
            "",
            "exten => 9090,1,Dial(PJSIP/tel,20)\n same => n,VoiceMail(9090@x)\n",
            &["9090 tel"],
            &["endpoint-numbered "],
        ),
        ("caller ID", "callerid=\"Huber\" <9090>\n", "", &["9090 tel"], &["endpoint-numbered "]),
        ("full caller ID", "callerid=\"Huber\" <+4989999989090>\n", "", &["9090 tel"], &["endpoint-numbered "]),
        ("mailbox", "mailboxes=9090@default\n", "", &["9090 tel"], &["endpoint-numbered "]),
        (
            "hint before caller ID",
            "callerid=<9091>\n",
            "exten => 9090,hint,PJSIP/tel\n",
            &["9090 tel"],
            &["endpoint-numbered ", "endpoint-number-differs tel"],
        ),
        (
            "hint before mailbox",
            "mailboxes=9091@default\n",
            "exten => 9090,hint,PJSIP/tel\n",
            &["9090 tel"],
            &["endpoint-numbered "],
        ),
        (
            "caller ID decides",
            "callerid=<9091>\n",
            "exten => 9090,hint,PJSIP/tel\nexten => 9091,hint,PJSIP/tel\n",
            &["9091 tel"],
            &["endpoint-numbered "],
        ),
        (
            "nobody decides",
            "",
            "exten => 9090,hint,PJSIP/tel\nexten => 9091,hint,PJSIP/tel\n",
            &[],
            &["endpoint-number-differs tel"],
        ),
        ("one of two in a hint", "", "exten => 9090,hint,PJSIP/tel&PJSIP/other\n", &[], &["endpoint-not-a-number tel"]),
        ("one of two rung", "", "exten => 9090,1,Dial(PJSIP/tel&PJSIP/other)\n", &[], &["endpoint-not-a-number tel"]),
        (
            "rung after another",
            "",
            "exten => 9090,1,Dial(PJSIP/9090)\n same => n,Dial(PJSIP/tel)\n",
            &[],
            &["endpoint-not-a-number tel"],
        ),
        ("direct number", "", "exten => 4989999989090,1,Dial(PJSIP/tel)\n", &[], &["endpoint-not-a-number tel"]),
        ("case counts", "", "exten => 9090,hint,PJSIP/TEL\n", &[], &["endpoint-not-a-number tel"]),
        ("through the house", "", "exten => 9090,1,Dial(PJSIP/tel@trunk)\n", &[], &["endpoint-not-a-number tel"]),
        ("of no length here", "callerid=<909>\n", "exten => 90909,hint,PJSIP/tel\n", &[], &["endpoint-not-a-number tel"]),
        ("a trunk", "outbound_auth=tel\ncallerid=<9090>\n", "", &[], &["endpoint-not-a-number tel"]),
        ("a name alone", "", "", &[], &["endpoint-not-a-number tel"]),
    ];
    for (what, options, lines, expected, findings) in cases {
        let pjsip = phone("tel", options);
        let dialplan = format!("[in]\n{lines}");
        let import = read(&[("pjsip.conf", &pjsip), ("extensions.conf", &dialplan)], plan());
        assert_eq!(shown(&import), *expected, "{what}");
        let mut told = told(&import.findings);
        told.sort();
        let mut findings = findings.to_vec();
        findings.sort_unstable();
        assert_eq!(told, findings, "{what}");
    }
}

#[test]
fn without_a_number_plan_short_numbers_are_extensions() {
    for (options, lines, expected) in [
        ("callerid=<9090>\n", "", &["9090 tel"][..]),
        ("callerid=<90901>\n", "", &[]),
        ("", "exten => 90901,hint,PJSIP/tel\n", &["90901 tel"]),
        ("", "exten => 4989999989090,hint,PJSIP/tel\n", &[]),
    ] {
        let (pjsip, dialplan) = (phone("tel", options), format!("[in]\n{lines}"));
        let import = read(&[("pjsip.conf", &pjsip), ("extensions.conf", &dialplan)], Numbers::default());
        assert_eq!(shown(&import), expected, "{options}{lines}");
    }
}

#[test]
fn one_number_has_one_account() {
    let pjsip =
        [phone("first", "callerid=<9090>\n"), phone("dialled", ""), phone("9091", ""), phone("second", "callerid=<9091>\n")]
            .concat();
    let import = read(&[("pjsip.conf", &pjsip), ("extensions.conf", "[in]\nexten => 9090,hint,PJSIP/dialled\n")], plan());
    assert_eq!(shown(&import), ["9090 dialled", "9091 9091"]);
    assert_eq!(told(&import.findings), ["endpoint-number-taken first", "endpoint-number-taken second", "endpoint-numbered "]);
}

#[test]
fn everything_about_the_name_reaches_the_number() {
    let pjsip = phone("tel", "callerid=Huber, Eva <9090>\nnamed_pickup_group=bau\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n");
    let dialplan = "[in]\nexten => 9090,hint,PJSIP/tel\nexten => 9090,1,Dial(PJSIP/tel,20)\nexten => 500,1,Dial(PJSIP/tel&PJSIP/9091)\n\
        exten => 8000,1,Dial(PJSIP/provider)\n[out]\nexten => 08999998500,1,Goto(in,9090,1)\n";
    let import = read(
        &[
            ("pjsip.conf", &(pjsip + &phone("9091", ""))),
            ("extensions.conf", dialplan),
            ("queues.conf", "[amt]\nmember => PJSIP/tel,1\nmember => PJSIP/other\n"),
        ],
        plan(),
    );
    let account = import.extensions[0].account.as_ref().unwrap();
    assert_eq!(import.extensions[0].name.as_ref().unwrap().value, "Huber, Eva");
    assert!(matches!(&account.aor, AorState::Present { name, max_contacts: 2, .. } if name.value == "tel"));
    assert!(matches!(&account.auth, AuthState::Present { username, .. } if username.value == "tel-login"));
    assert_eq!(import.obstacles[0].extension.as_str(), "9090");
    let members: Vec<(&str, Option<&str>)> = import
        .groups
        .iter()
        .flat_map(|group| group.members.iter().map(|m| (group.name.as_str(), m.extension.as_ref().map(Extension::as_str))))
        .collect();
    assert_eq!(members, [("bau", Some("9090")), ("500", Some("9090")), ("500", Some("9091"))]);
    let queue: Vec<Option<&str>> = import.queues[0].members.iter().map(|m| m.extension.as_ref().map(Extension::as_str)).collect();
    assert_eq!(queue, [Some("9090"), None]);
    let rings: Vec<Vec<&str>> = import.dials.iter().map(|dial| dial.rings.iter().map(Extension::as_str).collect()).collect();
    assert_eq!(rings, [vec!["9090"], vec!["9091", "9090"]], "a trunk is no line that rings a telephone");
    assert_eq!(import.direct[0].number, "+498999998500", "as the number plan has it");
    assert_eq!(import.direct[0].target, DidTarget::Extension("9090".parse().unwrap()));
}

#[test]
fn a_wizard_says_it_in_its_own_section() {
    let wizard = "[phone7]\ntype=wizard\naccepts_auth=yes\naccepts_registrations=yes\nendpoint/allow=alaw\naor/max_contacts=2\n\
        inbound_auth/username=u\ninbound_auth/password=Iez7ahxoo9phah\nhas_hint=yes\nhint_context=hints\nhint_exten=7070\n\
        hint_application=Dial(${HINT},20)\nhas_phoneprov=yes\nphoneprov/MAC=00005E005307\n";
    let import = read(&[("pjsip_wizard.conf", wizard)], plan());
    assert_eq!(shown(&import), ["7070 phone7"]);
    assert_eq!(import.extensions[0].mac.as_ref().unwrap().value.to_string(), "00:00:5e:00:53:07");
    assert_eq!(import.dials[0].rings[0].as_str(), "7070");
}

#[test]
fn peers_of_chan_sip_have_names_too() {
    let sip = "[general]\n[tel]\ntype=friend\nhost=dynamic\nsecret=Iez7ahxoo9phah\n[fest]\ntype=friend\nhost=192.0.2.7\ncallerid=<9092>\n\
        [zwei]\ntype=friend\nhost=dynamic\nsecret=Iez7ahxoo9phaj\ncallerid=<9093>\n";
    let import = read(&[("sip.conf", sip), ("extensions.conf", "[in]\nexten => 9090,hint,SIP/tel\n")], plan());
    assert_eq!(shown(&import), ["9090 tel", "9093 zwei"]);
    let slugs: Vec<&str> = import.findings.iter().map(|f| f.code.as_str()).collect();
    assert!(slugs.contains(&"inventory/sip-peer-not-a-number") && slugs.contains(&"inventory/endpoint-numbered"), "{slugs:?}");
}
