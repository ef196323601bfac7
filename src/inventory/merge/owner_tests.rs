//! What the owner of a telephone tells of a person: the number, and which of several with the same digits.

use super::tests::staff;
use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{Given, by_name};
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

fn reading(format: &str, file: &str, text: &str) -> (Class, Reading) {
    let format = by_name(format).expect("a format");
    let plan = Numbers::new("49", "89", "99998").lengths([3]);
    let list = ListFile::new(file, text.as_bytes());
    (format.class, (format.read)(&Given { list, plan: &plan, files: &MemoryFiles::new() }))
}

fn people(merged: &Merged) -> Vec<String> {
    let number =
        |person: &crate::inventory::model::Person| person.extension.as_ref().map_or("-".to_owned(), |e| e.value.to_string());
    merged.inventory.people().map(|person| format!("{} {} {}", person.id, person.full_name(), number(person))).collect()
}

fn told<'m>(merged: &'m Merged, code: &str) -> Vec<&'m str> {
    merged.findings.iter().filter(|f| f.code.as_str() == format!("inventory/{code}")).map(|f| f.what.en.as_ref()).collect()
}

const PHONES: &str =
    "Device Name,Description,Device Type,Device Protocol,Owner User ID,Directory Number 1,Route Partition 1,Display 1\n";

fn entry(login: &str, last: &str, first: &str) -> String {
    format!("dn: CN={login},DC=x\nobjectClass: user\nsn: {last}\ngivenName: {first}\nsAMAccountName: {login}\n\n")
}

#[test]
fn the_number_of_the_owners_telephone_joins_a_directory_to_a_list() {
    let phones = format!(
        "{PHONES}SEP00005E005303,Schmidt,Cisco 8845,SIP,schmidtj,103,PT,Schmidt Jörg\nSEP00005E005304,Schmidt,Cisco 8845,SIP,schmidtj2,104,PT,Schmidt Jörg\n"
    );
    let directory = format!("{}{}", entry("schmidtj", "Schmidt", "Jörg"), entry("schmidtj2", "Schmidt", "Jörg"));
    let readings = vec![reading("cisco/bat-phones", "phones.csv", &phones), reading("directory/ldif", "ad.ldif", &directory)];
    let list = staff("staff.csv", "Personalnummer;Nachname;Vorname;Durchwahl\n3;Schmidt;Jörg;103\n");
    let merged = merge(Inputs { readings, staff: vec![list], ..Inputs::default() });
    assert_eq!(people(&merged), ["3 Jörg Schmidt 103", "schmidtj2 Jörg Schmidt 104"]);
    assert!(told(&merged, "extension-of-two-persons").is_empty());
    // The owners are the people whose names the export shows.
    assert!(told(&merged, "name-order-unknown").is_empty(), "{:?}", told(&merged, "name-order-unknown"));
}

#[test]
fn names_of_nobodys_telephones_stay_open() {
    let phones = format!(
        "{PHONES}SEP00005E005303,x,Cisco 8845,SIP,schmidtj,103,PT,Schmidt Jörg\nSEP00005E005304,x,Cisco 8845,SIP,,104,PT,Huber Anna\n"
    );
    let readings = || vec![reading("cisco/bat-phones", "phones.csv", &phones)];
    let alone = merge(Inputs { readings: readings(), ..Inputs::default() });
    assert!(told(&alone, "name-order-unknown")[0].contains(": 1, the first: `Schmidt Jörg`"), "{:?}", alone.findings);
    let mut with = readings();
    with.push(reading("directory/ldif", "ad.ldif", &entry("schmidtj", "Schmidt", "Jörg")));
    let merged = merge(Inputs { readings: with, ..Inputs::default() });
    assert!(told(&merged, "name-order-unknown").is_empty(), "{:?}", merged.findings);
}

#[test]
fn the_owners_telephone_says_which_partition_is_meant() {
    let phones = format!(
        "{PHONES}SEP00005E005301,x,Cisco 8845,SIP,hmueller,101,PT-Intern,Müller Hans\nSEP00005E005304,x,Cisco 8845,SIP,kmeier,101,PT-Aussen,Meier Karl\n"
    );
    let users = "First Name,Last Name,User ID,Primary Extension\nHans,Müller,hmueller,101\nKarl,Meier,kmeier,101\n";
    let both = |phones: &str| {
        let readings = vec![reading("cisco/bat-phones", "phones.csv", phones), reading("cisco/bat-users", "users.csv", users)];
        merge(Inputs { readings, ..Inputs::default() })
    };
    let merged = both(&phones);
    assert_eq!(people(&merged), ["hmueller Hans Müller 101@PT-Intern", "kmeier Karl Meier 101@PT-Aussen"]);
    assert!(told(&merged, "number-ambiguous").is_empty(), "{:?}", told(&merged, "number-ambiguous"));
    // Somebody who owns a telephone of each has said nothing.
    let two = phones.replace("hmueller", "kmeier");
    assert_eq!(people(&both(&two)), ["hmueller Hans Müller 101", "kmeier Karl Meier 101"]);
    assert_eq!(told(&both(&two), "number-ambiguous").len(), 2);
}

#[test]
fn without_a_list_of_people_nobody_is_missing_in_one() {
    let amo = "ADD-SBCSU:STNO=101,OPT=OPTI,CONN=DIR,DVCFIG=OPTISET;\nADD-SBCSU:STNO=103,OPT=OPTI,CONN=IP2,DVCFIG=OPTIIP;\n\
        ADD-PERSI:TYPE=STN,STNO=101,NAME=\"Müller*Hans\";\nADD-PERSI:TYPE=STN,STNO=103,NAME=\"Huber Anna\";\n";
    let alone = merge(Inputs { readings: vec![reading("hipath/amo", "amo.txt", amo)], ..Inputs::default() });
    assert!(told(&alone, "extension-without-person").is_empty(), "{:?}", alone.findings);
    assert!(told(&alone, "name-order-unknown")[0].contains(": 1, the first: `Huber Anna`"), "{:?}", alone.findings);
    let list = || staff("staff.csv", "Nachname;Vorname;Durchwahl\nMüller;Hans;101\n");
    let readings = vec![reading("hipath/amo", "amo.txt", amo)];
    let merged = merge(Inputs { readings, staff: vec![list()], ..Inputs::default() });
    assert_eq!(told(&merged, "extension-without-person"), ["no staff list has extension `103` (`Huber Anna`)"]);
}
