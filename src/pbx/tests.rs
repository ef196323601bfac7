//! The file for the PBX against exports in memory.

use super::*;
use crate::diag::{Lang, Place, Words};
use crate::domain::{Secret, SecretRef, SecretState, Secrets};
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::model::Inventory;
use crate::plan::model::{AuthChange, Beside, Effect, OneRing, PbxChange, Plan, Twin};

pub(super) const EXPORT: &str = "[tpl](!)\ntype=aor\nmax_contacts=1\nremove_existing=yes\n[2001]\ntype=endpoint\naors=2001\nrewrite_contact=no\n[2001](tpl)\n";

pub(super) fn change(endpoint: &str, aor: &str) -> PbxChange {
    PbxChange {
        extension: "2001".parse().unwrap(),
        aor: aor.into(),
        endpoint: endpoint.into(),
        max_contacts_from: Some(1),
        max_contacts_to: 2,
        endpoint_options: vec![("rewrite_contact".into(), "yes".into()), ("transport".into(), String::new())],
        aor_options: vec![("max_contacts".into(), "2".into()), ("remove_existing".into(), "no".into())],
        auth: None,
        twin: None,
    }
}

pub(super) fn plan(changes: Vec<PbxChange>) -> Plan {
    Plan {
        site: "t".into(),
        lines: vec![],
        kept: vec![],
        revoked: vec![],
        pbx_changes: changes,
        one_ring: vec![],
        findings: vec![],
    }
}

fn run(plan: &Plan, export: &str) -> PbxOutput {
    run_on(plan, &MemoryFiles::new().with("pjsip.conf", export), Lang::En)
}

fn run_on(plan: &Plan, files: &MemoryFiles, lang: Lang) -> PbxOutput {
    let mut secrets = Secrets::default();
    secrets.insert("new/2001", Secret::new("neu"));
    asterisk(Input { plan, inventory: &Inventory::default(), secrets: &secrets, site: None, lang }, files, "pjsip.conf")
}

fn fragment(output: &PbxOutput) -> Option<&str> {
    output.files.iter().find(|file| file.path.ends_with(FRAGMENT)).map(|file| file.text.as_str())
}

/// A file beside the fragment.
pub(super) fn page<'a>(output: &'a PbxOutput, name: &str) -> Option<&'a str> {
    let path = format!("pbx/{name}");
    output.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
}

pub(super) fn codes(output: &PbxOutput) -> Vec<&str> {
    output.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn options_are_added_and_read_back() {
    let output = run(&plan(vec![change("2001", "2001")]), EXPORT);
    assert!(output.findings.is_empty(), "{:?}", output.findings);
    let text = fragment(&output).unwrap();
    assert!(text.contains(
        "\n[2001](+type=endpoint)\nrewrite_contact=yes\ntransport=\n[2001](+type=aor)\nmax_contacts=2\nremove_existing=no\n"
    ));
    assert_eq!(output.changed, 1);
}

#[test]
fn our_own_file_in_the_export_does_not_disturb() {
    let export = format!("{EXPORT}#include {FRAGMENT}\n");
    let files = MemoryFiles::new().with("pjsip.conf", export).with(FRAGMENT, "[2001](+type=aor)\nmax_contacts=9\n");
    let output = run_on(&plan(vec![change("2001", "2001")]), &files, Lang::De);
    assert!(output.findings.is_empty(), "{:?}", output.findings);
}

#[test]
fn a_change_without_a_certain_target_is_left_out_and_named() {
    let good = change("2001", "2001");
    for (endpoint, aor, export) in [
        ("2009", "2001", EXPORT.to_owned()),
        ("2001", "2009", EXPORT.to_owned()),
        ("2001", "2001", EXPORT.replace("type=endpoint", "TYPE=endpoint")),
        ("abc", "2001", format!("[ABC]\ntype=endpoint\n[abc]\ntype=endpoint\n{EXPORT}")),
    ] {
        let output = run(&plan(vec![change(endpoint, aor)]), &export);
        assert_eq!(codes(&output), ["pbx/not-added"], "{endpoint} {aor}");
        assert!(!fragment(&output).unwrap().contains("(+type"));
    }
    let output = run(&plan(vec![change("2009", "2009"), good]), EXPORT);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/not-added"], 1));
    assert!(fragment(&output).unwrap().contains("[2001](+type=aor)"));
}

#[test]
fn values_asterisk_cannot_hold_are_refused() {
    let mut bad = change("2001", "2001");
    bad.aor_options.push(("x".into(), "a\nb".into()));
    assert_eq!(codes(&run(&plan(vec![bad]), EXPORT)), ["pbx/unwritable"]);
}

#[test]
fn a_file_that_would_not_take_effect_is_not_written() {
    let output = run(&plan(vec![change("2001", "2001")]), &format!("{EXPORT};-- never closed\n"));
    assert_eq!(codes(&output), ["pbx/not-in-force"]);
    assert_eq!((fragment(&output), output.changed), (None, 0));
    let finding = &output.findings[0];
    assert_eq!(
        (finding.subject.as_deref(), finding.place.as_ref().unwrap().to_string()),
        (Some("2001"), "pjsip.conf:5:1".to_owned())
    );
    assert!(finding.what.en.contains("`rewrite_contact` of endpoint `2001`"), "{}", finding.what.en);
    let readme = &output.files.iter().find(|file| file.path == "pbx/README.en.md").unwrap().text;
    assert!(!readme.contains(FRAGMENT) && readme.contains("nothing to load"), "{readme}");
}

#[test]
fn lines_to_change_by_hand_are_listed_with_their_replacement() {
    let mut plan = plan(vec![]);
    plan.one_ring.push(OneRing {
        at: Place::at("extensions.conf", 12, 1),
        text: "Dial(PJSIP/2001,20)".into(),
        extensions: vec!["2001".parse().unwrap()],
        instead: Some("Dial(${PJSIP_DIAL_CONTACTS(2001)},20)".into()),
        why: Words::new("rings one", "ruft eines"),
        subject: "2001".into(),
        effect: Effect::Rings,
        todo: None,
    });
    plan.one_ring.push(OneRing {
        at: Place::at("extensions.conf", 14, 1),
        text: "Dial(PJSIP/2001,20,L(60000;x))".into(),
        extensions: vec!["2001".parse().unwrap()],
        instead: None,
        why: Words::new("rings one", "ruft eines"),
        subject: "2001".into(),
        effect: Effect::Rings,
        todo: Some(Words::new("look; it up", "nachsehen")),
    });
    let output = run(&plan, EXPORT);
    let page = |path: &str| output.files.iter().find(|file| file.path == path).unwrap().text.clone();
    assert!(
        page("pbx/README.en.md").contains("2 lines of the dialplan and the queues would ring"),
        "{}",
        page("pbx/README.en.md")
    );
    let mut one = plan.clone();
    one.one_ring.pop();
    let output_of_one = run(&one, EXPORT);
    let page = |path: &str| output_of_one.files.iter().find(|file| file.path == path).unwrap().text.clone();
    assert!(page("pbx/README.en.md").contains("3. 1 line of the dialplan and the queues would ring"));
    assert!(page("pbx/README.de.md").contains("3. 1 Zeile in Wählplan und Warteschlangen würde nur"));
    let list = &output.files.iter().find(|file| file.path == "pbx/dialplan.txt").unwrap().text;
    assert!(
        list.contains(
            "extensions.conf:12:1: rings one\n  now: Dial(PJSIP/2001,20)\n  new: Dial(${PJSIP_DIAL_CONTACTS(2001)},20)\n"
        ),
        "{list}"
    );
    assert!(list.contains("  now: Dial(PJSIP/2001,20,L(60000\\;x))\n  to do: look; it up\n"), "{list}");
    assert!(!output.files.iter().any(|file| file.path.ends_with(DIALPLAN)), "no queue is concerned");
    assert!(output.files.iter().any(|file| file.path == "pbx/README.de.md" && file.text.contains("2 Zeilen")));
}

#[test]
fn a_second_password_leaves_the_first_in_force() {
    let mut change = change("2001", "2001");
    change.auth = Some(AuthChange {
        name: "a1".into(),
        username: "u;1".into(),
        secret: SecretRef { state: SecretState::Present, key: "new/2001".into() },
        replaces: SecretRef { state: SecretState::Present, key: "pbx/auth/a1".into() },
        beside: Some(Beside { name: "2001-soft".into(), realm: Some("haus".into()), algorithms: vec!["MD5".into()] }),
    });
    let plan = plan(vec![change]);
    let export =
        format!("{}[a1]\ntype=auth\nusername=u\\;1\npassword=alt\n", EXPORT.replace("aors=2001\n", "aors=2001\nauth=a1,a2\n"));
    let output = run(&plan, &export);
    assert!(output.findings.is_empty(), "{:?}", output.findings);
    let text = fragment(&output).unwrap();
    let ours =
        "[2001-soft]\ntype=auth\nauth_type=userpass\nusername=u\\;1\npassword=neu\nrealm=haus\nsupported_algorithms_uas=MD5\n";
    assert!(text.contains("\nauth=a1,a2,2001-soft\n") && text.contains(ours), "{text}");
    assert!(!text.contains("[a1]"), "{text}");
    let changes: Vec<String> = output.differences.iter().map(|difference| difference.line(Lang::En)).collect();
    assert!(changes.contains(&"2001: endpoint 2001: auth: `a1,a2` -> `a1,a2,2001-soft`".to_owned()), "{changes:?}");
    let page = &output.files.iter().find(|file| file.path == "pbx/README.en.md").unwrap().text;
    assert!(page.contains("1 extension gets a second password"), "{page}");

    // An export that has our file already gives the same file, and nothing would change.
    let again = format!("{export}#include {FRAGMENT}\n");
    let files = MemoryFiles::new().with("pjsip.conf", again).with(FRAGMENT, text);
    let second = run_on(&plan, &files, Lang::En);
    assert_eq!((codes(&second), fragment(&second), second.differences.as_slice()), (vec![], Some(text), &[][..]));
    // An object of that name which is not ours is left alone.
    let output = run(&plan, &format!("{export}[2001-soft]\ntype=auth\npassword=fremd\n"));
    assert_eq!(codes(&output), ["pbx/not-added"]);
    assert!(output.renewed.is_empty());
}

/// A section of the export may have any name: it is refused, or stands in its brackets and nowhere else.
#[test]
fn hostile_names_of_sections_add_no_line_of_their_own() {
    const OURS: [&str; 4] = ["rewrite_contact=yes", "transport=", "max_contacts=2", "remove_existing=no"];
    let mut written = 0;
    for name in crate::hostile::names() {
        let export = format!("[{name}]\ntype=endpoint\naors={name}\n[{name}]\ntype=aor\nmax_contacts=1\n");
        let output = run(&plan(vec![change(&name, &name)]), &export);
        let Some(text) = fragment(&output).filter(|_| output.changed > 0) else {
            assert!(!output.findings.is_empty(), "{name:?} was left out in silence");
            continue;
        };
        written += 1;
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(';')) {
            let section = line.starts_with('[') && (line.ends_with("(+type=endpoint)") || line.ends_with("(+type=aor)"));
            assert!(section || OURS.contains(&line), "{name:?} wrote {line:?}");
        }
    }
    assert!(written > 100, "{written}");
}

#[test]
fn a_new_password_is_in_force_and_listed_for_the_desk_phone() {
    let mut change = change("2001", "2001");
    change.auth = Some(AuthChange {
        name: "2001-auth".into(),
        username: "u;1".into(),
        secret: SecretRef { state: SecretState::Present, key: "new/2001".into() },
        replaces: SecretRef { state: SecretState::Present, key: "pbx/auth/2001-auth".into() },
        beside: None,
    });
    let plan = plan(vec![change]);
    let output = run(&plan, &format!("{EXPORT}[2001-auth]\ntype=auth\nusername=u\\;1\npassword=alt\n"));
    assert!(output.findings.is_empty(), "{:?}", output.findings);
    let text = fragment(&output).unwrap();
    assert!(text.contains("[2001-auth](+type=auth)\npassword=neu\n"), "{text}");
    let list = output.files.iter().find(|file| file.path == "pbx/new-passwords.csv").unwrap();
    assert_eq!((list.text.as_str(), list.secret), ("extension,login,password\r\n2001,\"u;1\",neu\r\n", true));
    assert_eq!(output.renewed.iter().map(crate::domain::Extension::as_str).collect::<Vec<_>>(), ["2001"]);
    // Without its auth object the whole change is left out, and no profile may carry the new password.
    let output = run(&plan, EXPORT);
    assert_eq!(codes(&output), ["pbx/not-added"]);
    assert!(output.renewed.is_empty());
}

/// A line of 2001 that rings at home only, with a web phone's endpoint or without one.
pub(super) fn at_home(twin: bool) -> crate::plan::model::Line {
    let now = if twin {
        serde_json::json!({ "aor_user": "2001", "auth_user": "2001", "secret": { "state": "present", "key": "pbx" } })
    } else {
        serde_json::Value::Null
    };
    let at = serde_json::json!({ "file": "deskshift.yaml", "line": 40, "column": 3 });
    serde_json::from_value(serde_json::json!({
        "id": "2001", "extension": "2001", "person": "p1", "display_name": "Anna", "department": null, "client": "webphone",
        "aor_user": if twin { "2001-web" } else { "2001" }, "domain": "pbx.example", "auth_user": "2001",
        "secret": { "state": "present", "key": "new/2001" }, "login_now": now, "registrar": { "host": "pbx.example", "port": 5061 },
        "transport": "tls", "srtp": "off", "expiry_s": 600, "mailbox": null, "at": at,
        "overridden": { "ring_strategy": { "value": "home-only", "level": { "of": "organisation" }, "at": at } },
        "facts": { "endpoint": true, "endpoint_dropped": false, "open": false, "auth_missing": false, "auth_user": null,
            "secret_matches": null, "secret_cut_at": null, "aor": "2001", "aor_missing": false, "max_contacts": 1,
            "remove_existing": false, "max_contacts_after": 2, "remove_existing_after": false },
    }))
    .unwrap()
}

#[test]
fn who_rings_at_home_only_has_no_password_for_a_desk_phone_and_no_queue_that_rings_it() {
    let mut change = change("2001", "2001");
    change.auth = Some(AuthChange {
        name: "2001-auth".into(),
        username: "2001".into(),
        secret: SecretRef { state: SecretState::Present, key: "new/2001".into() },
        replaces: SecretRef { state: SecretState::Present, key: "pbx/auth/2001-auth".into() },
        beside: None,
    });
    let mut plan = plan(vec![change]);
    let export = format!("{EXPORT}[2001-auth]\ntype=auth\nusername=2001\npassword=alt\n");
    let has_list = |plan: &Plan| run(plan, &export).files.iter().any(|file| file.path == "pbx/new-passwords.csv");
    assert!(has_list(&plan));
    plan.lines.push(at_home(false));
    assert!(!has_list(&plan), "the desk phone would ring on");
    // The softphone has it all the same.
    let output = run(&plan, &export);
    assert!(output.renewed.len() == 1 && fragment(&output).unwrap().contains("password=neu"));

    plan.one_ring.push(OneRing {
        at: Place::at("queues.conf", 2, 1),
        text: "member => PJSIP/2001".into(),
        extensions: vec!["2001".parse().unwrap()],
        instead: Some("member => Local/2001@deskshift-ring/n".into()),
        why: Words::new("rings one", "ruft eines"),
        subject: "PJSIP/2001".into(),
        effect: Effect::Rings,
        todo: None,
    });
    let context = |plan: &Plan| page(&run(plan, &export), DIALPLAN).unwrap().to_owned();
    assert!(context(&plan).contains("exten => 2001,1,Dial(${PJSIP_DIAL_CONTACTS(2001)})\n"), "{}", context(&plan));
    plan.lines = vec![at_home(true)];
    assert!(!context(&plan).contains("2001-web"), "that endpoint is not written: {}", context(&plan));
    plan.pbx_changes[0].auth = None;
    plan.pbx_changes[0].twin = Some(Twin {
        name: "2001-web".into(),
        context: None,
        caller_name: "Anna".into(),
        secret: SecretRef { state: SecretState::Present, key: "new/2001".into() },
    });
    assert!(context(&plan).contains("exten => 2001,1,Dial(PJSIP/2001-web)\n"), "{}", context(&plan));
    plan.lines[0].overridden.clear();
    assert!(context(&plan).contains("Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web)"));
}
