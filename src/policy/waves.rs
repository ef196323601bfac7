//! The section `waves`: who moves together, and when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::{Field, Fields, Parsed, Table};
use super::overrides::site_is_known;
use super::read::date;
use super::site::Numbers;
use crate::diag::Place;
use crate::domain::{Department, Extension};

/// Lines that move on one day. A line belongs to the wave that names its extension, else its department, else its site, else to the wave that
/// names nothing: the rest. So no line is in two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wave {
    pub name: String,
    /// The day of the move.
    pub on: Option<jiff::civil::Date>,
    /// Names of `numbers.sites`.
    pub sites: Vec<String>,
    pub departments: Vec<Department>,
    pub extensions: Vec<Extension>,
}

impl Wave {
    /// Takes whom no other wave names.
    #[must_use]
    pub fn is_rest(&self) -> bool {
        self.sites.is_empty() && self.departments.is_empty() && self.extensions.is_empty()
    }

    /// The wave of a line with this extension, in this department, at this site of `numbers.sites`.
    #[must_use]
    pub fn of<'a>(waves: &'a [Self], extension: &Extension, department: Option<&str>, site: Option<&str>) -> Option<&'a Self> {
        let find = |takes: &dyn Fn(&Self) -> bool| waves.iter().find(|wave| takes(wave));
        find(&|wave| wave.extensions.contains(extension))
            .or_else(|| find(&|wave| wave.departments.iter().any(|one| Some(one.as_str()) == department)))
            .or_else(|| find(&|wave| wave.sites.iter().any(|one| Some(one.as_str()) == site)))
            .or_else(|| find(&Self::is_rest))
    }
}

/// What stands in a wave already, by key and value.
type Taken = BTreeMap<(&'static str, String), Place>;

pub(super) fn waves(fields: &mut Fields<'_>, field: &Field<'_>, numbers: Option<&Numbers>) -> Parsed<Vec<Wave>> {
    let mut taken = Taken::new();
    fields.list(field, |f, item| {
        let table = f.map(item)?;
        let name = f.required(&table, "name", Fields::owned);
        let on = f.optional(&table, "on", date);
        let sites = names(f, &table, "sites", &mut taken, |f, v| {
            let name = f.owned(v)?;
            let at = f.place(v.node);
            site_is_known(f, &name, &at, numbers);
            Some(name)
        });
        // As closures, which hold for each lifetime of the fields.
        #[allow(clippy::redundant_closure_for_method_calls)]
        let departments = names(f, &table, "departments", &mut taken, |f, v| f.word::<Department>(v));
        #[allow(clippy::redundant_closure_for_method_calls)]
        let extensions = names(f, &table, "extensions", &mut taken, |f, v| f.word::<Extension>(v));
        let wave = Wave { name: name?, on, sites, departments, extensions };
        let place = f.place(item.node);
        once(f, &mut taken, "name", &wave.name, place.clone());
        if wave.is_rest() {
            once(f, &mut taken, "rest", &wave.name, place);
        }
        Some(wave)
    })
}

/// One of a wave's lists; nobody may stand in two waves.
fn names<T: Ord + Clone + std::fmt::Display>(
    fields: &mut Fields<'_>,
    table: &Table<'_>,
    key: &'static str,
    taken: &mut Taken,
    mut parse: impl FnMut(&mut Fields<'_>, &Field<'_>) -> Parsed<T>,
) -> Vec<T> {
    fields.or(table, key, Vec::new(), |f, v| {
        f.list(v, |f, item| {
            let value = parse(f, item)?;
            let place = f.place(item.node);
            once(f, taken, key, &value.to_string(), place);
            Some(value)
        })
    })
}

fn once(fields: &mut Fields<'_>, taken: &mut Taken, key: &'static str, value: &str, place: Place) {
    // All waves of the rest are one, whatever their names.
    let value_of = if key == "rest" { String::new() } else { value.to_owned() };
    match taken.get(&(key, value_of.clone())) {
        Some(first) => {
            let first = first.clone();
            fields.twice(&format!("waves[].{}", if key == "rest" { "name" } else { key }), value, place, first);
        }
        None => {
            taken.insert((key, value_of), place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(name: &str, sites: &[&str], departments: &[&str], extensions: &[&str]) -> Wave {
        Wave {
            name: name.to_owned(),
            on: None,
            sites: sites.iter().map(ToString::to_string).collect(),
            departments: departments.iter().map(|one| one.parse().unwrap()).collect(),
            extensions: extensions.iter().map(|one| one.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn each_line_is_in_one_wave_and_the_more_specific_name_counts() {
        let waves = [
            wave("rest", &[], &[], &[]),
            wave("branch", &["Trostberg"], &[], &[]),
            wave("offices", &[], &["Bauamt", "Hauptamt"], &[]),
            wave("pilot", &[], &[], &["2001"]),
        ];
        let of = |waves: &[Wave], extension: &str, department, site| {
            Wave::of(waves, &extension.parse().unwrap(), department, site).map(|wave| wave.name.clone())
        };
        assert_eq!(of(&waves, "2001", Some("Bauamt"), Some("Trostberg")).as_deref(), Some("pilot"));
        assert_eq!(of(&waves, "2002", Some("Bauamt"), Some("Trostberg")).as_deref(), Some("offices"));
        assert_eq!(of(&waves, "2002", None, Some("Trostberg")).as_deref(), Some("branch"));
        assert_eq!(of(&waves, "2002", Some("Jugendamt"), None).as_deref(), Some("rest"));
        assert_eq!(of(&waves[1..], "2002", Some("Jugendamt"), None), None);
    }
}
