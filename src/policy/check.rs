//! Checks that look at a value's meaning or at several keys together.

use super::codes;
use super::fields::{Field, Fields, Parsed, Table, short};
use super::keys;
use super::raw::{Kind, Node};
use super::site::{ClientRule, Numbers, Pbx, SecretsFrom, Sources, ValidateRules};
use crate::capacity::agents::{Hotline, on_the_roster};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Extension, Transport};

/// Weekly rules count from Monday.
pub(super) fn monday(fields: &mut Fields<'_>, field: &Field<'_>, day: jiff::civil::Date) {
    let past = day.weekday().to_monday_zero_offset();
    if past == 0 {
        return;
    }
    let back = day.saturating_sub(jiff::Span::new().days(past));
    let on = day.saturating_add(jiff::Span::new().days(7 - past));
    let place = fields.place(field.node);
    fields.complain(
        &codes::NOT_A_MONDAY,
        place,
        "",
        Words::new(format!("`roster.horizon.from` {day} is no Monday"), format!("`roster.horizon.from` {day} ist kein Montag")),
        Words::new(format!("use {back} or {on}"), format!("{back} oder {on} verwenden")),
    );
}

/// An extra holiday that no roster of this period sees.
pub(super) fn inside(
    fields: &mut Fields<'_>,
    field: &Field<'_>,
    day: jiff::civil::Date,
    from: Option<jiff::civil::Date>,
    weeks: u32,
) {
    let Some(from) = from else { return };
    let last = from.saturating_add(jiff::Span::new().days(i64::from(weeks) * 7 - 1));
    if day >= from && day <= last {
        return;
    }
    let place = fields.place(field.node);
    fields.complain(
        &codes::HOLIDAY_OUTSIDE,
        place,
        "",
        Words::new(
            format!("{day} lies outside the period {from} to {last}"),
            format!("{day} liegt außerhalb des Zeitraums {from} bis {last}"),
        ),
        Words::new(
            "check the year, or leave it for a later period",
            "das Jahr prüfen oder für einen späteren Zeitraum stehen lassen",
        ),
    );
}

/// So many people, or the calls from which that number follows (Erlang C).
pub(super) fn reachable(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<u32> {
    if !matches!(field.node.kind, Kind::Map(_)) {
        return fields.number(field, 1, 10_000);
    }
    let table = fields.map(field)?;
    fields.required(&table, "erlang", |fields, field| {
        let table = fields.map(field)?;
        let calls_per_hour = fields.required(&table, "calls_per_hour", |f, v| f.number(v, 0.1, 100_000.0));
        let seconds = fields.required(&table, "aht_s", |f, v| f.number(v, 1.0, 36_000.0));
        let (share, within_s) = fields.or(&table, "target", (0.8, 20.0), target);
        let shrinkage = fields.or(&table, "shrinkage", 0.0, |f, v| f.number(v, 0.0, 0.9));
        let hotline = Hotline { calls_per_hour: calls_per_hour?, seconds: seconds?, within_s, share };
        let people = on_the_roster(hotline.fewest().agents, shrinkage);
        if people > 10_000 {
            let place = fields.place(field.node);
            fields.complain(
                &codes::BAD_VALUE,
                place,
                "",
                Words::new(
                    format!("these calls need {people} people; a group may ask for 10000 at most"),
                    format!("diese Anrufe brauchen {people} Personen; eine Gruppe darf höchstens 10000 verlangen"),
                ),
                Words::new(
                    "check `calls_per_hour` and `aht_s` (seconds a call); a lower `target` needs fewer",
                    "`calls_per_hour` und `aht_s` (Sekunden je Anruf) prüfen; ein niedrigeres `target` braucht weniger",
                ),
            );
            return None;
        }
        Some(people.max(1))
    })
}

/// `80/20`: four fifths of the calls within twenty seconds.
fn target(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<(f64, f64)> {
    let text = fields.text(field)?;
    let parts = text.split_once('/').and_then(|(share, within)| Some((share.trim().parse().ok()?, within.trim().parse().ok()?)));
    match parts {
        Some((share @ 1..=99_u8, within @ 1..=3600_u16)) => Some((f64::from(share) / 100.0, f64::from(within))),
        _ => fields.bad_value(field, text),
    }
}

/// A group must ask for something.
pub(super) fn demands(fields: &mut Fields<'_>, table: &Table<'_>, item: &Field<'_>, name: Option<&str>) {
    // A minimum that was written wrongly has its own finding.
    if ["on_site_min", "reachable_min"].into_iter().any(|key| table.get(fields, key).is_some()) {
        return;
    }
    let place = fields.place(item.node);
    let name = short(name.unwrap_or_default());
    fields.complain(
        &codes::GROUP_WITHOUT_MINIMUM,
        place,
        "",
        Words::new(format!("group `{name}` demands nothing"), format!("Gruppe `{name}` verlangt nichts")),
        Words::new("add `on_site_min: 1` or `reachable_min: 1`", "`on_site_min: 1` oder `reachable_min: 1` ergänzen"),
    );
}

/// Teams that shall not meet need turns that fit into the cycle one after the other.
pub(super) fn turns(fields: &mut Fields<'_>, cycle: &Field<'_>, (days_in, days_away): (u32, u32), teams: usize, apart: bool) {
    let teams = teams as u32;
    let room = (days_in + days_away) / teams.max(1);
    if !apart || teams < 2 || days_in <= room {
        return;
    }
    let (place, all, needed) = (fields.place(cycle.node), days_in + days_away, days_in * (teams - 1));
    fields.complain(
        &codes::TURNS_OVERLAP,
        place,
        "",
        Words::new(
            format!("{teams} teams of {days_in} days in each do not fit into a cycle of {all} days without meeting"),
            format!("{teams} Teams mit je {days_in} Tagen im Büro passen nicht ohne Begegnung in einen Zyklus von {all} Tagen"),
        ),
        Words::new(
            format!("write `away: {needed}`, or `apart: false` if teams may meet"),
            format!("`away: {needed}` schreiben, oder `apart: false`, wenn Teams einander begegnen dürfen"),
        ),
    );
}

/// Everything that needs two sections. Sections that did not parse are left alone.
pub(super) fn across(
    fields: &mut Fields<'_>,
    root: &Node,
    numbers: Option<&Numbers>,
    sources: Option<&Sources>,
    pbx: Option<&Pbx>,
    clients: Option<&[ClientRule]>,
    validate: Option<&ValidateRules>,
) {
    if let Some(numbers) = numbers {
        lengths(fields, root, numbers);
    }
    if let Some(sources) = sources
        && sources.secrets_from == SecretsFrom::Accounts
        && sources.accounts.is_empty()
    {
        let place = place_of(fields, root, &["sources", "secrets_from"]);
        fields.complain(
            &codes::ACCOUNTS_NOT_LISTED,
            place,
            "",
            Words::new(
                "passwords shall come from lists of accounts, but `sources.accounts` names none",
                "Kennwörter sollen aus Kontenlisten kommen, aber `sources.accounts` nennt keine",
            ),
            Words::new("add `accounts: [staff/accounts.csv]`", "`accounts: [staff/accounts.csv]` ergänzen"),
        );
    }
    if clients.is_some() {
        rules(fields, root, pbx);
    }
    if let (Some(pbx), Some(canary)) = (pbx, validate.and_then(|rules| rules.canary.as_ref()))
        && pbx.keep_contact_limit.contains(canary)
    {
        let place = place_of(fields, root, &["validate", "canary"]);
        fields.complain(
            &codes::CANARY_KEPT,
            place,
            canary.as_str(),
            Words::new(
                format!("canary {canary} also stands in `pbx.keep_contact_limit`, so it may have no free slot"),
                format!("Kanarienvogel {canary} steht auch in `pbx.keep_contact_limit` und hat womöglich keinen freien Platz"),
            ),
            Words::new("choose a line that the move changes", "einen Anschluss wählen, den der Umzug ändert"),
        );
    }
}

/// Rules whose client has no profile. Which profiles there are depends on the site folder, so the caller says it.
#[must_use]
pub fn unknown_clients(file: &str, root: &Node, known: &[&str]) -> Vec<Finding> {
    let mut fields = Fields::new(file);
    let Some(Kind::List(items)) = root.get("clients").map(|node| &node.kind) else { return Vec::new() };
    for client in items.iter().filter_map(|item| item.get("client")) {
        let Kind::Text(name) = &client.kind else { continue };
        // A name of a form that no profile has is told already.
        let formed = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if known.contains(&name.as_str()) || !formed {
            continue;
        }
        let place = fields.place(client);
        let todo = match keys::nearest_of(known, name) {
            Some(meant) => Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?")),
            None => {
                let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                Words::new(format!("write one of {all}"), format!("eines von {all} schreiben"))
            }
        };
        let what = Words::new(format!("there is no client profile `{name}`"), format!("es gibt kein Client-Profil `{name}`"));
        fields.complain(&codes::UNKNOWN_CLIENT, place, name, what, todo);
    }
    fields.findings
}

/// Rule by rule, in the order of the file, from the tree: the places are there.
fn rules(fields: &mut Fields<'_>, root: &Node, pbx: Option<&Pbx>) {
    let Some(Kind::List(items)) = root.get("clients").map(|node| &node.kind) else { return };
    let mut catch_all: Option<Place> = None;
    for item in items {
        let Kind::Map(_) = item.kind else { continue };
        if let Some(first) = &catch_all {
            let finding = codes::RULE_NEVER_APPLIES
                .finding(
                    Some(fields.place(item)),
                    Words::new(
                        "this rule never applies: an earlier one takes everybody",
                        "diese Regel gilt nie: eine frühere nimmt alle",
                    ),
                )
                .todo(Words::new("move the rule without `when` to the end", "die Regel ohne `when` ans Ende stellen"))
                .related(first.clone(), Words::new("takes everybody", "nimmt alle"));
            fields.findings.push(finding);
        } else if takes_everybody(item) {
            catch_all = Some(fields.place(item));
        }
        let Some(pbx) = pbx else { continue };
        let written = item.get("transport").filter(|node| node.kind != Kind::Empty);
        let transport = match written.map(Node::text) {
            None => Transport::Tls,
            Some(text) => match text.unwrap_or_default().trim().parse() {
                Ok(transport) => transport,
                Err(_) => continue,
            },
        };
        // An address that was written wrongly has its own finding.
        let named = root.get("pbx").and_then(|pbx| pbx.get("registrars")).and_then(|list| list.get(transport.as_str()));
        let named = named.filter(|node| node.kind != Kind::Empty);
        if pbx.registrars.contains_key(&transport) || named.is_some() {
            continue;
        }
        let known: Vec<&str> = pbx.registrars.keys().map(|t| t.as_str()).collect();
        let known = if known.is_empty() { "-".to_owned() } else { known.join("`, `") };
        let place = fields.place(written.unwrap_or(item));
        fields.complain(
            &codes::TRANSPORT_WITHOUT_REGISTRAR,
            place,
            "",
            Words::new(
                format!("this rule uses `{transport}`, but `pbx.registrars` has only `{known}`"),
                format!("diese Regel nutzt `{transport}`, aber `pbx.registrars` kennt nur `{known}`"),
            ),
            Words::new(
                format!("add `{transport}: …` under `pbx.registrars`, or write `transport: …` with one that is there"),
                format!("`{transport}: …` unter `pbx.registrars` ergänzen oder bei `transport: …` einen vorhandenen wählen"),
            ),
        );
    }
}

fn takes_everybody(rule: &Node) -> bool {
    match rule.get("when").map(|node| &node.kind) {
        None | Some(Kind::Empty) => true,
        Some(Kind::Map(conditions)) => conditions.iter().all(|entry| match &entry.value.kind {
            Kind::Empty => true,
            Kind::List(items) => items.is_empty(),
            _ => false,
        }),
        Some(_) => false,
    }
}

/// Every extension of the file against the number plan.
fn lengths(fields: &mut Fields<'_>, root: &Node, numbers: &Numbers) {
    let mut places = vec![root.get("validate").and_then(|node| node.get("canary"))];
    places.extend(items(root.get("pbx").and_then(|node| node.get("keep_contact_limit"))).map(Some));
    for rule in items(root.get("clients")) {
        places.extend(items(rule.get("when").and_then(|node| node.get("extensions"))).map(Some));
    }
    for group in items(root.get("roster").and_then(|node| node.get("groups"))) {
        places.extend(items(group.get("members").and_then(|node| node.get("extensions"))).map(Some));
    }
    let mut allowed = numbers.extension_lengths.clone();
    for length in numbers.sites.iter().flat_map(|site| &site.extension_lengths) {
        if !allowed.contains(length) {
            allowed.push(*length);
        }
    }
    for node in places.into_iter().flatten() {
        let Some(Ok(extension)) = node.text().map(|text| text.trim().parse::<Extension>()) else { continue };
        let length = extension.as_str().len();
        if allowed.contains(&length) {
            continue;
        }
        let lengths: Vec<String> = allowed.iter().map(usize::to_string).collect();
        let lengths = lengths.join(", ");
        let place = fields.place(node);
        fields.complain(
            &codes::EXTENSION_LENGTH,
            place,
            extension.as_str(),
            Words::new(
                format!("extension {extension} has {length} digits; the number plan allows {lengths}"),
                format!("Nebenstelle {extension} hat {length} Ziffern; der Rufnummernplan erlaubt {lengths}"),
            ),
            Words::new(
                "correct it, or add the length to `numbers.extension_lengths`",
                "berichtigen oder die Länge in `numbers.extension_lengths` ergänzen",
            ),
        );
    }
}

fn items(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    match node.map(|node| &node.kind) {
        Some(Kind::List(items)) => items.iter(),
        _ => [].iter(),
    }
}

/// Where a value stands, or the nearest map above it.
fn place_of(fields: &Fields<'_>, root: &Node, path: &[&str]) -> Place {
    let mut node = root;
    for key in path {
        match node.get(key) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    fields.place(node)
}
