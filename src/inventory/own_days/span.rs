//! The days that one cell names: a date, or two with a word or a dash between them.

use jiff::civil::Date;

use crate::inventory::devices;

/// What a cell says; nothing where anything but a time of day stands behind a date, because that may be what matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    One(Date),
    Span(Date, Date),
}

pub(super) fn days(text: &str) -> Option<Days> {
    if let Some(day) = day(text) {
        return Some(Days::One(day));
    }
    const BETWEEN: [&str; 8] = [" bis ", " to ", " until ", "bis", "–", "—", " - ", "-"];
    let small = text.to_lowercase();
    let from = small.strip_prefix("von ").or_else(|| small.strip_prefix("from ")).unwrap_or(&small);
    BETWEEN.iter().find_map(|between| {
        let (first, last) = from.split_once(between)?;
        Some(Days::Span(day(first)?, day(last)?))
    })
}

fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let end = text.find([' ', 'T', 't']).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let day: Date = devices::date(date)?.parse().ok()?;
    let is_right = (2000..=2199).contains(&day.year()) && is_time(rest.trim_start_matches([' ', 'T', 't']));
    is_right.then_some(day)
}

/// `00:00`, `00:00:00.000`, `12:00:00 AM`, `08:00 Uhr`; nothing, too. Spreadsheets write days so.
fn is_time(text: &str) -> bool {
    let (clock, word) = text.split_once(' ').unwrap_or((text, ""));
    let parts: Vec<&str> = clock.trim_end_matches(['Z', 'z']).split(':').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_clock = matches!(parts.len(), 2 | 3) && parts.iter().all(is_number);
    text.is_empty() || is_clock && ["", "am", "pm", "uhr"].contains(&word.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_with_a_time_behind_it_and_nothing_else() {
        let day = Some(Days::One(date(2027, 3, 9)));
        for text in [
            "09.03.2027",
            "9.3.27",
            "2027-03-09",
            " 2027-03-09T00:00:00Z",
            "09.03.2027 00:00",
            "09.03.2027 08:00 Uhr",
            "2027-03-09 12:00:00 AM",
        ] {
            assert_eq!(days(text), day, "{text}");
        }
        for text in [
            "09.03.2027 nachmittags",
            "09.03.2027 ?",
            "09.03.2027 und 10.03.",
            "12.03.2027 (14.03.?)",
            "09.03.2027 12",
            "",
            "09.03.1999",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn a_clear_span() {
        let span = Some(Days::Span(date(2027, 3, 9), date(2027, 3, 12)));
        for text in [
            "09.03.2027 bis 12.03.2027",
            "09.03.2027 - 12.03.2027",
            "9.3.2027-12.3.2027",
            "09.03.27–12.03.27",
            "2027-03-09 to 2027-03-12",
            "von 09.03.2027 bis 12.03.2027",
            "09.03.2027 Bis 12.03.2027",
        ] {
            assert_eq!(days(text), span, "{text}");
        }
        for text in
            ["09.03. bis 12.03.2027", "09.03.2027 bis", "2027-03-09-2027-03-12", "09.03.2027 bis 12.03.2027 bis 14.03.2027"]
        {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
