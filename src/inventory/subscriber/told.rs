//! Sentences that several rooms say: one doubt has one wording, whatever the source.

use super::codes;
use crate::diag::{CodePage, Finding, Listed, Place, Words};
use crate::domain::Extension;
use crate::inventory::numbers::{Spoilt, spoilt};
use crate::inventory::staff;
use crate::inventory::table::{Differing, Tally};

/// A login, cell or key that no telephone can dial.
#[must_use]
pub(in crate::inventory) fn not_dialable(text: &str, at: &Place) -> Finding {
    if let Some(how) = spoilt(text) {
        return spoilt_number(text, how, at);
    }
    let words = if text.trim().is_empty() {
        Words::new(
            "an entry without a number; it was not taken as an extension",
            "ein Eintrag ohne Nummer; als Nebenstelle wurde er nicht übernommen",
        )
    } else {
        Words::new(
            format!("`{text}` is no number of 1 to 15 digits; it was not taken as an extension"),
            format!("`{text}` ist keine Nummer aus 1 bis 15 Ziffern; als Nebenstelle wurde es nicht übernommen"),
        )
    };
    codes::NOT_DIALABLE.finding(Some(at.clone()), words).about(text)
}

/// A number that a spreadsheet has spoilt is as bad here as in a list of people.
fn spoilt_number(text: &str, how: Spoilt, at: &Place) -> Finding {
    let (page, en, de) = match how {
        Spoilt::Decimal => (
            &staff::codes::NUMBER_UNCLEAR,
            "is a number with decimals, as a spreadsheet writes it",
            "ist eine Zahl mit Nachkommastellen, wie eine Tabellenkalkulation sie schreibt",
        ),
        Spoilt::Digits => {
            (&staff::codes::DIGITS_LOST, "lost digits in a spreadsheet", "hat in einer Tabellenkalkulation Ziffern verloren")
        }
        Spoilt::Date => (
            &staff::codes::NUMBER_DATE,
            "looks like a date, as a spreadsheet makes it of a number",
            "sieht aus wie ein Datum, zu dem eine Tabellenkalkulation eine Nummer gemacht hat",
        ),
    };
    let words = Words::new(
        format!("`{text}` {en}; it was not taken as an extension"),
        format!("`{text}` {de}; als Nebenstelle wurde es nicht übernommen"),
    );
    page.finding(Some(at.clone()), words).about(text).todo(Words::new(
        "export again, and import the file without opening it in a spreadsheet before",
        "neu exportieren und die Datei importieren, ohne sie vorher in einer Tabellenkalkulation zu öffnen",
    ))
}

/// A full number that is none of the site's.
#[must_use]
pub(in crate::inventory) fn of_another_site(text: &str, at: &Place) -> Finding {
    let words = Words::new(
        format!("`{text}` is a number of another site by `numbers` in `deskshift.yaml`; it was not taken as an extension"),
        format!(
            "`{text}` ist laut `numbers` in `deskshift.yaml` eine Nummer eines anderen Standorts; als Nebenstelle wurde sie nicht übernommen"
        ),
    );
    codes::NOT_DIALABLE.finding(Some(at.clone()), words).about(text)
}

/// Extensions that stay without a softphone, told once. The finding names them all, so that those are not told twice that are nobody's
/// telephone anyway.
#[derive(Default)]
pub(in crate::inventory) struct NotSip {
    tally: Tally,
    numbers: Vec<String>,
}

impl NotSip {
    /// `what` says which technology.
    pub(in crate::inventory) fn add(&mut self, number: &Extension, what: &str, at: &Place) {
        self.tally.add(|| at.clone(), || format!("`{number}` (`{what}`)"));
        self.numbers.push(number.to_string());
    }

    pub(in crate::inventory) fn tell(self) -> Option<Finding> {
        let all = Listed::new(self.numbers.iter().map(String::as_str), 1);
        let (en, de) = ("extensions whose device speaks no SIP", "Nebenstellen, deren Gerät kein SIP spricht");
        let finding = counted(self.tally, &codes::NOT_SIP, en, de)?.listing(all);
        Some(match self.numbers.as_slice() {
            [one] => finding.about(one.as_str()),
            _ => finding,
        })
    }
}

/// Extensions that nobody can register, told once.
#[must_use]
pub(in crate::inventory) fn disabled(tally: Tally) -> Option<Finding> {
    counted(tally, &codes::DISABLED, "extensions that are switched off", "Nebenstellen, die abgeschaltet sind")
}

fn counted(tally: Tally, page: &CodePage, en: &str, de: &str) -> Option<Finding> {
    tally.tell(page, |count, example| {
        Words::new(format!("{en}: {count}; the first is {example}"), format!("{de}: {count}; zuerst {example}"))
    })
}

/// An extension that the source has already, with what the second entry says otherwise.
#[must_use]
pub(in crate::inventory) fn listed_twice(number: &Extension, at: &Place, first: &Place, differing: &Differing) -> Finding {
    let (other_en, other_de) = differing.told();
    let (en, de) = match number.context() {
        None => (String::new(), String::new()),
        Some(context) => (format!(" under `{context}`"), format!(" unter `{context}`")),
    };
    let digits = number.digits();
    let words = Words::new(
        format!("extension `{digits}` stands in the export twice{en}; the first one was used{other_en}"),
        format!("Nebenstelle `{digits}` steht zweimal{de} im Export; verwendet wurde die erste{other_de}"),
    );
    let finding = codes::LISTED_TWICE.finding(Some(at.clone()), words).about(number.as_str());
    finding.related(first.clone(), Words::new("first here", "zuerst hier"))
}
