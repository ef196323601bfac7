//! Days that had passed when the roster in force was made, in a file that somebody edited.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::facts::Facts;
use super::places::Places;
use crate::diag::{Finding, Lang, Place as At, Words};
use crate::roster::given::Given;
use crate::roster::model::Roster;
use crate::roster::{codes, wording};

/// People named in a finding.
const NAMED: usize = 5;

/// Places that differ from those of the roster in force on days before its `from`: a finding for each such day. What the file does not say of
/// them stays as it was, and what differs is set back, so that nothing else is told of it.
pub fn settle_past(given: &Given<'_>, places: &mut Places, old: &Roster) -> Vec<Finding> {
    let Some(from) = old.from else { return Vec::new() };
    let facts = Facts::read(*given);
    // Rows under a wrong id are somebody's: whose, is found by what is missing.
    let complete = places.days.keys().all(|id| facts.people.contains_key(id));
    let known: BTreeSet<Date> = facts.days.iter().copied().collect();
    let mut changed: BTreeMap<Date, Vec<(String, Words, Option<At>)>> = BTreeMap::new();
    for row in &old.rows {
        let Some(person) = facts.people.get(&row.person) else { continue };
        if !complete && !places.days.contains_key(&row.person) {
            continue;
        }
        for (&day, &was) in old.days.iter().zip(&row.places).filter(|(day, _)| **day < from && known.contains(day)) {
            if let Some(is) = places.at(&row.person, day).filter(|is| *is != was) {
                let words = Words::new(
                    format!("{} instead of {}", wording::place(is, Lang::En), wording::place(was, Lang::En)),
                    format!("{} statt {}", wording::place(is, Lang::De), wording::place(was, Lang::De)),
                );
                changed.entry(day).or_default().push((person.name.clone(), words, places.row(&row.person, day)));
            }
            places.days.entry(row.person.clone()).or_default().insert(day, was);
        }
    }
    changed.into_iter().map(|(day, people)| finding(day, people)).collect()
}

fn finding(day: Date, people: Vec<(String, Words, Option<At>)>) -> Finding {
    let list = |pick: fn(&Words) -> &str| {
        let named = people.iter().take(NAMED).map(|(name, words, _)| format!("{name} ({})", pick(words)));
        named.collect::<Vec<_>>().join(", ") + if people.len() > NAMED { ", …" } else { "" }
    };
    let (when, en, de) = (wording::day(day), list(|words| &words.en), list(|words| &words.de));
    let what = Words::new(
        format!("{}: the roster in force keeps this day as it was, the file changes it: {en}", when.en),
        format!("{}: der geltende Dienstplan lässt diesen Tag, wie er war, die Datei ändert ihn: {de}", when.de),
    );
    let todo = Words::new(
        format!("take the change back; a day that lies ahead is opened by `deskshift rotate replan --from {day}`"),
        format!("die Änderung zurücknehmen; einen künftigen Tag gibt `deskshift rotate replan --from {day}` frei"),
    );
    let at = people.into_iter().find_map(|(_, _, at)| at);
    codes::PASSED_DAY.finding(at, what).todo(todo)
}
