//! FusionPBX destinations: numbers from outside and what happens to them.

use crate::diag::{Listed, Words};
use crate::domain::Extension;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Did, DidTarget, Sourced};
use crate::inventory::numbers::direct;
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{Subscribers, codes, count, open_table, titles};
use crate::inventory::table::{self, Columns, Row, normal};
use crate::policy::site::Numbers;

pub const FORMAT: Format = Format { name: "fusionpbx/destinations", class: Class::Pbx, recognise, read };

const MARKS: [&str; 8] = [
    "destinationnumber",
    "destinationprefix",
    "destinationareacode",
    "destinationactions",
    "destinationtype",
    "destinationcontext",
    "destinationapp",
    "destinationdata",
];

/// Actions that a sentence names.
const MOST_ACTIONS: usize = 5;

fn known(titles: &[&str]) -> usize {
    titles.iter().map(|title| normal(title)).filter(|t| t.starts_with("destination")).count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    if count(&titles, &["destinationnumber"]) == 0 {
        return None;
    }
    let score = if count(&titles, &MARKS) >= 3 { 95 } else { 65 };
    let (en, de) = ("header has `destination_number`", "Kopfzeile hat `destination_number`");
    Some(Likeness::new(score, en, de))
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/fusionpbx-destinations");
    if let Some((table, header, source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        let columns = Columns::new(&table, header);
        list.each_row(&columns, source, |reading| reading.dids.len(), |row, list| one(&columns, row, given.plan, list));
    }
    list.finish()
}

fn one(columns: &Columns<'_>, row: &Row, plan: &Numbers, list: &mut Subscribers) {
    let cell = |titles: &[&str]| columns.cell(row, columns.any(titles));
    let kind = cell(&["destination_type"]);
    let enabled = columns.truth(row, columns.find("destination_enabled"), &mut list.findings) != Some(false);
    let inbound = kind.as_ref().is_none_or(|kind| kind.value.eq_ignore_ascii_case("inbound"));
    let prefix = cell(&["destination_prefix"]);
    let area = cell(&["destination_area_code"]);
    let number = cell(&["destination_number"]);
    let Some(number) = number.clone().filter(|_| inbound && enabled) else {
        let parts: Vec<&str> = [&prefix, &area, &number].into_iter().flatten().map(|cell| cell.value.as_str()).collect();
        let written = if parts.is_empty() { String::new() } else { format!("`{}`: ", parts.join(" ")) };
        list.tell(codes::DID_SKIPPED.finding(
            kind.or(prefix).map(|cell| cell.at),
            Words::new(
                format!("{written}no number from outside, switched off, or outbound; it is not in the inventory"),
                format!("{written}keine Nummer von außen, abgeschaltet oder ausgehend; sie steht nicht im Inventar"),
            ),
        ));
        return;
    };
    let actions = cell(&["destination_actions"]);
    let data = cell(&["destination_data"]);
    if let Some(other) = data.as_ref().filter(|_| actions.is_some()) {
        list.tell(table::codes::CELL_UNREADABLE.finding(
            Some(other.at.clone()),
            Words::new(
                "`destination_data` beside `destination_actions`, which counts; not used",
                "`destination_data` neben `destination_actions`, die gelten; nicht verwendet",
            ),
        ));
    }
    let target = match (&actions, &data) {
        (Some(actions), _) => from_actions(actions, list),
        (None, Some(data)) => transfer(&data.value),
        (None, None) => DidTarget::Nothing,
    };
    // `101` alone is the extension of the destination's own domain.
    let target = match (target, cell(&["domain_name"])) {
        (DidTarget::Extension(number), Some(domain)) if number.context().is_none() => {
            DidTarget::Extension(number.within(&domain.value).unwrap_or(number))
        }
        (target, _) => target,
    };
    // The country code stands apart from the number.
    let whole = match (&prefix, &area) {
        (Some(prefix), area) => {
            let area = area.as_ref().map_or("", |a| a.value.as_str());
            format!("+{}{area}{}", prefix.value.trim_start_matches('+'), number.value.trim_start_matches('0'))
        }
        (None, Some(area)) => format!("{}{}", area.value, number.value),
        (None, None) => number.value.clone(),
    };
    list.reading.dids.push(Did { number: direct::written(&whole, plan), prefix: false, target, at: number.at });
}

/// JSON as the database keeps it, or `transfer:101 XML domain` as the form writes it. Of several actions the first that leads to somebody
/// counts; the others are named by their application, because their data may hold a code.
fn from_actions(cell: &Sourced<String>, list: &mut Subscribers) -> DidTarget {
    let Ok(serde_json::Value::Array(actions)) = serde_json::from_str(&cell.value) else {
        let text = cell.value.split_once(':').map_or(cell.value.as_str(), |(_, data)| data);
        return transfer(text);
    };
    let field = |action: &'_ serde_json::Value, name: &str| {
        action.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let all: Vec<(String, String)> =
        actions.iter().map(|action| (field(action, "destination_app"), field(action, "destination_data"))).collect();
    let leads = all.iter().position(|(app, data)| !app.eq_ignore_ascii_case("set") && !data.is_empty()).unwrap_or_default();
    let rest: Vec<String> = all
        .iter()
        .enumerate()
        .filter(|(index, (app, data))| *index != leads && !(app.is_empty() && data.is_empty()))
        .map(|(_, (app, _))| format!("`{app}`"))
        .collect();
    if !rest.is_empty() {
        let names = Listed::of(rest, MOST_ACTIONS);
        let words = Words::new(
            format!("further `destination_actions` of the number, not kept: {names}"),
            format!("weitere `destination_actions` der Nummer, nicht übernommen: {names}"),
        );
        list.tell(table::codes::CELL_UNREADABLE.finding(Some(cell.at.clone()), words).listing(names));
    }
    all.get(leads).filter(|(_, data)| !data.is_empty()).map_or(DidTarget::Nothing, |(_, data)| transfer(data))
}

/// `101 XML domain`: the number it is sent to, with the domain, which tells it apart where several have it; whether a group has it is not
/// said here.
fn transfer(text: &str) -> DidTarget {
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Some(number) = first.strip_prefix("*99") {
        return DidTarget::Mailbox(number.to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    match (first.parse::<Extension>(), words.as_slice()) {
        (Ok(number), [_]) => DidTarget::Extension(number),
        (Ok(number), [_, "XML", domain]) => DidTarget::Extension(number.within(domain).unwrap_or(number)),
        _ => DidTarget::Unknown(text.to_owned()),
    }
}
