//! The desk as a machine: lines of the scanner in, steps to be shown out. It writes nothing; what is staged counts when the caller has
//! written it to the journal and says so with [`Desk::done`].

use super::check::{Field, Known, Scan, check};
use super::journal::Assignment;
use super::scan::{self, Typed};
use crate::diag::Finding;

/// What follows from a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Help,
    Status,
    Quit,
    /// Take this label back; none: the last one.
    Undo(Option<String>),
    /// The half-scanned device was left.
    Skipped,
    /// The last scan of the device on the desk was taken back.
    Dropped {
        field: Field,
        text: String,
    },
    /// A scan was understood as this; the value that it replaces, if any.
    Taken {
        field: Field,
        text: String,
        instead_of: Option<String>,
    },
    /// The label is in the journal already, for somebody: a hint before the person is scanned.
    Known(Assignment),
    /// Contradictions; the scans they concern are asked again.
    Wrong(Vec<Finding>),
    /// To be written to the journal, then confirmed.
    Stage(Assignment),
    /// Exactly this is in the journal.
    Already(Assignment),
}

/// The device on the desk.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    scan: Scan,
    /// What was scanned, the last one at the end.
    order: Vec<Field>,
}

impl Desk {
    /// What is asked next.
    #[must_use]
    pub fn asked(&self) -> Field {
        self.scan.missing().unwrap_or(Field::Label)
    }

    /// Something of a device was scanned and it is not staged yet.
    #[must_use]
    pub fn is_half(&self) -> bool {
        !self.scan.is_empty()
    }

    /// The device is written to the journal: the next one.
    pub fn done(&mut self) {
        *self = Self::default();
    }

    /// What was ready could not be written: the last scan is asked again, and tries once more.
    pub fn again(&mut self) {
        self.drop_last();
    }

    /// Scans with a contradiction are asked again; the others are kept.
    pub fn wrong(&mut self, complaints: Vec<(Field, Finding)>) -> Vec<Finding> {
        for (field, _) in &complaints {
            self.scan.clear(*field);
        }
        complaints.into_iter().map(|(_, finding)| finding).collect()
    }

    fn drop_last(&mut self) -> Option<(Field, String)> {
        loop {
            let field = self.order.pop()?;
            if let Some(old) = self.scan.clear(field) {
                return Some((field, old.text));
            }
        }
    }

    pub fn line(&mut self, text: &str, known: Known<'_>) -> Vec<Step> {
        match scan::line(text) {
            Typed::Help => vec![Step::Help],
            Typed::Status => vec![Step::Status],
            Typed::Quit => vec![Step::Quit],
            // Who is in the middle of a device means its last scan, not the device before.
            Typed::Undo(None) if self.is_half() => {
                self.drop_last().map(|(field, text)| Step::Dropped { field, text }).into_iter().collect()
            }
            Typed::Undo(label) => vec![Step::Undo(label)],
            Typed::Skip => {
                self.done();
                vec![Step::Skipped]
            }
            Typed::Scans(scans) => self.scans(&scans, known),
        }
    }

    fn scans(&mut self, scans: &[String], known: Known<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut taken = Vec::new();
        for text in scans {
            let asked = self.asked();
            let (mut field, text) = scan::recognise(text, asked, known);
            // On one line each field is meant once.
            if taken.contains(&field) {
                field = asked;
            }
            taken.push(field);
            let old = self.scan.get(field).map(|old| old.text.clone()).filter(|old| old != text);
            self.scan.set(field, text, None);
            self.order.retain(|known| *known != field);
            self.order.push(field);
            steps.push(Step::Taken { field, text: text.to_owned(), instead_of: old });
            if field == Field::Label
                && scans.len() == 1
                && let Some(assignment) = known.state.of_label(text)
            {
                steps.push(Step::Known(assignment.clone()));
            }
        }
        if scans.is_empty() {
            return steps;
        }
        let checked = check(&self.scan, known);
        if !checked.complaints.is_empty() {
            steps.push(Step::Wrong(self.wrong(checked.complaints)));
        } else if let Some(assignment) = checked.assignment {
            if checked.already {
                self.done();
                steps.push(Step::Already(assignment));
            } else {
                steps.push(Step::Stage(assignment));
            }
        }
        steps
    }
}
