//! Rows without a name: a remark, a row that lacks it, or a vacant post with its telephone.

use super::header::Field;
use super::person::Mapper;
use super::{codes, function};
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{ExtensionKind, Sourced};
use crate::inventory::secrecy;
use crate::inventory::table::{Cell, Collector, Row};

impl Mapper<'_> {
    /// Says what the row is; its extension is kept, because the telephone is there although nobody has it.
    pub(super) fn nameless(&mut self, row: &Row, findings: &mut Collector) {
        let at = self.table.place_of_row(row);
        let mut filled = row.cells.iter().filter(|c| !c.text.trim().is_empty());
        if let (Some(only), None) = (filled.next(), filled.next())
            && !(self.header.all(Field::Extension).any(|column| column == only.index) && is_number(&only.text))
        {
            findings.push(self.lone(only));
            return;
        }
        let column = [Field::Last, Field::Display].into_iter().find_map(|field| self.header.get(field));
        let written = column.map_or("", |column| row.text(column)).to_owned();
        // What is said of the number matters only where it is kept.
        let mut of_number = Collector::default();
        let telephone = self.telephone(row, &written, &mut of_number);
        let nameless = |what: Words| {
            let todo = Words::new("fill in the name or remove the row", "den Namen ergänzen oder die Zeile entfernen");
            codes::PERSON_NAMELESS.finding(Some(at.clone()), what).todo(todo)
        };
        let Some(number) = telephone.extension.as_ref().map(|extension| extension.value.clone()) else {
            let first = self.header.get(Field::First).map(|column| row.text(column)).filter(|first| !first.is_empty());
            if is_vacant(&written, first) {
                // The post has a telephone that cannot be told, and a room.
                findings.extend(of_number.finish());
                findings.push(function::listed(&written, &function::vacant_without_number(), None, &at));
                let name = Sourced::new(written, column.map_or(at, |column| self.place(row, column)));
                self.thing(row, (name, ExtensionKind::Unknown), telephone, findings);
                return;
            }
            // That the number is not understood is no news of a row that is nobody's.
            let of_number = of_number.finish().into_iter();
            findings.extend(of_number.filter(|finding| finding.code != codes::NUMBER_UNCLEAR.code()));
            findings.push(if is_reference(&written) {
                nameless(Words::new(format!("`{written}` names no person"), format!("`{written}` nennt keine Person")))
            } else {
                nameless(Words::new("the row names no person", "die Zeile nennt keine Person"))
            });
            return;
        };
        findings.extend(of_number.finish());
        findings.push(if written.is_empty() {
            let words = Words::new(
                format!("the row names no person; its extension `{number}` is kept as nobody's"),
                format!("die Zeile nennt keine Person; ihre Nebenstelle `{number}` bleibt als die von niemandem"),
            );
            nameless(words).about(number.as_str())
        } else if is_reference(&written) {
            let words = Words::new(
                format!("`{written}` names no person; extension `{number}` is kept as nobody's"),
                format!("`{written}` nennt keine Person; Nebenstelle `{number}` bleibt als die von niemandem"),
            );
            nameless(words).about(number.as_str())
        } else {
            vacant_post(&written, Some(&number), &at)
        });
        let name = Sourced::new(written, column.map_or(at, |column| self.place(row, column)));
        self.thing(row, (name, ExtensionKind::Unknown), telephone, findings);
    }
}

/// `N.N.`, `n. n.`, `NN 2`, `Nomen Nescio`, and the two letters in a column each.
#[must_use]
pub(in crate::inventory) fn is_vacant(last: &str, first: Option<&str>) -> bool {
    let said = |c: &char| !c.is_whitespace() && *c != '.' && !c.is_ascii_digit();
    // All of them begin so, and most names do not.
    let begin = last.chars().chain(first.unwrap_or_default().chars()).find(said);
    if !matches!(begin, Some('n' | 'N')) {
        return false;
    }
    let letters = |text: &str| -> String { text.chars().filter(said).flat_map(char::to_lowercase).collect() };
    let nobody = |text: &str| matches!(letters(text).as_str(), "nn" | "nomennescio" | "nomennominandum");
    match first {
        None => nobody(last),
        Some(first) => nobody(last) && (nobody(first) || letters(first).is_empty()) || nobody(&format!("{last}{first}")),
    }
}

/// A post that is nobody's now: its telephone is there.
#[must_use]
pub(in crate::inventory) fn vacant_post(written: &str, number: Option<&Extension>, at: &Place) -> Finding {
    function::listed(written, &function::vacant(), number, at)
}

impl Mapper<'_> {
    /// One cell and nothing beside it: a place that the rows below take over, or a remark. What may hold a password is not quoted.
    fn lone(&self, only: &Cell) -> Finding {
        const LONGEST: usize = 60;
        let at = self.table.place_of(only);
        let text: String = only.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
        if self.places.iter().any(|place| (place.line, place.index) == (only.line, only.index)) {
            let title = self.header.title(only.index);
            let words = Words::new(
                format!("`{text}` stands alone below `{title}` and was taken as the place of the rows below"),
                format!("`{text}` steht allein unter `{title}` und gilt als Ort der Zeilen darunter"),
            );
            return codes::SECTION_TAKEN.finding(Some(at), words).todo(Words::new(
                "if it is a department, write it into the column of departments",
                "ist es eine Dienststelle, in die Spalte der Dienststellen schreiben",
            ));
        }
        let (en, de) = if secrecy::in_text(&only.text) {
            (String::new(), String::new())
        } else {
            (format!(": `{text}`"), format!(": `{text}`"))
        };
        let words = Words::new(
            format!("a remark and no person; left out{en}"),
            format!("eine Anmerkung und keine Person; ausgelassen{de}"),
        );
        codes::REMARK_ROW.finding(Some(at), words)
    }
}

/// `wie oben`: whoever it means stands in another row.
pub(super) fn is_reference(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "wie oben",
        "siehe oben",
        "s. o.",
        "s.o.",
        "s. oben",
        "w. o.",
        "w.o.",
        "dito",
        "ditto",
        "dto",
        "dto.",
        "see above",
        "as above",
        "\"",
    ];
    WORDS.contains(&text.trim().to_lowercase().as_str())
}

fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use crate::inventory::model::ExtensionKind;
    use crate::inventory::staff::{ListFile, read};
    use crate::policy::site::Numbers;

    #[test]
    fn the_extension_of_a_row_without_a_name_is_kept() {
        let text = "Amt;Name;Vorname;Durchwahl;Zimmer\nBauamt;N.N.;;210;EG\nBauamt;;;211;EG\n;;;212;\nBauamt;;;siehe oben;EG\n;;;siehe oben;\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let kept: Vec<String> = found
            .functions
            .iter()
            .map(|f| {
                let number = f.extension.as_ref().map_or("-", |extension| extension.value.as_str());
                format!("{:?} {number} {:?} {}", f.name.value, f.kind, f.room.as_ref().map_or("-", |room| room.value.as_str()))
            })
            .collect();
        assert_eq!(kept, ["\"N.N.\" 210 Unknown EG", "\"\" 211 Unknown EG", "\"\" 212 Unknown -"]);
        let told: Vec<String> = found
            .findings
            .iter()
            .filter(|f| ["function", "nameless", "remark"].iter().any(|word| f.code.as_str().contains(word)))
            .map(|f| format!("{} {}", f.subject.as_deref().unwrap_or("-"), f.what.en))
            .collect();
        assert_eq!(
            told,
            [
                "210 `N.N.` is a function and no person: a vacant post, whose extension is kept",
                "211 the row names no person; its extension `211` is kept as nobody's",
                "212 the row names no person; its extension `212` is kept as nobody's",
                "- the row names no person",
                "- a remark and no person; left out: `siehe oben`",
            ]
        );
    }

    #[test]
    fn nobody_has_many_spellings() {
        let text = "Amt;Name;Vorname;Durchwahl\nBauamt;n.n.;;210\nBauamt;N.N;;211\nBauamt;NN;;212\nBauamt;N. N.;;213\n\
            Bauamt;N.;N.;214\nBauamt;n. n. (Nachfolge Huber);;215\nBauamt;Nomen Nescio;;216\nBauamt;NN 2;;217\nBauamt;N.N.;N.N.;218\n\
            Bauamt;Nunn;N.;219\nBauamt;N.;Nina;220\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let people: Vec<&str> = found.people.iter().map(|entry| entry.person.last.value.as_str()).collect();
        assert_eq!(people, ["Nunn", "N."]);
        let kept: Vec<&str> = found.functions.iter().filter_map(|f| Some(f.extension.as_ref()?.value.as_str())).collect();
        assert_eq!(kept, ["210", "211", "212", "213", "214", "215", "216", "217", "218"]);
        let told = found.findings.iter().filter(|f| f.what.en.ends_with("a vacant post, whose extension is kept"));
        assert_eq!(told.count(), 9);
    }

    #[test]
    fn a_row_that_refers_to_another_is_nobody() {
        let text =
            "Amt;Name;Vorname;Durchwahl\nBauamt;Müller;Hans;101\nBauamt;wie oben;;118\nBauamt;s. o.;;\nBauamt;Dito;Eva;119\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let people: Vec<&str> = found.people.iter().map(|entry| entry.person.last.value.as_str()).collect();
        assert_eq!(people, ["Müller", "Dito"]);
        let told: Vec<&str> = found.findings.iter().map(|f| f.what.en.as_ref()).collect();
        assert_eq!(told, ["`wie oben` names no person; extension `118` is kept as nobody's", "`s. o.` names no person"]);
        assert_eq!(found.functions[0].extension.as_ref().map(|number| number.value.as_str()), Some("118"));
    }

    #[test]
    fn a_vacant_post_is_one_under_either_name() {
        let text = "Name;Vorname;Durchwahl\nN.N.;;104\nvakant (bisher Schulz);;105\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let kinds: Vec<ExtensionKind> = found.functions.iter().map(|function| function.kind).collect();
        assert_eq!(kinds, [ExtensionKind::Unknown, ExtensionKind::Unknown]);
        let told = found.findings.iter().filter(|f| f.what.en.contains("a vacant post, whose extension is kept")).count();
        assert_eq!(told, 2, "{:?}", found.findings);
    }

    #[test]
    fn a_vacant_post_whose_number_is_none_keeps_its_room_and_says_why() {
        let text = "Amt;Name;Vorname;Durchwahl;Zimmer\nBauamt;N.N.;;112;2.16\nBauamt;N.N.;;101-105;2.17\nBauamt;N.N.;;030 23125000;2.18\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let kept: Vec<&str> = found.functions.iter().filter_map(|f| Some(f.room.as_ref()?.value.as_str())).collect();
        assert_eq!(kept, ["2.16", "2.17", "2.18"]);
        let told: Vec<&str> = found.findings.iter().map(|f| f.code.as_str().trim_start_matches("inventory/")).collect();
        let vacant = "function-in-staff-list";
        assert_eq!(told, ["number-service", vacant, "number-range", vacant, "number-of-another-site", vacant]);
    }

    #[test]
    fn a_place_alone_is_told_with_what_becomes_of_it() {
        let text = "Standort;Amt;Name;Vorname;Durchwahl\nHaus 1;Bauamt;Müller;Hans;101\nAußenstelle Trostberg;;;;\n;;Tief;Ulf;102\n;;;;\nHof;;;;\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let told: Vec<String> = found
            .findings
            .iter()
            .filter(|f| ["section", "remark"].iter().any(|word| f.code.as_str().contains(word)))
            .map(|f| format!("{} {}", f.place.as_ref().map(ToString::to_string).unwrap_or_default(), f.what.en))
            .collect();
        assert_eq!(
            told,
            [
                "liste.csv:3:1 `Außenstelle Trostberg` stands alone below `Standort` and was taken as the place of the rows below",
                "liste.csv:6:1 a remark and no person; left out: `Hof`",
            ]
        );
        assert_eq!(found.people[1].person.site.as_ref().map(|site| site.value.as_str()), Some("Außenstelle Trostberg"));
    }

    #[test]
    fn words_in_brackets_behind_a_number_are_kept() {
        let text = "Name;Vorname;Durchwahl\nRoe;Rick;204 (Sekr.)\nDoe;Jane;205 (Handy 0171 1234567)\nFax (Post);;206 (Keller)\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let people = found.people.iter().map(|entry| entry.person.extra.line());
        let things = found.functions.iter().map(|function| function.extra.line());
        assert_eq!(
            people.chain(things).collect::<Vec<_>>(),
            ["number_note: Sekr.", "mobile: +491711234567", "number_note: Keller"]
        );
    }

    #[test]
    fn numbers_without_their_plus_and_with_too_many_digits() {
        let text = "Name;Vorname;Durchwahl\nAu;Ina;498999998203\nBe;Bo;+49 89 99998 12345678901\nCe;Cy;089999981234567890\n";
        let found = read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]));
        let numbers: Vec<&str> =
            found.people.iter().map(|e| e.person.extension.as_ref().map_or("-", |extension| extension.value.as_str())).collect();
        assert_eq!(numbers, ["203", "-", "-"]);
        let told: Vec<String> = found.findings.iter().map(|f| format!("{} {}", f.code, f.what.en)).collect();
        assert_eq!(
            told,
            [
                "inventory/number-zero-missing `498999998203`: the country code stands without its `+`",
                "inventory/number-too-long `+49 89 99998 12345678901` has more than 15 digits; no extension was taken",
                "inventory/number-too-long `089999981234567890` has more than 15 digits; no extension was taken",
            ]
        );
    }
}
