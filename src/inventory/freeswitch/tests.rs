use super::*;
use crate::diag::Severity;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::model::Sourced;
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::testing::{best, codes, mutate, read, shown};

const MAIN: &str = include_str!("../../../tests/formats/freeswitch-directory/default.xml");

fn folder() -> MemoryFiles {
    MemoryFiles::new()
        .with("default/101.xml", include_str!("../../../tests/formats/freeswitch-directory/default/101.xml"))
        .with("default/102.xml", include_str!("../../../tests/formats/freeswitch-directory/default/102.xml"))
        .with("more/103.xml", include_str!("../../../tests/formats/freeswitch-directory/more/103.xml"))
        .with("default/104.xml", include_str!("../../../tests/formats/freeswitch-directory/default/104.xml"))
        .with("vars.xml", include_str!("../../../tests/formats/freeswitch-directory/vars.xml"))
}

fn directory(main: &str, files: &MemoryFiles) -> Reading {
    read(&DIRECTORY, "default.xml", main.as_bytes(), files)
}

#[test]
fn a_directory_of_many_files() {
    assert_eq!(best(MAIN), Some(("freeswitch/directory", 93)));
    let reading = directory(MAIN, &folder());
    assert_eq!(
        shown(&reading),
        "101 Person `Muster, Anna` as 101 101@amt.example \"TOPSECRET&ü\" at 4:37 max 1 in amt box 1101@amt.example beside (toll_allow: local)\n\
         103 Unknown `-` as 103 103@amt.example Unavailable at 1:54 max 3 in amt\n\
         102 Unknown `-` as bert bert@amt.example \"MD5:00112233445566778899aabbccddeeff\" at 4:38 max 3 in amt beside (cidr: 192.0.2.0/24)\n\
         104 Unknown `-` as 104 OPEN max 3 in amt\n\
         105 Unknown `-` as 105 105@amt.example \"TOPSECRET-group\" at 16:47 max 3 in amt\n\
         group Call amt: 101\n\
         group Call haus: 101\n\
         group Ring default: 101 103 102 104\n\
         group Ring bauamt: 101 105\n\
         mailbox 1101@amt.example Muster, Anna pin 101\n"
    );
    assert_eq!(
        codes(&reading),
        [
            "default/102.xml:2:6 preprocess-in-comment",
            "default/104.xml:1:11 user-without-password",
            "default/104.xml:2:11 extension-not-dialable",
            "default.xml:19:21 pointer-without-user",
            "more/103.xml:1:54 default-password",
            "default/102.xml:3:42 user-by-address",
            "default.xml:7:7 xml-not-read",
        ]
    );
    let via: Vec<String> = reading.extensions[1].at.via().iter().map(|hop| format!("{}:{}", hop.file, hop.line)).collect();
    assert_eq!(via, ["default.xml:12", "default/102.xml:2"]);
    let files: Vec<&str> = reading.sources.iter().map(|source| source.file.as_str()).collect();
    assert_eq!(files, ["vars.xml", "default.xml", "default/101.xml", "default/102.xml", "more/103.xml", "default/104.xml"]);
    assert_eq!(reading.sources[1].records, 5);
    assert!(!format!("{:?}", reading.findings).contains("TOPSECRET"));
}

fn users(inner: &str) -> Reading {
    directory(&format!("<domain name=\"d.example\">\n<users>\n{inner}\n</users>\n</domain>\n"), &MemoryFiles::new())
}

#[test]
fn the_pre_processor_knows_lines_and_no_xml() {
    let files = MemoryFiles::new().with("a.xml", "<X-PRE-PROCESS cmd=\"include\" data=\"a.xml\"/>\n");
    let lines = [
        ("<X-PRE-PROCESS data=\"a=b\" cmd=\"set\"/>", "default.xml:3:1 preprocess-broken"),
        ("<X-PRE-PROCESS cmd='set' data='a=b'/>", "default.xml:3:1 preprocess-broken"),
        ("<x-pre-process cmd=\"exec\" data=\"rm -rf /\"/>", "default.xml:3:1 preprocess-not-run"),
        ("<X-PRE-PROCESS cmd=\"stun-set\" data=\"a=stun:b\"/>", "default.xml:3:1 preprocess-not-run"),
        ("<X-PRE-PROCESS cmd=\"set\" data=\"a=b\"/><user id=\"9\"/>", "default.xml:3:1 preprocess-drops-text"),
        ("<include><user id=\"9\"/></include>", "default.xml:3:1 preprocess-drops-text"),
        ("<X-PRE-PROCESS cmd=\"include\" data=\"none/*.xml\"/>", "default.xml:3:1 xml-include-missing"),
        ("  <X-PRE-PROCESS cmd=\"include\" data=\"none.xml\"/>", "default.xml:3:3 xml-include-missing"),
        ("<X-PRE-PROCESS cmd=\"include\" data=\"../../x.xml\"/>", "default.xml:3:1 xml-include-outside"),
        ("<X-PRE-PROCESS cmd=\"include\" data=\"/etc/passwd\"/>", "default.xml:3:1 xml-include-outside"),
        ("<X-PRE-PROCESS cmd=\"include\" data=\"a.xml\"/>", "a.xml:1:1 xml-include-loop"),
        ("<!--#include \"none.xml\"-->", "default.xml:3:1 xml-include-missing"),
        ("<user id=\"$${who}\"/>", "default.xml:3:11 variable-unknown"),
    ];
    for (line, expected) in lines {
        let main = format!(
            "<domain name=\"d\">\n<users>\n{line}\n<user id=\"1\"><params><param name=\"password\" value=\"x\"/></params></user>\n</users>\n</domain>\n"
        );
        let reading = directory(&main, &files);
        assert!(codes(&reading).contains(&expected.to_owned()), "{line}: {:?}", codes(&reading));
        assert!(shown(&reading).starts_with("1 Unknown"), "{line}");
        assert!(!shown(&reading).contains("\n9 "), "{line}");
    }
}

#[test]
fn values_are_put_in_as_they_are() {
    let inner = "<X-PRE-PROCESS cmd=\"set\" data=\"a=1\"/>\n<X-PRE-PROCESS cmd=\"set\" data=\"b=$${a}0\"/>\n\
        <user id=\"$${b}$${a}\"><params><param name=\"password\" value=\"${later}\"/></params></user>\n\
        <!--#set \"c=102\"\nstill the comment --><user id=\"$${c}\"><params><param name=\"password\" value=\"x\"/></params></user>\n\
        <user id=\"103\"><params><param name=\"password\" value=\"a\"/><param name=\"password\" value=\"b\"/></params></user>";
    let reading = users(inner);
    assert_eq!(
        shown(&reading),
        "101 Unknown `-` as 101 101@d.example \"${later}\" at 5:61\n\
         102 Unknown `-` as 102 102@d.example \"x\" at 7:77\n\
         103 Unknown `-` as 103 103@d.example \"b\" at 8:88\n"
    );
}

#[test]
fn members_that_the_domain_does_not_have_are_counted() {
    let pointers: String = (0..300).map(|n| format!("<user id=\"2{n:03}\" type=\"pointer\"/>\n")).collect();
    let main = format!(
        "<domain name=\"d\">\n<groups>\n<group name=\"amt\">\n<users>\n{pointers}</users>\n</group>\n</groups>\n</domain>\n"
    );
    let reading = directory(&main, &MemoryFiles::new());
    let mut told = reading.findings.iter().filter(|f| f.code.as_str() == "inventory/pointer-without-user");
    let (one, more) = (told.next().expect("a finding"), told.count());
    let shown: Vec<String> = (0..10).map(|n| format!("`2{n:03}` (`amt`)")).collect();
    let expected = format!("users that groups name and the domain does not have: 300 ({}, …)", shown.join(", "));
    assert_eq!((one.what.en.as_ref(), more), (expected.as_str(), 0));
    assert!(one.items.len() == 300 && one.items[299].contains("2299"), "each of them is named for who asks");
}

#[test]
fn who_may_register() {
    let user = |id: u32, params: &str| format!("<user id=\"{id}\"><params>{params}</params></user>\n");
    let param = |name: &str, value: &str| format!("<param name=\"{name}\" value=\"{value}\"/>");
    let inner = [
        user(1, ""),
        user(2, &param("allow-empty-password", "false")),
        user(3, &(param("password", "x") + &param("sip-forbid-register", "true"))),
        user(4, &(param("password", "") + &param("auth-acl", "lan"))),
        user(5, &(param("password", "1234") + &param("a1-hash", ""))),
        user(1, &param("password", "y")),
    ]
    .concat();
    let reading = users(&inner);
    assert_eq!(
        shown(&reading),
        "1 Unknown `-` as 1 OPEN\n\
         2 Unknown `-` as 2 2@d.example Unavailable at 4:11 OFF\n\
         3 Unknown `-` as 3 3@d.example \"x\" at 5:52 OFF\n\
         4 Unknown `-` as 4 OPEN\n\
         5 Unknown `-` as 5 5@d.example \"1234\" at 7:52\n\
         obstacle 4 AddressList auth-acl=lan\n"
    );
    assert_eq!(
        codes(&reading),
        [
            "default.xml:3:11 user-without-password",
            "default.xml:6:52 user-without-password",
            "default.xml:8:11 extension-listed-twice",
            "default.xml:4:11 extension-disabled",
        ]
    );
}

/// As extensions are, groups are told apart by their domain, also those that users name and second numbers.
#[test]
fn groups_of_one_name_in_two_domains_are_two() {
    let user = |id: &str| {
        format!(
            "<user id=\"{id}\" number-alias=\"7100\"><params><param name=\"password\" value=\"x{id}\"/></params>\
             <variables><variable name=\"callgroup\" value=\"team\"/></variables></user>\n"
        )
    };
    let domain = |name: &str, id: &str| {
        let users = user(id);
        format!("<domain name=\"{name}\">\n<groups><group name=\"default\"><users>\n{users}</users></group></groups></domain>\n")
    };
    let reading = directory(&(domain("a", "101") + &domain("b", "102")), &MemoryFiles::new());
    let mut groups: Vec<String> = shown(&reading).lines().filter(|line| line.starts_with("group")).map(str::to_owned).collect();
    groups.sort_unstable();
    assert_eq!(
        groups,
        [
            "group Call team@a: 101",
            "group Call team@b: 102",
            "group Ring 7100@a: 101",
            "group Ring 7100@b: 102",
            "group Ring default@a: 101",
            "group Ring default@b: 102"
        ]
    );
    let one = directory(&domain("a", "101"), &MemoryFiles::new());
    assert!(shown(&one).contains("group Ring default: 101"), "{}", shown(&one));
}

/// A number of two domains is two extensions; within one domain the second user is told with what it says otherwise.
#[test]
fn domains_tell_users_apart() {
    let user = |id: &str, inner: &str| format!("<user id=\"{id}\"><params>{inner}</params></user>\n");
    let param = |name: &str, value: &str| format!("<param name=\"{name}\" value=\"{value}\"/>");
    let domain = |name: &str, users: &str| {
        format!("<domain name=\"{name}\">\n<groups><group name=\"{name}\"><users>\n{users}</users></group></groups></domain>\n")
    };
    let one = user("101", &(param("password", "x1") + &param("vm-password", "4711")));
    let again = user("101", &(param("password", "x2") + &param("vm-mailto", "b@amt.example") + &param("toll_allow", "local")));
    let main = domain("a", &(one.clone() + &again + &user("102", &param("password", "x4"))))
        + &domain("b", &user("101", &param("password", "x3")));
    let reading = directory(&main, &MemoryFiles::new());
    assert_eq!(
        shown(&reading),
        "101@a Unknown `-` as 101 101@a \"x1\" at 3:54 box 101@a\n\
         102 Unknown `-` as 102 102@a \"x4\" at 5:54\n\
         101@b Unknown `-` as 101 101@b \"x3\" at 9:54\n\
         group Ring a: 101@a 102\n\
         group Ring b: 101@b\n\
         mailbox 101@a - pin 4711\n"
    );
    let told = reading.findings.iter().find(|told| told.code.as_str() == "inventory/extension-listed-twice").expect("told");
    assert_eq!(
        told.what.en,
        "extension `101` stands in the export twice under `a`; the first one was used; otherwise here: `password`, `vm-mailto`: \
         `b@amt.example`, `toll_allow`: `local`"
    );
    // A site with an export for each domain.
    let merged = crate::inventory::merge::merge(crate::inventory::merge::Inputs {
        readings: vec![
            (DIRECTORY.class, read(&DIRECTORY, "a.xml", domain("a", &one).as_bytes(), &MemoryFiles::new())),
            (
                DIRECTORY.class,
                read(&DIRECTORY, "b.xml", domain("b", &user("101", &param("password", "x3"))).as_bytes(), &MemoryFiles::new()),
            ),
        ],
        ..Default::default()
    });
    let numbers: Vec<&str> = merged.inventory.extensions.iter().map(|entry| entry.number.as_str()).collect();
    assert_eq!(numbers, ["101@a", "101@b"]);
}

#[test]
fn a_broken_place_is_named_in_its_file_and_what_stands_before_is_read() {
    let files = MemoryFiles::new().with("b.xml", "<user id=\"2\"/>\n<user id=\"3\" x=\"a&b\"/>\n");
    let main =
        "<domain name=\"d\">\n<users>\n<user id=\"1\"/>\n<X-PRE-PROCESS cmd=\"include\" data=\"b.xml\"/>\n</users>\n</domain>\n";
    let reading = directory(main, &files);
    assert_eq!(reading.extensions.len(), 2);
    assert_eq!(codes(&reading)[0], "b.xml:2:17 xml-broken");
    let told = |text: &str| codes(&directory(text, &MemoryFiles::new()));
    assert_eq!(
        told("<!DOCTYPE a [<!ENTITY x 'y'>]>\n<user id=\"1\"/>"),
        ["default.xml:1:1 xml-refused", "default.xml directory-without-users"]
    );
    assert_eq!(told(""), ["default.xml directory-without-users"]);
    assert_eq!(told(&"<a>".repeat(100))[0], "default.xml:1:193 xml-refused");
    assert_eq!(
        told("<users>\n<user id=\"1\"><params><param name=\"password\" value=\"x\"/></params></user>\n</group>")[0],
        "default.xml:3:1 xml-broken"
    );
}

#[test]
fn bombs_are_refused() {
    // Each variable doubles the one before.
    let mut text = String::from("<X-PRE-PROCESS cmd=\"set\" data=\"a=0123456789\"/>\n");
    for _ in 0..64 {
        text.push_str("<X-PRE-PROCESS cmd=\"set\" data=\"a=$${a}$${a}\"/>\n");
    }
    let reading = directory(&text, &MemoryFiles::new());
    assert!(codes(&reading).iter().any(|code| code.ends_with("xml-refused")), "{:?}", codes(&reading));
    // Each file includes the next one twice.
    let mut files = MemoryFiles::new();
    for n in 0..60 {
        let line = format!("<X-PRE-PROCESS cmd=\"include\" data=\"f{}.xml\"/>\n", n + 1);
        files.insert(&format!("f{n}.xml"), line.repeat(2));
    }
    let reading = directory("<X-PRE-PROCESS cmd=\"include\" data=\"f0.xml\"/>\n", &files);
    assert!(codes(&reading).iter().any(|code| code.ends_with("xml-refused")));
    // One line of many users: places are still found at once.
    let line = "<user id=\"1\"/>".repeat(20_000);
    assert_eq!(users(&line).extensions.len(), 1);
}

#[test]
fn damaged_files_never_break_the_reader() {
    let files = folder();
    mutate(MAIN, 300, |bytes| read(&DIRECTORY, "default.xml", bytes, &files));
    let inner = String::from_utf8(crate::inventory::asterisk::files::Files::read(&files, "default/101.xml").unwrap()).unwrap();
    mutate(&inner, 300, |bytes| directory(MAIN, &folder().with("default/101.xml", bytes)));
}

#[test]
fn numbers_that_others_see_mailbox_settings_and_the_rest() {
    let variable = |name: &str, value: &str| format!("<variable name=\"{name}\" value=\"{value}\"/>");
    let variables: String = [
        ("effective_caller_id_name", "Anna Muster"),
        ("effective_caller_id_number", "100"),
        ("outbound_caller_id_name", "Amt"),
        ("outbound_caller_id_number", "+4986158101"),
        ("emergency_caller_id_number", "086158112"),
        ("toll_allow", "local"),
        ("sip_secret_word", "TOPSECRET"),
    ]
    .map(|(name, value)| variable(name, value))
    .concat();
    let params = "<param name=\"password\" value=\"x\"/><param name=\"vm-password\" value=\"4711\"/>\
        <param name=\"vm-mailto\" value=\"anna@amt.example\"/><param name=\"vm-attach-file\" value=\"true\"/>";
    let inner = format!("<user id=\"101\"><params>{params}</params><variables>{variables}</variables></user>");
    let reading = users(&inner);
    let entry = &reading.extensions[0];
    let text = |cell: &Option<Sourced<String>>| cell.as_ref().map_or("-", |cell| cell.value.as_str()).to_owned();
    let ids = [&entry.caller_id.internal, &entry.caller_id.outgoing, &entry.caller_id.emergency].map(text);
    assert_eq!(ids, ["100", "Amt <+4986158101>", "086158112"]);
    assert_eq!(entry.extra.line(), "toll_allow: local");
    let mailbox = &reading.mailboxes[0];
    assert_eq!((text(&mailbox.email), mailbox.options.line()), ("anna@amt.example".into(), "vm-attach-file: true".into()));
    assert!(!format!("{reading:?}").contains("TOPSECRET"));
}

/// Everything that came out, with the secrets that Debug output hides.
fn all(reading: &Reading) -> String {
    let secrets: Vec<String> = reading.secrets.iter().map(|(key, secret)| format!("{key}={}", secret.expose())).collect();
    format!("{reading:?}{secrets:?}")
}

#[test]
fn every_setting_of_a_user_shows() {
    // With a password of its own a user never has an empty one.
    let params = super::user::READ.into_iter().filter(|name| *name != "allow-empty-password");
    let more = ["mwi-account", "user-agent-filter", "accountcode", "toll_allow", "sip-force-contact", "hold_music"];
    let user = |more: &str| {
        users(&format!(
            "<user id=\"101\"><params><param name=\"password\" value=\"x1\"/></params><variables>{more}</variables></user>"
        ))
    };
    let before = all(&user(""));
    for element in ["param", "variable"] {
        for name in params.clone().chain(more) {
            let value = match name {
                "max-registrations-per-extension" | "limit_max" => "18",
                "sip-forbid-register" => "true",
                _ => "mark1817",
            };
            let seen = all(&user(&format!("<{element} name=\"{name}\" value=\"{value}\"/>")));
            assert_ne!(seen, before, "{element} {name}");
        }
    }
    for name in ["number-alias", "cidr", "mailbox", "cacheable", "type"] {
        let with =
            format!("<user id=\"101\" {name}=\"mark1817\"><params><param name=\"password\" value=\"x1\"/></params></user>");
        let without = with.replace(&format!("{name}=\"mark1817\""), &" ".repeat(name.len() + 11));
        assert_ne!(all(&users(&with)), all(&users(&without)), "{name}");
    }
}

#[test]
fn an_alias_is_a_second_number() {
    let user = |alias: &str, params: &str| {
        users(&format!(
            "<user id=\"101\" number-alias=\"{alias}\" cidr=\"192.0.2.0/24\"><params><param name=\"password\" value=\"x1\"/>{params}</params></user>"
        ))
    };
    let inside = user("7101", "<param name=\"vm-attach-file\" value=\"true\"/>");
    let group = &inside.groups[0];
    assert_eq!((group.number.as_deref(), group.members[0].text.as_str()), (Some("7101"), "101"));
    assert_eq!(
        inside.extensions[0].extra.line(),
        "vm-attach-file: true; cidr: 192.0.2.0/24",
        "without a mailbox its settings are kept"
    );
    let outside = user("+498999998101", "");
    assert_eq!(outside.dids.len(), 1);
    assert!(outside.groups.is_empty() && user("101", "").groups.is_empty());
    assert_eq!(user("anna", "").extensions[0].extra.line(), "cidr: 192.0.2.0/24; number-alias: anna");
}

#[test]
fn files_in_a_circle_are_refused() {
    let loops = MemoryFiles::new().with("a.xml", "<X-PRE-PROCESS cmd=\"include\" data=\"default.xml\"/>\n");
    let main =
        "<domain name=\"d\">\n<users>\n<X-PRE-PROCESS cmd=\"include\" data=\"a.xml\"/>\n<user id=\"1\"/>\n</users>\n</domain>\n";
    let reading = directory(main, &loops);
    assert!(reading.refused);
    let told = reading.findings.iter().find(|f| f.code.as_str() == "inventory/xml-include-loop").expect("a finding");
    assert_eq!((told.severity, told.place.as_ref().map(ToString::to_string)), (Severity::Error, Some("a.xml:1:1".to_owned())));
    assert!(!directory(&main.replace("a.xml", "none.xml"), &loops).refused);
}
