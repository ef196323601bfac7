use super::*;
use crate::random::Random;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3, 4])
}

fn list(bytes: &[u8]) -> StaffList {
    read(&ListFile::new("liste.csv", bytes), &plan())
}

fn told(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut text, f| {
        use std::fmt::Write as _;
        let place = f.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "{place}: {}[{}]: {}", f.severity.as_str(), f.code, f.what.en);
        if let Some(todo) = &f.todo {
            let _ = writeln!(text, "  help: {}", todo.en);
        }
        text
    })
}

/// One line for each person, so that a golden text shows what was understood.
fn people(list: &StaffList) -> Vec<String> {
    list.people
        .iter()
        .map(|entry| {
            let p = &entry.person;
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".into());
            format!(
                "{} | {}, {} | {} | {} | {} | off {:?} | home {} | wish {:?}/{:?} | own {}",
                p.id,
                p.last.value,
                text(p.first.as_ref().map(|f| f.value.clone())),
                text(p.department.as_ref().map(|d| d.value.to_string())),
                text(p.room.as_ref().map(|r| r.value.to_string())),
                text(p.extension.as_ref().map(|e| e.value.to_string())),
                p.off_days,
                text(p.home.as_ref().map(|h| format!("{:?}", h.value))),
                p.wish_home,
                p.wish_office,
                text(p.own_notebook.as_ref().map(|o| o.value.to_string())),
            )
        })
        .collect()
}

const OFFICE: &str = include_str!("../../../tests/formats/staff-list/telefonliste.csv");

const OFFICE_PEOPLE: [&str; 3] = [
    "004711 | Müller, Jörg | Bauamt | 2.14 | 101 | off [5] | home Yes | wish [1, 4]/[] | own false",
    "004712 | Huber-Groß, Änne | Bauamt | 2.14 | 0201 | off [4, 5] | home No | wish []/[] | own true",
    "vonderau-maria | von der Au, Maria | Bauamt | EG 1 | 103 | off [5] | home Always | wish [3]/[2, 5] | own -",
];

const OFFICE_FINDINGS: &str = "\
liste.csv:9:2: note[inventory/function-in-staff-list]: `Fax Poststelle` is a function and no person: name contains `Fax`
liste.csv:6:1: note[inventory/value-inherited]: values taken from a cell above: 2, the first: `Bauamt` (liste.csv:5:20)
";

#[test]
fn the_same_office_in_every_form() {
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(OFFICE);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(OFFICE.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let commas = {
        let mut writer = ::csv::WriterBuilder::new().from_writer(Vec::new());
        for line in OFFICE.lines() {
            writer.write_record(line.split(';')).expect("in memory");
        }
        writer.into_inner().expect("in memory")
    };
    let marked: Vec<u8> = b"\xEF\xBB\xBF".iter().copied().chain(OFFICE.replace('\n', "\r\n").into_bytes()).collect();
    let told_separator = format!("sep=;\r\n{OFFICE}").into_bytes();
    for (name, bytes, encoding) in [
        ("utf-8", OFFICE.as_bytes().to_vec(), "utf-8"),
        ("windows-1252", windows.to_vec(), "windows-1252"),
        ("utf-16 tabs", utf16, "utf-16le"),
        ("commas", commas, "utf-8"),
        ("mark and CRLF", marked, "utf-8"),
        ("sep=", told_separator, "utf-8"),
    ] {
        let list = list(&bytes);
        assert_eq!(people(&list), OFFICE_PEOPLE, "{name}");
        let source = list.source.as_ref().expect("used");
        assert_eq!(
            (source.encoding.as_deref(), source.importer.as_str(), source.records),
            (Some(encoding), "staff/csv", 4),
            "{name}"
        );
        assert_eq!(list.functions.len(), 1, "{name}");
        let function = &list.functions[0];
        assert_eq!(
            (function.kind, function.extension.as_ref().map(|e| e.value.as_str())),
            (ExtensionKind::Fax, Some("399")),
            "{name}"
        );
        assert!(list.findings.iter().all(|f| f.severity == Severity::Note), "{name}: {}", told(&list.findings));
    }
    assert_eq!(told(&list(OFFICE.as_bytes()).findings), OFFICE_FINDINGS);
}

#[test]
fn fields_know_where_they_stand() {
    let list = list(OFFICE.as_bytes());
    let third = &list.people[2].person;
    let place = |at: &Place| at.to_string();
    assert_eq!(place(&third.at), "liste.csv:7:2");
    assert_eq!(third.extension.as_ref().map(|e| place(&e.at)).as_deref(), Some("liste.csv:7:27"));
    assert_eq!(third.department.as_ref().map(|d| place(&d.at)).as_deref(), Some("liste.csv:5:20"), "inherited from there");
}

fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Liste").expect("a name");
    fill(page);
    book.save_to_buffer().expect("in memory")
}

fn titles(page: &mut Worksheet, titles: &[&str]) {
    for (column, title) in titles.iter().enumerate() {
        page.write(0, column as u16, *title).expect("a cell");
    }
}

#[test]
fn a_workbook_with_merged_cells_and_formats() {
    let bytes = workbook(|page| {
        titles(page, &["Name", "Amt", "Zimmer", "Nebenstelle", "Personalnummer"]);
        let zeros = Format::new().set_num_format("0000");
        let long = Format::new().set_num_format("000000");
        page.merge_range(1, 1, 2, 1, "Bauamt", &Format::new()).expect("a range");
        page.merge_range(1, 2, 2, 2, "2.14", &Format::new()).expect("a range");
        for (row, name, extension) in [(1, "Müller, Hans", 201), (2, "Weiß, Jörg", 1202)] {
            page.write(row, 0, name).expect("a cell");
            page.write_with_format(row, 3, extension, &zeros).expect("a cell");
            page.write_with_format(row, 4, 4710 + row, &long).expect("a cell");
        }
    });
    let list = read(&ListFile::new("liste.xlsx", &bytes), &plan());
    assert_eq!(
        people(&list),
        [
            "004711 | Müller, Hans | Bauamt | 2.14 | 0201 | off [] | home - | wish []/[] | own -",
            "004712 | Weiß, Jörg | Bauamt | 2.14 | 1202 | off [] | home - | wish []/[] | own -",
        ]
    );
    assert_eq!(list.people[1].person.room.as_ref().map(|r| r.at.to_string()).as_deref(), Some("liste.xlsx#Liste!C2"));
    assert_eq!(
        told(&list.findings),
        "liste.xlsx#Liste!C3: note[inventory/value-inherited]: values taken from a cell above: 2, the first: `2.14` (liste.xlsx#Liste!C2)\n\
         liste.xlsx#Liste!E2: note[inventory/zero-restored]: cells with leading zeros by their format only: 3; used as shown, the first: `004711` (`000000`)\n"
    );
}

/// What produces each code. Together they must produce all of them.
fn cases() -> Vec<(&'static str, Vec<Finding>)> {
    let csv = |text: &str| list(text.as_bytes()).findings;
    let forced = |bytes: &[u8], encoding: &str| {
        read(&ListFile { encoding: Some(encoding), ..ListFile::new("liste.csv", bytes) }, &plan()).findings
    };
    let book =
        |bytes: &[u8], sheet: Option<&str>| read(&ListFile { sheet, ..ListFile::new("liste.xlsx", bytes) }, &plan()).findings;
    let logins = |text: &str| read_accounts(&ListFile::new("zugang.csv", text.as_bytes()), &plan()).findings;
    let one = |field: &str, value: &str| csv(&format!("Name;{field}\nMüller;{value}\n"));
    let untitled = workbook(|page| {
        titles(page, &["Name", "Vorname"]);
        for (column, text) in ["Müller", "Hans", "gekündigt"].into_iter().enumerate() {
            page.write(1, column as u16, text).expect("a cell");
        }
    });
    let hidden = {
        let mut book = Workbook::new();
        titles(book.add_worksheet(), &["Name", "Zimmer"]);
        book.add_worksheet().set_name("Alt").expect("a name").set_hidden(true);
        book.add_worksheet().write(0, 0, "Deckblatt").expect("a cell");
        book.save_to_buffer().expect("in memory")
    };
    let dates = workbook(|page| {
        titles(page, &["Name", "Zimmer"]);
        page.write(1, 0, "Müller").expect("a cell");
        page.write_with_format(1, 1, 43833, &Format::new().set_num_format("d. mmm")).expect("a cell");
        page.write(2, 0, "Weiß").expect("a cell");
        page.write(2, 1, 2.1).expect("a cell");
        page.write(3, 0, "Groß").expect("a cell");
        page.write(3, 1, 2.14).expect("a cell");
        page.write(4, 0, "Voß").expect("a cell");
        page.write_formula(4, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).expect("a cell");
        page.write(0, 900, "weit weg").expect("a cell");
        page.write(5, 0, "Maier").expect("a cell");
        page.write_with_format(5, 1, 7, &Format::new().set_num_format("000")).expect("a cell");
    });
    let many_short = format!("Name;Zimmer;Amt\n{}", "Müller\n".repeat(1200));
    vec![
        ("inventory/list-unreadable", csv("\u{1}\u{2}\u{3}\0\0binary\0")),
        ("inventory/list-unreadable", book(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old", None)),
        ("inventory/list-unreadable", book(b"PK\x03\x04 torn", None)),
        ("inventory/list-too-large", csv(&"x".repeat(600_000))),
        ("inventory/file-empty", csv("\u{feff}\r\n \n")),
        ("inventory/encoding-guessed", list(b"Name;Zimmer\nM\xFCller;1\n").findings),
        ("inventory/encoding-unknown", forced(b"Name;Zimmer\n", "klingon")),
        ("inventory/encoding-mixed", list(b"Name;Zimmer\nM\xC3\xBCller;1\nJ\xF6rg;2\n").findings),
        ("inventory/letters-lost", csv("Name;Vorname\nM?ller;Hans\n")),
        ("inventory/text-garbled", csv("Name;Vorname\nMÃ¼ller;Hans\n")),
        ("inventory/header-missing", csv("eins;zwei\ndrei;vier\n")),
        ("inventory/column-missing", csv("Zimmer;Durchwahl\n1;101\n")),
        ("inventory/column-missing", logins("Nebenstelle;Anmeldename\n101;101\n")),
        ("inventory/column-double", csv("Name;Name;Zimmer\nMüller;Maier;1\n")),
        ("inventory/column-unused", csv("Name;Zimmer;Lieblingsfarbe\nMüller;1;blau\n")),
        ("inventory/column-amt-doubtful", csv("Name;Durchwahl;Amt\nMüller;101;ja\nWeiß;102;nein\n")),
        ("inventory/row-too-long", csv("Name;Amt;Zimmer\nMüller;IT; Organisation;1\n")),
        ("inventory/row-too-short", csv("Name;Amt;Zimmer\nMüller\n")),
        ("inventory/more-of-the-same", csv(&many_short)),
        ("inventory/quote-open", csv("Name;Zimmer\n\"Müller;1\n")),
        ("inventory/cell-line-break", csv("Name;Zimmer\n\"Mül\nler\";1\n")),
        ("inventory/sheet-hidden", book(&hidden, None)),
        ("inventory/sheet-skipped", book(&hidden, None)),
        ("inventory/sheet-unknown", book(&hidden, Some("Neu"))),
        ("inventory/cell-unreadable", {
            let text = "extension,name,secret,voicemail_enable\n101,Anna,geheim7,vielleicht\n";
            let files = crate::inventory::asterisk::files::MemoryFiles::new();
            let list = ListFile::new("bulk.csv", text.as_bytes());
            (crate::inventory::freepbx::BULK.read)(&crate::inventory::formats::Given { list, plan: &plan(), files: &files })
                .findings
        }),
        ("inventory/cell-error", book(&dates, None)),
        ("inventory/cell-far-away", book(&dates, None)),
        ("inventory/cell-broken-into-lines", csv("Name;Zimmer\nMüller;1.01\tAltbau\n")),
        ("inventory/value-inherited", csv("Name;Amt;Zimmer\nMüller;Bauamt;1\nWeiß;;2\n")),
        ("inventory/zero-restored", book(&dates, None)),
        ("inventory/room-became-date", book(&dates, None)),
        ("inventory/room-became-date", one("Zimmer", "03. Jan")),
        ("inventory/room-digit-lost", book(&dates, None)),
        ("inventory/number-digits-lost", one("Durchwahl", "\"4,98999998101E+12\"")),
        ("inventory/number-range", one("Durchwahl", "101-105")),
        ("inventory/number-service", one("Durchwahl", "112")),
        ("inventory/number-became-date", one("Durchwahl", "12.05.2024")),
        ("inventory/number-not-understood", one("Durchwahl", "siehe Vorzimmer")),
        ("inventory/number-of-another-site", one("Telefon", "030 23125000")),
        ("inventory/number-of-another-site", one("Durchwahl", "0152 28817386")),
        ("inventory/number-zero-missing", one("Durchwahl", "8999998101")),
        ("inventory/number-zero-missing", one("Durchwahl", "21")),
        ("inventory/number-length", one("Durchwahl", "99998-90201")),
        ("inventory/number-too-long", one("Telefon", "+49 30 12345678901234")),
        ("inventory/number-several", one("Durchwahl", "101/102")),
        ("inventory/number-odd-signs", one("Durchwahl", "99998\u{2013}101")),
        ("inventory/number-columns-differ", csv("Name;Nebenstelle;Telefon\nMüller;101;089 99998-102\n")),
        ("inventory/days-not-understood", one("Arbeitstage", "jede 2. Woche")),
        ("inventory/value-not-understood", one("Homeoffice", "vielleicht")),
        ("inventory/value-not-understood", one("Eigenes Notebook", "vielleicht")),
        ("inventory/mac-malformed", one("MAC", "\"5,34E+03\"")),
        ("inventory/person-nameless", csv("Name;Zimmer;Durchwahl\n;1;101\n")),
        ("inventory/list-empty", csv("Name;Zimmer\n")),
        ("inventory/remark-row", csv("Personalnr;Name;Amt\n1;Müller;Bauamt\nStand: gestern;;\n")),
        ("inventory/function-in-staff-list", csv("Name;Vorname;Durchwahl\nTürsprechstelle Nord;;390\n")),
        ("inventory/number-is-attendant", one("Durchwahl", "-0")),
        ("inventory/section-taken", csv("Name;Vorname;Durchwahl\nBauamt;;\nMüller;Hans;101\n")),
        ("inventory/cell-without-title", book(&untitled, None)),
        ("inventory/titles-change", csv("Name;Vorname;Zimmer\nMüller;Hans;1\nAmt;Mitarbeiter;Raum\nBauamt;Weiß, Eva;2\n")),
        ("inventory/name-note-removed", csv("Name;Vorname\nMüller (Tz);Hans\n")),
        ("inventory/name-order-unclear", csv("Name;Zimmer\nMartin Franz;1\n")),
        ("inventory/name-of-several-people", csv("Name;Zimmer\nMüller/Meier;1\n")),
        ("inventory/room-became-date", csv("Name;Zimmer\nMüller;2.12\nWeiß;45337\n")),
        ("inventory/room-became-date", csv("Name;Zimmer\nMüller;2.12\nWeiß;14.02.2026\n")),
        ("inventory/list-unreadable", csv("%PDF-1.7\n")),
        ("inventory/list-unreadable", csv("Name;Zimmer\nMü\0ller;2.12\n")),
        ("inventory/placeholder", one("Personalnr", "unbekannt")),
        ("inventory/placeholder", one("E-Mail", "0")),
        ("inventory/placeholder", one("MAC", "x")),
        ("inventory/password-in-text", csv("Name;Zimmer;Bemerkung\nMüller;1;Passwort: geheim123\n")),
        ("inventory/password-in-text", one("Zimmer", "PIN 4711")),
        ("inventory/login-incomplete", logins("Nebenstelle;Anmeldename;Kennwort\n101;101;\n")),
        ("inventory/login-listed-twice", logins("Nebenstelle;Anmeldename;Kennwort\n101;101;geheim1\n101;101;geheim2\n")),
    ]
}

#[test]
fn every_code_of_the_readers_appears() {
    let mut seen = std::collections::BTreeSet::new();
    for (code, findings) in cases() {
        let found = findings.iter().find(|f| f.code.as_str() == code);
        let found = found.unwrap_or_else(|| panic!("{code} missing in:\n{}", told(&findings)));
        assert!(found.place.is_some(), "{code} has a place");
        seen.insert(code);
    }
    let all: std::collections::BTreeSet<&str> = codes::ALL.iter().chain(table::codes::ALL).map(|page| page.slug).collect();
    assert_eq!(seen, all);
}

#[test]
fn bad_cells_are_told_with_line_and_column() {
    let text = "Name;Durchwahl;Homeoffice\nMüller;101-105;ja\nWeiß;\"4,9E+12\";vielleicht\n";
    assert_eq!(
        told(&list(text.as_bytes()).findings),
        "liste.csv:2:8: error[inventory/number-range]: `101-105` may be one number or a range; no extension was taken\n\
         \x20 help: write an extension or a number such as `089 99998-…`\n\
         liste.csv:3:6: error[inventory/number-digits-lost]: `4,9E+12` lost digits in a spreadsheet; no extension was taken\n\
         \x20 help: write an extension or a number such as `089 99998-…`\n\
         liste.csv:3:16: warning[inventory/value-not-understood]: `vielleicht`: expected one of `ja`, `nein`, `immer`; taken as empty\n"
    );
}

#[test]
fn a_list_of_logins_keeps_its_secrets() {
    let text = "\
Zugänge zur Telefonanlage;;
Nebenstelle;Anmeldename;Kennwort
0201;0201;Hx7 ;geheim
0202;0202;\"Semi;kolon\"
0203;;hunter2
hunter3;0204;0204
0205;0205;
0202;0202;hunter4
0206;0206;\"quote\"\"d\"
";
    let list = read_accounts(&ListFile::new("zugang.csv", text.as_bytes()), &plan());
    let logins: Vec<(&str, &str, &str)> =
        list.logins.iter().map(|(e, row)| (e.as_str(), row.auth_user.value.as_str(), row.secret.expose())).collect();
    assert_eq!(logins, [("0201", "0201", "Hx7 "), ("0202", "0202", "Semi;kolon"), ("0206", "0206", "quote\"d")]);
    let all = format!("{:?}{}", list, told(&list.findings));
    for secret in ["hunter", "Hx7", "Semi", "geheim", "quote"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    let codes: Vec<(String, &str)> =
        list.findings.iter().map(|f| (f.place.as_ref().map(ToString::to_string).unwrap_or_default(), f.code.as_str())).collect();
    assert_eq!(
        codes,
        [
            ("zugang.csv:5".to_owned(), "inventory/login-incomplete"),
            ("zugang.csv:6:1".to_owned(), "inventory/login-incomplete"),
            ("zugang.csv:7".to_owned(), "inventory/login-incomplete"),
            ("zugang.csv:8:1".to_owned(), "inventory/login-listed-twice"),
        ]
    );
}

#[test]
fn a_200_mb_line_is_one_error_at_once() {
    let mut bytes = b"Name;Vorname\n".to_vec();
    bytes.resize(200 << 20, b'x');
    let start = std::time::Instant::now();
    let list = list(&bytes);
    assert_eq!(list.findings.len(), 1);
    assert_eq!(list.findings[0].code.as_str(), "inventory/list-too-large");
    assert_eq!(list.findings[0].place.as_ref().map(ToString::to_string).as_deref(), Some("liste.csv:2"));
    assert!(start.elapsed() < std::time::Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 }));
}

#[test]
fn mutated_lists_never_break_the_reader() {
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(OFFICE);
    let originals = [OFFICE.as_bytes().to_vec(), windows.to_vec()];
    let mut random = Random(0xC5);
    let mut used = 0;
    for round in 0..3000 {
        let mut bytes = originals[round % 2].clone();
        for _ in 0..=random.below(5) {
            let at = random.below(bytes.len());
            match random.below(5) {
                _ if bytes.is_empty() => {}
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes.insert(at, b"\";,\t\n\r\0\xFF"[random.below(8)]),
                2 => {
                    bytes.remove(at);
                }
                3 => {
                    let to = (at + random.below(60)).min(bytes.len());
                    let piece = bytes[at..to].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        used += usize::from(!list(&bytes).people.is_empty());
        let accounts = read_accounts(&ListFile::new("z.csv", &bytes), &plan());
        assert!(accounts.logins.len() < 20);
    }
    assert!(used > 1000, "{used}");
}

#[test]
fn functions_under_one_title_for_both_names_are_no_people() {
    let text =
        "Name, Vorname;Abteilung;Nst\nMüller, Hans;Bauamt;101\nFax Poststelle;;108\nAufzug Notruf;;109\nKarin Faxe;Bauamt;110\n";
    let read = list(text.as_bytes());
    let names: Vec<&str> = read.functions.iter().map(|f| f.name.value.as_str()).collect();
    assert_eq!(names, ["Fax Poststelle", "Aufzug Notruf"]);
    assert_eq!(people(&read).len(), 2);
}

#[test]
fn hours_units_employment_and_remarks_have_places_of_their_own() {
    let text = "Name;Vorname;Amt;Sachgebiet;Dezernat;Amtskürzel;Wochenstunden;Arbeitstage;Beschäftigungsstatus;Bemerkung;Farbe;PIN;Wunschtage\n\
        Müller;Hans;Bauamt;Hochbau;Dezernat 3;61;19,5;Mo-Mi;aktiv;ab 1.4.;rot;4711;Mo\n\
        Huber;Anna;Bauamt;;Dezernat 3;61;;Teilzeit 50 %;ausgeschieden;;;;\n\
        Weiß;Änne;Bauamt;;;;viel;Mo-Fr;vielleicht;;;;\n";
    let read = list(text.as_bytes());
    let shown = |value: Option<String>, at: Option<&Place>| {
        format!("{}@{}", value.unwrap_or_default(), at.map(ToString::to_string).unwrap_or_default())
    };
    let lines: Vec<String> = read
        .people
        .iter()
        .map(|entry| {
            let p = &entry.person;
            let units = entry.units.as_deref().cloned().unwrap_or_default();
            [
                shown(p.unit.as_ref().map(|u| u.value.to_string()), p.unit.as_ref().map(|u| &u.at)),
                shown(units.parent.as_ref().map(|u| u.value.to_string()), units.parent.as_ref().map(|u| &u.at)),
                shown(units.short.as_ref().map(|u| u.value.clone()), None),
                shown(p.hours.as_ref().map(|h| h.value.to_string()), p.hours.as_ref().map(|h| &h.at)),
                shown(Some(format!("{:?}", p.off_days)), p.off_days.at()),
                shown(Some(format!("{:?}", p.wish_home)), p.wish_home.at()),
                shown(p.employment.as_ref().map(|e| format!("{:?}", e.value)), p.employment.as_ref().map(|e| &e.at)),
                shown(p.notes.as_ref().map(|n| n.value.clone()), None),
                shown(Some(p.extra.line()), p.extra.at()),
            ]
            .join(" ")
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Hochbau@liste.csv:2:20 Dezernat 3@liste.csv:2:28 61@ 19.5 h@liste.csv:2:42 [4, 5]@liste.csv:2:47 [1]@liste.csv:2:76 \
             Active@liste.csv:2:53 ab 1.4.@ Farbe: rot@liste.csv:2:67",
            "@ Dezernat 3@liste.csv:3:20 61@ 50 %@liste.csv:3:35 []@ []@ Leaver@liste.csv:3:49 @ @",
            "@ @ @ @ []@liste.csv:4:26 []@ @ @ @",
        ]
    );
    let told = told(&read.findings);
    for expected in [
        "columns not read (2): `Farbe`, `PIN`; kept as `extra`: 1 (`Farbe`); withheld because of the title: 1 (`PIN`)",
        "`viel`: expected one of `19,5`, `50 %`; taken as empty",
        "`vielleicht`: expected one of `aktiv`, `gesperrt`, `ausgeschieden`; taken as empty",
    ] {
        assert!(told.contains(expected), "{told}");
    }
    assert!(!told.contains("day-list") && !format!("{read:?}").contains("4711"), "{told}");
}

#[test]
fn rooms_that_became_dates_are_told_and_rooms_are_not() {
    let text = "Name;Vorname;Zimmer\nA;B;2.12\nC;D;2.14\nE;F;1.07\nG;H;45337\nI;J;14.02.2026\nK;L;02.14\nM;N;14. Feb\nO;P;214\n";
    let list = list(text.as_bytes());
    let rooms: Vec<&str> =
        list.people.iter().map(|entry| entry.person.room.as_ref().map_or("-", |room| room.value.as_str())).collect();
    assert_eq!(rooms, ["2.12", "2.14", "1.07", "-", "-", "2.14", "14.02", "214"]);
    assert_eq!(
        told(&list.findings),
        "\
liste.csv:5:5: warning[inventory/room-became-date]: the room is a date, `45337` (the day 15.02.2024 as a spreadsheet counts it); it was probably `2.15` or `15.02`; the room was left out
  help: format the column as text and write the room again
liste.csv:6:5: warning[inventory/room-became-date]: the room is a date, `14.02.2026`; it was probably `2.14` or `14.02`; the room was left out
  help: format the column as text and write the room again
liste.csv:7:5: warning[inventory/room-became-date]: the room is a date, `02.14`; taken as `2.14`
  help: format the column as text and write the room again
liste.csv:8:5: warning[inventory/room-became-date]: the room is a date, `14. Feb`; taken as `14.02`
  help: format the column as text and write the room again
"
    );
    assert!(list.findings.iter().all(|finding| finding.what.de.contains("das Zimmer ist ein Datum")));
    let plain = read(&ListFile::new("liste.csv", b"Name;Vorname;Zimmer\nA;B;02.12\nC;D;02.14\nE;F;10.01\n"), &plan());
    assert_eq!(told(&plain.findings), "");
}

#[test]
fn number_cells_and_dates_of_a_workbook_are_no_rooms() {
    let bytes = workbook(|page| {
        titles(page, &["Name", "Vorname", "Zimmer"]);
        for (row, room) in [(1, 2.12), (2, 2.15), (3, 46067.0), (4, 46067.0)] {
            page.write(row, 0, format!("Müller{row}")).expect("a cell");
            if row == 4 {
                page.write_with_format(row, 2, room, &Format::new().set_num_format("dd.mm.yyyy")).expect("a cell");
            } else {
                page.write(row, 2, room).expect("a cell");
            }
        }
    });
    let list = read(&ListFile::new("liste.xlsx", &bytes), &plan());
    let dates: Vec<String> = list
        .findings
        .iter()
        .filter(|finding| finding.code == codes::ROOM_DATE.code())
        .map(|finding| format!("{} {}", finding.place.as_ref().expect("a place"), finding.what.en))
        .collect();
    assert_eq!(
        dates,
        [
            "liste.xlsx#Liste!C4 the room is a date, `46067` (the day 14.02.2026 as a spreadsheet counts it); it was probably `2.14` or `14.02`; the room was left out",
            "liste.xlsx#Liste!C5 the room is a date, `14.02.2026`; it was probably `2.14` or `14.02`; the room was left out",
        ]
    );
}

#[test]
fn fax_mobile_and_devices_of_people_are_kept() {
    let text = "Personalnr;Name;Vorname;Durchwahl;Telefax;Diensthandy;Seriennummer Notebook;Inventarnummer;MAC\n\
                1;Müller;Hans;101;089 99998-399;0152 28817386;PF1ABC;N-1;\n\
                2;Weiß;Jörg;102;-399;;;N-2;\n3;Groß;Eva;;103;;;N-3;00:00:5e:00:53:03\n4;Voß;Ute;103;030 23125000;;x;;\n";
    let list = list(text.as_bytes());
    let extras: Vec<String> = list.people.iter().map(|entry| entry.person.extra.line()).collect();
    assert_eq!(extras, ["fax: 089 99998-399; mobile: 0152 28817386", "fax: -399", "fax: 103", "fax: 030 23125000"]);
    let devices: Vec<String> = list
        .devices
        .iter()
        .map(|d| {
            let text = |value: &Option<Sourced<String>>| value.as_ref().map_or("-".to_owned(), |value| value.value.clone());
            format!("{} {:?} {} {} {}", d.id, d.kind, text(&d.label), text(&d.serial), text(&d.owner))
        })
        .collect();
    assert_eq!(devices, ["N-1 Notebook N-1 PF1ABC 1", "00:00:5e:00:53:03 Unknown N-3 - 3"], "what has no extension to stand at");
    let functions: Vec<String> = list
        .functions
        .iter()
        .map(|f| format!("{:?} {}", f.kind, f.extension.as_ref().map_or("-", |number| number.value.as_str())))
        .collect();
    assert_eq!(functions, ["Fax 399"], "once, and not where it is somebody's telephone");
    let told = told(&list.findings);
    assert!(told.contains("note[inventory/function-in-staff-list]: `Fax` is a function and no person"), "{told}");
    assert!(!told.contains("column-unused"), "{told}");
}

#[test]
fn a_column_of_whole_names_is_parted() {
    let names = |list: &StaffList| -> Vec<String> {
        let text = |value: Option<&Sourced<String>>| value.map_or("-".to_owned(), |value| value.value.clone());
        let parts = |p: &Person| format!("{} | {} | {}", text(p.title.as_ref()), p.last.value, text(p.first.as_ref()));
        list.people.iter().map(|entry| parts(&entry.person)).collect()
    };
    let office = list(
        "Name;Durchwahl;E-Mail\nHans Müller;101;\nWeiß, Jörg;102;\nDr. v. Au;103;\nDr. Eva von der Au;104;\nFranz Martin;105;martin.f@amt.example\n\
         Otto Franz;106;\nKarl Otto;107;\nFax Poststelle;399;\n"
            .as_bytes(),
    );
    assert_eq!(
        names(&office),
        [
            "- | Müller | Hans",
            "- | Weiß | Jörg",
            "Dr. | v. Au | -",
            "Dr. | von der Au | Eva",
            "- | Martin | Franz",
            "- | Franz | Otto",
            "- | Otto | Karl"
        ]
    );
    assert!(!told(&office.findings).contains("name-order"), "the others tell the order: {}", told(&office.findings));
    // The other way round, by most of the names.
    let turned = list("Name;Durchwahl\nMüller Hans;101\nWeiß Jörg;102\nFranz Otto;103\n".as_bytes());
    assert_eq!(names(&turned), ["- | Müller | Hans", "- | Weiß | Jörg", "- | Franz | Otto"]);
    // Nothing tells: once for the column.
    let open = list("Name;Durchwahl\nFranz Otto;101\nKarl Franz;102\n".as_bytes());
    assert_eq!(names(&open), ["- | Otto | Franz", "- | Franz | Karl"]);
    assert_eq!(
        told(&open.findings),
        "liste.csv:2:1: warning[inventory/name-order-unclear]: names of which nothing tells the order, the last word taken as the last name: 2, \
         the first: `Franz Otto`\n  help: check them, and write `Nachname, Vorname`, or two columns `Name` and `Vorname`\n"
    );
    // A title that says so, and a list with a column for first names.
    assert_eq!(names(&list("Name Vorname;Durchwahl\nOtto Franz;101\n".as_bytes())), ["- | Otto | Franz"]);
    assert_eq!(names(&list("Name;Vorname\nMaier Huber;Eva\n".as_bytes())), ["- | Maier Huber | Eva"]);
}
