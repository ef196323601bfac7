//! What one period owes to the next: home days that people had less, or more, than their fair share.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::codes;
use super::model::Roster;
use crate::diag::{Finding, Place, Words};
use crate::domain::PersonId;

/// A debt or a credit is never more than so many days: what is older than a period or two is forgotten.
pub const MOST_OWED: i64 = 5;

/// What the roster of an earlier period, read from this file, owes its people in one that begins on `from`.
pub fn owed(old: &Roster, file: &str, from: Date) -> Result<BTreeMap<PersonId, i64>, Box<Finding>> {
    let at = || Some(Place::file(file));
    if let Some(last) = old.days.last().filter(|last| **last >= from) {
        let what = Words::new(
            format!("the roster that debts are carried from ends on {last}, this one begins on {from}"),
            format!("der Dienstplan, aus dem übertragen wird, endet am {last}, dieser beginnt am {from}"),
        );
        let todo = Words::new(
            "copy the `out/roster.json` of the period before into the site folder, and name the copy",
            "die `out/roster.json` des vorigen Zeitraums in den Standortordner kopieren und die Kopie nennen",
        );
        return Err(Box::new(codes::CARRY_UNUSABLE.finding(at(), what).todo(todo)));
    }
    let Some(owed) = &old.owed else {
        let what = Words::new(
            "the roster that debts are carried from states none",
            "der Dienstplan, aus dem übertragen wird, nennt keine Überträge",
        );
        let todo = Words::new(
            "make that roster again with `carry_over: {}` in its `deskshift.yaml`, or write `carry_over: {}` here to begin",
            "jenen Dienstplan mit `carry_over: {}` in `deskshift.yaml` neu erstellen, oder hier mit `carry_over: {}` beginnen",
        );
        return Err(Box::new(codes::CARRY_UNUSABLE.finding(at(), what).todo(todo)));
    };
    Ok(owed.iter().map(|(person, days)| (person.clone(), (*days).clamp(-MOST_OWED, MOST_OWED))).collect())
}
