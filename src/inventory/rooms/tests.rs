use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats;
use crate::inventory::model::RoomKind;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

const LIST: &str = include_str!("../../../tests/formats/rooms-list/raumliste.csv");

fn reading(text: &str) -> Reading {
    let plan = Numbers::new("49", "89", "99998").lengths([3]);
    (FORMAT.read)(&Given { list: ListFile::new("raeume.csv", text.as_bytes()), plan: &plan, files: &MemoryFiles::new() })
}

fn told(reading: &Reading) -> Vec<String> {
    let one = |f: &crate::diag::Finding| {
        let at = f.place.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{at} {}: {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en)
    };
    reading.findings.iter().map(one).collect()
}

#[test]
fn rooms_with_desks_kind_and_floor_each_with_its_cell() {
    let reading = reading(LIST);
    let shown: Vec<String> = reading
        .rooms
        .iter()
        .map(|r| {
            let desks = r.capacity.as_ref().map(|c| format!("{} [{}]", c.value, c.at)).unwrap_or_default();
            format!("{}: {:?} {desks}", r.name, r.kind.as_ref().map(|k| k.value))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Haus 1 / 2. OG / 2.14: Some(Office) 2 [raeume.csv:3:24]",
            "Haus 1 / 2. OG / 2.15: Some(Office) 1 [raeume.csv:4:24]",
            "Haus 1 / EG / 0.01: Some(Counter) 4 [raeume.csv:5:25]",
            "Haus 2 / 2. OG / 2.14: Some(Meeting) ",
            "Haus 2 / UG / K.02: Some(Technical) 0 [raeume.csv:7:28]",
            "Haus 2 / UG / K.03: None ",
            "Haus 1 / 2. OG / 2.15: Some(Office) 2 [raeume.csv:10:24]",
        ]
    );
    assert_eq!(
        told(&reading),
        [
            "raeume.csv:8:29 room-value-unclear: `1-2`: expected is `2`; taken as empty",
            "raeume.csv:8:16 room-value-unclear: `Kuriositäten`: expected is `Büro`, `Schalter`, `Besprechung`, `Technik`, `Lager`; taken as empty",
            "raeume.csv:9:1 room-nameless: the row names no room; it was not used",
            "raeume.csv:10:1 room-listed-twice: room `Haus 1 / 2. OG / 2.15` stands in the list twice; the first row counts",
            "raeume.csv:11:1 remark-row: `Summe: 7 Räume` sums the list up or ends it; left out",
            "raeume.csv:2:74 column-unused: columns not read (1): `Fläche`; kept as `extra`",
        ]
    );
    let counter = &reading.rooms[2];
    assert_eq!(counter.title.as_ref().map(|t| t.value.as_str()), Some("Bürgerbüro"));
    assert_eq!(counter.phones_allowed.as_ref().map(|p| p.value), Some(true));
    assert_eq!(counter.extra.line(), "Fläche: 61");
}

#[test]
fn lists_of_rooms_are_told_from_lists_of_people_and_devices() {
    let best =
        |text: &str| formats::recognise("x.csv", text.as_bytes()).first().map(|(format, likeness)| (format.name, likeness.score));
    assert_eq!(best(LIST), Some(("rooms/list", 80)));
    assert_eq!(best("Room;Floor;Desks\n2.14;2;3\n"), Some(("rooms/list", 80)));
    assert_eq!(best("Raum;Bezeichnung;Plätze\n2.14;Saal;30\n"), Some(("rooms/list", 80)));
    assert_eq!(best("Gebäude;Etage;Raum\nA;1;2.14\n"), Some(("rooms/list", 60)));
    for people in ["Name;Vorname;Raum;Plätze\nHuber;Anna;1;2\n", "Raum;Name;Durchwahl;Arbeitsplätze\n1;Huber;101;2\n"] {
        assert_eq!(best(people).map(|(name, _)| name), Some("staff/list"), "{people}");
    }
    assert_eq!(best("Inventarnummer;Modell;Raum;Kapazität\nN1;T14;1;2\n").map(|(name, _)| name), Some("devices/list"));
}

#[test]
fn words_of_kinds_and_numbers_of_desks() {
    for (text, kind) in [
        ("Büro", Some(RoomKind::Office)),
        ("Einzelbüro", Some(RoomKind::Office)),
        ("Bürgerbüro", Some(RoomKind::Counter)),
        ("Besprechungsraum", Some(RoomKind::Meeting)),
        ("Kleiner Saal", Some(RoomKind::Meeting)),
        ("Serverraum", Some(RoomKind::Technical)),
        ("Teeküche", Some(RoomKind::Other)),
        ("WC", Some(RoomKind::Other)),
        ("Office", Some(RoomKind::Office)),
        ("Kuriositäten", None),
    ] {
        assert_eq!(words::kind_of(text), kind, "{text}");
    }
    for (text, desks) in [
        ("2", Some(2)),
        ("0", Some(0)),
        ("2 Plätze", Some(2)),
        ("2,0", Some(2)),
        ("12 AP", Some(12)),
        ("1-2", None),
        ("1,5", None),
        ("zwei", None),
        ("", None),
        ("99999", None),
        ("-1", None),
        ("2 oder 3", None),
    ] {
        assert_eq!(words::desks(text), desks, "{text}");
    }
    assert_eq!((bare("Haus 1 / 2. OG / 2.14"), bare("2.14")), ("2.14", "2.14"));
}

#[test]
fn damaged_lists_never_panic() {
    let mut random = crate::random::Random(5);
    let mut found = 0;
    for round in 0..300 {
        let mut bytes = LIST.as_bytes().to_vec();
        let at = random.below(bytes.len());
        match round % 3 {
            0 => bytes[at] = b";\n\"\xff\0E+"[random.below(7)],
            1 => bytes.truncate(at),
            _ => bytes.insert(at, b";\n\"\xff\0E+"[random.below(7)]),
        }
        let plan = Numbers::default();
        let reading = (FORMAT.read)(&Given { list: ListFile::new("r", &bytes), plan: &plan, files: &MemoryFiles::new() });
        assert!(reading.rooms.len() <= 10);
        found += reading.rooms.len();
    }
    assert!(found > 600, "{found}");
}
