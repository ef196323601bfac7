//! The names of one row: what stands in which cell, and what the cells beside it tell of their order.

use super::header::Field;
use super::person::Mapper;
use super::{codes, function, names, words};
use crate::diag::{CodePage, Words};
use crate::inventory::kind;
use crate::inventory::model::Sourced;
use crate::inventory::table::{self, Collector, Row};

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
        let (whole, both) = match self.cell(row, Field::Last, findings) {
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
        let (whole, note) = words::without_note(&whole.value);
        if let Some(note) = note {
            findings.push(codes::NAME_NOTE.finding(
                Some(at.clone()),
                Words::new(
                    format!("`({note})` was taken out of the name `{whole}`"),
                    format!("`({note})` wurde aus dem Namen `{whole}` genommen"),
                ),
            ));
        }
        // `Fax Poststelle` under `Name, Vorname` is one thing, not a first and a last name.
        let thing = first.is_none() && !whole.contains(',') && function::kind_of(&whole).is_some();
        let hints: Vec<&str> = [Field::Mail, Field::Login]
            .into_iter()
            .flat_map(|field| self.header.all(field))
            .map(|column| row.text(column))
            .collect();
        if !both || thing {
            let words: Vec<&str> = whole.split_whitespace().collect();
            let alone = first.is_none() && !thing && kind::looks_like_person(&whole);
            let parted = names::by_particle(&words).or_else(|| hints.iter().find_map(|hint| names::by_hint(&words, hint)));
            let (last, own) = match parted.filter(|_| alone) {
                Some((last, own)) => (last, own.map(|own| Sourced::new(own, at.clone()))),
                None => {
                    if alone {
                        self.undivided.add(|| at.clone(), || whole.clone());
                    }
                    (whole, None)
                }
            };
            let Some(first) = first.filter(|_| !thing) else {
                return Some(Names { last: Sourced::new(last, at), first: own, title: None, unsure: false });
            };
            let (last, mut titles) = names::titled(&last);
            let (own, more) = names::titled(&first.value);
            titles.extend(more);
            let title = (!titles.is_empty()).then(|| Sourced::new(titles.join(" "), at.clone()));
            let first = Some(Sourced::new(own, first.at.clone()));
            return Some(Names { last: Sourced::new(last, at), first, title, unsure: false });
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
}

pub(super) fn check_letters(name: &Sourced<String>, findings: &mut Collector) {
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
            "set or correct `encoding` of this source in `deskshift.yaml`, or export the list again as UTF-8",
            "bei dieser Quelle in `deskshift.yaml` `encoding` setzen oder berichtigen oder die Liste neu als UTF-8 exportieren",
        ),
    ));
}
