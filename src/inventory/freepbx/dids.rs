//! FreePBX Bulk Handler, type *dids*: inbound routes. The column `extension` holds the number from outside here.

use super::mend;
use crate::diag::Words;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Did, DidTarget, Sourced};
use crate::inventory::numbers::direct;
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{Subscribers, below, codes, count, open_table, titles};
use crate::inventory::table::{Columns, Row, normal};
use crate::policy::site::Numbers;

pub const FORMAT: Format = Format { name: "freepbx/dids", class: Class::Pbx, recognise, read };

/// Titles beside `destination` that only routes have, in normal form.
const MARKS: [&str; 10] = [
    "cidnum",
    "privacyman",
    "alertinfo",
    "grppre",
    "pmmaxretries",
    "pmminlength",
    "delayanswer",
    "pricid",
    "faxexten",
    "mohclass",
];

fn known(titles: &[&str]) -> usize {
    titles
        .iter()
        .map(|title| normal(title))
        .filter(|t| MARKS.contains(&t.as_str()) || ["extension", "destination", "description"].contains(&t.as_str()))
        .count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    if count(&titles, &["extension", "destination"]) < 2 {
        return None;
    }
    let score = match count(&titles, &MARKS) {
        0 if below(sample.text, "destination", is_goto) => 85,
        0 => 40,
        1 => 80,
        _ => 95,
    };
    let (en, de) = ("header has `extension` and `destination`", "Kopfzeile hat `extension` und `destination`");
    Some(Likeness::new(score, en, de))
}

/// `from-did-direct,101,1`: context, extension and priority; in a cell with quotes, of which the first part is enough.
fn is_goto(cell: &str) -> bool {
    let (context, rest) = cell.split_once(',').unwrap_or((cell, ""));
    let context = context.trim_start_matches('"');
    let known =
        ["from-did-direct", "ext-group", "ext-queues", "ext-local", "ivr-", "timeconditions", "app-blackhole", "ext-meetme"];
    known.iter().any(|start| context.starts_with(start)) || (rest.ends_with(",1") && !context.contains(' '))
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/freepbx");
    if let Some((table, header, source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        mend::backslash_quotes(&given.list, &mut list.findings);
        let columns = Columns::new(&table, header);
        let wanted = (columns.find("extension"), columns.find("destination"), columns.find("cidnum"));
        list.each_row(&columns, source, |reading| reading.dids.len(), |row, list| one(&columns, row, wanted, given.plan, list));
    }
    list.finish()
}

fn one(
    columns: &Columns<'_>,
    row: &Row,
    (number, destination, caller): (Option<usize>, Option<usize>, Option<usize>),
    plan: &Numbers,
    list: &mut Subscribers,
) {
    let destination = columns.cell(row, destination);
    let caller = columns.cell(row, caller);
    let number = columns.cell(row, number);
    let Some(number) = number.clone().filter(|_| caller.is_none()) else {
        let shown = |cell: Option<&Sourced<String>>| cell.map_or_else(|| "-".to_owned(), |cell| format!("`{}`", cell.value));
        let (to, what) = (shown(destination.as_ref()), shown(number.as_ref()));
        let at = caller.or(destination).map(|cell| cell.at);
        list.tell(codes::DID_SKIPPED.finding(
            at,
            Words::new(
                format!("a route for any number or for one caller; it is not in the inventory: number {what}, destination {to}"),
                format!(
                    "eine Route für jede Nummer oder für einen Anrufer; sie steht nicht im Inventar: Nummer {what}, Ziel {to}"
                ),
            ),
        ));
        return;
    };
    let target = destination.map_or(DidTarget::Nothing, |cell| target(&cell.value));
    list.reading.dids.push(did(&number, target, plan, &mut list.findings));
}

/// A number from outside: plain, the beginning of many (`_086158.`), or a pattern.
pub(super) fn did(
    number: &Sourced<String>,
    target: DidTarget,
    plan: &Numbers,
    findings: &mut crate::inventory::table::Collector,
) -> Did {
    let text = &number.value;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let pattern = text.strip_prefix('_').unwrap_or(text);
    if let Some(start) = pattern.strip_suffix(['.', '!']).filter(|start| !start.is_empty() && digits(start)) {
        return Did { number: start.to_owned(), prefix: true, target, at: number.at.clone() };
    }
    if text.starts_with('_') {
        if digits(pattern) {
            return Did { number: direct::written(pattern, plan), prefix: false, target, at: number.at.clone() };
        }
        findings.push(
            codes::DID_PATTERN
                .finding(
                    Some(number.at.clone()),
                    Words::new(format!("`{text}` stands for several numbers"), format!("`{text}` steht für mehrere Nummern")),
                )
                .about(text.as_str()),
        );
        return Did { number: text.clone(), prefix: false, target, at: number.at.clone() };
    }
    Did { number: direct::written(text, plan), prefix: false, target, at: number.at.clone() }
}

/// `context,extension,priority` of the dialplan that FreePBX makes.
pub(super) fn target(text: &str) -> DidTarget {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let unknown = || DidTarget::Unknown(text.to_owned());
    let (Some(context), Some(exten)) = (parts.first(), parts.get(1)) else { return unknown() };
    let extension = |digits: &str| digits.parse().map_or_else(|_| unknown(), DidTarget::Extension);
    match *context {
        "from-did-direct" | "from-internal" => extension(exten),
        "ext-local" => match ["vmu", "vmb", "vms", "vmi"].iter().find_map(|prefix| exten.strip_prefix(prefix)) {
            Some(number) if !number.is_empty() => DidTarget::Mailbox(number.to_owned()),
            _ => extension(exten),
        },
        "ext-findmefollow" => extension(exten.strip_prefix("FM").unwrap_or(exten)),
        "ext-group" | "ext-queues" if !exten.is_empty() => DidTarget::Group((*exten).to_owned()),
        _ => unknown(),
    }
}
