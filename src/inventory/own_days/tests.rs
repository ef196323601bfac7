use jiff::civil::{Date, date};

use super::*;
use crate::inventory::model::{Person, Sourced};

fn inventory() -> Inventory {
    let mut inventory = Inventory::default();
    let person = |id: &str, last: &str, first: &str, extension: &str| {
        let at = Place::at("staff.csv", 2, 1);
        let text = |text: &str| Sourced::new(text.to_owned(), at.clone());
        Box::new(Person {
            first: Some(text(first)),
            extension: Some(Sourced::new(extension.parse().unwrap(), at.clone())),
            ..Person::new(id.parse().unwrap(), text(last), at.clone())
        })
    };
    inventory.persons.push(person("0815", "Müller", "Eva", "2001"));
    inventory.persons.push(person("4711", "Huber", "Max", "2002"));
    inventory.persons.push(person("0042", "Huber", "Anna", "2003"));
    inventory.persons.push(person("0043", "Huber", "Anna", "2004"));
    inventory
}

fn read_text(text: &str) -> OwnDays {
    read(&[ListFile::new("urlaub.csv", text.as_bytes())], &inventory())
}

fn told(days: &OwnDays) -> Vec<(&str, Option<(u32, u32)>)> {
    let place = |finding: &Finding| finding.place.as_ref().map(|at| (at.line(), at.column()));
    days.findings.iter().map(|finding| (finding.code.as_str(), place(finding))).collect()
}

type Short<'a> = (&'a str, Date, Date, &'a [u8], OwnDayKind);

fn short(days: &OwnDays) -> Vec<Short<'_>> {
    days.days.iter().map(|own| (own.person.as_str(), own.from, own.to, own.weekdays.as_slice(), own.what)).collect()
}

#[test]
fn a_list_names_people_in_any_way_and_days_in_both_ways_of_writing() {
    let days = read_text(
        "Personalnr;Nachname;Vorname;Durchwahl;Von;Bis;Ort;Wochentage\n\
         815;;;;01.03.2027;05.03.2027;;\n\
         ;;;2002;2027-03-08;;Büro;\n\
         ;Huber;Max;;1.4.27;30.4.27;Homeoffice;Di, Do\n\
         ;Müller;Eva;;2027-03-10;2027-03-10;abwesend;\n",
    );
    assert_eq!(told(&days), []);
    use OwnDayKind::{Absent, Home, Office};
    let wanted: Vec<Short<'_>> = vec![
        ("0815", date(2027, 3, 1), date(2027, 3, 5), &[], Absent),
        ("0815", date(2027, 3, 10), date(2027, 3, 10), &[], Absent),
        ("4711", date(2027, 3, 8), date(2027, 3, 8), &[], Office),
        ("4711", date(2027, 4, 1), date(2027, 4, 30), &[2, 4], Home),
    ];
    assert_eq!(short(&days), wanted);
    let tuesdays = &days.days[3];
    assert!(tuesdays.covers(date(2027, 4, 6)) && !tuesdays.covers(date(2027, 4, 7)) && !tuesdays.covers(date(2027, 5, 4)));
}

#[test]
fn a_name_in_one_cell_and_english_titles_will_do() {
    let days = read_text("Name,From,To\n\"Müller, Eva\",2027-03-01,2027-03-02\nMax Huber,2027-03-03,\n");
    assert_eq!(told(&days), []);
    assert_eq!(days.days.iter().map(|own| own.person.as_str()).collect::<Vec<_>>(), ["0815", "4711"]);
}

#[test]
fn everything_that_is_wrong_is_told_in_one_run_with_its_place() {
    let days = read_text(
        "Personalnr;Name;Von;Bis;Ort;Wochentage\n\
         0816;;01.03.2027;;;\n\
         ;Huber, Anna;01.03.2027;;;\n\
         ;;01.03.2027;;;\n\
         4711;;31.02.2027;gestern;Mond;immer mal\n\
         4711;;;;;\n\
         4711;;05.03.2027;01.03.2027;;\n\
         4711;;09.03.2027;;Büro;\n\
         4711;;08.03.2027;12.03.2027;zu Hause;Mo-Mi\n",
    );
    assert_eq!(
        told(&days),
        [
            ("inventory/own-day-of-nobody", Some((2, 1))),
            ("inventory/own-day-of-nobody", Some((3, 2))),
            ("inventory/own-day-of-nobody", Some((4, 3))),
            ("inventory/own-day-date", Some((5, 7))),
            ("inventory/own-day-date", Some((5, 18))),
            ("inventory/own-day-unclear", Some((5, 31))),
            ("inventory/own-day-unclear", Some((5, 26))),
            ("inventory/own-day-date", Some((6, 1))),
            ("inventory/own-day-date", Some((7, 18))),
            ("inventory/own-days-contradict", Some((8, 1))),
        ]
    );
    let todo = |n: usize| days.findings[n].todo.as_ref().unwrap().en.clone();
    assert_eq!(todo(0), "did you mean `0815`?");
    assert!(days.findings[1].what.en.contains("`0042`, `0043`"), "{}", days.findings[1].what.en);
    assert!(days.findings[9].what.en.starts_with("on 2027-03-09"));
}

#[test]
fn a_list_without_the_columns_or_without_rows_is_told() {
    assert_eq!(told(&read_text("Personalnr;Grund\n0815;Urlaub\n"))[0].0, "inventory/column-missing");
    assert_eq!(told(&read_text("Personalnr;Von;Bis\n"))[0].0, "inventory/list-empty");
    assert_eq!(told(&read_text(""))[0].0, "inventory/file-empty");
}

#[test]
fn reasons_are_not_kept() {
    let days = read_text("Personalnr;Von;Bis;Grund\n0815;01.03.2027;05.03.2027;Reha nach Bandscheibe\n");
    assert_eq!(days.days.len(), 1);
    assert!(!format!("{days:?}").contains("Reha"), "{days:?}");
}

/// Ten thousand rows of one person, each of which contradicts the last, end soon.
#[test]
fn many_rows_of_one_person_do_not_take_the_square_of_the_time() {
    let rows = (0..10_000).map(|n| format!("0815;01.03.2027;31.12.2199;{}\n", if n % 2 == 0 { "Büro" } else { "zu Hause" }));
    let days = read_text(&("Personalnr;Von;Bis;Ort\n".to_owned() + &rows.collect::<String>()));
    assert_eq!(days.days.len(), 10_000);
    let (last, others) = days.findings.split_last().unwrap();
    assert!(others.iter().all(|finding| finding.code.as_str() == "inventory/own-days-contradict"));
    assert_eq!((others.len(), last.code.as_str()), (1000, "inventory/more-of-the-same"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Whatever the cells hold, each row is used or told.
    #[test]
    fn each_row_is_used_or_told(cells in proptest::collection::vec(("[0-9]{0,4}", "[-0-9./ ]{0,10}", "[-0-9.]{0,10}", "[a-zA-Zü ]{0,8}"), 1..6)) {
        let rows: String = cells.iter().map(|(who, from, to, place)| format!("{who};{from};{to};{place};x\n")).collect();
        let days = read_text(&("Personalnr;Von;Bis;Ort;Rest\n".to_owned() + &rows));
        for line in 2..cells.len() as u32 + 2 {
            let used = days.days.iter().any(|own| own.at.line() == line);
            let said = days.findings.iter().any(|finding| finding.place.as_ref().map(Place::line) == Some(line));
            proptest::prop_assert!(used || said, "line {} of {}: {:?}", line, rows, days);
        }
    }
}

#[test]
fn nothing_behind_a_date_is_dropped_in_silence() {
    let days = read_text(
        "Personalnr;Von;Bis\n\
         4711;09.03.2027 bis 12.03.2027;\n\
         4711;16.03.2027 00:00:00;17.03.2027 00:00:00\n\
         4711;23.03.2027 nachmittags;\n\
         4711;23.03.2027 - 24.03.2027;25.03.2027\n\
         4711;23.03.2027;25.03.2027 (26.03.?)\n",
    );
    let error = |line, column| ("inventory/own-day-date", Some((line, column)));
    assert_eq!(told(&days), [error(4, 6), error(5, 6), error(6, 17)]);
    assert!(days.findings[0].what.en.contains("`23.03.2027 nachmittags` is more than one day"), "{:?}", days.findings[0]);
    use OwnDayKind::Absent;
    let wanted: Vec<Short<'_>> = vec![
        ("4711", date(2027, 3, 9), date(2027, 3, 12), &[], Absent),
        ("4711", date(2027, 3, 16), date(2027, 3, 17), &[], Absent),
    ];
    assert_eq!(short(&days), wanted);
}

#[test]
fn a_column_that_is_not_read_is_not_called_kept() {
    let days = read_text("Personalnr;Von;Bis;Grund\n4711;09.03.2027;;krank\n");
    let told: Vec<&str> = days.findings.iter().map(|finding| finding.what.de.as_ref()).collect();
    assert_eq!(told, ["nicht gelesene Spalten (1): `Grund`"]);
}
