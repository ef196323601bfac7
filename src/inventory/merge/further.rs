//! Further numbers of people: `101 + 113` in one cell, a second number in a directory.

use std::collections::{BTreeMap, BTreeSet};

use super::apart;
use super::by_number::ByNumber;
use super::extensions::listed_only;
use super::people::Joined;
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{ExtensionKind, Sourced};
use crate::inventory::staff::codes;
use crate::inventory::table::Collector;

/// An extension that one row names as its only one is that row's, although another has it as the first of several: the other takes its
/// next one that is nobody's. `owners` has the people of each extension, by index.
pub(super) fn settle(people: &mut [Joined], owners: &mut BTreeMap<Extension, Vec<usize>>, findings: &mut Collector) {
    let mut gives_way: Vec<(Extension, usize, usize)> = Vec::new();
    for (number, indexes) in owners.iter().filter(|(_, indexes)| indexes.len() > 1) {
        let Some(alone) = indexes.iter().find(|index| !people[**index].among_several) else { continue };
        let several = indexes.iter().filter(|index| people[**index].among_several);
        gives_way.extend(several.map(|index| (number.clone(), *index, *alone)));
    }
    // The cell of several numbers was told when it was read, as if its first one were the person's.
    let mut settled: BTreeSet<Place> = BTreeSet::new();
    let mut told = Vec::new();
    for (number, index, owner) in gives_way {
        let free = people[index].person.further.iter().position(|further| !owners.contains_key(&further.value));
        let Some(free) = free else { continue };
        let (owner_name, owner_at) = {
            let owner = &people[owner].person;
            (owner.full_name(), owner.extension.as_ref().map_or_else(|| owner.at.clone(), |extension| extension.at.clone()))
        };
        let person = &mut people[index].person;
        let own = person.further.remove(free);
        if let Some(first) = person.extension.replace(own.clone()) {
            person.further.insert(0, first);
        }
        let (name, own_number) = (person.full_name(), own.value.clone());
        let kept: Vec<&str> = person.further.iter().map(|further| further.value.as_str()).collect();
        let kept = kept.join("`, `");
        settled.insert(own.at.clone());
        told.push(
            codes::NUMBER_SEVERAL
                .finding(
                    Some(own.at),
                    Words::new(
                        format!(
                            "of several numbers `{number}` is the extension of `{owner_name}`; that of `{name}` is `{own_number}`; kept as \
                             further numbers: `{kept}`"
                        ),
                        format!(
                            "von mehreren Nummern ist `{number}` die Nebenstelle von `{owner_name}`; die von `{name}` ist `{own_number}`; als \
                             weitere Nummern behalten: `{kept}`"
                        ),
                    ),
                )
                .about(own_number.as_str())
                .related(owner_at, Words::new("named alone here", "hier allein genannt")),
        );
        if let Some(indexes) = owners.get_mut(&number) {
            indexes.retain(|other| *other != index);
        }
        owners.entry(own_number).or_default().push(index);
    }
    let mut before: BTreeMap<Place, Words> = BTreeMap::new();
    findings.retain(|finding| {
        let place = finding.place.as_ref().filter(|place| settled.contains(place));
        let Some(place) = place.filter(|_| finding.code == codes::NUMBER_SEVERAL.code()) else { return true };
        before.insert(place.clone(), finding.what.clone());
        false
    });
    for mut finding in told {
        // What else stands in the cell was told with it.
        if let Some(words) = finding.place.as_ref().and_then(|place| before.get(place)) {
            let rest = |text: &str, mark: &str| text.find(mark).map_or_else(String::new, |at| text[at..].to_owned());
            let (en, de) = (rest(&words.en, ", not `"), rest(&words.de, ", nicht `"));
            finding.what = Words::new(format!("{}{en}", finding.what.en), format!("{}{de}", finding.what.de));
        }
        findings.push(finding);
    }
}

/// Lists the further numbers that are nobody's own: no line of their own moves for them, unless the site wants it and the telephone
/// system has an account for a number that one person alone is given.
pub(super) fn list(by_number: &mut ByNumber, people: &[Joined], owners: &BTreeMap<Extension, Vec<usize>>, are_lines: bool) {
    let mut given: BTreeMap<&Extension, usize> = BTreeMap::new();
    for number in people.iter().flat_map(|joined| &joined.person.further) {
        *given.entry(&number.value).or_default() += 1;
    }
    for joined in people {
        let person = &joined.person;
        for Sourced { value: number, at } in &person.further {
            if owners.contains_key(number) || apart::is_ambiguous(number, by_number) {
                continue;
            }
            let entry = by_number.entry(number.clone()).or_insert_with(|| Box::new(listed_only(number.clone(), at.clone())));
            if entry.persons.is_empty() && matches!(entry.kind, ExtensionKind::Person | ExtensionKind::Unknown) {
                let (name, own) = (person.full_name(), person.extension.as_ref().map_or("-", |own| own.value.as_str()));
                if are_lines && entry.account.is_some() && given.get(number) == Some(&1) {
                    entry.persons.push(person.id.clone());
                    entry.kind = ExtensionKind::Person;
                    entry.kind_reason = Words::new(
                        format!("a further number of `{name}`, and `sources.further_numbers` moves them"),
                        format!("weitere Nummer von `{name}`, und `sources.further_numbers` stellt sie um"),
                    );
                    continue;
                }
                entry.kind = ExtensionKind::Unknown;
                entry.kind_reason = Words::new(
                    format!("a further number of `{name}`, whose own is `{own}`"),
                    format!("weitere Nummer von `{name}`; die eigene ist `{own}`"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{pbx, staff};
    use super::super::*;

    fn shown(merged: &Merged) -> (Vec<String>, Vec<String>) {
        let numbers = |list: &[crate::inventory::model::Sourced<crate::domain::Extension>]| {
            list.iter().map(|further| further.value.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        };
        let people = merged.inventory.people().map(|person| {
            let own = person.extension.as_ref().map_or("-", |own| own.value.as_str());
            format!("{} {own} [{}]", person.id, numbers(&person.further))
        });
        let extensions = merged.inventory.entries().map(|entry| {
            let persons: Vec<&str> = entry.persons.iter().map(crate::domain::PersonId::as_str).collect();
            format!("{} {:?} {}", entry.number, entry.kind, persons.join(" "))
        });
        (people.collect(), extensions.collect())
    }

    const LIST: &str = "Name;Vorname;Durchwahl\nMüller;Hans;1001\nEck;Eva;1001 + 1013\nSpitz;Sue;\"1001; 1014; 0172 1234567\"\nDick;Don;1005/1006\n";

    #[test]
    fn a_number_that_one_names_alone_is_not_shared_with_who_has_several() {
        let merged = merge(Inputs { staff: vec![staff("a.csv", LIST)], ..Inputs::default() });
        let (people, extensions) = shown(&merged);
        assert_eq!(people, ["dick-don 1005 [1006]", "eck-eva 1013 [1001]", "mueller-hans 1001 []", "spitz-sue 1014 [1001]"]);
        assert_eq!(
            extensions,
            ["1001 Person mueller-hans", "1005 Person dick-don", "1006 Unknown ", "1013 Person eck-eva", "1014 Person spitz-sue"]
        );
        let told: Vec<&str> = merged
            .findings
            .iter()
            .filter(|f| f.code.as_str() == "inventory/number-several")
            .map(|f| f.what.en.as_ref())
            .collect();
        // Each cell of several numbers is told once.
        assert_eq!(
            told,
            [
                "`1005/1006` holds several numbers; the first was used; kept as further numbers: `1006`",
                "of several numbers `1001` is the extension of `Hans Müller`; that of `Eva Eck` is `1013`; kept as further numbers: `1001`",
                "of several numbers `1001` is the extension of `Hans Müller`; that of `Sue Spitz` is `1014`; kept as further numbers: `1001`, \
                 not `+491721234567`",
            ]
        );
        assert!(!merged.findings.iter().any(|f| f.code.as_str() == "inventory/extension-two-persons"), "{:?}", merged.findings);
    }

    /// Where the site wants it, a further number moves with its only person; one of two people, or of none on the PBX, does not.
    #[test]
    fn further_numbers_move_where_the_site_wants_it() {
        let system = || pbx(&[("1005", "Dick", "1005", "a"), ("1006", "Dick 2", "1006", "b"), ("1007", "Amt", "1007", "c")]);
        let list = || staff("a.csv", "Name;Vorname;Durchwahl\nDick;Don;1005, 1006, 1007, 1009\nEck;Eva;1004, 1007\n");
        let extensions = |further_are_lines| {
            let inputs = Inputs { further_are_lines, ..Inputs::of(Some(system()), vec![list()], Vec::new()) };
            shown(&merge(inputs)).1
        };
        let moved = extensions(true);
        assert!(moved.contains(&"1006 Person dick-don".to_owned()), "{moved:?}");
        assert!(moved.contains(&"1007 Unknown ".to_owned()) && moved.contains(&"1009 Unknown ".to_owned()), "{moved:?}");
        assert!(extensions(false).contains(&"1006 Unknown ".to_owned()));
    }

    #[test]
    fn a_further_number_of_the_telephone_system_is_nobodys_line_and_no_leavers() {
        let system = pbx(&[("1005", "Dick", "1005", "a"), ("1006", "Dick Vorzimmer", "1006", "b")]);
        let list = "Name;Vorname;Durchwahl\nDick;Don;1005, 1006\n";
        let merged = merge(Inputs::of(Some(system), vec![staff("a.csv", list)], Vec::new()));
        let (people, extensions) = shown(&merged);
        assert_eq!(people, ["dick-don 1005 [1006]"]);
        assert_eq!(extensions, ["1005 Person dick-don", "1006 Unknown "]);
        let entry = merged.inventory.entries().find(|entry| entry.number.as_str() == "1006").expect("the extension");
        assert_eq!(entry.kind_reason.en, "a further number of `Don Dick`, whose own is `1005`");
        assert!(!merged.findings.iter().any(|f| f.what.en.contains("no staff list has extension")));
    }
}
