//! The order of rows, of records and of sources says nothing.

use std::collections::BTreeMap;

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{Class, Given, recognise};
use deskshift::inventory::merge::{Inputs, merge};
use deskshift::inventory::reading::Reading;
use deskshift::inventory::staff::{self, ListFile, StaffList};
use deskshift::policy::site::Numbers;
use serde_json::Value;

use crate::traunstein::model::Case;
use crate::traunstein::prng::SplitMix64;
use crate::{directory, lists, systems};

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([4])
}

fn list<'a>(file: &'a str, bytes: &'a [u8]) -> ListFile<'a> {
    ListFile::new(file, bytes)
}

fn read(file: &str, bytes: &[u8]) -> (Class, Reading) {
    let format = recognise(file, bytes)[0].0;
    (format.class, (format.read)(&Given { list: list(file, bytes), plan: &plan(), files: &MemoryFiles::new() }))
}

fn read_staff(bytes: &[u8]) -> StaffList {
    staff::read(&list("staff.csv", bytes), &plan())
}

/// Places, check sums and the order of the sources go; everything else must be equal.
fn shown(inputs: Inputs) -> String {
    fn without_places(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|key, _| !(key == "at" || key == "also" || key.ends_with("_at") || key == "sha256"));
                map.values_mut().for_each(without_places);
            }
            Value::Array(list) => list.iter_mut().for_each(without_places),
            _ => {}
        }
    }
    let merged = merge(inputs);
    let mut value = serde_json::to_value(&merged.inventory).unwrap();
    without_places(&mut value);
    value["sources"].as_array_mut().unwrap().sort_by_key(|source| source["file"].to_string());
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &merged.findings {
        *codes.entry(finding.code.as_str()).or_default() += 1;
    }
    format!("{}\n{codes:?}", serde_json::to_string_pretty(&value).unwrap())
}

/// The records of an LDIF file, the rows of a list: what may stand in any order.
fn shuffled(head: &str, pieces: &[&str], rng: &mut SplitMix64) -> Vec<u8> {
    let mut pieces = pieces.to_vec();
    rng.shuffle(&mut pieces);
    format!("{head}{}", pieces.concat()).into_bytes()
}

fn inputs(case: &Case, rng: Option<&mut SplitMix64>) -> Inputs {
    let rows: Vec<String> = lists::people(case).map(lists::days_row).collect();
    let mut rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = String::from_utf8(directory::ldif(case)).unwrap();
    let (version, records) = text.split_at(text.find("\n\n").unwrap() + 2);
    let records: Vec<&str> = records.split_inclusive("\n\n").collect();
    let mut systems = vec![("users.csv", systems::threecx(case)), ("ad.ldif", text.clone().into_bytes())];
    let mut devices = String::from("Inventarnummer;Seriennummer;MAC-Adresse;Benutzer;Modell\n");
    for (index, person) in lists::people(case).enumerate().take(200) {
        devices += &format!("NB{index:04};S{index:06};;{};Notebook 14\n", person.mail.split('@').next().unwrap());
    }
    systems.push(("lieferung.csv", devices.into_bytes()));
    if let Some(rng) = rng {
        rng.shuffle(&mut rows);
        systems[1].1 = shuffled(version, &records, rng);
        rng.shuffle(&mut systems);
    }
    let readings: Vec<(Class, Reading)> = systems.iter().map(|(file, bytes)| read(file, bytes)).collect();
    let staff = (lists::days_header() + &rows.concat()).into_bytes();
    Inputs { readings, staff: vec![read_staff(&staff)], ..Inputs::default() }
}

#[test]
fn the_order_of_rows_and_of_sources_changes_nothing() {
    let case = crate::traunstein::build::case();
    let first = shown(inputs(&case, None));
    assert!(first.matches("\"last\"").count() >= 600 && first.matches("\"person\"").count() >= 200, "{first:.2000}");
    let mut rng = SplitMix64::stream(7, "order");
    for round in 0..6 {
        let other = shown(inputs(&case, Some(&mut rng)));
        let differs = first.lines().zip(other.lines()).find(|(one, two)| one != two);
        assert!(first == other, "round {round}: {differs:?}");
    }
}

/// People of one name: whatever comes first, nobody is joined without a key, and what the admin confirms is joined.
#[test]
fn namesakes_are_told_apart_in_any_order() {
    let titles = "Personalnr;Name;Vorname;Durchwahl;E-Mail;Zimmer\n";
    let mut staff = [
        "1;Müller;Hans;2001;;1.01\n",
        "2;Müller;Hans;2002;;1.02\n",
        "3;Müller;Hans;;hans.mueller3@lra.example;1.03\n",
        "4;Müller;Hans;;;1.04\n",
    ];
    let accounts = "SamAccountName,Surname,GivenName,EmailAddress,ipPhone,Enabled\n";
    let mut rows = [
        "hm2,Müller,Hans,hans.mueller2@lra.example,2002,True\n",
        "hm3,Müller,Hans,hans.mueller3@lra.example,2003,True\n",
        "hm4,Müller,Hans,hans.mueller4@lra.example,,True\n",
        "hm1,Müller,Hans,hans.mueller@lra.example,2001,True\n",
    ];
    let mut rng = SplitMix64::stream(11, "namesakes");
    for _ in 0..24 {
        rng.shuffle(&mut staff);
        rng.shuffle(&mut rows);
        let directory = (accounts.to_owned() + &rows.concat()).into_bytes();
        let list = (titles.to_owned() + &staff.concat()).into_bytes();
        let joined = |same: &[(&str, &str)]| {
            merge(Inputs {
                readings: vec![read("ad.csv", &directory)],
                staff: vec![read_staff(&list)],
                same_person: same.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect(),
                ..Inputs::default()
            })
        };
        let persons = |merged: &deskshift::inventory::merge::Merged| {
            let text = |value: Option<&str>| value.unwrap_or("-").to_owned();
            let person = |p: &deskshift::inventory::model::Person| {
                let (room, login) = (p.room.as_ref().map(|v| v.value.as_str()), p.login.as_ref().map(|v| v.value.as_str()));
                format!("{} {} {} {}", p.id, text(p.extension.as_ref().map(|v| v.value.as_str())), text(room), text(login))
            };
            merged.inventory.people().map(person).collect::<Vec<_>>()
        };
        let apart = joined(&[]);
        let order = format!("{staff:?} {rows:?}");
        assert_eq!(
            persons(&apart),
            ["1 2001 1.01 hm1", "2 2002 1.02 hm2", "3 2003 1.03 hm3", "4 - 1.04 -", "hm4 - - hm4"],
            "{order}"
        );
        let proposed = apart.findings.iter().filter(|finding| finding.code.as_str() == "inventory/join-proposed").count();
        assert_eq!(proposed, 1, "{order}");
        let together = joined(&[("hm4", "4")]);
        assert_eq!(persons(&together), ["1 2001 1.01 hm1", "2 2002 1.02 hm2", "3 2003 1.03 hm3", "4 - 1.04 hm4"], "{order}");
    }
}
