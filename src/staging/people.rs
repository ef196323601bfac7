//! People by staff number, login and name.

use std::collections::BTreeMap;

use crate::domain::PersonId;
use crate::inventory::kind::fold;
use crate::inventory::model::{Inventory, Person};

/// Whom a scan may mean.
#[derive(Debug)]
pub struct People<'a> {
    persons: &'a [Box<Person>],
    ids: BTreeMap<&'a PersonId, usize>,
    /// Staff numbers, logins, mail addresses; unique ones only are keys of one person.
    keys: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<String, Vec<usize>>,
}

/// Words of a name, folded: `Huber, Anna` as `huber anna`.
fn words(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    fold(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'a> People<'a> {
    #[must_use]
    pub fn of(inventory: &'a Inventory) -> Self {
        let persons = inventory.persons.as_slice();
        let mut people = Self { persons, ids: BTreeMap::new(), keys: BTreeMap::new(), names: BTreeMap::new() };
        for (at, person) in persons.iter().enumerate() {
            people.ids.insert(&person.id, at);
            let mut keys = vec![fold(person.id.as_str())];
            keys.extend([&person.login, &person.mail, &person.staff_number].into_iter().flatten().map(|key| fold(&key.value)));
            keys.sort();
            keys.dedup();
            for key in keys {
                people.keys.entry(key).or_default().push(at);
            }
            let (last, first) = (words(&person.last.value), person.first.as_ref().map_or(String::new(), |f| words(&f.value)));
            let mut names = vec![format!("{last} {first}").trim().to_owned(), format!("{first} {last}").trim().to_owned(), last];
            names.sort();
            names.dedup();
            for name in names {
                people.names.entry(name).or_default().push(at);
            }
        }
        people
    }

    #[must_use]
    pub fn get(&self, id: &PersonId) -> Option<&'a Person> {
        self.ids.get(id).map(|at| &*self.persons[*at])
    }

    /// Everybody whom the text may mean; numbers and logins before names.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<&'a Person> {
        // `DOMAIN\huber` and `huber` are one login.
        let login = text.rsplit('\\').next().unwrap_or(text).trim();
        let found = self.keys.get(&fold(login)).or_else(|| self.names.get(&words(text)));
        found.into_iter().flatten().map(|at| &*self.persons[*at]).collect()
    }
}

/// `Huber, Anna`
#[must_use]
pub fn name(person: &Person) -> String {
    match &person.first {
        Some(first) => format!("{}, {}", person.last.value, first.value),
        None => person.last.value.clone(),
    }
}
