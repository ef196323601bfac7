//! What `links` says: what was issued, and how far each delivery is.

use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Finding, Lang, visible};
use crate::links::delivery::{Row, Stage};

/// The result of `links issue`. Holds no link: those are in the file.
#[derive(Debug, Clone, Serialize)]
pub struct Issued {
    /// Links that were revoked before these were made, which take the accounts away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<usize>,
    pub count: usize,
    /// Lines that got no link: no profile to fetch, or nobody who would.
    pub without: usize,
    /// Seconds since 1970.
    pub expires: u64,
    pub links: String,
    /// Links that ask for a PIN.
    pub with_pin: usize,
    pub pins: Option<String>,
    pub findings: Vec<Finding>,
}

/// Seconds since 1970 as a moment in UTC.
fn moment(at: u64) -> String {
    i64::try_from(at)
        .ok()
        .and_then(|at| jiff::Timestamp::from_second(at).ok())
        .map_or_else(|| at.to_string(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

#[must_use]
pub fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("text, numbers and lists are always JSON") + "\n"
}

#[must_use]
pub fn issued_human(issued: &Issued, lang: Lang) -> String {
    let Issued { links, expires, .. } = issued;
    let until = moment(*expires);
    let mut text = issued.revoked.map(|count| revoked_human(count, lang)).unwrap_or_default();
    if issued.revoked.is_some() && issued.count == 0 {
        text += match lang {
            Lang::En => "no link made: there is no account that a link has set up and could take away\n",
            Lang::De => "kein Link ausgestellt: es gibt kein Konto, das ein Link eingerichtet hat und nehmen könnte\n",
        };
        return text;
    }
    let _ = match lang {
        Lang::En => {
            writeln!(
                text,
                "{} until {until}, {} without a link",
                counted(issued.count, "link", "links"),
                counted(issued.without, "line", "lines")
            )
        }
        Lang::De => writeln!(
            text,
            "{} bis {until}, {} ohne Link",
            counted(issued.count, "Link", "Links"),
            counted(issued.without, "Anschluss", "Anschlüsse")
        ),
    };
    if issued.count > 0 {
        let _ = match lang {
            Lang::En => writeln!(text, "in clear in {links}, until each is fetched"),
            Lang::De => writeln!(text, "im Klartext in {links}, bis zum jeweiligen Abholen"),
        };
    }
    if let Some(pins) = &issued.pins {
        let n = issued.with_pin;
        let _ = match lang {
            Lang::En => writeln!(text, "{} in {pins}: send them by another path", counted(n, "PIN", "PINs")),
            Lang::De => writeln!(text, "{} in {pins}: auf einem anderen Weg schicken", counted(n, "PIN", "PINs")),
        };
    }
    text
}

#[must_use]
pub fn revoked_human(count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} revoked\n", counted(count, "link", "links")),
        Lang::De => format!("{} widerrufen\n", counted(count, "Link", "Links")),
    }
}

fn stage(stage: Stage, lang: Lang) -> &'static str {
    let (en, de) = match stage {
        Stage::Issued => ("issued", "ausgestellt"),
        Stage::UnderWay => ("under way", "unterwegs"),
        Stage::Fetched => ("fetched", "abgeholt"),
        Stage::Registered => ("registered", "angemeldet"),
        Stage::Expired => ("expired", "abgelaufen"),
        Stage::Revoked => ("revoked", "widerrufen"),
        Stage::Locked => ("locked", "gesperrt"),
        Stage::BrokenOff => ("broken off", "abgebrochen"),
    };
    match lang {
        Lang::En => en,
        Lang::De => de,
    }
}

/// What there is to know beyond the stage.
fn detail(row: &Row, lang: Lang) -> String {
    let mut parts = Vec::new();
    let mut say = |en: String, de: String| parts.push(if lang == Lang::En { en } else { de });
    match (row.stage, row.fetched) {
        (_, Some(at)) => {
            let by = row.fetched_by.map(|by| by.to_string()).unwrap_or_default();
            let at = moment(at);
            say(format!("fetched {at} from {by}"), format!("abgeholt {at} von {by}"));
        }
        (Stage::Issued, None) => {
            let at = moment(row.expires);
            say(format!("until {at}"), format!("bis {at}"));
        }
        _ => {}
    }
    if row.fetches > 1 {
        say(format!("{} times", row.fetches), format!("{} Mal", row.fetches));
    }
    if row.wrong_pins > 0 {
        let count = row.wrong_pins as usize;
        say(counted(count, "wrong PIN", "wrong PINs"), counted(count, "falsche PIN", "falsche PINs"));
    }
    if row.unfinished > 0 {
        let count = row.unfinished as usize;
        say(
            counted(count, "answer broke off", "answers broke off"),
            counted(count, "Antwort abgebrochen", "Antworten abgebrochen"),
        );
    }
    parts.join(", ")
}

#[must_use]
pub fn list_human(rows: &[Row], lang: Lang) -> String {
    let mut text = String::new();
    let width = rows.iter().map(|row| row.line.as_str().chars().count()).max().unwrap_or(0);
    let client = rows.iter().map(|row| row.profile.0.len()).max().unwrap_or(0);
    for row in rows {
        let line = visible(row.line.as_str());
        let of = stage(row.stage, lang);
        let told = format!("{line:<width$}  {:<client$}  {of:<11}  {}", row.profile.0, detail(row, lang));
        let _ = writeln!(text, "{}", told.trim_end());
    }
    let mut counts: Vec<(Stage, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(stage, _)| *stage == row.stage) {
            Some((_, count)) => *count += 1,
            None => counts.push((row.stage, 1)),
        }
    }
    counts.sort_unstable();
    let sum: Vec<String> = counts.iter().map(|(of, count)| format!("{count} {}", stage(*of, lang))).collect();
    let _ = match (lang, rows.is_empty()) {
        (Lang::En, true) => writeln!(text, "no links were issued"),
        (Lang::De, true) => writeln!(text, "keine Links ausgestellt"),
        (Lang::En, false) => writeln!(text, "{}: {}", counted(rows.len(), "link", "links"), sum.join(", ")),
        (Lang::De, false) => writeln!(text, "{}: {}", counted(rows.len(), "Link", "Links"), sum.join(", ")),
    };
    text
}
