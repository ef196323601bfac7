//! One calendar for each person, as RFC 5545 has it: an all-day event for each home day; and one for each department, with who is at home.
//!
//! Calendars must recognise an event when the roster is issued again, so the UID depends on person and day only; SEQUENCE counts the
//! issues. DTSTAMP is the start of the roster and a second later for each issue: artefacts hold no clock, but programs that compare it
//! must find the later issue later. Whoever works in a slot of the day gets its hours instead of the whole day. A day that is no home day any more stays as a cancelled event (STATUS, section 3.8.1.11), so that a
//! calendar that took it in takes it out. Days in the office and days off are not written: a calendar that is shared would tell absences.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diag::Lang;
use crate::domain::{PersonId, Place};
use crate::policy::site::Slot;
use crate::roster::model::{Roster, Row, slot_on};

/// Longest line in octets, without its line break (section 3.1).
const FOLD: usize = 75;

/// What calendars know events by.
#[derive(Debug, Clone, Copy)]
pub struct Issued<'a> {
    /// The site as the first issue named it: an event of another UID is another event.
    pub site: &'a str,
    /// 0 for the first issue of a roster.
    pub sequence: u32,
}

/// The slot in which a person works on a day, where there is one: its hours are those of the event.
pub type SlotOf<'a> = dyn Fn(&PersonId, Date) -> Option<&'a Slot> + 'a;

/// The calendar of one row; none without an event, because a calendar has at least one (section 3.6). `cancelled` are home days of earlier
/// issues.
#[must_use]
pub fn calendar(
    roster: &Roster,
    row: &Row,
    lang: Lang,
    issued: Issued<'_>,
    cancelled: Option<&BTreeSet<Date>>,
    slot_of: &SlotOf<'_>,
) -> Option<String> {
    let Issued { site, sequence } = issued;
    let mut days: Vec<(Date, bool)> = (roster.days.iter().zip(&row.places))
        .filter(|(_, place)| **place == Place::Home)
        .map(|(day, _)| (*day, true))
        .chain(cancelled.into_iter().flatten().map(|day| (*day, false)))
        .collect();
    if days.is_empty() {
        return None;
    }
    days.sort_unstable();
    let title = title(lang);
    let mut text = Lines::calendar(&format!("{title} ({})", roster.site));
    let stamp = stamp(roster, sequence);
    for (day, at_home) in days {
        let Ok(next) = day.tomorrow() else { continue };
        text.line("BEGIN:VEVENT");
        text.line(&format!("UID:{}", uid(site, &row.person, day)));
        text.line(&format!("DTSTAMP:{stamp}"));
        text.line(&format!("SEQUENCE:{sequence}"));
        match slot_of(&row.person, day) {
            // The hours of the house, wherever the calendar is: a time without a zone (section 3.3.5).
            Some(slot) => {
                text.line(&format!("DTSTART:{}T{}", basic(day), slot.from.strftime("%H%M%S")));
                text.line(&format!("DTEND:{}T{}", basic(day), slot.to.strftime("%H%M%S")));
                text.line(&format!("SUMMARY:{}", escape(&format!("{title}: {}", slot.name))));
            }
            None => {
                text.line(&format!("DTSTART;VALUE=DATE:{}", basic(day)));
                text.line(&format!("DTEND;VALUE=DATE:{}", basic(next)));
                text.line(&format!("SUMMARY:{title}"));
            }
        }
        text.line(if at_home { "STATUS:CONFIRMED" } else { "STATUS:CANCELLED" });
        // A home day is work, not absence; Outlook has a word for it of its own.
        text.line("TRANSP:TRANSPARENT");
        text.line("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE");
        text.line("END:VEVENT");
    }
    text.line("END:VCALENDAR");
    Some(text.0)
}

/// One event for each day on which somebody of a department works, which counts and names who is at home; none where there is no such day.
/// Days that have an event keep it in each issue, so nothing has to be cancelled. Nobody's absence is told: who is not named may be in the
/// office or off.
#[must_use]
pub fn department(roster: &Roster, name: &str, people: &[(String, &Row)], lang: Lang, issued: Issued<'_>) -> Option<String> {
    let Issued { site, sequence } = issued;
    let at = |row: &Row, day: usize| row.places.get(day).copied().unwrap_or(Place::Off);
    let (title, stamp) = (title(lang), stamp(roster, sequence));
    let mut text = Lines::calendar(&format!("{title} {name} ({})", roster.site));
    let mut events = 0;
    for (i, &day) in roster.days.iter().enumerate().filter(|(i, _)| people.iter().any(|(_, row)| at(row, *i) != Place::Off)) {
        let Ok(next) = day.tomorrow() else { continue };
        let named = |name: &String, row: &Row| match slot_on(&roster.slots, &row.person, day) {
            Some(slot) => format!("{name} ({slot})"),
            None => name.clone(),
        };
        let names: Vec<String> =
            people.iter().filter(|(_, row)| at(row, i) == Place::Home).map(|(name, row)| named(name, row)).collect();
        events += 1;
        text.line("BEGIN:VEVENT");
        text.line(&format!("UID:homeoffice-{}-department-{}@{}.deskshift", basic(day), token(name), token(site)));
        text.line(&format!("DTSTAMP:{stamp}"));
        text.line(&format!("SEQUENCE:{sequence}"));
        text.line(&format!("DTSTART;VALUE=DATE:{}", basic(day)));
        text.line(&format!("DTEND;VALUE=DATE:{}", basic(next)));
        text.line(&format!("SUMMARY:{}", escape(&format!("{title} {name}: {}", names.len()))));
        if !names.is_empty() {
            text.line(&format!("DESCRIPTION:{}", escape(&names.join("\n"))));
        }
        text.line("STATUS:CONFIRMED");
        text.line("TRANSP:TRANSPARENT");
        text.line("END:VEVENT");
    }
    text.line("END:VCALENDAR");
    (events > 0).then_some(text.0)
}

fn title(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Home office",
        Lang::De => "Homeoffice",
    }
}

fn stamp(roster: &Roster, sequence: u32) -> String {
    let first = roster.days.first().copied().unwrap_or_default();
    format!("{}T{}Z", basic(first), clock(sequence))
}

/// The same for the same site, person and day, whatever the roster says otherwise.
fn uid(site: &str, person: &PersonId, day: Date) -> String {
    format!("homeoffice-{}-{}@{}.deskshift", basic(day), token(person.as_str()), token(site))
}

/// Letters, digits and dots stay; every other byte becomes `-` and its two hex digits, so that different names stay different.
fn token(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'.' {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("-{byte:02x}"));
        }
        text
    })
}

/// The second of the day, at most the last one.
fn clock(second: u32) -> String {
    let second = second.min(86_399);
    format!("{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60)
}

fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// TEXT values (section 3.3.11): backslash, semicolon, comma and line breaks are escaped, other control characters dropped.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

struct Lines(String);

impl Lines {
    /// The head of a calendar that is shown under this name.
    fn calendar(name: &str) -> Self {
        let mut text = Self(String::new());
        text.line("BEGIN:VCALENDAR");
        text.line("VERSION:2.0");
        text.line("PRODID:-//deskshift//roster//EN");
        text.line("CALSCALE:GREGORIAN");
        text.line("METHOD:PUBLISH");
        text.line(&format!("X-WR-CALNAME:{}", escape(name)));
        text
    }

    /// Ends with CRLF; folded after at most 75 octets, never inside a character.
    fn line(&mut self, content: &str) {
        let mut room = FOLD;
        for c in content.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = FOLD - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;
    use std::collections::BTreeMap;

    fn nth(sequence: u32) -> Issued<'static> {
        Issued { site: "Landratsamt", sequence }
    }

    /// A small reader of RFC 5545, strict about what we promise: CRLF, 75 octets, unfolding, properties by event.
    fn read(text: &str) -> Vec<BTreeMap<String, String>> {
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= FOLD));
        let unfolded = text.replace("\r\n ", "");
        let (mut events, mut event) = (Vec::new(), None);
        for line in unfolded.split_terminator("\r\n") {
            let (name, value) = line.split_once(':').expect("name:value");
            match (name, value) {
                ("BEGIN", "VEVENT") => event = Some(BTreeMap::new()),
                ("END", "VEVENT") => events.push(event.take().unwrap()),
                _ => {
                    if let Some(event) = &mut event {
                        assert!(event.insert(name.to_owned(), value.to_owned()).is_none(), "{name} twice");
                    }
                }
            }
        }
        events
    }

    #[test]
    fn an_event_for_each_home_day_and_nothing_else() {
        let sample = sample::documents();
        let row = &sample.roster.rows[0];
        let text = calendar(&sample.roster, row, Lang::De, nth(2), None, &|_, _| None).unwrap();
        let events = read(&text);
        let home: Vec<String> = (sample.roster.days.iter().zip(&row.places))
            .filter(|(_, place)| **place == Place::Home)
            .map(|(day, _)| basic(*day))
            .collect();
        assert!(!home.is_empty());
        assert_eq!(events.iter().map(|e| e["DTSTART;VALUE=DATE"].clone()).collect::<Vec<_>>(), home);
        for event in &events {
            assert_eq!(event["SUMMARY"], "Homeoffice");
            assert_eq!(event["SEQUENCE"], "2");
            assert_eq!(event["DTSTAMP"], "20201102T000002Z");
            assert!(event["DTEND;VALUE=DATE"] > event["DTSTART;VALUE=DATE"]);
        }
        let uids: std::collections::BTreeSet<_> = events.iter().map(|e| e["UID"].clone()).collect();
        assert_eq!(uids.len(), events.len());
        let again = read(&calendar(&sample.roster, row, Lang::En, nth(3), None, &|_, _| None).unwrap());
        assert!(again.iter().all(|e| uids.contains(&e["UID"])), "the UID survives a new issue and another language");
        assert!(again.iter().all(|e| e["SEQUENCE"] == "3" && e["DTSTAMP"] == "20201102T000003Z"), "{again:?}");
        assert_eq!((clock(0).as_str(), clock(3_661).as_str(), clock(u32::MAX).as_str()), ("000000", "010101", "235959"));
    }

    #[test]
    fn days_of_earlier_issues_are_cancelled() {
        let sample = sample::documents();
        let mut row = sample.roster.rows[0].clone();
        let at = row.places.iter().position(|place| *place == Place::Home).unwrap();
        let cancelled = BTreeSet::from([sample.roster.days[at]]);
        row.places[at] = Place::Office;
        let before = read(&calendar(&sample.roster, &sample.roster.rows[0], Lang::De, nth(0), None, &|_, _| None).unwrap());
        let now = read(&calendar(&sample.roster, &row, Lang::De, nth(1), Some(&cancelled), &|_, _| None).unwrap());
        let ids = |events: &[BTreeMap<String, String>]| events.iter().map(|event| event["UID"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&now), ids(&before), "each event is there again, in order");
        let states: Vec<&str> = now.iter().map(|event| event["STATUS"].as_str()).collect();
        assert_eq!(states.iter().filter(|state| **state == "CANCELLED").count(), 1);
        assert_eq!(
            now.iter().find(|event| event["STATUS"] == "CANCELLED").unwrap()["DTSTART;VALUE=DATE"],
            basic(sample.roster.days[at])
        );
        row.places.fill(Place::Office);
        assert_eq!(
            calendar(&sample.roster, &row, Lang::De, nth(1), None, &|_, _| None),
            None,
            "a calendar without an event is none"
        );
    }

    #[test]
    fn a_department_has_an_event_a_day_that_names_who_is_at_home() {
        let sample = sample::documents();
        let roster = &sample.roster;
        let people: Vec<(String, &Row)> = roster.rows.iter().map(|row| (format!("Name, {}", row.person), row)).collect();
        let events = read(&department(roster, "Amt; Süd", &people, Lang::De, nth(1)).unwrap());
        let holidays = roster.holidays.len();
        assert_eq!(events.len(), roster.days.len() - holidays);
        for event in &events {
            let at = roster.days.iter().position(|day| basic(*day) == event["DTSTART;VALUE=DATE"]).unwrap();
            let home: Vec<&str> =
                (people.iter()).filter(|(_, row)| row.places[at] == Place::Home).map(|(name, _)| name.as_str()).collect();
            assert_eq!(event["SUMMARY"], format!("Homeoffice Amt\\; Süd: {}", home.len()));
            let told = event.get("DESCRIPTION").map(|names| names.replace("\\n", "\n").replace('\\', "")).unwrap_or_default();
            assert_eq!(told, home.join("\n"));
        }
        let off = Row { places: vec![Place::Off; roster.days.len()], ..roster.rows[0].clone() };
        assert_eq!(department(roster, "leer", &[(String::new(), &off)], Lang::De, nth(1)), None);
    }

    /// A site that gets another name goes on with the events that are out.
    #[test]
    fn the_name_of_the_site_is_no_part_of_its_events() {
        let mut sample = sample::documents();
        let of = |roster: &Roster| {
            let personal = calendar(roster, &roster.rows[0], Lang::De, nth(1), None, &|_, _| None).unwrap();
            let people = [("Name".to_owned(), &roster.rows[0])];
            let all = department(roster, "Amt", &people, Lang::De, nth(1)).unwrap();
            read(&personal).into_iter().chain(read(&all)).map(|event| event["UID"].clone()).collect::<Vec<_>>()
        };
        let before = of(&sample.roster);
        sample.roster.site = "Stadt Höxtertal am Fluss".into();
        assert_eq!(of(&sample.roster), before);
    }

    #[test]
    fn long_and_odd_names_are_folded_and_escaped() {
        let mut sample = sample::documents();
        sample.roster.site = "Landratsamt „Süd“; Straße, Bürger\\service \n".repeat(6);
        let text = calendar(&sample.roster, &sample.roster.rows[0], Lang::De, nth(0), None, &|_, _| None).unwrap();
        read(&text);
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("Landratsamt „Süd“\\; Straße\\, Bürger\\\\service \\n"));
    }

    #[test]
    fn different_people_have_different_uids() {
        let day = jiff::civil::date(2020, 11, 2);
        let id = |name: &str| uid("a b", &name.parse().unwrap(), day);
        assert_eq!(id("p.1"), "homeoffice-20201102-p.1@a-20b.deskshift");
        assert_ne!(id("p-1"), id("p 1"));
        assert_ne!(id("ä"), id("ö"));
    }
}
