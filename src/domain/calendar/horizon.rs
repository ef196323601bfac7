//! The weeks a roster covers.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::{Land, in_year};
use crate::diag::Words;

/// More than a year at once helps nobody and would let costs outgrow the solver's integers.
pub const MAX_WEEKS: u32 = 53;

/// Monday to Friday of consecutive ISO weeks, with the public holidays among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Horizon {
    /// `5 * weeks` dates; index `5 * week + weekday`.
    pub days: Vec<Date>,
    pub holidays: BTreeMap<Date, Words>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HorizonError {
    /// The first day is not a Monday; this Monday is the nearest one before it.
    NotMonday { monday: Date },
    /// No week, or more than [`MAX_WEEKS`].
    Weeks,
    /// Past the calendar's last year.
    OutOfCalendar,
}

impl Horizon {
    /// `extra`: days off that are not public holidays, such as 24 December.
    pub fn new(from: Date, weeks: u32, land: Land, assumption_day: bool, extra: &[Date]) -> Result<Self, HorizonError> {
        if !(1..=MAX_WEEKS).contains(&weeks) {
            return Err(HorizonError::Weeks);
        }
        if from.weekday() != Weekday::Monday {
            let back = i32::from(from.weekday().to_monday_zero_offset());
            let monday = from.checked_sub(back.days()).map_err(|_| HorizonError::OutOfCalendar)?;
            return Err(HorizonError::NotMonday { monday });
        }
        let mut days = Vec::with_capacity(weeks as usize * 5);
        for week in 0..weeks as i32 {
            for weekday in 0..5 {
                days.push(from.checked_add((week * 7 + weekday).days()).map_err(|_| HorizonError::OutOfCalendar)?);
            }
        }
        let last = *days.last().expect("at least one week");
        let mut holidays = BTreeMap::new();
        for year in from.year()..=last.year() {
            holidays.extend(in_year(land, assumption_day, year).into_iter().map(|holiday| (holiday.date, holiday.name)));
        }
        for &day in extra {
            holidays.entry(day).or_insert_with(|| Words::new("day off", "dienstfrei"));
        }
        holidays.retain(|day, _| days.binary_search(day).is_ok());
        Ok(Self { days, holidays })
    }

    #[must_use]
    pub fn weeks(&self) -> usize {
        self.days.len() / 5
    }

    /// Bit `b` set: the holiday falls on weekday `b` (0 = Monday) of that week.
    #[must_use]
    pub fn holiday_mask(&self, week: usize) -> u8 {
        (0..5).filter(|&b| self.holidays.contains_key(&self.days[week * 5 + b])).fold(0, |mask, b| mask | 1 << b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn four_weeks_of_traunstein() {
        let horizon = Horizon::new(date(2020, 11, 2), 4, Land::By, true, &[]).unwrap();
        assert_eq!(horizon.days.len(), 20);
        assert_eq!(horizon.days[19], date(2020, 11, 27));
        assert!(horizon.holidays.is_empty(), "All Saints' Day was a Sunday");
    }

    #[test]
    fn over_new_year_with_extra_days() {
        let horizon = Horizon::new(date(2020, 12, 21), 3, Land::By, true, &[date(2020, 12, 24), date(2020, 12, 26)]).unwrap();
        let dates: Vec<Date> = horizon.holidays.keys().copied().collect();
        assert_eq!(dates, [date(2020, 12, 24), date(2020, 12, 25), date(2021, 1, 1), date(2021, 1, 6)]);
        assert_eq!([0, 1, 2].map(|w| horizon.holiday_mask(w)), [0b11000, 0b10000, 0b00100]);
    }

    #[test]
    fn bad_horizons() {
        let err = |from, weeks| Horizon::new(from, weeks, Land::By, true, &[]).unwrap_err();
        assert_eq!(err(date(2020, 11, 4), 1), HorizonError::NotMonday { monday: date(2020, 11, 2) });
        assert_eq!(err(date(2020, 11, 2), 0), HorizonError::Weeks);
        assert_eq!(err(date(2020, 11, 2), 54), HorizonError::Weeks);
        assert_eq!(err(date(9999, 12, 27), 2), HorizonError::OutOfCalendar);
    }
}
