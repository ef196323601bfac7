//! Changes of the rules to try out: read from what somebody wrote, and applied to a copy of the site and of the own days.
//!
//! A change names a rule that the site has and gives a number, or a difference (`+20`, `-1`) to what is in force. All that cannot be
//! understood is told at once.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::codes;
use super::wording::read_day;
use crate::diag::{CodePage, Finding, Place as At, Words};
use crate::inventory::model::{Inventory, Person};
use crate::inventory::own_days::{OwnDay, OwnDayKind};
use crate::policy::keys::nearest_name;
use crate::policy::site::{GroupMinimum, Site};

/// What is to be another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// `NAME=NUMBER`: people at home of a cap, on all days.
    Cap,
    /// `ROOM=NUMBER`: people present in a room.
    Room,
    /// `GROUP=NUMBER`: on-site minimum.
    MinStaff,
    /// `GROUP=NUMBER`: reachable minimum.
    MinReachable,
    /// `PERSON`, `PERSON@DAY` or `PERSON@DAY..DAY`: absent.
    Without,
    /// A share or per cent.
    WeeklyShare,
    /// Office days of a week.
    OfficeMin,
    /// Weeks of the horizon.
    Weeks,
}

impl What {
    /// As on the command line.
    #[must_use]
    pub fn option(self) -> &'static str {
        match self {
            Self::Cap => "--cap",
            Self::Room => "--room",
            Self::MinStaff => "--min-staff",
            Self::MinReachable => "--min-reachable",
            Self::Without => "--without",
            Self::WeeklyShare => "--weekly-share",
            Self::OfficeMin => "--office-min",
            Self::Weeks => "--weeks",
        }
    }
}

/// Applies all changes in their order; gives each in words, or everything that cannot be understood.
pub fn apply(
    asked: &[(What, String)],
    site: &mut Site,
    own_days: &mut Vec<OwnDay>,
    inventory: &Inventory,
) -> Result<Vec<Words>, Vec<Finding>> {
    let mut reader = Reader { site, own_days, inventory, findings: Vec::new() };
    // The horizon first: days are looked for in the one that is asked for.
    let order = |what: &What| usize::from(*what != What::Weeks);
    let mut sorted: Vec<&(What, String)> = asked.iter().collect();
    sorted.sort_by_key(|(what, _)| order(what));
    let told: Vec<Words> = sorted.into_iter().filter_map(|(what, text)| reader.change(*what, text)).collect();
    if reader.findings.is_empty() { Ok(told) } else { Err(reader.findings) }
}

struct Reader<'a> {
    site: &'a mut Site,
    own_days: &'a mut Vec<OwnDay>,
    inventory: &'a Inventory,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// None: a finding says why.
    fn change(&mut self, what: What, text: &str) -> Option<Words> {
        match what {
            What::Cap => self.cap(text),
            What::Room => self.room(text),
            What::MinStaff | What::MinReachable => self.minimum(what, text),
            What::Without => self.without(text),
            What::WeeklyShare => self.weekly_share(text),
            What::OfficeMin => {
                let before = self.site.roster.office_min_per_week;
                let now = self.number(what, text, text, i64::from(before), 0..=5)?;
                self.site.roster.office_min_per_week = now;
                Some(instead("office days a week at least", "Bürotage je Woche mindestens", before, now))
            }
            What::Weeks => {
                let before = self.site.roster.weeks;
                let now = self.number(what, text, text, i64::from(before), 1..=52)?;
                self.site.roster.weeks = now;
                let last = last_day(self.site.roster.from, now);
                self.site.roster.extra_holidays.retain(|day| *day <= last);
                Some(instead("weeks", "Wochen", before, now))
            }
        }
    }

    fn cap(&mut self, text: &str) -> Option<Words> {
        let (name, value) = self.named(What::Cap, text)?;
        let names: Vec<&str> = self.site.roster.caps.iter().map(|cap| cap.name.as_str()).collect();
        let Some(at) = names.iter().position(|known| *known == name) else {
            let finding = unknown(What::Cap, text, name, &names, "cap", "Obergrenze");
            self.findings.push(finding);
            return None;
        };
        let cap = &self.site.roster.caps[at];
        let before = cap.per_day;
        let now = self.number(What::Cap, text, value, i64::from(before), 0..=1_000_000)?;
        let cap = &mut self.site.roster.caps[at];
        let step = i64::from(now) - i64::from(before);
        cap.per_day = now;
        // From here on its numbers are those of the question, no longer what deliveries come to.
        cap.deliveries = None;
        let relative = value.starts_with(['+', '-']);
        if relative {
            // A cap that grows from day to day keeps growing.
            cap.steps
                .values_mut()
                .for_each(|number| *number = u32::try_from((i64::from(*number) + step).max(0)).unwrap_or(u32::MAX));
        } else {
            cap.steps.clear();
        }
        Some(instead(&format!("cap `{name}`"), &format!("Obergrenze `{name}`"), before, now))
    }

    fn room(&mut self, text: &str) -> Option<Words> {
        let (name, value) = self.named(What::Room, text)?;
        let known: BTreeSet<&str> =
            self.inventory.persons.iter().filter_map(|person| person.room.as_ref()).map(|room| room.value.as_str()).collect();
        if !known.contains(name) {
            let names: Vec<&str> = known.into_iter().collect();
            self.findings.push(unknown(What::Room, text, name, &names, "room with people", "Raum mit Personen"));
            return None;
        }
        let rules = &self.site.roster;
        let desks = || {
            let room = self.inventory.rooms.iter().find(|room| room.name.as_str() == name)?;
            room.capacity.as_ref().map(|told| told.value).filter(|desks| *desks > 0)
        };
        let before = rules.room_overrides.get(name).copied().or(rules.room_max_present).or_else(desks);
        let Some(base) = before.or_else(|| (!value.starts_with(['+', '-'])).then_some(0)) else {
            let words = Words::new(
                format!("`{} {text}`: room `{name}` has no limit that could be more or less", What::Room.option()),
                format!("`{} {text}`: Raum `{name}` hat keine Grenze, die mehr oder weniger sein könnte", What::Room.option()),
            );
            let todo = Words::new("give the number itself", "die Zahl selbst angeben");
            self.findings.push(codes::WHAT_IF_VALUE.finding(None, words).todo(todo));
            return None;
        };
        let now = self.number(What::Room, text, value, i64::from(base), 1..=1000)?;
        self.site.roster.room_overrides.insert(name.to_owned(), now);
        let (en, de) = (format!("room `{name}`"), format!("Raum `{name}`"));
        Some(match before {
            Some(before) => instead(&en, &de, before, now),
            None => Words::new(format!("{en}: {now} instead of no limit"), format!("{de}: {now} statt keiner Grenze")),
        })
    }

    fn minimum(&mut self, what: What, text: &str) -> Option<Words> {
        let (name, value) = self.named(what, text)?;
        let rules = &self.site.roster;
        let (list, other, instead_of) = match what {
            What::MinStaff => (&rules.on_site, &rules.reachable, What::MinReachable),
            _ => (&rules.reachable, &rules.on_site, What::MinStaff),
        };
        let names: Vec<&str> = list.iter().map(|group| group.name.as_str()).collect();
        let Some(at) = names.iter().position(|known| *known == name) else {
            let (en, de) = match what {
                What::MinStaff => ("on-site minimum", "Mindestbesetzung"),
                _ => ("reachable minimum", "Erreichbarkeit"),
            };
            let mut finding = unknown(what, text, name, &names, en, de);
            if other.iter().any(|group| group.name == name) {
                let option = instead_of.option();
                finding = finding.todo(Words::new(format!("write `{option} {text}`"), format!("`{option} {text}` schreiben")));
            }
            self.findings.push(finding);
            return None;
        };
        let before = list[at].minimum;
        let now = self.number(what, text, value, i64::from(before), 0..=10_000)?;
        let rules = &mut self.site.roster;
        let (list, en, de): (&mut Vec<GroupMinimum>, _, _) = match what {
            What::MinStaff => (&mut rules.on_site, "on-site minimum", "Mindestbesetzung"),
            _ => (&mut rules.reachable, "reachable minimum", "Erreichbarkeit"),
        };
        if now == 0 {
            list.remove(at);
        } else {
            list[at].minimum = now;
        }
        Some(instead(&format!("{en} `{name}`"), &format!("{de} `{name}`"), before, now))
    }

    fn weekly_share(&mut self, text: &str) -> Option<Words> {
        let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number.trim_end(), 100.0));
        let share = number.replace(',', ".").parse::<f64>().ok().map(|share| share / unit).filter(|s| (0.0..=1.0).contains(s));
        let Some(share) = share else {
            self.bad_value(
                What::WeeklyShare,
                text,
                "a share from 0 to 1, or per cent: `0.6`, `60%`",
                "ein Anteil von 0 bis 1 oder Prozent: `0.6`, `60%`",
            );
            return None;
        };
        let before = std::mem::replace(&mut self.site.roster.weekly_share, share);
        let percent = |share: f64| format!("{} %", (share * 1000.0).round() / 10.0);
        Some(instead("weekly share", "Wochenanteil", percent(before), percent(share)))
    }

    fn without(&mut self, text: &str) -> Option<Words> {
        let horizon = &self.site.roster;
        let last = last_day(horizon.from, horizon.weeks);
        let (whom, span) = match text.rsplit_once('@') {
            // An address has one of its own.
            Some((whom, days)) if self.people(text).is_empty() => (whom, Some(days)),
            _ => (text, None),
        };
        let (from, to) = match span {
            None => (horizon.from, last),
            Some(days) => {
                let (first, to) = days.split_once("..").unwrap_or((days, days));
                let (Some(first), Some(to)) = (read_day(first.trim()), read_day(to.trim())) else {
                    self.bad_value(
                        What::Without,
                        text,
                        "a person, with a day or days after `@`: `4711@2027-03-03`, `4711@2027-03-01..2027-03-12`",
                        "eine Person, nach `@` ein Tag oder Tage: `4711@2027-03-03`, `4711@2027-03-01..2027-03-12`",
                    );
                    return None;
                };
                (first, to)
            }
        };
        if to < from || to < self.site.roster.from || from > last {
            let first = self.site.roster.from;
            self.bad_value(
                What::Without,
                text,
                &format!("days from {first} to {last}, the first before the last"),
                &format!("Tage vom {first} bis zum {last}, der erste vor dem letzten"),
            );
            return None;
        }
        let found = self.people(whom);
        let [person] = found.as_slice() else {
            let finding = self.unknown_person(text, whom, &found);
            self.findings.push(finding);
            return None;
        };
        let (name, id) = (person.full_name(), person.id.clone());
        let at = At::file(format!("{} {text}", What::Without.option()));
        self.own_days.push(OwnDay { person: id.clone(), from, to, weekdays: Vec::new(), what: OwnDayKind::Absent, at });
        let days = match span {
            None => Words::new("", ""),
            Some(_) if from == to => Words::new(format!(" on {from}"), format!(" am {from}")),
            Some(_) => Words::new(format!(" from {from} to {to}"), format!(" vom {from} bis {to}")),
        };
        Some(Words::new(format!("without {name} (`{id}`){}", days.en), format!("ohne {name} (`{id}`){}", days.de)))
    }

    /// Who may be meant: by id, staff number, extension, login or mail address; where nobody is, by full name.
    fn people(&self, whom: &str) -> Vec<&Person> {
        let is = |sourced: Option<&str>| sourced.is_some_and(|value| value == whom);
        let keyed: Vec<&Person> = (self.inventory.people())
            .filter(|person| {
                person.id.as_str() == whom
                    || is(person.staff_number.as_ref().map(|number| number.value.as_str()))
                    || is(person.extension.as_ref().map(|number| number.value.as_str()))
                    || is(person.login.as_ref().map(|login| login.value.as_str()))
                    || is(person.mail.as_ref().map(|mail| mail.value.as_str()))
            })
            .collect();
        if keyed.is_empty() {
            let named = |person: &&Person| person.full_name() == whom || person.listed_name() == whom;
            self.inventory.people().filter(named).collect()
        } else {
            keyed
        }
    }

    fn unknown_person(&self, text: &str, whom: &str, found: &[&Person]) -> Finding {
        let option = What::Without.option();
        if !found.is_empty() {
            let ids: Vec<String> = found.iter().map(|person| format!("`{}`", person.id)).collect();
            let ids = ids.join(", ");
            let words = Words::new(
                format!("`{option} {text}`: `{whom}` may be one of {ids}"),
                format!("`{option} {text}`: `{whom}` kann eine dieser Personen sein: {ids}"),
            );
            return codes::WHAT_IF_UNKNOWN.finding(None, words).todo(Words::new("write the id", "die Kennung schreiben"));
        }
        let names: Vec<String> = (self.inventory.persons.iter())
            .flat_map(|person| {
                let login = person.login.as_ref().map(|login| login.value.clone());
                [Some(person.id.as_str().to_owned()), Some(person.full_name()), login].into_iter().flatten()
            })
            .collect();
        let words = Words::new(
            format!(
                "`{option} {text}`: nobody in the inventory has the id, extension, login, mail address or full name `{whom}`"
            ),
            format!(
                "`{option} {text}`: niemand im Inventar hat die Kennung, Nebenstelle, Anmeldung, Mailadresse oder den vollen Namen `{whom}`"
            ),
        );
        let todo = match nearest_name(whom, names.iter().map(String::as_str)) {
            Some(near) => Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?")),
            None => Words::new(
                "write the id, as in `out/roster/current/roster.csv`",
                "die Kennung schreiben, wie in `out/roster/current/roster.csv`",
            ),
        };
        codes::WHAT_IF_UNKNOWN.finding(None, words).todo(todo)
    }

    /// `NAME=VALUE`; names may hold the sign themselves.
    fn named<'t>(&mut self, what: What, text: &'t str) -> Option<(&'t str, &'t str)> {
        if let Some((name, value)) = text.rsplit_once('=').filter(|(name, _)| !name.trim().is_empty()) {
            return Some((name.trim(), value.trim()));
        }
        self.bad_value(
            what,
            text,
            "a name, `=` and a number: `vpn=220`, `vpn=+20`",
            "ein Name, `=` und eine Zahl: `vpn=220`, `vpn=+20`",
        );
        None
    }

    /// A number, or a difference to `base`.
    fn number(&mut self, what: What, text: &str, value: &str, base: i64, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = plain.then(|| value.parse::<i64>().ok()).flatten();
        let number = number.map(|n| if value.len() == digits.len() { n } else { base.saturating_add(n) });
        let number = number.and_then(|n| u32::try_from(n).ok()).filter(|n| range.contains(n));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            self.bad_value(
                what,
                text,
                &format!("a whole number from {least} to {most}, or a difference to {base}: `+1`, `-1`"),
                &format!("eine ganze Zahl von {least} bis {most} oder ein Unterschied zu {base}: `+1`, `-1`"),
            );
        }
        number
    }

    fn bad_value(&mut self, what: What, text: &str, en: &str, de: &str) {
        let option = what.option();
        let words = Words::new(format!("`{option} {text}`: expected {en}"), format!("`{option} {text}`: erwartet {de}"));
        self.findings.push(codes::WHAT_IF_VALUE.finding(None, words));
    }
}

/// The last Friday.
fn last_day(from: Date, weeks: u32) -> Date {
    from.checked_add(jiff::Span::new().days(i64::from(weeks) * 7 - 3)).unwrap_or(Date::MAX)
}

fn instead(en: &str, de: &str, before: impl std::fmt::Display, now: impl std::fmt::Display) -> Words {
    Words::new(format!("{en}: {now} instead of {before}"), format!("{de}: {now} statt {before}"))
}

/// A name that the site does not have, with those it has.
fn unknown(what: What, text: &str, name: &str, known: &[&str], en: &str, de: &str) -> Finding {
    const SHOWN: usize = 12;
    let code: &CodePage = &codes::WHAT_IF_UNKNOWN;
    let option = what.option();
    let words = Words::new(
        format!("`{option} {text}`: the site has no {en} `{name}`"),
        format!("`{option} {text}`: am Standort unbekannt: {de} `{name}`"),
    );
    let mut list: Vec<String> = known.iter().take(SHOWN).map(|known| format!("`{known}`")).collect();
    if known.len() > SHOWN {
        list.push("…".to_owned());
    }
    let list = list.join(", ");
    let todo = match nearest_name(name, known.iter().copied()) {
        _ if known.is_empty() => Words::new("`deskshift.yaml` sets none", "`deskshift.yaml` legt keine fest"),
        Some(near) => {
            Words::new(format!("did you mean `{near}`? known are {list}"), format!("ist `{near}` gemeint? Bekannt sind {list}"))
        }
        None => Words::new(format!("known are {list}"), format!("bekannt sind {list}")),
    };
    code.finding(None, words).todo(todo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::site::CapUsers;
    use crate::roster::story::{Documents, Somebody, Town, TownCap};

    fn town() -> Documents {
        Town {
            people: vec![Somebody::default(); 4],
            caps: vec![TownCap { before: 3, then: Some((jiff::civil::date(2020, 11, 4), 5)), users: CapUsers::AllHome }],
            room_max: Some(2),
            on_site: vec![(0, 1)],
            reachable: vec![(0, 2)],
            ..Town::default()
        }
        .documents()
    }

    fn tried(asked: &[(What, &str)]) -> (Result<Vec<Words>, Vec<Finding>>, Site, Vec<OwnDay>) {
        let documents = town();
        let given = documents.given();
        let (mut site, mut own_days) = (given.site.clone(), Vec::new());
        let asked: Vec<(What, String)> = asked.iter().map(|(what, text)| (*what, (*text).to_owned())).collect();
        (apply(&asked, &mut site, &mut own_days, given.inventory), site, own_days)
    }

    #[test]
    fn each_change_is_made_and_told() {
        let group = town().given().site.roster.on_site[0].name.clone();
        let reachable = town().given().site.roster.reachable[0].name.clone();
        let (told, site, own) = tried(&[
            (What::Cap, "cap0=+2"),
            (What::Room, "R0=1"),
            (What::MinStaff, &format!("{group}=2")),
            (What::MinReachable, &format!("{reachable}=0")),
            (What::Without, "p01@2020-11-03..2020-11-04"),
            (What::Without, "p02"),
            (What::WeeklyShare, "40%"),
            (What::OfficeMin, "+1"),
            (What::Weeks, "2"),
        ]);
        let told: Vec<String> = told.unwrap().iter().map(|words| words.en.to_string()).collect();
        assert_eq!(told[0], "weeks: 2 instead of 1");
        assert_eq!(told[1], "cap `cap0`: 5 instead of 3");
        assert!(told[5].ends_with("(`p01`) from 2020-11-03 to 2020-11-04"), "{}", told[5]);
        let rules = site.roster;
        let day = |d| rules.caps[0].on(jiff::civil::date(2020, 11, d));
        assert_eq!((day(3), day(4)), (5, 7), "a cap that grows keeps growing");
        assert_eq!((rules.room_overrides["R0"], rules.on_site[0].minimum, rules.reachable.len()), (1, 2, 0));
        assert_eq!((rules.weekly_share, rules.office_min_per_week, rules.weeks), (0.4, 1, 2));
        assert_eq!((own.len(), own[1].from, own[1].to), (2, rules.from, jiff::civil::date(2020, 11, 13)));
        let (_, site, _) = tried(&[(What::Cap, "cap0=4")]);
        assert_eq!(site.roster.caps[0].on(jiff::civil::date(2020, 11, 6)), 4, "a number holds on all days");
    }

    /// Names as lists and charts print them, days as lists write them.
    #[test]
    fn people_and_days_may_be_written_as_they_are_printed() {
        let documents = town();
        let person = &documents.inventory.persons[2];
        for name in [person.listed_name(), person.full_name()] {
            let (told, _, own) = tried(&[(What::Without, &format!("{name}@04.11.2020..05.11.2020"))]);
            assert!(told.is_ok(), "{told:?}");
            assert_eq!((&own[0].person, own[0].from.day(), own[0].to.day()), (&person.id, 4, 5));
        }
    }

    #[test]
    fn all_that_cannot_be_understood_is_told_at_once() {
        let reachable = town().given().site.roster.reachable[0].name.clone();
        let elsewhere = format!("{reachable}=1");
        let wrong = [
            (What::Cap, "cap1=3", codes::WHAT_IF_UNKNOWN.slug),
            (What::Cap, "cap0", codes::WHAT_IF_VALUE.slug),
            (What::Cap, "cap0=-9", codes::WHAT_IF_VALUE.slug),
            (What::Cap, "cap0=+", codes::WHAT_IF_VALUE.slug),
            (What::Cap, "cap0=99999999999999999999", codes::WHAT_IF_VALUE.slug),
            (What::Room, "R9=1", codes::WHAT_IF_UNKNOWN.slug),
            (What::Room, "R0=0", codes::WHAT_IF_VALUE.slug),
            (What::MinStaff, &elsewhere, codes::WHAT_IF_UNKNOWN.slug),
            (What::Without, "p09", codes::WHAT_IF_UNKNOWN.slug),
            (What::Without, "p01@soon", codes::WHAT_IF_VALUE.slug),
            (What::Without, "p01@2021-01-04", codes::WHAT_IF_VALUE.slug),
            (What::Without, "p01@2020-11-05..2020-11-03", codes::WHAT_IF_VALUE.slug),
            (What::WeeklyShare, "NaN", codes::WHAT_IF_VALUE.slug),
            (What::WeeklyShare, "140%", codes::WHAT_IF_VALUE.slug),
            (What::OfficeMin, "6", codes::WHAT_IF_VALUE.slug),
            (What::Weeks, "0", codes::WHAT_IF_VALUE.slug),
        ];
        let asked: Vec<(What, &str)> = wrong.iter().map(|(what, text, _)| (*what, *text)).collect();
        let findings = tried(&asked).0.unwrap_err();
        assert_eq!(findings.len(), wrong.len(), "{findings:?}");
        for (what, text, slug) in wrong {
            let written = format!("`{} {text}`", what.option());
            let found =
                findings.iter().find(|finding| finding.what.en.starts_with(&written)).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(found.code.as_str(), slug, "{written}");
            assert!(found.what.de.starts_with(&written));
        }
        let todo = |start: &str| {
            let finding = findings.iter().find(|finding| finding.what.en.contains(start)).unwrap();
            finding.todo.as_ref().unwrap().en.to_string()
        };
        assert_eq!(todo("cap1=3"), "did you mean `cap0`? known are `cap0`");
        assert_eq!(todo(&elsewhere), format!("write `--min-reachable {elsewhere}`"));
    }
}
