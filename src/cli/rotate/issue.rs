//! How often a roster has been issued: the SEQUENCE of the calendars.
//!
//! A calendar takes an event again only where its SEQUENCE is higher, so each roster that differs from the one in force gets the next
//! number, and the same one keeps it. The number lies beside the calendars: `roster.json` depends on its input alone.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::roster::model::Roster;
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
}

impl Issue {
    /// The one in force below `folder`, where there is one.
    #[must_use]
    pub fn in_force(folder: &Path) -> Option<Self> {
        let path = generation::current(folder)?.join(NAME);
        serde_json::from_str(&files::read_own_text(&path, 4096).ok()?).ok()
    }

    /// What this roster is: the one in force again, or the next.
    #[must_use]
    pub fn next(folder: &Path, roster: &Roster) -> Self {
        let places_sha256 = sha256(&serde_json::to_vec(&(&roster.days, &roster.rows)).expect("text keys and whole numbers only"));
        match Self::in_force(folder) {
            Some(before) if before.places_sha256 == places_sha256 => before,
            Some(before) => Self { number: before.number.saturating_add(1), places_sha256 },
            None => Self { number: 0, places_sha256 },
        }
    }

    #[must_use]
    pub fn item(&self) -> Item {
        let mut bytes = serde_json::to_vec_pretty(self).expect("text and a whole number");
        bytes.push(b'\n');
        Item { path: NAME.to_owned(), bytes, mode: 0o600 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Place;
    use crate::output::sample;

    #[test]
    fn only_another_roster_is_another_issue() {
        let folder = tempfile::tempdir().unwrap();
        let mut roster = sample::documents().roster;
        let issue = |roster: &Roster| {
            let issue = Issue::next(folder.path(), roster);
            generation::write(folder.path(), &[issue.item()]).unwrap();
            issue.number
        };
        assert_eq!((issue(&roster), issue(&roster)), (0, 0));
        roster.bound += 1;
        assert_eq!(issue(&roster), 0, "the same places");
        roster.rows[0].places[1] = Place::Home;
        assert_eq!((issue(&roster), issue(&roster)), (1, 1));
    }
}
