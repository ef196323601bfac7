//! Out as XLSX and CSV, edited, and back in again.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

use super::*;
use crate::diag::{Place, Words};
use crate::inventory::exchange::{
    Edit, EditState, Returned, Review, Subject, read_corrections, read_returned, render_corrections, replaced, review, sheets,
};
use crate::inventory::formats::{self, Class};
use crate::inventory::merge::{Inputs, merge};
use crate::inventory::model::{
    Device, DeviceKind, Employment, ExtensionEntry, ExtensionKind, HomeSuitability, Inventory, Person, Sourced,
};
use crate::inventory::reading::Reading;
use crate::inventory::staff::{Entry, ListFile};
use crate::output::tables_csv;
use crate::policy::site::Numbers;
use crate::random::Random;

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([4])
}

fn at(line: u32) -> Place {
    Place::at("staff.csv", line, 3)
}

fn text<T: std::str::FromStr>(value: &str, line: u32) -> Option<Sourced<T>> {
    value.parse().ok().map(|value| Sourced::new(value, at(line)))
}

fn person(id: &str, last: &str, extension: &str, line: u32) -> Person {
    let mut person = Person::new(id.parse().unwrap(), Sourced::new(last.to_owned(), at(line)), at(line));
    person.extension = text(extension, line);
    person
}

fn inventory() -> Inventory {
    let mut huber = person("0047", "Huber", "0201", 2);
    huber.first = text("Änne", 2);
    huber.room = text("2.14", 2);
    huber.off_days = vec![1, 5].into();
    huber.home = Some(Sourced::new(HomeSuitability::Always, at(2)));
    let mut fax = ExtensionEntry::new("0299".parse().unwrap(), ExtensionKind::Fax, Words::new("", ""), at(9));
    fax.name = text("+49 89 99998", 9);
    let mut notebook = Device::new("n-1", DeviceKind::Notebook, at(20));
    notebook.label = text("=1+1", 20);
    Inventory {
        persons: [huber, person("0048", "Maier", "0202", 3), person("0049", "Weiß", "0203", 4)].map(Box::new).into(),
        extensions: vec![Box::new(fax)],
        devices: vec![notebook],
        ..Inventory::default()
    }
}

fn list<'a>(file: &'a str, bytes: &'a [u8]) -> ListFile<'a> {
    ListFile::new(file, bytes)
}

/// The tables of the file, each as rows of text, through a reader that is not ours.
fn opened(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let rows =
        |range: calamine::Range<calamine::Data>| range.rows().map(|r| r.iter().map(ToString::to_string).collect()).collect();
    names.into_iter().map(|name| (name.clone(), rows(book.worksheet_range(&name).unwrap()))).collect()
}

/// As a spreadsheet program saves it.
fn saved(tables: &[(String, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in tables {
        let page = book.add_worksheet();
        page.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                if !cell.is_empty() {
                    page.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn reviewed(now: &Inventory, bytes: &[u8]) -> Review {
    review(&sheets(now), &read_returned(&list("back", bytes)), &plan())
}

fn codes(review: &Review) -> Vec<&str> {
    let mut codes: Vec<&str> = review.findings.iter().map(|f| f.code.as_str().trim_start_matches("inventory/")).collect();
    codes.sort_unstable();
    codes
}

fn edits(review: &Review) -> Vec<String> {
    let one = |e: &Edit| format!("{} {} {:?}: {} -> {} [{} <- {}]", e.id, e.field, e.state, e.old, e.new, e.new_at, e.old_at);
    review.edits.iter().map(one).collect()
}

#[test]
fn what_is_written_comes_back_in_both_forms_and_languages() {
    let inventory = inventory();
    for lang in [Lang::De, Lang::En] {
        let bytes = xlsx(&sheets(&inventory), lang).unwrap();
        assert!(bytes == xlsx(&sheets(&inventory), lang).unwrap(), "the same bytes");
        let back = reviewed(&inventory, &bytes);
        assert!(back.is_none() && back.rows == 5 && back.findings.is_empty(), "{:?} {:?}", edits(&back), back.findings);
        for sheet in sheets(&inventory) {
            let back = reviewed(&inventory, &tables_csv::table(&sheet, lang));
            assert!(back.is_none() && back.findings.is_empty(), "{:?} {:?}", edits(&back), back.findings);
            assert_eq!(back.rows, sheet.records.len());
        }
    }
    let german = opened(&xlsx(&sheets(&inventory), Lang::De).unwrap());
    assert_eq!(german[0].0, "Personen");
    assert_eq!(german[0].1[1][..4], ["0047", "Huber", "Änne", "0201"].map(str::to_owned));
    assert_eq!(german[0].1[1][12..14], ["Mo, Fr", "immer"].map(str::to_owned));
    assert_eq!(german[2].1[1][6], "=1+1", "text, no formula");
    let csv = String::from_utf8(tables_csv::table(&sheets(&inventory)[2], Lang::En)).unwrap();
    assert!(csv.starts_with("\u{feff}Device ID;Kind of device;") && csv.contains(";'=1+1;"), "{csv}");
}

const PIECES: [&str; 44] = [
    "Müller",
    "=1+1",
    "+49",
    "-",
    "@SUM(A1)",
    "'",
    "\"",
    "\"\"",
    ";",
    ",",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "|",
    "sep=;",
    "_x000D_",
    "_x005F_",
    "\u{0}",
    "\u{1b}[31m",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{85}",
    "ß",
    "e\u{301}",
    "📞",
    "\u{10ffff}",
    " ",
    "\u{a0}",
    "<b>",
    "&amp;",
    "&",
    "]]>",
    "{{x}}",
    "${x}",
    "%s",
    "\\",
    "/",
    "#NV",
    "0",
    "00201",
    "1e5",
    "\u{ffff}",
];

fn hostile(dice: &mut Random) -> String {
    (0..=dice.below(5)).map(|_| PIECES[dice.below(PIECES.len())]).collect()
}

#[test]
fn five_thousand_hostile_names_come_back_equal_or_are_refused() {
    let mut dice = Random(7);
    let mut inventory = Inventory::default();
    for line in 1..=5_000_u32 {
        let mut person = person(&format!("p{line:05}"), "x", "0201", line);
        person.last = Sourced::new(hostile(&mut dice), at(line));
        person.first = Some(Sourced::new(hostile(&mut dice), at(line)));
        person.mail = Some(Sourced::new(hostile(&mut dice), at(line)));
        inventory.persons.push(Box::new(person));
    }
    let tables = sheets(&inventory);
    // Only what is told as replaced differs from the inventory.
    let mut refused = 0;
    for (person, record) in inventory.persons.iter().zip(&tables[0].records) {
        for (at, value) in [(1, &person.last), (2, person.first.as_ref().unwrap())] {
            assert_eq!(record.values[at].replaced, record.values[at].text != value.value, "{:?}", value.value);
            refused += usize::from(record.values[at].replaced);
        }
    }
    assert!((1_000..9_000).contains(&refused), "{refused}");
    let told = replaced(&tables);
    assert_eq!(told.len(), 3, "one finding for each column");
    let workbook = xlsx(&tables, Lang::De).unwrap();
    let csv = tables_csv::table(&tables[0], Lang::En);
    for bytes in [&workbook, &csv] {
        let back = reviewed(&inventory, bytes);
        assert_eq!(back.rows, 5_000, "{:?}", back.findings);
        assert!(back.is_none(), "{:?}", edits(&back).iter().take(5).collect::<Vec<_>>());
    }
}

/// The German tables of the inventory with one cell of the persons changed.
fn with_cell(inventory: &Inventory, row: usize, column: usize, text: &str) -> Vec<u8> {
    let mut tables = opened(&xlsx(&sheets(inventory), Lang::De).unwrap());
    text.clone_into(&mut tables[0].1[row][column]);
    saved(&tables)
}

#[test]
fn an_edit_is_told_with_both_places() {
    let inventory = inventory();
    let back = reviewed(&inventory, &with_cell(&inventory, 1, 5, "2.15"));
    assert_eq!(edits(&back), ["0047 room Clean: 2.14 -> 2.15 [back#Personen!F2 <- staff.csv:2:3]"]);
    assert!(codes(&back).is_empty(), "{:?}", back.findings);
    // Words of either language, numbers in any notation; what means the same is no edit.
    for (column, text, expected) in [
        (12, "Mon; Fr", ""),
        (12, "Mi", "1,5 -> 3"),
        (13, "no", "always -> no"),
        (13, "", "always -> "),
        (3, "089 99998-0444", "0201 -> 0444"),
        (1, " Huber ", ""),
    ] {
        let back = reviewed(&inventory, &with_cell(&inventory, 1, column, text));
        let told = edits(&back).join("\n");
        assert!(
            if expected.is_empty() { told.is_empty() } else { told.contains(expected) },
            "{text}: {told} {:?}",
            back.findings
        );
    }
}

#[test]
fn what_cannot_be_taken_is_refused_and_told() {
    let inventory = inventory();
    // The last column.
    let stamp = opened(&xlsx(&sheets(&inventory), Lang::De).unwrap())[0].1[0].len() - 1;
    for (column, text, code) in [
        (7, "huber", "edit-of-locked-column"),
        (3, "12a", "edit-not-valid"),
        (1, "", "edit-not-valid"),
        (12, "gestern", "edit-not-valid"),
        (3, "201", "edit-zero-lost"),
        (stamp, "", "edit-without-stamp"),
    ] {
        let back = reviewed(&inventory, &with_cell(&inventory, 1, column, text));
        assert_eq!(codes(&back), [code], "{text} {:?}", back.findings);
        assert!(back.edits.iter().all(|edit| edit.state == EditState::Refused), "{:?}", edits(&back));
    }
    let back = reviewed(&inventory, &with_cell(&inventory, 1, 0, "0050"));
    assert_eq!(codes(&back), ["edit-row-missing", "edit-row-unknown"]);
    assert_eq!((back.added[0].id.as_str(), back.missing[0].id.as_str()), ("0050", "0047"));
    let back = reviewed(&inventory, &with_cell(&inventory, 1, 0, "0048"));
    assert_eq!(codes(&back), ["edit-of-key"]);
    assert_eq!(edits(&back), ["0047 id Refused: 0047 -> 0048 [back#Personen!A2 <- staff.csv:2:3]"]);
    let mut copied = opened(&xlsx(&sheets(&inventory), Lang::De).unwrap());
    let row = copied[0].1[1].clone();
    copied[0].1.push(row);
    assert_eq!(codes(&reviewed(&inventory, &saved(&copied))), ["edit-row-twice"]);
    // A remark beside the table, and a sheet that is gone.
    let mut shorter = opened(&xlsx(&sheets(&inventory), Lang::De).unwrap());
    shorter[0].1[1].push("call him".to_owned());
    shorter.remove(2);
    let back = reviewed(&inventory, &saved(&shorter));
    assert_eq!(codes(&back), ["cell-without-title", "edit-sheet-missing"]);
    assert_eq!(back.missing.len(), inventory.devices.len());
    let back = reviewed(&inventory, &with_cell(&inventory, 0, 5, "Büro"));
    assert_eq!(codes(&back), ["column-unused", "edit-column-missing"]);
    let none: Returned = read_returned(&list("x.csv", b"Name;Vorname\nHuber;Hans\n"));
    assert!(none.is_empty() && none.findings.iter().any(|f| f.code.as_str() == "inventory/edit-no-table"));
}

#[test]
fn edits_meet_changes_of_the_sources() {
    let old = inventory();
    let mut now = inventory();
    now.persons[0].room = text("3.01", 2);
    now.persons[1].last.value = "Meier".to_owned();
    // Untouched: only the sources moved on.
    let back = reviewed(&now, &xlsx(&sheets(&old), Lang::De).unwrap());
    assert!(back.is_none() && back.moved_on == 2, "{:?}", edits(&back));
    // Both changed the room; the last name was edited to what the sources say.
    let mut tables = opened(&xlsx(&sheets(&old), Lang::De).unwrap());
    "2.15".clone_into(&mut tables[0].1[1][5]);
    "Meier".clone_into(&mut tables[0].1[2][1]);
    let back = reviewed(&now, &saved(&tables));
    assert_eq!(edits(&back), ["0047 room Conflict: 3.01 -> 2.15 [back#Personen!F2 <- staff.csv:2:3]"]);
    assert_eq!(codes(&back), ["edit-conflict"]);
}

fn merged(inventory: &Inventory, corrections: Reading) -> crate::inventory::merge::Merged {
    let people = inventory.people().cloned().map(Entry::of).collect();
    let (extensions, devices) = (inventory.entries().cloned().collect(), inventory.devices.clone());
    let lists = Reading { extensions, people, devices, ..Reading::default() };
    let readings = vec![(Class::Staff, lists), (Class::Correction, corrections)];
    merge(Inputs { readings, ..Inputs::default() })
}

/// Corrections through the format that the content shows.
fn read(rows: &[Vec<String>]) -> Reading {
    let bytes = tables_csv::rows(rows);
    let (format, likeness) = formats::recognise("x", &bytes)[0].clone();
    assert_eq!((format.name, likeness.score), ("deskshift/corrections", 99));
    let files = crate::inventory::asterisk::files::MemoryFiles::new();
    (format.read)(&formats::Given { list: list("fix.csv", &bytes), plan: &plan(), files: &files })
}

#[test]
fn accepted_edits_count_before_all_sources() {
    let inventory = inventory();
    let mut tables = opened(&xlsx(&sheets(&inventory), Lang::De).unwrap());
    for (table, row, column, text) in
        [(0, 1, 5, "2.15"), (0, 1, 12, "Mi"), (0, 2, 5, "-1.05"), (1, 1, 2, "Tür"), (2, 1, 8, "Weiß"), (0, 1, 13, "")]
    {
        text.clone_into(&mut tables[table].1[row][column]);
    }
    let back = reviewed(&inventory, &saved(&tables));
    let rows = render_corrections(&[], &back.edits);
    assert_eq!(rows.len(), 7, "{:?} {:?}", edits(&back), back.findings);
    let merged = merged(&inventory, read(&rows));
    let ours: Vec<&str> = merged.findings.iter().map(|f| f.code.as_str()).filter(|c| c.contains("correction")).collect();
    assert!(ours.is_empty(), "{ours:?}");
    let person = |id: &str| merged.inventory.persons.iter().find(|p| p.id.as_str() == id).unwrap();
    let room = person("0047").room.as_ref().unwrap();
    assert_eq!((room.value.as_str(), room.at.to_string().as_str()), ("2.15", "fix.csv:2:18"));
    assert_eq!((&*person("0047").off_days, person("0047").home.as_ref()), ([3].as_slice(), None));
    assert_eq!(person("0048").room.as_ref().unwrap().value.as_str(), "-1.05", "the apostrophe is gone");
    let fax = merged.inventory.extensions.iter().find(|e| e.number.as_str() == "0299").unwrap();
    assert_eq!(fax.kind, ExtensionKind::Door);
    assert!(fax.kind_reason.en.contains("fix.csv:"), "{}", fax.kind_reason.en);
    assert_eq!(merged.inventory.devices[0].person.as_ref().unwrap().as_str(), "0049", "the corrected owner is looked for");
    // The edited table has nothing new any more.
    let again = reviewed(&merged.inventory, &saved(&tables));
    assert!(again.edits.is_empty(), "{:?}", edits(&again));
    // Added to what is there, a field only once.
    let (_, there, _) = read_corrections(&list("fix.csv", &tables_csv::rows(&rows)), &plan());
    assert_eq!(render_corrections(&there, &back.edits).len(), 7);
    assert_eq!(render_corrections(&there, &[]).len(), 7);
}

#[test]
fn corrections_that_do_not_fit_are_told() {
    let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let title = row(["deskshift correction", "id", "field", "value", "before"]);
    for (cells, code) in [
        (["person", "0099", "last", "x", "y"], "inventory/correction-unmatched"),
        (["person", "0047", "last", "x", "y"], "inventory/correction-outdated"),
        (["person", "0047", "last", "Huber", "Hubert"], "inventory/correction-needless"),
        (["person", "0047", "login", "x", ""], "inventory/correction-not-valid"),
        (["desk", "0047", "last", "x", ""], "inventory/correction-not-valid"),
        (["person", "0047", "extension", "x", "0201"], "inventory/correction-not-valid"),
    ] {
        let merged = merged(&inventory(), read(&[title.clone(), row(cells)]));
        let told: Vec<&str> = merged.findings.iter().map(|f| f.code.as_str()).filter(|c| c.contains("correction")).collect();
        assert_eq!(told, [code], "{cells:?}");
    }
    let twice = row(["person", "0047", "last", "x", "Huber"]);
    let merged = merged(&inventory(), read(&[title, twice.clone(), twice]));
    assert!(merged.findings.iter().any(|f| f.code.as_str() == "inventory/correction-not-valid"));
}

#[test]
fn broken_tables_are_read_or_refused() {
    let whole = tables_csv::table(&sheets(&inventory())[0], Lang::De);
    let mut dice = Random(3);
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(bytes.len());
            match dice.below(3) {
                0 => bytes[at] = dice.below(256) as u8,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"\";\n'\0"[dice.below(5)]),
            }
        }
        let back = reviewed(&inventory(), &bytes);
        // Nobody appears who is not in the inventory, and what is accepted can be read back.
        let rows = render_corrections(&[], &back.edits);
        let (_, read, _) = read_corrections(&list("x", &tables_csv::rows(&rows)), &plan());
        assert_eq!(read.len(), rows.len() - 1, "{rows:?}");
    }
    assert_eq!(Subject::by_word("person"), Some(Subject::Person));
}

#[test]
fn times_of_work_caller_ids_and_what_no_field_holds_come_back() {
    let mut inventory = inventory();
    let huber = &mut inventory.persons[0];
    huber.hours = text("19.5 h", 2);
    huber.employment = Some(Sourced::new(Employment::Active, at(2)));
    huber.extra = [("Farbe", text::<String>("=rot", 2).unwrap())].into_iter().collect();
    inventory.extensions[0].caller_id.outgoing = text("+4986158101", 9);
    let sheets = sheets(&inventory);
    for back in [xlsx(&sheets, Lang::De), xlsx(&sheets, Lang::En)].map(|bytes| reviewed(&inventory, &bytes.unwrap())) {
        assert!(back.is_none() && back.findings.is_empty(), "{:?}", edits(&back));
    }
    let csv = tables_csv::table(&sheets[0], Lang::De);
    let shown = String::from_utf8(csv.clone()).unwrap();
    assert!(shown.contains(";aktiv;\"19,5 h\";") && shown.contains(";Farbe: =rot;"), "{shown}");
    assert!(reviewed(&inventory, &csv).is_none());
    // Edits: part time, a leaver, the number that others see; the column of the rest is locked.
    let column = |table: usize, key: &str| sheets[table].subject.columns().iter().position(|column| column.key == key).unwrap();
    let mut tables = opened(&xlsx(&sheets, Lang::De).unwrap());
    for (table, key, text) in
        [(0, "hours", "50 %"), (0, "employment", "ausgeschieden"), (0, "extra", "Farbe: blau"), (1, "outgoing_caller_id", "=1+1")]
    {
        text.clone_into(&mut tables[table].1[1][column(table, key)]);
    }
    let back = reviewed(&inventory, &saved(&tables));
    let states: Vec<(&str, &str, EditState)> = back.edits.iter().map(|e| (e.field, e.new.as_str(), e.state)).collect();
    assert_eq!(
        states,
        [
            ("employment", "leaver", EditState::Clean),
            ("hours", "50 %", EditState::Clean),
            ("extra", "Farbe: blau", EditState::Refused),
            ("outgoing_caller_id", "=1+1", EditState::Refused),
        ]
    );
    let merged = merged(&inventory, read(&render_corrections(&[], &back.edits)));
    let huber = merged.inventory.persons.iter().find(|p| p.id.as_str() == "0047").unwrap();
    assert_eq!(
        huber.hours.as_ref().map(|hours| (hours.value.to_string(), hours.at.file_name())),
        Some(("50 %".into(), "fix.csv"))
    );
    assert!(huber.is_disabled());
}
