//! Findings of one file, not without end: damaged input would otherwise fill the memory with complaints.

use super::codes::grammar::TOO_MANY;
use crate::diag::{Finding, Place, Words};

/// Findings of one kind of file that are kept.
pub(super) const MAX_FINDINGS: usize = 5_000;

/// A list that takes [`MAX_FINDINGS`] and then says that there is more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bounded(Vec<Finding>);

impl Bounded {
    pub fn push(&mut self, finding: Finding) {
        match self.0.len() {
            length if length < MAX_FINDINGS => self.0.push(finding),
            MAX_FINDINGS => self.0.push(too_many(finding.place)),
            _ => {}
        }
    }

    /// False where one more would only be counted; saves the work of making it.
    pub fn has_room(&self) -> bool {
        self.0.len() <= MAX_FINDINGS
    }

    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}

/// Says that the list ends here.
pub(super) fn too_many(place: Option<Place>) -> Finding {
    TOO_MANY.finding(
        place,
        Words::new(
            format!("more than {MAX_FINDINGS} findings; those from here on are not listed"),
            format!("mehr als {MAX_FINDINGS} Befunde; die weiteren ab hier sind nicht aufgeführt"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_with_a_note() {
        let mut list = Bounded::default();
        for _ in 0..MAX_FINDINGS + 10 {
            list.push(too_many(None));
        }
        assert_eq!(list.into_vec().len(), MAX_FINDINGS + 1);
    }
}
