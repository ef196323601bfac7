//! Which line's files hold the account of another one.

use std::collections::BTreeMap;

use super::model::Line;
use crate::domain::LineId;

/// Lines by their id, to find the one whose set of files a line is in.
#[derive(Debug)]
pub struct Sets<'a>(BTreeMap<&'a LineId, &'a Line>);

impl<'a> Sets<'a> {
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = &'a Line>) -> Self {
        Self(lines.into_iter().map(|line| (&line.id, line)).collect())
    }

    /// The line in whose files the account of this one stands; itself where that one is not among the lines.
    #[must_use]
    pub fn first_of(&self, line: &'a Line) -> &'a Line {
        line.within.as_ref().and_then(|set| self.0.get(set).copied()).unwrap_or(line)
    }
}
