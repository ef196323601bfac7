//! What a certificate proves, in words and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::{counted, in_words};
use crate::diag::{Finding, Lang};
use crate::roster::check::{Parts, Proven};
use crate::roster::model::{Roster, RuleName};

/// The sum of a rule's prices over all days, dearest first; in cost units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleSum {
    pub rule: RuleName,
    pub days: usize,
    pub points: f64,
}

fn sums(roster: &Roster) -> Vec<RuleSum> {
    let parts = roster.certificate.parts.max(1) as f64;
    let mut sums: Vec<RuleSum> = (roster.certificate.prices.iter())
        .map(|entry| {
            let total: i64 = entry.per_day.values().fold(0, |sum, price| sum.saturating_add(*price));
            RuleSum { rule: entry.rule.clone(), days: entry.per_day.len(), points: total as f64 / parts }
        })
        .collect();
    sums.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.rule.cmp(&b.rule)));
    sums
}

/// (cost − bound) ÷ cost in per cent, 0 for a cost of 0.
fn percent(cost: i64, gap: i64) -> f64 {
    100.0 * gap as f64 / cost.max(1) as f64
}

/// For people; findings are told apart from it.
#[must_use]
pub fn human(roster: &Roster, proven: &Proven, lang: Lang) -> String {
    let mut text = String::new();
    let Parts { wish, fairness, stability, shape, team_day } = proven.cost;
    let cost = proven.cost.total();
    let Some(proof) = proven.proof else {
        return match lang {
            Lang::En => format!("  cost, counted anew: {cost}; no bound is proven\n"),
            Lang::De => format!("  Kosten, neu gezählt: {cost}; keine Schranke ist belegt\n"),
        };
    };
    let together = match lang {
        _ if roster.team_days.is_empty() => String::new(),
        Lang::En => format!(", team days {team_day}"),
        Lang::De => format!(", Teamtage {team_day}"),
    };
    let bound = proof.bound();
    let units = |sum: i64| in_words(&format!("{:.1}", sum as f64 / proof.parts as f64), lang);
    let (people, rules) = (units(proof.people), units(proof.rules));
    let prices = roster.certificate.prices.iter().map(|entry| entry.per_day.len()).sum();
    let sums = sums(roster);
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "every roster that holds the rules costs at least {bound}\n  \
             cost, counted anew: {cost} (wishes {wish}, fairness {fairness}, stability {stability}, shape {shape}{together})\n  \
             bound, recomputed from {} of {}: {people} for people at these prices, {rules} for what rules need and allow",
            counted(prices, "price", "prices"),
            counted(sums.len(), "rule", "rules")
        ),
        Lang::De => writeln!(
            text,
            "jeder Dienstplan, der die Regeln hält, kostet mindestens {bound}\n  \
             Kosten, neu gezählt: {cost} (Wünsche {wish}, Fairness {fairness}, Stetigkeit {stability}, Blöcke {shape}{together})\n  \
             Schranke, neu berechnet aus {} zu {}: {people} für Personen bei diesen Preisen, {rules} für das, was Regeln brauchen und zulassen",
            counted(prices, "Preis", "Preisen"),
            counted(sums.len(), "Regel", "Regeln")
        ),
    };
    if !proven.findings.is_empty() {
        return text;
    }
    text.push_str(&meaning(cost, cost - bound, lang));
    if let Some(from) = roster.from {
        let _ = match lang {
            Lang::En => writeln!(text, "  days before {from} had passed: the proof is about rosters with the same past"),
            Lang::De => writeln!(
                text,
                "  Tage vor dem {from} waren vergangen: der Nachweis betrifft Dienstpläne mit derselben Vergangenheit"
            ),
        };
    }
    if !roster.slots.is_empty() {
        text.push_str(match lang {
            Lang::En => "  slots of the day were chosen before: the proof is about rosters with these slots\n",
            Lang::De => "  die Schichten wurden vorher verteilt: der Nachweis betrifft Dienstpläne mit diesen Schichten\n",
        });
    }
    if roster.searched && bound < cost {
        text.push_str(match lang {
            Lang::En => "  the roster also states that a complete search found nothing cheaper; prices do not prove that, `deskshift rotate check` tries it\n",
            Lang::De => "  laut Dienstplan fand außerdem eine vollständige Suche nichts Günstigeres; das belegen die Preise nicht, `deskshift rotate check` prüft es\n",
        });
    }
    text
}

/// The gap and what it means.
fn meaning(cost: i64, gap: i64, lang: Lang) -> String {
    let share = in_words(&format!("{:.2}", percent(cost, gap)), lang);
    match (lang, gap) {
        (Lang::En, 0) => "  gap: none; nothing can be better than this roster\n".to_owned(),
        (Lang::De, 0) => "  Lücke: keine; nichts kann besser sein als dieser Dienstplan\n".to_owned(),
        (Lang::En, _) => format!(
            "  gap: {} or {share} % of the cost; no roster saves more than that, and perhaps none saves anything\n",
            counted(gap.unsigned_abs() as usize, "point", "points")
        ),
        (Lang::De, _) => format!(
            "  Lücke: {} oder {share} % der Kosten; mehr spart kein Dienstplan, und vielleicht spart keiner etwas\n",
            counted(gap.unsigned_abs() as usize, "Punkt", "Punkte")
        ),
    }
}

/// Costs and bounds in cost units, prices in 1/`parts` of one.
#[derive(Debug, Serialize)]
struct Figures<'a> {
    holds: bool,
    cost: Stated,
    goals: Parts,
    bound: Stated,
    /// None where no gap is proven.
    gap: Option<i64>,
    gap_percent: Option<f64>,
    parts: i64,
    people: Option<i64>,
    rules: Option<i64>,
    prices: Vec<RuleSum>,
    from: Option<jiff::civil::Date>,
    claims_complete_search: bool,
    findings: &'a [Finding],
}

#[derive(Debug, Serialize)]
struct Stated {
    stated: i64,
    counted: Option<i64>,
}

#[must_use]
pub fn json(roster: &Roster, proven: &Proven) -> String {
    let cost = proven.cost.total();
    let holds = proven.findings.is_empty();
    let gap = proven.proof.filter(|_| holds).map(|proof| cost - proof.bound());
    let figures = Figures {
        holds,
        cost: Stated { stated: roster.cost, counted: Some(cost) },
        goals: proven.cost,
        bound: Stated { stated: roster.bound, counted: proven.proof.map(crate::roster::check::Proof::bound) },
        gap,
        gap_percent: gap.map(|gap| (percent(cost, gap) * 1000.0).round() / 1000.0),
        parts: roster.certificate.parts,
        people: proven.proof.map(|proof| proof.people),
        rules: proven.proof.map(|proof| proof.rules),
        prices: sums(roster),
        from: roster.from,
        claims_complete_search: roster.searched,
        findings: &proven.findings,
    };
    serde_json::to_string_pretty(&figures).expect("text keys and finite numbers only") + "\n"
}
