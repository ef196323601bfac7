//! Number formats: what a number looks like in the spreadsheet (`0000` shows 201 as `0201`).
//!
//! ECMA-376 part 1, 18.8.30 and 18.8.31, as far as lists of people use them.

use super::grid::Nature;

/// A number format, reduced to what changes the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Format {
    /// `General`, and what we show the same way: percent, scientific, fractions.
    General,
    /// `@`
    Text,
    /// `0000`, `000\-000`, `"DW "000`: placeholders and literals from left to right.
    Digits {
        pieces: Vec<Piece>,
        code: String,
    },
    /// `0.00`: at least so many digits before, exactly so many after the point.
    Decimal {
        before: usize,
        after: usize,
        code: String,
    },
    Date {
        day: bool,
        month: bool,
        year: bool,
    },
    Time,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// `0`: shown even where there is no digit.
    Zero,
    /// `#`
    Maybe,
    Literal(char),
}

impl Format {
    /// Formats with a fixed number that files do not spell out.
    pub(super) fn builtin(id: u32) -> Self {
        match id {
            1 => Self::parse("0"),
            2 => Self::parse("0.00"),
            3 => Self::parse("#,##0"),
            4 => Self::parse("#,##0.00"),
            14 | 15 | 22 | 27 | 30 | 31 | 36 | 50 | 54 | 57 | 58 => Self::Date { day: true, month: true, year: true },
            16 | 28 | 29 | 51 | 53 => Self::Date { day: true, month: true, year: false },
            17 | 52 | 55 => Self::Date { day: false, month: true, year: true },
            18..=21 | 32..=35 | 45..=47 | 56 => Self::Time,
            49 => Self::Text,
            _ => Self::General,
        }
    }

    /// Reads a format code; only its first section counts, lists hold no negative numbers.
    pub(super) fn parse(code: &str) -> Self {
        let lower = code.trim().to_ascii_lowercase();
        if lower.is_empty() || lower.starts_with("general") || lower.starts_with("standard") {
            return Self::General;
        }
        if lower == "@" {
            return Self::Text;
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut day, mut month, mut year, mut time) = (false, false, false, false);
        let mut point = None;
        let mut other = false;
        let mut chars = code.trim().chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => pieces.extend(chars.by_ref().take_while(|c| *c != '"').map(Piece::Literal)),
                '\\' => pieces.extend(chars.next().map(Piece::Literal)),
                // A blank as wide as the next character; a filler of it.
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    time |= matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
                }
                '0' => pieces.push(Piece::Zero),
                // Right of a `0` every placeholder shows a digit.
                '#' | '?' => pieces.push(if pieces.contains(&Piece::Zero) { Piece::Zero } else { Piece::Maybe }),
                '.' if point.is_none() => {
                    point = Some(pieces.len());
                }
                // Thousands separator: room numbers and extensions are shown without.
                ',' => {}
                'd' | 'D' => day = true,
                'm' | 'M' => month = true,
                'y' | 'Y' => year = true,
                'h' | 'H' | 's' | 'S' => time = true,
                'e' | 'E' | '%' | '/' | '@' => other = true,
                c => pieces.push(Piece::Literal(c)),
            }
        }
        let placeholders = |p: &[Piece]| p.iter().filter(|p| !matches!(p, Piece::Literal(_))).count();
        if placeholders(&pieces) == 0 && (day || year || (month && !time)) {
            return Self::Date { day, month, year };
        }
        if placeholders(&pieces) == 0 && time {
            return Self::Time;
        }
        if other || placeholders(&pieces) == 0 || pieces.len() > 64 {
            return Self::General;
        }
        let code = code.trim().to_owned();
        match point {
            Some(at) => Self::Decimal {
                before: pieces[..at].iter().filter(|p| matches!(p, Piece::Zero)).count(),
                after: placeholders(&pieces[at..]).min(10),
                code,
            },
            None => Self::Digits { pieces, code },
        }
    }

    /// The text of a number cell and what is remarkable about it.
    pub(super) fn show(&self, raw: &str, date1904: bool) -> (String, Nature) {
        let Some(value) = raw.trim().parse::<f64>().ok().filter(|v| v.is_finite() && v.abs() < 1e18) else {
            return (raw.trim().to_owned(), Nature::Text);
        };
        match self {
            Self::Digits { pieces, code } => digits(value, pieces, code),
            Self::Decimal { before, after, code } => {
                let text = format!("{value:.after$}");
                let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-').len();
                let zeros = before.saturating_sub(whole);
                if zeros == 0 {
                    return (text, Nature::Text);
                }
                (format!("{}{text}", "0".repeat(zeros)), Nature::Padded { format: code.clone() })
            }
            Self::Date { .. } => match civil(value, date1904) {
                Some(date) => self.show_date(date),
                None => (general(value), Nature::Number),
            },
            Self::Time => {
                let minutes = (value.fract().abs() * 24.0 * 60.0).round() as u32 % (24 * 60);
                (format!("{:02}:{:02}", minutes / 60, minutes % 60), Nature::Text)
            }
            Self::General => (general(value), Nature::Number),
            Self::Text => (general(value), Nature::Text),
        }
    }
}

impl Format {
    /// Year, month and day; what was typed where the format shows only two of them.
    pub(super) fn show_date(&self, (y, m, d): (i16, i8, i8)) -> (String, Nature) {
        let likely = match self {
            Self::Date { day: true, month: true, year: false } => Some(format!("{d}.{m:02}")),
            Self::Date { day: false, month: true, year: true } => Some(format!("{m}.{:02}", y.rem_euclid(100))),
            _ => None,
        };
        (format!("{d:02}.{m:02}.{y}"), Nature::Date { likely })
    }
}

/// Whole numbers without a point, others as short as possible; never with an exponent, so no digit is lost.
fn general(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value}") }
}

fn digits(value: f64, pieces: &[Piece], code: &str) -> (String, Nature) {
    let number = format!("{:.0}", value.abs().round());
    let number = if number == "0" { String::new() } else { number };
    let mut left: Vec<char> = number.chars().collect();
    let zeros = pieces.iter().filter(|p| matches!(p, Piece::Zero)).count();
    let padded = left.len() < zeros && zeros > 1;
    let placeholders = pieces.iter().filter(|p| !matches!(p, Piece::Literal(_))).count();
    let mut seen = 0;
    let mut backwards: Vec<char> = Vec::new();
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Literal(c) => backwards.push(*c),
            Piece::Zero | Piece::Maybe => {
                seen += 1;
                match left.pop() {
                    Some(c) => backwards.push(c),
                    None if *piece == Piece::Zero => backwards.push('0'),
                    None => {}
                }
                // The leftmost placeholder takes all digits that remain.
                if seen == placeholders {
                    backwards.extend(left.drain(..).rev());
                }
            }
        }
    }
    if value < 0.0 {
        backwards.push('-');
    }
    let text: String = backwards.iter().rev().collect();
    let nature = if padded { Nature::Padded { format: code.to_owned() } } else { Nature::Text };
    (text.trim().to_owned(), nature)
}

/// Year, month and day of a serial number. Day 60 of the 1900 system is the 29 February 1900 that never was.
fn civil(value: f64, date1904: bool) -> Option<(i16, i8, i8)> {
    if !(0.0..=2_958_465.0).contains(&value) {
        return None;
    }
    let days = value.floor() as i64;
    let (epoch, days) = match (date1904, days) {
        (true, days) => (jiff::civil::date(1904, 1, 1), days),
        (false, days) if days < 60 => (jiff::civil::date(1899, 12, 31), days),
        (false, days) => (jiff::civil::date(1899, 12, 30), days),
    };
    let date = epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some((date.year(), date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, raw: &str) -> String {
        Format::parse(code).show(raw, false).0
    }

    #[test]
    fn formats_restore_what_the_eye_sees() {
        for (code, raw, expected) in [
            ("0000", "201", "0201"),
            ("000000", "4711", "004711"),
            ("0000", "12345", "12345"),
            ("0000", "0", "0000"),
            ("0", "101", "101"),
            ("0.00", "2.14", "2.14"),
            ("0.00", "2.1000000000000001", "2.10"),
            ("00.00", "2.14", "02.14"),
            ("#,##0", "1234567", "1234567"),
            ("\"DW \"000", "7", "DW 007"),
            ("0##", "5", "005"),
            ("##0", "5", "5"),
            ("000\\-000", "12345", "012-345"),
            ("\"0\"###", "201", "0201"),
            ("[Red]0000;[Blue]-0000", "201", "0201"),
            ("0000_ ;-0000", "201", "0201"),
            ("General", "4989999980201", "4989999980201"),
            ("General", "2.14", "2.14"),
            ("General", "5.34E+03", "5340"),
            ("0.00E+00", "4989999980201", "4989999980201"),
            ("dd.mm.yyyy", "43831", "01.01.2020"),
            ("d. mmm", "43833", "03.01.2020"),
            ("hh:mm", "0.5", "12:00"),
            ("@", "201", "201"),
            ("0000", "NaN", "NaN"),
            ("0000", "1e300", "1e300"),
        ] {
            assert_eq!(shown(code, raw), expected, "{code} {raw}");
        }
    }

    #[test]
    fn room_numbers_that_became_dates_are_guessed_back() {
        assert_eq!(Format::builtin(16).show("43833", false).1, Nature::Date { likely: Some("3.01".into()) });
        assert_eq!(Format::builtin(17).show("41671", false).1, Nature::Date { likely: Some("2.14".into()) });
        assert_eq!(Format::builtin(14).show("43833", false).1, Nature::Date { likely: None });
    }

    #[test]
    fn the_two_epochs() {
        assert_eq!(civil(1.0, false), Some((1900, 1, 1)));
        assert_eq!(civil(61.0, false), Some((1900, 3, 1)));
        assert_eq!(civil(43_831.0, false), Some((2020, 1, 1)));
        assert_eq!(civil(42_369.0, true), Some((2020, 1, 1)));
        assert_eq!(civil(1e9, false), None);
    }

    #[test]
    fn padding_is_remembered() {
        assert_eq!(Format::parse("0000").show("201", false).1, Nature::Padded { format: "0000".into() });
        assert_eq!(Format::parse("0000").show("2001", false).1, Nature::Text);
        assert_eq!(Format::General.show("201", false).1, Nature::Number);
    }
}
