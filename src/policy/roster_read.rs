//! The section `roster`, from the tree of the file.

use std::collections::BTreeMap;

use super::caps::{self, Numbers};
use super::check;
use super::fields::{Field, Fields, Parsed, Table};
use super::raw::Kind;
use super::read::{date, extensions, file, one_or_more_files, section};
use super::roster_rules::{
    Cap, CapUsers, Carry, Cohort, FairnessRule, Goals, GroupMinimum, MAX_WEIGHT, MIN_GROUP, Members, Pair, PairKind, Quota,
    RosterRules, TeamDay, TeamDays,
};
use super::shifts;
use super::site::ClientRule;
use crate::diag::Place;
use crate::domain::Department;

/// The German Länder by their ISO 3166-2 letters.
const LAENDER: [&str; 16] = ["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"];

/// `clients`: the rules that give people their clients; none: they could not be read.
pub(super) fn roster(fields: &mut Fields<'_>, field: &Field<'_>, clients: Option<&[ClientRule]>) -> Parsed<RosterRules> {
    let table = fields.map(field)?;
    let horizon = fields.required(&table, "horizon", horizon);
    let named = fields.or(&table, "resources", Vec::new(), |f, v| resources(f, v, horizon.as_ref(), clients));
    let (room_max_present, room_overrides) = section(fields, &table, "rooms", |f, rooms| {
        let max = f.optional(rooms, "max_present", |f, v| f.number(v, 1, 1000));
        let overrides = f.or(rooms, "overrides", BTreeMap::new(), |f, v| {
            let names = f.names(v)?;
            let mut overrides = BTreeMap::new();
            for (entry, value) in names.named(f) {
                if let Some(max) = f.number(&value, 1, 1000) {
                    overrides.insert(entry.key.clone(), max);
                }
            }
            Some(overrides)
        });
        Some((max, overrides))
    })
    .unwrap_or_default();
    let (on_site, reachable) = fields.or(&table, "groups", (Vec::new(), Vec::new()), groups);
    let pairs = fields.or(&table, "pairs", Vec::new(), pairs);
    let quotas = fields.or(&table, "quotas", Vec::new(), quotas);
    let cohorts = fields.or(&table, "cohorts", Vec::new(), cohorts);
    let before = fields.findings.len();
    let shifts = fields.or(&table, "shifts", Vec::new(), shifts::shifts);
    // Slots that could not be read are told already.
    if fields.findings.len() == before {
        shifts::across(fields, &named, &shifts);
    }
    let caps = named.into_iter().map(|(cap, _)| cap).collect();
    let team_days = fields.or(&table, "team_days", TeamDays::None, team_days);
    let carry = fields.optional(&table, "carry_over", |f, v| {
        let table = f.map(v)?;
        Some(Carry { from: f.optional(&table, "from", file) })
    });
    let own_days = fields.or(&table, "own_days", Vec::new(), one_or_more_files);
    let school_holidays = fields.or(&table, "school_holidays", Vec::new(), super::school_holidays::school_holidays);
    let weekly_share = fields.or(&table, "weekly_share", 0.6, |f, v| f.number(v, 0.0, 1.0));
    let office_min_per_week = fields.or(&table, "office_min_per_week", 1, |f, v| f.number(v, 0, 5));
    let min_group = fields.or(&table, "min_group", MIN_GROUP, |f, v| f.number(v, 1, 1000));
    let fairness = fields.or(&table, "fairness", FairnessRule::Squares, |f, v| {
        f.choice(v, &[("squares", FairnessRule::Squares), ("lexicographic", FairnessRule::Lexicographic)])
    });
    let seed = fields.or(&table, "seed", 1, |f, v| f.number(v, 0, i64::MAX as u64));
    let goals = section(fields, &table, "goals", goals).unwrap_or_default();
    let (from, weeks, land, assumption_day, extra_holidays) = horizon?;
    Some(RosterRules {
        from,
        weeks,
        land,
        assumption_day,
        extra_holidays,
        caps,
        room_max_present,
        room_overrides,
        on_site,
        reachable,
        pairs,
        quotas,
        cohorts,
        shifts,
        team_days,
        carry,
        own_days,
        school_holidays,
        weekly_share,
        office_min_per_week,
        min_group,
        fairness,
        seed,
        goals,
    })
}

pub(super) type Horizon = (jiff::civil::Date, u32, String, bool, Vec<jiff::civil::Date>);

fn horizon(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Horizon> {
    let table = fields.map(field)?;
    let from = fields.required(&table, "from", |f, v| {
        let day = date(f, v)?;
        check::monday(f, v, day);
        Some(day)
    });
    let weeks = fields.or(&table, "weeks", 4, |f, v| f.number(v, 1u32, 52));
    let holidays = fields.required(&table, "holidays", |f, v| {
        let table = f.map(v)?;
        let land = f.required(&table, "land", |f, v| {
            let text = f.text(v)?;
            if LAENDER.contains(&text) { Some(text.to_owned()) } else { f.bad_value(v, text) }
        });
        let assumption_day = f.or(&table, "assumption_day", false, Fields::boolean);
        let extra = f.or(&table, "extra", Vec::new(), |f, v| {
            f.set(v, |f, item| {
                let day = date(f, item)?;
                check::inside(f, item, day, from, weeks);
                Some(day)
            })
        });
        Some((land?, assumption_day, extra))
    });
    let (land, assumption_day, extra) = holidays?;
    Some((from?, weeks, land, assumption_day, extra))
}

/// Each cap, and where it names slots.
fn resources(
    fields: &mut Fields<'_>,
    field: &Field<'_>,
    horizon: Option<&Horizon>,
    clients: Option<&[ClientRule]>,
) -> Parsed<Vec<(Cap, Vec<shifts::Named>)>> {
    let names = fields.names(field)?;
    let mut caps = Vec::new();
    for (entry, value) in names.named(fields) {
        let Some(table) = fields.map(&value) else { continue };
        let numbers = fields.required(&table, "cap", |f, v| caps::numbers(f, v, horizon));
        let users = fields.or(&table, "users", CapUsers::AllHome, |f, v| {
            f.choice(v, &[("all-home", CapUsers::AllHome), ("without-own-notebook", CapUsers::WithoutOwnNotebook)])
        });
        let twice = fields.or(&table, "twice", Vec::new(), |f, v| f.set(v, |f, item| caps::client(f, item, clients)));
        let mut named = Vec::new();
        let slots = fields.or(&table, "slots", Vec::new(), |f, v| {
            f.set(v, |f, item| {
                let name = f.owned(item)?;
                named.push((name.clone(), f.place(item.node)));
                Some(name)
            })
        });
        if let Some(Numbers { per_day, steps, deliveries }) = numbers {
            caps.push((Cap { name: entry.key.clone(), per_day, steps, deliveries, users, twice, slots }, named));
        }
    }
    Some(caps)
}

type Minimums = (Vec<GroupMinimum>, Vec<GroupMinimum>);

fn groups(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Minimums> {
    let (mut on_site, mut reachable) = (Vec::new(), Vec::new());
    let mut first_seen = Names::new();
    fields.list(field, |f, item| {
        let table = f.map(item)?;
        let name = f.required(&table, "name", |f, v| own_name(f, v, &mut first_seen, "roster.groups"));
        let members = f.required(&table, "members", members);
        let here = f.optional(&table, "on_site_min", |f, v| f.number(v, 1, 10_000));
        let phone = f.optional(&table, "reachable_min", check::reachable);
        check::demands(f, &table, item, name.as_deref());
        let (name, members) = (name?, members?);
        if let Some(minimum) = here {
            on_site.push(GroupMinimum { name: name.clone(), members: members.clone(), minimum });
        }
        if let Some(minimum) = phone {
            reachable.push(GroupMinimum { name, members, minimum });
        }
        Some(())
    })?;
    Some((on_site, reachable))
}

/// Names of a list and where each stands.
pub(super) type Names = BTreeMap<String, Place>;

/// A name that nothing else in the list has.
pub(super) fn own_name(fields: &mut Fields<'_>, field: &Field<'_>, seen: &mut Names, list: &str) -> Parsed<String> {
    let name = fields.owned(field)?;
    let place = fields.place(field.node);
    if let Some(first) = seen.insert(name.clone(), place.clone()) {
        fields.twice(list, &name, place, first);
    }
    Some(name)
}

/// More people than these in one car, or standing in for each other, is a group.
const MOST_OF_A_PAIR: usize = 8;

fn pairs(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Pair>> {
    let mut seen = Names::new();
    fields.list(field, |f, item| {
        let before = f.findings.len();
        let table = f.map(item)?;
        let name = f.required(&table, "name", |f, v| own_name(f, v, &mut seen, "roster.pairs"));
        let together = f.optional(&table, "together", people).map(|people| (PairKind::Together, people));
        let apart = f.optional(&table, "apart", people).map(|people| (PairKind::Apart, people));
        match (together, apart) {
            (Some((kind, people)), None) | (None, Some((kind, people))) => Some(Pair { name: name?, kind, people }),
            _ if f.findings.len() > before => None,
            _ => f.wrong_type(item),
        }
    })
}

/// More home days than a period has.
const MOST_HOME_DAYS: u32 = 366;

fn quotas(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Quota>> {
    let mut seen = Names::new();
    fields.list(field, |f, item| {
        let before = f.findings.len();
        let table = f.map(item)?;
        let name = f.required(&table, "name", |f, v| own_name(f, v, &mut seen, "roster.quotas"));
        let members = f.required(&table, "members", members);
        let home_min = f.optional(&table, "home_min", |f, v| f.number(v, 1, MOST_HOME_DAYS));
        let home_max = f.optional(&table, "home_max", |f, v| {
            let most = f.number(v, 0, MOST_HOME_DAYS)?;
            // Nobody can have at least more than at most.
            if home_min.is_some_and(|least| least > most) { f.bad_value(v, &most.to_string()) } else { Some(most) }
        });
        match (home_min, home_max) {
            (None, None) if f.findings.len() == before => f.wrong_type(item),
            _ => Some(Quota { name: name?, members: members?, home_min, home_max }),
        }
    })
}

/// Days of one turn, and teams of one cohort, at most.
const LONGEST_TURN: u32 = 260;
const MOST_TEAMS: usize = 26;

fn cohorts(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Cohort>> {
    let mut seen = Names::new();
    fields.list(field, |f, item| {
        let table = f.map(item)?;
        let name = f.required(&table, "name", |f, v| own_name(f, v, &mut seen, "roster.cohorts"));
        let teams = f.required(&table, "teams", |f, v| {
            let before = f.findings.len();
            let teams = f.list(v, members)?;
            match teams.len() {
                1..=MOST_TEAMS => Some(teams),
                _ if f.findings.len() > before => None,
                n => f.bad_value(v, &format!("{n}")),
            }
        });
        let apart = f.or(&table, "apart", true, Fields::boolean);
        let cycle = f.required(&table, "cycle", |f, v| {
            let table = f.map(v)?;
            let days_in = f.required(&table, "in", |f, v| f.number(v, 1, LONGEST_TURN));
            let days_away = f.required(&table, "away", |f, v| f.number(v, 1, LONGEST_TURN));
            let from = f.optional(&table, "from", |f, v| {
                let day = date(f, v)?;
                let weekend = day.weekday().to_monday_one_offset() > 5;
                if weekend { f.bad_value(v, &day.to_string()) } else { Some(day) }
            });
            let (days_in, days_away) = (days_in?, days_away?);
            if let Some(teams) = &teams {
                check::turns(f, v, (days_in, days_away), teams.len(), apart);
            }
            Some((days_in, days_away, from))
        });
        let (days_in, days_away, from) = cycle?;
        Some(Cohort { name: name?, teams: teams?, days_in, days_away, from, apart })
    })
}

const WEEKDAYS: [(&str, u8); 5] = [("monday", 1), ("tuesday", 2), ("wednesday", 3), ("thursday", 4), ("friday", 5)];

fn team_days(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<TeamDays> {
    if matches!(field.node.kind, Kind::Text(_)) {
        return fields.choice(field, &[("auto", TeamDays::Every)]);
    }
    let mut seen = Names::new();
    let days = fields.list(field, |f, item| {
        let table = f.map(item)?;
        let department = f.required(&table, "department", |f, v| {
            let department = f.word::<Department>(v)?;
            let place = f.place(v.node);
            if let Some(first) = seen.insert(department.to_string(), place.clone()) {
                f.twice("roster.team_days", department.as_str(), place, first);
            }
            Some(department)
        });
        let weekday = f.optional(&table, "day", |f, v| f.choice(v, &WEEKDAYS));
        Some(TeamDay { department: department?, weekday })
    })?;
    Some(TeamDays::Of(days))
}

/// Two people or a few more, each once.
fn people(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<String>> {
    let before = fields.findings.len();
    let people = fields.set(field, Fields::owned)?;
    match people.len() {
        2..=MOST_OF_A_PAIR => Some(people),
        _ if fields.findings.len() > before => None,
        n => fields.bad_value(field, &format!("{n}")),
    }
}

pub(super) fn members(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Members> {
    let before = fields.findings.len();
    let table = fields.map(field)?;
    let department = fields.optional(&table, "department", Fields::word::<Department>).map(Members::Department);
    let queue = fields.optional(&table, "queue", Fields::owned).map(Members::Queue);
    let extensions = fields
        .optional(&table, "extensions", |f, v| {
            let told = f.findings.len();
            let list = extensions(f, v)?;
            // A list of which no entry is right is told entry by entry.
            if !list.is_empty() || f.findings.len() > told { Some(list) } else { f.bad_value(v, "[]") }
        })
        .map(Members::Extensions);
    let mut given = [department, queue, extensions].into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(members), None) => Some(members),
        _ if fields.findings.len() > before => None,
        _ => fields.wrong_type(field),
    }
}

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
fn goals(fields: &mut Fields<'_>, table: &Table<'_>) -> Parsed<Goals> {
    let usual = Goals::default();
    let mut weight = |key, usual| fields.or(table, key, usual, |f, v| f.number(v, 0, MAX_WEIGHT));
    Some(Goals {
        wish: weight("wish", usual.wish),
        fairness: weight("fairness", usual.fairness),
        stability: weight("stability", usual.stability),
        shape: weight("shape", usual.shape),
        team_day: weight("team_day", usual.team_day),
    })
}
