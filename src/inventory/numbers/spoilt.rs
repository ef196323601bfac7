//! What spreadsheets make of numbers: decimals, powers of ten, dates.

/// How a spreadsheet has spoilt a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    /// `101.0`
    Decimal,
    /// `5,34E+03`
    Digits,
    /// `12.05.2024`, `03. Jan`
    Date,
}

/// Whether a cell that should hold a number holds what a spreadsheet has made of one. A name such as `1e3` is none.
#[must_use]
pub fn spoilt(text: &str) -> Option<Spoilt> {
    let lower = text.trim().to_lowercase();
    if is_decimal(&lower) {
        Some(Spoilt::Decimal)
    } else if is_scientific(&lower) && lower.contains("e+") {
        Some(Spoilt::Digits)
    } else {
        is_date(&lower).then_some(Spoilt::Date)
    }
}

/// `301.0`, `301,00`: a number with decimals, as spreadsheets write it; its digits are no extension.
pub(super) fn is_decimal(text: &str) -> bool {
    let Some((whole, decimals)) = text.split_once(['.', ',']) else { return false };
    let short = (1..=6).contains(&whole.len()) && whole.bytes().all(|b| b.is_ascii_digit());
    short && (1..=2).contains(&decimals.len()) && decimals.bytes().all(|b| b == b'0')
}

/// `5.34e+03`, `4,98999998101e+12`.
pub(super) fn is_scientific(lower: &str) -> bool {
    let Some((mantissa, exponent)) = lower.split_once('e') else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !mantissa.is_empty()
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
}

/// Months as German and English spreadsheets shorten them.
const MONTHS: [&str; 17] =
    ["jan", "feb", "mrz", "mär", "mar", "apr", "mai", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dez", "dec"];

/// `12.05.2024`, `12.5.24`, `2024-05-12`, `12/05/2024`, `03. Jan`, `Mai 24`.
pub(super) fn is_date(lower: &str) -> bool {
    if lower.len() > 20 {
        return false;
    }
    let within = |text: &str, most: u32| text.len() <= 2 && text.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    // With a time behind it or not.
    let day = lower.split_once([' ', 't']).filter(|(_, time)| time.contains(':')).map_or(lower, |(day, _)| day);
    let century = |text: &str| text.len() == 4 && plain(text) && (text.starts_with("19") || text.starts_with("20"));
    let parts = |sign: char| -> Option<[&str; 3]> { day.split(sign).collect::<Vec<_>>().try_into().ok() };
    if let Some([d, m, y]) = parts('.') {
        return within(d, 31) && within(m, 12) && (century(y) || (y.len() == 2 && plain(y)));
    }
    if let Some([d, m, y]) = parts('/') {
        return century(y) && ((within(d, 31) && within(m, 12)) || (within(m, 31) && within(d, 12)));
    }
    if let Some([y, m, d]) = parts('-') {
        return century(y) && m.len() == 2 && within(m, 12) && within(d, 31);
    }
    let words: Vec<&str> = lower.split([' ', '.', '-', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| (3..=4).contains(&word.chars().count()) && MONTHS.iter().any(|month| word.starts_with(month));
    let number = |word: &str| (1..=2).contains(&word.len()) && plain(word);
    matches!(words.as_slice(), [one, two] if (number(one) && month(two)) || (month(one) && number(two)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_make_of_numbers() {
        for (text, found) in [
            ("101.0", Some(Spoilt::Decimal)),
            ("0201,00", Some(Spoilt::Decimal)),
            ("5,34E+03", Some(Spoilt::Digits)),
            ("12.05.2024", Some(Spoilt::Date)),
            ("1.5.24", Some(Spoilt::Date)),
            ("2024-05-12", Some(Spoilt::Date)),
            ("2024-05-12 00:00:00", Some(Spoilt::Date)),
            ("12/05/2024", Some(Spoilt::Date)),
            ("03. Jan", Some(Spoilt::Date)),
            ("Mai 24", Some(Spoilt::Date)),
            ("12-Mär", Some(Spoilt::Date)),
            ("1e3", None),
            ("101", None),
            ("2.001", None),
            ("089.99998.101", None),
            ("10/11/12", None),
            ("32.05.2024", None),
            ("12.13.2024", None),
            ("99998-101", None),
            ("2024-101", None),
            ("Jansen 24", None),
            ("01.42.68.53.00", None),
        ] {
            assert_eq!(spoilt(text), found, "{text}");
        }
    }
}
