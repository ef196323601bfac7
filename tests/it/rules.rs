//! Every rule of `docs/inventory-rules.md` is triggered by a site that breaks it, through the command that an admin runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::support::run;

const TABLE: &str = include_str!("../../docs/inventory-rules.md");

/// A rule, the code that its site gives, the lines of `deskshift.yaml` beside name, numbers and sources, and the files. `pbx/…` is the
/// folder of Asterisk, `staff…` a list of people, every other file an export. `@101` in a file of Asterisk is a whole telephone.
struct Case {
    rule: &'static str,
    code: &'static str,
    policy: &'static str,
    files: &'static [(&'static str, &'static str)],
}

const fn case(
    rule: &'static str,
    code: &'static str,
    policy: &'static str,
    files: &'static [(&'static str, &'static str)],
) -> Case {
    Case { rule, code, policy, files }
}

const PJSIP: &str = "pbx/pjsip.conf";
const VOICE: &str = "pbx/voicemail.conf";
const PLAN: &str = "pbx/extensions.conf";
const QUEUES: &str = "pbx/queues.conf";
const STAFF: &str = "staff.csv";
const BULK: &str = "bulk.csv";
const ROSTER: &str = "roster: {horizon: {from: 2027-03-01, holidays: {land: BY}}, rooms: {max_present: 1}}\n";
const BLOCKS: &str = "  blocks: [\"100-199\"]\n";

const fn one(text: &'static str) -> [(&'static str, &'static str); 1] {
    [(PJSIP, text)]
}

const fn list(text: &'static str) -> [(&'static str, &'static str); 1] {
    [(STAFF, text)]
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    case("PARSE001", "header-unclosed", "", &one("[100\ntype=endpoint\n")),
    case("PARSE002", "parent-missing", "", &one("[101](nobody)\ntype=endpoint\n")),
    case("PARSE003", "include-missing", "", &one("@101\n#include nobody.conf\n")),
    case("PARSE004", "include-truncates", "", &[(PJSIP, "#include part.conf\n@101\n"), ("pbx/part.conf", "[a\nx=1\n")]),
    case("PARSE005", "comment-unterminated", "", &one("@101\n;-- no end\n")),
    case("PARSE006", "line-too-long", "", &one("@101\nx=LONG\n")),
    case("PARSE007", "name-too-long", "", &one("@101\n[NAME]\ntype=global\n")),
    case("PARSE008", "no-section", "", &one("x=1\n@101\n")),
    case("PARSE009", "directive-unknown", "", &one("@101\n#inlcude users.conf\n")),
    case("PARSE010", "blank-before-parenthesis", "", &one("[t](!)\ntype=endpoint\n[101] (t)\nallow=alaw\n@102\n")),
    case("PARSE011", "secret-cut-by-comment", "", &one("[101]\ntype=endpoint\nauth=a\naors=101\nallow=alaw\n[a]\ntype=auth\nusername=101\npassword=kV3x;99Lq-77zP\n[101]\ntype=aor\nmax_contacts=2\n")),
    case("PARSE012", "escape-invalid", "", &one("@101\n\\ a=1\n")),
    case("PARSE013", "template-duplicate", "", &one("[t](!)\nallow=alaw\n[t](!)\nallow=ulaw\n@101\n")),
    case("ENC001", "not-utf8", "", &one("[101]\ntype=endpoint\nallow=alaw\ncallerid=\"M\u{fc}ller\" <101>\n")),
    case("ENC002", "encoding-mixed", "", &list("Name;Vorname;Durchwahl\nGroß;Änne;101\nM\u{e000}ller;Uwe;102\n")),
    case("ENC003", "text-garbled", "", &list("Name;Vorname;Durchwahl\nMÃ¼ller;Uwe;102\n")),
    case("CSV001", "row-too-long", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;102;x;y\nMaier;Eva;103\n")),
    case("CSV002", "column-double", "", &list("Name;Nachname;Vorname;Durchwahl\nHuber;Huber;Uwe;102\n")),
    case("CSV003", "header-missing", "", &list("eins;zwei\ndrei;vier\n")),
    case("CSV004", "column-unused", "", &list("Name;Vorname;Durchwahl;Gehaltsgruppe\nHuber;Uwe;102;9\n")),
    case("CSV005", "cell-line-break", "", &list("Name;Vorname;Durchwahl\n\"Hu\nber\";Uwe;102\n")),
    case("CSV006", "value-is-formula", "", &list("Name;Vorname;Durchwahl\n=1+1;Uwe;102\n")),
    case("NUM001", "number-digits-lost", "", &list("Name;Vorname;Telefon\nHuber;Uwe;4,98999998101E+12\n")),
    case("NUM002", "number-zero-missing", "", &list("Name;Vorname;Telefon\nHuber;Uwe;8999998101\n")),
    case("NUM003", "number-of-another-site", "", &list("Name;Vorname;Telefon\nHuber;Uwe;030 23125000\n")),
    case("NUM004", "number-range", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;101-105\n")),
    case("NUM005", "number-service", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;112\n")),
    case("NUM006", "number-too-long", "", &list("Name;Vorname;Telefon\nHuber;Uwe;+49 30 12345678901234\n")),
    case("NUM007", "number-odd-signs", "", &list("Name;Vorname;Telefon\nHuber;Uwe;089 99998–102\n")),
    case("EXT001", "extension-listed-twice", "", &[(BULK, "extension,name,tech,secret,sipdriver,ringtimer\n101,Huber,pjsip,a,chan_pjsip,0\n101,Maier,pjsip,b,chan_pjsip,0\n")]),
    case("EXT002", "extension-in-two-contexts", "", &[("phones.csv", CUCM)]),
    case("EXT003", "extension-length-clash", "", &one("@101\n@1010\n")),
    case("EXT004", "extension-outside-block", BLOCKS, &one("@201\n")),
    case("EXT005", "extension-begins-with-outside-prefix", "", &one("@0201\n")),
    case("EXT006", "extension-not-dialable", "", &[(BULK, "extension,name,tech,secret,sipdriver,ringtimer\nanna,Huber,pjsip,a,chan_pjsip,0\n101,Maier,pjsip,b,chan_pjsip,0\n")]),
    case("DID001", "did-two-targets", "", &[(PJSIP, "@101\n@102\n"), ("dids.csv", "cidnum,extension,destination,privacyman,alertinfo,description\n,08999998101,\"from-did-direct,101,1\",0,,A\n,08999998101,\"from-did-direct,102,1\",0,,B\n")]),
    case("DID002", "did-overlap", "", &[(PJSIP, "@101\n@102\n"), ("dids.csv", "cidnum,extension,destination,privacyman,alertinfo,description\n,_0899999810.,\"from-did-direct,101,1\",0,,A\n,08999998102,\"from-did-direct,102,1\",0,,B\n")]),
    case("DID003", "did-target-unknown", "", &[(PJSIP, "@101\n"), ("dids.csv", "cidnum,extension,destination,privacyman,alertinfo,description\n,08999998109,\"from-did-direct,109,1\",0,,A\n")]),
    case("DID004", "extension-without-did", BLOCKS, &[(PJSIP, "@101\n@102\n"), ("dids.csv", "cidnum,extension,destination,privacyman,alertinfo,description\n,08999998101,\"from-did-direct,101,1\",0,,A\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\nMaier;Eva;102\n")]),
    case("DID005", "did-by-pattern", "", &[(PJSIP, "@101\n"), (PLAN, "[in]\nexten => _4989999981XX,1,Goto(intern,${EXTEN:9},1)\n[intern]\nexten => 101,1,Dial(PJSIP/101)\n")]),
    case("OBJ001", "duplicate-object", "", &one("@101\n[101]\ntype=endpoint\nallow=alaw\n")),
    case("OBJ002", "auth-missing", "", &one("[101]\ntype=endpoint\nauth=nobody\naors=101\nallow=alaw\n[101]\ntype=aor\nmax_contacts=2\n@102\n")),
    case("OBJ003", "unknown-option", "", &one("[101]\ntype=endpoint\nallow=alaw\ncolour=red\n@102\n")),
    case("OBJ004", "bad-value", "", &one("@101\n[102]\ntype=aor\nmax_contacts=many\n")),
    case("OBJ005", "bool-means-no", "", &one("[101]\ntype=endpoint\nallow=alaw\ndirect_media=maybe\n@102\n")),
    case("OBJ006", "type-case", "", &one("@101\n[102]\ntype=AOR\nmax_contacts=2\n")),
    case("OBJ007", "no-username", "", &one("[101]\ntype=endpoint\nauth=a\naors=101\nallow=alaw\n[a]\ntype=auth\npassword=kV3x-99Lq-77zP\n@102\n")),
    case("SEC001", "open-endpoint", "", &one("[101]\ntype=endpoint\naors=101\nallow=alaw\n[101]\ntype=aor\nmax_contacts=2\n")),
    case("SEC002", "empty-secret", "", &one("[101]\ntype=endpoint\nauth=a\naors=101\nallow=alaw\n[a]\ntype=auth\nusername=101\npassword=\n[101]\ntype=aor\nmax_contacts=2\n")),
    case("SEC003", "secret-obvious", "", &[(PJSIP, "[101]\ntype=endpoint\nauth=a\naors=101\nallow=alaw\n[a]\ntype=auth\nusername=101\npassword=1234\n[101]\ntype=aor\nmax_contacts=2\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\n")]),
    case("SEC004", "secret-weak", "", &[(PJSIP, "[101]\ntype=endpoint\nauth=a\naors=101\nallow=alaw\n[a]\ntype=auth\nusername=101\npassword=kurzABC9\n[101]\ntype=aor\nmax_contacts=2\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\n")]),
    case("SEC005", "secret-unsafe-characters", "", &[(BULK, "extension,name,tech,secret,sipdriver,ringtimer\n101,Huber,pjsip,kV3x;99Lq;77zP,chan_pjsip,0\n")]),
    case("SEC006", "hash-only", "", &[("subscriber", "id(int,auto) username(string) domain(string) password(string) ha1(string) ha1b(string)\n1:101:amt.example::0123456789abcdef0123456789abcdef:\n")]),
    case("SEC007", "secret-not-exported", "", &[(BULK, "extension,name,tech,secret,sipdriver,ringtimer\n101,Huber,pjsip,REGEN,chan_pjsip,0\n")]),
    case("SEC008", "mailbox-pin-weak", "", &[(PJSIP, "@101\n"), (VOICE, "[default]\n101 => 101,Huber\n")]),
    case("SEC009", "no-encryption-at-home", "clients: [{client: baresip, transport: udp}]\npbx: {domain: pbx.example, registrars: {udp: pbx.example}}\n", &one("@101\n")),
    case("MBX001", "mailbox-missing", "", &[(PJSIP, "[101]\ntype=endpoint\nallow=alaw\nmailboxes=199@default\n@102\n"), (VOICE, "[default]\n102 => 4711,Huber\n")]),
    case("MBX002", "mailbox-without-extension", "", &[(PJSIP, "@101\n"), (VOICE, "[default]\n177 => 4711,Ehemals\n")]),
    case("MBX003", "mailbox-context-differs", "", &[(PJSIP, "[101]\ntype=endpoint\nallow=alaw\nmailboxes=101@amt\n"), (VOICE, "[default]\n101 => 4711,Huber\n")]),
    case("MBX004", "no-mailbox", "", &[(PJSIP, "@101\n@102\n"), (VOICE, "[default]\n102 => 4711,Huber\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\n")]),
    case("DEV001", "mac-malformed", "", &list("Name;Vorname;Durchwahl;MAC\nHuber;Uwe;101;keine Ahnung\n")),
    case("DEV002", "extension-not-sip", "", &[(BULK, "extension,name,tech,secret,sipdriver,ringtimer\n101,\"Huber, Uwe\",iax2,,,0\n102,Maier,pjsip,kV3x-99Lq-77zP,chan_pjsip,0\n")]),
    case("DEV003", "not-migrated", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;101\nFax Poststelle;;199\n")),
    case("DEV004", "mac-placeholder", "", &list("Name;Vorname;Durchwahl;MAC\nHuber;Uwe;101;00:00:00:00:00:00\n")),
    case("DEV005", "shared-line", "", &[("phones.csv", CUCM)]),
    case("DEV006", "softphone-twin", "", &[("phones.csv", CUCM)]),
    case("LIM001", "no-contacts-allowed", "", &one("[101]\ntype=endpoint\nauth=101\naors=101\nallow=alaw\n[101]\ntype=auth\nusername=101\npassword=kV3x-99Lq-77zP\n[101]\ntype=aor\n")),
    case("LIM002", "one-contact", "", &one("[101]\ntype=endpoint\nauth=101\naors=101\nallow=alaw\n[101]\ntype=auth\nusername=101\npassword=kV3x-99Lq-77zP\n[101]\ntype=aor\nmax_contacts=1\n")),
    case("LIM003", "remote-registration-blocked", "", &one("[101]\ntype=endpoint\nauth=101\naors=101\nallow=alaw\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n[101]\ntype=auth\nusername=101\npassword=kV3x-99Lq-77zP\n[101]\ntype=aor\nmax_contacts=2\n")),
    case("LIM004", "registration-limit-below-two", "", &[("yeastar.csv", YEASTAR)]),
    case("LIM005", "dial-rings-one-device", "", &[(PJSIP, "@101\n"), (PLAN, "[intern]\nexten => 101,1,Dial(PJSIP/101,20)\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\n")]),
    case("GRP001", "queue-member-unknown", "", &[(PJSIP, "@101\n"), (QUEUES, "[kasse]\nmember => PJSIP/199\n")]),
    case("GRP002", "group-member-external", "", &[("cme.txt", "CME101, 0015228817386\n!\nend\n")]),
    case("GRP003", "group-list-cut", "", &[("cme.txt", "CMELONG\n!\nend\n")]),
    case("GRP004", "queue-without-members", "", &[(PJSIP, "@101\n"), (QUEUES, "[kasse]\nstrategy=ringall\n")]),
    case("GRP005", "queue-strategy-twice", "", &[(PJSIP, "@101\n"), (QUEUES, "[t](!)\nstrategy=ringall\n[kasse](t)\nstrategy=linear\nmember => PJSIP/101\n")]),
    case("GRP006", "pickup-group-empty", "", &[(PJSIP, "@101 named_pickup_group=amt\n@102 named_pickup_group=amt\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\nMaier;Eva;102\n")]),
    case("PER001", "person-without-extension", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;\nMaier;Eva;102\n")),
    case("PER002", "number-several", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;101, 102\n")),
    case("PER003", "extension-of-two-persons", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;101\nMaier;Eva;101\n")),
    case("PER004", "account-disabled", "", &[("ad.ldif", LDIF)]),
    case("PER005", "name-differs", "", &[(PJSIP, "[101]\ntype=endpoint\nallow=alaw\ncallerid=\"Schmidt, Hans\" <101>\n"), (STAFF, "Name;Vorname;Durchwahl\nHuber;Uwe;101\n")]),
    case("PER006", "room-overfull", ROSTER, &list("Name;Vorname;Zimmer;Durchwahl;Homeoffice\na;a;1;101;ja\nb;b;1;102;ja\nc;c;1;103;ja\nd;d;1;104;ja\n")),
    case("PER007", "department-missing", "", &list("Name;Vorname;Durchwahl\nHuber;Uwe;101\n")),
];

/// One telephone with a line on two devices and a program beside it, and a number in two partitions.
const CUCM: &str = include_str!("../formats/cisco-bat-phones/phones.csv");
/// A configuration of Cisco CME up to the list of a hunt group.
const CME: &str = "telephony-service\n!\nephone-dn  1\n number 101\n name Huber, Uwe\n!\nephone  1\n mac-address 0000.5E00.5301\n type 7965\n \
    button  1:1\n!\nephone-hunt 1 sequential\n pilot 500\n list ";
const YEASTAR: &str = include_str!("../formats/yeastar-extensions/extensions.csv");
const LDIF: &str = "version: 1\n\ndn: CN=Huber Uwe,DC=amt\nobjectClass: user\nsn: Huber\ngivenName: Uwe\nsAMAccountName: huber\n\
    telephoneNumber: +49 89 99998-101\nemployeeNumber: 1\nuserAccountControl: 514\n\n";

/// A telephone in order; what stands behind the number goes into the endpoint.
fn telephone(number: &str, more: &str) -> String {
    format!(
        "[{number}]\ntype=endpoint\nauth={number}\naors={number}\nallow=alaw\n{more}\n[{number}]\ntype=auth\nusername={number}\n\
         password=kV3x-99Lq-{number}zP\n[{number}]\ntype=aor\nmax_contacts=2\n"
    )
}

/// The bytes of a file: `@101` and the words in capitals stand for what is long or no UTF-8.
fn bytes(name: &str, text: &str) -> Vec<u8> {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix('@').filter(|_| name == PJSIP) {
            Some(rest) => {
                let (number, more) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
                out.push_str(&telephone(number, more));
            }
            None => out.push_str(line),
        }
    }
    // 64 numbers of three digits with a sign between them: 255 characters.
    let members: Vec<String> = (100..164).map(|n| n.to_string()).collect();
    let out = out.replace("CMELONG", &format!("CME{}", members.join(", "))).replace("CME", CME);
    let out = out.replace("x=LONG", &format!("x={}", "y".repeat(9000))).replace("[NAME]", &format!("[{}]", "n".repeat(90)));
    if name == PJSIP && out.contains('\u{fc}') {
        return out.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    }
    out.chars().flat_map(|c| if c == '\u{e000}' { vec![0xFC] } else { c.to_string().into_bytes() }).collect()
}

fn codes(case: &Case) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    fs::create_dir(site.join("pbx")).unwrap();
    let mut policy = String::from("numbers:\n  area: \"089\"\n  head: \"99998\"\n  extension_lengths: [3, 4]\n");
    if case.policy.starts_with(' ') {
        policy += case.policy;
    } else {
        policy = case.policy.to_owned() + &policy;
    }
    policy += "sources:\n";
    let (mut staff, mut exports) = (Vec::new(), Vec::new());
    for (name, text) in case.files {
        fs::write(site.join(name), bytes(name, text)).unwrap();
        match *name {
            PJSIP => policy += "  asterisk: pbx\n",
            name if name.starts_with("pbx/") => {}
            name if name.starts_with("staff") => staff.push(name),
            name => exports.push(name),
        }
    }
    let _ = write!(policy, "  staff: [{}]\n  exports: [{}]\n", staff.join(", "), exports.join(", "));
    fs::write(site.join("deskshift.yaml"), policy).unwrap();
    let checked = run(site, &["--json", "inventory", "check"]);
    let findings = checked.json()["findings"].as_array().unwrap_or_else(|| panic!("{}: {}", case.rule, checked.all())).clone();
    findings.iter().map(|finding| finding["code"].as_str().unwrap().trim_start_matches("inventory/").to_owned()).collect()
}

#[test]
fn every_rule_is_triggered_and_its_code_has_pages_in_both_languages() {
    // `| rule | what | codes | todo |`
    let rows: BTreeMap<&str, &str> = TABLE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| `") && line.contains("`inventory/"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            (cells[0], cells[2])
        })
        .collect();
    let named: Vec<&str> = CASES.iter().map(|case| case.rule).collect();
    assert_eq!(named.iter().copied().collect::<BTreeSet<_>>(), rows.keys().copied().collect(), "a case for every rule");
    let mut wrong = Vec::new();
    for case in CASES {
        let slug = format!("`inventory/{}`", case.code);
        if !rows[case.rule].contains(&slug) {
            wrong.push(format!("{}: {slug} is none of {}", case.rule, rows[case.rule]));
        }
        let told = codes(case);
        if !told.contains(case.code) {
            wrong.push(format!("{}: no {} among {told:?}", case.rule, case.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let page = |lang: &str, code: &str| {
        let code = format!("inventory/{code}");
        run(std::path::Path::new("."), &["--lang", lang, "explain", &code]).expect(0).stdout
    };
    for code in CASES.iter().map(|case| case.code).collect::<BTreeSet<_>>() {
        let (en, de) = (page("en", code), page("de", code));
        assert!(en.lines().count() > 3 && de.lines().count() > 3 && en != de, "{code}\n{en}\n{de}");
    }
}
