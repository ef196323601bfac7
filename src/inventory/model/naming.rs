//! How sentences name people: in full, and with what tells two of one name apart.

use std::collections::BTreeMap;

use super::{Person, Sourced};

impl Person {
    /// `Hans Müller`; the last name alone where no source has the first.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.written() {
            (last, Some(first)) => format!("{first} {last}"),
            (last, None) => last.to_owned(),
        }
    }

    /// Last and first name as people read them. The fields hold what the first source says; a source that writes umlauts (`Müller`) is
    /// shown before one that had to do without (`Mueller`), as nobody makes an umlaut of letters that were none.
    #[must_use]
    pub fn written(&self) -> (&str, Option<&str>) {
        let marked = |name: &Sourced<String>| !name.value.is_ascii();
        let last = self.also_written.iter().map(|other| &other.last).find(|last| marked(last));
        let last = last.filter(|_| !marked(&self.last)).unwrap_or(&self.last);
        let first = self.first.as_ref().map(|first| {
            let others = self.also_written.iter().filter_map(|other| other.first.as_ref());
            others.filter(|_| !marked(first)).find(|other| marked(other)).unwrap_or(first)
        });
        (&last.value, first.map(|first| first.value.as_str()))
    }

    /// As a list sorts it: `Müller, Hans`.
    #[must_use]
    pub fn listed_name(&self) -> String {
        match self.written() {
            (last, Some(first)) => format!("{last}, {first}"),
            (last, None) => last.to_owned(),
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
    // How many have the name, and how many of them have the mark.
    let mut marks: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for (name, person) in names.iter().zip(&people) {
        let (bearers, of) = marks.entry(name).or_default();
        *bearers += 1;
        *of.entry(person.mark()).or_default() += 1;
    }
    let named = names.iter().zip(&people).map(|(name, person)| match marks.get(name.as_str()) {
        Some((bearers, of)) if *bearers > 1 => {
            let mark = person.mark();
            // Two of one name in one department are told apart by what nobody shares.
            let alone = of.get(mark) == Some(&1);
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

    fn person(id: &str, last: &str, first: &str, department: &str) -> Person {
        let at = || Place::at("a.csv", 2, 1);
        let mut person = Person::new(id.parse().expect("an id"), Sourced::new(last.to_owned(), at()), at());
        person.first = (!first.is_empty()).then(|| Sourced::new(first.to_owned(), at()));
        person.department = department.parse().ok().map(|unit| Sourced::new(unit, at()));
        person
    }

    #[test]
    fn umlauts_are_shown_where_a_source_writes_them() {
        let other = |last: &str, first: &str| {
            let named = person("1", last, first, "");
            crate::inventory::model::Spelling { last: named.last, first: named.first }
        };
        let mut one = person("4711", "Mueller", "Hans", "");
        assert_eq!(one.full_name(), "Hans Mueller");
        one.also_written = vec![other("MUELLER", ""), other("Müller", "Hans")];
        assert_eq!((one.full_name().as_str(), one.last.value.as_str()), ("Hans Müller", "Mueller"));
        let mut one = person("4712", "Groß", "Joerg", "");
        one.also_written = vec![other("Gross", "Jörg")];
        assert_eq!(one.full_name(), "Jörg Groß");
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
