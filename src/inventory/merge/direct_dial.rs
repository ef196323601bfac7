//! People whose full number is a direct-dial number of an extension with other digits.

use std::collections::{BTreeMap, BTreeSet};

use super::people::Joined;
use crate::domain::Extension;
use crate::inventory::model::{DidTarget, Inventory, Sourced};
use crate::inventory::staff;
use crate::inventory::table::Collector;

/// Gives a person without an extension, or with one that the telephone system does not have, the extension that the full number of
/// the row leads to. A number that leads to several extensions says nothing.
pub(super) fn assign(inventory: &Inventory, people: &mut [Joined], findings: &mut Collector) {
    let mut targets: BTreeMap<&str, Option<&Extension>> = BTreeMap::new();
    for did in inventory.dids.iter().filter(|did| !did.prefix) {
        if let DidTarget::Extension(extension) = &did.target {
            targets
                .entry(did.number.as_str())
                .and_modify(|known| *known = known.filter(|known| *known == extension))
                .or_insert(Some(extension));
        }
    }
    if targets.is_empty() {
        return;
    }
    let known: BTreeSet<&Extension> = inventory.extensions.iter().map(|entry| &entry.number).collect();
    let mut found = BTreeSet::new();
    for joined in people {
        let Some(direct) = &joined.direct else { continue };
        let Some(Some(target)) = targets.get(direct.value.as_str()) else { continue };
        let placed = joined.person.extension.as_ref().is_some_and(|extension| known.contains(&extension.value));
        if !placed && known.contains(target) {
            found.insert(direct.at.clone());
            joined.person.extension = Some(Sourced::new((*target).clone(), direct.at.clone()));
        }
    }
    // What the row was told of a number that seemed to be of another site no longer holds.
    let foreign = [staff::codes::NUMBER_FOREIGN.slug, staff::codes::NUMBER_LENGTH.slug];
    findings.retain(|f| !(foreign.contains(&f.code.as_str()) && f.place.as_ref().is_some_and(|place| found.contains(place))));
}

#[cfg(test)]
mod tests {
    use super::super::tests::pbx;
    use super::super::{Inputs, merge};
    use crate::diag::Place;
    use crate::inventory::formats::Class;
    use crate::inventory::model::{Did, DidTarget};
    use crate::inventory::reading::Reading;
    use crate::inventory::staff::{ListFile, read};
    use crate::policy::site::Numbers;

    #[test]
    fn a_full_number_that_is_a_direct_dial_number_finds_its_extension() {
        let plan = Numbers::new("49", "89", "99998").lengths([4]);
        let list = "Name;Vorname;Telefon\nHuber;Ida;+49 89 5555-17\nMaier;Uwe;+49 89 99998-2002\nWeiß;Ina;+49 89 5555-18\nGroß;Ute;2003\n";
        let staff = read(&ListFile::new("a.csv", list.as_bytes()), &plan);
        let did = |number: &str, to: &str| Did {
            number: number.to_owned(),
            prefix: false,
            target: DidTarget::Extension(to.parse().expect("a number")),
            at: Place::file("dids.csv"),
        };
        let dids = vec![
            did("+4989555517", "2001"),
            did("+4989999982002", "2001"),
            did("+4989555518", "2001"),
            did("+4989555518", "2003"),
            did("+4989999982003", "2001"),
        ];
        let mut system: Reading =
            pbx(&[("2001", "Huber", "2001", "x1"), ("2002", "Maier", "2002", "x2"), ("2003", "Groß", "2003", "x3")]).into();
        system.dids = dids;
        let merged = merge(Inputs { readings: vec![(Class::Pbx, system)], staff: vec![staff], ..Inputs::default() });
        let told: Vec<(&str, Option<&str>)> = merged
            .inventory
            .persons
            .iter()
            .map(|p| (p.last.value.as_str(), p.extension.as_ref().map(|e| e.value.as_str())))
            .collect();
        // Whoever has an extension keeps it; a number of two extensions says nothing.
        assert_eq!(told, [("Groß", Some("2003")), ("Huber", Some("2001")), ("Maier", Some("2002")), ("Weiß", None)]);
        let foreign: Vec<String> = merged
            .findings
            .iter()
            .filter(|f| f.code.as_str() == "inventory/number-of-another-site")
            .filter_map(|f| f.place.as_ref().map(ToString::to_string))
            .collect();
        assert_eq!(foreign, ["a.csv:4:10"], "only the number that leads nowhere is foreign");
    }
}
