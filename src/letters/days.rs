//! A person's home days in words: every week the same, or date by date.

use std::collections::BTreeMap;

use super::letter::Days;
use super::texts::Texts;
use crate::domain::{PersonId, Place};
use crate::roster::model::{Roster, Row};

/// Weeks whose dates are told; a page has no room for more.
const MOST_WEEKS: usize = 4;
/// Home days that fall out, told beside a weekly rule.
const MOST_EXCEPTIONS: usize = 3;

/// Rows of a roster by person.
pub struct HomeDays<'r> {
    roster: &'r Roster,
    rows: BTreeMap<&'r PersonId, &'r Row>,
}

impl<'r> HomeDays<'r> {
    #[must_use]
    pub fn new(roster: &'r Roster) -> Self {
        Self { roster, rows: roster.rows.iter().map(|row| (&row.person, row)).collect() }
    }

    /// The roster knows the person and gives no day at home.
    #[must_use]
    pub fn never_home(&self, person: &PersonId) -> bool {
        self.rows.get(person).is_some_and(|row| stays(row))
    }

    /// None for a person whom the roster does not know.
    #[must_use]
    pub fn of(&self, person: &PersonId, texts: &Texts) -> Option<Days> {
        let places = &self.rows.get(person)?.places;
        let days = &self.roster.days;
        let (first, last) = (texts.date(*days.first()?), texts.date(*days.last()?));
        let span: &[(&str, &str)] = &[("from", &first), ("to", &last)];
        // One row for each week: where each of its days is spent.
        let weeks: Vec<Week<'_>> = days.chunks(5).zip(places.chunks(5)).collect();
        let mut lines = Vec::new();
        if !places.contains(&Place::Home) {
            lines.push(texts.filled("days.none", span));
        } else if let Some((weekdays, except)) = weekly(&weeks) {
            let weekdays: Vec<String> = weekdays.iter().map(|day| texts.word("weekdays", *day).to_owned()).collect();
            let weekdays = texts.and(&weekdays);
            let mut line = texts.filled("days.every", &[&[("days", weekdays.as_str())], span].concat());
            if !except.is_empty() {
                let except: Vec<String> = except.into_iter().map(|day| texts.short_date(day)).collect();
                line.push(' ');
                line.push_str(&texts.filled("days.except", &[("days", &texts.and(&except))]));
            }
            lines.push(line);
        } else {
            let dates: Vec<String> =
                weeks.iter().take(MOST_WEEKS).map(|week| home(week, texts)).filter(|home| !home.is_empty()).collect();
            lines.push(texts.filled("days.dates", &[("days", &dates.join(" · "))]));
            if weeks.len() > MOST_WEEKS {
                lines.push(texts.get("days.more").to_owned());
            }
        }
        Some(Days { heading: texts.get("days.heading").to_owned(), lines })
    }
}

fn stays(row: &Row) -> bool {
    !row.places.contains(&Place::Home)
}

type Week<'a> = (&'a [jiff::civil::Date], &'a [Place]);

/// `Mo 1.3., Do 4.3.`
fn home((days, places): &Week<'_>, texts: &Texts) -> String {
    let home = days.iter().zip(places.iter()).filter(|(_, place)| **place == Place::Home);
    home.map(|(day, _)| texts.short_date(*day)).collect::<Vec<_>>().join(", ")
}

/// The weekdays (from 0) that are home days in every week, and the few on which the person is off instead.
fn weekly(weeks: &[Week<'_>]) -> Option<(Vec<usize>, Vec<jiff::civil::Date>)> {
    let home_on = |weekday: usize| weeks.iter().any(|(_, places)| places.get(weekday) == Some(&Place::Home));
    let weekdays: Vec<usize> = (0..5).filter(|weekday| home_on(*weekday)).collect();
    let mut except = Vec::new();
    for weekday in &weekdays {
        for (days, places) in weeks {
            match (places.get(*weekday), days.get(*weekday)) {
                (Some(Place::Home) | None, _) | (_, None) => {}
                (Some(Place::Off), Some(day)) => except.push(*day),
                (Some(Place::Office), _) => return None,
            }
        }
    }
    except.sort();
    (weeks.len() > 1 && except.len() <= MOST_EXCEPTIONS).then_some((weekdays, except))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Place::{Home, Off, Office};

    fn week_from(monday: jiff::civil::Date) -> Vec<jiff::civil::Date> {
        (0..5).map(|day| monday.saturating_add(jiff::Span::new().days(day))).collect()
    }

    #[test]
    fn who_never_works_at_home_is_known() {
        let stays_with = |places: &[Place]| stays(&Row { person: "p1".parse().unwrap(), places: places.to_vec() });
        assert!(stays_with(&[Office, Off, Office, Office, Office]) && !stays_with(&[Office, Home, Office, Office, Office]));
    }

    #[test]
    fn the_same_weekdays_are_a_rule_with_few_exceptions() {
        let (one, two) = (week_from(jiff::civil::date(2027, 3, 1)), week_from(jiff::civil::date(2027, 3, 8)));
        let usual = [Home, Office, Office, Home, Office];
        let off = [Home, Office, Office, Off, Office];
        let other = [Home, Office, Home, Office, Office];
        assert_eq!(weekly(&[(&one, &usual), (&two, &usual)]), Some((vec![0, 3], vec![])));
        assert_eq!(weekly(&[(&one, &usual), (&two, &off)]), Some((vec![0, 3], vec![jiff::civil::date(2027, 3, 11)])));
        assert_eq!(weekly(&[(&one, &usual), (&two, &other)]), None);
        assert_eq!(weekly(&[(&one, &usual)]), None, "one week is no rule");
    }
}
