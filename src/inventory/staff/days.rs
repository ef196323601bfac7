//! Weekdays in the words of a staff list: `Mo,Mi`, `nur Mo-Mi`, `Teilzeit frei: Fr`, `Mo, Do; nicht: Di`.

use std::collections::BTreeSet;

use crate::inventory::model::WorkTime;

/// Weekdays named in one cell, 1 = Monday … 7 = Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Days {
    pub named: BTreeSet<u8>,
    /// Named with `nicht`, `frei`, `ohne`, `außer`.
    pub denied: BTreeSet<u8>,
    /// `täglich`, `alle`.
    pub all: bool,
    /// Words that say something this reader does not know.
    pub unknown: Vec<String>,
}

impl Days {
    /// Weekdays not worked, where the cell lists days of work.
    pub(super) fn off_when_working(&self) -> Vec<u8> {
        let mut off = self.denied.clone();
        if !self.named.is_empty() {
            off.extend((1..=5).filter(|day| !self.named.contains(day)));
        }
        off.into_iter().collect()
    }
}

/// `Teilzeit 50 %`: the share of full time in a cell of days, and the words that say it.
pub(super) fn share_of(text: &str) -> Option<(Vec<String>, WorkTime)> {
    let (before, _) = text.split_once('%')?;
    let number = before.trim_end().rsplit(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').next()?;
    let time = WorkTime::share(&format!("{number} %"))?;
    let parts = number.split([',', '.']).map(str::to_owned);
    Some((parts.chain([format!("{number}%"), "%".to_owned()]).collect(), time))
}

/// Words instead of a number.
pub(super) fn full_time(text: &str) -> Option<WorkTime> {
    match text.trim().to_lowercase().as_str() {
        "vollzeit" | "vz" | "voll" | "full time" | "full-time" => WorkTime::share("100 %"),
        "halbtags" | "halb" | "half time" | "half-time" => WorkTime::share("50 %"),
        _ => None,
    }
}

const DENIALS: [&str; 11] = ["nicht", "frei", "freie", "freier", "ohne", "außer", "ausser", "kein", "keine", "nie", "ungern"];
const FILLERS: [&str; 27] = [
    "nur",
    "am",
    "an",
    "und",
    "u",
    "oder",
    "teilzeit",
    "tz",
    "vollzeit",
    "vz",
    "arbeitet",
    "anwesend",
    "tag",
    "tage",
    "im",
    "gern",
    "gerne",
    "bitte",
    "homeoffice",
    "zuhause",
    "wunsch",
    "egal",
    "der",
    "die",
    "jeden",
    "da",
    "arbeitstage",
];
const ALL: [&str; 6] = ["täglich", "taeglich", "alle", "immer", "werktags", "wochentags"];

fn weekday(word: &str) -> Option<u8> {
    Some(match word.strip_suffix('s').filter(|w| w.ends_with("tag") || *w == "mittwoch").unwrap_or(word) {
        "mo" | "mon" | "montag" => 1,
        "di" | "tue" | "dienstag" => 2,
        "mi" | "wed" | "mittwoch" => 3,
        "do" | "don" | "thu" | "donnerstag" => 4,
        "fr" | "fre" | "fri" | "freitag" => 5,
        "sa" | "sam" | "sat" | "samstag" | "sonnabend" => 6,
        "so" | "son" | "sun" | "sonntag" => 7,
        _ => return None,
    })
}

/// Weekdays named in one cell that holds nothing else, 1 = Monday.
#[must_use]
pub(in crate::inventory) fn weekdays(text: &str) -> Option<Vec<u8>> {
    let days = read(text);
    (days.unknown.is_empty() && days.denied.is_empty() && !days.named.is_empty()).then(|| days.named.into_iter().collect())
}

pub(super) fn read(text: &str) -> Days {
    let mut days = Days::default();
    for clause in text.split([';', '\n', '|']) {
        one_clause(clause, &mut days);
    }
    for day in &days.denied {
        days.named.remove(day);
    }
    if days.all && days.named.is_empty() {
        days.named = (1..=5).filter(|day| !days.denied.contains(day)).collect();
    }
    days
}

fn one_clause(clause: &str, days: &mut Days) {
    let mut denied = false;
    let mut since_denial = 0_usize;
    let mut named: Vec<u8> = Vec::new();
    let mut denials: Vec<u8> = Vec::new();
    let mut last: Option<u8> = None;
    let mut range = false;
    for word in words(clause) {
        if word == "-" || word == "bis" {
            range = last.is_some();
            continue;
        }
        if let Some(day) = weekday(&word) {
            let run: Vec<u8> = match (range, last) {
                (true, Some(from)) if from < day => (from + 1..=day).collect(),
                // Fr-Mo goes over the weekend.
                (true, Some(from)) => (from + 1..=7).chain(1..=day).collect(),
                _ => vec![day],
            };
            since_denial += run.len();
            if denied {
                denials.extend(run)
            } else {
                named.extend(run)
            }
            last = Some(day);
            range = false;
            continue;
        }
        range = false;
        last = None;
        if DENIALS.contains(&word.as_str()) {
            denied = true;
            since_denial = 0;
        } else if ALL.contains(&word.as_str()) {
            days.all = true;
        } else if !FILLERS.contains(&word.as_str()) {
            days.unknown.push(word);
        }
    }
    // `Fr frei`: the word stands after its days.
    if denied && since_denial == 0 && denials.is_empty() {
        denials.append(&mut named);
    }
    days.named.extend(named);
    days.denied.extend(denials);
}

/// Words in lower case; dashes of all kinds between words become `-`, other signs vanish.
fn words(clause: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in clause.to_lowercase().chars().chain([' ']) {
        if c.is_alphanumeric() || c == '%' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            out.push("-".to_owned());
        }
    }
    if out.iter().all(|w| w == "-") { Vec::new() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let days = read(text);
        let list = |set: &BTreeSet<u8>| set.iter().map(ToString::to_string).collect::<String>();
        format!("{}/{}/{}", list(&days.named), list(&days.denied), days.unknown.join("+"))
    }

    #[test]
    fn the_ways_to_name_weekdays() {
        for (text, expected) in [
            ("Mo,Mi", "13//"),
            ("Mo, Di, Mi", "123//"),
            ("Mo-Mi", "123//"),
            ("Mo–Do", "1234//"),
            ("nur Mo-Mi", "123//"),
            ("Montag bis Mittwoch", "123//"),
            ("montags und mittwochs", "13//"),
            ("Di + Do", "24//"),
            ("Mo/Mi/Fr", "135//"),
            ("Fr-Mo", "1567//"),
            ("Teilzeit frei: Fr", "/5/"),
            ("frei: Mi, Fr", "/35/"),
            ("Fr frei", "/5/"),
            ("ohne Di", "/2/"),
            ("Mo, Do; nicht: Di", "14/2/"),
            ("Mo, Do, nicht Di", "14/2/"),
            ("täglich", "12345//"),
            ("täglich außer Mi", "1245/3/"),
            ("nicht: Di", "/2/"),
            ("", "//"),
            ("-", "//"),
            ("keine", "//"),
            ("egal", "//"),
            ("Teilzeit 50 %", "//50+%"),
            ("Mo vormittags", "1//vormittags"),
            ("jede 2. Woche", "//jede+2+woche"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_share_of_full_time_among_the_days() {
        for (text, share) in
            [("Teilzeit 50 %", "50 %"), ("50%", "50 %"), ("Mo-Mi (62,5 %)", "62.5 %"), ("Mo", ""), ("%", ""), ("500 %", "")]
        {
            assert_eq!(share_of(text).map(|(_, time)| time.to_string()).unwrap_or_default(), share, "{text}");
        }
    }

    #[test]
    fn days_of_work_become_days_off() {
        assert_eq!(read("Mo-Mi").off_when_working(), [4, 5]);
        assert_eq!(read("Teilzeit frei: Fr").off_when_working(), [5]);
        assert_eq!(read("Mo-Fr").off_when_working(), Vec::<u8>::new());
        assert_eq!(read("").off_when_working(), Vec::<u8>::new());
        assert_eq!(read("Mo-Sa").off_when_working(), Vec::<u8>::new());
    }
}
