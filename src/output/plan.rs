//! A plan in figures, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::counted;
use crate::diag::{Lang, Severity};
use crate::plan::Change;
use crate::plan::model::{Effect, Plan};

/// Differences listed by name; more are counted.
const SHOWN: usize = 40;

/// Counts of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub lines: usize,
    pub kept: usize,
    /// Client and transport to lines.
    pub clients: BTreeMap<String, usize>,
    /// Reason to extensions.
    pub kept_reasons: BTreeMap<String, usize>,
    pub pbx_changes: usize,
    /// AORs whose limit is raised, by the limit they have now.
    pub raised_from: BTreeMap<u32, usize>,
    pub one_ring: usize,
    /// Lines that show only at a call whom they ring, and hints that do not see the web phone.
    pub to_look_at: usize,
    pub errors: usize,
    pub warnings: usize,
}

#[must_use]
pub fn figures(plan: &Plan, lang: Lang) -> Figures {
    let mut figures = Figures {
        lines: plan.lines.len(),
        kept: plan.kept.len(),
        clients: BTreeMap::new(),
        kept_reasons: BTreeMap::new(),
        pbx_changes: plan.pbx_changes.len(),
        raised_from: BTreeMap::new(),
        one_ring: plan.one_ring.iter().filter(|line| line.effect == Effect::Rings).count(),
        to_look_at: plan.one_ring.iter().filter(|line| line.effect != Effect::Rings).count(),
        errors: plan.findings.iter().filter(|f| f.severity == Severity::Error).count(),
        warnings: plan.findings.iter().filter(|f| f.severity == Severity::Warning).count(),
    };
    for line in &plan.lines {
        *figures.clients.entry(format!("{} {}", line.client, line.transport)).or_default() += 1;
    }
    for kept in &plan.kept {
        // The words before the bracket are the kind, the rest is how it was recognised.
        let reason = kept.reason.get(lang).split(" (").next().unwrap_or_default();
        *figures.kept_reasons.entry(reason.to_owned()).or_default() += 1;
    }
    for change in &plan.pbx_changes {
        if let Some(from) = change.max_contacts_from.filter(|from| *from < change.max_contacts_to) {
            *figures.raised_from.entry(from).or_default() += 1;
        }
    }
    figures
}

/// A screen for the admin.
#[must_use]
pub fn human(plan: &Plan, changes: Option<&[Change]>, lang: Lang) -> String {
    let f = figures(plan, lang);
    let mut text = String::new();
    let told = match lang {
        Lang::En => [
            counted(f.lines, "line planned", "lines planned"),
            counted(f.kept, "extension kept as it is", "extensions kept as they are"),
            counted(f.errors, "error", "errors"),
            counted(f.warnings, "warning", "warnings"),
        ],
        Lang::De => [
            counted(f.lines, "Anschluss geplant", "Anschlüsse geplant"),
            counted(f.kept, "Nebenstelle bleibt, wie sie ist", "Nebenstellen bleiben, wie sie sind"),
            counted(f.errors, "Fehler", "Fehler"),
            counted(f.warnings, "Warnung", "Warnungen"),
        ],
    };
    let [planned, kept, errors, warnings] = told;
    let _ = writeln!(text, "{}: {planned}, {kept}; {errors}, {warnings}", plan.site);
    let list = |text: &mut String, title: &str, map: &BTreeMap<String, usize>| {
        if !map.is_empty() {
            let _ = writeln!(text, "\n{title}");
            let width = map.keys().map(|key| key.chars().count()).max().unwrap_or(0);
            for (key, count) in map {
                let _ = writeln!(text, "  {key:<width$}  {count:>5}");
            }
        }
    };
    let (clients, reasons) = match lang {
        Lang::En => ("Clients", "Kept"),
        Lang::De => ("Programme", "Bleiben"),
    };
    list(&mut text, clients, &f.clients);
    list(&mut text, reasons, &f.kept_reasons);
    let raised: usize = f.raised_from.values().sum();
    let from: Vec<String> = f.raised_from.iter().map(|(from, count)| format!("{count} × {from}")).collect();
    let from = if from.is_empty() { String::new() } else { format!(" ({})", from.join(", ")) };
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "\nPBX\n  {}, {} room for more devices{from}\n  {} would ring only one device{}",
            counted(f.pbx_changes, "extension changes", "extensions change"),
            counted(raised, "gets", "get"),
            counted(f.one_ring, "dialplan or queue line", "dialplan and queue lines"),
            if f.to_look_at == 0 {
                String::new()
            } else {
                format!("; {} to look at", counted(f.to_look_at, "more line is", "more lines are"))
            },
        ),
        Lang::De => writeln!(
            text,
            "\nTelefonanlage\n  {}, {} Platz für mehr Geräte{from}\n  {} nur ein Gerät rufen{}",
            counted(f.pbx_changes, "Nebenstelle ändert sich", "Nebenstellen ändern sich"),
            counted(raised, "bekommt", "bekommen"),
            counted(f.one_ring, "Zeile in Wählplan und Warteschlangen würde", "Zeilen in Wählplan und Warteschlangen würden"),
            if f.to_look_at == 0 {
                String::new()
            } else {
                format!("; {} anzusehen", counted(f.to_look_at, "weitere Zeile ist", "weitere Zeilen sind"))
            },
        ),
    };
    if let Some(changes) = changes {
        text.push_str(&differences(changes, lang));
    }
    text
}

fn differences(changes: &[Change], lang: Lang) -> String {
    let mut text = String::new();
    let title = match (lang, changes.len()) {
        (Lang::En, 0) => "\nNothing changed since the earlier plan".to_owned(),
        (Lang::De, 0) => "\nSeit dem früheren Plan hat sich nichts geändert".to_owned(),
        (Lang::En, n) => format!("\nChanged since the earlier plan: {n}"),
        (Lang::De, n) => format!("\nGeändert seit dem früheren Plan: {n}"),
    };
    let _ = writeln!(text, "{title}");
    for change in changes.iter().take(SHOWN) {
        let _ = writeln!(text, "  {}: {}", change.subject, change.words().get(lang));
    }
    if changes.len() > SHOWN {
        let more = changes.len() - SHOWN;
        let _ = match lang {
            Lang::En => writeln!(text, "  and {more} more (`--json` lists all)"),
            Lang::De => writeln!(text, "  und {more} weitere (`--json` nennt alle)"),
        };
    }
    text
}

/// One JSON document: figures, differences and findings.
#[must_use]
pub fn json(plan: &Plan, changes: Option<&[Change]>, lang: Lang) -> String {
    let value = serde_json::json!({
        "site": plan.site,
        "figures": figures(plan, lang),
        "changes": changes,
        "findings": plan.findings,
    });
    format!("{value:#}\n")
}
