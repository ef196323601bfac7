//! What people edited in an exported table, for the admin who accepts it.

use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Finding, Lang, visible};
use crate::inventory::exchange::{Edit, EditState, Review, Subject, shown};

/// The review as a document.
#[derive(Debug, Serialize)]
pub struct Reviewed<'a> {
    pub clean: usize,
    pub conflicts: usize,
    pub refused: usize,
    #[serde(flatten)]
    pub review: &'a Review,
    pub findings: &'a [Finding],
}

impl<'a> Reviewed<'a> {
    #[must_use]
    pub fn new(review: &'a Review) -> Self {
        let count = |state| review.edits.iter().filter(|edit| edit.state == state).count();
        Self {
            clean: count(EditState::Clean),
            conflicts: count(EditState::Conflict),
            refused: count(EditState::Refused),
            review,
            findings: &review.findings,
        }
    }

    /// Edits by row, then a line with the numbers.
    #[must_use]
    pub fn human(&self, lang: Lang) -> String {
        let mut out = String::new();
        let mut row: Option<(Subject, &str)> = None;
        for edit in &self.review.edits {
            if row != Some((edit.subject, edit.id.as_str())) {
                row = Some((edit.subject, edit.id.as_str()));
                let _ = writeln!(out, "{} {}", edit.subject.title(lang), edit.id);
            }
            cell(&mut out, edit, lang);
        }
        for row in &self.review.added {
            let what = if row.id.is_empty() { String::new() } else { format!(" {}", row.id) };
            let cells = row.cells.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
            let mark = if lang == Lang::De { "neu" } else { "added" };
            let _ = writeln!(out, "{}{what}\n  {mark}: {}  [{}]", row.subject.title(lang), visible(&cells), row.at);
        }
        let Self { clean, conflicts, refused, review, .. } = self;
        let (rows, added, missing, moved) = (review.rows, review.added.len(), review.missing.len(), review.moved_on);
        if review.is_none() {
            let rows = counted(rows, "row", "rows");
            let rows_de = counted(review.rows, "Zeile", "Zeilen");
            let _ = match lang {
                Lang::En => writeln!(out, "no difference in {rows}"),
                Lang::De => writeln!(out, "kein Unterschied in {rows_de}"),
            };
        } else {
            let _ = match lang {
                Lang::En => writeln!(
                    out,
                    "{} to accept, {}, {refused} refused; {} added, {missing} missing, of {rows}",
                    counted(*clean, "edit", "edits"),
                    counted(*conflicts, "conflict", "conflicts"),
                    counted(added, "row", "rows"),
                ),
                Lang::De => writeln!(
                    out,
                    "{} zum Annehmen, {}, {refused} abgelehnt; {} neu, {missing} fehlen, von {rows}",
                    counted(*clean, "Änderung", "Änderungen"),
                    counted(*conflicts, "Konflikt", "Konflikte"),
                    counted(added, "Zeile", "Zeilen"),
                ),
            };
        }
        if moved > 0 {
            let _ = match lang {
                Lang::En => writeln!(out, "{} changed since the export, by the sources only", counted(moved, "cell", "cells")),
                Lang::De => {
                    writeln!(out, "{} seit dem Export geändert, nur durch die Quellen", counted(moved, "Zelle", "Zellen"))
                }
            };
        }
        out
    }
}

fn cell(out: &mut String, edit: &Edit, lang: Lang) {
    let Some(column) = edit.subject.column(edit.field) else { return };
    let value = |text: &str| if text.is_empty() { "-".to_owned() } else { format!("`{}`", shown(column, text, lang)) };
    let mark = match (edit.state, lang) {
        (EditState::Clean, _) => "",
        (EditState::Conflict, Lang::En) => "  conflict",
        (EditState::Conflict, Lang::De) => "  Konflikt",
        (EditState::Refused, Lang::En) => "  refused",
        (EditState::Refused, Lang::De) => "  abgelehnt",
    };
    let (old, new) = (value(&edit.old), value(&edit.new));
    let _ = writeln!(out, "  {}: {old} -> {new}{mark}  [{} <- {}]", column.title(lang), edit.new_at, edit.old_at);
}
