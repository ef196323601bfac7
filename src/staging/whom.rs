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

    /// Whether the key now means another person: one of another name, or one of the same name while a namesake has what this one had.
    /// Who only moved to another number or department is still the same.
    #[must_use]
    pub fn is_another(&self, id: &PersonId, people: &People<'_>) -> bool {
        let Some(person) = people.get(id) else { return false };
        if fold(&self.name) != fold(&name(person)) {
            return true;
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
