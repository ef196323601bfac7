//! Public holidays by rule, from the holiday acts of the Länder.
//!
//! Not here on purpose: 24 and 31 December and carnival days are service law, not public holidays, and differ between
//! authorities; they belong into the site's `extra_holidays`. Also decided locally and therefore configuration: the Augsburg
//! peace festival, Corpus Christi in parts of Saxony and Thuringia.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::easter_sunday;
use crate::diag::Words;

/// A German Land, by its ISO 3166-2 code without `DE-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Land {
    Bw,
    By,
    Be,
    Bb,
    Hb,
    Hh,
    He,
    Mv,
    Ni,
    Nw,
    Rp,
    Sl,
    Sn,
    St,
    Sh,
    Th,
}

impl Land {
    pub const ALL: [Self; 16] = [
        Self::Bw,
        Self::By,
        Self::Be,
        Self::Bb,
        Self::Hb,
        Self::Hh,
        Self::He,
        Self::Mv,
        Self::Ni,
        Self::Nw,
        Self::Rp,
        Self::Sl,
        Self::Sn,
        Self::St,
        Self::Sh,
        Self::Th,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bw => "BW",
            Self::By => "BY",
            Self::Be => "BE",
            Self::Bb => "BB",
            Self::Hb => "HB",
            Self::Hh => "HH",
            Self::He => "HE",
            Self::Mv => "MV",
            Self::Ni => "NI",
            Self::Nw => "NW",
            Self::Rp => "RP",
            Self::Sl => "SL",
            Self::Sn => "SN",
            Self::St => "ST",
            Self::Sh => "SH",
            Self::Th => "TH",
        }
    }
}

impl fmt::Display for Land {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Land {
    type Err = crate::domain::WordError;

    /// `BY`, `by` or `DE-BY`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.strip_prefix("DE-").unwrap_or(text);
        Self::ALL
            .into_iter()
            .find(|land| land.code().eq_ignore_ascii_case(code))
            .ok_or(crate::domain::WordError { expected: "a German Land such as BY, NW or BE" })
    }
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub date: Date,
    pub name: Words,
}

/// All public holidays of a year in order of date, as the law stands for the years from 2017 on.
///
/// `assumption_day`: whether Assumption Day (15 August) is a holiday in this municipality of Bavaria. Art. 1 (1) no. 2 of the
/// Bavarian holiday act leaves it to where more Catholics than Protestants live (1,708 of 2,056 municipalities from 2025).
#[must_use]
pub fn in_year(land: Land, assumption_day: bool, year: i16) -> Vec<Holiday> {
    use Land::{Bb, Be, Bw, By, Hb, He, Hh, Mv, Ni, Nw, Rp, Sh, Sl, Sn, St, Th};
    let easter = easter_sunday(year);
    let from_easter = |days: i32| easter.checked_add(days.days()).expect("a day of the same year");
    let mut days: Vec<Holiday> = Vec::with_capacity(16);
    let mut add = |applies: bool, date: Date, en: &'static str, de: &'static str| {
        if applies {
            days.push(Holiday { date, name: Words::new(en, de) });
        }
    };
    let on = |lands: &[Land]| lands.contains(&land);

    add(true, date(year, 1, 1), "New Year's Day", "Neujahr");
    add(on(&[Bw, By, St]), date(year, 1, 6), "Epiphany", "Heilige Drei Könige");
    let womens_day = (land == Be && year >= 2019) || (land == Mv && year >= 2023);
    add(womens_day, date(year, 3, 8), "International Women's Day", "Internationaler Frauentag");
    add(true, from_easter(-2), "Good Friday", "Karfreitag");
    add(land == Bb, easter, "Easter Sunday", "Ostersonntag");
    add(true, from_easter(1), "Easter Monday", "Ostermontag");
    add(true, date(year, 5, 1), "Labour Day", "Tag der Arbeit");
    let liberation = land == Be && (year == 2020 || year == 2025);
    add(liberation, date(year, 5, 8), "Liberation Day", "Tag der Befreiung");
    add(true, from_easter(39), "Ascension Day", "Christi Himmelfahrt");
    add(land == Bb, from_easter(49), "Whit Sunday", "Pfingstsonntag");
    add(true, from_easter(50), "Whit Monday", "Pfingstmontag");
    add(on(&[Bw, By, He, Nw, Rp, Sl]), from_easter(60), "Corpus Christi", "Fronleichnam");
    add(
        land == Be && year == 2028,
        date(year, 6, 17),
        "75 years since the uprising of 17 June 1953",
        "75. Jahrestag des Volksaufstands vom 17. Juni 1953",
    );
    add(land == Sl || (land == By && assumption_day), date(year, 8, 15), "Assumption Day", "Mariä Himmelfahrt");
    add(land == Th && year >= 2019, date(year, 9, 20), "Children's Day", "Weltkindertag");
    add(true, date(year, 10, 3), "German Unity Day", "Tag der Deutschen Einheit");
    let reformation = on(&[Bb, Mv, Sn, St, Th]) || year == 2017 || (on(&[Hb, Hh, Ni, Sh]) && year >= 2018);
    add(reformation, date(year, 10, 31), "Reformation Day", "Reformationstag");
    add(on(&[Bw, By, Nw, Rp, Sl]), date(year, 11, 1), "All Saints' Day", "Allerheiligen");
    add(land == Sn, repentance_day(year), "Day of Repentance and Prayer", "Buß- und Bettag");
    add(true, date(year, 12, 25), "Christmas Day", "1. Weihnachtstag");
    add(true, date(year, 12, 26), "Second Day of Christmas", "2. Weihnachtstag");
    days.sort_by_key(|holiday| holiday.date);
    days
}

/// Those of the Land, or where nobody says in which one it is, those that all have.
#[must_use]
pub fn of_year(land: Option<Land>, assumption_day: bool, year: i16) -> Vec<Holiday> {
    land.map_or_else(|| nationwide(year), |land| in_year(land, assumption_day, year))
}

/// Public holidays of a year that all sixteen Länder have, for a site that does not say in which one it lies.
#[must_use]
pub fn nationwide(year: i16) -> Vec<Holiday> {
    let (first, others) = Land::ALL.split_first().expect("sixteen");
    let others: Vec<Vec<Holiday>> = others.iter().map(|land| in_year(*land, false, year)).collect();
    let everywhere = |holiday: &Holiday| others.iter().all(|days| days.iter().any(|other| other.date == holiday.date));
    in_year(*first, false, year).into_iter().filter(everywhere).collect()
}

/// The Wednesday before 23 November.
fn repentance_day(year: i16) -> Date {
    let latest = date(year, 11, 22);
    let back = (i32::from(latest.weekday().to_monday_zero_offset()) - 2).rem_euclid(7);
    latest.checked_sub(back.days()).expect("a day of the same year")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `LAND YEAR MM-DD …`, every public holiday of every Land from 2017 to 2030, Assumption Day in Bavaria excluded.
    const KNOWN: &str = include_str!("known_dates.txt");

    #[test]
    fn every_land_from_2017_to_2030() {
        let mut compared = 0;
        for line in KNOWN.lines() {
            let mut words = line.split(' ');
            let land: Land = words.next().unwrap().parse().unwrap();
            let year: i16 = words.next().unwrap().parse().unwrap();
            let known: Vec<String> = words.map(str::to_owned).collect();
            let ours: Vec<String> = in_year(land, false, year).iter().map(|h| h.date.strftime("%m-%d").to_string()).collect();
            assert_eq!(ours, known, "{land} {year}");
            compared += 1;
        }
        assert_eq!(compared, 16 * 14);
    }

    #[test]
    fn nine_days_are_holidays_everywhere() {
        let days = |year| nationwide(year).iter().map(|h| h.date.strftime("%m-%d").to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(days(2027), "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26");
        // 500 years of the Reformation.
        assert!(days(2017).contains("10-31") && !days(2018).contains("10-31"));
    }

    #[test]
    fn assumption_day_is_a_matter_of_the_municipality_in_bavaria() {
        let has = |land, flag| in_year(land, flag, 2025).iter().any(|h| h.date == date(2025, 8, 15));
        assert!(has(Land::By, true) && !has(Land::By, false));
        assert!(has(Land::Sl, false));
        assert!(!has(Land::Nw, true));
    }

    #[test]
    fn names_come_in_both_languages() {
        let all = in_year(Land::By, true, 2020);
        let corpus = all.iter().find(|h| h.date == date(2020, 6, 11)).unwrap();
        assert_eq!((corpus.name.en.as_ref(), corpus.name.de.as_ref()), ("Corpus Christi", "Fronleichnam"));
    }

    #[test]
    fn lands_are_read_with_or_without_the_country() {
        assert_eq!("DE-BY".parse::<Land>().unwrap(), Land::By);
        assert_eq!("nw".parse::<Land>().unwrap(), Land::Nw);
        assert!("XX".parse::<Land>().is_err());
    }
}
