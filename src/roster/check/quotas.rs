//! Home days over the whole period: what is asked of a person, and the count.

use jiff::civil::Date;

use super::facts::{Choice, Facts, PersonFacts};
use super::places::Places;
use crate::diag::{Finding, Words};
use crate::domain::Place;
use crate::roster::codes;

/// Which days are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// All of them, as when the roster was made first.
    All,
    /// Those that have not passed.
    Left,
}

impl Facts<'_> {
    /// Fewest and most home days of a person, and the quota that says so; none where no quota is about them.
    pub(super) fn quota(&self, person: &PersonFacts, days: Days) -> Option<(usize, usize, &str)> {
        if person.choice != Choice::Open {
            return None;
        }
        let rules = &self.given.site.roster;
        let mine = || rules.quotas.iter().filter(|quota| self.belongs(person, &quota.members));
        let first = mine().next()?;
        let (mut fixed, mut possible) = (0, 0);
        for week in self.weeks() {
            let (at_home, able) = self.bounds_of_week(person, week, days);
            (fixed, possible) = (fixed + at_home, possible + able);
        }
        let most = mine().filter_map(|quota| quota.home_max).min().map_or(usize::MAX, |most| fixed.max(most as usize));
        let least = mine().filter_map(|quota| quota.home_min).max().unwrap_or(0) as usize;
        Some((least.min(possible).min(most), most, first.name.as_str()))
    }

    /// Home days of a week that are fixed, and the most there can be.
    fn bounds_of_week(&self, person: &PersonFacts, week: &[Date], days: Days) -> (usize, usize) {
        if days == Days::Left {
            let rules = self.week_rules(person, week);
            let fixed = rules.allowed.iter().filter(|places| **places == Some((true, false))).count();
            let able = rules.allowed.iter().filter(|places| places.is_some_and(|(home, _)| home)).count();
            return (fixed, able.min(rules.most.max(fixed)));
        }
        let appointed = |place| week.iter().filter(|date| self.appointed(person, **date) == Some(place)).count();
        let worked = week.iter().filter(|date| self.works(person, **date)).count();
        let (by_share, by_office) = self.most_home_days(person, week);
        (appointed(Place::Home), (worked - appointed(Place::Office)).min(by_share.min(by_office)))
    }
}

/// Counts everybody's home days.
pub(super) fn check(facts: &Facts, places: &Places, findings: &mut Vec<Finding>) {
    if facts.judged().next().is_none() {
        return;
    }
    for person in facts.people.values() {
        let Some((least, most, quota)) = facts.quota(person, Days::Left) else { continue };
        let id = &person.person.id;
        let home: Vec<Date> = facts.days.iter().copied().filter(|date| places.at(id, *date) == Some(Place::Home)).collect();
        let (name, n) = (&person.name, home.len());
        let (en, de) = if n < least {
            (format!("at least {least} are asked for"), format!("mindestens {least} sind verlangt"))
        } else if n > most {
            (format!("at most {most} are allowed"), format!("höchstens {most} sind erlaubt"))
        } else {
            continue;
        };
        let what = Words::new(
            format!("{name} has {n} home days in the period, {en} (quota `{quota}`)"),
            format!("{name} hat im Zeitraum {n} Heimtage, {de} (Kontingent `{quota}`)"),
        );
        let at = home.first().and_then(|day| places.row(id, *day));
        findings.push(codes::QUOTA_MISSED.finding(at, what).about(id.as_str()));
    }
}
