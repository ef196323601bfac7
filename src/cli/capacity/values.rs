//! Numbers as people write them on the command line.

use jiff::civil::Date;

use crate::capacity::rollout::MOST_DAYS;
use crate::capacity::{codes, erlang};
use crate::cli::{ExitStatus, Failure};
use crate::diag::Words;
use crate::domain::calendar::Land;
use crate::roster::wording;

/// `2027-03-15=100`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    pub day: Date,
    pub devices: u32,
}

/// `1%`, `0,5 %` or `0.01`: from 0 on, below 1.
pub fn part(text: &str) -> Result<f64, String> {
    let expected = || "expected a part such as 1%, 0.5% or 0.01, below 100%".to_owned();
    let (number, percent) = match text.trim().strip_suffix('%') {
        Some(number) => (number, true),
        None => (text, false),
    };
    let value: f64 = number.trim().replace(',', ".").parse().map_err(|_| expected())?;
    let value = if percent { value / 100.0 } else { value };
    if value.is_finite() && (0.0..1.0).contains(&value) { Ok(value) } else { Err(expected()) }
}

/// Above 0.
pub fn amount(text: &str) -> Result<f64, String> {
    let value: f64 = text.trim().replace(',', ".").parse().map_err(|_| "expected a number such as 60".to_owned())?;
    if value > 0.0 && value <= 1e9 { Ok(value) } else { Err("expected a number above 0, at most 1000000000".to_owned()) }
}

pub fn delivery(text: &str) -> Result<Delivery, String> {
    let expected = || "expected a day and a number such as 2027-03-15=100".to_owned();
    let (day, devices) = text.split_once('=').ok_or_else(expected)?;
    let day = wording::read_day(day.trim()).ok_or_else(expected)?;
    let devices = devices.trim().parse().ok().filter(|n| *n <= erlang::MOST).ok_or_else(expected)?;
    Ok(Delivery { day, devices })
}

pub fn land(text: &str) -> Result<Land, String> {
    text.to_ascii_uppercase().parse().map_err(|_| {
        let codes: Vec<&str> = Land::ALL.iter().map(|land| land.code()).collect();
        format!("expected a Land: {}", codes.join(", "))
    })
}

/// Refuses 0 and what comes too near to 0 or 1 to be computed with.
pub fn proper(parts: &[(&str, f64)]) -> Result<(), Failure> {
    let improper: Vec<_> = (parts.iter())
        .filter(|(_, value)| !(1e-6..=0.999_999).contains(value))
        .map(|(name, value)| {
            let what = Words::new(
                format!("`{name}` is {value}, and has to be between 0.0001% and 99.9999%"),
                format!("`{name}` ist {value} und muss zwischen 0,0001% und 99,9999% liegen"),
            );
            codes::OUT_OF_RANGE.finding(None, what)
        })
        .collect();
    if improper.is_empty() { Ok(()) } else { Err(Failure { findings: improper, status: ExitStatus::Usage }) }
}

pub fn too_large(load: f64) -> Failure {
    let what = Words::new(
        format!("a load of {load:.0} Erlang; at most 1000000 can be computed"),
        format!("eine Last von {load:.0} Erlang; berechnet werden höchstens 1000000"),
    );
    Failure { findings: vec![codes::OUT_OF_RANGE.finding(None, what)], status: ExitStatus::Usage }
}

/// From a day to a later one, at most ten years.
pub fn span(from: Date, to: Date) -> Result<(), Failure> {
    let days = from.until((jiff::Unit::Day, to)).map_or(i32::MAX, |span| span.get_days());
    if (0..=MOST_DAYS).contains(&days) && (2000..=2199).contains(&from.year()) {
        return Ok(());
    }
    let what = Words::new(
        format!("from {from} to {to}: expected is a span of at most ten years, forwards"),
        format!("von {from} bis {to}: erwartet wird eine Spanne von höchstens zehn Jahren, vorwärts"),
    );
    Err(Failure { findings: vec![codes::OUT_OF_RANGE.finding(None, what)], status: ExitStatus::Usage })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_people_write_them() {
        for (text, expected) in [("1%", 0.01), ("0,5 %", 0.005), ("0.01", 0.01), ("0", 0.0), (" 80% ", 0.8)] {
            assert!((part(text).unwrap() - expected).abs() < 1e-12, "{text}");
        }
        for text in ["", "1", "100%", "-1%", "nan", "inf%", "80/20", "%"] {
            assert!(part(text).is_err(), "{text}");
        }
        for text in ["0", "-3", "x", "nan", "1e10"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn deliveries_and_laender() {
        assert_eq!(delivery("2027-03-15=100").unwrap(), Delivery { day: jiff::civil::date(2027, 3, 15), devices: 100 });
        for text in ["2027-03-15", "2027-13-15=1", "2027-03-15=-1", "=", "2027-03-15=1000001"] {
            assert!(delivery(text).is_err(), "{text}");
        }
        assert_eq!(land("by"), Ok(Land::By));
        assert!(land("XX").unwrap_err().contains("BW"));
    }
}
