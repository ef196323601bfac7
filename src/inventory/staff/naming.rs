//! The names of one row: what stands in which cell, and what the cells beside it tell of their order.

use super::header::Field;
use super::person::Mapper;
use super::vacant::{is_reference, is_vacant};
use super::{codes, function, names, words};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::inventory::kind;
use crate::inventory::model::{Extra, Sourced};
use crate::inventory::table::{self, Collector, Row, Tally, kept, normal};

/// The key of what somebody works as, among what is kept beside the fields.
pub(in crate::inventory) const JOB_TITLE: &str = "job_title";

/// The names of one row.
pub(super) struct Names {
    pub(super) last: Sourced<String>,
    pub(super) first: Option<Sourced<String>>,
    /// `Dr.` before or behind a whole name.
    pub(super) title: Option<Sourced<String>>,
    /// Nothing told the order of a whole name.
    pub(super) unsure: bool,
}

impl Mapper<'_> {
    pub(super) fn names(&mut self, row: &Row, findings: &mut Collector) -> Option<Names> {
        let first = self.cell(row, Field::First, findings);
        let (mut whole, both) = match self.cell(row, Field::Last, findings) {
            Some(last) => {
                let word = !last.value.chars().any(|c| c.is_ascii_digit());
                let both = self.whole_names && word || first.is_none() && last.value.contains(',');
                (last, both)
            }
            None => (self.cell(row, Field::Display, findings)?, true),
        };
        let at = whole.at.clone();
        for name in [Some(&whole), first.as_ref()].into_iter().flatten() {
            check_letters(name, findings);
        }
        take_note(&mut whole, findings);
        if is_vacant(&whole.value, first.as_ref().map(|first| first.value.as_str())) {
            return None;
        }
        let whole = whole.value;
        if first.is_none() && is_reference(&whole) {
            return None;
        }
        // `Fax Poststelle` under `Name, Vorname` is one thing, not a first and a last name.
        let thing = first.is_none() && !whole.contains(',') && function::kind_of(&whole).is_some();
        let hints: Vec<&str> = [Field::Mail, Field::Login]
            .into_iter()
            .flat_map(|field| self.header.all(field))
            .map(|column| row.text(column))
            .collect();
        if !both || thing {
            if first.is_none() && !thing {
                if let Some(word) = names::salutation(&whole) {
                    self.salutations.add(|| at.clone(), || word.to_owned());
                }
                return Some(self.alone(&whole, &at, &hints));
            }
            let mut last = Sourced::new(whole, at);
            let Some(mut first) = first.filter(|_| !thing) else {
                return Some(Names { last, first: None, title: None, unsure: false });
            };
            let title = take_titles(&mut last, &mut first, &mut self.salutations);
            return Some(Names { last, first: Some(first), title, unsure: false });
        }
        if let Some(word) = names::salutation(&whole) {
            self.salutations.add(|| at.clone(), || word.to_owned());
        }
        let split = names::split(&whole, self.name_order, &hints);
        if !split.sure && first.is_none() && kind::looks_like_person(&whole) {
            self.unordered.add(|| at.clone(), || whole.clone());
        }
        let sourced = |part: Option<String>| part.map(|part| Sourced::new(part, at.clone()));
        let unsure = !split.sure && first.is_none();
        let (first, title) = (first.or_else(|| sourced(split.first)), sourced(split.title));
        (!split.last.is_empty()).then(|| Names { last: Sourced::new(split.last, at.clone()), first, title, unsure })
    }

    /// `Dr.` beside the name or in a column of its own; what else such columns hold (`Leiter`) is kept beside it.
    pub(super) fn title(
        &mut self,
        row: &Row,
        beside: Option<Sourced<String>>,
        extra: &mut Extra,
        findings: &mut Collector,
    ) -> Option<Sourced<String>> {
        let mut academic = beside;
        let mut other = None;
        for field in [Field::Grade, Field::Title] {
            let Some(cell) = self.cell(row, field, findings) else { continue };
            if names::are_titles(&cell.value) {
                match &academic {
                    Some(known) if normal(&known.value) == normal(&cell.value) => {}
                    Some(_) => extra.add(&kept::key("name_title"), cell),
                    None => academic = Some(cell),
                }
            } else if field == Field::Grade {
                let title = self.header.get(field).map_or("", |column| self.header.title(column));
                extra.add(&kept::key(title), cell);
            } else {
                other = Some(cell);
            }
        }
        if let (Some(_), Some(job)) = (&academic, &other) {
            extra.add(&kept::key(JOB_TITLE), job.clone());
        }
        academic.or(other)
    }

    /// A last name beside an empty first name: several words may be both.
    fn alone(&mut self, whole: &str, at: &Place, hints: &[&str]) -> Names {
        let (bare, titles) = names::titled(whole);
        let words: Vec<&str> = bare.split(' ').collect();
        let likely = kind::looks_like_person(&softened(&words));
        let parted = names::by_particle(&words)
            .or_else(|| {
                names::by_capitals(&words).filter(|(last, first)| tells(last, first)).map(|(last, first)| (last, Some(first)))
            })
            .or_else(|| hints.iter().find_map(|hint| names::by_hint(&words, hint)))
            .filter(|_| likely);
        if parted.is_none() && likely {
            self.undivided.add(|| at.clone(), || whole.to_owned());
        }
        let sourced = |text: String| Sourced::new(text, at.clone());
        let title = (!titles.is_empty()).then(|| sourced(titles.join(" ")));
        let (last, first) = parted.unwrap_or_else(|| (bare.clone(), None));
        Names { last: sourced(last), first: first.map(sourced), title, unsure: false }
    }
}

/// Whether capitals are a last name and not `EDV` or `VHS`: they are long enough, or a usual first name stands beside them.
fn tells(last: &str, first: &str) -> bool {
    const SHORT: usize = 3;
    last.chars().filter(|c| c.is_alphabetic()).count() > SHORT || first.split(' ').next().is_some_and(names::is_given)
}

/// The words of a name without capitals but for the first letters.
fn softened(words: &[&str]) -> String {
    let soft = |word: &&str| {
        let mut letters = word.chars();
        let loud = word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
        match letters.next() {
            Some(first) if loud => format!("{first}{}", letters.as_str().to_lowercase()),
            _ => (*word).to_owned(),
        }
    };
    words.iter().map(soft).collect::<Vec<_>>().join(" ")
}

/// Takes titles out of last and first name in fields of their own, and gives them; a salutation is dropped and counted. `Dr. Huber` of one
/// source is the `Huber` of another.
pub(in crate::inventory) fn take_titles(
    last: &mut Sourced<String>,
    first: &mut Sourced<String>,
    salutations: &mut Tally,
) -> Option<Sourced<String>> {
    let mut titles: Vec<String> = Vec::new();
    for name in [&mut *last, first] {
        if let Some(word) = names::salutation(&name.value) {
            salutations.add(|| name.at.clone(), || word.to_owned());
        }
        let (bare, found) = names::titled(&name.value);
        titles.extend(found.into_iter().map(str::to_owned));
        // A name without a title stays as it is written, with its blanks.
        if bare.split_whitespace().ne(name.value.split_whitespace()) {
            name.value = bare;
        }
    }
    (!titles.is_empty()).then(|| Sourced::new(titles.join(" "), last.at.clone()))
}

/// Salutations that were dropped, told once.
pub(in crate::inventory) fn salutations_told(salutations: Tally) -> Option<Finding> {
    salutations.tell(&codes::NAME_NOTE, |count, example| {
        Words::new(
            format!("salutations taken out of names: {count}, the first: `{example}`"),
            format!("aus Namen genommene Anreden: {count}, die erste: `{example}`"),
        )
    })
}

/// Takes a remark in brackets out of a name (`Müller (Tz)`), and tells it.
pub(in crate::inventory) fn take_note(name: &mut Sourced<String>, findings: &mut Collector) {
    let (bare, Some(note)) = words::without_note(&name.value) else { return };
    findings.push(codes::NAME_NOTE.finding(
        Some(name.at.clone()),
        Words::new(
            format!("`({note})` was taken out of the name `{bare}`"),
            format!("`({note})` wurde aus dem Namen `{bare}` genommen"),
        ),
    ));
    name.value = bare;
}

/// Tells letters that are lost or encoded twice.
pub(in crate::inventory) fn check_letters(name: &Sourced<String>, findings: &mut Collector) {
    let (page, en, de): (&CodePage, _, _) = if words::has_lost_letters(&name.value) {
        (&table::codes::LETTERS_LOST, "has lost letters", "hat Buchstaben verloren")
    } else if words::is_garbled(&name.value) {
        (&table::codes::TEXT_GARBLED, "was encoded twice", "ist doppelt kodiert")
    } else {
        return;
    };
    let value = &name.value;
    findings.push(page.finding(Some(name.at.clone()), Words::new(format!("`{value}` {en}"), format!("`{value}` {de}"))).todo(
        Words::new(
            "set or correct `encoding` of this source in `deskshift.yaml` or in its mapping, or export the list again as UTF-8",
            "`encoding` dieser Quelle in `deskshift.yaml` oder in ihrer Zuordnung setzen oder berichtigen oder die Liste neu als UTF-8 exportieren",
        ),
    ));
}

#[cfg(test)]
mod tests {
    use crate::inventory::staff::{ListFile, StaffList, read};
    use crate::policy::site::Numbers;

    fn list(text: &str) -> StaffList {
        read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]))
    }

    fn names(list: &StaffList) -> Vec<String> {
        let text =
            |cell: &Option<crate::inventory::model::Sourced<String>>| cell.as_ref().map_or("-", |cell| &cell.value).to_owned();
        list.people
            .iter()
            .map(|e| format!("{}|{}|{}", text(&e.person.title), e.person.last.value, text(&e.person.first)))
            .collect()
    }

    fn told<'l>(list: &'l StaffList, code: &str) -> Vec<&'l str> {
        list.findings.iter().filter(|f| f.code.as_str() == format!("inventory/{code}")).map(|f| f.what.en.as_ref()).collect()
    }

    #[test]
    fn names_beside_an_empty_first_name() {
        let found = list(
            "Nachname;Vorname;Durchwahl;E-Mail\nGroß Otto;;101;\nKlein Emil;;102;klein.e@amt.example\nvon der Au Maria;;103;\n\
             Weiß;Eva;104;\nMeier Schmidt;;105;\nDr. Müller;Prof. Hans;106;\nSchwarz, geb. Braun;Ute;107;\n",
        );
        assert_eq!(
            names(&found),
            [
                "-|Groß Otto|-",
                "-|Klein|Emil",
                "-|von der Au|Maria",
                "-|Weiß|Eva",
                "-|Meier Schmidt|-",
                "Dr. Prof.|Müller|Hans",
                "-|Schwarz|Ute"
            ]
        );
        assert_eq!(
            told(&found, "name-order-unclear"),
            ["last names of several words without a first name, taken as they stand: 2, the first: `Groß Otto`"]
        );
        assert_eq!(told(&found, "name-note-removed").len(), 1);
        assert!(found.people.iter().all(|entry| !entry.name_unsure));
    }

    #[test]
    fn salutations_are_dropped_and_told() {
        let found = list("Nachname;Vorname;Durchwahl\nFrau Huber;Anna;101\nMaier;Herr Dr. Uwe;102\nHerr;Otto;103\n");
        assert_eq!(names(&found), ["-|Huber|Anna", "Dr.|Maier|Uwe", "-|Herr|Otto"]);
        assert_eq!(told(&found, "name-note-removed"), ["salutations taken out of names: 2, the first: `Frau`"]);
        let whole = list("Name;Durchwahl\nFrau Anna Huber;101\nMaier, Herr Uwe;102\nWeiß, Ina;103\n");
        assert_eq!(names(&whole), ["-|Huber|Anna", "-|Maier|Uwe", "-|Weiß|Ina"]);
        assert_eq!(told(&whole, "name-note-removed"), ["salutations taken out of names: 2, the first: `Frau`"]);
    }

    #[test]
    fn a_last_name_in_capitals_tells_beside_an_empty_first_name() {
        let found = list(
            "Name;Vorname;Durchwahl\nMEIER Karl;;103\nDr. HUBER Anna-Maria;;105\nvon der AU Maria;;106\nLANG;Otto;108\n\
             KARL-HEINZ Schmidt;;109\nGroß Otto;;107\nDr. Weiß;;120\nEDV Abteilung;;121\nDE Thomas;;122\n",
        );
        assert_eq!(
            names(&found),
            [
                "-|MEIER|Karl",
                "Dr.|HUBER|Anna-Maria",
                "-|von der AU|Maria",
                "-|LANG|Otto",
                "-|KARL-HEINZ Schmidt|-",
                "-|Groß Otto|-",
                "Dr.|Weiß|-",
                "-|EDV Abteilung|-",
                "-|DE|Thomas"
            ]
        );
        assert_eq!(
            told(&found, "name-order-unclear"),
            ["last names of several words without a first name, taken as they stand: 3, the first: `KARL-HEINZ Schmidt`"]
        );
    }

    #[test]
    fn whole_names_without_a_hint_are_unsure() {
        let found = list("Name;Durchwahl\nGroß Otto;101\nMüller, Hans;102\n");
        assert_eq!(names(&found), ["-|Otto|Groß", "-|Müller|Hans"]);
        assert_eq!(found.people.iter().map(|entry| entry.name_unsure).collect::<Vec<_>>(), [true, false]);
        assert_eq!(told(&found, "name-order-unclear").len(), 1);
    }

    #[test]
    fn sums_and_the_end_of_a_list_are_nobody() {
        let found = list(
            "Name;Vorname;Durchwahl\nBauamt;;\nMüller;Hans;101\nSumme: 1;;\nStand;Anna;102\nGesamt 2;;2\nStand: 01.02.2026;;\nSeite 1 von 3;;\n",
        );
        assert_eq!(names(&found), ["-|Müller|Hans", "-|Stand|Anna"]);
        assert_eq!(
            told(&found, "remark-row"),
            [
                "`Summe: 1` sums the list up or ends it; left out",
                "`Gesamt 2 | 2` sums the list up or ends it; left out",
                "`Stand: 01.02.2026` sums the list up or ends it; left out",
                "`Seite 1 von 3` sums the list up or ends it; left out"
            ]
        );
        assert_eq!(told(&found, "section-taken").len(), 1, "the department alone");
    }

    #[test]
    fn a_thing_keeps_what_its_row_says_of_people() {
        let found =
            list("Name;Vorname;Durchwahl;E-Mail;Titel;Bemerkung\nFax Kasse;;398;f@amt.example;Herr;links\nvakant;;103;;;\n");
        let extra: Vec<String> = found.functions.iter().map(|function| function.extra.line()).collect();
        assert_eq!(extra, ["Titel: Herr; E-Mail: f@amt.example; Bemerkung: links", ""]);
        assert!(found.people.is_empty(), "{:?}", names(&found));
    }

    #[test]
    fn an_academic_title_is_the_persons_and_another_is_kept_beside() {
        let found = list(
            "Name;Vorname;Titel;Title\nMüller;Hans;Dr.;\nDr. Meier;Eva;;Leiterin\nKlein;Uwe;Herr;Leiter\nGroß;Ida;Prof.;Dr.\nDr. Au;Bo;dr;\n",
        );
        assert_eq!(names(&found), ["Dr.|Müller|Hans", "Dr.|Meier|Eva", "Leiter|Klein|Uwe", "Prof.|Groß|Ida", "Dr.|Au|Bo"]);
        let extra: Vec<String> = found.people.iter().map(|entry| entry.person.extra.line()).collect();
        assert_eq!(extra, ["", "job_title: Leiterin", "Titel: Herr", "name_title: Dr.", ""]);
    }
}
