use super::*;
use crate::diag::Place;
use crate::domain::Extension;
use crate::inventory::model::{Days, Inventory, Person, Sourced};

fn at(line: u32) -> Place {
    Place::at("list.csv", line, 1)
}

/// One person for each pair of id and last name.
pub(super) fn inventory(people: &[(&str, &str)]) -> Inventory {
    let mut inventory = Inventory::default();
    for (line, (id, last)) in (1..).zip(people) {
        let mut person = Person::new(id.parse().expect("an id"), Sourced::new((*last).to_owned(), at(line)), at(line));
        person.extension = Some(Sourced::new("0201".parse::<Extension>().expect("a number"), at(line)));
        person.off_days = Days::new(vec![1, 5], at(line));
        inventory.persons.push(Box::new(person));
    }
    inventory
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    use crate::diag::Words;
    use crate::inventory::model::{Device, DeviceKind, ExtensionEntry, ExtensionKind};
    let mut inventory = inventory(&[("1", "Huber")]);
    let number = "0201".parse().expect("a number");
    inventory.extensions.push(Box::new(ExtensionEntry::new(number, ExtensionKind::LiftAlarm, Words::new("", ""), at(1))));
    inventory.devices.push(Device::new("n1", DeviceKind::ThinClient, at(1)));
    house(&mut inventory);
    for sheet in sheets(&inventory) {
        assert_eq!(sheet.records[0].values.len(), sheet.subject.columns().len(), "{:?}", sheet.subject);
        // Titles of one table are all different, in both languages.
        let mut titles: Vec<&str> = sheet.subject.columns().iter().map(|c| c.en).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), sheet.subject.columns().len());
    }
    let sheets = sheets(&inventory);
    assert_eq!(
        (sheets[1].records[0].values[2].text.as_str(), sheets[2].records[0].values[1].text.as_str()),
        ("lift-alarm", "thin-client")
    );
}

#[test]
fn a_new_import_says_what_changed() {
    let old = inventory(&[("1", "Huber"), ("2", "Maier"), ("3", "Weiß")]);
    let mut new = inventory(&[("1", "Huber"), ("2", "Meier"), ("4", "Neu")]);
    assert!(compare(&old, &old).is_none());
    let changes = compare(&old, &new);
    let count = |c: Counts| (c.added, c.removed, c.changed);
    assert_eq!((count(changes.persons), count(changes.extensions)), ((1, 1, 1), (0, 0, 0)));
    let told: Vec<String> = changes
        .list
        .iter()
        .map(|c| {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            format!("{:?} {} {} {}>{}", c.change, c.id, c.field.unwrap_or_default(), text(&c.old), text(&c.new))
        })
        .collect();
    assert_eq!(told, ["Removed 3  >", "Changed 2 last Maier>Meier", "Added 4  >"]);
    // The same values at other places.
    new = old.clone();
    new.persons[0].at = at(99);
    let changes = compare(&old, &new);
    assert!(changes.list.is_empty() && changes.elsewhere && !changes.is_none());
}

/// One room, department, mailbox, group, queue, direct number and forward.
fn house(inventory: &mut Inventory) {
    use crate::inventory::model::{
        DepartmentEntry, Did, DidTarget, Forward, ForwardWhen, Group, GroupKind, GroupMember, Mailbox, Queue, Room, RoomKind,
    };
    let text = |text: &str| Some(Sourced::new(text.to_owned(), at(7)));
    inventory.rooms.push(Room {
        building: text("Haus 1"),
        kind: Some(Sourced::new(RoomKind::Meeting, at(7))),
        capacity: Some(Sourced::new(12, at(7))),
        persons: vec!["1".parse().expect("an id")],
        ..Room::new("2.14".parse().expect("a room"), at(7))
    });
    inventory.departments.push(DepartmentEntry {
        name: "Team 1".parse().expect("a name"),
        within: Some("Bauamt".parse().expect("a name")),
        short: text("61"),
        parent: None,
        aliases: Vec::new(),
        persons: 3,
        at: at(8),
    });
    inventory.mailboxes.push(Mailbox { email: text("a@b.example"), ..Mailbox::new("101", "default", at(9)) });
    let member = GroupMember { text: "101".to_owned(), extension: None, external: false, at: at(10) };
    inventory.groups.push(Group {
        kind: GroupKind::Ring,
        number: Some("600".to_owned()),
        name: "Bauamt".to_owned(),
        strategy: None,
        members: vec![member],
        at: at(10),
    });
    inventory.queues.push(Queue { name: "hotline".to_owned(), strategy: None, members: Vec::new(), at: at(11) });
    let target = DidTarget::Group("600".to_owned());
    inventory.dids.push(Did { number: "+498999998600".to_owned(), prefix: false, target, at: at(12) });
    inventory.forwards.push(Forward {
        extension: "0201".parse().expect("a number"),
        when: ForwardWhen::Busy,
        destination: "0172 1".to_owned(),
        external: true,
        active: false,
        at: at(13),
    });
}

#[test]
fn every_table_says_what_changed() {
    let mut old = inventory(&[("1", "Huber")]);
    house(&mut old);
    let mut new = old.clone();
    new.rooms[0].capacity = Some(Sourced::new(10, at(7)));
    new.rooms[0].persons.clear();
    new.departments[0].short = None;
    new.departments[0].persons = 2;
    new.mailboxes[0].email = None;
    new.groups[0].members.clear();
    new.queues[0].strategy = Some("ringall".to_owned());
    new.dids[0].target = crate::inventory::model::DidTarget::Nothing;
    new.forwards[0].active = true;
    let changes = compare(&old, &new);
    let told: Vec<String> = changes
        .list
        .iter()
        .map(|c| {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            format!("{} {} {}>{}", c.id, c.field.unwrap_or_default(), text(&c.old), text(&c.new))
        })
        .collect();
    assert_eq!(
        told,
        [
            "2.14 capacity 12>10",
            "Bauamt / Team 1 short 61>",
            "101@default email a@b.example>",
            "ring Bauamt members 101>",
            "+498999998600 to group>nothing",
            "+498999998600 target 600>",
            "0201 busy active no>yes",
            "queue hotline strategy >ringall",
        ]
    );
    let changed: Vec<usize> = Subject::ALL.into_iter().map(|subject| changes.counts(subject).changed).collect();
    assert_eq!((changed, changes.elsewhere), (vec![0, 0, 0, 1, 1, 1, 2, 1, 1], false));
    // What follows from other tables is no change of these.
    let mut moved = old.clone();
    moved.rooms[0].persons.clear();
    moved.departments[0].persons = 9;
    assert!(compare(&old, &moved).list.is_empty());
    // The dialplan is no table, and is told beside what is.
    new.hints.push(crate::inventory::model::Hint {
        context: "intern".to_owned(),
        pattern: "101".to_owned(),
        devices: "PJSIP/101".to_owned(),
        at: at(1),
    });
    assert!(compare(&old, &new).elsewhere);
}

#[test]
fn rooms_departments_and_mailboxes_are_edited_groups_and_numbers_are_not() {
    let mut inventory = inventory(&[]);
    house(&mut inventory);
    let table = |subject: Subject, edits: &[(&str, &str)]| {
        let sheet = sheets(&inventory).into_iter().find(|sheet| sheet.subject == subject).expect("a table");
        let mut titles: Vec<&str> = subject.columns().iter().map(|column| column.de).collect();
        titles.push(STAMP.de);
        let mut text = titles.join(";") + "\n";
        for record in &sheet.records {
            let cells = subject.columns().iter().zip(&record.values).map(|(column, value)| {
                let edit = edits.iter().find(|(key, _)| *key == column.key);
                edit.map_or_else(|| shown(column, &value.text, crate::diag::Lang::De), |(_, text)| (*text).to_owned())
            });
            text += &(cells.chain([record.stamp()]).collect::<Vec<_>>().join(";") + "\n");
        }
        text
    };
    for subject in Subject::ALL {
        let review = reviewed(&inventory, &[table(subject, &[])]);
        assert!(review.is_none() && review.findings.is_empty(), "{subject:?} {:?}", told(&review));
    }
    let edited = |subject, edits: &[(&str, &str)]| {
        let review = reviewed(&inventory, &[table(subject, edits)]);
        review.edits.iter().map(|e| format!("{} {} {:?} {}>{}", e.id, e.field, e.state, e.old, e.new)).collect::<Vec<_>>()
    };
    assert_eq!(
        edited(Subject::Room, &[("capacity", "3"), ("kind", "Büro"), ("phones_allowed", "ja"), ("persons", "9")]),
        [
            "2.14 kind Clean meeting>office",
            "2.14 capacity Clean 12>3",
            "2.14 phones_allowed Clean >yes",
            "2.14 persons Refused 1>9",
        ]
    );
    assert_eq!(edited(Subject::Room, &[("capacity", "drei")]), ["2.14 capacity Refused 12>drei"]);
    assert_eq!(
        edited(Subject::Department, &[("short", "62"), ("parent", "Dezernat 3"), ("name", "Team 2")]),
        [
            "Bauamt / Team 1 name Refused Team 1>Team 2",
            "Bauamt / Team 1 short Clean 61>62",
            "Bauamt / Team 1 parent Clean >Dezernat 3",
        ]
    );
    assert_eq!(edited(Subject::Mailbox, &[("email", "neu@b.example")]), ["101@default email Clean a@b.example>neu@b.example"]);
    assert_eq!(edited(Subject::Group, &[("group_number", "601")]).len(), 2, "group and queue");
    assert!(edited(Subject::Forward, &[("active", "ja")])[0].contains("Refused"));
}

/// The persons of an inventory as a CSV: a row for each, with its stamp.
fn persons_csv(inventory: &Inventory, edit: impl Fn(usize, &mut Vec<String>)) -> String {
    let sheet = &sheets(inventory)[0];
    let mut titles: Vec<&str> = sheet.subject.columns().iter().map(|column| column.en).collect();
    titles.push(STAMP.en);
    let mut text = titles.join(";") + "\n";
    for (at, record) in sheet.records.iter().enumerate() {
        let shown = |(column, value): (&Column, &Value)| shown(column, &value.text, crate::diag::Lang::En);
        let mut row: Vec<String> = sheet.subject.columns().iter().zip(&record.values).map(shown).collect();
        row.push(record.stamp());
        edit(at, &mut row);
        text += &(row.join(";") + "\n");
    }
    text
}

pub(super) fn reviewed(inventory: &Inventory, tables: &[String]) -> Review {
    let plan = crate::policy::site::Numbers::new("49", "861", "99998").lengths([4]);
    let now = sheets(inventory);
    let mut all = Review::default();
    for text in tables {
        let list = crate::inventory::table::ListFile::new("p.csv", text.as_bytes());
        all.extend(review(&now, &read_returned(&list), &plan));
    }
    all.settle();
    all
}

fn told(review: &Review) -> Vec<String> {
    review.findings.iter().map(|f| format!("{}: {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en)).collect()
}

fn states(review: &Review) -> Vec<(EditState, &str, &str)> {
    review.edits.iter().map(|edit| (edit.state, edit.field, edit.new.as_str())).collect()
}

#[test]
fn keys_without_their_zeros_are_told_once_and_compared() {
    let inventory = inventory(&[("00471", "Huber"), ("00472", "Maier"), ("1473", "Weiß")]);
    let short = |row: &mut Vec<String>| row[0] = row[0].trim_start_matches('0').to_owned();
    for stamp in [true, false] {
        let text = persons_csv(&inventory, |at, row| {
            short(row);
            if at == 1 {
                row[ROOM] = "2.14".to_owned();
            }
            if !stamp {
                row.pop();
            }
        });
        let text = if stamp { text } else { text.replacen(&format!(";{}", STAMP.en), "", 1) };
        let review = reviewed(&inventory, &[text]);
        let zeros: Vec<String> = told(&review).into_iter().filter(|told| told.starts_with("edit-key")).collect();
        assert_eq!(
            zeros,
            [
                "edit-key-zero-lost: keys of 3 digits, where the inventory has 5 with leading zeros: 2 (`471` for `00471`, `472` for `00472`); \
              a spreadsheet seems to have taken the zeros away; the rows were compared with those"
            ]
        );
        assert_eq!(states(&review), [(EditState::Clean, "room", "2.14")]);
        assert_eq!((review.edits[0].id.as_str(), review.added.len(), review.missing.len()), ("00472", 0, 0));
    }
    // A stamp that was written for another key.
    let other = persons_csv(&inventory, |at, row| {
        if at == 2 {
            row[0] = "471".to_owned();
        }
    });
    let review = reviewed(&inventory, &[other]);
    assert!(told(&review).iter().all(|told| !told.contains("zero")), "{:?}", told(&review));
    assert_eq!(review.added.len(), 1);
}

const MAIL: usize = 6;
const ROOM: usize = 5;

#[test]
fn exchanged_keys_are_no_rows_of_others() {
    let inventory = inventory(&[("1", "Huber"), ("2", "Huber"), ("3", "Weiß")]);
    let swapped = persons_csv(&inventory, |at, row| row[0] = ["2", "1", "3"][at].to_owned());
    let review = reviewed(&inventory, &[swapped]);
    assert_eq!(
        told(&review),
        [
            "edit-of-key: the row of `1` has the key `2` now; it was not compared",
            "edit-of-key: the row of `2` has the key `1` now; it was not compared"
        ]
    );
    assert_eq!(states(&review), [(EditState::Refused, "id", "2"), (EditState::Refused, "id", "1")]);
    assert!(review.missing.is_empty() && !review.is_none());
    let same = reviewed(&inventory, &[persons_csv(&inventory, |_, _| ())]);
    assert!(same.is_none() && same.findings.is_empty(), "{:?}", told(&same));
}

#[test]
fn two_tables_that_want_different_things_of_one_cell_are_a_conflict() {
    let inventory = inventory(&[("1", "Huber"), ("2", "Maier")]);
    let with_room = |room: &'static str| {
        persons_csv(&inventory, move |at, row| {
            if at == 0 {
                row[ROOM] = room.to_owned();
            }
        })
    };
    let review = reviewed(&inventory, &[with_room("1.01"), with_room("2.02")]);
    assert_eq!(
        told(&review),
        ["edits-contradict: `Room` of `1` was edited to `1.01` in one table and to `2.02` in another; neither is taken"]
    );
    assert_eq!(states(&review), [(EditState::Conflict, "room", "1.01"), (EditState::Conflict, "room", "2.02")]);
    let agreed = reviewed(&inventory, &[with_room("1.01"), with_room("1.01")]);
    assert_eq!(states(&agreed), [(EditState::Clean, "room", "1.01")]);
    let one = reviewed(&inventory, &[with_room("1.01"), persons_csv(&inventory, |_, _| ())]);
    assert_eq!(states(&one), [(EditState::Clean, "room", "1.01")], "who did not touch the cell does not contradict");
}

#[test]
fn removed_rows_and_sheets_are_told() {
    let mut inventory = inventory(&[("1", "Huber"), ("2", "Maier"), ("3", "Weiß")]);
    let all = persons_csv(&inventory, |_, _| ());
    let shorter: String = all.lines().take(2).map(|line| format!("{line}\n")).collect();
    let review = reviewed(&inventory, &[shorter]);
    assert_eq!(told(&review), ["edit-row-missing: rows of `Persons` that are not in the table: 2, the first is `2`"]);
    assert_eq!(review.missing.len(), 2);
    // A CSV holds one table by its nature; a workbook holds all.
    inventory.devices.push(crate::inventory::model::Device::new("n1", crate::inventory::model::DeviceKind::Notebook, at(1)));
    assert!(reviewed(&inventory, std::slice::from_ref(&all)).is_none());
    let list = crate::inventory::table::ListFile::new("p.csv", all.as_bytes());
    let mut returned = read_returned(&list);
    returned.workbook = Some(Place::file("all.xlsx"));
    let plan = crate::policy::site::Numbers::new("49", "861", "99998").lengths([4]);
    let review = super::review(&sheets(&inventory), &returned, &plan);
    assert_eq!(told(&review), ["edit-sheet-missing: no sheet with the titles of `Devices`; rows not compared: 1"]);
    assert!(!review.is_none());
}

#[test]
fn formulas_are_no_names_and_no_addresses() {
    let inventory = inventory(&[("1", "Huber")]);
    let edited = |column: usize, text: &'static str| {
        let table = persons_csv(&inventory, move |_, row| row[column] = text.to_owned());
        let review = reviewed(&inventory, &[table]);
        states(&review)[0].0
    };
    for (column, text) in [
        (MAIL, "=HYPERLINK(1)"),
        (MAIL, "+1@example.org"),
        (MAIL, "-"),
        (MAIL, "huber"),
        (MAIL, "a@b@example.org"),
        (MAIL, "anna huber@example.org"),
        (1, "=1+1"),
        (2, "@SUM(A1)"),
        (4, "-Bauamt"),
        (ROOM, "=A1"),
    ] {
        assert_eq!(edited(column, text), EditState::Refused, "{text}");
    }
    for (column, text) in [(MAIL, "anna.huber@example.org"), (ROOM, "-1.05"), (1, "Al-Huber")] {
        assert_eq!(edited(column, text), EditState::Clean, "{text}");
    }
}

#[test]
fn an_added_row_says_what_is_in_it_and_what_to_do() {
    let inventory = inventory(&[("00471", "Huber")]);
    let mut text = persons_csv(&inventory, |_, _| {});
    let width = text.lines().next().map_or(0, |line| line.split(';').count());
    let mut row = vec![String::new(); width];
    (row[1], row[2], row[ROOM]) = ("Neumann".to_owned(), "Eva".to_owned(), "2.14".to_owned());
    text += &(row.join(";") + "\n");
    let review = reviewed(&inventory, &[text]);
    let finding = review.findings.iter().find(|f| f.code == codes::ROW_UNKNOWN.code()).expect("the row is told");
    assert_eq!(
        finding.what.en,
        "a row was added, without a key: Last name `Neumann`, First name `Eva`, Room `2.14`; it was not taken"
    );
    assert!(finding.place.as_ref().is_some_and(|at| at.line() == 3) && finding.subject.is_none(), "{finding:?}");
    assert!(finding.todo.as_ref().is_some_and(|todo| todo.en.contains("`sources.staff`") && todo.de.contains("Personalliste")));
    assert_eq!(review.added.len(), 1);
    assert_eq!(review.added[0].cells.first(), Some(&("Last name".to_owned(), "Neumann".to_owned())));
}

/// A formula whose result was never stored reads as empty; in a cell that was empty it is an edit all the same.
#[test]
fn a_formula_in_an_empty_cell_is_refused() {
    let inventory = inventory(&[("1", "Huber")]);
    let text = persons_csv(&inventory, |_, _| {});
    let mut returned = read_returned(&crate::inventory::table::ListFile::new("p.csv", text.as_bytes()));
    let plan = crate::policy::site::Numbers::new("49", "861", "99998").lengths([4]);
    assert!(super::review(&sheets(&inventory), &returned, &plan).is_none());
    for column in [MAIL, 9] {
        let cell = returned.tables[0].rows[0].cells[column].as_mut().expect("a cell");
        cell.broken = true;
    }
    let review = super::review(&sheets(&inventory), &returned, &plan);
    assert_eq!(review.edits.iter().map(|edit| edit.state).collect::<Vec<_>>(), [EditState::Refused; 2]);
    assert_eq!((review.moved_on, review.findings.len()), (0, 2), "{:?}", told(&review));
}
