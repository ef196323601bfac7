//! One spelling for each department.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::differ;
use super::people::{Joined, joined_letters, letters};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::Department;
use crate::inventory::codes;
use crate::inventory::kind::is_roman;
use crate::inventory::model::{DepartmentEntry, Person, Sourced};
use crate::inventory::staff::Units;
use crate::inventory::table::Collector;

/// What the sources say of departments beside their names, by the name that is used.
#[derive(Default)]
pub(super) struct Facts {
    aliases: BTreeMap<Department, Vec<Sourced<String>>>,
    units: BTreeMap<Department, Units>,
    /// What differs, told once for all rows that say it.
    told: BTreeSet<(Department, &'static str, String)>,
}

/// Gives all people of a department its most frequent spelling, and tells of names that look like misspelt ones.
pub(super) fn settle(people: &mut [Joined], findings: &mut Collector) -> Facts {
    let mut facts = Facts::default();
    let mut names: BTreeMap<&Department, (usize, &Place)> = BTreeMap::new();
    for department in people.iter().filter_map(|joined| joined.person.department.as_ref()) {
        names.entry(&department.value).or_insert((0, &department.at)).0 += 1;
    }
    // Normal form to spellings, each with its count and first place.
    let mut forms: BTreeMap<String, BTreeMap<String, (usize, Place)>> = BTreeMap::new();
    for (name, (count, at)) in names {
        forms.entry(unit_letters(name.as_str())).or_default().insert(name.to_string(), (count, at.clone()));
    }
    let mut chosen: BTreeMap<String, (String, usize, Place)> = BTreeMap::new();
    for (form, spellings) in &forms {
        let total = spellings.values().map(|(count, _)| count).sum();
        let Some((best, (most, place))) =
            spellings.iter().max_by_key(|(name, (count, _))| (*count, std::cmp::Reverse((*name).clone())))
        else {
            continue;
        };
        for (other, (count, at)) in spellings.iter().filter(|(name, _)| *name != best) {
            findings.push(one_spelling((other, *count, at), (best, *most, place)));
            if let Ok(best) = Department::from_str(best) {
                facts.aliases.entry(best).or_default().push(Sourced::new(other.clone(), at.clone()));
            }
        }
        chosen.insert(form.clone(), (best.clone(), total, place.clone()));
    }
    findings.extend(parted_numbers(&chosen));
    let all: Vec<&(String, usize, Place)> = chosen.values().collect();
    let index = Neighbours::new(all.iter().map(|(name, ..)| name.as_str()));
    for (name, count, at) in &all {
        let near = index
            .of(name)
            .into_iter()
            .map(|at| all[at])
            .filter(|(other, many, _)| *many > *count && one_letter_apart(name, other))
            .max_by_key(|(_, many, _)| *many);
        if let Some((other, _, place)) = near {
            findings.push(
                codes::DEPARTMENT_SPELLING
                    .finding(
                        Some(at.clone()),
                        Words::new(
                            format!("`{name}` ({count}) may be a slip for `{other}`; kept as it is"),
                            format!("`{name}` ({count}) kann ein Versehen für `{other}` sein; unverändert übernommen"),
                        ),
                    )
                    .related(place.clone(), Words::new("the other one", "die andere"))
                    .todo(Words::new("correct the list if they are the same", "die Liste berichtigen, falls es dieselbe ist")),
            );
        }
    }
    let spelt = |name: &Department| {
        let (name, ..) = chosen.get(&unit_letters(name.as_str()))?;
        Department::from_str(name).ok()
    };
    // There are far fewer departments than people.
    let mut spellings: BTreeMap<Department, Option<Department>> = BTreeMap::new();
    let mut settled = |unit: &mut Sourced<Department>| {
        if let Some(name) = spellings.entry(unit.value.clone()).or_insert_with_key(spelt) {
            unit.value = name.clone();
        }
    };
    for joined in people.iter_mut() {
        [&mut joined.person.department, &mut joined.person.unit].into_iter().flatten().for_each(&mut settled);
        for (mut department, mut units) in std::mem::take(&mut joined.units) {
            settled(&mut department);
            units.parent.iter_mut().for_each(&mut settled);
            facts.learn(&department.value, units, findings);
        }
    }
    facts
}

/// The letters of a unit without blanks; its numbers stay apart: `SG 1.1` is `SG 1-1` and not `SG 11`, `FB II I` is not `FB III`.
pub(super) fn unit_letters(text: &str) -> String {
    let folded = letters(text);
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        let parts = out.chars().next_back().zip(word.chars().next()).is_some_and(|(before, behind)| {
            before.is_ascii_digit() && behind.is_ascii_digit() || is_roman(before) && word.chars().all(is_roman)
        });
        if parts {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Two spellings of one unit: which one counts, and why.
fn one_spelling((other, count, at): (&str, usize, &Place), (best, most, place): (&str, usize, &Place)) -> Finding {
    let why = if count == most {
        Words::new("as frequent; the first in alphabetical order counts", "gleich häufig; die alphabetisch erste gilt")
    } else {
        Words::new("the more frequent spelling", "die häufigere Schreibweise")
    };
    codes::DEPARTMENT_SPELLING
        .finding(
            Some(at.clone()),
            Words::new(format!("`{other}` ({count}) was taken for `{best}`"), format!("`{other}` ({count}) gilt als `{best}`")),
        )
        .related(place.clone(), why)
        .todo(Words::new(
            "write it alike in all sources; if they are two units, their names must differ in more than case, blanks and signs",
            "in allen Quellen gleich schreiben; sind es zwei Einheiten, müssen sich ihre Namen in mehr als Groß- und Kleinschreibung, \
             Leerzeichen und Zeichen unterscheiden",
        ))
}

/// Names that are equal but for a sign between figures or roman numerals: `SG 1.1` and `SG 11` are mostly two units.
fn parted_numbers(chosen: &BTreeMap<String, (String, usize, Place)>) -> Vec<Finding> {
    let mut alike: BTreeMap<String, Vec<&(String, usize, Place)>> = BTreeMap::new();
    for unit in chosen.values() {
        alike.entry(joined_letters(&unit.0)).or_default().push(unit);
    }
    let told = |units: &Vec<&(String, usize, Place)>| -> Option<Finding> {
        let ((first, _, first_at), rest) = units.split_first()?;
        let (second, _, second_at) = rest.first()?;
        let names = Listed::of(units.iter().map(|(name, count, _)| format!("`{name}` ({count})")), 5);
        let words = Words::new(
            format!("{names} differ only in a sign between their numbers; kept as units of their own"),
            format!("{names} unterscheiden sich nur in einem Zeichen zwischen ihren Zahlen; als eigene Einheiten geführt"),
        );
        let todo = Words::new(
            format!("if `{first}` and `{second}` are one, write them alike in all sources"),
            format!("sind `{first}` und `{second}` dieselbe, in allen Quellen gleich schreiben"),
        );
        let other = Words::new("the other one", "die andere");
        let finding = codes::DEPARTMENT_SPELLING.finding(Some(second_at.clone()), words);
        Some(finding.listing(names).related(first_at.clone(), other).todo(todo))
    };
    alike.values().filter_map(told).collect()
}

impl Facts {
    /// The first row that says something of a department counts; another that says something else is told.
    fn learn(&mut self, department: &Department, units: Units, findings: &mut Collector) {
        let known = self.units.entry(department.clone()).or_default();
        let name = department.as_str();
        let mut tell = |field, other: String| self.told.insert((department.clone(), field, other));
        first(name, ("short form", "Kurzform"), &mut known.short, units.short, &mut tell, findings);
        let parent = units.parent.filter(|parent| parent.value != *department);
        first(name, ("upper unit", "übergeordnete Einheit"), &mut known.parent, parent, &mut tell, findings);
    }

    /// All departments, the units within them and those above, by name.
    pub(super) fn list(mut self, persons: &[Box<Person>]) -> Vec<DepartmentEntry> {
        // Two departments may each have a `Team 1`.
        let mut all: BTreeMap<(Department, Option<Department>), DepartmentEntry> = BTreeMap::new();
        for person in persons {
            let Some(department) = &person.department else { continue };
            let name = &department.value;
            all.entry((name.clone(), None)).or_insert_with(|| entry(name, &department.at)).persons += 1;
            if let Some(unit) = person.unit.as_ref().filter(|unit| unit.value != *name) {
                let within = all.entry((unit.value.clone(), Some(name.clone()))).or_insert_with(|| DepartmentEntry {
                    within: Some(name.clone()),
                    parent: Some(Sourced::new(name.clone(), unit.at.clone())),
                    ..entry(&unit.value, &unit.at)
                });
                within.persons += 1;
            }
        }
        let mut above: Vec<Sourced<Department>> = Vec::new();
        for ((name, within), entry) in &mut all {
            if within.is_some() {
                continue;
            }
            let Units { short, parent } = self.units.remove(name).unwrap_or_default();
            above.extend(parent.clone());
            entry.short = short;
            entry.parent = parent;
            entry.aliases = self.aliases.remove(name).unwrap_or_default();
        }
        for unit in above {
            all.entry((unit.value.clone(), None)).or_insert_with(|| entry(&unit.value, &unit.at));
        }
        all.into_values().collect()
    }
}

/// Tells departments whose upper units lead back to them, each circle once.
pub(super) fn circles(departments: &[DepartmentEntry], findings: &mut Collector) {
    let above: BTreeMap<&Department, &Sourced<Department>> = departments
        .iter()
        .filter(|unit| unit.within.is_none())
        .filter_map(|unit| Some((&unit.name, unit.parent.as_ref()?)))
        .collect();
    let mut seen: BTreeSet<&Department> = BTreeSet::new();
    for start in above.keys().copied() {
        let mut way: Vec<&Department> = Vec::new();
        let mut unit = start;
        while seen.insert(unit) {
            way.push(unit);
            let Some(parent) = above.get(unit) else { break };
            unit = &parent.value;
        }
        // Back where this way was already, not where an earlier one ended.
        let Some(from) = way.iter().position(|name| *name == unit).filter(|_| above.contains_key(unit)) else { continue };
        let names: Vec<String> = way[from..].iter().chain([&unit]).map(|name| format!("`{name}`")).collect();
        let shown = if names.len() > MOST_OF_A_CIRCLE {
            names[..MOST_OF_A_CIRCLE].join(" → ") + " → …"
        } else {
            names.join(" → ")
        };
        let words = Words::new(
            format!("departments whose upper units lead in a circle: {shown}"),
            format!("Dienststellen, deren übergeordnete Einheiten im Kreis führen: {shown}"),
        );
        let mut finding = codes::DEPARTMENT_CIRCLE.finding(Some(above[way[from]].at.clone()), words).about(unit.as_str());
        for name in way[from..].iter().skip(1).take(MOST_OF_A_CIRCLE) {
            let said = Words::new(format!("the upper unit of `{name}`"), format!("die übergeordnete Einheit von `{name}`"));
            finding = finding.related(above[name].at.clone(), said);
        }
        findings.push(finding);
    }
}

/// Names of one circle in a sentence.
const MOST_OF_A_CIRCLE: usize = 10;

fn entry(name: &Department, at: &Place) -> DepartmentEntry {
    DepartmentEntry {
        name: name.clone(),
        short: None,
        within: None,
        parent: None,
        aliases: Vec::new(),
        persons: 0,
        at: at.clone(),
    }
}

fn first<T: PartialEq + std::fmt::Display>(
    name: &str,
    (en, de): (&'static str, &str),
    known: &mut Option<Sourced<T>>,
    other: Option<Sourced<T>>,
    is_new: &mut impl FnMut(&'static str, String) -> bool,
    findings: &mut Collector,
) {
    let Some(other) = other else { return };
    let Some(known) = known else {
        *known = Some(other);
        return;
    };
    if known.value == other.value || !is_new(en, other.value.to_string()) {
        return;
    }
    let what = (format!("{en} of `{name}`"), format!("{de} von `{name}`"));
    findings.push(differ::finding(name, (&what.0, &what.1), (&known.value, &known.at), (&other.value, &other.at)));
}

/// Finds names that may be one letter apart without comparing all with all: they have a form in common when one letter is left out.
struct Neighbours {
    by_form: BTreeMap<String, Vec<usize>>,
}

impl Neighbours {
    fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut by_form: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.enumerate() {
            for form in Self::forms(name) {
                by_form.entry(form).or_default().push(at);
            }
        }
        Self { by_form }
    }

    /// In the order of the names.
    fn of(&self, name: &str) -> BTreeSet<usize> {
        Self::forms(name).iter().filter_map(|form| self.by_form.get(form)).flatten().copied().collect()
    }

    fn forms(name: &str) -> Vec<String> {
        // A name of hundreds of letters is no department.
        const LONGEST: usize = 80;
        let whole: Vec<char> = letters(name).chars().take(LONGEST).collect();
        let without = |left_out: usize| whole.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| c).collect();
        (0..=whole.len()).map(without).collect()
    }
}

/// One letter inserted, left out, changed, or two neighbours swapped. Figures do not count: `Team 1` is not `Team 2`, nor `FB II` `FB III`.
pub(in crate::inventory) fn one_letter_apart(one: &str, two: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (letters(one).chars().collect(), letters(two).chars().collect());
    if a.len() < 5 || b.len() < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    if numerals(&a) != numerals(&b) {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (mid_a, mid_b) = (&rest_a[..rest_a.len() - end], &rest_b[..rest_b.len() - end]);
    let letters_only = mid_a.iter().chain(mid_b).all(|c| c.is_alphabetic());
    let swapped = mid_a.len() == 2 && mid_b.len() == 2 && mid_a[0] == mid_b[1] && mid_a[1] == mid_b[0];
    letters_only && (swapped || (mid_a.len() <= 1 && mid_b.len() <= 1 && mid_a != mid_b))
}

/// Words that are roman numerals.
fn numerals(letters: &[char]) -> Vec<&[char]> {
    let roman = |word: &&[char]| !word.is_empty() && word.iter().all(|c| is_roman(*c));
    letters.split(|c| *c == ' ').filter(roman).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{staff, told};
    use super::super::{Inputs, Merged, merge};
    use super::*;

    fn merged(lists: &[(&str, &str)]) -> Merged {
        let read = |(file, rows): &(&str, &str)| staff(file, &format!("Personalnr;Name;Vorname;Amt\n{rows}"));
        merge(Inputs { staff: lists.iter().map(read).collect(), ..Inputs::default() })
    }

    fn units(merged: &Merged) -> Vec<&str> {
        merged.inventory.people().filter_map(|person| person.department.as_ref()).map(|unit| unit.value.as_str()).collect()
    }

    #[test]
    fn units_whose_numbers_differ_by_a_sign_are_proposed_and_not_joined() {
        let rows = "1;A;Eva;SG 1.1\n2;B;Eva;SG 11\n3;C;Eva;SG 1-1\n4;D;Eva;SG 1-1\n5;E;Eva;FB III\n6;F;Eva;FB II I\n";
        let merged = merged(&[("a.csv", rows)]);
        assert_eq!(units(&merged), ["SG 1-1", "SG 11", "SG 1-1", "SG 1-1", "FB III", "FB II I"]);
        let told: Vec<String> = told(&merged).into_iter().filter(|line| line.contains(" department-spelling: ")).collect();
        assert_eq!(
            told,
            [
                "a.csv:2:9 department-spelling: `SG 1.1` (1) was taken for `SG 1-1` <- a.csv:4:9",
                "a.csv:6:9 department-spelling: `FB II I` (1), `FB III` (1) differ only in a sign between their numbers; kept as units of \
                 their own <- a.csv:7:9",
                "a.csv:3:9 department-spelling: `SG 1-1` (3), `SG 11` (1) differ only in a sign between their numbers; kept as units of \
                 their own <- a.csv:4:9",
            ]
        );
        let all = merged.findings.iter().filter(|f| f.code == codes::DEPARTMENT_SPELLING.code());
        assert!(all.into_iter().all(|finding| finding.todo.is_some()));
    }

    #[test]
    fn units_that_are_part_of_each_other_are_told_once() {
        let list = "Amt;Übergeordnete Einheit;Name;Vorname;Durchwahl\nBauamt;Hochbau;Müller;Hans;2101\nHochbau;Bauamt;Meier;Eva;2102\n\
            Statik;Hochbau;Klein;Uwe;2103\nLeitung;Leitung;Huber;Jo;2104\nKasse;Leitung;Wolf;Ida;2105\n";
        let merged = merge(Inputs { staff: vec![staff("a.csv", list)], ..Inputs::default() });
        let told: Vec<String> = told(&merged).into_iter().filter(|line| line.contains(" department-circle: ")).collect();
        assert_eq!(
            told,
            [
                "a.csv:2:8 department-circle: departments whose upper units lead in a circle: `Bauamt` → `Hochbau` → `Bauamt` <- a.csv:3:9"
            ]
        );
    }

    #[test]
    fn a_tie_of_spellings_is_told_as_one() {
        let why = |rows: &str| -> String {
            let merged = merged(&[("a.csv", rows)]);
            let finding = merged.findings.iter().find(|f| f.code == codes::DEPARTMENT_SPELLING.code()).expect("a finding");
            finding.related[0].1.en.to_string()
        };
        assert_eq!(why("1;A;Eva;Bauamt\n2;B;Eva;Bau-Amt\n"), "as frequent; the first in alphabetical order counts");
        assert_eq!(why("1;A;Eva;Bauamt\n2;B;Eva;Bau-Amt\n3;C;Eva;Bauamt\n"), "the more frequent spelling");
    }

    #[test]
    fn two_sources_with_such_units_disagree() {
        let merged = merged(&[("a.csv", "1;A;Eva;SG 1.1\n"), ("b.csv", "1;A;Eva;SG 11\n")]);
        assert!(
            told(&merged).contains(
                &"b.csv:2:9 sources-differ: department of `Eva A` is `SG 11` here; used `SG 1.1` <- a.csv:2:9".to_owned()
            ),
            "{:?}",
            told(&merged)
        );
    }

    #[test]
    fn numbers_of_units_are_not_joined() {
        for (one, two) in [("SG 1.1", "SG 1-1"), ("SG 1.1", "sg1/1"), ("FB II/1", "FB-II 1"), ("FBII", "FB II"), ("A 1", "A1")] {
            assert_eq!(unit_letters(one), unit_letters(two), "{one} {two}");
        }
        for (one, two) in
            [("SG 1.1", "SG 11"), ("FB 2/1", "FB 21"), ("FB III", "FB II I"), ("FB I/V", "FB IV"), ("FBII I", "FB III")]
        {
            assert_ne!(unit_letters(one), unit_letters(two), "{one} {two}");
        }
    }

    #[test]
    fn slips_of_one_letter() {
        for (one, two) in [("Bauamt", "Baumat"), ("Bauamt", "Bauampt"), ("Sozialamt", "Sozialant"), ("Kreiskasse", "Kreiskase")] {
            assert!(one_letter_apart(one, two) && one_letter_apart(two, one), "{one} {two}");
            assert_eq!(Neighbours::new([one, two].into_iter()).of(one), BTreeSet::from([0, 1]), "{one} {two}");
        }
        for (one, two) in [
            ("Team Süd 1", "Team Süd 2"),
            ("Bauamt", "Bauamt"),
            ("Bauamt", "Hauptamt"),
            ("IT", "ITK"),
            ("Amt A1", "Amt A2"),
            ("Amt II", "Amt III"),
        ] {
            assert!(!one_letter_apart(one, two), "{one} {two}");
        }
    }
}
