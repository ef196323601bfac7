//! What differs between two rosters: who has to be told what.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::counted;
use super::roster_csv::Table;
use crate::diag::{Finding, Lang, visible};
use crate::domain::{PersonId, Place};
use crate::inventory::model::Inventory;
use crate::roster::model::Roster;
use crate::roster::wording;

/// People listed on a terminal; the file has all.
const SHOWN: usize = 40;

/// One person's changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub person: PersonId,
    pub name: String,
    /// The roster before had no such person.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub new: bool,
    pub days: Vec<ChangedDay>,
    /// Weeks in another slot of the day than before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<ChangedSlot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedSlot {
    /// The Monday.
    pub week: Date,
    pub before: String,
    pub now: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChangedDay {
    pub day: Date,
    /// None: not planned by the roster before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Place>,
    pub now: Place,
}

/// Every place that differs on a day of both rosters, and all places of people who are new.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// By person id.
    pub people: Vec<Changed>,
    /// People who are in the roster no more.
    pub gone: Vec<PersonId>,
}

impl Changes {
    #[must_use]
    pub fn between(before: &Roster, now: &Roster, inventory: &Inventory) -> Self {
        let names: BTreeMap<&PersonId, String> = inventory.persons.iter().map(|p| (&p.id, p.listed_name())).collect();
        let rows: BTreeMap<&PersonId, &Vec<Place>> = before.rows.iter().map(|row| (&row.person, &row.places)).collect();
        let day_before: BTreeMap<Date, usize> = before.days.iter().enumerate().map(|(at, day)| (*day, at)).collect();
        let mut changes = Self::default();
        for row in &now.rows {
            let old = rows.get(&row.person);
            let days: Vec<ChangedDay> = (now.days.iter().zip(&row.places))
                .filter_map(|(&day, &place)| match (old, day_before.get(&day)) {
                    (None, _) => (place != Place::Off).then_some(ChangedDay { day, before: None, now: place }),
                    (Some(old), Some(&at)) => {
                        let was = *old.get(at)?;
                        (was != place).then_some(ChangedDay { day, before: Some(was), now: place })
                    }
                    // A day that the roster before did not reach is no change.
                    (Some(_), None) => None,
                })
                .collect();
            let slots = slots_between(before, now, &row.person);
            if !days.is_empty() || !slots.is_empty() {
                let name = names.get(&row.person).cloned().unwrap_or_default();
                changes.people.push(Changed { person: row.person.clone(), name, new: old.is_none(), days, slots });
            }
        }
        let still = |id: &PersonId| now.rows.iter().any(|row| row.person == *id);
        changes.gone = before.rows.iter().map(|row| &row.person).filter(|id| !still(id)).cloned().collect();
        changes
    }

    /// People who come in another slot of the day in some week.
    #[must_use]
    pub fn moved_slots(&self) -> usize {
        self.people.iter().filter(|changed| !changed.slots.is_empty()).count()
    }

    /// Nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.gone.is_empty()
    }

    /// Places of people who were planned before and work before and after, and how many people these are.
    #[must_use]
    pub fn moved(&self) -> (usize, usize) {
        let moves = |changed: &&Changed| changed.days.iter().filter(|day| day.is_move()).count();
        let counts = self.people.iter().map(|changed| moves(&changed)).filter(|count| *count > 0);
        counts.fold((0, 0), |(places, people), count| (places + count, people + 1))
    }
}

/// Weeks of both rosters in which somebody who had a slot has another.
fn slots_between(before: &Roster, now: &Roster, person: &PersonId) -> Vec<ChangedSlot> {
    let weeks = now.slots.get(person).into_iter().flatten();
    let differs = |(week, now): (&Date, &String)| {
        let before = before.slots.get(person)?.get(week).filter(|before| *before != now)?;
        Some(ChangedSlot { week: *week, before: before.clone(), now: now.clone() })
    };
    weeks.filter_map(differs).collect()
}

impl ChangedDay {
    /// From one place of work to the other.
    #[must_use]
    pub fn is_move(&self) -> bool {
        !matches!((self.before, self.now), (None | Some(Place::Off), _) | (_, Place::Off))
    }
}

/// One line for each person who has to be told something; whoever is only absent, or back, knows it and is counted.
#[must_use]
pub fn human(changes: &Changes, at_least: Option<usize>, lang: Lang) -> String {
    let (places, people) = changes.moved();
    let needed = match (at_least, lang) {
        (None | Some(0), _) if places == 0 => String::new(),
        (None, _) => String::new(),
        (Some(n), Lang::En) => format!("; at least {n} had to"),
        (Some(n), Lang::De) => format!("; mindestens {n} {}", if n == 1 { "musste" } else { "mussten" }),
    };
    let mut text = match lang {
        Lang::En if places == 0 && changes.moved_slots() > 0 => format!("no place changes{needed}\n"),
        Lang::De if places == 0 && changes.moved_slots() > 0 => format!("kein Ort ändert sich{needed}\n"),
        Lang::En if places == 0 => format!("nothing changes{needed}\n"),
        Lang::De if places == 0 => format!("nichts ändert sich{needed}\n"),
        Lang::En => format!(
            "{} of {} {}{needed}\n",
            counted(places, "place", "places"),
            counted(people, "person", "people"),
            if places == 1 { "changes" } else { "change" },
        ),
        Lang::De => format!(
            "{} von {} {} sich{needed}\n",
            counted(places, "Ort", "Orte"),
            counted(people, "Person", "Personen"),
            if places == 1 { "ändert" } else { "ändern" },
        ),
    };
    if let slots @ 1.. = changes.moved_slots() {
        text.push_str(&match lang {
            Lang::En => format!("in another slot of the day: {}\n", counted(slots, "person", "people")),
            Lang::De => format!("in einer anderen Schicht: {}\n", counted(slots, "Person", "Personen")),
        });
    }
    let (told, know): (Vec<&Changed>, Vec<&Changed>) = changes
        .people
        .iter()
        .partition(|changed| changed.new || !changed.slots.is_empty() || changed.days.iter().any(ChangedDay::is_move));
    for changed in told.iter().take(SHOWN) {
        let slots = changed
            .slots
            .iter()
            .map(|slot| format!("{} {} → {}", wording::week(slot.week).get(lang), visible(&slot.before), visible(&slot.now)));
        let days: Vec<String> = changed.days.iter().map(|day| shown(day, lang)).chain(slots).collect();
        let new = match (changed.new, lang) {
            (false, _) => "",
            (true, Lang::En) => " (new)",
            (true, Lang::De) => " (neu)",
        };
        let _ = writeln!(text, "  {} {}{new}: {}", changed.person, visible(&changed.name), days.join("; "));
    }
    let more = told.len().saturating_sub(SHOWN);
    if more > 0 {
        text.push_str(&match lang {
            Lang::En => format!("  … and {}\n", counted(more, "more person", "more people")),
            Lang::De => format!("  … und {}\n", counted(more, "weitere Person", "weitere Personen")),
        });
    }
    if !know.is_empty() {
        let days = know.iter().map(|changed| changed.days.len()).sum();
        text.push_str(&match lang {
            Lang::En => format!(
                "off or back by their own lists: {}, {}\n",
                counted(know.len(), "person", "people"),
                counted(days, "day", "days")
            ),
            Lang::De => format!(
                "laut ihren Listen frei oder wieder da: {}, {}\n",
                counted(know.len(), "Person", "Personen"),
                counted(days, "Tag", "Tage")
            ),
        });
    }
    if !changes.gone.is_empty() {
        let ids: Vec<&str> = changes.gone.iter().map(PersonId::as_str).take(SHOWN).collect();
        let (count, ids) = (changes.gone.len(), ids.join(", "));
        text.push_str(&match lang {
            Lang::En => format!("no longer in the roster: {count} ({ids})\n"),
            Lang::De => format!("nicht mehr im Dienstplan: {count} ({ids})\n"),
        });
    }
    text
}

fn shown(day: &ChangedDay, lang: Lang) -> String {
    let (weekday, date) = (wording::short_weekday(day.day.weekday()), wording::short_date(day.day));
    let now = wording::place(day.now, lang);
    let places = day.before.map_or_else(|| now.to_owned(), |before| format!("{} → {now}", wording::place(before, lang)));
    format!("{} {} {places}", weekday.get(lang), date.get(lang))
}

/// The changes and the roster they lead to, for programs.
#[must_use]
pub fn json(roster: &Roster, changes: &Changes, at_least: Option<usize>, findings: &[Finding], written: &[String]) -> String {
    let (places, people) = changes.moved();
    let value = serde_json::json!({
        "from": roster.from, "places": places, "people": people, "at_least": at_least, "changes": changes.people, "gone": changes.gone,
        "cost": roster.cost, "bound": roster.proven(), "findings": findings, "written": written,
    });
    format!("{value:#}\n")
}

/// A table for spreadsheets and mail merges: one row for each changed day.
#[must_use]
pub fn csv(changes: &Changes, lang: Lang) -> String {
    let mut table = Table::new(lang);
    table.row(&match lang {
        Lang::En => ["person", "name", "date", "before", "now"],
        Lang::De => ["Person", "Name", "Datum", "vorher", "jetzt"],
    });
    for changed in &changes.people {
        for day in &changed.days {
            let before = day.before.map_or("", |place| wording::place(place, lang));
            table.row(&[changed.person.as_str(), &changed.name, &day.day.to_string(), before, wording::place(day.now, lang)]);
        }
        // A slot is that of a whole week, which its Monday stands for.
        for slot in &changed.slots {
            table.row(&[changed.person.as_str(), &changed.name, &slot.week.to_string(), &slot.before, &slot.now]);
        }
    }
    table.text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn another_slot_of_the_day_is_told() {
        let documents = sample::documents();
        let mut before = documents.roster.clone();
        let (person, monday) = (before.rows[0].person.clone(), before.days[5]);
        before.slots = [(person.clone(), [(monday, "early".to_owned())].into())].into();
        let mut now = before.clone();
        assert!(Changes::between(&before, &now, &documents.inventory).is_empty());
        now.slots.get_mut(&person).unwrap().insert(monday, "late".to_owned());
        let changes = Changes::between(&before, &now, &documents.inventory);
        assert_eq!((changes.people.len(), changes.moved(), changes.moved_slots()), (1, (0, 0), 1));
        let text = human(&changes, Some(0), Lang::De);
        assert!(text.starts_with("kein Ort ändert sich\nin einer anderen Schicht: 1 Person\n"), "{text}");
        assert!(text.contains("Woche ab 9.11. early → late"), "{text}");
        assert!(csv(&changes, Lang::En).contains("2020-11-09,early,late"));
    }

    #[test]
    fn only_what_differs_is_told() {
        let documents = sample::documents();
        let before = documents.roster.clone();
        assert_eq!(Changes::between(&before, &before, &documents.inventory), Changes::default());
        let mut now = before.clone();
        let turned = |place: Place| if place == Place::Home { Place::Office } else { Place::Home };
        let at = now.rows[0].places.iter().position(|place| *place != Place::Off).unwrap();
        now.rows[0].places[at] = turned(now.rows[0].places[at]);
        let ill = now.rows[1].places.iter().position(|place| *place != Place::Off).unwrap();
        now.rows[1].places[ill] = Place::Off;
        let gone = now.rows.pop().unwrap().person;
        let changes = Changes::between(&before, &now, &documents.inventory);
        assert_eq!((changes.people.len(), changes.moved()), (2, (1, 1)));
        assert_eq!(changes.gone, std::slice::from_ref(&gone));
        let text = human(&changes, Some(1), Lang::En);
        assert!(text.starts_with("1 place of 1 person changes; at least 1 had to\n"), "{text}");
        assert!(text.lines().count() == 4 && text.contains("\noff or back by their own lists: 1 person, 1 day\n"), "{text}");
        assert_eq!(csv(&changes, Lang::De).lines().count(), 3);
        // The other way round, the person who was gone is new.
        let back = Changes::between(&now, &before, &documents.inventory);
        assert!(
            back.people
                .iter()
                .any(|changed| changed.new && changed.person == gone && changed.days.iter().all(|day| !day.is_move()))
        );
    }
}
