//! Rooms and mailboxes out of several sources.

use super::tests::{pbx, plan, staff};
use super::*;
use crate::diag::Place;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::model::{Mailbox, Sourced};
use crate::inventory::table::ListFile;

fn rooms(file: &str, text: &str) -> (Class, Reading) {
    use crate::inventory::formats::{Given, by_name};
    let format = by_name("rooms/list").expect("a format");
    let list = ListFile::new(file, text.as_bytes());
    (Class::Rooms, (format.read)(&Given { list, plan: &plan(), files: &MemoryFiles::new() }))
}

#[test]
fn rooms_of_lists_and_of_people_are_one() {
    let people = "Name;Vorname;Gebäude;Zimmer;Durchwahl;Arbeitsplätze\nMüller;Hans;Haus 1;2.14;2001;3\nWeiß;Änne;;2.15;2002;\n\
        Groß;Uwe;;3.01;2003;\nKlein;Ida;;2.14;2004;\nBesprechung Süd;;;1.07;2005;\n";
    let list = rooms(
        "raeume.csv",
        "Gebäude;Raum;Raumart;Plätze\nHaus 1;2.14;Büro;2\nHaus 2;2.15;Büro;1\nHaus 1;3.01;Büro;1\nHaus 2;3.01;Büro;4\nHaus 9;9.99;Lager;0\n",
    );
    let merged = merge(Inputs { readings: vec![list], staff: vec![staff("a.csv", people)], ..Inputs::default() });
    let shown: Vec<String> = merged
        .inventory
        .rooms
        .iter()
        .map(|r| {
            let desks = r.capacity.as_ref().map_or("-".to_owned(), |c| format!("{} {}", c.value, c.at));
            format!("{} {desks} {:?} {}", r.name, r.kind.as_ref().map(|k| k.value), r.persons.len())
        })
        .collect();
    assert_eq!(
        shown,
        [
            "1.07 - Some(Meeting) 0",
            "2.14 - None 1",
            "2.15 1 raeume.csv:3:18 Some(Office) 1",
            "3.01 - None 1",
            "Haus 1 / 2.14 2 raeume.csv:2:18 Some(Office) 1",
            "Haus 1 / 3.01 1 raeume.csv:4:18 Some(Office) 0",
            "Haus 2 / 3.01 4 raeume.csv:5:18 Some(Office) 0",
            "Haus 9 / 9.99 0 raeume.csv:6:19 Some(Other) 0",
        ]
    );
    let told: Vec<String> = merged
        .findings
        .iter()
        .filter(|f| f.code.as_str().contains("room") || f.what.en.contains("room"))
        .map(|f| format!("{} {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en))
        .collect();
    assert_eq!(
        told,
        [
            "sources-differ number of desks of room `Haus 1 / 2.14` is `3` here; used `2`",
            "room-ambiguous room `3.01` may be one of several; nothing was taken of them: 2 (`Haus 1 / 3.01`, `Haus 2 / 3.01`)",
            "room-taken-for rooms taken for the only one of their number: 1 (`2.15`); `2.15` is `Haus 2 / 2.15`",
        ]
    );
}

#[test]
fn mailboxes_know_whose_calls_they_take() {
    let mut pbx: Reading = pbx(&[("2001", "Müller", "2001", "kV3x99Lq77zP1")]).into();
    pbx.extensions[0].mailbox = Some(Sourced::new("2001, 9@intern".to_owned(), Place::at("a", 1, 1)));
    for (number, context) in [("2001", "default"), ("9", "intern"), ("8", "intern")] {
        pbx.mailboxes.push(Mailbox::new(number, context, Place::at("vm", 1, 1)));
    }
    let merged = merge(Inputs::of(Some(pbx), vec![], vec![]));
    let of: Vec<usize> = merged.inventory.mailboxes.iter().map(|m| m.extensions.len()).collect();
    assert_eq!(of, [1, 1, 0]);
}

#[test]
fn a_second_desk_phone_of_a_person_or_an_extension_is_told() {
    let rows = "Name;Vorname;Durchwahl;Inventarnummer;MAC-Adresse\nHuber;Uwe;2001;IG-2;00:00:5e:00:53:01\nKlein;Ida;2001;IG-3;00:00:5e:00:53:02\n\
        Groß;Eva;2002;IG-4;00:00:5e:00:53:04\nGroß;Eva;2002;IG-5;00:00:5e:00:53:05\n";
    let merged = merge(Inputs { staff: vec![staff("a.csv", rows)], ..Inputs::default() });
    let told = super::tests::told(&merged);
    for expected in [
        "a.csv:3:16 sources-differ: inventory number of the telephone on extension `2001` is `IG-3` here; used `IG-2` <- a.csv:2:16",
        "a.csv:3:21 sources-differ: MAC address of the telephone on extension `2001` is `00:00:5e:00:53:02` here; used `00:00:5e:00:53:01` <- a.csv:2:21",
        "used: MAC address: `00:00:5e:00:53:04`, not `00:00:5e:00:53:05`; inventory number: `IG-4`, not `IG-5`",
    ] {
        assert!(told.iter().any(|line| line.contains(expected)), "{expected}\n{told:#?}");
    }
}

#[test]
fn a_room_without_its_floor_is_the_one_of_its_building() {
    let people = "Name;Vorname;Gebäude;Zimmer;Durchwahl\nMüller;Hans;Haus 1;2.14;2001\nWeiß;Änne;Haus 2;2.14;2002\nKlein;Ida;Haus 3;2.14;2003\n\
        Groß;Uwe;;2.15;2004\n";
    let list = rooms("raeume.csv", "Gebäude;Etage;Raum;Plätze\nHaus 1;2;2.14;3\nHaus 2;2;2.14;4\nHaus 1;2;2.15;5\n");
    let merged = merge(Inputs { readings: vec![list], staff: vec![staff("a.csv", people)], ..Inputs::default() });
    let shown: Vec<String> = merged
        .inventory
        .rooms
        .iter()
        .map(|r| format!("{} {} {}", r.name, r.capacity.as_ref().map_or(0, |c| c.value), r.persons.len()))
        .collect();
    assert_eq!(shown, ["2.15 5 1", "Haus 1 / 2.14 3 1", "Haus 2 / 2.14 4 1", "Haus 3 / 2.14 0 1"]);
    assert!(!merged.findings.iter().any(|f| f.code.as_str() == "inventory/room-ambiguous"), "{:?}", merged.findings);
}

#[test]
fn a_room_with_and_without_the_word_for_it_is_told() {
    let list = "Name;Vorname;Durchwahl;Gebäude;Zimmer\nAu;Ina;1001;Haus 1;2.14\nBe;Bo;1002;Haus 1;Raum 2.14\nCe;Cy;1003;Haus 2;Zi. 2.14\n\
        De;Di;1004;Haus 1;R2.14\nEh;Ed;1005;Haus 1;Zimmer 2.14\n";
    let merged = merge(Inputs { staff: vec![staff("a.csv", list)], ..Inputs::default() });
    let told: Vec<String> =
        merged.findings.iter().filter(|f| f.code.as_str() == "inventory/room-spelling").map(|f| f.what.en.to_string()).collect();
    assert_eq!(told, ["rooms that may be one: 3 (`Haus 1 / 2.14`, `Haus 1 / Raum 2.14`, `Haus 1 / Zimmer 2.14`)"]);
}
