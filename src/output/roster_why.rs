//! Why somebody is where the roster has them, in sentences.

use std::fmt::Write as _;

use crate::diag::Lang;
use crate::domain::Place;
use crate::roster::check::{Cell, Parts, Reason, Trade};
use crate::roster::wording;

/// Trades named; the others are counted.
const NAMED: usize = 3;

/// One paragraph for each day.
#[must_use]
pub fn human(cells: &[Cell], lang: Lang) -> String {
    let mut text = String::new();
    for cell in cells {
        let day = wording::day(cell.day);
        let slot = match (&cell.slot, lang) {
            (None, _) => String::new(),
            (Some((name, hours)), Lang::En) => format!(", slot `{name}` {hours}"),
            (Some((name, hours)), Lang::De) => format!(", Schicht `{name}` {hours}"),
        };
        let _ = writeln!(text, "{}, {}: {}{slot}", cell.name, day.get(lang), place(cell.place, lang));
        for line in reason(cell, lang) {
            let _ = writeln!(text, "  {line}");
        }
        if let Some(line) = trades(&cell.trades, lang) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn place(place: Place, lang: Lang) -> &'static str {
    match (place, lang) {
        (Place::Home, Lang::En) => "at home",
        (Place::Home, Lang::De) => "zu Hause",
        (Place::Office, Lang::En) => "in the office",
        (Place::Office, Lang::De) => "im Büro",
        (Place::Off, Lang::En) => "off",
        (Place::Off, Lang::De) => "frei",
    }
}

fn other(cell: &Cell, lang: Lang) -> &'static str {
    place(if cell.place == Place::Home { Place::Office } else { Place::Home }, lang)
}

fn reason(cell: &Cell, lang: Lang) -> Vec<String> {
    let one = |en: &str, de: &str| {
        vec![
            match lang {
                Lang::En => en,
                Lang::De => de,
            }
            .to_owned(),
        ]
    };
    match &cell.reason {
        Reason::Past => one(
            "that day has passed or is kept as it was: no rule is counted there any more",
            "der Tag ist vergangen oder bleibt, wie er war: dort zählt keine Regel mehr",
        ),
        Reason::Off => one("does not work that day", "arbeitet an dem Tag nicht"),
        Reason::AlwaysHome => one("the staff list says: always at home", "laut Personalliste immer zu Hause"),
        Reason::NeverHome => one("the staff list says: never at home", "laut Personalliste nie zu Hause"),
        Reason::NoSoftphone => {
            one("has no softphone that `validate` found ready", "hat kein Softphone, das `validate` bereit gefunden hat")
        }
        Reason::OwnDay => {
            one("is wanted here on that day (`roster.own_days`)", "soll an diesem Tag hier sein (`roster.own_days`)")
        }
        Reason::Turn(cohort) => one(
            &format!("so are the turns of cohort `{cohort}` (`roster.cohorts`)"),
            &format!("so sind die Blöcke der Kohorte `{cohort}` (`roster.cohorts`)"),
        ),
        Reason::Rules(broken) => {
            let head = match lang {
                Lang::En => format!("{} instead would break:", other(cell, lang)),
                Lang::De => format!("{} ginge nicht, denn dann wäre verletzt:", other(cell, lang)),
            };
            std::iter::once(head).chain(broken.iter().map(|finding| format!("- {}", finding.what.get(lang)))).collect()
        }
        Reason::Cost(more) => vec![costs(cell, *more, lang)],
    }
}

fn costs(cell: &Cell, more: Parts, lang: Lang) -> String {
    let named = match lang {
        Lang::En => [
            ("wishes", more.wish),
            ("fairness", more.fairness),
            ("same days every week", more.stability),
            ("blocks", more.shape),
            ("team day", more.team_day),
        ],
        Lang::De => [
            ("Wünsche", more.wish),
            ("Gerechtigkeit", more.fairness),
            ("gleiche Tage jede Woche", more.stability),
            ("Blöcke", more.shape),
            ("Teamtag", more.team_day),
        ],
    };
    let parts: Vec<String> = named.iter().filter(|(_, part)| *part != 0).map(|(name, part)| format!("{name} {part:+}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let (other, total) = (other(cell, lang), more.total());
    match (lang, total) {
        (Lang::En, 1..) => format!("{other} instead would cost {total} more{parts}"),
        (Lang::De, 1..) => format!("{other} würde {total} mehr kosten{parts}"),
        (Lang::En, 0) => format!("{other} instead would be as good{parts}: it may be changed"),
        (Lang::De, 0) => format!("{other} wäre ebenso gut{parts}: es darf geändert werden"),
        (Lang::En, _) => format!("{other} instead would even cost {} less{parts}: it may be changed", -total),
        (Lang::De, _) => format!("{other} würde sogar {} weniger kosten{parts}: es darf geändert werden", -total),
    }
}

fn trades(trades: &[Trade], lang: Lang) -> Option<String> {
    let named: Vec<String> = trades.iter().take(NAMED).map(|trade| format!("{} ({:+})", trade.name, trade.more)).collect();
    let rest = trades.len().saturating_sub(named.len());
    let named = named.join(", ");
    match (lang, trades.len(), rest) {
        (_, 0, _) => None,
        (Lang::En, _, 0) => Some(format!("could trade that day with {named}")),
        (Lang::En, _, n) => Some(format!("could trade that day with {named} and {n} more")),
        (Lang::De, _, 0) => Some(format!("könnte an dem Tag tauschen mit {named}")),
        (Lang::De, _, n) => Some(format!("könnte an dem Tag tauschen mit {named} und {n} weiteren")),
    }
}

#[must_use]
pub fn json(cells: &[Cell]) -> String {
    let rows: Vec<serde_json::Value> = cells
        .iter()
        .map(|cell| {
            let (reason, broken, more) = match &cell.reason {
                Reason::Past => ("passed", None, None),
                Reason::Off => ("off", None, None),
                Reason::AlwaysHome => ("always-home", None, None),
                Reason::NeverHome => ("never-home", None, None),
                Reason::NoSoftphone => ("no-softphone", None, None),
                Reason::OwnDay => ("own-day", None, None),
                Reason::Turn(_) => ("turn", None, None),
                Reason::Rules(broken) => ("rules", Some(broken), None),
                Reason::Cost(more) => ("cost", None, Some(*more)),
            };
            let trades: Vec<_> =
                cell.trades.iter().map(|trade| serde_json::json!({"person": trade.person, "name": trade.name, "more": trade.more})).collect();
            serde_json::json!({
                "person": cell.person, "name": cell.name, "day": cell.day, "place": cell.place, "slot": cell.slot.as_ref().map(|(name, _)| name), "reason": reason, "would_break": broken,
                "would_cost_more": more.map(|more| serde_json::json!({"total": more.total(), "wish": more.wish, "fairness": more.fairness,
                                                                      "stability": more.stability, "shape": more.shape, "team_day": more.team_day})),
                "trades": trades,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(rows))
}
