//! The roster for the works council: rules, caps, counts by day, how even home days are. No names, no reasons, no figures about fewer people
//! than `roster.min_group`.
//!
//! In: what the checker counts ([`Tally`], [`Shares`]). Out: one page, one table, one JSON document of the same figures ([`Report`]).

use jiff::civil::Date;
use maud::{DOCTYPE, PreEscaped, html};
use serde::Serialize;

use super::roster_csv::Table;
use super::roster_summary::group_name;
use super::{in_words, without_controls};
use crate::diag::{Lang, Words};
use crate::domain::Place;
use crate::policy::site::{CapUsers, FairnessRule, GroupMinimum, Members, PairKind, RosterRules, Slot, TeamDays};
use crate::roster::check::{Band, Group, Line, Shares, Tally};
use crate::roster::model::{Fairness, Roster, RuleKind};
use crate::roster::wording;

const STYLE: &str = "body{font:15px/1.45 sans-serif;margin:2em auto;max-width:72em;padding:0 1em}table{border-collapse:collapse;margin:.6em 0 1.6em;font-size:.85em}\
th,td{border:1px solid #999;padding:.2em .45em;text-align:right;white-space:nowrap}th:first-child,td:first-child{text-align:left;white-space:normal;min-width:12em}\
.wide{overflow-x:auto}@media print{body{max-width:none;font-size:11px}}";

/// All that the works council is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub site: String,
    pub days: Vec<Day>,
    pub people: usize,
    pub min_group: usize,
    /// Hard rules that the roster breaks; more than 0 only where it was written all the same.
    pub violations: usize,
    pub cost: i64,
    pub bound: i64,
    pub gap_percent: f64,
    pub rules: Vec<Words>,
    /// Caps and minimums with what the roster makes of them.
    pub limits: Vec<Limit>,
    /// None for fewer people than `min_group`, or where their figures could be found.
    pub fairness: Option<Fairness>,
    pub bands: Vec<Band>,
    pub departments: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    pub date: Date,
    pub holiday: Option<Words>,
    pub home: usize,
    pub office: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limit {
    pub name: String,
    pub kind: RuleKind,
    /// At most, or at least, on each day.
    pub asked: Vec<u32>,
    /// None as a whole where fewer people than `min_group` are counted; a day's none: nobody works.
    pub used: Option<Vec<Option<u32>>>,
}

impl Report {
    #[must_use]
    pub fn of(rules: &RosterRules, roster: &Roster, tally: &Tally, shares: &Shares, violations: usize) -> Self {
        let limit = |line: &Line| Limit {
            name: line.rule.title(),
            kind: line.rule.kind,
            asked: line.asked.clone(),
            used: (line.members >= shares.min_group).then(|| line.per_day.clone()),
        };
        let count = |day: usize, place: Place| roster.rows.iter().filter(|row| row.places.get(day) == Some(&place)).count();
        let large = roster.rows.len() >= shares.min_group;
        let day = |(i, date): (usize, &Date)| Day {
            date: *date,
            holiday: roster.holidays.iter().find(|(holiday, _)| holiday == date).map(|(_, name)| name.clone()),
            home: count(i, Place::Home),
            office: count(i, Place::Office),
        };
        Self {
            site: roster.site.clone(),
            days: roster.days.iter().enumerate().filter(|_| large).map(day).collect(),
            people: roster.rows.len(),
            min_group: shares.min_group,
            violations,
            cost: roster.cost,
            bound: roster.proven(),
            gap_percent: roster.gap_figure(),
            rules: rules_in_words(rules),
            limits: tally.caps.iter().chain(&tally.groups).map(limit).collect(),
            fairness: shares.house.clone(),
            bands: shares.bands.clone(),
            departments: shares.groups.clone(),
        }
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("text keys and finite numbers only") + "\n"
    }

    /// Counts by day, for spreadsheets: what, of whom, then one column for each day.
    #[must_use]
    pub fn csv(&self, lang: Lang) -> String {
        let mut table = Table::new(lang);
        for row in self.rows(lang) {
            let fields: Vec<&str> = row.iter().map(String::as_str).collect();
            table.row(&fields);
        }
        table.text
    }

    /// The table of counts by day, its heading first.
    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        let t = |en: &'static str, de: &'static str| if lang == Lang::De { de } else { en };
        let mut head = vec![t("count", "Zahl").to_owned()];
        head.extend(self.days.iter().map(|day| day.date.to_string()));
        let mut rows = vec![head];
        let mut row = |name: String, cells: Vec<String>| rows.push([vec![name], cells].concat());
        let cell = |count: Option<usize>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        let open = |day: &Day, count: usize| cell(day.holiday.is_none().then_some(count));
        row(t("at home, all", "zu Hause, alle").into(), self.days.iter().map(|day| open(day, day.home)).collect());
        row(t("in the office, all", "im Büro, alle").into(), self.days.iter().map(|day| open(day, day.office)).collect());
        for limit in &self.limits {
            let (what, sign) = match limit.kind {
                RuleKind::Cap => (t("cap", "Obergrenze"), "≤"),
                RuleKind::OnSite => (t("on site", "vor Ort"), "≥"),
                _ => (t("reachable", "erreichbar"), "≥"),
            };
            let used = |at: usize| match &limit.used {
                Some(used) => cell(used.get(at).copied().flatten().map(|n| n as usize)),
                None => "·".to_owned(),
            };
            let asked = |at: usize| limit.asked.get(at).map_or_else(String::new, |asked| format!(" {sign} {asked}"));
            let cells = (0..self.days.len()).map(|at| used(at) + &asked(at)).collect();
            row(format!("{what} {}", limit.name), cells);
        }
        for group in &self.departments {
            let name = group_name(group);
            row(format!("{}: {}", name.get(lang), t("at home", "zu Hause")), group.home.iter().map(|n| cell(*n)).collect());
            row(
                format!("{}: {}", name.get(lang), t("in the office", "im Büro")),
                group.office.iter().map(|n| cell(*n)).collect(),
            );
        }
        rows
    }

    /// For people.
    #[must_use]
    pub fn html(&self, lang: Lang) -> String {
        let t = |en: &'static str, de: &'static str| if lang == Lang::De { de } else { en };
        let percent = |x: f64| format!("{:.0} %", x * 100.0);
        let title = t("Roster for the works council", "Dienstplan für den Personalrat");
        let span = self.days.first().zip(self.days.last()).map(|(a, b)| wording::span_with_year(a.date, b.date));
        let few = match lang {
            Lang::En => format!(
                "No figure on this page is about fewer than {} people; departments with fewer are shown together, and · stands for a count of fewer. There are no names, no wishes and no absences of single people.",
                self.min_group
            ),
            Lang::De => format!(
                "Keine Zahl auf dieser Seite betrifft weniger als {} Personen; kleinere Ämter stehen zusammen, und · steht für eine Zählung über weniger. Namen, Wünsche und Abwesenheiten Einzelner kommen nicht vor.",
                self.min_group
            ),
        };
        let gap = in_words(&format!("{:.2}", self.gap_percent), lang);
        let proof = match lang {
            Lang::En => format!(
                "Hard rules broken: {}. Cost {}; no roster of these rules costs less than {} (gap {gap} %).",
                self.violations, self.cost, self.bound
            ),
            Lang::De => format!(
                "Verletzte harte Regeln: {}. Kosten {}; kein Dienstplan dieser Regeln kostet weniger als {} (Lücke {gap} %).",
                self.violations, self.cost, self.bound
            ),
        };
        let rows = self.rows(lang);
        let markup = html! {
            (DOCTYPE)
            html lang=(t("en", "de")) {
                head { meta charset="utf-8"; meta name="viewport" content="width=device-width, initial-scale=1"; title { (title) " · " (self.site) } style { (PreEscaped(STYLE)) } }
                body { main {
                    h1 { (title) ": " (self.site) }
                    p { @if let Some(span) = &span { (span.get(lang)) ", " } (self.people) " " (t("people", "Personen")) }
                    p { (few) }
                    h2 { (t("Rules", "Regeln")) }
                    ul { @for rule in &self.rules { li { (rule.get(lang)) } } }
                    p { (proof) }
                    h2 { (t("How even home days are", "Wie gleich die Heimtage verteilt sind")) }
                    @if let Some(f) = &self.fairness {
                        p { (t("Home days ÷ fair share; 100 % is the same part of everybody's days, as far as weekly share and caps allow.", "Heimtage ÷ fairer Anteil; 100 % ist derselbe Teil der Tage für alle, soweit Wochenanteil und Obergrenzen reichen.")) }
                        table {
                            tr { th { (t("share", "Anteil")) } th { (t("people", "Personen")) } }
                            @for band in &self.bands { tr { td { (band_words(*band).get(lang)) } td { (band.people) } } }
                            tr { td { (t("all; median, Jain index", "alle; Median, Jain-Index")) } td { (f.people) "; " (percent(f.median)) ", " (in_words(&format!("{:.3}", f.jain), lang)) } }
                        }
                        table {
                            tr { th { (t("department", "Amt")) } th { (t("people", "Personen")) } th { (t("with a fair share", "mit fairem Anteil")) } th { (t("median", "Median")) } th { (t("Jain index", "Jain-Index")) } }
                            @for group in &self.departments {
                                tr {
                                    td { (group_name(group).get(lang)) } td { (group.people) } td { (group.fairness.people) }
                                    td { (percent(group.fairness.median)) } td { (in_words(&format!("{:.3}", group.fairness.jain), lang)) }
                                }
                            }
                        }
                    } @else { p { (t("Too few people to show it.", "Zu wenige Personen, um es zu zeigen.")) } }
                    h2 { (t("Counts by day", "Zahlen je Tag")) }
                    div.wide tabindex="0" { table {
                        @for (i, row) in rows.iter().enumerate() {
                            tr { @for cell in row { @if i == 0 { th { (cell) } } @else { td { (cell) } } } }
                        }
                    } }
                    @for day in self.days.iter().filter(|day| day.holiday.is_some()) {
                        p { (wording::day(day.date).get(lang)) ": " (day.holiday.as_ref().map(|name| name.get(lang)).unwrap_or_default()) }
                    }
                } }
            }
        };
        without_controls(markup.into_string())
    }
}

/// `80 % to below 95 %`.
fn band_words(band: Band) -> Words {
    let from = band.from;
    match band.below {
        None => Words::new(format!("{from} % and more"), format!("{from} % und mehr")),
        Some(below) if from == 0 => Words::new(format!("below {below} %"), format!("unter {below} %")),
        Some(below) => Words::new(format!("{from} % to below {below} %"), format!("{from} % bis unter {below} %")),
    }
}

/// The rules of the site without anybody's name: of pairs only how many there are, of lists of extensions only their length.
fn rules_in_words(rules: &RosterRules) -> Vec<Words> {
    let mut list = Vec::new();
    let mut say = |en: String, de: String| list.push(Words::new(en, de));
    let share = (rules.weekly_share * 1000.0).round() / 10.0;
    say(
        format!("home days of a week: at most {share} % of the days worked"),
        format!("Heimtage einer Woche: höchstens {} % der Arbeitstage", in_words(&share.to_string(), Lang::De)),
    );
    if rules.office_min_per_week > 0 {
        let n = rules.office_min_per_week;
        say(format!("office days of a week: at least {n}"), format!("Bürotage einer Woche: mindestens {n}"));
    }
    for cap in &rules.caps {
        let (en, de) = match cap.users {
            CapUsers::AllHome => ("people at home", "Personen zu Hause"),
            CapUsers::WithoutOwnNotebook => {
                ("people at home without a notebook of their own", "Personen zu Hause ohne eigenes Notebook")
            }
        };
        let later = |lang| -> String {
            let step = |(day, number): (&Date, &u32)| {
                let from = if lang == Lang::De { "ab" } else { "from" };
                format!(", {number} {from} {}", wording::short_date(*day).get(lang))
            };
            match (&cap.deliveries, cap.steps.last_key_value()) {
                // A step for each day of staging tells nobody more.
                (Some(_), Some((day, number))) => {
                    let day = wording::short_date(*day);
                    match lang {
                        Lang::En => format!(", with deliveries up to {number} from {} on", day.en),
                        Lang::De => format!(", mit den Lieferungen bis {number} ab {}", day.de),
                    }
                }
                _ => cap.steps.iter().map(step).collect(),
            }
        };
        let (twice_en, twice_de) = if cap.twice.is_empty() {
            ("", "")
        } else {
            // The clients' names would say who has what at home.
            (", those counted twice whose calls are sent on", ", doppelt gezählt, wessen Anrufe weitergeleitet werden")
        };
        let (when_en, when_de) = if cap.slots.is_empty() {
            ("a day".to_owned(), "am Tag".to_owned())
        } else {
            let slots = cap.slots.join(", ");
            (format!("in each slot of the day ({slots})"), format!("in jeder Schicht ({slots})"))
        };
        say(
            format!("{}: at most {}{} {en} {when_en}{twice_en}", cap.name, cap.per_day, later(Lang::En)),
            format!("{}: höchstens {}{} {de} {when_de}{twice_de}", cap.name, cap.per_day, later(Lang::De)),
        );
    }
    for shift in &rules.shifts {
        let slot = |slot: &Slot, words: [&str; 2]| {
            let needs = [(slot.on_site_min, words[0]), (slot.reachable_min, words[1])];
            let needs: Vec<String> = needs.iter().filter_map(|(n, words)| n.map(|n| format!("≥ {n} {words}"))).collect();
            let needs = if needs.is_empty() { String::new() } else { format!(", {}", needs.join(", ")) };
            format!("{} {}{needs}", slot.name, slot.hours())
        };
        let slots = |words: [&str; 2]| shift.slots.iter().map(|own| slot(own, words)).collect::<Vec<_>>().join("; ");
        let of = members(&shift.members);
        say(
            format!("{}: one slot a week in turns ({}; {})", shift.name, slots(["on site", "reachable"]), of.en),
            format!("{}: je Woche eine Schicht im Wechsel ({}; {})", shift.name, slots(["vor Ort", "erreichbar"]), of.de),
        );
    }
    if let Some(most) = rules.room_max_present {
        say(format!("rooms: at most {most} present at a time"), format!("Räume: höchstens {most} zugleich anwesend"));
    }
    if !rules.room_overrides.is_empty() {
        let n = rules.room_overrides.len();
        say(format!("rooms with a number of their own: {n}"), format!("Räume mit eigener Zahl: {n}"));
    }
    let minimum = |group: &GroupMinimum, en: &str, de: &str| {
        let (name, n, of) = (&group.name, group.minimum, members(&group.members));
        (format!("{name}: at least {n} {en} ({})", of.en), format!("{name}: mindestens {n} {de} ({})", of.de))
    };
    for group in &rules.on_site {
        let (en, de) = minimum(group, "on site", "vor Ort");
        say(en, de);
    }
    for group in &rules.reachable {
        let (en, de) = minimum(group, "reachable", "erreichbar");
        say(en, de);
    }
    for quota in &rules.quotas {
        let range = match (quota.home_min, quota.home_max) {
            (Some(least), Some(most)) => format!("{least}–{most}"),
            (Some(least), None) => format!("≥ {least}"),
            (None, most) => format!("≤ {}", most.unwrap_or_default()),
        };
        let of = members(&quota.members);
        say(
            format!("{}: {range} home days for each in the whole period ({})", quota.name, of.en),
            format!("{}: je {range} Heimtage im ganzen Zeitraum ({})", quota.name, of.de),
        );
    }
    for cohort in &rules.cohorts {
        let (name, teams, days_in, away) = (&cohort.name, cohort.teams.len(), cohort.days_in, cohort.days_away);
        say(
            format!("{name}: {teams} teams in turns, {days_in} days in, {away} days away"),
            format!("{name}: {teams} Teams im Wechsel, {days_in} Tage da, {away} Tage fort"),
        );
    }
    for (kind, en, de) in [
        (PairKind::Together, "car pools in the same place", "Fahrgemeinschaften am selben Ort"),
        (PairKind::Apart, "deputies never at home on one day", "Vertretungen nie am selben Tag zu Hause"),
    ] {
        let n = rules.pairs.iter().filter(|pair| pair.kind == kind).count();
        if n > 0 {
            say(format!("{en}: {n}"), format!("{de}: {n}"));
        }
    }
    if rules.fairness == FairnessRule::Lexicographic {
        say(
            "home days: at the same cost the least-served person comes first".into(),
            "Heimtage: bei gleichen Kosten hat Vorrang, wer am wenigsten hat".into(),
        );
    }
    if rules.carry.is_some() {
        say("home days owed go into the next period".into(), "offene Heimtage gehen in den nächsten Zeitraum über".into());
    }
    let goals = &rules.goals;
    // How many and not which: a day that was chosen for two people may tell what one of them wishes.
    let together = match &rules.team_days {
        TeamDays::None => None,
        TeamDays::Every => Some(Words::new("every department", "jedes Amt")),
        TeamDays::Of(days) => Some(match days.len() {
            1 => Words::new("1 department", "1 Amt"),
            n => Words::new(format!("{n} departments"), format!("{n} Ämter")),
        }),
    };
    if let Some(who) = together {
        let weight = goals.team_day;
        say(format!("team days: {}, weight {weight}", who.en), format!("Teamtage: {}, Gewicht {weight}", who.de));
    }
    say(
        format!(
            "weights of the goals: wishes {}, fairness {}, stability {}, shape {}",
            goals.wish, goals.fairness, goals.stability, goals.shape
        ),
        format!(
            "Gewichte der Ziele: Wünsche {}, Fairness {}, Stetigkeit {}, Blöcke {}",
            goals.wish, goals.fairness, goals.stability, goals.shape
        ),
    );
    list
}

fn members(members: &Members) -> Words {
    match members {
        Members::Department(name) => Words::new(format!("department {name}"), format!("Amt {name}")),
        Members::Queue(name) => Words::new(format!("queue {name}"), format!("Warteschlange {name}")),
        Members::Extensions(list) => {
            let n = list.len();
            Words::new(format!("a list of {n} extensions"), format!("eine Liste von {n} Nebenstellen"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::rollout::Rollout;
    use crate::output::sample;
    use crate::policy::site::Deliveries;
    use crate::roster::check::Places;

    fn report(min_group: u32) -> (Report, sample::Sample) {
        let mut sample = sample::documents();
        sample.documents.site.roster.min_group = min_group;
        let given = sample.documents.given();
        let (tally, shares) = (Tally::of(&given, &Places::of(&sample.roster)), Shares::of(&given, &sample.roster));
        let report = Report::of(&given.site.roster, &sample.roster, &tally, &shares, 0);
        (report, sample)
    }

    #[test]
    fn counts_are_those_of_the_roster_and_nobody_is_named() {
        let (report, sample) = report(2);
        let home: Vec<usize> = report.days.iter().map(|day| day.home).collect();
        let counted: Vec<usize> = (0..sample.roster.days.len()).map(|day| sample.roster.at_home(day)).collect();
        assert_eq!(home, counted);
        let by_department = |at: usize| report.departments.iter().map(|group| group.home[at].unwrap()).sum::<usize>();
        assert_eq!(by_department(0), home[0], "departments add up to the house");
        for lang in [Lang::En, Lang::De] {
            for text in [report.html(lang), report.csv(lang), report.json()] {
                for person in &sample.documents.inventory.persons {
                    for word in [person.last.value.as_str(), person.id.as_str()] {
                        let escaped = word.replace('&', "&amp;").replace('<', "&lt;");
                        assert!(!text.contains(word) && !text.contains(&escaped), "{word} in\n{text}");
                    }
                }
            }
        }
        assert!(report.html(Lang::De).contains("Landratsamt &lt;Süd&gt;"));
    }

    #[test]
    fn what_a_search_has_proven_is_the_bound() {
        let mut sample = sample::documents();
        (sample.roster.cost, sample.roster.bound, sample.roster.searched) = (144, 7, true);
        let given = sample.documents.given();
        let (tally, shares) = (Tally::of(&given, &Places::of(&sample.roster)), Shares::of(&given, &sample.roster));
        let page = Report::of(&given.site.roster, &sample.roster, &tally, &shares, 0).html(Lang::En);
        assert!(page.contains("Cost 144; no roster of these rules costs less than 144 (gap 0.00 %)"), "{page}");
    }

    #[test]
    fn caps_that_grow_and_team_days_are_told() {
        let mut rules = sample::documents().documents.site.roster;
        rules.team_days = TeamDays::Every;
        rules.caps[0].per_day = 3;
        rules.caps[0].steps = [(jiff::civil::date(2020, 11, 10), 5)].into();
        let told: Vec<String> = rules_in_words(&rules).into_iter().map(|words| words.de.into_owned()).collect();
        assert!(told.iter().any(|line| line.contains("höchstens 3, 5 ab 10.11. Personen")), "{told:?}");
        assert!(told.contains(&"Teamtage: jedes Amt, Gewicht 3".to_owned()), "{told:?}");
        let rollout = Rollout { ready: 3, waiting: 2, deliveries: Vec::new(), faulty_per_mille: 0, per_day: 2 };
        rules.caps[0].deliveries = Some(Deliveries { from: rules.from, rollout });
        let told = rules_in_words(&rules);
        let line = told.iter().find(|words| words.de.contains("Lieferungen")).unwrap();
        assert!(line.de.contains("höchstens 3, mit den Lieferungen bis 5 ab 10.11. Personen"), "{line:?}");
        assert!(line.en.contains("at most 3, with deliveries up to 5 from 10 Nov on people"), "{line:?}");
    }

    #[test]
    fn below_the_smallest_group_there_are_no_counts() {
        let (small, _) = report(5);
        // Each department has fewer than five with a fair share.
        assert!(small.departments.iter().all(|group| group.fairness.people >= 5 && group.department.is_none()));
        let minimum = small.limits.iter().find(|limit| limit.kind == RuleKind::OnSite).unwrap();
        assert_eq!(minimum.used, None, "a counter of four people");
        assert!(small.csv(Lang::En).contains(",· ≥ 1,"), "{}", small.csv(Lang::En));
        let (none, _) = report(100);
        assert!(none.fairness.is_none() && none.days.is_empty() && none.limits.iter().all(|limit| limit.used.is_none()));
        assert!(none.html(Lang::En).contains("Too few people"));
    }
}
