//! A cell that names two people: `Müller Hans u. Meier Eva`, `Müller/Meier`. Nobody can say who of them the row is about.

use super::codes;
use super::function;
use super::header::Field;
use super::names;
use super::person::Mapper;
use super::words;
use crate::diag::Words;
use crate::inventory::model::{ExtensionKind, Sourced};
use crate::inventory::secrecy;
use crate::inventory::table::{Collector, Row};

impl Mapper<'_> {
    /// Tells a row of several people and keeps its extension as one that they share. Rows with a first name or a staff number are
    /// somebody's, whatever stands below the last name. Whether it was such a row.
    pub(super) fn several(&mut self, row: &Row, findings: &mut Collector) -> bool {
        let filled = |field| self.header.get(field).is_some_and(|column| !row.text(column).is_empty());
        if !self.header.by_hand || filled(Field::First) || filled(Field::StaffNo) {
            return false;
        }
        let Some(column) = [Field::Last, Field::Display].into_iter().find_map(|field| self.header.get(field)) else {
            return false;
        };
        let written = words::single_spaced(row.text(column)).into_owned();
        if !names_several(&written) || function::kind_of(&written).is_some() || secrecy::in_text(&written) {
            return false;
        }
        let at = self.place(row, column);
        let telephone = self.telephone(row, &written, findings);
        let (then_en, then_de) = match telephone.extension.as_ref().map(|extension| &extension.value) {
            Some(number) => {
                (format!("extension `{number}` stays as theirs"), format!("Nebenstelle `{number}` bleibt als ihre gemeinsame"))
            }
            None => ("the row has no extension".to_owned(), "die Zeile hat keine Nebenstelle".to_owned()),
        };
        let finding = codes::NAME_SEVERAL.finding(
            Some(at.clone()),
            Words::new(
                format!("`{written}` names several people; no person was made of them, and {then_en}"),
                format!("`{written}` nennt mehrere Personen; keine davon wurde angelegt, {then_de}"),
            ),
        );
        let finding = match &telephone.extension {
            Some(number) => finding.about(number.value.as_str()),
            None => finding,
        };
        findings.push(finding.todo(Words::new(
            "give each person a row with a first name and an extension",
            "jeder Person eine Zeile mit Vornamen und Nebenstelle geben",
        )));
        self.thing(row, (Sourced::new(written, at), ExtensionKind::Shared), telephone, findings);
        true
    }
}

/// Whether the text is two names or more, joined by a word or a sign.
fn names_several(text: &str) -> bool {
    const SIGNS: [char; 4] = ['/', ';', '&', '+'];
    let mut apart = String::with_capacity(text.len());
    for c in text.chars() {
        if SIGNS.contains(&c) {
            apart.extend([' ', c, ' ']);
        } else {
            apart.push(c);
        }
    }
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for word in apart.split_whitespace() {
        let sign = word.chars().all(|c| SIGNS.contains(&c));
        // `von und zu Stein` is one.
        let joint = matches!(word, "und" | "u." | "u")
            && !parts.last().and_then(|part| part.last()).is_some_and(|before| names::is_particle(before));
        if sign || joint {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    parts.len() > 1 && parts.iter().all(|part| is_name(part))
}

/// One to five words of letters, of which one begins a name: `Meier`, `von der Au Maria`, `A.`
fn is_name(words: &[&str]) -> bool {
    const MOST: usize = 5;
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let plain = |word: &&str| word.chars().all(|c| c.is_alphabetic() || "-'.’,".contains(c));
    let begins = |word: &&str| word.starts_with(char::is_uppercase) && (letters(word) > 1 || word.ends_with('.'));
    let (bare, _) = names::titled(&words.join(" "));
    (1..=MOST).contains(&words.len())
        && words.iter().all(plain)
        && bare.split(' ').any(|word| begins(&word) && !names::is_title(word))
}

#[cfg(test)]
mod tests {
    use super::names_several;
    use crate::inventory::staff::{ListFile, read};
    use crate::policy::site::Numbers;

    #[test]
    fn two_people_in_one_cell() {
        for text in [
            "Müller Hans u. Meier Eva",
            "Müller/Meier",
            "Müller / Meier",
            "Huber, Anna / Kurz, Ida",
            "Hans und Eva Meier",
            "A. u. B. Meier",
            "Dr. Huber & Prof. Kurz",
            "von der Au Maria + Weiß",
            "Huber; Kurz; Lang",
        ] {
            assert!(names_several(text), "{text}");
        }
        for text in [
            "Müller-Meier",
            "von und zu Stein",
            "Freiherr von und zu Guttenberg",
            "Prof./Dr. Müller",
            "Huber, Anna",
            "Raum 1/2",
            "Müller/",
            "n/a",
            "m/w/d",
            "Undine Uhl",
        ] {
            assert!(!names_several(text), "{text}");
        }
    }

    #[test]
    fn such_a_row_makes_no_person_and_keeps_its_extension() {
        let plan = Numbers::new("49", "89", "99998").lengths([3]);
        let both = "Name;Vorname;Personalnr;Durchwahl\nMüller Hans u. Meier Eva;;;130\nMüller/Meier;;;131\nMüller/Meier;Hans;;132\nMüller/Meier;;47;133\n";
        let one = "Name;Durchwahl\nMüller/Meier;131\nHuber, Anna / Kurz, Ida;120\nWeiß, Eva;134\n";
        for (text, people, shared) in [(both, vec!["132", "133"], vec!["130", "131"]), (one, vec!["134"], vec!["131", "120"])] {
            let found = read(&ListFile::new("liste.csv", text.as_bytes()), &plan);
            let own: Vec<&str> =
                found.people.iter().filter_map(|e| e.person.extension.as_ref()).map(|e| e.value.as_str()).collect();
            let theirs: Vec<&str> =
                found.functions.iter().filter_map(|f| f.extension.as_ref()).map(|number| number.value.as_str()).collect();
            assert_eq!((own, theirs), (people, shared), "{text}");
            let told = found.findings.iter().filter(|f| f.code == super::codes::NAME_SEVERAL.code()).count();
            assert_eq!(told, 2, "{:?}", found.findings);
        }
    }
}
