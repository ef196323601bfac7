//! Enough of a person to notice later that its key means somebody else: keys of people of one name follow the order of their list.

use serde::{Deserialize, Serialize};

use super::people::{People, name};
use crate::domain::PersonId;
use crate::inventory::kind::fold;
use crate::inventory::model::Person;

/// A person as the sources had it when a device was staged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

impl Whom {
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            name: name(person),
            extension: person.extension.as_ref().map(|extension| extension.value.to_string()),
            department: person.department.as_ref().map(|department| department.value.to_string()),
        }
    }

    /// Whether the key now means another person: one of another name and number, or one of the same name while a namesake has what this
    /// one had. Who only moved to another number or department, or has another name at the same number, is still the same.
    #[must_use]
    pub fn is_another(&self, id: &PersonId, people: &People<'_>) -> bool {
        let Some(person) = people.get(id) else { return false };
        if fold(&self.name) != fold(&name(person)) {
            let number = person.extension.as_ref().map(|extension| extension.value.to_string());
            return self.extension.is_none() || self.extension != number;
        }
        !self.resembles(person) && people.find(&self.name).iter().any(|other| other.id != *id && self.resembles(other))
    }

    fn resembles(&self, person: &Person) -> bool {
        let now = Self::of(person);
        match &self.extension {
            Some(_) => self.extension == now.extension,
            None => self.department.is_some() && self.department == now.department,
        }
    }

    /// `Huber, Anna (2014, Bauamt)`
    #[must_use]
    pub fn shown(&self) -> String {
        let facts: Vec<&str> = [&self.extension, &self.department].into_iter().flatten().map(String::as_str).collect();
        if facts.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, facts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::inventory::model::{Device, DeviceKind, Inventory, Sourced};
    use crate::staging::check::{Known, Scan, check};
    use crate::staging::journal::{Assignment, Entry, Event, State};
    use crate::staging::status::status;
    use crate::staging::stock::Stock;

    /// Two of one name and one of another, each with a notebook; keys follow the order of the list.
    fn inventory(people: &[(&str, &str, &str)]) -> Inventory {
        let at = Place::at("staff.csv", 2, 1);
        let text = |value: &str| Some(Sourced::new(value.to_owned(), at.clone()));
        let mut inventory = Inventory::default();
        for (index, (id, last, extension)) in people.iter().enumerate() {
            let mut person = Person::new(id.parse().unwrap(), Sourced::new((*last).to_owned(), at.clone()), at.clone());
            person.extension = extension.parse().ok().map(|extension| Sourced::new(extension, at.clone()));
            inventory.persons.push(Box::new(person));
            let mut device = Device::new(format!("n{index}"), DeviceKind::Notebook, at.clone());
            (device.label, device.serial) = (text(&format!("N-{index}")), text(&format!("PF{index}")));
            inventory.devices.push(device);
        }
        inventory
    }

    fn scan(index: usize, id: &str) -> Scan {
        Scan::from(&Assignment {
            label: format!("N-{index}"),
            serial: format!("PF{index}"),
            mac: format!("00:00:5e:00:53:0{index}").parse().unwrap(),
            person: id.parse().unwrap(),
            whom: None,
        })
    }

    /// What the status says of devices that were staged for everybody, when the sources have changed since.
    fn told(before: &Inventory, after: &Inventory) -> (usize, Vec<String>) {
        let today = jiff::civil::date(2020, 4, 1);
        let mut state = State::default();
        for (index, person) in before.persons.iter().enumerate() {
            let (stock, people) = (Stock::of(before), People::of(before));
            let known = Known { stock: &stock, people: &people, state: &state, today };
            let assignment = check(&scan(index, person.id.as_str()), known).assignment.unwrap();
            let line = Entry { at: 1, event: Event::Staged(assignment) }.line();
            state.apply(&serde_json::from_str(&line).unwrap());
        }
        let (stock, people) = (Stock::of(after), People::of(after));
        let (status, findings) = status(Known { stock: &stock, people: &people, state: &state, today });
        (status.contradictions, findings.iter().map(|finding| format!("{}: {}", finding.code, finding.what.en)).collect())
    }

    #[test]
    fn a_key_that_means_another_is_told_and_a_move_is_not() {
        let before = inventory(&[("huber-1", "Huber", "2001"), ("huber-2", "Huber", "2002"), ("weg", "Weg", "2003")]);
        assert_eq!(told(&before, &before), (0, vec![]));
        let moved = inventory(&[("huber-1", "Huber", "2009"), ("huber-2", "Huber", "2002"), ("weg", "Weg", "2008")]);
        assert_eq!(told(&before, &moved), (0, vec![]), "nobody else has their old numbers");
        let sorted = inventory(&[("huber-1", "Huber", "2002"), ("huber-2", "Huber", "2001"), ("weg", "Weg", "2003")]);
        let (count, all) = told(&before, &sorted);
        assert_eq!(count, 2);
        assert_eq!(
            all[0],
            "staging/person-is-another: `N-0` is prepared for `Huber (2001)`, whose key `huber-1` is now that of `Huber (2002)`"
        );
        let married = inventory(&[("huber-1", "Huber", "2001"), ("huber-2", "Huber", "2002"), ("weg", "Steg", "2003")]);
        assert_eq!(told(&before, &married), (0, vec![]), "the number is the same");
        let given_on = inventory(&[("huber-1", "Huber", "2001"), ("huber-2", "Huber", "2002"), ("weg", "Steg", "2007")]);
        let (count, all) = told(&before, &given_on);
        assert!(count == 1 && all[0].contains("`Weg (2003)`") && all[0].contains("`Steg (2007)`"), "{all:?}");
    }

    #[test]
    fn lines_of_an_older_version_count_and_say_nothing_of_the_person() {
        let line = r#"{"at":1,"event":"staged","label":"N-1","serial":"PF1","mac":"00:00:5e:00:53:01","person":"weg"}"#;
        let entry: Entry = serde_json::from_str(line).unwrap();
        let Event::Staged(assignment) = &entry.event else { panic!("{entry:?}") };
        assert_eq!(assignment.whom, None);
        assert_eq!(entry.line(), line);
    }
}
