//! How often a roster has been issued: the SEQUENCE of the calendars.
//!
//! A calendar takes an event again only where its SEQUENCE is higher, so each roster that differs from the one in force gets the next
//! number, and the same one keeps it. The number lies beside the calendars, and so do the home days that they tell: `roster.json` depends on
//! its input alone, and may be older than the calendars where a run broke off in between.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diag::{Finding, Place as At, Words};
use crate::domain::{PersonId, Place};
use crate::output::ics::Issued;
use crate::roster::codes;
use crate::roster::model::{Roster, Row};
use crate::store::document::sha256;
use crate::store::files;
use crate::store::generation::{self, Item};

const NAME: &str = "issue.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// From 0.
    pub number: u32,
    /// The name of the site that the events go by: a site that gets another name keeps it, or no calendar would know its events again.
    #[serde(default)]
    pub site: String,
    /// Of the places: a better bound alone is no new issue.
    pub places_sha256: String,
    /// What the calendars of this issue tell.
    #[serde(default, skip_serializing_if = "Told::is_empty")]
    pub home: Told,
    /// Home days of earlier issues that are none any more: calendars that took them in take them out again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cancelled: Days,
}

type Days = BTreeMap<PersonId, BTreeSet<Date>>;

/// Home days of many people: a letter for each day, because dates for each person would be ten times as long.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    days: Vec<Date>,
    /// `H` or `-` for each day.
    people: BTreeMap<PersonId, String>,
}

impl Told {
    fn of(roster: &Roster) -> Self {
        let letters =
            |row: &Row| row.places.iter().map(|place| if *place == Place::Home { 'H' } else { '-' }).collect::<String>();
        let rows = roster.rows.iter().map(|row| (row.person.clone(), letters(row)));
        Self { days: roster.days.clone(), people: rows.filter(|(_, letters)| letters.contains('H')).collect() }
    }

    fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    fn by_person(&self) -> Days {
        let home =
            |letters: &str| self.days.iter().zip(letters.chars()).filter(|(_, c)| *c == 'H').map(|(day, _)| *day).collect();
        self.people.iter().map(|(person, letters)| (person.clone(), home(letters))).collect()
    }
}

impl Issue {
    /// The one in force below `folder`, where there is one; one that cannot be read is an error, because the next would start again from 0
    /// and no calendar would take it.
    pub fn in_force(folder: &Path) -> Result<Option<Self>, Box<Finding>> {
        let Some(path) = generation::current(folder).map(|current| current.join(NAME)) else { return Ok(None) };
        if !path.exists() {
            return Ok(None);
        }
        let text = files::read_own_text(&path, files::MAX_FILE)?;
        serde_json::from_str(&text).map(Some).map_err(|error| damaged(&path, &error))
    }

    /// What this roster is: the one in force again, or the next; `last` is the roster in force, for issues that do not say what they told.
    pub fn next(folder: &Path, last: Option<&Roster>, roster: &Roster) -> Result<Self, Box<Finding>> {
        let first = Self::first(roster);
        let before = Self::in_force(folder)?.map(|before| {
            let site = if before.site.is_empty() { last.unwrap_or(roster).site.clone() } else { before.site };
            Self { site, ..before }
        });
        Ok(match before {
            Some(before) if before.places_sha256 == first.places_sha256 => Self { home: first.home, ..before },
            Some(before) => {
                let told = if before.home.is_empty() { last.map(Told::of).unwrap_or_default() } else { before.home };
                let cancelled = cancelled(before.cancelled, told.by_person(), roster, &first.home.by_person());
                Self { number: before.number.saturating_add(1), cancelled, site: before.site, ..first }
            }
            // A roster was issued, and what its calendars told is lost.
            None if last.is_some() || was_issued(folder) => return Err(missing(folder)),
            None => first,
        })
    }

    /// The first issue of all.
    #[must_use]
    pub fn first(roster: &Roster) -> Self {
        let mut told = serde_json::to_vec(&(&roster.days, &roster.rows)).expect("text keys and whole numbers only");
        // Slots are the hours of events.
        if !roster.slots.is_empty() {
            told.extend(serde_json::to_vec(&roster.slots).expect("text keys and text"));
        }
        let places_sha256 = sha256(&told);
        Self { number: 0, site: roster.site.clone(), places_sha256, home: Told::of(roster), cancelled: Days::new() }
    }

    /// What calendars know its events by.
    #[must_use]
    pub fn issued(&self) -> Issued<'_> {
        Issued { site: &self.site, sequence: self.number }
    }

    #[must_use]
    pub fn numbered(self, number: u32) -> Self {
        Self { number, ..self }
    }

    #[must_use]
    pub fn item(&self) -> Item {
        let mut bytes = serde_json::to_vec_pretty(self).expect("text and a whole number");
        bytes.push(b'\n');
        Item { path: NAME.to_owned(), bytes, mode: 0o600 }
    }
}

/// Home days told before and those cancelled before, without what is a home day now, and without days before this roster begins: they took
/// place.
fn cancelled(mut days: Days, told: Days, roster: &Roster, now: &Days) -> Days {
    for (person, told) in told {
        days.entry(person).or_default().extend(told);
    }
    let first = roster.days.first().copied().unwrap_or_default();
    days.retain(|person, days| {
        let still = now.get(person);
        days.retain(|day| *day >= first && still.is_none_or(|still| !still.contains(day)));
        !days.is_empty()
    });
    days
}

/// Whether some generation, in force or before, has calendars or their record.
fn was_issued(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let is_one = entry.file_name().to_str().is_some_and(|name| name.starts_with("gen-"));
        is_one && (entry.path().join(NAME).exists() || entry.path().join("calendars").exists())
    })
}

fn damaged(path: &Path, error: &serde_json::Error) -> Box<Finding> {
    let what = Words::new(
        format!("the number of the calendars' last issue cannot be read: {error}"),
        format!("die Nummer der letzten Ausgabe der Kalender ist nicht lesbar: {error}"),
    );
    not_known(path, what)
}

fn missing(folder: &Path) -> Box<Finding> {
    let what = Words::new(
        "a roster was issued, but the record with the number of its calendars is not there",
        "ein Dienstplan wurde ausgegeben, aber die Datei mit der Nummer seiner Kalender fehlt",
    );
    not_known(&folder.join(generation::POINTER).join(NAME), what)
}

fn not_known(path: &Path, what: Words) -> Box<Finding> {
    let todo = Words::new(
        "`deskshift rotate export --sequence NUMBER` writes it anew; the number has to be above every SEQUENCE in the folder `calendars` \
         beside it, and in those that were handed out",
        "`deskshift rotate export --sequence ZAHL` schreibt sie neu; die Zahl muss über jeder SEQUENCE im Ordner `calendars` daneben liegen \
         und in allen, die ausgegeben wurden",
    );
    Box::new(codes::ISSUE_DAMAGED.finding(Some(At::file(path.display().to_string())), what).todo(todo))
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
            let issue = Issue::next(folder.path(), last.as_ref(), roster).unwrap();
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

    /// The hours of an event are told by its slot.
    #[test]
    fn other_slots_are_another_issue() {
        let mut roster = sample::documents().roster;
        let none = Issue::first(&roster).places_sha256;
        let person = roster.rows[0].person.clone();
        let mut with = |slot: &str| {
            roster.slots = [(person.clone(), [(roster.days[0], slot.to_owned())].into())].into();
            Issue::first(&roster).places_sha256
        };
        let early = with("early");
        assert!(early != none && early != with("late") && early == with("early"));
    }

    #[test]
    fn a_damaged_record_is_told_and_does_not_start_again_from_0() {
        let folder = tempfile::tempdir().unwrap();
        let roster = sample::documents().roster;
        assert_eq!(Issue::in_force(folder.path()), Ok(None));
        let item = Item { bytes: b"{\"number\": 7, \"places".to_vec(), ..Issue::first(&roster).item() };
        generation::write(folder.path(), &[item]).unwrap();
        let told = Issue::next(folder.path(), None, &roster).unwrap_err();
        assert_eq!(told.code, codes::ISSUE_DAMAGED.code());
        assert!(told.place.unwrap().file_name().ends_with(NAME));
        assert!(told.todo.unwrap().en.contains("--sequence NUMBER"));
        // A generation without calendars told nobody anything.
        let folder = tempfile::tempdir().unwrap();
        generation::write(folder.path(), &[Item { path: "roster.csv".into(), bytes: Vec::new(), mode: 0o600 }]).unwrap();
        assert_eq!(Issue::next(folder.path(), None, &roster).unwrap().number, 0);
    }

    #[test]
    fn a_record_that_is_not_there_is_no_first_issue() {
        let folder = tempfile::tempdir().unwrap();
        let roster = sample::documents().roster;
        assert_eq!(Issue::next(folder.path(), None, &roster).unwrap().number, 0);
        let told = Issue::next(folder.path(), Some(&roster), &roster).unwrap_err();
        assert_eq!(told.code, codes::ISSUE_DAMAGED.code());
        // `current` is gone, older generations are there.
        generation::write(folder.path(), &[Issue::first(&roster).item()]).unwrap();
        std::fs::remove_file(folder.path().join(generation::POINTER)).unwrap();
        let told = Issue::next(folder.path(), None, &roster).unwrap_err();
        assert!(told.code == codes::ISSUE_DAMAGED.code() && told.todo.unwrap().en.contains("--sequence NUMBER"));
    }

    #[test]
    fn a_site_that_gets_another_name_keeps_that_of_its_events() {
        let folder = tempfile::tempdir().unwrap();
        let mut roster = sample::documents().roster;
        let name = roster.site.clone();
        let first = Issue::first(&roster);
        // Records of earlier versions do not say it.
        let item = Issue { site: String::new(), ..first.clone() }.item();
        generation::write(folder.path(), &[item]).unwrap();
        let before = roster.clone();
        roster.site = "Stadt".into();
        for place in [Place::Office, Place::Home] {
            roster.rows[0].places[0] = place;
            let issue = Issue::next(folder.path(), Some(&before), &roster).unwrap();
            assert_eq!(issue.issued().site, name);
            generation::write(folder.path(), &[issue.item()]).unwrap();
        }
    }

    /// The calendars of an issue may be out although its roster never came into force.
    #[test]
    fn what_calendars_told_is_cancelled_whatever_the_roster_in_force_says() {
        let folder = tempfile::tempdir().unwrap();
        let mut roster = sample::documents().roster;
        roster.rows[0].places.fill(Place::Office);
        let old = roster.clone();
        roster.rows[0].places[3] = Place::Home;
        generation::write(folder.path(), &[Issue::next(folder.path(), None, &roster).unwrap().item()]).unwrap();
        let issue = Issue::next(folder.path(), Some(&old), &old).unwrap();
        let days: Vec<Date> = issue.cancelled.into_values().flatten().collect();
        assert_eq!((issue.number, days), (1, vec![roster.days[3]]));
    }

    #[test]
    fn who_left_is_still_cancelled() {
        let folder = tempfile::tempdir().unwrap();
        let mut roster = sample::documents().roster;
        roster.rows[0].places[1] = Place::Home;
        generation::write(folder.path(), &[Issue::next(folder.path(), None, &roster).unwrap().item()]).unwrap();
        let gone = roster.rows.remove(0);
        let issue = Issue::next(folder.path(), None, &roster).unwrap();
        assert!(issue.cancelled[&gone.person].contains(&roster.days[1]));
    }
}
