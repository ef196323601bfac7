//! When and how much somebody works: weekdays, hours, and whether still at all.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Sourced;
use crate::diag::Place;

/// Weekdays, 1 = Monday … 7 = Sunday, and the cell that names them. No days with a place: the cell says that there are none. One word where
/// nobody says anything.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(Option<Box<Sourced<Vec<u8>>>>);

impl Days {
    #[must_use]
    pub fn new(days: Vec<u8>, at: Place) -> Self {
        Self(Some(Box::new(Sourced::new(days, at))))
    }

    /// Whether no source says anything.
    #[must_use]
    pub fn is_untold(&self) -> bool {
        self.0.is_none()
    }

    #[must_use]
    pub fn at(&self) -> Option<&Place> {
        self.0.as_ref().map(|days| &days.at)
    }
}

impl Deref for Days {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |days| &days.value)
    }
}

/// The days only.
impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// Days of which nobody knows the place.
impl From<Vec<u8>> for Days {
    fn from(days: Vec<u8>) -> Self {
        if days.is_empty() { Self::default() } else { Self::new(days, Place::default()) }
    }
}

/// Whether a person is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Employment {
    Active,
    /// The directory or the telephone system has disabled the account.
    Disabled,
    /// Has left, or leaves.
    Leaver,
}

/// How much somebody works: hours of a week, or a share of full time where the source does not know the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum WorkTime {
    /// Hundredths of an hour.
    Hours(u16),
    /// Hundredths of a percent.
    Share(u16),
}

const FULL_SHARE: u16 = 100 * 100;
const MOST_HOURS: u16 = 80 * 100;

impl WorkTime {
    /// `19,5`, `19.5 Std.`, `39 h`.
    #[must_use]
    pub fn hours(text: &str) -> Option<Self> {
        const UNITS: [&str; 10] =
            ["h", "std", "std.", "stunden", "stunde", "hours", "wochenstunden", "wstd", "wstd.", "std/woche"];
        let text = text.trim().to_lowercase();
        let number = UNITS.iter().filter_map(|unit| text.strip_suffix(unit)).min_by_key(|rest| rest.len()).unwrap_or(&text);
        hundredths(number).filter(|hours| (1..=MOST_HOURS).contains(hours)).map(Self::Hours)
    }

    /// `50 %`, `50`, `0,5`.
    #[must_use]
    pub fn share(text: &str) -> Option<Self> {
        let text = text.trim();
        let percent = text.strip_suffix('%');
        let number = hundredths(percent.unwrap_or(text))?;
        // Without a sign, up to one whole is a part of a post.
        let share = if percent.is_none() && number <= 100 { number * 100 } else { number };
        (1..=FULL_SHARE).contains(&share).then_some(Self::Share(share))
    }
}

/// `19`, `19,5`, `19.25`.
fn hundredths(text: &str) -> Option<u16> {
    let text = text.trim();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    // Further digits are rounding: 19.4999.
    let part: u16 = format!("{part:0<2}")[..2].parse().ok()?;
    whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(part)
}

impl fmt::Display for WorkTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Hours(number) | Self::Share(number)) = self;
        write!(f, "{}", number / 100)?;
        match number % 100 {
            0 => {}
            part if part % 10 == 0 => write!(f, ".{}", part / 10)?,
            part => write!(f, ".{part:02}")?,
        }
        f.write_str(if matches!(self, Self::Hours(_)) { " h" } else { " %" })
    }
}

/// What [`WorkTime::hours`] and [`WorkTime::share`] read, where the text itself says which of them it is.
impl FromStr for WorkTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = if text.trim().ends_with('%') { Self::share(text) } else { Self::hours(text) };
        found.ok_or_else(|| format!("`{text}` is no time of work such as `19.5 h` or `50 %`"))
    }
}

impl TryFrom<String> for WorkTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<WorkTime> for String {
    fn from(time: WorkTime) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_work_in_the_words_of_lists() {
        let shown = |time: Option<WorkTime>| time.map(|time| time.to_string()).unwrap_or_default();
        for (text, hours) in
            [("39", "39 h"), ("19,5", "19.5 h"), ("19.25 Std.", "19.25 h"), ("20 Wochenstunden", "20 h"), ("30,50 h", "30.5 h")]
        {
            assert_eq!(shown(WorkTime::hours(text)), hours, "{text}");
        }
        for (text, share) in
            [("50 %", "50 %"), ("50", "50 %"), ("0,5", "50 %"), ("1", "100 %"), ("62,5%", "62.5 %"), ("1 %", "1 %")]
        {
            assert_eq!(shown(WorkTime::share(text)), share, "{text}");
        }
        for text in ["", "h", "viel", "81", "0", "-5", "19,x", "99999", "1.2.3", "Teilzeit"] {
            assert!(WorkTime::hours(text).is_none(), "{text}");
        }
        for text in ["101 %", "0", "%", "halb", "65535"] {
            assert!(WorkTime::share(text).is_none(), "{text}");
        }
    }

    #[test]
    fn documents_bring_them_back() {
        for time in
            [WorkTime::Hours(1925), WorkTime::Hours(5), WorkTime::Share(5000), WorkTime::Share(1), WorkTime::Share(FULL_SHARE)]
        {
            let json = serde_json::to_string(&time).expect("JSON");
            assert_eq!(serde_json::from_str::<WorkTime>(&json).expect("a time of work"), time, "{json}");
        }
        assert!(serde_json::from_str::<WorkTime>("\"much\"").is_err());
    }
}
