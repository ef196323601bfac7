//! Several edited tables: whether they agree about a cell.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::columns::Subject;
use super::forms::shown;
use super::review::{Edit, EditState, Review};
use crate::diag::{Finding, Lang, Words};
use crate::inventory::table::Collector;

impl Review {
    /// What several tables say of one cell: the same is one edit, different values are a conflict and none is taken.
    pub fn settle(&mut self) {
        type Cell = (Subject, String, &'static str);
        let mut wanted: BTreeMap<Cell, Vec<usize>> = BTreeMap::new();
        for (index, edit) in self.edits.iter().enumerate().filter(|(_, edit)| edit.state == EditState::Clean) {
            wanted.entry((edit.subject, edit.id.clone(), edit.field)).or_default().push(index);
        }
        let mut again: BTreeSet<usize> = BTreeSet::new();
        let mut told = Collector::default();
        for several in wanted.values().filter(|several| several.len() > 1) {
            let first = &self.edits[several[0]];
            let Some(other) = several.iter().map(|at| &self.edits[*at]).find(|edit| edit.new != first.new) else {
                again.extend(&several[1..]);
                continue;
            };
            told.push(contradiction(first, other));
            for at in several {
                self.edits[*at].state = EditState::Conflict;
            }
        }
        let mut index = 0..self.edits.len();
        self.edits.retain(|_| index.next().is_none_or(|at| !again.contains(&at)));
        self.findings.extend(told.finish());
    }
}

fn contradiction(one: &Edit, other: &Edit) -> Finding {
    let column = one.subject.column(one.field);
    let word = |new: &str, lang| column.map_or_else(|| new.to_owned(), |column| shown(column, new, lang));
    let title = |lang| column.map_or(one.field, |column| column.title(lang));
    let id = &one.id;
    let words = |lang| (title(lang), word(&one.new, lang), word(&other.new, lang));
    let ((en, one_en, other_en), (de, one_de, other_de)) = (words(Lang::En), words(Lang::De));
    codes::EDITS_DIFFER
        .finding(
            Some(other.new_at.clone()),
            Words::new(
                format!(
                    "`{en}` of `{id}` was edited to `{one_en}` in one table and to `{other_en}` in another; neither is taken"
                ),
                format!("`{de}` von `{id}` heißt in einer Tabelle nun `{one_de}`, in einer anderen `{other_de}`; keines gilt"),
            ),
        )
        .about(id)
        .related(one.new_at.clone(), Words::new("the other edit", "die andere Änderung"))
        .todo(Words::new("decide, and put one of the cells right", "entscheiden und eine der Zellen berichtigen"))
}
