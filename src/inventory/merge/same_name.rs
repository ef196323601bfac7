//! Whether the names of two rows can be one person's: told from the letters, whatever an encoding or a marriage has done to them.

use std::borrow::Cow;

use super::people::{letters, same_letters};
use crate::inventory::kind::without_marks;
use crate::inventory::model::Person;

/// Words of last names that say nothing about the family.
const PARTICLES: [&str; 19] = [
    "von", "van", "vom", "zum", "zur", "der", "den", "des", "dem", "del", "della", "dos", "las", "los", "bin", "ibn", "ter",
    "ten", "und",
];

/// The same family name, or one that shares a word with it (`Meier-Huber`); and first names that do not contradict each other.
pub(super) fn same_name(one: &Person, two: &Person) -> bool {
    same_last(one, two) && first_fits(one, two)
}

/// A part of the name stayed: enough where a key that only one person has (staff number, login) says the same.
pub(super) fn shares_a_name(one: &Person, two: &Person) -> bool {
    let same_first = || one.first.as_ref().zip(two.first.as_ref()).is_some_and(|(one, two)| alike(&one.value, &two.value));
    same_last(one, two) || same_first() || crossed(one, two)
}

/// Both have a first name, and no marriage makes the one of the other.
pub(super) fn another_first_name(one: &Person, two: &Person) -> bool {
    !first_fits(one, two) && !crossed(one, two)
}

fn same_last(one: &Person, two: &Person) -> bool {
    alike(&one.last.value, &two.last.value)
}

/// One list has first and last name in the wrong columns, or both in one.
fn crossed(one: &Person, two: &Person) -> bool {
    let whole = |p: &Person| {
        let name = format!("{} {}", p.last.value, p.first.as_ref().map_or("", |first| first.value.as_str()));
        let mut words: Vec<String> = letters(&name).split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    whole(one) == whole(two)
}

/// No first name, an initial, a short form (`Alex`), one of two (`Hans-Peter`).
fn first_fits(one: &Person, two: &Person) -> bool {
    let (Some(one), Some(two)) = (&one.first, &two.first) else { return true };
    let (a, b) = (letters(&repaired(&one.value)), letters(&repaired(&two.value)));
    let begins = |a: &str, b: &str| a.split(' ').next().is_some_and(|word| !word.is_empty() && b.starts_with(word));
    begins(&a, &b) || begins(&b, &a) || alike(&one.value, &two.value)
}

/// One name, or names that have a word in common.
fn alike(one: &str, two: &str) -> bool {
    if one == two {
        return true;
    }
    let (one, two) = (repaired(one), repaired(two));
    // `Müller` and `Mueller`: all of a list may differ so from those of another.
    if same_letters(&one, &two) {
        return true;
    }
    let (a, b) = (letters(&one), letters(&two));
    let shared = || {
        let counts = |word: &&str| word.chars().count() >= 3 && !PARTICLES.contains(word);
        a.split(' ').filter(counts).any(|word| b.split(' ').any(|other| other == word))
    };
    let bare = |text: &str| without_marks(text).replace(' ', "");
    shared() || bare(&one) == bare(&two) || damaged_alike(&one, &two)
}

/// `MÃ¼ller`, which is UTF-8 read as Windows-1252, as it was meant.
pub(super) fn repaired(text: &str) -> Cow<'_, str> {
    if !text.contains(['Ã', 'Å', 'Ä', 'Â']) {
        return Cow::Borrowed(text);
    }
    let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(text);
    match String::from_utf8(bytes.into_owned()) {
        Ok(meant) if !failed => Cow::Owned(meant),
        _ => Cow::Borrowed(text),
    }
}

/// `M?ller` and `Müller`: equal but for the signs that stand for a lost letter.
fn damaged_alike(one: &str, two: &str) -> bool {
    let lost = |c: char| c == '?' || c == '\u{fffd}' || ('\u{80}'..='\u{9f}').contains(&c);
    let fits = |damaged: &str, whole: &str| {
        let damaged: Vec<char> = damaged.trim().to_lowercase().chars().collect();
        let whole: Vec<char> = whole.trim().to_lowercase().chars().collect();
        damaged.len() == whole.len()
            && damaged.iter().any(|c| lost(*c))
            && damaged.iter().zip(&whole).all(|(one, two)| if lost(*one) { !two.is_ascii() } else { one == two })
    };
    fits(one, two) || fits(two, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::inventory::model::Sourced;

    fn person(name: &str) -> Person {
        let (last, first) = name.split_once(", ").map_or((name, None), |(last, first)| (last, Some(first)));
        let at = || Place::at("f", 1, 1);
        let mut person = Person::new("1".parse().unwrap(), Sourced::new(last.to_owned(), at()), at());
        person.first = first.map(|first| Sourced::new(first.to_owned(), at()));
        person
    }

    #[test]
    fn one_person_under_two_spellings() {
        for (one, two) in [
            ("Müller, Hans", "Mueller, Hans"),
            ("Müller, Hans", "Muller, Hans"),
            ("Müller, Hans", "MÃ¼ller, Hans"),
            ("Müller, Hans", "M?ller, Hans"),
            ("Müller, Hans", "M\u{fffd}ller, Hans"),
            ("Meier-Huber, Anna", "Huber, Anna"),
            ("Meier, Hans-Peter", "Meier, Hans"),
            ("Meier, H.", "Meier, Hans"),
            ("Meier", "Meier, Hans"),
            ("Nováček, Jan", "Nova\u{301}c\u{30c}ek, Jan"),
            ("Nguyễn, Anh", "Nguye\u{302}\u{303}n, Anh"),
            ("Mei\u{ad}er, Anna", "Meier, Anna"),
            ("von der Au, Eva", "von der Au, Eva"),
            ("Li, Wei", "Li, Wei"),
        ] {
            assert!(same_name(&person(one), &person(two)) && same_name(&person(two), &person(one)), "{one} {two}");
        }
    }

    #[test]
    fn two_people() {
        for (one, two) in [
            ("Meier, Anna", "Huber, Anna"),
            ("Meier, Anna", "Meier, Bernd"),
            ("Meier, Anna", "Meister, Clara"),
            ("Müller, Bernd", "Möller, Bernd"),
            ("von der Au, Eva", "von der Heide, Eva"),
            ("Schmid, Hans", "Schmidt, Hans"),
            ("M?ller, Hans", "Miller, Hans"),
        ] {
            assert!(!same_name(&person(one), &person(two)) && !same_name(&person(two), &person(one)), "{one} {two}");
        }
    }

    #[test]
    fn a_marriage_keeps_the_first_name_and_swapped_columns_keep_both() {
        assert!(shares_a_name(&person("Meier, Anna"), &person("Huber, Anna")));
        assert!(shares_a_name(&person("Anna, Meier"), &person("Meier, Anna")));
        assert!(!shares_a_name(&person("Meier, Anna"), &person("Müller, Bernd")));
        assert!(!shares_a_name(&person("Meier, Anna"), &person("Meister, Clara")));
    }
}
