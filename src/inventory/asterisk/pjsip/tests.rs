//! Objects against what Asterisk 22.10.1 made of the same lines (run there, read back over its REST interface).

use std::collections::BTreeSet;

use super::objects::{Object, ObjectKind, Objects, resolve};
use super::{accounts, options};
use crate::diag::Finding;
use crate::domain::SecretState;
use crate::inventory::asterisk::config::{self, Config};
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::named::Names;
use crate::inventory::model::{AorState, AuthState, ExtensionEntry, ExtensionKind};

fn read(text: &str) -> Config {
    let config = config::read(&MemoryFiles::new().with("pjsip.conf", text), "pjsip.conf");
    assert!(config.ok(), "{:?}", config.findings());
    config
}

/// `slug:line` of each finding.
fn slugs(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let line = finding.place.as_ref().map_or(0, crate::diag::Place::line);
            format!("{}:{line}", finding.code.as_str().trim_start_matches("inventory/"))
        })
        .collect()
}

fn ids<'a>(objects: &Objects<'a>, kind: ObjectKind) -> Vec<&'a str> {
    objects.of(kind).filter(|object| objects.loads(*object)).map(Object::id).collect()
}

const ENDPOINTS: &str = "\
[10]
type=endpoint
context=a
context=b
aors=10
aors=11
auth=10
auth=11
callerid=\"Müller, Hans\" <10>
callerid=Zweit <2>
allow=!all,ulaw
allow=alaw
direct_media=maybe
[11]
type=endpoint
auth = 10 , 11
[12]
type=endpoint
max_audio_streams=abc
[13]
type=endpoint
dtmf_mode=bogus
[14]
type=endpoint
allow=bogus
[15]
type=endpoint
transport=doesnotexist
[16]
TYPE=endpoint
[17]
type = endpoint
password = x
[18]
Type=Endpoint
[19]
type=endpoint
type=auth
[20 space]
type=endpoint
[21@dom.example]
type=endpoint
[Abc]
type=endpoint
[aBC]
type=endpoint
[nonexist]
type=frobnicate
x=1
";

#[test]
fn endpoints_that_asterisk_keeps() {
    let config = read(ENDPOINTS);
    let (objects, findings) = resolve(&config);
    let kept = ids(&objects, ObjectKind::Endpoint);
    assert_eq!(kept, ["10", "11", "15", "16", "19", "20 space", "21@dom.example", "Abc", "aBC"]);
    let found: BTreeSet<String> = slugs(&findings).into_iter().collect();
    let expected: BTreeSet<String> = [
        "bool-means-no:13",
        "bad-value:19",
        "bad-value:22",
        "bad-value:25",
        "unknown-option:33",
        "type-case:35",
        "type-twice:38",
        "type-unknown:48",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(found, expected);
    let endpoint = objects.find(ObjectKind::Endpoint, "10").unwrap();
    assert_eq!(endpoint.value("context").map(config::Variable::value), Some("b"), "the last one counts");
    assert_eq!(endpoint.names("aors").collect::<Vec<_>>(), ["11"]);
    let list = objects.find(ObjectKind::Endpoint, "11").unwrap();
    assert_eq!(list.names("auth").collect::<Vec<_>>(), ["10", "11"]);
}

const AUTHS: &str = "\
[20]
type=auth
username=\"20\"
password=\"quoted pw\"
[21]
type=auth
auth_type=userpass
username=21
password=it is; gone
[22]
type=auth
username=22
password=a=b=c
[23]
type=auth
auth_type=MD5
username=23
md5_cred=XYZ
[24]
type=auth
auth_type=md5
username=24
password=plain
[26]
type=auth
auth_type=bogus
username=26
password=x
[27]
type=auth
auth_type=digest
username=27
password_digest=SHA-256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
supported_algorithms_uas=SHA-256
[28]
type=auth
password=x
[29]
type=auth
username=29
[30]
type=auth
username=30
md5_cred=0123456789abcdef0123456789abcdef
[31]
type=auth
username=31
password=pa\\;ss\\\\x
";

#[test]
fn auths_that_asterisk_keeps() {
    let config = read(AUTHS);
    let (objects, findings) = resolve(&config);
    assert_eq!(ids(&objects, ObjectKind::Auth), ["20", "21", "22", "24", "30", "31"]);
    let password = |id: &'static str| {
        objects.loaded(ObjectKind::Auth, id).unwrap().value("password").map(|variable| variable.value().to_owned())
    };
    assert_eq!(password("20").as_deref(), Some("\"quoted pw\""));
    assert_eq!(password("21").as_deref(), Some("it is"));
    assert_eq!(password("22").as_deref(), Some("a=b=c"));
    assert_eq!(password("31").as_deref(), Some("pa;ss\\\\x"));
    let found = slugs(&findings);
    for expected in ["bad-value:18", "bad-value:26", "empty-secret:29", "no-username:35", "empty-secret:38"] {
        assert!(found.contains(&expected.to_owned()), "{expected} in {found:?}");
    }
    assert!(findings.iter().all(|finding| !finding.what.en.contains("XYZ")), "no digest in a finding");
}

#[test]
fn aors_that_asterisk_keeps() {
    let config =
        read("[1]\ntype=aor\nmax_contacts=1\n[2]\ntype=aor\nmax_contacts=-1\n[3]\ntype=aor\n[4]\ntype=aor\nmax_contact=1\n");
    let (objects, findings) = resolve(&config);
    assert_eq!(ids(&objects, ObjectKind::Aor), ["1", "3"]);
    assert_eq!(objects.find(ObjectKind::Aor, "3").unwrap().number("max_contacts"), None);
    assert_eq!(slugs(&findings), ["bad-value:6", "unknown-option:11"]);
    assert_eq!(findings[1].todo.as_ref().unwrap().en, "write `max_contacts`");
}

#[test]
fn a_duplicate_takes_the_whole_type() {
    let config = read("[1]\ntype=endpoint\n[2]\ntype=endpoint\n[1]\ntype=endpoint\n[1]\ntype=aor\n");
    let (objects, findings) = resolve(&config);
    assert_eq!(objects.refused(), [ObjectKind::Endpoint]);
    assert!(ids(&objects, ObjectKind::Endpoint).is_empty());
    assert_eq!(ids(&objects, ObjectKind::Aor), ["1"]);
    assert_eq!(slugs(&findings), ["duplicate-object:5"]);
    assert_eq!(findings[0].related[0].0.line(), 1);
    // A dropped first object is no duplicate; the second takes its place.
    let config = read("[1]\ntype=endpoint\nfoo=1\n[1]\ntype=endpoint\n");
    let (objects, _) = resolve(&config);
    assert!(objects.refused().is_empty());
    assert_eq!(objects.loaded(ObjectKind::Endpoint, "1").unwrap().section.place().line(), 4);
}

#[test]
fn one_bad_line_in_a_template_is_one_finding() {
    use std::fmt::Write as _;
    let mut text = "[t](!)\ntype=endpoint\ndtmfmode=info\n".to_owned();
    for number in 0..500 {
        let _ = writeln!(text, "[{}](t)", 1000 + number);
    }
    let config = read(&text);
    let (objects, findings) = resolve(&config);
    assert!(ids(&objects, ObjectKind::Endpoint).is_empty());
    assert_eq!(slugs(&findings), ["unknown-option:3"]);
    assert_eq!(
        findings[0].what.en,
        "`dtmfmode` is no option of `type=endpoint`; Asterisk drops 500 objects: `[1000]`, `[1001]`, `[1002]`, …"
    );
    assert_eq!(findings[0].todo.as_ref().unwrap().en, "write `dtmf_mode`");
}

fn build(text: &str) -> accounts::Accounts {
    let config = read(text);
    let (objects, _) = resolve(&config);
    accounts::build(&objects, &Names::default())
}

fn entry<'a>(accounts: &'a accounts::Accounts, number: &str) -> &'a ExtensionEntry {
    accounts.extensions.iter().find(|entry| entry.number.as_str() == number).unwrap()
}

/// Shapes of the measured REGISTER matrix.
const MATRIX: &str = "\
[t-udp]
type=transport
protocol=udp
bind=127.0.0.1:5060
[home](!)
type=endpoint
context=internal
allow=!all,g722,alaw
[a2](!)
type=aor
max_contacts=2
[a1r](!)
type=aor
max_contacts=1
remove_existing=yes
support_path=yes
[p](!)
type=auth
[500](home)
aors=500
auth=500
callerid=\"Huber, Anna\" <500>
mailboxes=500
[500](a2)
[500](p)
username=500
password=secret500
realm=lra.example
supported_algorithms_uas=sha-256,MD5
[501](home)
aors=501
auth=501
transport=t-udp
[501](a1r)
[501](p)
username=0090339abcde
password=ab;cd
[504](home)
aors=504
auth=504
[504]
type=aor
[504](p)
username=504
md5_cred=0123456789abcdef0123456789abcdef
[505](home)
aors=nope
auth=505
[505](p)
username=505
password=x
[506](home)
aors=506
auth=nope
[506](a2)
[507](home)
aors=507
[507](a2)
[508](home)
aors=509, 508
auth=nope,508
transport=gone
[508](a2)
[509](a2)
[508](p)
username=508
password=\"x\"
[510]
type=endpoint
aors=510a
auth=508
[510a](a2)
[511](home)
auth=508
[amt](home)
aors=amt
outbound_auth=amt
[amt]
type=aor
contact=sip:provider.example
[amt](p)
username=amt
password=y
[601](home)
aors=601
[601]
type=aor
contact=sip:192.0.2.7
[id601]
type=identify
endpoint=601
match=192.0.2.7
";

#[test]
fn accounts_of_the_register_matrix() {
    let accounts = build(MATRIX);
    let account = |number: &str| entry(&accounts, number).account.clone().unwrap();
    let AuthState::Present { username, secret, realm, algorithms, secret_cut_at, secret_at, .. } = account("500").auth else {
        panic!("500 has an auth")
    };
    assert_eq!((username.value.as_str(), username.at.line()), ("500", 26));
    assert_eq!((secret.key.as_str(), secret.state), ("pbx/auth/500", SecretState::Present));
    assert_eq!(accounts.secrets.get(&secret).unwrap().expose(), "secret500");
    assert_eq!((realm.as_deref(), secret_cut_at, secret_at.line(), secret_at.column()), (Some("lra.example"), None, 27, 10));
    assert_eq!(algorithms, ["MD5", "SHA-256"]);
    let five = entry(&accounts, "500");
    assert_eq!(five.name.as_ref().unwrap().value, "Huber, Anna");
    assert_eq!(five.kind, ExtensionKind::Person);
    assert_eq!(five.mailbox.as_ref().unwrap().value, "500@default");
    let AorState::Present { max_contacts: 2, max_contacts_at: Some(at), remove_existing: false, .. } = account("500").aor else {
        panic!("two contacts")
    };
    assert_eq!(at.line(), 11, "inherited from the template");

    let AuthState::Present { username, secret_cut_at: Some(cut), .. } = account("501").auth else { panic!("cut") };
    assert_eq!((username.value.as_str(), cut.line(), cut.column()), ("0090339abcde", 37, 12));
    assert!(matches!(account("501").aor, AorState::Present { max_contacts: 1, remove_existing: true, support_path: true, .. }));
    assert_eq!(account("501").transport.unwrap().value, "t-udp");
    let AuthState::Present { secret, .. } = account("504").auth else { panic!("hash") };
    assert_eq!(secret.state, SecretState::Hash);
    assert_eq!(accounts.secrets.get(&secret).unwrap().expose(), "MD5:0123456789abcdef0123456789abcdef");
    assert!(matches!(account("504").aor, AorState::Present { max_contacts: 0, max_contacts_at: None, .. }));
    assert!(matches!(account("505").aor, AorState::Missing { name } if name.value == "nope"));
    assert!(matches!(account("506").auth, AuthState::Missing { name } if name.value == "nope"));
    assert_eq!(account("507").auth, AuthState::Open);
    assert!(
        matches!(account("508").aor, AorState::Present { name, .. } if name.value == "508"),
        "the one named like the endpoint"
    );
    assert!(matches!(account("508").auth, AuthState::Present { name, .. } if name.value == "508"));
    assert!(matches!(account("510").aor, AorState::Present { name, .. } if name.value == "510a"));
    assert_eq!(account("511").aor, AorState::None);
    assert_eq!(entry(&accounts, "601").kind, ExtensionKind::Trunk);
    assert_eq!(entry(&accounts, "601").kind_reason.en, "identified by address in `[id601]`");
    assert_eq!(
        accounts.transports.iter().map(|t| (t.name.as_str(), t.protocol.as_str())).collect::<Vec<_>>(),
        [("t-udp", "udp")]
    );
    assert!(!accounts.extensions.iter().any(|entry| entry.number.as_str() == "amt"));

    let found: BTreeSet<String> = slugs(&accounts.findings).into_iter().collect();
    let expected: BTreeSet<String> = [
        "one-contact:14",
        "no-contacts-allowed:41",
        "hash-only:45",
        "aor-missing:47",
        "auth-missing:54",
        "open-endpoint:56",
        "several-aors:60",
        "several-auths:61",
        "auth-missing:61",
        "transport-missing:62",
        "quotes-kept:67",
        "no-codec:68",
        "aor-name-differs:70",
        "no-aor:73",
        "endpoint-not-a-number:75",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(found, expected);
    let text = format!("{:?}{:?}", accounts.findings, accounts.extensions);
    for secret in ["secret500", "0123456789abcdef", "\"x\""] {
        assert!(!text.contains(secret), "{secret} leaks");
    }
}

#[test]
fn a_refused_type_is_missing_everywhere() {
    let accounts = build(
        "[1]\ntype=endpoint\nauth=1\naors=1\nallow=alaw\n[1]\ntype=auth\nusername=1\npassword=x\n[1]\ntype=auth\nusername=1\npassword=y\n[1]\ntype=aor\nmax_contacts=2\n",
    );
    assert!(matches!(entry(&accounts, "1").account.as_ref().unwrap().auth, AuthState::Missing { .. }));
    assert!(accounts.secrets.is_empty());
    let finding = accounts.findings.iter().find(|finding| finding.code.as_str() == "inventory/auth-missing").unwrap();
    assert!(finding.what.en.contains("because one name is there twice"), "{}", finding.what.en);
}

#[test]
fn case_of_a_missing_name_is_explained() {
    let accounts = build(
        "[1]\ntype=endpoint\nauth=Auth1\naors=1\nallow=alaw\n[auth1]\ntype=auth\nusername=1\npassword=x\n[1]\ntype=aor\nmax_contacts=2\n",
    );
    let finding = accounts.findings.iter().find(|finding| finding.code.as_str() == "inventory/auth-missing").unwrap();
    assert!(finding.what.en.contains("only `auth1`: case counts"), "{}", finding.what.en);
}

#[test]
fn truth_words() {
    for word in ["yes", "TRUE", "y", "T", "1", "On"] {
        assert!(options::is_true(word), "{word}");
    }
    assert!(!options::is_true("maybe"));
}

#[test]
fn an_endpoint_that_lost_its_template_is_remembered_as_dropped() {
    let accounts = build(
        "[t](!)\ntype=endpoint\nallow=alaw\n[1] (t)\nauth=1\naors=1\n[1]\ntype=auth\nusername=1\npassword=x\n[1]\ntype=aor\nmax_contacts=2\n[2] (t)\nmax_contacts=1\n",
    );
    let account = entry(&accounts, "1").account.as_ref().unwrap();
    assert!(!account.loads);
    assert!(matches!(account.auth, AuthState::Present { .. }));
    assert_eq!(accounts.extensions.len(), 1);
}

/// Thousands of endpoints whose AOR is missing: the names are compared once, not once for each endpoint.
#[test]
fn missing_names_are_looked_up_in_an_index() {
    use std::fmt::Write as _;
    let mut text = "[X1]\ntype=aor\n".to_owned();
    for number in 0..600 {
        let _ = writeln!(text, "[{number}]\ntype=endpoint\naors=x{}\ncontext=a", number % 2);
    }
    let config = read(&text);
    let (objects, _) = resolve(&config);
    let findings = accounts::build(&objects, &Names::default()).findings;
    assert_eq!(objects.compared.get(), 601);
    let near: Vec<&Finding> = findings.iter().filter(|finding| finding.what.en.contains("does not exist, only `X1`")).collect();
    assert_eq!(near.len(), 300);
}
