//! Rooms that a spreadsheet took for dates: `14.02.2026`, `14. Feb`, `Feb 14`, `02.14`, `45337`, told by the other rooms of the column.

use std::collections::BTreeSet;

use crate::inventory::table::{Nature, Table};

/// Days since 30 December 1899 that are dates of this century: as what a spreadsheet keeps a date.
const SERIALS: std::ops::RangeInclusive<i64> = 36_526..=73_050;

/// What the rooms of one column look like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::inventory) struct RoomForms {
    /// Different rooms.
    filled: usize,
    /// `2.14`
    one_before: usize,
    /// `02.14`, `10.01`
    two_before: usize,
    /// `2.1`
    one_after: usize,
    /// `2.14`
    two_after: usize,
    /// `1.02.014`, which is no date.
    three_parts: usize,
    /// Five digits that may be a date.
    serials: usize,
    /// Of these the first days of a month: `2.14` is the first of February 2014.
    firsts: usize,
    /// Five digits that are none.
    five_digits: usize,
}

/// A room that became a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Became {
    /// What was typed, where that is certain.
    pub taken: Option<String>,
    /// What may have been typed.
    pub likely: Vec<String>,
    /// The day that the number of a cell means.
    pub day: Option<String>,
}

impl Became {
    fn certain(room: String) -> Self {
        Self { taken: Some(room), likely: Vec::new(), day: None }
    }
}

impl RoomForms {
    #[must_use]
    pub(in crate::inventory) fn of(table: &Table, column: usize) -> Self {
        let mut out = Self::default();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for cell in table.rows.iter().filter_map(|row| row.get(column)) {
            let text = cell.text.trim();
            // Titles and remarks say nothing of the form.
            if !text.bytes().any(|b| b.is_ascii_digit()) || !seen.insert(text) {
                continue;
            }
            out.filled += 1;
            if matches!(cell.nature, Nature::Date { .. }) {
                continue;
            }
            out.count(text);
        }
        out
    }

    fn count(&mut self, text: &str) {
        if let Some((before, after)) = pointed(text) {
            self.one_before += usize::from(before.len() == 1);
            self.two_before += usize::from(before.len() == 2);
            self.one_after += usize::from(after.len() == 1);
            self.two_after += usize::from(after.len() == 2);
        } else if is_five_digits(text) {
            match serial(text) {
                Some((_, _, day)) => {
                    self.serials += 1;
                    self.firsts += usize::from(day == 1);
                }
                None => self.five_digits += 1,
            }
        } else if text.split('.').count() == 3 && written_date(text).is_none() {
            self.three_parts += 1;
        }
    }

    /// Whether some room is a number with two digits after the point.
    pub(super) fn two_digits(&self) -> bool {
        self.two_after > 0
    }

    /// Five digits are a date where other rooms have another form; or where all are the first day of a month, as `2.14` makes it.
    fn serials_are_dates(&self) -> bool {
        let others = self.filled.saturating_sub(self.serials + self.five_digits);
        let alone = self.serials == 1 && self.five_digits == 0;
        let spoilt = self.serials >= 3 && self.firsts == self.serials;
        alone || spoilt || (self.five_digits == 0 && self.serials <= others)
    }

    /// `02.14` is a room where the others have two digits before the point, too.
    fn zeros_are_dates(&self) -> bool {
        self.filled > 1 && (self.two_before < 2 || self.two_before <= self.one_before)
    }

    /// What the room was before a spreadsheet took it for a date; none where it is no date.
    #[must_use]
    pub(in crate::inventory) fn became(&self, nature: &Nature, text: &str) -> Option<Became> {
        match nature {
            Nature::Date { likely: Some(typed) } => return Some(Became::certain(typed.clone())),
            Nature::Date { likely: None } => {
                let likely = written_date(text).map(|date| self.likely(date)).unwrap_or_default();
                return Some(Became { taken: None, likely, day: None });
            }
            Nature::Text | Nature::Number => {}
            Nature::Padded { .. } | Nature::Truth | Nature::Error => return None,
        }
        if let Some((year, month, day)) = serial(text).filter(|_| self.serials_are_dates()) {
            let shown = format!("{day:02}.{month:02}.{year}");
            return Some(Became { taken: None, likely: self.likely((year, month, day)), day: Some(shown) });
        }
        if let Some(date) = written_date(text).filter(|_| self.three_parts == 0 || text.len() >= 8) {
            return Some(Became { taken: None, likely: self.likely(date), day: None });
        }
        if let Some(room) = room_from_words(text) {
            return Some(Became::certain(room));
        }
        let (before, after) = pointed(text)?;
        let floor = before.strip_prefix('0').filter(|rest| rest.len() == 1 && *rest != "0")?;
        if after.len() != 2 || !self.zeros_are_dates() {
            return None;
        }
        // `03.01` may have been `3.1`, where the column has rooms such as that.
        let short = after.strip_prefix('0').filter(|_| self.one_after > 0).map(|after| format!("{floor}.{after}"));
        let long = format!("{floor}.{after}");
        Some(match short {
            // Counted without the room itself.
            Some(short) if self.two_after > self.two_before => Became { taken: None, likely: vec![long, short], day: None },
            Some(short) => Became::certain(short),
            None => Became::certain(long),
        })
    }

    /// `14.02.2026` may have been `2.14` or `14.2`; the first day of February 2014 `2.14` or `1.2`.
    fn likely(&self, (year, month, day): (i16, u8, u8)) -> Vec<String> {
        let two = self.two_after > 0 || self.one_after == 0;
        let after = |number: u8| if two { format!("{number:02}") } else { number.to_string() };
        let first = if day == 1 { format!("{month}.{:02}", year.rem_euclid(100)) } else { format!("{month}.{}", after(day)) };
        let second = format!("{day}.{}", if self.two_after > 0 { after(month) } else { month.to_string() });
        if first == second { vec![first] } else { vec![first, second] }
    }
}

/// `2.14`, in parts of at most two digits.
fn pointed(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once('.')?;
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (short(before) && short(after)).then_some((before, after))
}

fn is_five_digits(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Year, month and day of a number of days, where it is one of this century.
fn serial(text: &str) -> Option<(i16, u8, u8)> {
    let days: i64 = text.parse().ok().filter(|_| is_five_digits(text)).filter(|days| SERIALS.contains(days))?;
    let date = jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some((date.year(), date.month().unsigned_abs(), date.day().unsigned_abs()))
}

/// `14.02.2026`, `14.2.26`, `2026-02-14`, `14/02/2026`, `14. Februar 2026`, each with a time behind it or not.
fn written_date(text: &str) -> Option<(i16, u8, u8)> {
    if text.len() > 30 {
        return None;
    }
    let day = text.split_once([' ', 'T']).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    let parts: Vec<&str> = day.split(['.', '-', '/', ' ', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| short(part));
    let year = |part: &str| match part.len() {
        4 if (part.starts_with("19") || part.starts_with("20")) => part.parse::<i16>().ok(),
        2 if !day.contains('/') => number(part).map(|year| year + 2000),
        _ => None,
    };
    let valid = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month, day).ok().map(|date| (date.year(), month.unsigned_abs(), day.unsigned_abs()))
    };
    if one.len() == 4 {
        return valid(year(one)?, number(two)?, number(three)?);
    }
    let year = year(three)?;
    if let Some(month) = month(two) {
        return valid(year, month, number(one)?);
    }
    // `2/14/2026` is how Americans write it.
    let slashed = day.contains('/').then(|| valid(year, number(one)?, number(two)?)).flatten();
    valid(year, number(two)?, number(one)?).or(slashed)
}

/// Months as German and English spreadsheets write them.
const MONTHS: [&[&str]; 12] = [
    &["jan", "januar", "jänner", "january"],
    &["feb", "februar", "february"],
    &["mrz", "mär", "märz", "mar", "march"],
    &["apr", "april"],
    &["mai", "may"],
    &["jun", "juni", "june"],
    &["jul", "juli", "july"],
    &["aug", "august"],
    &["sep", "sept", "september"],
    &["okt", "oktober", "oct", "october"],
    &["nov", "november"],
    &["dez", "dezember", "dec", "december"],
];

fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i16::try_from(at + 1).ok()
}

/// `03. Jan` is what a spreadsheet makes of `3.01`, `Feb 14` of `2.14`. Gives what was typed.
fn room_from_words(text: &str) -> Option<String> {
    // Most rooms have no three letters in a row.
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let words: Vec<&str> = text.split([' ', '.', '-', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let [one, two] = words.as_slice() else { return None };
    let number = |w: &str| (w.len() <= 2).then(|| w.parse::<u8>().ok()).flatten();
    if let (Some(day), Some(month)) = (number(one), month(two)) {
        return Some(format!("{day}.{month:02}"));
    }
    let (month, year) = (month(one)?, number(two)?);
    Some(format!("{month}.{year:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::table::{Cell, Row};

    fn forms(rooms: &[&str]) -> RoomForms {
        let row = |(line, text): (u32, &&str)| Row {
            line,
            width: 1,
            cells: vec![Cell { text: (*text).into(), line, column: 1, index: 0, nature: Nature::Text }],
        };
        let rows = (1..).zip(rooms).map(row).collect();
        RoomForms::of(&Table { file: "a.csv".to_owned(), sheet: None, rows, merges: Vec::new() }, 0)
    }

    fn told(rooms: &[&str], room: &str) -> String {
        let all: Vec<&str> = rooms.iter().copied().chain([room]).collect();
        match forms(&all).became(&Nature::Text, room) {
            None => "room".to_owned(),
            Some(Became { taken: Some(taken), .. }) => format!("taken {taken}"),
            Some(Became { likely, day, .. }) => format!("{} {}", likely.join(" or "), day.unwrap_or_default()).trim().to_owned(),
        }
    }

    const POINTED: [&str; 4] = ["Zimmer", "2.12", "2.15", "1.07"];

    #[test]
    fn dates_among_rooms_with_a_point() {
        for (room, expected) in [
            ("45337", "2.15 or 15.02 15.02.2024"),
            ("41671", "2.14 or 1.02 01.02.2014"),
            ("14.02.2026", "2.14 or 14.02"),
            ("14.2.26", "2.14 or 14.02"),
            ("2026-02-14", "2.14 or 14.02"),
            ("2026-02-14 00:00:00", "2.14 or 14.02"),
            ("14/02/2026", "2.14 or 14.02"),
            ("2/14/2026", "2.14 or 14.02"),
            ("14. Februar 2026", "2.14 or 14.02"),
            ("02.14", "taken 2.14"),
            ("03.01", "taken 3.01"),
            ("14. Feb", "taken 14.02"),
            ("Feb 14", "taken 2.14"),
            ("Feb-14", "taken 2.14"),
            ("Oct 14", "taken 10.14"),
            ("03. Jan", "taken 3.01"),
            ("Mrz 07", "taken 3.07"),
            ("12-Mär", "taken 12.03"),
            ("2.14", "room"),
            ("10.14", "room"),
            ("214", "room"),
            ("EG 1", "room"),
            ("Saal 3", "room"),
            ("Maier 14", "room"),
            ("30.02.2026", "room"),
        ] {
            assert_eq!(told(&POINTED, room), expected, "{room}");
        }
    }

    #[test]
    fn the_other_rooms_decide() {
        for (others, room, expected) in [
            // Rooms of five digits, all of them or with some that are no dates.
            (&["45101", "45102", "45103"][..], "45337", "room"),
            (&["10101", "214", "215"], "45337", "room"),
            // The first days of months: `2.01`, `2.02`, `2.03` once.
            (&["36923", "37288", "37653"], "41671", "2.14 or 1.2 01.02.2014"),
            (&["214", "215", "101"], "45337", "2.15 or 15.2 15.02.2024"),
            (&["214", "215", "101"], "214", "room"),
            // Two digits before the point are usual here.
            (&["01.12", "02.13", "10.01"], "02.14", "room"),
            (&["02.13", "2.12", "2.15", "2.16"], "02.14", "taken 2.14"),
            (&["214", "215"], "02.14", "taken 2.14"),
            (&[], "02.14", "room"),
            (&["2.1", "2.2"], "03.01", "taken 3.1"),
            (&["2.1", "2.14", "2.15", "2.16"], "03.01", "3.01 or 3.1"),
            (&["2.1", "2.2"], "14.02.2026", "2.14 or 14.2"),
            // Building, floor and room.
            (&["1.00.14", "3.17.45"], "1.02.14", "room"),
            (&["1.00.14", "3.17.45"], "14.02.2026", "2.14 or 14.2"),
        ] {
            assert_eq!(told(others, room), expected, "{room} among {others:?}");
        }
    }

    #[test]
    fn dates_of_a_workbook() {
        let forms = forms(&POINTED);
        let certain = forms.became(&Nature::Date { likely: Some("3.01".into()) }, "03.01.2020");
        assert_eq!(certain.and_then(|found| found.taken).as_deref(), Some("3.01"));
        let open = forms.became(&Nature::Date { likely: None }, "14.02.2026").expect("a date");
        assert_eq!((open.taken, open.likely), (None, vec!["2.14".to_owned(), "14.02".to_owned()]));
        assert!(forms.became(&Nature::Number, "45337").is_some());
        assert_eq!(forms.became(&Nature::Number, "2.14"), None);
        assert_eq!(forms.became(&Nature::Padded { format: "00.00".into() }, "02.14"), None, "the format shows it so");
    }
}
