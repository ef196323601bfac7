//! What the values of a column look like, whatever its title says.

use crate::inventory::devices;
use crate::inventory::kind::looks_like_person;
use crate::inventory::staff;

/// Shares of the filled cells that have a form, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shapes {
    pub filled: usize,
    pub distinct: usize,
    pub extension: f64,
    pub phone: f64,
    pub mac: f64,
    pub mail: f64,
    pub date: f64,
    pub room: f64,
    /// `Nachname, Vorname` or `Vorname Nachname`.
    pub person: f64,
    /// `Nachname, Vorname` with its comma.
    pub both: f64,
    /// Two words and more, as of a whole name.
    pub whole: f64,
    /// Letters only, beginning with a capital.
    pub word: f64,
    pub secret: f64,
}

impl Shapes {
    /// `lengths` are those of extensions in the number plan.
    pub(super) fn of(values: &[&str], lengths: &[usize]) -> Self {
        let filled = values.len();
        if filled == 0 {
            return Self::default();
        }
        let share = |test: &dyn Fn(&str) -> bool| values.iter().filter(|value| test(value)).count() as f64 / filled as f64;
        let mut distinct = values.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        Self {
            filled,
            distinct: distinct.len(),
            extension: share(&|v| lengths.contains(&v.len()) && v.bytes().all(|b| b.is_ascii_digit())),
            phone: share(&is_phone),
            mac: share(&|v| v.len() >= 12 && staff::mac(v).is_some()),
            mail: share(&is_mail),
            date: share(&|v| devices::date(v).is_some()),
            room: share(&is_room),
            person: share(&looks_like_person),
            whole: share(&|v| v.split_whitespace().count() > 1 && is_word(v)),
            both: share(&|v| v.split_once(", ").is_some_and(|(last, first)| is_word(last) && is_word(first))),
            word: share(&is_word),
            secret: share(&looks_secret),
        }
    }

    /// Whether the values may be passwords, so that none of them is shown.
    pub(super) fn may_be_secret(&self) -> bool {
        self.secret > 0.2
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " +-/().–".contains(c));
    (7..=20).contains(&digits) && plain && text.starts_with(['+', '0', '('])
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.starts_with('.')
    })
}

/// `2.14`, `EG 1`, `A 101`, `1.OG 12`.
fn is_room(text: &str) -> bool {
    let short = text.chars().count() <= 10 && text.chars().any(|c| c.is_ascii_digit());
    let pointed = text.split_once('.').is_some_and(|(floor, room)| {
        let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits(floor) && digits(room)
    });
    let floors = ["EG", "UG", "OG", "DG", "KG"];
    short
        && (pointed
            || floors.iter().any(|floor| text.contains(floor))
            || text.starts_with(|c: char| c.is_ascii_uppercase()) && text.contains(' '))
}

fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase) && text.chars().all(|c| c.is_alphabetic() || " -'’.()".contains(c))
}

/// Mixed letters, digits and signs without a blank, as no name and no number has them; or a long row of hex digits. Wider than what is
/// withheld from the inventory (`secrecy`): here only a sample is lost, there the value.
pub(super) fn looks_secret(text: &str) -> bool {
    let count = text.chars().count();
    if !(6..=200).contains(&count)
        || text.contains(char::is_whitespace)
        || is_mail(text)
        || is_phone(text)
        || staff::mac(text).is_some()
    {
        return false;
    }
    // Dates, numbers, and numbers as a spreadsheet damages them (`4,98E+12`).
    let number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '+' | '-' | 'E' | 'e');
    if devices::date(text).is_some() || text.chars().all(number) {
        return false;
    }
    if count >= 16 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return true;
    }
    let has = |test: fn(char) -> bool| usize::from(text.chars().any(test));
    let signs = has(|c| !c.is_alphanumeric() && !matches!(c, '-' | '.' | '_' | '/' | ',' | ':'));
    let classes = has(char::is_lowercase) + has(char::is_uppercase) + has(|c| c.is_ascii_digit());
    classes + signs >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_may_be_passwords() {
        for text in ["Hx7geheim", "aB3!xyz", "deadbeefdeadbeef0", "Passw0rt", "x9$Kq-22"] {
            assert!(looks_secret(text), "{text}");
        }
        for text in [
            "Müller",
            "mueller.h",
            "2.14",
            "+49 89 99998-101",
            "00:00:5E:00:53:01",
            "16.03.2020",
            "hans.mueller@lra.example",
            "004711",
            "Bauamt",
        ] {
            assert!(!looks_secret(text), "{text}");
        }
    }

    #[test]
    fn rooms_and_numbers() {
        for text in ["2.14", "EG 1", "A 101", "1.OG 12"] {
            assert!(is_room(text), "{text}");
        }
        for text in ["Bauamt", "101", "16.03.2020"] {
            assert!(!is_room(text), "{text}");
        }
        assert!(is_phone("089 99998-101") && !is_phone("101") && !is_phone("4711123"));
    }
}
