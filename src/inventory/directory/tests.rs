use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{self, Format, Given};
use crate::inventory::reading::Reading;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;
use crate::random::Random;

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3, 4])
}

fn read(format: &Format, file: &str, bytes: &[u8]) -> Reading {
    let list = ListFile::new(file, bytes);
    (format.read)(&Given { list, plan: &plan(), files: &MemoryFiles::new() })
}

fn people(reading: &Reading) -> Vec<String> {
    reading
        .people
        .iter()
        .map(|entry| {
            let p = &entry.person;
            let text = |value: Option<&str>| value.unwrap_or("-").to_owned();
            format!(
                "{} | {}, {} | {} | {} | {} | {} | {} | {}{} | {}",
                p.id,
                p.last.value,
                text(p.first.as_ref().map(|v| v.value.as_str())),
                text(p.extension.as_ref().map(|v| v.value.as_str())),
                text(p.department.as_ref().map(|v| v.value.as_str())),
                text(p.room.as_ref().map(|v| v.value.as_str())),
                text(p.mail.as_ref().map(|v| v.value.as_str())),
                text(p.login.as_ref().map(|v| v.value.as_str())),
                text(p.title.as_ref().map(|v| v.value.as_str())),
                if p.is_disabled() { " | disabled" } else { "" },
                p.last.at,
            )
        })
        .collect()
}

fn told(reading: &Reading) -> Vec<String> {
    let place = |f: &crate::diag::Finding| f.place.as_ref().map(ToString::to_string).unwrap_or_default();
    reading.findings.iter().map(|f| format!("{} {}[{}] {}", place(f), f.severity.as_str(), f.code, f.what.en)).collect()
}

const DUMP: &str = include_str!("../../../tests/formats/directory-ldif/amt.ldif");

#[test]
fn a_dump_gives_people_and_tells_the_rest() {
    let reading = read(&LDIF, "ad.ldif", DUMP.as_bytes());
    assert_eq!(
        people(&reading),
        [
            "004711 | Müller, Hans | 101 | Bauamt | 2.14 | hans.mueller@lra.example | mueller.h | Leiter | ad.ldif:9:6",
            "weiss-joerg | Weiss, Joerg | 302 | - | - | - | - | - | disabled | ad.ldif:29:1",
            "bjensen | Jensen, Barbara | 102 | Alumni | - | - | bjensen | - | ad.ldif:69:5",
        ]
    );
    assert_eq!(
        told(&reading),
        [
            "ad.ldif:21:13 warning[inventory/attributes-differ] `roomnumber` says `2.41`, `physicaldeliveryofficename` says `2.14`; `2.14` was used",
            "ad.ldif:32:14 warning[inventory/ldif-url-refused] `department` names a file or address to read from; that is refused",
            "ad.ldif:33:8 warning[inventory/directory-value-unusable] the value of `mail` is no base64",
            "ad.ldif:53:1 warning[inventory/ldif-change-not-applied] a change (`modify`) and no entry; not applied",
            "ad.ldif:64:1 error[inventory/ldif-line] the line is no attribute with `:`; left out",
            "ad.ldif:65:1 error[inventory/ldif-line] `dn:` without a blank line before it; taken as a new record",
            "ad.ldif:73:21 warning[inventory/directory-value-unusable] `userAccountControl` is no number; the account counts as enabled",
            "ad.ldif:76:1 error[inventory/ldif-incomplete] the server ended with `4 Size limit exceeded`; entries are missing",
            "ad.ldif:18:15 warning[inventory/number-several] `151` is a further number of the person; `101` was used",
            "ad.ldif:62:18 warning[inventory/number-columns-differ] this column gives extension `120`, another one `399`; `399` was used",
            "ad.ldif:61:5 note[inventory/function-in-staff-list] `Aufzug Notruf` is a function and no person: name contains `Aufzug`",
            "ad.ldif:40:1 note[inventory/directory-entry-skipped] computers, no people: 1, the first `PC0815`",
            "ad.ldif:36:1 note[inventory/directory-entry-skipped] contacts, no people of this directory: 1, the first `Fax Poststelle`",
            "ad.ldif:45:1 note[inventory/directory-entry-skipped] accounts without a person's name and number: 1, the first `krbtgt`",
            "ad.ldif:49:1 note[inventory/directory-entry-skipped] groups, units and the like: 1, the first `Bauamt`",
            "ad.ldif:68:5 note[inventory/directory-values-more] further values that are not read: 1, the first of `cn`",
            "ad.ldif:6:1 warning[inventory/column-unused] attributes not read (4): `distinguishedname`, `facsimiletelephonenumber`, `jpegphoto`, `userpassword`; kept as `extra`: 1 (`facsimiletelephonenumber`); withheld because of the title: 1 (`userpassword`)",
        ]
    );
    assert_eq!(reading.sources[0].importer, "directory/ldif");
    assert_eq!(reading.sources[0].records, 4);
    assert!(!told(&reading).join("\n").contains("secret words"), "a damaged line may hold a password");
}

#[test]
fn the_same_people_come_out_of_all_three_exports() {
    let ldif = "dn: CN=Müller\\, Hans,DC=x\nobjectClass: user\nsn: Müller\ngivenName: Hans\nsAMAccountName: mueller.h\nipPhone: 101\notherTelephone: 151\nphysicalDeliveryOfficeName: 2.14\nuserAccountControl: 514\n";
    let csvde = "DN,objectClass,sn,givenName,sAMAccountName,ipPhone,otherTelephone,physicalDeliveryOfficeName,userAccountControl,whenCreated\n\"CN=Müller\\, Hans,DC=x\",top;person;user,X'4dc3bc6c6c6572',Hans,mueller.h,101,151;,2.14,514,2020\n\"CN=PC1,DC=x\",top;user;computer,,,PC1$,,,,4096,\n";
    let shell = "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n\"SamAccountName\";\"Surname\";\"GivenName\";\"ipPhone\";\"otherTelephone\";\"Office\";\"Enabled\"\r\n\"mueller.h\";\"Müller\";\"Hans\";\"101\";\"Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\";\"2.14\";\"False\"\r\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(csvde.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let without_place = |reading: &Reading| -> Vec<String> {
        people(reading).iter().map(|line| line.rsplit_once(" | ").map_or(String::new(), |(line, _)| line.to_owned())).collect()
    };
    let expected = ["mueller.h | Müller, Hans | 101 | - | 2.14 | - | mueller.h | - | disabled"];
    for (file, bytes, name) in [
        ("a.ldif", ldif.as_bytes().to_vec(), "directory/ldif"),
        ("a.csv", csvde.as_bytes().to_vec(), "directory/csvde"),
        ("b.csv", utf16, "directory/csvde"),
        ("c.csv", shell.as_bytes().to_vec(), "directory/powershell"),
    ] {
        let found = formats::recognise(file, &bytes);
        let (format, likeness) = found.first().expect(file);
        assert!(format.name == name && likeness.score >= 90, "{file}: {} {likeness:?}", format.name);
        let reading = read(format, file, &bytes);
        assert_eq!(without_place(&reading), expected, "{file}");
        assert_eq!(reading.sources[0].importer, name);
    }
    let shell = told(&read(&POWERSHELL, "c.csv", shell.as_bytes()));
    assert_eq!(
        shell,
        [
            "c.csv:3:35 warning[inventory/directory-value-unusable] `othertelephone` has several values, which this export leaves out"
        ]
    );
}

/// Excel in German writes `FALSCH` where PowerShell wrote `False`.
#[test]
fn an_account_that_a_german_spreadsheet_says_is_disabled() {
    let disabled = |word: &str| {
        let text = format!("SamAccountName,Surname,GivenName,Enabled\nm,Huber,Hans,{word}\n");
        let reading = read(&POWERSHELL, "a.csv", text.as_bytes());
        reading.people[0].person.is_disabled()
    };
    assert_eq!(["False", "FALSCH", "WAHR", "True"].map(disabled), [true, true, false, false]);
}

#[test]
fn letters_that_powershell_threw_away_are_told() {
    let text = "SamAccountName,Surname,GivenName,Enabled\nm,M?ller,Hans,True\n";
    let reading = read(&POWERSHELL, "a.csv", text.as_bytes());
    assert_eq!(told(&reading), ["a.csv:2:3 warning[inventory/letters-lost] `M?ller` has lost letters"]);
    assert!(!reading.people[0].person.is_disabled());
}

#[test]
fn departments_are_never_inherited_from_the_record_above() {
    let text = "dn: cn=a\nsn: Abel\ngivenName: A\ndepartment: Bauamt\n\ndn: cn=b\nsn: Berg\ngivenName: B\n\ndn: cn=c\nsn: Only\n";
    let reading = read(&LDIF, "a.ldif", text.as_bytes());
    let departments: Vec<bool> = reading.people.iter().map(|entry| entry.person.department.is_some()).collect();
    assert_eq!(departments, [true, false, false]);
}

#[test]
fn what_is_no_directory_is_told_once() {
    for (format, text, code) in [
        (&LDIF, "version: 2\n\nhello\n\ncn: x\n\n", "inventory/ldif-line"),
        (&CSVDE, "a,b\nc,d\n", "inventory/header-missing"),
        (&LDIF, "dn: cn=x\nobjectClass: group\n", "inventory/list-empty"),
    ] {
        let reading = read(format, "a", text.as_bytes());
        assert!(reading.findings.iter().any(|f| f.code.as_str() == code), "{code}: {:?}", told(&reading));
        assert!(reading.people.is_empty());
    }
    assert!(
        formats::recognise("a.ldif", b"Name;Vorname\nHuber;Anna\n")
            .iter()
            .all(|(format, _)| !format.name.starts_with("directory/"))
    );
    // The same table out of a workbook has tabs.
    assert_eq!(formats::recognise("a.xlsx", b"DN\tobjectClass\tcn\nCN=a\tuser\ta\n")[0].0.name, "directory/csvde");
    let hex = read(&CSVDE, "a", b"DN,objectClass,sn,cn\nCN=a,user,X'zz',b\n");
    assert!(told(&hex)[0].contains("no text in hex"), "{:?}", told(&hex));
}

#[test]
fn first_names_come_from_the_shown_name_where_no_attribute_has_them() {
    let names = |text: &str| {
        let reading = read(&LDIF, "a.ldif", text.as_bytes());
        people(&reading).iter().map(|line| line.split(" | ").nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let text = "dn: cn=a\nobjectClass: person\nsn: Kröger\ncn: Hanna Kröger 1\ncn: Hanna Kröger\n\n\
        dn: cn=b\nobjectClass: person\nsn: Demir\ncn: ad\ndisplayName: Demir, Ayşe (Amt 3)\n\n\
        dn: cn=c\nobjectClass: person\nsn: Nowak\ncn: Nowak\n\n\
        dn: cn=d\nobjectClass: person\nsn: Huber\ngivenName: Anna\ncn: Anni Huber\n\n\
        dn: cn=e\nobjectClass: person\nsn: Au\ncn: Blau\n";
    assert_eq!(names(text), ["Kröger, Hanna", "Demir, Ayşe", "Nowak, -", "Huber, Anna", "Au, -"]);
}

#[test]
fn a_group_with_many_members_and_a_person_with_many_numbers_cost_little() {
    let members: String = (0..50_000).map(|n| format!("member: cn={n}\n")).collect();
    let numbers: String = (0..5000).map(|n| format!("otherTelephone: {}\n", 2000 + n)).collect();
    let text = format!("dn: cn=g\nobjectClass: group\n{members}\ndn: cn=p\nsn: Huber\n{numbers}");
    let reading = read(&LDIF, "a.ldif", text.as_bytes());
    assert_eq!(people(&reading).len(), 1);
    assert!(reading.findings.len() < 20, "{}", reading.findings.len());
    assert!(
        told(&reading).iter().any(|line| line.contains("not read: 4992, the first of `othertelephone`")),
        "{:?}",
        told(&reading)
    );
}

#[test]
fn damaged_bytes_never_panic_and_never_give_more_people() {
    let mut random = Random(11);
    let mut next = |below: usize| random.below(below);
    let records = DUMP.matches("\ndn:").count();
    let mut found = 0;
    for round in 0..300 {
        let mut bytes = DUMP.as_bytes().to_vec();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            match (round + next(2)) % 3 {
                0 => bytes[at] = b": \n<=\\\xff\0;A"[next(10)],
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, b": \n<=\\\xff\0;A"[next(10)]),
            }
        }
        let reading = read(&LDIF, "a.ldif", &bytes);
        assert!(reading.people.len() <= records);
        found += reading.people.len();
        read(&CSVDE, "a.csv", &bytes);
    }
    assert!(found > 300, "{found}");
}

#[test]
fn attributes_without_a_field_are_kept_but_for_secrets_and_what_is_the_servers_own() {
    let text = "version: 1\n\ndn: CN=Anna,DC=amt\nobjectClass: user\nsn: Huber\ngivenName: Anna\ndepartment: Bauamt\ndepartmentNumber: 61\n\
        extensionAttribute1: Haus 2\nmobile:: KzQ5IDE1MjI=\nuserPassword:: R2VoZWlt\nobjectGUID:: AAEC\nwhenCreated: 2020\nhomePhone: 1\n\
        jpegPhoto:: AAEC\n";
    let reading = read(&LDIF, "ad.ldif", text.as_bytes());
    let entry = &reading.people[0];
    assert_eq!(entry.person.extra.line(), "extensionattribute1: Haus 2; mobile: +49 1522");
    assert_eq!(entry.person.extra.at().map(ToString::to_string).as_deref(), Some("ad.ldif:9:22"));
    assert_eq!(entry.units.as_ref().and_then(|units| units.short.as_ref()).map(|short| short.value.as_str()), Some("61"));
    let table = "DN,objectClass,sn,givenName,extensionAttribute1,whenCreated,pwdLastSet\n\"CN=Anna,DC=amt\",user,Huber,Anna,X'4dc3bc',2020,1\n";
    let reading = read(&CSVDE, "ad.csv", table.as_bytes());
    assert_eq!(reading.people[0].person.extra.line(), "extensionAttribute1: Mü");
}

#[test]
fn contacts_that_are_things_of_the_house_are_listed() {
    let contact = |name: &str, more: &str| format!("dn: CN={name},DC=x\nobjectClass: contact\ncn: {name}\n{more}\n");
    let text = [
        contact("Fax Bauamt", "telephoneNumber: 089 99998-390\n"),
        contact("Tür Nord", "telephoneNumber: 391\n"),
        contact("Fax ohne Nummer", ""),
        contact("Kurz Ida", "telephoneNumber: 0861 4711\n"),
    ]
    .concat();
    let reading = read(&LDIF, "a.ldif", text.as_bytes());
    let functions: Vec<String> = reading
        .functions
        .iter()
        .map(|f| format!("{} {:?} {}", f.name.value, f.kind, f.extension.as_ref().map_or("-", |number| number.value.as_str())))
        .collect();
    assert_eq!(functions, ["Fax Bauamt Fax 390", "Tür Nord Door 391"]);
    assert!(reading.people.is_empty());
    let skipped = reading.findings.iter().find(|f| f.what.en.starts_with("contacts, no people")).expect("the others");
    assert!(skipped.what.en.ends_with(": 2, the first `Fax ohne Nummer`"), "{}", skipped.what.en);
    assert_eq!(skipped.items, ["`Fax ohne Nummer`", "`Kurz Ida`"]);
}
