//! People that the site file names one by one.

use std::collections::BTreeMap;

use super::build::{SITE_FILE, escaped, meant};
use crate::diag::{Finding, Place, Words};
use crate::domain::without_zeros;
use crate::inventory::model::Inventory;
use crate::policy::keys::nearest_name;
use crate::roster::codes;

/// Everybody by staff number, extension and full name.
pub struct People<'a> {
    inventory: &'a Inventory,
    by_id: BTreeMap<&'a str, u32>,
    /// By extension or full name, which several may have.
    by_other: BTreeMap<String, Vec<u32>>,
    /// Staff numbers without the zeros before them, which spreadsheets take away.
    by_number: BTreeMap<&'a str, Vec<u32>>,
}

impl<'a> People<'a> {
    pub fn of(inventory: &'a Inventory) -> Self {
        let (mut by_id, mut by_other) = (BTreeMap::new(), BTreeMap::<String, Vec<u32>>::new());
        let mut by_number = BTreeMap::<&str, Vec<u32>>::new();
        for (p, person) in (0u32..).zip(&inventory.persons) {
            by_id.insert(person.id.as_str(), p);
            by_other.entry(person.full_name()).or_default().push(p);
            by_other.entry(person.listed_name()).or_default().push(p);
            if let Some(number) = person.id.without_zeros() {
                by_number.entry(number).or_default().push(p);
            }
            if let Some(extension) = &person.extension {
                by_other.entry(extension.value.to_string()).or_default().push(p);
            }
        }
        for people in by_other.values_mut() {
            people.dedup();
        }
        Self { inventory, by_id, by_other, by_number }
    }

    /// The person meant by `whom`; or, where that is not one, all who may be. A staff number goes before all else, and one without the zeros
    /// before it comes last.
    pub fn meant(&self, whom: &str) -> Result<u32, &[u32]> {
        if let Some(&p) = self.by_id.get(whom) {
            return Ok(p);
        }
        match self.by_other.get(whom).map(Vec::as_slice) {
            Some([only]) => Ok(*only),
            Some(several) => Err(several),
            None => match without_zeros(whom).and_then(|number| self.by_number.get(number)).map(Vec::as_slice) {
                Some([only]) => Ok(*only),
                _ => Err(&[]),
            },
        }
    }

    /// [`Self::meant`] by what stands at this pointer below `/roster`.
    pub(super) fn find(&self, whom: &str, pointer: &str, subject: &str) -> Result<u32, Box<Finding>> {
        let meant_by = match self.meant(whom) {
            Ok(p) => return Ok(p),
            Err(meant_by) => meant_by,
        };
        let at = Some(Place::within(SITE_FILE, &format!("/roster{pointer}")));
        let ids: Vec<String> = meant_by.iter().map(|&p| format!("`{}`", self.inventory.persons[p as usize].id)).collect();
        let (ids, subject) = (ids.join(", "), escaped(subject));
        let (what, todo) = if meant_by.is_empty() {
            let known = self.by_id.keys().copied().chain(self.by_other.keys().map(String::as_str));
            let todo = nearest_name(whom, known).map_or_else(
                || {
                    Words::new(
                        "write the staff number, the extension or the full name as the inventory has it (`deskshift inventory show`)",
                        "Personalnummer, Nebenstelle oder vollen Namen so schreiben wie im Inventar (`deskshift inventory show`)",
                    )
                },
                meant,
            );
            let what = Words::new(
                format!("`{subject}`: nobody has the staff number, extension or full name `{whom}`"),
                format!("`{subject}`: niemand hat Personalnummer, Nebenstelle oder vollen Namen `{whom}`"),
            );
            (what, todo)
        } else {
            let what = Words::new(
                format!("`{subject}`: `{whom}` may be one of {ids}"),
                format!("`{subject}`: `{whom}` kann eine dieser Personen sein: {ids}"),
            );
            (what, Words::new("write the staff number", "die Personalnummer schreiben"))
        };
        Err(Box::new(codes::UNKNOWN_MEMBER.finding(at, what).about(subject.as_str()).todo(todo)))
    }
}
