//! Days in words.

use jiff::civil::{Date, Weekday};

use crate::diag::{Lang, Words};
use crate::domain::Place;

const DAYS: [(&str, &str, &str, &str); 7] = [
    ("Monday", "Montag", "Mon", "Mo"),
    ("Tuesday", "Dienstag", "Tue", "Di"),
    ("Wednesday", "Mittwoch", "Wed", "Mi"),
    ("Thursday", "Donnerstag", "Thu", "Do"),
    ("Friday", "Freitag", "Fri", "Fr"),
    ("Saturday", "Samstag", "Sat", "Sa"),
    ("Sunday", "Sonntag", "Sun", "So"),
];

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "Januar"),
    ("Feb", "Februar"),
    ("Mar", "März"),
    ("Apr", "April"),
    ("May", "Mai"),
    ("Jun", "Juni"),
    ("Jul", "Juli"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "Oktober"),
    ("Nov", "November"),
    ("Dec", "Dezember"),
];

/// A day as people and spreadsheets write it: `2020-11-10`, `10.11.2020`, `10.11.20`.
#[must_use]
pub fn read_day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split('.').collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(year.parse::<i16>().ok()? + century, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A place as tables and lists have it.
#[must_use]
pub fn place(place: Place, lang: Lang) -> &'static str {
    match (place, lang) {
        (Place::Home, Lang::En) => "home",
        (Place::Home, Lang::De) => "Homeoffice",
        (Place::Office, Lang::En) => "office",
        (Place::Office, Lang::De) => "Büro",
        (Place::Off, Lang::En) => "off",
        (Place::Off, Lang::De) => "frei",
    }
}

/// `Tuesday 10 Nov`, `Dienstag, 10. November`.
#[must_use]
pub fn day(date: Date) -> Words {
    let (en, de, ..) = DAYS[date.weekday().to_monday_zero_offset() as usize];
    let (month_en, month_de) = MONTHS[date.month() as usize - 1];
    Words::new(format!("{en} {} {month_en}", date.day()), format!("{de}, {}. {month_de}", date.day()))
}

/// `Tue`, `Di`.
#[must_use]
pub fn short_weekday(weekday: Weekday) -> Words {
    let (.., en, de) = DAYS[weekday.to_monday_zero_offset() as usize];
    Words::new(en, de)
}

/// `Mondays`, `montags`; 1 = Monday.
#[must_use]
pub fn weekdays(weekday: u8) -> Words {
    let (en, de, ..) = DAYS[usize::from(weekday.clamp(1, 7)) - 1];
    Words::new(format!("{en}s"), format!("{}s", de.to_lowercase()))
}

/// `10 Nov`, `10.11.`.
#[must_use]
pub fn short_date(date: Date) -> Words {
    let (month, _) = MONTHS[date.month() as usize - 1];
    Words::new(format!("{} {month}", date.day()), format!("{}.{}.", date.day(), date.month()))
}

/// `2–27 Nov`, `30 Nov – 4 Dec`; `2.–27. November`, `30. November – 4. Dezember`.
#[must_use]
pub fn span(first: Date, last: Date) -> Words {
    let names = |date: Date| MONTHS[date.month() as usize - 1];
    let (a, b) = (first.day(), last.day());
    if first.month() == last.month() && first.year() == last.year() {
        let (en, de) = names(first);
        return Words::new(format!("{a}–{b} {en}"), format!("{a}.–{b}. {de}"));
    }
    let ((en_a, de_a), (en_b, de_b)) = (names(first), names(last));
    Words::new(format!("{a} {en_a} – {b} {en_b}"), format!("{a}. {de_a} – {b}. {de_b}"))
}

/// `2–27 Nov 2020`, `21 Dec 2020 – 15 Jan 2021`: for what is read in another year.
#[must_use]
pub fn span_with_year(first: Date, last: Date) -> Words {
    let words = span(first, last);
    if first.year() == last.year() {
        let year = first.year();
        return Words::new(format!("{} {year}", words.en), format!("{} {year}", words.de));
    }
    let names = |date: Date| MONTHS[date.month() as usize - 1];
    let ((en_a, de_a), (en_b, de_b)) = (names(first), names(last));
    let (a, b, from, to) = (first.day(), last.day(), first.year(), last.year());
    Words::new(format!("{a} {en_a} {from} – {b} {en_b} {to}"), format!("{a}. {de_a} {from} – {b}. {de_b} {to}"))
}

/// `week of 9 Nov`, `Woche ab 9.11.`.
#[must_use]
pub fn week(monday: Date) -> Words {
    let date = short_date(monday);
    Words::new(format!("week of {}", date.en), format!("Woche ab {}", date.de))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_languages() {
        assert_eq!(day(date(2020, 11, 10)), Words::new("Tuesday 10 Nov", "Dienstag, 10. November"));
        assert_eq!(span(date(2020, 11, 2), date(2020, 11, 27)), Words::new("2–27 Nov", "2.–27. November"));
        assert_eq!(span(date(2020, 11, 30), date(2020, 12, 4)), Words::new("30 Nov – 4 Dec", "30. November – 4. Dezember"));
        assert_eq!(span_with_year(date(2020, 11, 2), date(2020, 11, 27)), Words::new("2–27 Nov 2020", "2.–27. November 2020"));
        assert_eq!(
            span_with_year(date(2020, 12, 21), date(2021, 1, 15)),
            Words::new("21 Dec 2020 – 15 Jan 2021", "21. Dezember 2020 – 15. Januar 2021")
        );
        for text in ["2020-11-09", "09.11.2020", "9.11.20"] {
            assert_eq!(read_day(text), Some(date(2020, 11, 9)), "{text}");
        }
        assert!(["9.11.", "9/11/20", "9.11.120", "31.11.2020", "tomorrow"].iter().all(|text| read_day(text).is_none()));
        assert_eq!(week(date(2020, 11, 9)), Words::new("week of 9 Nov", "Woche ab 9.11."));
    }
}
