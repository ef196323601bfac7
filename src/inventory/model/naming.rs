//! How sentences name people: in full, and with what tells two of one name apart.

use std::collections::BTreeMap;

use super::Person;

impl Person {
    /// `Hans Müller`; the last name alone where no source has the first.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.first {
            Some(first) => format!("{} {}", first.value, self.last.value),
            None => self.last.value.clone(),
        }
    }

    /// Staff number where one is known, else the department, else the id.
    fn mark(&self) -> &str {
        if let Some(number) = &self.staff_number {
            return &number.value;
        }
        let id = self.id.as_str();
        // An id that is made of the name says nothing that the name does not.
        let is_number = id.starts_with(|c: char| c.is_ascii_digit());
        self.department.as_ref().filter(|_| !is_number).map_or(id, |unit| unit.value.as_str())
    }
}

/// Full names in the order given; of two people with one name each has the staff number, department or id behind it:
/// `Hans Müller (0815)`.
#[must_use]
pub fn full_names<'a>(people: impl IntoIterator<Item = &'a Person>) -> Vec<String> {
    let people: Vec<&Person> = people.into_iter().collect();
    let names: Vec<String> = people.iter().map(|person| person.full_name()).collect();
    let mut marks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, person) in names.iter().zip(&people) {
        marks.entry(name).or_default().push(person.mark());
    }
    let named = names.iter().zip(&people).map(|(name, person)| match marks.get(name.as_str()) {
        Some(of) if of.len() > 1 => {
            let mark = person.mark();
            // Two of one name in one department are told apart by what nobody shares.
            let alone = of.iter().filter(|other| **other == mark).count() == 1;
            format!("{name} ({})", if alone { mark } else { person.id.as_str() })
        }
        _ => name.clone(),
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::inventory::model::Sourced;

    fn person(id: &str, last: &str, first: &str, department: &str) -> Person {
        let at = || Place::at("a.csv", 2, 1);
        let mut person = Person::new(id.parse().expect("an id"), Sourced::new(last.to_owned(), at()), at());
        person.first = (!first.is_empty()).then(|| Sourced::new(first.to_owned(), at()));
        person.department = department.parse().ok().map(|unit| Sourced::new(unit, at()));
        person
    }

    #[test]
    fn people_of_one_name_are_told_apart() {
        let people = [
            person("4711", "Huber", "Anna", "Bauamt"),
            person("4712", "Huber", "Anna", "Bauamt"),
            person("weiss-ida@2001", "Weiß", "Ida", "Bauamt"),
            person("weiss-ida@2002", "Weiß", "Ida", "Hauptamt"),
            person("voss-eva@2001", "Voß", "Eva", "Bauamt"),
            person("voss-eva@2002", "Voß", "Eva", "Bauamt"),
            person("kraus", "Kraus", "", ""),
        ];
        assert_eq!(
            full_names(&people),
            [
                "Anna Huber (4711)",
                "Anna Huber (4712)",
                "Ida Weiß (Bauamt)",
                "Ida Weiß (Hauptamt)",
                "Eva Voß (voss-eva@2001)",
                "Eva Voß (voss-eva@2002)",
                "Kraus"
            ]
        );
    }
}
