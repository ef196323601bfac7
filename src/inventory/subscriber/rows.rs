//! Exports that are one table with a row for each thing: the loop over the rows, and the number of a row.

use super::list::Subscribers;
use crate::diag::Place;
use crate::domain::Extension;
use crate::inventory::model::{Source, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

impl Subscribers {
    /// Gives each row that fits its header to `one`, then tells the columns nobody asked for and counts with `records`.
    pub(in crate::inventory) fn each_row(
        &mut self,
        columns: &Columns<'_>,
        source: Source,
        records: fn(&Reading) -> usize,
        mut one: impl FnMut(&Row, &mut Self),
    ) {
        for row in columns.rows() {
            if columns.fits(row, &mut self.findings) {
                one(row, self);
            }
        }
        columns.finish(&mut self.findings);
        self.reading.sources.push(Source { records: records(&self.reading), ..source });
    }

    /// The number of a row. None, and told, where the cell is empty, holds no number, or one that stood in a row before; then also
    /// what this row says otherwise.
    pub(in crate::inventory) fn number_of_row(
        &mut self,
        cell: Option<&Sourced<String>>,
        (columns, row): (&Columns<'_>, &Row),
        at: &Place,
    ) -> Option<Sourced<Extension>> {
        self.number_of_row_as(cell, (columns, row), at, |number| number)
    }

    /// The same where the row says more of the number: the domain that tells it apart from others of its digits.
    pub(in crate::inventory) fn number_of_row_as(
        &mut self,
        cell: Option<&Sourced<String>>,
        (columns, row): (&Columns<'_>, &Row),
        at: &Place,
        told_apart: impl FnOnce(Extension) -> Extension,
    ) -> Option<Sourced<Extension>> {
        let Some(cell) = cell else {
            self.no_extension(at.clone());
            return None;
        };
        let number = self.number(cell, columns.is_whole(row))?;
        let number = Sourced::new(told_apart(number.value), number.at);
        self.is_first(&number, |first| columns.differing(row, first)).then_some(number)
    }
}
