//! When and how much a person of a list works: days, hours, wishes, whether at home, whether still at all.

use super::header::Field;
use super::person::{Mapper, unclear};
use super::{codes, days, words};
use crate::diag::{Place, Words};
use crate::inventory::model::{Days, Employment, HomeSuitability, Sourced, WorkTime};
use crate::inventory::table::{Collector, Row};

impl Mapper<'_> {
    fn days(&mut self, row: &Row, field: Field, findings: &mut Collector) -> Option<(days::Days, Place)> {
        let cell = self.cell(row, field, findings)?;
        let mut days = days::read(&cell.value);
        if field == Field::WorkDays {
            // `Teilzeit 50 %` is read by `hours`.
            days.unknown.retain(|word| !days::share_of(&cell.value).is_some_and(|(words, _)| words.contains(word)));
        }
        let at = cell.at.clone();
        if !days.unknown.is_empty() {
            let (value, unknown) = (&cell.value, days.unknown.join("`, `"));
            findings.push(
                codes::DAYS_UNCLEAR
                    .finding(
                        Some(cell.at),
                        Words::new(
                            format!("`{value}`: `{unknown}` says no weekday; left out"),
                            format!("`{value}`: `{unknown}` nennt keinen Wochentag; ausgelassen"),
                        ),
                    )
                    .todo(Words::new(
                        "write weekdays such as `Mo, Mi` or `frei: Fr`",
                        "Wochentage wie `Mo, Mi` oder `frei: Fr` schreiben",
                    )),
            );
        }
        Some((days, at))
    }

    /// Days off at the place of the cell that names the first of them.
    pub(super) fn off_days(&mut self, row: &Row, findings: &mut Collector) -> Days {
        let mut off = Told::default();
        if let Some((days, at)) = self.days(row, Field::WorkDays, findings) {
            off.add(days.off_when_working(), at, days.all || !days.named.is_empty());
        }
        if let Some((days, at)) = self.days(row, Field::FreeDays, findings) {
            off.add(days.named.into_iter().chain(days.denied), at, false);
        }
        off.finish()
    }

    pub(super) fn wishes(&mut self, row: &Row, findings: &mut Collector) -> (Days, Days) {
        let (mut home, mut office) = (Told::default(), Told::default());
        if let Some((days, at)) = self.days(row, Field::WishHome, findings) {
            home.add(days.named, at.clone(), false);
            office.add(days.denied, at, false);
        }
        if let Some((days, at)) = self.days(row, Field::WishOffice, findings) {
            office.add(days.named.into_iter().chain(days.denied), at, false);
        }
        (home.finish(), office.finish())
    }

    /// Hours of a week, else a share of full time; lists also write the share among the days.
    pub(super) fn hours(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<WorkTime>> {
        for (field, read) in [(Field::Hours, WorkTime::hours as fn(&str) -> Option<WorkTime>), (Field::Share, WorkTime::share)] {
            let Some(cell) = self.cell(row, field, findings) else { continue };
            // A share below the title of hours says what it is.
            let time = read(&cell.value).or_else(|| cell.value.parse().ok());
            match time.or_else(|| days::full_time(&cell.value)) {
                Some(time) => return Some(Sourced::new(time, cell.at)),
                None => findings.push(unclear(&cell, "`19,5`, `50 %`")),
            }
        }
        let cell = row.get(self.header.get(Field::WorkDays)?)?;
        days::share_of(&cell.text).map(|(_, time)| Sourced::new(time, self.table.place_of(cell)))
    }

    pub(super) fn employment(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<Employment>> {
        if let Some(cell) = self.cell(row, Field::Disabled, findings) {
            return Some(Sourced::new(Employment::Disabled, cell.at));
        }
        let told = [(Field::Left, words::left as fn(&str) -> Option<Employment>), (Field::Employment, words::employment)];
        for (field, read) in told {
            let Some(cell) = self.cell(row, field, findings) else { continue };
            match read(&cell.value) {
                Some(employment) => return Some(Sourced::new(employment, cell.at)),
                None => findings.push(unclear(
                    &cell,
                    if field == Field::Left { "`ja`, `nein`" } else { "`aktiv`, `gesperrt`, `ausgeschieden`" },
                )),
            }
        }
        None
    }

    pub(super) fn home(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<HomeSuitability>> {
        let cell = self.cell(row, Field::Home, findings)?;
        match words::home(&cell.value) {
            Some(home) => Some(Sourced::new(home, cell.at)),
            None => {
                findings.push(unclear(&cell, "`ja`, `nein`, `immer`"));
                None
            }
        }
    }

    pub(super) fn notebook(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<bool>> {
        let cell = self.cell(row, Field::Notebook, findings)?;
        match words::own_notebook(&cell.value) {
            Some(own) => Some(Sourced::new(own, cell.at)),
            None => {
                findings.push(unclear(&cell, "`ja`, `nein`"));
                None
            }
        }
    }
}

/// Weekdays of one or two cells.
#[derive(Default)]
struct Told {
    days: std::collections::BTreeSet<u8>,
    at: Option<Place>,
}

impl Told {
    /// `plain`: a cell that gives no days says so and is not merely silent.
    fn add(&mut self, days: impl IntoIterator<Item = u8>, at: Place, plain: bool) {
        let before = self.days.len();
        self.days.extend(days);
        if self.at.is_none() && (plain || self.days.len() > before) {
            self.at = Some(at);
        }
    }

    fn finish(self) -> Days {
        self.at.map_or_else(Days::default, |at| Days::new(self.days.into_iter().collect(), at))
    }
}
