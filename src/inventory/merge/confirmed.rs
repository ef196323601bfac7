//! What the admin has said of pairs of people: one person, or two.

use std::collections::{BTreeMap, BTreeSet};

use super::differ;
use super::join_keys::{Index, number_key};
use super::lost_zeros::Zeros;
use super::people::{Joined, Said};
use crate::diag::{Finding, Place, Words};
use crate::domain::PersonId;
use crate::inventory::codes;
use crate::inventory::table::Collector;

const SAME: &str = "same_person";
const DIFFERENT: &str = "different_persons";

/// Joins the pairs that are one person; whoever is one with either is one with both. Ids that are gone by it go to `renames`.
pub(super) fn join(
    people: Vec<Joined>,
    index: &Index,
    said: Said<'_>,
    (renames, zeros): (&mut BTreeMap<String, String>, &mut Zeros),
    findings: &mut Collector,
) -> Vec<Joined> {
    // Of each person the first one it is the same as.
    let mut roots: Vec<usize> = (0..people.len()).collect();
    for (one, two) in said.same {
        let (Some(one), Some(two)) = (index.of_id(one), index.of_id(two)) else { continue };
        let (one, two) = (root(&roots, one), root(&roots, two));
        roots[one.max(two)] = one.min(two);
    }
    unknown(index, said, findings);
    contradictions(&people, index, &roots, said, findings);
    if said.same.is_empty() {
        return people;
    }
    let mut out: Vec<Option<Joined>> = people.into_iter().map(Some).collect();
    for at in 0..out.len() {
        let first = root(&roots, at);
        if first == at {
            continue;
        }
        let (Some(other), Some(known)) = (out[at].take(), out[first].as_mut()) else { continue };
        one(known, other, renames, zeros, findings);
    }
    follow(renames);
    out.into_iter().flatten().collect()
}

fn root(roots: &[usize], mut at: usize) -> usize {
    while roots[at] != at {
        at = roots[at];
    }
    at
}

/// The staff number becomes the id, whichever of the two has it.
fn one(known: &mut Joined, other: Joined, renames: &mut BTreeMap<String, String>, zeros: &mut Zeros, findings: &mut Collector) {
    if known.staff_no.is_none() && other.staff_no.is_some() {
        let old = std::mem::replace(&mut known.person.id, other.person.id.clone());
        renames.insert(old.to_string(), other.person.id.to_string());
    } else {
        renames.insert(other.person.id.to_string(), known.person.id.to_string());
    }
    if let (Some(ours), Some(theirs)) = (&known.staff_no, &other.staff_no)
        && number_key(&ours.value) != number_key(&theirs.value)
    {
        let name = known.person.full_name();
        findings.push(differ::finding(
            known.person.id.as_str(),
            (&format!("staff number of `{name}`"), &format!("Personalnummer von `{name}`")),
            (&ours.value, &ours.at),
            (&theirs.value, &theirs.at),
        ));
    }
    known.take(other, zeros, findings);
}

/// Where an id was renamed twice, the first name leads to the last one.
fn follow(renames: &mut BTreeMap<String, String>) {
    let followed: BTreeMap<String, String> = renames.keys().map(|old| (old.clone(), last_name(renames, old))).collect();
    *renames = followed;
}

fn last_name(renames: &BTreeMap<String, String>, old: &str) -> String {
    let mut name = old;
    // A chain is no longer than there are names.
    for _ in 0..renames.len() {
        match renames.get(name) {
            Some(next) if next != name => name = next,
            _ => break,
        }
    }
    name.to_owned()
}

fn unknown(index: &Index, said: Said<'_>, findings: &mut Collector) {
    for (key, pairs) in [(SAME, said.same), (DIFFERENT, said.different)] {
        let ids: BTreeSet<&str> = pairs.iter().flat_map(|(one, two)| [one.as_str(), two.as_str()]).collect();
        findings.extend(ids.into_iter().filter(|id| index.of_id(id).is_none()).map(|id| unknown_id(key, id)));
    }
}

fn within(key: &str) -> Place {
    Place::within("deskshift.yaml", &format!("/sources/{key}"))
}

fn unknown_id(key: &str, id: &str) -> Finding {
    codes::SAME_PERSON_UNKNOWN
        .finding(
            Some(within(key)),
            Words::new(
                format!("`{id}` in `sources.{key}` is nobody's id in the sources"),
                format!("`{id}` unter `sources.{key}` ist in den Quellen keine Kennung einer Person"),
            ),
        )
        .todo(Words::new(
            "take the ids from the findings `join-proposed` or from `inventory show`",
            "die Kennungen den Befunden `join-proposed` oder `inventory show` entnehmen",
        ))
}

/// Pairs that are said to be two people and are one: by the other list, or because their rows share a key.
fn contradictions(people: &[Joined], index: &Index, roots: &[usize], said: Said<'_>, findings: &mut Collector) {
    for (one, two) in said.different {
        let (Some(first), Some(second)) = (index.of_id(one), index.of_id(two)) else { continue };
        if root(roots, first) != root(roots, second) {
            continue;
        }
        let id: &PersonId = &people[root(roots, first)].person.id;
        findings.push(
            codes::SAID_BOTH
                .finding(
                    Some(within(DIFFERENT)),
                    Words::new(
                        format!("`{one}` and `{two}` are said to be two people and were joined all the same"),
                        format!("`{one}` und `{two}` sollen zwei Personen sein und wurden dennoch zusammengeführt"),
                    ),
                )
                .about(id.as_str())
                .related(people[root(roots, first)].person.at.clone(), Words::new("the person", "die Person"))
                .todo(Words::new(
                    "remove the pair from one of the lists, or give each row a staff number of its own",
                    "das Paar aus einer der Listen entfernen oder jeder Zeile eine eigene Personalnummer geben",
                )),
        );
    }
}
