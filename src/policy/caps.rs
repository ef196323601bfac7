//! The numbers of a cap: one for all days, one from each of some days on, or what deliveries and staging come to.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::codes;
use super::fields::{Field, Fields, Parsed, Table, short};
use super::keys::nearest_name;
use super::raw::Kind;
use super::read::{date, day};
use super::roster_read::Horizon;
use super::roster_rules::Deliveries;
use super::site::ClientRule;
use crate::capacity::rollout::{MOST_DAYS, Rollout};
use crate::capacity::trunks;
use crate::diag::{Place, Words};
use crate::domain::ClientId;
use crate::domain::calendar::working_days;

/// People, or devices for them, that no house has.
const MOST: u32 = 1_000_000;

/// What a cap comes to.
pub(super) struct Numbers {
    pub per_day: u32,
    pub steps: BTreeMap<Date, u32>,
    pub deliveries: Option<Deliveries>,
}

pub(super) fn numbers(fields: &mut Fields<'_>, field: &Field<'_>, horizon: Option<&Horizon>) -> Parsed<Numbers> {
    if !matches!(field.node.kind, Kind::Map(_)) {
        return Some(Numbers { per_day: of_all_days(fields, field)?, steps: BTreeMap::new(), deliveries: None });
    }
    let table = fields.names(field)?;
    let (rollout, trunks) = (table.get(fields, "rollout"), table.get(fields, "trunks"));
    if let Some(rollout) = rollout {
        one_or_the_other(fields, &table, &rollout, "rollout");
        return computed(fields, &rollout, horizon);
    }
    if let Some(trunks) = trunks {
        one_or_the_other(fields, &table, &trunks, "trunks");
        return Some(Numbers { per_day: carried(fields, &trunks)?, steps: BTreeMap::new(), deliveries: None });
    }
    // Zero is right before the first delivery.
    let default = fields.required(&table, "default", |fields, field| fields.number(field, 0, MOST));
    let steps = by_day(fields, &table, "roster.resources.*.cap", 0, |_, _, _, _| {});
    Some(Numbers { per_day: default?, steps, deliveries: None })
}

/// Zero has a finding of its own.
fn of_all_days(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<u32> {
    let text = fields.text(field)?;
    if text.parse() == Ok(0u32) {
        let place = fields.place(field.node);
        fields.complain(
            &codes::CAP_ZERO,
            place,
            "",
            Words::new("a cap of zero lets nobody work at home", "eine Obergrenze von null lässt niemanden zu Hause arbeiten"),
            Words::new(
                "write the real number, or remove the resource",
                "die wirkliche Zahl eintragen oder die Ressource streichen",
            ),
        );
        return None;
    }
    fields.number(field, 1, MOST)
}

/// Numbers by day; what stands in the same map under other names of ours is left out.
/// `judge` sees each day with its place.
fn by_day(
    fields: &mut Fields<'_>,
    table: &Table<'_>,
    shown: &str,
    least: u32,
    judge: impl Fn(&mut Fields<'_>, &Field<'_>, Date, &Place),
) -> BTreeMap<Date, u32> {
    let mut numbers = BTreeMap::new();
    let mut first_seen: BTreeMap<Date, Place> = BTreeMap::new();
    for (entry, value) in table.named(fields).into_iter().filter(|(entry, _)| entry.key != "default") {
        let number = fields.number(&value, least, MOST);
        let Some(day) = day(&entry.key) else {
            let _: Parsed<()> = fields.bad_value(&value, &entry.key);
            continue;
        };
        let place = fields.place_at(entry.line, entry.column);
        judge(fields, &value, day, &place);
        if let Some(first) = first_seen.insert(day, place.clone()) {
            fields.twice(shown, &day.to_string(), place, first);
        }
        numbers.extend(number.map(|number| (day, number)));
    }
    numbers
}

/// What stands beside a key that computes the numbers: each is told.
fn one_or_the_other(fields: &mut Fields<'_>, table: &Table<'_>, computing: &Field<'_>, name: &str) {
    for (entry, _) in table.named(fields).into_iter().filter(|(entry, _)| entry.key != name) {
        let place = fields.place_at(entry.line, entry.column);
        let (shown, key) = (computing.shown(), short(&entry.key));
        fields.complain(
            &codes::CAP_TWICE,
            place,
            "",
            Words::new(
                format!("`{key}` stands beside `{shown}`, which computes the number of each day"),
                format!("`{key}` steht neben `{shown}`, woraus die Zahl jedes Tages berechnet wird"),
            ),
            Words::new("keep one of the two", "eines von beiden behalten"),
        );
    }
}

/// So many calls' worth of people the channels carry, as `deskshift capacity trunks` computes it.
fn carried(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<u32> {
    let before = fields.findings.len();
    let table = fields.map(field)?;
    let channels = fields.required(&table, "channels", |f, v| f.number(v, 1, 100_000));
    let each = fields.or(&table, "each", 0.1, |f, v| f.number(v, 0.001, 0.9));
    let blocked = fields.or(&table, "blocked", 0.01, |f, v| f.number(v, 0.0001, 0.5));
    if fields.findings.len() > before {
        return None;
    }
    let people = trunks::people_served(channels?, each, blocked);
    if people == 0 {
        let place = fields.place(field.node);
        fields.complain(
            &codes::CAP_ZERO,
            place,
            "",
            Words::new(
                format!("`{}`: these channels do not suffice for one person", field.shown()),
                format!("`{}`: diese Kanäle reichen nicht für eine Person", field.shown()),
            ),
            Words::new(
                "check `each` (load of a person in Erlang) and `blocked`, or give more channels",
                "`each` (Last einer Person in Erlang) und `blocked` prüfen oder mehr Kanäle angeben",
            ),
        );
        return None;
    }
    Some(people)
}

/// A client that some rule gives to people.
pub(super) fn client(fields: &mut Fields<'_>, field: &Field<'_>, rules: Option<&[ClientRule]>) -> Parsed<ClientId> {
    let name = fields.text(field)?;
    let Some(rules) = rules else { return Some(ClientId(name.into())) };
    if let Some(rule) = rules.iter().find(|rule| rule.client.0 == name) {
        return Some(rule.client.clone());
    }
    let place = fields.place(field.node);
    let known = rules.iter().map(|rule| rule.client.0.as_str());
    let todo = match nearest_name(name, known) {
        Some(near) => Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?")),
        None => Words::new(
            "write a client of the section `clients`, or give it to somebody there",
            "einen Client aus dem Abschnitt `clients` schreiben oder ihn dort jemandem geben",
        ),
    };
    let (shown, name) = (field.shown(), short(name));
    let what = Words::new(
        format!("`{shown}`: no rule of `clients` gives anybody `{name}`"),
        format!("`{shown}`: keine Regel unter `clients` gibt jemandem `{name}`"),
    );
    fields.complain(&codes::TWICE_NOBODY, place, "", what, todo);
    None
}

/// From deliveries and the pace of staging, as `deskshift capacity rollout` computes it.
fn computed(fields: &mut Fields<'_>, field: &Field<'_>, horizon: Option<&Horizon>) -> Parsed<Numbers> {
    let before = fields.findings.len();
    let table = fields.map(field)?;
    let start = horizon.map(|(from, ..)| *from);
    let from = fields.optional(&table, "from", |f, v| {
        let day = date(f, v)?;
        if !(2000..=2199).contains(&day.year()) {
            return f.bad_value(v, &day.to_string());
        }
        if let Some(start) = start.filter(|start| *start < day) {
            counted_late(f, v, day, start);
        }
        Some(day)
    });
    let ready = fields.or(&table, "ready", 0, |f, v| f.number(v, 0, MOST));
    let waiting = fields.or(&table, "waiting", 0, |f, v| f.number(v, 0, MOST));
    // A count that could not be read is no reason to doubt the deliveries.
    let unread = from.is_none() && table.get(fields, "from").is_some();
    let from = from.or(start);
    let deliveries = fields.or(&table, "deliveries", BTreeMap::new(), |f, v| {
        let days = f.names(v)?;
        Some(by_day(f, &days, v.shown(), 1, |f, value, day, place| {
            if let Some(from) = from.filter(|_| !unread) {
                after_the_count(f, value, day, place, from);
            }
        }))
    });
    let faulty = fields.or(&table, "faulty", 0.0_f64, |f, v| f.number(v, 0.0, 0.9));
    let per_day = fields.required(&table, "per_day", |f, v| f.number(v, 1, MOST));
    let devices = [ready, waiting].into_iter().chain(deliveries.values().copied()).map(u64::from).sum::<u64>();
    if devices > u64::from(MOST) {
        let place = fields.place(field.node);
        fields.complain(
            &codes::BAD_VALUE,
            place,
            "",
            Words::new(
                format!("`{}` has {devices} devices in all; expected {MOST} at most", field.shown()),
                format!("`{}` hat insgesamt {devices} Geräte; erwartet: höchstens {MOST}", field.shown()),
            ),
            Words::new("check the numbers of the deliveries", "die Zahlen der Lieferungen prüfen"),
        );
    }
    let (per_day, from, horizon) = (per_day?, from?, horizon?);
    if fields.findings.len() > before {
        return None;
    }
    let rollout = Rollout {
        ready,
        waiting,
        deliveries: deliveries.into_iter().collect(),
        faulty_per_mille: (faulty * 1000.0).round() as u32,
        per_day,
    };
    let last = from.saturating_add(MOST_DAYS.days());
    let (_, _, land, assumption_day, extra) = horizon;
    let works = working_days(land.parse().ok(), *assumption_day, extra, (from, last));
    let mut steps = rollout.steps(from, last, works).into_iter().map(|step| (step.day, step.ready));
    let (_, per_day) = steps.next()?;
    Some(Numbers { per_day, steps: steps.collect(), deliveries: Some(Deliveries { from, rollout }) })
}

fn counted_late(fields: &mut Fields<'_>, field: &Field<'_>, counted: Date, start: Date) {
    let place = fields.place(field.node);
    fields.complain(
        &codes::COUNT_AFTER_START,
        place,
        "",
        Words::new(
            format!("`{}` is {counted}, but the roster begins on {start}", field.shown()),
            format!("`{}` ist {counted}, der Dienstplan beginnt aber am {start}", field.shown()),
        ),
        Words::new(format!("count on {start} or before"), format!("am {start} oder früher zählen")),
    );
}

/// A delivery that is counted already, or lies farther ahead than anybody knows.
fn after_the_count(fields: &mut Fields<'_>, field: &Field<'_>, day: Date, place: &Place, from: Date) {
    let shown = field.shown();
    if day < from {
        fields.complain(
            &codes::DELIVERY_BEFORE_COUNT,
            place.clone(),
            "",
            Words::new(
                format!("`{shown}`: this delivery comes before {from}, the day of the count"),
                format!("`{shown}`: diese Lieferung kommt vor dem {from}, dem Tag der Zählung"),
            ),
            Words::new(
                "remove it (`ready` and `waiting` hold what is there), or give the day of the count as `from`",
                "sie streichen (`ready` und `waiting` enthalten, was da ist) oder den Tag der Zählung als `from` angeben",
            ),
        );
    } else if day > from.saturating_add(MOST_DAYS.days()) {
        fields.complain(
            &codes::BAD_VALUE,
            place.clone(),
            "",
            Words::new(
                format!("`{shown}`: this delivery comes more than ten years after {from}"),
                format!("`{shown}`: diese Lieferung kommt mehr als zehn Jahre nach dem {from}"),
            ),
            Words::new("check the year", "das Jahr prüfen"),
        );
    }
}
