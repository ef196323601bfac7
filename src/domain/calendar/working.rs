//! The days on which a house works.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::{Land, of_year};

/// Whether a house works on a day of this span: Monday to Friday, without public holidays and without `extra` days off. Where nobody says in
/// which Land it is, those that all have.
pub fn working_days(
    land: Option<Land>,
    assumption_day: bool,
    extra: &[Date],
    (from, to): (Date, Date),
) -> impl Fn(Date) -> bool + use<> {
    let public = (from.year()..=to.year()).flat_map(|year| of_year(land, assumption_day, year)).map(|holiday| holiday.date);
    let free: BTreeSet<Date> = public.chain(extra.iter().copied()).collect();
    move |day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !free.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekends_holidays_of_the_land_and_own_days_off_are_free() {
        let span = (date(2026, 12, 20), date(2027, 1, 10));
        let works = working_days(Some(Land::By), true, &[date(2026, 12, 24)], span);
        let mut day = span.0;
        let mut worked = Vec::new();
        while day <= span.1 {
            worked.extend(works(day).then(|| day.strftime("%m-%d").to_string()));
            day = day.tomorrow().unwrap();
        }
        assert_eq!(
            worked,
            ["12-21", "12-22", "12-23", "12-28", "12-29", "12-30", "12-31", "01-04", "01-05", "01-07", "01-08"],
            "neither Christmas, New Year nor Epiphany"
        );
        assert!(working_days(None, false, &[], span)(date(2027, 1, 6)), "not everywhere");
    }
}
