use crate::diag::Finding;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::{AsteriskImport, ImportConfig, import};
use crate::inventory::model::{DidTarget, ExtensionKind};
use crate::policy::site::Numbers;

const PJSIP: &str = "[101]\ntype=endpoint\nallow=alaw\n[102]\ntype=endpoint\nallow=alaw\n";

fn folder(extensions: &str) -> AsteriskImport {
    let files = MemoryFiles::new()
        .with("pjsip.conf", PJSIP)
        .with("voicemail.conf", "[default]\n101 => 4711,Anna\n")
        .with("queues.conf", "[amt]\nmember => PJSIP/101\n")
        .with("extensions.conf", extensions);
    let numbers = Numbers::new("49", "89", "99998").lengths([3, 4]);
    import(&files, &ImportConfig { numbers, ..ImportConfig::default() })
}

/// `slug line:column words` of the findings about lines that lead nowhere.
fn told(findings: &[Finding]) -> Vec<String> {
    let ours = [
        "dialplan-context-missing",
        "dialplan-extension-missing",
        "dialplan-queue-missing",
        "mailbox-missing",
        "did-leads-elsewhere",
    ];
    findings
        .iter()
        .filter_map(|finding| {
            let slug = finding.code.as_str().trim_start_matches("inventory/");
            let place = finding.place.as_ref()?;
            ours.contains(&slug).then(|| format!("{slug} {}:{} {}", place.line(), place.column(), finding.what.en))
        })
        .collect()
}

#[test]
fn contexts_extensions_queues_and_mailboxes_that_do_not_exist() {
    let import = folder(
        "[intern]\ninclude => fehlt\ninclude => mehr\nexten => 101,1,Dial(PJSIP/101)\n same => n,VoiceMail(999@default,u)\n\
         exten => 102,1,Queue(nix,t)\nexten => 103,1,Goto(nirgends,101,1)\nexten => 104,1,Goto(intern,777,1)\n\
         exten => 105,1,GotoIf($[1]?nirgends,s,1:101,1)\nexten => 106,1,Dial(Local/101@weg/n)\n\
         [mehr]\nexten => _2XX,1,NoOp()\n",
    );
    assert_eq!(
        told(&import.findings),
        [
            "dialplan-context-missing 2:12 `[intern]` includes the context `[fehlt]`, which does not exist",
            "mailbox-missing 5:10 `101` in `[intern]` records for mailbox `999@default`, which voicemail.conf does not have",
            "dialplan-queue-missing 6:10 `102` in `[intern]` calls the queue `nix`, which queues.conf does not have",
            "dialplan-context-missing 7:10 `103` in `[intern]` leads to `101` in the context `[nirgends]`, which does not exist",
            "dialplan-extension-missing 8:10 `104` in `[intern]` leads to `777`, which the context `[intern]` does not have",
            "dialplan-context-missing 9:10 `105` in `[intern]` leads to `s` in the context `[nirgends]`, which does not exist",
            "dialplan-context-missing 10:10 `106` in `[intern]` leads to `101` in the context `[weg]`, which does not exist",
        ]
    );
}

#[test]
fn what_exists_or_cannot_be_seen_is_not_told() {
    let import = folder(
        "[globals]\nWER=x\n[intern]\ninclude => mehr\ninclude => parkedcalls\nexten => 101,1,Dial(PJSIP/101)\n same => n,VoiceMail(101,u)\n\
         exten => 102,1,Queue(amt,t)\nexten => 103,1,Goto(mehr,205,1)\nexten => 104,1,Goto(205,1)\nexten => 105,1,Goto(${WER},s,1)\n\
         exten => 106,1,Goto(offen,s,1)\nexten => 107,1,Goto(andere,s,1)\nexten => 108,1,VoiceMail(${EXTEN})\nexten => 109,1,Goto(n)\n\
         [mehr]\nexten => _2XX,1,NoOp()\n[offen]\nswitch => Realtime/offen@x\n[andere]\nexten => i,1,Hangup()\n",
    );
    assert_eq!(told(&import.findings), [] as [String; 0]);
    // Without the lists nobody knows what is in them.
    let files = MemoryFiles::new()
        .with("pjsip.conf", PJSIP)
        .with("extensions.conf", "[a]\nexten => 1,1,Queue(nix)\nexten => 2,1,VoiceMail(9)\n");
    assert_eq!(told(&import_of(&files).findings), [] as [String; 0]);
}

fn import_of(files: &MemoryFiles) -> AsteriskImport {
    import(files, &ImportConfig::default())
}

#[test]
fn numbers_from_outside_that_reach_nobody() {
    let import = folder(
        "[amt]\nexten => 4989999980300,1,Answer\n same => n,Playback(geschlossen)\nexten => 4989999980301,1,Goto(fehlt,101,1)\n\
         exten => 4989999980302,1,Goto(intern,900,1)\nexten => 4989999980303,1,Hangup()\nexten => 4989999980304,1,Goto(intern,399,1)\n\
         exten => 4989999980305,1,Authenticate(4711)\nexten => 4989999980306,1,Dial(DAHDI/7)\nexten => 4989999980307,1,Goto(4989999980300,1)\n\
         [intern]\nexten => 101,1,Dial(PJSIP/101)\nexten => 900,1,Background(menue)\nexten => 399,1,Dial(DAHDI/4)\n",
    );
    let dids: Vec<String> = import
        .direct
        .iter()
        .map(|did| match &did.target {
            DidTarget::Unknown(text) => format!("{} {text}", did.number),
            other => format!("{} {other:?}", did.number),
        })
        .collect();
    assert_eq!(
        dids,
        [
            "+4989999980301 fehlt,101",
            "+4989999980302 Background(menue)",
            "+4989999980304 Extension(Extension(\"399\"))",
            "+4989999980306 DAHDI/7",
            "+4989999980307 Playback(geschlossen)",
            "+4989999980300 Playback(geschlossen)",
            "+4989999980303 Nothing",
            "+4989999980305 Authenticate()",
        ]
    );
    assert!(!format!("{:?}{:?}", import.findings, import.direct).contains("4711"), "a code stays out");
    let told = told(&import.findings);
    assert!(told.contains(&"dialplan-context-missing 4:10 `4989999980301` in `[amt]` leads to `101` in the context `[fehlt]`, which does not exist".to_owned()), "{told:?}");
    let elsewhere: Vec<&str> = told.iter().filter_map(|told| told.strip_prefix("did-leads-elsewhere ")).collect();
    assert_eq!(
        elsewhere,
        [
            "3:10 `+4989999980300` leads to `Playback(geschlossen)`, which is no extension, group, queue or mailbox",
            "5:10 `+4989999980302` leads to `Background(menue)`, which is no extension, group, queue or mailbox",
            "8:10 `+4989999980305` leads to `Authenticate()`, which is no extension, group, queue or mailbox",
            "9:10 `+4989999980306` leads to `DAHDI/7`, which is no extension, group, queue or mailbox",
            "10:10 `+4989999980307` leads to `Playback(geschlossen)`, which is no extension, group, queue or mailbox",
        ]
    );
}

/// What a number does is said as far as it is no code.
#[test]
fn numbers_from_outside_that_branch() {
    let import = folder(
        "[amt]\nexten => 4989999980300,1,GotoIf($[\"${PIN}\"=\"4711\"]?intern,101,1:intern,102,1)\n\
         exten => 4989999980301,1,GotoIfTime(8:00-18:00,mon-fri,*,*?intern,101,1)\n\
         exten => 4989999980302,1,Macro(stdexten,101,PJSIP/101,4711)\nexten => 4989999980303,1,Gosub(klingeln,s,1(4711,PJSIP/101))\n\
         exten => 4989999980304,1,Gosub(klingeln,s,1)\n same => n,Playback(zu)\nexten => 4989999980305,1,Gosub(klingeln,s,1)\n same => n,Hangup()\n\
         exten => 4989999980306,1,GosubIf($[1]?klingeln,s,1(4711))\nexten => 4989999980307,1,Dial(SIP/101|20)\n\
         [klingeln]\nexten => s,1,Return()\n[intern]\nexten => 101,1,Dial(PJSIP/101)\nexten => 102,1,Dial(PJSIP/101|20)\n",
    );
    let told = told(&import.findings);
    let elsewhere: Vec<&str> = told.iter().filter_map(|told| told.strip_prefix("did-leads-elsewhere ")).collect();
    let does = [
        "GotoIf(…?intern,101,1:intern,102,1)",
        "GotoIfTime(8:00-18:00,mon-fri,*,*?intern,101,1)",
        "Macro(stdexten,101,PJSIP/101,…)",
    ]
    .into_iter()
    .chain(["Gosub(klingeln,s,1(…))", "Playback(zu)", "Gosub(klingeln,s,1)", "GosubIf(…?klingeln,s,1(…))", "SIP/101|20"]);
    let places = ["2:10", "3:10", "4:10", "5:10", "7:10", "8:10", "10:10", "11:10"];
    let expected: Vec<String> = does
        .zip(places)
        .enumerate()
        .map(|(last, (text, at))| {
            format!("{at} `+498999998030{last}` leads to `{text}`, which is no extension, group, queue or mailbox")
        })
        .collect();
    let mut elsewhere = elsewhere;
    elsewhere.sort_by_key(|told| told.split('`').nth(1).map(str::to_owned));
    assert_eq!(elsewhere, expected);
    assert!(!format!("{:?}{:?}", import.findings, import.direct).contains("4711"), "a code stays out");
    let old: Vec<&str> = import
        .findings
        .iter()
        .filter(|f| f.code.as_str() == "inventory/dialplan-old-separator")
        .map(|f| f.what.en.as_ref())
        .collect();
    assert_eq!(old.len(), 2, "of SIP as of PJSIP: {old:?}");
}

#[test]
fn ports_that_only_a_line_knows_are_extensions_and_members() {
    let import = folder(
        "[intern]\nexten => 399,1,Dial(DAHDI/4,20)\n same => n,Hangup()\nexten => 398,1,Dial(DAHDI/g1/0171)\n\
         exten => 500,1,Dial(PJSIP/101&DAHDI/4&DAHDI/9&PJSIP/0171555@amt)\nexten => _3XX,1,Dial(DAHDI/5)\n",
    );
    let numbers: Vec<(&str, ExtensionKind)> = import.extensions.iter().map(|entry| (entry.number.as_str(), entry.kind)).collect();
    assert_eq!(numbers[2..], [("399", ExtensionKind::Analog)]);
    let members: Vec<(Option<&str>, bool)> = import.groups[0]
        .members
        .iter()
        .map(|member| (member.extension.as_ref().map(crate::domain::Extension::as_str), member.external))
        .collect();
    assert_eq!(members, [(Some("101"), false), (Some("399"), false), (None, false), (None, true)]);
}

/// Jumps and patterns without end are held against each other as long as that is cheap.
#[test]
fn jumps_and_patterns_cannot_exhaust() {
    use std::fmt::Write as _;
    let mut text = "[a]\n".to_owned();
    for number in 0..150 {
        let _ = writeln!(text, "exten => _9{number}X,1,Goto(a,8{number},1)");
    }
    assert_eq!(told(&folder(&text).findings).len(), 150);
}
