//! A roster of changed rules beside the one in force: what the change is worth, or costs.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::roster_summary::{GroupFigures, Tight, departments, tight, tight_lines};
use super::{counted, in_words};
use crate::diag::{Finding, Lang, Words, visible};
use crate::domain::Place;
use crate::roster::check::{Shares, Tally};
use crate::roster::model::{Fairness, Roster};
use crate::roster::wording;

/// One of the two rosters, with what the checker counts of it.
pub struct Side<'a> {
    pub roster: &'a Roster,
    pub tally: &'a Tally,
    pub shares: &'a Shares,
}

/// How often a cap is drawn on to the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CapUse {
    cap: String,
    /// Days on which nobody else could be at home, of so many.
    full: usize,
    days: usize,
}

fn full(tally: &Tally) -> Vec<CapUse> {
    (tally.caps.iter())
        .map(|line| {
            let days: Vec<(u32, u32)> =
                line.per_day.iter().zip(&line.asked).filter_map(|(day, most)| Some(((*day)?, *most))).collect();
            let full = days.iter().filter(|(day, most)| day >= most).count();
            CapUse { cap: line.rule.title(), full, days: days.len() }
        })
        .collect()
}

fn home_days(roster: &Roster) -> usize {
    roster.rows.iter().flat_map(|row| &row.places).filter(|place| **place == Place::Home).count()
}

/// For people.
#[must_use]
pub fn human(changes: &[Words], before: &Side<'_>, now: &Side<'_>, moved: (usize, usize), lang: Lang) -> String {
    let mut text = head(changes, lang);
    let (b, n) = (before.roster, now.roster);
    let gap = |roster: &Roster| in_words(&format!("{:.2}", roster.gap_percent()), lang);
    let more = n.cost.saturating_sub(b.cost);
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "  cost {} instead of {} ({more:+}), gap {} % instead of {} %; no roster of these rules costs less than {}",
            n.cost,
            b.cost,
            gap(n),
            gap(b),
            n.proven()
        ),
        Lang::De => writeln!(
            text,
            "  Kosten {} statt {} ({more:+}), Lücke {} % statt {} %; kein Dienstplan dieser Regeln kostet weniger als {}",
            n.cost,
            b.cost,
            gap(n),
            gap(b),
            n.proven()
        ),
    };
    if n.days.len() != b.days.len() {
        text.push_str(match lang {
            Lang::En => "  the periods differ in length, so the costs cannot be compared as they are\n",
            Lang::De => "  die Zeiträume sind verschieden lang, die Kosten also nicht unmittelbar vergleichbar\n",
        });
    }
    for week in 0..n.days.len() / 5 {
        let days: Vec<String> = (week * 5..week * 5 + 5).map(|day| one_day(before.roster, n, day)).collect();
        let when = wording::week(n.days[week * 5]);
        let at_home = if lang == Lang::De { "zu Hause" } else { "at home" };
        let _ = writeln!(text, "  {}: {} {at_home}", when.get(lang), days.join(" "));
    }
    let (home, home_before) = (home_days(n), home_days(b));
    let _ = match lang {
        Lang::En => writeln!(text, "  home days in all: {home} instead of {home_before}"),
        Lang::De => writeln!(text, "  Heimtage zusammen: {home} statt {home_before}"),
    };
    let (was, is) = (full(before.tally), full(now.tally));
    for cap in &is {
        let old = was.iter().find(|old| old.cap == cap.cap).map_or(0, |old| old.full);
        let name = visible(&cap.cap);
        let _ = match lang {
            Lang::En => writeln!(text, "  {name}: full on {} of {}, before on {old}", cap.full, counted(cap.days, "day", "days")),
            Lang::De => writeln!(
                text,
                "  {name}: ausgeschöpft an {} von {}, vorher an {old}",
                cap.full,
                counted(cap.days, "Tag", "Tagen")
            ),
        };
    }
    if let (Some(before), Some(now)) = (&before.shares.house, &now.shares.house) {
        text.push_str(&fairness(before, now, lang));
    }
    text.push_str(&tight_lines(n, lang));
    let (places, people) = moved;
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "  {} of {} would differ, made from nothing; `deskshift rotate replan` changes as few as can be\nnothing was written",
            counted(places, "place", "places"),
            counted(people, "person", "people")
        ),
        Lang::De => writeln!(
            text,
            "  {} von {} wären anders, von Grund auf neu erstellt; `deskshift rotate replan` ändert so wenig wie möglich\nnichts wurde geschrieben",
            counted(places, "Ort", "Orte"),
            counted(people, "Person", "Personen")
        ),
    };
    text
}

/// What was asked.
#[must_use]
pub fn head(changes: &[Words], lang: Lang) -> String {
    let list: Vec<String> = changes.iter().map(|change| visible(change.get(lang)).into_owned()).collect();
    match lang {
        Lang::En => format!("what if: {}\n", list.join("; ")),
        Lang::De => format!("was wäre, wenn: {}\n", list.join("; ")),
    }
}

/// `220 (+20)`; `–` on a holiday; without a difference where the roster in force does not have the day.
fn one_day(before: &Roster, now: &Roster, day: usize) -> String {
    let date = now.days[day];
    if now.holidays.iter().any(|(holiday, _)| *holiday == date) {
        return "–".to_owned();
    }
    let home = now.at_home(day);
    match before.days.iter().position(|old| *old == date).map(|at| before.at_home(at)) {
        Some(old) if old != home => format!("{home} ({:+})", home as i64 - old as i64),
        _ => home.to_string(),
    }
}

fn fairness(before: &Fairness, now: &Fairness, lang: Lang) -> String {
    let instead = if lang == Lang::De { "statt" } else { "instead of" };
    let percent = |now: f64, before: f64| format!("{:.0} % {instead} {:.0} %", now * 100.0, before * 100.0);
    let (least, median) = (percent(now.min, before.min), percent(now.median, before.median));
    let most = percent(now.max, before.max);
    let jain = in_words(&format!("{:.3} {instead} {:.3}", now.jain, before.jain), lang);
    let (few, few_before) = (now.below_80, before.below_80);
    match lang {
        Lang::En => format!(
            "  home days ÷ fair share: least {least}, median {median}, most {most}; {few} below 80 % {instead} {few_before}; Jain index {jain}\n"
        ),
        Lang::De => format!(
            "  Heimtage ÷ fairer Anteil: mindestens {least}, Median {median}, höchstens {most}; {few} unter 80 % {instead} {few_before}; Jain-Index {jain}\n"
        ),
    }
}

#[derive(Debug, Serialize)]
struct Figures<'a> {
    cost: i64,
    bound: i64,
    gap_percent: f64,
    /// None for fewer people than `roster.min_group`.
    fairness: Option<&'a Fairness>,
    departments: Vec<GroupFigures>,
    home_days: usize,
    home_per_day: Vec<(Date, usize)>,
    caps: Vec<CapUse>,
    tight: Vec<Tight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounds: Option<u64>,
}

fn figures<'a>(side: &Side<'a>) -> Figures<'a> {
    let roster = side.roster;
    Figures {
        cost: roster.cost,
        bound: roster.proven(),
        gap_percent: roster.gap_figure(),
        fairness: side.shares.house.as_ref(),
        departments: departments(side.shares),
        home_days: home_days(roster),
        home_per_day: roster.days.iter().enumerate().map(|(day, date)| (*date, roster.at_home(day))).collect(),
        caps: full(side.tally),
        tight: tight(roster),
        rounds: roster.rounds,
    }
}

/// `changed` is none where there is no such roster; the findings say why, and what would be enough.
#[must_use]
pub fn json(
    changes: &[Words],
    status: &str,
    before: &Side<'_>,
    changed: Option<(&Side<'_>, (usize, usize))>,
    findings: &[Finding],
) -> String {
    let value = serde_json::json!({
        "changes": changes, "status": status, "in_force": figures(before), "changed": changed.map(|(side, _)| figures(side)),
        "places": changed.map(|(_, (places, _))| places), "people": changed.map(|(_, (_, people))| people), "findings": findings,
    });
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;
    use crate::roster::check::Places;

    /// A complete search proves the cost itself, whatever the prices show.
    #[test]
    fn what_a_search_has_proven_is_the_bound() {
        let sample = sample::documents();
        let (tally, shares) = (
            Tally::of(&sample.documents.given(), &Places::of(&sample.roster)),
            Shares::of(&sample.documents.given(), &sample.roster),
        );
        let searched = Roster { cost: 144, bound: 7, searched: true, ..sample.roster.clone() };
        let (before, now) = (&sample.roster, &searched);
        let [before, now] = [before, now].map(|roster| Side { roster, tally: &tally, shares: &shares });
        let told = human(&[], &before, &now, (0, 0), Lang::En);
        assert!(told.contains("gap 0.00 %") && told.contains("no roster of these rules costs less than 144"), "{told}");
        let json: serde_json::Value = serde_json::from_str(&json(&[], "optimal", &before, Some((&now, (0, 0))), &[])).unwrap();
        assert_eq!((&json["changed"]["bound"], &json["changed"]["gap_percent"]), (&144.into(), &0.0.into()));
    }
}
