//! A roster in a dozen lines: who is at home when, what is tight, how fair it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{counted, in_words};
use crate::diag::{Finding, Lang, Words, visible};
use crate::domain::Department;
use crate::roster::check::{Group, Shares, Tally};
use crate::roster::model::{Fairness, ReadinessBasis, Roster, RuleKind, RuleName};
use crate::roster::wording;

/// Rules listed by what one more would save.
const TIGHT: usize = 5;
/// Departments named with their team days.
const NAMED: usize = 12;

/// A rule that costs something: relaxing it by one on that weekday saves about so much, all weeks together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tight {
    pub rule: RuleName,
    /// 1 = Monday.
    pub weekday: u8,
    /// In cost units.
    pub saves: f64,
}

/// The shadow prices of the certificate, by rule and weekday, dearest first. Rooms are left out: a seat more in one of hundreds of rooms is
/// a matter of keys and doors, not of purchase. So are pairs, of which there cannot be more or less.
#[must_use]
pub fn tight(roster: &Roster) -> Vec<Tight> {
    let mut list: Vec<Tight> = Vec::new();
    for entry in roster.certificate.prices.iter().filter(|entry| entry.rule.kind != RuleKind::Room && !entry.rule.kind.is_pair())
    {
        let mut sums = [0i64; 7];
        for (date, price) in &entry.per_day {
            sums[date.weekday().to_monday_zero_offset() as usize] += price;
        }
        for (weekday, &sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
            let saves = sum as f64 / roster.certificate.parts.max(1) as f64;
            list.push(Tight { rule: entry.rule.clone(), weekday: weekday as u8 + 1, saves });
        }
    }
    list.sort_by(|a, b| b.saves.total_cmp(&a.saves).then_with(|| (&a.rule, a.weekday).cmp(&(&b.rule, b.weekday))));
    list
}

/// `feasible, cost 17006, bound 16877, gap 0.76 %, seed 1, 0 violations (verified)`
#[must_use]
pub fn closing_line(roster: &Roster, broken: usize, lang: Lang) -> String {
    let (cost, seed, gap) = (roster.cost, roster.seed, roster.gap_percent());
    let bound = bound(roster, lang);
    match lang {
        Lang::En => {
            let word = if roster.is_optimal() { "optimal" } else { "feasible" };
            format!(
                "{word}, cost {cost}, bound {bound}, gap {gap:.2} %, seed {seed}, {} (verified)",
                counted(broken, "violation", "violations")
            )
        }
        Lang::De => {
            let word = if roster.is_optimal() { "optimal" } else { "zulässig" };
            let gap = in_words(&format!("{gap:.2}"), lang);
            format!(
                "{word}, Kosten {cost}, Schranke {bound}, Lücke {gap} %, Startwert {seed}, {} (nachgezählt)",
                counted(broken, "Verstoß", "Verstöße")
            )
        }
    }
}

/// `16877`; `144 (complete search)` where a search and not the prices proves that nothing is cheaper.
fn bound(roster: &Roster, lang: Lang) -> String {
    let bound = roster.proven();
    match lang {
        _ if bound == roster.bound => bound.to_string(),
        Lang::En => format!("{bound} (complete search)"),
        Lang::De => format!("{bound} (vollständige Suche)"),
    }
}

/// [`closing_line`] of a document that was checked: without the seed, which nobody can count, and `optimal` only where that is proven,
/// by the bound or by a search done again (`searched`). The roster's own word counts for nothing.
#[must_use]
pub fn checked_line(roster: &Roster, searched: bool, lang: Lang) -> String {
    let roster = Roster { searched, ..roster.clone() };
    let (cost, gap, bound) = (roster.cost, roster.gap_percent(), bound(&roster, lang));
    match lang {
        Lang::En => {
            let word = if roster.is_optimal() { "optimal" } else { "feasible" };
            format!("{word}, cost {cost}, bound {bound}, gap {gap:.2} %, 0 violations (verified)")
        }
        Lang::De => {
            let word = if roster.is_optimal() { "optimal" } else { "zulässig" };
            let gap = in_words(&format!("{gap:.2}"), lang);
            format!("{word}, Kosten {cost}, Schranke {bound}, Lücke {gap} %, 0 Verstöße (nachgezählt)")
        }
    }
}

/// For people.
#[must_use]
pub fn human(roster: &Roster, tally: &Tally, shares: &Shares, written: &[String], lang: Lang) -> String {
    let t = |en: &'static str, de: &'static str| if lang == Lang::De { de } else { en };
    let mut text = String::new();
    let (first, last) = (roster.days.first().copied().unwrap_or_default(), roster.days.last().copied().unwrap_or_default());
    let span = wording::span_with_year(first, last);
    let people = roster.rows.len();
    let _ = writeln!(
        text,
        "{}, {}: {}",
        visible(&roster.site),
        span.get(lang),
        counted(people, t("person", "Person"), t("people", "Personen"))
    );
    let _ = match roster.readiness {
        ReadinessBasis::Observed => {
            writeln!(
                text,
                "  {}",
                t(
                    "at home only with a line that `validate` found ready",
                    "zu Hause nur, wessen Anschluss `validate` als bereit befand"
                )
            )
        }
        ReadinessBasis::Assumed => {
            writeln!(
                text,
                "  {}",
                t(
                    "nobody has validated the lines; every planned one is taken to work",
                    "die Anschlüsse hat noch niemand geprüft; jeder geplante gilt als bereit"
                )
            )
        }
    };
    if let Some(owed) = &roster.owed {
        let (short, more): (i64, i64) = owed.values().fold((0, 0), |(s, m), &d| (s + d.max(0), m + (-d).max(0)));
        let people = counted(owed.len(), t("person", "Person"), t("people", "Personen"));
        let short = counted(short as usize, t("home day", "Heimtag"), t("home days", "Heimtage"));
        let _ = match lang {
            Lang::En => {
                writeln!(text, "  carried to the next period: {short} owed, {more} in advance ({people})")
            }
            Lang::De => {
                writeln!(text, "  in den nächsten Zeitraum: {short} offen, {more} im Voraus ({people})")
            }
        };
    }
    if !roster.team_days.is_empty() {
        let named = roster
            .team_days
            .iter()
            .take(NAMED)
            .map(|(department, day)| format!("{} {}", visible(department.as_str()), wording::weekdays(*day).get(lang)));
        let mut named = named.collect::<Vec<_>>().join(", ");
        if let more @ 1.. = roster.team_days.len().saturating_sub(NAMED) {
            named += &match lang {
                Lang::En => format!(" and {more} more"),
                Lang::De => format!(" und {more} weitere"),
            };
        }
        let _ = writeln!(text, "  {}: {named}", t("team days", "Teamtage"));
    }
    if !roster.slots.is_empty() {
        let people = counted(roster.slots.len(), t("person", "Person"), t("people", "Personen"));
        let _ = match lang {
            Lang::En => writeln!(
                text,
                "  slots of the day of {people} were chosen before home and office: bound and gap hold for these slots"
            ),
            Lang::De => writeln!(
                text,
                "  Schichten von {people} wurden vor Zuhause und Büro verteilt: Schranke und Lücke gelten für diese Schichten"
            ),
        };
    }
    for (name, words) in &roster.holidays {
        let _ = writeln!(text, "  {}: {}", wording::day(*name).get(lang), visible(words.get(lang)));
    }
    for week in 0..roster.days.len() / 5 {
        let at_home: Vec<String> = (week * 5..week * 5 + 5)
            .map(|day| {
                if roster.holidays.iter().any(|(date, _)| *date == roster.days[day]) {
                    return "–".to_owned();
                }
                roster.at_home(day).to_string()
            })
            .collect();
        let when = wording::week(roster.days[week * 5]);
        let _ = writeln!(text, "  {}: {} {}", when.get(lang), at_home.join(" "), t("at home", "zu Hause"));
    }
    for line in tally.caps.iter().chain(&tally.groups) {
        let days: Vec<u32> = line.per_day.iter().flatten().copied().collect();
        let (Some(low), Some(high)) = (days.iter().min(), days.iter().max()) else { continue };
        let sign = if line.rule.kind == RuleKind::Cap { "≤" } else { "≥" };
        let range = if low == high { low.to_string() } else { format!("{low}–{high}") };
        let less = if line.per_day.iter().zip(&line.asked).any(|(day, asked)| day.is_some() && *asked < line.stated) {
            if line.rule.kind == RuleKind::Cap {
                t(", less on some days", ", an manchen Tagen weniger")
            } else {
                t(", or all who work", " oder alle, die arbeiten")
            }
        } else {
            ""
        };
        let _ =
            writeln!(text, "  {}: {range} {} ({sign} {}{less})", visible(&line.rule.title()), line.unit.get(lang), line.stated);
    }
    text.push_str(&fairness_lines(roster, shares, lang));
    text.push_str(points_line(lang));
    text.push_str(&tight_lines(roster, lang));
    text.push_str(&written_line(written, lang));
    let _ = writeln!(text, "{}", closing_line(roster, 0, lang));
    text
}

/// How even home days are; of a group that is too small nothing is told but that.
fn fairness_lines(roster: &Roster, shares: &Shares, lang: Lang) -> String {
    let f = &roster.fairness;
    if shares.house.is_none() {
        let n = shares.min_group;
        return match lang {
            Lang::En => format!("  home days ÷ fair share: not shown for fewer than {}\n", counted(n, "person", "people")),
            Lang::De => {
                format!("  Heimtage ÷ fairer Anteil: für weniger als {} nicht gezeigt\n", counted(n, "Person", "Personen"))
            }
        };
    }
    let mut text = String::new();
    let percent = |x: f64| format!("{:.0} %", x * 100.0);
    let (least, middle, most) = (percent(f.min), percent(f.median), percent(f.max));
    let jain = format!("{:.3}", f.jain);
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "  home days ÷ fair share of {}: least {least}, median {middle}, most {most}; {} below 80 %; Jain index {jain}",
            counted(f.people, "person", "people"),
            f.below_80
        ),
        Lang::De => writeln!(
            text,
            "  Heimtage ÷ fairer Anteil von {}: mindestens {least}, Median {middle}, höchstens {most}; {} unter 80 %; Jain-Index {}",
            counted(f.people, "Person", "Personen"),
            f.below_80,
            in_words(&jain, lang)
        ),
    };
    text.push_str(&departments_line(shares, lang));
    text.push_str(fairness_words(f, lang));
    text
}

/// The departments at both ends; all of them are in the JSON and in the works council's export.
fn departments_line(shares: &Shares, lang: Lang) -> String {
    let by_median = |a: &&Group, b: &&Group| a.fairness.median.total_cmp(&b.fairness.median);
    // The first of those that are alike, at either end.
    let lowest = shares.groups.iter().min_by(by_median);
    let highest = shares.groups.iter().rev().max_by(by_median);
    let (Some(low), Some(high)) = (lowest, highest) else { return String::new() };
    if shares.groups.len() < 2 {
        return String::new();
    }
    let name = |group: &Group| visible(group_name(group).get(lang)).into_owned();
    let percent = |group: &Group| format!("{:.0} %", group.fairness.median * 100.0);
    let (n, least, least_name, most, most_name) = (shares.min_group, percent(low), name(low), percent(high), name(high));
    match lang {
        Lang::En => format!(
            "    medians of departments ({} together): from {least} ({least_name}) to {most} ({most_name})\n",
            if n == 1 { "none".to_owned() } else { format!("those below {n} people") }
        ),
        Lang::De => format!(
            "    Mediane der Ämter ({} zusammen): von {least} ({least_name}) bis {most} ({most_name})\n",
            if n == 1 { "keine".to_owned() } else { format!("die unter {n} Personen") }
        ),
    }
}

/// A department's name, or what stands for several.
#[must_use]
pub fn group_name(group: &Group) -> Words {
    match &group.department {
        Some(name) => Words::new(name.clone(), name.clone()),
        None if group.departments > 1 => {
            let n = group.departments;
            Words::new(format!("others, {n} departments"), format!("andere, {n} Ämter"))
        }
        None => Words::new("without department", "ohne Amt"),
    }
}

/// What the figures of fairness mean.
fn fairness_words(f: &Fairness, lang: Lang) -> &'static str {
    match (lang, f.max >= 2.0) {
        (Lang::En, false) => {
            "    100 % is the fair share: the same part of everybody's days, as far as weekly share and caps allow; Jain 1.000: all have it alike\n"
        }
        (Lang::De, false) => {
            "    100 % ist der faire Anteil: derselbe Teil der Tage für alle, soweit Wochenanteil und Obergrenzen reichen; Jain 1,000: alle haben ihn gleich\n"
        }
        (Lang::En, true) => {
            "    100 % is the fair share: the same part of everybody's days, as far as weekly share and caps allow; Jain 1.000: all have it alike\n    far above 100 %: somebody whose share is a day or two, and who works or wishes so that more fits\n"
        }
        (Lang::De, true) => {
            "    100 % ist der faire Anteil: derselbe Teil der Tage für alle, soweit Wochenanteil und Obergrenzen reichen; Jain 1,000: alle haben ihn gleich\n    weit über 100 %: jemand, dessen Anteil ein, zwei Tage sind und bei dem nach Arbeitstagen und Wünschen mehr passt\n"
        }
    }
}

/// What the points mean.
fn points_line(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "  points are what the roster costs in the last line: wishes unmet, unequal shares, weeks that differ; fewer are better\n"
        }
        Lang::De => {
            "  Punkte sind die Kosten in der letzten Zeile: unerfüllte Wünsche, ungleiche Anteile, ungleiche Wochen; weniger ist besser\n"
        }
    }
}

/// Files that were written; nothing where there are none.
#[must_use]
pub fn written_line(written: &[String], lang: Lang) -> String {
    match (written, lang) {
        ([], _) => String::new(),
        (files, Lang::En) => format!("  written: {}\n", files.join(", ")),
        (files, Lang::De) => format!("  geschrieben: {}\n", files.join(", ")),
    }
}

/// `one more `vpn` on Mondays saves about 11`
#[must_use]
pub fn tight_lines(roster: &Roster, lang: Lang) -> String {
    let mut text = String::new();
    for entry in tight(roster).iter().filter(|entry| entry.saves >= 0.5).take(TIGHT) {
        let weekday = wording::weekdays(entry.weekday);
        let title = entry.rule.title();
        let name = visible(&title);
        let points = |one, many| counted(entry.saves.round() as usize, one, many);
        let less = Words::new("one less", "eins weniger bei");
        let more = Words::new("one more", "eins mehr bei");
        let change = if entry.rule.kind == RuleKind::Cap { more } else { less };
        let _ = match lang {
            Lang::En => {
                writeln!(text, "  {} `{name}` on {} would save about {}", change.en, weekday.en, points("point", "points"))
            }
            Lang::De => writeln!(text, "  {} `{name}` {} würde etwa {} sparen", change.de, weekday.de, points("Punkt", "Punkte")),
        };
    }
    text
}

/// The figures and findings of a run, without the places (they are in `roster.json`).
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// `optimal`, `feasible`, `impossible`, `not-decided`, `interrupted`.
    pub status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures<'a>>,
    pub findings: &'a [Finding],
    pub written: &'a [String],
}

#[derive(Debug, Serialize)]
pub struct Figures<'a> {
    pub cost: i64,
    pub bound: i64,
    pub gap_percent: f64,
    pub seed: u64,
    pub verified: bool,
    /// A limit ended the search after so many rounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u64>,
    pub readiness: ReadinessBasis,
    /// None for fewer people than `min_group`.
    pub fairness: Option<&'a Fairness>,
    pub min_group: usize,
    /// Departments, those too small together.
    pub departments: Vec<GroupFigures>,
    /// As [`Roster::team_days`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub team_days: &'a BTreeMap<Department, u8>,
    /// Slots of the day were chosen first: bound and gap hold for these.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub slots_chosen: bool,
    pub home_per_day: Vec<(jiff::civil::Date, usize)>,
    pub tight: Vec<Tight>,
}

/// How even home days are in a department.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupFigures {
    /// None: others, or people without a department.
    pub department: Option<String>,
    pub departments: usize,
    pub people: usize,
    pub fairness: Fairness,
}

/// Without the counts of each day.
#[must_use]
pub fn departments(shares: &Shares) -> Vec<GroupFigures> {
    let of = |group: &Group| GroupFigures {
        department: group.department.clone(),
        departments: group.departments,
        people: group.people,
        fairness: group.fairness.clone(),
    };
    shares.groups.iter().map(of).collect()
}

#[must_use]
pub fn json(roster: Option<(&Roster, &Shares)>, status: &str, findings: &[Finding], written: &[String]) -> String {
    let figures = roster.map(|(roster, shares)| Figures {
        cost: roster.cost,
        bound: roster.proven(),
        gap_percent: roster.gap_figure(),
        seed: roster.seed,
        verified: true,
        rounds: roster.rounds,
        readiness: roster.readiness,
        fairness: shares.house.as_ref().map(|_| &roster.fairness),
        min_group: shares.min_group,
        departments: departments(shares),
        team_days: &roster.team_days,
        slots_chosen: !roster.slots.is_empty(),
        home_per_day: (roster.days.iter().enumerate()).map(|(day, date)| (*date, roster.at_home(day))).collect(),
        tight: tight(roster),
    });
    let summary = Summary { status, figures, findings, written };
    serde_json::to_string_pretty(&summary).expect("text keys and finite numbers only") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;
    use crate::roster::check::Places;
    use crate::roster::model::RulePrices;

    #[test]
    fn golden() {
        let mut sample = sample::documents();
        sample.roster.certificate.prices = vec![RulePrices {
            rule: RuleName::new(RuleKind::Cap, "cap0"),
            per_day: sample.roster.days.iter().map(|day| (*day, 96)).collect(),
        }];
        let tally = Tally::of(&sample.documents.given(), &Places::of(&sample.roster));
        let written = ["out/roster.json".to_owned()];
        let shares = Shares::of(&sample.documents.given(), &sample.roster);
        let both = human(&sample.roster, &tally, &shares, &written, Lang::En)
            + &human(&sample.roster, &tally, &shares, &written, Lang::De);
        sample::assert_golden("summary.txt", &both);
        let json = json(Some((&sample.roster, &shares)), "feasible", &[], &written);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["figures"]["bound"], 11);
        assert_eq!(value["figures"]["tight"][0]["saves"], 3.0);
    }

    #[test]
    fn the_last_line_says_it_all() {
        let sample = sample::documents();
        let shares = Shares::of(&sample.documents.given(), &sample.roster);
        let mut roster = sample.roster;
        (roster.cost, roster.bound) = (17_006, 16_877);
        assert_eq!(
            closing_line(&roster, 0, Lang::En),
            "feasible, cost 17006, bound 16877, gap 0.76 %, seed 1, 0 violations (verified)"
        );
        roster.bound = roster.cost;
        assert!(closing_line(&roster, 0, Lang::De).starts_with("optimal, Kosten 17006, Schranke 17006, Lücke 0,00 %"));
        (roster.bound, roster.searched) = (7, true);
        assert!(
            closing_line(&roster, 0, Lang::De)
                .starts_with("optimal, Kosten 17006, Schranke 17006 (vollständige Suche), Lücke 0,00 %")
        );
        assert!(
            checked_line(&roster, true, Lang::En).starts_with("optimal, cost 17006, bound 17006 (complete search), gap 0.00 %")
        );
        assert!(checked_line(&roster, false, Lang::En).starts_with("feasible, cost 17006, bound 7, gap 99.96 %"));
        let json: serde_json::Value = serde_json::from_str(&json(Some((&roster, &shares)), "optimal", &[], &[])).unwrap();
        assert_eq!((json["figures"]["bound"].as_i64(), json["figures"]["gap_percent"].as_f64()), (Some(17_006), Some(0.0)));
    }
}
