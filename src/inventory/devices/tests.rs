use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;
use crate::random::Random;

fn reading(bytes: &[u8]) -> Reading {
    let plan = Numbers::new("49", "89", "99998").lengths([3, 4]);
    let list = ListFile::new("geraete.csv", bytes);
    (FORMAT.read)(&Given { list, plan: &plan, files: &MemoryFiles::new() })
}

fn told(reading: &Reading) -> Vec<String> {
    let place = |f: &crate::diag::Finding| f.place.as_ref().map(ToString::to_string).unwrap_or_default();
    reading.findings.iter().map(|f| format!("{} {}[{}] {}", place(f), f.severity.as_str(), f.code, f.what.en)).collect()
}

fn devices(reading: &Reading) -> Vec<String> {
    let text =
        |value: &Option<crate::inventory::model::Sourced<String>>| value.as_ref().map_or("-".to_owned(), |v| v.value.clone());
    reading
        .devices
        .iter()
        .map(|d| {
            let room = d.room.as_ref().map_or("-", |r| r.value.as_str());
            let lines: Vec<&str> =
                d.lines.iter().filter_map(|line| line.extension.as_ref().map(crate::domain::Extension::as_str)).collect();
            format!(
                "{} {:?} | {} {} | {} | {} | {room} | {} | {}",
                d.id,
                d.kind,
                text(&d.label),
                text(&d.serial),
                text(&d.model),
                text(&d.owner),
                text(&d.delivered),
                lines.join(",")
            )
        })
        .collect()
}

const LIST: &str = include_str!("../../../tests/formats/devices-list/lieferung.csv");

#[test]
fn a_delivery_list_gives_devices_and_every_contradiction() {
    let reading = reading(LIST.as_bytes());
    assert_eq!(
        devices(&reading),
        [
            "00:00:5e:00:53:01 Notebook | N-0001 PF1ABC | ThinkPad T14 | mueller.h | Haus 1 / 2.14 | 2020-03-16 | 101",
            "00:00:5e:00:53:02 Notebook | N-0002 PF1ABD | ThinkPad T14 | - | - | 2020-03-17 | ",
            "00:00:5e:00:53:03 Notebook | N-0002 PF1ABE | ThinkPad T14 | - | - | 2020-03-17 | ",
            "00:00:5e:00:53:01#2 Notebook | N-0004 PF1ABE | Lifebook | - | - | KW 12 | ",
            "N-0005 ThinClient | N-0005 - | UD3 | - | - | - | ",
            "02:00:5e:00:53:06 DeskPhone | N-0006 PF1ABF | D725 | - | - | - | ",
            "N-0007 DeskPhone | N-0007 - | OpenStage 40 | - | - | - | ",
        ]
    );
    assert_eq!(
        told(&reading),
        [
            "geraete.csv:5:1 error[inventory/device-label-twice] label `N-0002` stands at two devices; both were kept",
            "geraete.csv:6:8 error[inventory/device-serial-twice] serial number `PF1ABE` stands at two devices; both were kept",
            "geraete.csv:6:15 error[inventory/device-mac-twice] MAC address `00:00:5e:00:53:01` stands at two devices; both were kept",
            "geraete.csv:6:53 warning[inventory/device-date-unclear] `KW 12` is no date; kept as written",
            "geraete.csv:7:8 error[inventory/number-digits-lost] `4,98E+12` lost digits in a spreadsheet; left out",
            "geraete.csv:7:17 error[inventory/mac-malformed] `5,34E+03` is no MAC address",
            "geraete.csv:8:15 warning[inventory/mac-local] `02:00:5e:00:53:06` is locally administered: made up by a program, not by the manufacturer; used",
            "geraete.csv:9:9 warning[inventory/mac-local] `00:00:00:00:00:00` is a placeholder; left out",
            "geraete.csv:10:1 warning[inventory/device-twice] the device `00:00:5e:00:53:01` stands in the list twice; the first row was used",
            "geraete.csv:11:4 error[inventory/device-nameless] the row has neither label nor serial number nor MAC address; it was not used",
            "geraete.csv:12:1 note[inventory/remark-row] `Summe: 8 Geräte` sums the list up or ends it; left out",
            "geraete.csv:2:91 warning[inventory/column-unused] columns not read (1): `Farbe`; kept as `extra`",
        ]
    );
}

#[test]
fn lists_of_devices_are_told_from_lists_of_people() {
    let best =
        |text: &str| formats::recognise("x.csv", text.as_bytes()).first().map(|(format, likeness)| (format.name, likeness.score));
    assert_eq!(best(LIST), Some(("devices/list", 75)));
    assert_eq!(best("Asset tag,Model\nN1,T14\n"), Some(("devices/list", 65)));
    let people = best("Name;Vorname;Raum;Durchwahl;MAC;Inventarnummer\nHuber;Anna;1;101;;\n").expect("a list of people");
    assert_eq!(people.0, "staff/list");
    assert_eq!(best("a;b\nc;d\n"), None);
}

#[test]
fn workbooks_are_recognised_by_their_first_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "Lieferung 12").expect("a cell");
    for (column, title) in ["Inventarnummer", "Seriennummer", "Modell"].iter().enumerate() {
        page.write(2, column as u16, *title).expect("a cell");
        page.write(3, column as u16, format!("{title} 1")).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("in memory");
    let found = formats::recognise("x", &bytes);
    assert_eq!(found.first().map(|(format, likeness)| (format.name, likeness.score)), Some(("devices/list", 75)));
    let reading = reading(&bytes);
    assert_eq!((reading.devices.len(), reading.sources[0].importer.as_str()), (1, "devices/xlsx"));
    assert!(formats::recognise("x", b"PK\x03\x04 no workbook").is_empty());
}

#[test]
fn any_separator_of_lists_will_do() {
    for text in ["S/N|MAC|Modell\nS1|x|T14\n", "sep=,\nS/N,MAC,Modell\nS1,x,T14\n", "S/N\tMAC\tModell\nS1\tx\tT14\n"] {
        let reading = reading(text.as_bytes());
        assert_eq!(devices(&reading), ["S1 Unknown | - S1 | T14 | - | - | - | "], "{text}");
        assert_eq!(told(&reading).len(), 1, "only the address is wrong: {:?}", told(&reading));
    }
}

#[test]
fn a_list_without_devices_says_so() {
    assert!(told(&reading(b"Modell;Hersteller\nT14;Lenovo\n"))[0].contains("no column for labels"));
    assert!(told(&reading(b"MAC;Modell\n"))[0].contains("no devices"));
    assert!(told(&reading(b"MAC;Modell\n;T14\n"))[0].contains("a remark and no device"));
}

#[test]
fn a_label_built_unlike_the_others_is_told() {
    let mut list = String::from("Inventarnummer;Seriennummer\n");
    for n in 0..40 {
        list += &format!("BM-{:05};PF{n:03}\n", 31_000 + n);
    }
    list += "BM-3l040;PF040\n";
    let found = reading(list.as_bytes());
    assert_eq!(found.devices.len(), 41);
    let odd: Vec<_> = found.findings.iter().filter(|finding| finding.code == codes::LABEL_ODD.code()).collect();
    assert_eq!(odd.len(), 1);
    assert_eq!(odd[0].what.en, "label `BM-3l040` is not built like `BM-31000` and 39 others");
    assert_eq!(odd[0].place.as_ref().map(Place::line), Some(42));
    // Few labels, or two kinds of them, have no rule.
    assert!(
        !told(&reading(b"Inventarnummer;MAC\nA1;00005e005301\nBB-2;00005e005302\n")).iter().any(|text| text.contains("built"))
    );
}

#[test]
fn damaged_lists_never_panic() {
    let mut random = Random(3);
    let mut next = |below: usize| random.below(below);
    let mut found = 0;
    for round in 0..300 {
        let mut bytes = LIST.as_bytes().to_vec();
        let at = next(bytes.len());
        match round % 3 {
            0 => bytes[at] = b";\n\"\xff\0E+"[next(7)],
            1 => bytes.truncate(at),
            _ => bytes.insert(at, b";\n\"\xff\0E+"[next(7)]),
        }
        let reading = reading(&bytes);
        assert!(reading.devices.len() <= 12);
        found += reading.devices.len();
    }
    assert!(found > 600, "{found}");
}

#[test]
fn a_room_that_became_a_date_is_told() {
    let reading =
        reading("Inventarnummer;Seriennummer;Raum\nN-1;S1;2.12\nN-2;S2;2.14\nN-3;S3;45337\nN-4;S4;14. Feb\n".as_bytes());
    let rooms: Vec<&str> = reading.devices.iter().map(|d| d.room.as_ref().map_or("-", |room| room.value.as_str())).collect();
    assert_eq!(rooms, ["2.12", "2.14", "-", "14.02"]);
    let dates = reading.findings.iter().filter(|finding| finding.code == staff::codes::ROOM_DATE.code());
    assert_eq!(dates.filter_map(|finding| finding.place.as_ref()).map(ToString::to_string).collect::<Vec<_>>().len(), 2);
}

#[test]
fn a_device_without_a_label_is_told_where_the_others_have_one() {
    let without = |list: &str| -> Vec<String> {
        told(&reading(list.as_bytes())).into_iter().filter(|finding| finding.contains("label-missing")).collect()
    };
    let list = "Inventarnummer;Seriennummer;MAC-Adresse;Modell\nBM-001;PF1;;T14\nBM-002;PF2;;T14\n;PF5;00:00:5E:00:53:05;T14\n";
    assert_eq!(
        without(list),
        [
            "geraete.csv:4:2 warning[inventory/device-label-missing] devices without a label in a list that has labels: 1, the first: \
             `00:00:5e:00:53:05`"
        ]
    );
    assert!(without("Inventarnummer;Seriennummer;Modell\nBM-001;PF1;T14\n;PF2;T14\n;PF3;T14\n").is_empty(), "few have one");
}
