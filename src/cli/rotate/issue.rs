//! How often a roster has been issued: the SEQUENCE of the calendars.
//!
//! A calendar takes an event again only where its SEQUENCE is higher, so each roster that differs from the one in force gets the next
//! number, and the same one keeps it. The number lies beside the calendars: `roster.json` depends on its input alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{PersonId, Place};
use crate::roster::model::{Roster, Row};
use crate::store::document::sha256;
use crate::store::files;
use crate::store::generation::{self, Item};

const NAME: &str = "issue.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// From 0.
    pub number: u32,
    /// Of the places: a better bound alone is no new issue.
    pub places_sha256: String,
    /// Home days of earlier issues that are none any more: calendars that took them in take them out again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cancelled: BTreeMap<PersonId, BTreeSet<Date>>,
}

impl Issue {
    /// The one in force below `folder`, where there is one.
    #[must_use]
    pub fn in_force(folder: &Path) -> Option<Self> {
        let path = generation::current(folder)?.join(NAME);
        serde_json::from_str(&files::read_own_text(&path, files::MAX_FILE).ok()?).ok()
    }

    /// What this roster is: the one in force again, or the next; `last` is the roster of the issue in force.
    #[must_use]
    pub fn next(folder: &Path, last: Option<&Roster>, roster: &Roster) -> Self {
        let places_sha256 = sha256(&serde_json::to_vec(&(&roster.days, &roster.rows)).expect("text keys and whole numbers only"));
        match Self::in_force(folder) {
            Some(before) if before.places_sha256 == places_sha256 => before,
            Some(before) => {
                let cancelled = cancelled(before.cancelled, last, roster);
                Self { number: before.number.saturating_add(1), places_sha256, cancelled }
            }
            None => Self { number: 0, places_sha256, cancelled: BTreeMap::new() },
        }
    }

    #[must_use]
    pub fn item(&self) -> Item {
        let mut bytes = serde_json::to_vec_pretty(self).expect("text and a whole number");
        bytes.push(b'\n');
        Item { path: NAME.to_owned(), bytes, mode: 0o600 }
    }
}

/// Home days of the last roster and those cancelled before, without what is a home day now, and without days before this roster begins: they
/// took place.
fn cancelled(
    mut days: BTreeMap<PersonId, BTreeSet<Date>>,
    last: Option<&Roster>,
    roster: &Roster,
) -> BTreeMap<PersonId, BTreeSet<Date>> {
    for row in last.into_iter().flat_map(|last| &last.rows) {
        days.entry(row.person.clone()).or_default().extend(home_days(last, row));
    }
    for row in &roster.rows {
        if let Some(days) = days.get_mut(&row.person) {
            for day in home_days(Some(roster), row) {
                days.remove(&day);
            }
        }
    }
    let first = roster.days.first().copied().unwrap_or_default();
    days.retain(|_, days| {
        days.retain(|day| *day >= first);
        !days.is_empty()
    });
    days
}

fn home_days<'a>(roster: Option<&'a Roster>, row: &'a Row) -> impl Iterator<Item = Date> + 'a {
    let days = roster.into_iter().flat_map(|roster| &roster.days);
    days.zip(&row.places).filter(|(_, place)| **place == Place::Home).map(|(day, _)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn only_another_roster_is_another_issue_and_cancels_what_it_takes_away() {
        let folder = tempfile::tempdir().unwrap();
        let mut roster = sample::documents().roster;
        let mut last: Option<Roster> = None;
        let mut issue = |roster: &Roster| {
            let issue = Issue::next(folder.path(), last.as_ref(), roster);
            generation::write(folder.path(), &[issue.item()]).unwrap();
            last = Some(roster.clone());
            let days: Vec<Date> = issue.cancelled.values().flatten().copied().collect();
            (issue.number, days)
        };
        roster.rows[0].places[0] = Place::Office;
        roster.rows[0].places[1] = Place::Office;
        assert_eq!((issue(&roster).0, issue(&roster).0), (0, 0));
        roster.bound += 1;
        assert_eq!(issue(&roster).0, 0, "the same places");
        roster.rows[0].places[1] = Place::Home;
        assert_eq!((issue(&roster), issue(&roster)), ((1, vec![]), (1, vec![])));
        let day = roster.days[1];
        roster.rows[0].places[1] = Place::Office;
        assert_eq!(issue(&roster), (2, vec![day]));
        roster.rows[0].places[0] = Place::Home;
        assert_eq!(issue(&roster), (3, vec![day]), "calendars that missed an issue take it out all the same");
        // The next horizon: what was planned before it took place.
        let week = jiff::Span::new().days(28);
        roster.days.iter_mut().for_each(|day| *day = day.checked_add(week).unwrap());
        assert_eq!(issue(&roster), (4, vec![]));
    }
}
