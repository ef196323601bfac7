//! The checker's own calendar: day numbers, weekdays and public holidays, by other formulas than `calendar`.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// Days since 1 March of year 0, proleptic Gregorian. Only differences and remainders are used.
pub(super) fn number(date: Date) -> i64 {
    let (mut year, mut month) = (i64::from(date.year()), i64::from(date.month()));
    if month < 3 {
        year -= 1;
        month += 12;
    }
    365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + i64::from(date.day()) - 1
}

/// 1 = Monday … 7 = Sunday.
pub(super) fn weekday(date: Date) -> u8 {
    // 1 March of year 0 was a Wednesday.
    ((number(date) + 2) % 7 + 1) as u8
}

/// Monday to Friday of `weeks` weeks from `from`.
pub(super) fn working_days(from: Date, weeks: u32) -> Vec<Date> {
    let mut days = Vec::new();
    let mut date = from;
    // A longer period is refused when the roster is made; here it must only not run away.
    for i in 0..weeks.min(60) * 7 {
        if i > 0 {
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        if weekday(date) <= 5 {
            days.push(date);
        }
    }
    days
}

/// The day of March of Easter Sunday (32 is 1 April), by Gauss's formula with Lichtenberg's correction of 1997.
fn easter_in_march(year: i64) -> i64 {
    let century = year / 100;
    let lunar = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let solar = 2 - (3 * century + 3) / 4;
    let golden = year % 19;
    let moon = (19 * golden + lunar) % 30;
    let correction = (moon + golden / 11) / 29;
    let full_moon = 21 + moon - correction;
    let first_sunday = 7 - (year + year / 4 + solar) % 7;
    full_moon + 7 - (full_moon - first_sunday).rem_euclid(7)
}

/// Whether `date` is a public holiday in the Land, by the law from 2017 on.
pub(super) fn is_holiday(date: Date, land: &str, assumption_day: bool) -> bool {
    let land = land.strip_prefix("DE-").unwrap_or(land).to_ascii_uppercase();
    let of = |lands: &str| lands.split(' ').any(|l| l == land);
    let year = i64::from(date.year());
    let after_easter = number(date) - (number(Date::constant(date.year(), 3, 1)) + easter_in_march(year) - 1);
    match after_easter {
        -2 | 1 | 39 | 50 => return true,
        0 | 49 if of("BB") => return true,
        60 if of("BW BY HE NW RP SL") => return true,
        _ => {}
    }
    match (date.month(), date.day()) {
        (1 | 5, 1) | (10, 3) | (12, 25 | 26) => true,
        (1, 6) => of("BW BY ST"),
        (3, 8) => (of("BE") && year > 2018) || (of("MV") && year > 2022),
        (5, 8) => of("BE") && [2020, 2025].contains(&year),
        (6, 17) => of("BE") && year == 2028,
        (8, 15) => of("SL") || (of("BY") && assumption_day),
        (9, 20) => of("TH") && year > 2018,
        (10, 31) => year == 2017 || of("BB MV SN ST TH") || (of("HB HH NI SH") && year > 2017),
        (11, 1) => of("BW BY NW RP SL"),
        (11, 16..=22) => of("SN") && weekday(date) == 3,
        _ => false,
    }
}

/// The working days that nobody works.
pub(super) fn days_off(days: &[Date], land: &str, assumption_day: bool, extra: &[Date]) -> BTreeSet<Date> {
    days.iter().copied().filter(|d| is_holiday(*d, land, assumption_day) || extra.contains(d)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Horizon, Land, easter_sunday, in_year};
    use jiff::civil::date;

    #[test]
    fn agrees_with_the_planning_calendar_for_a_century() {
        for year in 1990..2100 {
            let easter = number(date(year, 3, 1)) + easter_in_march(i64::from(year)) - 1;
            assert_eq!(easter, number(easter_sunday(year)), "{year}");
        }
        for land in Land::ALL {
            for year in 2017..2045 {
                let ours: Vec<Date> = (date(year, 1, 1).series(jiff::Span::new().days(1)))
                    .take_while(|d| d.year() == year)
                    .filter(|d| is_holiday(*d, land.code(), true))
                    .collect();
                let theirs: Vec<Date> = in_year(land, true, year).iter().map(|h| h.date).collect();
                assert_eq!(ours, theirs, "{land} {year}");
            }
        }
    }

    #[test]
    fn weekdays_and_working_days() {
        assert_eq!(weekday(date(2020, 11, 2)), 1);
        assert_eq!(weekday(date(2000, 2, 29)), 2);
        let horizon = Horizon::new(date(2020, 12, 21), 3, Land::By, true, &[]).unwrap();
        let days = working_days(date(2020, 12, 21), 3);
        assert_eq!(days, horizon.days);
        let off: Vec<Date> = days_off(&days, "BY", true, &[]).into_iter().collect();
        assert_eq!(off, horizon.holidays.keys().copied().collect::<Vec<_>>());
    }
}
