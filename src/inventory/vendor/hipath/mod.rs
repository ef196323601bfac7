//! HiPath 4000 and OpenScape 4000: the AMO commands that `REGENERATE` prints.
//!
//! In: the text of a print or a terminal session. Out: one reading, marked as experimental.
//! May import: what `vendor` may. Start with `statement`, then `station`.

mod statement;
mod station;
#[cfg(test)]
mod tests;

use self::statement::{Statement, Verb};
use self::station::Stations;
use super::codes;
use super::gather::Gather;
use crate::diag::{Place, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Secrecy, open_plain};

pub const FORMAT: Format = Format { name: "hipath/amo", class: Class::Pbx, recognise, read };

/// Verb and AMO at the beginning of a line.
const MARKS: [&str; 7] = ["-SBCSU:", "-SCSU:", "-SSCSU:", "-PERSI:", "-AUN:", "-ZIEL:", "-SA:"];

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let found = MARKS
        .iter()
        .filter(|mark| {
            sample.text.lines().any(|line| {
                let line = line.trim_start().trim_start_matches('<');
                line.find(**mark).is_some_and(|at| statement::verb(&line[..at]).is_some())
            })
        })
        .count();
    (found > 0).then(|| {
        Likeness::new(
            if found > 1 { 95 } else { 80 },
            "has AMO commands such as `ADD-SBCSU:`",
            "hat AMO-Befehle wie `ADD-SBCSU:`",
        )
    })
}

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("hipath", given.plan);
    let Some(plain) = open_plain(&given.list, Secrecy::Secret, &mut gather.findings) else { return gather.finish(None) };
    let mut stations = Stations::new(given.list.limits.rows);
    let mut any = false;
    let left = statement::each(given.list.file, &plain.text, &mut |statement| {
        any = true;
        take(&statement, &mut stations, &mut gather);
    });
    if let Some((count, at)) = left.passed {
        gather.unread_times("line outside of commands", count, || at);
    }
    for broken in left.unclosed {
        gather.findings.push(codes::STATEMENT_BROKEN.finding(
            Some(broken),
            Words::new(
                "the command is not closed by `;` and was skipped",
                "der Befehl endet nicht mit `;` und wurde übersprungen",
            ),
        ));
    }
    if any {
        gather.findings.push(codes::EXPERIMENTAL.finding(
            Some(Place::file(given.list.file)),
            Words::new(
                "AMO prints are read by the public description of their commands; compare some stations before anything moves",
                "AMO-Drucke werden nach der öffentlichen Beschreibung gelesen; vor jedem Umzug einige Teilnehmer vergleichen",
            ),
        ));
    }
    stations.finish(&mut gather);
    let source = plain.source(FORMAT.name, 0);
    gather.finish(Some(source))
}

fn take(statement: &Statement, stations: &mut Stations, gather: &mut Gather<'_>) {
    let amo = statement.amo.as_str();
    match statement.verb {
        // What somebody asked for; the answer follows.
        Verb::Ask => return,
        Verb::Delete => return gather.unread(&format!("DELETE-{amo}"), || statement.at.clone()),
        Verb::Add | Verb::Change => {}
    }
    match amo {
        "SBCSU" | "SCSU" | "SSCSU" => stations.station(statement, gather),
        "PERSI" => stations.name(statement, gather),
        "AUN" => stations.pickup(statement, gather),
        "SA" => stations.hunt(statement, gather),
        "ZIEL" => stations.forward(statement, gather),
        other => gather.unread(other, || statement.at.clone()),
    }
}
