//! The desk against a small delivery and five people.

use jiff::civil::{Date, date};

use super::check::{Field, Known, Scan, check};
use super::desk::{Desk, Step};
use super::journal::{Assignment, Entry, Event, State, read as read_journal};
use super::pace::{Hours, Pace, Work, local};
use super::people::People;
use super::stock::Stock;
use super::{codes, file, scan as scans, status};
use crate::diag::Place;
use crate::inventory::model::{Device, DeviceKind, Employment, Inventory, Person, Sourced};
use crate::random::Random;

const TODAY: Date = date(2020, 4, 1);

fn at() -> Place {
    Place::at("list.csv", 2, 1)
}

fn text(value: &str) -> Option<Sourced<String>> {
    (!value.is_empty()).then(|| Sourced::new(value.to_owned(), at()))
}

fn notebook(label: &str, serial: &str, mac: &str, delivered: &str) -> Device {
    let mut device = Device::new(label, DeviceKind::Notebook, at());
    (device.label, device.serial, device.delivered) = (text(label), text(serial), text(delivered));
    device.mac = (!mac.is_empty()).then(|| Sourced::new(mac.parse().unwrap(), at()));
    device
}

fn person(id: &str, last: &str, first: &str, login: &str) -> Person {
    let mut person = Person::new(id.parse().unwrap(), Sourced::new(last.to_owned(), at()), at());
    (person.first, person.login) = (text(first), text(login));
    person
}

fn inventory() -> Inventory {
    let mut devices = vec![
        notebook("BM-0001", "PF001", "00:00:5e:00:53:01", "2020-03-30"),
        notebook("BM-0002", "PF002", "00:00:5e:00:53:02", "2020-03-30"),
        notebook("BM-0003", "PF003", "", "2020-03-30"),
        notebook("BM-0004", "", "00:00:5e:00:53:04", ""),
        notebook("BM-0005", "PF005", "00:00:5e:00:53:05", "2020-05-04"),
        notebook("BM-0006", "PF006", "00:00:5e:00:53:06", "2020-03-30"),
        notebook("BM-0007", "PF007", "", "2020-03-30"),
        notebook("", "PF008", "00:00:5e:00:53:08", "KW 12"),
    ];
    devices[5].person = Some("1005".parse().unwrap());
    devices.push(Device::new("SEP00005E0053F0", DeviceKind::DeskPhone, at()));
    let mut persons = vec![
        person("1001", "Huber", "Anna", "huber.a"),
        person("1002", "Müller", "Hans", "mueller.h"),
        person("1003", "Müller", "Hans", "mueller.h2"),
        person("1004", "Weg", "Ute", "weg.u"),
        person("1005", "Besitz", "Ina", "besitz.i"),
    ];
    persons[3].employment = Some(Sourced::new(Employment::Disabled, Place::file("ad.ldif")));
    let persons = persons.into_iter().map(Box::new).collect();
    Inventory { persons, devices, ..Inventory::default() }
}

fn scan(cells: [&str; 4]) -> Scan {
    let mut scan = Scan::default();
    for (field, cell) in Field::ALL.into_iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        scan.set(field, cell, None);
    }
    scan
}

/// Codes of a scan after others were staged, and whether it would be assigned.
fn told(before: &[[&str; 4]], cells: [&str; 4]) -> (Vec<String>, bool) {
    let inventory = inventory();
    let (stock, people, mut state) = (Stock::of(&inventory), People::of(&inventory), State::default());
    for cells in before {
        let known = Known { stock: &stock, people: &people, state: &state, today: TODAY };
        let assignment = check(&scan(*cells), known).assignment.expect("a good scan");
        state.apply(&Entry { at: 1, event: Event::Staged(assignment) });
    }
    let checked = check(&scan(cells), Known { stock: &stock, people: &people, state: &state, today: TODAY });
    (checked.complaints.iter().map(|(_, finding)| finding.code.to_string()).collect(), checked.assignment.is_some())
}

const ONE: [&str; 4] = ["BM-0001", "PF001", "00-00-5E-00-53-01", "1001"];

#[test]
fn each_contradiction_has_its_code() {
    assert_eq!(told(&[], ONE), (vec![], true));
    assert_eq!(told(&[], ["bm-0001", "pf001", "00005e005301", "Huber, Anna"]), (vec![], true));
    assert_eq!(told(&[], ["BM-0001", "PF001", "", "anna huber"]), (vec![], false), "half");
    let cases: [(&[[&str; 4]], [&str; 4], &str); 19] = [
        (&[], ["BM-9999", "PF001", "00:00:5e:00:53:01", "1001"], codes::LABEL_UNKNOWN.slug),
        (&[], ["BM-0001", "PF999", "00:00:5e:00:53:01", "1001"], codes::SERIAL_UNKNOWN.slug),
        (&[], ["BM-0001", "PF002", "00:00:5e:00:53:01", "1001"], codes::OTHER_DEVICE.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53:99", "1001"], codes::MAC_UNKNOWN.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53:02", "1001"], codes::OTHER_DEVICE.slug),
        (&[], ["BM-0003", "PF003", "00:00:5e:00:53:02", "1001"], codes::OTHER_DEVICE.slug),
        (&[], ["BM-0004", "PF002", "00:00:5e:00:53:04", "1001"], codes::OTHER_DEVICE.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53", "1001"], codes::MAC_MALFORMED.slug),
        (&[], ["BM-0001", "PF001", "02:00:5e:00:53:01", "1001"], codes::MAC_LOCAL.slug),
        (&[], ["BM-0001", "PF001", "ff:ff:ff:ff:ff:ff", "1001"], codes::MAC_GROUP.slug),
        (&[], ["BM-0001", "PF001", "01:00:5e:00:53:01", "1001"], codes::MAC_GROUP.slug),
        (&[], ["BM-0005", "PF005", "00:00:5e:00:53:05", "1001"], codes::NOT_DELIVERED.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53:01", "4711"], codes::PERSON_UNKNOWN.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53:01", "Müller, Hans"], codes::PERSON_AMBIGUOUS.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53:01", "weg.u"], codes::PERSON_DISABLED.slug),
        (&[], ["BM-0001", "PF001", "00:00:5e:00:53:01", "1005"], codes::PERSON_HAS_DEVICE.slug),
        (&[ONE], ["BM-0002", "PF002", "00:00:5e:00:53:02", "huber.a"], codes::PERSON_HAS_DEVICE.slug),
        (&[ONE], ["BM-0001", "PF001", "00:00:5e:00:53:01", "1002"], codes::STAGED_ALREADY.slug),
        (&[], ["BM-0006", "PF006", "00:00:5e:00:53:06", "1001"], codes::STAGED_ALREADY.slug),
    ];
    for (before, cells, code) in cases {
        assert_eq!(told(before, cells), (vec![code.to_owned()], false), "{cells:?}");
    }
    let dock = ["BM-0003", "PF003", "00:00:5e:00:53:aa", "1001"];
    assert_eq!(told(&[dock], ["BM-0007", "PF007", "00:00:5e:00:53:aa", "1002"]).0, [codes::PART_STAGED.slug]);
    assert_eq!(told(&[ONE], ONE), (vec![], true), "again is no contradiction");
}

#[test]
fn several_contradictions_are_told_at_once() {
    let (codes, _) = told(&[], ["BM-0001", "PF002", "02:00:5e:00:53:01", "4711"]);
    assert_eq!(codes, ["staging/mac-local", "staging/parts-of-two-devices", "staging/person-unknown"]);
}

fn steps(state: &mut State, desk: &mut Desk, lines: &[&str]) -> Vec<String> {
    let inventory = inventory();
    let (stock, people) = (Stock::of(&inventory), People::of(&inventory));
    let mut out = Vec::new();
    for line in lines {
        for step in desk.line(line, Known { stock: &stock, people: &people, state, today: TODAY }) {
            out.push(match step {
                Step::Taken { field, text, instead_of } => {
                    format!("{field:?} {text}{}", instead_of.map(|old| format!(" not {old}")).unwrap_or_default())
                }
                Step::Wrong(findings) => findings.iter().map(|f| f.code.to_string()).collect::<Vec<_>>().join(" "),
                Step::Stage(Assignment { label, serial, mac, person, whom }) => {
                    let shown = format!("stage {label} {serial} {mac} {person}");
                    let assignment = Assignment { label, serial, mac, person, whom };
                    state.apply(&Entry { at: 1, event: Event::Staged(assignment) });
                    desk.done();
                    shown
                }
                Step::Already(assignment) => format!("already {}", assignment.label),
                Step::Known(assignment) => format!("known {}", assignment.label),
                Step::Dropped { field, text } => format!("dropped {field:?} {text}"),
                other => format!("{other:?}"),
            });
        }
    }
    out
}

#[test]
fn scans_are_understood_in_any_order() {
    let (mut state, mut desk) = (State::default(), Desk::default());
    let out = steps(&mut state, &mut desk, &["00:00:5E:00:53:01\r\n", "pf001", "huber.a", "BM-0001"]);
    assert_eq!(
        out,
        [
            "Mac 00:00:5E:00:53:01",
            "Serial pf001",
            "Person huber.a",
            "Label BM-0001",
            "stage BM-0001 PF001 00:00:5e:00:53:01 1001"
        ]
    );
    let out = steps(&mut state, &mut desk, &["BM-0002;PF002\t00005E005302 ; 1002"]);
    assert_eq!(out.last().unwrap(), "stage BM-0002 PF002 00:00:5e:00:53:02 1002");
    // A device without address in the list: the scan adds it.
    let out = steps(&mut state, &mut desk, &["BM-0003", "PF003", "00:00:5e:00:53:33", "1003"]);
    assert_eq!(out.last().unwrap(), "stage BM-0003 PF003 00:00:5e:00:53:33 1003");
    assert_eq!(steps(&mut state, &mut desk, &["BM-0001;PF001;00:00:5e:00:53:01;1001"]).last().unwrap(), "already BM-0001");
}

#[test]
fn scanners_bring_marks_titles_and_line_ends_of_their_own() {
    // What is scanned where the label is asked, and how it is understood.
    for (scanned, understood) in [
        ("]C1BM-0001", "Label BM-0001"),
        ("]C0*bm-0001*", "Label bm-0001"),
        ("*BM-0001*", "Label BM-0001"),
        ("Inv.-Nr. BM-0001", "Label BM-0001"),
        ("Etikett: BM-0001\r", "Label BM-0001"),
        ("S/N: PF001", "Serial PF001"),
        ("Serial No. PF001", "Serial PF001"),
        ("SPF001", "Serial PF001"),
        ("SN=PF777", "Serial PF777"),
        ("MAC 00-00-5e-00-53-01", "Mac 00-00-5e-00-53-01"),
        ("0000.5E00.5301", "Mac 0000.5E00.5301"),
        ("00005e005301", "Mac 00005e005301"),
        ("23S00005E005301", "Mac 00005E005301"),
        ("00:00:5e:00:53", "Mac 00:00:5e:00:53"),
        ("MAC: 12", "Mac 12"),
        ("Personalnummer: 1001", "Person 1001"),
        ("]Q", "Label ]Q"),
        ("1S", "Label 1S"),
        ("ä", "Label ä"),
    ] {
        let out = steps(&mut State::default(), &mut Desk::default(), &[scanned]);
        assert_eq!(out[0], understood, "{scanned:?}");
    }
    // All codes of a device in one go, whatever ends them.
    for end in ["\r", "\r\n", "\t", ";", " ;\t"] {
        let line = ["BM-0001", "PF001", "00:00:5E:00:53:01", "1001"].join(end);
        let out = steps(&mut State::default(), &mut Desk::default(), &[&line]);
        assert_eq!(out.last().unwrap(), "stage BM-0001 PF001 00:00:5e:00:53:01 1001", "{end:?}");
    }
    // Type and serial number in one code, as Lenovo prints it.
    let mut inventory = inventory();
    inventory.devices[0].serial = text("PF2A41C3");
    let (stock, people) = (Stock::of(&inventory), People::of(&inventory));
    let known = Known { stock: &stock, people: &people, state: &State::default(), today: TODAY };
    assert_eq!(scans::recognise("1S20X1S0AB00PF2A41C3", Field::Label, known), (Field::Serial, "PF2A41C3"));
}

#[test]
fn another_keyboard_layout_is_told_and_nothing_is_guessed() {
    for (scanned, field) in [
        ("BMß0001", "Label"),
        ("BM/0001", "Label"),
        ("00Ö00Ö5EÖ00Ö53Ö01", "Mac"),
        ("00>00>5E>00>53>01", "Mac"),
        ("00ß00ß5Eß00ß53ß01", "Mac"),
    ] {
        let lines: &[&str] = if field == "Mac" { &["BM-0001", "PF001", scanned] } else { &[scanned] };
        let out = steps(&mut State::default(), &mut Desk::default(), lines);
        let end = &out[out.len() - 2..];
        assert_eq!(end, [format!("{field} {scanned}"), codes::KEYBOARD.slug.to_owned()], "{scanned}");
    }
    let mut inventory = inventory();
    inventory.devices[0].serial = text("YZ-1");
    let (stock, people) = (Stock::of(&inventory), People::of(&inventory));
    let known = Known { stock: &stock, people: &people, state: &State::default(), today: TODAY };
    let finding = check(&scan(["BM-0001", "ZYß1", "", ""]), known).complaints.remove(0).1;
    assert_eq!((finding.code, finding.what.en.contains("is `YZ-1`")), (codes::KEYBOARD.code(), true));
}

#[test]
fn undo_takes_the_last_scan_back_and_between_devices_the_last_assignment() {
    let (mut state, mut desk) = (State::default(), Desk::default());
    let out = steps(&mut state, &mut desk, &["BM-0001", "1001", "undo", "PF001", "undo", "zurück", "undo", "BM-0002"]);
    assert_eq!(
        out,
        [
            "Label BM-0001",
            "Person 1001",
            "dropped Person 1001",
            "Serial PF001",
            "dropped Serial PF001",
            "dropped Label BM-0001",
            "Undo(None)",
            "Label BM-0002"
        ]
    );
    // Serial number and person of a device that is staged for this person: no second device.
    let out = steps(&mut state, &mut desk, &["BM-0001;PF001;00:00:5e:00:53:01;1001", "PF001", "1001", "BM-0001"]);
    assert_eq!(out[5..], ["Serial PF001", "Person 1001", "Label BM-0001", "known BM-0001"]);
    desk.done();
    steps(&mut state, &mut desk, &["BM-0002"]);
    // What was cleared because of a contradiction is not dropped a second time.
    let out = steps(&mut state, &mut desk, &["PF999", "undo"]);
    assert_eq!(out, ["Serial PF999", "staging/serial-unknown", "dropped Label BM-0002"]);
}

#[test]
fn what_is_wrong_is_asked_again_and_the_rest_is_kept() {
    let (mut state, mut desk) = (State::default(), Desk::default());
    let out =
        steps(&mut state, &mut desk, &["BM-0001", "PF002", "PF001", "00:00:5e:00:53:02", "00:00:5e:00:53:01", "4711", "1001"]);
    assert_eq!(
        out,
        [
            "Label BM-0001",
            "Serial PF002",
            "staging/parts-of-two-devices",
            "Serial PF001",
            "Mac 00:00:5e:00:53:02",
            "staging/parts-of-two-devices",
            "Mac 00:00:5e:00:53:01",
            "Person 4711",
            "staging/person-unknown",
            "Person 1001",
            "stage BM-0001 PF001 00:00:5e:00:53:01 1001"
        ]
    );
    let out = steps(&mut state, &mut desk, &["", "BM-0002", "skip", "?", "status", "zurück", "undo BM-0001", "quit", "BM-0001"]);
    assert_eq!(
        out,
        [
            "Label BM-0002",
            "Skipped",
            "Help",
            "Status",
            "Undo(None)",
            "Undo(Some(\"BM-0001\"))",
            "Quit",
            "Label BM-0001",
            "known BM-0001"
        ]
    );
    assert_eq!((desk.asked(), desk.is_half()), (Field::Serial, true));
}

fn staged(label: &str, n: u8) -> Entry {
    let mac = format!("00:00:5e:00:53:{n:02x}").parse().unwrap();
    let person = format!("{}", 1000 + u32::from(n)).parse().unwrap();
    Entry {
        at: 1,
        event: Event::Staged(Assignment { label: label.to_owned(), serial: format!("PF{n:03}"), mac, person, whom: None }),
    }
}

#[test]
fn the_journal_comes_back_wherever_it_is_torn() {
    let entries =
        [staged("BM-0001", 1), staged("BM-0002", 2), Entry { at: 2, event: Event::Undone { label: "bm-0001".to_owned() } }];
    let text: String = entries.iter().map(|entry| entry.line() + "\n").collect();
    let whole = read_journal("j", text.as_bytes());
    assert!(whole.findings.is_empty());
    assert_eq!((whole.state.len(), whole.state.last().unwrap().label.as_str()), (1, "BM-0002"));
    assert!(whole.state.of_serial("PF001").is_none() && whole.state.of_person(&"1001".parse().unwrap()).is_none());
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    for cut in 0..text.len() {
        let torn = read_journal("j", &text.as_bytes()[..cut]);
        let lines = ends.iter().filter(|end| **end <= cut).count();
        // A line that only lacks its end counts: all of it was written.
        let unended = ends.contains(&(cut + 1));
        assert_eq!(torn.unended, unended, "{cut}");
        let clean = unended || cut == 0 || ends.contains(&cut);
        assert_eq!(
            torn.findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(),
            if clean { vec![] } else { vec![codes::JOURNAL_TORN.slug] }
        );
        let kept = if clean { cut } else { lines.checked_sub(1).map_or(0, |line| ends[line]) };
        assert_eq!(torn.sound, kept, "{cut}");
    }
    let broken = format!("{}\n{{\"at\":1}}\n{}\n", entries[0].line(), entries[1].line());
    let broken = read_journal("j", broken.as_bytes());
    assert_eq!(broken.findings[0].code, codes::JOURNAL_UNREADABLE.code());
    assert_eq!(broken.findings[0].place, Some(Place::at("j", 2, 0)));
    assert_eq!(broken.state.len(), 2);
}

#[test]
fn damaged_journals_and_scans_never_panic() {
    let text: String = (1..20).map(|n| staged(&format!("BM-{n:04}"), n).line() + "\n").collect();
    let scans = "label;serial;mac;person\nBM-0001;PF001;00:00:5e:00:53:01;1001\nBM-0002;PF002;00:00:5e:00:53:02;1002\n";
    let mut random = Random(7);
    let mut next = |below: usize| random.below(below);
    let mut kept = 0;
    for round in 0..300 {
        for source in [text.as_str(), scans] {
            let mut bytes = source.as_bytes().to_vec();
            let place = next(bytes.len());
            match round % 3 {
                0 => bytes[place] = b";\n\"\xff\0}{"[next(7)],
                1 => bytes.truncate(place),
                _ => bytes.insert(place, b";\n\"\xff\0}{"[next(7)]),
            }
            let journal = read_journal("j", &bytes);
            assert!(journal.sound <= bytes.len() && journal.state.len() <= 19);
            kept += journal.state.len();
            if let Ok(scans) = file::read("s", &bytes) {
                assert!(scans.len() <= 4);
            }
        }
    }
    assert!(kept > 3000, "{kept}");
}

#[test]
fn a_file_is_staged_once() {
    let inventory = inventory();
    let (stock, people, mut state) = (Stock::of(&inventory), People::of(&inventory), State::default());
    let text = "Scans vom 1. April;;;\nPersonalnummer;MAC-Adresse;Seriennr.;Etikett\n\
        1001;00-00-5E-00-53-01;PF001;BM-0001\n1001;00-00-5E-00-53-02;PF002;BM-0002\n;;;\n1002;00:00:5e:00:53:04;;BM-0004\n";
    let scans = file::read("scans.csv", text.as_bytes()).unwrap();
    let first = file::stage(&scans, &stock, &people, &mut state, TODAY, 5);
    assert_eq!((first.entries.len(), first.already, first.refused), (1, 0, 2));
    let told: Vec<String> = first.findings.iter().map(|f| format!("{} {}", f.place.as_ref().unwrap(), f.code)).collect();
    assert_eq!(told, ["scans.csv:4:1 staging/person-has-device", "scans.csv:6:24 staging/scan-incomplete"]);
    let second = file::stage(&scans, &stock, &people, &mut state, TODAY, 6);
    assert_eq!((second.entries.len(), second.already, second.refused), (0, 1, 2));
    for bad in ["", "a;b\n1;2\n", "label;serial;mac\nBM-0001;PF001;00-00-5E-00-53-01\n"] {
        assert_eq!(file::read("scans.csv", bad.as_bytes()).unwrap_err().code, codes::FILE_UNUSABLE.code(), "{bad:?}");
    }
}

#[test]
fn figures_count_what_is_there_and_check_the_journal_again() {
    let mut inventory = inventory();
    let mut state = State::default();
    for entry in [staged("BM-0001", 1), staged("BM-0002", 2)] {
        state.apply(&entry);
    }
    let figures = |inventory: &Inventory| {
        let (stock, people) = (Stock::of(inventory), People::of(inventory));
        let (status, findings) = status::status(Known { stock: &stock, people: &people, state: &state, today: TODAY });
        let codes: Vec<String> = findings.iter().map(|f| f.code.to_string()).collect();
        ([status.delivered, status.expected, status.staged, status.open, status.contradictions], codes)
    };
    assert_eq!(figures(&inventory), ([7, 1, 2, 5, 0], vec![]));
    // The person left since.
    inventory.persons[1].employment = Some(Sourced::new(Employment::Disabled, Place::file("ad.ldif")));
    assert_eq!(figures(&inventory), ([7, 1, 2, 5, 1], vec![codes::PERSON_DISABLED.slug.to_owned()]));
}

#[test]
fn a_row_of_a_delivery_list_counts_without_its_day() {
    let unknown = |label: &str, day: &str, file: &str| {
        let mut device = notebook(label, "", "", day);
        (device.kind, device.at) = (DeviceKind::Unknown, Place::file(file));
        device
    };
    let mut inventory = Inventory::default();
    for (label, day, file) in [("BM-1", "2020-03-01", "lief.csv"), ("BM-2", "", "lief.csv"), ("T-9", "", "telefone.csv")] {
        inventory.devices.push(unknown(label, day, file));
    }
    let (stock, people, state) = (Stock::of(&inventory), People::of(&inventory), State::default());
    let (status, _) = status::status(Known { stock: &stock, people: &people, state: &state, today: TODAY });
    assert_eq!(status.delivered, 2);
}

/// Seconds of 1 April 2020 (a Wednesday) in German time.
fn on(day: u64, hour: u64, minute: u64) -> u64 {
    1_585_692_000 + (day - 1) * 86_400 + hour * 3600 + minute * 60
}

#[test]
fn german_time_knows_summer() {
    assert_eq!(local(on(1, 10, 5)).to_string(), "2020-04-01T10:05:00");
    assert_eq!(local(1_585_443_599).to_string(), "2020-03-29T01:59:59");
    assert_eq!(local(1_585_443_600).to_string(), "2020-03-29T03:00:00");
    assert_eq!(local(1_603_587_599).to_string(), "2020-10-25T02:59:59");
    assert_eq!(local(1_603_587_600).to_string(), "2020-10-25T02:00:00");
}

fn pace(times: &[u64], open: usize, now: u64, hours: Hours, is_free: &dyn Fn(Date) -> bool) -> Option<Pace> {
    super::pace::pace(times, &Work { open, ..Work::default() }, now, hours, is_free)
}

#[test]
fn the_pace_is_the_median_and_the_end_falls_on_a_working_day() {
    // 8:00 to 12:00: four in each half hour, a pause of half an hour without any, one in the running one.
    let mut times = Vec::new();
    for slot in 0..8 {
        times.extend((0..if slot == 4 { 0 } else { 4 }).map(|n| on(1, 8, 30 * slot + n)));
    }
    times.push(on(1, 12, 1));
    let none = |_: Date| false;
    let now = on(1, 12, 10);
    let found = pace(&times, 8, now, Hours::default(), &none).unwrap();
    assert_eq!((found.per_half_hour, found.half_hours), (4.0, 8));
    assert_eq!(found.done.unwrap().to_string(), "2020-04-01T13:30:00");
    // 7 half hours are left today, 16 tomorrow: 24 end on Friday at half past eight.
    let found = pace(&times, 96, now, Hours::default(), &none).unwrap();
    assert_eq!(found.done.unwrap().to_string(), "2020-04-03T08:30:00");
    // Friday is free, then comes the weekend.
    let friday = |day: Date| day == date(2020, 4, 3);
    let found = pace(&times, 96, now, Hours::default(), &friday).unwrap();
    assert_eq!(found.done.unwrap().to_string(), "2020-04-06T08:30:00");
    assert_eq!(pace(&times, 0, now, Hours::default(), &none).unwrap().done, None);
    assert_eq!(pace(&[], 8, now, Hours::default(), &none), None);
    // Only the running half hour so far.
    assert!((pace(&[on(1, 12, 1)], 2, now, Hours::default(), &none).unwrap().per_half_hour - 1.0).abs() < 1e-9);
    assert!(pace(&times, 96, now, Hours::default(), &|_| true).unwrap().done.is_none(), "never");
}

#[test]
fn a_slow_desk_has_a_pace_too() {
    let none = |_: Date| false;
    // One at eight, one at two: the median of thirteen half hours is none.
    let found = pace(&[on(1, 8, 5), on(1, 14, 5)], 2, on(1, 15, 0), Hours::default(), &none).unwrap();
    assert!(found.mean && (found.per_half_hour - 2.0 / 13.0).abs() < 1e-9 && found.half_hours == 13, "{found:?}");
    // Thirteen half hours more: one today, twelve tomorrow.
    assert_eq!(found.done.unwrap().to_string(), "2020-04-02T14:00:00");
    // A night between: it counts for nothing.
    let found = pace(&[on(1, 15, 5), on(2, 8, 5)], 2, on(2, 9, 0), Hours::default(), &none).unwrap();
    assert_eq!((found.per_half_hour, found.half_hours, found.mean), (1.0, 2, false));
}

#[test]
fn what_comes_later_is_not_done_before_it_comes() {
    let none = |_: Date| false;
    let times: Vec<u64> = (0..8).map(|n| on(1, 8, n)).collect();
    let end = |open: usize, expected: &[(Date, usize)]| {
        let work = Work { open, expected: expected.iter().copied().collect() };
        let found = super::pace::pace(&times, &work, on(1, 9, 0), Hours::default(), &none).unwrap();
        assert!((found.per_half_hour - 8.0).abs() < 1e-9);
        (found.done.map(|at| at.to_string()), found.done_with_expected.map(|at| at.to_string()))
    };
    let at = |text: &str| Some(text.to_owned());
    assert_eq!(end(8, &[]), (at("2020-04-01T10:00:00"), None));
    // On Monday from eight on, though the desk has nothing to do on Friday.
    assert_eq!(end(8, &[(date(2020, 4, 6), 16)]), (at("2020-04-01T10:00:00"), at("2020-04-06T09:00:00")));
    // What is open still fills Monday morning: 13 half hours today, 16 tomorrow, 16 on Friday, five on Monday.
    assert_eq!(end(8 * 50, &[(date(2020, 4, 6), 16)]), (at("2020-04-06T10:30:00"), at("2020-04-06T11:30:00")));
    assert_eq!(end(0, &[(date(2020, 4, 6), 16), (date(2020, 4, 7), 8)]), (None, at("2020-04-07T08:30:00")));
}

#[test]
fn hours_are_half_hours() {
    assert_eq!(Hours::parse("07:30-15:00"), Some(Hours { from: 450, until: 900 }));
    assert_eq!(Hours::parse("8-16"), Some(Hours::default()));
    for bad in ["", "8", "16-8", "8:10-9", "8-25", "a-b", "-1-3"] {
        assert_eq!(Hours::parse(bad), None, "{bad}");
    }
}
