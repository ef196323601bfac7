//! Weak joins: people of different sources who may be one, by name and department. They are proposed and never made.

use std::collections::{BTreeMap, BTreeSet};

use super::departments::unit_letters;
use super::join_keys::{NAMESAKES, bare_extension, same_extension};
use super::people::{Joined, letters};
use super::same_name::{repaired, same_name};
use crate::diag::{Finding, Listed, Words};
use crate::inventory::codes;
use crate::inventory::kind::without_marks;
use crate::inventory::model::Sourced;
use crate::inventory::table::{Collector, is_placeholder};

/// Whether two sources say the same of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agree {
    Yes,
    No,
    /// One of them or both say nothing.
    Untold,
}

/// What speaks for two people being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grounds {
    /// The whole name is equal, in whatever order; else the names fit: an initial, a short form.
    whole_name: bool,
    department: Agree,
    extension: Agree,
    /// Two rows of one list, which have the room in common.
    one_list: bool,
}

/// Tells each person whom it may be among those of earlier rows, with all candidates in one finding. `lists` is how many there are: whoever is
/// in all of them is missing nowhere. `denied` are pairs of ids of which the admin says that they are two people.
pub(super) fn tell(people: &[Joined], lists: usize, denied: &[(String, String)], findings: &mut Collector) {
    let open: Vec<usize> = (0..people.len()).filter(|at| people[*at].lists.len() < lists).collect();
    let denied: BTreeSet<(&str, &str)> =
        denied.iter().flat_map(|(one, two)| [(one.as_str(), two.as_str()), (two.as_str(), one.as_str())]).collect();
    let mut found: BTreeMap<usize, BTreeMap<usize, Grounds>> = BTreeMap::new();
    for Group { whole_name, members } in groups(people, &open) {
        for (place, second) in members.iter().enumerate() {
            for first in &members[..place] {
                let (one, two) = (&people[*first], &people[*second]);
                if denied.contains(&(one.person.id.as_str(), two.person.id.as_str())) {
                    continue;
                }
                if let Some(grounds) = weigh(one, two, whole_name) {
                    // Groups of whole names come first: of two grounds the better one stays.
                    found.entry(*second).or_default().entry(*first).or_insert(grounds);
                }
            }
        }
    }
    for (first, second) in namesakes_of_one_list(people) {
        let (one, two) = (&people[first], &people[second]);
        if !denied.contains(&(one.person.id.as_str(), two.person.id.as_str()))
            && let Some(grounds) = weigh_one_list(one, two)
        {
            found.entry(second).or_default().entry(first).or_insert(grounds);
        }
    }
    findings.extend(found.into_iter().map(|(second, candidates)| proposed(people, second, &candidates)));
}

/// People with something in common, in the order of their rows.
struct Group {
    /// The whole name, else a last name with department or extension.
    whole_name: bool,
    members: Vec<usize>,
}

/// Of each list no more than the first people of a group: where more have one name, nobody can say which is which.
fn groups(people: &[Joined], open: &[usize]) -> Vec<Group> {
    let mut keys: Vec<(bool, String, usize)> = Vec::with_capacity(open.len() * 3);
    for at in open {
        let joined = &people[*at];
        keys.extend(whole_names(joined).into_iter().map(|name| (false, name, *at)));
        let last = letters(&repaired(&joined.person.last.value));
        let units = units(joined).into_iter().map(|unit| format!("\t{unit}"));
        let beside: Vec<String> = units.chain(bare_extension(&joined.person)).collect();
        for word in last.split(' ').filter(|word| word.chars().count() >= 3 || *word == last) {
            keys.extend(beside.iter().map(|beside| (true, format!("{word}\t{beside}"), *at)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let same = keys.chunk_by(|one, two| (one.0, &one.1) == (two.0, &two.1)).filter(|group| group.len() > 1);
    let bounded = same.map(|group| {
        let mut of_list: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        let members = group.iter().map(|(_, _, at)| *at).filter(|at| {
            let count = of_list.entry(people[*at].lists.first().copied()).or_default();
            *count += 1;
            *count <= NAMESAKES
        });
        Group { whole_name: !group[0].0, members: members.collect() }
    });
    bounded.collect()
}

/// The words of the name in one order, umlauts written out and bare.
fn whole_names(joined: &Joined) -> Vec<String> {
    let person = &joined.person;
    let name = format!("{} {}", person.last.value, person.first.as_ref().map_or("", |first| first.value.as_str()));
    let name = repaired(&name);
    let sorted = |text: &str| {
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let mut out = vec![sorted(&letters(&name))];
    if !name.is_ascii() {
        out.push(sorted(&without_marks(&name)));
    }
    out
}

/// The department, the smaller unit in it and short forms, in one spelling.
fn units(joined: &Joined) -> BTreeSet<String> {
    let person = &joined.person;
    let named = [&person.department, &person.unit].into_iter().flatten().map(|unit| unit.value.as_str());
    let short = joined.units.iter().filter_map(|(_, around)| around.short.as_ref()).map(|short| short.value.as_str());
    named.chain(short).filter(|name| !is_placeholder(name)).map(unit_letters).collect()
}

/// Pairs of people whose name made their ids alike: rows of one list, in their order.
fn namesakes_of_one_list(people: &[Joined]) -> Vec<(usize, usize)> {
    let base = |joined: &'_ Joined| joined.person.id.as_str().split(['@', '#']).next().unwrap_or_default().to_owned();
    let marked = people.iter().filter(|joined| joined.person.id.as_str().contains(['@', '#']));
    let bases: BTreeSet<String> = marked.filter(|joined| joined.staff_no.is_none()).map(base).collect();
    if bases.is_empty() {
        return Vec::new();
    }
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, joined) in people.iter().enumerate().filter(|(_, joined)| joined.staff_no.is_none() && joined.person.room.is_some())
    {
        let base = base(joined);
        if bases.contains(&base) {
            groups.entry(base).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for group in groups.values() {
        let group = &group[..group.len().min(NAMESAKES)];
        for (place, second) in group.iter().enumerate() {
            pairs.extend(group[..place].iter().map(|first| (*first, *second)));
        }
    }
    pairs
}

/// One name in one room of one list, and nothing that tells the rows apart but the extension: two jobs, or two people.
fn weigh_one_list(one: &Joined, two: &Joined) -> Option<Grounds> {
    let differ = |one: &Option<Sourced<String>>, two: &Option<Sourced<String>>| {
        one.as_ref().zip(two.as_ref()).is_some_and(|(one, two)| !one.value.eq_ignore_ascii_case(&two.value))
    };
    let (a, b) = (&one.person, &two.person);
    let same_room = a.room.as_ref().zip(b.room.as_ref()).is_some_and(|(one, two)| one.value == two.value);
    let apart = differ(&a.login, &b.login) || differ(&a.mail, &b.mail);
    let one_list = one.lists.iter().any(|list| two.lists.contains(list));
    if !one_list || !same_room || apart || !same_name(a, b) {
        return None;
    }
    let (department, extension) = agree(one, two);
    (department != Agree::No).then_some(Grounds { whole_name: true, department, extension, one_list: true })
}

fn weigh(one: &Joined, two: &Joined, whole_name: bool) -> Option<Grounds> {
    // Two rows of one list are two people until a key says otherwise, and so are two staff numbers.
    if one.lists.iter().any(|list| two.lists.contains(list)) || one.staff_no.is_some() && two.staff_no.is_some() {
        return None;
    }
    let (department, extension) = agree(one, two);
    let likely = if whole_name {
        // Where both differ nothing is left but a name that many have.
        !(department == Agree::No && extension == Agree::No)
    } else {
        same_name(&one.person, &two.person) && (department == Agree::Yes || extension == Agree::Yes)
    };
    likely.then_some(Grounds { whole_name, department, extension, one_list: false })
}

/// Department and extension of both.
fn agree(one: &Joined, two: &Joined) -> (Agree, Agree) {
    let (ours, theirs) = (units(one), units(two));
    let department = match (ours.is_empty() || theirs.is_empty(), ours.is_disjoint(&theirs)) {
        (true, _) => Agree::Untold,
        (false, false) => Agree::Yes,
        (false, true) => Agree::No,
    };
    let extension = match (bare_extension(&one.person), bare_extension(&two.person)) {
        (Some(_), Some(_)) if same_extension(&one.person, &two.person) => Agree::Yes,
        (Some(_), Some(_)) => Agree::No,
        _ => Agree::Untold,
    };
    (department, extension)
}

fn proposed(people: &[Joined], second: usize, candidates: &BTreeMap<usize, Grounds>) -> Finding {
    let here = &people[second];
    let id = here.person.id.as_str();
    let name = here.person.full_name();
    let of: Vec<&Joined> = candidates.keys().map(|at| &people[*at]).collect();
    let (words, first) = match (of.as_slice(), candidates.values().next()) {
        ([one], Some(grounds)) => {
            let (other, first) = (one.person.full_name(), one.person.id.as_str());
            let (where_en, where_de) = if grounds.one_list {
                ("of this list", "aus dieser Liste")
            } else {
                ("of another source", "in einer anderen Quelle")
            };
            let grounds = grounds.words(one, here);
            let words = Words::new(
                format!("`{name}` (`{id}`) may be `{other}` (`{first}`) {where_en}: {}; kept apart", grounds.en),
                format!(
                    "`{name}` (`{id}`) kann dieselbe Person sein wie `{other}` (`{first}`) {where_de}: {}; getrennt geführt",
                    grounds.de
                ),
            );
            (words, first)
        }
        (several, _) => {
            let first = several.first().map_or("", |one| one.person.id.as_str());
            let named = several.iter().map(|one| format!("`{}` (`{}`)", one.person.full_name(), one.person.id));
            let listed = Listed::of(named, 5);
            let count = several.len();
            let (whose_en, whose_de) = if candidates.values().any(|grounds| grounds.one_list) {
                ("other people", "anderen Personen")
            } else {
                ("people of other sources", "Personen anderer Quellen")
            };
            let words = Words::new(
                format!("`{name}` (`{id}`) may be one of {count} {whose_en}: {listed}; kept apart"),
                format!("`{name}` (`{id}`) kann eine von {count} {whose_de} sein: {listed}; getrennt geführt"),
            );
            (words, first)
        }
    };
    let todo = if of.len() == 1 {
        Words::new(
            format!(
                "if they are one, add `[\"{first}\", \"{id}\"]` to `sources.same_person` in `deskshift.yaml`, if they are two, to `sources.different_persons`"
            ),
            format!(
                "ist es eine Person, `[\"{first}\", \"{id}\"]` unter `sources.same_person` in `deskshift.yaml` eintragen, sind es zwei, unter `sources.different_persons`"
            ),
        )
    } else {
        Words::new(
            format!(
                "add the pair that is one person, such as `[\"{first}\", \"{id}\"]`, to `sources.same_person` in `deskshift.yaml`, every other pair to `sources.different_persons`"
            ),
            format!(
                "das Paar, das eine Person ist, etwa `[\"{first}\", \"{id}\"]`, unter `sources.same_person` in `deskshift.yaml` eintragen, jedes andere unter `sources.different_persons`"
            ),
        )
    };
    let finding = codes::JOIN_PROPOSED.finding(Some(here.person.at.clone()), words).about(id).todo(todo);
    of.iter().fold(finding, |finding, one| {
        let name = one.person.id.to_string();
        finding.related(one.person.at.clone(), Words::new(format!("`{name}`"), format!("`{name}`")))
    })
}

impl Grounds {
    /// `same name and department `Bauamt`, but extension `2002` here and `2001` there`.
    fn words(self, there: &Joined, here: &Joined) -> Words {
        let unit = |joined: &Joined| {
            let person = &joined.person;
            let named = person.department.as_ref().or(person.unit.as_ref()).map(|unit| unit.value.to_string());
            named.or_else(|| units(joined).into_iter().next()).unwrap_or_default()
        };
        let number = |joined: &Joined| joined.person.extension.as_ref().map_or("", |number| number.value.as_str()).to_owned();
        let (our_unit, their_unit) = (unit(here), unit(there));
        let (ours, theirs) = (number(here), number(there));
        let (en, de) = if self.whole_name { ("same name", "gleicher Name") } else { ("names that fit", "passende Namen") };
        let (mut en, mut de) = (en.to_owned(), de.to_owned());
        let mut say = |words_en: String, words_de: String| {
            en.push_str(&words_en);
            de.push_str(&words_de);
        };
        if self.one_list {
            let room = here.person.room.as_ref().map_or("", |room| room.value.as_str());
            say(format!(", room `{room}`"), format!(", Zimmer `{room}`"));
        }
        if self.department == Agree::Yes {
            say(format!(", department `{our_unit}`"), format!(", Dienststelle `{our_unit}`"));
        }
        if self.extension == Agree::Yes {
            say(format!(", extension `{ours}`"), format!(", Nebenstelle `{ours}`"));
        }
        if self.department == Agree::No {
            say(
                format!(", but department `{our_unit}` here and `{their_unit}` there"),
                format!(", aber Dienststelle hier `{our_unit}` und dort `{their_unit}`"),
            );
        }
        if self.extension == Agree::No {
            say(
                format!(", but extension `{ours}` here and `{theirs}` there"),
                format!(", aber Nebenstelle hier `{ours}` und dort `{theirs}`"),
            );
        }
        Words::new(en, de)
    }
}
