//! Findings that the site file answers for: a note with the reason in place of an error or a warning.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{codes, words};
use crate::diag::{Finding, Listed, Words};
use crate::domain::{Department, Extension, PersonId};
use crate::inventory::model::{Inventory, Person};
use crate::policy::exceptions::Exception;

pub(super) struct Exceptions<'a> {
    all: &'a [Exception],
    today: Option<Date>,
    departments: BTreeMap<&'a Extension, &'a Department>,
    /// The lines that each of them was needed for.
    met: Vec<BTreeSet<Extension>>,
}

impl<'a> Exceptions<'a> {
    pub(super) fn new(
        all: &'a [Exception],
        today: Option<Date>,
        inventory: &'a Inventory,
        persons: &BTreeMap<&'a PersonId, &'a Person>,
    ) -> Self {
        let of = |entry: &'a crate::inventory::model::ExtensionEntry| {
            let person = persons.get(entry.persons.first()?)?;
            Some((&entry.number, &person.department.as_ref()?.value))
        };
        // Without an exception nobody asks for them.
        let departments =
            if all.is_empty() { BTreeMap::new() } else { inventory.extensions.iter().filter_map(|entry| of(entry)).collect() };
        Self { all, today, departments, met: vec![BTreeSet::new(); all.len()] }
    }

    /// Whether a finding about this line is answered for. Each exception that speaks of it has had its use.
    pub(super) fn take(&mut self, rule: &str, line: &Extension) -> bool {
        let department = self.departments.get(line).copied();
        let mut taken = false;
        for (exception, met) in self.all.iter().zip(&mut self.met) {
            if exception.rule == rule && exception.covers(line, department) {
                met.insert(line.clone());
                taken |= !exception.is_over(self.today);
            }
        }
        taken
    }

    /// What is to be said about each: for whom it was needed, that its day is over, or that nobody needs it.
    pub(super) fn findings(&self) -> impl Iterator<Item = Finding> {
        self.all.iter().zip(&self.met).map(|(exception, met)| {
            let lines: Vec<Extension> = met.iter().cloned().collect();
            let (page, (what, todo)) = if lines.is_empty() {
                (&codes::EXCEPTION_UNUSED, unused(exception))
            } else if exception.is_over(self.today) {
                (&codes::EXCEPTION_OVER, over(exception, &lines))
            } else {
                (&codes::EXCEPTED, excepted(exception, &lines))
            };
            let all = Listed::new(lines.iter().map(Extension::as_str), words::SHOWN);
            let mut finding = page.finding(Some(exception.at.clone()), what).todo(todo).listing(all);
            finding.subject = lines.first().filter(|_| lines.len() == 1).map(ToString::to_string);
            finding
        })
    }
}

fn excepted(exception: &Exception, lines: &[Extension]) -> (Words, Words) {
    let (rule, because, (en, de)) = (&exception.rule, &exception.because, words::list(lines));
    let until = exception.until.map(|day| (format!(" until {day}"), format!(" bis {day}"))).unwrap_or_default();
    (
        Words::new(
            format!("`{rule}` is excepted{} for {en}, because: {because}", until.0),
            format!("von `{rule}` ausgenommen{}: {de}, weil: {because}", until.1),
        ),
        Words::new(
            "nothing, as long as the reason holds; then take the entry out of `security.exceptions`",
            "nichts, solange der Grund gilt; danach den Eintrag aus `security.exceptions` nehmen",
        ),
    )
}

fn over(exception: &Exception, lines: &[Extension]) -> (Words, Words) {
    let (rule, because, (en, de)) = (&exception.rule, &exception.because, words::list(lines));
    let day = exception.until.map(|day| day.to_string()).unwrap_or_default();
    (
        Words::new(
            format!("the exception from `{rule}` ended on {day}, and {en} still needs it (its reason was: {because})"),
            format!("die Ausnahme von `{rule}` endete am {day} und wird noch gebraucht: {de} (ihr Grund war: {because})"),
        ),
        Words::new(
            "mend what the finding of that rule says, or decide anew and give the exception a later `until`",
            "beheben, was der Befund dieser Regel sagt, oder neu entscheiden und der Ausnahme ein späteres `until` geben",
        ),
    )
}

fn unused(exception: &Exception) -> (Words, Words) {
    let (rule, because) = (&exception.rule, &exception.because);
    (
        Words::new(
            format!("the exception from `{rule}` is needed by no line (its reason was: {because})"),
            format!("die Ausnahme von `{rule}` braucht kein Anschluss (ihr Grund war: {because})"),
        ),
        Words::new(
            "take it out of `security.exceptions`, or correct whom it names",
            "sie aus `security.exceptions` nehmen oder berichtigen, für wen sie gilt",
        ),
    )
}
