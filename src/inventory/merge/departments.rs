//! One spelling for each department.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::people::{Joined, joined_letters, letters};
use crate::diag::{Place, Words};
use crate::domain::Department;
use crate::inventory::codes;
use crate::inventory::table::Collector;

/// Gives all people of a department its most frequent spelling, and tells of names that look like misspelt ones.
pub(super) fn settle(people: &mut [Joined], findings: &mut Collector) {
    // Normal form to spellings, each with its count and first place.
    let mut forms: BTreeMap<String, BTreeMap<String, (usize, Place)>> = BTreeMap::new();
    for joined in people.iter() {
        if let Some(department) = &joined.person.department {
            let spellings = forms.entry(joined_letters(department.value.as_str())).or_default();
            spellings.entry(department.value.to_string()).or_insert_with(|| (0, department.at.clone())).0 += 1;
        }
    }
    let mut chosen: BTreeMap<String, (String, usize, Place)> = BTreeMap::new();
    for (form, spellings) in &forms {
        let total = spellings.values().map(|(count, _)| count).sum();
        let Some((best, (_, place))) =
            spellings.iter().max_by_key(|(name, (count, _))| (*count, std::cmp::Reverse((*name).clone())))
        else {
            continue;
        };
        for (other, (count, at)) in spellings.iter().filter(|(name, _)| *name != best) {
            findings.push(
                codes::DEPARTMENT_SPELLING
                    .finding(
                        Some(at.clone()),
                        Words::new(
                            format!("`{other}` ({count}) was taken for `{best}`"),
                            format!("`{other}` ({count}) gilt als `{best}`"),
                        ),
                    )
                    .related(place.clone(), Words::new("the more frequent spelling", "die häufigere Schreibweise")),
            );
        }
        chosen.insert(form.clone(), (best.clone(), total, place.clone()));
    }
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
    for joined in people.iter_mut() {
        if let Some(department) = &mut joined.person.department
            && let Some((name, ..)) = chosen.get(&joined_letters(department.value.as_str()))
            && let Ok(name) = Department::from_str(name)
        {
            department.value = name;
        }
    }
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

/// One letter inserted, left out, changed, or two neighbours swapped. Figures do not count: `Team 1` is not `Team 2`.
pub(in crate::inventory) fn one_letter_apart(one: &str, two: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (letters(one).chars().collect(), letters(two).chars().collect());
    if a.len() < 5 || b.len() < 5 || a.len().abs_diff(b.len()) > 1 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_one_letter() {
        for (one, two) in [("Bauamt", "Baumat"), ("Bauamt", "Bauampt"), ("Sozialamt", "Sozialant"), ("Kreiskasse", "Kreiskase")] {
            assert!(one_letter_apart(one, two) && one_letter_apart(two, one), "{one} {two}");
            assert_eq!(Neighbours::new([one, two].into_iter()).of(one), BTreeSet::from([0, 1]), "{one} {two}");
        }
        for (one, two) in
            [("Team Süd 1", "Team Süd 2"), ("Bauamt", "Bauamt"), ("Bauamt", "Hauptamt"), ("IT", "ITK"), ("Amt A1", "Amt A2")]
        {
            assert!(!one_letter_apart(one, two), "{one} {two}");
        }
    }
}
