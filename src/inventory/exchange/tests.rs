use super::*;
use crate::diag::Place;
use crate::domain::Extension;
use crate::inventory::model::{Inventory, Person, Sourced};

fn at(line: u32) -> Place {
    Place::at("list.csv", line, 1)
}

/// One person for each pair of id and last name.
pub(super) fn inventory(people: &[(&str, &str)]) -> Inventory {
    let mut inventory = Inventory::default();
    for (line, (id, last)) in (1..).zip(people) {
        let mut person = Person::new(id.parse().expect("an id"), Sourced::new((*last).to_owned(), at(line)), at(line));
        person.extension = Some(Sourced::new("0201".parse::<Extension>().expect("a number"), at(line)));
        person.off_days = vec![1, 5];
        inventory.persons.push(person);
    }
    inventory
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    use crate::diag::Words;
    use crate::inventory::model::{Device, DeviceKind, ExtensionEntry, ExtensionKind};
    let mut inventory = inventory(&[("1", "Huber")]);
    let number = "0201".parse().expect("a number");
    inventory.extensions.push(ExtensionEntry::new(number, ExtensionKind::LiftAlarm, Words::new("", ""), at(1)));
    inventory.devices.push(Device::new("n1", DeviceKind::ThinClient, at(1)));
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
